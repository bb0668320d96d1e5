"""How many proposals are chosen: as many as are strong, and the decisions do not unsettle the others."""

from datetime import date, timedelta

import pytest

from lcspr_kit.episodes.decide import Decisions, accept, create, refuse
from lcspr_kit.episodes.method import method_note
from lcspr_kit.episodes.study import score_case, study_case, study_scored

STRONG = [
    ("School", "Bruise to the left cheek seen."),
    ("Social Care", "Strategy discussion held, joint s47."),
    ("Police", "Father arrested for assault on the boy."),
    ("Acute Trust", "Rib fracture on x-ray."),
    ("GP", "Burn to the hand, mother's account does not fit."),
]
MIDDLING = [("GP", "Mother smelt strongly of alcohol."), ("Social Care", "Home conditions poor, no food in the kitchen.")]
ROUTINE = [
    ("GP", "Eczema cream on repeat."), ("School", "Parents' evening attended."), ("Health Visiting", "Weighed in clinic, 50th centile."), ("Housing", "Rent account reviewed."),
    ("GP", "No bruises or marks seen when undressed."), ("Police", "Lost phone handed in."), ("School", "Late twice this week."), ("GP", "Did not attend nurse appointment."),
]  # fmt: skip


def episodes(number, lines, first=date(2024, 1, 8), apart=45):
    return [((first + timedelta(days=apart * place + 2 * step)).isoformat(), *line) for place in range(number) for step, line in enumerate(lines)]


def test_a_chronology_without_an_episode_has_no_proposal(case, frame):
    rows = [((date(2024, 1, 8) + timedelta(days=11 * place)).isoformat(), *line) for place, line in enumerate(ROUTINE * 6)]
    study = study_case(case, frame(*rows))
    assert study.episodes == []


@pytest.mark.parametrize(("planted", "proposed"), [(3, 3), (6, 6), (8, 8), (14, 10)])
def test_equals_are_told_apart_only_at_ten(case, frame, planted, proposed):
    study = study_case(case, frame(*episodes(planted, STRONG)))
    assert (len(study.episodes), len(study.considered)) == (proposed, planted - proposed)


def test_what_is_clearly_slighter_than_the_sixth_is_only_considered(case, frame):
    study = study_case(case, frame(*episodes(6, STRONG), *episodes(3, MIDDLING, date(2025, 1, 6))))
    assert (len(study.episodes), len(study.considered)) == (6, 3)


def test_a_case_s_own_number_is_never_exceeded(case, frame):
    (case.folder / "indicators.yml").write_text("episodes: 4\n", encoding="utf-8")
    study = study_case(case, frame(*episodes(8, STRONG)))
    assert (len(study.episodes), len(study.considered)) == (4, 4)
    assert "up to 4 with most points, none" in method_note(study, case)


def test_deciding_on_one_proposal_leaves_the_others(case, frame):
    scored = score_case(case, frame(*episodes(8, STRONG), *episodes(3, MIDDLING, date(2025, 1, 6))))
    before = study_scored(scored, Decisions())
    ids = [episode.id for episode in before.episodes]
    after = study_scored(scored, accept(Decisions(), before.episodes[0]))
    assert [episode.id for episode in after.episodes if episode.status == "proposed"] == ids[1:]
    after = study_scored(scored, refuse(Decisions(), before.episodes[0], "A routine check."))
    assert [episode.id for episode in after.episodes] == ids[1:]
    after = study_scored(scored, create(Decisions(), "Before the review", date(2024, 1, 1), date(2024, 1, 3)))
    assert [episode.id for episode in after.episodes if episode.status == "proposed"] == ids
