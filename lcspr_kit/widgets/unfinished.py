"""What the author is typing for something that is not yet done (a repair, a reason, a new person).

Held in the case's `.lcspr` with every key, so that it outlives the page and the kernel, and taken out when
it is done. The author's own files never depend on it.
"""

from __future__ import annotations

import json
from pathlib import Path

from lcspr_kit.casefiles import write_atomic

_LONGEST = 400  # signs of a key; a text may be as long as it is


def held(folder: Path, page: str) -> dict[str, str]:
    """What was being typed in a page of a case, by the control it stood in; none where the file is spoilt."""
    try:
        found = json.loads(_path(folder, page).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    whole = isinstance(found, dict) and all(isinstance(text, str) for text in found.values())
    return found if whole else {}


def hold(folder: Path, page: str, key: object, text: object) -> None:
    """Hold what stands in a control now; None where it is as if nothing had been typed. What is no text is passed over."""
    if not isinstance(key, str) or not 0 < len(key) <= _LONGEST or not (text is None or isinstance(text, str)):
        return
    before = held(folder, page)
    _write(folder, page, before, {**before, key: text} if isinstance(text, str) else {each: kept for each, kept in before.items() if each != key})


def release(folder: Path, page: str, done: dict[str, str]) -> None:
    """Forget what stood in some controls, as it is done; what was typed there since stays."""
    before = held(folder, page)
    _write(folder, page, before, {key: text for key, text in before.items() if done.get(key) != text})


def _path(folder: Path, page: str) -> Path:
    return folder / ".lcspr" / f"typing-{page}.json"


def _write(folder: Path, page: str, before: dict[str, str], texts: dict[str, str]) -> None:
    path = _path(folder, page)
    if texts == before:
        return
    if not texts:
        path.unlink(missing_ok=True)
        return
    path.parent.mkdir(mode=0o700, exist_ok=True)
    write_atomic(path, json.dumps(texts, ensure_ascii=False))
