"""An export sent again: what is new, changed and gone."""

from __future__ import annotations

from dataclasses import replace

import pytest

from lcspr_kit.chronology.resent import Changed, compare, read_state, resent_problems, save_state, state_of
from lcspr_kit.problems import InputError, Problem


@pytest.fixture
def rows(made):
    e = made.event
    return [
        e(made.SCHOOL, "2025-01-10", "Late, no coat, said he was hungry"),
        e(made.SCHOOL, "2025-02-10", "Meeting with mother about attendance"),
        e(made.POLICE, "2025-03-10", "Called to the home, quiet on arrival"),
    ]


def compared(made, before, after, refused=()):
    return compare(state_of(made.chronology(*before)), made.intake_of(made.chronology(*after), refused=list(refused)))


def test_the_first_time(made, rows):
    found = compare(None, made.intake_of(made.chronology(*rows)))
    assert found.is_first and not found


def test_nothing_changed_though_rows_moved_and_the_file_is_called_otherwise(made, rows):
    moved = [{**row, "source_file": "again.docx"} for row in reversed(rows)]
    assert not compared(made, rows, moved)


def test_new_and_gone(made, rows):
    extra = made.event(made.POLICE, "2025-09-09", "Something else entirely")
    found = compared(made, rows, [rows[0], rows[2], extra])
    assert [found.records[identity]["text"] for identity in found.new] == ["Something else entirely"]
    assert [found.records[identity]["text"] for identity in found.gone] == ["Meeting with mother about attendance"]


@pytest.mark.parametrize(
    ("change", "what"),
    [
        ({"event": "Late, no coat; said that he was hungry."}, "text"),
        ({"response": "Breakfast given"}, "other columns"),
    ],
)
def test_a_corrected_record(made, rows, change, what):
    found = compared(made, rows, [{**rows[0], **change}, *rows[1:]])
    assert (found.new, found.gone) == ([], [])
    (changed,) = found.changed
    assert changed.what == what and (changed.before == changed.after) == (what == "other columns")


def test_a_corrected_date(made, rows):
    found = compared(made, rows, [made.event(made.SCHOOL, "2025-11-10", rows[0]["event"]), *rows[1:]])
    assert [change.what for change in found.changed] == ["date"] and not found.new and not found.gone


def test_like_texts_of_two_agencies_are_two_records(made, rows):
    found = compared(made, rows, [{**rows[0], "agency": made.POLICE}, *rows[1:]])
    assert len(found.new) == len(found.gone) == 1 and not found.changed


def test_a_file_that_can_not_be_read_this_time_loses_nothing(made, tmp_path, rows):
    save_state(tmp_path, made.intake_of(made.chronology(*rows)))
    now = made.intake_of(made.chronology(*rows[:2]), refused=[Problem("police.csv", "It is locked.")])
    assert not compare(read_state(tmp_path), now)
    save_state(tmp_path, now, read_state(tmp_path))
    assert not compare(read_state(tmp_path), made.intake_of(made.chronology(*rows)))


def test_what_is_kept_is_read_again(made, tmp_path, rows):
    assert read_state(tmp_path) is None
    intake = made.intake_of(made.chronology(*rows, made.event(made.SCHOOL, "", "Undated: café ☃")))
    save_state(tmp_path, intake)
    assert read_state(tmp_path) == state_of(intake.events)
    assert not compare(read_state(tmp_path), intake)


@pytest.mark.parametrize("text", ["", "[]", "{}", '{"form": 9, "events": {}}', '{"form": 1, "events": {"a": {}}}', '{"form": 1, "events": [1]}'])
def test_a_damaged_file_says_what_to_do(tmp_path, text):
    (tmp_path / ".lcspr").mkdir()
    (tmp_path / ".lcspr" / "intake.json").write_text(text, encoding="utf-8")
    with pytest.raises(InputError, match="Delete this file"):
        read_state(tmp_path)


def test_decisions_about_changed_and_lost_records_are_told(made, rows):
    found = compared(made, rows, [rows[1]])
    found = replace(found, changed=[Changed("old", "new", "text")])
    problems = resent_problems(found, [("links.yml", found.gone[0]), ("episodes.yml", "old"), ("links.yml", "untouched")])
    assert len(problems) == 2 and "no longer" in str(problems[0]) and "it is new now" in str(problems[1])


def test_hundreds_of_records_rewritten(made):
    before = [made.event(made.SCHOOL, f"2025-01-{1 + n % 28:02}", f"Entry {n} about the morning") for n in range(300)]
    after = [made.event(made.SCHOOL, f"2025-01-{1 + n % 28:02}", f"Entry {n} about the mornings") for n in range(300)]
    found = compared(made, before, after)
    assert len(found.changed) == 300 and not found.new and not found.gone
