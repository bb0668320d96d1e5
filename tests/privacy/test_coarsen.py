from datetime import date

import pytest

from lcspr_kit.edtf import read_edtf
from lcspr_kit.privacy.coarsen import POLICIES, coarsen, coarsen_text
from lcspr_kit.privacy.exactdates import find_dates


@pytest.mark.parametrize(
    ("policy", "words"),
    [("exact", "4 March 2021"), ("part of month", "early March 2021"), ("month", "March 2021"), ("season", "spring 2021"), ("age", "aged 7 months"), ("relative", "year 1, month 9")],
)
def test_a_day_by_each_policy(policy, words):
    assert coarsen(date(2021, 3, 4), policy, born=read_edtf("2020-08-01"), start=date(2020, 7, 1)) == words


def test_winter_has_the_years_it_spans():
    assert coarsen(date(2020, 12, 5), "season") == coarsen(date(2021, 2, 5), "season") == "winter 2020-21"


def test_near_days_become_intervals_and_far_ones_do_not():
    text = "On Thursday 4 March 2021 she was seen. On 7 March 2021 she was hurt. By 1 June 2021 she had moved."
    assert coarsen_text(text, "part of month") == "In early March 2021 she was seen. Three days later she was hurt. By early June 2021 she had moved."


@pytest.mark.parametrize("policy", [policy for policy in POLICIES if policy != "exact"])
def test_no_exact_day_is_left(policy):
    text = "Seen 03/04/2021, 2021-05-06 and on the 9th of June; born 1 August 2020.\n\nSeen 1 Jan 21."
    assert find_dates(coarsen_text(text, policy, born=read_edtf("2020-08-01"), start=date(2020, 7, 1))) == []


def test_somebody_elses_birth_has_no_age_of_the_child():
    assert coarsen_text("Her mother (born 02.11.90) rang.", "age", born=read_edtf("2020-08-01")) == "Her mother (born in autumn 1990) rang."


def test_what_the_policy_counts_from_must_be_there():
    with pytest.raises(ValueError, match="date of birth"):
        coarsen(date(2021, 3, 4), "age")
    with pytest.raises(ValueError, match="not a date policy"):
        coarsen(date(2021, 3, 4), "vague")
