"""The three notations in which a genogram can be drawn, as tables. A drawing uses one and never mixes them.

`uk`: Department of Health, Write Enough (Integrated Children's System); `mcgoldrick`: McGoldrick,
Gerson and Petry's standard sheet; `nsgc`: National Society of Genetic Counselors (Bennett and others
1995, 2008, 2022). Where they conflict and why each choice was made: docs/genogram-symbols.md.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from lcspr_kit.problems import InputError, Problem


@dataclass(frozen=True)
class CoupleLine:
    """How a couple's line is drawn: `dash` as Graphviz names it, `strokes` across it, `words` for the legend."""

    dash: str
    strokes: int
    words: str


@dataclass(frozen=True)
class Notation:
    """What a notation does where notations differ.

    `deceased`: `cross` or `slash`. `subject`: `double` outline or `arrow`. `unborn`: `triangle` or `P`
    in the symbol. `miscarriage`, `termination`: `cross`, `barred cross`, `dot`, `triangle` or `slashed
    triangle`. `stillbirth`: `small` symbol or full size with `SB`. `gender`: the shape of the gender
    `inside` that of the sex, or the gender's shape with the sex as `annotation`. `adoption`: `parallel`
    lines or `brackets`. `kin`: whether a couple who are related have a double line.
    """

    name: str
    title: str
    deceased: str
    subject: str
    unborn: str
    miscarriage: str
    termination: str
    stillbirth: str
    gender: str
    adoption: str
    kin: bool
    couples: Mapping[str, CoupleLine]


_ENDURING = CoupleLine("", 0, "Couple: married, civil partners or living together")
_NOT_KNOWN = "Parents of a child; not known to be a couple"

NOTATIONS = {
    "uk": Notation(
        "uk", "United Kingdom social care", "cross", "double", "triangle", "cross", "barred cross", "small", "inside", "parallel", False,
        {
            "married": _ENDURING,
            "partner": _ENDURING,
            "transitory": CoupleLine("dashed", 0, "Passing relationship"),
            "parents": CoupleLine("dashed", 0, _NOT_KNOWN),
            "separated": CoupleLine("", 1, "Couple who separated"),
            "former partner": CoupleLine("", 1, "Couple who separated"),
            "divorced": CoupleLine("", 2, "Divorced"),
        },
    ),
    "mcgoldrick": Notation(
        "mcgoldrick", "McGoldrick", "cross", "double", "triangle", "dot", "cross", "small", "inside", "parallel", False,
        {
            "married": CoupleLine("", 0, "Married"),
            "partner": CoupleLine("dashed", 0, "Living together, not married"),
            "transitory": CoupleLine("dotted", 0, "Passing relationship"),
            "parents": CoupleLine("dotted", 0, _NOT_KNOWN),
            "separated": CoupleLine("", 1, "Separated"),
            "former partner": CoupleLine("dashed", 1, "Lived together, separated"),
            "divorced": CoupleLine("", 2, "Divorced"),
        },
    ),
    "nsgc": Notation(
        "nsgc", "Pedigree (NSGC)", "slash", "arrow", "P", "triangle", "slashed triangle", "SB", "annotation", "brackets", True,
        {
            **dict.fromkeys(("married", "partner", "transitory", "parents"), CoupleLine("", 0, "Couple, or parents of a child")),
            **dict.fromkeys(("separated", "former partner", "divorced"), CoupleLine("", 2, "No longer together")),
        },
    ),
}  # fmt: skip


def notation_named(name: str) -> Notation:
    """The notation of this name. Raises InputError where there is none."""
    if name not in NOTATIONS:
        raise InputError(Problem("notation", f"'{name[:20]}' is not a notation.", f"Notations are: {', '.join(NOTATIONS)}."))
    return NOTATIONS[name]
