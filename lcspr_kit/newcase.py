"""A new case folder: a copy of `templates/new`, private to the person who made it."""

from __future__ import annotations

import shutil
from pathlib import Path

from lcspr_kit.casefiles import make_private
from lcspr_kit.problems import InputError, Problem
from lcspr_kit.resources import templates

FOLDERS = ("chronologies", "narrative", "drafts")


def make_case(folder: Path) -> None:
    """Make a case folder. Raises InputError where there is one already or it can't be made."""
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise InputError(Problem(folder.name, "There is something by this name already.", "Choose another name, or move it away."))
    try:
        folder.mkdir(parents=True, exist_ok=True)
        copy_case(templates() / "new", folder)
    except OSError as error:
        raise InputError(Problem(folder.name, f"The folder can't be made here ({error.strerror}).", "Choose a place you can write to, such as Documents.")) from None


def copy_case(source: Path, target: Path) -> None:
    """Copy a case's files (not its drafts) into a folder, readable by its owner only."""
    shutil.copytree(source, target, dirs_exist_ok=True, ignore=shutil.ignore_patterns("drafts", ".*"))
    for name in FOLDERS:
        (target / name).mkdir(exist_ok=True)
    make_private(target)
