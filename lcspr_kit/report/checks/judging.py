"""Where a text judges: blames somebody, or knows better afterwards.

Each function looks at clauses, their subject and their verb, and gives the judging words with how sure that is.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache
from itertools import groupby

from lcspr_kit.report.checks.clauses import Clause, Who, clauses, kind_of
from lcspr_kit.report.checks.weighing import (
    DOUBTFUL,
    JUDGED,
    SURE,
    Judgement,
    gives_reason,
    is_own_word,
    weigh,
)
from lcspr_kit.report.checks.wordings import found_in, has

_BEING = re.compile(r"^(?:was|were|is|are|be|been|had been|has been|have been|seem\w*|appear\w*|remain\w*|prove[dns]*|became|becam\w*|(?:had )?grown|grew|got|had become|turned|show(?:ed|s|n) (?:him|her|it|them)sel\w+|(?:can|could|should|must|ought to) be)\b(?:\W+[\w’'-]+){0,5}?\W+$", re.IGNORECASE)
_DOING = r"(?:work|practice|response|recording|record|entry|approach|attitude|handling|assessment|supervision|management|manner|conduct|behaviour|decision|judge?ment|effort|attempt|lifestyle|choice|parenting|service|care|acceptance|use|way|reading|visit|report|conversation|enquiry|enquiries|examination|performance|treatment|job|piece of work|note)s?"
_CONDUCT = re.compile(rf"^(?:it|this|that)$|\b(?:social work|{_DOING})(?: (?:to|of|in|by|about|on) .*)?$", re.IGNORECASE)
_WHICH_ONE = re.compile(r"\b(?:who|that|which) (?:\w+ )?(?:fail|should|ought)\w*", re.IGNORECASE)
_IS = re.compile(r"(?:was|were|is|are)\b", re.IGNORECASE)
_POOR = re.compile(r"(?:was|were|is|are) (?:\w+ ){0,2}?(?:poor|weak|bad|inadequate|unsatisfactory|woeful|lacking|wanting|deficient|simply not enough|not enough)\b", re.IGNORECASE)
_BETTER_ONE = re.compile(r"^(?:an?|any|most) (?:\w+ly )?(?:(?:more|better|less) [\w-]+|(?:\w+ly )?(?:good|proper|\w+(?:ing|ent|ant|ful|able|ible|ous|ive)|experienced|skilled|trained|alert|astute|keen|sharp|sound))\b", re.IGNORECASE)
_WOULD_HAVE = re.compile(r"^(?:would|could|might|should|ought to)(?:,? [\w’'-]+){0,5}? have\b", re.IGNORECASE)
_OUGHT = re.compile(r"\b(?:should|ought)(?: not| never)?(?: to)?(?:,? \w+){0,3}? have (?!been (?:able|given|told|free|offered|spared|on|off|away|at|in|due|over)\b)(?!(?:an?|the|its|their|his|her|some|no|room|access|one|two|time)\b)\w+(?: \w+)?", re.IGNORECASE)
_ACTION = re.compile(
    r"\b(?:visit|call|question|conversation|conference|meeting|referral|check|letter|assessment|word|look|step|order|removal|intervention|action|curiosity|challenge|supervision|oversight|enquiry|inquiry|discussion|examination|x-ray|scan|review|plan|report|response|message|reading|escalation|sharing|interest|attention|thought|vigilance|pause|glance|effort|work|communication|appointment|note|help|support|recording|decision|reader|outcome|ending|course|result|injury|harm|death|story|things)s?(?: (?:at|in|on|to|of|by|from|with|for|then|there|here|between|about)\b.*)?$",
    re.IGNORECASE,
)
_DEED = re.compile(r"^(?:an?|one|any|the|such|his|her|their)?\s*\w+ing\b(?! [A-Z])", re.IGNORECASE)
_ASKED_ONLY = re.compile(r"^(?:what|whether|how|why|if|who)\b", re.IGNORECASE)
_DIFFERENT_END = re.compile(
    r"\b(?:(?:have|be)(?: \w+){0,2}? (?:alive|safer?|unharmed|well|walking)\b|have (?:(?:been|well|probably|almost|certainly|surely) ){0,3}(?:\w+ly )?(?:spared|protected|saved|prevented|avoided|averted|stopped|altered|changed|survived|lived|come to light|brought|revealed|disclosed|exposed|uncovered|shown|laid|picked (?:it |this |that )?up|told|alerted|identified|detected|diagnosed|caught|found|made (?:\w+ ){0,3}difference|been (?:very |quite |so |wholly )?(?:different|better|otherwise)\b(?! \w)|been out|given (?:him|her|them|the \w+|Child \w+) back|kept (?!on\b)|(?:been )?(?:hurt|harmed|injured|killed|burn\w+|shaken|abused|assaulted)|turned out|gone (?:otherwise|differently)|happened|occurred|died|rescued|lifted))",
    re.IGNORECASE,
)
_CERTAIN = re.compile(r"\b(?:surely|easily|simply|at any time|at least|and should|in all (?:probability|likelihood)|almost certainly|very likely)\b", re.IGNORECASE)
_MUST_HAVE = re.compile(r"\bmust (?:surely |already )?have (?:known|seen|reali[sz]ed|recogni[sz]ed|suspected|guessed|noticed|understood|been (?:aware|plain|clear|obvious))\b", re.IGNORECASE)
_NOT_OURS = re.compile(r"\b(?:(?<!be )(?<!been )(?<!was )(?<!were )(?:said|says|told|asked|described)|felt|feels?|thought|think|thinks|believed?|believes|reflected|wished|wondered|wrote|explained|recalled|added|regretted|argued|worried|hoped|(?:polic(?:y|ies)|protocols?|procedures?|rules?|guidance|standards?|law|pathway|plan)(?: \w+){0,4}?(?:,| that| is| was| says?| sets?| sets? out| expects?| requires?))\b", re.IGNORECASE)
_DENIES = re.compile(r"\b(?:not|never|hardly) (?!enough)(?:\w+ )?(?:poor|weak|bad|inadequate|unsatisfactory|woeful|lacking|wanting|deficient)\b", re.IGNORECASE)
_PRONOUN = re.compile(r"\b(?:he|she|they|his|her|their)\b", re.IGNORECASE)
_LOST = re.compile(r"\b(?:missed|lost)\b", re.IGNORECASE)
_NO_DIFFERENCE = re.compile(r"\b(?:would|could|might) (?:\w+ )?(?:not |hardly |never )?have (?:\w+ ){0,2}?(?:nothing|no (?:difference|further|more|other)|the same|changed (?:nothing|little)|done (?:as|the same|no))\b|\bwould (?:not|hardly) have (?:changed|altered|made (?:a|any|much))\b", re.IGNORECASE)


@lru_cache(maxsize=512)
def blames(text: str) -> tuple[Judgement, ...]:
    """Where a text blames a person, a child or a service, surest first."""
    found: list[Judgement] = []
    for sentence, parts in _by_sentence(text):
        whole = (Judgement(words, weigh(not has("doubtful_blame", words), "service", "", sentence) - bool(_WHICH_ONE.search(words))) for words in _said(sentence, ("blame", "fault_phrase")) if not _IS.match(words) or _of_somebody(words, parts))
        found += _together([*whole, *(each for clause in parts for each in _blame(clause))])
    return _surest(found)


@lru_cache(maxsize=512)
def knows_better(text: str) -> tuple[Judgement, ...]:
    """Where a text judges from later knowledge, surest first."""
    found: list[Judgement] = []
    for sentence, parts in _by_sentence(text):
        if not _NO_DIFFERENCE.search(sentence):
            found += _together([*_late_words(sentence), *(each for clause in parts for each in _later(clause))])
    return _surest(found)


def _by_sentence(text: str) -> Iterator[tuple[str, list[Clause]]]:
    return ((sentence, list(parts)) for sentence, parts in groupby(clauses(text), key=lambda clause: clause.sentence))


def _said(sentence: str, names: Iterable[str]) -> Iterator[str]:
    """The wordings of some lists that a sentence says as its own."""
    return (match[0] for name in names for match in found_in(name, sentence) if is_own_word(sentence, match[0]))


def _of_somebody(words: str, parts: list[Clause]) -> bool:
    """Whether what was or is so is said of a person, a service or what they did; a boiler may be at fault."""
    return any(words in each.text and (each.who in (*JUDGED, "person", "nobody") or each.owner in JUDGED or _CONDUCT.search(each.subject)) for each in parts)


def _together(found: list[Judgement]) -> list[Judgement]:
    """Two doubtful readings of different words in one sentence make one that is sure."""
    doubtful = [each for each in found if each.weight == DOUBTFUL]
    apart = any(one.words.strip() not in other.words and other.words.strip() not in one.words for one in doubtful for other in doubtful)
    return [Judgement(each.words, SURE if apart and each.weight == DOUBTFUL else each.weight) for each in found]


def _surest(found: Iterable[Judgement]) -> tuple[Judgement, ...]:
    """Judgements by weight, one for the same words."""
    best: dict[str, Judgement] = {}
    for each in found:
        if each.weight > 0 and (each.words not in best or best[each.words].weight < each.weight):
            best[each.words] = each
    return tuple(sorted(best.values(), key=lambda each: -each.weight))


def _blame(clause: Clause) -> Iterator[Judgement]:
    if clause.who in ("child", "person", "") or clause.owner in ("child", "person"):
        child = "child" in (clause.who, clause.owner)
        for match in found_in("child_blame", clause.text):
            if (child or _PRONOUN.search(clause.text)) and is_own_word(clause.sentence, match[0], clause.text):
                yield Judgement(match[0], (SURE if child and not has("doubtful_child", match[0]) else DOUBTFUL) - gives_reason(clause.sentence))
    if clause.who != "child":
        for words, who in _blaming_words(clause):
            if is_own_word(clause.sentence, words, clause.text):
                yield Judgement(words, weigh(not has("doubtful_blame", words), who, clause.owner, clause.sentence))


def _blaming_words(clause: Clause) -> Iterator[tuple[str, Who]]:
    """The words of a clause that may blame, each with the one of whom it is said."""
    for name in ("fault_noun", "no_virtue"):
        for match in found_in(name, clause.text):
            towards = re.match(r" (?:to|towards|against|from) ", clause.text[match.end() :])  # those who met with it are not judged
            yield match[0], "" if towards and match.end() <= len(clause.subject) else clause.who if clause.who in (*JUDGED, "review") else kind_of(clause.text[match.end() :][:60])
    for match in found_in("fault_adjective", clause.text):
        start = clause.text[len(clause.text) - len(clause.rest) : match.start()]
        beside = " ".join(re.split(r"[,.]", clause.text[match.end() :])[0].split()[:3])
        if _CONDUCT.search(clause.subject) and _BEING.match(f"{start} "):
            yield match[0], "service"
        elif (clause.who in (*JUDGED, "person") or clause.owner in (*JUDGED, "person")) and _BEING.match(f"{start} "):
            yield match[0], clause.who
        elif kind_of(beside) in JUDGED or re.search(rf"\b{_DOING}\b", beside):
            yield match[0], kind_of(beside)
    if _CONDUCT.search(clause.subject) and (poor := _POOR.match(clause.rest)) and not _DENIES.search(poor[0]):
        yield f"{clause.subject} {poor[0]}", "service"
    if _BETTER_ONE.match(clause.subject) and clause.who in JUDGED and _WOULD_HAVE.match(clause.rest):
        yield clause.subject, clause.who
    if clause.who in (*JUDGED, "person") or clause.owner in JUDGED:
        yield from ((match[0], clause.who) for match in found_in("fault_verb", clause.rest))


def _late_words(sentence: str) -> Iterator[Judgement]:
    danger = has("risk_noun", sentence) or has("emphasis", sentence)
    for words in _said(sentence, ("hindsight", "known_later")):
        if not _NOT_OURS.search(sentence[: sentence.find(words)]):
            excused = _LOST.search(words) and gives_reason(sentence)
            yield Judgement(words, SURE if not has("doubtful_hindsight", words) and not excused and not _WHICH_ONE.search(words) else DOUBTFUL if danger else 1)


def _later(clause: Clause) -> Iterator[Judgement]:
    before = clause.sentence[: max(clause.sentence.find(clause.text), 0)]
    for words in _late_verbs(clause):
        if clause.who != "review" and not _NOT_OURS.search(f"{before}{clause.text[: clause.text.find(words)]}") and is_own_word(clause.sentence, words, clause.text):
            yield Judgement(words, DOUBTFUL if _WHICH_ONE.search(clause.text[: clause.text.find(words)] + words) else SURE)


def _late_verbs(clause: Clause) -> Iterator[str]:
    """What a clause says that should have been, must have been or would have come of it."""
    for pattern in (_OUGHT, _MUST_HAVE):
        yield from (match[0] for match in pattern.finditer(clause.text))
    for match in found_in("visible", clause.rest):
        if has("risk_noun", clause.subject) and _BEING.match(f"{clause.rest[: match.start()]} "):
            yield f"{clause.subject} {clause.rest[: match.end()]}"
    if not _DIFFERENT_END.search(clause.rest) or clause.who == "nobody" or _ASKED_ONLY.match(clause.subject):
        return
    would, supposed = _WOULD_HAVE.match(clause.rest), re.search(r"\b(?:if|had)\b", clause.sentence, re.IGNORECASE)
    if would and (_ACTION.search(clause.subject) or (not clause.who and _DEED.match(clause.subject)) or _CERTAIN.search(clause.sentence) or supposed):
        yield f"{clause.subject} {would[0]}"
    elif supposed and re.match(r"(?:would|could|might) be\b", clause.rest):
        yield clause.rest
