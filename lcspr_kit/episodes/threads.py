"""What ties records of one matter together: words that the case uses hardly anywhere else.

"Passport", "dispute" or a name, in two records of one fortnight and nowhere else in three years, says that both are about
one matter, whether the lexicon knows their wording or not. Words are compared as they stand; no list of words is needed.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence

from lcspr_kit.episodes.wordings import Words

NEAR = 21
"""Records with a word of one matter are no more days apart than this."""
ELSEWHERE = 1
"""A word of one matter stands in no more records of the case than this outside it."""
_SHORTEST = 4
TIE_POINTS = 0.5
"""The points of a record for each such word."""
TIE_CAP = 3
"""So many words count."""


def telling_words(words: Words) -> frozenset[str]:
    """The words of a record that may tie it to others: of four letters or more, without digits."""
    return frozenset(word for word in words.words if len(word) >= _SHORTEST and word.isalpha())


def shared_words(records: Iterable[tuple[str, int, frozenset[str]]]) -> dict[str, frozenset[str]]:
    """For each event id, the ties of its words to others, of (event id, day, words); day 0 is unknown and left out.

    A tie is a word that several records have, each no more than `NEAR` days after the one before, and no more than
    `ELSEWHERE` records besides. Equal ties mean the same word in the same time.
    """
    holders: dict[str, list[tuple[int, str]]] = defaultdict(list)
    for identity, day, words in records:
        for word in words if day else ():
            holders[word].append((day, identity))
    ties: dict[str, set[str]] = defaultdict(set)
    for word, where in holders.items():
        if len(where) > 1:
            for near in _near(sorted(where)):
                if len(near) > 1 and len(where) - len(near) <= ELSEWHERE:
                    for _, identity in near:
                        ties[identity].add(f"{word} {near[0][0]}")
    return {identity: frozenset(mine) for identity, mine in ties.items()}


def _near(where: Sequence[tuple[int, str]]) -> Iterator[Sequence[tuple[int, str]]]:
    """Stretches of (day, id), in order, in which each is no more than `NEAR` days after the one before."""
    first = 0
    for place in range(1, len(where) + 1):
        if place == len(where) or where[place][0] - where[place - 1][0] > NEAR:
            yield where[first:place]
            first = place
