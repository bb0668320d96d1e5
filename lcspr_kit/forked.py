"""Kernels that start warm: forked from a process that has imported everything and seen no case.

Importing pandas and the kit takes most of the time of a short notebook. Where the platform can fork
(Linux), `multiprocessing`'s fork server imports once and each case's kernel is a fork of it: a fresh
process that shares nothing with any other case. Elsewhere kernels start in the ordinary way.
"""

from __future__ import annotations

import multiprocessing
import os
import signal
import sys
from typing import Any

from jupyter_client.connect import KernelConnectionInfo
from jupyter_client.provisioning.local_provisioner import LocalProvisioner

CAN_FORK = sys.platform == "linux"
NAME = "lcspr-forked"
PRELOAD = ["ipykernel.kernelapp", "ipykernel.ipkernel", "ipykernel.zmqshell", "lcspr_kit.preload"]

_context: Any = None


def warm_up() -> None:
    """Start importing in the background. Call it from a program whose main module may be imported again."""
    global _context
    if not CAN_FORK or _context is not None:
        return
    from multiprocessing.forkserver import ensure_running

    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(PRELOAD)
    ensure_running()
    _context = context


def is_warm() -> bool:
    """Whether kernels can be forked here."""
    return _context is not None


class ForkedProvisioner(LocalProvisioner):
    """Launches a kernel as a fork of the warm process; everything else is as for a local kernel."""

    async def launch_kernel(self, cmd: list[str], **kwargs: Any) -> KernelConnectionInfo:
        """Fork a kernel. `cmd` is the ordinary command line; what follows the module is its arguments."""
        arguments = cmd[cmd.index("ipykernel_launcher") + 1 :]
        process = _context.Process(target=_kernel, args=(arguments, kwargs.get("env") or {}, kwargs.get("cwd")))
        process.start()
        self.process = _Popen(process)  # type: ignore[assignment]
        self.pid = process.pid
        return self.connection_info


def _kernel(arguments: list[str], environment: dict[str, str], folder: str | None) -> None:
    """The life of a forked kernel."""
    os.setsid()
    os.environ.clear()
    os.environ.update(environment, JPY_PARENT_PID=str(os.getppid()))
    os.chdir(folder or "/")
    nowhere = os.open(os.devnull, os.O_RDWR)
    for stream in (0, 1, 2):
        os.dup2(nowhere, stream)
    signal.signal(signal.SIGINT, signal.default_int_handler)
    sys.argv = ["ipykernel_launcher", *arguments]
    from ipykernel.kernelapp import IPKernelApp

    IPKernelApp.launch_instance(argv=arguments)


class _Popen:
    """What a local provisioner asks of a process, for one of multiprocessing's."""

    stdin = stdout = stderr = None

    def __init__(self, process: Any):
        self._process = process

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
