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
