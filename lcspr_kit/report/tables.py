"""The tables of a report, each a plain frame made from its facts. Knows what is in them, not where they go.

Every function returns None where there is nothing to show, so that no report has an empty table.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import pandas as pd

from lcspr_kit.report.blocks import Table
from lcspr_kit.report.facts import Report
from lcspr_kit.report.identity import identity_mentions
from lcspr_kit.report.proceedings import proceedings_name
from lcspr_kit.report.voice import seen_and_heard
from lcspr_kit.report.wording import age_phrase, capital, dates_spelt_out, day_text, listed, sentence

_RETURNED = {True: "yes", False: "not yet", None: "not recorded"}
PARTNERS = {"local_authority": "Local authority", "integrated_care_board": "Integrated care board", "police": "Police"}


def _table(key: str, caption: str, columns: Sequence[str], rows: Sequence[Sequence[Any]], widths: tuple[float, ...] | None = None) -> Table | None:
    return Table(pd.DataFrame(rows, columns=list(columns), dtype=object), caption, f"table-{key}", widths) if rows else None


def _filled(columns: Sequence[str], rows: Sequence[Sequence[Any]], widths: tuple[float, ...]) -> tuple[list[str], list[tuple[Any, ...]], tuple[float, ...]]:
    """The same table without the columns in which no row has anything."""
    kept = [at for at in range(len(columns)) if any(row[at] for row in rows)]
    return [columns[at] for at in kept], [tuple(row[at] for at in kept) for row in rows], tuple(widths[at] for at in kept)


def glance(report: Report) -> Table | None:
    """The review at a glance: reference, children, dates, reviewer."""
    from lcspr_kit.report.deadlines import complete_by

    review = report.review
    reviewer = review.lead_reviewer
    ages = [f"{member.name} ({age_phrase(member.age)})" if member.age else member.name for member in report.subjects]
    rows = [
        ("Reference", review.reference),
        ("Partnership", review.partnership),
        ("Child" if len(ages) == 1 else "Children", listed(ages)),
        ("Time under review", capital(report.life_span(review.period.start, review.period.end))),
        ("Decision to carry out the review", day_text(review.decision_date)),
        ("To be completed and published by", day_text(complete_by(review))),
        ("Planned publication", day_text(review.publication_date) or ("not yet set" if report.working else "")),
        ("Lead reviewer", ", ".join(filter(None, [reviewer.name, reviewer.organisation])) if reviewer else ""),
    ]
    return _table("glance", "The review at a glance", ["What", "Answer"], [row for row in rows if row[1]], (1, 2))


def amendments(report: Report) -> Table | None:
    """Changes to the terms of reference."""
    terms = report.review.terms_of_reference
    rows = [(day_text(a.date) or "not dated", a.change, a.reason, a.agreed_by) for a in (terms.amendments if terms else [])]
    return _table("amendments", "Changes to the terms of reference", ["Date", "What changed", "Why", "Agreed by"], rows, (2, 4, 4, 2))


def agencies(report: Report) -> Table | None:
    """Agencies, what they sent and over what time."""
    rows = []
    for agency in report.agencies:
        sent = f"{agency.events:,}" if agency.events else "none"
        time = report.life_span(agency.first, agency.last) if agency.first and agency.last else ""
        rows.append((agency.name, "GP" if agency.kind == "gp" else capital(agency.kind), sent, time))
    return _table("agencies", "Agencies and what their chronologies hold", ["Agency", "Kind", "Records", "From and to"], rows, (3.6, 2.4, 1.3, 4.7))


def activities(report: Report) -> Table | None:
    """What was done in the review, with whom, and whether notes went back to those who were heard."""
    method = report.review.methodology
    rows = []
    for activity in method.activities if method else []:
        who = _people(report, activity.who)
        rows.append((day_text(activity.date) or "not dated", capital(activity.kind), capital(who), _RETURNED[activity.notes_returned]))
    return _table("activities", "What was done", ["Date", "What", "With whom", "Notes returned for correction"], rows, (2, 2.5, 4, 2))


def _people(report: Report, text: str) -> str:
    """`who` of an activity: a register id, or words."""
    member = report.member(text.strip())
    return member.name if member else text


def team(report: Report) -> Table | None:
    """The review team: by role and agency; names in the working draft only."""
    people = report.review.review_team
    if report.working:
        rows = [(person.name, person.agency, capital(person.role)) for person in people]
        return _table("team", "The review team", ["Name", "Agency", "Role"], rows)
    return _table("team", "The review team", ["Agency", "Role"], [(person.agency, capital(person.role)) for person in people])


def engagement(report: Report) -> Table | None:
    """Who of the family was invited, how, with what support, and whether they have seen the report.

    How each was reached and helped says things of one relative that others must not read (a solicitor, a way of
    reading): beyond the working draft the table says who took part and who has seen the report.
    """
    rows = []
    for entry in report.review.family_engagement:
        member = report.member(entry.person)
        seen = day_text(entry.report_shared) or "not yet"
        rows.append((member.name if member else entry.person, capital(dates_spelt_out(entry.plan)), capital(entry.support), capital(dates_spelt_out(entry.status)), seen))
    if not report.working:
        return _table("engagement", "The family's part in the review", ["Who", "So far", "Report shared"], [(row[0], *row[3:]) for row in rows], (3, 4, 2))
    columns = ["Who", "How invited", "Support", "So far", "Report shared"]
    return _table("engagement", "The family's part in the review", columns, rows, (3, 4, 3, 3, 2))


def not_invited(report: Report) -> Table | None:
    """Family members with a note on contributing in the register, but no plan; for the working draft."""
    if not report.working:
        return None
    planned = {entry.person for entry in report.review.family_engagement}
    rows = [
        (member.name, "" if member.is_subject or member.role.casefold() == member.name.casefold() else capital(member.role), member.contribute or "nothing recorded")
        for member in report.members
        if member.id not in planned and not member.pregnancy and not member.died
    ]
    return _table("not-invited", "Members of the family without a plan yet", *_filled(["Who", "Relationship", "To contribute, as the register has it"], rows, (2, 3, 4)))


def identities(report: Report) -> Table | None:
    """Identity of the children as the register has it; in the working draft, of those who cared for them too.

    A parent's disability is read by the whole family, or by the public, only where the author chooses to write of it.
    """
    rows = []
    for member in report.members:
        cares = member.is_subject or report.working and member.role.lower() in ("mother", "father", "stepmother", "stepfather", "carer", "foster carer")
        facts = [member.ethnicity, member.language, member.faith, member.disability]
        if cares and not member.pregnancy:
            rows.append((member.name, *(fact or "not recorded" for fact in facts)))
    return _table("identities", "Identity, as recorded for the review", ["Who", "Ethnicity", "Language", "Faith", "Disability or additional need"], rows, (2, 2, 2, 2, 3))


def who_recorded(report: Report) -> Table | None:
    """For each part of identity, how many records of which agency speak of it."""
    rows = []
    for theme, by_agency in identity_mentions(report.events).items():
        names = [f"{agency} ({number})" for agency, number in by_agency.items()]
        without = [agency.name for agency in report.agencies if agency.events and agency.name not in by_agency]
        rows.append((theme, "\n".join(names) or "no record found", listed(without) if names else "all"))
    found = any(row[1] != "no record found" for row in rows)
    return _table("who-recorded", "Who recorded what of identity", ["Part of identity", "Agencies with records that speak of it", "Agencies without"], rows, (2, 4, 4)) if found or len(report.events) else None


def seen(report: Report) -> Table | None:
    """For each agency: how often a record says that a child was seen, and that the child's voice was kept."""
    rows = [(line.agency, f"{line.records:,}", f"{line.seen:,}", f"{line.not_seen:,}", f"{line.heard:,}") for line in seen_and_heard(report.events)]
    columns = ["Agency", "Records", "Child seen", "Child not seen", "Child's words or behaviour recorded"]
    return _table("seen", "The child in the records", columns, rows, (4, 1.5, 1.5, 1.5, 2.5))


def parallel(report: Report) -> Table | None:
    """Parallel investigations, their lead, state and effect on the review."""
    rows = [(proceedings_name(p.kind), p.lead, capital(dates_spelt_out(p.status)), capital(dates_spelt_out(p.effect))) for p in report.review.parallel_investigations]
    return _table("parallel", "Parallel investigations", ["What", "Led by", "Where it stands", "What it means for the review"], rows, (2, 2, 3, 4))


def episodes(report: Report) -> Table | None:
    """The key practice episodes in order of time."""
    rows = []
    for number, episode in enumerate(report.episodes, 1):
        lines = ", ".join(episode.key_lines)
        rows.append((str(number), f"{episode.short}: {episode.title}", report.life_span(episode.start, episode.end), listed(episode.agencies), lines or "not yet linked"))
    return _table("episodes", "Key practice episodes", ["No.", "Episode", "When", "Agencies with records", "Lines of enquiry"], rows, (0.7, 3.5, 2.5, 4, 1.5))


def roles(report: Report, episode_id: str) -> Table | None:
    """Each agency's part in an episode, with the agencies that have no record in it."""
    episode = next(e for e in report.episodes if e.id == episode_id)
    own = report.events[report.events["event_id"].isin(episode.events)]
    counts = own["agency"].value_counts()
    written = dict(episode.roles)
    sent = {agency.name for agency in report.agencies if agency.events}
    called = f"{episode.name[0].lower()}{episode.name[1:]}"
    rows = [(agency, f"{int(counts.get(agency, 0)):,}", written.get(agency, "")) for agency in episode.agencies]
    rows += [(agency, "none" if agency in sent else "no chronology", written.get(agency, "")) for agency in episode.silent]
    rows += [(agency, "", role) for agency, role in written.items() if agency not in (*episode.agencies, *episode.silent)]
    if any(row[2] for row in rows):
        return _table(f"roles-{episode_id}", f"Agencies' part in {called}", ["Agency", "Records", "Part"], rows, (3, 1.5, 5))
    return _table(f"roles-{episode_id}", f"Agencies' records in {called}", ["Agency", "Records"], [row[:2] for row in rows], (3, 2))


def evidence(report: Report) -> Table | None:
    """Evidence from outside the case."""
    rows = [(entry.source, entry.point) for entry in report.review.wider_evidence]
    return _table("evidence", "Wider evidence", ["Source", "What it adds"], rows, (3, 5))


def links(report: Report) -> Table | None:
    """Findings against lines of enquiry and episodes: the working-out that a reader can test."""
    review = report.review
    rows = []
    for finding in review.findings:
        answers = [r.id for r in review.recommendations if r.finding == finding.id] or [q.id or q.text for q in review.questions_for_partners if q.finding == finding.id]
        rows.append((f"{finding.id}: {finding.title}", listed(finding.key_lines) or "none yet", listed(finding.episodes) or "none yet", listed(answers) or "none yet"))
    columns = ["Finding", "Lines of enquiry", "Episodes", "Recommendations" if not review.questions_for_partners else "Recommendations or questions"]
    return _table("links", "What each finding rests on and leads to", columns, rows, (4, 1.5, 1.5, 2))


def actions(report: Report) -> Table | None:
    """The action plan."""
    rows = [
        (r.id, r.action or "not yet set", r.owner or "not yet named", day_text(r.due) or "not yet set", "\n".join(filter(None, [sentence(r.measure), sentence(r.evidence)])) or "not yet set")
        for r in report.review.recommendations
    ]
    columns = ["No.", "Action", "Who answers for it", "By when", "How its effect will be measured and shown"]
    return _table("actions", "Action plan", columns, rows, (0.7, 3.5, 2.5, 1.8, 4))


def questions(report: Report) -> Table | None:
    """Questions for the partnership, where the method has them instead of recommendations."""
    rows = [(q.id or str(n), q.text, q.finding, q.owner, day_text(q.due)) for n, q in enumerate(report.review.questions_for_partners, 1)]
    return _table("questions", "Questions for the partnership", *_filled(["No.", "Question", "Finding", "Who answers", "By when"], rows, (0.7, 5, 1.2, 2.5, 1.8)))


def dissemination(report: Report) -> Table | None:
    """Who hears of the learning, when and how."""
    rows = [(d.who, d.when if isinstance(d.when, str) else day_text(d.when) or "not yet set", d.how) for d in report.review.dissemination]
    return _table("dissemination", "Who will see the learning, when and how", ["Who", "When", "How"], rows, (3, 2, 4))


def sign_off(report: Report) -> Table | None:
    """The three safeguarding partners' sign-off; what is missing is said."""
    signed = report.review.sign_off
    rows = []
    for key, name in PARTNERS.items():
        signature = getattr(signed, key) if signed else None
        rows.append((name, (signature.name if signature else "") or "awaited", day_text(signature.date if signature else None) or "awaited"))
    return _table("sign-off", "Sign-off by the safeguarding partners", ["Partner", "Name", "Date"], rows, (3, 3, 2))


def records_read(report: Report) -> Table | None:
    """What became of every row that agencies sent; for the working draft."""
    if not report.working:
        return None
    rows = [(r["agency"], " / ".join(filter(None, [r["file"], r["sheet"]])), r["rows"], r["events"], r["quarantined"], r["skipped"]) for r in report.rows]
    columns = ["Agency", "File", "Rows", "Events", "Set aside", "Blank or headings"]
    return _table("records-read", "What became of every row", columns, [tuple(map(str, row)) for row in rows], (3, 3, 1, 1, 1, 1.3))


TABLES: dict[str, Callable[..., Table | None]] = {
    "glance": glance, "amendments": amendments, "agencies": agencies, "activities": activities, "team": team,
    "engagement": engagement, "not-invited": not_invited, "identities": identities, "who-recorded": who_recorded,
    "seen": seen, "parallel": parallel, "episodes": episodes, "roles": roles, "evidence": evidence, "links": links,
    "actions": actions, "questions": questions, "dissemination": dissemination, "sign-off": sign_off,
    "records-read": records_read,
}  # fmt: skip
"""Tables by the name that templates call them."""
