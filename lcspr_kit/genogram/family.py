"""The family of a case as plain values: people, unions, descent, twins, bonds, and what contradicts itself.

Knows nothing of drawing. Nobody vanishes: a relationship that can't be true is reported with its row
and left out; the people in it stay.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from lcspr_kit.edtf import PartialDate
from lcspr_kit.genogram.contradictions import contradictions, without_cycles
from lcspr_kit.genogram.relationships import (
    BONDS,
    COUPLES,
    PARENTAGE,
    TOGETHER,
    TWINS,
    Relation,
    read_relationships,
)
from lcspr_kit.privacy.register import Person, Register
from lcspr_kit.problems import Problem


@dataclass(frozen=True)
class Stage:
    """One row about a couple: what they were to each other, from and to."""

    kind: str
    start: PartialDate | None = None
    end: PartialDate | None = None
    notes: str = ""
    row: int = 0


@dataclass(frozen=True)
class Union:
    """Two people who are or were a couple, or who have a child together; one, where a parent is alone.

    `kind` is `married`, `partner`, `separated`, `divorced`, `former partner`, or `parents` where all
    that is known is a child: what they are to each other in the end. `partners` are ids, in the order
    of the register. `stages` are the rows about them; `row` is the first of them.
    """

    id: str
    partners: tuple[str, ...]
    kind: str = "parents"
    start: PartialDate | None = None
    end: PartialDate | None = None
    row: int = 0
    stages: tuple[Stage, ...] = ()


@dataclass(frozen=True)
class Descent:
    """A child of a union. `kind`: birth, adoptive, foster, step, guardian, donor, surrogate."""

    union: str
    child: str
    kind: str = "birth"
    start: PartialDate | None = None
    end: PartialDate | None = None


@dataclass(frozen=True)
class Twins:
    """Children of one pregnancy."""

    members: tuple[str, ...]
    identical: bool = False


@dataclass(frozen=True)
class Bond:
    """An emotional relationship from `a` towards `b`: close, distant, conflict, abusive, cut off."""

    a: str
    b: str
    kind: str
    start: PartialDate | None = None
    end: PartialDate | None = None
    notes: str = ""
    row: int = 0


@dataclass(frozen=True)
class Family:
    """Everything a genogram shows. `people` holds everybody in the register but professionals.

    `unions` are in the order in which they began, as far as known; `descents` eldest child first.
    `implied_steps` are (step-parent, child) pairs that need no line of their own, because the
    step-parent is drawn as the partner of a parent. `relations` are the rows all this was made from.
    """

    people: tuple[Person, ...]
    unions: tuple[Union, ...] = ()
    descents: tuple[Descent, ...] = ()
    twins: tuple[Twins, ...] = ()
    bonds: tuple[Bond, ...] = ()
    problems: tuple[Problem, ...] = ()
    implied_steps: tuple[tuple[str, str], ...] = ()
    relations: tuple[Relation, ...] = ()


def read_family(folder: Path, register: Register) -> Family:
    """The family of a case: the register's people and the folder's `relationships.csv`.

    Whatever is wrong is in the family's `problems`, each with its file and row. Professionals are
    left out unless a relationship names them (a foster carer may be both).
    """
    known = {person.id: person.role for person in register.people}
    relations, problems = read_relationships(Path(folder), known)
    related = {identity for relation in relations for identity in (relation.a, relation.b)}
    people = [person for person in register.people if not person.is_professional or person.id in related]
    family = build_family(people, relations)
    return replace(family, problems=(*problems, *family.problems))


def build_family(
    people: Iterable[Person], relations: Sequence[Relation], people_file: str = "people.csv", relations_file: str = "relationships.csv"
) -> Family:
    """A family from people and relations between them (every id in `relations` is one of `people`).

    The file names are those that problems are reported under.
    """
    people = tuple(people)
    kept, problems = without_cycles(relations, relations_file)
    problems += contradictions(people, kept, people_file, relations_file)
    unions, descents, steps, more = _Couples(people, kept, relations_file).made()
    return Family(
        people=people,
        unions=unions,
        descents=descents,
        twins=_twins(people, kept),
        bonds=tuple(Bond(r.a, r.b, r.kind, r.start, r.end, r.notes, r.row) for r in kept if r.kind in BONDS),
        problems=tuple(sorted([*problems, *more], key=lambda problem: (problem.file, problem.row or 0))),
        implied_steps=steps,
        relations=tuple(relations),
    )


def standing(stages: Sequence[Stage], on: date | None = None, widowed: bool = False) -> str | None:
    """What a couple with these rows are to each other on a day; in the end, where `on` is None.

    None means not yet a couple. `widowed` says that one of them has died by then, so a marriage that
    has an end was ended by the death. Rows that say from..to about a couple who are apart tell how
    long they were together (`divorced, 1995, 2010` was a marriage of fifteen years), unless another
    row tells when they were together.
    """
    if not stages:
        return None
    together = [stage for stage in stages if stage.kind in TOGETHER]
    wed = any(stage.kind in ("married", "divorced") for stage in stages)
    turns: list[tuple[date, int, int, str]] = []

    def turn(when: PartialDate | None, kind: str, rank: int = 1) -> None:
        # on one day, the end of one time together comes before the start of another, and parting last
        turns.append((when.earliest if when else date.min, rank, len(turns), kind))

    for stage in stages:
        if stage.kind in TOGETHER:
            turn(stage.start, stage.kind)
            if stage.end:
                after = stage.kind if widowed else "separated" if wed else "former partner"
                turn(stage.end, after, 0 if stage.start is None or stage.start.earliest < stage.end.earliest else 1)
        elif together or (stage.start and not stage.end):
            turn(stage.start or stage.end or _last_end(together), stage.kind, 2)
        else:
            if stage.end:
                turn(stage.start, "married" if stage.kind == "divorced" else "partner")
            turn(stage.end, stage.kind, 2)
    past = [kind for when, *_, kind in sorted(turns) if on is None or when <= on]
    return past[-1] if past else None


def _last_end(together: Sequence[Stage]) -> PartialDate | None:
    """The latest date known of the time together: an undated divorce comes after it."""
    dates = [when for stage in together for when in (stage.start, stage.end) if when]
    return max(dates, key=lambda when: when.earliest, default=None)


def _twins(people: Sequence[Person], relations: Sequence[Relation]) -> tuple[Twins, ...]:
    order = {person.id: number for number, person in enumerate(people)}
    groups: list[tuple[set[str], bool]] = []
    for relation in relations:
        if relation.kind not in TWINS:
            continue
        members, identical = {relation.a, relation.b}, relation.kind == "identical twin"
        apart = []
        for group, same in groups:
            if group & members:
                members, identical = members | group, identical and same
            else:
                apart.append((group, same))
        groups = [*apart, (members, identical)]
    made = [Twins(tuple(sorted(group, key=order.__getitem__)), same) for group, same in groups]
    return tuple(sorted(made, key=lambda twins: order[twins.members[0]]))


class _Couples:
    """Makes unions and descents of relations: who is a couple, and which child hangs under which."""

    def __init__(self, people: Sequence[Person], relations: Sequence[Relation], file: str):
        self.people = {person.id: person for person in people}
        self.order = {person.id: number for number, person in enumerate(people)}
        self.file = file
        self.relations = relations
        self.stages: dict[tuple[str, ...], list[Stage]] = {}
        self.descents: dict[tuple[str, str], Descent] = {}
        self.partners: dict[str, set[str]] = {identity: set() for identity in self.people}
        self.parents: dict[str, dict[str, list[Relation]]] = {}
        self.steps: list[tuple[str, str]] = []
        self.problems: list[Problem] = []

    def made(self) -> tuple[tuple[Union, ...], tuple[Descent, ...], tuple[tuple[str, str], ...], list[Problem]]:
        for relation in self.relations:
            if relation.kind in COUPLES:
                stage = Stage(relation.kind, relation.start, relation.end, relation.notes, relation.row)
                self.stages.setdefault(self.pair(relation.a, relation.b), []).append(stage)
                self.partners[relation.a].add(relation.b)
                self.partners[relation.b].add(relation.a)
            elif relation.kind in PARENTAGE:
                kinds = self.parents.setdefault(relation.b, {})
                rows = kinds.setdefault(PARENTAGE[relation.kind], [])
                if all(row.a != relation.a for row in rows):
                    rows.append(relation)
        for child, kinds in self.parents.items():
            for kind, rows in kinds.items():
                for parents in self.paired(child, kind, rows):
                    self.add_child(parents, child, kind, rows)
        unions = sorted((self.union(partners) for partners in self.stages), key=self.when)
        return tuple(unions), tuple(sorted(self.descents.values(), key=self.birth)), tuple(self.steps), self.problems

    def pair(self, *ids: str) -> tuple[str, ...]:
        return tuple(sorted(ids, key=self.order.__getitem__))

    def paired(self, child: str, kind: str, rows: list[Relation]) -> list[tuple[str, ...]]:
        """The parents of one kind as couples and single parents."""
        ids = [row.a for row in rows]
        if kind in ("donor", "surrogate"):
            return [(identity,) for identity in ids]
        if kind == "step":
            return [(identity,) for identity in ids if not self.is_with_a_parent(identity, child)]
        if kind == "birth":
            chosen = self.birth_pair(ids)
            return [self.pair(*chosen), *[(identity,) for identity in ids if identity not in chosen]]
        made: list[tuple[str, ...]] = []
        left = list(ids)
        while left:
            first = left.pop(0)
            partner = next((identity for identity in left if identity in self.partners[first]), None)
            if partner is None and kind == "adoptive" and len(ids) == 2 and left:
                partner = left[0]
            if partner is not None:
                left.remove(partner)
                made.append(self.pair(first, partner))
            elif kind == "adoptive" and (parent := self.birth_parent_with(first, child)):
                made.append(self.pair(first, parent))
            else:
                made.append((first,))
        return made

    def birth_pair(self, ids: list[str]) -> list[str]:
        """Which two of the people written as birth parents are drawn as the pair."""
        for other in ids[1:]:
            if {self.people[ids[0]].sex, self.people[other].sex} == {"F", "M"}:
                return [ids[0], other]
        return ids[:2]

    def is_with_a_parent(self, step: str, child: str) -> bool:
        parents = {row.a for kind, rows in self.parents[child].items() if kind in ("birth", "adoptive") for row in rows}
        if parents & self.partners[step]:
            self.steps.append((step, child))
            return True
        row = next(row for row in self.parents[child]["step"] if row.a == step)
        self.problems.append(Problem(self.file, f"{step} is a step-parent of {child}, but is not written as a partner of a parent of {child}.", "Add a row that says whose partner.", row=row.row))
        return False

    def birth_parent_with(self, adopter: str, child: str) -> str | None:
        parents = [row.a for row in self.parents[child].get("birth", [])]
        return next((parent for parent in parents if parent in self.partners[adopter]), None)

    def add_child(self, parents: tuple[str, ...], child: str, kind: str, rows: list[Relation]) -> None:
        self.stages.setdefault(parents, [])
        row = next(row for row in rows if row.a in parents)
        identity = union_id(parents)
        # a child is drawn under a union once: by birth before anything else the rows say
        self.descents.setdefault((identity, child), Descent(identity, child, kind, row.start, row.end))

    def union(self, partners: tuple[str, ...]) -> Union:
        stages = self.stages[partners]
        died = [self.people[identity].died for identity in partners]
        starts = [stage.start for stage in stages if stage.start]
        ends = [stage.end for stage in stages if stage.end]
        return Union(
            id=union_id(partners),
            partners=partners,
            kind=standing(stages, None, any(died)) or "parents",
            start=min(starts, key=lambda when: when.earliest, default=None),
            end=max(ends, key=lambda when: when.latest, default=None),
            row=min((stage.row for stage in stages), default=0),
            stages=tuple(stages),
        )

    def when(self, union: Union) -> tuple:
        born = [self.people[d.child].born for d in self.descents.values() if d.union == union.id]
        dates = [when.earliest for when in (union.start, *born) if when]
        return (min(dates, default=date.max), *(self.order[identity] for identity in union.partners))

    def birth(self, descent: Descent) -> tuple:
        person = self.people[descent.child]
        return (person.born.earliest if person.born else date.max, self.order[descent.child], descent.kind != "birth", descent.union)


def union_id(partners: Sequence[str]) -> str:
    """The id of a union: its partners' ids, joined; a single parent's ends in the sign."""
    return "+".join(partners) if len(partners) > 1 else f"{partners[0]}+"
