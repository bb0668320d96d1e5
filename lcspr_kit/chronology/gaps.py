"""What is not there: silences, parts of the review that a chronology doesn't reach, agencies that sent nothing.

A gap is a question for the agency, never an answer: "not recorded" is not "not done". A record that
says there was no contact is told apart from plain silence. What records say about the child being
seen, and about identity, is `chronology.recorded`.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from lcspr_kit.case import Case
from lcspr_kit.chronology.agencywords import AgencyFinder, agencies_of
from lcspr_kit.chronology.intake import Intake

SILENCE_COLUMNS = ("agency", "start", "end", "days", "usual_days", "other_records", "other_agencies", "kind", "stated")
NO_CONTACT_COLUMNS = ("event_id", "agency", "start", "end", "text")
UNCOVERED_COLUMNS = ("agency", "start", "end", "days")
UNSENT_COLUMNS = ("agency", "kind", "why", "records", "named_by", "events")

SHORTEST = 28
"""No silence of fewer days is told: four weeks, the author's own unit of "lately"."""

TIMES_USUAL = 3
"""A silence is longer than this many times the agency's median time between records."""
FEWEST = 5
"""Fewer stretches of days with a record than this show no rhythm to fall silent from."""

_LONGEST = 90  # and among the longest tenth of the agency's own
_BUSY = 1.5
_STATED = re.compile(
    r"(?<!\bref )(?<!\bref: )(?<!\breference )(?<!\bcase )(?<!\blog )(?<!\btel )(?<!\bid )\b(?:no|nil|not\s+any)\s+(?:known\s+|recorded\s+|further\s+|other\s+|direct\s+|face[- ]to[- ]face\s+)*(?:contacts?|involvement|activity|entries|records?|events|attendances?|consultations?)\b(?!\s+(?:achieved|made|was\s+made|with|order|number|details|could|from|on\s+file))"
    r"|\bnot\s+known\s+to\s+(?:this|the|our|us)\b|\bno\s+contact\s+(?:with\s+(?:the\s+)?(?:service|agency|family|school|practice)\b|between|during|for|in|from\s+\d)",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Gaps:
    """Gaps of a chronology, each frame with the columns named above.

    `silences`: between two records of an agency (`start` and `end` are the first and last day without
    a record); `usual_days` is its median time between records; `kind` is `rhythm` (longer than its own),
    `others active` (others recorded clearly more than usual) or both; `stated` is the id of a record
    that says there was no contact then, or empty. `no_contact`: those records. `uncovered`: the
    review's days before an agency's first record and after its last, and stretches in which nobody has a
    record (agency empty). `unsent`: agencies without a chronology, and kinds of agency that records
    name and review.yml doesn't; `events` are up to five event ids, `named_by` the agencies that name it.
    """

    silences: pd.DataFrame
    no_contact: pd.DataFrame
    uncovered: pd.DataFrame
    unsent: pd.DataFrame


def find_gaps(case: Case, intake: Intake) -> Gaps:
    """The gaps of what the agencies sent, within the review's period."""
    period = (case.review.period.start, case.review.period.end)
    dated = _within(intake.events, period)
    stated = _no_contact(dated)
    return Gaps(_silences(dated, stated), stated, _uncovered(dated, period), _unsent(case, intake))


def _within(events: pd.DataFrame, period: tuple[dt.date, dt.date]) -> pd.DataFrame:
    """Dated records that touch the period, with their first and last day as dates. A whole year says nothing of a day."""
    known = events[events["start"].notna() & ~events["precision"].isin(["year", "season"])]
    first, last = known["start"].dt.date, known["end"].dt.date
    return known.assign(first=first, last=last)[(last >= period[0]) & (first <= period[1])]


def _no_contact(dated: pd.DataFrame) -> pd.DataFrame:
    said = dated[dated["event"].str.contains(_STATED)]
    return pd.DataFrame(
        [(row.event_id, row.agency, row.first, row.last, row.event) for row in said.itertuples(index=False)], columns=list(NO_CONTACT_COLUMNS)
    )


def _silences(dated: pd.DataFrame, stated: pd.DataFrame) -> pd.DataFrame:
    rows: list[tuple[Any, ...]] = []
    says_none = set(stated["event_id"])
    days = np.sort(dated["first"].map(dt.date.toordinal).to_numpy(dtype=np.int64))
    whole = (int(days[-1]) - int(days[0]) + 1) if len(days) else 1
    for agency, own in dated.groupby("agency", sort=True):
        others = dated[dated["agency"] != agency]
        other_days = others["first"].map(dt.date.toordinal).to_numpy(dtype=np.int64)
        spans = _spans(own[~own["event_id"].isin(says_none)])
        between = [(end + 1, start - 1) for (_, end), (start, _) in zip(spans, spans[1:], strict=False) if start - end > 1]
        if len(between) < FEWEST - 1:
            continue
        lengths = [last - first + 1 for first, last in between]
        usual, long = float(np.median(lengths)), float(np.percentile(lengths, _LONGEST))
        for first, last in between:
            length = last - first + 1
            in_it = (other_days >= first) & (other_days <= last)
            is_long = length > TIMES_USUAL * usual and length >= long
            is_busy = in_it.sum() > _BUSY * len(others) * length / whole and length > usual and others.loc[in_it, "agency"].nunique() >= 2
            if length < SHORTEST or not (is_long or is_busy):
                continue
            kind = "rhythm and others active" if is_long and is_busy else "rhythm" if is_long else "others active"
            start, end = dt.date.fromordinal(first), dt.date.fromordinal(last)
            saying = stated[(stated["agency"] == agency) & (stated["start"] <= end) & (stated["end"] >= start)]
            rows.append((agency, start, end, length, round(usual, 1), int(in_it.sum()), int(others.loc[in_it, "agency"].nunique()), kind, next(iter(saying["event_id"]), "")))
    rows.sort(key=lambda row: (row[0], row[1]))
    return pd.DataFrame(rows, columns=list(SILENCE_COLUMNS))


def _spans(own: pd.DataFrame) -> list[tuple[int, int]]:
    """Stretches of days with a record, in order and not overlapping."""
    spans: list[tuple[int, int]] = []
    for first, last in sorted((row.first.toordinal(), row.last.toordinal()) for row in own.itertuples(index=False)):
        if spans and first <= spans[-1][1] + 1:
            spans[-1] = (spans[-1][0], max(spans[-1][1], last))
        else:
            spans.append((first, last))
    return spans


def _uncovered(dated: pd.DataFrame, period: tuple[dt.date, dt.date]) -> pd.DataFrame:
    rows: list[tuple[str, dt.date, dt.date, int]] = []
    start, end = (day.toordinal() for day in period)

    def add(agency: str, first: int, last: int) -> None:
        if last - first + 1 >= SHORTEST:
            rows.append((agency, dt.date.fromordinal(first), dt.date.fromordinal(last), last - first + 1))

    for agency, own in dated.groupby("agency", sort=True):
        spans = _spans(own)
        add(str(agency), start, spans[0][0] - 1)
        add(str(agency), spans[-1][1] + 1, end)
    spans = _spans(dated)
    edges = [(start - 1, start - 1), *spans, (end + 1, end + 1)]
    for (_, before), (after, _) in zip(edges, edges[1:], strict=False):
        add("", before + 1, after - 1)
    return pd.DataFrame(rows, columns=list(UNCOVERED_COLUMNS))


def _unsent(case: Case, intake: Intake) -> pd.DataFrame:
    sent = set(intake.events["agency"])
    refused = {problem.file for problem in intake.refused}
    known = agencies_of(sent, case.review.agencies)
    finder = AgencyFinder(known)
    named: dict[tuple[str, str], list[Any]] = {}
    for row in intake.events.itertuples(index=False):
        found = {key for naming in finder.find(f"{row.event}\n{row.response}\n{row.source_of_information}") if (key := _missing(naming.agencies, naming.kind, sent))}
        for key in sorted(found):
            named.setdefault(key, []).append(row)
    rows = []
    for agency in case.review.agencies:
        if agency.name not in sent:
            why = "its file could not be read" if agency.chronology in refused else "no chronology is named in review.yml" if not agency.chronology else "its chronology holds no record"
            rows.append((agency.name, finder.kinds[agency.name], why, *_who(named.pop((agency.name, finder.kinds[agency.name]), []))))
    others = sorted(named.items(), key=lambda item: (-len(item[1]), item[0]))
    rows += [("", kind, "records name such an agency; review.yml doesn't", *_who(records)) for (_, kind), records in others]
    return pd.DataFrame(rows, columns=list(UNSENT_COLUMNS))


def _missing(agencies: Iterable[str], kind: str, sent: set[str]) -> tuple[str, str] | None:
    """The agency (or, without one, the kind) that is named and sent nothing; none where one of those meant did."""
    meant = list(agencies)
    if set(meant) & sent:
        return None
    return (meant[0], kind) if len(meant) == 1 else ("", kind)


def _who(records: list[Any]) -> tuple[int, str, tuple[str, ...]]:
    return len(records), ", ".join(sorted({row.agency for row in records})), tuple(row.event_id for row in records[:5])
