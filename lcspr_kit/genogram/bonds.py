"""Emotional relationships as a second layer: a clear course between two symbols, and a pattern by kind.

A course never crosses a symbol or a label of anybody else; where there is none, the bond is listed
and not drawn. Pattern tells as much as colour does.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Iterable, Mapping, Sequence

from lcspr_kit.genogram.canvas import Item, Line, Place
from lcspr_kit.genogram.family import Bond
from lcspr_kit.genogram.strokes import across, arrow, beside, dashes, length, piece, rounded, zigzag
from lcspr_kit.genogram.wayfinding import Cell, cheapest_way

Box = tuple[float, float, float, float]
COLOURS = {"close": "#00694f", "distant": "#444b55", "conflict": "#a34a00", "abusive": "#b3001b", "abuse alleged": "#b3001b", "cut off": "#5f3a96"}
_CONFIRMED = re.compile(r"\b(confirmed|convicted|conviction|found proved|finding of fact|admitted|guilty|substantiated)\b", re.I)
_DENIED = re.compile(r"\b(not|no|never|without|un)\b[^.;,]{0,20}\b(confirmed|convicted|conviction|admitted|guilty|substantiated)|not guilty", re.I)
_BULGES = (0.0, 0.16, -0.16, 0.3, -0.3, 0.45, -0.45, 0.62, -0.62, 0.85, -0.85, 1.15, -1.15)
_SAMPLES = 28
_NEAR = 5.0
_GRID = 6.0


def bond_key(bond: Bond) -> str:
    """The kind of line: the bond's kind, `abuse alleged` where no note says that it was confirmed."""
    if bond.kind == "abusive" and (not _CONFIRMED.search(bond.notes) or _DENIED.search(bond.notes)):
        return "abuse alleged"
    return bond.kind


def bond_lines(course: Sequence[Place], key: str) -> list[Item]:
    """What to draw along a course for a kind of bond."""
    colour = COLOURS[key]
    if key == "close":
        return [Line(beside(course, offset), 1.2, colour, role="bond") for offset in (-1.6, 1.6)]
    if key == "distant":
        return list(dashes(course, (7.0, 5.0), 1.2, colour, role="bond"))
    if key == "conflict":
        return [Line(zigzag(course), 1.3, colour, role="bond")]
    if key == "cut off":
        half, gap = length(course) / 2, 4.0
        return [
            Line(piece(course, 0, half - gap), 1.5, colour, role="bond"),
            Line(piece(course, half + gap, 2 * half), 1.5, colour, role="bond"),
            across(course, half - gap, colour=colour),
            across(course, half + gap, colour=colour),
        ]
    dash = "dashed" if key == "abuse alleged" else ""
    return [Line(zigzag(course, ends=9.0), 1.3, colour, dash, role="bond"), arrow(course, colour=colour)]


class Courses:
    """Finds courses for bonds, one after the other, each clear of symbols, labels and earlier bonds."""

    def __init__(self, places: Mapping[str, Place], symbols: Mapping[str, float], boxes: Mapping[str, Box], nets: Iterable[Sequence[Place]], bounds: Box, kept_clear: Sequence[Box] = ()):
        """`symbols`: half the size of each symbol; `boxes`: all that a person's symbol and label cover; `nets`: the family's lines; `kept_clear`: boxes that no course may enter, whoever it joins."""
        self.places = places
        self.symbols = symbols
        self.boxes = boxes
        self.bounds = bounds
        self.kept_clear = tuple(kept_clear)
        nets = list(nets)
        self.net = [(a, b) for course in nets for a, b in zip(course, course[1:], strict=False)]
        self.taken: list[tuple[Place, ...]] = []
        self.netted = {cell for course in nets for cell in _near_cells(_dense(course, 3.0))}
        self.used: set[Cell] = set()

    def find(self, bond: Bond) -> tuple[Place, ...] | None:
        """The best clear course from a to b, or None."""
        best: tuple[float, int] | None = None
        chosen = None
        for number, course in enumerate(self._candidates(bond)):
            if not self._clear(course, bond):
                continue
            cost = (self._cost(course), number)
            if best is None or cost < best:
                best, chosen = cost, course
        if best is None or best[0] > 1.6 * math.dist(self.places[bond.a], self.places[bond.b]) + 60:
            way = self._way_round(bond)
            if way and (best is None or self._cost(way) < best[0]):
                chosen = way
        if chosen:
            self.taken.append(chosen)
            self.used |= _near_cells(chosen)
        return chosen

    def _candidates(self, bond: Bond) -> Iterable[tuple[Place, ...]]:
        (ax, ay), (bx, by) = self.places[bond.a], self.places[bond.b]
        span = math.dist((ax, ay), (bx, by)) or 1.0
        for bulge in _BULGES:
            sag = bulge * min(span, 260.0)
            middle = ((ax + bx) / 2 + (by - ay) / span * sag * 2, (ay + by) / 2 - (bx - ax) / span * sag * 2)
            yield self._clip([_quadratic((ax, ay), middle, (bx, by), t / _SAMPLES) for t in range(_SAMPLES + 1)], bond)
        # a bridge over (or under) everything between: up, along, down
        for lift in (34.0, 44.0, 54.0, -60.0, -75.0, -90.0):
            top = min(ay, by) - lift if lift > 0 else max(ay, by) - lift
            yield self._clip(_dense([(ax + 7, ay), (ax + 7, top), (bx - 7, top), (bx - 7, by)]), bond)

    def _clip(self, course: Sequence[Place], bond: Bond) -> tuple[Place, ...]:
        """The part of a course outside the two symbols, with a little room for the line's own pattern."""
        inside = {end: self.symbols[end] + 2.5 for end in (bond.a, bond.b)}

        def within(point: Place, end: str) -> bool:
            x, y = self.places[end]
            return max(abs(point[0] - x), abs(point[1] - y)) < inside[end]

        course = _dense(course, 3.0)
        start, end = 0, len(course)
        while start < end and within(course[start], bond.a):
            start += 1
        while end > start and within(course[end - 1], bond.b):
            end -= 1
        return tuple(course[start:end])

    def _clear(self, course: Sequence[Place], bond: Bond) -> bool:
        if len(course) < 3 or length(course) < 14:
            return False
        left, top, right, bottom = self.bounds
        if any(not (left <= x <= right and top <= y <= bottom) for x, y in course):
            return False
        if any(box[0] - 3 < x < box[2] + 3 and box[1] - 3 < y < box[3] + 3 for box in self.kept_clear for x, y in course):
            return False
        for identity, box in self.boxes.items():
            grown = (box[0] - _NEAR, box[1] - _NEAR, box[2] + _NEAR, box[3] + _NEAR)
            if identity in (bond.a, bond.b):
                x, y = self.places[identity]
                grown = (box[0] - 1, y + self.symbols[identity] + 1, box[2] + 1, box[3] + 1)
            if any(grown[0] < x < grown[2] and grown[1] < y < grown[3] for x, y in course):
                return False
        return all(not _alongside(course, other) for other in self.taken)

    def _way_round(self, bond: Bond) -> tuple[Place, ...] | None:
        """A way over a grid, for two people whom no simple course joins."""
        closed = self._closed(bond)
        left, top, right, bottom = (round(edge / _GRID) for edge in self.bounds)

        def cost(cell: Cell) -> float | None:
            if cell in closed or not (left <= cell[0] <= right and top <= cell[1] <= bottom):
                return None
            return 5.0 * (cell in self.netted) + 9.0 * (cell in self.used)

        way = cheapest_way(self._doors(bond.a) - closed, self._doors(bond.b) - closed, cost)
        if way is None:
            return None
        places = [(x * _GRID, y * _GRID) for x, y in way]
        corners = [p for n, p in enumerate(places) if n in (0, len(places) - 1) or not _straight(places[n - 1], p, places[n + 1])]
        course = self._clip(rounded([self.places[bond.a], *corners, self.places[bond.b]], 8.0), bond)
        return course if self._clear(course, bond) else None

    def _doors(self, identity: str) -> set[Cell]:
        """The cells about a symbol from which a course may start, its lower side left to the label."""
        x, y = self.places[identity]
        reach = self.symbols[identity] + 6
        spots = [(x + dx, y - reach) for dx in (-14, -7, 7, 14)] + [(x + side * reach, y + dy) for side in (-1, 1) for dy in (-12, -6, 8)]
        return {(round(px / _GRID), round(py / _GRID)) for px, py in spots}

    def _closed(self, bond: Bond) -> set[Cell]:
        closed = {cell for box in self.kept_clear for cell in _covered(box, 4.5)}
        for identity, box in self.boxes.items():
            x, y = self.places[identity]
            half = self.symbols[identity] + 3
            ends = identity in (bond.a, bond.b)
            if ends:
                closed |= _covered((x - half, y - half, x + half, y + half))
                closed |= _covered((box[0] - 3, y + self.symbols[identity], box[2] + 3, box[3] + 4))
            else:
                closed |= _covered(box, 8.5)
        return closed

    def _cost(self, course: Sequence[Place]) -> float:
        coarse = [*course[:-1:4], course[-1]]
        crossings = sum(_cross(p, q, a, b) for a, b in self.net for p, q in zip(coarse, coarse[1:], strict=False))
        crossings += sum(_cross(p, q, a, b) for other in self.taken for a, b in zip(other[::4], other[4::4], strict=False) for p, q in zip(coarse, coarse[1:], strict=False))
        beside_net = sum((round(x / _GRID), round(y / _GRID)) in self.netted for x, y in course)
        return length(course) + 40.0 * crossings + 5.0 * beside_net


def _quadratic(a: Place, m: Place, b: Place, t: float) -> Place:
    u = 1 - t
    return (u * u * a[0] + 2 * u * t * m[0] + t * t * b[0], u * u * a[1] + 2 * u * t * m[1] + t * t * b[1])


def _dense(points: Sequence[Place], step: float = 6.0) -> list[Place]:
    made = [points[0]]
    for a, b in zip(points, points[1:], strict=False):
        count = max(1, math.ceil(math.dist(a, b) / step))
        made += [(a[0] + (b[0] - a[0]) * n / count, a[1] + (b[1] - a[1]) * n / count) for n in range(1, count + 1)]
    return made


def _straight(a: Place, b: Place, c: Place) -> bool:
    return abs((b[0] - a[0]) * (c[1] - b[1]) - (b[1] - a[1]) * (c[0] - b[0])) < 1e-6


def _covered(box: Box, grown: float = 0.0) -> set[Cell]:
    """The grid's points within a box, or within `grown` points of it."""
    columns = range(math.ceil((box[0] - grown) / _GRID), math.floor((box[2] + grown) / _GRID) + 1)
    rows = range(math.ceil((box[1] - grown) / _GRID), math.floor((box[3] + grown) / _GRID) + 1)
    return {(column, row) for column in columns for row in rows}


def _near_cells(course: Iterable[Place]) -> set[Cell]:
    return {(round(x / _GRID) + dx, round(y / _GRID) + dy) for x, y in course for dx in (-1, 0, 1) for dy in (-1, 0, 1)}


def _alongside(course: Sequence[Place], other: Sequence[Place]) -> bool:
    """Whether a course runs beside another for more than a moment (a crossing is no more than that)."""
    near = sum(1 for point in course if any(math.dist(point, there) < 7.0 for there in other))
    return near > max(6, 0.25 * len(course))


def _cross(p: Place, q: Place, a: Place, b: Place) -> bool:
    def side(u: Place, v: Place, w: Place) -> float:
        return (v[0] - u[0]) * (w[1] - u[1]) - (v[1] - u[1]) * (w[0] - u[0])

    return side(p, q, a) * side(p, q, b) < 0 and side(a, b, p) * side(a, b, q) < 0


def drawn_first(bonds: Iterable[Bond], nearness: Callable[[Bond], float]) -> list[Bond]:
    """Bonds in the order in which courses are sought: what matters most for safety, then the short ones."""
    weight = {"abusive": 0, "conflict": 1, "cut off": 2, "close": 3, "distant": 4}
    return sorted(bonds, key=lambda bond: (weight[bond.kind], nearness(bond), bond.a, bond.b))
