"""The values that episodes are made of. No rules here: who makes them is `propose` and `decide`."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any


@dataclass(frozen=True)
class Weighed:
    """An event as the proposal sees it. `routine` ones take no part."""

    day: int
    agency: str
    id: str
    points: float
    lexical: float
    routine: bool = False


@dataclass(frozen=True)
class Reason:
    """Why an episode was proposed: a kind, a sentence without names, its points, and the rows behind it."""

    kind: str
    text: str
    points: float
    events: tuple[str, ...] = ()


@dataclass(frozen=True)
class Span:
    """A stretch of days and the events in it that count; `findings` are pattern findings that belong to it.

    `usual`: the points that are usual in the case in so many days; 0 where it is not a proposal. `faint`: it hardly stands out from that.
    """

    start: int
    end: int
    events: tuple[str, ...]
    findings: tuple[Any, ...] = ()
    usual: float = 0.0
    faint: bool = False


@dataclass(frozen=True)
class Episode:
    """A proposed or decided episode. Dates include both ends; `events` are all rows in it, in order.

    `status` is `proposed`, `accepted`, `considered`, `refused` or `merged`. `silent` are agencies of
    the review without a row in it. `child` says in a sentence whether the child was seen and heard.
    `stability` is the share of other settings that choose it too (0 to 1). `decision` is the author's.
    """

    id: str
    title: str
    start: date
    end: date
    score: float
    status: str
    events: tuple[str, ...]
    agencies: tuple[str, ...]
    silent: tuple[str, ...]
    reasons: tuple[Reason, ...]
    decision: Any = None
    key_lines: tuple[str, ...] = ()
    child: str = ""
    stability: float | None = None
