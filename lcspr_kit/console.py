"""What the command shows on the screen: tables and progress, with rich. Decides nothing."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from rich.console import Console
from rich.progress import BarColumn, TextColumn, TimeElapsedColumn, TimeRemainingColumn
from rich.progress import Progress as Bars
from rich.table import Table
from rich.text import Text

if TYPE_CHECKING:
    from lcspr_kit.batch import Outcome
    from lcspr_kit.case import Case
    from lcspr_kit.chronology.intake import Intake
    from lcspr_kit.chronology.resent import Resent
    from lcspr_kit.episodes.study import Study

_MOST_BARS = 12  # of more cases than fit a screen, only those at work are shown
_out = Console(highlight=False, soft_wrap=False)


def table(title: str, *columns: str, rows: Sequence[Sequence[Any]], note: str = "") -> None:
    """Print a table. Cells are shown as they are: case text is never read as markup."""
    shown = Table(title=Text(title), title_justify="left", header_style="bold", expand=False)
    for column in columns:
        shown.add_column(Text(column), overflow="fold")
    for row in rows:
        shown.add_row(*(Text("" if cell is None else str(cell)) for cell in row))
    _out.print(shown)
    if note:
        _out.print(Text(note))


def say(text: str) -> None:
    """Print a line as it is."""
    _out.print(Text(text))


class Progress:
    """Progress bars by case and step; silent where a program reads the answer."""

    def __init__(self, silent: bool = False):
        self._bars = Bars(TextColumn("{task.fields[case]}", markup=False), BarColumn(), TextColumn("{task.description}", markup=False), TimeElapsedColumn(), TimeRemainingColumn(), console=Console(stderr=True, quiet=silent))
        self._tasks: dict[Path, Any] = {}
        self._all: Any = None
        self._steps = 1
        self._brief = False

    def __enter__(self) -> Progress:
        self._bars.start()
        return self

    def __exit__(self, *_error: object) -> None:
        self._bars.stop()

    def begin(self, cases: Sequence[Path], steps: int) -> None:
        """The work starts."""
        self._steps = steps
        if len(cases) > 1:
            self._all = self._bars.add_task("", total=len(cases), case=f"all {len(cases)} cases")
        self._brief = len(cases) > _MOST_BARS
        self._tasks = {case: self._bars.add_task("waiting", total=steps, case=case.resolve().name, visible=not self._brief) for case in cases}

    def step(self, case: Path, what: str) -> None:
        """A case is at a step."""
        task = self._tasks[case]
        done = self._bars.tasks[task].completed if self._bars.tasks[task].description != "waiting" else -1
        self._bars.update(task, description=what, completed=done + 1, visible=True)

    def end(self, outcome: Outcome) -> None:
        """A case is done."""
        word = "unchanged" if outcome.unchanged else outcome.kind
        self._bars.update(self._tasks[outcome.case], description=word, completed=self._steps, visible=not self._brief)
        if self._all is not None:
            self._bars.advance(self._all)


def show_drafts(outcomes: Sequence[Outcome]) -> None:
    """Where the drafts are, how long each step took, and what failed and why."""
    made = [outcome for outcome in outcomes if outcome.draft]
    for outcome in made if len(made) == 1 else []:
        _show_one(outcome)
    if len(made) > 1:
        rows = [(outcome.case.resolve().name, outcome.task.audience, outcome.draft.folder.name, _time(outcome), ", ".join(outcome.draft.failed)) for outcome in made if outcome.draft]
        table("Drafts", "Case", "For", "Draft", "Time", "Sections that failed", rows=rows)
    failed = [outcome for outcome in outcomes if not outcome.draft]
    if failed and len(outcomes) > 1:
        table("Not rendered", "Case", "What", "Why", rows=[(outcome.case.resolve().name, outcome.kind, outcome.reason) for outcome in failed])


def _time(outcome: Outcome) -> str:
    if outcome.unchanged:
        return "unchanged"
    return f"{outcome.seconds:.1f} s" if outcome.seconds else "made before"


def _show_one(outcome: Outcome) -> None:
    draft = outcome.draft
    assert draft
    if outcome.unchanged:
        say(f"{draft.case}: nothing has changed since draft {draft.folder.name}.")
    else:
        rows = [(step, f"{seconds:.1f} s") for step, seconds in draft.seconds.items()]
        table(f"{draft.case}: draft {draft.folder.name}", "Step", "Time", rows=[*rows, ("in all", f"{outcome.seconds:.1f} s")])
    for name in draft.files:
        if name.startswith("report.") and not name.endswith(".ipynb"):
            print(f"  {draft.folder / name}")
    for warning in draft.warnings:
        say(f"  Note: {warning}")
    for title in draft.failed:
        say(f"  The section '{title}' could not be produced; the draft says where.")


def show_intake(case: Case, intake: Intake) -> None:
    """What was read, by file, and what needs the author."""
    from lcspr_kit.chronology.intake import intake_json

    summary = intake_json(intake)
    table(
        "What arrived",
        "File", "Sheet", "Agency", "Rows", "Events", "Quarantined", "Skipped",
        rows=[[entry[key] for key in ("file", "sheet", "agency", "rows", "events", "quarantined", "skipped")] for entry in summary["files"]],
        note=f"{summary['events']} events in all. Rows = events + quarantined + skipped, for every file.",
    )  # fmt: skip
    for entry in summary["files"]:
        columns = "; ".join(f"{field} = {header}" for field, header in entry["columns"].items())
        say(f"{entry['file']}{' / ' + entry['sheet'] if entry['sheet'] else ''}: {columns}")
    if intake.refused:
        table("Refused", "File", "Why", rows=[(problem.file, str(problem)) for problem in intake.refused])
    if summary["quarantined"]:
        table("Quarantined rows", "File", "Sheet", "Row", "Why", rows=[(q["file"], q["sheet"], q["row"], q["reason"]) for q in summary["quarantined"]])
    if summary["notes"]:
        table("Notes", "File", "Row", "What", rows=[(note["file"], note["row"], note["message"]) for note in summary["notes"]])
    for warning in case.warnings:
        say(f"Note: {warning}")


def show_resent(resent: Resent) -> None:
    """What is new, changed and gone since the author last looked."""
    if resent.is_first:
        return
    if not resent:
        say("Nothing has changed since you last looked.")
        return
    rows = [("new", identity, "") for identity in resent.new] + [("changed", change.after, change.what) for change in resent.changed] + [("gone", identity, "") for identity in resent.gone]
    shown = [(kind, *(resent.records.get(identity, {}).get(name, "") for name in ("agency", "day", "file", "row")), what) for kind, identity, what in rows]
    table("Since you last looked", "", "Agency", "Day", "File", "Row", "What", rows=shown)


def show_episodes(study: Study) -> None:
    """Episodes with their reasons, best first."""
    for episode in study.episodes:
        table(
            f"{episode.id}  {episode.title}  ({episode.status})",
            "From", "To", "Points", "Rows", "Agencies", "Silent",
            rows=[(episode.start, episode.end, f"{episode.score:.1f}", len(episode.events), ", ".join(episode.agencies), ", ".join(episode.silent))],
        )  # fmt: skip
        for reason in episode.reasons:
            say(f"    {reason.points:+.1f}  {reason.text}")
    if study.considered:
        table("Considered, not chosen", "Id", "Title", "From", "To", "Points", rows=[(e.id, e.title, e.start, e.end, f"{e.score:.1f}") for e in study.considered])
    for conflict in study.conflicts:
        say(f"Conflict: {conflict}")


def show_days(study: Study) -> None:
    """The days with most weight."""
    days = study.days.sort_values(["score", "date"], ascending=[False, True]).head(40)
    table("Days by salience (the first forty)", "Day", "Records", "Mentioned by", "Score", rows=[(f"{d.date:%Y-%m-%d}", d.records, d.mentions, f"{d.score:.1f}") for d in days.itertuples()])


def show_findings(findings: Sequence[Any]) -> None:
    """Findings of the checks."""
    for finding in findings:
        say(f"{finding.severity.upper():8} {finding.message}")
        say(f"         {finding.where} · {finding.rule} · {finding.guidance}")
    counts = Counter(str(finding.severity) for finding in findings)
    say(", ".join(f"{count} {kind}{'s' if count > 1 and kind != 'advice' else ''}" for kind, count in counts.items()) if findings else "Nothing to mend.")


def show_leaks(found: Sequence[Any], files: int) -> None:
    """Leaks, for the author's own eyes: what is one, then what a person has to decide on."""
    from lcspr_kit.privacy.leaks import is_to_decide

    open_questions = [leak for leak in found if is_to_decide(leak)]
    for title, leaks in (("Names and identifiers found", [leak for leak in found if not is_to_decide(leak)]), ("For you to decide: perhaps a name, perhaps a word or somebody else", open_questions)):
        if leaks:
            table(title, "File", "Where", "Text", "Kind", "Confidence", rows=[(leak.file, leak.where, leak.text, leak.kind, leak.confidence) for leak in leaks])
    if not found:
        say(f"Nothing was found in {files} file(s). A person should still read each page.")


def show_deadlines(found: Sequence[Any]) -> None:
    """Dates with working days left."""
    rows = [(f"{d.date.day} {d.date:%B %Y}" if d.date else "not set", d.what, "done" if d.done else d.working_days_left, d.basis) for d in found]
    table("Dates that count", "Date", "What", "Working days left", "Where it comes from", rows=rows)
