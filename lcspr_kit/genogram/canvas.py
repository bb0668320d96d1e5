"""Pinned shapes, lines and text, written as DOT for `neato -n2`. Knows no family.

Positions are points from the top left corner, y downwards, as on a page; DOT's y goes up, so it is
turned round here. Shapes and text are nodes, lines are edges with their course given; the engine
draws nodes first, so a line lies on top of every shape and no line may run where text stands.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from lcspr_kit.graphviz import FONT, quoted
from lcspr_kit.textwidth import text_width

Place = tuple[float, float]
"""An x and a y in points."""
INK = "#1d2129"
PAPER = "#ffffff"
CLEAR = "#ffffff00"


@dataclass(frozen=True)
class Shape:
    """A filled outline centred on a place; `kind` is a Graphviz shape, `identity` becomes `data-id`."""

    x: float
    y: float
    width: float
    height: float
    kind: str
    pen: float = 1.3
    colour: str = INK
    fill: str = PAPER
    dash: str = ""
    identity: str = ""


@dataclass(frozen=True)
class Words:
    """One line of text whose middle is at (x, y)."""

    x: float
    y: float
    text: str
    size: float
    colour: str = INK

    @property
    def box(self) -> tuple[float, float, float, float]:
        """Left, top, right and bottom."""
        half = text_width(self.text, self.size) / 2
        return (self.x - half, self.y - self.size * 0.6, self.x + half, self.y + self.size * 0.6)


@dataclass(frozen=True)
class Line:
    """A line through points; `dash` is empty, `dashed` or `dotted`. `role` says what it is, for checks."""

    points: tuple[Place, ...]
    pen: float = 1.3
    colour: str = INK
    dash: str = ""
    role: str = "net"


Item = Shape | Words | Line


def page(width: float, height: float, items: Iterable[Item]) -> str:
    """DOT source of a page of this size in points."""
    items = list(items)
    out = [
        "digraph genogram {",
        f'graph [pad=0 splines=line outputorder=nodesfirst bgcolor="{PAPER}"]',
        f'node [shape=box style=filled fixedsize=true margin=0 label="" fontname="{FONT}" color="{INK}" fontcolor="{INK}"]',
        f'edge [dir=none arrowhead=none color="{INK}"]',
        f'page [pos="{width / 2:.2f},{height / 2:.2f}" width={width / 72:.4f} height={height / 72:.4f} penwidth=0 fillcolor="{PAPER}"]',
        'anchor [pos="0,0" shape=point width=0.01 height=0.01 style=invis]',
    ]
    number = 0
    for item in items:
        if not isinstance(item, Line):
            out.append(f"n{number} [{_node(item, height)}]")
            number += 1
    out += [f"anchor -> anchor [{_edge(item, height)}]" for item in items if isinstance(item, Line)]
    return "\n".join([*out, "}", ""])


def _node(item: Shape | Words, height: float) -> str:
    place = f'pos="{item.x:.2f},{height - item.y:.2f}"'
    if isinstance(item, Words):
        half = max(text_width(item.text, item.size), 1)
        return (
            f'{place} shape=none style="" width={half / 72:.4f} height={item.size / 72:.4f} fixedsize=shape '
            f'fontsize={item.size:g} fontcolor="{item.colour}" label={quoted(item.text)}'
        )
    style = f' style="filled,{item.dash}"' if item.dash else ""
    name = f' id="{item.identity}"' if item.identity else ""
    return (
        f"{place} shape={item.kind} width={item.width / 72:.4f} height={item.height / 72:.4f} penwidth={item.pen:g} "
        f'color="{item.colour}" fillcolor="{item.fill}"{style}{name}'
    )


def _edge(item: Line, height: float) -> str:
    style = f" style={item.dash}" if item.dash else ""
    return f'pos="{_spline(item.points, height)}" penwidth={item.pen:g} color="{item.colour}"{style}'


def _spline(points: Sequence[Place], height: float) -> str:
    """Straight pieces as the curves that DOT wants: both control points on their ends."""
    places = [f"{x:.2f},{height - y:.2f}" for x, y in points]
    return " ".join([places[0], *(f"{a} {b} {b}" for a, b in zip(places, places[1:], strict=False))])


def moved(item: Item, dx: float, dy: float) -> Item:
    """An item somewhere else."""
    if isinstance(item, Line):
        return replace(item, points=tuple((x + dx, y + dy) for x, y in item.points))
    return replace(item, x=item.x + dx, y=item.y + dy)


def scaled(item: Item, x: float, y: float, factor: float) -> Item:
    """An item made smaller or larger about (x, y); text and pens keep their size."""
    if isinstance(item, Line):
        return replace(item, points=tuple((x + (px - x) * factor, y + (py - y) * factor) for px, py in item.points))
    place = (x + (item.x - x) * factor, y + (item.y - y) * factor)
    if isinstance(item, Words):
        return replace(item, x=place[0], y=place[1], size=min(item.size, 7.5))
    return replace(item, x=place[0], y=place[1], width=item.width * factor, height=item.height * factor, identity="")
