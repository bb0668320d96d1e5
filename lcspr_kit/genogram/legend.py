"""The legend: a sample and words for every sign that a drawing uses, and for no other. Knows no people."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import pandas as pd

from lcspr_kit.edtf import read_edtf
from lcspr_kit.genogram.bonds import bond_lines
from lcspr_kit.genogram.canvas import Item, Words, moved, page, scaled
from lcspr_kit.genogram.contribution import GROUPS
from lcspr_kit.genogram.geometry import Point
from lcspr_kit.genogram.lines import brackets, couple_line, descent_line, identical_bar
from lcspr_kit.genogram.marks import contribution_mark, household_line
from lcspr_kit.genogram.notation import Notation, notation_named
from lcspr_kit.genogram.symbols import symbol
from lcspr_kit.graphviz import Drawing
from lcspr_kit.privacy.register import Person
from lcspr_kit.textwidth import text_width, wrap_to_width

SIZE = 9.0
_SAMPLE = 50.0
_ROW = 24.0
_WORDS_WIDTH = 170.0
_GAP = 14.0
_SCALE = 0.6
_MARGIN = 20.0
_KEY_WIDTH = 470.0  # points: a key by itself fits an upright page as it is
AGES = "A number in a symbol is the age on that day (d days, w weeks, m months)."

_PEOPLE = {
    "female": "Female",
    "male": "Male",
    "other sex": "Another sex",
    "unknown sex": "Sex not known",
    "gender": "Outer shape: sex recorded; inner: gender",
    "sex at birth": "Shape: gender; AFAB, AMAB, UAAB: sex at birth",
    "subject": "Child who is the subject of the review",
    "deceased": "Died",
    "unborn": "Unborn child, with the date due",
    "miscarriage": "Miscarriage",
    "termination": "Termination of a pregnancy",
    "stillbirth": "Stillbirth",
}
_DESCENTS = {
    "birth": "Child by birth",
    "adoptive": "Adopted child",
    "foster": "Foster child",
    "step": "Step-child",
    "guardian": "Child under guardianship",
    "donor": "Child of a donor",
    "surrogate": "Child carried by a surrogate",
    "twins": "Twins (or more of one birth)",
    "identical twins": "Identical twins",
}
_BONDS = {
    "close": "Close",
    "distant": "Distant",
    "conflict": "Conflict",
    "abusive": "Abuse, confirmed (towards the arrow)",
    "abuse alleged": "Abuse, alleged (towards the arrow)",
    "cut off": "Cut off",
}
_ORDER = [*_PEOPLE, "couple", *_DESCENTS, "related", "household", *_BONDS, *GROUPS]


@dataclass(frozen=True)
class Legend:
    """The items of a legend whose top left corner is (0, 0), and its size in points."""

    items: tuple[Item, ...]
    width: float
    height: float


def legend(keys: Iterable[str], notation: Notation, width: float, heading: str, notes: Sequence[str] = ()) -> Legend:
    """A legend for these keys, as wide as it is allowed at most; `notes` are sentences below it.

    A key is one of a person's signs, `couple:<kind>`, a kind of descent, `twins`, `identical twins`,
    `related`, `household`, a kind of bond, or a group of contribution.
    """
    signs = _signs(set(keys), notation)
    columns = max(1, min(len(signs), round(width / (_SAMPLE + _WORDS_WIDTH + _GAP))))
    entries = [(sample, wrap_to_width(words, min(_WORDS_WIDTH, width / columns - _SAMPLE - _GAP), SIZE)) for words, sample in signs]
    column = _SAMPLE + max((text_width(text, SIZE) for _, lines in entries for text in lines), default=0.0) + _GAP
    rows = -(-len(entries) // columns) if entries else 0
    items: list[Item] = [Words(text_width(heading, SIZE + 1) / 2, 6, heading, SIZE + 1)]
    top = 18.0
    for number, (sample, lines) in enumerate(entries):
        left, y = (number // rows) * column, top + (number % rows) * _ROW + _ROW / 2
        items += [moved(item, left + _SAMPLE / 2 - 4, y) for item in sample]
        for line, text in enumerate(lines):
            middle = y + (line - (len(lines) - 1) / 2) * SIZE * 1.15
            items.append(Words(left + _SAMPLE + text_width(text, SIZE) / 2, middle, text, SIZE))
    y = top + rows * _ROW + 6
    for note in notes:
        for text in wrap_to_width(note, max(width, 200), SIZE):
            items.append(Words(text_width(text, SIZE) / 2, y + SIZE / 2, text, SIZE))
            y += SIZE * 1.25
    return Legend(tuple(items), max(columns * column, text_width(heading, SIZE + 1)), y)


def draw_key(drawings: Sequence[Drawing], notation: str = "uk") -> Drawing:
    """The key to genograms that were drawn without one: every sign that any of them uses."""
    signs = frozenset[str]().union(*(drawing.signs for drawing in drawings))
    style = notation_named(notation)
    key = legend(signs, style, _KEY_WIDTH - 2 * _MARGIN, f"{style.title} notation", [AGES])
    width = max(_KEY_WIDTH, key.width + 2 * _MARGIN)
    return Drawing(
        dot=page(width, key.height + _MARGIN, [moved(item, _MARGIN, _MARGIN / 2) for item in key.items]),
        title="Key",
        description=f"The signs of the genograms: {'; '.join(words_for(signs, style))}.",
        table=pd.DataFrame({"Sign": words_for(signs, style)}),
        caption="Key to the genograms.",
        signs=signs,
    )


def words_for(keys: Iterable[str], notation: Notation) -> list[str]:
    """What a legend says of these keys, in its order."""
    return [said for said, _ in _signs(set(keys), notation)]


def _signs(keys: set[str], notation: Notation) -> list[tuple[str, list[Item]]]:
    found: dict[str, list[Item]] = {}
    for key in sorted(keys, key=lambda key: (_ORDER.index(key.split(":")[0]), _rank(key, notation))):
        words, sample = _entry(key, notation)
        found.setdefault(words, sample)
    return list(found.items())


def _rank(key: str, notation: Notation) -> int:
    return list(notation.couples).index(key.removeprefix("couple:")) if key.startswith("couple:") else 0


def _entry(key: str, notation: Notation) -> tuple[str, list[Item]]:
    if key in _PEOPLE:
        return _PEOPLE[key], _person_sample(key, notation)
    if key.startswith("couple:"):
        kind = key.removeprefix("couple:")
        return notation.couples[kind].words, couple_line([(Point(-20, 0), Point(20, 0))], Point(0, 0), kind, notation)
    if key == "related":
        return "Couple who are related by blood", couple_line([(Point(-20, 0), Point(20, 0))], Point(0, 0), "married", notation, True)
    if key in ("twins", "identical twins"):
        drops = {"a": (Point(0, -9), Point(-12, 9)), "b": (Point(0, -9), Point(12, 9))}
        sample = [line for drop in drops.values() for line in descent_line(drop, "birth", notation)]
        return _DESCENTS[key], sample + (identical_bar(drops) if key == "identical twins" else [])
    if key in _DESCENTS:
        around = [scaled(item, 0, 0, 0.45) for item in brackets(0, 0)] if key == "adoptive" and notation.adoption == "brackets" else []
        return _DESCENTS[key], [*descent_line((Point(0, -10), Point(0, 10)), key, notation), *around]
    if key == "household":
        corners = ((-20, -8), (20, -8), (20, 8), (-20, 8), (-20, -8))
        return "Household: who lives together", [household_line(tuple(Point(*corner) for corner in corners))]
    if key in _BONDS:
        return _BONDS[key], bond_lines(tuple(Point(-21 + 3 * step, 0) for step in range(15)), key)
    ring, _, letter = contribution_mark(0, 0, key)
    return GROUPS[key], [scaled(ring, 0, 0, 0.42), moved(letter, -letter.x, -letter.y)]


def _person_sample(key: str, notation: Notation) -> list[Item]:
    born = read_edtf("2000")
    person = {
        "female": Person("a", sex="F"),
        "male": Person("a", sex="M"),
        "other sex": Person("a", sex="X"),
        "unknown sex": Person("a", sex="U"),
        "gender": Person("a", sex="M", gender="woman"),
        "sex at birth": Person("a", sex="M", gender="woman"),
        "subject": Person("a", sex="F"),
        "deceased": Person("a", sex="F", died=born),
        "unborn": Person("a", sex="U", pregnancy="expected"),
    }.get(key, Person("a", sex="F", pregnancy=key))
    items = symbol(0, 0, person, notation, subject=key == "subject").items
    factor = _SCALE if key not in ("miscarriage", "termination", "stillbirth") else 0.9
    return [scaled(item, 0, 0, factor) for item in items]
