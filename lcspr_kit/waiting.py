"""`python -m lcspr_kit.waiting [CASE ANSWERING MODULE...]`: a process that imports all that is needed, then waits to be a kernel.

With a case it reads and scores that first, until it is needed, and answers what a page asks before it has a kernel: one
line in, one line out, by `respond` of the module ANSWERING. It is told in one line too with what arguments, environment
and folder it is to be a kernel. If none comes, or the program that started it is gone, it ends: no kernel outlives its command.
"""

from __future__ import annotations

import contextlib
import gc
import json
import os
import shutil
import sys
import time
from collections.abc import Callable
from importlib import import_module
from pathlib import Path
from queue import Empty, SimpleQueue
from threading import Event, Thread
from typing import Any

from lcspr_kit.jupyter import leave_out_debugger

_FOLLOWS = 0.3  # seconds within which a page that was answered asks the next thing


def main() -> None:
    """Import, answer, wait, be a kernel."""
    told = _Told()
    Thread(target=told.listen, daemon=True).start()
    leave_out_debugger()
    gc.disable()  # as in `preload`
    if sys.argv[1:]:
        case, answering, *modules = sys.argv[1:]
        _be_ready(Path(case), answering, modules, told)
    else:
        import lcspr_kit.preload  # noqa: F401
    gc.freeze()
    gc.enable()
    kernel = told.kernel()
    if kernel:
        os.dup2(os.open(os.devnull, os.O_WRONLY), 1)  # nobody listens to what a kernel says there
        be_kernel(**kernel, until=told.gone.wait)


def _be_ready(case: Path, answering: str, modules: list[str], told: _Told) -> None:
    """What the first picture needs, the case, then the rest; as soon as a kernel is wanted, no more than that."""
    respond = import_module(answering).respond
    from lcspr_kit.ahead import work_ahead

    told.respond = lambda question: respond(case, question)
    told.answer()
    work_ahead(case, told.is_pressed, told.answer)
    told.answer()
    for module in ("lcspr_kit.preload", *modules):
        if not told.wanted.is_set():
            import_module(module)
            told.answer()
    told.all_done = True


class _Told:
    """What the program that started us says, a line at a time: questions, and once what kernel to be."""

    def __init__(self) -> None:
        self.respond: Callable[[Any], Any] = lambda question: None
        self.all_done = False
        self.wanted, self.gone = Event(), Event()
        self._kernel: Any = None
        self._lines: SimpleQueue[Any] = SimpleQueue()
        self._asked: Any = None

    def listen(self) -> None:
        """Hear all lines. Unbuffered, so that no lock is held at our end when the program ends."""
        with open(0, "rb", buffering=0, closefd=False) as lines:
            while line := lines.readline():
                said = json.loads(line)
                if "arguments" in said:
                    self._kernel = said
                    self.wanted.set()
                self._lines.put(said)
        self.wanted.set()
        self._lines.put({})
        self.gone.set()

    def is_pressed(self) -> bool:
        """Whether a kernel is wanted, and nobody waits for a picture, which takes no longer than what the kernel has to do first."""
        return self.gone.is_set() or (self.wanted.is_set() and self._asked is None)

    def answer(self) -> None:
        """Answer what is asked, as far as it can be answered already; questions come one at a time."""
        with contextlib.suppress(Empty):
            self._asked = self._asked or self._next(0)
            while True:
                answer = None
                with contextlib.suppress(Exception):  # whatever is wrong with the case, the author is told when it is opened
                    answer = self.respond(self._asked)
                if answer is None and not self.all_done:
                    return
                self._asked = None
                print(json.dumps(answer), flush=True)
                self._asked = self._next(_FOLLOWS)

    def kernel(self) -> Any:
        """Answer until it is said what kernel to be; None where the program has ended."""
        while not self.wanted.is_set():
            said = self._asked or self._lines.get()
            if "page" in said:
                self._asked = said
                self.answer()
        return self._kernel

    def _next(self, seconds: float) -> Any:
        """The next question within so many seconds of what was said last. Raises queue.Empty."""
        while "page" not in (said := self._lines.get(seconds > 0, seconds)):
            pass
        return said


def be_kernel(arguments: list[str], environment: dict[str, str], folder: str, until: Callable[[], object] | None) -> None:
    """Be a kernel to the end. `until` returns when the program that started it is gone."""
    os.environ.update(environment)
    os.chdir(folder)
    from ipykernel.kernelapp import IPKernelApp

    ending = Event()
    end = Thread(target=_end_with, args=(until, _private(arguments, folder), ending), daemon=True)
    if until:
        end.start()
    # Jupyter's own watch over the parent would end the kernel while its folder is taken away. It read whom to watch when it was imported.
    unwatched = ["--IPKernelApp.parent_handle=0"] if until else []
    sys.argv = ["ipykernel_launcher", *arguments]
    try:
        IPKernelApp.launch_instance(argv=[*arguments, "--IPKernelApp.ignore_cwd=True", *unwatched])  # nor is a module taken from the case
    finally:
        if ending.is_set():  # it failed as its folder was taken away: that is to be done to its end
            end.join()


def _private(arguments: list[str], folder: str) -> str | None:
    """The kernel's folder, if it is its own: the one that its sockets are in. A kernel of JupyterLab runs in the case."""
    connection = arguments[arguments.index("-f") + 1] if "-f" in arguments[:-1] else ""
    return folder if connection and Path(connection).parent == Path(folder) else None


def _end_with(until: Callable[[], object], folder: str | None, ending: Event) -> None:
    """Leave nothing behind when the command was killed: not the process, not its folder of sockets. Sets `ending` when it begins."""
    until()
    ending.set()
    if folder is None:
        os._exit(1)
    os.chdir(Path(folder).parent)
    for _ in range(100):  # the kernel may be making its sockets at this very moment
        shutil.rmtree(folder, ignore_errors=True)
        if not Path(folder).exists():
            break
        time.sleep(0.02)
    os._exit(1)


if __name__ == "__main__":
    main()
