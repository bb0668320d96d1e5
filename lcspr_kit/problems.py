"""What is wrong with the author's input, said as sentences. Knows nothing of how input is read.

A `Problem` is a value that can be collected and shown; an `InputError` carries all the problems
that stop the work, so that the author sees every one at once.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True)
class Problem:
    """One thing that is wrong: where it is, what it is, and what to do about it.

    `file` is a bare file name; `sheet`, `row` (as the author counts: the first line is 1) and
    `column` are given where they are known. `what` and `todo` are sentences without case text
    beyond the few words needed to find the place.
    """

    file: str
    what: str
    todo: str = ""
    sheet: str | None = None
    row: int | None = None
    column: str | None = None

    @property
    def place(self) -> str:
        """Where it is: the file, then sheet, row and column as far as they are known."""
        place = [self.file]
        if self.sheet:
            place.append(f"sheet {self.sheet}")
        if self.row is not None:
            place.append(f"row {self.row}")
        if self.column:
            place.append(f"column {self.column}")
        return ", ".join(place)

    @property
    def message(self) -> str:
        """What it is and what to do, without the place."""
        return " ".join(part for part in (self.what, self.todo) if part)

    def __str__(self) -> str:
        return f"{self.place}: {self.message}"


class InputError(Exception):
    """The work cannot go on with this input. Holds every problem found, not only the first."""

    def __init__(self, problems: Problem | Iterable[Problem]):
        self.problems = (problems,) if isinstance(problems, Problem) else tuple(problems)
        super().__init__("\n".join(str(problem) for problem in self.problems))
