"""A kernel of its own for each case: this very Python, no history, and nobody else can listen in.

Where the platform has them, sockets in a private folder are used instead of network ports; elsewhere
the connection on the loopback address is encrypted. Source of the traps: docs/decisions.md.
"""

from __future__ import annotations

import os
import shutil
import sys
import tempfile
import time
from pathlib import Path
from queue import Empty
from typing import Any

from jupyter_client.asynchronous.client import AsyncKernelClient
from jupyter_client.kernelspec import KernelSpec
from jupyter_client.manager import AsyncKernelManager

from lcspr_kit.warm import ENVIRONMENT, NAME

HAS_IPC = os.name == "posix"


class CaseKernelClient(AsyncKernelClient):
    """Talks to a kernel as soon as it answers; Jupyter's own client waits a fifth of a second longer."""

    async def wait_for_ready(self, timeout: float | None = None) -> None:  # type: ignore[override]
        """Wait until the kernel answers and what it shows arrives. Raises RuntimeError where it doesn't."""
        deadline = time.monotonic() + (timeout or float("inf"))
        while True:
            self.kernel_info()
            try:
                await self.get_shell_msg(timeout=1)
                await self.get_iopub_msg(timeout=1)
                return
            except Empty:
                pass
            if not await self.is_alive():
                raise RuntimeError("The kernel ended before it answered.")
            if time.monotonic() > deadline:
                raise RuntimeError("The kernel did not answer.")


class CaseKernelManager(AsyncKernelManager):
    """Starts one kernel for one case and leaves nothing behind."""

    def __init__(self, **kwargs: Any) -> None:
        # A short path: the name of a socket may have no more than about 100 characters.
        self._folder = Path(tempfile.mkdtemp(prefix="lcspr-k-"))
        kwargs["connection_file"] = str(self._folder / "kernel.json")
        if HAS_IPC:
            kwargs |= {"transport": "ipc", "ip": str(self._folder / "s")}
        elif "transport_encryption" in self.class_trait_names():
            kwargs["transport_encryption"] = "required"
        super().__init__(**kwargs, client_factory=CaseKernelClient)

    @property
    def kernel_spec(self) -> KernelSpec:  # type: ignore[override]
        """This environment's Python, whatever kernels the user has installed elsewhere."""
        return KernelSpec(
            argv=[sys.executable, "-P", "-m", "ipykernel_launcher", "-f", "{connection_file}", "--HistoryManager.enabled=False"],
            display_name="lcspr_kit",
            language="python",
            env=ENVIRONMENT,
            metadata={"kernel_provisioner": {"provisioner_name": NAME}},
        )

    async def _async_start_kernel(self, **kwargs: Any) -> None:
        try:
            await super()._async_start_kernel(**{**kwargs, "cwd": str(self._folder)})
        except BaseException:
            shutil.rmtree(self._folder, ignore_errors=True)
            raise

    start_kernel = _async_start_kernel

    async def _async_cleanup_resources(self, restart: bool = False) -> None:
        await super()._async_cleanup_resources(restart=restart)
        if not restart:
            shutil.rmtree(self._folder, ignore_errors=True)

    cleanup_resources = _async_cleanup_resources
