"""The child seen, and identity: what is recorded, and by whom."""

from __future__ import annotations

import datetime as dt

import pytest

from lcspr_kit.chronology.recorded import child_seen_by_agency, identity_by_agency, unseen_stretches


def test_records_by_what_they_say_of_the_child(made):
    e = made.event
    events = made.chronology(
        e(made.SCHOOL, "2025-03-03", "a", child_seen="yes", child_voice="I like beans"),
        e(made.SCHOOL, "2025-03-04", "b", child_seen="no"),
        e(made.SCHOOL, "2025-03-05", "c"),
        e(made.POLICE, "2025-03-05", "d"),
    )
    rows = {row.agency: tuple(row)[1:] for row in child_seen_by_agency(events).itertuples(index=False)}
    assert rows == {made.SCHOOL: (3, 1, 1, 1, 1, dt.date(2025, 3, 3)), made.POLICE: (1, 0, 0, 1, 0, None)}


def test_stretches_in_which_nobody_records_the_child_as_seen(made, case):
    e = made.event
    events = made.chronology(e(made.SCHOOL, "2025-01-10", "a", child_seen="yes"), e(made.POLICE, "2025-02-01", "b", child_seen="no"), e(made.SCHOOL, "2025-03-01", "c", child_seen="yes"), e(made.SCHOOL, "2025-03-20", "d", child_seen="yes"))
    found = [tuple(row) for row in unseen_stretches(case, events).itertuples(index=False)]
    assert found == [(dt.date(2025, 1, 11), dt.date(2025, 2, 28), 49, 1, 1), (dt.date(2025, 3, 21), dt.date(2025, 12, 31), 286, 0, 0)]


def test_no_stretch_where_no_export_says_anything_of_it(made, case):
    assert unseen_stretches(case, made.chronology(made.event(made.SCHOOL, "2025-01-10", "a"))).empty


@pytest.mark.parametrize(
    ("text", "aspect"),
    [
        ("Mother is White British", "ethnicity"),
        ("Father of Pakistani heritage", "ethnicity"),
        ("Has a learning disability", "disability"),
        ("Mother cannot read the letters", "disability"),
        ("EHCP in place", "disability"),
        ("Interpreter booked", "language"),
        ("Speaks Polish at home", "language"),
        ("The family goes to church", "faith"),
        ("Grandmother is Muslim", "faith"),
    ],
)
def test_a_word_on_identity(made, text, aspect):
    events = made.chronology(made.event(made.SCHOOL, "2025-01-10", text))
    found = {row.aspect: row.records for row in identity_by_agency(events).itertuples(index=False)}
    assert found == {"ethnicity": 0, "disability": 0, "language": 0, "faith": 0} | {aspect: 1}


@pytest.mark.parametrize("text", ["Won the bean race", "Acted in good faith? no: bad language", "Speaks to Finish the form", "Send him home", "Temple Street", "Cultured milk", "polish the floor"])
def test_words_that_say_nothing_of_identity(made, text):
    events = made.chronology(made.event(made.SCHOOL, "2025-01-10", text))
    found = {row.aspect: row.records for row in identity_by_agency(events).itertuples(index=False)}
    assert sum(found.values()) == (1 if "good faith" in text or text.startswith("Temple") else 0)


def test_a_column_of_the_export_counts_where_it_is_filled_in(made):
    e = made.event
    events = made.chronology(e(made.SCHOOL, "2025-01-10", "a", extra={"Ethnicity": "", "Faith": ""}), e(made.SCHOOL, "2025-01-11", "b", extra={"Ethnicity": "WBRI"}))
    rows = {row.aspect: (row.records, row.first) for row in identity_by_agency(events).itertuples(index=False)}
    assert rows["ethnicity"] == (1, made.id_of(events, "b")) and rows["faith"] == (0, "")
