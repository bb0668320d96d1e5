"""A new case folder: a copy of `templates/new`, private to the person who made it."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

from lcspr_kit.casefiles import make_private
from lcspr_kit.problems import InputError, Problem
from lcspr_kit.resources import templates

_DEVICE = re.compile(r"con|prn|aux|nul|(?:com|lpt)[0-9\u00b9\u00b2\u00b3]|conin\$|conout\$", re.IGNORECASE)
_LONGEST = 100  # with drafts/0001/figures/... within it, Windows' limit for a path is near
FOLDERS = ("chronologies", "narrative", "drafts")


def make_case(folder: Path) -> None:
    """Make a case folder. Raises InputError where there is one already, it can't be made, or Windows can't hold its name."""
    made = Path.cwd() / folder
    for path in [made, *(parent for parent in made.parents if not parent.exists())]:
        if problem := _why_no_name(path.name):
            raise InputError(Problem("".join(sign if sign.isprintable() else "?" for sign in path.name[:40]), problem, "Choose a name of letters, digits, spaces and hyphens."))
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise InputError(Problem(folder.name, "There is something by this name already.", "Choose another name, or move it away."))
    try:
        folder.mkdir(parents=True, exist_ok=True)
        copy_case(templates() / "new", folder)
    except OSError as error:
        raise InputError(Problem(folder.name, f"The folder can't be made here ({error.strerror}).", "Choose a place you can write to, such as Documents.")) from None


def _why_no_name(name: str) -> str:
    """Why a folder had better not be called so, on Windows or in a message; empty where it may."""
    if any(sign in '<>:"/\\|?*' or not sign.isprintable() for sign in name):
        return 'A folder\'s name can\'t hold < > : " \\ | ? *, line ends or signs that nobody sees.'
    if name != name.strip() or name.endswith("."):
        return "A folder's name can't begin or end with a space, or end with a point."
    if _DEVICE.fullmatch(name.partition(".")[0].strip()):
        return "Windows keeps this name for a device."
    if name.startswith(("-", "~")):
        return f"A folder's name had better not begin with {name[0]}."
    return "The name is too long." if len(name) > _LONGEST else ""


def copy_case(source: Path, target: Path) -> None:
    """Copy a case's files (not its drafts) into a folder, readable by its owner only."""
    shutil.copytree(source, target, dirs_exist_ok=True, ignore=shutil.ignore_patterns("drafts", ".*"))
    for name in FOLDERS:
        (target / name).mkdir(exist_ok=True)
    make_private(target)
