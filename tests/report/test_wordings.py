"""The wordings that the checks look for: each list with hits, and with near misses that must stay silent."""

from __future__ import annotations

from pathlib import Path

import pytest

from lcspr_kit.report import checks
from lcspr_kit.report.abbreviations import abbreviations_in, is_explained, known_abbreviations
from lcspr_kit.report.checks.language import reading_grade
from lcspr_kit.report.checks.wordings import has, wordings
from lcspr_kit.resources import own_words, templates

HITS = {
    "identity_ornament": ["The review has not looked at faith.", "Every child is treated the same.", "Equality and diversity were considered throughout.", "All agencies have an equality policy.", "Services were offered regardless of race or religion.", "There was nothing to suggest that these characteristics had any bearing on services.", "Workers were mindful of the family's cultural needs.", "The review recognises the importance of intersectionality."],
    "intimate_history": ["She had a termination at sixteen.", "He had been sexually abused at nine by a neighbour.", "She was detained under the Mental Health Act.", "He took an overdose."],
    "assurance_named": ["Seek assurances.", "The board is to satisfy itself."],
    "placeholder": ["It was taught by (name of tutor).", "About NN homes, or xx in all.", "Check the spelling of the road.", "xxx paragraph on the coroner", "A figure to go here.", "[Author to add two sentences here]", "Owner TBC.", "The date is to be confirmed.", "Seen on XX May.", "Was it ten??", "It closes at five (check!!)."],
    "blame": ["The response of the clinic was inadequate.", "He paid the price.", "The social worker was wrong to close the plan.", "The manager showed little interest in the child.", "Staff turned a blind eye.", "It is a matter of great concern that nobody went.", "No one in the service thought this child worth a visit.", "The midwife was at fault.", "This was negligent.", "Blame lies with the school.", "A serious failure by the trust.", "The social worker failed to visit.", "Agencies repeatedly failed to share.", "Responsibility lay with the GP.", "The response did not meet the standard that was expected of the hospital.", "Officers did not trouble to ask.", "The lapse was hers.", "Two call takers were careless.", "Regrettably, the nurse went home.", "This is hard to excuse.", "The clinic was less than diligent."],
    "hindsight": ["Services were slow to see it.", "It was unfolding in front of them.", "Given what happened in November, it is plain that it was urgent.", "The second letter was the moment to act.", "It is plain that the school needed help.", "The outcome might have been different.", "There was enough information for somebody to realise it.", "A visit at this point was vital.", "This sealed his fate.", "They should have known.", "This would have prevented it.", "It was obvious that she was at risk.", "There were clear warning signs that nobody read.", "It was a missed opportunity.", "With hindsight it was wrong.", "It was only a matter of time.", "Had they listened, he would have been safe.", "Had the note been read, the injury would not have happened.", "The worker needed to be more curious.", "It was plain for anyone to see.", "The signs were all there.", "The nurse should have asked again.", "The chance to step in was lost.", "A visit would in all likelihood have averted it.", "Looking back, it speaks for itself."],
    "error_end": ["The worker lacked curiosity.", "She took what she was told at face value.", "The plan was closed too quickly and signed off without question.", "This was human error.", "It was due to an oversight.", "She simply forgot.", "He did not follow the procedure.", "A lack of professional curiosity.", "The worker forgot to invite them.", "She did not think to ask.", "It was an error of judgement.", "She left the name out and did not go back to it."],
    "vague_recommendation": ["Teams could do more to listen.", "Schools should keep fathers in mind.", "Strengthen the way in which services hear children.", "Services should promote fathers' involvement.", "Agencies should consider training.", "Raise awareness of neglect.", "Improve information sharing.", "Refer where appropriate.", "Work better together.", "Continue to improve.", "More robust oversight is needed.", "Bring about a better shared understanding of exploitation.", "Foster a culture of challenge.", "Keep the child at the heart of all that is done.", "Give due weight to fathers."],
    "assurance": ["The partnership is to be told by each clinic that letters are sent.", "Request a progress update from the trust.", "The partnership should seek assurance that visits happen.", "Agencies to provide assurance.", "The board should assure itself that it is done.", "Partners should be assured that records are kept.", "Confirm to the board that visits are made.", "Be satisfied that relatives are answered.", "Audit whether notes are shared."],
    "standard_practice": ["Health professionals to always use communication aids.", "Health visitors to record who lives at home.", "Staff should be reminded to record.", "Practitioners must follow procedures.", "Ensure all staff are aware of thresholds.", "Act in line with existing policy.", "Remind all GPs of the pathway.", "Social workers are to see children alone on every visit.", "Records must be kept up to date.", "All schools should attend.", "Names of fathers should be recorded at booking."],
    "new_procedure": ["A standard operating procedure for missed visits should be put together.", "Develop a new protocol.", "Review the bruising policy.", "Introduce a multi-agency checklist.", "Further guidance is needed.", "Additional audits.", "Add a checklist to the transfer form."],
    "vague_owner": ["All agencies", "TBC", "The partnership", "Partners."],
    "weak_measure": ["Training delivered to all booking staff.", "Number of staff trained by June.", "Training delivered.", "Policy updated", "Audit", "Ongoing monitoring"],
    "domestic_abuse": ["Father controlled her money.", "Her partner pushed her before he left.", "She was frightened of her husband.", "Mother fled from him.", "Domestic incident at home.", "Heard at MARAC.", "DV incident.", "Coercive control.", "A former partner used to hit and threaten her."],
    "exploitation": ["He ran drugs for older men.", "An NRM referral was made.", "He was exploited by a group.", "She was trafficked.", "Known for CSE.", "Drawn into county lines.", "At risk of criminal exploitation."],
    "proceedings": ["Father was arrested.", "Care proceedings began.", "The coroner opened an inquest."],
    "harmful_detail": ["She lived at 14 Mill Street.", "An overdose of 20 tablets of his mother's."],
    "other_name": ["This learning review began in May.", "It was carried out as a desktop review."],
    "for_all": ["All three reach further.", "None is peculiar to her.", "These findings hold for others."],
    "wide": ["Eleven of fourteen had none.", "It is so in any hospital.", "Fifty-two flats had it.", "It happens elsewhere.", "Other schools have it.", "Half of those sampled knew."],
    "only_here": ["This is specific to this family.", "It has no wider relevance."],
    "held_back": ["Until publication nothing is to be shared.", "The briefings were kept back for the launch of the report.", "The work will begin after publication."],
    "put_off": ["The review was put on hold.", "The review is paused.", "The report was postponed."],
}
NEAR_MISSES = {
    "identity_ornament": ["His ethnicity was considered once, and nobody asked what it meant to him.", "She spoke Twi with her father at bedtime.", "Race shaped how his stillness was read."],
    "intimate_history": ["The state of affairs was known.", "The tenancy was terminated.", "He was abused online by pupils.", "The ward round was at nine."],
    "assurance_named": ["The car has insurance.", "Show it to the family."],
    "placeholder": ["Workers told us that they must ask before a visit.", "The six (SW1 to SW6) met.", "A gap is shown by [...] here.", "The place (Kirkby) was far.", "Two lines were altered.", "Staff (nurses and a doctor) came.", "We asked what she liked. “why?” was all he said.", "At 3 p.m. she left.", "He likes to go there.", "He said: “[Mother] was kind.”", "See [the national study](https://example.org).", "A note[^1] below.", "The report is to be read aloud.", "Faith belongs here and not in a list."],
    "blame": ["The response of the clinic was prompt.", "The social worker was mistaken for a bailiff.", "The workers were wrong-footed by the move.", "The manager ignored nobody.", "Staff took little for granted.", "Nobody is blamed.", "The heating failed to start.", "The form asks who is responsible.", "She took responsibility for the visits.", "The line was faulty.", "The housing was inadequate.", "He fell short of breath.", "Officers asked him twice.", "They set him down at the gate.", "The team was two people short."],
    "hindsight": ["The website was slow to load.", "Given what they knew in May, the decision was reasonable.", "Saturday was the day when the family could be together.", "It was plain that the workers liked him.", "Things would be different for a child today.", "Knowing how it ended changes how a record reads.", "There was enough information to fill a page.", "They did not know.", "It is clear that practitioners cared.", "Hindsight is named where it creeps in.", "With hindsight in mind, we asked again.", "She missed the bus.", "He could have a drink.", "He had a coat and would have lent it.", "The school had more staff then.", "The signs at the gate are new.", "The nurse has rung."],
    "error_end": ["Workers said that there was no time to read.", "He lacked confidence at school.", "It was too late for the bus.", "The error was where we began to ask.", "The procedure did not say so.", "Errors in the system were found by staff.", "The form has no box for it.", "He asked and was answered."],
    "vague_recommendation": ["Strengthen the home-school book by giving it a page that goes to the dietitian.", "Increase the hours of the school nurse.", "Give one practitioner the running sequence.", "Visit each family within two days of the move.", "The considered opinion of the team was heard.", "Pay for two hours a week with the old school.", "Ring back each relative within three days."],
    "assurance": ["Families should be told by telephone that a visit was missed.", "Present the child with the choice.", "Receive families in one room.", "Measure how often the child is seen.", "The insurance was checked.", "Show the child the plan.", "Ring back and say what was done."],
    "standard_practice": ["School nurses to see children in the classroom.", "Give each midwife an hour to make calls in person.", "Tell health visiting when a family moves.", "Keep one trusted adult in paid contact.", "Children choose the named worker."],
    "new_procedure": ["The pathway from school to clinic is walked with the child.", "Pilot a weekly call between the two teams.", "See the baby before closing."],
    "vague_owner": ["Head of Early Help", "Director of Nursing, all sites", "Partnership manager"],
    "weak_measure": ["Number of workers whom each child knows by name, from 6 to 3.", "Share of records with a sequence, from 10% to 80% by June 2027.", "Training changes what is asked: audio sample of thirty calls, from 2 to 15."],
    "domestic_abuse": ["Father pushed her on the swing.", "The mother kept her keys on a hook.", "She was frightened of losing the flat.", "A domestic cleaner came.", "The dash to hospital.", "He da-da'd at the mirror.", "Her partner hit the brakes.", "Father is a tall man."],
    "exploitation": ["The project exploits new technology.", "He ran for the bus.", "The dog groomed himself.", "The scene was calm."],
    "proceedings": ["The housing officer rang.", "Her heart did not rest."],
    "harmful_detail": ["He lives with his aunt.", "The street was busy.", "She was hanging out washing indoors"],
    "other_name": ["This review began in May.", "A learning event was held.", "It was carried out as a local child safeguarding practice review."],
    "for_all": ["It happened once.", "She had a cold."],
    "wide": ["He was seen at each visit.", "There were nine visits in May.", "It was on the other desk.", "Three people came.", "She told nobody."],
    "only_here": ["This is true of many families.", "It has wider relevance."],
    "held_back": ["The learning was shared in May.", "The report will be read aloud after lunch.", "He was kept in until the doctor came."],
    "put_off": ["The review goes ahead.", "The meeting was postponed."],
}


@pytest.mark.parametrize(("name", "text"), [(name, text) for name, texts in HITS.items() for text in texts])
def test_hits(name, text):
    assert has(name, text)


@pytest.mark.parametrize(("name", "text"), [(name, text) for name, texts in NEAR_MISSES.items() for text in texts])
def test_near_misses(name, text):
    assert not has(name, text)


def test_lists_that_judge_have_both_hits_and_near_misses():
    helping = {"system", "why", "early_life", "child_words", "child", "practice_change", "proceedings_over", "agency_words", "adult", "roles", "causal", "condition", "dated", "concrete", "measurable", "outcome_known", "changed", "changed_here", "contact", "happening", "nothing",
               "parent", "worker", "service", "fault_noun", "fault_adjective", "fault_verb", "fault_phrase", "unmistakable", "attributed", "visible", "risk_noun", "known_later", "slip", "no_condition", "closes_enquiry", "plain_error", "doubtful_blame", "doubtful_hindsight", "doubtful_child", "child_blame", "no_virtue", "emphasis", "label", "remedied", "early_left_out",
               "duty_repeated", "new_arrangement", "recommends", "not_recommended", "asks_paper", "about_paper", "manager", "front_line", "managers_alone", "tie", "close_tie", "of_the_place", "stance", "faint_praise", "understated", "ideal", "deed", "vice", "owed", "fair", "filmable"}  # fmt: skip
    assert set(wordings()) - helping == set(HITS) == set(NEAR_MISSES)


def test_abbreviations_are_found_and_plain_capitals_are_not():
    assert abbreviations_in("The GPs and the MASH met in the UK; CiN ended, E1 and II did NOT. S47.") == ["CiN", "GP", "MASH", "S47"]
    assert abbreviations_in("She chooses with her eyes: MORE, STOP, SING, HURT. That day she chose SING, and CAWN met.") == ["CAWN"]
    assert is_explained("MASH", "the multi-agency safeguarding hub (MASH)") and is_explained("QRP", "QRP (quick review)")
    assert not is_explained("MASH", "the MASH met")
    assert all(abbreviations_in(f"The {short} said so.") for short in known_abbreviations() if short not in ("HMP",))


def test_reading_grade_tells_plain_from_heavy():
    assert reading_grade("The cat sat on the mat. It was glad. We saw it there.") < 4
    assert reading_grade("Multidisciplinary organisational considerations necessitated administrative prioritisation notwithstanding individualised deliberation.") > 18


def test_a_name_stands_in_one_file_and_is_asked_for():
    """A second list of a name would take the place of the first, unseen; one that nobody asks for is dead."""
    files = [own_words(path.relative_to(templates()).as_posix()) for path in (templates() / "wordings").glob("*.yml")]
    names = [name for each in files for kind in ("lists", "patterns") for name in each.get(kind, {})]
    assert len(names) == len(set(names))
    code = "".join(path.read_text(encoding="utf-8") for path in Path(checks.__file__).parent.glob("*.py"))
    assert [name for name in names if f'"{name}"' not in code] == []
