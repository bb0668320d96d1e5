"""What is a leak and what is a question for a person: names that are words, and surnames of somebody else."""

import pytest

from lcspr_kit.privacy.finder import Finder
from lcspr_kit.privacy.leaks import find_leaks_in
from lcspr_kit.privacy.register import Person, Place, Register

REGISTER = Register(
    (
        Person("p01", "Hope Baxter", (), "Child A", "subject child", "F"),
        Person("p02", "June Baxter", (), "Mother", "mother"),
        Person("p03", "Clay Penny", (), "Father", "father", "M"),
        Person("p04", "Mohammed Al-Karim", (), "Uncle", "maternal uncle"),
        Person("p05", "Olive Field", (), "Social Worker 1", "professional social worker"),
    ),
    (Place("l1", "Wells Green", (), "Village", "village"), Place("l2", "Thornabeck Joinery", (), "Workplace 1", "employer"), Place("l3", "Park House School", (), "School 1", "school")),
)
FINDER = Finder(REGISTER)


OF_THE_CASE = "\n\nAbout Thornabeck Joinery."
"""A file that names nobody of the case beyond doubt is looked at otherwise: see test_whole_file.py."""


def found(text):
    leaks = find_leaks_in("a.txt", (text + OF_THE_CASE).encode(), REGISTER, finder=FINDER)
    return [(leak.text, leak.kind) for leak in leaks if leak.person != "l2"]


@pytest.mark.parametrize(
    "text",
    [
        "Hope rang the surgery.",
        "She was seen with Hope at school.",
        "Hope and her mother were out.",
        "Told that Hope’s bruise was old.",
        "Hope's bruise was old.",
        "the worker spoke to HOPE alone",
        "They told June by phone.",
        "visited the Fields at home",
        "the Penny family moved",
        "Baxter was absent.",
        "Social Worker Baxter came.",  # a role is no forename
        "Ms Baxter rang.",
        "H Baxter signed.",
        "When Baxter came home.",
        "the long line before this one goes on and on here until it met\nHope at the gate",
    ],
)
def test_a_person_by_the_words_around_is_a_leak(text):
    assert [kind for _, kind in found(text)] == ["name"], found(text)


@pytest.mark.parametrize(
    "text",
    [
        "Hope is not a plan.",
        "Penny sweets were sold.",
        "HOPE AND COURAGE IN PRACTICE",
        "IN HOPE OF MORE",
        "Seen between June and October.",
        "Papers for June",
        "1,Hope and expectation",
        "Fields of study vary.",
        "The police ran Operation Hope last year.",
        "see Clay 3 of the pitches",
        "John Baxter, a builder, spoke.",
        "Baxter and colleagues found less.",
        "Baxter (2019) found less.",
        "Q. Baxter signed.",
        "Dr Baxter rang.",  # nobody of that name can be a doctor
        "near the wells green of old",
    ],
)
def test_what_may_be_a_word_or_somebody_else_is_listed_for_a_person_to_decide(text):
    assert [kind for _, kind in found(text)] == ["possible name"], found(text)


def test_a_word_counts_as_the_name_where_the_same_file_names_the_person():
    assert found("Hope Baxter was born at home.\n\nHope is well.") == [("Hope Baxter", "name"), ("Hope", "name")]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("worked at Thornabekc Joinery then", "Thornabekc Joinery"),
        ("moved to Wells Greeen last", "Wells Greeen"),
        ("moved to Wel\u200bls Green last", "Wel\u200bls Green"),
        ("at park house school today", "park house school"),
        ("seen by Mohammeed today", "Mohammeed"),
        ("by M.A.K. on the day", "M.A.K."),
        ("for B.A.X.T.E.R only", "B.A.X.T.E.R"),
        ("the Baxters' car", "Baxters'"),
        ("the Fields were out", "Fields"),
    ],
)
def test_slips_in_places_points_and_plurals_are_found(text, words):
    assert words in [mention.text for mention in FINDER.mentions(text)]


@pytest.mark.parametrize("text", ["Tyler's nurse.", "told that Tyler’s mum left", "seen at Tyler's", "TYLER'S ROOM", "she gave Tyler s drink", "Tyler - s. 47"])
def test_a_possessive_is_no_initial_of_the_surname(text):
    register = Register((Person("p01", "Tyler Smith", ("Ty",), "Child A", "subject child"),))
    assert [mention.owners for mention in Finder(register).mentions(text)] == [("p01",)]


def test_a_place_torn_into_two_words_is_listed_but_not_rewritten():
    from lcspr_kit.privacy.pseudonyms import Pseudonymiser

    register = Register((Person("p01", "Ann Goodsmith", (), "Mother", "mother"),), (Place("l1", "Larkmoorside Centre", ("Larkmoor",), "Centre 1", "centre"),))
    assert [mention.owners for mention in Finder(register).mentions("Near Lark Moor a Good Smith was met.")] == [("l1",)]
    assert Pseudonymiser(register).text("Near Lark Moor a Good Smith was met.") == "Near Lark Moor a Good Smith was met."


def test_a_street_in_small_letters_is_listed_but_not_rewritten():
    from lcspr_kit.privacy.pseudonyms import Pseudonymiser

    assert Pseudonymiser(REGISTER).text("near the wells green of Wells Green") == "near the wells green of Village"


@pytest.mark.parametrize("text", ["Mohammed Ollerenshaw chaired.", "Mr Mohammed J. Ollerenshaw chaired.", "Clay Ollerenshaw's stall", "It was a penny well spent.", "Hope Ollerenshaw wrote it."])
def test_a_first_name_with_somebody_elses_surname_is_a_question_at_most(text):
    assert "name" not in [kind for _, kind in found(text)]


@pytest.mark.parametrize("text", ["Mohammed Al-Karimm came.", "Mohammed Said So came.", "Mohammed Clay were seen.", "Mohammed Social Worker", "Mohammed Monday clinic", "MOHAMMED OLLERENSHAW"])
def test_what_is_no_other_surname_leaves_a_first_name_a_leak(text):
    assert "name" in [kind for _, kind in found(text)]
