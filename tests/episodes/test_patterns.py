import pytest

from lcspr_kit.episodes.study import study_case


def findings(case, events, rule):
    return [finding for finding in study_case(case, events).findings if finding.rule.id == rule]


def test_referral_without_decision_names_both_days(case, frame):
    events = frame(
        ("2024-03-08", "Police", "Safeguarding referral sent to MASH."),  # a Friday
        ("2024-03-13", "Social Care", "Team manager's decision: accepted for assessment."),
    )
    [found] = findings(case, events, "referral-no-decision")
    assert "8 March 2024" in found.text and "by 11 March 2024" in found.text and "not recorded" in found.text
    assert "13 March 2024, 5 days later" in found.text
    assert not found.censored


def test_a_decision_on_the_next_working_day_is_in_time(case, frame):
    events = frame(("2024-03-08", "Police", "Safeguarding referral sent to MASH."), ("2024-03-11", "Social Care", "Decision: accepted for assessment."))
    assert findings(case, events, "referral-no-decision") == []


@pytest.mark.parametrize(
    ("rows", "why"),
    [
        ([("2025-12-31", "Police", "Referral made to MASH."), ("2024-01-02", "Social Care", "Visit.")], "the review ends first"),
        ([("2024-03-08", "Police", "Referral made to MASH.")], "no chronology from social care"),
    ],
)
def test_what_cannot_be_told_is_censored(case, frame, rows, why):
    [found] = findings(case, frame(*rows), "referral-no-decision")
    assert found.censored == why


def test_injury_then_strategy_discussion(case, frame):
    injury = ("2024-03-04", "Police", "Bruising to the face of the child.")
    late = ("2024-03-20", "Social Care", "Strategy discussion held.")
    soon = ("2024-03-05", "Social Care", "Strategy discussion held.")
    never = ("2024-03-05", "Social Care", "Strategy discussion not held.")
    assert len(findings(case, frame(injury, late), "harm-no-strategy")) == 1
    assert len(findings(case, frame(injury, never), "harm-no-strategy")) == 1
    assert findings(case, frame(injury, soon), "harm-no-strategy") == []


def test_three_missed_appointments_in_120_days(case, frame):
    days = ["2024-02-01", "2024-03-10", "2024-05-20"]
    rows = [(day, "GP", "Did not attend.") for day in days]
    [found] = findings(case, frame(*rows), "not-brought")
    assert found.text.startswith("3 missed appointments from 1 February 2024 to 20 May 2024")
    assert findings(case, frame(*rows[:2], ("2024-06-20", "GP", "Did not attend.")), "not-brought") == []


def test_several_explained_injuries_are_a_pattern_though_none_counts_alone(case, frame):
    rows = [
        ("2024-03-04", "School", "Graze on her chin, fell at the park. Mother's account consistent. No concerns."),
        ("2024-04-11", "Nursery", "Bruised shin; explanation consistent."),
        ("2024-05-20", "GP", "Bump to the head, history consistent, no concerns."),
    ]
    [found] = findings(case, frame(*rows), "repeat-explained-injury")
    assert "3 explained injuries" in found.text
    assert findings(case, frame(*rows[:2]), "repeat-explained-injury") == []
    told_as_wrong = ("2024-05-20", "GP", "Bump to the head, two different accounts of it.")
    assert findings(case, frame(*rows[:2], told_as_wrong), "repeat-explained-injury") == []


def test_closure_then_new_concern(case, frame):
    events = frame(("2024-02-01", "Social Care", "Case closed."), ("2024-04-01", "Police", "Bruising seen to child's back."))
    [found] = findings(case, events, "closure-then-concern")
    assert "60 days later" in found.text


def test_missing_without_return_interview(case, frame):
    missing = ("2024-02-01", "Police", "Reported missing from home.")
    assert len(findings(case, frame(missing), "missing-no-interview")) == 1
    assert findings(case, frame(missing, ("2024-02-03", "Social Care", "Return home interview completed.")), "missing-no-interview") == []


def test_same_concern_by_two_agencies_without_meeting(case, frame):
    rows = [("2024-02-01", "Police", "Domestic incident, mother assaulted by partner."), ("2024-02-05", "GP", "Mother disclosed domestic abuse.")]
    [found] = findings(case, frame(*rows), "two-agencies-no-meeting")
    assert "GP and Police" in found.text
    assert findings(case, frame(*rows, ("2024-02-09", "Social Care", "Professionals meeting held.")), "two-agencies-no-meeting") == []


def test_child_not_seen_while_open(case, frame):
    opened = ("2024-02-01", "Social Care", "Child and family assessment started.")
    assert len(findings(case, frame(opened, ("2024-06-01", "Social Care", "Child seen at home.")), "child-unseen")) == 1
    assert findings(case, frame(opened, ("2024-02-20", "Social Care", "Visit.", {"child_seen": "yes"})), "child-unseen") == []
    assert findings(case, frame(opened, ("2024-02-20", "Social Care", "Case closed.")), "child-unseen") == []


def test_parents_kept_their_own(case, frame):
    rows = [
        ("2024-02-01", "GP", "Child was not brought to clinic."),
        ("2024-02-10", "GP", "Mother attended for her own review."),
        ("2024-03-01", "GP", "Child was not brought to clinic."),
        ("2024-02-20", "GP", "Mother attended for her own review."),
    ]
    assert len(findings(case, frame(*rows), "one-sided")) == 1
    assert findings(case, frame(*rows[:3]), "one-sided") == []


@pytest.mark.parametrize(
    ("rule", "first", "answer"),
    [
        ("strategy-no-conference", "Strategy discussion held, s47 agreed.", "ICPC held."),
        ("assessment-overdue", "Assessment started.", "Assessment completed."),
        ("escalation-no-reply", "Escalated to the team manager.", "Response received."),
        ("move-no-handover", "Family moved address.", "Records transferred to the new team."),
        ("abuse-no-marac", "Mother assaulted by partner.", "Heard at MARAC."),
    ],
)
def test_each_expected_response_settles_its_trigger(case, frame, rule, first, answer):
    base = [("2024-02-01", "Social Care", first), ("2024-01-02", "Police", "Telephone call.")]
    assert len(findings(case, frame(*base), rule)) == 1
    assert findings(case, frame(*base, ("2024-02-02", "Social Care", answer)), rule) == []


def test_a_case_changes_a_rule(case, frame):
    events = frame(*[(day, "GP", "Did not attend.") for day in ("2024-02-01", "2024-03-01", "2024-04-01")])
    (case.folder / "indicators.yml").write_text("rules:\n  - {rule: not-brought, at_least: 4, reason: Local policy.}\n", encoding="utf-8")
    assert findings(case, events, "not-brought") == []
    (case.folder / "indicators.yml").write_text("rules:\n  - {rule: not-brought, off: true}\n", encoding="utf-8")
    assert "not-brought" not in {rule.id for rule in study_case(case, events).rules}
