"""The first rows of an export as they stand, and which column the kit takes for what: for the author to choose from.

Reads one file; knows nothing of a case but what `mapping.yml` says.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from lcspr_kit.chronology.headings import Layout, distinct, find_layout, said_layout
from lcspr_kit.chronology.mapping import Mapping
from lcspr_kit.chronology.read.files import read_tables
from lcspr_kit.chronology.read.tables import Table


@dataclass(frozen=True)
class Preview:
    """One sheet or table: its headings, the field of each column ("" for none), and its first rows.

    `found` is what the kit takes for what by itself (field to heading), `unsure` the fields of which it is
    not sure; `heading_row` is the row of the headings as the author counts it, if there is one.
    """

    sheet: str
    heading_row: int | None
    headings: tuple[str, ...]
    fields: tuple[str, ...]
    rows: tuple[tuple[int, tuple[str, ...]], ...]
    found: dict[str, str]
    unsure: tuple[str, ...]


def previews(path: Path, mapping: Mapping, rows: int = 5) -> list[Preview]:
    """Every sheet or table of a file that has rows. Raises InputError for a file that can't be read."""
    return [_preview(path.name, table, mapping, rows) for table in read_tables(path).tables if table.rows and table.has_headings]


def _preview(file: str, table: Table, mapping: Mapping, rows: int) -> Preview:
    said = mapping.of(file, table.sheet)
    found = find_layout(table)
    layout = said_layout(table, said.columns, said.header_row) if said and (said.columns or said.header_row) else found
    if layout is None or isinstance(layout, str):
        layout = _raw(table, said.header_row if said else None)
    first = layout.first if layout.first or not layout.matches else 0
    fields = ["" for _ in layout.headings]
    for match in layout.matches:
        fields[match.column] = match.field
    return Preview(
        table.sheet,
        table.rows[first - layout.depth].number if first else None,
        layout.headings,
        tuple(fields),
        tuple((row.number, tuple(row.cells)) for row in table.rows[first : first + rows]),
        found.by_heading if found else {},
        tuple(match.field for match in layout.matches if not match.is_sure),
    )


def _raw(table: Table, header_row: int | None) -> Layout:
    """A table that is not understood: its first row, or the one that the author named, as headings of nothing."""
    start = next((index for index, row in enumerate(table.rows) if row.number == header_row), 0)
    width = max(len(row.cells) for row in table.rows)
    return Layout(start + 1, distinct(table.rows[start].cells, width), ())
