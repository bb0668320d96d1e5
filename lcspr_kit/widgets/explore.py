"""The explorer as a widget: what its page asks is answered by `explored`.

Case text goes to the page as messages only, never as the widget's state, so that a notebook that is
saved with its widgets holds none of it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from lcspr_kit.widgets.explored import answer
from lcspr_kit.widgets.explorer import Explorer
from lcspr_kit.widgets.page import Page, script, style

if TYPE_CHECKING:
    from lcspr_kit.case import Case
    from lcspr_kit.chronology.intake import Intake
    from lcspr_kit.episodes.study import Study


class ExploreWidget(Page):
    """The explorer as a widget."""

    page, _esm, _css = "explorer", script("explorer"), style("explorer")


def explore(case: Case, intake: Intake, study: Study) -> ExploreWidget:
    """The explorer of a case: timeline, filters, table and reading pane, linked."""
    explorer = Explorer(case, intake.events, study)
    return ExploreWidget(case.folder, lambda message, _buffers, send: send(*answer(explorer, intake, message)))
