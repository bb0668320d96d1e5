"""The lines of a family: couples with their strokes, the stem, and the lines down to children by kind.

Takes a net of the layout as it is and only chooses patterns; the same functions draw the legend's samples.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from lcspr_kit.genogram.canvas import Item, Line, Place
from lcspr_kit.genogram.notation import Notation
from lcspr_kit.genogram.strokes import beside, dashes

DESCENT_PATTERNS = {
    "guardian": (9.0, 3.0, 1.6, 3.0),
    "step": (5.0, 3.0),
    "donor": (1.6, 2.6, 1.6, 2.6, 7.0, 2.6),
    "surrogate": (11.0, 4.0),
}
_PASSING = ("transitory", "brief", "casual", "one night", "one-night", "short-lived", "passing relationship")


def couple_kind(kind: str, notes: Iterable[str]) -> str:
    """The kind of line for a couple: `transitory` where a note says that it was a passing relationship."""
    said = " ".join(notes).lower()
    if kind in ("partner", "former partner") and any(word in said for word in _PASSING):
        return "transitory"
    return kind


def couple_line(courses: Iterable[Sequence[Place]], mark: Place, kind: str, notation: Notation, related: bool = False) -> list[Item]:
    """The line between partners with its strokes; doubled where they are related and the notation says so."""
    style = notation.couples[kind]
    items: list[Item] = []
    for course in courses:
        if related and notation.kin:
            items += [Line(beside(course, offset), 1.1, dash=style.dash) for offset in (-1.8, 1.8)]
        else:
            items.append(Line(tuple(course), 1.3, dash=style.dash))
    shifts = {0: (), 1: (0.0,), 2: (-2.5, 2.5)}[style.strokes]
    x, y = mark
    items += [Line(((x + shift - 3, y + 7), (x + shift + 3, y - 7)), 1.4, role="sign") for shift in shifts]
    return items


def descent_line(course: Sequence[Place], kind: str, notation: Notation) -> list[Item]:
    """The line down to a child; its last straight piece has the pattern of the kind of descent."""
    items: list[Item] = [Line(tuple(course[:-1]), 1.3)] if len(course) > 2 else []
    return [*items, *patterned(course[-2:], kind, notation)]


def patterned(course: Sequence[Place], kind: str, notation: Notation) -> list[Item]:
    """A course with the pattern of a kind of descent all along."""
    if kind == "adoptive" and notation.adoption == "parallel":
        return [Line(beside(course, -2.0), 1.3), *dashes(beside(course, 2.0), (4.0, 3.0))]
    if kind == "adoptive":
        return list(dashes(course, (4.0, 3.0)))
    if kind == "foster":
        return list(dashes(course, (1.6, 2.8), pen=1.6))
    if kind in DESCENT_PATTERNS:
        return list(dashes(course, DESCENT_PATTERNS[kind]))
    return [Line(tuple(course), 1.3)]


def kind_of_all(kinds: Iterable[str]) -> str:
    """The kind of descent of every child of a union, so that all its lines have that pattern; `birth` where they differ.

    Adopted children keep the pattern to their own last piece: two lines side by side do not turn corners well.
    """
    found = set(kinds)
    return found.pop() if len(found) == 1 and not found & {"adoptive"} else "birth"


def brackets(x: float, y: float, half: float = 22.0) -> list[Item]:
    """The square brackets around somebody adopted in a pedigree."""
    made: list[Item] = []
    for side in (-1, 1):
        edge, tip = x + side * half, x + side * (half - 5)
        made.append(Line(((tip, y - half), (edge, y - half), (edge, y + half), (tip, y + half)), 1.3, role="sign"))
    return made


def identical_bar(drops: Mapping[str, Sequence[Place]]) -> list[Item]:
    """The bar that joins the lines of identical twins, between neighbours, half way down."""
    middles = sorted(((d[-2][0] + d[-1][0]) / 2, (d[-2][1] + d[-1][1]) / 2) for d in drops.values())
    return [Line((a, b), 1.3) for a, b in zip(middles, middles[1:], strict=False)]
