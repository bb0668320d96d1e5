"""Text files: encodings, delimiters, quotes."""

import pytest

from lcspr_kit.chronology.read.text import decode, read_text_file


def read(folder, data):
    path = folder / "a.csv"
    path.write_bytes(data if isinstance(data, bytes) else data.encode())
    return read_text_file(path)


def cells(contents):
    return [row.cells for row in contents.tables[0].rows]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16", "utf-16-le", "utf-16-be"])
def test_pounds_accents_and_quotes_survive_every_usual_encoding(tmp_path, encoding):
    text = "Date,Event\n03/04/2021,“£20 lent” in the café – mother’s words\n"
    contents = read(tmp_path, text.encode(encoding))
    assert cells(contents)[1] == ["03/04/2021", "“£20 lent” in the café – mother’s words"]
    said = [note.code for note in contents.notes]
    assert said == (["encoding"] if encoding in ("cp1252", "utf-16-le", "utf-16-be") else [])


def test_signs_that_were_damaged_before_are_reported(tmp_path):
    contents = read(tmp_path, "Date,Event\n03/04/2021,mother’s\n".encode().replace("’".encode(), "â€™".encode()))
    assert [(note.code, "2" in note.message) for note in contents.notes] == [("odd-characters", True)]


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_prose_with_commas_does_not_decide_the_delimiter(tmp_path, delimiter):
    rows = [["Date", "Event", "Outcome"], *[[f"0{n}/04/2021", "Seen, heard, and, as agreed, written down, twice", "NFA"] for n in range(1, 6)]]
    text = "\n".join(delimiter.join(f'"{cell}"' if delimiter in cell else cell for cell in row) for row in rows)
    assert cells(read(tmp_path, text)) == rows


def test_excels_own_line_says_the_delimiter(tmp_path):
    contents = read(tmp_path, "sep=;\nDate;Event\n03/04/2021;a, b\n")
    assert cells(contents)[2] == ["03/04/2021", "a, b"]


def test_a_cell_over_several_lines_is_one_row(tmp_path):
    contents = read(tmp_path, 'Date,Event\n03/04/2021,"One\r\nTwo\nThree"\n04/04/2021,Next\n')
    assert [(row.number, row.cells[1]) for row in contents.tables[0].rows] == [(1, "Event"), (2, "One\nTwo\nThree"), (3, "Next")]


def test_a_quote_that_is_never_closed_costs_its_own_row_only(tmp_path):
    rows = "".join(f"0{n}/04/2021,Thing {n}\n" for n in range(2, 9))
    contents = read(tmp_path, f'Date,Event\n01/04/2021,"He said\n{rows}')
    assert len(contents.tables[0].rows) == 9 and [note.code for note in contents.notes] == ["quote-not-closed"]


def test_a_stray_quote_closed_far_below_does_not_swallow_the_rows_between(tmp_path):
    rows = "".join(f"0{n}/04/2021,Thing {n},NFA\n" for n in range(2, 8))
    contents = read(tmp_path, f'Date,Event,Outcome\n01/04/2021,"He said,x\n{rows}08/04/2021,"Last,y\n')
    assert len(contents.tables[0].rows) == 9


def test_blank_rows_are_counted(tmp_path):
    contents = read(tmp_path, "Date,Event\n\n03/04/2021,Seen\n,,\n")
    assert (contents.tables[0].blank, [row.number for row in contents.tables[0].rows]) == (2, [1, 3])


def test_decode_is_strict_about_utf8_first():
    assert decode("é".encode(), "x")[1] == [] and decode("é".encode("cp1252"), "x")[0] == "é"


def test_dated_lines_with_commas_in_them_are_lines_not_columns(tmp_path):
    path = tmp_path / "nursery.txt"
    path.write_text("Nursery notes\n\n" + "\n\n".join(f"0{n}/03/19 - Collected late, by an aunt" for n in range(1, 8)))
    (table,) = read_text_file(path).tables
    assert table.sheet == "paragraphs" and table.rows[1].cells == ["01/03/19 - Collected late, by an aunt"]
