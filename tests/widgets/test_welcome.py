"""The first page of a case: where the author is, in plain words, the quick things first."""

from __future__ import annotations

import json
import re
from datetime import date

from lcspr_kit.widgets.welcome import STEPS, parts, welcome

TODAY = date(2026, 6, 1)


def test_the_quick_things_come_first_and_each_step_says_where_it_is(alex):
    told = list(parts(alex, TODAY))
    assert [part["kind"] for part in told] == ["case", "step", "step", "step", "step", "end"]
    case, arrived, episodes, family, report = told[:5]
    assert case["title"] and [step[0] for step in case["steps"]] == [step[0] for step in STEPS]
    counts = [int(number.replace(",", "")) for number in re.findall(r"[\d,]*\d", arrived["state"][0])]
    assert counts[1] == counts[2] + counts[3] + counts[4], "rows = events + quarantined + skipped"
    assert re.fullmatch(r"\d+ episodes? accepted, \d+ proposed\.", episodes["state"][0])
    assert "in the family" in family["state"][0] and "checks passed" in report["state"][0] and "no draft yet" in report["state"][0]


def test_rows_in_quarantine_and_files_refused_need_the_author(minimal):
    (minimal / "chronologies" / "nursery.csv").write_text("Date,Event\n31/02/2025,Seen\n", encoding="utf-8")
    (minimal / "chronologies" / "letter.csv").write_text("Dear author,\nplease find nothing enclosed\n", encoding="utf-8")
    arrived = next(part for part in parts(minimal, TODAY) if part.get("notebook") == "1_chronology.ipynb")
    assert "1 row in quarantine." in arrived["needs"] and "1 file could not be read." in arrived["needs"]


def test_the_next_date_that_counts_is_there_and_late_ones_are_marked(alex):
    case = next(parts(alex, TODAY))
    assert case["dates"] and any(not entry["late"] for entry in case["dates"])
    later = next(parts(alex, date(2031, 1, 1)))
    assert later["dates"][0]["late"] and later["dates"][0]["left"].endswith("ago")


def test_a_case_that_cannot_be_read_gets_sentences(alex):
    (alex / "review.yml").write_text("reference: [", encoding="utf-8")
    told = list(parts(alex, TODAY))
    assert [part["kind"] for part in told] == ["problems", "end"] and "review.yml" in told[0]["problems"][0]


def test_no_real_name_and_no_state(alex, studied):
    shown = json.dumps(list(parts(alex, TODAY)))
    case = studied[0]
    assert not any(person.name and person.name in shown for person in case.register.people)
    assert "Child Alex" not in json.dumps(welcome(alex).get_state(), default=str)
