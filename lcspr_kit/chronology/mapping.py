"""`mapping.yml`: what the author says of a file's columns, sheets and dates; it wins over what the kit finds.

Knows the shape of the file and how to write a proposal for it. Reading never writes it: the command does.

    files:
      - file: gp.docx              # a file in chronologies/
        sheet: table 1             # optional: only this sheet or table
        agency: Quayside Surgery   # optional
        header_row: 3              # optional: the row that holds the headings, as you count it
        columns:                   # optional: field to heading, exactly or nearly as it is written
          date: When
          event: What happened
          response: ""             # no column holds it, though one looks like it
        date_order: dmy            # optional: dmy or mdy
        skip: [4, 5]               # optional: rows that are no events; or true for the whole sheet
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import takewhile
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict

from lcspr_kit.casefiles import read_yaml, yaml_text
from lcspr_kit.chronology.columns import fields
from lcspr_kit.chronology.events import normalise
from lcspr_kit.chronology.headings import Layout


def _known_fields(columns: dict[str, str]) -> dict[str, str]:
    for name in columns:
        if name not in fields():
            raise ValueError(f"'{name[:40]}' is no column of a chronology; they are {', '.join(fields())}")
    return columns


def _text(value: object) -> object:
    return str(value) if isinstance(value, (int, float)) and not isinstance(value, bool) else value


Text = Annotated[str, BeforeValidator(_text)]


class FileMapping(BaseModel):
    """What the author says of one file, or of one sheet or table of it."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    file: Text
    sheet: Text | None = None
    agency: Text | None = None
    header_row: int | None = None
    columns: Annotated[dict[str, Text], AfterValidator(_known_fields)] = {}
    date_order: Literal["dmy", "mdy"] | None = None
    skip: bool | list[int] = []


class Mapping(BaseModel):
    """`mapping.yml`."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    files: list[FileMapping] = []

    def of(self, file: str, sheet: str) -> FileMapping | None:
        """What is said of a sheet: by its name if it is named, else what is said of the whole file."""
        said = [entry for entry in self.files if normalise(entry.file) == normalise(file)]
        named = [entry for entry in said if entry.sheet is not None and normalise(entry.sheet) == normalise(sheet)]
        return next(iter(named or [entry for entry in said if entry.sheet is None]), None)


def read_mapping(folder: Path) -> Mapping:
    """Read a case's `mapping.yml`, if there is one. Raises InputError with every problem."""
    path = folder / "mapping.yml"
    return read_yaml(path, Mapping) if path.is_file() else Mapping()


def mapping_text(mapping: Mapping, head: str = "") -> str:
    """The text of `mapping.yml`, with the comment it begins with."""
    return head + yaml_text({"files": [entry.model_dump(exclude_defaults=True) for entry in mapping.files]})


def heading_comment(folder: Path) -> str:
    """The comment that a case's `mapping.yml` begins with; that much of a hand-written file outlives a change by the kit."""
    path = folder / "mapping.yml"
    lines = path.read_text(encoding="utf-8-sig", errors="replace").splitlines(keepends=True) if path.is_file() else []
    return "".join(takewhile(lambda line: line.startswith("#"), lines))


def propose_mapping(found: Sequence[tuple[str, str, str, Layout]]) -> str:
    """The text of a `mapping.yml` for (file, sheet, agency, layout): what was taken for what, for correction.

    Empty where nothing is unsure.
    """
    entries: list[dict[str, Any]] = []
    for file, sheet, agency, layout in found:
        entry: dict[str, Any] = {"file": file}
        if sheet:
            entry["sheet"] = sheet
        entries.append({**entry, "agency": agency, "columns": layout.by_heading})
    if not entries:
        return ""
    return "# The kit is not sure of these columns. Correct what is wrong, delete what is right, and save.\n" + yaml_text({"files": entries})
