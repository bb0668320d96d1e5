"""The way from a page to its kernel, each time under a name of its own.

Jupyter's server names a connection by its page. While a kernel starts again after it was killed, and is killed again,
the page connects anew before the server has let go of the last connection: the kernel then has several of one name,
sends answers to any of them, and hears the page no more.
"""

from __future__ import annotations

from uuid import uuid4

from jupyter_server.services.kernels.connection.channels import ZMQChannelsWebsocketConnection


class OwnChannels(ZMQChannelsWebsocketConnection):
    """Channels that the kernel knows from those of the same page's last connection."""

    def create_stream(self) -> None:
        """Connect to the kernel."""
        identity = uuid4().bytes
        for channel in ("iopub", "shell", "control", "stdin"):
            self.channels[channel] = stream = getattr(self.kernel_manager, f"connect_{channel}")(identity=identity)
            stream.channel = channel
