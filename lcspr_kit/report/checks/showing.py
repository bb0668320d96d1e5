"""What a section shows of its own subject: work that was done, what proceedings meant for the review, how identity bore on practice.

These are demands for presence. They ask for signs that a good section can hardly be without, whatever its voice, and
don't look for the words of a bad one.
"""

from __future__ import annotations

import re

from lcspr_kit.report.checks.material import sentences, words_in
from lcspr_kit.report.checks.wordings import has, pattern

_STEP = re.compile(r";\s|: |\(\d\)\s")
_FEW = 2
_SECTION = 80


def work_done(text: str) -> int:
    """How many steps of a text tell of something done for the review, with its number, its time or its day."""
    steps = [step for part in sentences(text) for step in _STEP.split(part)]
    return sum(bool(pattern("shows_number").search(step) and pattern("shows_work").search(step)) for step in steps)


def effects_told(text: str) -> int:
    """How much a text says of what proceedings meant for the review: for whom it met and asked, for publication, for its time and its content."""
    told = 0
    for part in sentences(text):
        met = pattern("parallel_met").search(part) and pattern("shows_bounds").search(part)
        out = pattern("shows_report").search(part) and pattern("shows_terms").search(part)
        told += bool(met) + bool(out) + bool(pattern("shows_cost").search(part))
    return told


def is_set_aside(text: str) -> bool:
    """Whether a text on identity says nothing of how the child or the family was seen and treated for it, next to nothing at some length, or as much of why that need not be said."""
    parts = sentences(text)
    empty = [part for part in parts if has("identity_ornament", part)]
    shown = sum(bool(pattern("shows_bearing").search(part)) for part in parts if part not in empty)
    return not shown or ((bool(empty) or words_in(text) >= _SECTION) and shown < _FEW) or (len(empty) >= _FEW and len(empty) >= shown)


def is_waved_away(paragraph: str) -> bool:
    """Whether a paragraph on ethnicity or culture says in each of its sentences that they did not matter. A question that opens it is no sentence."""
    parts = [part for part in sentences(paragraph) if not part.endswith("?")]
    return bool(parts) and bool(pattern("shows_origin").search(paragraph)) and all(has("identity_ornament", part) for part in parts)


def is_left_open(text: str) -> bool:
    """Whether a plan fixes hardly anything: more is hoped for or left to others than has its time."""
    parts = sentences(text)
    fixed = sum(bool(pattern("shows_time").search(part)) for part in parts)
    opened = sum(bool(pattern("shows_open").search(part)) for part in parts)
    return (opened >= _FEW and opened > fixed) or (opened > 0 and not fixed)
