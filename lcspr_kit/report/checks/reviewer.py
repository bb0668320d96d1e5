"""Rules on the lead reviewer: named, and free of ties to the case, the agencies and the partnership."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from lcspr_kit.report.checks.material import Material, sentences
from lcspr_kit.report.checks.rule import local, rule
from lcspr_kit.report.checks.wordings import found_in, has, is_blank, pattern

_APPROACH = local("Approach")
_TAIL = 4


@rule("reviewer-missing", "error", _APPROACH, "The lead reviewer is named")
def reviewer_missing(material: Material) -> Iterator[tuple[str, str]]:
    """No name; the reviewer's name is published."""
    reviewer = material.report.review.lead_reviewer
    if not (reviewer and reviewer.name.strip()):
        yield "review.yml, lead_reviewer.name", "Name the lead reviewer; the name is published with the report."


@rule("independence-missing", "error", _APPROACH, "The reviewer's independence is stated")
def independence_missing(material: Material) -> Iterator[tuple[str, str]]:
    """Nothing on conflicts of interest, or nothing that the agencies of the review come into."""
    reviewer = material.report.review.lead_reviewer
    if not reviewer or is_blank(reviewer.independence):
        yield "review.yml, lead_reviewer.independence", "State that the reviewer has no real or perceived conflict of interest, and on what grounds."
    elif not pattern("reviewer_free").search(reviewer.independence):
        yield "review.yml, lead_reviewer.independence", "This does not say that the reviewer has no tie to the agencies of the review. Say whether they have worked for, advised or been paid by any of them; where they have, say why it is no conflict of interest, or appoint somebody else."


@rule("independence-conflict", "error", _APPROACH, "The reviewer has no conflict of interest")
def independence_conflict(material: Material) -> Iterator[tuple[str, str]]:
    """The statement itself tells of a tie that is not denied; or the reviewer's organisation is an agency of the review."""
    review = material.report.review
    reviewer = review.lead_reviewer
    if not reviewer:
        return
    names = [agency.name for agency in review.agencies]
    tails = [" ".join(name.split()[-_TAIL:]) for name in names if len(name.split()) > _TAIL]  # a place at its beginning may be named otherwise here
    tie = tie_told(reviewer.independence, [review.partnership.split(" ")[0], *names, *tails])
    tie = tie or _post_told(reviewer.independence, [*names, *tails], review.period.start.year - 1)
    if tie:
        yield "review.yml, lead_reviewer.independence", f"This reads like a tie to the case (“{tie}”). Say why it is no conflict of interest, or appoint somebody else."
    elif reviewer.organisation.strip().lower() in {agency.name.lower() for agency in review.agencies}:
        yield "review.yml, lead_reviewer.organisation", "The reviewer's organisation is one of the agencies under review. Appoint somebody independent of the case."


def _post_told(statement: str, names: list[str], since: int) -> str:
    """The words of a post at one of the agencies that was held until a year not before `since`, settled with the partners or not; empty where there is none."""
    for part in sentences(statement):
        until = re.search(r"\buntil (?:\w+ )?(\d{4})\b", part, re.IGNORECASE)
        if until and int(until[1]) >= since and not pattern("reviewer_denied").search(part) and any(name.lower() in part.lower() for name in names):
            return until[0]
    return ""


def tie_told(statement: str, names: Iterable[str] = ()) -> str:
    """The words of a tie that a statement of independence owns up to; empty where there is none, or where it is denied or settled.

    A tie joins the reviewer to somebody or something of the place: an agency by name, or a thing with "the" before it.
    What stands after "apart from", "although" or "but" is not denied by what stands before."""
    if pattern("reviewer_settled").search(statement):
        return ""
    known = [name for name in names if len(name) > 3]
    for part in (piece for sentence in sentences(statement) for piece in pattern("reviewer_except").split(sentence) if piece.strip()):
        if pattern("reviewer_denied").search(part) or pattern("reviewer_elsewhere").search(part):
            continue
        for match in found_in("tie", part):
            if has("close_tie", match[0]) or has("of_the_place", part) or any(name.lower() in part.lower() for name in known):
                return match[0]
    return ""
