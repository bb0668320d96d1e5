"""What every reader gives back: tables of rows of cells, with notes on what the eye would see and text doesn't.

Knows nothing of columns, dates or events.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field

MAX_ROWS = 200_000
"""No agency's chronology has more rows; a file that does is refused before it fills the memory."""
MAX_CELL = 200_000
"""Signs of one cell that are kept; a longer cell is cut, with a note."""
MAX_COLUMNS = 256
"""Columns of a table that are kept; content beyond is noted."""


@dataclass(slots=True)
class Row:
    """One row: `number` as the author counts it in the file, sheet or table; `cells` as text.

    `values` holds real dates and times by column (a workbook's date cells), `shown` how such a cell
    looks where that says less than a day (`mmm-yy`). `inherited` are columns whose text comes from a
    merged cell above. `faults` are cells whose value is not to be had (an error, a formula never
    calculated), by column, as a sentence.
    """

    number: int
    cells: list[str]
    values: dict[int, dt.datetime | dt.time] = field(default_factory=dict)
    shown: dict[int, str] = field(default_factory=dict)
    inherited: frozenset[int] = frozenset()
    faults: dict[int, str] = field(default_factory=dict)

    @property
    def text(self) -> str:
        """The whole row in one line, as quarantine shows it."""
        return " | ".join(cell for cell in self.cells if cell.strip())

    @property
    def is_blank(self) -> bool:
        """Nothing in it but what a merged cell above put there."""
        return not any(cell and not cell.isspace() and column not in self.inherited for column, cell in enumerate(self.cells)) and not self.faults


@dataclass(frozen=True)
class Note:
    """Something the author should know of a file: a code, a sentence, and the row if there is one."""

    code: str
    message: str
    sheet: str = ""
    row: int | None = None


@dataclass
class Table:
    """A sheet of a workbook, a table of a document, or a whole text file.

    `blank` counts rows without content that were left out of `rows`; `removed` counts rows that
    tracked changes delete. `before` is the text that stands before the table, `inside` the name of
    the table that this one is nested in. Without `has_headings` its rows are paragraphs, of one cell each.
    """

    sheet: str
    rows: list[Row]
    blank: int = 0
    removed: int = 0
    before: list[str] = field(default_factory=list)
    inside: str | None = None
    has_headings: bool = True


@dataclass
class Contents:
    """All of a file: its tables, notes, and text outside tables (`loose`), in the order of the file."""

    tables: list[Table]
    notes: list[Note] = field(default_factory=list)
    loose: list[str] = field(default_factory=list)


def trim(cells: list[str]) -> list[str]:
    """Cells without the empty ones at the end."""
    end = len(cells)
    while end and not cells[end - 1].strip():
        end -= 1
    return cells[:end]


def letters(column: int) -> str:
    """The letters of a column, as Excel shows it: 0 is A."""
    text = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        text = chr(65 + rest) + text
    return text
