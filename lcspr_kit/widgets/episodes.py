"""The episodes in the page: cards with reasons and rows, on which the author decides.

Answers what `episodes.js` asks with what `deciding.Desk` and the study of the case say. Case text goes
to the page as messages only, never as the widget's state.
"""

from __future__ import annotations

import datetime as dt
from functools import cached_property
from typing import TYPE_CHECKING, Any

import pandas as pd
from pydantic import ValidationError

from lcspr_kit.chronology.export import say_date
from lcspr_kit.episodes import decide
from lcspr_kit.episodes.decide import FILE, PROMPTS
from lcspr_kit.episodes.episode import Episode
from lcspr_kit.episodes.study import ScoredCase, Study, score_case, study_scored
from lcspr_kit.privacy.pseudonyms import Pseudonymiser
from lcspr_kit.problems import InputError, Problem
from lcspr_kit.timeline.symbols import SEVERITIES
from lcspr_kit.widgets.deciding import ACTIONS, EPISODES, differences, restore
from lcspr_kit.widgets.desk import Desk, aside
from lcspr_kit.widgets.explorer import source_of
from lcspr_kit.widgets.page import Page, script, style

if TYPE_CHECKING:
    from lcspr_kit.case import Case
    from lcspr_kit.chronology.intake import Intake

_EPOCH = dt.date(1970, 1, 1).toordinal()
_AROUND = 14  # days before and after an episode whose rows are offered for adding
_PROSE = ("write", "lines")  # changes of words, after which the case need not be studied again


class Episodes:
    """The episodes of a case as the author works on them: the study, laid anew after each decision."""

    def __init__(self, case: Case, events: pd.DataFrame, scored: ScoredCase | None = None):
        self.case, self.events = case, events
        self.desk = Desk(case.folder, EPISODES)
        self._scored = scored or score_case(case, events)
        self.study: Study = study_scored(self._scored, self.desk.now)

    @cached_property
    def _shown(self) -> pd.DataFrame:
        return Pseudonymiser(self.case.register).frame(self.events)

    def find(self, identity: str) -> Episode:
        """An episode by its id. Raises InputError where there is none."""
        for episode in [*self.study.episodes, *self.study.considered]:
            if episode.id == identity:
                return episode
        raise InputError(Problem(FILE, f"There is no episode '{identity[:32]}' any more.", "It may have been merged or renamed; look at the list again."))

    def do(self, action: str, identity: str, given: dict[str, Any]) -> None:
        """One of the author's actions on an episode, kept at once. Raises InputError."""
        if action not in ACTIONS:
            raise InputError(Problem(FILE, "There is no such action.", "Reload the page."))
        new = ACTIONS[action](self.desk.now, self.find(identity), given)
        self._change(new, action in _PROSE, f"{identity} {given.get('name')}" if action == "write" else "")

    def create(self, title: str, start: str, end: str) -> None:
        """An episode of the author's own making, between two ISO dates. Raises InputError."""
        try:
            first, last = dt.date.fromisoformat(start), dt.date.fromisoformat(end)
        except ValueError:
            raise InputError(Problem(FILE, "A new episode needs its first and last day.", "Choose both dates.")) from None
        if not title.strip() or last < first:
            raise InputError(Problem(FILE, "A new episode needs a title, and a last day not before the first.", "Fill in both."))
        self._change(decide.create(self.desk.now, title.strip(), first, last), False)

    def restore(self, identity: str) -> None:
        """Accept an episode again that was withdrawn or merged. Raises InputError."""
        self._change(restore(self.desk.now, identity), False)

    def step(self, action: str, how: str = "") -> None:
        """`undo`, `redo`, `refresh` from the file, or `settle` a conflict as `how` says (mine, theirs, both)."""
        before = self.desk.now
        {"undo": self.desk.undo, "redo": self.desk.redo, "refresh": self.desk.refresh, "settle": lambda: self.desk.settle(how)}[action]()
        if self.desk.now != before or action == "settle":
            self._study()

    def _change(self, new: decide.Decisions, prose: bool, step: str = "") -> None:
        self.desk.change(new, step)
        if not prose:
            self._study()

    def _study(self) -> None:
        if self.desk.theirs is None:
            self.study = study_scored(self._scored, self.desk.now)

    def told(self) -> dict[str, Any]:
        """All that the page shows, as plain values."""
        desk = self.desk
        conflict = None
        if desk.theirs is not None:
            conflict = {"aside": aside(FILE), "mine": differences(desk.base, desk.now), "theirs": differences(desk.base, desk.theirs)}
        return {
            "episodes": [self._card(episode) for episode in self.study.episodes],
            "considered": [self._card(episode) for episode in self.study.considered],
            "withdrawn": self._withdrawn(),
            "lines": self.case.review.lines,
            "prompts": PROMPTS,
            "undo": desk.can_undo,
            "redo": desk.can_redo,
            "changed": differences(desk.opened, desk.now),
            "conflict": conflict,
            "notes": [str(problem) for problem in self.study.conflicts],
            "period": [str(self.case.review.period.start), str(self.case.review.period.end)],
        }

    def _withdrawn(self) -> list[list[str]]:
        """Entries that no card shows: merged ones, and the author's own that she refused."""
        shown = {episode.decision.id for episode in [*self.study.episodes, *self.study.considered] if episode.decision}
        return [
            [entry.id, entry.title, entry.status, entry.reason if entry.status == "refused" else f"into {entry.into}"]
            for entry in self.desk.now.episodes
            if entry.id not in shown and entry.status != "accepted"
        ]

    def _card(self, episode: Episode) -> dict[str, Any]:
        own = next((decision for decision in self.desk.now.episodes if decision.id == episode.id and decision.status == "accepted"), None)
        card: dict[str, Any] = {
            "id": episode.id,
            "title": own.title if own and own.title else episode.title,
            "start": str(episode.start),
            "end": str(episode.end),
            "status": episode.status,
            "score": round(episode.score, 1),
            "stability": episode.stability,
            "child": episode.child,
            "agencies": list(episode.agencies),
            "silent": list(episode.silent),
            "reasons": [[f"{reason.points:+.1f}", reason.text, len(reason.events)] for reason in episode.reasons],
            "key_lines": list(own.key_lines if own else episode.key_lines),
            "count": len(episode.events),
        }
        if episode.status == "refused" and episode.decision:
            card["reason"] = episode.decision.reason
        if own:
            card["notes"] = {**{name: getattr(own, name) for name in PROMPTS}, "omissions": "\n".join(own.omissions), "factors": "\n".join(own.factors)}
            card["roles"] = {agency: own.roles.get(agency, "") for agency in [*episode.agencies, *(a for a in own.roles if a not in episode.agencies)]}
        return card

    def days(self) -> dict[str, Any]:
        """How many records begin on each day of the review and of all records, and how grave the gravest is: for the lines."""
        severities = dict(zip(self.study.scores["event_id"], self.study.scores["severity"], strict=True))
        dated = self.events[self.events["start"].notna()]
        numbers = [day.toordinal() - _EPOCH for day in dated["start"].dt.date]
        period = self.case.review.period
        first, last = (edge([*numbers, day.toordinal() - _EPOCH]) for edge, day in ((min, period.start), (max, period.end)))
        counts, worst = [0] * (last - first + 1), [0] * (last - first + 1)
        for number, identity in zip(numbers, dated["event_id"], strict=True):
            counts[number - first] += 1
            worst[number - first] = max(worst[number - first], int(severities.get(identity, 0)))
        return {"first": first, "counts": counts, "worst": worst, "colours": [symbol.fill for symbol in SEVERITIES]}

    def rows(self, identity: str, real_names: bool = False) -> list[dict[str, Any]]:
        """The rows of an episode in order, then, for one accepted, those near it, with what the author said of each."""
        episode = self.find(identity)
        inside = set(episode.events)
        own = episode.decision if episode.status == "accepted" else None
        wanted = set(inside)
        if own:
            early, late = (pd.Timestamp(day) + pd.Timedelta(days=by) for day, by in ((episode.start, -_AROUND), (episode.end, _AROUND + 1)))
            near = self.events[(self.events["start"] >= early) & (self.events["start"] < late)]
            wanted |= {*near["event_id"], *own.pinned, *own.left_out}
        every = self.events if real_names else self._shown
        shown = every[every["event_id"].isin(wanted)]
        reasons = {event for reason in episode.reasons for event in reason.events}
        return [
            {
                "id": row["event_id"], "date": say_date(row), "time": row["time_text"], "agency": row["agency"], "text": row["event"], "source": source_of(row),
                "inside": row["event_id"] in inside, "weighs": row["event_id"] in reasons, "pinned": bool(own and row["event_id"] in own.pinned),
            }
            for _, row in shown.iterrows()
        ]  # fmt: skip


class EpisodesWidget(Page):
    """The cards as a widget."""

    page, _esm, _css = "episodes", script("episodes"), style("episodes")


def decide_episodes(case: Case, intake: Intake, scored: ScoredCase | None = None) -> EpisodesWidget:
    """Cards for a case's episodes; what the author decides is kept in `episodes.yml` at once."""
    episodes = Episodes(case, intake.events, scored)
    return EpisodesWidget(case.folder, lambda message, _buffers, send: send(answer(episodes, message)))


def answer(episodes: Episodes, message: dict[str, Any]) -> dict[str, Any]:
    """What the page is told when it asks or the author does something. What can't be done gets a sentence in `error`."""
    kind, given = str(message.get("kind")), message.get("given")
    given = given if isinstance(given, dict) else {}
    identity = str(message.get("id") or "")
    told: dict[str, Any] = {"kind": "all", "did": kind, "request": message.get("request")}
    try:
        if kind == "rows":
            return {**told, "kind": "rows", "id": identity, "rows": episodes.rows(identity, message.get("real") is True)}
        if kind == "create":
            episodes.create(str(given.get("title") or ""), str(given.get("start")), str(given.get("end")))
        elif kind == "restore":
            episodes.restore(identity)
        elif kind in ("undo", "redo", "settle", "refresh"):
            episodes.step(kind, str(given.get("how") or ""))
        elif kind != "start":
            episodes.do(kind, identity, given)
    except ValidationError as error:
        told["error"] = "; ".join(fault["msg"].removeprefix("Value error, ") for fault in error.errors())
    except (InputError, OSError, ValueError) as error:
        told["error"] = str(error)
    if kind == "rows":  # the cards stay as they are
        return {**told, "kind": "rows", "id": identity, "rows": []}
    if kind == "write":
        told["wrote"] = [identity, given.get("name"), given.get("text")]
    return {**told, **episodes.told(), **({"days": episodes.days()} if kind == "start" else {})}
