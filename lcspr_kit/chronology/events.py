"""The event: the one table that everything after intake works on, and the check at its edges.

One row is one thing an agency recorded. Knows the columns and what may stand in them; does not
read files (`chronology.read`) or draw conclusions (`chronology.quality`).
"""

from __future__ import annotations

import hashlib
import re
import unicodedata

import pandas as pd

EVENT_COLUMNS = (
    "event_id",              # str, stable: see event_ids()
    "order",                 # int, an export's own sequence, else row order
    "agency",                # str, as review.yml names it where it does
    "source_file",           # str, bare file name
    "source_sheet",          # str, sheet or "table 2"; "" where a file has one part only
    "source_row",            # int, row as the author counts it in the file, sheet or table
    "date_text",             # str, exactly as written
    "start",                 # datetime64 (midnight), first possible day; NaT where unknown
    "end",                   # datetime64 (midnight), last possible day; NaT where unknown
    "precision",             # str, one of PRECISIONS
    "uncertain",             # bool
    "time_text",             # str, exactly as written
    "source_of_information", # str
    "people",                # tuple of register ids
    "event",                 # str
    "child_seen",            # str: "yes", "no" or "" (not recorded)
    "child_voice",           # str
    "response",              # str
    "analysis",              # str
    "significance",          # str
    "recorded_date",         # datetime64, day of entry, where the export tells it from the event
    "extra",                 # dict of str to str: every column that was not recognised
)  # fmt: skip
"""The columns of a chronology, in the order `lcspr merge --to csv` writes them."""

PRECISIONS = ("minute", "day", "month", "season", "year", "range", "unknown")
_DATES = ("start", "end", "recorded_date")
_OBJECTS = {"people": tuple, "extra": dict}
_SPACE = re.compile(r"\s+")


def events_frame(rows: list[dict]) -> pd.DataFrame:
    """A chronology from rows that have every column but `event_id`, which is worked out here.

    With precision `minute`, `start` holds the time of day too.
    """
    frame = pd.DataFrame(rows, columns=list(EVENT_COLUMNS))
    for name in _DATES:
        frame[name] = pd.to_datetime(frame[name])
    frame["order"] = frame["order"].astype("int64")
    frame["source_row"] = frame["source_row"].astype("int64")
    frame["uncertain"] = frame["uncertain"].astype(bool)
    frame["event_id"] = pd.Series(event_ids(frame), dtype=object)
    return check_events(frame)


def event_ids(frame: pd.DataFrame) -> list[str]:
    """Ids that survive a re-sent export: a hash of agency, date and normalised text of the event.

    A counter tells true duplicates apart, in the order of the rows. Ten hexadecimal digits.
    """
    seen: dict[str, int] = {}
    ids = []
    starts, ends = (frame[name].to_numpy("datetime64[D]").astype(str) for name in ("start", "end"))
    days = ["" if "NaT" in (start, end) else f"{start}/{end}" for start, end in zip(starts, ends, strict=True)]
    for agency, day, date_text, text in zip(frame["agency"], days, frame["date_text"], frame["event"], strict=True):
        key = f"{normalise(agency)}|{day or normalise(date_text)}|{normalise(text)}"
        number = seen[key] = seen.get(key, 0) + 1
        ids.append(hashlib.sha256(f"{key}|{number}".encode()).hexdigest()[:10])
    return ids


def normalise(text: str) -> str:
    """Text for comparing: compatible forms folded, case and white space evened out."""
    return _SPACE.sub(" ", unicodedata.normalize("NFKC", text)).strip().casefold()


def check_events(frame: pd.DataFrame) -> pd.DataFrame:
    """Return the frame if it keeps the schema; raise ValueError naming the column if it doesn't."""
    if list(frame.columns) != list(EVENT_COLUMNS):
        raise ValueError(f"columns are {list(frame.columns)}, should be {list(EVENT_COLUMNS)}")
    if frame["event_id"].duplicated().any():
        raise ValueError("column event_id: an id is there twice")
    if not frame["precision"].isin(PRECISIONS).all():
        raise ValueError(f"column precision: only {', '.join(PRECISIONS)} are allowed")
    for name in _DATES:
        if not pd.api.types.is_datetime64_any_dtype(frame[name]):
            raise ValueError(f"column {name}: dates are needed")
    known = frame["start"].notna()
    if (known != frame["end"].notna()).any() or (frame.loc[known, "end"] < frame.loc[known, "start"].dt.normalize()).any():
        raise ValueError("columns start and end: both or none, and in order")
    if (known == (frame["precision"] == "unknown")).any():
        raise ValueError("column precision: 'unknown' goes with no date, and only with that")
    for name, kind in _OBJECTS.items():
        if not frame[name].map(lambda value, kind=kind: isinstance(value, kind)).all():
            raise ValueError(f"column {name}: every value should be a {kind.__name__}")
    return frame


def sort_events(frame: pd.DataFrame) -> pd.DataFrame:
    """The chronology in reading order; undated rows last, in a block of their own.

    Events go by first possible day. Within a day an agency's own order is kept; between agencies
    a known time decides, else the agency's name. Wide dates (a month, a year) come before the
    exact days that start with them. The order is total, so it never depends on how rows came in.
    """
    day = frame["start"].dt.normalize()
    width = (frame["end"] - day).dt.days.fillna(0)
    minute = frame["start"].where(frame["precision"] == "minute")
    # An agency's untimed rows stand where its own order puts them: after its last timed row of that day.
    keyed = frame.assign(_day=day, _width=-width, _minute=minute)
    keyed = keyed.sort_values(["_day", "agency", "source_file", "order", "source_row", "event_id"], kind="stable")
    own = ["_day", "agency"]
    keyed["_minute"] = keyed.groupby(own, sort=False, dropna=False)["_minute"].cummax()
    keyed["_minute"] = keyed.groupby(own, sort=False, dropna=False)["_minute"].ffill().fillna(keyed["_day"])
    keyed = keyed.sort_values(
        ["_day", "_width", "_minute", "agency", "source_file", "order", "source_row", "event_id"],
        kind="stable",
        na_position="last",
    )
    return keyed.drop(columns=["_day", "_width", "_minute"]).reset_index(drop=True)
