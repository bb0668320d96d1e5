"""What is typed and not yet done: held in the case with every key, given back to a page opened anew, forgotten when done."""

from __future__ import annotations

import json

from lcspr_kit.widgets import unfinished
from lcspr_kit.widgets.intake import check_arrivals


def heard(page, sent, monkeypatch):
    told = []
    monkeypatch.setattr(page, "send", lambda content, buffers=None: told.append(content))
    page._hear(page, sent, [])
    return told


def test_what_is_typed_is_held_by_its_place_until_it_is_done(tmp_path):
    unfinished.hold(tmp_path, "intake", "reason-gp.csv, row 3", "By tele")
    unfinished.hold(tmp_path, "intake", "reason-gp.csv, row 3", "By telephone")
    unfinished.hold(tmp_path, "intake", "value-gp.csv, row 3", "28/02")
    unfinished.hold(tmp_path, "episodes", "own-title", "Bruises")
    assert unfinished.held(tmp_path, "intake") == {"reason-gp.csv, row 3": "By telephone", "value-gp.csv, row 3": "28/02"}
    unfinished.release(tmp_path, "intake", {"reason-gp.csv, row 3": "By telephone", "value-gp.csv, row 3": "28/0", "no such": ""})
    assert unfinished.held(tmp_path, "intake") == {"value-gp.csv, row 3": "28/02"}
    unfinished.hold(tmp_path, "intake", "value-gp.csv, row 3", None)
    assert [path.name for path in (tmp_path / ".lcspr").iterdir()] == ["typing-episodes.json"], "an empty file is left lying"


def test_a_file_that_was_spoilt_is_as_none(tmp_path):
    (tmp_path / ".lcspr").mkdir()
    for spoilt in ("", "[1]", '{"a": 1}', "{"):
        (tmp_path / ".lcspr" / "typing-intake.json").write_text(spoilt, encoding="utf-8")
        assert unfinished.held(tmp_path, "intake") == {}


def test_a_half_typed_repair_outlives_page_and_kernel_and_goes_when_it_is_mended(alex, monkeypatch):
    for path in (alex / "chronologies").iterdir():
        path.unlink()
    (alex / "chronologies" / "words.csv").write_text("Date,What happened\n31/02/2025,Rent book seen\n", encoding="utf-8")
    key = "value-words.csv, row 2"
    assert heard(check_arrivals(alex), {"kind": "typed", "given": {"key": key, "value": "28/0"}}, monkeypatch) == []
    page = check_arrivals(alex)
    assert heard(page, {"kind": "start"}, monkeypatch)[0]["typed"] == {key: "28/0"}
    mend = {"kind": "mend", "given": {"place": 0, "what": "date", "value": "28/02/2025", "reason": ""}, "uses": {key: "28/0"}}
    refused = heard(page, mend, monkeypatch)[0]
    assert "reason" in refused["error"] and unfinished.held(alex, "intake"), "what could not be done is still being typed"
    mend["given"]["reason"] = "By telephone"
    assert heard(page, mend, monkeypatch)[0]["used"] == {key: "28/0"}
    assert unfinished.held(alex, "intake") == {} and "By telephone" in (alex / "repairs.yml").read_text(encoding="utf-8")


def test_what_a_page_sends_is_not_trusted(alex, monkeypatch):
    page = check_arrivals(alex)
    for given in ({}, {"key": 5, "value": "x"}, {"key": "a", "value": 7}, {"key": "k" * 1000, "value": "x"}, {"key": "", "value": "x"}, None):
        assert heard(page, {"kind": "typed", "given": given}, monkeypatch) == []
    assert not (alex / ".lcspr").exists()
    assert json.dumps(heard(page, {"kind": "start", "uses": "all"}, monkeypatch)[0])


def test_a_step_sent_again_is_not_done_twice(alex, monkeypatch):
    from lcspr_kit.case import load_case
    from lcspr_kit.widgets.genogram import edit_genogram

    add = {"kind": "add person", "given": {"values": {"pseudonym": "Cousin 1"}}, "step": "a"}
    told = heard(edit_genogram(load_case(alex)), add, monkeypatch)[0]
    assert told["step"] == "a" and "error" not in told
    again = heard(edit_genogram(load_case(alex)), add, monkeypatch)[0]  # a kernel begun anew
    assert again["step"] == "a" and "typed" in again
    assert (alex / "people.csv").read_text(encoding="utf-8").count("Cousin 1") == 1
    heard(edit_genogram(load_case(alex)), {**add, "step": "b"}, monkeypatch)
    assert (alex / "people.csv").read_text(encoding="utf-8").count("Cousin 1") == 2


def test_a_step_that_could_not_be_done_is_tried_again(alex, monkeypatch):
    page = check_arrivals(alex)
    link = {"kind": "link", "given": {"a": "x", "b": "x", "how": "accepted"}, "step": "a"}
    assert heard(page, link, monkeypatch)[0]["error"]
    assert not (alex / "links.yml").exists()
    link["given"]["b"] = "y"
    assert not heard(page, link, monkeypatch)[0]["error"] and "accepted" in (alex / "links.yml").read_text(encoding="utf-8")
