"""The symbol of a person: shape by sex and gender, and the signs for the subject, a death, a pregnancy.

A symbol is drawn about its centre, in a square of `layout.SYMBOL` points. Every function returns what
to draw and the legend's keys for it.
"""

from __future__ import annotations

from dataclasses import dataclass

from lcspr_kit.genogram.canvas import CLEAR, INK, Item, Line, Shape, Words
from lcspr_kit.genogram.geometry import SYMBOL
from lcspr_kit.genogram.notation import Notation
from lcspr_kit.privacy.register import Person

_SMALL = 22.0
ARROW_REACH = 42.0
"""How far from the centre the arrow of a pedigree's subject and its letter reach, in points."""
_LOSS = 14.0
_SHAPES = {"F": "circle", "M": "square", "X": "diamond", "U": "diamond"}
_SEX_KEYS = {"F": "female", "M": "male", "X": "other sex", "U": "unknown sex"}
_AT_BIRTH = {"F": "AFAB", "M": "AMAB", "X": "UAAB", "U": ""}
_WOMEN = ("trans woman", "trans girl", "trans female", "transgender woman", "transgender girl", "woman", "girl", "female", "f")
_MEN = ("trans man", "trans boy", "trans male", "transgender man", "transgender boy", "man", "boy", "male", "m")


@dataclass(frozen=True)
class Symbol:
    """What to draw for a person, and the legend keys of the signs in it."""

    items: tuple[Item, ...]
    keys: tuple[str, ...]


def gender_shape_of(person: Person) -> str:
    """F, M or X for the gender as recorded, or nothing where none is."""
    gender = " ".join(person.gender.lower().replace("-", " ").split())
    if not gender:
        return ""
    if gender in _WOMEN:
        return "F"
    return "M" if gender in _MEN else "X"


def shows_gender_apart(person: Person) -> bool:
    """Whether the gender recorded is another than the sex, so that both are shown."""
    gender = gender_shape_of(person)
    return bool(gender) and gender != person.sex


def sex_at_birth(person: Person) -> str:
    """The annotation under a symbol that has the shape of the gender (NSGC 2022): AFAB, AMAB or UAAB."""
    return _AT_BIRTH[person.sex]


def has_room(person: Person, notation: Notation, subject: bool) -> bool:
    """Whether an age can stand in a symbol: not where a gender's shape fills it, inside a double outline or a diamond."""
    inside = shows_gender_apart(person) and notation.gender == "inside"
    return not inside or not (subject or "diamond" in (_SHAPES[person.sex], _SHAPES[gender_shape_of(person)]))


def is_loss(person: Person) -> bool:
    """A pregnancy that did not end in a living child."""
    return person.pregnancy in ("miscarriage", "termination", "stillbirth")


def top_of(person: Person, notation: Notation) -> float:
    """How far above the centre a symbol's outline starts, in points: where the line from the parents ends."""
    form = getattr(notation, person.pregnancy) if is_loss(person) else ""
    return {"small": _SMALL / 2, "cross": 0.0, "barred cross": 0.0, "dot": 4.0, "triangle": 11.0, "slashed triangle": 11.0}.get(form, SYMBOL / 2)


def symbol(x: float, y: float, person: Person, notation: Notation, subject: bool = False, inside: str = "", identity: str = "") -> Symbol:
    """The symbol of a person centred at (x, y); `inside` is a word or two to write in it (an age)."""
    if person.pregnancy in ("miscarriage", "termination"):
        form = getattr(notation, person.pregnancy)
        return Symbol(_loss(x, y, form, identity), (person.pregnancy,))
    if person.pregnancy == "stillbirth":
        return _stillbirth(x, y, person, notation, identity)
    if person.pregnancy == "expected":
        return _unborn(x, y, person, notation, subject, identity)
    items, keys = _outline(x, y, person, notation, SYMBOL, identity, 0.5 if subject else 0.78)
    if subject:
        more, key = _subject(x, y, _shape_kind(person, notation), notation)
        items += more
        keys.append(key)
    if person.died:
        items += _death(x, y, SYMBOL, notation)
        keys.append("deceased")
    else:
        words = inside or ("?" if person.sex == "U" and not person.gender else "")
        if words:
            narrow = shows_gender_apart(person) or _shape_kind(person, notation) == "diamond"
            items.append(Words(x, y, words, 9 if len(words) < (4 if narrow else 6) else 7.5))
    return Symbol(tuple(items), tuple(keys))


def _shape_kind(person: Person, notation: Notation) -> str:
    if notation.gender == "annotation" and shows_gender_apart(person):
        return _SHAPES[gender_shape_of(person)]
    return _SHAPES[person.sex]


def _outline(x: float, y: float, person: Person, notation: Notation, size: float, identity: str, share: float = 0.78) -> tuple[list[Item], list[str]]:
    kind = _shape_kind(person, notation)
    items: list[Item] = [Shape(x, y, size, size, kind, identity=identity)]
    keys = [_SEX_KEYS[person.sex]]
    if shows_gender_apart(person):
        if notation.gender == "inside":
            keys.append("gender")
            inner = size * (0.5 if kind == "diamond" else share)
            items.append(Shape(x, y, inner, inner, _SHAPES[gender_shape_of(person)]))
        else:
            keys = [_SEX_KEYS[gender_shape_of(person)], "sex at birth"]
    return items, keys


def _subject(x: float, y: float, kind: str, notation: Notation) -> tuple[list[Item], str]:
    if notation.subject == "double":
        inner = SYMBOL - (11 if kind == "diamond" else 7)
        return [Shape(x, y, SYMBOL, SYMBOL, kind, pen=2.6, fill=CLEAR), Shape(x, y, inner, inner, kind, fill=CLEAR)], "subject"
    tip = (x - SYMBOL / 2 + {"circle": 1.5, "diamond": 8.0}.get(kind, -0.5), y + 8)
    tail = (x - SYMBOL / 2 - 13, y + 16)
    return [
        Line((tail, tip), 1.5),
        Line(((tip[0] - 6, tip[1] - 0.5), tip, (tip[0] - 3, tip[1] + 6)), 1.5),
        Words(tail[0] - 5, tail[1], "P", 9),
    ], "subject"


def _death(x: float, y: float, size: float, notation: Notation) -> list[Item]:
    half = size / 2
    lines: list[Item] = [Line(((x - half, y + half), (x + half, y - half)), 1.3, INK, role="sign")]
    if notation.deceased == "cross":
        lines.append(Line(((x - half, y - half), (x + half, y + half)), 1.3, INK, role="sign"))
    return lines


def _unborn(x: float, y: float, person: Person, notation: Notation, subject: bool, identity: str) -> Symbol:
    if notation.unborn == "P":
        items, _ = _outline(x, y, person, notation, SYMBOL, identity)
        if subject:
            items += _subject(x, y, _shape_kind(person, notation), notation)[0]
        return Symbol((*items, Words(x, y, "P", 10)), ("unborn", *(("subject",) if subject else ())))
    items = [_triangle(x, y, SYMBOL, 2.6 if subject else 1.3, identity)]
    if subject:
        items.append(_triangle(x, y + 2, SYMBOL - 15, 1.3))
    return Symbol(tuple(items), ("unborn", *(("subject",) if subject else ())))


def _triangle(x: float, y: float, size: float, pen: float = 1.3, identity: str = "") -> Shape:
    """A triangle as tall as it is wide. Graphviz puts the middle of its box a third from the base."""
    return Shape(x, y + size / 6, size * 1.1, size * 4 / 3, "triangle", pen, identity=identity)


def _stillbirth(x: float, y: float, person: Person, notation: Notation, identity: str) -> Symbol:
    size = _SMALL if notation.stillbirth == "small" else SYMBOL
    items, _ = _outline(x, y, person, notation, size, identity)
    return Symbol((*items, *_death(x, y, size, notation)), ("stillbirth",))


def _loss(x: float, y: float, form: str, identity: str) -> tuple[Item, ...]:
    half = _LOSS / 2
    if form == "dot":
        return (Shape(x, y, 8, 8, "circle", fill=INK, identity=identity),)
    if "triangle" in form:
        slash = (Line(((x - 11, y + 11), (x + 11, y - 11)), 1.3, role="sign"),) if "slashed" in form else ()
        return (_triangle(x, y, _SMALL, identity=identity), *slash)
    strokes = (Line(((x - half, y - half), (x + half, y + half)), 1.6, role="sign"), Line(((x - half, y + half), (x + half, y - half)), 1.6, role="sign"))
    bar = (Line(((x - half - 3, y + half + 3), (x + half + 3, y + half + 3)), 1.6, role="sign"),) if form == "barred cross" else ()
    place = Shape(x, y, _LOSS, _LOSS, "square", pen=0, fill=CLEAR, identity=identity)
    return (place, *strokes, *bar)
