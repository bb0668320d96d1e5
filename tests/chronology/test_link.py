"""Suggested links: what is suggested, how it is scored, and that nothing is merged."""

from __future__ import annotations

import random

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lcspr_kit.chronology.link import LINK_COLUMNS, POSSIBLE, STRONG, WEIGHTS, suggest_links

FRACTURE = ("2025-03-04 13:55", "Hospital safeguarding nurse reports a baby with a broken femur and no account that fits", "Strategy discussion 1630")


def pairs(events, suggested):
    text = dict(zip(events["event_id"], events["event"], strict=True))
    return {(text[a][:12], text[b][:12]) for a, b in zip(suggested["a"], suggested["b"], strict=True)}


@pytest.fixture
def events(made):
    e = made.event
    return made.chronology(
        e(made.POLICE, FRACTURE[0], FRACTURE[1], response=FRACTURE[2]),
        e(made.CARE, "2025-03-04 14:05", "Police: baby with a broken femur, account does not fit", response="Strategy discussion 1630"),
        e(made.SCHOOL, "2025-03-04", "Wren was late and had no coat"),
        e(made.SCHOOL, "2025-06-20", "Sports day, second in the sack race"),
        e(made.SURGERY, "2025-03-14", "Wrist, fall on stairs 10/3, seen at home. Partner answers for her."),
        e(made.POLICE, "2025-03-10", "Called to a fall on the stairs, wrist hurt. Partner answered for her."),
    )


def test_two_accounts_of_one_event_are_suggested_with_their_parts(made, events):
    found = suggest_links(events)
    assert list(found.columns) == list(LINK_COLUMNS)
    first = found.iloc[0]
    assert {first["a"], first["b"]} == {made.id_of(events, "no account that fits"), made.id_of(events, "does not fit")}
    assert first["band"] == "strong" and first["same_day"] == first["same_time"] == first["cross_mention"] == 1
    assert first["score"] == pytest.approx(sum(first[name] * weight for name, weight in WEIGHTS.items()), abs=0.002)


def test_a_record_that_gives_the_other_s_day_is_linked_from_far(made, events):
    found = suggest_links(events)
    far = found[found["days"] == 4].iloc[0]
    assert (far["a"], far["b"]) == (made.id_of(events, "Called to a fall"), made.id_of(events, "10/3"))
    assert far["date_mention"] == 1 and far["same_day"] == 0


def test_other_events_of_the_day_and_other_days_are_not(made, events):
    found = suggest_links(events)
    named = set(found["a"]) | set(found["b"])
    assert not {made.id_of(events, "no coat"), made.id_of(events, "sack race")} & named


def test_measures_are_no_dates(made):
    events = made.chronology(
        made.event(made.SURGERY, "2025-05-01", "Bruise on the jaw, mother present, body map done"),
        made.event(made.SCHOOL, "2025-06-10", "Bruise of 1.5 cm on the jaw, mother present, body map done"),
    )
    assert suggest_links(events).empty


def test_the_events_are_left_as_they_were(events):
    before = events.copy(deep=True)
    suggest_links(events)
    pd.testing.assert_frame_equal(events, before)


def test_one_agency_no_agency_and_undated_rows(made):
    same = made.event(made.POLICE, "2025-03-04", "The same words")
    assert suggest_links(made.chronology(same, {**same, "event": "The same words again"})).empty
    assert list(suggest_links(made.chronology()).columns) == list(LINK_COLUMNS)
    undated = made.chronology(made.event(made.POLICE, "", "The same words here"), made.event(made.CARE, "", "The same words here"))
    assert suggest_links(undated).empty


def test_past_midnight_is_one_night(made):
    words = "Pushed against the worktop, bruise to the hip, taken to maternity by ambulance"
    events = made.chronology(made.event(made.POLICE, "2025-03-04 23:55", words), made.event(made.SURGERY, "2025-03-05 01:20", words))
    found = suggest_links(events).iloc[0]
    assert found["days"] == 1 and found["same_day"] == 1


def test_the_order_of_the_rows_does_not_matter(events):
    again = events.sample(frac=1, random_state=5).reset_index(drop=True)
    pd.testing.assert_frame_equal(suggest_links(events), suggest_links(again))


def test_planted_copies_are_found_again(made):
    """Accounts of one event with a third of the words dropped and the rest shuffled, among unrelated rows."""
    dice = random.Random(11)
    words = [f"{a}{b}" for a in ("brin", "tol", "mar", "fen", "gast", "lum", "pov", "wex") for b in ("ad", "ell", "ick", "orn", "usk", "yte", "amp", "ond")]
    rows = []
    agencies = [made.POLICE, made.CARE, made.SCHOOL, made.SURGERY]
    days = pd.date_range("2025-01-01", "2025-12-31")
    wanted = set()
    for number in range(400):
        agency = dice.choice(agencies)
        day = f"{dice.choice(days):%Y-%m-%d}"
        text = " ".join(dice.choices(words, k=14))
        rows.append(made.event(agency, day, f"{text} n{number}"))
        if number < 60:
            kept = [word for word in text.split() if dice.random() > 0.33]
            dice.shuffle(kept)
            rows.append(made.event(dice.choice([a for a in agencies if a != agency]), day, f"{' '.join(kept)} c{number}"))
            wanted.add(number)
    events = made.chronology(*rows)
    tail = {i: text.rsplit(" ", 1)[1] for i, text in zip(events["event_id"], events["event"], strict=True)}
    found = {frozenset((tail[a], tail[b])) for a, b in zip(*(suggest_links(events)[side] for side in "ab"), strict=True)}
    truth = {frozenset((f"n{n}", f"c{n}")) for n in wanted}
    assert len(truth & found) >= 0.95 * len(truth)
    assert len(truth & found) >= 0.6 * len(found)


@settings(deadline=None, max_examples=40)
@given(st.lists(st.tuples(st.sampled_from(["A agency", "B agency", "C school"]), st.dates(min_value=pd.Timestamp("1900-01-02").date(), max_value=pd.Timestamp("2200-01-01").date()), st.text(max_size=60)), max_size=14))
def test_any_text_will_do(made, given_rows):
    events = made.chronology(*(made.event(agency, day.isoformat(), text) for agency, day, text in given_rows))
    found = suggest_links(events)
    agency = dict(zip(events["event_id"], events["agency"], strict=True))
    assert all(agency[a] != agency[b] for a, b in zip(found["a"], found["b"], strict=True))
    assert found["score"].between(POSSIBLE, 1.0001).all()
    assert ((found["band"] == "strong") == (found["score"] >= STRONG)).all()
