"""What the explorer shows: the rows of a chronology, which of them meet the filters, where they stand in time.

The view-model of `explore`: plain values in, plain values out, no browser and no widget. Events are
named by their place in the chronology (from 0), which is what the page and the model both hold.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from lcspr_kit.chronology.events import normalise
from lcspr_kit.chronology.export import say_date
from lcspr_kit.privacy.pseudonyms import Pseudonymiser
from lcspr_kit.timeline.overview import SILENCE_DAYS
from lcspr_kit.timeline.placing import Column, Placed, all_agencies, columns, place, timed
from lcspr_kit.timeline.scale import Scale, Tick, day_name, time_ticks
from lcspr_kit.widgets.filters import Filters

if TYPE_CHECKING:
    from lcspr_kit.case import Case
    from lcspr_kit.episodes.study import Study

_SEARCHED = ("event", "response", "analysis", "child_voice", "significance", "source_of_information", "date_text")
_SHORT = 260  # signs of an event that a row of the table can show
_AXIS_SIZE = 12.0  # of the letters under the axis, with room for a wider font than Arial where a computer has none
_NEVER = 10**9  # a silence longer than any: while a filter hides events, no stretch may be called silent
_STEPS = (1, 2, 7, 14, 28, 56, 91, 182, 364, 728, 1820, 3640)  # days between the ticks of an aligned axis


@dataclass(frozen=True)
class Choice:
    """One thing to filter by: what the model knows it as, what the author reads, and how many events have it."""

    key: str
    label: str
    events: int


@dataclass(frozen=True)
class Field:
    """A field of one event as the reading pane shows it."""

    label: str
    text: str


class Explorer:
    """A case's chronology, studied, ready to be asked. Nothing in it changes after it is made."""

    def __init__(self, case: Case, events: pd.DataFrame, study: Study):
        self.case, self.events, self.study = case, events.reset_index(drop=True), study
        self.agencies = all_agencies(events, [agency.name for agency in case.review.agencies])
        self.period = (case.review.period.start.toordinal(), case.review.period.end.toordinal())
        self._timed = timed(self.events, study.scores, self.agencies)
        self._first, self._last = self._timed["first"].to_numpy(), self._timed["last"].to_numpy()
        self._lanes = self._timed["lane"].to_numpy()
        self._place_of = {identity: number for number, identity in enumerate(self.events["event_id"])}
        scores = study.scores.set_index("event_id").reindex(self.events["event_id"])
        self._points = scores["score"].fillna(0.0).to_numpy()
        self._families = [families if isinstance(families, tuple) else () for families in scores["families"]]
        groups = [sorted(self._place_of[identity] for identity in group if identity in self._place_of) for group in study.links]
        self._linked = {number: group for group in groups for number in group}

    # ------------------------------------------------------------------------------ what can be chosen

    @property
    def episodes(self) -> list[Any]:
        """The episodes that can be chosen and are drawn as bands: accepted and proposed ones, by date."""
        return sorted(self.study.episodes, key=lambda episode: (episode.start, episode.id))

    @property
    def extent(self) -> tuple[int, int]:
        """First and last day (ordinals) of the review and of every dated event."""
        dated = self._first > 0
        first, last = self.period
        if dated.any():
            first, last = min(first, int(self._first[dated].min())), max(last, int(self._last[dated].max()))
        return first, last

    def choices(self, real_names: bool = False) -> dict[str, list[Choice]]:
        """For each filter that is a list, what there is to choose from."""
        people: dict[str, int] = {}
        for named in self.events["people"]:
            for identity in named:
                people[identity] = people.get(identity, 0) + 1
        families: dict[str, int] = {}
        for found in self._families:
            for family in found:
                families[family] = families.get(family, 0) + 1
        counts = np.bincount(self._lanes, minlength=len(self.agencies))
        return {
            "agencies": [Choice(name, name, int(counts[lane])) for lane, name in enumerate(self.agencies)],
            "people": [Choice(p.id, self.name(p.id, real_names), people[p.id]) for p in self.case.register.people if p.id in people],
            "families": [Choice(f.id, f.label, families[f.id]) for f in self.study.lexicon.families if f.id in families],
            "episode": [Choice(e.id, f"{e.title} ({e.start} to {e.end}, {e.status})", len(e.events)) for e in self.episodes],
        }

    def name(self, identity: str, real_names: bool) -> str:
        """What a person is called: the pseudonym, or the real name where it is asked for and known."""
        register = self.case.register
        if real_names and identity in register and register[identity].name:
            return register[identity].name
        return register.pseudonym(identity)

    # ------------------------------------------------------------------------------ rows and reading

    @cached_property
    def _pseudonymous(self) -> pd.DataFrame:
        return Pseudonymiser(self.case.register).frame(self.events)

    def _shown(self, real_names: bool) -> pd.DataFrame:
        return self.events if real_names else self._pseudonymous

    def rows(self, real_names: bool = False) -> dict[str, list[Any]]:
        """Every event as the table shows it, by column; `lane` is the agency's place, `first` an ordinal or 0."""
        shown = self._shown(real_names)
        return {
            "id": self.events["event_id"].tolist(),
            "date": [say_date(row) or row.date_text for row in shown.itertuples(index=False)],
            "time": shown["time_text"].tolist(),
            "lane": self._lanes.tolist(),
            "text": [_short(text) for text in shown["event"]],
            "people": [", ".join(self.name(identity, real_names) for identity in people) for people in self.events["people"]],
            "seen": self.events["child_seen"].tolist(),
            "severity": self._timed["severity"].tolist(),
            "first": self._first.tolist(),
        }

    def read(self, number: int, real_names: bool = False) -> list[Field]:
        """One event in full, with where it came from and what the kit found in it. Empty fields are left out."""
        row = self._shown(real_names).iloc[number]
        identity = row["event_id"]
        fields = [
            ("Date", say_date(row) or "no date"),
            ("Date as written", row["date_text"]),
            ("Time", row["time_text"]),
            ("Agency", row["agency"]),
            ("What happened", row["event"]),
            ("Response", row["response"]),
            ("Child seen", row["child_seen"]),
            ("Voice of the child", row["child_voice"]),
            ("Agency's analysis", row["analysis"]),
            ("Significance", row["significance"]),
            ("People", ", ".join(self.name(each, real_names) for each in row["people"])),
            ("Source of information", row["source_of_information"]),
            *((heading, value) for heading, value in row["extra"].items()),
            ("Indicators", "; ".join(self._indicators(identity))),
            ("Weight", self._weight(number)),
            ("Episodes", "; ".join(f"{e.id}: {e.title} ({e.status})" for e in self.episodes if identity in e.events)),
            ("Recorded on", "" if pd.isna(row["recorded_date"]) else day_name(row["recorded_date"].date())),
            ("Source", source_of(row)),
            ("Event", identity),
        ]
        return [Field(label, str(text)) for label, text in fields if str(text).strip()]

    def linked_with(self, number: int) -> list[tuple[int, str]]:
        """The other records of the same event, as the author has linked them: place, and date and agency in words."""
        rows = ((other, self.events.iloc[other]) for other in self._linked.get(number, ()) if other != number)
        return [(other, f"{say_date(row) or 'no date'}, {row['agency']}") for other, row in rows]

    def _indicators(self, identity: str) -> list[str]:
        labels = {family.id: family.label for family in self.study.lexicon.families}
        severities = self.study.scored.readings[identity].severities if identity in self.study.scored.readings else {}
        return [f"{labels.get(family, family)} ({severity})" for family, severity in sorted(severities.items(), key=lambda pair: (-pair[1], pair[0]))]

    def _weight(self, number: int) -> str:
        points = float(self._points[number])
        return f"{points:.1f}" if points else ""

    # ------------------------------------------------------------------------------ filtering

    @cached_property
    def _haystacks(self) -> list[str]:
        """What a search looks through: an event's words as sent and as shown, so that either name finds it."""
        sent, shown = (frame[list(_SEARCHED)].to_numpy(dtype=object).tolist() for frame in (self.events, self._pseudonymous))
        return [normalise("\n".join((*a, *b) if a != b else a)) for a, b in zip(sent, shown, strict=True)]

    def prepare(self) -> None:
        """Work out what the first search needs, so that it is as quick as the others."""
        _ = self._haystacks

    def matches(self, filters: Filters, sort: str = "date") -> np.ndarray:
        """The events (places in the chronology) that meet the filters: by date, or the weightiest first."""
        keep = np.ones(len(self.events), dtype=bool)
        if filters.first:
            keep &= self._last >= filters.first.toordinal()
        if filters.last:
            keep &= (self._first > 0) & (self._first <= filters.last.toordinal())
        if filters.agencies:
            wanted = [lane for lane, name in enumerate(self.agencies) if name in filters.agencies]
            keep &= np.isin(self._lanes, wanted)
        if filters.people:
            keep &= _any_of(self.events["people"], filters.people)
        if filters.families:
            keep &= _any_of(self._families, filters.families)
        if filters.child_seen:
            keep &= (self.events["child_seen"] == ("" if filters.child_seen == "none" else filters.child_seen)).to_numpy()
        if filters.uncertain:
            keep &= self._timed["hollow"].to_numpy()
        if filters.linked:
            keep[np.setdiff1d(np.arange(len(keep)), list(self._linked))] = False
        if filters.episode:
            rows = next((episode.events for episode in self.episodes if episode.id == filters.episode), ())
            inside = np.zeros(len(keep), dtype=bool)
            inside[[self._place_of[identity] for identity in rows if identity in self._place_of]] = True
            keep &= inside
        for word in normalise(filters.text).split():
            keep[keep] = [word in self._haystacks[number] for number in np.flatnonzero(keep)]
        found = np.flatnonzero(keep)
        return found[np.argsort(-self._points[found], kind="stable")] if sort == "weight" else found

    # ------------------------------------------------------------------------------ time

    def place(self, found: np.ndarray, first: int, last: int, width: float, height: float) -> Placed:
        """Where the events `found` stand between two days in lanes `height` high, `width` from left to right.

        Stretches without a record are told only while every event is shown: what a filter hides is not a silence.
        """
        complete = len(found) == len(self.events)
        frame = self._timed if complete else self._timed.iloc[np.sort(found)]
        return place(frame, self.agencies, Scale(first, last, 0.0, width), 0.0, height, SILENCE_DAYS if complete else _NEVER)

    def density(self, found: np.ndarray, width: float, height: float) -> tuple[tuple[Column, ...], tuple[Column, ...]]:
        """The strip of the whole extent: columns of all events, and of those found, to one measure."""
        scale = Scale(*self.extent, 0.0, width)
        dated = self._timed[self._timed["first"] > 0]
        some = self._timed.iloc[np.sort(found)]
        every, kept = columns(dated, scale, height), columns(some[some["first"] > 0], scale, height)
        most, here = (max((column.events for column in part), default=0) for part in (every, kept))
        share = float(np.log1p(here) / np.log1p(most)) if most else 1.0
        return every, tuple(Column(c.left, c.right, c.height * share, c.events, c.severity) for c in kept)

    def ticks(self, first: int, last: int, width: float, aligned: int | None = None) -> list[Tick]:
        """Ticks of the axis: calendar dates or, with a day to align on, days before and after it."""
        scale = Scale(first, last, 0.0, width)
        if aligned is None:
            return time_ticks(scale, _AXIS_SIZE)
        step = next((step for step in _STEPS if step * scale.points_per_day >= 56), _STEPS[-1])
        start = first + (aligned - first) % step
        return [Tick(float(scale.x(day + 0.5)), days_apart(day - aligned)) for day in range(start, last + 1, step)]


def days_apart(days: int) -> str:
    """Days before or after the day aligned on: `-12`, `0`, `+3`."""
    return f"{days:+d}" if days else "0"


def source_of(row: Any) -> str:
    """Where an event was read: file, sheet and row, as the author finds them."""
    sheet = f", {row['source_sheet']}" if row["source_sheet"] else ""
    return f"{row['source_file']}{sheet}, row {row['source_row']}"


def _short(text: str) -> str:
    line = " ".join(text[: 4 * _SHORT].split())
    return line if len(line) <= _SHORT else line[: _SHORT - 1].rsplit(" ", 1)[0] + "…"


def _any_of(named: Any, wanted: tuple[str, ...]) -> np.ndarray:
    some = set(wanted)
    return np.fromiter((not some.isdisjoint(each) for each in named), dtype=bool, count=len(named))
