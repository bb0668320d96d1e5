"""A case folder built to attack: hostile text in every column and field, through every output."""

import csv
import io
import json
import os
import re
import socket
import zipfile

import openpyxl
import pytest
from hypothesis import Phase, example, given, settings
from hypothesis import strategies as st
from lxml import etree

from lcspr_kit.case import load_case
from lcspr_kit.casefiles import yaml_text
from lcspr_kit.privacy.leaks import find_leaks
from lcspr_kit.problems import InputError
from lcspr_kit.report.blocks import safe_markdown
from lcspr_kit.report.markdown import run_pandoc

PAYLOADS = (
    "<script>alert(1)</script>",
    "\"><img src=x onerror=alert(2)>",
    "<svg/onload=alert(3)>",
    "--><script>alert(4)</script><!--",
    "</title></style><script>alert(5)</script>",
    "[a](javascript:alert(6)) ![b](http://attack.invalid/b.png) <http://attack.invalid/c>",
    "<iframe srcdoc='<script>alert(7)</script>'></iframe><object data=http://attack.invalid/d></object>",
    "=HYPERLINK(\"http://attack.invalid/e\",\"x\")",
    "@SUM(1+1)*cmd|' /C calc'!A0",
    "+1+1", "-2+3", "\t=1+1",
    "x\" onload=\"alert(8)\" URL=\"javascript:alert(9)",
    "\\N \\G \\\"]; evil [label=\"x\"]; a -> b",
    "`#read(\"/etc/hostname\")`{=typst} #read(\"/etc/hostname\") ```{=html}\n<script>alert(10)</script>\n```",
    "$\\input{/etc/hostname}$ {{7*7}} ${7*7} {% raw %} %(a)s {0.__class__}",
    "<a href='data:text/html,<script>alert(11)</script>'>x</a><base href='http://attack.invalid/'>",
    "<style>@import 'http://attack.invalid/f.css';</style><link rel=stylesheet href=http://attack.invalid/g>",
    "\u202egnp.exe \u0000 \u0007 \ufeff\u200b | pipe || `tick` *star* _line_ # hash",
    "<math><mtext></mtext><mglyph><svg><style></style><img src=x onerror=alert(12)></svg></math>",
)  # fmt: skip


@pytest.fixture(scope="module")
def hostile(tmp_path_factory):
    """A case whose every free text is a payload."""
    folder = tmp_path_factory.mktemp("hostile") / "case"
    (folder / "chronologies").mkdir(parents=True)
    (folder / "narrative").mkdir()
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(["Date", "Time", "Source", "Event", "Response", "Analysis", "Child's voice", "Extra <script>alert(0)</script>"])
    for number, payload in enumerate(PAYLOADS * 2):
        clean = payload.replace("\0", "")
        writer.writerow([f"{number % 28 + 1:02d}/0{number % 6 + 1}/2025", "10:00", clean, f"Police attended, assault, injury. {clean}", clean, clean, clean, clean])
    (folder / "chronologies" / "police.csv").write_text(out.getvalue(), encoding="utf-8")
    rows = io.StringIO()
    writer = csv.writer(rows)
    writer.writerow(["id", "name", "aliases", "pseudonym", "role", "sex", "born", "household", "ethnicity", "notes"])
    for number, payload in enumerate(PAYLOADS[:12]):
        clean = payload.replace("\0", "").replace(";", ",")
        writer.writerow([f"p{number:02d}", f"Quenby Orrin{chr(97 + number)}th {clean}", clean, f"P{number} {clean}", "subject child" if not number else f"aunt {clean}", "F", "2019", clean.replace("@", ""), clean, clean])
    (folder / "people.csv").write_text(rows.getvalue(), encoding="utf-8")
    (folder / "relationships.csv").write_text("a,b,kind,notes\np01,p00,parent,<script>alert(1)</script>\np02,p00,parent,x\n", encoding="utf-8")
    review = {
        "reference": "X-1", "title": PAYLOADS[0], "partnership": PAYLOADS[1], "decision_date": "2026-03-02", "period": {"from": "2025-01-01", "to": "2025-12-31"}, "period_reason": PAYLOADS[5], "subjects": ["p00"],
        "lead_reviewer": {"name": PAYLOADS[2], "organisation": PAYLOADS[13], "independence": PAYLOADS[14]},
        "terms_of_reference": {"aims": PAYLOADS[3], "scope": PAYLOADS[15], "amendments": []},
        "key_lines_of_enquiry": [{"id": "K1", "question": PAYLOADS[14]}],
        "agencies": [{"name": "Police <svg/onload=alert(3)>", "kind": "police", "chronology": "police.csv"}],
        "findings": [{"id": "F1", "title": PAYLOADS[16], "key_lines": ["K1"], "episodes": [], "why": PAYLOADS[17], "wider": PAYLOADS[18].replace("\0", "").replace("\a", "")}],
        "recommendations": [{"id": "R1", "finding": "F1", "text": PAYLOADS[6], "owner": PAYLOADS[4], "action": PAYLOADS[14], "measure": PAYLOADS[19]}],
    }  # fmt: skip
    (folder / "review.yml").write_text(yaml_text(review), encoding="utf-8")
    for name in ("child", "circumstances", "evidence"):
        (folder / "narrative" / f"{name}.md").write_text("\n\n".join(payload.replace("\0", "") for payload in PAYLOADS), encoding="utf-8")
    return folder


@pytest.fixture(scope="module")
def hostile_draft(hostile):
    from lcspr_kit.render import render_case

    return render_case(hostile)


@pytest.mark.slow
def test_a_hostile_case_renders_whole(hostile_draft):
    assert hostile_draft.failed == () or not hostile_draft.failed
    assert {"report.html", "report.docx", "report.pdf"} <= set(hostile_draft.files)


@pytest.mark.slow
@pytest.mark.browser
def test_no_script_runs_and_nothing_is_asked_for_in_a_real_browser(hostile_draft, chromium):
    pages = [hostile_draft.folder / "report.html", *sorted((hostile_draft.folder / "figures").glob("*.svg"))]
    seen = []
    for with_policy in (True, False):
        context = chromium.new_context(bypass_csp=not with_policy)
        page = context.new_page()
        page.on("dialog", lambda dialog: (seen.append(dialog.message), dialog.dismiss()))
        page.on("request", lambda request: seen.append(request.url) if not request.url.startswith(("file:", "data:")) else None)
        for path in pages:
            page.goto(path.as_uri())
            page.wait_for_timeout(200)
            assert page.evaluate("document.querySelectorAll('script, iframe, object, embed, base, link[rel=stylesheet], [onload], [onerror], [onclick], a[href^=\"javascript\"], a[href^=\"data\"]').length") == 0, path.name
        context.close()
    assert seen == []


@pytest.mark.slow
def test_no_cell_of_the_workbook_is_a_formula_or_a_link(hostile_draft):
    book = openpyxl.load_workbook(hostile_draft.folder / "chronology.xlsx")
    cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row]
    assert not [cell.coordinate for cell in cells if cell.data_type == "f"]
    outside = [cell.hyperlink.target for cell in cells if cell.hyperlink and cell.hyperlink.target]
    assert outside == []


@pytest.mark.slow
def test_word_and_pdf_hold_nothing_that_acts_and_no_file_of_this_machine(hostile_draft):
    with zipfile.ZipFile(hostile_draft.folder / "report.docx") as packed:
        names = packed.namelist()
        assert not [name for name in names if name.endswith((".bin", ".html", ".htm")) or "embeddings" in name]
        targets = [node.get("Target") for name in names if name.endswith(".rels") for node in etree.fromstring(packed.read(name)) if node.get("TargetMode") == "External"]
    assert [target for target in targets if target.lower().startswith(("javascript", "data", "file"))] == []
    import pikepdf

    with pikepdf.open(hostile_draft.folder / "report.pdf") as document:
        acts = [str(item.get("/S")) for item in document.objects if isinstance(item, pikepdf.Dictionary) and str(item.get("/S", "")) in ("/JavaScript", "/Launch", "/SubmitForm", "/ImportData")]
        assert acts == [] and "/OpenAction" not in document.Root and not document.attachments
    host = socket.gethostname()
    if len(host) > 4:
        assert host not in (hostile_draft.folder / "report.html").read_text(encoding="utf-8")


@pytest.mark.slow
def test_no_real_name_of_a_hostile_register_gets_into_the_draft(hostile_draft, hostile):
    register = load_case(hostile).register
    named = [leak for path in hostile_draft.folder.rglob("report.*") for leak in find_leaks(path, register) if leak.kind == "name" and "orrin" in leak.text.lower()]
    assert [(leak.file, leak.where, leak.text) for leak in named] == []


@pytest.mark.slow
def test_the_kept_notebook_holds_no_path_of_this_machine(hostile_draft, hostile):
    text = (hostile_draft.folder / "report.ipynb").read_text(encoding="utf-8")
    assert json.loads(text)["nbformat"] == 4 and str(hostile.parent) not in text and "papermill" not in json.loads(text)["metadata"]


@pytest.mark.parametrize("link", ["[a](#)", "[a](x.md)", "[a](javascript:alert(1))", "[a](<javascript:alert(1)>)", "[a](\n data:text/html,x)", "[a][b]\n\n[b]: javascript:alert(1)", "[a]\n\n[a]:\n  <data:text/html,x>", "![a](file:///etc/hostname)", "[a](#nowhere)"])
def test_a_link_that_is_no_web_address_stays_words_in_word_and_pdf(link):
    made = run_pandoc(safe_markdown(link), "typst", [], {}).decode("utf-8")
    assert "#link(" not in made and "#image" not in made and "image(" not in made


SIGNS = ["\\", "\\\\", "!", "[a]", "(https://evil.test/i.png)", "(x.png)", "{=html}", "{.c}", "`x`", "<b>", ":::", "\n", "[b]: x.png", " ", "\n\n", "word"]


@settings(max_examples=15, deadline=None, phases=[Phase.explicit, Phase.reuse, Phase.generate])
@given(st.lists(st.lists(st.sampled_from(SIGNS), max_size=9).map("".join), min_size=20, max_size=20))
@example(["a \\![im](https://evil.test/i.png) b", "\\[b]: x.png\n\n[b]", "`x`\\{=html}"])
def test_no_backslash_of_the_authors_makes_a_picture_or_raw_code(texts):
    made = run_pandoc("\n\n".join(safe_markdown(text) for text in texts), "json", [], {})
    assert not {b"Image", b"RawInline", b"RawBlock"} & set(re.findall(rb'"t":"(\w+)"', made))


def test_web_links_and_footnotes_still_work():
    made = run_pandoc(safe_markdown("[a](https://example.org) and a note[^1] and [b][c]\n\n[^1]: javascript is a word.\n\n[c]: https://example.net"), "typst", [], {}).decode("utf-8")
    assert made.count("#link(") == 2 and "#footnote[" in made


@pytest.mark.parametrize("name", ["../../etc/passwd", "..\\x.csv", "/etc/passwd", "a/b.csv"])
def test_a_chronology_can_not_be_named_outside_its_folder(hostile, tmp_path, name):
    import shutil

    case = tmp_path / "case"
    shutil.copytree(hostile, case, ignore=shutil.ignore_patterns("drafts"))
    text = (case / "review.yml").read_text(encoding="utf-8").replace("chronology: police.csv", f"chronology: '{name}'")
    (case / "review.yml").write_text(text, encoding="utf-8")
    if name.startswith("..\\") and os.name != "nt":
        assert load_case(case).exports[0].name == "police.csv"  # on this system it is one odd file name, and is not there
    else:
        with pytest.raises(InputError, match="bare file name"):
            load_case(case)


@pytest.mark.skipif(os.name == "nt", reason="links need rights on Windows")
@pytest.mark.parametrize("name", ["people.csv", "review.yml", "episodes.yml", "narrative/child.md", "narrative", "drafts", ".lcspr", "chronologies", ".audit-head", ".lcspr/intake.json", "drafts/.lock", "drafts/0001", "narrative/pictures", "narrative/pictures/a.png", "notebooks"])
def test_a_link_out_of_the_case_is_refused_by_name(hostile, tmp_path, name):
    import shutil

    case, outside = tmp_path / "case", tmp_path / "outside"
    shutil.copytree(hostile, case, ignore=shutil.ignore_patterns("drafts"))
    if (case / name).is_dir():
        shutil.rmtree(case / name)
    (case / name).unlink(missing_ok=True)
    outside.mkdir()
    (outside / "x").write_text("x")
    (case / name).parent.mkdir(exist_ok=True)
    (case / name).symlink_to(outside / "x" if "." in name[1:] else outside)
    with pytest.raises(InputError, match="leads out of the case folder"):
        load_case(case)
    assert [path.name for path in outside.iterdir()] == ["x"]


@pytest.mark.skipif(os.name == "nt", reason="links need rights on Windows")
def test_a_log_that_has_a_second_name_elsewhere_is_not_written_through(tmp_path):
    from lcspr_kit.batch import render_task
    from lcspr_kit.tasks import Task

    outside = tmp_path / "theirs"
    outside.write_text("theirs")
    case = tmp_path / "case"
    (case / "drafts").mkdir(parents=True)
    (case / "review.yml").write_text("reference: [", encoding="utf-8")
    (case / "drafts" / "render.log").hardlink_to(outside)
    render_task(Task(case, ["html"]))
    assert outside.read_text() == "theirs" and "review.yml" in (case / "drafts" / "render.log").read_text(encoding="utf-8")


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="this system has no pipes with names")
@pytest.mark.parametrize("name", ["people.csv", "narrative/child.md"])
def test_a_pipe_is_refused_and_not_waited_for(hostile, tmp_path, name):
    import shutil

    case = tmp_path / "case"
    shutil.copytree(hostile, case, ignore=shutil.ignore_patterns("drafts"))
    (case / name).unlink()
    os.mkfifo(case / name)
    with pytest.raises(InputError, match="neither a file nor a folder"):
        load_case(case)


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="this system has no pipes with names")
@pytest.mark.parametrize("words", [["check", "PIPE.docx"], ["open", "PIPE.age", "--passphrase", "x"], ["genogram", "PIPE.ged"], ["absorb", "CASE", "PIPE.docx"], ["leaks", "PIPE.txt", "--case", "CASE"], ["pseudonymise", "PIPE.txt", "--case", "CASE"], ["render", "PIPE.yml"]])
def test_a_pipe_that_is_named_to_the_command_is_refused_and_not_waited_for(tmp_path, words):
    import subprocess
    import sys

    from lcspr_kit.newcase import make_case

    make_case(tmp_path / "CASE")
    os.mkfifo(tmp_path / next(word for word in words if word.startswith("PIPE")))
    done = subprocess.run([sys.executable, "-m", "lcspr_kit", *words], cwd=tmp_path, capture_output=True, text=True, encoding="utf-8", timeout=100)
    assert done.returncode in (1, 2) and "Error" not in done.stderr + done.stdout and done.stderr + done.stdout


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="this system has no pipes with names")
def test_what_lies_among_the_exports_and_is_no_file_is_named(tmp_path):
    from typer.testing import CliRunner

    from lcspr_kit.cli import app
    from lcspr_kit.newcase import make_case

    case, exports = tmp_path / "case", tmp_path / "case" / "chronologies"
    make_case(case)
    (tmp_path / "police.csv").write_text("Date,Event\n2025-09-01,Seen\n", encoding="utf-8")
    (exports / "police.csv").symlink_to(tmp_path / "police.csv")
    (exports / "gone.csv").symlink_to(exports / "nowhere.csv")
    (exports / "round.csv").symlink_to(exports / "round.csv")
    (exports / "unzipped").mkdir()
    (exports / ".DS_Store").mkdir()
    os.mkfifo(exports / "gp.csv")
    done = CliRunner().invoke(app, ["intake", str(case), "--json"], standalone_mode=False)
    refused = {entry["file"]: entry["message"] for entry in json.loads(done.stdout)["refused"]}
    assert done.return_value == 1
    assert set(refused) == {"police.csv", "gone.csv", "round.csv", "unzipped", "gp.csv"}
    assert "leads out" in refused["police.csv"] and "folder" in refused["unzipped"] and "not a file" in refused["gp.csv"]


def test_a_log_whose_last_line_is_broken_is_said(tmp_path):
    import datetime as dt

    from lcspr_kit.privacy.audit import record

    (tmp_path / "audit.jsonl").write_text("not a line of ours\n")
    with pytest.raises(InputError, match="last line can't be read"):
        record(tmp_path, "rendered", "me", dt.datetime(2026, 1, 1))


@pytest.mark.parametrize(
    "text",
    [
        "```",
        "~~~ x\ncode",
        "```\n{=typst}",
        "words\n```{=html}\n<b>\n```",
        "> ```\n- ~~~~\n1. ```",
        "$ \n: -->::: {.x}\n```^<!--- 1. \n% ||",
        "::: {.x}\ntext\n: ::: {.y}",
        "```` ` ~~~\n```\n~~~\n````",
    ],
)
def test_the_authors_fences_and_divs_swallow_nothing_of_what_follows(text):
    document = safe_markdown(text) + "\n\n```{=typst}\n#box[\n```\n\nAFTER\n\n```{=typst}\n]\n```\n"
    blocks = json.loads(run_pandoc(document, "json", [], {}))["blocks"]
    assert [block["c"][0] for block in blocks if block["t"] == "RawBlock"] == ["typst", "typst"]
    assert json.dumps(blocks).count('"Raw') == 2
    assert {"t": "Para", "c": [{"t": "Str", "c": "AFTER"}]} in blocks


def test_a_footnote_that_nothing_refers_to_is_words_and_one_of_another_part_still_works(tmp_path):
    from lcspr_kit.report.facts import _prepare  # the one place that sees a whole narrative file

    made = run_pandoc(safe_markdown(_prepare("child", "# A\n\nSaid.[^1]\n\n# B\n\n[^1]: kept\n\n[^2]: alone")), "typst", [], {}).decode()
    assert "#footnote[kept]" in made and "alone" in made


def test_a_word_without_end_does_not_hold_up_the_checks():
    from lcspr_kit.report.abbreviations import is_explained

    assert not is_explained("MASH", "a" * 400_000) and is_explained("MASH", "a Multi-Agency Safeguarding Hub (MASH)")
