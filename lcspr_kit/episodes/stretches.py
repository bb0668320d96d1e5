"""Stretches of days that stand out from a case's own background.

Works on plain days and points, so that it can be tried with other numbers (`stability`).
"""

from __future__ import annotations

from collections.abc import Sequence

QUIET_DAYS = 21
"""A stretch ends where no record with points follows for longer than this."""
LONGEST_DAYS = 120
"""A stretch longer than this is split at its widest gap."""


def stretches(days: Sequence[int], points: Sequence[float], usual: float, entry: float, quiet: int) -> list[tuple[int, int]]:
    """The stretches, as (first, last) places in `days`, with most points above what is `usual` a day, less `entry` points for each.

    `days` are sorted ordinals, one a record, each with its `points`. Of all ways to choose stretches that don't overlap and have no gap of
    more than `quiet` days, the one with the highest sum; of equals the one with fewer days. One pass: the best sum up to a record, whether the record is
    in a stretch or not, follows from that of the record before.
    """
    outside, inside = 0.0, float("-inf")
    begins: list[bool] = []
    taken: list[bool] = []
    for place, (day, own) in enumerate(zip(days, points, strict=True)):
        gap = day - days[place - 1] if place else 0
        fresh = outside - entry - usual + own
        on = inside - usual * gap + own if gap <= quiet else float("-inf")
        begins.append(on < fresh)
        inside = max(on, fresh)
        taken.append(inside > outside)
        outside = max(outside, inside)
    found: list[tuple[int, int]] = []
    place = len(days) - 1
    while place >= 0:
        if not taken[place]:
            place -= 1
            continue
        last = place
        while not begins[place]:
            place -= 1
        found.append((place, last))
        place -= 1
    return found[::-1]
