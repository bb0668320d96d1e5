"""A family to and from other programs, beside the two tables of the case: GEDCOM, pedigree files, other CSVs."""

from __future__ import annotations

import tempfile
from pathlib import Path

from lcspr_kit.casefiles import read_table
from lcspr_kit.genogram.casetables import case_tables
from lcspr_kit.genogram.editing import FILES, PEOPLE, Tables, merged, read_tables
from lcspr_kit.genogram.family import Family
from lcspr_kit.genogram.gedcom_write import not_in_gedcom, write_gedcom
from lcspr_kit.genogram.relationships import COLUMNS, FILE
from lcspr_kit.genogram.source import GEDCOM, PEDIGREE, read_source
from lcspr_kit.privacy.register import PEOPLE_COLUMNS
from lcspr_kit.problems import InputError, Problem

MOST_BYTES = 5_000_000


def family_file(family: Family) -> tuple[str, list[str]]:
    """The family as GEDCOM, with real names, and in sentences what is not in it."""
    return write_gedcom(family), not_in_gedcom(family)


def brought_in(tables: Tables, name: str, content: bytes) -> tuple[Tables, list[str]]:
    """The tables with a family from a file added, and what was done. Raises InputError for what can't be read.

    A CSV is people or relationships by its headings. The file is read in a private folder that is gone afterwards.
    """
    suffix = Path(name).suffix.lower()
    if suffix not in (".csv", *GEDCOM, *PEDIGREE):
        raise InputError(Problem("file", "This is no file of a family.", f"Choose one that ends in .csv, {', '.join((*GEDCOM, *PEDIGREE))}."))
    if not content or len(content) > MOST_BYTES:
        raise InputError(Problem("file", f"The file is empty or larger than {MOST_BYTES // 1_000_000} MB.", "Choose another."))
    with tempfile.TemporaryDirectory(prefix="lcspr-family-") as private:
        folder = Path(private)
        lost: tuple[str, ...] = ()
        if suffix == ".csv":
            first = content.splitlines()[0].decode("utf-8-sig", errors="replace").lower()
            file, columns, needed = (FILE, COLUMNS, ("a", "b", "kind")) if "kind" in first else (PEOPLE, PEOPLE_COLUMNS, ("id",))
            (folder / file).write_bytes(content)
            read_table(folder / file, columns, needed)
        else:
            path = folder / f"family{suffix}"
            path.write_bytes(content)
            made = case_tables(read_source(path).family)
            lost = made.lost
            for file, text in zip(FILES, (made.relationships, made.people), strict=True):
                (folder / file).write_text(text, encoding="utf-8")
        incoming = read_tables(folder)
    both, told = merged(tables, incoming)
    return both, [*told, *lost]
