"""What kind of file this is, by what is in it rather than by its name, and the reader for it.

The way in to `chronology.read`. A new format is a function here and a line in `_READERS`.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from lcspr_kit.chronology.read.isolated import read_isolated
from lcspr_kit.chronology.read.limits import Package, check_size, damaged, locked
from lcspr_kit.chronology.read.tables import Contents
from lcspr_kit.chronology.read.text import read_text_file
from lcspr_kit.chronology.read.word import read_word
from lcspr_kit.chronology.read.workbook import read_workbook
from lcspr_kit.problems import InputError, Problem

_READERS: dict[str, Callable[[Path], Contents]] = {
    "text": read_text_file,
    "workbook": read_workbook,
    "word": read_word,
    "xls": lambda path: read_isolated("sheets", path),
    "ods": lambda path: read_isolated("sheets", path),
    "pdf": lambda path: read_isolated("pdf", path),
}
_OLD = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_REFUSED = (
    (b"{\\rtf", "This is a rich text file (RTF).", "Open it in Word and save it as DOCX."),
    (b"\xff\xd8\xff", "This is a picture.", "Ask the agency for the document itself."),
    (b"\x89PNG", "This is a picture.", "Ask the agency for the document itself."),
    (b"II*\x00", "This is a scanned picture.", "Ask the agency for the document itself."),
    (b"MM\x00*", "This is a scanned picture.", "Ask the agency for the document itself."),
)


def read_tables(path: Path) -> Contents:
    """Read every table of an agency's file.

    Raises InputError, with one clear problem, for a file that can't be read: of an unknown kind,
    locked, damaged, oversized, or without anything in it.
    """
    check_size(path)
    contents = _READERS[file_kind(path)](path)
    if not any(table.rows for table in contents.tables):
        raise InputError(Problem(path.name, "There is nothing in the file to read.", "Ask the agency to send it again."))
    return contents


def file_kind(path: Path) -> str:
    """`text`, `workbook`, `word`, `xls`, `ods` or `pdf`. Raises InputError for any other kind."""
    with path.open("rb") as file:
        start = file.read(8192)
    name, bare = path.name, start.lstrip(b"\xef\xbb\xbf\xff\xfe \t\r\n\x00")
    for magic, what, todo in _REFUSED:
        if start.startswith(magic):
            raise InputError(Problem(name, what, todo))
    if start.startswith(b"PK"):
        return _zip_kind(path)
    if start.startswith(_OLD):
        return _old_kind(path)
    if b"%PDF-" in start[:1024]:
        return "pdf"
    if bare[:5].lower().replace(b"\x00", b"") in (b"<html", b"<!doc", b"<tabl", b"<?xml", b"<meta", b"<head"):
        raise InputError(Problem(name, "This is a web page or XML file, whatever its name says.", "Open it in Excel and save it as XLSX."))
    if path.suffix.lower() in (".docx", ".xlsx", ".xlsm", ".xls", ".ods", ".doc", ".docm", ".xlsb"):
        raise damaged(name)
    return "text"


def _zip_kind(path: Path) -> str:
    with Package(path) as package:
        if "mimetype" in package:
            kind = package.read("mimetype")[:100]
            if b"opendocument.spreadsheet" in kind:
                if b"manifest:encryption-data" in (package.read("META-INF/manifest.xml") if "META-INF/manifest.xml" in package else b""):
                    raise locked(path.name)
                return "ods"
            if b"opendocument.text" in kind:
                raise InputError(Problem(path.name, "This is an OpenDocument text (ODT).", "Open it in Word or LibreOffice and save it as DOCX."))
        types = package.read("[Content_Types].xml")[:200_000] if "[Content_Types].xml" in package else b""
        if b"sheet.binary" in types or "xl/workbook.bin" in package:
            raise InputError(Problem(path.name, "This is a binary workbook (XLSB).", "Open it in Excel and save it as XLSX."))
        parts = package.parts
        if "xl/workbook.xml" in package or b"spreadsheetml.sheet.main" in types or b"sheet.macroEnabled" in types:
            return "workbook"
        if "word/document.xml" in package or b"wordprocessingml.document.main" in types or any(part.startswith("word/document") for part in parts):
            return "word"
        if any(part.startswith("ppt/") for part in parts):
            raise InputError(Problem(path.name, "These are slides.", "Ask the agency for the chronology as a table."))
        if path.suffix.lower() in (".docx", ".xlsx", ".xlsm", ".docm", ".ods"):
            raise damaged(path.name)
    raise InputError(Problem(path.name, "This is a zip folder.", "Unpack it and put the files in it into chronologies/."))


def _old_kind(path: Path) -> str:
    with path.open("rb") as file:
        data = file.read(20_000_000)

    def has(stream: str) -> bool:
        return stream.encode("utf-16-le") in data

    if has("EncryptedPackage") or has("EncryptionInfo"):
        raise locked(path.name)
    if has("Workbook") or has("Book"):
        return "xls"
    if has("WordDocument"):
        raise InputError(Problem(path.name, "This is a document of an old Word (DOC).", "Open it in Word and save it as DOCX."))
    if has("__properties_version1.0"):
        raise InputError(Problem(path.name, "This is an e-mail.", "Save what is attached to it into chronologies/."))
    raise InputError(Problem(path.name, "This is an old Office file of a kind that is not read.", "Open it and save it as XLSX or DOCX."))
