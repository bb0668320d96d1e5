"""Emotional relationships as a second layer: a clear course between two symbols, and a pattern by kind.

A course never crosses a symbol or a label of anybody else; where there is none, the bond is listed
and not drawn. Pattern tells as much as colour does.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Iterable, Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from lcspr_kit.genogram.canvas import Item, Line, Place
from lcspr_kit.genogram.family import Bond
from lcspr_kit.genogram.rings import pieces_of
from lcspr_kit.genogram.strokes import across, arrow, beside, dashes, length, piece, rounded, zigzag
from lcspr_kit.genogram.wayfinding import CLOSED, Cell, Grid, cheapest_way

Box = tuple[float, float, float, float]
Floats = NDArray[np.float64]
COLOURS = {"close": "#00694f", "distant": "#444b55", "conflict": "#a34a00", "abusive": "#b3001b", "abuse alleged": "#b3001b", "cut off": "#5f3a96"}
_CONFIRMED = re.compile(r"\b(confirmed|convicted|conviction|found proved|finding of fact|admitted|guilty|substantiated)\b", re.I)
_DENIED = re.compile(r"\b(not|no|never|without|un)\b[^.;,]{0,20}\b(confirmed|convicted|conviction|admitted|guilty|substantiated)|not guilty", re.I)
_BULGES = (0.0, 0.16, -0.16, 0.3, -0.3, 0.45, -0.45, 0.62, -0.62, 0.85, -0.85, 1.15, -1.15)
_SAMPLES = 28
_NEAR = 5.0
_OWN_LABEL, _OWN_LABEL_ZIGZAG = 1.5, 4.0
_FURTHEST = 1400.0
_UNCLEAR = 700.0
_GRID = 6.0
_NETTED, _USED = 5.0, 9.0


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
        self.taken: list[tuple[Place, ...]] = []
        self._taken: list[Floats] = []
        self._grown = {identity: (box[0] - _NEAR, box[1] - _NEAR, box[2] + _NEAR, box[3] + _NEAR) for identity, box in boxes.items()}
        self._kept_clear = [(box[0] - 3, box[1] - 3, box[2] + 3, box[3] + 3) for box in kept_clear]
        nets = list(nets)
        self._net = pieces_of(nets)
        self._grid = Grid(bounds, _GRID)
        for course in nets:
            self._grid.add(_dense(course, 3.0), _NETTED)
        for box in kept_clear:
            self._grid.close(box, 4.5)
        self._closed = {identity: self._grid.covered(box, 8.5) for identity, box in boxes.items()}

    def find(self, bond: Bond) -> tuple[Place, ...] | None:
        """The best clear course from a to b, or None; none for two who are too far apart for the eye to follow a line."""
        if math.dist(self.places[bond.a], self.places[bond.b]) > _FURTHEST:
            return None
        best: tuple[float, int] | None = None
        chosen = None
        for number, course in enumerate(self._candidates(bond)):
            if not self._clear(course, bond):
                continue
            cost = (self._cost(course), number)
            if best is None or cost < best:
                best, chosen = cost, course
        if best is None or best[0] > 1.2 * math.dist(self.places[bond.a], self.places[bond.b]) + 30:
            way = self._way_round(bond)
            if way and length(way) <= 1.5 * _FURTHEST and (best is None or self._cost(way) < best[0]):
                best, chosen = (self._cost(way), 0), way
        if best is None or chosen is None or best[0] > length(chosen) + _UNCLEAR:
            return None
        self.taken.append(chosen)
        self._taken.append(np.array(chosen[::2]))
        self._grid.add(chosen, _USED)
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
            yield self._clip(rounded([(ax + 7, ay), (ax + 7, top), (bx - 7, top), (bx - 7, by)], 16.0), bond)

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
        points = np.array(course)
        left, top, right, bottom = self.bounds
        if (points < (left, top)).any() or (points > (right, bottom)).any():
            return False
        shut = [*self._kept_clear, *(box for identity, box in self._grown.items() if identity not in (bond.a, bond.b))]
        for end in (bond.a, bond.b):
            box, y = self.boxes[end], self.places[end][1]
            apart = _OWN_LABEL_ZIGZAG if bond.kind in ("conflict", "abusive") else _OWN_LABEL
            shut.append((box[0] - apart, y + self.symbols[end] + 1, box[2] + apart, box[3] + apart))
        boxes = np.array(shut)
        boxes = boxes[(boxes[:, :2] < points.max(axis=0)).all(axis=1) & (boxes[:, 2:] > points.min(axis=0)).all(axis=1)]
        for some in (points[::9], points):  # most that are not clear are found by a few points
            if ((some > boxes[:, None, :2]) & (some < boxes[:, None, 2:])).all(axis=2).any():
                return False
        return not any(_alongside(points, other) for other in self._taken)

    def _way_round(self, bond: Bond) -> tuple[Place, ...] | None:
        """A way over a grid, for two people whom no simple course joins."""
        ends = {bond.a, bond.b}
        closed = [cells for identity, cells in self._closed.items() if identity not in ends]
        for end in sorted(ends):
            (x, y), box, half = self.places[end], self.boxes[end], self.symbols[end] + 3
            closed += [self._grid.covered((x - half, y - half, x + half, y + half)), self._grid.covered((box[0] - 4, y + self.symbols[end] - 4, box[2] + 4, box[3] + 4))]
        cost = self._grid.cost(closed)
        way = cheapest_way(self._doors(bond.a, cost), self._doors(bond.b, cost), cost)
        if way is None:
            return None
        places = [self._grid.place(cell) for cell in way]
        corners = [p for n, p in enumerate(places) if n in (0, len(places) - 1) or not _straight(places[n - 1], p, places[n + 1])]
        course = self._clip(rounded([self.places[bond.a], *corners, self.places[bond.b]], 8.0), bond)
        return course if self._clear(course, bond) else None

    def _doors(self, identity: str, cost: Floats) -> list[Cell]:
        """The open cells about a symbol from which a course may start, its lower side left to the label."""
        x, y = self.places[identity]
        reach = self.symbols[identity] + 6
        spots = [(x + dx, y - reach) for dx in (-14, -7, 7, 14)] + [(x + side * reach, y + dy) for side in (-1, 1) for dy in (-12, -6, 8)]
        cells = sorted({self._grid.cell(spot) for spot in spots})
        return [cell for cell in cells if cost[cell] < CLOSED]

    def _cost(self, course: Sequence[Place]) -> float:
        coarse = pieces_of([[*course[:-1:4], course[-1]]])
        crossings = _crossings(coarse, self._net) + sum(_crossings(coarse, pieces_of([other[::4]])) for other in self.taken)
        return length(course) + 40.0 * crossings + sum(_along(run) for run in self._grid.runs(course, _NETTED))


def _along(samples: int) -> float:
    """What it costs to run near the family's lines for so many samples: crossing one takes a few, more is on top of it."""
    return 5.0 * min(samples, 8) + 20.0 * max(0, samples - 8)


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


def _alongside(course: Floats, other: Floats) -> bool:
    """Whether a course runs beside another for more than a moment (a crossing is no more than that)."""
    near = ((course > other.min(axis=0) - 7.0) & (course < other.max(axis=0) + 7.0)).all(axis=1)
    course, enough = course[near], max(6, 0.25 * len(course))
    if len(course) <= enough:
        return False
    apart = np.hypot(course[:, None, 0] - other[None, :, 0], course[:, None, 1] - other[None, :, 1])
    return bool((apart.min(axis=1) < 7.0).sum() > enough)


def _crossings(one: Floats, two: Floats) -> int:
    """How many pieces of the one cross pieces of the other."""
    p, q, a, b = one[:, None, :2], one[:, None, 2:], two[None, :, :2], two[None, :, 2:]
    return int((((_side(p, q, a) * _side(p, q, b)) < 0) & ((_side(a, b, p) * _side(a, b, q)) < 0)).sum())


def _side(u: Floats, v: Floats, w: Floats) -> Floats:
    """On which side of the line from u to v w lies, by its sign."""
    return (v[..., 0] - u[..., 0]) * (w[..., 1] - u[..., 1]) - (v[..., 1] - u[..., 1]) * (w[..., 0] - u[..., 0])


def drawn_first(bonds: Iterable[Bond], nearness: Callable[[Bond], float]) -> list[Bond]:
    """Bonds in the order in which courses are sought: what matters most for safety, then the short ones."""
    weight = {"abusive": 0, "conflict": 1, "cut off": 2, "close": 3, "distant": 4}
    return sorted(bonds, key=lambda bond: (weight[bond.kind], nearness(bond), bond.a, bond.b))
