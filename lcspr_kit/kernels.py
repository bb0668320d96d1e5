"""A kernel of its own for each case: this very Python, no history, and nobody else can listen in.

Where the platform has them, sockets in a private folder are used instead of network ports; elsewhere
the connection on the loopback address is encrypted. Source of the traps: docs/decisions.md.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
from typing import Any

from jupyter_client.kernelspec import KernelSpec
from jupyter_client.manager import AsyncKernelManager

from lcspr_kit import forked

HAS_IPC = os.name == "posix"
_ENVIRONMENT = {"PYTHONHASHSEED": "0", "PYTHONUTF8": "1", "PYDEVD_DISABLE_FILE_VALIDATION": "1"}


class CaseKernelManager(AsyncKernelManager):
    """Starts one kernel for one case and leaves nothing behind."""

    def __init__(self, **kwargs: Any) -> None:
        self._folder: str | None = None
        if HAS_IPC:
            # A short path: the name of a socket may have no more than about 100 characters.
            self._folder = tempfile.mkdtemp(prefix="lcspr-k-")
            kwargs |= {"transport": "ipc", "ip": os.path.join(self._folder, "s")}  # noqa: PTH118
        elif "transport_encryption" in self.class_trait_names():
            kwargs["transport_encryption"] = "required"
        super().__init__(**kwargs)

    @property
    def kernel_spec(self) -> KernelSpec:  # type: ignore[override]
        """This environment's Python, whatever kernels the user has installed elsewhere."""
        return KernelSpec(
            argv=[sys.executable, "-Xfrozen_modules=off", "-m", "ipykernel_launcher", "-f", "{connection_file}", "--HistoryManager.enabled=False"],
            display_name="lcspr_kit",
            language="python",
            env=_ENVIRONMENT,
            metadata={"kernel_provisioner": {"provisioner_name": forked.NAME}} if forked.is_warm() else {},
        )

    async def _async_start_kernel(self, **kwargs: Any) -> None:
        # What a kernel says on its way out is nothing an author should read.
        quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
        await super()._async_start_kernel(**quiet, **kwargs)

    start_kernel = _async_start_kernel

    async def _async_cleanup_resources(self, restart: bool = False) -> None:
        await super()._async_cleanup_resources(restart=restart)
        if self._folder and not restart:
            shutil.rmtree(self._folder, ignore_errors=True)

    cleanup_resources = _async_cleanup_resources
