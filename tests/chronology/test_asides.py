"""Discrepancies that the author sets aside: no agency is asked about them, and they are never lost."""

from __future__ import annotations

import pytest

from lcspr_kit.case import load_case
from lcspr_kit.chronology.agencywords import agencies_of
from lcspr_kit.chronology.asides import (
    FILE,
    Aside,
    Asides,
    asides_text,
    place_of,
    read_asides,
    with_aside,
    without_aside,
    without_asides,
)
from lcspr_kit.chronology.discrepancies import find_discrepancies
from lcspr_kit.chronology.intake import read_case
from lcspr_kit.chronology.link import suggest_links
from lcspr_kit.chronology.requests import make_requests
from lcspr_kit.problems import InputError


@pytest.fixture(scope="module")
def alex_read(tmp_path_factory):
    import shutil

    from lcspr_kit.resources import examples

    folder = tmp_path_factory.mktemp("asides") / "alex"
    shutil.copytree(examples() / "alex", folder)
    case = load_case(folder)
    intake = read_case(case)
    return case, intake, find_discrepancies(case, intake.events, suggest_links(intake.events, agencies_of(intake.events["agency"], case.review.agencies)))


@pytest.mark.parametrize("told", [True, False])
def test_what_is_set_aside_is_asked_of_nobody(alex_read, told):
    case, intake, found = alex_read
    row = next(row for row in found.itertuples(index=False) if (row.kind == "told") == told)
    entry = Aside(kind=row.kind, a=row.agency_b if told else row.b, b=row.a, status="set aside", note="Explained by telephone")
    assert entry.place == place_of(row), "the order of the two matters"
    asides = with_aside(Asides(), entry)
    left = without_asides(found, asides)
    assert len(left) == len(found) - 1 and row.says_a in set(found["says_a"])
    asked, before = (sum(question.topic in ("told", "differs") for questions in made.values() for question in questions) for made in (make_requests(case, intake, asides=asides), make_requests(case, intake)))
    assert asked == before - 2
    assert len(without_asides(found, with_aside(asides, entry.model_copy(update={"status": "ask"})))) == len(found)
    assert without_aside(asides, place_of(row)) == Asides()


def test_the_file_is_read_as_it_was_written_and_its_faults_are_named(tmp_path):
    asides = Asides(discrepancies=[Aside(kind="time", a="e1", b="e2", status="ask"), Aside(kind="told", a="e1", b="School: North", status="set aside", note="# no\ncomment")])
    (tmp_path / FILE).write_text(asides_text(asides), encoding="utf-8")
    assert read_asides(tmp_path) == asides
    (tmp_path / FILE).write_text("# mine\n", encoding="utf-8")
    assert read_asides(tmp_path) == Asides()
    (tmp_path / FILE).write_text("discrepancies:\n- {kind: time, a: e1, b: e2, status: ask}\n- {kind: time, a: e2, b: e1, status: set aside}\n", encoding="utf-8")
    with pytest.raises(InputError, match="twice"):
        read_asides(tmp_path)
    (tmp_path / FILE).write_text("discrepancies:\n- {kind: time, a: e1, b: e2, status: perhaps}\n", encoding="utf-8")
    with pytest.raises(InputError, match=r"discrepancies\.yml"):
        read_asides(tmp_path)
