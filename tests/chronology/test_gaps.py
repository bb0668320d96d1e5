"""Gaps: silences against an agency's own rhythm, what the chronologies don't reach, who sent nothing."""

from __future__ import annotations

import datetime as dt

import pytest

from lcspr_kit.chronology.gaps import find_gaps
from lcspr_kit.problems import Problem


def weekly(made, agency, start, weeks, text="Contact"):
    day = dt.date.fromisoformat(start)
    return [made.event(agency, (day + dt.timedelta(days=7 * n)).isoformat(), f"{text} {n}") for n in range(weeks)]


def gaps_of(made, case, *rows, **more):
    return find_gaps(case, made.intake_of(made.chronology(*rows), **more))


def test_a_silence_longer_than_the_agency_s_own_rhythm(made, case):
    rows = weekly(made, made.SCHOOL, "2025-01-06", 10) + weekly(made, made.SCHOOL, "2025-06-02", 10, "Later")
    (silence,) = gaps_of(made, case, *rows).silences.itertuples(index=False)
    assert (silence.agency, silence.start, silence.end) == (made.SCHOOL, dt.date(2025, 3, 11), dt.date(2025, 6, 1))
    assert (silence.days, silence.usual_days, silence.kind, silence.stated) == (83, 6.0, "rhythm", "")


def test_an_agency_that_writes_every_two_months_is_not_silent(made, case):
    rows = [made.event(made.SCHOOL, f"2025-{month:02}-03", "Review") for month in range(1, 12, 2)]
    assert gaps_of(made, case, *rows).silences.empty


def test_a_silence_while_others_were_active(made, case):
    quiet = [made.event(made.SURGERY, day, "Seen") for day in ("2025-01-05", "2025-01-25", "2025-02-14", "2025-03-06", "2025-04-20", "2025-05-10", "2025-05-30", "2025-06-19")]
    busy = [made.event(agency, f"2025-{month:02}-{day:02}", "Visit") for agency in (made.POLICE, made.CARE) for month, day in [(1, 7), (6, 1), *((3, n) for n in range(8, 30, 2)), *((4, n) for n in range(1, 18, 2))]]
    found = gaps_of(made, case, *quiet, *busy).silences
    (row,) = found[found["agency"] == made.SURGERY].itertuples(index=False)
    assert row.kind == "others active" and (row.start, row.other_agencies) == (dt.date(2025, 3, 7), 2) and row.other_records >= 30


def test_a_range_covers_its_days(made, case):
    rows = weekly(made, made.SCHOOL, "2025-01-06", 10) + weekly(made, made.SCHOOL, "2025-06-02", 10, "Later")
    rows.append(made.event(made.SCHOOL, "2025-03-12/2025-05-30", "Daily contact by phone"))
    assert gaps_of(made, case, *rows).silences.empty


@pytest.mark.parametrize("words", ["No contact with the family between March and June.", "No recorded contact", "Nil involvement in this period", "Family not known to this service"])
def test_a_statement_of_no_contact_is_told_apart_from_silence(made, case, words):
    rows = weekly(made, made.SCHOOL, "2025-01-06", 10) + weekly(made, made.SCHOOL, "2025-06-02", 10, "Later")
    events = made.chronology(*rows, made.event(made.SCHOOL, "2025-03-12/2025-05-30", words))
    found = find_gaps(case, made.intake_of(events))
    assert list(found.no_contact["text"]) == [words]
    assert list(found.silences["stated"]) == [made.id_of(events, words)]


@pytest.mark.parametrize("words", ["No contact achieved with Ms Ashlock", "No contact order in force", "Contact with father at weekends", "No contact number on file", "Call not recorded", "Letter to HV, ref no contact at visit", "Ref: no records received"])
def test_words_that_are_no_such_statement(made, case, words):
    assert gaps_of(made, case, made.event(made.SCHOOL, "2025-03-12", words)).no_contact.empty


def test_parts_of_the_period_that_are_not_covered(made, case):
    found = gaps_of(made, case, *weekly(made, made.SCHOOL, "2025-03-03", 8)).uncovered
    assert [(row.agency, row.start, row.end) for row in found.itertuples(index=False)] == [
        (made.SCHOOL, dt.date(2025, 1, 1), dt.date(2025, 3, 2)),
        (made.SCHOOL, dt.date(2025, 4, 22), dt.date(2025, 12, 31)),
        ("", dt.date(2025, 1, 1), dt.date(2025, 3, 2)),
        ("", dt.date(2025, 4, 22), dt.date(2025, 12, 31)),
    ]


def test_agencies_that_sent_nothing_and_why(made, case):
    rows = [
        made.event(made.SCHOOL, "2025-03-03", "GP rang about a missed check"),
        made.event(made.SCHOOL, "2025-03-04", "Housing officer visited; police there too"),
        made.event(made.SCHOOL, "2025-03-05", "Social worker visited"),
    ]
    found = gaps_of(made, case, *rows, refused=[Problem("police.csv", "It is locked.")]).unsent
    told = {(row.agency or row.kind): (row.why, row.records) for row in found.itertuples(index=False)}
    assert told == {
        made.POLICE: ("its file could not be read", 1),
        made.CARE: ("its chronology holds no record", 1),
        made.SURGERY: ("no chronology is named in review.yml", 1),
        "housing": ("records name such an agency; review.yml doesn't", 1),
    }


def test_undated_and_far_rows_and_an_empty_chronology(made, case):
    found = gaps_of(made, case, made.event(made.SCHOOL, "", "Undated"), made.event(made.SCHOOL, "1999-01-01", "Long ago"))
    assert found.silences.empty and list(found.uncovered["agency"]) == [""]
    assert len(gaps_of(made, case).unsent) == 4
