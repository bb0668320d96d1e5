"""Reader of Excel workbooks (XLSX, XLSM): every sheet, hidden ones too, straight from the XML.

Reads what other readers leave out: hidden rows, struck-through text, comments, formulas that were
never calculated. It trusts no stated dimension and keeps only rows with something in them. What a
cell of each style is (a day, a month, a time) comes from `workbookparts`.
"""

from __future__ import annotations

import datetime as dt
from bisect import bisect_left, bisect_right
from pathlib import Path

from lxml import etree
from openpyxl.utils.cell import column_index_from_string, range_boundaries

from lcspr_kit.chronology.read.limits import Package, damaged
from lcspr_kit.chronology.read.tables import (
    MAX_CELL,
    MAX_COLUMNS,
    MAX_ROWS,
    Contents,
    Note,
    Row,
    Table,
    letters,
    trim,
)
from lcspr_kit.chronology.read.workbookparts import (
    DATE,
    TIME,
    Strings,
    Styles,
    local,
    moment,
    plain_text,
    relations,
)
from lcspr_kit.problems import InputError, Problem

MAX_CELLS = 5_000_000
_MAX_MERGES = 200_000
_LETTERS: dict[str, int] = {}


def read_workbook(path: Path) -> Contents:
    """Read every sheet. Raises InputError for a damaged, locked or oversized workbook."""
    with Package(path) as package:
        book_part = _book_part(package)
        book = package.xml(book_part)
        links = relations(package, book_part)
        strings = Strings(package, next((target for kind, target in links.values() if kind == "sharedStrings"), ""))
        styles = Styles(package, next((target for kind, target in links.values() if kind == "styles"), ""))
        is_1904 = any(element.get("date1904") in ("1", "true", "on") for element in book.iter("{*}workbookPr"))
        contents = Contents([])
        for sheet in book.iter("{*}sheet"):
            name = sheet.get("name") or f"Sheet{len(contents.tables) + 1}"
            link = next((value for key, value in sheet.attrib.items() if str(key).endswith("}id")), "")
            kind, part = links.get(link, ("", ""))
            if kind != "worksheet" or part not in package:
                continue
            if sheet.get("state") in ("hidden", "veryHidden"):
                contents.notes.append(Note("hidden-sheet", "This sheet is hidden; it was read all the same.", name))
            contents.tables.append(_Sheet(package, part, name, strings, styles, is_1904, contents.notes).table())
            _remarks(package, part, name, contents)
        return contents


def _book_part(package: Package) -> str:
    for kind, target in relations(package, "").values():
        if kind == "officeDocument" and target in package:
            return target
    if "xl/workbook.xml" in package:
        return "xl/workbook.xml"
    raise damaged(package.name)


class _Sheet:
    """One sheet being read: rows as they come, merged cells applied at the end."""

    def __init__(self, package: Package, part: str, name: str, strings: Strings, styles: Styles, is_1904: bool, notes: list[Note]):
        self._package, self._part, self._name = package, part, name
        self._strings, self._styles, self._is_1904, self._notes = strings, styles, is_1904, notes
        self._cells = 0
        self._hidden: list[int] = []
        self._far: list[int] = []

    def table(self) -> Table:
        """Read the sheet's rows."""
        rows: list[Row] = []
        merges: list[str] = []
        blank = number = 0
        for element in self._package.rows(self._part, ("{*}row", "{*}col", "{*}mergeCell")):
            kind = local(element)
            if kind == "mergeCell":
                merges.append(element.get("ref") or "")
            elif kind == "col":
                if element.get("hidden") in ("1", "true"):
                    self._notes.append(Note("hidden-column", f"Column {element.get('min')} is hidden; it was read all the same.", self._name))
            else:
                number = _whole(element.get("r"), number + 1)
                row = self._row(element, number)
                if row is None:
                    blank += 1
                    continue
                rows.append(row)
                if element.get("hidden") in ("1", "true"):
                    self._hidden.append(number)
                if len(rows) > MAX_ROWS or self._cells > MAX_CELLS:
                    raise InputError(Problem(self._package.name, f"The sheet has more than {MAX_ROWS:,} rows or {MAX_CELLS:,} cells.", "Split it by year.", sheet=self._name))
        self._apply(merges, rows)
        if rows:
            blank = min(blank, rows[-1].number - rows[0].number + 1 - len(rows)) if rows[-1].number >= rows[0].number else blank
        for first, last in _runs(self._hidden):
            which = f"Row {first} is" if first == last else f"Rows {first} to {last} are"
            self._notes.append(Note("hidden-row", f"{which} hidden (or filtered out); read all the same.", self._name, first))
        if self._far:
            self._notes.append(Note("far-columns", f"There is content to the right of column {MAX_COLUMNS}, which was not read (row {self._far[0]}).", self._name, self._far[0]))
        return Table(self._name, rows, max(blank, 0))

    def _row(self, element: etree._Element, number: int) -> Row | None:
        cells: list[str] = []
        row = Row(number, cells)
        column = -1
        space = element.tag[:-3]  # the namespace, in front of "row": this loop runs for every cell
        cell_tag, value_tag, formula_tag = f"{space}c", f"{space}v", f"{space}f"
        for cell in element:
            if cell.tag != cell_tag:
                continue
            column = _column(cell.get("r"), column + 1)
            kind = cell.get("t")
            style = cell.get("s")
            value, formula, text = None, False, ""
            for child in cell:
                tag = child.tag
                if tag == value_tag:
                    value = child.text
                elif tag == formula_tag:
                    formula = True
                elif local(child) == "is":
                    text = plain_text(child)
            if value is None and not text:
                if formula and kind != "str":
                    self._fault(row, column, number, "is a formula that was never calculated")
                continue
            if column >= MAX_COLUMNS:
                self._far.append(number)
                continue
            self._cells += 1
            while len(cells) <= column:
                cells.append("")
            if kind == "s":
                text, struck = self._strings[_whole(value, -1)]
                if struck and text.strip():
                    self._struck(number)
            elif kind == "e":
                self._fault(row, column, number, f"holds the error {value}")
                text = value or ""
            elif kind == "b":
                text = "TRUE" if value == "1" else "FALSE"
            elif kind in ("str", "d"):
                text = value or ""
            elif value is not None:
                text = self._number(value, style, row, column)
            if style and self._styles.is_struck(style) and text.strip():
                self._struck(number)
            cells[column] = text[:MAX_CELL].replace("\r\n", "\n").strip() if text else ""
        row.cells = trim(cells)
        return None if row.is_blank and not row.values else row

    def _number(self, value: str, style: str | None, row: Row, column: int) -> str:
        what, shown = self._styles.kind(style) if style else ("", "")
        if what in (DATE, TIME):
            when = moment(value, what, self._is_1904)
            if when is not None:
                row.values[column] = when
                if shown:
                    row.shown[column] = shown
                if isinstance(when, dt.time):
                    return f"{when:%H:%M}"
                return f"{when:%d/%m/%Y}" if when.time() == dt.time(0) else f"{when:%d/%m/%Y %H:%M}"
        if "e" in value.lower() or len(value) > 17:
            try:
                return f"{float(value):.15g}"
            except ValueError:
                return value
        return value[:-2] if value.endswith(".0") else value

    def _fault(self, row: Row, column: int, number: int, what: str) -> None:
        if column < MAX_COLUMNS:
            row.faults[column] = f"Cell {letters(column)}{number} {what}."

    def _struck(self, number: int) -> None:
        if not self._notes or self._notes[-1].code != "strike" or self._notes[-1].row != number:
            self._notes.append(Note("strike", "Text in this row is struck through; it was kept.", self._name, number))

    def _apply(self, merges: list[str], rows: list[Row]) -> None:
        """Give what stands in a vertically merged cell to each row that it spans."""
        numbers = [row.number for row in rows]
        if numbers != sorted(numbers):
            return
        budget = _MAX_MERGES
        for ref in merges[:_MAX_MERGES]:
            try:
                left, top, right, bottom = range_boundaries(ref)
            except (ValueError, TypeError):
                continue
            if None in (left, top, right, bottom) or bottom == top:
                continue
            start, stop = bisect_left(numbers, top), bisect_right(numbers, bottom)
            if start >= len(rows) or rows[start].number != top or left > len(rows[start].cells):
                continue
            source, column = rows[start], left - 1
            for row in rows[start + 1 : stop]:
                budget -= 1
                if budget < 0:
                    return
                while len(row.cells) <= column:
                    row.cells.append("")
                if not row.cells[column].strip() and source.cells[column].strip():
                    row.cells[column] = source.cells[column]
                    row.inherited |= {column}
                    if column in source.values:
                        row.values[column] = source.values[column]
                    if column in source.shown:
                        row.shown[column] = source.shown[column]


def _remarks(package: Package, part: str, name: str, contents: Contents) -> None:
    """Comments, threaded comments and text boxes of a sheet, as notes."""
    for kind, target in relations(package, part).values():
        if target not in package:
            continue
        if kind in ("comments", "threadedComment"):
            for comment in package.xml(target).iter("{*}comment", "{*}threadedComment"):
                text = " ".join(plain_text(comment).split())
                if text and not text.startswith("[Threaded comment]"):
                    contents.notes.append(Note("comment", f"Cell {comment.get('ref')} has a comment: {text[:300]}", name, _whole("".join(filter(str.isdigit, comment.get("ref") or "")), 0) or None))
        elif kind == "drawing":
            text = " ".join(" ".join(element.text or "" for element in package.xml(target).iter("{http://schemas.openxmlformats.org/drawingml/2006/main}t")).split())
            if text:
                contents.notes.append(Note("text-box", f"A text box says: {text[:300]}", name))
                contents.loose.append(text)


def _whole(text: str | None, otherwise: int) -> int:
    return int(text) if text and text.isascii() and text.isdigit() and len(text) < 10 else otherwise


def _column(ref: str | None, otherwise: int) -> int:
    if not ref:
        return otherwise
    letters = ref.rstrip("0123456789")
    column = _LETTERS.get(letters)
    if column is None:
        try:
            column = column_index_from_string(letters) - 1
        except ValueError:
            return otherwise
        _LETTERS[letters] = column
    return column


def _runs(numbers: list[int]) -> list[tuple[int, int]]:
    runs: list[tuple[int, int]] = []
    for number in numbers:
        if runs and number == runs[-1][1] + 1:
            runs[-1] = (runs[-1][0], number)
        else:
            runs.append((number, number))
    return runs

