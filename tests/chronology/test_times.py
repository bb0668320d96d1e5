import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lcspr_kit.chronology.times import read_time

TABLE = {
    "14:30": (14, 30), "1430": (14, 30), "1430hrs": (14, 30), "14.30 hrs": (14, 30), "14:30:00": (14, 30), "2.30pm": (14, 30), "2:30 p.m.": (14, 30),
    "2pm": (14, 0), "9am": (9, 0), "0915": (9, 15), "915": (9, 15), "12am": None, "12pm": (12, 0), "noon": (12, 0), "approx 14:30": (14, 30),
    "?14:30": (14, 30), "14:30-15:00": (14, 30), "from 09:00 to 10:00": (9, 0), "0.6041666667": (14, 30), "14:30pm": (14, 30), "9 hrs": (9, 0),
    "00:00": None, "0000": None, "": None, "am": None, "morning": None, "25:00": None, "14:75": None, "overnight": None, "2021": (20, 21), "unknown": None,
}  # fmt: skip


@pytest.mark.parametrize("text", TABLE)
def test_times(text):
    expected = TABLE[text]
    assert read_time(text) == (dt.time(*expected) if expected else None)


@given(st.times())
def test_every_minute_reads_back(time):
    time = time.replace(second=0, microsecond=0)
    if time == dt.time(0):
        return
    for text in (f"{time:%H:%M}", f"{time:%H%M}hrs", f"{time:%H.%M}", f"{time:%I.%M%p}"):
        assert read_time(text) == time


@given(st.text(max_size=30))
def test_any_text(text):
    assert read_time(text) is None or isinstance(read_time(text), dt.time)
