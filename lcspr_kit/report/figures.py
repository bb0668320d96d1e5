"""The figures of a report: the genogram, the overview, and a zoom for each episode. No name in them but pseudonyms."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from itertools import combinations
from typing import TYPE_CHECKING

from lcspr_kit.edtf import PartialDate, month_end, read_edtf
from lcspr_kit.report.blocks import Figure
from lcspr_kit.report.facts import Report

if TYPE_CHECKING:
    from lcspr_kit.genogram.family import Family

_MOST_RECORDS = 150  # in an episode's own timeline: about eight sheets; more is no picture any more
_MOST_DAYS = 3  # pictures of the family on earlier days
_LAST_DAYS = 28


def genogram(report: Report) -> list[Figure]:
    """The family at the end of the period; nothing where no relative is known."""
    family = report.family
    if family is None or len(family.people) < 2:
        return []
    from lcspr_kit.genogram.draw import draw_genogram

    end = report.review.period.end
    drawing = draw_genogram(
        without_dates(family, end) if report.vague else family,
        names={member.id: member.name for member in report.members},
        on=month_end(end.year, end.month) if report.vague else end,
        subjects=[member.id for member in report.subjects],
        with_key=False,
    )
    return [Figure(drawing, "genogram")]


def households(report: Report) -> list[Figure]:
    """Who lived together on earlier days of the period, where homes changed in it; in the working draft only.

    The first day and the days of a move, at most `_MOST_DAYS` of them, evenly chosen; the last weeks are left
    to the genogram itself.
    """
    family = report.family
    if family is None or len(family.people) < 2 or not report.working:
        return []
    from lcspr_kit.genogram.draw import draw_genogram
    from lcspr_kit.genogram.on_date import changes

    end = report.review.period.end
    moves = changes(family, report.review.period.start, end)
    if len(moves) < 2:
        return []
    days = [day for day in moves if (end - day).days > _LAST_DAYS]
    step = max(1, math.ceil(len(days) / _MOST_DAYS))
    names, subjects = {member.id: member.name for member in report.members}, [member.id for member in report.subjects]
    return [Figure(draw_genogram(family, names=names, on=on, subjects=subjects, with_key=False), f"households-{number}") for number, on in enumerate(days[::step], 1)]


def genogram_key(report: Report) -> list[Figure]:
    """What the signs of all the report's genograms mean, once: beside each of them it would take the room that their words need."""
    drawn = [figure.drawing for figure in (*genogram(report), *households(report))]
    if not drawn:
        return []
    from lcspr_kit.genogram.legend import draw_key

    return [Figure(draw_key(drawn), "genogram-key")]


def patterns(report: Report) -> list[Figure]:
    """What slowly builds up, by month: missed appointments, seen or not, moves, incidents; nothing where no record has a date."""
    if not report.events["start"].notna().any():
        return []
    from lcspr_kit.timeline.patterns import draw_patterns

    period = report.review.period
    return [Figure(draw_patterns(report.events, report.scores, period=(period.start, period.end)), "patterns")]


def without_dates(family: Family, on: date) -> Family:
    """The family of a day for a report in public: the same people in the same order, no day or year of birth."""
    from lcspr_kit.genogram.on_date import family_on

    shown = family_on(family, on).family
    ordered = sorted(shown.people, key=lambda person: (person.born is None, person.born.earliest if person.born else date.max))
    people = tuple(replace(person, born=None, died=_year(person.died) if person.died else None) for person in ordered)
    return replace(shown, people=people)


def _year(when: PartialDate) -> PartialDate:
    return read_edtf(str(when.latest.year))


def overview(report: Report, paper: str = "A4") -> list[Figure]:
    """All agencies' records over the period with the episodes; nothing where no record has a date. `paper`: A4 or A3."""
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
        paper=paper,
    )
    return [Figure(replace(drawing, caption=f"All agencies' records over the time under review. {drawing.caption}"), "overview")]


def zoom(report: Report, episode_id: str) -> list[Figure]:
    """An episode's own timeline, on as many sheets as it takes; in the working draft only, as it quotes records."""
    episode = next(e for e in report.episodes if e.id == episode_id)
    if not report.working or not episode.events:
        return []
    from lcspr_kit.timeline.zoom import draw_zoom

    context = min(7, math.ceil(((episode.end - episode.start).days + 1) / 4))
    told = [pair for group in report.links for pair in combinations(group, 2)]
    own = {*episode.agencies, *episode.silent}
    order = [agency.name for agency in report.agencies if agency.name in own]
    drawings = draw_zoom(report.events, report.scores, episode, agencies=[*order, *sorted(own - set(order))], links=told, context_days=context, most=_MOST_RECORDS)
    keys = [f"zoom-{episode.id}{f'-{number}' if number > 1 else ''}" for number in range(1, len(drawings) + 1)]
    return [Figure(drawing, key) for drawing, key in zip(drawings, keys, strict=True)]


FIGURES: dict[str, Callable[..., list[Figure]]] = {
    "genogram": genogram,
    "households": households,
    "genogram-key": genogram_key,
    "overview": overview,
    "patterns": patterns,
    "zoom": zoom,
}
"""Figures by the name that templates call them."""
