"""`review.yml` as a checked model: what the author says of the review, its people, findings and dates.

Every key with its shape is in the design's example. Reads and writes no file: `case` reads it.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable
from pathlib import Path
from typing import Annotated

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, model_validator

from lcspr_kit.problems import Problem

_REFERENCE = re.compile(r"[\w][\w ./()&'-]{0,79}")


def _text(value: object) -> object:
    """Numbers and dates are read as the text they were written as: `reference: 2026` is fine."""
    return str(value) if isinstance(value, (int, float, dt.date)) and not isinstance(value, bool) else value


FIRST_YEAR, LAST_YEAR = 1900, 2100
LONGEST_YEARS = 40
"""What dates of a review can be; beyond is a typing slip, which would draw and count for minutes."""

Text = Annotated[str, BeforeValidator(_text)]


def _likely(day: dt.date) -> dt.date:
    if not FIRST_YEAR <= day.year <= LAST_YEAR:
        raise ValueError(f"the year {day.year} is not between {FIRST_YEAR} and {LAST_YEAR}; is it a slip?")
    return day


Day = Annotated[dt.date, AfterValidator(_likely)]


class _Part(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, populate_by_name=True)


class Period(_Part):
    """The time under review, both days included."""

    start: Day = Field(alias="from")
    end: Day = Field(alias="to")

    @model_validator(mode="after")
    def _in_order(self) -> Period:
        if self.end < self.start:
            raise ValueError("the period ends before it starts")
        if self.end.year - self.start.year > LONGEST_YEARS:
            raise ValueError(f"the period is longer than {LONGEST_YEARS} years; is a year a slip?")
        return self


class LeadReviewer(_Part):
    """Who wrote the review. The name is published (Working Together 2018)."""

    name: Text = ""
    organisation: Text = ""
    independence: Text = ""


class Amendment(_Part):
    """A change to the terms of reference, which the report must show."""

    date: Day | None = None
    change: Text
    reason: Text = ""
    agreed_by: Text = ""


class TermsOfReference(_Part):
    """Aims and scope as set at the start, and what changed."""

    aims: Text = ""
    scope: Text = ""
    amendments: list[Amendment] = []


class LineOfEnquiry(_Part):
    """A question that the review answers."""

    id: Text
    question: Text


class Activity(_Part):
    """Something done in the review: a practitioner event, an interview, a family meeting."""

    date: Day | None = None
    kind: Text
    who: Text = ""
    notes_returned: bool | None = None


class Methodology(_Part):
    """How the review was done."""

    principles: Text = ""
    approach: Text = ""
    activities: list[Activity] = []


class TeamMember(_Part):
    """A member of the review team."""

    name: Text
    agency: Text = ""
    role: Text = ""


class Agency(_Part):
    """An agency that was asked for a chronology; `chronology` is the bare file name, if it sent one."""

    name: Text
    kind: Text = ""
    chronology: Text | None = None


class ParallelInvestigation(_Part):
    """Other proceedings and what they mean for the review."""

    kind: Text
    lead: Text = ""
    status: Text = ""
    effect: Text = ""


class FamilyEngagement(_Part):
    """How a member of the family takes part. `person` is an id of the register."""

    person: Text
    plan: Text = ""
    support: Text = ""
    status: Text = ""
    report_shared: Day | None = None


class WiderEvidence(_Part):
    """Evidence from outside the case."""

    source: Text
    point: Text = ""


class Finding(_Part):
    """What the review found, tied to lines of enquiry and episodes."""

    id: Text
    title: Text
    key_lines: list[Text] = []
    episodes: list[Text] = []
    why: Text = ""
    wider: Text = ""


class Recommendation(_Part):
    """A recommendation with its owner, action, date and measure."""

    id: Text
    finding: Text = ""
    text: Text
    owner: Text = ""
    action: Text = ""
    due: Day | None = None
    measure: Text = ""
    evidence: Text = ""


class Question(_Part):
    """A question for the partnership, where the method has questions instead of recommendations."""

    id: Text = ""
    finding: Text = ""
    text: Text
    owner: Text = ""
    due: Day | None = None


class Signature(_Part):
    """Who signed off for a safeguarding partner, and when."""

    name: Text = ""
    date: Day | None = None


class SignOff(_Part):
    """The three safeguarding partners."""

    local_authority: Signature | None = None
    integrated_care_board: Signature | None = None
    police: Signature | None = None


class Dissemination(_Part):
    """Who hears of the learning, when and how."""

    who: Text
    when: Annotated[Day | Text | None, Field(union_mode="left_to_right")] = None
    how: Text = ""


class Publication(_Part):
    """Steps before publication."""

    panel_copy_sent: Day | None = None
    panel_delay_discussed: Day | None = None
    media_lead: Text | None = None


class CheckOff(_Part):
    """A rule switched off, and why."""

    rule: Text
    reason: Text


class Review(_Part):
    """`review.yml`. Only `reference`, `decision_date`, `period` and `subjects` are needed to render."""

    reference: Text
    title: Text = ""
    partnership: Text = ""
    profile: Text = "wt2018-panel2022"
    decision_date: Day
    incident_date: Day | None = None
    publication_date: Day | None = None
    period: Period
    period_reason: Text = ""
    subjects: list[Text] = Field(min_length=1)
    lead_reviewer: LeadReviewer | None = None
    terms_of_reference: TermsOfReference | None = None
    key_lines_of_enquiry: list[LineOfEnquiry] = []
    methodology: Methodology | None = None
    review_team: list[TeamMember] = []
    agencies: list[Agency] = []
    parallel_investigations: list[ParallelInvestigation] = []
    family_engagement: list[FamilyEngagement] = []
    wider_evidence: list[WiderEvidence] = []
    findings: list[Finding] = []
    recommendations: list[Recommendation] = []
    questions_for_partners: list[Question] = []
    sign_off: SignOff | None = None
    dissemination: list[Dissemination] = []
    publication: Publication | None = None
    checks_off: list[CheckOff] = []

    @property
    def lines(self) -> dict[str, str]:
        """Lines of enquiry: id to question."""
        return {line.id: line.question for line in self.key_lines_of_enquiry}


def check_review(review: Review) -> list[Problem]:
    """What a model can't say of itself: a reference with odd signs, ids used twice, ids that are not there."""
    problems = []
    if not _REFERENCE.fullmatch(review.reference):
        problems.append(Problem("review.yml", "The reference has signs that can't be used.", "Use letters, digits, spaces and - . / only.", column="reference"))
    for key, ids in {
        "key_lines_of_enquiry": [line.id for line in review.key_lines_of_enquiry],
        "findings": [finding.id for finding in review.findings],
        "recommendations": [recommendation.id for recommendation in review.recommendations],
    }.items():
        for identity in sorted({i for i in ids if ids.count(i) > 1}):
            problems.append(Problem("review.yml", f"The id '{identity}' is there twice.", "Give each its own.", column=key))
    problems += _unknown("findings.key_lines", [i for f in review.findings for i in f.key_lines], review.lines)
    problems += _unknown("recommendations.finding", [r.finding for r in review.recommendations if r.finding], [f.id for f in review.findings])
    for agency in review.agencies:
        if agency.chronology and Path(agency.chronology).name != agency.chronology:
            problems.append(Problem("review.yml", f"The chronology of {agency.name} should be a bare file name.", "Put the file in chronologies/ and write only its name.", column="agencies.chronology"))
    return problems


def _unknown(key: str, used: Iterable[str], known: Iterable[str]) -> list[Problem]:
    known = list(known)
    return [
        Problem("review.yml", f"There is no '{identity[:32]}'.", f"Known: {', '.join(known) or 'none'}.", column=key)
        for identity in sorted(set(used) - set(known))
    ]
