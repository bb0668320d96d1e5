"""What a paragraph adds up to: no word in it need judge by itself.

A list of `templates/wordings/tone.yml` is one kind of sign: the writer shows herself, praises faintly, says what a better one
would have done. A paragraph judges where signs of several kinds come together, in all of it or in sentences that stand side by
side, and less speaks for those of whom it tells.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from lcspr_kit.report.checks.material import sentences
from lcspr_kit.report.checks.weighing import is_own_word
from lcspr_kit.report.checks.wordings import found_in

_BLAME = ("stance", "faint_praise", "understated", "ideal", "deed", "vice", "owed")
_VERDICT = 5
"""Far above what the prose of good reports adds up to (three at most in fifty of them): a message on one costs more than a miss."""
_SIDE_BY_SIDE = 3
_MOST = 3
"""More signs than this of one kind count no more: a manner of writing is no verdict."""
_OUR_VIEW = re.compile(r"\b(?:we|I|the (?:panel|review|reviewer|author|report))\b[^.,;]{0,20}?\b(?:view|opinion|determined|considered|found|concluded|satisfied|noted|think|believe)\b(?: that)?", re.IGNORECASE)


@dataclass(frozen=True)
class Tone:
    """One sign of each kind that was found, the commonest kind first, and what all of them add up to."""

    words: tuple[str, ...]
    sum: int


def blaming(paragraph: str) -> tuple[str, ...]:
    """The words of a paragraph that together blame those of whom it tells; empty where too few do, or as much speaks for them."""
    parts = sentences(_OUR_VIEW.sub("", paragraph))
    tones = [_tone(some) for some in (parts, *_windows(parts))]
    return next((tone.words for tone in tones if len(tone.words) > 1 and tone.sum >= _VERDICT), ())


def _windows(parts: list[str]) -> list[list[str]]:
    return [parts[at : at + _SIDE_BY_SIDE] for at in range(len(parts) - _SIDE_BY_SIDE + 1)]


def _tone(parts: list[str]) -> Tone:
    found = [_signs(kind, parts) for kind in _BLAME]
    spoken_for = {match[0].lower() for part in parts for match in found_in("fair", part)}
    total = sum(min(len(words), _MOST) for words in found) - len(spoken_for)
    return Tone(tuple(words[0] for words in sorted(found, key=len, reverse=True) if words), total)


def _signs(kind: str, parts: list[str]) -> list[str]:
    """The signs of one kind that sentences say as their own, each once. What the review itself holds is its own."""
    found: dict[str, str] = {}
    for part in parts:
        for match in found_in(kind, part):
            if is_own_word(part, match[0]):
                found.setdefault(match[0].lower(), match[0])
    return list(found.values())
