"""Wordings by which two accounts of one event differ: an injury seen or none, left or right, fell or pushed.

A contrast is a row of a table: a kind, what to tell the author, and the wordings of either side. Knows
wordings only; which records are compared is `chronology.discrepancies`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

_INJURY = r"bruis\w*|fractur\w*|injur(?:y|ies|ed)|swelling|swollen|burns?|burnt|cuts?|graz\w+|scratch\w*|broken|black\s+eye|red\s+marks?|bite\s+marks?|marks?"
_NOT = re.compile(r"\b(?:no|not|nil|without|denie[sd]|denying|never|neither|nor|old|any|non|un)\b(?:\W+\w+){0,3}\W*$", re.IGNORECASE)
_CLAUSE = re.compile(r"[.;!?\n]|\bbut\b", re.IGNORECASE)


@dataclass(frozen=True)
class Contrast:
    """Two ways of telling something. `within` must be in both texts for the contrast to count."""

    kind: str
    what: str
    one: re.Pattern[str]
    other: re.Pattern[str]
    within: re.Pattern[str] | None = None
    is_denied: bool = True


def _any(*wordings: str) -> re.Pattern[str]:
    return re.compile(rf"(?<![\w-])(?:{'|'.join(wordings)})(?![\w-])", re.IGNORECASE)


_HURT = _any(_INJURY)
_NO_HURT = _any(
    rf"(?:no|nil|without|not\s+any|denie[sd]\s+any|no\s+(?:visible|apparent|obvious|other|new|fresh|sign\s+of|signs\s+of|evidence\s+of))\s+(?:\w+\s+){{0,2}}?(?:{_INJURY})",
    r"uninjured|unharmed|unhurt|not\s+(?:injured|hurt)",
)
CONTRASTS: tuple[Contrast, ...] = (
    Contrast("injury", "One tells of an injury, the other of none.", _HURT, _NO_HURT),
    Contrast("side", "One says left, the other right.", _any("left", "(?-i:L)"), _any("right", "(?-i:R)"), within=_HURT),
    Contrast(
        "account",
        "One tells of a fall or an accident, the other of somebody's act.",
        _any(r"fell", r"fall(?:en|s)?", r"accident\w*", r"tripped", r"slipped", r"rolled\s+off", r"tumbled"),
        _any(r"assault\w*", r"pushed", r"hit", r"kick(?:ed|s)?", r"punch(?:ed|es)?", r"slapped", r"thrown", r"threw", r"shaken", r"shook", r"strangl\w*", r"grabbed", r"non-accidental", r"inflicted"),
    ),
    Contrast(
        "outcome",
        "One tells of no further action or closure, the other of work that goes on.",
        _any(r"(?-i:NFA)", r"no\s+further\s+action", r"case\s+closed", r"closed", r"(?:did\s+)?not\s+me(?:et|t)\s+(?:the\s+)?threshold", r"below\s+threshold", r"threshold\s+not\s+met", r"no\s+role"),
        _any(r"assessment\s+(?:to\s+(?:start|begin)|started|opened|agreed|by)", r"section\s*47", r"s\.?\s*47", r"threshold\s+(?:for\s+\w+\s+)?met", r"allocated", r"referral\s+accepted", r"strategy\s+(?:discussion|meeting)\s+(?:agreed|to\s+be\s+held|arranged)", r"(?:c\s*&\s*f|child\s+and\s+family)\s+assessment"),
    ),
)  # fmt: skip
"""What is compared. A new contrast is a new row."""


def differing(a: str, b: str) -> list[tuple[str, str]]:
    """The (kind, sentence) of every contrast between two texts: each takes one side, and only that one."""
    found = []
    for contrast in CONTRASTS:
        if contrast.within and not (contrast.within.search(a) and contrast.within.search(b)):
            continue
        sides = [_side(contrast, text) for text in (a, b)]
        if set(sides) == {"one", "other"}:
            found.append((contrast.kind, contrast.what))
    return found


def tells_of_injury(text: str) -> bool:
    """Whether a text says that somebody is hurt, in any clause that doesn't deny it."""
    return any(_is_said(_HURT, clause) for clause in _CLAUSE.split(text))


def _side(contrast: Contrast, text: str) -> str:
    """Which side a text takes; empty where it takes both or none. A denied wording is not its side."""
    one, other = (any(_is_said(pattern, clause) for clause in _CLAUSE.split(text)) for pattern in (contrast.one, contrast.other))
    if one == other:
        return ""
    return "one" if one else "other"


def _is_said(pattern: re.Pattern[str], clause: str) -> bool:
    return any(_NOT.search(clause[: match.start()]) is None for match in pattern.finditer(clause))
