"""Small cases and chronologies, built in code."""

from datetime import date
from pathlib import Path

import pandas as pd
import pytest

from lcspr_kit.case import Case, load_case
from lcspr_kit.chronology.events import events_frame, sort_events

REVIEW = """\
reference: T-1
decision_date: 2026-01-05
period: {from: 2024-01-01, to: 2025-12-31}
subjects: [p01]
key_lines_of_enquiry:
  - {id: K1, question: What helped or hindered agencies in responding to domestic abuse?}
  - {id: K2, question: How were missed appointments understood?}
agencies:
  - {name: Police, kind: police, chronology: police.csv}
  - {name: Social Care, kind: children's social care, chronology: csc.csv}
  - {name: Housing, kind: housing}
"""


@pytest.fixture
def case(tmp_path: Path) -> Case:
    (tmp_path / "review.yml").write_text(REVIEW, encoding="utf-8")
    (tmp_path / "people.csv").write_text("id,name,role,born\np01,Quill Marrow,subject child,2019-05-04\n", encoding="utf-8")
    return load_case(tmp_path)


@pytest.fixture
def frame():
    """A frame from (day, agency, text) or (day, agency, text, {column: value})."""

    def build(*rows):
        made = []
        for number, (day, agency, text, *more) in enumerate(rows, 1):
            stamp = pd.Timestamp(date.fromisoformat(day)) if day else pd.NaT
            row = {
                "order": number, "agency": agency, "source_file": f"{agency}.csv", "source_sheet": "", "source_row": number, "date_text": day,
                "start": stamp, "end": stamp, "precision": "day" if day else "unknown", "uncertain": False, "time_text": "",
                "source_of_information": "", "people": (), "event": text, "child_seen": "", "child_voice": "", "response": "",
                "analysis": "", "significance": "", "recorded_date": pd.NaT, "extra": {},
            }  # fmt: skip
            made.append({**row, **(more[0] if more else {})})
        return sort_events(events_frame(made))

    return build
