"""Text as words, and wordings found in it. Knows the small notation of `templates/indicators.yml`
(`bruis*`, `kick/kicked`, `(left) arm`, `hit .. belt`, `<child>`), and nothing of what words mean.

A wording becomes a chain of word sets; wordings are looked up by their first word, so the time for
a text grows with its words and hardly with the number of wordings.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import product
from typing import Any

GAP = 5
"""How many words `..` may stand for."""

_TOKEN = re.compile(r"(?P<word>[a-z0-9]+(?:[&'][a-z0-9]+)*)|(?P<end>[.!?;\n•|]+)|(?P<comma>[,:()\[\]/–—]| - )")
_ABBREVIATED = {"dr", "mr", "mrs", "ms", "st", "prof", "approx", "eg", "ie", "re", "no", "sec", "s", "vs", "tel", "ref"}
_CONTRACTED = {"can't": ("can", "not"), "cannot": ("can", "not"), "won't": ("will", "not"), "shan't": ("shall", "not")}


@dataclass(frozen=True)
class Words:
    """A text as words: lower case, "didn't" as "did not", possessives without 's.

    `words[i]` stands at `starts[i]:ends[i]` of the text and in sentence number `sentences[i]`;
    `breaks[i]` is true where a comma, colon or bracket stands before it. `asks` holds the sentences
    that end with a question mark.
    """

    words: list[str]
    starts: list[int]
    ends: list[int]
    sentences: list[int]
    breaks: list[bool]
    asks: set[int]


@lru_cache(maxsize=65536)
def _plain(word: str) -> tuple[str, ...]:
    if word in _CONTRACTED:
        return _CONTRACTED[word]
    if word.endswith("n't") and len(word) > 3:
        return (word[:-3], "not")
    if word.endswith("'s"):
        return (word[:-2],)
    return (word.replace("'", ""),)


def split_words(text: str) -> Words:
    """The words of a text. Any text will do; offsets are those of the text given."""
    low = text.lower()
    if len(low) != len(text):  # a few capitals grow when lowered; offsets matter more than they do
        low = "".join(c if len(c.lower()) != 1 else c.lower() for c in text)
    low = low.replace("’", "'")
    words: list[str] = []
    starts: list[int] = []
    ends: list[int] = []
    sentences: list[int] = []
    breaks: list[bool] = []
    asks: set[int] = set()
    sentence, broken = 0, False
    for match in _TOKEN.finditer(low):
        kind = match.lastgroup
        start, end = match.span()
        if kind == "word":
            for plain in _plain(match.group()):
                words.append(plain)
                starts.append(start)
                ends.append(end)
                sentences.append(sentence)
                breaks.append(broken)
                broken = False
        elif kind == "comma":
            broken = True
        else:
            sign = match.group()
            if sign == "." and (end < len(low) and not low[end].isspace() or (words and words[-1] in _ABBREVIATED and ends[-1] == start)):
                continue  # a full stop inside `s.47`, `3.4.21` or after `Dr` ends nothing
            if "?" in sign:
                asks.add(sentence)
            sentence += 1
            broken = False
    return Words(words, starts, ends, sentences, breaks, asks)


# ------------------------------------------------------------------------------------- wordings


@dataclass(frozen=True)
class _Part:
    """One place of a wording: the words that may stand there, and whether a gap may come before."""

    words: frozenset[str]
    prefixes: tuple[str, ...]
    gap: bool

    def holds(self, word: str) -> bool:
        return word in self.words or (bool(self.prefixes) and word.startswith(self.prefixes))


@dataclass(frozen=True)
class Wording:
    """A wording and what it stands for. `text` is as written; `tag` is the caller's."""

    text: str
    tag: Any
    parts: tuple[_Part, ...]


def read_wording(text: str, tag: Any, words: Mapping[str, Iterable[str]]) -> list[Wording]:
    """The chains of one line of notation (several where it has words in brackets).

    `words` gives the lists for `<name>`. Raises ValueError with a sentence for the author.
    """
    optional = re.sub(r"\(([^()]*)\)", lambda m: "?" + m[1].strip().replace(" ", "/"), text.strip())
    if "(" in optional or ")" in optional:
        raise ValueError(f"the brackets in '{text}' don't match")
    choices: list[list[tuple[_Part, ...]]] = []
    gap = False
    for piece in optional.split():
        if piece == "..":
            gap = True
            continue
        may_miss = piece.startswith("?")
        parts = _parts(piece.lstrip("?"), gap, text, words)
        choices.append([parts, ()] if may_miss else [parts])
        gap = gap and may_miss
    chains = []
    for choice in product(*choices):
        chain = tuple(part for parts in choice for part in parts)
        if chain and chain not in chains:
            chains.append(chain)
    if not chains:
        raise ValueError(f"'{text}' has no words")
    return [Wording(text.strip(), tag, chain) for chain in chains]


def _parts(piece: str, gap: bool, text: str, words: Mapping[str, Iterable[str]]) -> tuple[_Part, ...]:
    exact: set[str] = set()
    prefixes: set[str] = set()
    options = [option for option in piece.lower().split("/") if option]
    for option in options:
        if option.startswith("<") and option.endswith(">"):
            if option[1:-1] not in words:
                raise ValueError(f"'{text}' names the list {option}, which is not under `words`")
            exact |= {str(word).lower() for word in words[option[1:-1]]}
        elif option.endswith("*") and option[:-1].isalnum() and len(option) > 2:
            prefixes.add(option[:-1])
        else:
            found = split_words(option).words
            if len(found) > 1 and len(options) == 1:
                return tuple(_Part(frozenset((word,)), (), gap and not number) for number, word in enumerate(found))
            if len(found) != 1 or "*" in option or "<" in option:
                raise ValueError(f"'{text}' can't be read at '{option}'")
            exact |= set(found)
    if not exact and not prefixes:
        raise ValueError(f"'{text}' can't be read at '{piece}'")
    return (_Part(frozenset(exact), tuple(sorted(prefixes)), gap),)


@dataclass(frozen=True)
class Found:
    """A wording found at words `first` to `last`, both included."""

    wording: Wording
    first: int
    last: int


@dataclass
class Finder:
    """Finds many wordings in one pass. Make it once with `make_finder`."""

    by_word: dict[str, list[Wording]]
    by_prefix: list[tuple[str, Wording]]
    _seen: dict[str, list[Wording]] = field(default_factory=dict)

    def starting(self, word: str) -> list[Wording]:
        """The wordings that may start with a word."""
        known = self._seen.get(word)
        if known is None:
            known = [*self.by_word.get(word, ()), *(wording for prefix, wording in self.by_prefix if word.startswith(prefix))]
            if len(self._seen) < 200_000:
                self._seen[word] = known
        return known


def make_finder(wordings: Iterable[Wording]) -> Finder:
    """A finder for wordings."""
    by_word: dict[str, list[Wording]] = {}
    by_prefix: list[tuple[str, Wording]] = []
    for wording in wordings:
        for word in sorted(wording.parts[0].words):
            by_word.setdefault(word, []).append(wording)
        by_prefix += [(prefix, wording) for prefix in wording.parts[0].prefixes]
    return Finder(by_word, by_prefix)


def find_wordings(finder: Finder, text: Words) -> list[Found]:
    """Every wording in a text, by place. A wording never runs over the end of a sentence."""
    found = []
    words, sentences = text.words, text.sentences
    for first, word in enumerate(words):
        for wording in finder.starting(word):
            parts = wording.parts
            if len(parts) == 1:
                found.append(Found(wording, first, first))
                continue
            last = _follow(parts, 1, first, words, sentences)
            if last >= 0:
                found.append(Found(wording, first, last))
    return found


def _follow(parts: tuple[_Part, ...], number: int, at: int, words: list[str], sentences: list[int]) -> int:
    """The word on which the rest of a wording ends, or -1. The nearest word that fits is taken."""
    while number < len(parts):
        part = parts[number]
        reach = GAP + 1 if part.gap else 1
        for place in range(at + 1, min(at + reach, len(words) - 1) + 1):
            if sentences[place] != sentences[at]:
                return -1
            if part.holds(words[place]):
                at = place
                break
        else:
            return -1
        number += 1
    return at
