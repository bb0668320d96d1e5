"""Where the records speak of identity: a search by words, agency by agency.

It shows where to look, not what was understood; a record can speak of a faith school and say nothing
of the child's faith. The words are the kit's own choice and stand in `templates/identity.yml`.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

from lcspr_kit.resources import own_words

if TYPE_CHECKING:
    import pandas as pd

_TEXTS = ("event", "child_voice", "response", "analysis")


@lru_cache(maxsize=1)
def identity_themes() -> dict[str, re.Pattern[str]]:
    """The themes of `templates/identity.yml`, each with one pattern of whole words."""
    data = own_words("identity.yml")
    return {theme: re.compile(rf"\b(?:{'|'.join(words)})\b", re.IGNORECASE) for theme, words in data.items()}


def identity_mentions(events: pd.DataFrame) -> dict[str, dict[str, int]]:
    """For each theme: the agencies whose records speak of it and in how many records, most first."""
    texts = events[list(_TEXTS)].agg(" \n ".join, axis=1) if len(events) else events["event"]
    found = {}
    for theme, pattern in identity_themes().items():
        agencies = events.loc[texts.map(lambda text, pattern=pattern: bool(pattern.search(text))), "agency"]
        counts = agencies.value_counts()
        found[theme] = {str(agency): int(counts[agency]) for agency in sorted(counts.index, key=lambda name: (-counts[name], name))}
    return found
