"""The wordings that the checks look for: each list with hits, and with near misses that must stay silent."""

from __future__ import annotations

import pytest

from lcspr_kit.report.abbreviations import abbreviations_in, is_explained, known_abbreviations
from lcspr_kit.report.checks.language import reading_grade
from lcspr_kit.report.checks.wordings import has, wordings

HITS = {
    "assurance_named": ["Seek assurances.", "The board is to satisfy itself."],
    "placeholder": ["[Author to add two sentences here]", "Owner TBC.", "The date is to be confirmed.", "Seen on XX May.", "Was it ten??", "NB need figures.", "It closes at five (check!!)."],
    "blame": ["The midwife was at fault.", "This was negligent.", "Blame lies with the school.", "A serious failure by the trust.", "The social worker failed to visit.", "Agencies repeatedly failed to share.", "Responsibility lay with the GP.", "The response did not meet the standard that was expected of the hospital.", "Officers did not trouble to ask.", "The lapse was hers.", "Two call takers were careless.", "Regrettably, the nurse went home.", "This is hard to excuse.", "The clinic was less than diligent."],
    "hindsight": ["They should have known.", "This would have prevented it.", "It was obvious that she was at risk.", "There were clear warning signs that nobody read.", "It was a missed opportunity.", "With hindsight it was wrong.", "It was only a matter of time.", "Had they listened, he would have been safe.", "Had the note been read, the injury would not have happened.", "The worker needed to be more curious.", "It was plain for anyone to see.", "The signs were all there.", "The nurse should have asked again.", "The chance to step in was lost.", "A visit would in all likelihood have averted it.", "Looking back, it speaks for itself."],
    "error_end": ["This was human error.", "It was due to an oversight.", "She simply forgot.", "He did not follow the procedure.", "A lack of professional curiosity.", "The worker forgot to invite them.", "She did not think to ask.", "It was an error of judgement.", "She left the name out and did not go back to it."],
    "vague_recommendation": ["Agencies should consider training.", "Raise awareness of neglect.", "Improve information sharing.", "Refer where appropriate.", "Work better together.", "Continue to improve.", "More robust oversight is needed.", "Bring about a better shared understanding of exploitation.", "Foster a culture of challenge.", "Keep the child at the heart of all that is done.", "Give due weight to fathers."],
    "assurance": ["The partnership should seek assurance that visits happen.", "Agencies to provide assurance.", "The board should assure itself that it is done.", "Partners should be assured that records are kept.", "Confirm to the board that visits are made.", "Be satisfied that relatives are answered.", "Audit whether notes are shared."],
    "standard_practice": ["Staff should be reminded to record.", "Practitioners must follow procedures.", "Ensure all staff are aware of thresholds.", "Act in line with existing policy.", "Remind all GPs of the pathway.", "Social workers are to see children alone on every visit.", "Records must be kept up to date.", "All schools should attend.", "Names of fathers should be recorded at booking."],
    "new_procedure": ["Develop a new protocol.", "Review the bruising policy.", "Introduce a multi-agency checklist.", "Further guidance is needed.", "Additional audits.", "Add a checklist to the transfer form."],
    "vague_owner": ["All agencies", "TBC", "The partnership", "Partners."],
    "weak_measure": ["Training delivered.", "Policy updated", "Audit", "Ongoing monitoring"],
    "domestic_abuse": ["Domestic incident at home.", "Heard at MARAC.", "DV incident.", "Coercive control.", "A former partner used to hit and threaten her."],
    "exploitation": ["Known for CSE.", "Drawn into county lines.", "At risk of criminal exploitation."],
    "proceedings": ["Father was arrested.", "Care proceedings began.", "The coroner opened an inquest."],
    "harmful_detail": ["She lived at 14 Mill Street.", "An overdose of 20 tablets of his mother's."],
    "put_off": ["The review is paused.", "The report was postponed."],
    "changed_terms": ["The scope was widened.", "A further line of enquiry was set."],
}
NEAR_MISSES = {
    "assurance_named": ["The car has insurance.", "Show it to the family."],
    "placeholder": ["He said: “[Mother] was kind.”", "See [the national study](https://example.org).", "A note[^1] below.", "The report is to be read aloud."],
    "blame": ["Nobody is blamed.", "The heating failed to start.", "The form asks who is responsible.", "She took responsibility for the visits.", "The line was faulty.", "The housing was inadequate.", "He fell short of breath.", "Officers asked him twice.", "They set him down at the gate.", "The team was two people short."],
    "hindsight": ["They did not know.", "It is clear that practitioners cared.", "Hindsight is named where it creeps in.", "With hindsight in mind, we asked again.", "She missed the bus.", "He could have a drink.", "He had a coat and would have lent it.", "The school had more staff then.", "The signs at the gate are new.", "The nurse has rung."],
    "error_end": ["The error was where we began to ask.", "The procedure did not say so.", "Errors in the system were found by staff.", "The form has no box for it.", "He asked and was answered."],
    "vague_recommendation": ["Give one practitioner the running sequence.", "Visit each family within two days of the move.", "The considered opinion of the team was heard.", "Pay for two hours a week with the old school.", "Ring back each relative within three days."],
    "assurance": ["Measure how often the child is seen.", "The insurance was checked.", "Show the child the plan.", "Ring back and say what was done."],
    "standard_practice": ["Give each midwife an hour to make calls in person.", "Tell health visiting when a family moves.", "Keep one trusted adult in paid contact.", "Children choose the named worker."],
    "new_procedure": ["Pilot a weekly call between the two teams.", "See the baby before closing."],
    "vague_owner": ["Head of Early Help", "Director of Nursing, all sites", "Partnership manager"],
    "weak_measure": ["Share of records with a sequence, from 10% to 80% by June 2027.", "Training changes what is asked: audio sample of thirty calls, from 2 to 15."],
    "domestic_abuse": ["A domestic cleaner came.", "The dash to hospital.", "He da-da'd at the mirror.", "Her partner hit the brakes.", "Father is a tall man."],
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
    helping = {"system", "why", "early_life", "child_words", "child", "practice_change", "proceedings_over", "agency_words", "adult", "roles", "causal", "condition", "dated", "concrete", "measurable", "outcome_known"}
    assert set(wordings()) - helping == set(HITS) == set(NEAR_MISSES)


def test_abbreviations_are_found_and_plain_capitals_are_not():
    assert abbreviations_in("The GPs and the MASH met in the UK; CiN ended, E1 and II did NOT. S47.") == ["CiN", "GP", "MASH", "S47"]
    assert is_explained("MASH", "the multi-agency safeguarding hub (MASH)") and is_explained("QRP", "QRP (quick review)")
    assert not is_explained("MASH", "the MASH met")
    assert all(abbreviations_in(f"The {short} said so.") for short in known_abbreviations() if short not in ("HMP",))


def test_reading_grade_tells_plain_from_heavy():
    assert reading_grade("The cat sat on the mat. It was glad. We saw it there.") < 4
    assert reading_grade("Multidisciplinary organisational considerations necessitated administrative prioritisation notwithstanding individualised deliberation.") > 18
