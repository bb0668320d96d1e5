"""How the report says things."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lcspr_kit.report.wording import (
    age_phrase,
    counted,
    dates_spelt_out,
    day_text,
    length_text,
    listed,
    plural,
    runs_text,
    sentence,
    span_text,
)


@pytest.mark.parametrize(
    ("start", "end", "exact", "vague"),
    [
        (date(2025, 3, 4), date(2025, 3, 4), "4 March 2025", "early March 2025"),
        (date(2025, 3, 4), date(2025, 3, 28), "4 to 28 March 2025", "early March to late March 2025"),
        (date(2025, 3, 4), date(2025, 5, 9), "4 March to 9 May 2025", "early March to early May 2025"),
        (date(2024, 7, 1), date(2026, 1, 17), "1 July 2024 to 17 January 2026", "early July 2024 to mid January 2026"),
        (date(2025, 3, 1), date(2025, 3, 10), "1 to 10 March 2025", "early March 2025"),
    ],
)
def test_spans(start, end, exact, vague):
    assert span_text(start, end) == exact
    assert span_text(start, end, vague=True) == vague


@pytest.mark.parametrize(
    ("start", "end", "words"),
    [
        (date(2025, 3, 4), date(2025, 3, 4), "1 day"),
        (date(2025, 3, 4), date(2025, 3, 12), "9 days"),
        (date(2025, 3, 1), date(2025, 3, 31), "4 weeks"),
        (date(2024, 7, 1), date(2025, 12, 31), "18 months"),
        (date(2024, 1, 1), date(2025, 12, 31), "2 years"),
        (date(2025, 1, 1), date(2025, 12, 31), "1 year"),
    ],
)
def test_lengths(start, end, words):
    assert length_text(start, end) == words


@pytest.mark.parametrize(("number", "noun", "words"), [(1, "event", "one event"), (0, "event", "no events"), (12, "agency", "twelve agencies"), (1300, "record", "1,300 records"), (2, "line of enquiry", "two line of enquiries"), (2, "tracked change", "two tracked changes"), (3, "day", "three days")])
def test_counts(number, noun, words):
    assert counted(number, noun) == words


def test_plurals_of_the_field():
    assert [plural(word) for word in ("child", "key practice episode", "was", "search")] == ["children", "key practice episodes", "were", "searches"]


def test_lists_and_sentences():
    assert listed([]) == "" and listed(["a"]) == "a" and listed(["a", "", "b"]) == "a and b" and listed("abc") == "a, b and c"
    assert sentence(" nobody asked ") == "Nobody asked."
    assert sentence("Who asked?") == "Who asked?"
    assert sentence("He said “no.”") == "He said “no.”"
    assert sentence("") == ""


def test_runs_of_rows():
    assert runs_text([4, 9, 7, 8, 12, 8]) == "4, 7-9 and 12"


def test_iso_dates_are_spelt_out_and_others_left():
    assert dates_spelt_out("met 2026-05-12, ref 2026-13-45") == "met 12 May 2026, ref 2026-13-45"


@pytest.mark.parametrize(("age", "words"), [("10 months", "10 months old"), ("4", "4 years old"), ("1", "1 year old"), ("0", "less than a year old"), ("4 or 5", "4 or 5 years old"), ("not yet born", "not yet born"), ("", "")])
def test_ages(age, words):
    assert age_phrase(age) == words


@given(st.dates(date(1950, 1, 1), date(2060, 1, 1)), st.integers(0, 3000))
@settings(max_examples=60, deadline=None)
def test_a_vague_span_never_names_a_day(start, days):
    end = date.fromordinal(start.toordinal() + days)
    text = span_text(start, end, vague=True)
    assert day_text(start) not in text and day_text(end) not in text
