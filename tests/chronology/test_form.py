"""The blank workbook for agencies: what is on it, and that it reads back with no mapping."""

from __future__ import annotations

import datetime as dt
import io

import openpyxl
import pytest

from lcspr_kit.chronology.form import FIELDS, form_workbook
from lcspr_kit.chronology.intake import read_case
from lcspr_kit.problems import InputError


def heading_row(sheet):
    return next(row for row in range(1, 20) if sheet.cell(row, 1).value == "Date")


def test_what_an_agency_sees(made, case):
    book = openpyxl.load_workbook(io.BytesIO(form_workbook(case, made.SURGERY.upper())))
    sheet = book["Chronology"]
    top = {sheet.cell(row, 1).value: sheet.cell(row, 2).value for row in range(1, heading_row(sheet))}
    assert top["Review"] == "SH-1" and top["Agency"] == made.SURGERY and top["Period"] == "1 January 2025 to 31 December 2025"
    assert "Wren Ashlock" in top["Family members"] and "Jo Penn" not in top["Family members"]
    assert [cell.value for cell in sheet[heading_row(sheet)]][: len(FIELDS)] == [heading for heading, *_ in FIELDS]
    assert sheet.protection.sheet and sheet.cell(heading_row(sheet), 1).protection.locked and not sheet.cell(heading_row(sheet) + 1, 1).protection.locked
    assert {validation.type for validation in sheet.data_validations.dataValidation} == {"list", "date"}
    assert len(book.sheetnames) == 2


def test_what_comes_back_is_read_with_no_mapping(made, case):
    book = openpyxl.load_workbook(io.BytesIO(form_workbook(case, made.SURGERY)))
    sheet = book["Chronology"]
    filled = [
        [dt.datetime(2025, 3, 14), dt.time(14, 30), "Notes", "Seen at the surgery", "Mother, Wren Ashlock", "yes", "I like beans", "Told to come back", "Usual", "of note"],
        ["?15/03/2025", "", "", "Rang, no answer", "", "no", "", "", "", "routine"],
        ["March 2025", "", "", "Letters filed", "", "not recorded", "", "", "", ""],
    ]
    for number, values in enumerate(filled, heading_row(sheet) + 1):
        for column, value in enumerate(values, 1):
            sheet.cell(number, column).value = value or None
    (case.folder / "chronologies").mkdir()
    book.save(case.folder / "chronologies" / "back.xlsx")
    intake = read_case(case)
    assert not intake.refused and intake.proposal == "" and intake.quarantined.empty
    rows = {row.event: row for row in intake.events.itertuples(index=False)}
    assert len(rows) == 3 and {row.agency for row in rows.values()} == {made.SURGERY}
    seen = rows["Seen at the surgery"]
    assert seen.start == dt.datetime(2025, 3, 14, 14, 30) and seen.precision == "minute" and seen.child_seen == "yes"
    assert (seen.source_of_information, seen.child_voice, seen.response, seen.analysis, seen.significance) == ("Notes", "I like beans", "Told to come back", "Usual", "of note")
    assert "c1" in seen.people
    assert rows["Rang, no answer"].uncertain and rows["Rang, no answer"].child_seen == "no"
    assert rows["Letters filed"].precision == "month" and rows["Letters filed"].child_seen == ""


def test_an_agency_that_the_review_does_not_name(case):
    with pytest.raises(InputError, match="Did you mean 'Tern Road Surgery'"):
        form_workbook(case, "Tern Rd Surgery")


def test_any_agency_and_the_same_bytes(case):
    assert form_workbook(case) == form_workbook(case)
