"""The author changes people and relationships: what it does to the two files, and what she is told."""

from __future__ import annotations

import pytest

from lcspr_kit.case import load_case
from lcspr_kit.genogram.editing import (
    PEOPLE,
    add_person,
    add_relation,
    change_cell,
    checked,
    differences,
    joined,
    next_person,
    read_tables,
    remove_person,
    remove_relation,
    tables_texts,
)
from lcspr_kit.genogram.exchange import brought_in, family_file
from lcspr_kit.genogram.relationships import FILE
from lcspr_kit.problems import InputError


@pytest.fixture
def tables(alex):
    return read_tables(alex)


def key_of(tables, identity):
    return next(row.key for row in tables.people.filled if tables.people.cell(row, "id") == identity)


def changed(tables, identity, column, text):
    key = key_of(tables, identity)
    return change_cell(tables, PEOPLE, key, column, tables.people.cell(tables.people.row(key), column), text)


def relations(tables):
    return [tuple(tables.relationships.cell(row, column) for column in ("a", "kind", "b")) for row in tables.relationships.filled]


def test_only_the_line_of_a_changed_cell_differs(alex, tables):
    after = changed(tables, "p05", "born", "1998~")
    before, now = (alex / PEOPLE).read_text(encoding="utf-8").splitlines(), tables_texts(after)[PEOPLE].splitlines()
    [(old, new)] = [pair for pair in zip(before, now, strict=True) if pair[0] != pair[1]]
    assert old.replace("1997-10-05", "1998~") == new and tables_texts(after)[FILE] == (alex / FILE).read_text(encoding="utf-8")
    assert differences(tables, after) == ["people.csv: p05 changed in born."]


def test_a_new_person_stands_below_the_family_and_is_drawn_once_related(alex, tables):
    assert next_person(tables) == "p18"
    after = add_relation(add_person(tables, {"role": "cousin", "sex": "F"}), {"a": "p09", "kind": "parent", "b": "p18", "from": ""})
    ids = [after.people.cell(row, "id") for row in after.people.filled]
    assert ids.index("p18") == ids.index("p17") + 1
    family = checked(load_case(alex), after).family
    assert any(descent.child == "p18" for descent in family.descents)
    professional = add_person(tables, {"role": "professional: nurse"})
    assert professional.people.cell(professional.people.filled[-1], "id") == "p18"


def test_with_a_person_their_relationships_go(tables):
    after = remove_person(tables, key_of(tables, "p05"))
    assert relations(after) == [each for each in relations(tables) if "p05" not in each]
    assert len(after.people.filled) == len(tables.people.filled) - 1


def test_what_a_case_could_not_be_read_with_is_said_by_the_doors_that_read_it(alex, tables):
    case = load_case(alex)
    with pytest.raises(InputError, match=r"people\.csv, row 6, column born: 'soon' is not a date"):
        checked(case, changed(tables, "p05", "born", "soon"))
    with pytest.raises(InputError, match=r"review\.yml, column subjects: The person 'p01'"):
        checked(case, remove_person(tables, key_of(tables, "p01")))


def test_what_contradicts_itself_stops_nothing_and_is_told(alex, tables):
    made = checked(load_case(alex), changed(tables, "p01", "born", "1960"))
    assert any("p01" in str(problem) for problem in made.notes)


@pytest.mark.parametrize(
    "action",
    [
        lambda tables: change_cell(tables, PEOPLE, 0, "born", "another", "2020"), lambda tables: change_cell(tables, PEOPLE, 0, "id", "p01", "x"), lambda tables: change_cell(tables, PEOPLE, 99, "born", "", "x"),
        lambda tables: change_cell(tables, "review.yml", 0, "born", "", "x"), lambda tables: add_relation(tables, {"a": "p01", "b": "p02"}), lambda tables: remove_relation(tables, -1), lambda tables: remove_person(tables, 99),
    ],
)  # fmt: skip
def test_what_cannot_be_done(tables, action):
    with pytest.raises(InputError):
        action(tables)


def test_two_versions_are_joined_row_by_row(tables):
    mine = remove_relation(changed(changed(tables, "p02", "notes", "mine"), "p03", "faith", "mine"), 0)
    theirs = add_relation(changed(add_person(changed(tables, "p02", "notes", "theirs"), {"role": "x"}), "p04", "faith", "theirs"), {"a": "p18", "kind": "close", "b": "p04"})
    both = joined(tables, mine, theirs)
    cells = [both.people.cell(both.people.row(key_of(both, identity)), column) for identity, column in (("p02", "notes"), ("p03", "faith"), ("p04", "faith"), ("p18", "role"))]
    assert cells == ["mine", "mine", "theirs", "x"]
    assert relations(both) == [*relations(tables)[1:], ("p18", "close", "p04")]
    assert joined(tables, tables, theirs) == theirs and joined(tables, mine, tables) == mine


def test_a_column_of_the_authors_own_outlives_every_change(alex):
    path = alex / PEOPLE
    lines = path.read_text(encoding="utf-8").splitlines()
    path.write_text("\n".join([f"my own,{lines[0]}", *(f"{number},{line}" for number, line in enumerate(lines[1:]))]) + "\n", encoding="utf-8")
    tables = read_tables(alex)
    after = add_person(remove_person(changed(tables, "p02", "notes", "x"), key_of(tables, "p15")), {"role": "y"})
    assert after.people.headings[0] == "my own" and [after.people.cell(row, "my own") for row in after.people.filled][:2] == ["0", "1"]


def test_the_family_comes_back_from_its_own_gedcom_as_it_was(alex, tables):
    text, _ = family_file(checked(load_case(alex), tables).family)
    again, told = brought_in(tables, "Family.GED", text.encode("utf-8"))
    assert differences(tables, again) == [] and told[-1] == "0 relationships are new."


def test_a_family_from_elsewhere_comes_in_beside_ours(alex, tables):
    people = "id,name,born,shoe size\np02,Kerris Garrowby,2001,5\np03,Somebody Else,1990,\np40,New,1991,\n"
    after, told = brought_in(tables, "people.csv", people.encode())
    assert "p02: born differ and stay as they are here." in told and "p03 came in as p18." in told and "p40 is new." in told
    assert after.people.cell(after.people.row(key_of(after, "p02")), "shoe size") == "5"
    rows = "a,b,kind\np02,p05,Former partner\np05,p02,former partner\np40,p02,parent\n"
    related, told = brought_in(after, "relations.csv", rows.encode())
    assert told == ["1 relationships are new."] and relations(related)[-1] == ("p40", "parent", "p02")
    checked(load_case(alex), related)


@pytest.mark.parametrize(("name", "content"), [("x.docx", b"PK"), ("x.ged", b""), ("x.ged", b"not a gedcom"), ("x.csv", b"colour\nred\n"), ("x.csv", b"\x00\x01"), ("x.csv", b"\n"), ("x.csv", b"id,id\n1,2\n")])
def test_a_file_that_is_no_family_is_refused(alex, tables, name, content):
    with pytest.raises(InputError):
        checked(load_case(alex), brought_in(tables, name, content)[0])
