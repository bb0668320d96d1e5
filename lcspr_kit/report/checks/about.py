"""Of whom a sentence speaks: the child, or the adults around the child. Knows no grammar beyond order of words.

A sentence is of the child where it names the child, or where a pronoun comes before anybody else is
named and the sentence before it was of the child too. A text that opens with a pronoun means the child.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from lcspr_kit.report.checks.material import sentences
from lcspr_kit.report.checks.wordings import found_in, has

_PRONOUN = re.compile(r"\b(?:he|she|they|him|her|his|them|their|the \w+ (?:boy|girl))\b", re.IGNORECASE)


def names_child(text: str, names: Iterable[str]) -> bool:
    """Whether a text names the child, by one of the report's names or by a word for children."""
    return has("child", text) or any(re.search(rf"\b{re.escape(name)}\b", text, re.IGNORECASE) for name in names)


def of_child(text: str, names: Iterable[str]) -> list[str]:
    """The sentences of a text that speak of the child."""
    known = list(names)
    kept, child_before = [], True
    for part in sentences(text):
        if names_child(part, known):
            kept.append(part)
            child_before = True
            continue
        adult = next((match.start() for match in found_in("adult", part)), None)
        pronoun = _PRONOUN.search(part)
        if child_before and pronoun and (adult is None or pronoun.start() < adult):
            kept.append(part)
        elif adult is not None:
            child_before = False
    return kept
