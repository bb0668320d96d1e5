"""Invented chronologies with planted episodes, for measuring the proposal of episodes.

Written before the lexicon was tuned on it. Three years, eight agencies, about four hundred events:
acute episodes of one to five weeks, slow ones of missed appointments, routine contacts in bursts, and
misleading records (negations, history, training, everyday accidents, single worries that came to
nothing). A third of the records inside an episode say nothing of weight.
"""

from __future__ import annotations

import random
from dataclasses import dataclass
from datetime import date, timedelta

import pandas as pd

START = date(2022, 1, 3)
DAYS = 1095
AGENCIES = ("Police", "Children's Social Care", "GP Practice", "Health Visiting", "Acute Trust", "Primary School", "Housing", "Probation")

SCENES: dict[str, list[tuple[str, str]]] = {
    "injury": [
        ("Primary School", "Class teacher saw a round bruise on {child}'s upper arm when he changed for PE. He said he could not remember."),
        ("Primary School", "{child} came in with a swollen lip and a scratch below the eye. Mum told the office she walked into a door."),
        ("Health Visiting", "Noted two small bruises to the baby's cheek at home visit; mother thought the sibling had done it."),
        ("GP Practice", "Seen with limp and tenderness of left shin. No history of fall given. Sent to hospital the same day."),
        ("Acute Trust", "X-ray shows a healing rib fracture. Paediatric registrar concerned about non-accidental injury."),
        ("Acute Trust", "Brought in by ambulance, unresponsive at home. CT head: acute subdural bleed."),
        ("Acute Trust", "Burn to the back of the hand, said to be from hair straighteners. Plastics opinion: pattern not consistent with the account."),
        ("Children's Social Care", "Strategy meeting by telephone with Police and the ward. Agreed to joint s.47 enquiries and skeletal survey."),
        ("Police", "Officers spoke to stepfather about the marks on {child}. He was arrested and bailed with conditions not to contact the family."),
        ("Children's Social Care", "CP medical completed; consultant gives a view that injuries are likely to have been inflicted."),
        ("Children's Social Care", "Mother signed s20 agreement, children placed with maternal aunt while enquiries continue."),
        ("Primary School", "{child} told the learning mentor that daddy smacks him with a shoe when he wets the bed."),
        ("Children's Social Care", "Referral received from school about bruising. Manager's decision: threshold for assessment met."),
        ("Police", "Joint visit with social worker. {child} repeated that he had been hit. ABE to be arranged."),
        ("Children's Social Care", "ICPC: {child} made subject to a plan under the category of physical abuse."),
    ],
    "abuse": [
        ("Police", "999 call from neighbour, loud argument and sound of things being thrown. On arrival mother had a nosebleed, declined to make a statement."),
        ("Police", "Attended verbal dispute between mother and ex-partner at the door. Children upstairs. DASH standard."),
        ("Police", "Third call in a month. Male had pushed her against the wall by the throat. Arrested for assault. Children watched from the stairs."),
        ("Housing", "Front door damaged; tenant says ex-boyfriend kicked it in overnight. Emergency locks fitted."),
        ("GP Practice", "Mother seen with black eye and sore ribs, says partner lost his temper. Declined referral to IDVA."),
        ("Health Visiting", "Mother disclosed at the clinic that partner takes her phone and bank card and will not let her see her sister."),
        ("Primary School", "{child} said he stays awake so he can hear if mummy is screaming."),
        ("Children's Social Care", "Police notification of domestic incident screened in MASH. Outcome: NFA, letter sent to mother."),
        ("Police", "Breach of the non-molestation order, father found in the garden. Remanded in custody."),
        ("Children's Social Care", "Case heard at MARAC. Actions for Housing and the domestic abuse service."),
        ("Probation", "Offender manager told of a new call-out to the address; recall is being considered."),
        ("Housing", "Mother and children moved to refuge out of area in the early hours."),
    ],
    "neglect": [
        ("Housing", "Officer found rubbish bags to waist height in the kitchen and dog mess on the stairs. Children were home. Concern passed on."),
        ("Primary School", "{child} arrived hungry again, in the same unwashed shirt as Monday, and took food from another pupil's lunch box."),
        ("Health Visiting", "Weight has dropped from the 25th to below the 2nd centile since last seen. Mother vague about feeds."),
        ("Police", "Called at 22.15 as two small children were in the street in pyjamas. Nobody else in the house until mother came back at midnight."),
        ("Children's Social Care", "Anonymous caller says the children are left on their own while mother goes drinking."),
        ("Acute Trust", "Severe nappy rash with broken skin, several days old. Safeguarding nurse informed."),
        ("Health Visiting", "Home visit: no cot, baby asleep on the sofa beside an overflowing ashtray. No formula in the kitchen."),
        ("Children's Social Care", "Unannounced visit. House cold, no credit on the gas meter, mattress on the floor soaked with urine."),
        ("Primary School", "Not collected until 17.20. Mother was unsteady and smelt strongly of alcohol; staff would not release {child}. Duty social worker called."),
        ("GP Practice", "Dentist's letter: eleven teeth to be extracted because of decay, several appointments missed."),
        ("Children's Social Care", "Single assessment opened because of neglect. Graded Care Profile to be done with mother."),
        ("Children's Social Care", "Core group: little change in the home, mother says everyone is against her."),
    ],
    "missing": [
        ("Police", "{child} reported missing by carer at 23.40, phone switched off. Graded medium risk."),
        ("Police", "Located at an address known for drug supply with two men in their twenties."),
        ("Primary School", "Learning mentor worried: new trainers, two phones, and he will not say where he was at the weekend."),
        ("Children's Social Care", "Missing again since Friday evening. Mother did not report until Sunday."),
        ("Police", "Stopped on a train with 14 wraps of class A and a lock knife. Arrested for possession with intent to supply."),
        ("Children's Social Care", "NRM referral made. Strategy discussion considered risk of criminal exploitation high."),
        ("Acute Trust", "Attended ED at 3 am with a stab wound to the thigh. Would not say who did it."),
        ("Children's Social Care", "Return home interview declined by {child}."),
        ("Housing", "Neighbours report young people coming and going at all hours, suspect the flat is being cuckooed."),
    ],
    "crisis": [
        ("GP Practice", "Mother tearful, says voices tell her the baby is not hers. Same-day call to crisis team."),
        ("Acute Trust", "Mother brought in after taking 30 paracetamol while the children were in the house."),
        ("Police", "Officers detained mother under section 136 after she was found on the railway bridge with the pram."),
        ("Health Visiting", "Mother says she is frightened she might hurt the baby and has not slept for days. Stayed until grandmother arrived."),
        ("Children's Social Care", "Emergency visit. Baby to stay with grandmother. Psychiatric admission arranged for mother."),
        ("Health Visiting", "EPDS score 24. Liaised with perinatal mental health team."),
        ("Children's Social Care", "Health visitor escalated to named nurse as she disagrees with closure."),
        ("Probation", "Father says he is using crack again and cannot cope with the children on his own."),
        ("Primary School", "{child} said mummy wants to go to heaven and is always asleep when he gets home."),
    ],
    "missed": [
        ("GP Practice", "Did not attend for pre-school boosters. Text reminder sent."),
        ("Acute Trust", "Not brought to the squint clinic. Second time. Discharged to GP."),
        ("Health Visiting", "No reply at the door, card left."),
        ("Acute Trust", "WNB audiology."),
        ("Health Visiting", "Missed the two-year development review; rebooked."),
        ("Acute Trust", "DNA x 2 dietician."),
        ("GP Practice", "Failed to attend asthma review."),
        ("Health Visiting", "No access visit. Curtains closed, television on."),
        ("Acute Trust", "Mother rang to cancel paediatric follow-up, third time this year."),
        ("GP Practice", "Child not brought for blood test."),
    ],
}
BLAND = [
    ("Children's Social Care", "Telephone call to school to arrange a time to meet."),
    ("Health Visiting", "Message left for the social worker to ring back."),
    ("Police", "E-mail sent to Children's Social Care with log number."),
    ("Primary School", "Spoke with grandmother at pick-up. She will have the children at the weekend."),
    ("GP Practice", "Letter from hospital filed in notes."),
    ("Acute Trust", "Ward round. Observations stable, eating and drinking."),
    ("Housing", "Repairs team attended to the boiler."),
    ("Probation", "Father reported as instructed."),
    ("Children's Social Care", "Visit to the home, saw mother and the younger child."),
]
ROUTINE = [
    ("GP Practice", "Upper respiratory tract infection, advised fluids and paracetamol."),
    ("GP Practice", "Eczema cream on repeat prescription."),
    ("GP Practice", "Routine immunisations given, no problems."),
    ("GP Practice", "Mother seen for contraception advice."),
    ("GP Practice", "Ear infection, antibiotics prescribed. Review if not better."),
    ("GP Practice", "Father attended for back pain, fit note issued."),
    ("Health Visiting", "Weighed in clinic, following the 50th centile. Mother had no worries."),
    ("Health Visiting", "One-year review: meeting milestones, walking with support, babbling."),
    ("Health Visiting", "Advice on weaning and teeth brushing. Baby smiling and alert."),
    ("Health Visiting", "Telephone advice about sleep routine."),
    ("Health Visiting", "Ages and Stages questionnaire posted."),
    ("Primary School", "Parents' evening attended by both parents. {child} is making good progress in reading."),
    ("Primary School", "{child} took part in the harvest assembly."),
    ("Primary School", "Dinner money owed, reminder sent."),
    ("Primary School", "Speech and language assessment: sounds are age appropriate."),
    ("Primary School", "Certificate for kindness in class."),
    ("Primary School", "{child} moved up a reading band."),
    ("Housing", "Rent account reviewed, small arrears, payment plan agreed."),
    ("Housing", "Gas safety check completed."),
    ("Housing", "Report of damp in bathroom, surveyor booked."),
    ("Housing", "Tenancy visit, property in good order."),
    ("Acute Trust", "Orthoptic clinic: vision normal, discharged."),
    ("Acute Trust", "Attended outpatient appointment, inhaler technique checked."),
    ("Acute Trust", "Admitted for planned grommets, home same day."),
    ("Acute Trust", "Attended ED with high temperature, viral illness, home with advice."),
    ("Police", "Mother reported bicycle stolen from the shed."),
    ("Police", "Attended neighbour's address about parking. Nothing to do with this family."),
    ("Police", "Lost phone handed in at the front counter."),
    ("Probation", "Supervision session, discussed employment. On time."),
    ("Probation", "Father completed his unpaid work hours."),
    ("Children's Social Care", "Family took part in holiday activities scheme."),
    ("Children's Social Care", "Blue badge application for grandmother passed to adults' team."),
]
TRAPS = [
    ("GP Practice", "Chest clear, no bruises or marks seen when undressed."),
    ("GP Practice", "Mother gives a history of depression in her twenties, well now."),
    ("GP Practice", "Denies drug use, drinks a glass of wine at weekends."),
    ("GP Practice", "Mother was in foster care herself as a child."),
    ("GP Practice", "Advised to call 999 if he becomes floppy or stops breathing."),
    ("Health Visiting", "Routine enquiry about domestic abuse made, nothing disclosed."),
    ("Health Visiting", "Leaflet on shaken baby syndrome and safe sleep given."),
    ("Health Visiting", "Discussed what to do if mother's mood gets worse. No thoughts of self-harm."),
    ("Health Visiting", "Home clean and warm. No safeguarding concerns at this visit."),
    ("Health Visiting", "Mongolian blue spot recorded on the body map to avoid confusion with bruising."),
    ("Primary School", "Bumped heads with a friend in the playground, cold compress, note home."),
    ("Primary School", "Whole-class lesson about keeping safe from exploitation online."),
    ("Primary School", "{child} grazed his knee at football. Slip sent home."),
    ("Primary School", "Staff training day on neglect and child sexual exploitation."),
    ("Primary School", "Cat went missing, {child} upset, given time to talk."),
    ("Primary School", "School attendance 97%. No concerns raised."),
    ("Police", "Domestic burglary at number 14, no link to the family."),
    ("Police", "Intelligence check: nothing recorded about violence at this address."),
    ("Acute Trust", "Child safeguarding checklist completed: no injuries, explanation consistent, nil concerns."),
    ("Acute Trust", "Fell off trampoline, soft tissue injury to ankle, account consistent, no concerns."),
    ("Acute Trust", "Family history of bipolar disorder noted at booking."),
    ("Housing", "Applicant asked if there was any risk of violence. She said no."),
    ("Housing", "Smashed window reported, youths playing football."),
    ("Probation", "Completed the module on domestic violence in the group programme."),
    ("Probation", "No further offences. Alcohol test negative."),
    ("Children's Social Care", "Threshold document and information about early help sent to the school."),
    ("Children's Social Care", "If mother leaves the children unsupervised the plan would be to call a meeting."),
    ("Children's Social Care", "Reviewed the 2009 file: stepfather was then assessed for neglect of another family."),
]
SINGLES = [
    ("Primary School", "Small bruise on shin, {child} said he fell off his scooter. Mum had already told staff."),
    ("Police", "Noise complaint, raised voices between adults. All in order when officers came."),
    ("GP Practice", "Did not attend nurse appointment."),
    ("Health Visiting", "Mother low in mood this week, will see GP."),
    ("Primary School", "Late twice this week, mother overslept."),
    ("Housing", "Neighbour complained of cannabis smell on the landing."),
    ("Acute Trust", "Attended ED after swallowing a button. Observed, home."),
    ("Children's Social Care", "Contact from school about worries over clothing; advice given, NFA."),
]


RETOLD = {
    "injury": ["facial bruising seen by school on {day}", "CP medical on {day} with a view of inflicted injury", "strategy meeting and joint s47 on {day}", "skeletal survey of {day} showed a rib fracture", "stepfather arrested {day}"],
    "abuse": ["domestic incident attended by Police {day}", "mother seen with a black eye on {day}", "MARAC on {day}", "father breached his bail {day}", "child said on {day} he is scared of the shouting"],
    "neglect": ["home found in a very poor state {day}", "weight below the 2nd centile on {day}", "children found alone in the street on {day}", "mother smelt of alcohol at pick-up {day}", "Graded Care Profile started {day}"],
    "missing": ["reported missing on {day}", "found with two older males {day}", "NRM made {day}", "arrested with class A on {day}", "strategy discussion about criminal exploitation {day}"],
    "crisis": ["mother's overdose of {day}", "s136 detention on {day}", "EPDS of 24 on {day}", "father's disclosure of crack use on {day}", "crisis team referral {day}"],
    "missed": ["not brought to the squint clinic on {day}", "no access visit {day}", "missed two-year review {day}", "DNA dietician {day}"],
}
"""What meetings and summaries say of an episode that is over."""
RECAPS = [
    ("Children's Social Care", "Core group minutes. Present: SW, HV, school, mother. The group went over the plan and what led to it: {facts}. Mother is working with the plan. Next core group in four weeks."),
    ("Children's Social Care", "Review conference report circulated. Chronology of significant events: {facts}. Professionals' views were heard in turn and the plan stays as it is."),
    ("Children's Social Care", "Transfer summary for the new team: {facts}. Strengths: grandmother's support, regular school attendance."),
    ("Children's Social Care", "Closing summary. Reason for involvement: {facts}. Work with the family is complete and the family agreed to early help."),
    ("Health Visiting", "Supervision with named nurse. Case history reviewed: {facts}. To continue with the universal partnership plus offer."),
    ("Primary School", "Report for the core group sent. Since the start of the year the following were logged: {facts}. Attendance 94%, friendships good."),
    ("Probation", "OASys review. Summary of concerns to date: {facts}. Reporting as required."),
    ("GP Practice", "Summary of records prepared for the conference. {facts}. No recent contact."),
]


@dataclass(frozen=True)
class Planted:
    """A chronology and the spans planted in it, as (first, last) day."""

    events: pd.DataFrame
    spans: list[tuple[date, date]]


def planted_case(seed: int, planted: int | None = None, retold: bool = False) -> Planted:
    """A chronology for a seed, always the same.

    `planted` is the number of episodes, 4 to 7 where none is given. With `retold`, minutes, summaries and reports
    tell each episode again in the months after it.
    """
    chance = random.Random(seed)
    rows: list[tuple[int, str, str]] = []
    spans: list[tuple[int, int]] = []
    scenes: list[str] = []
    usual = chance.randint(4, 7)
    for number in range(usual if planted is None else planted):
        slow = number == 0 and chance.random() < 0.7
        length = chance.randint(70, 150) if slow else chance.randint(7, 35)
        start = _free_place(chance, spans, length)
        if start is None:
            continue
        if slow:
            days = sorted({start, start + length, *(start + round(length * part / 5) + chance.randint(-4, 4) for part in range(1, 5))})
            rows += [(day, *chance.choice(SCENES["missed"])) for day in days]
            spans.append((days[0], days[-1]))
            scenes.append("missed")
            continue
        scene = chance.choice([name for name in SCENES if name != "missed"])
        count = chance.randint(5, 11)
        days = sorted({start, start + length, *(start + chance.randrange(length) for _ in range(count - 2))})
        lines = chance.sample(SCENES[scene], min(len(SCENES[scene]), len(days)))
        for place, day in enumerate(days):
            inner = 0 < place < len(days) - 1
            rows.append((day, *(chance.choice(BLAND) if inner and chance.random() < 0.3 else lines[place % len(lines)])))
        spans.append((days[0], days[-1]))
        scenes.append(scene)
    for _ in range(chance.randint(8, 14)):  # routine comes in bursts too: a clinic course, a school term
        start = chance.randrange(DAYS - 40)
        agency = chance.choice(AGENCIES)
        own = [line for line in ROUTINE if line[0] == agency] or ROUTINE
        rows += [(start + chance.randrange(30), *chance.choice(own)) for _ in range(chance.randint(5, 12))]
    rows += [(chance.randrange(DAYS), *chance.choice(ROUTINE)) for _ in range(190)]
    rows += [(chance.randrange(DAYS), *chance.choice(TRAPS)) for _ in range(60)]
    rows += [(chance.randrange(DAYS), *chance.choice(SINGLES)) for _ in range(14)]
    if retold:
        rows += _recaps(chance, spans, scenes)
    spans.sort()
    ends = [(START + timedelta(days=first), START + timedelta(days=last)) for first, last in spans]
    return Planted(frame_of([(START + timedelta(days=day), agency, text.format(child="the boy" if seed % 2 else "K")) for day, agency, text in rows]), ends)


def _recaps(chance: random.Random, spans: list[tuple[int, int]], scenes: list[str]) -> list[tuple[int, str, str]]:
    """One to three records that tell each episode again, and two that tell all that went before."""
    rows = []
    for (first, last), scene in zip(spans, scenes, strict=True):
        for _ in range(chance.randint(1, 3)):
            day = last + chance.randint(6, 80)
            agency, frame = chance.choice(RECAPS)
            facts = chance.sample(RETOLD[scene], chance.randint(2, 4))
            if day < DAYS:
                rows.append((day, agency, frame.format(facts=_told(chance, facts, first, last))))
    for _ in range(2):
        day = chance.randrange(DAYS // 2, DAYS)
        before = [(span, scene) for span, scene in zip(spans, scenes, strict=True) if span[1] < day]
        told = [_told(chance, chance.sample(RETOLD[scene], 2), *span) for span, scene in before]
        if told:
            agency, frame = chance.choice(RECAPS)
            rows.append((day, agency, frame.format(facts="; ".join(told))))
    return rows


def _told(chance: random.Random, facts: list[str], first: int, last: int) -> str:
    """Facts with days of an episode, in one of the ways people write dates."""
    way = chance.choice(("{0:%d/%m/%y}", "{0.day} {0:%B}", "{0:%d.%m.%Y}", "in {0:%B %Y}"))
    days = sorted(chance.randint(first, last) for _ in facts)
    return ", ".join(fact.replace("on {day}", "{day}" if way[0] == "i" else "on {day}").format(day=way.format(START + timedelta(days=day))) for fact, day in zip(facts, days, strict=True))


def _free_place(chance: random.Random, spans: list[tuple[int, int]], length: int) -> int | None:
    for _ in range(200):
        start = chance.randrange(10, DAYS - length - 10)
        if all(start > last + 25 or start + length < first - 25 for first, last in spans):
            return start
    return None


def frame_of(rows: list[tuple[date, str, str]]) -> pd.DataFrame:
    """The event frame of (day, agency, text)."""
    from lcspr_kit.chronology.events import events_frame, sort_events

    made = []
    for number, (day, agency, text) in enumerate(rows, 1):
        stamp = pd.Timestamp(day)
        made.append(
            {
                "order": number, "agency": agency, "source_file": f"{agency}.csv", "source_sheet": "", "source_row": number, "date_text": day.isoformat(),
                "start": stamp, "end": stamp, "precision": "day", "uncertain": False, "time_text": "", "source_of_information": "", "people": (),
                "event": text, "child_seen": "", "child_voice": "", "response": "", "analysis": "", "significance": "", "recorded_date": pd.NaT, "extra": {},
            }
        )  # fmt: skip
    return sort_events(events_frame(made))
