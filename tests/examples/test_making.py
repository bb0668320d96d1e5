"""The exports of the example case are made by code that is there to be read, and made the same each time."""

from __future__ import annotations

import csv
import io
import subprocess
import sys
import zipfile
from pathlib import Path

import openpyxl
import pytest

from lcspr_kit.resources import examples

KEPT = examples() / "alex" / "chronologies"
SCRIPT = examples() / "making" / "make_exports.py"


def _make(folder: Path) -> dict[str, bytes]:
    subprocess.run([sys.executable, str(SCRIPT), str(folder)], check=True, capture_output=True)
    return {path.name: path.read_bytes() for path in sorted(folder.iterdir())}


@pytest.fixture(scope="module")
def made(tmp_path_factory) -> dict[str, bytes]:
    return _make(tmp_path_factory.mktemp("first"))


def test_the_same_rows_give_the_same_bytes(made, tmp_path):
    assert _make(tmp_path / "second") == made


def test_the_kept_files_are_those_the_code_makes(made):
    assert sorted(path.name for path in KEPT.iterdir()) == sorted(made)
    for name, content in made.items():
        assert _content(name, content) == _content(name, (KEPT / name).read_bytes()), f"{name}: run {SCRIPT.name} again"


def _content(name: str, data: bytes) -> object:
    """What is in a file, whatever version of a library packed it: of a form, only what the agency wrote."""
    if name.endswith(".docx"):
        return zipfile.ZipFile(io.BytesIO(data)).read("word/document.xml")
    if name.endswith(".csv"):
        return data
    rows = {sheet.title: [row for row in sheet.values if any(row)] for sheet in openpyxl.load_workbook(io.BytesIO(data))}
    table = rows.get("Chronology")
    return rows if table is None else table[next(i for i, row in enumerate(table) if row[0] == "Date") :]


def test_formats_are_those_that_agencies_send():
    police = openpyxl.load_workbook(KEPT / "police.xlsx").active
    typed = [police.cell(row, 1).value for row in range(2, police.max_row + 1) if not police.cell(row, 1).is_date]
    assert typed == ["o/n 5-6/07/2025"]
    care = openpyxl.load_workbook(KEPT / "csc.xlsx")
    assert len(care.worksheets) == 2
    assert care.worksheets[0].cell(1, 1).value != "Date"
    word = zipfile.ZipFile(KEPT / "health_visiting.docx").read("word/document.xml").decode("utf-8")
    assert word.count("<w:tbl>") == 2
    assert word.count("Who was present") == 4
    assert '<w:vMerge w:val="restart"/>' in word
    assert "<w:ins " in word
    surgery = (KEPT / "gp.csv").read_bytes()
    with pytest.raises(UnicodeDecodeError):
        surgery.decode("utf-8")
    assert surgery.decode("cp1252").splitlines()[4].startswith("Consultation date;Time;")
    school = list(csv.DictReader(io.StringIO((KEPT / "school_cpoms.csv").read_text(encoding="utf-8-sig"))))
    assert len(school) > 30
    assert all(set(row) == set(school[0]) and None not in row for row in school)
