"""Names in a whole file: short ones, pet names, slips beside titles, and what the file gives to somebody else."""

import pytest

from lcspr_kit.privacy.finder import Finder
from lcspr_kit.privacy.leaks import find_leaks_in, is_to_decide
from lcspr_kit.privacy.pseudonyms import Pseudonymiser
from lcspr_kit.privacy.register import Person, Place, Register

REGISTER = Register(
    (
        Person("p01", "Dean Trout", (), "Child A", "subject child", "M"),
        Person("p02", "Mei Ng", (), "Mother", "mother", "F"),
        Person("p03", "Faye Oaks", (), "Aunt", "aunt", "F"),
        Person("p04", "Jaxton Nwosu", (), "Uncle", "uncle", "M"),
        Person("p05", "Margaret Holt", (), "Grandmother", "grandmother", "F"),
        Person("p06", "Stefan Brack", (), "Stepfather", "stepfather", "M"),
    ),
    (
        Place("l1", "St Osyth's Infant School", (), "School 1", "school"),
        Place("l2", "9 Weavers Row", (), "Street 1", "street"),
        Place("l3", "Plover House", (), "Hostel 1", "hostel"),
        Place("l4", "Gorsefield Timber Merchants", (), "Employer 1", "employer"),
    ),
)
FINDER = Finder(REGISTER)


def levels(text, allowed=()):
    return [(leak.text, "question" if is_to_decide(leak) else "alarm") for leak in find_leaks_in("a.txt", text.encode(), REGISTER, allowed, FINDER)]


@pytest.mark.parametrize(
    "text",
    [
        "It is said Ng left early.",
        "It is said Ngs left early.",
        "the file of Fayes children",
        "a note on Trouts in the file",
        "Seen with D.e.a.n at home.",
        "she told Madge about it",
        "with Jax and his dog",
        "with Jaxy and his dog",
        "They met Mrs Oks there.",
        "They met Faye Oak there.",
        "They met Fame Oaks there.",
        "They met Mr Nwosu and Mrs Nwosu there.",
        "stayed at the Osyth for a year",
        "stayed at St Osyht's for a year",
        "lives in Weaver's Row now",
        "lives in Weavers’ Row now",
        "lives in weavers row now",
        "worked for Gorsefield's then",
        "moved to Plover Hse last",
        "moved to Plover that night",
        "asked Gorse-field Timber for it",
        "pike said no, and trout said yes",
        "Trout was present.",
    ],
)
def test_short_pet_and_broken_names_are_alarms(text):
    assert "alarm" in [level for _, level in levels(text)], levels(text)


@pytest.mark.parametrize(
    "text",
    [
        "Dean Summerscale led. Dean kept the minutes, and Dean's notes were used.",
        "Dean Walker led. Dean kept the minutes.",
        "Mr Dean X led. Dean kept the minutes.",
        "Lord Dean Hexham spoke.",
        "Jane, Sandra and Dean came from the contact centre. Dean spoke.",
        "The most popular names were Dean, Faye and Margaret.",
        "The actor who played the boy was called Dean.",
        "they fished for trout and plover",
        "a nwosu is no word here",
        "Trout, P. (2018) Listening. See also Holt and Young (2003).",
        "Trout Lane and Trout's Old Mill Lane are in the next town.",
        "Small Fund (DT) grants closed. The DT scheme was run by the town. Form MH 12 was new.",
        "DT is a direct transfer. DT was withdrawn.",
        "Plover is the name of a wader.",
        "Shaun Dean, who lives elsewhere, wrote.",
    ],
)
def test_what_is_somebody_elses_or_a_word_is_no_alarm(text):
    assert "alarm" not in [level for _, level in levels(text)], levels(text)


def test_a_name_given_to_somebody_else_is_still_an_alarm_where_the_file_names_the_person_in_full():
    assert ("Dean", "alarm") in levels("Dean Summerscale led.\n\nDean Trout was seen.\n\nDean cried.")


def test_another_number_of_the_reviews_own_kind_is_a_question():
    assert levels("Ref: XYZ/22/118 refers.", ["XYZ/23/004"]) == [("XYZ/22/118", "question")]
    assert levels("Ref: XYZ/22/118 refers.", ["ABC/23/004"]) == [("XYZ/22/118", "alarm")]
    assert levels("Ref: XYZ/23/004 refers.", ["XYZ/23/004"]) == []


@pytest.mark.parametrize("text", ["they fished for trout", "a pair of oaks"])
def test_words_in_small_letters_are_not_rewritten(text):
    assert Pseudonymiser(REGISTER, FINDER).text(text) == text
