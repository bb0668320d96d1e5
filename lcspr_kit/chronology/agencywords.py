"""Which agencies a record's text names: `the police`, `HV`, `referred to CSC`, or an agency's own name.

Knows how kinds of agency are spoken of; which of them are in a review comes from the caller. Speaks
of places in the text only, never of what was or wasn't done.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from lcspr_kit.review import Agency

KINDS: tuple[tuple[str, str, str, str], ...] = (
    # kind, how an agency of this kind is called, how a record speaks of it (capitals count where (?-i:) says
    # so), the words that way of speaking starts with
    ("police", r"police|constabulary", r"police(?:\s+officers?)?|(?-i:(?:PCs?|D[CS])(?=\s+[A-Z]))", "police pc pcs dc ds"),
    ("children's social care", r"child(?:ren)?'?s'? (?:social (?:care|work|services)|services)|social care|\bcsc\b|\bmash\b", r"(?:child(?:ren)?'?s'?\s+)?social\s+(?:care|services|work(?:er)?s?)|(?-i:CSC|CSCS|MASH|EDT|SWs?)|child(?:ren)?'?s'?\s+services|front\s+door", "child child's children children's childrens social csc cscs mash edt sw sws front"),
    ("health visiting", r"health visit|0-19|\bhv\b", r"health\s+visit(?:ors?|ing)|(?-i:HVs?)|0-19\s+(?:team|service)", "health hv hvs 0"),
    ("school nursing", r"school nurs", r"school\s+nurs(?:es?|ing)", "school"),
    ("gp", r"\bgps?\b|surgery|general practi|medical (?:centre|practice)|health centre", r"(?-i:GPs?)|general\s+practitioners?", "gp gps general"),
    ("midwifery", r"midwi|maternity", r"(?:community\s+)?midwi(?:fe|ves|fery)|maternity", "community midwife midwives midwifery maternity"),
    ("hospital", r"hospital|acute|infirmary|nhs foundation|emergency department", r"hospital|(?-i:A\s?&\s?E|ED)|emergency\s+department|paediatricians?|(?:hip|fracture|outpatients?|antenatal|paediatric|hospital)\s+clinic", "hip fracture outpatient outpatients antenatal paediatric hospital a a&e ed emergency paediatrician paediatricians"),
    ("ambulance", r"ambulance", r"ambulance|paramedics?", "ambulance paramedic paramedics"),
    ("mental health", r"mental health|camhs|\bcypmhs\b|psychiatr", r"(?-i:CAMHS|CYPMHS|CMHT)|mental\s+health\s+(?:team|services?|nurses?)|crisis\s+team|psychiatrists?", "camhs cypmhs cmht mental crisis psychiatrist psychiatrists"),
    ("nursery", r"nursery|pre-?school|early years|children's centre", r"nursery|pre-?school|childminder", "nursery pre preschool childminder"),
    ("school", r"school|academy|college|education", r"school(?!\s+(?:nurs|holiday|uniform|run|age|bag|clothes|shoes|leaver))|head\s?teachers?|class\s+teachers?|(?-i:DSL)", "school head headteacher headteachers class dsl"),
    ("housing", r"housing|homes\b|homeless|landlord|tenanc", r"housing(?:\s+(?:officers?|association))?|landlords?|homeless(?:ness)?\s+(?:team|service)", "housing landlord landlords homeless homelessness"),
    ("probation", r"probation|offender", r"probation|offender\s+managers?", "probation offender"),
    ("domestic abuse service", r"domestic (?:abuse|violence)|women's aid|refuge", r"(?-i:I[DS]VAs?)|domestic\s+(?:abuse|violence)\s+services?|women'?s\s+aid|refuge\s+workers?", "idva idvas isva isvas domestic women's womens refuge"),
    ("substance misuse", r"substance|drug|alcohol|recovery", r"(?:substance\s+misuse|drugs?\s+and\s+alcohol|drug|alcohol|recovery)\s+(?:services?|workers?|team)", "substance drug drugs alcohol recovery"),
    ("youth justice", r"youth (?:justice|offending)", r"youth\s+(?:justice|offending)(?:\s+(?:service|team))?|(?-i:YOS|YOT|YJS)", "youth yos yot yjs"),
    ("adult social care", r"adult (?:social care|services)", r"adult\s+(?:social\s+care|services)|(?-i:ASC)", "adult asc"),
    ("early help", r"early help|family support|family hub", r"early\s+help|family\s+(?:support|hub)(?:\s+workers?)?", "early family"),
    ("cafcass", r"cafcass", r"cafcass", "cafcass"),
)  # fmt: skip
"""Kinds of agency, in the order in which a text is looked through. A new kind is a new row."""

_STANDS_IN = {"midwifery": "hospital", "school nursing": "health visiting", "nursery": "school"}
"""Where a review has no agency of a kind, the one whose records usually hold it."""

_HEAD = re.compile(r"(?<![\w-])\w+(?:[&']\w+)*")
_GENERAL = frozenset(["the", "north", "south", "east", "west", "new", "royal", "saint", "st", "city", "county", "borough", "council", "community", "children's", "child", "family", "home", "homes", "general", "local", "national", "nhs", "young", "early", "adult", "mental", "women's", "youth", "public", "care", "health", "primary", "first"])


@dataclass(frozen=True)
class Naming:
    """An agency named at `start:end` of a text. `agencies` are those meant; empty for a kind nobody in the review is of."""

    kind: str
    agencies: tuple[str, ...]
    start: int
    end: int


class AgencyFinder:
    """Finds the agencies that texts name. Made once for a review, then called for every text."""

    def __init__(self, agencies: Mapping[str, str]):
        """`agencies` is name to kind (free text, may be empty)."""
        self.kinds = {name: kind_of(name, kind) for name, kind in agencies.items()}
        by_kind: dict[str, list[str]] = {}
        for name, kind in self.kinds.items():
            by_kind.setdefault(kind, []).append(name)
        self._by_kind = {kind: tuple(by_kind.get(kind, by_kind.get(_STANDS_IN.get(kind, ""), []))) for kind, *_ in KINDS}
        self._own = _own_words(agencies)
        own = sorted(self._own, key=lambda word: (-len(word), word))
        parts = [f"(?P<own>{'|'.join(map(re.escape, own))})"] if own else []
        parts += [f"(?P<k{number}>{spoken})" for number, (_, _, spoken, _) in enumerate(KINDS)]
        self._pattern = re.compile(rf"(?:{'|'.join(parts)})(?![\w-])", re.IGNORECASE)
        heads = [_HEAD.match(name) for name in own]
        self._heads = frozenset({word for *_, words in KINDS for word in words.split()} | {head[0] for head in heads if head})

    def find(self, text: str) -> Iterator[Naming]:
        """Every agency named, in the order of the text."""
        text = text.replace("’", "'")
        done = 0
        for head in _HEAD.finditer(text):
            if head.start() < done or head[0].lower() not in self._heads:
                continue
            match = self._pattern.match(text, head.start())
            if match is None or not (named := self._named(match)):
                continue
            done = match.end()
            yield named

    def _named(self, match: re.Match[str]) -> Naming | None:
        group = match.lastgroup or ""
        if group == "own":
            name = self._own[" ".join(match[0].casefold().split())]
            return Naming(self.kinds[name], (name,), *match.span()) if match[0][0].isupper() else None
        kind = KINDS[int(group[1:])][0]
        return Naming(kind, self._by_kind[kind], *match.span())


def kind_of(name: str, kind: str = "") -> str:
    """The kind of an agency by what review.yml says of it, else by its name; empty where neither tells."""
    for text in (kind, name):
        low = text.casefold().replace("’", "'")
        for known, called, *_ in KINDS:
            if low and (low == known or re.search(called, low)):
                return known
    return ""


def agencies_of(names: Iterable[str], review: Sequence[Agency] = ()) -> dict[str, str]:
    """Name to kind, for `AgencyFinder`: those of the review, then any others with a chronology."""
    found = {agency.name: agency.kind for agency in review}
    return {**found, **{name: "" for name in sorted(set(names)) if name and name not in found}}


def _own_words(agencies: Mapping[str, str]) -> dict[str, str]:
    """An agency's full name, and its first word where no other has it and it is nobody's everyday word."""
    first = Counter(name.casefold().split()[0] for name in agencies if name.split())
    own: dict[str, str] = {}
    for name in agencies:
        words = " ".join(name.casefold().replace("’", "'").split())
        if words:
            own[words] = name
            start = words.split()[0]
            if len(start) >= 4 and first[start] == 1 and start not in _GENERAL and not kind_of(start) and start.isalpha():
                own.setdefault(start, name)
    return own
