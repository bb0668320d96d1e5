"""The explorer: how long until the page has its answer, with 350 to 50,000 events, in the kernel and in a browser.

The example case's events, repeated with ids and days of their own. The browser is a real Chromium that runs
`explorer.js` on a bare page; questions go straight to the functions that answer them in the kernel, so that
what Jupyter adds to each (a few milliseconds on one machine) is left out. Without a Chromium only the kernel is measured.
"""

from __future__ import annotations

import base64
import json
import shutil
import statistics
import time
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pandas as pd

from lcspr_kit.case import load_case
from lcspr_kit.chronology.events import sort_events
from lcspr_kit.chronology.intake import Intake, read_case
from lcspr_kit.episodes.study import study_case
from lcspr_kit.resources import examples
from lcspr_kit.widgets.explore import answer
from lcspr_kit.widgets.explorer import Explorer
from lcspr_kit.widgets.page import script, style

SIZES = (350, 5_000, 50_000)
REPEATS = 7
WORDS = ("bruise", "mother", "", "school")
PAGE = """<!DOCTYPE html><html lang="en"><head><title>bench</title><style>%s</style></head><body><div id="here" style="width:1100px"></div></body></html>"""
BRIDGE = """
async (source) => {
  const { default: { render } } = await import(URL.createObjectURL(new Blob([source], { type: "text/javascript" })));
  const hearers = [];
  const model = { on: (name, hear) => hearers.push(hear), off: () => {}, send: async (message) => {
    const [content, buffers] = await window.ask(message);
    const views = buffers.map((text) => new DataView(Uint8Array.from(atob(text), (sign) => sign.charCodeAt(0)).buffer));
    for (const hear of hearers) hear(content, views);
  } };
  render({ model, el: document.getElementById("here") });
}
"""


def explorer_of(size: int) -> tuple[Explorer, Intake]:
    """An explorer of `size` events made from the example case's."""
    case = load_case(examples() / "alex")
    intake = read_case(case)
    study = study_case(case, intake.events)
    times = -(-size // len(intake.events))
    parts, scores, readings = [], [], dict(study.scored.readings)
    for number in range(times):
        part, ids = intake.events.copy(), {identity: f"{identity}{number}" if number else identity for identity in intake.events["event_id"]}
        part["event_id"] = part["event_id"].map(ids)
        for name in ("start", "end"):
            part[name] = part[name] + pd.Timedelta(days=number % 29)
        part["event"] = part["event"] + (f" Copy {number}." if number else "")
        parts.append(part)
        scores.append(study.scores.assign(event_id=study.scores["event_id"].map(ids)))
        readings.update({ids[identity]: reading for identity, reading in study.scored.readings.items()})
    events = sort_events(pd.concat(parts, ignore_index=True).iloc[:size])
    whole = replace(study, scores=pd.concat(scores, ignore_index=True), scored=replace(study.scored, readings=readings))
    return Explorer(case, events, whole), intake


def timed_ms(function: Callable[[], Any]) -> tuple[float, float]:
    """Median and slowest of some runs, in milliseconds."""
    spent = []
    for _ in range(REPEATS):
        begun = time.perf_counter()
        function()
        spent.append(1000 * (time.perf_counter() - begun))
    return statistics.median(spent), max(spent)


def kernel(explorer: Explorer, intake: Intake, size: int) -> None:
    """What the functions take."""
    begun = time.perf_counter()
    _, [rows] = answer(explorer, intake, {"kind": "start"})
    first = time.perf_counter() - begun
    look = {"kind": "look", "window": list(explorer.period), "width": 900, "lane": 40, "strip": 30}
    begun = time.perf_counter()
    answer(explorer, intake, {**look, "filters": {"text": "bruise"}})
    print(f"{size:>7,} kernel : start {first:.2f} s ({len(rows) / 1e6:.1f} MB), first search {time.perf_counter() - begun:.2f} s")
    asked = {
        "everything": {}, "search": {"text": "bruise hub"}, "agency": {"agencies": explorer.agencies[:1]}, "indicator": {"families": ["injury"]},
        "child seen": {"child_seen": "yes"}, "person": {"people": ["p01"]},
    }  # fmt: skip
    for name, filters in asked.items():
        middle, worst = timed_ms(lambda filters=filters: answer(explorer, intake, {**look, "filters": filters}))
        print(f"{size:>7,} kernel : {name:<11} median {middle:6.1f} ms, slowest {worst:6.1f} ms")
    middle, worst = timed_ms(lambda: answer(explorer, intake, {"kind": "read", "number": 5}))
    print(f"{size:>7,} kernel : {'click':<11} median {middle:6.1f} ms, slowest {worst:6.1f} ms")


def browser(explorer: Explorer, intake: Intake, size: int, program: str) -> None:
    """What an author sees: from the question to the page drawn anew."""
    from playwright.sync_api import sync_playwright

    def ask(message: dict[str, Any]) -> list[Any]:
        content, buffers = answer(explorer, intake, message)
        return [json.loads(json.dumps(content)), [base64.b64encode(buffer).decode() for buffer in buffers]]

    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=program, args=["--no-sandbox", "--disable-gpu"])
        page = chromium.new_page(viewport={"width": 1200, "height": 1100})
        page.set_default_timeout(120_000)
        page.expose_function("ask", ask)
        page.set_content(PAGE % style("explorer.css"))
        begun = time.perf_counter()
        page.evaluate(BRIDGE, script("explorer.js"))
        page.wait_for_function("() => document.querySelector('.lcspr-explore')?.dataset.milliseconds")
        print(f"{size:>7,} browser: first picture {time.perf_counter() - begun:.2f} s after the widget is there")
        spent = []
        for word in WORDS * 3:
            was = page.locator(".lcspr-status").inner_text()
            page.get_by_label("Search").fill(word)
            page.wait_for_function("was => document.querySelector('.lcspr-status').textContent !== was", arg=was)
            spent.append(float(page.locator(".lcspr-explore").get_attribute("data-milliseconds") or "nan"))
        print(f"{size:>7,} browser: search      median {statistics.median(spent):6.1f} ms, slowest {max(spent):6.1f} ms")
        frames = page.evaluate(
            "async () => { const s = document.querySelector('.lcspr-table'); const gaps = []; let last = performance.now();"
            " for (let i = 0; i < 120; i++) { s.scrollTop += 900; await new Promise(requestAnimationFrame); const now = performance.now(); gaps.push(now - last); last = now; } return gaps; }"
        )
        print(f"{size:>7,} browser: scrolling   median {statistics.median(frames):6.1f} ms a frame, slowest {max(frames):6.1f} ms")
        chromium.close()


def main() -> None:
    """Measure every size."""
    program = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    for size in SIZES:
        explorer, intake = explorer_of(size)
        kernel(explorer, intake, size)
        if program:
            browser(explorer, intake, size, program)


if __name__ == "__main__":
    main()
