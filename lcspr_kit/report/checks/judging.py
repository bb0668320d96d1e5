"""Where a text judges: blames somebody, knows better afterwards, or ends with somebody's error.

Each function looks at clauses, their subject and their verb, and gives the judging words as matches in the text.
What is told as somebody's word, or denied, is no judgement of the text.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from lcspr_kit.report.checks.clauses import Clause, clauses, kind_of
from lcspr_kit.report.checks.material import sentences
from lcspr_kit.report.checks.wordings import found_in, has

_PEOPLE = ("parent", "worker", "service", "person")
_BEING = re.compile(r"^(?:was|were|is|are|be|been|had been|has been|have been|seem\w*|appear\w*|remain\w*|prove[dns]*|became|becam\w*|(?:had )?grown|grew|got|had become|turned|show(?:ed|s|n) (?:him|her|it|them)sel\w+|(?:can|could|should|must|ought to) be)\b(?:\W+[\w’'-]+){0,5}?\W+$", re.IGNORECASE)
_DOING = r"(?:work|practice|response|recording|record|entry|approach|attitude|handling|assessment|supervision|management|manner|conduct|behaviour|decision|judge?ment|effort|attempt|lifestyle|choice|parenting|service|care|acceptance|use|way|reading|visit|report|conversation|enquiry|enquiries)s?"
_CONDUCT = re.compile(rf"\b(?:social work|{_DOING})$", re.IGNORECASE)
_POOR = re.compile(r"(?:was|were|is|are) (?:\w+ ){0,2}?(?:poor|weak|bad|inadequate|unsatisfactory|woeful|lacking|wanting|deficient|simply not enough|not enough)\b", re.IGNORECASE)
_DENIED = re.compile(r"\b(?:not|no|never|nobody|none|nor|neither|without|hardly|n[’']t|rather than|instead of|free of|than)\b(?:\W+[\w’'-]+){0,3}\W*$", re.IGNORECASE)
_PUT_TO_US = re.compile(r"\b(?:suggest(?:ed|ion|s)|put to us|alleg\w+|accus\w+|told us|(?<!be )said|described|complained|according to)\b", re.IGNORECASE)
_BETTER_ONE = re.compile(r"^(?:an?|any|most) (?:\w+ly )?(?:(?:more|better|less) [\w-]+|(?:\w+ly )?(?:good|proper|\w+(?:ing|ent|ant|ful|able|ible|ous|ive)|experienced|skilled|trained|alert|astute|keen|sharp|sound))\b", re.IGNORECASE)
_PERFECT = re.compile(r"^(?:would|could|might|should|ought to)(?:,? [\w’'-]+){0,5}? have\b", re.IGNORECASE)
_OUGHT = re.compile(r"\b(?:should|ought)(?: not| never)?(?: to)?(?: \w+)? have (?!been (?:able|given|told|free|offered|spared))\w+", re.IGNORECASE)
_ACTION = re.compile(r"\b(?:visit|call|question|conversation|conference|meeting|referral|check|letter|assessment|word|look|step|order|removal|intervention|action|curiosity|challenge|supervision|oversight|enquiry|inquiry|discussion|examination|x-ray|scan|review|plan|report|response|message|reading|escalation|sharing|interest|attention|thought|care|vigilance|effort|work|communication|appointment|note|help|support|outcome|ending|course|result|injury|harm|death|story|things|that|this)s?(?: (?:at|in|on|to|of|by|from|with|for|then|there|here|between|about)\b.*)?$", re.IGNORECASE)
_OTHER_DEED = re.compile(r"\b(?:our|the reviewer|the review|the family)\b", re.IGNORECASE)
_DEED = re.compile(r"^(?:[Aa]n?|[Oo]ne|[Aa]ny|[Tt]he|[Ss]uch|[Hh]is|[Hh]er|[Tt]heir)?\s*\w+ing\b(?! [A-Z])")
_ESCAPED = re.compile(r"\b(?:would|could|might)(?: \w+){0,3} (?:have (?:been (?:\w+ )?(?:alive|safer?|spared|protected|saved|unharmed|kept|found|prevented|avoided|averted|seen|different)|survived|lived|come to light|brought|revealed|shown|uncovered|prevented|stopped|kept|picked|led)|be alive)\b", re.IGNORECASE)
_EASILY = re.compile(r"\b(?:surely|easily|simply|at any time|at least|and should)\b", re.IGNORECASE)
_TOLD = re.compile(r"\b(?:(?<!be )(?<!been )(?<!was )(?<!were )(?:said|says|told|asked|described)|felt|feels?|thought|think|thinks|believed?|believes|reflected|wished|wondered|wrote|explained|recalled|added|regretted|argued|worried|hoped|(?:polic(?:y|ies)|protocols?|procedures?|rules?|guidance|standards?|law|pathway|plan)(?: \w+){0,4}?(?:,| that| is| was| says?| sets?| sets? out| expects?| requires?))\b", re.IGNORECASE)

_CAUSE = re.compile(r"\b(?:because|since(?= (?:the|a|she|he|they|nobody)\b)|(?<=, )as(?= (?:the|she|he|they)\b)|as(?= (?:the|a) \w+ (?:had|was|did))|(?:reason|cause|explanation|answer) (?:is|was) (?:simple|that)|due to|owing to|the (?:reason|cause|explanation) (?:is|was|lies in|lay in)|explained by)\b[: ]*", re.IGNORECASE)


def is_denied(text: str, match: re.Match[str]) -> bool:
    """Whether the sentence denies what the match says, or gives it as somebody else's word."""
    before = re.split(r"[.!?\n]", text[: match.start()])[-1]
    inside = re.search(r"\b(?:not|never)\b(?= (?:to blame|at fault|culpable|negligent|careless|incompetent|wrong|complacent|indifferent))", match[0], re.IGNORECASE)
    return bool(inside or _DENIED.search(before) or _PUT_TO_US.search(before))


def blames(text: str) -> list[str]:
    """The words in which a text blames a person or a service, in order."""
    return [found for clause in clauses(text) for found in _blame(clause)][:20]


def _blame(clause: Clause) -> Iterator[str]:
    for match in found_in("fault_phrase", clause.text):
        if not _attributed(clause, match):
            yield match[0]
    for match in found_in("fault_noun", clause.text):
        if not _attributed(clause, match) and not _DENIED.search(clause.text[: match.start()]):
            yield match[0]
    for match in found_in("fault_adjective", clause.text):
        if _attributed(clause, match) or _DENIED.search(clause.text[: match.start()]):
            continue
        after = clause.text[match.end() :]
        predicated = (_CONDUCT.search(clause.subject) or clause.who in _PEOPLE or clause.owner in _PEOPLE) and _BEING.match(f"{clause.text[len(clause.text) - len(clause.rest) : match.start()]} ")
        beside = " ".join(re.split(r"[,.]", after)[0].split()[:3])
        if predicated or re.search(rf"\b{_DOING}\b", beside) or kind_of(beside) in _PEOPLE:
            yield match[0]
    if _CONDUCT.search(clause.subject) and (poor := _POOR.match(clause.rest)):
        yield f"{clause.subject} {poor[0]}"
    if _BETTER_ONE.match(clause.subject) and clause.who in _PEOPLE and _PERFECT.match(clause.rest):
        yield clause.subject
    if clause.who in _PEOPLE or clause.owner in _PEOPLE:
        for match in found_in("fault_verb", clause.rest):
            if not _attributed(clause, match, clause.rest):
                yield match[0]


def _attributed(clause: Clause, match: re.Match[str], inside: str = "") -> bool:
    """Whether the words around a judgement make it somebody else's, deny it or ask about it."""
    at = clause.sentence.find(match[0])
    before, after = clause.sentence[: max(at, 0)], clause.sentence[at + len(match[0]) :]
    return has("attributed", before) or bool(re.search(r"^[^.]{0,60}, (?:[\w’'-]+ ){0,3}(?:said|says|told)\b|\b(?:said|says|told) (?:so|us|the review)\b|\bin (?:her|his|their|the) (?:own )?words?\b|\bin (?:two|three|four|five|several|many|all|some) records?\b|\?\s*$", after))


def knows_better(text: str) -> list[str]:
    """The words in which a text judges from later knowledge, in order."""
    return [found for clause in clauses(text) for found in _later(clause)][:20]


def _later(clause: Clause) -> Iterator[str]:
    before = clause.sentence[: max(clause.sentence.find(clause.text), 0)]

    def open_to(match: re.Match[str]) -> bool:
        told = _TOLD.search(f"{before}{clause.text[: match.start()]}") or re.search(r", (?:[\w’'-]+ ){0,3}(?:said|says|told)\b|\?\s*$", clause.sentence)
        return not told and not _DENIED.search(clause.text[: match.start()])

    for match in found_in("known_later", clause.text):
        if open_to(match):
            yield match[0]
    for match in _OUGHT.finditer(clause.text):
        if open_to(match):
            yield match[0]
    for match in found_in("visible", clause.rest):
        if has("risk_noun", clause.subject) and _BEING.match(f"{clause.rest[: match.start()]} ") and not _DENIED.search(clause.rest[: match.start()]) and not _TOLD.search(before):
            yield f"{clause.subject} {clause.rest[: match.end()]}"
    perfect = _PERFECT.match(clause.rest)
    if perfect and not _TOLD.search(before) and clause.who != "nobody":
        deed = (_ACTION.search(clause.subject) or (not clause.who and _DEED.match(clause.subject))) and not _OTHER_DEED.search(clause.subject)
        if deed or _ESCAPED.search(clause.rest) or _EASILY.search(clause.sentence):
            yield f"{clause.subject} {perfect[0]}"
    elif _ESCAPED.search(clause.rest) and re.search(r"\bif\b|\bhad\b", clause.sentence, re.IGNORECASE) and not _TOLD.search(before):
        yield clause.rest


def stops_at_error(paragraph: str) -> str:
    """The words with which an explanation stops at what somebody did; empty where it goes on to conditions.

    Conditions count where they are named as conditions, not where they are named to say that they played no part."""
    slip = next((match[0] for name in ("slip", "error_end") for match in found_in(name, paragraph)), "")
    cause = "" if slip else _human_cause(paragraph)
    if not slip and not cause:
        return ""
    parts = sentences(paragraph)
    denied = [part for part in parts if has("no_condition", part)]
    rest = " ".join(part for part in parts if part not in denied)
    for match in [*found_in("slip", rest)] if slip else []:
        rest = rest.replace(match[0], " ")
    rest = rest.replace(slip, " ") if slip else rest
    others = {match[0].lower() for match in found_in("system", rest)}
    if has("condition", rest):
        return ""
    if not denied and slip and (len(others) >= 2 or (has("causal", rest) and others)):
        return ""
    return slip or cause


def _human_cause(paragraph: str) -> str:
    """An explanation whose cause is what a worker or a service did or was."""
    for sentence in sentences(paragraph):
        marker = _CAUSE.search(sentence)
        if not marker:
            continue
        after = next(clauses(sentence[marker.end() :].strip(" ,:")), None)
        if after and after.who in ("worker", "service", "person") and after.subject:
            return f"{marker[0]} {after.text}".strip()
    return ""
