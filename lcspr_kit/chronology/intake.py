"""Intake: every export of a case read, every row accounted for, everything doubtful said.

Reads files and `mapping.yml`, writes nothing. For each table rows = events + quarantined + skipped,
and that is checked here, always.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from functools import cache
from pathlib import Path
from typing import Any

import pandas as pd

from lcspr_kit.case import Case
from lcspr_kit.chronology.agencies import known_name, named_by_file, named_in_lines, named_in_review
from lcspr_kit.chronology.events import events_frame, normalise, sort_events
from lcspr_kit.chronology.headings import Layout, find_layout, said_layout
from lcspr_kit.chronology.mapping import FileMapping, Mapping, propose_mapping, read_mapping
from lcspr_kit.chronology.paragraphs import LAYOUT, dated_paragraphs
from lcspr_kit.chronology.people import PeopleFinder
from lcspr_kit.chronology.read.files import read_tables
from lcspr_kit.chronology.read.tables import Contents, Note, Table
from lcspr_kit.chronology.repairs import (
    Repair,
    Repairs,
    mark_events,
    read_repairs,
    repair_table,
    unused_notes,
)
from lcspr_kit.chronology.rows import Context, ReadRows, read_rows
from lcspr_kit.chronology.splitdates import join_date_columns
from lcspr_kit.chronology.tableshapes import plain_tables
from lcspr_kit.problems import InputError, Problem
from lcspr_kit.review import Agency

QUARANTINE_COLUMNS = ("file", "sheet", "row", "reason", "text")
NOTE_COLUMNS = ("file", "sheet", "row", "code", "message")
_LAST_YEAR = 2068


@dataclass(frozen=True)
class FileReport:
    """What became of one sheet or table: rows = events + quarantined + skipped. `columns`: field to heading."""

    file: str
    sheet: str
    agency: str
    rows: int
    events: int
    quarantined: int
    skipped: int
    columns: dict[str, str]


@dataclass(frozen=True)
class FileRead:
    """One file, read: events as dicts for `events_frame`, the rest as in `Intake`. `unsure` holds layouts to confirm."""

    events: list[dict[str, Any]] = field(default_factory=list)
    quarantined: list[tuple[str, str, int, str, str]] = field(default_factory=list)
    notes: list[tuple[str, str, int | None, str, str]] = field(default_factory=list)
    reports: list[FileReport] = field(default_factory=list)
    unsure: list[tuple[str, str, str, Layout]] = field(default_factory=list)


@dataclass(frozen=True)
class Intake:
    """Everything that the agencies sent, read.

    `events`: the frame of `chronology.events`, sorted. `quarantined`: frame of file, sheet, row,
    reason, text. `notes`: frame of file, sheet, row (may be missing), code, message. `files`: a report
    for each sheet or table. `refused`: files that could not be read, and why. `proposal`: the text of
    a mapping.yml to correct where columns are unsure, else empty.
    """

    events: pd.DataFrame
    quarantined: pd.DataFrame
    notes: pd.DataFrame
    files: list[FileReport]
    refused: list[Problem]
    proposal: str = ""


def read_case(case: Case) -> Intake:
    """Read every file in a case's `chronologies/`. One that can't be read is named and doesn't stop the others.

    Raises InputError only where `mapping.yml` or `repairs.yml` can't be read.
    """
    mapping, repairs = read_mapping(case.folder), read_repairs(case.folder)
    people = PeopleFinder(case.register.people)
    reads: list[FileRead] = []
    refused: list[Problem] = [
        Problem("mapping.yml", f"There is no file '{entry.file}' in chronologies/.", "Correct the name.")
        for entry in mapping.files
        if normalise(entry.file) not in {normalise(path.name) for path in case.exports}
    ]
    refused += case.refused_exports
    period = (case.review.period.start, case.review.period.end)
    for path in case.exports:
        try:
            reads.append(read_file(path, agencies=case.review.agencies, mapping=mapping, period=period, people=people, repairs=repairs))
        except InputError as error:
            refused += error.problems
    return _join(reads, refused)


def read_file(
    path: Path,
    *,
    agencies: Sequence[Agency] = (),
    mapping: Mapping | None = None,
    period: tuple[dt.date, dt.date] | None = None,
    people: PeopleFinder | None = None,
    repairs: Repairs | None = None,
) -> FileRead:
    """Read one export.

    `agencies` are the review's, to name the file's agency; `period` is the review's, for years of two
    digits and dates without a year. `repairs` are rows that the author mended. Raises InputError, with every problem, for a file that can't be read.
    """
    mapping = mapping or Mapping()
    try:
        contents = read_tables(path)
        contents.tables = [join_date_columns(table) for table in plain_tables(contents.tables)]
    except InputError:
        raise
    except (MemoryError, RecursionError):
        raise InputError(Problem(path.name, "The file is too large or too deeply nested to be read.", "Copy the rows into a new file.")) from None
    base = Context(path.name, lambda text: ("", False), period[1].year + 1 if period else _LAST_YEAR, period, people.find if people else lambda *texts: ())
    reading = _FileReading(path.name, contents, list(agencies), mapping, base, (repairs or Repairs()).of(path.name))
    return reading.read()


class _FileReading:
    """One file on its way from tables to events."""

    def __init__(self, file: str, contents: Contents, agencies: list[Agency], mapping: Mapping, base: Context, repairs: list[Repair]):
        self._repairs, self._repaired = repairs, set[Repair]()
        self._file, self._contents, self._agencies, self._mapping, self._base = file, contents, agencies, mapping, base
        self._done = FileRead()
        self._read: set[str] = set()
        self._problems: list[Problem] = []

    def read(self) -> FileRead:
        """Read every table; raise InputError if none of them is a chronology."""
        layouts = self._layouts()
        if self._problems:
            raise InputError(self._problems)
        if not layouts:
            raise InputError(Problem(self._file, "No table with a column of dates was found.", "Name its columns in mapping.yml, or ask the agency for a table with a date and an event in each row."))
        found = {table.sheet for table, _, _ in layouts}
        for table, layout, said in layouts:
            self._table(table, layout, said)
        for table in self._contents.tables:
            if table.sheet not in found and table.rows and not (table.inside or table.sheet == "paragraphs"):
                self._aside(table)
        for note in [*self._contents.notes, *unused_notes(self._repairs, self._repaired)]:
            self._note(note)
        loose = " / ".join(" ".join(text.split()) for text in self._contents.loose)
        if loose and "paragraphs" not in found:
            self._note(Note("outside-table", f"Outside the tables: {loose[:500]}{' ...' if len(loose) > 500 else ''}"))
        return self._done

    def _layouts(self) -> list[tuple[Table, Layout, FileMapping | None]]:
        layouts: list[tuple[Table, Layout, FileMapping | None]] = []
        before: Layout | None = None
        for table in self._contents.tables:
            said = self._mapping.of(self._file, table.sheet)
            if (said and said.skip is True) or table.inside in self._read or (table.sheet == "paragraphs" and not table.has_headings):
                continue
            layout: Layout | str | None
            if said and (said.columns or said.header_row):
                layout = said_layout(table, said.columns, said.header_row) if table.rows else None
                if isinstance(layout, str):
                    if said.sheet is not None or len(self._contents.tables) <= 2:
                        self._problems.append(Problem(self._file, layout, "Correct mapping.yml.", sheet=table.sheet or None))
                    continue
            else:
                layout = find_layout(table, before if table.sheet.startswith("table ") else None)
            if layout:
                layouts.append((table, layout, said))
                self._read |= {table.sheet} | ({table.inside} if table.inside else set())
                before = layout
        paragraphs = next((table for table in self._contents.tables if not table.has_headings), None)
        written = dated_paragraphs(paragraphs) if paragraphs else None
        if written:
            table, above = written
            layouts.append((table, LAYOUT, self._mapping.of(self._file, "paragraphs")))
            if above:
                self._note(Note("preamble", f"Above the first date: {' / '.join(above)[:300]}", "paragraphs"))
        return layouts

    def _table(self, table: Table, layout: Layout, said: FileMapping | None) -> None:
        agency = self._agency(table, layout, said)
        by_review = bool((said and said.agency) or named_in_review(self._file, self._agencies))

        @cache  # a column has a handful of names, each many times
        def agency_of(text: str) -> tuple[str, bool]:
            if not text.strip():
                return agency, True
            known = known_name(text, self._agencies)
            if by_review:
                return (known, True) if known and known != agency else (agency, known == agency)
            return known or " ".join(text.split())[:100], True

        skip = frozenset(said.skip) if said and isinstance(said.skip, list) else frozenset()
        context = replace(self._base, agency_of=agency_of, date_order=said.date_order if said else None, skip=skip)
        table, used, notes = repair_table(table, layout, self._repairs)
        rows = read_rows(table, layout, context, first_order=len(self._done.events))
        rows.notes += notes
        mark_events(rows.events, layout, used)
        self._repaired |= {repair for repair, _ in used.values()}
        self._done.events.extend(rows.events)
        self._done.quarantined.extend((self._file, table.sheet, row, reason, text) for row, reason, text in rows.quarantined)
        for note in rows.notes:
            self._note(note)
        self._report(table, agency, rows, layout)
        unsure = [match for match in layout.matches if not match.is_sure]
        if unsure and layout.how != "said" and table.sheet != "paragraphs":
            self._done.unsure.append((self._file, table.sheet, agency, layout))
            which = "; ".join(f"'{match.heading}' for {match.field}" for match in unsure)
            self._note(Note("columns-unsure", f"These columns are a guess: {which}. Confirm or correct them in mapping.yml.", table.sheet))
        if not rows.events and not rows.quarantined:
            self._note(Note("no-rows", "There are headings, but no rows under them.", table.sheet))

    def _report(self, table: Table, agency: str, rows: ReadRows, layout: Layout) -> None:
        total = len(table.rows) + table.blank + table.removed
        if total != len(rows.events) + len(rows.quarantined) + rows.skipped:
            raise AssertionError(f"{self._file}: {total} rows became {len(rows.events)} events, {len(rows.quarantined)} quarantined and {rows.skipped} skipped")
        self._done.reports.append(FileReport(self._file, table.sheet, agency, total, len(rows.events), len(rows.quarantined), rows.skipped, layout.by_heading))

    def _aside(self, table: Table) -> None:
        """A table that is no chronology: counted, and what it says is told."""
        rows = len(table.rows) + table.blank + table.removed
        declared = self._mapping.of(self._file, table.sheet)
        self._done.reports.append(FileReport(self._file, table.sheet, "", rows, 0, 0, rows, {}))
        if declared and declared.skip is True:
            self._note(Note("declared", "mapping.yml says that this part is no chronology.", table.sheet))
            return
        words = " / ".join(" ".join(" | ".join(cell for cell in row.cells if cell.strip()).split()) for row in table.rows[:6])
        self._note(Note("not-a-chronology", f"This part has no column of dates and was set aside ({len(table.rows)} rows): {words[:300]}", table.sheet))

    def _agency(self, table: Table, layout: Layout, said: FileMapping | None) -> str:
        if said and said.agency:
            return said.agency
        named = named_in_review(self._file, self._agencies)
        if named:
            return named
        lines: list[list[str]] = [row.cells for row in table.rows[: max(layout.first - 1, 0)]]
        lines += [[text] for text in table.before]
        lines += [row.cells for other in self._contents.tables if other.sheet not in self._read and other.has_headings for row in other.rows[:20]]
        lines += [[text] for text in self._contents.loose[:20]]
        text = named_in_lines(lines)
        if text:
            return known_name(text, self._agencies) or text
        if len(self._contents.tables) > 1 and table.sheet and (known := known_name(table.sheet, self._agencies)):
            return known
        return named_by_file(self._file, self._agencies)

    def _note(self, note: Note) -> None:
        self._done.notes.append((self._file, note.sheet, note.row, note.code, note.message))


def _join(reads: Sequence[FileRead], refused: list[Problem]) -> Intake:
    events = sort_events(events_frame([event for read in reads for event in read.events]))
    notes = [note for read in reads for note in read.notes]
    notes += _duplicates(events)
    return Intake(
        events=events,
        quarantined=_frame([row for read in reads for row in read.quarantined], QUARANTINE_COLUMNS),
        notes=_frame(notes, NOTE_COLUMNS),
        files=[report for read in reads for report in read.reports],
        refused=refused,
        proposal=propose_mapping([layout for read in reads for layout in read.unsure]),
    )


def _duplicates(events: pd.DataFrame) -> list[tuple[str, str, int | None, str, str]]:
    """A note for each event that an agency has already told with the same date, time and words."""
    seen: dict[tuple[str, ...], tuple[str, str, int]] = {}
    notes: list[tuple[str, str, int | None, str, str]] = []
    columns = ("agency", "date_text", "time_text", "event", "response", "source_file", "source_sheet", "source_row")
    for agency, date_text, time_text, event, response, file, sheet, row in zip(*(events[name] for name in columns), strict=True):
        key = (agency, normalise(date_text), normalise(time_text), normalise(event), normalise(response))
        first = seen.setdefault(key, (file, sheet, row))
        if first != (file, sheet, row):
            where = ", ".join(part for part in (first[0] if first[0] != file else "", first[1] if first[1] != sheet else "", f"row {first[2]}") if part)
            notes.append((file, sheet, int(row), "duplicate", f"The same words on the same date as {where}; both were kept."))
    return notes


def _frame(rows: Sequence[tuple], columns: Sequence[str]) -> pd.DataFrame:
    frame = pd.DataFrame(rows, columns=list(columns))
    return frame.astype({"row": "Int64"})


def intake_json(intake: Intake) -> dict[str, Any]:
    """What `lcspr intake --json` prints: the shape in the design, with sheets, refusals and the proposal besides."""
    return {
        "files": [
            {"file": f.file, "sheet": f.sheet, "agency": f.agency, "rows": f.rows, "events": f.events, "quarantined": f.quarantined, "skipped": f.skipped, "columns": f.columns}
            for f in intake.files
        ],
        "events": len(intake.events),
        "quarantined": _records(intake.quarantined),
        "notes": _records(intake.notes),
        "refused": [{"file": p.file, "sheet": p.sheet, "message": str(p)} for p in intake.refused],
        "mapping": intake.proposal,
    }


def _records(frame: pd.DataFrame) -> list[dict[str, Any]]:
    return [{key: None if pd.isna(value) else int(value) if key == "row" else value for key, value in row.items()} for row in frame.to_dict("records")]
