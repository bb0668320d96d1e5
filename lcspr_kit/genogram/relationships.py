"""`relationships.csv`: who is related to whom, and how, row by row. Knows the words, not what follows.

What the rows make together (couples, children, twins) is the business of `genogram.family`; which
rows contradict each other, of `genogram.contradictions`.
"""

from __future__ import annotations

import difflib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

from lcspr_kit.casefiles import read_table
from lcspr_kit.edtf import PartialDate, read_edtf
from lcspr_kit.problems import InputError, Problem

COLUMNS = ("a", "b", "kind", "from", "to", "notes")
FILE = "relationships.csv"

PARENTAGE = {
    "parent": "birth",
    "adoptive parent": "adoptive",
    "foster parent": "foster",
    "step-parent": "step",
    "guardian": "guardian",
    "donor": "donor",
    "surrogate": "surrogate",
}
"""Kinds in which `a` is the parent of `b`, and the kind of descent each makes."""
TOGETHER = ("married", "partner")
APART = ("separated", "divorced", "former partner")
COUPLES = (*TOGETHER, *APART)
TWINS = ("twin", "identical twin")
BONDS = ("close", "distant", "conflict", "abusive", "cut off")
KINDS = (*PARENTAGE, *COUPLES, *TWINS, *BONDS)

_SAME = {
    "step parent": "step-parent", "stepparent": "step-parent", "special guardian": "guardian", "carer": "guardian",
    "husband": "married", "wife": "married", "spouse": "married", "civil partner": "married", "cohabiting": "partner",
    "partners": "partner", "ex-partner": "former partner", "ex partner": "former partner", "twins": "twin",
    "identical twins": "identical twin", "mother": "parent", "father": "parent", "adopted": "adoptive parent",
    "adopter": "adoptive parent", "foster carer": "foster parent", "abuse": "abusive", "cut-off": "cut off",
    "cutoff": "cut off", "estranged": "cut off",
}  # fmt: skip


@dataclass(frozen=True)
class Relation:
    """A row: `a` is `kind` of (or with) `b`, from and to. `row` is its line in the file it came from."""

    a: str
    b: str
    kind: str
    start: PartialDate | None = None
    end: PartialDate | None = None
    notes: str = ""
    row: int = 0


def read_relationships(folder: Path, known: Mapping[str, str]) -> tuple[list[Relation], list[Problem]]:
    """The rows of a case's `relationships.csv` (none where there is no such file), and what is wrong.

    `known` maps the ids of the register to anything. A row that names an unknown id, an unknown kind
    or somebody with themselves is reported and left out; a date that can't be read is reported and
    taken as not given. A table that can't be read at all is one problem and no rows.
    """
    path = folder / FILE
    if not path.exists():
        return [], []
    try:
        rows, problems = read_table(path, COLUMNS, ["a", "b", "kind"])
    except InputError as error:
        return [], list(error.problems)
    relations = []
    for row in rows:
        relation = _relation(row, known, problems)
        if relation:
            relations.append(relation)
    return relations, problems


def _relation(row: Mapping[str, str], known: Mapping[str, str], problems: list[Problem]) -> Relation | None:
    number = int(row["_row"])

    def wrong(column: str, what: str, todo: str = "") -> None:
        problems.append(Problem(FILE, what, todo, row=number, column=column))

    usable = True
    for column in ("a", "b"):
        identity = row[column]
        if identity not in known:
            near = difflib.get_close_matches(identity, list(known), 1, 0.5)
            todo = f"Did you mean '{near[0]}'?" if near else "Add the person to people.csv."
            wrong(column, f"'{identity[:32]}' is not an id in people.csv, so this row is not drawn.", todo)
            usable = False
    kind = " ".join(row["kind"].lower().split())
    kind = _SAME.get(kind, kind)
    if kind not in KINDS:
        near = difflib.get_close_matches(kind, KINDS, 1, 0.5)
        todo = f"Did you mean '{near[0]}'?" if near else f"Kinds are: {', '.join(KINDS)}."
        wrong("kind", f"'{row['kind'][:32]}' is not a kind of relationship, so this row is not drawn.", todo)
        usable = False
    if usable and row["a"] == row["b"]:
        wrong("b", "The row relates a person to themselves, so it is not drawn.", "Correct one of the two ids.")
        usable = False
    if not usable:
        return None
    start, end = (_date(row[column], _at(wrong, column)) for column in ("from", "to"))
    return Relation(row["a"], row["b"], kind, start, end, row["notes"], number)


def _at(wrong: Callable[..., None], column: str) -> Callable[[str], None]:
    return lambda what: wrong(column, what)


def _date(text: str, wrong: Callable[[str], None]) -> PartialDate | None:
    if not text:
        return None
    try:
        return read_edtf(text)
    except ValueError as error:
        wrong(f"{error}.".capitalize() if not str(error).startswith("'") else f"{error}.")
        return None


def relation_row(relation: Relation) -> dict[str, str]:
    """A relation as a row of `relationships.csv`."""
    return {
        "a": relation.a,
        "b": relation.b,
        "kind": relation.kind,
        "from": str(relation.start or ""),
        "to": str(relation.end or ""),
        "notes": relation.notes,
    }
