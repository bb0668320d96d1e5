"""A CSV of the author's is changed in one cell, and all else stays as she wrote it."""

from __future__ import annotations

import csv
import io
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lcspr_kit.casefiles import read_table
from lcspr_kit.csvsheet import read_sheet
from lcspr_kit.problems import InputError

HERS = '\ufeffID;"Born";colour;name\r\np1;2019;"red; dark";"Ann\r\nMay"\r\n\r\np2 ;;blue\r\n"p3";2020;;"O""Neil"'


def sheet_of(folder: Path, text: str):
    path = folder / "people.csv"
    path.write_bytes(text.encode("utf-8"))
    return read_sheet(path, ("id", "name"))


def test_what_is_not_changed_is_written_back_to_the_byte(tmp_path):
    assert sheet_of(tmp_path, HERS).text() == HERS


def test_a_cell_is_changed_and_its_neighbours_stay(tmp_path):
    sheet = sheet_of(tmp_path, HERS)
    row = sheet.filled[1]
    assert (sheet.cell(row, "id"), sheet.cell(row, "colour"), sheet.cell(row, "name"), sheet.cell(row, "no such")) == ("p2", "blue", "", "")
    changed = sheet.with_cells(row.key, {"born": "2021;x"})
    assert changed.text() == HERS.replace("p2 ;;blue", 'p2 ;"2021;x";blue;')
    assert sheet.with_cells(row.key, {"born": "", "name": ""}).text() == HERS


def test_rows_come_and_go_where_they_should(tmp_path):
    sheet = sheet_of(tmp_path, HERS)
    first = sheet.filled[0].key
    more = sheet.with_row({"id": "p9", "colour": "green"}, first).with_row({"id": "p10"})
    assert [more.cell(row, "id") for row in more.filled] == ["p1", "p9", "p2", "p3", "p10"]
    assert more.text() == HERS.replace("\r\n\r\np2", "\r\np9;;green;\r\n\r\np2") + "\r\np10;;;\r\n"
    assert [more.cell(row, "id") for row in more.without_rows([first]).filled] == ["p9", "p2", "p3", "p10"]
    assert len({row.key for row in more.rows}) == len(more.rows)


def test_a_column_that_is_not_there_yet_is_put_last_if_it_has_something_to_say(tmp_path):
    sheet = sheet_of(tmp_path, "id,name\np1,A\np2,B\n")
    assert sheet.with_cells(0, {"died": ""}).text() == "id,name\np1,A\np2,B\n"
    assert sheet.with_cells(1, {"died": "2020"}).text() == "id,name,died\np1,A\np2,B,2020\n"


def test_a_file_that_is_not_there_begins_with_the_usual_columns(tmp_path):
    assert read_sheet(tmp_path / "none.csv", ("id", "name")).with_row({"id": "p1"}).text() == "id,name\np1,\n"


def test_lines_are_those_the_reader_names(tmp_path):
    hers = HERS.replace("colour", "notes").replace('"Ann\r\nMay"', "Ann").replace('"red; dark"', '"red;\r\ndark"')  # only notes may go over lines
    sheet = sheet_of(tmp_path, hers)
    rows, _ = read_table(tmp_path / "people.csv", ["id", "born", "notes", "name"])
    assert {int(row["_row"]): row["id"] for row in rows} == {line: sheet.cell(sheet.row(key), "id") for line, key in sheet.lines().items() if not sheet.row(key).is_blank}


def test_what_is_no_table_is_said(tmp_path):
    limit = csv.field_size_limit(50)
    try:
        with pytest.raises(InputError, match="people.csv, row 2"):
            sheet_of(tmp_path, "id\n" + "x" * 60 + "\n")
    finally:
        csv.field_size_limit(limit)


_CELL = st.text(st.characters(codec="utf-8", exclude_characters="\x00\r\x0b\x0c\x1c\x1d\x1e\x85\u2028\u2029", exclude_categories=["Cs"]), max_size=6)


@settings(max_examples=150, deadline=None)
@given(st.lists(st.tuples(_CELL, _CELL), min_size=1, max_size=5), st.sampled_from(["\n", "\r\n"]), st.sampled_from(",;\t"), st.integers(0, 4), _CELL)
def test_any_table_survives_and_takes_any_text(tmp_path_factory, cells, ending, delimiter, place, text):
    out = io.StringIO()
    writer = csv.writer(out, delimiter=delimiter, lineterminator=ending)
    writer.writerows([("id", "name"), *cells])
    folder = tmp_path_factory.mktemp("sheet")
    sheet = sheet_of(folder, out.getvalue())
    assert sheet.text() == out.getvalue()
    row = sheet.rows[place % len(sheet.rows)]
    again = sheet_of(folder, sheet.with_cells(row.key, {"name": text}).text())
    assert again.row(row.key).cells[1:2] == (text,) or (not text and not row.cells[1:])
    assert [other for other in again.rows if other.key != row.key] == [other for other in sheet.rows if other.key != row.key]
