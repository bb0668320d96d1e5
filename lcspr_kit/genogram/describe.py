"""The family in words and as a table, for readers who can't see the drawing. Pseudonyms only."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date

import pandas as pd

from lcspr_kit.edtf import age_in_words
from lcspr_kit.genogram.bonds import bond_key
from lcspr_kit.genogram.contribution import GROUPS, contribution_of
from lcspr_kit.genogram.family import Bond, Family, Union
from lcspr_kit.genogram.labels import day_in_words, month_and_year, years
from lcspr_kit.genogram.on_date import homes, households
from lcspr_kit.privacy.register import Person

SEXES = {"F": "female", "M": "male", "X": "another sex", "U": "sex not known"}
_PREGNANCIES = {
    "expected": "not yet born",
    "miscarriage": "a pregnancy that ended in miscarriage",
    "stillbirth": "stillborn",
    "termination": "a pregnancy that was terminated",
}
_COUPLES = {
    "married": "are married",
    "partner": "are partners",
    "separated": "have separated",
    "divorced": "are divorced",
    "former partner": "are former partners",
    "parents": "are parents together",
}
_WIDOWED = {"married": "were married", "partner": "were partners", "separated": "had separated", "divorced": "were divorced"}
_DESCENTS = {
    "birth": "Parents",
    "adoptive": "Adoptive parents",
    "foster": "Foster parents",
    "step": "Step-parent",
    "guardian": "Guardians",
    "donor": "Donor",
    "surrogate": "Surrogate",
}
_BONDS = {
    "close": "are close",
    "distant": "are distant",
    "conflict": "are in conflict",
    "cut off": "are cut off from each other",
}


def joined(words: Iterable[str]) -> str:
    """`a`, `a and b`, `a, b and c`."""
    words = list(words)
    return words[0] if len(words) == 1 else f"{', '.join(words[:-1])} and {words[-1]}" if words else ""


def age_or_years(person: Person, on: date | None) -> str:
    """`14`, `10 months`, `born 2019`, `died 2024`, `due Aug 2026`, or nothing."""
    if person.pregnancy == "expected":
        return f"due {month_and_year(person.born)}" if person.born else ""
    if person.pregnancy:
        return years(person)
    if person.died:
        return "died" if person.died.precision == "unknown" else f"died {years(person).rpartition('–')[2].replace('c. ', 'about ')}"
    if not person.born:
        return ""
    return age_in_words(person.born, on) if on else years(person).replace("b. ", "born ").replace("c. ", "about ")


def bond_words(bond: Bond, names: Mapping[str, str]) -> str:
    """A bond as a sentence without its stop: `abuse of Mother by Father (alleged)`."""
    if bond.kind == "abusive":
        told = "alleged" if bond_key(bond) == "abuse alleged" else "confirmed"
        return f"abuse of {names[bond.b]} by {names[bond.a]} ({told})"
    return f"{names[bond.a]} and {names[bond.b]} {_BONDS[bond.kind]}"


def describe(family: Family, names: Mapping[str, str], subjects: Iterable[str], on: date | None, generations: int, left_out: Iterable[str] = ()) -> str:
    """What the drawing says, in sentences: the subjects first, then couples and children, homes, bonds."""
    people = {person.id: person for person in family.people}
    living = [person for person in family.people if not person.pregnancy]
    count = f"{len(living)} {'person' if len(living) == 1 else 'people'}"
    said = [f"Genogram of {count} in {generations} {'generation' if generations == 1 else 'generations'}{f', as at {day_in_words(on)}' if on else ''}."]
    chosen = [identity for identity in subjects if identity in people]
    said += [_of_person(people[identity], family, names, on, True) for identity in chosen]
    said += [_of_union(union, family, people, names, on) for union in family.unions if len(union.partners) == 2 or _children(union, family)]
    said += [_of_twins(twins.members, twins.identical, names) for twins in family.twins]
    for home in households(family, on):
        said.append(f"In {home.name}: {joined(_named(people[i], names, on) for i in home.members)}.")
    said += [_sentence(bond_words(bond, names)) for bond in family.bonds]
    mentioned = set(chosen) | _in_unions(family) | {i for home in households(family, on) for i in home.members}
    alone = [person for person in family.people if person.id not in mentioned]
    if alone:
        said.append(f"Also shown: {joined(_named(person, names, on) for person in alone)}.")
    left_out = list(left_out)
    if left_out:
        said.append(f"Not part of the family on this day, so not shown: {joined(names[i] for i in left_out)}.")
    return " ".join(said)


def _sentence(words: str) -> str:
    return f"{words[:1].upper()}{words[1:]}."


def _in_unions(family: Family) -> set[str]:
    return {i for union in family.unions for i in union.partners} | {descent.child for descent in family.descents}


def _named(person: Person, names: Mapping[str, str], on: date | None) -> str:
    about = [_PREGNANCIES[person.pregnancy]] if person.pregnancy else []
    about += [text for text in (age_or_years(person, on),) if text]
    return f"{names[person.id]} ({', '.join(about)})" if about else names[person.id]


def _or_died(person: Person, names: Mapping[str, str], on: date | None) -> str:
    return f"{names[person.id]} ({age_or_years(person, on)})" if person.died else names[person.id]


def _of_person(person: Person, family: Family, names: Mapping[str, str], on: date | None, subject: bool) -> str:
    words = [names[person.id]]
    if person.pregnancy:
        words.append(_PREGNANCIES[person.pregnancy])
    if age_or_years(person, on):
        words.append(age_or_years(person, on))
    sentence = ", ".join(words)
    sentence += ", the subject of the review," if subject else ","
    members = {home.name: [i for i in home.members if i != person.id] for home in households(family, on) if person.id in home.members}
    lives = [f"lives with {joined(names[i] for i in others)} ({home})" if others else f"lives in {home}" for home, others in members.items()]
    return f"{sentence} {joined(lives)}." if lives else f"{sentence.rstrip(',')}."


def _children(union: Union, family: Family) -> list[tuple[str, str]]:
    return [(descent.child, descent.kind) for descent in family.descents if descent.union == union.id]


def _of_union(union: Union, family: Family, people: Mapping[str, Person], names: Mapping[str, str], on: date | None) -> str:
    children: dict[str, list[str]] = {}
    for child, kind in _children(union, family):
        children.setdefault(kind, []).append(_named(people[child], names, on))
    couple = joined(names[i] for i in union.partners)
    together = _WIDOWED.get(union.kind, _COUPLES[union.kind]) if any(people[i].died for i in union.partners) else _COUPLES[union.kind]
    parts = [f"{joined(_or_died(people[i], names, on) for i in union.partners)} {together}"] if len(union.partners) == 2 else []
    nouns = {"birth": ("child", "children"), "adoptive": ("adopted child", "adopted children"), "foster": ("foster child", "foster children"),
             "step": ("step-child", "step-children"), "guardian": ("child under guardianship", "children under guardianship"),
             "donor": ("child by donation", "children by donation"), "surrogate": ("child by surrogacy", "children by surrogacy")}  # fmt: skip
    for kind, named in children.items():
        noun = nouns[kind][len(named) > 1]
        who = "Their" if len(union.partners) == 2 else f"{couple}'s"
        parts.append(f"{who} {noun}: {joined(named)}")
    return ". ".join(parts) + "."


def _of_twins(members: Iterable[str], identical: bool, names: Mapping[str, str]) -> str:
    members = list(members)
    word = {2: "twins", 3: "triplets", 4: "quadruplets"}.get(len(members), "of one birth")
    return f"{joined(names[i] for i in members)} are {'identical ' if identical else ''}{word}."


def family_table(family: Family, names: Mapping[str, str], on: date | None, overlay: bool = False) -> pd.DataFrame:
    """The drawing's content, a row a person, all text: Person, Role, Sex, Gender, Age or years, Parents,
    Partners, Children, Household, Relationships; with `overlay` Contribution and Reason.
    """
    rows = []
    for person in family.people:
        row = {
            "Person": names[person.id],
            "Role": person.role,
            "Sex": SEXES[person.sex],
            "Gender": person.gender,
            "Age or years": "; ".join(text for text in (_PREGNANCIES.get(person.pregnancy, ""), age_or_years(person, on)) if text),
            "Parents": _parents(person.id, family, names),
            "Partners": "; ".join(f"{names[other]} ({union.kind})" for union in family.unions if person.id in union.partners and union.kind != "parents" for other in union.partners if other != person.id),
            "Children": "; ".join(names[descent.child] for union in family.unions if person.id in union.partners for descent in family.descents if descent.union == union.id),
            "Household": "; ".join(homes(person, on)),
            "Relationships": "; ".join(bond_words(bond, names) for bond in family.bonds if person.id in (bond.a, bond.b)),
        }
        if overlay:
            found = contribution_of(person)
            row["Contribution"] = GROUPS[found.group] if found else ""
            row["Reason"] = found.reason if found else ""
        rows.append(row)
    columns = ["Person", "Role", "Sex", "Gender", "Age or years", "Parents", "Partners", "Children", "Household", "Relationships"]
    frame = pd.DataFrame(rows, columns=[*columns, "Contribution", "Reason"] if overlay else columns, dtype=object)
    empty = [name for name in ("Gender", "Household", "Relationships") if not frame[name].any()]
    return frame.drop(columns=empty)


def _parents(child: str, family: Family, names: Mapping[str, str]) -> str:
    unions = {union.id: union for union in family.unions}
    found = [f"{_DESCENTS[d.kind]}: {joined(names[i] for i in unions[d.union].partners)}" for d in family.descents if d.child == child]
    found += [f"Step-parent: {names[step]}" for step, whom in family.implied_steps if whom == child]
    return "; ".join(found)
