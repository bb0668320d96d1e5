"""Steps on their way to a kernel: held in the case, done in order by the next kernel, never twice, never for ever."""

from __future__ import annotations

import base64
import json

from lcspr_kit import underway


def body(**message) -> bytes:
    return json.dumps({"message": message, "buffers": [base64.b64encode(b"\x00x").decode()]}).encode()


def test_what_no_kernel_came_to_is_left_over_in_its_order(tmp_path):
    for step in ("30-aaaaaaaa", "4-bbbbbbbb", "100-cccccccc"):
        assert underway.put(tmp_path, "report", step, body(kind="write", text=step))
    underway.done(tmp_path, "report", {"step": "30-aaaaaaaa"})
    left = list(underway.left_over(tmp_path, "report"))
    assert [message["step"] for message, _ in left] == ["4-bbbbbbbb", "100-cccccccc"]
    assert left[0][0]["text"] == "4-bbbbbbbb" and left[0][1] == [b"\x00x"]
    assert list(underway.left_over(tmp_path, "report")) == [] == list(underway.left_over(tmp_path, "intake"))


def test_a_step_that_arrives_after_it_was_done_is_not_held(tmp_path):
    underway.done(tmp_path, "report", {"step": "1-aaaaaaaa"})
    assert underway.put(tmp_path, "report", "1-aaaaaaaa", body())
    underway.put(tmp_path, "report", "2-aaaaaaaa", body())
    underway.drop(tmp_path, "report", "2-aaaaaaaa")
    assert list(underway.left_over(tmp_path, "report")) == []
    assert underway.is_done(tmp_path, "report", "1-aaaaaaaa") and not underway.is_done(tmp_path, "report", "2-aaaaaaaa")


def test_a_step_that_ends_its_kernel_is_tried_twice(tmp_path):
    underway.put(tmp_path, "intake", "1-aaaaaaaa", body(kind="mend"))
    for _ in range(2):  # the kernel dies while it does it
        message, _ = next(iter(underway.left_over(tmp_path, "intake")))
        assert message["kind"] == "mend"
    assert list(underway.left_over(tmp_path, "intake")) == []


def test_names_are_not_trusted_and_spoilt_steps_are_passed_over(tmp_path):
    for page, step in (("..", "1-aaaaaaaa"), ("report", "../../x"), ("report", "1"), ("report/x", "1-aaaaaaaa"), ("Report", "1-aaaaaaaa")):
        assert not underway.put(tmp_path, page, step, b"{}")
    assert list(tmp_path.iterdir()) == []
    for number, spoilt in enumerate((b"", b"[]", b"{}", b'{"message": 1, "buffers": []}', b'{"message": {}, "buffers": [1]}'), 1):
        assert underway.put(tmp_path, "report", f"{number}-aaaaaaaa", spoilt)
    underway.put(tmp_path, "report", "9-aaaaaaaa", body(kind="write"))
    assert [message["step"] for message, _ in underway.left_over(tmp_path, "report")] == ["9-aaaaaaaa"]


def test_what_another_window_left_can_be_done_without_ones_own(tmp_path):
    for step in ("1-aaaaaaaa", "2-bbbbbbbb", "3-aaaaaaaa"):
        underway.put(tmp_path, "report", step, body(kind="mend"))
    assert underway.waits(tmp_path, "report") and not underway.waits(tmp_path, "intake")
    assert [message["step"] for message, _ in underway.left_over(tmp_path, "report", "aaaaaaaa")] == ["2-bbbbbbbb"]
    assert [message["step"] for message, _ in underway.left_over(tmp_path, "report")] == ["1-aaaaaaaa", "3-aaaaaaaa"]
    assert not underway.waits(tmp_path, "report")


def test_what_was_typed_earlier_in_a_place_is_past_and_a_click_never_is(tmp_path):
    typed = {"kind": "write", "id": "E1", "given": {"name": "why", "text": "later"}}
    underway.done(tmp_path, "episodes", {**typed, "step": "20-aaaaaaaa"})
    underway.done(tmp_path, "episodes", {"kind": "accept", "id": "E1", "step": "21-aaaaaaaa"})
    assert underway.is_past(tmp_path, "episodes", {**typed, "step": "20-aaaaaaaa"})
    assert underway.is_past(tmp_path, "episodes", {**typed, "step": "9-bbbbbbbb"})
    for other in ({**typed, "step": "30-bbbbbbbb"}, {**typed, "id": "E2", "step": "9-bbbbbbbb"}, {**typed, "given": {"name": "title"}, "step": "9-bbbbbbbb"}, {"kind": "accept", "id": "E1", "step": "9-bbbbbbbb"}, {**typed}):
        assert not underway.is_past(tmp_path, "episodes", other), other
