"""How a figure fits on A4: upright or on its side, whichever lets it be read better, and how large."""

from __future__ import annotations

from dataclasses import dataclass

from lcspr_kit.graphviz import PNG_DPI

UPRIGHT = (6.6, 8.4)
"""Inches that a figure may take on an upright page, its caption left out."""
LANDSCAPE = (10.1, 5.9)
"""The same on a page that lies on its side."""
_WORTH_TURNING = 1.15


@dataclass(frozen=True)
class Fit:
    """Width and height in inches, and whether the page is turned for it."""

    width: float
    height: float
    turned: bool


def fit(png: bytes) -> Fit:
    """The place of a picture made at `PNG_DPI`: never enlarged; the page is turned only where that pays."""
    width, height = (int.from_bytes(png[at : at + 4], "big") / PNG_DPI for at in (16, 20))
    upright = min(1.0, UPRIGHT[0] / width, UPRIGHT[1] / height)
    landscape = min(1.0, LANDSCAPE[0] / width, LANDSCAPE[1] / height)
    turned = landscape > upright * _WORTH_TURNING
    scale = landscape if turned else upright
    return Fit(width * scale, height * scale, turned)
