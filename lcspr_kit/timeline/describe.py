"""Timelines in words and tables, for those who can't see them. Knows no positions.

Says what is recorded and when, never whose fault; names only what the caller's `text` lets through.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import numpy as np
import pandas as pd

from lcspr_kit.edtf import PartialDate, age_in_words
from lcspr_kit.timeline.placing import Placed
from lcspr_kit.timeline.scale import MONTHS, day_name, span_name
from lcspr_kit.timeline.symbols import SERIOUS

_BUSIEST = 3


@dataclass(frozen=True)
class Said:
    """What goes beside a drawing: its description, its caption and the table behind it."""

    description: str
    caption: str
    table: pd.DataFrame


def counted(number: int, thing: str, several: str = "") -> str:
    """`1 event`, `12 events`; `several` is the plural where an s is not enough."""
    return f"{number:,} {thing if number == 1 else several or thing + 's'}"


def listed(things: Sequence[str]) -> str:
    """`A`, `A and B`, `A, B and C`."""
    things = list(things)
    return things[0] if len(things) == 1 else f"{', '.join(things[:-1])} and {things[-1]}" if things else ""


def overview(
    frame: pd.DataFrame,
    agencies: Sequence[str],
    episodes: Sequence[Any],
    period: tuple[date, date],
    born: Mapping[str, PartialDate],
    lines: Sequence[tuple[int, str]],
    placed: Placed,
    text: Callable[[str], str],
    spans: Callable[[date, date], str],
) -> Said:
    """The overview in words: events by agency, busiest months, silences, episodes, dates and ages.

    The table has one row an agency and a quarter with events (counts and serious events), then one
    row an episode. `frame` is that of `placing.timed`, `lines` are ordinals and labels.
    """
    first, last = period[0].toordinal(), period[1].toordinal()
    known = frame["first"] > 0
    shown = frame[known & (frame["last"] >= first) & (frame["first"] <= last)]
    day = pd.Series(_dates(shown["first"].clip(lower=first)), index=shown.index)
    names = [text(agency) for agency in agencies]
    parts = [
        f"A timeline from {day_name(period[0])} to {day_name(period[1])}: {counted(len(shown), 'event')} from "
        f"{counted(int(shown['lane'].nunique()), 'agency', 'agencies')}."
    ]
    parts += _by_agency(shown, names, placed)
    if len(shown):
        months = day.dt.to_period("M").value_counts(sort=False).sort_index()
        busiest = months.sort_values(ascending=False, kind="stable").head(_BUSIEST)
        parts.append(
            "Busiest months: "
            + listed([f"{MONTHS[month.month - 1]} {month.year} ({count})" for month, count in busiest.items()])
            + "."
        )
    parts += [_silences(placed, names)] if any(lane.silences for lane in placed.lanes) else []
    for number, episode in enumerate(episodes, 1):
        state = "" if episode.status == "accepted" else ", proposed"
        parts.append(f"Episode {number}{state}: {text(episode.title)}, {spans(episode.start, episode.end)}.")
    inside = [f"{words}, {day_name(d)}" for d, words in lines if first <= d <= last]
    parts += [f"Dates marked: {listed(inside)}."] if inside else []
    for name, when in born.items():
        parts.append(f"{text(name)}: age at the start {age_in_words(when, period[0])}, at the end {age_in_words(when, period[1])}.")
    return Said(" ".join(parts), _caption(frame, shown, lines, first, last, placed), _overview_table(shown, day, names, episodes, text, spans))


def _dates(ordinals: pd.Series) -> np.ndarray:
    return (ordinals.to_numpy() - 719163).astype("datetime64[D]").astype("datetime64[s]")


def _by_agency(shown: pd.DataFrame, names: Sequence[str], placed: Placed) -> list[str]:
    counts = np.bincount(shown["lane"], minlength=len(names))
    serious = np.bincount(shown.loc[shown["severity"] >= SERIOUS, "lane"], minlength=len(names))
    having = [
        f"{name} {counts[n]:,}{f' ({serious[n]:,} serious)' if serious[n] else ''}" for n, name in enumerate(names) if counts[n]
    ]
    without = [name for n, name in enumerate(names) if not placed.lanes[n].events]
    quiet = [name for n, name in enumerate(names) if placed.lanes[n].events and not counts[n]]
    parts = [f"Events by agency: {'; '.join(having)}."] if having else []
    parts += [f"No events received from {listed(without)}."] if without else []
    parts += [f"No event in this time from {listed(quiet)}."] if quiet else []
    return parts


def _silences(placed: Placed, names: Sequence[str]) -> str:
    longest = []
    for name, lane in zip(names, placed.lanes, strict=True):
        if lane.silences:
            silence = max(lane.silences, key=lambda s: (s.last - s.first, -s.first))
            longest.append(f"{name} {span_name(silence.first, silence.last)}")
    return f"Longest time without a record: {'; '.join(longest)}."


def _caption(frame: pd.DataFrame, shown: pd.DataFrame, lines: Sequence[tuple[int, str]], first: int, last: int, placed: Placed) -> str:
    undated = int((frame["first"] == 0).sum())
    outside = len(frame) - undated - len(shown)
    parts = [f"{counted(len(shown), 'event')} in the period."]
    parts += [f"{counted(undated, 'event')} without a date {'is' if undated == 1 else 'are'} not shown."] if undated else []
    parts += [f"{counted(outside, 'event')} outside the period {'is' if outside == 1 else 'are'} not shown."] if outside else []
    serious = sum(c.events for lane in placed.lanes for c in lane.counts) if placed.binned else 0
    if placed.binned:
        parts.append(f"Events below severity {SERIOUS} are counted in columns; each serious event has its own symbol{f', but for {serious:,} that had no room and are counted (+n)' if serious else ''}.")
    parts += [f"{words}: {day_name(day)}, {'before' if day < first else 'after'} the period." for day, words in lines if not first <= day <= last]
    return " ".join(parts)


def _overview_table(shown: pd.DataFrame, day: pd.Series, names: Sequence[str], episodes: Sequence[Any], text: Callable[[str], str], spans: Callable[[date, date], str]) -> pd.DataFrame:
    columns = ["Agency or episode", "When", "Events", "Serious events"]
    rows: list[tuple[str, str, int, int]] = []
    keyed = pd.DataFrame({"lane": shown["lane"], "year": day.dt.year, "quarter": day.dt.quarter, "serious": shown["severity"] >= SERIOUS})
    for (lane, year, quarter), group in keyed.groupby(["lane", "year", "quarter"], sort=True):
        months = f"{MONTHS[(quarter - 1) * 3]} to {MONTHS[quarter * 3 - 1]} {year}"
        rows.append((names[lane], months, len(group), int(group["serious"].sum())))
    having = set(shown["lane"])
    rows += [(name, "no event in this time", 0, 0) for n, name in enumerate(names) if n not in having]
    severity = dict(zip(shown["event_id"], shown["severity"], strict=True))
    for number, episode in enumerate(episodes, 1):
        serious = sum(severity.get(event, 0) >= SERIOUS for event in episode.events)
        rows.append((f"Episode {number}: {text(episode.title)}", spans(episode.start, episode.end), len(episode.events), serious))
    return pd.DataFrame(rows, columns=columns)
