"""A chronology written as paragraphs, each opening with its date, as rows of a date and a text.

Knows how such paragraphs open; what the date means is `chronology.dates`.
"""

from __future__ import annotations

import re

from lcspr_kit.chronology.columns import Match
from lcspr_kit.chronology.dates import read_date
from lcspr_kit.chronology.headings import Layout
from lcspr_kit.chronology.read.tables import Row, Table

ENOUGH = 3
"""A document needs so many dated paragraphs before they are taken for a chronology."""

_BULLET = re.compile(r"[\s•▪◦·\-–*]+|\(?\d{1,3}[.)]\s+")
_CUT = re.compile(r"\s[-–—]\s*|[-–—]\s|:\s|:$|\.\s|\t|\n|,\s|;\s|\)\s|\s(?=[A-Z(])|$")
_OPENS = re.compile(r"[\d?]|(?:mon|tue|wed|thu|fri|sat|sun|jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec|w/c|week|c\.|circa|between|early|mid|late|on |around|about|approx|spring|summer|autumn|winter|christmas)", re.I)
_DAY = re.compile(r"((?:(?:mon|tue|wed|thu|fri|sat|sun)[a-z]*\.?,?\s+)?\d{1,2}(?:st|nd|rd|th)?)(?:\s*[-–—:,;.)]|\t)\s*(?=\S)", re.I)
LAYOUT = Layout(0, ("Date", "Text"), (Match("date", 0, "Date", 0.8), Match("event", 1, "Text", 0.8)), "guessed")
"""How the rows of `dated_paragraphs` are to be read."""


def dated_paragraphs(table: Table) -> tuple[Table, list[str]] | None:
    """Rows of date and text from a document's paragraphs, and the paragraphs before the first; None if they are too few.

    A paragraph without a date goes on with the one above; under a paragraph that is only a month, days are of that month.
    """
    rows: list[Row] = []
    before: list[str] = []
    dated = 0
    month = ""
    for row in table.rows:
        text = row.cells[0]
        date, rest = split_date(text)
        day = _DAY.match(text) if month and not date else None
        if day:
            date, rest = f"{day[1]} {month}", text[day.end() :].strip()
        elif date:
            month = date if not rest and (reading := read_date(date)).date and reading.date.precision == "month" else ""
        if date:
            dated += bool(rest)
            rows.append(Row(row.number, [date, rest]))
        elif rows:
            last = rows[-1].cells
            dated += not last[1]
            last[1] = f"{last[1]}\n{text}" if last[1] else text
        else:
            before.append(text)
    return (Table("paragraphs", rows), before) if dated >= ENOUGH else None


def split_date(text: str) -> tuple[str, str]:
    """The date that opens a paragraph, as written, and the rest; ("", text) where none does."""
    bullet = _BULLET.match(text)
    body = text[bullet.end() :] if bullet and _OPENS.match(text[bullet.end() :]) and not read_date(text[:12].split(" ")[0]).date else text
    if not _OPENS.match(body):
        return "", text
    best = ""
    for cut in _CUT.finditer(body[:80] if len(body) > 80 else body):
        head = body[: cut.start()].strip()
        if not head or len(head) > 60:
            continue
        reading = read_date(head)
        if (reading.date or "date-year-missing" in reading.flags) and not reading.rest and "date-several" not in reading.flags and not (reading.date and head.isdigit() and len(head) != 4):
            best = head
    rest = body[body.index(best) + len(best) :].lstrip(" \t\n:;,.)-–—") if best else text
    return best, rest
