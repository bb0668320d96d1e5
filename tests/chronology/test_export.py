"""The combined chronology given out: every row, real dates, and no cell that does anything."""

from __future__ import annotations

import csv
import datetime as dt
import io
import zipfile

import docx
import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lcspr_kit.chronology.events import EVENT_COLUMNS
from lcspr_kit.chronology.export import AGENCY_FILLS, Chronology, csv_text, say_date, workbook_bytes
from lcspr_kit.chronology.export_docx import document_bytes
from lcspr_kit.edtf import age_in_words, read_edtf

HOSTILE = ["=1+1", "+441632960001", "-2+3", "@SUM(A1)", "\tlead", "=HYPERLINK(\"http://a.example\",\"x\")", "http://a.example/x", "mailto:a@b.example", "<b>x</b>", "{=1}", "a\x00b\x07", "]]>", "=cmd|' /C calc'!A0", "x" * 40_000]


@pytest.fixture
def events(made):
    e = made.event
    return made.chronology(
        e(made.POLICE, "2025-03-04 14:30", "Second thing of the day", people=("c1",), child_seen="yes", extra={"Log": "77", "Empty": ""}),
        e(made.SCHOOL, "2025-03-04", "All day", uncertain=True),
        e(made.CARE, "", "Undated", date_text="last winter"),
        e(made.CARE, "2025-02-01/2025-02-28", "A month", precision="month"),
        e(made.POLICE, "2025-01-05/2025-01-08", "A range"),
    )


def sheet_of(content, name="Chronology"):
    sheet = openpyxl.load_workbook(io.BytesIO(content))[name]
    headings = [cell.value for cell in sheet[1]]
    return [dict(zip(headings, row, strict=True)) for row in sheet.iter_rows(min_row=2, values_only=True)]


def test_every_row_in_order_undated_last_and_a_sheet_an_agency(made, events):
    content = workbook_bytes(Chronology("T", events))
    assert [row["What happened"] for row in sheet_of(content)] == ["A range", "A month", "All day", "Second thing of the day", "Undated"]
    book = openpyxl.load_workbook(io.BytesIO(content))
    assert book.sheetnames == ["Chronology", "Mill Lane Primary School", "Sandhope Children s Social C", "Sandhope Police", "Data quality"]
    assert sum(book[name].max_row - 1 for name in book.sheetnames[1:-1]) == len(events)


def test_dates_and_times_are_real_only_where_they_are_known(events):
    rows = {row["What happened"]: row for row in sheet_of(workbook_bytes(Chronology("T", events)))}
    assert rows["Second thing of the day"]["Date"] == dt.datetime(2025, 3, 4) and rows["Second thing of the day"]["Time"] == dt.time(14, 30)
    assert rows["All day"]["Date"] == "? 04/03/2025" and rows["All day"]["Time"] in (None, "")
    assert rows["A month"]["Date"] == "February 2025"
    assert rows["A range"]["Date"] == "05/01/2025 to 08/01/2025"
    assert rows["Undated"]["Date"] == "undated" and rows["Undated"]["As written"] == "last winter"


def test_names_ages_episodes_links_and_other_columns_are_shown(made, events):
    identity = made.id_of(events, "Second")
    age = age_in_words(read_edtf("2016-05-04"), dt.date(2025, 3, 4))
    shown = Chronology("T", events, {"c1": "Child W"}, {"Age of Child W": {identity: age}}, {identity: "E1"}, {identity: "L1"})
    row = {row["What happened"]: row for row in sheet_of(workbook_bytes(shown))}["Second thing of the day"]
    assert (row["People"], row["Age of Child W"], row["Episode"], row["Linked"], row["Other columns"], row["Event id"]) == ("Child W", "8", "E1", "L1", "Log: 77", identity)


@pytest.mark.parametrize("text", HOSTILE)
def test_no_text_becomes_a_formula_or_a_link(made, text):
    events = made.chronology(made.event("=Agency", "2025-03-04", text, response=text, source_of_information=text, extra={text: text}, time_text=text, source_file=f"{text[:20]}.csv"))
    chronology = Chronology(text[:100], events)
    book = openpyxl.load_workbook(io.BytesIO(workbook_bytes(chronology)))
    for sheet in book:
        assert not sheet._hyperlinks
        for row in sheet.iter_rows():
            assert all(cell.data_type != "f" for cell in row)
    cells = next(csv.DictReader(io.StringIO(csv_text(chronology))))
    assert not any(value.startswith(("=", "+", "-", "@", "\t", "\r")) for value in cells.values())
    with zipfile.ZipFile(io.BytesIO(document_bytes(chronology))) as package:
        assert b"hyperlink" not in package.read("word/document.xml") and b"fldSimple" not in package.read("word/document.xml")
    assert len(docx.Document(io.BytesIO(document_bytes(chronology))).tables[0].rows) == 2


@pytest.mark.parametrize("text", ["\uff1d1+1", "\ufeff=1+1", "\u200b@SUM(A1)", " =1+1", "\uff0b44", "\u202e-2"])
def test_signs_that_only_look_harmless_are_quoted_in_csv(made, text):
    events = made.chronology(made.event("School", "2025-03-04", text))
    assert next(csv.DictReader(io.StringIO(csv_text(Chronology("T", events)))))["event"].startswith("'")


def test_csv_has_exactly_the_columns_of_an_event_and_iso_dates(made, events):
    rows = list(csv.DictReader(io.StringIO(csv_text(Chronology("T", events)))))
    assert list(rows[0]) == list(EVENT_COLUMNS) and len(rows) == len(events)
    by_text = {row["event"]: row for row in rows}
    assert (by_text["Second thing of the day"]["start"], by_text["Second thing of the day"]["end"]) == ("2025-03-04T14:30", "2025-03-04")
    assert by_text["All day"]["start"] == "2025-03-04" and by_text["Undated"]["start"] == ""
    assert by_text["Second thing of the day"]["people"] == "c1"


def test_the_workbook_is_ready_to_work_in_and_to_print(events):
    sheet = openpyxl.load_workbook(io.BytesIO(workbook_bytes(Chronology("T", events))))["Chronology"]
    assert sheet.freeze_panes == "A2" and sheet.auto_filter.ref
    assert sheet.page_setup.orientation == "landscape" and sheet.page_setup.paperSize == 8 and sheet.print_title_rows
    printed = sheet.print_area.split(":")[1].replace("$", "")
    assert sheet[1][openpyxl.utils.cell.coordinate_from_string(printed) and openpyxl.utils.column_index_from_string(openpyxl.utils.cell.coordinate_from_string(printed)[0]) - 1].value in ("File", "Sheet")


def test_each_agency_has_its_own_colour_in_the_workbook_and_in_word(made, events):
    sheet = openpyxl.load_workbook(io.BytesIO(workbook_bytes(Chronology("T", events))))["Chronology"]
    agency = next(cell.column for cell in sheet[1] if cell.value == "Agency")
    fills = {(row[agency - 1].value, row[agency - 1].fill.fgColor.rgb) for row in sheet.iter_rows(min_row=2)}
    assert len(fills) == len({colour for _, colour in fills}) == 3
    assert len(set(AGENCY_FILLS)) == len(AGENCY_FILLS)


def test_black_text_stands_out_from_every_fill():
    def light(part):
        return part / 12.92 if part <= 0.03928 else ((part + 0.055) / 1.055) ** 2.4

    for fill in AGENCY_FILLS:
        red, green, blue = (light(int(fill[at : at + 2], 16) / 255) for at in (1, 3, 5))
        assert (0.2126 * red + 0.7152 * green + 0.0722 * blue + 0.05) / 0.05 >= 12


def test_more_agencies_than_colours_and_names_that_are_no_sheet_names(made):
    rows = [made.event(f"Agency / [number] {n} of a very long name indeed", "2025-03-04", "x") for n in range(15)]
    rows += [made.event("history'", "2025-03-04", "y"), made.event("Chronology", "2025-03-04", "z"), made.event("", "2025-03-04", "w")]
    book = openpyxl.load_workbook(io.BytesIO(workbook_bytes(Chronology("T", made.chronology(*rows)))))
    assert len(book.sheetnames) == 20 and len({name.lower() for name in book.sheetnames}) == 20


def test_the_data_quality_sheet_has_what_was_not_taken_in(made, events):
    intake = made.intake_of(events, quarantined=[("a.csv", "", 3, "No date.", "=text")], notes=[("a.csv", "", None, "encoding", "Not UTF-8.")])
    rows = sheet_of(workbook_bytes(Chronology("T", events, quarantined=intake.quarantined, notes=intake.notes)), "Data quality")
    assert [(row["Row"], row["What"], row["Text"]) for row in rows] == [("3", "not taken in", "=text"), ("", "encoding", "")]


def test_word_has_a_repeated_heading_row_and_every_row(events):
    document = docx.Document(io.BytesIO(document_bytes(Chronology("A <title> & more", events))))
    table = document.tables[0]
    assert len(table.rows) == len(events) + 1
    assert table.rows[0]._tr.xpath("./w:trPr/w:tblHeader")
    assert document.sections[0].page_width > document.sections[0].page_height
    assert document.core_properties.title == "A <title> & more" and document.core_properties.author == ""


def test_an_empty_chronology_is_still_a_file(made):
    empty = Chronology("T", made.chronology())
    assert csv_text(empty).strip() == ",".join(EVENT_COLUMNS)
    assert sheet_of(workbook_bytes(empty)) == []
    assert len(docx.Document(io.BytesIO(document_bytes(empty))).tables[0].rows) == 1


def test_the_same_bytes_each_time(events):
    for make in (workbook_bytes, document_bytes):
        assert make(Chronology("T", events)) == make(Chronology("T", events))


@settings(deadline=None, max_examples=8)
@given(st.lists(st.tuples(st.text(max_size=30), st.text(max_size=80)), min_size=1, max_size=4))
def test_any_text_will_do(made, pairs):
    events = made.chronology(*(made.event(agency, "2025-03-04", text) for agency, text in pairs))
    chronology = Chronology("T", events)
    assert len(sheet_of(workbook_bytes(chronology))) == len(pairs)
    assert len(docx.Document(io.BytesIO(document_bytes(chronology))).tables[0].rows) == len(pairs) + 1
    assert len(list(csv.reader(io.StringIO(csv_text(chronology), newline="")))) == len(pairs) + 1


def test_dates_in_words(made):
    e = made.event
    told = [e("A", "2025-01-01/2025-12-31", "y", precision="year"), e("A", "2024-12-01/2025-02-28", "s", precision="season"), e("A", "", "u"), e("A", "2025-03-04", "q", uncertain=True)]
    said = {row.event: say_date(row) for row in made.chronology(*told).itertuples(index=False)}
    assert said == {"y": "2025", "s": "Dec 2024 to Feb 2025", "u": "undated", "q": "? 04/03/2025"}
