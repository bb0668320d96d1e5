"""`python -m lcspr_kit.labserver lab|app CASE ...`: Jupyter's server on a case, with a kernel always waiting for its next page.

The waiting kernel imports, reads the exports and scores them while the server itself and the browser start.
The server also takes each step of the author's into the case before any kernel has come to it (`underway`).
"""

from __future__ import annotations

import asyncio
import json
import socket
import sys
from contextlib import suppress
from pathlib import Path
from typing import Any

from lcspr_kit import underway
from lcspr_kit.jupyter import without_grammar
from lcspr_kit.warm import ask_waiting, keep_waiting

PAGES = ["lcspr_kit.widgets." + name for name in ("welcome", "intake", "explore", "episodes", "genogram", "report", "tables")]
"""What the pages of a case import."""
ANSWERING = "lcspr_kit.widgets.first"
"""What answers a page that has no kernel yet."""
_PAUSE = 0.2  # seconds without a step before any is answered for: an answer to a page that is gone would end the socket with all that is still in it
_TURNS = 10
_LONGEST = 50  # pauses that an answer waits while step follows step
_LARGEST = 64 << 20  # bytes of a step; a family to bring in may come with it


def main() -> None:
    """Run the server; the other arguments are its own."""
    which, case, *arguments = sys.argv[1:]
    keep_waiting(Path(case), ANSWERING, PAGES)
    sys.argv = [which, *arguments]
    with without_grammar():
        if which == "lab":
            from jupyterlab.labapp import main as serve
        else:
            serve = _app(Path(case)).launch_instance
    sys.exit(serve())


def _app(case: Path) -> Any:
    """Voila, with the door for steps."""
    from voila.app import Voila

    class App(Voila):  # type: ignore[misc]
        name = "voila"

        def init_handlers(self) -> list[Any]:
            return [*_doors(self.server_url, case), *super().init_handlers()]

    return App


def _jupyter_server_extension_points() -> list[dict[str, str]]:
    """What Jupyter's server asks of an extension."""
    return [{"module": "lcspr_kit.labserver"}]


def _load_jupyter_server_extension(server: Any) -> None:
    """The doors for steps and for the first picture in JupyterLab's server, whose root is the case."""
    base = server.web_app.settings["base_url"]
    server.web_app.add_handlers(".*$", [*_doors(base, Path(server.root_dir)), _first(base)])


def _doors(base: str, case: Path) -> list[tuple[str, Any]]:
    """Where a page sends the author's steps, as addresses and handlers. For those who have the token, as everything else of the server.

    A socket, in which any number of steps can be on their way, and which the operating system holds for a page that is
    gone; and a request for what has to go when there is none. Other pages of the same name are told that there are steps.
    """
    from jupyter_server.auth.decorator import ws_authenticated
    from jupyter_server.base.handlers import APIHandler, JupyterHandler
    from jupyter_server.base.websocket import WebSocketMixin
    from tornado.ioloop import IOLoop
    from tornado.web import authenticated
    from tornado.websocket import WebSocketClosedError, WebSocketHandler

    opened: dict[str, list[Any]] = {}

    def put(page: str, step: bytes, body: bytes, by: Any) -> bool:
        held = len(body) <= _LARGEST and underway.put(case, page, step.decode("ascii", "replace"), body)
        for other in opened.get(page, []):
            if held and other is not by:
                other.tell("late")
        return held

    class Socket(WebSocketMixin, WebSocketHandler, JupyterHandler):  # type: ignore[misc]
        auth_resource = "kernels"
        ping_interval = 0  # would be such an answer too

        def set_default_headers(self) -> None:
            """A socket has none."""

        @ws_authenticated
        async def get(self, page: str) -> None:
            await super().get(page=page)

        def open(self, page: str) -> None:
            super().open()
            self.page, self.last = page, b""
            self.owed: list[str] = []
            self.heard, self.waits = 0.0, 0
            opened.setdefault(page, []).append(self)
            if underway.waits(case, page):
                self.tell("late")

        def on_message(self, message: str | bytes) -> None:
            """A step's name, how many bytes at its beginning and end are those of the step before, and what stands between."""
            line, _, between = (message.encode() if isinstance(message, str) else message).partition(b"\n")
            step, head, tail = (*line.split(b" "), b"", b"")[:3]
            if not (head.isdigit() and tail.isdigit() and int(head) + int(tail) <= len(self.last)):
                self.close(1003)
                return
            self.last = self.last[: int(head)] + between + self.last[len(self.last) - int(tail) :]
            held = put(self.page, step, self.last, self)
            self.heard = IOLoop.current().time()
            if held:
                self.tell(step.decode("ascii"))

        def on_close(self) -> None:
            opened[self.page].remove(self)

        def tell(self, words: str) -> None:
            self.owed.append(words)
            if len(self.owed) == 1:
                IOLoop.current().call_later(_PAUSE, self.say)

        def say(self, turns: int = _TURNS) -> None:
            """Answer for all that is owed, but not before all is heard that has come: also where the server itself was held up and has it all at once."""
            if turns:  # of the loop, in which it takes what is there
                IOLoop.current().add_callback(self.say, turns - 1)
                return
            self.waits += 1
            if self.waits < _LONGEST and (IOLoop.current().time() < self.heard + _PAUSE or self.has_more()):
                IOLoop.current().call_later(_PAUSE, self.say)
                return
            self.waits = 0
            with suppress(WebSocketClosedError):
                for words in self.owed:
                    self.write_message(words)
            self.owed.clear()

        def has_more(self) -> bool:
            """Whether anything waits to be read, be it that the page is gone."""
            stream = self.ws_connection.stream if self.ws_connection else None
            if stream is None or stream.closed():
                return False
            try:
                stream.socket.recv(1, socket.MSG_PEEK)
            except OSError as nothing:
                return not isinstance(nothing, BlockingIOError)
            return True

    class Steps(APIHandler):
        @authenticated
        def post(self, page: str) -> None:
            lines = self.request.body.split(b"\n")
            held = [put(page, step, body, None) for step, body in zip(lines[::2], lines[1::2], strict=False)]
            self.set_status(204 if held and all(held) else 400)
            self.finish()

    place = rf"{base.rstrip('/')}/lcspr/underway/([a-z]+)"
    return [(place, Steps), (rf"{place}/socket", Socket)]


def _first(base: str) -> tuple[str, Any]:
    """Where a page that has no kernel yet asks what to show: address and handler. For those who have the token; kept nowhere."""
    from jupyter_server.base.handlers import APIHandler
    from tornado.web import authenticated

    class First(APIHandler):
        @authenticated
        async def post(self, page: str) -> None:
            question = {"page": page, "message": self.get_json_body()}
            told = await asyncio.get_running_loop().run_in_executor(None, ask_waiting, question)
            self.set_header("Cache-Control", "no-store")
            self.finish(json.dumps(told or []))

    return rf"{base.rstrip('/')}/lcspr/first/([a-z]+)", First


if __name__ == "__main__":
    main()
