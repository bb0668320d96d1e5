"""Stretches of a text (start, end), kept in order so that asking about one of many costs no look at all of them.

Knows positions; nothing of what stands there.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right, insort
from collections.abc import Iterable


class Apart:
    """Stretches of which no two overlap."""

    def __init__(self, stretches: Iterable[tuple[int, int]] = ()):
        self._held = sorted(stretches)

    def overlap(self, start: int, end: int) -> bool:
        """Whether a stretch has a sign in common with one that is held."""
        at = bisect_left(self._held, (end, -1))
        return at > 0 and self._held[at - 1][1] > start

    def add(self, start: int, end: int) -> None:
        """Hold another one; it must not overlap those that are held."""
        insort(self._held, (start, end))


class Covering:
    """Stretches that may overlap, asked which of them holds another one whole."""

    def __init__(self, stretches: Iterable[tuple[int, int]] = ()):
        self._held: list[tuple[int, int]] = []
        for start, end in sorted(stretches, key=lambda stretch: (stretch[0], -stretch[1])):
            if not self._held or end > self._held[-1][1]:
                self._held.append((start, end))

    def around(self, start: int, end: int) -> tuple[int, int] | None:
        """The stretch that holds this one whole, the last to begin; None where there is none."""
        at = bisect_right(self._held, (start, float("inf")))
        return self._held[at - 1] if at and self._held[at - 1][1] >= end else None
