"""Rules on the family: genogram, who was invited, support, and sight of the report."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from datetime import date

from lcspr_kit.privacy.register import Person
from lcspr_kit.report.checks.material import Material, sentences, words_in
from lcspr_kit.report.checks.rule import local, rule
from lcspr_kit.report.checks.wordings import has, is_blank, pattern
from lcspr_kit.report.facts import Member
from lcspr_kit.report.proceedings import is_criminal
from lcspr_kit.report.wording import listed

_ENGAGING = local("Engaging family members and children")
_FINAL = local("The Final report")
_SCHOOL_AGE = 5
_FEW = 4
_SHARED_DAYS = 5
_LIVED_TOGETHER = 28
_GROWN = 16
_TELLS = 60
_NOT_MET = re.compile(r"\W*(?:not|never|nobody|no (?:approach|contact|invitation))\b", re.IGNORECASE)


@rule("genogram-missing", "warning", _ENGAGING, "A genogram can be drawn")
def genogram_missing(material: Material) -> Iterator[tuple[str, str]]:
    """Nobody but the child is in the register, or nobody is related to anybody."""
    report = material.report
    if len(report.members) <= len(report.subjects):
        yield "people.csv", "Add the family to people.csv and their relationships to relationships.csv: the genogram helps to decide whom to invite."
    elif report.family is not None and not report.family.descents and not report.family.unions:
        yield "relationships.csv", "Write down who is whose parent and partner: without it there is no genogram."


@rule("genogram-unused", "advice", _ENGAGING, "The genogram helped to decide whom to invite")
def genogram_unused(material: Material) -> Iterator[tuple[str, str]]:
    """A section on the family that doesn't tell of a genogram, or tells that there was none."""
    text = material.narrative("family")
    told = sentences(f"{text}\n{material.narrative('methodology')}")
    if words_in(text) >= _TELLS and not any(pattern("family_tree").search(part) and not pattern("family_no_tree").search(part) for part in told):
        yield "narrative/family.md", "Say how a genogram was drawn up, with whom, and how it helped to decide whom of the family to invite."


@rule("family-not-invited", "error", _ENGAGING, "Members of the family were invited to contribute")
def family_not_invited(material: Material) -> Iterator[tuple[str, str]]:
    """No plan for anybody."""
    if not material.report.review.family_engagement:
        yield "review.yml, family_engagement", "Say who of the family was invited to contribute, how, and with what support."


@rule("parent-undecided", "warning", _ENGAGING, "For each parent it is said whether they were invited")
def parent_undecided(material: Material) -> Iterator[tuple[str, str]]:
    """A parent or carer without a plan and without a word in the register, of whom no sentence says why they are not met, or when."""
    review = material.report.review
    planned = {entry.person for entry in review.family_engagement}
    if not planned:
        return
    said = " ".join([*(p.effect for p in review.parallel_investigations), *(e.plan for e in review.family_engagement), material.narrative("family"), material.narrative("parallel")]).lower()
    asked = [one for one in re.split(r"(?<=[.!?;])\s+", said) if pattern("family_asked").search(one) and pattern("family_not_now").search(one) and not pattern("family_bare").search(one)]
    for member in material.report.members:
        if pattern("family_close").match(member.role.strip()) and member.id not in planned and not member.died and not _is_decided(member.contribute) and not any(_is_first_named(one, member, material.report.members) for one in asked):
            yield "review.yml, family_engagement", f"Nothing is said of inviting {member.name}. Add an entry, or write the decision in the register's column 'contribute'."


def _is_first_named(sentence: str, member: Member, members: Iterable[Member]) -> bool:
    """Whether a sentence names somebody before anybody else of the family: it is about them."""
    first = min((at for word in (member.name, member.role) if (at := _place_of(sentence, word)) >= 0), default=-1)
    others = [at for other in members if other.id != member.id and (at := _place_of(sentence, other.name)) >= 0]
    return first >= 0 and all(first <= at for at in others)


@rule("contribution-unplanned", "warning", _ENGAGING, "Each parent who contributes is in the plan")
def contribution_unplanned(material: Material) -> Iterator[tuple[str, str]]:
    """The register says that a parent contributes and no more, and no entry is for them."""
    planned = {entry.person for entry in material.report.review.family_engagement}
    for member in material.report.members if planned else ():
        if pattern("family_yes").match(member.contribute) and pattern("family_parent").fullmatch(member.role.strip()) and member.id not in planned:
            yield "review.yml, family_engagement", f"The register says that {member.name} contributes, and nothing is planned. Add an entry: how they are met, with what support, and when they read the report."


@rule("relative-undecided", "advice", _ENGAGING, "For other close relatives it is said whether they were invited")
def relative_undecided(material: Material) -> Iterator[tuple[str, str]]:
    """The child, grandparents, siblings of school age and those who lived with the child in the time under review, without a decision on contributing.

    Where the register has a decision for nearly everybody of the family, so should it for the rest.
    """
    report = material.report
    if not report.review.family_engagement:
        return
    planned = {entry.person for entry in report.review.family_engagement}
    said = material.narrative("family").lower()
    at_home = _at_home(material)
    decided = [_is_decided(member.contribute) for member in report.members if not (member.died or member.pregnancy)]
    is_kept = len(decided) >= _FEW and sum(decided) * 4 >= len(decided) * 3
    left = [
        member.name
        for member in report.members
        if (member.is_subject or pattern("family_relative").search(member.role) or member.id in at_home or is_kept)
        and (member.years or 0) >= _SCHOOL_AGE
        and not (member.died or member.pregnancy or member.id in planned or _is_decided(member.contribute) or _is_named(said, member.name, member.role))
        and (member.is_subject or pattern("family_kin").search(member.role) or member.id in at_home)
        and not re.search(r"\b(?:by marriage|in-law)\b|[’']s (?:mother|father|partner)\b", f"{member.name} {member.role}")
    ]  # fmt: skip
    if left:
        yield "people.csv, contribute", f"Nothing is said of inviting {listed(left)}. Write in the register's column 'contribute' whether each contributes, or why not."


def _at_home(material: Material) -> set[str]:
    """Those who lived in one household with a child of the review in the time under review, by id."""
    period, family = material.report.review.period, material.report.family
    people = family.people if family else ()

    def spans(person: Person) -> list[tuple[str, date, date]]:
        stays = ((stay.household, stay.start.earliest if stay.start else date.min, stay.end.latest if stay.end else date.max) for stay in person.stays)
        return [(home, max(start, period.start), min(end, period.end)) for home, start, end in stays if start <= period.end and end >= period.start]

    homes = [span for person in people if person.id in material.report.review.subjects for span in spans(person)]
    return {person.id for person in people for home, start, end in spans(person) if any(home == other and (min(end, until) - max(start, since)).days >= _LIVED_TOGETHER for other, since, until in homes)}


def _is_decided(contribute: str) -> bool:
    """Whether the register says of somebody that they contribute or don't."""
    return bool(contribute.strip()) and not pattern("family_open").match(contribute)


def _is_named(text: str, name: str, role: str) -> bool:
    """Whether a text names somebody by name or role."""
    return any(_place_of(text, word) >= 0 for word in (name, role))


def _place_of(text: str, word: str) -> int:
    """Where a name or role stands in a text of small letters, as whole words and not as the end of another's role; -1 for nowhere."""
    match = re.search(rf"(?<!grand)(?<!maternal )(?<!paternal )(?<!step)\b{re.escape(word.strip().lower())}\b", text) if word.strip() else None
    return match.start() if match else -1


@rule("engagement-plan", "warning", _ENGAGING, "Each invitation has a plan")
def engagement_plan(material: Material) -> Iterator[tuple[str, str]]:
    """A person without a plan, or one left out without a reason."""
    for entry in material.report.review.family_engagement:
        if is_blank(entry.plan) or pattern("family_no_reason").match(entry.plan):
            yield f"review.yml, family_engagement {entry.person}", "Say how this person is invited and met, or why not."


@rule("engagement-support", "warning", _FINAL, "Each member of the family has support")
def engagement_support(material: Material) -> Iterator[tuple[str, str]]:
    """A person without support."""
    lacking = [entry.person for entry in material.report.review.family_engagement if is_blank(entry.support) and not _NOT_MET.match(entry.plan)]
    if lacking:
        yield "review.yml, family_engagement", f"Say what support {listed(lacking)} will have at the meeting and after seeing the report."


@rule("engagement-support-after", "warning", _FINAL, "Family are not alone with the report")
def engagement_support_after(material: Material) -> Iterator[tuple[str, str]]:
    """No support at or after the reading for anybody, or a report that is handed over and left."""
    review = material.report.review
    if not review.family_engagement:
        return
    rows = [f"{step.how}" for step in review.dissemination if re.search(r"famil|mother|father|parent|sibling|grand|carer|child", step.who, re.IGNORECASE)]
    prose = [part for name in ("family", "dissemination") for part in sentences(material.narrative(name))]
    alone = next((part for part in [*rows, *prose] if pattern("family_alone").search(part) and pattern("family_copy").search(part) and pattern("family_of_family").search(part) and not pattern("parallel_denied").search(part)), "")
    supports = [entry.support for entry in review.family_engagement if not is_blank(entry.support)]
    if alone:
        yield "review.yml, family_engagement", f"“{' '.join(alone.split()[:12])} …” leaves somebody alone with the report. Say who is with each of the family when they read it, and who comes afterwards."
    elif supports and not any(pattern("family_after").search(text) for text in (*supports, *(part for part in prose if re.search(r"support|advocate|worker|counsellor|adviser|interpreter|beside|with (?:her|him|them)|(?:someone|somebody|a person) to (?:ring|call|talk)", part, re.IGNORECASE)))):
        yield "review.yml, family_engagement", "Support is told of for the meetings only. Say who is there when the family reads the report, and afterwards."


@rule("report-not-shared", "warning", _FINAL, "Family who took part see the report before others")
def report_not_shared(material: Material) -> Iterator[tuple[str, str]]:
    """No day on which they see it, though publication is planned. A child hears of it when somebody finds the time right."""
    review = material.report.review
    children = {member.id for member in material.report.members if member.years is None or member.years < _GROWN}
    for entry in review.family_engagement:
        if entry.person not in children and review.publication_date and pattern("family_met").match(entry.status.strip()) and entry.report_shared is None:
            yield f"review.yml, family_engagement {entry.person}", "Plan the day on which this person reads the report, in good time before publication (report_shared)."


@rule("report-shared-late", "error", _FINAL, "Family have time with the report before publication")
def report_shared_late(material: Material) -> Iterator[tuple[str, str]]:
    """Shared at or just before publication, by the plan or by what the prose tells."""
    review = material.report.review
    for name in ("family", "dissemination"):
        for part in sentences(material.narrative(name)):
            if pattern("family_late").search(part) and pattern("family_copy").search(part) and pattern("family_of_family").search(part) and not pattern("family_in_time").search(part):
                yield f"narrative/{name}.md", f"“{' '.join(part.split()[:12])} …”: the family have the report no sooner than others. Give them time with it."
                break
    for entry in review.family_engagement:
        if review.publication_date and entry.report_shared and (review.publication_date - entry.report_shared).days < _SHARED_DAYS:
            days = (review.publication_date - entry.report_shared).days
            when = "after publication" if days < 0 else "on the day of publication" if days == 0 else f"{days} days before publication" if days > 1 else "the day before publication"
            yield f"review.yml, family_engagement {entry.person}", f"The report is shared with this person {when}. Give them more time with it."


@rule("family-proceedings", "error", _ENGAGING, "Plans for the family take other proceedings into account")
def family_proceedings(material: Material) -> Iterator[tuple[str, str]]:
    """There are proceedings, and neither they nor the plans say what they mean for the family."""
    review = material.report.review
    if review.parallel_investigations and review.family_engagement:
        said = any(p.effect.strip() for p in review.parallel_investigations) or material.narrative("parallel").strip()
        planned = any(re.search(r"proceeding|charg|police|trial|court|officer|solicitor|decision|inquest|coroner", entry.plan, re.IGNORECASE) for entry in review.family_engagement)
        if not said and not planned:
            yield "review.yml, family_engagement", "There are parallel proceedings. Say in the plans what they mean for meeting each member of the family."


@rule("family-investigation", "warning", _ENGAGING, "Nobody is asked about what is under investigation")
def family_investigation(material: Material) -> Iterator[tuple[str, str]]:
    """A criminal investigation or an inquest, and a plan to hear somebody's account of the incident with no word of the police or of law; or prose that tells that it was heard."""
    review = material.report.review
    running = [p for p in review.parallel_investigations if (is_criminal(p.kind) or pattern("about_inquest").search(p.kind)) and not pattern("parallel_over_before").search(f"{p.status}. {p.effect}")]
    advice = "Agree with those who investigate what may be asked and when, and say so."
    if not running:
        return
    for entry in review.family_engagement if any(is_criminal(p.kind) and not has("proceedings_over", p.status) for p in running) else ():
        if pattern("about_what_happened").search(entry.plan) and not pattern("about_law").search(entry.plan):
            yield f"review.yml, family_engagement {entry.person}", f"This plan asks about what is under criminal investigation. {advice}"
    for name in ("family", "parallel"):
        for part in sentences(material.narrative(name)):
            if pattern("about_incident_told").search(part) and not pattern("parallel_denied").search(part) and not pattern("parallel_agreed").search(part):
                yield f"narrative/{name}.md", f"“{' '.join(part.split()[:12])} …” tells of somebody's account of what is under investigation. {advice}"
                return
