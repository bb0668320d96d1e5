"""The combined chronology as a workbook or CSV; as Word see `export_docx`.

Case text is always text in what is written: never a formula, never a link.
"""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

import pandas as pd

from lcspr_kit.chronology.events import EVENT_COLUMNS
from lcspr_kit.chronology.wordfile import without_control
from lcspr_kit.inert import inert_cell

# Fills that keep black text at a contrast of 12:1 and over, and still differ as greys when printed.
AGENCY_FILLS = ("#CFE2F3", "#FCE4D6", "#D9EAD3", "#FFF2CC", "#E4D7F2", "#C6E6E1", "#F8D0DA", "#E3E3E3", "#EAF5BE", "#D3DBF6", "#EBD3B7", "#F9E3F5")
CREATED = datetime(1980, 1, 1)
_CELL_LIMIT = 32_000
_NOT_PRINTED = ("As written", "Other columns", "Event id")
_LINE_HEIGHT = 12.0
_HIGHEST_ROW = 405.0

Text = Callable[[str], str]


@dataclass(frozen=True)
class Chronology:
    """What is given out: chosen events, and what is known about each beside its own columns.

    `names` gives a person's name as it is to be shown; `ages` the age of each subject child by their
    column heading and event id; `episodes` and `links` what an event belongs to, by event id;
    `quarantined` and `notes` the frames of the intake, for the data-quality sheet.
    """

    title: str
    events: pd.DataFrame
    names: Mapping[str, str] = field(default_factory=dict)
    ages: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    episodes: Mapping[str, str] = field(default_factory=dict)
    links: Mapping[str, str] = field(default_factory=dict)
    quarantined: pd.DataFrame = field(default_factory=pd.DataFrame)
    notes: pd.DataFrame = field(default_factory=pd.DataFrame)


def csv_text(chronology: Chronology) -> str:
    """The chronology as CSV with exactly the columns of an event, dates in ISO.

    No cell is one that a spreadsheet would run as a formula (`casefiles.inert_cell`).
    """
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(EVENT_COLUMNS)
    for row in chronology.events.itertuples(index=False):
        writer.writerow([_csv_cell(name, value, row.precision) for name, value in zip(EVENT_COLUMNS, row, strict=True)])
    return out.getvalue()


def _csv_cell(name: str, value: Any, precision: str) -> str:
    if name in ("start", "end", "recorded_date"):
        return iso_moment(value, precision if name == "start" else "day")
    if name == "people":
        return ";".join(value)
    if name == "extra":
        return json.dumps(value, ensure_ascii=False, sort_keys=True) if value else ""
    if name == "uncertain":
        return "true" if value else "false"
    return inert_cell(str(value))


def iso_moment(value: Any, precision: str) -> str:
    """A date as ISO text, with the time of day where that is known; nothing for no date."""
    if pd.isna(value):
        return ""
    return value.strftime("%Y-%m-%dT%H:%M") if precision == "minute" else value.strftime("%Y-%m-%d")


def columns_of(chronology: Chronology) -> list[tuple[str, float]]:
    """Headings of the combined chronology with their widths in characters."""
    events = chronology.events
    wanted = [("Ref", 5.5), ("Date", 10.5), ("Time", 6.5), ("Agency", 14.0)]
    wanted += [(heading, 9.0) for heading in chronology.ages]
    wanted += [("Source of information", 16.0), ("What happened", 50.0), ("People", 14.0), ("Child seen", 6.0), ("Child's voice", 18.0), ("Response", 25.0), ("Analysis", 23.0)]
    wanted += [("Significance", 11.0), ("Episode", 8.0), ("Linked", 8.0), ("Row", 5.0), ("File", 18.0), ("Sheet", 9.0), ("As written", 14.0), ("Other columns", 30.0), ("Event id", 12.0)]
    optional = {
        "Time": events["time_text"].ne("").any() or (events["precision"] == "minute").any(),
        "Source of information": events["source_of_information"].ne("").any(),
        "People": events["people"].map(len).gt(0).any(),
        "Child seen": events["child_seen"].ne("").any(),
        "Child's voice": events["child_voice"].ne("").any(),
        "Response": events["response"].ne("").any(),
        "Analysis": events["analysis"].ne("").any(),
        "Significance": events["significance"].ne("").any(),
        "Episode": bool(chronology.episodes),
        "Linked": bool(chronology.links),
        "Other columns": events["extra"].map(len).gt(0).any(),
        "Sheet": events["source_sheet"].ne("").any(),
    }
    return [(heading, width) for heading, width in wanted if optional.get(heading, True)]


def row_values(chronology: Chronology, number: int, row: Any) -> dict[str, Any]:
    """One event by heading. Dates and times are real ones only where the record is that exact."""
    exact = row.precision in ("day", "minute") and not row.uncertain and row.start.normalize() == row.end.normalize()
    day: Any = row.start.date() if exact else say_date(row)
    return {
        "Ref": number,
        "Date": day,
        "Time": row.start.time() if row.precision == "minute" else row.time_text,
        "As written": row.date_text,
        "Agency": row.agency,
        **{heading: ages.get(row.event_id, "") for heading, ages in chronology.ages.items()},
        "Source of information": row.source_of_information,
        "What happened": row.event,
        "People": ", ".join(chronology.names.get(person, person) for person in row.people),
        "Child seen": row.child_seen,
        "Child's voice": row.child_voice,
        "Response": row.response,
        "Analysis": row.analysis,
        "Significance": row.significance,
        "Episode": chronology.episodes.get(row.event_id, ""),
        "Linked": chronology.links.get(row.event_id, ""),
        "Other columns": "\n".join(f"{name}: {value}" for name, value in row.extra.items() if value),
        "File": row.source_file,
        "Sheet": row.source_sheet,
        "Row": row.source_row,
        "Event id": row.event_id,
    }


def say_date(row: Any) -> str:
    """A date that is not one certain day, in words: an assumed day is never shown."""
    if pd.isna(row.start):
        return "undated"
    first, last = row.start, row.end
    words = {
        "month": f"{first:%B %Y}",
        "year": f"{first:%Y}",
        "season": f"{first:%b %Y} to {last:%b %Y}",
    }.get(row.precision)
    if words is None:
        words = f"{first:%d/%m/%Y}" if first.normalize() == last.normalize() else f"{first:%d/%m/%Y} to {last:%d/%m/%Y}"
    return f"? {words}" if row.uncertain else words


def workbook_bytes(chronology: Chronology) -> bytes:
    """The chronology as .xlsx: all agencies, a sheet for each, and the data-quality sheet.

    Frozen and filterable headings, real dates and times, wrapped text, ready for A3 landscape.
    """
    import xlsxwriter

    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False})
    book.set_properties({"title": without_control(chronology.title), "author": "", "comments": "", "created": CREATED})
    fills = {agency: AGENCY_FILLS[n % len(AGENCY_FILLS)] for n, agency in enumerate(sorted(chronology.events["agency"].unique()))}
    styles = _Styles(book, fills)
    headings = columns_of(chronology)
    rows = [row_values(chronology, number, row) for number, row in enumerate(chronology.events.itertuples(index=False), 1)]
    _write_sheet(book.add_worksheet("Chronology"), headings, rows, styles, chronology.title)
    taken = {"chronology", "data quality", "history"}  # Excel keeps the last for itself
    for agency in fills:
        own = [row for row in rows if row["Agency"] == agency]
        _write_sheet(book.add_worksheet(_sheet_name(agency, taken)), headings, own, styles, f"{chronology.title}: {agency}")
    _write_quality(book.add_worksheet("Data quality"), chronology, styles)
    book.close()
    return out.getvalue()


class _Styles:
    """The formats of one workbook, made once each."""

    def __init__(self, book: Any, fills: Mapping[str, str]):
        common = {"valign": "top", "text_wrap": True, "border": 1, "border_color": "#A6A6A6", "font_name": "Arial", "font_size": 9}
        self.heading = book.add_format({**common, "bold": True, "bg_color": "#1D3F5E", "font_color": "#FFFFFF"})
        self.plain = book.add_format(common)
        self.by_agency = {
            agency: {
                "text": book.add_format({**common, "bg_color": fill}),
                "date": book.add_format({**common, "bg_color": fill, "num_format": "dd/mm/yyyy", "align": "left"}),
                "time": book.add_format({**common, "bg_color": fill, "num_format": "hh:mm", "align": "left"}),
            }
            for agency, fill in fills.items()
        }


def _write_sheet(sheet: Any, headings: Sequence[tuple[str, float]], rows: Sequence[dict[str, Any]], styles: _Styles, title: str) -> None:
    for column, (heading, width) in enumerate(headings):
        sheet.set_column(column, column, width)
        sheet.write_string(0, column, _fits(heading), styles.heading)
    sheet.set_row(0, 2 * _LINE_HEIGHT + 4)
    for number, row in enumerate(rows, 1):
        formats = styles.by_agency[row["Agency"]]
        for column, (heading, _) in enumerate(headings):
            _write_cell(sheet, number, column, row[heading], formats)
        sheet.set_row(number, _row_height(row, headings))
    sheet.freeze_panes(1, 0)
    if rows:
        sheet.autofilter(0, 0, len(rows), len(headings) - 1)
    sheet.set_landscape()
    sheet.set_paper(8)  # A3
    sheet.fit_to_pages(1, 0)
    sheet.print_area(0, 0, len(rows), max(column for column, (heading, _) in enumerate(headings) if heading not in _NOT_PRINTED))
    sheet.repeat_rows(0)
    sheet.set_margins(0.4, 0.4, 0.6, 0.6)
    sheet.set_header("&L&A")
    sheet.set_footer("&R&P / &N")


def _row_height(row: Mapping[str, Any], headings: Sequence[tuple[str, float]]) -> float:
    """The height that shows all of a row's printed text: not every program works it out when it opens the file."""
    lines = 1
    for heading, width in headings:
        if heading not in _NOT_PRINTED:
            lines = max(lines, sum(1 + int(len(line) / (width * 1.1)) for line in str(row[heading])[:8000].split("\n")))
    return min(_HIGHEST_ROW, 3 + lines * _LINE_HEIGHT)


def _write_cell(sheet: Any, row: int, column: int, value: Any, formats: Mapping[str, Any]) -> None:
    if isinstance(value, date) and value.year >= 1900:
        sheet.write_datetime(row, column, datetime(value.year, value.month, value.day), formats["date"])
    elif hasattr(value, "hour"):
        sheet.write_datetime(row, column, value, formats["time"])
    elif isinstance(value, int):
        sheet.write_number(row, column, value, formats["text"])
    else:
        sheet.write_string(row, column, _fits(str(value)), formats["text"])


def _fits(text: str) -> str:
    """Excel holds 32,767 signs in a cell; what is longer is cut with a word that says so."""
    text = without_control(text)
    return text if len(text) <= _CELL_LIMIT else f"{text[:_CELL_LIMIT]} [cut here: the whole text is in the agency's file]"


def _sheet_name(agency: str, taken: set[str]) -> str:
    name = "".join(" " if sign in "[]:*?/\\'" or not sign.isprintable() or sign > "\uffff" else sign for sign in agency).strip()[:28].strip() or "Agency"
    choice, number = name, 1
    while choice.lower() in taken:
        number += 1
        choice = f"{name[:26]} {number}"
    taken.add(choice.lower())
    return choice


def _write_quality(sheet: Any, chronology: Chronology, styles: _Styles) -> None:
    headings = [("File", 22), ("Sheet", 14), ("Row", 7), ("What", 16), ("Message", 80), ("Text", 60)]
    rows: list[tuple[Any, ...]] = [
        (q.file, q.sheet, q.row, "not taken in", q.reason, q.text) for q in chronology.quarantined.itertuples(index=False)
    ]
    rows += [(n.file, n.sheet, n.row, n.code, n.message, "") for n in chronology.notes.itertuples(index=False)]
    for column, (heading, width) in enumerate(headings):
        sheet.set_column(column, column, width)
        sheet.write_string(0, column, heading, styles.heading)
    for number, row in enumerate(rows, 1):
        for column, value in enumerate(row):
            sheet.write_string(number, column, "" if pd.isna(value) else _fits(str(value)), styles.plain)
    sheet.freeze_panes(1, 0)
    sheet.set_landscape()
    sheet.set_paper(8)
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(0)
