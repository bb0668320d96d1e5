"""What a laid-out genogram must be true to, checked on the finished lines and places.

Everybody once; the lines of a union touch its own members and nobody else; no line through a symbol
or a label; no two unions' lines on top of each other. Also counts crossings. Knows nothing of how
the layout came about.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from lcspr_kit.genogram.family import Family
from lcspr_kit.genogram.geometry import SYMBOL, LayoutError, Line, Net, Point

Box = tuple[float, float, float, float]
Piece = tuple[Point, Point]
_HALF = SYMBOL / 2
_TOUCH = 0.05


def check(
    family: Family,
    places: Mapping[str, Point],
    nets: Mapping[str, Net],
    boxes: Mapping[str, tuple[float, float, float]],
) -> None:
    """Raise LayoutError where the layout says something about the family that is not so."""
    if sorted(places) != sorted(person.id for person in family.people):
        raise LayoutError("Not everybody has exactly one place.")
    room = {person: label_box(place, boxes[person]) for person, place in places.items()}
    for a, b in _neighbours(room):
        if _overlap(room[a], room[b]):
            raise LayoutError(f"{a} and {b} are on top of each other.")
    children: dict[str, set[str]] = {}
    for descent in family.descents:
        children.setdefault(descent.union, set()).add(descent.child)
    for union in family.unions:
        born = children.get(union.id, set())
        _check_union(union.id, set(union.partners), born, nets, places, room)
    lines = {union: found for union, net in nets.items() if (found := pieces(net.lines))}
    for a, b in _neighbours({union: _frame(found) for union, found in lines.items()}):
        if any(_along(p, q) for p in lines[a] for q in lines[b]):
            raise LayoutError(f"The lines of the unions {a} and {b} run on top of each other.")


def _check_union(
    union: str,
    partners: set[str],
    children: set[str],
    nets: Mapping[str, Net],
    places: Mapping[str, Point],
    room: Mapping[str, Box],
) -> None:
    net = nets.get(union)
    if net is None:
        raise LayoutError(f"The union {union} has no lines.")
    if set(net.drops) != children:
        raise LayoutError(f"The union {union} does not have exactly its own children.")
    for child, drop in net.drops.items():
        place = places[child]
        if abs(drop[-1].y - (place.y - _HALF)) > _TOUCH or abs(drop[-1].x - place.x) > _HALF:
            raise LayoutError(f"The line to {child} does not end at the top of the symbol.")
    ends = [point for line in net.partner_line for point in (line[0], line[-1])]
    for partner in partners if len(partners) > 1 or children else ():
        if not any(_on_edge(point, places[partner]) for point in ends):
            raise LayoutError(f"The partner line of {union} does not reach {partner}.")
    lines = pieces(net.lines)
    if not _connected(lines):
        raise LayoutError(f"The lines of the union {union} are in several parts.")
    members = partners | children
    frame = _frame(lines) if lines else (0.0, 0.0, 0.0, 0.0)
    for person, place in places.items():
        if not _overlap(frame, room[person]):
            continue
        square = (place.x - _HALF, place.y - _HALF, place.x + _HALF, place.y + _HALF)
        own = person in members
        for piece in lines:
            if _enters(piece, square) or _enters(piece, _below_symbol(room[person], place)):
                raise LayoutError(f"A line of the union {union} goes through {person}.")
            if not own and _enters(piece, room[person]):
                raise LayoutError(f"A line of the union {union} goes through the label of {person}.")


def label_box(place: Point, box: tuple[float, float, float]) -> Box:
    """Left, top, right and bottom of a person's symbol and label."""
    width, above, below = box
    half = max(width / 2, _HALF)
    return place.x - half, place.y - max(above, _HALF), place.x + half, place.y + max(below, _HALF)


def pieces(lines: Iterable[Line]) -> list[Piece]:
    """The straight pieces of polylines, without empty ones."""
    return [(a, b) for line in lines for a, b in zip(line, line[1:], strict=False) if a != b]


def crossings(nets: Mapping[str, Net]) -> int:
    """How many points there are where lines of two unions cross."""
    count = 0
    lines = {union: pieces(net.lines) for union, net in nets.items()}
    for a, b in _neighbours({union: _frame(found) for union, found in lines.items() if found}):
        found: set[tuple[int, int]] = set()
        for p in lines[a]:
            for q in lines[b]:
                point = _meeting(p, q)
                if point:
                    found.add((round(point.x), round(point.y)))
        count += len(found)
    return count


def _neighbours(boxes: Mapping[str, Box]) -> Iterator[tuple[str, str]]:
    """The pairs of names whose boxes overlap, from the left."""
    names = sorted(boxes, key=lambda name: (boxes[name][0], name))
    for number, a in enumerate(names):
        for b in names[number + 1 :]:
            if boxes[b][0] > boxes[a][2]:
                break
            if _overlap(boxes[a], boxes[b]):
                yield a, b


def _frame(found: list[Piece]) -> Box:
    xs = [point.x for piece in found for point in piece]
    ys = [point.y for piece in found for point in piece]
    return min(xs) - 1, min(ys) - 1, max(xs) + 1, max(ys) + 1


def _meeting(p: Piece, q: Piece) -> Point | None:
    """Where two pieces that are not parallel meet."""
    (a, b), (c, d) = p, q
    den = (a.x - b.x) * (c.y - d.y) - (a.y - b.y) * (c.x - d.x)
    if abs(den) < 1e-9:
        return None
    t = ((a.x - c.x) * (c.y - d.y) - (a.y - c.y) * (c.x - d.x)) / den
    u = ((a.x - c.x) * (a.y - b.y) - (a.y - c.y) * (a.x - b.x)) / den
    if -1e-6 <= t <= 1 + 1e-6 and -1e-6 <= u <= 1 + 1e-6:
        return Point(a.x + t * (b.x - a.x), a.y + t * (b.y - a.y))
    return None


def _along(p: Piece, q: Piece) -> bool:
    """Whether two level or two upright pieces share more than a point, or nearly."""
    for axis in (0, 1):
        across = 1 - axis
        if p[0][across] == p[1][across] and q[0][across] == q[1][across]:
            low = max(min(p[0][axis], p[1][axis]), min(q[0][axis], q[1][axis]))
            high = min(max(p[0][axis], p[1][axis]), max(q[0][axis], q[1][axis]))
            return high - low > _TOUCH and abs(p[0][across] - q[0][across]) < 0.5
    return False


def _overlap(a: Box, b: Box) -> bool:
    return (
        min(a[2], b[2]) - max(a[0], b[0]) > _TOUCH and min(a[3], b[3]) - max(a[1], b[1]) > _TOUCH
    )


def _on_edge(point: Point, place: Point) -> bool:
    dx, dy = abs(point.x - place.x), abs(point.y - place.y)
    return abs(max(dx, dy) - _HALF) < _TOUCH


def _below_symbol(box: Box, place: Point) -> Box:
    return box[0], place.y + _HALF, box[2], box[3]


def _enters(piece: Piece, box: Box) -> bool:
    """Whether a piece goes inside a box, its edge not counted."""
    (a, b), (left, top, right, bottom) = piece, box
    low, high = 0.0, 1.0
    for start, delta, least, most in (
        (a.x, b.x - a.x, left + _TOUCH, right - _TOUCH),
        (a.y, b.y - a.y, top + _TOUCH, bottom - _TOUCH),
    ):
        if least >= most:
            return False
        if abs(delta) < 1e-9:
            if not least < start < most:
                return False
            continue
        first, last = sorted(((least - start) / delta, (most - start) / delta))
        low, high = max(low, first), min(high, last)
    return low < high


def _connected(lines: list[Piece]) -> bool:
    """Whether all pieces hang together."""
    if not lines:
        return True
    reached, waiting = {0}, [0]
    while waiting:
        here = lines[waiting.pop()]
        for index, piece in enumerate(lines):
            if index not in reached and (_meeting(here, piece) or _ends_meet(here, piece)):
                reached.add(index)
                waiting.append(index)
    return len(reached) == len(lines)


def _ends_meet(p: Piece, q: Piece) -> bool:
    return any(abs(a.x - b.x) < _TOUCH and abs(a.y - b.y) < _TOUCH for a in p for b in q)
