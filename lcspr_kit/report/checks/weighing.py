"""How sure a reading is that a text judges: what speaks for it, and what takes it away.

A word alone is not enough. A word that can only judge counts two, one that may also tell counts one; that it is said of
somebody whose practice or care is looked at counts one more, and so does emphasis. What is denied, asked, supposed or
told as somebody else's word is no judgement of the text at all.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from lcspr_kit.report.checks.clauses import PAID, Who, kind_of
from lcspr_kit.report.checks.wordings import found_in, has, pattern

ALONE = 4
SURE = 3
DOUBTFUL = 2
ENOUGH = 5
JUDGED: tuple[Who, ...] = ("parent", "worker", "service")


@dataclass(frozen=True)
class Judgement:
    """Words of a text that judge, and how sure that is: `ALONE` judges by itself, `SURE` in company, `DOUBTFUL` is for a second look."""

    words: str
    weight: int


def is_own_word(sentence: str, words: str, clause: str = "") -> bool:
    """Whether a sentence says these words as its own: not denied, supposed or asked, and nobody else's."""
    at = max(sentence.find(words), 0)
    before, after = sentence[:at], sentence[at + len(words) :]
    close = clause[: clause.find(words)] if words in clause else before
    return not (has("attributed", before) or pattern("weighing_who").search(f"{before}{words}") or pattern("weighing_question").search(before) or pattern("weighing_asked").search(before) or pattern("weighing_denied").search(close) or pattern("weighing_supposed").search(before) or pattern("weighing_told_after").search(after) or pattern("weighing_supposed").search(after[:40]))


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
    return bool(pattern("weighing_reason").search(sentence))


def lies_in_things(sentence: str) -> bool:
    """Whether the reason that a sentence gives is that of no person: how things were, not who did what."""
    return any(not kind_of(reason[1]) for reason in pattern("weighing_of_things").finditer(sentence))
