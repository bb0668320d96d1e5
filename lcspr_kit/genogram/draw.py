"""The genogram: symbols, lines, rings, bonds and legend put in their places, as a `graphviz.Drawing`.

The layout says where everybody is (`genogram.layout`); Graphviz renders and decides nothing. Nothing
here looks at a real name: people are called what `names` says.
"""

from __future__ import annotations

import math
from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from lcspr_kit.genogram.bonds import Courses, bond_key, bond_lines, drawn_first
from lcspr_kit.genogram.canvas import Item, Line, Shape, Words, moved, page
from lcspr_kit.genogram.contribution import contribution_of
from lcspr_kit.genogram.describe import bond_words, describe, family_table, joined
from lcspr_kit.genogram.family import Family
from lcspr_kit.genogram.geometry import SYMBOL, Layout, Net
from lcspr_kit.genogram.labels import SMALL_SIZE, Label, age_inside, boxes_for, day_in_words, label_for
from lcspr_kit.genogram.layout import lay_out
from lcspr_kit.genogram.legend import AGES, legend
from lcspr_kit.genogram.lines import (
    brackets,
    couple_kind,
    couple_line,
    descent_line,
    identical_bar,
    kind_of_all,
    patterned,
)
from lcspr_kit.genogram.marks import contribution_mark, household_colour, household_line
from lcspr_kit.genogram.notation import Notation, notation_named
from lcspr_kit.genogram.on_date import Household, OnDate, family_on, households, moving
from lcspr_kit.genogram.rings import clear_spot, pieces_of, ring, spots
from lcspr_kit.genogram.symbols import ARROW_REACH, has_room, is_loss, symbol, top_of
from lcspr_kit.graphviz import Drawing
from lcspr_kit.textwidth import text_width

Box = tuple[float, float, float, float]
MARGIN = 20.0
_NARROWEST = 440.0


def draw_genogram(
    family: Family,
    *,
    names: Mapping[str, str],
    on: date | None = None,
    subjects: Iterable[str] = (),
    notation: str = "uk",
    overlay: bool = False,
    layout: Layout | None = None,
    with_key: bool = True,
) -> Drawing:
    """The family as a genogram, in words and as a table.

    `names` gives what each person is called (register id to pseudonym); `on` is the day it shows,
    None for all that is recorded; `subjects` are the ids of the children the review is about;
    `notation` is `uk`, `mcgoldrick` or `nsgc`. With `overlay` it shows who is to contribute and why
    not, which is for the author only. A `layout` of the whole family (`layout_of`) keeps everybody in
    one place from day to day. Without a key, `legend.draw_key` explains its `signs` elsewhere. Raises InputError for a notation that is not known.
    """
    sheet = _Sheet(family, names, on, subjects, notation_named(notation), overlay, layout)
    sheet.draw_nets()
    sheet.draw_people()
    sheet.draw_bonds()
    sheet.draw_households()
    return sheet.finished(with_key)


def layout_of(
    family: Family,
    *,
    names: Mapping[str, str],
    on: date | None = None,
    subjects: Iterable[str] = (),
    notation: str = "uk",
    overlay: bool = False,
) -> Layout:
    """The layout of a family with room for all that `draw_genogram` would draw with the same arguments.

    Of the day `on`, or of everybody who was ever in it.
    """
    subjects = tuple(subjects)
    here, style = family_on(family, on).family, notation_named(notation)
    return lay_out(here, _rooms(here, _labels(here, names, style, on, overlay, subjects), _arrowed(here, subjects, style)))


def _arrowed(family: Family, subjects: Iterable[str], notation: Notation) -> list[str]:
    """The subjects whose symbols have an arrow beside them."""
    there = {person.id for person in family.people}
    return [identity for identity in subjects if identity in there and notation.subject == "arrow"]


def draw_strip(
    family: Family, days: Iterable[date], *, names: Mapping[str, str], subjects: Iterable[str] = (), notation: str = "uk"
) -> list[Drawing]:
    """The family on several days, one drawing a day, with everybody in the same place on all of them.

    `on_date.changes` gives the days on which households changed.
    """
    subjects = tuple(subjects)
    layout = layout_of(family, names=names, subjects=subjects, notation=notation)
    return [draw_genogram(family, names=names, on=day, subjects=subjects, notation=notation, layout=layout) for day in days]


def _labels(family: Family, names: Mapping[str, str], notation: Notation, on: date | None, overlay: bool, subjects: Collection[str]) -> dict[str, Label]:
    gap = 12.0 if overlay else 4.0
    return {
        person.id: label_for(person, names.get(person.id, "Person"), notation, on, gap, has_room(person, notation, person.id in subjects))
        for person in family.people
    }


def _rooms(family: Family, labels: Mapping[str, Label], with_arrow: Iterable[str]) -> dict[str, tuple[float, float, float]]:
    housed = any(person.stays for person in family.people)
    rooms = boxes_for(labels, 12.0 if housed else 4.0)
    for identity in with_arrow:
        width, above, below = rooms[identity]
        rooms[identity] = (max(width, 2 * ARROW_REACH), above, below)
    return {i: (width + 12, above, below + 4) if housed else (width, above, below) for i, (width, above, below) in rooms.items()}


class _Sheet:
    """One drawing in the making: what is on it so far, and the legend's keys for that."""

    def __init__(self, family: Family, names: Mapping[str, str], on: date | None, subjects: Iterable[str], notation: Notation, overlay: bool, layout: Layout | None):
        self.shown: OnDate = family_on(family, on)
        self.family = self.shown.family
        self.on = on
        self.notation = notation
        self.overlay = overlay
        self.people = {person.id: person for person in self.family.people}
        self.names = {person.id: names.get(person.id, "Person") for person in family.people}
        self.subjects = [identity for identity in subjects if identity in self.people]
        self.labels = _labels(self.family, self.names, notation, on, overlay, self.subjects)
        self.arrowed = _arrowed(self.family, self.subjects, notation)
        self.layout = layout or lay_out(self.family, _rooms(self.family, self.labels, self.arrowed))
        self.places = {identity: self.layout.places[identity] for identity in self.people}
        self.items: list[Item] = []
        self.over: list[Item] = []
        self.keys: set[str] = set()
        self.notes: list[str] = []
        self.courses: list[tuple] = []
        self.badges: list[Box] = []

    def box(self, identity: str) -> Box:
        """All that a person's symbol and label cover."""
        x, y = self.places[identity]
        label, half = self.labels[identity], SYMBOL / 2 + (8 if self.overlay and contribution_of(self.people[identity]) else 0)
        width = max(half, label.width / 2, ARROW_REACH if identity in self.arrowed else 0)
        return (x - width, y - half, x + width, y + SYMBOL / 2 + label.height)

    def draw_nets(self) -> None:
        unions = {union.id: union for union in self.family.unions}
        children: dict[str, dict[str, str]] = {}
        for descent in self.family.descents:
            children.setdefault(descent.union, {}).setdefault(descent.child, descent.kind)
        for identity, union in unions.items():
            net = self.layout.nets.get(identity)
            if net is None:
                continue
            brood = children.get(identity, {})
            kind_of_brood = kind_of_all(brood.values())
            if len(union.partners) == 2:
                kind = couple_kind(union.kind, (stage.notes for stage in union.stages))
                related = self.notation.kin and self.are_related(*union.partners)
                self.items += couple_line(net.partner_line, net.mark, kind, self.notation, related)
                self.keys.add(f"couple:{kind}")
                self.keys |= {"related"} if related else set()
            else:
                self.items += [line for course in net.partner_line for line in patterned(course, kind_of_brood, self.notation)]
            if brood:
                self.items += [line for course in net.stem for line in patterned(course, kind_of_brood, self.notation)]
                self.draw_drops(net, brood, kind_of_brood)
            self.courses += [*net.partner_line, *(net.stem if brood else ()), *(net.drops[child] for child in brood)]

    def draw_drops(self, net: Net, brood: Mapping[str, str], kind_of_brood: str) -> None:
        for child, kind in brood.items():
            person = self.people[child]
            drop = list(net.drops[child])
            x, y = drop[-1]
            short = SYMBOL / 2 - top_of(person, self.notation)
            if short > 0:
                drop.append(type(drop[-1])(self.places[child].x, y + short))
            self.items += descent_line(drop, kind, self.notation) if kind_of_brood == "birth" else patterned(drop, kind, self.notation)
            if kind != "birth":
                self.keys.add(kind)
            if kind == "adoptive" and self.notation.adoption == "brackets":
                self.items += brackets(*self.places[child])
        for twins in self.family.twins:
            drops = {member: net.drops[member] for member in twins.members if member in brood}
            if len(drops) > 1:
                self.keys.add("identical twins" if twins.identical else "twins")
                self.items += identical_bar(drops) if twins.identical else []

    def are_related(self, a: str, b: str) -> bool:
        """Whether two people have an ancestor in common by birth."""
        unions = {union.id: union for union in self.family.unions}
        parents: dict[str, list[str]] = {}
        for descent in self.family.descents:
            if descent.kind == "birth":
                parents.setdefault(descent.child, []).extend(unions[descent.union].partners)

        def line_of(person: str) -> set[str]:
            seen, stack = set(), [person]
            while stack:
                current = stack.pop()
                if current not in seen:
                    seen.add(current)
                    stack += parents.get(current, [])
            return seen

        return bool(line_of(a) & line_of(b))

    def inside(self, identity: str) -> str:
        """The age to write in a symbol, where there is room for it."""
        person = self.people[identity]
        return age_inside(person, self.on) if has_room(person, self.notation, identity in self.subjects) else ""

    def draw_people(self) -> None:
        for number, (identity, person) in enumerate(self.people.items(), 1):
            x, y = self.places[identity]
            drawn = symbol(x, y, person, self.notation, identity in self.subjects, self.inside(identity), f"person-{number}")
            self.items += drawn.items
            self.keys |= set(drawn.keys)
            self.items += self.labels[identity].placed(x, y)
            found = contribution_of(person) if self.overlay else None
            if found:
                mark = contribution_mark(x, y, found.group)
                self.over += mark
                self.badges.append(_extent(mark[1:]))
                self.keys.add(found.group)

    def draw_bonds(self) -> None:
        width, height = self.layout.size
        bounds = (-MARGIN + 4, -60.0, width + MARGIN - 4, height + 40)
        halves = {i: SYMBOL / 2 + (8 if self.overlay and contribution_of(p) else 0) for i, p in self.people.items()}
        courses = Courses(self.places, halves, {i: self.box(i) for i in self.people}, self.courses, bounds, self.badges)
        left: list[str] = []
        for bond in drawn_first(self.family.bonds, lambda bond: math.dist(self.places[bond.a], self.places[bond.b])):
            course = courses.find(bond)
            if course is None:
                left.append(bond_words(bond, self.names))
                continue
            self.items += bond_lines(course, bond_key(bond))
            self.keys.add(bond_key(bond))
        self.courses += courses.taken
        if left:
            self.notes.append(f"Relationships that could not be drawn clearly: {'; '.join(left)}.")

    def draw_households(self) -> None:
        boxes = {identity: self.box(identity) for identity in self.people}
        homes = [home for home in households(self.family, self.on) if len(home.members) > 1 or self.in_several(home.members)]
        outlines: list[tuple[Household, list]] = []
        rings: dict[str, int] = {}
        lines = [(a, b) for course in self.courses for a, b in zip(course, course[1:], strict=False)]
        for home in homes:
            here = {*home.members, *self.losses_among(home.members)}
            inside = [identity for identity in boxes if identity in here]
            others = [box for identity, box in boxes.items() if identity not in here]
            # the rings about somebody who lives in several homes lie in each other
            margins = [4.0 + 4.0 * rings.get(identity, 0) for identity in inside]
            rings |= {identity: rings.get(identity, 0) + 1 for identity in inside}
            made = ring([boxes[identity] for identity in inside], others, margins, lines, [line for _, earlier in outlines for line in earlier])
            self.over += [household_line(outline, len(outlines)) for outline in made]
            outlines.append((home, made))
            self.keys.add("household")
        self.courses += [outline for _, made in outlines for outline in made]
        self.name_households(outlines, list(boxes.values()))
        apart = [home.name for home, made in outlines if len(made) > 1]
        if apart:
            self.notes.append(f"In more than one ring, because members stand far apart or others between them: {joined(apart)}.")
        self.notes += [f"{self.names[identity]} moved in {when}, so both homes are shown." for identity, when in moving(self.family, self.on)]
        alone = [home for home in households(self.family, self.on) if home not in homes]
        if alone and homes:
            self.notes.append(f"Other homes: {'; '.join(f'{home.name} ({self.names[home.members[0]]})' for home in alone)}.")

    def name_households(self, outlines: Sequence[tuple[Household, list]], taken: list[Box]) -> None:
        """The name of each home beside each of its rings, or below the key where there is no room for it."""
        width, height = self.layout.size
        bounds = (-MARGIN, -30.0, width + MARGIN, height + 30.0)
        taken += [item.box for item in self.over if isinstance(item, Words)]
        lines = pieces_of([*self.courses, *(item.points for item in self.items if isinstance(item, Line) and item.role == "bond")])
        for number, (home, made) in enumerate(outlines):
            wide, high = text_width(home.name, SMALL_SIZE), SMALL_SIZE * 1.2
            found = [clear_spot(spots([outline], wide, high), wide, high, taken, lines, bounds) for outline in made]
            placed = [Words(spot.x, spot.y, home.name, SMALL_SIZE, household_colour(number)) for spot in found if spot]
            self.over += placed
            taken += [words.box for words in placed]
            if len(placed) < len(made):
                self.notes.append(f"{home.name}: {joined(self.names[i] for i in home.members)}.")

    def losses_among(self, members: Collection[str]) -> list[str]:
        """Pregnancies that were lost and stand in birth order between brothers and sisters of this home: its ring goes round them too."""
        found = []
        for union in self.family.unions:
            brood = [descent.child for descent in self.family.descents if descent.union == union.id and descent.kind == "birth"]
            for child in brood:
                x, y = self.places[child]
                living = [self.places[other].x for other in brood if other in members and self.places[other].y == y]
                if is_loss(self.people[child]) and living and min(living) < x < max(living):
                    found.append(child)
        return found

    def in_several(self, members: Iterable[str]) -> bool:
        """Whether one of these people lives in another home too, so that even a home of one is drawn."""
        homes = households(self.family, self.on)
        return any(sum(identity in home.members for home in homes) > 1 for identity in members)

    def finished(self, with_key: bool) -> Drawing:
        if self.on and with_key:
            self.notes.insert(0, AGES)
        if self.shown.not_linked:
            self.notes.append(f"Not part of the family on this day: {joined(self.names[i] for i in self.shown.not_linked)}.")
        drawn = [*self.items, *self.over]
        left, top, right, bottom = _extent(drawn)
        width = max(right - left + 2 * MARGIN, _NARROWEST)
        key = legend(self.keys if with_key else (), self.notation, width - 2 * MARGIN, self.heading(with_key), self.notes)
        width = max(width, key.width + 2 * MARGIN)
        dx, dy = (width - (right - left)) / 2 - left, MARGIN - top
        below = bottom - top + MARGIN + 16
        items = [*(moved(item, dx, dy) for item in drawn), *(moved(item, MARGIN, below) for item in key.items)]
        rule = Shape(width / 2, below - 8, width - 2 * MARGIN, 0.75, "box", 0, fill="#9aa1ab")
        generations = len({self.layout.generation[identity] for identity in self.people})
        return Drawing(
            dot=page(width, below + key.height + MARGIN / 2, [rule, *items]),
            title="Genogram",
            description=describe(self.family, self.names, self.subjects, self.on, generations, self.shown.not_linked),
            table=family_table(self.family, self.names, self.on, self.overlay),
            caption=self.caption(),
            signs=frozenset(self.keys),
        )

    def heading(self, with_key: bool) -> str:
        day = f"The family as at {day_in_words(self.on)}. " if self.on else ""
        private = "For the author only. " if self.overlay else ""
        key = f"Key ({self.notation.title} notation)" if with_key else ""
        return f"{private}{day}{key}".strip()

    def caption(self) -> str:
        day = f", as at {day_in_words(self.on)}" if self.on else ""
        return f"Genogram of the family{day}{' (for the author only)' if self.overlay else ''}."


def _extent(items: Iterable[Item]) -> Box:
    """Left, top, right and bottom of everything drawn."""
    boxes: list[Box] = []
    for item in items:
        if isinstance(item, Words):
            boxes.append(item.box)
        elif isinstance(item, Shape):
            boxes.append((item.x - item.width / 2, item.y - item.height / 2, item.x + item.width / 2, item.y + item.height / 2))
        else:
            xs, ys = [p[0] for p in item.points], [p[1] for p in item.points]
            boxes.append((min(xs), min(ys), max(xs), max(ys)))
    if not boxes:
        return (0.0, 0.0, 0.0, 0.0)
    return (min(b[0] for b in boxes), min(b[1] for b in boxes), max(b[2] for b in boxes), max(b[3] for b in boxes))


def neutral_json(layout: Layout, family: Family) -> dict[str, Any]:
    """The layout as plain data for measuring, y downwards: `unit`, `symbols`, `nets`, `netmembers`.

    `nets` has every polyline of a union by its id; `netmembers` the indices into `symbols` of the
    people it may touch. Only those who are in the layout (on a day, not all are).
    """
    ids = [person.id for person in family.people if person.id in layout.places]
    index = {identity: number for number, identity in enumerate(ids)}
    members: dict[str, set[int]] = {union.id: {index[i] for i in union.partners} for union in family.unions if union.id in layout.nets}
    for descent in family.descents:
        if descent.union in members and descent.child in layout.nets[descent.union].drops:
            members[descent.union].add(index[descent.child])
    return {
        "unit": SYMBOL,
        "symbols": [{"id": i, "x": layout.places[i].x, "y": layout.places[i].y, "w": SYMBOL, "h": SYMBOL} for i in ids],
        "nets": {identity: [[[point.x, point.y] for point in line] for line in net.lines] for identity, net in layout.nets.items()},
        "netmembers": {identity: sorted(indices) for identity, indices in members.items()},
    }
