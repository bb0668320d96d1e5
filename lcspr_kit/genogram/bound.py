"""The fewest crossings that any order of the rows can have, proved by a small integer program.

Works on the core of a diagram: what can always be drawn without a crossing (a partner without
parents, all but one of several children without a family of their own) is left out, which can only
lower the bound, so the bound holds for the whole. Two unions' lines below a row count one crossing
where they cannot pass each other. Rules of order are added when an answer breaks them.

How far to go is measured by the size of the program, so that an answer does not depend on how fast
a machine is; the clock is only the last resort.
"""

from __future__ import annotations

import math
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import combinations, permutations

import numpy as np
from scipy.optimize import Bounds, LinearConstraint, milp
from scipy.sparse import coo_array

from lcspr_kit.genogram.diagram import PERSON, Diagram

_ROUNDS = 40
_NODES = 40
_MOST_PAIRS = 4000
_RULES_A_SECOND = 750  # a program of so many rules takes about a second on a laptop
_PATIENCE = 3


@dataclass(frozen=True)
class Bound:
    """At least `least` crossings are needed. `rows` is an order that may need no more.

    `late` is true where the clock ended the search, so that a faster machine might prove more.
    """

    least: int
    rows: list[list[int]] | None
    late: bool = False


def bounds(diagram: Diagram, time_limit: float) -> Iterator[Bound]:
    """Ever better bounds on the crossings of a diagram, until the proof is complete or given up.

    The last one is the best. Give up sooner where an order at hand needs no more than `least`.
    `time_limit` is in seconds of an ordinary laptop, and stands for the size of program to take on.
    """
    patience = time_limit * _PATIENCE
    core = _core(diagram)
    program = _Program(core)
    if program.pairs > _MOST_PAIRS:
        return
    least = 0
    for _ in range(_ROUNDS):
        if program.rules > _RULES_A_SECOND * time_limit:
            return
        started = time.perf_counter()
        bound, answer = program.solve(patience) if patience > 0 else (0, None)
        patience -= time.perf_counter() - started
        least = max(least, bound)
        if answer is None:
            yield Bound(least, None, late=patience <= 0)
            return
        yield Bound(least, core.complete(program.rows(answer)))
        if not program.add_broken_rules(answer):
            return


@dataclass
class _Core:
    """What is left of a diagram, and where each item that was taken out belongs: beside another."""

    diagram: Diagram
    kept: set[int]
    links: list[tuple[str, int, int]]
    bundles: list[tuple[str, int, tuple[int, ...]]]
    beside: list[tuple[int, int]] = field(default_factory=list)

    def complete(self, rows: list[list[int]]) -> list[list[int]]:
        """Rows of the core with everything that was taken out put back beside what it belongs to."""
        done = [list(row) for row in rows]
        missing: list[int] = []
        for item, anchor in reversed(self.beside):
            row = done[self.diagram.items[item].row]
            if anchor in row:
                row.insert(row.index(anchor) + 1, item)
            else:
                missing.append(item)
        for item in missing:
            done[self.diagram.items[item].row].append(item)
        return done


def _core(diagram: Diagram) -> _Core:
    core = _Core(
        diagram,
        set(range(len(diagram.items))),
        [(link.union, link.a, link.b) for link in diagram.links],
        [(bundle.union, bundle.top, bundle.bottoms) for bundle in diagram.bundles],
    )
    while _take_out_ends(core) or _take_out_siblings(core):
        pass
    return core


def _take_out_ends(core: _Core) -> bool:
    """Take out items that nothing but one link holds."""
    bound = {top for _, top, _ in core.bundles} | {item for _, _, bottoms in core.bundles for item in bottoms}
    ends: dict[int, list[int]] = {item: [] for item in core.kept}
    for _, a, b in core.links:
        ends[a].append(b)
        ends[b].append(a)
    gone = sorted(item for item in core.kept if item not in bound and len(ends[item]) <= 1)
    for item in gone:
        if item in core.kept:
            core.kept.discard(item)
            core.beside.append((item, ends[item][0] if ends[item] else item))
    core.links = [link for link in core.links if link[1] in core.kept and link[2] in core.kept]
    return bool(gone)


def _take_out_siblings(core: _Core) -> bool:
    """Keep one of the children of a union that have no other line."""
    linked = {end for _, a, b in core.links for end in (a, b)}
    arrivals: dict[int, int] = {}
    for _, _, bottoms in core.bundles:
        for item in bottoms:
            arrivals[item] = arrivals.get(item, 0) + 1
    found = False
    for index, (union, top, bottoms) in enumerate(core.bundles):
        leaves = [
            item
            for item in bottoms
            if core.diagram.items[item].kind == PERSON and item not in linked and arrivals[item] == 1
        ]
        if len(leaves) > 1:
            found = True
            core.kept -= set(leaves[1:])
            core.beside += [(item, leaves[0]) for item in leaves[1:]]
            core.bundles[index] = (union, top, tuple(i for i in bottoms if i not in leaves[1:]))
    return found


Terms = list[tuple[int, float]]


class _Program:
    """One variable for each pair of a row (1: the lower number is on the left), one for each possible crossing."""

    def __init__(self, core: _Core):
        self._core = core
        items = core.diagram.items
        self._rows = [sorted(i for i in core.kept if items[i].row == row) for row in range(core.diagram.row_count)]
        self._pair: dict[tuple[int, int], int] = {}
        for row in self._rows:
            for pair in combinations(row, 2):
                self._pair[pair] = len(self._pair)
        self.pairs = len(self._pair)
        self._cost = [0.0] * self.pairs
        self._entries: list[tuple[int, int, float]] = []
        self._least: list[float] = []
        self._interleaved: dict[tuple[int, int], int] = {}
        if self.pairs <= _MOST_PAIRS:
            self._bundles()
            self._covers()

    def _left(self, a: int, b: int) -> tuple[float, int, float]:
        """`a` left of `b` as constant + coefficient x variable: the constant, the variable, the coefficient."""
        return (0.0, self._pair[(a, b)], 1.0) if a < b else (1.0, self._pair[(b, a)], -1.0)

    def _crossing(self, cost: float) -> int:
        self._cost.append(cost)
        return len(self._cost) - 1

    def _rule(self, crossing: int | None, lefts: list[tuple[int, int]]) -> None:
        """`crossing` (or, where None, never) when every pair of `lefts` stands in this order."""
        limit = 1.0 - len(lefts)
        terms: Terms = [] if crossing is None else [(crossing, 1.0)]
        for a, b in lefts:
            constant, variable, sign = self._left(a, b)
            limit += constant
            terms.append((variable, -sign))
        self._entries += [(len(self._least), variable, value) for variable, value in terms]
        self._least.append(limit)

    def _bundles(self) -> None:
        items = self._core.diagram.items
        for (union, top, ends), (other, below, others) in combinations(self._core.bundles, 2):
            if union == other or items[top].row != items[below].row or top == below:
                continue
            pairs = [(a, b) for a in ends for b in others if a != b]
            crossing = self._crossing(1.0) if pairs else 0
            for a, b in pairs:
                self._rule(crossing, [(top, below), (b, a)])
                self._rule(crossing, [(below, top), (a, b)])

    def _covers(self) -> None:
        arrivals: dict[int, list[str]] = {}
        for union, _, bottoms in self._core.bundles:
            for item in bottoms:
                arrivals.setdefault(item, []).append(union)
        items = self._core.diagram.items
        for union, a, b in self._core.links:
            for item, unions in sorted(arrivals.items()):
                count = sum(other != union for other in unions)
                if count and item not in (a, b) and items[item].row == items[a].row:
                    crossing = self._crossing(float(count))
                    self._rule(crossing, [(a, item), (item, b)])
                    self._rule(crossing, [(b, item), (item, a)])

    @property
    def rules(self) -> int:
        """How many rules there are so far."""
        return len(self._least)

    def solve(self, seconds: float) -> tuple[int, list[float] | None]:
        """The bound so far, and the pairs of an answer, None where the search was cut short."""
        count = len(self._cost)
        if not count or not self._least:
            return 0, [1.0] * count
        row, column, value = zip(*self._entries, strict=True)
        matrix = coo_array((value, (row, column)), shape=(len(self._least), count)).tocsr()
        whole = np.zeros(count)
        whole[: self.pairs] = 1
        low = np.zeros(count)
        widest = max(self._rows, key=len)
        if len(widest) > 1:  # the mirror image costs the same
            low[self._pair[(widest[0], widest[1])]] = 1
        found = milp(
            np.array(self._cost),
            integrality=whole,
            bounds=Bounds(low, np.ones(count)),
            constraints=LinearConstraint(matrix, np.array(self._least), np.inf),
            options={"node_limit": _NODES, "time_limit": seconds},
        )
        bound = found.mip_dual_bound
        least = 0 if bound is None or not math.isfinite(bound) else math.ceil(bound - 1e-6)
        return least, [float(x) for x in found.x] if found.status == 0 else None

    def _is_left(self, answer: list[float], a: int, b: int) -> bool:
        constant, variable, sign = self._left(a, b)
        return constant + sign * answer[variable] > 0.5

    def add_broken_rules(self, answer: list[float]) -> bool:
        """Add what the answer breaks: three items in a circle, or links that cross unpaid."""
        broken = False
        for row in self._rows:
            for a, b, c in self._circles(row, answer):
                broken = True
                self._rule(None, [(a, b), (b, c), (c, a)])
        for pair, order in () if broken else self._unpaid(answer):
            broken = True
            if pair not in self._interleaved:
                self._interleaved[pair] = self._crossing(1.0)
            self._rule(self._interleaved[pair], list(order))
        return broken

    def _circles(self, row: list[int], answer: list[float]) -> Iterator[tuple[int, int, int]]:
        for a, b, c in combinations(row, 3):
            first = self._is_left(answer, a, b)
            if first == self._is_left(answer, b, c) == self._is_left(answer, c, a):
                yield (a, b, c) if first else (a, c, b)

    def _unpaid(self, answer: list[float]) -> Iterator[tuple[tuple[int, int], tuple[tuple[int, int], ...]]]:
        links, items = self._core.links, self._core.diagram.items
        for p, q in combinations(range(len(links)), 2):
            union, *first = links[p]
            other, *second = links[q]
            if union == other or items[first[0]].row != items[second[0]].row or set(first) & set(second):
                continue
            paid = (p, q) in self._interleaved and answer[self._interleaved[(p, q)]] > 0.5
            if paid:
                continue
            for (a, b), (c, d) in [*self._ways(first, second), *self._ways(second, first)]:
                order = ((a, c), (c, b), (b, d))
                if all(self._is_left(answer, left, right) for left, right in order):
                    yield (p, q), order

    def _ways(self, first: list[int], second: list[int]) -> Iterator[tuple[tuple[int, ...], tuple[int, ...]]]:
        for one in permutations(first):
            for two in permutations(second):
                yield one, two

    def rows(self, answer: list[float]) -> list[list[int]]:
        """The rows of an answer: each item by how many it has on its left."""

        def in_order(row: list[int]) -> list[int]:
            lefts = {item: sum(self._is_left(answer, a, item) for a in row if a != item) for item in row}
            return sorted(row, key=lambda item: (lefts[item], item))

        return [in_order(row) for row in self._rows]
