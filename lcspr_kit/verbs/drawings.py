"""Verbs for drawings: genogram, timeline."""

from __future__ import annotations

import json
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Any

import typer

from lcspr_kit.problems import InputError, Problem
from lcspr_kit.verbs.answers import CaseFolder, Out, app, day, place, warn, write


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
    drawing, layout = draw_source(found, day(as_at), notation, overlay)
    content = json.dumps(neutral_json(layout, found.family), sort_keys=True) if to == "json" else _drawn(drawing, str(to))
    write(place(output, Path(f"genogram.{to}")), content)
    warn(found.family.problems)
    return 1 if found.family.problems else 0


@app.command(epilog="Example: lcspr timeline my-review --to png -o timeline.png")
def timeline(
    case: CaseFolder,
    episode: Annotated[str, typer.Option(help="One episode's id; the whole review where none is given.")] = "",
    patterns: Annotated[bool, typer.Option("--patterns", help="What slowly builds up, by month: missed appointments, seen or not, moves, incidents.")] = False,
    to: Annotated[DrawingFormat, typer.Option("--to", help="The kind of file.")] = DrawingFormat.svg,
    paper: Annotated[str, typer.Option(help="A4 or A3.")] = "A4",
    output: Out = None,
) -> None:
    """The timeline: overview, one episode, or patterns by month."""
    from lcspr_kit.report import figures
    from lcspr_kit.report.opening import open_report

    report = open_report(case)
    if episode and episode not in {known.id for known in report.episodes}:
        raise InputError(Problem("--episode", f"There is no episode '{episode[:32]}'.", f"Episodes: {', '.join(known.id for known in report.episodes) or 'none'}."))
    if episode and patterns:
        raise InputError(Problem("--patterns", "Patterns are of the whole review.", "Leave out --episode, or --patterns."))
    found = figures.zoom(report, episode) if episode else figures.patterns(report) if patterns else figures.overview(report, _paper(paper))
    drawings = [figure.drawing for figure in found]
    if not drawings:
        raise InputError(Problem(case.name, "No record has a date, so there is no timeline to draw.", "See: lcspr intake"))
    name = place(output, Path(f"timeline{'-' + episode if episode else '-patterns' if patterns else ''}.{to}"))
    for number, drawing in enumerate(drawings, 1):
        path = name if len(drawings) == 1 else name.with_stem(f"{name.stem}-{number}")
        write(path, _drawn(drawing, str(to)))


def _paper(name: str) -> str:
    if name.upper() not in ("A4", "A3"):
        raise InputError(Problem("--paper", f"'{name[:10]}' is not a size of paper here.", "Use A4 or A3."))
    return name.upper()


def _drawn(drawing: Any, to: str) -> str | bytes:
    from lcspr_kit import graphviz

    if to == "dot":
        return drawing.dot
    return graphviz.svg(drawing) if to == "svg" else graphviz.png(drawing)
