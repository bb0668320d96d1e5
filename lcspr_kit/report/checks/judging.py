"""Where a text judges: blames somebody, or knows better afterwards.

Each function looks at clauses, their subject and their verb, and gives the judging words with how sure that is.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache
from itertools import groupby

from lcspr_kit.report.checks.child_blame import blames_child
from lcspr_kit.report.checks.clauses import Clause, Who, clauses, kind_of
from lcspr_kit.report.checks.hindsight import WOULD_HAVE, late_words, later
from lcspr_kit.report.checks.weighing import (
    ALONE,
    DOUBTFUL,
    ENOUGH,
    JUDGED,
    SURE,
    Judgement,
    is_own_word,
    said,
    weigh,
)
from lcspr_kit.report.checks.wordings import found_in, has, pattern

_DOING = r"(?:work|practice|response|recording|record|entry|approach|attitude|handling|assessment|supervision|management|manner|conduct|behaviour|decision|judge?ment|effort|attempt|lifestyle|choice|parenting|service|care|acceptance|use|way|reading|visit|report|conversation|enquiry|enquiries|examination|performance|treatment|job|piece of work|note)s?"


@lru_cache(maxsize=512)
def blames(text: str) -> tuple[Judgement, ...]:
    """Where a text blames a person, a child or a service, surest first."""
    found: list[Judgement] = []
    for sentence, parts in _by_sentence(text):
        whole = (Judgement(words, weigh(not has("doubtful_blame", words), "service", "", sentence) - bool(pattern("judging_which_one").search(words))) for words in said(sentence, ("blame", "fault_phrase")) if not pattern("judging_is").match(words) or _of_somebody(words, parts))
        found += _together([*whole, *(each for clause in parts for each in _blame(clause))])
    return _surest(found)


@lru_cache(maxsize=512)
def knows_better(text: str) -> tuple[Judgement, ...]:
    """Where a text judges from later knowledge, surest first."""
    found: list[Judgement] = []
    spoken = list(_by_sentence(text))
    for (before, _), (sentence, parts), (following, _) in zip([("", []), *spoken], spoken, [*spoken, ("", [])][1:], strict=False):
        if not pattern("judging_no_difference").search(sentence) and not pattern("judging_not_claimed").search(f"{before} {sentence}"):
            found += _together([*late_words(sentence, following), *(each for clause in parts for each in later(clause))])
    return _surest(found)


def verdict(text: str) -> tuple[tuple[Judgement, ...], tuple[Judgement, ...]]:
    """What a text says that blames, and that knows better afterwards, surest first: both empty where it gives no verdict.

    Honest prose has a word here and there that could judge; who means to judge says it more than once. So it takes
    words that judge by themselves, or a sure word with others in the same text that add up to `ENOUGH`."""
    blamed, later_known = blames(text), knows_better(text)
    found = apart([*blamed, *later_known])
    weights = [each.weight for each in found]
    if max(weights, default=0) >= ALONE or (max(weights, default=0) >= SURE and sum(weights) >= ENOUGH):
        return tuple(each for each in blamed if each.weight >= SURE), tuple(each for each in later_known if each.weight >= SURE)
    return (), ()


def apart(found: Iterable[Judgement]) -> list[Judgement]:
    """Judgements none of which stands inside another, surest first."""
    kept: list[Judgement] = []
    for each in sorted(found, key=lambda one: -one.weight):
        if not any(each.words.strip() in other.words or other.words.strip() in each.words for other in kept):
            kept.append(each)
    return kept


def _by_sentence(text: str) -> Iterator[tuple[str, list[Clause]]]:
    return ((sentence, list(parts)) for sentence, parts in groupby(clauses(text), key=lambda clause: clause.sentence))


def _of_somebody(words: str, parts: list[Clause]) -> bool:
    """Whether what was or is so is said of a person, a service or what they did; a boiler may be at fault."""
    return any(words in each.text and (each.who in (*JUDGED, "person", "nobody") or each.owner in JUDGED or pattern("judging_conduct").search(each.subject)) for each in parts)


def _together(found: list[Judgement]) -> list[Judgement]:
    """Two doubtful readings of different words in one sentence make one that is sure."""
    doubtful = [each for each in found if each.weight == DOUBTFUL]
    apart = any(one.words.strip() not in other.words and other.words.strip() not in one.words for one in doubtful for other in doubtful)
    return [Judgement(each.words, SURE if apart and each.weight == DOUBTFUL else each.weight) for each in found]


def _surest(found: Iterable[Judgement]) -> tuple[Judgement, ...]:
    """Judgements by weight, one for the same words."""
    best: dict[str, Judgement] = {}
    for each in found:
        if each.weight >= SURE and has("unmistakable", each.words):
            each = Judgement(each.words, max(each.weight, ALONE))
        if each.weight > 0 and (each.words not in best or best[each.words].weight < each.weight):
            best[each.words] = each
    return tuple(sorted(best.values(), key=lambda each: -each.weight))


def _blame(clause: Clause) -> Iterator[Judgement]:
    yield from blames_child(clause)
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
        if pattern("judging_conduct").search(clause.subject) and pattern("judging_being").match(f"{start} "):
            yield match[0], "service"
        elif (clause.who in (*JUDGED, "person") or clause.owner in (*JUDGED, "person")) and pattern("judging_being").match(f"{start} "):
            yield match[0], clause.who
        elif kind_of(beside) in JUDGED or re.search(rf"\b{_DOING}\b", beside):
            yield match[0], kind_of(beside)
    if pattern("judging_conduct").search(clause.subject) and (poor := pattern("judging_poor").match(clause.rest)) and not pattern("judging_denies").search(poor[0]):
        yield f"{clause.subject} {poor[0]}", "service"
    if pattern("judging_better_one").match(clause.subject) and clause.who in JUDGED and WOULD_HAVE.match(clause.rest):
        yield clause.subject, clause.who
    if clause.who in (*JUDGED, "person") or clause.owner in JUDGED:
        yield from ((match[0], clause.who) for match in found_in("fault_verb", clause.rest) if not pattern("judging_reported").search(clause.rest[: match.start()]))
