"""What a recommendation asks somebody to do: its verbs, and whether any of them can be seen to be done."""

from __future__ import annotations

import re
from collections.abc import Iterator

from lcspr_kit.report.checks.material import sentences, words_in
from lcspr_kit.report.checks.wordings import has, pattern

_ADVERBS = r"(?:(?:also|always|all|each|not|\w+ly|now|still|jointly|together|again)\s+)*"
_OPENING = re.compile(r"^(?:and |that |please )?(?P<verb>[A-Za-z]+)(?P<after>[^.;]*)")
_INSIDE = re.compile(r"\b(?:decide|agree|say|says|see|know|write down|set out|settle|list|of|on|about) (?:what|which|who|how|whether|when|where)\b[^,;]{0,40}$", re.IGNORECASE)
_SLOGAN = 7


def asks_nothing_definite(text: str) -> str:
    """The soft words of a recommendation all of whose verbs ask for what nobody can see done; empty for one that is definite.

    A number, a time or a way ("by ringing ...") makes a recommendation definite."""
    if has("concrete", text) or pattern("asking_how").search(text):
        return ""
    asked = [each for part in sentences(text) for each in _asked(part)]
    soft = [f"{verb}{after}" for verb, after in asked if _is_soft(verb, after)]
    if not asked or len(soft) < len(asked):
        return ""
    return " ".join(soft[0].split()[:6])


def _asked(part: str) -> Iterator[tuple[str, str]]:
    """Each verb of a sentence that asks, with what follows."""
    thought = pattern("asking_thought").match(part)
    if thought:
        yield "consider", thought[0]
        return
    if re.match(r"(?:everyone|everybody|we all|all \w+) (?:\w+ )?(?:has|have|is|are)\b", part, re.IGNORECASE):
        yield "be", part
        return
    slots = [slot for slot in pattern("asking_slot").finditer(part) if not _INSIDE.search(part[: slot.start()])]
    opening = _OPENING.match(part)
    if opening and (pattern("asking_soft").match(opening["verb"]) or pattern("asking_light").match(opening["verb"])):
        yield opening["verb"], opening["after"]
        return
    first = slots[0] if slots else None
    if first:
        yield first["verb"], first["after"]
        for more in re.finditer(rf"\b(?:and|or) (?:to )?{_ADVERBS}(?P<verb>[a-z]+)\b(?P<after>[^.;]*)", first["after"]):
            if more[0].split()[1] == "to" or pattern("asking_soft").match(more["verb"]):
                yield more["verb"], more["after"]


def _is_soft(verb: str, after: str) -> bool:
    if pattern("asking_soft").match(verb) or pattern("asking_more").search(after):
        return True
    return bool(pattern("asking_light").match(verb)) and not pattern("asking_occasion").search(after) and (bool(pattern("asking_empty_object").match(after)) or (bool(pattern("asking_empty_verb").match(verb)) and words_in(f"{verb}{after}") <= _SLOGAN))
