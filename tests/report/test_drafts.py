"""Numbered drafts: whole or not at all, one render at a time, never overwritten."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time

import pytest

from lcspr_kit.problems import InputError
from lcspr_kit.report.drafts import file_hashes, list_drafts, new_draft


def make(drafts, text="x"):
    with new_draft(drafts) as (folder, final):
        (folder / "report.html").write_text(text, encoding="utf-8")
    return final[0]


def test_drafts_are_numbered_and_never_overwritten(tmp_path):
    drafts = tmp_path / "drafts"
    assert [make(drafts, "one").name, make(drafts, "two").name] == ["0001", "0002"]
    (drafts / "0007").mkdir()
    assert make(drafts).name == "0008"
    assert (drafts / "0001" / "report.html").read_text(encoding="utf-8") == "one"
    assert [draft.name for draft in list_drafts(drafts)] == ["0001", "0002", "0007", "0008"]


@pytest.mark.skipif(os.name != "posix", reason="Windows keeps a folder private by where it is")
def test_a_draft_and_its_folder_can_be_read_by_nobody_else(tmp_path):
    drafts = tmp_path / "drafts"
    before = os.umask(0o002)
    try:
        with new_draft(drafts) as (folder, final):
            (folder / "figures").mkdir()
            (folder / "figures" / "timeline.svg").write_text("x", encoding="utf-8")
    finally:
        os.umask(before)
    made = {path.relative_to(drafts).as_posix(): oct(path.stat().st_mode & 0o777) for path in drafts.rglob("*") if path.name != "0001"}
    assert made == {".lock": "0o600", "0001/figures": "0o700", "0001/figures/timeline.svg": "0o600"}
    assert drafts.stat().st_mode & 0o077 == 0 and final[0].stat().st_mode & 0o077 == 0


def test_a_draft_that_fails_leaves_nothing(tmp_path):
    drafts = tmp_path / "drafts"
    with pytest.raises(ZeroDivisionError), new_draft(drafts) as (folder, _):
        (folder / "half").write_text("half", encoding="utf-8")
        1 / 0  # noqa: B018
    assert [path.name for path in drafts.iterdir()] == [".lock"]


def test_two_renders_of_one_case_do_not_mix(tmp_path):
    drafts = tmp_path / "drafts"
    with new_draft(drafts), pytest.raises(InputError, match="rendered already"), new_draft(drafts):
        pass


@pytest.mark.skipif(os.name != "posix", reason="kills a process the POSIX way")
def test_a_killed_render_leaves_no_draft_and_no_lock(tmp_path):
    drafts = tmp_path / "drafts"
    code = f"import pathlib, time\nfrom lcspr_kit.report.drafts import new_draft\nwith new_draft(pathlib.Path({str(drafts)!r})) as (f, _):\n (f / 'half').write_text('x')\n print('in', flush=True)\n time.sleep(60)"
    process = subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE)
    assert process.stdout.readline().strip() == b"in"
    process.send_signal(signal.SIGKILL)
    process.wait()
    time.sleep(0.05)
    assert list_drafts(drafts) == []
    assert make(drafts).name == "0001"
    assert sorted(path.name for path in drafts.iterdir()) == [".lock", "0001"]


@pytest.mark.skipif(os.name != "posix", reason="file modes")
def test_drafts_are_for_their_owner_only(tmp_path):
    assert make(tmp_path / "drafts").stat().st_mode & 0o077 == 0


def test_hashes_leave_out_what_is_not_there(tmp_path):
    (tmp_path / "a").write_bytes(b"")
    assert file_hashes(tmp_path, ["a", "b"]) == {"a": "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"}
