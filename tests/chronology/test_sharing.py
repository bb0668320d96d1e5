"""Statements that information went to another agency: hits and near misses."""

from __future__ import annotations

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lcspr_kit.chronology.agencywords import AgencyFinder
from lcspr_kit.chronology.sharing import find_sharing

P, C, S, G, H = "Sandhope Police", "Sandhope Children's Social Care", "Mill Lane Primary School", "Tern Road Surgery", "Sandhope 0-19 Health Visiting"
FINDER = AgencyFinder(dict.fromkeys((P, C, S, G, H), ""))
FAMILY = re.compile(r"\b(?:isla|mother)\s+$", re.IGNORECASE)


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("We informed the school.", [S]),
        ("School and HV informed.", [S, H]),
        ("Shared with CSC, health visiting, GP.", [C, H, G]),
        ("HV told by phone.", [H]),
        ("Referred to children's social care same day", [C]),
        ("Safeguarding referral sent to CSC", [C]),
        ("Letter to GP and parents.", [G]),
        ("Police and CSC informed 13:55.", [P, C]),
        ("Told SW Penn that he comes most nights.", [C]),
        ("GP was notified of the result", [G]),
        ("Discussed with health visitor", [H]),
        # near misses
        ("Not shared with CSC: below threshold.", []),
        ("Police were not informed.", []),
        ("No letter to the GP.", []),
        ("not passed to school or police", []),
        ("Advised to tell SW.", []),
        ("Asked her to ring the police.", []),
        ("SW told mother to wait", []),
        ("Isla told the GP she is well", []),
        ("School closed early.", []),
        ("Seen by GP", []),
        ("", []),
    ],
)
def test_who_was_told(text, told):
    assert [sharing.agency for sharing in find_sharing(text, "Larkfield General Hospital", FINDER, FAMILY)] == told


def test_an_agency_does_not_tell_itself():
    assert find_sharing("School informed GP", S, FINDER) and not find_sharing("Office of the school informed", S, FINDER)


def test_what_is_still_to_be_done_is_marked():
    found = find_sharing("School, HV and police to be told by letter.", C, FINDER)
    assert [(sharing.agency, sharing.planned) for sharing in found] == [(S, True), (H, True), (P, True)]


@settings(deadline=None, max_examples=100)
@given(st.text(alphabet=st.sampled_from("GP HVtoldinformed the,.&() and police\n’"), max_size=200))
def test_any_text_will_do(text):
    assert all(sharing.agency != P for sharing in find_sharing(text, P, FINDER))
