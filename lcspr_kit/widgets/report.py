"""The report in the page: what is missing, what is due, the sections to write, and making a draft.

Answers what `report.js` asks with what the checks, the deadlines and `writing` say. Case text goes to the
page as messages only, never as the widget's state.
"""

from __future__ import annotations

import datetime as dt
import getpass
import os
import sys
import threading
import webbrowser
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, cast

from lcspr_kit.ahead import open_scored
from lcspr_kit.case import Audience
from lcspr_kit.episodes.study import study_scored
from lcspr_kit.genogram.family import read_family
from lcspr_kit.privacy.audit import record
from lcspr_kit.privacy.pseudonyms import Pseudonymiser, restore
from lcspr_kit.problems import InputError, Problem
from lcspr_kit.report.checks.run import checklist
from lcspr_kit.report.deadlines import deadlines
from lcspr_kit.report.drafts import list_drafts
from lcspr_kit.report.facts import gather
from lcspr_kit.report.wording import day_text
from lcspr_kit.widgets.page import Page, Told, script, style
from lcspr_kit.widgets.writing import aside_of, keep_part, known_part, look_at, own_last, parts_of, read_part

if TYPE_CHECKING:
    from lcspr_kit.report.facts import Report

FORMATS = ("html", "docx", "pdf")
AUDIENCES = {"working": "Working draft", "family": "For the family", "publication": "For publication"}
_STEPS = 6  # of render_case with all formats


class Writing:
    """The report of one case while the author writes it."""

    def __init__(self, folder: Path | str):
        self.folder = Path(folder)
        self.rendering: threading.Thread | None = None
        self._kept: dict[str, str] = {}  # what this page wrote last, by section
        self.read()

    def read(self) -> None:
        """Read the case again, with all that the checks look at."""
        self.case, intake, scored = open_scored(self.folder)
        self.report: Report = gather(self.case, intake, study_scored(scored), read_family(self.case.folder, self.case.register), "working")
        self.parts = parts_of(self.report)
        self.rename = Pseudonymiser(self.case.register).text

    def told(self, today: dt.date) -> Told:
        """All that stands on the page but the section that is open."""
        checks = checklist(self.report)
        found = [
            {"mark": "passed" if check.passed else "off" if check.off else check.rule.severity, "asks": check.rule.asks, "todo": [f"{one.where}: {one.message}" for one in check.findings] or ([check.off] if check.off else []), "by": check.rule.guidance.removeprefix("profile:")}
            for check in checks
        ]
        dates = [{"day": day_text(entry.date) if entry.date else "not set", "what": entry.what, "basis": entry.basis, "left": "done" if entry.done else _left(entry.working_days_left), "late": not entry.done and (entry.working_days_left or 0) < 0} for entry in deadlines(self.case.review, today)]
        return {
            "kind": "all",
            "checks": sorted(found, key=lambda one: ("error", "warning", "advice", "off", "passed").index(str(one["mark"]))),
            "dates": dates,
            "parts": [{"name": part.name, "title": part.title, "prompt": part.prompt, "written": bool(read_part(self.folder, part.name).strip())} for part in self.parts],
            "audiences": AUDIENCES,
            "rendering": bool(self.rendering and self.rendering.is_alive()),
            "drafts": self.drafts(),
        }

    def drafts(self) -> list[Told]:
        """The drafts of the case, the newest first, with the files that can be opened."""
        return [{"name": draft.name, "files": [name for name in ("report.docx", "report.html", "report.pdf", "chronology.xlsx") if (draft / name).is_file()]} for draft in reversed(list_drafts(self.folder / "drafts"))]

    def open_part(self, name: str, real: bool) -> Told:
        """A section to write: its text as it stands, and one that waits aside, with what the checks say."""
        part = known_part(self.parts, name)
        text, waiting = read_part(self.folder, name), aside_of(self.folder, name)
        mine = waiting.read_text(encoding="utf-8") if waiting.is_file() else None
        return {"kind": "part", "name": name, "title": part.title, "prompt": part.prompt, "text": text, "mine": mine, **self.looked_at(name, text, real)}

    def write(self, name: str, text: str, before: list[str], again: bool = False) -> Told:
        """Keep what the author has written, with every key. `before` is what the file may say meanwhile.

        `again`: an earlier kernel did not come to it, and may have written what was typed just before.
        """
        known_part(self.parts, name)
        text = text.replace("\r\n", "\n")
        last = self._kept.get(name, own_last(self.folder, name) if again else None)
        theirs = keep_part(self.folder, name, text, before if last is None else [*before, last])
        if theirs is None:
            self._kept[name] = text
        return {"kind": "kept", "name": name, "theirs": theirs}

    def look(self, name: str, real: bool) -> Told:
        """What the checks say of a section as it is kept."""
        known_part(self.parts, name)
        return {"kind": "looked", "name": name, **self.looked_at(name, read_part(self.folder, name), real)}

    def looked_at(self, name: str, text: str, real: bool) -> Told:
        """What the checks say of a text, and how a draft shows it: with pseudonyms, or real names for this screen."""
        findings, words = look_at(name, text, self.rename)
        shown = self.rename(text)
        return {"findings": [{"severity": one.severity, "message": one.message} for one in findings], "words": words, "shown": restore(shown, self.case.register) if real else shown}

    def open_file(self, draft: str, name: str) -> str:
        """Open a file of a draft with the program of this machine that is for it; says where it is."""
        known = {entry["name"]: entry["files"] for entry in self.drafts()}
        if name not in known.get(draft, []):
            raise InputError(Problem("drafts/", "There is no such file.", "Press Read again."))
        path = (self.folder / "drafts" / draft / name).resolve()
        if os.environ.get("CI"):
            return f"It is at {path}"
        if sys.platform == "win32":
            os.startfile(path)
        else:
            webbrowser.open(path.as_uri())
        return f"Opened: {path}"

    def render(self, audience: str, tell: Callable[[Told], None]) -> None:
        """Make a draft in the background, telling each step; one at a time."""
        if audience not in AUDIENCES:
            raise InputError(Problem("drafts/", "A draft is for the working group, the family or publication.", "Choose one of them."))
        if self.rendering and self.rendering.is_alive():
            raise InputError(Problem("drafts/", "A draft is being made already.", "Wait until it is there."))
        self.rendering = threading.Thread(target=self._render, args=(cast(Audience, audience), tell), daemon=True)
        self.rendering.start()

    def _render(self, audience: Audience, tell: Callable[[Told], None]) -> None:
        from lcspr_kit.batch import Task, render_task

        done = 0

        def step(_case: Path, what: str) -> None:
            nonlocal done
            tell({"kind": "progress", "done": done, "of": _STEPS, "what": what[:1].upper() + what[1:]})
            done += 1

        outcome = render_task(Task(self.folder.resolve(), FORMATS, audience), step)
        told: Told = {"kind": "rendered", "draft": outcome.draft.folder.name if outcome.draft else "", "reason": outcome.reason, "failed": list(outcome.draft.failed) if outcome.draft else [], "seconds": outcome.seconds, "problems": [str(problem) for problem in outcome.problems]}
        if outcome.draft:
            record(self.folder, "rendered", getpass.getuser(), dt.datetime.now().astimezone(), draft=outcome.draft.folder.name, audience=audience)
        tell({**told, "drafts": self.drafts()})


def _left(days: int | None) -> str:
    if days is None:
        return ""
    words = f"{abs(days)} working day{'' if abs(days) == 1 else 's'}"
    return f"{words} ago" if days < 0 else f"{words} left" if days else "today"


class ReportWidget(Page):
    """The report as a widget."""

    page, _esm, _css = "report", script("report"), style("report")


def write_report(case_dir: Path | str) -> ReportWidget:
    """The report of a case to write, check and render; prose is kept in `narrative/` as it is typed."""
    writing = Writing(case_dir)
    return ReportWidget(writing.folder, lambda message, _buffers, send: send(answer(writing, message, dt.date.today(), send)))


def answer(writing: Writing, message: Told, today: dt.date, tell: Callable[[Told], None]) -> Told:
    """What the page is told when it asks or the author does something. What can't be done gets a sentence in `error`."""
    kind, given, real = str(message.get("kind")), message.get("given"), message.get("real") is True
    given = given if isinstance(given, dict) else {}
    name = str(given.get("name") or "")
    try:
        if kind == "part":
            return writing.open_part(name, real)
        if kind == "write":
            before = given.get("before")
            return writing.write(name, str(given.get("text") or ""), [str(each) for each in before] if isinstance(before, list) else [], message.get("again") is True)
        if kind == "look":
            return writing.look(name, real)
        if kind == "open":
            return {"kind": "said", "words": writing.open_file(str(given.get("draft")), name)}
        if kind == "render":
            writing.render(str(given.get("audience")), tell)
            return {"kind": "progress", "done": 0, "of": _STEPS, "what": "Starting"}
        if kind == "again":
            writing.read()
    except (InputError, OSError, ValueError) as fault:
        return {"kind": "trouble", "did": kind, "name": name, "error": str(fault)}
    return {**writing.told(today), "did": kind}
