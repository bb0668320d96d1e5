"""Discrepancies: both texts with their sources, and no verdict."""

from __future__ import annotations

import pytest

from lcspr_kit.chronology.discrepancies import DISCREPANCY_COLUMNS, find_discrepancies
from lcspr_kit.chronology.link import suggest_links
from lcspr_kit.chronology.links import Links, decide_link


def compared(made, case, a, b):
    """The discrepancies of two records that the author accepted as one event."""
    events = made.chronology(a, b)
    links = decide_link(Links(), *events["event_id"], "accepted")
    return find_discrepancies(case, events, suggest_links(events), links)


def test_linked_records_that_differ_stand_side_by_side(made, case):
    a = made.event(made.POLICE, "2025-03-04 14:00", "Bruise to the left cheek", people=("c1", "m"), child_seen="yes")
    b = made.event(made.CARE, "2025-03-04 17:30", "No injuries seen", people=("c1", "f"), child_seen="no")
    found = compared(made, case, a, b)
    assert set(found["kind"]) == {"time", "injury", "people", "seen"}
    assert list(found.columns) == list(DISCREPANCY_COLUMNS)
    row = found[found["kind"] == "injury"].iloc[0]
    assert row["basis"] == "accepted link" and row["days"] == 0
    assert (row["says_a"], row["says_b"]) == ("04/03/2025 14:00: Bruise to the left cheek", "04/03/2025 17:30: No injuries seen")
    assert (row["source_a"], row["source_b"]) == ("police.csv, row 2", "care.csv, row 3")
    assert "3 hours and 30 minutes" in found[found["kind"] == "time"].iloc[0]["what"]


@pytest.mark.parametrize(
    ("a", "b"),
    [
        ({"people": ("m",)}, {"people": ("m", "c1")}),  # one names more
        ({"people": ("m", "pr")}, {"people": ("m",)}),  # a professional
        ({"child_seen": "yes"}, {"child_seen": ""}),  # not recorded is not "no"
    ],
)
def test_what_is_no_difference(made, case, a, b):
    found = compared(made, case, made.event(made.POLICE, "2025-03-04", "Home visit", **a), made.event(made.CARE, "2025-03-04", "Visit with police", **b))
    assert found.empty


def test_days_apart(made, case):
    found = compared(made, case, made.event(made.POLICE, "2025-03-04", "Home visit"), made.event(made.CARE, "2025-03-06", "Home visit"))
    assert list(found["kind"]) == ["date"] and found.iloc[0]["days"] == 2


def test_a_refused_suggestion_is_not_compared(made, case):
    words = "Hospital reports a baby with a broken femur, police and social worker at the ward, mother present"
    events = made.chronology(
        made.event(made.POLICE, "2025-03-04 14:00", words, child_seen="yes"), made.event(made.CARE, "2025-03-04 14:00", words, child_seen="no")
    )
    suggested = suggest_links(events)
    assert list(find_discrepancies(case, events, suggested)["basis"]) == ["suggested link"]
    assert find_discrepancies(case, events, suggested, decide_link(Links(), *events["event_id"], "refused")).empty


def school_rows(made, *more):
    """A school whose chronology reaches over the time in question."""
    return [made.event(made.SCHOOL, "2025-02-03", "Late again"), *more, made.event(made.SCHOOL, "2025-05-01", "Swimming lesson")]


def told(found):
    return found[found["kind"] == "told"]


def test_told_and_no_record_of_it(made, case):
    events = made.chronology(made.event(made.POLICE, "2025-03-04", "Called to the home. We informed the school."), *school_rows(made))
    (row,) = told(find_discrepancies(case, events, suggest_links(events))).itertuples(index=False)
    assert (row.agency_a, row.agency_b, row.b) == (made.POLICE, made.SCHOOL, "")
    assert "no record" in row.what and "We informed the school." in row.what


def test_told_and_other_records_near(made, case):
    events = made.chronology(made.event(made.POLICE, "2025-03-04", "Called to the home. We informed the school."), *school_rows(made, made.event(made.SCHOOL, "2025-03-06", "Cake sale")))
    (row,) = told(find_discrepancies(case, events, suggest_links(events))).itertuples(index=False)
    assert row.b == made.id_of(events, "Cake sale") and "1 record" in row.what


@pytest.mark.parametrize("arrival", ["2025-03-04", "2025-03-07"])
def test_told_and_the_record_is_there(made, case, arrival):
    events = made.chronology(made.event(made.POLICE, "2025-03-04", "We informed the school."), *school_rows(made, made.event(made.SCHOOL, arrival, "Call from police")))
    assert told(find_discrepancies(case, events, suggest_links(events))).empty


def test_three_working_days_go_over_a_weekend(made, case):
    friday, wednesday, thursday = "2025-03-07", "2025-03-12", "2025-03-13"
    for arrival, missing in ((wednesday, 0), (thursday, 1)):
        events = made.chronology(made.event(made.POLICE, friday, "We informed the school."), *school_rows(made, made.event(made.SCHOOL, arrival, "Call from police")))
        assert len(told(find_discrepancies(case, events, suggest_links(events)))) == missing


@pytest.mark.parametrize(
    "text", ["We did not inform the school.", "School not informed.", "Isla told the school herself.", "Advised to tell the school.", "The GP was told."]
)
def test_no_such_statement_or_no_chronology_to_look_in(made, case, text):
    events = made.chronology(made.event(made.POLICE, "2025-03-04", text), *school_rows(made))
    assert told(find_discrepancies(case, events, suggest_links(events))).empty


def test_a_chronology_that_does_not_reach_so_far_says_nothing(made, case):
    events = made.chronology(made.event(made.POLICE, "2025-06-04", "We informed the school."), *school_rows(made))
    assert find_discrepancies(case, events, suggest_links(events)).empty


def test_no_word_of_fault(made, case):
    events = made.chronology(made.event(made.POLICE, "2025-03-04", "We informed the school."), *school_rows(made))
    said = " ".join(find_discrepancies(case, events, suggest_links(events))["what"]).lower()
    assert not any(word in said for word in ("fail", "should have", "fault", "wrong", "missed", "ignored"))


def test_an_empty_chronology(made, case):
    events = made.chronology()
    assert find_discrepancies(case, events, suggest_links(events)).empty


def test_an_injury_told_otherwise_to_another_agency_stands_out_though_no_link_is_suggested(made, case):
    school = made.event(made.SCHOOL, "2025-03-04 13:15", "She showed staff a bruise on her left arm, said she fell over the dog", people=("c1",))
    police = made.event(made.POLICE, "2025-03-04 16:40", "Spoken to by herself: he pushed her; mark on the right arm, a bruise", people=("c1",))
    later = made.event(made.CARE, "2025-03-07", "Old bruise to the right arm from when she was pushed")
    events = made.chronology(school, police, later)
    found = find_discrepancies(case, events, suggest_links(events).iloc[:0])
    assert [(row.kind, row.basis, row.agency_a, row.agency_b) for row in found.itertuples()] == [
        ("account", "near in time", made.SCHOOL, made.POLICE), ("side", "near in time", made.SCHOOL, made.POLICE)
    ]
    assert find_discrepancies(case, events, suggest_links(events), decide_link(Links(), *events["event_id"][:2], "refused")).empty


def test_a_record_that_names_the_other_agency_and_its_day_is_compared_whatever_its_words(made, case):
    events = made.chronology(
        made.event(made.POLICE, "2025-03-04 22:10", "Called by a neighbour. Mother has a swollen lip."), made.event(made.CARE, "2025-03-07", "Notice from police re 4.3.25: verbal argument, mother uninjured")
    )
    (row,) = find_discrepancies(case, events, suggest_links(events)).itertuples()
    assert (row.kind, row.basis, row.days) == ("injury", "possible link", 3)


def test_what_an_unknown_column_says_was_sent_is_looked_for(made, case):
    told = [*school_rows(made), made.event(made.POLICE, "2025-03-04", "Report of a missing child", extra={"Closing note": "School informed by e-mail"})]
    events = made.chronology(*told)
    assert "told" in set(find_discrepancies(case, events, suggest_links(events))["kind"])
