"""What a record's own close takes back, what it does not, and records about somebody else."""

import pytest

from lcspr_kit.episodes.indicators import read_indicators
from lcspr_kit.episodes.lexicon import standard_lexicon
from lcspr_kit.episodes.method import method_note
from lcspr_kit.episodes.study import study_case


def families(text):
    return {family for family, severity in read_indicators(text, standard_lexicon(), 2024).severities.items() if severity > 1}


@pytest.mark.parametrize(
    "text",
    [
        "Graze on his knee from the skate park, dad tells the same story. No concerns.",
        "Bruised shin at nursery; explanation consistent, both parents told.",
        "Neighbours rang about shouting. Officers attended: football on television, all in order. NFA.",
        "Visit, no reply. Seen next day, well.",
        "Strategy meeting invitation received in error.",
        "Police check for domestic abuse returned: wrong family.",
        "Asked to look at the section 47 list, child not on list.",
        "Staff training day, with case studies on neglect and sexual exploitation.",
        "Notes summarised: overdose 2009, child protection plan 2011.",
        "For context, mother's overdose and the police protection in the spring.",
        "Mother's low mood better.",
    ],
)
def test_it_has_no_weight(text):
    assert families(text) == set()


@pytest.mark.parametrize(
    ("text", "family"),
    [
        ("Bruise to the ear of a four month old baby, explanation consistent, no concerns.", "injury"),
        ("11/52: mark on the arm seen by two staff, explanation fits.", "injury"),
        ("Bruise on the shin of a child who is not yet crawling, history consistent.", "injury"),
        ("Spiral fracture of the femur. History consistent. No concerns.", "injury"),
        ("No concerns at the last visit. Bruise to the cheek seen.", "injury"),
        ("Two explanations of the bruise to the jaw, account changed. No concerns.", "injury"),
        ("Kitchen unsafe because of faeces and needles? Child seen in a T-shirt.", "neglect"),
        ("Case closed, NFA.", "closure"),
        ("Overdose last night, admitted.", "self_harm"),
    ],
)
def test_it_keeps_its_weight(text, family):
    assert family in families(text)


def test_the_method_note_says_why_in_words(case, frame):
    events = frame(("2024-05-06", "School", "Graze on his knee from the skate park. No concerns."), ("2024-06-06", "Social Care", "For context, mother's overdose."))
    note = method_note(study_case(case, events), case)
    assert "explained as of no concern by the record itself" in note and "told again" in note


def test_every_kind_of_guard_has_its_words():
    from lcspr_kit.episodes.method import _GUARDS

    assert {guard.kind for guard in standard_lexicon().guards} - {"none", "adult"} | {"retold", "question"} <= set(_GUARDS)
