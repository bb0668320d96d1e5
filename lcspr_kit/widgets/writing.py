"""The author's prose while she writes it: sections to write, each kept at once, never over what another wrote.

The view-model of `report`. A section is `narrative/<name>.md`; what was written elsewhere meanwhile stays in
the file, and hers is kept in `.lcspr/` until she has chosen.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from lcspr_kit.case import SECTIONS
from lcspr_kit.casefiles import read_text, write_atomic
from lcspr_kit.problems import InputError, Problem
from lcspr_kit.report.blocks import Prompt
from lcspr_kit.report.checks.material import Material, plain, words_in
from lcspr_kit.report.checks.run import text_findings
from lcspr_kit.report.skeleton import CHAPTERS, chapter

if TYPE_CHECKING:
    from collections.abc import Callable, Collection

    from lcspr_kit.report.checks.rule import Finding
    from lcspr_kit.report.facts import Report

OWN_WORDS = "Anything that you want to say here in your own words, before what the kit puts in itself."
"""What belongs in a section that can do without prose."""
WITHIN_A_CASE = ("report-long", "abbreviations")
"""Rules about the whole report, which one section can't answer."""


@dataclass(frozen=True)
class Part:
    """A section that takes the author's prose: its name and title, and what belongs there."""

    name: str
    title: str
    prompt: str


def parts_of(report: Report) -> list[Part]:
    """Every section of a report that takes the author's prose, in the order of the report."""
    bare = replace(report, audience="family", family=None, events=report.events.iloc[:0], narrative={})
    found = []
    for name in CHAPTERS:
        for section in chapter(bare, name):
            prompts = [block for block in section.blocks if isinstance(block, Prompt)]
            if section.id in SECTIONS or section.id.startswith(("episode-", "analysis-")):
                words = " ".join(f"{prompt.text} {f'({prompt.words})' if prompt.words else ''}".strip() for prompt in prompts) or OWN_WORDS
                found.append(Part(section.id, section.title, words))
    return found


def path_of(folder: Path, name: str) -> Path:
    """Where a section's prose is kept."""
    return folder / "narrative" / f"{name}.md"


def read_part(folder: Path, name: str) -> str:
    """A section's prose as it stands in the case; empty where there is none."""
    path = path_of(folder, name)
    return read_text(path).replace("\r\n", "\n") if path.is_file() else ""


def keep_part(folder: Path, name: str, text: str, before: Collection[str]) -> str | None:
    """Keep a section's prose, if the file still says what the author began with, or one of her own versions since (`before`).

    None where it was kept; else what another wrote meanwhile, with hers kept aside. An empty text leaves
    an empty file, which a draft takes as not written.
    """
    theirs = read_part(folder, name)
    if theirs != text and theirs not in before:
        aside = aside_of(folder, name)
        aside.parent.mkdir(mode=0o700, exist_ok=True)
        write_atomic(aside, text)
        return theirs
    if theirs != text:
        path = path_of(folder, name)
        path.parent.mkdir(mode=0o700, exist_ok=True)
        write_atomic(path, text)
    aside_of(folder, name).unlink(missing_ok=True)
    _last_of(folder, name).parent.mkdir(mode=0o700, exist_ok=True)
    write_atomic(_last_of(folder, name), _digest(text), flushed=False)
    return None


def own_last(folder: Path, name: str) -> str | None:
    """What the file says, if it is what the kit itself wrote there last; None where it is not."""
    text, path = read_part(folder, name), _last_of(folder, name)
    return text if path.is_file() and path.read_text(encoding="utf-8") == _digest(text) else None


def _last_of(folder: Path, name: str) -> Path:
    return folder / ".lcspr" / f"wrote-{name}"


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def aside_of(folder: Path, name: str) -> Path:
    """Where the author's version waits while the file says something else."""
    return folder / ".lcspr" / f"mine-{name}.md"


def known_part(parts: list[Part], name: str) -> Part:
    """A part by its name. Raises InputError for one that there isn't: no other file is ever written."""
    found = next((part for part in parts if part.name == name), None)
    if found is None:
        raise InputError(Problem("narrative/", f"There is no section '{name[:40]}'.", "Choose one of the list."))
    return found


def look_at(name: str, text: str, rename: Callable[[str], str]) -> tuple[list[Finding], int]:
    """What the checks say of one section as it would stand in a draft, and how many words it has."""
    told = plain(rename(text))
    findings = text_findings(Material({f"narrative/{name}.md": told})) if told.strip() else []
    return [finding for finding in findings if finding.rule not in WITHIN_A_CASE], words_in(told)
