"""The study of a case: its chronology scored, episodes proposed, the author's decisions laid over them.

The one door for the command, the notebooks, the timelines and the report.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

import pandas as pd

from lcspr_kit.case import Case
from lcspr_kit.chronology.links import accepted_groups, read_links
from lcspr_kit.episodes.decide import Decisions, read_decisions
from lcspr_kit.episodes.episode import Episode, Span, Weighed
from lcspr_kit.episodes.lexicon import Lexicon, case_lexicon
from lcspr_kit.episodes.patterns import Finding, Signals, find_patterns, make_signals
from lcspr_kit.episodes.propose import (
    Settings,
    propose_spans,
    rank_spans,
    span_ids,
    strong,
    usual_points,
)
from lcspr_kit.episodes.replay import replay_decisions
from lcspr_kit.episodes.routine import FOLLOW_UP_SEVERITY, follow_up_records, routine_records
from lcspr_kit.episodes.rules import Rule, case_rules
from lcspr_kit.episodes.score import Scored, score_events
from lcspr_kit.episodes.stability import other_choices
from lcspr_kit.episodes.telling import Teller, refused
from lcspr_kit.problems import Problem

GRAVEST_SHARE = 0.5
"""How much of the points of a day's gravest event count beside the records that mention the day (see `_days`)."""

GRAVE = 4
"""From this severity on a meeting that tells again what is over is an event of its own: a first conference, not a core group."""


@dataclass(frozen=True, repr=False)
class Study:
    """What is known about a case's episodes.

    `episodes`: accepted ones and the proposals chosen beside them, best first; `considered`: those not
    chosen, refused or merged. `conflicts`: decisions that no longer fit. `scores`: one row an event
    (event_id, score, severity, mentions, families, and the parts of the score); `usual`: the points a day that are usual in the case. `days`: one row for every
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
    usual: float
    decisions: Decisions
    links: tuple[tuple[str, ...], ...] = ()

    def __repr__(self) -> str:
        return f"Study({len(self.episodes)} episodes, {len(self.considered)} considered, {len(self.conflicts)} conflicts)"


@dataclass(frozen=True, repr=False)
class ScoredCase:
    """A case's chronology scored, with every proposal told: all of a study that decisions don't change.

    Made once by `score_case`; `study_scored` lays decisions over it as often as wanted.
    """

    case: Case
    scored: Scored
    lexicon: Lexicon
    rules: tuple[Rule, ...]
    settings: Settings
    usual: float
    links: tuple[tuple[str, ...], ...]
    weighed: dict[str, Weighed]
    dated: tuple[tuple[int, str], ...]
    findings: tuple[Finding, ...]
    ranked: tuple[tuple[float, Span], ...]
    ids: tuple[str, ...]
    proposals: dict[str, Episode]
    days: pd.DataFrame
    teller: Teller

    def __repr__(self) -> str:
        return f"ScoredCase({len(self.weighed)} events, {len(self.ids)} proposals)"


def study_case(case: Case, events: pd.DataFrame, links: Iterable[Iterable[str]] | None = None) -> Study:
    """Study a case's chronology: `score_case`, then `study_scored` with the decisions in the case's `episodes.yml`."""
    return study_scored(score_case(case, events, links))


def score_case(case: Case, events: pd.DataFrame, links: Iterable[Iterable[str]] | None = None) -> ScoredCase:
    """Score a case's chronology and make the proposals.

    `events` is the frame of `chronology.events`; `links` are accepted groups of event ids, those of the
    case's `links.yml` where none are given. Reads the case's `indicators.yml`, not `episodes.yml`. To be
    made anew when the records, the links or `indicators.yml` have changed. Raises InputError.
    """
    groups = accepted_groups(read_links(case.folder), events["event_id"]) if links is None else [tuple(group) for group in links]
    lexicon = case_lexicon(case.folder)
    rules = case_rules(lexicon.changes)
    settings = settings_for(lexicon)
    births = [person.born.earliest for person in case.register.people if person.born and person.born.precision == "day"]
    scored = score_events(events, lexicon, births, groups)
    weighed = _weigh(scored, lexicon, events)
    points = {identity: event.points for identity, event in weighed.items()}
    findings = find_patterns(_signals(case, events, scored), rules)
    first, last = case.review.period.start.toordinal(), case.review.period.end.toordinal()
    ranked = rank_spans(propose_spans(weighed.values(), findings, (first, last), settings), points)
    ranked.sort(key=lambda pair: pair[1].end < first or pair[1].start > last)  # outside the review: after all others
    ids = span_ids([span for _, span in ranked], weighed)
    dated = [(day, identity) for day, _, identity in sorted((event.day, event.agency, event.id) for event in weighed.values() if event.day)]
    teller = Teller(case, events, scored, lexicon, dated, other_choices(weighed.values(), findings, points, (first, last), settings))
    proposals = {identity: teller.proposal(span, identity) for (_, span), identity in zip(ranked, ids, strict=True)}
    return ScoredCase(
        case, scored, lexicon, rules, settings, usual_points(weighed.values(), (first, last), settings), tuple(groups), weighed, tuple(dated), tuple(findings), tuple(ranked), tuple(ids), proposals,
        _days(case, scored), teller,
    )  # fmt: skip


def study_scored(scored_case: ScoredCase, decisions: Decisions | None = None) -> Study:
    """The study with the author's decisions laid over the proposals; those of `episodes.yml` where none are given.

    Raises InputError where `episodes.yml` can't be read.
    """
    decisions = read_decisions(scored_case.case.folder) if decisions is None else decisions
    review = scored_case.case.review
    first, last = review.period.start.toordinal(), review.period.end.toordinal()
    replayed = replay_decisions(decisions, [span for _, span in scored_case.ranked], scored_case.ids, scored_case.dated, scored_case.weighed, review.lines)
    episodes = [scored_case.teller.accepted(decision, span, rows, scored_case.findings) for decision, span, rows in replayed.accepted]
    standing = [
        (score, span, identity)
        for (score, span), identity in zip(scored_case.ranked, scored_case.ids, strict=True)
        if identity not in replayed.refused and span.end >= first and span.start <= last
    ]
    # The measure is all that stands, decided or not, so that accepting one proposal does not unsettle the others.
    may_be = strong([(score, span) for score, span, _ in standing], scored_case.settings)
    strong_ids = [identity for (_, _, identity), is_strong in zip(standing, may_be, strict=True) if is_strong and identity not in replayed.covered]
    chosen = set(strong_ids[: max(0, scored_case.settings.episodes + scored_case.settings.more - len(episodes))])
    considered: list[Episode] = []
    for identity in scored_case.ids:
        if identity in chosen:
            episodes.append(scored_case.proposals[identity])
        elif identity in replayed.refused:
            considered.append(refused(scored_case.proposals[identity], replayed.refused[identity]))
        elif identity not in replayed.covered:
            considered.append(replace(scored_case.proposals[identity], status="considered"))
    episodes.sort(key=lambda episode: (-episode.score, episode.start, episode.id))
    return Study(
        episodes, considered, list(replayed.conflicts), scored_case.scored.table.drop(columns=["agency", "day"]), scored_case.days,
        list(scored_case.findings), scored_case.scored, scored_case.lexicon, scored_case.rules, scored_case.settings, scored_case.usual, decisions, scored_case.links,
    )  # fmt: skip


def settings_for(lexicon: Lexicon) -> Settings:
    """The numbers of the proposal, with the case's own where it gives some. Its own number of episodes is never exceeded."""
    changes = lexicon.changes
    given = {"quiet": changes.quiet_days, "longest": changes.longest_days, "episodes": changes.episodes}
    kept = {key: value for key, value in given.items() if value is not None}
    return Settings(**kept, more=0) if "episodes" in kept else Settings(**kept)


def _weigh(scored: Scored, lexicon: Lexicon, events: pd.DataFrame) -> dict[str, Weighed]:
    slow = {family.id for family in lexicon.families if family.slow}
    concerns = {family.id for family in lexicon.families if family.concern}
    days = dict(zip(scored.table["event_id"], scored.table["day"], strict=True))
    texts = zip(events["event_id"], events["agency"], events["event"], strict=True)
    routine = routine_records((identity, agency, days[identity], text) for identity, agency, text in texts)
    ongoing = {family.id for family in lexicon.families if family.ongoing}
    conditions = ((row, _strong(scored, row.event_id) & ongoing) for row in scored.table.itertuples(index=False))
    follow_up = follow_up_records(
        (row.event_id, row.agency, row.day, next(iter(condition)))
        for row, condition in conditions
        if row.severity <= FOLLOW_UP_SEVERITY and condition == _strong(scored, row.event_id) and len(condition) == 1
    )
    weighed = {}
    for row in scored.table.itertuples(index=False):
        strong = _strong(scored, row.event_id)
        unremarkable = row.event_id in routine or (scored.readings[row.event_id].retold and row.severity < GRAVE)
        weighed[row.event_id] = Weighed(
            row.day, row.agency, row.event_id, row.score, row.lexical,
            routine=row.event_id in follow_up or (unremarkable and strong.isdisjoint(concerns) and not strong & slow),
        )  # fmt: skip
    return weighed


def _strong(scored: Scored, identity: str) -> set[str]:
    """The families of an event that are more than background."""
    return {family for family, severity in scored.readings[identity].severities.items() if severity > 1}


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
