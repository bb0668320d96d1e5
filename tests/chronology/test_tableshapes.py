"""Tables that are not one row an event under one row of headings: read all the same, every row counted."""

import datetime as dt

import docx
import openpyxl
import pytest

from lcspr_kit.chronology.intake import read_file
from lcspr_kit.chronology.read.tables import Row, Table
from lcspr_kit.chronology.tableshapes import plain_tables

STORY = "Neighbour reported shouting; both adults spoken to, the child asleep upstairs"
PERIOD = (dt.date(2018, 9, 1), dt.date(2020, 7, 31))


def workbook(tmp_path, *rows):
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(row)
    book.save(tmp_path / "Tern.xlsx")
    return read_file(tmp_path / "Tern.xlsx", period=PERIOD)


def document(tmp_path, *tables):
    made = docx.Document()
    for rows in tables:
        width = max(map(len, rows))
        table = made.add_table(0, width)
        for row in rows:
            cells = table.add_row().cells
            if len(row) == 1 and width > 1:
                cells[0].merge(cells[-1]).text = row[0]
            else:
                for cell, text in zip(cells, row, strict=False):
                    cell.text = text
        made.add_paragraph()
    made.save(tmp_path / "Tern.docx")
    return read_file(tmp_path / "Tern.docx", period=PERIOD)


def days(done):
    return [event["start"].date() for event in done.events]


def test_two_tables_on_one_sheet_are_both_read(tmp_path):
    done = workbook(
        tmp_path,
        ["Placements"], ["From", "To", "Carer", "Reason ended"], [dt.date(2019, 12, 30), dt.date(2020, 1, 10), "Carer A", "Respite ended early"], [dt.date(2020, 4, 6), dt.date(2020, 5, 2), "Carer A", "Carer was ill"], [],
        ["Significant events"], ["Ref", "Event date", "What happened"], [1, dt.date(2020, 1, 3), STORY], [2, dt.date(2020, 4, 19), STORY],
    )  # fmt: skip
    assert days(done) == [dt.date(2019, 12, 30), dt.date(2020, 4, 6), dt.date(2020, 1, 3), dt.date(2020, 4, 19)]
    assert [report.sheet for report in done.reports] == ["Sheet", "Sheet, from row 6"]
    assert [event["source_row"] for event in done.events] == [3, 4, 8, 9]


def test_headings_said_again_on_each_page_do_not_make_a_second_table(tmp_path):
    head = ["Date", "Agency", "Event"]
    done = workbook(tmp_path, head, ["03/04/2019", "School", STORY], [], head, ["04/04/2019", "School", STORY])
    assert len(done.reports) == 1 and len(done.events) == 2


def test_the_text_in_a_row_below_its_date_belongs_to_it(tmp_path):
    rows = [["Note date", "Originator", "Validated"]]
    for n in range(1, 5):
        rows += [[f"0{n} Mar 2020 09:25", "Staff member, Psychologist", "Yes"], [f"{n}: {STORY}"]]
    done = document(tmp_path, rows)
    assert days(done) == [dt.date(2020, 3, n) for n in range(1, 5)]
    assert [event["event"] for event in done.events] == [f"{n}: {STORY}" for n in range(1, 5)]
    assert (done.reports[0].rows, done.reports[0].skipped) == (9, 5)


def test_days_in_rows_across_the_table_hold_for_the_rows_below(tmp_path):
    done = document(tmp_path, [["Action no", "Agency", "Information shared", "Due"], ["Meeting held on Tuesday 6 August 2019"], ["1", "School", STORY, "next meeting"], ["2", "Police", STORY, "next meeting"], ["Meeting held on Tuesday 14 January 2020"], ["1", "School", STORY, "next meeting"]])
    assert days(done) == [dt.date(2019, 8, 6), dt.date(2019, 8, 6), dt.date(2020, 1, 14)]
    assert sum(code == "heading-row" and "Meeting held" in message for _, _, _, code, message in done.notes) == 2
    assert sum(code == "date-from-heading" for _, _, _, code, _ in done.notes) == 3


def test_a_table_of_times_under_days_needs_no_heading_for_dates(tmp_path):
    done = document(tmp_path, [["Time", "Evaluation of care", "Grade"], ["Monday 8th April 2019"], ["14:20", STORY, "RN"], ["18:00", STORY, "RN"], ["Tuesday 9th April 2019"], ["02:10", STORY, "RN"]])
    assert [event["start"] for event in done.events] == [dt.datetime(2019, 4, 8, 14, 20), dt.datetime(2019, 4, 8, 18), dt.datetime(2019, 4, 9, 2, 10)]


def test_a_small_table_for_each_record_is_a_row_of_one_table(tmp_path):
    records = [[["Date of concern", f"{n} February 2019"], ["Referred by", "Headteacher"], ["Details of allegation", f"{n}: {STORY}"], ["Outcome", "No further action"]] for n in (5, 6, 7)]
    done = document(tmp_path, *records)
    assert days(done) == [dt.date(2019, 2, n) for n in (5, 6, 7)]
    assert [event["response"] for event in done.events] == ["No further action"] * 3
    (report,) = done.reports
    assert (report.sheet, report.rows, report.events, report.skipped) == ("table 1 to table 3", 12, 3, 9)


def test_a_cover_sheet_with_a_date_is_no_record():
    cover = Table("table 1", [Row(1, ["Agency", "Tern Clinic"]), Row(2, ["Date", "3 May 2020"]), Row(3, ["Author", "Named nurse"])])
    body = Table("table 2", [Row(1, ["Date", "Event"]), Row(2, ["03/04/2019", STORY])])
    assert [table.sheet for table in plain_tables([cover, body])] == ["table 1", "table 2"]


@pytest.mark.parametrize("heading", ["Academic year 2018-2019", "School year 2018/19"])
def test_days_without_a_year_under_a_school_year(tmp_path, heading):
    done = workbook(tmp_path, ["Day", "Entry"], [heading], ["Tue 11 Sep", STORY], ["Mon 14 Jan", STORY])
    assert days(done) == [dt.date(2018, 9, 11), dt.date(2019, 1, 14)]
    assert {code for *_, code, _ in done.notes} >= {"heading-row", "date-year-assumed"}


def test_the_day_of_the_week_tells_the_year_within_the_period(tmp_path):
    done = workbook(tmp_path, ["Day", "Entry"], ["Tue 11 Jun", STORY], ["Thu 11 Jun", STORY])
    assert days(done) == [dt.date(2019, 6, 11), dt.date(2020, 6, 11)]
    assert all(event["uncertain"] for event in done.events)


def test_a_year_in_a_column_of_its_own_beside_day_and_month(tmp_path):
    done = workbook(tmp_path, ["Year", "Day & month", "Event"], ["2019", "13 Feb", STORY], [None, "3 May", STORY], ["2020", "08/01", STORY])
    assert days(done) == [dt.date(2019, 2, 13), dt.date(2019, 5, 3), dt.date(2020, 1, 8)]


def test_days_of_the_week_show_that_a_column_is_month_first(tmp_path):
    done = workbook(tmp_path, ["Date", "Event"], ["Fri 10/9/2020", STORY], ["Thu 11/5/2020", STORY], ["Thu 3/5/2020", STORY])
    assert days(done) == [dt.date(2020, 10, 9), dt.date(2020, 11, 5), dt.date(2020, 3, 5)]
    assert any(code == "date-month-first" and "days of the week" in message for *_, code, message in done.notes)


def test_days_of_a_diary_under_months(tmp_path):
    made = docx.Document()
    for text in ("Tenancy diary", "March 2019", f"2nd – {STORY}", f"Thu 14th: {STORY}", "And more of the fourteenth.", "July 2019", f"8 - {STORY}"):
        made.add_paragraph(text)
    made.save(tmp_path / "Tern.docx")
    done = read_file(tmp_path / "Tern.docx", period=PERIOD)
    assert days(done) == [dt.date(2019, 3, 2), dt.date(2019, 3, 14), dt.date(2019, 7, 8)]
    assert done.events[1]["event"].endswith("And more of the fourteenth.")


def test_a_year_with_a_word_or_two_over_its_rows_is_a_heading(tmp_path):
    done = workbook(tmp_path, ["Date", "Event"], ["Contacts in 2019"], ["03/04/2019", STORY], ["04/04/2019", STORY])
    assert len(done.events) == 2
