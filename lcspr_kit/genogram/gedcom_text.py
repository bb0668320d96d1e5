"""The text of a GEDCOM file made ready for the reader: encodings, packed files, and lines that other programs break.

Knows lines, levels and pointers, not what records mean. What is mended is said, by line.
"""

from __future__ import annotations

import io
import re
import zipfile
from bisect import bisect_right
from dataclasses import dataclass
from pathlib import Path

from lcspr_kit.problems import InputError, Problem

_BIGGEST = 60_000_000
_LINE = re.compile(rb"[\s\x00]*(\d{1,2})[ \t]+(?:(@[^@\s]+@)[ \t]+)?(\S+)(.*)", re.S)
_STRANGE_POINTER = re.compile(rb"@([^@A-Za-z0-9\s#][^@\s]*)@")
_PARTS = (b"CONC", b"CONT")
_LONGEST = 10_000  # signs of a line that holds no prose; the standard before 7.0 allowed 255 for any
_PROSE = (b"NOTE", b"SNOTE", b"TEXT", b"PHRASE", *_PARTS)


@dataclass(frozen=True)
class GedcomText:
    """A file as the reader wants it: bytes with `\\n` between lines, their encoding (None: as the header says)."""

    content: bytes
    encoding: str | None
    starts: tuple[int, ...]
    rows: tuple[int, ...]
    problems: tuple[Problem, ...] = ()

    def row(self, offset: int | None) -> int:
        """The line of the file that a place in the content came from."""
        return self.rows[bisect_right(self.starts, offset) - 1] if offset is not None and self.rows else 0


def read_text(path: Path) -> GedcomText:
    """The text of a `.ged` file, or of the one in a `.gdz`. Raises InputError where there is none."""
    raw, encoding = _decoded(_raw(path))
    lines: list[bytes] = []
    rows: list[int] = []
    problems: list[Problem] = []
    base, mended = -1, 0

    def mend(row: int, what: str) -> None:
        nonlocal mended
        mended += 1
        if mended <= 3:
            problems.append(Problem(path.name, what, "Look at that place in the drawing.", row=row))

    for row, line in enumerate(re.split(rb"\r\n|\n|\r", raw), 1):
        if not line.strip(b" \t\x00"):
            continue
        found = _LINE.fullmatch(line)
        if not found:
            if base < 0:
                lines.append(line)
            else:
                mend(row, "The line has no level, so it is taken as more of the text before it.")
                lines.append(b"%d CONT %s" % (base + 1, line))
            rows.append(row)
            continue
        level, pointer, tag, rest = int(found[1]), found[2], found[3], found[4]
        if len(line) > _LONGEST and tag.upper() not in _PROSE:
            raise InputError(Problem(path.name, f"The line is {len(line):,} signs long; no name, date or link is as long.", "Export the family again, or shorten the line.", row=row))
        if tag.upper() in _PARTS:
            level = base + 1
        else:
            if level > base + 1:
                mend(row, f"The line is of level {level} below one of level {base}, so it is taken as level {base + 1}.")
                level = base + 1
            base = level
        if tag == b"CHAR" and level == 1 and encoding:
            rest = b" UTF-8"
        head = [b"%d" % level, *([_plain_pointer(pointer)] if pointer else []), tag]
        lines.append(b" ".join(head) + (_plain_pointer(rest) if _STRANGE_POINTER.fullmatch(rest.strip()) else rest))
        rows.append(row)
    if mended > 3:
        problems.append(Problem(path.name, f"So are {mended - 3} more lines."))
    starts, place = [], 0
    for line in lines:
        starts.append(place)
        place += len(line) + 1
    return GedcomText(b"\n".join(lines) + b"\n", encoding, tuple(starts), tuple(rows), tuple(problems))


def _raw(path: Path) -> bytes:
    try:
        if path.stat().st_size > _BIGGEST:
            raise InputError(Problem(path.name, "The file is larger than 60 MB.", "Export only the part of the family that is needed."))
        raw = path.read_bytes()
        return _unpacked(path.name, raw) if raw[:4] == b"PK\x03\x04" else raw
    except OSError as error:
        raise InputError(Problem(path.name, f"The file can't be opened ({error.strerror}).")) from None


def _unpacked(name: str, raw: bytes) -> bytes:
    """The GEDCOM file in a GEDZIP file; pictures in it are not looked at."""
    try:
        with zipfile.ZipFile(io.BytesIO(raw)) as packed:
            inside = [member for member in packed.infolist() if member.filename.lower().endswith(".ged")]
            inside.sort(key=lambda member: (member.filename.lower() != "gedcom.ged", member.filename))
            if not inside:
                raise InputError(Problem(name, "There is no GEDCOM file in this packed file.", "Export it again as GEDCOM."))
            with packed.open(inside[0]) as file:
                content = file.read(_BIGGEST + 1)
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, EOFError):
        raise InputError(Problem(name, "The packed file can't be opened.", "Export it again, or unpack it first.")) from None
    if len(content) > _BIGGEST:
        raise InputError(Problem(name, "The file in it is larger than 60 MB.", "Export only the part of the family that is needed."))
    return content


def _decoded(raw: bytes) -> tuple[bytes, str | None]:
    """The bytes as UTF-8 and `utf-8`, whatever the header says or leaves out; else as they are and None."""
    wide = {b"\xff\xfe": "utf-16", b"\xfe\xff": "utf-16", b"0\x00": "utf-16-le", b"\x000": "utf-16-be"}.get(raw[:2])
    try:
        return (raw.decode(wide) if wide else raw.decode("utf-8-sig")).encode("utf-8"), "utf-8"
    except UnicodeDecodeError:
        return raw, None


def _plain_pointer(text: bytes) -> bytes:
    """A pointer that begins with a letter, as the reader wants it."""
    return _STRANGE_POINTER.sub(rb"@X\1@", text)
