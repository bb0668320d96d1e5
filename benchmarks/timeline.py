"""Timelines: how long they take, how large they are, and what overlaps, beside the simple ways to draw them.

Invented chronologies of 400 to 50,000 events from eight agencies. Beside our drawing stand: one pinned node an
event in its lane (no stacking, no counting), a chain of ranks laid out by dot with a cluster an agency, and
labels put next to their symbols without placing. Needs nothing but the kit.
"""

from __future__ import annotations

import re
import subprocess
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise

import numpy as np
import pandas as pd
from lxml import etree

from lcspr_kit import graphviz
from lcspr_kit.chronology.events import EVENT_COLUMNS, check_events
from lcspr_kit.textwidth import text_width
from lcspr_kit.timeline import canvas
from lcspr_kit.timeline.overview import draw_overview
from lcspr_kit.timeline.placing import timed
from lcspr_kit.timeline.scale import Scale
from lcspr_kit.timeline.zoom import draw_zoom

AGENCIES = ["Police", "Social care", "Surgery", "Health visiting", "Acute trust", "School", "Housing", "Probation"]
FIRST, DAYS = date(2022, 1, 1), 1095
WORDS = ["mother", "school", "attended", "call", "injury", "bruise", "arm", "disclosed", "visit", "home", "not", "seen", "missed", "agreed", "review"]


@dataclass(frozen=True)
class Episode:
    id: str
    title: str
    start: date
    end: date
    status: str
    events: tuple[str, ...]
    agencies: tuple[str, ...]
    silent: tuple[str, ...] = ()


def chronology(n: int, days: int = DAYS) -> tuple[pd.DataFrame, pd.DataFrame]:
    """n events in reading order, and their scores: 3 in 100 are serious, 4 in 100 known only to the month."""
    chance = np.random.default_rng(n)
    start = pd.Series(pd.Timestamp(FIRST) + pd.to_timedelta(np.sort(chance.integers(0, days, n)), unit="D"))
    month = pd.Series(chance.random(n) < 0.04)
    start = start.where(~month, start.dt.to_period("M").dt.start_time)
    words = [" ".join(WORDS[i] for i in chance.integers(0, len(WORDS), chance.integers(5, 26))) for _ in range(n)]
    frame = pd.DataFrame({name: [""] * n for name in EVENT_COLUMNS})
    frame = frame.assign(
        event_id=[f"{i:010x}" for i in range(n)], order=range(n), source_row=range(n), start=start,
        end=start.where(~month, start + pd.offsets.MonthEnd(0)), precision=np.where(month, "month", "day"), uncertain=chance.random(n) < 0.05,
        agency=[AGENCIES[i] for i in chance.integers(0, len(AGENCIES), n)], event=words, recorded_date=pd.NaT, people=[()] * n, extra=[{}] * n,
    )  # fmt: skip
    severity = chance.choice(6, n, p=[0.5, 0.25, 0.14, 0.08, 0.02, 0.01])
    return check_events(frame), pd.DataFrame({"event_id": frame["event_id"], "score": severity, "severity": severity})


def seconds(work: Callable[[], object], times: int = 3) -> float:
    taken = []
    for _ in range(times):
        start = time.perf_counter()
        work()
        taken.append(time.perf_counter() - start)
    return min(taken)


def one_node_an_event(events: pd.DataFrame, scores: pd.DataFrame) -> graphviz.Drawing:
    """What most scripts draw: a symbol in the middle of its lane for every event."""
    frame = timed(events, scores, AGENCIES)
    scale = Scale(FIRST.toordinal(), FIRST.toordinal() + DAYS - 1, 122.0, 727.0)
    x = scale.x(frame["first"].to_numpy() + 0.5)
    items = [canvas.symbol(a, 30 + 50 * lane, severity) for a, lane, severity in zip(x, frame["lane"], frame["severity"], strict=True)]
    return graphviz.Drawing(canvas.page(737, 460, items), "t", "d", pd.DataFrame())


def hidden(drawing: graphviz.Drawing) -> float:
    """The share of symbols whose middle lies under another symbol drawn later."""
    root = etree.fromstring(graphviz.svg(drawing).encode())
    marks = [box for box in map(_extent, root.iter("{*}polygon", "{*}ellipse")) if 2 < box[2] - box[0] < 11 and 2 < box[3] - box[1] < 11]
    cells: dict[tuple[int, int], list[tuple[float, float, float, float]]] = {}
    under = 0
    for box in reversed(marks):
        x, y = (box[0] + box[2]) / 2, (box[1] + box[3]) / 2
        cell = int(x // 12), int(y // 12)
        near = [b for i in (-1, 0, 1) for j in (-1, 0, 1) for b in cells.get((cell[0] + i, cell[1] + j), ())]
        under += any(b[0] < x < b[2] and b[1] < y < b[3] for b in near)
        cells.setdefault(cell, []).append(box)
    return under / max(1, len(marks))


def _extent(element: etree._Element) -> tuple[float, float, float, float]:
    if element.get("cx"):
        x, y, rx, ry = (float(element.get(name)) for name in ("cx", "cy", "rx", "ry"))
        return x - rx, y - ry, x + rx, y + ry
    points = [tuple(map(float, pair.split(","))) for pair in element.get("points").split()]
    xs, ys = zip(*points, strict=True)
    return min(xs), min(ys), max(xs), max(ys)


def overlapping_lines(svg: str) -> int:
    """Pairs of lines of text that overlap, by the widths of Arial."""
    boxes = []
    for element in etree.fromstring(svg.encode()).iter("{*}text"):
        size, x, y = (float(element.get(name)) for name in ("font-size", "x", "y"))
        half = text_width(element.text or "", size) / 2
        boxes.append((x - half, y - 0.72 * size, x + half, y + 0.1 * size))
    boxes.sort()
    pairs = 0
    for n, a in enumerate(boxes):
        for b in boxes[n + 1 :]:
            if b[0] >= a[2]:
                break
            pairs += a[1] < b[3] and b[1] < a[3]
    return pairs


def unplaced_labels(events: pd.DataFrame, scores: pd.DataFrame, days: int) -> graphviz.Drawing:
    """Every event's first thirty letters beside its symbol on one sheet, as plotting libraries do."""
    frame = timed(events, scores, AGENCIES)
    scale = Scale(FIRST.toordinal(), FIRST.toordinal() + days - 1, 96.0, 729.0)
    items = []
    for row, words in zip(frame.itertuples(), events["event"], strict=True):
        x, y = scale.x(row.first + 0.5), 30 + 50 * row.lane
        items += [canvas.symbol(x, y, row.severity), canvas.text(x + 6, y, words[:30], 7)]
    return graphviz.Drawing(canvas.page(737, 460, items), "t", "d", pd.DataFrame())


def rank_chain(events: pd.DataFrame) -> tuple[float, float, int]:
    """dot's own way: months as a chain of ranks, a cluster an agency. Seconds, A4 widths, and pairs of lanes that mix."""
    lines = ["digraph g { rankdir=LR; node [shape=circle width=0.1 fixedsize=true label=\"\"];"]
    months = events["start"].dt.strftime("m%Y%m")
    order = sorted(set(months))
    lines += [f"{a} -> {b};" for a, b in pairwise(order)]
    for number, agency in enumerate(AGENCIES):
        inside = " ".join(f"e{i};" for i in np.flatnonzero(events["agency"] == agency))
        lines.append(f"subgraph cluster_{number} {{ {inside} }}")
    lines += [f"{month} -> e{i} [style=invis];" for i, month in enumerate(months)]
    start = time.perf_counter()
    done = subprocess.run([*graphviz.engine(), "-Kdot", "-Tplain"], input="\n".join([*lines, "}"]).encode(), capture_output=True, timeout=300)
    taken = time.perf_counter() - start
    out = done.stdout.decode()
    width = float(out.split()[2]) * 72 / 737
    at = {int(m[1]): float(m[2]) for m in re.finditer(r"^node e(\d+) [\d.]+ ([\d.]+)", out, re.M)}
    spans = []
    for agency in AGENCIES:
        ys = [at[i] for i in np.flatnonzero(events["agency"] == agency)]
        spans.append((min(ys), max(ys)))
    mixed = sum(a[0] < b[1] and b[0] < a[1] for n, a in enumerate(spans) for b in spans[n + 1 :])
    return taken, width, mixed


def main() -> None:
    period = (FIRST, FIRST + timedelta(days=DAYS - 1))
    print(f"{'overview':>10} {'draw s':>8} {'svg s':>8} {'KB':>7} {'hidden':>7} | one node an event: {'s':>6} {'KB':>7} {'hidden':>7} | time x  size x")
    for n in (400, 1500, 5000, 50000):
        events, scores = chronology(n)

        def draw(events: pd.DataFrame = events, scores: pd.DataFrame = scores) -> graphviz.Drawing:
            return draw_overview(events, scores, [], period=period, agencies=AGENCIES)

        drawing = draw()
        to_draw, to_svg = seconds(draw), seconds(lambda drawing=drawing: graphviz.svg(drawing))
        size = len(graphviz.svg(drawing).encode()) / 1000
        plain = one_node_an_event(events, scores)
        other = seconds(lambda plain=plain: graphviz.svg(plain), 1) + seconds(lambda e=events, s=scores: one_node_an_event(e, s), 1)
        other_size = len(graphviz.svg(plain).encode()) / 1000
        print(f"{n:>10,} {to_draw:>8.3f} {to_svg:>8.3f} {size:>7.0f} {hidden(drawing):>7.1%} | {'':>18} {other:>6.2f} {other_size:>7.0f} {hidden(plain):>7.1%} | {other / (to_draw + to_svg):>6.1f} {other_size / size:>7.1f}")

    days = 50
    events, scores = chronology(400, days)
    episode = Episode("E1", "An episode", FIRST, FIRST + timedelta(days=days - 1), "accepted", tuple(events["event_id"]), tuple(AGENCIES))
    taken = seconds(lambda: draw_zoom(events, scores, episode, agencies=AGENCIES), 2)
    sheets = draw_zoom(events, scores, episode, agencies=AGENCIES)
    overlaps = sum(overlapping_lines(graphviz.svg(sheet)) for sheet in sheets)
    print(f"\nzoom, 400 events in {days} days: {taken:.2f} s, {len(sheets)} sheets, {overlaps} overlaps of text (labels without placing, one sheet: {overlapping_lines(graphviz.svg(unplaced_labels(events, scores, days)))})")

    events, scores = chronology(400)
    chain, width, mixed = rank_chain(events)
    own = seconds(lambda: graphviz.run(draw_overview(events, scores, [], period=period, agencies=AGENCIES).dot, "plain"))
    print(f"dot's rank chain, 400 events: {chain:.2f} s ({chain / own:.1f} x ours), {width:.1f} sheets wide, {mixed} of 28 pairs of lanes mixed (ours: 1 sheet, 0)")


if __name__ == "__main__":
    main()
