"""Household rings: an outline around the members of a home that holds nobody else. Knows no family.

Worked out on a grid: the boxes of members that stand side by side are joined, then joined to the
members' boxes in other rows by the shortest way that is clear of everybody else. Where there is no
way, the home has two outlines that bear the same name.
"""

from __future__ import annotations

import math
from collections import deque
from collections.abc import Sequence

import numpy as np
from scipy.ndimage import binary_fill_holes

from lcspr_kit.genogram.geometry import Point
from lcspr_kit.genogram.strokes import corner_round

Box = tuple[float, float, float, float]
Cell = tuple[int, int]
STEP = 4.0
"""Side of a cell of the grid in points."""
_CORRIDOR = 3
_FURTHEST = 150


def ring(members: Sequence[Box], others: Sequence[Box], margin: float) -> list[tuple[Point, ...]]:
    """Closed outlines (first point = last) around the members' boxes, `margin` points away from them.

    Nobody of `others` is inside any of them, as long as boxes do not overlap. Usually one outline.
    """
    blocked = {cell for box in others for cell in _cells(box)}
    parts = [_cells(_grown(box, margin)) - blocked for box in members]
    regions = _joined(parts, blocked)
    return [_smooth(_outline(region)) for region in regions]


def _grown(box: Box, by: float) -> Box:
    return (box[0] - by, box[1] - by, box[2] + by, box[3] + by)


def _cells(box: Box) -> set[Cell]:
    columns = range(math.floor(box[0] / STEP), math.ceil(box[2] / STEP))
    rows = range(math.floor(box[1] / STEP), math.ceil(box[3] / STEP))
    return {(column, row) for column in columns for row in rows}


def _joined(parts: list[set[Cell]], blocked: set[Cell]) -> list[set[Cell]]:
    """Join the parts one after the other to the nearest that can be reached; what can't be stays apart."""
    tight = {(x - dx, y - dy) for x, y in blocked for dx in range(_CORRIDOR) for dy in range(_CORRIDOR)}
    done: list[set[Cell]] = []
    waiting = [part for part in parts if part]
    while waiting:
        region = waiting.pop(0)
        apart: list[set[Cell]] = []
        while waiting:
            way = _way(region, waiting, tight)
            if way is None:
                break
            path, met = way
            part = waiting.pop(met)
            narrow = region | part | _widened(path, blocked)
            wide = narrow | _bridge(region, part, blocked)
            joined = next((choice for choice in (wide, narrow) if not _encloses(choice, blocked)), None)
            if joined is None:
                apart.append(part)
            else:
                region = joined
        waiting += apart
        done.append(region)
    return done


def _encloses(region: set[Cell], blocked: set[Cell]) -> bool:
    """Whether the region has a hole with somebody else in it: the outline would take them in."""
    left, top = min(x for x, _ in region), min(y for _, y in region)
    width, height = max(x for x, _ in region) - left + 1, max(y for _, y in region) - top + 1
    filled = np.zeros((width, height), dtype=bool)
    for x, y in region:
        filled[x - left, y - top] = True
    holes = binary_fill_holes(filled) & ~filled
    return any(holes[x - left, y - top] for x, y in blocked if 0 <= x - left < width and 0 <= y - top < height)


def _bridge(region: set[Cell], part: set[Cell], blocked: set[Cell]) -> set[Cell]:
    """Fill the straight room between two parts that face each other with nobody else between them."""
    filled: set[Cell] = set()
    for axis in (0, 1):
        spans: list[dict[int, tuple[int, int]]] = []
        for cells in (region, part):
            lanes: dict[int, tuple[int, int]] = {}
            for cell in cells:
                low, high = lanes.get(cell[axis], (cell[1 - axis], cell[1 - axis]))
                lanes[cell[axis]] = (min(low, cell[1 - axis]), max(high, cell[1 - axis]))
            spans.append(lanes)
        shared = sorted(spans[0].keys() & spans[1].keys())
        run: set[Cell] = set()
        for lane in shared:
            (low_a, high_a), (low_b, high_b) = spans[0][lane], spans[1][lane]
            gap = range(min(high_a, high_b) + 1, max(low_a, low_b))
            between = {(lane, n) if axis == 0 else (n, lane) for n in gap}
            if len(gap) > 34 or between & blocked:
                continue
            run |= between
        filled |= run
    return filled


def _way(region: set[Cell], parts: Sequence[set[Cell]], tight: set[Cell]) -> tuple[list[Cell], int] | None:
    """The shortest way from a region to any of the parts, and which part; None where all are cut off."""
    for number, part in enumerate(parts):
        if not region.isdisjoint(part) or any((x + dx, y + dy) in part for x, y in region for dx, dy in _SIDES):
            return [], number
    owner = {cell: number for number, part in reversed(list(enumerate(parts))) for cell in part}
    before: dict[Cell, Cell | None] = dict.fromkeys(sorted(region))
    queue = deque((cell, 0) for cell in sorted(region))
    while queue:
        cell, steps = queue.popleft()
        if cell in owner:
            path = []
            current: Cell | None = cell
            while current is not None:
                path.append(current)
                current = before[current]
            return path, owner[cell]
        if steps >= _FURTHEST:
            continue
        for dx, dy in _SIDES:
            there = (cell[0] + dx, cell[1] + dy)
            if there not in before and there not in tight:
                before[there] = cell
                queue.append((there, steps + 1))
    return None


_SIDES = ((0, -1), (-1, 0), (1, 0), (0, 1))


def _widened(path: Sequence[Cell], blocked: set[Cell]) -> set[Cell]:
    return {(x + dx, y + dy) for x, y in path for dx in range(_CORRIDOR) for dy in range(_CORRIDOR)} - blocked


def _outline(region: set[Cell]) -> list[Point]:
    """The outer edge of a region of cells, clockwise, corners only."""
    edges: dict[Cell, list[Cell]] = {}
    for x, y in region:
        for dx, dy, start, end in ((0, -1, (x, y), (x + 1, y)), (1, 0, (x + 1, y), (x + 1, y + 1)), (0, 1, (x + 1, y + 1), (x, y + 1)), (-1, 0, (x, y + 1), (x, y))):
            if (x + dx, y + dy) not in region:
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
            corners.append(Point(cell[0] * STEP, cell[1] * STEP))
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


def clear_spot(candidates: Sequence[Point], width: float, height: float, boxes: Sequence[Box], lines: Sequence[Sequence[Point]], bounds: Box) -> Point | None:
    """The first place where a text of this size lies on no box and no line, within bounds."""
    segments = [(a, b) for line in lines for a, b in zip(line, line[1:], strict=False)]
    edges = np.array([(min(a[0], b[0]), min(a[1], b[1]), max(a[0], b[0]), max(a[1], b[1])) for a, b in segments]).reshape(-1, 4)
    for point in candidates:
        box = (point.x - width / 2 - 1.5, point.y - height / 2, point.x + width / 2 + 1.5, point.y + height / 2)
        if box[0] < bounds[0] or box[1] < bounds[1] or box[2] > bounds[2] or box[3] > bounds[3]:
            continue
        if any(box[0] < other[2] and other[0] < box[2] and box[1] < other[3] and other[1] < box[3] for other in boxes):
            continue
        near = np.flatnonzero((edges[:, 0] <= box[2]) & (edges[:, 2] >= box[0]) & (edges[:, 1] <= box[3]) & (edges[:, 3] >= box[1]))
        if not any(_enters(*segments[number], box) for number in near):
            return point
    return None


def _enters(a: Sequence[float], b: Sequence[float], box: Box) -> bool:
    """Whether a straight piece enters a box (Liang and Barsky's clipping)."""
    dx, dy = b[0] - a[0], b[1] - a[1]
    low, high = 0.0, 1.0
    for p, q in ((-dx, a[0] - box[0]), (dx, box[2] - a[0]), (-dy, a[1] - box[1]), (dy, box[3] - a[1])):
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


