"""Where the events of a chronology stand in lanes of time: a frame of events in, positions out.

Draws nothing: `overview` turns the positions into a picture, and a widget can place the same events
in a window of its own to zoom and pan. Positions are points from the top left corner, y downwards.
A symbol stands at its exact day; only its height in the lane is chosen, by first fit.
"""

from __future__ import annotations

import math
from bisect import bisect_left, insort
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

import numpy as np
import pandas as pd

from lcspr_kit.chronology.gaps import FEWEST, TIMES_USUAL
from lcspr_kit.textwidth import text_width
from lcspr_kit.timeline.scale import TEXT_SIZE, Scale
from lcspr_kit.timeline.symbols import SERIOUS, SEVERITIES

MOST_SINGLE = 1500
"""With more events than this in the time drawn, routine ones are counted in columns."""
MOST_STACKED = 6
"""Symbols above each other in a lane before the rest is counted."""

MOST_SERIOUS = 2000
"""With more serious events than this, those that have no room of their own are counted too."""

_UNKNOWN_DAY = 0
_EPOCH = 719163  # the ordinal of 1970-01-01
_WIDE = ("month", "season", "year")
_COUNT_ROOM = TEXT_SIZE + 1.5
_COLUMN = 4.6
_PITCH = 7.4  # from row to row: the points of two stars above each other may meet


@dataclass(frozen=True, slots=True)
class Mark:
    """One event: its `number` in the chronology (from 1), its symbol's middle, and the ends of its bar.

    `bar` is None for an event of one day; `wide` says that the day is only known to lie in the bar.
    """

    number: int
    event_id: str
    x: float
    y: float
    severity: int
    hollow: bool
    wide: bool = False
    bar: tuple[float, float] | None = None


@dataclass(frozen=True, slots=True)
class Count:
    """Events that found no room of their own near `x`: how many."""

    x: float
    y: float
    events: int


@dataclass(frozen=True, slots=True)
class Column:
    """Routine events from `left` to `right`: how many, the worst severity, and how high to draw it."""

    left: float
    right: float
    height: float
    events: int
    severity: int


@dataclass(frozen=True, slots=True)
class Silence:
    """Days without any record of an agency, both included."""

    first: int
    last: int


@dataclass(frozen=True, slots=True)
class Lane:
    """One agency's lane from `top` to `bottom` and what is in it.

    `events` counts every event of the agency; `undated` and `outside` those that can't be shown
    because they have no date or lie outside the time drawn.
    """

    agency: str
    top: float
    bottom: float
    events: int
    undated: int
    outside: int
    marks: tuple[Mark, ...] = ()
    counts: tuple[Count, ...] = ()
    columns: tuple[Column, ...] = ()
    silences: tuple[Silence, ...] = ()


@dataclass(frozen=True)
class Placed:
    """Every lane, and the density strip: events for each of the equal columns of time."""

    lanes: tuple[Lane, ...]
    density: tuple[Column, ...]
    binned: bool


def timed(events: pd.DataFrame, scores: pd.DataFrame, agencies: Sequence[str]) -> pd.DataFrame:
    """What placing needs of each event, as plain columns, in the chronology's order.

    Columns: `number` (from 1, the place in `events`), `event_id`, `lane` (place in `all_agencies`),
    `first` and `last` (ordinals of the first and last possible day; 0 where there is no date),
    `severity` (0 to 5; 0 where `scores` has none), `hollow` (the date is uncertain), `wide` (only the
    month, season or year is known).
    """
    severities = pd.Series(scores["severity"].to_numpy(), index=scores["event_id"].to_numpy())
    severity = pd.to_numeric(events["event_id"].map(severities[~severities.index.duplicated()]), errors="coerce")
    lanes = {agency: number for number, agency in enumerate(all_agencies(events, agencies))}
    return pd.DataFrame(
        {
            "number": np.arange(1, len(events) + 1),
            "event_id": events["event_id"].to_numpy(),
            "lane": events["agency"].map(lanes).to_numpy(dtype="int64"),
            "first": _ordinals(events["start"]),
            "last": _ordinals(events["end"]),
            "severity": severity.fillna(0).clip(0, 5).astype("int64").to_numpy(),
            "hollow": events["uncertain"].to_numpy(dtype=bool),
            "wide": events["precision"].isin(_WIDE).to_numpy(),
        }
    )


def all_agencies(events: pd.DataFrame, agencies: Sequence[str]) -> list[str]:
    """The agencies in lane order: those given, then any that has events but was not named."""
    named = list(dict.fromkeys(agencies))
    return named + sorted(set(events["agency"]) - set(named))


def _ordinals(dates: pd.Series) -> np.ndarray:
    days = dates.to_numpy(dtype="datetime64[D]")
    return np.where(np.isnat(days), _UNKNOWN_DAY, days.astype("int64") + _EPOCH)


def place(frame: pd.DataFrame, agencies: Sequence[str], scale: Scale, top: float, lane_height: float, silence_days: int) -> Placed:
    """Place the events of `timed` in equal lanes from `top` downwards.

    An agency's silence of at least `silence_days` days is a `Silence` where it is long for that agency
    (`shortest_silence`); one that has no event at all in the time drawn has none, since its lane says so.
    """
    known = frame["first"] > _UNKNOWN_DAY
    inside = known & (frame["last"] >= scale.first) & (frame["first"] <= scale.last)
    shown = frame[inside]
    total = np.bincount(frame["lane"], minlength=len(agencies))
    undated = np.bincount(frame.loc[~known, "lane"], minlength=len(agencies))
    outside = np.bincount(frame.loc[known & ~inside, "lane"], minlength=len(agencies))
    by_lane = dict(list(shown.groupby("lane")))
    # By all that the agency sent: what is called silent must not change with the window that is looked at.
    shortest = {lane: shortest_silence(rows, silence_days) for lane, rows in frame[known].groupby("lane")}
    binned = len(shown) > MOST_SINGLE
    room = int((shown["severity"] >= SERIOUS).sum()) <= MOST_SERIOUS
    stacks: dict[int, _Stack] = {}
    if not binned:
        stacks = {lane: _stack(rows, scale, lane_height, room) for lane, rows in by_lane.items()}
        # A lane too low for a row of numbers has to count in columns, and lanes should look alike.
        binned = any(stack.rows == 1 and stack.crowded for stack in stacks.values())
    if binned:
        stacks = {lane: _stack(rows[rows["severity"] >= SERIOUS], scale, lane_height, room) for lane, rows in by_lane.items()}
    lanes = []
    for lane, agency in enumerate(agencies):
        lane_top = top + lane * lane_height
        bottom = lane_top + lane_height
        rows = by_lane.get(lane)
        placed = Lane(agency, lane_top, bottom, int(total[lane]), int(undated[lane]), int(outside[lane]))
        if rows is not None:
            routine = rows[rows["severity"] < SERIOUS] if binned else rows[:0]
            placed = Lane(
                agency, lane_top, bottom, placed.events, placed.undated, placed.outside,
                marks=tuple(stacks[lane].marks(lane_top, bottom, binned)),
                counts=tuple(stacks[lane].counts(lane_top, scale)),
                columns=columns(routine, scale, lane_height * 0.55),
                silences=() if (least := shortest[lane]) is None else silences(rows, scale, least),
            )  # fmt: skip
        lanes.append(placed)
    return Placed(tuple(lanes), columns(shown, scale, 1.0), binned)


def columns(rows: pd.DataFrame, scale: Scale, height: float) -> tuple[Column, ...]:
    """Count events in equal columns of time; an event counts on its first day, or in the middle of a wide date.

    The height goes by log(1 + events), so that one event can be seen beside hundreds; the fullest
    column is `height` high. Columns without events are left out.
    """
    if rows.empty:
        return ()
    number = max(1, min(scale.days, math.floor((scale.right - scale.left) / _COLUMN)))
    day = _shown_day(rows, scale)
    slot = np.minimum((day - scale.first) * number // scale.days, number - 1).astype("int64")
    counts = np.bincount(slot, minlength=number)
    worst = np.zeros(number, dtype="int64")
    np.maximum.at(worst, slot, rows["severity"].to_numpy())
    heights = height * np.log1p(counts) / math.log1p(counts.max())
    width = (scale.right - scale.left) / number
    return tuple(
        Column(scale.left + i * width, scale.left + (i + 1) * width, float(heights[i]), int(counts[i]), int(worst[i]))
        for i in np.flatnonzero(counts)
    )


def _shown_day(rows: pd.DataFrame, scale: Scale) -> np.ndarray:
    """The day a symbol stands at: the first, or the middle of a wide date, within the time drawn."""
    first = rows["first"].to_numpy().clip(scale.first, scale.last)
    last = rows["last"].to_numpy().clip(scale.first, scale.last)
    return np.where(rows["wide"].to_numpy(), (first + last) // 2, first)


def shortest_silence(rows: pd.DataFrame, silence_days: int) -> int | None:
    """From how many days on an agency with these dated `rows` is silent; None where it shows no rhythm.

    At least `silence_days`, and longer than its usual time between records by as much as
    `chronology.gaps` asks: a dentist seen twice a year is not silent in between.
    """
    order = np.argsort(rows["first"].to_numpy(), kind="stable")
    last = np.maximum.accumulate(rows["last"].to_numpy()[order])
    between = rows["first"].to_numpy()[order][1:] - last[:-1] - 1
    between = between[between > 0]
    return None if len(between) < FEWEST - 1 else max(silence_days, math.floor(TIMES_USUAL * np.median(between)) + 1)


def silences(rows: pd.DataFrame, scale: Scale, silence_days: int) -> tuple[Silence, ...]:
    """Stretches of at least `silence_days` days, within the time drawn, that no event of `rows` touches.

    A wide date counts for all its days: where "March" is recorded, March is not called silent.
    """
    if rows.empty:
        return ()
    order = np.argsort(rows["first"].to_numpy(), kind="stable")
    last = np.maximum.accumulate(rows["last"].to_numpy()[order])
    quiet_from = np.maximum(np.concatenate([[scale.first], last + 1]), scale.first)
    quiet_to = np.concatenate([rows["first"].to_numpy()[order] - 1, [scale.last]])
    long_enough = np.flatnonzero(quiet_to - quiet_from + 1 >= silence_days)
    return tuple(Silence(int(quiet_from[i]), int(quiet_to[i])) for i in long_enough)


# ------------------------------------------------------------------------------- stacking in a lane


@dataclass
class _Stack:
    """Symbols of one lane in rows counted from the bottom, and those that found no row."""

    rows: int
    pitch: float
    placed: list[tuple[int, Mark]] = field(default_factory=list)
    crowded: list[float] = field(default_factory=list)

    def marks(self, top: float, bottom: float, columns_below: bool) -> list[Mark]:
        """The symbols in order of their numbers: in the middle of the lane, or at its top above columns."""
        used = max((row for row, _ in self.placed), default=0) + 1
        middle = (top + bottom + (_COUNT_ROOM if self.crowded else 0)) / 2
        first = top + 1 + self.pitch / 2 + (_COUNT_ROOM if self.crowded else 0)
        step = self.pitch
        if not columns_below:
            first, step = middle + (used - 1) / 2 * self.pitch, -self.pitch
        return [replace(m, y=first + row * step) for row, m in sorted(self.placed, key=lambda pair: pair[1].number)]

    def counts(self, top: float, scale: Scale) -> list[Count]:
        """Numbers in the top row of the lane, one for each stretch that is as wide as a number."""
        wide = text_width("+0000", TEXT_SIZE) + 3
        number = max(1, math.floor((scale.right - scale.left) / wide))
        width = (scale.right - scale.left) / number
        slots = Counter(min(int((x - scale.left) / width), number - 1) for x in self.crowded)
        return [
            Count(scale.left + (slot + 0.5) * width, top + _COUNT_ROOM / 2, slots[slot]) for slot in sorted(slots)
        ]


def _stack(rows: pd.DataFrame, scale: Scale, lane_height: float, room: bool) -> _Stack:
    """Stack the symbols of a lane; with `room` every serious one gets a place, on top of others if need be."""
    usable = lane_height - 2
    pitch = min(_PITCH, usable)
    most = max(1, min(MOST_STACKED, int(usable // pitch)))
    stack = _fill(rows, scale, most, pitch, room)
    if stack.crowded and most > 1:  # make room for the numbers
        stack = _fill(rows, scale, max(1, min(most, int((usable - _COUNT_ROOM) // pitch))), pitch, room)
    return stack


def _fill(rows: pd.DataFrame, scale: Scale, most: int, pitch: float, room: bool) -> _Stack:
    stack = _Stack(most, pitch)
    taken: list[list[tuple[float, float]]] = [[] for _ in range(most)]
    day = _shown_day(rows, scale)
    order = np.lexsort((rows["number"].to_numpy(), day, -np.maximum(rows["severity"].to_numpy(), SERIOUS - 1)))
    columns_ = [rows[name].tolist() for name in ("number", "event_id", "first", "last", "severity", "hollow", "wide")]
    for i in order.tolist():
        number, event_id, first, last, severity, hollow, wide = (column[i] for column in columns_)
        x = float(scale.x(day[i] + 0.5))
        half = SEVERITIES[severity].size / 2
        bar = None
        if last > first:
            bar = (float(scale.x(max(first, scale.first))), float(scale.x(min(last, scale.last) + 1)))
        left, right = min(x - half, bar[0] if bar else x), max(x + half, bar[1] if bar else x)
        row = _free_row(taken, left, right)
        if row is None:
            if not room or severity < SERIOUS:
                stack.crowded.append(x)
                continue
            row = _least_crowded(taken, x)
        insort(taken[row], (left, right))
        stack.placed.append((row, Mark(number, event_id, x, 0.0, severity, hollow, wide, bar)))
    return stack


def _free_row(taken: list[list[tuple[float, float]]], left: float, right: float) -> int | None:
    for row, spans in enumerate(taken):
        place_ = bisect_left(spans, (left, right))
        before = place_ == 0 or spans[place_ - 1][1] <= left
        after = place_ == len(spans) or spans[place_][0] >= right
        if before and after:
            return row
    return None


def _least_crowded(taken: list[list[tuple[float, float]]], x: float) -> int:
    """The row whose nearest symbol is farthest from `x`; the lowest of equals."""

    def distance(spans: list[tuple[float, float]]) -> float:
        place_ = bisect_left(spans, (x, x))
        near = spans[max(0, place_ - 1) : place_ + 1]
        return min((abs((a + b) / 2 - x) for a, b in near), default=math.inf)

    return max(range(len(taken)), key=lambda row: (distance(taken[row]), -row))
