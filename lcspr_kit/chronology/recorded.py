"""What agencies recorded of the child and of identity, and what they left unrecorded.

Counts wordings and the column "child seen"; a count of nought says that nothing is recorded, not that
nobody looked.
"""

from __future__ import annotations

import datetime as dt
import re
from typing import Any

import pandas as pd

from lcspr_kit.case import Case

SEEN_COLUMNS = ("agency", "records", "seen", "not_seen", "not_recorded", "voice", "last_seen")
UNSEEN_COLUMNS = ("start", "end", "days", "records", "agencies")
IDENTITY_COLUMNS = ("agency", "aspect", "records", "first")

UNSEEN_DAYS = 28
"""Stretches without a record of the child being seen are told from so many days on."""

_PEOPLES = "White British|White Irish|Black (?:African|Caribbean|British)|British Asian|Asian|Pakistani|Bangladeshi|Indian|Chinese|Polish|Romanian|Roma|Gypsy|Traveller|Somali|Nigerian|Ukrainian|Syrian|Afghan|Kurdish|Turkish|Portuguese|Lithuanian|Arab"
ASPECTS: dict[str, re.Pattern[str]] = {
    "ethnicity": re.compile(rf"\bethnic\w*|\bheritage\b|\bnationality\b|\bcultur(?:e|al|ally)\b|\bmixed race\b|\bdual heritage\b|(?<!speaks )(?<!speak )(?<!in )\b(?-i:{_PEOPLES})\b", re.IGNORECASE),
    "disability": re.compile(r"\bdisab\w+|\blearning (?:difficult\w+|needs?)|\b(?:can\W?t|cannot|unable to|struggles? to|difficulty|difficulties) (?:with )?read\w*|\breads slowly|\bdyslexi\w+|\bautis\w+|\b(?-i:ADHD|SEND?|SEN|EHCP)\b|\bspecial educational needs?|\bwheelchair|\bdeaf\w*|\bhearing (?:loss|impair\w+|aid)|\b(?:visual|sight) (?:loss|impair\w+)|\bpartially sighted|\bimpairment", re.IGNORECASE),
    "language": re.compile(rf"\binterpret(?:er|ers|ing)\b|\b(?:first|home|preferred|main) language|\benglish as an additional|\b(?-i:EAL|BSL)\b|\bmother tongue|\bspeaks? (?:only |little |no |some )?(?:english|(?-i:[A-Z][a-z]+(?:ish|ese|ian|ic|li|du|bi)))\b|\btranslat\w+|\blanguage line|\bmakaton|\bin (?-i:{_PEOPLES})\b", re.IGNORECASE),
    "faith": re.compile(r"\b(?-i:faith|Muslim|Christian|Catholic|Sikh|Hindu|Jewish|Buddhist|Pentecostal|Anglican|Methodist)\b|\breligio\w+|\bchurch\b|\bmosque|\btemple\b|\bsynagogue|\bgurdwara|\bjehovah\w*|\bbaptis\w+|\bchristening|\bvicar\b|\bimam\b|\bchaplain\w*|\bramadan|\bprayers?\b", re.IGNORECASE),
}  # fmt: skip
"""What counts as a word on each aspect of identity that the guidance asks for."""


def child_seen_by_agency(events: pd.DataFrame) -> pd.DataFrame:
    """For each agency, records by what they say of the child being seen, and those with the child's voice.

    A frame of `SEEN_COLUMNS`; `last_seen` is the last day on which it records the child as seen (or None).
    """
    rows: list[tuple[Any, ...]] = []
    for agency, own in events.groupby("agency", sort=True):
        seen = own[own["child_seen"] == "yes"]
        last = seen["start"].max()
        rows.append(
            (agency, len(own), len(seen), int((own["child_seen"] == "no").sum()), int((own["child_seen"] == "").sum()), int(own["child_voice"].ne("").sum()), None if pd.isna(last) else last.date())
        )
    return pd.DataFrame(rows, columns=list(SEEN_COLUMNS))


def unseen_stretches(case: Case, events: pd.DataFrame) -> pd.DataFrame:
    """Stretches of the review in which no agency records the child as seen: a frame of `UNSEEN_COLUMNS`.

    `records` and `agencies` count what was recorded meanwhile. The exports' column "child seen" doesn't
    say which child where there are several. Empty where no export has such a column.
    """
    period = case.review.period
    born = min((case.register[child].born.earliest for child in case.review.subjects if case.register[child].born), default=period.start)  # type: ignore[union-attr]
    first_day, last_day = max(period.start, min(born, period.end)), period.end
    dated = events[events["start"].notna()]
    days = dated["start"].dt.date
    seen = sorted({day for day, said in zip(days, dated["child_seen"], strict=True) if said == "yes" and first_day <= day <= last_day})
    if not dated["child_seen"].ne("").any():
        return pd.DataFrame(columns=list(UNSEEN_COLUMNS))
    one = dt.timedelta(days=1)
    edges = [first_day - one, *seen, last_day + one]
    rows = []
    for before, after in zip(edges, edges[1:], strict=False):
        length = (after - before).days - 1
        if length >= UNSEEN_DAYS:
            within = dated[(days > before) & (days < after)]
            rows.append((before + one, after - one, length, len(within), within["agency"].nunique()))
    return pd.DataFrame(rows, columns=list(UNSEEN_COLUMNS))


def identity_by_agency(events: pd.DataFrame) -> pd.DataFrame:
    """For each agency and aspect of identity, how many records have a word on it: a frame of `IDENTITY_COLUMNS`.

    `first` is the id of the first such record, empty where there is none. Columns of an export that
    were kept as they are (a column "Ethnicity" with something in it) count too.
    """
    rows: list[tuple[str, str, int, str]] = []
    for agency, own in events.groupby("agency", sort=True):
        texts = ["\n".join([*parts, *(f"{name} {value}" for name, value in extra.items() if value.strip())]) for *parts, extra in zip(own["event"], own["response"], own["child_voice"], own["analysis"], own["extra"], strict=True)]
        for aspect, pattern in ASPECTS.items():
            hits = [identity for identity, text in zip(own["event_id"], texts, strict=True) if pattern.search(text)]
            rows.append((str(agency), aspect, len(hits), hits[0] if hits else ""))
    return pd.DataFrame(rows, columns=list(IDENTITY_COLUMNS))
