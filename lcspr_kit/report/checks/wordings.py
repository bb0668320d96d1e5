"""The wordings that rules look for, from `templates/checks.yml`, where `<staff>` stands for the list of that name under `parts`."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import Any

from lcspr_kit.resources import own_words


@lru_cache(maxsize=1)
def wordings() -> dict[str, re.Pattern[str]]:
    """Each list of wordings as one pattern."""
    data = _lists()
    parts = {name: f"(?:{'|'.join(lines)})" for name, lines in data["parts"].items()}

    def filled(line: str) -> str:
        return re.sub(r"(?<!\(\?)<(\w+)>", lambda match: parts[match[1]], line)

    return {name: re.compile("|".join(f"(?:{_whole(filled(line))})" for line in lines), re.IGNORECASE) for name, lines in data.items() if name not in ("parts", "patterns")}


@lru_cache(maxsize=1)
def _lists() -> dict[str, Any]:
    return own_words("checks.yml")


@lru_cache(maxsize=1)
def _patterns() -> dict[str, re.Pattern[str]]:
    return {name: re.compile(line, re.IGNORECASE) for name, line in _lists()["patterns"].items()}


def pattern(name: str) -> re.Pattern[str]:
    """A form of sentence by name, from `patterns` in the same file: capitals or not, as it stands there."""
    return _patterns()[name]


def _whole(line: str) -> str:
    """A wording as whole words: it doesn't start or end inside one."""
    start = "" if line[0] in "^\\[" else r"\b"
    return f"{start}(?:{line})" if line.endswith(("$", ")", "]", "b", " ")) else rf"{start}(?:{line})\b"


def found_in(name: str, text: str) -> Iterator[re.Match[str]]:
    """Where a list's wordings stand in a text."""
    return wordings()[name].finditer(text)


def has(name: str, text: str) -> bool:
    """Whether any wording of a list stands in a text."""
    return wordings()[name].search(text) is not None


def is_blank(text: str) -> bool:
    """Whether a cell is empty, or filled with a word that says that there is nothing."""
    return not text.strip() or has("nothing", text)
