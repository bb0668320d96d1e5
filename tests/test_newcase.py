"""A new case, as `lcspr new` makes it, is a case: every chapter can be made from it before anything is filled in."""

from __future__ import annotations

import os

import pytest

from lcspr_kit.newcase import make_case
from lcspr_kit.problems import InputError
from lcspr_kit.report.opening import open_report
from lcspr_kit.report.skeleton import CHAPTERS, chapter


@pytest.mark.parametrize("audience", ["working", "family", "publication"])
def test_every_chapter_can_be_made_from_an_empty_case(tmp_path, audience):
    make_case(tmp_path / "new")
    report = open_report(tmp_path / "new", audience)
    assert len(report.events) == 0
    made = {name: chapter(report, name) for name in CHAPTERS}
    assert all(made[name] for name in CHAPTERS)


def test_a_new_case_never_writes_over_anything(tmp_path):
    (tmp_path / "there").mkdir()
    (tmp_path / "there" / "mine.txt").write_text("mine", encoding="utf-8")
    with pytest.raises(InputError, match="already"):
        make_case(tmp_path / "there")
    assert [path.name for path in (tmp_path / "there").iterdir()] == ["mine.txt"]


@pytest.mark.skipif(os.name != "posix", reason="file modes")
def test_a_new_case_is_for_its_owner_only(tmp_path):
    make_case(tmp_path / "new")
    assert all(path.stat().st_mode & 0o077 == 0 for path in [tmp_path / "new", *(tmp_path / "new").rglob("*")])


@pytest.mark.parametrize("name", ["con", "AUX.txt", "com1", "LPT\u00b9.x", "<img src=x>", "a\nb", "a.", "a ", " a", "a:b", "a\u202eb", "-rf", "a" * 101, "what?", "nul /inner"])
def test_a_folder_that_windows_cannot_hold_is_not_made(tmp_path, name):
    with pytest.raises(InputError) as caught:
        make_case(tmp_path / name)
    assert "\n" not in str(caught.value) and list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("name", ["Child Alex 2026", "console", "Ünal-review", "nullify", "a.b", "com10", "2026"])
def test_ordinary_names_may_be_given(tmp_path, name):
    make_case(tmp_path / name)
    assert (tmp_path / name / "review.yml").is_file()
