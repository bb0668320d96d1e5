"""Real names out, pseudonyms in: the one engine every output goes through.

Knows who is meant (by full name, then by whom the same record names in full); never guesses. Where two
people share a name and nothing tells them apart the text shows `[name to settle 1]`, and the question
is kept for the author.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from lcspr_kit.privacy.aliases import fits_title
from lcspr_kit.privacy.finder import Finder, Mention
from lcspr_kit.privacy.register import Register
from lcspr_kit.privacy.stretches import Covering

if TYPE_CHECKING:
    import pandas as pd

NOT_TEXT = ("event_id", "agency", "source_file", "precision", "child_seen")
"""Columns of the chronology that hold no free text."""
_ADDRESS = re.compile(r"(?<![\w.+'-])[\w.+'-]+@[\w-]+(?:\.[\w-]+)+")
_SURE_PLACE = 0.5
_OPENING = re.compile(r"[.!?]\s+$|\n\s*$")


@dataclass(frozen=True, repr=False)
class NameQuestion:
    """A name that may be several people's. `number` is that of its placeholder, `owners` the ids it may
    mean, `seen` how often, `example` the words around the first (real names: for the author's eyes only)."""

    number: int
    owners: tuple[str, ...]
    text: str
    seen: int
    example: str


class Pseudonymiser:
    """Replaces the register's names in texts. Make one and use it for everything: it remembers texts."""

    def __init__(self, register: Register, finder: Finder | None = None):
        self.register = register
        self.finder = finder or Finder(register)
        self._people = {person.id: person for person in register.people}
        self._names = {thing.id: thing.pseudonym for thing in register.named}
        self._numbers = {group: number for number, group in enumerate(self.finder.shared_names(), 1)}
        self._questions: dict[tuple[int, str], NameQuestion] = {}
        self._found: dict[str, list[Mention]] = {}
        self._done: dict[tuple[str, tuple[str, ...]], str] = {}

    @property
    def questions(self) -> list[NameQuestion]:
        """What the author has to settle, from the texts seen so far, by placeholder and spelling."""
        return [self._questions[key] for key in sorted(self._questions)]

    def text(self, text: str, people: Iterable[str] = ()) -> str:
        """The text with pseudonyms. `people` are register ids that the same record is known to name.

        Text outside the names is kept sign by sign.
        """
        if not text:
            return text
        key = (text, tuple(people))
        if key not in self._done:
            self._done[key] = self._replaced(text, self._mentions(text), frozenset(key[1]))
        return self._done[key]

    def replacements(self, text: str, people: Iterable[str] = ()) -> list[tuple[int, int, str]]:
        """What `text` would change: start, end and the words put in, in order (for files whose layout is kept)."""
        return self._changes(text, self._mentions(text), frozenset(people))

    def frame(self, events: pd.DataFrame) -> pd.DataFrame:
        """A chronology with pseudonyms in every column of text, the headings and values of `extra` too.

        `agency`, `source_file` and the id stay. A row's other columns and its `people` settle who is
        meant where one name is several people's. Returns a new frame of the same schema.
        """
        import pandas as pd

        columns = [name for name in events.columns if name not in NOT_TEXT and str(events[name].dtype) in ("object", "str", "string")]
        columns = [name for name in columns if name not in ("people", "extra")]
        result = events.copy()
        context = self._row_context(events, columns)
        for name in columns:
            shown = [self.text(value, who) if isinstance(value, str) else value for value, who in zip(events[name], context, strict=True)]
            result[name] = pd.Series(shown, index=events.index, dtype=events[name].dtype)  # an empty list has no dtype of its own
        if "extra" in events.columns:
            result["extra"] = [{self.text(key, who): self.text(str(value), who) for key, value in extra.items()} for extra, who in zip(events["extra"], context, strict=True)]
        return result

    def _row_context(self, events: pd.DataFrame, columns: list[str]) -> list[tuple[str, ...]]:
        """For each row: whom its `people` column and its other texts name beyond doubt."""
        known = events["people"] if "people" in events.columns else [()] * len(events)
        texts = [events[name] for name in columns if name in ("event", "response", "analysis", "source_of_information", "child_voice", "significance")]
        rows = []
        for people, *values in zip(known, *texts, strict=True):
            named = {mention.owners[0] for value in values if isinstance(value, str) and value for mention in self._mentions(value) if len(mention.owners) == 1}
            rows.append(tuple(sorted({*people, *named})))
        return rows

    def _mentions(self, text: str) -> list[Mention]:
        if text not in self._found:
            self._found[text] = self.finder.mentions(text)
        return self._found[text]

    def _replaced(self, text: str, mentions: list[Mention], people: frozenset[str]) -> str:
        pieces, position = [], 0
        for start, end, words in self._changes(text, mentions, people):
            pieces += [text[position:start], words]
            position = end
        return "".join(pieces) + text[position:]

    def _changes(self, text: str, mentions: list[Mention], people: frozenset[str]) -> list[tuple[int, int, str]]:
        if not mentions:
            return []
        addresses = Covering(found.span() for found in _ADDRESS.finditer(text)) if "@" in text else Covering()
        sure = people | {mention.owners[0] for mention in mentions if len(mention.owners) == 1}
        changes: list[tuple[int, int, str]] = []
        for mention in mentions:
            if mention.kind == "place" and mention.confidence < _SURE_PLACE:
                continue  # a high street, in small letters
            owner = self.meant(mention, sure)
            inside = addresses.around(mention.start, mention.end)
            start, end = inside or (mention.start, mention.end)
            words = self._words(mention, owner, text)
            if inside:
                words = f"[e-mail of {self._names[owner] if owner else words.strip('[]')}]"
            if not changes or start >= changes[-1][1]:
                changes.append((start, end, _fitted(words, text[max(0, start - 40) : start])))
        return changes

    def meant(self, mention: Mention, sure: frozenset[str]) -> str | None:
        """The id a mention means: by its title, then by who else is named beyond doubt (`sure`); None where that leaves several."""
        owners = mention.owners
        if mention.family:
            kin = [owner for owner in owners if not self._professional(owner)]
            return (kin or list(owners))[0]
        if len(owners) > 1 and mention.title:
            owners = tuple(owner for owner in owners if owner in self._people and fits_title(self._people[owner], mention.title)) or owners
        if len(owners) > 1 and len({self._names[owner] for owner in owners}) == 1:
            owners = owners[:1]
        if len(owners) > 1:
            named = [owner for owner in owners if owner in sure]
            owners = tuple(named) if len(named) == 1 else owners
        return owners[0] if len(owners) == 1 else None

    def _professional(self, owner: str) -> bool:
        return owner in self._people and self._people[owner].is_professional

    def _words(self, mention: Mention, owner: str | None, text: str) -> str:
        if owner is None:
            words = f"[{self._placeholder(mention, text)}]"
        elif mention.family:
            of = f"the family of {self._names[owner]}"
            word = mention.text.split()[-1].lower()
            return of if mention.ending or word in ("family", "families") else f"the {word} in {of}"
        else:
            words = self._names[owner]
        if mention.ending:
            return f"{words}'" if words.endswith("s") else f"{words}'s"
        return words

    def _placeholder(self, mention: Mention, text: str) -> str:
        number = self._numbers.get(mention.owners, 0)  # 0: a slip that is near to several names
        key = (number, mention.text.casefold())
        before = self._questions.get(key)
        example = before.example if before else text[max(0, mention.start - 40) : mention.end + 40]
        self._questions[key] = NameQuestion(number, mention.owners, mention.text, (before.seen if before else 0) + 1, example)
        return f"name to settle {number}" if number else "name to settle"


def _fitted(words: str, before: str) -> str:
    """A pseudonym that begins in small letters, fitted to its sentence: `the` not twice, a capital to open."""
    if words[:4] == "the " and before[-4:].lower() == "the " and not before[-5:-4].isalpha():
        words = words[4:]
    opens = not before.strip() or _OPENING.search(before)
    return words[:1].upper() + words[1:] if opens and words[:1].islower() else words


def pseudonym_clashes(register: Register, finder: Finder | None = None) -> list[tuple[str, str]]:
    """Pseudonyms that are a real name of the register: (id whose pseudonym it is, id whose name it is)."""
    finder = finder or Finder(register)
    found = []
    for thing in register.named:
        for mention in finder.mentions(thing.pseudonym, slips=False):
            found += [(thing.id, owner) for owner in mention.owners]
    return found


def restore(text: str, register: Register) -> str:
    """Pseudonyms back to real names, on the author's machine only. A pseudonym that two share stays."""
    names: dict[str, str | None] = {}
    for thing in register.named:
        if thing.name:
            names[thing.pseudonym] = None if thing.pseudonym in names else thing.name
    return restoring(names)(text)


def restoring(names: Mapping[str, str | None]) -> Callable[[str], str]:
    """A function that puts names back, for the same pseudonyms many times."""
    known = {pseudonym: name for pseudonym, name in names.items() if name and pseudonym}
    if not known:
        return lambda text: text
    pattern = re.compile(r"(?<!\w)(?:" + "|".join(re.escape(word) for word in sorted(known, key=lambda word: (-len(word), word))) + r")(?!\w)")
    return lambda text: pattern.sub(lambda found: known[found.group()] or "", text)
