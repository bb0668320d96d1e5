"""The family of a case as plain values: people, unions, descent, twins, bonds, and what contradicts itself.

Knows nothing of drawing. Nobody vanishes: a relationship that can't be true is reported with its row
and left out; the people in it stay.
"""

from __future__ import annotations

from dataclasses import dataclass

from lcspr_kit.edtf import PartialDate
from lcspr_kit.privacy.register import Person
from lcspr_kit.problems import Problem


@dataclass(frozen=True)
class Union:
    """Two people who are or were a couple, or who have a child together; one, where a parent is alone.

    `kind` is `married`, `partner`, `separated`, `divorced`, `former partner`, or `parents` where all
    that is known is a child. `partners` are ids, in the order of the register.
    """

    id: str
    partners: tuple[str, ...]
    kind: str = "parents"
    start: PartialDate | None = None
    end: PartialDate | None = None
    row: int = 0


@dataclass(frozen=True)
class Descent:
    """A child of a union. `kind`: birth, adoptive, foster, step, guardian, donor, surrogate."""

    union: str
    child: str
    kind: str = "birth"


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
    """Everything a genogram shows. `people` holds everybody in the register but professionals."""

    people: tuple[Person, ...]
    unions: tuple[Union, ...] = ()
    descents: tuple[Descent, ...] = ()
    twins: tuple[Twins, ...] = ()
    bonds: tuple[Bond, ...] = ()
    problems: tuple[Problem, ...] = ()
