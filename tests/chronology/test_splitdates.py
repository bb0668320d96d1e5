"""Dates over three columns, and what stands below a table that is no event."""

import datetime as dt

import pytest

from lcspr_kit.chronology.intake import read_file

STORY = "Attended with her mother; weighed and sent home"


def read(tmp_path, *rows):
    path = tmp_path / "Tern clinic.csv"
    path.write_text("\n".join(",".join(row) for row in rows) + "\n", encoding="utf-8")
    return read_file(path, period=(dt.date(2019, 1, 1), dt.date(2020, 12, 31)))


@pytest.mark.parametrize("headings", [("Year", "Month", "Day"), ("YR", "Mth", "Dy"), ("Year", "Month", "Date")])
def test_year_month_and_day_in_three_columns_are_one_date(tmp_path, headings):
    rows = [("2019", "3", "8", STORY), ("2019", "March", "21st", STORY), ("20", "Sept", "02", STORY), ("2019", "May", "", STORY)]
    done = read(tmp_path, (*headings, "What happened"), *rows)
    days = [(event["start"].date(), event["end"].date()) for event in done.events]
    assert days == [(dt.date(2019, 3, 8),) * 2, (dt.date(2019, 3, 21),) * 2, (dt.date(2020, 9, 2),) * 2, (dt.date(2019, 5, 1), dt.date(2019, 5, 31))]
    assert not done.quarantined and done.events[0]["extra"] == {}


def test_the_three_columns_may_stand_in_any_order(tmp_path):
    done = read(tmp_path, ("Day", "Month", "Year", "Time", "Notes"), ("8", "3", "2019", "14:05", STORY), ("9", "3", "2019", "", STORY))
    assert [event["start"] for event in done.events] == [dt.datetime(2019, 3, 8, 14, 5), dt.datetime(2019, 3, 9)]


def test_a_day_that_is_not_in_the_calendar_goes_back_and_a_missing_month_is_said(tmp_path):
    done = read(tmp_path, ("Year", "Month", "Day", "Notes"), ("2019", "2", "30", STORY), ("2019", "13", "4", STORY), ("2019", "", "4", STORY), ("2019", "5", "6", STORY), *[("2019", "6", "6", STORY)] * 6)
    assert [row for _, _, row, _, _ in done.quarantined] == [2, 3]
    first = done.events[0]
    assert (first["start"].date(), first["end"].date()) == (dt.date(2019, 1, 1), dt.date(2019, 12, 31))
    assert any(row == 4 and code == "date-words" for _, _, row, code, _ in done.notes)


def test_a_column_of_years_beside_whole_dates_is_left_alone(tmp_path):
    done = read(tmp_path, ("Year", "Month", "Date", "Notes"), ("2019", "3", "08/03/2019", STORY), ("2019", "4", "09/04/2019", STORY))
    assert [event["start"].date() for event in done.events] == [dt.date(2019, 3, 8), dt.date(2019, 4, 9)]
    assert done.events[0]["extra"]["Year"] == "2019"


@pytest.mark.parametrize("words", ["END OF RECORD", "*** End of report ***", "Total occurrences: 24", "Records: 2", "Report total: 2 rows", "Grand total 2"])
def test_a_count_or_an_end_below_the_rows_is_skipped_and_said(tmp_path, words):
    done = read(tmp_path, ("Ref", "Date", "Event"), ("A1", "08/03/2019", STORY), ("A2", "09/03/2019", STORY), (words, "", ""))
    assert (len(done.events), done.reports[0].skipped) == (2, 2)
    assert any(row == 4 and code == "end-mark" for _, _, row, code, _ in done.notes)


@pytest.mark.parametrize("words", ["Total injuries: 3", "Number of bruises: 2"])
def test_a_count_among_the_rows_is_kept_as_an_event(tmp_path, words):
    done = read(tmp_path, ("Ref", "Date", "Event"), ("A1", "08/03/2019", STORY), ("", "", words), ("A2", "09/03/2019", STORY))
    assert words in [event["event"] for event in done.events]


def test_a_heading_that_speaks_of_an_agency_over_sentences_is_the_event(tmp_path):
    done = read(tmp_path, ("Date", "Agency contact", "Outcome"), *[(f"0{n}/03/2019", f"{STORY} and seen again", "NFA") for n in range(1, 8)])
    assert all(STORY in event["event"] for event in done.events)


def test_numbered_rows_without_anything_else_are_left_out_as_empty(tmp_path):
    done = read(tmp_path, ["No.", "Date", "Event"], ["1", "03/04/2021", "Home visit, all well"], ["2", "04/04/2021", "Telephone call"], ["3", "", ""], ["4", "", ""])
    assert len(done.events) == 2 and done.reports[0].skipped == 3
    assert any(code == "numbered-blank" and "2 rows" in message for _, _, _, code, message in done.notes)


@pytest.mark.parametrize("row", [["*** End of report - confidential ***", "", ""], ["Dep. = departed. Times are local.", "", ""], ["Total", "", "4"], ["Total attendances", "4", ""]])
def test_a_remark_below_the_last_event_is_none(tmp_path, row):
    done = read(tmp_path, ["Date", "Place", "Event"], ["03/04/2021", "Home", "Home visit, all well"], ["04/04/2021", "Office", "Telephone call"], row)
    assert len(done.events) == 2
    assert any(code == "end-mark" and row[0] in message for _, _, _, code, message in done.notes)


def test_a_row_without_a_date_that_says_it_was_the_same_day_takes_the_day_above_as_uncertain(tmp_path):
    done = read(tmp_path, ["Date", "Event"], ["03/04/2021", "Home visit, all well"], ["", "Second call the same afternoon"], ["", "No day said here"])
    assert [(event["precision"], event["uncertain"]) for event in done.events] == [("day", False), ("day", True), ("unknown", False)]
    assert done.events[1]["start"] == done.events[0]["start"]
