"""Household rings: an outline around the members of a home that holds nobody else. Knows no family.

Worked out on a grid: the boxes of members are joined where a short way with few turns is clear of
everybody else. Members who are further apart than that have outlines of their own, because a ring
that winds about the page tells less than two that bear one name.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Sequence

import numpy as np
from numpy.typing import NDArray
from scipy.ndimage import binary_fill_holes

from lcspr_kit.genogram.geometry import Point
from lcspr_kit.genogram.strokes import corner_round

Box = tuple[float, float, float, float]
Cell = tuple[int, int]
Cells = NDArray[np.bool_]
Segment = tuple[Sequence[float], Sequence[float]]
STEP = 4.0
"""Side of a cell of the grid in points."""
_CORRIDOR = 3
_FURTHEST = 45
_TURN = 7
"""What a turn costs in steps: a way of `_FURTHEST` steps may not turn at all."""
_WIDEST_BRIDGE = 34
_BESIDE = 3.0
_LONG = 10.0


def ring(members: Sequence[Box], others: Sequence[Box], margins: Sequence[float], lines: Iterable[Segment] = (), shunned: Iterable[Sequence[Point]] = ()) -> list[tuple[Point, ...]]:
    """Closed outlines (first point = last) around the members' boxes, so many points away from each as `margins` says.

    Nobody of `others` is inside any of them, as long as boxes do not overlap. Straight joints do not
    run along any of the family's `lines`; ways round somebody keep away from the `shunned` outlines
    where they can.
    """
    if not members:
        return []
    grid = _Grid(members, max(margins), lines)
    blocked = grid.filled(others)
    parts = [grid.filled([_grown(box, margin)]) & ~blocked for box, margin in zip(members, margins, strict=True)]
    regions = _joined(grid, parts, blocked, grid.traced(shunned))
    return [_smooth([grid.point(corner) for corner in _corners(region)]) for region in regions]


def _grown(box: Box, by: float) -> Box:
    return (box[0] - by, box[1] - by, box[2] + by, box[3] + by)


class _Grid:
    """The cells about the members, as far as a way between them may go."""

    def __init__(self, members: Sequence[Box], margin: float, lines: Iterable[Segment]):
        reach = margin + (_FURTHEST / 2 + _CORRIDOR + 2) * STEP
        self.left = math.floor((min(box[0] for box in members) - reach) / STEP)
        self.top = math.floor((min(box[1] for box in members) - reach) / STEP)
        right = math.ceil((max(box[2] for box in members) + reach) / STEP)
        bottom = math.ceil((max(box[3] for box in members) + reach) / STEP)
        self.shape = (right - self.left, bottom - self.top)
        ends = np.array([(*a, *b) for a, b in lines], dtype=float).reshape(-1, 4)
        self.lines = ends[np.abs(ends[:, :2] - ends[:, 2:]).max(axis=1) > _LONG]

    def filled(self, boxes: Iterable[Box]) -> Cells:
        """The cells that boxes cover, in whole or in part."""
        cells = np.zeros(self.shape, dtype=bool)
        for box in boxes:
            x, y = max(0, math.floor(box[0] / STEP) - self.left), max(0, math.floor(box[1] / STEP) - self.top)
            x_end, y_end = math.ceil(box[2] / STEP) - self.left, math.ceil(box[3] / STEP) - self.top
            cells[x : max(0, x_end), y : max(0, y_end)] = True
        return cells

    def traced(self, outlines: Iterable[Sequence[Point]]) -> Cells:
        """The cells near to outlines."""
        boxes = [(min(a[0], b[0]) - STEP, min(a[1], b[1]) - STEP, max(a[0], b[0]) + STEP, max(a[1], b[1]) + STEP) for line in outlines for a, b in zip(line, line[1:], strict=False)]
        return self.filled(boxes)

    def point(self, cell: Cell) -> Point:
        """The upper left corner of a cell."""
        return Point((cell[0] + self.left) * STEP, (cell[1] + self.top) * STEP)

    def runs_along(self, axis: int, edge: int, low: int, high: int) -> bool:
        """Whether one of the lines lies on the edge of a lane of cells, somewhere between two cells along it."""
        base, start = ((self.left, self.top) if axis == 0 else (self.top, self.left))
        place, first, last = (edge + base) * STEP, (low + start) * STEP, (high + start) * STEP
        beside = (np.abs(self.lines[:, [axis, axis + 2]] - place) < _BESIDE).all(axis=1)
        along = self.lines[:, [1 - axis, 3 - axis]]
        return bool((beside & (along.min(axis=1) < last) & (along.max(axis=1) > first)).any())


def _joined(grid: _Grid, parts: list[Cells], blocked: Cells, shunned: Cells) -> list[Cells]:
    """Join the parts one after the other to the one that is nearest; what can't be reached stays apart."""
    tight = np.zeros_like(blocked)
    for dx in range(_CORRIDOR):
        for dy in range(_CORRIDOR):
            tight[: blocked.shape[0] - dx, : blocked.shape[1] - dy] |= blocked[dx:, dy:]
    done: list[Cells] = []
    waiting = [part for part in parts if part.any()]
    while waiting:
        region = waiting.pop(0)
        apart: list[Cells] = []
        while waiting:
            found = _way(region, waiting, tight | shunned) or _way(region, waiting, tight)
            if found is None:
                break
            path, met = found
            part = waiting.pop(met)
            bridge = _bridge(grid, region, part, blocked)
            ways = (bridge, _widened(path, blocked)) if bridge.any() else (_widened(path, blocked),)
            joined = next((choice for way in ways if not _encloses(choice := region | part | way, blocked)), None)
            if joined is None:
                apart.append(part)
            else:
                region = joined
        waiting += apart
        done.append(region)
    return done


def _encloses(region: Cells, blocked: Cells) -> bool:
    """Whether the region has a hole with somebody else in it: the outline would take them in."""
    return bool((binary_fill_holes(region) & ~region & blocked).any())


def _bridge(grid: _Grid, region: Cells, part: Cells, blocked: Cells) -> Cells:
    """The straight room between two parts that face each other with nobody else between them."""
    filled = np.zeros_like(blocked)
    for axis in (0, 1):
        one, two, taken, made = (cells if axis == 0 else cells.T for cells in (region, part, blocked, filled))
        gaps: dict[int, tuple[int, int]] = {}
        for lane in np.flatnonzero(one.any(axis=1) & two.any(axis=1)).tolist():
            a, b = np.flatnonzero(one[lane]), np.flatnonzero(two[lane])
            low, high = min(a[-1], b[-1]) + 1, max(a[0], b[0])
            if 0 < high - low <= _WIDEST_BRIDGE and not taken[lane, low:high].any():
                gaps[lane] = (int(low), int(high))
        for run in _runs(sorted(gaps)):
            while run and grid.runs_along(axis, run[0], *gaps[run[0]]):
                run.pop(0)
            while run and grid.runs_along(axis, run[-1] + 1, *gaps[run[-1]]):
                run.pop()
            for number in run if len(run) >= _CORRIDOR else ():
                made[number, slice(*gaps[number])] = True
    return filled


def _runs(lanes: Sequence[int]) -> Iterator[list[int]]:
    """Numbers that follow each other, together."""
    run: list[int] = []
    for lane in lanes:
        if run and lane != run[-1] + 1:
            yield run
            run = []
        run.append(lane)
    if run:
        yield run


def _way(region: Cells, parts: Sequence[Cells], tight: Cells) -> tuple[list[Cell], int] | None:
    """The shortest way, turns counted, from a region to any of the parts, and which; None where all are too far."""
    steps = _steps(region, tight)
    best: tuple[int, int, list[Cell]] | None = None
    for number, part in enumerate(parts):
        reached = np.where(part, steps, -1)
        if not (reached >= 0).any():
            continue
        nearest = reached[reached >= 0].min()
        for goal in np.argwhere(reached == nearest):
            path, turns = _back(steps, (int(goal[0]), int(goal[1])))
            cost = int(nearest) + _TURN * turns
            if cost <= _FURTHEST and (best is None or cost < best[0]):
                best = (cost, number, path)
    return (best[2] if best[0] > 1 else [], best[1]) if best else None


def _steps(region: Cells, tight: Cells) -> NDArray[np.int16]:
    """How many steps each cell is from a region, -1 where it is further than a way may go."""
    steps = np.full(region.shape, -1, dtype=np.int16)
    xs, ys = np.flatnonzero(region.any(axis=1)), np.flatnonzero(region.any(axis=0))
    near = tuple(slice(max(0, found[0] - _FURTHEST), found[-1] + _FURTHEST + 1) for found in (xs, ys))
    here, free, front = steps[near], ~tight[near], region[near]
    here[front] = 0
    for step in range(1, _FURTHEST + 1):
        grown = np.zeros_like(front)
        grown[1:] |= front[:-1]
        grown[:-1] |= front[1:]
        grown[:, 1:] |= front[:, :-1]
        grown[:, :-1] |= front[:, 1:]
        front = grown & free & (here < 0)
        here[front] = step
    return steps


_SIDES = ((0, -1), (-1, 0), (1, 0), (0, 1))


def _back(steps: NDArray[np.int16], cell: Cell) -> tuple[list[Cell], int]:
    """The way from a cell back to where the steps were counted from, as straight as it goes, and its turns."""
    path, turns = [cell], 0
    heading: Cell | None = None
    while steps[cell] > 0:
        nearer = [side for side in _SIDES if 0 <= cell[0] + side[0] < steps.shape[0] and 0 <= cell[1] + side[1] < steps.shape[1] and steps[cell[0] + side[0], cell[1] + side[1]] == steps[cell] - 1]
        side = heading if heading is not None and heading in nearer else nearer[0]
        turns += heading is not None and side != heading
        heading = side
        cell = (cell[0] + side[0], cell[1] + side[1])
        path.append(cell)
    return path, turns


def _widened(path: Sequence[Cell], blocked: Cells) -> Cells:
    made = np.zeros_like(blocked)
    for x, y in path:
        made[x : x + _CORRIDOR, y : y + _CORRIDOR] = True
    return made & ~blocked


def _corners(region: Cells) -> list[Cell]:
    """The corners of the outer edge of a region of cells, clockwise."""
    edges: dict[Cell, list[Cell]] = {}
    taken = {(int(x), int(y)) for x, y in np.argwhere(region)}
    for x, y in sorted(taken):
        for dx, dy, start, end in ((0, -1, (x, y), (x + 1, y)), (1, 0, (x + 1, y), (x + 1, y + 1)), (0, 1, (x + 1, y + 1), (x, y + 1)), (-1, 0, (x, y + 1), (x, y))):
            if (x + dx, y + dy) not in taken:
                edges.setdefault(start, []).append(end)
    first = min(edges)
    walk = [first]
    heading = (1, 0)
    while True:
        here = walk[-1]
        choices = edges[here]
        # where two corners touch, turn right, so that the outline stays outside
        choices.sort(key=lambda end: _turn(heading, (end[0] - here[0], end[1] - here[1])))
        there = choices.pop(0)
        heading = (there[0] - here[0], there[1] - here[1])
        if there == first:
            break
        walk.append(there)
    corners = []
    for number, cell in enumerate(walk):
        before, after = walk[number - 1], walk[(number + 1) % len(walk)]
        if (cell[0] - before[0], cell[1] - before[1]) != (after[0] - cell[0], after[1] - cell[1]):
            corners.append(cell)
    return corners


def _turn(heading: tuple[int, int], step: tuple[int, int]) -> int:
    right = (-heading[1], heading[0])
    return {right: 0, heading: 1}.get(step, 2)


def _smooth(corners: Sequence[Point]) -> tuple[Point, ...]:
    """Round the corners of an outline."""
    made: list[Point] = []
    for number, corner in enumerate(corners):
        made += [Point(*place) for place in corner_round(corners[number - 1], corner, corners[(number + 1) % len(corners)], 9.0)]
    return (*made, made[0])


def is_inside(point: Point, outline: Sequence[Point]) -> bool:
    """Whether a point lies inside a closed outline."""
    inside = False
    for a, b in zip(outline, outline[1:], strict=False):
        if (a[1] > point[1]) != (b[1] > point[1]) and point[0] < a[0] + (point[1] - a[1]) * (b[0] - a[0]) / (b[1] - a[1]):
            inside = not inside
    return inside


def spots(outlines: Sequence[Sequence[Point]], width: float, height: float) -> list[Point]:
    """Places (the middle of a text of this size) for a ring's name: along its edges, inside and then outside."""
    made = []
    for gap in (-height / 2 - 1.5, height / 2 + 1.5, height + 4.0):
        for outline in outlines:
            for a, b in zip(outline, outline[1:], strict=False):
                if abs(a.y - b.y) > 0.1 or abs(b.x - a.x) < 14:
                    continue
                left, right = min(a.x, b.x), max(a.x, b.x)
                top = b.x > a.x  # the outline runs clockwise
                y = a.y - gap if top else a.y + gap
                xs = [left + width / 2 + 2, right - width / 2 - 2]
                xs += [left + width / 2 + STEP * n for n in range(1, max(1, int((right - left - width) // STEP)))]
                made += [Point(x, y) for x in xs if gap > 0 or left <= x - width / 2 and x + width / 2 <= right]
    return made


def pieces_of(lines: Iterable[Sequence[Sequence[float]]]) -> NDArray[np.float64]:
    """The straight pieces of lines, a row each: the x and y of both ends."""
    return np.array([(*a, *b) for line in lines for a, b in zip(line, line[1:], strict=False)], dtype=float).reshape(-1, 4)


def clear_spot(candidates: Sequence[Point], width: float, height: float, boxes: Sequence[Box], pieces: NDArray[np.float64], bounds: Box) -> Point | None:
    """The first place where a text of this size lies on no box and no piece of a line, within bounds."""
    taken = np.array(boxes, dtype=float).reshape(-1, 4)
    low, high = np.minimum(pieces[:, :2], pieces[:, 2:]), np.maximum(pieces[:, :2], pieces[:, 2:])
    for point in candidates:
        box = (point.x - width / 2 - 1.5, point.y - height / 2, point.x + width / 2 + 1.5, point.y + height / 2)
        if box[0] < bounds[0] or box[1] < bounds[1] or box[2] > bounds[2] or box[3] > bounds[3]:
            continue
        if ((box[0] < taken[:, 2]) & (taken[:, 0] < box[2]) & (box[1] < taken[:, 3]) & (taken[:, 1] < box[3])).any():
            continue
        near = np.flatnonzero((low[:, 0] <= box[2]) & (high[:, 0] >= box[0]) & (low[:, 1] <= box[3]) & (high[:, 1] >= box[1]))
        if not any(_enters(pieces[number], box) for number in near):
            return point
    return None


def _enters(piece: NDArray[np.float64], box: Box) -> bool:
    """Whether a straight piece enters a box (Liang and Barsky's clipping)."""
    ax, ay, bx, by = piece
    dx, dy = bx - ax, by - ay
    low, high = 0.0, 1.0
    for p, q in ((-dx, ax - box[0]), (dx, box[2] - ax), (-dy, ay - box[1]), (dy, box[3] - ay)):
        if abs(p) < 1e-12:
            if q < 0:
                return False
        elif p < 0:
            low = max(low, q / p)
        else:
            high = min(high, q / p)
        if low > high:
            return False
    return True
