"""Patterns over time: what the rules of `patterns.yml` find in scored events.

A finding is two dated facts, the days between and the words "not recorded". Where the review ends
before a response was due, or no agency that would have recorded it sent a chronology, the finding is
censored: it is kept for the method note and says nothing about practice.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from lcspr_kit.episodes.indicators import Reading
from lcspr_kit.episodes.rules import Rule, due_day, is_kind
from lcspr_kit.episodes.runs import chain

_MARKER = 5


@dataclass(frozen=True)
class Finding:
    """One finding of a rule. `events` are the rows behind it; days are ordinals; `last` is the later fact."""

    rule: Rule
    first: int
    last: int
    events: tuple[str, ...]
    text: str
    censored: str = ""


@dataclass(frozen=True)
class Signals:
    """What the rules look at.

    `by_name` has for every family and marker its dated events: (day, agency, event id, severity; a
    marker's is 5). `kinds` gives an agency's kind in review.yml, for the agencies that sent a
    chronology. `end` is the last day of the review.
    """

    by_name: Mapping[str, list[tuple[int, str, str, int]]]
    kinds: Mapping[str, str]
    end: int


def make_signals(items: Iterable[tuple[int, str, str, Reading, str]], kinds: Mapping[str, str], end: int) -> Signals:
    """Signals from dated events: (day, agency, event id, what was read in it, its column child_seen).

    What a record tells of adults only is no signal: the rules are about the child.
    """
    by_name: dict[str, list[tuple[int, str, str, int]]] = {}
    for day, agency, identity, reading, seen in items:
        names = {**dict.fromkeys(reading.markers, _MARKER), **{name: severity for name, severity in reading.severities.items() if name not in reading.adults}}
        if seen == "yes":
            names["child_seen"] = _MARKER
        for name, severity in names.items():
            by_name.setdefault(name, []).append((day, agency, identity, severity))
    return Signals(by_name, kinds, end)


def find_patterns(signals: Signals, rules: Iterable[Rule]) -> list[Finding]:
    """All findings of all rules, in the order of the rules and of days."""
    found: list[Finding] = []
    for rule in rules:
        found += _KINDS[rule.kind](signals, rule)
    return found


def day_in_words(ordinal: int) -> str:
    """A day as `4 March 2025`."""
    day = date.fromordinal(ordinal)
    return f"{day.day} {day:%B %Y}"


def _with(signals: Signals, names: list[str], severity: int = 1) -> list[tuple[int, str, str]]:
    """Events that have a family (of at least a severity) or a marker among `names`: day, agency, id."""
    return sorted({(day, agency, identity) for name in names for day, agency, identity, weight in signals.by_name.get(name, ()) if weight >= severity})


def _silent_by(signals: Signals, rule: Rule) -> bool:
    """Whether no agency that would have recorded the response sent a chronology."""
    return bool(rule.by) and not any(is_kind(name, kind, wanted) for name, kind in signals.kinds.items() for wanted in rule.by)


def _censored(signals: Signals, rule: Rule, due: int) -> str:
    if due >= signals.end:
        return "the review ends first"
    return f"no chronology from {' or '.join(rule.by)}" if _silent_by(signals, rule) else ""


def _no_response(signals: Signals, rule: Rule) -> list[Finding]:
    responses = [day for day, _, _ in _with(signals, rule.response)]
    found = []
    covered = 0
    for day, agency, identity in _with(signals, rule.trigger, rule.severity):
        if day <= covered:  # the same matter, reported again while its response is still awaited
            continue
        due = due_day(day, rule.within, rule.unit)
        place = bisect_left(responses, day)
        next_response = responses[place] if place < len(responses) else 0
        covered = due
        if next_response and next_response <= due:
            continue
        after = f"The next is recorded on {day_in_words(next_response)}, {next_response - day} days later." if next_response else "None is recorded later."
        text = f"{_one(rule.label, rule)} ({day_in_words(day)}, {agency}): {rule.expected} within {rule.days_in_words}, by {day_in_words(due)}, is not recorded. {after}"
        found.append(Finding(rule, day, day, (identity,), text, _censored(signals, rule, due)))
    return found


def _one(label: str, rule: Rule) -> str:
    subject = label.split(" without ")[0]
    return subject[0].upper() + subject[1:]


def _repeat(signals: Signals, rule: Rule) -> list[Finding]:
    """Stretches in which each event is one of `at_least` within the time.

    A stretch longer than one and a half times the time is split at its widest gap, so that what goes
    on for years is shown as its thickest parts.
    """
    hits = _with(signals, rule.trigger, rule.severity)
    days = sorted({day for day, _, _ in hits})
    runs: list[list[int]] = []
    for place in range(len(days) - rule.at_least + 1):
        window = days[place : place + rule.at_least]
        if window[-1] - window[0] > rule.within:
            continue
        if runs and window[0] <= runs[-1][-1]:
            runs[-1] += [day for day in window if day > runs[-1][-1]]
        else:
            runs.append(window)
    runs = [part for run in runs for part in _parts(run, rule)]
    found = []
    for run in runs:
        inside = [hit for hit in hits if run[0] <= hit[0] <= run[-1]]
        agencies = sorted({agency for _, agency, _ in inside})
        text = f"{len(inside)} {rule.label} from {day_in_words(run[0])} to {day_in_words(run[-1])} ({', '.join(agencies)}); the rule is {rule.at_least} within {rule.days_in_words}."
        found.append(Finding(rule, run[0], run[-1], tuple(identity for _, _, identity in inside), text))
    return found


def _parts(run: list[int], rule: Rule) -> list[list[int]]:
    pieces = chain(run, run[-1] - run[0], rule.within * 3 // 2)
    return [run[first : last + 1] for first, last in pieces if last - first + 1 >= rule.at_least]


def _recurrence(signals: Signals, rule: Rule) -> list[Finding]:
    concerns = _with(signals, rule.response, 3)
    days = [day for day, _, _ in concerns]
    found = []
    covered = 0
    for day, agency, identity in _with(signals, rule.trigger, rule.severity):
        place = bisect_right(days, day)
        if day <= covered or place == len(days) or days[place] > due_day(day, rule.within, rule.unit):
            continue
        after, other, concern = concerns[place]
        covered = after
        text = f"Closure or no further action on {day_in_words(day)} ({agency}); a new concern is recorded on {day_in_words(after)} ({other}), {after - day} days later."
        found.append(Finding(rule, day, after, (identity, concern), text))
    return found


def _shared(signals: Signals, rule: Rule) -> list[Finding]:
    meetings = [day for day, _, _ in _with(signals, rule.response)]
    found = []
    for family in rule.trigger:
        covered = 0
        recent: list[tuple[int, str, str]] = []
        for hit in _with(signals, [family], rule.severity):
            recent = [other for other in recent if hit[0] - other[0] <= rule.within] + [hit]
            if len({agency for _, agency, _ in recent}) < 2 or hit[0] <= covered:
                continue
            first = recent[0][0]
            due = due_day(hit[0], rule.within, rule.unit)
            covered = due
            place = bisect_left(meetings, first)
            if place < len(meetings) and meetings[place] <= due:
                continue
            agencies = sorted({agency for _, agency, _ in recent})
            text = f"{family.replace('_', ' ').capitalize()} is recorded by {' and '.join(agencies)} between {day_in_words(first)} and {day_in_words(hit[0])}; {rule.expected} by {day_in_words(due)} is not recorded."
            found.append(Finding(rule, first, hit[0], tuple(identity for _, _, identity in recent), text, _censored(signals, rule, due)))
    return found


def _unseen(signals: Signals, rule: Rule) -> list[Finding]:
    """Open from a trigger to an end; within it, stretches without a sighting that are too long."""
    seen = sorted(day for day, _, _ in _with(signals, rule.response))
    ends = sorted(day for day, _, _ in _with(signals, rule.ends, 2))
    found = []
    covered = 0
    for day, agency, identity in _with(signals, rule.trigger, rule.severity):
        if day < covered:
            continue
        place = bisect_left(ends, day)
        closed = ends[place] if place < len(ends) else signals.end
        place = bisect_left(seen, day)
        sighting = seen[place] if place < len(seen) else signals.end
        until = min(closed, sighting, signals.end)
        due = due_day(day, rule.within, rule.unit)
        if until <= due:
            continue
        covered = until
        then = f"a sighting on {day_in_words(sighting)}" if sighting == until and place < len(seen) else ("the closure" if closed == until and closed != signals.end else "the end of the review")
        text = f"Open on {day_in_words(day)} ({agency}); between then and {then}, {until - day} days, {rule.expected} is not recorded (the rule is {rule.days_in_words})."
        found.append(Finding(rule, day, day, (identity,), text, f"no chronology from {' or '.join(rule.by)}" if _silent_by(signals, rule) else ""))
    return found


def _one_sided(signals: Signals, rule: Rule) -> list[Finding]:
    missed = _with(signals, rule.trigger, rule.severity)
    missed_ids = {identity for _, _, identity in missed}
    kept = [hit for hit in _with(signals, rule.response) if hit[2] not in missed_ids]
    days = [day for day, _, _ in kept]
    found = []
    covered = 0
    for place in range(len(missed) - rule.at_least + 1):
        window = missed[place : place + rule.at_least]
        first, last = window[0][0], window[-1][0]
        if first <= covered or last - first > rule.within:
            continue
        beside = kept[bisect_left(days, first) : bisect_right(days, last)]
        if len(beside) < rule.at_least:
            continue
        covered = last
        text = f"Between {day_in_words(first)} and {day_in_words(last)}, {len(window)} of the child's appointments are recorded as missed and {len(beside)} of the parents' own as kept."
        found.append(Finding(rule, first, last, tuple(identity for _, _, identity in (*window, *beside)), text))
    return found


_KINDS = {
    "no_response": _no_response,
    "repeat": _repeat,
    "recurrence": _recurrence,
    "shared": _shared,
    "unseen": _unseen,
    "one_sided": _one_sided,
}
