"""Headings of forms, topics, other people and other addresses: words of weight that tell of no event in this family."""

import pytest

from lcspr_kit.episodes.indicators import read_indicators
from lcspr_kit.episodes.lexicon import standard_lexicon


def families(text):
    return {family for family, severity in read_indicators(text, standard_lexicon(), 2024).severities.items() if severity > 1}


@pytest.mark.parametrize(
    "text",
    [
        "Neglect:",
        "2 Domestic abuse: nothing to add this quarter.",
        "Substance misuse - see previous form.",
        "Exploitation: no. Missing: no.",
        "Self-harm? No.",
        "Were bruising to be found, the named nurse is to be told.",
        "Whole school INSET on county lines and coercive control.",
        "Our policy on was not brought has been updated.",
        "Intelligence of drug dealing at a garage, not this address.",
        "Landlord's son was arrested for assault.",
        "Report about strangulation, wrong notes. Removed.",
        "Graze to the elbow, PE slip seen.",
    ],
)
def test_it_tells_of_no_event(text):
    assert families(text) == set()


@pytest.mark.parametrize(
    ("text", "family"),
    [
        ("Neglect: kitchen filthy, no food in the fridge.", "neglect"),
        ("Injury: bruise to left ear.", "injury"),
        ("Category of the plan is neglect.", "neglect"),
        ("Domestic abuse: police called, he had punched her.", "domestic_abuse"),
        ("Bruise to the cheek - no explanation.", "injury"),
        ("Neighbour reported that the baby was left alone.", "neglect"),
        ("Fracture of the femur in a baby of three months, said to be witnessed by staff.", "injury"),
    ],
)
def test_it_is_still_read(text, family):
    assert family in families(text)
