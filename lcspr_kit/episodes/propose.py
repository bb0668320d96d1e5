"""From scored events and pattern findings to spans worth analysing, best first.

Knows days, points and ids. How a span is told to the author is in `describe`; her decisions are in
`decide`.
"""

from __future__ import annotations

import hashlib
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import accumulate

from lcspr_kit.episodes.episode import Span, Weighed
from lcspr_kit.episodes.patterns import Finding
from lcspr_kit.episodes.runs import split_long
from lcspr_kit.episodes.stretches import LONGEST_DAYS, QUIET_DAYS, stretches

SLOW_SHARE = 0.5
"""A finding of repeats is a span of its own where so many of its events, and `SLOW_EVENTS` or more, are in no stretch that stands out."""
SLOW_EVENTS = 3


@dataclass(frozen=True)
class Settings:
    """The numbers of the proposal, all of them shown in the method note.

    A stretch is proposed where its records have `entry` points or more above what is usual in so many days: the case's own mean of a day, but
    no less than `least_usual`. It has no gap of more than `quiet` days, and one longer than `longest` is split at its widest gap. What is left is
    looked through again with `faint_entry`; what is found so is faint, considered and never chosen. A proposal with fewer
    points than `least_score`, unless `clear` of them are above the usual, or than `weak_share` of the best one's, is weak and not among the chosen. Up to
    `more` proposals beyond the `episodes` are chosen too where they have `near_share` of the points of the last of these.
    """

    quiet: int = QUIET_DAYS
    longest: int = LONGEST_DAYS
    entry: float = 8.0
    least_usual: float = 0.25
    faint_entry: float = 1.25
    episodes: int = 6
    more: int = 4
    near_share: float = 2 / 3
    least_score: float = 20.0
    clear: float = 15.0
    weak_share: float = 0.25


def propose_spans(events: Iterable[Weighed], findings: Sequence[Finding], period: tuple[int, int], settings: Settings) -> list[Span]:
    """Spans by day. `events` may come in any order; those without a day (0), routine ones and those without points are left out.

    `period` is the review's first and last day, in which the usual is measured. Stretches that stand out come first; then `repeat` findings
    that the stretches do not explain (`_slow`); what is left is looked through for faint ones. Findings go with the spans that hold an
    event of theirs.
    """
    dated = sorted((event for event in events if event.day and event.points and not event.routine), key=lambda event: (event.day, event.agency, event.id))
    usual = usual_points(dated, period, settings)
    standing = [finding for finding in findings if not finding.censored]
    spans = _slow(_stretches(dated, usual, settings.entry, settings), [finding for finding in standing if finding.rule.kind == "repeat"], dated)
    held = {identity for span in spans for identity in span.events}
    covered = sorted((span.start, span.end) for span in spans)
    for rest in _between([event for event in dated if event.id not in held], covered):
        spans += [replace(span, faint=True) for span in _stretches(rest, usual, settings.faint_entry, settings)]
    spans = [replace(span, usual=usual * (span.end - span.start + 1)) for span in spans]
    return _hand_out(sorted(spans, key=lambda span: (span.start, span.end)), standing)


def usual_points(events: Iterable[Weighed], period: tuple[int, int], settings: Settings) -> float:
    """The points a day that are usual in the case: the mean over the days of the review."""
    first, last = period
    return max(settings.least_usual, sum(event.points for event in events if first <= event.day <= last and not event.routine) / (last - first + 1))


def _stretches(events: Sequence[Weighed], usual: float, entry: float, settings: Settings) -> list[Span]:
    days = [event.day for event in events]
    found = []
    for first, last in stretches(days, [event.points for event in events], usual, entry, settings.quiet):
        for start, end in split_long(days, first, last, settings.longest):
            found.append(Span(days[start], days[end], tuple(event.id for event in events[start : end + 1])))
    return found


def _slow(spans: list[Span], findings: Sequence[Finding], events: Sequence[Weighed]) -> list[Span]:
    """The spans, with one for each finding of a rule of repeats most of whose events are in none of them: it is too slow to stand out.

    A stretch that is mostly made of the finding's own events is part of it; any other stays beside it, with its events.
    """
    by_id = {event.id: event for event in events}
    days = [event.day for event in events]
    held = {identity for span in spans for identity in span.events}
    for finding in findings:
        mine = {identity for identity in finding.events if identity in by_id}
        if len(mine - held) < max(SLOW_EVENTS, SLOW_SHARE * len(mine)):
            continue
        first, last = min(by_id[identity].day for identity in mine), max(by_id[identity].day for identity in mine)
        parts = [span for span in spans if span.start <= last and span.end >= first and _is_part(span, mine, by_id)]
        inside = {event.id for event in events[bisect_left(days, first) : bisect_right(days, last)] if event.id not in held}
        inside.update(identity for span in parts for identity in span.events)
        ordered = tuple(event.id for event in events[bisect_left(days, min([first, *(span.start for span in parts)])) :] if event.id in inside)
        spans = [span for span in spans if span not in parts]
        spans.append(Span(by_id[ordered[0]].day, by_id[ordered[-1]].day, ordered))
        held |= inside
    return spans


def _is_part(span: Span, mine: set[str], events: Mapping[str, Weighed]) -> bool:
    """Whether half of the points of a span, or more, are of a finding's own events."""
    return 2 * sum(events[identity].points for identity in span.events if identity in mine) >= sum(events[identity].points for identity in span.events)


def _between(events: Iterable[Weighed], spans: Sequence[tuple[int, int]]) -> Iterable[list[Weighed]]:
    """Events, in order, in groups that no span lies between or over; those inside a span are left out."""
    group: list[Weighed] = []
    starts = [start for start, _ in spans]
    ends = list(accumulate((end for _, end in spans), max))
    place = -1
    for event in events:
        now = bisect_right(starts, event.day) - 1
        if now >= 0 and event.day <= ends[now]:
            continue
        if now != place and group:
            yield group
            group = []
        place = now
        group.append(event)
    if group:
        yield group


def _hand_out(spans: list[Span], findings: Sequence[Finding]) -> list[Span]:
    """Give each finding to the spans that hold an event of it; one finding a rule and span."""
    taken: list[list[Finding]] = [[] for _ in spans]
    holder = {identity: place for place, span in enumerate(spans) for identity in span.events}
    for finding in findings:
        for place in sorted({holder[identity] for identity in finding.events if identity in holder}):
            if all(other.rule.id != finding.rule.id for other in taken[place]):
                taken[place].append(finding)
    return [replace(span, findings=tuple(mine)) for span, mine in zip(spans, taken, strict=True)]


def span_points(span: Span, points: Mapping[str, float]) -> float:
    """The sum of its events' points and of its findings' points."""
    return sum(points[identity] for identity in span.events) + sum(finding.rule.points for finding in span.findings)


def rank_spans(spans: Iterable[Span], points: Mapping[str, float]) -> list[tuple[float, Span]]:
    """Best first, faint ones last; of equals the earlier first."""
    return sorted(((span_points(span, points), span) for span in spans), key=lambda pair: (pair[1].faint, -pair[0], pair[1].start, pair[1].end))


def strong(ranked: Sequence[tuple[float, Span]], settings: Settings) -> list[bool]:
    """Whether each of the ranked spans may be chosen: it is not faint nor weak, and it can hardly be told from the last of the usual number."""
    scores = [score for score, span in ranked if not span.faint]
    least = settings.weak_share * scores[0] if scores else 0.0
    if len(scores) >= settings.episodes:
        least = max(least, settings.near_share * scores[settings.episodes - 1])
    return [
        not span.faint and score >= least and (score >= settings.least_score or score - span.usual >= settings.clear)
        for score, span in ranked
    ]  # fmt: skip


def choose(ranked: Sequence[tuple[float, Span]], settings: Settings) -> list[Span]:
    """The spans that are chosen, best first; none where all are weak."""
    chosen = [span for (_, span), is_strong in zip(ranked, strong(ranked, settings), strict=True) if is_strong]
    return chosen[: settings.episodes + settings.more]


def event_key(event_id: str) -> str:
    """Six hexadecimal digits for an event: the id of a proposal is the key of its gravest event."""
    return hashlib.sha256(event_id.encode()).hexdigest()[:6]


def span_ids(spans: Sequence[Span], events: dict[str, Weighed]) -> list[str]:
    """Ids of proposals: the key of the gravest event (the first of equals).

    Rows added elsewhere change nothing. Where two spans share their gravest event, the later in the
    list takes the next gravest.
    """
    used: set[str] = set()
    ids = []
    for span in spans:
        members = sorted((events[identity] for identity in span.events), key=lambda event: (-event.lexical, event.day, event.id))
        keys = [event_key(event.id) for event in members] or [event_key(f"{span.start}/{span.end}")]
        key = next((key for key in keys if key not in used), None) or event_key(f"{keys[0]}/{span.start}/{span.end}")
        used.add(key)
        ids.append(key)
    return ids
