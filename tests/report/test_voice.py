"""A child's words as the records have them."""

from datetime import date

import pandas as pd

from lcspr_kit.report.voice import own_words, seen_and_heard

ROWS = [
    ("2024-02-05", "Puddles, puddles", "yes"),
    ("2025-04-01", "Not recorded", ""),
    ("2025-04-02", "n/a", ""),
    ("2025-04-03", "Not seen.", "no"),
    ("2025-04-04", " ", "yes"),
    ("2025-04-05", "Not at school, he said, not ever", "yes"),
]
EVENTS = pd.DataFrame(
    {
        "event_id": [str(number) for number in range(len(ROWS))],
        "agency": "School",
        "start": pd.to_datetime([day for day, _, _ in ROWS]),
        "child_voice": [voice for _, voice, _ in ROWS],
        "child_seen": [seen for _, _, seen in ROWS],
    }
)


def test_words_from_before_the_child_was_born_and_cells_that_say_there_are_none_are_left_out():
    assert own_words(EVENTS, 6, date(2025, 3, 1)) == [("Not at school, he said, not ever", "School", date(2025, 4, 5), "5")]


def test_a_cell_that_says_there_are_none_is_no_voice():
    line = seen_and_heard(EVENTS)[0]
    assert (line.records, line.seen, line.not_seen, line.heard) == (6, 3, 1, 2)
