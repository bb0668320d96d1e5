"""The family's history under a slider."""

from __future__ import annotations

from lcspr_kit.genogram.family import read_family
from lcspr_kit.widgets.genogram import genogram_history, genogram_on, history


def test_the_slider_stops_where_the_family_changed_and_draws_that_day(studied):
    case = studied[0]
    family = read_family(case.folder, case.register)
    days = history(case, family)
    child = case.register["p01"].born.latest
    assert days == sorted(set(days)) and days[-1] == case.review.period.end and child in days
    box = genogram_history(case, family)
    slider, picture = box.children
    assert slider.value == days[-1] and "<svg" in picture.value
    now = picture.value
    slider.value = days[0]
    assert "<svg" in picture.value and picture.value != now
    assert case.register["p01"].name.split()[0] not in now + picture.value


def test_words_of_the_case_are_escaped(studied, monkeypatch):
    case = studied[0]
    family = read_family(case.folder, case.register)
    monkeypatch.setenv("LCSPR_DOT", "/no/such/<program>")
    assert "<program>" not in genogram_on(case, family, case.review.period.end)
