"""A small invented review with nothing missing, as files in a folder. Tests take things away from it."""

from __future__ import annotations

import copy
from pathlib import Path
from typing import Any

from lcspr_kit.casefiles import yaml_text

REVIEW: dict[str, Any] = {
    "reference": "SV-2026-01",
    "title": "Child Rowan",
    "partnership": "Sandvale Safeguarding Children Partnership",
    "profile": "wt2018-panel2022",
    "decision_date": "2026-03-02",
    "incident_date": "2026-01-17",
    "publication_date": "2026-08-27",
    "period": {"from": "2024-07-01", "to": "2026-01-17"},
    "period_reason": "Eighteen months, from the second pregnancy to the injury.",
    "subjects": ["p01"],
    "lead_reviewer": {"name": "Dr Ada Quill", "organisation": "Independent", "independence": "No past or present link with any agency involved or with the family."},
    "terms_of_reference": {
        "aims": "What the system can learn about seeing the child when parents are in conflict.",
        "scope": "Practice of two agencies in the period; early help before it in summary.",
        "amendments": [{"date": "2026-05-11", "change": "Housing added.", "reason": "Three moves found in the records.", "agreed_by": "Review team"}],
    },
    "key_lines_of_enquiry": [
        {"id": "K1", "question": "How was the child's daily life understood and by whom?"},
        {"id": "K2", "question": "What helped or hindered agencies in responding to domestic abuse?"},
    ],
    "methodology": {
        "principles": "Systems approach; hindsight named and tested.",
        "approach": "Key practice episodes, two practitioner events, conversations.",
        "activities": [
            {"date": "2026-04-20", "kind": "practitioner event", "who": "Front-line staff of two agencies", "notes_returned": True},
            {"date": "2026-05-06", "kind": "interview", "who": "Health visitor 1", "notes_returned": True},
            {"date": "2026-05-20", "kind": "family meeting", "who": "p02", "notes_returned": True},
        ],
    },
    "review_team": [
        {"name": "J. Marsh", "agency": "Children's Social Care", "role": "core member"},
        {"name": "S. Oke", "agency": "Harbour Domestic Abuse Service", "role": "domestic abuse specialist"},
    ],
    "agencies": [{"name": "Sandvale Police", "kind": "police", "chronology": "police.csv"}, {"name": "Sandvale Health Visiting", "kind": "health visiting", "chronology": "hv.csv"}],
    "parallel_investigations": [{"kind": "criminal", "lead": "Sandvale Police", "status": "charging decision awaited", "effect": "Father to be met after the decision; publication agreed with the police."}],
    "family_engagement": [{"person": "p02", "plan": "Meeting at home with an advocate.", "support": "Advocate before and after.", "status": "met 2026-05-20", "report_shared": "2026-08-13"}],
    "wider_evidence": [{"source": "National review of domestic abuse practice", "point": "The same gap."}],
    "findings": [
        {"id": "F1", "title": "Incidents were answered, the pattern was not seen", "key_lines": ["K1", "K2"], "episodes": ["E1"], "why": "Each service's record opens on the incident; nobody holds the sequence.", "wider": "Audit of twelve other families shows the same."}
    ],
    "recommendations": [
        {
            "id": "R1", "finding": "F1", "owner": "Head of Early Help, Sandvale Council", "action": "Agree and pilot in two localities.", "due": "2026-12-18",
            "text": "Give one named practitioner the running sequence of domestic abuse incidents for each child known to two services.",
            "measure": "Share of sampled records with a current sequence, from 10% to 80% by June 2027.", "evidence": "Quarterly sample of thirty records.",
        }
    ],
    "sign_off": {"local_authority": {"name": "A. Reed", "date": "2026-08-06"}, "integrated_care_board": {"name": "B. Stone", "date": "2026-08-07"}, "police": {"name": "C. Lowe", "date": "2026-08-07"}},
    "dissemination": [{"who": "Front-line staff", "when": "2026-09-15", "how": "Seven-minute briefing and team sessions"}],
    "publication": {"panel_copy_sent": "2026-08-14", "media_lead": "Council communications"},
}  # fmt: skip

EPISODE: dict[str, Any] = {
    "id": "E1", "status": "accepted", "title": "Four incidents in nine weeks", "start": "2025-03-01", "end": "2025-05-09", "key_lines": ["K1", "K2"],
    "omissions": ["No strategy discussion is recorded after 12 March."],
    "what_happened": "The police came four times in nine weeks, and the health visitor called twice.",
    "roles": {"Sandvale Police": "Answered each call and sent a notice."},
    "good_practice": "The third officer asked to see the child and wrote down how he was.",
    "why": "Each notice was read alone because the screen shows only the latest, and the caseload left no time to look back.",
    "factors": ["workload", "information systems"],
    "child_experience": "Child Rowan was carried downstairs each time and clung to the officer.",
    "system": "Nobody's job is to hold the sequence.",
}  # fmt: skip

NARRATIVE = {
    "child": "Child Rowan likes the dog next door and hides his shoes. He is called a chatterbox at nursery.\n",
    "circumstances": "Child Rowan lived with Mother and Father. In January 2026 he was taken to hospital with a broken arm. He lives with relatives now and is well.\n",
    "purpose": "The rapid review found a lasting problem: incidents are answered one at a time. The partners wanted to know why. The review goes by Working Together 2018, to which the local guidance is written.\n",
    "methodology": "Episodes were chosen from the combined records and tested with practitioners. Each step asked what it was like for the child. What could not be known is said where it matters.\n",
    "family": "Mother said that each officer was kind and that none of them came back. Father has not been heard yet because of the charging decision.\n",
    "identity": "Child Rowan is a White British boy in a street where most families are poor. Nobody recorded his father's faith or asked about disability. "
    "These parts of his life came together: practitioners assumed that a quiet boy in a tidy house was safe. Class and gender shaped what they asked.\n",
    "voice": "Most days Child Rowan woke before the others. He told the nursery worker “Daddy broke the door”. He showed it with his bricks, and she wrote it down. Nobody asked him alone after that.\n",
    "analysis-K1": "The child's days were known to the nursery and to nobody else, because its notes stay in its own book.\n",
    "analysis-K2": "Officers asked about the child when the form asked. The form changed in May, which is why later notices say less about children.\n",
}

POLICE = """Date,Event,Child seen
01/03/2025,Called to a domestic incident. Father had left. Child asleep.,no
12/03/2025,Domestic abuse call from a neighbour. DASH completed. MARAC not reached.,no
20/04/2025,Domestic incident. Officer saw the child and noted that he was well.,yes
09/05/2025,Call from Mother. Door damaged. Father arrested.,yes
17/01/2026,Called by the hospital. Child with a broken arm.,yes
"""
HEALTH = """Date,Event,Child seen,Voice of child
15/08/2024,Home visit. Child growing well.,yes,Showed his shoes
20/03/2025,Home visit after a notice from the police. Mother tired.,yes,
06/05/2025,No reply at the door.,no,
10/11/2025,Two-year review completed at clinic.,yes,Said dog and shoe
"""
PEOPLE = """id,name,aliases,pseudonym,role,sex,born,ethnicity,disability,language,household
p01,Bramwell Tock,Bram,Child Rowan,subject child,M,2023-02-11,White British,,English,Home
p02,Isolde Tock,Izzy,Mother,mother,F,1998-04-05,White British,,English,Home
p03,Garrick Wend,,Father,father,M,1996,White British,,English,Home
pr1,Petra Lund,,Health visitor 1,professional: health visitor,F,,,,,
"""
RELATIONSHIPS = "a,b,kind\np02,p01,parent\np03,p01,parent\np02,p03,partner\n"


def review(**changes: Any) -> dict[str, Any]:
    """The review as plain data, with other values for some keys."""
    return {**copy.deepcopy(REVIEW), **changes}


def write_case(folder: Path, data: dict[str, Any] | None = None) -> Path:
    """Write the case into a folder and return it."""
    (folder / "chronologies").mkdir(parents=True)
    (folder / "narrative").mkdir()
    (folder / "review.yml").write_text(yaml_text(data or review()), encoding="utf-8")
    (folder / "episodes.yml").write_text(yaml_text({"episodes": [EPISODE]}), encoding="utf-8")
    (folder / "people.csv").write_text(PEOPLE, encoding="utf-8")
    (folder / "relationships.csv").write_text(RELATIONSHIPS, encoding="utf-8")
    (folder / "chronologies" / "police.csv").write_text(POLICE, encoding="utf-8")
    (folder / "chronologies" / "hv.csv").write_text(HEALTH, encoding="utf-8")
    for name, text in NARRATIVE.items():
        (folder / "narrative" / f"{name}.md").write_text(text, encoding="utf-8")
    return folder
