from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lcspr_kit.episodes.mentions import find_mentions

ON = date(2021, 3, 18)  # a Thursday

HITS = [
    ("following the incident on 12/03/21", "2021-03-12", "back"),
    ("on 12.3.2021", "2021-03-12", "back"),
    ("2021-03-01 letter", "2021-03-01", "back"),
    ("since 12th March", "2021-03-12", "back"),
    ("the 3rd of April 2021", "2021-04-03", "planned"),
    ("12-Mar-21", "2021-03-12", "back"),
    ("March 12, 2021", "2021-03-12", "back"),
    ("28 December", "2020-12-28", "back"),
    ("on Friday", "2021-03-12", "back"),
    ("last Thursday", "2021-03-11", "back"),
    ("next Tuesday", "2021-03-23", "planned"),
    ("yesterday", "2021-03-17", "back"),
    ("last night", "2021-03-17", "back"),
    ("seen today", "2021-03-18", "same"),
    ("three days ago", "2021-03-15", "back"),
    ("2 weeks earlier", "2021-03-04", "back"),
    ("the bruise of the 14th", "2021-03-14", "back"),
    ("a fortnight ago", "2021-03-04", "back"),
    ("the March 12 incident", "2021-03-12", "back"),
    ("review booked for Monday", "2021-03-22", "planned"),
    ("they will meet on Friday", "2021-03-19", "planned"),
    ("Saturday's visit", "2021-03-13", "back"),
    ("referred on 2/3", "2021-03-02", "back"),
    ("letters since Feb. 11", "2021-02-11", "back"),
    ("he had written on Sept. 3", "2020-09-03", "back"),
    ("the hearing due on Sept. 3", "2021-09-03", "planned"),
    ("Friday, Feb. 12", "2021-02-12", "back"),
    ("on Monday the 1st", "2021-03-01", "back"),
    ("earlier on Thursday", "2021-03-18", "same"),
    ("by Tuesday evening she had left", "2021-03-16", "back"),
    ("mother upset about Friday's meeting", "2021-03-12", "back"),
    ("she asked for Friday's records", "2021-03-12", "back"),
    ("contact is expected to resume on Monday", "2021-03-22", "planned"),
    ("he will attend, she said on Monday", "2021-03-15", "back"),
    ("seen again this Friday", "2021-03-19", "planned"),
    ("on Monday of last week", "2021-03-08", "back"),
    ("Monday next week", "2021-03-22", "planned"),
    ("went missing overnight", "2021-03-17", "back"),
    ("mother had until Monday to sign", "2021-03-22", "planned"),
    ("on bail until the 30th", "2021-03-30", "planned"),
    ("will be seen on Monday", "2021-03-22", "planned"),
    ("the hearing is on Tuesday", "2021-03-23", "planned"),
    ("Wound clean, to be seen Fri", "2021-03-19", "planned"),
    ("was due back on Sunday but did not return", "2021-03-14", "back"),
    ("due in court on Tuesday and failed to appear", "2021-03-16", "back"),
    ("planned visit for Tuesday cancelled", "2021-03-16", "back"),
    ("seen the day before yesterday", "2021-03-16", "back"),
    ("rang y'day", "2021-03-17", "back"),
    ("fell 3/7 ago", "2021-03-15", "back"),
    ("rash for 2/52, seen 1/52 ago", "2021-03-11", "back"),
    ("conference on Friday week", "2021-03-26", "planned"),
    ("appt Monday 22/3", "2021-03-22", "planned"),
]


@pytest.mark.parametrize(("text", "day", "direction"), HITS)
def test_hit(text, day, direction):
    assert [(str(m.day), m.direction) for m in find_mentions(text, ON)] == [(day, direction)]


@pytest.mark.parametrize(
    "text",
    ["DOB 04/05/2019", "born on 4 May 2019", "date of birth: 4.5.19", "EDD 12 June 2021", "2/7 history of cough", "he sat down", "50th centile", "31/02/2021", "10.30", "aged 12", "every Monday", "open Monday to Friday", "that Friday", "Sunday school", "stayed overnight", "overnight contact", "one day later than planned", "the night before the party", "she may 3 times a week", "the 1990 file", "12 March 1987"],
)
def test_near_miss(text):
    assert find_mentions(text, ON) == []


@pytest.mark.parametrize(
    ("text", "days"),
    [
        ("Bruise seen on 12 March and reported a day later.", ["12", "13"]),
        ("Found on Monday; two days earlier school had rung.", ["15", "13"]),
        ("Arrested on March 9, released the following day.", ["09", "10"]),
        ("The count was six on Tuesday, up from four the previous day.", ["16", "15"]),
        ("Seen on 2 March, and three days ago.", ["02", "15"]),
        ("Hearings on March 11, 13 and 16", ["11", "16", "13"]),
        ("on 3, 5 and 9 March", ["03", "05", "09"]),
        ("two calls at the weekend", ["13", "14"]),
        ("A day after the arrest on 9 March mother was seen", ["09", "10"]),
        ("two days after the strategy meeting of 3 March", ["03", "05"]),
        ("three days before the conference on 12 March", ["09", "12"]),
        ("the day after the bruise was seen on 2 March", ["02", "03"]),
        ("The day after, he left. Seen on 2 March.", ["02"]),
        ("Two days after discharge she rang.", []),
        ("with grandmother last weekend", ["13", "14"]),
        ("they will stay with her at the weekend", ["20", "21"]),
    ],
)
def test_days_told_from_one_another(text, days):
    assert sorted(str(m.day) for m in find_mentions(text, ON)) == sorted(f"2021-03-{day}" for day in days)


@pytest.mark.parametrize("text", ["11-13 March", "March 11 and 13", "11th to 13th of March 2021", "March 11–13, 2021"])
def test_both_ends_of_a_stretch(text):
    assert sorted(str(m.day) for m in find_mentions(text, ON)) == ["2021-03-11", "2021-03-13"]


@pytest.mark.parametrize("text", ["earlier this month", "in early March", "three months ago", "in 2019"])
def test_what_is_not_told_to_a_day_is_no_mention(text):
    assert find_mentions(text, ON) == []


def test_dates_of_birth_of_the_register_are_left_out():
    assert find_mentions("on 12 March", ON, frozenset({date(2021, 3, 12)})) == []


@settings(deadline=None, max_examples=200)
@given(st.text(max_size=60), st.dates(date(1990, 1, 1), date(2040, 1, 1)))
def test_any_text_can_be_read(text, on):
    for mention in find_mentions(text, on):
        assert text[mention.start : mention.end].strip()
