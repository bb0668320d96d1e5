"""Runs a reader that may abort or hang in a process of its own, with limits on time and memory.

The libraries for old workbooks, OpenDocument sheets and PDF can bring down the process that uses
them; here they can only bring down their own. The child writes plain JSON, which is all that is read.
"""

from __future__ import annotations

import json
import logging
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

from lcspr_kit.chronology.read.limits import damaged
from lcspr_kit.chronology.read.tables import Contents, Note, Row, Table
from lcspr_kit.chronology.read.values import pack_values, unpack_values
from lcspr_kit.problems import InputError, Problem

MAX_SECONDS = 120
MAX_MEMORY = 2_000_000_000
MAX_ANSWER = 400_000_000


def read_isolated(reader: str, path: Path) -> Contents:
    """Read a file with `sheets` or `pdf` in a child process. Raises InputError where it refuses, dies or takes too long."""
    command = [sys.executable, "-P", "-X", "utf8", "-m", "lcspr_kit.chronology.read.isolated", reader, str(path.resolve())]
    package = str(Path(__file__).resolve().parents[3])
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, [package, os.environ.get("PYTHONPATH", "")]))}
    flags = getattr(subprocess, "CREATE_NO_WINDOW", 0)  # Windows would open a console
    try:
        done = subprocess.run(command, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, timeout=MAX_SECONDS, env=environment, check=False, creationflags=flags)
    except subprocess.TimeoutExpired:
        raise InputError(Problem(path.name, f"The file took longer than {MAX_SECONDS} seconds to read.", "Save it as XLSX or DOCX and try again.")) from None
    if done.returncode == 0 and len(done.stdout) < MAX_ANSWER:
        try:
            answer = json.loads(done.stdout)
            if "refused" in answer:
                raise InputError(Problem(path.name, answer["refused"], answer["todo"], sheet=answer.get("sheet")))
            return _unpack(answer)
        except (ValueError, KeyError, TypeError):
            pass
    raise damaged(path.name)


def _unpack(answer: dict[str, Any]) -> Contents:
    tables = [
        Table(table["sheet"], [Row(number, cells, values=unpack_values(values), faults={}) for number, cells, values in table["rows"]], table["blank"])
        for table in answer["tables"]
    ]
    return Contents(tables, [Note(*note) for note in answer["notes"]], answer["loose"])


def _pack(contents: Contents) -> dict[str, Any]:
    return {
        "tables": [
            {"sheet": table.sheet, "blank": table.blank, "rows": [(row.number, row.cells, pack_values(row.values)) for row in table.rows]}
            for table in contents.tables
        ],
        "notes": [(note.code, note.message, note.sheet, note.row) for note in contents.notes],
        "loose": contents.loose,
    }


def _limit_memory() -> None:
    if sys.platform != "win32":
        import resource

        resource.setrlimit(resource.RLIMIT_AS, (MAX_MEMORY, MAX_MEMORY))
        resource.setrlimit(resource.RLIMIT_CPU, (MAX_SECONDS, MAX_SECONDS))
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def _main(reader: str, path: Path) -> None:
    _limit_memory()
    logging.disable(logging.CRITICAL)  # what the libraries mutter is of no use to anybody
    if reader == "pdf":
        from lcspr_kit.chronology.read.pdf import read_pdf as read
    else:
        from lcspr_kit.chronology.read.sheets import read_sheets as read
    try:
        answer = _pack(read(path))
    except InputError as error:
        problem = error.problems[0]
        answer = {"refused": problem.what, "todo": problem.todo, "sheet": problem.sheet}
    sys.stdout.write(json.dumps(answer))


if __name__ == "__main__":
    _main(sys.argv[1], Path(sys.argv[2]))
