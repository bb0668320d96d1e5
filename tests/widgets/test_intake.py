"""What arrived, in the page: what each of the author's choices does to the case, and what it never does."""

from __future__ import annotations

import json

import pytest
from ruamel.yaml import YAML

from lcspr_kit.case import load_case
from lcspr_kit.chronology.intake import read_case
from lcspr_kit.chronology.links import read_links
from lcspr_kit.chronology.repairs import MARK, read_repairs
from lcspr_kit.widgets.intake import Arrivals, answer, check_arrivals


@pytest.fixture
def exports(alex):
    """Three exports of the example case, and two that the kit does not understand by itself."""
    for path in (alex / "chronologies").iterdir():
        if path.name not in ("csc.xlsx", "gp.csv", "health_visiting.docx"):
            path.unlink()
    (alex / "chronologies" / "scheme.csv").write_text("Wann,Was,Wer\n01.02.2025,Called,AB\n31/02/2025,No reply to Zebedee Quorn,AB\n02/03/2025,Called,AB\n", encoding="utf-8")
    (alex / "chronologies" / "words.csv").write_text("Wann,Was\nnext week,Called about rent\nlast month,Door not opened\n", encoding="utf-8")
    return alex


def tell(arrivals, kind, real=False, **given):
    return answer(arrivals, {"kind": kind, "given": given, "real": real})


def said(case) -> dict:
    return {entry["file"]: entry for entry in YAML(typ="safe").load((case / "mapping.yml").read_text(encoding="utf-8"))["files"]}


def file_of(told, name):
    return next(entry for entry in told["files"] if entry["file"] == name)


def test_a_file_that_was_not_understood_is_read_at_once_when_its_columns_are_chosen(exports):
    arrivals = Arrivals(exports)
    assert file_of(tell(arrivals, "start"), "words.csv")["refused"]
    [part] = tell(arrivals, "preview", file="words.csv")["parts"]
    assert list(part["headings"]) == ["Wann", "Was"]
    told = tell(arrivals, "map", file="words.csv", sheet="", fields=["date", "event"], agency="Harbour Housing", date_order="dmy")
    entry = file_of(told, "words.csv")
    assert not entry["refused"] and entry["parts"][0]["events"] == 2 and entry["parts"][0]["agency"] == "Harbour Housing"
    assert said(exports)["words.csv"] == {"file": "words.csv", "agency": "Harbour Housing", "columns": {"date": "Wann", "event": "Was"}, "date_order": "dmy"}
    assert (exports / "mapping.yml").read_text(encoding="utf-8").startswith("# Which column is which"), "the author's comment is gone"
    told = tell(arrivals, "undo", desk="columns")
    assert file_of(told, "words.csv")["refused"] and "words.csv" not in said(exports)


def test_only_what_differs_from_the_kits_finding_is_written_and_a_column_can_be_let_go(exports):
    arrivals = Arrivals(exports)
    [part] = tell(arrivals, "preview", file="gp.csv")["parts"]
    fields = ["" if field == "response" else field for field in part["fields"]]
    told = tell(arrivals, "map", file="gp.csv", sheet="", fields=fields)
    assert not told["error"] and said(exports)["gp.csv"]["columns"] == {"source_of_information": "Clinician", "response": ""}
    [part] = tell(arrivals, "preview", file="gp.csv")["parts"]
    assert "response" not in part["fields"]
    events = read_case(load_case(exports)).events
    assert (events[events["source_file"] == "gp.csv"]["response"] == "").all()


def test_a_sheet_of_several_is_said_by_its_name_and_can_be_set_aside(exports):
    arrivals = Arrivals(exports)
    told = tell(arrivals, "map", file="csc.xlsx", sheet="Supervision", skip=True)
    entry = next(entry for entry in YAML(typ="safe").load((exports / "mapping.yml").read_text(encoding="utf-8"))["files"] if entry.get("sheet") == "Supervision")
    assert entry["skip"] is True and sum(part["events"] for part in file_of(told, "csc.xlsx")["parts"]) == 48


def test_two_columns_cannot_be_the_same_and_nothing_is_written(exports):
    arrivals, before = Arrivals(exports), (exports / "mapping.yml").read_bytes()
    told = tell(arrivals, "map", file="gp.csv", sheet="", fields=["date"] * len(tell(arrivals, "preview", file="gp.csv")["parts"][0]["fields"]))
    assert "can't both be" in told["error"] and (exports / "mapping.yml").read_bytes() == before


def test_a_row_is_mended_with_a_reason_and_says_so(exports):
    arrivals = Arrivals(exports)
    tell(arrivals, "map", file="scheme.csv", sheet="", fields=["date", "event", "people"], date_order="mdy")
    place = next(row["place"] for row in tell(arrivals, "start")["quarantined"] if row["where"] == "scheme.csv, row 3")
    before = (exports / "chronologies" / "scheme.csv").read_bytes()
    for given, words in (({"what": "date", "value": "28/02/2025", "reason": ""}, "needs its reason"), ({"what": "date", "value": "soon", "reason": "x"}, "can't be read as a date"), ({"what": "event", "value": " ", "reason": "x"}, "nothing to mend"), ({"what": "fly", "value": "x", "reason": "x"}, "Choose what")):
        assert words in tell(arrivals, "mend", place=place, **given)["error"]
    assert read_repairs(exports).repairs == []
    told = tell(arrivals, "mend", place=place, what="date", value="03/04/2025", reason="By telephone")
    assert told["repaired"][0]["fits"] and "2025-04-03" in told["repaired"][0]["words"]
    events = read_case(load_case(exports)).events
    [event] = events[(events["source_file"] == "scheme.csv") & (events["source_row"] == 3)].to_dict("records")
    assert f"{event['start']:%Y-%m-%d}" == "2025-04-03" and MARK in event["extra"] and event["date_text"] == "31/02/2025"
    assert (exports / "chronologies" / "scheme.csv").read_bytes() == before
    assert "scheme.csv, row 3" in [row["where"] for row in tell(arrivals, "unmend", number=0)["quarantined"]]


def test_a_repair_made_elsewhere_meanwhile_is_shown_and_both_can_be_kept(exports):
    arrivals, other = Arrivals(exports), Arrivals(exports)
    rows = tell(arrivals, "start")["quarantined"]
    tell(other, "mend", place=rows[0]["place"], what="skip", value="", reason="Theirs")
    told = tell(arrivals, "mend", place=rows[1]["place"], what="skip", value="", reason="Mine")
    assert told["desks"]["rows"]["conflict"]["mine"] and (exports / "repairs-mine.yml").is_file()
    told = tell(arrivals, "settle", desk="rows", how="both")
    assert {repair.reason for repair in read_repairs(exports).repairs} == {"Theirs", "Mine"} and not (exports / "repairs-mine.yml").exists()


def test_links_are_decided_changed_and_taken_back(exports):
    arrivals = Arrivals(exports)
    told = tell(arrivals, "links", band="strong")
    first, count = told["pairs"][0], told["counts"]["strong"]
    tell(arrivals, "link", a=first["a"], b=first["b"], how="accepted", note="Same call")
    assert read_links(exports).status(first["a"], first["b"]) == "accepted"
    told = tell(arrivals, "links", band="strong")
    assert told["counts"]["strong"] == count - 1 and told["counts"]["decided"] == 1
    [decided] = tell(arrivals, "links", band="decided")["pairs"]
    assert decided["note"] == "Same call" and decided["sides"][0]["says"]
    tell(arrivals, "link", a=first["a"], b=first["b"], how="refused")
    assert read_links(exports).status(first["a"], first["b"]) == "refused"
    tell(arrivals, "link", a=first["a"], b=first["b"], how="open")
    assert read_links(exports).links == []
    tell(arrivals, "undo", desk="links")
    assert read_links(exports).status(first["a"], first["b"]) == "refused"


@pytest.mark.parametrize(("how", "file"), [("person", "people.csv"), ("place", "places.csv"), ("neither", "not-names.csv"), ("alias:p02", "people.csv")])
def test_a_name_is_filed_and_is_a_stranger_no_more(exports, how, file):
    arrivals = Arrivals(exports)
    tell(arrivals, "map", file="scheme.csv", sheet="", fields=["date", "event", "people"])
    place = next(row["place"] for row in tell(arrivals, "start")["quarantined"] if row["where"] == "scheme.csv, row 3")
    tell(arrivals, "mend", place=place, what="date", value="28/02/2025", reason="x")
    assert "Zebedee Quorn" in [name["text"] for name in tell(arrivals, "names")["names"]]
    before = {path.name: path.read_bytes() for path in exports.glob("*.csv")}
    told = tell(arrivals, "name", text="Zebedee Quorn", how=how)
    assert not told["error"] and "Zebedee Quorn" in (exports / file).read_text(encoding="utf-8")
    assert "Zebedee Quorn" not in [name["text"] for name in tell(arrivals, "names")["names"]]
    assert load_case(exports).register["p02"].role, "the other columns are gone"
    told = tell(arrivals, "undo", desk="names")
    assert not told["error"] and told["desks"]["names"]["redo"]
    assert "Zebedee Quorn" in [name["text"] for name in tell(arrivals, "names")["names"]]
    assert {path.name: path.read_bytes() for path in exports.glob("*.csv")} == before
    tell(Arrivals(exports), "redo", desk="names")
    assert "Zebedee Quorn" in (exports / file).read_text(encoding="utf-8"), "it could not be done again after a restart"


def test_a_filing_is_not_taken_back_over_what_was_changed_elsewhere_since(exports):
    arrivals = Arrivals(exports)
    tell(arrivals, "name", text="Zebedee Quorn", how="person")
    path = exports / "people.csv"
    path.write_text(path.read_text(encoding="utf-8").replace("Zebedee Quorn", "Zeb Quorn"), encoding="utf-8")
    told = tell(arrivals, "undo", desk="names")
    assert "Zeb Quorn" in path.read_text(encoding="utf-8") and not told["desks"]["names"]["undo"]
    assert not tell(arrivals, "name", text="Harbour Road", how="place")["error"]


@pytest.mark.parametrize(("kind", "given"), [("map", {"file": "nothing.csv"}), ("map", {"file": "gp.csv", "sheet": "x"}), ("map", {"file": "gp.csv", "sheet": "", "heading_row": True}), ("mend", {"place": 99}), ("mend", {"place": True}), ("unmend", {"number": 5}), ("link", {"a": "x", "b": "x", "how": "accepted"}), ("link", {"a": "x", "b": "y", "how": "z"}), ("name", {"text": "x", "how": "alias:nobody"}), ("name", {"text": "x", "how": "fish"}), ("undo", {"desk": "none"}), ("preview", {"file": "../review.yml"}), ("links", {"page": "x"})])  # fmt: skip
def test_what_cannot_be_done_is_said_and_changes_nothing(exports, kind, given):
    held = {path.name: path.read_bytes() for path in exports.glob("*.*")}
    assert tell(Arrivals(exports), kind, **given)["error"]
    assert {path.name: path.read_bytes() for path in exports.glob("*.*")} == held


def test_no_real_name_but_at_the_switch_and_none_in_the_state(exports, studied):
    arrivals = Arrivals(exports)
    surname = studied[0].register["p01"].name.split()[-1]
    told = json.dumps([tell(arrivals, "start"), *(tell(arrivals, "preview", file=path.name) for path in arrivals.case.exports), tell(arrivals, "links", band="strong"), tell(arrivals, "links", band="possible")])
    assert surname not in told
    real = json.dumps([tell(arrivals, "preview", real=True, file=path.name) for path in arrivals.case.exports] + [tell(arrivals, "start", real=True)])
    assert surname in real
    assert "csc.xlsx" not in json.dumps(check_arrivals(exports).get_state(), default=str)


def test_a_discrepancy_is_set_aside_with_a_reason_and_can_be_opened_again(alex):
    arrivals = Arrivals(alex)
    told = tell(arrivals, "differences", band="open")
    first, counts = told["cards"][0], told["counts"]
    assert counts["open"] > 5 and {"told", "time"} & {card["about"] for card in told["cards"]} and all(len(card["sides"]) == 2 for card in told["cards"])
    assert not any(name in json.dumps(told) for name in ("Corin", "Tamsin"))
    chosen = {"about": first["about"], "a": first["a"], "b": first["b"]}
    assert "reason" in tell(arrivals, "look", **chosen, how="set aside", note=" ")["error"]
    told = tell(arrivals, "look", **chosen, how="set aside", note="Two visits on one day")
    assert not told["error"] and told["desks"]["differences"]["undo"]
    assert "Two visits on one day" in (alex / "discrepancies.yml").read_text(encoding="utf-8")
    aside = tell(Arrivals(alex), "differences", band="set aside")
    assert aside["counts"] == {**counts, "open": counts["open"] - 1, "set aside": 1} and aside["cards"][0]["note"] == "Two visits on one day"
    tell(arrivals, "look", **chosen, how="open")
    assert tell(arrivals, "differences", band="open")["counts"] == counts
    tell(arrivals, "undo", desk="differences")
    assert tell(arrivals, "differences", band="open")["counts"]["set aside"] == 1


def test_a_word_on_records_that_are_gone_is_shown_and_kept(alex):
    arrivals = Arrivals(alex)
    first = tell(arrivals, "differences", band="open")["cards"][0]
    tell(arrivals, "look", about=first["about"], a=first["a"], b=first["b"], how="ask", note="")
    for path in (alex / "chronologies").iterdir():
        if path.name != "gp.csv":
            path.unlink()
    told = tell(Arrivals(alex), "differences", band="ask")
    assert told["counts"]["ask"] == 1 and "no longer" in told["cards"][0]["what"]
