"""The order of the people within each row: starts that follow the family tree, then sifting.

Everything here is decided by counts and by the order of the register, never by the clock, so the
same family gives the same order on every machine.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise

from lcspr_kit.genogram.bound import bounds
from lcspr_kit.genogram.diagram import PERSON, Diagram
from lcspr_kit.genogram.family import Family
from lcspr_kit.genogram.order_cost import CROSSING, RowOrder

_STARTS = 3
_TOPS = 4
_SHAKES = 24
_SHAKEN_ITEMS = 2500
_SWEEPS = 6
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
    starts = [RowOrder(family, diagram, rows) for rows in _starts(family, diagram)]
    starts.sort(key=lambda start: start.total())
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
        group = _with_descendants(best, head)
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
    first, second = _with_descendants(order, a), _with_descendants(order, b)
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


def _with_descendants(order: RowOrder, person: int) -> set[int]:
    """A person, everybody who descends from them, and all their partners, with the lines between."""
    found: set[int] = set()
    waiting = [person]
    while waiting:
        item = waiting.pop()
        if item not in found:
            found.add(item)
            for link in order.diagram.links:
                if item in (link.a, link.b):
                    waiting += [link.a, link.b]
            for bundle in order.diagram.bundles:
                if bundle.top == item:
                    waiting += bundle.bottoms
    return found


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
    while at > 0 and cost < _HOPELESS:
        for step in range(size):  # the neighbour on the left goes past the block
            cost += order.swap_cost(items[at - 1 + step], items[at + step])
            order.swap(row, at - 1 + step)
        at -= 1
        if cost < best - _SMALL:
            best, best_at = cost, at
    order.set_row(row, before)
    items, cost, at = order.rows[row], 0.0, first
    while at + size < len(items) and cost < _HOPELESS:
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


def _starts(family: Family, diagram: Diagram) -> list[list[list[int]]]:
    """Orders to start from: walks through the family from its largest couples of the top rows."""
    walk = _Walk(family, diagram)
    tops = [union.id for union in family.unions if not any(p in walk.parents for p in union.partners)]
    tops.sort(key=lambda union: -len(walk.descendants(union)))
    starts = [walk.rows(top, late) for top in tops[:_TOPS] for late in (True, False)]
    starts = starts or [walk.rows(None, True)]
    unique: list[list[list[int]]] = []
    for rows in starts:
        if rows not in unique:
            unique.append(rows)
    return unique


class _Walk:
    """Walks through a family that put each person in their row when met."""

    def __init__(self, family: Family, diagram: Diagram):
        self.family, self.diagram = family, diagram
        self.unions: dict[str, list[str]] = {}
        self.partners = {union.id: union.partners for union in family.unions}
        self.parents: dict[str, list[str]] = {}
        self.children: dict[str, list[str]] = {}
        for union in family.unions:
            for partner in union.partners:
                self.unions.setdefault(partner, []).append(union.id)
        for descent in family.descents:
            self.parents.setdefault(descent.child, []).append(descent.union)
            self.children.setdefault(descent.union, []).append(descent.child)
        age = {
            person.id: (person.born.earliest.toordinal() if person.born else 0, index)
            for index, person in enumerate(family.people)
        }
        for brood in self.children.values():
            if all(age[child][0] for child in brood):
                brood.sort(key=lambda child: age[child])
            else:
                brood.sort(key=lambda child: age[child][1])
        self.sex = {person.id: person.sex for person in family.people}
        self.extra: dict[str, list[int]] = {}
        for index, item in enumerate(diagram.items):
            if item.kind != PERSON:
                self.extra.setdefault(item.name, []).append(index)

    def descendants(self, union: str) -> set[str]:
        """Everybody who descends from a union."""
        found: set[str] = set()
        waiting = list(self.children.get(union, []))
        while waiting:
            child = waiting.pop()
            if child not in found:
                found.add(child)
                waiting += [c for u in self.unions.get(child, []) for c in self.children.get(u, [])]
        return found

    def rows(self, top: str | None, married_late: bool) -> list[list[int]]:
        """The rows of a walk that begins at a union; `married_late` visits sons- and daughters-in-law with parents last."""
        self.made: list[list[int]] = [[] for _ in range(self.diagram.row_count)]
        self.seen: set[tuple[str, str]] = set()
        self.late = married_late
        if top is not None:
            self._union(top)
        for person in self.family.people:
            self._person(person.id)
        return self.made

    def _put(self, item: int) -> None:
        self.made[self.diagram.items[item].row].append(item)

    def _person(self, person: str) -> None:
        waiting: list[tuple[str, str]] = [("person", person)]
        while waiting:
            what, name = waiting.pop()
            if what == "place":
                self._put(self.diagram.person[name])
            elif what == "stem":
                self._stem(name)
            elif (what, name) not in self.seen:
                self.seen.add((what, name))
                steps = self._steps_person(name) if what == "person" else self._steps_union(name)
                waiting.extend(reversed(steps))

    def _union(self, union: str) -> None:
        self._person(self.partners[union][0])

    def _stem(self, union: str) -> None:
        if ("stem", union) not in self.seen:
            self.seen.add(("stem", union))
            for item in self.extra.get(union, []):
                self._put(item)

    def _steps_person(self, person: str) -> list[tuple[str, str]]:
        unions = [u for u in self.unions.get(person, []) if ("union", u) not in self.seen]
        left: list[str] = []
        if len(unions) > 1:
            left = unions[: len(unions) // 2]
        elif len(unions) == 1 and self.sex[person] == "F":
            left = [] if self.parents.get(self._other(unions[0], person) or person) else unions
        right = [u for u in unions if u not in left]
        steps: list[tuple[str, str]] = []
        for union in left:
            other = self._other(union, person)
            steps += [("person", other)] if other else []
            steps.append(("stem", union))
        steps.append(("place", person))
        for union in right:
            other = self._other(union, person)
            steps.append(("stem", union))
            steps += [("person", other)] if other else []
        steps += [("union", union) for union in [*left, *right]]
        for union in self.parents.get(person, []):
            steps += [("person", partner) for partner in self.partners[union]]
        return steps + [("union", union) for union in self.parents.get(person, [])]

    def _steps_union(self, union: str) -> list[tuple[str, str]]:
        brood = list(self.children.get(union, []))
        if self.late:
            brood.sort(key=self._marries_in)
        return [("person", child) for child in brood]

    def _marries_in(self, person: str) -> bool:
        others = [self._other(union, person) for union in self.unions.get(person, [])]
        return any(other is not None and other in self.parents for other in others)

    def _other(self, union: str, person: str) -> str | None:
        return next((p for p in self.partners[union] if p != person), None)


