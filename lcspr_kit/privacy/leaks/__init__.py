"""The leak check: what in a file still points to a real person or place, in any of its layers.

Opens the layers (`layers` and a reader a format), looks for the register (`privacy.finder`),
identifiers (`privacy.identifiers`) and exact dates (`privacy.exactdates`). Changes nothing.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass
from datetime import date
from pathlib import Path

from lcspr_kit.privacy.exactdates import find_dates
from lcspr_kit.privacy.finder import Finder, Mention
from lcspr_kit.privacy.folding import fold, squeeze
from lcspr_kit.privacy.identifiers import Found, find_identifiers, windows
from lcspr_kit.privacy.leaks.joints import lines_of, with_cut_words, with_ends, with_hyphens, with_spaces
from lcspr_kit.privacy.leaks.layers import Layer, read_layers
from lcspr_kit.privacy.leaks.readings import readings
from lcspr_kit.privacy.leaks.wholefile import Hit, settle
from lcspr_kit.privacy.pseudonyms import Pseudonymiser
from lcspr_kit.privacy.register import Person, Register
from lcspr_kit.privacy.stretches import Covering
from lcspr_kit.problems import InputError, Problem

DIRECT = 0.5
"""A finding this sure, or surer, is an alarm; one less sure is a question for a person to decide."""
_KINDS = {"initials": "initials", "place": "place", "place letters": "place"}


@dataclass(frozen=True, repr=False)
class Leak:
    """Something that points to a real person.

    `file` is a bare name; `where` the layer; `text` the words as they stand there; `person` the id of
    the person or place, several with `;` between, empty where the register doesn't tell; `kind` is
    `name`, `possible name` (as likely a word, or somebody else's name), `initials`, `place`, a kind of identifier, `date of birth`,
    `date of death`, `exact date`, or `unreadable`; `confidence` is 0 to 1: from 0.5 it is an alarm, below a question.
    """

    file: str
    where: str
    text: str
    person: str
    kind: str
    confidence: float


def find_leaks(path: Path | str, register: Register, allowed: Iterable[str] = (), finder: Finder | None = None, of_the_case: bool = False) -> list[Leak]:
    """Every leak of a file, or of every file in a folder, in the order of the file's layers.

    `allowed` are texts that may be published as they are (the lead reviewer's name, the review's
    reference). Give `finder` when many files are looked through. `of_the_case` says that the file is about the
    case (one of its drafts), so that a lone first name in it is nobody else's. Raises InputError where there is no
    such file; a layer that can't be opened is a leak of kind `unreadable`.
    """
    path = Path(path)
    finder = finder or Finder(register)
    if path.exists() and not (path.is_file() or path.is_dir()):
        raise InputError(Problem(path.name, "This is neither a file nor a folder, and is not read.", "Give the file itself."))
    if path.is_dir():
        inner = sorted(file for file in path.rglob("*") if file.is_file())
        return [leak for file in inner for leak in find_leaks(file, register, allowed, finder, of_the_case)]
    try:
        data = path.read_bytes()
    except OSError as error:
        raise InputError(Problem(path.name, f"The file can't be read ({error.strerror or 'no such file'}).", "Check the name, and that it is not open elsewhere.")) from None
    return find_leaks_in(path.name, data, register, allowed, finder, of_the_case)


def find_leaks_in(name: str, data: bytes, register: Register, allowed: Iterable[str] = (), finder: Finder | None = None, of_the_case: bool = False) -> list[Leak]:
    """Every leak of a file given as bytes."""
    search = _Search(register, finder or Finder(register), allowed)
    found: dict[tuple[str, str, str, str], Hit] = {}
    for layers in _in_batches(read_layers(name, data)):
        if len(layers) == 1 or not search.is_clean_together(layers):
            for layer in layers:
                for hit in search.hits(layer):
                    found.setdefault((layer.where, hit.text, hit.person, hit.kind), hit)
    settled = settle(found.values(), of_the_case)
    leaks = [(where, hit, *settled[hit]) for (where, *_), hit in found.items()]
    return [Leak(name, where or "file", hit.text, hit.person, kind, round(confidence, 2)) for where, hit, kind, confidence in leaks]


def is_to_decide(leak: Leak) -> bool:
    """Whether a finding is a question for a person, not an alarm: perhaps a word, somebody else, or only a date."""
    return leak.confidence < DIRECT


def leaks_json(leaks: Iterable[Leak]) -> dict[str, list[dict[str, object]]]:
    """The shape that `lcspr leaks --json` prints."""
    return {"leaks": [{**asdict(leak), "level": "question" if is_to_decide(leak) else "alarm"} for leak in leaks]}


_RUN = re.compile(r"(?<!\d)(?:\d{8}(?!\d)|\d{4}-\d\d-\d\d(?=T\d)|\d{1,2}(?P<by>[ ./_\-])\d{1,2}(?P=by)(?:19|20)?\d{2}(?!\d|[./\-]\d)|(?:19|20)\d{2}(?P<with>[ _])\d\d(?P=with)\d\d(?!\d))")
_WORD = re.compile(r"[^\W\d_]{4,}")
_LINE_END = re.compile(r"(?<![a-z]{3}[.!?])\n")  # no name or number runs over the end of a sentence
_NUMBER_END = re.compile(r"(?:\d[^\n]{0,20}|@[^\n]{0,40})\n|\n(?:[^\n]{0,20}\d|[^\n]{0,40}@)")
_REACH = 64  # signs on each side of a line end that can belong to what runs over it
_SURE_OVER_ENDS = 0.7
_LIKE_OUR_OWN = 0.4
_OF_MAIL = re.compile(r"\bheader [\w\-]+$")  # each e-mail has addresses; whose they are the finder knows
_SHORT, _BATCH = 200, 200
_BETWEEN = "\n; ; ;\n"
_ALWAYS = ("e-mail address", "file path", "telephone number")


def _in_batches(layers: Iterable[Layer]) -> Iterator[list[Layer]]:
    """Layers in order, short ones that follow each other (the cells of a workbook) together."""
    batch: list[Layer] = []
    for layer in layers:
        is_short = len(layer.text) < _SHORT and not (layer.fault or layer.machine or layer.across or "\n" in layer.text)
        if is_short:
            batch.append(layer)
        if batch and (not is_short or len(batch) == _BATCH):
            yield batch
            batch = []
        if not is_short:
            yield [layer]
    if batch:
        yield batch


class _Search:
    """What is looked for in each layer; remembers texts, for the same text often stands in many layers."""

    def __init__(self, register: Register, finder: Finder, allowed: Iterable[str]):
        self._finder = finder
        self._pseudonymiser = Pseudonymiser(register, finder)
        self._allowed = sorted({fold(text).text.strip() for text in allowed if text.strip()}, key=len, reverse=True)
        self._own_numbers = [shape for text in self._allowed if (shape := _shape(text))]
        real = {squeeze(thing.name) for thing in register.named}
        self._pseudonyms = {squeeze(word) for thing in register.named for word in (thing.pseudonym, *thing.pseudonym.split())} - real
        self._words = frozenset(word for thing in register.named for text in (thing.name, *thing.aliases) for word in _WORD.findall(fold(text).text))
        self._days = [(day.earliest, person.id, kind) for person in register.people for day, kind in _known_days(person)]
        self._done: dict[tuple[str, bool, bool], list[Hit]] = {}

    def is_clean_together(self, layers: list[Layer]) -> bool:
        """Whether nothing is to be found in any of some short layers: one look at all of them is far quicker than one at each."""
        text = _BETWEEN.join(dict.fromkeys(layer.text for layer in layers))
        return not (self._finder.mentions(text) or find_identifiers(text) or find_dates(text) or _RUN.search(text) or next(readings(text), ""))

    def hits(self, layer: Layer) -> list[Hit]:
        found: list[Hit] = [Hit(layer.fault, "", "unreadable", 1.0)] if layer.fault else []
        if not layer.text:
            return found
        key = (layer.text, layer.machine, layer.across)
        if key not in self._done:
            self._done[key] = list(self._look(layer))
        return found + self._done[key]

    def _look(self, layer: Layer) -> Iterator[Hit]:
        told: set[tuple[str, str]] = set()
        named: set[str] = set()
        for text in () if layer.across else (layer.text, *readings(layer.text)):
            for hit in self._look_at(layer, text):
                if hit.form == "slip" and text != layer.text and hit.person in named:
                    continue  # what another reading made of a name that was found
                named.add(hit.person)
                told.add((squeeze(hit.text), hit.kind))
                yield hit
        if "\n" in layer.text and not layer.machine:
            lines, marked = lines_of(layer.text)
            over = [hit for opening, closing in windows(_LINE_END, lines, _REACH) for hit in self._names_over(lines[opening:closing], layer.across or marked)]
            over += [hit for opening, closing in windows(_NUMBER_END, lines, _REACH) for hit in self._numbers_over(lines[opening:closing])]
            for hit in over:
                if (squeeze(hit.text), hit.kind) not in told:
                    told.add((squeeze(hit.text), hit.kind))
                    yield hit

    def _names_over(self, text: str, names: bool) -> Iterator[Hit]:
        """Names that run over a line end. `names` where whole names over the ends were not found already."""
        if names:
            lines = with_ends(text)
            for mention, person, kind in self._named(lines.text):
                if lines.crosses(mention.start, mention.end):
                    yield _hit(mention, person, kind)
        cut = with_cut_words(text, self._words)
        if cut.joints:
            for mention, person, kind in self._named(cut.text):
                if cut.crosses(mention.start, mention.end):
                    yield _hit(mention, person, kind)
        double = with_hyphens(text)
        if double.joints:
            for mention, person, kind in self._named(double.text):
                if double.crosses(mention.start - 1, mention.end + 2):
                    yield _hit(mention, person, kind)

    def _numbers_over(self, text: str) -> Iterator[Hit]:
        """Numbers, addresses and known days that run over a line end."""
        for flat in with_spaces(text):
            free = self._allowed_spans(flat.text)
            for found in find_identifiers(flat.text):
                if found.confidence >= _SURE_OVER_ENDS and not free.around(found.start, found.end) and (flat.crosses(found.start, found.end) or _is_told_by_heading(found)):
                    yield Hit(found.text, "", found.kind, found.confidence)
            for day in find_dates(flat.text):
                known = [(who, kind) for on, who, kind in self._days if day.year is not None and day.is_on(on)]
                if known and flat.crosses(day.start, day.end):
                    yield Hit(day.text, ";".join(dict.fromkeys(who for who, _ in known)), known[0][1], 0.95)

    def _named(self, text: str) -> Iterator[tuple[Mention, str, str]]:
        """Each mention that is not allowed, with whom it means as far as known, and the kind of leak."""
        free = self._allowed_spans(text)
        mentions = self._finder.mentions(text)
        sure = frozenset(mention.owners[0] for mention in mentions if len(mention.owners) == 1)
        for mention in mentions:
            if free.around(mention.start, mention.end) or (mention.kind == "slip" and squeeze(mention.text) in self._pseudonyms):
                continue
            meant = None if mention.family else self._pseudonymiser.meant(mention, sure)
            yield mention, meant or ";".join(mention.owners), _kind(mention)

    def _look_at(self, layer: Layer, text: str) -> Iterator[Hit]:
        free = self._allowed_spans(text)

        def counts(start: int, end: int) -> bool:
            return free.around(start, end) is None

        for mention, person, kind in self._named(text):
            if layer.machine and ((mention.kind == "initials" and "." not in mention.text) or (mention.kind == "slip" and mention.confidence < 0.9 and not _written_as_name(mention.text))):
                continue
            yield _hit(mention, person, kind)
        for found in find_identifiers(text):
            if counts(found.start, found.end) and (not layer.machine or found.confidence >= 0.7 or found.kind in _ALWAYS):
                own = any(shape.fullmatch(fold(found.text).text) for shape in self._own_numbers)
                doubtful = own or (found.kind == "e-mail address" and _OF_MAIL.search(layer.where))
                yield Hit(found.text, "", found.kind, min(found.confidence, _LIKE_OUR_OWN) if doubtful else found.confidence)
        for day in find_dates(text):
            if counts(day.start, day.end):
                known = [(who, kind) for on, who, kind in self._days if day.is_on(on)]
                if known and (day.year is not None or day.birth):
                    yield Hit(day.text, ";".join(dict.fromkeys(who for who, _ in known)), known[0][1], 0.95)
                elif day.birth:
                    yield Hit(day.text, "", "date of birth", 0.85)
                elif not layer.machine and not day.of_a_law:
                    yield Hit(day.text, "", "exact date", 0.4 if day.year is not None else 0.3)
        for run in _RUN.finditer(text):
            known = [(who, kind) for on, who, kind in self._days if _may_be(on, run[0])]
            if known and counts(*run.span()):
                yield Hit(run[0], ";".join(dict.fromkeys(who for who, _ in known)), known[0][1], 0.85)

    def _allowed_spans(self, text: str) -> Covering:
        if not self._allowed:
            return Covering()
        folded = fold(text)
        spans = []
        for phrase in self._allowed:
            start = folded.text.find(phrase)
            while start >= 0:
                spans.append(folded.span(start, start + len(phrase)))
                start = folded.text.find(phrase, start + 1)
        return Covering(spans)


def _shape(reference: str) -> re.Pattern | None:
    """What numbers of the same kind as the review's own look like: another review of the partnership's is a question."""
    if not re.fullmatch(r"(?=.*[^\W\d_]{2})(?=.*\d)[\w/.\-]+", reference):
        return None
    return re.compile(re.sub(r"\d+", r"\\d+", re.sub(r"[/.\\-]+", r"[/.\\-]", reference)))


def _hit(mention: Mention, person: str, kind: str) -> Hit:
    words = squeeze(mention.text)
    words = words.removeprefix(squeeze(mention.title)).removesuffix(squeeze(mention.ending))
    return Hit(mention.text, person, kind, mention.confidence, mention.kind, words)


def _is_told_by_heading(found: Found) -> bool:
    """Whether only what stands around a number, such as its heading over the line end, tells what it is."""
    return all(alone.confidence < DIRECT for alone in find_identifiers(found.text))


def _kind(mention: Mention) -> str:
    return "possible name" if mention.confidence < DIRECT else _KINDS.get(mention.kind, "name")


def _written_as_name(text: str) -> bool:
    """Whether a slip in text for programs looks like a name: a capital, then small letters; or long enough."""
    return len(text) >= 10 or (len(text) >= 5 and text[0].isupper() and not text[1:].isupper())


def _may_be(on: date, run: str) -> bool:
    """Whether a run of digits is this day, written in any order that is in use, and with its year in two digits or four."""
    parts = re.split(r"\D", run)
    if len(parts) == 1:
        return run in (f"{on:%d%m%Y}", f"{on:%Y%m%d}")
    day, month, year = on.day, on.month, on.year
    orders = [(day, month, year), (day, month, year % 100), (month, day, year), (year, month, day), (year % 100, month, day)]
    return tuple(map(int, parts)) in orders


def _known_days(person: Person) -> list[tuple]:
    days = [(person.born, "date of birth"), (person.died, "date of death")]
    return [(day, kind) for day, kind in days if day is not None and day.precision == "day" and isinstance(day.earliest, date)]
