"""The one door to Graphviz: escaping text for DOT, running the engine, and cleaning what it makes.

Drawings come here with every position already worked out (points, y upwards), so the engine only
renders: `neato -n2`. The engine is the `graphviz-pure` program that pip installs with the kit, or
the `dot` that the environment variable LCSPR_DOT names, or a `dot` on the path where the bundled
one is missing. Why: docs/decisions.md.
"""

from __future__ import annotations

import hashlib
import os
import re
import shutil
import subprocess
import sys
import sysconfig
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from graphviz import nohtml
from graphviz.quoting import escape
from lxml import etree

from lcspr_kit.textwidth import is_measured, text_width

if TYPE_CHECKING:
    import pandas as pd

FONT = "Arial"
TIMEOUT_SECONDS = 120
PNG_DPI = 200

_SVG = "http://www.w3.org/2000/svg"
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\ufffe\uffff\ud800-\udfff]")
_SAFE_ID = re.compile(r"[a-z][a-z0-9-]*")
_ELEMENTS = {"svg", "g", "path", "polygon", "polyline", "ellipse", "circle", "rect", "line", "text", "tspan"}
_ATTRIBUTES = {
    "class", "cx", "cy", "d", "fill", "fill-opacity", "font-family", "font-size", "font-style",
    "font-weight", "height", "points", "r", "rx", "ry", "stroke", "stroke-dasharray",
    "stroke-opacity", "stroke-width", "text-anchor", "text-decoration", "transform", "viewBox",
    "width", "x", "x1", "x2", "y", "y1", "y2",
}  # fmt: skip
_NOISE = re.compile(r"Warning: no value for width of non-ASCII character \d+")


class GraphvizError(Exception):
    """Graphviz could not draw, or drew with a warning. The message is the engine's, without case text."""


@dataclass(frozen=True)
class Drawing:
    """A drawing ready to be rendered, with all that a reader who can't see it needs.

    `dot` is DOT source in which everything has a position. `title` is a short name; `description`
    says in words what the picture says; `table` holds the same content as rows; `caption` goes
    under the figure. None of them may hold a real name, unless the drawing is for the screen only.
    `signs` are those that it uses, where a key of its own may explain them (`genogram.legend.draw_key`).
    """

    dot: str
    title: str
    description: str
    table: pd.DataFrame
    caption: str = ""
    signs: frozenset[str] = frozenset()


def label(*lines: str) -> str:
    """Text for a DOT label: control characters dropped, escapes disarmed, lines centred below each other.

    For the writer of the `graphviz` package, which puts it in quotes; see `quoted` for DOT written as text.
    """
    # nohtml: without it a text between < and > would be taken for an HTML-like label
    return nohtml("\\n".join(escape(_CONTROL.sub("", re.sub(r"\s", " ", line))).replace("&", "&amp;") for line in lines))


def quoted(*lines: str) -> str:
    """A label in double quotes, for DOT that is written as text: `f"label={quoted(words)}"`."""
    words = label(*lines).replace('"', '\\"')  # label has doubled every backslash, so none stands before a quote
    return f'"{words}"'


def engine() -> list[str]:
    """The command that runs Graphviz here. Raises GraphvizError where there is none."""
    named = os.environ.get("LCSPR_DOT")
    if named:
        return [named]
    suffix = ".exe" if sys.platform == "win32" else ""
    for folder in (sysconfig.get_path("scripts"), Path(sys.executable).parent):
        bundled = Path(folder) / f"graphviz-pure{suffix}"
        if bundled.is_file():
            return [str(bundled)]
    found = shutil.which("graphviz-pure") or shutil.which("dot")
    if not found:
        raise GraphvizError(
            "No Graphviz was found. Install the kit again with start.py, or set LCSPR_DOT to a dot program."
        )
    return [found]


def run(dot: str, to: str, dpi: int | None = None) -> bytes:
    """Render DOT with pinned positions to `svg`, `png`, `json` or `plain`. Any warning is an error."""
    command = [*engine(), "-Kneato", "-n2", f"-T{to}", *([f"-Gdpi={dpi}"] if dpi else [])]
    environment = {k: v for k, v in os.environ.items() if k not in ("GV_FILE_PATH", "GVBINDIR")}
    environment["SERVER_NAME"] = "lcspr"  # makes dot refuse to open image files
    try:
        done = subprocess.run(
            command, input=dot.encode("utf-8"), capture_output=True, timeout=TIMEOUT_SECONDS, env=environment
        )
    except subprocess.TimeoutExpired:
        raise GraphvizError(f"Graphviz did not finish within {TIMEOUT_SECONDS} seconds.") from None
    except OSError as error:
        raise GraphvizError(f"Graphviz could not be started ({command[0]}): {error.strerror}.") from None
    said = [line for line in done.stderr.decode("utf-8", "replace").splitlines() if line.strip()]
    said = [line for line in said if not _NOISE.search(line)]
    if done.returncode or said:
        raise GraphvizError("; ".join(said[:5]) or f"Graphviz ended with code {done.returncode}.")
    return done.stdout


def svg(drawing: Drawing) -> str:
    """The drawing as one self-contained SVG element: labelled for screen readers, nothing active in it.

    Ids are opaque and start with a hash of the drawing, so that several can stand in one page.
    A node or edge given an `id` of small letters, digits and hyphens in DOT keeps it as `data-id`.
    """
    return clean_svg(run(drawing.dot, "svg"), drawing.title, drawing.description)


def png(drawing: Drawing, dpi: int = PNG_DPI) -> bytes:
    """The drawing as PNG at `dpi` dots per inch."""
    return run(drawing.dot, "png", dpi)


def svg_and_png(drawing: Drawing) -> tuple[str, bytes]:
    """The drawing both ways, made at the same time."""
    with ThreadPoolExecutor(1) as pool:
        image = pool.submit(png, drawing)
        return svg(drawing), image.result()


def clean_svg(raw: bytes, title: str, description: str) -> str:
    """Keep what an allow-list names of an engine's SVG; put in the title and description."""
    parser = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=True, remove_comments=True)
    root = etree.fromstring(raw, parser)
    prefix = "d" + hashlib.sha256(raw + title.encode() + description.encode()).hexdigest()[:10]
    _clean(root)
    for element in root.iter(f"{{{_SVG}}}text"):
        _hold_width(element)
    for name, text in (("desc", description), ("title", title)):
        element = etree.Element(f"{{{_SVG}}}{name}", id=f"{prefix}-{name}")
        element.text = _CONTROL.sub("", text)
        root.insert(0, element)
    root.set("role", "img")
    root.set("aria-labelledby", f"{prefix}-title {prefix}-desc")
    etree.cleanup_namespaces(root, top_nsmap={None: _SVG})
    return etree.tostring(root, encoding="unicode", with_tail=False)


def _hold_width(element: etree._Element) -> None:
    """Give a line of text the width that was reckoned with: a reader's machine without Arial takes another font."""
    words, bold = "".join(element.itertext()), element.get("font-weight") == "bold"
    if len(words) > 1 and len(element) == 0 and is_measured(words, bold):
        element.set("textLength", f"{text_width(words, float(element.get('font-size', '14')), bold):.2f}")
        element.set("lengthAdjust", "spacingAndGlyphs")


def _clean(element: etree._Element) -> None:
    identity = element.get("id", "")
    for name in list(element.attrib):
        if name not in _ATTRIBUTES or "url(" in element.attrib[name].lower():
            del element.attrib[name]
    if _SAFE_ID.fullmatch(identity) and not re.fullmatch(r"(graph|node|edge|clust|a_node|a_edge)\d+", identity):
        element.set("data-id", identity)
    for child in list(element):
        if not isinstance(child.tag, str):
            element.remove(child)
            continue
        name = etree.QName(child).localname
        if name == "a":  # a link is replaced by what it holds
            _clean(child)
            place = element.index(child)
            for inner in reversed(list(child)):
                element.insert(place, inner)
            element.remove(child)
        elif name not in _ELEMENTS:
            element.remove(child)
        else:
            _clean(child)
