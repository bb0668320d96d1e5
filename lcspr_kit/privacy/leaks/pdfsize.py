"""How much a PDF unpacks to, measured in small pieces before anything unpacks it whole. Keeps nothing of what it reads."""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterator

MOST_OF_A_STREAM = 30_000_000
"""Bytes of one stream that are looked through; the text of a thousand pages has less."""
_PIECE = 65_536
_LEAST_PACKED = {"/RunLengthDecode": 64, "/RL": 64, "/LZWDecode": 1400, "/LZW": 1400}
"""How many times longer these can make what they unpack, at most; they are not measured."""
_PLAIN = ("/ASCIIHexDecode", "/AHx", "/ASCII85Decode", "/A85", "/Crypt", "/DCTDecode", "/JPXDecode", "/CCITTFaxDecode", "/JBIG2Decode")
_STREAM_OF_OBJECTS = re.compile(rb"/Type\s*/(?:ObjStm|XRef)\b[^\0]{0,400}?stream\r?\n", re.DOTALL)


def is_too_large(item, limit: int = MOST_OF_A_STREAM) -> bool:  # type: ignore[no-untyped-def]
    """Whether a stream object (of pikepdf) unpacks to more than the limit."""
    filters = item.get("/Filter")
    names = [] if filters is None else [str(filters)] if not hasattr(filters, "__len__") or str(filters).startswith("/") else [str(name) for name in filters]
    raw = item.read_raw_bytes()
    room = limit
    for name in names:
        room //= _LEAST_PACKED.get(name, 1)
    flates = sum(name in ("/FlateDecode", "/Fl") for name in names)
    return _unpacks_to_more(raw, flates, max(room, 1)) if flates and not set(names) & set(_PLAIN[:4]) else len(raw) * (1000**flates) > room


def holds_too_many_objects(data: bytes, limit: int = MOST_OF_A_STREAM) -> bool:
    """Whether a stream of packed objects, which opening the file unpacks, is larger than the limit."""
    return any(_unpacks_to_more(data[found.end() :], 1, limit) for found in _STREAM_OF_OBJECTS.finditer(data))


def _unpacks_to_more(data: bytes, times: int, limit: int) -> bool:
    """Whether data packed so many times over by zlib comes to more than the limit, at any depth."""
    pieces: Iterator[bytes] = (data[start : start + _PIECE] for start in range(0, len(data), _PIECE))
    for _ in range(times):
        pieces = _unpacked(pieces, limit)
    total = 0
    try:
        for piece in pieces:
            total += len(piece)
            if total > limit:
                return True
    except zlib.error:
        return False  # broken: whoever reads it says so
    except OverflowError:
        return True
    return False


def _unpacked(pieces: Iterator[bytes], limit: int) -> Iterator[bytes]:
    unpacker, total = zlib.decompressobj(), 0
    for piece in pieces:
        while piece and not unpacker.eof:
            made = unpacker.decompress(piece, _PIECE)
            total += len(made)
            if total > limit:
                raise OverflowError
            yield made
            piece = unpacker.unconsumed_tail
