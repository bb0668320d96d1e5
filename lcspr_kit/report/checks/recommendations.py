"""Rules on recommendations: few, specific, with owner, action, date and measure; not vague, not assurance, not more procedure."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from lcspr_kit.report.checks.duties import (
    asks_only_paper,
    is_definite,
    is_vague,
    repeats_duty,
    seeks_assurance,
)
from lcspr_kit.report.checks.material import Material, sentences, words_in
from lcspr_kit.report.checks.rule import OWN, local, rule
from lcspr_kit.report.checks.wordings import found_in, has, is_blank, pattern
from lcspr_kit.report.wording import listed
from lcspr_kit.review import Recommendation

_FINAL = local("The Final report")
_LONG, _FULL = 70, 50


def _place(recommendation: Recommendation) -> str:
    return f"review.yml, recommendation {recommendation.id}"


@rule("recommendations-missing", "error", _FINAL, "There are recommendations, or questions for the partnership")
def recommendations_missing(material: Material) -> Iterator[tuple[str, str]]:
    """Neither."""
    review = material.report.review
    if not review.recommendations and not review.questions_for_partners:
        yield "review.yml, recommendations", "Make a few clear recommendations, or put questions to the partnership where the method has it so."


@rule("recommendations-many", "warning", "profile:limits.recommendations", "Recommendations are few")
def recommendations_many(material: Material) -> Iterator[tuple[str, str]]:
    """More than the kit's measure of few."""
    number, most = len(material.report.review.recommendations), material.profile.limits.recommendations.value
    if number > most:
        yield "review.yml, recommendations", f"{number} recommendations are many. Keep the few that will change practice most."


@rule("recommendation-owner", "error", _FINAL, "Each recommendation has an owner")
def recommendation_owner(material: Material) -> Iterator[tuple[str, str]]:
    """Nobody, or everybody."""
    for r in material.report.review.recommendations:
        if not r.owner.strip():
            yield _place(r), "Say who takes responsibility for this recommendation."
        elif has("vague_owner", r.owner.strip()) or r.owner.strip().lower() == material.report.review.partnership.strip().lower():
            yield _place(r), f"“{r.owner.strip()}” is nobody in particular. Name the post that answers for it."


@rule("recommendation-due", "error", _FINAL, "Each recommendation has a timeframe")
def recommendation_due(material: Material) -> Iterator[tuple[str, str]]:
    """No date."""
    for r in material.report.review.recommendations:
        if r.due is None:
            yield _place(r), "Say by when this is to be done."


@rule("recommendation-due-early", "error", OWN, "Recommendations are due after the decision")
def recommendation_due_early(material: Material) -> Iterator[tuple[str, str]]:
    """Due before there was a review."""
    review = material.report.review
    for r in review.recommendations:
        if r.due and r.due <= review.decision_date:
            yield _place(r), "This is due before the review was decided on. Correct the date."


@rule("recommendation-due-before-publication", "advice", OWN, "Recommendations still lie ahead when the report is read")
def recommendation_due_before_publication(material: Material) -> Iterator[tuple[str, str]]:
    """Due before the report is out, though after the decision."""
    review = material.report.review
    for r in review.recommendations:
        if r.due and review.publication_date and review.decision_date < r.due < review.publication_date:
            yield _place(r), "This is due before the report is published. Say what has been done already, or set a date that still lies ahead."


@rule("recommendation-action", "warning", _FINAL, "Each recommendation says how it will be done")
def recommendation_action(material: Material) -> Iterator[tuple[str, str]]:
    """No action."""
    for r in material.report.review.recommendations:
        if is_blank(r.action):
            yield _place(r), "Say how this will be done: the action plan needs a first step."


@rule("recommendation-measure", "error", _FINAL, "The impact of each recommendation will be measured")
def recommendation_measure(material: Material) -> Iterator[tuple[str, str]]:
    """No measure, or one that counts effort and not effect."""
    for r in material.report.review.recommendations:
        if not r.measure.strip():
            yield _place(r), "Say how the impact of this recommendation will be measured."
        elif has("weak_measure", r.measure.strip()) or not has("measurable", r.measure):
            yield _place(r), f"“{r.measure.strip()}” shows that something was done, not that practice changed. Say what will be different for children, and from what to what."


@rule("recommendation-evidence", "advice", local("Recommendations and learning"), "It is said what evidence will be given")
def recommendation_evidence(material: Material) -> Iterator[tuple[str, str]]:
    """No evidence."""
    for r in material.report.review.recommendations:
        if is_blank(r.evidence):
            yield _place(r), "Say what evidence agencies will give that the action is done and the new practice embedded."


@rule("recommendation-unlinked", "warning", _FINAL, "Each recommendation follows from a finding")
def recommendation_unlinked(material: Material) -> Iterator[tuple[str, str]]:
    """No finding."""
    for r in material.report.review.recommendations:
        if not r.finding.strip():
            yield _place(r), "Say which finding this follows from."


@rule("recommendation-vague", "warning", _FINAL, "Recommendations are specific")
def recommendation_vague(material: Material) -> Iterator[tuple[str, str]]:
    """Vague and general wordings; in the section's own prose, a recommendation without a day, or with neither a measure nor a post."""
    yield from _worded(material, "recommendation-vague")
    for r in material.report.review.recommendations:
        if r.text.strip() and not is_vague(r.text) and not is_definite(f"{r.text} {r.action}"):
            yield _place(r), f"“{' '.join(r.text.split()[:8])} …” asks for nothing that could be seen to be done. Say what somebody will do differently, where, when or by what means."
    for block in _recommending(material):
        if words_in(block) >= _FULL and not (pattern("recommends_by_day").search(block) and (pattern("recommends_counted").search(block) or pattern("recommends_post").search(block))):
            yield "narrative/recommendations.md", f"“{' '.join(block.split()[:10])} …” is vague. Say what somebody will do differently, by which day, who answers for it and what will be counted."
            return


def _recommending(material: Material) -> Iterator[str]:
    """The paragraphs of the section that are recommendations themselves, without their numbers."""
    for block in re.split(r"\n\s*\n", material.narrative("recommendations")):
        if match := pattern("recommends_by_itself").match(block.strip()):
            yield block.strip().removeprefix(match["label"] or "").strip()


@rule("recommendation-assurance", "warning", _FINAL, "Recommendations don't seek assurance")
def recommendation_assurance(material: Material) -> Iterator[tuple[str, str]]:
    """Assurance about what the review should have found out, in the text, in the action, or asked for in the section's own prose."""
    for r in material.report.review.recommendations:
        words = seeks_assurance(r.text) or next((match[0] for match in found_in("assurance_named", r.action)), "")
        if words:
            yield _place(r), f"“{words}” {WORDINGS['recommendation-assurance'][1]}"
    asked = {part for block in _recommending(material) for part in sentences(block)}
    for part in sentences(material.narrative("recommendations")):
        if (part in asked or has("recommends", part)) and not has("not_recommended", part) and not pattern("recommends_measure").search(part) and (words := seeks_assurance(part)):
            yield "narrative/recommendations.md", f"“{words}” {WORDINGS['recommendation-assurance'][1]}"
            return


@rule("recommendation-standard-practice", "warning", _FINAL, "Recommendations don't repeat standard practice")
def recommendation_standard_practice(material: Material) -> Iterator[tuple[str, str]]:
    """What everybody should do anyway."""
    return _worded(material, "recommendation-standard-practice")


@rule("recommendation-only-procedure", "warning", _FINAL, "Recommendations are more than new procedure or training")
def recommendation_only_procedure(material: Material) -> Iterator[tuple[str, str]]:
    """A procedure, form, audit or course, and nothing that changes practice."""
    return _worded(material, "recommendation-only-procedure")


WORDINGS: dict[str, tuple[Callable[[str], str], str]] = {
    "recommendation-vague": (is_vague, "is vague. Say what somebody will do differently, where and for whom."),
    "recommendation-assurance": (seeks_assurance, "seeks assurance. Find out in the review itself, and recommend what to change."),
    "recommendation-standard-practice": (repeats_duty, "repeats what is standard practice. Ask why it doesn't happen, and change that."),
    "recommendation-only-procedure": (asks_only_paper, "adds paper or teaching and nothing else. Say what will change in practice, and what makes it possible."),
}
"""By rule: what finds the words of a recommendation that it is about, and what to say of them."""


def _worded(material: Material, identity: str) -> Iterator[tuple[str, str]]:
    look, advice = WORDINGS[identity]
    for r in material.report.review.recommendations:
        if words := look(r.text):
            yield _place(r), f"“{words}” {advice}"


@rule("recommendation-long", "advice", _FINAL, "Each recommendation says one thing")
def recommendation_long(material: Material) -> Iterator[tuple[str, str]]:
    """Too long to be one thing."""
    for r in material.report.review.recommendations:
        if words_in(r.text) > _LONG:
            yield _place(r), f"This recommendation has {words_in(r.text)} words. Say one thing, and put the rest under action."


@rule("question-answerable", "advice", _FINAL, "Each question for the partnership has somebody to answer it")
def question_answerable(material: Material) -> Iterator[tuple[str, str]]:
    """Questions without owner or date, where the section's prose gives none either."""
    prose = material.narrative("recommendations")
    told = pattern("recommends_by_day").search(prose) and pattern("recommends_post").search(prose)
    open_ones = [q.id or f"{number}" for number, q in enumerate(material.report.review.questions_for_partners, 1) if not q.owner.strip() or q.due is None]
    if open_ones and not told:
        yield "review.yml, questions_for_partners", f"Say who answers {listed(open_ones)} and by when."
