"""Where the headings are, and which column is the day and which the story, by what stands under them."""

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
    assert layout and layout.by_heading == {"date": "Wibble happening", "event": "Quux"} and layout.first == 2
    assert not any(match.is_sure for match in layout.matches)


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
