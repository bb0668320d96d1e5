"""From scored events and pattern findings to spans worth analysing, best first.

Knows days, points and ids. How a span is told to the author is in `describe`; her decisions are in
`decide`.
"""

from __future__ import annotations

import hashlib
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import accumulate, pairwise

from lcspr_kit.episodes.episode import Span, Weighed
from lcspr_kit.episodes.patterns import Finding
from lcspr_kit.episodes.runs import LONGEST_DAYS, QUIET_DAYS, chain
from lcspr_kit.episodes.threads import LONE_SHARE, alone

EVEN = 3.0
"""The widest gap between the days of one slow matter is no more than so many times the mean."""


@dataclass(frozen=True)
class Settings:
    """The numbers of the proposal, all of them shown in the method note.

    `significant`: points from indicators from which an event can carry a run. What stands `apart` days or more
    from the rest of a run, at its beginning or end, with no more than a `slight` share of its points, is
    not part of it. A run is parted at a gap of `parting` days between two parts of `strong_alone` points. It goes on to the last
    record, no more than `quiet` days later, that shares words with it found hardly anywhere else (`threads`). A record that no
    other record of its time takes up counts half. A proposal with fewer
    points than `least_score`, or than `weak_share` of the best one's, is weak and not among the chosen. Up to
    `more` proposals beyond the `episodes` are chosen too where they have `near_share` of the points of the last of these.
    """

    quiet: int = QUIET_DAYS
    longest: int = LONGEST_DAYS
    significant: float = 2.0
    apart: int = 6
    slight: float = 0.15
    parting: int = 9
    strong_alone: float = 18.0
    episodes: int = 6
    more: int = 4
    near_share: float = 2 / 3
    least_score: float = 10.0
    weak_share: float = 0.25


def propose_spans(events: Iterable[Weighed], findings: Sequence[Finding], settings: Settings) -> list[Span]:
    """Spans by day. `events` may come in any order; those without a day (0) and routine ones are left out.

    Runs of significant events, chained over quiet gaps; findings of `repeat` rules are spans of their
    own, joined with a run that they mostly share; every other finding goes with the span it starts in.
    """
    dated = sorted((event for event in events if event.day and not event.routine), key=lambda event: (event.day, event.agency, event.id))
    significant = [event for event in dated if event.lexical >= settings.significant]
    carriers = [event for event in significant if not event.slow]
    days = sorted({event.day for event in carriers})
    spans = [part for first, last in chain(days, settings.quiet, settings.longest) for part in _parted(days[first : last + 1], carriers, settings)]
    standing = [finding for finding in findings if not finding.censored]
    runs = set(spans)
    significant_days = [event.day for event in significant]
    by_id = {event.id: event for event in significant}
    for finding in standing:
        if finding.rule.kind == "repeat":
            gathers = finding.rule.gathers and _is_even(finding, by_id)
            parts = [span for span in spans if gathers and _is_part(span, finding, significant, significant_days)]
            whole = (min([finding.first, *(span[0] for span in parts)]), max([finding.last, *(span[1] for span in parts)]))
            spans = _join([span for span in spans if span not in parts], whole, settings.longest)
    starts = sorted(first for first, _ in runs)
    all_days = [event.day for event in dated]
    made = []
    for span in _fill(spans, runs, significant):
        if (span.start, span.end) in runs:
            place = bisect_right(starts, span.end)
            farthest = starts[place] - 1 if place < len(starts) else all_days[-1]
            span = _trimmed(span, by_id, settings)
            farthest = min(farthest, span.end + settings.quiet)
            span = _gone_on(span, by_id, dated[bisect_right(all_days, span.end) : bisect_right(all_days, farthest)])
        inside = dated[bisect_left(all_days, span.start) : bisect_right(all_days, span.end)]
        made.append(replace(span, alone=alone([by_id[identity] for identity in span.events], inside)))
    return _hand_out(sorted(made, key=lambda span: (span.start, span.end)), standing)


def _parted(days: Sequence[int], events: Sequence[Weighed], settings: Settings) -> list[tuple[int, int]]:
    """A run as one span, or cut at its widest gap of `parting` days or more if each part would be strong enough alone, and so on."""
    points: dict[int, float] = {}
    for event in events:
        if days[0] <= event.day <= days[-1]:
            points[event.day] = points.get(event.day, 0.0) + event.points
    parts: list[tuple[int, int]] = []
    waiting = [(0, len(days) - 1)]
    while waiting:
        first, last = waiting.pop()
        sums = list(accumulate(points[day] for day in days[first : last + 1]))
        gaps = [
            (days[place] - days[place - 1], -place)
            for place in range(first + 1, last + 1)
            if days[place] - days[place - 1] >= settings.parting and min(sums[place - 1 - first], sums[-1] - sums[place - 1 - first]) >= settings.strong_alone
        ]
        if gaps:
            place = -max(gaps)[1]
            waiting += [(place, last), (first, place - 1)]
        else:
            parts.append((days[first], days[last]))
    return parts


def _trimmed(span: Span, events: Mapping[str, Weighed], settings: Settings) -> Span:
    """A run without the slight events that stand apart at its beginning or end, widest gap first."""
    inside = [events[identity] for identity in span.events]
    while len(inside) > 2:
        total = sum(event.points for event in inside)
        before = list(accumulate(event.points for event in inside))
        gaps = [
            (inside[place].day - inside[place - 1].day, -place)
            for place in range(1, len(inside))
            if inside[place].day - inside[place - 1].day >= settings.apart and min(before[place - 1], total - before[place - 1]) <= settings.slight * total
        ]
        if not gaps:
            break
        place = -max(gaps)[1]
        inside = inside[place:] if 2 * before[place - 1] < total else inside[:place]
    if len(inside) == len(span.events):
        return span
    return replace(span, start=inside[0].day, end=inside[-1].day, events=tuple(event.id for event in inside))


def _gone_on(span: Span, events: Mapping[str, Weighed], after: Sequence[Weighed]) -> Span:
    """A run up to the last of the records after it that share words with it."""
    mine = frozenset().union(*(events[identity].words for identity in span.events))
    tail = [event for event in after if not mine.isdisjoint(event.words)]
    return replace(span, end=tail[-1].day, tail=tuple(event.id for event in tail)) if tail else span


def _fill(spans: list[tuple[int, int]], runs: set[tuple[int, int]], significant: list[Weighed]) -> list[Span]:
    """Spans with their events. Of spans that overlap, the shorter has the events in both.

    A pattern's span of which runs have taken all events but one is not kept beside them.
    """
    all_days = [event.day for event in significant]
    owner: dict[str, tuple[int, int]] = {}
    inside = {}
    for span in sorted(set(spans), key=lambda each: (each[1] - each[0], each[0])):
        inside[span] = significant[bisect_left(all_days, span[0]) : bisect_right(all_days, span[1])]
        for event in inside[span]:
            owner.setdefault(event.id, span)
    made = [Span(*span, tuple(event.id for event in inside[span] if owner[event.id] == span)) for span in sorted(inside)]
    return [span for span in made if len(span.events) > ((span.start, span.end) not in runs)]


def _is_even(finding: Finding, events: Mapping[str, Weighed]) -> bool:
    """Whether a finding's days are spread evenly: one slow matter, and not two quick ones far apart."""
    days = sorted({events[identity].day for identity in finding.events if identity in events})
    gaps = [after - before for before, after in pairwise(days)]
    return len(gaps) > 1 and max(gaps) <= EVEN * sum(gaps) / len(gaps)


def _is_part(span: tuple[int, int], finding: Finding, events: Sequence[Weighed], days: Sequence[int]) -> bool:
    """Whether half of the points of a run, or more, are of a finding's own events. `days` are those of `events`."""
    if span[0] > finding.last or span[1] < finding.first:
        return False
    mine = set(finding.events)
    inside = events[bisect_left(days, span[0]) : bisect_right(days, span[1])]
    return 2 * sum(event.points for event in inside if event.id in mine) >= sum(event.points for event in inside)


def _join(spans: list[tuple[int, int]], new: tuple[int, int], longest: int) -> list[tuple[int, int]]:
    """A pattern's span joined with the runs it overlaps, where the whole stays short enough; else beside them."""
    joined = new
    rest = []
    for span in spans:
        start, end = min(joined[0], span[0]), max(joined[1], span[1])
        overlap = min(joined[1], span[1]) - max(joined[0], span[0]) + 1
        if overlap > 0 and (end - start <= longest or 2 * overlap >= end - start + 1):
            joined = (start, end)
        else:
            rest.append(span)
    return [*rest, joined]


def _hand_out(spans: list[Span], findings: Sequence[Finding]) -> list[Span]:
    """Give each finding to the spans that hold an event of it; one finding a rule and span."""
    taken: list[list[Finding]] = [[] for _ in spans]
    starts = [span.start for span in spans]
    longest = max((span.end - span.start for span in spans), default=0)
    for finding in findings:
        for place in range(bisect_left(starts, finding.first - longest), bisect_right(starts, finding.last)):
            span = spans[place]
            if span.start <= finding.first <= span.end and all(other.rule.id != finding.rule.id for other in taken[place]) and not set(finding.events).isdisjoint(span.events):
                taken[place].append(finding)
    return [replace(span, findings=tuple(mine)) for span, mine in zip(spans, taken, strict=True)]


def span_points(span: Span, points: Mapping[str, float]) -> float:
    """The sum of its events' points, of those alone only a share, and of its findings' points."""
    own = sum(points[identity] * (LONE_SHARE if identity in span.alone else 1) for identity in span.events)
    return own + sum(finding.rule.points for finding in span.findings)


def rank_spans(spans: Iterable[Span], points: Mapping[str, float]) -> list[tuple[float, Span]]:
    """Best first; of equals the earlier first."""
    return sorted(((span_points(span, points), span) for span in spans), key=lambda pair: (-pair[0], pair[1].start, pair[1].end))


def least_points(ranked: Sequence[tuple[float, Span]], settings: Settings) -> float:
    """The points from which a proposal is chosen, given all that are ranked: it is not weak, and it can hardly be told from the last of the usual number."""
    if not ranked:
        return settings.least_score
    weak = max(settings.least_score, settings.weak_share * ranked[0][0])
    return max(weak, settings.near_share * ranked[settings.episodes - 1][0]) if len(ranked) >= settings.episodes else weak


def choose(ranked: Sequence[tuple[float, Span]], settings: Settings) -> int:
    """How many of the ranked spans are chosen; none where all are weak."""
    least = least_points(ranked, settings)
    return min(settings.episodes + settings.more, sum(score >= least for score, _ in ranked))


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
