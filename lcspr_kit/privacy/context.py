"""Whether a word that may be a name is one here, judged by the words around it.

Knows how English sentences, headings, lists and dates are built. Knows no register: what it finds
doubtful is still shown, as a question for a person to decide.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Container

from lcspr_kit.privacy.folding import Folded
from lcspr_kit.privacy.words import (
    FAMILY_WORDS,
    FORENAMES,
    KIN_WORDS,
    MONTH_NAMES,
    ROLE_WORDS,
    SAYING,
    STRONG_VERBS,
    TITLES,
    VERB_NAMES,
    WORD_NAMES,
    is_plain_word,
    is_word,
    names_of_people,
    nicknames,
    surname_words,
)

_LETTER = r"[^\W\d_]"
AFTER_FAMILY = re.compile(r"\s+(?:" + "|".join(FAMILY_WORDS) + r")\b")
_NEXT_CAPITAL = re.compile(rf"[ \u00a0]({_LETTER}{{3,}})(?!{_LETTER})")
_SURNAME_NEXT = re.compile(rf"[ \u00a0](?:{_LETTER}\.? )?(?:o'|mc|mac)?({_LETTER}{{3,}})(?!{_LETTER})")
_INITIAL_NEXT = re.compile(rf"[ \u00a0]({_LETTER})\.?(?![^\W_'])")
_OF_STREET = re.compile(r"'s? ((?:[a-z]+ ){0,2}(?:street|road|avenue|lane|park|hill|court|green|bridge|close|corner|island|hospital|school|college))\b")
_ITEM_AFTER = re.compile(rf"(?:,\s+(?:and\s+|or\s+)?|\s+(?:and|or|&)\s+|;\s+)({_LETTER}{{2,}})(?![\w'])")
_ITEM_BEFORE = re.compile(rf"(?<![\w'])({_LETTER}{{2,}})(?:,\s+(?:and\s+|or\s+)?|\s+(?:and|or|&)\s+|;\s+)$")
_LONGEST_LIST = 8
_OF_NOBODY = re.compile(
    r"\b(?:pseudonyms?|(?:invented|fictional|fictitious|made[ \-]up|imaginary) \w+|role[ \-]?plays?|actors?|(?:popular|common|frequent|usual) (?:first )?names?"
    r"|names? (?:given|such as|like|most|popular)|novels?|puppets?|characters?)\b[^.!?\n]{0,120}$"
)
_STANDS_FOR = re.compile(r"\s*(?:[=:(–\-]|means?\b|stands? for\b|is short for\b|is\b|=)\s*(?:an? |the )?")
_LETTERS_OF = re.compile(rf"{_LETTER}+")
_OF_LETTERS = re.compile(r"\b(?:form|code|room|table|figure|model|type|grade|category|column|zone|unit|ward|section|appendix|schedule|class|group|band|the|an?|each|every|this|any|no)[ \-]$")
_AFTER_LETTERS = re.compile(rf"[ \-/]?\d|[ \-]({_LETTER}{{2,}})")
_GOES_WITH_A_PERSON = re.compile(
    r"(?:and|or|was|were|is|has|had|will|would|did|does|do|to|at|in|on|with|for|from|by|of|as|when|who|that|then|not|re|the|a|an|also|again|alone|today"
    r"|yesterday|later|but|before|after|because|if|about|during|while|via|since|until|mother|father|mum|dad|came|seen|present)$|.*ed$"
)
_NEXT_SMALL = re.compile(rf"[ \n]({_LETTER}+)")
_OF_DATE = re.compile(r"(?:(?<!\d)\d{1,2}(?:st|nd|rd|th)?|\b(?:in|early|mid|late|since|until|during|last|next|this|end of|beginning of|monday|tuesday|wednesday|thursday|friday|saturday|sunday))[\s\-]*$")
_A_MONTH = r"(?:january|february|march|april|may|june|july|august|september|october|november|december|jan|feb|mar|apr|jun|jul|aug|sept?|oct|nov|dec)"
_MONTHS_BESIDE = re.compile(rf"\b{_A_MONTH}\b")
_AFTER_MONTH = re.compile(rf"\.?[\s\-'’/–]{{0,2}}(?:\d|{_A_MONTH}\b|\(?to {_A_MONTH}\b)")
_BEFORE_MONTH = re.compile(rf"(?:(?<!\d)\d{{1,2}}(?:st|nd|rd|th)?|\b{_A_MONTH}|\b(?:end|start|beginning|middle|rest) of|\b(?:early|mid|late|last|next|this|each|every|the)|q[1-4])[\s\-–/,(]{{1,3}}$")
_MONTH_WORDS = re.compile(r"\b(?:in|since|until|till|during|for|before|after)\s$")
_OF_PLACE = re.compile(r"\s(?:side|street|road|avenue|lane|park|hill|house|court|hall|bank|holiday|county|hospital|school|green|bridge|valley|island|town|city|day|week)\b")
_ARTICLE = re.compile(r"\b(?:the|an?|each|every)\s{1,3}$")
_SAINT = re.compile(r"(?<![^\W\d_])(?:st|saint)\.?\s{1,2}$")
_SUBJECT = re.compile(r"(?<![^\W\d_])(?:we|you|they|i|he|she)\s$")
_WEEKDAYS = r"(?:mo|tu|we|th|fr|sa|su)"
_PEOPLE = frozenset({"people", "persons", "men", "women", "adults", "carers", "offenders"})
_OPENING = re.compile(r"(?:^|[.!?:;•|\t\n])[\s\"'(\-*#]*(?:\d{1,3}[.)]\s*)?$|[,;]\"?$")
_WRAPPED = re.compile(r"[^\n]{40}[^\n.!?:;]\n[ \t]*$")
_VERB_NEXT = re.compile(r"\s+(?:be|need|not|have|also|require|attend|want|wish|contact|call|ring|review|see|refer|discuss|update|try|consider|continue|benefit|result|include|help|visit|you|she|he|they|we|i|it|to|that|this|for|received|shared|due|the|there|any|all|these|those|services|agencies|partners|practitioners|of|aid|funding|money|up|each|every|whether|your|our|gp|hv|sw)\b")
_AND_PERSON = re.compile(r"\s+(?:and|&)\s+(?:her|his|their|mum|mother|dad|father|baby|sister|brother|siblings|partner|mgm|mgf)\b")
_IS_A_PERSON = re.compile(
    r"\s+(?:was|is|were|has been|had been|remains?|seem(?:s|ed)?|appear(?:s|ed)?)(?: not| also| again| very| still| both| quite| now)?\s+(?:present|absent|late|upset|tearful|angry"
    r"|pregnant|unwell|drunk|intoxicated|aggressive|arrested|spoken|interviewed|invited|informed|discharged|admitted|weighed|born|bailed|charged|alone|asleep|anxious|withdrawn|hungry|distressed)\b"
)
_BY_A_PERSON = re.compile(r"\b(?:with|told|asked|called|named|saw|visited|met|phoned|rang|texted|by|mum|mother|dad|father|sister|brother|aunt|nan|baby|and)\s+$")
_THE = re.compile(r"\b(?:the|both|all|with|of)\s+$")
_FORENAME = re.compile(rf"(?<![\w.])({_LETTER}[\w'’\-]*|{_LETTER})\.?[ \u00a0]$")
_CITED = re.compile(r",?\s+(?:et al\b|and (?:colleagues|others)\b)|,? \((?:19|20)\d\d|, (?:19|20)\d\d\)|,? (?:and|&) [a-z'\-]+,? \(?(?:19|20)\d\d\b")
_CALENDAR = frozenset("monday tuesday wednesday thursday friday saturday sunday january february march april may june july august september october november december".split())  # noqa: SIM905


def opens_sentence(text: str, start: int) -> bool:
    """Whether a sentence, heading, cell or item of a list begins at this place of a folded text.

    A line end within a sentence, where the line before is long and goes on, opens none.
    """
    before = text[max(0, start - 60) : start]
    if not _OPENING.search(before):
        return False
    return start == 0 or not _WRAPPED.search(before)


def is_plainly_a_word(folded: Folded, start: int, end: int, key: str, ending: str, surname: bool, kin: bool = True) -> bool:
    """Whether a name that is a word, written with a capital, can be nothing but the word here (`The Dean`,
    `in May 2019`, `Will the services agree`). `kin`: a family has it as its name, not a professional alone."""
    text = folded.text
    before, after = text[max(0, start - 24) : start], text[end : end + 16]
    if _ARTICLE.search(before) and not (ending == "s" or AFTER_FAMILY.match(after)):
        return True
    if key in MONTH_NAMES and (re.match(r"\W{0,2}(?:\d|and\s+\w+\s+\d)", after) or _OF_DATE.search(before)):
        return True
    if not ending and _OF_PLACE.match(after) and _is_capital(folded, end + 1):
        return True
    if ending and (street := _OF_STREET.match(text, end)) and _is_capital(folded, street.start(1)):
        return True
    if (key in MONTH_NAMES and re.match(r"\s(?:half[ \-]term|bank holiday)", after)) or re.fullmatch(rf"{_WEEKDAYS}-{_WEEKDAYS}\b", text[start : end + 3]):
        return True
    if key in VERB_NAMES and (_SUBJECT.search(before) or (opens_sentence(text, start) and _VERB_NEXT.match(after))):
        return True
    return surname and not ending and opens_sentence(text, start) and _is_adjective(key) and _are_people(_NEXT_SMALL.match(text, end), kin)


def month_or_name(folded: Folded, start: int, end: int, ending: str) -> str:
    """What a short month that is also a pet name (`Dec`) is by what stands beside it: `month`, `either` or `name`."""
    text = folded.text
    if ending:
        return "name"
    if _AFTER_MONTH.match(text, end) or _BEFORE_MONTH.search(text, max(0, start - 20), start):
        return "month"
    following = _NEXT_SMALL.match(text, end)
    if following and (following[1] in STRONG_VERBS or following[1] in SAYING):
        return "name"
    beside = text[max(0, start - 60) : start].rpartition("\n")[2], text[end : end + 60].partition("\n")[0]
    alone = not text[:start].rpartition("\n")[2].strip(" |\t,;") and not text[end:].partition("\n")[0].strip(" |\t,;")
    if alone or _MONTH_WORDS.search(text, max(0, start - 8), start) or any(map(_MONTHS_BESIDE.search, beside)):
        return "either"
    return "name"


def _is_adjective(key: str) -> bool:
    """Whether a word has degrees (`young`, `younger`, `youngest`)."""
    stem = key.removesuffix("e")
    return is_word(stem + "er") and is_word(stem + "est")


def _are_people(following: re.Match | None, kin: bool) -> bool:
    """Whether the next word is for several people at large; `the Young children` may be those of a family."""
    if not following or (kin and following[1] in FAMILY_WORDS):
        return False
    word = following[1]
    return word in _PEOPLE or word in FAMILY_WORDS or (word.endswith("s") and (word[:-1] in ROLE_WORDS or word[:-1] in KIN_WORDS))


def is_of_a_saint(folded: Folded, start: int, end: int, ending: str) -> bool:
    """Whether a first name is that of a church, school or street (`St Hilda's`, `Saint Hilda Road`)."""
    before = _SAINT.search(folded.text, max(0, start - 10), start)
    if before is None or not _is_capital(folded, before.start()):
        return False
    street = _FORENAME.search(folded.text, max(0, before.start() - 24), before.start())
    if street and _is_capital(folded, street.start(1)) and not opens_sentence(folded.text, street.start(1)):
        return False  # High St. Hilda's mother
    following = _NEXT_CAPITAL.match(folded.text, end)
    return ending[:1] == "'" or (following is not None and _is_capital(folded, following.start(1)) and is_word(following[1]))


def stands_for_a_thing(folded: Folded, start: int, end: int, ending: str, surname: bool = False) -> bool:
    """Whether a first name that is in every list of words has an article before and a thing's name after it
    (`the Robin hood story`), or a surname an article and no capital (`a pike`), so that it may be no person's here."""
    if not _ARTICLE.search(folded.text, max(0, start - 24), start):
        return False
    if surname:
        return folded.source[slice(*folded.span(start, end))].islower()
    following = _NEXT_SMALL.match(folded.text, end)
    return bool(not ending and following and following[1] not in FAMILY_WORDS and not _is_capital(folded, following.start(1)))


def next_capital(folded: Folded, end: int) -> str:
    """The common word with a capital that follows, as in `Law Commission`, `Rose Cottage`; else empty."""
    match = _NEXT_CAPITAL.match(folded.text, end)
    if not match or not _is_capital(folded, match.start(1)):
        return ""
    written = folded.source[slice(*folded.span(*match.span(1)))]
    counts = not written.isupper() and is_word(match[1]) and match[1] not in WORD_NAMES and match[1] not in ("was", "has", "had", "said")
    return match[1] if counts else ""


def may_be_word(folded: Folded, start: int, end: int, key: str, ending: str) -> bool:
    """Whether a name that is a word, alone and with a capital, may as well be the word here."""
    text = folded.text
    following = _NEXT_SMALL.match(text, end)
    acts = not ending and following is not None and (following[1] in STRONG_VERBS or following[1].endswith("ed"))
    if acts or _AND_PERSON.match(text, end) or (not ending.startswith("s'") and _IS_A_PERSON.match(text, end)) or not is_plain_word(key):
        return False
    if re.match(r"[ \u00a0]{0,2}\d", text[end : end + 3]) or _is_shouted(folded, start, end):
        return True
    by_a_person = _BY_A_PERSON.search(text[max(0, start - 12) : start]) is not None
    if key in MONTH_NAMES:
        return not by_a_person or re.match(r"\s+(?:and|to|or)\b", text[end : end + 8]) is not None
    if ending.startswith("s"):  # several Pages, or all of a family's
        if _THE.search(text[max(0, start - 8) : start]) or AFTER_FAMILY.match(text, end):
            return False
        return opens_sentence(text, start) or _after_capital_word(folded, start)
    if opens_sentence(text, start):
        return ending != "'s"
    return not by_a_person and _after_capital_word(folded, start)


def _after_capital_word(folded: Folded, start: int) -> bool:
    """Whether a common word with a capital, which opens no sentence and is nobody's role, stands before (`Operation Hope`)."""
    before = _FORENAME.search(folded.text, max(0, start - 24), start)
    if not before or not _is_capital(folded, before.start(1)) or opens_sentence(folded.text, before.start(1)):
        return False
    word = before[1]
    written = folded.source[slice(*folded.span(*before.span(1)))]
    return len(word) > 2 and not written.isupper() and is_word(word) and not _is_role(word) and word not in WORD_NAMES


def acts_in_small_letters(folded: Folded, start: int, end: int, ending: str) -> bool:
    """Whether a name that is a word, in small letters, does what only a person does (`pike said`)."""
    if _ARTICLE.search(folded.text, max(0, start - 24), start):
        return False
    following = _NEXT_SMALL.match(folded.text, end)
    return not ending and following is not None and following[1] in SAYING


_BESIDE = re.compile(r"(?<![^\W_])([^\W\d_]{3,}) (?:not|and|or|&) $")
_STANDS_ALONE = re.compile(r"\s*(?:$|[.,;:!?)\n]|- )")


def is_set_beside_a_name(folded: Folded, start: int, end: int, names: Container[str]) -> bool:
    """Whether a name that is a word, in small letters, stands alone beside another of the register (`ring kez not hope`)."""
    before, after = _BESIDE.search(folded.text, max(0, start - 32), start), _STANDS_ALONE.match(folded.text, end)
    return bool(before and after and not is_plain_word(before[1]) and before[1] in names)


def _is_shouted(folded: Folded, start: int, end: int) -> bool:
    """Whether the name and the words beside it, of the same line, are all in capitals, or it is a line of its own so."""
    first, last = folded.span(start, end)
    source = folded.source
    if not source[first:last].isupper():
        return False
    line = source[max(0, first - 40) : first].rpartition("\n")[2], source[last : last + 40].partition("\n")[0]
    beside = re.findall(r"[^\W\d_]{2,}", line[0])[-2:] + re.findall(r"[^\W\d_]{2,}", line[1])[:2]
    return all(word.isupper() for word in beside)


def names_somebody_else(folded: Folded, start: int, end: int, initials: set[str], is_near: set[str]) -> bool:
    """Whether a surname is that of somebody the register doesn't have: with a forename or initial that is
    nobody's there (`John Smith`), or cited (`Smith et al`).

    `initials` are the first letters of those who have the surname; `is_near` the names of the register, so
    far as this text holds them or slips in them.
    """
    if _CITED.match(folded.text, end):
        return True
    after = re.match(rf",[ \u00a0]({_LETTER})\.", folded.text[end : end + 5])
    if after and after[1] not in initials:
        return True
    before = _FORENAME.search(folded.text, max(0, start - 24), start)
    if not before or not _is_capital(folded, before.start(1)):
        return False
    word = before[1]
    if len(word) == 1:
        return word not in initials and word not in ("i", "a")
    written = folded.source[slice(*folded.span(*before.span(1)))]
    if written.isupper() or _is_role(word) or word in _CALENDAR or word in is_near or (len(word) < 3 and word not in nicknames()):
        return False
    return not (opens_sentence(folded.text, before.start(1)) and is_word(word) and word not in FORENAMES)


def goes_on_with_a_surname(folded: Folded, end: int, is_known: Callable[[str], bool], initials: set[str], title: bool = False) -> bool:
    """Whether a first name is followed by a surname that nobody of the register has (`Peter Ollery`, `Peter J. Ollery`,
    `Peter Bolt`), or by another initial than theirs.

    `is_known` tells names of the register and slips in them; after a title any word with a capital is a surname. A
    common word that nobody is called, a role or a verb with a capital is none.
    """
    following = _SURNAME_NEXT.match(folded.text, end)
    if not following or not _is_capital(folded, following.start(1)):
        initial = _INITIAL_NEXT.match(folded.text, end)
        return bool(initial and initial[1] not in initials and initial[1] not in "ai" and _is_capital(folded, initial.start(1)))
    word = following[1]
    written = folded.source[slice(*folded.span(*following.span(1)))]
    is_common = is_plain_word(word) and word not in WORD_NAMES and word not in surname_words()
    return not (written.isupper() or (is_common and not title) or _is_role(word) or word in _CALENDAR or is_known(word))


def is_a_strangers_surname(folded: Folded, start: int, is_known: Callable[[str], bool]) -> bool:
    """Whether a first name has another one before it that is nobody's of the register: then it is a surname (`Shaun Ryan`)."""
    before = _FORENAME.search(folded.text, max(0, start - 24), start)
    if not before or len(before[1]) < 2 or not _is_capital(folded, before.start(1)):
        return False
    word = before[1]
    return (word in names_of_people() or word in nicknames()) and not (_is_role(word) or word in _CALENDAR or is_known(word) or is_plain_word(word))


def is_among_strangers(folded: Folded, start: int, end: int, is_known: Callable[[str], bool]) -> bool:
    """Whether a first name stands in a list of names of which two or more are nobody's of the register (`Jane, Sandra and Dean`)."""
    strangers = 0
    for word, at in (*_items(folded, start, end),):
        listed_name = _is_capital(folded, at) and not (_is_role(word) or word in _CALENDAR or is_known(word))
        strangers += listed_name and not is_plain_word(word)
    return strangers > 1


def _items(folded: Folded, start: int, end: int) -> list[tuple[str, int]]:
    """The single words before and after a place that one list holds, with where they stand."""
    found: list[tuple[str, int]] = []
    for _ in range(_LONGEST_LIST):
        item = _ITEM_AFTER.match(folded.text, end)
        if not item or not _is_capital(folded, item.start(1)):
            break
        found.append((item[1], item.start(1)))
        end = item.end()
    for _ in range(_LONGEST_LIST):
        item = _ITEM_BEFORE.search(folded.text, max(0, start - 32), start)
        if not item or not _is_capital(folded, item.start(1)):
            break
        found.append((item[1], item.start(1)))
        start = item.start()
    return found


def is_nobodys(folded: Folded, start: int) -> bool:
    """Whether the sentence speaks of names as such, or of people in a play (`the most popular names`, `the actor`)."""
    return _OF_NOBODY.search(folded.text, max(0, start - 160), start) is not None


def letters_are_explained(folded: Folded, start: int, end: int, key: str) -> bool:
    """Whether two or three capitals are explained as short for words (`Small Business (SB)`, `DP is a data protection officer`)."""
    text = folded.text
    if text[start - 1 : start] == "(" and text[end : end + 1] == ")":
        words = _LETTERS_OF.findall(text[max(0, start - 80) : start - 1])
        return _are_first_letters(words[-len(key) :], key)
    means = _STANDS_FOR.match(text, end)
    return bool(means and means.end() > end and _are_first_letters(_LETTERS_OF.findall(text[means.end() : means.end() + 80])[: len(key)], key))


def _are_first_letters(words: list[str], key: str) -> bool:
    return "".join(word[0] for word in words) == key and all(len(word) > 1 for word in words)


def letters_may_be_a_thing(folded: Folded, start: int, end: int) -> bool:
    """Whether capitals that are somebody's initials stand where a form, a grade or a code would (`the SB scheme`, `Form KB 12`)."""
    text = folded.text
    if _OF_LETTERS.search(text, max(0, start - 12), start):
        return True
    after = _AFTER_LETTERS.match(text, end)
    return bool(after and (after[1] is None or not _GOES_WITH_A_PERSON.match(after[1]) and after[1] not in STRONG_VERBS and after[1] not in SAYING))


_WHERE = re.compile(r"\b(?:at|to|from|near|left|outside|into|via|with|by)\s(?:the\s)?$")
_WHERE_SMALL = re.compile(r"\b(?:at|from|near|outside|into|via|behind)\s$")


def place_may_be_word(folded: Folded, start: int, end: int) -> bool:
    """Whether a word that is a place's short name stands where nobody is, goes or comes from."""
    return _WHERE.search(folded.text, max(0, start - 12), start) is None


def is_where_small(folded: Folded, start: int) -> bool:
    """Whether a place's short name that is a word stands, in small letters, where somebody is or comes from (`fetched from lantern`)."""
    return _WHERE_SMALL.search(folded.text, max(0, start - 10), start) is not None


def _is_role(word: str) -> bool:
    return word in TITLES or word in KIN_WORDS or word in ROLE_WORDS or word in FAMILY_WORDS


def _is_capital(folded: Folded, at: int) -> bool:
    return at < len(folded.text) and folded.source[folded.span(at, at + 1)[0]].isupper()
