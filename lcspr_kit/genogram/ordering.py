"""The order of the people within each row: from the starts of `starts`, by sifting and exchanging.

Everything here is decided by counts and by the order of the register, never by the clock, so the
same family gives the same order on every machine.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise

from lcspr_kit.genogram.bound import bounds
from lcspr_kit.genogram.diagram import Diagram
from lcspr_kit.genogram.family import Family
from lcspr_kit.genogram.order_cost import CROSSING, RowOrder
from lcspr_kit.genogram.starts import walks

_STARTS = 3
_SHAKES = 24
_SHAKEN_ITEMS = 2500
_SWEEPS = 6
_LARGE = 1500  # items from which on the first order is improved and no other is sought
_MOST_MOVES = 400_000  # exchanges of neighbours after which the search for a better order ends
_HOPELESS = 3.0 * CROSSING  # a move that costs this much on its way is not followed further
_SMALL = 1e-9


@dataclass(frozen=True)
class Ordered:
    """An order of the rows; `least` crossings are proved to be needed (None: no proof was sought)."""

    order: RowOrder
    least: int | None
    late: bool = False


def order_rows(family: Family, diagram: Diagram, time_limit: float) -> Ordered:
    """The best order found, by `RowOrder.total`, and how few crossings any order needs.

    Starts from walks through the family and from the mirror image of the best; then, unless that has no
    crossing or `time_limit` (seconds) is 0, from the answers of the proof in `bound`, and where that does
    not end, with one family after another moved aside.
    """
    starts = [RowOrder(family, diagram, rows) for rows in walks(family, diagram)]
    starts.sort(key=lambda start: start.total())
    if len(diagram.items) > _LARGE:
        improve(starts[0])
        return Ordered(starts[0], None if starts[0].crossings() else 0)
    best = _better(None, starts[0])
    for start in starts[1:_STARTS]:
        best = _better(best, start)
    best = _better(best, RowOrder(family, diagram, [row[::-1] for row in best.rows]))
    if not best.crossings():
        return Ordered(best, 0)
    if not time_limit:
        return Ordered(best, None)
    least, late = 0, False
    for bound in bounds(diagram, time_limit):
        least, late = bound.least, bound.late
        if bound.rows and least < best.crossings():
            best = _better(best, RowOrder(family, diagram, bound.rows))
        if least >= best.crossings():
            break
    if least < best.crossings():
        best = _shaken(family, best, least)
    return Ordered(best, min(least, best.crossings()), late)


def _shaken(family: Family, best: RowOrder, least: int) -> RowOrder:
    """The best order after moving one family after another to an edge of the picture and improving from there."""
    diagram = best.diagram
    heads = [item for item in diagram.person.values() if any(item in (link.a, link.b) for link in diagram.links)]
    moves = [(head, left) for head in heads for left in (True, False)]
    count = min(_SHAKES, _SHAKEN_ITEMS // len(diagram.items))
    step = max(1, len(moves) // max(1, count))
    for head, left in moves[::step][:count]:
        group = best.with_descendants(head)
        rows = []
        for row in best.rows:
            moved, rest = [i for i in row if i in group], [i for i in row if i not in group]
            rows.append(moved + rest if left else rest + moved)
        best = _better(best, RowOrder(family, diagram, rows))
        if best.crossings() <= least:
            break
    return best


def exchange_families(order: RowOrder) -> None:
    """Exchange neighbouring brothers and sisters who stand out of birth order, with all who descend from them."""
    for index, members in enumerate(order.sibships):
        for _ in members:
            stood = sorted(members, key=lambda item: order.place[item])
            wrong = [(a, b) for a, b in pairwise(stood) if order.born_before(index, b, a)]
            if not any(_exchange(order, a, b) for a, b in wrong):
                break


def _exchange(order: RowOrder, a: int, b: int) -> bool:
    """Put the family of `b` where that of `a`, on its left, is, and the other way round, if that is better."""
    first, second = order.with_descendants(a), order.with_descendants(b)
    if first & second:
        return False
    before, cost = [list(row) for row in order.rows], order.total()
    for row, items in enumerate(before):
        moved = iter([i for i in items if i in second] + [i for i in items if i in first])
        order.set_row(row, [next(moved) if item in first or item in second else item for item in items])
    if order.total() < cost - _SMALL:
        return True
    for row, items in enumerate(before):
        order.set_row(row, items)
    return False


def _better(best: RowOrder | None, start: RowOrder) -> RowOrder:
    improve(start)
    exchange_families(start)
    return start if best is None or start.total() < best.total() - _SMALL else best


def improve(order: RowOrder) -> None:
    """Sift single items, then blocks of partners and of siblings, until nothing gets better."""
    count = len(order.rows)
    stale = set(range(count))  # rows that may have become better placed since they were last sifted
    for _ in range(_SWEEPS):
        for row in [*range(count), *reversed(range(count - 1))]:
            if row in stale:
                stale.discard(row)
                if _improve_row(order, row) < -_SMALL:
                    stale |= {other for other in (row - 1, row, row + 1) if 0 <= other < count}
        if not stale:
            break


def _improve_row(order: RowOrder, row: int) -> float:
    gain = 0.0
    for item in sorted(order.rows[row]):
        gain += _sift(order, row, order.place[item], order.place[item])
    for block in _blocks(order, row):
        first = min(order.place[item] for item in block)
        last = max(order.place[item] for item in block)
        if last - first + 1 == len(block):  # an earlier move may have parted it
            gain += _turn(order, row, first, last)
            gain += _sift(order, row, first, last)
    return gain


def _sift(order: RowOrder, row: int, first: int, last: int) -> float:
    """Move the items from place `first` to `last` to the best place in their row; returns the change of cost."""
    before = list(order.rows[row])
    items = order.rows[row]
    size = last - first + 1
    best, best_at, cost, at = 0.0, first, 0.0, first
    while at > 0 and cost < _HOPELESS and order.moves < _MOST_MOVES:
        for step in range(size):  # the neighbour on the left goes past the block
            cost += order.swap_cost(items[at - 1 + step], items[at + step])
            order.swap(row, at - 1 + step)
        at -= 1
        if cost < best - _SMALL:
            best, best_at = cost, at
    order.set_row(row, before)
    items, cost, at = order.rows[row], 0.0, first
    while at + size < len(items) and cost < _HOPELESS and order.moves < _MOST_MOVES:
        for step in reversed(range(size)):
            cost += order.swap_cost(items[at + step], items[at + step + 1])
            order.swap(row, at + step)
        at += 1
        if cost < best - _SMALL:
            best, best_at = cost, at
    block, rest = before[first : last + 1], before[:first] + before[last + 1 :]
    order.set_row(row, rest[:best_at] + block + rest[best_at:])
    return best


def _turn(order: RowOrder, row: int, first: int, last: int) -> float:
    """Turn a block round where that is better; returns the change of cost."""
    if order.moves + (last - first) ** 2 / 2 > _MOST_MOVES:
        return 0.0
    before = list(order.rows[row])
    cost = 0.0
    for done in range(last - first):
        for at in range(first, last - done):
            cost += order.swap_cost(order.rows[row][at], order.rows[row][at + 1])
            order.swap(row, at)
    if cost < -_SMALL:
        return cost
    order.set_row(row, before)
    return 0.0


def _blocks(order: RowOrder, row: int) -> list[list[int]]:
    """Runs of items that belong together: joined by partner lines, and sibships with their partners."""
    items = order.rows[row]
    place = order.place
    joined = [False] * len(items)  # joined[i]: some partner line passes between items i and i + 1
    for link in order.diagram.links:
        if order.diagram.items[link.a].row == row:
            low, high = sorted((place[link.a], place[link.b]))
            joined[low:high] = [True] * (high - low)
    chains: list[list[int]] = []
    for index, item in enumerate(items):
        if index and joined[index - 1]:
            chains[-1].append(item)
        else:
            chains.append([item])
    blocks = [chain for chain in chains if len(chain) > 1]
    chain_of = {item: number for number, chain in enumerate(chains) for item in chain}
    for members in order.sibships:
        if order.diagram.items[members[0]].row == row:
            low = min(chain_of[item] for item in members)
            high = max(chain_of[item] for item in members)
            if high > low:
                blocks.append([item for chain in chains[low : high + 1] for item in chain])
    return blocks
