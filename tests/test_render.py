"""The main job: one case to one draft, whole, pseudonymised, the same each time, without a network."""

from __future__ import annotations

import hashlib
import json
import os
import re
import shutil
import signal
import subprocess
import sys
import time
import zipfile
from pathlib import Path

import pytest
from lxml import html as lxml_html

from lcspr_kit.case import load_case
from lcspr_kit.render import render_case

SOURCES = ("review.yml", "people.csv", "relationships.csv", "places.csv", "episodes.yml", "chronologies", "narrative")


def everything(folder: Path) -> dict[str, str]:
    return {str(path.relative_to(folder)): hashlib.sha256(path.read_bytes()).hexdigest() for name in SOURCES for path in ([folder / name] if (folder / name).is_file() else (folder / name).rglob("*")) if path.is_file()}


def test_a_draft_has_every_part(draft):
    manifest = json.loads((draft / "manifest.json").read_text(encoding="utf-8"))
    assert manifest["failed_sections"] == []
    assert set(manifest["outputs"]) >= {"report.html", "report.docx", "report.pdf", "report.ipynb", "chronology.xlsx"}
    for name, digest in manifest["outputs"].items():
        assert hashlib.sha256((draft / name).read_bytes()).hexdigest() == digest
    assert all(entry["rows"] == entry["events"] + entry["quarantined"] + entry["skipped"] for entry in manifest["rows"])
    assert any(episode["status"] == "accepted" for episode in manifest["episodes"])


def test_two_renders_of_one_case_are_identical(draft, alex):
    second = render_case(alex).folder
    for name in ("report.html", "report.docx", "report.pdf", "chronology.xlsx", "manifest.json"):
        assert (draft / name).read_bytes() == (second / name).read_bytes(), name


def test_rendering_changes_nothing_of_the_case(minimal):
    before = everything(minimal)
    render_case(minimal, ["html"])
    assert everything(minimal) == before


def text_of(draft: Path) -> dict[str, str]:
    import pdfplumber

    with zipfile.ZipFile(draft / "report.docx") as archive:
        word = re.sub(r"<[^>]+>", " ", "".join(archive.read(name).decode("utf-8", "replace") for name in archive.namelist() if name.endswith((".xml", ".svg"))))
    with pdfplumber.open(draft / "report.pdf") as document:
        pdf = "\n".join(page.extract_text() for page in document.pages)
    return {"html": lxml_html.fromstring((draft / "report.html").read_text(encoding="utf-8")).text_content(), "docx": word, "pdf": pdf}


def test_no_real_name_is_in_any_format(draft, alex):
    names = {person.name for person in load_case(alex).register.people if person.name}
    parts = {part for name in names for part in name.split() if len(part) > 4}
    for kind, text in text_of(draft).items():
        found = {name for name in names | parts if re.search(rf"\b{re.escape(name)}\b", text)}
        assert not found, kind
    for path in draft.rglob("*"):
        assert not any(part.lower() in path.name.lower() for part in parts)


def test_no_code_or_path_is_in_any_format(draft):
    for kind, text in text_of(draft).items():
        for word in ("load_case", "case_dir", "import ", "In [", "show(", "/tmp/", "papermill"):
            assert word not in text, f"{kind}: {word}"


def test_the_kept_notebook_tells_nothing_of_the_machine(draft):
    text = (draft / "report.ipynb").read_text(encoding="utf-8")
    assert "papermill" not in text and str(draft.parent) not in text and "injected-parameters" not in text


def test_every_section_the_guidance_asks_for_is_there(draft):
    headings = " | ".join(node.text_content() for node in lxml_html.fromstring((draft / "report.html").read_text(encoding="utf-8")).iter("h2", "h3")).lower()
    for word in ("child", "what happened", "why this review", "terms of reference", "lines of enquiry", "how the review was done", "family", "identity", "voice", "parallel", "episode", "analysis", "evidence", "finding", "recommendation", "action plan", "sign-off", "abbreviations"):
        assert word in headings, word


@pytest.mark.skipif(os.name != "posix", reason="kills a process the POSIX way")
def test_killed_in_mid_render_the_case_is_as_it_was(minimal):
    before = everything(minimal)
    process = subprocess.Popen([sys.executable, "-m", "lcspr_kit", "render", str(minimal)], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    deadline = time.monotonic() + 30
    while time.monotonic() < deadline and not list(minimal.glob("drafts/.part-*")):
        time.sleep(0.02)
    process.send_signal(signal.SIGKILL)
    process.wait()
    assert everything(minimal) == before
    assert not [path for path in (minimal / "drafts").iterdir() if not path.name.startswith(".")]
    assert render_case(minimal, ["html"]).folder.name == "0001"


GUARD = """
import socket
def _denied(*args, **kwargs):
    raise OSError("the network is denied in this test")
_connect = socket.socket.connect
def _only_local(self, address):
    if self.family in (socket.AF_INET, socket.AF_INET6):
        raise OSError("the network is denied in this test")
    return _connect(self, address)
socket.socket.connect = _only_local
socket.getaddrinfo = socket.create_connection = socket.gethostbyname = _denied
"""


def test_the_main_job_runs_with_the_network_denied(minimal, tmp_path):
    (tmp_path / "guard").mkdir()
    (tmp_path / "guard" / "sitecustomize.py").write_text(GUARD, encoding="utf-8")
    environment = {**os.environ, "PYTHONPATH": str(tmp_path / "guard")}
    command = [sys.executable, "-m", "lcspr_kit", "render", str(minimal)]
    if shutil.which("unshare") and subprocess.run(["unshare", "-rn", "true"], capture_output=True).returncode == 0:
        command = ["unshare", "-rn", *command]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, encoding="utf-8", timeout=200)
    assert done.returncode == 0, done.stdout + done.stderr
    assert (minimal / "drafts" / "0001" / "report.pdf").is_file()


def test_hostile_names_of_a_case_folder_are_only_names(minimal):
    odd = minimal.with_name("case {x} 'y' %s #1")
    minimal.rename(odd)
    assert render_case(odd, ["html"]).folder == odd / "drafts" / "0001"


@pytest.mark.browser
def test_the_page_in_a_real_browser(draft, chromium):
    from axe_playwright_python.sync_playwright import Axe

    context = chromium.new_context(viewport={"width": 320, "height": 900}, bypass_csp=True)
    page = context.new_page()
    requests, complaints = [], []
    page.on("request", lambda request: requests.append(request.url))
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.goto((draft / "report.html").as_uri())
    wide = page.evaluate("document.documentElement.scrollWidth")
    assert wide <= 320, f"at 320 pixels the page is {wide} wide"
    assert all(url.startswith("file:") for url in requests) and not complaints
    page.set_viewport_size({"width": 1280, "height": 900})
    for scheme in ("light", "dark"):
        page.emulate_media(color_scheme=scheme)
        found = Axe().run(page).response["violations"]
        assert not found, [(violation["id"], violation["nodes"][0]["html"][:120]) for violation in found]
    context.close()
