"""What belongs to a proposal and what does not, at its beginning and end."""

from datetime import date, timedelta

from lcspr_kit.episodes.routine import routine_records
from lcspr_kit.episodes.study import study_case

WEEK = [
    ("2024-05-06", "School", "Bruise to the left cheek seen."),
    ("2024-05-07", "Social Care", "Strategy discussion held, joint s47."),
    ("2024-05-08", "Acute Trust", "Rib fracture on x-ray, told to social worker."),
    ("2024-05-10", "Police", "Father arrested for assault on the boy."),
    ("2024-05-13", "Social Care", "ICPC held, child protection plan."),
]


def test_a_slight_record_that_stands_apart_is_not_part_of_a_run(case, frame):
    [episode] = study_case(case, frame(*WEEK, ("2024-05-24", "Housing", "Family moved address."))).episodes
    assert (episode.start, episode.end) == (date(2024, 5, 6), date(2024, 5, 13))


def test_a_grave_record_as_far_away_is(case, frame):
    [episode] = study_case(case, frame(*WEEK, ("2024-05-24", "Police", "Mother assaulted by partner, strangled, taken to hospital by ambulance."))).episodes
    assert episode.end == date(2024, 5, 24)


def test_reviews_in_the_same_words_do_not_lengthen_a_run(case, frame):
    reviews = [(day, "Social Care", "Core group held.") for day in ("2024-01-10", "2024-03-06", "2024-05-15", "2024-05-20", "2024-09-11")]
    [episode] = study_case(case, frame(*WEEK, *reviews)).episodes
    assert episode.end == date(2024, 5, 13)


def test_routine_needs_one_agency_the_same_words_and_a_long_time():
    same = [(f"e{day}", "GP", day, "Core group. Row of its own.") for day in (1, 100, 150, 200)]
    assert routine_records(same) == {"e1", "e100", "e150", "e200"}
    assert routine_records(same[:3]) == frozenset()
    assert routine_records([(identity, agency, day // 2 + 1, text) for identity, agency, day, text in same]) == frozenset()
    assert routine_records([*same[:3], ("x", "Police", 200, "Core group.")]) == frozenset()


def test_a_concern_in_the_same_words_again_and_again_stays_one(case, frame):
    days = [f"2024-0{month}-0{day}" for month in (1, 8) for day in (1, 3, 5)]
    study = study_case(case, frame(*[(day, "Police", "Reported missing from home.") for day in days]))
    assert {episode.start.month for episode in study.episodes} == {1, 8}


def test_one_slow_matter_is_one_proposal_and_two_quick_ones_are_two(case, frame):
    said = ["Arrived hungry and in dirty clothes.", "Home conditions poor, no food in the kitchen.", "Severe nappy rash, unwashed and smelling of urine."]
    slow = [(f"2024-0{month}-{day:02}", "School", said[day % 3]) for month, days in ((2, (1, 12, 23)), (3, (5, 18, 29)), (4, (9, 20)), (5, (2,))) for day in days]
    [episode] = study_case(case, frame(*slow)).episodes
    assert (episode.start, episode.end) == (date(2024, 2, 1), date(2024, 5, 2))
    quick = [(f"2024-0{month}-{day:02}", "School", said[day % 3]) for month in (2, 4) for day in (1, 4, 6, 9, 12)]
    assert len(study_case(case, frame(*quick)).episodes) == 2


def test_two_matters_far_apart_are_not_one_because_a_rule_joins_them(case, frame):
    """Closure and a new concern, three incidents in 120 days: the rule is told of what there is, and ties nothing together."""
    first = [*WEEK, ("2024-05-20", "Social Care", "Case closed, no further action.")]
    later = [(f"2024-07-{day:02}", agency, text) for day, (_, agency, text) in zip((8, 9, 10, 11, 12), WEEK, strict=True)]
    study = study_case(case, frame(*first, *later))
    assert sorted(episode.start for episode in study.episodes) == [date(2024, 5, 6), date(2024, 7, 8)]
    assert any(reason.kind == "pattern" for episode in study.episodes for reason in episode.reasons)


def test_a_slow_matter_that_does_not_stand_out_is_proposed_by_its_rule(case, frame):
    missed = [("GP", "Did not attend for boosters."), ("Acute Trust", "Not brought to the squint clinic."), ("Health Visiting", "No reply at the door, card left.")]
    rows = [((date(2024, 2, 1) + timedelta(days=24 * place)).isoformat(), *missed[place % 3]) for place in range(6)]
    [episode] = study_case(case, frame(*rows)).episodes
    assert (episode.start, episode.end) == (date(2024, 2, 1), date(2024, 5, 31))
    assert "missed appointments" in next(reason.text for reason in episode.reasons if reason.kind == "pattern")


def test_what_hardly_stands_out_is_considered_and_not_chosen(case, frame):
    study = study_case(case, frame(*WEEK, ("2024-09-02", "Housing", "Family moved address."), ("2024-09-04", "GP", "Mother smelt strongly of alcohol.")))
    assert len(study.episodes) == 1 and [episode.start for episode in study.considered] == [date(2024, 9, 2)]


def test_how_services_write_counts_whatever_it_is_about(case, frame):
    """A matter without a single wording of the lexicon of harm, told by who asks whom and what is not done."""
    rows = [
        ("2024-05-06", "School", "Asked the allotment office why nobody had replied to the letter."),
        ("2024-05-08", "Housing", "Told that the key was never sent. Rang twice, awaiting a reply."),
        ("2024-05-13", "Police", "Allotment office declined to say. Asked to wait until June, not told why."),
        ("2024-05-17", "School", "Still no answer. Wrote again and chased by phone."),
    ]
    calm = [(f"2024-{month:02}-15", "GP", "Eczema cream on repeat.") for month in range(1, 13)]
    [episode] = study_case(case, frame(*rows, *calm)).episodes
    assert (episode.start, episode.end) == (date(2024, 5, 6), date(2024, 5, 17))
    written = sum(reason.points for reason in episode.reasons if reason.kind in ("sign", "words"))
    assert 2 * written > episode.score
    assert episode.score == sum(reason.points for reason in episode.reasons)
