"""Where the author is in her case, in plain words, with the way to each notebook: the first page of `lcspr lab`.

Reads; changes nothing. What takes longer to work out comes later, so that the page is there at once.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from lcspr_kit.case import load_case
from lcspr_kit.problems import InputError
from lcspr_kit.report.deadlines import deadlines
from lcspr_kit.report.drafts import list_drafts
from lcspr_kit.report.wording import counted, day_text
from lcspr_kit.widgets.page import Page, Send, Told, script, style

if TYPE_CHECKING:
    from lcspr_kit.case import Case
    from lcspr_kit.chronology.intake import Intake
    from lcspr_kit.episodes.study import Study
    from lcspr_kit.genogram.family import Family

STEPS = (
    ("1_chronology.ipynb", "What arrived", "Read the agencies' files, say which column is which, mend rows, link records of one event, file names."),
    ("explore.ipynb", "Explore", "Search, filter and read all records on one timeline."),
    ("2_episodes.ipynb", "Key practice episodes", "Accept or refuse what the kit proposes; write what happened, and why."),
    ("3_genogram.ipynb", "Genogram", "The family, drawn as it was on any day."),
    ("4_timeline.ipynb", "Timelines", "The whole review on one page, then each episode."),
    ("5_report.ipynb", "Report", "Write the sections, see what is missing, make a draft."),
)
"""The notebooks in the order of the work: file, title, what is done there."""


def parts(folder: Path | str, today: dt.date) -> Iterator[Told]:
    """What the page is told, one part after another. A case that can't be read gets its problems as sentences."""
    try:
        case = load_case(folder)
        yield _case(case, today)
        from lcspr_kit.ahead import open_scored
        from lcspr_kit.episodes.study import study_scored
        from lcspr_kit.genogram.family import read_family

        case, intake, scored = open_scored(folder)
        yield _intake(case, intake)
        study = study_scored(scored)
        yield _study(study)
        family = read_family(case.folder, case.register)
        yield _family(family)
        yield _checks(case, intake, study, family)
    except InputError as error:
        yield {"kind": "problems", "problems": [str(problem) for problem in error.problems]}
    yield {"kind": "end"}


def at_once(folder: Path | str, today: dt.date) -> Iterator[Told]:
    """What can be told without reading the exports; nothing where the case can't be read."""
    yield _case(load_case(folder), today)


def _step(notebook: str, state: list[str], needs: list[str]) -> Told:
    return {"kind": "step", "notebook": notebook, "state": state, "needs": needs}


def _case(case: Case, today: dt.date) -> Told:
    review = case.review
    subjects = ", ".join(case.register.pseudonym(identity) for identity in review.subjects)
    return {
        "kind": "case",
        "title": review.title or review.reference,
        "facts": [
            f"Reference {review.reference}",
            f"About {subjects}; {day_text(review.period.start)} to {day_text(review.period.end)}",
            f"In the folder {case.folder.resolve()}",
        ],
        "dates": _dates(case, today),
        "drafts": _drafts(case),
        "warnings": [str(problem) for problem in case.warnings],
        "steps": STEPS,
    }


def _dates(case: Case, today: dt.date) -> list[Told]:
    """Dates gone by without being marked as done, latest first, then those to come: what to see to first."""
    found = [entry for entry in deadlines(case.review, today) if entry.date and not entry.done]
    late = [entry for entry in found if entry.date and entry.date < today]
    ahead = [entry for entry in found if entry.date and entry.date >= today]
    return [
        {"day": day_text(entry.date), "what": entry.what, "left": _left(entry.working_days_left), "late": entry in late}
        for entry in [*reversed(late[-2:]), *ahead[:3]]
        if entry.date
    ]


def _left(days: int | None) -> str:
    if days is None:
        return ""
    if days < 0:
        return f"{counted(-days, 'working day', False)} ago"
    return f"{counted(days, 'working day', False)} left" if days else "today"


def _drafts(case: Case) -> str:
    drafts = list_drafts(case.drafts)
    return f"{counted(len(drafts), 'draft', False)}; the last is drafts/{drafts[-1].name}." if drafts else "There is no draft yet."


def _intake(case: Case, intake: Intake) -> Told:
    files = {report.file for report in intake.files if report.events or report.quarantined}
    rows = sum(report.rows for report in intake.files)
    skipped = sum(report.skipped for report in intake.files)
    state = [
        f"{counted(len(files), 'file', False)} read, {counted(rows, 'row', False)}: {counted(len(intake.events), 'event', False)}, "
        f"{len(intake.quarantined)} quarantined, {skipped} headings or blank rows. Every row is accounted for."
    ]
    needs = []
    if intake.refused:
        needs.append(f"{counted(len(intake.refused), 'file', False)} could not be read.")
    if len(intake.quarantined):
        needs.append(f"{counted(len(intake.quarantined), 'row', False)} in quarantine.")
    unsure = int((intake.notes["code"] == "columns-unsure").sum())
    if unsure:
        needs.append(f"In {counted(unsure, 'table', False)} a column is a guess.")
    missing = [agency.name for agency in case.review.agencies if agency.chronology is None]
    if missing:
        needs.append(f"No chronology is named for {', '.join(missing)}.")
    return _step("1_chronology.ipynb", state, needs)


def _study(study: Study) -> Told:
    accepted = sum(episode.status == "accepted" for episode in study.episodes)
    waiting = sum(episode.status == "proposed" for episode in study.episodes)
    needs = [f"{counted(waiting, 'proposal', False)} to decide on."] if waiting else []
    needs += [str(problem) for problem in study.conflicts]
    return _step("2_episodes.ipynb", [f"{counted(accepted, 'episode', False)} accepted, {waiting} proposed."], needs)


def _family(family: Family) -> Told:
    needs = [f"{counted(len(family.problems), 'thing', False)} in people.csv or relationships.csv contradict each other or can't be read."] if family.problems else []
    return _step("3_genogram.ipynb", [f"{len(family.people)} in the family."], needs)


def _checks(case: Case, intake: Intake, study: Study, family: Family) -> Told:
    from lcspr_kit.report.checks.run import checklist
    from lcspr_kit.report.facts import gather

    checks = checklist(gather(case, intake, study, family, "working"))
    failing = [check for check in checks if check.findings and check.rule.severity in ("error", "warning")]
    must = sum(check.rule.severity == "error" for check in failing)
    passed = sum(check.passed for check in checks)
    needs = [f"{counted(len(failing), 'check', False)} not met, {must} of them needed before publication."] if failing else []
    return _step("5_report.ipynb", [f"{passed} of {len(checks)} checks passed. {_drafts(case)}"], needs)


class WelcomeWidget(Page):
    """The page as a widget."""

    page, _esm, _css = "welcome", script("welcome"), style("welcome")


def welcome(case_dir: Path | str) -> WelcomeWidget:
    """Where the author is in a case, and the way to each notebook."""

    def hear(_message: Told, _buffers: list[bytes], send: Send) -> None:
        for part in parts(case_dir, dt.date.today()):
            send(part)

    return WelcomeWidget(case_dir, hear)
