"""Opening a file into its layers: every text that can be reached in it, and where it stands.

Knows formats by their first bytes, not by their names, and hands each to its reader. Zips within zips
are opened within limits; what can't be opened is said, for a layer nobody looked at is not clean.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field

MAX_DEPTH = 6
MAX_BYTES = 300_000_000
MAX_PARTS = 20_000


@dataclass(frozen=True, repr=False)
class Layer:
    """A text of a file. `machine` marks text that programs read (attributes, styles, style sheets): it is
    searched for whole names, and slips with a capital. `across` marks texts that stand beside or below each
    other, a line each (lines, cells, paragraphs): each is a layer of its own too, so only what runs over
    a line end counts. `fault` is a sentence where a layer could not be opened."""

    where: str
    text: str
    machine: bool = False
    fault: str = ""
    across: bool = False


APART = "\n= = =\n"
"""Stands in an `across` text between what is not beside each other."""


def in_a_row(texts: Iterable[str], where: str) -> Iterator[Layer]:
    """Texts that follow each other, as the one layer that is searched over their ends."""
    lines = [" ".join(text.split("\n")) if text.strip() else "" for text in texts]
    lines = [line for line in lines if line]
    if len(lines) > 1:
        yield Layer(join_where(where, "over the ends of lines or cells"), "\n".join(lines), across=True)


_LABEL = re.compile(
    r"(?i)nhs|upn|chi\b|passport|licen[cs]e|sort.?code|account|acc(?:t)?[ _.\-]?n|iban|tel\b|telephone|phone|mobile|\bmob\b|\bref|reference|case|crime|incident|occurrence|mosaic|lcs|"
    r"\bni\b|nino|insurance|post ?code|vehicle|reg(?:istration)?\b|vrm|d\.?o\.?b|birth|born|\bid\b"
)
_FOR_LABEL = re.compile(r"(?=(?:.*?\d){4}).{4,40}")
_LONGEST_LABEL = 40


def is_label(text: str) -> bool:
    """Whether a heading, key or field name says which number of somebody's stands below or after it."""
    return len(text) <= _LONGEST_LABEL and _LABEL.search(text) is not None


def needs_label(text: str) -> bool:
    """Whether a text is short and mostly a number, so that only its heading tells what it is."""
    return _FOR_LABEL.fullmatch(text) is not None


@dataclass
class Budget:
    """What may still be unpacked of one file, all depths together."""

    size: int = MAX_BYTES
    parts: int = MAX_PARTS
    seen: set[bytes] = field(default_factory=set)

    def take(self, size: int) -> bool:
        """Whether this much may still be unpacked; counts it."""
        self.size -= size
        self.parts -= 1
        return self.size >= 0 and self.parts >= 0


def join_where(outer: str, inner: str) -> str:
    """A place within a place: `figure.zip > page.html, paragraph 3`."""
    return f"{outer} > {inner}" if outer and inner else outer or inner


def read_layers(name: str, data: bytes, where: str = "", depth: int = 0, budget: Budget | None = None) -> Iterator[Layer]:
    """Every layer of a file given as bytes; `name` is its bare name, which is a layer too."""
    budget = budget or Budget()
    if name:
        yield Layer(where or "file name", name)
    if depth > MAX_DEPTH:
        yield Layer(where or "file", "", fault="This is packed too deeply to be looked through.")
        return
    if not data:
        return
    try:
        yield from _reader(name, data)(data, where, depth, budget)
    except RecursionError:
        yield Layer(where or "file", "", fault="This is nested too deeply to be looked through.")
    except Exception as error:  # any broken file: said, and the others still looked through
        yield Layer(where or "file", "", fault=f"This could not be opened ({type(error).__name__}).")


_OF_NO_WORDS = (b"\0\1\0\0\0", b"OTTO\0", b"ttcf\0", b"wOFF", b"wOF2", b"\xd7\xcd\xc6\x9a", b"\0\0\1\0")
"""Fonts, drawings (WMF) and icons: what words they have stand in them as they are."""
_PRINTER = re.compile(r"(?:^|/)printerSettings\d*\.bin$|\.(?:odttf|ttf|otf)$")
Reader = Callable[[bytes, str, int, Budget], Iterator[Layer]]


def _reader(name: str, data: bytes) -> Reader:
    from lcspr_kit.privacy.leaks import archive, image, mail, markup, notebook, office, pdf, plain

    head = data[:1024]
    stripped = head.lstrip(b"\xef\xbb\xbf \t\r\n\0")
    ending = name.lower().rpartition(".")[2]
    if head[:4] in (b"PK\x03\x04", b"PK\x05\x06"):
        return archive.read_zip
    if b"%PDF-" in head:
        return pdf.read_pdf
    if head.startswith((b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"II*\0", b"MM\0*", b"RIFF", b"BM")):
        return image.read_image
    if head.startswith(b"\x1f\x8b"):
        return archive.read_gzip
    if head.startswith((b"BZh", b"\xfd7zXZ\0", b"x\x01", b"x\x9c", b"x\xda")):
        return archive.read_packed
    if head.startswith(b"\xd0\xcf\x11\xe0"):
        return office.read_old_office
    if head.startswith((b"7z\xbc\xaf", b"Rar!", b"SQLite format")):
        return plain.read_closed
    if head.startswith(_OF_NO_WORDS) or head[40:44] == b" EMF" or _PRINTER.search(name):
        return plain.read_known
    if data[257:262] == b"ustar":
        return archive.read_tar
    if stripped.startswith(b"{\\rtf"):
        return plain.read_rtf
    if ending in ("eml", "mht", "mhtml"):
        return mail.read_mail
    if ending == "ipynb" or (ending == "json" and stripped[:1] in (b"{", b"[")):
        return notebook.read_json
    if ending in ("xml", "rels", "svg", "xmp") or stripped.startswith((b"<?xml", b"<svg")):
        return markup.read_xml
    if ending in ("html", "htm", "xhtml") or stripped[:14].lower().startswith((b"<!doctype html", b"<html")):
        return markup.read_html
    return plain.read_plain
