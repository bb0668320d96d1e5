"""Marks laid over a family: the line of a household ring, and the author's ring of who contributes."""

from __future__ import annotations

from collections.abc import Sequence

from lcspr_kit.genogram.canvas import CLEAR, Line, Place, Shape, Words

HOUSEHOLD_COLOURS = ("#1f5fa8", "#8a4b08", "#1d7044", "#8f2d73", "#4d4a9e", "#5c6410", "#006a72", "#a02c2c")
"""Every home has one of its own, as far as they go; all are dark enough for its name to be read on white."""
_RING = 25.0
_CONTRIBUTION = {
    "invited": ("C", "#00694f", ""),
    "wait": ("W", "#6b5200", "dashed"),
    "proceedings": ("P", "#5f3a96", "dashed"),
    "no contact": ("N", "#b3001b", ""),
}
"""Letter, colour and dash of a group's ring: C contributes, W waits, P proceedings, N no contact."""


def household_colour(number: int) -> str:
    """The colour of a home by its number in the drawing."""
    return HOUSEHOLD_COLOURS[number % len(HOUSEHOLD_COLOURS)]


def household_line(outline: Sequence[Place], number: int = 0) -> Line:
    """The dotted outline of a household."""
    return Line(tuple(outline), 1.5, household_colour(number), "dotted", role="ring")


def contribution_mark(x: float, y: float, group: str) -> tuple[Shape, Shape, Words]:
    """For a symbol centred at (x, y) and a group of `contribution.GROUPS`: its ring, a badge and the letter in it."""
    letter, colour, dash = _CONTRIBUTION[group]
    return (
        Shape(x, y, 2 * _RING, 2 * _RING, "circle", 1.8, colour, CLEAR, dash),
        Shape(x + 23, y - 23, 13, 13, "circle", 1.2, colour),
        Words(x + 23, y - 23, letter, 9, colour),
    )
