"""The wordings that the checks look for: each list with hits, and with near misses that must stay silent."""

from __future__ import annotations

import pytest

from lcspr_kit.report.abbreviations import abbreviations_in, is_explained, known_abbreviations
from lcspr_kit.report.checks.language import reading_grade
from lcspr_kit.report.checks.wordings import has, wordings

HITS = {
    "blame": ["The midwife was at fault.", "This was negligent.", "Blame lies with the school.", "A serious failure by the trust.", "The social worker failed to visit.", "Agencies repeatedly failed to share.", "Responsibility lay with the GP."],
    "hindsight": ["They should have known.", "This would have prevented it.", "It was obvious that she was at risk.", "There were clear warning signs that nobody read.", "It was a missed opportunity.", "With hindsight it was wrong.", "It was only a matter of time.", "Had they listened, he would have been safe."],
    "error_end": ["This was human error.", "It was due to an oversight.", "She simply forgot.", "He did not follow the procedure.", "A lack of professional curiosity."],
    "vague_recommendation": ["Agencies should consider training.", "Raise awareness of neglect.", "Improve information sharing.", "Refer where appropriate.", "Work better together.", "Continue to improve.", "More robust oversight is needed."],
    "assurance": ["The partnership should seek assurance that visits happen.", "Agencies to provide assurance.", "The board should assure itself that it is done.", "Partners should be assured that records are kept."],
    "standard_practice": ["Staff should be reminded to record.", "Practitioners must follow procedures.", "Ensure all staff are aware of thresholds.", "Act in line with existing policy.", "Remind all GPs of the pathway."],
    "new_procedure": ["Develop a new protocol.", "Review the bruising policy.", "Introduce a multi-agency checklist.", "Further guidance is needed.", "Additional audits."],
    "vague_owner": ["All agencies", "TBC", "The partnership", "Partners."],
    "weak_measure": ["Training delivered.", "Policy updated", "Audit", "Ongoing monitoring"],
    "domestic_abuse": ["Domestic incident at home.", "Heard at MARAC.", "DV incident.", "Coercive control."],
    "exploitation": ["Known for CSE.", "Drawn into county lines.", "At risk of criminal exploitation."],
    "proceedings": ["Father was arrested.", "Care proceedings began.", "The coroner opened an inquest."],
    "harmful_detail": ["She lived at 14 Mill Street.", "An overdose of 20 tablets of his mother's."],
    "put_off": ["The review is paused.", "The report was postponed."],
    "changed_terms": ["The scope was widened.", "A further line of enquiry was set."],
}
NEAR_MISSES = {
    "blame": ["Nobody is blamed.", "The heating failed to start.", "The form asks who is responsible.", "She took responsibility for the visits.", "The line was faulty."],
    "hindsight": ["They did not know.", "It is clear that practitioners cared.", "Hindsight is named where it creeps in.", "With hindsight in mind, we asked again.", "She missed the bus.", "He could have a drink."],
    "error_end": ["The error was where we began to ask.", "The procedure did not say so.", "Errors in the system were found by staff."],
    "vague_recommendation": ["Give one practitioner the running sequence.", "Visit each family within two days of the move.", "The considered opinion of the team was heard."],
    "assurance": ["Measure how often the child is seen.", "The insurance was checked."],
    "standard_practice": ["Give each midwife an hour to make calls in person.", "Tell health visiting when a family moves."],
    "new_procedure": ["Pilot a weekly call between the two teams.", "See the baby before closing."],
    "vague_owner": ["Head of Early Help", "Director of Nursing, all sites", "Partnership manager"],
    "weak_measure": ["Share of records with a sequence, from 10% to 80% by June 2027.", "Training changes what is asked: audio sample of thirty calls, from 2 to 15."],
    "domestic_abuse": ["A domestic cleaner came.", "The dash to hospital.", "He da-da'd at the mirror."],
    "exploitation": ["The dog groomed himself.", "The scene was calm."],
    "proceedings": ["The housing officer rang.", "Her heart did not rest."],
    "harmful_detail": ["He lives with his aunt.", "The street was busy.", "She was hanging out washing indoors"],
    "put_off": ["The review goes ahead.", "The meeting was postponed."],
    "changed_terms": ["The terms of reference were agreed in March.", "Lines were short."],
}


@pytest.mark.parametrize(("name", "text"), [(name, text) for name, texts in HITS.items() for text in texts])
def test_hits(name, text):
    assert has(name, text)


@pytest.mark.parametrize(("name", "text"), [(name, text) for name, texts in NEAR_MISSES.items() for text in texts])
def test_near_misses(name, text):
    assert not has(name, text)


def test_lists_that_judge_have_both_hits_and_near_misses():
    helping = {"system", "why", "early_life", "child_words", "child", "practice_change", "proceedings_over", "agency_words"}
    assert set(wordings()) - helping == set(HITS) == set(NEAR_MISSES)


def test_abbreviations_are_found_and_plain_capitals_are_not():
    assert abbreviations_in("The GPs and the MASH met in the UK; CiN ended, E1 and II did NOT. S47.") == ["CiN", "GP", "MASH", "S47"]
    assert is_explained("MASH", "the multi-agency safeguarding hub (MASH)") and is_explained("QRP", "QRP (quick review)")
    assert not is_explained("MASH", "the MASH met")
    assert all(abbreviations_in(f"The {short} said so.") for short in known_abbreviations() if short not in ("HMP",))


def test_reading_grade_tells_plain_from_heavy():
    assert reading_grade("The cat sat on the mat. It was glad. We saw it there.") < 4
    assert reading_grade("Multidisciplinary organisational considerations necessitated administrative prioritisation notwithstanding individualised deliberation.") > 18
