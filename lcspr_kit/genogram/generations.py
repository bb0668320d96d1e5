"""Which row of the genogram each person stands in. Knows who descends from whom, not who stands where.

A child is always below its parents. Partners in one row, sisters and brothers in one row, and a
child just below its parents are wishes with weights, so a family that contradicts itself (an uncle
who marries his niece) costs something but never loops. The wishes and rules are differences of two
rows, so the linear program has whole numbers for its solution.
"""

from __future__ import annotations

from itertools import pairwise

import numpy as np
from scipy.optimize import linprog
from scipy.sparse import coo_array

from lcspr_kit.genogram.family import Family
from lcspr_kit.genogram.geometry import LayoutError

# What one row too many costs.
SIDE_BY_SIDE = 13.0
"""For a partner line: outweighs children set lower, so that an uncle who marries a niece stands beside her."""
BESIDE_SIBLINGS = 4.0
"""For a partner line: does not, so that the uncle stays beside his sisters and the line goes from row to row."""
_SIBLINGS_APART = 2.0
_CHILD_LOW = 6.0
_CHILD_LOW_NOT_BY_BIRTH = 2.0
_UPWARDS = 0.001


def generations(family: Family, partner_high: float = SIDE_BY_SIDE) -> dict[str, int]:
    """The row of every person, 0 at the top of each connected part; `partner_high` is what a partner line pays for a row.

    Raises LayoutError for a cycle of descent.
    """
    ids = [person.id for person in family.people]
    number = {identity: index for index, identity in enumerate(ids)}
    node = {union.id: len(ids) + index for index, union in enumerate(family.unions)}
    wishes: list[tuple[int, int, int, float]] = []  # upper, lower, rows between, cost of a row more or less
    rules: list[tuple[int, int, int]] = []  # upper, lower, least rows between
    for union in family.unions:
        for partner in union.partners:
            rules.append((number[partner], node[union.id], 0))
            wishes.append((number[partner], node[union.id], 0, partner_high))
    sibships: dict[str, list[str]] = {}
    for descent in family.descents:
        by_birth = descent.kind == "birth"
        child = number[descent.child]
        rules.append((node[descent.union], child, 1))
        wishes.append((node[descent.union], child, 1, _CHILD_LOW if by_birth else _CHILD_LOW_NOT_BY_BIRTH))
        if by_birth:
            sibships.setdefault(descent.union, []).append(descent.child)
    for children in sibships.values():
        wishes += [(number[a], number[b], 0, _SIBLINGS_APART) for a, b in pairwise(children)]
    rows = _solve(len(ids) + len(node), wishes, rules)
    if rows is None:
        raise LayoutError("Somebody in this family is drawn as their own ancestor. Correct the parents first.")
    return dict(zip(ids, rows, strict=False))


def _solve(
    nodes: int, wishes: list[tuple[int, int, int, float]], rules: list[tuple[int, int, int]]
) -> list[int] | None:
    """Rows with the least weighted distance from the wishes, or None where the rules contradict each other."""
    cost = np.concatenate([np.full(nodes, _UPWARDS), [weight for *_, weight in wishes]])
    entries: list[tuple[int, int, float]] = []
    limits: list[float] = []

    def at_most(terms: list[tuple[int, float]], limit: float) -> None:
        entries.extend((len(limits), column, value) for column, value in terms)
        limits.append(limit)

    for upper, lower, rows in rules:
        at_most([(upper, 1.0), (lower, -1.0)], -rows)
    for index, (upper, lower, rows, _) in enumerate(wishes):
        slack = nodes + index
        at_most([(lower, 1.0), (upper, -1.0), (slack, -1.0)], rows)
        at_most([(upper, 1.0), (lower, -1.0), (slack, -1.0)], -rows)
    if not limits:
        return [0] * nodes
    row, column, value = zip(*entries, strict=True)
    matrix = coo_array((value, (row, column)), shape=(len(limits), len(cost))).tocsr()
    found = linprog(cost, A_ub=matrix, b_ub=limits, bounds=(0, None), method="highs-ds")
    if found.x is None:
        return None
    return [round(float(number)) for number in found.x[:nodes]]
