"""The blank workbook that an agency fills in. What comes back is read with no mapping at all."""

from __future__ import annotations

import difflib
import io
from datetime import date
from typing import Any

from lcspr_kit.case import Case
from lcspr_kit.chronology.export import CREATED
from lcspr_kit.problems import InputError, Problem

ROWS = 600
_SEEN = ["yes", "no", "not recorded"]
_WEIGHT = ["routine", "of note", "key event"]
# Heading, width in characters, what goes in, an example (invented).
FIELDS: tuple[tuple[str, float, str, str], ...] = (
    ("Date", 13, "The day it happened, not the day it was typed in. 14/03/2025; if you are not sure: ?14/03/2025, March 2025, early March 2025. One date a row.", "14/03/2025"),
    ("Time", 9, "If the record has it: 14:30 or 2.30pm. Leave it empty otherwise.", "14:30"),
    ("Source of information", 24, "The record you took it from and whose entry it is.", "Duty log, duty social worker"),
    ("What happened", 60, "What was seen, said or done, and by whom. Facts, in your own short words.", "Home visit, no answer at the door; curtains drawn, a child's voice heard inside. Card left."),
    ("People", 22, "Who in the family it was about.", "Mother, younger child"),
    ("Child seen", 12, "Was the child seen by the person who made the record?", "no"),
    ("Child's voice", 30, "What the child said, did or showed, in the child's own words where you have them.", ""),
    ("Response", 36, "What was decided or done next, by whom, and why.", "Second visit booked for the next day by the duty manager."),
    ("Analysis", 36, "Your own comment, kept apart from the facts: what helped, what got in the way, what was usual then.", "Usual practice was to try again within two working days."),
    ("Significance", 14, "How much it matters for the review.", "of note"),
)


def form_workbook(case: Case, agency: str = "") -> bytes:
    """The bytes of the blank .xlsx for one agency, or for any where none is named.

    Raises InputError for an agency that review.yml does not name.
    """
    import xlsxwriter

    name = _known(case, agency) if agency else ""
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
    book.set_properties({"title": f"Chronology for {case.review.reference}", "author": "", "created": CREATED})
    style = {
        "title": book.add_format({"bold": True, "font_size": 14, "font_name": "Arial"}),
        "word": book.add_format({"bold": True, "font_name": "Arial", "font_size": 10, "valign": "top"}),
        "text": book.add_format({"font_name": "Arial", "font_size": 10, "text_wrap": True, "valign": "top"}),
        "heading": book.add_format({"bold": True, "font_name": "Arial", "font_size": 10, "bg_color": "#1D3F5E", "font_color": "#FFFFFF", "border": 1, "text_wrap": True, "valign": "top"}),
        "cell": book.add_format({"font_name": "Arial", "font_size": 10, "text_wrap": True, "valign": "top", "border": 1, "border_color": "#BFBFBF", "locked": False}),
        "date": book.add_format({"font_name": "Arial", "font_size": 10, "valign": "top", "border": 1, "border_color": "#BFBFBF", "locked": False, "num_format": "dd/mm/yyyy", "align": "left"}),
        "entry": book.add_format({"font_name": "Arial", "font_size": 10, "valign": "top", "locked": False, "bottom": 1}),
    }
    _table_sheet(book.add_worksheet("Chronology"), case, name, style)
    _help_sheet(book.add_worksheet("How to fill this in"), style)
    book.close()
    return out.getvalue()


def _known(case: Case, agency: str) -> str:
    names = {known.name.casefold(): known.name for known in case.review.agencies}
    if agency.casefold() not in names:
        near = difflib.get_close_matches(agency.casefold(), names, 1, 0.4)
        todo = f"Did you mean '{names[near[0]]}'?" if near else "Add it to agencies in review.yml first."
        raise InputError(Problem("--agency", f"review.yml names no agency '{agency[:40]}'.", todo))
    return names[agency.casefold()]


def _table_sheet(sheet: Any, case: Case, agency: str, style: dict[str, Any]) -> None:
    review = case.review
    family = ", ".join(person.name or person.pseudonym for person in case.register.people if not person.is_professional)
    preamble = [
        ("Review", review.reference),
        ("Agency", agency),
        ("Period", f"{_say(review.period.start)} to {_say(review.period.end)}"),
        ("Family members", family),
        ("Please", "Write one row for each contact, oldest first, and one row to say so where there was no contact for a time. Do not change the headings. The second sheet says what goes where."),
    ]
    sheet.write_string(0, 0, "Agency chronology", style["title"])
    for row, (word, text) in enumerate(preamble, 1):
        sheet.write_string(row, 0, word, style["word"])
        own = style["entry"] if word == "Agency" and not agency else style["text"]
        sheet.merge_range(row, 1, row, 7, "", own)
        sheet.write_string(row, 1, text, own)
        if len(text) > 100:
            sheet.set_row(row, 15 * (len(text) // 110 + 1))
    first = len(preamble) + 2
    for column, (heading, width, _, _) in enumerate(FIELDS):
        sheet.set_column(column, column, width)
        sheet.write_string(first, column, heading, style["heading"])
        for row in range(first + 1, first + 1 + ROWS):
            sheet.write_blank(row, column, None, style["date" if heading == "Date" else "cell"])
    columns = {heading: column for column, (heading, *_) in enumerate(FIELDS)}
    for heading, choices in (("Child seen", _SEEN), ("Significance", _WEIGHT)):
        sheet.data_validation(first + 1, columns[heading], first + ROWS, columns[heading], {"validate": "list", "source": choices, "error_type": "warning"})
    sheet.data_validation(first + 1, 0, first + ROWS, 0, {
        "validate": "date", "criteria": "between", "minimum": date(1930, 1, 1), "maximum": date(2100, 1, 1), "error_type": "information", "ignore_blank": True,
        "input_title": "Date", "input_message": "The day it happened, such as 14/03/2025. Put ? in front if it is not sure.",
        "error_title": "Not a full date", "error_message": "That is fine for ?14/03/2025, March 2025 or early March 2025. Otherwise please check it.",
    })  # fmt: skip
    sheet.freeze_panes(first + 1, 1)
    sheet.set_landscape()
    sheet.set_paper(8)  # A3
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(first)
    sheet.protect("", {"insert_rows": True, "delete_rows": True, "format_rows": True, "format_columns": True, "sort": True, "autofilter": True, "select_locked_cells": True})


def _help_sheet(sheet: Any, style: dict[str, Any]) -> None:
    for column, (heading, width) in enumerate((("In this column", 24), ("please write", 80), ("for instance", 60))):
        sheet.set_column(column, column, width)
        sheet.write_string(0, column, heading, style["heading"])
    for row, (heading, _, help_text, example) in enumerate(FIELDS, 1):
        for column, text in enumerate((heading, help_text, example)):
            sheet.write_string(row, column, text, style["text"])
    sheet.protect("")


def _say(day: date) -> str:
    return f"{day.day} {day:%B %Y}"
