"""Partial dates in the part of EDTF that the case folder uses: `2019`, `2019-03`, `2019-03-04`,
`2019-21` (a season), each with `?` (uncertain), `~` (approximate) or `%` (both), and ranges
`2019-03-04/2019-03-09`. Never reads the clock.

Source: ISO 8601-2:2019 (Extended Date/Time Format), levels 0 and 1. Free text dates of agency
records are another matter: see `chronology.dates`, which returns the same `PartialDate`.
"""

from __future__ import annotations

import calendar
import re
from dataclasses import dataclass
from datetime import date

_SINGLE = re.compile(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?([?~%]?)")
# Seasons as United Kingdom records mean them: meteorological, winter running into the next year.
_SEASONS = {21: (3, 5, 0), 22: (6, 8, 0), 23: (9, 11, 0), 24: (12, 2, 1)}


@dataclass(frozen=True)
class PartialDate:
    """A date known to some precision.

    `text` is EDTF; `earliest` and `latest` are the first and last possible day; `precision` is
    `day`, `month`, `season`, `year` or `range`; `uncertain` is true for `?`, `~` and `%`.
    """

    text: str
    earliest: date
    latest: date
    precision: str
    uncertain: bool = False

    def __str__(self) -> str:
        return self.text


def month_end(year: int, month: int) -> date:
    """The last day of a month."""
    return date(year, month, calendar.monthrange(year, month)[1])


def read_edtf(text: str) -> PartialDate:
    """Read one EDTF date or range. Raises ValueError with a sentence for the author."""
    text = text.strip()
    if "/" in text:
        first, _, last = text.partition("/")
        a, b = _read_single(first), _read_single(last)
        if b.latest < a.earliest:
            raise ValueError(f"the range {text} ends before it starts")
        return PartialDate(text, a.earliest, b.latest, "range", a.uncertain or b.uncertain)
    return _read_single(text)


def _read_single(text: str) -> PartialDate:
    match = _SINGLE.fullmatch(text.strip())
    if not match:
        raise ValueError(
            f"'{text[:40]}' is not a date in the form 2019, 2019-03 or 2019-03-04 (add ~ for about, ? for unsure)"
        )
    year, month, day = int(match[1]), match[2], match[3]
    uncertain = bool(match[4])
    try:
        if day:
            exact = date(year, int(month), int(day))
            return PartialDate(text, exact, exact, "day", uncertain)
        if month and int(month) in _SEASONS:
            first, last, years_on = _SEASONS[int(month)]
            return PartialDate(text, date(year, first, 1), month_end(year + years_on, last), "season", uncertain)
        if month:
            return PartialDate(text, date(year, int(month), 1), month_end(year, int(month)), "month", uncertain)
        return PartialDate(text, date(year, 1, 1), date(year, 12, 31), "year", uncertain)
    except ValueError:
        raise ValueError(f"'{text}' is not a day in the calendar") from None


def years_between(born: date, on: date) -> int:
    """Completed years of age on a day (a birthday on 29 February counts from 1 March)."""
    return on.year - born.year - ((on.month, on.day) < (born.month, born.day))


def age_in_words(born: PartialDate, on: date) -> str:
    """Age on a day as a reviewer would write it: `3 weeks`, `7 months`, `4`, `about 12`, `not yet born`.

    An age that the precision of the birth date leaves open is given as `about N` or `N or N+1`.
    """
    if on < born.earliest:
        return "not yet born"
    if born.precision == "day":
        days = (on - born.earliest).days
        if days < 14:
            return f"{days} day{'s' if days != 1 else ''}"
        months = (on.year - born.earliest.year) * 12 + on.month - born.earliest.month
        months -= on.day < born.earliest.day
        if months < 2:
            return f"{days // 7} weeks"
        if months < 24:
            return f"{months} months"
        years = years_between(born.earliest, on)
        return f"about {years}" if born.uncertain else str(years)
    low = years_between(min(born.latest, on), on)
    high = years_between(born.earliest, on)
    if born.uncertain:
        return f"about {(low + high) // 2}"
    if low == high:
        return str(low)
    return f"{low} or {high}" if high == low + 1 else f"{low} to {high}"
