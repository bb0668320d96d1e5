"""Runs every test: the suite and the notebooks, in one go. `python3 start.py test` calls it.

Arguments go to pytest, so `python3 start.py test -k dates` works.
"""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent


def main() -> int:
    """Run pytest with the notebooks checked by nbval; returns its exit code."""
    options = ["-q", "-n", "2", "--dist", "loadscope", "--durations=15", "--nbval-lax", "--nbval-current-env", "--nbval-cell-timeout=120"]
    chosen = sys.argv[1:] or ["tests", "notebooks"]
    return subprocess.run([sys.executable, "-m", "pytest", *options, *chosen], cwd=ROOT).returncode


if __name__ == "__main__":
    sys.exit(main())
