"""Headings that agencies use, and what each is taken for."""

import pytest

from lcspr_kit.chronology.columns import SURE, fields, labels, match_columns, match_heading

SURELY = {
    "Date": "date", "DATE OF EVENT": "date", "Date of event (dd/mm/yyyy)": "date", "Start Date": "date", "Date/Time": "date", "When": "date",
    "Date To": "end_date", "Time (24hr)": "time", "Start Time": "time", "Date of Entry": "recorded_date", "Created on": "recorded_date",
    "Agency / Organisation": "agency", "Source of Info.": "source_of_information", "Evidence/Source": "source_of_information",
    "Significant Event": "event", "Event/Contact": "event", "Event - what happened and who was there?": "event", "Details": "event", "Case notes": "event",
    "Child seen? (Y/N)": "child_seen", "CS?": "child_seen", "Voice of the Child": "child_voice", "VoC": "child_voice", "Child’s voice": "child_voice",
    "Outcome": "response", "Action Taken": "response", "Author's Comment": "analysis", "Manager's comment": "analysis", "RAG": "significance", "KPE": "significance",
    "Seq": "order", "Event Ref": "order", "#": "order", "Who was present": "people",
}  # fmt: skip
KEPT = ["Event Type", "Age of child", "Log number", "NHS Number", "Worker", "Date of birth", "DOB", "Location", "Category", "Professionals involved"]
NOTHING = ["", " ", "Home visit, mother said the baby was well and had gained weight.", "14:30", "03/04/2021", "NFA", "Quux"]


@pytest.mark.parametrize("heading", SURELY)
def test_headings_that_are_known(heading):
    field, score = match_heading(heading)
    assert field == SURELY[heading] and score >= SURE


@pytest.mark.parametrize("heading", KEPT)
def test_headings_that_are_known_to_be_something_else(heading):
    field, score = match_heading(heading)
    assert field == "" and score >= SURE


@pytest.mark.parametrize("text", NOTHING)
def test_texts_that_are_no_heading(text):
    assert match_heading(text)[1] < SURE


@pytest.mark.parametrize(("heading", "field"), [("Evnt", "event"), ("Outcome of the visit", "response"), ("Incident Descripton", "event"), ("Details of contact with family", "event")])
def test_headings_that_are_guessed_are_not_sure(heading, field):
    found, score = match_heading(heading)
    assert found == field and 0.72 <= score < SURE


def test_each_field_is_one_column_and_the_more_usual_heading_wins():
    found = {match.field: match.heading for match in match_columns(["Date", "Details", "Event", "Comments", "Outcome", "Event type"])}
    assert found == {"date": "Date", "event": "Event", "analysis": "Comments", "response": "Outcome"}


def test_a_column_without_dates_is_no_date():
    assert [match.field for match in match_columns(["Date of first contact with the team", "Event"], [0.0, 0.0])] == ["event"]
    (sure, _) = match_columns(["Date of supervision", "Event"], [1.0, 0.0])
    assert sure.field == "date" and sure.is_sure


def test_every_field_knows_its_own_label():
    assert list(labels()) == fields()
    for field, name in labels().items():
        assert match_heading(name) == (field, 1.0)
