"""PED and LINKAGE files and the tables of pedigree programs."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lcspr_kit.genogram.pedigree import read_ped
from lcspr_kit.problems import InputError

PLAIN = "1 1 0 0 1 2\n1 2 0 0 2 1\n1 3 1 2 2 1\n1 4 1 2 0 1\n"
COMMAS = "Family,ID,Father,Mother,Sex,Status\nf,1,,,M,\nf,2,,,F,\nf,3,1,2,F,\nf,4,1,2,U,\n"
QUOTED = '"ped" "id" "father" "mother" "sex"\n"1" 1 1 0 0 1\n"2" 1 2 0 0 2\n"3" 1 3 1 2 2\n"4" 1 4 1 2 0\n'
TABS = "FamilyId\tIndividualId\tGender\tFather\tMother\n" + "f\t1\tM\t.\t.\t\nf\t2\tF\t.\t.\nf\t3\tF\t1\t2\nf\t4\t.\t1\t2\n"
STACKED = "FamilyId\nIndividualId\nGender\nFather\nMother\nMZTwin\n\nf 1 M . . .\nf 2 F . . .\nf 3 F 1 2 A\nf 4 . 1 2 A\n"


def read(tmp_path, text):
    path = tmp_path / "family.ped"
    path.write_text(text, encoding="utf-8")
    return read_ped(path)


@pytest.mark.parametrize("text", [PLAIN, COMMAS, QUOTED, TABS, STACKED, "# a note\n\n" + PLAIN.replace(" ", "\t")], ids=["plain", "commas", "quoted", "tabs", "stacked", "comment"])
def test_every_form_is_the_same_family(tmp_path, text):
    family = read(tmp_path, text)
    assert [(person.id, person.sex) for person in family.people] == [("1", "M"), ("2", "F"), ("3", "F"), ("4", "U")]
    assert [(union.partners, union.kind) for union in family.unions] == [(("1", "2"), "partner")]
    assert {descent.child for descent in family.descents} == {"3", "4"}
    assert not family.problems


def test_twins_deaths_births_and_the_proband(tmp_path):
    text = "FamilyId IndividualId Gender Father Mother Deceased Proband DOB MZTwin DZTwin\nf 1 M . . Y . . . .\nf 2 F . . . . . . .\n"
    family = read(tmp_path, text + "f 3 F 1 2 . Y 1987.02.12 A .\nf 4 F 1 2 . . 1987.02.12 A .\nf 5 M 1 2 . . 1990 . B\nf 6 F 1 2 . . 1990 . B\n")
    people = {person.id: person for person in family.people}
    assert people["1"].died is not None
    assert (str(people["3"].born), people["3"].role) == ("1987-02-12", "proband")
    assert [(twins.members, twins.identical) for twins in family.twins] == [(("3", "4"), True), (("5", "6"), False)]


def test_two_families_with_the_same_numbers_stay_apart(tmp_path):
    family = read(tmp_path, "a 1 0 0 1\na 2 1 0 2\nb 1 0 0 2\nb 2 0 1 1\n")
    assert [person.id for person in family.people] == ["a:1", "a:2", "b:1", "b:2"]


def test_a_parent_without_a_line_is_drawn_and_reported(tmp_path):
    family = read(tmp_path, "1 3 1 2 2\n1 2 0 0 2\n")
    assert {person.id: person.sex for person in family.people} == {"3": "F", "2": "F", "1": "M"}
    assert [(problem.row, problem.column) for problem in family.problems] == [(1, "father")]


def test_parents_of_one_sex_are_a_couple(tmp_path):
    family = read(tmp_path, "1 1 0 0 1\n1 2 0 0 1\n1 3 1 2 2\n")
    assert family.unions[0].partners == ("1", "2")


@pytest.mark.parametrize("text", ["", "\n\n", "a b\n", "1 1 0 0 1\n1 1 0 0 2\n", "id,sex\n1,2\n", "family id father mother sex\n"])
def test_what_is_no_pedigree_is_one_sentence(tmp_path, text):
    with pytest.raises(InputError) as error:
        read(tmp_path, text)
    assert "family.ped" in str(error.value)


@settings(max_examples=40, deadline=None)
@given(st.lists(st.tuples(*[st.sampled_from("01234.")] * 5), max_size=12))
def test_no_table_makes_it_fall_over(tmp_path_factory, rows):
    path = tmp_path_factory.mktemp("p") / "f.ped"
    path.write_text("".join(" ".join(row) + "\n" for row in rows), encoding="utf-8")
    try:
        family = read_ped(path)
    except InputError as error:
        assert "f.ped" in str(error)
    else:
        assert {row[1] for row in rows} <= {person.id.split(":")[-1] for person in family.people}
