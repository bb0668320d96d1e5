"""The author at work on episodes: each decision kept at once, taken back, done again, never over another's.

The view-model of `episodes`: holds the decisions and their history, and writes `episodes.yml` through
`episodes.decide` after every change, so that nothing is lost when the page or the kernel goes.
"""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Callable
from pathlib import Path
from typing import Any

from lcspr_kit.episodes import decide
from lcspr_kit.episodes.decide import FILE, PROMPTS, Decision, Decisions
from lcspr_kit.episodes.episode import Episode
from lcspr_kit.problems import InputError, Problem

ASIDE = "episodes-mine.yml"
"""Where the author's decisions are kept while another change of `episodes.yml` waits to be settled."""

_WORDS = {
    "status": "status", "title": "title", "start": "first day", "end": "last day", "pinned": "rows added", "left_out": "rows left out", "omissions": "what is not recorded",
    "key_lines": "lines of enquiry", "roles": "agencies' parts", "factors": "factors", "reason": "reason", "into": "merged into", "from_proposal": "proposal", **{key: label.lower() for key, label in PROMPTS.items()},
}  # fmt: skip


class Desk:
    """The decisions of one case while the author changes them.

    `decisions` are hers as they stand; `opened` as they were when she began; `theirs` is None, or what
    another has written into the file meanwhile, which stops all changes until it is settled.
    """

    def __init__(self, folder: Path):
        self.folder = folder
        self.opened = self.decisions = decide.read_decisions(folder)
        self.theirs: Decisions | None = None
        self._base, self._seen = self.decisions, _fingerprint(folder)
        self._done: list[Decisions] = []
        self._undone: list[Decisions] = []

    @property
    def can_undo(self) -> bool:
        """Whether there is a change to take back."""
        return bool(self._done) and self.theirs is None

    @property
    def can_redo(self) -> bool:
        """Whether there is a change, taken back, to do again."""
        return bool(self._undone) and self.theirs is None

    def change(self, new: Decisions) -> None:
        """Take a new state of the decisions and keep it in the file. Raises InputError while the file waits to be settled."""
        self._settled_or_raise()
        if new == self.decisions:
            return
        self._done.append(self.decisions)
        self._undone.clear()
        self._keep(new)

    def undo(self) -> None:
        """Take the last change back, in the file too; nothing where there is none."""
        self._settled_or_raise()
        if self._done:
            self._undone.append(self.decisions)
            self._keep(self._done.pop())

    def redo(self) -> None:
        """Do again what was taken back last; nothing where there is none."""
        self._settled_or_raise()
        if self._undone:
            self._done.append(self.decisions)
            self._keep(self._undone.pop())

    def settle(self, how: str) -> None:
        """End a conflict: `mine` or `theirs` as a whole, or `both` (see `joined`; where both changed one entry, mine stands)."""
        if self.theirs is None:
            return
        mine, theirs = self.decisions, self.theirs
        choices = {"mine": lambda: mine, "theirs": lambda: theirs, "both": lambda: joined(self._base, mine, theirs)}
        if how not in choices:
            raise InputError(Problem(FILE, f"'{how[:20]}' is no way to settle it.", "Choose mine, theirs or both."))
        chosen = choices[how]()
        self._base, self.theirs = theirs, None
        self._seen = _fingerprint(self.folder)
        if decide.read_decisions(self.folder) != theirs:  # it was changed once more while the author was choosing
            self._base = mine
            self._conflict()
            return
        if chosen != mine:
            self._done.append(mine)
            self._undone.clear()
        self._keep(chosen)
        if self.theirs is None:
            (self.folder / ASIDE).unlink(missing_ok=True)

    def _settled_or_raise(self) -> None:
        if self.theirs is not None:
            raise InputError(Problem(FILE, "The file was changed elsewhere while you worked.", "Settle that first: both versions are shown."))

    def _keep(self, new: Decisions) -> None:
        self.decisions = new
        if _fingerprint(self.folder) != self._seen:
            self._conflict()
            return
        decide.save_decisions(self.folder, new)
        self._base, self._seen = new, _fingerprint(self.folder)

    def _conflict(self) -> None:
        theirs = decide.read_decisions(self.folder)
        if theirs in (self._base, self.decisions):  # written anew, but saying the same
            decide.save_decisions(self.folder, self.decisions)
            self._base, self._seen = self.decisions, _fingerprint(self.folder)
            return
        from lcspr_kit.casefiles import write_atomic, yaml_text

        self.theirs = theirs
        write_atomic(self.folder / ASIDE, yaml_text(self.decisions.model_dump(exclude_defaults=True)))

    @property
    def base(self) -> Decisions:
        """What both sides of a conflict began with."""
        return self._base


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
    was = {decision.id: decision for decision in base.episodes}
    ours, other = ({decision.id: decision for decision in side.episodes} for side in (mine, theirs))
    result: dict[str, Decision] = {}
    for identity in dict.fromkeys([*other, *ours]):
        a, b, before = ours.get(identity), other.get(identity), was.get(identity)
        chosen = b if a == before else a
        if chosen is not None:
            result[identity] = chosen
        if before is None and a and b and a != b:
            result[identity] = b
            every = {**other, **ours, **result}
            fresh = decide.next_id(Decisions(episodes=list(every.values())))
            result[fresh] = a.model_copy(update={"id": fresh})
    return Decisions(episodes=list(result.values()))


def _fingerprint(folder: Path) -> str:
    path = folder / FILE
    return hashlib.sha256(path.read_bytes()).hexdigest() if path.is_file() else ""


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
