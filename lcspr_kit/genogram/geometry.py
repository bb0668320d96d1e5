"""The values of a laid-out genogram: points, the lines of a union, and the whole. Knows no symbols.

Units are points (1/72 inch), y downwards, as on paper.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import NamedTuple

SYMBOL = 36.0
"""Side in points of the square that a person's symbol fits in."""

TOLERANCE = 0.01


class Point(NamedTuple):
    """A place on the page."""

    x: float
    y: float


Line = tuple[Point, ...]
"""A polyline: straight pieces from each point to the next."""


@dataclass(frozen=True)
class Net:
    """All the line-work of one union.

    `partner_line` joins the partners; `mark` is the middle of a straight horizontal piece of it,
    where the strokes of a separation or a divorce go. `stem` goes from the partner line to the bar
    that the children hang from, the bar included. `drops` leads from there to each child; its last point meets
    the top of the child's symbol, and the drops of twins share the point where they part.
    """

    partner_line: tuple[Line, ...]
    mark: Point
    stem: tuple[Line, ...] = ()
    drops: dict[str, Line] = field(default_factory=dict)

    @property
    def lines(self) -> tuple[Line, ...]:
        """Every polyline of the net, in a fixed order."""
        return (*self.partner_line, *self.stem, *self.drops.values())


@dataclass(frozen=True)
class Layout:
    """Where everything of a genogram goes.

    `places` is the centre of every person's symbol; `nets` the lines of every union by its id;
    `generation` counts rows from 0 at the top. `size` is the width and height that holds all symbols, labels
    and lines, from (0, 0). `crossings` counts the points where lines of two unions cross. `gap` is
    how many of them are above the proven bound of the drawing model; None where no bound was sought.
    `notes` are sentences about what had to give.
    """

    places: dict[str, Point]
    nets: dict[str, Net]
    generation: dict[str, int]
    size: tuple[float, float]
    crossings: int
    gap: int | None = None
    notes: tuple[str, ...] = ()


class LayoutError(Exception):
    """The family cannot be laid out truthfully. The message says which rule would be broken, by id."""
