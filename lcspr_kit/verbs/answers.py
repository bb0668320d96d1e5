"""What every verb of the command shares: the app they belong to, and the ways to answer."""

from __future__ import annotations

import datetime as dt
import getpass
import json
import sys
from collections.abc import Iterable
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
_ENDINGS = {".docx", ".xlsx", ".csv", ".svg", ".png", ".dot", ".json", ".pdf", ".html", ".ics"}
Out = Annotated[Path | None, typer.Option("-o", "--output", metavar="FILE", help="Where to write; beside you by default.")]


class AudienceName(StrEnum):
    """Who a draft is for."""

    working = "working"
    family = "family"
    publication = "publication"


def complain(text: str) -> int:
    """Say in one line why something could not be done; the exit code for that."""
    print(text, file=sys.stderr)
    return 2


def say_problems(problems: Iterable[Problem]) -> int:
    """Say all that is wrong with the input, a line each; the exit code for that."""
    for problem in problems:
        print(problem, file=sys.stderr)
    return 2


def warn(problems: Iterable[Problem]) -> None:
    """Say what the author should know and what stops nothing."""
    for problem in problems:
        print(f"Note: {problem}", file=sys.stderr)


def print_json(value: Any) -> None:
    """Answer a program."""
    print(json.dumps(value, ensure_ascii=False, indent=2, default=str))


def place(output: Path | None, usual: Path) -> Path:
    """Where to write: the name the author gave, else the usual one. Its ending has to be that of what is written."""
    if output and output.suffix.lower() in _ENDINGS - {usual.suffix}:
        raise InputError(Problem(output.name, f"What is written is a {usual.suffix} file: under this name no program would open it.", f"Give it a name that ends in {usual.suffix}, or another --to where there is one."))
    return output or usual


def write(path: Path, content: str | bytes, beside_json: bool = False) -> None:
    """Write a file, whole or not at all, and say where it is; `beside_json`: where no program reads it."""
    from lcspr_kit.casefiles import write_atomic

    if path.is_dir():
        raise InputError(Problem(path.name, "This is a folder.", "Name a file in it with -o."))
    if not path.parent.is_dir():
        raise InputError(Problem(path.name, f"There is no folder {path.parent}.", "Make it first, or choose another place with -o."))
    write_atomic(path, content)
    print(f"Written: {path}", file=sys.stderr if beside_json else sys.stdout)


def day(text: str) -> dt.date | None:
    """A date given on the command line; None where none is given."""
    if not text:
        return None
    try:
        return dt.date.fromisoformat(text)
    except ValueError:
        raise InputError(Problem("DATE", f"'{text[:20]}' is not a date.", "Write it as 2026-03-31.")) from None


def today() -> dt.date:
    """The clock's date: only for what counts from today, never for anything that goes into a draft."""
    return dt.date.today()


def note_action(case: Path, action: str, **facts: int | str) -> None:
    """Add a line to the case's audit log: who did what and when, never what a case says."""
    from lcspr_kit.privacy.audit import record

    record(case, action, getpass.getuser(), dt.datetime.now().astimezone(), **facts)
