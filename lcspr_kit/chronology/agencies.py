"""Whose chronology a file is: by review.yml, a column, the lines above the table, or the file's name.

Knows names only. The first of these that says anything wins, in that order.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import PurePath

from lcspr_kit.chronology.events import normalise
from lcspr_kit.review import Agency

_SAID = re.compile(r"(?:name of (?:the )?)?(?:contributing |reporting )?(?:agency|organisation|organization|service|provider|trust)(?:[ /]?name|/organisation)?\s*(?:[:\-–]\s*(?P<name>.*))?", re.I | re.S)
_NOISE = re.compile(
    r"(?:chron(?:ology|ologies|o)?|final|draft|copy|of|version|v\d+(?:\.\d+)*|updated?|export|extract|timeline|report|imr|internal|redacted|for|lcspr|scr|csp?r|review|the|and|key|events?|significant|single|multi|agency|return|returned|submission|signed|off|"
    r"form|sheet|table|\d+(?:st|nd|rd|th)?|jan\w*|feb\w*|mar(?:ch)?|apr\w*|may|june?|july?|aug\w*|sep\w*|oct\w*|nov\w*|dec\w*)",
    re.I,
)
_SHORT = {"csc": "children's social care", "cscs": "children's social care", "hv": "health visiting", "asc": "adult social care", "camhs": "camhs", "gp": "gp", "sw": "social care", "police": "police"}


def named_in_review(file: str, agencies: Sequence[Agency]) -> str:
    """The agency whose `chronology` in review.yml is this file; empty where none is."""
    for agency in agencies:
        if agency.chronology and normalise(agency.chronology) == normalise(file):
            return agency.name
    return ""


def named_in_lines(lines: Sequence[Sequence[str]]) -> str:
    """The agency that rows or paragraphs above a table name: `Agency: X`, or `Agency` with X beside it."""
    for cells in lines:
        filled = [" ".join(cell.split()) for cell in cells if cell.strip()]
        for place, cell in enumerate(filled):
            said = _SAID.fullmatch(cell[:200])
            if said is None:
                continue
            name = (said["name"] or "").strip() or (filled[place + 1] if place + 1 < len(filled) else "")
            if name and len(name) <= 100 and _SAID.fullmatch(name) is None:
                return name.strip(" .:")
    return ""


def named_by_file(file: str, agencies: Sequence[Agency]) -> str:
    """The agency that a file's name tells: one of review.yml's if the words fit, else the words themselves."""
    stem = PurePath(file).stem
    words = [word for word in re.split(r"[\s_\-.,()\[\]&+]+", stem) if word]
    kept = [word for word in words if not _NOISE.fullmatch(word)] or words
    return known_name(" ".join(kept), agencies) or " ".join(kept)


def known_name(text: str, agencies: Sequence[Agency]) -> str:
    """The agency of review.yml that a text means: its name, its kind, or a part of its name that no other has."""
    wanted = normalise(text)
    if not wanted:
        return ""
    exact = [agency.name for agency in agencies if normalise(agency.name) == wanted]
    if exact:
        return exact[0]
    for meant in dict.fromkeys((wanted, _SHORT.get(wanted, wanted))):
        hits = [agency.name for agency in agencies if normalise(agency.kind) == meant or _words(meant) <= _words(agency.name) | _words(agency.kind)]
        if len(hits) == 1:
            return hits[0]
        # "Northport Police Service" in the file, "Northport Police" in the review
        hits = [agency.name for agency in agencies if len(_words(agency.name)) > 1 and _words(agency.name) <= _words(meant)]
        if len(hits) == 1:
            return hits[0]
    return ""


def _words(text: str) -> set[str]:
    return {word for word in re.split(r"[^\w']+", normalise(text).replace("'s", "s")) if word not in ("", "the", "of", "and", "for")}
