"""Who is to be asked to contribute to the review, for the author's own picture. Knows no drawing.

The author writes it in the register's column `contribute`, in her own words; this only sorts the
words into four groups and never decides anything.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from lcspr_kit.privacy.register import Person

GROUPS = {
    "invited": "To be invited to contribute",
    "wait": "Not decided, or to wait",
    "proceedings": "Parallel proceedings: agree first when and how to ask",
    "no contact": "Not to be contacted",
}
_NO = re.compile(r"\b(no|not|never|none|don't|do not|declined?|excluded?|refused?)\b", re.I)
_PROCEEDINGS = re.compile(
    r"\b(proceedings?|criminal|police|charg\w*|court|trial|prosecut\w*|coron\w*|inquest|investigat\w*|bail|suspect|witness|disciplinary|cps|sentenc\w*)\b", re.I
)
_WAIT = re.compile(r"\b(after|until|once|wait|later|asked|consider\w*|decid\w*|tbc|unsure|maybe|possibly|perhaps)\b|\?", re.I)
_YES = re.compile(r"\b(yes|invited?|agreed|will|contribut\w*|met|meet\w*)\b", re.I)


@dataclass(frozen=True)
class Contribution:
    """A person's group (a key of `GROUPS`) and the author's words."""

    person: str
    group: str
    reason: str


def contribution_of(person: Person) -> Contribution | None:
    """The group of a person by the words in `contribute`; None where nothing is written.

    Proceedings come first, because they bind everything else; then a clear no, then waiting.
    """
    words = person.contribute.strip()
    if not words:
        return None
    opening = re.split(r"[:;,.]", words, maxsplit=1)[0]
    if _NO.match(opening) and not re.match(r"not (yet|decided)", opening, re.I):
        group = "no contact"
    elif _PROCEEDINGS.search(words):
        group = "proceedings"
    elif re.match(r"\s*yes\b", opening, re.I):
        group = "invited"
    elif _WAIT.search(words):
        group = "wait"
    else:
        group = "invited" if _YES.search(words) else "wait"
    return Contribution(person.id, group, words)
