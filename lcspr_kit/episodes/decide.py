"""The author's decisions on episodes (`episodes.yml`): reading, changing, saving.

Every change returns a new `Decisions`; nothing is written until `save_decisions`. Laying decisions
over what the kit proposes is in `replay`.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from pathlib import Path
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, model_validator

from lcspr_kit.casefiles import read_yaml, write_atomic, yaml_text
from lcspr_kit.episodes.episode import Episode
from lcspr_kit.problems import InputError, Problem
from lcspr_kit.review import Text

FILE = "episodes.yml"
PROMPTS = {
    "what_happened": "What happened",
    "good_practice": "What was good practice",
    "why": "Why practice was as it was",
    "child_experience": "What this was like for the child",
    "system": "What it says about the system",
}
"""The author's notes under an episode, beside `roles` (one an agency), `omissions` and `factors`."""


class Decision(BaseModel):
    """One entry of `episodes.yml`. `into` names the episode that a merged one went into."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    id: Text
    status: Literal["accepted", "refused", "merged"]
    from_proposal: Text | None = None
    title: Text = ""
    start: dt.date | None = None
    end: dt.date | None = None
    pinned: list[Text] = []
    left_out: list[Text] = []
    omissions: list[Text] = []
    key_lines: list[Text] = []
    what_happened: Text = ""
    roles: dict[str, Text] = {}
    good_practice: Text = ""
    why: Text = ""
    factors: list[Text] = []
    child_experience: Text = ""
    system: Text = ""
    reason: Text = ""
    into: Text | None = None

    @model_validator(mode="after")
    def _fits(self) -> Decision:
        if self.start and self.end and self.end < self.start:
            raise ValueError(f"the episode {self.id} ends before it starts")
        return self


class Decisions(BaseModel):
    """`episodes.yml` as a whole."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    episodes: list[Decision] = []

    @model_validator(mode="after")
    def _once(self) -> Decisions:
        ids = [decision.id for decision in self.episodes]
        twice = sorted({identity for identity in ids if ids.count(identity) > 1})
        if twice:
            raise ValueError(f"the id {', '.join(twice)} is there twice")
        return self

    def __getitem__(self, identity: str) -> Decision:
        for decision in self.episodes:
            if decision.id == identity:
                return decision
        raise KeyError(identity)


def read_decisions(folder: Path) -> Decisions:
    """The decisions of a case; none where there is no file or it has only comments. Raises InputError."""
    path = folder / FILE
    if not path.is_file():
        return Decisions()
    lines = path.read_text(encoding="utf-8", errors="replace").splitlines()
    if not any(line.strip() and not line.lstrip().startswith("#") for line in lines):
        return Decisions()
    return read_yaml(path, Decisions)


def save_decisions(folder: Path, decisions: Decisions) -> None:
    """Write `episodes.yml` whole or not at all."""
    write_atomic(folder / FILE, decisions_text(decisions))


def decisions_text(decisions: Decisions) -> str:
    """The text of `episodes.yml`. Empty keys are left out."""
    entries = []
    for decision in decisions.episodes:
        entry = {key: value for key, value in decision.model_dump().items() if value not in (None, "", [], {}) or key == "from_proposal"}
        entries.append(entry)
    head = "# The author's decisions on key practice episodes. Made by lcspr_kit; readable and editable by hand.\n"
    return head + yaml_text({"episodes": entries})


def next_id(decisions: Decisions) -> str:
    """The first of E1, E2 ... that is above all ids used; ids stay for good."""
    numbers = [int(decision.id[1:]) for decision in decisions.episodes if decision.id[:1] == "E" and decision.id[1:].isdigit()]
    return f"E{max(numbers, default=0) + 1}"


def accept(decisions: Decisions, episode: Episode, **changes: Any) -> Decisions:
    """Accept a proposal under the next id, with its own bounds and title unless others are given."""
    entry = {"id": next_id(decisions), "status": "accepted", "from_proposal": episode.id, "title": episode.title, "start": episode.start, "end": episode.end}
    return _with(decisions, Decision(**{**entry, **changes}))


def create(decisions: Decisions, title: str, start: dt.date, end: dt.date, **changes: Any) -> Decisions:
    """An episode of the author's own making."""
    return _with(decisions, Decision(**{"id": next_id(decisions), "status": "accepted", "title": title, "start": start, "end": end, **changes}))


def refuse(decisions: Decisions, episode: Episode, reason: str) -> Decisions:
    """Refuse a proposal, or withdraw an accepted episode. Raises InputError where no reason is given."""
    if not reason.strip():
        raise InputError(Problem(FILE, "An episode is refused without a reason.", "Say why in a few words; the method note shows it."))
    if any(decision.id == episode.id for decision in decisions.episodes):
        return change(decisions, episode.id, status="refused", reason=reason)
    entry = Decision(id=next_id(decisions), status="refused", from_proposal=episode.id, start=episode.start, end=episode.end, reason=reason)
    return _with(decisions, entry)


def change(decisions: Decisions, identity: str, **changes: Any) -> Decisions:
    """Other values for an entry: title, start, end, key_lines, notes ... Raises InputError where there is no such id."""
    _known(decisions, identity)
    entries = [
        Decision(**{**decision.model_dump(), **changes}) if decision.id == identity else decision for decision in decisions.episodes
    ]
    return Decisions(episodes=entries)


def pin(decisions: Decisions, identity: str, event_ids: Iterable[str]) -> Decisions:
    """Rows that belong to an episode whatever its bounds say."""
    ids = list(event_ids)
    old = _known(decisions, identity)
    return change(
        decisions, identity,
        pinned=[*old.pinned, *(each for each in ids if each not in old.pinned)],
        left_out=[each for each in old.left_out if each not in ids],
    )  # fmt: skip


def leave_out(decisions: Decisions, identity: str, event_ids: Iterable[str]) -> Decisions:
    """Rows inside an episode's bounds that don't belong to it."""
    ids = list(event_ids)
    old = _known(decisions, identity)
    return change(
        decisions, identity,
        left_out=[*old.left_out, *(each for each in ids if each not in old.left_out)],
        pinned=[each for each in old.pinned if each not in ids],
    )  # fmt: skip


def merge(decisions: Decisions, into: str, others: Iterable[str]) -> Decisions:
    """Put accepted episodes into one: its bounds widen, rows pinned or left out are kept, the others are marked merged."""
    keep = _known(decisions, into)
    gone = [_known(decisions, identity) for identity in others if identity != into]
    all_of = [keep, *gone]
    starts = [decision.start for decision in all_of if decision.start]
    ends = [decision.end for decision in all_of if decision.end]
    pinned = list(dict.fromkeys(each for decision in all_of for each in decision.pinned))
    left_out = list(dict.fromkeys(each for decision in all_of for each in decision.left_out if each not in pinned))
    lines = list(dict.fromkeys(each for decision in all_of for each in decision.key_lines))
    decisions = change(decisions, into, start=min(starts, default=None), end=max(ends, default=None), pinned=pinned, left_out=left_out, key_lines=lines)
    for decision in gone:
        decisions = change(decisions, decision.id, status="merged", into=into)
    return decisions


def split(decisions: Decisions, identity: str, second_starts: dt.date, title: str = "") -> Decisions:
    """Cut an accepted episode in two; the later part gets the next id. Raises InputError for a day outside it."""
    old = _known(decisions, identity)
    if not (old.start and old.end and old.start < second_starts <= old.end):
        raise InputError(Problem(FILE, f"The episode {identity} can't be split there.", "Choose a day after its first and not after its last."))
    later = Decision(
        id=next_id(decisions), status="accepted", from_proposal=old.from_proposal, title=title or old.title,
        start=second_starts, end=old.end, key_lines=old.key_lines, left_out=old.left_out,
    )  # fmt: skip
    return _with(change(decisions, identity, end=second_starts - dt.timedelta(days=1)), later)


def _with(decisions: Decisions, entry: Decision) -> Decisions:
    return Decisions(episodes=[*decisions.episodes, entry])


def _known(decisions: Decisions, identity: str) -> Decision:
    try:
        return decisions[identity]
    except KeyError:
        raise InputError(Problem(FILE, f"There is no episode '{identity}'.", f"Known: {', '.join(d.id for d in decisions.episodes) or 'none'}.")) from None
