"""A household's ring holds every member and nobody else."""

from hypothesis import given, settings
from hypothesis import strategies as st

from lcspr_kit.genogram.rings import is_inside
from lcspr_kit.genogram.rings import ring as ring_about


def ring(members, others, margin, lines=()):
    return ring_about(members, others, [margin] * len(members), lines)


def box(column, row):
    x, y = column * 90.0, row * 130.0
    return (x - 35, y - 18, x + 35, y + 50)


def corners(inner, shrink=1.0):
    left, top, right, bottom = inner
    return [(x, y) for x in (left + shrink, right - shrink) for y in (top + shrink, bottom - shrink)]


def held(box_, outlines):
    return [all(is_inside(corner, outline) for corner in corners(box_)) for outline in outlines]


def touched(box_, outlines):
    middle = ((box_[0] + box_[2]) / 2, (box_[1] + box_[3]) / 2)
    return any(is_inside(point, outline) for outline in outlines for point in [*corners(box_), middle])


def test_two_who_stand_side_by_side_are_in_one_ring():
    outlines = ring([box(0, 0), box(1, 0)], [box(2, 0)], 5)
    assert len(outlines) == 1
    assert outlines[0][0] == outlines[0][-1]


def test_a_ring_goes_round_somebody_who_stands_between():
    members, others = [box(0, 0), box(2, 0)], [box(1, 0)]
    outlines = ring(members, others, 5)
    assert all(any(held(member, outlines)) for member in members)
    assert not touched(others[0], outlines)


def test_where_there_is_no_way_there_are_two_rings():
    wall = [(100.0, -400.0 + 60 * n, 160.0, -330.0 + 60 * n) for n in range(14)]
    outlines = ring([(0, 0, 60, 60), (200, 0, 260, 60)], wall, 5)
    assert len(outlines) == 2


def test_members_far_apart_have_a_ring_each():
    outlines = ring([box(0, 0), box(5, 2)], [box(2, 1)], 4)
    assert len(outlines) == 2


def test_a_ring_does_not_run_along_a_line_of_the_family():
    members = [(50.0, 0.0, 120.0, 60.0), (90.0, 140.0, 170.0, 200.0)]
    stem = ((85.0, 40.0), (85.0, 150.0))

    def along(outlines):
        return [a for line in outlines for a, b in zip(line, line[1:], strict=False) if abs(a.x - b.x) < 0.1 and abs(a.x - 85) < 3 and abs(a.y - b.y) > 20 and min(a.y, b.y) < 135]

    assert along(ring(members, [], 4))
    assert not along(ring(members, [], 4, [stem]))
    assert len(ring(members, [], 4, [stem])) == 1


def test_somebody_in_the_middle_of_the_members_is_not_taken_in():
    members = [box(c, r) for c in range(3) for r in range(3) if (c, r) != (1, 1)]
    outlines = ring(members, [box(1, 1)], 5)
    assert not touched(box(1, 1), outlines)
    assert all(any(held(member, outlines)) for member in members)


@settings(max_examples=25, deadline=None)
@given(st.dictionaries(st.tuples(st.integers(0, 5), st.integers(0, 3)), st.booleans(), min_size=1, max_size=14), st.sampled_from([4.0, 7.0, 10.0]))
def test_every_member_and_nobody_else(people, margin):
    members = [box(*place) for place, lives_there in people.items() if lives_there]
    others = [box(*place) for place, lives_there in people.items() if not lives_there]
    outlines = ring(members, others, margin)
    assert all(any(held(member, outlines)) for member in members)
    assert not any(touched(other, outlines) for other in others)
