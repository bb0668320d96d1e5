"""Every date that counts for a review, worked out from `review.yml` and the profile it names. Never asks the clock.

Months are calendar months: six months from 31 August end on the last day of February. Working days
are England's (`workingdays`); "no later than seven working days before" leaves out the day of
publication itself.
"""

from __future__ import annotations

import hashlib
import re
from collections import Counter
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from lcspr_kit.edtf import month_end
from lcspr_kit.report.profiles import read_profile
from lcspr_kit.report.wording import counted
from lcspr_kit.review import Review
from lcspr_kit.workingdays import add_working_days, is_working_day, working_days_between


@dataclass(frozen=True)
class Deadline:
    """A date that counts: what is due, on what basis, whether it is done, and working days left from `today`.

    `date` is None where it depends on a date that review.yml doesn't have yet; `working_days_left` is
    None without a date, without `today`, or where it is done; negative when it has passed.
    """

    date: date | None
    what: str
    basis: str
    working_days_left: int | None = None
    done: bool = False


def months_after(day: date, months: int) -> date:
    """The same day-number some months on, or the end of that month where it has no such day."""
    year, month = divmod(day.month - 1 + months, 12)
    last = month_end(day.year + year, month + 1)
    return last.replace(day=min(day.day, last.day))


def complete_by(review: Review) -> date:
    """The day by which the review is to be complete and published."""
    return months_after(review.decision_date, read_profile(review.profile).timescales.complete_months.value)


def panel_copy_by(review: Review, publication: date) -> date:
    """The last day for the full report to reach the Panel and the Secretary of State before publication."""
    return add_working_days(publication, -read_profile(review.profile).timescales.panel_copy_working_days.value)


def deadlines(review: Review, today: date | None = None) -> list[Deadline]:
    """All dates that count, in order of date; those that can't be worked out yet come last."""
    found = [*_statutory(review), *_own_dates(review)]
    counted_down = [
        Deadline(d.date, d.what, d.basis, working_days_between(today, d.date) if today and d.date and not d.done else None, d.done)
        for d in found
    ]
    return sorted(counted_down, key=lambda d: (d.date is None, d.date or date.max, d.what))


def _statutory(review: Review) -> list[Deadline]:
    profile = read_profile(review.profile)
    times = profile.timescales
    last = complete_by(review)
    planned = review.publication_date
    publication = review.publication
    months = times.complete_months
    found = [
        Deadline(review.decision_date, "Decision to carry out the review", "review.yml", done=True),
        Deadline(last, "Review completed and published", f"{counted(months.value, 'month').capitalize()} from the decision. {months.cited}"),
    ]
    sent = publication.panel_copy_sent if publication else None
    days = times.panel_copy_working_days
    basis = f"No later than {counted(days.value, 'working day')} before publication. {days.cited}"
    what = "Full report to the Panel and the Secretary of State"
    if planned:
        found.append(Deadline(planned, "Planned publication", "review.yml"))
        found.append(Deadline(panel_copy_by(review, planned), what, basis, done=sent is not None))
        early = planned - timedelta(days=times.panel_cycle_days.value)
        found.append(
            Deadline(
                panel_copy_by(review, early),
                "Early talk with the Panel, where the report may draw public interest or has national recommendations",
                f"One Panel cycle of {times.panel_cycle_days.value} days before the copy is due. {times.panel_cycle_days.cited}",
                done=bool(sent),
            )
        )
        public = times.public_years
        found.append(Deadline(months_after(planned, 12 * public.value), "The report stays public until at least this day", f"{counted(public.value, 'year').capitalize()} from publication. {public.cited}"))
        if not is_working_day(planned):
            found.append(Deadline(planned, "Publication is planned for a day that is not a working day", "review.yml and England's public holidays"))
    else:
        found.append(Deadline(panel_copy_by(review, last), f"{what}, if publication is on the last possible day", basis, done=sent is not None))
        found.append(Deadline(None, "Planned publication", "Set publication_date in review.yml"))
    if planned and planned > last:
        discussed = publication.panel_delay_discussed if publication else None
        found.append(Deadline(last, "Delay beyond six months discussed with the Panel", "Local guidance, 'The Final report'", done=discussed is not None))
    return found


def _own_dates(review: Review) -> list[Deadline]:
    """Dates that the author set herself in review.yml."""
    found = []
    for entry in review.methodology.activities if review.methodology else []:
        if entry.date:
            words = f"{entry.kind[:1].upper()}{entry.kind[1:]}{': ' if entry.who else ''}{entry.who}"
            found.append(Deadline(entry.date, words, "review.yml, methodology.activities", done=entry.notes_returned is True))
    for recommendation in review.recommendations:
        if recommendation.due:
            found.append(Deadline(recommendation.due, f"Recommendation {recommendation.id}: {recommendation.owner or 'no owner yet'}", "review.yml, recommendations"))
    for question in review.questions_for_partners:
        if question.due:
            found.append(Deadline(question.due, f"Question {question.id}: {question.owner or 'no owner yet'}", "review.yml, questions_for_partners"))
    for step in review.dissemination:
        if isinstance(step.when, date):
            found.append(Deadline(step.when, f"Learning shared with {step.who[:1].lower()}{step.who[1:]}", "review.yml, dissemination"))
    return found


def deadlines_json(found: list[Deadline]) -> dict[str, Any]:
    """The shape of `lcspr deadlines --json`."""
    return {
        "deadlines": [
            {"date": d.date.isoformat() if d.date else None, "what": d.what, "basis": d.basis, "working_days_left": d.working_days_left, "done": d.done}
            for d in found
        ]
    }


def ics_text(found: list[Deadline], reference: str) -> str:
    """The dates of the case with this reference as an iCalendar file (RFC 5545): all-day entries, a week's notice.

    The same dates give the same bytes: the time stamp is that of each entry's own day. An entry keeps its
    UID when its date moves, so that a calendar moves it too; two cases never share one.
    """
    seen: Counter[str] = Counter()
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//lcspr_kit//deadlines//EN", "CALSCALE:GREGORIAN"]
    for entry in found:
        if entry.date is None:
            continue
        seen[entry.what] += 1  # two meetings may be called the same
        uid = hashlib.sha256(f"{reference}|{entry.what}|{seen[entry.what]}".encode()).hexdigest()[:20]
        following = entry.date + timedelta(days=1)
        lines += [
            "BEGIN:VEVENT",
            f"UID:{uid}@lcspr-kit",
            f"DTSTAMP:{entry.date:%Y%m%d}T000000Z",
            f"DTSTART;VALUE=DATE:{entry.date:%Y%m%d}",
            f"DTEND;VALUE=DATE:{following:%Y%m%d}",
            f"SUMMARY:{_ics(f'{reference}: {entry.what}')}",
            f"DESCRIPTION:{_ics(entry.basis)}",
            "TRANSP:TRANSPARENT",
            *(() if entry.done else ("BEGIN:VALARM", "ACTION:DISPLAY", f"DESCRIPTION:{_ics(entry.what)}", "TRIGGER:-P7D", "END:VALARM")),
            "END:VEVENT",
        ]
    lines.append("END:VCALENDAR")
    return "".join(f"{_fold(line)}\r\n" for line in lines)


def _ics(text: str) -> str:
    return re.sub(r"[\r\n]+", r"\\n", re.sub(r"([\\;,])", r"\\\1", text))


def _fold(line: str) -> str:
    """Lines of at most 75 octets, as RFC 5545 has them; never cut inside a character."""
    parts, room, current = [], 75, ""
    for sign in line:
        if len((current + sign).encode()) > room:
            parts.append(current)
            current, room = "", 74
        current += sign
    return "\r\n ".join([*parts, current])
