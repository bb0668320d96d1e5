"""The zoom timeline: one episode with every event in words, before and after, and who is silent.

Takes as many sheets as it needs to stay legible: `sheets` cuts, `labels` places, this module draws
and says the same in words and a table.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from datetime import date
from typing import Any

import pandas as pd

from lcspr_kit.graphviz import Drawing
from lcspr_kit.textwidth import text_width, wrap_to_width
from lcspr_kit.timeline import canvas, describe, key
from lcspr_kit.timeline.canvas import Item
from lcspr_kit.timeline.labels import LINE, Label, LabelledLane, Told, label_lines, wrapped
from lcspr_kit.timeline.placing import Mark, all_agencies, timed
from lcspr_kit.timeline.scale import MONTHS, TEXT_SIZE, day_name, span_name, time_ticks
from lcspr_kit.timeline.sheets import Room, Sheet, cut_sheets
from lcspr_kit.timeline.symbols import BAND_EDGE, FAINT, GRID, INK, LANE, LINK, PAPER, SEVERITIES

WIDTH, HEIGHT = 737.0, 500.0
"""A drawing in points: what fits an A4 landscape sheet inside its margins."""
UPRIGHT_WIDTH, UPRIGHT_HEIGHT = 473.0, 430.0
"""A small episode's drawing, which stands upright in the text and leaves room for text beside it on the page."""
CONTEXT_DAYS = 7
_NAMES = 96.0
_TITLE = 9.0
_AXIS = 22.0
_BELOW = 52.0  # what the foot and the key take under the lanes
_NARROWEST_DAY = 5.0  # points, below which days have no ticks of their own
_LINES, _LINES_IN_A_CROWD = 5, 3
_CROWD = 60  # events in the time drawn from which labels are shorter, for fewer sheets


def draw_zoom(
    events: pd.DataFrame,
    scores: pd.DataFrame,
    episode: Any,
    *,
    agencies: Sequence[str],
    text: Callable[[str], str] = str,
    links: Iterable[tuple[str, str]] | None = None,
    context_days: int = CONTEXT_DAYS,
    most: int | None = None,
) -> list[Drawing]:
    """Draw an episode upright where it fits part of a page, else on as many A4 landscape sheets as it takes, in the order of time.

    Shown is every event that touches the days from `context_days` before the episode to as many
    after it. `events`, `scores`, `agencies` and `text` are as for the overview; `links` are pairs of
    event ids whose link the author has accepted. The table of each sheet has its events in full.
    Of more than `most` events only the gravest are shown, the episode's own first, and each sheet says so.
    """
    lanes = all_agencies(events, agencies)
    names = {agency: text(agency) for agency in lanes}
    first = max(1, episode.start.toordinal() - context_days)
    last = min(date.max.toordinal(), episode.end.toordinal() + context_days)
    frame = timed(events, scores, lanes)
    here = frame[(frame["first"] > 0) & (frame["last"] >= first) & (frame["first"] <= last)]
    of = ""
    if most is not None and len(here) > most:
        of = f" Shown are the {most} records of most weight of {len(here):,} in this time; all are in the combined chronology."
        here = _gravest(here, set(episode.events), most)
    rows = events.iloc[here["number"].to_numpy() - 1]
    pairs = _partners(links or (), dict(zip(here["event_id"], here["number"].tolist(), strict=True)))
    told = _told(rows, here, episode, names, pairs, text)
    title = f"{text(episode.title)}, {span_name(episode.start, episode.end)}"
    shown = list(dict.fromkeys(names.values()))
    width = UPRIGHT_WIDTH
    sheets = cut_sheets(told, shown, first, last, _room(title, width, UPRIGHT_HEIGHT))
    if len(sheets) > 1 or sheets[0].bottom > UPRIGHT_HEIGHT - _BELOW:
        width = WIDTH
        sheets = cut_sheets(told, shown, first, last, _room(title, width, HEIGHT))
    silent = [text(agency) for agency in episode.silent]
    whole = {t.number: w for t, w in zip(told, _table_rows(told, rows, here, episode, pairs), strict=True)}
    drawings = []
    for number, sheet in enumerate(sheets, 1):
        part = f" (sheet {number} of {len(sheets)}: {span_name(sheet.scale.first, sheet.scale.last)})" if len(sheets) > 1 else ""
        drawings.append(_drawing(sheet, width, title, part, episode, silent, pairs, [whole[t.number] for t in sheet.told]))
    return [replace(drawing, caption=drawing.caption + of, description=drawing.description + of) for drawing in drawings]


def _gravest(here: pd.DataFrame, own: set[str], most: int) -> pd.DataFrame:
    """The rows of most weight: the episode's own before others, then by severity, then the earlier ones; in their old order."""
    ranked = here.assign(own=here["event_id"].isin(own)).sort_values(["own", "severity", "number"], ascending=[False, False, True], kind="stable")
    return here.loc[ranked.index[:most].sort_values()]


def _partners(links: Iterable[tuple[str, str]], numbers: dict[str, int]) -> dict[int, list[int]]:
    """For each event's number the numbers it is linked with; links to events outside are left out."""
    found: dict[int, set[int]] = {}
    for a, b in links:
        if a in numbers and b in numbers and a != b:
            found.setdefault(numbers[a], set()).add(numbers[b])
            found.setdefault(numbers[b], set()).add(numbers[a])
    return {number: sorted(others) for number, others in found.items()}


def _told(rows: pd.DataFrame, here: pd.DataFrame, episode: Any, names: dict[str, str], pairs: dict[int, list[int]], text: Callable[[str], str]) -> list[Told]:
    members = set(episode.events)
    agency_of = dict(zip(here["number"].tolist(), (names[agency] for agency in rows["agency"]), strict=True))
    most = _LINES if len(here) <= _CROWD else _LINES_IN_A_CROWD
    told = []
    for placed, row in zip(here.itertuples(index=False), rows.itertuples(index=False), strict=True):
        number, start, end = int(placed.number), int(placed.first), int(placed.last)
        clock = (row.start.hour * 60 + row.start.minute) / 1440 if row.precision == "minute" else 0.5
        words = " ".join(text(row.event).split())
        others = [f"{other} ({agency_of[other]})" for other in pairs.get(number, [])]
        linked = wrapped(f"Linked with {describe.listed(others)}") if others else ()
        told.append(
            Told(
                number=number,
                agency=agency_of[number],
                day=(start + end + 1) / 2 if placed.wide else start + clock,
                lines=(f"{number}: {when(row, year=False)}", *label_lines(words, most), *linked),
                words=words,
                severity=int(placed.severity),
                hollow=bool(placed.hollow),
                wide=bool(placed.wide),
                bar=(start, end) if end > start else None,
                linked=len(linked),
                member=placed.event_id in members,
            )
        )
    return sorted(told, key=lambda t: (t.begins, t.number))


def when(row: Any, year: bool = True) -> str:
    """An event's date to the precision that is known: `4 Mar 14:05`, `Mar 2025`, `4 to 9 Mar 2025`.

    `row` has `start`, `end`, `precision` and `uncertain` as in `chronology.events`. Without `year`
    a single day has none.
    """
    start, end = row.start.date(), row.end.date()
    if row.precision == "year":
        words = str(start.year)
    elif row.precision == "month":
        words = f"{MONTHS[start.month - 1]} {start.year}"
    elif start != end:
        words = span_name(start, end)
    else:
        words = day_name(start, year)
    if row.precision == "minute":
        words += f" {row.start:%H:%M}"
    return f"{words} (uncertain)" if row.uncertain else words


# ------------------------------------------------------------------------------------- drawing


def _title_lines(title: str, width: float) -> list[str]:
    return wrap_to_width(title, width - 150, _TITLE)  # leaves room for the number of the sheet


def _axis_top(title: str, width: float) -> float:
    return _TITLE * (0.65 + 1.3 * len(_title_lines(title, width)))


def _room(title: str, width: float, height: float) -> Room:
    return Room(_NAMES, width - 8, _axis_top(title, width) + _AXIS, height - _BELOW)


def _drawing(sheet: Sheet, width: float, title: str, part: str, episode: Any, silent: Sequence[str], pairs: dict[int, list[int]], rows: Sequence[tuple]) -> Drawing:
    items = [canvas.text(3, _TITLE * (0.65 + 1.3 * n), words, _TITLE) for n, words in enumerate(_title_lines(title, width))]
    if part:
        items.append(canvas.text(width - 8, _TITLE * 0.65, part.split(":")[0].strip(" ()"), TEXT_SIZE, FAINT, "right"))
    items += _ground(sheet, episode, _axis_top(title, width))
    items += _ties(sheet, pairs)
    for lane in sheet.lanes:
        items += [item for label in lane.labels for item in _label(label)]
    y = sheet.bottom + LINE
    foot = _foot(sheet, silent)
    for words in wrap_to_width(foot, width - 8, TEXT_SIZE) if foot else []:
        items.append(canvas.text(3, y, words, TEXT_SIZE))
        y += LINE
    signs = key.draw(_signs(sheet, pairs), [], width)
    items += [Item(i.x, i.y + y - LINE / 2, i.attributes) for i in signs]
    return Drawing(
        dot=canvas.page(width, y + key.height(signs) - LINE / 2, items),
        title=f"Timeline of an episode{part}",
        description=_description(sheet, title + part, silent),
        table=pd.DataFrame(rows, columns=["Number", "When", "Agency", "Event", "Severity", "Place", "Linked"]),
        caption=f"{title}{part}. The numbers are those of the combined chronology.",
    )


def _ground(sheet: Sheet, episode: Any, top: float) -> list[Item]:
    """Lanes with their agencies, the days before and after the episode in grey, and the axis of time on top."""
    scale, bottom = sheet.scale, sheet.bottom
    items = []
    lanes_top = top + _AXIS
    start, end = scale.x(episode.start.toordinal()), scale.x(episode.end.toordinal() + 1)
    before, after = max(scale.left, min(start, scale.right)), min(scale.right, max(end, scale.left))
    for left, right, words in ((scale.left, before, "before"), (after, scale.right, "after")):
        if right - left > 1:
            items.append(canvas.box(left, top + 10, right, bottom, LANE))
            if right - left > text_width(words, TEXT_SIZE) + 2:
                items.append(canvas.text((left + right) / 2, top + 16, words, TEXT_SIZE, FAINT, "middle"))
    if after - before > text_width("the episode", TEXT_SIZE) + 2:
        items.append(canvas.text((before + after) / 2, top + 16, "the episode", TEXT_SIZE, BAND_EDGE, "middle"))
    for tick in time_ticks(scale):
        items.append(canvas.box(tick.x - 0.36, top + 9, tick.x + 0.36, bottom, GRID))
        if tick.x + text_width(tick.label, TEXT_SIZE) <= scale.right:
            items.append(canvas.text(tick.x, top + 4, tick.label, TEXT_SIZE))
    if scale.points_per_day >= _NARROWEST_DAY:
        days = (scale.x(day) for day in range(scale.first, scale.last + 1))
        items += [canvas.box(x - 0.36, top + 9, x + 0.36, top + 11.5, FAINT) for x in days]
    items += [canvas.box(x - 0.5, top + 10, x + 0.5, bottom, BAND_EDGE) for x in (start, end) if scale.left <= x <= scale.right]
    for lane in sheet.lanes:
        items.append(canvas.box(0, lane.bottom - 0.36, scale.right, lane.bottom + 0.36, GRID))
        y = lane.top + LINE / 2 + 2
        for words in key.fitted(lane.agency, _NAMES - 8, TEXT_SIZE + 0.5, int((lane.bottom - lane.top) // (LINE + 0.5))):
            items.append(canvas.text(3, y, words, TEXT_SIZE + 0.5))
            y += LINE + 0.5
    items.append(canvas.box(0, lanes_top - 0.36, scale.right, lanes_top + 0.36, GRID))
    return items


def _ties(sheet: Sheet, pairs: dict[int, list[int]]) -> list[Item]:
    """Lines between linked events, square to the axes; they run behind the labels."""
    at = {label.event.number: label for lane in sheet.lanes for label in lane.labels}
    items = []
    for number, others in pairs.items():
        for other in others:
            if number < other and number in at and other in at:
                a, b = at[number], at[other]
                top, bottom = sorted((a.y, b.y))
                left, right = sorted((a.x, b.x))
                items.append(canvas.box(a.x - 0.6, top, a.x + 0.6, bottom, LINK))
                items.append(canvas.box(left, b.y - 0.6, right, b.y + 0.6, LINK))
    return items


def _label(label: Label) -> list[Item]:
    event = label.event
    top = label.text_top - LINE / 2
    ink = INK if event.member else FAINT
    items = [canvas.box(label.text_left - 1, top, label.text_left + event.width + 1, top + len(event.lines) * LINE, PAPER)]
    items += key.mark(Mark(event.number, "", label.x, label.y, event.severity, event.hollow, event.wide, label.bar))
    for number, words in enumerate(event.lines):
        colour = FAINT if number == 0 else LINK if number >= len(event.lines) - event.linked else ink
        items.append(canvas.text(label.text_left, label.text_top + number * LINE, words, TEXT_SIZE, colour))
    return items


def _foot(sheet: Sheet, silent: Sequence[str]) -> str:
    words = f"No record in the episode from: {describe.listed(silent)}." if silent else ""
    return words if sheet.told else f"No event is recorded in this time. {words}".strip()


def _signs(sheet: Sheet, pairs: dict[int, list[int]]) -> list[key.Entry]:
    found = key.symbol_entries(sheet.told)
    if any(t.number in pairs for t in sheet.told):
        found.append(([canvas.box(0, -0.6, 12, 0.6, LINK)], "link the author has accepted"))
    if any(t.lines[-1 - t.linked].endswith("…") for t in sheet.told):
        found.append(([canvas.text(6, 0, "…", TEXT_SIZE, INK, "middle")], "goes on in the combined chronology"))
    if any(not t.member for t in sheet.told):
        found.append(([canvas.box(0, -4, 12, 4, LANE)], "before and after; grey words are not part of the episode"))
    return found


def _lanes_said(lanes: Iterable[LabelledLane]) -> str:
    return "; ".join(f"{lane.agency} {len(lane.labels)}" for lane in lanes)


def _description(sheet: Sheet, title: str, silent: Sequence[str]) -> str:
    members = [t for t in sheet.told if t.member]
    parts = [f"{title}. {describe.counted(len(sheet.told), 'event')}, of which {len(members)} in the episode."]
    parts += [f"Events by agency: {_lanes_said(sheet.lanes)}."] if sheet.lanes else []
    worst = max((t.severity for t in members), default=0)
    if worst:
        first = next(t for t in members if t.severity == worst)
        parts.append(f"The most serious (severity {SEVERITIES[worst].name}) is event {first.lines[0].replace(': ', ', ', 1)}, {first.agency}.")
    linked = sum(1 for t in sheet.told if t.linked)
    parts += [f"{counted} linked with another record." for counted in [describe.counted(linked, "event")] if linked]
    parts += [f"No record in the episode from {describe.listed(silent)}."] if silent else []
    return " ".join(parts)


def _table_rows(told: Sequence[Told], rows: pd.DataFrame, here: pd.DataFrame, episode: Any, pairs: dict[int, list[int]]) -> list[tuple]:
    """One row an event, in the order of `told`, with its words in full."""
    row_of = dict(zip(here["number"].tolist(), rows.itertuples(index=False), strict=True))
    table = []
    for t in told:
        row = row_of[t.number]
        place = "in the episode"
        if not t.member:
            place = "before" if row.end.date() < episode.start else "after" if row.start.date() > episode.end else "same time, not in the episode"
        table.append((t.number, when(row), t.agency, t.words, t.severity, place, ", ".join(map(str, pairs.get(t.number, [])))))
    return table
