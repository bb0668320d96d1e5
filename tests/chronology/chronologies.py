"""Chronologies and cases made up for tests: rows by hand, no files."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

import pandas as pd

from lcspr_kit.case import Case, load_case
from lcspr_kit.chronology.events import EVENT_COLUMNS, events_frame, sort_events
from lcspr_kit.chronology.intake import NOTE_COLUMNS, QUARANTINE_COLUMNS, FileReport, Intake

POLICE, CARE, SCHOOL, SURGERY = "Sandhope Police", "Sandhope Children's Social Care", "Mill Lane Primary School", "Tern Road Surgery"

REVIEW = """\
reference: SH-1
partnership: Sandhope Partnership
decision_date: 2026-02-01
period: {from: 2025-01-01, to: 2025-12-31}
subjects: [c1]
agencies:
  - {name: Sandhope Police, kind: police, chronology: police.csv}
  - {name: "Sandhope Children's Social Care", kind: "children's social care", chronology: csc.csv}
  - {name: Mill Lane Primary School, kind: school, chronology: school.csv}
  - {name: Tern Road Surgery, kind: gp, chronology: null}
"""
PEOPLE = """\
id,name,pseudonym,role,born
c1,Wren Ashlock,Child W,subject child,2016-05-04
m,Isla Ashlock,Mother,mother,1990
f,Tom Varley,Father,father,1988
pr,Jo Penn,SW1,professional,
"""


def event(agency: str, when: str, text: str, **more: Any) -> dict[str, Any]:
    """A row for `events_frame`. `when` is `2025-03-04`, `2025-03-04 14:30`, `2025-03-04/2025-03-09` or empty."""
    first, _, last = when.partition("/")
    start = dt.datetime.fromisoformat(first) if first else None
    timed = " " in first
    end = dt.datetime.fromisoformat(last) if last else dt.datetime.combine(start.date(), dt.time(0)) if start else None
    row: dict[str, Any] = dict.fromkeys(set(EVENT_COLUMNS) - {"event_id", "order", "source_row"}, "")
    row |= {
        "agency": agency, "source_file": f"{(agency.split() or ['none'])[-1].lower()}.csv", "date_text": when, "start": start, "end": end,
        "precision": "range" if last else "minute" if timed else "day" if start else "unknown", "uncertain": False,
        "time_text": first.split()[1] if timed else "", "people": (), "event": text, "recorded_date": None, "extra": {},
    }  # fmt: skip
    return row | more


def chronology(*rows: dict[str, Any]) -> pd.DataFrame:
    """A sorted chronology of rows, numbered in the order given."""
    return sort_events(events_frame([{"source_row": n + 2, "order": n, **row} for n, row in enumerate(rows)]))


def intake_of(events: pd.DataFrame, quarantined: list[tuple] = (), notes: list[tuple] = (), refused: list = ()) -> Intake:  # type: ignore[assignment]
    """An intake of a chronology, with one report for each of its files."""
    files = [FileReport(file, "", agency, len(rows), len(rows), 0, 0, {}) for (file, agency), rows in events.groupby(["source_file", "agency"])]
    return Intake(
        events,
        pd.DataFrame(quarantined, columns=list(QUARANTINE_COLUMNS)).astype({"row": "Int64"}),
        pd.DataFrame(notes, columns=list(NOTE_COLUMNS)).astype({"row": "Int64"}),
        files,
        list(refused),
    )


def make_case(folder: Path, review: str = REVIEW, people: str = PEOPLE) -> Case:
    """A case folder without exports."""
    (folder / "review.yml").write_text(review, encoding="utf-8")
    (folder / "people.csv").write_text(people, encoding="utf-8")
    return load_case(folder)


def id_of(events: pd.DataFrame, words: str) -> str:
    """The id of the only event with these words."""
    found = events.loc[events["event"].str.contains(words, regex=False), "event_id"]
    assert len(found) == 1, words
    return found.iloc[0]
