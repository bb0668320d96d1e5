"""Layers of text files, of rich text (RTF), and of anything unknown: its readable runs."""

from __future__ import annotations

import base64
import binascii
import csv
import io
import re
from collections.abc import Iterator
from dataclasses import replace
from urllib.parse import unquote_to_bytes

from lcspr_kit.privacy.leaks.layers import (
    Budget,
    Layer,
    in_a_row,
    is_label,
    join_where,
    needs_label,
    read_layers,
)

UNKNOWN = "This is a kind of file that the kit doesn't know; only what can be read in it as it stands was looked through."
_WIDE_MARKS = (b"\xff\xfe", b"\xfe\xff")
_CONTROLS = "".join(map(chr, sorted({*range(32), 127} - {8, 9, 10, 11, 12, 13, 27})))
_MOST_COLUMNS = 200
_FEW = 50  # one control sign in so many is no text
_RUN = re.compile(rb"[\x20-\x7e\x80-\xff]{5,}")
_WIDE_RUN = re.compile(rb"(?:[\x20-\x7e\xa0-\xff]\x00|[\x00-\xff][\x01\x03\x04\x1e\x20]|[\x01-\x5e]\xff){4,}", re.DOTALL)
_DATA_URI = re.compile(r"data:([\w.+-]+/[\w.+-]+)?((?:;[\w.=\"+-]+)*),((?:[A-Za-z0-9+/=_\s-]|%[0-9a-fA-F]{2}|[^\s\"'<>()])*)", re.IGNORECASE)
_RTF_HEX = re.compile(r"\\'([0-9a-fA-F]{2})")
_RTF_WIDE = re.compile(r"\\u(-?\d+) ?(?:\?|\\'[0-9a-fA-F]{2})?")
_RTF_PACKED = re.compile(r"(?:[0-9a-fA-F]{2}\s*){12,}")
_RTF_BREAKS = ("\\par", "\\line", "\\cell", "\\row", "\\tab")
_RTF_WORD = re.compile(r"\\(?:par|line|tab|cell|row)\b ?|\\[a-z]+-?\d* ?|\\\*|[{}]")


def decode(data: bytes) -> str:
    """Bytes as text: by their mark, else UTF-8, else UTF-16 where every other byte is zero, else Windows-1252."""
    for mark, name in ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe\0\0", "utf-32"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16")):
        if data.startswith(mark):
            return data.decode(name, errors="replace")
    sample = data[:2000]
    for name, first in (("utf-32-le", 1), ("utf-32-be", 0)):
        if len(sample) > 7 and all(sample[place::4].count(0) > len(sample) / 5 for place in range(first, first + 3)):
            return data.decode(name, errors="replace")
    if len(sample) > 3 and sample[1::2].count(0) > len(sample) / 5:
        return data.decode("utf-16-le", errors="replace")
    if len(sample) > 3 and sample[0::2].count(0) > len(sample) / 5:
        return data.decode("utf-16-be", errors="replace")
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        return data.decode("cp1252", errors="replace")


def read_plain(data: bytes, where: str, depth: int, budget: Budget) -> Iterator[Layer]:
    """A text file, paragraph by paragraph, and whatever is packed into `data:` addresses in it."""
    text = decode(data)
    if not _is_text(data, text):
        yield from read_unknown(data, where, depth, budget)
        return
    yield from paragraphs(text, where)
    yield from _columns(text, where)
    yield from packed_in(text, where, depth, budget)


def _columns(text: str, where: str) -> Iterator[Layer]:
    """Columns of a table in text whose heading says which number of somebody's stands in each row."""
    head = text.partition("\n")[0]
    mark = max(",;\t|", key=head.count)
    if not any(map(is_label, head.split(mark)[: _MOST_COLUMNS])) or mark not in head:
        return
    try:
        rows = list(csv.reader(io.StringIO(text), delimiter=mark))
    except csv.Error:  # no table: it was read as text
        return
    for number, label in enumerate(rows[0][:_MOST_COLUMNS]):
        if is_label(label):
            said = [f"{label}: {row[number]}" for row in rows[1:] if len(row) > number and needs_label(row[number])]
            yield Layer(join_where(where, f"column {number + 1}"), "\n\n".join(said))


def _is_text(data: bytes, text: str) -> bool:
    """Whether bytes are the text they were decoded to, and not a format of their own."""
    if b"\0" in data or data.startswith(_WIDE_MARKS):
        return sum(sign < "\u2100" for sign in text) * 10 > len(text) * 9 and sum(sign in _CONTROLS for sign in text) * _FEW <= len(text)
    return (len(data) - len(data.translate(None, _CONTROLS.encode()))) * _FEW <= len(data)


def read_unknown(data: bytes, where: str, depth: int, budget: Budget) -> Iterator[Layer]:
    """A format that the kit doesn't know: what can be read in it as it stands, and that this is not all."""
    yield from read_runs(data, where)
    if data.strip(b"\0"):
        yield Layer(where or "file", "", fault=UNKNOWN)


def paragraphs(text: str, where: str) -> Iterator[Layer]:
    """A long text in pieces that end at empty lines, with the line each starts on."""
    line = 1
    pieces = re.split(r"(\n[ \t]*\r?\n)", text)
    for piece in pieces:
        if piece.strip():
            yield Layer(join_where(where, f"line {line}"), piece)
        line += piece.count("\n")
    yield from in_a_row(pieces, where)


def packed_in(text: str, where: str, depth: int, budget: Budget) -> Iterator[Layer]:
    """What `data:` addresses in a text hold: pictures, pages, styles."""
    if "data:" not in text.lower():
        return
    for number, found in enumerate(_DATA_URI.finditer(text), 1):
        kind, options, body = found[1] or "text/plain", found[2] or "", found[3]
        content = unpack_base64(body) if "base64" in options.lower() else unquote_to_bytes(body)
        if not content or content in budget.seen or not budget.take(len(content)):
            continue
        budget.seen.add(content)
        ending = {"image/svg+xml": "a.svg", "text/html": "a.html", "application/json": "a.json"}.get(kind.lower(), "")
        for layer in read_layers(ending, content, join_where(where, f"embedded {kind} {number}"), depth + 1, budget):
            if layer.fault or layer.text != ending:
                yield layer


def unpack_base64(text: str) -> bytes:
    """Base64 as bytes; empty where it is none."""
    compact = re.sub(r"\s+|%0[aAdD]", "", text).replace("%2B", "+").replace("%2F", "/").replace("%3D", "=").replace("-", "+").replace("_", "/").rstrip("=")
    try:
        return base64.b64decode(compact + "=" * (-len(compact) % 4))
    except (binascii.Error, ValueError):
        return b""


def read_runs(data: bytes, where: str) -> Iterator[Layer]:
    """The readable runs of a binary file, as one-byte and as two-byte text."""
    narrow = "\n".join(run.decode("utf-8", errors="replace") for run in [*_RUN.findall(data), *(_RUN.findall(data.replace(b"\0", b"")) if b"\0" in data else ())])
    wide = "\n".join(run.decode("utf-16-le", errors="replace") for run in _WIDE_RUN.findall(data))
    if narrow:
        yield Layer(join_where(where, "readable text"), narrow, machine=True)
    if wide:
        yield Layer(join_where(where, "readable text"), wide, machine=True)


def read_known(data: bytes, where: str, depth: int, budget: Budget) -> Iterator[Layer]:
    """Fonts, drawings and settings: their words are readable runs."""
    yield from read_runs(data, where)


def read_closed(data: bytes, where: str, depth: int, budget: Budget) -> Iterator[Layer]:
    """A kind of file that the kit can't open."""
    yield Layer(where or "file", "", fault="The kit can't open this kind of file.")


def read_rtf(data: bytes, where: str, depth: int, budget: Budget) -> Iterator[Layer]:
    """Rich text: its words without the control words, and its information block with them."""
    text = decode(data)
    for number, found in enumerate(_RTF_PACKED.finditer(text), 1):
        packed = bytes.fromhex("".join(found[0].split())[: len("".join(found[0].split())) // 2 * 2])
        if budget.take(len(packed)):
            inner = read_layers("", packed, join_where(where, f"object {number}"), depth + 1, budget)
            yield from (replace(layer, fault="") if layer.fault == UNKNOWN else layer for layer in inner)
    text = _RTF_WIDE.sub(lambda found: chr(int(found[1]) % 65536), text).encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    text = _RTF_HEX.sub(lambda found: bytes.fromhex(found[1]).decode("cp1252", errors="replace"), text)
    text = text.replace("\\~", " ").replace("\\_", "-").replace("\\-", "")
    # A group may end in the middle of a word or after a field of the information block: both readings.
    for groups, brace in (("text", ""), ("text by group", "\n")):
        words = _RTF_WORD.sub(lambda found, brace=brace: "\n" if found[0].startswith(_RTF_BREAKS) else brace if found[0] in "{}" else "", text)  # type: ignore[misc]
        yield Layer(join_where(where, groups), words)
