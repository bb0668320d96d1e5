"""What a paragraph adds up to: no word in it need judge by itself.

A list of `templates/wordings/tone.yml` is one kind of sign: the writer shows herself, praises faintly, says what a better one
would have done. A paragraph judges where signs of several kinds come together, in all of it or in sentences that stand side by
side, and less speaks for those of whom it tells.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from lcspr_kit.report.checks.material import sentences, words_in
from lcspr_kit.report.checks.weighing import is_own_word
from lcspr_kit.report.checks.wordings import found_in, has

_BLAME = ("stance", "faint_praise", "understated", "ideal", "deed", "vice", "owed")
_LATER = ("afterwards", "supposed", "open_to_see", "fate")
_VERDICT = 3
_LONG = 80
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
    """The words of a paragraph that together blame those of whom it tells; empty where too few do, or as much speaks for them.

    A long paragraph that speaks for nobody needs fewer."""
    parts = sentences(_OUR_VIEW.sub("", paragraph))
    needed = _VERDICT - (words_in(paragraph) >= _LONG and not has("fair", paragraph))
    return _first([_tone(some, _BLAME, "fair", 1) for some in (parts, *_windows(parts))], needed)


def from_the_end(paragraph: str) -> tuple[str, ...]:
    """The words of a paragraph that together see from the end what nobody could see then; empty where too few do, or it says how it looked then."""
    if not (has("supposed", paragraph) or has("open_to_see", paragraph)):
        return ()  # what came later is told, and nothing is said of those who were there
    parts = sentences(_OUR_VIEW.sub("", paragraph))
    needed = _VERDICT + 2 * (not has("afterwards", paragraph))
    return _first([_tone(some, _LATER, "before_the_end", 2) for some in (parts, *_windows(parts))], needed)


def _windows(parts: list[str]) -> list[list[str]]:
    return [parts[at : at + _SIDE_BY_SIDE] for at in range(len(parts) - _SIDE_BY_SIDE + 1)]


def _first(tones: Sequence[Tone], needed: int) -> tuple[str, ...]:
    """The words of the first of some tones that has signs of several kinds and adds up to what is needed."""
    return next((tone.words for tone in tones if len(tone.words) > 1 and tone.sum >= needed), ())


def _tone(parts: list[str], kinds: Sequence[str], against: str, less: int) -> Tone:
    found = [_signs(kind, parts) for kind in kinds]
    spoken_for = {match[0].lower() for part in parts for match in found_in(against, part)}
    total = sum(min(len(words), _MOST) for words in found) - less * len(spoken_for)
    return Tone(tuple(words[0] for words in sorted(found, key=len, reverse=True) if words), total)


def _signs(kind: str, parts: list[str]) -> list[str]:
    """The signs of one kind that sentences say as their own, each once. What the review itself holds is its own."""
    found: dict[str, str] = {}
    for part in parts:
        for match in found_in(kind, part):
            if is_own_word(part, match[0]):
                found.setdefault(match[0].lower(), match[0])
    return list(found.values())
