"""The family as rows of items and the lines between them: what ordering, spacing and routing work on.

A row holds people, stems (where the line to a union's children leaves the row) and passes (where a
line goes through a row on its way to a later one). A link joins two items of one row: a partner to
the stem, or to the partner. A bundle joins one item of a row to items of the next.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from lcspr_kit.genogram.family import Family

PERSON, STEM, PASS = "person", "stem", "pass"


@dataclass(frozen=True)
class Item:
    """Something that has a place in a row. `name` is a person's id, or the id of the union it serves."""

    kind: str
    name: str
    row: int


@dataclass(frozen=True)
class Link:
    """A piece of partner line within a row, between two items."""

    union: str
    a: int
    b: int


@dataclass(frozen=True)
class Bundle:
    """Lines of one union between two rows: from the item `top` to the items `bottoms` in the next row.

    `partner` is true where it is part of a partner line that goes down to a partner in a later row.
    """

    union: str
    top: int
    bottoms: tuple[int, ...]
    partner: bool = False


@dataclass
class Diagram:
    """Items, links and bundles of a family; indices into `items` everywhere."""

    items: list[Item] = field(default_factory=list)
    links: list[Link] = field(default_factory=list)
    bundles: list[Bundle] = field(default_factory=list)
    person: dict[str, int] = field(default_factory=dict)
    stem: dict[str, int] = field(default_factory=dict)
    twins: list[tuple[int, ...]] = field(default_factory=list)

    def add(self, kind: str, name: str, row: int) -> int:
        """A new item; returns its index."""
        self.items.append(Item(kind, name, row))
        return len(self.items) - 1

    @property
    def row_count(self) -> int:
        """How many rows there are."""
        return 1 + max((item.row for item in self.items), default=-1)


def diagram(family: Family, generation: dict[str, int]) -> Diagram:
    """Rows, links and bundles of a family whose generations are known."""
    made = Diagram()
    for person in family.people:
        made.person[person.id] = made.add(PERSON, person.id, generation[person.id])
    children: dict[str, list[str]] = {}
    for descent in family.descents:
        brood = children.setdefault(descent.union, [])
        if descent.child not in brood:
            brood.append(descent.child)
    for union in family.unions:
        _add_union(made, union.id, union.partners, children.get(union.id, []), generation)
    born_to = {(bundle.union, item) for bundle in made.bundles for item in bundle.bottoms}
    for twins in family.twins:
        members = tuple(made.person[member] for member in twins.members)
        if any(all((union.id, member) in born_to for member in members) for union in family.unions):
            made.twins.append(members)
    return made


def _add_union(
    made: Diagram, union: str, partners: tuple[str, ...], children: list[str], generation: dict[str, int]
) -> None:
    row = max(generation[partner] for partner in partners)
    if not children and len({generation[partner] for partner in partners}) == 1:
        if len(partners) == 2:
            made.links.append(Link(union, made.person[partners[0]], made.person[partners[1]]))
        return
    stem = made.add(STEM, union, row)
    made.stem[union] = stem
    for partner in partners:
        end = stem
        if generation[partner] < row:
            end = made.add(STEM, union, generation[partner])
            _lead_down(made, union, end, row, stem)
        made.links.append(Link(union, made.person[partner], end))
    top, above = stem, row
    waiting = sorted(children, key=lambda child: generation[child])
    while waiting:
        above += 1
        here = [made.person[child] for child in waiting if generation[child] == above]
        waiting = [child for child in waiting if generation[child] > above]
        through = [made.add(PASS, union, above)] if waiting else []
        made.bundles.append(Bundle(union, top, tuple(here + through)))
        top = through[0] if through else top


def _lead_down(made: Diagram, union: str, top: int, row: int, stem: int) -> None:
    """Carry a partner line from an upper row down to the stem beside the other partner."""
    for between in range(made.items[top].row + 1, row):
        through = made.add(PASS, union, between)
        made.bundles.append(Bundle(union, top, (through,), partner=True))
        top = through
    made.bundles.append(Bundle(union, top, (stem,), partner=True))
