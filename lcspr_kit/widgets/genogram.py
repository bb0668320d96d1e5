"""The genogram through the family's history: a slider over the days on which something changed."""

from __future__ import annotations

import html
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from lcspr_kit import graphviz
from lcspr_kit.genogram.source import draw_case
from lcspr_kit.problems import InputError
from lcspr_kit.timeline.scale import day_name

if TYPE_CHECKING:
    import ipywidgets

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


def genogram_on(case: Case, family: Family, day: date) -> str:
    """The genogram on a day as HTML: the drawing, and its words under it. What can't be drawn is said in a sentence."""
    try:
        drawing = draw_case(case, family, day.isoformat())
        return f'<div style="overflow:auto">{graphviz.svg(drawing)}</div><p>{html.escape(drawing.description)}</p>'
    except (InputError, graphviz.GraphvizError) as error:
        return f"<p>{html.escape(str(error))}</p>"


def genogram_history(case: Case, family: Family) -> ipywidgets.VBox:
    """A slider over the family's history, and the genogram as it was on the day chosen. Arrow keys move it."""
    import ipywidgets

    days = history(case, family)
    slider = ipywidgets.SelectionSlider(
        options=[(day_name(day), day) for day in days], value=days[-1], description="As on", continuous_update=False,
        layout=ipywidgets.Layout(width="100%"),
    )  # fmt: skip
    picture = ipywidgets.HTML(genogram_on(case, family, days[-1]))

    def draw(change: dict[str, Any]) -> None:
        picture.value = genogram_on(case, family, change["new"])

    slider.observe(draw, names="value")
    return ipywidgets.VBox([slider, picture])
