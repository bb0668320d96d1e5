"""Patterns over the period as small multiples: one row of columns for each kind of event, all on one scale.

What slowly builds up (missed appointments, moves, times a child was not seen) shows here and not in
an episode. Which kinds there are is in PANELS; counting is data in, numbers out; Graphviz draws.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np
import pandas as pd

from lcspr_kit.graphviz import Drawing
from lcspr_kit.textwidth import text_width
from lcspr_kit.timeline import canvas, describe, key
from lcspr_kit.timeline.canvas import Item
from lcspr_kit.timeline.overview import date_label, date_lines, time_axis
from lcspr_kit.timeline.placing import timed
from lcspr_kit.timeline.scale import MONTHS, TEXT_SIZE, Scale, day_name, month_starts, time_ticks
from lcspr_kit.timeline.symbols import DENSITY, FAINT, GRID, INK, LANE, PAPER, SERIOUS, SEVERITIES

WIDTH, HEIGHT = 737.0, 500.0
_NAMES, _RIGHT = 122.0, 10.0
_NARROWEST = 5.0
_HIGHEST_PANEL = 66.0
_ROW = 10.0
_UNITS = ((1, "month"), (3, "quarter"), (12, "year"), (120, "ten years"), (1200, "century"))


@dataclass(frozen=True)
class Panel:
    """One row: its title, the indicator families counted (`scores.families`), and values of `child_seen` counted."""

    title: str
    families: frozenset[str] = frozenset()
    child_seen: frozenset[str] = frozenset()


PANELS = (
    Panel("Missed appointments and visits with no access", frozenset({"not_brought", "no_access"})),
    Panel("School attendance or behaviour", frozenset({"school_concern"})),
    Panel("Child recorded as seen", frozenset({"child_seen"}), frozenset({"yes"})),
    Panel("Child recorded as not seen", child_seen=frozenset({"no"})),
    Panel("Moves and changes of worker", frozenset({"move", "worker_change"})),
    Panel(
        "Incidents and injuries",
        frozenset({"critical", "injury", "physical_harm", "sexual_harm", "domestic_abuse", "missing", "self_harm"}),
    ),
)


@dataclass(frozen=True)
class Counted:
    """A panel's numbers, one for each unit of time: events, and those among them that are serious."""

    panel: Panel
    events: tuple[int, ...]
    serious: tuple[int, ...]
    not_placed: int


def draw_patterns(
    events: pd.DataFrame,
    scores: pd.DataFrame,
    *,
    period: tuple[date, date],
    panels: Sequence[Panel] = PANELS,
    marks: Sequence[tuple[date, str]] = (),
    text: Callable[[str], str] = str,
) -> Drawing:
    """Draw how often each kind of event was recorded, month by month (or by quarter or year in a long period).

    `scores` has `event_id`, `severity` and `families` (a tuple of family ids an event); the rest is
    as for the overview. An event counts once in a row, on its first day; one of which only a season
    or a year is known counts nowhere, and the caption says how many there are.
    """
    first, last = (day.toordinal() for day in period)
    if last < first:
        raise ValueError("The period ends before it starts.")
    scale = Scale(first, last, _NAMES, WIDTH - _RIGHT)
    edges, unit = unit_edges(scale)
    counts = [count_panel(panel, events, scores, edges) for panel in panels]
    most = max((max(c.events) for c in counts), default=0)
    lines = sorted((day.toordinal(), text(words)) for day, words in marks if first <= day.toordinal() <= last)
    rows = key.in_rows([date_label(scale, day, words) for day, words in lines])
    top = 3 + _ROW * (max(rows, default=-1) + 1) + 2
    height = min(_HIGHEST_PANEL, (HEIGHT - top - 45) / max(1, len(panels)))
    bottom = top + height * len(panels)
    items = [canvas.box(0, top + n * height, scale.right, top + (n + 1) * height, PAPER if n % 2 else LANE) for n in range(len(panels))]
    items += time_axis(time_ticks(scale), scale, top, bottom)
    items += date_lines(lines, rows, scale, bottom)
    for number, counted in enumerate(counts):
        items += _panel(counted, edges, scale, top + number * height, height, most)
    foot = key.draw(_signs(counts, bool(lines)), [], WIDTH)
    items += [Item(i.x, i.y + bottom + 15, i.attributes) for i in foot]
    return Drawing(
        dot=canvas.page(WIDTH, bottom + 15 + key.height(foot), items),
        title="Patterns over the period",
        description=_description(counts, edges, unit, period, lines),
        table=_table(counts, edges, unit),
        caption=_caption(counts, unit),
    )


def unit_edges(scale: Scale) -> tuple[list[int], str]:
    """The first days of calendar months, quarters or years that cut the scale, from its first to the day after its last."""
    months, name = next((u for u in _UNITS if u[0] * 30.4 * scale.points_per_day >= _NARROWEST), _UNITS[-1])
    inner = [day for day in month_starts(scale.first, scale.last, months) if day > scale.first]
    return [scale.first, *inner, scale.last + 1], name


def count_panel(panel: Panel, events: pd.DataFrame, scores: pd.DataFrame, edges: Sequence[int]) -> Counted:
    """Count a panel's events between the edges (ordinals of days)."""
    frame = timed(events, scores, [])
    families = dict(zip(scores["event_id"], scores["families"], strict=True)) if "families" in scores else {}
    wanted = np.array([bool(panel.families.intersection(families.get(event, ()))) for event in events["event_id"]], dtype=bool)
    wanted |= events["child_seen"].isin(panel.child_seen).to_numpy()
    vague = frame["wide"] & (frame["last"] - frame["first"] > 31) | (frame["first"] == 0)
    placed = frame[wanted & ~vague & (frame["first"] >= edges[0]) & (frame["first"] < edges[-1])]
    slot = np.searchsorted(edges, placed["first"].to_numpy(), side="right") - 1
    number = len(edges) - 1
    return Counted(
        panel,
        tuple(np.bincount(slot, minlength=number).tolist()),
        tuple(np.bincount(slot[placed["severity"].to_numpy() >= SERIOUS], minlength=number).tolist()),
        int((wanted & vague).sum()),
    )


def _panel(counted: Counted, edges: Sequence[int], scale: Scale, top: float, height: float, most: int) -> list[Item]:
    base = top + height - 2
    room = height - 2 - TEXT_SIZE - 4
    items = [canvas.box(scale.left, base, scale.right, base + 0.72, FAINT)]
    lines = key.fitted(counted.panel.title, _NAMES - 8, TEXT_SIZE + 0.5, int((height - 9) // 9))
    y = top + 7
    for words in lines:
        items.append(canvas.text(3, y, words, TEXT_SIZE + 0.5))
        y += 9
    items.append(canvas.text(3, y, describe.counted(sum(counted.events), "event"), TEXT_SIZE, FAINT))
    for number, (events, serious) in enumerate(zip(counted.events, counted.serious, strict=True)):
        if not events:
            continue
        left, right = scale.x(edges[number]) + 0.4, scale.x(edges[number + 1]) - 0.4
        high = room * events / most
        items.append(canvas.box(left, base - high, right, base, DENSITY))
        if serious:
            items.append(canvas.box(left, base - room * serious / most, right, base, SEVERITIES[SERIOUS].fill))
        if text_width(str(events), TEXT_SIZE) <= right - left:
            items.append(canvas.text((left + right) / 2, base - high - TEXT_SIZE / 2 - 1, str(events), TEXT_SIZE, INK, "middle"))
    return items


def _signs(counts: Sequence[Counted], date_lines_: bool) -> list[key.Entry]:
    found = []
    if any(sum(c.events) for c in counts):
        found.append(([canvas.box(3, -3.5, 9, 3.5, DENSITY)], "number of events; every row has the same scale"))
    if any(sum(c.serious) for c in counts):
        found.append(([canvas.box(3, -3.5, 9, 3.5, SEVERITIES[SERIOUS].fill)], f"of these, severity {SERIOUS} or more"))
    if date_lines_:
        found.append(key.date_line_entry())
    found.append(([canvas.box(2, 3, 10, 3.7, GRID)], "no column: nothing recorded, which is not the same as nothing happened"))
    return found


def _unit_name(first: int, unit: str) -> str:
    day = date.fromordinal(first)
    if unit == "month":
        return f"{MONTHS[day.month - 1]} {day.year}"
    return str(day.year) if unit == "year" else f"from {day_name(day)}"


def _table(counts: Sequence[Counted], edges: Sequence[int], unit: str) -> pd.DataFrame:
    rows = [
        (counted.panel.title, _unit_name(edges[n], unit), events, counted.serious[n])
        for counted in counts
        for n, events in enumerate(counted.events)
        if events
    ]
    return pd.DataFrame(rows, columns=["Kind", unit.capitalize(), "Events", "Serious events"])


def _description(counts: Sequence[Counted], edges: Sequence[int], unit: str, period: tuple[date, date], lines: Sequence[tuple[int, str]]) -> str:
    parts = [f"How often each kind of event was recorded by {unit}, {day_name(period[0])} to {day_name(period[1])}."]
    for counted in counts:
        total = sum(counted.events)
        if not total:
            parts.append(f"{counted.panel.title}: none recorded.")
            continue
        top = max(range(len(counted.events)), key=lambda n, c=counted: (c.events[n], -n))  # type: ignore[misc]
        parts.append(f"{counted.panel.title}: {describe.counted(total, 'event')}, most in {_unit_name(edges[top], unit)} ({counted.events[top]}).")
    parts += [f"Dates marked: {describe.listed([f'{words}, {day_name(day)}' for day, words in lines])}."] if lines else []
    return " ".join(parts)


def _caption(counts: Sequence[Counted], unit: str) -> str:
    lost = sum(counted.not_placed for counted in counts)
    note = f" {describe.counted(lost, 'event')} without a date close enough to place {'is' if lost == 1 else 'are'} not counted." if lost else ""
    return f"Events by {unit}. An event may be of more than one kind.{note}"
