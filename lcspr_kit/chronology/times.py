"""Times of day as United Kingdom records write them: `14:30`, `1430hrs`, `2.30pm`, `noon`.

Knows one cell or one stretch of text; dates are `chronology.dates`. Never reads the clock, and never
makes up a time: words such as `am` or `overnight` stay words.
"""

from __future__ import annotations

import datetime as dt
import re

_AFTER = r"(?:\s*(?P<half>a\.?m\b\.?|p\.?m\b\.?)|\s*(?P<hours>hrs?\b\.?|hours?\b|h\b))"
_SIGNED = re.compile(rf"(?P<h>\d{{1,2}})(?:[:.;]?(?P<m>\d{{2}}))?(?:[:.]\d{{2}})?{_AFTER}", re.I)
_COLON = re.compile(r"(?P<h>\d{1,2}):(?P<m>\d{2})(?::\d{2}(?:\.\d+)?)?(?![\d:])z?(?:[+]00:?00)?", re.I)
_BARE = re.compile(r"(?P<h>\d{1,2})[.;](?P<m>\d{2})(?![\d./])|(?P<h4>\d{2})(?P<m4>\d{2})(?!\d)|(?P<h3>\d)(?P<m3>\d{2})(?!\d)")
_NOON = re.compile(r"(?:12\s*)?(?:noon|midday)\b", re.I)
_LEAD = re.compile(r"(?:approx(?:imately)?\.?|about|around|circa|c\.|at|from|between|@|\?|~|t(?=\d))\s*", re.I)
_FRACTION = re.compile(r"0?\.\d{3,}")


def time_at(text: str, position: int = 0, bare: bool = False) -> tuple[dt.time, int] | None:
    """The time that starts at `position` and where it ends; `bare` also allows `14.30` and `1430`.

    Without `bare` a time must show that it is one: by `am`, `pm`, `hrs`, a colon or the word noon.
    """
    match = _NOON.match(text, position)
    if match:
        return dt.time(12), match.end()
    for pattern in (_SIGNED, _COLON, _BARE) if bare else (_SIGNED, _COLON):
        match = pattern.match(text, position)
        if match and (found := _time(match)) is not None:
            return found, match.end()
    return None


def read_time(text: str) -> dt.time | None:
    """The time of a cell of a time column; of a span (`14:30-15:00`) the start; None where there is none.

    `00:00` is how systems fill in a time nobody knew, so it is not taken as a time.
    """
    text = text.strip()
    if _FRACTION.fullmatch(text):  # a workbook's time in a cell that isn't formatted as one
        minutes = round(float(text) * 1440)
        found: dt.time | None = dt.time(minutes // 60 % 24, minutes % 60)
    else:
        position = 0
        while lead := _LEAD.match(text, position):
            position = lead.end()
        hit = time_at(text, position, bare=True)
        found = hit[0] if hit else None
    return None if found == dt.time(0) else found


def _time(match: re.Match[str]) -> dt.time | None:
    parts = match.groupdict()
    hour = int(parts.get("h") or parts.get("h4") or parts.get("h3") or 0)
    minute = int(parts.get("m") or parts.get("m4") or parts.get("m3") or 0)
    half = (parts.get("half") or "").lower().replace(".", "")
    if half and not 1 <= hour <= 12:
        half = "" if hour < 24 else half  # "14:30pm" says the same thing twice
        if half:
            return None
    if parts.get("hours") and match.end("h") - match.start("h") <= 2 and not parts.get("m") and hour > 24:
        return None
    if half == "pm" and hour < 12:
        hour += 12
    if half == "am" and hour == 12:
        hour = 0
    if hour > 23 or minute > 59:
        return None
    return dt.time(hour, minute)
