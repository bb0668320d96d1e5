"""Dates and times of a row as plain text and back, for the way between two processes."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping


def pack_values(values: Mapping[int, dt.datetime | dt.time]) -> dict[str, str]:
    """Column to ISO text; a time starts with T."""
    return {str(column): ("" if isinstance(value, dt.datetime) else "T") + value.isoformat() for column, value in values.items()}


def unpack_values(values: Mapping[str, str]) -> dict[int, dt.datetime | dt.time]:
    """The way back from `pack_values`."""
    return {int(column): dt.time.fromisoformat(text[1:]) if text.startswith("T") else dt.datetime.fromisoformat(text) for column, text in values.items()}
