"""Where a clause or a sentence knows what came after: what should have been, what would have come of it, what was there to be seen."""

from __future__ import annotations

import re
from collections.abc import Iterator

from lcspr_kit.report.checks.clauses import Clause, kind_of
from lcspr_kit.report.checks.weighing import (
    ALONE,
    DOUBTFUL,
    JUDGED,
    SURE,
    Judgement,
    gives_reason,
    is_own_word,
    said,
)
from lcspr_kit.report.checks.wordings import found_in, has, pattern

WOULD_HAVE = re.compile(r"^(?:would|could|might|should|ought to)(?:,? [\w’'-]+){0,5}? have\b", re.IGNORECASE)
_HAD_THEY = re.compile(
    r"(?:\bHad|\b[Ii]f(?: only)?) (?:(?:the|a|an|any|her|his|either|one of the|those|these) )?(?P<who>[\w’' -]{2,40}?)(?: had)?(?: (?:not|only|but|simply|even|just|instead|ever|at any point))* (?!been (?:able|told|given|free|offered|allowed|shown|trained|sent|warned|asked|paid|known)|known|had|received|room|time|access|read about)(?P<did>[a-z]{2,}(?:ed|t)|been (?:more|less|bolder|braver|firmer|quicker|curious|taken|rung|called|seen|visited|followed|read|opened|heeded|joined|put)|gone|rung|seen|spoken|taken|given|made|held|put|read|come|thought|done|paid|sought|shown|written|stood|laid|heard|begun|broken)\b[^.]{0,160}?\b(?:would|could|might)(?: \w+){0,2} (?:have|be)\b"
)


def late_words(sentence: str, following: str = "") -> Iterator[Judgement]:
    """Wordings of a sentence that tell of later knowledge. Hindsight that is named as such, there or against what follows, is none."""
    for match in pattern("hindsight_anyone").finditer(sentence):
        if is_own_word(sentence, match[0]) and not pattern("hindsight_not_ours").search(sentence[: match.start()]):
            yield Judgement(match[0], ALONE)
    danger = has("risk_noun", sentence) or has("emphasis", sentence)
    for words in said(sentence, ("hindsight", "known_later")):
        named = "hindsight" in words.lower() and pattern("hindsight_named").search(f"{sentence} {following}")
        if not named and not pattern("hindsight_not_ours").search(sentence[: sentence.find(words)]):
            excused = pattern("hindsight_lost").search(words) and gives_reason(sentence)
            yield Judgement(words, SURE if not has("doubtful_hindsight", words) and not excused and not pattern("hindsight_which_one").search(words) else DOUBTFUL if danger else 1)
    for supposed in _HAD_THEY.finditer(sentence):
        if _is_worker(supposed["who"]) and is_own_word(sentence, supposed[0]):
            yield Judgement(supposed[0], SURE)


def later(clause: Clause) -> Iterator[Judgement]:
    """What a clause says that should have been, must have been or would have come of something."""
    before = clause.sentence[: max(clause.sentence.find(clause.text), 0)]
    for words in _late_verbs(clause):
        if clause.who != "review" and not pattern("hindsight_not_ours").search(f"{before}{clause.text[: clause.text.find(words)]}") and is_own_word(clause.sentence, words, clause.text):
            yield Judgement(words, DOUBTFUL if pattern("hindsight_which_one").search(clause.text[: clause.text.find(words)] + words) else SURE)


def _is_worker(words: str) -> bool:
    """Whether those of whom something is supposed are workers, services, or anybody at all."""
    return kind_of(words) in JUDGED[1:] or bool(re.fullmatch(r"(?:any|some)(?:one|body)(?: \w+){0,3}|professionals|they|agencies", words, re.IGNORECASE))


def _late_verbs(clause: Clause) -> Iterator[str]:
    for name in ("hindsight_ought", "hindsight_must_have"):
        yield from (match[0] for match in pattern(name).finditer(clause.text))
    for match in found_in("visible", clause.rest):
        if has("risk_noun", clause.subject) and pattern("hindsight_being").match(f"{clause.rest[: match.start()]} "):
            yield f"{clause.subject} {clause.rest[: match.end()]}"
    would = WOULD_HAVE.match(clause.rest)
    if would and pattern("hindsight_small").match(clause.subject) and not pattern("hindsight_costs").search(clause.rest):
        yield f"{clause.subject} {would[0]}"
        return
    ending = pattern("hindsight_different_end").search(clause.rest)
    if not ending or clause.who == "nobody" or pattern("hindsight_asked_only").match(clause.subject):
        return
    supposed = re.search(r"\b(?:if|had)\b", clause.sentence, re.IGNORECASE)
    if would and (pattern("hindsight_action").search(clause.subject) or (not clause.who and pattern("hindsight_deed").match(clause.subject)) or pattern("hindsight_certain").search(clause.sentence) or supposed):
        yield f"{clause.subject} {clause.rest[: max(would.end(), ending.end())]}"
    elif supposed and re.match(r"(?:would|could|might) be\b", clause.rest):
        yield clause.rest
