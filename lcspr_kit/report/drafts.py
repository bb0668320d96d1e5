"""The numbered drafts of a case: `drafts/0001/`, whole or not at all, never overwritten.

A draft is made in a private folder beside its final place and renamed when it is complete. One
render of a case at a time: the lock is held by the operating system, so a crash can't leave it behind.
"""

from __future__ import annotations

import errno
import hashlib
import json
import os
import re
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Any

from lcspr_kit.casefiles import make_private
from lcspr_kit.problems import InputError, Problem

_NUMBER = re.compile(r"\d{4,}")
_PART = ".part-"


def list_drafts(drafts: Path) -> list[Path]:
    """The finished drafts of a case, oldest first."""
    if not drafts.is_dir():
        return []
    return sorted((path for path in drafts.iterdir() if path.is_dir() and _NUMBER.fullmatch(path.name)), key=lambda path: int(path.name))


@contextmanager
def new_draft(drafts: Path) -> Iterator[tuple[Path, list[Path]]]:
    """A private folder to make a draft in; renamed to the next number when the block ends well.

    Yields the folder and a list that holds the final path afterwards. Raises InputError where the
    case can't be written to or is being rendered by somebody else.
    """
    try:
        drafts.mkdir(exist_ok=True, mode=0o700)
        with _locked(drafts / ".lock"):
            for stale in drafts.glob(f"{_PART}*"):  # left by a render that was killed
                shutil.rmtree(stale, ignore_errors=True)
            folder = Path(tempfile.mkdtemp(prefix=_PART, dir=drafts))
            try:
                final: list[Path] = []
                yield folder, final
                _flush(folder)
                final.append(_rename(folder, drafts))
            except BaseException:
                shutil.rmtree(folder, ignore_errors=True)
                raise
    except OSError as error:
        if error.errno not in (errno.EACCES, errno.EPERM, errno.EROFS):
            raise
        raise InputError(Problem(drafts.parent.name, "The folder 'drafts' can't be written to.", "Check that the case is not read-only and that no draft is open.")) from None


def _rename(folder: Path, drafts: Path) -> Path:
    number = max((int(path.name) for path in list_drafts(drafts)), default=0) + 1
    final = drafts / f"{number:04d}"
    make_private(folder)
    folder.rename(final)
    return final


def _flush(folder: Path) -> None:
    """Make sure that a power cut after the rename can't leave empty files."""
    for path in folder.rglob("*"):
        if path.is_file():
            with path.open("rb+") as file:
                os.fsync(file.fileno())


@contextmanager
def _locked(path: Path) -> Iterator[None]:
    with os.fdopen(os.open(path, os.O_RDWR | os.O_APPEND | os.O_CREAT | getattr(os, "O_NOFOLLOW", 0), 0o600), "a+b") as file:
        if not _try_lock(file):
            raise InputError(Problem(path.parent.parent.name, "This case is being rendered already.", "Wait until that has ended."))
        yield


def _try_lock(file: IO[bytes]) -> bool:
    try:
        if os.name == "nt":
            import msvcrt

            msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)  # type: ignore[attr-defined]
        else:
            import fcntl

            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return False
    return True


def file_hashes(folder: Path, names: list[str]) -> dict[str, str]:
    """SHA-256 of files by their path in the case, `/` between the parts; a missing file is left out."""
    hashes = {}
    for name in sorted(names):
        path = folder / name
        if path.is_file():
            hashes[name] = hashlib.sha256(path.read_bytes()).hexdigest()
    return hashes


def input_names(folder: Path) -> list[str]:
    """Every file of a case that a draft depends on."""
    fixed = ["review.yml", "people.csv", "relationships.csv", "places.csv", "mapping.yml", "repairs.yml", "indicators.yml", "episodes.yml", "links.yml"]
    found = [path for part in ("chronologies", "narrative") for path in sorted((folder / part).glob("*")) if path.is_file() and not path.name.startswith((".", "~$"))]
    return [*fixed, *(path.relative_to(folder).as_posix() for path in found)]


def manifest_text(manifest: dict[str, Any]) -> str:
    """A manifest as JSON text, keys in order."""
    return json.dumps(manifest, indent=2, sort_keys=True, ensure_ascii=False) + "\n"
