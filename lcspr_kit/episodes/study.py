"""The study of a case: its chronology scored, episodes proposed, the author's decisions laid over them.

The one door for the command, the notebooks, the timelines and the report.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

import pandas as pd

from lcspr_kit.case import Case
from lcspr_kit.chronology.links import accepted_groups, read_links
from lcspr_kit.episodes.decide import Decision, Decisions, read_decisions
from lcspr_kit.episodes.describe import child_in, lines_for, reasons_for, title_of
from lcspr_kit.episodes.episode import Episode, Span
from lcspr_kit.episodes.indicators import read_indicators
from lcspr_kit.episodes.lexicon import Lexicon, case_lexicon
from lcspr_kit.episodes.patterns import Finding, Signals, find_patterns, make_signals
from lcspr_kit.episodes.propose import Settings, Weighed, choose, propose_spans, rank_spans, span_ids
from lcspr_kit.episodes.replay import replay_decisions
from lcspr_kit.episodes.rules import Rule, case_rules
from lcspr_kit.episodes.score import Scored, score_events
from lcspr_kit.episodes.stability import other_choices, share_choosing
from lcspr_kit.problems import Problem

GRAVEST_SHARE = 0.5
"""How much of the points of a day's gravest event count beside the records that mention the day (see `_days`)."""


@dataclass(frozen=True, repr=False)
class Study:
    """What is known about a case's episodes.

    `episodes`: accepted ones and the proposals chosen beside them, best first; `considered`: those not
    chosen, refused or merged. `conflicts`: decisions that no longer fit. `scores`: one row an event
    (event_id, score, severity, mentions, families, and the parts of the score). `days`: one row for every
    day of the review (date, records, mentions, score). `findings`: what the rules found, censored ones too.
    """

    episodes: list[Episode]
    considered: list[Episode]
    conflicts: list[Problem]
    scores: pd.DataFrame
    days: pd.DataFrame
    findings: list[Finding]
    scored: Scored
    lexicon: Lexicon
    rules: tuple[Rule, ...]
    settings: Settings
    decisions: Decisions
    links: tuple[tuple[str, ...], ...] = ()

    def __repr__(self) -> str:
        return f"Study({len(self.episodes)} episodes, {len(self.considered)} considered, {len(self.conflicts)} conflicts)"


def study_case(case: Case, events: pd.DataFrame, links: Iterable[Iterable[str]] | None = None) -> Study:
    """Study a case's chronology.

    `events` is the frame of `chronology.events`; `links` are accepted groups of event ids, those of the
    case's `links.yml` where none are given. Reads `indicators.yml` and `episodes.yml` of the case where
    they are there. Raises InputError.
    """
    groups = accepted_groups(read_links(case.folder), events["event_id"]) if links is None else [tuple(group) for group in links]
    lexicon = case_lexicon(case.folder)
    rules = case_rules(lexicon.changes)
    decisions = read_decisions(case.folder)
    settings = settings_for(lexicon)
    births = [person.born.earliest for person in case.register.people if person.born and person.born.precision == "day"]
    scored = score_events(events, lexicon, births, groups)
    weighed = _weigh(scored, lexicon)
    points = {identity: event.points for identity, event in weighed.items()}
    findings = find_patterns(_signals(case, events, scored), rules)
    first, last = case.review.period.start.toordinal(), case.review.period.end.toordinal()
    ranked = rank_spans(propose_spans(weighed.values(), findings, settings), points)
    ranked.sort(key=lambda pair: pair[1].end < first or pair[1].start > last)  # outside the review: after all others
    spans = [span for _, span in ranked]
    ids = span_ids(spans, weighed)
    dated = sorted((event.day, event.agency, event.id) for event in weighed.values() if event.day)
    replayed = replay_decisions(decisions, spans, ids, [(day, identity) for day, _, identity in dated], weighed, case.review.lines)
    tell = _Teller(case, events, scored, lexicon, [(day, identity) for day, _, identity in dated], other_choices(weighed.values(), findings, points, settings))

    episodes = [tell.accepted(decision, span, rows, findings) for decision, span, rows in replayed.accepted]
    open_ones = [
        (score, span, identity)
        for (score, span), identity in zip(ranked, ids, strict=True)
        if identity not in replayed.covered and identity not in replayed.refused and span.end >= first and span.start <= last
    ]
    count = choose([(score, span) for score, span, _ in open_ones], settings, settings.episodes - len(episodes))
    chosen = {identity for _, _, identity in open_ones[:count]}
    considered: list[Episode] = []
    for span, identity in zip(spans, ids, strict=True):
        if identity in replayed.covered:
            continue
        refusal = replayed.refused.get(identity)
        status = "proposed" if identity in chosen else "refused" if refusal else "considered"
        (episodes if identity in chosen else considered).append(tell.proposal(span, identity, status, refusal))
    episodes.sort(key=lambda episode: (-episode.score, episode.start, episode.id))
    return Study(
        episodes, considered, list(replayed.conflicts), scored.table.drop(columns=["agency", "day"]), _days(case, scored),
        findings, scored, lexicon, rules, settings, decisions, tuple(groups),
    )  # fmt: skip


def settings_for(lexicon: Lexicon) -> Settings:
    """The numbers of the proposal, with the case's own where it gives some."""
    changes = lexicon.changes
    given = {"quiet": changes.quiet_days, "longest": changes.longest_days, "episodes": changes.episodes}
    return Settings(**{key: value for key, value in given.items() if value is not None})


def _weigh(scored: Scored, lexicon: Lexicon) -> dict[str, Weighed]:
    slow = {family.id for family in lexicon.families if family.slow}
    weighed = {}
    for row in scored.table.itertuples(index=False):
        strong = [family for family, severity in scored.readings[row.event_id].severities.items() if severity > 1]
        weighed[row.event_id] = Weighed(row.day, row.agency, row.event_id, row.score, row.lexical, row.severity, bool(strong) and slow.issuperset(strong))
    return weighed


def _signals(case: Case, events: pd.DataFrame, scored: Scored) -> Signals:
    seen = dict(zip(events["event_id"], events["child_seen"], strict=True))
    table = scored.table[scored.table["day"] > 0].sort_values(["day", "agency", "event_id"])
    items = (
        (day, agency, identity, scored.readings[identity], seen[identity])
        for day, agency, identity in zip(table["day"], table["agency"], table["event_id"], strict=True)
    )
    kinds = {agency.name: agency.kind for agency in case.review.agencies}
    sent = sorted(set(events["agency"]))
    return make_signals(items, {name: kinds.get(name, "") for name in sent}, case.review.period.end.toordinal())


def _days(case: Case, scored: Scored) -> pd.DataFrame:
    """One row for every day of the review.

    `score` is the number of records that mention the day and half the points of the day's gravest event:
    the first is what real data support, the second is what tells a fracture from a routine visit.
    """
    first, last = case.review.period.start.toordinal(), case.review.period.end.toordinal()
    by_day = scored.table[scored.table["day"] > 0].groupby("day")
    records = by_day.size()
    gravest = by_day["lexical"].max()
    days = range(first, last + 1)
    return pd.DataFrame(
        {
            "date": pd.to_datetime([date.fromordinal(day) for day in days]),
            "records": [int(records.get(day, 0)) for day in days],
            "mentions": [scored.mentioned.get(day, 0) for day in days],
            "score": [round(scored.mentioned.get(day, 0) + GRAVEST_SHARE * float(gravest.get(day, 0.0)), 2) for day in days],
        }
    )


class _Teller:
    """Spans told as episodes; holds what every one of them needs."""

    def __init__(
        self, case: Case, events: pd.DataFrame, scored: Scored, lexicon: Lexicon, dated: list[tuple[int, str]], others: list[list[tuple[int, int]]]
    ):
        self._scored, self._lexicon, self._others = scored, lexicon, others
        self._rows = scored.table.set_index("event_id")
        self._events = events.set_index("event_id", drop=False)
        self._days = [day for day, _ in dated]
        self._ids = [identity for _, identity in dated]
        self._agencies = sorted({agency.name for agency in case.review.agencies} | set(events["agency"]))
        self._questions = {line: set(read_indicators(question, lexicon).families) for line, question in case.review.lines.items()}

    def proposal(self, span: Span, identity: str, status: str, refusal: Decision | None) -> Episode:
        """A proposal, with what the author said of it if she refused it."""
        inside = tuple(self._ids[bisect_left(self._days, span.start) : bisect_right(self._days, span.end)])
        title = title_of(span.events, self._scored, self._lexicon)
        return self._episode(span, identity, title, status, inside, refusal, share_choosing(self._others, span.start, span.end))

    def accepted(self, decision: Decision, span: Span, rows: tuple[str, ...], findings: list[Finding]) -> Episode:
        """The author's own episode: her id, title, bounds and rows."""
        mine: dict[str, Finding] = {}
        for finding in findings:
            if not finding.censored and not set(finding.events).isdisjoint(rows):
                mine.setdefault(finding.rule.id, finding)
        span = Span(span.start, span.end, span.events, tuple(mine.values()))
        title = decision.title or title_of(span.events, self._scored, self._lexicon)
        return self._episode(span, decision.id, title, "accepted", rows, decision, share_choosing(self._others, span.start, span.end))

    def _episode(
        self, span: Span, identity: str, title: str, status: str, inside: tuple[str, ...], decision: Decision | None, stability: float
    ) -> Episode:
        frame = self._events.loc[list(inside)]
        agencies = tuple(sorted(set(frame["agency"])))
        reasons = reasons_for(span, self._scored, self._rows, self._lexicon)
        families = {family for event in span.events for family in self._scored.readings[event].severities}
        lines = tuple(decision.key_lines) if decision and decision.key_lines else lines_for(families, self._questions)
        return Episode(
            id=identity,
            title=title,
            start=date.fromordinal(span.start),
            end=date.fromordinal(span.end),
            score=round(sum(reason.points for reason in reasons), 2),
            status=status,
            events=inside,
            agencies=agencies,
            silent=tuple(name for name in self._agencies if name not in agencies),
            reasons=reasons,
            decision=decision,
            key_lines=lines,
            child=child_in(frame, self._scored),
            stability=stability,
        )


def episodes_json(study: Study) -> dict[str, Any]:
    """`lcspr episodes --json`: episodes best first, and those considered."""
    return {
        "episodes": [_episode_json(episode) for episode in study.episodes],
        "considered": [_episode_json(episode) for episode in study.considered],
        "conflicts": [str(problem) for problem in study.conflicts],
    }


def _episode_json(episode: Episode) -> dict[str, Any]:
    return {
        "id": episode.id,
        "title": episode.title,
        "start": episode.start.isoformat(),
        "end": episode.end.isoformat(),
        "score": episode.score,
        "status": episode.status,
        "events": list(episode.events),
        "agencies": list(episode.agencies),
        "silent": list(episode.silent),
        "key_lines": list(episode.key_lines),
        "child": episode.child,
        "stability": episode.stability,
        "reasons": [
            {"kind": reason.kind, "text": reason.text, "points": reason.points, "events": list(reason.events)} for reason in episode.reasons
        ],
    }


def days_json(study: Study) -> dict[str, Any]:
    """`lcspr episodes --days --json`: every day of the review."""
    return {
        "days": [
            {"date": f"{row.date:%Y-%m-%d}", "records": int(row.records), "mentions": int(row.mentions), "score": float(row.score)}
            for row in study.days.itertuples(index=False)
        ]
    }
