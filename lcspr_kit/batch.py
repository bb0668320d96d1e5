"""Many cases, one draft each. What came of each is a value; one bad case never stops the others.

Threads are enough here: the work is in kernels and programs of their own. Any other executor of
`concurrent.futures` kind can be given, such as dask's for more than one machine.
"""

from __future__ import annotations

import traceback
from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import Executor, ThreadPoolExecutor, as_completed
from dataclasses import dataclass, replace
from pathlib import Path
from time import perf_counter
from typing import Any, Literal, Protocol

from lcspr_kit.case import Audience
from lcspr_kit.casefiles import write_atomic
from lcspr_kit.problems import InputError, Problem
from lcspr_kit.render import Draft, RenderError, render_case, unchanged_draft

Kind = Literal["succeeded", "failed", "not started"]
LOG = "render.log"
STEPS = 4  # reading, running, writing the formats, writing figures


@dataclass(frozen=True)
class Task:
    """One case to render, in which formats and for whom."""

    case: Path
    to: tuple[str, ...]
    audience: Audience = "working"
    only_changed: bool = False
    timeout: float | None = None


@dataclass(frozen=True)
class Outcome:
    """What came of one task.

    `succeeded`: there is a draft (`unchanged`: it was there already). `failed`: a step went wrong.
    `not started`: the case could not be read. `reason` is one line; it never quotes the case.
    `problems` are all that is wrong with a case that could not be read.
    """

    task: Task
    kind: Kind
    draft: Draft | None = None
    reason: str = ""
    seconds: float = 0.0
    unchanged: bool = False
    problems: tuple[Problem, ...] = ()

    @property
    def case(self) -> Path:
        """The case's folder."""
        return self.task.case


class Watcher(Protocol):
    """Is told of progress; see `console.Progress`."""

    def begin(self, cases: Sequence[Path], steps: int) -> None:
        """The work starts."""

    def step(self, case: Path, what: str) -> None:
        """A case is at a step."""

    def end(self, outcome: Outcome) -> None:
        """A case is done."""


def render_tasks(tasks: Sequence[Task], jobs: int, watcher: Watcher, executor: Executor | None = None, keep_going: bool = True) -> list[Outcome]:
    """Render every task, `jobs` at a time; outcomes in the order of the tasks.

    Without `keep_going`, no more are started once one has failed. With an executor that is not made of threads in this process, steps are not followed.
    """
    watcher.begin([task.case for task in tasks], steps=STEPS)
    outcomes: dict[int, Outcome] = {}
    step = watcher.step if executor is None else None
    pool = executor or ThreadPoolExecutor(max_workers=jobs)
    groups: dict[Path, dict[int, Task]] = {}
    for number, task in enumerate(tasks):  # one case's tasks go one after the other: only one can write to it
        groups.setdefault(task.case.resolve(), {})[number] = task
    try:
        waiting = {pool.submit(_render_in_turn, list(group.values()), step): group for group in groups.values()}
        for done in as_completed(waiting):
            group, error = waiting[done], None if done.cancelled() else done.exception()
            if done.cancelled():
                found = [Outcome(task, "not started", reason="The run was stopped at a case that failed.") for task in group.values()]
            elif error:
                found = [Outcome(task, "failed", reason=f"The worker was lost ({type(error).__name__}).") for task in group.values()]
            else:
                found = done.result()
            if not keep_going and any(outcome.draft is None for outcome in found):
                for other in waiting:
                    other.cancel()
            for number, outcome in zip(group, found, strict=True):
                outcomes[number] = outcome
                watcher.end(outcome)
    except BaseException:
        pool.shutdown(wait=False, cancel_futures=True)
        raise
    if executor is None:
        pool.shutdown()
    return [outcomes[number] for number in range(len(tasks))]


def _render_in_turn(tasks: Sequence[Task], step: Callable[[Path, str], None] | None) -> list[Outcome]:
    return [render_task(task, step) for task in tasks]


def render_task(task: Task, step: Callable[[Path, str], None] | None = None) -> Outcome:
    """Render one task and say what came of it; raises nothing but an interruption."""
    started = perf_counter()
    steps: list[str] = []

    def follow(what: str) -> None:
        steps.append(what)
        if step:
            step(task.case, what)

    try:
        outcome = _attempt(task, follow)
    except InputError as error:
        more = len(error.problems) - 1
        outcome = Outcome(task, "not started", reason=f"{error.problems[0]}" + (f" (and {more} more)" if more else ""), problems=error.problems)
    except RenderError as error:
        outcome = Outcome(task, "failed", reason=str(error))
        steps += _frames(error)
    except OSError as error:
        outcome = Outcome(task, "failed", reason=f"The draft could not be written ({error.strerror}). Check the disk and that no draft is open.")
        steps += _frames(error)
    except Exception as error:
        outcome = Outcome(task, "failed", reason=f"Something went wrong inside lcspr ({type(error).__name__}).")
        steps += _frames(error)
    outcome = replace(outcome, seconds=round(perf_counter() - started, 2))
    _log(task.case, outcome, steps)
    return outcome


def _attempt(task: Task, follow: Callable[[str], None]) -> Outcome:
    if task.only_changed:
        before = unchanged_draft(task.case, task.to, task.audience)
        if before:
            return Outcome(task, "succeeded", before, unchanged=True)
    return Outcome(task, "succeeded", render_case(task.case, task.to, task.audience, follow, task.timeout))


def _frames(error: BaseException) -> list[str]:
    """Where in the code it went wrong: files, lines and types, never the message, which may quote the case."""
    lines = []
    link: BaseException | None = error
    while link is not None:
        lines.append(f"{type(link).__module__}.{type(link).__name__}")
        lines += [f"  {Path(frame.filename).name}:{frame.lineno} {frame.name}" for frame in traceback.extract_tb(link.__traceback__)]
        link = link.__cause__ or link.__context__
    return lines


def _log(case: Path, outcome: Outcome, steps: Sequence[str]) -> None:
    """Leave what happened in the case folder, where there is one that can be written to; no word of the case."""
    if not (case / "review.yml").is_file():
        return
    places = [f"{str(problem).split(': ')[0]}: can't be used; `lcspr intake` says why" for problem in outcome.problems]
    failed = [f"section failed: {title}: {why}" for title, why in zip(outcome.draft.failed, outcome.draft.why, strict=False)] if outcome.draft else []
    reason = "" if places else outcome.reason.split(": ")[0]
    lines = [f"{outcome.kind} after {outcome.seconds} s", reason, *places, *steps, *failed]
    try:
        log = case / "drafts" / LOG
        if not log.parent.resolve().is_relative_to(case.resolve()):
            return  # a link that leads out: said when the case was read
        log.parent.mkdir(mode=0o700, exist_ok=True)
        write_atomic(log, "\n".join(line for line in lines if line) + "\n", flushed=False)
    except OSError:
        return


def render_json(outcomes: Iterable[Outcome]) -> dict[str, Any]:
    """Outcomes in the shape of `lcspr render --json`."""
    drafts, failed = [], []
    for outcome in outcomes:
        if outcome.draft:
            drafts.append({
                "case": str(outcome.case), "draft": str(outcome.draft.folder), "files": list(outcome.draft.files), "seconds": outcome.seconds,
                "steps": outcome.draft.seconds, "failed_sections": list(outcome.draft.failed), "unchanged": outcome.unchanged,
            })  # fmt: skip
        else:
            failed.append({"case": str(outcome.case), "reason": outcome.reason, "kind": outcome.kind})
    return {"drafts": drafts, "failed": failed}
