"""Abbreviations in a text: which there are, and what the usual ones stand for (`templates/abbreviations.yml`)."""

from __future__ import annotations

import re
from functools import lru_cache

from lcspr_kit.privacy.words import is_word
from lcspr_kit.resources import own_words

_CANDIDATE = re.compile(r"(?<![\w-])(?:[A-Z](?:[A-Z&]|(?<=[A-Z])i(?=[A-Z])){1,6}\d?|S\d{2})(?:s(?!\w))?(?![\w-])")
# Not abbreviations that need a word of explanation: emphasis, Roman numbers, countries, common English.
_SIGNS = re.compile(r"\b[A-Z][A-Z'’]+(?:[\s,;–-]+(?:[A-Z][A-Z'’]+|I|A)\b)+|[“\"‘]\W*[A-Z]{2,}\W*[”\"’]")
_PLAIN = {"UK", "OK", "TV", "AM", "PM", "ID", "II", "III", "IV", "VI", "VII", "VIII", "IX", "XI", "XII", "NOT", "AND", "THE", "NO", "OR", "DRAFT", "PDF", "BBC", "GCSE", "CD", "DVD", "WHY"}


@lru_cache(maxsize=1)
def known_abbreviations() -> dict[str, str]:
    """Abbreviation to what it stands for."""
    return dict(own_words("abbreviations.yml"))


def abbreviations_in(text: str) -> list[str]:
    """The abbreviations in a text, each once, in order of the alphabet. A plural's s is left off."""
    known = known_abbreviations()
    signs = {word for match in _SIGNS.finditer(text) if len(words := re.findall(r"[A-Z]{2,}", match[0])) > 2 and _are_words(words) for word in words} - set(known)
    found: set[str] = set()
    for match in _CANDIDATE.finditer(_SIGNS.sub(lambda match: " " if _are_words(re.findall(r"[A-Z]{2,}", match[0])) else match[0], text)):
        word = match[0]
        if word not in known and word.endswith("s"):
            word = word[:-1]
        if word not in _PLAIN and word not in signs and not re.fullmatch(r"[A-Z]\d", word):
            found.add(word)
    return sorted(found)


def _are_words(capitals: list[str]) -> bool:
    """Whether words in capitals side by side are all words of the language: signs of a sign language or a board, or emphasis."""
    return all(is_word(word.lower()) for word in capitals)


def is_explained(abbreviation: str, text: str) -> bool:
    """Whether a text itself says what an abbreviation stands for: `Multi-Agency Safeguarding Hub (MASH)`, `MASH (multi-...)`."""
    quoted = re.escape(abbreviation)
    return bool(re.search(rf"[a-z]\w{{0,30}} \({quoted}s?\)|\b{quoted}s? \([a-z]|\*\*{quoted}\*\*|\|\s*{quoted}\s*\|", text))
