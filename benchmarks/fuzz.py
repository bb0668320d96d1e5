"""Broken files at every reader: only events or clear refusals: `python benchmarks/fuzz.py [SECONDS] [FORMAT ...]`.

Takes good files (the example's exports; XLS and ODS by LibreOffice where it is installed, PDF by typst),
breaks them in their bytes and, within the zip, in their XML, and reads each to events. Whatever is not a
reading or an InputError, or takes longer than 30 s, is printed with the seed that makes it again. Ten
minutes a format is the long check before a release; 20 seconds a format is the default.
"""

from __future__ import annotations

import io
import random
import re
import shutil
import subprocess
import sys
import tempfile
import time
import traceback
import zipfile
import zlib
from collections import Counter
from collections.abc import Callable
from pathlib import Path

from lcspr_kit.chronology.intake import read_file
from lcspr_kit.problems import InputError
from lcspr_kit.resources import examples

LONGEST = 30.0
FORMATS = ("csv", "txt", "xlsx", "docx", "ods", "xls", "pdf")
EDGES = ["0", "-1", "1", "99999999999999999999", "2147483648", "1e308", "NaN", "-0.5", "", "\u202e", "A" * 5000, "&lt;", "31/02/2021", "\ufeff", "\x7f", "AAAAAAA1", "r:id", "\u0661\u0662"]


def good_files(folder: Path) -> dict[str, list[bytes]]:
    """Seeds by format, made in `folder`."""
    exports = sorted((examples() / "alex" / "chronologies").iterdir())
    seeds: dict[str, list[bytes]] = {name: [path.read_bytes() for path in exports if path.suffix == f".{name}"] for name in ("csv", "xlsx", "docx")}
    rows = [line.split(",")[:4] for line in seeds["csv"][0].decode("utf-8", "replace").splitlines()[1:40]]
    seeds["txt"] = ["\n".join(f"{row[0]} - {' '.join(row[1:])}" for row in rows).encode("utf-16"), "\n".join("\t".join(row) for row in rows).encode("cp1252", "replace")]
    office = shutil.which("soffice")
    for kind in ("ods", "xls"):
        seeds[kind] = []
        for path in [path for path in exports if path.suffix == ".xlsx"] if office else []:
            subprocess.run([office, "--headless", "--convert-to", kind, "--outdir", str(folder), str(path)], capture_output=True, check=True)
            seeds[kind].append((folder / f"{path.stem}.{kind}").read_bytes())
    import typst

    cells = "".join(f"[{n + 1}/03/2021], [Home visit {n}, seen with mother.], [None]," for n in range(25))
    source = folder / "table.typ"
    source.write_text(f"#table(columns: 3, [Date], [Event], [Outcome], {cells})", encoding="utf-8")
    seeds["pdf"] = [typst.compile(str(source))]
    return seeds


def break_bytes(data: bytes, chance: random.Random) -> bytes:
    """A few bytes changed, cut out, doubled or moved."""
    out = bytearray(data)
    for _ in range(chance.choice((1, 1, 2, 5, 20))):
        if not out:
            break
        at, length = chance.randrange(len(out)), chance.choice((1, 1, 4, 30, 500))
        what = chance.randrange(6)
        if what == 0:
            out[at] = chance.randrange(256)
        elif what == 1:
            del out[at : at + length]
        elif what == 2:
            out[at:at] = out[at : at + length] * chance.choice((1, 3, 50))
        elif what == 3:
            out[at : at + length] = chance.randbytes(length)
        elif what == 4:
            out = out[: max(at, 1)] if chance.random() < 0.3 else out
        else:
            out[at:at] = chance.choice(EDGES).encode("utf-8")
    return bytes(out)


def break_text(data: bytes, chance: random.Random) -> bytes:
    """Values, tags and lines of a text or an XML part changed, so that it often stays well formed."""
    text = data.decode("utf-8", "replace")
    for _ in range(chance.choice((1, 2, 5))):
        spots = list(re.finditer(r'"[^"]{0,200}"|>[^<]+<|<[^>]{1,200}>|[^,\t\r\n]+', text))
        if not spots:
            break
        spot = chance.choice(spots)
        old = spot[0]
        if old.startswith('"'):
            new = f'"{chance.choice(EDGES)}"'
        elif old.startswith(">"):
            new = f">{chance.choice(EDGES)}<"
        elif old.startswith("<"):
            new = chance.choice(("", old * chance.choice((2, 200)), old.replace("/", ""), "<!-- -->", "<![CDATA[x]]>"))
        else:
            new = chance.choice((*EDGES, old * 2, ""))
        text = text[: spot.start()] + new + text[spot.end() :]
    return text.encode("utf-8", "replace")


def break_zip(data: bytes, chance: random.Random) -> bytes:
    """One or two parts of a package broken, left out or doubled; the package itself stays good."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        names = old.namelist()
        hit = set(chance.sample(names, k=min(len(names), chance.choice((1, 1, 2)))))
        if chance.random() < 0.6:  # where the rows are
            hit |= {chance.choice([name for name in names if re.search(r"sheet\d|document\.xml|content\.xml|sharedStrings|styles|comments", name)] or names)}
        for name in names:
            part = old.read(name)
            if name in hit:
                what = chance.random()
                if what < 0.1:
                    continue
                part = break_bytes(part, chance) if what < 0.3 else break_text(part, chance)
            new.writestr(name, part)
    return out.getvalue()


def breaker(kind: str, chance: random.Random) -> Callable[[bytes, random.Random], bytes]:
    """How to break a file of this format this time."""
    if kind in ("xlsx", "docx", "ods"):
        return break_zip if chance.random() < 0.8 else break_bytes
    if kind in ("csv", "txt"):
        return chance.choice((break_bytes, break_text))
    return break_bytes


def fuzz(kind: str, seeds: list[bytes], folder: Path, seconds: float) -> int:
    """Break and read for so long; prints what went wrong and how many files there were. Returns the faults."""
    count, faults, slowest, ends = 0, 0, 0.0, Counter[str]()
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        chance = random.Random(zlib.crc32(f"{kind} {count}".encode()))
        path = folder / f"broken.{kind}"
        path.write_bytes(breaker(kind, chance)(chance.choice(seeds), chance))
        start = time.monotonic()
        try:
            read = read_file(path)
            ends["read"] += 1
            total = sum(report.rows for report in read.reports)
            if total != sum(report.events + report.quarantined + report.skipped for report in read.reports):
                raise AssertionError("rows are not conserved")
        except InputError:
            ends["refused"] += 1
        except Exception:
            faults += 1
            print(f"{kind}, file {count}: not a refusal:\n{traceback.format_exc(limit=-3)}")
        took = time.monotonic() - start
        slowest = max(slowest, took)
        if took > LONGEST:
            faults += 1
            print(f"{kind}, file {count}: {took:.0f} s")
        count += 1
    print(f"{kind}: {count} broken files in {seconds:.0f} s: {ends['read']} read, {ends['refused']} refused, {faults} faults; slowest {slowest:.1f} s", flush=True)
    return faults


def main() -> int:
    """All formats, or those named; the exit code is 1 if anything but a reading or a refusal came."""
    numbers = [float(word) for word in sys.argv[1:] if word.replace(".", "").isdigit()]
    wanted = [word for word in sys.argv[1:] if word in FORMATS] or FORMATS
    faults = 0
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        seeds = good_files(folder)
        for kind in wanted:
            if seeds[kind]:
                faults += fuzz(kind, seeds[kind], folder, numbers[0] if numbers else 20)
            else:
                print(f"{kind}: left out, LibreOffice is not installed to make one")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
