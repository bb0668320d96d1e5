"""Every rule of templates/patterns.yml once on a small invented case, and once on one that comes close."""

import pytest

from lcspr_kit.episodes.rules import standard_rules
from lcspr_kit.episodes.study import study_case

OPEN = ("2024-01-02", "Social Care", "Telephone call from grandmother.")  # social care sent a chronology
CALM = ("2024-01-02", "Police", "Property handed in.")  # so did the police

# rule: what it should find, and what comes close
CASES = {
    "referral-no-decision": (
        [OPEN, ("2024-02-02", "School", "Safeguarding referral made to MASH."), ("2024-02-06", "Social Care", "Decision made: accepted for assessment.")],
        [OPEN, ("2024-02-02", "School", "Safeguarding referral made to MASH."), ("2024-02-05", "Social Care", "Decision made: accepted for assessment.")],
    ),
    "harm-no-strategy": (
        [OPEN, ("2024-02-01", "Nursery", "Bruises to both ears of the baby."), ("2024-02-07", "Social Care", "Strategy discussion held.")],
        [OPEN, ("2024-02-01", "Nursery", "Bruises to both ears of the baby."), ("2024-02-06", "Social Care", "Strategy discussion held.")],
    ),
    "strategy-no-conference": (
        [OPEN, ("2024-02-01", "Social Care", "Strategy meeting held, joint s47 agreed."), ("2024-02-23", "Social Care", "ICPC held.")],
        [OPEN, ("2024-02-01", "Social Care", "Strategy meeting held, joint s47 agreed."), ("2024-02-22", "Social Care", "ICPC held.")],
    ),
    "assessment-overdue": (
        [OPEN, ("2024-02-01", "Social Care", "Single assessment started."), ("2024-04-12", "Social Care", "Assessment completed.")],
        [OPEN, ("2024-02-01", "Social Care", "Single assessment started."), ("2024-04-05", "Social Care", "Assessment completed.")],
    ),
    "not-brought": (
        [("2024-02-01", "GP", "Child was not brought to asthma review."), ("2024-04-01", "Acute Trust", "WNB audiology."), ("2024-05-30", "Health Visiting", "No reply at the door.")],
        [("2024-02-01", "GP", "Child was not brought to asthma review."), ("2024-04-01", "Acute Trust", "WNB audiology."), ("2024-05-30", "Health Visiting", "Mother was in, seen with baby.")],
    ),
    "repeat-domestic-abuse": (
        [(day, "Police", "Domestic incident, mother assaulted by partner.") for day in ("2024-02-01", "2024-03-15", "2024-05-28")],
        [("2024-02-01", "Police", "Domestic incident, mother assaulted by partner."), ("2024-03-15", "Police", "Domestic incident, mother assaulted by partner."), ("2024-05-28", "GP", "Routine enquiry about domestic abuse: nil.")],
    ),
    "repeat-explained-injury": (
        [(day, "Nursery", "Bruised shin; explanation consistent, no concerns.") for day in ("2024-02-01", "2024-03-01", "2024-04-28")],
        [(day, "Nursery", "Bruised shin; explanation consistent, no concerns.") for day in ("2024-02-01", "2024-03-01", "2024-05-15")],
    ),
    "repeat-missing": (
        [(day, "Police", "Reported missing from home.") for day in ("2024-02-01", "2024-03-01", "2024-04-28")],
        [(day, "Police", "Reported missing from home.") for day in ("2024-02-01", "2024-03-01", "2024-05-15")],
    ),
    "repeat-neglect": (
        [(day, "School", "Arrived hungry and in dirty clothes.") for day in ("2024-02-01", "2024-02-20", "2024-03-20", "2024-05-10")],
        [*[(day, "School", "Arrived hungry and in dirty clothes.") for day in ("2024-02-01", "2024-02-20", "2024-03-20")], ("2024-05-10", "School", "Clean and well dressed, no concerns about neglect.")],
    ),
    "repeat-school": (
        [(day, "School", "Persistent absence, attendance 71%.") for day in ("2024-02-01", "2024-02-20", "2024-03-20", "2024-05-10")],
        [(day, "School", "Persistent absence, attendance 71%.") for day in ("2024-02-01", "2024-02-20", "2024-03-20", "2024-07-10")],
    ),
    "repeat-referral": (
        [(day, "School", "Referral made to MASH.") for day in ("2024-02-01", "2024-03-01", "2024-05-20")],
        [("2024-02-01", "School", "Referral made to MASH."), ("2024-03-01", "School", "Referral made to MASH."), ("2024-05-20", "School", "No referral made to MASH.")],
    ),
    "child-unseen": (
        [("2024-02-01", "Social Care", "Child and family assessment started."), ("2024-03-20", "Social Care", "Child seen alone at school.")],
        [("2024-02-01", "Social Care", "Child and family assessment started."), ("2024-03-12", "Social Care", "Child seen alone at school.")],
    ),
    "missing-no-interview": (
        [OPEN, ("2024-02-01", "Police", "Reported missing from home."), ("2024-02-06", "Social Care", "Return home interview completed.")],
        [OPEN, ("2024-02-01", "Police", "Reported missing from home."), ("2024-02-04", "Social Care", "Return home interview completed.")],
    ),
    "two-agencies-no-meeting": (
        [("2024-02-01", "School", "Arrived hungry and in dirty clothes, home conditions poor."), ("2024-02-10", "Health Visiting", "Home conditions poor, no food in the kitchen.")],
        [("2024-02-01", "School", "Arrived hungry and in dirty clothes, home conditions poor."), ("2024-02-10", "School", "Home conditions poor, no food in the kitchen.")],
    ),
    "closure-then-concern": (
        [("2024-02-01", "Social Care", "Case closed."), ("2024-04-30", "School", "Bruise to the neck seen.")],
        [("2024-02-01", "Social Care", "Case closed."), ("2024-05-03", "School", "Bruise to the neck seen.")],
    ),
    "escalation-no-reply": (
        [("2024-02-01", "Health Visiting", "Escalated to the named nurse under the resolution policy."), ("2024-02-09", "Social Care", "Response received by team manager.")],
        [("2024-02-01", "Health Visiting", "Escalated to the named nurse under the resolution policy."), ("2024-02-08", "Social Care", "Response received by team manager.")],
    ),
    "move-no-handover": (
        [("2024-02-01", "Housing", "Family moved address to the next county."), ("2024-03-04", "Health Visiting", "Records transferred to the new team.")],
        [("2024-02-01", "Housing", "Family moved address to the next county."), ("2024-02-29", "Health Visiting", "Records transferred to the new team.")],
    ),
    "abuse-no-marac": (
        [CALM, ("2024-02-01", "Police", "Mother assaulted by partner."), ("2024-03-02", "Police", "Case heard at MARAC.")],
        [CALM, ("2024-02-01", "Police", "Mother assaulted by partner."), ("2024-02-29", "Police", "Case heard at MARAC.")],
    ),
    "one-sided": (
        [("2024-02-01", "GP", "Child was not brought to clinic."), ("2024-02-10", "GP", "Mother attended for her own review."), ("2024-02-20", "GP", "Mother attended for her smear."), ("2024-03-01", "GP", "Child was not brought to clinic.")],
        [("2024-02-01", "GP", "Child was not brought to clinic."), ("2024-02-10", "GP", "Mother attended for her own review."), ("2024-02-20", "GP", "Mother did not attend for her smear."), ("2024-03-01", "GP", "Child was not brought to clinic.")],
    ),
}  # fmt: skip


def test_every_rule_is_tried():
    assert set(CASES) == {rule.id for rule in standard_rules()}


@pytest.mark.parametrize("rule", CASES)
def test_the_rule_finds_its_case_and_says_the_days(case, frame, rule):
    found = [each for each in study_case(case, frame(*CASES[rule][0])).findings if each.rule.id == rule]
    assert found and not found[0].censored
    assert "2024" in found[0].text and (found[0].rule.kind in ("repeat", "recurrence", "one_sided") or "not recorded" in found[0].text)


@pytest.mark.parametrize("rule", CASES)
def test_the_rule_passes_over_what_comes_close(case, frame, rule):
    assert [each.text for each in study_case(case, frame(*CASES[rule][1])).findings if each.rule.id == rule] == []


@pytest.mark.parametrize("rule", [rule.id for rule in standard_rules() if rule.kind == "no_response"])
def test_nothing_is_said_of_a_response_the_review_ends_before(case, frame, rule):
    rows = [row for row in CASES[rule][0] if "2024-01" in row[0]] + [("2025-12-30", *row[1:]) for row in CASES[rule][0] if "2024-02" in row[0]][:1]
    [found] = [each for each in study_case(case, frame(*rows)).findings if each.rule.id == rule]
    assert found.censored == "the review ends first"


def test_an_adults_injury_asks_for_no_strategy_discussion_about_a_child(case, frame):
    """Mother's black eye is one thing, the baby's another."""
    adult = study_case(case, frame(OPEN, CALM, ("2024-02-01", "Police", "Mother had bruising to both ears.")), ())
    child = study_case(case, frame(OPEN, CALM, ("2024-02-01", "Police", "Mother said the baby had bruising to both ears.")), ())
    assert "harm-no-strategy" not in {finding.rule.id for finding in adult.findings}
    assert "harm-no-strategy" in {finding.rule.id for finding in child.findings}
