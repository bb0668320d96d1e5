"""What a whole column of dates shows of itself: day or month first, newest first, days and months swapped.

One cell can't tell 3 April from 4 March; the cells around it often can. Reads no file.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Sequence
from dataclasses import dataclass

_NUMERIC = re.compile(r"(?<![\d/.\-])(\d{1,2})\s?[/.\-]\s?(\d{1,2})\s?[/.\-]\s?(\d{4}|\d{2})(?![\d/])")
_WEEKDAY = re.compile(r"\b(mon|tue|wed|thu|fri|sat|sun)(?:\b|[a-z]*day\b|s\b|rs\b)", re.I)


@dataclass(frozen=True)
class DateOrder:
    """`month_first`: read 03/04 as 4 March. `doubt`: why 03/04 may be read wrongly, as a sentence, or empty.

    `swap_cells`: the workbook's real dates of days 1 to 12 have day and month the wrong way round.
    `swap_doubt`: they may have. `newest_first`: the rows go back in time.
    """

    month_first: bool = False
    doubt: str = ""
    swap_cells: bool = False
    swap_doubt: bool = False
    newest_first: bool = False


def find_order(texts: Sequence[str], cells: Sequence[dt.date | None], said: str | None = None) -> DateOrder:
    """The order of a column: `texts` as written, `cells` the real dates of a workbook (None for text), row by row.

    `said` is `dmy` or `mdy` where mapping.yml says so.
    """
    pairs = [_pair(text) if cell is None else None for text, cell in zip(texts, cells, strict=True)]
    day_first = sum(pair is not None and pair[0] > 12 >= pair[1] for pair in pairs)
    month_first = sum(pair is not None and pair[1] > 12 >= pair[0] for pair in pairs)
    open_pairs = sum(pair is not None and pair[0] <= 12 and pair[1] <= 12 and pair[0] != pair[1] for pair in pairs)
    doubt = ""
    is_month_first = False
    if said:
        is_month_first = said == "mdy"
    elif month_first and day_first:
        is_month_first = month_first > 10 * day_first
        if min(month_first, day_first) > 0.1 * max(month_first, day_first) or min(month_first, day_first) > 2:
            doubt = "other dates in this column are written both day first and month first"
    elif month_first:
        is_month_first = True
        doubt = "other dates in this column can only be month first"
    elif not day_first and (told := _weekdays(texts, pairs)) and told[1] >= 2 and not told[0]:
        is_month_first, doubt = True, "only month first agrees with the days of the week in this column"
    elif not day_first and open_pairs >= 6:
        forward, backward = _sequence(pairs, cells, False), _sequence(pairs, cells, True)
        if backward == 0 and forward >= 2:
            is_month_first, doubt = True, "only month first puts the rows of this column in order"
    swap, swap_doubt = _swapped(pairs, cells) if not said else (False, False)
    days = _days(pairs, cells, is_month_first, swap)
    steps = [b - a for a, b in zip(days, days[1:], strict=False) if a != b]
    down = sum(step < dt.timedelta(0) for step in steps)
    return DateOrder(is_month_first, doubt, swap, swap_doubt, len(steps) >= 2 and down > 0.75 * len(steps))


def _weekdays(texts: Sequence[str], pairs: Sequence[tuple[int, int, int] | None]) -> tuple[int, int]:
    """How many of the days of the week beside the dates agree only day first, and only month first."""
    day_first = month_first = 0
    for text, pair in zip(texts, pairs, strict=True):
        said = _WEEKDAY.search(text)
        if said is None or pair is None or max(pair[:2]) > 12:
            continue
        number = ("mon", "tue", "wed", "thu", "fri", "sat", "sun").index(said[1].casefold())
        as_day, as_month = (dt.date(pair[2], month, day).weekday() == number for day, month in (pair[:2], pair[1::-1]))
        day_first += as_day and not as_month
        month_first += as_month and not as_day
    return day_first, month_first


def _pair(text: str) -> tuple[int, int, int] | None:
    match = _NUMERIC.search(text)
    if not match:
        return None
    year = int(match[3])
    return int(match[1]), int(match[2]), year + 2000 if year < 100 else year


def _days(pairs: Sequence[tuple[int, int, int] | None], cells: Sequence[dt.date | None], month_first: bool, swap: bool) -> list[dt.date]:
    days = []
    for pair, cell in zip(pairs, cells, strict=True):
        if cell is not None:
            days.append(swapped(cell) if swap else cell)
        elif pair is not None:
            first, second, year = pair
            day, month = (second, first) if (month_first and second <= 31 and first <= 12) or second > 12 else (first, second)
            try:
                days.append(dt.date(year, month, day))
            except ValueError:
                continue
    return days


def _sequence(pairs: Sequence[tuple[int, int, int] | None], cells: Sequence[dt.date | None], month_first: bool, swap: bool = False) -> int:
    """How many steps go against the prevailing direction."""
    days = _days(pairs, cells, month_first, swap)
    up = sum(a < b for a, b in zip(days, days[1:], strict=False))
    down = sum(a > b for a, b in zip(days, days[1:], strict=False))
    return min(up, down)


def _swapped(pairs: Sequence[tuple[int, int, int] | None], cells: Sequence[dt.date | None]) -> tuple[bool, bool]:
    """An American Excel turns the text 03/04 into 4 March and leaves 13/04 as text: that shows in the column."""
    real = [cell for cell in cells if cell is not None]
    texts = [pair for pair in pairs if pair is not None]
    if len(real) < 3 or len(texts) < 2 or any(cell.day > 12 for cell in real) or any(pair[0] <= 12 for pair in texts):
        return False, False
    as_is, turned = _sequence(pairs, cells, False), _sequence(pairs, cells, False, swap=True)
    return turned * 4 < as_is and as_is >= 2, True


def swapped(day: dt.date) -> dt.date:
    """Day and month exchanged, where that is a day at all."""
    return day.replace(month=day.day, day=day.month) if day.day <= 12 else day
