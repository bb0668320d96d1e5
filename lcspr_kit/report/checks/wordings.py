"""The wordings that rules look for, from `templates/wordings/`, one file for each subject.

In a line, `<staff>` stands for the words of that list in `parts.yml`. A long line is broken before a `|`; the break and
the spaces after it are no part of it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from itertools import chain
from typing import Any

from lcspr_kit.resources import own_words, templates


@lru_cache(maxsize=1)
def wordings() -> dict[str, re.Pattern[str]]:
    """Each list of wordings as one pattern."""
    parts = {name: f"(?:{'|'.join(map(_joined, lines))})" for name, lines in _all("parts").items()}

    def filled(line: str) -> str:
        return re.sub(r"(?<!\(\?)<(\w+)>", lambda match: parts[match[1]], _joined(line))

    return {name: re.compile("|".join(f"(?:{_whole(filled(line))})" for line in lines), re.IGNORECASE) for name, lines in _all("lists").items()}


@lru_cache(maxsize=1)
def _patterns() -> dict[str, re.Pattern[str]]:
    return {name: re.compile(_joined(line), re.IGNORECASE) for name, line in _all("patterns").items()}


@lru_cache(maxsize=1)
def _files() -> tuple[dict[str, Any], ...]:
    return tuple(own_words(f"wordings/{path.name}") for path in sorted((templates() / "wordings").glob("*.yml")))


def _all(kind: str) -> dict[str, Any]:
    return dict(chain.from_iterable(each.get(kind, {}).items() for each in _files()))


def _joined(line: str) -> str:
    return re.sub(r"\n *", "", line)


def pattern(name: str) -> re.Pattern[str]:
    """A form of sentence by name, from `patterns` in the same files: capitals or not, as it stands there."""
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
