"""Limits that are checked before a file is parsed, so that none can fill the memory or hang the machine.

An Office file is a zip: its declared sizes, entries and ratio are looked at first, and no entry is
ever read past its limit. XML is parsed without entities, document types or network.
"""

from __future__ import annotations

import io
import zipfile
import zlib
from collections.abc import Iterator
from pathlib import Path

from lxml import etree

from lcspr_kit.problems import InputError, Problem

MAX_FILE = 100_000_000
MAX_ENTRIES = 5_000
MAX_PART = 250_000_000
MAX_TOTAL = 600_000_000
MAX_RATIO = 250
SMALL = 5_000_000
"""Below this many bytes a part may be as well packed as it likes."""


def check_size(path: Path) -> None:
    """Raise InputError for a file that is empty, too large or can't be opened."""
    try:
        size = path.stat().st_size
        with path.open("rb"):
            pass
    except OSError as error:
        raise InputError(Problem(path.name, f"The file can't be opened ({error.strerror}).", "Close it elsewhere and try again.")) from None
    if size == 0:
        raise InputError(Problem(path.name, "The file is empty.", "Ask the agency to send it again."))
    if size > MAX_FILE:
        raise InputError(Problem(path.name, f"The file is larger than {MAX_FILE // 1_000_000} MB.", "Take the pictures out, or split it."))


class Package:
    """The parts of a zipped Office file, each read with a limit. Use as a context manager."""

    def __init__(self, path: Path):
        self.name = path.name
        try:
            self._zip = zipfile.ZipFile(path)
            infos = self._zip.infolist()
        except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError, UnicodeDecodeError):
            raise damaged(self.name) from None
        self._sizes = {info.filename: info.file_size for info in infos}
        if len(infos) > MAX_ENTRIES or sum(self._sizes.values()) > MAX_TOTAL:
            self._zip.close()
            raise self._bomb()
        self._infos = {info.filename: info for info in infos}

    def __enter__(self) -> Package:
        return self

    def __exit__(self, *_: object) -> None:
        self._zip.close()

    def __contains__(self, part: str) -> bool:
        return part in self._sizes

    @property
    def parts(self) -> list[str]:
        """The names of all parts, in the order of the file."""
        return list(self._sizes)

    def _bomb(self) -> InputError:
        return InputError(Problem(self.name, "The file unpacks to far more than a chronology can hold.", "Open it, copy the rows into a new file, and save that."))

    def read(self, part: str) -> bytes:
        """The bytes of a part. Raises InputError for a part that is too large, locked or damaged."""
        info = self._infos[part]
        if info.flag_bits & 1:
            raise locked(self.name)
        packed = max(info.compress_size, 1)
        if info.file_size > MAX_PART or (info.file_size > SMALL and info.file_size / packed > MAX_RATIO):
            raise self._bomb()
        try:
            return self._zip.read(info)
        except (zipfile.BadZipFile, zlib.error, EOFError, OSError, RuntimeError, NotImplementedError, ValueError):
            raise damaged(self.name) from None

    def xml(self, part: str) -> etree._Element:
        """The root of an XML part."""
        return parse_xml(self.read(part), self.name)

    def rows(self, part: str, tags: tuple[str, ...]) -> Iterator[etree._Element]:
        """Elements of a large part, one by one, each forgotten after use."""
        data = self.read(part)
        refuse_doctype(data, self.name)
        try:
            for _, element in etree.iterparse(io.BytesIO(data), events=("end",), tag=tags, resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False):
                yield element
                element.clear(keep_tail=False)
                while element.getprevious() is not None and element.getparent() is not None:
                    del element.getparent()[0]
        except etree.XMLSyntaxError:
            raise damaged(self.name) from None


def parse_xml(data: bytes, name: str) -> etree._Element:
    """Parse XML of a file called `name` without entities, document type or network."""
    refuse_doctype(data, name)
    try:
        return etree.fromstring(data, etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False, remove_comments=True, remove_pis=True))
    except (etree.XMLSyntaxError, ValueError):
        raise damaged(name) from None


def refuse_doctype(data: bytes, name: str) -> None:
    """No Office program writes a document type; whoever does wants the parser to do something."""
    start = data[:4096].replace(b"\x00", b"")
    if b"<!DOCTYPE" in start or b"<!ENTITY" in start:
        raise InputError(Problem(name, "The file holds a document type declaration, which no Office program writes.", "Ask the agency to save it again from Word or Excel."))


def damaged(name: str) -> InputError:
    """The refusal of a file that can't be parsed."""
    return InputError(Problem(name, "The file is damaged and can't be read.", "Open it in its own program and save it again, or ask the agency for another copy."))


def locked(name: str) -> InputError:
    """The refusal of a file with a password."""
    return InputError(Problem(name, "The file is protected with a password.", "Ask the agency for the password, open it, and save a copy without."))
