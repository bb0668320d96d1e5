"""Where a widget puts what the author takes out of it: the case's folder `exports`, numbered, never over another."""

from __future__ import annotations

from pathlib import Path

from lcspr_kit.casefiles import write_atomic

FOLDER = "exports"


def export(case_folder: Path, stem: str, suffix: str, content: bytes) -> str:
    """Write a file under the next number and say where, from the case folder: `exports/view-0001.xlsx`."""
    folder = case_folder / FOLDER
    folder.mkdir(mode=0o700, exist_ok=True)
    taken = (path.stem.removeprefix(f"{stem}-") for path in folder.glob(f"{stem}-*"))
    number = max((int(each) for each in taken if each.isdecimal()), default=0) + 1
    path = folder / f"{stem}-{number:04d}{suffix}"
    write_atomic(path, content)
    return f"{FOLDER}/{path.name}"
