"""The author's decisions laid over the kit's proposals, on every run anew.

Decisions win: an accepted episode keeps its bounds whatever is proposed. What no longer fits is a
`Problem` for the author, and nothing of hers is dropped.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from lcspr_kit.episodes.decide import FILE, Decision, Decisions
from lcspr_kit.episodes.episode import Span, Weighed
from lcspr_kit.episodes.patterns import day_in_words
from lcspr_kit.episodes.propose import Settings, event_key
from lcspr_kit.problems import Problem


@dataclass(frozen=True)
class Replayed:
    """Decisions that stand: accepted and merged ones with their spans, proposals refused or covered (by id)."""

    accepted: tuple[tuple[Decision, Span, tuple[str, ...]], ...]
    refused: dict[str, Decision]
    covered: frozenset[str]
    conflicts: tuple[Problem, ...]


def replay_decisions(
    decisions: Decisions, spans: Sequence[Span], ids: Sequence[str], dated: Sequence[tuple[int, str]], weighed: dict[str, Weighed], lines: Iterable[str]
) -> Replayed:
    """Lay decisions over proposals.

    `spans` and their `ids` are the proposals; `dated` are (day, event id) of every dated event in
    order; `lines` are the ids of the lines of enquiry. Each accepted entry comes with its span and the
    ids of all rows in it.
    """
    known_lines = set(lines)
    conflicts: list[Problem] = []
    accepted = []
    refused: dict[str, Decision] = {}
    covered: set[str] = set()
    by_id = dict(zip(ids, spans, strict=True))
    known = {decision.id for decision in decisions.episodes}
    for decision in decisions.episodes:
        proposal = find_proposal(decision, by_id)
        if decision.status == "refused":
            if proposal:
                parts = {proposal, *_inside(decision, by_id)}
                refused.update(dict.fromkeys(parts, decision))
                if grown := _grown(decision, [by_id[part] for part in parts], weighed):
                    conflicts.append(grown)
            elif decision.from_proposal:
                conflicts.append(_conflict(decision, f"The proposal {decision.from_proposal} that was refused is no longer made.", "Look whether another proposal has taken its place."))
            continue
        if decision.status == "merged":
            if not decision.into or decision.into not in known or decision.into == decision.id:
                conflicts.append(_conflict(decision, "It is marked as merged, but not into which episode.", "Add: into: E1 (the id of the episode it went into)."))
            if proposal:
                covered.add(proposal)
            continue
        span, rows, more = _accepted(decision, by_id.get(proposal or ""), dated, weighed)
        conflicts += more
        conflicts += [
            _conflict(decision, f"The line of enquiry {line} is not in review.yml.", "Correct its id, or take it out.", "key_lines")
            for line in decision.key_lines
            if line not in known_lines
        ]
        if span is None:
            continue
        accepted.append((decision, span, rows))
        # What it was made from goes with it; so does any other proposal that mostly lies in it.
        if proposal and set(by_id[proposal].events) & set(rows):
            covered.add(proposal)
        covered |= {identity for identity, other in by_id.items() if 2 * len(set(other.events) & set(rows)) > len(other.events)}
    return Replayed(tuple(accepted), refused, frozenset(covered - set(refused)), tuple(conflicts))


def find_proposal(decision: Decision, by_id: dict[str, Span]) -> str | None:
    """The proposal that an entry came from: by its id, by an event of it, or by its dates where it has some."""
    wanted = (decision.from_proposal or "").strip().lower()
    if not wanted:
        return None
    if wanted in by_id:
        return wanted
    if len(wanted) >= 4:
        for identity, span in by_id.items():
            if identity.startswith(wanted) or any(event_key(event).startswith(wanted) for event in span.events):
                return identity
    if decision.start and decision.end:
        start, end = decision.start.toordinal(), decision.end.toordinal()
        for identity, span in by_id.items():
            shared = min(end, span.end) - max(start, span.start) + 1
            if shared > 0 and 2 * shared >= max(end, span.end) - min(start, span.start) + 1:
                return identity
    return None


def _inside(decision: Decision, by_id: dict[str, Span]) -> list[str]:
    """Proposals that lie mostly in the days of a refused one: new rows may have parted it."""
    if not (decision.start and decision.end):
        return []
    start, end = decision.start.toordinal(), decision.end.toordinal()
    return [identity for identity, span in by_id.items() if 2 * (min(end, span.end) - max(start, span.start) + 1) > span.end - span.start + 1]


def _grown(decision: Decision, parts: Sequence[Span], weighed: dict[str, Weighed]) -> Problem | None:
    """A conflict where what is new outside the days that the author saw would be a proposal of its own."""
    if not (decision.start and decision.end):
        return None
    start, end = decision.start.toordinal(), decision.end.toordinal()
    new = {identity: weighed[identity].points for span in parts for identity in span.events if not start <= weighed[identity].day <= end}
    if sum(new.values()) < Settings.least_score:
        return None
    days = f"{day_in_words(min(span.start for span in parts))} to {day_in_words(max(span.end for span in parts))}"
    return _conflict(decision, f"The proposal that was refused has grown with new records; it is now from {days}.", "Look at it again: accept it, or give it those dates in episodes.yml to keep it refused.")


def _accepted(
    decision: Decision, proposal: Span | None, dated: Sequence[tuple[int, str]], weighed: dict[str, Weighed]
) -> tuple[Span | None, tuple[str, ...], list[Problem]]:
    problems: list[Problem] = []
    for name, ids in (("pinned", decision.pinned), ("left_out", decision.left_out)):
        gone = [identity for identity in ids if identity not in weighed]
        if gone:
            problems.append(_conflict(decision, f"{len(gone)} of its rows {'is' if len(gone) == 1 else 'are'} no longer in the chronology ({', '.join(gone)[:80]}).", "An export may have changed: choose the rows again.", name))
    both = [identity for identity in decision.pinned if identity in decision.left_out]
    if both:
        problems.append(_conflict(decision, f"The rows {', '.join(both)[:80]} are both pinned and left out; they are kept in.", "Take them out of one list.", "pinned"))
    pinned = [identity for identity in decision.pinned if identity in weighed]
    pinned_days = [weighed[identity].day for identity in pinned if weighed[identity].day]
    start = decision.start.toordinal() if decision.start else proposal.start if proposal else min(pinned_days, default=0)
    end = decision.end.toordinal() if decision.end else proposal.end if proposal else max(pinned_days, default=0)
    if not start or not end:
        problems.append(_conflict(decision, "It has no dates, and the proposal it came from is no longer made.", "Give it a start and an end."))
        return None, (), problems
    if end < start:
        problems.append(_conflict(decision, "It ends before it starts.", "Correct its start or end."))
        start, end = end, start
    out = set(decision.left_out) - set(pinned)
    inside = [identity for day, identity in dated if start <= day <= end and identity not in out]
    rows = tuple(dict.fromkeys([*inside, *pinned]))
    place = {identity: number for number, (_, identity) in enumerate(dated)}
    rows = tuple(sorted(rows, key=lambda identity: (place.get(identity, len(place)), identity)))
    if not rows:
        problems.append(_conflict(decision, "No row of the chronology falls in it any more.", "Change its dates, or refuse it."))
    scoring = tuple(identity for identity in rows if weighed[identity].points > 0)
    return Span(start, end, scoring), rows, problems


def _conflict(decision: Decision, what: str, todo: str, column: str | None = None) -> Problem:
    return Problem(FILE, f"Episode {decision.id}: {what}", todo, column=column)
