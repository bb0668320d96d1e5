"""How an episode is told: its title, its reasons, whether the child was seen and heard.

Everything here is made of labels of the lexicon, agencies, dates and counts, never of case text, so
that no name gets into a title or a reason.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import pandas as pd

from lcspr_kit.episodes.episode import Reason, Span
from lcspr_kit.episodes.lexicon import Family, Lexicon
from lcspr_kit.episodes.patterns import day_in_words
from lcspr_kit.episodes.score import FAMILY_CAP, FAMILY_POINTS, LINK_CAP, LINK_POINTS, Scored, mention_points
from lcspr_kit.episodes.signs import standard_signs
from lcspr_kit.episodes.threads import TIE_POINTS

_NUMBERS = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve")
_BACKGROUND = frozenset({"voice", "identity", "hospital", "police", "pregnancy", "worry"})


def number_in_words(number: int) -> str:
    """Small numbers as words."""
    return _NUMBERS[number] if number < len(_NUMBERS) else str(number)


def title_of(events: Iterable[str], scored: Scored, lexicon: Lexicon) -> str:
    """A title from the content: the two weightiest kinds of event with their numbers."""
    weight: Counter[str] = Counter()
    count: Counter[str] = Counter()
    for identity in events:
        for family, severity in scored.readings[identity].severities.items():
            if severity > 1:
                weight[family] += severity - (1 if family in _BACKGROUND else 0)
                count[family] += 1
    order = {family.id: number for number, family in enumerate(lexicon.families)}
    best = sorted(weight, key=lambda family: (-weight[family], order[family]))[:2]
    if not best:
        return "Events chosen by the author"
    parts = [_counted(lexicon.family(family), count[family]) for family in best]
    title = " and ".join(parts)
    return title[0].upper() + title[1:]


def _counted(family: Family, number: int) -> str:
    if number == 1:
        article = "an" if family.label[0] in "aeiou" else "a"
        return f"{article} {family.label}"
    return f"{number_in_words(number)} {family.plural}"


def reasons_for(span: Span, scored: Scored, rows: Mapping[str, Any], lexicon: Lexicon) -> tuple[Reason, ...]:
    """Why: indicators family by family, mentions, links, patterns. The points add up to the span's score.

    `rows` are those of `scored.table`, as named tuples by event id.
    """
    points: dict[str, float] = defaultdict(float)
    holders: dict[str, list[str]] = {}
    order = {family.id: number for number, family in enumerate(lexicon.families)}
    for identity in span.events:
        severities = scored.readings[identity].severities
        families = sorted(severities, key=lambda family: (-severities[family], order[family]))
        for place, family in enumerate(families):
            points[family] += severities[family] if place == 0 else FAMILY_POINTS if place <= FAMILY_CAP else 0
            holders.setdefault(family, []).append(identity)
    reasons = []
    for family in sorted(points, key=lambda name: (-points[name], order[name])):
        mine = holders[family]
        severity = max(scored.readings[identity].severities[family] for identity in mine)
        label = lexicon.family(family).label if len(mine) == 1 else lexicon.family(family).plural
        label = label[0].upper() + label[1:]
        text = f"{label}: {_rows(mine, rows)}, severity {'up to ' if len(mine) > 1 else ''}{severity}."
        reasons.append(Reason("indicator", text, points[family], tuple(mine)))
    mentioned = [identity for identity in span.events if rows[identity].mentions]
    if mentioned:
        total = sum(mention_points(int(rows[identity].mentions)) for identity in mentioned)
        days = {int(rows[identity].day): int(rows[identity].mentions) for identity in mentioned}
        day = max(days, key=lambda each: (days[each], -each))
        text = f"{_plural(len(days), 'day')} of this time {'is' if len(days) == 1 else 'are'} mentioned by other records, {day_in_words(day)} by {days[day]}."
        reasons.append(Reason("mentions", text, total, tuple(mentioned)))
    linked = [identity for identity in span.events if rows[identity].linked]
    if linked:
        total = sum(LINK_POINTS * min(LINK_CAP, int(rows[identity].linked)) for identity in linked)
        reasons.append(Reason("links", f"{_plural(len(linked), 'record')} accepted as accounts of one event by several agencies.", total, tuple(linked)))
    for sign in standard_signs().by_id.values():
        holders_of = [identity for identity in span.events if scored.signs[identity].get(sign.id)]
        if holders_of:
            total = sign.points * sum(scored.signs[identity][sign.id] for identity in holders_of)
            reasons.append(Reason("sign", f"{sign.label[0].upper()}{sign.label[1:]}: {_rows(holders_of, rows)}.", total, tuple(holders_of)))
    tied = [identity for identity in span.events if rows[identity].ties]
    if tied:
        total = TIE_POINTS * sum(int(rows[identity].ties) for identity in tied)
        reasons.append(Reason("words", f"Words that records of one time share and that are found hardly anywhere else in the case: {_rows(tied, rows)}.", total, tuple(tied)))
    for finding in span.findings:
        reasons.append(Reason("pattern", finding.text, finding.rule.points, tuple(dict.fromkeys(finding.events))))
    if span.usual:
        text = f"In {_plural(span.end - span.start + 1, 'day')} of this case {span.usual:.1f} points are usual; these have {sum(reason.points for reason in reasons):.1f}."
        reasons.append(Reason("usual", text, 0.0))
    return tuple(Reason(reason.kind, reason.text, round(reason.points, 2), reason.events) for reason in reasons)


def _rows(ids: Sequence[str], rows: Mapping[str, Any]) -> str:
    agencies = sorted({str(rows[identity].agency) for identity in ids})
    days = sorted({int(rows[identity].day) for identity in ids} - {0})
    when = "" if not days else f", {day_in_words(days[0])}" if len(days) == 1 else f", {day_in_words(days[0])} to {day_in_words(days[-1])}"
    return f"{_plural(len(ids), 'record')} of {_listed(agencies)}{when}"


def _plural(number: int, word: str) -> str:
    return f"{number} {word}{'' if number == 1 else 's'}"


def _listed(names: Sequence[str]) -> str:
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}"


def child_in(events: pd.DataFrame, scored: Scored) -> str:
    """Whether the child was seen and heard, from the rows of an episode."""
    if events.empty:
        return "No rows."
    seen = unseen = heard = 0
    for identity, column, voice in zip(events["event_id"], events["child_seen"], events["child_voice"], strict=True):
        reading = scored.readings[identity]
        seen += column == "yes" or (not column and "child_seen" in reading.markers)
        unseen += column == "no" or (not column and "child_seen" in reading.negated)
        heard += bool(voice.strip()) or "voice" in reading.severities
    rest = len(events) - seen - unseen
    return f"Child recorded as seen in {seen} of {_plural(len(events), 'row')}, as not seen in {unseen}, not recorded in {rest}; the child's words or wishes in {heard}."


def lines_for(families: Iterable[str], questions: dict[str, set[str]]) -> tuple[str, ...]:
    """The lines of enquiry whose question speaks of one of the families."""
    mine = set(families)
    return tuple(line for line, asked in questions.items() if mine & asked)
