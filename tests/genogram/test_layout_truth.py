"""The invariants: every way a layout can be untrue is refused."""

from __future__ import annotations

from dataclasses import replace

import pytest

from lcspr_kit.genogram import invariants
from lcspr_kit.genogram.family import Descent, Family, Union
from lcspr_kit.genogram.layout import LayoutError, Net, Point, lay_out
from lcspr_kit.privacy.register import Person

FAMILY = Family(
    tuple(Person(name) for name in "fmabgx"),
    (Union("u", ("f", "m")), Union("v", ("b", "g"))),
    (Descent("u", "a"), Descent("u", "b"), Descent("v", "x")),
)
BOXES = {person.id: (72.0, 18.0, 48.0) for person in FAMILY.people}


@pytest.fixture
def layout():
    return lay_out(FAMILY, BOXES)


def refuse(layout, places=None, nets=None) -> str:
    with pytest.raises(LayoutError) as caught:
        invariants.check(FAMILY, {**layout.places, **(places or {})}, {**layout.nets, **(nets or {})}, BOXES)
    return str(caught.value)


def moved(net: Net, dx: float) -> Net:
    def line(points):
        return tuple(Point(p.x + dx, p.y) for p in points)

    return Net(
        tuple(line(p) for p in net.partner_line), net.mark, tuple(line(p) for p in net.stem),
        {child: line(p) for child, p in net.drops.items()},
    )  # fmt: skip


def test_the_layout_itself_is_true(layout):
    invariants.check(FAMILY, layout.places, layout.nets, BOXES)


def test_somebody_missing(layout):
    places = dict(layout.places)
    del places["a"]
    with pytest.raises(LayoutError, match="exactly one place"):
        invariants.check(FAMILY, places, layout.nets, BOXES)


def test_two_people_on_one_place(layout):
    assert "on top of each other" in refuse(layout, {"a": layout.places["b"]})


def test_a_child_under_another_couple(layout):
    net = layout.nets["u"]
    assert "own children" in refuse(layout, nets={"u": replace(net, drops={"a": net.drops["a"]})})


def test_a_drop_that_ends_in_the_air(layout):
    net = layout.nets["u"]
    short = {**net.drops, "a": (*net.drops["a"][:-1], Point(net.drops["a"][-1].x, net.drops["a"][-1].y - 5))}
    assert "top of the symbol" in refuse(layout, nets={"u": replace(net, drops=short)})


def test_a_partner_line_that_does_not_reach_a_partner(layout):
    net = layout.nets["u"]
    a, b = net.partner_line[0]
    assert "does not reach" in refuse(layout, nets={"u": replace(net, partner_line=((a, Point(b.x - 4, b.y)),))})


def test_lines_in_several_parts(layout):
    net = layout.nets["u"]
    assert "several parts" in refuse(layout, nets={"u": replace(net, stem=net.stem[1:])})


def test_a_line_through_a_stranger(layout):
    net = layout.nets["u"]
    foot = net.stem[0][-1]
    x = layout.places["x"]
    through = (foot, Point(foot.x, x.y), Point(x.x + 40, x.y))
    assert "goes through x" in refuse(layout, nets={"u": replace(net, stem=(*net.stem, through))})


def test_a_line_through_a_label(layout):
    net = layout.nets["v"]
    f = layout.places["f"]
    (a, b) = net.partner_line[0]
    over = (a, Point(a.x, f.y + 40), Point(f.x, f.y + 40))
    said = refuse(layout, nets={"v": replace(net, partner_line=(*net.partner_line, over))})
    assert "goes through" in said


def test_two_nets_along_each_other():
    family = Family(
        tuple(Person(name) for name in "abcdef"),
        (Union("u", ("a", "b")), Union("v", ("c", "d"))),
        (Descent("u", "e"), Descent("v", "f")),
    )
    boxes = {person.id: BOXES["a"] for person in family.people}
    layout = lay_out(family, boxes)
    top = layout.nets["v"].stem[0]
    other = layout.nets["u"]
    low = other.stem[0][-1]
    along = (low, Point(top[0].x, low.y), Point(top[0].x, low.y - 12))
    nets = {**layout.nets, "u": replace(other, stem=(*other.stem, along))}
    with pytest.raises(LayoutError, match="on top of each other"):
        invariants.check(family, layout.places, nets, boxes)


def test_crossings_are_counted_once_each():
    cross = {
        "u": Net((((Point(0, 5)), Point(20, 5)),), Point(1, 5)),
        "v": Net((((Point(10, 0)), Point(10, 10)),), Point(1, 5)),
        "w": Net((((Point(15, 0)), Point(15, 10)),), Point(1, 5)),
    }
    assert invariants.crossings(cross) == 2
    assert invariants.crossings({"u": cross["u"], "x": moved(cross["v"], 100)}) == 0
