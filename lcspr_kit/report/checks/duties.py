"""What a recommendation would change: nothing where it is vague, asks for assurance or repeats somebody's duty; little where it
asks for paper or a course."""

from __future__ import annotations

import re

from lcspr_kit.report.checks.asking import asks_nothing_definite
from lcspr_kit.report.checks.material import sentences
from lcspr_kit.report.checks.wordings import found_in, has, pattern

_PART = re.compile(r"[.;:]\s+|,?\s+and (?=(?:to )?[a-z’'-]+ (?:the|a|an|it|them|each|its|their|all|every|both|this|one|two|three|four|in|on|at|to|with)\b)", re.IGNORECASE)
_BY_A_WORKER = re.compile(r"\bwho (?:[\w’'-]+,? ){0,12}?(?:checks?|confirms?|shows?|finds? out|makes? sure|tests?)\b", re.IGNORECASE)
_TO_LEADERS = re.compile(r"\b(?:partnership|partners|board|executive|leaders|members|panel|commissioners)\b", re.IGNORECASE)
_PURPOSE = re.compile(r"\b(?:so that|in order to|which|who|where|that)\b.*", re.IGNORECASE)


def repeats_duty(text: str) -> str:
    """The words of a recommendation that lays down what is somebody's duty already; empty where anything in it is new.

    New is a number, a day, money, a place, or something done instead, together or as a trial."""
    if match := next(found_in("standard_practice", text), None):
        return match[0].strip()
    if has("new_arrangement", text):
        return ""
    return next((match[0].strip() for part in sentences(text) for match in found_in("duty_repeated", part)), "")


def asks_only_paper(text: str) -> str:
    """The words in which a recommendation asks for a document, an audit or teaching; empty where it asks for anything else as well."""
    match = next(found_in("new_procedure", text), None)
    if match and not has("practice_change", text.replace(match[0], " ")):
        return match[0]
    parts = [part.strip() for sentence in sentences(text) for part in _PART.split(sentence) if part.strip(" .")]
    found = [_paper_in(part) for part in parts]
    if not found or not found[0]:
        return ""
    return found[0] if all(words or has("about_paper", part) for words, part in zip(found, parts, strict=True)) else ""


def is_vague(text: str) -> str:
    """The vague words of a recommendation; empty for one that is definite."""
    match = None if has("concrete", text) else next(found_in("vague_recommendation", text), None)
    return match[0].strip() if match else asks_nothing_definite(text)


def is_definite(text: str) -> bool:
    """Whether a recommendation has anything that could be seen to be done: a number, a day, an occasion, a way, a thing, or something done instead or together."""
    return any(has(name, text) for name in ("concrete", "new_arrangement", "practice_change", "filmable")) or any(pattern(name).search(text) for name in ("asking_how", "asking_occasion"))


def seeks_assurance(text: str) -> str:
    """The words in which a recommendation asks for assurance. A worker "who checks that" something is so with a family is at work."""
    at_work = None if _TO_LEADERS.search(text) else _BY_A_WORKER.search(text)
    match = next((found for found in found_in("assurance", text) if not (at_work and found.start() > at_work.start())), None)
    return match[0].strip() if match else ""


def _paper_in(part: str) -> str:
    """The words of one part that ask for paper or teaching, purposes left aside."""
    match = next(found_in("asks_paper", _PURPOSE.sub("", part)), None)
    return match[0].strip() if match else ""
