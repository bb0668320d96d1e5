"""Makes the agency exports of the example case from the text tables in `rows/`.

    python examples/making/make_exports.py [FOLDER]

FOLDER is `examples/alex/chronologies` where it is not given. The same rows always give the same
bytes: no clock is read. Each function below makes one file in the form that kind of agency sends.
"""

from __future__ import annotations

import csv
import io
import re
import sys
import zipfile
from datetime import datetime
from pathlib import Path
from typing import Any

import openpyxl
import xlsxwriter
from rows_of import Table, read_tables
from word_tables import pack, word_file

from lcspr_kit.case import load_case
from lcspr_kit.chronology.form import form_workbook

HERE = Path(__file__).resolve().parent
CASE = HERE.parent / "alex"
_MADE = datetime(2026, 3, 20)
_MODIFIED = re.compile(rb"(<dcterms:modified[^>]*>)[^<]*")
_OPENING = re.compile(r"(?<!\S)'")
_DAY = re.compile(r"\d\d/\d\d/\d{4}")


def make_all(folder: Path) -> list[Path]:
    """Write every export into a folder and return their paths."""
    made = {
        "police.xlsx": _police(),
        "csc.xlsx": _social_care(),
        "probation.xlsx": _filled_form("Northmere Probation", "probation"),
        "lantern.xlsx": _filled_form("Lantern Domestic Abuse Service", "lantern"),
        "health_visiting.docx": _health_visiting(),
        "hospital.docx": _hospital(),
        "housing.docx": _housing(),
        "gp.csv": _surgery(),
        "school_cpoms.csv": _school(),
    }
    folder.mkdir(parents=True, exist_ok=True)
    for name, content in made.items():
        (folder / name).write_bytes(content)
    return [folder / name for name in made]


def _tables(name: str) -> list[Table]:
    return read_tables(HERE / "rows" / f"{name}.txt")


def _police() -> bytes:
    """A workbook straight from the records system: headings in row 1, dates as real date cells."""
    return _workbook([("Export", [], _tables("police")[0])], real_dates=True)


def _social_care() -> bytes:
    """A workbook with a preamble over the table, and a second sheet that has other headings."""
    preamble = [
        "Northmere Council - Children's Social Care",
        "Agency chronology for review NM-2026-02",
        "Children: Corin Thrale, Lacey Pellant",
        "Prepared from the case management system by the quality assurance service, March 2026",
        "",
    ]
    chronology, supervision = _tables("csc")
    return _workbook([("Case notes", preamble, chronology), (supervision.title, [], supervision)])


def _workbook(sheets: list[tuple[str, list[str], Table]], real_dates: bool = False) -> bytes:
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True, "strings_to_formulas": False, "strings_to_numbers": False})
    book.set_properties({"created": _MADE})
    bold = book.add_format({"bold": True, "text_wrap": True})
    wrap = book.add_format({"text_wrap": True, "valign": "top"})
    day = book.add_format({"num_format": "dd/mm/yyyy", "valign": "top", "align": "left"})
    for title, preamble, table in sheets:
        sheet = book.add_worksheet(title)
        for row, text in enumerate(preamble):
            sheet.write_string(row, 0, text)
        top = len(preamble)
        sheet.write_row(top, 0, table.headings, bold)
        sheet.set_column(0, 2, 14)
        sheet.set_column(3, 3, 24)
        sheet.set_column(4, len(table.headings) - 1, 40)
        for row, cells in enumerate(table.rows, top + 1):
            for column, cell in enumerate(cells):
                if real_dates and column == 0 and _DAY.fullmatch(cell):
                    sheet.write_datetime(row, column, datetime.strptime(cell, "%d/%m/%Y"), day)
                elif cell:
                    sheet.write_string(row, column, cell, wrap)
    book.close()
    return out.getvalue()


def _filled_form(agency: str, name: str) -> bytes:
    """The kit's own form for agencies (`lcspr form`), filled in by hand as an agency would."""
    table = _tables(name)[0]
    book = openpyxl.load_workbook(io.BytesIO(form_workbook(load_case(CASE), agency)))
    sheet = book.worksheets[0]
    top = next(row for row in range(1, 40) if sheet.cell(row, 1).value == table.headings[0])
    columns = {sheet.cell(top, column).value: column for column in range(1, sheet.max_column + 1)}
    for row, cells in enumerate(table.rows, top + 1):
        for heading, text in zip(table.headings, cells, strict=True):
            if text:
                sheet.cell(row, columns[heading]).value = _as_typed(heading, text)
    out = io.BytesIO()
    book.save(out)
    return _without_clock(out.getvalue())


def _as_typed(heading: str, text: str) -> Any:
    """Excel makes a date of `05/02/2024` typed into a cell; anything else stays text."""
    return datetime.strptime(text, "%d/%m/%Y") if heading == "Date" and _DAY.fullmatch(text) else text


def _without_clock(workbook: bytes) -> bytes:
    """openpyxl writes the time of saving into the file; put a fixed one there instead."""
    stamp = rb"\g<1>" + _MADE.strftime("%Y-%m-%dT%H:%M:%SZ").encode()
    with zipfile.ZipFile(io.BytesIO(workbook)) as archive:
        return pack({name: _MODIFIED.sub(stamp, archive.read(name)) for name in archive.namelist()})


def _health_visiting() -> bytes:
    """A Word table as people make them: merged dates, headings again in mid-table, a second table, a late insertion."""
    opening = ["Northmere 0-19 Health Visiting", "Chronology of contacts: Corin Thrale, Lacey Pellant and mother"]
    closing = ["UPP: Universal Partnership Plus. WNB: was not brought. MGM: maternal grandmother. EPDS: Edinburgh postnatal depression scale."]
    return word_file(opening, _tables("health_visiting"), closing, [9, 7, 16, 34, 9, 24, 24], merge_dates=True)


def _hospital() -> bytes:
    """A plain Word table with the name of the trust above it."""
    return word_file(["Northmere General Hospital: maternity and emergency department records"], _tables("hospital"), [], [13, 8, 17, 48, 16, 30])


def _housing() -> bytes:
    """A short Word table with dates as an office types them."""
    return word_file(["Northmere Homes. Tenancy history, 14 Tallow Court and after."], _tables("housing"), ["End of record."], [12, 14, 50, 18, 34])


def _surgery() -> bytes:
    """A CSV as a practice system writes it: semicolons, Windows-1252, lines about the search above the headings."""
    table = _tables("gp")[0]
    curly = [[_OPENING.sub("\u2018", cell).replace("'", "\u2019") for cell in row] for row in table.rows]
    preamble = "Millrace Surgery\r\nReport: consultations and correspondence \u2013 family search\r\nRun by: practice manager\r\n\r\n"
    return (preamble + _csv(table.headings, curly, ";")).encode("cp1252")


def _school() -> bytes:
    """A CSV as a school's recording system writes it: commas, UTF-8 with a byte order mark."""
    table = _tables("school_cpoms")[0]
    return _csv(table.headings, table.rows, ",").encode("utf-8-sig")


def _csv(headings: list[str], rows: list[list[str]], delimiter: str) -> str:
    out = io.StringIO()
    writer = csv.writer(out, delimiter=delimiter, lineterminator="\r\n")
    writer.writerows([headings, *rows])
    return out.getvalue()


if __name__ == "__main__":
    for path in make_all(Path(sys.argv[1]) if len(sys.argv) > 1 else CASE / "chronologies"):
        print(path.name, path.stat().st_size)
