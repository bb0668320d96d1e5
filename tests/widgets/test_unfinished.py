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


def put(case, page, number, **message):
    from lcspr_kit import underway

    assert underway.put(case, page, f"{number}-aaaaaaaa", json.dumps({"message": message, "buffers": []}).encode())


def test_a_new_kernel_first_does_what_an_earlier_one_did_not_come_to(alex, monkeypatch):
    put(alex, "intake", 2, kind="typed", given={"key": "reason", "value": "By telephone"})
    put(alex, "intake", 1, kind="typed", given={"key": "reason", "value": "By tele"})
    put(alex, "intake", 3, kind="link", given={"a": "x", "b": "y", "how": "accepted"}, uses={})
    told = heard(check_arrivals(alex), {"kind": "start"}, monkeypatch)
    assert len(told) == 1 and told[0]["typed"] == {"reason": "By telephone"}
    assert "accepted" in (alex / "links.yml").read_text(encoding="utf-8")
    (alex / "links.yml").unlink()
    put(alex, "intake", 3, kind="link", given={"a": "x", "b": "y", "how": "accepted"})  # as a page sends it again
    heard(check_arrivals(alex), {"kind": "start"}, monkeypatch)
    assert not (alex / "links.yml").exists()


def test_prose_goes_on_from_what_the_killed_kernel_wrote_and_never_over_anothers(alex, monkeypatch):
    from lcspr_kit.widgets.report import write_report
    from lcspr_kit.widgets.writing import read_part

    page = write_report(alex)
    name = heard(page, {"kind": "start"}, monkeypatch)[0]["parts"][0]["name"]
    before = read_part(alex, name)
    heard(page, {"kind": "write", "given": {"name": name, "text": "One", "before": [before]}}, monkeypatch)
    put(alex, "report", 2, kind="write", given={"name": name, "text": "One two", "before": [before]})
    put(alex, "report", 3, kind="write", given={"name": name, "text": "One two three", "before": [before]})
    heard(write_report(alex), {"kind": "start"}, monkeypatch)
    assert read_part(alex, name) == "One two three"
    (alex / "narrative" / f"{name}.md").write_text("Another's", encoding="utf-8")
    put(alex, "report", 4, kind="write", given={"name": name, "text": "One two three four", "before": [before]})
    part = heard(write_report(alex), {"kind": "part", "given": {"name": name}}, monkeypatch)[0]
    assert (part["text"], part["mine"]) == ("Another's", "One two three four")


def test_a_step_for_a_row_that_moved_finds_it_or_is_not_done(alex, monkeypatch):
    from lcspr_kit.case import load_case
    from lcspr_kit.widgets.genogram import edit_genogram

    page = edit_genogram(load_case(alex))
    people = heard(page, {"kind": "start"}, monkeypatch)[0]["people"]
    first, second = people[0], people[1]
    change = {"kind": "change", "given": {"file": "people.csv", "key": first["key"], "who": second["id"], "column": "role", "was": second["cells"]["role"][0], "text": "Moved"}}
    told = heard(page, change, monkeypatch)[0]
    assert [row["cells"]["role"][0] for row in told["people"] if row["cells"]["role"][0] == "Moved" and row["id"] == second["id"]] == ["Moved"]
    gone = heard(page, {"kind": "remove person", "given": {"key": first["key"], "who": "p99"}}, monkeypatch)[0]
    assert gone["error"] and len(gone["people"]) == len(people)


def test_a_step_that_breaks_does_not_keep_the_page_from_opening(alex, monkeypatch):
    put(alex, "intake", 1, kind="links", given={"page": "many"})
    put(alex, "intake", 2, kind=["mend"], given={"place": {}})
    assert heard(check_arrivals(alex), {"kind": "start"}, monkeypatch)[0]["kind"] == "all"


def test_keys_of_a_page_that_is_gone_are_kept_by_the_page_that_took_its_place(alex, monkeypatch):
    from lcspr_kit.case import load_case
    from lcspr_kit.chronology.intake import read_case
    from lcspr_kit.episodes.decide import read_decisions
    from lcspr_kit.widgets.episodes import decide_episodes

    case = load_case(alex)
    intake = read_case(case)
    gone = decide_episodes(case, intake)
    made = heard(gone, {"kind": "create", "given": {"title": "Own", "start": "2025-04-01", "end": "2025-04-09"}, "step": "1-aaaaaaaa"}, monkeypatch)[0]
    identity = next(one["id"] for one in made["episodes"] if one["title"] == "Own")
    newest, told = decide_episodes(case, intake), []
    monkeypatch.setattr(newest, "send", lambda content, buffers=None: told.append(content))
    newest._hear(newest, {"kind": "start", "from": "bbbbbbbb"}, [])
    newest._hear(newest, {"kind": "write", "id": identity, "given": {"name": "why", "text": "New"}, "from": "bbbbbbbb", "step": "5-bbbbbbbb"}, [])
    told.clear()

    late = heard(gone, {"kind": "write", "id": identity, "given": {"name": "what_happened", "text": "Late"}, "from": "aaaaaaaa", "step": "3-aaaaaaaa"}, monkeypatch)[0]
    assert late["step"] == "3-aaaaaaaa" and late["conflict"] is None
    heard(gone, {"kind": "write", "id": identity, "given": {"name": "why", "text": "Older than what stands there"}, "from": "aaaaaaaa", "step": "4-aaaaaaaa"}, monkeypatch)
    put(alex, "episodes", 2, kind="write", id=identity, given={"name": "title", "text": "Own, late"})  # the server had it, the kernel did not
    assert told == [{"kind": "late"}] * 2, "the page in sight does not ask for what it does not show"
    newest._hear(newest, {"kind": "refresh", "from": "bbbbbbbb"}, [])
    assert told[2]["after"] == 5, "a page whose clock was set back would begin below what was typed before"
    card = next(one for one in told[2]["episodes"] if one["id"] == identity)
    assert (card["title"], card["notes"]["what_happened"], card["notes"]["why"]) == ("Own, late", "Late", "New")
    assert read_decisions(alex)[identity].what_happened == "Late" and not (alex / "episodes-mine.yml").exists()
