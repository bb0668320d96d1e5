"""Where a text makes a child the cause of what was done to it, or judges the child's character.

A wording of the list `child_blame` counts where the clause is about the child; a pronoun with nobody named before it means
the child too, for the report is the child's. Two forms of sentence are told by their order: what the child could have done,
and something of the child's (a refusal, an attitude) that stood in everybody's way.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from lcspr_kit.report.checks.clauses import Clause, kind_of
from lcspr_kit.report.checks.weighing import DOUBTFUL, SURE, Judgement, gives_reason, is_own_word
from lcspr_kit.report.checks.wordings import found_in, has

_PRONOUN = re.compile(r"\b(?:he|she|they|his|her|their|him|them)\b", re.IGNORECASE)
_HAD_IT_TOLD = re.compile(
    r"(?:\b[Ii]f(?: only)?|\bHad) (?:(?:[Cc]hild|[Bb]aby) \w+|[Hh]e|[Ss]he|[Tt]hey|the (?:child|boy|girl|young person))(?: had)?(?: only| ever| just| simply| not)* (?:said|told|asked|spoken|called|rung|stayed|gone|come|kept|left|listened|let|shown|confided|accepted|taken up|refused|walked|engaged)\b[^.]{0,120}\b(?:would|could|might) (?:\w+ )?(?:have|be)\b"
)
_OPEN = re.compile(r"^\W*(?:he|she|they|his|her|their)\b|\b(?:he|she|they)$", re.IGNORECASE)
_COULD_HAVE = re.compile(
    r"\b(?:could|might|should|ought to|need not|needn[’']t|did not have to|didn[’']t have to|was free to|were free to|had only to|need only have)\b(?: (?:well|easily|always|also|just|simply|at any time))*(?: have)? (?:told|said|asked|spoken|walked|stayed|left|gone (?:home|back to (?:school|his|her))|stopped|rung|called|refused|chosen|confided|turned (?:to|down)|kept away|got out|sought|accepted|tell|say|ask|speak|walk|stay|leave|stop|ring|call|refuse|choose|turn)\b",
    re.IGNORECASE,
)
_TRAIT = re.compile(
    r"\b(?:refusals?|reluctance|unwillingness|behaviou?rs?|attitudes?|conduct|defiance|hostility|aggression|silence|secrecy|lies|lying|lifestyle|life-style|choices?|decisions?|friends?|friendships?|temper|absconding|running away|truancy|truanting|non-?engagement|disengagement|lack of (?:engagement|co-?operation|openness)|failure to \w+|unreliability|stubbornness|resistance|rejection of [\w ]{2,30}|drug use|drinking|offending|promiscuity|sexuali[sz]ed \w+)\b[^,.;]{0,60}$",
    re.IGNORECASE,
)
_HINDERS = re.compile(
    r"^(?:\w+ly |itself |all |then |also |had |has |did |do |does |was |were |be ){0,3}(?:made (?:(?:it|him|her|them|life|matters|things|this|every\w*|all|any\w*|the [\w ]{2,20}|work with \w+) )(?:\w+ ){0,2}(?:hard|harder|difficult|impossible|all but|near|next to|hopeless|unmanageable|worse)|ma(?:de|ke) (?:safeguarding|protection|help|support|progress|work|engagement|placement)[\w ]{0,30}(?:hard|difficult|impossible)|defeated|frustrated|thwarted|foiled|undid|undermined|sabotaged|scuppered|wrecked|tied|prevented|hampered|hindered|blocked|obstructed|impeded|stood in the way|left (?:\w+ ){1,4}(?:no (?:choice|option|way|alternative)|nowhere|with (?:little|few|nothing|no))|put paid to|exhausted|wore (?:\w+ ){1,3}(?:down|out)|tested|(?:contributed|led)(?: \w+)? to (?:(?:his|her|their|the|this|being) )?(?:\w+ )?(?:injur\w+|harm|death|abuse\w*|exploit\w+|breakdown|closure|situation|risk|danger|attack|assault|outcome)|br(?:ought|ings?) (?:about|on|down)|caused|(?:\w+ )?the (?:cause|reason|root|source|heart)|(?:partly |largely |mainly |chiefly )?(?:responsible|to blame)|drove|scared|ruled out|limited what|got in the way|lay (?:at|behind)|explains?|cost)\b"
    r"|^(?:did|does|do|would|could) (?:\w+ )?(?:not |nothing to |little to )?(?:help|helped)\b|^(?:did|does|do) (?:him|her|them) no favours|^(?:meant|ensured) that (?:no|nobody|services|agencies|little|nothing|the|workers|staff)\b",
    re.IGNORECASE,
)
_MADE_HARD = re.compile(r"(?:\w+ly )?(?:made (?:it|life|things|matters|work\w*|the \w+) (?:\w+ )?(?:hard|harder|difficult|impossible)|left (?:\w+ ){1,3}(?:nowhere|no|little|with)|frustrated|defeated|prevented|tied|did not help|meant that (?:no|nobody|services|agencies|little|nothing|workers|staff))\b", re.IGNORECASE)
_AT_STAKE = re.compile(r"\b(?:men|lads|gangs?|dealers?|drugs?|kni(?:fe|ves)|dangers?|risks?|streets?|flat|trouble|abus\w+|exploit\w+|sexual\w*|night|help|offers?|offered|support|staff|workers?|services?|professionals|agencies|placements?|harm\w*|missing|relationship|safe\w*|blame\w*|herself|himself)\b", re.IGNORECASE)
_PARTS = re.compile(r"\b(?:part|role|share|hand) in (?:her|his|their) own\b|\b(?:responsible|responsibility|accountable|blame) for (?:her|his|their) own\b", re.IGNORECASE)


def blames_child(clause: Clause) -> Iterator[Judgement]:
    """Where a clause blames the child it is about."""
    child = "child" in (clause.who, clause.owner) or _open_pronoun(clause)
    if not child and clause.who not in ("person", "") and clause.owner != "person":
        return
    for match in found_in("child_blame", clause.text):
        if (child or _PRONOUN.search(clause.text)) and _own(clause, match[0]):
            yield Judgement(match[0], _weight(child and not has("doubtful_child", match[0]), clause.sentence) - gives_reason(clause.sentence))
    if child:
        yield from (Judgement(words, SURE - gives_reason(clause.sentence)) for words in _by_order(clause) if _own(clause, words))


def _weight(sure: bool, sentence: str) -> int:
    """The weight of a wording: a doubtful one is one only beside a danger, or help that was offered."""
    return SURE if sure else DOUBTFUL if _AT_STAKE.search(sentence) or has("emphasis", sentence) else 1


def _open_pronoun(clause: Clause) -> bool:
    """Whether a clause is about somebody whom nobody has named yet: in a report on a child, the child."""
    return "person" in (clause.who, clause.owner) and bool(_OPEN.search(clause.subject))


def _own(clause: Clause, words: str) -> bool:
    return is_own_word(clause.sentence, words, clause.text)


def _by_order(clause: Clause) -> Iterator[str]:
    """The two forms that are told by their order, and a share in one's own harm."""
    could = _COULD_HAVE.search(clause.text)
    if could and (clause.who in ("child", "person")) and "not have" not in clause.text[: could.start()]:
        yield could[0]
    if supposed := _HAD_IT_TOLD.search(clause.sentence):
        yield supposed[0]
    trait = _TRAIT.search(clause.subject)
    hinders = _HINDERS.match(clause.rest)
    if trait and hinders and kind_of(clause.subject[trait.start() :]) in ("", "child", "person"):
        yield f"{clause.subject} {hinders[0]}"
    if clause.who == "child" or _open_pronoun(clause):
        follows = re.match(r"(?:which|this|that) ", clause.text)
        if follows and _MADE_HARD.match(clause.text[follows.end() :]):
            yield clause.text
    if part := _PARTS.search(clause.text):
        yield part[0]
