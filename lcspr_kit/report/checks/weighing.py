"""How sure a reading is that a text judges: what speaks for it, and what takes it away.

A word alone is not enough. A word that can only judge counts two, one that may also tell counts one; that it is said of
somebody whose practice or care is looked at counts one more, and so does emphasis. What is denied, asked, supposed or
told as somebody else's word is no judgement of the text at all.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from lcspr_kit.report.checks.clauses import PAID, Who, kind_of
from lcspr_kit.report.checks.wordings import found_in, has

SURE = 3
DOUBTFUL = 2
JUDGED: tuple[Who, ...] = ("parent", "worker", "service")

_DENIED = re.compile(r"\b(?:not|no|never|nobody|none|nor|neither|without|hardly|cannot|n[’']t|rather than|instead of|free of|than)\b(?:[^\w,;:]+[\w’'-]+){0,3}[^\w,;:]*$", re.IGNORECASE)
_SUPPOSED = re.compile(
    r"\b(?:whether|(?:easy|tempting|tempted|simple|possible|unfair|unjust|wrong|unkind|cheap|glib|comfortable) (?:\w+ )?to|(?:tried|try|careful|meant|chosen|aim\w*|does|do|did|is|are|was|were|has|have)(?: \w+)? not (?!need)(?:to )?(?:\w+ )?(?:ask|say|suggest|judge|call|claim|look|find|mean|write|speculate|guess|settle)\w*|"
    r"in vain|no (?:judge?ment|view|opinion|comment) (?:is|was) (?:made|offered|taken|given|passed)|question of (?:who|what)|might (?:be|have been) (?:called|read|taken|seen|thought)|can(?:not| not)? be (?:called|read|known)|(?:we|the review) (?:cannot|can not|do not|does not) (?:know|say|tell))\b",
    re.IGNORECASE,
)
_TOLD_AFTER = re.compile(
    r"^[^.]{0,60}, (?!(?:and |as )?(?:it|this|that|which) )(?:[\w’'-]+ ){0,3}(?:said|says|told|say|shows?|tells?|records?)\b|^ (?:was|were|is|had been) (?:named|given|cited|offered|put forward|suggested|written) (?:in|by|as)\b|\b(?:said|says|told) (?:so|us|the (?:review|event))\b|\bin (?:her|his|their|the) (?:own )?(?:words?|view|account|telling)\b|\bin (?:two|three|four|five|several|many|all|some) records?\b|\?\s*$"
    r"|\b(?:we|the review|nobody|no one) (?:cannot|can[’']t|can|will) (?:\w+ )?(?:know|say|tell|settle|answer)\b|\bis (?:a|another|no) question\b|\bmust (?:stay|remain) (?:open|unknown)\b|\bas (?:she|he|they|some|several|many|\w+ of them) (?:put|saw|called) it\b",
    re.IGNORECASE,
)
_REASON = re.compile(r"\b(?:because|since|owing to|so that|as (?:the|each|every|his|her|their|no|nobody|there)|for (?:there (?:was|were)|want of)|which (?:is|was|had|has) )|, (?:the|its|his|her|their|no|nobody|one|two|both)\b[^,.]{1,40}\b(?:having|being)\b|, (?:whose|in which) ", re.IGNORECASE)
_OF_THINGS = re.compile(r"\b(?:because|since|(?<!soon )(?<!far )(?<!well )as(?! an? )) (?!it |this |that |soon|well|if|though|he |she |they |of |nobody |no one |somebody |someone |everyone |everybody )((?:[\w’'-]+ ){1,3})", re.IGNORECASE)


@dataclass(frozen=True)
class Judgement:
    """Words of a text that judge, and how sure that is: `SURE` and more for a message, `DOUBTFUL` for a second look."""

    words: str
    weight: int


def is_own_word(sentence: str, words: str, clause: str = "") -> bool:
    """Whether a sentence says these words as its own: not denied, supposed or asked, and nobody else's."""
    at = max(sentence.find(words), 0)
    before, after = sentence[:at], sentence[at + len(words) :]
    close = clause[: clause.find(words)] if words in clause else before
    return not (has("attributed", before) or _DENIED.search(close) or _SUPPOSED.search(before) or _TOLD_AFTER.search(after) or _SUPPOSED.search(after[:40]))


def said(sentence: str, names: Iterable[str]) -> Iterator[str]:
    """The wordings of some lists that a sentence says as its own."""
    return (match[0] for name in names for match in found_in(name, sentence) if is_own_word(sentence, match[0]))


def weigh(strong: bool, who: Who, owner: Who, sentence: str) -> int:
    """The weight of a judging word said of somebody in a sentence. Nobody judges by what the reviewer does."""
    if who == "review" or owner == "review":
        return 0
    named = who in JUDGED or owner in JUDGED
    weight = (2 if strong else 1) + named + has("emphasis", sentence)
    if lies_in_things(sentence):
        return weight - 2
    return weight - (gives_reason(sentence) or (not strong and has("condition", PAID.sub("", sentence))))


def gives_reason(sentence: str) -> bool:
    """Whether a sentence says why, so that what it tells is no verdict."""
    return bool(_REASON.search(sentence))


def lies_in_things(sentence: str) -> bool:
    """Whether the reason that a sentence gives is that of no person: how things were, not who did what."""
    return any(not kind_of(reason[1]) for reason in _OF_THINGS.finditer(sentence))
