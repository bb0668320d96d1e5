"""The explorer in a real JupyterLab: how long until the first picture, and until a filter or click is answered and drawn.

Cases of 350 to 50,000 events are written from the example case's events, repeated on days of their own. Times are
taken in the page, from the question to the frame that shows the answer. Without a Chromium only the kernel is measured.
"""

from __future__ import annotations

import csv
import os
import re
import shutil
import socket
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pandas as pd

from lcspr_kit.case import load_case
from lcspr_kit.chronology.intake import read_case
from lcspr_kit.episodes.study import study_case
from lcspr_kit.resources import examples
from lcspr_kit.widgets.explored import answer
from lcspr_kit.widgets.explorer import Explorer

SIZES = (350, 5_000, 50_000)
OPEN = "import sys; from pathlib import Path; from lcspr_kit.lab import open_lab; open_lab(Path(sys.argv[1]), False)"


def write_case(folder: Path, size: int) -> None:
    """The example case with `size` dated events, one CSV an agency."""
    shutil.copytree(examples() / "alex", folder)
    events = read_case(load_case(folder)).events
    events = events[events["start"].notna()]
    for path in [*(folder / "chronologies").iterdir(), folder / "mapping.yml", folder / "episodes.yml"]:
        path.unlink()
    rows: dict[str, list[list[str]]] = {}
    for number in range(size):
        copy, event = divmod(number, len(events))
        row = events.iloc[event]
        day = row["start"] + pd.Timedelta(days=copy % 29)
        rows.setdefault(row["agency"], []).append([f"{day:%d/%m/%Y}", row["time_text"], f"{row['event']} Copy {copy}." if copy else row["event"], row["response"], row["child_seen"]])
    review = (folder / "review.yml").read_text(encoding="utf-8")
    for number, (agency, cells) in enumerate(rows.items()):
        with (folder / "chronologies" / f"agency{number}.csv").open("w", newline="", encoding="utf-8") as file:
            csv.writer(file).writerows([["Date", "Time", "What happened", "Response", "Child seen"], *cells])
        review = re.sub(rf"(name: {re.escape(agency)},[^}}]*chronology: )[^}},]*", rf"\g<1>agency{number}.csv", review)
    (folder / "review.yml").write_text(review, encoding="utf-8")


def kernel(folder: Path, size: int) -> None:
    """What the functions take before the first picture, and for a question."""
    spent: dict[str, float] = {}

    def timed(name: str, function: Callable[[], Any]) -> Any:
        begun = time.perf_counter()
        result = function()
        spent[name] = time.perf_counter() - begun
        return result

    case = load_case(folder)
    intake = timed("reading", lambda: read_case(case))
    study = timed("scoring", lambda: study_case(case, intake.events))
    explorer = timed("explorer", lambda: Explorer(case, intake.events, study))
    timed("start", lambda: answer(explorer, intake, {"kind": "start"}))
    look = {"kind": "look", "window": list(explorer.period), "width": 900, "lane": 30, "strip": 26}
    timed("first look", lambda: answer(explorer, intake, look))
    timed("rows", lambda: answer(explorer, intake, {"kind": "rows"}))
    timed("search", lambda: (explorer.prepare(), answer(explorer, intake, {**look, "filters": {"text": "bruise hub"}})))
    print(f"{size:>7,} kernel : " + ", ".join(f"{name} {seconds:.2f} s" for name, seconds in spent.items()))


FIRST, LIVE = (f"() => document.querySelector('{place} .lcspr-explore')?.dataset.milliseconds" for place in (".lcspr-first", ".jp-Notebook"))


def in_jupyterlab(folder: Path, size: int, program: str, times: int) -> None:
    """What an author sees. The first picture: the timeline with all agencies' records, drawn from the case's files as they are; the page itself
    can be used when its own kernel has answered. From when the command is given, and from when the browser asks for the page."""
    from playwright.sync_api import sync_playwright

    spent: dict[str, list[float]] = {"address": [], "first picture": [], "of which after the page was asked for": [], "page that can be used": [], "of which after it was asked for": []}
    with sync_playwright() as playwright:
        for left in reversed(range(times)):
            chromium = playwright.chromium.launch(executable_path=program, args=["--no-sandbox", "--disable-gpu"])
            page = chromium.new_page(viewport={"width": 1366, "height": 768})
            page.set_default_timeout(240_000)
            begun = time.perf_counter()
            process = subprocess.Popen([sys.executable, "-c", OPEN, str(folder)], stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True)
            try:
                assert process.stderr
                base, token = next(match.groups() for line in process.stderr if (match := re.search(r"(http://127\.0\.0\.1:\d+)/lab\S*token=(\w+)", line)))
                threading.Thread(target=process.stderr.read, daemon=True).start()
                spent["address"].append(time.perf_counter() - begun)
                asked = opened(page, f"{base}/lab/tree/notebooks/explore.ipynb?token={token}")
                page.wait_for_function(f"() => ({FIRST})() || ({LIVE})()", polling=20)
                for name, condition in (("first picture", FIRST), ("page that can be used", LIVE)):
                    if condition is LIVE:
                        page.wait_for_function(LIVE, polling=20)
                    spent[name].append(time.perf_counter() - begun)
                    spent["of which after the page was asked for" if condition is FIRST else "of which after it was asked for"].append(time.perf_counter() - asked)
                if not left:
                    measure(page, size)
            finally:
                chromium.close()
                process.terminate()
                process.wait(20)
    print(f"{size:>7,} browser: medians of {times}: " + ", ".join(f"{name} {statistics.median(seconds):.2f} s" for name, seconds in spent.items()) + (f" (load {os.getloadavg()[0]:.1f})" if hasattr(os, "getloadavg") else ""))


def opened(page: Any, address: str) -> float:
    """Ask for a page of a server that has just printed its address, and may listen a moment later; when it was asked for."""
    place = urlsplit(address)
    while True:
        with suppress(OSError), socket.create_connection((place.hostname, place.port), 5):
            break
    asked = time.perf_counter()
    page.goto(address, wait_until="commit")
    return asked


def measure(page: Any, size: int) -> None:
    """Ask the explorer things."""
    explorer = page.locator(".jp-Notebook .lcspr-explore")
    explorer.locator(".lcspr-inner .lcspr-row").first.wait_for()
    page.wait_for_timeout(5000)

    def asked(act: Callable[[], Any]) -> float:
        looks = explorer.get_attribute("data-looks")
        act()
        page.wait_for_function("was => document.querySelector('.jp-Notebook .lcspr-explore').dataset.looks !== was", arg=looks)
        return float(explorer.get_attribute("data-milliseconds"))

    child = explorer.locator(".lcspr-filters > label select").first
    deeds: dict[str, list[Callable[[], Any]]] = {
        "search": [lambda word=word: explorer.get_by_label("Search").fill(word) for word in ("bruise", "mother", "", "school", "police", "")],
        "child seen": [lambda value=value: child.select_option(value) for value in ("yes", "no", "none", "")],
        "uncertain": [lambda: explorer.get_by_label("Date uncertain").click()] * 4,
        "zoom": [lambda: explorer.get_by_role("button", name="Zoom in").click()] * 4,
        "whole": [lambda: explorer.get_by_role("button", name="Whole", exact=True).click()] * 4,
    }
    for name, acts in deeds.items():
        spent = [asked(act) for act in acts]
        print(f"{size:>7,} browser: {name:<11} median {statistics.median(spent):6.1f} ms, slowest {max(spent):6.1f} ms")
    frames = page.evaluate(
        "async () => { const s = document.querySelector('.jp-Notebook .lcspr-explore .lcspr-table'); const gaps = []; let last = performance.now();"
        " for (let i = 0; i < 120; i++) { s.scrollTop += 900; await new Promise(requestAnimationFrame); const now = performance.now(); gaps.push(now - last); last = now; } return gaps; }"
    )
    print(f"{size:>7,} browser: scrolling   median {statistics.median(frames):6.1f} ms a frame, slowest {max(frames):6.1f} ms")


def main() -> None:
    """Measure every size, or those given."""
    program = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    for size in [int(given) for given in sys.argv[1:]] or SIZES:
        with tempfile.TemporaryDirectory(prefix="lcspr-bench-") as private:
            folder = Path(private) / "alex"
            write_case(folder, size)
            kernel(folder, size)
            if program:
                in_jupyterlab(folder, size, program, 5 if size <= 5_000 else 1)


if __name__ == "__main__":
    main()
