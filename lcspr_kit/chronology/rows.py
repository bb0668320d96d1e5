"""From the rows of a table to events: each row becomes an event or a quarantined row with a reason.

Knows how a row's cells make an event; which row is what kind comes from `rowkinds`, what a column
shows of its dates from `dateorder`, what one cell says from `dates` and `times`.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import Any

from lcspr_kit.chronology.columns import TEXTS, plain
from lcspr_kit.chronology.dateorder import DateOrder, find_order, swapped
from lcspr_kit.chronology.dates import FLAGS, Reading, is_ditto, read_date, weekday_name
from lcspr_kit.chronology.headings import Layout
from lcspr_kit.chronology.read.tables import Note, Row, Table
from lcspr_kit.chronology.rowkinds import Kept, sort_rows
from lcspr_kit.chronology.times import read_time
from lcspr_kit.edtf import PartialDate, month_end

MONTHS = ("January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December")
_YES = re.compile(r"(?:y|yes|seen|true|✓|✔|☒|☑|x|both|all)\b.*|[✓✔☒☑].*", re.I | re.S)
_NO = re.compile(r"(?:no|n|not seen|unseen|false|✗|✘|☐)\b.*|[✗✘☐].*", re.I | re.S)
_NEITHER = re.compile(r"(?:n/?a|not (?:applicable|known|recorded|stated|documented|clear|specified)|no (?:record|contact|information|detail)|unknown|unclear|n/?k|n/?r)\b.*", re.I | re.S)
_PLAIN_ANSWER = re.compile(r"(?:y|yes|n|no|true|false|[✓✔☒☑✗✘☐x])\.?", re.I)
_SAME_DAY = re.compile(r"\b(?:the |that )?same (?:day|date|morning|afternoon|evening|night|visit)\b|\b(?:later|earlier) (?:that|the same) (?:day|morning|afternoon|evening|night)\b", re.I)
_SEQUENCE = re.compile(r"seq|order|event (?:ref|n|id)|entry no|item no|^no$|^number$|^item$")
_TOLD = 6
"""Signs that make a text of an unrecognised column worth keeping where all others are empty."""
_NEAR = 120
"""Days from the row above within which a date without a year is taken to follow it."""
_EPOCH = 1904
"""The last of the years that a workbook puts a mere time of day in."""
_LONG_TIME = len("14:30:00")
_LIFE = 40
"""Years before the review's period that a record may well go back to."""


@dataclass(frozen=True)
class Context:
    """What a table's rows are read with: whose they are, when the review is about, who is in it."""

    file: str
    agency_of: Callable[[str], tuple[str, bool]]
    last_year: int
    period: tuple[dt.date, dt.date] | None = None
    find_people: Callable[..., tuple[str, ...]] = lambda *texts: ()
    date_order: str | None = None
    skip: frozenset[int] = frozenset()


@dataclass
class ReadRows:
    """A table's events (dicts for `events_frame`), quarantined rows (row, reason, text), notes and counts."""

    events: list[dict[str, Any]] = field(default_factory=list)
    quarantined: list[tuple[int, str, str]] = field(default_factory=list)
    notes: list[Note] = field(default_factory=list)
    skipped: int = 0


def read_rows(table: Table, layout: Layout, context: Context, first_order: int = 0) -> ReadRows:
    """Read the rows of a table. `first_order` is where the file's own order has got to."""
    sorted_rows = sort_rows(table, layout, context.skip, context.last_year)
    done = ReadRows(notes=list(sorted_rows.notes), skipped=sorted_rows.skipped)
    kept = sorted_rows.kept
    columns = layout.columns
    date_column = columns["date"]
    texts = [entry.row.cells[date_column] if date_column < len(entry.row.cells) else "" for entry in kept]
    cells = [_day(entry.row, date_column) for entry in kept]
    order = find_order(texts, cells, context.date_order)
    _note_order(order, table.sheet, done.notes)
    reader = _RowReader(table, layout, context, order, done)
    sequence = _sequence(kept, columns.get("order"), layout)
    for index, entry in enumerate(kept):
        place = sequence[index] if sequence else (-index if order.newest_first else index)
        reader.read(entry, place if sequence else first_order + (len(kept) + place if order.newest_first else place), used_sequence=bool(sequence))
    return done


def _day(row: Row, column: int) -> dt.date | None:
    value = row.values.get(column)
    return value.date() if isinstance(value, dt.datetime) else None


def _note_order(order: DateOrder, sheet: str, notes: list[Note]) -> None:
    if order.month_first:
        notes.append(Note("date-month-first", f"Dates in this column are read month first (03/04 is 4 March): {order.doubt or 'mapping.yml says so'}.", sheet))
    elif order.doubt:
        notes.append(Note("date-mixed-order", f"Dates are read day first, but {order.doubt}.", sheet))
    if order.swap_cells:
        notes.append(Note("date-swapped", "The workbook's real dates have day and month the wrong way round (an American Excel opened it); they were turned, because only so are the rows in order.", sheet))
    elif order.swap_doubt:
        notes.append(Note("date-swap-suspected", "All real dates of this column are of days 1 to 12 while the others are text: an American Excel may have exchanged day and month. They were left as they are.", sheet))
    if order.newest_first:
        notes.append(Note("newest-first", "The rows go back in time; within a day they were turned round.", sheet))


def _sequence(kept: list[Kept], column: int | None, layout: Layout) -> list[int]:
    """An export's own sequence, if its heading says that it is one and every row has a whole number."""
    if column is None or not _SEQUENCE.search(plain(layout.headings[column])):
        return []
    numbers = []
    for entry in kept:
        text = entry.row.cells[column].strip().rstrip(".") if column < len(entry.row.cells) else ""
        if not (text.isascii() and text.isdigit() and len(text) <= 9):
            return []
        numbers.append(int(text))
    return numbers


class _RowReader:
    """Reads one row after another; remembers the date before for `ditto`."""

    def __init__(self, table: Table, layout: Layout, context: Context, order: DateOrder, done: ReadRows):
        self._sheet, self._layout, self._context, self._order, self._done = table.sheet, layout, context, order, done
        self._columns = layout.columns
        self._others = [column for column in range(len(layout.headings)) if column not in self._columns.values()]
        self._before: Reading | None = None

    def _note(self, row: Row, code: str, message: str) -> None:
        self._done.notes.append(Note(code, message, self._sheet, row.number))

    def _cell(self, row: Row, name: str) -> str:
        column = self._columns.get(name)
        return row.cells[column] if column is not None and column < len(row.cells) else ""

    def _quarantine(self, row: Row, reason: str) -> None:
        self._done.quarantined.append((row.number, reason, row.text))

    def read(self, entry: Kept, order: int, used_sequence: bool) -> None:
        """Read a row, into the events or the quarantine."""
        row = entry.row
        texts = {name: self._cell(row, name) for name in TEXTS}
        if entry.spanning:
            texts = {**dict.fromkeys(TEXTS, ""), "event": entry.spanning}
            self._note(row, "spanning-text", "The row is one text over the whole table; it was kept as an event.")
        extra = {} if entry.spanning else self._extra(row)
        fault = self._fault(row)
        if fault:
            self._quarantine(row, fault)
            return
        reading = self._when(entry)
        if reading.impossible:
            self._quarantine(row, f"The date '{_short(reading.text)}' is not a day in the calendar, or can't be read as one.")
            return
        if not any(text.strip() for text in texts.values()):
            told = {heading: text for heading, text in extra.items() if len(text) > _TOLD and any(map(str.isalpha, text))}
            if not told:
                self._quarantine(row, "There is no text to the date." if reading.date else "There is neither a date nor text of an event.")
                return
            self._note(row, "no-event-text", "The columns of text are empty; what other columns say stands as the event, each after its heading.")
            texts = {**texts, "event": "\n".join(f"{heading}: {text}" for heading, text in told.items())}
            extra = {heading: text for heading, text in extra.items() if heading not in told}
        for code in reading.flags:
            self._note(row, code, _flag_text(code, reading))
        self._before = reading if reading.date else self._before
        self._done.events.append(self._event(row, order, used_sequence, reading, texts, extra))

    def _fault(self, row: Row) -> str:
        reason = ""
        for column, what in sorted(row.faults.items()):
            if column in (self._columns["date"], self._columns.get("event")):
                reason = reason or f"{what} Open the workbook, let it calculate, and save it."
            else:
                self._note(row, "cell-error", what)
        return reason

    def _extra(self, row: Row) -> dict[str, str]:
        headings = self._layout.headings
        extra = {headings[column]: row.cells[column] for column in self._others if column < len(row.cells) and row.cells[column].strip()}
        beyond = [cell for cell in row.cells[len(headings) :] if cell.strip()]
        if beyond:
            extra["Beyond the headings"] = " | ".join(beyond)
        return extra

    # ------------------------------------------------------------------------------------- when

    def _when(self, entry: Kept) -> Reading:
        row, column = entry.row, self._columns["date"]
        text = self._cell(row, "date")
        value = row.values.get(column)
        if entry.spanning:
            found = read_date(entry.spanning, month_first=self._order.month_first, last_year=self._context.last_year, year=entry.year)
            return replace(found, text="") if found.date else Reading("", flags=())
        if isinstance(value, dt.datetime):
            return self._from_value(text, value, row.shown.get(column, ""))
        if not text.strip():
            if entry.day is not None:
                self._note(row, "date-from-heading", f"The row has no date; it stands under the heading {entry.day.earliest:%d/%m/%Y}.")
                return Reading("", entry.day)
            if _SAME_DAY.search(self._cell(row, "event")) and self._before and self._before.date and self._before.date.precision == "day":
                self._note(row, "date-same-day", f"The row has no date, but says that it was the same day; that of the row above was taken, as uncertain ({self._before.date.earliest:%d/%m/%Y}).")
                return Reading("", _unsure(self._before.date))
            self._note(row, "date-missing", "The row has no date.")
            return Reading("")
        if is_ditto(text) and self._before is not None:
            self._note(row, "date-ditto", f"The date is '{_short(text)}'; that of the row above was taken.")
            return Reading(text, self._before.date)
        reading = read_date(text, month_first=self._order.month_first, last_year=self._context.last_year, year=entry.year)
        if "date-time-only" in reading.flags and entry.day is not None:
            self._note(row, "date-from-heading", f"The row has only a time; it stands under the heading {entry.day.earliest:%d/%m/%Y}.")
            return Reading(text, entry.day, reading.time)
        if "date-year-missing" in reading.flags:
            return self._with_year(text, reading, entry.within)
        return self._doubted(reading)

    def _from_value(self, text: str, value: dt.datetime, shown: str) -> Reading:
        day = value.date()
        if shown == "month":
            return Reading(f"{MONTHS[day.month - 1]} {day.year}", PartialDate(f"{day:%Y-%m}", day.replace(day=1), month_end(day.year, day.month), "month"))
        if shown == "year":
            return Reading(str(day.year), PartialDate(str(day.year), dt.date(day.year, 1, 1), dt.date(day.year, 12, 31), "year"))
        flags: tuple[str, ...] = ()
        unsure = False
        if self._order.swap_cells:
            day = swapped(day)
        if (self._order.swap_cells or self._order.swap_doubt) and day.day <= 12 and day.day != day.month:
            flags, unsure = ("date-ambiguous",), True
        if shown == "no-year":
            flags, unsure = (*flags, "date-year-assumed"), True
        mark = "?" if unsure else ""
        time = value.time() if value.time() != dt.time(0) else None
        return Reading(text, PartialDate(f"{day.isoformat()}{mark}", day, day, "day", unsure), time, flags)

    def _with_year(self, text: str, reading: Reading, within: PartialDate | None) -> Reading:
        """A date without a year: the only year it fits of the heading above or of the review's period, by the day of the week
        where one is said; else the nearest to the row above, or none."""
        for span in filter(None, ((within.earliest, within.latest) if within else None, self._context.period)):
            first, last = span
            years = [read_date(text, month_first=self._order.month_first, last_year=self._context.last_year, year=year) for year in range(first.year, last.year + 1)]
            fits = [one for one in years if one.date and one.date.latest >= first and one.date.earliest <= last]
            agreeing = [one for one in fits if "date-weekday" not in one.flags]
            fits = agreeing if len(agreeing) == 1 else fits
            if len(fits) == 1:
                return replace(fits[0], date=fits[0].date if within else _unsure(fits[0].date))
        if self._before and self._before.date and self._before.date.precision == "day":
            above = self._before.date.earliest
            near = [read_date(text, month_first=self._order.month_first, last_year=self._context.last_year, year=year) for year in (above.year - 1, above.year, above.year + 1)]
            gaps = [(abs((found.date.earliest - above).days), found) for found in near if found.date]
            gap, found = min(gaps, key=lambda pair: pair[0], default=(_NEAR + 1, reading))
            if gap <= _NEAR:
                return replace(found, date=_unsure(found.date))
        return reading

    def _doubted(self, reading: Reading) -> Reading:
        """Mark a date that could be two days, where the column gives cause to doubt."""
        found = reading.date
        if found is None:
            return reading
        flags = reading.flags
        if self._order.doubt and not self._order.month_first and found.precision == "day" and found.earliest.day <= 12 and found.earliest.day != found.earliest.month and not any(map(str.isalpha, reading.text)) and not re.match(r"\s*\d{4}", reading.text):
            flags = (*flags, "date-ambiguous")
        if self._context.period and (found.earliest.year > self._context.period[1].year + 1 or found.latest.year < self._context.period[0].year - _LIFE):
            flags = (*flags, "date-outside-period")
        if {"date-ambiguous", "date-weekday"} & set(flags):
            found = _unsure(found)
        return replace(reading, date=found, flags=tuple(dict.fromkeys(flags)))

    # ------------------------------------------------------------------------------------- what

    def _event(self, row: Row, order: int, used_sequence: bool, reading: Reading, texts: dict[str, str], extra: dict[str, str]) -> dict[str, Any]:
        context = self._context
        time, time_text = self._time(row, reading)
        found, date_text = self._span(row, reading)
        precision = found.precision if found else "unknown"
        start: dt.datetime | None = dt.datetime.combine(found.earliest, dt.time(0)) if found else None
        if found and precision == "day" and time:
            start, precision = dt.datetime.combine(found.earliest, time), "minute"
        agency_text = self._cell(row, "agency")
        agency, is_used = context.agency_of(agency_text)
        if agency_text and not is_used:
            extra = {**extra, self._layout.by_heading["agency"]: agency_text}
        seen_text = self._cell(row, "child_seen").strip()
        if seen_text and not _PLAIN_ANSWER.fullmatch(seen_text):
            extra = {**extra, self._layout.by_heading["child_seen"]: seen_text}
        order_text = self._cell(row, "order").strip()
        if order_text and not used_sequence:
            extra = {**extra, self._layout.by_heading["order"]: order_text}
        people_text = self._cell(row, "people")
        if people_text:
            extra = {**extra, self._layout.by_heading["people"]: people_text}
        return {
            "order": order,
            "agency": agency,
            "source_file": context.file,
            "source_sheet": self._sheet,
            "source_row": row.number,
            "date_text": date_text,
            "start": start,
            "end": dt.datetime.combine(found.latest, dt.time(0)) if found else None,
            "precision": precision,
            "uncertain": bool(found and found.uncertain),
            "time_text": time_text,
            "source_of_information": self._cell(row, "source_of_information"),
            "people": context.find_people(people_text, texts["event"], texts["response"], texts["child_voice"], texts["analysis"]),
            **texts,
            "child_seen": _seen(seen_text),
            "significance": self._cell(row, "significance"),
            "recorded_date": self._recorded(row),
            "extra": extra,
        }

    def _time(self, row: Row, reading: Reading) -> tuple[dt.time | None, str]:
        text = self._cell(row, "time").strip()
        last = self._cell(row, "end_time").strip()
        shown = f"{text} - {last}" if text and last else text or last
        if not text:
            return reading.time, shown or (f"{reading.time:%H:%M}" if reading.time else "")
        day, time = self._clock(row, text)
        if day and reading.date and not reading.date.earliest <= day <= reading.date.latest:
            self._note(row, "time-of-another-day", f"The time '{_short(text)}' is of another day than the date '{_short(reading.text)}'; the date was taken, without a time.")
            return None, shown
        return (time if time != dt.time(0) else None) or (None if row.values.get(self._columns["time"]) else reading.time), shown

    def _clock(self, row: Row, text: str) -> tuple[dt.date | None, dt.time | None]:
        """The time that a cell of a time column says, and the day where it says that too."""
        value = row.values.get(self._columns["time"])
        if isinstance(value, dt.datetime):
            return (value.date() if value.year > _EPOCH else None), value.time()
        if isinstance(value, dt.time):
            return None, value
        if len(text) > _LONG_TIME:
            found = read_date(text, month_first=self._order.month_first, last_year=self._context.last_year, year=None)
            if found.date and found.date.precision == "day" and found.time:
                return found.date.earliest, found.time
        return None, read_time(text)

    def _span(self, row: Row, reading: Reading) -> tuple[PartialDate | None, str]:
        """The event's days, with those of an end-date column."""
        text = self._cell(row, "end_date").strip()
        if not text:
            return reading.date, reading.text
        both = f"{reading.text} - {text}" if text != reading.text.strip() else reading.text
        value = row.values.get(self._columns["end_date"])
        year = reading.date.latest.year if reading.date else None
        if isinstance(value, dt.datetime):
            end: PartialDate | None = PartialDate(value.date().isoformat(), value.date(), value.date(), "day")
        else:
            last = read_date(text, month_first=self._order.month_first, last_year=self._context.last_year, year=year)
            end = last.date
            if end is None and last.flags:
                self._note(row, "end-date-unread", f"The end date '{_short(text)}' can't be read.")
        if end is None or reading.date is None:
            return reading.date, both
        if end.latest < reading.date.earliest:
            self._note(row, "end-before-start", "The event ends before it starts; the end date was left aside.")
            return _unsure(reading.date), both
        if end.latest <= reading.date.latest:
            return reading.date, both
        unsure = reading.date.uncertain or end.uncertain
        return PartialDate(f"{reading.date.earliest}/{end.latest}", reading.date.earliest, end.latest, "range", unsure), both

    def _recorded(self, row: Row) -> dt.datetime | None:
        text = self._cell(row, "recorded_date")
        if not text.strip():
            return None
        value = row.values.get(self._columns["recorded_date"])
        if isinstance(value, dt.datetime):
            return dt.datetime.combine(value.date(), dt.time(0))
        found = read_date(text, month_first=self._order.month_first, last_year=self._context.last_year, year=None).date
        if found is None or found.precision != "day":
            self._note(row, "recorded-date-unread", f"The date of recording '{_short(text)}' is no day.")
            return None
        return dt.datetime.combine(found.earliest, dt.time(0))


def _unsure(found: PartialDate | None) -> PartialDate | None:
    if found is None or found.uncertain:
        return found
    text = found.text if "/" in found.text else f"{found.text}?"
    return replace(found, text=text, uncertain=True)


def _seen(text: str) -> str:
    if not text or _NEITHER.fullmatch(text):
        return ""
    return "no" if _NO.fullmatch(text) else "yes" if _YES.fullmatch(text) else ""


def _short(text: str) -> str:
    flat = " ".join(text.split())
    return flat if len(flat) <= 40 else f"{flat[:37]}..."


def _flag_text(code: str, reading: Reading) -> str:
    read_as = ""
    if reading.date is not None:
        read_as = f" It was read as {reading.date.text.rstrip('?~%')}."
        if code == "date-weekday":
            read_as = f" {reading.date.earliest:%d/%m/%Y} was a {weekday_name(reading.date.earliest)}."
    return f"'{_short(reading.text) or 'this row'}': {FLAGS[code]}{read_as}"
