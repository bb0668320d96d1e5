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

    def cost(self, closed: Iterable[Cells]) -> NDArray[np.float64]:
        """By column and row, what it costs extra to enter a cell, with some more of them closed."""
        total = np.zeros(self._shape)
        for extra, near in self._extra.items():
            total[near] += extra
        total[self._shut] = CLOSED
        for cells in closed:
            total[cells] = CLOSED
        return total


def cheapest_way(starts: Collection[Cell], goals: Collection[Cell], cost: NDArray[np.float64]) -> list[Cell] | None:
    """The cells of a cheap way from any of the starts to any of the goals; None where there is none or the search gets too long.

    `cost` gives by column and row what it costs to enter a cell beside the step itself, `CLOSED` for one
    that is closed. Steps go in eight directions and bends cost extra, so that ways are straight where
    they can be. The search hurries towards the goals, so a way may be a little dearer than the
    cheapest. The same input gives the same way.
    """
    if not goals:
        return None
    width = cost.shape[1] + 2  # a closed margin all round, so that no step leaves the grid
    around = np.full((cost.shape[0] + 2, width), CLOSED)
    around[1:-1, 1:-1] = cost
    extra = around.ravel().tolist()
    hurry = _hurry(around.shape, goals)
    aims = {(x + 1) * width + y + 1 for x, y in goals}
    steps = [(dx * width + dy, math.hypot(dx, dy)) for dx, dy in _TURNS]
    best = [CLOSED] * (len(extra) * 8)
    before = [-1] * len(best)
    # a state is a cell with the direction it was entered in
    queue: list[tuple[float, float, int]] = []
    for x, y in sorted(starts):
        cell = (x + 1) * width + y + 1
        for turn in range(8):
            best[cell * 8 + turn] = 0.0
            queue.append((hurry[cell], 0.0, cell * 8 + turn))
    heapq.heapify(queue)
    for _ in range(_MOST):
        if not queue:
            return None
        _, spent, state = heapq.heappop(queue)
        if spent > best[state]:
            continue
        cell, heading = divmod(state, 8)
        if cell in aims:
            return _traced(state, before, width)
        for bend in (0, 1, -1, 2, -2):
            turn = (heading + bend) % 8
            step, length = steps[turn]
            there = cell + step
            if extra[there] == CLOSED:
                continue
            total = spent + length * (1 + extra[there]) + abs(bend) * _BEND
            if total < best[there * 8 + turn]:
                best[there * 8 + turn] = total
                before[there * 8 + turn] = state
                heapq.heappush(queue, (total + hurry[there], total, there * 8 + turn))
    return None


def _hurry(shape: tuple[int, ...], goals: Collection[Cell]) -> list[float]:
    """What it takes at least from each cell to the goals, made dearer so that the search goes towards them."""
    x, y = np.arange(shape[0])[:, None] - 1, np.arange(shape[1])[None, :] - 1
    left, right = min(x for x, _ in goals), max(x for x, _ in goals)
    top, bottom = min(y for _, y in goals), max(y for _, y in goals)
    across, down = np.maximum(np.maximum(left - x, x - right), 0), np.maximum(np.maximum(top - y, y - bottom), 0)
    hurry: list[float] = (_HASTE * (np.maximum(across, down) + 0.414 * np.minimum(across, down))).ravel().tolist()
    return hurry


def _traced(state: int, before: Sequence[int], width: int) -> list[Cell]:
    cells: list[Cell] = []
    while state >= 0:
        x, y = divmod(state // 8, width)
        cells.append((x - 1, y - 1))
        state = before[state]
    return cells[::-1]
