"""The cheapest way over a grid round things that are in the way. Knows nothing of what they are."""

from __future__ import annotations

import heapq
from collections.abc import Callable, Collection

Cell = tuple[int, int]
_TURNS = ((0, -1), (1, -1), (1, 0), (1, 1), (0, 1), (-1, 1), (-1, 0), (-1, -1))
_BEND = 1.6


def cheapest_way(starts: Collection[Cell], goals: Collection[Cell], cost: Callable[[Cell], float | None]) -> list[Cell] | None:
    """The cells of the cheapest way from any of the starts to any of the goals; None where there is none.

    `cost` gives what it costs to enter a cell beside the step itself, None for one that is closed. Steps
    go in eight directions and bends cost extra, so that ways are straight where they can be. The same
    input gives the same way.
    """
    aims = set(goals)
    if not aims:
        return None
    left, right = min(x for x, _ in aims), max(x for x, _ in aims)
    top, bottom = min(y for _, y in aims), max(y for _, y in aims)

    def least(cell: Cell) -> float:
        """What it takes at least from a cell to the goals."""
        dx = max(left - cell[0], 0, cell[0] - right)
        dy = max(top - cell[1], 0, cell[1] - bottom)
        return max(dx, dy) + 0.414 * min(dx, dy)

    best: dict[tuple[Cell, int], float] = {}
    before: dict[tuple[Cell, int], tuple[Cell, int]] = {}
    queue: list[tuple[float, float, Cell, int]] = [(least(cell), 0.0, cell, -1) for cell in sorted(starts)]
    heapq.heapify(queue)
    while queue:
        _, spent, cell, heading = heapq.heappop(queue)
        if spent > best.get((cell, heading), spent):
            continue
        if cell in aims:
            return _traced((cell, heading), before)
        for turn, (dx, dy) in enumerate(_TURNS):
            bend = 0 if heading < 0 else min((turn - heading) % 8, (heading - turn) % 8)
            if bend > 2:
                continue
            there = (cell[0] + dx, cell[1] + dy)
            extra = cost(there)
            if extra is None:
                continue
            total = spent + (1.414 if dx and dy else 1.0) * (1 + extra) + bend * _BEND
            if total < best.get((there, turn), float("inf")):
                best[there, turn] = total
                before[there, turn] = (cell, heading)
                heapq.heappush(queue, (total + least(there), total, there, turn))
    return None


def _traced(state: tuple[Cell, int], before: dict[tuple[Cell, int], tuple[Cell, int]]) -> list[Cell]:
    cells = [state[0]]
    while state in before:
        state = before[state]
        cells.append(state[0])
    return cells[::-1]
