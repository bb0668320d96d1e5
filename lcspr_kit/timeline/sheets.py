"""Cutting an episode into sheets: events in order of time in, sheets that have room for every label out.

Draws nothing. Sheets follow each other without a gap in time, and each is a linear scale of its own.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from lcspr_kit.timeline.labels import LabelledLane, Told, place_labels
from lcspr_kit.timeline.scale import Scale

_MOST_TRIED = 60  # more labels than this never fit a sheet
_FEWEST_DAYS = 3
_LAST_DAY = date.max.toordinal()


@dataclass(frozen=True)
class Sheet:
    """One sheet: its events, its scale of time, its lanes, and where they end in points from the top."""

    told: tuple[Told, ...]
    scale: Scale
    lanes: tuple[LabelledLane, ...]
    bottom: float


@dataclass(frozen=True)
class Room:
    """The part of a sheet that lanes may take, in points."""

    left: float
    right: float
    top: float
    bottom: float


def cut_sheets(told: Sequence[Told], agencies: Sequence[str], first: int, last: int, room: Room) -> list[Sheet]:
    """Sheets for the events, about equally full. `told` is in order of time, `first` and `last` are ordinals.

    Without events there is one empty sheet. A sheet with a single event may be higher than its room.
    """
    if not told:
        return [_sheet((), first, last, agencies, room)]
    ends = [0]
    while ends[-1] < len(told):
        size = min(len(told) - ends[-1], ends[-1] - ends[-2] + 8 if len(ends) > 1 else _MOST_TRIED)
        while size > 1 and not _fits(_cut(told, ends[-1], ends[-1] + size, agencies, first, last, room), room):
            size -= max(1, size // 8)
        ends.append(ends[-1] + size)
    number = len(ends) - 1
    even = [len(told) * n // number for n in range(number + 1)]
    sheets = _all(told, even, agencies, first, last, room)
    return sheets if all(_fits(sheet, room) for sheet in sheets) else _all(told, ends, agencies, first, last, room)


def _all(told: Sequence[Told], ends: Sequence[int], agencies: Sequence[str], first: int, last: int, room: Room) -> list[Sheet]:
    return [_cut(told, a, b, agencies, first, last, room) for a, b in zip(ends, ends[1:], strict=False)]


def _cut(told: Sequence[Told], a: int, b: int, agencies: Sequence[str], first: int, last: int, room: Room) -> Sheet:
    """The sheet of events a to b. Its days join those of the sheets before and after it."""

    def begins(number: int) -> int:
        return min(max(told[number].begins, first), last)

    start = first if a == 0 else begins(a)
    end = last if b == len(told) else max(start, begins(b) - (begins(b) > begins(b - 1)))
    if end - start + 1 < _FEWEST_DAYS:
        end = min(start + _FEWEST_DAYS - 1, _LAST_DAY)
        start = end - _FEWEST_DAYS + 1
    return _sheet(tuple(told[a:b]), start, end, agencies, room)


def _sheet(told: tuple[Told, ...], start: int, end: int, agencies: Sequence[str], room: Room) -> Sheet:
    scale = Scale(start, end, room.left, room.right)
    lanes = place_labels(told, agencies, scale, room.top)
    return Sheet(told, scale, tuple(lanes), lanes[-1].bottom if lanes else room.top)


def _fits(sheet: Sheet, room: Room) -> bool:
    return sheet.bottom <= room.bottom
