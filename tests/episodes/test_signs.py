"""Signs in how a record is written, whatever it is about."""

import pytest

from lcspr_kit.episodes.signs import read_signs, sign_points
from lcspr_kit.episodes.wordings import split_words


@pytest.mark.parametrize(
    ("text", "signs"),
    [
        ("Rang the office and asked for the file.", {"exchange": 2}),
        ("Rang, asked, told and wrote.", {"exchange": 2}),  # no more than two count
        ("Asked again and asked.", {"exchange": 1}),
        ("Key still awaited; nobody came.", {"unanswered": 2}),
        ("Did not attend.", {"unanswered": 1}),  # "did not" and "not attend" are one
        ("Didn't come.", {"unanswered": 1}),
        ("Weighed in clinic, 50th centile.", {}),
    ],
)
def test_signs(text, signs):
    assert read_signs(split_words(text)) == signs


def test_points_of_signs():
    assert sign_points({"exchange": 2, "unanswered": 1}) == 4 and sign_points({}) == 0
