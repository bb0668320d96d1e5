"""The widgets in a real JupyterLab, driven by a real Chromium: what an author clicks and types."""

from __future__ import annotations

import os
import re
import shutil
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from lcspr_kit.episodes.decide import read_decisions
from lcspr_kit.resources import examples

pytestmark = [pytest.mark.browser, pytest.mark.slow]

OPEN = "import sys; from pathlib import Path; from lcspr_kit.lab import open_lab; open_lab(Path(sys.argv[1]), False)"
PATIENCE = 40_000


@pytest.fixture(scope="module")
def lab(tmp_path_factory):
    """A running JupyterLab on a copy of the example case: the case, its address and token."""
    alex = tmp_path_factory.mktemp("lab") / "alex"
    shutil.copytree(examples() / "alex", alex)
    process = subprocess.Popen([sys.executable, "-c", OPEN, str(alex)], stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True, env={**os.environ, "PYTHONUNBUFFERED": "1"})
    killer = threading.Timer(240, process.kill)
    killer.start()
    try:
        found = next(match for line in process.stderr if (match := re.search(r"(http://127\.0\.0\.1:\d+)/lab\S*token=(\w+)", line)))
        threading.Thread(target=process.stderr.read, daemon=True).start()
        yield alex, found[1], found[2]
    finally:
        killer.cancel()
        process.terminate()
        process.wait(20)


@contextmanager
def running(chromium, lab, notebook: str) -> Iterator:
    """A page with a notebook of the kit, which runs by itself."""
    _, base, token = lab
    page = chromium.new_page(viewport={"width": 1366, "height": 768})
    page.set_default_timeout(PATIENCE)
    try:
        reach(page, f"{base}/lab/tree/notebooks/{notebook}?token={token}")
        yield page
    finally:
        page.close()


def reach(page, address: str) -> None:
    """Go to a page of JupyterLab, which prints its address a moment before it answers there."""
    for pause in (0.5, 1, 2, 4, 8):
        try:
            page.goto(address)
            return
        except Exception as error:
            if "ERR_CONNECTION_REFUSED" not in str(error):
                raise
            time.sleep(pause)
    page.goto(address)


def violations(page, within: str) -> list[str]:
    from axe_playwright_python.sync_playwright import Axe

    return [fault["id"] for fault in Axe().run(page, context=within).response["violations"]]


def kill_kernels(page, lab) -> None:
    """Kill the kernels, as a crash would."""
    _, base, token = lab
    processes = subprocess.run(["ps", "-eo", "pid,args"], capture_output=True, text=True, check=True).stdout.splitlines()
    for kernel in page.request.get(f"{base}/api/kernels?token={token}").json():
        for line in processes:
            if f"kernel-{kernel['id']}" in line:
                os.kill(int(line.split()[0]), signal.SIGKILL)


def saved(page, notebook) -> str:
    """Save the notebook in sight as the author would; what its file then holds."""
    before = notebook.stat().st_mtime_ns
    page.locator(".jp-MarkdownCell:visible").first.click()
    page.keyboard.press("Control+s")
    for _ in range(100):
        if notebook.stat().st_mtime_ns != before:
            return notebook.read_text(encoding="utf-8")
        page.wait_for_timeout(200)
    raise AssertionError("the notebook was not saved")


def says(page, within: str, words: str) -> None:
    page.wait_for_function("([where, words]) => document.querySelector(where)?.textContent.includes(words)", arg=[within, words])


def test_the_author_searches_reads_aligns_and_keeps_a_view(chromium, lab):
    case, _, _ = lab
    with running(chromium, lab, "explore.ipynb") as page:
        explorer, status = page.locator(".lcspr-explore"), ".lcspr-explore .lcspr-status"
        says(page, status, " events")
        everything = page.locator(status).inner_text().split()
        assert everything[0] == everything[2]
        explorer.get_by_label("Search").fill("bruise")
        page.wait_for_function("([where, was]) => !document.querySelector(where).textContent.startsWith(was)", arg=[status, f"{everything[0]} of"])
        explorer.locator(".lcspr-mark").last.click()
        page.locator(".lcspr-explore .lcspr-reading[data-number]").wait_for()
        assert "ruise" in explorer.locator(".lcspr-reading").inner_text()
        chosen = explorer.locator(".lcspr-reading").get_attribute("data-number")
        explorer.locator(".lcspr-table").focus()
        page.keyboard.press("Home")
        page.wait_for_function("was => document.querySelector('.lcspr-reading').dataset.number !== was", arg=chosen)
        explorer.locator(".lcspr-chart").focus()
        cells = page.locator(".jp-Notebook .jp-Cell").count()
        page.keyboard.press("a")
        explorer.get_by_role("columnheader", name="Days").wait_for()
        assert page.locator(".jp-Notebook .jp-Cell").count() == cells, "the key was the notebook's too"
        explorer.get_by_text("Views and export").click()
        explorer.get_by_label("Name", exact=True).fill("Bruises")
        explorer.get_by_role("button", name="Keep view").click()
        says(page, status, "The view is kept")
        assert "bruise" in (case / "views.yml").read_text(encoding="utf-8")
        assert "Corin" not in explorer.inner_text()
        explorer.get_by_label("Real names on this screen").check()
        explorer.locator(".lcspr-real").wait_for()
        says(page, ".lcspr-explore .lcspr-inner", "Corin")
        assert violations(page, ".lcspr-explore") == []
        assert "Corin" not in saved(page, case / "notebooks" / "explore.ipynb")


def test_the_author_accepts_writes_and_undoes(chromium, lab):
    case, _, _ = lab
    with running(chromium, lab, "2_episodes.ipynb") as page:
        cards = page.locator(".lcspr-episodes")
        proposal = cards.locator(".lcspr-card.lcspr-proposed").first.get_attribute("data-id")
        cards.get_by_role("button", name=f"Accept {proposal}").click()
        accepted = cards.locator('.lcspr-card[data-id="E3"]')
        accepted.wait_for()
        accepted.get_by_text("Title, lines of enquiry and notes").click()
        accepted.get_by_label("Why practice was as it was").fill("Because <b>nobody</b> asked")
        says(page, ".lcspr-episodes .lcspr-changed", "Changed since you opened this page: 1")
        page.wait_for_function("() => document.activeElement.tagName === 'TEXTAREA'")
        page.wait_for_timeout(1500)
        assert read_decisions(case)["E3"].why == "Because <b>nobody</b> asked"
        assert cards.locator("textarea b").count() == 0
        handle = accepted.get_by_role("slider", name="First day of E3")
        first = read_decisions(case)["E3"].start
        handle.press("ArrowLeft")
        handle.press("Enter")
        page.wait_for_timeout(3000)
        assert (first - read_decisions(case)["E3"].start).days == 1
        assert violations(page, ".lcspr-episodes") == []
        assert "nobody" not in saved(page, case / "notebooks" / "2_episodes.ipynb")
        accepted.get_by_label("What it says about the system").fill("Typed while the kernel died")
        kill_kernels(page, lab)
        says(page, '.lcspr-episodes [data-id="E3"]', "2 of ")
        assert read_decisions(case)["E3"].system == "Typed while the kernel died"
        undo = cards.get_by_role("button", name="Undo", exact=True)
        undo.click()
        page.wait_for_function("() => document.querySelector('.lcspr-episodes [data-id=E3]').textContent.includes('1 of ')")
        undo = cards.get_by_role("button", name="Undo", exact=True)
        undo.click()
        undo.click()
        undo.click()
        page.wait_for_function("() => !document.querySelector('.lcspr-episodes [data-id=E3]')")
        assert [decision.id for decision in read_decisions(case).episodes] == ["E1", "E2"]


def test_the_author_changes_the_family_and_sees_it_drawn(chromium, lab):
    case, _, _ = lab
    with running(chromium, lab, "3_genogram.ipynb") as page:
        family = page.locator(".lcspr-genogram")
        family.locator(".lcspr-picture svg").wait_for()
        before = (case / "people.csv").read_bytes()
        born = family.get_by_label("Born of Father", exact=True)
        born.fill("soon")
        born.press("Tab")
        says(page, ".lcspr-genogram .lcspr-problem", "row 4, column born: 'soon' is not a date")
        assert born.input_value() == "soon" and (case / "people.csv").read_bytes() == before
        born.fill("1980-02")
        born.press("Enter")
        says(page, ".lcspr-genogram .lcspr-picture", "1980")
        assert page.evaluate("document.activeElement.getAttribute('aria-label')") == "Born of Sibling 1"
        family.get_by_label("Pseudonym", exact=True).fill("Cousin <b>")
        family.get_by_role("button", name="Add this person").press("Enter")
        says(page, ".lcspr-genogram .lcspr-picture", "Cousin <b>")
        assert page.evaluate("document.activeElement.getAttribute('aria-label')") == "Born of Cousin <b>"
        family.get_by_role("tab", name="Relationships").click()
        for words, choice in (("Who is related", "p09"), ("How they are related", "parent"), ("To whom", "p18")):
            family.get_by_label(words).select_option(choice)
        family.get_by_role("button", name="Add this relationship").click()
        family.get_by_role("tab", name="Relationships (33)").wait_for()
        assert b"p09,p18,parent" in (case / "relationships.csv").read_bytes()
        slider = family.get_by_label("The family as on")
        slider.press("Home")
        page.wait_for_function("() => !document.querySelector('.lcspr-genogram .lcspr-picture').textContent.includes('Child Alex')")
        slider.press("End")
        says(page, ".lcspr-genogram .lcspr-picture", "Child Alex")
        assert violations(page, ".lcspr-genogram") == [] and "Corin" not in family.inner_text()
        family.get_by_label("Real names on this screen").check()
        says(page, ".lcspr-genogram .lcspr-picture", "Corin")
        held = saved(page, case / "notebooks" / "3_genogram.ipynb")
        assert "Corin" not in held and "Child Alex" not in held
        undo = family.get_by_role("button", name="Undo", exact=True)
        for changes in (2, 1, 0):
            undo.click()
            family.get_by_role("tab", name=f"Changed ({changes})").wait_for()
        assert (case / "people.csv").read_bytes() == before
