"""Rows mended by the author: the export stays as it came, every row is still accounted for, and each repair shows."""

from __future__ import annotations

import pytest

from lcspr_kit.case import load_case
from lcspr_kit.chronology.intake import read_case
from lcspr_kit.chronology.repairs import (
    MARK,
    Repair,
    Repairs,
    read_repairs,
    repairs_text,
    with_repair,
    without_repair,
)
from lcspr_kit.problems import InputError

EXPORT = "Date,Event,Outcome\n01/02/2025,Seen at home,Well\n31/02/2025,Not brought,\n05/03/2025,,\n45/13/2025,Signed by the manager of the team,\n"


@pytest.fixture
def case(minimal):
    for path in (minimal / "chronologies").iterdir():
        path.unlink()
    (minimal / "chronologies" / "nursery.csv").write_text(EXPORT, encoding="utf-8")
    return minimal


def repair(**given) -> Repair:
    return Repair(**{"file": "nursery.csv", "row": 3, "was": "31/02/2025 | Not brought", "reason": "The nursery confirmed it.", **given})


def read(folder, *repairs):
    (folder / "repairs.yml").write_text(repairs_text(Repairs(repairs=list(repairs))), encoding="utf-8")
    intake = read_case(load_case(folder))
    for report in intake.files:
        assert report.rows == report.events + report.quarantined + report.skipped
    assert (folder / "chronologies" / "nursery.csv").read_text(encoding="utf-8") == EXPORT
    return intake


def test_without_repairs_the_rows_are_quarantined(case):
    intake = read_case(load_case(case))
    assert intake.quarantined["row"].tolist() == [3, 4, 5] and len(intake.events) == 1


def test_a_date_is_mended_and_the_agencys_words_stay(case):
    intake = read(case, repair(date="28/02/2025"))
    [event] = intake.events[intake.events["source_row"] == 3].to_dict("records")
    assert f"{event['start']:%Y-%m-%d}" == "2025-02-28" and event["date_text"] == "31/02/2025"
    assert event["extra"][MARK] == "the date is 28/02/2025. Reason: The nursery confirmed it."
    [note] = intake.notes[intake.notes["code"] == "repaired"].to_dict("records")
    assert note["row"] == 3 and "28/02/2025" in note["message"]
    assert intake.quarantined["row"].tolist() == [4, 5]


def test_a_text_is_mended_and_a_row_is_declared_no_event(case):
    intake = read(case, repair(row=4, was="05/03/2025", event="Absent"), repair(row=5, was="45/13/2025 | Signed by the manager of the team", skip=True))
    [event] = intake.events[intake.events["source_row"] == 4].to_dict("records")
    assert event["event"] == "Absent" and MARK in event["extra"]
    assert intake.quarantined["row"].tolist() == [3] and 5 not in intake.events["source_row"].tolist()


def test_a_repair_follows_its_row_in_a_new_export_and_one_that_fits_none_is_told(case):
    assert read(case, repair(row=40, date="28/02/2025")).quarantined["row"].tolist() == [4, 5]
    intake = read(case, repair(was="31/02/2025 | Came after all", date="28/02/2025"))
    assert intake.quarantined["row"].tolist() == [3, 4, 5] and "repair-unused" in intake.notes["code"].tolist()


def test_a_repair_that_is_no_date_leaves_the_row_in_quarantine(case):
    assert 3 in read(case, repair(date="30/02/2025")).quarantined["row"].tolist()


@pytest.mark.parametrize("given", [{}, {"date": "1/1/2025", "skip": True}, {"skip": True, "reason": " "}])
def test_what_is_no_repair(given):
    with pytest.raises(ValueError):
        repair(**given)


def test_repairs_come_back_from_their_file_and_are_changed_in_place(case):
    first, second = repair(date="28/02/2025"), repair(date="27/02/2025")
    held = with_repair(with_repair(Repairs(), first), second)
    assert held.repairs == [second] and without_repair(held, second) == Repairs()
    (case / "repairs.yml").write_text(repairs_text(held), encoding="utf-8")
    assert read_repairs(case) == held
    (case / "repairs.yml").write_text("repairs:\n  - {file: a.csv, row: 1, was: x, dat: y}\n", encoding="utf-8")
    with pytest.raises(InputError, match="Did you mean 'date'"):
        read_case(load_case(case))
