"""What the author says of the exports while she works: columns, mended rows, links. Each a file of the case at a `Desk`.

The view-model of `intake` beside `desk`: turns what she chose in the page into a new state of a file.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any, NamedTuple

from lcspr_kit.casefiles import in_their_words
from lcspr_kit.chronology import asides, links, mapping, repairs
from lcspr_kit.chronology.asides import Aside, Asides
from lcspr_kit.chronology.columns import fields, label
from lcspr_kit.chronology.dates import read_date
from lcspr_kit.chronology.events import normalise
from lcspr_kit.chronology.links import Link, Links
from lcspr_kit.chronology.mapping import FileMapping, Mapping
from lcspr_kit.chronology.preview import Preview
from lcspr_kit.chronology.repairs import Repair, Repairs
from lcspr_kit.joining import joined_entries
from lcspr_kit.problems import InputError, Problem
from lcspr_kit.widgets.desk import Document

Given = dict[str, Any]
MAPPING = "mapping.yml"


class Said(NamedTuple):
    """`mapping.yml`, with the comment it begins with."""

    mapping: Mapping
    comment: str = ""


def _by_place(said: Said) -> dict[tuple[str, str], FileMapping]:
    return {(normalise(entry.file), normalise(entry.sheet or "")): entry for entry in said.mapping.files}


def _join_said(base: Said, mine: Said, theirs: Said) -> Said:
    kept = joined_entries(_by_place(base), _by_place(mine), _by_place(theirs))  # type: ignore[type-var]
    return Said(Mapping(files=[entry for entry in kept.values() if entry is not None]), theirs.comment)


def _join_repairs(base: Repairs, mine: Repairs, theirs: Repairs) -> Repairs:
    sides = ({(repair.place, repair.row): repair for repair in side.repairs} for side in (base, mine, theirs))
    return Repairs(repairs=[repair for repair in joined_entries(*sides).values() if repair is not None])


def _join_links(base: Links, mine: Links, theirs: Links) -> Links:
    sides = ({frozenset((link.a, link.b)): link for link in side.links} for side in (base, mine, theirs))
    return Links(links=[link for link in joined_entries(*sides).values() if link is not None])


def _join_asides(base: Asides, mine: Asides, theirs: Asides) -> Asides:
    sides = ({entry.place: entry for entry in side.discrepancies} for side in (base, mine, theirs))
    return Asides(discrepancies=[entry for entry in joined_entries(*sides).values() if entry is not None])


def _read_said(folder: Path) -> Said:
    path = folder / MAPPING
    if path.is_file() and path.read_bytes().strip() == b"":
        return Said(Mapping())
    return Said(mapping.read_mapping(folder), mapping.heading_comment(folder))


COLUMNS = Document((MAPPING,), _read_said, lambda said: {MAPPING: mapping.mapping_text(said.mapping, said.comment)}, _join_said)
ROWS = Document((repairs.FILE,), repairs.read_repairs, lambda held: {repairs.FILE: repairs.repairs_text(held)}, _join_repairs, in_their_words)
ASIDES = Document((asides.FILE,), asides.read_asides, lambda held: {asides.FILE: asides.asides_text(held)}, _join_asides, in_their_words)
LINKS = Document((links.FILE,), links.read_links, lambda held: {links.FILE: links.links_text(held)}, _join_links, in_their_words)


def differences(before: Any, after: Any) -> list[str]:
    """What changed in one of the files, a sentence an entry, without the words of the case."""
    if isinstance(before, Said):
        was, now = _by_place(before), _by_place(after)
        return [f"{entry.file}{', ' + entry.sheet if entry.sheet else ''}: how it is read." for place, entry in now.items() if was.get(place) != entry] + [
            f"{entry.file}: what was said of it is taken out." for place, entry in was.items() if place not in now
        ]
    if isinstance(before, Repairs):
        return [f"{repair.file}, row {repair.row}: mended." for repair in after.repairs if repair not in before.repairs] + [f"{repair.file}, row {repair.row}: no longer mended." for repair in before.repairs if repair not in after.repairs]
    if isinstance(before, tuple):  # of `filing`
        return ["A name was filed, or taken back."] if before != after else []
    if isinstance(before, Asides):
        was_said, said_now = ({entry.place: entry for entry in side.discrepancies} for side in (before, after))
        told = [f"The discrepancy '{entry.kind}' of {entry.a} and {entry.b}: {entry.status}." for place, entry in said_now.items() if was_said.get(place) != entry]
        return told + [f"The discrepancy '{entry.kind}' of {entry.a} and {entry.b} is open again." for place, entry in was_said.items() if place not in said_now]
    return [f"The link of {link.a} and {link.b} is {link.status}." for link in after.links if link not in before.links] + [
        f"The link of {link.a} and {link.b} is open again." for link in before.links if not after.status(link.a, link.b)
    ]


# ------------------------------------------------------------------------------ columns


def say_columns(said: Said, file: str, preview: Preview, alone: bool, given: Given) -> Said:
    """The mapping with what the author chose for one table. `alone`: the file has no other table.

    Only what differs from the kit's own finding is written, and what it was not sure of. Raises InputError
    for what can't be.
    """
    before = said.mapping.of(file, preview.sheet)
    chosen: dict[str, str] = {}
    for heading, field in zip(preview.headings, _texts(given.get("fields"), len(preview.headings), preview.fields), strict=True):
        if field and field not in fields():
            raise InputError(Problem(MAPPING, f"'{field[:40]}' is no column of a chronology.", "Choose one of the list."))
        if field in chosen:
            raise InputError(Problem(MAPPING, f"Two columns can't both be '{label(field)}'.", "Choose another for one of them."))
        if field:
            chosen[field] = heading
    row = given.get("heading_row", before.header_row if before else None)
    if isinstance(row, bool) or not (row is None or (isinstance(row, int) and 1 <= row < 100_000)):
        raise InputError(Problem(MAPPING, "The row of the headings is a number from 1 on.", "Count the rows as the file shows them."))
    if row != (before.header_row if before else None):
        columns: dict[str, str] = {}  # other headings: what was said of the old ones is void
    else:
        known = {field: heading for field, heading in preview.found.items() if field not in preview.unsure} if not row else {}
        columns = {field: heading for field, heading in chosen.items() if known.get(field) != heading}
        columns |= {field: "" for field in preview.found if field not in chosen}
    order = given.get("date_order", before.date_order if before else None) or None
    agency = str(given.get("agency", before.agency if before else "") or "").strip() or None
    skip: bool | list[int] = before.skip if before else []
    if "skip" in given:
        skip = True if given["skip"] else (skip if isinstance(skip, list) else [])
    sheet = preview.sheet if preview.sheet and (not alone or (before and before.sheet)) else None
    entry = FileMapping(file=file, sheet=sheet, agency=agency, header_row=row, columns=columns, date_order=order, skip=skip)
    return Said(Mapping(files=_with_entry(said.mapping, entry)), said.comment)


def _texts(value: Any, length: int, otherwise: tuple[str, ...]) -> list[str]:
    return [str(each) for each in value] if isinstance(value, list) and len(value) == length else list(otherwise)


def _with_entry(held: Mapping, entry: FileMapping) -> list[FileMapping]:
    place = (normalise(entry.file), normalise(entry.sheet or ""))
    says = any(value for name, value in entry.model_dump(exclude_defaults=True).items() if name not in ("file", "sheet"))
    kept = []
    found = False
    for other in held.files:
        if (normalise(other.file), normalise(other.sheet or "")) != place:
            kept.append(other)
        elif says and not found:
            kept.append(entry)
        found = found or (normalise(other.file), normalise(other.sheet or "")) == place
    return kept if found or not says else [*kept, entry]


# ------------------------------------------------------------------------------ rows


def mend(held: Repairs, file: str, sheet: str, row: int, was: str, given: Given) -> Repairs:
    """The repairs with one more. Raises InputError for a date that can't be read, or where the reason is missing."""
    what, value, reason = (str(given.get(name) or "").strip() for name in ("what", "value", "reason"))
    if what not in ("date", "event", "skip"):
        raise InputError(Problem(repairs.FILE, "Choose what is to be mended.", "The date, what happened, or that the row is no event."))
    if what != "skip" and not value:
        raise InputError(Problem(repairs.FILE, "There is nothing to mend the row with.", "Write the date or what happened."))
    if what == "date":
        found = read_date(value)
        if found.date is None or found.rest or found.impossible:
            raise InputError(Problem(repairs.FILE, f"'{value[:40]}' can't be read as a date.", "Write it as 28/02/2025, or as February 2025 where the day is not known."))
        if found.date.precision == "day" and not found.date.uncertain:
            value = found.date.earliest.isoformat()  # whatever order the column's own dates are in
    if not reason:
        raise InputError(Problem(repairs.FILE, "A repair needs its reason.", "Write how you know, such as: confirmed by the agency by telephone."))
    repair = Repair(file=file, sheet=sheet, row=row, was=was, reason=reason, date=value if what == "date" else "", event=value if what == "event" else "", skip=what == "skip")
    return repairs.with_repair(held, repair)


def unmend(held: Repairs, number: Any) -> Repairs:
    """The repairs without the one at a place of the list."""
    if isinstance(number, bool) or not isinstance(number, int) or not 0 <= number < len(held.repairs):
        raise InputError(Problem(repairs.FILE, "There is no such repair any more.", "Look at the list again."))
    return repairs.without_repair(held, held.repairs[number])


# ------------------------------------------------------------------------------ links


def decide(held: Links, a: str, b: str, how: str, note: str) -> Links:
    """The links with one decided: `accepted`, `refused`, or `open` again."""
    if how == "open":
        return links.without_link(held, a, b)
    if how not in ("accepted", "refused"):
        raise InputError(Problem(links.FILE, "A link is accepted, refused or open.", "Choose one of them."))
    return links.decide_link(held, a, b, how, note.strip())  # type: ignore[arg-type]


def entry_of(held: Links, a: str, b: str) -> Link | None:
    """What is decided on two records, if anything."""
    return next((link for link in held.links if {link.a, link.b} == {a, b}), None)


# ------------------------------------------------------------------------------ discrepancies


def look_at(held: Asides, kind: str, a: str, b: str, how: str, note: str) -> Asides:
    """The author's word on a discrepancy: `ask`, `set aside` (with her reason), or `open` again. Raises InputError."""
    if how == "open":
        return asides.without_aside(held, (kind, frozenset((a, b))))
    if how not in ("ask", "set aside"):
        raise InputError(Problem(asides.FILE, "A discrepancy is asked about, set aside or open.", "Choose one of them."))
    if how == "set aside" and not note.strip():
        raise InputError(Problem(asides.FILE, "A discrepancy that is set aside needs its reason.", "Write why it is none, such as: two visits on one day."))
    return asides.with_aside(held, Aside(kind=kind, a=a, b=b, status=how, note=note.strip()))  # type: ignore[arg-type]
