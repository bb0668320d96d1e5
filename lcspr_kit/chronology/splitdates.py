"""Dates over three columns, Year, Month and Day, or over two, Year and Date: brought into one, before anything else looks at the table.

The joined text stands in the first of the columns and is read like any other date; the others are left empty. Nothing is made up: where the month is missing the day is said, not used.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from lcspr_kit.chronology.columns import plain
from lcspr_kit.chronology.dates import read_date
from lcspr_kit.chronology.read.tables import Row, Table
from lcspr_kit.chronology.rows import MONTHS

_SEARCH = 60
_SAMPLE = 150
_DAY = re.compile(r"\b(?:date|day|month)\b")
_SLASHED = re.compile(r"\d{1,2}\s?[/.]\s?\d{1,2}")
_MONTH = "|".join(f"{name[:3]}(?:{name[3:]})?" for name in MONTHS).casefold()
_PARTS = (
    (frozenset({"year", "yr", "yyyy", "event year", "year of event"}), re.compile(r"(?:(?:19|20)\d\d|'?\d\d)")),
    (frozenset({"month", "mth", "mnth", "mon", "mm", "mmm", "event month", "month of event"}), re.compile(rf"(?:0?[1-9]|1[0-2]|{_MONTH}|sept)\.?", re.I)),
    (frozenset({"day", "dy", "dd", "date", "day of month", "event day", "day of event"}), re.compile(r"(?:[12]\d|3[01]|0?[1-9])(?:st|nd|rd|th)?", re.I)),
)
"""The headings of year, month and day, and what stands under them."""


def join_date_columns(table: Table) -> Table:
    """The table with its year, month and day in one column; the same table where it has no such three."""
    found = _three(table)
    if found is None:
        return _join_year(table)
    places, first = found
    heading = table.rows[first].cells
    title = f"Date ({', '.join(heading[place].strip() for place in sorted(places))})"
    rows = [*table.rows[:first], _row(table.rows[first], places, title)]
    for row in table.rows[first + 1 :]:
        is_heading = [plain(_cell(row, place)) for place in places] == [plain(heading[place]) for place in places]
        rows.append(_row(row, places, title if is_heading else _joined(*(_cell(row, place) for place in places))))
    return replace(table, rows=rows)


def _three(table: Table) -> tuple[tuple[int, int, int], int] | None:
    """The columns of year, month and day, and the row of their headings."""
    for index, row in enumerate(table.rows[:_SEARCH]):
        names = [plain(cell) for cell in row.cells]
        places = [next((column for column, name in enumerate(names) if name in known or name.split()[1:] and name.split()[-1] in known), None) for known, _ in _PARTS]
        below = table.rows[index + 1 : index + 1 + _SAMPLE]
        year, month, day = places
        if year is None or month is None or day is None or not below:
            continue
        if all(_bears_out(below, column, shape) for column, (_, shape) in zip((year, month, day), _PARTS, strict=True)):
            return (year, month, day), index
    return None


def _join_year(table: Table) -> Table:
    """The table with a column of years and one of days and months in one; a year that is left out is that of the row above."""
    for index, row in enumerate(table.rows[:_SEARCH]):
        names = [plain(cell) for cell in row.cells]
        year = next((column for column, name in enumerate(names) if name in _PARTS[0][0]), None)
        below = table.rows[index + 1 : index + 1 + _SAMPLE]
        day = next((column for column, name in enumerate(names) if column != year and _DAY.search(name) and _lacks_year(below, column)), None)
        if year is None or day is None or not _bears_out(below, year, _PARTS[0][1]):
            continue
        places = (min(year, day), max(year, day))
        title = f"Date ({row.cells[places[0]].strip()}, {row.cells[places[1]].strip()})"
        rows = [*table.rows[:index], _row(row, places, title)]
        last = ""
        for other in table.rows[index + 1 :]:
            if [plain(_cell(other, place)) for place in places] == [plain(row.cells[place]) for place in places]:
                rows.append(_row(other, places, title))
                continue
            own, text = _cell(other, year), _cell(other, day)
            last = own if _PARTS[0][1].fullmatch(own) else last
            rows.append(_row(other, places, f"{text}{'/' if _SLASHED.fullmatch(text) else ' '}{last}" if text and last and own in ("", last) else " ".join(part for part in (text, own) if part)))
        return replace(table, rows=rows)
    return table


def _lacks_year(rows: Sequence[Row], column: int) -> bool:
    filled = [text for row in rows if (text := _cell(row, column)) and column not in row.values]
    return bool(filled) and sum("date-year-missing" in read_date(text).flags for text in filled) >= 0.7 * len(filled)


def _bears_out(rows: Sequence[Row], column: int, shape: re.Pattern[str]) -> bool:
    filled = [text for row in rows if (text := _cell(row, column)) and column not in row.values]
    return bool(filled) and sum(bool(shape.fullmatch(text)) for text in filled) >= 0.7 * len(filled)


def _cell(row: Row, column: int) -> str:
    return row.cells[column].strip() if column < len(row.cells) else ""


def _row(row: Row, places: tuple[int, ...], text: str) -> Row:
    """The row with its date in the first of the columns."""
    first, *others = sorted(places)
    if not any(_cell(row, place) for place in places):
        return row
    cells = [*row.cells, *[""] * (first + 1 - len(row.cells))]
    cells[first] = text
    for place in others:
        if place < len(cells):
            cells[place] = ""
    values = {column: value for column, value in row.values.items() if column not in places}
    return replace(row, cells=cells, values=values, inherited=row.inherited - frozenset(places))


def _joined(year: str, month: str, day: str) -> str:
    if not (year or month):
        return day
    if day and not month:
        return f"{year} (day {day}, month not given)"
    if month.isdigit() and 1 <= int(month) <= 12:
        month = MONTHS[int(month) - 1]
    elif month.isdigit():
        return f"{year}-{month}-{day or '00'}"  # no month has this number: the row has to go back
    return " ".join(part for part in (day, month, year) if part)
