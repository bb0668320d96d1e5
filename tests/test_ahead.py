"""What is worked out ahead of the author: the same as without, never of files that have changed, given out once."""

from __future__ import annotations

import pandas as pd
import pytest

from lcspr_kit import ahead
from lcspr_kit.case import load_case
from lcspr_kit.chronology.intake import read_case
from lcspr_kit.episodes.study import study_case, study_scored


@pytest.fixture
def counted(monkeypatch):
    """How often a case was read and scored."""
    times = {"read": 0, "scored": 0}
    for name, function in (("read", ahead.read_case), ("scored", ahead.score_case)):

        def counting(*given, name=name, function=function):
            times[name] += 1
            return function(*given)

        monkeypatch.setattr(ahead, f"{name}_case" if name == "read" else "score_case", counting)
    monkeypatch.setattr(ahead, "_done", None)
    return times


def test_what_was_read_ahead_is_what_would_be_read_now_and_is_given_out_once(alex, counted):
    ahead.work_ahead(alex)
    case, intake, scored = ahead.open_scored(alex)
    assert counted == {"read": 1, "scored": 1}
    now = read_case(load_case(alex))
    pd.testing.assert_frame_equal(intake.events, now.events)
    told, asked = study_scored(scored), study_case(case, now.events)
    assert [episode.id for episode in told.episodes] == [episode.id for episode in asked.episodes]
    assert ahead.open_scored(alex)[1] is not intake and counted == {"read": 2, "scored": 2}


@pytest.mark.parametrize("file", ["review.yml", "people.csv", "mapping.yml", "repairs.yml", "places.csv", "chronologies/gp.csv", "chronologies/new.csv"])
def test_a_file_changed_meanwhile_is_read_again(alex, counted, file):
    ahead.work_ahead(alex)
    path = alex / file
    path.write_bytes((path.read_bytes() if path.is_file() else b"") + (b"\n" if path.is_file() else b"Date,What happened\n01/02/2025,Called\n" if path.suffix == ".csv" else b"# mine\n"))
    if file == "repairs.yml":
        path.write_text("repairs: []\n", encoding="utf-8")
    ahead.open_intake(alex)
    assert counted["read"] == 2


@pytest.mark.parametrize("file", ["links.yml", "indicators.yml"])
def test_what_only_the_scores_come_from_leaves_the_records_as_they_are(alex, counted, file):
    ahead.work_ahead(alex)
    (alex / file).write_text("links: []\n" if file == "links.yml" else "# none\n", encoding="utf-8")
    ahead.open_scored(alex)
    assert counted == {"read": 1, "scored": 2}


def test_another_case_and_one_that_cannot_be_read_get_nothing_of_it(alex, minimal, counted):
    ahead.work_ahead(minimal)
    assert len(ahead.open_intake(alex)[1].events) > 100 and counted["read"] == 2
    (minimal / "review.yml").write_text("reference: [\n", encoding="utf-8")
    ahead.work_ahead(minimal)
    assert counted["read"] == 2


def test_who_is_waiting_is_not_kept_waiting(alex, counted):
    ahead.work_ahead(alex, lambda: True)
    assert counted == {"read": 0, "scored": 0}
    ahead.work_ahead(alex, iter([False, True]).__next__)
    assert counted == {"read": 1, "scored": 0}
