"""Typing slips in the register's names: which words of a text are a slip or two away from one.

Knows the names that may stand alone, and the words of places' names that stand beside each other. A word of
the dictionary is none, unless a title or the person's other name stands beside it (`Mrs Bank`, `Kyle Lwa`).
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterable
from itertools import pairwise

from lcspr_kit.privacy.aliases import Form, fits_title
from lcspr_kit.privacy.folding import Folded, fold
from lcspr_kit.privacy.register import Register
from lcspr_kit.privacy.stretches import Apart
from lcspr_kit.privacy.words import (
    TITLES,
    WORD_NAMES,
    is_plain_word,
    is_word,
    names_of_people,
    surname_words,
)

SURE_SLIP = 0.85
"""One slip in a long name that leaves no word, or a slip beside the same person's other name: a name, though
still one that somebody may decide on."""
MAY_BE_SLIP = 0.45
"""A slip that leaves somebody else's name, or a word after a title: a question."""
SOUNDS_ALIKE = 0.4
"""A name as another hand would spell it (`Kallie`, `Cali`), which may well be somebody else's."""
LONG = 10  # letters of a whole name written as one word (a handle) that a slip is looked for in
_LETTER = r"[^\W\d_]"
TOKEN = re.compile(r"(?:(?<![^\W_])[^\W_]{1,2}'(?=[^\W_]{3}))?[^\W_]{3,}")  # O'Dowd and D'Andre are one word
_PLACE_GAP = re.compile(r"[\s\-'.,]{1,3}(?:s\s)?")
_NEXT_WORD = re.compile(rf"[\s,]{{1,3}}({_LETTER}{{3,}})(?!{_LETTER})")
_WORD_BEFORE = re.compile(rf"(?<!{_LETTER})({_LETTER}{{3,}})[ \u00a0]{{1,2}}$")
_TITLE_BEFORE = re.compile(r"(?<![^\W_])(" + "|".join(sorted(TITLES, key=len, reverse=True)) + r")\.?[ \u00a0]{1,2}$")
_CITED = re.compile(r"(?:'s?)?(?:,? (?:and|&) [^\W\d_]+|,? et al\.?)*,? \(?(?:19|20)\d\d[a-z]?(?:[,:;] [^()]{1,20})?\)")
"""What stands behind the author of a book or paper: `Ruch (2005)`, `Munro and Hollis, 2016)`."""
_DISTINCT = 7  # letters of a name that one slip doesn't make like another
Entry = tuple[int, int, set[str], str, float, str, str]
"""A find: start, end, owners, kind, how sure, title, ending."""


class Slips:
    """The names of one register in which slips are looked for."""

    def __init__(self, forms: Iterable[Form], register: Register, order: Callable[[Iterable[str]], tuple[str, ...]]):
        self._sorted = order
        self._people = {person.id: person for person in register.people}
        self._singles: dict[str, set[str]] = defaultdict(set)
        self.last_names: dict[str, set[str]] = defaultdict(set)
        self._first_names: dict[str, set[str]] = defaultdict(set)
        for form in forms:
            alone = form.kind in ("part", "surname") or (form.kind == "full" and len(form.key) >= LONG)
            if alone or (form.kind == "place" and form.key not in WORD_NAMES and " " not in form.pattern and "[" not in form.pattern):
                self._singles[form.key].add(form.owner)
            if form.kind == "surname":
                self.last_names[form.owner].add(form.key)
            elif form.kind == "part":
                self._first_names[form.owner].add(form.key)
        self._place_pairs: dict[str, list[tuple[str, str]]] = defaultdict(list)
        for place in register.places:
            for text in (place.name, *place.aliases):
                for one, other in pairwise(re.findall(r"[^\W\d_]{3,}", fold(text).text)):
                    self._place_pairs[one].append((other, place.id))
                    self._place_pairs[other].append((one, place.id))
        self._place_words = sorted(word for word in self._place_pairs if len(word) >= 4)
        self._names = sorted(key for key in self._singles if len(key) >= 4 and not key.isdigit())
        self._sounds: dict[str, set[str]] = defaultdict(set)
        for name in self._names:
            self._sounds[_sound(name)] |= {owner for owner in self._singles[name] if owner in self._people}
        self._short_surnames = sorted({name for names in self.last_names.values() for name in names if len(name) > 2})
        self._longest = 3 + max(map(len, self._names), default=0)  # two slips and an s
        self._found: dict[str, tuple[tuple[str, ...], float]] = {}
        self._place_found: dict[str, tuple[str, ...]] = {}
        pseudonyms = [*(person.pseudonym for person in register.people), *(place.pseudonym for place in register.places)]
        self._none = {word for pseudonym in pseudonyms for word in TOKEN.findall(fold(pseudonym).text)} - self._singles.keys()
        """Words that are no slip: looked at already, or a pseudonym's, which stands in the text because the author wrote it (`Amina` beside a `Mina`)."""

    def entries(self, folded: Folded, taken: Apart) -> list[Entry]:
        """Every slip in a text that `taken` doesn't hold."""
        found = self._after_titles(folded, taken)
        if not self._names and not self._place_words:
            return found
        words = set(TOKEN.findall(folded.text)) - self._none
        for word in words:
            if word not in self._found:
                self._found[word] = self.nearest(word.replace("'", ""))
                if not self._found[word][0]:
                    self._found[word] = self._sounding_like(word)
                self._place_found[word] = () if len(word) < 4 or is_word(word) else tuple(close(word, self._place_words))
        self._none |= {word for word in words if not self._found[word][0] and not self._place_found[word]}
        if words <= self._none:
            return found
        tokens = list(TOKEN.finditer(folded.text))
        for number, token in enumerate(tokens):
            owners, sure = self._found.get(token.group(), ((), 0.0))
            place = self._place_with(folded, tokens, number) if self._place_found.get(token.group()) else None
            if place and not taken.overlap(*place[:2]):
                found.append(place)
                continue
            if not owners or taken.overlap(*token.span()) or _CITED.match(folded.text, token.end()):
                continue
            written = folded.source[slice(*folded.span(*token.span()))]
            capital = written[0].isupper()
            if sure == SOUNDS_ALIKE and not (capital and written[1:].islower()):
                continue
            if token.group() in names_of_people():
                sure = min(sure, MAY_BE_SLIP)
            if len(token.group()) == 3:
                if capital and not written.isupper():
                    found.append((*token.span(), set(owners), "slip", 0.5, "", ""))
            elif capital or len(token.group()) > 4:
                lower = 0.35 if len(token.group()) < 6 else max(0.35, sure - 0.2)
                found.append((*token.span(), set(owners), "slip", sure if capital else lower, "", ""))
        return [entry for number, entry in enumerate(found) if not any(entry[:2] == other[:2] for other in found[:number])]

    def _after_titles(self, folded: Folded, taken: Apart) -> list[Entry]:
        """A slip in a surname after a title that fits, though it be short or leave a word (`Mrs Lmb`, `Mr Bank`)."""
        found: list[Entry] = []
        for token in TOKEN.finditer(folded.text) if self._short_surnames and any(title in folded.text for title in ("mr", "ms", "miss", "dr")) else ():
            word = token.group()
            title = _TITLE_BEFORE.search(folded.text, max(0, token.start() - 12), token.start())
            if not title or len(word) > 9 or taken.overlap(*token.span()) or not _has_capital(folded, token.start()):
                continue
            near = close(word, self._short_surnames)
            owners = {owner for owner, names in self.last_names.items() if names & set(near) and fits_title(self._people[owner], title[1])}
            if owners:
                is_name = is_word(word) or word in names_of_people() or word in surname_words()
                found.append((title.start(1), token.end(), owners, "slip", MAY_BE_SLIP if is_name else 0.6, title[1], ""))
        return found

    def _place_with(self, folded: Folded, tokens: list[re.Match], number: int) -> Entry | None:
        """A slip in one word of a place's name (`Harow Drove`), where the word before or after is as it should be."""
        token = tokens[number]
        for beside in tokens[max(0, number - 1) : number] + tokens[number + 1 : number + 2]:
            start, end = min(token.start(), beside.start()), max(token.end(), beside.end())
            gap = folded.text[min(token.end(), beside.end()) : max(token.start(), beside.start())]
            meant = {(word, place) for word in self._place_found[token.group()] for other, place in self._place_pairs[word] if other == beside.group()}
            if meant and _PLACE_GAP.fullmatch(gap):
                first = token.group()[0]
                sure = MAY_BE_SLIP if all(word[0] != first for word, _ in meant) else SURE_SLIP if all(len(word) >= _DISTINCT for word, _ in meant) and _has_capital(folded, token.start()) else 0.7
                return (start, end, {place for _, place in meant}, "slip", sure, "", "")
        return None

    def nearest(self, word: str) -> tuple[tuple[str, ...], float]:
        """Whose name a word is a slip of, and how sure; nobody's where it is a word itself."""
        letters = sum(sign.isalpha() for sign in word)
        if len(word) > self._longest or letters < max(3, len(word) - 1) or is_word(word):
            return (), 0.0
        near = list(close(word, self._names).items())
        if len(word) == 3:  # three letters for four: one is missing, and the first is right
            near = [(name, distance) for name, distance in near if len(name) == 4 and name[0] == word[0]]
        if not near and word.endswith("s"):
            return self.nearest(word[:-1]) if len(word) > 5 else ((), 0.0)
        if not near:
            return (), 0.0
        least = min(distance for _, distance in near)
        owners = {owner for name, distance in near if distance == least for owner in self._singles[name]}
        distinct = least == 1 and all(len(name) >= _DISTINCT for name, distance in near if distance == least)
        return self._sorted(owners), SURE_SLIP if distinct else 0.7 if least == 1 else 0.55

    def _sounding_like(self, word: str) -> tuple[tuple[str, ...], float]:
        """Whose name a word is that only doubled letters and an ending that sounds the same set apart."""
        owners = set() if len(word) < 4 or word in self._singles or is_plain_word(word) else self._sounds.get(_sound(word), set())
        return self._sorted(owners), SOUNDS_ALIKE if owners else 0.0

    def with_next(self, folded: Folded, entry: Entry, limit: int) -> Entry:
        """A first name, then a slip in that person's own surname, though it be short or leave a word (`Kyle Lwa`, `Ezra Bank`)."""
        if entry[3] not in ("part", "slip") or entry[6]:
            return entry
        match = _NEXT_WORD.match(folded.text, entry[1], limit)
        if not match or not _has_capital(folded, match.start(1)):
            return entry
        from rapidfuzz.distance import OSA

        shortest = 4 if is_word(match[1]) else 3
        owners = {owner for owner in entry[2] for name in self.last_names.get(owner, ()) if len(name) >= shortest and OSA.distance(name, match[1]) <= 1}
        return (entry[0], match.end(), owners, "slip", max(entry[4], SURE_SLIP), entry[5], "") if owners else entry

    def with_before(self, folded: Folded, entry: Entry, limit: int) -> Entry:
        """A slip in a first name that leaves a word, before that person's own surname (`Era Banks`)."""
        if entry[3] != "surname" or entry[5]:
            return entry
        match = _WORD_BEFORE.search(folded.text, max(limit, entry[0] - 24), entry[0])
        if not match or not _has_capital(folded, match.start(1)):
            return entry
        shortest = 4 if is_word(match[1]) else 3
        owners = {owner for owner in entry[2] if close(match[1], sorted(name for name in self._first_names[owner] if len(name) >= shortest))}
        return (match.start(1), entry[1], owners, "slip", SURE_SLIP, "", entry[6]) if owners else entry


_TWICE = re.compile(r"([^\W\d_])\1+")
_LAST_I = re.compile(r"(?<=.{2})(?:ie|ey|ee|y|i)$")


def _sound(name: str) -> str:
    """A name with each letter once where it is doubled, and `y`, `ie`, `ey` or `i` at its end made one."""
    return _TWICE.sub(r"\1", _LAST_I.sub("i", name.replace("ck", "k").replace("ph", "f")))


def close(word: str, names: list[str]) -> dict[str, int]:
    """The names that a typing slip or two makes this word of, with the number of slips."""
    from rapidfuzz import process
    from rapidfuzz.distance import OSA

    near = process.extract(word, names, scorer=OSA.distance, score_cutoff=2 if len(word) >= 8 else 1, limit=None)
    return {name: int(distance) for name, distance, _ in near if 1 <= distance <= (2 if len(name) >= 8 else 1) and (name[0] == word[0] or name[1:2] == word[1:2] or name[0] == word[1])}


def _has_capital(folded: Folded, at: int) -> bool:
    return folded.source[folded.span(at, at + 1)[0]].isupper()
