"""The lines of every union, from places, tracks and heights. Draws nothing and decides nothing."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from itertools import pairwise

from lcspr_kit.genogram.diagram import STEM
from lcspr_kit.genogram.geometry import SYMBOL, Line, Net, Point
from lcspr_kit.genogram.invariants import pieces
from lcspr_kit.genogram.order_cost import RowOrder
from lcspr_kit.genogram.tracks import Track, Tracks

TRACK = 9.0
TWIN_FORK = 14.0
_ABOVE_TRACKS = 8.0
_BELOW_TRACKS = 12.0
_LEAST_CHANNEL = 36.0
_HALF = SYMBOL / 2


@dataclass(frozen=True)
class Heights:
    """The middle of each row's symbols, and the lowest track of the channel above it, in points."""

    middle: tuple[float, ...]
    lowest: tuple[float, ...]
    bottom: float


def heights(
    above: list[float], below: list[float], levels: list[int], twins: list[bool], top: float
) -> Heights:
    """Stack the rows: by row the room above and below the symbols' middle, the tracks, and whether twins fork."""
    middle: list[float] = []
    lowest: list[float] = []
    y = top
    for row in range(len(above)):
        margin = _BELOW_TRACKS + (TWIN_FORK if twins[row] else 0.0)
        channel = _ABOVE_TRACKS + max(0, levels[row] - 1) * TRACK + margin
        least = _LEAST_CHANNEL if row else 0.0
        channel = max(channel, least) if row or levels[row] else 0.0
        y += channel
        lowest.append(y - margin)
        middle.append(y + above[row])
        y += above[row] + below[row]
    return Heights(tuple(middle), tuple(lowest), y)


class Router:
    """The nets of one connected part, moved right by `shift` points."""

    def __init__(self, order: RowOrder, xs: list[float], tracks: Tracks, at: Heights, shift: float):
        self._diagram = order.diagram
        self._place = order.place
        self._x = [x + shift for x in xs]
        self._shift = shift
        self._tracks = tracks
        self._at = at

    def net(self, union: str) -> Net | None:
        """The lines of a union, or None for one that has none (a person alone, without children)."""
        lines = [*self._near(union), *self._over(union), *self._down(union)]
        if not lines:
            return None
        stem, drops = self._children(union)
        return Net(tuple(lines), lines[0][0], tuple(stem), drops)

    def _y(self, track: Track) -> float:
        return self._at.lowest[track.row] - track.level * TRACK

    def _start(self, item: int) -> float:
        """The height at which the line down from a stem begins."""
        name, row = self._diagram.items[item].name, self._diagram.items[item].row
        if (name, row) in self._tracks.height:
            return self._at.middle[row] + self._tracks.height[(name, row)]
        return self._y(self._tracks.bus[(name, row)])

    def _near(self, union: str) -> list[Line]:
        """Partner lines at the height of the symbols."""
        ends: dict[int, list[float]] = {}
        for index, link in enumerate(self._diagram.links):
            if link.union != union or index in self._tracks.far:
                continue
            left, right = sorted((link.a, link.b), key=lambda item: self._place[item])
            row = self._diagram.items[left].row
            for item, side in ((left, _HALF), (right, -_HALF)):
                stem = self._diagram.items[item].kind == STEM
                ends.setdefault(row, []).append(self._x[item] + (0.0 if stem else side))
        lines: list[Line] = []
        for row, xs in ends.items():
            y = self._at.middle[row] + self._tracks.height[(union, row)]
            lines.append((Point(min(xs), y), Point(max(xs), y)))
        return lines

    def _over(self, union: str) -> list[Line]:
        """Partner lines above a row."""
        lines: list[Line] = []
        for (name, row), track in self._tracks.bus.items():
            if name != union:
                continue
            y, top = self._y(track), self._at.middle[row] - _HALF
            legs = [end for end in track.downs if self._diagram.items[end.item].kind != STEM]
            foot = next((end for end in track.downs if self._diagram.items[end.item].kind == STEM), None)
            xs = [end.x + self._shift for end in legs]
            if foot is None:
                lines.append((Point(xs[0], top), Point(xs[0], y), Point(xs[1], y), Point(xs[1], top)))
                continue
            x = foot.x + self._shift
            down = [Point(x, self._start(foot.item))] if self._start(foot.item) != y else []
            lines += [(Point(leg, top), Point(leg, y), Point(x, y), *down) for leg in xs]
        return lines

    def _down(self, union: str) -> list[Line]:
        """Partner lines from an upper row to a later one."""
        lines: list[Line] = []
        for index, bundle in enumerate(self._diagram.bundles):
            if bundle.union != union or not bundle.partner:
                continue
            track = self._tracks.bundle[index]
            top, bottom, y = bundle.top, bundle.bottoms[0], self._y(track)
            is_stem = self._diagram.items[top].kind == STEM
            start = self._start(top) if is_stem else self._at.lowest[self._diagram.items[top].row]
            if not is_stem:
                start = self._pass_start(top)
            end = self._start(bottom) if self._diagram.items[bottom].kind == STEM else y
            points = [Point(self._x[top], start), Point(self._x[top], y), Point(self._x[bottom], y)]
            lines.append(_tidy((*points, Point(self._x[bottom], end))))
        return lines

    def _pass_start(self, item: int) -> float:
        index = next(i for i, bundle in enumerate(self._diagram.bundles) if item in bundle.bottoms)
        return self._y(self._tracks.bundle[index])

    def _children(self, union: str) -> tuple[list[Line], dict[str, Line]]:
        stem: list[Line] = []
        drops: dict[str, Line] = {}
        lead: tuple[Point, ...] = ()
        for index, bundle in enumerate(self._diagram.bundles):
            if bundle.union != union or bundle.partner:
                continue
            track = self._tracks.bundle[index]
            y = self._y(track)
            x = self._x[bundle.top]
            if self._diagram.items[bundle.top].kind == STEM:
                stem.append((Point(x, self._start(bundle.top)), Point(x, y)))
                low, high = track.span
                if high > low:
                    stem.append((Point(low + self._shift, y), Point(high + self._shift, y)))
            else:
                lead = (*lead, Point(x, self._pass_start(bundle.top)), Point(x, y))
            for item in bundle.bottoms:
                if self._diagram.items[item].kind == "person":
                    drops[self._diagram.items[item].name] = _tidy((*lead, *self._drop(index, item, y)))
        return stem, drops

    def _drop(self, index: int, item: int, y: float) -> list[Point]:
        row = self._diagram.items[item].row
        end = Point(self._tracks.port[(index, item)] + self._shift, self._at.middle[row] - _HALF)
        if (index, item) in self._tracks.apex:
            x = self._tracks.apex[(index, item)] + self._shift
            return [Point(x, y), Point(x, self._at.lowest[row] + TWIN_FORK / 2), end]
        return [Point(end.x, y), end]


def _tidy(points: tuple[Point, ...]) -> Line:
    """Without a point that repeats the one before it."""
    return tuple(p for index, p in enumerate(points) if index == 0 or p != points[index - 1])


def with_marks(nets: Mapping[str, Net]) -> dict[str, Net]:
    """The nets, each with its mark in the middle of the longest level piece that no other line meets."""
    upright = [(a.x, *sorted((a.y, b.y))) for net in nets.values() for a, b in pieces(net.lines) if a.x == b.x]
    made = {}
    for union, net in nets.items():
        found: list[tuple[float, float, float]] = []
        for a, b in pieces(net.partner_line):
            if a.y == b.y:
                low, high = sorted((a.x, b.x))
                cuts = sorted({low, high, *(x for x, top, bottom in upright if low < x < high and top <= a.y <= bottom)})
                found += [(right - left, left, a.y) for left, right in pairwise(cuts)]
        length, left, y = max(found, key=lambda piece: (piece[0], -piece[1]), default=(0.0, *net.mark))
        made[union] = replace(net, mark=Point(left + length / 2, y))
    return made
