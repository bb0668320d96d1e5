"""A case as one sealed file, to hand over or archive: zipped, then encrypted with a passphrase.

The encryption is age (https://age-encryption.org/v1, scrypt recipient) by the package pyrage; nothing
of our own. A changed byte makes the file refuse to open.
"""

from __future__ import annotations

import io
import os
import tempfile
import time
import zipfile
from pathlib import Path, PurePosixPath

from lcspr_kit.casefiles import write_atomic
from lcspr_kit.problems import InputError, Problem

SEALED_ENDING = ".age"
SHORTEST_PASSPHRASE = 14
MAX_BYTES = 2_000_000_000
MAX_FILES = 50_000
_LEFT_OUT = (".ipynb_checkpoints", "__pycache__")
_TRIES, _PAUSE = 5, 0.5
"""How much a passphrase may cost is measured anew each time it is tried, and a machine is busy for moments."""
_EPOCH = (1980, 1, 1, 0, 0, 0)


def seal_case(folder: Path | str, out: Path | str, passphrase: str) -> Path:
    """Write the whole case folder to `out` (`.age`), encrypted. The folder stays as it is.

    Raises InputError where there is no such folder, `out` lies inside it or is there already, the
    passphrase is shorter than 14 signs, or a link leads out of the folder.
    """
    folder, out = Path(folder), Path(out)
    if not (folder / "review.yml").is_file():
        raise InputError(Problem(folder.name, "This is not a case folder: it has no review.yml.", "Give the folder of the case."))
    if len(passphrase.strip()) < SHORTEST_PASSPHRASE:
        raise InputError(Problem(folder.name, f"The passphrase is shorter than {SHORTEST_PASSPHRASE} signs.", "Use four or more words that do not belong together."))
    if out.exists():
        raise InputError(Problem(out.name, "There is a file of this name already.", "Give another name; the kit never writes over a sealed case."))
    if out.resolve().is_relative_to(folder.resolve()):
        raise InputError(Problem(out.name, "The sealed file would lie inside the case it seals.", "Put it beside the case."))
    import pyrage

    write_atomic(out, pyrage.passphrase.encrypt(_zipped(folder), passphrase))
    return out


def open_sealed(path: Path | str, passphrase: str, folder: Path | str) -> Path:
    """Unpack a sealed case into a new `folder`. All of it is checked before anything is written.

    Raises InputError for a wrong passphrase, a file that was changed, one that is no sealed case, or
    where `folder` is there already; for one that costs more than this machine can do, after some tries.
    """
    path, folder = Path(path), Path(folder)
    if folder.exists():
        raise InputError(Problem(folder.name, "There is a folder of this name already.", "Give a new name; the kit never unpacks over a case."))
    import pyrage

    if path.exists() and not path.is_file():
        raise InputError(Problem(path.name, "This is not a file.", "Name the sealed file itself."))
    try:
        data = path.read_bytes()
    except OSError as error:
        raise InputError(Problem(path.name, f"The file can't be read ({error.strerror or 'no such file'}).", "Check the name.")) from None
    for left in reversed(range(_TRIES)):
        try:
            content = pyrage.passphrase.decrypt(data, passphrase)
            break
        except pyrage.DecryptError as error:
            if "work" not in str(error).lower():
                raise InputError(Problem(path.name, "The file can't be opened: the passphrase is wrong, or the file was changed since it was sealed.", "Type the passphrase again; if it is right, ask for the file again.")) from None
            if not left:
                raise InputError(Problem(path.name, "This machine is too slow, or too busy, for the way the file was sealed.", "Close other programs and try again, or open it on the machine it was sealed on.")) from None
            time.sleep(_PAUSE)
    _unzip(content, path.name, folder)
    return folder


def _zipped(folder: Path) -> bytes:
    base = folder.resolve()
    result = io.BytesIO()
    inner = sorted(folder.rglob("*"))
    if len(inner) > MAX_FILES:
        raise InputError(Problem(folder.name, f"The folder holds more than {MAX_FILES:,} files, and could not be opened again.", "Take out what is not of the case."))
    with zipfile.ZipFile(result, "w", zipfile.ZIP_DEFLATED) as packed:
        for file in inner:
            inside = file.relative_to(folder)
            if any(part in _LEFT_OUT for part in inside.parts) or file.name.endswith(".part"):
                continue
            if not file.resolve().is_relative_to(base):
                raise InputError(Problem(inside.as_posix(), "This is a link to something outside the case.", "Replace it by a copy, or take it out."))
            if file.is_file():
                packed.writestr(zipfile.ZipInfo(inside.as_posix(), _EPOCH), file.read_bytes(), zipfile.ZIP_DEFLATED)
    return result.getvalue()


def _unzip(content: bytes, name: str, folder: Path) -> None:
    end = content.rfind(b"PK\x05\x06")
    if content.count(b"PK\x01\x02") > MAX_FILES or (end >= 0 and int.from_bytes(content[end + 10 : end + 12], "little") > MAX_FILES):
        raise InputError(Problem(name, f"The sealed file holds more than {MAX_FILES:,} files; no case does.", "Do not trust it; ask who sent it."))
    try:
        packed = zipfile.ZipFile(io.BytesIO(content))
    except zipfile.BadZipFile:
        raise InputError(Problem(name, "The file opens, but holds no case.", "Seal the case again with lcspr seal.")) from None
    with packed, tempfile.TemporaryDirectory(dir=folder.resolve().parent, prefix=".opening-") as part:
        entries = packed.infolist()
        outside = [entry.filename for entry in entries if not _is_inside(entry.filename)]
        if outside or sum(entry.file_size for entry in entries) > MAX_BYTES:
            raise InputError(Problem(name, "The sealed file holds paths that lead out of the case, or too much.", "Do not trust it; ask who sent it."))
        target = Path(part) / "case"
        target.mkdir(mode=0o700)
        for entry in entries:
            place = target.joinpath(*PurePosixPath(entry.filename).parts)
            place.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
            handle = os.open(place, os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0), 0o600)
            with os.fdopen(handle, "wb") as file:
                file.write(packed.read(entry))
        target.rename(folder)


def _is_inside(name: str) -> bool:
    parts = PurePosixPath(name).parts
    return bool(parts) and not name.startswith(("/", "\\")) and ".." not in parts and ":" not in name and "\\" not in name
