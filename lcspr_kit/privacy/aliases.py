"""Every way a name of the register may be written, as patterns over folded text.

Knows how names are built (order, initials, titles, particles, maiden names, double barrels, places
with and without their kind). Doesn't look at any text: that is `privacy.finder`.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace

from lcspr_kit.privacy.folding import fold, squeeze
from lcspr_kit.privacy.register import Person, Place, Register
from lcspr_kit.privacy.words import (
    ABBREVIATIONS,
    FEMALE_TITLES,
    KIN_WORDS,
    MALE_TITLES,
    TITLES,
    WORD_NAMES,
    is_in_list,
    is_plain_word,
    is_word,
    listed,
    names_of_people,
    nicknames,
)

_PARTICLES = listed("van der den de da das dos do du di la le al el bin ibn binti bint abu ap mac mc st von ter ben o' del della")
_GERMAN = (("ä", "ae"), ("ö", "oe"), ("ü", "ue"), ("å", "aa"), ("ø", "oe"))
_BETWEEN = r"[\s\-_.,/+|\"'()*~]{0,4}"
_WITHIN = r"[\s\-'.]{0,3}"
PLACE_KINDS = listed(
    """school primary junior infant infants secondary high academy college nursery pre-school preschool playgroup surgery
    practice medical centre center health clinic hospital infirmary house home hostel refuge church mosque temple road
    street avenue close lane drive crescent way place court gardens terrace grove estate flats tower park community
    children's childrens family hub trust university sixth form special club youth company ltd limited plc stores
    the of and c e rc ce church-of-england catholic cofe"""
)
STREET_KINDS = listed("road street avenue close lane drive crescent way place court gardens terrace grove")
_BY_AGE = re.compile(r",?\s+(?:the (?:elder|younger|older)|senior|junior|snr|jnr|sr|jr)\.?$")
"""What tells father from son and is no part of the name."""
_SMALL_WORDS = frozenset(["the", "of", "and", "at", "in", "on", "to", "by", "for", "from", "with"])
_UNLIKE_ANY_WORD = 7
_SHORT_KINDS = {"road": "rd", "street": "st", "avenue": "ave?", "close": "cl", "lane": "ln", "drive": "dr", "crescent": "cres", "court": "ct", "gardens": "gdns", "terrace": "terr?", "place": "pl", "saint": "st", "st": "saint", "centre": "cent(?:er|re)|ctr", "grove": "gr", "primary": "prim", "school": "sch", "house": "hse", "hospital": "hosp", "surgery": "surg", "academy": "acad", "nursery": "nurs", "medical": "med", "practice": "prac"}


@dataclass(frozen=True)
class Form:
    """One way of writing a name.

    `key` is its letters and digits (see `folding.squeeze`); `pattern` matches it in folded text;
    `kind` is `full`, `part` (one name of a person), `surname`, `nickname` (one that the register doesn't hold),
    `initials` or `place`; `capitals` says
    how it must be written to count: `any`, `first` (a capital on each word), `all` (in capitals).
    """

    owner: str
    key: str
    pattern: str
    kind: str
    capitals: str = "any"


@dataclass(frozen=True)
class Name:
    """A person's name taken apart, each piece folded."""

    first: str
    middle: tuple[str, ...]
    last: str
    maiden: tuple[str, ...] = ()
    known_as: tuple[str, ...] = ()

    @property
    def surnames(self) -> tuple[str, ...]:
        """Every surname the person has or had."""
        return tuple(name for name in (self.last, *self.maiden) if name)


def read_name(text: str) -> Name:
    """Take a name apart: `Brown, Kyle`, `Kate (Katie) Brown nee Lee`, `Anna van der Berg`, `Dr A Smith-Jones`."""
    known_as = [fold(part).text.strip() for part in re.findall(r"[(\"“]([^)\"”]+)[)\"”]", text)]
    rest = fold(re.sub(r"[(\"“][^)\"”]*[)\"”]", " ", text)).text
    rest, *maiden_parts = re.split(r"\b(?:nee|formerly|previously|aka|a\.k\.a\.?|also known as)\b", rest)
    maiden = [part for piece in maiden_parts for part in _words(piece)[-1:]]
    if "," in rest:
        last, _, first = rest.partition(",")
        rest = f"{first} {last}"
    words = _words(_BY_AGE.sub("", rest))
    while len(words) > 1 and words[0].rstrip(".") in TITLES:
        words = words[1:]
    if not words:
        return Name("", (), "", tuple(maiden), tuple(known_as))
    if len(words) == 1:
        return Name(words[0], (), "", tuple(maiden), tuple(known_as))
    start = len(words) - 1
    while start > 1 and words[start - 1] in _PARTICLES:
        start -= 1
    return Name(words[0], tuple(words[1:start]), " ".join(words[start:]), tuple(maiden), tuple(known_as))


def _words(text: str) -> list[str]:
    return [word.strip(".") for word in re.split(r"[\s_/]+", text.strip()) if word.strip(".,-'")]


def person_forms(person: Person) -> Iterator[Form]:
    """Every form of a person's name and aliases."""
    for spelling in _spellings(person.name):
        if _BY_AGE.search(fold(spelling).text):
            yield from _full(person.id, _words(fold(spelling).text))
        for form in _name_forms(person.id, read_name(spelling)):
            # Two capitals stand for many things in records; professionals are rarely known by them.
            shorthand = form.kind == "initials" and (person.is_professional or form.key.upper() in ABBREVIATIONS)
            yield replace(form, pattern=_dotted(form.key)) if shorthand else form
    for alias in person.aliases:
        for spelling in _spellings(alias):
            yield from _alias_forms(person.id, spelling, read_name(person.name))


def _spellings(text: str) -> list[str]:
    german = text
    for sign, letters in _GERMAN:
        german = german.replace(sign, letters).replace(sign.upper(), letters.capitalize())
    return [text] if german == text else [text, german]


def _name_forms(owner: str, name: Name) -> Iterator[Form]:
    firsts = [name.first, *(word for known in name.known_as for word in [known] if " " not in word)]
    surnames = dict.fromkeys(part for last in name.surnames for part in (last, last.split()[-1]))  # also without `ap`, `bint`
    for last in surnames:
        for first in firsts:
            if not first:
                continue
            if len(first) == 1:  # the register itself has only an initial
                yield from _full(owner, [first, last], "first")
                continue
            yield from _full(owner, [first, last])
            yield from _full(owner, [last, first])
            if name.middle:
                yield from _full(owner, [first, *name.middle, last])
                yield from _full(owner, [last, first, *name.middle])
                yield from _full(owner, [first, *(word[0] for word in name.middle), last])
                yield from _full(owner, [name.middle[0], last])
            yield from _full(owner, [first[0], last], "first")
            yield from _full(owner, [last, first[0]], "first")
            yield from _full(owner, [first, last[0]], "first")
            if name.middle:
                initials = [word[0] for word in name.middle]
                yield from _full(owner, [first[0], *initials, last], "first")
                yield from _full(owner, [last, first[0], *initials], "first")
            yield from _initials(owner, [first, last])
            if name.middle:
                yield from _initials(owner, [first, *name.middle, last])
        yield from _single(owner, last, "surname")
        for half in re.split(r"[- ]", last):
            if half != last and half not in _PARTICLES and len(half) > 2:
                yield from _single(owner, half, "surname")
    for first in firsts:
        for short in _short_names(first):
            yield from _single(owner, short, "nickname")
            for last in surnames:
                yield from _full(owner, [short, last], "first" if is_plain_word(short) else "any")
    for first in (*firsts, *name.middle):
        yield from _single(owner, first, "part")
        halves = first.split("-")
        if len(halves) > 1:
            yield from (form for half in halves if len(half) > 2 for form in _single(owner, half, "part"))


def _short_names(first: str) -> list[str]:
    """What somebody of this first name may be called though the register doesn't say so: `Kate` for Katherine, `Jax` or
    `Jaxie` for Jaxton, `Seun` for Oluwaseun. None that is a word or, but for listed ones, somebody else's name."""
    listed_ones = {short for short in nicknames().get(first, ()) if len(short) > 2 and not (len(short) < 4 and is_plain_word(short))}
    made = {first.removeprefix(head) for head in ("oluwa", "olu", "chukwu", "abdul", "abdi") if len(first) - len(head) > 3}
    if len(first) > 5 and first.isalpha():
        made |= {first[:length] + end for length in (3, 4) for end in ("", "s", "y", "ie", "i", "z") if first[:length] + end != first}
    made = {short for short in made if short not in names_of_people() and not is_word(short)}
    return sorted((listed_ones | made) - {first})


def _alias_forms(owner: str, alias: str, name: Name) -> Iterator[Form]:
    words = _words(fold(alias).text)
    letters = squeeze(alias)
    if not words or len(letters) < 2:
        return
    if len(words) == 1:
        if alias.isupper() and len(letters) <= 4:
            yield Form(owner, letters, _between_letters(letters) if len(letters) <= 3 else re.escape(letters), "part", "all")
        else:
            yield from _single(owner, words[0], "part")
            for last in name.surnames:
                yield from _full(owner, [words[0], last])
                yield from _full(owner, [last, words[0]])
        return
    yield from _full(owner, words)
    if any(word in _SMALL_WORDS or word.isdigit() for word in words):  # Tom the Hat, twin 1: neither a hat nor a twin is somebody
        return
    bare = [word for word in words if word not in KIN_WORDS and word not in TITLES]
    if len(bare) == 1 and len(bare[0]) > 1 and words[0] in KIN_WORDS:
        yield from _single(owner, bare[0], "part")
    elif len(bare) == len(words) <= 4 and len(read_name(alias).first) > 1 and not _has_rank(alias, name):
        yield from _name_forms(owner, read_name(alias))


def _has_rank(alias: str, name: Name) -> bool:
    """Whether an alias is a rank or grade in capitals before the surname that the name has too: `PS Pike`."""
    first = alias.split()[0].strip(".")
    return first.isupper() and len(first) <= 5 and not alias.isupper() and read_name(alias).last in name.surnames


def _full(owner: str, words: list[str], capitals: str = "any") -> Iterator[Form]:
    key = "".join(sign for word in words for sign in word if sign.isalnum())
    if len(key) >= 3:
        yield Form(owner, key, _BETWEEN.join(_pattern(word) for word in words), "full", capitals)


def _single(owner: str, word: str, kind: str) -> Iterator[Form]:
    key = "".join(sign for sign in word if sign.isalnum())
    if len(key) < 2 or word in TITLES or word in _SMALL_WORDS:
        return
    if kind == "nickname" and is_plain_word(key):
        return
    first = len(key) <= 2 or kind == "nickname" or is_plain_word(key)
    yield Form(owner, key, _pattern(word), kind, "first" if first else "any")


def _initials(owner: str, words: list[str]) -> Iterator[Form]:
    halves = [half for word in words for half in word.split("-") if half]
    for key in dict.fromkeys("".join(word[0] for word in parts) for parts in (words, halves)):
        yield Form(owner, key, _between_letters(key), "initials", "all")


def _between_letters(letters: str) -> str:
    """Initials with no sign between them, or with a point after each."""
    return f"(?:{_dotted(letters)}|{re.escape(letters)})"


def _dotted(letters: str) -> str:
    return r"\. ?".join(map(re.escape, letters)) + r"\.?"


def _pattern(word: str) -> str:
    """A word of a name; an apostrophe, hyphen or space in it may be written otherwise or not at all."""
    parts = [part for part in re.split(r"[\s\-'.&]+", word) if part]
    if parts and (gaelic := re.fullmatch(r"ma?c(?=[^\W\d_]{3})(.*)", parts[0])):
        parts[0] = r"ma?c[\s'.\-]?" + re.escape(gaelic[1])
        return _WITHIN.join([parts[0], *map(re.escape, parts[1:])])
    return _WITHIN.join(map(re.escape, parts))


def fits_title(person: Person, title: str) -> bool:
    """Whether somebody can be called by this title, as far as the register tells their sex, age and role."""
    if title in MALE_TITLES:
        return _sex(person) != "F" and (title == "master" or not is_child(person))
    if title in FEMALE_TITLES:
        return _sex(person) != "M" and (title == "miss" or not is_child(person))
    return person.is_professional or not person.role.strip()


def is_child(person: Person) -> bool:
    """Whether the register calls somebody a child, or they are not born yet."""
    role = person.role.lower()
    return any(word in role for word in ("child", "baby", "infant", "pupil")) and "childminder" not in role or bool(person.pregnancy)


def _sex(person: Person) -> str:
    """The person's sex, else as their role says (`maternal grandmother`; not whose partner they are)."""
    if person.sex != "U":
        return person.sex
    words = re.findall(r"[a-z]+(?!['’a-z])", person.role.lower())
    if any(word.endswith(("mother", "sister", "daughter", "aunt", "niece", "wife", "girlfriend")) for word in words):
        return "F"
    return "M" if any(word.endswith(("father", "brother", "uncle", "nephew", "husband", "boyfriend")) or word == "son" for word in words) else "U"


def place_forms(place: Place) -> Iterator[Form]:
    """Every form of a place's name and aliases: without `the`, without its kind, with `Rd` for `Road`."""
    for text in (spelling for name in (place.name, *place.aliases) for spelling in dict.fromkeys((name, name.replace("&", "and")))):
        words = [word for word in re.split(r"[\s,]+", fold(text).text.strip()) if word.strip(".-'&")]
        if not words:
            continue
        if text.isupper() and len(words) == 1 and len(words[0]) <= 5:
            yield Form(place.id, squeeze(text), re.escape(words[0].strip(".")), "place", "all")
            continue
        while len(words) > 1 and words[0] == "the":
            words = words[1:]
        yield from _place_words(place.id, words)
        if words[0].isdigit() or (words[0][:-1].isdigit() and len(words) > 2):
            yield from _place_words(place.id, words[1:])
        core = list(words)
        while len(core) > 1 and core[-1].strip(".'") in PLACE_KINDS:
            core = core[:-1]
        if core != words and not all(word.strip(".'") in PLACE_KINDS or len(word) < 3 for word in core):
            yield from _place_words(place.id, core)
            for end in range(len(core) + 1, len(words)):
                yield from _place_words(place.id, words[:end])
        yield from _short_places(place.id, words)


def _short_places(owner: str, words: list[str]) -> Iterator[Form]:
    """What people make of a place's long name: its one odd word (`Quayfold's`), `the Cuthwin` of a saint, its letters."""
    bare = [word.strip(".,").removesuffix("'s") for word in words]
    odd = [word for word in bare if len(word) > 4 and word.isalpha() and not is_word(word)]
    if odd and len(words) > 1:
        yield Form(owner, odd[0], re.escape(odd[0]), "place", "first" if is_in_list(odd[0]) or len(odd[0]) < _UNLIKE_ANY_WORD else "any")
    if len(words) > 2 and bare[0] in ("st", "saint") and len(bare[1]) > 3:
        yield Form(owner, bare[1], r"(?<=\bthe )" + re.escape(bare[1]) + "(?:'?s)?", "place", "first")
    letters = "".join(word[0] for word in bare if word not in ("of", "the", "and", "for", "&") and word[0].isalpha())
    if len(letters) > 2 and letters.upper() not in ABBREVIATIONS and not is_word(letters):
        yield Form(owner, letters, re.escape(letters), "place letters", "all")


def _place_words(owner: str, words: list[str]) -> Iterator[Form]:
    key = "".join(sign for word in words for sign in word if sign.isalnum())
    if len(key) < 3:
        return
    ordinary = (len(words) == 1 and is_plain_word(key)) or (len(words) < 3 and all(word in WORD_NAMES or word in PLACE_KINDS for word in words))
    patterns = []
    for word in words:
        word = word.strip(".,")
        other = _SHORT_KINDS.get(word)
        # The possessive s of a saint is often left out: St Cuthbert's, St Cuthberts, St Cuthbert.
        plain = re.escape(word[:-2]) + r"'?s?'?" if word.endswith("'s") else _pattern(word)
        if word.endswith("s") and len(word) > 4 and "'" not in word:  # Tanners Row, Tanner's Row
            plain = _pattern(word[:-1]) + "'?s'?"
        patterns.append(f"(?:{plain}|{other})" if other else plain)
    yield Form(owner, key, _BETWEEN.join(patterns), "place", "first" if ordinary else "any")


def standing_names(register: Register) -> list[str]:
    """The public names that stand in a report as they are, longest first: the partnership's, and those of agencies that tell
    no place of the register but one that it tells too. A school that is an agency and a place is known by its pseudonym."""
    places = [squeeze(name) for place in register.places for name in (place.name, *place.aliases)]
    of_partnership = squeeze(register.public[0]) if register.public else ""
    return sorted((name for name in register.public if all(place in of_partnership for place in places if place in squeeze(name))), key=lambda name: (-len(name), name))


def _public_words(register: Register) -> set[str]:
    """The words of the names that stand."""
    return {squeeze(word) for name in standing_names(register) for word in re.findall(r"\w{4,}", name)}


def register_forms(register: Register) -> list[Form]:
    """Every form of everybody and every place, in the order of the register, each once an owner.

    A place that is called so in the register is meant before one of whose longer name people might make it; what they
    might make of two places' names, or of one's and an agency's, is the town's."""
    found: dict[tuple[str, str, str], Form] = {}
    called = {place.id: {squeeze(text) for text in (place.name, *place.aliases)} for place in register.places}
    made = {place.id: list(place_forms(place)) for place in register.places}
    shared = Counter(key for place, forms in made.items() for key in {form.key for form in forms if form.kind == "place" and " " not in form.pattern} - called[place])
    public = _public_words(register)
    of_places = (form for place, forms in made.items() for form in forms if form.key in called[place] or not (shared[form.key] > 1 or form.key in public or any(form.key in names for names in called.values())))
    of_people = (form for person in register.people for form in person_forms(person))
    for form in (*of_people, *of_places):
        before = found.get((form.owner, form.pattern, form.kind))
        if before is None or (before.capitals != "any" and form.capitals == "any"):
            found[(form.owner, form.pattern, form.kind)] = form
    return list(found.values())
