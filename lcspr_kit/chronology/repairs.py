"""`repairs.yml`: rows of an export that the author mended, each with her reason. The export itself is never changed.

Knows the shape of the file, and how a repair changes a table before its rows are read.

    repairs:
      - file: gp.csv               # a file in chronologies/
        sheet: Sheet1              # where the file has sheets or tables
        row: 14                    # as you count it in the file
        was: 31/02/2025 | Seen     # the row as it stands in the export
        date: 28/02/2025           # what the date is; or
        event: Seen at the clinic  # what happened; or
        skip: true                 # it is no event
        reason: The practice confirmed the day by telephone.

A repair holds while the export still says what it `was`, in whatever row; one that fits no row is told.
A repaired event keeps the date as the agency wrote it, and its repair is among its `extra`.
"""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

from pydantic import BaseModel, ConfigDict, model_validator

from lcspr_kit.casefiles import read_yaml, yaml_text
from lcspr_kit.chronology.columns import TEXTS
from lcspr_kit.chronology.events import normalise
from lcspr_kit.chronology.headings import Layout
from lcspr_kit.chronology.read.tables import Note, Row, Table
from lcspr_kit.review import Text

FILE = "repairs.yml"
MARK = "Repaired by the author"
"""The heading in an event's `extra` under which its repair stands."""


class Repair(BaseModel):
    """One row mended: its date, its text, or that it is no event."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    file: Text
    sheet: Text = ""
    row: int
    was: Text
    date: Text = ""
    event: Text = ""
    skip: bool = False
    reason: Text = ""

    @model_validator(mode="after")
    def _says_something(self) -> Repair:
        if self.skip == bool(self.date.strip() or self.event.strip()):
            raise ValueError("a repair gives a date, or what happened, or says that the row is no event")
        if not self.reason.strip():
            raise ValueError("a repair without a reason can't be kept")
        return self

    @property
    def place(self) -> tuple[str, str, str]:
        """What it belongs to: file, sheet and the row's words, for comparing."""
        return normalise(self.file), normalise(self.sheet), normalise(self.was)

    @property
    def words(self) -> str:
        """What was done, as a sentence."""
        done = ["it is no event"] if self.skip else []
        done += [f"the date is {self.date.strip()}"] if self.date.strip() else []
        done += [f"what happened is '{' '.join(self.event.split())}'"] if self.event.strip() else []
        return f"{MARK}: {' and '.join(done)}. Reason: {' '.join(self.reason.split())}"


class Repairs(BaseModel):
    """`repairs.yml` as a whole."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    repairs: list[Repair] = []

    def of(self, file: str) -> list[Repair]:
        """Those of one file."""
        return [repair for repair in self.repairs if normalise(repair.file) == normalise(file)]


def read_repairs(folder: Path) -> Repairs:
    """The repairs of a case; none where there is no file. Raises InputError."""
    path = folder / FILE
    return read_yaml(path, Repairs) if path.is_file() else Repairs()


def repairs_text(repairs: Repairs) -> str:
    """The text of `repairs.yml`."""
    head = "# Rows of the exports that you mended, and why. Made by lcspr_kit; readable and editable by hand.\n"
    return head + yaml_text({"repairs": [repair.model_dump(exclude_defaults=True) for repair in repairs.repairs]})


def with_repair(repairs: Repairs, repair: Repair) -> Repairs:
    """The repairs with one more, or one changed in its place."""
    kept = [repair if (other.place, other.row) == (repair.place, repair.row) else other for other in repairs.repairs]
    return Repairs(repairs=kept if repair in kept else [*kept, repair])


def without_repair(repairs: Repairs, repair: Repair) -> Repairs:
    """The repairs without one."""
    return Repairs(repairs=[other for other in repairs.repairs if other != repair])


def repair_table(table: Table, layout: Layout, repairs: list[Repair]) -> tuple[Table, dict[int, tuple[Repair, Row]], list[Note]]:
    """A table with its rows mended, the repairs and rows as they stood by row number, and a note for each.

    A row that is no event counts as removed, so that rows = events + quarantined + skipped holds.
    """
    mine = [repair for repair in repairs if normalise(repair.sheet) == normalise(table.sheet)]
    used: dict[int, tuple[Repair, Row]] = {}
    for repair in mine:
        fits = [row for row in table.rows[layout.first :] if row.number not in used and normalise(row.text) == normalise(repair.was)]
        if fits:
            row = min(fits, key=lambda row: (abs(row.number - repair.row), row.number))
            used[row.number] = (repair, row)
    if not used:
        return table, used, []
    rows = [_mended(row, layout, used[row.number][0]) if row.number in used else row for row in table.rows]
    gone = {number for number, (repair, _) in used.items() if repair.skip}
    mended = replace(table, rows=[row for row in rows if row.number not in gone], removed=table.removed + len(gone))
    return mended, used, [Note("repaired", f"{repair.words}", table.sheet, number) for number, (repair, _) in sorted(used.items())]


def _mended(row: Row, layout: Layout, repair: Repair) -> Row:
    text_column = next((layout.columns[name] for name in TEXTS if name in layout.columns), None)
    new = {layout.columns["date"]: repair.date, **({text_column: repair.event} if text_column is not None else {})}
    cells, values, shown, faults = list(row.cells), dict(row.values), dict(row.shown), dict(row.faults)
    for column, text in new.items():
        if text.strip():
            cells += [""] * (column + 1 - len(cells))
            cells[column] = text.strip()
            for held in (values, shown, faults):
                held.pop(column, None)  # type: ignore[attr-defined]
    return Row(row.number, cells, values, shown, row.inherited - new.keys(), faults)


def mark_events(events: list[dict[str, Any]], layout: Layout, used: dict[int, tuple[Repair, Row]]) -> None:
    """Say in each mended event what was mended; its date stays as the agency wrote it."""
    column = layout.columns["date"]
    for event in events:
        if event["source_row"] in used:
            repair, row = used[event["source_row"]]
            event["extra"] = {**event["extra"], MARK: repair.words.removeprefix(f"{MARK}: ")}
            if repair.date.strip():
                event["date_text"] = row.cells[column] if column < len(row.cells) else ""


def unused_notes(repairs: list[Repair], used: set[Repair]) -> list[Note]:
    """A note for each repair that fits no row, as after a corrected export."""
    return [
        Note("repair-unused", f"The repair of row {repair.row} in {FILE} fits no row any more: the export no longer says '{' '.join(repair.was.split())[:60]}'.", repair.sheet)
        for repair in repairs
        if repair not in used
    ]
