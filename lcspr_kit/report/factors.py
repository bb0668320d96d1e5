"""Contributory factors: the pick-list of `templates/factors.yml`, by the level at which each could be changed."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache

from lcspr_kit.resources import own_words

OWN = "other"
"""The level of factors that the author worded herself."""


@lru_cache(maxsize=1)
def known_factors() -> dict[str, dict[str, str]]:
    """Level (`frontline`, `local`, `national`) to factors, each with the question it asks."""
    return dict(own_words("factors.yml"))


def factors_by_level(factors: Iterable[str]) -> list[tuple[str, list[str]]]:
    """An episode's factors grouped by level, those of the author's own last."""
    levels = {factor: level for level, group in known_factors().items() for factor in group}
    grouped: dict[str, list[str]] = {level: [] for level in [*known_factors(), OWN]}
    for factor in factors:
        grouped[levels.get(factor.strip().lower(), OWN)].append(factor.strip())
    return [(level, group) for level, group in grouped.items() if group]
