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
from typing import Any, NamedTuple

GAP = 5
"""How many words `..` may stand for."""

_BARRIERS = frozenset({"no", "not", "nil", "never", "without", "none", "denied", "denies"})
"""A gap does not run over these: "home conditions good, no concerns" has no "home conditions .. concerns"."""
_HEAD = 2
"""Wordings that start with a prefix are looked up by its first letters; a prefix has at least so many."""

_LONGEST_SENTENCE = 300
"""A text without full stops is cut here, so that no export can make reading slow."""

_TOKEN = re.compile(r"(?P<word>[a-z0-9]+(?:[&'][a-z0-9]+)*)|(?P<fracture>#(?=\s?[a-z]|\s*$))|(?P<end>[.!?;\n•|]+)|(?P<comma>[,:()\[\]/–—]| - )")
_LABELLING = frozenset({":", " - ", "[", "–", "—"})
_PLAIN_LETTERS = str.maketrans("’àáâäãåèéêëìíîïòóôöõùúûüçñý", "'aaaaaaeeeeiiiiooooouuuucny")
_ABBREVIATED = {"dr", "mr", "mrs", "ms", "st", "prof", "approx", "eg", "ie", "re", "no", "sec", "s", "vs", "tel", "ref"}
ASKING = frozenset({"any", "are", "can", "could", "did", "do", "does", "had", "has", "have", "how", "is", "should", "was", "were", "what", "when", "where", "which", "who", "why", "will", "would"})
"""A sentence that begins so is a question where a question mark stands in it."""
_CONTRACTED = {"can't": ("can", "not"), "cannot": ("can", "not"), "won't": ("will", "not"), "shan't": ("shall", "not")}


@dataclass(frozen=True)
class Words:
    """A text as words: lower case, "didn't" as "did not", possessives without 's.

    `words[i]` stands at `starts[i]:ends[i]` of the text and in sentence number `sentences[i]`;
    `breaks[i]` is true where a comma, colon or bracket stands before it. `labels` holds the places of words
    that a colon or a dash follows; `asks` the sentences that end with a question mark.
    """

    words: list[str]
    starts: list[int]
    ends: list[int]
    sentences: list[int]
    breaks: list[bool]
    labels: set[int]
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
    low = low.translate(_PLAIN_LETTERS)
    words: list[str] = []
    starts: list[int] = []
    ends: list[int] = []
    sentences: list[int] = []
    breaks: list[bool] = []
    labels: set[int] = set()
    asks: set[int] = set()
    sentence, broken, begun = 0, False, 0
    for match in _TOKEN.finditer(low):
        kind = match.lastgroup
        if len(words) - begun > _LONGEST_SENTENCE:
            sentence += 1
            begun = len(words)
        start, end = match.span()
        if kind in ("word", "fracture"):
            for plain in _plain(match.group()) if kind == "word" else (kind,):
                words.append(plain)
                starts.append(start)
                ends.append(end)
                sentences.append(sentence)
                breaks.append(broken)
                broken = False
        elif kind == "comma":
            broken = True
            if match.group() in _LABELLING:
                labels.add(len(words) - 1)
        else:
            sign = match.group()
            if sign == "." and (end < len(low) and not low[end].isspace() or (words and words[-1] in _ABBREVIATED and ends[-1] == start)):
                continue  # a full stop inside `s.47`, `3.4.21` or after `Dr` ends nothing
            if sign.strip("?") == "" and _is_query(low, start, end, words[begun:]):
                broken = True
                continue
            if "?" in sign:
                asks.add(sentence)
                labels.add(len(words) - 1)
            sentence += 1
            broken, begun = False, len(words)
    return Words(words, starts, ends, sentences, breaks, labels, asks)


def _is_query(text: str, start: int, end: int, sentence: list[str]) -> bool:
    """Whether question marks stand for "perhaps", as in `?NAI`, `bruise ? cause`: before a word, and not at the end of a question."""
    if end >= len(text) or (start and text[start - 1].isalnum()):
        return False
    if text[end].isalnum() or text[end] == "#":
        return True
    return text[end] == " " and end + 1 < len(text) and text[end + 1].isalnum() and not (sentence and sentence[0] in ASKING)


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
        elif option.endswith("*") and option[:-1].isalnum() and len(option) > _HEAD:
            prefixes.add(option[:-1])
        elif "*" in option or "<" in option:
            raise ValueError(f"'{text}' can't be read at '{option}'")
        else:
            found = split_words(option).words
            if len(found) > 1 and len(options) == 1:
                return tuple(_Part(frozenset((word,)), (), gap and not number) for number, word in enumerate(found))
            if len(found) != 1:
                raise ValueError(f"'{text}' can't be read at '{option}'")
            exact |= set(found)
    if not exact and not prefixes:
        raise ValueError(f"'{text}' can't be read at '{piece}'")
    return (_Part(frozenset(exact), tuple(sorted(prefixes)), gap),)


class Found(NamedTuple):
    """A wording found at words `first` to `last`, both included."""

    wording: Wording
    first: int
    last: int


@dataclass
class _Starts:
    """The wordings that may start with one word, by what their second word may be."""

    alone: list[Wording] = field(default_factory=list)
    next_word: dict[str, list[Wording]] = field(default_factory=dict)
    next_prefix: list[tuple[tuple[str, ...], Wording]] = field(default_factory=list)
    later_word: dict[str, list[Wording]] = field(default_factory=dict)
    later_prefix: list[tuple[tuple[str, ...], Wording]] = field(default_factory=list)

    def add(self, wording: Wording) -> None:
        if len(wording.parts) == 1:
            self.alone.append(wording)
            return
        second = wording.parts[1]
        words, prefixes = (self.later_word, self.later_prefix) if second.gap else (self.next_word, self.next_prefix)
        for word in second.words:
            words.setdefault(word, []).append(wording)
        if second.prefixes:
            prefixes.append((second.prefixes, wording))


@dataclass
class Finder:
    """Finds many wordings in one pass. Make it once with `make_finder`."""

    by_word: dict[str, list[Wording]]
    by_prefix: dict[str, list[tuple[str, Wording]]]
    _seen: dict[str, _Starts | None] = field(default_factory=dict)

    def starting(self, word: str) -> _Starts | None:
        """The wordings that may start with a word, if any."""
        if word in self._seen:
            return self._seen[word]
        known = [*self.by_word.get(word, ()), *(wording for prefix, wording in self.by_prefix.get(word[:_HEAD], ()) if word.startswith(prefix))]
        starts = None
        if known:
            starts = _Starts()
            for wording in known:
                starts.add(wording)
        if len(self._seen) < 200_000:
            self._seen[word] = starts
        return starts


def make_finder(wordings: Iterable[Wording]) -> Finder:
    """A finder for wordings."""
    by_word: dict[str, list[Wording]] = {}
    by_prefix: dict[str, list[tuple[str, Wording]]] = {}
    for wording in wordings:
        for word in sorted(wording.parts[0].words):
            by_word.setdefault(word, []).append(wording)
        for prefix in wording.parts[0].prefixes:
            by_prefix.setdefault(prefix[:_HEAD], []).append((prefix, wording))
    return Finder(by_word, by_prefix)


def find_wordings(finder: Finder, text: Words) -> list[Found]:
    """Every wording in a text, by place. A wording never runs over the end of a sentence."""
    found: list[Found] = []
    words, sentences = text.words, text.sentences
    for first, word in enumerate(words):
        starts = finder.starting(word)
        if starts is None:
            continue
        if starts.alone:
            found += [Found(wording, first, first) for wording in starts.alone]
        end = first + 1
        while end < len(words) and end <= first + GAP + 1 and sentences[end] == sentences[first] and (end == first + 1 or words[end - 1] not in _BARRIERS):
            end += 1
        if end == first + 1:
            continue
        second = words[first + 1]
        for wording in starts.next_word.get(second, ()):
            _finish(wording, first, first + 1, words, sentences, found)
        for prefixes, wording in starts.next_prefix:
            if second.startswith(prefixes):
                _finish(wording, first, first + 1, words, sentences, found)
        if starts.later_word:
            for place in range(first + 1, end):
                for wording in starts.later_word.get(words[place], ()):
                    _finish(wording, first, place, words, sentences, found)
        for prefixes, wording in starts.later_prefix:
            for place in range(first + 1, end):
                if words[place].startswith(prefixes):
                    _finish(wording, first, place, words, sentences, found)
    return found


def _finish(wording: Wording, first: int, at: int, words: list[str], sentences: list[int], found: list[Found]) -> None:
    """Note the wording if its parts from the third on follow; where it has a gap the nearest word that fits is taken."""
    for part in wording.parts[2:]:
        reach = GAP + 1 if part.gap else 1
        for place in range(at + 1, min(at + reach, len(words) - 1) + 1):
            if sentences[place] != sentences[at] or (place > at + 1 and words[place - 1] in _BARRIERS):
                return
            if part.holds(words[place]):
                at = place
                break
        else:
            return
    found.append(Found(wording, first, at))
