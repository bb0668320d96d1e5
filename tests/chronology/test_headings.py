"""Where the headings are, and which column is the day and which the story, by what stands under them."""

import pytest

from lcspr_kit.chronology.headings import find_layout
from lcspr_kit.chronology.read.tables import Row, Table

STORY = "Neighbour reported shouting; both adults spoken to, the child asleep upstairs"


def table(*rows: list[str]) -> Table:
    return Table("", [Row(number, list(cells)) for number, cells in enumerate(rows, 1)])


def found(*rows: list[str]) -> dict[str, str]:
    layout = find_layout(table(*rows))
    assert layout
    return layout.by_heading


def test_the_day_it_happened_is_taken_not_the_day_it_was_reported():
    rows = [[f"OCC/{n}", f"1{n}/05/2019", f"0{n}/05/2019", STORY, "No further action"] for n in range(1, 8)]
    columns = found(["Force log for the review"], ["Occurrence No", "Reported On", "Occurred From", "Circumstances", "Result"], *rows)
    assert (columns["date"], columns["event"], columns["response"]) == ("Occurred From", "Circumstances", "Result")
    assert columns["recorded_date"] == "Reported On"


def test_of_two_columns_of_dates_nobody_knows_the_one_that_speaks_of_the_event_is_a_guess():
    rows = [[f"1{n}/05/2019", f"0{n}/05/2019", STORY] for n in range(1, 8)]
    layout = find_layout(table(["Xyz area"], ["Printout keyed", "Wibble happening", "Quux"], *rows))
    assert layout and layout.by_heading == {"date": "Wibble happening", "recorded_date": "Printout keyed", "event": "Quux"} and layout.first == 2
    assert not any(match.is_sure for match in layout.matches)


def test_a_record_of_sentences_is_the_story_and_a_record_of_a_word_is_its_source():
    rows = [[f"0{n}/05/2019", "Birth visit at home. Mother cheerful, wary of notes.", "Await address" if n % 2 else ""] for n in range(1, 8)]
    assert found(["Contact date", "Record", "Plan"], *rows)["event"] == "Record"
    assert found(["Contact date", "Record", "Plan"], *[[day, "RiO", told] for day, told, _ in rows])["event"] == "Plan"


def test_the_story_is_taken_where_the_column_headed_as_the_event_holds_a_word_or_two():
    assert found(["Date", "Consultation", "Problem / Entry"], *[[f"0{n}/05/2019", "GP surgery", STORY] for n in range(1, 8)])["event"] == "Problem / Entry"
    assert found(["Date", "Nature of contact", "What happened"], *[[f"0{n}/05/2019", "O/V", STORY] for n in range(1, 8)])["event"] == "What happened"


def test_short_events_beside_a_long_column_that_is_known_stay_events():
    assert found(["Date", "Event", "Address"], *[[f"0{n}/05/2019", "Home visit", STORY] for n in range(1, 8)])["event"] == "Event"


def test_where_no_column_is_the_event_the_one_with_words_in_it_is():
    assert found(["Date", "Record", "Author"], *[[f"0{n}/05/2019", STORY, "TA"] for n in range(1, 8)])["event"] == "Record"
    assert found(["When", "What was done", "Comment"], *[[f"0{n}/05/2019", STORY, ""] for n in range(1, 8)])["event"] == "What was done"


def test_a_row_of_the_chronology_is_never_taken_for_headings():
    rows = [["1", "4.3.17", "Seen in the park", "E41"], ["2", "05/03/17", "Seen at the shops", "E41"], ["3", "06/03/17", "Seen at the school", "B11"], ["4", "07/03/17", "Seen at home again", "B11"]]
    for top in (["Log", "Dated", "Intelligence text", "Grade"], ["Xyz", "Qux", "Wibble text", "Foo"]):
        layout = find_layout(table(top, *rows))
        assert layout and layout.first == 1
    undated = [["1", "spring", "Seen in the park", "E41"], *rows[1:]]
    layout = find_layout(table(["Xyz", "Qux", "Wibble text", "Foo"], *undated))
    assert layout and layout.first == 1
    layout = find_layout(table(*undated))
    assert layout and layout.first == 0


def test_headings_nobody_listed_are_told_apart_by_their_words_and_what_stands_below():
    rows = [[f"A{n}", "11/02/2016", f"0{n}/05/2019", f"1{n}:14", STORY, f"0{n}/06/2019", "03:02"] for n in range(1, 8)]
    columns = found(["Hosp ref", "DOB", "Arr. Date", "Arr. Time", "Clinical picture", "Dep. Date", "Dep. Time"], *rows)
    assert {name: columns[name] for name in ("date", "time", "end_date", "end_time")} == {"date": "Arr. Date", "time": "Arr. Time", "end_date": "Dep. Date", "end_time": "Dep. Time"}
    rows = [[f"1{n}/05/2019 10:00", "", f"1{n}/05/2019 18:00", STORY] if n % 2 else [f"1{n}/05/2019 10:00", f"1{n}/05/2019 11:00", f"2{n}/05/2019 18:00", STORY] for n in range(1, 8)]
    columns = found(["From Date/Time", "To Date/Time", "Reported Date/Time", "Summary"], *rows)
    assert (columns["date"], columns["end_date"], columns["recorded_date"]) == ("From Date/Time", "To Date/Time", "Reported Date/Time")


def test_times_of_four_digits_count_under_a_heading_of_time_and_no_other():
    rows = [[f"0{n}/05/2019", "1015", "1120", STORY] for n in range(1, 8)]
    columns = found(["Date of visit", "Flat", "TOA", "Remarks"], *rows)
    assert columns["time"] == "TOA"


def test_a_column_of_dates_with_ditto_marks_is_one():
    rows = [["06.02.19", "SN", STORY], ['"', "SN", STORY], ["as above", "SN", STORY], ["ditto", "SN", STORY], ["20-2-19", "SN", STORY]]
    assert found(["Seen on", "Seen by", "Notes"], *rows)["date"] == "Seen on"


def test_the_lower_of_two_rows_of_headings_may_hold_words_nobody_listed():
    rows = [[f"0{n}/05/2019", "1030", "Mother", "Home", STORY] for n in range(1, 8)]
    layout = find_layout(table(["When", "", "Contact", "", "What happened"], ["Date", "Time", "With", "Place", "Record of contact"], *rows))
    assert layout and layout.first == 2 and layout.by_heading["time"] == "Time"


def test_a_line_above_the_headings_is_no_part_of_them():
    rows = [[f"0{n}/05/2019", "1030", "TA", STORY] for n in range(1, 8)]
    layout = find_layout(table(["Tern Surgery"], ["", "", "Run by: practice manager"], ["Consultation date", "Time", "Clinician", "Consultation"], *rows))
    assert layout and layout.depth == 1 and layout.headings == ("Consultation date", "Time", "Clinician", "Consultation")


@pytest.mark.parametrize("heading", ["Contact", "Seen", "Entry", "Consultation"])
def test_a_heading_known_for_something_else_over_nothing_but_dates_is_the_date(heading):
    layout = find_layout(table([heading, "Worker", "Record"], ["12/12/2023", "R Ames", "First meeting. Would not say who chased him."], ["08/01/2024", "R Ames", "At home all day. Mum working nights."], ["2 Feb 2024", "R Ames", "Rang, no answer at the door."]))
    assert layout is not None
    assert layout.columns["date"] == 0
    assert layout.columns["event"] == 2
    assert layout.first == 1


@pytest.mark.parametrize("heading", ["Date of birth", "DOB"])
def test_a_column_of_births_is_no_column_of_events(heading):
    assert find_layout(table([heading, "Name", "Relationship to the child"], ["03/04/2019", "Child R", "The child of this review"], ["03/04/1990", "Mother", "Mother of the child"])) is None
