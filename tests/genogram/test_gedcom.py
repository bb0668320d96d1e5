"""GEDCOM 5.5.1 and 7.0 in, 7.0 out, and back without loss."""

import zipfile

import gedcom7
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lcspr_kit.edtf import read_edtf
from lcspr_kit.genogram.family import build_family
from lcspr_kit.genogram.gedcom import not_in_gedcom, read_gedcom, write_gedcom
from lcspr_kit.genogram.relationships import BONDS, COUPLES, PARENTAGE, TWINS, Relation
from lcspr_kit.privacy.register import Person, Stay
from lcspr_kit.problems import InputError

OLD = """0 HEAD
1 GEDC
2 VERS 5.5.1
2 FORM LINEAGE-LINKED
1 CHAR UTF-8
0 @I1@ INDI
1 NAME Ánna /Bell/
2 GIVN Ánna
1 NAME Nan
1 SEX F
1 BIRT
2 DATE ABT 1950
1 DEAT Y
1 FAMS @F1@
0 @I2@ INDI
1 NAME Ted /Bell/
1 SEX M
1 BIRT
2 DATE 3 MAR 1948
1 FAMS @F1@
0 @I3@ INDI
1 NAME Ivo /Bell/
1 SEX M
1 BIRT
2 DATE BET 1970 AND 1972
1 FAMC @F1@
2 PEDI adopted
0 @I4@ INDI
1 NAME Una /Bell/
1 BIRT
2 DATE BEF 1980
1 FAMC @F1@
0 @I5@ INDI
1 FAMC @F2@
0 @I6@ INDI
1 FAMC @F2@
0 @F1@ FAM
1 HUSB @I2@
1 WIFE @I1@
1 MARR
2 DATE 1969
1 DIV Y
1 CHIL @I3@
1 CHIL @I4@
1 CHIL @I99@
0 @F2@ FAM
1 CHIL @I5@
1 CHIL @I6@
0 TRLR
"""


def read(tmp_path, text, encoding="utf-8"):
    path = tmp_path / "family.ged"
    path.write_bytes(text.encode(encoding) if isinstance(text, str) else text)
    return read_gedcom(path)


def test_a_file_of_version_5_5_1(tmp_path):
    family = read(tmp_path, OLD)
    people = {person.id: person for person in family.people}
    assert people["@I1@"].name == "Ánna Bell"
    assert people["@I1@"].aliases == ("Nan",)
    assert people["@I1@"].died is not None and people["@I1@"].died.text == ""
    assert [str(people[i].born) for i in ("@I1@", "@I2@", "@I3@", "@I4@")] == ["1950~", "1948-03-03", "1970/1972", "1980?"]
    assert family.unions[0].kind == "divorced"
    assert {descent.child: descent.kind for descent in family.descents}["@I3@"] == "adoptive"


def test_children_of_nobody_named_hang_together(tmp_path):
    family = read(tmp_path, OLD)
    union = next(union for union in family.unions if union.partners == ("@F2@?",))
    assert {descent.child for descent in family.descents if descent.union == union.id} == {"@I5@", "@I6@"}


def test_a_link_to_nobody_is_reported_with_its_line(tmp_path):
    problem = next(problem for problem in read(tmp_path, OLD).problems if "@I99@" in str(problem))
    assert problem.row == OLD.splitlines().index("1 CHIL @I99@") + 1


def test_version_7_without_a_word_on_encoding(tmp_path):
    family = read(tmp_path, "0 HEAD\n1 GEDC\n2 VERS 7.0\n0 @A@ INDI\n1 NAME Zoë /Ñ/\n1 SEX X\n0 @F@ FAM\n1 HUSB @VOID@\n1 WIFE @A@\n0 TRLR\n")
    assert [(person.name, person.sex) for person in family.people] == [("Zoë Ñ", "X")]


def test_ansel_bytes(tmp_path):
    raw = OLD.replace("UTF-8", "ANSEL").replace("Ánna", "\x00nna").encode("latin-1").replace(b"\x00", b"\xe2A")
    assert {person.id: person.name for person in read(tmp_path, raw).people}["@I1@"].endswith("nna Bell")


@pytest.mark.parametrize("text", ["", "hello", "0 @I1@ INDI\n1 NAME A\n", "\x00\x01\x02", "PK\x03\x04 and no more"])
def test_what_is_no_gedcom_is_one_sentence(tmp_path, text):
    with pytest.raises(InputError) as error:
        read(tmp_path, text)
    assert "family.ged" in str(error.value)


SMALL = "0 HEAD\n1 GEDC\n2 VERS 5.5.1\n1 CHAR {}\n0 @I1@ INDI\n1 NAME Łucja /Ñ/\n1 SEX F\n0 TRLR\n"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be"])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_the_encoding_is_seen_whatever_the_header_says(tmp_path, encoding, end):
    for said in ("UTF-8", "UNICODE", "ANSEL"):
        raw = SMALL.format(said).replace("\n", end).encode(encoding)
        assert [person.name for person in read(tmp_path, raw).people] == ["Łucja Ñ"]


def test_a_packed_file(tmp_path):
    path = tmp_path / "family.gdz"
    with zipfile.ZipFile(path, "w") as packed:
        packed.writestr("photo.jpg", b"x")
        packed.writestr("gedcom.ged", SMALL.format("UTF-8"))
    assert [person.name for person in read_gedcom(path).people] == ["Łucja Ñ"]


def test_lines_that_other_programs_break_are_mended_and_said(tmp_path):
    text = "\n0 HEAD\n1 CHAR UTF-8\n0 @_1@ INDI\n3 NAME Ida\n1 NOTE A note\nthat goes on\n1 SEX F\n0 @F@ FAM\n1 WIFE @_1@\n0 TRLR\n"
    family = read(tmp_path, text)
    assert [(person.name, person.sex) for person in family.people] == [("Ida", "F")]
    assert [(problem.row, problem.what.split(",")[0]) for problem in family.problems] == [
        (5, "The line is of level 3 below one of level 0"),
        (7, "The line has no level"),
    ]


def test_no_such_file(tmp_path):
    with pytest.raises(InputError):
        read_gedcom(tmp_path / "nowhere.ged")


def test_a_record_that_is_its_own_ancestor_is_reported(tmp_path):
    text = "0 HEAD\n0 @A@ INDI\n0 @B@ INDI\n0 @F@ FAM\n1 HUSB @A@\n1 CHIL @B@\n0 @G@ FAM\n1 HUSB @B@\n1 CHIL @A@\n0 TRLR\n"
    family = read(tmp_path, text)
    assert len(family.people) == 2
    assert any("circle" in str(problem) for problem in family.problems)


FULL = build_family(
    [
        Person("p01", name="Ann Bell", aliases=("Annie", "A. B."), pseudonym="Mother", role="mother", sex="F", gender="woman", born=read_edtf("1990-02-03?"),
               ethnicity="White British", disability="Deaf", language="BSL", faith="Quaker", contribute="Yes: with an interpreter", notes="line one\n@line two",
               stays=(Stay("Home", read_edtf("2010"), read_edtf("2012-03~")), Stay("Flat", read_edtf("2012-03")), Stay("Always"))),
        Person("p02", name="Bo", sex="M", born=read_edtf("1989-21"), died=read_edtf("2020/2021")),
        Person("p03", sex="X", born=read_edtf("2015~")), Person("p04", sex="U", pregnancy="miscarriage", born=read_edtf("2016-05")),
        Person("p05", sex="F", born=read_edtf("2018-01-01")), Person("p06", sex="F", born=read_edtf("2018-01-01")),
        Person("p07", sex="M"), Person("p08", sex="F"), Person("p09", pregnancy="expected", born=read_edtf("2026-08")),
        Person("p10", pregnancy="stillbirth"), Person("p11", pregnancy="termination"),
    ],
    [
        Relation("p01", "p02", "married", read_edtf("2012"), None, "In a registry office"), Relation("p01", "p02", "divorced", read_edtf("2019-05")),
        Relation("p01", "p07", "former partner", read_edtf("2019"), read_edtf("2021~")), Relation("p07", "p08", "partner"),
        *(Relation(parent, child, "parent") for child in ("p03", "p04", "p05", "p06") for parent in ("p01", "p02")),
        Relation("p05", "p06", "identical twin"), Relation("p07", "p05", "foster parent", read_edtf("2021"), read_edtf("2022"), "By the court"),
        Relation("p08", "p06", "adoptive parent"), Relation("p07", "p06", "adoptive parent"), Relation("p08", "p03", "guardian"),
        Relation("p07", "p03", "step-parent"), Relation("p01", "p09", "parent"), Relation("p08", "p10", "parent"), Relation("p08", "p11", "parent"),
        Relation("p02", "p01", "abusive", read_edtf("2014"), read_edtf("2018"), "Conviction 2018"), Relation("p05", "p06", "close"),
        Relation("p03", "p08", "cut off", read_edtf("2020")),
    ],
)  # fmt: skip


def same(relations):
    found = set()
    for r in relations:
        directed = r.kind in PARENTAGE or r.kind == "abusive"
        found.add((*((r.a, r.b) if directed else sorted((r.a, r.b))), r.kind, str(r.start), str(r.end), r.notes))
    return found


def test_out_and_back_loses_nothing(tmp_path):
    back = read(tmp_path, write_gedcom(FULL))
    plain = [(p.id, p.name, p.aliases, p.pseudonym, p.role, p.sex, p.gender, p.born, p.died, p.pregnancy, p.ethnicity, p.disability, p.language, p.faith, p.stays, p.contribute, p.notes) for p in back.people]
    assert plain == [(p.id, p.name, p.aliases, p.pseudonym, p.role, p.sex, p.gender, p.born, p.died, p.pregnancy, p.ethnicity, p.disability, p.language, p.faith, p.stays, p.contribute, p.notes) for p in FULL.people]
    assert same(back.relations) == same(FULL.relations)
    assert {(u.id, u.kind) for u in back.unions} == {(u.id, u.kind) for u in FULL.unions}
    assert {(d.union, d.child, d.kind) for d in back.descents} == {(d.union, d.child, d.kind) for d in FULL.descents}
    assert not_in_gedcom(FULL) == []


def test_what_is_written_is_valid_gedcom_7():
    structures = gedcom7.loads(write_gedcom(FULL))
    assert [structure.tag for structure in structures][0] == "HEAD"
    assert "\n0 TRLR\n" in write_gedcom(FULL)


def test_what_gedcom_can_not_hold_is_said():
    circle = build_family([Person("a"), Person("b")], [Relation("a", "b", "parent", row=2), Relation("b", "a", "parent", row=3)])
    assert not_in_gedcom(circle) == ["Row 3 (b parent a) contradicts other rows and is left out."]


words = st.text(st.characters(blacklist_categories=("Cs", "Cc"), blacklist_characters="/\u2028\u2029\x85"), max_size=30).map(lambda text: " ".join(text.split()))
dates = st.sampled_from([None, "2001", "2001-02", "2001-02-03", "2001~", "2001-02?", "2001-22", "2001/2003", "1999-12-31%"]).map(lambda text: text and read_edtf(text))
CAST = ["a", "b", "c", "d", "e"]
relation = st.builds(
    Relation, st.sampled_from(CAST), st.sampled_from(CAST), st.sampled_from([*PARENTAGE, *COUPLES, *TWINS, *BONDS]), dates, dates, words
).filter(lambda r: r.a != r.b)


@settings(max_examples=25, deadline=None)
@given(st.lists(relation, max_size=12, unique_by=lambda r: (frozenset((r.a, r.b)), r.kind)), st.lists(words, min_size=5, max_size=5), dates)
def test_any_family_comes_back(tmp_path_factory, relations, texts, born):
    people = [Person(identity, name=text, notes=text, role=text, born=born) for identity, text in zip(CAST, texts, strict=True)]
    family = build_family(people, relations)
    path = tmp_path_factory.mktemp("g") / "f.ged"
    path.write_text(write_gedcom(family), encoding="utf-8", newline="\n")
    back = read_gedcom(path)
    assert [(p.id, p.name, p.notes, p.role, p.born) for p in back.people] == [(p.id, p.name, p.notes, p.role, p.born) for p in family.people]
    assert {(b.a, b.b, b.kind, b.start, b.end, b.notes) for b in back.bonds} == {(b.a, b.b, b.kind, b.start, b.end, b.notes) for b in family.bonds}
    assert {(u.partners, u.kind) for u in back.unions} == {(u.partners, u.kind) for u in family.unions}


@settings(max_examples=40, deadline=None)
@given(st.lists(st.tuples(st.integers(0, 4), st.sampled_from(["HEAD", "INDI", "FAM", "NAME", "SEX", "HUSB", "WIFE", "CHIL", "BIRT", "DATE", "FAMC", "ASSO", "CONT", "@A@ INDI", "@F@ FAM"]), st.sampled_from(["", "@A@", "@F@", "x/", "1 JAN", "M", "BET", "@VOID@"])), max_size=20))
def test_no_file_makes_it_fall_over(tmp_path_factory, lines):
    path = tmp_path_factory.mktemp("g") / "f.ged"
    path.write_text("0 HEAD\n" + "".join(f"{level} {tag} {value}\n" for level, tag, value in lines) + "0 TRLR\n", encoding="utf-8")
    try:
        read_gedcom(path)
    except InputError as error:
        assert "f.ged" in str(error)


def test_what_gedcom_can_not_hold_of_a_person_is_said():
    people = [Person("a", name="Ann", pseudonym="Mother / carer", sex="F"), Person("b", pregnancy="stillbirth", born=read_edtf("2020"), died=read_edtf("2020"))]
    said = not_in_gedcom(build_family(people, [Relation("a", "b", "parent")]))
    assert [sentence.split(":")[0] for sentence in said] == ["a", "b"]
