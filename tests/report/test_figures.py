"""Figures beyond the genogram and the overview: earlier homes, and what slowly builds up."""

from dataclasses import replace

import pytest

from lcspr_kit.genogram.legend import words_for
from lcspr_kit.genogram.notation import notation_named
from lcspr_kit.report.figures import genogram, genogram_key, households, patterns
from lcspr_kit.report.opening import open_report
from lcspr_kit.resources import examples


@pytest.fixture(scope="module")
def alex():
    return open_report(examples() / "alex")


def test_the_family_is_shown_on_earlier_days_where_homes_changed(alex):
    drawn = households(alex)
    assert [figure.key for figure in drawn] == ["households-1", "households-2", "households-3"]
    assert drawn[0].drawing.caption.endswith("as at 1 February 2024.")
    assert len({figure.drawing.caption for figure in drawn}) == 3


def test_nobody_moved_so_there_is_no_earlier_day(alex):
    still = replace(alex.family, people=tuple(replace(person, stays=()) for person in alex.family.people))
    assert households(replace(alex, family=still)) == []


def test_earlier_homes_are_for_the_working_draft_only():
    assert households(open_report(examples() / "alex", audience="family")) == []


def test_patterns_count_the_review_month_by_month(alex):
    figure = patterns(alex)[0]
    assert figure.key == "patterns" and "Missed appointments" in str(figure.drawing.table)
    assert patterns(replace(alex, events=alex.events.assign(start=None))) == []


def test_one_key_explains_every_sign_of_the_genograms_and_none_of_them_has_its_own(alex):
    drawn = [figure.drawing for figure in (*genogram(alex), *households(alex))]
    [key] = genogram_key(alex)
    used = frozenset().union(*(drawing.signs for drawing in drawn))
    assert list(key.drawing.table["Sign"]) == words_for(used, notation_named("uk"))
    assert "Miscarriage" in key.drawing.dot and not any("Miscarriage" in drawing.dot or "notation" in drawing.dot for drawing in drawn)


def test_without_a_genogram_there_is_no_key(alex):
    assert genogram_key(replace(alex, family=replace(alex.family, people=alex.family.people[:1]))) == []
