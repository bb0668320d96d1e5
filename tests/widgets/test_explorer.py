"""Which events the explorer shows, where they stand, and what it tells of each."""

from __future__ import annotations

import json
from datetime import date

import numpy as np
import pytest

from lcspr_kit.episodes.study import study_case
from lcspr_kit.widgets.explore import explore
from lcspr_kit.widgets.explored import answer
from lcspr_kit.widgets.explorer import Explorer, days_apart
from lcspr_kit.widgets.filters import Filters


@pytest.fixture(scope="module")
def explorer(studied) -> Explorer:
    case, intake, study = studied
    return Explorer(case, intake.events, study)


def ask(explorer, studied, **message):
    return answer(explorer, studied[1], {"request": 1, **message})


def look(explorer, studied, **message):
    content, [buffer] = ask(explorer, studied, **{"kind": "look", "window": list(explorer.period), "width": 900, "lane": 40, "strip": 30, **message})
    return content, np.frombuffer(buffer, "<i4").tolist()


def test_without_a_filter_every_event_is_there_in_order(explorer, events):
    assert explorer.matches(Filters()).tolist() == list(range(len(events)))


def test_each_filter_keeps_what_it_names(explorer, events, studied):
    agency = events["agency"].iloc[0]
    assert set(events["agency"].iloc[explorer.matches(Filters(agencies=(agency,)))]) == {agency}
    who = next(people[0] for people in events["people"] if people)
    kept = explorer.matches(Filters(people=(who,)))
    assert len(kept) and all(who in events["people"].iloc[number] for number in kept)
    assert len(kept) == sum(who in people for people in events["people"])
    assert set(events["child_seen"].iloc[explorer.matches(Filters(child_seen="yes"))]) == {"yes"}
    assert set(events["child_seen"].iloc[explorer.matches(Filters(child_seen="none"))]) == {""}
    assert events["uncertain"].iloc[explorer.matches(Filters(uncertain=True))].all()
    accepted = next(episode for episode in studied[2].episodes if episode.status == "accepted")
    assert sorted(events["event_id"].iloc[explorer.matches(Filters(episode=accepted.id))]) == sorted(accepted.events)
    assert explorer.matches(Filters(episode="nothing")).tolist() == []
    scores = studied[2].scores.set_index("event_id")["families"]
    kept = explorer.matches(Filters(families=("injury",)))
    assert len(kept) == sum("injury" in families for families in scores)


def test_a_day_keeps_every_event_that_may_lie_on_it(explorer, events):
    day = date(2025, 7, 10)
    kept = events.iloc[explorer.matches(Filters(first=day, last=day))]
    possible = events[(events["start"].dt.date <= day) & (events["end"].dt.date >= day)]
    assert kept["event_id"].tolist() == possible["event_id"].tolist() and len(kept)


def test_words_are_found_in_any_order_by_real_name_and_by_pseudonym(explorer, studied):
    both = explorer.matches(Filters(text="bruise protocol")).tolist()
    assert both and both == explorer.matches(Filters(text="  PROTOCOL   bruise ")).tolist()
    child = studied[0].register["p01"]
    assert set(explorer.matches(Filters(text=child.pseudonym))) & set(explorer.matches(Filters(text=child.name.split()[0])))
    assert explorer.matches(Filters(text="zzzz")).tolist() == []


def test_by_weight_the_heaviest_come_first_and_none_is_lost(explorer, studied):
    order = explorer.matches(Filters(), "weight")
    points = studied[2].scores.set_index("event_id").loc[explorer.events["event_id"].iloc[order], "score"].to_numpy()
    assert (np.diff(points) <= 0).all() and sorted(order) == list(range(len(order)))


def test_real_names_are_shown_only_where_they_are_asked_for(explorer, studied):
    child = studied[0].register["p01"]
    first_name = child.name.split()[0]
    shown = json.dumps(explorer.rows()) + json.dumps([[f.text for f in explorer.read(n)] for n in range(len(explorer.events))])
    assert first_name not in shown and child.pseudonym in shown
    assert first_name in json.dumps(explorer.rows(real_names=True))


def test_an_event_is_read_with_its_source(explorer, events):
    number = int(explorer.matches(Filters(text="bruise"))[0])
    fields = {field.label: field.text for field in explorer.read(number)}
    row = events.iloc[number]
    assert fields["Agency"] == row["agency"] and fields["Date as written"] == row["date_text"]
    assert row["source_file"] in fields["Source"] and f"row {row['source_row']}" in fields["Source"]


def test_a_filter_is_no_silence(explorer):
    every, some = explorer.matches(Filters()), explorer.matches(Filters(text="bruise"))
    first, last = explorer.period
    assert any(lane.silences for lane in explorer.place(every, first, last, 900, 40).lanes)
    assert not any(lane.silences for lane in explorer.place(some, first, last, 900, 40).lanes)


def test_the_page_is_told_what_is_found_and_where_it_stands(explorer, studied):
    content, found = look(explorer, studied, filters={"text": "bruise"})
    marks = {mark[0] for lane in content["lanes"] for mark in lane["marks"]}
    assert content["found"] == len(found) and set(found) == marks | {n for n in found if explorer.events["start"].isna().iloc[n]}
    narrowed, some = look(explorer, studied, filters={"text": "bruise", "first": "2025-07-01", "last": "2025-07-31"}, window=[739433, 739463])
    assert set(some) < set(found) and narrowed["window"] == [739433, 739463]
    aligned, _ = look(explorer, studied, aligned=explorer.period[0] + 100)
    assert "0" in [label for _, label in aligned["ticks"]] and any(label.startswith("-") for _, label in aligned["ticks"])


@pytest.mark.parametrize(
    "message",
    [
        {"kind": "look"}, {"kind": "look", "window": [1, 2]}, {"kind": "look", "window": [1, "x"], "width": 900, "lane": 40, "strip": 30}, {"kind": "read", "number": -1},
        {"kind": "read", "number": 10**9}, {"kind": "read", "number": True}, {"kind": "save", "name": ""}, {"kind": "look", "filters": {"text": 3}}, {"kind": "look", "filters": {"first": "x"}}, {"kind": None}, {},
    ],
)  # fmt: skip
def test_a_question_that_cannot_be_answered_gets_a_sentence(explorer, studied, message):
    content, buffers = ask(explorer, studied, **message)
    assert content["error"] and not buffers


def test_a_view_is_kept_and_an_export_is_numbered(explorer, studied):
    content, _ = ask(explorer, studied, kind="save", name="Bruises", filters={"text": "bruise"}, sort="weight")
    assert content["views"][-1]["name"] == "Bruises" and (explorer.case.folder / "views.yml").is_file()
    for number in (1, 2):
        content, _ = ask(explorer, studied, kind="export", filters={"text": "bruise"})
        assert f"exports/view-{number:04d}.xlsx" in content["said"]
    import openpyxl

    book = openpyxl.load_workbook(explorer.case.folder / "exports" / "view-0001.xlsx")
    words = " ".join(str(cell) for sheet in book for row in sheet.iter_rows(values_only=True) for cell in row if cell)
    assert "ruise" in words and studied[0].register["p01"].name.split()[0] not in words


def test_the_widget_keeps_no_case_text_in_its_state(explorer, studied):
    case, intake, study = studied
    state = json.dumps(explore(case, intake, study).get_state(), default=str)
    assert explorer.events["event"].iloc[3] not in state and case.register["p01"].pseudonym not in state


def test_an_empty_chronology_can_be_explored(studied):
    case, intake, _ = studied
    empty = intake.events.iloc[:0]
    explorer = Explorer(case, empty, study_case(case, empty))
    content, found = look(explorer, studied)
    assert found == [] and content["of"] == 0


@pytest.mark.parametrize(("days", "words"), [(0, "0"), (3, "+3"), (-12, "-12")])
def test_days_apart(days, words):
    assert days_apart(days) == words
