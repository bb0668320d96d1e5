"""What dates of records mean: a table of ways of writing, then properties over every format and day."""

import datetime as dt

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lcspr_kit.chronology.dates import FLAGS, read_date

EXACT = """
3-ix-2019 | 2019-09-03
20200425223100 | 2020-04-25
Thu Jan 21 2021 09:00:00 GMT+0000 (Greenwich Mean Time) | 2021-01-21
first week of June 2020 | 2020-06-01/2020-06-07
1st week of June 2020 | 2020-06-01/2020-06-07
last week in Feb 2020 | 2020-02-23/2020-02-29
second half of March 2021 | 2021-03-16/2021-03-31
Good Friday 2020 | 2020-04-10
Easter Monday, 2021 | 2021-04-05
Easter 2019 | 2019-04-14~/2019-04-28~
Easter holidays 2019 | 2019-04-07~/2019-05-05~
Feb half term 2020 | 2020-02-10~/2020-02-28~
May half-term 2021 | 2021-05-22~/2021-06-06~
2021-04-03 | 2021-04-03
2021/04/03 | 2021-04-03
2021.4.3 | 2021-04-03
20210403 | 2021-04-03
2021-04-03T00:00:00 | 2021-04-03
03/04/2021 | 2021-04-03
3/4/21 | 2021-04-03
03.04.21 | 2021-04-03
3-4-2021 | 2021-04-03
03 04 2021 | 2021-04-03
Saturday 3rd April 2021 | 2021-04-03
3rd of April, 2021 | 2021-04-03
3Apr2021 | 2021-04-03
03-Apr-21 | 2021-04-03
1 March, 2006 | 2006-03-01
May 2 2006 | 2006-05-02
12th Mar 19 | 2019-03-12
29/02/2024 | 2024-02-29
01/01/98 | 1998-01-01
２０２１-０４-０３ | 2021-04-03
on or around 3 April 2021 | 2021-04-03~
approx. 03/04/2021 | 2021-04-03~
?22 may 2016 | 2016-05-22?
03/04/2021? | 2021-04-03?
June 2006 | 2006-06
03/2021 | 2021-03
2019-03 | 2019-03
Mar-21 | 2021-03
March '21 | 2021-03
2003: | 2003
c. 2018 | 2018~
circa March 2018 | 2018-03~
spring 1999 | 1999-21
Winter 2020/21 | 2020-24
January - March 2019 | 2019-01-01/2019-03-31
November / December 2006 | 2006-11-01/2006-12-31
2018-2019 | 2018-01-01/2019-12-31
Between 26 April and 7 July 2021 | 2021-04-26/2021-07-07
between 3 and 5 April 2021 | 2021-04-03/2021-04-05
3-5 April 2021 | 2021-04-03/2021-04-05
03-05/04/2021 | 2021-04-03/2021-04-05
03–05/04/2021 | 2021-04-03/2021-04-05
03/04-05/04/2021 | 2021-04-03/2021-04-05
30/03/21-02/04/21 | 2021-03-30/2021-04-02
30/03 until 02/04/2021 | 2021-03-30/2021-04-02
28 December - 3 January 2021 | 2020-12-28/2021-01-03
o/n 3-4/5/20 | 2020-05-03/2020-05-04
Night of 3/4 April 2021 | 2021-04-03/2021-04-04
2021-04-03/2021-04-09 | 2021-04-03/2021-04-09
w/c 04/03/2019 | 2019-03-04/2019-03-10
week commencing 4th March 2019 | 2019-03-04/2019-03-10
w/e 10/03/2019 | 2019-03-04/2019-03-10
early March 2019 | 2019-03-01/2019-03-10
mid-March 2019 | 2019-03-11/2019-03-20
late Mar-19 | 2019-03-21/2019-03-31
early 2019 | 2019-01-01/2019-04-30
Autumn term 2019 | 2019-09-01~/2019-12-31~
Spring term 2019/20 | 2020-01-01~/2020-04-30~
2019/20 | 2019-01-01~/2020-12-31~
academic year 2019/20 | 2019-09-01~/2020-08-31~
Summer holidays 2019 | 2019-07-20~/2019-09-05~
2020-21 | 2020-01-01~/2021-12-31~
c2019 | 2019~
03/04/2021 AM | 2021-04-03
Early hours of 3 April 2021 | 2021-04-03
Sat 3rd/Sun 4th April 2021 | 2021-04-03/2021-04-04
April 3-5 2021 | 2021-04-03/2021-04-05
2021 April 3 | 2021-04-03
1.4.21-3.4.21 | 2021-04-01/2021-04-03
late 2019/early 2020 | 2019-09-01/2020-04-30
March or April 2021 | 2021-03-01/2021-04-30
[03/04/2021] | 2021-04-03
Date: 03/04/2021 | 2021-04-03
Q1 2020 | 2020-01-01~/2020-03-31~
Christmas Day 2019 | 2019-12-25
"""

FLAGGED = """
04/13/2021 | 2021-04-13 | date-month-first
22.05/16 | 2016-05-22 | date-repaired
03//04/2021 | 2021-04-03 | date-repaired
Mon 03/04/2021 | 2021-04-03 | date-weekday
3, 5 and 7 April 2021 | 2021-04-03~/2021-04-07~ | date-several
03/04/2021 & 05/04/2021 | 2021-04-03~/2021-04-05~ | date-several
03/04/2021 (late entry) | 2021-04-03 | date-words
2018 - present | 2018~ | date-open
before 3 April 2021 | 2021-04-03~ | date-open
March 21 | 2021-03 | date-ambiguous
0405/2020 | 2020-05-04 | date-repaired
3 Arpil 2017 | 2017-04-03 | date-repaired
12-Setpember-2018 | 2018-09-12 | date-repaired
12 Juny 2020 | None | date-impossible
12 visits 2020 | None | date-impossible
44289 | 2021-04-03 | date-serial
11 December | None | date-year-missing
3/4 | None | date-year-missing
00/04/2021 | 2021-04? | date-day-missing
XX/04/2021 | 2021-04? | date-day-missing
3rd April 2O21 | 2021-04-03 | date-repaired
l2/04/2021 | 2021-04-12 | date-repaired
03042021 | 2021-04-03 | date-repaired
12/21 | 2021-12 | date-ambiguous
05/04/2021 to 03/04/2021 | 2021-04-03?/2021-04-05? | date-reversed
2 x calls 3 May 2021 | 2021-05-03 | date-words
03/04/2021; 05/04/2021 | 2021-04-03~ | date-several
31/02/2021 | None | date-impossible
29/02/2023 | None | date-impossible
13/13/2021 | None | date-impossible
03/04/0201 | None | date-impossible
03/04/20211 | None | date-impossible
see above | None | date-unread
aged 3 months | None | date-unread
"""


def _table(text):
    return [tuple(part.strip() for part in line.split(" | ")) for line in text.strip().splitlines()]


@pytest.mark.parametrize(("text", "edtf"), _table(EXACT))
def test_dates_that_are_clear(text, edtf):
    reading = read_date(text, last_year=2026)
    assert (str(reading.date), reading.flags, reading.text) == (edtf, (), text)
    assert reading.date.earliest <= reading.date.latest


@pytest.mark.parametrize(("text", "edtf", "flag"), _table(FLAGGED))
def test_dates_with_something_doubtful(text, edtf, flag):
    reading = read_date(text, last_year=2026)
    assert str(reading.date) == edtf and flag in reading.flags


@pytest.mark.parametrize("text", ["", " ", "?", "-", "N/K", "n/a", "Not known", "date unknown", "TBC", "undated", "dd/mm/yyyy", "Not recorded"])
def test_cells_that_say_there_is_no_date(text):
    assert read_date(text).date is None and read_date(text).flags == ()


@pytest.mark.parametrize(
    ("text", "time"),
    [
        ("03/04/2021 14:30", dt.time(14, 30)),
        ("1430hrs 03/04/2021", dt.time(14, 30)),
        ("03/04/2021 1430", dt.time(14, 30)),
        ("3 April 2021 at 2.30pm", dt.time(14, 30)),
        ("2021-04-03T14:30:00", dt.time(14, 30)),
        ("2021-04-03T14:30:00Z", dt.time(14, 30)),
        ("14:30 on Saturday 3 April 2021", dt.time(14, 30)),
        ("03/04/2021 2pm-3pm", dt.time(14)),
        ("03/04/2021 00:00:00", None),
        ("03/04/2021 12 noon", dt.time(12)),
        ("03/04/21 16.45-17.00", dt.time(16, 45)),
        ("03-04-2021T10:30", dt.time(10, 30)),
        ("03/04/2021\n14:30", dt.time(14, 30)),
        ("11.36am 3 April 2021", dt.time(11, 36)),
    ],
)
def test_times_beside_dates(text, time):
    reading = read_date(text)
    assert (str(reading.date), reading.time) == ("2021-04-03", time)


def test_a_column_that_is_month_first():
    assert str(read_date("03/04/2021", month_first=True).date) == "2021-03-04"
    assert "date-ambiguous" in read_date("03/04/2021", month_first=True).flags
    assert str(read_date("2021-03-04", month_first=True).date) == "2021-03-04"
    assert str(read_date("25/04/2021", month_first=True).date) == "2021-04-25"


def test_the_year_of_a_heading():
    assert str(read_date("11 December", year=2019).date) == "2019-12-11"
    assert "date-year-assumed" in read_date("11 December", year=2019).flags


DAYS = st.dates(dt.date(1950, 1, 1), dt.date(2026, 12, 31))
MONTHS = ("January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December")
WAYS = {
    "iso": lambda d: f"{d:%Y-%m-%d}", "slash": lambda d: f"{d.day:02}/{d.month:02}/{d.year}", "bare": lambda d: f"{d.day}/{d.month}/{d.year}",
    "dots": lambda d: f"{d.day}.{d.month}.{d.year}", "dashes": lambda d: f"{d.day}-{d.month}-{d.year}", "long": lambda d: f"{d.day} {MONTHS[d.month - 1]} {d.year}",
    "short": lambda d: f"{d.day:02}-{MONTHS[d.month - 1][:3]}-{d.year}", "american words": lambda d: f"{MONTHS[d.month - 1]} {d.day}, {d.year}",
    "compact": lambda d: f"{d:%Y%m%d}", "capitals": lambda d: f"{d.day} {MONTHS[d.month - 1].upper()} {d.year}", "spaces": lambda d: f" {d.day:02} / {d.month:02} / {d.year} ",
    "timed": lambda d: f"{d.day:02}/{d.month:02}/{d.year} 09:15",
}  # fmt: skip


@given(DAYS, st.sampled_from(sorted(WAYS)))
@settings(deadline=None, max_examples=400)
def test_every_way_of_writing_every_day_reads_back(day, way):
    reading = read_date(WAYS[way](day))
    assert reading.date is not None and (reading.date.earliest, reading.date.latest, reading.flags) == (day, day, ())


@given(DAYS, st.sampled_from(["%Y-%m-%d", "%d %B %Y", "%d/%m/%Y", "%d-%b-%Y", "%A %d %B %Y"]))
@settings(deadline=None, max_examples=200)
def test_it_agrees_with_pandas_where_pandas_is_told_the_format(day, shape):
    text = day.strftime(shape)
    assert read_date(text).date.earliest == pd.to_datetime(text, format=shape).date()


@given(DAYS, st.integers(1, 400))
@settings(deadline=None, max_examples=200)
def test_ranges_read_back(day, length):
    last = day + dt.timedelta(days=length)
    if last.year > 2100:
        return
    for text in (f"{day:%d/%m/%Y} - {last:%d/%m/%Y}", f"{day:%d/%m/%Y}-{last:%d/%m/%Y}", f"between {day:%d/%m/%Y} and {last:%d/%m/%Y}", f"{day:%d/%m/%y} to {last:%d/%m/%y}", f"{day:%Y-%m-%d}/{last:%Y-%m-%d}"):
        found = read_date(text, last_year=2030).date if "/%y" not in text else None
        if f"{day:%d/%m/%y} to" in text and (day.year < 1931 or last.year > 2030):
            continue
        assert found is not None and (found.earliest, found.latest) == (day, last), text


@given(st.text(alphabet="0123456789/.-: abcdehjmnoprstuvwy?~,&()–'", max_size=40))
@settings(deadline=None, max_examples=600)
def test_no_text_is_too_odd(text):
    reading = read_date(text)
    assert reading.text == text and set(reading.flags) <= set(FLAGS)
    assert reading.date is None or (1890 <= reading.date.earliest.year <= 2101 and reading.date.earliest <= reading.date.latest)


@given(st.text(max_size=60))
@settings(deadline=None, max_examples=300)
def test_any_text_is_read_or_not_read(text):
    assert read_date(text).text == text
