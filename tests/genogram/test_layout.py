"""Layouts of invented families: what must be true of each, and what a reader of genograms expects."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lcspr_kit.edtf import read_edtf
from lcspr_kit.genogram import invariants
from lcspr_kit.genogram.diagram import diagram
from lcspr_kit.genogram.family import Descent, Family, Twins, Union
from lcspr_kit.genogram.generations import BESIDE_SIBLINGS, generations
from lcspr_kit.genogram.layout import SYMBOL, Layout, LayoutError, lay_out
from lcspr_kit.genogram.ordering import order_rows
from lcspr_kit.privacy.register import Person

HALF = SYMBOL / 2


def family_of(people: str, unions: str = "", twins: str = "") -> Family:
    """A family from a few words: `a:M b:F c`, `a+b>c,d a+e` and `c=d`; a union is called as it is written."""
    found, descents = [], []
    for word in unions.split():
        pair, _, children = word.partition(">")
        found.append(Union(pair, tuple(pair.split("+"))))
        for child in filter(None, children.split(",")):
            name, _, kind = child.partition(":")
            descents.append(Descent(pair, name, kind or "birth"))
    members = []
    for word in people.split():
        name, _, sex = word.partition(":")
        members.append(Person(name, sex=sex or "U"))
    groups = tuple(Twins(tuple(word.split("="))) for word in twins.split())
    return Family(tuple(members), tuple(found), tuple(descents), groups)


def left_to_right(layout: Layout, *people: str) -> bool:
    xs = [layout.places[person].x for person in people]
    return xs == sorted(xs) and len({layout.places[person].y for person in people}) == 1


FAMILIES = {
    "nobody": family_of(""),
    "one person": family_of("a"),
    "five people without a line": family_of("a b c d e"),
    "a couple": family_of("a:M b:F", "a+b"),
    "one parent": family_of("a:F b", "a>b"),
    "a parent alone with a union and no child": family_of("a", "a"),
    "two parents, three children": family_of("f:M m:F a b c", "f+m>a,b,c"),
    "three husbands, two of them brothers": family_of(
        "g:M h:F p:M q:M w:F r:M a b c", "g+h>p,q w+p>a w+q>b w+r>c"
    ),
    "eleven partners": family_of(
        "f:M m:F x:M s t " + " ".join(f"p{n}:F c{n}" for n in range(11)),
        "f+m>s,x,t " + " ".join(f"x+p{n}>c{n}" for n in range(11)),
    ),
    "a grandmother who fosters": family_of("g:F h:M m:F f:M a b", "h+g>m,a:foster,b:foster f+m>a,b"),
    "two mothers and a donor": family_of("m:F n:F d:M a b", "m+n>a,b d+m>a:donor"),
    "cousins who marry": family_of(
        "g:M h:F a:M b:F c:F d:M x:M y:F z", "g+h>a,c a+b>x d+c>y x+y>z"
    ),
    "an uncle who marries his niece": family_of("g:M h:F a:M b:F u:M n:F z", "g+h>a,u a+b>n u+n>z"),
    "a great-uncle and a great-niece": family_of(
        "g:M h:F a:M b:F u:M n:F k:M o:F z", "g+h>a,u a+b>n k+n>o u+o>z"
    ),
    "a child between four households": family_of(
        "m:F f:M s:M t:F o:F p:M g:F h:M c", "f+m>c m+s>c:step f+t>c:step o+p>c:foster g+h>m"
    ),
    "a mother and her daughter with one man": family_of("m:F d:F x:M k a b", "k+m>d x+m>a x+d>b"),
    "two brothers marry two sisters": family_of(
        "a:M b:F c:M d:F p:M q:M r:F s:F x y", "a+b>p,q c+d>r,s p+r>x q+s>y"
    ),
    "twins": family_of("f:M m:F a b c d e f2 g", "f+m>a,b,c,d,e b+f2>g", "b=c d=e"),
    "a brother who is guardian": family_of("f:M m:F a:M b", "f+m>a,b a>b:guardian"),
    "two families": family_of("a b c d e f g", "a+b>c d+e>f"),
    "a child born to two couples": family_of("a:M b:F c:M d:F x y z", "a+b>x,y c+d>x:adoptive,z"),
    "same couple twice over generations": family_of("a b c d e f", "a+b>c c+d>e e+f"),
    "married to a grandparent": family_of("a b c d e f", "a+b>c c+d>e a+e>f"),
}


@pytest.mark.parametrize("name", FAMILIES)
def test_everybody_is_drawn_once_and_every_line_is_true(name):
    family = FAMILIES[name]
    layout = lay_out(family)  # checks its own truth and raises
    assert set(layout.places) == {person.id for person in family.people}
    assert set(layout.nets) == {union.id for union in family.unions}
    for place in layout.places.values():
        assert 0 < place.x < layout.size[0]
        assert 0 < place.y < layout.size[1]


@pytest.mark.parametrize("name", FAMILIES)
def test_an_ordinary_family_needs_no_more_crossings_than_are_proved(name):
    layout = lay_out(FAMILIES[name])
    assert layout.gap == 0


@pytest.mark.parametrize("name", FAMILIES)
def test_a_child_is_below_its_parents(name):
    family = FAMILIES[name]
    layout = lay_out(family)
    partners = {union.id: union.partners for union in family.unions}
    for descent in family.descents:
        for parent in partners[descent.union]:
            assert layout.places[parent].y < layout.places[descent.child].y


@pytest.mark.parametrize("name", FAMILIES)
def test_the_same_family_gives_the_same_layout(name):
    assert lay_out(FAMILIES[name]) == lay_out(FAMILIES[name])


@pytest.mark.parametrize(
    "name", [n for n in FAMILIES if "four households" not in n and "brothers" not in n and "born to two" not in n and "fosters" not in n]
)
def test_no_crossing_where_none_is_needed(name):
    assert lay_out(FAMILIES[name]).crossings == 0


def test_partners_stand_side_by_side_with_the_man_on_the_left():
    layout = lay_out(family_of("m:F f:M a", "m+f>a"))
    assert left_to_right(layout, "f", "m")
    (line,) = layout.nets["m+f"].partner_line
    assert [point.y for point in line] == [layout.places["m"].y] * 2
    assert line[0].x == layout.places["f"].x + HALF
    assert line[1].x == layout.places["m"].x - HALF


def test_the_eldest_child_is_on_the_left():
    born = {"a": "2015", "b": "2010-04", "c": "2012"}
    people = [Person("f", sex="M"), Person("m", sex="F")]
    people += [Person(name, born=read_edtf(date)) for name, date in born.items()]
    family = Family(tuple(people), (Union("u", ("f", "m")),), tuple(Descent("u", name) for name in born))
    assert left_to_right(lay_out(family), "b", "c", "a")


def test_children_without_a_date_keep_the_order_of_the_register():
    assert left_to_right(lay_out(FAMILIES["two parents, three children"]), "a", "b", "c")


def test_one_child_hangs_straight_below_its_parents():
    layout = lay_out(family_of("f:M m:F a", "f+m>a"))
    assert layout.places["a"].x == pytest.approx((layout.places["f"].x + layout.places["m"].x) / 2, abs=0.1)


def test_the_child_of_one_parent_is_below_that_parent():
    layout = lay_out(FAMILIES["one parent"])
    assert layout.places["a"].x == pytest.approx(layout.places["b"].x, abs=0.1)


def test_a_third_partner_is_reached_by_a_line_above_the_row():
    family = family_of("p:F a:M b:M c:M x y z", "p+a>x p+b>y p+c>z")
    layout = lay_out(family)
    assert layout.crossings == 0
    row = layout.places["p"].y
    above = [u for u, net in layout.nets.items() if any(p.y < row - HALF for line in net.partner_line for p in line)]
    assert len(above) == 1


def test_twins_part_at_one_point_and_nobody_else_does():
    layout = lay_out(FAMILIES["twins"])
    drops = layout.nets["f+m"].drops
    assert drops["b"][-2] == drops["c"][-2]
    assert drops["d"][-2] == drops["e"][-2]
    assert drops["a"][-2] != drops["b"][-2] != drops["d"][-2]
    assert left_to_right(layout, "b", "c") or left_to_right(layout, "c", "b")


def test_twins_part_beside_a_line_that_comes_down_between_them():
    family = family_of("f:M m:F a:M b:F x", "f+m>a,b m+a>x", "a=b")
    layout = lay_out(family)  # raises where two lines run on top of each other
    assert layout.nets["f+m"].drops["a"][-2] == layout.nets["f+m"].drops["b"][-2]


def test_an_uncle_stands_beside_the_niece_he_marries():
    layout = lay_out(FAMILIES["an uncle who marries his niece"])
    assert layout.generation["u"] == layout.generation["n"] == layout.generation["a"] + 1
    assert not layout.notes


def test_couples_side_by_side_never_cost_a_crossing_that_siblings_in_a_row_would_not():
    for family in FAMILIES.values():
        beside = order_rows(family, diagram(family, generations(family, BESIDE_SIBLINGS)), 2.0).order.crossings()
        assert lay_out(family).crossings <= beside


def test_a_couple_that_can_not_be_of_one_generation_is_said():
    layout = lay_out(family_of("f:M m:F d:F x", "f+m>d f+d>x"))
    assert layout.generation["f"] + 1 == layout.generation["d"]
    assert any("f and d" in note for note in layout.notes)


def test_the_mark_lies_on_a_level_piece_of_the_partner_line():
    for family in FAMILIES.values():
        for net in lay_out(family).nets.values():
            if net.partner_line:
                pieces = invariants.pieces(net.partner_line)
                assert any(
                    a.y == b.y == net.mark.y and min(a.x, b.x) < net.mark.x < max(a.x, b.x) for a, b in pieces
                )


def test_people_without_a_line_are_set_apart_on_the_right():
    layout = lay_out(family_of("z a:M b:F c y", "a+b>c"))
    family = max(layout.places[person].x for person in "abc")
    assert all(layout.places[person].x > family + SYMBOL for person in "zy")


def test_parts_of_a_family_stand_side_by_side_at_common_heights():
    layout = lay_out(FAMILIES["two families"])
    assert layout.places["a"].y == layout.places["d"].y
    assert layout.places["c"].y == layout.places["f"].y
    assert max(layout.places[p].x for p in "abc") < min(layout.places[p].x for p in "def")


def test_labels_of_any_size_stay_clear_of_each_other_and_of_lines():
    family = FAMILIES["three husbands, two of them brothers"]
    boxes = {person.id: (40.0 + 35 * n, 18.0 + 3 * n, 20.0 + 9 * n) for n, person in enumerate(family.people)}
    layout = lay_out(family, boxes)  # the invariants look at every label
    room = [invariants.label_box(layout.places[p], boxes[p]) for p in boxes]
    assert all(a[0] >= 0 and a[2] <= layout.size[0] and a[1] >= 0 and a[3] <= layout.size[1] for a in room)


def test_one_more_person_does_not_reshuffle_the_rest():
    words = "g:M h:F a:M b:F c:F d:M e:F k l m n"
    before = lay_out(family_of(words, "g+h>a,c,e a+b>k,l d+c>m,n"))
    after = lay_out(family_of(words + " o", "g+h>a,c,e a+b>k,l d+c>m,n,o"))

    def rows(layout: Layout) -> list[list[str]]:
        people = [p for p in sorted(layout.places, key=lambda p: layout.places[p]) if p != "o"]
        return [[p for p in people if layout.generation[p] == row] for row in range(3)]

    assert rows(before) == rows(after)


def test_somebody_who_is_their_own_ancestor_is_refused():
    with pytest.raises(LayoutError, match="own ancestor"):
        lay_out(family_of("a b", "a>b b>a"))


def test_without_time_no_proof_is_sought():
    family = FAMILIES["two brothers marry two sisters"]
    assert lay_out(family, time_limit=0).gap is None
    assert lay_out(family).gap == 0


@st.composite
def any_family(draw):
    """People in order; partners and parents come from anywhere before the child, so nothing contradicts itself."""
    count = draw(st.integers(1, 16))
    people = [Person(f"p{n}", sex=draw(st.sampled_from("FMU"))) for n in range(count)]
    unions: dict[tuple[str, ...], str] = {}
    descents = []
    for child in range(count):
        for kind in ("birth", "adoptive"):
            if child and draw(st.integers(0, 9)) < (6 if kind == "birth" else 1):
                first = draw(st.integers(0, child - 1))
                second = draw(st.integers(0, child - 1))
                pair = tuple(f"p{n}" for n in sorted({first, second}))
                name = unions.setdefault(pair, f"u{len(unions)}")
                descents.append(Descent(name, f"p{child}", kind))
        if child and draw(st.integers(0, 9)) < 2:
            pair = (f"p{draw(st.integers(0, child - 1))}", f"p{child}")
            unions.setdefault(pair, f"u{len(unions)}")
    broods: dict[str, list[str]] = {}
    for descent in descents:
        if descent.child not in broods.setdefault(descent.union, []):
            broods[descent.union].append(descent.child)
    twins = tuple(Twins(tuple(b[:2])) for b in broods.values() if len(b) > 2 and draw(st.booleans()))
    made = tuple(Union(name, pair) for pair, name in unions.items())
    return Family(tuple(people), made, tuple(descents), twins)


@settings(max_examples=60, deadline=None)
@given(any_family())
def test_whatever_the_family_the_layout_is_true(family):
    layout = lay_out(family, time_limit=0)
    assert set(layout.places) == {person.id for person in family.people}
    assert layout.crossings == invariants.crossings(layout.nets)
