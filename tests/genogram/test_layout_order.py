"""The order of the rows: its cost, the bound on its crossings, and the generations it starts from."""

from __future__ import annotations

from itertools import permutations, product
from math import factorial, prod

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from lcspr_kit.genogram.bound import bounds
from lcspr_kit.genogram.diagram import Diagram, diagram
from lcspr_kit.genogram.family import Descent, Family, Twins, Union
from lcspr_kit.genogram.generations import generations
from lcspr_kit.genogram.order_cost import RowOrder
from lcspr_kit.genogram.ordering import order_rows
from lcspr_kit.privacy.register import Person


@st.composite
def small_family(draw, most=9):
    count = draw(st.integers(2, most))
    people = tuple(Person(f"p{n}", sex=draw(st.sampled_from("FM"))) for n in range(count))
    unions: dict[tuple[str, ...], str] = {}
    descents = []
    for child in range(1, count):
        if draw(st.booleans()):
            pair = sorted({draw(st.integers(0, child - 1)), draw(st.integers(0, child - 1))})
            name = unions.setdefault(tuple(f"p{n}" for n in pair), f"u{len(unions)}")
            descents.append(Descent(name, f"p{child}"))
        elif draw(st.booleans()):
            unions.setdefault((f"p{draw(st.integers(0, child - 1))}", f"p{child}"), f"u{len(unions)}")
    broods: dict[str, list[str]] = {}
    for descent in descents:
        broods.setdefault(descent.union, []).append(descent.child)
    twins = tuple(Twins(tuple(b[-2:])) for b in broods.values() if len(b) > 1 and draw(st.booleans()))
    return Family(people, tuple(Union(name, pair) for pair, name in unions.items()), tuple(descents), twins)


def rows_of(made: Diagram) -> list[list[int]]:
    return [[n for n, item in enumerate(made.items) if item.row == row] for row in range(made.row_count)]


@settings(max_examples=80, deadline=None)
@given(small_family(), st.randoms(use_true_random=False))
def test_what_a_swap_costs_is_the_difference_of_the_totals(family, random):
    made = diagram(family, generations(family))
    rows = rows_of(made)
    for row in rows:
        random.shuffle(row)
    order = RowOrder(family, made, rows)
    for _ in range(12):
        row = random.randrange(len(rows))
        if len(rows[row]) < 2:
            continue
        at = random.randrange(len(rows[row]) - 1)
        before = order.total()
        cost = order.swap_cost(order.rows[row][at], order.rows[row][at + 1])
        order.swap(row, at)
        assert order.total() == pytest.approx(before + cost, abs=1e-6)


@settings(max_examples=40, deadline=None)
@given(small_family(most=7))
def test_no_order_has_fewer_crossings_than_the_bound(family):
    made = diagram(family, generations(family))
    rows = rows_of(made)
    assume(prod(factorial(len(row)) for row in rows) <= 3000)
    fewest = min(
        RowOrder(family, made, [list(row) for row in way]).crossings()
        for way in product(*(permutations(row) for row in rows))
    )
    least = max((bound.least for bound in bounds(made, 5.0)), default=0)
    assert least <= fewest
    assert order_rows(family, made, 5.0).order.crossings() >= least


def people(*names: str) -> tuple[Person, ...]:
    return tuple(Person(name) for name in names)


def crossed(couples: int) -> Family:
    """Every couple has a child by birth and cares for the child of every other: each two couples must cross."""
    couple = [(f"a{n}", f"b{n}") for n in range(couples)]
    names = [name for pair in couple for name in pair] + [f"c{n}" for n in range(couples)]
    return Family(
        people(*names),
        tuple(Union(f"u{n}", pair) for n, pair in enumerate(couple)),
        tuple(
            Descent(f"u{n}", f"c{child}", "birth" if n == child else "foster")
            for n in range(couples)
            for child in range(couples)
        ),
    )


def test_crossings_that_are_forced_are_proved():
    family = crossed(2)
    ordered = order_rows(family, diagram(family, generations(family)), 2.0)
    assert ordered.least == ordered.order.crossings() == 1


def test_a_proof_finds_the_better_order():
    family = crossed(3)
    ordered = order_rows(family, diagram(family, generations(family)), 2.0)
    assert ordered.least == 3  # three pairs of couples, each crossing once at least
    assert ordered.order.crossings() >= 3


@pytest.mark.parametrize(
    ("unions", "descents", "expected"),
    [
        ({"u": "ab"}, "u>c", "a0 b0 c1"),
        ({"u": "ab", "v": "ce"}, "u>c u>d v>f", "a0 b0 c1 d1 e1 f2"),
        ({"u": "ab", "v": "cd", "w": "ed"}, "u>c v>e", "a0 b0 c1 d1 e2"),
        ({"u": "ab", "v": "cd"}, "u>c u>e v>f", "a0 b0 c1 d1 e1 f2"),
        ({"u": "ab", "v": "bc"}, "u>d v>e", "a0 b0 c0 d1 e1"),
    ],
)
def test_generations(unions, descents, expected):
    names = [word[0] for word in expected.split()]
    family = Family(
        people(*names),
        tuple(Union(name, tuple(pair)) for name, pair in unions.items()),
        tuple(Descent(*word.split(">")) for word in descents.split()),
    )
    assert " ".join(f"{name}{row}" for name, row in generations(family).items()) == expected


def test_twins_stay_together_though_their_partners_are_there():
    names = ["f", "m", "a", "b", "c", "d", "p", "q"]
    family = Family(
        people(*names),
        (Union("u", ("f", "m")), Union("v", ("b", "p")), Union("w", ("c", "q"))),
        tuple(Descent("u", child) for child in "abcd"),
        (Twins(("b", "c")),),
    )
    made = diagram(family, generations(family))
    order = order_rows(family, made, 0).order
    row = [made.items[item].name for item in order.rows[1] if made.items[item].kind == "person"]
    assert abs(row.index("b") - row.index("c")) == 1
    assert abs(row.index("p") - row.index("b")) == abs(row.index("q") - row.index("c")) == 1
