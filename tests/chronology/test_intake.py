"""Given this export, the author sees this. One small export a trap."""

import datetime as dt

import openpyxl
import pytest

from lcspr_kit.case import load_case
from lcspr_kit.chronology.intake import FileRead, intake_json, read_case, read_file
from lcspr_kit.chronology.mapping import FileMapping, Mapping
from lcspr_kit.problems import InputError
from lcspr_kit.review import Agency

PERIOD = (dt.date(2020, 1, 1), dt.date(2022, 12, 31))


def csv_file(folder, text, name="agency.csv", encoding="utf-8"):
    path = folder / name
    path.write_bytes(text.encode(encoding))
    return path


def book(folder, rows, name="agency.xlsx", change=None):
    workbook = openpyxl.Workbook()
    sheet = workbook.active
    for row in rows:
        sheet.append(row)
    if change:
        change(workbook, sheet)
    workbook.save(folder / name)
    return folder / name


def read(path, **options) -> FileRead:
    found = read_file(path, period=PERIOD, **options)
    for report in found.reports:
        assert report.rows == report.events + report.quarantined + report.skipped
    return found


def days(found):
    return [event["start"].date().isoformat() if event["start"] else None for event in found.events]


def codes(found, row=None):
    return [code for _, _, at, code, _ in found.notes if row is None or at == row]


def test_a_plain_file_gives_an_event_a_row_with_its_source(tmp_path):
    found = read(csv_file(tmp_path, "Date,Time,Event,Outcome,Log number\n03/04/2021,14:30,Home visit,NFA,77\n"))
    (event,) = found.events
    assert event["start"] == dt.datetime(2021, 4, 3, 14, 30) and event["precision"] == "minute"
    assert event["date_text"] == "03/04/2021" and event["time_text"] == "14:30"
    assert event["event"] == "Home visit" and event["response"] == "NFA"
    assert event["extra"] == {"Log number": "77"}
    assert (event["source_file"], event["source_row"]) == ("agency.csv", 2)


def test_a_month_first_file_is_read_so_and_says_so(tmp_path):
    found = read(csv_file(tmp_path, "Date,Event\n03/04/2021,One thing\n03/13/2021,Another\n03/25/2021,A third\n"))
    assert days(found) == ["2021-03-04", "2021-03-13", "2021-03-25"]
    assert "date-month-first" in codes(found) and "date-ambiguous" in codes(found, 2)


def test_a_lone_month_first_date_is_noted_and_the_rest_stay_day_first(tmp_path):
    rows = "".join(f"{day}/01/2021,Thing {day}\n" for day in range(13, 30))
    found = read(csv_file(tmp_path, f"Date,Event\n{rows}02/13/2021,Odd one\n03/04/2021,Doubtful\n"))
    assert days(found)[-2:] == ["2021-02-13", "2021-04-03"]
    assert "date-month-first" in codes(found, 19)


def test_both_orders_in_one_column_make_the_open_ones_doubtful(tmp_path):
    found = read(csv_file(tmp_path, "Date,Event\n13/01/2021,A\n01/14/2021,B\n03/04/2021,C\n2021-05-06,D\n"))
    assert "date-ambiguous" in codes(found, 4) and found.events[2]["uncertain"]
    assert "date-ambiguous" not in codes(found, 5)


def test_only_month_first_puts_the_rows_in_order(tmp_path):
    rows = "".join(f"{month:02}/{day:02}/2021,Thing {month} {day}\n" for month in (1, 2, 3) for day in (2, 5, 11))
    found = read(csv_file(tmp_path, f"Date,Event\n{rows}"))
    assert days(found)[:4] == ["2021-01-02", "2021-01-05", "2021-01-11", "2021-02-02"]
    assert "date-month-first" in codes(found)


def test_real_dates_turned_by_an_american_excel_are_turned_back_only_where_the_order_proves_it(tmp_path):
    truth = [dt.date(2021, month, day) for month in (1, 2, 3, 4) for day in (3, 9, 14, 27)]
    rows = [[dt.datetime(d.year, d.day, d.month) if d.day <= 12 else f"{d:%d/%m/%Y}", f"Thing {d}"] for d in truth]
    found = read(book(tmp_path, [["Date", "Event"], *rows]))
    assert days(found) == [d.isoformat() for d in truth]
    assert "date-swapped" in codes(found)
    few = [["Date", "Event"], *rows[:4], *rows[:4]]
    assert "date-swapped" not in codes(read(book(tmp_path, few)))


def test_a_newest_first_file_keeps_its_own_order_within_a_day(tmp_path):
    found = read(csv_file(tmp_path, "Date,Event\n05/04/2021,Last\n04/04/2021,Third\n04/04/2021,Second\n03/04/2021,First\n"))
    by_order = sorted(found.events, key=lambda event: event["order"])
    assert [event["event"] for event in by_order] == ["First", "Second", "Third", "Last"]
    assert "newest-first" in codes(found)


def test_a_sequence_column_decides_the_order(tmp_path):
    found = read(csv_file(tmp_path, "Seq,Date,Event\n2,03/04/2021,Collapsed\n1,03/04/2021,Seemed well\n"))
    assert [event["order"] for event in found.events] == [2, 1]


def test_a_reference_that_is_no_sequence_is_kept_beside_the_event(tmp_path):
    found = read(csv_file(tmp_path, "Ref,Date,Event\nA9,03/04/2021,Seen\nA3,03/04/2021,Seen again\n"))
    assert [event["extra"] for event in found.events] == [{"Ref": "A9"}, {"Ref": "A3"}]


def test_chronolator_columns(tmp_path):
    text = "Event Ref,Start Date,Start Time,End Date,End Time,Source of Information,Significant Event\n1,?22 may 2021,09:15,,,HV diary,Visit\n2,22.05/21,,24/05/2021,,HV diary,Stay\n"
    one, two = read(csv_file(tmp_path, text)).events
    assert one["uncertain"] and one["start"] == dt.datetime(2021, 5, 22, 9, 15) and one["source_of_information"] == "HV diary"
    assert (two["start"], two["end"], two["precision"]) == (dt.datetime(2021, 5, 22), dt.datetime(2021, 5, 24), "range")


def test_an_end_before_the_start_is_left_aside_with_a_note(tmp_path):
    found = read(csv_file(tmp_path, "Start date,End date,Event\n10/05/2021,03/05/2021,Stay\n"))
    assert days(found) == ["2021-05-10"] and "end-before-start" in codes(found, 2)


def test_the_day_of_recording_is_kept_apart(tmp_path):
    found = read(csv_file(tmp_path, "Date of entry,Date of event,Details\n09/04/2021,03/04/2021,Seen\n"))
    (event,) = found.events
    assert event["start"] == dt.datetime(2021, 4, 3) and event["recorded_date"] == dt.datetime(2021, 4, 9)


def test_a_time_with_its_day_beside_the_day_of_the_log_is_when_it_happened(tmp_path):
    found = read(csv_file(tmp_path, "Log created,Incident time,Officer,Narrative,Disposal\n20/09/2021,19/09/2021 23:55,PC 4,Reported missing,School told\n12/10/2021,12/10/2021 22:10,PC 4,Shouting heard,NFA\n"))
    assert [event["start"] for event in found.events] == [dt.datetime(2021, 9, 19, 23, 55), dt.datetime(2021, 10, 12, 22, 10)]
    assert found.events[0]["recorded_date"] == dt.datetime(2021, 9, 20) and found.events[0]["response"] == "School told"


def test_a_time_of_another_day_than_the_date_is_told(tmp_path):
    found = read(csv_file(tmp_path, "Date,Time,Event\n03/04/2021,03/04/2021 12:10,Seen\n03/04/2021,04/04/2021 00:40,Found\n03/04/2021,12:10:30,Fed\n"))
    assert [event["start"] for event in found.events] == [dt.datetime(2021, 4, 3, 12, 10), dt.datetime(2021, 4, 3), dt.datetime(2021, 4, 3, 12, 10)]
    assert "time-of-another-day" in codes(found, 3) and not codes(found, 2)


def test_headings_over_two_rows_and_a_hint_under_them(tmp_path):
    found = read(csv_file(tmp_path, "Date,,Event\nFrom,To,\n03/04/2021,05/04/2021,Stay in hospital\n"))
    assert (days(found), found.events[0]["precision"]) == (["2021-04-03"], "range")
    found = read(csv_file(tmp_path, "Date,Time,Event\ndd/mm/yyyy,hh:mm,\n03/04/2021,12:10,Seen\n"))
    assert days(found) == ["2021-04-03"] and found.reports[0].skipped == 2


def test_a_preamble_is_told_and_names_the_agency(tmp_path):
    found = read(csv_file(tmp_path, "Chronology for Child R\nAgency:,Westmoor Trust\n\nDate,Event\n03/04/2021,Seen\n"))
    assert found.reports[0].agency == "Westmoor Trust" and "preamble" in codes(found)
    assert (found.reports[0].rows, found.reports[0].skipped) == (5, 4)


@pytest.mark.parametrize(
    ("name", "agency"),
    [
        ("police chronology FINAL v2.csv", "Northport Police"),
        ("Northport_Police_2021.csv", "Northport Police"),
        ("GP chronology.csv", "Quayside Surgery"),
        ("quayside.csv", "Quayside Surgery"),
        ("Riverside School chronology.csv", "Riverside School"),
    ],
)
def test_the_file_name_tells_the_agency(tmp_path, name, agency):
    agencies = [Agency(name="Northport Police", kind="police"), Agency(name="Quayside Surgery", kind="gp")]
    found = read(csv_file(tmp_path, "Date,Event\n03/04/2021,Seen\n", name), agencies=agencies)
    assert found.events[0]["agency"] == agency


def test_review_yml_names_the_agency_before_anything_else(tmp_path):
    agencies = [Agency(name="Northport Police", kind="police", chronology="x.csv"), Agency(name="Quayside Surgery", kind="gp")]
    found = read(csv_file(tmp_path, "Date,Agency,Event\n03/04/2021,Neighbourhood team,Seen\n03/04/2021,Quayside Surgery,Rang\n", "x.csv"), agencies=agencies)
    assert [event["agency"] for event in found.events] == ["Northport Police", "Quayside Surgery"]
    assert found.events[0]["extra"] == {"Agency": "Neighbourhood team"}


def test_a_column_names_the_agency_of_each_row(tmp_path):
    found = read(csv_file(tmp_path, "Date,Agency,Event\n03/04/2021,Police,Seen\n03/04/2021,School,Rang\n"))
    assert [event["agency"] for event in found.events] == ["Police", "School"]


def test_no_headings_at_all(tmp_path):
    found = read(csv_file(tmp_path, "03/04/2021,Home visit by the health visitor\n05/04/2021,Telephone call from the school\n09/04/2021,Attended the clinic\n"))
    assert days(found) == ["2021-04-03", "2021-04-05", "2021-04-09"]
    assert "columns-unsure" in codes(found) and found.unsure


def test_the_headings_said_again_are_no_events(tmp_path):
    found = read(csv_file(tmp_path, "Date,Event\n03/04/2021,A visit\nDate,Event\n04/04/2021,B visit\n"))
    assert len(found.events) == 2 and found.reports[0].skipped == 2


def test_rows_that_can_not_be_events_are_quarantined_with_a_reason(tmp_path):
    found = read(csv_file(tmp_path, "Date,Event,Seen\n31/02/2021,Impossible day,\n03/04/2021,,\n03/04/0201,Slip,\n04/04/2021,Good,Y\n"))
    assert [row for _, _, row, _, _ in found.quarantined] == [2, 3, 4]
    assert [event["event"] for event in found.events] == ["Good"]
    assert "Impossible day" in found.quarantined[0][4]


def test_rows_without_a_date_stay(tmp_path):
    found = read(csv_file(tmp_path, "Date,Event\n03/04/2021,Seen\n,Also rang\nNot known,Moved house\nongoing,Housing problems\n"))
    assert [event["precision"] for event in found.events] == ["day", "unknown", "unknown", "unknown"]
    assert codes(found, 3) == ["date-missing"] and codes(found, 5) == ["date-open"] or codes(found, 5) == ["date-unread"]


def test_ditto_takes_the_date_above_and_says_so(tmp_path):
    found = read(csv_file(tmp_path, "Date,Event\n03/04/2021,Seen\nditto,Seen again\n"))
    assert days(found) == ["2021-04-03", "2021-04-03"] and codes(found, 3) == ["date-ditto"]


def test_a_row_with_only_a_year_is_a_heading_for_the_dates_below(tmp_path):
    found = read(csv_file(tmp_path, "Date,Event\n2020,\n11 December,Moved\n2021,\n3 January,Moved back\n"))
    assert days(found) == ["2020-12-11", "2021-01-03"]
    assert codes(found, 2) == ["heading-row"] and codes(found, 3) == ["date-year-assumed"]


def test_a_date_without_a_year_is_not_guessed_where_two_years_fit(tmp_path):
    found = read(csv_file(tmp_path, "Date,Event\n11 December,Moved\n"))
    assert days(found) == [None] and codes(found, 2) == ["date-year-missing"]
    short = read_file(csv_file(tmp_path, "Date,Event\n11 December,Moved\n"), period=(dt.date(2021, 6, 1), dt.date(2022, 3, 1)))
    assert days(short) == ["2021-12-11"] and short.events[0]["uncertain"]


def test_a_text_over_the_whole_table_is_kept(tmp_path):
    found = read(csv_file(tmp_path, "Date,Event\n03/04/2021,Seen\nThere was no contact with the family between 26 April and 7 July 2021,\n05/08/2021,Seen\n"))
    assert found.events[1]["event"].startswith("There was no contact")
    assert (found.events[1]["start"].date(), found.events[1]["end"].date()) == (dt.date(2021, 4, 26), dt.date(2021, 7, 7))


def test_duplicates_are_marked_not_removed(tmp_path):
    case = _case(tmp_path, {"a.csv": "Date,Event\n03/04/2021,Seen\n03/04/2021,Seen\n"})
    intake = read_case(case)
    assert len(intake.events) == 2 and list(intake.notes["code"]) == ["duplicate"]


def test_child_seen_is_yes_no_or_nothing(tmp_path):
    answers = {"Y": "yes", "yes - asleep": "yes", "N": "no", "Not seen": "no", "N/A": "", "not recorded": "", "": "", "Mother only": ""}
    rows = "".join(f"03/04/2021,Visit {n},{answer}\n" for n, answer in enumerate(answers))
    found = read(csv_file(tmp_path, f"Date,Event,Child seen?\n{rows}"))
    assert [event["child_seen"] for event in found.events] == list(answers.values())
    assert found.events[-1]["extra"] == {"Child seen?": "Mother only"}


def test_workbook_cells_that_can_not_be_had(tmp_path):
    rows = [["Date", "Event", "Cost"], ["=A9+1", "Seen", 1], [dt.datetime(2021, 4, 3), "Rang", "=1/0"]]
    found = read(book(tmp_path, rows))
    assert "never calculated" in found.quarantined[0][3] and "A2" in found.quarantined[0][3]
    assert "cell-error" in codes(found, 3)


def test_workbook_dates_shown_as_months_are_months(tmp_path):
    def change(workbook, sheet):
        sheet["A2"].number_format = "mmm-yy"
        sheet["A3"].number_format = "d-mmm"

    found = read(book(tmp_path, [["Date", "Event"], [dt.datetime(2021, 4, 1), "In April"], [dt.datetime(2021, 4, 3), "Typed 3/4"]], change=change))
    assert [event["precision"] for event in found.events] == ["month", "day"]
    assert found.events[0]["date_text"] == "April 2021" and codes(found, 3) == ["date-year-assumed"]


def test_numbers_that_are_no_dates_stay_numbers_and_day_numbers_are_read(tmp_path):
    found = read(book(tmp_path, [["Date", "Event", "Log number"], [44289, "Seen", 44289]]))
    assert days(found) == ["2021-04-03"] and found.events[0]["extra"] == {"Log number": "44289"}
    assert codes(found, 2) == ["date-serial"]


def test_merged_hidden_struck_and_commented_rows(tmp_path):
    def change(workbook, sheet):
        sheet.merge_cells("A2:A3")
        sheet.row_dimensions[4].hidden = True
        sheet["B5"].font = openpyxl.styles.Font(strike=True)
        sheet["B5"].comment = openpyxl.comments.Comment("Check with the diary", "x")
        workbook.create_sheet("Old").append(["Date", "Event"])
        workbook["Old"].append(["09/09/2021", "On the hidden sheet"])
        workbook["Old"].sheet_state = "hidden"

    rows = [["Date", "Event"], ["03/04/2021", "One"], [None, "Two"], ["04/04/2021", "Three"], ["05/04/2021", "Four"]]
    found = read(book(tmp_path, rows, change=change))
    assert days(found) == ["2021-04-03", "2021-04-03", "2021-04-04", "2021-04-05", "2021-09-09"]
    assert codes(found, 4) == ["hidden-row"] and set(codes(found, 5)) == {"strike", "comment"} and "hidden-sheet" in codes(found)


def test_a_file_without_a_chronology_is_refused_in_one_line(tmp_path):
    with pytest.raises(InputError, match="agency.csv: No table with a column of dates"):
        read(csv_file(tmp_path, "Name,Address\nA Person,1 High Street\n"))


def test_a_mapping_wins(tmp_path):
    path = csv_file(tmp_path, "When it was,Blurb,Extra\n03/04/2021,Seen at home,x\n04/05/2021,Not in,y\n05/05/2021,Gone,z\n")
    said = FileMapping(file="agency.csv", agency="Northport Police", columns={"date": "When it was", "event": "Blurb"}, date_order="mdy", skip=[4])
    found = read(path, mapping=Mapping(files=[said]))
    assert days(found) == ["2021-03-04", "2021-04-05"] and found.events[0]["agency"] == "Northport Police"
    assert found.reports[0].skipped == 2 and "declared" in codes(found, 4)
    assert not found.unsure


def test_a_mapping_that_names_no_column_is_told_the_headings(tmp_path):
    path = csv_file(tmp_path, "Date,Event\n03/04/2021,Seen\n")
    with pytest.raises(InputError, match="There is no column 'Happening' for Event. The headings are: Date, Event"):
        read(path, mapping=Mapping(files=[FileMapping(file="agency.csv", columns={"event": "Happening"})]))


def _case(folder, exports):
    (folder / "review.yml").write_text("reference: X-1\ndecision_date: 2022-01-01\nperiod: {from: 2021-01-01, to: 2021-12-31}\nsubjects: [p1]\n", encoding="utf-8")
    (folder / "people.csv").write_text("id,name,aliases,role\np1,Corin Thrale,CT,subject child\np2,Mara Thrale,,mother\np3,Mara Quell,,professional: nurse\n", encoding="utf-8")
    (folder / "chronologies").mkdir(exist_ok=True)
    for name, text in exports.items():
        (folder / "chronologies" / name).write_bytes(text if isinstance(text, bytes) else text.encode())
    return load_case(folder)


def test_a_case_is_read_whole_and_a_bad_file_stops_nothing(tmp_path):
    case = _case(tmp_path, {"a.csv": "Date,Event\n05/04/2021,Later\n", "b.csv": "Date,Event\n03/04/2021,Corin seen; mara thrale and Mara not in\n04/04/2021,ct scan. CT well\n", "c.docx": b"rubbish", "d.pdf": b"%PDF-1.4 nothing"})
    intake = read_case(case)
    assert list(intake.events["event"]) == ["Corin seen; mara thrale and Mara not in", "ct scan. CT well", "Later"]
    assert list(intake.events["people"]) == [("p1", "p2"), ("p1",), ()]
    assert sorted(problem.file for problem in intake.refused) == ["c.docx", "d.pdf"]
    shape = intake_json(intake)
    assert shape["events"] == 3 and [entry["file"] for entry in shape["files"]] == ["a.csv", "b.csv"]
    assert set(shape["files"][0]) == {"file", "sheet", "agency", "rows", "events", "quarantined", "skipped", "columns"}
    assert intake.proposal == ""


def test_an_empty_case_gives_an_empty_chronology(tmp_path):
    intake = read_case(_case(tmp_path, {}))
    assert len(intake.events) == 0 and intake_json(intake)["notes"] == []


def test_unsure_columns_are_proposed_as_a_mapping_that_reads_back(tmp_path):
    case = _case(tmp_path, {"a.csv": "When was it,Blurb of the matter\n05/04/2021,A long enough account of what happened\n06/04/2021,Another long account of the day\n"})
    intake = read_case(case)
    assert "Blurb of the matter" in intake.proposal
    (tmp_path / "mapping.yml").write_text(intake.proposal, encoding="utf-8")
    again = read_case(load_case(tmp_path))
    assert again.proposal == "" and list(again.events["event_id"]) == list(intake.events["event_id"])


def test_reading_does_not_depend_on_the_order_of_rows_between_runs(tmp_path):
    case = _case(tmp_path, {"a.csv": "Date,Event\n05/04/2021,Later\n03/04/2021,Earlier\n"})
    first, second = read_case(case), read_case(case)
    assert first.events.equals(second.events) and first.notes.equals(second.notes)


def test_the_name_of_a_sheet_gives_the_year(tmp_path):
    def change(workbook, sheet):
        sheet.title = "2021"

    found = read(book(tmp_path, [["Date", "Event"], ["3 April", "Seen"]], change=change))
    assert days(found) == ["2021-04-03"] and codes(found, 2) == ["date-year-assumed"] and not found.events[0]["uncertain"]


def test_a_comma_within_a_text_that_cut_the_row_is_mended_where_that_comes_out_right(tmp_path):
    found = read(csv_file(tmp_path, "Date,Event,Outcome\n03/04/2021,Seen,NFA\n04/04/2021,Rang, wrote and visited,NFA\n05/04/2021,Last,x,y\n"))
    assert (found.events[1]["event"], found.events[1]["response"]) == ("Rang, wrote and visited", "NFA")
    assert found.events[2]["extra"] and codes(found, 3) == codes(found, 4) == ["extra-cells"]


def test_signatures_and_totals_below_the_table_are_no_events(tmp_path):
    found = read(csv_file(tmp_path, "Date,Event\n03/04/2021,Seen\nTotal: 1,\nCompleted by A. Clerk on 12/05/2022,\nEnd of chronology,\n"))
    assert len(found.events) == 1 and codes(found) == ["end-mark"] * 3


def test_a_text_file_of_dated_lines(tmp_path):
    found = read(csv_file(tmp_path, "Westmoor Trust\n3 April 2021 - Seen at home by the nurse.\n5 April 2021 - Rang the school.\n9 April 2021 - Attended A&E, with a bruise.\n", "notes.txt"))
    assert [(event["date_text"], event["event"]) for event in found.events] == [("3 April 2021", "Seen at home by the nurse."), ("5 April 2021", "Rang the school."), ("9 April 2021", "Attended A&E, with a bruise.")]


def test_tables_of_people_and_abbreviations_are_set_aside(tmp_path):
    def change(workbook, sheet):
        family = workbook.create_sheet("Family")
        for row in (["Name", "Date of birth", "Relationship to the child"], ["Child R", dt.datetime(2019, 4, 3), "The child of this review"], ["Mother", dt.datetime(1990, 4, 3), "Mother of the child"]):
            family.append(row)
        glossary = workbook.create_sheet("Abbreviations")
        for row in (["Abbreviation", "Meaning"], ["HV", "Health visitor of the child"], ["SW", "Social worker"]):
            glossary.append(row)

    found = read(book(tmp_path, [["Date", "Event"], ["03/04/2021", "Seen"]], change=change))
    assert len(found.events) == 1 and codes(found).count("not-a-chronology") == 2
    assert [(report.sheet, report.rows, report.skipped) for report in found.reports[1:]] == [("Family", 3, 3), ("Abbreviations", 3, 3)]


@pytest.mark.parametrize("heading", ["Date / time", "Time"])
def test_days_in_rows_of_their_own_with_times_below(tmp_path, heading):
    found = read(csv_file(tmp_path, f"{heading},Event,Source\n3 April 2021,,\n09:30,Seen at home,File\n10:00,Rang the school,File\n4 April 2021,,\n11:00,A second visit,File\n"))
    assert [event["start"] for event in found.events] == [dt.datetime(2021, 4, 3, 9, 30), dt.datetime(2021, 4, 3, 10), dt.datetime(2021, 4, 4, 11)]
    assert codes(found, 3) == ["date-from-heading"] and not found.quarantined


def test_a_date_without_a_year_follows_the_row_above(tmp_path):
    found = read(csv_file(tmp_path, "Date,Event\n28/12/2020,A\n30/12,B\n2/1,C\n05/01/2021,D\n"))
    assert days(found) == ["2020-12-28", "2020-12-30", "2021-01-02", "2021-01-05"]
    assert codes(found, 3) == codes(found, 4) == ["date-year-assumed"] and found.events[1]["uncertain"]


def test_what_stands_under_a_persons_name_is_the_event(tmp_path):
    found = read(csv_file(tmp_path, "Date,Child,Mother,Comments\n03/04/2021,,Seen at the surgery with low mood,\n05/04/2021,,Rang about her repeat prescription,\n"
                          "07/04/2021,Seen with a cough and a rash on the arm,,\n09/04/2021,,Did not attend for her review of medication,\n"))  # fmt: skip
    assert [event["event"].removeprefix("Child: ") for event in found.events][2] == "Seen with a cough and a rash on the arm"
    assert "Did not attend for her review of medication" in found.events[3]["event"] and not found.quarantined
