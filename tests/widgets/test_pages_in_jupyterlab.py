"""The pages of a case in a real JupyterLab, one session for all: welcome, intake, report."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from lcspr_kit.resources import examples

pytestmark = [pytest.mark.browser, pytest.mark.slow]

OPEN = "import sys; from pathlib import Path; from lcspr_kit.lab import open_lab; open_lab(Path(sys.argv[1]), False)"
PATIENCE = 60_000
LAPTOP = {"width": 1366, "height": 768}


@pytest.fixture(scope="module")
def lab(tmp_path_factory):
    """A running JupyterLab on a copy of the example case: the case, its address and token."""
    case = tmp_path_factory.mktemp("pages") / "alex"
    shutil.copytree(examples() / "alex", case, ignore=shutil.ignore_patterns("drafts", ".*"))
    process = subprocess.Popen([sys.executable, "-c", OPEN, str(case)], stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True, env={**os.environ, "PYTHONUNBUFFERED": "1"})
    killer = threading.Timer(240, process.kill)
    killer.start()
    try:
        found = next(match for line in process.stderr if (match := re.search(r"(http://127\.0\.0\.1:\d+)/lab\S*token=(\w+)", line)))
        threading.Thread(target=process.stderr.read, daemon=True).start()
        yield case, found[1], found[2]
    finally:
        killer.cancel()
        process.terminate()
        process.wait(20)


@contextmanager
def opened(chromium, lab, notebook: str) -> Iterator:
    """A page on a notebook, which runs by itself. Nothing may be asked of another machine."""
    _, base, token = lab
    outside: list[str] = []
    page = chromium.new_page(viewport=LAPTOP)
    page.set_default_timeout(PATIENCE)
    page.on("request", lambda request: outside.append(request.url) if not request.url.startswith((base, "data:", "blob:")) else None)
    try:
        for pause in (0.5, 1, 2, 4):
            try:
                page.goto(f"{base}/lab/tree/notebooks/{notebook}?token={token}")
                break
            except Exception as error:
                if "ERR_CONNECTION_REFUSED" not in str(error):
                    raise
                time.sleep(pause)
        yield page
        assert outside == []
    finally:
        page.close()


def violations(page, within: str) -> list[str]:
    from axe_playwright_python.sync_playwright import Axe

    return [fault["id"] for fault in Axe().run(page, context=within).response["violations"]]


def save(page, notebook) -> str:
    """Save the notebook as the author would; what its file then holds."""
    before = notebook.stat().st_mtime_ns
    text = page.locator(".jp-MarkdownCell:visible")
    if text.count():
        text.first.click()
    page.keyboard.press("Control+s")
    for _ in range(50):
        if notebook.stat().st_mtime_ns != before:
            return notebook.read_text(encoding="utf-8")
        page.wait_for_timeout(100)
    raise AssertionError("the notebook was not saved")


def test_the_first_page_runs_by_itself_and_leads_to_the_others(chromium, lab):
    case = lab[0]
    with opened(chromium, lab, "welcome.ipynb") as page:
        page.get_by_text("checks passed").wait_for()
        assert page.locator(".lcspr-welcome h1").inner_text() == "Child Alex"
        assert not page.get_by_text("from lcspr_kit").first.is_visible()
        assert violations(page, ".lcspr-welcome") == []
        held = save(page, case / "notebooks" / "welcome.ipynb")
        assert "Child Alex" not in held and "quarantined" not in held
        page.get_by_role("button", name="Show code").click()
        page.get_by_text("from lcspr_kit").first.wait_for()
        page.get_by_role("link", name="What arrived").focus()
        page.keyboard.press("Enter")
        page.get_by_role("tab", name="1_chronology.ipynb").wait_for()
        page.get_by_role("button", name="All steps").click()
        page.get_by_role("tab", name="welcome.ipynb", selected=True).wait_for()
        assert len(page.context.pages) == 1


def test_the_author_sets_right_what_arrived(chromium, lab):
    case = lab[0]
    (case / "chronologies" / "words.csv").write_text("Wann,Was\nnext week,Called about rent\n31/02/2025,Rent book seen\n", encoding="utf-8")
    with opened(chromium, lab, "1_chronology.ipynb") as page:
        intake = page.locator(".lcspr-intake")
        intake.get_by_role("button", name="words.csv").click()
        intake.get_by_label("What column 'Wann' is").select_option("date")
        intake.get_by_label("What column 'Was' is").select_option("event")
        intake.get_by_text("Kept in mapping.yml").wait_for()
        intake.get_by_role("tab", name="Quarantine (3)").wait_for()
        assert violations(page, ".lcspr-intake") == []
        intake.get_by_role("tab", name="Files and columns").focus()
        page.keyboard.press("ArrowRight")
        intake.get_by_label("What to mend words.csv, row 3 with").fill("28/02/2025")
        reason = intake.get_by_role("article", name="words.csv, row 3").get_by_label("because")
        reason.fill("By telephone")
        reason.press("Enter")
        intake.get_by_text("Kept in repairs.yml").wait_for()
        assert "By telephone" in (case / "repairs.yml").read_text(encoding="utf-8")
        assert violations(page, ".lcspr-intake") == []
        intake.get_by_role("tab", name="Links").click()
        intake.get_by_role("button", name="One event: ").first.click()
        intake.get_by_text("Decided (1)").wait_for()
        assert violations(page, ".lcspr-intake") == []
        intake.get_by_role("button", name="Undo", exact=True).click()
        intake.get_by_text("Decided (0)").wait_for()
        intake.get_by_label("Real names on this screen").check()
        intake.locator(".lcspr-real").wait_for()
        held = save(page, case / "notebooks" / "1_chronology.ipynb")
        assert not any(words in held for words in ("Rent book", "Corin", "bruise", "words.csv"))
