"""Dates that count: six calendar months, seven working days in England, and what the author set herself."""

from __future__ import annotations

from datetime import date

import pytest

from lcspr_kit.problems import InputError
from lcspr_kit.report.deadlines import (
    complete_by,
    deadlines,
    deadlines_json,
    ics_text,
    months_after,
    panel_copy_by,
)
from lcspr_kit.report.profiles import profile_names, read_profile
from lcspr_kit.review import Review


def review(**changes) -> Review:
    data = {"reference": "X-1", "decision_date": "2026-03-02", "period": {"from": "2025-01-01", "to": "2026-01-01"}, "subjects": ["p01"], **changes}
    return Review.model_validate(data)


@pytest.mark.parametrize(
    ("day", "months", "after"),
    [
        (date(2026, 3, 2), 6, date(2026, 9, 2)),
        (date(2025, 8, 31), 6, date(2026, 2, 28)),
        (date(2023, 8, 30), 6, date(2024, 2, 29)),
        (date(2025, 12, 31), 6, date(2026, 6, 30)),
        (date(2024, 2, 29), 12, date(2025, 2, 28)),
    ],
)
def test_months_end_on_the_same_day_or_the_last(day, months, after):
    assert months_after(day, months) == after


@pytest.mark.parametrize(
    ("publication", "last"),
    [
        (date(2026, 8, 28), date(2026, 8, 19)),
        (date(2026, 1, 5), date(2025, 12, 22)),  # over Christmas and New Year
        (date(2026, 9, 3), date(2026, 8, 24)),  # the bank holiday of 31 August is not counted
        (date(2023, 5, 10), date(2023, 4, 27)),  # the coronation and the early May holiday
    ],
)
def test_the_panel_has_the_report_seven_working_days_before(publication, last):
    assert panel_copy_by(review(), publication) == last


def test_all_dates_in_order_with_working_days_left():
    found = deadlines(review(publication_date="2026-08-28", recommendations=[{"id": "R1", "text": "t", "owner": "Head", "due": "2026-12-18"}]), date(2026, 8, 17))
    dated = [d.date for d in found if d.date]
    assert dated == sorted(dated)
    by_what = {d.what: d for d in found}
    assert by_what["Full report to the Panel and the Secretary of State"].working_days_left == 2
    assert by_what["Planned publication"].working_days_left == 9
    assert by_what["Review completed and published"].date == date(2026, 9, 2)
    assert by_what["Recommendation R1: Head"].date == date(2026, 12, 18)
    assert by_what["Decision to carry out the review"].done


def test_what_is_sent_is_done_and_counts_no_days():
    found = deadlines(review(publication_date="2026-08-28", publication={"panel_copy_sent": "2026-08-17"}), date(2026, 8, 18))
    copy = next(d for d in found if d.what.startswith("Full report"))
    assert copy.done and copy.working_days_left is None


def test_a_passed_date_counts_below_nothing():
    found = deadlines(review(), date(2026, 9, 4))
    assert next(d for d in found if d.what == "Review completed and published").working_days_left == -2


def test_without_a_day_of_publication_that_is_said():
    found = deadlines(review())
    assert found[-1].date is None and "publication_date" in found[-1].basis


def test_a_late_publication_asks_for_a_talk_with_the_panel():
    assert any("Delay" in d.what for d in deadlines(review(publication_date="2026-10-01")))
    assert not any("Delay" in d.what for d in deadlines(review(publication_date="2026-09-01")))


@pytest.mark.parametrize("name", profile_names())
def test_each_edition_says_where_its_figures_come_from(name):
    profile = read_profile(name)
    figures = [*dict(profile.timescales).values(), *dict(profile.limits).values()]
    assert all(figure.source and figure.value > 0 for figure in figures)
    assert complete_by(review(profile=name)) == date(2026, 9, 2)
    assert all("check it" in figure.cited for figure in figures if figure.basis == "general")


def test_an_unknown_edition_names_the_nearest():
    with pytest.raises(InputError, match="wt2018-panel2022"):
        complete_by(review(profile="wt2018-panel22"))


def test_the_calendar_file_is_well_formed_and_the_same_each_time():
    found = deadlines(review(publication_date="2026-08-28", dissemination=[{"who": "Staff; all, of \\ them " + "ä" * 90, "when": "2026-09-15", "how": "x"}]))
    text = ics_text(found, "X-1")
    assert text == ics_text(found, "X-1")
    assert text.startswith("BEGIN:VCALENDAR\r\n") and text.endswith("END:VCALENDAR\r\n")
    assert all(len(line.encode()) <= 75 for line in text.split("\r\n"))
    assert text.count("BEGIN:VEVENT") == text.count("END:VEVENT") == sum(d.date is not None for d in found)
    assert "\\; all\\, of \\\\ them" in text.replace("\r\n ", "")
    assert len({line for line in text.split("\r\n") if line.startswith("UID:")}) == text.count("BEGIN:VEVENT")


def uids(**changes):
    text = ics_text(deadlines(review(**changes)), changes.get("reference", "X-1"))
    return [line for line in text.split("\r\n") if line.startswith("UID:")]


def test_a_moved_date_keeps_its_entry_in_the_calendar_and_two_cases_keep_theirs_apart():
    dates = {"publication_date": "2026-08-28"}
    assert sorted(uids(**dates)) == sorted(uids(publication_date="2026-08-27"))
    assert not set(uids(**dates)) & set(uids(reference="X-2", **dates))
    twice = [{"kind": "practitioner event", "date": day} for day in ("2026-04-01", "2026-05-01")]
    found = uids(methodology={"activities": twice})
    assert len(set(found)) == len(found)


def test_json_has_iso_dates_and_null():
    shown = deadlines_json(deadlines(review()))["deadlines"]
    assert shown[0]["date"] == "2026-03-02" and shown[-1]["date"] is None
