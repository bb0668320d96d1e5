"""What doesn't belong in a case folder: links that lead out of it, pipes and devices. None of them is opened."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

from lcspr_kit.problems import Problem

WALKED = ("narrative", "drafts", ".lcspr", "notebooks", "exports")
"""The folders that the kit writes in. In `chronologies` one bad file never stops the others: `case` passes it over."""


def strays(folder: Path) -> list[Problem]:
    """Files and folders that the kit reads or writes in a case, and that lead out of it or are no files at all."""
    inside = folder.resolve()
    found = []
    for path in sorted(folder.iterdir()):
        if path.suffix in (".yml", ".csv", ".jsonl") or path.name in (*WALKED, "chronologies", ".audit-head"):
            found += [problem for each in _within(path, inside) if (problem := _stray(each, folder, inside))]
    return found


def _within(path: Path, inside: Path) -> Iterator[Path]:
    """A path and, of a folder that the kit writes in, all within it that may be something else than a plain file."""
    yield path
    if path.name not in WALKED and path.parent.resolve() == inside or not path.resolve().is_relative_to(inside) or path.is_symlink() or not path.is_dir():
        return
    with os.scandir(path) as entries:
        for entry in sorted(entries, key=lambda entry: entry.name):
            if not entry.is_file(follow_symlinks=False):
                yield from _within(Path(entry.path), inside)


def _stray(path: Path, folder: Path, inside: Path) -> Problem | None:
    name = path.relative_to(folder).as_posix()
    if not path.resolve().is_relative_to(inside):
        return Problem(name, "This is a link that leads out of the case folder.", "Put the file or folder itself here.")
    if path.exists() and not (path.is_file() or path.is_dir()):
        return Problem(name, "This is neither a file nor a folder.", "Take it away.")
    return None
