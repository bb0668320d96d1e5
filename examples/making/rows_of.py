"""Reads the rows of an invented agency's chronology: text with a bar between cells, to be read by people.

The first line holds the headings. `^` in the first cell means: the same date as above (Word people
merge those cells). `-- header --` asks for the headings again in mid-table, as at the top of a
printed page. `== title` starts a second table or sheet; the line after it holds its headings.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

HEADINGS_AGAIN = "-- header --"
SAME_DATE = "^"


@dataclass
class Table:
    """One table or sheet: its title (empty for the first), headings and rows of cells."""

    title: str
    headings: list[str]
    rows: list[list[str]] = field(default_factory=list)


def read_tables(path: Path) -> list[Table]:
    """The tables of one file in `rows/`. Raises ValueError for a row with too many cells."""
    tables: list[Table] = []
    title, fresh = "", True
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        if line.startswith("== "):
            title, fresh = line[3:].strip(), True
            continue
        cells = [cell.strip() for cell in line.split("|")]
        if fresh:
            tables.append(Table(title, cells))
            fresh = False
        elif line.strip() == HEADINGS_AGAIN:
            tables[-1].rows.append(list(tables[-1].headings))
        else:
            width = len(tables[-1].headings)
            if len(cells) > width:
                raise ValueError(f"{path.name}, line {number}: {len(cells)} cells for {width} headings")
            tables[-1].rows.append(cells + [""] * (width - len(cells)))
    return tables
