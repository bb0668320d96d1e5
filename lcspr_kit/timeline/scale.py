"""Time as a length: a linear scale from days to points, and where its ticks and ages stand.

Knows calendars and the widths of labels, not events. Days are proleptic Gregorian ordinals
(`date.toordinal`), which never overflow; a day reaches from `x(day)` to `x(day + 1)`.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from lcspr_kit.edtf import PartialDate
from lcspr_kit.textwidth import text_width

MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
TEXT_SIZE = 7.0
"""The smallest type in a drawing, in points at print size."""

_LAST_DAY = date.max.toordinal()
_STEPS_IN_MONTHS = (1, 3, 6, 12, 24, 60, 120, 240, 600, 1200, 2400, 6000)


@dataclass(frozen=True)
class Scale:
    """Linear time: the days `first` to `last` (ordinals, both included) between `left` and `right` in points."""

    first: int
    last: int
    left: float
    right: float

    def x(self, day: Any) -> Any:
        """Where a day begins, in points; takes an ordinal (with a fraction for the hour) or an array of them."""
        return self.left + (day - self.first) * self.points_per_day

    @property
    def points_per_day(self) -> float:
        """How wide a day is."""
        return (self.right - self.left) / (self.last + 1 - self.first)

    @property
    def days(self) -> int:
        """How many days the scale covers."""
        return self.last + 1 - self.first


@dataclass(frozen=True)
class Tick:
    """A tick at `x` (points); `label` may be empty; `to` is the far end where the day is not exactly known."""

    x: float
    label: str
    to: float | None = None


def day_name(day: int | date, year: bool = True) -> str:
    """A day as a report writes it: `4 Mar 2025`, or `4 Mar` without the year."""
    day = date.fromordinal(day) if isinstance(day, int) else day
    return f"{day.day} {MONTHS[day.month - 1]}{f' {day.year}' if year else ''}"


def span_name(first: int | date, last: int | date) -> str:
    """Two days as a report writes them: `4 Mar 2025`, `4 to 9 Mar 2025`, `4 Mar to 2 May 2025`."""
    first = date.fromordinal(first) if isinstance(first, int) else first
    last = date.fromordinal(last) if isinstance(last, int) else last
    if first == last:
        return day_name(first)
    if first.year != last.year:
        return f"{day_name(first)} to {day_name(last)}"
    start = str(first.day) if first.month == last.month else day_name(first, year=False)
    return f"{start} to {day_name(last)}"


def time_ticks(scale: Scale, size: float = TEXT_SIZE) -> list[Tick]:
    """Ticks for the time axis: days, weeks, months, quarters or years, as many as have room for their labels in that size.

    The first day has one too where the next leaves room.
    """
    for step in (1, 7):
        if step * scale.points_per_day >= text_width("28 Sep 2025", size) + 6:
            start = scale.first if step == 1 else scale.first + (1 - scale.first) % 7  # Mondays
            days = range(start, scale.last + 1, step)
            return _with_first(scale, [Tick(scale.x(day), day_name(day)) for day in days], size)
    for months in _STEPS_IN_MONTHS:
        wide = text_width("2025" if months >= 12 else "Sep 2025", size) + 6
        if months * 30.4 * scale.points_per_day >= wide:
            break
    starts = month_starts(scale.first, scale.last, months)
    return _with_first(scale, [Tick(scale.x(day), _month_label(day, months)) for day in starts], size)


def _with_first(scale: Scale, ticks: list[Tick], size: float) -> list[Tick]:
    start = date.fromordinal(scale.first)
    label = day_name(start) if start.day > 1 else _month_label(scale.first, 1)
    if ticks and ticks[0].x < scale.left + text_width(label, size) + 6:
        return ticks
    return [Tick(scale.left, label), *ticks]


def _month_label(day: int, months: int) -> str:
    when = date.fromordinal(day)
    return str(when.year) if months >= 12 else f"{MONTHS[when.month - 1]} {when.year}"


def month_starts(first: int, last: int, step: int) -> Iterator[int]:
    """First days of every `step`-th calendar month (12: of January) from `first` to `last`, as ordinals."""
    start = date.fromordinal(first)
    number = start.year * 12 + start.month - 1
    number -= number % step
    while True:
        year, month = divmod(number, 12)
        number += step
        if year > date.max.year:
            return
        day = date(max(year, 1), month + 1, 1).toordinal()
        if day > last:
            return
        if day >= first:
            yield day


def age_ticks(scale: Scale, born: PartialDate) -> list[Tick]:
    """Ticks of a child's age within the scale: birth, then every month, quarter, half-year or birthday.

    Where the birth date is not known to the day, a tick is a stretch (`x` to `to`) of the days on
    which the age may have been reached, and its label says `about`.
    """
    first, last = born.earliest, born.latest
    about = "about " if born.uncertain or first != last else ""
    room = text_width(f"{about}17 y 11 m", TEXT_SIZE) + 6
    unsure = (last - first).days + 1  # ages follow each other by at least as long as each is unsure
    step = next((m for m in _STEPS_IN_MONTHS if m * 30.4 * scale.points_per_day >= room and m * 31 >= unsure), 12000)
    ticks: list[Tick] = []
    age = 0
    while True:
        early, late = _months_after(first, age), _months_after(last, age)
        if early is None or early > scale.last:
            return ticks
        late = min(late if late is not None else _LAST_DAY, scale.last)
        if late >= scale.first:
            start = max(early, scale.first)
            if ticks and ticks[-1].x + room > scale.x(start):  # the first one is cut short by the start of the scale
                ticks[-1] = replace(ticks[-1], label="")
            ticks.append(Tick(scale.x(start), (about if age else "") + _age_label(age), scale.x(late + 1) if about else None))
        age += step


def _months_after(born: date, months: int) -> int | None:
    """The day on which an age in months is reached; 29 February counts from 1 March in a common year."""
    year, month = divmod(born.year * 12 + born.month - 1 + months, 12)
    if year > date.max.year:
        return None
    try:
        return date(year, month + 1, born.day).toordinal()
    except ValueError:  # no such day in that month: the age is reached on the first of the next
        return date(year, month + 2, 1).toordinal()


def _age_label(months: int) -> str:
    years, rest = divmod(months, 12)
    if months == 0:
        return "born"
    if years == 0:
        return f"{rest} m"
    return f"{years} y {rest} m" if rest else f"{years} y"
