"""Statements that information went to another agency: "informed the school", "shared with CSC, GP", "HV told by phone".

Knows wordings only: whether the other agency has a record of it is `chronology.discrepancies`. What a
record says was not done ("not passed to police"), and what somebody of the family was told to do
("advised to ring police"), is no such statement.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from lcspr_kit.chronology.agencywords import AgencyFinder

_VERBS = (
    r"informed|told|notified|alerted|updated|contacted|consulted|rang|telephoned|phoned|e-?mailed|"
    r"(?:wrote|spoke|spoken|reported|referred|re-?referred|handed\s+over|escalated)\s+(?:\w+\s+){0,3}?(?:to|with)|"
    r"(?:shared|discussed)\s+(?:\w+\s+){0,3}?with|"
    r"(?:sent|copied|passed|forwarded|faxed)\s+(?:\w+\s+){0,3}?to|"
    r"(?:referrals?|letters?|cop(?:y|ies)|notification|reports?|ppns?|calls?)\s+(?:(?:made|sent|completed|submitted|by\s+\w+)\s+)?to|"
    r"asked|requested\s+(?:\w+\s+){0,3}?from|checks?\s+with"
)
_ACTIVE = re.compile(rf"\b(?P<verb>{_VERBS})\s*(?:the\s+)?$", re.IGNORECASE)
_LIST = re.compile(r"(?:\s*(?:,|;|/|&|\b(?:and|plus|both|the|also|health|education)\b)\s*)+$", re.IGNORECASE)
_PASSIVE = re.compile(
    r"(?:\s+(?:service|team|\w\.?\s+[A-Z]\w+|[A-Z]\w+))?(?:(?:\s*,\s*|\s+and\s+)[\w' ]{2,30}?)?\s+(?P<plan>(?:to|will)\s+be\s+)?(?:(?:was|were|has\s+been|have\s+been|both|also|then)\s+)*"
    r"(?:informed|told|notified|alerted|made\s+aware|updated|contacted|consulted|e-?mailed|copied\s+in)(?=\s*(?:$|[.,;:)]|by\b|of\b|about\b|at\b|on\b|and\b|that\b|same\b|verbally\b|immediately\b|\d))"
)
_NOT = re.compile(r"\b(?:not|no|never|nobody|none|without|nor|didn't|wasn't|weren't|hadn't|did\s+not|yet\s+to|failed\s+to|unable\s+to|advised\s+to|asked\s+to|agreed\s+to|told\s+(?:her|him|them)|(?:she|he|they)\s+had)\b[^.;!?]{0,40}$", re.IGNORECASE)
_FUTURE = re.compile(r"\b(?:to|will|would|should|plan|must)\s*(?:be\s+)?$", re.IGNORECASE)
_CLAUSE = re.compile(r"(?<=[.;!?])\s+|\n")
_HINT = re.compile(r"inform|told|notif|alert|updat|contact|consult|rang|phone|mail|wrote|spoke|report|refer|hand|escalat|shar|discuss|sent|copi|copy|pass|forward|fax|letter|ppn|call|ask|request|check|aware", re.IGNORECASE)


@dataclass(frozen=True)
class Sharing:
    """One agency told, according to a record. `told_of` is the sentence; `planned` where it was still to be done."""

    agency: str
    told_of: str
    planned: bool = False


def find_sharing(text: str, own: str, finder: AgencyFinder, family: re.Pattern[str] | None = None) -> list[Sharing]:
    """The agencies that a record of agency `own` says were told, asked or sent something.

    `family` finds names of the family: "Kerris told the GP" is something else. Only agencies that a
    word means without doubt are given.
    """
    found: dict[str, Sharing] = {}
    for sentence in _CLAUSE.split(text):
        if not sentence or not _HINT.search(sentence):
            continue
        sentence = sentence.replace("’", "'")
        before_end = -1
        before_told = before_plan = False
        for naming in finder.find(sentence):
            if len(naming.agencies) != 1:
                continue
            agency = naming.agencies[0]
            before = sentence[: naming.start]
            plan = False
            active = _ACTIVE.search(before)
            # one of a list: "shared with CSC, health visiting, GP"
            listed = before_told and _LIST.fullmatch(sentence[before_end : naming.start]) is not None
            passive = _PASSIVE.match(sentence, naming.end)
            told = False
            if active:
                lead = before[: active.start()]
                told = not _NOT.search(lead) and not (family and family.search(lead[-30:]))
                plan = bool(_FUTURE.search(lead))
            elif listed:
                told, plan = True, before_plan
            elif passive:
                told = not _NOT.search(before) and "not " not in sentence[naming.end : passive.end()]
                plan = bool(passive["plan"])
            before_end, before_told, before_plan = naming.end, told, plan
            if told and agency != own and agency not in found:
                found[agency] = Sharing(agency, sentence.strip(), plan)
    return list(found.values())
