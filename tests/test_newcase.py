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
