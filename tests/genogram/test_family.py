"""Given these rows, this is the family: unions, descent, twins, bonds, and every contradiction with its row."""

from datetime import date
from pathlib import Path

import pytest

from lcspr_kit.edtf import read_edtf
from lcspr_kit.genogram.family import Stage, build_family, read_family, standing
from lcspr_kit.genogram.relationships import Relation
from lcspr_kit.privacy.register import Person, read_register


def case(folder: Path, people: str, relationships: str = ""):
    (folder / "people.csv").write_text("id,sex,role,born,died,pregnancy,household\n" + people, encoding="utf-8")
    if relationships:
        (folder / "relationships.csv").write_text("a,b,kind,from,to,notes\n" + relationships, encoding="utf-8")
    register = read_register(folder)
    return read_family(folder, register)


FOUR = "m,F,mother,1990,,,\nf,M,father,1988,,,\nc,F,subject child,2015,,,\nd,M,sibling,2012,,,\n"


def test_a_couple_and_their_children_eldest_first(tmp_path):
    family = case(tmp_path, FOUR, "m,c,parent,,,\nf,c,parent,,,\nm,d,parent,,,\nf,d,parent,,,\nm,f,married,2010,,\n")
    assert [(union.id, union.partners, union.kind) for union in family.unions] == [("m+f", ("m", "f"), "married")]
    assert [(descent.child, descent.kind) for descent in family.descents] == [("d", "birth"), ("c", "birth")]
    assert not family.problems


def test_a_single_parent_is_a_union_of_one(tmp_path):
    family = case(tmp_path, FOUR, "m,c,parent,,,\n")
    assert [(union.id, union.partners) for union in family.unions] == [("m+", ("m",))]
    assert {person.id for person in family.people} == {"m", "f", "c", "d"}


def test_parents_who_are_nothing_else_to_each_other(tmp_path):
    family = case(tmp_path, FOUR, "f,c,parent,,,\nm,c,parent,,,\n")
    assert [(union.partners, union.kind) for union in family.unions] == [(("m", "f"), "parents")]


def test_several_partners_stand_in_the_order_in_which_they_came(tmp_path):
    people = "m,F,,1990,,,\na,M,,,,,\nb,M,,,,,\nc,M,,,,,\nk,F,,2012,,,\n"
    family = case(tmp_path, people, "m,c,partner,2020,,\nm,a,divorced,2008,2011,\nm,k,parent,,,\nb,k,parent,,,\n")
    assert [union.id for union in family.unions] == ["m+a", "m+b", "m+c"]


def test_professionals_are_left_out_unless_they_are_related(tmp_path):
    people = "c,F,child,2015,,,\nh,F,professional: health visitor,,,,\ng,F,professional: foster carer,,,,\n"
    family = case(tmp_path, people, "g,c,foster parent,2020,,\n")
    assert [person.id for person in family.people] == ["c", "g"]
    assert family.descents[0].kind == "foster"


def test_a_step_parent_who_is_a_parents_partner_needs_no_line_of_their_own(tmp_path):
    family = case(tmp_path, FOUR, "m,c,parent,,,\nm,f,partner,,,\nf,c,step-parent,,,\n")
    assert family.implied_steps == (("f", "c"),)
    assert [descent.kind for descent in family.descents] == ["birth"]


def test_a_step_parent_of_nobodys_partner_is_drawn_and_reported(tmp_path):
    family = case(tmp_path, FOUR, "m,c,parent,,,\nf,c,step-parent,,,\n")
    assert ("f+", "step") in [(descent.union, descent.kind) for descent in family.descents]
    assert [problem.row for problem in family.problems] == [3]


def test_two_foster_carers_who_are_no_couple_are_not_drawn_as_one(tmp_path):
    family = case(tmp_path, FOUR, "m,c,foster parent,2016,2017,\nf,c,foster parent,2018,,\n")
    assert [union.partners for union in family.unions] == [("m",), ("f",)]


def test_adoption_by_a_step_parent_hangs_the_child_from_the_couple_too(tmp_path):
    family = case(tmp_path, FOUR, "m,c,parent,,,\nm,f,married,,,\nf,c,adoptive parent,,,\n")
    assert {(descent.union, descent.kind) for descent in family.descents} == {("m+", "birth"), ("m+f", "adoptive")}


def test_same_sex_parents_with_a_donor(tmp_path):
    people = "a,F,,1985,,,\nb,F,,1986,,,\nk,U,,2020,,,\nx,M,,1980,,,\n"
    family = case(tmp_path, people, "a,k,parent,,,\nb,k,parent,,,\nx,k,donor,,,\na,b,married,2018,,\n")
    assert {(descent.union, descent.kind) for descent in family.descents} == {("a+b", "birth"), ("x+", "donor")}
    assert not family.problems


def test_twins_and_triplets(tmp_path):
    people = "m,F,,1990,,,\na,F,,2015-01-02,,,\nb,F,,2015-01-02,,,\nc,M,,2015-01-02,,,\nd,M,,2018,,,\ne,M,,2018,,,\n"
    rows = "a,b,identical twin,,,\nb,c,twin,,,\nd,e,identical twin,,,\n" + "".join(f"m,{k},parent,,,\n" for k in "abcde")
    family = case(tmp_path, people, rows)
    assert [(twins.members, twins.identical) for twins in family.twins] == [(("a", "b", "c"), False), (("d", "e"), True)]


WRONG = [
    ("a child older than its parent", FOUR.replace("1990", "2016"), "m,c,parent,,,\n", "relationships.csv", 2, "is older"),
    ("a parent of nine", FOUR.replace("1990", "2006"), "m,c,parent,,,\n", "relationships.csv", 2, "under 11"),
    ("two mothers by birth", FOUR.replace("f,M", "f,F"), "m,c,parent,,,\nf,c,parent,,,\n", "relationships.csv", 3, "two mothers by birth"),
    ("twins without a parent in common", FOUR, "m,c,parent,,,\nc,d,twin,,,\n", "relationships.csv", 3, "no row gives them a parent in common"),
    ("three parents by birth", FOUR, "m,c,parent,,,\nf,c,parent,,,\nd,c,parent,,,\n", "relationships.csv", 4, "more than two parents"),
    ("a circle of two", FOUR, "m,c,parent,,,\nc,m,parent,,,\n", "relationships.csv", 3, "circle"),
    ("a circle of three", FOUR, "m,c,parent,,,\nd,m,parent,,,\nc,d,parent,,,\n", "relationships.csv", 4, "circle"),
    ("a death before a birth", FOUR.replace("c,F,subject child,2015,", "c,F,subject child,2015,2014"), "", "people.csv", 4, "before being born"),
    ("a mother who died before", FOUR.replace("1990,", "1990,2014"), "m,c,parent,,,\n", "relationships.csv", 2, "before c was born"),
    ("an unknown id", FOUR, "mm,c,parent,,,\n", "relationships.csv", 2, "'mm' is not an id"),
    ("an unknown kind", FOUR, "m,c,parrent,,,\n", "relationships.csv", 2, "not a kind"),
    ("a person with themselves", FOUR, "m,m,married,,,\n", "relationships.csv", 2, "themselves"),
    ("a date that is none", FOUR, "m,f,married,2010-13,,\n", "relationships.csv", 2, "not a day"),
    ("an end before its start", FOUR, "m,f,married,2012,2011,\n", "relationships.csv", 2, "ends (2011) before"),
    ("twins of different years", FOUR, "c,d,twin,,,\n", "relationships.csv", 2, "written as twins"),
    ("a marriage before birth", FOUR, "m,f,married,1980,,\n", "relationships.csv", 2, "before m was born"),
    ("a row twice", FOUR, "m,f,married,2010,,\nf,m,married,2010,,\n", "relationships.csv", 3, "the same as row 2"),
    ("an unborn parent", "m,F,,2026,,expected,\nc,F,,,,,\n", "m,c,parent,,,\n", "relationships.csv", 2, "can't be a parent"),
    ("a stay that ends first", "m,F,,1990,,,Home@2020..2019\n", "", "people.csv", 2, "ends (2019) before"),
]


@pytest.mark.parametrize(("people", "rows", "file", "row", "words"), [case[1:] for case in WRONG], ids=[case[0] for case in WRONG])
def test_what_can_not_be_true_is_reported_with_its_row_and_nobody_vanishes(tmp_path, people, rows, file, row, words):
    family = case(tmp_path, people, rows)
    assert any(p.file == file and p.row == row and words in str(p) for p in family.problems), [str(p) for p in family.problems]
    assert len(family.people) == people.count("\n")


NEAR = [
    ("a parent of twelve", FOUR.replace("1990", "2003"), "m,c,parent,,,\n"),
    ("a father who died in the pregnancy", FOUR.replace("1988,", "1988,2014-10"), "f,c,parent,,,\n"),
    ("twins over midnight", "m,F,,1990,,,\na,F,,2015-01-01,,,\nb,F,,2015-01-02,,,\n", "m,a,parent,,,\nm,b,parent,,,\na,b,twin,,,\n"),
    ("two mothers who are a couple", FOUR.replace("f,M", "f,F"), "m,c,parent,,,\nf,c,parent,,,\nm,f,partner,,,\n"),
    ("the same couple twice in time", FOUR, "m,f,partner,2010,2012,\nm,f,married,2014,,\n"),
    ("kinds in other words", FOUR, "m,c,Mother,,,\nf,c,step parent,,,\nm,f,Civil Partner,,,\n"),
    ("cousins who marry", "g,F,,1930,,,\na,F,,1955,,,\nb,M,,1957,,,\nc,F,,1980,,,\nd,M,,1981,,,\n", "g,a,parent,,,\ng,b,parent,,,\na,c,parent,,,\nb,d,parent,,,\nc,d,married,,,\n"),
]


@pytest.mark.parametrize(("people", "rows"), [case[1:] for case in NEAR], ids=[case[0] for case in NEAR])
def test_what_is_only_unusual_is_not_reported(tmp_path, people, rows):
    assert [str(problem) for problem in case(tmp_path, people, rows).problems] == []


STANDINGS = [
    ([("married", "2010", None)], None, "married"),
    ([("married", "2010", None)], date(2009, 1, 1), None),
    ([("divorced", "1995", "2010")], None, "divorced"),
    ([("divorced", "1995", "2010")], date(2000, 1, 1), "married"),
    ([("divorced", "1995", "2010")], date(1990, 1, 1), None),
    ([("former partner", "2018", "2022-03")], date(2020, 1, 1), "partner"),
    ([("former partner", "2018", "2022-03")], date(2022, 5, 1), "former partner"),
    ([("separated", "2019", None)], date(2020, 1, 1), "separated"),
    ([("married", "2005", None), ("separated", "2015", "2017"), ("divorced", "2017", None)], date(2010, 1, 1), "married"),
    ([("married", "2005", None), ("separated", "2015", "2017"), ("divorced", "2017", None)], date(2016, 1, 1), "separated"),
    ([("married", "2005", None), ("separated", "2015", "2017"), ("divorced", "2017", None)], None, "divorced"),
    ([("divorced", None, None), ("married", "2005", None)], None, "divorced"),
    ([("partner", "2020", "2021"), ("partner", "2023", None)], date(2022, 1, 1), "former partner"),
    ([("partner", "2020", "2021"), ("partner", "2023", None)], None, "partner"),
    ([("former partner", None, None)], date(2022, 1, 1), "former partner"),
    ([("partner", "2020", "2021"), ("married", "2021", None)], None, "married"),
    ([("partner", "2020", "2020")], None, "former partner"),
    ([], None, None),
]


@pytest.mark.parametrize(("rows", "on", "expected"), STANDINGS)
def test_what_a_couple_are_to_each_other_on_a_day(rows, on, expected):
    stages = [Stage(kind, start and read_edtf(start), end and read_edtf(end)) for kind, start, end in rows]
    assert standing(stages, on) == expected


def test_a_marriage_that_ended_with_a_death_is_still_a_marriage():
    stages = [Stage("married", read_edtf("1996"), read_edtf("2024-11-02"))]
    assert standing(stages, None, widowed=True) == "married"
    assert standing(stages, None, widowed=False) == "separated"


def test_a_table_that_can_not_be_read_is_one_problem_and_everybody_is_there(tmp_path):
    (tmp_path / "relationships.csv").write_bytes(b"a;b\nx;y\n")
    family = case(tmp_path, FOUR)
    assert len(family.people) == 4
    assert "column 'kind' is missing" in str(family.problems[0])


def test_no_relationships_no_people_no_error(tmp_path):
    assert case(tmp_path, "").people == ()
    assert build_family([], []).unions == ()


def test_a_child_of_three_families_hangs_from_each():
    people = [Person(identity) for identity in ("a", "b", "c", "d", "k")]
    relations = [Relation("a", "k", "parent"), Relation("b", "k", "parent"), Relation("c", "k", "foster parent"), Relation("d", "k", "guardian")]
    family = build_family(people, relations)
    assert {(d.union, d.kind) for d in family.descents} == {("a+b", "birth"), ("c+", "foster"), ("d+", "guardian")}
