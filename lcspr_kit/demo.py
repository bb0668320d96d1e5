"""The example case, from exports to an opened draft."""

from __future__ import annotations

import os
import sys
import webbrowser
from pathlib import Path

from lcspr_kit.newcase import copy_case
from lcspr_kit.resources import examples


def run_demo(folder: Path, open_it: bool) -> int:
    """Copy the example into `folder`, render it, say where the drafts are. Returns the exit code."""
    from lcspr_kit.batch import Task, render_tasks
    from lcspr_kit.console import Progress, say, show_drafts

    case = folder / "alex"
    if not (case / "review.yml").is_file():
        folder.mkdir(parents=True, exist_ok=True)
        copy_case(examples() / "alex", case)
    with Progress() as progress:
        outcomes = render_tasks([Task(case, ("html", "docx", "pdf"))], 1, progress)
    show_drafts(outcomes)
    draft = outcomes[0].draft
    if draft is None:
        return 2
    page = (draft.folder / "report.html").resolve()
    if open_it and _has_screen():
        webbrowser.open(page.as_uri())
    say(f"\nThe case: {case.resolve()}\nThe draft: {page}")
    return 1 if draft.failed else 0


def _has_screen() -> bool:
    """Whether a browser window can be opened here."""
    if os.environ.get("CI"):
        return False
    return sys.platform in ("win32", "darwin") or bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))
