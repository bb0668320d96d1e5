"""Stretches that stand out: the best choice, found in one pass."""

from itertools import combinations

from hypothesis import given, settings
from hypothesis import strategies as st

from lcspr_kit.episodes.stretches import stretches


def worth(days, points, chosen, usual, entry):
    return sum(sum(points[first : last + 1]) - usual * (days[last] - days[first] + 1) - entry for first, last in chosen)


def best(days, points, usual, entry, quiet):
    """The highest worth of all choices, by trying each."""
    every = [
        (first, last)
        for first in range(len(days))
        for last in range(first, len(days))
        if all(days[place + 1] - days[place] <= quiet for place in range(first, last))
    ]
    choices = (choice for number in range(len(days) + 1) for choice in combinations(every, number))
    return max(worth(days, points, choice, usual, entry) for choice in choices if all(a[1] < b[0] for a, b in combinations(choice, 2)))


@settings(deadline=None, max_examples=60)
@given(st.lists(st.tuples(st.integers(1, 60), st.integers(0, 6)), min_size=1, max_size=5), st.sampled_from([0.25, 0.5, 1.0]), st.sampled_from([1.0, 3.0]))
def test_no_other_choice_is_better(records, usual, entry):
    records = sorted(records)
    days, points = [day for day, _ in records], [float(own) for _, own in records]
    found = stretches(days, points, usual, entry, 14)
    assert abs(worth(days, points, found, usual, entry) - best(days, points, usual, entry, 14)) < 1e-9
    assert all(days[place + 1] - days[place] <= 14 for first, last in found for place in range(first, last))


def test_the_same_records_in_a_busier_case_are_no_stretch():
    days, points = [100, 103, 110], [4.0, 3.0, 4.0]
    assert stretches(days, points, 0.2, 6.0, 21) == [(0, 2)]
    assert stretches(days, points, 0.6, 6.0, 21) == []


def test_nothing_gives_nothing():
    assert stretches([], [], 0.2, 6.0, 21) == []
