"""Companions and the comparison of drafts."""

from __future__ import annotations

import io
import json
import re
import zipfile

import pytest
from docx import Document
from openpyxl import load_workbook

from lcspr_kit.problems import InputError
from lcspr_kit.report.blocks import Heading, Prose, Table, Title, bundle
from lcspr_kit.report.diff import diff_drafts, diff_json, diff_text, marked_words
from lcspr_kit.report.packs import KINDS, make_pack, questions_for
from lcspr_kit.report.skeleton import sections

NAMES = re.compile(r"Isolde|Izzy|Tock|Bramwell|Garrick|Petra|Lund\b")


def words(pack):
    document = Document(io.BytesIO(pack.content))
    return "\n".join([*(p.text for p in document.paragraphs), *(cell.text for table in document.tables for row in table.rows for cell in row.cells)])


@pytest.mark.parametrize("kind", [kind for kind in KINDS if kind != "actions"])
def test_each_document_is_made_without_a_real_name_and_the_same_each_time(read_good, kind):
    report = read_good.report("publication" if "minute" in kind or "page" in kind else "working")
    pack = make_pack(report, kind)
    assert pack.name == f"{kind}.docx"
    assert pack.content == make_pack(report, kind).content
    text = words(pack)
    assert KINDS[kind] in text and "Child Rowan" in text
    assert not NAMES.search(text)


def test_the_terms_have_lines_dates_and_independence(read_good):
    text = words(make_pack(read_good.report(), "terms"))
    assert "What helped or hindered agencies" in text and "2 September 2026" in text and "No past or present link" in text


def test_the_event_asks_each_agency_about_conditions_and_nobody_about_fault(read_good):
    report = read_good.report()
    text = words(make_pack(report, "practitioner-event"))
    for agency in report.agencies:
        assert agency.name in text
        assert all(question in text for question in questions_for(agency))
    assert not re.search(r"\bfail|fault|should you have|blame", text)


def test_the_family_plan_speaks_of_other_proceedings_only_where_there_are_some(read_good):
    assert "Criminal investigation" in words(make_pack(read_good.report("family"), "family"))
    alone = words(make_pack(read_good.report("family", review={"parallel_investigations": []}), "family"))
    assert "other things going on" not in alone and "No other proceedings are recorded" in alone


def test_the_action_plan_holds_text_and_never_a_formula(read_good):
    first = {"id": "R1", "finding": "F1", "text": "=HYPERLINK(\"http://a.example\")", "owner": "@SUM(A1)", "action": "+1", "due": "2026-12-18", "measure": "http://a.example", "evidence": "-1"}
    pack = make_pack(read_good.report(review={"recommendations": [first]}), "actions")
    sheet = load_workbook(io.BytesIO(pack.content)).active
    cells = [cell for row in sheet.iter_rows() for cell in row if cell.value is not None]
    assert all(cell.data_type in ("s", "d") and cell.hyperlink is None for cell in cells)
    assert sheet["F2"].value.isoformat().startswith("2026-12-18")
    assert sheet["B2"].value.startswith("F1: ")


def test_a_pack_that_there_is_not_names_those_there_are(read_good):
    with pytest.raises(InputError, match="practitioner-event"):
        make_pack(read_good.report(), "party")


def write_draft(case, number, report):
    """A draft's notebook as render writes it: the blocks of the report as outputs."""
    folder = case / "drafts" / f"{number:04d}"
    folder.mkdir(parents=True)
    outputs = []
    for section in sections(report):
        for block in (Heading(section.title, section.level, section.id), *section.blocks):
            if isinstance(block, (Heading, Prose, Table, Title)):
                data, metadata = bundle(block)
                outputs.append({"output_type": "display_data", "data": data, "metadata": metadata})
    (folder / "report.ipynb").write_text(json.dumps({"cells": [{"cell_type": "code", "outputs": outputs}]}), encoding="utf-8")


def test_what_changed_between_two_drafts_is_told_by_section(read_good, tmp_path):
    write_draft(tmp_path, 3, read_good.report())
    changed = {"child": "Child Rowan loves the dog next door and hides his shoes. He is called a chatterbox at nursery.\n", "purpose": None, "evidence": "Local data say the same."}
    write_draft(tmp_path, 4, read_good.report(narrative=changed))
    changes = diff_drafts(tmp_path, 3, 4)
    told = diff_text(changes)
    assert "Child Rowan [-likes-] {+loves+} the dog" in told
    assert any(c.section == "Why this review" and c.kind == "removed" and c.before.startswith("The rapid review") for c in changes)
    assert any(c.section == "Wider evidence" and c.kind == "added" for c in changes)
    assert not any(c.section == "Findings" for c in changes)
    assert diff_json(changes)["changes"][0].keys() == {"section", "kind", "before", "after"}
    assert diff_text(diff_drafts(tmp_path, 3, 3)) == "Nothing changed.\n"


def test_drafts_that_there_are_not_or_cannot_be_read(read_good, tmp_path):
    write_draft(tmp_path, 1, read_good.report())
    with pytest.raises(InputError, match="no draft 2.*Drafts: 1"):
        diff_drafts(tmp_path, 1, 2)
    (tmp_path / "drafts" / "0002").mkdir()
    (tmp_path / "drafts" / "0002" / "report.ipynb").write_text("{", encoding="utf-8")
    with pytest.raises(InputError, match="0002/report.ipynb"):
        diff_drafts(tmp_path, 1, 2)


def test_marks_are_around_words():
    assert marked_words("a b c", "a x c d") == "a [-b-] {+x+} c {+d+}"


def test_the_family_plan_stays_with_the_team_and_its_letter_leaves_room_for_the_child_s_own_name(read_good):
    report = read_good.report()
    text = words(make_pack(report, "family"))
    assert "Working draft" in text and "Meeting at home with an advocate." in text and "Draft for the family" not in text and "send the letter alone" in text
    assert report.subjects[0].name not in text.split("Dear")[1]


def test_terms_of_reference_name_no_file_of_the_case_and_no_recommendation(read_good):
    text = words(make_pack(read_good.report("working"), "terms"))
    assert "review.yml" not in text and "Recommendation R1" not in text


def test_the_letter_begins_a_page_and_says_nothing_of_a_draft(read_good):
    with zipfile.ZipFile(io.BytesIO(make_pack(read_good.report(), "family").content)) as archive:
        document, header = archive.read("word/document.xml").decode(), archive.read("word/header1.xml").decode()
    letter = document[document.index('w:type="page"') :]
    assert "The letter" in letter and "The plan" not in letter
    assert "draft" not in header.lower() and "draft" not in re.sub("<[^>]+>", "", letter).lower()


def test_the_action_plan_s_rows_are_as_high_as_their_text(read_good):
    long = {**read_good.case.review.recommendations[0].model_dump(), "text": "Give each child a person who knows the days. " * 12}
    sheet = load_workbook(io.BytesIO(make_pack(read_good.report(review={"recommendations": [long]}), "actions").content)).active
    assert sheet.row_dimensions[2].height > 150
