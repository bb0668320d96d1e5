"""Rules on how the review was done, by whom, and who was heard."""

from __future__ import annotations

import re
from collections.abc import Iterator

from lcspr_kit.report.checks.material import Material, sentences, words_in
from lcspr_kit.report.checks.rule import MARKERS, OWN, local, rule
from lcspr_kit.report.checks.showing import work_done
from lcspr_kit.report.checks.wordings import found_in, has, pattern
from lcspr_kit.report.wording import counted

_PARTS = ("method_of_records", "method_of_choosing", "method_of_meeting", "method_of_testing")
_APPROACH = local("Approach")
_GROWN = 16
_KINDS_OF_WORK = 2
_SECTION, _STEPS = 40, 2


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


@rule("method-hollow", "warning", _APPROACH, "What was done is told, and not only praised")
def method_hollow(material: Material) -> Iterator[tuple[str, str]]:
    """A method that speaks neither of records read nor of episodes chosen, or of fewer than two of these, people met and a draft tested."""
    method = material.report.review.methodology
    text = "\n".join([method.approach if method else "", material.narrative("methodology")])
    section = material.narrative("methodology")
    told = _work_told(text)
    done = work_done(section)
    empty = words_in(section) >= _SECTION and (not done or done + work_done(method.approach if method else "") < _STEPS or (done <= _STEPS and _PARTS[0] not in _work_told(section)))
    if method and method.approach.strip() and not _work_told(method.approach):
        yield "review.yml, methodology.approach", f"“{' '.join(method.approach.split()[:12])} …” names a method and doesn't tell what was done: which records were read, how episodes were chosen, who was met, how the draft was tested."
    elif text.strip() and (empty or len(told) < _KINDS_OF_WORK or not set(_PARTS[:2]) & told):
        yield "narrative/methodology.md", "This names a method and doesn't tell what was done: which records were read, how episodes were chosen, who was met, how the draft was tested."


def _work_told(text: str) -> set[str]:
    """Which kinds of work a text tells of: records read, episodes chosen, people met, a draft tested."""
    return {each for each in _PARTS if pattern(each).search(text)}


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
        if pattern("method_practitioners").search(kind):
            return True
        if has("child", kind) or re.search(r"famil|parent|carer", kind, re.IGNORECASE) or any(re.search(rf"^{re.escape(name)}\b", who.strip(), re.IGNORECASE) for name in family if name):
            return False
        return bool(pattern("method_practitioners").search(who) or pattern("method_interview").search(kind))

    heard = any(with_practitioners(a.kind, a.who) for a in activities)
    if activities and not heard:
        yield "review.yml, methodology.activities", "No practitioner event or interview is listed. The report should reflect the views of practitioners."


@rule("practitioner-event-missing", "advice", local("Practitioner events"), "Practitioners met, or it is said why not")
def practitioner_event_missing(material: Material) -> Iterator[tuple[str, str]]:
    """Activities are listed, none of them brings practitioners together, and the text doesn't say why."""
    method = material.report.review.methodology
    if not method or not method.activities:
        return
    said = sentences("\n".join([method.principles, method.approach, material.narrative("methodology")]))
    excused = any(pattern("method_event").search(part) and pattern("method_not_held").search(part) and has("why", part) for part in said)
    if not excused and not any(pattern("method_event").search(f"{a.kind} {a.who}") for a in method.activities):
        told = any(pattern("method_event").search(part) for part in said)
        yield "review.yml, methodology.activities", (
            "The method tells of an event with practitioners, and none is in the list of what was done. Add it with its date and who came."
            if told
            else "No practitioner event is listed. Hold one, where those who knew the child can talk together of why things happened; or say in the method why not."
        )


@rule("practitioner-event-unsafe", "warning", local("Practitioner events"), "Practitioners could talk freely")
def practitioner_event_unsafe(material: Material) -> Iterator[tuple[str, str]]:
    """The method tells of pressure, or of what was said being kept for managers, employers or discipline."""
    method = material.report.review.methodology
    for part in sentences("\n".join([method.approach if method else "", material.narrative("methodology")])):
        if pattern("method_unsafe").search(part) and not pattern("method_safe").search(part):
            yield "narrative/methodology.md", f"“{' '.join(part.split()[:12])} …” tells of an event where people could not talk freely. These meetings are for learning: keep discipline and employers' notes out of them, or say what was done to make them safe."
            return


@rule("practitioner-event-managers", "warning", local("Practitioner events"), "Those who worked with the family were at the event")
def practitioner_event_managers(material: Material) -> Iterator[tuple[str, str]]:
    """Those named for every event are managers and leads, or the text says that only they came."""
    method = material.report.review.methodology
    events = [(number, activity) for number, activity in enumerate(method.activities if method else [], 1) if pattern("method_event").search(activity.kind)]
    advice = "Practitioner events are for those who worked with the child and the family. Hold one with them, or say in the method why that could not be."
    told = next((part for part in sentences("\n".join([method.approach if method else "", material.narrative("methodology")])) if has("managers_alone", part) and pattern("method_event").search(part)), "")
    if events and all(has("manager", activity.who) and not has("front_line", _leaders_taken_out(activity.who)) for _, activity in events):
        yield f"review.yml, activity {events[0][0]}", f"Only managers and leads are named here (“{events[0][1].who.strip()}”). {advice}"
    elif told:
        yield "the method", f"“{told}” tells of an event for managers. {advice}"


def _leaders_taken_out(who: str) -> str:
    """Who came, without managers, leads and the agencies they speak for."""
    return re.sub("|".join(re.escape(match[0]) for match in found_in("manager", who)) or r"$^", " ", who)


@rule("notes-not-returned", "warning", local("Individual interviews"), "Notes went back to those who were interviewed")
def notes_not_returned(material: Material) -> Iterator[tuple[str, str]]:
    """An interview whose notes did not go back."""
    method = material.report.review.methodology
    for number, activity in enumerate(method.activities if method else [], 1):
        if activity.notes_returned is False or (activity.notes_returned is None and pattern("method_interview").search(activity.kind)):
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
    """Neither the method, nor the aims, nor any line of enquiry mentions the child."""
    review = material.report.review
    method = review.methodology
    parts = [method.principles if method else "", method.approach if method else "", material.narrative("methodology")]
    parts += [f"{a.kind} {a.who}" for a in (method.activities if method else [])]
    parts += [f"{e.plan} {e.status}" for e in review.family_engagement if e.person in review.subjects]
    parts += [line.question for line in review.key_lines_of_enquiry] + [review.terms_of_reference.aims if review.terms_of_reference else ""]
    text = "\n".join(parts)
    named = any(member.name in text for member in material.report.subjects)
    if material.narrative("methodology").strip() and not named and not has("child", text):
        yield "narrative/methodology.md", "Say how the methods kept the child's lived experience and voice in front."


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


@rule("files-doubtful", "warning", OWN, "The files of the case raise no question")
def files_doubtful(material: Material) -> Iterator[tuple[str, str]]:
    """What reading the case warns of: a pseudonym that gives a name away or is another's too, a chronology that is named and not there."""
    for warning in material.report.warnings:
        yield warning.place, warning.message


@rule("review-team-missing", "warning", local("Review Team"), "The review team is listed")
def review_team_missing(material: Material) -> Iterator[tuple[str, str]]:
    """No team."""
    if not material.report.review.review_team:
        yield "review.yml, review_team", "List the review team: the case review group's core members, experts, and those who speak for the agencies involved."


@rule("da-specialist", "error", local("Review Team"), "A domestic abuse specialist took part where domestic abuse is in the records")
def da_specialist(material: Material) -> Iterator[tuple[str, str]]:
    """Domestic abuse in the records, now or in the past, but no specialist in the team."""
    review = material.report.review
    if any(pattern("method_abuse_specialist").search(f"{member.agency} {member.role}") for member in review.review_team):
        return
    records = sum(_tells_of_abuse(text) for text in material.report.events["event"])
    family = material.report.family
    grown = {member.id for member in material.report.members if member.years is None or member.years >= _GROWN}
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
    return any(has("domestic_abuse", part) and not pattern("method_no_abuse").search(part) for part in sentences(text))
