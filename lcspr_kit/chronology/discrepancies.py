"""Where agencies' records differ: linked records that tell one event differently, and information that
one agency says it sent and the other has no record of.

Both texts stand side by side with their sources. No verdict: which record is right, and whether
anything was done, is for the author to find out.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date, timedelta
from itertools import combinations, takewhile
from typing import Any

import pandas as pd

from lcspr_kit.case import Case
from lcspr_kit.chronology.agencywords import AgencyFinder, agencies_of
from lcspr_kit.chronology.contrasts import differing, tells_of_injury
from lcspr_kit.chronology.events import normalise
from lcspr_kit.chronology.export import say_date
from lcspr_kit.chronology.links import Links, accepted_groups, open_suggestions
from lcspr_kit.chronology.sharing import find_sharing
from lcspr_kit.workingdays import add_working_days

DISCREPANCY_COLUMNS = ("kind", "basis", "what", "a", "agency_a", "says_a", "source_a", "b", "agency_b", "says_b", "source_b", "days")
"""`kind`: date, time, people, seen, injury, side, account, outcome, told. `basis`: accepted link, suggested link,
possible link, near in time or statement. `a` and `b` are event ids (`b` is empty where the other agency has no record near), `days` lie between."""

WITHIN = 3
"""Working days within which the other agency's record of something it was told is looked for."""

_KINDS = ("told", "injury", "account", "side", "outcome", "seen", "people", "date", "time")
_EXACT = ("day", "minute")
_MINUTES = 30
_NEAR = f"from the day before to {WITHIN} working days after"


def find_discrepancies(case: Case, events: pd.DataFrame, suggested: pd.DataFrame, links: Links | None = None) -> pd.DataFrame:
    """The discrepancies of a chronology: a frame of `DISCREPANCY_COLUMNS`.

    `suggested` is what `link.suggest_links` gives, `links` the author's decisions. Pairs she accepted
    are compared, and strong suggestions that she has not refused.
    """
    links = links or Links()
    by_id = {row.event_id: row for row in events.itertuples(index=False)}
    professionals = {person.id for person in case.register.people if person.is_professional}
    rows: list[dict[str, Any]] = []
    for basis, a, b in _pairs(by_id, suggested, links):
        rows += _compare(basis, by_id[a], by_id[b], professionals)
    rows += _weaker(events, by_id, suggested, links, {frozenset((row["a"], row["b"])) for row in rows})
    rows += _told(case, events, by_id, suggested, links)
    rows.sort(key=lambda row: (_KINDS.index(row["kind"]), row["basis"], _day_key(by_id[row["a"]]), row["a"], row["agency_b"], row["b"]))
    return pd.DataFrame(rows, columns=list(DISCREPANCY_COLUMNS)).astype({"days": "Int64"})


def _pairs(by_id: dict[str, Any], suggested: pd.DataFrame, links: Links) -> list[tuple[str, str, str]]:
    pairs = []
    for group in accepted_groups(links, by_id):
        pairs += [("accepted link", a, b) for a, b in combinations(group, 2) if by_id[a].agency != by_id[b].agency]
    accepted = {frozenset(pair[1:]) for pair in pairs}
    strong = open_suggestions(suggested[suggested["band"] == "strong"], links)
    pairs += [("suggested link", a, b) for a, b in zip(strong["a"], strong["b"], strict=True) if frozenset((a, b)) not in accepted and a in by_id and b in by_id]
    return pairs


def _compare(basis: str, a: Any, b: Any, professionals: set[str]) -> list[dict[str, Any]]:
    found: list[tuple[str, str]] = []
    days = _days_between(a, b)
    if a.precision in _EXACT and b.precision in _EXACT:
        if days and basis == "accepted link":
            found.append(("date", f"The two records are {days} day{'s' if days != 1 else ''} apart."))
        elif days == 0 and a.precision == b.precision == "minute":
            minutes = abs(int((a.start - b.start).total_seconds())) // 60
            if minutes > _MINUTES:
                found.append(("time", f"The times differ by {_say_minutes(minutes)}."))
    only_a, only_b = (set(x.people) - set(y.people) - professionals for x, y in ((a, b), (b, a)))
    if only_a and only_b and not (days or 0) > 1:  # days later a record tells of the other, and need not name its people
        found.append(("people", "Each names somebody whom the other does not."))
    if {a.child_seen, b.child_seen} == {"yes", "no"}:
        found.append(("seen", "One records the child as seen, the other as not seen."))
    found += differing(_telling(a), _telling(b))
    return [_row(kind, basis, what, a, b, days) for kind, what in found]


def _weaker(events: pd.DataFrame, by_id: dict[str, Any], suggested: pd.DataFrame, links: Links, done: set[frozenset[str]]) -> list[dict[str, Any]]:
    """Differences of texts between records that are only possibly about one event."""
    is_open = open_suggestions(suggested, links)
    possible = [("possible link", a, b) for a, b in zip(is_open["a"], is_open["b"], strict=True)]
    hurt = [row for row in events.itertuples(index=False) if row.precision in _EXACT and tells_of_injury(_telling(row))]
    near = []
    for place, a in enumerate(hurt):
        until = a.start.normalize() + timedelta(days=2)
        near += [("near in time", a.event_id, b.event_id) for b in takewhile(lambda b, until=until: b.start < until, hurt[place + 1 :]) if a.agency != b.agency]  # type: ignore[misc]
    done = done | {frozenset((link.a, link.b)) for link in links.links}
    rows = []
    for basis, a, b in [*possible, *near]:
        if frozenset((a, b)) in done or a not in by_id or b not in by_id:
            continue
        done.add(frozenset((a, b)))
        found = differing(_telling(by_id[a]), _telling(by_id[b]))
        rows += [_row(kind, basis, what, by_id[a], by_id[b], _days_between(by_id[a], by_id[b])) for kind, what in found if basis == "possible link" or kind in ("side", "account")]
    return rows


def _telling(row: Any, *more: str) -> str:
    return "\n".join(part for part in (row.event, row.response, *more) if part)


def _row(kind: str, basis: str, what: str, a: Any, b: Any, days: int | None) -> dict[str, Any]:
    return {
        "kind": kind, "basis": basis, "what": what, "days": days,
        "a": a.event_id, "agency_a": a.agency, "says_a": says(a), "source_a": source_of(a),
        "b": b.event_id, "agency_b": b.agency, "says_b": says(b), "source_b": source_of(b),
    }  # fmt: skip


def says(row: Any) -> str:
    """What a record says, as text: its date, its time, the event and the response."""
    when = say_date(row) if pd.isna(row.start) or row.precision not in _EXACT or row.uncertain else f"{row.start:%d/%m/%Y}"
    time = row.time_text or (f"{row.start:%H:%M}" if row.precision == "minute" else "")
    told = " / ".join(" ".join(part.split()) for part in (row.event, row.response) if part.strip())
    return f"{when}{' ' + time if time else ''}: {told}"


def source_of(row: Any) -> str:
    """Where a record stands: file, sheet, row."""
    return ", ".join(part for part in (row.source_file, row.source_sheet, f"row {row.source_row}") if part)


def _days_between(a: Any, b: Any) -> int | None:
    if pd.isna(a.start) or pd.isna(b.start):
        return None
    return abs((a.start.normalize() - b.start.normalize()).days)


def _say_minutes(minutes: int) -> str:
    hours, rest = divmod(minutes, 60)
    return " and ".join([f"{hours} hour{'s' if hours != 1 else ''}"] * (hours > 0) + [f"{rest} minutes"] * (rest > 0))


def _day_key(row: Any) -> date:
    return date.max if pd.isna(row.start) else row.start.date()


# --------------------------------------------------------------------- told, and no record of it


def _told(case: Case, events: pd.DataFrame, by_id: dict[str, Any], suggested: pd.DataFrame, links: Links) -> list[dict[str, Any]]:
    finder = AgencyFinder(agencies_of(events["agency"].unique(), case.review.agencies))
    dated = events[events["precision"].isin(_EXACT)]
    own = {agency: list(rows.itertuples(index=False)) for agency, rows in dated.groupby("agency", sort=True)}
    reach = {agency: (rows[0].start.date(), rows[-1].start.date()) for agency, rows in own.items()}
    linked = _linked(suggested, links)
    family = _family(case)
    found = []
    for row in dated.itertuples(index=False):
        for sharing in find_sharing(_telling(row, *row.extra.values()), row.agency, finder, family):
            day = row.start.date()
            last = add_working_days(day, WITHIN)
            if sharing.agency not in own or not (reach[sharing.agency][0] <= day and last <= reach[sharing.agency][1]):
                continue  # it sent no chronology, or one that does not reach so far: not known
            near = [other for other in own[sharing.agency] if day - timedelta(days=1) <= other.start.date() <= last]
            if any(other.event_id in linked.get(row.event_id, ()) or _tells_of(other, row, finder) for other in near):
                continue
            said = f"The record says that {sharing.agency} {'was to be told' if sharing.planned else 'was told, asked or sent something'} (“{_short(sharing.told_of)}”). "
            later = [by_id[other] for other in linked.get(row.event_id, ()) if by_id[other].agency == sharing.agency and by_id[other].start.date() > last]
            if later:
                first = min(later, key=lambda other: (other.start, other.event_id))
                days = _days_between(row, first)
                found.append(_row("told", "statement", f"{said}The first record of {sharing.agency} that may tell of it is {days} days later.", row, first, days))
            elif near:
                nearest = min(near, key=lambda other: (abs((other.start.date() - day).days), other.event_id))
                count = "1 record" if len(near) == 1 else f"{len(near)} records"
                found.append(_row("told", "statement", f"{said}Its chronology has {count} {_NEAR}; none is seen to tell of it.", row, nearest, _days_between(row, nearest)))
            else:
                alone = {"b": "", "agency_b": sharing.agency, "says_b": "", "source_b": ""}
                found.append({**_row("told", "statement", f"{said}Its chronology has no record {_NEAR}.", row, row, None), **alone})
    return found


def _linked(suggested: pd.DataFrame, links: Links) -> dict[str, set[str]]:
    """The records that each record is linked to, by the author or by suggestion, refused ones left out."""
    linked: dict[str, set[str]] = {}
    open_ones = open_suggestions(suggested, links)
    pairs: Iterable[tuple[str, str]] = zip(open_ones["a"], open_ones["b"], strict=True)
    for a, b in [*pairs, *(pair for group in accepted_groups(links) for pair in combinations(group, 2))]:
        linked.setdefault(a, set()).add(b)
        linked.setdefault(b, set()).add(a)
    return linked


def _tells_of(other: Any, row: Any, finder: AgencyFinder) -> bool:
    """Whether a record names the agency of another one."""
    return any(row.agency in naming.agencies for naming in finder.find(f"{_telling(other)}\n{other.source_of_information}\n{' '.join(other.extra.values())}"))


def _family(case: Case) -> re.Pattern[str] | None:
    """Names of people who are no professionals, and words for them, standing at the end of a text."""
    words = {"mother", "mum", "father", "dad", "parents", "parent", "he", "she", "they", "grandmother", "mgm", "child", "neighbour"}
    for person in case.register.people:
        if not person.is_professional:
            words |= {word for name in (person.name, *person.aliases) for word in normalise(name).split()[:1] if len(word) > 2}
            words |= {normalise(person.name).split()[-1]} if person.name.split() else set()
    return re.compile(rf"\b(?:{'|'.join(re.escape(word) for word in sorted(words))})\s+(?:has\s+|had\s+|have\s+)?$", re.IGNORECASE)


def _short(text: str) -> str:
    flat = " ".join(text.split())
    return flat if len(flat) <= 160 else f"{flat[:157]}..."
