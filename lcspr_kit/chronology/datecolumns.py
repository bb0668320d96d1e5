"""Several columns of dates and times: which says when it happened, until when, and when it was written down.

Told by the words of the heading and by what stands below it, so that headings nobody listed are read
too ("Arr. Date", "Clock start", "TOA"). Reads no file; interprets no single date.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Sequence

from lcspr_kit.chronology.columns import SURE, Match, match_heading, plain
from lcspr_kit.chronology.read.tables import Row

FIELDS = ("date", "end_date", "recorded_date", "time", "end_time")
"""The fields that this module decides on."""

_SAMPLE = 150
_ROLES = {
    "never": "birth born dob due edd review* next last previous prev target* plan* expect* expir* age deadline* duration length min mins minutes",
    "written": "report* enter* entry record* creat* print* updat* updt upd verif* valid* chart* filed input* modif* log logged receiv* recd typed keyed sent add* writ* sav* amend* scan* upload* authoris* sign*",
    "end": "to found located return* end ends ended ending until till dep depart* finish* disch* clear* clr tod left clos* complet* stop* off out",
    "start": "from missing miss absent perform* done given start* beg* occur* event* incident* contact* visit* seen attend* arr arriv* admission admitted adm call* open* session* when appointment* appt* consult* clock toa offence* activit* service* happen* disclos* on",
}
"""Words (with * their beginnings) of a heading of dates or times: other than the event, written down, its end, its start."""
_WORDS = {name: re.compile("|".join(rf"\b{word[:-1]}" if word.endswith("*") else rf"\b{word}\b" for word in words.split())) for name, words in _ROLES.items()}
_MISSING = re.compile(r"\breport\w* (?:as )?(?:missing|absent)\b")
_TIMED = frozenset(("time", "toa", "tod", "clock", "hrs", "hours", "hour", "at"))
_ORDER = ("start", "open", "end", "written", "never")
_FIT = {"date": ("start", "open", "end", "written"), "time": ("start", "open"), "end_date": ("end",), "end_time": ("end",), "recorded_date": ("written",)}
_CLOCK = re.compile(r"(?:[01]?\d|2[0-3])[:.][0-5]\d(?:[:.][0-5]\d)?\s*(?:hrs?|[ap]\.?m\.?)?", re.I)
_FOUR = re.compile(r"(?:[01]\d|2[0-3])[0-5]\d\s*(?:hrs?)?", re.I)


def role(heading: str) -> str:
    """`start`, `end`, `written`, `never` or `open` (no word says), by the words of a heading of dates or times."""
    text = plain(heading)
    for name, words in _WORDS.items():
        if name == "written" and _MISSING.search(text):
            continue  # "Reported missing" is when it happened
        if words.search(text):
            return name
    return "open"


def time_shares(rows: Sequence[Row], headings: Sequence[str]) -> list[float]:
    """For each column the share of its filled cells that are times of day; four digits count under a heading of time only."""
    filled, timed = [0] * len(headings), [0] * len(headings)
    is_headed = [bool(set(plain(heading).split()) & _TIMED) for heading in headings]
    for row in rows[:_SAMPLE]:
        for column, cell in enumerate(row.cells[: len(headings)]):
            text = cell.strip()
            if text:
                filled[column] += 1
                value = row.values.get(column)
                timed[column] += isinstance(value, dt.time) or (value is None and bool(_CLOCK.fullmatch(text) or (is_headed[column] and _FOUR.fullmatch(text))))
    return [t / f if f else 0.0 for t, f in zip(timed, filled, strict=True)]


def likeliest_date(columns: Sequence[int], headings: Sequence[str]) -> int:
    """Of several columns of dates, the one whose heading speaks of what happened rather than of when it ended or was written."""
    return min(columns, key=lambda column: (_ORDER.index(role(headings[column] if column < len(headings) else "")), column))


def tell_apart(matches: Sequence[Match], headings: Sequence[str], dated: Sequence[float], timed: Sequence[float]) -> list[Match]:
    """The matches, with the columns of dates and times given to the fields that their headings speak of.

    `dated` and `timed` are the shares of each column's cells that are dates and times. A heading that
    is known word for word keeps its field, unless it speaks of a time, dates with times stand below it, and
    no column is known as the date: "Incident time" beside "Log created" is when it happened.
    """
    known = [match for match in matches if match.field not in FIELDS or match_heading(match.heading) == (match.field, 1.0)]
    if not any(match.field == "date" for match in known):
        known = [match for match in known if match.field not in ("time", "end_time") or dated[match.column] < 0.6 or timed[match.column] >= dated[match.column]]
    guessed = {match.field: match for match in matches if match not in known}
    found = {match.field: match for match in known}
    for names, shares, others in ((("date", "end_date", "recorded_date"), dated, timed), (("time", "end_time"), timed, dated)):
        used = {match.column for match in found.values()}
        free = {column: role(headings[column]) for column in range(len(headings)) if column not in used and shares[column] >= 0.6 and others[column] < shares[column] and match_heading(headings[column]) != ("", 1.0)}
        for name in names:
            fit = [column for column, what in free.items() if what in _FIT[name]]
            if name in found or not fit:
                continue
            before = guessed.get(name)
            column = min(fit, key=lambda column: (_ORDER.index(free[column]), before is None or before.column != column, column))
            is_clear = list(free.values()).count(free[column]) == 1 and free[column] != "open" and match_heading(headings[column])[0] in FIELDS
            found[name] = before if before and before.column == column else Match(name, column, headings[column], SURE if is_clear else 0.6)
            del free[column]
    used = {match.column for match in found.values()}
    borne_out = {name: match for name, match in guessed.items() if name not in ("time", "end_time") or timed[match.column] > 0}
    return sorted([*found.values(), *(match for name, match in borne_out.items() if name not in found and match.column not in used)], key=lambda match: match.column)
