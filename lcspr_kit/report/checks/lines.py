"""Rules on the key lines of enquiry."""

from __future__ import annotations

import re
from collections.abc import Iterator

from lcspr_kit.report.checks.material import Material, sentences
from lcspr_kit.report.checks.rule import OWN, local, rule

_APPROACH = local("Approach")
_QUESTION = re.compile(r"\?|^\W*(?:how|what|why|when|where|which|who|whose|whether|to what extent|in what|did|was|were|is|are|could|can|do|does)\b", re.IGNORECASE)
_FAULT = re.compile(
    r"\b(?:at fault|to blame|blame|culpab\w+|negligen\w+|wrongdoing|let (?:\w+ ){1,3}down)\b"
    r"|\b(?:who|whose|which (?:\w+ ){0,3}(?:services?|agenc\w+|person|people|professionals?|practitioners?|workers?|teams?|manager\w*|parents?))\b[^?]*\b(?:responsible for (?!(?:her|him|them|it|Child|Baby|the child)\b|(?:\w+ ){0,3}(?:care|plan\w*|co-?ordinat\w+|sharing|keeping|oversight|weigh\w+|visit\w+))|responsibility was it|fail\w*|did not do|didn[’']t do|neglect\w*|should have|ought to have|missed|ignored|wrong|errors?|mistakes?|fault|failings?|accountable for)"
    r"|\bwhy (?:did|was|were|had|has) (?:the |a )?(?:[\w’'-]+ ){1,5}?(?:fail|neglect|ignore|not do (?:its|his|her|their)|so (?:slow|poor)|unable or unwilling)\w*|\bwhy (?:did|was|were|had|has|have)(?:n[’']t)? [^?]{3,80}? not [^?]{2,30}? (?:what|as) (?:\w+ ){1,3}(?:meant|supposed|expected|required|trained|paid|asked|told|should)\b|\b(?:should|ought to) (?:[\w’'-]+ ){1,4}have\b|\bhave (?:been )?(?:prevented|avoided|known better)\b|\b(?:did|have|has|had) (?:[\w’'-]+ ){1,5}?(?:do|done) (?:enough|all (?:that )?(?:they|it|was)|everything)\b|\b(?:did|was|were) (?:[\w’'-]+ ){1,5}?(?:act|respond)(?:ed)? (?:properly|adequately|quickly enough|in time)\b|\bdo (?:its|his|her|their) jobs?\b",
    re.IGNORECASE,
)

_WHO_WAS = re.compile(r"\b(?:who|whose|which|what)\b[^.;]{0,60}\b(?:(?:was|were|is|are|bears?|held) (?:\w+ )?(?:responsib\w+|accountable|at fault|culpable|to blame|liable)|failed (?:her|him|them|to|Child|in)|let (?:\w+ ){1,3}down|did not do)\b", re.IGNORECASE)
_SETS_OUT = re.compile(r"\b(?:task|aims?|purpose|object\w*|intend\w*|set out|sets out|is to|seeks?|in order to|establish|find out|determine|identify|decide|hold)\b", re.IGNORECASE)
_NOT_ITS_TASK = re.compile(r"\b(?:not|never|nor|no|nobody|without|rather than|instead of)\b|n[’']t\b", re.IGNORECASE)


@rule("lines-missing", "error", _APPROACH, "There are key lines of enquiry")
def lines_missing(material: Material) -> Iterator[tuple[str, str]]:
    """None."""
    if not material.report.review.key_lines_of_enquiry:
        yield "review.yml, key_lines_of_enquiry", "Set three or four key lines of enquiry; the report is measured against them."


@rule("lines-many", "error", "profile:limits.lines_of_enquiry", "The key lines of enquiry are few")
def lines_many(material: Material) -> Iterator[tuple[str, str]]:
    """More than the limit."""
    number, most = len(material.report.review.key_lines_of_enquiry), material.profile.limits.lines_of_enquiry.value
    if number > most:
        yield "review.yml, key_lines_of_enquiry", f"There are {number} key lines of enquiry. Keep at most {most}: the questions that matter most for learning."


@rule("line-not-a-question", "advice", _APPROACH, "Each line of enquiry is a question")
def line_not_a_question(material: Material) -> Iterator[tuple[str, str]]:
    """A topic instead of a question."""
    for line in material.report.review.key_lines_of_enquiry:
        if not _QUESTION.search(line.question):
            yield f"review.yml, line {line.id}", "Put this line of enquiry as a question that the review can answer."


@rule("line-blame", "warning", local("Approach"), "No line of enquiry asks who was at fault")
def line_blame(material: Material) -> Iterator[tuple[str, str]]:
    """Looking for somebody."""
    for line in material.report.review.key_lines_of_enquiry:
        if _FAULT.search(line.question):
            yield f"review.yml, line {line.id}", "This line asks who was at fault. Ask what made practice hard or easy instead."


@rule("purpose-blame", "warning", local("Approach"), "The review does not set out to find who was at fault")
def purpose_blame(material: Material) -> Iterator[tuple[str, str]]:
    """A purpose, aim or scope that is to find out who was responsible."""
    terms = material.report.review.terms_of_reference
    places = {"narrative/purpose.md": material.narrative("purpose"), "narrative/terms.md": material.narrative("terms"), "review.yml, terms_of_reference": f"{terms.aims}\n{terms.scope}" if terms else ""}
    for where, text in places.items():
        if part := next((part for part in sentences(text) if _looks_for_somebody(part)), ""):
            yield where, f"“{' '.join(part.split()[:12])} …” looks for who was at fault. A review is there to learn: say what it is to find out about how things were done, and why."


def _looks_for_somebody(part: str) -> bool:
    """Whether a sentence sets the review the task of finding who was responsible, and doesn't deny that first."""
    who = _WHO_WAS.search(part)
    return who is not None and bool(_SETS_OUT.search(part)) and not _NOT_ITS_TASK.search(part[: who.start()])


@rule("line-unanswered", "error", local("The Final report"), "Each line of enquiry leads to a finding")
def line_unanswered(material: Material) -> Iterator[tuple[str, str]]:
    """No finding for a line."""
    review = material.report.review
    answered = {line for finding in review.findings for line in finding.key_lines}
    for line in review.key_lines_of_enquiry if review.findings else []:
        if line.id not in answered:
            yield f"review.yml, line {line.id}", f"No finding answers {line.id}. Tie a finding to it (findings.key_lines), or record that the line was dropped."


@rule("line-not-analysed", "error", local("Approach"), "Each line of enquiry is analysed")
def line_not_analysed(material: Material) -> Iterator[tuple[str, str]]:
    """No analysis written."""
    for line in material.report.review.key_lines_of_enquiry:
        if not material.narrative(f"analysis-{line.id}").strip():
            yield f"narrative/analysis-{line.id}.md", f"Write the analysis for {line.id}: what the review found in answer to its question, and why."


@rule("line-without-episode", "advice", OWN, "Each line of enquiry has an episode to learn from")
def line_without_episode(material: Material) -> Iterator[tuple[str, str]]:
    """Nothing in the chosen episodes speaks to a line."""
    review = material.report.review
    used = {line for episode in material.decided for line in episode.key_lines}
    used |= {line for finding in review.findings for line in finding.key_lines if finding.episodes}
    for line in review.key_lines_of_enquiry if material.decided else []:
        if line.id not in used:
            yield f"review.yml, line {line.id}", f"No key practice episode speaks to {line.id}. Link one, or say what else the answer rests on."
