"""Indicators in a text: which wordings of the lexicon it has, where, and which of them a guard takes
back (negation, history, hypothesis, a topic of training, an everyday accident).

Knows one text at a time. What it is worth, and what follows in time, is in `propose` and `patterns`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cached_property, lru_cache
from itertools import groupby

from lcspr_kit.episodes.lexicon import Family, Guard, Lexicon
from lcspr_kit.episodes.retold import GUARD, LOOKING_BACK, MARKER, Told, retold
from lcspr_kit.episodes.wordings import ASKING, Found, Words, find_wordings, split_words

_SHORT_QUESTION = 6
_REASSURED = "reassured"
_WHOLE = ("record", "later")
_EXPLAINED = "explained_injury"
"""The marker of an injury that its record explains: one is ordinary, several are a pattern (`patterns.yml`)."""
_OVER = ("anywhere", "label")
"""Guards that may stand over the match itself."""
_NO = frozenset({"no", "n", "nil", "none", "not", "never", "negative", "nad", "unknown"})
"""Answers that deny what a heading or a question names: "Domestic abuse: no", "DV? None"."""
_ADULT = "adult"
"""The kind of the guards that say who is hurt, and take no weight away."""
_NEW_CLAUSE = frozenset({"i", "he", "she", "they", "we", "said", "says", "told", "showed", "disclosed", "stated", "alleged"})
"""After "and": somebody else, or somebody's words, so that a guard before does not reach on."""
_YEAR_BEFORE = ("in", "during", "since", "from", "back", "the")


@dataclass(frozen=True)
class Match:
    """A wording of a family at `start:end` of the text. `guard` is empty, or why it does not count.

    `adult`: it is an adult who is hurt. It counts, but rules about a child's injury pass it over.
    """

    family: str
    severity: int
    wording: str
    start: int
    end: int
    guard: str = ""
    adult: bool = False


@dataclass(frozen=True)
class Reading:
    """What a text says: matches of families (guarded ones too), and the markers that stand in it.

    `retold` is true for a record that tells again what is over; its matches that do have that guard.
    """

    matches: tuple[Match, ...] = ()
    markers: frozenset[str] = frozenset()
    negated: frozenset[str] = frozenset()
    retold: bool = False

    @cached_property
    def severities(self) -> dict[str, int]:
        """Family to its highest severity, guarded matches left out."""
        best: dict[str, int] = {}
        for match in self.matches:
            if not match.guard:
                best[match.family] = max(best.get(match.family, 0), match.severity)
        return best

    @cached_property
    def adults(self) -> frozenset[str]:
        """The families that count in this record and are told of adults only."""
        return frozenset(self.severities) - {match.family for match in self.matches if not match.guard and not match.adult}

    @property
    def families(self) -> frozenset[str]:
        """Every family named, guarded or not: what a question is about."""
        return frozenset(match.family for match in self.matches)


_NOTHING = Reading()


def read_indicators(
    text: str, lexicon: Lexicon, year: int | None = None, words: Words | None = None, past: Mapping[int, set[str]] | None = None
) -> Reading:
    """The indicators and markers of a text.

    `year` is the record's own year: "in 2009" two years or more before it is history. `words` may
    be given where the text has already been split. `past` has the days of the past that each sentence mentions
    (`retold.past_in_sentences`), which tell minutes and summaries from news.
    """
    words = lexicon.slips.mended(split_words(text) if words is None else words)
    if not words.words:
        return _NOTHING
    found = find_wordings(lexicon.finder, words)
    if not found:
        return _NOTHING
    old = _old_years(words, year)
    matches: list[tuple[Told, Match]] = []
    marks: list[tuple[Told, str]] = []
    speaking = {lexicon.markers[each.wording.tag.number].id for each in found if each.wording.tag.kind == "marker"}
    found = [each for each in found if each.wording.tag.kind != "guard" or speaking.isdisjoint(lexicon.guards[each.wording.tag.number].unless)]
    whole = _whole(found, lexicon)
    for number, sentence in groupby(found, key=lambda each: words.sentences[each.first]):
        inside = list(sentence)
        families = _longest([each for each in inside if each.wording.tag.kind == "family"])
        markers = [each for each in inside if each.wording.tag.kind == "marker"]
        if not families and not markers:
            continue
        cues = _cues([each for each in inside if each.wording.tag.kind == "guard"], families, lexicon)
        about = [(guard, cue) for guard, cue in cues if guard.kind == _ADULT]
        cues = [(guard, cue) for guard, cue in cues if guard.kind != _ADULT]
        for each in families:
            tag = each.wording.tag
            family = lexicon.families[tag.number]
            guard = "history" if _names_its_year(each, words, year) else _guarded(each, family.id, family.concern, cues, old, words, lexicon) or _in_whole(each, family, whole)
            match = Match(family.id, tag.severity, each.wording.text, words.starts[each.first], words.ends[each.last], guard, _is_adults(each, family.id, about, words, lexicon))
            matches.append((Told(number, family.id, family.concern), match))
        for each in markers:
            name = lexicon.markers[each.wording.tag.number].id
            marks.append((Told(number, name, False), _guarded(each, name, False, cues, old, words, lexicon)))
    matches = _closures_of_nothing(matches)
    weighty = [told for told, match in matches if not match.guard and match.severity > 1]
    back_from = min((told.sentence for told, _ in marks if told.name == LOOKING_BACK), default=None)
    again = retold(weighty, past or {}, any(told.name == MARKER for told, _ in marks), back_from, words)
    over = {told.sentence for told in again if not told.concern} | {number for number in past or {} if again}
    held = {told.name for told, guard in marks if guard not in ("negated", "hypothesis") and told.sentence not in over}
    denied = {told.name for told, guard in marks if guard in ("negated", "hypothesis")}
    if any(match.family == "injury" and match.guard in ("accident", _REASSURED) for _, match in matches) and not any(
        match.family == "injury" and not match.guard for _, match in matches
    ):
        held.add(_EXPLAINED)
    told_matches = (replace(match, guard=GUARD) if not match.guard and told in again else match for told, match in matches)
    return Reading(tuple(told_matches), frozenset(held - {MARKER, LOOKING_BACK}), frozenset(denied - held), bool(again) or back_from is not None)


def _closures_of_nothing(matches: list[tuple[Told, Match]]) -> list[tuple[Told, Match]]:
    """Closures set aside where all the record was about is denied or reassured: they close nothing."""
    concerns = [match.guard for told, match in matches if told.concern and match.severity > 1]
    if not concerns or not all(guard in (_REASSURED, "negated") for guard in concerns):
        return matches
    return [(told, replace(match, guard=_REASSURED) if match.family == "closure" and not match.guard else match) for told, match in matches]


def _longest(found: list[Found]) -> list[Found]:
    """Of overlapping wordings of one family the longest, then gravest, then first."""
    chosen: list[Found] = []
    for each in sorted(found, key=lambda f: (f.wording.tag.number, f.first - f.last, -f.wording.tag.severity, f.first, f.wording.text)):
        if all(
            each.wording.tag.number != other.wording.tag.number or each.last < other.first or each.first > other.last
            for other in chosen
        ):
            chosen.append(each)
    return sorted(chosen, key=lambda f: (f.first, f.last, f.wording.tag.number))


def _cues(guards: list[Found], families: list[Found], lexicon: Lexicon) -> list[tuple[Guard, Found]]:
    """The guards that stand: not part of an indicator, nor of a wording that only looks like a guard."""
    cues = []
    strong = [each for each in families if each.wording.tag.severity > 1]
    pseudo = [each for each in guards if lexicon.guards[each.wording.tag.number].kind == "none"]
    for each in guards:
        guard = lexicon.guards[each.wording.tag.number]
        if guard.kind == "none" or guard.where in _WHOLE:
            continue
        covers = [other for other in (pseudo if guard.where == "label" else (*pseudo, *strong)) if other.first <= each.first <= other.last]
        if not any(other.last - other.first >= each.last - each.first for other in covers):
            cues.append((guard, each))
    return cues


def _guarded(
    match: Found, family: str, concern: bool, cues: list[tuple[Guard, Found]], old: list[int], words: Words, lexicon: Lexicon
) -> str:
    sentence = words.sentences[match.first]
    if _answered_no(match.last, words):
        return "negated"
    if sentence in words.asks and _is_question(match, words):
        return "question"
    if sentence in old:
        return "history"
    for guard, cue in cues:
        if words.sentences[cue.first] != sentence or (cue.first <= match.last and cue.last >= match.first and guard.where not in _OVER):
            continue
        if guard.families and family not in guard.families and not (concern and "concern" in guard.families):
            continue
        if guard.where == "label":
            if cue.first <= match.first and match.last <= cue.last and _is_heading(cue, words):
                return guard.kind
            continue
        if guard.where == "anywhere":
            return guard.kind
        if guard.where == "before" and cue.last < match.first:
            if _reaches(cue.last, match.first, guard, concern, words, lexicon):
                return guard.kind
        elif guard.where == "after" and _follows(match.last, cue.first, guard, words, lexicon):
            return guard.kind
    return ""


def _is_adults(match: Found, family: str, cues: list[tuple[Guard, Found]], words: Words, lexicon: Lexicon) -> bool:
    """Whether words near a match say that it is told of an adult: "mother had a bruise", "bruise to mother's arm"."""
    for guard, cue in cues:
        if family not in guard.families or words.sentences[cue.first] != words.sentences[match.first]:
            continue
        if guard.where == "after" and _follows(match.last, cue.first, guard, words, lexicon):
            return True
        if guard.where == "before" and cue.last < match.first and _reaches(cue.last, match.first, guard, False, words, lexicon):
            return True
    return False


def _follows(match: int, cue: int, guard: Guard, words: Words, lexicon: Lexicon) -> bool:
    """Whether a guard stands near behind a match, in its clause.

    What stands behind a colon is no condition of what stands before it: "Escalated: risk of choking if fed lying down".
    """
    if not match < cue <= match + guard.reach + 1 or _stopped(match + 1, cue, words, lexicon):
        return False
    return guard.kind != "hypothesis" or words.labels.isdisjoint(range(match, cue))


def _is_heading(cue: Found, words: Words) -> bool:
    """Whether a wording is a heading: a part of its own, but for a number before it, with a colon or a dash after it."""
    first = cue.first
    while first and words.words[first - 1].isdigit() and words.sentences[first - 1] == words.sentences[cue.first] and not words.breaks[first]:
        first -= 1
    alone = first == 0 or words.sentences[first - 1] != words.sentences[first] or words.breaks[first]
    return alone and cue.last in words.labels


def _answered_no(last: int, words: Words) -> bool:
    """Whether what a match ends with is a heading or a question that is answered with no, and with nothing more."""
    answer = last + 1
    if last not in words.labels or answer >= len(words.words) or words.words[answer] not in _NO:
        return False
    return answer + 1 == len(words.words) or words.breaks[answer + 1] or words.sentences[answer + 1] != words.sentences[answer] or words.words[answer] in ("nil", "none")


def _is_question(match: Found, words: Words) -> bool:
    """A sentence with a question mark asks if it is short or begins like a question; else the mark only doubts its last word."""
    sentence = words.sentences[match.first]
    first = match.first
    while first and words.sentences[first - 1] == sentence:
        first -= 1
    last = match.last
    while last + 1 < len(words.words) and words.sentences[last + 1] == sentence:
        last += 1
    return words.words[first] in ASKING or last - first < _SHORT_QUESTION


def _whole(found: list[Found], lexicon: Lexicon) -> list[tuple[Guard, Found]]:
    """The guards that hold for the whole record ("plan on track") or for all before them."""
    guards = ((lexicon.guards[each.wording.tag.number], each) for each in found if each.wording.tag.kind == "guard")
    return [(guard, each) for guard, each in guards if guard.where in _WHOLE]


def _in_whole(match: Found, family: Family, guards: list[tuple[Guard, Found]]) -> str:
    """The kind of a guard that holds for the whole record and for the family; none for what is too grave for it."""
    for guard, cue in guards:
        named = not guard.families or family.id in guard.families or (family.concern and "concern" in guard.families)
        if named and match.wording.tag.severity <= guard.up_to and (guard.where == "record" or match.first < cue.first):
            return guard.kind
    return ""


def _reaches(cue: int, match: int, guard: Guard, concern: bool, words: Words, lexicon: Lexicon) -> bool:
    between = match - cue - 1
    # What services did stands in its own clause more often than in a list of things denied.
    lists = guard.lists and (concern or guard.kind != "negated")
    reach = guard.reach if lists or guard.kind != "negated" else min(guard.reach, 4)
    if between > reach or _stopped(cue + 1, match, words, lexicon):
        return False
    if not lists and any(words.breaks[place] or words.words[place] == "and" for place in range(cue + 1, match + 1)):
        return False
    # A verb after a comma starts a new clause: "no injuries seen, disclosed that ...".
    broken = any(words.breaks[place] for place in range(cue + 1, match + 1))
    return not (guard.kind == "negated" and broken and _is_verb(words.words[match]))


@lru_cache(maxsize=4096)
def _is_verb(word: str) -> bool:
    return word.endswith(("ed", "ing")) and not word.startswith(("bruis", "swell", "mark", "bleed", "scald", "burn", "burned")) or word in ("hit", "told", "said", "took", "left", "ran")


def _stopped(first: int, end: int, words: Words, lexicon: Lexicon) -> bool:
    """Whether a new clause begins between: after a word like "but", or at "and she", "and said"."""
    text = words.words
    return any(text[place] in lexicon.stops or (text[place] == "and" and place + 1 < len(text) and text[place + 1] in _NEW_CLAUSE) for place in range(first, end))


def _old_years(words: Words, year: int | None) -> list[int]:
    """Sentences that place what they tell in a year well before the record."""
    if year is None:
        return []
    return [
        words.sentences[place]
        for place, word in enumerate(words.words)
        if _is_old(word, year) and place and words.words[place - 1] in _YEAR_BEFORE
    ]


def _is_old(word: str, year: int) -> bool:
    return len(word) == 4 and word.isdigit() and 1940 < int(word) < year - 1


def _names_its_year(match: Found, words: Words, year: int | None) -> bool:
    """Whether the match is followed by a year well before the record, with no more than a word or two between: "OD 2009"."""
    for place in range(match.last + 1, min(match.last + 4, len(words.words))):
        if words.sentences[place] != words.sentences[match.first] or words.breaks[place] or words.words[place].isdigit() and len(words.words[place]) < 4:
            return False
        if year is not None and _is_old(words.words[place], year):
            return True
    return False
