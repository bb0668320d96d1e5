"""Dates for publication by one policy, the same all through a report; intervals that matter are kept.

Knows how a day is said less exactly. The policies and their words follow published reviews (`early
March 2021`, `in the spring`, `when aged seven months`).
"""

from __future__ import annotations

import re
from datetime import date
from typing import Literal, get_args

from lcspr_kit.edtf import PartialDate, age_in_words
from lcspr_kit.privacy.exactdates import ExactDate, find_dates

Policy = Literal["exact", "part of month", "month", "season", "age", "relative"]
POLICIES: tuple[str, ...] = get_args(Policy)

_MONTHS = ("January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December")
_SEASONS = ("winter", "winter", "spring", "spring", "spring", "summer", "summer", "summer", "autumn", "autumn", "autumn", "winter")
_NUMBERS = ("", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")
_NEAR_DAYS = 28
_OPENS = re.compile(r"[.!?]\s+$")
_WEEKDAY = re.compile(r"\b(?:on\s+)?(?:the\s+)?(?:(?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:day)?,?\s+)?(?:the\s+)?$", re.IGNORECASE)


def coarsen(day: date, policy: str, born: PartialDate | None = None, start: date | None = None) -> str:
    """A day as the policy says it: `early March 2021`, `March 2021`, `spring 2021`, `aged 7 months`, `year 1, month 3`.

    `age` needs when the child was `born`, `relative` the first day under review (`start`). Raises
    ValueError for an unknown policy or a missing day to count from.
    """
    if policy == "exact":
        return f"{day.day} {_MONTHS[day.month - 1]} {day.year}"
    if policy == "part of month":
        return f"{_third(day.day)} {_MONTHS[day.month - 1]} {day.year}"
    if policy == "month":
        return f"{_MONTHS[day.month - 1]} {day.year}"
    if policy == "season":
        return f"{_SEASONS[day.month - 1]} {_season_year(day)}"
    if policy == "age":
        if born is None:
            raise ValueError("the policy 'age' needs the child's date of birth in people.csv")
        words = age_in_words(born, day)
        return f"before the birth ({_SEASONS[day.month - 1]} {_season_year(day)})" if words == "not yet born" else f"aged {words}"
    if policy == "relative":
        if start is None:
            raise ValueError("the policy 'relative' needs the first day under review")
        return _relative(day, start)
    raise ValueError(f"'{policy}' is not a date policy; choose one of {', '.join(POLICIES)}")


def coarsen_text(text: str, policy: str, born: PartialDate | None = None, start: date | None = None) -> str:
    """A text with every exact day said by the policy.

    A day that follows another in the same paragraph within four weeks becomes an interval (`three days
    later`). A day without a year keeps its month. Weekdays before a date go.
    """
    if policy == "exact":
        return text
    return "".join(_coarse_paragraph(piece, policy, born, start) for piece in re.split(r"(\n\s*\n)", text))


def _coarse_paragraph(text: str, policy: str, born: PartialDate | None, start: date | None) -> str:
    pieces: list[str] = []
    position = 0
    before: date | None = None
    for found in find_dates(text):
        day = _day(found)
        if day is None:
            words = f"in {_third(found.day)} {_MONTHS[found.month - 1]}" if policy == "part of month" else f"in {_MONTHS[found.month - 1]}"
        elif before is not None and 0 <= (day - before).days <= _NEAR_DAYS:
            words = _interval((day - before).days)
        elif found.birth and policy in ("age", "relative"):
            words = f"in {coarsen(day, 'season', born, start)}"  # somebody's birth has no age of the child
        else:
            words = coarsen(day, policy, born, start)
            words = words if policy == "age" or words.startswith("before") else f"in {words}"
        lead = _WEEKDAY.search(text, position, found.start)
        opening = lead.start() if lead else found.start
        written = text[position:opening]
        if written.rstrip().lower().endswith((" in", " by", " since", " from", " until", " between", " and", " to", " before", " after", "(", " of")):
            words = words.removeprefix("in ")
        if _OPENS.search(text[:opening][-8:]) or not text[:opening].strip():
            words = words[:1].upper() + words[1:]
        pieces += [written, words]
        position = found.start + len(found.text)
        before = day or before
    return "".join(pieces) + text[position:]


def _day(found: ExactDate) -> date | None:
    if found.year is None:
        return None
    return date(found.year if found.year > 99 else found.year + (1900 if found.year > _CENTURY else 2000), found.month, found.day)


_CENTURY = 50  # two digits above this are years of the last century


def _third(day: int) -> str:
    return "early" if day <= 10 else "mid" if day <= 20 else "late"


def _season_year(day: date) -> str:
    if day.month == 12:
        return f"{day.year}-{(day.year + 1) % 100:02d}"
    return f"{day.year - 1}-{day.year % 100:02d}" if day.month < 3 else str(day.year)


def _interval(days: int) -> str:
    if days == 0:
        return "the same day"
    if days == 1:
        return "the next day"
    if days % 7 == 0:
        weeks = days // 7
        return "a week later" if weeks == 1 else f"{_NUMBERS[weeks]} weeks later"
    return f"{_NUMBERS[days] if days < len(_NUMBERS) else days} days later"


def _relative(day: date, start: date) -> str:
    months = (day.year - start.year) * 12 + day.month - start.month - (day.day < start.day)
    if months < 0:
        return "before the period under review"
    return f"year {months // 12 + 1}, month {months % 12 + 1}"
