"""The cards of the episodes: what they show, and what each of the author's actions does to the case."""

from __future__ import annotations

import json

import pytest

from lcspr_kit.case import load_case
from lcspr_kit.chronology.intake import read_case
from lcspr_kit.episodes.decide import read_decisions
from lcspr_kit.widgets.episodes import Episodes, answer, decide_episodes


@pytest.fixture
def episodes(alex, studied):
    events = studied[1].events
    return Episodes(load_case(alex), events[events["start"] >= "2025-06-01"].reset_index(drop=True))


def tell(episodes, kind, identity="", **given):
    return answer(episodes, {"kind": kind, "id": identity, "given": given, "request": 1})


def titles(told, status):
    return {card["id"]: card["title"] for card in [*told["episodes"], *told["considered"]] if card["status"] == status}


def test_an_hour_of_work(episodes, alex):
    told = tell(episodes, "start")
    proposed = next(iter(titles(told, "proposed")))
    told = tell(episodes, "accept", proposed)
    assert "E3" in titles(told, "accepted") and proposed not in titles(told, "proposed") and told["undo"]
    told = tell(episodes, "write", "E3", name="title", text="The second call")
    told = tell(episodes, "write", "E3", name="why", text="Because <b>of</b> & so on")
    told = tell(episodes, "write", "E3", name="omissions", text="One\n\n Two ")
    told = tell(episodes, "write", "E3", name="role:Northmere Police", text="Came")
    told = tell(episodes, "lines", "E3", lines=["K2"])
    entry = read_decisions(alex)["E3"]
    assert (entry.title, entry.why, entry.omissions, entry.roles, entry.key_lines) == ("The second call", "Because <b>of</b> & so on", ["One", "Two"], {"Northmere Police": "Came"}, ["K2"])
    card = next(card for card in told["episodes"] if card["id"] == "E3")
    assert card["title"] == "The second call" and card["notes"]["why"].startswith("Because") and card["key_lines"] == ["K2"]
    rows = tell(episodes, "rows", "E3")["rows"]
    inside = [row["id"] for row in rows if row["inside"]]
    outside = next(row["id"] for row in rows if not row["inside"])
    tell(episodes, "leave out", "E3", events=[inside[0]])
    tell(episodes, "pin", "E3", events=[outside])
    rows = {row["id"]: row for row in tell(episodes, "rows", "E3")["rows"]}
    assert not rows[inside[0]]["inside"] and rows[outside]["inside"] and rows[outside]["pinned"]
    told = tell(episodes, "bounds", "E3", start=card["start"], end=card["end"])
    assert "error" not in told
    told = tell(episodes, "split", "E3", day=card["end"], title="Its end")
    assert titles(told, "accepted")["E4"] == "Its end"
    told = tell(episodes, "merge", "E1", others=["E4"])
    assert "E4" not in titles(told, "accepted") and [entry[0] for entry in told["withdrawn"]] == ["E4"]
    told = tell(episodes, "restore", "E4")
    assert "E4" in titles(told, "accepted")
    told = tell(episodes, "create", title="Of my own", start="2024-03-01", end="2024-03-31")
    assert "E5" in titles(told, "accepted")
    while told["undo"]:
        told = tell(episodes, "undo")
    assert list(titles(told, "accepted")) == ["E1"] and told["changed"] == []


def test_a_refusal_needs_a_reason_and_can_be_opened_again(episodes, alex):
    proposed = next(iter(titles(tell(episodes, "start"), "proposed")))
    assert "without a reason" in tell(episodes, "refuse", proposed, reason=" ")["error"]
    told = tell(episodes, "refuse", proposed, reason="It is told elsewhere")
    assert proposed in titles(told, "refused")
    told = tell(episodes, "reopen", proposed)
    assert proposed not in titles(told, "refused") and "E3" not in {decision.id for decision in read_decisions(alex).episodes}


def test_a_withdrawn_episode_keeps_the_authors_words(episodes, alex):
    told = tell(episodes, "refuse", "E1", reason="Not one after all")
    assert "E1" not in titles(told, "accepted") and read_decisions(alex)["E1"].why
    told = tell(episodes, "restore", "E1")
    assert "E1" in titles(told, "accepted") and read_decisions(alex)["E1"].why


@pytest.mark.parametrize(
    ("kind", "identity", "given"),
    [
        ("accept", "nobody", {}), ("fly", "E1", {}), ("write", "E1", {"name": "status", "text": "x"}), ("bounds", "E1", {"start": "2025-07-01", "end": "2025-06-01"}),
        ("bounds", "E1", {"start": "soon"}), ("split", "E1", {"day": "2030-01-01"}), ("create", "", {"title": "", "start": "2025-01-01", "end": "2025-01-02"}), ("create", "", {"title": "x"}), ("settle", "E1", {}) , ("restore", "E9", {}),
    ],
)  # fmt: skip
def test_what_cannot_be_done_is_said_and_changes_nothing(episodes, alex, kind, identity, given):
    before = (alex / "episodes.yml").read_bytes()
    told = tell(episodes, kind, identity, **given)
    assert told.get("error") or kind == "settle"
    assert (alex / "episodes.yml").read_bytes() == before


def test_no_real_name_is_on_a_card_or_in_the_widgets_state(episodes, studied):
    case, intake, _ = studied
    child = case.register["p01"].name.split()[0]
    told = tell(episodes, "start")
    shown = json.dumps([told, *(tell(episodes, "rows", card["id"]) for card in told["episodes"])])
    assert child not in shown and case.register["p01"].pseudonym in shown
    assert "bruise" not in json.dumps(decide_episodes(case, intake).get_state(), default=str)


def test_a_case_without_records_has_no_cards(minimal):
    case = load_case(minimal)
    none = read_case(case).events.iloc[:0]
    told = tell(Episodes(case, none), "start")
    assert titles(told, "proposed") == {}
