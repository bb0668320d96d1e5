from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lcspr_kit.workingdays import add_working_days, is_working_day, working_days_between

DAYS = st.dates(date(2015, 1, 1), date(2030, 12, 31))


@pytest.mark.parametrize(
    ("day", "working"),
    [
        (date(2025, 12, 24), True),
        (date(2025, 12, 25), False),
        (date(2025, 12, 26), False),
        (date(2025, 12, 27), False),  # a Saturday
        (date(2022, 9, 19), False),  # the state funeral
        (date(2023, 5, 8), False),  # the coronation
        (date(2024, 12, 2), True),  # St Andrew's day moved: a holiday in Scotland only
    ],
)
def test_working_days_are_those_of_england(day, working):
    assert is_working_day(day) is working


def test_one_working_day_after_christmas_eve_is_the_29th():
    assert add_working_days(date(2025, 12, 24), 1) == date(2025, 12, 29)
    assert add_working_days(date(2025, 12, 29), -1) == date(2025, 12, 24)
    assert add_working_days(date(2025, 12, 27), 0) == date(2025, 12, 27)


@settings(deadline=None, max_examples=60)
@given(DAYS, st.integers(0, 60))
def test_adding_and_counting_agree(day, n):
    assert working_days_between(day, add_working_days(day, n)) == n


@settings(deadline=None, max_examples=60)
@given(DAYS, st.integers(0, 400))
def test_counting_is_counting(day, n):
    end = day + timedelta(days=n)
    expected = sum(is_working_day(day + timedelta(days=k)) for k in range(1, n + 1))
    assert working_days_between(day, end) == expected
    assert working_days_between(end, day) == -expected
