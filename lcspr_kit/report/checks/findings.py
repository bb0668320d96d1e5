"""Rules on findings: explained, tied to episodes and lines of enquiry, wider than the case."""

from __future__ import annotations

import re
from collections.abc import Iterator

from lcspr_kit.report.checks.material import Material, plain, sentences, words_in
from lcspr_kit.report.checks.rule import OWN, local, rule
from lcspr_kit.report.checks.wordings import found_in, has, is_blank, pattern

_FINAL = local("The Final report")
_APPROACH = local("Approach")
_NUMBERED = re.compile(r"^[#\s>*_-]*([A-Z]{1,3}\d{1,2})\b(?=[.:)*_\s–—-])", re.MULTILINE)
_MOST = 8
_SHORT = 25  # words: a longer text says how the review knows
_AT_LENGTH, _HEADING = 75, 20
_SECTION, _OTHERS = 60, 2
_NUMBERS = {"two": 2, "three": 3, "four": 4, "five": 5, "six": 6}


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
        if is_blank(finding.wider) or (has("only_here", finding.wider) and words_in(finding.wider) < _SHORT) or all(pattern("finding_not_asked").search(part) for part in sentences(finding.wider)):
            yield f"review.yml, finding {finding.id}", f"Say whether {finding.id} resonates more widely, and how the review knows."


@rule("finding-told-alone", "warning", _FINAL, "A finding that is told at length reaches beyond this family")
def finding_told_alone(material: Material) -> Iterator[tuple[str, str]]:
    """A finding of some length in the section's prose without a word of others, where no sentence says so for all of them; or a sentence by which nobody asked."""
    text = material.report.narrative.get("findings", "")
    refused = next((part for part in sentences(plain(text)) if pattern("finding_refused").search(part)), "")
    if refused:
        yield "narrative/findings.md", f"“{' '.join(refused.split()[:12])} …” keeps the learning to one family. Say whether others are in the same position, and how the review knows."
        return
    told, for_all = _told(text), _said_for_all(text)
    if sum(named for named, _ in told) > for_all or not for_all:
        for _, each in told:
            if words_in(each) >= _AT_LENGTH and not has("wide", each):
                yield "narrative/findings.md", f"“{' '.join(each.split()[:10])} …” speaks of this family only. Say whether others are in the same position, and how the review knows."


def _told(text: str) -> list[tuple[bool, str]]:
    """The findings in the section's prose, with whether each opens as one: a heading with what stands under it, or a paragraph."""
    found: list[tuple[bool, str]] = []
    for block in filter(str.strip, re.split(r"\n\s*\n", text)):
        opens = bool(pattern("finding_opens").match(block))
        if not opens and found and found[-1][0] and words_in(found[-1][1].split("\n")[0]) <= _HEADING:
            found[-1] = (True, f"{found[-1][1]}\n{plain(block).strip()}")
        else:
            found.append((opens, plain(block).strip()))
    return found


def _said_for_all(text: str) -> int:
    """How many findings one sentence says to reach further: a number where it gives one, or as many as there may be; 0 for no such sentence."""
    for part in sentences(plain(text)):
        if (match := next(found_in("for_all", part), None)) and pattern("finding_further").search(part):
            return next((number for word, number in _NUMBERS.items() if re.search(rf"\b{word}\b", match[0], re.IGNORECASE)), _MOST * _MOST)
    return 0


@rule("wider-evidence", "warning", _APPROACH, "Wider evidence is brought in")
def wider_evidence(material: Material) -> Iterator[tuple[str, str]]:
    """No evidence from outside the case, or none in review.yml, from which the report makes its table; or a section of some length that hardly speaks of others."""
    text = material.narrative("evidence")
    prose = any(pattern("finding_beyond").search(part) and not pattern("finding_not_asked").search(part) for part in sentences(text))
    if not material.report.review.wider_evidence:
        yield "review.yml, wider_evidence", (
            "The section on wider evidence names some; list it here too, each source with its point."
            if prose
            else "Bring in evidence from outside the case: local data, other reviews, national learning."
        )
    elif words_in(text) >= _SECTION and sum(has("wide", part) for part in sentences(text)) < _OTHERS:
        yield "narrative/evidence.md", "This section hardly leaves the case. Bring in evidence from outside it: local data, other reviews, national learning."
