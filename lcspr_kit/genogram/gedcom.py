"""Families from GEDCOM files, 5.5.1 and 7.0 (`read_gedcom`), and to GEDCOM 7.0 (`write_gedcom`).

`ged4py` reads the lines, ANSEL and other encodings and the dates of both versions; `gedcom_text` makes files ready
for it; what the records mean for a genogram is said here. People keep the file's own identifiers (`@I1@`).
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path

from ged4py import GedcomReader
from ged4py.model import Record
from ged4py.parser import CodecError, IntegrityError, ParserError

from lcspr_kit.edtf import PartialDate
from lcspr_kit.genogram.family import Family, build_family
from lcspr_kit.genogram.gedcom_dates import read_date, read_span, unknown_day
from lcspr_kit.genogram.gedcom_text import GedcomText, read_text
from lcspr_kit.genogram.gedcom_write import not_in_gedcom, write_gedcom
from lcspr_kit.genogram.relationships import BONDS, COUPLES, PARENTAGE, TWINS, Relation
from lcspr_kit.privacy.register import LONGEST_NAME, PREGNANCIES, Person, Stay
from lcspr_kit.problems import InputError, Problem

__all__ = ["not_in_gedcom", "read_gedcom", "write_gedcom"]

_PEDI = {"birth": "parent", "biological": "parent", "natural": "parent", "adopted": "adoptive parent", "foster": "foster parent",
         "step": "step-parent", "guardian": "guardian", "sealing": "parent"}  # fmt: skip
_FACTS = {"role", "gender", "ethnicity", "disability", "language", "faith", "contribute", "pseudonym"}
_POINTER = re.compile(r"@[^@\s]+@")


def read_gedcom(path: Path | str) -> Family:
    """The family in a GEDCOM file. What contradicts itself is in the family's `problems`, by line.

    A child whose family record names no parent hangs, with its siblings, from an `Unknown parent`.
    Raises InputError where the file can't be read as GEDCOM.
    """
    path = Path(path)
    text = read_text(path)
    reading = _Reading(path.name, text)
    try:
        with GedcomReader(io.BytesIO(text.content), encoding=text.encoding) as reader:
            for record in reader.records0():
                reading.take(record)
    except (ParserError, IntegrityError, CodecError, OSError, AssertionError, IndexError, ValueError) as error:
        raise InputError(Problem(path.name, f"The file can't be read as GEDCOM ({_plain(error)}).", "Export it again as GEDCOM 5.5.1 or 7.0.")) from None
    if not reading.headed:
        raise InputError(Problem(path.name, "The file is not a GEDCOM file: it does not start with a HEAD record.", "Export the family as GEDCOM 5.5.1 or 7.0."))
    return reading.family()


def _plain(error: Exception) -> str:
    return str(error).split("\n")[0][:120] or type(error).__name__


@dataclass
class _Fam:
    """A FAM record: partners, children with the kind of parent each partner is, events, the record's line."""

    husbands: list[str] = field(default_factory=list)
    wives: list[str] = field(default_factory=list)
    children: dict[str, int] = field(default_factory=dict)
    couple: list[Relation] = field(default_factory=list)
    only_parents: bool = False
    row: int = 0


class _Reading:
    """One file in the reading: people, family records, and links that need both."""

    def __init__(self, file: str, text: GedcomText):
        self.file = file
        self.text = text
        self.headed = False
        self.people: dict[str, Person] = {}
        self.names: dict[str, str] = {}
        self.fams: dict[str, _Fam] = {}
        self.kinds: dict[tuple[str, str], str] = {}
        self.adopted_by: dict[tuple[str, str], str] = {}
        self.links: list[Relation] = []
        self.problems: list[Problem] = list(text.problems)

    def take(self, record: Record) -> None:
        if record.tag == "HEAD":
            self.headed = True
        elif record.tag == "INDI" and record.xref_id:
            self.individual(record)
        elif record.tag == "FAM" and record.xref_id:
            self.fams[record.xref_id] = self.fam(record)

    def line(self, record: Record) -> int:
        return self.text.row(record.offset)

    def individual(self, record: Record) -> None:
        identity = str(record.xref_id)
        facts: dict[str, str] = {}
        names: list[str] = []
        person = Person(id=identity, sex=_sex(record), row=self.line(record))
        stays: list[Stay] = []
        for part in record.sub_records:
            kind = _text(part, "TYPE").lower()
            if part.tag == "NAME":
                name = _name(part)
                if len(name) > LONGEST_NAME:
                    raise InputError(Problem(self.file, f"The name is {len(name):,} signs long.", f"No name is longer than {LONGEST_NAME} signs: shorten it.", row=self.line(part)))
                if kind == "other" and _text(part, "TYPE/PHRASE") == "pseudonym":
                    facts["pseudonym"] = name
                elif name:
                    names.append(name)
            elif part.tag == "BIRT" and not person.born:
                person = replace(person, born=_date(part), pregnancy=person.pregnancy or _stillborn(part))
            elif part.tag == "DEAT":
                person = replace(person, died=person.died or _date(part) or unknown_day(), pregnancy=person.pregnancy or _stillborn(part))
            elif part.tag in ("BURI", "CREM") and not person.died:
                person = replace(person, died=_date(part) or unknown_day())
            elif part.tag in ("EVEN", "FACT", "DSCR") and kind in PREGNANCIES:
                person = replace(person, pregnancy=kind, born=person.born or _date(part))
            elif part.tag in ("EVEN", "FACT") and kind in _FACTS:
                facts[kind] = _unescaped(part.value)
            elif part.tag == "EVEN" and kind in (*PARENTAGE, *TWINS, *BONDS):
                for other in part.sub_tags("ASSO", follow=False):
                    self.link(identity, str(other.value), kind, part)
            elif part.tag == "RELI" and part.value:
                facts.setdefault("faith", _unescaped(part.value))
            elif part.tag == "RESI" and part.value:
                stays.append(Stay(_unescaped(part.value), *_span(part)))
            elif part.tag == "NOTE" and part.value and not _POINTER.fullmatch(str(part.value)):
                person = replace(person, notes="\n".join(text for text in (person.notes, _unescaped(part.value)) if text))
            elif part.tag == "REFN" and kind == "register" and part.value:
                self.names[identity] = str(part.value)
            elif part.tag == "FAMC" and part.value:
                self.famc(identity, part)
            elif part.tag == "ADOP":
                self.adoption(identity, part)
            elif part.tag == "ASSO" and part.value:
                self.association(identity, part)
        if person.pregnancy in ("miscarriage", "stillbirth", "termination"):
            person = replace(person, died=None)
        self.people[identity] = replace(
            person,
            name=names[0] if names else "",
            aliases=tuple(names[1:]),
            stays=tuple(stays),
            **{name: facts.get(name, "") for name in sorted(_FACTS)},  # type: ignore[arg-type]
        )

    def famc(self, child: str, part: Record) -> None:
        kind = _text(part, "PEDI").lower()
        if kind == "other":
            kind = _text(part, "PEDI/PHRASE").lower()
        found = _PEDI.get(kind) or (kind if kind in PARENTAGE else "")
        if found:
            self.kinds[child, str(part.value)] = found

    def adoption(self, child: str, part: Record) -> None:
        for family in part.sub_tags("FAMC", follow=False):
            self.kinds[child, str(family.value)] = "adoptive parent"
            who = _text(family, "ADOP").upper()
            if who in ("HUSB", "WIFE"):
                self.adopted_by[child, str(family.value)] = who

    def association(self, identity: str, part: Record) -> None:
        kind = (_text(part, "ROLE/PHRASE") or _text(part, "RELA") or _text(part, "ROLE")).lower()
        if kind in (*TWINS, *BONDS, *PARENTAGE):
            self.link(identity, str(part.value), kind, part)

    def link(self, identity: str, other: str, kind: str, part: Record) -> None:
        a, b = (other, identity) if kind in PARENTAGE else (identity, other)
        self.links.append(Relation(a, b, kind, *_span(part), _text(part, "NOTE"), self.line(part)))

    def fam(self, record: Record) -> _Fam:
        made = _Fam(row=self.line(record))
        told: list[Relation] = []
        for part in record.sub_records:
            kind = _text(part, "TYPE").lower()
            row = self.line(part)
            if part.tag in ("HUSB", "WIFE") and _points(part):
                (made.husbands if part.tag == "HUSB" else made.wives).append(str(part.value))
            elif part.tag == "CHIL" and _points(part):
                made.children.setdefault(str(part.value), row)
            elif part.tag == "MARR":
                made.couple.append(Relation("", "", "married", *_span(part), row=row))
            elif part.tag in ("DIV", "ANUL"):
                made.couple.append(Relation("", "", "divorced", *_span(part), row=row))
            elif part.tag in ("EVEN", "_SEPR", "_SEP") and (kind in ("separation", "separated") or part.tag != "EVEN"):
                (told if kind == "separated" else made.couple).append(Relation("", "", "separated", *_span(part), _text(part, "NOTE"), row))
            elif part.tag == "EVEN" and kind in COUPLES:
                told.append(Relation("", "", kind, *_span(part), _text(part, "NOTE"), row))
            elif part.tag == "EVEN" and kind == "parents":
                made.only_parents = True
        if told:  # the kit's own words for a couple say more than MARR and DIV beside them
            made.couple = told
        return made

    def family(self) -> Family:
        relations: list[Relation] = []
        for identity, fam in self.fams.items():
            partners = list(dict.fromkeys(p for p in (*fam.husbands, *fam.wives) if self.knows(p, fam.row)))
            children = [child for child, row in fam.children.items() if self.knows(child, row)]
            if len(partners) == 2 and not fam.only_parents:
                couple = fam.couple or [Relation("", "", "partner", row=fam.row)]
                relations += [replace(relation, a=partners[0], b=partners[1]) for relation in couple]
            if not partners and len(children) > 1:
                partners = [f"{identity}?"]
                self.people[partners[0]] = Person(id=partners[0], name="Unknown parent", row=fam.row)
            for child in children:
                relations += self.parentage(identity, fam, partners, child)
        relations += [link for link in self.links if self.knows(link.a, link.row) and self.knows(link.b, link.row)]
        people, relations = _renamed(list(self.people.values()), _fewer(relations), self.names)
        family = build_family(people, relations, self.file, self.file)
        return replace(family, problems=(*self.problems, *family.problems))

    def parentage(self, identity: str, fam: _Fam, partners: list[str], child: str) -> Iterator[Relation]:
        kind = self.kinds.get((child, identity), "parent")
        only = {"HUSB": fam.husbands, "WIFE": fam.wives}.get(self.adopted_by.get((child, identity), ""))
        for parent in partners:
            if only is None or parent in only:
                yield Relation(parent, child, kind, row=fam.children[child])

    def knows(self, identity: str, row: int) -> bool:
        if identity in self.people:
            return True
        self.problems.append(Problem(self.file, f"There is no record {identity[:32]}, so this link to it is not drawn.", "", row=row))
        return False


def _fewer(relations: list[Relation]) -> list[Relation]:
    """Drop what is said twice: a dated row of parentage stands for the plain one of its family record."""
    dated = {(r.a, r.b, r.kind) for r in relations if r.start or r.end or r.notes}
    kept: dict[tuple, Relation] = {}
    for relation in relations:
        key = (relation.a, relation.b, relation.kind)
        if relation.kind in PARENTAGE:
            if key in dated and not (relation.start or relation.end or relation.notes):
                continue
            kept.setdefault(key, relation)
        else:
            pair = key if relation.kind == "abusive" else (*sorted(key[:2]), relation.kind)
            kept.setdefault((*pair, relation.start, relation.end), relation)
    return list(kept.values())


def _renamed(people: list[Person], relations: list[Relation], names: dict[str, str]) -> tuple[list[Person], list[Relation]]:
    """Give people back the ids that the kit wrote into the file (`REFN` of type `register`)."""
    if len(set(names.values())) != len(names):
        return people, relations
    return (
        [replace(person, id=names.get(person.id, person.id)) for person in people],
        [replace(relation, a=names.get(relation.a, relation.a), b=names.get(relation.b, relation.b)) for relation in relations],
    )


def _points(part: Record) -> bool:
    return bool(part.value) and str(part.value) != "@VOID@"


def _text(record: Record, tags: str) -> str:
    found = record.sub_tag(tags, follow=False)
    return _unescaped(found.value) if found is not None else ""


def _unescaped(value: object) -> str:
    """A value as text: an @ that starts a line is written twice in GEDCOM, so one is taken off."""
    lines = ("" if value is None else str(value)).split("\n")
    return "\n".join(line[1:] if line.startswith("@@") else line for line in lines)


def _sex(record: Record) -> str:
    sex = _text(record, "SEX").upper()[:1]
    return sex if sex in ("F", "M", "X", "U") else "U"


def _name(part: Record) -> str:
    value = part.value
    if isinstance(value, tuple):
        given, surname, after = (text or "" for text in value[:3])
        return _unescaped(" ".join(text for text in (given, surname, after) if text))
    return _unescaped(value).replace("/", " ").strip()


def _stillborn(part: Record) -> str:
    said = f"{_text(part, 'AGE')} {_text(part, 'AGE/PHRASE')} {_text(part, 'TYPE')}".lower()
    return "stillbirth" if "stillb" in said else ""


def _date(part: Record) -> PartialDate | None:
    found = part.sub_tag("DATE", follow=False)
    return read_date(found.value, _text(found, "PHRASE")) if found is not None else None


def _span(part: Record) -> tuple[PartialDate | None, PartialDate | None]:
    found = part.sub_tag("DATE", follow=False)
    return read_span(found.value, _text(found, "PHRASE")) if found is not None else (None, None)
