"""How the report says things: dates, spans, counts and lists as an English sentence has them.

Knows no case. Every function returns plain text, not Markdown.
"""

from __future__ import annotations

import calendar
import re
from collections.abc import Iterable
from datetime import date, timedelta

_SMALL = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve")
_IRREGULAR = {"child": "children", "person": "people", "agency": "agencies", "enquiry": "enquiries", "inquiry": "inquiries", "is": "are", "was": "were", "has": "have"}


def day_text(day: date | None, vague: bool = False) -> str:
    """`4 March 2025`; with `vague`, `early March 2025` (days 1-10, 11-20, 21 to the end); nothing for None."""
    if day is None:
        return ""
    month = f"{calendar.month_name[day.month]} {day.year}"
    if vague:
        return f"{('early', 'mid', 'late')[min((day.day - 1) // 10, 2)]} {month}"
    return f"{day.day} {month}"


def span_text(start: date, end: date, vague: bool = False) -> str:
    """`4 March to 9 May 2025`, or one date where both ends say the same."""
    first, last = day_text(start, vague), day_text(end, vague)
    if first == last:
        return first
    if start.year == end.year:
        first = first.removesuffix(f" {start.year}")
        if not vague and start.month == end.month:
            first = str(start.day)
    return f"{first} to {last}"


def length_text(start: date, end: date) -> str:
    """How long a span is, both days included: `9 days`, `7 weeks`, `18 months`, `2 years`."""
    days = (end - start).days + 1
    if days < 14:
        return counted(days, "day", words=False)
    last = end + timedelta(days=1)
    months = (last.year - start.year) * 12 + last.month - start.month - (last.day < start.day)
    if months < 3:
        return f"{days // 7} weeks"
    if months % 12 == 0:
        return counted(months // 12, "year", words=False)
    return f"{months} months"


def age_phrase(age: str) -> str:
    """An age of `edtf.age_in_words` as it follows `was`: `10 months old`, `4 years old`, `not yet born`."""
    if not age or age == "not yet born":
        return age
    if age == "0":
        return "less than a year old"
    return f"{age} year{'' if age == '1' else 's'} old" if age[-1].isdigit() else f"{age} old"


def plural(word: str) -> str:
    """The plural of a noun (of its last word, where it is several), or of `is`, `was`, `has`."""
    head, _, last = word.rpartition(" ")
    if last in _IRREGULAR:
        many = _IRREGULAR[last]
    elif last.endswith("y") and last[-2:-1] not in "aeiou":
        many = f"{last[:-1]}ies"
    elif last.endswith(("s", "x", "ch", "sh")):
        many = f"{last}es"
    else:
        many = f"{last}s"
    return f"{head} {many}".strip()


def number_text(number: int) -> str:
    """Numbers up to twelve as words, others in figures."""
    return _SMALL[number] if 0 <= number < len(_SMALL) else f"{number:,}"


def counted(number: int, noun: str, words: bool = True) -> str:
    """`one event`, `12 events`, `no events`."""
    amount = number_text(number) if words else f"{number:,}"
    return f"{amount} {noun if number == 1 else plural(noun)}"


def runs_text(numbers: Iterable[int]) -> str:
    """Numbers in order, neighbours joined: `4, 7-9 and 12`."""
    runs: list[list[int]] = []
    for number in sorted(set(map(int, numbers))):
        if runs and number == runs[-1][1] + 1:
            runs[-1][1] = number
        else:
            runs.append([number, number])
    return listed(str(first) if first == last else f"{first}-{last}" for first, last in runs)


def dates_spelt_out(text: str) -> str:
    """A text with its ISO dates in words: `met 2026-05-12` becomes `met 12 May 2026`."""

    def spell(match: re.Match[str]) -> str:
        try:
            return day_text(date.fromisoformat(match[0]))
        except ValueError:
            return match[0]

    return re.sub(r"\b\d{4}-\d\d-\d\d\b", spell, text)


def listed(parts: Iterable[str], last: str = "and") -> str:
    """`a, b and c`."""
    items = [part for part in parts if part]
    if len(items) < 2:
        return "".join(items)
    return f"{', '.join(items[:-1])} {last} {items[-1]}"


def capital(text: str) -> str:
    """A text with a capital first, as a cell of a table has it; the rest as it is."""
    return text[:1].upper() + text[1:]


def sentence(text: str) -> str:
    """A text with a capital first and a full stop last, as a sentence has them; nothing stays nothing."""
    text = text.strip()
    if not text:
        return ""
    text = capital(text)
    return text if text[-1] in ".?!…" or text[-2:] in (".'", '."', ".”", ".’") else f"{text}."
