"""Runs every benchmark, or those named: `python3 start.py bench [NAME ...]`.

Each prints a table of ratios measured in one run. Figures of one machine say little about another;
ratios say more. A benchmark that needs shared data says so and is left out where it is missing.
`work.py` takes half an hour and is run by itself.
"""

from __future__ import annotations

import os
import platform
import subprocess
import sys
from importlib.metadata import version
from pathlib import Path

HERE = Path(__file__).resolve().parent
NOT_BENCHMARKS = {"run.py", "planted.py", "work.py", "author.py"}


def main() -> int:
    """Run them one after the other; the exit code is 1 if any failed."""
    found = {path.stem: path for path in sorted(HERE.glob("*.py")) if path.name not in NOT_BENCHMARKS}
    wanted = sys.argv[1:] or list(found)
    unknown = [name for name in wanted if name not in found]
    if unknown:
        print(f"There is no benchmark {', '.join(unknown)}. There are: {', '.join(found)}.")
        return 2
    print(f"{platform.platform()}, {os.cpu_count()} cores, Python {platform.python_version()}, pandas {version('pandas')}, papermill {version('papermill')}, nbconvert {version('nbconvert')}")
    failed = []
    for name in wanted:
        print(f"\n=== {name}: {(found[name].read_text(encoding='utf-8').split(chr(34) * 3)[1].strip().splitlines() or [''])[0]}", flush=True)
        if subprocess.run([sys.executable, str(found[name])], cwd=HERE.parent).returncode:
            failed.append(name)
    if failed:
        print(f"\nFailed: {', '.join(failed)}")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
