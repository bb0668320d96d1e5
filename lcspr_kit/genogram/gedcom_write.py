"""A family as GEDCOM 7.0, in standard structures only, so that other programs read what they know.

What GEDCOM has no word for (a household, a role, a feeling) is written as a fact, a residence or an
association with its kind in words; `gedcom.read_gedcom` reads all of it back. Real names are in it:
it is for the author's own files, never for publication.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from lcspr_kit.genogram.family import Descent, Family, Union
from lcspr_kit.genogram.gedcom_dates import date_lines
from lcspr_kit.genogram.relationships import BONDS, PARENTAGE, TWINS, Relation
from lcspr_kit.privacy.register import Person

_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]")
_FACTS = ("role", "gender", "ethnicity", "disability", "language", "contribute")
_PEDI = {"birth": "BIRTH", "adoptive": "ADOPTED", "foster": "FOSTER"}


def write_gedcom(family: Family) -> str:
    """The text of a GEDCOM 7.0 file (UTF-8) that holds the family."""
    refs = _references(family.people)
    fams = {union.id: f"@F{number}@" for number, union in enumerate(family.unions, 1)}
    lines = ["0 HEAD", "1 GEDC", "2 VERS 7.0", "1 SOUR lcspr_kit"]
    for person in family.people:
        lines += _individual(person, family, refs, fams)
    by_id = {person.id: person for person in family.people}
    for union in family.unions:
        lines += _fam(union, family, refs, fams, by_id)
    return "\n".join([*lines, "0 TRLR", ""])


def not_in_gedcom(family: Family) -> list[str]:
    """What the GEDCOM of this family does not hold, in sentences."""
    refused = [r for r in family.relations if r.kind in PARENTAGE and not _is_held(r, family)]
    lost = [f"Row {r.row} ({r.a} {r.kind} {r.b}) contradicts other rows and is left out." for r in refused]
    professionals = [person.id for person in family.people if person.is_professional]
    slashes = [person.id for person in family.people if "/" in "".join((person.name, *person.aliases, person.pseudonym))]
    if slashes:
        lost.append(f"{', '.join(slashes)}: a / in a name is written as a space, because it marks the family name in GEDCOM.")
    losses = [person.id for person in family.people if person.pregnancy and person.died]
    if losses:
        lost.append(f"{', '.join(losses)}: a death beside a pregnancy that was lost is not read back; the date of the loss is.")
    if professionals:
        lost.append(f"{', '.join(professionals)}: written as members of the family, with their role.")
    return lost


def _is_held(relation: Relation, family: Family) -> bool:
    if (relation.a, relation.b) in family.implied_steps:
        return True
    unions = {union.id: union.partners for union in family.unions}
    return any(descent.child == relation.b and relation.a in unions[descent.union] for descent in family.descents)


def _references(people: Sequence[Person]) -> dict[str, str]:
    """Identifiers as GEDCOM allows them: capitals, digits and underlines."""
    refs: dict[str, str] = {}
    for number, person in enumerate(people, 1):
        plain = re.sub(r"[^A-Z0-9_]", "", person.id.upper())[:20]
        refs[person.id] = f"@{plain}@" if plain and f"@{plain}@" not in refs.values() else f"@X{number}@"
    return refs


def _line(level: int, tag: str, value: str = "") -> list[str]:
    """A line, with CONT for each line break in the value; a leading @ is doubled."""
    parts = _CONTROL.sub("", value).replace("\r\n", "\n").replace("\r", "\n").split("\n")
    parts = [f"@{part}" if part.startswith("@") else part for part in parts]
    return [f"{level} {tag} {parts[0]}".rstrip(" "), *(f"{level + 1} CONT {part}".rstrip(" ") for part in parts[1:])]


def _event(tag: str, dated: list[str]) -> list[str]:
    """An event with its date, or one that is only said to have happened."""
    return [f"1 {tag}", *dated] if dated else [f"1 {tag} Y"]


def _individual(person: Person, family: Family, refs: dict[str, str], fams: dict[str, str]) -> list[str]:
    lines = [f"0 {refs[person.id]} INDI"]
    if person.name:
        lines += _line(1, "NAME", person.name.replace("/", " "))
    for alias in person.aliases:
        lines += [*_line(1, "NAME", alias.replace("/", " ")), "2 TYPE AKA"]
    if person.pseudonym:
        lines += [*_line(1, "NAME", person.pseudonym.replace("/", " ")), "2 TYPE OTHER", "3 PHRASE pseudonym"]
    lines.append(f"1 SEX {person.sex}")
    if person.pregnancy:
        lines += [f"1 EVEN {person.pregnancy}", f"2 TYPE {person.pregnancy}", *date_lines(2, person.born)]
    elif person.born:
        lines += ["1 BIRT", *date_lines(2, person.born)]
    if person.died:
        lines += _event("DEAT", date_lines(2, person.died))
    if person.faith:
        lines += _line(1, "RELI", person.faith)
    for name in _FACTS:
        if getattr(person, name):
            lines += [*_line(1, "FACT", getattr(person, name)), f"2 TYPE {name}"]
    for stay in person.stays:
        lines += [*_line(1, "RESI", stay.household), *date_lines(2, stay.start, stay.end, period=True)]
    lines += _parentage(person, family, refs, fams)
    lines += [f"1 FAMS {fams[union.id]}" for union in family.unions if person.id in union.partners]
    lines += [line for relation in family.relations if relation.a == person.id and relation.kind in (*TWINS, *BONDS) for line in _association(relation, refs[relation.b])]
    if person.notes:
        lines += _line(1, "NOTE", person.notes)
    return [*lines, *_line(1, "REFN", person.id), "2 TYPE register"]


def _parentage(person: Person, family: Family, refs: dict[str, str], fams: dict[str, str]) -> list[str]:
    lines = []
    unions = {union.id: union for union in family.unions}
    for descent in family.descents:
        if descent.child != person.id:
            continue
        rows = _rows_of(descent, unions[descent.union], family)
        if descent.kind == "adoptive" and len(rows) == 1 and len(unions[descent.union].partners) == 2:
            lines += ["1 ADOP", f"2 FAMC {fams[descent.union]}", f"3 ADOP {'HUSB' if rows[0].a == _spouses(unions[descent.union], family)[0] else 'WIFE'}"]
        lines += [f"1 FAMC {fams[descent.union]}", *_pedi(descent.kind)]
    for relation in family.relations:
        if relation.b != person.id or relation.kind not in PARENTAGE or not _is_held(relation, family):
            continue
        implied = (relation.a, relation.b) in family.implied_steps
        if relation.start or relation.end or relation.notes or implied:
            lines += _association(relation, refs[relation.a])
    return lines


def _rows_of(descent: Descent, union: Union, family: Family) -> list[Relation]:
    return [r for r in family.relations if r.b == descent.child and r.a in union.partners and PARENTAGE.get(r.kind) == descent.kind]


def _pedi(kind: str) -> list[str]:
    if kind in _PEDI:
        return [f"2 PEDI {_PEDI[kind]}"]
    word = next(word for word, made in PARENTAGE.items() if made == kind)
    return ["2 PEDI OTHER", f"3 PHRASE {word}"]


def _association(relation: Relation, other: str) -> list[str]:
    # an event, because an association of its own has no date in GEDCOM 7.0
    return [
        *_line(1, "EVEN", relation.kind),
        f"2 TYPE {relation.kind}",
        *date_lines(2, relation.start, relation.end, period=True),
        f"2 ASSO {other}",
        "3 ROLE OTHER",
        f"4 PHRASE {relation.kind}",
        *(_line(2, "NOTE", relation.notes) if relation.notes else []),
    ]


def _spouses(union: Union, family: Family) -> list[str]:
    """Partners as HUSB and WIFE want them: a man before a woman, else as they stand."""
    sexes = {person.id: person.sex for person in family.people}
    return sorted(union.partners, key=lambda identity: {"M": 0, "F": 2}.get(sexes[identity], 1))


def _fam(union: Union, family: Family, refs: dict[str, str], fams: dict[str, str], people: dict[str, Person]) -> list[str]:
    lines = [f"0 {fams[union.id]} FAM"]
    spouses = _spouses(union, family)
    if len(spouses) == 1:
        lines.append(f"1 {'WIFE' if people[spouses[0]].sex == 'F' else 'HUSB'} {refs[spouses[0]]}")
    else:
        lines += [f"1 HUSB {refs[spouses[0]]}", f"1 WIFE {refs[spouses[1]]}"]
    lines += [f"1 CHIL {refs[descent.child]}" for descent in family.descents if descent.union == union.id]
    if len(spouses) == 2 and not union.stages:
        lines += ["1 EVEN parents", "2 TYPE parents"]
    for stage in union.stages:
        if stage.kind == "married":
            lines += _event("MARR", date_lines(2, stage.start))
        if stage.kind == "divorced":
            lines += _event("DIV", date_lines(2, stage.end or stage.start))
        lines += [f"1 EVEN {stage.kind}", f"2 TYPE {stage.kind}", *date_lines(2, stage.start, stage.end, period=True)]
        lines += _line(2, "NOTE", stage.notes) if stage.notes else []
    return lines
