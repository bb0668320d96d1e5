"""Rules on the scope of the review, its time, aims and changes to them."""

from __future__ import annotations

import re
from collections.abc import Iterator

from lcspr_kit.report.checks.material import Material, sentences, words_in
from lcspr_kit.report.checks.rule import OWN, local, rule
from lcspr_kit.report.checks.wordings import found_in, has, is_blank
from lcspr_kit.report.deadlines import months_after
from lcspr_kit.report.wording import length_text

_APPROACH = local("Approach")
_SCOPE = local("Scope / Time period reviewed")
_MONTHS_BEFORE_DECISION = 12

_NONE_OF_IT = re.compile(r"\b(?:no|not|never|nor|without|nil) (?:\w+ ){0,3}(?:concerns?|signs?|evidence|indicators?|risk|suggestion|link|sign|known|part|about)\b|\b(?:training|lessons?|assembly|leaflet|poster|awareness|workshop|screening|toolkit)\b", re.IGNORECASE)
_OF_SCOPE = ("terms.md", "purpose.md", "lines.md", "methodology.md", "period_reason", "terms_of_reference", "methodology")
_TEN = 10
_ANOTHER_REVIEW = re.compile(r"\b(?:rapid|earlier|previous|another|other|former|old)\b|\bold[- ]style\b", re.IGNORECASE)
_THIN, _REASON_WORDS = 25, 7
_WORDS_BEFORE, _SENTENCES_BEFORE, _YEARS_BEFORE = 85, 3, 4
_BEFORE_CARE = re.compile(r"\b(?:came|taken|went|brought) into (?:foster |local authority )?care\b[^.]*\b(?:after|when|because|since|years?)\b|\bbefore (?:\w+ ){1,2}(?:came|went|was taken) into care\b", re.IGNORECASE)
_YEAR = re.compile(r"\b(?:19|20)\d\d\b")
_INFANCY = re.compile(r"\b(?:was born|birth|premature|weeks early|neonatal|(?:weeks|months) old|at (?:one|two|three|four|five)\b|first (?:birthday|words|steps))\b", re.IGNORECASE)


@rule("period-long", "warning", _SCOPE, "The time under review is short")
def period_long(material: Material) -> Iterator[tuple[str, str]]:
    """Longer than the profile's measure of short, unless the author's reason is early life where a child was exploited."""
    period = material.report.review.period
    most = material.profile.limits.period_months.value
    period_reason = material.report.review.period_reason
    if period.end > months_after(period.start, most) and not (has("exploitation", _reasons(material)) and has("early_life", period_reason) and has("why", period_reason)):
        yield "review.yml, period", f"The review covers {length_text(period.start, period.end)}. Look at {most} months or less, or put what lies before into a short summary."


@rule("period-reason", "warning", _SCOPE, "It is said why this time was chosen")
def period_reason(material: Material) -> Iterator[tuple[str, str]]:
    """No reason for the period, or a few words that give none."""
    reason = material.report.review.period_reason
    if is_blank(reason) or (words_in(reason) < _REASON_WORDS and not has("why", reason)):
        yield "review.yml, period_reason", "Say why this time and not a longer or shorter one."


@rule("period-old", "warning", _SCOPE, "The time under review is recent")
def period_old(material: Material) -> Iterator[tuple[str, str]]:
    """It ends long before the decision."""
    review = material.report.review
    if months_after(review.period.end, _MONTHS_BEFORE_DECISION) < review.decision_date:
        yield "review.yml, period", f"The time under review ends {length_text(review.period.end, review.decision_date)} before the decision. Practice may have changed since: take a more recent time or say why not."


@rule("period-incident", "error", _SCOPE, "The incident lies within the time under review")
def period_incident(material: Material) -> Iterator[tuple[str, str]]:
    """The incident is outside."""
    review = material.report.review
    if review.incident_date and not review.period.start <= review.incident_date <= review.period.end:
        yield "review.yml, incident_date", "The incident is not within the time under review. Correct one of the dates."


@rule("period-after-decision", "error", OWN, "The time under review ends before the decision to review")
def period_after_decision(material: Material) -> Iterator[tuple[str, str]]:
    """Dates that can't be."""
    review = material.report.review
    if review.period.end > review.decision_date:
        yield "review.yml, period", "The time under review ends after the decision to carry out the review. Correct one of the dates."
    if review.incident_date and review.incident_date > review.decision_date:
        yield "review.yml, incident_date", "The incident is later than the decision to carry out the review. Correct one of the dates."


@rule("records-outside-period", "advice", _SCOPE, "Agencies' records are about the time under review")
def records_outside_period(material: Material) -> Iterator[tuple[str, str]]:
    """Many records lie outside."""
    period = material.report.review.period
    dated = material.report.events.dropna(subset=["start"])
    outside = int(((dated["end"].dt.date < period.start) | (dated["start"].dt.date > period.end)).sum()) if len(dated) else 0
    if outside * 5 > len(dated):
        yield "chronologies", f"{outside} of {len(dated)} dated records lie outside the time under review. Change the period, or leave them out of the analysis."


@rule("exploitation-early-life", "warning", _SCOPE, "Where a child was exploited, early life is looked at")
def exploitation_early_life(material: Material) -> Iterator[tuple[str, str]]:
    """Exploitation is in the case; early life is not in the scope, or nothing of it is told in the report."""
    if not _is_exploitation(material):
        return
    story = "\n".join(text for where, text in material.texts.items() if not where.endswith(_OF_SCOPE))
    told = _early_life_in(story) or _BEFORE_CARE.search(story)
    asked = _early_life_in(_reasons(material))
    if not asked:
        yield "review.yml, terms_of_reference.scope", "Exploitation is part of this case: look at the child's early life and at what could have diverted them, in summary, and say so in the scope."
    elif not told:
        yield "narrative/circumstances.md", "Exploitation is part of this case, and the report tells nothing of the child's early life. Say in summary what it was like, and what was or could have been done then to divert them."


@rule("early-life-long", "warning", _SCOPE, "What lies before the time under review is told in a few sentences")
def early_life_long(material: Material) -> Iterator[tuple[str, str]]:
    """Years before the time under review told one after another; more of them where a child was exploited."""
    start = material.report.review.period.start.year
    most = _WORDS_BEFORE * (3 if _is_exploitation(material) else 1)
    for where, text in material.texts.items():
        if where.endswith(("evidence.md", *_OF_SCOPE)) or not where.startswith(("narrative/", "episodes.yml")):
            continue
        before = [part for part in sentences(text) if _tells_of_before(part, start)]
        words = sum(map(words_in, before))
        years = {year for part in before for year in _YEAR.findall(part) if int(year) < start - 1}
        if len(before) >= _SENTENCES_BEFORE and years and (words > most or (len(years) >= _YEARS_BEFORE and most == _WORDS_BEFORE)):
            yield where, f"{len(before)} sentences, {words} words, tell of the time before {start}. Keep what the learning needs, in two or three sentences; the review looks at a short and recent time."


def _tells_of_before(part: str, start: int) -> bool:
    """Whether a sentence tells of years well before a year, or of infancy by age."""
    years = [int(year) for year in _YEAR.findall(part)]
    return any(year < start - 1 for year in years) if years else has("early_life", part) or bool(_INFANCY.search(part))


def _is_exploitation(material: Material) -> bool:
    """Whether the author writes of exploitation, or three records or more do."""
    author = "\n".join([_reasons(material), *(f"{finding.title} {finding.why}" for finding in material.report.review.findings), *(text for where, text in material.texts.items() if "analysis" in where or where.endswith(("child.md", "what_happened")))])
    of_age = any(member.years is None or member.years >= _TEN for member in material.report.subjects)
    return _tells_of_it(author) or (of_age and sum(_tells_of_it(text) for text in material.report.events["event"]) >= 3)


def _tells_of_it(text: str) -> bool:
    """Whether a text tells of the exploitation of a child, and doesn't only say that there was none, or that a parent once met it."""
    return any(has("exploitation", part) and not _NONE_OF_IT.search(part) and not (has("parent", part) and not has("child", part)) for part in sentences(text))


def _early_life_in(text: str) -> bool:
    """Whether a text speaks of early life, and not only to say that it is left out."""
    return any(has("early_life", part) and not has("early_left_out", part) for part in sentences(text))


def _reasons(material: Material) -> str:
    review = material.report.review
    terms = review.terms_of_reference
    lines = [line.question for line in review.key_lines_of_enquiry]
    return "\n".join([review.period_reason, terms.aims if terms else "", terms.scope if terms else "", *lines, material.narrative("purpose"), material.narrative("circumstances"), material.narrative("terms")])


@rule("aims-missing", "warning", local("Approach"), "The aims are stated")
def aims_missing(material: Material) -> Iterator[tuple[str, str]]:
    """No aims."""
    terms = material.report.review.terms_of_reference
    if not (terms and terms.aims.strip()):
        yield "review.yml, terms_of_reference.aims", "State the aims as they were set at the start."


@rule("scope-missing", "warning", local("Approach"), "The scope is stated")
def scope_missing(material: Material) -> Iterator[tuple[str, str]]:
    """No scope."""
    terms = material.report.review.terms_of_reference
    if not (terms and terms.scope.strip()):
        yield "review.yml, terms_of_reference.scope", "State the scope: whose practice, over what time, and what is left out."


@rule("profile-not-in-force", "warning", OWN, "The edition of the rules was in force at the decision")
def profile_not_in_force(material: Material) -> Iterator[tuple[str, str]]:
    """The profile's edition came after the decision."""
    if material.report.review.decision_date < material.profile.in_force_from:
        yield "review.yml, profile", f"{material.profile.statutory} was not yet in force at the decision. Name the edition that was."


@rule("review-name", "warning", _APPROACH, "The review goes by the name of what it is")
def review_name(material: Material) -> Iterator[tuple[str, str]]:
    """A further review that calls itself something else."""
    for where, text in material.texts.items():
        match = next((found for part in sentences(text) if not _ANOTHER_REVIEW.search(part) for found in found_in("other_name", part)), None)
        if match:
            yield where, f"“{match[0]}”: any further review of a case is a local child safeguarding practice review, and meets what is asked of one. Call it so."
            return


@rule("purpose-thin", "advice", local("Purpose of LCSPR"), "It is said why there is a review")
def purpose_thin(material: Material) -> Iterator[tuple[str, str]]:
    """A section on the purpose that gives no reason."""
    text = material.narrative("purpose")
    if 0 < words_in(text) < _THIN and not has("why", text):
        yield "narrative/purpose.md", "Say why there is a review: what new learning there may be, or which lasting problem needs another look."
