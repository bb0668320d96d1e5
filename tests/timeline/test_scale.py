from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lcspr_kit.edtf import read_edtf
from lcspr_kit.textwidth import text_width
from lcspr_kit.timeline.scale import Scale, age_ticks, day_name, span_name, time_ticks

WIDTH = 605.0


def scale(first: date, last: date) -> Scale:
    return Scale(first.toordinal(), last.toordinal(), 122.0, 122.0 + WIDTH)


def test_equal_times_are_equally_long_everywhere():
    s = scale(date(2023, 1, 1), date(2025, 9, 26))
    days = [date(2023, 1, 1), date(2024, 2, 28), date(2025, 9, 26)]
    lengths = [s.x(day.toordinal() + 1) - s.x(day.toordinal()) for day in days]
    assert lengths == pytest.approx([WIDTH / 1000] * 3)
    assert s.x(s.first) == s.left
    assert s.x(s.last + 1) == pytest.approx(s.right)


@pytest.mark.parametrize(
    ("first", "last", "labels"),
    [
        (date(2025, 3, 4), date(2025, 3, 6), ["4 Mar 2025", "5 Mar 2025", "6 Mar 2025"]),
        (date(2025, 3, 4), date(2025, 4, 8), ["4 Mar 2025", "10 Mar 2025", "17 Mar 2025", "24 Mar 2025", "31 Mar 2025", "7 Apr 2025"]),
        (date(2025, 1, 1), date(2025, 6, 30), ["Jan 2025", "Feb 2025", "Mar 2025", "Apr 2025", "May 2025", "Jun 2025"]),
        (date(2024, 2, 1), date(2025, 12, 31), ["Feb 2024", "Apr 2024", "Jul 2024", "Oct 2024", "Jan 2025", "Apr 2025", "Jul 2025", "Oct 2025"]),
        (date(2015, 6, 1), date(2025, 12, 31), [str(year) for year in range(2016, 2026)]),
    ],
)  # fmt: skip
def test_ticks_fit_the_period(first, last, labels):
    assert [tick.label for tick in time_ticks(scale(first, last))] == labels


@settings(deadline=None, max_examples=150)
@given(st.dates(), st.dates())
def test_no_two_ticks_touch_whatever_the_period(a, b):
    s = scale(min(a, b), max(a, b))
    ticks = time_ticks(s)
    for tick, following in zip(ticks, ticks[1:], strict=False):
        assert tick.x + text_width(tick.label, 7) < following.x
    assert all(s.left <= tick.x <= s.right for tick in ticks)


@settings(deadline=None, max_examples=100)
@given(st.dates(), st.dates(), st.dates())
def test_ages_never_touch_whatever_the_birth(a, b, born):
    s = scale(min(a, b), max(a, b))
    ticks = age_ticks(s, read_edtf(f"{born:%Y-%m-%d}".rjust(10, "0")))
    for tick, following in zip(ticks, ticks[1:], strict=False):
        assert tick.x + text_width(tick.label, 7) < following.x


@pytest.mark.parametrize(
    ("born", "labels"),
    [
        ("2014-05-03", ["10 y", "11 y"]),
        ("2024-02-29", ["born", "1 y"]),
        ("2024-06", ["born", "about 1 y"]),
        ("2014~", ["", "about 10 y", "about 11 y"]),  # nine is reached, at the latest, on the first day: no room
        ("2026-01-01", []),
    ],
)
def test_ages_in_the_period(born, labels):
    found = [t.label for t in age_ticks(scale(date(2023, 12, 31), date(2025, 12, 31)), read_edtf(born)) if " m" not in t.label]
    assert found == labels


def test_a_leap_day_birthday_counts_from_the_first_of_march():
    s = scale(date(2025, 2, 1), date(2025, 3, 31))
    (tick,) = [t for t in age_ticks(s, read_edtf("2024-02-29")) if t.label == "1 y"]
    assert tick.x == s.x(date(2025, 3, 1).toordinal())


def test_a_birth_known_to_the_month_gives_stretches():
    s = scale(date(2025, 1, 1), date(2025, 12, 31))
    (tick,) = [t for t in age_ticks(s, read_edtf("2024-06")) if t.label == "about 1 y"]
    assert (tick.x, tick.to) == (s.x(date(2025, 6, 1).toordinal()), s.x(date(2025, 7, 1).toordinal()))


@pytest.mark.parametrize(
    ("first", "last", "words"),
    [
        (date(2025, 3, 4), date(2025, 3, 4), "4 Mar 2025"),
        (date(2025, 3, 4), date(2025, 3, 9), "4 to 9 Mar 2025"),
        (date(2025, 3, 4), date(2025, 5, 2), "4 Mar to 2 May 2025"),
        (date(2024, 12, 31), date(2025, 1, 1), "31 Dec 2024 to 1 Jan 2025"),
    ],
)
def test_spans_in_words(first, last, words):
    assert span_name(first, last) == words
    assert span_name(first.toordinal(), last.toordinal()) == words
    assert day_name(first, year=False) in ("4 Mar", "31 Dec")
