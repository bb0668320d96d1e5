"""A widget's page: its script and style, and how what the author does there reaches the kit."""

from __future__ import annotations

import contextlib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import anywidget

from lcspr_kit import underway
from lcspr_kit.widgets import unfinished

_HERE = Path(__file__).parent
Told = dict[str, Any]
Send = Callable[..., None]


def script(name: str) -> str:
    """The whole script of a widget, as `anywidget` wants it: what all pages share (`page.js`), then its own."""
    return _both("page.js", f"{name}.js")


def style(name: str) -> str:
    """The style sheet of a widget: what all pages share, then its own."""
    return _both("page.css", f"{name}.css")


def _both(*files: str) -> str:
    return "\n".join((_HERE / file).read_text(encoding="utf-8") for file in files)


class Page(anywidget.AnyWidget):
    """A page of a case. Its state is empty: it only carries messages, so that a notebook saved with it holds no case text.

    `hear` is told what the page asks and how to answer. A subclass names its page and brings script and style.
    """

    page = ""

    def __init__(self, folder: Path | str, hear: Callable[[Told, list[bytes], Send], None]):
        super().__init__()
        self._folder, self._answer, self._new = Path(folder), hear, True
        self.on_msg(self._hear)

    def _hear(self, _widget: Any, message: Told, buffers: list[bytes]) -> None:
        if self._new:  # what an earlier kernel did not come to is done first; nobody waits for the answers
            self._new = False
            for left, parts in underway.left_over(self._folder, self.page):
                with contextlib.suppress(Exception):  # whatever is wrong with it, the page has to open
                    self._take({**left, "again": True}, parts, lambda told, parts=None: None)
        self._take({**message, "again": False}, buffers, self.send)

    def _take(self, message: Told, buffers: list[bytes], tell: Send) -> None:
        given, uses, step = message.get("given"), message.get("uses"), message.get("step")
        again = underway.is_done(self._folder, self.page, step)  # sent again, as the answer was lost with a kernel
        if message.get("kind") == "typed":
            if isinstance(given, dict) and not again:
                with contextlib.suppress(OSError):  # the page holds it too, and sends it again
                    unfinished.hold(self._folder, self.page, given.get("key"), given.get("value"))
                    if isinstance(step, str):
                        underway.done(self._folder, self.page, step)
            return
        asked = {"kind": "start", "real": message.get("real")} if again else message

        def send(told: Told, parts: list[bytes] | None = None) -> None:
            if told.get("kind") in ("all", "start") and asked["kind"] == "start":
                told = {**told, "typed": unfinished.held(self._folder, self.page)}
            if uses and isinstance(uses, dict) and not told.get("error"):
                unfinished.release(self._folder, self.page, uses)
                told = {**told, "used": uses}
            if isinstance(step, str):
                (underway.drop if told.get("error") else underway.done)(self._folder, self.page, step)
                told = {**told, "step": step}
            tell(told, parts)

        self._answer(asked, buffers, send)
