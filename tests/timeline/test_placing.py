from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lcspr_kit.timeline.placing import (
    MOST_SERIOUS,
    MOST_SINGLE,
    Silence,
    all_agencies,
    columns,
    place,
    shortest_silence,
    silences,
    timed,
)
from lcspr_kit.timeline.scale import Scale
from lcspr_kit.timeline.symbols import SERIOUS, SEVERITIES

PERIOD = Scale(date(2023, 1, 1).toordinal(), date(2025, 9, 26).toordinal(), 122.0, 727.0)


def placed(events, scores, agencies, height=44.0, scale=PERIOD):
    lanes = all_agencies(events, agencies)
    return place(timed(events, scores, lanes), lanes, scale, 60.0, height, 84)


def shown(lane):
    return len(lane.marks) + sum(c.events for c in lane.counts) + sum(c.events for c in lane.columns)


@pytest.mark.parametrize("n", [1, 50, 400, 1400, 3000])
@pytest.mark.parametrize("height", [9.5, 16.0, 44.0, 84.0])
def test_every_event_is_a_symbol_or_counted_or_said_to_be_missing(many, agencies, n, height):
    events, scores = many(n)
    result = placed(events, scores, agencies, height)
    assert sum(lane.events for lane in result.lanes) == n
    for lane in result.lanes:
        assert shown(lane) == lane.events - lane.undated - lane.outside


@pytest.mark.parametrize("n", [400, 1400, 3000])
@pytest.mark.parametrize("height", [9.5, 44.0])
def test_every_serious_event_has_a_symbol_of_its_own(many, agencies, n, height):
    events, scores = many(n)
    frame = timed(events, scores, agencies)
    serious = set(frame[(frame["severity"] >= SERIOUS) & (frame["first"] > 0)]["number"])
    result = placed(events, scores, agencies, height)
    assert serious <= {mark.number for lane in result.lanes for mark in lane.marks}


def test_more_serious_events_than_can_be_told_apart_are_counted_where_there_is_no_room(many, agencies):
    events, scores = many(3000)
    scores["severity"] = 5
    assert len(events) > MOST_SERIOUS
    result = placed(events, scores, agencies)
    assert any(lane.counts for lane in result.lanes)
    assert all(shown(lane) == lane.events - lane.undated - lane.outside for lane in result.lanes)


def test_symbols_stand_at_their_day_and_inside_their_lane(many, agencies):
    events, scores = many(400)
    frame = timed(events, scores, agencies).set_index("number")
    for lane in placed(events, scores, agencies).lanes:
        for mark in lane.marks:
            event = frame.loc[mark.number]
            if not mark.wide:
                assert mark.x == pytest.approx(PERIOD.x(max(event["first"], PERIOD.first) + 0.5))
            half = SEVERITIES[mark.severity].size / 2
            assert lane.top - 1 <= mark.y - half
            assert mark.y + half <= lane.bottom + 1
            assert event["event_id"] == mark.event_id


def test_symbols_do_not_hide_each_other(many, agencies):
    events, scores = many(700, serious=False)
    for lane in placed(events, scores, agencies).lanes:
        rows = {}
        for mark in lane.marks:
            half = SEVERITIES[mark.severity].size / 2
            ends = (mark.x - half, mark.x + half, *(mark.bar or ()))
            rows.setdefault(mark.y, []).append((min(ends), max(ends)))
        assert len(rows) > 1 or not lane.events
        for spans in rows.values():
            spans.sort()
            assert all(a[1] <= b[0] for a, b in zip(spans, spans[1:], strict=False))


def test_numbers_of_hidden_events_do_not_touch(many, agencies):
    events, scores = many(1400)
    lanes = placed(events, scores, agencies).lanes
    assert any(lane.counts for lane in lanes)
    for lane in lanes:
        assert all(b.x - a.x > 18 for a, b in zip(lane.counts, lane.counts[1:], strict=False))


@pytest.mark.parametrize(("n", "binned"), [(1400, False), (3000, True)])
def test_counting_in_columns_starts_above_the_limit(many, agencies, n, binned):
    assert (n > MOST_SINGLE) is binned
    result = placed(*many(n), agencies)
    assert result.binned is binned
    assert any(lane.columns for lane in result.lanes) is binned


def test_an_agency_that_sent_nothing_and_one_that_was_not_named_have_lanes(chronology, row):
    events, scores = chronology([row(date(2024, 1, 1), agency="Zoo"), row(date(2024, 1, 2), agency="Ark")])
    lanes = placed(events, scores, ["Police", "Zoo"]).lanes
    assert [(lane.agency, lane.events) for lane in lanes] == [("Police", 0), ("Zoo", 1), ("Ark", 1)]


def test_dates_of_every_kind(chronology, row):
    rows = [
        row(date(2024, 5, 1), date(2024, 5, 31), event="month", precision="month"),
        row(date(2024, 7, 1), date(2024, 8, 15), event="range"),
        row(date(2024, 9, 1), event="unsure", uncertain=True),
        row(None, event="no date"),
        row(date(2022, 12, 31), event="too early"),
        row(date(2022, 12, 1), date(2023, 2, 1), event="begins before", precision="range"),
    ]
    events, scores = chronology(rows)
    (lane,) = placed(events, scores, ["Northport Police"]).lanes
    assert (lane.events, lane.undated, lane.outside) == (6, 1, 1)
    by_words = {events.iloc[m.number - 1]["event"]: m for m in lane.marks}
    assert by_words["month"].wide
    assert by_words["month"].x == pytest.approx(PERIOD.x(date(2024, 5, 16).toordinal() + 0.5))
    assert by_words["range"].bar == pytest.approx((PERIOD.x(date(2024, 7, 1).toordinal()), PERIOD.x(date(2024, 8, 16).toordinal())))
    assert by_words["unsure"].hollow
    assert by_words["unsure"].bar is None
    assert by_words["begins before"].bar[0] == PERIOD.left


@pytest.mark.parametrize(
    ("days", "found"),
    [
        ([(100, 100)], [(1, 99), (101, 365)]),
        ([(1, 1), (84, 84), (168, 168), (252, 252), (336, 336)], []),
        ([(1, 1), (85, 85), (170, 170)], [(86, 169), (171, 365)]),  # 83, 84 and 195 days
        ([(1, 60), (30, 200), (284, 365)], []),
        ([(1, 60), (30, 200), (285, 365)], [(201, 284)]),
    ],
)
def test_silences(chronology, row, days, found):
    year = Scale(date(2023, 1, 1).toordinal(), date(2023, 12, 31).toordinal(), 0.0, 600.0)
    rows = [row(date.fromordinal(year.first + a - 1), date.fromordinal(year.first + b - 1)) for a, b in days]
    frame = timed(*chronology(rows), ["Northport Police"])
    assert silences(frame, year, 84) == tuple(Silence(year.first + a - 1, year.first + b - 1) for a, b in found)


@pytest.mark.parametrize(
    ("days", "shortest"),
    [
        ([1, 100, 200, 300], None),  # too few to have a rhythm
        ([1, 11, 21, 31, 41], 84),
        ([1, 61, 121, 181, 241], 178),  # usually 59 days without a record, and more than three times that
        ([1, 2, 3, 4, 5, 6, 100], None),  # days in a row are one stretch
    ],
)
def test_a_silence_is_long_for_its_agency(chronology, row, days, shortest):
    rows = [row(date(2023, 1, 1) + timedelta(days=day)) for day in days]
    assert shortest_silence(timed(*chronology(rows), ["Northport Police"]), 84) == shortest


def test_severity_of_an_event_without_a_score_is_nought_and_others_are_kept_in_bounds(chronology, row):
    events, scores = chronology([row(date(2024, 1, n), event=str(n)) for n in (1, 2, 3)])
    scores["severity"] = [9.0, float("nan"), -1.0]
    assert timed(events, scores, ["Northport Police"])["severity"].tolist() == [5, 0, 0]
    assert timed(events, scores[:0], ["Northport Police"])["severity"].tolist() == [0, 0, 0]


@settings(deadline=None, max_examples=60)
@given(st.lists(st.tuples(st.integers(0, 3000), st.integers(0, 400), st.integers(0, 5)), min_size=1, max_size=60), st.integers(1, 2500))
def test_columns_count_every_event_once_whatever_the_period(spans, days):
    import pandas as pd

    scale = Scale(1000, 1000 + days - 1, 0.0, 600.0)
    rows = pd.DataFrame(
        {
            "first": [a + 1 for a, _, _ in spans],
            "last": [a + 1 + b for a, b, _ in spans],
            "severity": [s for _, _, s in spans],
            "wide": [b > 200 for _, b, _ in spans],
        }
    )
    found = columns(rows, scale, 10.0)
    assert sum(column.events for column in found) == len(spans)
    assert max(column.height for column in found) == pytest.approx(10.0)
    assert all(0 <= column.left < column.right <= 600.001 for column in found)
    assert max(column.severity for column in found) == max(s for _, _, s in spans)
