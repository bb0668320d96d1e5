"""Rules on changes to the terms of reference: each is recorded with its day, its reason and who agreed it, and so is one told only in passing."""

from __future__ import annotations

import calendar
import re
from collections.abc import Iterator

from lcspr_kit.report.checks.material import Material, excerpt, sentences, words_in
from lcspr_kit.report.checks.rule import local, rule
from lcspr_kit.report.checks.wordings import found_in, pattern
from lcspr_kit.review import Amendment

_OF_TERMS = re.compile(r"\b(?:lines? of enquiry|key questions?|terms of reference|(?:scope|period|remit|focus) of (?:the|this|our) review|the review[’']s (?:scope|period|remit|terms|questions)|time under review|(?:first|second|third|fourth|last|fifth) (?:line|question)|the (?:scope|terms)(?! of (?!reference))|K\d)\b", re.IGNORECASE)
_UNCHANGED = re.compile(r"\b(?:would have|not|never|no|none|nothing|unchanged|without|(?:considered|weighed|thought of|discussed|suggested|proposed|raised|floated|offered)\b[^.]{0,40}\b(?:and|but) (?:\w+ ){0,2}(?:dropped|rejected|left|set aside|put aside|let go|turned down|declined)|to (?:the |his |her |their )?(?:\w+ )?(?:records?|files?|plan|list|register|chart|notes?|caseload|diary))\b|n[’']t\b", re.IGNORECASE)
_SCOPE = re.compile(r"\b(?:left out|set aside|put aside)\b", re.IGNORECASE)
"""What the review never took up: a bound of its scope, unless it is said of a line."""
_OF_DATA = re.compile(r"\b(?:analys[ei]s|data|samples?|conversations?|interviews?|summar(?:y|ies)|turned into (?:\w+ )?questions)\b", re.IGNORECASE)
"""What the review worked with, and how: no change of what it asks."""
_SET_OUT = re.compile(r"\b(?:set out|listed|recorded|shown|given|described|told|noted)\b[^.]{0,30}\b(?:above|below|here|in this section|with (?:its|their) reasons?|(?:with|in|under) the terms)\b", re.IGNORECASE)
_TIMES = {3: re.compile(r"\b(?:three|four|several) (?:times|changes|amendments)\b", re.IGNORECASE), 2: re.compile(r"\b(?:twice|two (?:times|changes|amendments))\b", re.IGNORECASE)}
_OF_QUESTIONS = re.compile(r"\b(?:lines?|questions?|terms|scope|period|two|three|four|them|they)\b", re.IGNORECASE)
_OTHER_QUESTIONS = re.compile(r"\b(?:the|our|my|two|three|four) questions?\b(?! of enquiry)", re.IGNORECASE)
"""Outside the sections on terms and lines these may be questions to anybody."""
_SHARED, _SHORT, _HEADING, _SECTION = 2, 3, 2, 30
_ON_TERMS = ("narrative/terms.md", "narrative/lines.md", "review.yml, terms_of_reference.scope")
_ON_METHOD = ("narrative/methodology.md",)
_ON_REVIEW = ("narrative/purpose.md", "narrative/methodology.md", "narrative/evidence.md", "narrative/family.md")
_MONTHS = {month[:5].lower() for month in calendar.month_name if month}
_OF_ANY_CHANGE = frozenset(["were", "once", "when", "with", "that", "this", "they", "them", "have", "been", "after", "before", "first", "second", "third", "last", "later", "also", "which", "what", "from", "into", "line", "lines", "added", "then", "there", "their", "where", "would", "could", "more", "than", "about", "agreed", "during", "made", "only", "because", "until", "since"])


@rule("amendment-incomplete", "warning", local("Approach"), "Each change to the terms of reference has its date and reason")
def amendment_incomplete(material: Material) -> Iterator[tuple[str, str]]:
    """A change without date or reason."""
    terms = material.report.review.terms_of_reference
    for number, amendment in enumerate(terms.amendments if terms else [], 1):
        lacks = [name for name, value in (("its date", amendment.date), ("its reason", amendment.reason.strip()), ("who agreed it", amendment.agreed_by.strip())) if not value]
        if lacks:
            yield f"review.yml, amendment {number}", f"This change to the terms of reference lacks {' and '.join(lacks)}."


@rule("amendment-dates", "error", local("Approach"), "Changes to the terms of reference follow the decision")
def amendment_dates(material: Material) -> Iterator[tuple[str, str]]:
    """A change before there was a review."""
    review = material.report.review
    for number, amendment in enumerate(review.terms_of_reference.amendments if review.terms_of_reference else [], 1):
        if amendment.date and amendment.date < review.decision_date:
            yield f"review.yml, amendment {number}", "This change is dated before the decision to carry out the review. Correct the date."


@rule("amendment-unrecorded", "warning", local("Approach"), "Changes that the text speaks of are recorded")
def amendment_unrecorded(material: Material) -> Iterator[tuple[str, str]]:
    """The prose tells of a change that review.yml doesn't have, be it only in passing; or of more changes than it has."""
    review = material.report.review
    amendments = review.terms_of_reference.amendments if review.terms_of_reference else []
    method = review.methodology
    places = {where: material.narrative(where.removeprefix("narrative/").removesuffix(".md")) for where in (*_ON_TERMS[:2], *_ON_REVIEW)}
    places["review.yml, methodology.approach"] = method.approach if method else ""
    places["review.yml, period_reason"] = review.period_reason
    places["review.yml, terms_of_reference.scope"] = review.terms_of_reference.scope if review.terms_of_reference else ""
    for where, text in places.items():
        about_terms = where in _ON_TERMS
        parts = sentences(text)
        for at, part in enumerate(parts):
            match = None if _OF_DATA.search(part) or _SCOPE.search(part) and not _OF_TERMS.search(part) else next((found for found in found_in("changed", part) if about_terms or not _OTHER_QUESTIONS.search(found[0])), None) or (next(found_in("changed_here", part), None) if about_terms or _OF_TERMS.search(part) else None) or (pattern("amendments_in_the_event").search(part) if about_terms or where in _ON_REVIEW else None)
            if match and not _UNCHANGED.search(part) and not _is_recorded(part, " ".join([*(parts[max(at - 2, 0) : at] if about_terms else []), *parts[at + 1 : at + 2]]), amendments):
                yield where, f"The text says that the terms were changed (“{excerpt(part, match)}”). Record the change in review.yml, terms_of_reference.amendments."
                break
        else:
            if (about_terms or where in _ON_METHOD) and (told := next((part for part in parts if (about_terms or pattern("amendments_of_plan").search(part)) and _in_another_month(part, amendments)), "")):
                yield where, f"“{' '.join(told.split()[:12])} …” tells of something that came later. If it changed what the review asks or how, record it in review.yml, terms_of_reference.amendments."
            elif about_terms and (told := next((part for part in parts if pattern("amendments_unwritten").search(part)), "") or ("" if amendments else _other_than_at_first([part for part in parts if not _OF_DATA.search(part)]))):
                yield where, f"“{' '.join(told.split()[:12])} …” tells of terms that are not what they were. Record the change in review.yml, terms_of_reference.amendments; or say that they stayed as they were."


@rule("amendment-untold", "advice", local("Approach"), "It is said whether the terms were changed")
def amendment_untold(material: Material) -> Iterator[tuple[str, str]]:
    """No change is recorded, and nothing in the sections on terms, lines and method says that there was none."""
    terms = material.report.review.terms_of_reference
    told = "\n\n".join(material.narrative(name) for name in ("terms", "lines", "methodology"))
    if terms and not terms.amendments and words_in(material.narrative("terms")) >= _SECTION and not pattern("amendments_told").search(told):
        yield "narrative/terms.md", "Say whether the terms or the lines of enquiry were changed on the way: record each change in review.yml, terms_of_reference.amendments, or write that there was none."


def _in_another_month(part: str, amendments: list[Amendment]) -> bool:
    """Whether a sentence tells that something came to the work in a month in which no change is recorded."""
    months = {month for month in calendar.month_name if month and re.search(rf"\b{month}\b", part)}
    recorded = {f"{each.date:%B}" for each in amendments if each.date}
    return bool(months) and not months & recorded and bool(pattern("amendments_in_a_month").search(part) and pattern("amendments_of_work").search(part)) and not _UNCHANGED.search(part.partition(";")[2] or part)


def _other_than_at_first(parts: list[str]) -> str:
    """The sentence of a section on terms or lines that tells of others than those of the start; empty where one says that they stayed."""
    if any(pattern("amendments_same").search(part) for part in parts):
        return ""
    return next((part for part in parts if (not part.endswith("?") or " until " in part) and ((pattern("amendments_two_times").search(part) and _OF_QUESTIONS.search(part)) or _is_said_to_differ(part))), "")


def _is_said_to_differ(part: str) -> bool:
    """Whether a sentence has a word of change, and none before it that denies it."""
    match = pattern("amendments_loose").search(part)
    return match is not None and words_in(part) > _HEADING and not _UNCHANGED.search(part[: match.start()])


def _is_recorded(told: str, beside: str, amendments: list[Amendment]) -> bool:
    """Whether a change that is told, with the sentences beside it, is one of those recorded: it shares a word of substance or the
    month with one, or says nothing that could tell it apart. Not where more changes are told of than are recorded."""
    times = next((number for number, words in _TIMES.items() if words.search(told)), 0)
    if not amendments or times > len(amendments):
        return False
    if times or _SET_OUT.search(told) or re.search(r"\bto match\b|\bby (?:an? )?amendment\b", told):
        return True
    recorded = {stem for each in amendments for stem in _stems(f"{each.change} {each.reason} {each.agreed_by}")}
    recorded |= {stem for each in amendments if each.date for stem in _stems(f"{each.date:%B}", months=True)}
    told_of = _stems(told, months=True)
    shared = (told_of | _stems(beside, months=True)) & recorded
    return not told_of or len(shared) >= (_SHARED if len(told_of) > _SHORT else 1) or bool(shared & _MONTHS)


def _stems(text: str, months: bool = False) -> set[str]:
    """The beginnings of the words of substance of a text, so that `housing` and `houses` are one."""
    words = (word.lower() for word in re.findall(r"May|[A-Za-z]{4,}", text) if months or word not in calendar.month_name)
    return {word[:5] for word in words if word not in _OF_ANY_CHANGE and not re.match(r"(?:chang|amend|terms|refer|revie|scope|perio|quest|enqui|parti|partn|team|group)", word)}
