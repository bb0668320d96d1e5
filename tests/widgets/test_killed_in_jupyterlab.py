"""The browser's page and the kernel killed at the same moment, or one soon after the other: what was typed and clicked is in the case."""

from __future__ import annotations

import os
import shutil
import signal
import time
from contextlib import contextmanager, suppress

import pytest
from playwright.sync_api import Error

from lcspr_kit.chronology.links import read_links
from lcspr_kit.episodes.decide import read_decisions
from lcspr_kit.widgets.unfinished import held

pytestmark = [pytest.mark.browser, pytest.mark.slow]


@contextmanager
def another_browser(like):
    """A browser of its own, whose pages can be killed without those of other tests."""
    browser = like.browser_type.launch(executable_path=shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome"), args=["--no-sandbox", "--disable-gpu"])
    try:
        yield browser
    finally:
        browser.close()


def kill_pages(browser) -> None:
    for process in browser.new_browser_cdp_session().send("SystemInfo.getProcessInfo")["processInfo"]:
        if process["type"] == "renderer":
            with suppress(ProcessLookupError):
                os.kill(process["id"], signal.SIGKILL)


def becomes(condition, seconds: float = 60) -> bool:
    until = time.monotonic() + seconds
    while not condition():
        if time.monotonic() > until:
            return False
        time.sleep(0.1)
    return True


def test_prose_typed_while_the_kernel_is_gone_outlives_the_page_too(lab):
    with another_browser(lab.browser) as browser, suppress(Error), lab.opened("5_report.ipynb", browser) as page:  # the page dies within
        area = page.locator(".lcspr-report textarea")
        area.click()
        page.keyboard.press("Control+End")
        path = lab.case / "narrative" / f"{area.get_attribute('data-part')}.md"
        page.keyboard.type(" Before.")
        assert becomes(lambda: path.is_file() and path.read_text(encoding="utf-8").endswith(" Before."))
        lab.end(lab.kernels())
        page.keyboard.type(" While it was gone.")
        kill_pages(browser)
    assert not path.read_text(encoding="utf-8").endswith("gone.")
    with lab.opened("5_report.ipynb") as page:
        page.locator(".lcspr-report textarea").wait_for()
        assert becomes(lambda: path.read_text(encoding="utf-8").endswith(" Before. While it was gone.")), path.read_text(encoding="utf-8")[-60:]
    assert list((lab.case / ".lcspr" / "underway-report").iterdir()) == []


def test_a_click_outlives_page_and_kernel_killed_at_once(lab):
    with another_browser(lab.browser) as browser, suppress(Error), lab.opened("1_chronology.ipynb", browser) as page:
        intake = page.locator(".lcspr-intake")
        intake.get_by_role("tab", name="Links").click()
        card = intake.locator("article.lcspr-card").first
        card.get_by_label("Note").fill("By telephone")
        kernels = lab.kernels()
        card.get_by_role("button", name="One event: ").click()
        lab.end(kernels)
        kill_pages(browser)
    with lab.opened("1_chronology.ipynb") as page:
        page.locator(".lcspr-intake table").first.wait_for()
        assert becomes(lambda: [(link.status, link.note) for link in read_links(lab.case).links] == [("accepted", "By telephone")])


def test_a_page_comes_back_by_itself_however_soon_its_kernel_is_killed_again(lab):
    with lab.opened("2_episodes.ipynb") as page:
        for pause in (0, 1.2):
            page.locator(".lcspr-episodes article").first.wait_for()
            page.evaluate("document.querySelectorAll('.lcspr-episodes').forEach(one => { one.dataset.old = 1; })")
            lab.end(lab.kernels())
            if pause:
                page.wait_for_timeout(1000 * pause)
                lab.end(lab.kernels())
            page.locator(".lcspr-episodes:not([data-old]) article").first.wait_for(timeout=30_000)
            assert page.locator(".jp-Dialog").count() == 0, "JupyterLab's dialogue takes the keys of who is typing"


def test_what_was_clicked_is_there_when_the_tab_is_closed_at_once(lab):
    with lab.opened("2_episodes.ipynb") as page:
        accept = page.locator(".lcspr-episodes .lcspr-proposed").get_by_role("button", name="Accept").first
        proposal = accept.evaluate("one => one.closest('[data-id]').dataset.id")
        accept.click()
    with lab.opened("2_episodes.ipynb") as page:
        page.locator(".lcspr-episodes article").first.wait_for()
        assert becomes(lambda: proposal in [one.from_proposal for one in read_decisions(lab.case).episodes])


def test_a_long_section_typed_while_the_server_is_held_up_outlives_page_and_kernel_killed_at_the_last_key(lab):
    path, text = lab.case / "narrative" / "child.md", " And nobody asked her why, not then and not at the next visit either."
    path.write_text("She was quiet again. " * 2000, encoding="utf-8")
    with another_browser(lab.browser) as browser, suppress(Error), lab.opened("5_report.ipynb", browser) as page:
        page.locator(".lcspr-report select").first.select_option("child")
        page.locator('.lcspr-report textarea[data-part="child"]').click()
        page.keyboard.press("Control+End")
        kernels = lab.kernels()
        with lab.held_up():
            page.keyboard.type(text)
            kill_pages(browser)
            lab.end(kernels)
            time.sleep(1)
    with lab.opened("5_report.ipynb") as page:
        page.locator(".lcspr-report option").first.wait_for(state="attached")
        assert becomes(lambda: path.read_text(encoding="utf-8").endswith(text)), path.read_text(encoding="utf-8")[-80:]


def test_what_was_done_just_before_the_server_was_held_up_costs_nothing_that_was_done_then(lab):
    """The server owes an answer to what came before: given to a page that is gone, it would end the socket with all that is still in it."""
    path = lab.case / "relationships.csv"
    for year in ("1991", "1992", "1993"):
        with another_browser(lab.browser) as browser, suppress(Error), lab.opened("3_genogram.ipynb", browser) as page:
            family = page.locator(".lcspr-genogram")
            family.get_by_role("tab", name="Relationships").click()
            for words, choice in (("Who is related", "p02"), ("How they are related", "close"), ("To whom", "p05")):
                family.get_by_label(words).select_option(choice)
            with lab.held_up():
                family.get_by_role("group", name="A new relationship").get_by_label("from").fill(year)
                family.get_by_role("button", name="Add this relationship").click()
                page.wait_for_timeout(100)
                kill_pages(browser)
                time.sleep(0.5)
        with lab.opened("3_genogram.ipynb") as page:
            page.locator(".lcspr-genogram .lcspr-picture svg").wait_for()
            assert becomes(lambda year=year: f"p02,p05,close,{year}" in path.read_text(encoding="utf-8")), year


def test_a_page_shows_what_comes_late_of_an_earlier_page_by_itself(lab):
    sent = """async ([step, message]) => (await fetch("/lcspr/underway/episodes", { method: "POST", body: `${step}\\n${JSON.stringify({ message, buffers: [] })}`,
      headers: { "Content-Type": "text/plain", "X-XSRFToken": document.cookie.match(/_xsrf=([^;]*)/)[1] } })).status"""
    spoilt = """words => new Promise((done) => { const one = new WebSocket(`ws://${location.host}/lcspr/underway/episodes/socket`);
      one.onopen = () => one.send(words); one.onclose = ({ code }) => done(code); })"""
    with lab.opened("2_episodes.ipynb") as page:
        page.locator(".lcspr-episodes article").first.wait_for()
        message = {"kind": "create", "id": "", "given": {"title": "What came late", "start": "2025-04-01", "end": "2025-04-09"}}
        assert page.evaluate(sent, ["5-aaaaaaaa", message]) == 204
        page.get_by_role("heading", name="What came late").wait_for()
        assert page.evaluate(sent, ["../5", message]) == 400
        for words in ("", "6-aaaaaaaa", "6-aaaaaaaa 4 x\n", "6-aaaaaaaa 4 4\n{}"):
            assert page.evaluate(spoilt, words) == 1003
        assert not list((lab.case / ".lcspr" / "underway-episodes").iterdir())


def test_the_explorer_shows_what_was_looked_for_again(lab):
    def shown(page, words: str) -> bool:
        page.wait_for_function("words => document.querySelector('.jp-Notebook .lcspr-explore .lcspr-filters input[type=search]')?.value === words", arg=words)
        page.wait_for_function("() => { const said = (document.querySelector('.jp-Notebook .lcspr-explore .lcspr-status')?.textContent || '').split(' '); return said[1] === 'of' && said[0] !== said[2]; }")
        return page.locator(".jp-Notebook .lcspr-explore").locator(".lcspr-filters > label select").first.input_value() == "yes"

    with lab.opened("explore.ipynb") as page:
        page.locator(".jp-Notebook .lcspr-explore .lcspr-mark").first.wait_for(state="attached")
        page.locator(".jp-Notebook .lcspr-explore").get_by_label("Search").fill("the")
        page.locator(".jp-Notebook .lcspr-explore").locator(".lcspr-filters > label select").first.select_option("yes")
        assert becomes(lambda: '"child_seen":"yes"' in held(lab.case, "explorer").get("looked-for", ""))
        page.evaluate("document.querySelectorAll('.jp-Notebook .lcspr-explore').forEach(one => { one.dataset.old = 1; })")
        lab.end(lab.kernels())
        page.locator(".jp-Notebook .lcspr-explore:not([data-old]) .lcspr-mark").first.wait_for(state="attached")
        assert shown(page, "the")
    with lab.opened("explore.ipynb") as page:
        page.locator(".jp-Notebook .lcspr-explore .lcspr-mark").first.wait_for(state="attached")
        assert shown(page, "the")
        page.locator(".jp-Notebook .lcspr-explore").get_by_role("button", name="Clear all").click()
        assert becomes(lambda: "looked-for" not in held(lab.case, "explorer"))
