"""Verbs for episodes and the report: episodes, check, render, deadlines, absorb, diff, pack."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from lcspr_kit.verbs.answers import (
    AudienceName,
    CaseFolder,
    Json,
    Out,
    app,
    complain,
    day,
    note_action,
    place,
    print_json,
    say_problems,
    warn,
    write,
)
from lcspr_kit.verbs.answers import today as clock_today


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
        print_json(days_json(study) if days else episodes_json(study))
    else:
        from lcspr_kit.console import show_days, show_episodes

        show_days(study) if days else show_episodes(study)
    warn(found.refused)
    return 1 if study.conflicts or found.refused else 0


@app.command(epilog="Example: lcspr check my-review")
def check(source: Annotated[Path, typer.Argument(metavar="CASE|FILE.docx", help="A case folder or a Word file.")], as_json: Json = False) -> int:
    """Findings against the guidance, each with its rule and paragraph."""
    from lcspr_kit.report.checks import check_case, check_docx, findings_json

    findings = check_docx(source) if source.suffix.lower() == ".docx" else check_case(source)
    if as_json:
        print_json(findings_json(findings))
    else:
        from lcspr_kit.console import show_findings

        show_findings(findings)
    return 1 if any(finding.severity in ("error", "warning") for finding in findings) else 0


@app.command(epilog="Example: lcspr render my-review --to html,docx,pdf")
def render(
    cases: Annotated[list[Path], typer.Argument(metavar="CASE...", help="Case folders, folders of cases, or manifests (CSV or YAML: case, to, audience).")],
    to: Annotated[str, typer.Option(help="html, docx, pdf, with commas between.")] = "html,docx,pdf",
    jobs: Annotated[int, typer.Option(min=1, max=64, help="How many cases at a time.")] = 1,
    audience: Annotated[AudienceName, typer.Option(help="Who the draft is for.")] = AudienceName.working,
    only_changed: Annotated[bool, typer.Option("--only-changed", help="Leave out cases whose last draft would come out the same.")] = False,
    keep_going: Annotated[bool, typer.Option("--keep-going/--stop", help="Whether to go on when a case fails.")] = True,
    resume: Annotated[bool, typer.Option("--resume", help="Go on where a run with the same words was killed.")] = False,
    journal: Annotated[Path, typer.Option(metavar="FILE", help="Where a run of several cases notes what is done.")] = Path("lcspr-run.txt"),
    index: Annotated[Path | None, typer.Option(metavar="FILE", help="Write a page with links to all drafts.")] = None,
    timeout: Annotated[float | None, typer.Option(min=1, help="The most seconds one step of a report may take.")] = None,
    executor: Annotated[str, typer.Option(metavar="dask://HOST:PORT", help="Render on a dask cluster that sees the same folders.")] = "",
    as_json: Json = False,
) -> int:
    """Numbered drafts, one or many. One bad case never stops the others."""
    from lcspr_kit.warm import warm_up

    warm_up()  # imports for the kernels go on beside the imports here
    from lcspr_kit.batch import Outcome, Task, render_json, render_tasks
    from lcspr_kit.console import Progress, show_drafts
    from lcspr_kit.problems import Problem
    from lcspr_kit.render import formats_of
    from lcspr_kit.tasks import Journal, executor_of, find_tasks, index_page

    formats = tuple(formats_of(to.split(",")))
    tasks = find_tasks(cases, Task(Path(), formats, str(audience), only_changed, timeout))  # type: ignore[arg-type]
    kept = Journal(journal, tasks, resume) if len(tasks) > 1 else None
    left = kept.left() if kept else tasks

    class Watcher(Progress):
        def end(self, outcome: Outcome) -> None:
            super().end(outcome)
            if outcome.draft and not outcome.unchanged:
                try:
                    note_action(outcome.case, "rendered", draft=outcome.draft.folder.name, audience=outcome.task.audience)
                except OSError as error:
                    warn([Problem(outcome.case.name, f"The draft is there, but the audit log could not be written ({error.strerror}).")])
            if kept:
                kept.note(outcome)

    with Watcher(silent=as_json) as progress:
        outcomes = render_tasks(left, jobs, progress, executor_of(executor), keep_going)
    if kept:
        outcomes = kept.all(outcomes)
        kept.close(outcomes)
    if index:
        write(index, index_page(outcomes, index.parent), beside_json=as_json)
    if as_json:
        print_json(render_json(outcomes))
    else:
        show_drafts(outcomes)
    failed = [outcome for outcome in outcomes if outcome.draft is None]
    if len(failed) == len(outcomes) == 1:
        return say_problems(failed[0].problems) if failed[0].problems else complain(failed[0].reason)
    return 1 if failed or any(outcome.draft and outcome.draft.failed for outcome in outcomes) else 0


@app.command(epilog="Example: lcspr deadlines my-review --today 2026-06-01")
def deadlines(case: CaseFolder, today: Annotated[str, typer.Option(metavar="DATE", help="Count from this day.")] = "", ics: Annotated[Path | None, typer.Option("--ics", help="Write a calendar file too.")] = None, as_json: Json = False) -> None:
    """Every date that counts, with the working days left."""
    from lcspr_kit.case import load_case
    from lcspr_kit.report.deadlines import deadlines as all_deadlines
    from lcspr_kit.report.deadlines import deadlines_json, ics_text

    loaded = load_case(case)
    found = all_deadlines(loaded.review, day(today) or clock_today())
    if as_json:
        print_json(deadlines_json(found))
    else:
        from lcspr_kit.console import show_deadlines

        show_deadlines(found)
    if ics:
        write(ics, ics_text(found, loaded.review.reference), beside_json=as_json)


@app.command(epilog="Example: lcspr absorb my-review draft.docx")
def absorb(case: CaseFolder, file: Annotated[Path, typer.Argument(metavar="FILE.docx", help="The Word file you worked on.")]) -> int:
    """Take your text of a Word file back into narrative/, so that the next draft has it."""
    from lcspr_kit.report.absorb import absorb_file

    taken = absorb_file(case, file)
    for name in taken.written:
        print(f"Written: {case / 'narrative' / name}.md")
    if taken.unchanged:
        print(f"The same as before: {', '.join(taken.unchanged)}")
    for note in taken.notes:
        print(f"Note: {note}")
    return 1 if taken.notes else 0


@app.command(epilog="Example: lcspr diff my-review 3 4")
def diff(case: CaseFolder, first: Annotated[int, typer.Argument(help="Number of the earlier draft.")], second: Annotated[int, typer.Argument(help="Number of the later draft.")], as_json: Json = False) -> None:
    """What changed between two drafts."""
    from lcspr_kit.report.diff import diff_drafts, diff_json, diff_text

    changes = diff_drafts(case, first, second)
    if as_json:
        print_json(diff_json(changes))
    else:
        print(diff_text(changes))


@app.command(epilog="Example: lcspr pack my-review --kind practitioner-event")
def pack(case: CaseFolder, kind: Annotated[str, typer.Option(help="terms, practitioner-event, interview, family, actions, one-page or seven-minute.")], output: Out = None) -> None:
    """A companion to the review: terms of reference, event pack, letter, action plan, briefing."""
    from lcspr_kit.report.packs import pack_file

    made = pack_file(case, kind)
    if output and (output.is_dir() or not output.suffix):  # a folder is named, not a file
        output.mkdir(exist_ok=True)
        output = output / made.name
    write(place(output, Path(made.name)), made.content)
