"""Reader of PDF files with ruled tables, by pdfplumber. Always marked: check against the source.

Tables without rules and scanned pages are refused, because what comes out of them is guesswork.
Runs in a process of its own (`chronology.read.isolated`).
"""

from __future__ import annotations

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
            if not rows or max(map(len, rows)) < 2:
                continue
            outside = outside.outside_bbox(found.bbox)
            if not contents.tables or len(rows[0]) != width:
                width = len(rows[0])
                contents.tables.append(Table(f"table {len(contents.tables) + 1}", []))
            table = contents.tables[-1]
            first = table.rows[-1].number if table.rows else 0
            for number, cells in enumerate(rows, start=first + 1 + table.blank):
                if any(cells):
                    table.rows.append(Row(number, cells))
                else:
                    table.blank += 1
        text = " ".join((outside.extract_text() or "").split())
        if text:
            contents.loose.append(text)
        page.close()
    if not signs:
        raise InputError(Problem(name, "The pages are scanned pictures, without any text.", "Ask the agency for the document itself, in Word or Excel."))
    if not contents.tables:
        raise InputError(Problem(name, "There is no table with ruled lines in the PDF.", "Ask the agency for the chronology in Word or Excel."))
    return contents
