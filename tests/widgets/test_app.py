"""The app in a real browser: the way back when its kernel is gone."""

from __future__ import annotations

import os
import re
import shutil
import signal
import subprocess
import sys
import time
from contextlib import suppress

import pytest

from lcspr_kit.resources import examples

pytestmark = [pytest.mark.browser, pytest.mark.slow]
OPEN = "import sys; from pathlib import Path; from lcspr_kit.webapp import open_app; open_app(Path(sys.argv[1]), False)"


def test_a_page_whose_kernel_is_gone_says_so_and_leads_back_to_what_was_looked_for(tmp_path, chromium, kernels_of):
    case = tmp_path / "alex"
    shutil.copytree(examples() / "alex", case, ignore=shutil.ignore_patterns("drafts", ".*"))
    process = subprocess.Popen([sys.executable, "-c", OPEN, str(case)], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True, env={**os.environ, "PYTHONUNBUFFERED": "1"})
    page = chromium.new_page()
    page.set_default_timeout(60_000)
    page.clock.install()
    try:
        address = re.search(r"http://127\.0\.0\.1:\d+\S*", process.stdout.readline())[0]
        deadline = time.monotonic() + 60
        while time.monotonic() < deadline:
            try:
                page.goto(address.replace("welcome", "explore"), wait_until="commit")
                break
            except Exception:  # it prints its address before it answers there
                time.sleep(0.3)
        page.locator(".lcspr-explore .lcspr-row[id]").first.wait_for()
        for kernel in kernels_of(process.pid):
            with suppress(ProcessLookupError):
                os.kill(kernel, signal.SIGKILL)
        page.get_by_label("Search").fill("bruise")
        page.wait_for_timeout(700)
        page.clock.fast_forward(15_000)
        page.get_by_text("The kit does not answer").wait_for()
        page.get_by_role("button", name="Load this page again").click()
        page.wait_for_function("() => /^[0-9]+ of [0-9]+ events/.test(document.querySelector('.lcspr-explore .lcspr-status')?.textContent) && document.querySelector('.lcspr-explore input[type=search]').value === 'bruise'")
    finally:
        page.close()
        process.terminate()
        process.wait(20)
