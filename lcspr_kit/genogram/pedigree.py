"""Families from pedigree files: PED and LINKAGE (family, person, father, mother, sex), with or without headings.

Headings of kinship2 and Madeline tables are understood too. What such files say about genotypes and
affection is not drawn. People keep the file's own identifiers, with the family before it where two
families use the same.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import replace
from pathlib import Path

from lcspr_kit.casefiles import read_text
from lcspr_kit.edtf import PartialDate, read_edtf
from lcspr_kit.genogram.family import Family, build_family
from lcspr_kit.genogram.gedcom_dates import unknown_day
from lcspr_kit.genogram.relationships import Relation
from lcspr_kit.privacy.register import Person
from lcspr_kit.problems import InputError, Problem

_HEADINGS = {
    "family": ("ped", "fam", "famid", "fid", "family", "familyid", "pedigree", "kindred"),
    "id": ("id", "iid", "ind", "individual", "individualid", "person", "personid", "indid", "subject"),
    "father": ("father", "dad", "dadid", "fatherid", "pid", "paternalid", "patid", "fa"),
    "mother": ("mother", "mom", "momid", "motherid", "mid", "maternalid", "matid", "mo"),
    "sex": ("sex", "gender"),
    "deceased": ("deceased", "dead", "status", "vitalstatus"),
    "born": ("dob", "born", "birth", "yob"),
    "identical": ("mztwin", "mz"),
    "twins": ("dztwin", "dz"),
    "proband": ("proband", "index"),
    "pregnancy": ("pregnancy",),
}
_NONE = ("", "0", ".", "NA", "na", "-9", "?", "-")
_SEXES = {"1": "M", "m": "M", "male": "M", "2": "F", "f": "F", "female": "F"}


def read_ped(path: Path | str) -> Family:
    """The families in a pedigree file as one family. What contradicts itself is in `problems`, by line.

    A parent that has no line of their own is drawn and reported. Parents of a child are taken to be a
    couple, as pedigrees mean it. Raises InputError where the file has no rows of people.
    """
    path = Path(path)
    rows = _rows(path)
    ids = Counter(row["id"] for row in rows)
    if len({(row["family"], row["id"]) for row in rows}) < len(rows):
        ids_seen: set[tuple[str, str]] = set()
        repeated = [row for row in rows if (row["family"], row["id"]) in ids_seen or ids_seen.add((row["family"], row["id"]))]  # type: ignore[func-returns-value]
        raise InputError(Problem(path.name, f"The person '{row['id'][:32]}' has two lines.", "Give each person one.", row=int(row["row"])) for row in repeated)
    shared = any(count > 1 for count in ids.values())
    people: dict[str, Person] = {}
    relations: list[Relation] = []
    problems: list[Problem] = []

    def named(row: dict[str, str], column: str) -> str:
        return f"{row['family']}:{row[column]}" if shared else row[column]

    for row in rows:
        people[named(row, "id")] = _person(named(row, "id"), row)
    for row in rows:
        child, number = named(row, "id"), int(row["row"])
        parents = []
        for column, sex in (("father", "M"), ("mother", "F")):
            if row[column] in _NONE:
                continue
            parent = named(row, column)
            if parent not in people:
                people[parent] = Person(id=parent, name=parent, sex=sex, row=number)
                problems.append(Problem(path.name, f"The {column} '{row[column][:32]}' has no line of their own.", "They are drawn with what is known.", row=number, column=column))
            parents.append(parent)
            relations.append(Relation(parent, child, "parent", row=number))
        if len(set(parents)) == 2:
            relations.append(Relation(parents[0], parents[1], "partner", row=number))
    relations = [*_once(relations), *_twins(rows, named)]
    family = build_family(people.values(), relations, path.name, path.name)
    return replace(family, problems=(*problems, *family.problems))


def _once(relations: list[Relation]) -> list[Relation]:
    kept: dict[tuple[str, str, str], Relation] = {}
    for relation in relations:
        if relation.a != relation.b:
            kept.setdefault((relation.a, relation.b, relation.kind), relation)
    return list(kept.values())


def _twins(rows: list[dict[str, str]], named) -> list[Relation]:  # type: ignore[no-untyped-def]
    """People with the same letter in a twin column, and the same parents, are twins."""
    groups: dict[tuple[str, ...], list[tuple[str, int]]] = {}
    for row in rows:
        for column, kind in (("identical", "identical twin"), ("twins", "twin")):
            if row.get(column, "") not in _NONE:
                groups.setdefault((kind, row["family"], row["father"], row["mother"], row[column]), []).append((named(row, "id"), int(row["row"])))
    return [Relation(a, b, kind[0], row=row) for kind, members in groups.items() for (a, _), (b, row) in zip(members, members[1:], strict=False)]


def _person(identity: str, row: dict[str, str]) -> Person:
    dead = row.get("deceased", "").lower() in ("y", "yes", "1", "d", "dead", "deceased", "true")
    pregnancy = "expected" if row.get("pregnancy", "").upper() in ("P", "Y") else ""
    return Person(
        id=identity,
        name=row["id"],
        role="proband" if row.get("proband", "") not in _NONE and row["proband"].upper() != "N" else "",
        sex=_SEXES.get(row["sex"].lower(), "U"),
        born=_born(row.get("born", "")),
        died=unknown_day() if dead and not pregnancy else None,
        pregnancy=pregnancy,
        row=int(row["row"]),
    )


def _born(text: str) -> PartialDate | None:
    try:
        return read_edtf(re.sub(r"[./]", "-", text)) if text not in _NONE else None
    except ValueError:
        return None


def _rows(path: Path) -> list[dict[str, str]]:
    """The file's rows by our column names, each with `row`, its line."""
    lines = [(number, line) for number, line in enumerate(read_text(path).splitlines(), 1) if not line.lstrip().startswith("#")]
    while lines and not lines[0][1].strip():
        lines.pop(0)
    if not lines:
        raise InputError(Problem(path.name, "The file is empty.", "Choose a pedigree file."))
    headed = True
    first = _cells(lines[0][1])
    names = [_column(cell) for cell in first]
    if "id" in names and "father" in names and "mother" in names:
        body = lines[1:]
    elif len(first) <= 2 and names[0]:  # a heading on each line, up to an empty one
        heads = []
        while lines and lines[0][1].strip():
            heads.append(_column(lines.pop(0)[1].split()[0]))
        names, body = heads, lines
    else:
        names, body = ["family", "id", "father", "mother", "sex"], lines
        headed = False
    if "id" not in names or "father" not in names or "mother" not in names:
        raise InputError(Problem(path.name, "The columns of person, father and mother are not there.", "The first row should be: family id father mother sex.", row=1))
    rows = []
    for number, line in body:
        cells = _cells(line)
        if not cells:
            continue
        while len(cells) > len(names) and not cells[-1]:
            cells.pop()
        if headed and len(cells) == len(names) + 1:  # kinship2 tables number their rows without a heading for it
            cells = cells[1:]
        if len(cells) < names.index("mother") + 1:
            raise InputError(Problem(path.name, "The row has too few columns.", "A row is: family, person, father, mother, sex.", row=number))
        row = {"family": "", "sex": "", **{name: cell for name, cell in zip(names, cells, strict=False) if name}}
        rows.append({**row, "row": str(number)})
    if not rows:
        raise InputError(Problem(path.name, "The file has no people in it.", "A row is: family, person, father, mother, sex."))
    return rows


def _cells(line: str) -> list[str]:
    if "\t" in line and len(line.split("\t")) >= 4:
        return [cell.strip().strip('"') for cell in line.split("\t")]
    if line.count(",") >= 3:
        return [cell.strip().strip('"') for cell in line.split(",")]
    return [quoted or plain for quoted, plain in re.findall(r'"([^"]*)"|(\S+)', line)]


def _column(heading: str) -> str:
    plain = re.sub(r"[^a-z]", "", heading.lower())
    return next((name for name, words in _HEADINGS.items() if plain in words), "")
