"""The report in the page: prose kept as it is typed, never over another's; checks, dates, drafts."""

from __future__ import annotations

import json
from datetime import date

import pytest

from lcspr_kit.report.drafts import list_drafts
from lcspr_kit.widgets.report import Writing, answer, write_report

TODAY = date(2026, 6, 1)


def tell(writing, kind, tell=lambda told: None, real=False, **given):
    return answer(writing, {"kind": kind, "given": given, "real": real}, TODAY, tell)


@pytest.fixture
def writing(alex) -> Writing:
    for path in (alex / "chronologies").iterdir():
        if path.name not in ("gp.csv", "csc.xlsx"):
            path.unlink()
    return Writing(alex)


def test_what_is_typed_is_in_the_case_at_once_and_is_looked_at(writing, alex):
    name = writing.case.register["p01"].name.split()[0]
    opened = tell(writing, "part", name="voice")
    told = tell(writing, "write", name="voice", text=f"{name} 's social worker was at fault. <b>Mother</b> felt heard.", before=[opened["text"]])
    assert told["theirs"] is None and (alex / "narrative" / "voice.md").read_text(encoding="utf-8").startswith(name)
    told = tell(writing, "look", name="voice")
    assert any("at fault" in one["message"] for one in told["findings"]) and told["words"] > 5
    assert name not in told["shown"] and name in tell(writing, "part", real=True, name="voice")["shown"]


def test_every_section_that_asks_for_prose_is_there_with_what_belongs_in_it(writing):
    told = tell(writing, "start")
    names = [part["name"] for part in told["parts"]]
    assert {"child", "circumstances", "voice", "evidence", "analysis-K1", "episode-E1"} <= set(names) and len(names) == len(set(names))
    assert all(part["prompt"] for part in told["parts"]) and next(part for part in told["parts"] if part["name"] == "child")["written"]


def test_what_was_written_elsewhere_meanwhile_is_shown_and_both_are_kept(writing, alex):
    path = alex / "narrative" / "child.md"
    before = tell(writing, "part", name="child")["text"]
    path.write_text("Theirs", encoding="utf-8")
    told = tell(writing, "write", name="child", text="Mine", before=[before])
    assert told["theirs"] == "Theirs" and path.read_text(encoding="utf-8") == "Theirs"
    assert tell(writing, "part", name="child")["mine"] == "Mine"
    assert tell(writing, "write", name="child", text="Theirs\n\nMine", before=["Theirs"])["theirs"] is None
    assert path.read_text(encoding="utf-8") == "Theirs\n\nMine" and tell(writing, "part", name="child")["mine"] is None


def test_each_key_is_kept_though_its_answer_is_still_on_its_way(writing, alex):
    base = tell(writing, "part", name="voice")["text"]
    for text in ("H", "He", "He ", "He s"):
        assert tell(writing, "write", name="voice", text=text, before=[base])["theirs"] is None
    assert (alex / "narrative" / "voice.md").read_text(encoding="utf-8") == "He s"
    path = alex / "narrative" / "voice.md"
    path.write_text("Theirs", encoding="utf-8")
    assert tell(writing, "write", name="voice", text="He sa", before=[base])["theirs"] == "Theirs", "another's words are not a key of hers"


def test_a_kernel_begun_anew_knows_her_own_keys_from_anothers_words(writing, alex):
    base = tell(writing, "part", name="voice")["text"]
    tell(writing, "write", name="voice", text="He s", before=[base])
    anew = Writing(alex)
    assert tell(anew, "write", name="voice", text="He said", before=[base])["theirs"] == "He s"
    assert tell(anew, "write", name="voice", text="He said", before=[base, "He", "He s"])["theirs"] is None
    assert (alex / "narrative" / "voice.md").read_text(encoding="utf-8") == "He said" and tell(anew, "part", name="voice")["mine"] is None


@pytest.mark.parametrize("name", ["../review", "unplaced", "", "episode-E99"])
def test_no_other_file_is_ever_written(writing, alex, name):
    held = sorted(path for path in alex.rglob("*") if path.is_file())
    assert "no section" in tell(writing, "write", name=name, text="x", before=[""])["error"]
    assert sorted(path for path in alex.rglob("*") if path.is_file()) == held


def test_the_checklist_has_ticks_and_what_is_to_do_comes_first(writing, alex):
    told = tell(writing, "start")
    marks = [check["mark"] for check in told["checks"]]
    assert "passed" in marks and marks == sorted(marks, key=["error", "warning", "advice", "off", "passed"].index)
    assert all(check["todo"] for check in told["checks"] if check["mark"] not in ("passed", "off")) and told["dates"]
    before = marks.count("passed")
    tell(writing, "write", name="evidence", text="The national review of 2022 found the same.", before="")
    assert [check["mark"] for check in tell(writing, "again")["checks"]].count("passed") >= before


def test_a_draft_is_made_with_every_step_told(writing, alex):
    heard: list[dict] = []
    tell(writing, "render", heard.append, audience="family")
    writing.rendering.join(120)
    done = heard[-1]
    assert done["kind"] == "rendered" and done["draft"] == "0001" and [path.name for path in list_drafts(alex / "drafts")] == ["0001"]
    steps = heard[:-1]
    assert [one["done"] for one in steps] == list(range(len(steps))) and all(one["done"] < one["of"] for one in steps)
    assert "report.docx" in done["drafts"][0]["files"] and '"rendered"' in (alex / "audit.jsonl").read_text(encoding="utf-8")


@pytest.mark.parametrize(("kind", "given"), [("render", {"audience": "everybody"}), ("open", {"draft": "0001", "name": "report.docx"}), ("open", {"draft": "..", "name": "review.yml"}), ("part", {"name": "x"})])
def test_what_cannot_be_done_is_said(writing, kind, given):
    assert tell(writing, kind, **given)["error"]


def test_the_widgets_state_holds_nothing(alex):
    assert "Alex" not in json.dumps(write_report(alex).get_state(), default=str)
