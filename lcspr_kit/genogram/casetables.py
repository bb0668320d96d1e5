"""A family as the two tables of a case folder, `people.csv` and `relationships.csv`. Writes no files.

The way in for a family that somebody else keeps as GEDCOM or PED: read it there, write it here.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from lcspr_kit.casefiles import table_text
from lcspr_kit.edtf import PartialDate
from lcspr_kit.genogram.family import Family
from lcspr_kit.genogram.relationships import COLUMNS, relation_row
from lcspr_kit.privacy.register import PEOPLE_COLUMNS, Person, Stay

_ID = re.compile(r"[A-Za-z][A-Za-z0-9_-]{0,31}")


@dataclass(frozen=True)
class CaseTables:
    """The text of both files, and in sentences what they can't hold."""

    people: str
    relationships: str
    lost: tuple[str, ...] = ()


def case_tables(family: Family) -> CaseTables:
    """The family as CSV. Real names are in it, as they are in every `people.csv`.

    Identifiers that a case folder does not allow (`@I1@`) become ones that it does (`I1`, `p3`).
    """
    ids = _identifiers(family.people)
    lost = [
        f"{ids[person.id]}: died, on a day that is not known; write a date in `died` if one can be found."
        for person in family.people
        if person.died and not person.died.text
    ]
    lost += [
        f"{ids[person.id]}: a semicolon or @ in the name of a household or an alias has been taken out."
        for person in family.people
        if any(_cannot(text) for text in (*person.aliases, *(stay.household for stay in person.stays)))
    ]
    people = table_text(PEOPLE_COLUMNS, [_person_row(person, ids[person.id]) for person in family.people])
    rows = [{**relation_row(relation), "a": ids[relation.a], "b": ids[relation.b]} for relation in family.relations]
    return CaseTables(people, table_text(COLUMNS, rows), tuple(lost))


def _identifiers(people: tuple[Person, ...]) -> dict[str, str]:
    ids: dict[str, str] = {}
    for number, person in enumerate(people, 1):
        plain = re.sub(r"[^A-Za-z0-9_-]", "", person.id)[:32]
        plain = plain if _ID.fullmatch(plain) else f"p{plain}"[:32]
        while plain in ids.values():
            plain = f"p{number}" if plain != f"p{number}" else f"p{number}_{len(ids)}"
        ids[person.id] = plain
    return ids


def _person_row(person: Person, identity: str) -> dict[str, str]:
    row = {name: str(getattr(person, name) or "") for name in PEOPLE_COLUMNS if name not in ("aliases", "household")}
    return {
        **row,
        "id": identity,
        "aliases": ";".join(_plain(alias) for alias in person.aliases),
        "household": ";".join(_stay(stay) for stay in person.stays),
    }


def _stay(stay: Stay) -> str:
    dates = f"@{_text(stay.start)}..{_text(stay.end)}" if stay.start or stay.end else ""
    return _plain(stay.household) + dates


def _text(when: PartialDate | None) -> str:
    return when.text if when else ""


def _cannot(text: str) -> bool:
    return ";" in text or "@" in text


def _plain(text: str) -> str:
    return text.replace(";", ",").replace("@", " at ")
