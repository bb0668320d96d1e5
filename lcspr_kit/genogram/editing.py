"""`people.csv` and `relationships.csv` as tables that the author changes: what she can do, and what it makes.

Every change gives new `Tables`; `checked` sends them through the doors that any case is read by, so that the
sentences are the same. Writes nothing into the case.
"""

from __future__ import annotations

import tempfile
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path

from lcspr_kit.case import Case, check_people
from lcspr_kit.csvsheet import Row, Sheet, read_sheet
from lcspr_kit.genogram.family import Family, read_family
from lcspr_kit.genogram.relationships import COLUMNS, COUPLES, FILE, TWINS
from lcspr_kit.joining import joined_entries
from lcspr_kit.privacy.register import PEOPLE_COLUMNS, read_register
from lcspr_kit.problems import InputError, Problem

PEOPLE = "people.csv"
FILES = (FILE, PEOPLE)


@dataclass(frozen=True)
class Tables:
    """Both files."""

    people: Sheet
    relationships: Sheet

    def of(self, file: str) -> Sheet:
        """The sheet of a file. Raises InputError for another."""
        if file not in FILES:
            raise InputError(Problem(file[:32], "This is no table of the family.", f"The tables are {' and '.join(FILES)}."))
        return self.people if file == PEOPLE else self.relationships

    def having(self, file: str, sheet: Sheet) -> Tables:
        """The tables with another sheet for a file."""
        return replace(self, people=sheet) if file == PEOPLE else replace(self, relationships=sheet)


@dataclass(frozen=True)
class Checked:
    """What the tables make: the case with its register, the family, and the sentences that stop nothing."""

    case: Case
    family: Family
    notes: tuple[Problem, ...] = field(default=())


def read_tables(folder: Path) -> Tables:
    """Both files of a folder; where one is missing, an empty table with the usual columns. Raises InputError."""
    return Tables(read_sheet(folder / PEOPLE, PEOPLE_COLUMNS), read_sheet(folder / FILE, COLUMNS))


def tables_texts(tables: Tables) -> dict[str, str]:
    """The text of each file. Relationships come first: without them nobody is named who is not there any more."""
    return {FILE: tables.relationships.text(), PEOPLE: tables.people.text()}


def checked(case: Case, tables: Tables) -> Checked:
    """The case with these tables. Raises InputError where it could not be read any more."""
    with tempfile.TemporaryDirectory(prefix="lcspr-family-") as private:
        folder = Path(private)
        for file, text in tables_texts(tables).items():
            (folder / file).write_bytes(text.encode("utf-8"))
        if (case.folder / "places.csv").is_file():
            (folder / "places.csv").write_bytes((case.folder / "places.csv").read_bytes())
        register = read_register(folder)
        problems = check_people(case.review, register)
        if problems:
            raise InputError(problems)
        family = read_family(folder, register)
    notes = [problem for problem in register.warnings if problem.file == PEOPLE]
    return Checked(replace(case, register=register), family, (*notes, *family.problems))


# ------------------------------------------------------------------------------ what the author can do


def change_cell(tables: Tables, file: str, key: int, column: str, was: str, text: str) -> Tables:
    """Another text in a cell that says `was`. Raises InputError where it says something else by now, or for an id."""
    sheet = tables.of(file)
    row = _row(sheet, file, key)
    if sheet.cell(row, column) != was.strip():
        raise InputError(Problem(file, "This cell was changed meanwhile.", "Look at it again.", column=column))
    if file == PEOPLE and column == "id":
        raise InputError(Problem(file, "The id of a person stays as it is: other files name it.", "Add a person with another id instead.", column=column))
    return tables.having(file, sheet.with_cells(key, {column: " ".join(text.split())}))


def next_person(tables: Tables) -> str:
    """An id that nobody has: `p18` after `p17`."""
    taken = {tables.people.cell(row, "id") for row in tables.people.filled}
    numbers = [int(identity[1:]) for identity in taken if identity[:1] == "p" and identity[1:].isdecimal()]
    return f"p{max(numbers, default=0) + 1:02d}"


def add_person(tables: Tables, values: Mapping[str, str]) -> Tables:
    """A new person with the next id, below the last member of the family."""
    people = tables.people
    family = [row for row in people.filled if "professional" not in people.cell(row, "role").lower()]
    after = family[-1].key if family and "professional" not in values.get("role", "").lower() else None
    return replace(tables, people=people.with_row({"id": next_person(tables), **_said(values)}, after))


def remove_person(tables: Tables, key: int) -> Tables:
    """The tables without a person and without every relationship that names them."""
    identity = tables.people.cell(_row(tables.people, PEOPLE, key), "id")
    relations = tables.relationships
    gone = [row.key for row in relations.filled if identity in (relations.cell(row, "a"), relations.cell(row, "b"))]
    return Tables(tables.people.without_rows([key]), relations.without_rows(gone))


def add_relation(tables: Tables, values: Mapping[str, str]) -> Tables:
    """A new relationship, last. Raises InputError where one of the two people or the kind is missing."""
    said = _said(values)
    if not all(said.get(column) for column in ("a", "b", "kind")):
        raise InputError(Problem(FILE, "A relationship needs two people and what they are to each other.", "Choose all three."))
    return replace(tables, relationships=tables.relationships.with_row(said))


def remove_relation(tables: Tables, key: int) -> Tables:
    """The tables without a relationship."""
    _row(tables.relationships, FILE, key)
    return replace(tables, relationships=tables.relationships.without_rows([key]))


def _row(sheet: Sheet, file: str, key: int) -> Row:
    try:
        return sheet.row(key)
    except KeyError:
        raise InputError(Problem(file, "This row is no longer there.", "Look at the table again.")) from None


def _said(values: Mapping[str, str]) -> dict[str, str]:
    return {column: " ".join(str(text).split()) for column, text in values.items()}


# ------------------------------------------------------------------------------ two versions, and a family from elsewhere

Entries = dict[str, dict[str, str]]


def entries(tables: Tables, file: str) -> Entries:
    """The rows of a table by what they are about: a person's id; two people, a kind, and the how-manieth of these."""
    found: Entries = {}
    sheet = tables.of(file)
    for row in sheet.filled:
        name = sheet.cell(row, "id") if file == PEOPLE else " ".join(sheet.cell(row, column) for column in ("a", "kind", "b"))
        number = 1
        while f"{name} ({number})" in found or (number == 1 and name in found):
            number += 1
        found[name if number == 1 else f"{name} ({number})"] = {column: text for column, text in sheet.values(row).items() if text}
    return found


def differences(before: Tables, after: Tables) -> list[str]:
    """What changed, one sentence an entry; by ids and columns, never by what they say."""
    told = []
    for file in (PEOPLE, FILE):
        old, new = entries(before, file), entries(after, file)
        for name, values in new.items():
            if name not in old:
                told.append(f"{file}: {name} is new.")
            elif values != old[name]:
                columns = [column for column in dict.fromkeys([*old[name], *values]) if old[name].get(column) != values.get(column)]
                told.append(f"{file}: {name} changed in {', '.join(columns)}.")
        told += [f"{file}: {name} is taken out." for name in old if name not in new]
    return told


def joined(base: Tables, mine: Tables, theirs: Tables) -> Tables:
    """Both sides' changes since `base`, in their rows' order; where both changed one row, mine stands."""
    result = theirs
    for file in FILES:
        chosen = joined_entries(*(entries(tables, file) for tables in (base, mine, theirs)))
        sheet = theirs.of(file)
        names = dict(zip(entries(theirs, file), (row.key for row in sheet.filled), strict=True))
        sheet = sheet.without_rows(key for name, key in names.items() if chosen[name] is None)
        for name, values in chosen.items():
            if values is None:
                continue
            if name in names:
                blank = {column: "" for column in sheet.columns if column}
                sheet = sheet.with_cells(names[name], {**blank, **values})
            else:
                sheet = sheet.with_row(values)
        result = result.having(file, sheet)
    return result


def merged(tables: Tables, incoming: Tables) -> tuple[Tables, list[str]]:
    """The tables with a family from elsewhere added, and what was done, in sentences.

    Somebody with an id of ours and the same name (or none) is the same person: empty cells are filled in, and
    what differs is told and kept as it is here. Anybody else comes in under an id of their own.
    """
    told: list[str] = []
    ids: dict[str, str] = {}
    ours = {tables.people.cell(row, "id"): row.key for row in tables.people.filled}
    for row in incoming.people.filled:
        values = incoming.people.values(row)
        identity = values["id"]
        if identity not in ours or not _same(tables.people, ours[identity], values):
            fresh = identity if identity not in ours and identity not in ids.values() else next_person(tables)
            told += [f"{identity} came in as {fresh}."] if fresh != identity else [f"{identity} is new."]
            ids[identity] = fresh
            tables = replace(tables, people=add_person(tables, {**values, "id": fresh}).people)
            continue
        ids[identity] = identity
        mine = tables.people.values(tables.people.row(ours[identity]))
        empty = {column: text for column, text in values.items() if text and not mine.get(column)}
        differing = [column for column, text in values.items() if text and mine.get(column) and mine[column] != text]
        told += [f"{identity}: filled in {', '.join(empty)}."] if empty else []
        told += [f"{identity}: {', '.join(differing)} differ and stay as they are here."] if differing else []
        tables = replace(tables, people=tables.people.with_cells(ours[identity], empty))
    known = {_pair(tables.relationships.values(row)) for row in tables.relationships.filled}
    added = 0
    for row in incoming.relationships.filled:
        values = incoming.relationships.values(row)
        values.update({column: ids.get(values.get(column, ""), values.get(column, "")) for column in ("a", "b")})
        if _pair(values) not in known:
            known.add(_pair(values))
            tables = replace(tables, relationships=tables.relationships.with_row(values))
            added += 1
    return tables, [*told, f"{added} relationships are new."]


def _same(people: Sheet, key: int, values: Mapping[str, str]) -> bool:
    name = people.cell(people.row(key), "name").casefold()
    return not name or not values.get("name") or name == values["name"].casefold()


def _pair(values: Mapping[str, str]) -> tuple[str, ...]:
    kind, people = values.get("kind", "").lower(), (values.get("a", ""), values.get("b", ""))
    return (*(sorted(people) if kind in (*COUPLES, *TWINS) else people), kind)
