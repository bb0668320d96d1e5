"""Verbs for the case and its chronology: new, form, intake, requests, merge."""

from __future__ import annotations

from collections.abc import Callable
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Any

import typer

from lcspr_kit.problems import InputError, Problem
from lcspr_kit.verbs.answers import CaseFolder, Json, Out, app, place, print_json, warn, write


class TableFormat(StrEnum):
    """What a chronology can be written as."""

    xlsx = "xlsx"
    docx = "docx"
    csv = "csv"


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
    write(place(output, Path(f"chronology-form{'-' + name if name else ''}.xlsx")), form_workbook(loaded, agency))


@app.command(epilog="Example: lcspr intake my-review")
def intake(case: CaseFolder, mapping: Annotated[bool, typer.Option("--mapping", help="Write mapping.yml for you to correct.")] = False, as_json: Json = False) -> int:
    """Read every export: what was read, mapped, quarantined, uncertain, missing."""
    from lcspr_kit.case import load_case
    from lcspr_kit.chronology.intake import intake_json, read_case

    loaded = load_case(case)
    found = read_case(loaded)
    if as_json:
        print_json(intake_json(found))
    else:
        from lcspr_kit.chronology.resent import compare, read_state, save_state
        from lcspr_kit.console import show_intake, show_resent

        show_intake(loaded, found)
        previous = read_state(case)
        show_resent(compare(previous, found))
        save_state(case, found, previous)
    if mapping and found.proposal:
        write(_free(case / "mapping.yml"), found.proposal)
    elif found.proposal and not as_json:
        print("Some columns are not sure. `lcspr intake --mapping` writes mapping.yml for you to correct.")
    return 1 if len(found.quarantined) or found.refused else 0


@app.command(epilog="Example: lcspr requests my-review -o letters")
def requests(case: CaseFolder, output: Annotated[Path, typer.Option("-o", "--output", metavar="FOLDER", help="Where to put the letters.")] = Path("requests")) -> int:
    """Questions to each agency, as Word letters ready to send."""
    from lcspr_kit.case import load_case
    from lcspr_kit.chronology.asides import read_asides
    from lcspr_kit.chronology.intake import read_case
    from lcspr_kit.chronology.links import read_links
    from lcspr_kit.chronology.requests import make_requests, request_document

    loaded = load_case(case)
    asked = make_requests(loaded, read_case(loaded), read_links(loaded.folder), read_asides(loaded.folder))
    output.mkdir(parents=True, exist_ok=True)
    for number, (agency, questions) in enumerate(asked.items(), 1):
        word = "".join(sign if sign.isalnum() else "-" for sign in agency.lower()).strip("-")
        write(output / f"{number:02d}-{word}.docx", request_document(loaded, agency, questions))
    if not asked:
        print("There is nothing to ask.")
    return 1 if asked else 0


def _free(path: Path) -> Path:
    """The path, or one beside it where the author has a file of this name already."""
    return path if not path.exists() else path.with_name(f"{path.stem}-proposed{path.suffix}")


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
    write(place(output, Path(f"{loaded.folder.resolve().name}-chronology.{to}")), makers[str(to)](chronology))
    warn(found.refused)
    return 1 if len(found.quarantined) or found.refused else 0


def _episode_of(study: Any, identity: str) -> Any:
    known = {episode.id: episode for episode in [*study.episodes, *study.considered]}
    if identity not in known:
        raise InputError(Problem("--episode", f"There is no episode '{identity[:32]}'.", f"Episodes: {', '.join(known) or 'none'}."))
    return known[identity]
