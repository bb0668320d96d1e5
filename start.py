#!/usr/bin/env python3
"""Start here: sets the kit up in this folder and runs it. Needs Python 3.11 or later, nothing else.

    python3 start.py demo          the example review, from agency exports to an opened draft
    python3 start.py test          every test
    python3 start.py lab [CASE]    JupyterLab on a case (the example, where none is named)
    python3 start.py wheels        fill the folder wheels/, to install on a machine without a network
    python3 start.py bench         the benchmarks
    python3 start.py VERB ...      any verb of the lcspr command, such as: render my-review

Standard library only. Everything goes into .venv/ beside this file; delete that to start afresh.
"""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys
import time
from pathlib import Path

HERE = Path(__file__).resolve().parent
VENV = HERE / ".venv"
BIN = VENV / ("Scripts" if os.name == "nt" else "bin")
PYTHON = BIN / ("python.exe" if os.name == "nt" else "python")
WHEELS = HERE / "wheels"
BUILD = ("hatchling", "editables")


def main(words: list[str]) -> int:
    """Set up what is missing, then run what was asked for. Returns the exit code."""
    if sys.version_info < (3, 11):
        print(f"Python 3.11 or later is needed; this is {sys.version.split()[0]}. Nothing was changed.")
        return 2
    if not words or words[0] in ("-h", "--help", "help"):
        print(__doc__)
        return 0
    verb, rest = words[0], words[1:]
    extra = "test" if verb in ("test", "bench") else ""
    if not install(extra):
        return 2
    if verb == "wheels":
        return fill_wheels()
    if verb == "test":
        return run([PYTHON, HERE / "tests" / "run.py", *rest])
    if verb == "bench":
        return run([PYTHON, HERE / "benchmarks" / "run.py", *rest])
    return run([PYTHON, "-P", "-m", "lcspr_kit", verb, *rest], HERE if verb == "demo" else None)


def run(command: list[object], folder: Path | None = None) -> int:
    """Run a command with UTF-8 everywhere; returns its exit code."""
    environment = {**os.environ, "PYTHONUTF8": "1"}
    try:
        return subprocess.run([str(part) for part in command], cwd=folder, env=environment).returncode
    except KeyboardInterrupt:
        return 130


def install(extra: str) -> bool:
    """Make .venv and install the kit, unless that was done for these very files. True if all is well."""
    stamp = VENV / f".lcspr-installed{'-' + extra if extra else ''}"
    wanted = fingerprint()
    if PYTHON.exists() and stamp.exists() and stamp.read_text(encoding="utf-8") == wanted:
        return True
    print("Setting up (once; a few minutes with a network)." if not WHEELS.is_dir() else "Setting up from wheels/ (once).")
    started = time.monotonic()
    if not PYTHON.exists() and subprocess.run([sys.executable, "-P", "-m", "venv", str(VENV)]).returncode:
        print("The virtual environment could not be made. On Debian and Ubuntu, Python's venv part may be missing; the Python from python.org has it.")
        return False
    source = f"{HERE}[{extra}]" if extra else str(HERE)
    offline = ["--no-index", "--find-links", str(WHEELS)] if WHEELS.is_dir() else []
    command = [str(PYTHON), "-P", "-m", "pip", "install", "--disable-pip-version-check", "--no-input", "--progress-bar=off", *offline,
               "-c", str(HERE / "constraints.txt"), "-e", source]  # fmt: skip
    if not follow(command):
        return False
    stamp.write_text(wanted, encoding="utf-8")
    print(f"Set up in {time.monotonic() - started:.0f} seconds.")
    return True


def fingerprint() -> str:
    """Changes when what is to be installed changes."""
    digest = hashlib.sha256(sys.version.encode())
    for name in ("pyproject.toml", "constraints.txt"):
        digest.update((HERE / name).read_bytes())
    return digest.hexdigest()


def follow(command: list[str]) -> bool:
    """Run pip with a progress bar made from what it says. True if it ended well."""
    expected = sum(1 for line in (HERE / "constraints.txt").read_text(encoding="utf-8").splitlines() if "==" in line)
    seen, said = 0, []
    process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, encoding="utf-8", errors="replace")
    assert process.stdout is not None
    for line in process.stdout:
        said.append(line.rstrip())
        seen += line.startswith(("Collecting ", "Requirement already satisfied"))
        last = line.startswith("Installing collected")
        bar(1.0 if last else min(0.9, 0.9 * seen / max(expected, 1)), "installing" if last else "fetching")
    print()
    if process.wait() == 0:
        return True
    print("The kit could not be installed. What pip said:")
    print("\n".join(f"  {line.strip()}" for line in [line for line in said if "ERROR" in line][-4:] or said[-8:]))
    if WHEELS.is_dir():
        print(f"The folder wheels/ has to come from the same kind of machine with Python {sys.version_info.major}.{sys.version_info.minor}. Make it again there: python3 start.py wheels")
    else:
        print("Without a network: run `python3 start.py wheels` on a machine that has one, and copy the folder wheels/ here.")
    return False


def bar(share: float, what: str) -> None:
    """Draw a progress bar where somebody can see it."""
    if sys.stdout.isatty():
        full = round(share * 30)
        print(f"\r[{'#' * full}{'.' * (30 - full)}] {what:<12}", end="", flush=True)


def fill_wheels() -> int:
    """Fetch every package for this kind of machine into wheels/, ready to install: nothing is left to build there."""
    code = run([PYTHON, "-P", "-m", "pip", "wheel", "--disable-pip-version-check", "-w", WHEELS, "-c", HERE / "constraints.txt", *BUILD, HERE])
    for own in WHEELS.glob("lcspr_kit-*.whl"):
        own.unlink()  # the kit itself is installed from this folder
    if code == 0:
        print(f"\nCopy this folder, wheels/ included, to a machine with Python {sys.version_info.major}.{sys.version_info.minor} of the same kind, and start it there.")
    return code


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
