"""Files built to keep the leak check and the pseudonyms busy: the work grows with the file, not faster."""

import time

import pytest

from lcspr_kit.privacy.files import pseudonymise_file
from lcspr_kit.privacy.leaks import find_leaks

SIGNS = 120_000
SECONDS = 15  # of the processor; these shapes take one or two, and took minutes where one step grew with the square
SHAPES = {
    "one word": "abcdefghij",
    "one letter": "a",
    "the last letter of a possessive": "s",
    "single letters": "B r a n n o w ",
    "letters with points": "K.B.",
    "letters in lines": "B\nr\na\n",
    "letters by apostrophes": "o'",
    "capitals in a word": "aB",
    "lines drawn": "_",
    "digits": "1234567890",
    "digits apart": "1 ",
    "marks": "\u0301",
    "punctuation": ".,;:-!?'\"/()",
    "spaces": "x" + " " * 5000,
    "a name without end": "kyebrannow",
    "a name again and again": "Hope Brannow ",
    "a word that is a name, shouted": "HOPE MAY ",
    "addresses": "hope@a.b ",
    "an address without end": "a@b.c",
    "domains": "a.",
    "days": "1 May 2019 ",
    "a reference that never comes": "crime" + " " * 170 + "x1 ",
    "short lines": "Ab\n",
    "quotation": "> > ",
    "packed": "QUJD",
}


@pytest.mark.parametrize("shape", SHAPES)
def test_no_text_keeps_the_kit_busy(register, tmp_path, shape):
    path = tmp_path / "a.txt"
    path.write_text(SHAPES[shape] * (SIGNS // len(SHAPES[shape])), encoding="utf-8")
    start = time.process_time()
    find_leaks(path, register)
    pseudonymise_file(path, register, tmp_path / "b.txt")
    assert time.process_time() - start < SECONDS


def test_a_name_spelled_out_is_found_in_a_long_row_of_letters(register, tmp_path):
    (tmp_path / "a.txt").write_text("q z " * 20_000 + "B r a n n o w " + "q z " * 20_000, encoding="utf-8")
    assert [leak.person for leak in find_leaks(tmp_path / "a.txt", register)] == ["p01;p02"]
