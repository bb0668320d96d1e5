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


def test_a_run_goes_on_to_a_record_without_weight_that_shares_its_words(case, frame):
    [episode] = study_case(case, frame(*WEEK, ("2024-05-24", "Police", "Passport collected from the solicitor."))).episodes
    assert episode.end == date(2024, 5, 24)
    [reason] = [reason for reason in episode.reasons if reason.kind == "words"]
    assert reason.points == 0 and "1 record of Police, 24 May 2024" in reason.text and "assport" not in reason.text


def test_a_record_that_shares_only_words_of_other_times_does_not_lengthen_a_run(case, frame):
    others = [(day, "GP", "Passport form signed.") for day in ("2024-01-09", "2024-08-06")]
    [episode] = study_case(case, frame(*WEEK, *others, ("2024-05-24", "Police", "Passport collected from the solicitor."))).episodes
    assert episode.end == date(2024, 5, 13)


def test_minutes_that_tell_it_again_do_not_lengthen_a_run(case, frame):
    minutes = "Core group minutes. Summary of concerns: mother assaulted on 6 May 2024, passport kept, black eye seen on 13 May 2024, child disclosed on 10 May 2024."
    [episode] = study_case(case, frame(*WEEK, ("2024-05-24", "Housing", minutes))).episodes
    assert episode.end == date(2024, 5, 13)


def test_a_run_does_not_go_on_into_the_next(case, frame):
    later = [("2024-05-30", "School", "Bruise to the left cheek seen."), ("2024-06-03", "GP", "Burn to the hand."), ("2024-06-05", "Acute Trust", "Rib fracture on x-ray.")]
    study = study_case(case, frame(*WEEK, *later, ("2024-05-29", "Housing", "Solicitor called."), ("2024-05-31", "Housing", "Passport collected from the solicitor.")))
    assert sorted(episode.end for episode in study.episodes) == [date(2024, 5, 13), date(2024, 6, 5)]


def test_records_that_nothing_takes_up_count_half(case, frame):
    with_lone = study_case(case, frame(*WEEK, ("2024-05-09", "Housing", "Family moved address."))).episodes[0]
    [reason] = [reason for reason in with_lone.reasons if reason.kind == "alone"]
    assert reason.points < 0 and len(reason.events) == 1
    assert with_lone.score == sum(reason.points for reason in with_lone.reasons)


def test_grave_words_with_nothing_in_common_are_no_proposal(case, frame):
    apart = [
        ("2024-05-06", "Acute Trust", "Rib fracture on x-ray."),
        ("2024-05-13", "School", "Mother smelt strongly of alcohol."),
        ("2024-05-24", "GP", "Mother took an overdose."),
    ]
    study = study_case(case, frame(*apart))
    assert study.episodes == [] and study.considered
