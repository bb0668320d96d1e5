"""The lexicon: families of indicators, markers and guards, read from `templates/indicators.yml` and
changed by a case's own `indicators.yml` (add, mute, reweight). Finding them is in `indicators`.
"""

from __future__ import annotations

import difflib
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Annotated, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field

from lcspr_kit.casefiles import read_yaml
from lcspr_kit.episodes.slips import Slips, make_slips
from lcspr_kit.episodes.wordings import Finder, Wording, make_finder, read_wording
from lcspr_kit.problems import InputError, Problem
from lcspr_kit.resources import own_words
from lcspr_kit.review import Text

CASE_FILE = "indicators.yml"
SEVERITIES = (1, 2, 3, 4, 5)


def _lines(value: object) -> object:
    """Wordings are lines of one text, or a list."""
    return [line.strip() for line in value.splitlines() if line.strip()] if isinstance(value, str) else value


def _names(value: object) -> object:
    return value.split() if isinstance(value, str) else value


Lines = Annotated[list[Text], BeforeValidator(_lines)]
Names = Annotated[list[Text], BeforeValidator(_names)]


class _Part(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, populate_by_name=True)


class Family(_Part):
    """Wordings that say one kind of thing, by severity; how the kit's titles call it.

    `concern`: a worry about a child (other families are what services did or what is background).
    `slow`: grows slowly; single events of it are ordinary, a run of them is not. `ongoing`: a condition that
    goes on for years; an agency's regular records of it are follow-up (`routine.follow_up_records`).
    """

    id: str
    label: str
    plural: str
    concern: bool = False
    slow: bool = False
    ongoing: bool = False
    five: Lines = Field([], alias="severity 5")
    four: Lines = Field([], alias="severity 4")
    three: Lines = Field([], alias="severity 3")
    two: Lines = Field([], alias="severity 2")
    one: Lines = Field([], alias="severity 1")

    def wordings(self) -> list[tuple[int, str]]:
        """Severity and wording, gravest first."""
        levels = zip((5, 4, 3, 2, 1), (self.five, self.four, self.three, self.two, self.one), strict=True)
        return [(severity, line) for severity, lines in levels for line in lines]


class Marker(_Part):
    """Wordings that a rule looks for (a decision, a meeting), without points."""

    id: str
    label: str
    wordings: Lines


class Guard(_Part):
    """Wordings that take the weight from a match near them. `none` only looks like a guard.

    `label`: the wording itself is a heading, with a colon or dash after it. `up_to`: graver matches are not guarded. `unless`: a record with one of these markers is not guarded.
    """

    kind: str
    where: Literal["before", "after", "anywhere", "later", "record", "label"] = "before"
    reach: int = 0
    lists: bool = False
    families: list[Text] = []
    up_to: int = 5
    unless: Names = []
    wordings: Lines


class LexiconFile(_Part):
    """`templates/indicators.yml`."""

    words: dict[str, Names]
    slips: Names = []
    families: list[Family]
    markers: list[Marker]
    stops: Names
    guards: list[Guard]


class _Change(_Part):
    """What every change of a case names."""

    family: Text
    wording: Text = ""
    reason: Text = ""


class Added(_Change):
    """A wording that a case adds to a family."""

    wording: Text
    severity: int = Field(ge=1, le=5)


class Muted(_Change):
    """A family, or one wording of it, that a case leaves out."""


class Reweighted(_Change):
    """A new severity for a family, or for one wording of it."""

    severity: int = Field(ge=1, le=5)


class RuleChange(_Part):
    """A change to a rule of `patterns.yml`: other numbers, or off."""

    rule: Text
    off: bool = False
    within: int | None = None
    at_least: int | None = None
    reason: Text = ""


class CaseChanges(_Part):
    """A case's `indicators.yml`: what it adds, mutes, reweights, and changes in rules and thresholds."""

    add: list[Added] = []
    mute: list[Muted] = []
    reweight: list[Reweighted] = []
    rules: list[RuleChange] = []
    quiet_days: int | None = Field(default=None, ge=1, le=365)
    longest_days: int | None = Field(default=None, ge=1, le=1000)
    episodes: int | None = Field(default=None, ge=1, le=30)


@dataclass(frozen=True)
class Tag:
    """What a wording stands for: `kind` is `family`, `marker` or `guard`; `number` its place in the list."""

    kind: str
    number: int
    severity: int = 0


@dataclass(frozen=True, repr=False)
class Lexicon:
    """Families, markers and guards ready for finding; `changes` are the case's own."""

    families: tuple[Family, ...]
    markers: tuple[Marker, ...]
    guards: tuple[Guard, ...]
    stops: frozenset[str]
    finder: Finder
    slips: Slips
    changes: CaseChanges

    def family(self, identity: str) -> Family:
        """The family of an id. Raises KeyError."""
        for family in self.families:
            if family.id == identity:
                return family
        raise KeyError(identity)


@lru_cache(maxsize=1)
def _standard() -> LexiconFile:
    return LexiconFile.model_validate(own_words("indicators.yml"))


@lru_cache(maxsize=1)
def standard_lexicon() -> Lexicon:
    """The kit's lexicon without a case's changes."""
    return _build(_standard(), CaseChanges())


def read_changes(folder: Path) -> CaseChanges:
    """A case's `indicators.yml`; no changes where there is no such file. Raises InputError."""
    path = folder / CASE_FILE
    if not path.is_file():
        return CaseChanges()
    try:
        return read_yaml(path, CaseChanges)
    except InputError as error:
        if any("empty" in problem.what for problem in error.problems) and not _has_content(path):
            return CaseChanges()
        raise


def _has_content(path: Path) -> bool:
    lines = path.read_text(encoding="utf-8", errors="replace").splitlines()
    return any(line.strip() and not line.lstrip().startswith("#") for line in lines)


def case_lexicon(folder: Path) -> Lexicon:
    """The lexicon with a case's changes. Raises InputError with every change that can't be made."""
    changes = read_changes(folder)
    return standard_lexicon() if changes == CaseChanges() else _build(_standard(), changes)


def _build(file: LexiconFile, changes: CaseChanges) -> Lexicon:
    problems: list[Problem] = []
    known = {family.id for family in file.families}
    every: list[_Change] = [*changes.add, *changes.mute, *changes.reweight]
    for change in every:
        if change.family not in known:
            near = difflib.get_close_matches(change.family, sorted(known), 1, 0.5)
            hint = f"Did you mean '{near[0]}'?" if near else f"Families: {', '.join(sorted(known))}."
            problems.append(Problem(CASE_FILE, f"There is no family '{change.family}'.", hint))
    if problems:
        raise InputError(problems)

    muted = {(change.family, change.wording.strip().lower()) for change in changes.mute}
    weights = {(change.family, change.wording.strip().lower()): change.severity for change in changes.reweight}
    wordings: list[Wording] = []

    def add(text: str, tag: Tag, where: str) -> None:
        try:
            wordings.extend(read_wording(text, tag, file.words))
        except ValueError as error:
            problems.append(Problem(where, f"A wording can't be read: {error}.", "See docs/how-to-add-an-indicator.md."))

    for number, family in enumerate(file.families):
        if (family.id, "") in muted:
            continue
        written = {text.lower() for _, text in family.wordings()}
        for change in every[len(changes.add) :]:
            text = change.wording.strip().lower()
            if change.family == family.id and text and text not in written:
                near = difflib.get_close_matches(text, sorted(written), 1, 0.5)
                hint = f"Did you mean '{near[0]}'?" if near else "Write it as in templates/indicators.yml."
                problems.append(Problem(CASE_FILE, f"The family '{family.id}' has no wording '{change.wording}'.", hint))
        for severity, text in family.wordings():
            if (family.id, text.lower()) not in muted:
                severity = weights.get((family.id, text.lower()), weights.get((family.id, ""), severity))
                add(text, Tag("family", number, severity), "templates/indicators.yml")
        for new in changes.add:
            if new.family == family.id:
                add(new.wording, Tag("family", number, new.severity), CASE_FILE)
    others = [("marker", number, each.wordings) for number, each in enumerate(file.markers)]
    others += [("guard", number, each.wordings) for number, each in enumerate(file.guards)]
    for kind, number, lines in others:
        for text in lines:
            add(text, Tag(kind, number), "templates/indicators.yml")
    if problems:
        raise InputError(problems)
    return Lexicon(
        tuple(file.families), tuple(file.markers), tuple(file.guards), frozenset(file.stops), make_finder(wordings), make_slips(file.slips, wordings), changes
    )

