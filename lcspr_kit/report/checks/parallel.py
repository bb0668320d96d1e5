"""Rules on parallel investigations."""

from __future__ import annotations

import calendar
import re
from collections.abc import Iterator
from datetime import date

from lcspr_kit.report.checks.material import Material, sentences, words_in
from lcspr_kit.report.checks.rule import local, rule
from lcspr_kit.report.checks.showing import effects_told
from lcspr_kit.report.checks.wordings import has, is_blank, pattern
from lcspr_kit.report.proceedings import is_criminal, proceedings_name

_PARALLEL = local("Parallel investigations")
_TOLD, _EFFECTS = 40, 2
_STEP = re.compile(r"; |, and (?=the |it |we |I )")
_NONE = re.compile(r"(?:there (?:is|was) )?(?:none|nil|no (?:effect|impact|bearing|consequence|change)s?|not (?:applicable|relevant|affected))(?: \w+){0,5}\.?", re.IGNORECASE)
_RUNNING = r"(?:processes|proceedings?|investigat\w+|inquests?|[ie]nquir\w+|charges?|charged|prosecut\w+|trial|other reviews?|arrest\w*|court|crimin\w+|disciplinary|(?:runs?|ran|running) (?:beside|alongside))"


def _is_open(effect: str) -> bool:
    """Whether all that a text says of an effect is that there is none, that it is not known, or that things went on without it."""
    return bool(_NONE.fullmatch(effect.strip())) or all((pattern("parallel_not_yet").search(part) or pattern("parallel_as_before").search(part)) and not pattern("parallel_says_how").search(part) for part in sentences(effect))


def _is_of_law(kind: str) -> bool:
    """Whether proceedings are before police, prosecutors or a court; an agency's own inquiry binds nobody else."""
    return is_criminal(kind) or bool(re.search(r"inquest|coron|court|care|family|civil", kind, re.IGNORECASE))


@rule("parallel-effect", "error", _PARALLEL, "The effect of parallel investigations is stated")
def parallel_effect(material: Material) -> Iterator[tuple[str, str]]:
    """No effect on the review stated, or only that nobody has looked at it yet."""
    for p in material.report.review.parallel_investigations:
        if is_blank(p.effect) or (_is_of_law(p.kind) and _is_open(p.effect)):
            yield "review.yml, parallel_investigations", f"Say what the {proceedings_name(p.kind).lower()} means for the review: whom it meets when, what waits, what is shared."


@rule("parallel-told", "warning", _PARALLEL, "The section on parallel investigations says what they meant for the review")
def parallel_told(material: Material) -> Iterator[tuple[str, str]]:
    """A section that lists proceedings, or says that nobody thought of them, and hardly a word on what they changed."""
    said = material.narrative("parallel")
    runs = [part for part in sentences(said) if pattern("parallel_said").search(part) and not pattern("parallel_none_runs").search(part)]
    if words_in(said) >= _TOLD and runs and effects_told(said) < _EFFECTS:
        yield "narrative/parallel.md", "This lists other proceedings and not what they meant for the review: whom it met and when, what was not asked, what was shared, and when the report can be published."


@rule("parallel-status", "advice", _PARALLEL, "Lead and state of parallel investigations are recorded")
def parallel_status(material: Material) -> Iterator[tuple[str, str]]:
    """No lead or status."""
    for p in material.report.review.parallel_investigations:
        if not p.lead.strip() or not p.status.strip():
            yield "review.yml, parallel_investigations", f"Say who leads the {proceedings_name(p.kind).lower()} and where it stands."


@rule("parallel-unmentioned", "warning", _PARALLEL, "Proceedings in the records are considered")
def parallel_unmentioned(material: Material) -> Iterator[tuple[str, str]]:
    """The records tell of proceedings near the end; the review has none and says nothing."""
    report = material.report
    said = material.narrative("parallel")
    none = any(pattern("parallel_said").search(part) and (pattern("parallel_none_runs").search(part) or has("proceedings_over", part)) for part in sentences(said))
    if report.review.parallel_investigations or (words_in(said) >= 5 and none):
        return
    number = sum(has("proceedings", text) for text in report.events["event"])
    if number >= 2:
        yield "review.yml, parallel_investigations", f"{number} records speak of investigations or court. List what runs beside the review and its effect, or say that nothing does."
    else:
        yield "narrative/parallel.md", "Say whether other investigations run beside the review; if none does, say so."


@rule("criminal-publication", "advice", _PARALLEL, "With criminal proceedings the police lead on publication")
def criminal_publication(material: Material) -> Iterator[tuple[str, str]]:
    """Criminal proceedings that are not over, and no sentence by which those who lead them agreed to publication; or one by which nobody asked them."""
    review = material.report.review
    criminal = [p for p in review.parallel_investigations if is_criminal(p.kind)]
    said = [part for text in (*(p.effect for p in criminal), material.narrative("parallel"), material.narrative("dissemination")) for part in sentences(text)]
    told = [part for part in said if pattern("parallel_published").search(part) and pattern("parallel_authority").search(part)]
    unasked = next((part for part in told if criminal and pattern("parallel_left_out").search(part) and "agreed" not in part), "")
    if unasked:
        yield "narrative/parallel.md", f"“{' '.join(unasked.split()[:12])} …”: with criminal proceedings the police lead on publication. Agree it with them, and say so."
    elif review.publication_date and not all(has("proceedings_over", p.status) for p in criminal) and not any(pattern("parallel_settled").search(part) for part in told):
        yield "review.yml, parallel_investigations", "Criminal proceedings are not over. Agree progress and publication with the police, and say so."


@rule("parallel-wait", "warning", _PARALLEL, "The review goes ahead beside other proceedings")
def parallel_wait(material: Material) -> Iterator[tuple[str, str]]:
    """The review is put off without a reason."""
    told = [*(p.effect for p in material.report.review.parallel_investigations), *(material.narrative(name) for name in ("parallel", "purpose", "terms", "methodology"))]
    for part in (part for text in told for part in sentences(text)):
        reason = has("why", part) or pattern("parallel_reason").search(part)
        if has("put_off", part) and not pattern("parallel_denied").search(part) and (not reason or pattern("parallel_routine").search(part)):
            yield "review.yml, parallel_investigations", f"“{' '.join(part.split()[:12])} …”: the review waits for other proceedings. Reviews go ahead unless there are clear reasons not to: give them."
            return


@rule("parallel-not-agreed", "warning", _PARALLEL, "Meeting the family was agreed with those who investigate a crime")
def parallel_not_agreed(material: Material) -> Iterator[tuple[str, str]]:
    """A criminal investigation that ran beside the review, over by now or not, and no sentence on what it meant for whom the review met and when; or one that says nobody was asked."""
    review = material.report.review
    criminal = [p for p in review.parallel_investigations if is_criminal(p.kind) and not pattern("parallel_over_before").search(f"{p.status}. {p.effect}")]
    texts = [sentences(text) for text in (*(p.effect for p in criminal), *(e.plan for e in review.family_engagement), material.narrative("parallel"), material.narrative("family"))]
    told = [part for parts in texts for part in parts]
    steps = [[step for part in parts for step in _STEP.split(part)] for parts in texts]
    unasked = next((part for part in told if pattern("parallel_unasked").search(part)), "")
    if unasked and any(_is_of_law(p.kind) for p in review.parallel_investigations):
        yield "narrative/parallel.md", f"“{' '.join(unasked.split()[:12])} …”: plans to meet the family take other proceedings into account. Agree with those who lead them whom the review meets, when and on what."
    elif (early := _met_while_open(material)) and not any(pattern("parallel_met").search(f"{before} {part}") and pattern("parallel_agreed").search(part) and pattern("parallel_authority").search(f"{before} {part}") and not pattern("parallel_of_publication").search(part) for parts in steps for before, part in zip(["", *parts], parts, strict=False)):
        yield "review.yml, family_engagement", f"The family was met on {early.day} {early:%B %Y}, while the criminal investigation was open, and nothing says that this was agreed with the police. Agree whom the review meets, when and on what; say so."
    elif any(not is_blank(p.effect) for p in criminal) and review.family_engagement and not any(pattern("parallel_met").search(part) and pattern("parallel_leads").search(f"{before} {part}") for parts in texts for before, part in zip(["", *parts], parts, strict=False)):
        yield "review.yml, parallel_investigations", "Say what the criminal investigation meant for meeting the family: who could be met, when and on what, and that it was agreed with the police."


def _met_while_open(material: Material) -> date | None:
    """The first day on which the family was met while a criminal investigation was open; None where it was over, or no day is told."""
    review = material.report.review
    ends = [_end_of(p.status) for p in review.parallel_investigations if is_criminal(p.kind)]
    said = [f"{each.kind} {each.date or ''}" for each in (review.methodology.activities if review.methodology else []) if re.search(r"family|parent|mother|father", each.kind, re.IGNORECASE)]
    said += [each.status for each in review.family_engagement if pattern("family_met").match(each.status.strip())]
    met = sorted(date.fromisoformat(day) for text in said for day in re.findall(r"\b\d{4}-\d\d-\d\d\b", text))
    return next((day for day in met if any(end is None or day < end for end in ends)), None)


def _end_of(status: str) -> date | None:
    """The day on which a status says that proceedings ended, or the start of time where it gives none; None for what is open."""
    if not has("proceedings_over", status):
        return None
    day = re.search(r"(\d{1,2}) ([A-Z][a-z]+) (\d{4})", status)
    iso = re.search(r"\b\d{4}-\d\d-\d\d\b", status)
    months = list(calendar.month_name)
    return date.fromisoformat(iso[0]) if iso else date(int(day[3]), months.index(day[2]), int(day[1])) if day and day[2] in months else date.min
