"""Verbs that open something: lab, demo."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from lcspr_kit.verbs.answers import CaseFolder, app


@app.command(epilog="Example: lcspr lab my-review")
def lab(case: CaseFolder, browser: Annotated[bool, typer.Option("--browser/--no-browser", help="Open it in the browser.")] = True) -> int:
    """Open JupyterLab on the case, notebooks already pointed at it."""
    from lcspr_kit.lab import open_lab

    return open_lab(case, browser)


@app.command("app", epilog="Example: lcspr app my-review")
def open_as_app(case: CaseFolder, browser: Annotated[bool, typer.Option("--browser/--no-browser", help="Open it in the browser.")] = True) -> int:
    """The same pages as `lcspr lab`, as an app without code."""
    from lcspr_kit.webapp import open_app

    return open_app(case, browser)


@app.command(epilog="Example: lcspr demo")
def demo(
    folder: Annotated[Path, typer.Argument(metavar="[FOLDER]", help="Where to put the example case.")] = Path("lcspr-demo"),
    open_it: Annotated[bool, typer.Option("--open/--no-open", help="Open the draft when it is there.")] = True,
) -> int:
    """The example case, from exports to draft, and where it is."""
    from lcspr_kit.warm import warm_up

    warm_up()
    from lcspr_kit.demo import run_demo

    return run_demo(folder, open_it)

