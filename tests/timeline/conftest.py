"""Invented chronologies to draw, and what a drawing's SVG says."""

from __future__ import annotations

import functools
import random
import re
from dataclasses import dataclass
from datetime import date, timedelta

import pandas as pd
import pytest
from lxml import etree

from lcspr_kit.chronology.events import EVENT_COLUMNS, events_frame, sort_events
from lcspr_kit.textwidth import text_width

AGENCIES = ["Northport Police", "Children's social care", "Quayside Surgery", "Health visiting", "Larkrise Primary School"]
WORDS = ["mother", "father", "school", "attended", "injury", "bruise", "arm", "visit", "home", "not", "seen", "missed", "referral", "agreed", "review", "crying", "weight"]


@dataclass(frozen=True)
class Episode:
    id: str
    title: str
    start: date
    end: date
    status: str = "accepted"
    events: tuple[str, ...] = ()
    agencies: tuple[str, ...] = ()
    silent: tuple[str, ...] = ()


def _row(start, end=None, agency="Northport Police", event="A visit was made.", precision=None, uncertain=False, **more):
    end = end or start
    if precision is None:
        precision = "unknown" if start is None else "day" if start == end else "range"
    row = dict.fromkeys(EVENT_COLUMNS, "")
    row |= {"order": 1, "agency": agency, "source_file": "a.csv", "source_row": 2, "date_text": "x", "start": start, "end": end}
    row |= {"precision": precision, "uncertain": uncertain, "event": event, "people": (), "extra": {}, "recorded_date": None}
    return row | more


@pytest.fixture
def agencies():
    return list(AGENCIES)


@pytest.fixture
def row():
    """One event as a row: row(start, end, agency, event, precision, uncertain)."""
    return _row


def _chronology(rows, severities=None):
    events = sort_events(events_frame(rows))
    severity = [(severities or {}).get(words, 0) for words in events["event"]]
    scores = pd.DataFrame({"event_id": events["event_id"], "score": severity, "severity": severity})
    scores["families"] = [() for _ in severity]
    return events, scores


@pytest.fixture
def chronology():
    """Rows as a sorted chronology, and scores with the severities given by the words of the event."""
    return _chronology


@pytest.fixture(scope="session")
def many():
    """A chronology of n events over `days` days from 1 January 2023, of every kind of date; made once."""

    @functools.cache
    def made(n, days=1000, seed=1, words=25, serious=True):
        chance = random.Random(seed)
        rows = []
        for number in range(n):
            start = date(2023, 1, 1) + timedelta(days=chance.randrange(days))
            end, kind = start, chance.random()
            precision = "day"
            if kind < 0.05:
                start = start.replace(day=1)
                end, precision = start + timedelta(days=27), "month"
            elif kind < 0.10:
                end, precision = start + timedelta(days=chance.randrange(2, 50)), "range"
            elif kind < 0.12:
                start = end = None
            text = f"{number} " + " ".join(chance.choice(WORDS) for _ in range(chance.randint(3, words)))
            rows.append(_row(start, end, chance.choice(AGENCIES[:4]), text, precision if start else None, kind > 0.9 and start is not None))
        events, scores = _chronology(rows)
        scores["severity"] = chance.choices(range(6) if serious else range(4), [50, 20, 12, 10, 5, 3][: 6 if serious else 4], k=n)
        return events, scores

    def make(*args, **kwargs):
        events, scores = made(*args, **kwargs)
        return events, scores.copy()

    return make


@pytest.fixture
def episode():
    """An episode over some days whose members are all the events that start in it."""

    def make(events, start, end, title="Four incidents in nine weeks", status="accepted", number=1):
        inside = events[(events["start"] >= pd.Timestamp(start)) & (events["start"] <= pd.Timestamp(end))]
        having = tuple(sorted(set(inside["agency"])))
        silent = tuple(agency for agency in AGENCIES if agency not in having)
        return Episode(f"E{number}", title, start, end, status, tuple(inside["event_id"]), having, silent)

    return make


@dataclass(frozen=True)
class Line:
    """A line of text in a drawing: its words, size and box, y downwards from the top of the page."""

    words: str
    size: float
    left: float
    top: float
    right: float
    bottom: float

    def overlaps(self, other: Line) -> bool:
        return self.left < other.right and other.left < self.right and self.top < other.bottom and other.top < self.bottom


class Page:
    """What a test asks of an SVG: its size, its lines of text, its symbols by id."""

    def __init__(self, svg: str):
        self.svg = svg
        root = etree.fromstring(svg.encode())
        _, _, self.width, self.height = (float(v) for v in root.get("viewBox").split())
        (graph,) = [g for g in root if etree.QName(g).localname == "g"]
        shift = float(re.search(r"translate\([\d.-]+[ ,]([\d.-]+)\)", graph.get("transform"))[1])
        self.lines = []
        for element in root.iter("{*}text"):
            size = float(element.get("font-size"))
            half = text_width(element.text or "", size) / 2
            x, y = float(element.get("x")), float(element.get("y")) + shift
            self.lines.append(Line(element.text or "", size, x - half, y - size * 0.72, x + half, y + size * 0.1))
        self.ids = [e.get("data-id") for e in root.iter() if (e.get("data-id") or "").startswith("ev-")]

    @property
    def words(self) -> str:
        return "\n".join(line.words for line in self.lines)

    def collisions(self) -> list[tuple[str, str]]:
        lines = sorted(self.lines, key=lambda line: line.left)
        return [
            (a.words, b.words) for n, a in enumerate(lines) for b in lines[n + 1 :] if b.left < a.right and a.overlaps(b)
        ]

    def outside(self) -> list[str]:
        return [
            line.words
            for line in self.lines
            if line.left < -0.5 or line.right > self.width + 0.5 or line.top < -0.5 or line.bottom > self.height + 0.5
        ]


@pytest.fixture
def page():
    """Parse an SVG into a Page."""
    return Page
