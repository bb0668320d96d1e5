"""Which column is which: the headings agencies use, and how sure the kit is of each.

The words are in `templates/columns.yml`. Knows headings and a little of what stands under them
(dates look like dates); never reads a file and never changes a row.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache, lru_cache

from pydantic import BaseModel, ConfigDict
from rapidfuzz import fuzz, process

from lcspr_kit.resources import own_words

SURE = 0.9
"""From this score on a heading is taken without asking."""
UNSURE = 0.72
"""Below this score a heading is not taken at all: its column is kept as `extra`."""
TEXTS = ("event", "response", "analysis", "child_voice")
"""Fields whose text can make a row worth keeping."""

_BRACKETS = re.compile(r"\([^()]*\)|\[[^\[\]]*\]")
_SIGNS = re.compile(r"[^\w/#&+]+")
_SPACE = re.compile(r"\s+")
_CAMEL = re.compile(r"(?<=[a-z])(?=[A-Z][a-z])")
"""Where a system's own name of a column ("ConsultStart") has its words."""
_HINT = re.compile(r"(?:d{1,2}[/. -]m{1,2}[/. -]y{2,4}|h{1,2}:?m{1,2}|24 ?h(?:ou)?rs?|y/n|yes/no)", re.I)


class _Field(BaseModel):
    model_config = ConfigDict(extra="forbid")

    label: str
    also: list[str] = []


class _Words(BaseModel):
    model_config = ConfigDict(extra="forbid")

    fields: dict[str, _Field]
    kept: list[str] = []


@dataclass(frozen=True)
class Match:
    """A column of a table taken for a field: its place, its heading, and how sure (1 is certain)."""

    field: str
    column: int
    heading: str
    score: float

    @property
    def is_sure(self) -> bool:
        """Whether the author needn't be asked."""
        return self.score >= SURE


@cache
def _words() -> _Words:
    return _Words.model_validate(own_words("columns.yml"))


def fields() -> list[str]:
    """The fields a column can be, in the order of the kit's own form."""
    return list(_words().fields)


def label(field: str) -> str:
    """The kit's own heading of a field, as the blank form writes it."""
    return _words().fields[field].label


def labels() -> dict[str, str]:
    """Every field with the kit's own heading."""
    return {name: entry.label for name, entry in _words().fields.items()}


@cache
def _known() -> dict[str, str]:
    """Every known heading, evened out, and its field; empty for those that are kept as they are."""
    known = {plain(heading): "" for heading in _words().kept}
    for name, entry in _words().fields.items():
        for heading in (entry.label, name.replace("_", " "), *entry.also):
            known[plain(heading)] = name
    known.pop("", None)
    return known


def plain(heading: str) -> str:
    """A heading for comparing: no capitals, brackets, apostrophes or punctuation."""
    text = _CAMEL.sub(" ", unicodedata.normalize("NFKC", heading)).casefold().replace("’", "'").replace("'", "").replace("_", " ")
    bare = _BRACKETS.sub(" ", text)
    text = bare if bare.strip(" :*-.") else text
    return _SPACE.sub(" ", _SIGNS.sub(" ", re.sub(r"\s*/\s*", "/", text))).strip(" /")


@lru_cache(maxsize=4096)
def match_heading(heading: str) -> tuple[str, float]:
    """The field a heading means and how sure that is, 0 to 1; ("", score) for one that is to be kept as it is."""
    text = plain(heading)
    if not text or len(heading) > 160:
        return "", 0.0
    known = _known()
    if text in known:
        return known[text], 1.0
    if len(text) < 4 or _HINT.fullmatch(heading.strip().strip("()")):
        return "", 0.0
    hits = [(known[found], 0.97 * score / 100) for found, score, _ in process.extract(text, list(known), scorer=fuzz.ratio, limit=3, score_cutoff=80)]
    # long headings: the known words lead ("Event - what happened and who was there?"), or come last
    first_line = plain(re.split(r"\n|\s[-–:]\s|[:?]", heading.strip(), maxsplit=1)[0])
    if first_line and first_line != text and first_line in known:
        hits.append((known[first_line], 0.93))
    words = text.split()
    for size in range(min(len(words) - 1, 5) if len(words) <= 12 else 0, 0, -1):
        start, end = " ".join(words[:size]), " ".join(words[-size:])
        strength = 0.8 if size > 1 else 0.76
        if start in known and known[start]:
            hits.append((known[start], strength))
        if end in known and known[end]:
            hits.append((known[end], strength - 0.02))
    hits += [(known[found], 0.9 * score / 100) for found, score, _ in process.extract(text, list(known), scorer=fuzz.token_sort_ratio, limit=2, score_cutoff=85)]
    return max(hits, key=lambda hit: hit[1], default=("", 0.0))


def match_columns(headings: Sequence[str], dated: Sequence[float] = ()) -> list[Match]:
    """Which columns are which fields, one to one: the surest first, a tie to the one further left.

    `dated`: for each column the share of its filled cells that are dates; a heading whose column
    bears it out is surer, one whose column doesn't is no date.
    """
    offers = []
    for column, heading in enumerate(headings):
        field, score = match_heading(heading)
        share = dated[column] if column < len(dated) else None
        if field in ("date", "end_date", "recorded_date") and share is not None:
            if share < 0.2 and score < 1:
                continue
            if share > 0.9 and plain(heading).startswith("date"):
                score = max(score, 0.92)  # "Date of supervision", over nothing but dates
            score = min(1.0, score + 0.1) if share > 0.8 else score
        elif field and score < 1 and share is not None and share > 0.8:
            continue  # "Seen on", over nothing but dates, is not whether the child was seen
        if field and score >= UNSURE:
            offers.append(Match(field, column, heading, round(score, 3)))
    taken: dict[str, Match] = {}
    used: set[int] = set()
    for offer in sorted(offers, key=lambda m: (-m.score, _preference(m), m.column)):
        if offer.field not in taken and offer.column not in used:
            taken[offer.field] = offer
            used.add(offer.column)
    return sorted(taken.values(), key=lambda match: match.column)


def _preference(match: Match) -> int:
    """Of two headings that are both known for one field, the more usual one."""
    entry = _words().fields[match.field]
    names = [plain(name) for name in (entry.label, *entry.also)]
    text = plain(match.heading)
    return names.index(text) if text in names else len(names)


def is_hint(text: str) -> bool:
    """Whether a cell under a heading only says how to fill it in, such as `dd/mm/yyyy`."""
    return bool(_HINT.fullmatch(text.strip().strip("()")))
