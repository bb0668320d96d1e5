"""How a drawing shows things: the shape and colour of each severity, and the sizes of type.

Severity is told by shape as well as colour, so that a drawing still says it in grey print and to
a reader who sees few colours. Knows no events and no positions.
"""

from __future__ import annotations

from dataclasses import dataclass

SERIOUS = 4
"""Severity from which an event is always drawn as a symbol of its own."""


@dataclass(frozen=True)
class Symbol:
    """A Graphviz `shape`, its `fill` and its `size` (width and height in points)."""

    shape: str
    fill: str
    size: float
    name: str


SEVERITIES = (
    Symbol("circle", "#c9ced6", 3.4, "0: no indicator"),
    Symbol("circle", "#fee0a8", 5.0, "1"),
    Symbol("square", "#fdbb63", 5.0, "2"),
    Symbol("triangle", "#f27f3d", 6.6, "3"),
    Symbol("diamond", "#c92a1d", 8.0, "4: serious"),
    Symbol("star", "#6d0019", 9.4, "5: most serious"),
)
"""One symbol a severity, 0 to 5; one ramp of colour from light to dark."""

INK = "#2b2f36"
FAINT = "#5c6470"
GRID = "#d4d8de"
LANE = "#f5f6f8"
BAND = "#3b6fb624"
BAND_EDGE = "#2f5a96"
DENSITY = "#8d99a8"
DATE_LINE = "#8a2be2"
LIGHT = "#e8ebf0"
LINK = "#1b7f5c"
PAPER = "#ffffff"
