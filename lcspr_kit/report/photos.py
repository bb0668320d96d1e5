"""The author's own pictures: files in `narrative/pictures/` that her text names, made anew for a draft.

What a camera or a program wrote into a file (place, time, names) is not taken over, and a picture is no larger than a page
needs. What a picture shows nobody here can check: that is for the author.
"""

from __future__ import annotations

import base64
import io
import re
from collections.abc import Iterable, Iterator
from html import escape
from pathlib import Path

from lcspr_kit.graphviz import PNG_DPI

FOLDER = "pictures"
_INCHES = (5.0, 4.5)
_MOST_BYTES = 40_000_000
_MOST_POINTS = 60_000_000
_LINE = re.compile(r"(?m)^!\[(?P<alt>(?:\\.|[^\]\\\n])*)\]\(<?pictures/(?P<name>[\w.-]+)>?(?: +\"[^\"\n]*\")?\)(?:\{[^}\n]*\})?[ \t]*$")


def split_pictures(markdown: str) -> Iterator[tuple[str, str, str]]:
    """A text in pieces of (prose, picture's file name, what it shows); the last two are empty after the last picture."""
    at = 0
    for line in _LINE.finditer(markdown):
        yield markdown[at : line.start()], line["name"], re.sub(r"\\([\W_])", r"\1", line["alt"]).strip()
        at = line.end()
    yield markdown[at:], "", ""


def read_pictures(folder: Path, texts: Iterable[str]) -> dict[str, bytes]:
    """The pictures that texts name, as PNG by their file's name. Those that are not there or can't be read are left out."""
    names = {name for text in texts for _, name, _ in split_pictures(text) if name}
    made = {name: _made_anew(folder / FOLDER / name) for name in sorted(names)}
    return {name: data for name, data in made.items() if data}


def as_svg(png: bytes, alt: str) -> str:
    """A picture as an SVG of its size, which every format of a report can hold."""
    width, height = (int.from_bytes(png[at : at + 4], "big") for at in (16, 20))
    inches = f"width='{width / PNG_DPI:.2f}in' height='{height / PNG_DPI:.2f}in' viewBox='0 0 {width} {height}'"
    data = base64.b64encode(png).decode("ascii")
    return f"<svg xmlns='http://www.w3.org/2000/svg' xmlns:xlink='http://www.w3.org/1999/xlink' role='img' aria-label='{escape(alt)}' {inches}><image width='{width}' height='{height}' xlink:href='data:image/png;base64,{data}'/></svg>"


def _made_anew(path: Path) -> bytes:
    from PIL import Image, ImageOps, UnidentifiedImageError

    try:
        if not path.is_file() or path.stat().st_size > _MOST_BYTES:
            return b""
        with Image.open(path, formats=("PNG", "JPEG", "GIF", "BMP", "TIFF", "WEBP")) as found:
            if found.width * found.height > _MOST_POINTS:
                return b""
            upright = ImageOps.exif_transpose(found).convert("RGBA")
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError, Image.DecompressionBombError):
        return b""
    upright.thumbnail((round(_INCHES[0] * PNG_DPI), round(_INCHES[1] * PNG_DPI)))
    page = Image.new("RGB", upright.size, "white")
    page.paste(upright, mask=upright.getchannel("A"))
    out = io.BytesIO()
    page.save(out, "PNG")
    return out.getvalue()
