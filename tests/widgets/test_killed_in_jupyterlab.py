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
