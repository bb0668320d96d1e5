"""Rules on findings: explained, tied to episodes and lines of enquiry, wider than the case."""

from __future__ import annotations

import re
from collections.abc import Iterator

from lcspr_kit.report.checks.material import Material, sentences, words_in
from lcspr_kit.report.checks.rule import OWN, local, rule
from lcspr_kit.report.checks.wordings import has, is_blank, pattern

_FINAL = local("The Final report")
_APPROACH = local("Approach")
_NUMBERED = re.compile(r"^[#\s>*_-]*([A-Z]{1,3}\d{1,2})\b(?=[.:)*_\s–—-])", re.MULTILINE)
_MOST = 8
_SHORT = 25  # words: a longer text says how the review knows


@rule("findings-missing", "error", _FINAL, "Learning is clearly identified")
def findings_missing(material: Material) -> Iterator[tuple[str, str]]:
    """No finding."""
    if not material.report.review.findings:
        yield "review.yml, findings", "Identify the learning: a few findings, each with its explanation."


@rule("findings-many", "advice", OWN, "Findings are few")
def findings_many(material: Material) -> Iterator[tuple[str, str]]:
    """More than eight."""
    number = len(material.report.review.findings)
    if number > _MOST:
        yield "review.yml, findings", f"{number} findings are many. Put first what matters most, and join what belongs together."


@rule("finding-no-episode", "warning", _APPROACH, "Each finding rests on episodes")
def finding_no_episode(material: Material) -> Iterator[tuple[str, str]]:
    """No episode behind a finding."""
    for finding in material.report.review.findings:
        if not finding.episodes:
            yield f"review.yml, finding {finding.id}", f"Name the episodes that {finding.id} rests on."


@rule("finding-unknown-episode", "error", _APPROACH, "Findings name episodes that there are")
def finding_unknown_episode(material: Material) -> Iterator[tuple[str, str]]:
    """An episode that was not accepted."""
    known = {episode.id for episode in material.decided}
    for finding in material.report.review.findings if known else []:
        for identity in finding.episodes:
            if identity not in known:
                yield f"review.yml, finding {finding.id}", f"{finding.id} rests on episode {identity}, which is not among the accepted episodes."


@rule("finding-unlisted", "warning", _APPROACH, "Each finding that is told is listed with what it rests on")
def finding_unlisted(material: Material) -> Iterator[tuple[str, str]]:
    """A finding or recommendation that the prose numbers and review.yml does not have."""
    review = material.report.review
    for section, known in (("findings", [finding.id for finding in review.findings]), ("recommendations", [each.id for each in review.recommendations])):
        letters = {identity.rstrip("0123456789") for identity in known} - {""}
        numbered = dict.fromkeys(found for found in _NUMBERED.findall(material.report.narrative.get(section, "")) if found.rstrip("0123456789") in letters)
        for identity in numbered:
            if identity not in known:
                yield f"narrative/{section}.md", f"{identity} is told here and is not among the {section} of review.yml. Add it there with what it rests on, or leave it out."


@rule("finding-no-line", "warning", _FINAL, "Each finding answers a line of enquiry")
def finding_no_line(material: Material) -> Iterator[tuple[str, str]]:
    """No line."""
    for finding in material.report.review.findings:
        if not finding.key_lines:
            yield f"review.yml, finding {finding.id}", f"Say which line of enquiry {finding.id} answers."


@rule("finding-why", "error", _APPROACH, "Each finding explains")
def finding_why(material: Material) -> Iterator[tuple[str, str]]:
    """No explanation."""
    for finding in material.report.review.findings:
        if is_blank(finding.why):
            yield f"review.yml, finding {finding.id}", f"Say why: what lies behind {finding.id} in conditions, tools, management or culture."


@rule("finding-wider", "warning", _FINAL, "Each finding says how it reaches beyond the case")
def finding_wider(material: Material) -> Iterator[tuple[str, str]]:
    """Nothing on wider relevance, or only that there is none, or that nobody has looked."""
    for finding in material.report.review.findings:
        if is_blank(finding.wider) or (has("only_here", finding.wider) and words_in(finding.wider) < _SHORT) or not any(pattern("finding_beyond").search(part) and not pattern("finding_not_asked").search(part) for part in sentences(finding.wider)):
            yield f"review.yml, finding {finding.id}", f"Say whether {finding.id} resonates more widely, and how the review knows."


@rule("finding-unanswered", "warning", _FINAL, "Each finding leads to something")
def finding_unanswered(material: Material) -> Iterator[tuple[str, str]]:
    """Neither a recommendation nor a question follows."""
    review = material.report.review
    answered = {r.finding for r in review.recommendations} | {q.finding for q in review.questions_for_partners}
    if not review.recommendations and not review.questions_for_partners:
        return
    for finding in review.findings:
        if finding.id not in answered:
            yield f"review.yml, finding {finding.id}", f"Nothing follows from {finding.id}. Tie a recommendation or a question to it, or say why none is needed."


@rule("wider-evidence", "warning", _APPROACH, "Wider evidence is brought in")
def wider_evidence(material: Material) -> Iterator[tuple[str, str]]:
    """No evidence from outside the case, or none in review.yml, from which the report makes its table."""
    prose = any(pattern("finding_beyond").search(part) and not pattern("finding_not_asked").search(part) for part in sentences(material.narrative("evidence")))
    if not material.report.review.wider_evidence:
        yield "review.yml, wider_evidence", (
            "The section on wider evidence names some; list it here too, each source with its point."
            if prose
            else "Bring in evidence from outside the case: local data, other reviews, national learning."
        )
