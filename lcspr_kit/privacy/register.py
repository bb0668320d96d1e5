"""The register: who is who in a case (`people.csv`) and which places it names (`places.csv`).

Holds real names, so nothing here is printed: a person's repr is the opaque id. Replacing names is
the business of `privacy.pseudonyms`; the family is built in `genogram.family`.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from pathlib import Path

from lcspr_kit.casefiles import read_table
from lcspr_kit.edtf import PartialDate, read_edtf
from lcspr_kit.problems import InputError, Problem

PEOPLE_COLUMNS = (
    "id", "name", "aliases", "pseudonym", "role", "sex", "gender", "born", "died", "pregnancy", "ethnicity",
    "disability", "language", "faith", "household", "contribute", "notes",
)  # fmt: skip
PLACE_COLUMNS = ("id", "name", "aliases", "pseudonym", "kind")
SEXES = ("F", "M", "X", "U")
PREGNANCIES = ("expected", "miscarriage", "stillbirth", "termination")
LONGEST_NAME = 500
"""Signs that a name, alias or pseudonym has at most: a longer one is no name, and would hold up every drawing and search."""
_WORD = re.compile(r"[^\W\d_]{3,}")
_DESIGNATIONS = frozenset({"baby", "child", "twin", "infant", "mum", "mummy", "dad", "daddy", "nan", "nana", "nanny", "gran", "granny", "grandma", "grandad", "grandpa", "auntie", "aunt", "uncle"})
"""What an alias may begin with and a pseudonym may be, without giving a name away."""
_ID = re.compile(r"[A-Za-z][A-Za-z0-9_-]{0,31}")


@dataclass(frozen=True)
class Stay:
    """A household and when somebody lived in it; None means an open end."""

    household: str
    start: PartialDate | None = None
    end: PartialDate | None = None


@dataclass(frozen=True, repr=False)
class Person:
    """A row of `people.csv`. `row` is its line in the file. The columns are in the design's page."""

    id: str
    name: str = ""
    aliases: tuple[str, ...] = ()
    pseudonym: str = ""
    role: str = ""
    sex: str = "U"
    gender: str = ""
    born: PartialDate | None = None
    died: PartialDate | None = None
    pregnancy: str = ""
    ethnicity: str = ""
    disability: str = ""
    language: str = ""
    faith: str = ""
    stays: tuple[Stay, ...] = ()
    contribute: str = ""
    notes: str = ""
    row: int = 0

    @property
    def is_professional(self) -> bool:
        """Professionals are in the register, but not in the family."""
        return "professional" in self.role.lower()

    def __repr__(self) -> str:
        return f"Person({self.id})"


@dataclass(frozen=True, repr=False)
class Place:
    """A row of `places.csv`: a school, practice, street, employer and its pseudonym."""

    id: str
    name: str
    aliases: tuple[str, ...] = ()
    pseudonym: str = ""
    kind: str = ""
    row: int = 0

    def __repr__(self) -> str:
        return f"Place({self.id})"


@dataclass(frozen=True, repr=False)
class Register:
    """Everybody and every place of a case, in the order of the files. Every pseudonym is filled in.

    `public` holds the names of the partnership and then the agencies, which stand in every report: `Sandvale` of a Sandvale
    Council is the town, and no short name of Sandvale College."""

    people: tuple[Person, ...] = ()
    places: tuple[Place, ...] = ()
    public: tuple[str, ...] = ()
    warnings: tuple[Problem, ...] = field(default=(), compare=False)

    def __getitem__(self, identity: str) -> Person:
        for person in self.people:
            if person.id == identity:
                return person
        raise KeyError(identity)

    def __contains__(self, identity: object) -> bool:
        return any(person.id == identity for person in self.people)

    @property
    def named(self) -> tuple[Person | Place, ...]:
        """Everybody, then every place: all that has a name and a pseudonym."""
        return (*self.people, *self.places)

    def pseudonym(self, identity: str) -> str:
        """What a report calls a person; the id itself for one who is not in the register."""
        return self[identity].pseudonym if identity in self else identity

    def __repr__(self) -> str:
        return f"Register({len(self.people)} people, {len(self.places)} places)"


def read_register(folder: Path) -> Register:
    """Read `people.csv` and `places.csv` (each may be missing). Raises InputError with every problem."""
    problems: list[Problem] = []
    warnings: list[Problem] = []
    people: list[Person] = []
    places: list[Place] = []
    if (folder / "people.csv").exists():
        rows, more = _rows(folder / "people.csv", PEOPLE_COLUMNS, problems)
        warnings += more
        people = [_person(row, problems) for row in rows]
        problems += _check_lengths("people.csv", rows, ("name", "pseudonym", "role", "household"))
    if (folder / "places.csv").exists():
        rows, more = _rows(folder / "places.csv", PLACE_COLUMNS, problems)
        warnings += more
        problems += _check_lengths("places.csv", rows, ("name", "pseudonym", "kind"))
        places = [
            Place(row["id"], row["name"], _split(row["aliases"]), row["pseudonym"], row["kind"], int(row["_row"]))
            for row in rows
        ]
    problems += _check_ids("people.csv", [(p.id, p.row) for p in people])
    problems += _check_ids("places.csv", [(p.id, p.row) for p in places])
    if problems:
        raise InputError(problems)
    warnings += _check_pseudonyms(people)
    return Register(tuple(_name_people(people)), tuple(_name_places(places)), warnings=tuple(warnings))


def _rows(path: Path, columns: tuple[str, ...], problems: list[Problem]) -> tuple[list[dict[str, str]], list[Problem]]:
    try:
        return read_table(path, columns, ["id"])
    except InputError as error:
        problems += error.problems
        return [], []


def _check_lengths(file: str, rows: list[dict[str, str]], columns: tuple[str, ...]) -> list[Problem]:
    found = [(row, column, len(row[column])) for row in rows for column in columns]
    found += [(row, "aliases", len(alias)) for row in rows for alias in _split(row["aliases"])]
    return [
        Problem(file, f"This is {length:,} signs long; no name is longer than {LONGEST_NAME}.", "Shorten it.", row=int(row["_row"]), column=column)
        for row, column, length in found
        if length > LONGEST_NAME
    ]


def _split(text: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in text.split(";") if part.strip())


def _person(row: dict[str, str], problems: list[Problem]) -> Person:
    number = int(row["_row"])

    def wrong(column: str, what: str, todo: str = "") -> None:
        problems.append(Problem("people.csv", what, todo, row=number, column=column))

    def when(column: str) -> PartialDate | None:
        return _date(row[column], lambda what: wrong(column, what))

    sex = row["sex"].upper()[:1] or "U"
    if sex not in SEXES or (len(row["sex"]) > 1 and row["sex"].lower() not in ("female", "male", "unknown")):
        wrong("sex", f"'{row['sex'][:20]}' is not one of F, M, X, U.", "Leave it empty where it is not known.")
        sex = "U"
    pregnancy = row["pregnancy"].lower()
    if pregnancy and pregnancy not in PREGNANCIES:
        wrong("pregnancy", f"'{row['pregnancy'][:20]}' is not one of {', '.join(PREGNANCIES)}.", "Leave it empty for a person born.")
        pregnancy = ""
    return Person(
        id=row["id"],
        name=row["name"],
        aliases=_split(row["aliases"]),
        pseudonym=row["pseudonym"],
        role=row["role"],
        sex=sex,
        gender=row["gender"],
        born=when("born"),
        died=when("died"),
        pregnancy=pregnancy,
        ethnicity=row["ethnicity"],
        disability=row["disability"],
        language=row["language"],
        faith=row["faith"],
        stays=_stays(row["household"], lambda what: wrong("household", what)),
        contribute=row["contribute"],
        notes=row["notes"],
        row=number,
    )


def _date(text: str, wrong: Callable[[str], None]) -> PartialDate | None:
    if not text:
        return None
    try:
        return read_edtf(text)
    except ValueError as error:
        wrong(f"{error}.")
        return None


def _stays(text: str, wrong: Callable[[str], None]) -> tuple[Stay, ...]:
    stays = []
    for part in _split(text):
        name, at, span = part.partition("@")
        if at and ".." not in span:
            wrong(f"The dates of household '{name.strip()[:30]}' should be written from..to, such as 2024-03..2025-01.")
            continue
        start, _, end = span.partition("..")
        stays.append(Stay(name.strip(), _date(start.strip(), wrong), _date(end.strip(), wrong)))
    return tuple(stays)


def _check_ids(file: str, ids: list[tuple[str, int]]) -> list[Problem]:
    problems = []
    for identity, row in ids:
        if not _ID.fullmatch(identity):
            problems.append(Problem(file, "The id is missing or has other signs than letters, digits, - and _.", "Ids look like p01.", row=row, column="id"))
    for identity, count in Counter(identity for identity, _ in ids).items():
        if count > 1 and identity:
            rows = ", ".join(str(row) for i, row in ids if i == identity)
            problems.append(Problem(file, f"The id '{identity[:32]}' is used by rows {rows}.", "Give each its own.", column="id"))
    return problems


def _check_pseudonyms(people: list[Person]) -> list[Problem]:
    """Pseudonyms that give the name away, or that two members of the family share."""
    warnings = []
    for person in people:
        real = {word for text in (person.name, *person.aliases) for word in _WORD.findall(text.casefold())} - _DESIGNATIONS
        if person.pseudonym and real & set(_WORD.findall(person.pseudonym.casefold())) - set(_WORD.findall(person.role.casefold())):
            warnings.append(Problem("people.csv", "The pseudonym holds a part of the person's own name.", "Choose another one: it is what reports show.", row=person.row, column="pseudonym"))
    shared = Counter(person.pseudonym for person in people if person.pseudonym and not person.is_professional)
    for pseudonym, count in shared.items():
        if count > 1:
            rows = ", ".join(str(person.row) for person in people if person.pseudonym == pseudonym)
            warnings.append(Problem("people.csv", f"Rows {rows} have the same pseudonym.", "Give each their own, or readers take them for one person.", column="pseudonym"))
    return warnings


def _name_people(people: list[Person]) -> list[Person]:
    """Fill in missing pseudonyms from the role: `Mother`, `Sibling 2`, `Social worker 1`, `Person 3`."""
    taken = {person.pseudonym for person in people if person.pseudonym}
    wanted = [_stem(person) for person in people if not person.pseudonym]
    numbers: Counter[str] = Counter()
    named = []
    for person in people:
        if not person.pseudonym:
            stem = _stem(person)
            single = wanted.count(stem) == 1 and stem not in taken and not person.is_professional
            choice = stem
            while not single and (choice == stem or choice in taken):
                numbers[stem] += 1
                choice = f"{stem} {numbers[stem]}"
            taken.add(choice)
            person = replace(person, pseudonym=choice)
        named.append(person)
    return named


def _stem(person: Person) -> str:
    role = person.role.strip().lower()
    if person.is_professional:
        rest = role.replace("professional", "").strip(" :,-–()")
        return rest.capitalize() if rest else "Professional"
    if role in ("subject child", "subject", "child"):
        return "Child"
    if person.pregnancy:
        return "Unborn child" if person.pregnancy == "expected" else "Pregnancy"
    return role.capitalize() if role else "Person"


def _name_places(places: list[Place]) -> list[Place]:
    taken = {place.pseudonym for place in places if place.pseudonym}
    numbers: Counter[str] = Counter()
    named = []
    for place in places:
        if not place.pseudonym:
            stem = place.kind.strip().capitalize() or "Place"
            choice = ""
            while not choice or choice in taken:
                numbers[stem] += 1
                choice = f"{stem} {numbers[stem]}"
            taken.add(choice)
            place = replace(place, pseudonym=choice)
        named.append(place)
    return named
