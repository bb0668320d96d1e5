"""The public lists of hostile text through every output, counted in a real Chromium. Run by hand:
`python benchmarks/naughty.py`. Needs the lists in `../shared/data/naughty` beside the checkout and
stops where they are missing. Takes some minutes.

Every line goes into a text column of a chronology, every twentieth or so into the author's prose; the page is then opened
with and without its own policy. Prints dialogs, requests, active elements, formulas and how long it took.
"""

from __future__ import annotations

import csv
import json
import re
import shutil
import sys
import tempfile
import time
from pathlib import Path

import openpyxl
from playwright.sync_api import sync_playwright

from lcspr_kit.render import render_case

LISTS = Path(__file__).resolve().parents[2] / "shared" / "data" / "naughty"
ACTIVE = "script, iframe, object, embed, base, link[rel=stylesheet], [onload], [onerror], [onclick], a[href^='javascript' i], a[href^='data' i]"
PROSE_LINES = 400


def payloads() -> list[str]:
    """Every line of every list, without the signs that no CSV or YAML may hold."""
    lines = json.loads((LISTS / "blns_blns.json").read_text(encoding="utf-8"))
    for path in sorted(LISTS.glob("payloadbox_*.txt")) + sorted((LISTS / "patt").rglob("*.txt")):
        lines += path.read_text(encoding="utf-8", errors="replace").splitlines()
    return list(dict.fromkeys(re.sub(r"[\x00\r\n]", " ", line) for line in lines if line.strip()))


def make_case(folder: Path, lines: list[str]) -> None:
    """A case whose chronology and prose are the lists."""
    (folder / "chronologies").mkdir(parents=True)
    (folder / "narrative").mkdir()
    with (folder / "chronologies" / "police.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(["Date", "Source", "Event", "Response", "Analysis", "Child's voice", "Other"])
        for number, start in enumerate(range(0, len(lines), 6)):
            source, event, *others = (lines[start : start + 6] + [""] * 6)[:6]
            writer.writerow([f"{number % 28 + 1:02d}/{number % 12 + 1:02d}/2025", source, f"Assault, police attended. {event}", *others])
    (folder / "people.csv").write_text("id,name,pseudonym\np01,Quenby Orrin,Child Q\n", encoding="utf-8")
    (folder / "review.yml").write_text("reference: X-1\ndecision_date: 2026-03-02\nperiod: {from: 2025-01-01, to: 2025-12-31}\nsubjects: [p01]\nagencies:\n  - {name: Police, kind: police, chronology: police.csv}\n", encoding="utf-8")
    step = max(1, len(lines) // PROSE_LINES)
    (folder / "narrative" / "evidence.md").write_text("\n\n".join(lines[::step]), encoding="utf-8")


def main() -> None:
    """Measure and print."""
    if not LISTS.is_dir():
        sys.exit(f"The lists are not there: this needs {LISTS.name} in ../shared/data beside the checkout.")
    lines = payloads()
    print(f"{len(lines)} lines")
    with tempfile.TemporaryDirectory() as temporary:
        case = Path(temporary) / "case"
        make_case(case, lines)
        start = time.perf_counter()
        draft = render_case(case, ["html", "docx"])  # the PDF's font has no emoji; PDF text is escaped by the same functions as Word's
        print(f"rendered in {time.perf_counter() - start:.0f} s; sections that failed: {draft.failed}")
        seen: list[str] = []
        with sync_playwright() as playwright:
            program = shutil.which("chromium") or shutil.which("google-chrome")
            browser = playwright.chromium.launch(executable_path=program, args=["--no-sandbox", "--disable-gpu"])
            for bypass in (False, True):
                page = browser.new_context(bypass_csp=bypass).new_page()
                page.on("dialog", lambda dialog: (seen.append(f"dialog {dialog.message}"), dialog.dismiss()))
                page.on("request", lambda request: None if request.url.startswith(("file:", "data:")) else seen.append(request.url))
                for path in [draft.folder / "report.html", *sorted((draft.folder / "figures").glob("*.svg"))]:
                    page.goto(path.as_uri())
                    page.wait_for_timeout(500)
                    active = page.evaluate(f'document.querySelectorAll("{ACTIVE}").length')
                    print(f"{path.name}: {active} active elements (policy {'off' if bypass else 'on'})")
            browser.close()
        print(f"dialogs and requests: {len(seen)} {seen[:5]}")
        book = openpyxl.load_workbook(draft.folder / "chronology.xlsx", read_only=False)
        cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row]
        print(f"cells: {len(cells)}; formulas: {sum(cell.data_type == 'f' for cell in cells)}; links: {sum(bool(cell.hyperlink and cell.hyperlink.target) for cell in cells)}")


if __name__ == "__main__":
    main()
