"""The author's decisions on links (`links.yml`): which records are accounts of one event, and which are not.

Every change returns a new `Links`; nothing is written until `save_links`. What is suggested is
`chronology.link`.
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Literal

import pandas as pd
from pydantic import BaseModel, ConfigDict, model_validator

from lcspr_kit.casefiles import read_yaml, write_atomic, yaml_text
from lcspr_kit.problems import Problem
from lcspr_kit.review import Text

FILE = "links.yml"


class Link(BaseModel):
    """One entry: two event ids and what the author decided. `note` is free."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    a: Text
    b: Text
    status: Literal["accepted", "refused"]
    note: Text = ""

    @model_validator(mode="after")
    def _two(self) -> Link:
        if self.a == self.b:
            raise ValueError(f"the link joins {self.a} to itself")
        return self


class Links(BaseModel):
    """`links.yml` as a whole."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    links: list[Link] = []

    @model_validator(mode="after")
    def _once(self) -> Links:
        seen: set[frozenset[str]] = set()
        for link in self.links:
            pair = frozenset((link.a, link.b))
            if pair in seen:
                raise ValueError(f"the link of {link.a} and {link.b} is there twice")
            seen.add(pair)
        return self

    def status(self, a: str, b: str) -> str:
        """`accepted`, `refused`, or empty where nothing is decided; the order of the two doesn't matter."""
        return next((link.status for link in self.links if {link.a, link.b} == {a, b}), "")


def read_links(folder: Path) -> Links:
    """The decisions of a case; none where there is no file or it has only comments. Raises InputError."""
    path = folder / FILE
    if not path.is_file():
        return Links()
    lines = path.read_text(encoding="utf-8", errors="replace").splitlines()
    if not any(line.strip() and not line.lstrip().startswith("#") for line in lines):
        return Links()
    return read_yaml(path, Links)


def links_text(links: Links) -> str:
    """The text of `links.yml`."""
    entries = [{key: value for key, value in link.model_dump().items() if value != ""} for link in links.links]
    head = "# Which records of different agencies are about one event. Made by lcspr_kit; readable and editable by hand.\n"
    return head + yaml_text({"links": entries})


def save_links(folder: Path, links: Links) -> None:
    """Write `links.yml` whole or not at all."""
    write_atomic(folder / FILE, links_text(links))


def without_link(links: Links, a: str, b: str) -> Links:
    """The decisions without one, which is open again."""
    return Links(links=[link for link in links.links if {link.a, link.b} != {a, b}])


def decide_link(links: Links, a: str, b: str, status: Literal["accepted", "refused"], note: str = "") -> Links:
    """The decisions with one more, or one changed in its place."""
    entry = Link(a=a, b=b, status=status, note=note)
    kept = [entry if {link.a, link.b} == {a, b} else link for link in links.links]
    return Links(links=kept if entry in kept else [*kept, entry])


def accepted_groups(links: Links, known: Iterable[str] | None = None) -> list[tuple[str, ...]]:
    """Groups of event ids that the author accepted as accounts of one event, as `study_case` takes them.

    Accepted pairs that share a record make one group. With `known` (event ids) others are left out.
    """
    ids = None if known is None else set(known)
    group_of: dict[str, list[str]] = {}
    for link in links.links:
        if link.status != "accepted" or (ids is not None and not {link.a, link.b} <= ids):
            continue
        first, second = group_of.setdefault(link.a, [link.a]), group_of.setdefault(link.b, [link.b])
        if first is not second:
            first += second
            for member in second:
                group_of[member] = first
    unique = {id(group): group for group in group_of.values()}
    return [tuple(group) for group in unique.values()]


def open_suggestions(suggested: pd.DataFrame, links: Links) -> pd.DataFrame:
    """The suggestions on which nothing is decided yet."""
    decided = {frozenset((link.a, link.b)) for link in links.links}
    keep = [frozenset(pair) not in decided for pair in zip(suggested["a"], suggested["b"], strict=True)]
    return suggested[pd.Series(keep, index=suggested.index, dtype=bool)].reset_index(drop=True)


def link_labels(groups: Iterable[Iterable[str]], suggested: pd.DataFrame | None = None) -> dict[str, str]:
    """What the column "Linked" of the combined chronology shows, by event id.

    `L1` for each record of the first accepted group, and so on; `S1?` for both records of an open
    suggestion of the strong band. A record can have several.
    """
    labels: dict[str, list[str]] = {}
    for number, group in enumerate(groups, 1):
        for member in group:
            labels.setdefault(member, []).append(f"L{number}")
    if suggested is not None:
        strong = suggested[suggested["band"] == "strong"]
        for number, pair in enumerate(zip(strong["a"], strong["b"], strict=True), 1):
            for member in pair:
                labels.setdefault(member, []).append(f"S{number}?")
    return {member: ", ".join(found) for member, found in labels.items()}


def lost_links(links: Links, known: Iterable[str]) -> list[Problem]:
    """Decisions about records that are no longer there, as after a corrected export: shown, never dropped."""
    ids = set(known)
    return [
        Problem(FILE, f"The {link.status} link of {link.a} and {link.b} has lost {' and '.join(sorted({link.a, link.b} - ids))}: an agency's export no longer has that record.", "Look at the new export, then link its record or delete the entry.")
        for link in links.links
        if not {link.a, link.b} <= ids
    ]
