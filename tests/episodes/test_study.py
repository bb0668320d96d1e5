import json
from datetime import date

import pytest

from lcspr_kit.episodes.decide import (
    Decisions,
    accept,
    change,
    create,
    leave_out,
    merge,
    pin,
    read_decisions,
    refuse,
    save_decisions,
    split,
)  # fmt: skip
from lcspr_kit.episodes.method import method_note
from lcspr_kit.episodes.study import days_json, episodes_json, score_case, study_case, study_scored
from lcspr_kit.problems import InputError

SPRING = [
    ("2024-03-01", "Police", "Called to an argument between mother and partner, Quill Marrow upstairs."),
    ("2024-03-05", "School", "Child disclosed that dad hits mummy."),
    ("2024-03-08", "Social Care", "Referral to MASH received; visit of 1 March discussed."),
    ("2024-03-10", "GP", "Routine blood pressure check."),
]
AUTUMN = [
    ("2024-10-01", "School", "Bruise to the left cheek seen."),
    ("2024-10-02", "Social Care", "Strategy discussion held, joint s47."),
    ("2024-10-03", "Acute Trust", "Rib fracture on x-ray."),
    ("2024-10-09", "Police", "Father arrested for assault on the boy."),
]


def test_two_episodes_with_reasons_that_add_up(case, frame):
    study = study_case(case, frame(*SPRING, *AUTUMN))
    assert [(episode.start, episode.end) for episode in sorted(study.episodes, key=lambda e: e.start)] == [
        (date(2024, 3, 1), date(2024, 3, 8)),
        (date(2024, 10, 1), date(2024, 10, 9)),
    ]
    for episode in study.episodes:
        assert episode.score == pytest.approx(sum(reason.points for reason in episode.reasons))
        assert all(set(reason.events) <= set(study.scores["event_id"]) for reason in episode.reasons)
        assert "Housing" in episode.silent
    assert [episode.score for episode in study.episodes] == sorted((episode.score for episode in study.episodes), reverse=True)


def test_no_case_text_in_titles_and_reasons(case, frame):
    said = json.dumps(episodes_json(study_case(case, frame(*SPRING, *AUTUMN))))
    assert "Quill" not in said and "Marrow" not in said and "mummy" not in said


def test_lines_of_enquiry_are_found_by_what_they_ask(case, frame):
    study = study_case(case, frame(*SPRING, *AUTUMN))
    spring = min(study.episodes, key=lambda episode: episode.start)
    assert spring.key_lines == ("K1",)


def test_mentions_are_counted_and_births_are_not(case, frame):
    events = frame(*SPRING, ("2024-04-02", "GP", "Born 1 March 2024. DOB 04/05/2019."), ("2024-04-03", "GP", "Letter of 1 March 2024 filed."))
    study = study_case(case, events)
    day = next(day for day in days_json(study)["days"] if day["date"] == "2024-03-01")
    assert (day["records"], day["mentions"]) == (1, 2)
    assert len(days_json(study)["days"]) == 731
    assert set(study.scores.columns) >= {"event_id", "score", "severity", "mentions", "families"}
    assert len(study.scores) == len(events)


def test_linked_records_count_as_corroboration(case, frame):
    events = frame(*SPRING)
    ids = list(events["event_id"])
    plain = study_case(case, events).scores.set_index("event_id")["score"]
    linked = study_case(case, events, [(ids[0], ids[1])]).scores.set_index("event_id")["score"]
    assert linked[ids[0]] == plain[ids[0]] + 0.5


@pytest.mark.parametrize("rows", [[], [("", "GP", "Undated bruise.")], [("2024-03-01", "GP", "")]])
def test_hardly_anything_is_no_error(case, frame, rows):
    study = study_case(case, frame(*rows))
    assert study.episodes == [] and len(study.days) == 731


def test_order_of_rows_changes_nothing(case, frame):
    forward, backward = frame(*SPRING, *AUTUMN), frame(*reversed([*SPRING, *AUTUMN]))
    assert episodes_json(study_case(case, forward)) == episodes_json(study_case(case, backward))


def test_proposals_outside_the_period_are_only_considered(case, frame):
    study = study_case(case, frame(*SPRING, ("2021-03-01", "GP", "Spiral fracture of the femur."), ("2021-03-03", "Police", "Father arrested.")))
    assert {episode.start.year for episode in study.episodes} == {2024}
    assert {episode.start.year for episode in study.considered} == {2021}


# ------------------------------------------------------------------------------------- decisions


def first(case, events):
    return min(study_case(case, events).episodes, key=lambda episode: episode.start)


def test_accepted_episodes_keep_id_title_and_bounds_when_an_agency_is_added(case, frame):
    events = frame(*SPRING, *AUTUMN)
    decisions = accept(Decisions(), first(case, events), title="Arguments at home", key_lines=["K1"])
    autumn = next(episode for episode in study_case(case, events).episodes if episode.start.month == 10)
    save_decisions(case.folder, refuse(decisions, autumn, "Known to the court."))
    more = frame(*SPRING, *AUTUMN, ("2024-03-06", "Housing", "Door kicked in by ex-partner."), ("2024-10-04", "Housing", "Neighbour heard screaming."))
    study = study_case(case, more)
    assert study.conflicts == []
    [kept] = [episode for episode in study.episodes if episode.status == "accepted"]
    assert (kept.id, kept.title, kept.start, kept.end, kept.key_lines) == ("E1", "Arguments at home", date(2024, 3, 1), date(2024, 3, 8), ("K1",))
    assert "Housing" in kept.agencies and len(kept.events) == 4
    assert [episode.status for episode in study.considered] == ["refused"]


def test_ids_of_proposals_stay_when_rows_are_added_elsewhere(case, frame):
    before = {(e.start, e.id) for e in study_case(case, frame(*SPRING, *AUTUMN)).episodes}
    after = {(e.start, e.id) for e in study_case(case, frame(*SPRING, *AUTUMN, ("2025-05-05", "GP", "Fractured skull."))).episodes}
    assert before <= after


def test_bounds_pins_and_rows_left_out(case, frame):
    events = frame(*SPRING, *AUTUMN)
    ids = dict(zip(events["event"], events["event_id"], strict=True))
    decisions = create(Decisions(), "Two months", date(2024, 3, 1), date(2024, 3, 6))
    decisions = pin(decisions, "E1", [ids[AUTUMN[0][2]]])
    decisions = leave_out(decisions, "E1", [ids[SPRING[1][2]]])
    save_decisions(case.folder, decisions)
    [kept] = [episode for episode in study_case(case, events).episodes if episode.id == "E1"]
    assert set(kept.events) == {ids[SPRING[0][2]], ids[AUTUMN[0][2]]}


def test_what_no_longer_fits_is_a_conflict_and_stays(case, frame):
    (case.folder / "episodes.yml").write_text(
        "episodes:\n"
        "  - {id: E1, status: accepted, from_proposal: null, title: Old, start: 2025-02-01, end: 2025-02-05, pinned: [gone99], key_lines: [K9]}\n"
        "  - {id: E2, status: refused, from_proposal: abcdef, reason: Routine.}\n"
        "  - {id: E3, status: accepted, from_proposal: fedcba}\n"
        "  - {id: E4, status: merged, from_proposal: null}\n",
        encoding="utf-8",
    )
    study = study_case(case, frame(*SPRING))
    said = "\n".join(str(problem) for problem in study.conflicts)
    for expected in ("gone99", "K9", "No row", "abcdef", "E3: It has no dates", "E4: It is marked as merged"):
        assert expected in said
    assert "E1" in {episode.id for episode in study.episodes}


def test_decisions_laid_over_one_scoring_give_what_a_new_study_gives(case, frame):
    events = frame(*SPRING, *AUTUMN)
    scored_case = score_case(case, events)
    proposal = first(case, events)
    for decisions in (Decisions(), accept(Decisions(), proposal, end=date(2024, 3, 5)), refuse(Decisions(), proposal, "Known."), Decisions()):
        save_decisions(case.folder, decisions)
        assert episodes_json(study_scored(scored_case, decisions)) == episodes_json(study_scored(scored_case)) == episodes_json(study_case(case, events))


def test_merge_and_split(case, frame):
    events = frame(*SPRING, *AUTUMN)
    decisions = Decisions()
    for episode in sorted(study_case(case, events).episodes, key=lambda e: e.start):
        decisions = accept(decisions, episode)
    merged = merge(decisions, "E1", ["E2"])
    save_decisions(case.folder, merged)
    [one] = study_case(case, events).episodes
    assert (one.start, one.end) == (date(2024, 3, 1), date(2024, 10, 9)) and len(one.events) == len(SPRING) + len(AUTUMN)
    save_decisions(case.folder, split(merged, "E1", date(2024, 6, 1), title="Autumn"))
    study = study_case(case, events)
    assert {(e.id, e.title, e.end) for e in study.episodes} >= {("E3", "Autumn", date(2024, 10, 9))}
    assert len(study.episodes) == 2 and study.conflicts == []


def test_decisions_survive_saving(case):
    decisions = create(Decisions(), "A title: with a colon", date(2024, 3, 1), date(2024, 3, 6), roles={"GP": "no record in this time"}, why="- not a list")
    decisions = change(decisions, "E1", factors=["workload"], omissions=["No strategy discussion recorded."])
    save_decisions(case.folder, decisions)
    assert read_decisions(case.folder) == decisions


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("episodes:\n  - {id: E1, status: acepted}\n", "accepted"),
        ("episodes:\n  - {id: E1, status: accepted, titel: x}\n", "Did you mean 'title'"),
        ("episodes:\n  - {id: E1, status: accepted}\n  - {id: E1, status: accepted}\n", "twice"),
        ("episodes:\n  - {id: E1, status: accepted, start: 2024-03-09, end: 2024-03-01}\n", "ends before it starts"),
    ],
)
def test_faults_in_the_file_are_named(case, frame, text, says):
    (case.folder / "episodes.yml").write_text(text, encoding="utf-8")
    with pytest.raises(InputError, match=says):
        study_case(case, frame(*SPRING))


def test_refusing_needs_a_reason(case, frame):
    with pytest.raises(InputError, match="without a reason"):
        refuse(Decisions(), first(case, frame(*SPRING)), " ")


def test_method_note_says_what_was_changed_and_why(case, frame):
    (case.folder / "indicators.yml").write_text("mute:\n  - {family: police, reason: All calls are *routine*.}\nquiet_days: 10\n", encoding="utf-8")
    events = frame(*SPRING, *AUTUMN)
    save_decisions(case.folder, refuse(accept(Decisions(), first(case, events)), study_case(case, events).episodes[0], "Covered by | the court."))
    note = method_note(study_case(case, events), case)
    for expected in ("All calls are \\*routine\\*", "Quiet days: 10 instead of 21", "Covered by \\| the court", "no more than 10 days", "No records were received from: Housing"):
        assert expected in note
    assert "Quill" not in note and len(note.split()) < 1100


RUN = [
    ("2024-03-01", "School", "Bruise to the cheek seen."),
    ("2024-03-04", "Police", "Domestic incident, mother assaulted by partner."),
    ("2024-03-02", "GP", "Mother has a black eye, says partner hit her."),
    ("2024-03-05", "Social Care", "Referral to MASH, no decision yet."),
    ("2024-03-16", "School", "Child disclosed that dad hits mummy."),
    ("2024-03-29", "Social Care", "Strategy discussion held, joint s47."),
    ("2024-03-30", "Police", "Father arrested for assault on the boy. Mother refused to tell where he was."),
    ("2024-03-31", "Acute Trust", "Spiral fracture of the arm, baby unresponsive."),
]
LATER = [("2024-04-14", "Housing", "Mother and children moved to refuge."), ("2024-04-28", "Housing", "Father broke in, mother strangled."), ("2024-05-05", "Housing", "Police arrested father for assault.")]


def test_a_refused_proposal_stays_refused_when_a_new_agency_parts_it(case, frame):
    study = study_case(case, frame(*RUN))
    decisions = refuse(Decisions(), study.episodes[0], "Known to the panel already.")
    study = study_scored(score_case(case, frame(*RUN, *LATER)), decisions)
    old = [episode for episode in study.considered if episode.status == "refused"]
    assert min(episode.start for episode in old) == date(2024, 3, 1)
    assert all(episode.end > date(2024, 3, 31) for episode in study.episodes)


def test_a_refused_proposal_that_has_grown_is_shown_as_a_conflict(case, frame):
    first = RUN[:4]
    study = study_case(case, frame(*first))
    decisions = refuse(Decisions(), study.episodes[0], "Known to the panel already.")
    study = study_scored(score_case(case, frame(*RUN)), decisions)
    [conflict] = study.conflicts
    assert "has grown" in str(conflict) and "1 March 2024 to 31 March 2024" in str(conflict)
    assert study_scored(score_case(case, frame(*first)), decisions).conflicts == []


def test_a_refused_proposal_with_a_few_slight_records_more_is_no_conflict(case, frame):
    """A new agency's records before and after, of less weight than what the author saw, change nothing she decided."""
    seen = RUN[:4]
    decisions = refuse(Decisions(), study_case(case, frame(*seen)).episodes[0], "Known.")
    more = [("2024-02-27", "Housing", "Mother worried about behaviour."), ("2024-03-09", "Housing", "Referral to MASH.")]
    study = study_scored(score_case(case, frame(*seen, *more)), decisions)
    assert study.conflicts == [] and {episode.status for episode in study.considered} == {"refused"}
