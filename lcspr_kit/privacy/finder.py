"""Finding the register's names in a text: where, whose, and how sure. Replaces nothing.

Three passes over folded text (`folding`): every form of every name, longest first (`aliases`); names
spelled out with a sign between the letters; then words that are a typing slip away from a name.
A name that is also a word counts with a capital only. Source of the method and its limits: measured
for the project (recall .989 on mentions, see benchmarks/privacy.py); slips in names of three letters
can't be told from words.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from lcspr_kit.privacy.aliases import (
    PLACE_KINDS,
    STREET_KINDS,
    Form,
    fits_title,
    register_forms,
    standing_names,
)
from lcspr_kit.privacy.context import (
    AFTER_FAMILY,
    acts_in_small_letters,
    goes_on_with_a_surname,
    is_a_strangers_surname,
    is_among_strangers,
    is_nobodys,
    is_of_a_saint,
    is_plainly_a_word,
    is_set_beside_a_name,
    is_where_small,
    letters_are_explained,
    letters_may_be_a_thing,
    may_be_word,
    month_or_name,
    names_somebody_else,
    next_capital,
    opens_sentence,
    place_may_be_word,
    stands_for_a_thing,
)
from lcspr_kit.privacy.folding import Folded, fold, seen, squeeze
from lcspr_kit.privacy.register import Register
from lcspr_kit.privacy.slips import SURE_SLIP, TOKEN, Entry, Slips, close
from lcspr_kit.privacy.stretches import Apart
from lcspr_kit.privacy.words import (
    SHORT_MONTHS,
    TITLES,
    WORD_NAMES,
    is_plain_word,
    is_rare_word,
    is_word,
    names_of_people,
)

_LETTER = r"[^\W\d_]"
_TITLE = r"(?:(?P<title>" + "|".join(sorted(TITLES, key=len, reverse=True)) + r")(?:(?<=\b[a-z]{2})\.|(?<=\b[a-z]{3})\.|(?<=\bprof)\.)?\s{0,3}(?<![a-z]))?"
_END = rf"(?P<s>(?:(?<=[sxz])|(?<=[cs]h))es'?|s'|'s|s)?(?!{_LETTER})"
_SPACED = re.compile(rf"(?<!{_LETTER})(?:ss|{_LETTER})(?:[ .\-_*'\n]{{1,3}}(?:ss|{_LETTER})){{2,}}(?!{_LETTER})")
_LETTER_POINT = re.compile(r"(?<![^\W_])[^\W\d_]\.$")
_POINT_LETTER = re.compile(r"\.?[^\W\d_]\.(?![^\W_]{2})|\.[^\W\d_](?![^\W_])")
_LETTER_AFTER = re.compile(r"(.{2,}?)()[\s,.\-]+[^\W\d_]")
_S_AFTER = re.compile(r"(.+?)('s|s'|(?<![\s'])s)")
_GAP = re.compile(r"[ \t\-_']{1,2}|,? ?\n|, ")
_TAG = re.compile(r"(?<=[#@])[a-z0-9_]{6,60}")
_OTHER_HALF = re.compile(rf"-({_LETTER}{{4,}})")
_TORN = re.compile(r"(?<!\w)(?=([A-Z][a-z]{2,} [A-Z]?[a-z]{2,})(?!\w))")
_USER_BEFORE = re.compile(r"(?<![/:])[\\/@#]$|(?:users?|home|login|account)\W{1,2}$")
_USER_AFTER = re.compile(r"\d{0,4}@")
_HANDLE = re.compile(r"[^\W_]+(?:[._][^\W_]+|-[^\W_]+)")
_HYPHENED = re.compile(rf"(?<![^\W_]){_LETTER}{{2,}}-{_LETTER}{{2,}}(?![^\W_])")
_SURE = {"full": 1.0, "place": 0.95, "part": 0.9, "surname": 0.9, "nickname": 0.6, "initials": 0.6, "place letters": 0.6}
MAY_BE_WORD, SOMEBODY_ELSE = 0.4, 0.3
_RARE_SURNAME = 0.55
_OF_FAMILIES = ("mr", "mrs", "ms", "miss", "master")
"""Titles before a rare surname of the register that say: somebody else, but of that family."""
_RANK = {"full": 0, "place": 1, "part": 2, "surname": 2, "nickname": 3, "initials": 4, "place letters": 4}


@dataclass(frozen=True, repr=False)
class Mention:
    """A stretch of a text that may name somebody or some place of the register.

    `start` and `end` count signs of the text as written; `owners` are ids in register order, more
    than one where the same words may mean several; `kind` is that of `aliases.Form`, or `slip`;
    `title` and `ending` (the possessive or plural s) are folded; `family` marks `the Browns` and `the
    Brown household`, then with the word after the name.
    """

    start: int
    end: int
    text: str
    owners: tuple[str, ...]
    kind: str
    confidence: float
    title: str = ""
    ending: str = ""
    family: bool = False


class Finder:
    """The names of one register, ready to be looked for in many texts."""

    def __init__(self, register: Register):
        self.register = register
        self._order = {thing.id: number for number, thing in enumerate(register.named)}
        forms = register_forms(register)
        self._by_key: dict[str, list[Form]] = defaultdict(list)
        for form in forms:
            self._by_key[form.key].append(form)
        kept = [form for group in self._by_key.values() for form in group]
        self._openings: dict[str, int] = {}  # the longest key that begins with these three letters
        for key in self._by_key:
            self._openings[key[:3]] = max(len(key), self._openings.get(key[:3], 0))
        self._all = _alternatives(kept)
        self._plain = _alternatives([form for form in kept if form.capitals == "any"])
        self._forms = kept
        self._surnames = {form.key for form in kept if form.kind == "surname"}
        self._people = {person.id: person for person in register.people}
        self._initials = {person.id: {word[0] for text in (person.name, *person.aliases) for word in re.findall(r"[^\W\d_]+", fold(text).text)} for person in register.people}
        self._place_names = {squeeze(text) for place in register.places for text in (place.name, *place.aliases)}
        self._place_words = {place.id: re.findall(rf"{_LETTER}{{3,}}", fold(" ".join((place.name, *place.aliases))).text) for place in register.places}
        self._slips = Slips(kept, register, self._sorted)
        standing = [re.escape(fold(name).text) for name in standing_names(register) if name.strip()] if register.places else []
        self._standing = re.compile(rf"(?<!\w)(?:{'|'.join(standing)})(?!\w)") if standing else None
        self._unlisted: dict[str, list[Form]] = {}

    def owners_of(self, text: str) -> tuple[str, ...]:
        """Everybody and every place that these words, as a whole, may name."""
        return self._sorted({form.owner for form in self._by_key.get(squeeze(text), [])})

    def shared_names(self) -> list[tuple[str, ...]]:
        """The groups of ids that one spelling may mean, in the order of the register: always the same."""
        groups = {
            self._sorted({form.owner for form in group if _RANK[form.kind] == rank}) for group in self._by_key.values() for rank in set(_RANK.values())
        }
        return sorted((group for group in groups if len(group) > 1), key=lambda group: [self._order[owner] for owner in group])

    def mentions(self, text: str, slips: bool = True) -> list[Mention]:
        """Every mention in a text, in order, none overlapping. `slips` also looks for typing slips."""
        folded = fold(text)
        found = self._exact(folded)
        taken = Apart((start, end) for start, end, *_ in found)
        for run in _SPACED.finditer(folded.text):
            found += [(*span, owners, "part", 0.8, "", "") for span, owners in self._spelled_out(run) if not taken.overlap(*span)]
        for tag in _TAG.finditer(folded.text) if "#" in folded.text or "@" in folded.text else ():
            hidden = ((span, owners) for span, owners in self._spelled_out(tag) if span[1] - span[0] > 4 and not is_word(folded.text[slice(*span)]))
            found += [(*span, owners, "part", 0.6, "", "") for span, owners in hidden if not taken.overlap(*span)]
        for cut in _TORN.finditer(folded.source) if folded.offsets is None else ():
            owners = {form.owner for form in self._by_key.get(squeeze(cut[1]), []) if form.kind in ("part", "surname", "place") and len(form.key) > 6}
            are_words = all(map(is_word, cut[1].lower().split()))
            kind = "part" if owners & self._people.keys() else "place"
            if owners and not (are_words and kind == "part") and not taken.overlap(*cut.span(1)):
                found.append((*cut.span(1), owners, kind, MAY_BE_WORD if are_words else 0.6, "", ""))
        for cut in _HYPHENED.finditer(folded.text) if "-" in folded.text else ():
            owners = {form.owner for form in self._by_key.get(squeeze(cut[0]), []) if form.kind in ("part", "surname", "place") and len(form.key) > 5}
            if owners and not taken.overlap(*cut.span()):
                found.append((*cut.span(), owners, "part", 0.8, "", ""))
        if slips:
            found += self._slips.entries(folded, Apart((start, end) for start, end, *_ in found))
        if self._standing:
            standing = Apart(name.span() for name in self._standing.finditer(folded.text))
            found = [entry for entry in found if entry[2] & self._people.keys() or not standing.overlap(*entry[:2])]
        found.sort(key=lambda entry: entry[:2])
        return [self._mention(folded, entry) for entry in self._joined(folded, found)]

    def _spelled_out(self, run: re.Match) -> list[tuple[tuple[int, int], set[str]]]:
        """Names in a run of single letters, the longest at each place; a stray `a` before them does no harm."""
        places = [run.start() + i for i, sign in enumerate(run.group()) if sign.isalpha()]
        letters = squeeze(run.group())
        found, first = [], 0
        while first < len(letters) - 2:
            for last in range(min(len(letters), first + self._openings.get(letters[first : first + 3], 0)), first + 2, -1):
                owners = {form.owner for form in self._by_key.get(letters[first:last], []) if form.kind != "initials"}
                if owners and (last - first > 3 or last - first == len(letters)):
                    found.append(((places[first], places[last - 1] + 1), owners))
                    first = last - 1
                    break
            first += 1
        return found

    def _exact(self, folded: Folded) -> list[Entry]:
        found: list[Entry] = []
        position, text = 0, folded.text
        if self._all is None:
            return found
        while match := self._all.search(text, position):
            entry = self._accepted(folded, match)
            if entry is None and self._plain is not None and (other := self._plain.match(text, match.start())):
                entry = self._accepted(folded, other)
            if entry is None and match["title"] and (other := self._all.match(text, match.start("name"))):
                entry = self._accepted(folded, other)
            if entry is None:
                position = match.start() + 1
            else:
                found.append(entry)
                position = max(entry[1], match.start() + 1)
        return found

    def _accepted(self, folded: Folded, match: re.Match) -> Entry | None:
        start, end = match.span("name")
        name, title, ending = match["name"], match["title"] or "", (match["s"] or "").removeprefix("e")
        key = "".join(sign for sign in name if sign.isalnum())
        with_title = [form for form in self._by_key.get(title + key, []) if form.kind == "full"] if title else []
        forms = with_title or self._by_key.get(key) or self._looked_up(name)
        written = seen(folded.source[slice(*folded.span(start, end))])
        forms = [form for form in forms if self._counts(form, folded, start, end, written, title, ending)]
        if not forms:
            return self._plural(folded, match, written)
        best = min(_RANK[form.kind] for form in forms)
        owners = {form.owner for form in forms if _RANK[form.kind] == best}
        kind = next(form.kind for form in forms if _RANK[form.kind] == best)
        if best == 2:  # a name may be somebody's first name and another's surname
            kind = "part" if any(form.kind == "part" for form in forms) else "surname"
        sure = self._sureness(folded, match, forms, kind, owners)
        return (match.start(), match.end(), owners, kind, sure, title, ending)

    def _plural(self, folded: Folded, match: re.Match, written: str) -> Entry | None:
        """A name whose ending, or the small word after it, was taken for an initial: `the Fields` of Summer Field,
        `Tyler's` of Tyler Smith, `Hope a` of Hope Adams."""
        start, end = match.span("name")
        parts = _S_AFTER.fullmatch(match["name"]) or _LETTER_AFTER.fullmatch(match["name"])
        if not parts or match["s"]:
            return None
        name, ending, title = parts[1], parts[2], match["title"] or ""
        forms = [form for form in self._by_key.get(squeeze(name), []) if form.kind == "surname" or (form.kind == "part" and ending in ("'s", ""))]
        last = start + len(name)
        forms = [form for form in forms if self._counts(form, folded, start, last, written[: len(name)], title, ending)]
        if not forms:
            return None
        doubtful = any(form.capitals == "first" for form in forms)
        sure = MAY_BE_WORD if doubtful and may_be_word(folded, start, last, squeeze(name), ending) else _SURE["part"] - 0.25
        kind = "part" if any(form.kind == "part" for form in forms) else "surname"
        return (match.start(), last + len(ending), {form.owner for form in forms}, kind, sure, title, ending)

    def _looked_up(self, name: str) -> list[Form]:
        """Forms that allow several spellings (`Rd`, `St Cuthberts`), found by their patterns."""
        if name not in self._unlisted:
            self._unlisted[name] = [form for form in self._forms if form.pattern[0] in (name[0], "(") and re.fullmatch(form.pattern, name)]
        return self._unlisted[name]

    def _counts(self, form: Form, folded: Folded, start: int, end: int, written: str, title: str, ending: str) -> bool:
        """The case rule: whether this spelling is a name here, or a word."""
        if ending == "s" and form.kind != "full" and form.key not in self._surnames and not form.key.endswith("s") and self._is_word_with_s(form.key, written):
            return False  # Thi in `this`, a first name in its own plural
        if form.kind == "part" and not title and is_of_a_saint(folded, start, end, ending):
            return False
        if form.key in SHORT_MONTHS and not title and form.kind in ("part", "nickname") and month_or_name(folded, start, end, ending) == "month":
            return False
        if form.kind == "place" and written.islower() and is_rare_word(form.key):
            return is_where_small(folded, start)
        if form.capitals == "any":
            return True
        if len(form.key) <= 2 and (text_around := folded.text[max(0, start - 1) : start] + folded.text[end : end + 1]) and set(text_around) & set("/+="):
            return False  # two letters of something packed
        words = re.findall(r"[^\W\d_]+", written)
        if form.kind == "initials" and (_LETTER_POINT.search(folded.text[max(0, start - 3) : start]) or _POINT_LETTER.match(folded.text, end)):
            return False  # two letters of a word that is spelled out with points
        if form.capitals == "all":
            return "".join(words).isupper() and not ending.startswith("s")
        if title and title != "miss":
            return True
        text = folded.text
        if form.kind == "full" and len(words) == 1:  # kbrown: in an address, or long enough to be nothing else
            if _USER_AFTER.match(text, end):
                return True
            is_other = form.key in WORD_NAMES or is_word(form.key) or form.key in names_of_people()
            return not is_other and (len(form.key) >= 6 or _USER_BEFORE.search(text, max(0, start - 12), start) is not None)
        if form.kind == "full" and len(words) == 2 and _HANDLE.fullmatch(written) and ("-" not in written or not any(map(is_plain_word, words))):
            return True  # m.brown, brown_m
        if not all(word[0].isupper() for word in words):
            if form.kind in ("part", "surname") and len(form.key) > 2 and (is_set_beside_a_name(folded, start, end, self._by_key) if form.key in WORD_NAMES else acts_in_small_letters(folded, start, end, ending)):
                return True
            named = form.kind == "full" and written[0].isupper() and words[-1][0].isupper()
            small_place = form.kind == "place" and (len(words) > 1 or (len(form.key) > 4 and is_where_small(folded, start)))
            return named or text[end : end + 1] == "@" or small_place
        if form.kind in ("full", "place") and len(words) > 1:
            return True
        if ending == "s" and form.key not in self._surnames and (opens_sentence(text, start) or written.isupper()) and is_plain_word(form.key):
            return False
        odd_place = form.kind == "place" and not is_word(form.key)
        if not ending and not odd_place and (word := next_capital(folded, end)) and word not in self._by_key and not close(word, sorted(self._slips.last_names.get(form.owner, ()))):
            return False
        kin = form.owner not in self._people or not self._people[form.owner].is_professional
        return not is_plain_word(form.key) or not is_plainly_a_word(folded, start, end, form.key, ending, form.kind == "surname", kin)

    def _is_word_with_s(self, key: str, written: str) -> bool:
        """Whether a name with an s is a word of its own (`this`); with a capital only one that isn't just its plural."""
        return is_word(key + "s") if not written[0].isupper() else is_plain_word(key + "s") and not is_plain_word(key)

    def _sureness(self, folded: Folded, match: re.Match, forms: list[Form], kind: str, owners: set[str]) -> float:
        """How sure it is that these words name one of the owners: under 0.5 it is a question for a person."""
        start, end = match.span("name")
        title, ending = match["title"] or "", (match["s"] or "").removeprefix("e")
        if kind in ("part", "surname") and title and not any(fits_title(self._people[owner], title) for owner in owners if owner in self._people):
            rare = kind == "surname" and title in _OF_FAMILIES and not is_word(forms[0].key) and forms[0].key not in names_of_people()
            return _RARE_SURNAME if rare else SOMEBODY_ELSE
        written = seen(folded.source[slice(*folded.span(start, end))])
        initials = {letter for owner in owners for letter in self._initials.get(owner, "")}
        if kind in ("part", "nickname"):
            if not ending and goes_on_with_a_surname(folded, end, self._knows, initials, bool(title)):
                return SOMEBODY_ELSE
            if not title and (is_a_strangers_surname(folded, start, self._knows) or is_among_strangers(folded, start, end, self._knows) or is_nobodys(folded, start)):
                return SOMEBODY_ELSE
        if kind in ("initials", "place letters") or (len(forms[0].key) == 2 and match["name"].isalpha() and written.isupper() and not title):
            key = squeeze(match["name"])
            if letters_are_explained(folded, start, end, key):
                return SOMEBODY_ELSE
            if "." not in match["name"] and (letters_may_be_a_thing(folded, start, end) or (kind == "place letters" and len(key) < 4)):
                return MAY_BE_WORD
        if kind == "surname" and not title:
            near = {word for word in TOKEN.findall(folded.text, max(0, start - 24), start) if self._knows(word)}
            if names_somebody_else(folded, start, end, initials, near):
                return SOMEBODY_ELSE
        if kind == "place" and not all(word[0].isupper() for word in re.findall(rf"{_LETTER}{{3,}}", folded.source[slice(*folded.span(start, end))])) and all(form.capitals == "first" for form in forms):
            return MAY_BE_WORD
        if kind == "place" and len(forms[0].key) > 2 and is_plain_word(squeeze(match["name"])) and place_may_be_word(folded, start, end):
            return MAY_BE_WORD
        if kind == "place" and " " not in written and forms[0].key not in self._place_names and (word := next_capital(folded, end)) and not self._goes_with(word, owners):
            return SOMEBODY_ELSE  # Larrow Hill, where Larrow Road is of the case
        if kind == "place" and is_rare_word(forms[0].key) and (written.islower() or (opens_sentence(folded.text, start) and place_may_be_word(folded, start, end))):
            return MAY_BE_WORD
        if kind in ("part", "nickname") and forms[0].key in SHORT_MONTHS and not title and month_or_name(folded, start, end, ending) == "either":
            return SOMEBODY_ELSE
        if kind in ("part", "surname") and len(forms[0].key) == 2 and written.isupper() and not title and forms[0].capitals != "all":
            return MAY_BE_WORD  # two capitals alone stand for many things
        if kind in ("part", "surname") and not title and (kind == "surname" or is_word(forms[0].key)) and stands_for_a_thing(folded, start, end, ending, kind == "surname"):
            return MAY_BE_WORD
        if title or kind == "full" or not any(form.capitals == "first" for form in forms):
            return _SURE[kind] - (0.15 if kind in ("part", "surname") and written.islower() else 0)
        small = written.islower() and forms[0].key in WORD_NAMES and folded.text[end : end + 1] != "@"
        if kind in ("part", "surname") and (small or may_be_word(folded, start, end, forms[0].key, ending)):
            return MAY_BE_WORD
        return _SURE[kind] - (0.25 if is_plain_word(forms[0].key) else 0)

    def _goes_with(self, word: str, places: set[str]) -> bool:
        """Whether a word can follow the first one of these places' names: a kind of place, or a word of the name or near it."""
        return (word in PLACE_KINDS and word not in STREET_KINDS) or any(word == other or close(word, [other]) or word == other + "s" for place in places for other in self._place_words.get(place, ()))

    def _knows(self, word: str) -> bool:
        return word in self._by_key or bool(self._slips.nearest(word)[0])

    def _joined(self, folded: Folded, found: list[Entry]) -> list[Entry]:
        """Put together neighbours that name the same person: `Kyel` `Brown`, `Kyle` `Lwa`."""
        joined: list[Entry] = []
        for entry in found:
            if joined and (both := self._same_person(folded, joined[-1], entry)):
                last = joined[-1]
                kinds = {last[3], entry[3]}
                kind = "slip" if "slip" in kinds else "full" if "surname" in kinds else "part"
                certain = SURE_SLIP if len(kinds) > 1 and kind == "slip" else 0.0
                joined[-1] = (last[0], entry[1], both, kind, max(last[4], entry[4], certain), last[5], entry[6])
                continue
            joined.append(entry)
        ends = [0, *(entry[1] for entry in joined)]
        starts = [*(entry[0] for entry in joined[1:]), len(folded.text)]
        return [self._slips.with_before(folded, self._slips.with_next(folded, entry, limit), end) for entry, limit, end in zip(joined, starts, ends, strict=False)]

    def _same_person(self, folded: Folded, one: Entry, other: Entry) -> set[str]:
        """Whom two neighbours name together, if they can be the parts of one name."""
        kinds = (one[3], other[3])
        gap = folded.text[one[1] : other[0]]
        if one[6] or not set(kinds) <= {"part", "surname", "slip"} or kinds == ("surname", "surname") or (gap and not _GAP.fullmatch(gap)) or ("," in gap and kinds[0] == "part"):
            return set()
        same = folded.text[one[0] : one[1]] == folded.text[other[0] : other[1]]
        return set() if same else one[2] & other[2]

    def _mention(self, folded: Folded, entry: Entry) -> Mention:
        start, end, owners, kind, sure, title, ending = entry
        if kind == "slip" and not title and not ending and self._is_of_a_stranger(folded, start, end, owners):
            sure = min(sure, SOMEBODY_ELSE)
        surname = kind == "surname" and not title
        after = AFTER_FAMILY.match(folded.text, end) if surname and not ending else None
        family = surname and (ending == "s" or after is not None)
        end = after.end() if after else end
        first, last = folded.span(start, end)
        return Mention(first, last, folded.source[first:last], self._sorted(owners), kind, round(sure, 2), title, ending, family)

    def _is_of_a_stranger(self, folded: Folded, start: int, end: int, owners: set[str]) -> bool:
        """Whether a slip in one name has another name after it that is nobody's of the register (`Stanislav Petrov`, `Pellow-Jarman`)."""
        if not folded.text[start:end].isalpha() or not owners <= self._people.keys():
            return False
        other = _OTHER_HALF.match(folded.text, end)
        if other and not self._knows(other[1]) and not is_word(other[1]):
            return True
        initials = {letter for owner in owners for letter in self._initials.get(owner, "")}
        return goes_on_with_a_surname(folded, end, self._knows, initials)

    def _sorted(self, owners: Iterable[str]) -> tuple[str, ...]:
        return tuple(sorted(owners, key=self._order.__getitem__))


def _alternatives(forms: list[Form]) -> re.Pattern | None:
    """One pattern for all forms, the longest first, those with one beginning kept together."""
    groups: dict[str, list[Form]] = defaultdict(list)
    for form in forms:
        groups[form.key[0] if form.kind == "initials" or form.pattern[0] != "(" else "("].append(form)
    if not groups:
        return None
    parts = []
    for first in sorted(groups):
        patterns = sorted({form.pattern: len(form.key) for form in groups[first]}.items(), key=lambda item: (-item[1], item[0]))
        ahead = "" if first == "(" else f"(?={re.escape(first)})"
        parts.append(f"{ahead}(?:{'|'.join(pattern for pattern, _ in patterns)})")
    return re.compile(rf"(?<!{_LETTER}){_TITLE}(?P<name>{'|'.join(parts)}){_END}")
