"""What the explorer's page is told: the answers to what `explorer.js` asks, by what `Explorer` says.

Knows no widget, so that a page which has no kernel yet is answered as soon as the case is read (`first`).
"""

from __future__ import annotations

import datetime as dt
import json
from dataclasses import astuple
from typing import TYPE_CHECKING, Any

import numpy as np
from pydantic import ValidationError

from lcspr_kit.problems import InputError
from lcspr_kit.timeline.symbols import BAND, BAND_EDGE, DENSITY, FAINT, GRID, INK, LANE, PAPER, SEVERITIES
from lcspr_kit.widgets.explorer import Explorer
from lcspr_kit.widgets.exports import export
from lcspr_kit.widgets.filters import Filters, View, delete_view, read_views, save_view

if TYPE_CHECKING:
    from lcspr_kit.chronology.intake import Intake

_COLOURS = {"ink": INK, "faint": FAINT, "grid": GRID, "lane": LANE, "paper": PAPER, "band": BAND, "bandEdge": BAND_EDGE, "density": DENSITY}
_WIDEST, _HIGHEST = 20_000.0, 2_000.0


def answer(explorer: Explorer, intake: Intake, message: dict[str, Any]) -> tuple[dict[str, Any], list[bytes]]:
    """What the page is told when it asks. A question that can't be answered gets a sentence in `error`."""
    kind, real_names = str(message.get("kind")), message.get("real") is True
    told: dict[str, Any] = {"kind": kind, "request": message.get("request")}
    try:
        if kind == "start":
            return {**told, **_start(explorer, real_names)}, []
        if kind == "rows":
            return told, [json.dumps(explorer.rows(real_names)).encode("utf-8")]
        if kind == "prepare":
            explorer.prepare()
            return told, []
        if kind == "look":
            found, content = _look(explorer, message)
            return {**told, **content}, [found.astype("<i4").tobytes()]
        if kind == "read":
            number = _number(message.get("number"), 0, len(explorer.events) - 1)
            return {**told, "number": number, "fields": [[field.label, field.text] for field in explorer.read(number, real_names)], "linked": explorer.linked_with(number)}, []
        if kind == "save":
            save_view(explorer.case.folder, View(name=message.get("name") or "", filters=_filters(message), sort=message.get("sort") or "date"))
            return {**told, "views": _views(explorer), "said": "The view is kept."}, []
        if kind == "forget":
            delete_view(explorer.case.folder, str(message.get("name") or ""))
            return {**told, "views": _views(explorer), "said": "The view is taken out."}, []
        if kind == "export":
            return {**told, "said": f"Written: {_export(explorer, intake, message)}"}, []
    except ValidationError as error:
        return {**told, "error": "; ".join(fault["msg"].removeprefix("Value error, ") for fault in error.errors())}, []
    except (InputError, ValueError, OSError) as error:
        return {**told, "error": str(error)}, []
    return {**told, "error": "The page asked for something the kit does not know. Reload it."}, []


def _start(explorer: Explorer, real_names: bool) -> dict[str, Any]:
    return {
        "agencies": explorer.agencies,
        "choices": {name: [astuple(choice) for choice in choices] for name, choices in explorer.choices(real_names).items()},
        "period": explorer.period,
        "extent": explorer.extent,
        "episodes": [
            {"id": e.id, "title": e.title, "first": e.start.toordinal(), "last": e.end.toordinal(), "accepted": e.status == "accepted"}
            for e in explorer.episodes
        ],
        "symbols": [[symbol.shape, symbol.fill, symbol.size, symbol.name] for symbol in SEVERITIES],
        "colours": _COLOURS,
        "views": _views(explorer),
    }


def _views(explorer: Explorer) -> list[dict[str, Any]]:
    return [view.model_dump(mode="json") for view in read_views(explorer.case.folder).views]


def _look(explorer: Explorer, message: dict[str, Any]) -> tuple[np.ndarray, dict[str, Any]]:
    filters = _filters(message)
    width = _number(message.get("width"), 50, _WIDEST)
    window = message.get("window")
    if not isinstance(window, list) or len(window) != 2:
        raise ValueError("The page sent no stretch of time. Reload it.")
    first, last = sorted(int(_number(day, 1, dt.date.max.toordinal())) for day in window)
    aligned = message.get("aligned")
    wide = explorer.matches(filters.model_copy(update={"first": None, "last": None}), message.get("sort") or "date")
    found = explorer.matches(filters, message.get("sort") or "date") if filters.first or filters.last else wide
    placed = explorer.place(wide, first, last, width, _number(message.get("lane"), 12, _HIGHEST))
    every, kept = explorer.density(wide, width, _number(message.get("strip"), 8, _HIGHEST))
    return found, {
        "found": len(found),
        "of": len(explorer.events),
        "undated": int((explorer.events["start"].iloc[found].isna()).sum()),
        "window": [first, last],
        "lanes": [
            {
                "marks": [[m.number - 1, round(m.x, 1), round(m.y, 1), m.severity, int(m.hollow), *(round(end, 1) for end in m.bar or ())] for m in lane.marks],
                "counts": [[round(c.x, 1), round(c.y, 1), c.events] for c in lane.counts],
                "columns": [[round(c.left, 1), round(c.right, 1), round(c.height, 1), c.severity] for c in lane.columns],
                "silences": [[s.first, s.last] for s in lane.silences],
            }
            for lane in placed.lanes
        ],
        "strip": [[[round(c.left, 1), round(c.right, 1), round(c.height, 1)] for c in part] for part in (every, kept)],
        "ticks": [[round(tick.x, 1), tick.label] for tick in explorer.ticks(first, last, width, None if aligned is None else int(_number(aligned, 1, dt.date.max.toordinal())))],
    }


def _export(explorer: Explorer, intake: Intake, message: dict[str, Any]) -> str:
    """Write the events found as a workbook with pseudonyms, under the next number; returns where."""
    from lcspr_kit.chronology.export import workbook_bytes
    from lcspr_kit.privacy.pseudonyms import Pseudonymiser
    from lcspr_kit.report.companions import combined_chronology

    found = np.sort(explorer.matches(_filters(message)))
    chosen = explorer.events.iloc[found].reset_index(drop=True)
    chronology = combined_chronology(explorer.case, intake, explorer.study, Pseudonymiser(explorer.case.register), chosen)
    place = export(explorer.case.folder, "view", ".xlsx", workbook_bytes(chronology))
    return f"{place} ({len(chosen)} events, pseudonyms)"


def _filters(message: dict[str, Any]) -> Filters:
    given = message.get("filters")
    return Filters.model_validate(given if isinstance(given, dict) else {})


def _number(value: Any, least: float, most: float) -> Any:
    if isinstance(value, bool) or not isinstance(value, (int, float)) or not least <= value <= most:
        raise ValueError("The page sent a number that can't be. Reload it.")
    return value
