"""What is new, changed and gone since the author last looked, when an agency sends its chronology again.

Works on event ids: a record that was moved in the file, or sent in another format, is the same record.
The author's decisions name event ids, so they stay with every record that is still there. What was
there last time is kept in `CASE/.lcspr/intake.json`, written by the command only.
"""

from __future__ import annotations

import json
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

import pandas as pd

from lcspr_kit.casefiles import write_atomic
from lcspr_kit.chronology.events import normalise
from lcspr_kit.chronology.export import iso_moment
from lcspr_kit.chronology.intake import Intake
from lcspr_kit.problems import InputError, Problem

_PLACE = (".lcspr", "intake.json")
_FORM = 1
_ALIKE = 60
_NEAR = 45
_MOST_REPEATED = 20
_KEPT = ("agency", "day", "text", "file", "row", "rest")


@dataclass(frozen=True)
class Changed:
    """A record that seems to be an earlier one, corrected: the id it had, the id it has (or the same), what differs."""

    before: str
    after: str
    what: str


@dataclass(frozen=True)
class Resent:
    """What an intake has that the last one had not: ids, in the order of the chronology.

    `gone` are ids of the last intake; `records` says of each id named here its agency, day, text, file and
    row. `is_first` where there was no last intake. A changed record has no entry in `new` and `gone`.
    """

    new: list[str] = field(default_factory=list)
    changed: list[Changed] = field(default_factory=list)
    gone: list[str] = field(default_factory=list)
    records: dict[str, dict[str, Any]] = field(default_factory=dict)
    is_first: bool = False

    def __bool__(self) -> bool:
        return bool(self.new or self.changed or self.gone)


def state_of(events: pd.DataFrame) -> dict[str, dict[str, Any]]:
    """What is kept of a chronology: by event id its agency, day, text, file, row, and a line of all the rest."""
    rest = events[["time_text", "response", "child_seen", "child_voice", "analysis", "significance", "source_of_information"]].agg(" | ".join, axis=1) if len(events) else []
    return {
        row.event_id: {"agency": row.agency, "day": iso_moment(row.start, "day"), "text": row.event, "file": row.source_file, "row": int(row.source_row), "rest": normalise(line)}
        for row, line in zip(events.itertuples(index=False), rest, strict=True)
    }


def compare(previous: dict[str, dict[str, Any]] | None, intake: Intake) -> Resent:
    """What changed between a kept state (None: there is none) and an intake.

    Records of a file that could not be read this time are not gone. A record that is gone and a new one of the same agency are taken as one that was changed where their
    texts are alike, or where the same words have another date.
    """
    if previous is None:
        return Resent(is_first=True)
    now = state_of(intake.events)
    unread = {problem.file for problem in intake.refused}
    gone = [identity for identity, record in previous.items() if identity not in now and record["file"] not in unread]
    new = [identity for identity in now if identity not in previous]
    changed = [Changed(identity, identity, "other columns") for identity in now if identity in previous and now[identity]["rest"] != previous[identity]["rest"]]
    paired = _pairs([(identity, previous[identity]) for identity in gone], [(identity, now[identity]) for identity in new])
    changed += [Changed(before, after, _what(previous[before], now[after])) for before, after in paired]
    befores, afters = {before for before, _ in paired}, {after for _, after in paired}
    gone = [identity for identity in gone if identity not in befores]
    new = [identity for identity in new if identity not in afters]
    order = {identity: number for number, identity in enumerate(now)}
    changed.sort(key=lambda change: order[change.after])
    told = {identity: now[identity] for identity in (*new, *(change.after for change in changed))}
    told |= {identity: previous[identity] for identity in (*gone, *(change.before for change in changed)) if identity not in told}
    return Resent(new, changed, gone, told)


def _what(before: dict[str, Any], after: dict[str, Any]) -> str:
    parts = [word for key, word in (("day", "date"), ("text", "text"), ("rest", "other columns")) if before[key] != after[key]]
    return ", ".join(parts) or "repeated rows"


def _pairs(gone: Sequence[tuple[str, dict[str, Any]]], new: Sequence[tuple[str, dict[str, Any]]]) -> list[tuple[str, str]]:
    """Each gone record with the new one it became, most alike first; within one agency only."""
    scored: list[tuple[float, int, str, str]] = []
    for agency in sorted({record["agency"] for _, record in gone}):
        olds, news = (sorted((_ordinal(record["day"]), identity, record["text"]) for identity, record in side if record["agency"] == agency) for side in (gone, new))
        scored += _alike(olds, news)
    taken: set[str] = set()
    pairs = []
    for _, _, before, after in sorted(scored):
        if not {f"-{before}", f"+{after}"} & taken:
            taken |= {f"-{before}", f"+{after}"}
            pairs.append((before, after))
    return pairs


def _alike(olds: Sequence[tuple[int, str, str]], news: Sequence[tuple[int, str, str]]) -> Iterator[tuple[float, int, str, str]]:
    """(minus likeness, days apart, before, after) of records near in time with like texts, or with the same words."""
    from rapidfuzz import fuzz

    by_text: dict[str, list[tuple[int, str]]] = {}
    for day, identity, text in news:
        by_text.setdefault(normalise(text), []).append((day, identity))
    for old_day, before, old_text in olds:
        same = by_text.get(normalise(old_text), [])[:_MOST_REPEATED]
        yield from ((-100.0, abs(day - old_day), before, after) for day, after in same)
        for day, after, text in news[bisect_left(news, (old_day - _NEAR,)) : bisect_left(news, (old_day + _NEAR + 1,))]:
            alike = fuzz.ratio(old_text, text, score_cutoff=_ALIKE)
            if alike:
                yield -min(alike, 99.0), abs(day - old_day), before, after


def _ordinal(day: str) -> int:
    return date.fromisoformat(day).toordinal() if day else 0


def read_state(folder: Path) -> dict[str, dict[str, Any]] | None:
    """The state kept in a case folder; None where there is none. Raises InputError where it was damaged."""
    path = folder.joinpath(*_PLACE)
    if not path.is_file():
        return None
    try:
        data = json.loads(path.read_text(encoding="utf-8"))
        records = data["events"]
        if data["form"] == _FORM and all(set(_KEPT) == set(record) for record in records.values()):
            return records
    except (ValueError, KeyError, TypeError, AttributeError):
        pass
    raise InputError(Problem("/".join(_PLACE), "What was noted of the last intake can't be read.", "Delete this file: the next intake starts afresh, and nothing else is lost."))


def save_state(folder: Path, intake: Intake, previous: dict[str, dict[str, Any]] | None = None) -> None:
    """Keep the state of an intake in the case folder, for the next comparison. It holds case text.

    Of a file that could not be read this time the `previous` records are kept.
    """
    unread = {problem.file for problem in intake.refused}
    kept = {identity: record for identity, record in (previous or {}).items() if record["file"] in unread}
    path = folder.joinpath(*_PLACE)
    path.parent.mkdir(mode=0o700, exist_ok=True)
    write_atomic(path, json.dumps({"form": _FORM, "events": {**kept, **state_of(intake.events)}}, ensure_ascii=False, indent=0))


def resent_problems(resent: Resent, decided: Sequence[tuple[str, str]]) -> list[Problem]:
    """Decisions whose records are gone or changed: (file, event id) pairs such as ("links.yml", "0a1b2c3d4e").

    One sentence for each, so that no decision is dropped in silence.
    """
    became = {change.before: change for change in resent.changed if change.before != change.after}
    gone = set(resent.gone)
    problems = []
    for file, identity in decided:
        if identity in became:
            change = became[identity]
            problems.append(Problem(file, f"The record {identity} was changed in a new export ({change.what}); it is {change.after} now.", "Put the new id in its place if your decision still stands."))
        elif identity in gone:
            problems.append(Problem(file, f"The record {identity} is no longer in the agency's export.", "Ask the agency why, or take it out of your decision."))
    return problems
