"""Where Jupyter gets its kernels from, for a report and for the pages of a case: `warm` processes."""

from __future__ import annotations

import asyncio
import os
from typing import Any

from jupyter_client.connect import KernelConnectionInfo
from jupyter_client.provisioning.local_provisioner import LocalProvisioner

from lcspr_kit.warm import take_kernel


class ForkedProvisioner(LocalProvisioner):
    """Gives a kernel out of a warm process; everything else is as for a local kernel."""

    async def launch_kernel(self, cmd: list[str], **kwargs: Any) -> KernelConnectionInfo:
        """Start a kernel. `cmd` is the ordinary command line; what follows the module is its arguments. One that is not Python's starts as always."""
        if "ipykernel_launcher" not in cmd:
            return await super().launch_kernel(cmd, **kwargs)
        arguments = cmd[cmd.index("ipykernel_launcher") + 1 :]
        process = take_kernel(arguments, kwargs.get("env") or {}, kwargs["cwd"])
        self.process, self.pid = process, process.pid
        self.pgid = self.pid if os.name == "posix" else None  # a kernel leads the group of what it starts
        return self.connection_info

    async def wait(self) -> int | None:
        """Wait for the kernel's end, without the tenth of a second between looks that a local kernel has."""
        if self.process:
            await asyncio.get_running_loop().run_in_executor(None, self.process.wait)
        return await super().wait()
