"""Layers of archives: zip (Office and OpenDocument files among them), gzip, tar; each within limits."""

from __future__ import annotations

import io
import tarfile
import zipfile
import zlib
from collections.abc import Iterator

from lcspr_kit.privacy.leaks.layers import Budget, Layer, join_where, read_layers


def read_zip(data: bytes, where: str, depth: int, budget: Budget) -> Iterator[Layer]:
    """Every entry of a zip by its kind; Office files through their own reader."""
    from lcspr_kit.privacy.leaks import office

    with zipfile.ZipFile(io.BytesIO(data)) as packed:
        names = packed.namelist()
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
            if is_office and office.is_part(entry.filename):
                parts[entry.filename] = content
            else:
                yield from read_layers(entry.filename, content, place, depth + 1, budget)
        if is_office:
            yield from office.read_parts(parts, where)
    yield from _around(data, where)


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


def read_tar(data: bytes, where: str, depth: int, budget: Budget) -> Iterator[Layer]:
    """Every file of a tar, with the names of owners it keeps."""
    with tarfile.open(fileobj=io.BytesIO(data)) as packed:
        for entry in packed:
            place = join_where(where, entry.name)
            yield Layer(place, f"{entry.uname} {entry.gname}", machine=True)
            stream = packed.extractfile(entry) if entry.isfile() else None
            if stream is None:
                yield Layer(place, f"{entry.name} {entry.linkname}")
            elif budget.take(entry.size):
                yield from read_layers(entry.name, stream.read(), place, depth + 1, budget)
            else:
                yield Layer(place, "", fault="This unpacks to more than the kit looks through.")
                return
