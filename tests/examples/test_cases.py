"""The cases to start from load as they are, and hold what an author needs to see the kit at work."""

from __future__ import annotations

import re

import pytest
from ruamel.yaml import YAML

from lcspr_kit.case import load_case
from lcspr_kit.chronology.intake import read_case
from lcspr_kit.episodes.study import study_case
from lcspr_kit.genogram.family import read_family
from lcspr_kit.newcase import make_case
from lcspr_kit.resources import examples, templates
from lcspr_kit.review import Review


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


def test_every_row_of_the_exports_is_an_event_or_has_a_reason():
    case = load_case(examples() / "alex")
    intake = read_case(case)
    assert intake.refused == []
    assert len(set(intake.events["agency"])) == len([agency for agency in case.review.agencies if agency.chronology])
    assert len(intake.events) >= 300
    quarantined = sorted(intake.quarantined["file"])
    assert quarantined == ["gp.csv", "health_visiting.docx"]  # an entry without text, and 31 February
    for file in intake.files:
        assert file.rows == file.events + file.quarantined + file.skipped


def test_the_smallest_case_is_read():
    intake = read_case(load_case(examples() / "minimal"))
    assert len(intake.events) == 10
    assert intake.quarantined.empty


def test_the_authors_decisions_stand():
    case = load_case(examples() / "alex")
    study = study_case(case, read_case(case).events)
    assert study.conflicts == []
    status = {episode.decision.id: episode.status for episode in [*study.episodes, *study.considered] if episode.decision}
    assert status == {"E1": "accepted", "E2": "refused"}


def test_the_relationships_agree_with_one_another():
    case = load_case(examples() / "alex")
    assert read_family(case.folder, case.register).problems == ()


def test_the_authors_own_text_names_nobody():
    case = load_case(examples() / "alex")
    prose = [*case.narrative.values(), *((case.folder / name).read_text(encoding="utf-8") for name in ("episodes.yml", "review.yml"))]
    words = {word for person in case.register.people for name in (person.name, *person.aliases) for word in re.findall(r"[A-Z][a-z]{3,}", name)}
    for text in prose:
        assert words & set(re.findall(r"[A-Z][a-z]+", text)) <= {"Unborn"}
