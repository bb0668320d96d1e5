"""Where everything of a genogram goes: data in, positions out, no drawing.

Generations (`generations`), the order in each row (`ordering`, `order_cost`), places from left to
right (`spacing`), tracks and lines (`tracks`, `routing`), and the truth of it all (`invariants`).
The same family gives the same layout on every machine.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from lcspr_kit.genogram import invariants
from lcspr_kit.genogram.diagram import PERSON, diagram
from lcspr_kit.genogram.family import Family
from lcspr_kit.genogram.generations import BESIDE_SIBLINGS, generations
from lcspr_kit.genogram.geometry import SYMBOL, Layout, LayoutError, Line, Net, Point
from lcspr_kit.genogram.ordering import Ordered, order_rows
from lcspr_kit.genogram.routing import Heights, Router, heights, with_marks
from lcspr_kit.genogram.spacing import spread
from lcspr_kit.genogram.tracks import Tracks, lay_tracks

__all__ = ["SYMBOL", "Layout", "LayoutError", "Line", "Net", "Point", "lay_out"]

MARGIN = 12.0
_BETWEEN_PARTS = 48.0
_BETWEEN_ISOLATES = 24.0
_ROUNDS = 12
_MOST_COMPARED = 200
_DEFAULT_BOX = (72.0, SYMBOL / 2, SYMBOL / 2 + 30)

Box = tuple[float, float, float]


@dataclass(frozen=True)
class _Part:
    """A connected part of the family: its rows in order, the x of its items, its tracks."""

    family: Family
    ordered: Ordered
    xs: list[float]
    tracks: Tracks
    left: float
    width: float


def lay_out(family: Family, boxes: Mapping[str, Box] | None = None, *, time_limit: float = 2.0) -> Layout:
    """Place everybody and every line of a family.

    `boxes` gives by id how much room a person's symbol and label take, in points: the width, the
    height above the middle of the symbol and the height below it (the label hangs below); a box of
    ordinary size where it is missing. `time_limit` is about how many seconds of an ordinary laptop the proof of the fewest
    crossings may take, measured by its size, so that every machine gives the same layout (three times as
    long by the clock ends it all the same, and a note says so); 0 seeks no proof.

    Raises LayoutError rather than return a layout that says something untrue.
    """
    room = {person.id: _room((boxes or {}).get(person.id, _DEFAULT_BOX)) for person in family.people}
    generation = generations(family)
    parts, alone = _parts(family)
    ordered = [_ordered(part, generation, time_limit) for part in parts]
    laid = [_lay_part(part, order, room) for part, order in zip(parts, ordered, strict=True)]
    at = _stack(laid, room)
    places: dict[str, Point] = {}
    nets: dict[str, Net] = {}
    shift = MARGIN
    for part in laid:
        _draw_part(part, at, shift - part.left, places, nets)
        shift += part.width + _BETWEEN_PARTS
    nets = with_marks(nets)
    right, bottom = _set_apart(alone, room, at, shift if laid else MARGIN, places)
    right = max(right, shift - _BETWEEN_PARTS if laid else 0.0)
    for union in family.unions:
        if union.id not in nets:
            nets[union.id] = Net((), places[union.partners[0]])
    invariants.check(family, places, nets, room)
    places = {person.id: places[person.id] for person in family.people}
    nets = {union.id: nets[union.id] for union in family.unions}
    size = (right + MARGIN, max(at.bottom, bottom) + MARGIN)
    crossings = invariants.crossings(nets)
    return Layout(places, nets, generation, size, crossings, _gap(laid, crossings), tuple(_notes(laid, family, generation)))


def _gap(parts: list[_Part], crossings: int) -> int | None:
    least = 0
    for part in parts:
        if part.ordered.least is None:
            return None
        least += part.ordered.least
    return max(0, crossings - least)


def _notes(parts: list[_Part], family: Family, generation: dict[str, int]) -> Iterator[str]:
    for union in family.unions:
        if len({generation[partner] for partner in union.partners}) > 1:
            yield f"{' and '.join(union.partners)} are of different generations: their line goes from one row to another."
    if any(part.ordered.late for part in parts):
        yield "The search for fewer crossings was stopped by the time limit: a faster machine may find another order."


def _room(box: Box) -> Box:
    return max(box[0], SYMBOL), max(box[1], SYMBOL / 2), max(box[2], SYMBOL / 2)


def _parts(family: Family) -> tuple[list[Family], list[str]]:
    """The connected parts of a family in the order of the register, and the people without any line."""
    head = {person.id: person.id for person in family.people}

    def root(person: str) -> str:
        while head[person] != person:
            person = head[person]
        return person

    members = {union.id: list(union.partners) for union in family.unions}
    for descent in family.descents:
        members[descent.union].append(descent.child)
    for group in members.values():
        for other in group[1:]:
            head[root(other)] = root(group[0])
    groups: dict[str, list[str]] = {}
    for person in family.people:
        groups.setdefault(root(person.id), []).append(person.id)
    parts = [_only(family, set(group)) for group in groups.values() if len(group) > 1]
    return parts, [group[0] for group in groups.values() if len(group) == 1]


def _only(family: Family, people: set[str]) -> Family:
    unions = tuple(union for union in family.unions if union.partners[0] in people)
    known = {union.id for union in unions}
    return replace(
        family,
        people=tuple(person for person in family.people if person.id in people),
        unions=unions,
        descents=tuple(descent for descent in family.descents if descent.union in known),
        twins=tuple(twins for twins in family.twins if set(twins.members) <= people),
        bonds=(),
        problems=(),
    )


def _ordered(family: Family, generation: dict[str, int], time_limit: float) -> Ordered:
    """The rows of a part in order, with couples side by side, or with brothers and sisters side by side where that saves crossings.

    Where the second way is better, `generation` is changed to it.
    """
    ordered = order_rows(family, diagram(family, generation), time_limit)
    crossings = ordered.order.crossings()
    other = generations(family, BESIDE_SIBLINGS) if crossings and len(family.people) <= _MOST_COMPARED else {}
    if any(generation[person] != row for person, row in other.items()):
        second = order_rows(family, diagram(family, other), time_limit)
        if second.order.crossings() < crossings:
            generation.update(other)
            return second
    return ordered


def _lay_part(family: Family, ordered: Ordered, room: Mapping[str, Box]) -> _Part:
    order, made = ordered.order, ordered.order.diagram
    widths = {made.person[person.id]: room[person.id][0] for person in family.people}
    apart: list[tuple[int, int, float]] = []
    ports: dict[tuple[int, int], float] = {}
    for turn in range(_ROUNDS):
        xs = spread(order, widths, apart, ports)
        tracks = lay_tracks(order, xs)
        settled = turn > 1 or tracks.offsets(xs) == ports  # two rounds are enough to line up with the ports
        if settled and not tracks.apart:
            break
        ports = ports if settled else tracks.offsets(xs)
        apart += tracks.apart
    left = min(x - widths.get(item, 0.0) / 2 for item, x in enumerate(xs))
    right = max(x + widths.get(item, 0.0) / 2 for item, x in enumerate(xs))
    return _Part(family, ordered, xs, tracks, left, right - left)


def _stack(parts: list[_Part], room: Mapping[str, Box]) -> Heights:
    """Rows of all parts at common heights."""
    rows = max((part.ordered.order.diagram.row_count for part in parts), default=0)
    above, below = [SYMBOL / 2] * rows, [SYMBOL / 2] * rows
    levels, twins = [0] * rows, [False] * rows
    for part in parts:
        for item in part.ordered.order.diagram.items:
            if item.kind == PERSON:
                above[item.row] = max(above[item.row], room[item.name][1])
                below[item.row] = max(below[item.row], room[item.name][2])
        for row, count in part.tracks.levels.items():
            levels[row] = max(levels[row], count)
        for _, person in part.tracks.apex:
            twins[part.ordered.order.diagram.items[person].row] = True
    return heights(above, below, levels, twins, MARGIN)


def _draw_part(
    part: _Part, at: Heights, shift: float, places: dict[str, Point], nets: dict[str, Net]
) -> None:
    for name, item in part.ordered.order.diagram.person.items():
        row = part.ordered.order.diagram.items[item].row
        places[name] = Point(part.xs[item] + shift, at.middle[row])
    router = Router(part.ordered.order, part.xs, part.tracks, at, shift)
    for union in part.family.unions:
        net = router.net(union.id)
        if net:
            nets[union.id] = net


def _set_apart(
    alone: list[str], room: Mapping[str, Box], at: Heights, left: float, places: dict[str, Point]
) -> tuple[float, float]:
    """People without a line: in columns to the right, no taller than the family, or about square without one."""
    area = sum((room[p][0] + _BETWEEN_ISOLATES) * (room[p][1] + room[p][2] + _BETWEEN_ISOLATES) for p in alone)
    tallest = at.bottom if at.middle else area**0.5
    x, y, widest, bottom = left, MARGIN, 0.0, 0.0
    for person in alone:
        width, above, below = room[person]
        if y + above + below > tallest and y > MARGIN:
            x, y, widest = x + widest + _BETWEEN_ISOLATES, MARGIN, 0.0
        places[person] = Point(x + width / 2, y + above)
        y += above + below
        bottom = max(bottom, y)
        y += _BETWEEN_ISOLATES
        widest = max(widest, width)
    return x + widest, bottom
