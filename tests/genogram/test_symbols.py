"""Which sign stands for what, by notation; and the text at a symbol."""

from datetime import date

import pytest

from lcspr_kit.edtf import read_edtf
from lcspr_kit.genogram.canvas import Line, Shape, Words
from lcspr_kit.genogram.gedcom_dates import unknown_day
from lcspr_kit.genogram.labels import age_inside, label_for, years
from lcspr_kit.genogram.lines import couple_kind, couple_line, descent_line
from lcspr_kit.genogram.notation import NOTATIONS
from lcspr_kit.genogram.symbols import gender_shape_of, has_room, symbol, top_of
from lcspr_kit.privacy.register import Person

UK, MC, NS = (NOTATIONS[name] for name in ("uk", "mcgoldrick", "nsgc"))
GONE = read_edtf("2020")


def parts(person, notation, **more):
    items = symbol(0, 0, person, notation, **more).items
    shapes = [item.kind for item in items if isinstance(item, Shape)]
    return shapes, sum(isinstance(item, Line) for item in items), [item.text for item in items if isinstance(item, Words)]


TABLE = [
    (Person("a", sex="F"), UK, (["circle"], 0, [])),
    (Person("a", sex="M"), UK, (["square"], 0, [])),
    (Person("a", sex="X"), UK, (["diamond"], 0, [])),
    (Person("a", sex="U"), UK, (["diamond"], 0, ["?"])),
    (Person("a", sex="M", died=GONE), UK, (["square"], 2, [])),
    (Person("a", sex="M", died=GONE), MC, (["square"], 2, [])),
    (Person("a", sex="M", died=GONE), NS, (["square"], 1, [])),
    (Person("a", pregnancy="expected"), UK, (["triangle"], 0, [])),
    (Person("a", pregnancy="expected"), NS, (["diamond"], 0, ["P"])),
    (Person("a", pregnancy="miscarriage"), UK, (["square"], 2, [])),
    (Person("a", pregnancy="miscarriage"), MC, (["circle"], 0, [])),
    (Person("a", pregnancy="miscarriage"), NS, (["triangle"], 0, [])),
    (Person("a", pregnancy="termination"), UK, (["square"], 3, [])),
    (Person("a", pregnancy="termination"), MC, (["square"], 2, [])),
    (Person("a", pregnancy="termination"), NS, (["triangle"], 1, [])),
    (Person("a", sex="F", pregnancy="stillbirth"), UK, (["circle"], 2, [])),
    (Person("a", sex="F", pregnancy="stillbirth"), NS, (["circle"], 1, [])),
    (Person("a", sex="M", gender="trans girl"), UK, (["square", "circle"], 0, [])),
    (Person("a", sex="M", gender="trans girl"), NS, (["circle"], 0, [])),
    (Person("a", sex="F", gender="non-binary"), MC, (["circle", "diamond"], 0, [])),
    (Person("a", sex="F", gender="girl"), UK, (["circle"], 0, [])),
]


@pytest.mark.parametrize(("person", "notation", "expected"), TABLE)
def test_the_symbol_of(person, notation, expected):
    assert parts(person, notation) == expected


def test_the_subject_has_a_double_heavy_outline_or_an_arrow():
    shapes, lines, _ = parts(Person("a", sex="F"), UK, subject=True)
    assert (shapes, lines) == (["circle"] * 3, 0)
    assert max(item.pen for item in symbol(0, 0, Person("a", sex="F"), UK, True).items if isinstance(item, Shape)) > 2
    assert parts(Person("a", sex="F"), NS, subject=True) == (["circle"], 2, ["P"])


def test_an_age_is_never_written_under_a_cross():
    assert parts(Person("a", sex="F", died=GONE), UK, inside="14")[2] == []


def test_lines_from_the_parents_end_at_the_outline_of_a_small_symbol():
    assert top_of(Person("a"), UK) == 18
    assert top_of(Person("a", pregnancy="stillbirth"), UK) == 11
    assert top_of(Person("a", pregnancy="miscarriage"), UK) == 0


@pytest.mark.parametrize(
    ("kind", "notation", "dash", "strokes"),
    [
        ("married", UK, "", 0), ("partner", UK, "", 0), ("transitory", UK, "dashed", 0), ("separated", UK, "", 1), ("former partner", UK, "", 1), ("divorced", UK, "", 2),
        ("married", MC, "", 0), ("partner", MC, "dashed", 0), ("separated", MC, "", 1), ("divorced", MC, "", 2),
        ("married", NS, "", 0), ("partner", NS, "", 0), ("separated", NS, "", 2), ("divorced", NS, "", 2),
    ],
)  # fmt: skip
def test_the_line_of_a_couple(kind, notation, dash, strokes):
    items = couple_line([((0, 0), (50, 0))], (25, 0), kind, notation)
    assert items[0].dash == dash
    assert sum(item.role == "sign" for item in items) == strokes


def test_couples_who_are_related_have_a_double_line_in_a_pedigree_only():
    assert len(couple_line([((0, 0), (50, 0))], (25, 0), "married", NS, related=True)) == 2
    assert len(couple_line([((0, 0), (50, 0))], (25, 0), "married", UK, related=True)) == 1


@pytest.mark.parametrize(("notes", "kind"), [("A brief relationship", "transitory"), ("casual", "transitory"), ("", "partner"), ("Seven years", "partner")])
def test_a_passing_relationship_is_what_a_note_says_is_one(notes, kind):
    assert couple_kind("partner", [notes]) == kind
    assert couple_kind("married", [notes]) == "married"


def test_every_kind_of_descent_looks_its_own_way():
    for notation in NOTATIONS.values():
        seen = {}
        for kind in ("birth", "adoptive", "foster", "step", "guardian", "donor", "surrogate"):
            seen[kind] = tuple(item.points for item in descent_line(((0, 0), (0, 40)), kind, notation))
        assert len(set(seen.values())) == 7


@pytest.mark.parametrize(("words", "shape"), [("woman", "F"), ("Trans girl", "F"), ("trans-man", "M"), ("male", "M"), ("non-binary", "X"), ("agender", "X"), ("", "")])
def test_the_shape_of_a_gender(words, shape):
    assert gender_shape_of(Person("a", gender=words)) == shape


@pytest.mark.parametrize(
    ("born", "on", "inside"),
    [("2020-01-01", date(2020, 1, 8), "7d"), ("2020-01-01", date(2020, 2, 15), "6w"), ("2020-01-01", date(2020, 8, 15), "7m"), ("2010-01-01", date(2020, 8, 15), "10"), ("2010", date(2020, 8, 15), "9–10"), ("2010~", date(2020, 8, 15), "c. 9"), ("2021", date(2020, 8, 15), ""), ("2010", None, "")],
)
def test_the_age_in_a_symbol(born, on, inside):
    assert age_inside(Person("a", born=read_edtf(born)), on) == inside


def test_years():
    assert years(Person("a", born=read_edtf("2010"), died=GONE)) == "2010–2020"
    assert years(Person("a", died=GONE)) == "?–2020"
    assert years(Person("a", born=read_edtf("2010~"))) == "b. c. 2010"
    assert years(Person("a", pregnancy="expected", born=read_edtf("2026-08-02"))) == "due Aug 2026"
    assert years(Person("a")) == ""
    assert years(Person("a", born=read_edtf("1950"), died=unknown_day())) == "1950–?"


@pytest.mark.parametrize(("role", "name", "lines"), [("mother", "Mother", ["Mother"]), ("subject child", "Child B", ["Child B"]), ("half-sister", "Sibling 1", ["Sibling 1", "half-sister"]), ("", "Person 3", ["Person 3"])])
def test_the_label_says_nothing_twice(role, name, lines):
    assert [text for text, _ in label_for(Person("a", name="Secret", role=role), name, UK).lines] == lines


def test_a_long_word_is_cut_so_that_it_stays_in_its_box():
    assert label_for(Person("a"), "x" * 200, UK).width < 135


@pytest.mark.parametrize(("name", "lines"), [("Great-grandmother", ["Great-", "grandmother"]), ("Aleksandrowiczowna", ["Aleksandrowiczowna"])])
def test_a_word_that_somebody_could_have_is_not_cut(name, lines):
    assert [text for text, _ in label_for(Person("a"), name, UK).lines] == lines


@pytest.mark.parametrize(
    ("person", "notation", "subject", "room"),
    [
        (Person("a", sex="M"), UK, True, True),
        (Person("a", sex="X"), UK, True, True),
        (Person("a", sex="M", gender="girl"), UK, False, True),
        (Person("a", sex="M", gender="girl"), UK, True, False),
        (Person("a", sex="F", gender="non-binary"), UK, False, False),
        (Person("a", sex="M", gender="girl"), NS, True, True),
    ],
)
def test_an_age_stands_in_a_symbol_only_where_there_is_room(person, notation, subject, room):
    assert has_room(person, notation, subject) == room


def test_an_age_without_room_goes_below():
    person = Person("a", sex="M", gender="girl", born=read_edtf("2010-01-01"))
    said = [text for text, _ in label_for(person, "Child B", UK, date(2020, 8, 15), room=False).lines]
    assert said == ["Child B", "girl", "aged 10", "b. 2010"]
