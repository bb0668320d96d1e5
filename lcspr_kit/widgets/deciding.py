"""The author at work on episodes: what she can do to them, what changed, and how two versions are joined.

The view-model of `episodes` beside `desk`, which keeps `episodes.yml` after every change.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

from lcspr_kit.casefiles import in_their_words
from lcspr_kit.episodes import decide
from lcspr_kit.episodes.decide import FILE, PROMPTS, Decision, Decisions
from lcspr_kit.episodes.episode import Episode
from lcspr_kit.joining import joined_entries
from lcspr_kit.problems import InputError, Problem
from lcspr_kit.widgets.desk import Document

_WORDS = {
    "status": "status", "title": "title", "start": "first day", "end": "last day", "pinned": "rows added", "left_out": "rows left out", "omissions": "what is not recorded",
    "key_lines": "lines of enquiry", "roles": "agencies' parts", "factors": "factors", "reason": "reason", "into": "merged into", "from_proposal": "proposal", **{key: label.lower() for key, label in PROMPTS.items()},
}  # fmt: skip


def differences(before: Decisions, after: Decisions) -> list[str]:
    """What changed, one sentence an entry, in the order of the entries; without the author's prose."""
    old = {decision.id: decision for decision in before.episodes}
    told = []
    for decision in after.episodes:
        if decision.id not in old:
            told.append(f"{decision.id} is new: {decision.status}.")
            continue
        fields = [name for name in Decision.model_fields if getattr(decision, name) != getattr(old[decision.id], name)]
        if "status" in fields:
            told.append(f"{decision.id} is now {decision.status} (it was {old[decision.id].status}).")
        others = [_WORDS[name] for name in fields if name != "status"]
        if others:
            told.append(f"{decision.id}: changed {', '.join(others)}.")
    new = {decision.id for decision in after.episodes}
    return told + [f"{identity} is taken out." for identity in old if identity not in new]


def joined(base: Decisions, mine: Decisions, theirs: Decisions) -> Decisions:
    """Both sides' changes since `base`. Where both changed one entry mine stands; where both made one, mine gets a new id."""
    was, ours, other = ({decision.id: decision for decision in side.episodes} for side in (base, mine, theirs))
    result = {identity: chosen for identity, chosen in joined_entries(was, ours, other).items() if chosen is not None}
    for identity, a in ours.items():
        b = other.get(identity)
        if identity not in was and b and a != b:
            result[identity] = b
            fresh = decide.next_id(Decisions(episodes=list({**other, **ours, **result}.values())))
            result[fresh] = a.model_copy(update={"id": fresh})
    return Decisions(episodes=list(result.values()))


EPISODES = Document((FILE,), decide.read_decisions, lambda decisions: {FILE: decide.decisions_text(decisions)}, joined, in_their_words)
"""The author's decisions as a `Desk` keeps them."""


# ------------------------------------------------------------------------------ what the author can do

Given = dict[str, Any]


def _day(given: Given, name: str) -> dt.date:
    try:
        return dt.date.fromisoformat(str(given.get(name)))
    except ValueError:
        raise InputError(Problem(FILE, "This is not a date.", "Write it as 2026-03-31.", column=name)) from None


def _list(given: Given, name: str) -> list[str]:
    value = given.get(name)
    return [str(each) for each in value if str(each).strip()] if isinstance(value, list) else []


def _bounds(decisions: Decisions, episode: Episode, given: Given) -> Decisions:
    first, last = _day(given, "start"), _day(given, "end")
    if last < first:
        raise InputError(Problem(FILE, "The last day lies before the first.", "Correct one of them."))
    return decide.change(decisions, episode.id, start=first, end=last)


def _write(decisions: Decisions, episode: Episode, given: Given) -> Decisions:
    """One of the prompts, an agency's part, or a list of sentences."""
    name, text = str(given.get("name")), str(given.get("text") or "").strip()
    if name.startswith("role:"):
        roles = {**decisions[episode.id].roles, name.removeprefix("role:"): text}
        return decide.change(decisions, episode.id, roles={agency: part for agency, part in roles.items() if part})
    if name in ("omissions", "factors"):
        return decide.change(decisions, episode.id, **{name: [line.strip() for line in text.splitlines() if line.strip()]})
    if name not in (*PROMPTS, "title"):
        raise InputError(Problem(FILE, "There is no such prompt.", "Reload the page."))
    return decide.change(decisions, episode.id, **{name: text})


def _reopen(decisions: Decisions, episode: Episode, _given: Given) -> Decisions:
    """A refused proposal is open again; one that the author had worked on is accepted again, with her notes."""
    entry = episode.decision
    if entry is None:
        return decisions
    if has_work(entry):
        return restore(decisions, entry.id)
    return Decisions(episodes=[other for other in decisions.episodes if other.id != entry.id])


def has_work(entry: Decision) -> bool:
    """Whether the author wrote or chose anything under an entry that would be lost with it."""
    return any(getattr(entry, name) for name in (*PROMPTS, "roles", "omissions", "factors", "pinned", "left_out", "key_lines"))


def restore(decisions: Decisions, identity: str) -> Decisions:
    """An entry withdrawn or merged is accepted again. Raises InputError where there is no such id."""
    return decide.change(decisions, identity, status="accepted", reason="", into=None)


ACTIONS: dict[str, Callable[[Decisions, Episode, Given], Decisions]] = {
    "accept": lambda decisions, episode, given: decide.accept(decisions, episode),
    "refuse": lambda decisions, episode, given: decide.refuse(decisions, episode, str(given.get("reason") or "")),
    "reopen": _reopen,
    "write": _write,
    "bounds": _bounds,
    "merge": lambda decisions, episode, given: decide.merge(decisions, episode.id, _list(given, "others")),
    "split": lambda decisions, episode, given: decide.split(decisions, episode.id, _day(given, "day"), str(given.get("title") or "")),
    "pin": lambda decisions, episode, given: decide.pin(decisions, episode.id, _list(given, "events")),
    "leave out": lambda decisions, episode, given: decide.leave_out(decisions, episode.id, _list(given, "events")),
    "lines": lambda decisions, episode, given: decide.change(decisions, episode.id, key_lines=_list(given, "lines")),
}
"""What can be done to an episode, by name: decisions, the episode and what the author gave, to new decisions."""
