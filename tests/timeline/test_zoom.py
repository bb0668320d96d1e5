from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lcspr_kit import graphviz
from lcspr_kit.report.paper import UPRIGHT, fit
from lcspr_kit.timeline.labels import Told, label_lines, overlapping, place_labels
from lcspr_kit.timeline.scale import Scale
from lcspr_kit.timeline.zoom import HEIGHT, draw_zoom

START, END = date(2023, 1, 20), date(2023, 3, 9)


def pages(drawings, page):
    return [page(graphviz.svg(drawing)) for drawing in drawings]


def test_four_hundred_events_without_one_overlap(many, agencies, episode, page):
    events, scores = many(400, days=50)
    drawings = draw_zoom(events, scores, episode(events, date(2023, 1, 1), date(2023, 2, 19)), agencies=agencies)
    sheets = pages(drawings, page)
    assert [sheet.collisions() for sheet in sheets] == [[]] * len(sheets)
    assert [sheet.outside() for sheet in sheets] == [[]] * len(sheets)
    assert all(sheet.height <= HEIGHT + 8 for sheet in sheets)
    assert min(line.size for sheet in sheets for line in sheet.lines) >= 7
    dated = events.index[events["start"].notna()] + 1
    assert sorted(i for sheet in sheets for i in sheet.ids) == sorted(f"ev-{number}" for number in dated)


def test_every_event_is_on_one_sheet_and_whole_in_its_table(many, agencies, episode, page):
    events, scores = many(60, days=120, words=90)
    drawings = draw_zoom(events, scores, episode(events, START, END), agencies=agencies)
    assert len(drawings) > 1
    around = events[(events["start"] <= "2023-03-16") & (events["end"] >= "2023-01-13")]
    tables = [row for drawing in drawings for row in drawing.table.itertuples(index=False)]
    assert sorted(row.Number for row in tables) == (around.index + 1).tolist()
    assert {row.Event for row in tables} == set(around["event"])
    assert {row.Place for row in tables} >= {"before", "in the episode", "after"}
    for drawing, sheet in zip(drawings, pages(drawings, page), strict=True):
        for row in drawing.table.itertuples(index=False):
            assert f"ev-{row.Number}" in sheet.ids


def test_of_very_many_events_the_gravest_are_shown_and_it_says_so(many, agencies, episode):
    events, scores = many(900, days=50)
    whole = episode(events, date(2023, 1, 1), date(2023, 2, 19))
    drawings = draw_zoom(events, scores, whole, agencies=agencies, most=40)
    shown = {row.Number for drawing in drawings for row in drawing.table.itertuples(index=False)}
    assert len(shown) == 40
    assert all("Shown are the 40 records of most weight" in drawing.caption and "Shown are" in drawing.description for drawing in drawings)
    severity = dict(zip(scores["event_id"], scores["severity"], strict=True))
    own = [n for n, event in enumerate(events["event_id"], 1) if event in set(whole.events)]
    left_out = [severity[events["event_id"][n - 1]] for n in own if n not in shown]
    assert min(severity[events["event_id"][n - 1]] for n in shown if n in own) >= max(left_out)
    assert all("Shown are" not in drawing.caption for drawing in draw_zoom(events.head(30), scores, whole, agencies=agencies, most=40))


def test_a_short_episode_is_one_sheet(chronology, row, episode, agencies, page):
    rows = [
        row(date(2023, 2, 1), agency="Quayside Surgery", event="A bruise was seen on the left arm."),
        row(date(2023, 2, 3), agency="Larkrise Primary School", event="The school told social care."),
        row(date(2023, 2, 3), agency="Children's social care", event="Referral received from the school."),
        row(date(2023, 1, 30), agency="Northport Police", event="A call about noise."),
        row(date(2023, 1, 1), agency="Northport Police", event="Too early."),
    ]
    events, scores = chronology(rows, {"A bruise was seen on the left arm.": 4})
    told = dict(zip(events["event"], events["event_id"], strict=True))
    link = (told["The school told social care."], told["Referral received from the school."])
    (drawing,) = draw_zoom(events, scores, episode(events, date(2023, 2, 1), date(2023, 2, 5)), agencies=agencies, links=[link, (link[0], "gone")])
    (sheet,) = pages([drawing], page)
    words = sheet.words.replace("\n", " ")
    for whole in ("A bruise was seen on the left arm.", "The school told social care.", "A call about noise.", "before", "after", "the episode"):
        assert whole in words
    assert "Too early" not in words
    assert "No record in the episode from: Northport Police and Health visiting." in words
    assert "(Children's social care)" in words
    assert "link the author has accepted" in words
    linked = dict(zip(drawing.table["Event"], drawing.table["Linked"], strict=True))
    numbers = dict(zip(drawing.table["Event"], drawing.table["Number"], strict=True))
    assert linked["The school told social care."] == str(numbers["Referral received from the school."])
    assert linked["A bruise was seen on the left arm."] == ""
    assert drawing.description == (
        "Four incidents in nine weeks, 1 to 5 Feb 2023. 4 events, of which 3 in the episode. Events by agency: Northport Police 1; "
        "Children's social care 1; Quayside Surgery 1; Larkrise Primary School 1. The most serious (severity 4: serious) is event 3, "
        "1 Feb, Quayside Surgery. 2 events linked with another record. No record in the episode from Northport Police and Health visiting."
    )


@pytest.mark.parametrize(
    ("start", "end", "precision", "uncertain", "words"),
    [
        (date(2023, 2, 1), None, "day", False, "1 Feb"),
        (date(2023, 2, 1), None, "day", True, "1 Feb (uncertain)"),
        (date(2023, 2, 1), date(2023, 2, 28), "month", False, "Feb 2023"),
        (date(2023, 1, 1), date(2023, 12, 31), "year", False, "2023"),
        (date(2023, 2, 1), date(2023, 2, 4), "range", False, "1 to 4 Feb 2023"),
        (date(2022, 12, 1), date(2023, 2, 28), "season", False, "1 Dec 2022 to 28 Feb 2023"),
    ],
)
def test_a_date_is_said_as_exactly_as_it_is_known(chronology, row, episode, page, start, end, precision, uncertain, words):
    events, scores = chronology([row(start, end, precision=precision, uncertain=uncertain)])
    (sheet,) = pages(draw_zoom(events, scores, episode(events, START, END), agencies=[]), page)
    assert f"1: {words}" in sheet.words.splitlines()


def test_the_time_of_day_is_said_and_shown(chronology, row, episode, page):
    import pandas as pd

    rows = [row(pd.Timestamp(2023, 2, 1, hour, 5), pd.Timestamp(2023, 2, 1), event=str(hour), precision="minute") for hour in (9, 14)]
    events, scores = chronology(rows)
    (sheet,) = pages(draw_zoom(events, scores, episode(events, date(2023, 2, 1), date(2023, 2, 1)), agencies=[]), page)
    assert {"1: 1 Feb 09:05", "2: 1 Feb 14:05"} <= set(sheet.words.splitlines())


def test_real_names_do_not_get_in(chronology, row, episode):
    events, scores = chronology([row(date(2023, 2, 1), agency="Sarah House", event="Sarah was seen.")])
    (drawing,) = draw_zoom(
        events, scores, episode(events, START, END, "Sarah"), agencies=["Sarah House"], text=lambda s: s.replace("Sarah", "Child A")
    )
    assert "Sarah" not in drawing.dot + drawing.title + drawing.description + drawing.caption + drawing.table.to_csv()
    assert "Child A was seen." in drawing.dot


def test_two_agencies_of_one_name_share_a_lane(chronology, row, episode, page):
    events, scores = chronology([row(date(2023, 2, 1), agency=name, event=name) for name in ("Oak School", "Elm School")])
    drawings = draw_zoom(events, scores, episode(events, START, END), agencies=[], text=lambda s: s.replace("Oak", "A").replace("Elm", "A"))
    (sheet,) = pages(drawings, page)
    assert sorted(sheet.ids) == ["ev-1", "ev-2"]


def test_no_events_at_all(many, episode, agencies, page):
    events, scores = many(50)
    nobody = episode(events[:0], START, END)
    drawings = draw_zoom(events[:0], scores[:0], nobody, agencies=agencies)
    (sheet,) = pages(drawings, page)
    assert "No event is recorded in this time." in sheet.words
    assert sheet.outside() == []
    assert drawings[0].table.empty


@pytest.mark.parametrize("title", ["A " * 300, '<b>&"\\N', ""])
@pytest.mark.parametrize("event", ["word " * 3000, "w" * 5000, '</text><script>alert(1)</script>\\N"', "", "… \u202e مرحبا 你好 🙂"])
def test_hostile_and_endless_text(chronology, row, episode, page, title, event):
    events, scores = chronology([row(date(2023, 2, 1), event=event), row(date(2023, 2, 1), agency="x" * 400, event=event)])
    drawings = draw_zoom(events, scores, episode(events, START, END, title), agencies=[])
    for sheet in pages(drawings, page):
        assert "<script" not in sheet.svg
        assert sheet.collisions() == []
        assert sheet.outside() == []


@pytest.mark.parametrize("day", [date.min, date.max, date(2024, 2, 29)])
def test_an_episode_at_the_edge_of_time(many, episode, agencies, day, page):
    events, scores = many(50)
    sheets = pages(draw_zoom(events, scores, episode(events, day, day), agencies=agencies), page)
    assert all(sheet.outside() == [] for sheet in sheets)


def test_a_hundred_events_on_one_day(chronology, row, episode, page):
    rows = [row(date(2023, 2, 1), event=f"Number {n} of that day, told in a few more words than one line has room for.") for n in range(100)]
    events, scores = chronology(rows)
    drawings = draw_zoom(events, scores, episode(events, date(2023, 2, 1), date(2023, 2, 1)), agencies=[])
    sheets = pages(drawings, page)
    assert sum(len(sheet.ids) for sheet in sheets) == 100
    assert all(sheet.collisions() == [] and sheet.height <= HEIGHT + 8 for sheet in sheets)


@pytest.mark.parametrize("words", ["short", "word " * 40, "Ordinary prose, of some length, " * 12])
@pytest.mark.parametrize("most", [3, 5])
def test_a_label_shows_whole_words_from_the_start(words, most):
    lines = label_lines(words, most)
    assert len(lines) <= most
    shown = " ".join(lines).split()
    if shown[-1] == "…":
        shown.pop()
    else:
        assert shown == words.split()
    assert shown == words.split()[: len(shown)]


@settings(deadline=None, max_examples=80)
@given(
    st.lists(st.tuples(st.floats(0, 29.9), st.integers(0, 40), st.integers(0, 3), st.text("ab ", max_size=300)), max_size=40),
    st.integers(1, 60),
)
def test_labels_never_overlap_and_never_leave_the_sheet(drawn, days):
    scale = Scale(1000, 1000 + days - 1, 96.0, 729.0)
    events = [
        Told(n, f"Agency {lane}", 1000 + at, (f"{n}: 4 Mar 2025", *label_lines(words, 5)), words, bar=(1000 + int(at), 1000 + int(at) + long) if long % 3 == 0 and long else None)
        for n, (at, long, lane, words) in enumerate(drawn)
        if at < days
    ]
    lanes = place_labels(events, [f"Agency {n}" for n in range(4)], scale, 50.0)
    assert overlapping(lanes) == []
    labels = [label for lane in lanes for label in lane.labels]
    assert sorted(label.event.number for label in labels) == [event.number for event in events]
    for lane in lanes:
        for label in lane.labels:
            assert lane.top <= label.top < label.bottom <= lane.bottom
            assert label.left >= 96.0 - 0.01
            assert label.right <= 729.0 + 0.01


def test_a_small_episode_stands_upright_in_the_text_and_a_large_one_fills_a_landscape_sheet(many, agencies, episode, page):
    for size, upright in ((6, True), (45, False)):
        events, scores = many(size, days=30)
        drawings = draw_zoom(events, scores, episode(events, date(2023, 1, 1), date(2023, 1, 30)), agencies=agencies)
        for drawing, sheet in zip(drawings, pages(drawings, page), strict=True):
            assert (sheet.width <= UPRIGHT[0] * 72 and not fit(graphviz.png(drawing)).turned) == upright
            assert sheet.collisions() == [] and sheet.outside() == []
            if upright:  # words as large as in the drawing: nothing is made smaller
                assert min(line.size for line in sheet.lines) * fit(graphviz.png(drawing)).width * 72 / sheet.width >= 6.9
