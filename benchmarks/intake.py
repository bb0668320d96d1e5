"""How fast intake is, as ratios within one run: `python benchmarks/intake.py`.

- a workbook of 50,000 rows: our whole reading (to events) against openpyxl's own read-only read: at most 1.5
- a Word table of 3,000 rows: python-docx's reading of the cells against ours: at least 3
- 50,000 dates, no two written alike: seconds
"""

from __future__ import annotations

import datetime as dt
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import docx
import openpyxl
import xlsxwriter

from lcspr_kit.chronology.dates import read_date
from lcspr_kit.chronology.events import events_frame, sort_events
from lcspr_kit.chronology.intake import read_file
from lcspr_kit.chronology.read.files import read_tables

ROWS, WORD_ROWS = 50_000, 3_000
HEADINGS = ["Date", "Time", "Source of information", "Event", "Outcome", "Child seen", "Worker", "Log number"]


def cells(number: int) -> list[object]:
    day = dt.datetime(2021, 1, 1) + dt.timedelta(days=number // 40)
    return [day, f"{number % 24:02}:{number % 60:02}", "Case file", f"Home visit number {number}, with some words about what was seen and said on the day.", "NFA", "Y", f"Worker {number % 30}", str(number)]


def make_workbook(path: Path) -> None:
    book = xlsxwriter.Workbook(str(path))
    sheet = book.add_worksheet()
    shape = book.add_format({"num_format": "dd/mm/yyyy"})
    sheet.write_row(0, 0, HEADINGS)
    for number in range(ROWS):
        day, *rest = cells(number)
        sheet.write_datetime(number + 1, 0, day, shape)
        sheet.write_row(number + 1, 1, rest)
    book.close()


def make_document(path: Path) -> None:
    document = docx.Document()
    table = document.add_table(0, 5)
    body = table._tbl
    row = table.add_row()
    for cell, text in zip(row.cells, HEADINGS[:5], strict=True):
        cell.text = text
    for number in range(WORD_ROWS):
        copy = __import__("copy").deepcopy(row._tr)
        for place, text in zip(copy.iter("{http://schemas.openxmlformats.org/wordprocessingml/2006/main}t"), cells(number)[:5], strict=True):
            place.text = f"{text:%d/%m/%Y}" if isinstance(text, dt.datetime) else str(text)
        body.append(copy)
    document.save(path)


def seconds(what: Callable[[], object]) -> float:
    start = time.process_time()
    what()
    return time.process_time() - start


def openpyxl_read(path: Path) -> None:
    book = openpyxl.load_workbook(path, read_only=True, data_only=True)
    for row in book.active.iter_rows(values_only=True):
        row[0]
    book.close()


def docx_read(path: Path) -> None:
    for table in docx.Document(path).tables:
        for row in table.rows:
            [cell.text for cell in row.cells]


def main() -> None:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        workbook, document = folder / "big.xlsx", folder / "big.docx"
        make_workbook(workbook)
        make_document(document)
        theirs = min(seconds(lambda: openpyxl_read(workbook)) for _ in range(2))
        tables = min(seconds(lambda: read_tables(workbook)) for _ in range(2))
        ours = min(seconds(lambda: read_file(workbook)) for _ in range(2))
        events = read_file(workbook).events
        frame = seconds(lambda: sort_events(events_frame(events)))
        print(f"workbook, {ROWS} rows: openpyxl {theirs:.2f} s; ours {ours:.2f} s (of it reading {tables:.2f}), ratio {ours / theirs:.2f}; frame and sorting {frame:.2f} s more, ratio {(ours + frame) / theirs:.2f}")
        theirs = min(seconds(lambda: docx_read(document)) for _ in range(2))
        tables = min(seconds(lambda: read_tables(document)) for _ in range(2))
        ours = min(seconds(lambda: read_file(document)) for _ in range(2))
        print(f"document, {WORD_ROWS} rows: python-docx {theirs:.2f} s; ours {tables:.2f} s for the same ({theirs / tables:.1f} x faster), {ours:.2f} s to events ({theirs / ours:.1f} x faster)")
        texts = [f"{1 + n % 28}/{1 + n // 28 % 12}/{1950 + n // 336}" for n in range(ROWS)]
        print(f"{ROWS} dates: {seconds(lambda: [read_date(text) for text in texts]):.2f} s")


if __name__ == "__main__":
    main()
