"""What each row of a table is: an event's row, or one of the kinds that are no event and why.

Headings said again, blank rows, a row that only names a year, the worked example of the blank form:
each is counted, so that rows = events + quarantined + skipped. Changes nothing in a row.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from lcspr_kit.chronology.dates import Reading, read_date
from lcspr_kit.chronology.headings import Layout, looks_dated, repeats
from lcspr_kit.chronology.read.tables import Note, Row, Table
from lcspr_kit.chronology.tableshapes import GROUP_DATE
from lcspr_kit.edtf import PartialDate

EXAMPLE = "Example"
"""What stands in the first cell of the worked row of the blank form."""

_YEAR = re.compile(r"\(?\s*(?:the )?(?:year\s*)?:?\s*((?:19|20)\d{2})\s*\)?(?:\s*\(?(?:cont(?:inued|\.|d)?|events?)\)?)?\s*[:.\-]?", re.I)
_END = re.compile(r"\W*(?:end of (?:the )?(?:\w+ )?(?:chronology|document|report|table|records?|extract|export|printout|print|list|log|data|entries)|end|no further (?:entries|records)|total(?: (?:rows|entries|records|events|number of \w+))?[: ]*\d*|(?:completed|prepared|compiled|signed|written|checked|approved) by\b.{0,80}|sign(?:ed|ature)\b.{0,80})\W*", re.I)
_COUNT = re.compile(r"\W*(?:(?:grand|report|sub|overall)[ -]?)?(?:total|count|records|rows|entries|(?:no|number) of \w+)(?: (?:of )?(?:\w+ ?){1,3})?\s*[:=]?\s*\d[\d,]*(?: (?:rows|records|entries|events|items|occurrences|contacts))?\W*", re.I)
"""A count of rows; taken for one only below the last row with a date, where nothing else can stand."""
_TOTAL = re.compile(r"\W*(?:(?:grand|report|sub|overall)[ -]?)?(?:totals?|count|sum|number of)\b", re.I)
_NUMBER = re.compile(r"[\d.,:% ]+")
_TERM = 60
"""Days from which on a span that stands alone in a row (a school year, a term) is a heading, not an event."""
_REMARK = 15
"""Words of a remark below a table; a longer text is somebody's account and stays an event."""


@dataclass(frozen=True)
class Kept:
    """A row that is an event's row, with the year, the day or the school year of a heading above it."""

    row: Row
    year: int | None = None
    day: PartialDate | None = None
    spanning: str = ""
    within: PartialDate | None = None


@dataclass
class Sorted:
    """The rows of a table by kind. `skipped` counts those that are no event; `notes` say which."""

    kept: list[Kept]
    skipped: int
    notes: list[Note]


def sort_rows(table: Table, layout: Layout, skip: frozenset[int], last_year: int) -> Sorted:
    """Tell the rows of a table apart. `skip` are rows that mapping.yml declares to be no events."""
    done = Sorted([], layout.first + table.blank + table.removed, [])
    above = [" | ".join(cell for cell in row.cells if cell.strip()) for row in table.rows[: layout.first]]
    if layout.how in ("headings", "said") and layout.first > layout.depth:
        text = " / ".join(" ".join(line.split()) for line in above[: -layout.depth] if line.strip())
        if text:
            done.notes.append(Note("preamble", f"Above the headings: {text[:300]}", table.sheet))
    year = _year_of(table.sheet) or _year_of(table.before[-1] if table.before else "")
    day: PartialDate | None = None
    within: PartialDate | None = None
    rows = table.rows[layout.first :]
    last_dated = max((index for index, row in enumerate(rows) if layout.columns["date"] in row.values or looks_dated(_cell(row, layout, "date"))), default=len(rows))
    numbered: list[int] = []
    for index, row in enumerate(rows):
        what = _no_event(row, layout, skip, index > last_dated)
        if what:
            done.skipped += 1
            if what == "numbered":
                numbered.append(row.number)
            elif what != "heading":
                done.notes.append(Note(what, {"declared": "mapping.yml says that this row is no event.", "example": "The worked example of the form was left out.", "end-mark": f"'{row.text[:200]}' was taken for the end of the table, a count of its rows, a signature or a remark on it, not an event."}.get(what, ""), table.sheet, row.number))
            continue
        if row.is_blank:
            done.skipped += 1
            continue
        spanning = _spanning(row, layout)
        if spanning:
            heading, reading = _heading(spanning, rows[index + 1] if index + 1 < len(rows) else None, layout, last_year)
            if heading:
                done.skipped += 1
                done.notes.append(Note("heading-row", f"'{' '.join(spanning.split())[:60]}' was taken for a heading within the table.", table.sheet, row.number))
                if reading.date is not None:
                    within = reading.date if reading.date.precision == "range" else None
                    year = None if within else reading.date.earliest.year
                    day = reading.date if reading.date.precision == "day" else None
                continue
            if reading.date is None or reading.rest:
                done.kept.append(Kept(row, year, None, spanning))
                continue
        if day is not None and not _undated(_cell(row, layout, "date")):
            day = None
        done.kept.append(Kept(row, year, day, within=within))
    if numbered:
        done.notes.append(Note("numbered-blank", f"{len(numbered)} {'rows hold' if len(numbered) > 1 else 'row holds'} a number and nothing else (from row {numbered[0]} on), and {'were' if len(numbered) > 1 else 'was'} left out as empty.", table.sheet))
    return done


def _year_of(text: str) -> int | None:
    """The year that the name of a sheet, or the heading over a table, is."""
    match = _YEAR.fullmatch(text.strip())
    return int(match[1]) if match else None


def _cell(row: Row, layout: Layout, field: str) -> str:
    column = layout.columns.get(field)
    return row.cells[column] if column is not None and column < len(row.cells) else ""


def _undated(text: str) -> bool:
    """A date cell that is empty, or holds only a time: its day is in the heading above."""
    return not text.strip() or (len(text) < 40 and "date-time-only" in read_date(text).flags)


def _filled(row: Row) -> Iterator[tuple[int, str]]:
    for column, cell in enumerate(row.cells):
        if cell.strip() and column not in row.inherited:
            yield column, cell


def _only(row: Row) -> str:
    return next((cell for _, cell in _filled(row)), "")


def _no_event(row: Row, layout: Layout, skip: frozenset[int], is_below: bool) -> str:
    if row.number in skip:
        return "declared"
    if repeats(row, layout.headings) and layout.how != "guessed":
        return "heading"
    filled = list(_filled(row))
    if filled and filled[0][1].strip().casefold().rstrip(":") == EXAMPLE.casefold():
        return "example"
    if not filled or row.faults:
        return ""
    column, text = filled[0][0], filled[0][1].strip()
    if len(filled) == 1 and column == layout.columns.get("order") and text.rstrip(".").isdigit():
        return "numbered"
    if len(filled) == 1 and (_END.fullmatch(text) or (is_below and column != layout.columns.get("event") and _is_remark(text))):
        return "end-mark"
    if is_below and len(filled) > 1 and _TOTAL.match(text) and all(_NUMBER.fullmatch(cell.strip()) for _, cell in filled[1:]):
        return "end-mark"
    return ""


def _is_remark(text: str) -> bool:
    """A count, or a few words without a date, alone in a row below the last event: a remark on the table."""
    return bool(_COUNT.fullmatch(text)) or (len(text.split()) <= _REMARK and not looks_dated(text))


def _spanning(row: Row, layout: Layout) -> str:
    """The text of a row with one filled cell that isn't in the columns of text."""
    filled = list(_filled(row))
    if len(filled) != 1 or row.faults or row.inherited:
        return ""
    column, text = filled[0]
    date = layout.columns.get("date")
    event = layout.columns.get("event")
    return text if column != event and (column == 0 or column == date) else ""


def _is_of_year(text: str, year: int) -> bool:
    found = read_date(text).date
    return found is not None and found.precision != "year" and found.earliest.year == year


def _heading(text: str, below: Row | None, layout: Layout, last_year: int) -> tuple[bool, Reading]:
    """Whether the one text of a row is a heading (a year, a month, a day for the rows below, a few words)."""
    plain = " ".join(text.split())
    year = _YEAR.fullmatch(plain)
    reading = read_date(year[1] if year else plain, last_year=last_year)
    if layout.by_heading.get("date") == GROUP_DATE and reading.date is not None and reading.date.precision == "day":
        return True, reading
    if reading.date is not None and not reading.rest:
        if reading.date.precision in ("year", "month", "season") or (reading.date.precision == "range" and (reading.date.latest - reading.date.earliest).days > _TERM):
            return True, reading
        blank_below = below is not None and not below.is_blank and _undated(_cell(below, layout, "date"))
        return bool(blank_below and reading.date.precision == "day"), reading
    words = plain.split()
    if reading.date is not None and reading.date.precision == "year" and len(words) <= 4 and below is not None and _is_of_year(_cell(below, layout, "date"), reading.date.earliest.year):
        return True, reading  # "Contacts in 2020", over the first of them
    return reading.date is None and "date-impossible" not in reading.flags and len(words) <= 5 and len(plain) <= 60 and not plain.endswith(".") and not any(sign.isdigit() for sign in plain), reading
