"""Questions to each agency that follow from what it sent: gaps, differences, rows that couldn't be read.

A letter quotes only the agency's own records; of another agency's it says no more than that it has
one, of which day, and on what it differs. The author reads every letter before it goes out.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import pandas as pd

from lcspr_kit.case import Case
from lcspr_kit.chronology.agencywords import agencies_of
from lcspr_kit.chronology.asides import Asides, without_asides
from lcspr_kit.chronology.discrepancies import WITHIN, find_discrepancies
from lcspr_kit.chronology.events import normalise
from lcspr_kit.chronology.gaps import Gaps, find_gaps
from lcspr_kit.chronology.intake import Intake
from lcspr_kit.chronology.link import suggest_links
from lcspr_kit.chronology.links import Links
from lcspr_kit.chronology.recorded import child_seen_by_agency, identity_by_agency
from lcspr_kit.chronology.wordfile import (
    TABLE_END,
    heading_row,
    page,
    paragraph,
    table_row,
    table_start,
    word_bytes,
)

TOPICS = {
    "file": "Your file",
    "rows": "Rows that could not be read",
    "dates": "Dates",
    "told": "Information between agencies",
    "differs": "Records that differ from another agency's",
    "gaps": "Times without a record",
    "child": "The child and the family",
}
"""The parts of a letter, in their order."""

_MOST_GAPS = 5
_DOUBTS = ("date-ambiguous", "date-weekday", "date-year-assumed", "end-before-start", "time-of-another-day", "date-swap-suspected")
_DIFFERS = {
    "date": "the date",
    "time": "the time",
    "people": "who was there",
    "seen": "whether the child was seen",
    "injury": "whether there was an injury",
    "side": "the side of the body",
    "account": "how it came about",
    "outcome": "what was decided",
}


@dataclass(frozen=True)
class Question:
    """One question: its topic (a key of `TOPICS`), what of the agency's own it is about, and the question."""

    topic: str
    about: str
    text: str


def make_requests(case: Case, intake: Intake, links: Links | None = None, asides: Asides | None = None) -> dict[str, list[Question]]:
    """The questions to every agency, by its name, in the order of `TOPICS`. An agency without any has no entry.

    Discrepancies that the author has set aside (`asides`) are asked of nobody.
    """
    suggested = suggest_links(intake.events, agencies_of(intake.events["agency"], case.review.agencies))
    found: dict[str, list[Question]] = {}

    def ask(agency: str, topic: str, about: str, text: str) -> None:
        if agency:
            found.setdefault(agency, []).append(Question(topic, about, text))

    for make in (_files, _rows, _dates):
        for question in make(case, intake):
            ask(*question)
    for question in _differences(intake.events, without_asides(find_discrepancies(case, intake.events, suggested, links), asides or Asides())):
        ask(*question)
    for question in _gaps(case, find_gaps(case, intake)):
        ask(*question)
    for question in _child(case, intake.events):
        ask(*question)
    order = list(TOPICS)
    return {agency: sorted(found[agency], key=lambda question: order.index(question.topic)) for agency in sorted(found)}


Asked = tuple[str, str, str, str]


def _files(case: Case, intake: Intake) -> Iterator[Asked]:
    for problem in intake.refused:
        for agency in case.review.agencies:
            if agency.chronology and normalise(agency.chronology) == normalise(problem.file):
                yield agency.name, "file", problem.file, f"Your file could not be read: {problem.what} Could you please send it again?"


def _agency_of(intake: Intake) -> dict[tuple[str, str], str]:
    return {(report.file, report.sheet): report.agency for report in intake.files}


def _rows(case: Case, intake: Intake) -> Iterator[Asked]:
    agency_of = _agency_of(intake)
    for (file, sheet, reason), rows in intake.quarantined.groupby(["file", "sheet", "reason"], sort=True):
        about = "\n".join(f"{_place(file, sheet)}, row {row.row}: {_short(row.text)}" for row in rows.itertuples(index=False))
        which = "This row" if len(rows) == 1 else "These rows"
        yield agency_of.get((file, sheet), ""), "rows", about, f"{which} could not be taken into the chronology. {reason} Could you please tell us what the record says?"


def _dates(case: Case, intake: Intake) -> Iterator[Asked]:
    agency_of = _agency_of(intake)
    doubts = intake.notes[intake.notes["code"].isin(_DOUBTS) & intake.notes["row"].notna()]
    for note in doubts.itertuples(index=False):
        yield agency_of.get((note.file, note.sheet), ""), "dates", f"{_place(note.file, note.sheet)}, row {note.row}", f"{note.message} Is that the right day? If not, which is?"
    undated = intake.events[intake.events["precision"] == "unknown"]
    for agency, rows in undated.groupby("agency", sort=True):
        about = "\n".join(_own(row) for row in rows.itertuples(index=False))
        yield str(agency), "dates", about, "No date could be read from " + ("this record" if len(rows) == 1 else "these records") + ". Could you please give the date, or the nearest you can come to it?"


def _differences(events: pd.DataFrame, discrepancies: pd.DataFrame) -> Iterator[Asked]:
    day_of = dict(zip(events["event_id"], events["start"], strict=True))
    for row in discrepancies.itertuples(index=False):
        if row.kind == "told":
            yield row.agency_a, "told", f"{row.source_a}: {row.says_a}", f"Your record says that {row.agency_b} was told, asked or sent something, or was to be. Could you please tell us how and to whom it went, and whether it was acknowledged?"
            yield row.agency_b, "told", f"About {_say(day_of[row.a])}", f"A record of {row.agency_a} of that day says that your service was told, asked or sent something, or was to be. We found no record of yours within {WITHIN} working days that clearly tells of it. Could you please look whether it arrived, when, and what was done with it?"
            continue
        for own, source, says, other, far in ((row.agency_a, row.source_a, row.says_a, row.agency_b, row.b), (row.agency_b, row.source_b, row.says_b, row.agency_a, row.a)):
            yield own, "differs", f"{source}: {says}", f"{other} seems to have a record of the same event, of {_say(day_of[far])}, and the two differ on {_DIFFERS[row.kind]}. Could you please check yours against the original record?"


def _gaps(case: Case, gaps: Gaps) -> Iterator[Asked]:
    plain = gaps.silences[gaps.silences["stated"] == ""]
    for agency, rows in plain.groupby("agency", sort=True):
        longest = rows.sort_values(["days", "start"], ascending=[False, True], kind="stable").head(_MOST_GAPS).sort_values("start", kind="stable")
        for row in longest.itertuples(index=False):
            others = f" Other agencies have {row.other_records} records from that time." if row.other_records else ""
            yield str(agency), "gaps", f"{_say(row.start)} to {_say(row.end)}", f"Your chronology has no record for {row.days} days.{others} Was there no contact, or are there records that were left out? If there was no contact, could you please say so in a row of its own?"
    for row in gaps.uncovered[gaps.uncovered["agency"] != ""].itertuples(index=False):
        yield row.agency, "gaps", f"{_say(row.start)} to {_say(row.end)}", "The review's period includes this time, and your chronology has no record of it. Was the family not known to you then?"
    period = f"{_say(case.review.period.start)} to {_say(case.review.period.end)}"
    for row in gaps.unsent[gaps.unsent["agency"] != ""].itertuples(index=False):
        if row.why.startswith("its file"):
            continue
        named = f" {row.records} record{'s' if row.records != 1 else ''} of other agencies ({row.named_by}) name your service." if row.records else ""
        yield row.agency, "file", period, f"We have no chronology from your service for this period.{named} Could you please send one, or tell us if the family was not known to you?"


def _child(case: Case, events: pd.DataFrame) -> Iterator[Asked]:
    for row in child_seen_by_agency(events).itertuples(index=False):
        if row.not_recorded and row.not_recorded == row.records:
            yield row.agency, "child", f"All {row.records} records", "Your chronology has no column that says whether the child was seen. Could you please say so for each contact, and what the child said or showed, in the child's own words where you have them?"
    identity = identity_by_agency(events)
    for agency, rows in identity.groupby("agency", sort=False):
        none = [row.aspect for row in rows.itertuples(index=False) if row.records == 0]
        if none:
            yield str(agency), "child", "The whole chronology", f"We found no word on the family's {_and(none, 'or')}. Does your service hold this? If so, could you please tell us what is recorded, and since when?"


def _own(row: Any) -> str:
    return f"{_place(row.source_file, row.source_sheet)}, row {row.source_row}: {_short(f'{row.date_text} {row.event}'.strip())}"


def _place(file: str, sheet: str) -> str:
    return f"{file}, {sheet}" if sheet else file


def _say(day: date) -> str:
    return f"{day.day} {day:%B %Y}"


def _and(words: Sequence[str], join: str) -> str:
    return words[0] if len(words) == 1 else f"{', '.join(words[:-1])} {join} {words[-1]}"


def _short(text: str) -> str:
    flat = " ".join(text.split())
    return flat if len(flat) <= 300 else f"{flat[:297]}..."


# --------------------------------------------------------------------------------------- the letter

_WIDTHS = (650, 4300, 5250, 4400)


def request_document(case: Case, agency: str, questions: Sequence[Question]) -> bytes:
    """The questions to one agency as .docx, with a column for its answers."""
    title = f"Questions about the chronology of {agency}"
    return word_bytes(title, _letter(case, title, questions), half_points=20)


def requests_document(case: Case, requests: Mapping[str, Sequence[Question]]) -> bytes:
    """All agencies' questions as one .docx, for the author and the review team: a part for each agency."""
    title = f"Questions to agencies: review {case.review.reference}"
    body = [paragraph(title, "Title"), paragraph(_CONFIDENTIAL)]
    number = 0
    for agency, questions in requests.items():
        body.append(paragraph(agency, "Heading1"))
        body += _table(agency, questions, number)
        number += len(questions)
    return word_bytes(title, [*body, page(16838, 11906, 1100)], half_points=20)


_CONFIDENTIAL = "Confidential: this document quotes records about a family. Please send it by a secure way only."


def _letter(case: Case, title: str, questions: Sequence[Question]) -> Iterator[str]:
    review = case.review
    partnership = f" of {review.partnership}" if review.partnership else ""
    yield paragraph(title, "Title")
    yield paragraph(f"Review {review.reference}{partnership}. Period under review: {_say(review.period.start)} to {_say(review.period.end)}.")
    yield paragraph(_CONFIDENTIAL)
    yield paragraph(
        "Thank you for your chronology. In bringing the agencies' chronologies together we came on the questions below. They ask what is recorded; "
        "a gap or a difference says nothing about anyone's practice, and there may be a simple reason. Please write your answers in the last column. "
        "If a record needs correcting, please send the corrected chronology too: nothing that has been done with the first one is lost."
    )
    number = 0
    for topic, heading in TOPICS.items():
        own = [question for question in questions if question.topic == topic]
        if own:
            yield paragraph(heading, "Heading1")
            yield from _table(heading, own, number)
            number += len(own)
    yield page(16838, 11906, 1100)


def _table(caption: str, questions: Sequence[Question], number: int) -> list[str]:
    rows = [table_row([str(n), question.about, question.text, ""], _WIDTHS) for n, question in enumerate(questions, number + 1)]
    return [table_start(caption, _WIDTHS), heading_row(["No.", "Your record", "Question", "Your answer"], _WIDTHS), *rows, TABLE_END, paragraph("", "Normal")]
