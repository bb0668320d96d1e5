"""The exports of a case, read and scored before they are asked for, while JupyterLab and the page still start.

Handed out once, and only while the files they come from say what they said; else they are read then and
there. Nothing is written down: what was worked out ahead lives and ends with its process.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

from lcspr_kit.case import Case, load_case
from lcspr_kit.chronology.intake import Intake, read_case
from lcspr_kit.episodes.study import ScoredCase, score_case

_READ_FROM = ("review.yml", "people.csv", "places.csv", "mapping.yml", "repairs.yml")
_SCORED_FROM = ("indicators.yml", "links.yml")


class _Done(NamedTuple):
    """What is ready, and what the files said when it was made."""

    folder: Path
    read_from: str
    scored_from: str
    intake: Intake
    scored: ScoredCase | None


_done: _Done | None = None


def work_ahead(folder: Path, wanted: Callable[[], bool] = lambda: False, between: Callable[[], None] = lambda: None) -> None:
    """Read and score a case, unless somebody is waiting by then (`wanted`); `between` is called halfway.

    A case that can't be read is left to who asks for it.
    """
    global _done
    folder = folder.resolve()
    try:
        fingerprints = _fingerprint(folder, _READ_FROM), _fingerprint(folder, _SCORED_FROM)
        case = load_case(folder)
        if wanted():
            return
        intake = read_case(case)
        _done = _Done(folder, *fingerprints, intake, None)
        between()
        if not wanted():
            _done = _done._replace(scored=score_case(case, intake.events))
    except Exception:  # the same will be said, in words, to the author who opens it
        return


def seen_ahead(folder: Path) -> tuple[Case, Intake, ScoredCase] | None:
    """What is ready of a case as it stands now, only to be looked at: it is still there for who opens the case. Raises InputError."""
    ready = _done
    if ready and ready.scored and _is_now(ready, folder.resolve()) and ready.scored_from == _fingerprint(folder.resolve(), _SCORED_FROM):
        return load_case(folder), ready.intake, ready.scored
    return None


def open_intake(folder: Path | str) -> tuple[Case, Intake]:
    """A case and its exports, read. Raises InputError."""
    case = load_case(folder)
    ready = _take(case.folder)
    return case, ready.intake if ready else read_case(case)


def open_scored(folder: Path | str) -> tuple[Case, Intake, ScoredCase]:
    """A case, its exports, and its chronology scored (see `episodes.study`). Raises InputError."""
    case = load_case(folder)
    ready = _take(case.folder)
    intake = ready.intake if ready else read_case(case)
    fresh = ready and ready.scored if ready and ready.scored_from == _fingerprint(case.folder.resolve(), _SCORED_FROM) else None
    return case, intake, fresh or score_case(case, intake.events)


def _take(folder: Path) -> _Done | None:
    """What was worked out ahead, if it is of this case as it stands; only once, as its frames are then another's."""
    global _done
    ready, _done = _done, None
    return ready if ready and _is_now(ready, folder.resolve()) else None


def _is_now(ready: _Done, folder: Path) -> bool:
    """Whether what is ready is of this case, with its records as they stand now."""
    return ready.folder == folder and ready.read_from == _fingerprint(folder, _READ_FROM)


def _fingerprint(folder: Path, names: tuple[str, ...]) -> str:
    """Changes when a file that counts does; the exports count with what is read from them."""
    paths = [folder / name for name in names]
    if names is _READ_FROM:
        paths += sorted((folder / "chronologies").rglob("*"))
    digest = hashlib.sha256()
    for path in paths:
        content = path.read_bytes() if path.is_file() else b""
        digest.update(f"{path.relative_to(folder)}\0{path.is_file()}\0{len(content)}\0".encode() + content)
    return digest.hexdigest()
