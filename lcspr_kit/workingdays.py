"""Working days in England: Monday to Friday without public holidays.

The public holidays are those of the `holidays` package (country GB, subdivision ENG). Those of past
years and of those already proclaimed are exact; a holiday that is proclaimed later is missing until
the package is updated, so a deadline far ahead may lie a day early.
"""

from __future__ import annotations

from bisect import bisect_right
from datetime import date, timedelta
from functools import lru_cache

_WEEK = 7


@lru_cache(maxsize=512)
def _holidays(year: int) -> tuple[int, ...]:
    """Ordinals of the public holidays of a year that fall on Monday to Friday, in order."""
    import holidays

    return tuple(sorted(day.toordinal() for day in holidays.country_holidays("GB", subdiv="ENG", years=year) if day.weekday() < 5))


def is_working_day(day: date) -> bool:
    """Whether a day is a working day in England."""
    return day.weekday() < 5 and day.toordinal() not in _holidays(day.year)


def add_working_days(day: date, n: int) -> date:
    """The n-th working day after a day (before it, where n is negative); the day itself where n is 0.

    The day itself is not counted, as in "within three working days of the referral".
    """
    step = timedelta(days=1 if n > 0 else -1)
    for _ in range(abs(n)):
        day += step
        while not is_working_day(day):
            day += step
    return day


def working_days_between(a: date, b: date) -> int:
    """Working days after `a` up to and including `b`; negative where `b` is before `a`."""
    if b < a:
        return -working_days_between(b, a)
    return _working_days_up_to(b) - _working_days_up_to(a)


@lru_cache(maxsize=65536)
def _working_days_up_to(day: date) -> int:
    """Working days from 1 January 1900 up to and including a day."""
    weekdays = _weekdays_up_to(day.toordinal()) - _weekdays_up_to(date(1899, 12, 31).toordinal())
    return weekdays - _holidays_before(day.year) - bisect_right(_holidays(day.year), day.toordinal())


def _weekdays_up_to(ordinal: int) -> int:
    weeks, rest = divmod(ordinal, _WEEK)  # ordinal 1 is a Monday
    return weeks * 5 + min(rest, 5)


@lru_cache(maxsize=512)
def _holidays_before(year: int) -> int:
    return sum(len(_holidays(each)) for each in range(1900, year))
