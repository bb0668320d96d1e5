from datetime import date

import pytest

from lcspr_kit import graphviz
from lcspr_kit.timeline.patterns import PANELS, Panel, count_panel, draw_patterns, unit_edges
from lcspr_kit.timeline.scale import Scale

PERIOD = (date(2023, 1, 15), date(2025, 9, 26))
MISSED = Panel("Missed", frozenset({"not_brought"}), frozenset({"no"}))


def edges_of(first, last):
    return unit_edges(Scale(first.toordinal(), last.toordinal(), 122.0, 727.0))


@pytest.mark.parametrize(
    ("first", "last", "number", "unit"),
    [
        (date(2024, 1, 1), date(2024, 12, 31), 12, "month"),
        (date(2024, 1, 15), date(2024, 2, 3), 2, "month"),
        (date(2024, 1, 31), date(2024, 1, 31), 1, "month"),
        (date(2008, 1, 1), date(2024, 12, 31), 68, "quarter"),
        (date(1990, 6, 1), date(2024, 12, 31), 35, "year"),
    ],
)
def test_months_quarters_or_years_by_what_there_is_room_for(first, last, number, unit):
    edges, name = edges_of(first, last)
    assert (len(edges) - 1, name) == (number, unit)
    assert (edges[0], edges[-1]) == (first.toordinal(), last.toordinal() + 1)
    assert edges == sorted(set(edges))


def test_what_is_counted(chronology, row):
    rows = [
        row(date(2023, 1, 15), event="missed"),
        row(date(2023, 1, 31), event="not seen", child_seen="no"),
        row(date(2023, 2, 1), event="both", child_seen="no"),
        row(date(2023, 2, 1), date(2023, 2, 28), event="month", precision="month", child_seen="no"),
        row(date(2023, 1, 1), date(2023, 12, 31), event="year", precision="year", child_seen="no"),
        row(None, event="no date", child_seen="no"),
        row(date(2023, 1, 14), event="too early", child_seen="no"),
        row(date(2023, 2, 3), event="seen", child_seen="yes"),
        row(date(2023, 2, 3), event="something else"),
    ]
    events, scores = chronology(rows, {"both": 4})
    scores["families"] = [("not_brought", "injury") if words in ("missed", "both") else ("injury",) for words in events["event"]]
    counted = count_panel(MISSED, events, scores, edges_of(date(2023, 1, 15), date(2023, 3, 31))[0])
    assert counted.events == (2, 2, 0)
    assert counted.serious == (0, 1, 0)
    assert counted.not_placed == 2


def test_the_drawing(many, page):
    events, scores = many(400)
    scores["families"] = [(("not_brought",), ("move", "injury"), (), ("school_concern",))[n % 4] for n in range(400)]
    drawing = draw_patterns(events, scores, period=PERIOD, marks=[(date(2025, 9, 1), "Incident"), (date(2027, 1, 1), "Later")])
    sheet = page(graphviz.svg(drawing))
    assert sheet.collisions() == []
    assert sheet.outside() == []
    assert min(line.size for line in sheet.lines) >= 7
    assert "Incident, 1 Sep 2025" in sheet.words
    assert "Child recorded as seen: none recorded." in drawing.description
    missed = drawing.table[drawing.table["Kind"] == PANELS[0].title]
    assert f"{PANELS[0].title}: {missed['Events'].sum()} events, most in" in drawing.description
    assert set(drawing.table["Kind"]) == {PANELS[0].title, PANELS[1].title, PANELS[4].title, PANELS[5].title}
    assert drawing.dot == draw_patterns(events, scores, period=PERIOD, marks=[(date(2025, 9, 1), "Incident"), (date(2027, 1, 1), "Later")]).dot


@pytest.mark.parametrize("period", [(date(2024, 1, 1), date(2024, 1, 1)), (date.min, date.max), (date(1900, 1, 1), date(2025, 1, 1))])
@pytest.mark.parametrize("n", [0, 50])
def test_any_period_and_no_events(many, page, period, n):
    events, scores = many(50)
    scores["families"] = [("injury",)] * 50
    sheet = page(graphviz.svg(draw_patterns(events[:n], scores[:n], period=period)))
    assert sheet.collisions() == []
    assert sheet.outside() == []


def test_hostile_titles(many, page):
    events, scores = many(50)
    drawing = draw_patterns(events, scores, period=PERIOD, panels=[Panel("<script>\\N" + "w" * 300)] * 12)
    assert "<script" not in page(graphviz.svg(drawing)).svg
    assert draw_patterns(events, scores, period=PERIOD, panels=[]).table.empty
    with pytest.raises(ValueError, match="ends before"):
        draw_patterns(events, scores, period=PERIOD[::-1])
