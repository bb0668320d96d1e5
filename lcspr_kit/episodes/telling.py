"""Spans told as episodes, with all their rows: what `describe` says of each, put together."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import replace
from datetime import date

import pandas as pd

from lcspr_kit.case import Case
from lcspr_kit.episodes.decide import Decision
from lcspr_kit.episodes.describe import child_in, lines_for, reasons_for, title_of
from lcspr_kit.episodes.episode import Episode, Span
from lcspr_kit.episodes.indicators import read_indicators
from lcspr_kit.episodes.lexicon import Lexicon
from lcspr_kit.episodes.patterns import Finding
from lcspr_kit.episodes.score import Scored
from lcspr_kit.episodes.stability import share_choosing


def refused(proposal: Episode, decision: Decision) -> Episode:
    """A proposal with what the author said of it when she refused it."""
    return replace(proposal, status="refused", decision=decision, key_lines=tuple(decision.key_lines) or proposal.key_lines)


class Teller:
    """Spans told as episodes; holds what every one of them needs."""

    def __init__(
        self, case: Case, events: pd.DataFrame, scored: Scored, lexicon: Lexicon, dated: list[tuple[int, str]], others: list[list[tuple[int, int]]]
    ):
        self._scored, self._lexicon, self._others = scored, lexicon, others
        self._rows = {row.event_id: row for row in scored.table.itertuples(index=False)}
        self._events = events.set_index("event_id", drop=False)
        self._days = [day for day, _ in dated]
        self._ids = [identity for _, identity in dated]
        self._agencies = sorted({agency.name for agency in case.review.agencies} | set(events["agency"]))
        self._questions = {line: set(read_indicators(question, lexicon).families) for line, question in case.review.lines.items()}

    def proposal(self, span: Span, identity: str) -> Episode:
        """A proposal with all its rows, as if chosen."""
        inside = tuple(self._ids[bisect_left(self._days, span.start) : bisect_right(self._days, span.end)])
        title = title_of(span.events, self._scored, self._lexicon)
        return self._episode(span, identity, title, "proposed", inside, None)

    def accepted(self, decision: Decision, span: Span, rows: tuple[str, ...], findings: Sequence[Finding]) -> Episode:
        """The author's own episode: her id, title, bounds and rows."""
        mine: dict[str, Finding] = {}
        for finding in findings:
            if not finding.censored and not set(finding.events).isdisjoint(rows):
                mine.setdefault(finding.rule.id, finding)
        span = replace(span, findings=tuple(mine.values()))
        title = decision.title or title_of(span.events, self._scored, self._lexicon)
        return self._episode(span, decision.id, title, "accepted", rows, decision)

    def _episode(
        self, span: Span, identity: str, title: str, status: str, inside: tuple[str, ...], decision: Decision | None
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
            stability=share_choosing(self._others, span.start, span.end),
        )
