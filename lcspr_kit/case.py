"""The case folder: where things are in it. The model of `review.yml` is in `review`.

Reads only what every part of the kit needs (the review, the register, the author's prose). Exports,
relationships, decisions and lexicons are read by the part that owns them. Writes nothing.
"""

from __future__ import annotations

import difflib
import os
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Literal

from lcspr_kit.casefiles import read_text, read_yaml
from lcspr_kit.privacy.register import Register, read_register
from lcspr_kit.problems import InputError, Problem
from lcspr_kit.review import Review, check_review
from lcspr_kit.strays import strays

SECTIONS = (
    "child", "circumstances", "purpose", "terms", "lines", "methodology", "family", "identity", "voice",
    "parallel", "evidence", "findings", "recommendations", "dissemination", "abbreviations", "unplaced",
)  # fmt: skip
"""Names of `narrative/*.md`, beside `episode-<id>` and `analysis-<line id>`."""

Audience = Literal["working", "family", "publication"]


@dataclass(frozen=True, repr=False)
class Case:
    """One case folder as it was when read. `warnings` are things to tell the author that stop nothing."""

    folder: Path
    review: Review
    register: Register
    narrative: dict[str, str]
    warnings: tuple[Problem, ...] = field(default=())

    @property
    def exports(self) -> list[Path]:
        """Every file in `chronologies/`, by name. Word's lock files and hidden files are not exports."""
        return list_exports(self.folder)

    @property
    def refused_exports(self) -> list[Problem]:
        """What lies in `chronologies/` and is not opened: links that lead out, pipes, devices, folders."""
        return [problem for path in _received(self.folder) if (problem := _why_refused(path))]

    @property
    def drafts(self) -> Path:
        """Where drafts go."""
        return self.folder / "drafts"

    def __repr__(self) -> str:
        return f"Case({self.folder.name})"


def list_exports(folder: Path) -> list[Path]:
    """Every file in a case's `chronologies/`, by name; a link that leads out of the folder is left out."""
    return [path for path in _received(folder) if _why_refused(path) is None]


def _received(folder: Path) -> list[Path]:
    base = folder / "chronologies"
    found = base.iterdir() if base.is_dir() else ()
    return sorted((path for path in found if not path.name.startswith((".", "~$"))), key=lambda path: path.name)


def _why_refused(path: Path) -> Problem | None:
    if not Path(os.path.realpath(path)).is_relative_to(os.path.realpath(path.parent)):  # unlike `resolve`, no error where links go round
        return Problem(path.name, "This is a link that leads out of chronologies/.", "Put the file itself there.")
    if path.is_dir():
        return Problem(path.name, "This is a folder, and only files are read.", "Move its files up into chronologies/, or the folder out of it.")
    return None if path.is_file() else Problem(path.name, "This is not a file that can be read.", "Take it away, and put the export itself there.")


def load_case(folder: Path | str) -> Case:
    """Read a case folder. Raises InputError with every problem found in all its files at once."""
    folder = Path(folder)
    if not folder.is_dir():
        raise InputError(Problem(folder.resolve().name, "There is no such case folder.", f"Make one with: lcspr new {folder.name}"))
    if found := strays(folder):
        raise InputError(found)
    if not (folder / "review.yml").is_file():
        raise InputError(Problem(folder.resolve().name, "The folder has no review.yml, so it is not a case.", f"Make a case with: lcspr new {folder.name}"))
    problems: list[Problem] = []
    review: Review | None = None
    register = Register()
    narrative: dict[str, str] = {}
    try:
        review = read_yaml(folder / "review.yml", Review)
    except InputError as error:
        problems += error.problems
    try:
        register = read_register(folder)
    except InputError as error:
        problems += error.problems
    else:
        problems += check_people(review, register)
    problems += check_review(review) if review else []
    try:
        narrative = read_narrative(folder, review)
    except InputError as error:
        problems += error.problems
    if problems or review is None:
        raise InputError(problems)
    register = replace(register, public=(review.partnership, *(agency.name for agency in review.agencies)))
    warnings = [*register.warnings, *_missing_exports(folder, review)]
    return Case(folder, review, register, narrative, tuple(warnings))


def read_narrative(folder: Path, review: Review | None = None) -> dict[str, str]:
    """The author's prose by section name. Raises InputError for a file whose name is no section."""
    base = folder / "narrative"
    found: dict[str, str] = {}
    problems = []
    for path in sorted(base.glob("*.md")) if base.is_dir() else []:
        name = path.stem
        lines = [f"analysis-{line.id}" for line in review.key_lines_of_enquiry] if review else []
        if name in SECTIONS or name.startswith("episode-") or name in lines or (not review and name.startswith("analysis-")):
            found[name] = read_text(path)
            continue
        near = difflib.get_close_matches(name, [*SECTIONS, *lines, "episode-E1"], 1, 0.5)
        todo = f"Did you mean '{near[0]}.md'?" if near else f"Sections are: {', '.join([*SECTIONS, 'episode-<id>', *lines])}."
        problems.append(Problem(f"narrative/{path.name}", "This is not the name of a section.", todo))
    if problems:
        raise InputError(problems)
    return found


def check_people(review: Review | None, register: Register) -> list[Problem]:
    """The people whom `review.yml` names and the register does not know."""
    if review is None:
        return []
    named = [("subjects", identity) for identity in review.subjects]
    named += [("family_engagement", engagement.person) for engagement in review.family_engagement]
    ids = [person.id for person in register.people]
    problems = []
    for key, identity in named:
        if identity not in ids:
            near = difflib.get_close_matches(identity, ids, 1, 0.5)
            todo = f"Did you mean '{near[0]}'?" if near else "Add the person to people.csv."
            problems.append(Problem("review.yml", f"The person '{identity[:32]}' is not in people.csv.", todo, column=key))
    return problems


def _missing_exports(folder: Path, review: Review) -> list[Problem]:
    there = {path.name for path in list_exports(folder)}
    return [
        Problem(agency.chronology, f"{agency.name}'s chronology is named in review.yml but is not in chronologies/.", "Ask for it, or correct the name.")
        for agency in review.agencies
        if agency.chronology and agency.chronology not in there
    ]
