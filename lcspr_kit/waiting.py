"""`python -m lcspr_kit.waiting`: a process that imports all that a report needs, then waits for its case.

It reads one line, which says with what arguments, environment and folder it is to be a kernel. If none
comes, or the program that started it is gone, it ends: no kernel outlives its command.
"""

from __future__ import annotations

import json
import os
import shutil
import sys
import time
from collections.abc import Callable
from pathlib import Path
from threading import Thread


def main() -> None:
    """Import, wait, be a kernel."""
    import lcspr_kit.preload  # noqa: F401

    line = sys.stdin.readline()
    if line:
        be_kernel(**json.loads(line), until=sys.stdin.read)


def be_kernel(arguments: list[str], environment: dict[str, str], folder: str, until: Callable[[], object] | None) -> None:
    """Be a kernel to the end. `until` returns when the program that started it is gone."""
    os.environ.update(environment)
    os.chdir(folder)
    from ipykernel.kernelapp import IPKernelApp

    if until:
        Thread(target=_end_with, args=(until, folder), daemon=True).start()
    sys.argv = ["ipykernel_launcher", *arguments]
    IPKernelApp.launch_instance(argv=arguments)


def _end_with(until: Callable[[], object], folder: str) -> None:
    """Leave nothing behind when the command was killed: not the process, not its folder of sockets."""
    until()
    os.chdir(Path(folder).parent)
    for _ in range(100):  # the kernel may be making its sockets at this very moment
        shutil.rmtree(folder, ignore_errors=True)
        if not Path(folder).exists():
            break
        time.sleep(0.02)
    os._exit(1)


if __name__ == "__main__":
    main()
