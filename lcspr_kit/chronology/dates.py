"""Dates as United Kingdom records write them: one cell of text in, one reading out, by a fixed grammar.

Knows words, shapes and the calendar. ISO first by shape, then day/month/year. Never reads the clock;
what a whole column shows of its order (day or month first) is found in `chronology.dateorder` and
passed in. `Reading.flags` are codes of `FLAGS`; nothing doubtful passes without one.
"""

from __future__ import annotations

import datetime as dt
import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache

from lcspr_kit.chronology.dateparts import NARROWER, Part, fill_parts, parts_reversed, span_of
from lcspr_kit.chronology.datewords import (
    CONNECTOR,
    FILLER,
    UNKNOWN,
    WEEKDAYS,
    mend_month,
    part_at,
    qualifier_at,
    weekday_at,
)
from lcspr_kit.chronology.times import time_at
from lcspr_kit.edtf import PartialDate

FLAGS = {
    "date-ambiguous": "The date could be two days.",
    "date-month-first": "The date is written month first.",
    "date-repaired": "The date has a slip of the keyboard that was put right.",
    "date-weekday": "The day of the week does not agree with the date.",
    "date-words": "There are other words beside the date.",
    "date-several": "There is more than one date in the cell.",
    "date-open": "The date says before or after a day.",
    "date-day-missing": "The day of the month is not given.",
    "date-year-missing": "The date has no year.",
    "date-year-assumed": "The date has no year; it was taken from the row's surroundings.",
    "date-impossible": "This day is not in the calendar.",
    "date-unread": "The date can't be read.",
    "date-serial": "The date is a workbook's day number that was not formatted as a date.",
    "date-time-only": "There is a time in the column of dates, but no date.",
    "date-reversed": "The range ends before it starts.",
    "date-outside-period": "The date is long before or after the review's period.",
}
"""Codes of what is doubtful about a date, each as a sentence."""

_DASHES = str.maketrans({"–": "-", "—": "-", "‒": "-", "−": "-", "‐": "-", "‑": "-", "’": "'", "‘": "'", "\u00ad": None, "\u200b": None, "\ufeff": None, "＋": "+"})
_SPACE = re.compile(r"\s+")
_SKIP = re.compile(r"[\s,;:.()\[\]'\"*@|<>]+")
_NO_DAY = re.compile(r"^(?:xx?|\?{1,2}|--?|__?|dd?|00)\s*[/.-]\s*(?=\d{1,2}\s*[/.-]\s*\d{4}$)")
_TIMES_TO = re.compile(r"\s*(?:-|to|until|and|/|&)\s*")
_LETTERED = re.compile(r"(?<![a-z\d])[\dol]{1,4}(?=[/.\-])|(?<=[/.\- ])[\dol]{2,4}(?![a-z\d])")
_WORD = re.compile(r"[^\s,;()\[\]]+")
_LONGEST = 300
"""A date stands in the first words of a cell; what comes after is no date, however long."""
_NTH = re.compile(r"\b(?:1st|2nd|3rd|4th)(?= (?:week|half) (?:of|in)\b)")
_NTH_WORDS = {"1st": "first", "2nd": "second", "3rd": "third", "4th": "fourth"}
_ROMAN = re.compile(r"(?<=\d)(?P<s>[-/. ])(?P<m>x[i]{0,2}|i[vx]|v?i{1,3}|v)(?=[-/. ](?:19|20)?\d{2}(?!\d))")
_ROMANS = ("i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix", "x", "xi", "xii")
_RUN_ON = re.compile(r"(?P<d>0[1-9]|[12]\d|3[01])(?P<m>0[1-9]|1[0-2])(?P<s>[/.])(?=(?:19|20)\d{2}$)")
_STAMP = re.compile(r"((?:19|20)\d\d)([01]\d)([0-3]\d)[ t]?([0-2]\d)([0-5]\d)(?:[0-5]\d(?:\.\d+)?)?z?")
_ZONE = re.compile(r"\s*\b(?:gmt|utc)[+-]?\d{0,4}(?:\s*\([a-z ]{3,40}\))?$")
_SERIAL = re.compile(r"[2-5]\d{4}(?:\.\d+)?")
_DITTO = re.compile(r'(?:ditto|do\.?|as above|same(?: (?:day|date))?|"+|\'\'|〃|”|see above)\.?', re.I)
_QUESTION = re.compile(r"\?")


@dataclass(frozen=True)
class Reading:
    """What one cell says of when.

    `text` is as written. `date` is None where no day is known; then `flags` says why, or is empty
    where the cell is blank or says that the date is unknown. `rest` holds words that are no date.
    """

    text: str
    date: PartialDate | None = None
    time: dt.time | None = None
    flags: tuple[str, ...] = ()
    rest: str = ""

    @property
    def impossible(self) -> bool:
        """A date was meant, and there is none such: the row has to go back to the agency."""
        return self.date is None and "date-impossible" in self.flags


@lru_cache(maxsize=50_000)  # columns repeat their dates, and one cell is asked about more than once
def read_date(text: str, *, month_first: bool = False, last_year: int = 2068, year: int | None = None) -> Reading:
    """Read the text of a date cell.

    `month_first`: the column is known to be month/day/year. `last_year`: the latest year that a
    two-digit year can mean (the review's period ends there). `year`: the year of a heading above
    the row, for dates without one.
    """
    plain = _SPACE.sub(" ", unicodedata.normalize("NFKC", text).translate(_DASHES)).strip().casefold()
    if not plain or UNKNOWN.fullmatch(plain):
        return Reading(text)
    plain = plain[:_LONGEST]
    plain = _STAMP.sub(r"\1-\2-\3 \4:\5", plain) if _STAMP.fullmatch(plain) else _ZONE.sub("", plain)
    if _SERIAL.fullmatch(plain):
        return _serial(text, float(plain))
    plain = _NTH.sub(lambda match: _NTH_WORDS[match[0]], plain)  # else the scan takes "1st" for a day of the month
    plain = _ROMAN.sub(lambda match: f"{match['s']}{_ROMANS.index(match['m']) + 1}" if match["m"] in _ROMANS else match[0], plain)
    month_only = _NO_DAY.sub("? ", plain)
    repaired = mend_month(_RUN_ON.sub(r"\g<d>\g<s>\g<m>\g<s>", _LETTERED.sub(_digits, month_only)))
    scan = _scan(repaired, month_first, last_year)
    if month_only != plain:
        scan.flags.append("date-day-missing")
    if repaired != month_only:
        scan.flags.append("date-repaired")
    if not scan.parts and scan.time and not scan.rest and not scan.impossible:
        return Reading(text, time=scan.time, flags=("date-time-only",))
    if not scan.parts:
        return Reading(text, time=scan.time, flags=("date-impossible" if scan.impossible or _meant(plain) else "date-unread",), rest=plain)
    return _interpret(text, scan, year)


def is_ditto(text: str) -> bool:
    """Whether a cell says that its date is that of the row above."""
    return bool(_DITTO.fullmatch(text.strip()))


def _digits(match: re.Match[str]) -> str:
    """The letters o and l typed for 0 and 1, in something that is otherwise a number."""
    text = match[0]
    return text.replace("o", "0").replace("l", "1") if any(map(str.isdigit, text)) else text


def _meant(plain: str) -> bool:
    """Somebody meant to write a date here: there are digits in it, and few letters."""
    digits = sum(sign.isdigit() for sign in plain)
    return digits >= 3 and digits >= sum(sign.isalpha() for sign in plain)


def _serial(text: str, serial: float) -> Reading:
    day = dt.date(1899, 12, 30) + dt.timedelta(days=int(serial))
    seconds = round((serial % 1) * 1440) * 60
    time = (dt.datetime.min + dt.timedelta(seconds=seconds)).time() if seconds else None
    return Reading(text, PartialDate(day.isoformat(), day, day, "day"), time, ("date-serial",))


@dataclass
class _Scan:
    """The parts of a date in a text, in order, with what stands between and around them."""

    parts: list[Part]
    joins: list[str]
    qualifiers: list[str]
    flags: list[str]
    rest: list[str]
    time: dt.time | None = None
    weekday: int | None = None
    impossible: bool = False


def _scan(plain: str, month_first: bool, last_year: int) -> _Scan:
    scan = _Scan([], [], [], [], [])
    position, join = 0, ""
    while position < len(plain):
        skipped = _SKIP.match(plain, position)
        if skipped:
            if "," in skipped[0]:
                join = join or ","
            position = skipped.end()
            continue
        mark = _QUESTION.match(plain, position)
        if mark:
            scan.qualifiers.append("?")
            position = mark.end()
            continue
        started = bool(scan.parts) and scan.parts[-1].day is not None
        found = part_at(plain, position, month_first, last_year)
        time = time_at(plain, position, bare=started and (found is None or found.kind in ("day", "year", "day-month")) and not join)
        if time and (found is None or found.kind in ("day", "year", "day-month")):
            scan.time = scan.time or (time[0] if time[0] != dt.time(0) else None)
            position = time[1]
            join = ""
            until = _TIMES_TO.match(plain, position)
            end = time_at(plain, until.end(), bare=True) if until and until[0].strip() and not _full_at(plain, until.end(), month_first, last_year) else None
            position = end[1] if end else position
            continue
        if plain[position] == "t" and scan.parts and plain[position + 1 : position + 2].isdigit():
            position += 1
            continue
        if found:
            scan.flags += found.flags
            if found.kind == "impossible":
                scan.impossible = True
            elif scan.parts and not join and scan.parts[-1].kind == "day" and found.kind in ("full", "day-month"):
                scan.rest.append(str(scan.parts[-1].day))  # "2 calls 3 May": the 2 was no day
                scan.parts[-1] = found
            elif scan.parts and not join:
                scan.rest.append(plain[position : found.stop])
                scan.flags.append("date-several")
            else:
                scan.parts.append(found)
                scan.joins.append(join)
            position, join = found.stop, ""
            continue
        weekday = weekday_at(plain, position)
        if weekday:
            scan.weekday = weekday[0] if scan.weekday is None else scan.weekday
            position = weekday[1]
            continue
        connector = CONNECTOR.match(plain, position) if scan.parts else None
        if connector and connector.end() < len(plain) and part_at(plain, connector.end(), month_first, last_year):
            join = connector[0].strip()
            position = connector.end()
            continue
        qualifier = qualifier_at(plain, position)
        if qualifier:
            if qualifier[0] == "open-before":
                (scan.rest if scan.parts else scan.qualifiers).append(plain[position : qualifier[1]] if scan.parts else "open")
            elif not scan.parts or qualifier[0] in ("~", "open"):
                scan.qualifiers.append(qualifier[0])
            elif join:  # "between early March and late April": the qualifier belongs to the next part
                scan.qualifiers.append(f"then {qualifier[0]}")
            position = qualifier[1]
            continue
        if connector:
            join = connector[0].strip()
            position = connector.end()
            continue
        word = FILLER.match(plain, position) or _WORD.match(plain, position)
        assert word is not None  # whatever _SKIP leaves is a word
        if word.re is _WORD:
            scan.rest.append(word[0])
            join = ""
        position = max(word.end(), position + 1)
    return scan


def _full_at(plain: str, position: int, month_first: bool, last_year: int) -> bool:
    found = part_at(plain, position, month_first, last_year) if position < len(plain) else None
    return found is not None and found.kind in ("full", "month", "impossible")


def _interpret(text: str, scan: _Scan, year: int | None) -> Reading:
    flags = list(scan.flags)
    rest = " ".join(scan.rest)
    parts, assumed = fill_parts(scan.parts, year)
    if scan.impossible:
        return Reading(text, time=scan.time, flags=("date-impossible",), rest=rest)
    if not parts:
        return Reading(text, time=scan.time, flags=("date-impossible" if _meant(text) else "date-unread",), rest=rest)
    if any(part.year is None for part in parts):
        return Reading(text, time=scan.time, flags=("date-year-missing",), rest=rest)
    if assumed:
        flags.append("date-year-assumed")
    if len(parts) > 2 or (len(parts) == 2 and scan.joins[-1] in (",", "&", "+", "and") and "between" not in scan.qualifiers):
        flags.append("date-several")
    if rest:
        flags.append("date-words")
    if NARROWER & set(scan.qualifiers) and "date-ambiguous" in flags:
        flags.remove("date-ambiguous")  # "late Oct 25" can only be a month
    if "open" in scan.qualifiers:
        flags.append("date-open")
    try:
        found = span_of(parts, scan.qualifiers, uncertain="date-several" in flags or "date-open" in flags)
    except ValueError:
        return Reading(text, time=scan.time, flags=("date-impossible",), rest=rest)
    if parts_reversed(parts):
        flags.append("date-reversed")
    if scan.weekday is not None and found.precision == "day" and found.earliest.weekday() != scan.weekday:
        flags.append("date-weekday")
    time = scan.time if found.precision in ("day", "range") else None
    return Reading(text, found, time, tuple(dict.fromkeys(flags)), rest)


def weekday_name(day: dt.date) -> str:
    """Monday, Tuesday ..., whatever the computer's language."""
    return WEEKDAYS[day.weekday()]
