"""Where the headings of a table are: in the first row, below a preamble, over two rows, or nowhere.

Gives a `Layout`: which rows are headings, which column is which field. Reads no file; interprets no row.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from lcspr_kit.chronology.columns import (
    SURE,
    TEXTS,
    Match,
    is_hint,
    label,
    match_columns,
    match_heading,
    plain,
)
from lcspr_kit.chronology.datecolumns import likeliest_date, tell_apart, time_shares
from lcspr_kit.chronology.dates import is_ditto, read_date
from lcspr_kit.chronology.read.tables import Row, Table, letters

_SEARCH = 60
_SAMPLE = 150
_LONG = 12
_NUMBER = re.compile(r"[\d.:,/ ]*\d[\d.:,/ ]*(?:hrs|am|pm)?")


@dataclass(frozen=True)
class Layout:
    """How a table is to be read: `first` is the index of the first row below the headings.

    `headings` are the headings as the author sees them, one a column, made different from each other;
    `depth` is how many rows the headings take; `how` is `headings`, `continued`, `guessed` or `said` (by mapping.yml).
    """

    first: int
    headings: tuple[str, ...]
    matches: tuple[Match, ...]
    how: str = "headings"
    depth: int = 1

    @property
    def columns(self) -> dict[str, int]:
        """Field to column."""
        return {match.field: match.column for match in self.matches}

    @property
    def by_heading(self) -> dict[str, str]:
        """Field to heading, as shown to the author."""
        return {match.field: match.heading for match in self.matches}


def find_layout(table: Table, before: Layout | None = None) -> Layout | None:
    """The layout of a table; `before` is that of the table above it, which a split table goes on with.

    None where the table is no chronology: it has neither a heading for a date nor a column of dates.
    """
    found = _by_headings(table)
    if found:
        return found
    width = max((len(row.cells) for row in table.rows), default=0)
    shares = date_shares(table.rows, width)
    if before and _fits(before, table, shares):
        return Layout(0, before.headings, before.matches, "continued")
    return _by_content(table, shares)


def _by_headings(table: Table) -> Layout | None:
    best: tuple[float, int, int, tuple[str, ...]] | None = None
    for index, row in enumerate(table.rows[:_SEARCH]):
        if row.values and any(column not in row.inherited for column in row.values):
            continue
        score = heading_score(row.cells)
        depth, headings = 1, tuple(row.cells)
        under = table.rows[index + 1] if index + 1 < len(table.rows) else None
        if under is not None and not under.values and (joined := _two_rows(row, under)):
            two = heading_score(joined)
            if two >= score or (_says_date(under) and _filled(row) > 1):
                score, depth, headings = two, 2, joined
        if score >= 1 and (best is None or score > best[0] + 0.01):
            best = (score, index, depth, headings)
    if best is None:
        return None
    _, index, depth, raw = best
    rows = table.rows[index + depth :]
    width = max([len(raw), *(len(row.cells) for row in rows[:_SAMPLE])])
    headings = distinct(raw, width)
    shares = date_shares(rows, width)
    matches = match_columns([*raw, *[""] * (width - len(raw))], shares)
    matches = tell_apart([Match(m.field, m.column, headings[m.column], m.score) for m in matches], headings, shares, time_shares(rows, headings))
    matches = _with_content(matches, headings, rows)
    if not any(match.field == "date" for match in matches) or not any(match.field in (*TEXTS, "source_of_information", "agency", "child_seen") for match in matches):
        return None
    return Layout(index + depth, headings, tuple(matches), depth=depth)


def heading_score(cells: Sequence[str]) -> float:
    """How much a row looks like headings: the scores of different fields, with a date and something to read."""
    found: dict[str, float] = {}
    known = filled = 0
    for cell in cells:
        if not cell.strip():
            continue
        filled += 1
        if len(cell) > 200 or (len(cell) < 60 and looks_dated(cell)) or _NUMBER.fullmatch(cell.strip()):
            return 0.0
        field, score = match_heading(cell)
        if score >= 0.72:
            known += 1
            if field:
                found[field] = max(found.get(field, 0), score)
    if filled < 2 or not found or not {"date", "recorded_date", "time"} & set(found):
        return 0.0
    if max(found.values()) < 0.9:
        return 0.0
    if not any(field in found for field in (*TEXTS, "source_of_information", "agency", "child_seen")):
        return 1.0 if max(found.get("date", 0), found.get("time", 0)) >= SURE else 0.0  # good enough if a column of text is found below
    return sum(found.values()) + 0.3 * known / filled + (0.5 if any(field in found for field in TEXTS) else 0)


def _two_rows(upper: Row, lower: Row) -> tuple[str, ...] | None:
    """The headings of two rows read together, if the lower one is part of the headings."""
    if lower.is_blank:
        return None
    filled = [cell for column, cell in enumerate(lower.cells) if cell.strip() and column not in lower.inherited]
    if not filled or any(len(cell) > 60 for cell in filled) or any(read_date(cell).date for cell in filled):
        return None
    headings = []
    carried = ""
    understood = 0
    for column in range(max(len(upper.cells), len(lower.cells))):
        above = upper.cells[column].strip() if column < len(upper.cells) else ""
        below = lower.cells[column].strip() if column < len(lower.cells) and column not in lower.inherited else ""
        carried = above or (carried if below else "")
        if below and is_hint(below):
            understood += 1
            headings.append(above)
            continue
        joined = " ".join(part for part in (carried if below else above, below) if part)
        if below and max(match_heading(joined)[1] if carried else 0, match_heading(below)[1]) >= 0.9:
            understood += 1
            if match_heading(joined)[1] < match_heading(below)[1]:
                joined = below
        headings.append(joined)
    return tuple(headings) if understood == len(filled) or (_says_date(lower) and _filled(upper) > 1) else None


def _says_date(row: Row) -> bool:
    """Whether a row holds the heading of a date or time: no row of records says "Date of visit", so whatever stands beside it is a heading too."""
    return any(match_heading(cell) in (("date", 1.0), ("time", 1.0)) for column, cell in enumerate(row.cells) if column not in row.inherited)


def _with_content(matches: list[Match], headings: Sequence[str], rows: Sequence[Row]) -> list[Match]:
    """Where no heading says so, take the column that holds the dates, and the one that holds the text."""
    width = len(headings)
    lengths = _lengths(rows, width)
    # "Agency contact" over sentences names no agency
    matches = [match for match in matches if match.field not in ("agency", "order", "people", "child_seen") or match.score == 1 or lengths[match.column] <= 4 * _LONG]
    used = {match.column for match in matches}
    have = {match.field for match in matches}
    if "date" not in have:
        shares = date_shares(rows, width)
        timed = next((match for match in matches if match.field == "time" and shares[match.column] > 0), None)
        recorded = next((match for match in matches if match.field == "recorded_date"), None)
        if timed:  # days in rows of their own, times below them
            matches = [*(match for match in matches if match is not timed), Match("date", timed.column, timed.heading, 0.8)]
        elif recorded:  # the only date there is
            matches = [*(match for match in matches if match is not recorded), Match("date", recorded.column, recorded.heading, 0.8)]
    if "event" not in have:
        free = [column for column in range(width) if column not in used and lengths[column] >= _LONG]
        # "Record" over sentences is no source: it is what was recorded
        record = next((m for m in matches if m.field == "source_of_information" and lengths[m.column] > max([3 * _LONG, *(lengths[column] for column in free)])), None)
        if record:
            matches = [Match("event", m.column, m.heading, 0.6) if m is record else m for m in matches]
        elif free:
            column = max(free, key=lambda c: lengths[c])
            matches = [*matches, Match("event", column, headings[column], 0.6)]
        elif texts := [match for match in matches if match.field in (*TEXTS, "source_of_information") and lengths[match.column] >= _LONG]:
            longest = max(texts, key=lambda match: (match.field == "response", lengths[match.column]))
            matches = [Match("event", m.column, m.heading, 0.6) if m is longest else m for m in matches]
    else:
        matches = _where_the_story_is(matches, headings, lengths)
    return sorted(matches, key=lambda match: match.column)


def _where_the_story_is(matches: list[Match], headings: Sequence[str], lengths: Sequence[float]) -> list[Match]:
    """Where the column headed as the event holds a word or two ("Consultation": "GP surgery") and another the story, take that one."""
    event = next(match for match in matches if match.field == "event")
    used = {match.column for match in matches}
    free = [column for column in range(len(headings)) if column not in used and lengths[column] >= 2 * _LONG and match_heading(headings[column]) != ("", 1.0)]
    if not free or lengths[event.column] >= 2 * _LONG:
        return matches
    longest = max(free, key=lambda column: lengths[column])
    if lengths[longest] < 2 * lengths[event.column]:
        return matches
    field, score = match_heading(headings[longest])
    story = Match("event", longest, headings[longest], score if field == "event" else 0.6)
    return [story if match is event else match for match in matches]


def _fits(before: Layout, table: Table, shares: Sequence[float]) -> bool:
    """Whether a table without headings goes on with the columns of the one above."""
    date = before.columns["date"]
    width = max((len(row.cells) for row in table.rows), default=0)
    return width <= len(before.headings) and date < len(shares) and shares[date] >= 0.5


def _by_content(table: Table, shares: Sequence[float]) -> Layout | None:
    """Headings that nobody knows, or none at all: a column of dates, and a column of text."""
    width = len(shares)
    rows = table.rows
    if len(rows) < 2:
        return None
    below = date_shares(rows[1:], width)
    dates = [column for column in range(width) if max(shares[column], below[column]) >= 0.7]
    if not dates:
        return None
    below_dates = next(index for index, row in enumerate(rows) if any(_is_date(row, column) for column in dates))
    usual = sorted(_filled(row) for row in rows[below_dates : below_dates + _SAMPLE])[len(rows[below_dates : below_dates + _SAMPLE]) // 2]
    # a preamble may stand above: the headings are the first row about as full as those below
    head = next((index for index, row in enumerate(rows[:below_dates]) if _filled(row) >= max(2, 0.6 * usual)), 0)
    top = rows[head].cells
    date = likeliest_date(dates, top if below_dates else ())
    is_headed = not rows[head].values and sum(bool(cell.strip()) for cell in top) >= 2 and all(len(cell) <= 80 and not looks_dated(cell) and not _NUMBER.fullmatch(cell.strip()) for cell in top) and bool(top[date].strip() if date < len(top) else "")
    first = head + 1 if is_headed else 0
    lengths = _lengths(rows[first:], width)
    texts = [column for column in range(width) if column != date and lengths[column] >= 12]
    if not texts or len(rows) - first < 2 or (is_headed and match_heading(top[date]) == ("", 1.0)):
        return None  # a column headed "Date of birth" is known, and is no date of an event
    event = max(texts, key=lambda column: lengths[column])
    headings = distinct(top if is_headed else (), width)
    known = match_columns(list(headings), below) if is_headed else []
    matches = [Match("event", event, headings[event], 0.6), *(match for match in known if match.field not in ("date", "event") and match.column not in (date, event))]
    return Layout(first, headings, tuple(tell_apart([Match("date", date, headings[date], 0.6), *matches], headings, below, time_shares(rows[first:], headings))), "guessed")


def date_shares(rows: Sequence[Row], width: int) -> list[float]:
    """For each column the share of its filled cells that are dates (of the first rows)."""
    filled, dated = [0] * width, [0] * width
    for row in rows[:_SAMPLE]:
        for column, cell in enumerate(row.cells[:width]):
            if cell.strip() and not is_ditto(cell):
                filled[column] += 1
                if isinstance(row.values.get(column), dt.datetime) or (len(cell) < 60 and looks_dated(cell)):
                    dated[column] += 1
    return [d / f if f else 0.0 for d, f in zip(dated, filled, strict=True)]


def _filled(row: Row) -> int:
    return sum(bool(cell.strip()) for cell in row.cells)


def _is_date(row: Row, column: int) -> bool:
    return column in row.values or (column < len(row.cells) and looks_dated(row.cells[column]))


def looks_dated(cell: str) -> bool:
    """Whether a cell holds a day, month or year and little else; a bare number is no date here."""
    text = cell.strip()
    if not any(sign.isdigit() for sign in text) or (text.replace(".", "").isdigit() and text.count(".") < 2 and len(text) not in (8, 12, 14)):
        return False
    reading = read_date(text)
    return reading.date is not None and len(reading.rest) <= 12 or "date-year-missing" in reading.flags and not reading.rest


def _lengths(rows: Sequence[Row], width: int) -> list[float]:
    """The mean length of the filled cells of each column (of the first rows)."""
    total, filled = [0] * width, [0] * width
    for row in rows[:_SAMPLE]:
        for column, cell in enumerate(row.cells[:width]):
            if cell.strip():
                total[column] += len(cell)
                filled[column] += 1
    return [t / f if f else 0.0 for t, f in zip(total, filled, strict=True)]


def distinct(raw: Sequence[str], width: int) -> tuple[str, ...]:
    """Headings for every column, none empty and none twice: `Column D`, `Details (2)`."""
    seen: dict[str, int] = {}
    headings = []
    for column in range(width):
        name = " ".join(raw[column].split()) if column < len(raw) else ""
        name = name[:160] or f"Column {letters(column)}"
        count = seen[name] = seen.get(name, 0) + 1
        headings.append(name if count == 1 else f"{name} ({count})")
    return tuple(headings)


def repeats(row: Row, headings: tuple[str, ...]) -> bool:
    """Whether a row says the headings again, as tables over several pages do."""
    if row.values:
        return False
    known = _evened(headings)
    filled = [(column, cell) for column, cell in enumerate(row.cells) if cell.strip()]
    if len(filled) < 2 or any(len(cell) > 160 for _, cell in filled):
        return False
    same = other = 0
    for column, cell in filled:
        text = plain(cell)
        if column < len(known) and (text == known[column] or known[column].endswith(f" {text}")):  # the lower of two rows
            same += 1
        else:
            other += 1
            if other > 0.25 * len(filled):
                return False
    return same >= 2


@lru_cache(maxsize=64)
def _evened(headings: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(plain(heading) for heading in headings)


def said_layout(table: Table, columns: dict[str, str], header_row: int | None) -> Layout | str:
    """The layout that mapping.yml gives; or, as a sentence, which of its headings is not there.

    A field with an empty heading has no column, whatever the kit would take for it.
    """
    found = find_layout(table)
    start = next((index for index, row in enumerate(table.rows) if row.number == header_row), None) if header_row else (found.first - 1 if found and found.first else 0)
    if start is None:
        return f"There is no row {header_row} with anything in it."
    raw = table.rows[start].cells if table.rows else []
    width = max((len(row.cells) for row in table.rows), default=0)
    headings = found.headings if found and not header_row and found.first else distinct(raw, width)
    places = {plain(name): column for column, name in reversed(list(enumerate(headings)))}
    matches = []
    for field, name in columns.items():
        if not name.strip():
            continue
        column = next((c for c, heading in enumerate(headings) if heading == name), places.get(plain(name)))
        if column is None:
            return f"There is no column '{name[:60]}' for {label(field)}. The headings are: {', '.join(headings)[:300]}."
        matches.append(Match(field, column, headings[column], 1.0))
    used = {match.column for match in matches}
    if found:
        matches += [m for m in found.matches if m.field not in columns and m.column not in used and headings == found.headings]
    if not any(match.field == "date" for match in matches):
        return "No column is given for the date."
    first = found.first if found and not header_row else start + 1
    return Layout(first, headings, tuple(sorted(matches, key=lambda match: match.column)), "said")
