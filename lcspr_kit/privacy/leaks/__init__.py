"""The leak check: what in a file still points to a real person or place, in any of its layers.

Opens the layers (`layers` and a reader a format), looks for the register (`privacy.finder`),
identifiers (`privacy.identifiers`) and exact dates (`privacy.exactdates`). Changes nothing.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass
from datetime import date
from html import unescape
from pathlib import Path
from unicodedata import category
from urllib.parse import unquote_plus

from lcspr_kit.privacy.exactdates import find_dates
from lcspr_kit.privacy.finder import Finder
from lcspr_kit.privacy.folding import fold, squeeze
from lcspr_kit.privacy.identifiers import find_identifiers
from lcspr_kit.privacy.leaks.layers import Layer, read_layers
from lcspr_kit.privacy.leaks.plain import unpack_base64
from lcspr_kit.privacy.pseudonyms import Pseudonymiser
from lcspr_kit.privacy.register import Person, Register
from lcspr_kit.problems import InputError, Problem

_KINDS = {"full": "name", "part": "name", "surname": "name", "initials": "initials", "slip": "possible name", "place": "place"}


@dataclass(frozen=True, repr=False)
class Leak:
    """Something that points to a real person.

    `file` is a bare name; `where` the layer; `text` the words as they stand there; `person` the id of
    the person or place, several with `;` between, empty where the register doesn't tell; `kind` is
    `name`, `possible name` (a slip, or more likely a word), `initials`, `place`, a kind of identifier, `date of birth`,
    `date of death`, `exact date`, or `unreadable`; `confidence` is 0 to 1.
    """

    file: str
    where: str
    text: str
    person: str
    kind: str
    confidence: float


def find_leaks(path: Path | str, register: Register, allowed: Iterable[str] = (), finder: Finder | None = None) -> list[Leak]:
    """Every leak of a file, or of every file in a folder, in the order of the file's layers.

    `allowed` are texts that may be published as they are (the lead reviewer's name, the review's
    reference). Give `finder` when many files are looked through. Raises InputError where there is no
    such file; a layer that can't be opened is a leak of kind `unreadable`.
    """
    path = Path(path)
    finder = finder or Finder(register)
    if path.is_dir():
        inner = sorted(file for file in path.rglob("*") if file.is_file())
        return [leak for file in inner for leak in find_leaks(file, register, allowed, finder)]
    try:
        data = path.read_bytes()
    except OSError as error:
        raise InputError(Problem(path.name, f"The file can't be read ({error.strerror or 'no such file'}).", "Check the name, and that it is not open elsewhere.")) from None
    return find_leaks_in(path.name, data, register, allowed, finder)


def find_leaks_in(name: str, data: bytes, register: Register, allowed: Iterable[str] = (), finder: Finder | None = None) -> list[Leak]:
    """Every leak of a file given as bytes."""
    search = _Search(register, finder or Finder(register), allowed)
    found: dict[tuple[str, str, str, str], Leak] = {}
    for layer in read_layers(name, data):
        for text, person, kind, confidence in search.hits(layer):
            found.setdefault((layer.where, text, person, kind), Leak(name, layer.where or "file", text, person, kind, round(confidence, 2)))
    return list(found.values())


def leaks_json(leaks: Iterable[Leak]) -> dict[str, list[dict[str, object]]]:
    """The shape that `lcspr leaks --json` prints."""
    return {"leaks": [asdict(leak) for leak in leaks]}


_PERCENT = re.compile(r"%[0-9A-Fa-f]{2}")
_ENTITY = re.compile(r"&(?:#\d{1,6}|#[xX][0-9A-Fa-f]{1,5}|[A-Za-z]{2,8});")
_HEX = "[0-9A-Fa-f]"
_ESCAPE = re.compile(rf"\\u\{{0*({_HEX}{{1,6}})\}}|\\u({_HEX}{{4}})|\\U({_HEX}{{8}})|\\x({_HEX}{{2}})|\\({_HEX}{{6}}|{_HEX}{{2,5}}(?!{_HEX})) ?|\\[nrt]")
_TAG = re.compile(r"</?[A-Za-z][^<>]{0,200}>")
_BASE64 = re.compile(r"(?<![\w+/])[A-Za-z0-9+/]{10,4000}={0,2}(?![\w+/=])")
_CAMEL = re.compile(r"(?<=[^\W\d_A-Z])(?=[A-Z])|_+")
_JOINED = re.compile(r"\w*[a-z][A-Z]\w*")
_EIGHT = re.compile(r"(?<!\d)(?:\d{8}(?!\d)|\d{4}-\d\d-\d\d(?=T\d))")
_ALWAYS = ("e-mail address", "file path", "telephone number")
Hit = tuple[str, str, str, float]


class _Search:
    """What is looked for in each layer; remembers texts, for the same text often stands in many layers."""

    def __init__(self, register: Register, finder: Finder, allowed: Iterable[str]):
        self._finder = finder
        self._pseudonymiser = Pseudonymiser(register, finder)
        self._allowed = sorted({fold(text).text.strip() for text in allowed if text.strip()}, key=len, reverse=True)
        real = {squeeze(thing.name) for thing in register.named}
        self._pseudonyms = {squeeze(word) for thing in register.named for word in (thing.pseudonym, *thing.pseudonym.split())} - real
        self._days = [(day.earliest, person.id, kind) for person in register.people for day, kind in _known_days(person)]
        self._done: dict[tuple[str, bool], list[Hit]] = {}

    def hits(self, layer: Layer) -> list[Hit]:
        found: list[Hit] = [(layer.fault, "", "unreadable", 1.0)] if layer.fault else []
        if not layer.text:
            return found
        key = (layer.text, layer.machine)
        if key not in self._done:
            self._done[key] = list(self._look(layer))
        return found + self._done[key]

    def _look(self, layer: Layer) -> Iterator[Hit]:
        yield from self._look_at(layer, layer.text)
        for text in _unwrapped(layer.text):
            yield from self._look_at(layer, text)

    def _look_at(self, layer: Layer, text: str) -> Iterator[Hit]:
        free = self._allowed_spans(text)

        def counts(start: int, end: int) -> bool:
            return not any(first <= start and end <= last for first, last in free)

        mentions = self._finder.mentions(text)
        sure = frozenset(mention.owners[0] for mention in mentions if len(mention.owners) == 1)
        for mention in mentions:
            if not counts(mention.start, mention.end) or (mention.kind == "slip" and squeeze(mention.text) in self._pseudonyms):
                continue
            if layer.machine and (mention.kind == "initials" or (mention.kind == "slip" and mention.confidence < 0.9 and not _written_as_name(mention.text))):
                continue
            meant = None if mention.family else self._pseudonymiser.meant(mention, sure)
            kind = "possible name" if mention.confidence < 0.5 else _KINDS[mention.kind]
            yield mention.text, meant or ";".join(mention.owners), kind, mention.confidence
        for found in find_identifiers(text):
            if counts(found.start, found.end) and (not layer.machine or found.confidence >= 0.7 or found.kind in _ALWAYS):
                yield found.text, "", found.kind, found.confidence
        for day in find_dates(text):
            if counts(day.start, day.end):
                known = [(who, kind) for on, who, kind in self._days if day.is_on(on)]
                if known and (day.year is not None or day.birth):
                    yield day.text, ";".join(dict.fromkeys(who for who, _ in known)), known[0][1], 0.95
                elif day.birth:
                    yield day.text, "", "date of birth", 0.85
                elif not layer.machine:
                    yield day.text, "", "exact date", 0.4 if day.year is not None else 0.3
        for run in _EIGHT.finditer(text):
            known = [(who, kind) for on, who, kind in self._days if run[0] in (f"{on:%d%m%Y}", f"{on:%Y%m%d}", on.isoformat())]
            if known and counts(*run.span()):
                yield run[0], ";".join(dict.fromkeys(who for who, _ in known)), known[0][1], 0.85

    def _allowed_spans(self, text: str) -> list[tuple[int, int]]:
        if not self._allowed:
            return []
        folded = fold(text)
        spans = []
        for phrase in self._allowed:
            start = folded.text.find(phrase)
            while start >= 0:
                spans.append(folded.span(start, start + len(phrase)))
                start = folded.text.find(phrase, start + 1)
        return spans


def _written_as_name(text: str) -> bool:
    """Whether a slip in text for programs looks like a name: a capital, then small letters; or long enough."""
    return len(text) >= 10 or (len(text) >= 5 and text[0].isupper() and not text[1:].isupper())


def _unwrapped(text: str) -> Iterator[str]:
    """Other readings of a text: web escapes, entities and program escapes undone; joined capitals parted."""
    plain = text
    if "%" in text and _PERCENT.search(text):
        plain = unquote_plus(plain)
    if "&" in text and _ENTITY.search(text):
        plain = unescape(plain)
    if "\\" in text and _ESCAPE.search(text):
        plain = _ESCAPE.sub(_unescaped, plain).encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    if "<" in plain:
        plain = _TAG.sub("", plain)
    if plain != text:
        yield plain
    packed = [_from_base64(found[0]) for found in _BASE64.finditer(text)]
    if any(packed):
        yield "\n".join(filter(None, packed))
    pieces = [_CAMEL.sub(" ", word) for word in _JOINED.findall(plain)]
    if pieces:
        yield "\n".join(dict.fromkeys(pieces))


def _unescaped(found: re.Match) -> str:
    number = int(found[found.lastindex], 16) if found.lastindex else 32
    return chr(number) if number < 0x110000 else " "


def _from_base64(run: str) -> str:
    """What a run of letters says as base64; empty where it is none, or no text."""
    try:
        text = unpack_base64(run).decode("utf-8")
    except UnicodeDecodeError:
        return ""
    return text if all(sign.isprintable() or sign in "\n\r\t" or category(sign) == "Cf" for sign in text) else ""


def _known_days(person: Person) -> list[tuple]:
    days = [(person.born, "date of birth"), (person.died, "date of death")]
    return [(day, kind) for day, kind in days if day is not None and day.precision == "day" and isinstance(day.earliest, date)]
