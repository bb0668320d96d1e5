"""The author's word on discrepancies (`discrepancies.yml`): which to ask about, which are set aside, and why.

Every change returns a new `Asides`; nothing is written here. What differs is found by `discrepancies`.
"""

from __future__ import annotations

from pathlib import Path
from typing import Literal

import pandas as pd
from pydantic import BaseModel, ConfigDict, model_validator

from lcspr_kit.casefiles import read_yaml, yaml_text
from lcspr_kit.review import Text

FILE = "discrepancies.yml"
Place = tuple[str, frozenset[str]]


class Aside(BaseModel):
    """One entry: what differs (a kind of `discrepancies`) between two records, or between a record and an agency.

    `a` is an event id; `b` the other's, or where an agency was told something (`told`) that agency's name.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    kind: Text
    a: Text
    b: Text
    status: Literal["ask", "set aside"]
    note: Text = ""

    @property
    def place(self) -> Place:
        """What the entry is about, whichever record is named first."""
        return self.kind, frozenset((self.a, self.b))


class Asides(BaseModel):
    """`discrepancies.yml` as a whole."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    discrepancies: list[Aside] = []

    @model_validator(mode="after")
    def _once(self) -> Asides:
        places = [entry.place for entry in self.discrepancies]
        for entry in self.discrepancies:
            if places.count(entry.place) > 1:
                raise ValueError(f"the discrepancy '{entry.kind}' of {entry.a} and {entry.b} is there twice")
        return self


def read_asides(folder: Path) -> Asides:
    """The author's word on a case's discrepancies; none where there is no file or it has only comments. Raises InputError."""
    path = folder / FILE
    if not path.is_file() or not any(line.strip() and not line.lstrip().startswith("#") for line in path.read_text(encoding="utf-8", errors="replace").splitlines()):
        return Asides()
    return read_yaml(path, Asides)


def asides_text(asides: Asides) -> str:
    """The text of `discrepancies.yml`."""
    entries = [entry.model_dump(exclude_defaults=True) for entry in asides.discrepancies]
    head = "# Discrepancies between agencies' records: to be asked about, or set aside. Made by lcspr_kit; readable and editable by hand.\n"
    return head + yaml_text({"discrepancies": entries})


def place_of(row: object) -> Place:
    """What a row of `find_discrepancies` is about. A told one is about the agency: which of its records is nearest can change."""
    kind, a, b, agency = (str(getattr(row, name)) for name in ("kind", "a", "b", "agency_b"))
    return kind, frozenset((a, agency if kind == "told" else b))


def without_asides(found: pd.DataFrame, asides: Asides) -> pd.DataFrame:
    """The discrepancies that the author has not set aside."""
    aside = {entry.place for entry in asides.discrepancies if entry.status == "set aside"}
    return found[[place_of(row) not in aside for row in found.itertuples(index=False)]].reset_index(drop=True)


def with_aside(asides: Asides, entry: Aside) -> Asides:
    """With one more entry, or one changed in its place."""
    kept = [entry if other.place == entry.place else other for other in asides.discrepancies]
    return Asides(discrepancies=kept if entry in kept else [*kept, entry])


def without_aside(asides: Asides, place: Place) -> Asides:
    """With one entry less, which is open again."""
    return Asides(discrepancies=[entry for entry in asides.discrepancies if entry.place != place])
