"""Whether the words around a day say that it is still to come: "booked for Friday", "had until Monday".

Knows the words before and after a day, and nothing of calendars.
"""

from __future__ import annotations

import re

_PLAN = re.compile(
    r"\b(?:will|shall|would|next\s+(?:contact|visit|appointment|review|meeting|session)|due|booked|arranged|planned|scheduled|listed|(?:is|are|was|were|agreed|hope[sd]?|plan(?:s|ned)?|intend(?:s|ed)?|expect(?:s|ed)?|going|set)\s+to|(?:(?:^|[,:]\s*|\band\s+)to\s+be\s+\w+(?:ed|en|eld|et)))\b(?P<tail>.*)$",
    re.IGNORECASE | re.DOTALL,
)
_TOLD = re.compile(r"\b(?:said|says|told|announced|ruled|reported|wrote|added|(?<!be\s)seen|was|were|had|did|when|after|following|because|since)\b", re.IGNORECASE)
"""Words after "will ..." that end what is planned: "will leave, she said on Friday"."""
_UNTIL = re.compile(r"\b(?P<word>for|by|until|till)\s+$", re.IGNORECASE)
_HAPPENED = re.compile(r"[^.!?;\n]*\b(?:had|was|were)\b", re.IGNORECASE)
_FAILED = re.compile(
    r"(?:\s+(?:\w+\s+){0,2}?(?:but|and)\s+(?:\w+\s+)?)?\s*(?<=\s)(?:did\s*n[o'’]t|failed|never|(?:was\s+)?(?:cancelled|missed|postponed|rearranged)|was\s*n[o'’]t|was\s+not|not\s+(?:attended|kept|in))\b", re.IGNORECASE
)
"""After a day that was planned, and has passed: "planned for Tuesday did not take place", "due on Sunday but failed to return"."""
_SENTENCE = re.compile(r"[!?;\n]|\.\s")
_IS_ON = re.compile(r"\b(?:is|are)\s+(?:on\s+)?$", re.IGNORECASE)
"""Before a weekday: "the hearing is on Monday"."""
_BEFORE = 90


def is_ahead(text: str, start: int, end: int, weekday: bool) -> bool:
    """Whether the words say that the day at `start:end` is to come. `weekday`: it is told by its weekday alone."""
    before = _SENTENCE.split(text[max(0, start - _BEFORE) : start])[-1]
    plan = _PLAN.search(before)
    planned = plan is not None and not _TOLD.search(plan["tail"])
    until = _UNTIL.search(before)
    owned = text[end : end + 2] in ("'s", "’s")
    if owned or not weekday:
        return planned and not (owned and until is None and not re.search(r"\b(?:at|on|before)\s+$", before))
    if planned and _FAILED.match(text, end):
        return False
    if until and until["word"].lower() == "by" and not planned:
        return not _HAPPENED.match(text, end)
    return planned or until is not None or _IS_ON.search(before) is not None
