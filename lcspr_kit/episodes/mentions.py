"""Dates mentioned in the prose of a record, resolved against the record's own day.

How many different records mention a day is the one signal of a day's weight that real data support
(see docs/decisions.md), so mentions in every direction are counted, and dates of birth are not.
The date cell of an export is another matter: `chronology.dates`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta

from lcspr_kit.episodes.tense import is_ahead
from lcspr_kit.episodes.wordings import Words, split_words

_MONTHS = {
    name: number
    for number, names in enumerate(
        ("january jan", "february feb", "march mar", "april apr", "may", "june jun", "july jul", "august aug",
         "september sept sep", "october oct", "november nov", "december dec"), 1)
    for name in names.split()
}  # fmt: skip
_WEEKDAYS = {
    name: number
    for number, names in enumerate(
        ("monday mon", "tuesday tues tue", "wednesday weds wed", "thursday thurs thur thu", "friday fri", "saturday sat", "sunday sun"))
    for name in names.split()
}  # fmt: skip
_NUMBERS = {
    name: number
    for number, names in enumerate(
        ("", "one a an", "two couple", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"))
    for name in names.split()
}  # fmt: skip
_MONTH = "|".join(sorted(_MONTHS, key=len, reverse=True))
_DAY = "|".join(sorted(_WEEKDAYS, key=len, reverse=True))
_NTH = r"[0-3]?\d(?:st|nd|rd|th)?"
_COUNT = r"\d{1,2}|" + "|".join(sorted(_NUMBERS, key=len, reverse=True))

_DATE = re.compile(
    rf"""(?<![\w/.-])(?:
      (?P<iy>(?:19|20)\d\d)-(?P<im>[01]\d)-(?P<id>[0-3]\d)
    | (?P<nd>[0-3]?\d)(?P<ns>[/.-])(?P<nm>[01]?\d)(?P=ns)(?P<ny>(?:19|20)\d\d|\d\d)
    | (?P<sd>[0-3]?\d)/(?P<sm>[01]?\d)(?![/\d]|\s+ago)
    | (?P<d0>(?:{_NTH},\s*){{0,4}}{_NTH}\s*(?:-|–|to|and|&)\s*)?(?P<dd>[0-3]?\d)(?:st|nd|rd|th)?(?:\s+of)?[\s-]+(?P<dm>{_MONTH})\b\.?(?:,?[\s-]+(?P<dy>last\s+year|(?:19|20)\d\d|(?<!,\s)'?\d\d(?![\d:.]\d|\s+(?:{_MONTH})\b)))?
    | (?P<mm>{_MONTH})\.?\s+(?P<md>[0-3]?\d)(?:st|nd|rd|th)?(?![\d:]|\.\d)(?P<m2>(?:,\s*{_NTH}){{0,4}}\s*(?:-|–|to|and|&)\s*{_NTH}(?![\d:.]\d|\d|\s+(?:{_MONTH})))?(?:,?\s+(?P<my>last\s+year|(?:19|20)\d\d))?
    | (?P<ago>{_COUNT})\s+(?:of\s+)?(?P<unit>day|week|fortnight)s?\s+(?P<way>ago|earlier|previously|later|before)\b(?!\s+than)(?:(?<!before)|(?=\s*(?:$|[.,;:)])|\s+(?:on|at|and)\b))
    | (?P<off>(?:{_COUNT}|the)\s+(?:of\s+)?(?:day|week|fortnight)s?\s+(?:after|following|before|prior\s+to))\b(?!\s+yesterday)
    | (?P<sevenths>\d{{1,2}}/(?:7|52))\s+ago
    | (?P<rel>(?:the\s+)?day\s+before\s+yesterday|yesterday|y'?day|yest|today|tonight|tomorrow|last\s+night|this\s+(?:morning|afternoon|evening)
        |(?:the\s+)?(?:previous|preceding)\s+(?:day|night|evening)|the\s+(?:next|following)\s+(?:day|night|morning|evening)|the\s+(?:day|night|evening)\s+before(?!\s+(?:the|his|her|their|its|a|my)\b)|overnight)
    | (?P<end>last|next|(?:the|this)(?:\s+(?:past|last|coming|following))?)\s+weekend
    | (?:(?P<which>last|next|this|that|following|previous|coming|every|each|most|alternate|good|black|easter|shrove)\s+)?(?P<wd>{_DAY})\b(?P<w1>\s+(?:of\s+)?(?:last|next)(?P<w2>\s+week)?(?!\s+\w*(?:month|year|week)))?
    | (?P<od>[0-3]?\d)(?:st|nd|rd|th)\b(?!\s+(?:{_MONTH}|centile|percentile|birthday|visit|appointment|child|time|attempt|year|grade|floor|street|avenue))
    )(?![\w])""",
    re.IGNORECASE | re.VERBOSE,
)  # fmt: skip
_NUMERIC = re.compile(r"\d[/.\-]\d|\d(?:st|nd|rd|th)\b", re.IGNORECASE)
_HINTS = frozenset({*_MONTHS, *_WEEKDAYS, "yesterday", "today", "tonight", "tomorrow", "ago", "earlier", "later", "previously", "before", "night", "morning", "afternoon", "evening", "day", "overnight", "weekend", "yday", "yest"})
_BIRTH = re.compile(r"(?:\bd\.?\s?o\.?\s?b\.?|\bdate\s+of\s+birth|\bborn(?:\s+on)?|\bbirth\s*date|\bbirthday|\be\.?d\.?d\.?|\bdue\s+date)\W{0,4}(?:(?:on|is|was|of|the)\s+)?$", re.IGNORECASE)
_LAST_DAY = frozenset({"yesterday", "yday", "y'day", "yest", "last night", "overnight"})
_NO_DAY = frozenset({"that", "every", "each", "most", "alternate", "good", "black", "easter", "shrove"})
_NAMED = re.compile(r"\s*(?:-|–|to)\s*(?:mon|tues?|wed|thu|fri|sat|sun)|\s+(?:times|herald|mirror|telegraph|mail|post|express|school|roast|lunch|league|club)\b", re.IGNORECASE)
"""After a weekday: opening hours ("Monday to Friday"), a newspaper, a club."""
_WEEK = re.compile(r"\s+week\b(?![-'’]|\s*end)", re.IGNORECASE)
"""After a weekday: "on Friday week"."""
_TO_DAY = re.compile(rf"\b(?:{_DAY})\s*(?:-|–|to)\s*$", re.IGNORECASE)
_STAYS = re.compile(r"\b(?:stay\w*|kept|keep|remain\w*|admi\w+|observ\w*|in|sleep\w*|slept|plac\w+|contact|feeds?|woke|wak\w+|him|them|there)\s+$", re.IGNORECASE)
_STAY = re.compile(r"\s+(?:stay|admission|observ|accommodation|contact|bag|respite|on\b|to\b|in\b|into\b|at\b|with\b|for\b|care|feed|visit|monitor)", re.IGNORECASE)
_SHORT_WEEKDAYS = {"mon", "tue", "wed", "thu", "fri", "sat", "sun", "tues", "weds", "thur", "thurs"}
_UNIT_DAYS = {"day": 1, "week": 7, "fortnight": 14}
_OF_ONE_CLAUSE = re.compile(r"[^.,;:!?\n]{1,60}")
"""What may stand between "two days after" and the day it is counted from."""
_FARTHEST = 366 * 3


@dataclass(frozen=True)
class Mention:
    """A day that a record's text mentions, at `start:end` of the text.

    `direction` is `back`, `same` or `planned`, seen from the record's own day.
    """

    day: date
    direction: str
    start: int
    end: int


def find_mentions(text: str, on: date, births: frozenset[date] = frozenset(), words: Words | None = None) -> list[Mention]:
    """The days mentioned in a record of the day `on`, in order of the text.

    A day without its year is the nearest such day, rather one that is past; a weekday is the latest one
    up to `on`, unless the words say that it is to come. "Ago" and "yesterday" are told from `on`, "a day
    earlier" and "the next day" from the day mentioned before them. Dates of birth (`births`, or any date after "DOB", "born") are left out, and
    so are days more than three years away, which are seldom days of the same story. `words` may be
    given where the text has already been split.
    """
    words = split_words(text) if words is None else words
    if _HINTS.isdisjoint(words.words) and not _NUMERIC.search(text):
        return []
    found: list[Mention] = []
    anchor = on
    matches = list(_DATE.finditer(text))
    offset: re.Match[str] | None = None
    for place, match in enumerate(matches):
        if match["off"]:
            offset = match
            continue
        if match["wd"] and place + 1 < len(matches) and _names(match, matches[place + 1], text):
            continue
        day = _resolve(match, on, anchor, text)
        if day is None or abs((day - on).days) > _FARTHEST:
            continue
        anchor = day
        if offset and _OF_ONE_CLAUSE.fullmatch(text, offset.end(), match.start()):
            counted = day + timedelta(days=_offset_days(offset))
            found.append(Mention(counted, _direction(counted, on), *offset.span()))
        offset = None
        if day in births:
            continue
        if not match["rel"] and not match["wd"] and _BIRTH.search(text, max(0, match.start() - 24), match.start()):
            continue
        found += [Mention(each, _direction(each, on), *match.span()) for each in dict.fromkeys((day, *_other_days(match, day)))]
    return found


def _offset_days(match: re.Match[str]) -> int:
    """Days of "two weeks before", "the day after" the day that its clause ends with."""
    number, unit, *_, way = match["off"].lower().replace("of ", "").replace("prior to", "before").split()
    days = (int(number) if number.isdigit() else _NUMBERS.get(number, 1)) * _UNIT_DAYS[unit.rstrip("s")]
    return -days if way == "before" else days


def _names(weekday: re.Match[str], after: re.Match[str], text: str) -> bool:
    """Whether the weekday only names the date after it: "Friday, 11 February", "Monday the 14th"."""
    dated = after["dd"] or after["mm"] or after["iy"] or after["nd"] or after["sd"] or after["od"]
    return bool(dated) and re.fullmatch(r"[\s,(]*(?:(?:on\s+)?the\s+)?", text[weekday.end() : after.start()], re.IGNORECASE) is not None


def _direction(day: date, on: date) -> str:
    return "back" if day < on else "planned" if day > on else "same"


def _other_days(match: re.Match[str], day: date) -> list[date]:
    """The other days of "11-13 March", "March 11, 12 and 14", "the weekend"."""
    if match["end"]:
        return [day + timedelta(days=1)]
    try:
        return [day.replace(day=int(number)) for number in re.findall(r"\d+", match["d0"] or match["m2"] or "")]
    except ValueError:
        return []


def _resolve(match: re.Match[str], on: date, anchor: date, text: str) -> date | None:
    try:
        if match["iy"]:
            return date(int(match["iy"]), int(match["im"]), int(match["id"]))
        if match["nd"]:
            return date(_year(match["ny"]), int(match["nm"]), int(match["nd"]))
        if match["sd"]:
            # 2/7 is "two days" in clinical notes and 1/2 a half; a date has both parts sensible and a word before it.
            before = text[max(0, match.start() - 12) : match.start()].lower()
            dated = re.search(rf"\b(?:on|from|of|by|until|dated|since|and|to|{_DAY})\s+$", before)
            return _nearest(int(match["sm"]), int(match["sd"]), on) if dated else None
        if match["dd"]:
            return _dated(match["dm"], match["dd"], match["dy"], on, _ahead(match, text))
        if match["mm"]:
            return None if match["mm"] == "may" else _dated(match["mm"], match["md"], match["my"], on, _ahead(match, text))
        if match["ago"]:
            return _counted(match, on, anchor)
        if match["sevenths"]:
            number, unit = match["sevenths"].split("/")
            return on - timedelta(days=int(number) * (7 if unit == "52" else 1))
        if match["rel"]:
            return _relative(match, on, anchor, text)
        if match["end"]:
            return _weekend(match, on, text)
        if match["wd"]:
            return _weekday(match, on, anchor, text)
        return _day_of_month(match, on, text)
    except ValueError:
        return None


def _year(text: str) -> int:
    year = int(text.lstrip("'"))
    return year if year > 99 else 2000 + year


def _dated(month: str, day: str, year: str | None, on: date, ahead: bool) -> date | None:
    number = _MONTHS[month.lower()]
    if year and year[0] in "lL":
        return date(on.year - 1, number, int(day))
    return date(_year(year), number, int(day)) if year else _nearest(number, int(day), on, ahead)


def _nearest(month: int, day: int, on: date, ahead: bool = False) -> date | None:
    """The nearest such day; one that is past counts as twice as near, unless the words say it is planned."""
    options = []
    for year in (on.year - 1, on.year, on.year + 1):
        try:
            options.append(date(year, month, day))
        except ValueError:
            continue
    return min(options, key=lambda option: (abs((option - on).days) * (2 if option > on and not ahead else 1), option), default=None)


def _counted(match: re.Match[str], on: date, anchor: date) -> date:
    """ "Three days ago" is told from the record's day, "a day earlier" from the day mentioned before it."""
    word, way = match["ago"].lower(), match["way"].lower()
    number = int(word) if word.isdigit() else _NUMBERS[word]
    days = number * _UNIT_DAYS[match["unit"].lower()]
    return (on if way == "ago" else anchor) + timedelta(days=days if way == "later" else -days)


def _relative(match: re.Match[str], on: date, anchor: date, text: str) -> date | None:
    words = " ".join(match["rel"].lower().split())
    if words == "overnight" and (_STAYS.search(text, max(0, match.start() - 20), match.start()) or _STAY.match(text, match.end())):
        return None  # where somebody slept, not when something happened
    if words.endswith("before yesterday"):
        return on - timedelta(days=2)
    if words in ("today", "tonight") or words.startswith("this "):
        return on
    if words == "tomorrow":
        return on + timedelta(days=1)
    if "next" in words or "following" in words:
        return anchor + timedelta(days=1)
    return (on if words in _LAST_DAY else anchor) - timedelta(days=1)


def _weekend(match: re.Match[str], on: date, text: str) -> date:
    """Its Saturday: the latest weekend begun, or the one to come where the words say so."""
    words = match["end"].lower()
    latest = on - timedelta(days=(on.weekday() - 5) % 7)
    coming = words in ("next", "the coming", "this coming", "the following") or (words == "this" and on.weekday() < 5) or _ahead(match, text)
    if coming:
        return latest + timedelta(days=7)
    return latest - timedelta(days=7) if words != "the" and words != "this" and on.weekday() >= 5 else latest


def _weekday(match: re.Match[str], on: date, anchor: date, text: str) -> date | None:
    name = match["wd"].lower()
    which = (match["which"] or "").lower()
    if (name in _SHORT_WEEKDAYS and match["wd"][0].islower()) or which in _NO_DAY or _NAMED.match(text, match.end()) or _TO_DAY.search(text, max(0, match.start() - 14), match.start()):
        return None  # "sat", "wed" and "sun" are words
    after = " ".join((match["w1"] or "").lower().split()).removeprefix("of ")
    if match["w2"]:  # "Tuesday last week"
        return on + timedelta(days=_WEEKDAYS[name] - on.weekday() + (7 if after == "next week" else -7))
    which = which or after
    if which == "following" and text[match.end() : match.end() + 2] in ("'s", "’s"):
        which = ""  # "following Sunday's call"
    base = anchor if which in ("previous", "following") else on
    back = (base.weekday() - _WEEKDAYS[name]) % 7
    if which == "this":
        return on + timedelta(days=_WEEKDAYS[name] - on.weekday())
    if not which and _WEEK.match(text, match.end()):
        return on + timedelta(days=14 - back)
    if which in ("next", "following", "coming") or (not which and _ahead(match, text)):
        return base + timedelta(days=7 - back)
    if which in ("last", "previous") and back == 0:
        back = 7
    return base - timedelta(days=back)


def _ahead(match: re.Match[str], text: str) -> bool:
    return is_ahead(text, *match.span(), weekday=bool(match["wd"]))


def _day_of_month(match: re.Match[str], on: date, text: str) -> date | None:
    """"on the 14th": the latest such day up to the record's own, if the words before say it is a date."""
    before = text[max(0, match.start() - 16) : match.start()].lower()
    if not re.search(rf"\b(?:on|since|of|from|by|until|{_DAY})\s+(?:the\s+)?$", before):
        return None
    day = int(match["od"])
    if day > on.day and (_ahead(match, text) or re.search(r"\buntil\s+(?:the\s+)?$", before)):
        return on.replace(day=day)
    if day <= on.day:
        return on.replace(day=day)
    last = on.replace(day=1) - timedelta(days=1)
    return last.replace(day=day)
