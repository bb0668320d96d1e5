"""Partial dates and ages."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lcspr_kit.edtf import age_in_words, read_edtf, years_between


@pytest.mark.parametrize(
    ("text", "earliest", "latest", "precision", "uncertain"),
    [
        ("2019", "2019-01-01", "2019-12-31", "year", False),
        ("2020-02", "2020-02-01", "2020-02-29", "month", False),
        ("2019-03-04", "2019-03-04", "2019-03-04", "day", False),
        ("2019-03~", "2019-03-01", "2019-03-31", "month", True),
        ("2019?", "2019-01-01", "2019-12-31", "year", True),
        ("2019-24", "2019-12-01", "2020-02-29", "season", False),
        ("2019-03-04/2019-03-09", "2019-03-04", "2019-03-09", "range", False),
    ],
)
def test_forms(text, earliest, latest, precision, uncertain):
    read = read_edtf(text)
    assert (str(read.earliest), str(read.latest), read.precision, read.uncertain) == (earliest, latest, precision, uncertain)
    assert str(read) == text


@pytest.mark.parametrize("text", ["", "soon", "2019-13", "2019-02-30", "04/03/2019", "2019-3", "2019-05-01/2019-04-01", "19"])
def test_anything_else_is_refused_in_a_sentence(text):
    with pytest.raises(ValueError, match=r"date|calendar|range"):
        read_edtf(text)


@given(st.dates(date(1900, 1, 1), date(2100, 1, 1)))
def test_every_day_reads_as_itself(day):
    assert read_edtf(day.isoformat()).earliest == day


@pytest.mark.parametrize(
    ("born", "on", "words"),
    [
        ("2024-05-02", "2024-05-01", "not yet born"),
        ("2024-05-02", "2024-05-03", "1 day"),
        ("2024-05-02", "2024-06-01", "4 weeks"),
        ("2024-05-02", "2025-01-01", "7 months"),
        ("2010-05-02", "2025-05-01", "14"),
        ("2010", "2025-06-01", "14 or 15"),
        ("1999~", "2025-06-01", "about 25"),
        ("2004-02-29", "2025-02-28", "20"),
    ],
)
def test_ages_as_a_reviewer_writes_them(born, on, words):
    assert age_in_words(read_edtf(born), date.fromisoformat(on)) == words


@given(st.dates(date(1950, 1, 1), date(2020, 1, 1)), st.integers(0, 30000))
def test_age_never_goes_down(born, days):
    on = born + timedelta(days)
    assert years_between(born, on) <= years_between(born, on + timedelta(1))
