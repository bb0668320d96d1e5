"""Records that tell again what is over, and news that looks like it."""

from datetime import date

import pytest

from lcspr_kit.episodes.indicators import read_indicators
from lcspr_kit.episodes.lexicon import standard_lexicon
from lcspr_kit.episodes.mentions import find_mentions
from lcspr_kit.episodes.retold import past_in_sentences
from lcspr_kit.episodes.study import study_case
from lcspr_kit.episodes.wordings import split_words

ON = date(2024, 9, 20)

RETOLD = [
    "Core group minutes: discussed the bruise of 3 June, the missing episode on 11/07/24 and mum's drinking. Plan unchanged.",
    "Transfer summary completed for receiving authority. Domestic abuse between parents, neglect of the home, two missed dental appointments, overdose by mother in March 2024.",
    "Closing summary. The family came to us after a strategy discussion on 4 May following facial bruising. Home conditions were poor and father was arrested on 6 May.",
    "RCPC report: chronology attached. 12.02.24 DV incident. 19.02.24 school report bruise to ear. 03.03.24 mother drunk at the gate. 20.04.24 father charged with assault.",
    "Supervision. Case history since allocation gone through with TM: burn to arm (May 2024), domestic incidents (June and July 2024), children left alone overnight.",
    "GP report for conference sent. Mum's depression and overdose (14/1/24), baby's fracture 2/2/24, WNB x3 at paediatrics.",
    "Family network meeting. SW recapped the worries: police attended on 1 July because of fighting, Quill was hit with a belt on 8 July, mum was using cocaine at that time.",
    "Court statement filed. In February 2024 mother reported strangulation; on 3 March the baby had a skull fracture; on 5 March police protection was used; cannabis was found on 9 March.",
    "Panel papers prepared. Previous concerns include neglect, sexual exploitation and missing from home, all before the summer.",
    "Named nurse chronology: ED 4/4/24 with head injury, ED 18/5/24 ingestion, WNB 2/6/24 ophthalmology, DV notification 30/6/24.",
    "Child looked after review. The chair set out how things had got here: police protection on 2 May 2024, an injury to his leg the same week, mother's admission to the psychiatric ward in June 2024 and father's arrest.",
]
NEWS = [
    ("Mother disclosed that her partner punched her on 2 September and pushed her down the stairs on 30 August.", "domestic_abuse"),
    ("ABE interview: he said dad hit him with a belt at Easter and again on 4 August and 1 September.", "physical_harm"),
    ("Referral from school: bruise seen on 19 September; similar bruise on 12 September. Attendance poor.", "injury"),
    ("Discharge summary received: fracture of left femur, admitted 18 September, non-accidental injury suspected.", "injury"),
    ("Police attended a domestic incident, the third since 1 August and 20 August. Male arrested.", "domestic_abuse"),
    ("Home visit. House filthy, no food, and mother drunk today. This was also seen on 2 August, 9 August and at the last core group.", "neglect"),
    ("ICPC held today. Made subject to a child protection plan for neglect after the incidents of 3 July, 9 July and 1 August.", "conference"),
    ("Strategy discussion held following disclosure on 17 September. Agreed joint s47.", "section47"),
    ("Minutes of strategy discussion: bruise to cheek seen by school this morning. S47 to start.", "strategy"),
    ("Reported missing again, last missing on 1 and 8 September. Carer worried about exploitation.", "missing"),
    ("Ward round: skeletal survey of 16 September shows rib fractures of different ages.", "injury"),
    ("School rang: in the last few weeks she has been tearful, hungry and wearing the same clothes, and today she has a bruised eye.", "injury"),
]


def read(text):
    words = split_words(text)
    past = past_in_sentences(text, words, find_mentions(text, ON, words=words), ON)
    return read_indicators(text, standard_lexicon(), ON.year, words, past)


@pytest.mark.parametrize("text", RETOLD)
def test_what_is_told_again_has_no_weight(text):
    reading = read(text)
    concerns = {family.id for family in standard_lexicon().families if family.concern}
    assert {match.family for match in reading.matches} & concerns
    assert not concerns & {family for family, severity in reading.severities.items() if severity > 1}


@pytest.mark.parametrize(("text", "family"), NEWS)
def test_news_with_days_of_the_past_keeps_its_weight(text, family):
    assert read(text).severities.get(family, 0) > 1


def test_minutes_that_tell_it_again_do_not_lengthen_an_episode(case, frame):
    week = [
        ("2024-05-06", "School", "Bruise to the left cheek seen."),
        ("2024-05-07", "Social Care", "Strategy discussion held, joint s47."),
        ("2024-05-08", "Acute Trust", "Rib fracture on x-ray."),
        ("2024-05-10", "Police", "Father arrested for assault on the boy."),
    ]
    minutes = "Core group minutes. The bruise of 6 May, the strategy discussion on 7 May and father's arrest on 10 May were talked through. Mother's drinking discussed."
    before = study_case(case, frame(*week)).episodes
    [after] = study_case(case, frame(*week, ("2024-05-21", "Social Care", minutes))).episodes
    assert (after.start, after.end) == (before[0].start, before[0].end)


def test_minutes_still_count_as_a_mention_of_the_days_they_name(case, frame):
    rows = [("2024-05-06", "School", "Bruise to the left cheek seen."), ("2024-06-20", "Social Care", "Summary: bruise of 6 May, missing on 9 May, mother's overdose of 11 May.")]
    scores = study_case(case, frame(*rows)).scores
    assert list(scores["mentions"]) == [1, 0]


def test_minutes_of_the_clock_are_no_minutes_of_a_meeting():
    text = "Wrote in her planner that her uncle touched her and that she is scared. Told the DSL within ten minutes. Father drunk at the gate."
    assert not read_indicators(text, standard_lexicon(), 2024).retold
