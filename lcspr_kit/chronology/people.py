"""Which people of the register a text names: whole words, the longest name first, a shared name never guessed.

Gives ids only. It finds who is in the text for sorting and counting; it does not hide names, which is
the business of `privacy.pseudonyms`.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from lcspr_kit.privacy.register import Person

_ORDINARY = frozenset(
    ["will", "may", "mark", "hope", "grace", "joy", "faith", "rose", "may", "june", "april", "august", "summer", "autumn", "dawn", "iris", "ivy", "bill", "rob", "pat", "sue", "grant", "dean", "guy", "jack", "rich", "drew", "chase", "chance", "hunter", "miles", "clay", "cliff", "dale", "glen", "reed", "frank", "earnest", "case", "art", "christian", "young", "brown", "white", "black", "green", "law", "day", "carry", "bob", "gene", "jean", "penny", "amber", "sky", "star", "melody", "harmony", "precious", "prince", "royal", "king", "victor", "major", "page", "store", "home", "abbey", "bay", "harbour"]
)
"""Given names that are words too: taken from a full name only if the author lists them as an alias."""
_FOLD = str.maketrans({"’": "'", "‘": "'", "ʼ": "'", "\u00a0": " ", "–": "-", "‐": "-", "‑": "-", "\n": " ", "\t": " "})


class PeopleFinder:
    """Finds people in texts. Made once from the register, then called for every text."""

    def __init__(self, people: Sequence[Person]):
        owners: dict[str, set[str]] = {}
        self._exact: set[str] = set()
        given = Counter(person.name.split()[0].casefold() for person in people if person.name.split())
        for person in people:
            names = [person.name, *person.aliases]
            first = person.name.split()[0] if len(person.name.split()) > 1 else ""
            if len(first) >= 3 and given[first.casefold()] == 1 and first.casefold() not in _ORDINARY and first[0].isupper():
                names.append(first)
            for name in names:
                plain = " ".join(name.translate(_FOLD).split())
                if len(plain) < 2:
                    continue
                owners.setdefault(plain.casefold(), set()).add(person.id)
                # initials and abbreviations (MGM, JS) are looked for as written: "ms" is not MS
                if plain.isupper():
                    self._exact.add(plain.casefold())
        self._owners = {name: next(iter(ids)) if len(ids) == 1 else "" for name, ids in owners.items()}
        self._order = {person.id: number for number, person in enumerate(people)}
        names = sorted(self._owners, key=lambda name: (-len(name), name))
        spelled = "|".join(re.escape(name).replace(r"\ ", r"\s+") for name in names)
        self._pattern = re.compile(rf"(?<![\w-])(?:{spelled})(?!\w|-\w)", re.I) if names else None

    def find(self, *texts: str) -> tuple[str, ...]:
        """Ids of the people named in the texts, in the order of the register."""
        if self._pattern is None:
            return ()
        found = set()
        for text in texts:
            if not text:
                continue
            for match in self._pattern.finditer(text.translate(_FOLD)):
                word = " ".join(match[0].split())
                name = word.casefold()
                if name in self._exact and not word.isupper():
                    continue
                if word[0].islower() and " " not in word:
                    continue
                owner = self._owners.get(name, "")
                if owner:
                    found.add(owner)
        return tuple(sorted(found, key=self._order.__getitem__))
