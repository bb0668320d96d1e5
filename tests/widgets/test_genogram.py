"""The family under the author's hands: the slider, the tables, what is kept, and what no page or state holds."""

from __future__ import annotations

import json
import re

import pytest

from lcspr_kit.case import load_case
from lcspr_kit.genogram.family import read_family
from lcspr_kit.widgets.genogram import Genogram, answer, edit_genogram, history


@pytest.fixture
def genogram(alex):
    return Genogram(load_case(alex))


def tell(genogram, kind, real=False, **given):
    return answer(genogram, {"kind": kind, "given": given, "real": real, "request": 1})


def person(told, identity):
    return next(row for row in told["people"] if row["id"] == identity)


def change(genogram, identity, column, text):
    row = person(tell(genogram, "start", real=True), identity)
    return tell(genogram, "change", real=True, file="people.csv", key=row["key"], column=column, was=row["cells"][column][0], text=text)


def test_the_slider_stops_where_the_family_changed_and_draws_that_day(alex, genogram):
    case = load_case(alex)
    days = history(case, read_family(alex, case.register))
    assert days == sorted(set(days)) and days[-1] == case.review.period.end and case.register["p01"].born.latest in days
    now, then, early = (tell(genogram, "draw", day=day) for day in (None, days[3].isoformat(), "1900-01-01"))
    assert (now["place"], then["place"], early["place"]) == (len(days) - 1, 3, 0) and len(now["days"]) == len(now["iso"]) == len(days)
    assert "<svg" in now["svg"] and "<svg" in then["svg"] and now["svg"] != then["svg"]
    assert case.register["p01"].pseudonym in now["words"]
    assert "Who is to be asked" in tell(genogram, "draw", overlay=True)["svg"] or tell(genogram, "draw", overlay=True)["svg"] != now["svg"]


def test_an_hour_of_work_on_the_family(genogram, alex):
    before = {name: (alex / name).read_bytes() for name in ("people.csv", "relationships.csv")}
    drawn = tell(genogram, "draw")["svg"]
    told = change(genogram, "p09", "born", "2001-05")
    assert "error" not in told and ",2001-05," in (alex / "people.csv").read_text(encoding="utf-8") and tell(genogram, "draw")["svg"] != drawn
    told = tell(genogram, "add person", values={"pseudonym": "Cousin", "role": "cousin"})
    told = tell(genogram, "add relation", values={"a": "p09", "kind": "parent", "b": "p18", "from": "", "to": ""})
    assert "Cousin" in tell(genogram, "draw")["words"]
    row = person(told, "p18")
    told = tell(genogram, "homes", key=row["key"], was="", stays=[["Maternal grandmother's home", "2024", ""], ["Elsewhere", "", ""], ["", "", ""]])
    assert person(told, "p18")["stays"] == [["Maternal grandmother's home", "2024", ""], ["Elsewhere", "", ""]]
    told = change(genogram, "p18", "contribute", "Yes")
    assert person(told, "p18")["group"] == "To be invited to contribute"
    told = tell(genogram, "remove relation", key=told["relations"][-1]["key"])
    told = tell(genogram, "remove person", key=person(told, "p05")["key"])
    assert "p05" not in told["names"] and len(told["changed"]) > 5
    again = Genogram(load_case(alex))  # another kernel
    while tell(again, "start")["undo"]:
        assert "error" not in tell(again, "undo")
    assert before == {name: (alex / name).read_bytes() for name in before}


def test_what_is_wrong_is_said_by_row_and_column_and_nothing_is_written(genogram, alex):
    before = (alex / "people.csv").read_bytes()
    assert change(genogram, "p03", "born", "soon")["error"].startswith("people.csv, row 4, column born: 'soon' is not a date")
    for kind, given in (("fly", {}), ("change", {}), ("homes", {"key": 0, "was": "x", "stays": []}), ("homes", {"key": 0, "stays": [["a;b", "", ""]]}), ("add relation", {"values": {}}), ("remove person", {"key": 0}), ("bring in", {"name": "x.ged"}), ("export", {"to": "pdf"})):
        assert tell(genogram, kind, **given)["error"]
    assert (alex / "people.csv").read_bytes() == before


def test_what_contradicts_itself_names_its_row(genogram):
    told = change(genogram, "p01", "born", "1960")
    file, key, words = told["notes"][0]
    assert "error" not in told and key is not None and file in words


def test_a_file_changed_elsewhere_is_shown_and_not_overwritten(genogram, alex):
    path = alex / "people.csv"
    path.write_text(path.read_text(encoding="utf-8").replace("Methodist,Maternal", "Quaker,Maternal", 1), encoding="utf-8")
    theirs = path.read_bytes()
    told = change(genogram, "p09", "born", "2001")
    assert told["conflict"]["mine"] == ["people.csv: p09 changed in born."] and told["conflict"]["theirs"] == ["people.csv: p06 changed in faith."]
    assert path.read_bytes() == theirs and ",2001," in (alex / "people-mine.csv").read_text(encoding="utf-8")
    assert "changed elsewhere" in change(genogram, "p09", "born", "2002")["error"]
    told = tell(genogram, "settle", how="both")
    text = path.read_text(encoding="utf-8")
    assert told["conflict"] is None and "Quaker" in text and ",2001," in text and not (alex / "people-mine.csv").exists()


def test_a_file_broken_elsewhere_is_left_alone_and_nothing_is_lost(genogram, alex):
    path = alex / "people.csv"
    path.write_text("id\np01\np01\n", encoding="utf-8")
    assert "used by rows" in change(genogram, "p09", "born", "2001")["error"]
    assert path.read_text(encoding="utf-8") == "id\np01\np01\n" and ",2001," in (alex / "people-mine.csv").read_text(encoding="utf-8")
    assert "error" in tell(genogram, "refresh") and person(tell(genogram, "start"), "p09")["cells"]["born"][0] == "2001"


def test_real_names_are_told_only_where_they_are_asked_for(genogram, alex):
    register = load_case(alex).register
    words = {word for each in register.named for name in (each.name, *each.aliases) for word in re.findall(r"[^\W\d_]{4,}", name)} - {"Child", "baby", "Primary"}
    hidden = json.dumps([tell(genogram, "start"), tell(genogram, "draw"), tell(genogram, "draw", overlay=True)])
    assert not [word for word in words if re.search(rf"\b{word}\b", hidden)]
    shown = tell(genogram, "start", real=True)
    assert person(shown, "p01")["cells"]["name"] == ["Corin Thrale", False] and "Corin" in tell(genogram, "draw", real=True)["svg"]
    locked = [cell for row in tell(genogram, "start")["people"] for cell in row["cells"].values() if cell[1]]
    assert locked and not any(cell[1] for row in shown["people"] for cell in row["cells"].values())


def test_drawings_go_out_with_pseudonyms_and_the_family_as_gedcom(genogram, alex):
    for to in ("svg", "png", "ged"):
        assert "exports/" in tell(genogram, "export", to=to)["said"]
    assert "Corin" not in (alex / "exports" / "genogram-0001.svg").read_text(encoding="utf-8")
    content = (alex / "exports" / "family-0001.ged").read_bytes()
    told = answer(genogram, {"kind": "bring in", "given": {"name": "family.ged"}}, [memoryview(content)])
    assert told["said"] == "0 relationships are new." and told["changed"] == []


def test_what_cannot_be_drawn_is_said(genogram, monkeypatch):
    monkeypatch.setenv("LCSPR_DOT", "no-such-program")
    told = tell(genogram, "draw")
    assert told["svg"] == "" and "no-such-program" in told["words"]


def test_the_widgets_state_holds_no_case_text(alex):
    state = json.dumps(edit_genogram(load_case(alex)).get_state(), default=str)
    assert "<svg" not in state and "Corin" not in state and "Garrowby" not in state
