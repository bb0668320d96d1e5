"""Paragraphs that add up to a verdict though no word in them is one, and paragraphs on the same subjects that don't."""

from __future__ import annotations

import pytest

from lcspr_kit.report.checks.errors import stops_at_error
from lcspr_kit.report.checks.tone import blaming

BLAMING = [
    "The ward manager, one gathers, was busy with the inspection. She was kind enough to sign the discharge between two meetings, and it would seem that the form was perfectly in order. The boy went home in slippers. Any manager worth the name would have looked up, and she was content not to.",
    "The adviser was never one to make difficulties. He rang twice, at lunchtime, and was content to leave a message each time. A more curious man might have walked across the car park. He is, by all accounts, well liked.",
    "Her supervisor had thirty years of experience and, no doubt, a high opinion of it. The file came back to her desk in March and in May. She saw no reason to open it, and she has since retired with a medal. She did not trouble to read the last page.",
    "What was the landlord's man doing in all this, exactly? He had a key. He busied himself with the boiler and did not trouble to look up the stairs, which would have cost him a minute. He was quite content with the boiler.",
    "The aunt preferred to hear nothing. It suited her to have the money and it was hardly her place, she insists, to ask where the child slept. Plenty of aunts would have asked.",
    "The clinic's handling was, in its way, a model of economy: one letter, second class. Nobody could accuse the registrar of haste. He assures us that he would do the same again.",
]
FAIR = [
    "The ward manager signed the discharge between two meetings because the rota had given her both wards. The form asks for a signature and no more. We asked why, and found no line in it for how a child gets home.",
    "The adviser rang twice and left messages. He had no other number, since the agency that held one had closed, and policy did not allow a visit without consent.",
    "Her supervisor did not open the file in March or in May. There were forty-one files on that list and the screen puts the newest first. Two other supervisors told us that theirs had lain as long.",
    "The aunt told us that she had not asked where the child slept, because nobody had asked her anything and she believed that the council had looked. Her care in that year was steady and kind.",
    "Good practice should be named. The registrar's letter was clear and went out on the same day, and the nurse was glad to ring as well.",
    "The school nurse's persistence was exemplary and the letter that she wrote is a model of its kind. Father told us that he was grateful for it, and it is commendable that she kept ringing.",
    "The officer was thanked by the grandmother. He had been pleasant and unhurried, and his note was meticulous. Nine days later the ward found a bed.",
    "Knowing the end makes the June entries shout. In June they were three lines in two systems, and nobody had both. The assessor could not have known of the sister. On what he had that day we would have graded it in the same way.",
    "A visit in June might have found more. It might have found a tidy flat. We cannot say, and the question for the partnership is why nobody could visit in school holidays.",
]


@pytest.mark.parametrize("text", BLAMING)
def test_signs_that_come_together_blame(text):
    assert blaming(text)


@pytest.mark.parametrize("text", FAIR)
def test_a_paragraph_that_speaks_for_those_of_whom_it_tells_is_no_verdict(text):
    assert not blaming(text)


def test_one_sign_is_a_manner_of_writing():
    assert not blaming("No doubt the bus was late. Of course nobody minded. It was, so to speak, raining.")


def test_the_reviews_own_view_is_no_report_of_somebody_elses_word():
    judged = "he was content to wait, put his own comfort first, ignored her, and was lazy, smug and no better than the rest"
    assert blaming(f"The panel was of the view that {judged}.")
    assert not blaming(f"Father said that {judged}.")


def test_an_error_that_closes_with_nothing_around_it_is_an_end():
    ends = "The pharmacist misread the strength on the label and dispensed ten times the dose. She has owned up to it and reflected with her tutor. The label was clear and she had been trained. The child was in hospital by the evening and came home after four days with his aunt and a new inhaler."
    around = "Two strengths stand in one drawer. Four of nine pharmacists whom we watched took the wrong one. The drawer was designed for one."
    assert stops_at_error(ends, explains=False)
    assert not stops_at_error(f"{ends} {around}", explains=False)
