"""What a page shows before its kernel is there: the case as it stands now, by the process that waits to be that kernel."""

from __future__ import annotations

import base64
import datetime as dt
import time

import pytest

from lcspr_kit import ahead, warm
from lcspr_kit.case import load_case
from lcspr_kit.chronology.intake import read_case
from lcspr_kit.episodes.study import study_case
from lcspr_kit.widgets import explored, unfinished, welcome
from lcspr_kit.widgets.explorer import Explorer
from lcspr_kit.widgets.first import respond

LOOK = {"kind": "look", "request": 2, "window": [738000, 739500], "width": 900, "lane": 30, "strip": 26}


@pytest.fixture
def ready(alex, monkeypatch):
    """The example case, read and scored ahead."""
    monkeypatch.setattr(ahead, "_done", None)
    ahead.work_ahead(alex)
    return alex


def test_the_first_picture_is_what_the_page_itself_would_draw_and_the_kernel_still_has_what_was_read(ready):
    case = load_case(ready)
    intake = read_case(case)
    explorer = Explorer(case, intake.events, study_case(case, intake.events))
    told, buffers = explored.answer(explorer, intake, LOOK)
    assert respond(ready, {"page": "explorer", "message": LOOK}) == [[told, [base64.b64encode(each).decode() for each in buffers]]]
    assert ahead.seen_ahead(ready) is not None


def test_it_starts_with_what_was_looked_for_and_never_with_real_names(ready):
    unfinished.hold(ready, "explorer", "looked-for", '{"filters": {"text": "bruise"}}')
    [[told, _]] = respond(ready, {"page": "explorer", "message": {"kind": "start", "real": True}})
    assert told["typed"] == {"looked-for": '{"filters": {"text": "bruise"}}'}
    assert "Corin" not in str(told)


@pytest.mark.parametrize("file", ["people.csv", "chronologies/gp.csv", "indicators.yml"])
def test_there_is_none_of_a_case_that_has_changed_since(ready, file):
    path = ready / file
    path.write_bytes((path.read_bytes() if path.is_file() else b"") + b"\n")
    assert respond(ready, {"page": "explorer", "message": LOOK}) is None


@pytest.mark.parametrize("message", [{"kind": "save", "name": "x"}, {"kind": "export"}, {"kind": "read", "number": 1}, {}, None])
def test_nothing_but_looking_is_answered(ready, message):
    before = set(ready.rglob("*"))
    assert respond(ready, {"page": "explorer", "message": message}) == []
    assert respond(ready, {"page": "genogram", "message": LOOK}) == []
    assert set(ready.rglob("*")) == before


def test_the_first_page_is_told_before_the_exports_are_read(alex, monkeypatch):
    monkeypatch.setattr(ahead, "_done", None)
    assert respond(alex, {"page": "welcome", "message": {"kind": "start"}}) == [[next(welcome.parts(alex, dt.date.today())), []]]


def test_the_waiting_process_answers_until_it_is_a_kernel(minimal, tmp_path, monkeypatch):
    monkeypatch.setattr(warm, "_forking", None)  # another test of this process may have made it ready for a report
    monkeypatch.setattr(warm, "_waiting", None)
    monkeypatch.setattr(warm, "_PAUSE", 600)
    warm.keep_waiting(minimal, "lcspr_kit.widgets.first", [])
    process = warm._waiting
    try:
        [[told, _]] = warm.ask_waiting({"page": "explorer", "message": {"kind": "start"}})
        assert told["agencies"]
        assert warm.ask_waiting({"page": "explorer", "message": {"kind": "export"}}) == []
        warm.take_kernel(["-f", str(tmp_path / "kernel.json")], {}, str(minimal))
        deadline = time.monotonic() + 60
        while warm.ask_waiting({"page": "explorer", "message": {"kind": "start"}}) is not None:  # what is asked at that very moment is still answered
            assert time.monotonic() < deadline
            time.sleep(0.5)
    finally:
        process.kill()
        process.wait()
        monkeypatch.setattr(warm, "_next", None)
