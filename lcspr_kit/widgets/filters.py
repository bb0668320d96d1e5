"""What the author asks to see in the explorer, and the named views she keeps of it (`views.yml` of the case).

Knows only the questions; which events answer them is the business of `explorer`.
"""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Literal

from pydantic import BaseModel, ConfigDict, field_validator, model_validator

from lcspr_kit.casefiles import read_yaml, write_atomic, yaml_text
from lcspr_kit.problems import InputError, Problem
from lcspr_kit.review import Text

FILE = "views.yml"


class Filters(BaseModel):
    """Conditions that an event has to meet, all of them; an empty one is none.

    `text` is words that must all be there, in any order. `agencies`, `people` (register ids) and
    `families` (of indicators) each ask for any of those named. `child_seen` `none` means that the
    record does not say; `linked` asks for events that another agency's record tells of too. `first` and `last` are days, both included: an event is in if any of its
    possible days is, so that undated ones are out as soon as one is given.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    text: Text = ""
    agencies: tuple[Text, ...] = ()
    people: tuple[Text, ...] = ()
    families: tuple[Text, ...] = ()
    child_seen: Literal["", "yes", "no", "none"] = ""
    uncertain: bool = False
    linked: bool = False
    episode: Text = ""
    first: dt.date | None = None
    last: dt.date | None = None

    @model_validator(mode="after")
    def _fits(self) -> Filters:
        if self.first and self.last and self.last < self.first:
            raise ValueError("the last day lies before the first")
        return self


class View(BaseModel):
    """A named view: what is filtered, and how it is sorted."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    name: Text
    filters: Filters = Filters()
    sort: Literal["date", "weight"] = "date"

    @field_validator("name")
    @classmethod
    def _named(cls, name: str) -> str:
        if not name.strip() or len(name) > 80:
            raise ValueError("a view needs a name of at most 80 signs")
        return name.strip()


class Views(BaseModel):
    """`views.yml` as a whole, in the order the views were made."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    views: tuple[View, ...] = ()


def read_views(folder: Path) -> Views:
    """The views kept with a case; none where there is no file. Raises InputError."""
    path = folder / FILE
    return read_yaml(path, Views) if path.is_file() else Views()


def save_view(folder: Path, view: View) -> Views:
    """Keep a view; one of the same name is replaced. The file is read again first, so that nothing kept meanwhile is lost."""
    views = read_views(folder).views
    place = next((number for number, other in enumerate(views) if other.name == view.name), len(views))
    return _write(folder, (*views[:place], view, *views[place + 1 :]))


def delete_view(folder: Path, name: str) -> Views:
    """Take a view out. Raises InputError where there is none of that name."""
    views = read_views(folder).views
    kept = tuple(view for view in views if view.name != name)
    if len(kept) == len(views):
        raise InputError(Problem(FILE, f"There is no view '{name[:80]}'.", "It may have been taken out elsewhere."))
    return _write(folder, kept)


def _write(folder: Path, views: tuple[View, ...]) -> Views:
    kept = Views(views=views)
    entries = kept.model_dump(exclude_defaults=True, mode="python").get("views", ())
    head = "# Named views of the explorer. Made by lcspr_kit; readable and editable by hand.\n"
    write_atomic(folder / FILE, head + yaml_text({"views": [_plain(entry) for entry in entries]}))
    return kept


def _plain(value: object) -> object:
    """Tuples as lists, for YAML."""
    if isinstance(value, dict):
        return {key: _plain(inner) for key, inner in value.items()}
    return [_plain(inner) for inner in value] if isinstance(value, (tuple, list)) else value
