"""Makes the README's pictures from the example case: `python docs/make_pictures.py`."""

from __future__ import annotations

import shutil
import tempfile
from pathlib import Path

import pypdfium2

from lcspr_kit import graphviz
from lcspr_kit.render import render_case
from lcspr_kit.report.figures import genogram, overview
from lcspr_kit.report.opening import open_report
from lcspr_kit.resources import examples

PICTURES = Path(__file__).resolve().parent / "pictures"
PAGE = "Episode E1"


def main() -> None:
    """Write genogram.png, timeline.png and page.png."""
    PICTURES.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as name:
        case = Path(name) / "alex"
        shutil.copytree(examples() / "alex", case, ignore=shutil.ignore_patterns("drafts", ".*"))
        report = open_report(case)
        (PICTURES / "genogram.png").write_bytes(graphviz.png(genogram(report)[0].drawing, 72))
        (PICTURES / "timeline.png").write_bytes(graphviz.png(overview(report)[0].drawing, 100))
        document = pypdfium2.PdfDocument(render_case(case, ["pdf"]).folder / "report.pdf")
        number = next(n for n in range(4, len(document)) if PAGE in document[n].get_textpage().get_text_range())
        document[number].render(scale=1.2).to_pil().convert("P").save(PICTURES / "page.png", optimize=True)
        document.close()


if __name__ == "__main__":
    main()
