"""Names that the author files (a person, a place, neither, another name of somebody), so that it can be taken back.

The view-model of the names in `intake` beside `desk`: a filing is tried in a private folder by the same doors
as ever, and kept as the texts of the three tables.
"""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import Any

from lcspr_kit.casefiles import read_text
from lcspr_kit.privacy.strangers import NEITHER_FILE, file_as_alias, file_stranger
from lcspr_kit.problems import InputError, Problem
from lcspr_kit.widgets.desk import Desk, Document

Texts = tuple[str, ...]
FILES = (NEITHER_FILE, "places.csv", "people.csv")


def _read(folder: Path) -> Texts:
    return tuple(read_text(folder / file) if (folder / file).is_file() else "" for file in FILES)


NAMES = Document(FILES, _read, lambda texts: dict(zip(FILES, texts, strict=True)), lambda base, mine, theirs: theirs)
"""The three tables as a `Desk` keeps them; an empty text is no file."""


def file_name(desk: Desk[Any], text: str, how: str) -> Desk[Any]:
    """File a name: `person`, `place`, `neither`, or `alias:<id>`. Gives the desk to go on with. Raises InputError."""
    if not text:
        raise InputError(Problem("people.csv", "There is no name.", "Look at the list again."))
    desk = current(desk)
    with tempfile.TemporaryDirectory(prefix="lcspr-names-") as private:
        folder = Path(private)
        for file, content in zip(FILES, desk.now, strict=True):
            if content:
                (folder / file).write_bytes(content.encode("utf-8"))
        if how.startswith("alias:"):
            file_as_alias(folder, text, how.removeprefix("alias:"))
        else:
            file_stranger(folder, text, how)  # type: ignore[arg-type]
        desk.change(_read(folder))
    return desk


def current(desk: Desk[Any]) -> Desk[Any]:
    """The desk, or a new one where the tables were changed elsewhere since (as beside the genogram): older filings stay then."""
    fresh = Desk(desk.folder, NAMES)
    return desk if fresh.now == desk.now else fresh
