"""Layers of pictures: what is written in their metadata (EXIF, XMP, IPTC, text chunks, comments), where
they were taken, and what is hung on after their end. Looks at no pixel."""

from __future__ import annotations

import io
import struct
import zlib
from collections.abc import Iterator

from lcspr_kit.privacy.leaks.layers import Budget, Layer, join_where, read_layers
from lcspr_kit.privacy.leaks.plain import decode, read_runs

MOST_TEXT = 2_000_000
"""Signs of one packed text of a picture that are looked through; no picture says as much of itself."""


def read_image(data: bytes, where: str, depth: int, budget: Budget) -> Iterator[Layer]:
    """Every text of a picture's metadata."""
    if data.startswith(b"\x89PNG"):
        yield from _png(data, where, depth, budget)
    elif data.startswith(b"\xff\xd8"):
        yield from _jpeg(data, where, depth, budget)
    else:
        yield from read_runs(data, where)
    yield from _exif(data, where)


def _png(data: bytes, where: str, depth: int, budget: Budget) -> Iterator[Layer]:
    position = 8
    while position + 12 <= len(data):
        (length,) = struct.unpack(">I", data[position : position + 4])
        kind = data[position + 4 : position + 8]
        body = data[position + 8 : position + 8 + length]
        position += 12 + length
        place = join_where(where, f"picture {kind.decode('latin-1')}")
        if kind == b"tEXt":
            yield Layer(place, decode(body.replace(b"\0", b" ")))
        elif kind == b"zTXt":
            name, _, packed = body.partition(b"\0")
            yield from _text(name, *_inflate(packed[1:]), place)
        elif kind == b"iTXt":
            name, _, rest = body.partition(b"\0")
            packed_flag, rest = rest[:1], rest[2:]
            language, _, rest = rest.partition(b"\0")
            translated, _, content = rest.partition(b"\0")
            if translated:
                yield Layer(place, decode(translated))
            yield from _text(name, *(_inflate(content) if packed_flag == b"\x01" else (content, True)), place)
        elif kind == b"iCCP":
            name, _, packed = body.partition(b"\0")
            yield from read_runs(name + b"\0" + _inflate(packed[1:])[0], place)
        elif kind not in (b"IDAT", b"IHDR", b"PLTE", b"tRNS", b"pHYs", b"gAMA", b"sRGB", b"cHRM", b"eXIf", b"bKGD", b"IEND"):
            yield from read_runs(body, place)
        if kind == b"IEND":
            break
    yield from _tail(data[position:], where, depth, budget)


def _text(name: bytes, content: bytes, whole: bool, place: str) -> Iterator[Layer]:
    yield Layer(place, f"{name.decode('latin-1')} {decode(content)}")
    if not whole:
        yield Layer(place, "", fault="The picture holds more text than the kit looks through.")


def _inflate(packed: bytes) -> tuple[bytes, bool]:
    """What packed text says, and whether that is all of it."""
    unpacker = zlib.decompressobj()
    try:
        content = unpacker.decompress(packed, MOST_TEXT)
    except zlib.error:
        return packed, True
    return content, unpacker.eof or not unpacker.unconsumed_tail


def _jpeg(data: bytes, where: str, depth: int, budget: Budget) -> Iterator[Layer]:
    position = 2
    while position + 4 <= len(data) and data[position] == 0xFF:
        mark = data[position + 1]
        if mark == 0xDA:
            break
        length = int.from_bytes(data[position + 2 : position + 4], "big")
        body = data[position + 4 : position + 2 + length]
        if mark == 0xFE or 0xE1 <= mark <= 0xEF:
            place = join_where(where, "picture comment" if mark == 0xFE else f"picture APP{mark - 0xE0}")
            if mark == 0xFE:
                yield Layer(place, decode(body))
            elif body.startswith(b"ICC_PROFILE"):
                yield from read_runs(body[14:], place)
            else:
                yield from (Layer(layer.where, layer.text) for layer in read_runs(body, place))
        position += 2 + max(2, length)
    end = data.rfind(b"\xff\xd9")
    yield from _tail(data[end + 2 :] if end > 0 else b"", where, depth, budget)


def _tail(data: bytes, where: str, depth: int, budget: Budget) -> Iterator[Layer]:
    if len(data) > 4 and budget.take(len(data)):
        yield from read_layers("", data, join_where(where, "after the end of the picture"), depth + 1, budget)


def _exif(data: bytes, where: str) -> Iterator[Layer]:
    from PIL import ExifTags, Image

    try:
        with Image.open(io.BytesIO(data)) as picture:
            exif = picture.getexif()
            entries = [(ExifTags.TAGS.get(tag, str(tag)), value) for tag, value in exif.items()]
            for block in (ExifTags.IFD.Exif, ExifTags.IFD.GPSInfo):
                names = ExifTags.GPSTAGS if block == ExifTags.IFD.GPSInfo else ExifTags.TAGS
                entries += [(names.get(tag, str(tag)), value) for tag, value in exif.get_ifd(block).items()]
    except Exception:  # a broken or bomb-like picture: its raw blocks were read above
        return
    for name, value in entries:
        if name == "GPSLatitude":
            yield Layer(join_where(where, "picture GPSLatitude"), "", fault="The picture says where it was taken.")
        if isinstance(value, bytes):
            wide = name.startswith("XP") or value.startswith(b"UNICODE\0")
            value = value.removeprefix(b"ASCII\0\0\0").removeprefix(b"UNICODE\0")
            value = value.decode("utf-16-be" if wide and value[:1] in (b"\0", b"\xff") else "utf-16-le" if wide else "utf-8", errors="replace").strip("\0")
        if isinstance(value, str) and value.strip() and not name.startswith(("DateTime", "ExifVersion")):
            yield Layer(join_where(where, f"picture {name}"), value)
