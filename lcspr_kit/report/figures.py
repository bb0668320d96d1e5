"""The figures of a report: the genogram, the overview, and a zoom for each episode. No name in them but pseudonyms."""

from __future__ import annotations

import math
from collections.abc import Callable

from lcspr_kit.report.blocks import Figure
from lcspr_kit.report.facts import Report


def genogram(report: Report) -> list[Figure]:
    """The family at the end of the period; nothing where no relative is known."""
    family = report.family
    if family is None or len(family.people) < 2:
        return []
    from lcspr_kit.genogram.draw import draw_genogram

    drawing = draw_genogram(
        family,
        names={member.id: member.name for member in report.members},
        on=report.review.period.end,
        subjects=[member.id for member in report.subjects],
    )
    return [Figure(drawing, "genogram")]


def overview(report: Report) -> list[Figure]:
    """All agencies' records over the period with the episodes; nothing where no record has a date."""
    if not report.events["start"].notna().any():
        return []
    from lcspr_kit.timeline.overview import draw_overview

    review = report.review
    exact = not report.vague
    marks = [(review.incident_date, "Incident")] if review.incident_date and exact else []
    drawing = draw_overview(
        report.events,
        report.scores,
        report.episodes,
        period=(review.period.start, review.period.end),
        agencies=[agency.name for agency in report.agencies],
        born={member.name: member.born for member in report.subjects if member.born} if exact else {},
        marks=marks,
    )
    return [Figure(drawing, "overview")]


def zoom(report: Report, episode_id: str) -> list[Figure]:
    """An episode's own timeline, on as many sheets as it takes; in the working draft only, as it quotes records."""
    episode = next(e for e in report.episodes if e.id == episode_id)
    if not report.working or not episode.events:
        return []
    from lcspr_kit.timeline.zoom import draw_zoom

    context = min(7, math.ceil(((episode.end - episode.start).days + 1) / 4))
    drawings = draw_zoom(report.events, report.scores, episode, agencies=[*episode.agencies, *episode.silent], context_days=context)
    keys = [f"zoom-{episode.id}{f'-{number}' if number > 1 else ''}" for number in range(1, len(drawings) + 1)]
    return [Figure(drawing, key) for drawing, key in zip(drawings, keys, strict=True)]


FIGURES: dict[str, Callable[..., list[Figure]]] = {"genogram": genogram, "overview": overview, "zoom": zoom}
"""Figures by the name that templates call them."""
