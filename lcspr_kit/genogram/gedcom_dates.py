"""GEDCOM dates as partial dates, and back. Knows no people.

What EDTF as the case folder uses it can't say (before, after, a year before Christ, another calendar)
is taken as an uncertain year where there is one. A `PHRASE` that is EDTF wins over the date above it:
that is how the kit writes dates that GEDCOM has no form for.
"""

from __future__ import annotations

import re
from datetime import date

from ged4py.calendar import GregorianDate, JulianDate
from ged4py.date import DateValue

from lcspr_kit.edtf import PartialDate, read_edtf

MONTHS = ("JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC")
_UNSURE = ("ABOUT", "CALCULATED", "ESTIMATED", "INTERPRETED")
_SPAN = re.compile(r"(?P<start>[^.]*)\.\.(?P<end>[^.]*)")


def unknown_day() -> PartialDate:
    """A date of which nothing is known, for a death that is only said to have happened."""
    return PartialDate("", date.min, date.max, "unknown", True)


def read_date(value: object, phrase: str = "") -> PartialDate | None:
    """One GEDCOM date (as ged4py gives it) as a partial date; None where there is nothing to keep."""
    start, end = read_span(value, phrase)
    return start or end


def read_span(value: object, phrase: str = "") -> tuple[PartialDate | None, PartialDate | None]:
    """From and to of a GEDCOM date. A single date, a range or `FROM` is the start alone; `TO` the end alone."""
    match = _SPAN.fullmatch(phrase.strip())
    if match:
        return _edtf(match["start"]), _edtf(match["end"])
    if _edtf(phrase):
        return _edtf(phrase), None
    if not isinstance(value, DateValue):
        return None, None
    kind = value.kind.name
    if kind == "PERIOD":
        return _single(value.date1), _single(value.date2)  # type: ignore[attr-defined]
    if kind == "TO":
        return None, _single(value.date)  # type: ignore[attr-defined]
    if kind == "RANGE":
        first, last = _single(value.date1), _single(value.date2)  # type: ignore[attr-defined]
        return (_edtf(f"{first}/{last}") or first if first and last else first or last), None
    if kind in ("SIMPLE", "FROM"):
        return _single(value.date), None  # type: ignore[attr-defined]
    if kind in _UNSURE:
        return _single(value.date, "~"), None  # type: ignore[attr-defined]
    if kind in ("BEFORE", "AFTER"):
        known = _single(value.date)  # type: ignore[attr-defined]
        return (_edtf(f"{known.earliest.year:04d}?") if known else None), None
    return None, None


def _edtf(text: str) -> PartialDate | None:
    try:
        return read_edtf(text.strip()) if text.strip() else None
    except ValueError:
        return None


def _single(day: object, sign: str = "") -> PartialDate | None:
    if not isinstance(day, (GregorianDate, JulianDate)) or not day.year or day.bc:
        return None
    year = f"{day.year:04d}"
    if isinstance(day, JulianDate) or (isinstance(day, GregorianDate) and day.dual_year):
        return _edtf(f"{year}~")
    month = f"{day.month_num:02d}" if day.month_num else ""
    text = "-".join(part for part in (year, month, f"{day.day:02d}" if day.day and month else "") if part)
    return _edtf(text + sign) or _edtf(year + "~")


def date_lines(level: int, start: PartialDate | None, end: PartialDate | None = None, period: bool = False) -> list[str]:
    """The DATE line of an event or, as a period, of a time from and to; with the EDTF as a phrase below.

    The phrase is left out where the date alone says the same.
    """
    if not (start and start.text) and not (end and end.text):
        return []
    if not period:
        when = start or end
        assert when is not None
        phrase = [] if _says_all(when) else [f"{level + 1} PHRASE {when.text}"]
        return [f"{level} DATE {_words(when)}", *phrase]
    words = " ".join(part for part in (f"FROM {_bound(start)}" if start else "", f"TO {_bound(end)}" if end else "") if part)
    plain = all(when is None or (_says_all(when) and not when.uncertain) for when in (start, end))
    return [f"{level} DATE {words}", *([] if plain else [f"{level + 1} PHRASE {start or ''}..{end or ''}"])]


def _says_all(when: PartialDate) -> bool:
    """Whether GEDCOM has a form for this date that reads back as the same."""
    return when.precision in ("day", "month", "year") and not when.text.endswith(("?", "%"))


def _words(when: PartialDate) -> str:
    if when.precision in ("season", "range", "unknown"):
        return f"BET {_day(when.earliest)} AND {_day(when.latest)}"
    return f"{'ABT ' if when.uncertain else ''}{_bound(when)}"


def _bound(when: PartialDate) -> str:
    if when.precision == "year":
        return str(when.earliest.year)
    if when.precision == "month":
        return f"{MONTHS[when.earliest.month - 1]} {when.earliest.year}"
    return _day(when.earliest)


def _day(day: date) -> str:
    return f"{day.day} {MONTHS[day.month - 1]} {day.year}"
