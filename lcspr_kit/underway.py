"""Steps of the author's that are on their way from a page to its kernel, and those that are done.

The page sends each step to Jupyter's server as well (`labserver`), which outlives page and kernel and puts it
into the case's `.lcspr` at once. The kernel takes it out when it is done, and first does what came from an earlier
page or was left by an earlier kernel. A step's name is its number, by which it is put in order, and the page's window:
it is never done twice, and what was typed in a place is never put over what was typed there later.
"""

from __future__ import annotations

import base64
import contextlib
import hashlib
import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from lcspr_kit.casefiles import write_atomic

_STEP = re.compile(r"[0-9]{1,16}-[0-9a-f]{8}")
_PAGE = re.compile(r"[a-z]{1,20}")
_TYPED = ("typed", "write", "lines")  # kinds of step that say what stands in a place: the last one counts
_STEPS = 300  # that are known to be done
_TRIED = ".tried"


def put(folder: Path, page: str, step: str, body: bytes) -> bool:
    """Hold a step for a page's kernel, unless it is done already. False where page or step have no proper name."""
    if not _PAGE.fullmatch(page) or not _STEP.fullmatch(step):
        return False
    path = _place(folder, page) / f"{step}.json"
    path.parent.parent.mkdir(mode=0o700, exist_ok=True)
    path.parent.mkdir(mode=0o700, exist_ok=True)
    write_atomic(path, body, flushed=False)
    if is_done(folder, page, step):  # looked at after writing, as the kernel notes it before it takes the file out
        path.unlink(missing_ok=True)
    return True


def waits(folder: Path, page: str) -> bool:
    """Whether any step of a page is held."""
    return next(_place(folder, page).glob("*.json"), None) is not None


def left_over(folder: Path, page: str, but: str = "") -> Iterator[tuple[dict[str, Any], list[bytes]]]:
    """What no kernel came to, in the order in which the author did it: message and its buffers; `but` what the window of that name sent.

    One that ends a second kernel too is not tried a third time.
    """
    paths = [path for path in _place(folder, page).glob("*.*") if _STEP.fullmatch(path.stem) and path.suffix in (".json", _TRIED)]
    for path in sorted(paths, key=lambda path: _number(path.stem)):
        if but and path.stem.endswith(f"-{but}"):
            continue
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


def is_past(folder: Path, page: str, message: dict[str, Any]) -> bool:
    """Whether a step was done before, or says what stood in a place where something was typed later."""
    step, place = message.get("step"), _typed_in(message)
    if not isinstance(step, str):
        return False
    steps = _steps(folder, page)
    return step in steps or bool(place) and any(other == place and _number(name) > _number(step) for name, other in steps.items())


def last(folder: Path, page: str) -> int:
    """The highest number of a step that is done: a page begins above it, even if the clock was set back since."""
    return max((_number(step) for step in _steps(folder, page)), default=0)


def done(folder: Path, page: str, message: dict[str, Any]) -> None:
    """Remember that a step is done, and hold it no longer."""
    path, step = _steps_path(folder, page), str(message["step"])[:40]
    with contextlib.suppress(OSError):
        path.parent.mkdir(mode=0o700, exist_ok=True)
        steps = [*_steps(folder, page).items(), (step, _typed_in(message))]
        write_atomic(path, json.dumps(dict(steps[-_STEPS:])), flushed=False)
    drop(folder, page, step)


def drop(folder: Path, page: str, step: str) -> None:
    """Hold a step no longer: its answer was that it can't be done."""
    if _STEP.fullmatch(step):
        with contextlib.suppress(OSError):
            (_place(folder, page) / f"{step}.json").unlink(missing_ok=True)


def _number(step: str) -> int:
    number = step.split("-")[0]
    return int(number) if number.isdecimal() else 0


def _typed_in(message: dict[str, Any]) -> str:
    """A name for the place that a step says was typed in; empty where it is another kind of step."""
    kind, given = message.get("kind"), message.get("given")
    if kind not in _TYPED or not isinstance(given, dict):
        return ""
    return hashlib.sha256(json.dumps([kind, message.get("id"), given.get("name"), given.get("key")]).encode()).hexdigest()[:12]


def _steps(folder: Path, page: str) -> dict[str, str]:
    """The last steps that are done, each with the place that it was typed in."""
    try:
        found = json.loads(_steps_path(folder, page).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return {step: place for step, place in found.items() if isinstance(place, str)} if isinstance(found, dict) else {}


def _steps_path(folder: Path, page: str) -> Path:
    return folder / ".lcspr" / f"steps-{page}.json"


def _place(folder: Path, page: str) -> Path:
    return folder / ".lcspr" / f"underway-{page}"
