"""What ties records of one matter: their kind, and words found hardly anywhere else in the case."""

from datetime import date

from lcspr_kit.episodes.study import study_case
from lcspr_kit.episodes.threads import shared_words

WEEK = [
    ("2024-05-06", "Police", "Mother assaulted by partner, who keeps her passport."),
    ("2024-05-07", "Social Care", "Strategy discussion held, joint s47."),
    ("2024-05-10", "School", "Child disclosed that dad hits mummy."),
    ("2024-05-13", "GP", "Mother seen with a black eye, says partner hit her."),
]


def ties(*records):
    return shared_words(((identity, day, frozenset(words.split())) for identity, day, words in records))


def test_a_word_ties_what_is_near_in_time_and_found_nowhere_else():
    assert set(ties(("a", 10, "passport kept"), ("b", 20, "passport found"))) == {"a", "b"}
    assert ties(("a", 10, "passport"), ("b", 40, "passport")) == {}
    assert ties(("a", 10, "passport"), ("b", 0, "passport")) == {}


def test_one_record_elsewhere_is_forgiven_and_two_are_not():
    near = [("a", 10, "passport"), ("b", 20, "passport"), ("c", 300, "passport")]
    assert set(ties(*near)) == {"a", "b"}
    assert ties(*near, ("d", 600, "passport")) == {}


def test_shared_words_are_points_and_a_reason_that_names_none(case, frame):
    study = study_case(case, frame(*WEEK, ("2024-05-20", "Police", "Passport collected from the solicitor.")))
    [episode] = study.episodes
    [reason] = [reason for reason in episode.reasons if reason.kind == "words"]
    assert reason.points == 2.5 and "assport" not in reason.text  # mother, partner and passport in one record, mother and partner in another
    assert list(study.scores["ties"]) == [3, 0, 0, 2, 1]


def test_words_of_minutes_tie_nothing(case, frame):
    minutes = "Core group minutes. Summary of concerns: mother assaulted on 6 May 2024, passport kept, black eye seen on 13 May 2024, child disclosed on 10 May 2024."
    [episode] = study_case(case, frame(*WEEK, ("2024-05-24", "Housing", minutes))).episodes
    assert episode.end == date(2024, 5, 13)


def test_grave_words_far_apart_are_no_proposal(case, frame):
    apart = [
        ("2024-05-06", "Acute Trust", "Rib fracture on x-ray."),
        ("2024-05-20", "School", "Mother smelt strongly of alcohol."),
        ("2024-06-10", "GP", "Mother took an overdose."),
    ]
    study = study_case(case, frame(*apart))
    assert study.episodes == [] and study.considered
