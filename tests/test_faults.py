"""What can go wrong with the machine: each is said in a line, nothing is lost, and nothing half-made stays."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from lcspr_kit.batch import Outcome, Task
from lcspr_kit.render import Draft
from lcspr_kit.report.drafts import list_drafts, manifest_text, new_draft
from lcspr_kit.tasks import Journal

posix = pytest.mark.skipif(os.name != "posix", reason="a fault made the POSIX way")


def render(case: Path, *words: str, before: list[str] = (), **how) -> subprocess.CompletedProcess:
    command = [*before, sys.executable, "-m", "lcspr_kit", "render", str(case), *words]
    return subprocess.run(command, capture_output=True, text=True, encoding="utf-8", timeout=200, **how)


def drafts_of(case: Path) -> list[str]:
    return sorted(path.name for path in (case / "drafts").glob("*") if path.is_dir())


def test_pandoc_is_missing(minimal):
    done = render(minimal, "--to", "docx", env={**os.environ, "PYPANDOC_PANDOC": str(minimal / "no-such-program")})
    assert done.returncode == 2 and "pandoc is missing" in done.stderr and "Traceback" not in done.stderr
    assert drafts_of(minimal) == []


@posix
def test_the_disk_is_full(minimal):
    import resource

    def little_room() -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (40_000, 40_000))

    done = render(minimal, preexec_fn=little_room)
    assert done.returncode == 2 and "could not be written" in done.stderr and "Check the disk" in done.stderr
    assert drafts_of(minimal) == []


@posix
def test_the_folder_is_read_only(minimal):
    if os.geteuid():
        minimal.chmod(0o500)
        done = render(minimal)
        minimal.chmod(0o700)
    else:  # root may write everywhere but on a mount that nobody can write to
        script = f"mount --bind '{minimal}' '{minimal}' && mount -o remount,ro,bind '{minimal}' && exec \"$@\""
        if not shutil.which("unshare") or subprocess.run(["unshare", "-m", "sh", "-c", script, "sh", "true"], capture_output=True).returncode:
            pytest.skip("there can be no read-only folder here")
        done = render(minimal, before=["unshare", "-m", "sh", "-c", script, "sh"])
    assert done.returncode == 2 and "can't be written to" in done.stderr and "read-only" in done.stderr


WRITES = ("open", "os.rename", "os.mkdir", "os.remove", "os.rmdir", "os.chmod", "tempfile.mkdtemp", "tempfile.mkstemp", "shutil.rmtree")


@posix
def test_the_power_goes_at_any_write(tmp_path):
    """The same small job, cut short before its first write, its second, and so on, until it gets to its end."""
    for cut in range(1, 200):
        case = tmp_path / str(cut)
        case.mkdir()
        task = Task(case, ("html",))
        make(case, task, first=True)
        child = os.fork()
        if child == 0:
            cut_short(cut)
            make(case, task)
            os._exit(0)
        code = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
        found = list_drafts(case / "drafts")
        assert [path.name for path in found] in (["0001"], ["0001", "0002"])
        assert all((path / "report.html").read_text(encoding="utf-8") == "whole" and (path / "manifest.json").is_file() for path in found)
        if len(found) == 2:  # finished: noted or not, it is not made again
            assert Journal(case / "run.txt", [task], resume=True).left() == []
        make(case, task)
        assert not [path.name for path in (case / "drafts").iterdir() if path.name.startswith(".part")]
        if code == 0:
            assert cut > 15
            return
    raise AssertionError("the job never came to its end")


def make(case: Path, task: Task, first: bool = False) -> None:
    """A draft and its line in the journal, as a run makes them."""
    journal = None if first else Journal(case / "run.txt", [task], resume=True)
    with new_draft(case / "drafts") as (part, final):
        (part / "report.html").write_text("whole", encoding="utf-8")
        manifest = {"audience": "working", "formats": ["html"], "outputs": {"report.html": ""}, "failed_sections": []}
        (part / "manifest.json").write_text(manifest_text(manifest), encoding="utf-8")
    if journal:
        journal.note(Outcome(task, "succeeded", Draft("case", final[0], ("report.html",), {})))


def cut_short(cut: int) -> None:
    """End this process, without any farewell, in place of its nth act on the disk."""
    count = 0

    def hook(event: str, _args: tuple) -> None:
        nonlocal count
        if event in WRITES:
            count += 1
            if count == cut:
                os._exit(9)

    sys.addaudithook(hook)
