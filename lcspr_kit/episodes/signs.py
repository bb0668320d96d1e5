"""Signs in how a record is written that a matter occupies services: they ask and tell each other, wait, chase, are refused.

Knows one text at a time, and no kind of harm: what happened is for `indicators`. The signs are in `templates/signs.yml`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

from pydantic import BaseModel, ConfigDict

from lcspr_kit.episodes.lexicon import Lines
from lcspr_kit.episodes.wordings import Finder, Words, find_wordings, make_finder, read_wording
from lcspr_kit.resources import own_words
from lcspr_kit.review import Text


class Sign(BaseModel):
    """A sign: a record has `points` for each different wording of it, of which `at_most` count."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    id: Text
    label: Text
    points: float
    at_most: int
    wordings: Lines


class SignFile(BaseModel):
    """`templates/signs.yml`."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    signs: list[Sign]


@dataclass(frozen=True, repr=False)
class Signs:
    """The signs by id, ready for finding."""

    by_id: Mapping[str, Sign]
    finder: Finder


@lru_cache(maxsize=1)
def standard_signs() -> Signs:
    """The kit's signs."""
    signs = SignFile.model_validate(own_words("signs.yml")).signs
    wordings = [wording for sign in signs for line in sign.wordings for wording in read_wording(line, sign.id, {})]
    return Signs({sign.id: sign for sign in signs}, make_finder(wordings))


def read_signs(words: Words) -> dict[str, int]:
    """How many different wordings of each sign a text has, no more than count. Of wordings that overlap, the first is taken."""
    signs = standard_signs()
    lines: dict[str, set[str]] = {}
    reached: dict[str, int] = {}
    for found in find_wordings(signs.finder, words):
        name = found.wording.tag
        if found.first > reached.get(name, -1):
            lines.setdefault(name, set()).add(found.wording.text)
            reached[name] = found.last
    return {name: min(signs.by_id[name].at_most, len(lines[name])) for name in signs.by_id if name in lines}


def sign_points(signs: Mapping[str, int]) -> float:
    """The points of a record's signs."""
    return sum(standard_signs().by_id[name].points * number for name, number in signs.items())
