"""Which cases to render: folders, folders of cases, and manifests; and where a killed run had got to."""

from __future__ import annotations

import hashlib
import html
import json
import os
from collections.abc import Iterable, Sequence
from concurrent.futures import Executor
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from typing import Any, cast
from urllib.parse import quote

from pydantic import BaseModel, ConfigDict

from lcspr_kit.batch import Outcome, Task
from lcspr_kit.case import Audience
from lcspr_kit.casefiles import read_table, read_yaml, write_atomic
from lcspr_kit.problems import InputError, Problem
from lcspr_kit.render import finished_draft
from lcspr_kit.report.drafts import list_drafts


class _Row(BaseModel):
    model_config = ConfigDict(extra="forbid")
    case: str
    to: list[str] | str = ""
    audience: Audience | None = None


class _Manifest(BaseModel):
    model_config = ConfigDict(extra="forbid")
    cases: list[_Row]


def find_tasks(paths: Iterable[Path], template: Task) -> list[Task]:
    """Tasks for case folders, for every case in a folder of cases, and for the rows of manifests.

    `template` gives formats and audience where a manifest has none of its own. A manifest is a CSV
    with the columns `case,to,audience`, or a YAML file with a list `cases` of the same keys; its
    paths start from where it lies. A folder with chronologies but no review.yml is a case too: one that
    can't be read. Raises InputError for a manifest that can't be read.
    """
    tasks: list[Task] = []
    for path in paths:
        if path.is_file() and path.suffix.lower() in (".csv", ".yml", ".yaml"):
            tasks += _from_manifest(path, template)
        elif path.is_dir() and not (path / "review.yml").is_file():
            inside = sorted(child for child in path.iterdir() if (child / "review.yml").exists() or (child / "chronologies").is_dir())
            tasks += [replace(template, case=child) for child in inside or [path]]
        else:
            tasks.append(replace(template, case=path))
    return list(dict.fromkeys(tasks))


def _from_manifest(path: Path, template: Task) -> list[Task]:
    if path.suffix.lower() == ".csv":
        rows, _ = read_table(path, ["case", "to", "audience"], ["case"])
        entries = [(row["case"], row["to"], row["audience"]) for row in rows]
    else:
        entries = [(row.case, row.to if isinstance(row.to, str) else ",".join(row.to), row.audience or "") for row in read_yaml(path, _Manifest).cases]
    tasks = []
    for number, (case, to, audience) in enumerate(entries, 1):
        if audience and audience not in ("working", "family", "publication"):
            raise InputError(Problem(path.name, f"'{audience[:20]}' is no audience.", "Use working, family or publication.", row=number + 1, column="audience"))
        formats = tuple(part.strip() for part in to.replace(";", ",").replace(" ", ",").split(",") if part.strip())
        tasks.append(replace(template, case=path.parent / case, to=formats or template.to, audience=cast(Audience, audience or template.audience)))
    return tasks


class Journal:
    """What a run has finished, one line a task, flushed at once, so that a killed run can go on.

    Its first line says which run it is and which drafts there were before it. So a draft that was
    finished but not yet noted when the run was killed is found too, and not made twice.
    """

    def __init__(self, path: Path, tasks: Sequence[Task], resume: bool):
        self._path, self._tasks = path, tasks
        self.earlier: dict[int, Outcome] = {}
        head: dict[str, Any] = {"run": _fingerprint(tasks), "before": [_newest(task) for task in tasks]}
        lines = _read_lines(path) if resume else []
        if lines and lines[0].get("run") == head["run"]:
            head = lines[0]
            noted = {int(line["task"]): Path(line["draft"]) for line in lines[1:] if line}
            for number, task in enumerate(tasks):
                newest = list_drafts(task.case / "drafts")
                made = noted.get(number) or (newest[-1] if newest and int(newest[-1].name) > head["before"][number] else None)
                draft = finished_draft(made, task.to, task.audience) if made else None
                if draft:
                    self.earlier[number] = Outcome(task, "succeeded", draft)
        try:
            write_atomic(path, "".join([f"{json.dumps(head)}\n", *(self._line(number, outcome) for number, outcome in self.earlier.items())]))
        except OSError as error:
            raise InputError(Problem(path.name, f"The run can't be noted in {path.parent.resolve()} ({error.strerror}).", "Name another place with --journal FILE.")) from None

    @staticmethod
    def _line(number: int, outcome: Outcome) -> str:
        return json.dumps({"task": number, "draft": str(outcome.draft.folder)}) + "\n" if outcome.draft else ""

    def left(self) -> list[Task]:
        """The tasks that still have to be done."""
        return [task for number, task in enumerate(self._tasks) if number not in self.earlier]

    def note(self, outcome: Outcome) -> None:
        """Write down that a task has its draft. Where that can't be done, `--resume` finds the draft itself."""
        with suppress(OSError), self._path.open("a", encoding="utf-8") as file:
            file.write(self._line(self._tasks.index(outcome.task), outcome))

    def all(self, outcomes: Iterable[Outcome]) -> list[Outcome]:
        """The outcomes of what was left, and before the kill, in the order of the tasks."""
        now = iter(outcomes)
        return [self.earlier.get(number) or next(now) for number in range(len(self._tasks))]

    def close(self, outcomes: Iterable[Outcome]) -> None:
        """The run has come to its end: the journal goes, unless some case still wants doing."""
        if all(outcome.draft for outcome in outcomes):
            self._path.unlink(missing_ok=True)


def _newest(task: Task) -> int:
    return max((int(draft.name) for draft in list_drafts(task.case / "drafts")), default=0)


def _read_lines(path: Path) -> list[dict[str, Any]]:
    """The lines of a journal; an empty one where a line was being written when the run was killed."""
    lines = []
    for line in path.read_text(encoding="utf-8", errors="replace").splitlines() if path.is_file() else []:
        try:
            lines.append(json.loads(line))
        except ValueError:
            lines.append({})
    return lines


def executor_of(address: str) -> Executor | None:
    """The executor that `--executor` names; None for threads in this process.

    Raises InputError where dask is not installed, does not answer, or the address has another form.
    """
    if not address:
        return None
    if not address.startswith("dask://"):
        raise InputError(Problem("--executor", f"'{address[:40]}' is not of the form dask://HOST:PORT."))
    try:
        from distributed import Client
    except ImportError:
        raise InputError(Problem("--executor", "dask is not installed.", "Install the kit with its extra 'dask'.")) from None
    try:
        return Client(f"tcp://{address.removeprefix('dask://')}", timeout="10s").get_executor(pure=False)
    except (OSError, TimeoutError):
        raise InputError(Problem("--executor", f"No dask scheduler answers at {address}.", "Check the address and that it runs.")) from None


def index_page(outcomes: Sequence[Outcome], folder: Path) -> str:
    """An HTML page, to lie in `folder`, with a row a task: its draft's files, or why there is none."""
    rows = []
    for outcome in outcomes:
        if outcome.draft:
            base = Path(os.path.relpath(outcome.draft.folder, folder))
            files = " ".join(f"<a href='{quote((base / name).as_posix())}'>{html.escape(name)}</a>" for name in outcome.draft.files if name.startswith("report.") and not name.endswith(".ipynb"))
            what = f"draft {outcome.draft.folder.name}{', unchanged' if outcome.unchanged else ''}"
            if outcome.draft.failed:
                what += f"; could not be produced: {', '.join(outcome.draft.failed)}"
        else:
            files, what = html.escape(outcome.reason), outcome.kind
        rows.append(f"<tr><th scope='row'>{html.escape(outcome.case.resolve().name)}</th><td>{outcome.task.audience}</td><td>{html.escape(what)}</td><td>{files}</td></tr>")
    made = sum(outcome.draft is not None for outcome in outcomes)
    return (
        "<!DOCTYPE html>\n<html lang='en-GB'><head><meta charset='utf-8'><meta name='viewport' content='width=device-width'><title>Drafts</title>"
        "<meta http-equiv='Content-Security-Policy' content=\"default-src 'none'; style-src 'unsafe-inline'\">"
        "<style>body{font:1rem/1.5 Arial,sans-serif;margin:2rem;color:#111;background:#fff}table{border-collapse:collapse}caption{text-align:left;padding:.4rem 0}"
        "th,td{border:1px solid #767676;padding:.4rem .7rem;text-align:left;vertical-align:top}a{margin-right:.6rem;color:#0b3d91}</style></head>"
        f"<body><main><h1>Drafts</h1><table><caption>{made} drafts; {len(outcomes) - made} could not be made.</caption>"
        "<thead><tr><th scope='col'>Case</th><th scope='col'>For</th><th scope='col'>What came of it</th><th scope='col'>Files, or why there are none</th></tr></thead>"
        f"<tbody>{''.join(rows)}</tbody></table></main></body></html>\n"
    )


def _fingerprint(tasks: Sequence[Task]) -> str:
    """One run is another run's continuation if it has the same tasks."""
    text = "\n".join(f"{task.case}|{task.to}|{task.audience}" for task in tasks)
    return hashlib.sha256(text.encode()).hexdigest()
