"""The family's history under a slider."""

from __future__ import annotations

import json

import pytest

from lcspr_kit.genogram.family import read_family
from lcspr_kit.widgets.genogram import answer, genogram_history, genogram_on, history


@pytest.fixture(scope="module")
def family(studied):
    return read_family(studied[0].folder, studied[0].register)


def test_the_slider_stops_where_the_family_changed_and_draws_that_day(studied, family):
    case = studied[0]
    days = history(case, family)
    assert days == sorted(set(days)) and days[-1] == case.review.period.end and case.register["p01"].born.latest in days
    now, then = answer(case, family, days, {"place": None}), answer(case, family, days, {"place": 0})
    assert now["place"] == len(days) - 1 and then["place"] == 0 and len(now["days"]) == len(days)
    assert "<svg" in now["svg"] and "<svg" in then["svg"] and now["svg"] != then["svg"]
    assert case.register["p01"].pseudonym in now["words"] and case.register["p01"].name.split()[0] not in json.dumps(now)


@pytest.mark.parametrize("place", [-1, 10**9, "x", True, 1.5])
def test_a_place_that_is_none_is_the_last(studied, family, place):
    days = history(studied[0], family)[-1:]
    assert answer(studied[0], family, days, {"place": place})["place"] == 0


def test_what_cannot_be_drawn_is_said(studied, family, monkeypatch):
    monkeypatch.setenv("LCSPR_DOT", "no-such-program")
    svg, words = genogram_on(studied[0], family, studied[0].review.period.end)
    assert svg == "" and "no-such-program" in words


def test_the_widgets_state_holds_no_drawing(studied, family):
    assert "<svg" not in json.dumps(genogram_history(studied[0], family).get_state(), default=str)
