"""Where each item of an ordered row stands from left to right: one linear program for a family.

Partners close together, the stem midway between them, children under it, sibships narrow; nobody's
label nearer to the next than `GAP`. Knows nothing of heights.
"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
from scipy.optimize import linprog
from scipy.sparse import coo_array

from lcspr_kit.genogram.diagram import PERSON, STEM
from lcspr_kit.genogram.order_cost import RowOrder

GAP = 16.0
"""Points between the labels of neighbours."""
LINE_GAP = 8.0
"""Points between a line and a label, and between two lines."""

_PARTNERS = 3.0
_FAR_PARTNERS = 1.0
_STEM_MID = 3.0
_CHILDREN_MID = 5.0
_STRAIGHT = 8.0
_SPAN = 2.0
_LEFT = 0.001

Apart = tuple[int, int, float]
"""Items `left` and `right`, and how many points there must be between them."""


def spread(
    order: RowOrder,
    widths: Mapping[int, float],
    apart: list[Apart],
    ports: Mapping[tuple[int, int], float] | None = None,
) -> list[float]:
    """The x of every item in points, in the order given, with `widths` by person item kept clear.

    `ports` says how far right of a person's middle a bundle arrives, by bundle and person.
    """
    ports = ports or {}
    program = _Program(len(order.diagram.items))
    for row in order.rows:
        for left, right in zip(row, row[1:], strict=False):
            program.at_least(left, right, _distance(order, widths, left, right))
    for left, right, distance in apart:
        program.at_least(left, right, distance)
    _partners(order, program)
    for index, bundle in enumerate(order.diagram.bundles):
        places = sorted(bundle.bottoms, key=lambda item: order.place[item])
        first, last = places[0], places[-1]
        straight = order.diagram.items[first].kind != PERSON
        offset = (ports.get((index, first), 0.0) + ports.get((index, last), 0.0)) / 2
        weight = _STRAIGHT if first == last and straight else _CHILDREN_MID
        program.near([(_head(order, bundle.top), 1.0), (first, -0.5), (last, -0.5)], weight, offset)
        program.pull(first, last, _SPAN)
    return program.solve()


def _head(order: RowOrder, top: int) -> int:
    """What children stand under: the stem, or the parent where one parent is alone."""
    union = order.diagram.items[top].name
    partners = [link.a for link in order.diagram.links if link.union == union and link.b == top]
    alone = len(partners) == 1 and order.diagram.items[top].kind == STEM and sum(link.union == union for link in order.diagram.links) == 1
    return partners[0] if alone else top


def _distance(order: RowOrder, widths: Mapping[int, float], left: int, right: int) -> float:
    a, b = widths.get(left, 0.0) / 2, widths.get(right, 0.0) / 2
    if a and b:
        return a + b + GAP
    return a + b + LINE_GAP


def _partners(order: RowOrder, program: _Program) -> None:
    items, place = order.diagram.items, order.place
    ends: dict[tuple[str, int], list[int]] = {}
    for link in order.diagram.links:
        for end, other in ((link.a, link.b), (link.b, link.a)):
            if items[end].kind == STEM:
                ends.setdefault((link.union, end), []).append(other)
        if items[link.a].kind == items[link.b].kind == PERSON:
            low, high = sorted((link.a, link.b), key=lambda item: place[item])
            program.pull(low, high, _PARTNERS)
    for (_, stem), partners in ends.items():
        partners.sort(key=lambda item: place[item])
        row = order.rows[items[stem].row]

        def near(item: int, stem: int = stem, row: list[int] = row) -> bool:
            low, high = sorted((place[item], place[stem]))
            return all(items[other].kind == STEM for other in row[low + 1 : high])

        for partner in partners:
            low, high = sorted((partner, stem), key=lambda item: place[item])
            program.pull(low, high, _PARTNERS if near(partner) else _FAR_PARTNERS)
        if len(partners) == 2 and all(near(partner) for partner in partners):
            program.near([(stem, 1.0), (partners[0], -0.5), (partners[1], -0.5)], _STEM_MID)


class _Program:
    """A linear program over the places of items, with wishes as weighted distances from zero."""

    def __init__(self, items: int):
        self._cost = [_LEFT] * items
        self._entries: list[tuple[int, int, float]] = []
        self._limits: list[float] = []

    def _at_most(self, terms: list[tuple[int, float]], limit: float) -> None:
        self._entries += [(len(self._limits), item, value) for item, value in terms]
        self._limits.append(limit)

    def at_least(self, left: int, right: int, distance: float) -> None:
        """`right` stands at least `distance` right of `left`."""
        self._at_most([(left, 1.0), (right, -1.0)], -distance)

    def pull(self, left: int, right: int, weight: float) -> None:
        """Each point between `left` and `right`, in this order, costs `weight`."""
        self._cost[right] += weight
        self._cost[left] -= weight

    def near(self, terms: list[tuple[int, float]], weight: float, goal: float = 0.0) -> None:
        """Each point by which the sum of `terms` misses `goal` costs `weight`."""
        slack = len(self._cost)
        self._cost.append(weight)
        self._at_most([*terms, (slack, -1.0)], goal)
        self._at_most([*((item, -value) for item, value in terms), (slack, -1.0)], -goal)

    def solve(self) -> list[float]:
        """The places, 0 or more, to a hundredth of a point."""
        if not self._limits:
            return [0.0] * len(self._cost)
        row, column, value = zip(*self._entries, strict=True)
        matrix = coo_array((value, (row, column)), shape=(len(self._limits), len(self._cost))).tocsr()
        found = linprog(np.array(self._cost), A_ub=matrix, b_ub=self._limits, bounds=(0, None), method="highs-ds")
        return [round(float(x), 2) for x in found.x]
