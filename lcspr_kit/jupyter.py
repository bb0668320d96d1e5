"""Jupyter's libraries, imported without the part of them that takes longest and is of no use here.

`jsonschema` builds a grammar of web addresses when it is imported, which takes a second, to check
fields that notebooks don't have. It does without where the package of that grammar is missing.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from threading import Lock

_GRAMMAR = "rfc3987_syntax"
_lock = Lock()


def leave_out_debugger() -> None:
    """A kernel started from here has no debugger: loading it takes longer than all else that a kernel does to start."""
    sys.modules.setdefault("debugpy", None)  # type: ignore[arg-type]


def import_jupyter() -> None:
    """Import what runs a notebook and writes it out. Call it before the first import of any of these."""
    with without_grammar():
        import nbformat  # noqa: F401
        import papermill  # noqa: F401


def import_nbformat() -> None:
    """Import what reads and writes a notebook, and nothing that runs one: a second sooner than by itself."""
    with without_grammar():
        import nbformat  # noqa: F401


@contextmanager
def without_grammar() -> Iterator[None]:
    """While the block lasts, the package of that grammar is as if it were missing."""
    with _lock:
        hidden = _GRAMMAR not in sys.modules
        if hidden:
            sys.modules[_GRAMMAR] = None  # type: ignore[assignment]
        try:
            yield
        finally:
            if hidden:
                del sys.modules[_GRAMMAR]
