"""The app without code: on this machine only, with a token, serving no file of the case."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import time
import urllib.error
import urllib.request

import nbformat
import pytest

from lcspr_kit.webapp import prepare_app

OPEN = "import sys; from pathlib import Path; from lcspr_kit.webapp import open_app; open_app(Path(sys.argv[1]), False)"


def test_the_apps_notebooks_know_the_case_and_lead_back(minimal, tmp_path):
    folder = tmp_path / "app"
    folder.mkdir()
    made = {path.name: nbformat.read(path, as_version=4) for path in prepare_app(minimal, folder)}
    assert all(str(minimal.resolve()) in "".join(cell.source for cell in notebook.cells) for notebook in made.values())
    assert not any("on-request" in cell.metadata.get("tags", []) for cell in made["5_report.ipynb"].cells)
    assert {made["2_episodes.ipynb"].cells[place].source for place in (0, -1)} == {"[All steps](welcome.ipynb)"}
    assert not (minimal / "notebooks").exists()


@pytest.mark.slow
def test_nobody_gets_in_without_the_token_and_the_page_may_ask_this_machine_only(minimal):
    process = subprocess.Popen([sys.executable, "-c", OPEN, str(minimal)], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True, env={**os.environ, "PYTHONUNBUFFERED": "1"})
    try:
        address = re.search(r"http://127\.0\.0\.1:\d+\S*", process.stdout.readline())[0]
        deadline = time.monotonic() + 150
        while True:
            try:
                with urllib.request.urlopen(address, timeout=60) as answer:
                    assert "default-src 'self'" in answer.headers["Content-Security-Policy"] and b"lcspr" in answer.read()
                break
            except OSError as error:
                assert not isinstance(error, urllib.error.HTTPError)
                assert process.poll() is None, "the app ended"
                assert time.monotonic() < deadline
                time.sleep(0.3)
        base = address.split("/voila/")[0]
        for path in ("/voila/render/welcome.ipynb", "/voila/tree", "/voila/api/contents"):
            try:
                with urllib.request.urlopen(base + path, timeout=20) as answer:
                    assert "/login" in answer.url, f"{path} is open to everybody"
            except urllib.error.HTTPError as refused:
                assert refused.code in (401, 403)
    finally:
        process.terminate()
        process.wait(20)
