"""The family in the page: its genogram on a day, and the tables it is drawn from, which the author changes.

Answers what `genogram.js` asks with what `genogram.editing` and the drawing say. Case text goes to the
page as messages only, never as the widget's state, and real names only where the page asks for them.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from lcspr_kit import graphviz
from lcspr_kit.genogram.contribution import GROUPS, contribution_of
from lcspr_kit.genogram.editing import (
    FILES,
    PEOPLE,
    Tables,
    add_person,
    add_relation,
    change_cell,
    checked,
    differences,
    joined,
    read_tables,
    remove_person,
    remove_relation,
    tables_texts,
)
from lcspr_kit.genogram.exchange import brought_in, family_file
from lcspr_kit.genogram.family import Family
from lcspr_kit.genogram.relationships import KINDS
from lcspr_kit.genogram.source import case_source, draw_source
from lcspr_kit.privacy.pseudonyms import Pseudonymiser
from lcspr_kit.privacy.register import PEOPLE_COLUMNS, PREGNANCIES, SEXES
from lcspr_kit.problems import InputError, Problem
from lcspr_kit.timeline.scale import day_name
from lcspr_kit.widgets.desk import Desk, Document, aside
from lcspr_kit.widgets.exports import export
from lcspr_kit.widgets.page import Page, script, style

if TYPE_CHECKING:
    from collections.abc import Callable

    from lcspr_kit.case import Case
    from lcspr_kit.edtf import PartialDate

REAL = ("name", "aliases")
"""Columns of the register that are real names and nothing else: shown only where they are asked for."""


def history(case: Case, family: Family) -> list[date]:
    """The days on which the family changed, in order: births, deaths, homes and relationships begun or over.

    A date not known to the day counts from its last possible day, and an end from the day after it; the
    review's last day is always there, and nothing after it, as that is what the report shows.
    """
    begun: list[PartialDate | None] = []
    over: list[PartialDate | None] = []
    for person in family.people:
        begun += [person.born, person.died, *(stay.start for stay in person.stays)]
        over += [stay.end for stay in person.stays]
    for relation in family.relations:
        begun.append(relation.start)
        over.append(relation.end)
    last = case.review.period.end
    days = {when.latest for when in begun if when} | {when.latest + timedelta(days=1) for when in over if when and when.latest < date.max}
    return sorted({day for day in days if day < last} | {last})


class Genogram:
    """The family of a case as the author works on it: her tables, and what they make, anew after each change."""

    def __init__(self, case: Case):
        self._case = case
        self.desk = Desk(case.folder, Document(FILES, lambda folder: self._valid(read_tables(folder)), tables_texts, lambda *sides: self._valid(joined(*sides))))
        self._take()

    def change(self, new: Tables, step: str = "") -> None:
        """Keep other tables, if a case can be read with them. Raises InputError."""
        try:
            self.desk.change(self._valid(new), step)
        finally:
            self._take()

    def step(self, action: str, how: str = "") -> None:
        """`undo`, `redo`, `refresh` from the files, or `settle` a conflict as `how` says (mine, theirs, both)."""
        {"undo": self.desk.undo, "redo": self.desk.redo, "refresh": self.desk.refresh, "settle": lambda: self.desk.settle(how)}[action]()
        self._take()

    def _valid(self, tables: Tables) -> Tables:
        checked(self._case, tables)
        return tables

    def _take(self) -> None:
        self.made = checked(self._case, self.desk.now)
        self._pseudonymiser = Pseudonymiser(self.made.case.register)

    # ------------------------------------------------------------------------------ what the page shows

    def told(self, real_names: bool = False) -> dict[str, Any]:
        """Everything but the drawing, as plain values."""
        desk, register = self.desk, self.made.case.register
        conflict = None
        if desk.theirs is not None:
            conflict = {"aside": " and ".join(aside(file) for file in FILES), "mine": differences(desk.base, desk.now), "theirs": differences(desk.base, desk.theirs)}
        people, relations = desk.now.people, desk.now.relationships
        columns = [*PEOPLE_COLUMNS, *(column for column in people.columns if column and column not in PEOPLE_COLUMNS)]
        contribution = {person.id: contribution_of(person) for person in register.people}
        names = self.names(real_names)
        shown = [column for column in columns if real_names or column not in REAL]
        return {
            "columns": shown,
            "sexes": SEXES,
            "pregnancies": PREGNANCIES,
            "kinds": KINDS,
            "names": names,
            "people": [
                {
                    "key": row.key, "id": people.cell(row, "id"), "cells": {column: self._cell(people.cell(row, column), real_names) for column in shown},
                    "stays": [[self._shown(text, real_names) for text in (stay.household, str(stay.start or ""), str(stay.end or ""))] for stay in register[people.cell(row, "id")].stays],
                    "professional": register[people.cell(row, "id")].is_professional,
                    "group": GROUPS[found.group] if (found := contribution[people.cell(row, "id")]) else "",
                }
                for row in people.filled
            ],
            "relations": [
                {"key": row.key, "cells": {column: self._cell(text, real_names) for column, text in relations.values(row).items()}} for row in relations.filled
            ],
            "notes": self._notes(real_names),
            "undo": desk.can_undo,
            "redo": desk.can_redo,
            "changed": differences(desk.opened, desk.now),
            "conflict": conflict,
        }  # fmt: skip

    def names(self, real_names: bool) -> dict[str, str]:
        """What each person is called: the pseudonym, or the real name where it is asked for and known."""
        return {person.id: (person.name if real_names else "") or person.pseudonym for person in self.made.case.register.people}

    def _shown(self, text: str, real_names: bool) -> str:
        return text if real_names or not text else self._pseudonymiser.text(text)

    def _cell(self, text: str, real_names: bool) -> list[Any]:
        """What a cell shows, and whether it can't be changed because a name in it is hidden."""
        shown = self._shown(text, real_names)
        return [shown, shown != text]

    def _notes(self, real_names: bool) -> list[list[Any]]:
        """What is to be looked at: file, the row's key or None, and the sentence."""
        lines = {file: self.desk.now.of(file).lines() for file in FILES}
        return [
            [note.file, lines.get(note.file, {}).get(note.row or 0), self._shown(str(note), real_names)] for note in self.made.notes
        ]

    def drawing(self, day: str | None, real_names: bool = False, overlay: bool = False) -> dict[str, Any]:
        """The genogram as on the last day on or before `day` (ISO; the review's last where there is none), and the days to choose from."""
        case, family = self.made.case, self.made.family
        days = history(case, family)
        place = max((number for number, each in enumerate(days) if day and each.isoformat() <= day), default=0 if day else len(days) - 1)
        source = replace(case_source(case, family), names=self.names(real_names))
        told = {"days": [day_name(each) for each in days], "iso": [each.isoformat() for each in days], "place": place}
        try:
            drawing = draw_source(source, days[place], overlay=overlay)[0]
            return {**told, "svg": graphviz.svg(drawing), "words": drawing.description}
        except (InputError, graphviz.GraphvizError) as error:
            return {**told, "svg": "", "words": str(error)}

    # ------------------------------------------------------------------------------ out of the kit

    def export(self, kind: str, day: str | None) -> str:
        """Write the genogram on a day (`svg`, `png`: pseudonyms) or the family (`ged`: real names); says where."""
        folder = self.made.case.folder
        if kind == "ged":
            text, lost = family_file(self.made.family)
            return " ".join([f"Written, with real names: {export(folder, 'family', '.ged', text.encode('utf-8'))}.", *lost])
        if kind not in ("svg", "png"):
            raise InputError(Problem("exports", "There is no such kind of file.", "Choose SVG, PNG or GEDCOM."))
        case = self.made.case
        drawing = draw_source(case_source(case, self.made.family), date.fromisoformat(day) if day else None)[0]
        content = graphviz.png(drawing) if kind == "png" else graphviz.svg(drawing).encode("utf-8")
        return f"Written, with pseudonyms: {export(folder, 'genogram', f'.{kind}', content)}."


class GenogramWidget(Page):
    """The genogram and its tables as a widget."""

    page, _esm, _css = "genogram", script("genogram"), style("genogram")


def edit_genogram(case: Case) -> GenogramWidget:
    """The genogram through the family's history, with the tables it is drawn from; each change is kept at once."""
    genogram = Genogram(case)
    return GenogramWidget(case.folder, lambda message, buffers, send: send(answer(genogram, message, buffers)))


Given = dict[str, Any]


def _text(given: Given, name: str) -> str:
    return str(given.get(name) or "")


def _values(given: Given) -> dict[str, str]:
    values = given.get("values")
    return {str(column): str(text) for column, text in values.items()} if isinstance(values, dict) else {}


def _key(given: Given, tables: Tables, file: str) -> int:
    """The key of the row that is meant: the one given, unless the tables were read anew since and another row has it (`who`)."""
    key, who = given.get("key"), given.get("who")
    sheet = tables.people if file == PEOPLE else tables.relationships
    names = {row.key: sheet.cell(row, "id") if file == PEOPLE else "|".join(sheet.cell(row, column) for column in ("a", "kind", "b")) for row in sheet.filled}
    if not isinstance(key, int):
        return -1
    if not isinstance(who, str) or names.get(key) == who:
        return key
    same = [other for other, name in names.items() if name == who]
    return same[0] if len(same) == 1 else -1


def _homes(tables: Tables, given: Given) -> Tables:
    """Somebody's homes: name, from, to of each, in the form of the register."""
    stays = given.get("stays")
    homes = [[str(text).strip() for text in stay] for stay in stays if isinstance(stay, list) and len(stay) == 3] if isinstance(stays, list) else []
    if any(";" in name or "@" in name for name, _, _ in homes):
        raise InputError(Problem(PEOPLE, "The name of a home can't hold a semicolon or @.", "Leave them out.", column="household"))
    text = ";".join(f"{name}@{first}..{last}" if first or last else name for name, first, last in homes if name)
    return change_cell(tables, PEOPLE, _key(given, tables, PEOPLE), "household", _text(given, "was"), text)


ACTIONS: dict[str, Callable[[Tables, Given], Tables]] = {
    "change": lambda tables, given: change_cell(tables, _text(given, "file"), _key(given, tables, _text(given, "file")), _text(given, "column"), _text(given, "was"), _text(given, "text")),
    "homes": _homes,
    "add person": lambda tables, given: add_person(tables, _values(given)),
    "remove person": lambda tables, given: remove_person(tables, _key(given, tables, PEOPLE)),
    "add relation": lambda tables, given: add_relation(tables, _values(given)),
    "remove relation": lambda tables, given: remove_relation(tables, _key(given, tables, FILES[0])),
}
"""What can be done to the tables, by name: tables and what the author gave, to new tables."""


def answer(genogram: Genogram, message: dict[str, Any], buffers: list[bytes] | None = None) -> dict[str, Any]:
    """What the page is told when it asks or the author does something. What can't be done gets a sentence in `error`."""
    kind, given, real_names = str(message.get("kind")), message.get("given"), message.get("real") is True
    given = given if isinstance(given, dict) else {}
    told: dict[str, Any] = {"kind": "all", "did": kind, "request": message.get("request")}
    day = given.get("day") if isinstance(given.get("day"), str) else None
    if kind == "draw":
        return {**told, "kind": "draw", **genogram.drawing(day, real_names, given.get("overlay") is True)}
    try:
        if kind in ACTIONS:
            step = " ".join((_text(given, "file"), str(given.get("key")), _text(given, "column"))) if kind == "change" else ""
            genogram.change(ACTIONS[kind](genogram.desk.now, given), step)
        elif kind in ("undo", "redo", "settle", "refresh"):
            genogram.step(kind, _text(given, "how"))
        elif kind == "bring in":
            new, said = brought_in(genogram.desk.now, _text(given, "name"), bytes(buffers[0]) if buffers else b"")
            genogram.change(new)
            told["said"] = " ".join(said)
        elif kind == "export":
            told["said"] = genogram.export(_text(given, "to"), day)
        elif kind != "start":
            raise InputError(Problem(PEOPLE, "The page asked for something the kit does not know.", "Reload it."))
    except InputError as error:
        told["error"] = "\n".join(genogram._shown(str(problem), real_names) for problem in error.problems)
    except (OSError, ValueError, graphviz.GraphvizError) as error:
        told["error"] = str(error)
    return {**told, **genogram.told(real_names)}
