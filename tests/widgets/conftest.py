"""What the tests of the widgets share: a small chronology with an undated row, and a JupyterLab that runs."""

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
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from lcspr_kit.case import load_case
from lcspr_kit.chronology.intake import read_case
from lcspr_kit.episodes.study import study_case
from lcspr_kit.resources import examples

OPEN = "import sys; from pathlib import Path; from lcspr_kit.lab import open_lab; open_lab(Path(sys.argv[1]), False)"
LAPTOP = {"width": 1366, "height": 768}
PATIENCE = 60_000


class Lab:
    """A JupyterLab that runs on a copy of the example case, with a browser."""

    def __init__(self, case: Path, process: subprocess.Popen[str], browser: Any):
        self.case, self._process, self.browser = case, process, browser
        found = next(match for line in process.stderr or [] if (match := re.search(r"(http://127\.0\.0\.1:\d+)/lab\S*token=(\w+)", line)))
        self._base, self._token = found.groups()
        threading.Thread(target=process.stderr.read, daemon=True).start()  # type: ignore[union-attr]

    @contextmanager
    def opened(self, notebook: str, browser: Any = None, before: Any = None) -> Iterator[Any]:
        """A page on a notebook, which runs by itself; `before` is done with the page first. Nothing may be asked of another machine."""
        outside: list[str] = []
        page = (browser or self.browser).new_page(viewport=LAPTOP)
        page.set_default_timeout(PATIENCE)
        page.on("request", lambda request: outside.append(request.url) if not request.url.startswith((self._base, "data:", "blob:")) else None)
        if before:
            before(page)
        try:
            for pause in (0.5, 1, 2, 4, 8, 0):
                try:
                    page.goto(f"{self._base}/lab/tree/notebooks/{notebook}?token={self._token}")
                    break
                except Exception as error:  # it prints its address a moment before it answers there
                    if "ERR_CONNECTION_REFUSED" not in str(error):
                        raise
                    time.sleep(pause)
            yield page
            assert outside == []
        finally:
            page.close()

    def _processes(self, *words: str) -> list[int]:
        return _processes_of(self._process.pid, *words)

    def kernels(self) -> list[int]:
        """The processes of all kernels, the one that waits for its page too."""
        return self._processes("ipykernel_launcher", "lcspr_kit.waiting")

    def let_go_of_kernel(self, page: Any, notebook: str) -> None:
        """Jupyter's server ends a notebook's kernel for good."""
        authorised = {"Authorization": f"token {self._token}"}
        for session in page.request.get(f"{self._base}/api/sessions", headers=authorised).json():
            if session["path"] == f"notebooks/{notebook}":
                page.request.delete(f"{self._base}/api/kernels/{session['kernel']['id']}", headers=authorised)

    @contextmanager
    def held_up(self) -> Iterator[None]:
        """Jupyter's server does nothing for as long as the block lasts."""
        (server,) = self._processes("lcspr_kit.labserver")
        os.kill(server, signal.SIGSTOP)
        try:
            yield
        finally:
            os.kill(server, signal.SIGCONT)

    def end(self, processes: list[int]) -> None:
        """Kill, as a crash would."""
        for process in processes:
            with suppress(ProcessLookupError):
                os.kill(process, signal.SIGKILL)

    def violations(self, page: Any, within: str) -> list[str]:
        """What axe finds wrong."""
        from axe_playwright_python.sync_playwright import Axe

        return [fault["id"] for fault in Axe().run(page, context=within).response["violations"]]

    def saved(self, page: Any, notebook: str) -> str:
        """Save the notebook in sight as the author would; what its file then holds."""
        path = self.case / "notebooks" / notebook
        before = path.stat().st_mtime_ns
        text = page.locator(".jp-MarkdownCell:visible")
        if text.count():
            text.first.click()
        page.keyboard.press("Control+s")
        for _ in range(200):
            if path.stat().st_mtime_ns != before:
                return path.read_text(encoding="utf-8")
            page.wait_for_timeout(100)
        raise AssertionError("the notebook was not saved")


def _processes_of(server: int, *words: str) -> list[int]:
    lines = [line.split(None, 2) for line in subprocess.run(["ps", "-eo", "pid,ppid,args"], capture_output=True, text=True, check=True).stdout.splitlines()[1:]]
    ours = {str(server)}
    for _ in range(3):
        ours |= {pid for pid, parent, _ in lines if parent in ours}
    return [int(pid) for pid, _, line in lines if pid in ours and any(word in line for word in words)]


@pytest.fixture
def kernels_of():
    """The processes of all kernels of a server, given its own."""
    return lambda server: _processes_of(server, "ipykernel_launcher", "lcspr_kit.waiting")


@pytest.fixture(scope="module")
def lab(tmp_path_factory, chromium):
    """A running JupyterLab on a copy of the example case."""
    case = tmp_path_factory.mktemp("lab") / "alex"
    shutil.copytree(examples() / "alex", case, ignore=shutil.ignore_patterns("drafts", ".*"))
    process = subprocess.Popen([sys.executable, "-c", OPEN, str(case)], stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True, env={**os.environ, "PYTHONUNBUFFERED": "1"})
    killer = threading.Timer(600, process.kill)
    killer.start()
    try:
        yield Lab(case, process, chromium)
    finally:
        killer.cancel()
        process.terminate()
        process.wait(20)


@pytest.fixture(scope="session")
def studied(tmp_path_factory):
    """The example case, its intake and its study. The folder is a copy; what is read is not to be changed."""
    folder = tmp_path_factory.mktemp("explored") / "alex"
    shutil.copytree(examples() / "alex", folder)
    case = load_case(folder)
    intake = read_case(case)
    return case, intake, study_case(case, intake.events)


@pytest.fixture
def events(studied) -> pd.DataFrame:
    """The chronology of the example case."""
    return studied[1].events
