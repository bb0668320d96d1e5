"""The key under a timeline: only what the drawing uses, each sign drawn as it is in the lanes.

Also how a mark is drawn, since the key and the lanes have to agree. Items made here count their
height from the top of the key.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pandas as pd

from lcspr_kit.textwidth import text_width, wrap_to_width
from lcspr_kit.timeline import canvas
from lcspr_kit.timeline.canvas import Item
from lcspr_kit.timeline.placing import Mark, Placed
from lcspr_kit.timeline.scale import TEXT_SIZE
from lcspr_kit.timeline.symbols import (
    BAND,
    BAND_EDGE,
    DATE_LINE,
    DENSITY,
    FAINT,
    INK,
    LIGHT,
    PAPER,
    SERIOUS,
    SEVERITIES,
)

_LINE = 9.6
_SIGN = 12.0  # width of a sign
_BAR = 3.4
_TITLES_SHOWN = 12
Entry = tuple[list[Item], str]


def mark(placed: Mark) -> list[Item]:
    """An event as it is drawn: its symbol, on a bar where it lasted or its day is not known."""
    items = []
    identity = f"ev-{placed.number}"
    if placed.bar:
        left, right = placed.bar
        fill = PAPER if placed.hollow else LIGHT if placed.wide else SEVERITIES[placed.severity].fill
        edge = FAINT if placed.wide else INK
        items.append(canvas.box(left, placed.y - _BAR / 2, max(right, left + 2), placed.y + _BAR / 2, fill, edge))
    items.append(canvas.symbol(placed.x, placed.y, placed.severity, placed.hollow, identity))
    return items


def fitted(words: str, width: float, size: float, room: int) -> list[str]:
    """A name in at most `room` lines (at least one); it ends with an ellipsis after a whole word where it is longer."""
    lines = wrap_to_width(words, width, size)
    if len(lines) <= max(1, room):
        return lines
    room = max(1, room)
    kept = lines[room - 1].split()
    while len(kept) > 1 and text_width(" ".join(kept) + " …", size) > width:
        kept.pop()
    return [*lines[: room - 1], " ".join(kept) + " …"]


def in_rows(spans: Sequence[tuple[float, float]]) -> list[int]:
    """For each span (left, right), in the order given, the first row from the top where it touches no other."""
    taken: list[list[tuple[float, float]]] = []
    rows = []
    for left, right in spans:
        row = next((n for n, row in enumerate(taken) if all(right <= a or left >= b for a, b in row)), len(taken))
        if row == len(taken):
            taken.append([])
        taken[row].append((left, right))
        rows.append(row)
    return rows


def symbol_entries(events: Sequence[Any]) -> list[Entry]:
    """The signs for how events are drawn. Each event has `severity`, `hollow`, `wide` and `bar`."""
    found: list[Entry] = []
    used = sorted({event.severity for event in events})
    for severity in used:
        name = SEVERITIES[severity].name
        found.append(([canvas.symbol(6, 0, severity)], f"Severity {name}" if severity == used[0] else name))
    if any(event.hollow for event in events):
        found.append(([canvas.symbol(6, 0, 2, hollow=True)], "hollow: date uncertain"))
    if any(event.bar and not event.wide for event in events):
        found.append((mark(Mark(0, "", 1, 0, 1, False, False, (0, 12)))[:1], "lasted from one day to another"))
    if any(event.wide for event in events):
        found.append((mark(Mark(0, "", 6, 0, 1, False, True, (0, 12)))[:1], "on an unknown day of this month, season or year"))
    return found


def date_line_entry() -> Entry:
    """The sign for a date line."""
    return [canvas.box(5.5, -4, 6.5, 4, DATE_LINE)], "date that matters to the review"


def entries(frame: pd.DataFrame, placed: Placed, bands: Sequence[Any], date_lines: bool, silence_days: int) -> list[Entry]:
    """The signs that an overview uses, with their words. `bands` have `shown` and `accepted`."""
    found = symbol_entries([m for lane in placed.lanes for m in lane.marks])
    columns = [c for lane in placed.lanes for c in lane.columns]
    if columns:
        worst = sorted({c.severity for c in columns})
        heights = [canvas.box(i * 3.0, 3.5 - 2.2 * (i + 1), i * 3.0 + 2.6, 3.5, SEVERITIES[s].fill) for i, s in enumerate(worst)]
        found.append((heights, f"events below severity {SERIOUS}, counted: height by number (logarithm), colour by the worst"))
    if any(lane.counts for lane in placed.lanes):
        found.append(([canvas.text(6, 0, "+3", TEXT_SIZE, INK, "middle")], "more events than can be shown"))
    if any(lane.silences for lane in placed.lanes):
        found.append(([canvas.box(0, -3.5, 12, 3.5, PAPER, FAINT, "dashed")], f"no record for {silence_days // 7} weeks or more, long for that agency (not recorded is not the same as not done)"))
    if any(b.shown and b.accepted for b in bands):
        found.append(([canvas.box(1, -4, 11, 4, BAND, BAND_EDGE)], "key practice episode"))
    if any(b.shown and not b.accepted for b in bands):
        found.append(([canvas.box(1, -4, 11, 4, BAND, BAND_EDGE, "dashed")], "proposed episode, not yet decided"))
    if date_lines:
        found.append(date_line_entry())
    if len(frame):
        found.append(([canvas.box(2, 0, 5, 3.5, DENSITY), canvas.box(6, -3.5, 9, 3.5, DENSITY)], "all agencies' records (logarithm)"))
    return found


def draw(signs: Sequence[Entry], titles: Sequence[str], width: float) -> list[Item]:
    """The signs in lines across the page, then the titles of episodes in two columns."""
    items: list[Item] = []
    x, y = 3.0, _LINE / 2 + 2
    for drawn, words in signs:
        wide = _SIGN + 3 + text_width(words, TEXT_SIZE)
        if x > 3 and x + wide > width - 4:
            x, y = 3.0, y + _LINE
        items += [Item(i.x + x, i.y + y, i.attributes) for i in drawn]
        items.append(canvas.text(x + _SIGN + 3, y, words, TEXT_SIZE))
        x += wide + 12
    if not titles:
        return items
    shown = list(titles[:_TITLES_SHOWN])
    if len(titles) > len(shown):
        shown.append(f"and {len(titles) - len(shown)} more: see the table")
    column = (width - 12) / 2
    wrapped = [wrap_to_width(title, column - 6, TEXT_SIZE) for title in shown]
    half = (len(wrapped) + 1) // 2
    top = y + _LINE + 2 if signs else y
    for number, block in enumerate((wrapped[:half], wrapped[half:])):
        y = top
        for lines in block:
            for words in lines:
                items.append(canvas.text(3 + number * column, y, words, TEXT_SIZE))
                y += _LINE - 0.6
    return items


def height(items: Sequence[Item]) -> float:
    """How high the key is in points."""
    return max((item.y for item in items), default=0.0) + _LINE / 2 + 2
