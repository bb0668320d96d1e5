"""What many tests share: copies of the example cases, one rendered draft, and the browser."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest

from lcspr_kit.resources import examples


def _copy(name: str, folder: Path) -> Path:
    target = folder / name
    shutil.copytree(examples() / name, target, ignore=shutil.ignore_patterns("drafts", ".*"))
    return target


@pytest.fixture
def minimal(tmp_path) -> Path:
    """A copy of the smallest case."""
    return _copy("minimal", tmp_path)


@pytest.fixture
def alex(tmp_path) -> Path:
    """A copy of the example case."""
    return _copy("alex", tmp_path)


@pytest.fixture(scope="session")
def warm() -> None:
    """Kernels that start at once, as in the command."""
    from lcspr_kit.warm import warm_up

    warm_up()


@pytest.fixture(scope="session")
def draft(tmp_path_factory, warm) -> Path:
    """One finished draft of the example case, in all formats. Read only."""
    from lcspr_kit.render import render_case

    case = _copy("alex", tmp_path_factory.mktemp("rendered"))
    return render_case(case).folder


@pytest.fixture(scope="session")
def chromium():
    """A real Chromium. Skipped where there is none; in CI that is a failure."""
    program = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    if program is None:
        if os.environ.get("CI"):
            pytest.fail("CI has to have a Chromium: .ci/run installs it")
        pytest.skip("there is no Chromium here")
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=program,
            args=["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync"],
        )
        yield browser
        browser.close()
