"""`python -m lcspr_kit.waiting [CASE MODULE...]`: a process that imports all that is needed, then waits to be a kernel.

With a case it reads and scores that too, until it is needed. It is told in one line with what arguments,
environment and folder it is to be a kernel. If none comes, or the program that started it is gone, it
ends: no kernel outlives its command.
"""

from __future__ import annotations

import gc
import json
import os
import shutil
import sys
import time
from collections.abc import Callable
from importlib import import_module
from pathlib import Path
from queue import SimpleQueue
from threading import Thread


def main() -> None:
    """Import, wait, be a kernel."""
    lines: SimpleQueue[bytes] = SimpleQueue()
    gone: SimpleQueue[bytes] = SimpleQueue()
    Thread(target=_listen, args=(lines, gone), daemon=True).start()
    import lcspr_kit.preload  # noqa: F401

    for module in sys.argv[2:]:
        import_module(module)
    if sys.argv[1:]:
        from lcspr_kit.ahead import work_ahead

        work_ahead(Path(sys.argv[1]), lambda: not lines.empty())
        gc.freeze()
    line = lines.get()
    if line:
        be_kernel(**json.loads(line), until=gone.get)


def _listen(lines: SimpleQueue[bytes], gone: SimpleQueue[bytes]) -> None:
    """What the program that started us says: one line, then nothing until it ends. Unbuffered, so that no lock is held at our end."""
    with open(0, "rb", buffering=0, closefd=False) as told:
        lines.put(told.readline())
        told.read()
    gone.put(b"")


def be_kernel(arguments: list[str], environment: dict[str, str], folder: str, until: Callable[[], object] | None) -> None:
    """Be a kernel to the end. `until` returns when the program that started it is gone."""
    os.environ.update(environment)
    os.chdir(folder)
    from ipykernel.kernelapp import IPKernelApp

    if until:
        Thread(target=_end_with, args=(until, _private(arguments, folder)), daemon=True).start()
    sys.argv = ["ipykernel_launcher", *arguments]
    IPKernelApp.launch_instance(argv=arguments)


def _private(arguments: list[str], folder: str) -> str | None:
    """The kernel's folder, if it is its own: the one that its sockets are in. A kernel of JupyterLab runs in the case."""
    connection = arguments[arguments.index("-f") + 1] if "-f" in arguments[:-1] else ""
    return folder if connection and Path(connection).parent == Path(folder) else None


def _end_with(until: Callable[[], object], folder: str | None) -> None:
    """Leave nothing behind when the command was killed: not the process, not its folder of sockets."""
    until()
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
