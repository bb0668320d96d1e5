"""What an order of the rows costs: crossings first, then what the eye expects of a family.

The drawing model: partner lines run within their row or above it, stems leave downwards, children
hang from a bar. Two unions' lines cross where one's children, or one's partner line, cannot be drawn
past the other's. `RowOrder.swap_cost` is what exchanging two neighbours adds to `RowOrder.total`.
"""

from __future__ import annotations

from itertools import combinations, pairwise, product

import numpy as np

from lcspr_kit.genogram.diagram import PERSON, STEM, Diagram
from lcspr_kit.genogram.family import Family, Union

CROSSING = 1000.0
PARTNERS_APART = 20.0
TWINS_APART = 40.0
STRANGER_AMONG_SIBLINGS = 6.0
BIRTH_ORDER = 2.0
PARTNER_ORDER = 1.5
WOMAN_LEFT = 1.0
_HALF_SIBLING_ORDER = 0.5
_STEM_BETWEEN = 0.5
_REGISTER_ORDER = 0.001


class RowOrder:
    """The order of the items in every row, with the cost of it and of changing it."""

    def __init__(self, family: Family, diagram: Diagram, rows: list[list[int]]):
        self.diagram = diagram
        self.rows = [list(row) for row in rows]
        self.moves = 0
        count = len(diagram.items)
        self.place = [0] * count
        for row in self.rows:
            self._number(row)
        self._above: list[list[int]] = [[] for _ in range(count)]
        self._below: list[list[int]] = [[] for _ in range(count)]
        for index, bundle in enumerate(diagram.bundles):
            self._below[bundle.top].append(index)
            for item in bundle.bottoms:
                self._above[item].append(index)
        self._ends: list[list[tuple[str, int]]] = [[] for _ in range(count)]  # union and the link's other end
        for link in diagram.links:
            self._ends[link.a].append((link.union, link.b))
            self._ends[link.b].append((link.union, link.a))
        numbers = {union.id: number for number, union in enumerate(family.unions)}
        self._union = [numbers[link.union] for link in diagram.links]
        self._from: list[tuple[str, ...]] = [
            tuple(diagram.bundles[index].union for index in above) for above in self._above
        ]
        self._solid = [item.kind != STEM for item in diagram.items]
        self._sex = [""] * count
        for person in family.people:
            if person.id in diagram.person:
                self._sex[diagram.person[person.id]] = person.sex
        self._partner: list[set[int]] = [set() for _ in range(count)]
        for union in family.unions:
            members = [diagram.person[p] for p in union.partners if p in diagram.person]
            for a, b in combinations(members, 2):
                self._partner[a].add(b)
                self._partner[b].add(a)
        self._find_sibships(family)
        self._find_twins()
        self._wrong: dict[tuple[int, int], float] = {}
        self._find_wrong(family)

    def _number(self, row: list[int]) -> None:
        for index, item in enumerate(row):
            self.place[item] = index

    def _find_sibships(self, family: Family) -> None:
        items = self.diagram.items
        born = {
            self.diagram.person[person.id]: (person.born.earliest.toordinal() if person.born else None, index)
            for index, person in enumerate(family.people)
            if person.id in self.diagram.person
        }
        self._born = {item: when for item, (when, _) in born.items() if when is not None}
        self.sibships: list[tuple[int, ...]] = []
        self._welcome: list[set[int]] = []
        self._sibship: list[list[int]] = [[] for _ in items]
        self._age: list[dict[int, int]] = []
        for bundle in self.diagram.bundles:
            members = [item for item in bundle.bottoms if items[item].kind == PERSON]
            if bundle.partner or len(members) < 2:
                continue
            for item in members:
                self._sibship[item].append(len(self.sibships))
            self.sibships.append(tuple(members))
            self._welcome.append(set(members).union(*(self._partner[item] for item in members)))
            self._age.append(_birth_order(members, born))

    def _find_twins(self) -> None:
        self._twin: list[list[int]] = [[] for _ in self.diagram.items]
        for members in self.diagram.twins:
            for a, b in pairwise(members):
                if self.diagram.items[a].row == self.diagram.items[b].row:
                    self._twin[a].append(b)
                    self._twin[b].append(a)

    def _find_wrong(self, family: Family) -> None:
        """What it costs, whatever is between them, that the first of two people stands left of the second."""

        def wrong(left: int, right: int, cost: float) -> None:
            if self.diagram.items[left].row != self.diagram.items[right].row:
                return
            self._wrong[left, right] = self._wrong.get((left, right), 0.0) + cost

        for index, members in enumerate(self.sibships):
            for a, b in combinations(members, 2):
                wrong(*((b, a) if self.born_before(index, a, b) else (a, b)), BIRTH_ORDER)
        unions: dict[str, list[Union]] = {}
        children: dict[str, list[str]] = {}
        for union in family.unions:
            for partner in union.partners:
                unions.setdefault(partner, []).append(union)
        for descent in family.descents:
            children.setdefault(descent.union, []).append(descent.child)
        person = self.diagram.person
        for identity, theirs in unions.items():
            others = [[person[other] for other in union.partners if other != identity] for union in theirs]
            for earlier, later in combinations(sum(others, []), 2):
                wrong(later, earlier, PARTNER_ORDER)
            if len(theirs) == 1 and others[0] and self._sex[person[identity]] == "F" and self._sex[others[0][0]] == "M":
                wrong(person[identity], others[0][0], WOMAN_LEFT)
            for one, two in combinations(theirs, 2):
                for pair in product(children.get(one.id, []), children.get(two.id, [])):
                    half, other = person[pair[0]], person[pair[1]]
                    first, second = self._born.get(half), self._born.get(other)
                    if first and second and first != second:
                        wrong(*((other, half) if first < second else (half, other)), _HALF_SIBLING_ORDER)

    def born_before(self, sibship: int, a: int, b: int) -> bool:
        """Whether `a` should stand left of `b` in a sibship both belong to."""
        return self._age[sibship][a] < self._age[sibship][b]

    def with_descendants(self, person: int) -> set[int]:
        """A person, everybody who descends from them, and all their partners, with the lines between."""
        found: set[int] = set()
        waiting = [person]
        while waiting:
            item = waiting.pop()
            if item not in found:
                found.add(item)
                waiting += [end for _, end in self._ends[item]]
                for bundle in self._below[item]:
                    waiting += self.diagram.bundles[bundle].bottoms
        return found

    # what an order costs in all
    def total(self) -> float:
        """The cost of the whole order."""
        cost = CROSSING * self.crossings()
        for link in self.diagram.links:
            low, high = sorted((self.place[link.a], self.place[link.b]))
            for item in self.rows[self.diagram.items[link.a].row][low + 1 : high]:
                cost += self._cover(link.union, item) - CROSSING * self._arrivals(link.union, item)
        for index, members in enumerate(self.sibships):
            places = [self.place[item] for item in members]
            row = self.rows[self.diagram.items[members[0]].row]
            cost += STRANGER_AMONG_SIBLINGS * sum(
                self._solid[item] and item not in self._welcome[index]
                for item in row[min(places) : max(places)]
            )
        place = self.place
        cost += sum(price for (left, right), price in self._wrong.items() if place[left] < place[right])
        for row in self.rows:
            numbers = np.array(row)
            cost += _REGISTER_ORDER * int(np.triu(numbers[:, None] > numbers[None, :]).sum())
            for item in row:
                for twin in self._twin[item]:
                    between = row[self.place[item] + 1 : self.place[twin]]
                    cost += TWINS_APART * sum(self._solid[other] for other in between)
        return cost

    def crossings(self) -> int:
        """How many crossings of lines the order forces in the drawing model."""
        count = 0
        links, bundles, items = self.diagram.links, self.diagram.bundles, self.diagram.items
        for link in links:
            low, high = sorted((self.place[link.a], self.place[link.b]))
            row = self.rows[items[link.a].row]
            count += sum(self._arrivals(link.union, item) for item in row[low + 1 : high])
        by_row: dict[int, list[int]] = {}
        for index, link in enumerate(links):
            by_row.setdefault(items[link.a].row, []).append(index)
        count += sum(self._interleaved(row) for row in by_row.values() if len(row) > 1)
        below: dict[int, list[int]] = {}
        for index, bundle in enumerate(bundles):
            below.setdefault(items[bundle.top].row, []).append(index)
        return count + sum(self._cross(a, b) for row in below.values() if len(row) > 1 for a, b in self._may_cross(row))

    def _interleaved(self, links: list[int]) -> int:
        """How many pairs of these links of one row interleave."""
        ends = np.sort([(self.place[self.diagram.links[n].a], self.place[self.diagram.links[n].b]) for n in links], axis=1)
        union = np.array([self._union[n] for n in links])
        low, high = ends[:, 0], ends[:, 1]
        # the second begins inside the first and ends beyond it; links of one union meet and never cross
        pairs = (low[:, None] < low[None, :]) & (low[None, :] < high[:, None]) & (high[:, None] < high[None, :])
        return int((pairs & (union[:, None] != union[None, :])).sum())

    def _may_cross(self, bundles: list[int]) -> list[tuple[int, int]]:
        """The pairs of these bundles below one row that are not clear of each other."""
        place = self.place
        spans = np.array([(place[b.top], min(place[i] for i in b.bottoms), max(place[i] for i in b.bottoms)) for b in (self.diagram.bundles[n] for n in bundles)])
        top, first, last = spans.T
        found = np.argwhere((top[:, None] <= top[None, :]) & (last[:, None] > first[None, :])).tolist()
        pairs = {(min(a, b), max(a, b)) for a, b in found if a != b}
        return [(bundles[a], bundles[b]) for a, b in sorted(pairs)]

    # what exchanging two neighbours adds
    def swap_cost(self, a: int, b: int) -> float:
        """What `total` gains when `b`, now just right of `a`, goes left of it."""
        cost = self._pair(b, a) - self._pair(a, b)
        cost += self._swap_links(a, b) + self._swap_sibships(a, b)
        pairs = [(p, q) for p in self._above[a] for q in self._above[b]]
        pairs += [(p, q) for p in self._below[a] for q in self._below[b]]
        if pairs:
            before = sum(self._cross(p, q) for p, q in pairs)
            self.place[a], self.place[b] = self.place[b], self.place[a]
            after = sum(self._cross(p, q) for p, q in pairs)
            self.place[a], self.place[b] = self.place[b], self.place[a]
            cost += CROSSING * (after - before)
        return cost

    def swap(self, row: int, index: int) -> None:
        """Exchange the items at `index` and `index` + 1 of a row."""
        self.moves += 1
        items = self.rows[row]
        a, b = items[index], items[index + 1]
        items[index], items[index + 1] = b, a
        self.place[a], self.place[b] = index + 1, index

    def set_row(self, row: int, items: list[int]) -> None:
        """Give a row another order."""
        self.rows[row] = list(items)
        self._number(self.rows[row])

    def _pair(self, a: int, b: int) -> float:
        """The cost of `a` standing left of `b`, whatever is between them."""
        return self._wrong.get((a, b), 0.0) + (_REGISTER_ORDER if a > b else 0.0)

    def _arrivals(self, union: str, item: int) -> int:
        return sum(other != union for other in self._from[item])

    def _cover(self, union: str, item: int) -> float:
        """What a partner line pays for passing an item."""
        return CROSSING * self._arrivals(union, item) + (PARTNERS_APART if self._solid[item] else _STEM_BETWEEN)

    def _swap_links(self, a: int, b: int) -> float:
        cost = 0.0
        place = self.place
        for item, other, leaves_right in ((a, b, True), (b, a, False)):
            edge = place[item]
            for union, end in self._ends[item]:
                if end != other:
                    was_over = (place[end] > edge) == leaves_right
                    cost += -self._cover(union, other) if was_over else self._cover(union, other)
            if self._solid[other]:
                for end in self._twin[item]:
                    if end != other:
                        was_over = (place[end] > edge) == leaves_right
                        cost += -TWINS_APART if was_over else TWINS_APART
        for first, o in self._ends[a]:
            for second, r in self._ends[b]:
                if first == second or r == a or o in (b, r):
                    continue
                # exchanging neighbouring ends of two links makes them interleave, or ends that
                o_right, r_right = place[o] > place[b], place[r] > place[b]
                interleaved = place[r] > place[o] if o_right == r_right else o_right
                cost += -CROSSING if interleaved else CROSSING
        return cost

    def _swap_sibships(self, a: int, b: int) -> float:
        cost = 0.0
        for item, other, leaves_right in ((a, b, True), (b, a, False)):
            if not self._solid[other]:
                continue
            for sibship in self._sibship[item]:
                if other in self._welcome[sibship]:
                    continue
                edge = self.place[item]
                rest = [self.place[member] for member in self.sibships[sibship] if member != item]
                lefts, rights = min(rest) < edge, max(rest) > edge
                if lefts and rights:
                    continue
                was_inside = rights == leaves_right
                cost += -STRANGER_AMONG_SIBLINGS if was_inside else STRANGER_AMONG_SIBLINGS
        return cost

    def _cross(self, first: int, second: int) -> int:
        p, q = self.diagram.bundles[first], self.diagram.bundles[second]
        if p.union == q.union:
            return 0
        place = self.place
        if place[p.top] > place[q.top]:
            p, q = q, p
        left, right = [place[item] for item in p.bottoms], [place[item] for item in q.bottoms]
        least, most = min(right), max(left)
        if most <= least:
            return 0
        if min(left) > max(right):
            return 1
        return min(sum(x > least for x in left), sum(x < most for x in right))


def _birth_order(members: list[int], born: dict[int, tuple[int | None, int]]) -> dict[int, int]:
    """Ranks by date of birth; those without one keep their place in the register among the others."""
    dated = iter(sorted((m for m in members if born[m][0] is not None), key=lambda m: (born[m][0], born[m][1])))
    in_register = sorted(members, key=lambda m: born[m][1])
    return {(next(dated) if born[m][0] is not None else m): rank for rank, m in enumerate(in_register)}
