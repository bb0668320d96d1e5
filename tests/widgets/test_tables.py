"""The tables of the notebooks: with pseudonyms, in words and dates that an author reads."""

from __future__ import annotations

import pandas as pd

from lcspr_kit.widgets.tables import days_frame, notes_frame


def test_notes_name_nobody(studied):
    case, intake, _ = studied
    notes = pd.concat([intake.notes, pd.DataFrame([{"file": "a.csv", "sheet": "", "row": 3, "code": "tracked-change", "message": "Above the headings: Corin Thrale"}])], ignore_index=True)
    shown = notes_frame(case, notes)
    assert list(shown.iloc[-1]) == ["a.csv", "", 3, "tracked change", "Above the headings: Child Alex"]
    names = [person.name for person in case.register.people if person.name]
    assert len(shown) == len(notes) and not [name for name in names if shown["What was noticed"].str.contains(name, regex=False).any()]


def test_days_are_days_and_the_heaviest_comes_first(studied):
    study = studied[2]
    shown = days_frame(study.days)
    assert shown["Weight"].is_monotonic_decreasing and len(shown) == len(study.days)
    assert shown["Day"].str.fullmatch(r"\d{4}-\d\d-\d\d").all()
