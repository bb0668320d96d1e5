"""Records that tell again what is over: minutes, summaries, reports for a conference.

They list everything, with many days of the past. Read as news they would be the weightiest records of a
case. What tells them is their structure, never one wording: words of summing up, several days of the past, several kinds
of event in one record. What services decided in the meeting itself still counts.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from lcspr_kit.episodes.mentions import Mention
from lcspr_kit.episodes.wordings import Words

MARKER = "retelling"
"""The marker of `templates/indicators.yml` with the words of summing up."""
LOOKING_BACK = "looking_back"
"""The marker with the words after which a record tells only what was: "for context", "previously:"."""
GUARD = "retold"
RECENT_DAYS = 3
"""A day no further back than this is still news."""
MANY_DAYS = 3
MANY_KINDS = 3

_MONTHS = re.compile(
    r"\b(?:in|during|since|from|until|early|mid|late)\s+(?:january|february|march|april|may|june|july|august|september|october|november|december)\b"
    r"(?!\s+\d{1,2}\b)|\b(?:jan|feb|mar|apr|may|jun|jul|aug|sept?|oct|nov|dec)[a-z]*\s+(?:19|20)\d\d\b",
    re.IGNORECASE,
)
_DAY_BEFORE = re.compile(r"\d(?:st|nd|rd|th)?(?:\s+of)?[\s-]+$")
_NOW = frozenset({"today", "tonight", "yesterday"})


@dataclass(frozen=True)
class Told:
    """Something a record says: a family or marker, the sentence it stands in, whether it is a concern about a child."""

    sentence: int
    name: str
    concern: bool


def past_in_sentences(text: str, words: Words, mentions: Iterable[Mention], on: date) -> dict[int, set[str]]:
    """For each sentence, the different days and months it mentions that were over when the record was made."""
    past: dict[int, set[str]] = {}
    for mention in mentions:
        if (on - mention.day).days > RECENT_DAYS:
            past.setdefault(_sentence_at(words, mention.start), set()).add(mention.day.isoformat())
    for match in _MONTHS.finditer(text):
        if not _DAY_BEFORE.search(text, max(0, match.start() - 8), match.start()):
            past.setdefault(_sentence_at(words, match.start()), set()).add(" ".join(match.group().lower().split()))
    return past


def _sentence_at(words: Words, offset: int) -> int:
    place = bisect_right(words.starts, offset) - 1
    return words.sentences[max(place, 0)] if words.sentences else 0


def retold(told: Iterable[Told], past: Mapping[int, set[str]], summing_up: bool, back_from: int | None, words: Words) -> frozenset[Told]:
    """What of a record's matter is told again; empty where the record is no retelling.

    From the sentence `back_from` on, in which words of looking back stand, all is, unless its sentence is of today. Else a
    record is a retelling if it has words of summing up with two days of the past or `MANY_KINDS` kinds of event; or, without
    such words, more than `MANY_DAYS` days of the past and more than `MANY_KINDS` kinds of event.
    In it concerns are told again, unless their sentence is of today or yesterday; what services did is told
    again where its sentence has a day of the past or lists many kinds.
    """
    everything = list(told)
    days = len(set().union(*past.values())) if past else 0
    kinds = {each.name for each in everything}
    now = {words.sentences[place] for place, word in enumerate(words.words) if word in _NOW}
    back = frozenset(each for each in everything if back_from is not None and each.sentence >= back_from and each.sentence not in now)
    least = (days >= 2 or len(kinds) >= MANY_KINDS) if summing_up else (days > MANY_DAYS and len(kinds) > MANY_KINDS)
    if not least:
        return back
    in_sentence: dict[int, set[str]] = {}
    for each in everything:
        in_sentence.setdefault(each.sentence, set()).add(each.name)
    return back | frozenset(
        each
        for each in everything
        if each.sentence not in now and (each.concern or past.get(each.sentence) or len(in_sentence[each.sentence]) >= MANY_KINDS)
    )
