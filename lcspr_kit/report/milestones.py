"""The time under review at a glance: a short table of turning points, never a chronology of records."""

from __future__ import annotations

from datetime import date
from typing import Any

import pandas as pd

from lcspr_kit.report.blocks import Table
from lcspr_kit.report.facts import Report


def milestones(report: Report) -> Table:
    """Period, births and deaths within it, episodes, the incident and the decision, in order of time."""
    review = report.review
    start, end = review.period.start, review.period.end
    rows: list[tuple[date, str, str]] = [(start, report.life_day(start), "The time under review begins.")]
    for member in report.members:
        for when, words in ((member.born, "is born"), (member.died, "dies")):
            if when and start <= when.earliest <= end and not member.pregnancy:
                rows.append((when.earliest, _partial(report, when), f"{member.name} {words}."))
    for episode in report.episodes:
        rows.append((episode.start, report.life_span(episode.start, episode.end), f"{episode.name}: {episode.title}."))
    if review.incident_date:
        rows.append((review.incident_date, report.life_day(review.incident_date), "The incident that led to the review."))
    rows.append((end, report.life_day(end), "The time under review ends."))
    rows.append((review.decision_date, report.life_day(review.decision_date), "The partners decide on this review."))
    ordered = sorted(rows, key=lambda row: row[0])
    frame = pd.DataFrame([(when, what) for _, when, what in ordered], columns=["When", "What"])
    return Table(frame, "The time under review at a glance", "table-milestones", (1, 3))


def _partial(report: Report, when: Any) -> str:
    if when.precision == "day":
        return report.life_day(when.earliest)
    return report.life_span(when.earliest, when.latest)
