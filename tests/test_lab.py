"""JupyterLab on a case: notebooks pointed at it, nothing that they show is kept, nobody else gets in."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
import threading
import time
import urllib.error
import urllib.request
from pathlib import Path

import nbformat
import pytest

from lcspr_kit.lab import _fingerprint, prepare

OPEN = "import sys; from pathlib import Path; from lcspr_kit.lab import open_lab; open_lab(Path(sys.argv[1]), False)"


def test_notebooks_are_pointed_at_the_case_and_the_authors_own_are_kept(minimal):
    made = prepare(minimal)
    assert {path.name for path in made} >= {"1_chronology.ipynb", "2_episodes.ipynb", "3_genogram.ipynb", "4_timeline.ipynb", "5_report.ipynb", "explore.ipynb", "welcome.ipynb"}
    for path in made:
        notebook = nbformat.read(path, as_version=4)
        nbformat.validate(notebook)
        [cell] = [cell for cell in notebook.cells if "parameters" in cell.metadata.get("tags", [])]
        assert 'case_dir = ".."' in cell.source
    made[0].write_text("mine", encoding="utf-8")
    assert prepare(minimal) == [] and made[0].read_text(encoding="utf-8") == "mine"


def test_a_notebook_of_an_earlier_kit_is_made_anew_unless_the_author_changed_it(minimal):
    prepare(minimal)
    paths = [minimal / "notebooks" / name for name in ("1_chronology.ipynb", "2_episodes.ipynb")]
    for path in paths:  # as if an earlier kit had made them
        notebook = nbformat.read(path, as_version=4)
        notebook.cells = notebook.cells[:3]
        notebook.metadata["lcspr"]["sources"] = _fingerprint(notebook)
        if path == paths[1]:
            notebook.cells[-1].source += "\n# mine"
        nbformat.write(notebook, path)
    assert prepare(minimal) == [paths[0]]
    assert len(nbformat.read(paths[0], as_version=4).cells) > 3 and "# mine" in paths[1].read_text(encoding="utf-8")


@pytest.fixture
def lab(minimal):
    """A running JupyterLab: its address and token."""
    process = subprocess.Popen([sys.executable, "-c", OPEN, str(minimal)], stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True, env={**os.environ, "PYTHONUNBUFFERED": "1"})
    killer = threading.Timer(180, process.kill)
    killer.start()
    try:
        found = next(match for line in process.stderr if (match := re.search(r"(http://127\.0\.0\.1:\d+)/lab\S*token=(\w+)", line)))
        drain = threading.Thread(target=process.stderr.read, daemon=True)
        drain.start()
        wait_for(found[1])  # the address is printed a moment before anybody answers there
        yield minimal, found[1], found[2]
    finally:
        killer.cancel()
        process.terminate()
        process.wait(30)
    with pytest.raises(OSError):  # what was started is gone too
        urllib.request.urlopen(found[1], timeout=5)


def wait_for(base: str) -> None:
    deadline = time.monotonic() + 60
    while True:
        try:
            urllib.request.urlopen(f"{base}/api", timeout=5)
        except urllib.error.HTTPError:
            return
        except OSError:
            assert time.monotonic() < deadline, "JupyterLab printed its address and never answered"
            time.sleep(0.2)
        else:
            return


def call(base: str, token: str, path: str, method: str = "GET", data: object = None) -> dict:
    request = urllib.request.Request(base + path, method=method, data=json.dumps(data).encode() if data else None, headers={"Authorization": f"token {token}", "Content-Type": "application/json"})
    with urllib.request.urlopen(request, timeout=20) as answer:
        return json.loads(answer.read())


def test_saving_never_stores_what_a_notebook_showed(lab):
    case, base, token = lab
    where = "/api/contents/notebooks/1_chronology.ipynb"
    content = call(base, token, where)["content"]
    next(cell for cell in content["cells"] if cell["cell_type"] == "code")["outputs"] = [{"output_type": "stream", "name": "stdout", "text": "Quimby Zedd"}]
    content["metadata"]["widgets"] = {"state": "Quimby Zedd"}
    call(base, token, where, "PUT", {"type": "notebook", "format": "json", "content": content})
    assert "Quimby" not in (case / "notebooks" / "1_chronology.ipynb").read_text(encoding="utf-8")
    assert not list(Path(case).rglob(".ipynb_checkpoints")) and not list(Path(case).rglob("*.sqlite"))
    with pytest.raises(urllib.error.HTTPError) as refused:
        call(base, "not-the-token", where)
    assert refused.value.code == 403
    question = {"kind": "look", "window": [738000, 739500], "width": 900, "lane": 30, "strip": 26}
    [[told, [found]]] = call(base, token, "/lcspr/first/explorer", "POST", question)
    assert told["found"] == told["of"] > 0 and found
    assert call(base, token, "/lcspr/first/explorer", "POST", {"kind": "export"}) == []
    with pytest.raises(urllib.error.HTTPError) as refused:
        call(base, "not-the-token", "/lcspr/first/explorer", "POST", question)
    assert refused.value.code == 403
    assert call(base, token, "/lab/api/settings/@jupyterlab/apputils-extension:notification")["settings"].get("fetchNews") == "false"
