"""The child in the records: how often each agency's records say that a child was seen and heard.

"Not recorded" is not "not done": the numbers are of records, and the report says so.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import pandas as pd

_NO_WORDS = re.compile(r"(?:(?:child\s+)?not\s+(?:recorded|applicable|seen|known|heard|stated|obtained|captured)|n/?a|none(?:\s+recorded)?|nil|no|unknown|\W*)\W*", re.IGNORECASE)
"""A cell of the child's voice that says there is none."""


@dataclass(frozen=True)
class SeenAndHeard:
    """An agency's records: all, those where a child was seen, was not seen, and those with the child's voice."""

    agency: str
    records: int
    seen: int
    not_seen: int
    heard: int


def seen_and_heard(events: pd.DataFrame) -> list[SeenAndHeard]:
    """One line an agency, in order of name."""
    lines = []
    for agency, own in events.groupby("agency", sort=True):
        answer = own["child_seen"].value_counts()
        lines.append(SeenAndHeard(str(agency), len(own), int(answer.get("yes", 0)), int(answer.get("no", 0)), int(_heard(own).sum())))
    return lines


def longest_unseen(events: pd.DataFrame, start: date, end: date) -> tuple[date, date] | None:
    """The longest time within the period between records that say a child was seen: (last seen, next seen).

    The period's own ends count where nothing was recorded before or after; None where no record says
    that a child was seen.
    """
    seen = events[(events["child_seen"] == "yes") & (events["precision"].isin(["day", "minute"]))]
    days = sorted({day.date() for day in seen["start"].dt.normalize() if start <= day.date() <= end})
    if not days:
        return None
    edges = [start, *days, end]
    return max(zip(edges, edges[1:], strict=False), key=lambda gap: (gap[1] - gap[0]).days)


def _heard(events: pd.DataFrame) -> pd.Series:
    return ~events["child_voice"].str.strip().str.fullmatch(_NO_WORDS)


def own_words(events: pd.DataFrame, most: int, since: date) -> list[tuple[str, str, date | None, str]]:
    """Records of a child's voice, in order of time: (text, agency, day, event id); at most so many, spread over the period.

    None from before `since`, when no child of the review was born yet: those are another child's.
    """
    import pandas as pd

    kept = events[_heard(events) & ~(events["start"] < pd.Timestamp(since))]
    if len(kept) > most:
        step = len(kept) / most
        kept = kept.iloc[[int(number * step) for number in range(most)]]
    return [
        (row.child_voice.strip(), row.agency, None if row.start != row.start else row.start.date(), row.event_id)
        for row in kept.itertuples()
    ]
