"""Typing slips in the words that matter most: `brusing`, `strat dicussion`, `refferal`.

Only words listed under `slips` of `templates/indicators.yml` are sought, each long and unlike other words, so
that no English word is ever taken for one (a test holds the list to that). A slip is one letter too many, too few,
wrong or out of place after the first letter; doubled letters count as one.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from functools import cached_property

from lcspr_kit.episodes.wordings import Wording, Words

SHORTEST = 6
_DOUBLED = re.compile(r"(.)\1")


@dataclass(frozen=True)
class Slips:
    """The words sought, and what tells whether a word is known to the lexicon as it stands."""

    targets: tuple[str, ...]
    known: Callable[[str], bool]

    @cached_property
    def _by_key(self) -> dict[str, list[str]]:
        keys: dict[str, list[str]] = {}
        for target in self.targets:
            for key in _keys(_DOUBLED.sub(r"\1", target)):
                keys.setdefault(key, []).append(target)
        return keys

    @cached_property
    def _seen(self) -> dict[str, str]:
        return {}

    def mended(self, words: Words) -> Words:
        """The words with slips put right; places stay those of the text."""
        changed = {place: right for place, word in enumerate(words.words) if len(word) >= SHORTEST and (right := self.right(word)) != word}
        return replace(words, words=[changed.get(place, word) for place, word in enumerate(words.words)]) if changed else words

    def right(self, word: str) -> str:
        """The word sought that this one is a slip of, or the word itself."""
        if word not in self._seen:
            if len(self._seen) > 200_000:
                self._seen.clear()
            self._seen[word] = self._sought(word)
        return self._seen[word]

    def _sought(self, word: str) -> str:
        if not word.isalpha() or len(word) < SHORTEST or word in self.targets or self.known(word):
            return word
        from rapidfuzz.distance import OSA

        short = _DOUBLED.sub(r"\1", word)
        near = {
            target
            for key in _keys(short)
            for target in self._by_key.get(key, ())
            if target[0] == word[0] and OSA.distance(_DOUBLED.sub(r"\1", target), short, score_cutoff=1) <= 1
        }
        return near.pop() if len(near) == 1 else word


def make_slips(targets: Iterable[str], wordings: Iterable[Wording]) -> Slips:
    """Slips of `targets`; a word that any of the wordings names is no slip."""
    exact: set[str] = set()
    prefixes: set[str] = set()
    for wording in wordings:
        for part in wording.parts:
            exact |= part.words
            prefixes |= set(part.prefixes)
    beginnings = tuple(sorted(prefixes))
    return Slips(tuple(sorted(set(targets))), lambda word: word in exact or word.startswith(beginnings))


def _keys(word: str) -> Iterable[str]:
    """A word, and the word without each of its letters: two words one slip apart have a key in common."""
    return {word, *(word[:place] + word[place + 1 :] for place in range(len(word)))}
