"""Tables that are not one row an event under one row of headings, brought into that shape.

A day in a row of its own over the rows of that day; the text in a row below its date; two tables on
one sheet; a small table for each record. Nothing is interpreted and nothing lost: rows that are put
together are counted in `removed`, and every row keeps the number it has in the file.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from lcspr_kit.chronology.columns import SURE, UNSURE, match_heading, plain
from lcspr_kit.chronology.datecolumns import role
from lcspr_kit.chronology.dates import read_date
from lcspr_kit.chronology.headings import date_shares, heading_score, looks_dated, repeats
from lcspr_kit.chronology.read.tables import Row, Table

GROUP_DATE = "Date (of the heading row above)"
"""Heading of the column that holds the days of rows that stand over others."""
TEXT_BELOW = "Text in the row below"
"""Heading of the column that holds texts which stood in a row of their own."""

_GROUP_WORDS = 12
_LONG = 12
_SEARCH = 60


def plain_tables(tables: Sequence[Table]) -> list[Table]:
    """The tables of a file with one row an event, as far as their shape shows how."""
    joined = _records(tables)
    return [_group_days(_texts_below(part)) for table in joined for part in _stacked(table)]


def _filled(row: Row) -> list[int]:
    return [column for column, cell in enumerate(row.cells) if cell.strip() and column not in row.inherited]


def _width(table: Table) -> int:
    return max((len(row.cells) for row in table.rows), default=0)


def _stacked(table: Table) -> list[Table]:
    """Two or more tables on one sheet, each below headings of its own, apart."""
    if not table.has_headings:
        return [table]
    starts: list[int] = []
    for index, row in enumerate(table.rows):
        if not starts and index >= _SEARCH:
            break
        # a second head belongs to a second table only where a blank row or a title parts it from the rows above
        if row.values or (starts and not _is_parted(table.rows, index)) or heading_score(row.cells) < 1:
            continue
        if not any(repeats(row, tuple(table.rows[start].cells)) for start in starts):
            starts.append(index)
    if len(starts) < 2:
        return [table]
    parts: list[Table] = []
    ends = [*(_title(table.rows, start) for start in starts[1:]), len(table.rows)]
    first = 0
    for place, end in enumerate(ends):
        rows = table.rows[first:end]
        parts.append(Table(table.sheet if place == 0 else f"{table.sheet}, from row {rows[0].number}".lstrip(", "), rows, table.blank if place == 0 else 0, table.removed if place == 0 else 0, table.before if place == 0 else [], table.inside))
        first = end
    return parts


def _is_parted(rows: Sequence[Row], index: int) -> bool:
    title = _title(rows, index)
    return title < index or rows[index].number > rows[index - 1].number + 1


def _title(rows: Sequence[Row], start: int) -> int:
    """Where the part begins whose headings are at `start`: at its title of one cell, if it has one."""
    above = rows[start - 1]
    return start - 1 if len(_filled(above)) == 1 and not looks_dated(above.text) else start


def _texts_below(table: Table) -> Table:
    """Where every dated row has its text in a row of one cell below it, the text beside the date."""
    head = next((index for index, row in enumerate(table.rows[:_SEARCH]) if not row.values and any(match_heading(cell)[0] in ("date", "recorded_date") and match_heading(cell)[1] >= UNSURE for cell in row.cells)), None)
    if head is None or not table.has_headings:
        return table
    heads = table.rows[head]
    below = [row for row in table.rows[head + 1 :] if not repeats(row, tuple(heads.cells))]
    shares = date_shares([row for row in below if len(_filled(row)) > 1], _width(table))
    date = max(range(len(shares)), key=lambda column: shares[column], default=0)
    kinds = [_kind(row, date) for row in below]
    dated = kinds.count("dated")
    pairs = sum(kinds[index : index + 2] == ["dated", "text"] for index in range(len(kinds)))
    if dated < 2 or pairs < 0.8 * dated or kinds.count("text") > pairs or "other" in kinds:
        return table
    width = _width(table)
    rows = [*table.rows[:head], _wider(heads, width, TEXT_BELOW)]
    taken = 0
    for row in table.rows[head + 1 :]:
        if rows[-1] is not rows[head] and _kind(row, date) == "text" and not repeats(row, tuple(heads.cells)):
            rows[-1] = _wider(rows[-1], width, next(row.cells[column] for column in _filled(row)))
            taken += 1
        else:
            rows.append(row)
    return replace(table, rows=rows, removed=table.removed + taken)


def _kind(row: Row, date: int) -> str:
    filled = _filled(row)
    if date in filled and (date in row.values or looks_dated(row.cells[date])):
        return "dated"
    return "text" if len(filled) == 1 and filled[0] == 0 and len(row.cells[0]) > _LONG and not row.faults else "other"


def _wider(row: Row, width: int, text: str) -> Row:
    return replace(row, cells=[*row.cells, *[""] * (width - len(row.cells)), text])


def _group_days(table: Table) -> Table:
    """Where no column holds dates, but rows across the table do, the days in a column of their own."""
    if not table.has_headings or len(table.rows) < 3:
        return table
    if max(date_shares([row for row in table.rows if len(_filled(row)) > 1], _width(table)), default=1.0) >= 0.3:
        return table
    groups = [index for index, row in enumerate(table.rows) if _names_a_day(row)]
    head = next((index for index, row in enumerate(table.rows[: groups[0]]) if len(_filled(row)) > 1), None) if groups else None
    if len(groups) < 2 or head is None or max(match_heading(cell)[1] for cell in table.rows[head].cells) < UNSURE:
        return table
    width = _width(table)
    rows = [*table.rows[:head], _wider(table.rows[head], width, GROUP_DATE)]
    for index, row in enumerate(table.rows[head + 1 :], head + 1):
        rows.append(replace(row, cells=[*[""] * width, row.text]) if index in groups else row)
    return replace(table, rows=rows)


def _names_a_day(row: Row) -> bool:
    filled = _filled(row)
    if len(filled) != 1 or row.values or len(row.cells[filled[0]].split()) > _GROUP_WORDS:
        return False
    reading = read_date(" ".join(row.cells[filled[0]].split()))
    return reading.date is not None and reading.date.precision == "day" and "date-several" not in reading.flags


def _records(tables: Sequence[Table]) -> list[Table]:
    """Tables of two columns, a name and a value, one table a record: brought into one table, one row a record."""
    done: list[Table] = []
    run: list[Table] = []
    for table in [*tables, Table("", [])]:
        if run and not (_is_record(table) and _names(table) == _names(run[0])):
            done += [_together(run)] if len(run) > 1 else run
            run = []
        if _is_record(table):
            run.append(table)
        elif table.rows or table.sheet:
            done.append(table)
    return done


def _names(table: Table) -> list[str]:
    return [plain(row.cells[0]) for row in table.rows]


def _is_record(table: Table) -> bool:
    """Whether each row is a name and its value, one of them a date that names when something happened."""
    if not table.has_headings or table.inside or not 3 <= len(table.rows) <= 40:
        return False
    if any(len(row.cells) > 2 or not row.cells or not row.cells[0].strip() or looks_dated(row.cells[0]) for row in table.rows):
        return False
    return any(len(row.cells) == 2 and _is_day_of(row.cells[0]) and looks_dated(row.cells[1]) for row in table.rows)


def _is_day_of(name: str) -> bool:
    field, score = match_heading(name)
    return field == "date" and (score >= SURE or (plain(name).startswith("date") and role(name) in ("start", "open")))


def _together(run: Sequence[Table]) -> Table:
    head = Row(1, [row.cells[0] for row in run[0].rows])
    rows = [Row(number, [row.cells[1] if len(row.cells) > 1 else "" for row in table.rows]) for number, table in enumerate(run, 2)]
    total = sum(len(table.rows) + table.blank + table.removed for table in run)
    return Table(f"{run[0].sheet} to {run[-1].sheet}", [head, *rows], removed=total - len(rows) - 1, before=run[0].before)
