"""A widget's page: its script and style, and how what the author does there reaches the kit."""

from __future__ import annotations

import contextlib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import anywidget

from lcspr_kit import underway
from lcspr_kit.resources import page_file
from lcspr_kit.widgets import unfinished

Told = dict[str, Any]
Send = Callable[..., None]


def script(name: str) -> str:
    """The whole script of a widget, as `anywidget` wants it."""
    return page_file(name, "js")


def style(name: str) -> str:
    """The whole style sheet of a widget."""
    return page_file(name, "css")


class Page(anywidget.AnyWidget):
    """A page of a case. Its state is empty: it only carries messages, so that a notebook saved with it holds no case text.

    `hear` is told what the page asks and how to answer. A subclass names its page and brings script and style.
    Of several of one name in a kernel only the newest works on the case; what still comes to an earlier one, as its
    browser page was killed or loaded again, is done there, and the newest browser page is told to ask anew.
    """

    page = ""

    def __init__(self, folder: Path | str, hear: Callable[[Told, list[bytes], Send], None]):
        super().__init__()
        self._folder, self._answer, self._new = Path(folder), hear, True
        _newest[self._place] = self
        self.on_msg(self._hear)

    @property
    def _place(self) -> tuple[Path, str]:
        return self._folder.resolve(), self.page

    def _hear(self, _widget: Any, message: Told, buffers: list[bytes]) -> None:
        newest = _newest[self._place]
        found = newest._catch_up(str(message.get("from") or ""))
        newest._take({**message, "again": newest is not self}, buffers, self.send)
        if found or (newest is not self and message.get("step")):
            newest.send(LATE)

    def _catch_up(self, window: str) -> bool:
        """Do what other windows left; at first, what an earlier kernel left of this one's too. Nobody waits for the answers."""
        found, new, self._new = False, self._new, False
        for left, parts in underway.left_over(self._folder, self.page, "" if new else window):
            found = not new
            with contextlib.suppress(Exception):  # whatever is wrong with it, the page has to open
                self._take({**left, "again": True}, parts, lambda told, parts=None: None)
        return found

    def _take(self, message: Told, buffers: list[bytes], tell: Send) -> None:
        given, uses, step = message.get("given"), message.get("uses"), message.get("step")
        past = underway.is_past(self._folder, self.page, message)  # sent again, as the answer was lost with a kernel
        if message.get("kind") == "typed":
            if isinstance(given, dict) and not past:
                with contextlib.suppress(OSError):  # the page holds it too, and sends it again
                    unfinished.hold(self._folder, self.page, given.get("key"), given.get("value"))
            if isinstance(step, str):
                underway.done(self._folder, self.page, message)
            return
        asked = {"kind": "start", "real": message.get("real")} if past else message

        def send(told: Told, parts: list[bytes] | None = None) -> None:
            if told.get("kind") in ("all", "start") and asked["kind"] in ("start", "refresh"):
                told = {**told, "typed": unfinished.held(self._folder, self.page), "after": underway.last(self._folder, self.page)}
            if uses and isinstance(uses, dict) and not told.get("error"):
                unfinished.release(self._folder, self.page, uses)
                told = {**told, "used": uses}
            if isinstance(step, str):
                if told.get("error"):
                    underway.drop(self._folder, self.page, step)
                else:
                    underway.done(self._folder, self.page, message)
                told = {**told, "step": step}
            tell(told, parts)

        self._answer(asked, buffers, send)


LATE = {"kind": "late"}
"""Says to a browser page that something was done which it does not show."""
_newest: dict[tuple[Path, str], Page] = {}
