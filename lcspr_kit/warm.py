"""Kernel processes that have imported everything before there is a case for them.

Importing pandas and the kit takes longer than a short report. Where the platform can fork (Linux),
`multiprocessing`'s fork server imports once and each case's kernel is a fork of it. Elsewhere one
process is started at once and imports while the command does, then waits for its case (`waiting`).
For JupyterLab on one case the waiting process reads that case too, and another takes its place when it is taken.
Either way a kernel is a fresh process that shares nothing with any other case, and ends with us.
"""

from __future__ import annotations

import json
import multiprocessing
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from threading import Lock, Timer
from typing import Any

NAME = "lcspr-forked"
"""What Jupyter knows `forked` by."""
CAN_FORK = sys.platform == "linux"
PRELOAD = ["lcspr_kit.preload"]
ENVIRONMENT = {"PYTHONHASHSEED": "0", "PYTHONUTF8": "1", "PYTHONSAFEPATH": "1"}
"""What our own processes start with. The last: no module is imported from the folder that the author stands in, which may be the case."""

_forking: Any = None
_waiting: subprocess.Popen[str] | None = None
_taken: subprocess.Popen[str] | None = None  # the last that became a kernel: it may still be answering
_next: list[str] | None = None
_PAUSE = 4.0  # seconds after which another process is started in the place of one that was taken: the page comes first
_lock = Lock()
_asking = Lock()


def warm_up() -> None:
    """Start importing in the background. Call it from a program whose main module may be imported again."""
    global _forking, _waiting
    if CAN_FORK and _forking is None:
        from multiprocessing.forkserver import ensure_running

        context = multiprocessing.get_context("forkserver")
        context.set_forkserver_preload(PRELOAD)
        with _environment():
            ensure_running()
        _forking = context
    elif not CAN_FORK and _waiting is None:
        _waiting = _start_waiting()


def keep_waiting(case: Path, answering: str, modules: list[str]) -> None:
    """From now on a process is always waiting that has read and scored `case`, and imported `modules` too.

    `answering` is the module whose `respond` answers what it is asked meanwhile (`ask_waiting`).
    """
    global _next
    _next = [str(case.resolve()), answering, *modules]
    _wait_anew()


def ask_waiting(question: dict[str, Any]) -> Any:
    """What the waiting process answers, when it has come so far; None where none waits, or it became a kernel first. Blocks."""
    with _asking, suppress(OSError, ValueError):  # it ended meanwhile
        with _lock:  # nothing else is written to it meanwhile
            waiting = _waiting or _taken
            if waiting is None or waiting.poll() is not None:
                return None
            assert waiting.stdin and waiting.stdout
            waiting.stdin.write(json.dumps(question) + "\n")
            waiting.stdin.flush()
        return json.loads(waiting.stdout.readline() or "null")
    return None


def _wait_anew() -> None:
    global _waiting
    with _lock:
        if _waiting is None:
            _waiting = _start_waiting()


def take_kernel(arguments: list[str], environment: dict[str, str], folder: str) -> Any:
    """A kernel process, with the methods of a Popen: `arguments` are those of `ipykernel_launcher`, `folder` where it runs."""
    global _waiting, _taken
    if _forking is not None:
        process = _forking.Process(target=_forked, args=(arguments, environment, folder))
        process.start()
        return _Forked(process)
    with _lock:
        waiting, _waiting = _waiting, None
    if waiting is None or waiting.poll() is not None:
        waiting = _start_waiting()
    if _next is not None:
        timer = Timer(_PAUSE, _wait_anew)
        timer.daemon = True
        timer.start()
    assert waiting.stdin
    with _lock:  # the pipe stays open: its end tells the kernel that we are gone
        waiting.stdin.write(json.dumps({"arguments": arguments, "environment": environment, "folder": folder}) + "\n")
        waiting.stdin.flush()
        _taken = waiting if waiting.stdout else None
    return waiting


def _start_waiting() -> subprocess.Popen[str]:
    """A process that imports what is needed, reads the case it was told of, and then waits to be a kernel."""
    from jupyter_client.launcher import launch_kernel

    words = [sys.executable, "-m", "lcspr_kit.waiting", *(_next or [])]
    nowhere = subprocess.DEVNULL
    answers = subprocess.PIPE if _next else nowhere
    return launch_kernel(words, stdin=subprocess.PIPE, stdout=answers, stderr=nowhere, env={**os.environ, **ENVIRONMENT}, text=True, encoding="utf-8")


@contextmanager
def _environment() -> Iterator[None]:
    """The environment that a kernel starts with, for as long as the block lasts."""
    before = {name: os.environ.get(name) for name in ENVIRONMENT}
    os.environ.update(ENVIRONMENT)
    yield
    for name, value in before.items():
        os.environ.pop(name) if value is None else os.environ.update({name: value})


def _forked(arguments: list[str], environment: dict[str, str], folder: str) -> None:
    """The life of a forked kernel."""
    parent = multiprocessing.parent_process()
    os.setsid()
    os.environ.clear()
    nowhere = os.open(os.devnull, os.O_RDWR)
    for stream in (0, 1, 2):
        os.dup2(nowhere, stream)
    signal.signal(signal.SIGINT, signal.default_int_handler)
    from lcspr_kit.waiting import be_kernel

    be_kernel(arguments, environment, folder, parent.join if parent else None)


class _Forked:
    """What a provisioner asks of a process, for one of multiprocessing's."""

    stdin = stdout = stderr = None

    def __init__(self, process: Any):
        self._process = process
        self.pid: int = process.pid

    def poll(self) -> int | None:
        return self._process.exitcode

    def wait(self) -> int | None:
        self._process.join()
        return self._process.exitcode

    def send_signal(self, number: int) -> None:
        if self._process.is_alive():
            os.kill(self._process.pid, number)

    def kill(self) -> None:
        self._process.kill()

    def terminate(self) -> None:
        self._process.terminate()
