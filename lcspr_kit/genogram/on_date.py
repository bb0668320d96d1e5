"""The family as it was on a day: who was born, alive, a couple, fostered, living where. Draws nothing."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from lcspr_kit.edtf import PartialDate
from lcspr_kit.genogram.family import Family, Union, standing
from lcspr_kit.genogram.labels import month_and_year
from lcspr_kit.privacy.register import Person, Stay

_PREGNANCY = timedelta(days=280)


@dataclass(frozen=True)
class Household:
    """A home and who lived in it, in the order of the register."""

    name: str
    members: tuple[str, ...]


@dataclass(frozen=True)
class OnDate:
    """The family on a day (`family`), and who is left out: ids of those not born and of those who joined later."""

    family: Family
    not_born: tuple[str, ...] = ()
    not_linked: tuple[str, ...] = ()


def family_on(family: Family, on: date | None) -> OnDate:
    """The family on a day; the whole of it, as recorded, where `on` is None.

    A child born within forty weeks after the day is a pregnancy; one later is left out. A death after
    the day has not happened. Somebody whose every link to the family came later is left out, and so
    is nobody else.
    """
    if on is None:
        return OnDate(family)
    people = {person.id: known for person in family.people if (known := _person_on(person, on))}
    descents = tuple(
        descent
        for descent in family.descents
        if descent.child in people and _current(descent.start, descent.end if descent.kind in ("foster", "guardian") else None, on)
    )
    unions = tuple(here for union in family.unions if (here := _union_on(union, people, {d.union for d in descents}, on)))
    kept = {union.id for union in unions}
    descents = tuple(descent for descent in descents if descent.union in kept)
    bonds = tuple(b for b in family.bonds if b.a in people and b.b in people and _current(b.start, b.end, on))
    linked = _linked(unions, descents, bonds) | {p.id for p in people.values() if homes(p, on)}
    ever = _linked(family.unions, family.descents, family.bonds)
    later = tuple(identity for identity in people if identity in ever and identity not in linked)
    now = tuple(person for person in people.values() if person.id not in later)
    there = {person.id for person in now}
    twins = tuple(
        replace(twins, members=members)
        for twins in family.twins
        if len(members := tuple(identity for identity in twins.members if identity in there)) > 1
    )
    steps = tuple((step, child) for step, child in family.implied_steps if {step, child} <= there)
    return OnDate(
        replace(family, people=now, unions=unions, descents=descents, twins=twins, bonds=bonds, implied_steps=steps),
        tuple(person.id for person in family.people if person.id not in people),
        later,
    )


def _person_on(person: Person, on: date) -> Person | None:
    died = person.died if person.died and person.died.earliest <= on else None
    if person.born is None or person.born.earliest <= on:
        return replace(person, died=died)
    if person.pregnancy in ("", "expected") and person.born.earliest - _PREGNANCY <= on:
        return replace(person, died=None, pregnancy="expected")
    return None


def _union_on(union: Union, people: dict[str, Person], with_children: set[str], on: date) -> Union | None:
    if not all(partner in people for partner in union.partners):
        return None
    widowed = any(people[partner].died for partner in union.partners)
    kind = standing(union.stages, on, widowed)
    if kind is None and union.id not in with_children:
        return None
    stages = tuple(stage for stage in union.stages if stage.start is None or stage.start.earliest <= on)
    return replace(union, kind=kind or "parents", stages=stages)


def _linked(unions: Sequence, descents: Sequence, bonds: Sequence) -> set[str]:
    linked = {identity for union in unions if len(union.partners) > 1 for identity in union.partners}
    linked |= {descent.child for descent in descents}
    with_children = {descent.union for descent in descents}
    linked |= {identity for union in unions if union.id in with_children for identity in union.partners}
    return linked | {identity for bond in bonds for identity in (bond.a, bond.b)}


def _current(start: PartialDate | None, end: PartialDate | None, on: date) -> bool:
    return (start is None or start.earliest <= on) and (end is None or on <= end.latest)


def homes(person: Person, on: date | None) -> tuple[str, ...]:
    """The names of the households somebody lives in on a day; with no day, those they have not left."""
    if person.died and (on is None or person.died.latest < on):
        return ()
    stays = [stay for stay in person.stays if stay.household and _stays(stay, on)]
    return tuple(dict.fromkeys(stay.household for stay in stays))


def _stays(stay: Stay, on: date | None) -> bool:
    return stay.end is None if on is None else _current(stay.start, stay.end, on)


def households(family: Family, on: date | None) -> tuple[Household, ...]:
    """Every home on a day with its members, in the order of the register. An unborn child is where its mother is."""
    people = {person.id: person for person in family.people}
    mothers: dict[str, Person] = {}
    partners = {union.id: union.partners for union in family.unions}
    for descent in family.descents:
        carrying = [people[p] for p in partners[descent.union] if people[p].sex == "F"] if descent.kind in ("birth", "surrogate") else []
        if carrying and (descent.kind == "surrogate" or descent.child not in mothers):
            mothers[descent.child] = carrying[0]
    members: dict[str, list[str]] = {}
    for person in family.people:
        unborn = person.pregnancy == "expected" and not person.stays and person.id in mothers and _is_carried(person, on)
        for home in homes(mothers[person.id] if unborn else person, on):
            members.setdefault(home, []).append(person.id)
    return tuple(Household(name, tuple(ids)) for name, ids in members.items())


def _is_carried(person: Person, on: date | None) -> bool:
    return on is None or person.born is None or person.born.earliest - _PREGNANCY <= on


def moving(family: Family, on: date | None) -> tuple[tuple[str, str], ...]:
    """Who is in two homes on a day only because a move is known to the month or year: id and when."""
    if on is None:
        return ()
    found = []
    for person in family.people:
        ends = [stay.end for stay in person.stays if stay.end and stay.end.earliest < stay.end.latest and stay.end.earliest <= on <= stay.end.latest]
        if ends and len(homes(person, on)) > 1:
            found.append((person.id, month_and_year(ends[0])))
    return tuple(found)


def changes(family: Family, first: date, last: date) -> tuple[date, ...]:
    """The days from first to last on which somebody moved in or out, with the first day itself.

    The days for a strip of pictures where households changed; a move known to the month counts from
    its first day.
    """
    days = {first}
    for person in family.people:
        for stay in person.stays:
            days |= {when.earliest for when in (stay.start, stay.end) if when and first < when.earliest <= last}
    return tuple(sorted(days))
