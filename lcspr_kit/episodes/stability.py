"""Whether a proposal stays under other settings: other gap lengths, more or fewer points above the usual."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace

from lcspr_kit.episodes.episode import Weighed
from lcspr_kit.episodes.patterns import Finding
from lcspr_kit.episodes.propose import Settings, choose, propose_spans, rank_spans

OTHER_GAPS = (14, 28)
OTHER_ENTRIES = (6.0, 10.0)


def other_choices(events: Collection[Weighed], findings: Sequence[Finding], points: Mapping[str, float], period: tuple[int, int], settings: Settings) -> list[list[tuple[int, int]]]:
    """The spans (first and last day) chosen under each of the other settings."""
    others = [replace(settings, quiet=quiet) for quiet in OTHER_GAPS if quiet != settings.quiet]
    others += [replace(settings, entry=entry) for entry in OTHER_ENTRIES]
    choices = []
    for other in others:
        ranked = rank_spans(propose_spans(events, findings, period, other), points)
        choices.append([(span.start, span.end) for span in choose(ranked, other)])
    return choices


def share_choosing(choices: Sequence[Sequence[tuple[int, int]]], start: int, end: int) -> float:
    """The share of settings that choose a span which has more than half in common with this one."""
    if not choices:
        return 1.0
    return round(sum(any(overlap(start, end, *other) >= 0.5 for other in chosen) for chosen in choices) / len(choices), 2)


def overlap(start: int, end: int, other_start: int, other_end: int) -> float:
    """Days in common over days in either (intersection over union), both ends included."""
    shared = min(end, other_end) - max(start, other_start) + 1
    if shared <= 0:
        return 0.0
    return shared / (max(end, other_end) - min(start, other_start) + 1)
