"""Runs of days: chained over quiet gaps, long ones split at the widest gap. Works on plain days."""

from __future__ import annotations

from collections.abc import Sequence


def chain(days: Sequence[int], quiet: int, longest: int) -> list[tuple[int, int]]:
    """Runs as (first, last) places in `days`, which are sorted ordinals. Last is included."""
    runs: list[tuple[int, int]] = []
    first = 0
    for place in range(1, len(days) + 1):
        if place == len(days) or days[place] - days[place - 1] > quiet:
            runs += split_long(days, first, place - 1, longest)
            first = place
    return runs


def split_long(days: Sequence[int], first: int, last: int, longest: int) -> list[tuple[int, int]]:
    """Split at the widest gap, of equals the one nearest the middle, until no part is too long."""
    parts: list[tuple[int, int]] = []
    waiting = [(first, last)]
    while waiting:
        first, last = waiting.pop()
        if days[last] - days[first] <= longest:
            parts.append((first, last))
            continue
        middle = (days[first] + days[last]) / 2
        cut = max(range(first + 1, last + 1), key=lambda place: (days[place] - days[place - 1], -abs(days[place] - middle), -place))
        waiting += [(cut, last), (first, cut - 1)]
    return parts
