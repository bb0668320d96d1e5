"""The genogram through the family's history: a slider over the days on which something changed."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

import anywidget

from lcspr_kit import graphviz
from lcspr_kit.genogram.source import draw_case
from lcspr_kit.problems import InputError
from lcspr_kit.timeline.scale import day_name

if TYPE_CHECKING:
    from lcspr_kit.case import Case
    from lcspr_kit.edtf import PartialDate
    from lcspr_kit.genogram.family import Family


def history(case: Case, family: Family) -> list[date]:
    """The days on which the family changed, in order: births, deaths, homes and relationships begun or over.

    A date not known to the day counts from its last possible day, and an end from the day after it; the
    review's last day is always there, and nothing after it, as that is what the report shows.
    """
    begun: list[PartialDate | None] = []
    over: list[PartialDate | None] = []
    for person in family.people:
        begun += [person.born, person.died, *(stay.start for stay in person.stays)]
        over += [stay.end for stay in person.stays]
    for relation in family.relations:
        begun.append(relation.start)
        over.append(relation.end)
    last = case.review.period.end
    days = {when.latest for when in begun if when} | {when.latest + timedelta(days=1) for when in over if when and when.latest < date.max}
    return sorted({day for day in days if day < last} | {last})


def genogram_on(case: Case, family: Family, day: date) -> tuple[str, str]:
    """The genogram on a day: its SVG, and its words. What can't be drawn has no SVG, and says why."""
    try:
        drawing = draw_case(case, family, day.isoformat())
        return graphviz.svg(drawing), drawing.description
    except (InputError, graphviz.GraphvizError) as error:
        return "", str(error)


class GenogramWidget(anywidget.AnyWidget):
    """The slider and the drawing as a widget. Its state is empty: it only carries messages."""

    _esm = Path(__file__).parent / "genogram.js"

    def __init__(self, case: Case, family: Family):
        super().__init__()
        self._case, self._family, self._days = case, family, history(case, family)
        self.on_msg(lambda _widget, message, _buffers: self.send(answer(case, family, self._days, message)))


def genogram_history(case: Case, family: Family) -> GenogramWidget:
    """A slider over the family's history, and the genogram as it was on the day chosen. Arrow keys move it."""
    return GenogramWidget(case, family)


def answer(case: Case, family: Family, days: list[date], message: dict[str, Any]) -> dict[str, Any]:
    """What the page is told: the days to choose from, the one chosen (the last unless it asked for another), its genogram."""
    place = message.get("place")
    if isinstance(place, bool) or not isinstance(place, int) or not 0 <= place < len(days):
        place = len(days) - 1
    svg, words = genogram_on(case, family, days[place])
    return {"days": [day_name(day) for day in days], "place": place, "svg": svg, "words": words}
