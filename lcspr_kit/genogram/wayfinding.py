"""The cheapest way over a grid round things that are in the way. Knows nothing of what they are."""

from __future__ import annotations

import heapq
import math
from collections.abc import Collection, Iterable, Sequence

import numpy as np
from numpy.typing import NDArray

Cell = tuple[int, int]
Place = tuple[float, float]
Box = tuple[float, float, float, float]
Cells = tuple[slice, slice]
CLOSED = math.inf
_TURNS = ((0, -1), (1, -1), (1, 0), (1, 1), (0, 1), (-1, 1), (-1, 0), (-1, -1))
_BEND = 1.6
_HASTE = 2.0
_MOST = 60_000


class Grid:
    """A grid of cells `step` points wide within bounds, with what it costs extra to enter each."""

    def __init__(self, bounds: Box, step: float):
        self._step = step
        self._left, self._top = round(bounds[0] / step), round(bounds[1] / step)
        self._shape = (round(bounds[2] / step) - self._left + 1, round(bounds[3] / step) - self._top + 1)
        self._extra: dict[float, NDArray[np.bool_]] = {}
        self._shut = np.zeros(self._shape, dtype=bool)

    def cell(self, place: Sequence[float]) -> Cell:
        """The cell of a place; the nearest, where it is out of bounds."""
        x, y = round(place[0] / self._step) - self._left, round(place[1] / self._step) - self._top
        return min(max(x, 0), self._shape[0] - 1), min(max(y, 0), self._shape[1] - 1)

    def place(self, cell: Cell) -> Place:
        """The middle of a cell."""
        return (cell[0] + self._left) * self._step, (cell[1] + self._top) * self._step

    def covered(self, box: Box, grown: float = 0.0) -> Cells:
        """The cells whose middles are in a box, or within `grown` points of it."""
        ends = ((box[0], box[2], self._left), (box[1], box[3], self._top))
        x, y = (slice(max(0, math.ceil((low - grown) / self._step) - base), max(0, math.floor((high + grown) / self._step) - base + 1)) for low, high, base in ends)
        return x, y

    def close(self, box: Box, grown: float) -> None:
        """Close the cells within `grown` points of a box for good."""
        self._shut[self.covered(box, grown)] = True

    def add(self, course: Iterable[Place], extra: float) -> None:
        """Make the cells on and beside a course cost `extra`."""
        cells = self._extra.setdefault(extra, np.zeros(self._shape, dtype=bool))
        for x, y in {self.cell(place) for place in course}:
            cells[max(0, x - 1) : x + 2, max(0, y - 1) : y + 2] = True

    def runs(self, course: Iterable[Place], extra: float) -> list[int]:
        """How many places of a course follow each other in cells that were made to cost `extra`."""
        cells = self._extra.get(extra, np.zeros(self._shape, dtype=bool))
        found = [0]
        for place in course:
            if cells[self.cell(place)]:
                found[-1] += 1
            elif found[-1]:
                found.append(0)
        return found

    def cost(self, closed: Iterable[Cells]) -> list[list[float]]:
        """By column and row, what it costs extra to enter a cell, with some more of them closed."""
        total = np.zeros(self._shape)
        for extra, near in self._extra.items():
            total[near] += extra
        total[self._shut] = CLOSED
        for cells in closed:
            total[cells] = CLOSED
        return total.tolist()


def cheapest_way(starts: Collection[Cell], goals: Collection[Cell], cost: Sequence[Sequence[float]]) -> list[Cell] | None:
    """The cells of a cheap way from any of the starts to any of the goals; None where there is none or the search gets too long.

    `cost` gives by column and row what it costs to enter a cell beside the step itself, `CLOSED` for one
    that is closed. Steps go in eight directions and bends cost extra, so that ways are straight where
    they can be. The search hurries towards the goals, so a way may be a little dearer than the
    cheapest. The same input gives the same way.
    """
    aims = set(goals)
    if not aims:
        return None
    left, right = min(x for x, _ in aims), max(x for x, _ in aims)
    top, bottom = min(y for _, y in aims), max(y for _, y in aims)
    columns, rows = len(cost), len(cost[0])

    def least(x: int, y: int) -> float:
        """What it takes at least from a cell to the goals, hurried."""
        dx = max(left - x, 0, x - right)
        dy = max(top - y, 0, y - bottom)
        return _HASTE * (max(dx, dy) + 0.414 * min(dx, dy))

    best: dict[tuple[Cell, int], float] = {}
    before: dict[tuple[Cell, int], tuple[Cell, int]] = {}
    queue: list[tuple[float, float, Cell, int]] = [(least(*cell), 0.0, cell, -1) for cell in sorted(starts)]
    heapq.heapify(queue)
    for _ in range(_MOST):
        if not queue:
            return None
        _, spent, cell, heading = heapq.heappop(queue)
        if spent > best.get((cell, heading), spent):
            continue
        if cell in aims:
            return _traced((cell, heading), before)
        for turn, (dx, dy) in enumerate(_TURNS):
            bend = 0 if heading < 0 else min((turn - heading) % 8, (heading - turn) % 8)
            x, y = cell[0] + dx, cell[1] + dy
            if bend > 2 or not (0 <= x < columns and 0 <= y < rows):
                continue
            extra = cost[x][y]
            if extra == CLOSED:
                continue
            total = spent + (1.414 if dx and dy else 1.0) * (1 + extra) + bend * _BEND
            state = ((x, y), turn)
            if total < best.get(state, CLOSED):
                best[state] = total
                before[state] = (cell, heading)
                heapq.heappush(queue, (total + least(x, y), total, (x, y), turn))
    return None


def _traced(state: tuple[Cell, int], before: dict[tuple[Cell, int], tuple[Cell, int]]) -> list[Cell]:
    cells = [state[0]]
    while state in before:
        state = before[state]
        cells.append(state[0])
    return cells[::-1]
