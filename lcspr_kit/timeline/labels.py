"""Where labelled events stand in the zoom: events with their words in, boxes that never overlap out.

Draws nothing and cuts nothing: words that don't fit a label end with an ellipsis after a whole word
and a pointer to the table. Positions are points from the top left corner, y downwards.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from lcspr_kit.textwidth import text_width, wrap_to_width
from lcspr_kit.timeline.scale import TEXT_SIZE, Scale

LINE = 8.4
_LABEL_WIDTH = 132.0
_SYMBOL = 5.4  # half of the room that a symbol takes
_BAR_ROOM = 10.5
_GAP = 2.0
_SEE = "…"


@dataclass(frozen=True)
class Told:
    """An event to be labelled: `day` is an ordinal with the hour as a fraction, `bar` its first and last day.

    `lines` are those of its label, of `label_lines`; the last `linked` of them say what it is linked with.
    `words` is the event in full. `member` is false for what was recorded around the episode without being part of it.
    """

    number: int
    agency: str
    day: float
    lines: tuple[str, ...]
    words: str
    severity: int = 0
    hollow: bool = False
    wide: bool = False
    bar: tuple[int, int] | None = None
    linked: int = 0
    member: bool = True

    width: float = field(init=False)

    def __post_init__(self) -> None:
        """Measure the label once: sheets are tried out many times."""
        object.__setattr__(self, "width", max(text_width(line, TEXT_SIZE) for line in self.lines))

    @property
    def begins(self) -> int:
        """The first day on which it may have happened."""
        return self.bar[0] if self.bar else int(self.day)


@dataclass(frozen=True, slots=True)
class Label:
    """A labelled event in place: the box (`left`, `top`, `right`, `bottom`) and the symbol's middle.

    `text_left` is where the lines begin; the first line's middle is at `text_top`; `bar` are the ends of the bar.
    """

    event: Told
    left: float
    top: float
    right: float
    bottom: float
    x: float
    y: float
    text_left: float
    text_top: float
    bar: tuple[float, float] | None = None


@dataclass(frozen=True, slots=True)
class LabelledLane:
    """An agency's lane with its labels, as high as they need."""

    agency: str
    top: float
    bottom: float
    labels: tuple[Label, ...]


def label_lines(words: str, most: int) -> tuple[str, ...]:
    """At most `most` lines of an event. Words that don't fit are left to the table, from a whole word on."""
    lines = wrapped(words)
    if len(lines) <= most:
        return lines
    whole = words.split()
    low, high = 0, len(whole)
    while low < high:  # the most words that leave room for the pointer to the table
        middle = (low + high + 1) // 2
        if len(wrapped(" ".join([*whole[:middle], _SEE]))) <= most:
            low = middle
        else:
            high = middle - 1
    return wrapped(" ".join([*whole[:low], _SEE]))


def wrapped(words: str) -> tuple[str, ...]:
    """Lines as wide as a label; none for no words."""
    return tuple(line for line in wrap_to_width(words, _LABEL_WIDTH, TEXT_SIZE) if line)


def place_labels(events: Sequence[Told], agencies: Sequence[str], scale: Scale, top: float, lowest: float = 16.0) -> list[LabelledLane]:
    """Lanes from `top` downwards, in the order of `agencies`, for those that have an event here.

    Within a lane events go by day; each takes the highest place where its box touches no other. A
    label stands to the right of its symbol, or to the left where the sheet ends.
    """
    lanes = []
    for agency in agencies:
        own = sorted((e for e in events if e.agency == agency), key=lambda e: (e.day, e.number))
        if not own:
            continue
        boxes: list[Label] = []
        for event in own:
            box = _box(event, scale)
            boxes.append(_moved(box, _highest_free(box, boxes)))
        height = max(lowest, max(box.bottom for box in boxes) + 2 * _GAP)
        lanes.append(LabelledLane(agency, top, top + height, tuple(_moved(box, top + _GAP) for box in boxes)))
        top += height
    return lanes


def overlapping(lanes: Sequence[LabelledLane]) -> list[tuple[int, int]]:
    """Pairs of event numbers whose boxes overlap: none, unless something is wrong."""
    labels = [label for lane in lanes for label in lane.labels]
    return [
        (a.event.number, b.event.number)
        for i, a in enumerate(labels)
        for b in labels[i + 1 :]
        if a.left < b.right and b.left < a.right and a.top < b.bottom and b.top < a.bottom
    ]


def _box(event: Told, scale: Scale) -> Label:
    """The label as if it stood at the top of the page."""
    wide = event.width
    x = min(max(scale.x(event.day), scale.left + _SYMBOL), scale.right - _SYMBOL)
    bar = None
    if event.bar:
        bar = (max(scale.x(event.bar[0]), scale.left), min(scale.x(event.bar[1] + 1), scale.right))
        x = (bar[0] + bar[1]) / 2 if event.wide else x
    text_left = x + _SYMBOL + 1
    if text_left + wide > scale.right:
        text_left = x - _SYMBOL - 1 - wide
    first_line = LINE / 2
    if bar:  # the words go under the bar, so that they may start anywhere
        text_left = min(max(x - _SYMBOL, scale.left), scale.right - wide)
        first_line += _BAR_ROOM
    left = min(text_left, x - _SYMBOL, bar[0] if bar else x)
    right = max(text_left + wide, x + _SYMBOL, bar[1] if bar else x)
    bottom = max(first_line + (len(event.lines) - 0.5) * LINE, 2 * _SYMBOL)
    y = _SYMBOL if bar else max(first_line, _SYMBOL)
    return Label(event, left, 0.0, right, bottom, x, y, text_left, first_line + (y - LINE / 2 if not bar else 1), bar)


def _highest_free(box: Label, others: Sequence[Label]) -> float:
    near = [o for o in others if o.left < box.right + _GAP and box.left < o.right + _GAP]
    for top in sorted({0.0, *(o.bottom + _GAP for o in near)}):
        if all(top >= o.bottom + _GAP or top + box.bottom + _GAP <= o.top for o in near):
            return top
    raise AssertionError("below all others there is always room")


def _moved(label: Label, by: float) -> Label:
    return replace(label, top=label.top + by, bottom=label.bottom + by, y=label.y + by, text_top=label.text_top + by)
