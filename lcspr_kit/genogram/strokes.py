"""Lines with a pattern: along a course of points, in pieces, in parallel, as a zigzag, with an arrow.

Graphviz knows dashes and dots only; every other pattern is cut here. Knows no family.
"""

from __future__ import annotations

import math
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from itertools import accumulate, pairwise

from lcspr_kit.genogram.canvas import INK, Line, Place


def length(points: Sequence[Place]) -> float:
    """The length of a course in points."""
    return sum(math.dist(a, b) for a, b in zip(points, points[1:], strict=False))


class _Walk:
    """A course to be walked along: places and pieces by the distance from its start."""

    def __init__(self, points: Sequence[Place]):
        self.points = points
        self.gone = [0.0, *accumulate(math.dist(a, b) for a, b in pairwise(points))]

    def at(self, distance: float) -> tuple[Place, Place]:
        """The place at a distance, and the direction there (of length one)."""
        last = len(self.points) - 1
        number = bisect_left(self.gone, distance - 1e-9, 1, last)
        while number < last and self.gone[number] - self.gone[number - 1] <= 1e-9:
            number += 1
        while number > 1 and self.gone[number] - self.gone[number - 1] <= 1e-9:
            number -= 1
        a, b = self.points[number - 1], self.points[number]
        step = math.dist(a, b) or 1.0
        ux, uy = (b[0] - a[0]) / step, (b[1] - a[1]) / step
        on = min(distance - self.gone[number - 1], step)
        return (a[0] + ux * on, a[1] + uy * on), (ux, uy)

    def piece(self, start: float, end: float) -> tuple[Place, ...]:
        """The part between two distances."""
        inner = self.points[bisect_right(self.gone, start + 0.01) : bisect_left(self.gone, end - 0.01)]
        return (self.at(start)[0], *inner, self.at(end)[0])


def at(points: Sequence[Place], distance: float) -> tuple[Place, Place]:
    """The place at a distance along a course, and the direction there (of length one)."""
    return _Walk(points).at(distance)


def piece(points: Sequence[Place], start: float, end: float) -> tuple[Place, ...]:
    """The part of a course between two distances along it."""
    return _Walk(points).piece(start, end)


def dashes(points: Sequence[Place], pattern: Sequence[float], pen: float = 1.3, colour: str = INK, role: str = "net") -> list[Line]:
    """A course cut into strokes and gaps: `pattern` is stroke, gap, stroke, gap ... in points."""
    lines = []
    walk = _Walk(points)
    total, gone, number = walk.gone[-1], 0.0, 0
    while gone < total - 0.3:
        step = pattern[number % len(pattern)]
        if number % 2 == 0:
            lines.append(Line(walk.piece(gone, min(total, gone + step)), pen, colour, role=role))
        gone += step
        number += 1
    return lines


def corner_round(before: Place, corner: Place, after: Place, radius: float) -> list[Place]:
    """A corner of a course as a curve of five points; next to a short piece, as much of it as fits."""
    fits = min(radius, math.dist(before, corner) / 2, math.dist(corner, after) / 2)
    start, end = _towards(corner, before, fits), _towards(corner, after, fits)
    made = []
    for step in range(5):
        t = step / 4
        u = 1 - t
        made.append((u * u * start[0] + 2 * u * t * corner[0] + t * t * end[0], u * u * start[1] + 2 * u * t * corner[1] + t * t * end[1]))
    return made


def _towards(a: Place, b: Place, distance: float) -> Place:
    span = math.dist(a, b) or 1.0
    return (a[0] + (b[0] - a[0]) * distance / span, a[1] + (b[1] - a[1]) * distance / span)


def rounded(points: Sequence[Place], radius: float) -> list[Place]:
    """A course with its corners rounded; both ends stay where they are."""
    made = [points[0]]
    for before, corner, after in zip(points, points[1:], points[2:], strict=False):
        made += corner_round(before, corner, after, radius)
    return [*made, points[-1]]


def beside(points: Sequence[Place], offset: float) -> tuple[Place, ...]:
    """A course moved sideways by `offset` points (to the right of its direction)."""
    moved = []
    for number, (x, y) in enumerate(points):
        before = points[max(0, number - 1)]
        after = points[min(len(points) - 1, number + 1)]
        step = math.dist(before, after) or 1.0
        moved.append((x - (after[1] - before[1]) / step * offset, y + (after[0] - before[0]) / step * offset))
    return tuple(moved)


def zigzag(points: Sequence[Place], size: float = 3.2, wave: float = 7.0, ends: float = 5.0) -> tuple[Place, ...]:
    """A course as a zigzag of this size to each side, straight at both ends."""
    walk = _Walk(points)
    total = walk.gone[-1]
    count = max(1, int((total - 2 * ends) // (wave / 2)))
    made = [points[0], walk.at(min(ends, total / 2))[0]]
    for number in range(count):
        (x, y), (ux, uy) = walk.at(ends + (number + 0.5) * (total - 2 * ends) / count)
        side = size if number % 2 else -size
        made.append((x - uy * side, y + ux * side))
    return (*made, walk.at(max(total - ends, total / 2))[0], points[-1])


def arrow(points: Sequence[Place], size: float = 6.0, pen: float = 1.4, colour: str = INK, role: str = "bond") -> Line:
    """An open arrow head at the end of a course."""
    tip, (ux, uy) = at(points, length(points))
    left = (tip[0] - ux * size - uy * size * 0.55, tip[1] - uy * size + ux * size * 0.55)
    right = (tip[0] - ux * size + uy * size * 0.55, tip[1] - uy * size - ux * size * 0.55)
    return Line((left, tip, right), pen, colour, role=role)


def across(points: Sequence[Place], distance: float, size: float = 5.0, pen: float = 1.4, colour: str = INK, role: str = "bond") -> Line:
    """A short bar across a course at a distance along it."""
    (x, y), (ux, uy) = at(points, distance)
    return Line(((x - uy * size, y + ux * size), (x + uy * size, y - ux * size)), pen, colour, role=role)
