"""Where a text makes a child the cause of what was done to it, or judges the child's character.

A wording of the list `child_blame` counts where the clause is about the child; a pronoun with nobody named before it means
the child too, for the report is the child's. Two forms of sentence are told by their order: what the child could have done,
and something of the child's (a refusal, an attitude) that stood in everybody's way.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from lcspr_kit.report.checks.clauses import Clause, kind_of
from lcspr_kit.report.checks.weighing import ALONE, DOUBTFUL, Judgement, gives_reason, is_own_word
from lcspr_kit.report.checks.wordings import found_in, has, pattern

_HAD_IT_TOLD = re.compile(
    r"(?:\b[Ii]f(?: only)?|\bHad) (?:(?:[Cc]hild|[Bb]aby) \w+|[Hh]e|[Ss]he|[Tt]hey|the (?:child|boy|girl|young person))(?: had)?(?: only| ever| just| simply| not)* (?:said|told|asked|spoken|called|rung|stayed|gone|come|kept|left|listened|let|shown|confided|accepted|taken up|refused|walked|engaged)\b[^.]{0,120}\b(?:would|could|might) (?:\w+ )?(?:have|be)\b"
)


def blames_child(clause: Clause) -> Iterator[Judgement]:
    """Where a clause blames the child it is about."""
    child = "child" in (clause.who, clause.owner) or _open_pronoun(clause)
    if not child and clause.who not in ("person", "") and clause.owner != "person":
        return
    for match in found_in("child_blame", clause.text):
        if (child or pattern("child_blame_pronoun").search(clause.text)) and _own(clause, match[0]):
            yield Judgement(match[0], _weight(child and not has("doubtful_child", match[0]), clause.sentence) - gives_reason(clause.sentence))
    if child:
        yield from (Judgement(words, ALONE - gives_reason(clause.sentence)) for words in _by_order(clause) if _own(clause, words))


def _weight(sure: bool, sentence: str) -> int:
    """The weight of a wording: a doubtful one is one only beside a danger, or help that was offered."""
    return ALONE if sure else DOUBTFUL if pattern("child_blame_at_stake").search(sentence) or has("emphasis", sentence) else 1


def _open_pronoun(clause: Clause) -> bool:
    """Whether a clause is about somebody whom nobody has named yet: in a report on a child, the child."""
    return "person" in (clause.who, clause.owner) and bool(pattern("child_blame_open").search(clause.subject))


def _own(clause: Clause, words: str) -> bool:
    return is_own_word(clause.sentence, words, clause.text)


def _by_order(clause: Clause) -> Iterator[str]:
    """The two forms that are told by their order, and a share in one's own harm."""
    could = pattern("child_blame_could_have").search(clause.text)
    asked = pattern("child_blame_asked").search(clause.text[: could.start()]) if could else None
    if could and not asked and "might" not in could[0] and (clause.who == "child" or (clause.who == "person" and kind_of(clause.text[could.end() :]) != "child")) and "not have" not in clause.text[: could.start()] and not _able(clause.text, could):
        yield could[0]
    if supposed := _HAD_IT_TOLD.search(clause.sentence):
        yield supposed[0]
    trait = pattern("child_blame_trait").search(clause.subject)
    hinders = pattern("child_blame_hinders").match(clause.rest)
    if trait and hinders and kind_of(clause.subject[trait.start() :]) in ("", "child", "person"):
        yield f"{clause.subject} {hinders[0]}"
    if clause.who == "child" or _open_pronoun(clause):
        follows = re.match(r"(?:which|this|that) ", clause.text)
        if follows and pattern("child_blame_made_hard").match(clause.text[follows.end() :]):
            yield clause.text
    if part := pattern("child_blame_parts").search(clause.text):
        yield part[0]


def _able(text: str, could: re.Match[str]) -> bool:
    """Whether "could" tells what the child was able to do: "who could speak English", "the one who could say why"."""
    return re.search(r"\b(?:who|which|that)\s*$", text[: could.start()]) is not None and "have" not in could[0].split()
