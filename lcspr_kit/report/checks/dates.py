"""Rules on the dates that statute and guidance set: six months, the Panel's copy, delay."""

from __future__ import annotations

from collections.abc import Iterator

from lcspr_kit.report.checks.material import Material, sentences
from lcspr_kit.report.checks.rule import OWN, local, rule
from lcspr_kit.report.checks.wordings import pattern
from lcspr_kit.report.deadlines import complete_by, panel_copy_by
from lcspr_kit.report.wording import counted, day_text
from lcspr_kit.workingdays import is_working_day

_NATIONAL = ("national", "panel", "government", "secretary of state", "department for")


@rule("publication-date", "warning", local("The Final report"), "Publication is planned")
def publication_date(material: Material) -> Iterator[tuple[str, str]]:
    """No date."""
    if material.report.review.publication_date is None:
        yield "review.yml, publication_date", f"Plan the day of publication; it is to be no later than {day_text(complete_by(material.report.review))}."


@rule("six-months", "error", "profile:timescales.complete_months", "The report is published within six months of the decision")
def six_months(material: Material) -> Iterator[tuple[str, str]]:
    """Later, and the Panel has not been told."""
    review = material.report.review
    last = complete_by(review)
    told = review.publication.panel_delay_discussed if review.publication else None
    if review.publication_date and review.publication_date > last and told is None:
        yield "review.yml, publication_date", f"Publication on {day_text(review.publication_date)} is later than {day_text(last)}, six months from the decision. Discuss the delay with the Panel and record it (publication.panel_delay_discussed), or publish earlier."


@rule("delay-told-late", "warning", local("The Final report"), "A delay is discussed with the Panel before it happens")
def delay_told_late(material: Material) -> Iterator[tuple[str, str]]:
    """The Panel was told after the six months."""
    review = material.report.review
    told = review.publication.panel_delay_discussed if review.publication else None
    if told and told > complete_by(review):
        yield "review.yml, publication.panel_delay_discussed", f"The Panel was told on {day_text(told)}, after the six months had ended on {day_text(complete_by(review))}. Say why in the report."


@rule("panel-copy", "error", "profile:timescales.panel_copy_working_days", "The Panel and the Secretary of State have the report seven working days before publication")
def panel_copy(material: Material) -> Iterator[tuple[str, str]]:
    """Sent too late."""
    review = material.report.review
    sent = review.publication.panel_copy_sent if review.publication else None
    if not review.publication_date:
        return
    last = panel_copy_by(review, review.publication_date)
    if sent and sent > last:
        days = material.profile.timescales.panel_copy_working_days.value
        yield "review.yml, publication.panel_copy_sent", f"The copy of {day_text(sent)} is less than {counted(days, 'working day')} before publication on {day_text(review.publication_date)}; the last day is {day_text(last)}. Move one of the dates."


@rule("panel-copy-unplanned", "warning", "profile:timescales.panel_copy_working_days", "It is planned when the Panel gets the report")
def panel_copy_unplanned(material: Material) -> Iterator[tuple[str, str]]:
    """Publication is set, the copy is not."""
    review = material.report.review
    if review.publication_date and not (review.publication and review.publication.panel_copy_sent):
        yield "review.yml, publication.panel_copy_sent", f"Plan the copy to the Panel and the Secretary of State: no later than {day_text(panel_copy_by(review, review.publication_date))}."


@rule("panel-early-talk", "advice", "profile:timescales.panel_cycle_days", "Reports of national or public interest are discussed with the Panel early")
def panel_early_talk(material: Material) -> Iterator[tuple[str, str]]:
    """A recommendation to a national body, or interest of the media that is told, and no early talk with the Panel."""
    told = sentences("\n\n".join(material.narrative(name) for name in ("dissemination", "purpose", "methodology", "parallel")))
    if any(pattern("panel_media").search(part) and not pattern("panel_no_media").search(part) for part in told) and not any(pattern("panel_talk").search(part) and not pattern("panel_no_talk").search(part) for part in told):
        yield "narrative/dissemination.md", "The media take an interest. Speak with the Panel early about the day of publication: it meets every fortnight. Say that this was done."
    for r in material.report.review.recommendations:
        if any(word in f"{r.owner} ".lower() for word in _NATIONAL):
            yield f"review.yml, recommendation {r.id}", "This is for a national body. Speak with the Panel early: it meets every fortnight."


@rule("publication-working-day", "advice", OWN, "Publication is on a working day")
def publication_working_day(material: Material) -> Iterator[tuple[str, str]]:
    """A weekend or public holiday."""
    day = material.report.review.publication_date
    if day and not is_working_day(day):
        yield "review.yml, publication_date", f"{day_text(day)} is a weekend or a public holiday. Choose a day on which families and staff can reach somebody."


@rule("publication-before-decision", "error", OWN, "Dates follow each other")
def publication_before_decision(material: Material) -> Iterator[tuple[str, str]]:
    """Publication before the decision."""
    review = material.report.review
    if review.publication_date and review.publication_date <= review.decision_date:
        yield "review.yml, publication_date", "Publication is dated before the decision to carry out the review. Correct one of the dates."
