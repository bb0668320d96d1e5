"""Choosing part of a chronology: by time, agency, person, episode and words."""

from __future__ import annotations

import datetime as dt
import difflib
from collections.abc import Collection, Iterable

import pandas as pd

from lcspr_kit.chronology.events import normalise
from lcspr_kit.problems import InputError, Problem

_TEXTS = ("event", "response", "analysis", "child_voice", "source_of_information", "date_text")


def select_events(
    events: pd.DataFrame,
    since: str = "",
    until: str = "",
    agencies: Collection[str] = (),
    people: Collection[str] = (),
    search: str = "",
    ids: Collection[str] | None = None,
) -> pd.DataFrame:
    """The rows that meet every condition given; an empty condition is none.

    `since` and `until` are ISO dates, both included: an event is in if any of its possible days is.
    Undated rows are left out as soon as a date is given. `search` is words that must all be there.
    Raises InputError for an unknown agency or a date that is none.
    """
    keep = pd.Series(True, index=events.index)
    if since:
        keep &= events["end"] >= pd.Timestamp(_day(since, "--from"))
    if until:
        keep &= events["start"] < pd.Timestamp(_day(until, "--until")) + pd.Timedelta(days=1)
    if agencies:
        keep &= events["agency"].isin(_known_agencies(agencies, events["agency"].unique()))
    if people:
        wanted = set(people)
        keep &= events["people"].map(lambda named: bool(wanted.intersection(named)))
    if search:
        text = events[list(_TEXTS)].agg(" ".join, axis=1).map(normalise)
        for word in normalise(search).split():
            keep &= text.str.contains(word, regex=False)
    if ids is not None:
        keep &= events["event_id"].isin(set(ids))
    return events[keep].reset_index(drop=True)


def _day(text: str, option: str) -> dt.date:
    try:
        return dt.date.fromisoformat(text)
    except ValueError:
        raise InputError(Problem(option, f"'{text[:20]}' is not a date.", "Write it as 2026-03-31.")) from None


def _known_agencies(wanted: Iterable[str], known: Iterable[str]) -> list[str]:
    by_name = {normalise(name): name for name in known}
    found = []
    for name in wanted:
        if normalise(name) not in by_name:
            near = difflib.get_close_matches(normalise(name), by_name, 1, 0.4)
            todo = f"Did you mean '{by_name[near[0]]}'?" if near else f"Agencies here: {', '.join(sorted(by_name.values()))}."
            raise InputError(Problem("--agency", f"No agency is called '{name[:40]}' in this chronology.", todo))
        found.append(by_name[normalise(name)])
    return found
