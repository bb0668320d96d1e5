"""The scripts of the widgets' pages: what all share (`page.js`), then a widget's own."""

from __future__ import annotations

from pathlib import Path

_HERE = Path(__file__).parent


def script(name: str) -> str:
    """The whole script of a widget, as `anywidget` wants it."""
    return "\n".join((_HERE / file).read_text(encoding="utf-8") for file in ("page.js", name))


def style(name: str) -> str:
    """The style sheet of a widget."""
    return (_HERE / name).read_text(encoding="utf-8")
