"""Many cases at once: the bad ones are named, the others rendered; a killed run goes on where it stopped."""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import nbformat
import pytest

from lcspr_kit.batch import Outcome, Task, render_json, render_task, render_tasks
from lcspr_kit.console import Progress
from lcspr_kit.problems import InputError
from lcspr_kit.tasks import Journal, find_tasks, index_page

TEMPLATE = Task(Path(), ("html",))


SHORT = [
    'case_dir = ""\naudience = ""\ncompanions = ""',
    "from pathlib import Path\nfrom lcspr_kit.report.blocks import Prose, Section, show",
    'show(Section("child", "The child", 2, (Prose(Path(case_dir, "people.csv").read_text(encoding="utf-8")),)))',
    'show(Section("abbreviations", "Abbreviations", 2, ()))',
]


@pytest.fixture(autouse=True)
def report(tmp_path_factory, monkeypatch, warm):
    """A report of two sections: these tests are about batches. Gives a function that adds cells to it."""
    folder = tmp_path_factory.mktemp("notebooks")
    notebook = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(source) for source in SHORT], metadata={"kernelspec": {"name": "python3", "display_name": "Python 3", "language": "python"}})
    notebook.cells[0].metadata["tags"] = ["parameters"]

    def add(source: str, title: str = "", at: int | None = None) -> None:
        cell = nbformat.v4.new_code_cell(source, metadata={"title": title} if title else {})
        notebook.cells.insert(len(notebook.cells) if at is None else at, cell)
        nbformat.write(notebook, folder / "5_report.ipynb")

    nbformat.write(notebook, folder / "5_report.ipynb")
    monkeypatch.setattr("lcspr_kit.render.notebooks", lambda: folder)
    return add


@pytest.fixture
def many(minimal, tmp_path) -> Path:
    """A folder of four cases; the second can't be read."""
    folder = tmp_path / "many"
    for name in ("a", "b", "c", "d"):
        shutil.copytree(minimal, folder / name)
    (folder / "b" / "review.yml").write_text("reference: [", encoding="utf-8")
    return folder


def run(tasks: list[Task], jobs: int = 2, executor=None) -> list[Outcome]:
    with Progress(silent=True) as progress:
        return render_tasks(tasks, jobs, progress, executor)


def test_one_bad_case_never_stops_the_others(many):
    outcomes = run(find_tasks([many], TEMPLATE))
    assert [outcome.kind for outcome in outcomes] == ["succeeded", "not started", "succeeded", "succeeded"]
    assert "review.yml, row 1" in outcomes[1].reason
    answer = render_json(outcomes)
    assert len(answer["drafts"]) == 3 and set(answer["failed"][0]) >= {"case", "reason"}


def test_side_by_side_gives_the_same_bytes_as_one_by_one(many, minimal):
    single = render_task(Task(minimal, ("html",))).draft
    for outcome in run(find_tasks([many], TEMPLATE)):
        if outcome.draft:
            assert (outcome.draft.folder / "report.html").read_bytes() == (single.folder / "report.html").read_bytes()


def test_a_case_that_has_not_changed_is_left_alone(minimal):
    again = Task(minimal, ("html",), only_changed=True)
    first, second = render_task(again), render_task(again)
    assert (first.unchanged, second.unchanged) == (False, True)
    assert second.draft.folder == first.draft.folder
    with (minimal / "people.csv").open("a", encoding="utf-8") as file:
        file.write("p99,New Person,Visitor,,,,\n")
    assert render_task(again).draft.folder.name == "0002"


def test_manifests_name_cases_formats_and_audiences(tmp_path):
    (tmp_path / "all.csv").write_text("case,to,audience\none,html docx,family\ntwo,,\n", encoding="utf-8")
    (tmp_path / "all.yml").write_text("cases:\n  - {case: one, to: [html, docx], audience: family}\n  - {case: two}\n", encoding="utf-8")
    expected = [Task(tmp_path / "one", ("html", "docx"), "family"), Task(tmp_path / "two", ("html",))]
    assert find_tasks([tmp_path / "all.csv"], TEMPLATE) == expected == find_tasks([tmp_path / "all.yml"], TEMPLATE)
    (tmp_path / "all.csv").write_text("case,audience\none,everybody\n", encoding="utf-8")
    with pytest.raises(InputError, match="everybody"):
        find_tasks([tmp_path / "all.csv"], TEMPLATE)


def test_a_run_goes_on_where_it_stopped(tmp_path, many):
    tasks = find_tasks([many], TEMPLATE)
    path = tmp_path / "run.txt"
    render_task(tasks[3])
    journal = Journal(path, tasks, resume=False)
    first, third = render_task(tasks[0]), render_task(tasks[2])  # the third is killed before it is noted
    journal.note(first)
    with path.open("a", encoding="utf-8") as file:
        file.write('{"task": 3, "dra')
    again = Journal(path, tasks, resume=True)
    assert again.left() == [tasks[1], tasks[3]]
    made = again.all([render_task(task) for task in again.left()])
    assert [outcome.task for outcome in made] == tasks
    assert made[0].draft.folder == first.draft.folder and made[2].draft.folder == third.draft.folder
    assert Journal(path, tasks, resume=True).left() == [tasks[1]]
    assert Journal(path, tasks[1:], resume=True).left() == tasks[1:]
    assert Journal(path, tasks, resume=False).left() == tasks


def test_one_case_for_two_audiences_at_once(minimal):
    tasks = [Task(minimal, ("html",), audience) for audience in ("working", "family", "publication")]
    outcomes = run(tasks, jobs=3)
    assert [outcome.draft.folder.name for outcome in outcomes] == ["0001", "0002", "0003"]
    assert [json.loads((outcome.draft.folder / "manifest.json").read_text(encoding="utf-8"))["audience"] for outcome in outcomes] == ["working", "family", "publication"]


@pytest.mark.skipif(os.name != "posix", reason="kills a process the POSIX way")
def test_a_killed_run_is_resumed_by_the_command(many, tmp_path):
    command = [sys.executable, "-m", "lcspr_kit", "render", str(many), "--to", "html", "--json"]
    process = subprocess.Popen(command, cwd=tmp_path, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline and not (many / "a" / "drafts" / "0001" / "manifest.json").exists():
        time.sleep(0.05)
    time.sleep(0.3)
    process.send_signal(signal.SIGKILL)
    process.wait()
    done = subprocess.run([*command, "--resume"], cwd=tmp_path, capture_output=True, text=True, encoding="utf-8", timeout=200)
    assert done.returncode == 1, done.stderr
    answer = json.loads(done.stdout)
    assert [Path(entry["case"]).name for entry in answer["failed"]] == ["b"]
    assert [Path(entry["case"]).name for entry in answer["drafts"]] == ["a", "c", "d"]
    assert all(len(list((many / name / "drafts").glob("0*"))) == 1 for name in "acd")


def test_logs_and_reasons_never_quote_the_case(minimal, monkeypatch):
    def broken(*_args, **_kwargs):
        raise KeyError("Quimby Zedd of 4 Secret Street")

    monkeypatch.setattr("lcspr_kit.render.run_notebook", broken)
    outcome = render_task(Task(minimal, ("html",)))
    assert outcome.kind == "failed" and "Quimby" not in outcome.reason
    log = (minimal / "drafts" / "render.log").read_text(encoding="utf-8")
    assert "KeyError" in log and "Quimby" not in log and "Quimby" not in repr(outcome)


def test_a_step_that_takes_too_long_is_stopped(minimal, report):
    report("import time; time.sleep(600)")
    started = time.monotonic()
    outcome = render_task(Task(minimal, ("html",), timeout=8))
    assert outcome.kind == "failed" and time.monotonic() - started < 60


def test_a_cell_that_fails_leaves_the_other_sections(minimal, report):
    report("raise ValueError('Quimby')", "A broken part", at=3)
    outcome = render_task(Task(minimal, ("html", "docx", "pdf")))
    assert outcome.kind == "succeeded" and outcome.draft.failed == ("A broken part",)
    text = (outcome.draft.folder / "report.html").read_text(encoding="utf-8")
    assert "could not be produced" in text and "Quimby" not in text and "Abbreviations" in text
    log = (minimal / "drafts" / "render.log").read_text(encoding="utf-8")
    assert "section failed: A broken part: ValueError" in log and "Quimby" not in log


def test_the_log_says_where_in_the_kit_a_section_failed(minimal, report):
    report("show(Section('x', 'X', 2, (Prose(None),)))", "A broken part", at=3)
    log = (render_task(Task(minimal, ("html",))).case / "drafts" / "render.log").read_text(encoding="utf-8")
    assert "blocks.py:" in log


def test_a_case_that_can_not_be_read_has_a_log_without_its_words(minimal):
    with (minimal / "people.csv").open("a", encoding="utf-8") as file:
        file.write("p01,Quimby Zedd,Quimby Zedd,,,,,not-a-date-of-Quimby\n")
    outcome = render_task(Task(minimal, ("html",)))
    log = (minimal / "drafts" / "render.log").read_text(encoding="utf-8")
    assert outcome.kind == "not started" and "people.csv, row" in log and "Quimby" not in log


def test_a_file_that_only_the_notebook_reads_is_named_like_any_other(minimal, report):
    (minimal / "episodes.yml").write_text("episodes: 3\n", encoding="utf-8")
    report("from lcspr_kit.episodes.decide import read_decisions\ndel show\nread_decisions(Path(case_dir))", at=2)
    outcome = render_task(Task(minimal, ("html",)))
    assert outcome.kind == "not started" and outcome.reason.startswith("episodes.yml, row 1")


def test_a_case_without_its_review_is_not_passed_over(many):
    (many / "c" / "review.yml").unlink()
    (many / "notes").mkdir()
    assert [task.case.name for task in find_tasks([many], TEMPLATE)] == ["a", "b", "c", "d"]


def test_stopping_at_the_first_that_fails(many):
    with Progress(silent=True) as progress:
        outcomes = render_tasks(find_tasks([many], TEMPLATE), 1, progress, keep_going=False)
    assert [outcome.kind for outcome in outcomes[:2]] == ["succeeded", "not started"]
    assert outcomes[-1].kind == "not started" and "stopped" in outcomes[-1].reason


def test_a_report_of_which_no_section_could_be_made_is_no_draft(minimal, report):
    (minimal / "people.csv").write_text("id\np01\n", encoding="utf-8")
    report("del show", at=2)
    outcome = render_task(Task(minimal, ("html",)))
    assert outcome.kind == "failed" and "No part of the report" in outcome.reason and not list(minimal.glob("drafts/0*"))


def test_a_kernel_that_dies_is_said(minimal, report):
    report("import os; os._exit(9)")
    outcome = render_task(Task(minimal, ("html",)))
    assert outcome.kind == "failed" and "DeadKernelError" in outcome.reason
    assert not list((minimal / "drafts").glob("0*")) and not list((minimal / "drafts").glob(".part*"))


def test_a_file_that_changes_or_vanishes_meanwhile_is_named(minimal, report):
    report('import os\nos.remove(Path(case_dir, "people.csv"))')
    outcome = render_task(Task(minimal, ("html",)))
    assert outcome.kind == "failed" and "people.csv" in outcome.reason and "Render again" in outcome.reason
    assert not list((minimal / "drafts").glob("0*"))


def test_the_index_names_every_draft_and_every_failure(tmp_path, many):
    outcomes = run(find_tasks([many], TEMPLATE))
    page = index_page(outcomes, tmp_path)
    assert page.count("report.html</a>") == 3 and "many/a/drafts/0001/report.html" in page and "review.yml, row 1" in page
    assert "<script" not in page


@pytest.mark.browser
def test_the_index_in_a_real_browser(tmp_path, many, chromium):
    from axe_playwright_python.sync_playwright import Axe

    (many / "c").rename(many / "c & <i>é #1")
    (tmp_path / "index.html").write_text(index_page(run(find_tasks([many], TEMPLATE)), tmp_path), encoding="utf-8")
    context = chromium.new_context(bypass_csp=True)
    page = context.new_page()
    page.goto((tmp_path / "index.html").as_uri())
    assert not Axe().run(page).response["violations"]
    page.get_by_role("row", name="c & <i>é #1").get_by_role("link").first.click()
    assert page.title() and "drafts/0001/report.html" in page.url
    context.close()


def test_json_is_all_that_a_program_reads(many, tmp_path):
    (tmp_path / "all.csv").write_text("case,audience\nmany/a,family\nmany/b,\n", encoding="utf-8")
    command = [sys.executable, "-m", "lcspr_kit", "render", "all.csv", "--to", "html", "--json", "--index", "index.html"]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, encoding="utf-8", timeout=200)
    answer = json.loads(done.stdout)
    assert done.returncode == 1 and len(answer["drafts"]) == len(answer["failed"]) == 1
    assert "many/a" in (tmp_path / "index.html").read_text(encoding="utf-8")


@pytest.mark.slow
def test_dask_renders_the_same(many):
    from distributed import Client, LocalCluster

    with LocalCluster(n_workers=2, threads_per_worker=1, dashboard_address=None, host="127.0.0.1") as cluster, Client(cluster) as client:
        outcomes = run(find_tasks([many], TEMPLATE), executor=client.get_executor(pure=False))
    assert [outcome.kind for outcome in outcomes] == ["succeeded", "not started", "succeeded", "succeeded"]
