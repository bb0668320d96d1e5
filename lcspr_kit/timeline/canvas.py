"""Pinned shapes and lines of text, written as DOT for `neato -n2`. Knows no events.

Positions are points from the top left corner, y downwards, as on a page; DOT's y goes up, so it is
turned round here. Everything is a node with a position and a size: what is declared later lies on
top, and no engine has anything left to decide. Text is one node a line, centred on its middle,
because engines differ in where they start a line that is aligned left.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from lcspr_kit.graphviz import FONT, quoted
from lcspr_kit.textwidth import text_width
from lcspr_kit.timeline.symbols import INK, PAPER, SEVERITIES

_SHORTEST = 0.72  # points; the least that every engine draws


@dataclass(frozen=True, slots=True)
class Item:
    """A shape or a line of text: its middle in points, and its DOT attributes."""

    x: float
    y: float
    attributes: str


def box(left: float, top: float, right: float, bottom: float, fill: str, edge: str = "", dash: str = "", identity: str = "") -> Item:
    """A rectangle; `edge` is the colour of its outline, `dash` `dashed` or `dotted`; `identity` becomes `data-id`."""
    width, height = max(right - left, _SHORTEST), max(bottom - top, _SHORTEST)
    style = f' penwidth=0.7 color="{edge}"' if edge else ""
    style += f' style="filled,{dash}"' if dash else ""
    return Item((left + right) / 2, (top + bottom) / 2, f'width={width / 72:.4f} height={height / 72:.4f} fillcolor="{fill}"{style}{_id(identity)}')


def symbol(x: float, y: float, severity: int, hollow: bool = False, identity: str = "") -> Item:
    """The symbol of a severity; hollow where the date is uncertain."""
    kind = SEVERITIES[severity]
    fill = PAPER if hollow else kind.fill
    size = kind.size / 72
    return Item(x, y, f'shape={kind.shape} width={size:.4f} height={size:.4f} fillcolor="{fill}" color="{INK}" penwidth={0.9 if hollow else 0.5}{_id(identity)}')


def text(x: float, y: float, words: str, size: float, colour: str = INK, align: str = "left") -> Item:
    """One line of text whose middle is at height `y`; `align` says what `x` is: its left, middle or right.

    There is no bold: no name for it is understood by every engine.
    """
    half = text_width(words, size) / 2
    middle = {"left": x + half, "middle": x, "right": x - half}[align]
    ink = f' fontcolor="{colour}"' if colour != INK else ""
    return Item(middle, y, f'shape=none style="" width={max(2 * half, 1) / 72:.4f} height={size / 72:.4f} fixedsize=shape fontsize={size:g}{ink} label={quoted(words)}')


def _id(identity: str) -> str:
    return f' id="{identity}"' if identity else ""


def page(width: float, height: float, items: Iterable[Item]) -> str:
    """DOT source of a page of this size in points."""
    lines = [
        'digraph timeline {',
        f'graph [pad=0 splines=line outputorder=nodesfirst bgcolor="{PAPER}"]',
        f'node [shape=box style=filled penwidth=0 fixedsize=true margin=0 label="" fontname="{FONT}" fontcolor="{INK}"]',
        f'page [pos="{width / 2:.2f},{height / 2:.2f}" width={width / 72:.4f} height={height / 72:.4f} fillcolor="{PAPER}"]',
    ]
    lines += [f'n{number} [pos="{item.x:.2f},{height - item.y:.2f}" {item.attributes}]' for number, item in enumerate(items)]
    return "\n".join([*lines, "}", ""])
