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


OF_THE_CASE = "\n\nSee Stefan Brack."


def levels(text, allowed=(), more=OF_THE_CASE):
    leaks = find_leaks_in("a.txt", (text + more).encode(), REGISTER, allowed, FINDER)
    return [(leak.text, "question" if is_to_decide(leak) else "alarm") for leak in leaks if leak.text != "Stefan Brack"]


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


@pytest.mark.parametrize("text", ["One boy, Dean, had two nurses.", "also a nurse called Faye", "An older cousin, Deen, was asked.", "NG, to a nurse, is a tube."])
def test_a_lone_name_in_a_file_about_nobody_of_the_case_is_a_question(text):
    assert [level for _, level in levels(text, more="")] == ["question"]


def test_a_lone_name_in_a_file_that_is_of_the_case_is_an_alarm():
    assert not any(map(is_to_decide, find_leaks_in("a.txt", b"One girl, Faye, had two nurses.", REGISTER, (), FINDER, of_the_case=True)))


@pytest.mark.parametrize("text", ["Stefan and Jaxton were seen.", "Dean of Plover House was seen.", "Mrs Holt rang.", "Nwosu was asked.", "Mr Brack rang."])
def test_names_that_hang_together_are_alarms_in_any_file(text):
    assert "alarm" in [level for _, level in levels(text, more="")], levels(text, more="")


SHORT = Register((Person("p01", "Declan Rushby", ("Dec",), "Child A", "subject child", "M"), Person("p02", "Janet Rushby", ("Jan",), "Mother", "mother", "F")), (Place("l1", "Bellwether Surgery", ("Bellwether",), "Practice 1", "surgery"), Place("l2", "Osmondthorn Mills", ("Osmondthorn",), "Work 1", "employer")))


@pytest.mark.parametrize(
    ("text", "level"),
    [
        ("The figures of Dec 2025 and 3 Jan were late.", ""),
        ("By the end of Dec we had none; Nov-Dec was quiet.", ""),
        ("It hoped for August and now says Dec.", "question"),
        ("A list:\n\nNov\n\nDec\n\nJan", "question"),
        ("Seen with Dec at the gate.", "alarm"),
        ("dec wants his boots", "alarm"),
        ("Dec's coat, and Jan said no.", "alarm"),
        ("the bellwether of change", ""),
        ("Bellwether: a sheep with a bell.", "question"),
        ("Sent on to Bellwether that day.", "alarm"),
        ("collected from bellwether at six", "question"),
        ("i will come to osmondthorn at six", "alarm"),
    ],
)
def test_short_months_and_rare_words_are_what_stands_beside_them(text, level):
    leaks = find_leaks_in("a.txt", (text + "\n\nDeclan Rushby").encode(), SHORT)
    assert {"question" if is_to_decide(leak) else "alarm" for leak in leaks if leak.text != "Declan Rushby" and leak.kind != "exact date"} == {level} - {""}
