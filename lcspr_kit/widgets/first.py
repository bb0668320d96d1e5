"""What a page shows before its kernel is there: the picture of the case as it stands now, from the process that waits to be that kernel.

Answers the questions that `firstpicture.js` asks. Nothing can be changed here.
"""

from __future__ import annotations

import base64
import datetime as dt
from pathlib import Path
from typing import Any

from lcspr_kit.ahead import seen_ahead
from lcspr_kit.episodes.study import study_scored
from lcspr_kit.widgets import explored, unfinished
from lcspr_kit.widgets.explorer import Explorer

_ASKED = ("start", "look")


def respond(folder: Path, question: dict[str, Any]) -> list[Any] | None:
    """What a page is told that asks `question`: messages, each with its buffers in base 64. None: not yet."""
    page, message = question.get("page"), question.get("message") or {}
    if page not in ("explorer", "welcome") or message.get("kind") not in _ASKED:
        return []
    if page == "welcome":
        from lcspr_kit.widgets import welcome  # brings what a widget needs: a tenth of a second

        return [[part, []] for part in welcome.at_once(folder, dt.date.today())]
    ready = seen_ahead(folder)
    if not ready:
        return None
    case, intake, scored = ready
    told, buffers = explored.answer(Explorer(case, intake.events, study_scored(scored)), intake, {**message, "real": False})
    if message["kind"] == "start":
        told["typed"] = unfinished.held(folder, "explorer")
    return [[told, [base64.b64encode(each).decode() for each in buffers]]]
