"""Steps of the author's that are on their way from a page to its kernel, and those that are done.

The page sends each step to Jupyter's server as well (`labserver`), which outlives page and kernel and puts it
into the case's `.lcspr` at once. The kernel takes it out when it is done, and a new kernel first does what an
earlier one did not come to. A step has a name, by which it is never done twice; its number says in which order.
"""

from __future__ import annotations

import base64
import contextlib
import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from lcspr_kit.casefiles import write_atomic

_STEP = re.compile(r"[0-9]{1,16}-[0-9a-f]{8}")
_PAGE = re.compile(r"[a-z]{1,20}")
_STEPS = 300  # that are known to be done
_TRIED = ".tried"


def put(folder: Path, page: str, step: str, body: bytes) -> bool:
    """Hold a step for a page's kernel, unless it is done already. False where page or step have no proper name."""
    if not _PAGE.fullmatch(page) or not _STEP.fullmatch(step):
        return False
    path = _place(folder, page) / f"{step}.json"
    path.parent.mkdir(parents=True, exist_ok=True)
    write_atomic(path, body, flushed=False)
    if is_done(folder, page, step):  # looked at after writing, as the kernel notes it before it takes the file out
        path.unlink(missing_ok=True)
    return True


def left_over(folder: Path, page: str) -> Iterator[tuple[dict[str, Any], list[bytes]]]:
    """What an earlier kernel did not come to, in the order in which the author did it: message and its buffers.

    One that ends a second kernel too is not tried a third time.
    """
    paths = [path for path in _place(folder, page).glob("*.*") if _STEP.fullmatch(path.stem) and path.suffix in (".json", _TRIED)]
    for path in sorted(paths, key=lambda path: int(path.stem.split("-")[0])):
        with contextlib.suppress(OSError, ValueError, KeyError, TypeError):
            body = json.loads(path.read_bytes())
            message, buffers = {**body["message"], "step": path.stem}, [base64.b64decode(each) for each in body["buffers"]]
            if path.suffix == _TRIED:
                path.unlink()
            else:
                path = path.replace(path.with_suffix(_TRIED))
            yield message, buffers
        path.unlink(missing_ok=True)


def is_done(folder: Path, page: str, step: object) -> bool:
    """Whether a step of a page was done before."""
    return isinstance(step, str) and step in _steps(folder, page)


def done(folder: Path, page: str, step: str) -> None:
    """Remember that a step is done, and hold it no longer."""
    path = _steps_path(folder, page)
    with contextlib.suppress(OSError):
        path.parent.mkdir(exist_ok=True)
        write_atomic(path, json.dumps([*_steps(folder, page), step[:40]][-_STEPS:]), flushed=False)
    drop(folder, page, step)


def drop(folder: Path, page: str, step: str) -> None:
    """Hold a step no longer: its answer was that it can't be done."""
    if _STEP.fullmatch(step):
        with contextlib.suppress(OSError):
            (_place(folder, page) / f"{step}.json").unlink(missing_ok=True)


def _steps(folder: Path, page: str) -> list[str]:
    try:
        found = json.loads(_steps_path(folder, page).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return []
    return [step for step in found if isinstance(step, str)] if isinstance(found, list) else []


def _steps_path(folder: Path, page: str) -> Path:
    return folder / ".lcspr" / f"steps-{page}.json"


def _place(folder: Path, page: str) -> Path:
    return folder / ".lcspr" / f"underway-{page}"
