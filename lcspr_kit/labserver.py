"""`python -m lcspr_kit.labserver lab|app CASE ...`: Jupyter's server on a case, with a kernel always waiting for its next page.

The waiting kernel imports, reads the exports and scores them while the server itself and the browser start.
"""

from __future__ import annotations

import sys
from pathlib import Path

from lcspr_kit.jupyter import without_grammar
from lcspr_kit.warm import keep_waiting

PAGES = ["lcspr_kit.widgets." + name for name in ("welcome", "intake", "explore", "episodes", "genogram", "report", "tables")]
"""What the pages of a case import."""


def main() -> None:
    """Run the server; the other arguments are its own."""
    which, case, *arguments = sys.argv[1:]
    keep_waiting(Path(case), PAGES)
    sys.argv = [which, *arguments]
    with without_grammar():
        if which == "lab":
            from jupyterlab.labapp import main as serve
        else:
            from voila.app import main as serve
    sys.exit(serve())


if __name__ == "__main__":
    main()
