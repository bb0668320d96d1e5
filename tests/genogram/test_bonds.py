"""Emotional relationships find a clear course, or none; abuse is alleged unless the notes say otherwise."""

import pytest

from lcspr_kit.genogram.bonds import COLOURS, Courses, bond_key, bond_lines
from lcspr_kit.genogram.family import Bond
from lcspr_kit.genogram.geometry import Point


@pytest.mark.parametrize(
    ("notes", "key"),
    [
        ("Conviction January 2024", "abusive"),
        ("Confirmed by finding of fact, 2023", "abusive"),
        ("He admitted it", "abusive"),
        ("", "abuse alleged"),
        ("Police attended four times", "abuse alleged"),
        ("Alleged by the neighbour", "abuse alleged"),
        ("Never convicted", "abuse alleged"),
        ("Not confirmed", "abuse alleged"),
        ("There was no conviction", "abuse alleged"),
        ("Found not guilty", "abuse alleged"),
        ("unconfirmed", "abuse alleged"),
    ],
)
def test_abuse_is_confirmed_only_where_the_notes_say_so(notes, key):
    assert bond_key(Bond("a", "b", "abusive", notes=notes)) == key


@pytest.mark.parametrize("kind", ["close", "distant", "conflict", "cut off"])
def test_other_kinds_are_what_they_are(kind):
    assert bond_key(Bond("a", "b", kind, notes="confirmed")) == kind


def course_between(places, boxes=None, nets=(), bounds=(-200, -200, 900, 700)):
    boxes = boxes or {i: (x - 30, y - 18, x + 30, y + 45) for i, (x, y) in places.items()}
    courses = Courses(places, dict.fromkeys(places, 18.0), boxes, nets, bounds)
    return courses, boxes


PLACES = {"a": Point(0, 0), "b": Point(100, 0), "c": Point(200, 0), "d": Point(100, 150)}


@pytest.mark.parametrize("pair", ["ab", "ac", "ad", "cd", "bd", "ca"])
def test_a_course_touches_nobody_else(pair):
    courses, boxes = course_between(PLACES)
    course = courses.find(Bond(pair[0], pair[1], "close"))
    assert course is not None
    for identity, (left, top, right, bottom) in boxes.items():
        if identity not in pair:
            assert not any(left < x < right and top < y < bottom for x, y in course)
    for end, place in ((pair[0], course[0]), (pair[1], course[-1])):
        assert max(abs(place[0] - PLACES[end].x), abs(place[1] - PLACES[end].y)) < 30


def test_nobody_s_label_is_crossed_either():
    courses, boxes = course_between(PLACES)
    course = courses.find(Bond("b", "d", "conflict"))
    left, _, right, bottom = boxes["b"]
    assert not any(left < x < right and 19 < y < bottom for x, y in course)


def test_two_bonds_of_one_pair_do_not_lie_on_each_other():
    courses, _ = course_between(PLACES)
    first, second = courses.find(Bond("a", "c", "close")), courses.find(Bond("a", "c", "conflict"))
    assert first and second and first != second


def test_where_everything_is_closed_there_is_no_course():
    boxes = {"a": (-30, -18, 30, 45), "b": (70, -18, 130, 45), "wall": (40, -999, 60, 999)}
    courses, _ = course_between({"a": Point(0, 0), "b": Point(100, 0), "wall": Point(50, 0)}, boxes)
    assert courses.find(Bond("a", "b", "close")) is None


def test_every_kind_has_a_pattern_of_its_own_apart_from_colour():
    course = [(float(x), 0.0) for x in range(0, 80, 3)]
    shapes = {key: tuple((line.dash, len(line.points), round(line.pen, 1)) for line in bond_lines(course, key)) for key in COLOURS}
    assert len(set(shapes.values())) == len(shapes)
