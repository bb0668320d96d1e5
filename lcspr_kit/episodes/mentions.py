"""Dates mentioned in the prose of a record, resolved against the record's own day.

How many different records mention a day is the one signal of a day's weight that real data support
(see docs/decisions.md), so mentions in every direction are counted, and dates of birth are not.
The date cell of an export is another matter: `chronology.dates`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta

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
_COUNT = r"\d{1,2}|" + "|".join(sorted(_NUMBERS, key=len, reverse=True))

_DATE = re.compile(
    rf"""(?<![\w/.-])(?:
      (?P<iy>(?:19|20)\d\d)-(?P<im>[01]\d)-(?P<id>[0-3]\d)
    | (?P<nd>[0-3]?\d)(?P<ns>[/.-])(?P<nm>[01]?\d)(?P=ns)(?P<ny>(?:19|20)\d\d|\d\d)
    | (?P<sd>[0-3]?\d)/(?P<sm>[01]?\d)(?![/\d])
    | (?:(?P<d0>[0-3]?\d)(?:st|nd|rd|th)?\s*(?:-|–|to|and|&)\s*)?(?P<dd>[0-3]?\d)(?:st|nd|rd|th)?(?:\s+of)?[\s-]+(?P<dm>{_MONTH})\b\.?(?:,?[\s-]+(?P<dy>(?:19|20)\d\d|'?\d\d(?![\d:.]\d)))?
    | (?P<mm>{_MONTH})\.?\s+(?P<md>[0-3]?\d)(?:st|nd|rd|th)?(?![\d:]|\.\d)(?:\s*(?:-|–|to|and|&)\s*(?P<m2>[0-3]?\d)(?:st|nd|rd|th)?(?![\d:.]\d|\d|\s+(?:{_MONTH})))?(?:,?\s+(?P<my>(?:19|20)\d\d))?
    | (?P<ago>{_COUNT})\s+(?:of\s+)?(?P<unit>day|week|fortnight)s?\s+(?P<way>ago|earlier|previously|later|before)
    | (?P<rel>day\s+before\s+yesterday|yesterday|today|tonight|tomorrow|last\s+night|this\s+(?:morning|afternoon|evening)
        |(?:the\s+)?(?:previous|preceding)\s+(?:day|night|evening)|the\s+(?:next|following)\s+day|the\s+day\s+before)
    | (?:(?P<which>last|next|this|following|previous|coming)\s+)?(?P<wd>{_DAY})\b(?P<w1>\s+(?:last|next))?
    | (?P<od>[0-3]?\d)(?:st|nd|rd|th)\b(?!\s+(?:{_MONTH}|centile|percentile|birthday|visit|appointment|child|time|attempt|year|grade|floor|street|avenue))
    )(?![\w])""",
    re.IGNORECASE | re.VERBOSE,
)  # fmt: skip
_NUMERIC = re.compile(r"\d[/.\-]\d|\d(?:st|nd|rd|th)\b", re.IGNORECASE)
_HINTS = frozenset({*_MONTHS, *_WEEKDAYS, "yesterday", "today", "tonight", "tomorrow", "ago", "earlier", "later", "previously", "before", "night", "morning", "afternoon", "evening", "day"})
_BIRTH = re.compile(r"(?:\bd\.?\s?o\.?\s?b\.?|\bdate\s+of\s+birth|\bborn(?:\s+on)?|\bbirth\s*date|\bbirthday|\be\.?d\.?d\.?|\bdue\s+date)\W{0,4}(?:(?:on|is|was|of|the)\s+)?$", re.IGNORECASE)
_AHEAD = re.compile(r"(?:\b(?:for|by|until|till)|\b(?:will|due|booked|arranged|planned|scheduled)\b[^.!?\n]*\bon)\s+$", re.IGNORECASE)
"""Words before a weekday that is still to come: "booked for Friday", "will meet on Monday"."""
_SHORT_WEEKDAYS = {"mon", "tue", "wed", "thu", "fri", "sat", "sun", "tues", "weds", "thur", "thurs"}
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

    A day without its year is the nearest such day; a weekday is the latest one up to `on`, unless
    the words say "next". Dates of birth (`births`, or any date after "DOB", "born") are left out, and
    so are days more than three years away, which are seldom days of the same story. `words` may be
    given where the text has already been split.
    """
    words = split_words(text) if words is None else words
    if _HINTS.isdisjoint(words.words) and not _NUMERIC.search(text):
        return []
    found = []
    for match in _DATE.finditer(text):
        day = _resolve(match, on, text)
        if day is None or day in births or abs((day - on).days) > _FARTHEST:
            continue
        if not match["rel"] and not match["wd"] and _BIRTH.search(text, max(0, match.start() - 24), match.start()):
            continue
        found += [Mention(each, _direction(each, on), *match.span()) for each in dict.fromkeys((day, *_other_end(match, day)))]
    return found


def _direction(day: date, on: date) -> str:
    return "back" if day < on else "planned" if day > on else "same"


def _other_end(match: re.Match[str], day: date) -> list[date]:
    """The other day of "11-13 March", "March 11 and 12"."""
    other = match["d0"] or match["m2"]
    try:
        return [day.replace(day=int(other))] if other else []
    except ValueError:
        return []


def _resolve(match: re.Match[str], on: date, text: str) -> date | None:
    try:
        if match["iy"]:
            return date(int(match["iy"]), int(match["im"]), int(match["id"]))
        if match["nd"]:
            return date(_year(match["ny"]), int(match["nm"]), int(match["nd"]))
        if match["sd"]:
            # 2/7 is "two days" in clinical notes and 1/2 a half; a date has both parts sensible and a word before it.
            before = text[max(0, match.start() - 12) : match.start()].lower()
            return _nearest(int(match["sm"]), int(match["sd"]), on) if re.search(r"\b(?:on|from|of|by|until|dated|since|and|to)\s+$", before) else None
        if match["dd"]:
            return _dated(match["dm"], match["dd"], match["dy"], on)
        if match["mm"]:
            return _dated(match["mm"], match["md"], match["my"], on)
        if match["ago"]:
            return _counted(match, on)
        if match["rel"]:
            return _relative(match["rel"].lower(), on)
        if match["wd"]:
            return _weekday(match, on, text)
        return _day_of_month(match, on, text)
    except ValueError:
        return None


def _year(text: str) -> int:
    year = int(text.lstrip("'"))
    return year if year > 99 else 2000 + year


def _dated(month: str, day: str, year: str | None, on: date) -> date | None:
    number = _MONTHS[month.lower()]
    return date(_year(year), number, int(day)) if year else _nearest(number, int(day), on)


def _nearest(month: int, day: int, on: date) -> date | None:
    options = []
    for year in (on.year - 1, on.year, on.year + 1):
        try:
            options.append(date(year, month, day))
        except ValueError:
            continue
    return min(options, key=lambda option: (abs((option - on).days), option), default=None)


def _counted(match: re.Match[str], on: date) -> date:
    word = match["ago"].lower()
    number = int(word) if word.isdigit() else _NUMBERS[word]
    days = number * {"day": 1, "week": 7, "fortnight": 14}[match["unit"].lower()]
    return on + timedelta(days=days if match["way"].lower() == "later" else -days)


def _relative(words: str, on: date) -> date:
    words = " ".join(words.split())
    if words == "day before yesterday":
        return on - timedelta(days=2)
    if words in ("today", "tonight") or words.startswith("this "):
        return on
    if words == "tomorrow" or "next" in words or "following" in words:
        return on + timedelta(days=1)
    return on - timedelta(days=1)


def _weekday(match: re.Match[str], on: date, text: str) -> date | None:
    name = match["wd"].lower()
    if name in _SHORT_WEEKDAYS and match["wd"][0].islower():
        return None  # "sat", "wed" and "sun" are words
    which = (match["which"] or (match["w1"] or "").strip() or "").lower()
    back = (on.weekday() - _WEEKDAYS[name]) % 7
    if which in ("next", "following", "coming") or (not which and _AHEAD.search(text, max(0, match.start() - 60), match.start())):
        return on + timedelta(days=7 - back)
    if which in ("last", "previous") and back == 0:
        back = 7
    return on - timedelta(days=back)


def _day_of_month(match: re.Match[str], on: date, text: str) -> date | None:
    """"on the 14th": the latest such day up to the record's own, if the words before say it is a date."""
    before = text[max(0, match.start() - 10) : match.start()].lower()
    if not re.search(r"\b(?:on|since|of|from|by|until)\s+(?:the\s+)?$", before):
        return None
    day = int(match["od"])
    if day <= on.day:
        return on.replace(day=day)
    last = on.replace(day=1) - timedelta(days=1)
    return last.replace(day=day)
