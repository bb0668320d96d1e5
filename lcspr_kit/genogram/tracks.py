"""Horizontal tracks for the lines between rows, and the points of a symbol they leave from.

The channel of a row is the strip above it: bars of siblings, partner lines that pass over others, and
lines that come down from an earlier row each get a track there. Tracks are ordered so that few
lines cross and no two run along each other; where that cannot be, the items are to stand further apart.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field

from lcspr_kit.genogram.diagram import PERSON, STEM
from lcspr_kit.genogram.geometry import SYMBOL
from lcspr_kit.genogram.order_cost import RowOrder
from lcspr_kit.genogram.spacing import Apart

_DROP_PORTS = 8.0
_LEG_REACH = 15.0
_LEG_STEP = 6.0
_STRAIGHT = 4.0
_CLOSE = 4.0
_CLEAR = 7.0
_OVERLAP = 1000
_PADDING = 5.0
# How far below the middle of a symbol the partner lines of one gap meet it, the widest first. Never
# far from the middle, where a circle would no longer reach the line.
_HEIGHTS = (0.0, 5.0, 9.0, 12.0, 14.0, -5.0, -9.0, -12.0)


@dataclass(frozen=True)
class End:
    """Where a line meets a track from above or below: x, the item it goes to, and the offset from it."""

    x: float
    item: int
    offset: float = 0.0


@dataclass
class Track:
    """A horizontal piece in the channel above `row`: of a bundle (its index), or of a bus (None)."""

    union: str
    row: int
    bundle: int | None
    ups: list[End]
    downs: list[End]
    level: int = 0

    @property
    def span(self) -> tuple[float, float]:
        """The leftmost and the rightmost x."""
        xs = [end.x for end in self.ups + self.downs]
        return min(xs), max(xs)


@dataclass
class Tracks:
    """All tracks of a family, with the ports and heights the lines need.

    `bundle` and `bus` find a track by bundle index, and by union and row. `port` is the x at which a
    bundle reaches a person; `leg` the x at which a bus leaves a person; `height` how far below the
    middle of the symbols a union's partner line runs, by union and row; `far` the links that need a
    bus. `apex` is the x where the drops of twins part, by bundle and person.
    """

    bundle: dict[int, Track] = field(default_factory=dict)
    bus: dict[tuple[str, int], Track] = field(default_factory=dict)
    port: dict[tuple[int, int], float] = field(default_factory=dict)
    leg: dict[tuple[str, int], float] = field(default_factory=dict)
    height: dict[tuple[str, int], float] = field(default_factory=dict)
    far: set[int] = field(default_factory=set)
    apex: dict[tuple[int, int], float] = field(default_factory=dict)
    levels: dict[int, int] = field(default_factory=dict)
    apart: list[Apart] = field(default_factory=list)

    def offsets(self, xs: list[float]) -> dict[tuple[int, int], float]:
        """How far right of the middle a bundle arrives, where several arrive at one person."""
        arrivals = Counter(person for _, person in self.port)
        return {
            (bundle, person): round(x - xs[person], 2)
            for (bundle, person), x in self.port.items()
            if arrivals[person] > 1
        }


def lay_tracks(order: RowOrder, xs: list[float]) -> Tracks:
    """Ports, heights and tracks for items that stand at `xs`. `apart` asks for more room where lines would meet."""
    made = Tracks()
    _find_far(order, made)
    _set_heights(order, made)
    _set_legs(order, xs, made)
    _set_ports(order, xs, made)
    for index, bundle in enumerate(order.diagram.bundles):
        row = order.diagram.items[bundle.bottoms[0]].row
        top = End(xs[bundle.top], bundle.top)
        made.bundle[index] = Track(bundle.union, row, index, [top], _downs(order, xs, made, index))
    for row in range(order.diagram.row_count):
        tracks = [t for t in [*made.bundle.values(), *made.bus.values()] if t.row == row]
        ordered = _ordered(tracks)
        _set_levels(ordered)
        made.levels[row] = 1 + max((t.level for t in tracks), default=-1)
        made.apart += _too_close(ordered)
    return made


def _find_far(order: RowOrder, made: Tracks) -> None:
    for index, link in enumerate(order.diagram.links):
        row = order.rows[order.diagram.items[link.a].row]
        low, high = sorted((order.place[link.a], order.place[link.b]))
        if any(order.diagram.items[item].kind != STEM for item in row[low + 1 : high]):
            made.far.add(index)


def _set_heights(order: RowOrder, made: Tracks) -> None:
    """Partner lines in one gap between symbols: the widest at the middle, those inside it below."""
    items = order.diagram.items
    spans: dict[tuple[str, int], tuple[int, int]] = {}
    for index, link in enumerate(order.diagram.links):
        if index in made.far:
            continue
        low, high = sorted((order.place[link.a], order.place[link.b]))
        key = (link.union, items[link.a].row)
        old = spans.get(key, (low, high))
        spans[key] = (min(low, old[0]), max(high, old[1]))
    done: list[tuple[int, int, int, int]] = []
    for key, (low, high) in sorted(spans.items(), key=lambda entry: (entry[1][0] - entry[1][1], entry)):
        level = sum(row == key[1] and low < b and a < high for row, a, b, _ in done)
        done.append((key[1], low, high, level))
        made.height[key] = _HEIGHTS[min(level, len(_HEIGHTS) - 1)]


def _set_legs(order: RowOrder, xs: list[float], made: Tracks) -> None:
    """Where buses leave the tops of symbols: the nearest partner's outermost, so that buses nest."""
    items = order.diagram.items
    legs: dict[int, list[tuple[float, str, int]]] = {}
    stems: dict[tuple[str, int], list[End]] = {}
    for index in sorted(made.far):
        link = order.diagram.links[index]
        for end, other in ((link.a, link.b), (link.b, link.a)):
            if items[end].kind == PERSON:
                legs.setdefault(end, []).append((xs[other] - xs[end], link.union, items[end].row))
            else:
                known = stems.setdefault((link.union, items[end].row), [])
                known += [] if known else [End(xs[end], end)]
    for person, ways in sorted(legs.items()):
        alone = len(ways) == 1 and not any(person in bundle.bottoms for bundle in order.diagram.bundles)
        for sign in (-1, 1):
            side = sorted((abs(distance), union, row) for distance, union, row in ways if distance * sign > 0)
            step = min(_LEG_STEP, (_LEG_REACH - 3) / max(1, len(side)))
            for rank, (_, union, row) in enumerate(side):
                offset = 0.0 if alone else sign * (_LEG_REACH - rank * step)
                made.leg[(union, person)] = xs[person] + offset
                bus = made.bus.setdefault((union, row), Track(union, row, None, [], []))
                bus.downs.append(End(xs[person] + offset, person, offset))
    for key, ends in stems.items():
        made.bus[key].downs += ends


def _set_ports(order: RowOrder, xs: list[float], made: Tracks) -> None:
    """Where lines from above meet the tops of symbols: in the middle, or beside each other."""
    arrivals: dict[int, list[int]] = {}
    for index, bundle in enumerate(order.diagram.bundles):
        for item in bundle.bottoms:
            if order.diagram.items[item].kind == PERSON:
                arrivals.setdefault(item, []).append(index)
    for person, bundles in arrivals.items():
        bundles.sort(key=lambda index: (xs[order.diagram.bundles[index].top], index))
        step = min(_DROP_PORTS, (SYMBOL - 12) / max(1, len(bundles) - 1))
        for rank, index in enumerate(bundles):
            offset = (rank - (len(bundles) - 1) / 2) * step
            bundle = order.diagram.bundles[index]
            if len(bundles) == 1 and abs(xs[bundle.top] - xs[person]) <= _STRAIGHT:
                offset = xs[bundle.top] - xs[person]  # a straight line rather than a tiny step
            made.port[(index, person)] = xs[person] + offset


def _downs(order: RowOrder, xs: list[float], made: Tracks, index: int) -> list[End]:
    bundle = order.diagram.bundles[index]
    downs: list[End] = []
    for item in bundle.bottoms:
        if (index, item) not in made.apex:
            members = next((m for m in order.diagram.twins if item in m), ())
            members = tuple(m for m in members if m in bundle.bottoms)
            if len(members) > 1:
                ports = [made.port[(index, member)] for member in members]
                middle = _fork(order, xs, members, (min(ports) + max(ports)) / 2)
                made.apex.update({(index, member): middle for member in members})
                downs.append(End(middle, members[0], middle - xs[members[0]]))
            else:
                x = made.port.get((index, item), xs[item])
                downs.append(End(x, item, x - xs[item]))
    return downs


def _fork(order: RowOrder, xs: list[float], twins: tuple[int, ...], middle: float) -> float:
    """Where the drops of twins part: midway, or beside what stands there between them."""
    row = order.rows[order.diagram.items[twins[0]].row]
    taken = [xs[item] for item in row if item not in twins]
    ways = [middle + sign * step * _CLEAR for step in range(12) for sign in (1, -1)]
    return next((x for x in ways if all(abs(x - other) >= _CLEAR for other in taken)), middle)


def _cost(upper: Track, lower: Track) -> int:
    """Crossings, and lines on top of each other, where `upper` has its track above `lower`'s."""
    if upper.union == lower.union:
        return 0
    (a, b), (c, d) = upper.span, lower.span
    cost = sum(c < end.x < d for end in upper.downs) + sum(a < end.x < b for end in lower.ups)
    return cost + _OVERLAP * sum(abs(p.x - q.x) < _CLOSE for p in upper.downs for q in lower.ups)


def _ordered(tracks: list[Track]) -> list[Track]:
    """Tracks from the top down, each moved to its best place until nothing gets better."""
    count = len(tracks)
    cost = [[_cost(a, b) for b in tracks] for a in tracks]
    order = sorted(range(count), key=lambda i: (tracks[i].span[1] - tracks[i].span[0], tracks[i].union), reverse=True)
    for _ in range(count + 1):
        moved = False
        for track in range(count):
            at = order.index(track)
            rest = order[:at] + order[at + 1 :]
            now = sum(cost[track][other] for other in rest)
            values = [now]
            for other in rest:
                now += cost[other][track] - cost[track][other]
                values.append(now)
            if min(values) < values[at]:
                at = values.index(min(values))
                order = [*rest[:at], track, *rest[at:]]
                moved = True
        if not moved:
            break
    return [tracks[index] for index in order]


def _set_levels(ordered: list[Track]) -> None:
    """Level 0 is the lowest track; a track is just above those below it that it would touch."""
    done: list[Track] = []
    for track in reversed(ordered):
        low, high = track.span
        touching = [
            other.level
            for other in done
            if other.span[0] < high + _PADDING and low < other.span[1] + _PADDING
        ]
        track.level = 1 + max(touching, default=-1)
        done.append(track)


def _too_close(ordered: list[Track]) -> list[Apart]:
    """What has to stand further apart so that no line runs along another."""
    apart: list[Apart] = []
    for rank, upper in enumerate(ordered):
        for lower in ordered[rank + 1 :]:
            if upper.union == lower.union:
                continue
            for p in upper.downs:
                for q in lower.ups:
                    if abs(p.x - q.x) < _CLOSE:
                        left, right = (p, q) if (p.x, p.item) < (q.x, q.item) else (q, p)
                        apart.append((left.item, right.item, _CLEAR + left.offset - right.offset))
    return apart
