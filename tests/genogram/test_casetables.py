"""A family as people.csv and relationships.csv, and back."""

from lcspr_kit.edtf import read_edtf
from lcspr_kit.genogram.casetables import case_tables
from lcspr_kit.genogram.family import build_family, read_family
from lcspr_kit.genogram.gedcom_dates import unknown_day
from lcspr_kit.genogram.relationships import Relation
from lcspr_kit.privacy.register import Person, Stay, read_register


def back(tmp_path, tables):
    (tmp_path / "people.csv").write_text(tables.people, encoding="utf-8")
    (tmp_path / "relationships.csv").write_text(tables.relationships, encoding="utf-8")
    register = read_register(tmp_path)
    assert register.warnings == ()
    return read_family(tmp_path, register)


def test_out_and_back_loses_nothing(tmp_path):
    people = [
        Person("p01", name='Ann "Bell", senior', aliases=("Annie", "A, B"), pseudonym="Mother", role="mother", sex="F", gender="woman", born=read_edtf("1990~"),
               ethnicity="x", disability="y", language="z", faith="f", contribute="Yes", notes="two\nlines", stays=(Stay("Home", read_edtf("2010"), None), Stay("Flat"))),
        Person("p02", pseudonym="Child", sex="X", born=read_edtf("2015-03-04"), died=read_edtf("2020")),
        Person("p03", pseudonym="Baby", pregnancy="expected", born=read_edtf("2026-08")),
    ]  # fmt: skip
    rows = [Relation("p01", "p02", "parent"), Relation("p01", "p03", "parent"), Relation("p01", "p02", "close", read_edtf("2016"), read_edtf("2018?"), "a, note")]
    family = build_family(people, rows)
    tables = case_tables(family)
    again = back(tmp_path, tables)
    assert tables.lost == ()
    assert [(p.id, p.name, p.aliases, p.pseudonym, p.role, p.sex, p.gender, p.born, p.died, p.pregnancy, p.stays, p.contribute, p.notes) for p in again.people] == [
        (p.id, p.name, p.aliases, p.pseudonym, p.role, p.sex, p.gender, p.born, p.died, p.pregnancy, p.stays, p.contribute, p.notes) for p in people
    ]
    assert [(r.a, r.b, r.kind, r.start, r.end, r.notes) for r in again.relations] == [(r.a, r.b, r.kind, r.start, r.end, r.notes) for r in rows]


def test_identifiers_of_other_files_become_ones_a_case_allows(tmp_path):
    people = [Person(identity) for identity in ("@I1@", "I1", "1:7", "17", "é", "@@")]
    family = build_family(people, [Relation("@I1@", "17", "parent")])
    again = back(tmp_path, case_tables(family))
    ids = [person.id for person in again.people]
    assert ids[0] == "I1"
    assert len(set(ids)) == 6
    assert (again.relations[0].a, again.relations[0].b) == (ids[0], ids[3])


def test_what_the_tables_can_not_hold_is_said():
    people = [Person("a", died=unknown_day()), Person("b", stays=(Stay("Flat; above @ shop"),)), Person("c", aliases=("x;y",))]
    lost = case_tables(build_family(people, [])).lost
    assert [sentence.split(":")[0] for sentence in lost] == ["a", "b", "c"]
