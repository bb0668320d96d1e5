"""Messy exports with a known truth: no row lost, no date silently wrong, hardly any needless quarantine."""

import importlib.util
import sys
from pathlib import Path

import pytest

from lcspr_kit.chronology.intake import read_file

_SPEC = importlib.util.spec_from_file_location("messy_exports", Path(__file__).with_name("messy.py"))
assert _SPEC and _SPEC.loader
messy = importlib.util.module_from_spec(_SPEC)
sys.modules["messy_exports"] = messy
_SPEC.loader.exec_module(messy)


@pytest.mark.parametrize("seed", range(24))
def test_a_messy_export(tmp_path, seed):
    path, truths = messy.make_export(tmp_path, seed)
    found = read_file(path, period=messy.PERIOD)
    for report in found.reports:
        assert report.rows == report.events + report.quarantined + report.skipped
    events = {event["event"]: event for event in found.events}
    noted = {(sheet, row) for _, sheet, row, code, _ in found.notes if code.startswith("date")}
    assert not found.quarantined
    right = 0
    for truth in truths:
        event = events[truth.words]
        days = (event["start"].date() if event["start"] else None, event["end"].date() if event["end"] else None)
        if days == (truth.first, truth.last):
            right += 1
            assert truth.time is None or event["start"].time() == truth.time
        else:
            assert (event["source_sheet"], event["source_row"]) in noted, f"silently wrong: {event['date_text']}"
    assert right >= 0.97 * len(truths)
