"""Orders of the rows to start from: walks through the family that put each person in their row when met.

A walk keeps couples together, visits children eldest first, and goes from a person to the partner's
own parents, so that a family that is a tree comes out without a crossing.
"""

from __future__ import annotations

from lcspr_kit.genogram.diagram import PERSON, Diagram
from lcspr_kit.genogram.family import Family

_TOPS = 4


def walks(family: Family, diagram: Diagram) -> list[list[list[int]]]:
    """Orders to start from: walks through the family from its largest couples of the top rows."""
    walk = _Walk(family, diagram)
    tops = [union.id for union in family.unions if not any(p in walk.parents for p in union.partners)]
    tops.sort(key=lambda union: -len(walk.descendants(union)))
    found = [walk.rows(top, late) for top in tops[:_TOPS] for late in (True, False)]
    found = found or [walk.rows(None, True)]
    unique: list[list[list[int]]] = []
    for rows in found:
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


