"""Wordings by which two accounts differ."""

from __future__ import annotations

import pytest

from lcspr_kit.chronology.contrasts import differing


@pytest.mark.parametrize(
    ("a", "b", "kinds"),
    [
        ("Bruise to the cheek", "No injuries seen", ["injury"]),
        ("Red marks on the neck", "uninjured", ["injury"]),
        ("Bruise to the left arm", "Bruise on R arm", ["side"]),
        ("Fell on the stairs", "Says he pushed her", ["account"]),
        ("NFA.", "Threshold met, allocated", ["outcome"]),
        ("Closed below threshold", "Section 47 started", ["outcome"]),
        # near misses
        ("Bruise to the cheek. No other marks.", "No injuries", []),
        ("Bruise to the cheek", "Bruise to the face", []),
        ("Bruise, left arm", "Left the room", []),
        ("No bruise, no marks", "No injuries", []),
        ("Fell on the stairs", "He denies he pushed her", []),
        ("Did not fall", "Pushed", []),
        ("", "", []),
    ],
)
def test_contrasts(a, b, kinds):
    assert [kind for kind, _ in differing(a, b)] == kinds
    assert [kind for kind, _ in differing(b, a)] == kinds
