"""Parts of a date (a day, a month, a season, a span) and how they add up to days of the calendar.

Knows no words: `chronology.datewords` finds the parts in a text.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, replace

from lcspr_kit.edtf import PartialDate, month_end, read_edtf

FIRST_YEAR, LAST_YEAR = 1900, 2100
_THIRDS = {"early": (1, 10), "mid": (11, 20), "late": (21, 31)}
_OF_MONTH = {**_THIRDS, "first-week": (1, 7), "second-week": (8, 14), "third-week": (15, 21), "fourth-week": (22, 28), "last-week": (-6, 31), "first-half": (1, 15), "second-half": (16, 31)}
"""Days of a month by qualifier; below 1 they are counted back from its last day."""
NARROWER = frozenset(_OF_MONTH)
"""Qualifiers that mean a part of a month."""
_YEAR_THIRDS = {"early": (1, 4), "mid": (5, 8), "late": (9, 12)}


@dataclass(frozen=True)
class Part:
    """Something that names a time: `kind` is full, day-month, day, month, season, year, span or impossible.

    `month` holds EDTF's season number for a season. A span has its days as `span` (with years) or
    `days` (month and day, the year in `year`). `stop` is where it ends in the text.
    """

    kind: str
    year: int | None = None
    month: int | None = None
    day: int | None = None
    span: tuple[tuple[int, int, int], tuple[int, int, int]] | None = None
    days: tuple[tuple[int, int], tuple[int, int]] | None = None
    stop: int = 0
    vague: bool = False
    flags: tuple[str, ...] = ()

    def checked(self) -> Part:
        """The part, or an impossible one where there is no such day."""
        try:
            dt.date(*(2020 if self.year is None else self.year, 1 if self.month is None else self.month, 1 if self.day is None else self.day))
        except ValueError:
            return replace(self, kind="impossible")
        if self.year is not None and not FIRST_YEAR <= self.year <= LAST_YEAR:
            return replace(self, kind="impossible")
        return self


def fill_parts(parts: Sequence[Part], year: int | None) -> tuple[list[Part], bool]:
    """Give parts what their neighbours know: in `3-5 April 2021` the 3 is in April 2021 too.

    A part takes its month and year from the next one that has them, else from the one before, else
    the year from `year`. Lone day numbers that stay without a month are dropped. Returns the parts
    and whether `year` was used.
    """
    filled: list[Part] = []
    month_after = year_after = None
    for part in reversed(parts):
        part = replace(part, month=part.month or (month_after if part.kind == "day" else None), year=part.year or year_after)
        month_after, year_after = part.month or month_after, part.year or year_after
        filled.insert(0, part)
    known: list[Part] = []
    for part in filled:
        if known and part.kind == "day" and part.month is None:
            part = replace(part, month=known[-1].month)
        if known and part.year is None:
            part = replace(part, year=known[-1].year)
        if part.kind != "day" or part.month is not None:
            known.append(part)
    # 28 December to 3 January 2021: the first is in the year before
    for index in range(len(known) - 2, -1, -1):
        one, two = known[index], known[index + 1]
        if parts_order(one, two) and not filled_year(parts, index) and one.year is not None:
            known[index] = replace(one, year=one.year - 1)
    assumed = year is not None and any(part.year is None for part in known)
    return [replace(part, year=part.year or year) for part in known], assumed


def parts_order(one: Part, two: Part) -> bool:
    """Whether, in one and the same year, `one` comes after `two`."""
    if one.year != two.year or one.month is None or two.month is None or "season" in (one.kind, two.kind):
        return False
    return (one.month, one.day or 1) > (two.month, two.day or 31)


def filled_year(parts: Sequence[Part], index: int) -> bool:
    """Whether the part itself says its year."""
    return index < len(parts) and parts[index].year is not None


def parts_reversed(parts: Sequence[Part]) -> bool:
    """Whether a range of full dates ends before it starts."""
    if len(parts) != 2 or any(None in (part.year, part.month, part.day) for part in parts):
        return False
    first, last = ((part.year or 0, part.month or 0, part.day or 0) for part in parts)
    return last < first


def span_of(parts: Sequence[Part], qualifiers: Sequence[str], uncertain: bool = False) -> PartialDate:
    """The days that the parts (each with a year) and qualifiers can mean, from the first to the last of them.

    Raises ValueError for a day that is not in the calendar.
    """
    mark = "?" if "?" in qualifiers else "~" if "~" in qualifiers or uncertain or any(part.vague for part in parts) else ""
    own = [name for name in qualifiers if name in (*_OF_MONTH, "week-from", "week-to")]
    later = [name.removeprefix("then ") for name in qualifiers if name.startswith("then ")]
    spans = [_days_of(part, own[:1] if index == 0 else later[:1]) for index, part in enumerate(parts)]
    first, last = min(span[0] for span in spans), max(span[1] for span in spans)
    if len(parts) == 1:
        return _single(parts[0], spans[0], bool(own), mark)
    mark = mark or ("?" if parts_reversed(parts) else "")
    return PartialDate(_range_text(first, last, mark), first, last, "day" if first == last else "range", bool(mark))


def _single(part: Part, days: tuple[dt.date, dt.date], narrowed: bool, mark: str) -> PartialDate:
    first, last = days
    if part.kind == "span" or narrowed:
        return PartialDate(_range_text(first, last, mark), first, last, "day" if first == last else "range", bool(mark))
    assert part.year is not None  # _interpret lets no part without a year through
    text = {"full": first.isoformat(), "day-month": first.isoformat(), "day": first.isoformat(), "month": f"{first:%Y-%m}", "year": f"{part.year:04d}", "season": f"{part.year:04d}-{part.month}"}[part.kind]
    return read_edtf(text + mark)


def _days_of(part: Part, narrow: Sequence[str]) -> tuple[dt.date, dt.date]:
    year = part.year
    assert year is not None  # _interpret lets no part without a year through
    if part.span:
        return dt.date(*part.span[0]), dt.date(*part.span[1])
    if part.days:
        return dt.date(year, *part.days[0]), dt.date(year, *part.days[1])
    if part.kind == "season":
        season = read_edtf(f"{year:04d}-{part.month}")
        first, last = season.earliest, season.latest
    elif part.kind == "year":
        first, last = dt.date(year, 1, 1), dt.date(year, 12, 31)
    elif part.kind == "month" and part.month:
        first, last = dt.date(year, part.month, 1), month_end(year, part.month)
    else:
        first = last = dt.date(year, part.month or 1, part.day or 1)
    for name in narrow:
        if name == "week-from" and first == last:
            last = first + dt.timedelta(days=6)
        elif name == "week-to" and first == last:
            first = last - dt.timedelta(days=6)
        elif name in _OF_MONTH and part.kind == "month":
            low, high = _OF_MONTH[name]
            first, last = first.replace(day=low if low > 0 else last.day + low), first.replace(day=min(high, last.day))
        elif name in _YEAR_THIRDS and part.kind == "year":
            low, high = _YEAR_THIRDS[name]
            first, last = dt.date(year, low, 1), month_end(year, high)
        elif name in _THIRDS and part.kind == "season":
            third = (last - first).days // 3
            start = first + dt.timedelta(days=third * list(_THIRDS).index(name))
            first, last = start, last if name == "late" else start + dt.timedelta(days=third)
    return first, last


def _range_text(first: dt.date, last: dt.date, mark: str) -> str:
    return f"{first}{mark}" if first == last else f"{first}{mark}/{last}{mark}"
