"""The `lcspr` command: reads what the author asked for, calls the package, says what came of it.

Exit codes: 0 done; 1 done, but something needs the author; 2 could not be done. Never a traceback
unless `--debug`. Everything heavy is imported inside the verb that needs it.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterable
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Any

import typer

from lcspr_kit.problems import InputError, Problem

app = typer.Typer(
    name="lcspr",
    help="From agency chronologies to the draft of a Local Child Safeguarding Practice Review.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)

CaseFolder = Annotated[Path, typer.Argument(metavar="CASE", help="The case folder.", show_default=False)]
Json = Annotated[bool, typer.Option("--json", help="Answer as JSON, for programs.")]
Out = Annotated[Path | None, typer.Option("-o", "--output", metavar="FILE", help="Where to write; beside you by default.")]


class TableFormat(StrEnum):
    """What a chronology can be written as."""

    xlsx = "xlsx"
    docx = "docx"
    csv = "csv"


class GenogramFormat(StrEnum):
    """What a genogram can be written as."""

    svg = "svg"
    png = "png"
    dot = "dot"
    json = "json"


class DrawingFormat(StrEnum):
    """What a timeline can be written as."""

    svg = "svg"
    png = "png"
    dot = "dot"


class AudienceName(StrEnum):
    """Who a draft is for."""

    working = "working"
    family = "family"
    publication = "publication"


def main() -> None:
    """Run the command and leave with its exit code."""
    words = sys.argv[1:]
    debug = "--debug" in words
    words = [word for word in words if word != "--debug"]
    for stream in (sys.stdout, sys.stderr):  # a Windows console may not be on UTF-8
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="replace")
    try:
        code = app(args=words, prog_name="lcspr", standalone_mode=False)
    except InputError as error:
        code = _say_problems(error.problems)
    except KeyboardInterrupt:
        code = _complain("Stopped. Nothing half-written was left behind.")
    except Exception as error:
        if debug:
            raise
        code = _explain(error)
    sys.exit(code if isinstance(code, int) else 0)


def _explain(error: Exception) -> int:
    # Typer may bring its own copy of click, so its exceptions are known by what they are called.
    names = {kind.__name__ for kind in type(error).__mro__}
    if "Exit" in names:
        return int(getattr(error, "exit_code", 0))
    if "ClickException" in names:
        said = error.format_message()  # type: ignore[attr-defined]
        return _complain(said if said.startswith("Usage") else f"{said.rstrip('.')}. See: lcspr --help")
    if "Abort" in names:
        return _complain("Stopped.")
    if names & {"RenderError", "GraphvizError", "PandocError", "PdfError"}:
        return _complain(str(error))
    if isinstance(error, OSError):
        where = Path(error.filename).name if isinstance(error.filename, str) else "a file"
        return _complain(f"{where}: {error.strerror or 'it can not be read or written'}. Check that it is not open elsewhere and that there is room on the disk.")
    return _complain(f"Something went wrong inside lcspr ({type(error).__name__}). Your case is as it was. Run the same again with --debug and send the text to whoever supports you, after taking out names.")


def _complain(text: str) -> int:
    print(text, file=sys.stderr)
    return 2


def _say_problems(problems: Iterable[Problem]) -> int:
    for problem in problems:
        print(problem, file=sys.stderr)
    return 2


def _print_json(value: Any) -> None:
    print(json.dumps(value, ensure_ascii=False, indent=2, default=str))


def _write(path: Path, content: str | bytes) -> None:
    from lcspr_kit.casefiles import write_atomic

    if not path.parent.is_dir():
        raise InputError(Problem(path.name, f"There is no folder {path.parent}.", "Make it first, or choose another place with -o."))
    write_atomic(path, content)
    print(f"Written: {path}")


def _warn(problems: Iterable[Problem]) -> None:
    for problem in problems:
        print(f"Note: {problem}", file=sys.stderr)


# ------------------------------------------------------------------------------------- the case


@app.command(epilog="Example: lcspr new my-review")
def new(case: CaseFolder) -> None:
    """Make a case folder to start from."""
    from lcspr_kit.newcase import make_case

    make_case(case)
    print(f"Made {case}. Next:\n  1. Put the agencies' files into {case / 'chronologies'}\n  2. Fill in review.yml and people.csv (each line says how)\n  3. lcspr intake {case}")


@app.command(epilog="Example: lcspr form my-review --agency 'Quayside Surgery'")
def form(case: CaseFolder, agency: Annotated[str, typer.Option(help="The agency's name, as in review.yml.")] = "", output: Out = None) -> None:
    """Write the blank chronology workbook to send to an agency."""
    from lcspr_kit.case import load_case
    from lcspr_kit.chronology.form import form_workbook

    loaded = load_case(case)
    name = "".join(sign if sign.isalnum() else "-" for sign in agency.lower()).strip("-")
    _write(output or Path(f"chronology-form{'-' + name if name else ''}.xlsx"), form_workbook(loaded, agency))


# ------------------------------------------------------------------------------------- chronology


@app.command(epilog="Example: lcspr intake my-review")
def intake(case: CaseFolder, as_json: Json = False) -> int:
    """Read every export: what was read, mapped, quarantined, uncertain, missing."""
    from lcspr_kit.case import load_case
    from lcspr_kit.chronology.intake import intake_json, read_case

    loaded = load_case(case)
    found = read_case(loaded)
    if as_json:
        _print_json(intake_json(found))
    else:
        from lcspr_kit.console import show_intake

        show_intake(loaded, found)
    return 1 if len(found.quarantined) or found.refused else 0


@app.command(epilog="Example: lcspr merge my-review --to xlsx -o combined.xlsx")
def merge(
    case: CaseFolder,
    to: Annotated[TableFormat, typer.Option("--to", help="The kind of file.")] = TableFormat.xlsx,
    output: Out = None,
    real_names: Annotated[bool, typer.Option("--real-names/--pseudonyms", help="Real names are for your own desk only.")] = True,
    since: Annotated[str, typer.Option("--from", metavar="DATE", help="Only from this day on.")] = "",
    until: Annotated[str, typer.Option("--until", metavar="DATE", help="Only up to this day.")] = "",
    agency: Annotated[list[str] | None, typer.Option(help="Only this agency; may be given again.")] = None,
    person: Annotated[list[str] | None, typer.Option(help="Only rows that name this person (id in people.csv).")] = None,
    episode: Annotated[str, typer.Option(help="Only this episode's rows.")] = "",
    search: Annotated[str, typer.Option(help="Only rows with these words.")] = "",
) -> int:
    """Write the combined chronology, one colour an agency."""
    from lcspr_kit.case import load_case
    from lcspr_kit.chronology.export import csv_text, workbook_bytes
    from lcspr_kit.chronology.export_docx import document_bytes
    from lcspr_kit.chronology.intake import read_case
    from lcspr_kit.chronology.select import select_events
    from lcspr_kit.episodes.study import study_case
    from lcspr_kit.privacy.pseudonyms import Pseudonymiser
    from lcspr_kit.report.companions import combined_chronology

    loaded = load_case(case)
    found = read_case(loaded)
    study = study_case(loaded, found.events)
    ids = _episode_of(study, episode).events if episode else None
    events = select_events(found.events, since, until, agency or (), person or (), search, ids)
    chronology = combined_chronology(loaded, found, study, None if real_names else Pseudonymiser(loaded.register), events)
    makers: dict[str, Callable[[Any], str | bytes]] = {"xlsx": workbook_bytes, "docx": document_bytes, "csv": csv_text}
    _write(output or Path(f"{loaded.folder.resolve().name}-chronology.{to}"), makers[str(to)](chronology))
    _warn(found.refused)
    return 1 if len(found.quarantined) or found.refused else 0


def _episode_of(study: Any, identity: str) -> Any:
    known = {episode.id: episode for episode in [*study.episodes, *study.considered]}
    if identity not in known:
        raise InputError(Problem("--episode", f"There is no episode '{identity[:32]}'.", f"Episodes: {', '.join(known) or 'none'}."))
    return known[identity]


@app.command(epilog="Example: lcspr episodes my-review --json")
def episodes(case: CaseFolder, days: Annotated[bool, typer.Option("--days", help="Every day's salience.")] = False, as_json: Json = False) -> int:
    """Proposed and decided episodes, with reasons."""
    from lcspr_kit.case import load_case
    from lcspr_kit.chronology.intake import read_case
    from lcspr_kit.episodes.study import days_json, episodes_json, study_case

    loaded = load_case(case)
    found = read_case(loaded)
    study = study_case(loaded, found.events)
    if as_json:
        _print_json(days_json(study) if days else episodes_json(study))
    else:
        from lcspr_kit.console import show_days, show_episodes

        show_days(study) if days else show_episodes(study)
    _warn(found.refused)
    return 1 if study.conflicts or found.refused else 0


@app.command(epilog="Example: lcspr timeline my-review --to png -o timeline.png")
def timeline(
    case: CaseFolder,
    episode: Annotated[str, typer.Option(help="One episode's id; the whole review where none is given.")] = "",
    to: Annotated[DrawingFormat, typer.Option("--to", help="The kind of file.")] = DrawingFormat.svg,
    paper: Annotated[str, typer.Option(help="A4 or A3.")] = "A4",
    output: Out = None,
) -> None:
    """The timeline: overview, or one episode."""
    from lcspr_kit.report.figures import overview, zoom
    from lcspr_kit.report.opening import open_report

    report = open_report(case)
    if episode and episode not in {known.id for known in report.episodes}:
        raise InputError(Problem("--episode", f"There is no episode '{episode[:32]}'.", f"Episodes: {', '.join(known.id for known in report.episodes) or 'none'}."))
    drawings = [figure.drawing for figure in (zoom(report, episode) if episode else overview(report, _paper(paper)))]
    if not drawings:
        raise InputError(Problem(case.name, "No record has a date, so there is no timeline to draw.", "See: lcspr intake"))
    name = output or Path(f"timeline{'-' + episode if episode else ''}.{to}")
    for number, drawing in enumerate(drawings, 1):
        path = name if len(drawings) == 1 else name.with_stem(f"{name.stem}-{number}")
        _write(path, _drawn(drawing, str(to)))


@app.command(epilog="Example: lcspr genogram my-review --to svg -o family.svg")
def genogram(
    source: Annotated[Path, typer.Argument(metavar="CASE|FILE", help="A case folder, or a GEDCOM or PED file.")],
    to: Annotated[GenogramFormat, typer.Option("--to", help="The kind of file.")] = GenogramFormat.svg,
    as_at: Annotated[str, typer.Option("--as-at", metavar="DATE", help="The family as it was on a day.")] = "",
    notation: Annotated[str, typer.Option(help="uk, mcgoldrick or nsgc.")] = "uk",
    overlay: Annotated[bool, typer.Option("--overlay", help="Mark who contributes and who is not to be contacted; for the author only.")] = False,
    output: Out = None,
) -> int:
    """The genogram of a case or a family file."""
    from lcspr_kit.genogram.draw import neutral_json
    from lcspr_kit.genogram.source import draw_source, read_source

    found = read_source(source)
    drawing, layout = draw_source(found, _day(as_at), notation, overlay)
    content = json.dumps(neutral_json(layout, found.family), sort_keys=True) if to == "json" else _drawn(drawing, str(to))
    _write(output or Path(f"genogram.{to}"), content)
    _warn(found.family.problems)
    return 1 if found.family.problems else 0


def _paper(name: str) -> str:
    if name.upper() not in ("A4", "A3"):
        raise InputError(Problem("--paper", f"'{name[:10]}' is not a size of paper here.", "Use A4 or A3."))
    return name.upper()


def _drawn(drawing: Any, to: str) -> str | bytes:
    from lcspr_kit import graphviz

    if to == "dot":
        return drawing.dot
    return graphviz.svg(drawing) if to == "svg" else graphviz.png(drawing)


def _day(text: str) -> Any:
    from datetime import date

    if not text:
        return None
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise InputError(Problem("DATE", f"'{text[:20]}' is not a date.", "Write it as 2026-03-31.")) from None


# ------------------------------------------------------------------------------------- report


@app.command(epilog="Example: lcspr check my-review")
def check(source: Annotated[Path, typer.Argument(metavar="CASE|FILE.docx", help="A case folder or a Word file.")], as_json: Json = False) -> int:
    """Findings against the guidance, each with its rule and paragraph."""
    from lcspr_kit.report.checks import check_case, check_docx, findings_json

    findings = check_docx(source) if source.suffix.lower() == ".docx" else check_case(source)
    if as_json:
        _print_json(findings_json(findings))
    else:
        from lcspr_kit.console import show_findings

        show_findings(findings)
    return 1 if any(finding.severity in ("error", "warning") for finding in findings) else 0


@app.command(epilog="Example: lcspr leaks draft.docx --case my-review")
def leaks(
    files: Annotated[list[Path], typer.Argument(metavar="FILE...", help="Files to look through.")],
    case: Annotated[Path, typer.Option(help="The case whose names must not be there.")],
    as_json: Json = False,
) -> int:
    """Real names and identifiers left in a file."""
    from lcspr_kit.case import load_case
    from lcspr_kit.privacy.leaks import find_leaks, leaks_json

    loaded = load_case(case)
    found = [leak for path in files for leak in find_leaks(path, loaded.register)]
    if as_json:
        _print_json(leaks_json(found))
    else:
        from lcspr_kit.console import show_leaks

        show_leaks(found, len(files))
    return 1 if found else 0


@app.command(epilog="Example: lcspr render my-review --to html,docx,pdf")
def render(
    cases: Annotated[list[Path], typer.Argument(metavar="CASE...", help="Case folders, folders of cases, or manifests (CSV or YAML: case, to, audience).")],
    to: Annotated[str, typer.Option(help="html, docx, pdf, with commas between.")] = "html,docx,pdf",
    jobs: Annotated[int, typer.Option(min=1, max=64, help="How many cases at a time.")] = 1,
    audience: Annotated[AudienceName, typer.Option(help="Who the draft is for.")] = AudienceName.working,
    only_changed: Annotated[bool, typer.Option("--only-changed", help="Leave out cases whose last draft would come out the same.")] = False,
    resume: Annotated[bool, typer.Option("--resume", help="Go on where a run with the same words was killed.")] = False,
    journal: Annotated[Path, typer.Option(metavar="FILE", help="Where a run of several cases notes what is done.")] = Path("lcspr-run.txt"),
    index: Annotated[Path | None, typer.Option(metavar="FILE", help="Write a page with links to all drafts.")] = None,
    timeout: Annotated[float | None, typer.Option(min=1, help="The most seconds one step of a report may take.")] = None,
    executor: Annotated[str, typer.Option(metavar="dask://HOST:PORT", help="Render on a dask cluster that sees the same folders.")] = "",
    as_json: Json = False,
) -> int:
    """Numbered drafts, one or many. One bad case never stops the others."""
    from lcspr_kit.forked import warm_up

    warm_up()  # imports for the kernels go on beside the imports here
    from lcspr_kit.batch import Outcome, Task, render_json, render_tasks
    from lcspr_kit.console import Progress, show_drafts
    from lcspr_kit.render import formats_of
    from lcspr_kit.tasks import Journal, executor_of, find_tasks, index_page

    formats = tuple(formats_of(to.split(",")))
    tasks = find_tasks(cases, Task(Path(), formats, str(audience), only_changed, timeout))  # type: ignore[arg-type]
    kept = Journal(journal, tasks, resume) if len(tasks) > 1 else None
    left = kept.left(tasks) if kept else tasks

    class Watcher(Progress):
        def end(self, outcome: Outcome) -> None:
            super().end(outcome)
            if kept:
                kept.note(outcome)

    with Watcher(silent=as_json) as progress:
        outcomes = render_tasks(left, jobs, progress, executor_of(executor))
    if kept:
        kept.close(outcomes)
    if index:
        _write(index, index_page(outcomes, index.parent))
    if as_json:
        _print_json(render_json(outcomes))
    else:
        show_drafts(outcomes)
    failed = [outcome for outcome in outcomes if outcome.draft is None]
    if len(failed) == len(outcomes) == 1:
        return _say_problems(failed[0].problems) if failed[0].problems else _complain(failed[0].reason)
    return 1 if failed or any(outcome.draft and outcome.draft.failed for outcome in outcomes) else 0


@app.command(epilog="Example: lcspr deadlines my-review --today 2026-06-01")
def deadlines(case: CaseFolder, today: Annotated[str, typer.Option(metavar="DATE", help="Count from this day.")] = "", ics: Annotated[Path | None, typer.Option("--ics", help="Write a calendar file too.")] = None, as_json: Json = False) -> None:
    """Every date that counts, with the working days left."""
    import datetime as dt

    from lcspr_kit.case import load_case
    from lcspr_kit.report.deadlines import deadlines as all_deadlines
    from lcspr_kit.report.deadlines import deadlines_json, ics_text

    loaded = load_case(case)
    found = all_deadlines(loaded.review, _day(today) or dt.date.today())  # the one place that may ask the clock
    if as_json:
        _print_json(deadlines_json(found))
    else:
        from lcspr_kit.console import show_deadlines

        show_deadlines(found)
    if ics:
        _write(ics, ics_text(found))


# ------------------------------------------------------------------------------------- working on it


@app.command(epilog="Example: lcspr lab my-review")
def lab(case: CaseFolder, browser: Annotated[bool, typer.Option("--browser/--no-browser", help="Open it in the browser.")] = True) -> int:
    """Open JupyterLab on the case, notebooks already pointed at it."""
    from lcspr_kit.lab import open_lab

    return open_lab(case, browser)


@app.command(epilog="Example: lcspr demo")
def demo(
    folder: Annotated[Path, typer.Argument(metavar="[FOLDER]", help="Where to put the example case.")] = Path("lcspr-demo"),
    open_it: Annotated[bool, typer.Option("--open/--no-open", help="Open the draft when it is there.")] = True,
) -> int:
    """The example case, from exports to draft, and where it is."""
    from lcspr_kit.forked import warm_up

    warm_up()
    from lcspr_kit.demo import run_demo

    return run_demo(folder, open_it)
