"""The facts of a case as a report may show them: pseudonyms for names, in a shape that sections can fill in.

Everything that goes into a draft passes through `gather`: the review, the author's prose, the
events and the decisions. A section never looks at the case folder.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING, Any

from lcspr_kit.case import Audience, Case
from lcspr_kit.edtf import PartialDate, age_in_words
from lcspr_kit.privacy.register import Person
from lcspr_kit.privacy.words import KIN_ABROAD, KIN_WORDS
from lcspr_kit.problems import Problem
from lcspr_kit.report.photos import read_pictures
from lcspr_kit.report.wording import day_text, span_text
from lcspr_kit.review import Review

if TYPE_CHECKING:
    import pandas as pd

    from lcspr_kit.chronology.intake import Intake
    from lcspr_kit.episodes.study import Study
    from lcspr_kit.genogram.family import Family

DATE_POLICY = "part of month"
"""How days of the family's life are told in public: `early March 2025` (see `privacy.coarsen`)."""
_INITIALS = re.compile(r"[A-Z]{1,3}")
_KEPT = {"id", "person", "subjects", "chronology", "profile", "finding", "rule", "key_lines", "episodes", "reference"}
_NOTE_TEXT = re.compile(r"(?m)^[^\w\[\n]*\[\^([^\]\s]+)\]:")
_FOOTNOTE = re.compile(r"\[\^([^\]\s]+)\]")
_SETEXT = re.compile(r"(?m)^(?=\S)([^\n#>|-][^\n]*)\n(=+|-+)[ \t]*$")


@dataclass(frozen=True)
class Member:
    """One of the family as the report calls them; `age` is that at the end of the period, or at death."""

    id: str
    name: str
    role: str
    sex: str
    gender: str
    age: str
    born: PartialDate | None
    died: PartialDate | None
    pregnancy: str
    ethnicity: str
    disability: str
    language: str
    faith: str
    contribute: str
    is_subject: bool

    @property
    def years(self) -> int | None:
        """The age in whole years, also where it is only about so; 0 for a baby, None where it is not known."""
        match = re.match(r"(?:about )?(\d+)( (?:day|week|month))?", self.age)
        return None if match is None else 0 if match[2] else int(match[1])


@dataclass(frozen=True)
class AgencyFacts:
    """What an agency sent: its kind, file, number of events and their first and last day."""

    name: str
    kind: str
    chronology: str
    events: int
    first: date | None
    last: date | None


@dataclass(frozen=True)
class EpisodeFacts:
    """A key practice episode: the span, its rows (`events`, ids), and what the author decided and wrote of it.

    `status` is `accepted`, or `proposed` for one that nobody has decided on yet; `number` is its place in order of time.
    """

    id: str
    title: str
    start: date
    end: date
    status: str
    score: float
    agencies: tuple[str, ...]
    silent: tuple[str, ...]
    reasons: tuple[str, ...]
    events: tuple[str, ...]
    omissions: tuple[str, ...] = ()
    key_lines: tuple[str, ...] = ()
    what_happened: str = ""
    roles: tuple[tuple[str, str], ...] = ()
    good_practice: str = ""
    why: str = ""
    factors: tuple[str, ...] = ()
    child_experience: str = ""
    system: str = ""
    number: int = 0

    @property
    def short(self) -> str:
        """What tables and links call it: the author's id, or `proposal 2` while nobody has decided."""
        return self.id if self.status == "accepted" else f"proposal {self.number}"

    @property
    def name(self) -> str:
        """What a heading calls it: `Episode E1`, or `Proposed episode 2`."""
        return f"Episode {self.id}" if self.status == "accepted" else f"Proposed episode {self.number}"


@dataclass(frozen=True, repr=False)
class Report:
    """All that the sections of one draft are made from. No real name is in it but in `register`,
    which figures need to find people by id."""

    audience: Audience
    review: Review
    narrative: Mapping[str, str]
    members: tuple[Member, ...]
    agencies: tuple[AgencyFacts, ...]
    episodes: tuple[EpisodeFacts, ...]
    considered: int
    events: pd.DataFrame
    scores: pd.DataFrame
    rows: tuple[dict[str, Any], ...]
    quarantined: int
    notes: int
    refused: tuple[str, ...]
    family: Family | None
    method_note: str
    rename: Callable[[str], str]
    links: tuple[tuple[str, ...], ...] = ()
    renamed: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """By section of the narrative: the pseudonyms that were put in place of real names."""
    pictures: Mapping[str, bytes] = field(default_factory=dict)
    warnings: tuple[Problem, ...] = ()
    """What the files of the case warn of."""

    @property
    def vague(self) -> bool:
        """Whether days of the family's life are given roughly, as in a report for publication."""
        return self.audience == "publication"

    @property
    def working(self) -> bool:
        """Whether sources and event ids are shown."""
        return self.audience == "working"

    @property
    def subjects(self) -> tuple[Member, ...]:
        """The children under review."""
        return tuple(member for member in self.members if member.is_subject)

    def member(self, identity: str) -> Member | None:
        """Somebody of the family by register id."""
        return next((member for member in self.members if member.id == identity), None)

    def life_day(self, day: date | None) -> str:
        """A day of the family's life in words, as exact as the audience allows."""
        return day_text(day, self.vague)

    def life_span(self, start: date, end: date) -> str:
        """A span of the family's life in words, as exact as the audience allows."""
        return span_text(start, end, self.vague)

    def __repr__(self) -> str:
        return f"Report({self.review.reference}, {self.audience})"


def gather(
    case: Case,
    intake: Intake,
    study: Study,
    family: Family | None = None,
    audience: Audience = "working",
) -> Report:
    """All facts for a report on a case, with pseudonyms in place of names.

    A report uses the accepted episodes; where there are none yet, the proposals, best first.
    """
    from lcspr_kit.episodes.method import method_note
    from lcspr_kit.privacy.pseudonyms import Pseudonymiser

    pseudonymiser = Pseudonymiser(case.register)
    known_to_all = " ".join([case.review.partnership, *(agency.name for agency in case.review.agencies)])  # the town that the partnership is called after
    rename = _roughly(pseudonymiser.text) if audience == "publication" else pseudonymiser.text
    review = rename_review(case.review, rename)
    chosen = [episode for episode in study.episodes if episode.status == "accepted"]
    chosen = chosen or [episode for episode in study.episodes if episode.status == "proposed"]
    events = pseudonymiser.frame(intake.events)
    # An agency's name can tell the place ("Millrace Surgery"), so it goes by the register of places too.
    events = events.assign(agency=events["agency"].map(rename))
    return Report(
        audience=audience,
        review=review,
        narrative={name: _prepare(name, rename(text)) for name, text in case.narrative.items() if text.strip()},
        members=tuple(_member(person, case, rename) for person in case.register.people if not person.is_professional),
        agencies=_agencies(review, events),
        episodes=tuple(_episode(episode, rename, number) for number, episode in enumerate(sorted(chosen, key=lambda episode: (episode.start, episode.end, episode.id)), 1)),
        considered=len(study.considered),
        events=events,
        scores=study.scores,
        rows=_rows(intake, rename),
        quarantined=len(intake.quarantined),
        notes=len(intake.notes),
        refused=tuple(problem.file for problem in intake.refused),
        family=family,
        method_note=rename(method_note(study, case)),
        links=study.links,
        renamed={name: put_in for name, text in case.narrative.items() if (put_in := tuple(dict.fromkeys(new for start, end, new in pseudonymiser.replacements(text) if new != text[start:end] and text[start:end] not in known_to_all and not _names_nobody(text[start:end]))))},
        pictures=read_pictures(case.folder / "narrative", case.narrative.values()),
        warnings=tuple(case.warnings),
        rename=rename,
    )


def _names_nobody(written: str) -> bool:
    """Whether what a pseudonym replaces is initials, or what a child calls its grandmother."""
    words = re.findall(r"[A-Za-z]+", re.sub(r"[’']s\b", "", written).lower())
    return bool(_INITIALS.fullmatch(written)) or all(word in KIN_WORDS or word in KIN_ABROAD for word in words)


def _roughly(rename: Callable[[str], str]) -> Callable[[str], str]:
    """Renaming that also makes exact days in a text rough, as in a report for publication."""
    from lcspr_kit.privacy.coarsen import coarsen_text

    return lambda text: coarsen_text(rename(text), DATE_POLICY)


def rename_review(review: Review, rename: Callable[[str], str]) -> Review:
    """A review with pseudonyms in every text; ids, file names and the reviewers' own names stay."""

    def walk(value: Any, key: str = "") -> Any:
        if isinstance(value, str):
            return value if key in _KEPT else rename(value)
        if isinstance(value, list):
            return [walk(item, key) for item in value]
        if isinstance(value, dict):
            return {name: walk(item, name) for name, item in value.items()}
        return value

    data = review.model_dump(by_alias=True)
    official = {name: data.pop(name) for name in ("lead_reviewer", "review_team", "sign_off")}
    return Review.model_validate({**walk(data), **official})


def _prepare(name: str, text: str) -> str:
    """The author's Markdown with `#` headings only, and footnotes that no other section can clash with.

    A footnote that nothing refers to stays as words: pandoc would refuse the whole report for it.
    """
    text = text.replace("\r\n", "\n").strip()
    text = _SETEXT.sub(lambda m: f"{'#' if m[2][0] == '=' else '##'} {m[1]}", text)
    for label in set(_NOTE_TEXT.findall(text)):
        if not re.search(rf"\[\^{re.escape(label)}\](?!:)", text):
            text = text.replace(f"[^{label}]:", f"\\[^{label}]:")
    return _FOOTNOTE.sub(rf"[^{name}-\1]", text)


def _member(person: Person, case: Case, rename: Callable[[str], str]) -> Member:
    last = min(case.review.period.end, person.died.latest) if person.died else case.review.period.end
    age = age_in_words(person.born, last) if person.born and not person.pregnancy else ""
    return Member(
        id=person.id, name=person.pseudonym, role=person.role, sex=person.sex, gender=person.gender, age=age,
        born=person.born, died=person.died, pregnancy=person.pregnancy, ethnicity=person.ethnicity,
        disability=person.disability, language=person.language, faith=person.faith,
        contribute=rename(person.contribute), is_subject=person.id in case.review.subjects,
    )  # fmt: skip


def _agencies(review: Review, events: pd.DataFrame) -> tuple[AgencyFacts, ...]:
    """Agencies in the order of `review.yml`, then any other that the events name."""
    named = {agency.name: agency for agency in review.agencies}
    facts = []
    for name in [*named, *sorted(set(events["agency"]) - set(named))]:
        own = events[events["agency"] == name]
        agency = named.get(name)
        first, last = own["start"].min(), own["end"].max()
        facts.append(
            AgencyFacts(
                name=name,
                kind=agency.kind if agency else "",
                chronology=(agency.chronology or "") if agency else "",
                events=len(own),
                first=None if first != first else first.date(),
                last=None if last != last else last.date(),
            )
        )
    return tuple(facts)


def _rows(intake: Intake, rename: Callable[[str], str]) -> tuple[dict[str, Any], ...]:
    names = ("file", "sheet", "rows", "events", "quarantined", "skipped")
    return tuple({"agency": rename(file.agency), **{name: getattr(file, name) for name in names}} for file in intake.files)


def _episode(episode: Any, rename: Callable[[str], str], number: int) -> EpisodeFacts:
    decision = episode.decision

    def text(name: str) -> str:
        return rename(getattr(decision, name, None) or "")

    def texts(name: str) -> tuple[str, ...]:
        return tuple(rename(item) for item in getattr(decision, name, None) or ())

    roles = getattr(decision, "roles", None) or {}
    return EpisodeFacts(
        id=episode.id,
        title=rename(episode.title),
        start=episode.start,
        end=episode.end,
        status=episode.status,
        score=float(episode.score or 0),
        agencies=tuple(map(rename, episode.agencies)),
        silent=tuple(map(rename, episode.silent)),
        reasons=tuple(rename(reason.text) for reason in episode.reasons),
        events=tuple(episode.events),
        omissions=texts("omissions"),
        key_lines=tuple(getattr(decision, "key_lines", None) or ()),
        what_happened=text("what_happened"),
        roles=tuple((rename(agency), rename(role)) for agency, role in roles.items()),
        good_practice=text("good_practice"),
        why=text("why"),
        factors=texts("factors"),
        child_experience=text("child_experience"),
        system=text("system"),
        number=number,
    )
