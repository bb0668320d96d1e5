"""Exact days in a text, however written. Knows the calendar; not whose days they are."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

from lcspr_kit.privacy.folding import fold
from lcspr_kit.privacy.identifiers import windows
from lcspr_kit.privacy.stretches import Apart

_MONTHS = {name: number for number, names in enumerate(("january jan", "february feb", "march mar", "april apr", "may", "june jun", "july jul", "august aug", "september sept sep", "october oct", "november nov", "december dec"), 1) for name in names.split()}
_MONTH = "|".join(sorted(_MONTHS, key=len, reverse=True))
_ORDINALS = {word: number for number, word in enumerate("first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth fourteenth fifteenth sixteenth seventeenth eighteenth nineteenth twentieth twenty-first twenty-second twenty-third twenty-fourth twenty-fifth twenty-sixth twenty-seventh twenty-eighth twenty-ninth thirtieth thirty-first".split(), 1)}  # noqa: SIM905
_ORDINAL = "|".join(sorted(_ORDINALS, key=len, reverse=True))
_UNITS = {word: number for number, word in enumerate("one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen twenty".split(), 1)}  # noqa: SIM905
_PATTERNS = (
    re.compile(r"(?<![\d/.\-])(?P<y>(?:19|20)\d{2})(?P<sep>[-/.])(?P<m>\d{1,2})(?P=sep)(?P<d>\d{1,2})(?!\d|[/\-]\d|t\d)"),
    re.compile(r"(?<![\d/.\-£$])(?P<d>\d{1,2})(?P<sep>[-/]| ?/ ?)(?P<m>\d{1,2})(?P=sep)(?P<y>(?:19|20)?\d{2})(?!\d|[/\-]\d)"),
    re.compile(r"(?<![\d/.\-£$])(?P<d>\d{1,2})(?P<sep>\.)(?P<m>\d{1,2})\.(?P<y>(?:19|20)?\d{2})(?!\d|\.\d)"),
    re.compile(rf"(?<![\d/.\-£$])(?P<d>\d{{1,2}})(?:st|nd|rd|th)?(?: day of| of)?[ \-/.\n]{{0,3}}(?P<m>{_MONTH})\b[ \-/.,'\n]{{0,3}}(?P<y>(?:19|20)\d{{2}}|\d{{2}}(?!\d|[:.]\d))?(?!\d)"),
    re.compile(rf"\b(?P<m>{_MONTH})[ .\-]{{1,2}}(?:the )?(?P<d>\d{{1,2}})(?:st|nd|rd|th)?(?!\d|[:.]\d)(?:,? ?'?(?P<y>(?:19|20)\d{{2}}|(?<=')\d{{2}}))?(?!\d)"),
    re.compile(r"\b(?:d\.?o\.?b\.?|date of birth|born(?: on)?|birth ?date)\W{0,3}(?P<all>(?P<d>\d{2})[ .]?(?P<m>\d{2})[ .]?(?P<y>(?:19|20)?\d{2}))(?!\d)"),
    re.compile(r"\b(?:d\.?o\.?b\.?|date of birth|born(?: on)?|birth ?date)\W{0,3}(?P<all>(?P<y>(?:19|20)\d{2})[ .]?(?P<m>\d{2})[ .]?(?P<d>\d{2}))(?!\d)"),
    re.compile(rf"(?<![\w/.\-£$])(?P<d>\d{{1,2}})(?:st|nd|rd|th)?[\-.]?(?P<m>{_MONTH})(?P<y>(?:19|20)?\d{{2}})(?![^\W_])"),
    re.compile(r"(?<![\d/.\-£$])(?P<d>\d{1,2})\. (?P<m>\d{1,2})\. (?P<y>(?:19|20)\d{2})(?!\d|\.\d)"),
    re.compile(rf"\b(?P<d>{_ORDINAL})(?: day)? of (?P<m>{_MONTH})\b(?:,? (?P<y>(?:19|20)\d{{2}}|two thousand(?: and (?:{'|'.join(_UNITS)})\b)?))?"),
)
_MAY_HOLD = re.compile(rf"\d\s?[-/.]\s?\d|{_MONTH}|d\.?o\.?b|birth|born")
_DIGITS = re.compile(rf"\d+|\b(?:{_ORDINAL})\b")
_BIRTH = re.compile(r"\b(?:d\.?o\.?b\.?|date of birth|born|birthday|birth date|birthdate|b\.)\W{0,3}(?:\w+\W+){0,3}$")

_DATED = re.compile(r"\b(?:on|from|by|since|until|till|dated?|before|after|between|and|seen|visit(?:ed)?|w/c)\W{0,3}$")

_OF_A_LAW = re.compile(r"\b(?:royal assent|became law|(?:act|regulations?) (?:19|20)\d\d[^.;:!?]{0,40}\b(?:into force|enacted|commenced))[^.;:!?]{0,20}$")


@dataclass(frozen=True)
class ExactDate:
    """A day in a text: where, as written, which (None where the year is missing), whether words
    before it call it a birth, and whether they call it the day of a law, which is nobody's."""

    start: int
    end: int
    text: str
    day: int
    month: int
    year: int | None
    birth: bool
    of_a_law: bool = False

    def is_on(self, on: date) -> bool:
        """Whether this is that day, as far as written; two digits of a year may be either century's."""
        years = {None, on.year, on.year % 100}
        return (self.day, self.month) == (on.day, on.month) and self.year in years


def find_dates(text: str) -> list[ExactDate]:
    """Every exact day in a text, in order. Days that are not in the calendar are passed over."""
    folded = fold(text)
    found: list[ExactDate] = []
    if not _MAY_HOLD.search(folded.text):
        return found
    taken = Apart()
    stretches = list(windows(_DIGITS, folded.text, 48))
    for pattern in _PATTERNS:
        for match in (match for opening, closing in stretches for match in pattern.finditer(folded.text, opening, closing)):
            day = _ORDINALS.get(match["d"]) or int(match["d"])
            month = _MONTHS.get(match["m"]) or int(match["m"])
            year = _year(match["y"])
            first, last = match.span("all" if "all" in match.re.groupindex else 0)
            start, end = folded.span(first, last)
            if not _in_calendar(day, month, year) or taken.overlap(start, end):
                continue
            if match["m"] == "may" and match.re is _PATTERNS[4] and not text[start].isupper():
                continue
            birth = bool(_BIRTH.search(folded.text[max(0, first - 40) : first]))
            if match.re is _PATTERNS[2] and len(match["y"]) == 2 and not birth and not _DATED.search(folded.text[max(0, match.start() - 12) : match.start()]):
                continue  # 3.4.20 is as well the number of a version
            taken.add(start, end)
            of_a_law = _OF_A_LAW.search(folded.text[max(0, match.start() - 90) : match.start()].replace("\n", " ")) is not None
            found.append(ExactDate(start, end, text[start:end].rstrip(" ,.'-/"), day, month, year, birth, of_a_law))
    return sorted(found, key=lambda date: date.start)


def _year(text: str | None) -> int | None:
    if not text or text.isdigit():
        return int(text) if text else None
    return 2000 + _UNITS.get(text.rpartition(" ")[2], 0)


def _in_calendar(day: int, month: int, year: int | None) -> bool:
    full = 2000 if year is None else year if year > 99 else 2000 + year
    try:
        date(full, month, day)
    except ValueError:
        return False
    return True
