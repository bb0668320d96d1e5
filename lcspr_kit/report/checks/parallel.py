"""Rules on parallel investigations."""

from __future__ import annotations

import re
from collections.abc import Iterator

from lcspr_kit.report.checks.material import Material, sentences, words_in
from lcspr_kit.report.checks.rule import local, rule
from lcspr_kit.report.checks.wordings import has, is_blank
from lcspr_kit.report.proceedings import is_criminal, proceedings_name

_PARALLEL = local("Parallel investigations")
_RUNNING = r"(?:processes|proceedings?|investigat\w+|inquests?|[ie]nquir\w+|charges?|charged|prosecut\w+|trial|other reviews?|arrest\w*|court|crimin\w+|disciplinary|(?:runs?|ran|running) (?:beside|alongside))"
_NONE_RUNS = re.compile(rf"\b(?:no|none|nothing|nobody|neither|without)\b[^.]{{0,40}}\b{_RUNNING}|\b{_RUNNING}\b[^.]{{0,40}}\b(?:no|none|not|never|nobody)\b|^\W*(?:none|no)\b", re.IGNORECASE)
_NOT_YET = re.compile(r"\b(?:not|never|nobody|no one|no|nothing)\b[^.]{0,25}\b(?:discuss\w*|consider\w*|agree\w*|raised|asked|taken into account|reflected|factored|planned for|known|decided|looked at|thought|clear|contact\w*|spoken|assessed|explored|talked|settled|worked out)\b|\b(?:yet to be|to be (?:confirmed|decided|discussed|agreed|determined|considered|established))\b|\b(?:tbc|tba|unclear|unknown|undecided|uncertain|pending|to follow|awaiting (?:advice|a reply|instructions?|guidance|confirmation)|awaited)\b", re.IGNORECASE)
_SAYS_HOW = re.compile(r"\b(?:until|after|before|will|wait\w*|agreed (?:with|by|that)|so that|instead|only|apart|through (?:his|her|their) solicitor)\b", re.IGNORECASE)
_AS_BEFORE = re.compile(r"\b(?:as (?:planned|normal|usual|before|intended)|regardless|in any case|unaffected|no (?:effect|impact|bearing|change)|not affected|gone ahead|went ahead|carried on|continued)\b", re.IGNORECASE)
_SAID = re.compile(r"police|crimin|court|charg|prosecut|trial|sentenc|inquest|coroner|[ie]nquir|investigat|proceeding|disciplin|\breviews?\b|\bnone\b|\bnothing (?:else|more|of the kind|ran|runs|was|is)\b|\bno other", re.IGNORECASE)


def _is_open(effect: str) -> bool:
    """Whether all that a text says of an effect is that it is not known, or that things went on without it."""
    return all((_NOT_YET.search(part) or _AS_BEFORE.search(part)) and not _SAYS_HOW.search(part) for part in sentences(effect))


@rule("parallel-effect", "error", _PARALLEL, "The effect of parallel investigations is stated")
def parallel_effect(material: Material) -> Iterator[tuple[str, str]]:
    """No effect on the review stated, or only that nobody has looked at it yet."""
    for p in material.report.review.parallel_investigations:
        if is_blank(p.effect) or _is_open(p.effect):
            yield "review.yml, parallel_investigations", f"Say what the {proceedings_name(p.kind).lower()} means for the review: whom it meets when, what waits, what is shared."


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
    none = any(_SAID.search(part) and (_NONE_RUNS.search(part) or has("proceedings_over", part)) for part in sentences(said))
    if report.review.parallel_investigations or (words_in(said) >= 5 and none):
        return
    number = sum(has("proceedings", text) for text in report.events["event"])
    if number >= 2:
        yield "review.yml, parallel_investigations", f"{number} records speak of investigations or court. List what runs beside the review and its effect, or say that nothing does."
    else:
        yield "narrative/parallel.md", "Say whether other investigations run beside the review; if none does, say so."


@rule("criminal-publication", "advice", _PARALLEL, "With criminal proceedings the police lead on publication")
def criminal_publication(material: Material) -> Iterator[tuple[str, str]]:
    """Criminal proceedings, a day of publication, and nothing said of the police's lead."""
    review = material.report.review
    pending = [p for p in review.parallel_investigations if is_criminal(p.kind) and not has("proceedings_over", p.status)]
    said = " ".join([*(p.effect for p in pending), material.narrative("parallel"), material.narrative("dissemination")]).lower()
    if pending and review.publication_date and not any(word in said for word in ("publi", "police", "prosecut", "officer in the case", "trial")):
        yield "review.yml, parallel_investigations", "Criminal proceedings are not over. Agree progress and publication with the police, and say so."


@rule("parallel-wait", "warning", _PARALLEL, "The review goes ahead beside other proceedings")
def parallel_wait(material: Material) -> Iterator[tuple[str, str]]:
    """The review is put off without a reason."""
    for p in material.report.review.parallel_investigations:
        if has("put_off", p.effect) and not has("why", p.effect):
            yield "review.yml, parallel_investigations", "The review waits for other proceedings. Reviews go ahead unless there are clear reasons not to: give them."
