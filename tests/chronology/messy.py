"""Makes messy exports of invented agencies with a known truth, for `test_messy`. Deterministic by seed."""

from __future__ import annotations

import datetime as dt
import io
import random
from dataclasses import dataclass
from pathlib import Path

import docx
import openpyxl

HEADINGS = {
    "date": ["Date", "Date of event", "Event date", "Date of contact", "DATE", "Date (dd/mm/yyyy)", "When", "Start Date", "Date of Incident", "Date/Time of event"],
    "time": ["Time", "Time (24h)", "Time of event", "Start Time"],
    "source": ["Source", "Source of information", "Source of Info", "Record", "Source of evidence", "System"],
    "event": ["Event", "Significant event", "Details", "Description", "Event / contact", "What happened", "Summary of contact", "Narrative", "Incident details", "Nature of contact"],
    "response": ["Outcome", "Action taken", "Response", "Actions / outcome", "Decision"],
    "comment": ["Comment", "Author's comment", "Analysis", "Comments"],
    "seen": ["Child seen", "Child seen? (Y/N)", "CS?", "Seen"],
    "age": ["Age of child", "Category", "Worker", "Log number"],
}
_WHAT = ["Home visit by appointment", "Telephone call from mother", "Did not attend the clinic", "Attended A&E with a bruise to the left arm", "Referral received from school", "Strategy discussion held", "Police attended after a 999 call", "Letter sent to the GP", "Baby weighed, on the 9th centile", "Review meeting; all agencies present"]
_MORE = ["No concerns were noted.", "Mother said that things were better; father wasn't seen.", "Cost of the taxi was £14.50, paid by the school.", 'She said "he is fine" and closed the door.', "Next visit in 2 weeks, on a Tuesday.", "The flat was cold, and there was little food.", "Café staff had seen the children alone."]
_MONTHS = ["January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December"]
_DAYS = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"]
PERIOD = (dt.date(2023, 4, 1), dt.date(2025, 9, 30))


@dataclass
class Truth:
    """What a row means: its first and last day, and words that are in its event."""

    first: dt.date | None
    last: dt.date | None
    words: str
    time: dt.time | None = None


def _suffix(day: int) -> str:
    return "th" if 10 <= day % 100 <= 20 else {1: "st", 2: "nd", 3: "rd"}.get(day % 10, "th")


def write_day(day: dt.date, style: int, rng: random.Random) -> str:
    """A day as people type it."""
    d, m, y = day.day, day.month, day.year
    name, short = _MONTHS[m - 1], _MONTHS[m - 1][:3]
    return [
        f"{d:02}/{m:02}/{y}", f"{d}/{m}/{y % 100:02}", f"{d:02}.{m:02}.{y % 100:02}", f"{d} {name} {y}", f"{d}{_suffix(d)} {short} {y}",
        f"{y}-{m:02}-{d:02}", f"{_DAYS[day.weekday()]} {d}{_suffix(d)} {name} {y}", f"{d:02}-{short}-{y % 100:02}", f"{_DAYS[day.weekday()][:3]} {d:02}/{m:02}/{y}",
        f"{d}-{m}-{y}", f"{d} {short}. {y}", f"{name} {d}, {y}", f"{y}{m:02}{d:02}", f"{d}{_suffix(d)} of {name} {y}", f"{d:02}/{m:02} /{y}", f"{d:02} {m:02} {y}",
    ][style]  # fmt: skip


STYLES = 16


def write_vague(day: dt.date, rng: random.Random) -> tuple[str, dt.date | None, dt.date | None]:
    """A vague date and the days it can mean."""
    d, m, y = day.day, day.month, day.year
    name = _MONTHS[m - 1]
    month_last = (dt.date(y + m // 12, m % 12 + 1, 1) - dt.timedelta(days=1))
    later = day + dt.timedelta(days=rng.randint(1, 9))
    monday = day - dt.timedelta(days=day.weekday())
    choices = [
        (f"{name} {y}", dt.date(y, m, 1), month_last),
        (f"early {name} {y}", dt.date(y, m, 1), dt.date(y, m, 10)),
        (f"mid-{name} {y}", dt.date(y, m, 11), dt.date(y, m, 20)),
        (f"{y}", dt.date(y, 1, 1), dt.date(y, 12, 31)),
        (f"w/c {monday:%d/%m/%Y}", monday, monday + dt.timedelta(days=6)),
        (f"{day:%d/%m/%Y} - {later:%d/%m/%Y}", day, later),
        (f"between {d} {name} {y} and {later.day} {_MONTHS[later.month - 1]} {later.year}", day, later),
        (f"on or around {d} {name} {y}", day, day),
        (f"?{day:%d/%m/%Y}", day, day),
        (f"c. {name} {y}", dt.date(y, m, 1), month_last),
        ("Not known", None, None),
        ("", None, None),
    ]
    return rng.choice(choices)


def make_export(folder: Path, seed: int) -> tuple[Path, list[Truth]]:
    """Write one messy export and return its path and the truth of its rows."""
    rng = random.Random(seed)
    kind = rng.choice(["csv", "csv", "xlsx", "xlsx", "docx", "docx"])
    style = rng.randrange(STYLES)
    mixed = rng.random() < 0.35
    keys = ["date", *(["time"] if rng.random() < 0.5 else []), *(["source"] if rng.random() < 0.6 else []), "event", *(k for k in ("response", "comment", "seen", "age") if rng.random() < 0.5)]
    if rng.random() < 0.3:
        keys.insert(0, "seq")
    headings = ["Seq" if key == "seq" else rng.choice(HEADINGS[key]) for key in keys]
    day = PERIOD[0]
    truths: list[Truth] = []
    rows: list[list[object]] = []
    for number in range(rng.randint(12, 60)):
        day += dt.timedelta(days=rng.choice([0, 1, 2, 5, 9, 20]))
        words = f"{rng.choice(_WHAT)} ({number + 1}). {rng.choice(_MORE)}"
        time = dt.time(rng.randint(1, 23), rng.randint(0, 59))
        first: dt.date | None = day
        last: dt.date | None = day
        value: object
        if rng.random() < 0.08:
            value, first, last = write_vague(day, rng)
        elif kind == "xlsx" and style % 2:
            value = dt.datetime.combine(day, dt.time(0))
        else:
            value = write_day(day, rng.randrange(STYLES) if mixed else style, rng)
        known_time = "time" in keys and rng.random() < 0.7
        cells = {
            "seq": number + 1, "date": value, "time": rng.choice([f"{time:%H:%M}", f"{time:%H%M}hrs", f"{time:%H.%M}"]) if known_time else "",
            "source": rng.choice(["Case file", "EMIS", "Log 1234", "CPOMS"]), "event": words, "response": rng.choice(["", "NFA", "Referred on; see above"]),
            "comment": rng.choice(["", "Good practice"]), "seen": rng.choice(["Y", "N", "", "Yes - asleep"]), "age": rng.choice(["3", "4 months", "DA"]),
        }  # fmt: skip
        rows.append([cells[key] for key in keys])
        exact = first is not None and first == last
        truths.append(Truth(first, last, words, time if known_time and exact else None))
    preamble = [["Chronology for review"], ["Agency:", "Westmoor Trust"], [], ["Prepared by", "A. Clerk"]] if rng.random() < 0.4 else []
    repeat = rng.random() < 0.3
    path = folder / f"export{seed}.{kind}"
    if kind == "csv":
        _csv(path, rng, preamble, headings, rows)
    elif kind == "xlsx":
        _xlsx(path, rng, preamble, headings, rows, repeat)
    else:
        _docx(path, rng, headings, rows, repeat, keys)
    return path, truths


def _csv(path: Path, rng: random.Random, preamble: list, headings: list, rows: list) -> None:
    import csv

    out = io.StringIO(newline="")
    writer = csv.writer(out, delimiter=rng.choice(",,;\t|"))
    for row in [*preamble, headings]:
        writer.writerow(row)
    for row in rows:
        if rng.random() < 0.05:
            writer.writerow([""] * len(row))
        writer.writerow(row)
    path.write_bytes(out.getvalue().encode(rng.choice(["utf-8", "utf-8-sig", "cp1252", "utf-16"])))


def _xlsx(path: Path, rng: random.Random, preamble: list, headings: list, rows: list, repeat: bool) -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    for row in [*preamble, headings]:
        sheet.append(row)
    for number, row in enumerate(rows):
        if repeat and number and number % 17 == 0:
            sheet.append(headings)
        sheet.append(row)
    if rng.random() < 0.5:
        book.create_sheet("Guidance").append(["Please write one event a row."])
    book.save(path)


def _docx(path: Path, rng: random.Random, headings: list, rows: list, repeat: bool, keys: list) -> None:
    document = docx.Document()
    document.add_heading("Chronology")
    document.add_paragraph("Agency: Westmoor Trust")
    split = len(rows) // 2 if rng.random() < 0.3 else 0
    table = document.add_table(1, len(headings))
    _fill(table.rows[0], headings)
    date = keys.index("date")
    above = None
    for number, row in enumerate(rows):
        if split and number == split:
            document.add_paragraph("continued")
            table = document.add_table(1 if repeat else 0, len(headings))
            if repeat:
                _fill(table.rows[0], headings)
            above = None
        elif repeat and number and number % 13 == 0:
            _fill(table.add_row(), headings)
            above = None
        made = table.add_row()
        if above is not None and row[date] and row[date] == above[1] and rng.random() < 0.8:
            _fill(made, ["" if column == date else cell for column, cell in enumerate(row)])
            made.cells[date].merge(above[0].cells[date])
        else:
            _fill(made, row)
            above = (made, row[date])
    document.save(path)


def _fill(row: object, cells: list) -> None:
    for cell, text in zip(row.cells, cells, strict=True):  # type: ignore[attr-defined]
        cell.text = str(text)
