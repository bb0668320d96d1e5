"""The overview timeline: every agency's lane over the whole period, on one sheet.

Puts the picture together from what `placing` says; knows paper, the order of the parts from top to
bottom, and the key. Words for those who can't see it come from `describe`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import Any, Protocol

import pandas as pd

from lcspr_kit.edtf import PartialDate
from lcspr_kit.graphviz import Drawing
from lcspr_kit.textwidth import text_width, wrap_to_width
from lcspr_kit.timeline import canvas, describe, key
from lcspr_kit.timeline.canvas import Item
from lcspr_kit.timeline.placing import Column, Lane, Placed, all_agencies, place, timed
from lcspr_kit.timeline.scale import TEXT_SIZE, Scale, Tick, age_ticks, day_name, span_name, time_ticks
from lcspr_kit.timeline.symbols import (
    BAND,
    BAND_EDGE,
    DATE_LINE,
    DENSITY,
    FAINT,
    GRID,
    INK,
    LANE,
    PAPER,
    SEVERITIES,
)

SHEETS = {"A4": (737.0, 500.0), "A3": (1134.0, 750.0)}
"""Width and height of a drawing in points: what fits a landscape sheet inside its margins (26 and 40 cm wide)."""

SILENCE_DAYS = 84
"""Days without a record that are marked as a silence unless the caller says otherwise: twelve weeks."""

_NAMES = 122.0  # width of the column of agencies
_RIGHT = 10.0
_ROW = 10.0
_LONGEST_LABEL = 300.0
_STRIP = 24.0
_LOWEST_LANE, _HIGHEST_LANE = 9.5, 84.0
_USUAL_KEY = 45.0


class EpisodeLike(Protocol):
    """What a timeline needs of an episode (see `episodes.study`)."""

    id: str
    title: str
    start: date
    end: date
    status: str
    events: Sequence[str]
    agencies: Sequence[str]
    silent: Sequence[str]


def draw_overview(
    events: pd.DataFrame,
    scores: pd.DataFrame,
    episodes: Sequence[Any],
    *,
    period: tuple[date, date],
    agencies: Sequence[str],
    born: Mapping[str, PartialDate] | None = None,
    marks: Sequence[tuple[date, str]] = (),
    paper: str = "A4",
    text: Callable[[str], str] = str,
    spans: Callable[[date, date], str] = span_name,
    silence_days: int = SILENCE_DAYS,
) -> Drawing:
    """Draw the whole period on one sheet.

    `events` is a chronology (`chronology.events`), `scores` has `event_id` and `severity` (0 to 5),
    `episodes` are numbered as they come, `agencies` is the order of lanes (one that sent nothing has
    a lane too), `born` maps the name a child goes by to its date of birth, `marks` are dates that get
    a line and a label. `text` turns real names into those of the report and is used on titles,
    labels and agencies; `spans` says the dates of an episode, for a reader who should not have them
    to the day. Raises ValueError for a paper that is not in SHEETS or a period that ends
    before it starts.
    """
    if paper not in SHEETS:
        raise ValueError(f"There is no paper '{paper}'. Choose one of {', '.join(SHEETS)}.")
    first, last = (day.toordinal() for day in period)
    if last < first:
        raise ValueError("The period ends before it starts.")
    width, height = SHEETS[paper]
    scale = Scale(first, last, _NAMES, width - _RIGHT)
    lanes = all_agencies(events, agencies)
    frame = timed(events, scores, lanes)
    bands = [_Band(n, e, scale, spans) for n, e in enumerate(episodes, 1)]
    lines = sorted((day.toordinal(), text(words)) for day, words in marks)
    shown_lines = [line for line in lines if first <= line[0] <= last]

    label_rows = key.in_rows([date_label(scale, day, words) for day, words in shown_lines])
    tag_rows = key.in_rows([(band.middle - 8, band.middle + 8) for band in bands if band.shown])
    ages = [(name, age_ticks(scale, when)) for name, when in (born or {}).items()]
    strip_top = 3 + _ROW * _rows(label_rows)
    tags_top = strip_top + _STRIP + 3
    lanes_top = tags_top + _ROW * _rows(tag_rows) + 2

    def foot(placed: Placed) -> list[Item]:
        entries = key.entries(frame, placed, bands, bool(shown_lines), silence_days)
        titles = [f"{band.number}: {text(band.episode.title)} ({band.days})" for band in bands]
        return key.draw(entries, titles, width)

    axes = 13.0 * (1 + len(ages))
    lane_height = _lane_height(height - lanes_top - axes - _USUAL_KEY, len(lanes))
    placed = place(frame, lanes, scale, lanes_top, lane_height, silence_days)
    for _ in range(2):  # how high the key is depends on what the lanes show, and the other way round
        better = _lane_height(height - lanes_top - axes - key.height(foot(placed)) - 4, len(lanes))
        if better != lane_height:
            lane_height = better
            placed = place(frame, lanes, scale, lanes_top, lane_height, silence_days)
    bottom = lanes_top + lane_height * len(lanes)

    items = _lane_grounds(placed.lanes, scale, text)
    items += time_axis(time_ticks(scale), scale, strip_top, bottom)
    items += _density(placed.density, strip_top, scale)
    items += _bands([b for b in bands if b.shown], tag_rows, tags_top, bottom)
    items += date_lines(shown_lines, label_rows, scale, bottom)
    for lane in placed.lanes:
        items += _lane(lane, scale)
    axis_top = bottom + 13
    for name, ticks in ages:
        items += _age_axis(text(name), ticks, axis_top, scale)
        axis_top += 13
    ground = foot(placed)
    items += [Item(i.x, i.y + axis_top + 4, i.attributes) for i in ground]
    said = describe.overview(frame, lanes, episodes, period, born or {}, lines, placed, text, spans)
    return Drawing(
        dot=canvas.page(width, axis_top + 4 + key.height(ground), items),
        title="Timeline of all agencies",
        description=said.description,
        table=said.table,
        caption=said.caption,
    )


class _Band:
    """An episode's days on the scale; `shown` is false where it lies outside the time drawn."""

    def __init__(self, number: int, episode: EpisodeLike, scale: Scale, spans: Callable[[date, date], str]):
        self.number, self.episode = number, episode
        start, end = episode.start.toordinal(), episode.end.toordinal()
        self.shown = end >= scale.first and start <= scale.last
        self.left = scale.x(max(start, scale.first))
        self.right = scale.x(min(end, scale.last) + 1)
        self.middle = min(max((self.left + self.right) / 2, scale.left + 8), scale.right - 8)
        self.days = spans(episode.start, episode.end)
        self.accepted = episode.status == "accepted"


def _lane_height(room: float, lanes: int) -> float:
    return min(_HIGHEST_LANE, max(_LOWEST_LANE, room / max(1, lanes)))


def _rows(rows: Sequence[int]) -> int:
    return max(rows, default=-1) + 1


def _date_words(day: int, words: str) -> str:
    (short,) = key.fitted(words, _LONGEST_LABEL, TEXT_SIZE, 1)
    return f"{short}, {day_name(day)}"


def date_label(scale: Scale, day: int, words: str) -> tuple[float, float]:
    """Left and right end of a date line's label: centred on the line, but inside the sheet."""
    wide = text_width(_date_words(day, words), TEXT_SIZE)
    left = min(max(scale.x(day + 0.5) - wide / 2, 2), max(2, scale.right - wide))
    return left, left + wide + 6


def _lane_grounds(lanes: Sequence[Lane], scale: Scale, text: Callable[[str], str]) -> list[Item]:
    items = []
    for number, lane in enumerate(lanes):
        fill = LANE if number % 2 == 0 else PAPER
        items.append(canvas.box(0, lane.top, scale.right, lane.bottom, fill))
        room = int((lane.bottom - lane.top - 1) // 8.4)
        size = TEXT_SIZE + 1 if room > 2 else TEXT_SIZE
        facts = wrap_to_width(_lane_facts(lane), _NAMES - 8, TEXT_SIZE)
        kept = facts[: max(0, room - 1)] if len(facts) < room else []
        names = key.fitted(text(lane.agency), _NAMES - 8, size, room - len(kept))
        height = len(names) * (size + 1.4) + len(kept) * (TEXT_SIZE + 1.4)
        y = (lane.top + lane.bottom - height) / 2
        for words, type_size, colour in [(n, size, INK) for n in names] + [(f, TEXT_SIZE, FAINT) for f in kept]:
            y += (type_size + 1.4) / 2
            items.append(canvas.text(3, y, words, type_size, colour))
            y += (type_size + 1.4) / 2
    return items


def _lane_facts(lane: Lane) -> str:
    if not lane.events:
        return "no events received"
    facts = [describe.counted(lane.events, "event")]
    facts += [f"{lane.undated} undated"] if lane.undated else []
    facts += [f"{lane.outside} outside the period"] if lane.outside else []
    return ", ".join(facts)


def time_axis(ticks: Sequence[Tick], scale: Scale, top: float, bottom: float) -> list[Item]:
    """Grid lines from `top` to `bottom` with their labels under them."""
    items = []
    for tick in ticks:
        items.append(canvas.box(tick.x - 0.36, top, tick.x + 0.36, bottom + 3, GRID))
        if tick.x + text_width(tick.label, TEXT_SIZE) <= scale.right:
            items.append(canvas.text(tick.x, bottom + 8, tick.label, TEXT_SIZE))
    return items


def _density(density: Sequence[Column], top: float, scale: Scale) -> list[Item]:
    base = top + _STRIP
    items = [
        canvas.text(3, base - 13, "All records", TEXT_SIZE, FAINT),
        canvas.text(3, base - 5, "in each stretch of time", TEXT_SIZE, FAINT),
        canvas.box(scale.left, base, scale.right, base + 0.72, FAINT),
    ]
    items += [canvas.box(c.left + 0.3, base - c.height * (_STRIP - 2), c.right - 0.3, base, DENSITY) for c in density]
    return items


def _bands(bands: Sequence[_Band], rows: Sequence[int], top: float, bottom: float) -> list[Item]:
    """Each episode's days through all lanes; then the numbers, so that no band's edge runs through one."""
    items, tags = [], []
    for band, row in zip(bands, rows, strict=True):
        y = top + _ROW * (row + 0.5)
        fill, ink = (BAND_EDGE, PAPER) if band.accepted else (PAPER, BAND_EDGE)
        words = str(band.number)
        half = max(6.0, text_width(words, TEXT_SIZE + 1) / 2 + 2)
        items.append(canvas.box(band.left, y, band.right, bottom, BAND, BAND_EDGE, "" if band.accepted else "dashed"))
        tags.append(canvas.box(band.middle - half, y - 4.7, band.middle + half, y + 4.7, fill, BAND_EDGE))
        tags.append(canvas.text(band.middle, y, words, TEXT_SIZE + 1, ink, "middle"))
    return [*items, *tags]


def date_lines(lines: Sequence[tuple[int, str]], rows: Sequence[int], scale: Scale, bottom: float) -> list[Item]:
    """A line down to `bottom` for each day, with its label at the top of the sheet in its row."""
    items = []
    for (day, words), row in zip(lines, rows, strict=True):
        x, y = scale.x(day + 0.5), 3 + _ROW * (row + 0.5)
        left, _ = date_label(scale, day, words)
        items.append(canvas.box(x - 0.5, y, x + 0.5, bottom, DATE_LINE))
        whole = _date_words(day, words)
        items.append(canvas.box(left - 2, y - 4.6, left + text_width(whole, TEXT_SIZE) + 2, y + 4.6, PAPER))
        items.append(canvas.text(left, y, whole, TEXT_SIZE, DATE_LINE))
    return items


def _lane(lane: Lane, scale: Scale) -> list[Item]:
    items = []
    middle = (lane.top + lane.bottom) / 2
    for silence in lane.silences:
        left, right = scale.x(silence.first) + 1, scale.x(silence.last + 1) - 1
        weeks = (silence.last + 1 - silence.first) // 7
        items.append(canvas.box(left, middle - 4.3, right, middle + 4.3, PAPER, FAINT, "dashed"))
        words = next((w for w in (f"no record, {weeks} weeks", f"{weeks} weeks") if text_width(w, TEXT_SIZE) + 4 <= right - left), "")
        if words:
            items.append(canvas.text((left + right) / 2, middle, words, TEXT_SIZE, FAINT, "middle"))
    if lane.events == lane.undated + lane.outside:
        words = "no events received" if not lane.events else "no event in the period"
        items.append(canvas.box(scale.left + 1, middle - 4.3, scale.right - 1, middle + 4.3, PAPER, FAINT, "dashed"))
        items.append(canvas.text((scale.left + scale.right) / 2, middle, words, TEXT_SIZE, FAINT, "middle"))
    for column in lane.columns:
        fill = SEVERITIES[column.severity].fill
        items.append(canvas.box(column.left + 0.3, lane.bottom - 1 - column.height, column.right - 0.3, lane.bottom - 1, fill))
    for mark in lane.marks:
        items += key.mark(mark)
    items += [canvas.text(c.x, c.y, f"+{c.events}", TEXT_SIZE, INK, "middle") for c in lane.counts]
    return items


def _age_axis(name: str, ticks: Sequence[Tick], top: float, scale: Scale) -> list[Item]:
    middle = top + 6.5
    names = key.fitted(f"Age of {name}", _NAMES - 8, TEXT_SIZE, 1)
    items = [
        canvas.text(3, middle, names[0], TEXT_SIZE, FAINT),
        canvas.box(scale.left, top, scale.right, top + 0.72, GRID),
    ]
    if not ticks:
        items.append(canvas.text(scale.left + 2, middle + 1, "not born in this period", TEXT_SIZE, FAINT))
    for tick in ticks:
        items.append(canvas.box(tick.x - 0.36, top, (tick.to or tick.x) + 0.36, top + 4, FAINT if tick.to is None else GRID))
        if tick.x + 2 + text_width(tick.label, TEXT_SIZE) <= scale.right:
            items.append(canvas.text(tick.x + 2, middle + 1, tick.label, TEXT_SIZE, FAINT))
    return items
