"""What can't be true in a family, found in people and relationships, each with the row it stands in.

Only a cycle of parentage (somebody their own ancestor) takes a relationship out of the drawing;
everything else is reported and drawn as it was written. Nobody vanishes.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import timedelta

from lcspr_kit.edtf import PartialDate, years_between
from lcspr_kit.genogram.relationships import COUPLES, PARENTAGE, TWINS, Relation
from lcspr_kit.privacy.register import Person
from lcspr_kit.problems import Problem

YOUNGEST_PARENT = 11
"""Completed years; a birth parent younger than this at the birth is reported."""
_DECADE = timedelta(days=10)
_PREGNANCY = timedelta(days=300)


def without_cycles(relations: Sequence[Relation], file: str) -> tuple[list[Relation], list[Problem]]:
    """The relations without those that would make somebody their own ancestor, and those as problems.

    Birth is looked at before other parentage, then the order of the file: the row that closes the circle goes.
    """
    problems = []
    parents: dict[str, set[str]] = {}
    refused = set()
    parentage = [relation for relation in relations if relation.kind in PARENTAGE]
    for relation in sorted(parentage, key=lambda r: r.kind != "parent"):
        if _is_ancestor(relation.b, relation.a, parents):
            refused.add(relation)
            problems.append(
                Problem(file, f"This row makes {relation.b} an ancestor of their own {relation.kind} {relation.a} (a circle), so it is not drawn.",
                        "Check which of the two is the parent.", row=relation.row)
            )  # fmt: skip
        else:
            parents.setdefault(relation.b, set()).add(relation.a)
    return [relation for relation in relations if relation not in refused], problems


def _is_ancestor(elder: str, younger: str, parents: dict[str, set[str]]) -> bool:
    seen: set[str] = set()
    stack = [younger]
    while stack:
        current = stack.pop()
        if current == elder:
            return True
        if current not in seen:
            seen.add(current)
            stack.extend(parents.get(current, ()))
    return False


def contradictions(
    people: Iterable[Person], relations: Sequence[Relation], people_file: str, relations_file: str
) -> list[Problem]:
    """Everything in dates, sexes and numbers of parents that can't all be true. Nothing is left out for it."""
    by_id = {person.id: person for person in people}
    problems = [problem for person in by_id.values() for problem in _own_dates(person, people_file)]
    for relation in relations:
        a, b = by_id[relation.a], by_id[relation.b]
        problems += [Problem(relations_file, what, todo, row=relation.row) for what, todo in _of_relation(relation, a, b)]
    problems += _birth_parents(by_id, relations, relations_file)
    problems += _twins_apart(relations, relations_file)
    problems += _repeated(relations, relations_file)
    return problems


def _own_dates(person: Person, file: str) -> list[Problem]:
    problems = []
    if person.born and person.died and person.died.latest < person.born.earliest:
        problems.append(Problem(file, f"{person.id} died ({person.died}) before being born ({person.born}).", "Correct one of the dates.", row=person.row, column="died"))
    if person.pregnancy == "expected" and person.died:
        problems.append(Problem(file, f"{person.id} is not born yet, but has a date of death.", "For a pregnancy that ended write miscarriage, stillbirth or termination.", row=person.row, column="died"))
    for stay in person.stays:
        if stay.start and stay.end and stay.end.latest < stay.start.earliest:
            problems.append(Problem(file, f"A stay of {person.id} ends ({stay.end}) before it starts ({stay.start}).", "Correct one of the dates.", row=person.row, column="household"))
    return problems


def _of_relation(relation: Relation, a: Person, b: Person) -> list[tuple[str, str]]:
    found = []
    if relation.start and relation.end and relation.end.latest < relation.start.earliest:
        found.append((f"The relationship ends ({relation.end}) before it starts ({relation.start}).", "Correct one of the dates."))
    if relation.kind == "parent":
        found += _of_birth(a, b)
    elif relation.kind in PARENTAGE and _before(b.born, a.born):
        found.append((f"{b.id} is older ({b.born}) than their {relation.kind} {a.id} ({a.born}).", "Check the dates of birth and which is the parent."))
    if relation.kind in PARENTAGE and a.pregnancy:
        found.append((f"{a.id} is a pregnancy ({a.pregnancy}) and can't be a parent.", "Check the ids."))
    if relation.kind in COUPLES:
        for person in (a, b):
            if person.pregnancy:
                found.append((f"{person.id} is a pregnancy ({person.pregnancy}) and can't be a partner.", "Check the ids."))
            if _before(relation.start, person.born):
                found.append((f"The relationship starts ({relation.start}) before {person.id} was born ({person.born}).", "Correct one of the dates."))
            if _before(person.died, relation.start):
                found.append((f"The relationship starts ({relation.start}) after {person.id} died ({person.died}).", "Correct one of the dates."))
    if relation.kind in TWINS and a.born and b.born and (_before(a.born, b.born, _DECADE) or _before(b.born, a.born, _DECADE)):
        found.append((f"{a.id} and {b.id} are written as twins, but were born on {a.born} and {b.born}.", "Correct a date, or take the row out."))
    if relation.kind == "identical twin" and {a.sex, b.sex} == {"F", "M"}:
        found.append((f"{a.id} and {b.id} are written as identical twins, but one is F and one is M.", "Write twin, or correct a sex."))
    return found


def _of_birth(parent: Person, child: Person) -> list[tuple[str, str]]:
    if not child.born:
        return []
    found = []
    if parent.born:
        if child.born.latest < parent.born.earliest:
            found.append((f"{child.id} is older ({child.born}) than their parent {parent.id} ({parent.born}).", "Check the dates of birth and which is the parent."))
        elif years_between(parent.born.earliest, child.born.latest) < YOUNGEST_PARENT:
            found.append((f"{parent.id} (born {parent.born}) would have been under {YOUNGEST_PARENT} when {child.id} was born ({child.born}).", "Check the dates of birth."))
    if parent.died:
        allowed = timedelta(0) if parent.sex == "F" else _PREGNANCY
        if _before(parent.died, child.born, allowed) and not (child.pregnancy == "expected" and parent.sex != "F"):
            found.append((f"{parent.id} died ({parent.died}) before {child.id} was born ({child.born}).", "Check the dates."))
    return found


def _before(first: PartialDate | None, second: PartialDate | None, allowed: timedelta = timedelta(0)) -> bool:
    """Whether the first date is surely before the second by more than what is allowed."""
    return first is not None and second is not None and second.earliest - first.latest > allowed


def _birth_parents(by_id: dict[str, Person], relations: Sequence[Relation], file: str) -> list[Problem]:
    problems = []
    couples = {frozenset((r.a, r.b)) for r in relations if r.kind in COUPLES}
    helped = {r.b for r in relations if r.kind in ("donor", "surrogate")}
    parents: dict[str, list[Relation]] = {}
    for relation in relations:
        if relation.kind == "parent" and all(relation.a != earlier.a for earlier in parents.get(relation.b, [])):
            parents.setdefault(relation.b, []).append(relation)
    for child, rows in parents.items():
        if len(rows) > 2:
            who = ", ".join(relation.a for relation in rows)
            problems.append(Problem(file, f"{child} has more than two parents by birth ({who}); two are drawn as a pair, the others each alone.", "Say which are adoptive, foster or step-parents.", row=rows[2].row))
        if len(rows) < 2 or child in helped or frozenset((rows[0].a, rows[1].a)) in couples:
            continue
        sexes = [by_id[row.a].sex for row in rows[:2]]
        for sex, word in (("F", "mothers"), ("M", "fathers")):
            if sexes == [sex, sex]:
                problems.append(Problem(file, f"{child} has two {word} by birth, {rows[0].a} and {rows[1].a}, who are not written as a couple.", "If one is an adoptive or step-parent, or there was a donor, say so.", row=rows[1].row))
    return problems


def _twins_apart(relations: Sequence[Relation], file: str) -> list[Problem]:
    parents: dict[str, set[str]] = {}
    for relation in relations:
        if relation.kind in PARENTAGE:
            parents.setdefault(relation.b, set()).add(relation.a)
    return [
        Problem(file, f"{r.a} and {r.b} are written as twins, but no row gives them a parent in common, so no line joins them.", "Add a parent row for each of them.", row=r.row)
        for r in relations
        if r.kind in TWINS and not parents.get(r.a, set()) & parents.get(r.b, set())
    ]


def _repeated(relations: Sequence[Relation], file: str) -> list[Problem]:
    problems = []
    seen: dict[tuple, int] = {}
    for relation in relations:
        directed = relation.kind in PARENTAGE or relation.kind == "abusive"
        pair = (relation.a, relation.b) if directed else tuple(sorted((relation.a, relation.b)))
        key = (*pair, relation.kind, relation.start, relation.end)
        if key in seen:
            problems.append(Problem(file, f"This row says the same as row {seen[key]}.", "Take one out.", row=relation.row))
        else:
            seen[key] = relation.row
    return problems
