"""Records that are routine: an agency writes the same words again and again over a long time, or follows up one condition.

Only what services did (reviews, core groups, contacts) can be routine in this sense: a concern that is
reported in the same words again and again is no routine.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable

TIMES = 4
"""So many records of one agency that begin with the same sentence ..."""
OVER_DAYS = 180
"""... the first and the last so many days apart, are its routine."""

FOLLOW_UP_SEVERITY = 3
"""Records of a condition that goes on, up to this severity, can be follow-up."""

_FIRST_SENTENCE = re.compile(r"[.!?](?:\s|$)")
_LONGEST = 120


def routine_records(records: Iterable[tuple[str, str, int, str]]) -> frozenset[str]:
    """The ids of routine records among (event id, agency, day, text); day 0 is unknown and left out."""
    by_words: dict[tuple[str, str], list[tuple[int, str]]] = defaultdict(list)
    for identity, agency, day, text in records:
        words = " ".join(_FIRST_SENTENCE.split(text.strip().lower(), maxsplit=1)[0].split())[:_LONGEST]
        if day and words:
            by_words[agency, words].append((day, identity))
    return frozenset(
        identity
        for same in by_words.values()
        if len(same) >= TIMES and max(same)[0] - min(same)[0] >= OVER_DAYS
        for _, identity in same
    )


def follow_up_records(records: Iterable[tuple[str, str, int, str]]) -> frozenset[str]:
    """The ids of follow-up records among (event id, agency, day, the one condition that the record is about).

    `TIMES` records or more of one agency about one condition over `OVER_DAYS` days, in whatever words: "low mood
    continues" from month to month. Day 0 is unknown and left out.
    """
    by_condition: dict[tuple[str, str], list[tuple[int, str]]] = defaultdict(list)
    for identity, agency, day, condition in records:
        if day:
            by_condition[agency, condition].append((day, identity))
    return frozenset(
        identity
        for same in by_condition.values()
        if len(same) >= TIMES and max(same)[0] - min(same)[0] >= OVER_DAYS
        for _, identity in same
    )
