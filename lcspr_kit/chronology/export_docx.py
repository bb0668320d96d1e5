"""The combined chronology as a Word table: landscape, repeated heading row, one colour an agency."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

from lcspr_kit.chronology.export import AGENCY_FILLS, Chronology, columns_of, row_values
from lcspr_kit.chronology.wordfile import (
    TABLE_END,
    heading_row,
    page,
    paragraph,
    table_row,
    table_start,
    word_bytes,
)

_LEFT_OUT = {"File", "Sheet", "Row", "Event id", "As written"}
_PAGE_WIDTH = 22_300  # A3 landscape between its margins, in twentieths of a point
# Columns whose words must not be broken have the width they need; the others share the rest.
_NEEDED = {"Ref": 620, "Date": 1200, "Time": 760, "Child seen": 720, "Significance": 1250, "Episode": 950, "Linked": 850}


def document_bytes(chronology: Chronology) -> bytes:
    """The chronology as .docx. The same events give the same bytes."""
    return word_bytes(chronology.title, _document(chronology))


def _document(chronology: Chronology) -> Iterator[str]:
    agencies = sorted(chronology.events["agency"].unique())
    fills = {agency: AGENCY_FILLS[n % len(AGENCY_FILLS)].lstrip("#") for n, agency in enumerate(agencies)}
    columns = [(heading, width) for heading, width in columns_of(chronology) if heading not in _LEFT_OUT]
    columns.append(("Source", 16.0))
    headings = [heading for heading, _ in columns]
    rest = _PAGE_WIDTH - sum(_NEEDED.get(heading, 0) for heading in headings)
    shared = sum(width for heading, width in columns if heading not in _NEEDED)
    widths = [_NEEDED.get(heading, round(rest * width / shared)) for heading, width in columns]
    yield paragraph(chronology.title, "Title")
    yield table_start(chronology.title, widths)
    yield heading_row(headings, widths)
    for number, row in enumerate(chronology.events.itertuples(index=False), 1):
        values = row_values(chronology, number, row)
        values["Source"] = f"{row.source_file}{', ' + row.source_sheet if row.source_sheet else ''}, row {row.source_row}"
        yield table_row([_shown(values[heading]) for heading in headings], widths, fills[row.agency])
    yield TABLE_END
    yield page(23811, 16838, 720)


def _shown(value: Any) -> str:
    if isinstance(value, date):
        return f"{value:%d/%m/%Y}"
    return f"{value:%H:%M}" if hasattr(value, "hour") else str(value)
