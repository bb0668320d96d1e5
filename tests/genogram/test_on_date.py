"""The family as it was on any day."""

from datetime import date

import pytest

from lcspr_kit.edtf import read_edtf
from lcspr_kit.genogram.family import build_family
from lcspr_kit.genogram.on_date import changes, family_on, homes, households, moving
from lcspr_kit.genogram.relationships import Relation
from lcspr_kit.privacy.register import Person, Stay

HOME = "Mother's home"


def stay(name, start="", end=""):
    return Stay(name, read_edtf(start) if start else None, read_edtf(end) if end else None)


PEOPLE = [
    Person("m", sex="F", born=read_edtf("1990"), stays=(stay(HOME),)),
    Person("f", sex="M", born=read_edtf("1988"), died=read_edtf("2023-06-01"), stays=(stay(HOME, "2014", "2018-05-01"),)),
    Person("c", sex="F", born=read_edtf("2015-03-01"), stays=(stay(HOME, "2015-03-01", "2020-02-01"), stay("Foster home", "2020-02-01"))),
    Person("x", sex="U", pregnancy="miscarriage", born=read_edtf("2017-01")),
    Person("b", sex="M", born=read_edtf("1992"), stays=(stay(HOME, "2021-01"),)),
    Person("g", sex="F", born=read_edtf("1960")),
    Person("u", sex="U", pregnancy="expected", born=read_edtf("2026-08-02")),
]
ROWS = [
    Relation("m", "c", "parent"), Relation("f", "c", "parent"), Relation("m", "x", "parent"), Relation("f", "x", "parent"),
    Relation("m", "f", "former partner", read_edtf("2013"), read_edtf("2018-05")), Relation("m", "b", "partner", read_edtf("2021")),
    Relation("g", "c", "foster parent", read_edtf("2020-02-01"), read_edtf("2022-01-01")), Relation("m", "u", "parent"), Relation("b", "u", "parent"),
    Relation("b", "m", "abusive", read_edtf("2022"), None),
]  # fmt: skip
FAMILY = build_family(PEOPLE, ROWS)


def ids(family):
    return [person.id for person in family.people]


@pytest.mark.parametrize(
    ("on", "there", "kinds"),
    [
        (date(2012, 1, 1), ["m"], {}),
        (date(2014, 8, 1), ["m", "f", "c"], {"m+f": "partner"}),
        (date(2017, 6, 1), ["m", "f", "c", "x"], {"m+f": "partner"}),
        (date(2019, 1, 1), ["m", "f", "c", "x"], {"m+f": "former partner"}),
        (date(2020, 6, 1), ["m", "f", "c", "x", "g"], {"m+f": "former partner", "g+": "parents"}),
        (date(2022, 6, 1), ["m", "f", "c", "x", "b"], {"m+f": "former partner", "m+b": "partner"}),
        (date(2026, 2, 1), ["m", "f", "c", "x", "b", "u"], {"m+f": "former partner", "m+b": "partner"}),
    ],
)
def test_who_was_in_the_family(on, there, kinds):
    here = family_on(FAMILY, on).family
    assert ids(here) == there
    assert {union.id: union.kind for union in here.unions} == kinds


def test_a_child_to_be_born_within_forty_weeks_is_a_pregnancy():
    here = family_on(FAMILY, date(2014, 8, 1)).family
    assert {person.id: person.pregnancy for person in here.people}["c"] == "expected"


def test_a_death_has_not_happened_before_its_day():
    alive = {person.id: person.died for person in family_on(FAMILY, date(2023, 5, 31)).family.people}
    dead = {person.id: person.died for person in family_on(FAMILY, date(2023, 6, 1)).family.people}
    assert alive["f"] is None
    assert dead["f"] is not None


def test_feelings_have_their_time_too():
    assert family_on(FAMILY, date(2021, 6, 1)).family.bonds == ()
    assert [bond.kind for bond in family_on(FAMILY, date(2022, 6, 1)).family.bonds] == ["abusive"]


def test_who_is_left_out_is_said():
    seen = family_on(FAMILY, date(2017, 6, 1))
    assert set(seen.not_born) == {"u"}
    assert set(seen.not_linked) == {"b", "g"}


def test_without_a_day_everybody_is_there():
    assert family_on(FAMILY, None).family is FAMILY


def test_somebody_without_any_link_stays():
    lone = build_family([*PEOPLE, Person("z", born=read_edtf("1980"))], ROWS)
    assert "z" in ids(family_on(lone, date(2019, 1, 1)).family)


@pytest.mark.parametrize(
    ("on", "expected"),
    [
        (date(2016, 1, 1), {HOME: ("m", "f", "c")}),
        (date(2019, 1, 1), {HOME: ("m", "c")}),
        (date(2020, 2, 1), {HOME: ("m", "c"), "Foster home": ("c",)}),
        (date(2022, 1, 1), {HOME: ("m", "b"), "Foster home": ("c",)}),
        (None, {HOME: ("m", "b", "u"), "Foster home": ("c",)}),
    ],
)
def test_who_lived_together(on, expected):
    assert {home.name: home.members for home in households(FAMILY, on)} == expected


def test_the_dead_have_no_home():
    person = Person("p", died=read_edtf("2020"), stays=(stay("Home"),))
    assert homes(person, None) == ()
    assert homes(person, date(2019, 1, 1)) == ("Home",)
    assert homes(person, date(2021, 1, 1)) == ()


def test_the_days_on_which_households_changed():
    assert changes(FAMILY, date(2015, 6, 1), date(2021, 6, 1)) == (
        date(2015, 6, 1), date(2018, 5, 1), date(2020, 2, 1), date(2021, 1, 1),
    )  # fmt: skip


def test_who_is_in_two_homes_only_because_the_day_of_a_move_is_not_known():
    moved = Person("p", stays=(stay("One", "2019", "2020-02"), stay("Two", "2020-02")))
    shared = Person("q", stays=(stay("One"), stay("Two")))
    family = build_family([moved, shared], [])
    assert moving(family, date(2020, 2, 10)) == (("p", "Feb 2020"),)
    assert moving(family, date(2020, 3, 1)) == ()
    assert moving(family, None) == ()
