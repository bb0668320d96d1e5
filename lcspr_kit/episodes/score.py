"""What an event is worth: points from its indicators, from signs in how it is written, from words that tie it to other records,
from other records that mention its day, and from agencies whose records are accepted as the same event. Every part is a column
that can be shown.

The sum is that of docs/decisions.md: the gravest indicator counts its severity, every further family
half a point (two at most), signs what `templates/signs.yml` says, each tying word half a point (three at most), mentions up to two points,
each further linked agency half a point (two agencies at most).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from math import log2

import pandas as pd

from lcspr_kit.episodes.indicators import Reading, read_indicators
from lcspr_kit.episodes.lexicon import Lexicon
from lcspr_kit.episodes.mentions import Mention, find_mentions
from lcspr_kit.episodes.retold import past_in_sentences
from lcspr_kit.episodes.signs import read_signs, sign_points
from lcspr_kit.episodes.threads import TIE_CAP, TIE_POINTS, shared_words, telling_words
from lcspr_kit.episodes.wordings import split_words

FAMILY_POINTS = 0.5
FAMILY_CAP = 2
MENTION_POINTS = 1.0
MENTION_CAP = 2.0
LINK_POINTS = 0.5
LINK_CAP = 2
EXACT = ("minute", "day")
_WIDEST_RANGE = 7


@dataclass(frozen=True)
class Scored:
    """Events with their points, in the order of the frame.

    `readings`, `mentions` and `signs` go by event id. The columns of `table` are event_id, agency, day (ordinal
    of the first day, 0 where the date is not known to a week), score, lexical, severity, mentions,
    back, same, planned, linked, signs, ties, families. `signs` are points, `ties` the number of words (`threads`). `mentioned` counts for every day the records that mention it.
    """

    table: pd.DataFrame
    readings: dict[str, Reading]
    mentions: dict[str, list[Mention]]
    mentioned: dict[int, int]
    signs: dict[str, dict[str, int]]


def event_text(event: str, response: str, child_voice: str) -> str:
    """The parts of a record that say what happened and what was done; analysis is hindsight and stays out."""
    return "\n".join(part for part in (event, response, child_voice) if part)


def score_events(events: pd.DataFrame, lexicon: Lexicon, births: Iterable[date] = (), links: Iterable[Iterable[str]] = ()) -> Scored:
    """Read and score every event of a chronology.

    `births` are dates of birth in the register, left out of mentions. `links` are groups of event ids
    that the author accepted as accounts of one event.
    """
    known_births = frozenset(births)
    readings: dict[str, Reading] = {}
    mentions: dict[str, list[Mention]] = {}
    signs: dict[str, dict[str, int]] = {}
    telling: dict[str, frozenset[str]] = {}
    directions: dict[int, dict[str, str]] = defaultdict(dict)
    days = _days(events)
    texts = [event_text(*parts) for parts in zip(events["event"], events["response"], events["child_voice"], strict=True)]
    for identity, text, day in zip(events["event_id"], texts, days, strict=True):
        words = split_words(text)
        telling[identity] = telling_words(words)
        if not day:
            readings[identity], signs[identity] = read_indicators(text, lexicon, None, words), {}
            continue
        on = date.fromordinal(day)
        found = find_mentions(text, on, known_births, words)
        readings[identity] = read_indicators(text, lexicon, on.year, words, past_in_sentences(text, words, found, on))
        if readings[identity].retold:
            signs[identity], telling[identity] = {}, frozenset()
        else:
            signs[identity] = read_signs(words)
        if found:
            mentions[identity] = found
            for mention in found:
                directions[mention.day.toordinal()].setdefault(identity, mention.direction)
    linked = _linked_agencies(events, links)
    ties = shared_words((identity, day, telling[identity]) for identity, day in zip(events["event_id"], days, strict=True))
    rows = []
    exact = events["precision"].isin(EXACT)
    for identity, agency, day, is_exact in zip(events["event_id"], events["agency"], days, exact, strict=True):
        severities = readings[identity].severities
        others = {other: way for other, way in directions.get(day, {}).items() if other != identity} if day and is_exact else {}
        lexical = indicator_points(severities)
        written = sign_points(signs[identity])
        tied = min(TIE_CAP, len(ties.get(identity, ())))
        score = lexical + written + TIE_POINTS * tied + mention_points(len(others)) + LINK_POINTS * min(LINK_CAP, linked.get(identity, 0))
        ways = list(others.values())
        rows.append(
            (identity, agency, day, score, lexical, max(severities.values(), default=0), len(others), ways.count("back"),
             ways.count("same"), ways.count("planned"), linked.get(identity, 0), written, tied, tuple(sorted(severities)))
        )  # fmt: skip
    columns = ["event_id", "agency", "day", "score", "lexical", "severity", "mentions", "back", "same", "planned", "linked", "signs", "ties", "families"]
    table = pd.DataFrame(rows, columns=columns)
    return Scored(table, readings, mentions, {day: len(who) for day, who in sorted(directions.items())}, signs)


def indicator_points(severities: dict[str, int]) -> float:
    """Points of the indicators of one event: the gravest, and half a point a further family (two at most)."""
    if not severities:
        return 0.0
    return max(severities.values()) + FAMILY_POINTS * min(FAMILY_CAP, len(severities) - 1)


def mention_points(records: int) -> float:
    """Points for the number of other records that mention the day."""
    return MENTION_POINTS * min(MENTION_CAP, log2(1 + records) / 2)


def _days(events: pd.DataFrame) -> list[int]:
    """The ordinal of each event's first day; 0 where the date is unknown or wider than a week."""
    start = events["start"].dt.normalize()
    width = (events["end"].dt.normalize() - start).dt.days
    usable = start.notna() & (width <= _WIDEST_RANGE)
    epoch = date(1970, 1, 1).toordinal()
    ordinals = (start - pd.Timestamp("1970-01-01")) // timedelta(days=1)
    return [int(ordinal) + epoch if use else 0 for ordinal, use in zip(ordinals.fillna(0), usable, strict=True)]


def _linked_agencies(events: pd.DataFrame, links: Iterable[Iterable[str]]) -> dict[str, int]:
    """For each linked event, how many other agencies have a record of it."""
    agency = dict(zip(events["event_id"], events["agency"], strict=True))
    linked: dict[str, int] = {}
    for group in links:
        members = [identity for identity in group if identity in agency]
        count = len({agency[identity] for identity in members}) - 1
        for identity in members:
            linked[identity] = max(linked.get(identity, 0), count)
    return linked
