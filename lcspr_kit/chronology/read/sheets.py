"""Reader of old workbooks (XLS) and OpenDocument sheets (ODS), by python-calamine.

Runs in a process of its own (`chronology.read.isolated`), because calamine allocates what a file asks
for. It gives values only: hidden rows, strike-through and comments of these formats are not seen.
"""

from __future__ import annotations

import datetime as dt
import zipfile
from pathlib import Path

from lxml import etree
from python_calamine import CalamineError, CalamineWorkbook, SheetTypeEnum, SheetVisibleEnum

from lcspr_kit.chronology.read.limits import Package, damaged, locked
from lcspr_kit.chronology.read.tables import MAX_CELL, MAX_COLUMNS, MAX_ROWS, Contents, Note, Row, Table, trim
from lcspr_kit.problems import InputError, Problem

_TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
_MAX_CELLS = 10_000_000
"""Filled cells of a sheet, counted as often as the file says that they are repeated."""


def read_sheets(path: Path) -> Contents:
    """Read every sheet. Raises InputError for a damaged or locked workbook."""
    if zipfile.is_zipfile(path):
        _check_content(path)
    try:
        book = CalamineWorkbook.from_path(str(path))
    except CalamineError as error:
        raise (locked(path.name) if "assword" in str(error) or "ncrypt" in str(error) else damaged(path.name)) from None
    contents = Contents([])
    for sheet in book.sheets_metadata:
        if sheet.typ != SheetTypeEnum.WorkSheet:
            continue
        if sheet.visible != SheetVisibleEnum.Visible:
            contents.notes.append(Note("hidden-sheet", "This sheet is hidden; it was read all the same.", sheet.name))
        contents.tables.append(_table(book, sheet.name, path.name))
    contents.notes.append(Note("values-only", "Of this kind of workbook only the values are read: comments, hidden rows and struck-through text are not seen."))
    return contents


def _check_content(path: Path) -> None:
    """Refuse an ODS that isn't well-formed XML, for which calamine looks for ever, or that repeats what it holds beyond all measure."""
    with Package(path) as package:
        if "content.xml" not in package:
            raise damaged(path.name)
        cells = 0
        for row in package.rows("content.xml", (f"{_TABLE}table-row",)):
            filled = sum(_count(cell, "columns") for cell in row if len(cell))
            cells += filled * _count(row, "rows")
            if cells > _MAX_CELLS:
                raise InputError(Problem(path.name, "The file repeats its cells more often than a chronology can hold.", "Open it, copy the rows into a new file, and save that."))


def _count(element: etree._Element, what: str) -> int:
    text = element.get(f"{_TABLE}number-{what}-repeated", "1")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else 1


def _table(book: CalamineWorkbook, name: str, file: str) -> Table:
    try:
        sheet = book.get_sheet_by_name(name)
        merged = getattr(sheet, "merged_cell_ranges", None) or []
        rows = [_row(number, values) for number, values in enumerate(sheet.iter_rows(), start=1)]
    except CalamineError:
        raise damaged(file) from None
    kept = [row for row in rows if any(row.cells)]
    if len(kept) > MAX_ROWS:
        raise InputError(Problem(file, f"The sheet has more than {MAX_ROWS:,} rows.", "Split it by year.", sheet=name))
    for (first, column), (last, _) in merged:
        source = rows[first] if first < len(rows) else None
        if source is None or column >= len(source.cells) or not source.cells[column]:
            continue
        for row in rows[first + 1 : last + 1]:
            if any(row.cells):
                row.cells += [""] * (column + 1 - len(row.cells))
                if not row.cells[column]:
                    row.cells[column] = source.cells[column]
                    row.inherited |= {column}
                    if column in source.values:
                        row.values[column] = source.values[column]
    blank = (kept[-1].number - kept[0].number + 1 - len(kept)) if kept else 0
    return Table(name, kept, blank)


def _row(number: int, values: list) -> Row:
    row = Row(number, [])
    cells = []
    for column, value in enumerate(values[:MAX_COLUMNS]):
        if isinstance(value, dt.datetime):
            row.values[column] = value
            cells.append(f"{value:%d/%m/%Y}" if value.time() == dt.time(0) else f"{value:%d/%m/%Y %H:%M}")
        elif isinstance(value, dt.date):
            row.values[column] = dt.datetime.combine(value, dt.time(0))
            cells.append(f"{value:%d/%m/%Y}")
        elif isinstance(value, (dt.time, dt.timedelta)):
            when = value if isinstance(value, dt.time) else (dt.datetime.min + value % dt.timedelta(days=1)).time()
            row.values[column] = when.replace(microsecond=0)
            cells.append(f"{when:%H:%M}")
        elif isinstance(value, float):
            cells.append(str(int(value)) if value.is_integer() else f"{value:.15g}")
        else:
            cells.append(str(value)[:MAX_CELL].strip())
    row.cells = trim(cells)
    return row
