"""A small CSV of the case folder as the author wrote it, to change a cell and leave all else as it is.

Unknown columns, the order of rows and columns, quoting, blank lines and the sign between cells survive:
a row that is not changed is written back as its own text. What the cells mean is not known here.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path

from lcspr_kit.casefiles import delimiter_of, read_text
from lcspr_kit.problems import InputError, Problem

_BOM = "\ufeff"


@dataclass(frozen=True)
class Row:
    """A row's cells in the order of the headings. `key` names it while the sheet is changed; `raw` is its text in the file."""

    cells: tuple[str, ...]
    key: int = field(default=0, compare=False)
    raw: str = field(default="", compare=False)

    @property
    def is_blank(self) -> bool:
        """Whether nothing is written in it."""
        return not any(cell.strip() for cell in self.cells)


@dataclass(frozen=True)
class Sheet:
    """Headings as written, and rows. Each change gives a new sheet."""

    headings: tuple[str, ...]
    rows: tuple[Row, ...] = ()
    delimiter: str = field(default=",", compare=False)
    ending: str = field(default="\n", compare=False)
    top: str = field(default="", compare=False)

    @property
    def columns(self) -> tuple[str, ...]:
        """The headings as the readers of the case folder know them: small letters, no spaces around."""
        return tuple(heading.strip().lower() for heading in self.headings)

    @property
    def filled(self) -> tuple[Row, ...]:
        """The rows that are not blank."""
        return tuple(row for row in self.rows if not row.is_blank)

    def row(self, key: int) -> Row:
        """The row of that key. Raises KeyError."""
        for row in self.rows:
            if row.key == key:
                return row
        raise KeyError(key)

    def cell(self, row: Row, column: str) -> str:
        """What a row says in a column; empty where either is not there."""
        place = self.columns.index(column) if column in self.columns else len(row.cells)
        return row.cells[place].strip() if place < len(row.cells) else ""

    def values(self, row: Row) -> dict[str, str]:
        """A row by column, for every column that has a name."""
        return {column: self.cell(row, column) for column in self.columns if column}

    def with_cells(self, key: int, changes: Mapping[str, str]) -> Sheet:
        """Other text in some cells of a row; a column that is not there yet is put last, unless it would be empty."""
        wider = self._with_columns(column for column, text in changes.items() if text)
        old = wider.row(key)
        cells = list(old.cells) + [""] * (len(wider.headings) - len(old.cells))
        for column, text in changes.items():
            if column in wider.columns:
                cells[wider.columns.index(column)] = text
        if tuple(cells[: len(old.cells)]) == old.cells and not any(cells[len(old.cells) :]):
            return wider
        return replace(wider, rows=tuple(Row(tuple(cells), key) if row.key == key else row for row in wider.rows))

    def with_row(self, values: Mapping[str, str], after: int | None = None) -> Sheet:
        """A new row with these values: after the row of that key, else last."""
        wider = self._with_columns(column for column, text in values.items() if text)
        made = Row(tuple(values.get(column, "") for column in wider.columns), max((row.key for row in wider.rows), default=-1) + 1)
        place = next((number + 1 for number, row in enumerate(wider.rows) if row.key == after), len(wider.rows))
        return replace(wider, rows=(*wider.rows[:place], made, *wider.rows[place:]))

    def without_rows(self, keys: Iterable[int]) -> Sheet:
        """The sheet without some rows."""
        gone = set(keys)
        return replace(self, rows=tuple(row for row in self.rows if row.key not in gone))

    def _with_columns(self, columns: Iterable[str]) -> Sheet:
        more = tuple(column for column in dict.fromkeys(columns) if column not in self.columns)
        return replace(self, headings=(*self.headings, *more), top="") if more else self

    def text(self) -> str:
        """The sheet as the text of a file."""
        pieces = [self.top or self._written(self.headings), *(row.raw or self._written(row.cells) for row in self.rows)]
        whole = [piece if piece.endswith(("\n", "\r")) else piece + self.ending for piece in pieces[:-1]]
        return "".join([*whole, pieces[-1]])

    def lines(self) -> dict[int, int]:
        """For each line of `text` on which a row starts, counted from 1, the key of the row."""
        found, line = {}, 1 + _lines_in(self.top or self._written(self.headings))
        for row in self.rows:
            found[line] = row.key
            line += _lines_in(row.raw or self._written(row.cells))
        return found

    def _written(self, cells: Iterable[str]) -> str:
        out = io.StringIO()
        csv.writer(out, delimiter=self.delimiter, lineterminator=self.ending).writerow(cells)
        return out.getvalue()


def read_sheet(path: Path, columns: Iterable[str]) -> Sheet:
    """Read a CSV; where there is no such file, an empty sheet with these columns. Raises InputError for what is no text."""
    if not path.is_file():
        return Sheet(tuple(columns))
    text = read_text(path)
    if not text.strip():
        return Sheet(tuple(columns))
    delimiter = delimiter_of(text)
    lines = list(io.StringIO(text, newline=""))
    reader = csv.reader(lines, delimiter=delimiter)
    parts: list[tuple[tuple[str, ...], str]] = []
    start = 0
    try:
        for cells in reader:
            parts.append((tuple(cells), "".join(lines[start : reader.line_num])))
            start = reader.line_num
    except csv.Error as error:
        raise InputError(Problem(path.name, f"The file can't be read as CSV ({error}).", "Save it again as CSV UTF-8.", row=start + 1)) from None
    headings, top = parts[0]
    bom = _BOM if path.read_bytes().startswith(_BOM.encode()) else ""
    ending = "\r\n" if top.endswith("\r\n") else "\r" if top.endswith("\r") else "\n"
    rows = tuple(Row(cells, number, raw) for number, (cells, raw) in enumerate(parts[1:]))
    return Sheet(headings, rows, delimiter, ending, bom + top)


def _lines_in(text: str) -> int:
    return len(list(io.StringIO(text, newline=""))) or 1
