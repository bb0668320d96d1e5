"""Rules on how the review was done, by whom, and who was heard."""

from __future__ import annotations

import re
from collections.abc import Iterator

from lcspr_kit.report.checks.material import Material, sentences
from lcspr_kit.report.checks.rule import MARKERS, local, rule
from lcspr_kit.report.checks.wordings import has, is_blank
from lcspr_kit.report.wording import counted

_APPROACH = local("Approach")
_PRACTITIONERS = re.compile(r"practi[ct]i?t?i?oner|staff|learning event|professional|workshop|reflective|focus group", re.IGNORECASE)
_EVENT = re.compile(
    r"practi[ct]i?t?i?oner(?:s[’']?|[’']s)? (?:\w+ )?(?:events?|group|meetings?|workshops?|sessions?|day|learning)|(?:learning|reflective|recall|feedback|multi-agency) (?:\w+ )?(?:events?|sessions?|workshops?|days?|circles?)|workshops?|focus groups?|round ?table|group (?:discussion|conversation|interview)s?|"
    r"\b(?:practitioners|staff|professionals|those who (?:knew|worked)|workers)\b[^.]{0,60}\b(?:met|came together|together|gathered|sat down|half a day|in one room)\b|(?:met|brought|came|talked|meeting) (?:\w+ ){0,3}(?:together )?(?:with )?(?:\w+[- ]){0,3}(?:practitioners|staff|professionals) (?:together|as a group|in a group)",
    re.IGNORECASE,
)
_INTERVIEW = re.compile(r"interview|conversation|discussion|one[- ]to[- ]one|meeting with (?:a )?practitioner", re.IGNORECASE)
_TIE = re.compile(
    r"\b(?:employ(?:ed|ee|er)|work(?:s|ed|ing)? (?:for|at|in|with)|manag(?:es|ed|er of)|line[- ]manag\w+|supervis(?:es|ed)|advis(?:es|ed|or|er) to|contract(?:ed|or)|board member|trustee|governor|"
    r"married to|related to|friend|colleague|formerly|former|previously|until (?:last|recently|\d{4})|sat on|sits on|chair(?:s|ed) (?:the )?(?:case|child)|knows the family|knew the family|member of|(?:led|ran|gave|delivered|provided) (?:\w+ ){0,3}(?:training|supervision|advice) (?:for|to|at)|on (?:good|friendly) terms)\b",
    re.IGNORECASE,
)
_DENIED = re.compile(r"\b(?:no|not|never|nor|neither|none|without|nothing|free of|outside|independent of)\b|n't\b|n’t\b", re.IGNORECASE)
_ABUSE_SPECIALIST = re.compile(r"domestic (?:abuse|violence)|\bIDVA\b|\bDA\b|women['’]s aid|refuge", re.IGNORECASE)
_NO_ABUSE = re.compile(r"\b(?:no|not|nil|never|without|denie[sd]|routine enquiry|leaflet|poster|training)\b", re.IGNORECASE)
_GROWN = 16


@rule("method-principles", "warning", _APPROACH, "The principles of the method are set out")
def method_principles(material: Material) -> Iterator[tuple[str, str]]:
    """No principles."""
    method = material.report.review.methodology
    if not (method and method.principles.strip()):
        yield "review.yml, methodology.principles", "Set out the principles of the review and its approach to learning."


@rule("method-approach", "error", _APPROACH, "It is said what was done and how")
def method_approach(material: Material) -> Iterator[tuple[str, str]]:
    """No account of the method."""
    method = material.report.review.methodology
    if not (method and method.approach.strip()) and not material.narrative("methodology").strip():
        yield "review.yml, methodology.approach", "Say what was done and how: the methods and tools by which the questions were answered."


@rule("method-activities", "warning", _APPROACH, "What was done is listed")
def method_activities(material: Material) -> Iterator[tuple[str, str]]:
    """Nothing listed."""
    method = material.report.review.methodology
    if not (method and method.activities):
        yield "review.yml, methodology.activities", "List practitioner events, interviews and family meetings with their dates."


@rule("practitioners-not-heard", "warning", local("Practitioner events"), "Practitioners were heard")
def practitioners_not_heard(material: Material) -> Iterator[tuple[str, str]]:
    """No event or interview with practitioners."""
    method = material.report.review.methodology
    activities = method.activities if method else []
    family = {member.name for member in material.report.members} | {member.id for member in material.report.members}

    def with_practitioners(kind: str, who: str) -> bool:
        if _PRACTITIONERS.search(kind):
            return True
        if has("child", kind) or re.search(r"famil|parent|carer", kind, re.IGNORECASE) or any(re.search(rf"^{re.escape(name)}\b", who.strip(), re.IGNORECASE) for name in family if name):
            return False
        return bool(_PRACTITIONERS.search(who) or _INTERVIEW.search(kind))

    heard = any(with_practitioners(a.kind, a.who) for a in activities)
    if activities and not heard:
        yield "review.yml, methodology.activities", "No practitioner event or interview is listed. The report should reflect the views of practitioners."


@rule("practitioner-event-missing", "advice", local("Practitioner events"), "Practitioners met, or it is said why not")
def practitioner_event_missing(material: Material) -> Iterator[tuple[str, str]]:
    """Activities are listed, none of them brings practitioners together, and the text doesn't say why."""
    method = material.report.review.methodology
    if not method or not method.activities:
        return
    said = "\n".join([method.principles, method.approach, material.narrative("methodology")])
    if not any(_EVENT.search(f"{a.kind} {a.who}") for a in method.activities) and not any(_EVENT.search(part) for part in sentences(said)):
        yield "review.yml, methodology.activities", "No practitioner event is listed. Hold one, where those who knew the child can talk together of why things happened; or say in the method why not."


@rule("notes-not-returned", "warning", local("Individual interviews"), "Notes went back to those who were interviewed")
def notes_not_returned(material: Material) -> Iterator[tuple[str, str]]:
    """An interview whose notes did not go back."""
    method = material.report.review.methodology
    for number, activity in enumerate(method.activities if method else [], 1):
        if activity.notes_returned is False or (activity.notes_returned is None and _INTERVIEW.search(activity.kind)):
            yield f"review.yml, activity {number}", f"Give the notes of this {activity.kind} back for correction, and set notes_returned: true."


@rule("activity-dates", "error", local("Timescales"), "What was done lies before publication")
def activity_dates(material: Material) -> Iterator[tuple[str, str]]:
    """Something done after publication."""
    review = material.report.review
    for number, activity in enumerate(review.methodology.activities if review.methodology else [], 1):
        if activity.date and review.publication_date and activity.date >= review.publication_date:
            yield f"review.yml, activity {number}", "This is dated on or after publication. Correct one of the dates."


@rule("method-hindsight", "advice", MARKERS, "It is said how hindsight was guarded against")
def method_hindsight(material: Material) -> Iterator[tuple[str, str]]:
    """Nothing on hindsight."""
    method = material.report.review.methodology
    text = "\n".join([method.principles if method else "", method.approach if method else "", material.narrative("methodology")])
    if text.strip() and not has("outcome_known", text):
        yield "narrative/methodology.md", "Say how hindsight and knowledge of the outcome were guarded against."


@rule("method-child", "advice", local("Approach"), "The child is in the method too")
def method_child(material: Material) -> Iterator[tuple[str, str]]:
    """The method does not mention the child."""
    review = material.report.review
    method = review.methodology
    parts = [method.principles if method else "", method.approach if method else "", material.narrative("methodology")]
    parts += [f"{a.kind} {a.who}" for a in (method.activities if method else [])]
    parts += [f"{e.plan} {e.status}" for e in review.family_engagement if e.person in review.subjects]
    text = "\n".join(parts)
    named = any(member.name in text for member in material.report.subjects)
    if material.narrative("methodology").strip() and not named and not has("child", text):
        yield "narrative/methodology.md", "Say how the methods kept the child's lived experience and voice in front."


@rule("reviewer-missing", "error", local("Approach"), "The lead reviewer is named")
def reviewer_missing(material: Material) -> Iterator[tuple[str, str]]:
    """No name; the reviewer's name is published."""
    reviewer = material.report.review.lead_reviewer
    if not (reviewer and reviewer.name.strip()):
        yield "review.yml, lead_reviewer.name", "Name the lead reviewer; the name is published with the report."


@rule("independence-missing", "error", local("Approach"), "The reviewer's independence is stated")
def independence_missing(material: Material) -> Iterator[tuple[str, str]]:
    """Nothing on conflicts of interest."""
    reviewer = material.report.review.lead_reviewer
    if not reviewer or is_blank(reviewer.independence):
        yield "review.yml, lead_reviewer.independence", "State that the reviewer has no real or perceived conflict of interest, and on what grounds."


@rule("independence-conflict", "error", local("Approach"), "The reviewer has no conflict of interest")
def independence_conflict(material: Material) -> Iterator[tuple[str, str]]:
    """The statement itself tells of a tie that is not denied; or the reviewer's organisation is an agency of the review."""
    review = material.report.review
    reviewer = review.lead_reviewer
    if not reviewer:
        return
    for part in sentences(reviewer.independence):
        match = _TIE.search(part)
        if match and not _DENIED.search(part):
            yield "review.yml, lead_reviewer.independence", f"This reads like a tie to the case (“{match[0]}”). Say why it is no conflict of interest, or appoint somebody else."
            return
    if reviewer.organisation.strip().lower() in {agency.name.lower() for agency in review.agencies}:
        yield "review.yml, lead_reviewer.organisation", "The reviewer's organisation is one of the agencies under review. Appoint somebody independent of the case."


@rule("agency-silent", "warning", local("Review Team"), "Every chronology that was sent gave records")
def agency_silent(material: Material) -> Iterator[tuple[str, str]]:
    """A chronology is named, and nothing came of it."""
    for agency in material.report.agencies:
        if agency.chronology and not agency.events:
            yield f"chronologies/{agency.chronology}", f"No record of {agency.name} was read from its chronology. Look at `lcspr intake`, or ask for it again."


@rule("rows-set-aside", "advice", local("Review Team"), "Rows that were set aside have been looked at")
def rows_set_aside(material: Material) -> Iterator[tuple[str, str]]:
    """Many rows could not be used."""
    rows = sum(row["rows"] for row in material.report.rows)
    if material.report.quarantined * 20 > rows > 0:
        yield "chronologies", f"{material.report.quarantined} of {rows} rows were set aside. Ask the agencies to put them right: the team answers for the quality of what each agency sent."


@rule("review-team-missing", "warning", local("Review Team"), "The review team is listed")
def review_team_missing(material: Material) -> Iterator[tuple[str, str]]:
    """No team."""
    if not material.report.review.review_team:
        yield "review.yml, review_team", "List the review team: the case review group's core members, experts, and those who speak for the agencies involved."


@rule("da-specialist", "error", local("Review Team"), "A domestic abuse specialist took part where domestic abuse is in the records")
def da_specialist(material: Material) -> Iterator[tuple[str, str]]:
    """Domestic abuse in the records, now or in the past, but no specialist in the team."""
    review = material.report.review
    if any(_ABUSE_SPECIALIST.search(f"{member.agency} {member.role}") for member in review.review_team):
        return
    records = sum(_tells_of_abuse(text) for text in material.report.events["event"])
    family = material.report.family
    grown = {member.id for member in material.report.members if not member.age.isdigit() or int(member.age) >= _GROWN}
    drawn = family is not None and any(bond.kind == "abusive" and {bond.a, bond.b} <= grown - set(review.subjects) for bond in family.bonds)
    author = "\n".join([*(line.question for line in review.key_lines_of_enquiry), material.narrative("circumstances"), material.narrative("child")])
    if records:
        told = f"{counted(records, 'record').capitalize()} {'speaks' if records == 1 else 'speak'}"
    elif drawn or _tells_of_abuse(author):
        told = "The genogram speaks" if drawn else "The report speaks"
    else:
        return
    yield "review.yml, review_team", f"{told} of domestic abuse. Ask a local specialist domestic abuse service to take part, also where the abuse is in the past."


def _tells_of_abuse(text: str) -> bool:
    """Whether any sentence tells of domestic abuse, and doesn't only say that there was none."""
    return any(has("domestic_abuse", part) and not _NO_ABUSE.search(part) for part in sentences(text))
