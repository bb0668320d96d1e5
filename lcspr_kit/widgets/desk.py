"""The author at work on files of her case: each change kept at once, taken back, done again, never over another's.

Knows no subject: what the files hold, and how two versions are joined, comes with a `Document`. What can
be taken back is kept in the case's `.lcspr`, so that it outlives the kernel; the author's own files never
depend on it.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Generic, TypeVar

from lcspr_kit.casefiles import write_atomic
from lcspr_kit.problems import InputError, Problem

State = TypeVar("State")
KEPT = 20
"""How many steps back can be taken after the kernel was started anew."""
_PLACE = ".lcspr"


@dataclass(frozen=True)
class Document(Generic[State]):
    """Files of a case folder that make one thing the author changes.

    `read` makes it of a folder; `texts` gives back each file's text, in the order in which they are to be
    written (no file where it is empty); `joined` takes what both began with, mine and theirs, and makes one of them.
    """

    files: tuple[str, ...]
    read: Callable[[Path], State]
    texts: Callable[[State], dict[str, str]]
    joined: Callable[[State, State, State], State]
    styled: Callable[[str, str], str] = lambda before, text: text
    """A file's text as it was and as it is to be: as it is to be, with what of the author's own hand is no part of the state."""

    @property
    def label(self) -> str:
        """The files as a sentence names them."""
        return " and ".join(self.files)


def aside(file: str) -> str:
    """Where the author's version of a file is kept while another change of it waits to be settled."""
    path = Path(file)
    return f"{path.stem}-mine{path.suffix}"


class Desk(Generic[State]):
    """One document while the author changes it.

    `now` is her version as it stands; `opened` as it was when she began; `theirs` is None, or what
    another has written into the files meanwhile, which stops all changes until it is settled; `base`
    is what both sides of such a conflict began with.
    """

    def __init__(self, folder: Path, document: Document[State]):
        self.folder, self.document = folder, document
        self.opened = self.now = self.base = document.read(folder)
        self.theirs: State | None = None
        self._seen = self._fingerprint()
        self._step = ""
        self._done, self._undone = self._remembered()

    @property
    def can_undo(self) -> bool:
        """Whether there is a change to take back."""
        return bool(self._done) and self.theirs is None

    @property
    def can_redo(self) -> bool:
        """Whether there is a change, taken back, to do again."""
        return bool(self._undone) and self.theirs is None

    def change(self, new: State, step: str = "") -> None:
        """Take a new state and keep it in the files. Raises InputError while they wait to be settled.

        Changes that follow each other and name the same `step` are one to be taken back: typing in one text.
        """
        self._settled_or_raise()
        if new == self.now:
            return
        if not step or step != self._step or not self._done:
            self._done.append(self.document.texts(self.now))
        self._undone.clear()
        self._step = step
        self._keep(new)

    def undo(self) -> None:
        """Take the last change back, in the files too; nothing where there is none."""
        self._back(self._done, self._undone)

    def redo(self) -> None:
        """Do again what was taken back last; nothing where there is none."""
        self._back(self._undone, self._done)

    def refresh(self) -> bool:
        """Take what another wrote into the files while nothing of the author's waited; whether there was anything."""
        if self.theirs is not None or self._fingerprint() == self._seen:
            return False
        new = self.document.read(self.folder)
        self._seen = self._fingerprint()
        if new == self.now:
            return False
        self._done.append(self.document.texts(self.now))
        self._undone.clear()
        self._step = ""
        self.now = self.base = new
        self._remember()
        return True

    def settle(self, how: str) -> None:
        """End a conflict: `mine` or `theirs` as a whole, or `both` (where both changed one entry, mine stands)."""
        if self.theirs is None:
            return
        mine, theirs = self.now, self.theirs
        choices = {"mine": lambda: mine, "theirs": lambda: theirs, "both": lambda: self.document.joined(self.base, mine, theirs)}
        if how not in choices:
            raise InputError(Problem(self.document.label, f"'{how[:20]}' is no way to settle it.", "Choose mine, theirs or both."))
        chosen = choices[how]()
        self.base, self.theirs = theirs, None
        self._seen = self._fingerprint()
        if self.document.read(self.folder) != theirs:  # it was changed once more while the author was choosing
            self.base = mine
            self._conflict()
            return
        self._step = ""
        if chosen != mine:
            self._done.append(self.document.texts(mine))
            self._undone.clear()
        self._keep(chosen)
        if self.theirs is None:
            self._clear_aside()

    # ------------------------------------------------------------------------------ keeping

    def _back(self, taken: list[dict[str, str]], given: list[dict[str, str]]) -> None:
        self._settled_or_raise()
        if taken:
            given.append(self.document.texts(self.now))
            self._step = ""
            self._keep(self._read_texts(taken.pop()))

    def _settled_or_raise(self) -> None:
        if self.theirs is not None:
            raise InputError(Problem(self.document.label, "The file was changed elsewhere while you worked.", "Settle that first: both versions are shown."))

    def _keep(self, new: State) -> None:
        self.now = new
        if self._fingerprint() != self._seen:
            self._conflict()
            return
        self._write()

    def _write(self) -> None:
        for file, text in self.document.texts(self.now).items():
            path = self.folder / file
            before = path.read_bytes() if path.is_file() else None
            styled = self.document.styled(before.decode("utf-8-sig", errors="replace"), text) if before else text
            if not styled:
                path.unlink(missing_ok=True)
            elif before != styled.encode("utf-8"):
                write_atomic(path, styled)
        self.base, self._seen = self.now, self._fingerprint()
        self._remember()

    def _conflict(self) -> None:
        for file, text in self.document.texts(self.now).items():  # first, as theirs may not be readable
            write_atomic(self.folder / aside(file), text)
        theirs = self.document.read(self.folder)
        if theirs in (self.base, self.now):  # written anew, but saying the same
            self._write()
            self._clear_aside()
            return
        self.theirs = theirs

    def _clear_aside(self) -> None:
        for file in self.document.files:
            (self.folder / aside(file)).unlink(missing_ok=True)

    def _fingerprint(self) -> str:
        paths = [self.folder / file for file in self.document.files]
        return hashlib.sha256(b"\x00".join(path.read_bytes() if path.is_file() else b"\x01" for path in paths)).hexdigest()

    # ------------------------------------------------------------------------------ what can be taken back after a restart

    @property
    def _memory(self) -> Path:
        return self.folder / _PLACE / f"undo-{Path(self.document.files[0]).stem}.json"

    def _remember(self) -> None:
        held = {"now": self._seen, "done": self._done[-KEPT:], "undone": self._undone[-KEPT:]}
        with contextlib.suppress(OSError):  # a help that may be missing; the change itself is kept
            self._memory.parent.mkdir(mode=0o700, exist_ok=True)
            write_atomic(self._memory, json.dumps(held))

    def _remembered(self) -> tuple[list[dict[str, str]], list[dict[str, str]]]:
        """The steps kept by an earlier kernel, if the files are as it left them."""
        try:
            held = json.loads(self._memory.read_text(encoding="utf-8"))
            done, undone = ([self._step_of(texts) for texts in held[name]] for name in ("done", "undone"))
            return (done, undone) if held["now"] == self._seen else ([], [])
        except (OSError, ValueError, KeyError, TypeError):
            return [], []

    def _step_of(self, texts: dict[str, str]) -> dict[str, str]:
        if set(texts) != set(self.document.files) or not all(isinstance(text, str) for text in texts.values()):
            raise ValueError("another kit's memory")
        return dict(texts)

    def _read_texts(self, texts: dict[str, str]) -> State:
        with tempfile.TemporaryDirectory(prefix="lcspr-undo-") as private:
            for file, text in texts.items():
                (Path(private) / file).write_bytes(text.encode("utf-8"))
            return self.document.read(Path(private))
