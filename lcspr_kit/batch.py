"""Many cases, one draft each. What came of each is a value; one bad case never stops the others.

Threads are enough: the work is in kernels and programs of their own (docs/decisions.md has figures).
"""

from __future__ import annotations

import logging
import time
from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import Executor, ThreadPoolExecutor, as_completed
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal, Protocol

from lcspr_kit.case import Audience
from lcspr_kit.problems import InputError
from lcspr_kit.render import Draft, RenderError, render_case

Kind = Literal["succeeded", "failed", "not started"]


@dataclass(frozen=True)
class Outcome:
    """What came of one case.

    `succeeded`: there is a draft. `failed`: a step went wrong. `not started`: the case could not be
    read. `reason` is one line; it never quotes the case.
    """

    case: Path
    kind: Kind
    draft: Draft | None = None
    reason: str = ""
    seconds: float = 0.0


class Watcher(Protocol):
    """Is told of progress; see `console.Progress`."""

    def begin(self, cases: Sequence[Path], steps: int) -> None:
        """The work starts."""

    def step(self, case: Path, what: str) -> None:
        """A case is at a step."""

    def end(self, case: Path, kind: Kind) -> None:
        """A case is done."""


def find_cases(paths: Iterable[Path]) -> list[Path]:
    """Case folders; a folder that is no case but holds some stands for those, by name."""
    found: list[Path] = []
    for path in paths:
        inside = sorted(child for child in path.iterdir() if (child / "review.yml").is_file()) if path.is_dir() else []
        found += [path] if (path / "review.yml").is_file() or not inside else inside
    return list(dict.fromkeys(found))


def render_cases(
    paths: Iterable[Path],
    to: Iterable[str],
    audience: Audience,
    jobs: int,
    watcher: Watcher,
    executor: Executor | None = None,
) -> list[Outcome]:
    """Render every case, `jobs` at a time; outcomes in the order of the cases."""
    formats = list(to)
    cases = find_cases(paths)
    watcher.begin(cases, steps=3 + len(formats))
    outcomes: dict[Path, Outcome] = {}
    with executor or ThreadPoolExecutor(max_workers=jobs) as pool:
        waiting = {pool.submit(_render, case, formats, audience, watcher.step): case for case in cases}
        try:
            for done in as_completed(waiting):
                case = waiting[done]
                outcomes[case] = done.result()
                watcher.end(case, outcomes[case].kind)
        except BaseException:
            pool.shutdown(wait=False, cancel_futures=True)
            raise
    return [outcomes[case] for case in cases]


def _render(case: Path, formats: list[str], audience: Audience, step: Callable[[Path, str], None]) -> Outcome:
    started = time.perf_counter()

    def after(kind: Kind, draft: Draft | None = None, reason: str = "") -> Outcome:
        return Outcome(case, kind, draft, reason, round(time.perf_counter() - started, 2))

    try:
        return after("succeeded", render_case(case, formats, audience, lambda what: step(case, what)))
    except InputError as error:
        more = len(error.problems) - 1
        return after("not started", reason=f"{error.problems[0]}" + (f" (and {more} more)" if more else ""))
    except RenderError as error:
        return after("failed", reason=str(error))
    except OSError as error:
        return after("failed", reason=f"The draft could not be written ({error.strerror}). Check the disk and that no draft is open.")
    except Exception as error:
        logging.getLogger(__name__).debug("unexpected", exc_info=error)
        return after("failed", reason=f"Something went wrong inside lcspr ({type(error).__name__}).")


def render_json(outcomes: Sequence[Outcome]) -> dict[str, Any]:
    """Outcomes in the shape of `lcspr render --json`."""
    return {
        "drafts": [
            {"case": str(outcome.case), "draft": str(outcome.draft.folder), "files": list(outcome.draft.files), "seconds": outcome.seconds, "steps": outcome.draft.seconds, "failed_sections": list(outcome.draft.failed)}
            for outcome in outcomes
            if outcome.draft
        ],
        "failed": [{"case": str(outcome.case), "reason": outcome.reason, "kind": outcome.kind} for outcome in outcomes if not outcome.draft],
    }
