"""The cases to start from load as they are, and hold what an author needs to see the kit at work."""

from __future__ import annotations

import re

import pytest
from ruamel.yaml import YAML

from lcspr_kit.case import Review, load_case
from lcspr_kit.casefiles import read_table
from lcspr_kit.newcase import make_case
from lcspr_kit.resources import examples, templates

RELATIONSHIP_COLUMNS = ("a", "b", "kind", "from", "to", "notes")


@pytest.mark.parametrize("name", ["alex", "minimal"])
def test_example_cases_load_without_a_warning(name):
    assert load_case(examples() / name).warnings == ()


def test_a_new_case_loads_as_it_is(tmp_path):
    make_case(tmp_path / "mine")
    case = load_case(tmp_path / "mine")
    assert case.warnings == ()
    assert case.exports == []
    assert case.narrative == {}


@pytest.mark.parametrize("path", [templates() / "new" / "review.yml", examples() / "alex" / "review.yml"], ids=["new", "alex"])
def test_every_key_of_a_review_is_there(path):
    keys = YAML(typ="safe").load(path.read_text(encoding="utf-8"))
    assert set(keys) == {field.alias or name for name, field in Review.model_fields.items()}


def test_every_key_of_a_new_review_is_explained():
    text = (templates() / "new" / "review.yml").read_text(encoding="utf-8")
    assert [line for line in re.findall(r"^\w+:.*$", text, re.M) if " # " not in line] == []


def test_the_family_is_one_that_a_genogram_is_for():
    case = load_case(examples() / "alex")
    family = [person for person in case.register.people if not person.is_professional]
    professionals = [person for person in case.register.people if person.is_professional]
    assert len(family) >= 12
    assert len(professionals) >= 8
    assert {person.pregnancy for person in family} >= {"expected", "miscarriage"}
    assert any(person.died for person in family)
    assert len({stay.household for person in family for stay in person.stays}) >= 2
    assert len({person.pseudonym for person in case.register.people}) == len(case.register.people)


def test_relationships_are_between_people_of_the_register():
    case = load_case(examples() / "alex")
    rows, warnings = read_table(case.folder / "relationships.csv", RELATIONSHIP_COLUMNS, ("a", "b", "kind"))
    assert warnings == []
    assert [row for row in rows if row["a"] not in case.register or row["b"] not in case.register] == []


def test_the_authors_own_text_names_nobody():
    case = load_case(examples() / "alex")
    prose = [*case.narrative.values(), *((case.folder / name).read_text(encoding="utf-8") for name in ("episodes.yml", "review.yml"))]
    words = {word for person in case.register.people for name in (person.name, *person.aliases) for word in re.findall(r"[A-Z][a-z]{3,}", name)}
    for text in prose:
        assert words & set(re.findall(r"[A-Z][a-z]+", text)) <= {"Unborn"}
