"""Choosing part of a chronology."""

from __future__ import annotations

import pytest

from lcspr_kit.chronology.select import select_events
from lcspr_kit.problems import InputError


@pytest.fixture
def events(made):
    e = made.event
    return made.chronology(
        e(made.POLICE, "2025-03-04 23:59", "a Called to the home", people=("c1", "m")),
        e(made.SCHOOL, "2025-03-05", "b CAFÉ in the hall", people=("m",)),
        e(made.SCHOOL, "2025-03-01/2025-03-31", "c All month", precision="month"),
        e(made.SURGERY, "", "d Undated", response="Called back"),
    )


@pytest.mark.parametrize(
    ("conditions", "left"),
    [
        ({}, "cabd"),
        ({"since": "2025-03-05"}, "cb"),
        ({"until": "2025-03-04"}, "ca"),
        ({"since": "2025-03-04", "until": "2025-03-04"}, "ca"),
        ({"since": "2025-04-01"}, ""),
        ({"agencies": ["MILL LANE primary school"]}, "cb"),
        ({"people": ["c1"]}, "a"),
        ({"people": ["c1", "m"]}, "ab"),
        ({"people": ["nobody"]}, ""),
        ({"search": "called"}, "ad"),
        ({"search": "called home"}, "a"),
        ({"search": "café"}, "b"),
        ({"search": "(["}, ""),
        ({"ids": []}, ""),
        ({"search": "called", "agencies": ["Sandhope Police"], "since": "2025-01-01"}, "a"),
    ],
)
def test_conditions(events, conditions, left):
    found = select_events(events, **conditions)
    assert "".join(text[0] for text in found["event"]) == left and list(found.index) == list(range(len(left)))


def test_an_unknown_agency_names_the_nearest(events):
    with pytest.raises(InputError, match="Did you mean 'Sandhope Police'"):
        select_events(events, agencies=["Sandhop Police"])


def test_a_date_that_is_none(events):
    with pytest.raises(InputError, match="not a date"):
        select_events(events, since="03/04/2025")
