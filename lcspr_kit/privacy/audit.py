"""The audit log of a case: what was rendered, published, sealed or decided, by whom and when.

Append-only, one line of JSON each, every line holding the hash of the one before, so that a line
taken out or changed shows; how long the log is and the hash of its last line are kept beside it and in
the evidence of what was published, so that lines cut off its end show too. Holds no case text: values are numbers, ids, hashes and fixed words.
"""

from __future__ import annotations

import hashlib
import json
import os
import re
from collections.abc import Iterable
from datetime import datetime
from pathlib import Path
from typing import Any

from lcspr_kit.casefiles import write_atomic
from lcspr_kit.problems import InputError, Problem

AUDIT_FILE = "audit.jsonl"
HEAD_FILE = ".audit-head"
ACTIONS = ("rendered", "published", "refused", "sealed", "opened", "decided", "pseudonymised", "erase planned")
_START = "0" * 64
_VALUE = re.compile(r"[\w.:+-]{0,80}")


def record(folder: Path, action: str, who: str, when: datetime, **facts: int | str) -> None:
    """Add a line to the case's log. `who` is the account on this machine; the caller gives the time.

    Raises ValueError for an unknown action or a fact that could hold case text (spaces, long values):
    facts are for numbers, ids and hashes.
    """
    if action not in ACTIONS:
        raise ValueError(f"'{action}' is not one of {', '.join(ACTIONS)}")
    for name, value in facts.items():
        if not isinstance(value, int) and not _VALUE.fullmatch(value):
            raise ValueError(f"the fact '{name}' could hold case text")
    path = folder / AUDIT_FILE
    lines = _lines(path)
    whole = not _cut_off(folder, _kept_head(folder))
    entry: dict[str, Any] = {
        "n": len(lines) + 1,
        "when": when.replace(microsecond=0).isoformat(),
        "who": re.sub(r"[^\w.@-]", "_", who)[:40],
        "action": action,
        **dict(sorted(facts.items())),
        "before": _last_hash(lines),
    }
    entry["hash"] = _hash(entry)
    handle = os.open(path, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
    with os.fdopen(handle, "a", encoding="utf-8", newline="\n") as file:
        file.write(json.dumps(entry, ensure_ascii=True) + "\n")
        file.flush()
        os.fsync(file.fileno())
    if not whole:
        return  # what was cut off must go on showing
    write_atomic(folder / HEAD_FILE, json.dumps({"lines": entry["n"], "hash": entry["hash"]}) + "\n")
    (folder / HEAD_FILE).chmod(0o600)


def audit_head(folder: Path) -> dict[str, Any]:
    """How many lines the log has and the hash of the last: what to write down elsewhere, to notice a cut."""
    lines = _lines(folder / AUDIT_FILE)
    return {"lines": len(lines), "hash": _last_hash(lines)}


def read_audit(folder: Path, heads: Iterable[dict[str, Any]] = ()) -> list[dict[str, Any]]:
    """Every line of the log, oldest first. `heads` are what `audit_head` said on earlier occasions.

    Raises InputError naming the line where the chain is broken, or where lines of its end are missing.
    """
    before = _START
    entries = []
    for number, line in enumerate(_lines(folder / AUDIT_FILE), 1):
        try:
            entry = json.loads(line)
            sound = entry["n"] == number and entry["before"] == before and entry["hash"] == _hash(entry)
        except (ValueError, KeyError, TypeError):
            sound = False
        if not sound:
            raise InputError(Problem(AUDIT_FILE, "This line was changed, or a line before it was taken out.", "Find out who changed it; move the file aside, keep it, and note it in the review.", row=number))
        before = entry["hash"]
        entries.append(entry)
    for head in _cut_off(folder, [*_kept_head(folder), *heads]):
        raise InputError(Problem(AUDIT_FILE, f"The log had {head['lines']} lines once; its end was cut off, or it was written anew.", "Find out who changed it. Put the old log back, from a backup or a sealed copy, as audit.jsonl or beside it as audit-old.jsonl, and note it in the review.", row=len(entries)))
    return entries


def _cut_off(folder: Path, heads: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The heads whose line is no more in the log, nor in a log kept beside it (`audit-....jsonl`)."""
    lines = "\n".join(path.read_text(encoding="utf-8", errors="replace") for path in sorted(folder.glob("audit*.jsonl")))
    return [head for head in heads if head.get("lines") and f'"hash": "{head.get("hash")}"' not in lines]


def _kept_head(folder: Path) -> list[dict[str, Any]]:
    path = folder / HEAD_FILE
    if not path.exists():
        return []
    try:
        head = json.loads(path.read_text(encoding="utf-8"))
        return [{"lines": int(head["lines"]), "hash": str(head["hash"])}]
    except (ValueError, KeyError, TypeError):
        raise InputError(Problem(HEAD_FILE, "The file that says how long the audit log is can't be read.", "Find out who changed it, then delete it.")) from None


def _lines(path: Path) -> list[str]:
    return path.read_text(encoding="utf-8").splitlines() if path.exists() else []


def _last_hash(lines: list[str]) -> str:
    try:
        return str(json.loads(lines[-1])["hash"]) if lines else _START
    except (ValueError, KeyError, TypeError):
        raise InputError(Problem(AUDIT_FILE, "The last line can't be read, so nothing can be written after it.", "Find out who changed it; move the file aside, keep it, and note it in the review.", row=len(lines))) from None


def _hash(entry: dict[str, Any]) -> str:
    told = {name: value for name, value in entry.items() if name != "hash"}
    return hashlib.sha256(json.dumps(told, sort_keys=True, ensure_ascii=True).encode("ascii")).hexdigest()
