from datetime import date

import pytest

from lcspr_kit import graphviz
from lcspr_kit.edtf import read_edtf
from lcspr_kit.timeline.overview import SHEETS, draw_overview

PERIOD = (date(2023, 1, 1), date(2025, 9, 26))
HOSTILE = '</text><script>alert(1)</script> "quoted" \\N \\G & <b> ]]> \x07\u202e ' + "w" * 200


def drawn(events, scores, episodes=(), **more):
    more = {"period": PERIOD, "agencies": []} | more
    return draw_overview(events, scores, list(episodes), **more)


@pytest.fixture
def usual(many, agencies, episode):
    """A case of the usual size: five agencies of which one sent nothing, three episodes, two children, three dates."""
    events, scores = many(400)
    episodes = [
        episode(events, date(2023, 3, 4), date(2023, 5, 9), number=1),
        episode(events, date(2023, 4, 20), date(2023, 6, 30), "The move", "proposed", 2),
        episode(events, date(2025, 3, 1), date(2025, 3, 20), "Injury to the arm", number=3),
    ]
    return events, scores, {
        "episodes": episodes,
        "agencies": agencies,
        "born": {"Child A": read_edtf("2014-05-03"), "Child B": read_edtf("2023-06")},
        "marks": [(date(2025, 9, 1), "Incident"), (date(2025, 9, 14), "Rapid review"), (date(2026, 1, 3), "Decision")],
    }  # fmt: skip


@pytest.mark.parametrize("paper", ["A4", "A3"])
def test_the_sheet_is_legible_at_print_size(usual, page, paper):
    events, scores, more = usual
    sheet = page(graphviz.svg(drawn(events, scores, paper=paper, **more)))
    assert sheet.width == pytest.approx(SHEETS[paper][0], abs=1)
    assert sheet.height <= SHEETS[paper][1] + 8
    assert min(line.size for line in sheet.lines) >= 7
    assert sheet.collisions() == []
    assert sheet.outside() == []


def test_what_is_on_the_sheet(usual, page):
    events, scores, more = usual
    sheet = page(graphviz.svg(drawn(events, scores, **more)))
    for words in (
        "Northport Police", "no events received", "Jul 2024", "Age of Child A", "Age of Child B", "10 y", "born",
        "Incident, 1 Sep 2025", "Rapid review, 14 Sep 2025", "key practice episode", "proposed episode, not yet decided",
        "2: The move (20 Apr to 30 Jun 2023)", "hollow: date uncertain", "5: most serious",
    ):  # fmt: skip
        assert words in sheet.words
    assert "Decision" not in sheet.words


def test_every_event_has_a_symbol_with_an_opaque_id_in_a_small_chronology(many, agencies, page):
    events, scores = many(120)
    sheet = page(graphviz.svg(drawn(events, scores, agencies=agencies)))
    dated = events.index[events["start"].notna()] + 1
    assert sorted(sheet.ids) == sorted(f"ev-{number}" for number in dated)


@pytest.mark.parametrize("n", [400, 3000])
def test_two_drawings_of_one_chronology_are_the_same_bytes(usual, many, n):
    _, _, more = usual
    first, second = (drawn(*many(n), **more).dot for _ in range(2))
    assert first == second


def test_the_order_of_the_scores_does_not_matter(usual):
    events, scores, more = usual
    assert drawn(events, scores.sample(frac=1, random_state=3), **more).dot == drawn(events, scores, **more).dot


def test_above_the_limit_routine_events_are_counted_and_serious_ones_single(usual, many, page):
    _, _, more = usual
    events, scores = many(3000)
    drawing = drawn(events, scores, **more)
    serious = events.index[(scores["severity"] >= 4) & events["start"].notna()] + 1
    sheet = page(graphviz.svg(drawing))
    assert sorted(sheet.ids) == sorted(f"ev-{number}" for number in serious)
    assert "counted in columns" in drawing.caption
    assert sheet.collisions() == []


def test_the_description_says_what_the_picture_says(usual):
    events, scores, more = usual
    said = drawn(events, scores, **more).description
    dated = events[events["start"].notna()]
    police = dated[dated["agency"] == "Northport Police"]
    assert f"Northport Police {len(police)} (" in said
    assert "No events received from Larkrise Primary School." in said
    assert "Busiest months: " in said
    assert "Episode 2, proposed: The move, 20 Apr to 30 Jun 2023." in said
    assert "Dates marked: Incident, 1 Sep 2025 and Rapid review, 14 Sep 2025." in said
    assert "Child A: age at the start 8, at the end 11." in said
    assert "Child B: age at the start not yet born, at the end 2." in said


def test_silence_is_drawn_and_said(chronology, row, page):
    rows = [row(date(2023, month, 1), event=str(month)) for month in range(1, 7)] + [row(date(2025, 9, 26), event="c")]
    drawing = drawn(*chronology(rows), agencies=["Housing"])
    sheet = page(graphviz.svg(drawing))
    assert "no record, 121 weeks" in sheet.words
    assert "no record for 12 weeks or more" in sheet.words
    assert "Longest time without a record: Northport Police 2 Jun 2023 to 25 Sep 2025." in drawing.description
    assert "No events received from Housing." in drawing.description


def test_an_agency_with_few_records_or_a_slow_rhythm_is_not_called_silent(chronology, row, page):
    few = [row(date(2023, month, 1), agency="Ambulance", event=str(month)) for month in (1, 7)]
    slow = [row(date(2023 + half // 2, 1 + 6 * (half % 2), 1), agency="Dentist", event=str(half)) for half in range(6)]
    drawing = drawn(*chronology([*few, *slow]), agencies=[])
    assert "no record" not in page(graphviz.svg(drawing)).words
    assert "without a record" not in drawing.description


def test_a_child_not_born_in_the_period_has_an_axis_that_says_so(chronology, row, page):
    events, scores = chronology([row(date(2023, 1, 1)), row(date(2023, 6, 1), event="b")])
    sheet = page(graphviz.svg(drawn(events, scores, agencies=[], born={"Child A": read_edtf("2014-05-03"), "Child Z": read_edtf("2099-01-01")})))
    assert "not born in this period" in sheet.words
    assert sheet.collisions() == []


def test_the_table_adds_up(usual):
    events, scores, more = usual
    drawing = drawn(events, scores, **more)
    rows = drawing.table[~drawing.table["Agency or episode"].str.startswith("Episode")]
    dated = events["start"].notna()
    assert rows["Events"].sum() == dated.sum()
    assert rows["Serious events"].sum() == (scores["severity"] >= 4)[dated].sum()
    assert set(rows["Agency or episode"]) == set(more["agencies"])
    first = more["episodes"][0]
    assert drawing.table.iloc[-3].tolist()[:3] == [f"Episode 1: {first.title}", "4 Mar to 9 May 2023", len(first.events)]


def test_what_can_not_be_shown_is_said(chronology, row):
    rows = [row(None, event="a"), row(None, event="b"), row(date(1999, 1, 1), event="c"), row(date(2024, 1, 1), event="d")]
    drawing = drawn(*chronology(rows), marks=[(date(2026, 1, 3), "Decision")])
    assert drawing.caption == (
        "1 event in the period. 2 events without a date are not shown. 1 event outside the period is not shown. "
        "Decision: 3 Jan 2026, after the period."
    )


def test_names_are_turned_by_the_callers_text(chronology, row, episode, page):
    events, scores = chronology([row(date(2024, 1, 1), agency="Smithfield School")])
    drawing = drawn(
        events, scores, [episode(events, date(2024, 1, 1), date(2024, 1, 3), "Sarah moves")], agencies=["Smithfield School"],
        marks=[(date(2024, 2, 1), "Sarah injured")], text=lambda s: s.replace("Sarah", "Child A").replace("Smithfield", "School 1"),
    )  # fmt: skip
    everything = drawing.dot + drawing.title + drawing.description + drawing.caption + drawing.table.to_csv()
    assert "Sarah" not in everything
    assert "Smithfield" not in everything
    assert "Child A moves" in page(graphviz.svg(drawing)).words


def test_the_dates_of_episodes_can_be_said_less_exactly(usual):
    events, scores, more = usual
    more |= {"marks": []}
    drawing = drawn(events, scores, spans=lambda start, end: f"{start.year}", **more)
    everything = drawing.dot + drawing.description + drawing.table.to_csv()
    assert "The move (2023)" in drawing.dot
    assert "20 Apr" not in everything
    assert "30 Jun" not in everything


def test_text_from_an_export_can_do_no_harm(chronology, row, episode, page):
    events, scores = chronology([row(date(2024, 1, 1), agency=HOSTILE, event=HOSTILE)])
    drawing = drawn(
        events, scores, [episode(events, date(2024, 1, 1), date(2024, 1, 3), HOSTILE)], agencies=[HOSTILE],
        born={HOSTILE: read_edtf("2020")}, marks=[(date(2024, 2, 1), HOSTILE)],
    )  # fmt: skip
    sheet = page(graphviz.svg(drawing))
    assert "<script" not in sheet.svg
    assert "alert(1)" in sheet.words
    assert sheet.outside() == []
    assert sheet.collisions() == []
    assert "\\N" in sheet.words


@pytest.mark.parametrize(
    "period", [(date(2024, 5, 5), date(2024, 5, 5)), (date.min, date.max), (date(2024, 2, 28), date(2024, 3, 1)), (date(9999, 12, 1), date.max)]
)
@pytest.mark.parametrize("n", [0, 50])
def test_any_period_and_no_events_at_all(many, agencies, page, period, n):
    events, scores = many(50)
    drawing = drawn(events[:n], scores[:n], agencies=agencies, period=period, born={"Child A": read_edtf("2014")})
    sheet = page(graphviz.svg(drawing))
    assert sheet.collisions() == []
    assert sheet.outside() == []
    assert "no events received" in sheet.words


def test_no_agencies_and_no_events(many, page):
    events, scores = many(50)
    assert page(graphviz.svg(drawn(events[:0], scores[:0]))).outside() == []


def test_forty_agencies_fit_one_sheet(chronology, row, page):
    rows = [row(date(2024, 1, 1 + n % 28), agency=f"Agency {n:02} of the county") for n in range(36)]
    events, scores = chronology(rows)
    sheet = page(graphviz.svg(drawn(events, scores)))
    assert sheet.height <= SHEETS["A4"][1] + 8
    assert sheet.collisions() == []


def test_many_episodes_on_the_same_days_have_tags_apart(many, agencies, episode, page):
    events, scores = many(120)
    episodes = [episode(events, date(2024, 3, 1 + n), date(2024, 4, 1 + n), f"Number {n}", number=n) for n in range(1, 15)]
    drawing = drawn(events, scores, episodes, agencies=agencies)
    sheet = page(graphviz.svg(drawing))
    assert sheet.collisions() == []
    assert "and 2 more: see the table" in sheet.words
    assert "Number 14" in drawing.description


@pytest.mark.parametrize(("more", "message"), [({"paper": "A5"}, "no paper 'A5'"), ({"period": PERIOD[::-1]}, "ends before it starts")])
def test_what_is_refused(many, more, message):
    with pytest.raises(ValueError, match=message):
        drawn(*many(50), **more)
