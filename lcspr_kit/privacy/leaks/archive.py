"""Layers of archives: zip (Office and OpenDocument files among them), gzip, tar; each within limits."""

from __future__ import annotations

import bz2
import io
import lzma
import tarfile
import zipfile
import zlib
from collections import Counter
from collections.abc import Iterator

from lcspr_kit.privacy.leaks.layers import Budget, Layer, join_where, read_layers
from lcspr_kit.privacy.leaks.plain import decode, read_runs

_MEMORY = 200_000_000
_SAYS_UTF8 = 0x800
_ALPHABETS = ("cp850", "cp852", "cp1250", "cp1252")
_DESCRIPTOR = 24
"""Bytes that may follow an entry and are part of it."""


def read_zip(data: bytes, where: str, depth: int, budget: Budget) -> Iterator[Layer]:
    """Every entry of a zip by its kind; Office files through their own reader."""
    from lcspr_kit.privacy.leaks import office

    with zipfile.ZipFile(io.BytesIO(data)) as packed:
        names = Counter(packed.namelist())
        if packed.comment:
            yield Layer(join_where(where, "zip comment"), packed.comment.decode("utf-8", errors="replace"))
        is_office = "[Content_Types].xml" in names
        parts: dict[str, bytes] = {}
        for entry in packed.infolist():
            place = join_where(where, entry.filename)
            if entry.comment:
                yield Layer(join_where(place, "zip comment"), entry.comment.decode("utf-8", errors="replace"))
            if entry.is_dir():
                yield Layer(place, entry.filename)
                continue
            if entry.flag_bits & 1:
                yield Layer(place, entry.filename, fault="This is locked with a password.")
                continue
            if not budget.take(entry.file_size):
                yield Layer(place, "", fault="This unpacks to more than the kit looks through.")
                return
            with packed.open(entry) as stream:
                content = stream.read(entry.file_size + 1)
            yield from _name_otherwise(entry, place)
            if entry.extra:
                yield from read_runs(entry.extra, join_where(place, "zip field"))
            if names[entry.filename] > 1:
                yield Layer(place, entry.filename, fault="The zip holds this name more than once; programs show one or the other.")
                yield from read_layers(entry.filename, content, place, depth + 1, budget)
            if is_office and office.is_part(entry.filename):
                parts[entry.filename] = content
            elif names[entry.filename] == 1:
                yield from read_layers(entry.filename, content, place, depth + 1, budget)
        if is_office:
            yield from office.read_parts(parts, where)
        yield from _unlisted(data, packed.infolist(), where)
    yield from _around(data, where)


def _name_otherwise(entry: zipfile.ZipInfo, place: str) -> Iterator[Layer]:
    """A name that doesn't say its alphabet as other programs would read it."""
    if entry.filename.isascii() or entry.flag_bits & _SAYS_UTF8:
        return
    raw = entry.filename.encode("cp437", "replace")
    names = dict.fromkeys((decode(raw), *(raw.decode(alphabet, "replace") for alphabet in _ALPHABETS)))
    yield Layer(place, "\n".join(name for name in names if name != entry.filename))


def _unlisted(data: bytes, entries: list[zipfile.ZipInfo], where: str) -> Iterator[Layer]:
    """What lies before, between and after the entries that the zip lists."""
    position = 0
    for entry in sorted(entries, key=lambda entry: entry.header_offset):
        if entry.header_offset > position + _DESCRIPTOR:
            yield from _between(data[position : entry.header_offset], where)
        sizes = data[entry.header_offset + 26 : entry.header_offset + 30]
        lengths = int.from_bytes(sizes[:2], "little") + int.from_bytes(sizes[2:], "little")
        position = max(position, entry.header_offset + 30 + lengths + entry.compress_size)
    listing = data.find(b"PK\x01\x02", position)
    if listing > position + _DESCRIPTOR:
        yield from _between(data[position:listing], where)


def _between(data: bytes, where: str) -> Iterator[Layer]:
    place = join_where(where, "between the entries of the zip")
    yield from read_runs(data, place)
    if b"PK\x03\x04" in data:
        yield Layer(place, "", fault="The zip holds an entry that its list doesn't name.")


def _around(data: bytes, where: str) -> Iterator[Layer]:
    """What stands after the zip's own end mark."""
    end = data.rfind(b"PK\x05\x06")
    extra = data[end + 22 + int.from_bytes(data[end + 20 : end + 22], "little") :] if end >= 0 else b""
    if len(extra) > 4:
        yield Layer(join_where(where, "after the end of the zip"), extra.decode("utf-8", errors="replace"))


def read_gzip(data: bytes, where: str, depth: int, budget: Budget) -> Iterator[Layer]:
    """A gzip's content, and the file name it keeps."""
    unpacker = zlib.decompressobj(wbits=31)
    content = unpacker.decompress(data, max(0, min(budget.size, 200_000_000)))
    if unpacker.unconsumed_tail or not budget.take(len(content)):
        yield Layer(where or "file", "", fault="This unpacks to more than the kit looks through.")
        return
    name = data[10:].split(b"\0", 1)[0].decode("latin-1") if data[3] & 8 else ""
    yield from read_layers(name, content, join_where(where, "gzip content"), depth + 1, budget)


def read_packed(data: bytes, where: str, depth: int, budget: Budget) -> Iterator[Layer]:
    """What a bzip2, xz or bare zlib file holds."""
    limit = max(1, min(budget.size, 200_000_000))
    unpacker = bz2.BZ2Decompressor() if data.startswith(b"BZh") else lzma.LZMADecompressor(memlimit=_MEMORY) if data.startswith(b"\xfd") else zlib.decompressobj()
    content = unpacker.decompress(data, limit)
    if not unpacker.eof or not budget.take(len(content)):
        yield Layer(where or "file", "", fault="This unpacks to more than the kit looks through.")
        return
    yield from read_layers("", content, join_where(where, "packed content"), depth + 1, budget)


def read_tar(data: bytes, where: str, depth: int, budget: Budget) -> Iterator[Layer]:
    """Every file of a tar, with the names of owners it keeps."""
    with tarfile.open(fileobj=io.BytesIO(data)) as packed:
        for entry in packed:
            place = join_where(where, entry.name)
            yield Layer(place, f"user {entry.uname}\nuser {entry.gname}", machine=True)
            stream = packed.extractfile(entry) if entry.isfile() else None
            if stream is None:
                yield Layer(place, f"{entry.name} {entry.linkname}")
            elif budget.take(entry.size):
                yield from read_layers(entry.name, stream.read(), place, depth + 1, budget)
            else:
                yield Layer(place, "", fault="This unpacks to more than the kit looks through.")
                return
