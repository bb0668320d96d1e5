"""The vocabulary of dates: month names and their misspellings, seasons, school terms, qualifiers, shapes.

Each function looks at one place in a folded text and says what stands there and where it ends.
"""

from __future__ import annotations

import datetime as dt
import re
from functools import cache

from dateutil.easter import easter
from rapidfuzz.distance import OSA

from lcspr_kit.chronology.dateparts import Part

WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_MONTHS = {
    1: "january jan janurary januray", 2: "february feb febuary febraury feburary", 3: "march mar mrch",
    4: "april apr apirl", 5: "may", 6: "june jun", 7: "july jul", 8: "august aug agust",
    9: "september sept sep setember septmeber", 10: "october oct ocotber", 11: "november nov novemeber",
    12: "december dec decemeber",
}  # fmt: skip
_MONTH_OF = {name: number for number, names in _MONTHS.items() for name in names.split()}
_MONTH = "(?P<mon>" + "|".join(sorted(_MONTH_OF, key=len, reverse=True)) + r")(?![a-z])\.?"
_DAY = r"(?P<d>\d{1,2})(?:\s?(?:st|nd|rd|th))?"
_FULL_MONTHS = [names.split()[0] for names in _MONTHS.values()]
_BETWEEN_NUMBERS = re.compile(r"(?:(?<=\d)|(?<=\d[\s./-])|(?<=\d(?:st|nd|rd|th))|(?<=\d(?:st|nd|rd|th)[\s./-]))[a-z]{4,11}(?=[\s.,/-]{0,2}(?:(?:19|20)\d\d|\d\d)(?!\d))")
_SEASON_OF = {"spring": 21, "summer": 22, "autumn": 23, "winter": 24}
_TERM_OF = {"autumn": ((9, 1), (12, 31)), "spring": ((1, 1), (4, 30)), "summer": ((4, 1), (7, 31))}
_SUMMER_HOLIDAYS = ((7, 20), (9, 5))
_FEAST_OF = {
    "christmas eve": ((12, 24), (12, 24)), "christmas day": ((12, 25), (12, 25)), "boxing day": ((12, 26), (12, 26)),
    "new year's eve": ((12, 31), (12, 31)), "new year's day": ((1, 1), (1, 1)),
    "february half term": ((2, 10), (2, 28)), "feb half term": ((2, 10), (2, 28)), "spring half term": ((2, 10), (2, 28)),
    "may half term": ((5, 22), (6, 6)), "october half term": ((10, 16), (11, 6)), "oct half term": ((10, 16), (11, 6)), "autumn half term": ((10, 16), (11, 6)),
    "christmas holidays": ((12, 20), (12, 31)), "christmas": ((12, 24), (12, 31)), "xmas": ((12, 24), (12, 31)),
}  # fmt: skip
_EASTER_OF = {"good friday": (-2, -2), "easter sunday": (0, 0), "easter day": (0, 0), "easter monday": (1, 1), "easter weekend": (-2, 1), "easter holidays": (-14, 14), "easter holiday": (-14, 14), "easter break": (-14, 14), "easter": (-7, 7)}
"""Days from Easter Sunday; the schools' two weeks lie before or after it, differently from place to place."""

UNKNOWN = re.compile(
    r"(?:the )?(?:exact )?(?:date )?(?:is )?(?:unknown|not known|unclear|unspecified|not (?:recorded|dated|stated|given|specified|available|provided)|none(?: given| recorded)?|missing|undated|illegible)"
    r"|n[/.]?k\.?|n[/.]?a\.?|n[/.]?r\.?|tbc|t\.b\.c\.?|tba|no date(?: (?:given|recorded|available))?|undated|u/k|\?+|[-_.*]+|x{2,}|(?:dd?[/.-]mm?[/.-]yy(?:yy)?)"
)
"""Ways of saying that there is no date."""
CONNECTOR = re.compile(r"(?:-+>?|/|&|\+|\b(?:to|until|till|til|through|thru|and|or|up to)\b)\s*")
"""What joins two dates of a range or a list."""
FILLER = re.compile(r"(?:(?:on|at|the|of|in|during|from|day|date|dated|month|year|hrs|hours|overnight|o/n|morning|afternoon|evening|night|a\.?m|p\.?m|between|both|period|time|t)\b\.?|[-/])")
"""Words beside a date that change nothing."""

_QUALIFIERS = (
    ("between", re.compile(r"between\b|b/w\b|btwn\b")),
    ("week-from", re.compile(r"(?:w\s?[/.]?\s?c\b\.?|wk?\s?/?\s?b\b|(?:the )?w(?:ee)?k (?:commencing|beginning|starting|of)\b|week commencing)")),
    ("week-to", re.compile(r"(?:w\s?/?\s?e\b\.?|(?:the )?w(?:ee)?k ending\b)")),
    *((f"{name}-week", re.compile(rf"(?:the )?(?:{words}) week (?:of|in)\b(?: the)?")) for name, words in (("first", "first|1st"), ("second", "second|2nd"), ("third", "third|3rd"), ("fourth", "fourth|4th"), ("last", "last|final"))),
    *((f"{name}-half", re.compile(rf"(?:the )?(?:{words}) half (?:of|in)\b(?: the)?")) for name, words in (("first", "first|1st"), ("second", "second|2nd|latter"))),
    ("early", re.compile(r"(?:early|beginning of|start of|the start of|first (?:part|third) of)\b(?: in\b)?-?")),
    ("mid", re.compile(r"(?:mid(?:dle)?(?: of)?|middle of)\b-?|mid-")),
    ("late", re.compile(r"(?:late|end of|the end of|latter part of)\b(?: in\b)?-?")),
    ("open", re.compile(r"(?:onwards?|ongoing|to date|to present|present|current)\b|-\s*(?:present|ongoing|current)\b")),
    ("open-before", re.compile(r"(?:before|prior to|after|since|by|pre|post|up to|until)\b")),
    ("~", re.compile(r"(?:on or (?:around|about)|approx(?:imately|\.)?|about|around|circa|ca\.|c\.|roughly|estimated|est\.?|possibly|probably|believed(?: to be)?|thought to be|likely|maybe|some ?time in|sometime|unsure|\(?(?:exact )?date (?:unclear|not known|unknown|tbc)\)?)(?!\w)|c(?=\s?\d)|~")),
)  # fmt: skip
_WEEKDAY = re.compile(r"(mon(?:day)?|tue(?:s(?:day)?)?|wed(?:nesday|s)?|thu(?:r(?:s(?:day)?)?)?|fri(?:day)?|sat(?:urday)?|sun(?:day)?)\b\.?")

_SEP = r"(?:\s?[/.\-,\\_]{1,2}\s?|\s)"
_ISO = re.compile(r"(?P<y>\d{4})[-/._](?P<m>\d{1,2})[-/._](?P<d>\d{1,2})(?!\d)t?")
_COMPACT_UK = re.compile(r"(?P<d>[0-3]\d)(?P<m>0[1-9]|1[0-2])(?P<y>(?:19|20)\d{2})(?!\d)")
_SHORT_MONTH = re.compile(r"(?P<m>0?[1-9]|1[0-2])[/](?P<y>1[3-9]|[2-9]\d)(?![\d/.])")
_COMPACT = re.compile(r"(?P<y>19\d\d|20\d\d)(?P<m>0[1-9]|1[0-2])(?P<d>[0-3]\d)(?!\d)t?")
_NUMERIC = re.compile(rf"(?P<d>\d{{1,2}})(?P<s1>{_SEP})(?P<m>\d{{1,2}})(?P<s2>{_SEP})(?P<y>\d{{4}}|'?\d{{2}})(?!\d)(?![/.:]\d)")
_CLOCK = re.compile(r"\s?(?:hrs?|hours?|am|pm|h)\b")
_YEAR_MONTH_DAY = re.compile(rf"(?P<y>(?:19|20)\d{{2}})[\s,/.\-]+{_MONTH}(?:[\s,/.\-]*(?P<d>\d{{1,2}})(?:st|nd|rd|th)?(?![\d:./-]))?")
_ACADEMIC = re.compile(r"(?:the )?(?:academic|school)\s?(?:year)?,?\s?(?P<y>(?:19|20)\d{2})\s?[/-]\s?(?P<z>(?:20)?\d{2})(?!\d)")
_LONG_YEAR = re.compile(r"\d{1,2}[/.\-]\d{1,2}[/.\-](?:\d{3}|\d{5,})(?!\d)")
_DAY_MONTH_YEAR = re.compile(rf"{_DAY}[\s,./\-]*(?:day\s)?(?:of\s)?(?:the\s)?{_MONTH}(?:[\s,./\-]*(?P<y>(?:19|20)\d{{2}}(?!\d)(?!\s?(?:hrs?|hours?)\b)|'\d{{2}}(?!\d)|\d{{2}}(?![\d:.]|\s?(?:st|nd|rd|th|am|pm|hrs?)\b|\s?[-&]\s?\d))|\b)")
_MONTH_DAY_YEAR = re.compile(rf"{_MONTH}\s?(?P<d>\d{{1,2}})(?:st|nd|rd|th)?[\s,]+(?P<y>(?:19|20)\d{{2}})(?!\d)")
_MONTH_DAYS_YEAR = re.compile(rf"{_MONTH}\s?(?P<d>\d{{1,2}})(?:st|nd|rd|th)?\s?(?:-|to|and|&)\s?(?P<e>\d{{1,2}})(?:st|nd|rd|th)?[\s,]+(?P<y>(?:19|20)\d{{2}})(?!\d)")
_MONTH_DAY = re.compile(rf"{_MONTH}\s?(?P<d>\d{{1,2}})(?:st|nd|rd|th)(?![\w])")
_MONTH_YEAR = re.compile(rf"{_MONTH}[\s,./\-]*(?:of\s)?(?P<y>(?:19|20)\d{{2}}|'\d{{2}}|\d{{2}}(?![\d:.]))(?!\d)")
_MONTH_ONLY = re.compile(_MONTH)
_NUMBER_MONTH = re.compile(r"(?P<m>\d{1,2})\s?[/.\-]\s?(?P<y>(?:19|20)\d{2})(?!\d)")
_DAY_MONTH = re.compile(r"(?P<d>\d{1,2})\s?(?:[/.])\s?(?P<m>\d{1,2})(?!\d)(?![/.]\d)(?!\s?(?:am|pm|hrs?)\b)(?!\s*(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec))")
_YEAR_MONTH = re.compile(r"(?P<y>(?:19|20)\d{2})-(?P<m>\d{2})(?![\d])")
_YEARS = re.compile(r"(?P<y>(?:19|20)\d{2})\s?(?P<s>[/-])\s?(?P<z>\d{2})(?![\d/])")
_QUARTER = re.compile(r"(?:q(?P<q>[1-4])|quarter (?P<q2>[1-4]))\s*,?\s*(?P<y>(?:19|20)\d{2})|(?P<y2>(?:19|20)\d{2})\s?-?q(?P<q3>[1-4])")
_YEAR = re.compile(r"(?P<y>(?:19|20)\d{2})(?!\d)(?:'?s\b)?")
_SEASON = re.compile(r"(?P<season>spring|summer|autumn|winter)(?P<free>\s?(?:school\s)?holidays?)?\s?(?P<term>(?:half\s?)?-?term\s?\d?\b|semester)?[\s,]*(?:of\s)?(?P<y>(?:19|20)\d{2})?(?:\s?/\s?(?P<z>\d{2,4}))?")
_FEAST = re.compile(r"(?P<feast>" + "|".join(sorted(_FEAST_OF, key=len, reverse=True)).replace("half term", r"half[\s-]?term") + r")\b[\s,]*(?P<y>(?:19|20)\d{2})?")
_HALF_TERM = re.compile(r"half[\s-]?term")
_EASTER = re.compile(r"(?P<feast>" + "|".join(sorted(_EASTER_OF, key=len, reverse=True)) + r")\b[\s,]*(?:of\s|in\s)?(?P<y>(?:19|20)\d{2})(?!\d)")
_DAY_ONLY = re.compile(r"(?P<d>\d{1,2})(?:st|nd|rd|th)?(?![\d\w])")


def mend_month(text: str) -> str:
    """The text with a month mended that stands between numbers and is one slip of the keyboard away from a single month."""
    return _BETWEEN_NUMBERS.sub(lambda match: _mended(match[0]), text)


@cache
def _mended(word: str) -> str:
    if word in _MONTH_OF or len(word) < 4:
        return word
    near = [name for name in _FULL_MONTHS if OSA.distance(word, name) <= (2 if len(name) >= 7 else 1)]
    return near[0] if len(near) == 1 else word


def weekday_at(text: str, position: int) -> tuple[int, int] | None:
    """The weekday (Monday is 0) that starts here and where it ends."""
    match = _WEEKDAY.match(text, position)
    return (("mon", "tue", "wed", "thu", "fri", "sat", "sun").index(match[1][:3]), match.end()) if match else None


def qualifier_at(text: str, position: int) -> tuple[str, int] | None:
    """`~` (about), `early`, `mid`, `late`, `week-from`, `week-to`, `between`, `open`, and where it ends."""
    for name, pattern in _QUALIFIERS:
        match = pattern.match(text, position)
        if match and match.end() > position:
            return name, match.end()
    return None


def part_at(text: str, position: int, month_first: bool, last_year: int) -> Part | None:
    """The date or part of a date that starts here: ISO by shape first, then the United Kingdom's ways."""
    if position and text[position - 1].isalnum() and text[position - 1] not in "tc":
        return None
    if text[position].isdigit():
        return _digits_at(text, position, month_first, last_year)
    return _words_at(text, position, last_year)


def _digits_at(text: str, position: int, month_first: bool, last_year: int) -> Part | None:
    match = _ISO.match(text, position) or _COMPACT.match(text, position)
    if match:
        return Part("full", int(match["y"]), int(match["m"]), int(match["d"]), stop=match.end()).checked()
    match = _COMPACT_UK.match(text, position)
    if match:
        return Part("full", int(match["y"]), int(match["m"]), int(match["d"]), stop=match.end(), flags=("date-repaired",)).checked()
    match = _NUMERIC.match(text, position)
    if match and not _is_span(match, text):
        return _numeric(match, month_first, last_year)
    match = _LONG_YEAR.match(text, position)
    if match:
        return Part("impossible", stop=match.end())
    match = _DAY_MONTH_YEAR.match(text, position)
    if match:
        year = _year(match["y"], last_year) if match["y"] else None
        return Part("full" if year else "day-month", year, _MONTH_OF[match["mon"]], int(match["d"]), stop=match.end()).checked()
    match = _NUMBER_MONTH.match(text, position)
    if match and 1 <= int(match["m"]) <= 12:
        return Part("month", int(match["y"]), int(match["m"]), stop=match.end())
    match = _YEARS.match(text, position)
    if match and int(match["z"]) == (int(match["y"]) + 1) % 100 and (match["s"] == "/" or int(match["z"]) > 12):
        year = int(match["y"])
        return Part("span", year, span=((year, 1, 1), (year + 1, 12, 31)), stop=match.end(), vague=True)
    match = _YEAR_MONTH.match(text, position)
    if match and 1 <= int(match["m"]) <= 12:
        return Part("month", int(match["y"]), int(match["m"]), stop=match.end())
    match = _QUARTER.match(text, position)
    if match:
        return _quarter(match)
    match = _YEAR_MONTH_DAY.match(text, position)
    if match:
        day = int(match["d"]) if match["d"] else None
        return Part("full" if day else "month", int(match["y"]), _MONTH_OF[match["mon"]], day, stop=match.end()).checked()
    match = _YEAR.match(text, position)
    if match:
        return Part("year", int(match["y"]), stop=match.end())
    match = _SHORT_MONTH.match(text, position)
    if match:
        return Part("month", _year(match["y"], last_year), int(match["m"]), stop=match.end(), flags=("date-ambiguous",))
    match = _DAY_MONTH.match(text, position)
    if match:
        day, month = int(match["d"]), int(match["m"])
        if month_first and day <= 12:
            day, month = month, day
        if 1 <= month <= 12 and 1 <= day <= 31:
            return Part("day-month", None, month, day, stop=match.end())
    match = _DAY_ONLY.match(text, position)
    if match and 1 <= int(match["d"]) <= 31:
        return Part("day", None, None, int(match["d"]), stop=match.end())
    return None


def _is_span(match: re.Match[str], text: str) -> bool:
    """`03-05/04/21` is a span of days, not a date followed by something: let the shorter shapes have it."""
    follows = text[match.end() : match.end() + 2]
    short_year = len(match["y"].strip("'")) == 2
    if short_year and follows[:1] == "-" and follows[1:].isdigit() and "-" in match["s1"] + match["s2"]:
        return True
    if match["s2"].isspace() and _CLOCK.match(text, match.end()):  # "03/04 1430hrs"
        return True
    spaced = match["s2"].isspace() and not match["s1"].isspace()
    return spaced and len(match["y"]) == 4 and match["y"][:2] not in ("19", "20")


def _numeric(match: re.Match[str], month_first: bool, last_year: int) -> Part:
    day, month = int(match["d"]), int(match["m"])
    year = _year(match["y"], last_year)
    flags = []
    if match["s1"].strip() != match["s2"].strip() or len(match["s1"].strip()) > 1 or match["s1"].strip() in (",", "\\", "_"):
        flags.append("date-repaired")
    if month_first and day <= 12:
        if month != day and month <= 12:
            flags.append("date-ambiguous")
        day, month = month, day
    elif month > 12 >= day:
        day, month = month, day
        flags.append("date-month-first")
    return Part("full", year, month, day, stop=match.end(), flags=tuple(flags)).checked()


def _quarter(match: re.Match[str]) -> Part:
    quarter = int(match["q"] or match["q2"] or match["q3"])
    year = int(match["y"] or match["y2"])
    last = quarter * 3
    return Part("span", year, span=((year, last - 2, 1), (year, last, 30 if last in (6, 9) else 31)), stop=match.end(), vague=True)


def _words_at(text: str, position: int, last_year: int) -> Part | None:
    match = _FEAST.match(text, position)
    if match:
        first, last = _FEAST_OF[_HALF_TERM.sub("half term", match["feast"])]
        return Part("span", int(match["y"]) if match["y"] else None, days=(first, last), stop=match.end(), vague=first != last)
    match = _MONTH_DAYS_YEAR.match(text, position)
    if match:
        year, month = int(match["y"]), _MONTH_OF[match["mon"]]
        days = Part("span", year, days=((month, int(match["d"])), (month, int(match["e"]))), stop=match.end())
        return days if int(match["d"]) < int(match["e"]) <= 28 or Part("full", year, month, int(match["e"])).checked().kind == "full" else Part("impossible", stop=match.end())
    match = _MONTH_DAY_YEAR.match(text, position) or _MONTH_DAY.match(text, position)
    if match and match.lastgroup:
        written = int(match["y"]) if "y" in match.groupdict() else None
        return Part("full" if written else "day-month", written, _MONTH_OF[match["mon"]], int(match["d"]), stop=match.end()).checked()
    match = _MONTH_YEAR.match(text, position)
    if match:
        # "March 21" may be a day of March as well as a month of 2021; "Mar-21" and "March '21" are not
        between = text[match.end("mon") : match.start("y")]
        doubtful = len(match["y"]) == 2 and "-" not in between and int(match["y"]) <= 31
        return Part("month", _year(match["y"], last_year), _MONTH_OF[match["mon"]], stop=match.end(), flags=("date-ambiguous",) if doubtful else ())
    match = _MONTH_ONLY.match(text, position)
    if match:
        return Part("month", None, _MONTH_OF[match["mon"]], stop=match.end())
    match = _QUARTER.match(text, position)
    if match:
        return _quarter(match)
    match = _EASTER.match(text, position)
    if match:
        return _easter(match)
    match = _SEASON.match(text, position)
    if match:
        return _season(match)
    match = _ACADEMIC.match(text, position)
    if match and int(match["z"]) % 100 == (int(match["y"]) + 1) % 100:
        year = int(match["y"])
        return Part("span", year, span=((year, 9, 1), (year + 1, 8, 31)), stop=match.end(), vague=True)
    return None


def _easter(match: re.Match[str]) -> Part:
    year = int(match["y"])
    first, last = (easter(year) + dt.timedelta(days=days) for days in _EASTER_OF[match["feast"]])
    return Part("span", year, span=((year, first.month, first.day), (year, last.month, last.day)), stop=match.end(), vague=first != last)


def _season(match: re.Match[str]) -> Part:
    name, year = match["season"], int(match["y"]) if match["y"] else None
    if match["term"] and name in _TERM_OF:
        if match["z"] and year and name != "autumn":  # spring term 2019/20 is in 2020
            year += 1
        return Part("span", year, days=_TERM_OF[name], stop=match.end(), vague=True)
    if match["free"] and name == "summer":  # the schools' summer, not the season's
        return Part("span", year, days=_SUMMER_HOLIDAYS, stop=match.end(), vague=True)
    return Part("season", year, _SEASON_OF[name], stop=match.end())


def _year(text: str, last_year: int) -> int:
    digits = text.strip("'")
    if len(digits) == 4:
        return int(digits)
    year = last_year - last_year % 100 + int(digits)
    return year if year <= last_year else year - 100
