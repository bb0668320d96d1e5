"""How records speak of agencies."""

from __future__ import annotations

import pytest

from lcspr_kit.chronology.agencywords import AgencyFinder, agencies_of, kind_of

NAMES = {"Sandhope Police": "", "Sandhope Children's Social Care": "", "Mill Lane Primary School": "", "Tern Road Surgery": "", "Sandhope 0-19 Health Visiting": "", "Larkfield General Hospital": "", "Beacon Domestic Abuse Service": ""}
FINDER = AgencyFinder(NAMES)


@pytest.mark.parametrize(
    ("text", "agencies"),
    [
        ("The police attended", ["Sandhope Police"]),
        ("PC Marsh called", ["Sandhope Police"]),
        ("SW visited; CSC told", ["Sandhope Children's Social Care"] * 2),
        ("children’s social care and the social worker", ["Sandhope Children's Social Care"] * 2),
        ("HV and GP", ["Sandhope 0-19 Health Visiting", "Tern Road Surgery"]),
        ("midwife rang A&E", ["Larkfield General Hospital"] * 2),
        ("Beacon offered a place", ["Beacon Domestic Abuse Service"]),
        ("Mill Lane Primary School rang", ["Mill Lane Primary School"]),
        ("class teacher spoke to him", ["Mill Lane Primary School"]),
        # near misses
        ("in the school holidays, school shoes", []),
        ("sw wind, ed said, hv, a beacon of hope", []),
        ("Sandhope is a town", []),
        ("tern on the road", []),
        ("", []),
    ],
)
def test_agencies_in_a_text(text, agencies):
    assert [name for naming in FINDER.find(text) for name in naming.agencies] == agencies


def test_a_kind_nobody_in_the_review_is_of_has_no_agency():
    (naming,) = FINDER.find("Housing officer visited")
    assert (naming.kind, naming.agencies) == ("housing", ())


def test_two_of_a_kind_are_both_meant():
    finder = AgencyFinder({"North Primary School": "", "South Primary School": ""})
    (naming,) = finder.find("school rang")
    assert set(naming.agencies) == {"North Primary School", "South Primary School"}


@pytest.mark.parametrize(
    ("name", "kind", "known"),
    [
        ("Sandhope Police", "", "police"),
        ("Anything", "gp", "gp"),
        ("Oak House Medical Centre", "", "gp"),
        ("Bright Sparks Nursery School", "", "nursery"),
        ("Sandhope Homes", "", "housing"),
        ("Sandhope CAMHS", "", "mental health"),
        ("Something Else", "", ""),
    ],
)
def test_kinds(name, kind, known):
    assert kind_of(name, kind) == known


def test_agencies_with_a_chronology_join_those_of_the_review():
    assert agencies_of(["B", "A", ""]) == {"A": "", "B": ""}
