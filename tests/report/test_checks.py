"""The checks: a good review passes, and each thing taken away or spoilt is found by its rule."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from lcspr_kit.problems import Problem
from lcspr_kit.report.checks import RULES, check_case, checklist, findings_json, report_findings
from lcspr_kit.report.checks.judging import verdict

R = {"id": "R1", "finding": "F1", "owner": "Head of Early Help", "action": "Pilot in two localities.", "due": "2026-12-18", "text": "Give one named practitioner the running sequence of incidents.", "measure": "From 10% to 80% by June 2027.", "evidence": "Sample."}  # fmt: skip
F = {"id": "F1", "title": "The pattern was not seen", "key_lines": ["K1", "K2"], "episodes": ["E1"], "why": "Nobody holds the sequence; the screen shows only the latest.", "wider": "Audit shows the same."}  # fmt: skip
SIGNED = {"local_authority": {"name": "A. Reed", "date": "2026-08-06"}, "integrated_care_board": {"name": "B. Stone", "date": "2026-08-07"}, "police": {"name": "C. Lowe", "date": "2026-08-07"}}  # fmt: skip
DATED = " ".join(f"On {day} March 2025 the family was visited and a note was made." for day in range(3, 15))
NUMBERED = "The family knew " + ", ".join(f"Social worker {n}" for n in range(1, 7)) + " and " + ", ".join(f"HV{n}" for n in range(1, 6)) + " in that time."
HARD = "Notwithstanding organisational reconfiguration, interdisciplinary communication characteristically necessitated institutional prioritisation of administrative considerations, consequently precluding meaningful individualised intervention notwithstanding considerable professional deliberation. " * 8  # fmt: skip


def recommendation(**changes):
    return {"review": {"recommendations": [{**R, **changes}]}}


def finding(**changes):
    return {"review": {"findings": [{**F, **changes}]}}


CRIMINAL = [{"kind": "criminal", "lead": "Sandvale Police", "status": "open", "effect": "Nobody who may be a witness is met before the police agree; the police lead on publication."}]
BY_ADULTS = "Mother described Child Rowan as a gentle boy who was tired all year. Father felt that he ate well with him. The teacher found him popular and kind, and thought that he was happiest in company. The nurse assessed him as warm with both of them. Grandfather put his good days down to rest, and his bad ones to the weather and the bus."
ALONE = "The letter lay in a tray for three weeks. The clerk who opens the post had been moved to the front desk, and the tray was emptied by whoever passed. The nurse knew nothing of it and rang twice. By then he had stopped eating at lunch and hid his bread in a shoe. When the letter was found it was read on the same day and acted upon within the hour. The tray has gone, and the post is now opened by two people in turn."
BREACHES = [
    ("files-doubtful", {"warnings": (Problem("people.csv", "The pseudonym holds a part of the person's own name.", row=4, column="pseudonym"),)}),
    ("finding-told-alone", {"narrative": {"findings": f"**F1. The letter waited.** {ALONE}"}}),
    ("professionals-listed", {"narrative": {"analysis-K2": "The attendance officer wrote to the head of year, who told the school nurse. The pastoral lead rang the housing officer. The family worker asked the youth mentor. The duty inspector wrote to the health visitor, and the link solicitor to the ward clerk. The play therapist heard of it from the child's dentist."}}),
    ("method-hollow", {"review": {"methodology": {"principles": "hindsight", "approach": "A blended and proportionate way was taken.", "activities": [{"date": "2026-04-20", "kind": "practitioner event", "who": "Staff", "notes_returned": True}]}}}),
    ("criminal-publication", {"review": {"parallel_investigations": [{**CRIMINAL[0], "effect": "Nobody who may be a witness is met before the police agree."}]}, "narrative": {"parallel": "The day of publication is in August."}}),
    ("criminal-publication", {"narrative": {"parallel": "We saw no need to bring the officer into the question of publication."}}),
    ("dissemination-practitioners", {"review": {"dissemination": [{"who": "Mother and her parents", "when": "2026-08-13", "how": "In person, with an advocate"}]}}),
    ("amendment-unrecorded", {"narrative": {"methodology": "Each step asked what it was like for the child, and what was known at the time. Talking with the church was no part of the plan; I added it in June."}}),
    ("identity-decisions", {"narrative": {"identity": "Child Rowan is a White British boy. His mother is White British and his father is too. The school recorded it in one form and the clinic in another, and the police left the box empty. He has no known disability. The family is of no faith that anybody wrote down. They speak English. Gender and class came together, and it meant that nobody asked. The street is poor, and the nearest shop is two buses away. His grandparents come from the coast, and go there in August with the van and the dog."}}),
    ("intimate-history", {"narrative": {"circumstances": "The child is well. Mother was treated for depression after ending a pregnancy of which Father knows nothing."}}),
    ("independence-conflict", {"review": {"lead_reviewer": {"name": "Dr Ada Quill", "organisation": "Independent", "independence": "Until October 2025 she was head of quality at Sandvale Health Visiting. She declared this and the partners were content."}}}),
    ("purpose-blame", {"narrative": {"purpose": "The review is to establish which of the two services was responsible for the lost weeks. It does not ask who hurt him."}}),
    ("identity-stereotype", {"narrative": {"identity": "Child Rowan is a White British boy whose father is Norse. Norse fathers keep their troubles to themselves. Class and gender came together here and shaped what practitioners asked; nobody asked about disability or faith."}}),
    ("identity-decisions", {"narrative": {"identity": "Child Rowan is a White British boy. Gender shaped what practitioners asked, and together with class it meant that nobody asked about disability.\n\nDid it matter? Race and culture were not an issue. They were treated as any other family."}}),
    ("amendment-unrecorded", {"narrative": {"terms": "Towards the end we turned the second question round. Nobody wrote down the wording of before."}}),
    ("amendment-unrecorded", {"review": {"terms_of_reference": {"aims": "a", "scope": "b"}}, "narrative": {"lines": "There are two questions. The second, added in May, is about rent."}}),
    ("finding-told-alone", {"narrative": {"findings": f"**F1. Letters wait.** All three findings hold elsewhere.\n\n**F2. Calls.** Short.\n\n**F3. Forms.** Short.\n\n**F4. Trays.** {ALONE}"}}),
    ("finding-told-alone", {"narrative": {"findings": "**F1. Letters wait.** Whether it is so in other clinics was outside the task."}}),
    ("family-investigation", {"narrative": {"family": "Mother was met in May with her advocate. She took us through the whole of that evening, from tea to the ambulance."}}),
    ("report-shared-late", {"narrative": {"dissemination": "The parents get their copy of the report on the morning of publication."}}),
    ("amendment-unrecorded", {"review": {"terms_of_reference": {"aims": "a", "scope": "b"}}, "narrative": {"terms": "The review looks at three matters: rent, heat and who was asked. Rent has displaced the question on schools. The notes before birth proved to be relevant and were read too."}}),
    ("old-style-chronology", {"narrative": {"circumstances": "Monday the 3rd, the nursery rang Mother about lunch. Tuesday the worker rang, no answer came. Wednesday she rang again and was told it was a mistake. Thursday he had lunch with the others. Friday he was off with a cold. Monday the nurse looked at his lip at ten."}}),
    ("why-recounts", {"episode": {"why": "The strategy meeting did not include health. The enquiry ended without an examination. The paper was sent on the morning and read by four. The vote was unanimous. Each step rested on fewer facts than the one before."}}),
    ("intersectionality", {"narrative": {"identity": "Race, culture, gender and disability were each looked at in turn and kept apart. Staff treated Child Rowan as older because he is tall, and missed what he understood. To put the four together would have confused matters."}}),
    ("voice-whose-words", {"narrative": {"voice": "Child Rowan is a friendly boy who keeps to himself. Father describes him as thoughtful and his aunt as stubborn. The teacher found him no trouble. It was felt that the adults around him could say what he would be likely to say. Mother believes that he misses his brother most at bedtime and that he worries about the dog."}}),
    ("error-as-end-point", {"narrative": {"analysis-K1": "The nurse did not open the letter, and the clerk left a notice unread. These were lapses on the part of two individuals, who knew what to do. The review regards the matter as explained."}}),
    ("panel-early-talk", {"narrative": {"dissemination": "Staff hear of this in a briefing on 3 March, and the family reads it first. A newspaper and two journalists have asked for it. We shall see which meeting of the Panel it comes to."}}),
    ("voice-in-episodes", {"episode": {"child_experience": "Not a matter for this episode, which is about rent."}}),
    ("parallel-effect", {"review": {"parallel_investigations": [{"kind": "criminal", "lead": "Sandvale Police", "status": "open", "effect": "None for this review."}]}}),
    ("recommendation-vague", recommendation(text="Services in the two counties should work together more closely and improve how they talk.")),
    ("recommendation-assurance", recommendation(text="The board should be assured by each trust that letters are read.")),
    ("recommendation-standard-practice", recommendation(text="Remind nurses, clerks and their managers that letters must be read on the day.")),
    ("method-hollow", {"review": {"methodology": {"principles": "A learning approach without hindsight.", "approach": "A robust and proportionate model.", "activities": [{"date": "2026-04-20", "kind": "practitioner event", "who": "Staff", "notes_returned": True}]}}, "narrative": {"methodology": "An eclectic framework was used, in line with good practice, and kept the child in mind."}}),
    ("parent-undecided", {"narrative": {"family": "Father was seen in May and spoke for an hour."}, "review": {"parallel_investigations": []}}),
    ("error-as-end-point", {"narrative": {"analysis-K1": "The child's notes lay on a desk. It comes down to a single omission: the nurse closed the file without reading it. This was her mistake, and the trust has dealt with it. The review sees no reason for anything further to be asked."}}),
    ("recommendation-assurance", {"narrative": {"recommendations": "One thing more. The partnership should ask the trust to confirm to its autumn meeting that hearing aids are checked at each visit."}}),
    ("abbreviations-crowded", {"narrative": {"evidence": "The HV asked MASH and the CPN for advice, and MASH closed it."}}),
    ("table-no-headings", {"narrative": {"evidence": "Others found the same.\n\n|  |  |\n| --- | --- |\n| Clinic | Rings each family |\n"}}),
    ("amendment-unrecorded", {"review": {"terms_of_reference": {"aims": "a", "scope": "b"}}, "narrative": {"terms": "Rent and heating were not asked about at first. They are now part of the second line."}}),
    ("voice-in-episodes", {"episode": {"child_experience": "Child Rowan was seen on both visits and was weighed. No concerns were noted."}}),
    ("amendment-unrecorded", {"narrative": {"methodology": "Each step asked what it was like for the child, and what was known at the time. In June the team decided to let the clinic's part in the second line fall away."}}),
    ("recommendation-vague", recommendation(text="All who visit families could do more to hear what fathers say.")),
    ("method-hollow", {"narrative": {"methodology": "A well known approach was taken that suits a case of this kind. It kept the child in mind and did without hindsight. It is used by many partnerships in the region and was thought to be proportionate, balanced and in keeping with what is expected of such work."}}),
    ("parent-undecided", {"review": {"parallel_investigations": []}, "narrative": {"family": "Mother was met twice, at home. Father did not form part of this work.", "parallel": "No other process runs."}}),
    ("parallel-not-agreed", {"review": {"parallel_investigations": [{"kind": "criminal", "lead": "Sandvale Police", "status": "closed on 2 July 2026 with no further action", "effect": "The day of publication was settled with the police."}]}, "narrative": {"parallel": "The police looked into it until July. We visited Mother in May. I never mentioned it to anybody, as mine was a visit and theirs a case.", "family": "She said much."}}),
    ("amendment-unrecorded", {"review": {"terms_of_reference": {"aims": "a", "scope": "b"}}, "narrative": {"terms": "By the end the second question asked more than it did when we began. A review grows with what it hears."}}),
    ("error-as-end-point", {"narrative": {"analysis-K1": "Why did the letter wait? The clerk put it in her tray and went on leave. The trays are emptied each day and the rule is clear. She accepts that she was thinking of something else. Her manager has arranged refresher training. I am satisfied that this is the whole answer."}}),
    ("recommendation-vague", {"narrative": {"recommendations": "Recommendation 4. Schools and the clinics around them are asked to draw nearer to one another. There is much good will on each side and it wants only to be gathered. Let people sit down with those whom they know by voice alone. Managers will find their own ways of making room for this, and children will be the better for it in the long run."}}),
    ("recommendation-assurance", {"narrative": {"recommendations": "It is recommended that the director finds out whether visits were made. The director should confirm that each was recorded at the time."}}),
    ("amendment-unrecorded", {"narrative": {"methodology": "Records were read in May and people met in June. Each step asked what it was like for the child. I took the period back to the winter when the shop closed, which paid. Nobody used hindsight. Two drafts were tested with twelve practitioners and changed."}}),
    ("parallel-told", {"narrative": {"parallel": "Sandvale Police opened an enquiry on the day. Father was charged in April and is on bail. The family court has the case in hand, and a hearing is listed for the spring. The hospital trust has begun an inquiry under its own rules. All of these are led by experienced people."}}),
    ("dissemination-open", {"narrative": {"dissemination": "The business unit will look at who might hear of this. A leaflet may be made, if there is money for one. Teams could be invited to something, perhaps with other partnerships. Families in the area may want to know too. The chair has it in mind, and the communications office is going to be asked for its ideas about the best form for all of this."}}),
    ("why-recounts", {"episode": {"why": "On the Tuesday the form came. It was put with the others. Then the worker rang, and nobody picked up. Next she wrote a card. The following day she drove by and saw no lights. Later a neighbour said they had moved. The case was passed on."}}),
    ("method-hollow", {"narrative": {"methodology": "Records and conversations are the bread of a review, and so it was here. We listened with care to all who had something to say. Themes were found, and found again. We do not see with hindsight. In this way the learning grew, with the child in the middle of it, until it was ripe."}}),
    ("voice-whose-words", {"narrative": {"voice": "Child Rowan was seen by the nurse on six visits. He was seen at home and he was seen at nursery. Each time he was recorded as clean and dressed for the weather. The visits were in time. The plan speaks of him on every page. It is right to say that he was not overlooked by anybody in these months."}}),
    ("parallel-not-agreed", {"narrative": {"parallel": "A trial is to come. Mother was met in March. The police were not consulted on this."}}),
    ("identity-decisions", {"narrative": {"identity": "The review has not considered race, culture, faith or disability. Each family here is treated alike. No view is offered on gender. Child Rowan is nine."}}),
    ("gap-in-list", {"review": {"review_team": [{"name": "J. Marsh", "agency": "Children's Social Care", "role": "core member"}, {"name": "S. Oke", "agency": "Harbour Domestic Abuse Service"}]}}),
    ("practitioner-event-unsafe", {"narrative": {"methodology": "The child stayed in front at each step, as did what was known at the time. Constables were ordered by their chief inspector to come and answer."}}),
    ("practitioner-event-unsafe", {"narrative": {"methodology": "The child stayed in front at each step, as did what was known at the time. A note of each nurse's answers went to her capability file."}}),
    ("practitioner-event-missing", {"review": {"methodology": {"principles": "hindsight", "approach": "Staff met twice in workshops.", "activities": [{"kind": "interview", "who": "Health visitor 1", "notes_returned": True}]}}}),
    ("parallel-not-agreed", {"review": {"parallel_investigations": [{"kind": "criminal", "lead": "Sandvale Police", "status": "closed on 2 May 2026", "effect": "The police agreed the day of publication."}]}, "narrative": {"family": "She said that each officer was kind."}}),
    ("parallel-not-agreed", {"narrative": {"parallel": "The parents were visited in the first week. We saw no need to consult the investigating officer."}}),
    ("parallel-wait", {"narrative": {"parallel": "As is customary, the review was suspended until the trial had ended. Nobody of the family was met before the police decided."}}),
    ("engagement-support-after", {"review": {"family_engagement": [{"person": "p02", "plan": "Meeting after the police decision.", "support": "Advocate at the meeting.", "status": "met", "report_shared": "2026-08-13"}]}}),
    ("engagement-support-after", {"narrative": {"dissemination": "Mother's copy was posted to her in August, and she had the weekend to read it."}}),
    ("genogram-unused", {"narrative": {"family": "Mother said that each officer was kind and that none of them came back. " * 5}}),
    ("genogram-unused", {"narrative": {"family": "A genogram was not made. " + "Mother said that each officer was kind and that none of them came back. " * 5}}),
    ("learning-held-back", {"narrative": {"dissemination": "No briefing goes to teams before the report is out."}}),
    ("learning-held-back", {"narrative": {"purpose": "The partners wanted to know why. Changes to the notice will begin once the report is published."}}),
    ("colour-alone", {"narrative": {"evidence": "| Service | Saw him |\n| --- | --- |\n| Nursery | 🟢 |\n| Clinic | 🔴 |\n"}}),
    ("wider-evidence", {"review": {"wider_evidence": []}, "narrative": {"evidence": "A national study found the same in 40 of 60 places."}}),
    ("finding-wider", finding(wider="The team did not look at other families.")),
    ("recommendation-measure", recommendation(measure="Two workers appointed and six sessions booked by June 2027.")),
    ("amendment-unrecorded", {"review": {"terms_of_reference": {"aims": "a", "scope": "b"}}, "narrative": {"lines": "The second question started out as one about housing; by June it had become one about rent."}}),
    ("why-recounts", {"episode": {"why": "The form was sent on 3 March because the nurse asked. It came back on 9 March and was filed. A second went on 20 March."}}),
    ("old-style-chronology", {"episode": {"what_happened": "On 1 March and 3 March police came, and on 4 March they wrote; on 6 March, 9 March and 11 March nobody answered, and on 12 March the form went."}}),
    ("da-specialist", {"review": {"review_team": [{"name": "A", "agency": "Welcome House Refugee Centre", "role": "adviser"}]}}),
    ("voice-in-episodes", {"episode": {"child_experience": ""}, "narrative": {"episode-E1": "The plan asked whether vouchers had been given. It did not ask how the child's day went."}}),
    ("finding-unlisted", {"narrative": {"findings": "**F1. The pattern was not seen.** No screen shows it.\n\n**F9. Thresholds are too high.** It is widely felt.\n"}}),
    ("finding-unlisted", {"narrative": {"recommendations": "### R7: Training\n\nMore of it.\n"}}),
    ("family-investigation", {"review": {"parallel_investigations": CRIMINAL, "family_engagement": [{"person": "p02", "plan": "Visited at home to hear her account of the night of the injury.", "support": "Advocate."}]}}),
    ("identity-decisions", {"narrative": {"identity": "The child is of dual heritage. Equality, diversity and inclusion were considered at every stage. The family was treated with respect regardless of race, religion or gender. All practitioners were mindful of the family's cultural needs."}}),
    ("intimate-history", {"narrative": {"family": "Mother had been sexually abused at nine, had a termination at sixteen and was detained under the Mental Health Act at seventeen."}}),
    ("voice-in-episodes", {"episode": {"child_experience": "Presented well. Appropriate attachment observed. Meeting developmental milestones, no safeguarding concerns identified."}}),
    ("period-long", {"review": {"period": {"from": "2014-01-01", "to": "2026-01-17"}, "period_reason": "From the first health visiting contacts to the arrest for county lines, so that the whole of the history is set out."}}),
    ("findings-many", {"review": {"findings": [{**F, "id": f"F{n}"} for n in range(1, 11)]}}),
    ("why-recounts", {"episode": {"why": "On 3 March 2025 he was seen. On 9 May 2025 he was seen again."}}),
    ("error-as-end-point", finding(why="The social worker forgot to invite the school.")),
    ("placeholder-left", {"narrative": {"analysis-K1": "The child was heard. [Author to add what education says about it]"}}),
    ("placeholder-left", {"review": {"wider_evidence": [{"source": "Audit", "point": "TBC"}]}}),
    ("voice-whose-words", {"narrative": {"voice": "Mother said that the year was the hardest of her life. Mother felt that nobody rang back. Maternal grandfather felt the same, and told the review so."}}),
    ("professionals-listed", {"narrative": {"circumstances": "The child met the head of year, the school nurse, the attendance officer, the inclusion manager, the custody sergeant, the victim worker, the social worker, the mentor and the centre receptionist."}}),
    ("practitioners-not-heard", {"review": {"methodology": {"principles": "hindsight", "approach": "b", "activities": [{"kind": "conversation with the child", "who": "Child Rowan with his youth worker", "notes_returned": True}]}}}),
    ("recommendation-due-before-publication", recommendation(due="2026-06-01")),
    ("recommendation-measure", recommendation(measure="Staff will feel more confident.")),
    ("hindsight-words", {"narrative": {"analysis-K1": "Had the note been read in March, the child would not have been hurt."}}),
    ("period-long", {"review": {"period": {"from": "2020-01-01", "to": "2026-01-17"}}}),
    ("period-reason", {"review": {"period_reason": ""}}),
    ("period-old", {"review": {"period": {"from": "2023-01-01", "to": "2024-06-30"}, "incident_date": None}}),
    ("period-incident", {"review": {"incident_date": "2026-02-10"}}),
    ("period-after-decision", {"review": {"period": {"from": "2024-07-01", "to": "2026-04-01"}}}),
    ("exploitation-early-life", {"narrative": {"circumstances": "The child was drawn into county lines. He lives with relatives now."}, "review": {"terms_of_reference": {"aims": "a", "scope": "b"}}}),
    ("aims-missing", {"review": {"terms_of_reference": {"scope": "Practice of two agencies."}}}),
    ("scope-missing", {"review": {"terms_of_reference": {"aims": "To learn."}}}),
    ("amendment-incomplete", {"review": {"terms_of_reference": {"aims": "a", "scope": "b", "amendments": [{"change": "Housing added."}]}}}),
    ("amendment-dates", {"review": {"terms_of_reference": {"aims": "a", "scope": "b", "amendments": [{"date": "2026-01-01", "change": "x", "reason": "y", "agreed_by": "z"}]}}}),
    ("amendment-unrecorded", {"review": {"terms_of_reference": {"aims": "a", "scope": "b"}}, "narrative": {"terms": "In May the scope was widened to housing."}}),
    ("amendment-unrecorded", {"review": {"terms_of_reference": {"aims": "a", "scope": "b"}}, "narrative": {"lines": "There are two questions. Both came from the rapid review, except the part on housing, which we added in May."}}),
    ("amendment-unrecorded", {"review": {"terms_of_reference": {"aims": "a", "scope": "b"}}, "narrative": {"evidence": "The second line of enquiry was later widened to take in housing."}}),
    ("amendment-unrecorded", {"narrative": {"terms": "In July the period was lengthened by a year, so that the schooling could be seen."}}),
    ("amendment-unrecorded", {"narrative": {"terms": "The terms were amended twice, in May and in June, each time for housing."}}),
    ("practitioner-event-missing", {"review": {"methodology": {"principles": "hindsight", "approach": "b", "activities": [{"kind": "interview", "who": "Health visitor 1", "notes_returned": True}]}}}),
    ("profile-not-in-force", {"review": {"profile": "wt2023-panel2025", "decision_date": "2023-03-01", "period": {"from": "2022-01-01", "to": "2023-01-17"}}}),
    ("exploitation-early-life", {"narrative": {"circumstances": "The child was drawn into county lines. He lives with relatives now.", "child": "Child Rowan hides his shoes.", "voice": None, "analysis-K1": "The child told a mentor."}, "review": {"terms_of_reference": {"aims": "a", "scope": "Practice of two agencies, and the child's early years in summary."}}}),
    ("exploitation-early-life", {"narrative": {"circumstances": "The child was groomed and ran drugs for older men. He lives with relatives now. His early years were not gone into."}, "review": {"terms_of_reference": {"aims": "a", "scope": "b"}}}),
    ("voice-whose-words", {"narrative": {"voice": "Child Rowan was described by professionals as withdrawn and guarded. He presented with low mood and showed signs of anxiety. His attachment to Mother was assessed as insecure, and his SDQ score was high."}}),
    ("voice-in-episodes", {"episode": {"child_experience": "The child was noted to be anxious and presented as withdrawn."}}),
    ("hindsight-words", {"episode": {"roles": {"Sandvale Police": "The child's danger should have been obvious to every officer."}}}),
    ("blame-words", {"review": {"methodology": {"principles": "Systems approach; hindsight named and tested.", "approach": "The child's social worker failed to see what was plain.", "activities": [{"kind": "practitioner event", "notes_returned": True}]}}}),
    ("blame-words", {"narrative": {"analysis-K1": "Child Rowan knew the risks and went anyway."}}),
    ("error-as-end-point", {"narrative": {"analysis-K1": "The child waited nine days. Referrals are read on one screen by three people. The worker got it wrong on the day. There is no call to look behind it."}}),
    ("error-as-end-point", {"narrative": {"analysis-K1": "The child was not asked. The officer took what he was told at face value. He has been given words of advice."}}),
    ("early-life-long", {"narrative": {"child": "Child Rowan hides his shoes. " + "In 2016 the family lived at a third address, where the damp came through and nobody answered, for a year and more. " * 4}}),
    ("review-name", {"narrative": {"purpose": "This was carried out as a learning review, because the partners wanted to know why. It goes by Working Together 2018."}}),
    ("purpose-thin", {"narrative": {"purpose": "The partners asked for it under Working Together 2018."}}),
    ("line-blame", {"review": {"key_lines_of_enquiry": [{"id": "K1", "question": "Which services did not do their job, and who was responsible for that?"}, {"id": "K2", "question": "Who knew?"}]}}),
    ("line-blame", {"review": {"key_lines_of_enquiry": [{"id": "K1", "question": "Why did the nurse not do what she was meant to do?"}, {"id": "K2", "question": "Who knew?"}]}}),
    ("parallel-effect", {"review": {"parallel_investigations": [{"kind": "criminal", "lead": "Sandvale Police", "status": "open", "effect": "Not yet discussed with the officer in the case. Meetings have gone ahead as planned."}]}}),
    ("parallel-unmentioned", {"review": {"parallel_investigations": []}, "narrative": {"parallel": "Three other processes ran beside this review, and each has its own purpose and its own people."}}),
    ("finding-wider", finding(wider="This is specific to this family.")),
    ("recommendation-owner", recommendation(owner="To be agreed by the executive")),
    ("recommendation-vague", recommendation(text="Culture to be given the prominence that it deserves in assessment.", action="To be taken forward by partners.")),
    ("recommendation-vague", {"narrative": {"recommendations": "Recommendation 1. Teachers and nurses should talk about children whom they both know, openly and as equals, and should not be afraid to say that they disagree. Leaders should make it safe to do so. A child whose adults speak to one another is a child who is held, and this was not so for the children of this review."}}),
    ("recommendation-measure", recommendation(measure="The room at High Fell Farm is open and a poster has been printed for all nurses.")),
    ("recommendation-standard-practice", recommendation(text="Staff refer what they suspect without delay, and a strategy discussion is held.")),
    ("error-as-end-point", finding(why="The ward clerk was told of the move and put the note in the day book, when a telephone call was wanted. That mistake is the reason nobody went.")),
    ("blame-words", {"narrative": {"analysis-K1": "The child's papers lay in the van. For that the driver has nobody to blame but himself. He left them there, which was lax of him."}}),
    ("recommendation-assurance", {"narrative": {"recommendations": "It is recommended that the partnership seeks assurance from the trust that letters are read in good time."}}),
    ("amendment-unrecorded", {"review": {"terms_of_reference": {"aims": "a", "scope": "b"}}, "narrative": {"lines": "The second, which was a question about carers in general until we had met Father, is about him: how did services understand him?"}}),
    ("amendment-untold", {"review": {"terms_of_reference": {"aims": "a", "scope": "b"}}, "narrative": {"terms": "The aim was set at the start by the team: to learn how services can keep hold of a child's days and nights when his care rests on one parent. It covers six services and how they were led.", "lines": "There are two questions, and each has its own chapter."}}),
    ("amendment-unrecorded", {"review": {"terms_of_reference": {"aims": "a", "scope": "b"}}, "narrative": {"lines": "The lines were confirmed in the terms of reference, the last of them by amendment."}}),
    ("amendment-unrecorded", {"review": {"terms_of_reference": {"aims": "a", "scope": "b"}}, "narrative": {"lines": "The part of the first question that concerns the cot was put in after the first practitioner event."}}),
    ("hindsight-words", {"narrative": {"episode-E1": "It was plain by the middle of November that this boy was being starved, and anyone who had stopped to think would have seen where it was heading."}}),
    ("hindsight-words", {"narrative": {"episode-E1": "Looking back, it was plain that this was a girl on her way to a crisis."}}),
    ("hindsight-words", {"narrative": {"episode-E1": "The events of January could have been foreseen from that supper table."}}),
    ("recommendation-owner", recommendation(owner="Partner agencies")),
    ("recommendation-assurance", recommendation(text="The three partners want to know by the summer whether duty calls are returned.")),
    ("recommendation-standard-practice", recommendation(text="Teachers leaving a class should pass on what they know, as the guidance requires.")),
    ("recommendation-standard-practice", recommendation(text="Health practitioners must weigh children who are fed by tube.")),
    ("engagement-support", {"review": {"family_engagement": [{"person": "p02", "plan": "Visit.", "support": "Not required."}]}}),
    ("independence-conflict", {"review": {"lead_reviewer": {"name": "Dr Ada Quill", "independence": "Independent. Her husband is a consultant at the hospital."}}}),
    ("harmful-detail", {"narrative": {"circumstances": "The child lived with Mother. He was born on 14 May 2021."}}),
    ("voice-in-episodes", {"episode": {"child_experience": "School staff described Child Rowan as settled, and the social worker was told that he presented as usual."}}),
    ("voice-in-episodes", {"episode": {"child_experience": "Mother was tired and her sister helped her."}}),
    ("error-as-end-point", {"narrative": {"analysis-K1": "The child waited. The bruise was looked at on a small screen and graded wrongly. The delay came down to that mistake, and the nurse has since repeated her training."}}),
    ("name-not-in-register", {"narrative": {"analysis-K1": "The child's days were known to a school nurse, Gemma Holt, because she came each week."}}),
    ("name-not-in-register", {"narrative": {"analysis-K1": "The child told Mrs Abernethy, because she had time."}}),
    ("period-reason", {"review": {"period_reason": "This is the period set."}}),
    ("line-blame", {"review": {"key_lines_of_enquiry": [{"id": "K1", "question": "Did professionals do enough to protect the child?"}, {"id": "K2", "question": "Who knew?"}]}}),
    ("harmful-detail", {"narrative": {"circumstances": "The child lived with Mother, who was born on 3 May 1989."}}),
    ("blame-words", {"narrative": {"analysis-K1": "If Child Rowan had said where it hurt, help would have come sooner."}}),
    ("hindsight-words", {"episode": {"what_happened": "The notice contained all that was needed to work out what was happening to the child. Anyone who read it could have foreseen the rest."}}),
    ("lines-missing", {"review": {"key_lines_of_enquiry": [], "findings": [{**F, "key_lines": []}]}}),
    ("lines-many", {"review": {"key_lines_of_enquiry": [{"id": f"K{n}", "question": "How was it?"} for n in range(1, 7)]}}),
    ("line-not-a-question", {"review": {"key_lines_of_enquiry": [{"id": "K1", "question": "Neglect"}, {"id": "K2", "question": "Who knew?"}]}}),
    ("line-blame", {"review": {"key_lines_of_enquiry": [{"id": "K1", "question": "Who was at fault for the injury?"}, {"id": "K2", "question": "Who knew?"}]}}),
    ("line-unanswered", finding(key_lines=["K1"])),
    ("line-not-analysed", {"narrative": {"analysis-K2": None}}),
    ("method-principles", {"review": {"methodology": {"approach": "Conversations.", "activities": [{"kind": "practitioner event"}]}}}),
    ("method-approach", {"review": {"methodology": {"principles": "Systems approach; hindsight named."}}, "narrative": {"methodology": None}}),
    ("method-activities", {"review": {"methodology": {"principles": "Systems approach; hindsight named.", "approach": "Conversations."}}}),
    ("practitioners-not-heard", {"review": {"methodology": {"principles": "hindsight", "approach": "b", "activities": [{"kind": "family meeting", "who": "p02", "notes_returned": True}]}}}),
    ("notes-not-returned", {"review": {"methodology": {"principles": "hindsight", "approach": "b", "activities": [{"kind": "interview", "who": "Health visitor 1", "notes_returned": False}]}}}),
    ("activity-dates", {"review": {"methodology": {"principles": "hindsight", "approach": "b", "activities": [{"date": "2026-09-01", "kind": "practitioner event", "notes_returned": True}]}}}),
    ("method-hindsight", {"review": {"methodology": {"principles": "Systems approach.", "approach": "b", "activities": [{"kind": "practitioner event", "notes_returned": True}]}}}),
    ("reviewer-missing", {"review": {"lead_reviewer": None}}),
    ("independence-missing", {"review": {"lead_reviewer": {"name": "Dr Ada Quill"}}}),
    ("independence-missing", {"review": {"lead_reviewer": {"name": "Dr Ada Quill", "independence": "A midwife for thirty years, the last five as locality manager in the town. No link with the family."}}}),
    ("independence-conflict", {"review": {"lead_reviewer": {"name": "Dr Ada Quill", "independence": "Worked for Sandvale Council as a service manager until 2024."}}}),
    ("independence-conflict", {"review": {"lead_reviewer": {"name": "Dr Ada Quill", "organisation": "Sandvale Police", "independence": "No link with the family."}}}),
    ("agency-silent", {"review": {"agencies": [{"name": "Sandvale Homes", "chronology": "homes.csv"}]}}),
    ("review-team-missing", {"review": {"review_team": []}}),
    ("da-specialist", {"review": {"review_team": [{"name": "J. Marsh", "agency": "Children's Social Care", "role": "core member"}]}}),
    ("family-not-invited", {"review": {"family_engagement": []}}),
    ("engagement-plan", {"review": {"family_engagement": [{"person": "p02", "support": "Advocate."}]}}),
    ("engagement-support", {"review": {"family_engagement": [{"person": "p02", "plan": "Visit."}]}}),
    ("parent-undecided", {"review": {"family_engagement": [{"person": "p02", "plan": "Visit.", "support": "Advocate."}], "parallel_investigations": []}, "narrative": {"family": "She said much.", "parallel": "The police looked into it. Because of Father's violence a specialist sat on the team."}}),
    ("parent-undecided", {"review": {"family_engagement": [{"person": "p02", "plan": "Visit.", "support": "Advocate."}], "parallel_investigations": []}, "narrative": {"family": "She said much.", "parallel": None}}),
    ("report-not-shared", {"review": {"family_engagement": [{"person": "p02", "plan": "Visit.", "support": "Advocate.", "status": "met 2026-05-20"}]}}),
    ("report-shared-late", {"review": {"family_engagement": [{"person": "p02", "plan": "Visit.", "support": "Advocate.", "status": "met", "report_shared": "2026-08-26"}]}}),
    ("family-proceedings", {"review": {"parallel_investigations": [{"kind": "criminal", "lead": "Police", "status": "open"}]}}),
    ("identity-missing", {"narrative": {"identity": None}}),
    ("identity-aspects", {"narrative": {"identity": "The child's disability was well known to everybody and practitioners decided with it in mind. " * 3}}),
    ("identity-decisions", {"narrative": {"identity": "A White British boy of five with a learning disability and two languages, together with the culture of a small village where everybody is cousin to everybody."}}),
    ("intersectionality", {"narrative": {"identity": "A White British boy of five with a learning disability. Practitioners asked about culture and language when they first met the family at home."}}),
    ("pen-picture-missing", {"narrative": {"child": None}}),
    ("circumstances-missing", {"narrative": {"circumstances": None}}),
    ("voice-missing", {"narrative": {"voice": None}}),
    ("voice-whose-words", {"narrative": {"voice": "The lived experience of the children is important and was considered at each stage of this review by all who took part in it and beyond."}}),
    ("voice-in-episodes", {"episode": {"child_experience": ""}}),
    ("voice-in-episodes", {"episode": {"child_experience": "Mother was under great strain and did not open her post."}}),
    ("why-recounts", {"episode": {"why": "The social worker visited twice. The nurse rang Mother."}}),
    ("old-style-chronology", {"narrative": {"circumstances": "The child lived at home. " + " ".join(f"A nurse visited on {day} March." for day in range(3, 10))}}),
    ("voice-in-analysis", {"narrative": {"analysis-K1": "The police and the hospital use two systems that do not speak with each other, because they were bought apart. " * 5}}),
    ("parallel-effect", {"review": {"parallel_investigations": [{"kind": "criminal", "lead": "Police", "status": "open"}]}}),
    ("parallel-status", {"review": {"parallel_investigations": [{"kind": "criminal", "effect": "Publication agreed with the police."}]}}),
    ("parallel-unmentioned", {"review": {"parallel_investigations": []}}),
    ("parallel-unmentioned", {"review": {"parallel_investigations": []}, "narrative": {"parallel": "There is not much to say under this heading."}}),
    ("criminal-publication", {"review": {"parallel_investigations": [{"kind": "criminal", "lead": "x", "status": "open", "effect": "None."}]}}),
    ("parallel-wait", {"review": {"parallel_investigations": [{"kind": "criminal", "lead": "Police", "status": "open", "effect": "The review is paused."}]}}),
    ("episode-why", {"episode": {"why": ""}}),
    ("episode-good-practice", {"episode": {"good_practice": ""}}),
    ("episode-good-practice", {"episode": {"good_practice": "None identified."}}),
    ("finding-wider", finding(wider="N/A")),
    ("engagement-support", {"review": {"family_engagement": [{"person": "p02", "plan": "Visit.", "support": "None needed."}]}}),
    ("recommendation-vague", recommendation(text="Everybody who meets fathers needs to be more welcoming and to listen better.")),
    ("error-as-end-point", finding(why="The referral was lost because the clerk put it in the wrong tray. The guidance was clear and she had been trained.")),
    ("why-recounts", finding(why="Referrals were made on four occasions and each was closed. A strategy discussion was not held. Father was not spoken to.")),
    ("old-style-chronology", {"narrative": {"circumstances": "The child was seen at school. On the Monday the nurse visited. On the Tuesday the social worker came. A week later a letter was sent. Two days later the police rang. After that a meeting was held."}}),
    ("episode-system", {"episode": {"system": "", "factors": []}}),
    ("episode-account", {"episode": {"what_happened": ""}}),
    ("findings-missing", {"review": {"findings": [], "recommendations": [{**R, "finding": ""}]}}),
    ("finding-no-episode", finding(episodes=[])),
    ("finding-unknown-episode", finding(episodes=["E7"])),
    ("finding-no-line", finding(key_lines=[])),
    ("finding-why", finding(why="")),
    ("finding-wider", finding(wider="")),
    ("wider-evidence", {"review": {"wider_evidence": []}}),
    ("recommendations-missing", {"review": {"recommendations": []}}),
    ("recommendations-many", {"review": {"recommendations": [{**R, "id": f"R{n}"} for n in range(1, 13)]}}),
    ("recommendation-owner", recommendation(owner="")),
    ("recommendation-owner", recommendation(owner="All agencies")),
    ("recommendation-due", recommendation(due=None)),
    ("recommendation-due-early", recommendation(due="2026-02-01")),
    ("recommendation-action", recommendation(action="")),
    ("recommendation-measure", recommendation(measure="")),
    ("recommendation-measure", recommendation(measure="Training delivered.")),
    ("recommendation-evidence", recommendation(evidence="")),
    ("recommendation-unlinked", recommendation(finding="")),
    ("recommendation-vague", recommendation(text="Agencies should consider how to improve information sharing.")),
    ("recommendation-assurance", recommendation(text="The partnership should seek assurance that referrals are made.")),
    ("recommendation-standard-practice", recommendation(text="Staff should be reminded to record the voice of the child.")),
    ("recommendation-only-procedure", recommendation(text="Develop a new multi-agency protocol on bruising.", action="Write it.")),
    ("recommendation-long", recommendation(text="Give one practitioner the sequence " * 20)),
    ("question-answerable", {"review": {"questions_for_partners": [{"text": "How will you know?"}]}}),
    ("publication-date", {"review": {"publication_date": None}}),
    ("six-months", {"review": {"publication_date": "2026-10-15"}}),
    ("delay-told-late", {"review": {"publication": {"panel_copy_sent": "2026-08-14", "panel_delay_discussed": "2026-09-20"}}}),
    ("panel-copy", {"review": {"publication": {"panel_copy_sent": "2026-08-20", "media_lead": "x"}}}),
    ("panel-copy-unplanned", {"review": {"publication": None}}),
    ("panel-early-talk", recommendation(owner="The national Panel")),
    ("publication-working-day", {"review": {"publication_date": "2026-08-30"}}),
    ("publication-before-decision", {"review": {"publication_date": "2026-03-01"}}),
    ("sign-off", {"review": {"sign_off": {**SIGNED, "police": None}}}),
    ("sign-off-late", {"review": {"sign_off": {**SIGNED, "police": {"name": "C. Lowe", "date": "2026-08-28"}}}}),
    ("sign-off-after-copy", {"review": {"sign_off": {**SIGNED, "police": {"name": "C. Lowe", "date": "2026-08-18"}}}}),
    ("dissemination-missing", {"review": {"dissemination": []}}),
    ("dissemination-incomplete", {"review": {"dissemination": [{"who": "Staff"}]}}),
    ("dissemination-practitioners", {"review": {"dissemination": [{"who": "The public", "when": "2026-09-15", "how": "Website"}]}}),
    ("media-lead", {"review": {"publication": {"panel_copy_sent": "2026-08-14"}}}),
    ("checks-off", {"review": {"checks_off": [{"rule": "six-month", "reason": "x"}]}}),
    ("blame-words", {"narrative": {"analysis-K1": "The social worker failed to see the child, and the health visitor was at fault because nobody told her."}}),
    ("hindsight-words", {"narrative": {"analysis-K1": "The child's school should have known. This would have prevented the injury."}}),
    ("error-as-end-point", {"narrative": {"analysis-K1": "The child was not seen because of human error. The nurse simply forgot."}}),
    ("error-as-end-point", {"episode": {"why": "The officer did not follow procedure."}}),
    ("old-style-chronology", {"narrative": {"circumstances": f"The child lived at home. {DATED}"}}),
    ("professionals-listed", {"narrative": {"circumstances": f"The child lived at home. {NUMBERED}"}}),
    ("section-long", {"narrative": {"circumstances": "The child lived at home with the dog. " * 130}}),
    ("report-long", {"narrative": {"analysis-K1": "The child was seen because the form asked. " * 2600}}),
    ("prompts-left", {"narrative": {"purpose": None}}),
    ("unplaced-text", {"narrative": {"unplaced": "Left over."}}),
    ("abbreviations", {"narrative": {"circumstances": "The child was known to the XQP and lived at home."}}),
    ("reading-age", {"narrative": {"analysis-K1": f"The child. {HARD}"}}),
    ("link-text", {"narrative": {"evidence": "The audit is [here](https://example.org)."}}),
    ("picture-left-out", {"narrative": {"child": "The child likes buses.\n\n![A red bus](bus.png)\n"}}),
    ("harmful-detail", {"narrative": {"circumstances": "The child lived at 14 Mill Street with Mother."}}),
    ("real-names-in-text", {"narrative": {"analysis-K1": "The child's days were known to the nursery, where Bramwell sang."}}),
    ("practitioner-event-managers", {"review": {"methodology": {"principles": "hindsight", "approach": "b", "activities": [{"kind": "practitioner event", "who": "Heads of service and team managers", "notes_returned": True}]}}}),
    ("practitioner-event-managers", {"narrative": {"methodology": "The practitioner event was attended by managers only. Each step asked what it was like for the child, and what could be known at the time."}}),
    ("recommendation-only-procedure", recommendation(text="Deliver a half-day course on neglect to early help workers.")),
    ("recommendation-standard-practice", recommendation(text="Strategy discussions must involve health.")),
    ("independence-conflict", {"review": {"lead_reviewer": {"name": "Dr Ada Quill", "independence": "Independent, apart from a spell as interim manager in the council's early help service."}}}),
    ("jargon-was-not-brought", {"narrative": {"circumstances": "The child failed to attend his eye appointment."}}),
]  # fmt: skip


def test_a_good_review_passes(read_good):
    assert report_findings(read_good.report()) == []


@pytest.mark.parametrize(("rule", "changes"), BREACHES, ids=[f"{number}-{rule}" for number, (rule, _) in enumerate(BREACHES)])
def test_each_breach_is_found_by_its_rule(read_good, rule, changes):
    found = {finding.rule for finding in report_findings(read_good.report(**changes))}
    assert rule in found


def test_there_are_many_rules_and_most_have_a_planted_breach():
    assert len(RULES) >= 60
    assert len(set(RULES) - {rule for rule, _ in BREACHES}) <= 18


@pytest.mark.parametrize("told", ["The terms were changed once.", "In May the scope was widened to take in housing.", "The scope was widened when three moves came to light.", "They were amended. The team asked for the landlord's side, which is housing."])
def test_a_change_that_is_recorded_may_be_told_of(read_good, told):
    assert rules_of(read_good.report(narrative={"terms": f"{told} The child's days stayed in front."})) == set()


@pytest.mark.parametrize("who", ["Front-line staff and their managers", "Midwives, a constable and the duty manager", "Nineteen people, none of them in a managerial post", "", "Those who knew the child"])
def test_an_event_with_those_who_did_the_work_is_no_event_for_managers(read_good, who):
    changed = read_good.report(review={"methodology": {"principles": "hindsight", "approach": "b", "activities": [{"kind": "practitioner event", "who": who, "notes_returned": True}]}})
    assert "practitioner-event-managers" not in rules_of(changed)


def test_an_event_for_managers_beside_one_for_practitioners_is_left_alone(read_good):
    events = [{"kind": "practitioner event", "who": who, "notes_returned": True} for who in ("Service managers", "Staff who knew the child")]
    assert "practitioner-event-managers" not in rules_of(read_good.report(review={"methodology": {"principles": "hindsight", "approach": "b", "activities": events}}))


def test_no_message_shows_a_real_name(read_good):
    found = report_findings(read_good.report(narrative={"analysis-K1": "The child's days were known to the nursery, where Bramwell sang."}))
    assert found and not any("Bramwell" in finding.message for finding in found)


def test_a_child_who_can_speak_is_heard_in_the_section_on_voice(read_good):
    def found_at(age, text):
        report = read_good.report(narrative={"voice": text})
        members = tuple(replace(member, age=age) if member.is_subject else member for member in report.members)
        return {finding.message[:20] for finding in report_findings(replace(report, members=members)) if finding.rule == "voice-whose-words"}

    assert found_at("9", BY_ADULTS) == {"Not a word of the ch"}
    assert found_at("9", f"{BY_ADULTS} Child Rowan hid his shoes and told her that he was “not going”. He slept in his coat. He drew the door.") == set()
    assert "Not a word of the ch" not in found_at("1", BY_ADULTS)


@pytest.mark.parametrize(
    "changes",
    [
        {"narrative": {"findings": f"**F1. The letter waited.** {ALONE}\n\nAll of the findings hold beyond this family."}},
        {"narrative": {"findings": f"**F1. The letter waited.** {ALONE} It was so for eleven of fourteen families."}},
        {"narrative": {"purpose": "The rapid review found a lasting problem, and the partners wanted to know why. It is not to establish who was responsible."}},
        {"narrative": {"terms": "The aim was set at the start by the team. No amendment was made; two were thought of and set aside."}, "review": {"terms_of_reference": {"aims": "a", "scope": "b"}}},
        {"narrative": {"family": "Mother was asked nothing about the night of the injury. Father has not been heard yet because of the charging decision."}},
        {"narrative": {"dissemination": "Mother reads the report with her advocate two weeks before the day of publication."}},
    ],
    ids=["all findings", "a number", "not its task", "nothing changed", "not asked", "in time"],
)
def test_what_only_looks_like_a_breach_is_left_alone(read_good, changes):
    assert rules_of(read_good.report(**changes)) == set()


def test_a_grandparent_without_a_word_on_inviting_is_named(read_good):
    report = read_good.report()
    grandmother = replace(report.members[1], id="p09", name="Paternal grandmother", role="paternal grandmother", age="61", contribute="")
    assert rules_of(replace(report, members=(*report.members, grandmother))) == {"relative-undecided"}
    assert rules_of(replace(report, members=(*report.members, replace(grandmother, contribute="Too ill")))) == set()


def test_who_contributes_has_a_plan_and_who_lived_there_a_decision(read_good):
    report = read_good.report(narrative={"family": "She said much."})
    child, mother, father = report.members
    members = (child, mother, replace(father, contribute="Yes: by video in the evening"))
    assert rules_of(replace(report, members=members)) == {"contribution-unplanned"}
    lodger = replace(father, role="lodger", contribute="tbc")
    assert "relative-undecided" in rules_of(replace(report, members=(child, mother, lodger)))
    assert "relative-undecided" not in rules_of(replace(report, members=(child, mother, replace(lodger, contribute="No: he asked not to"))))


def test_an_episode_without_good_practice_is_named_beside_one_that_shows_it(read_good):
    report = read_good.report()
    bare = replace(report.episodes[0], good_practice="None identified in this episode.")
    both = replace(report, episodes=(replace(report.episodes[0], id="E2"), bare))
    assert [finding.where for finding in report_findings(both) if finding.rule == "episode-good-practice-none"] == ["episodes.yml, E1, good_practice"]


def test_those_who_made_the_review_and_places_are_no_names_left_in(read_good):
    text = "The child was seen by a social worker, Early Help Team, with Sister. They spoke to Mr Marsh of the review team, because he asked."
    assert "name-not-in-register" not in rules_of(read_good.report(narrative={"analysis-K1": text}))


def test_days_of_a_child_s_words_and_a_summary_are_no_chronology(read_good):
    said = " ".join(f'In {month}, "{word}".' for month, word in (("January", "cold"), ("March", "no car"), ("April", "mama cry"), ("August", "sore"), ("September", "sore long")))
    records = "\n\n".join(f'"{word}". (The school, {day} September 2024)' for day, word in enumerate(("loud", "again", "funny", "hurt", "chair", "not", "finish"), 3))
    for text in (said, records):
        assert "old-style-chronology" not in rules_of(read_good.report(narrative={"voice": f"The child said this.\n\n{text}"}))


@pytest.mark.parametrize(
    "narrative",
    [
        {"episode-E1": "Seen from here, with hindsight, the four calls look like one. On the night each officer had a single sheet and a queue."},
        {"methodology": "Each step asked what it was like for the child. The outcome was covered up, since it is too easy in hindsight to find a thread. Staff were told that nothing they said would go to human resources."},
        {"dissemination": "In September the team leaders meet. In October each school has a morning. On 4 November the parents' forum reads it. In December the partners hear what has changed. A month later a second survey goes out."},
        {"purpose": "The rapid review found a lasting problem, and the partners wanted to know why and what might have helped. The learning was not kept back until publication."},
        {"evidence": "The inquiry of 2019 told of the same. In the county's count, 14 of 40 notices were read alone. We cannot say how common it is elsewhere.\n\n| Service | Read |\n| --- | --- |\n| Police | 🟢 yes |\n"},
        {"family": "A genogram was drawn with Mother at her table, and from it we chose whom to ask. Her sister was not on it at first. Father was to be met after the charging decision, as the officer asked. Nobody read the report alone."},
        {"parallel": "The police investigation was no reason to pause the review. The officer in the case agreed the order in which we met people."},
        {"child": "At breakfast only Child Rowan could say where the dog had gone. He signed “DOG”, then DOG GONE, DON'T KNOW, and could ask for milk."},
        {"child": "Child Rowan hides his shoes, and could tell a wren from a robin by its song. His grandmother calls him fierce."},
        {"terms": "The weeks in foster care are left out, since nothing in them is at issue. A line that was withdrawn is noted with the terms."},
        {"lines": "A third line, on the flat, was thought of and left out. What happened on the night is for the court."},
        {"purpose": "A review of this kind is not an inquiry into who was at fault. Each form asks who was to blame for that day, and looks no further back."},
        {"dissemination": "Staff hear of this on 3 March, and the family reads it first, with a supporter. The council's press office answers any media interest."},
        {"analysis-K1": "The child was cold, and we looked for one person who let it slip. We did not find one: the list held one number a room."},
        {"analysis-K1": "The child waited. We do not think that anyone lacked curiosity. They lacked the hours, and a form on which to write the answer."},
        {"episode-E1": "The child was on the ward by noon. The nurse heard from each parent that the other gave the wrong dose."},
        {"episode-E1": "**Good practice.** The clerk who read the letter three times. The nurse who asked the child what she meant, and overlooked the clock."},
        {"analysis-K1": "The child was asked nothing. I do not say that a call would have saved him. It would have meant fewer people carrying him alone."},
        {"terms": "**Amendments.** None. The child's days stayed in front, and everything else was left out."},
        {"methodology": "**Who was heard.** Nineteen front-line staff came in February, and again in April with their managers. Each step asked what it was like for the child, and how it looked at the time."},
        {"dissemination": "Each of the family has it well before publication, and nothing is posted to the house. The coach leads a session with two young people who came here alone."},
        {"child": "Child Rowan's mother asked for one thing to be written here: that he sang. Fix the gate, he told the school. Slow days need a song."},
        {"circumstances": "When the violence was at its worst, the child slept at a neighbour's."},
        {"methodology": "Each step asked what it was like for the child. It is sobering, and keeps one modest about what could have been foreseen."},
        {"terms": "The period is short because recent practice has most to teach. To it the team added a summary of the child's early life."},
        {"family": "Mother was met at home, and described the night at the door with great fairness. A genogram was drawn with her. Father was asked twice and did not wish to take part."},
        {"terms": "Two of the reviewer's own analyses were dropped because the numbers were too small. The child's days stayed in front."},
        {"lines": "Each was turned into plain questions for the family. Conversations began with a line and ended with an open invitation."},
        {"methodology": "Each step asked what it was like for the child. We are forever being shown how the early signs were there to see, so each was asked what else might have followed."},
        {"purpose": "The rapid review found a lasting problem, and the partners wanted to know why. It isn't here to blame a mum, a worker or a neighbour. The learning was not kept back until publication."},
        {"dissemination": "Staff hear of this on 3 March, and the family reads it first, with a supporter. The findings go to the regional network, since the pattern is unlikely to be ours alone."},
        {"child": "Child Rowan took part in his own way, through pictures. The children were asked first what the review ought to ask."},
        {"episode-E1": "**How it looks.** The wrong answer on the form was a mistake.\n\nThe form had no box for it and the shift was two people short, because the rota was built for summer."},
        {"child": 'Child Rowan said it once, at breakfast: "I told Miss. Then Nana cried."'},
    ],
)
def test_honest_prose_gets_no_message(read_good, narrative):
    assert rules_of(read_good.report(narrative=narrative)) == set()


def test_an_investigation_that_was_over_before_the_review_needs_no_agreement(read_good):
    over = [{"kind": "criminal", "lead": "Sandvale Police", "status": "Closed in January, before the decision to review", "effect": "The scene report was shared with the review."}]
    assert "parallel-not-agreed" not in rules_of(read_good.report(review={"parallel_investigations": over}, narrative={"family": "She said that each officer was kind.", "parallel": "The police had finished."}))


def test_whom_to_blame_is_no_question_of_the_review(read_good):
    assert rules_of(read_good.report(narrative={"purpose": "The rapid review found a lasting problem, and the partners wanted to know why. It is not for this review to decide who was to blame. The learning was not kept back until publication."})) == set()


def test_an_interest_that_was_declared_and_accepted_is_no_tie(read_good):
    for said in ("Taught at the university where the chair once studied; this was declared and the partners were content.", "Her son plays football with an officer's son, which the commissioners knew when they chose her."):
        assert "independence-conflict" not in rules_of(read_good.report(review={"lead_reviewer": {"name": "Dr Ada Quill", "independence": said}}))


def test_what_others_heard_and_saw_a_child_do_is_the_childs_part(read_good):
    told = "The corridor that he knew was gone in a day, with the stairs, the neighbours, the cat and the shop where he was always given a biscuit. A week later the neighbour heard him cry through an hour of arguing. \"If Dad was here I would sleep\", he typed. The door of the new flat did not shut."
    assert "voice-in-episodes" not in rules_of(read_good.report(episode={"child_experience": told}))


def test_a_new_baby_is_not_the_older_child_of_the_review(read_good):
    report = read_good.report(episode={"child_experience": "It was a hard spring. Mother slept little with the new baby, and nobody came."})
    older = replace(report, members=(replace(report.members[0], age="11"), *report.members[1:]))
    assert "voice-in-episodes" in rules_of(older)
    assert "voice-in-episodes" not in rules_of(report)


def test_what_a_thing_made_possible_explains(read_good):
    assert "why-recounts" not in rules_of(read_good.report(episode={"why": "The snow kept two officers at the station. The sergeant sent both. They had read the notices that morning."}))


def test_a_summary_a_third_of_which_is_dated_is_no_chronology(read_good):
    told = " ".join(f"On {day} March a letter came to the flat." for day in range(3, 9))
    meant = " ".join(f"The child kept the {thing} because nobody asked for it." for thing in ("key", "bag", "book", "coat", "ball", "cup", "hat", "map", "bell", "box", "drum"))
    assert "old-style-chronology" not in rules_of(read_good.report(narrative={"circumstances": f"{told} {meant}"}))


def test_people_who_knew_what_they_did_are_no_blame_of_the_child(read_good):
    assert "blame-words" not in rules_of(read_good.report(narrative={"circumstances": "Child Rowan was carried out of the house by people who knew what they were doing."}))


def test_a_recommendation_is_definite_by_its_action_too(read_good):
    action = "From May two interpreters go with the nurse each week."
    assert "recommendation-vague" not in rules_of(read_good.report(**recommendation(text="Culture to be given the prominence that it deserves in assessment.", action=action)))


def test_a_worker_who_checks_with_a_family_seeks_no_assurance(read_good):
    at_work = "Give each parent one named worker, who sits with them once a week and checks that the letters were understood."
    assert "recommendation-assurance" not in rules_of(read_good.report(**recommendation(text=at_work)))
    assert "recommendation-assurance" in rules_of(read_good.report(**recommendation(text="Each trust names a lead who confirms to the board that letters are read.")))


def test_an_inquiry_of_an_agency_binds_nobody_else_and_publication_may_be_timed_by_the_police(read_good):
    inquiry = {"kind": "agency", "lead": "Sandvale Trust", "status": "Ended in June 2026", "effect": "One set of conversations was used for both, so nobody was asked twice."}
    over = {"kind": "criminal", "lead": "Sandvale Police", "status": "Guilty plea in April 2026; sentence passed on 8 June 2026", "effect": "The police led on timing. Mother was met after the plea, as the officer agreed."}
    found = rules_of(read_good.report(review={"parallel_investigations": [inquiry, over]}, narrative={"parallel": "The police led on timing, and nobody was met before the officer agreed. The wait cost a week; the review stayed on time."}))
    assert not found & {"parallel-effect", "criminal-publication", "parallel-wait", "parallel-not-agreed"}


def test_questions_may_have_their_owners_in_prose(read_good):
    questions = {"review": {"recommendations": [], "questions_for_partners": [{"id": "Q1", "finding": "F1", "text": "Who reads the letters?"}]}}
    assert "question-answerable" in rules_of(read_good.report(**questions))
    told = "The Head of Nursing answers the first question by 30 November 2026."
    assert "question-answerable" not in rules_of(read_good.report(**questions, narrative={"recommendations": told}))


@pytest.mark.parametrize("said", ["The review team did not think that ethnicity had a bearing on the case, and it was not looked into.", "We had no reason to doubt it and did not take the matter of culture further.", "The team saw nothing in the records to suggest discrimination, and the point was not pursued.", "Nothing in the papers suggests that background came into it."])
def test_a_part_of_identity_that_the_review_did_not_go_into_is_found(read_good, said):
    good = read_good.report().narrative["identity"]
    assert rules_of(read_good.report(narrative={"identity": f"{good}\n\n{said}"})) == {"identity-decisions"}
    assert rules_of(read_good.report(narrative={"identity": f"{good}\n\nNo agency asked about faith, and staff did not look into it."})) == set()


def test_a_young_person_whose_age_is_in_doubt_can_speak(read_good):
    report = read_good.report(narrative={"voice": BY_ADULTS})
    members = tuple(replace(member, age="about 16") if member.is_subject else member for member in report.members)
    assert "voice-whose-words" in rules_of(replace(report, members=members))


@pytest.mark.parametrize(
    ("rule", "changes"),
    [
        ("error-as-end-point", finding(why="The nurse left a message where a visit was called for. These two errors of judgement are the reason the child was not seen. The rota has one line.")),
        ("error-as-end-point", {"narrative": {"findings": "The rota has one line and the form no box. What let the child slip from sight was individual error. One in six leaves unseen, since the clinics count letters."}}),
        ("hindsight-words", {"narrative": {"episode-E1": "Anyone who put the cold flat, the lost nights and the yawning child together would have known that he would end in hospital."}}),
        ("hindsight-words", {"narrative": {"episode-E1": "Everything that happened in the autumn was already there to be read in June, and from then it was only a matter of time."}}),
    ],
)
def test_what_can_only_mean_one_thing_is_found_beside_conditions(read_good, rule, changes):
    assert rule in rules_of(read_good.report(**changes))


def test_a_finding_on_what_worked_may_tell_what_was_done(read_good):
    assert "why-recounts" not in rules_of(read_good.report(**finding(title="A visit together helped", why="The nurse and the constable went together. Mother was told first. The nursery held a place.")))


def test_no_other_proceeding_may_be_said_in_prose(read_good):
    for said in ("No other investigation ran beside this review.", "The police investigation ended without charge before the review began, and nothing else ran."):
        assert "parallel-unmentioned" not in rules_of(read_good.report(review={"parallel_investigations": []}, narrative={"parallel": said}))


def test_old_domestic_abuse_counts_and_its_absence_does_not(read_good):
    report = read_good.report(review={"review_team": [{"name": "J. Marsh", "agency": "Health", "role": "core member"}], "key_lines_of_enquiry": [{"id": "K1", "question": "What was heard?"}, {"id": "K2", "question": "What helped?"}]})
    once = report.events.head(1).assign(event="Historic: domestic abuse by a former partner.")
    asked = report.events.head(1).assign(event="Routine enquiry: no domestic abuse disclosed.")
    assert "da-specialist" in rules_of(replace(report, events=once))
    assert "da-specialist" not in rules_of(replace(report, events=asked))


@pytest.mark.parametrize("reason", ["Father was not met, because the court's order keeps him from the family.", "Father was asked twice and did not wish to take part."])
def test_a_reason_is_a_decision_on_a_parent(read_good, reason):
    assert "parent-undecided" not in rules_of(read_good.report(review={"parallel_investigations": []}, narrative={"family": f"Mother was met at home. {reason}"}))


def test_the_family_is_met_early_where_the_police_agreed(read_good):
    running = [{"kind": "criminal", "lead": "Sandvale Police", "status": "closed on 2 July 2026 with no further action", "effect": "The officer agreed that Mother be met in May and saw the questions."}]
    assert "parallel-not-agreed" not in rules_of(read_good.report(review={"parallel_investigations": running}))


def test_terms_that_stayed_are_no_change(read_good):
    bare = {"terms_of_reference": {"aims": "a", "scope": "b"}}
    for text in ("The questions first set in April stayed as they were until the end.", "They are the same at the end as at the start."):
        assert "amendment-unrecorded" not in rules_of(read_good.report(review=bare, narrative={"terms": text}))


def test_what_a_child_calls_its_grandmother_is_no_real_name(write_case, tmp_path):
    folder = write_case(tmp_path / "rowan")
    people = folder / "people.csv"
    columns = people.read_text(encoding="utf-8").splitlines()[0].split(",")
    person = {"id": "p77", "name": "Rukmini Bhatt", "aliases": "Nani;Granda Ruk;Rukmini", "pseudonym": "Maternal grandmother", "role": "maternal grandmother", "contribute": "Yes"}
    people.write_text(people.read_text(encoding="utf-8").rstrip("\n") + "\n" + ",".join(person.get(column, "") for column in columns) + "\n", encoding="utf-8")
    evidence = folder / "narrative" / "voice.md"
    told = evidence.read_text(encoding="utf-8")
    evidence.write_text(f"{told}\nA child wrote of “Nani's rice” and asked for his granda.\n", encoding="utf-8")
    assert "real-names-in-text" not in {finding.rule for finding in check_case(folder)}
    evidence.write_text(f"{told}\nRukmini cooked.\n", encoding="utf-8")
    assert "real-names-in-text" in {finding.rule for finding in check_case(folder)}


def test_a_pseudonym_that_is_the_real_name_is_found(write_case, tmp_path):
    folder = write_case(tmp_path / "rowan")
    people = folder / "people.csv"
    columns = people.read_text(encoding="utf-8").splitlines()[0].split(",")
    person = {"id": "p77", "name": "Rukmini Bhatt", "pseudonym": "Rukmini", "role": "maternal grandmother", "contribute": "Yes"}
    people.write_text(people.read_text(encoding="utf-8").rstrip("\n") + "\n" + ",".join(person.get(column, "") for column in columns) + "\n", encoding="utf-8")
    found = [each for each in check_case(folder) if each.rule == "files-doubtful"]
    assert len(found) == 1 and "own name" in found[0].message and "row" in found[0].where and "pseudonym" in found[0].where


def test_a_gap_in_somebodys_own_words_is_no_note_of_the_author(read_good):
    for text in ("Against the father's name the form said “to be confirmed” for a year.", "The card read \"TBC\" in green ink."):
        assert "placeholder-left" not in rules_of(read_good.report(narrative={"evidence": text}))
    assert "placeholder-left" in rules_of(read_good.report(narrative={"evidence": "The father's name is TBC."}))


def test_a_change_that_is_denied_or_recorded_is_no_breach(read_good):
    bare = {"terms_of_reference": {"aims": "a", "scope": "b"}}
    for text in ("The three lines of enquiry were not changed.", "The time under review begins where housing was added to the record.", "The scope of the council's contract was widened in 2019, and workloads grew."):
        report = read_good.report(review=bare, narrative={"evidence": text})
        assert "amendment-unrecorded" not in rules_of(report)


def test_what_is_denied_suggested_or_would_have_changed_nothing_is_no_judgement(read_good):
    text = (
        "It has been suggested to us that the hospital was complacent; we did not find this. The social worker was not negligent in leaving the tool aside, because it is optional. "
        "Had the officer been told of the child's illness, force policy would have required nothing further of him."
    )
    assert not rules_of(read_good.report(narrative={"analysis-K1": text})) & {"blame-words", "hindsight-words"}


def test_the_method_may_say_why_practitioners_did_not_meet_together(read_good):
    alone = {"principles": "hindsight", "approach": "b", "activities": [{"kind": "interview", "who": "Health visitor 1", "notes_returned": True}]}
    report = read_good.report(review={"methodology": alone}, narrative={"methodology": "No practitioner event was held, because two of the three had left. Each step asked what it was like for the child at the time."})
    assert "practitioner-event-missing" not in rules_of(report)


def rules_of(report):
    return {finding.rule for finding in report_findings(report)}


@pytest.mark.parametrize("identity", RULES)
def test_each_rule_says_what_it_asks_and_on_whose_word(identity):
    rule = RULES[identity]
    assert rule.severity in ("error", "warning", "advice")
    assert re.fullmatch(r"[a-z][a-z-]+", identity)
    assert rule.asks[0].isupper() and not rule.asks.endswith(".")
    assert rule.guidance


def test_a_rule_is_switched_off_with_its_reason(read_good):
    report = read_good.report(review={"publication_date": "2026-10-15", "checks_off": [{"rule": "six-months", "reason": "Trial in September."}]})
    found = report_findings(report)
    shown = findings_json(found)
    assert "six-months" not in {finding["rule"] for finding in shown["findings"]}
    assert shown["off"] == [{"rule": "six-months", "reason": "Trial in September."}]
    assert next(check for check in checklist(report) if check.rule.id == "six-months").off == "Trial in September."


def test_statutory_findings_name_the_edition(read_good):
    late = {"publication_date": "2026-10-15"}
    by_edition = {}
    for profile in ("wt2018-panel2022", "wt2023-panel2025"):
        found = report_findings(read_good.report(review={**late, "profile": profile}))
        by_edition[profile] = next(finding.guidance for finding in found if finding.rule == "six-months")
    assert "Working Together 2018" in by_edition["wt2018-panel2022"]
    assert "Working Together 2023" in by_edition["wt2023-panel2025"]
    assert "check it" in by_edition["wt2023-panel2025"]  # what was not read is not presented as guidance


def test_messages_never_name_anybody(read_good):
    report = read_good.report(narrative={"analysis-K1": "Isolde Tock failed to come. Bramwell should have been seen."})
    text = " ".join(f"{finding.where} {finding.message}" for finding in report_findings(report))
    assert "Isolde" not in text and "Bram" not in text and "Tock" not in text


def test_the_worst_comes_first(read_good):
    order = [finding.severity for finding in report_findings(read_good.report(review={"findings": [], "recommendations": [], "dissemination": []}))]
    assert order == sorted(order, key=["error", "warning", "advice", "off"].index)


PIECES = st.one_of(st.text(max_size=40), st.sampled_from(["***", "—", "“", "(a)", "- ", "| a | b |", "Why.", "It was clear that", "the nurse", "Child Rowan", "\n\n", "1.", "[^1]", "E1", "on 3 May 2025", "who should have", "…"]))


@given(st.lists(PIECES, max_size=12).map(" ".join), st.sampled_from(["voice", "identity", "findings", "recommendations", "episode-E1", "analysis-K1", "circumstances", "parallel", "terms", "family"]))
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_whatever_she_wrote_is_read_by_every_rule(read_good, text, section):
    report = read_good.report(narrative={section: text}, episode={"child_experience": text, "why": text})
    assert isinstance(report_findings(report), list)


def test_a_text_without_a_sentence_is_no_verdict():
    assert all(verdict(text) == ((), ()) for text in ("", "***", "—", "…", "1."))


AMENDED = {"terms_of_reference": {"aims": "To learn how days were known.", "scope": "Four services.", "amendments": [{"date": "2026-04-28", "change": "The third line was widened to take in housing.", "reason": "The chronologies showed three moves.", "agreed_by": "Review team"}]}}  # fmt: skip


@pytest.mark.parametrize(
    ("rule", "changes"),
    [
        ("recommendation-vague", recommendation(text="Before a child with a long illness moves, have a nurse and the child spend a day together in the new place and decide what help must be there on a day of illness.", action="Make the move wait for their view.", measure="Share with a trained adult within an hour, from 5 in 14 to all by June 2027.")),
        ("harmful-detail", {"narrative": {"evidence": "The line takes in Mother's immigration status and language."}}),
        ("error-as-end-point", finding(why="Staff had not been told what a low sugar looks like. The advice line is a machine after five, and vacancies set the order of visits.")),
        ("amendment-unrecorded", {"review": AMENDED, "narrative": {"terms": "One change was made. On 28 April the team widened the third line to take in housing, because the records showed a move in September."}}),
        ("amendment-unrecorded", {"narrative": {"evidence": "The specialist on the review team helped me to see what it left out: who was afraid, and of what."}}),
        ("error-as-end-point", {"narrative": {"analysis-K2": "She may be slow to trust it. Staff had not had the training that would have told them so; managers had put it off twice, to keep visits covered."}}),
        ("placeholder-left", {"episode": {"roles": {"School": "Asked the health visitor to chase, then rang."}}}),
        ("identity-stereotype", {"narrative": {"identity": "Show people are a community by trade and custom, and some see themselves as a people. Race, culture, faith, disability and gender were asked about."}}),
        ("intersectionality", {"narrative": {"identity": "Being a girl made the theft look like vanity, and a dyslexic child was sent letters. These things do not simply add up. They worked on each other: staff offered a girl who travels and cannot read the letter less, three times over."}}),
    ],
    ids=["a duty inside a question", "a status as a topic", "what staff had not been told", "a month of the case beside the month of the change", "what the team was helped to see", "training that staff had not had", "what somebody was asked to do", "what a people calls itself", "parts of identity that work on each other"],
)
def test_what_good_reports_say_is_let_be(read_good, rule, changes):
    assert rule not in rules_of(read_good.report(**changes))
