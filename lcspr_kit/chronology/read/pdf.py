"""Reader of PDF files with ruled tables, by pdfplumber. Always marked: check against the source.

Tables without rules and scanned pages are refused, because what comes out of them is guesswork.
Runs in a process of its own (`chronology.read.isolated`).
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pdfplumber

from lcspr_kit.chronology.read.limits import damaged, locked
from lcspr_kit.chronology.read.tables import MAX_CELL, Contents, Note, Row, Table
from lcspr_kit.problems import InputError, Problem

MAX_PAGES = 600
_RULED = {"vertical_strategy": "lines", "horizontal_strategy": "lines"}


def read_pdf(path: Path) -> Contents:
    """Read the ruled tables of all pages; tables of one width that go on over pages are one table.

    Raises InputError for a locked or damaged file, and for one without ruled tables.
    """
    try:
        with pdfplumber.open(path) as document:
            return _read(document, path.name)
    except InputError:
        raise
    except MemoryError:
        raise
    except Exception as error:  # the library raises whatever its parser met
        if "assword" in type(error).__name__ or "assword" in str(error) or "ncrypt" in type(error).__name__:
            raise locked(path.name) from None
        raise damaged(path.name) from None


def _read(document: pdfplumber.PDF, name: str) -> Contents:
    if len(document.pages) > MAX_PAGES:
        raise InputError(Problem(name, f"The file has more than {MAX_PAGES} pages.", "Ask the agency for the chronology as a table in Word or Excel."))
    contents = Contents([], [Note("pdf-check-source", "The table was taken from a PDF, which holds no rows, only lines and letters: check it against the source.")])
    signs = 0
    width = 0
    for page in document.pages:
        signs += len(page.chars)
        tables = page.find_tables(_RULED)
        outside = page
        for found in tables:
            rows = [[(cell or "").strip()[:MAX_CELL] for cell in row] for row in found.extract()]
            spanned = _fill_spanned(rows, [row.cells for row in found.rows])
            if not rows or max(map(len, rows)) < 2:
                continue
            outside = outside.outside_bbox(found.bbox)
            if not contents.tables or len(rows[0]) != width:
                width = len(rows[0])
                contents.tables.append(Table(f"table {len(contents.tables) + 1}", []))
            table = contents.tables[-1]
            first = len(table.rows) + table.blank + table.removed
            is_top = bool(table.rows)
            for number, (cells, inherited) in enumerate(zip(rows, spanned, strict=True), start=first + 1):
                if not any(cells):
                    table.blank += 1
                elif is_top and cells == table.rows[0].cells:
                    table.rows.append(Row(number, cells))
                elif is_top and (above := _goes_on(table.rows, cells)):
                    above.cells = [f"{upper}\n{lower}".strip() for upper, lower in zip(above.cells, cells, strict=True)]
                    table.removed += 1
                    contents.notes.append(Note("row-over-pages", f"The row goes on at the top of page {page.page_number}; both parts were put together.", table.sheet, above.number))
                    is_top = False
                else:
                    table.rows.append(Row(number, cells, inherited=inherited))
                    is_top = False
        text = " ".join((outside.extract_text() or "").split())
        if text:
            contents.loose.append(text)
        page.close()
    if not signs:
        raise InputError(Problem(name, "The pages are scanned pictures, without any text.", "Ask the agency for the document itself, in Word or Excel."))
    if not contents.tables:
        raise InputError(Problem(name, "There is no table with ruled lines in the PDF.", "Ask the agency for the chronology in Word or Excel."))
    return contents


def _fill_spanned(rows: list[list[str]], boxes: Sequence[Sequence[tuple[float, float, float, float] | None]]) -> list[frozenset[int]]:
    """Give what stands in a cell ruled over several rows to each of them; the columns so filled, row by row."""
    filled: list[frozenset[int]] = []
    for number, cells in enumerate(rows):
        columns = set()
        for column, box in enumerate(boxes[number]):
            if box is not None or cells[column] or not any(boxes[number]):
                continue
            bottom = max(other[3] for other in boxes[number] if other)
            above = next((place for place in range(number - 1, -1, -1) if column < len(boxes[place]) and boxes[place][column]), None)
            span = boxes[above][column] if above is not None else None
            if above is not None and span and span[3] >= bottom - 1 and rows[above][column]:
                cells[column] = rows[above][column]
                columns.add(column)
        filled.append(frozenset(columns))
    return filled


def _goes_on(rows: list[Row], cells: list[str]) -> Row | None:
    """The row that a table's first row on a page goes on with: it has no first cell, and the text above stops without an end."""
    above = next((row for row in reversed(rows) if row.cells != rows[0].cells), None)
    if above is None or len(above.cells) != len(cells):
        return None
    start = next((column for column, cell in enumerate(above.cells) if cell), 0)
    filled = [column for column, cell in enumerate(cells) if cell]
    broken = any(above.cells[column] and above.cells[column][-1] not in ".!?\"'”’)" for column in filled)
    return above if min(filled) > start and broken and all(above.cells[column] for column in filled) else None
