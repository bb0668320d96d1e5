import datetime as dt
import hashlib
import json
from types import SimpleNamespace

import pytest

from lcspr_kit.case import load_case
from lcspr_kit.casefiles import yaml_text
from lcspr_kit.privacy.audit import AUDIT_FILE, HEAD_FILE, read_audit, record
from lcspr_kit.privacy.decide import things_to_decide
from lcspr_kit.privacy.leaks import Leak
from lcspr_kit.privacy.publish import allowed_texts, check_gate, gate_json, publish_draft, release_draft_text
from lcspr_kit.privacy.worksheet import worksheet_text
from lcspr_kit.problems import InputError

WHEN = dt.datetime(2026, 8, 20, 10, 30)
REVIEW = """reference: NP-2026-03
decision_date: 2026-03-02
publication_date: 2026-08-28
period: {from: 2024-07-01, to: 2026-01-17}
subjects: [p01]
lead_reviewer: {name: Dr Ada Quill}
sign_off:
  local_authority: {name: A. Reed, date: 2026-08-10}
  integrated_care_board: {name: B. Stone, date: 2026-08-11}
  police: {name: C. Lowe, date: 2026-08-11}
"""
CLEAN = "<html><body><p>Child A was seen in early spring. Written by Dr Ada Quill, NP-2026-03, 28 August 2026.</p></body></html>"


@pytest.fixture
def make(tmp_path):
    def _make(page=CLEAN, audience="publication", review=REVIEW, release=None):
        folder = tmp_path / "case"
        draft = folder / "drafts" / "0001"
        draft.mkdir(parents=True)
        (folder / "review.yml").write_text(review, encoding="utf-8")
        (folder / "people.csv").write_text("id,name,pseudonym\np01,Kye Brannow,Child A\n", encoding="utf-8")
        (draft / "report.html").write_text(page, encoding="utf-8")
        digest = hashlib.sha256(page.encode()).hexdigest()
        (draft / "manifest.json").write_text(json.dumps({"audience": audience, "outputs": {"report.html": digest}}), encoding="utf-8")
        if release:
            (folder / "release.yml").write_text(yaml_text({"decisions": release}), encoding="utf-8")
        return load_case(folder), draft

    return _make


def test_a_clean_signed_draft_is_made_ready_with_its_evidence(make):
    case, draft = make()
    folder = publish_draft(case, draft, [SimpleNamespace(rule="x", severity="warning")], "jo", WHEN)
    assert folder == case.folder / "published" / "0001"
    assert (folder / "report.html").read_bytes() == (draft / "report.html").read_bytes()
    evidence = json.loads((folder / "evidence" / "evidence.json").read_text(encoding="utf-8"))
    assert evidence["direct_identifiers"] == 0 and evidence["signed"]["police"] == "2026-08-11"
    assert "Motivated-intruder" in (folder / "evidence" / "worksheet-html.md").read_text(encoding="utf-8")
    assert [entry["action"] for entry in read_audit(case.folder)] == ["published"]
    with pytest.raises(InputError, match="published before"):
        publish_draft(case, draft, [], "jo", WHEN)


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"page": "<p>Kye Brannow</p>"}, "direct identifier"),
        ({"audience": "working"}, "not rendered for publication"),
        ({"review": REVIEW.replace("  police: {name: C. Lowe, date: 2026-08-11}\n", "")}, "sign_off.police"),
        ({"review": REVIEW.replace("A. Reed, date: 2026-08-10", "A. Reed, date: 2025-08-10")}, "sign_off.local_authority.date"),
        ({"page": "<p>One of twins, seen on a Tuesday.</p>"}, "no decision yet"),
        ({"page": "<p>One of twins.</p>", "release": [{"kind": "multiple birth", "text": "twins", "reason": "", "by": "AQ"}]}, "no reason or no name"),
        ({"page": "<p>Kye</p>", "release": [{"kind": "name", "text": "Kye", "reason": "we like it", "by": "AQ"}]}, "direct identifier"),
    ],
)
def test_the_gate_stays_shut(make, change, reason):
    case, draft = make(**change)
    with pytest.raises(InputError, match=reason):
        publish_draft(case, draft, [], "jo", WHEN)
    assert not (case.folder / "published").exists()
    assert [entry["action"] for entry in read_audit(case.folder)] == ["refused"]


def test_errors_of_the_checks_and_a_changed_file_keep_the_gate_shut(make):
    case, draft = make()
    (draft / "report.html").write_text(CLEAN + " ", encoding="utf-8")
    reasons = gate_json(check_gate(case, draft, [SimpleNamespace(rule="dates", severity="error")]))["problems"]
    assert len(reasons) == 2 and "dates" in str(reasons) and "changed after it was rendered" in str(reasons)


def test_decisions_with_a_reason_open_the_gate_and_the_file_to_fill_in_lists_what_is_open(make):
    case, draft = make(page="<p>One of twins, seen on a Tuesday.</p>", release=[{"kind": "multiple birth", "text": "Twins", "reason": "known already", "by": "AQ"}])
    gate = check_gate(case, draft, [])
    assert [(item.kind, item.text) for item in gate.undecided] == [("day of the week with an event", "Tuesday")]
    text = release_draft_text(gate).replace("reason: ''", "reason: broad enough").replace("by: ''", "by: AQ")
    (case.folder / "release.yml").write_text(text, encoding="utf-8")
    assert publish_draft(case, draft, [], "jo", WHEN).is_dir()


def test_a_draft_that_is_not_there_is_said(make):
    case, draft = make()
    with pytest.raises(InputError, match="no such draft"):
        publish_draft(case, draft.with_name("0009"), [], "jo", WHEN)


def test_rare_details_and_quotations_are_listed_for_a_person(tmp_path):
    (tmp_path / "a.txt").write_text("The twins, of a Polish family, were known. He said that the baby just would not stop crying all night long. Aged 11 weeks.", encoding="utf-8")
    record = "Dad reported: the baby just would not stop crying all night, he was tired"
    found = {(item.kind, item.text) for item in things_to_decide(tmp_path / "a.txt", [record])}
    assert ("multiple birth", "twins") in found and ("nationality or ethnicity", "Polish") in found
    assert ("quotation from a record", "the baby just would not stop crying all night") in found
    assert any(kind == "exact age" for kind, _ in found)


def test_the_worksheet_shows_no_real_name_and_no_markup():
    text = worksheet_text("a.html", [Leak("a.html", "text 1", "Kye Brannow", "p01", "name", 1.0), Leak("a.html", "x|y", "<script>alert(1)</script>", "", "address", 0.7)], [])
    assert "Brannow" not in text and "<script" not in text.replace("\\<script", "") and "x\\|y" in text


def test_the_log_shows_a_line_changed_or_taken_out(tmp_path):
    for number in range(3):
        record(tmp_path, "rendered", "jo smith/x", WHEN, draft=number)
    assert [entry["n"] for entry in read_audit(tmp_path)] == [1, 2, 3]
    path = tmp_path / AUDIT_FILE
    lines = path.read_text(encoding="utf-8").splitlines(keepends=True)
    for broken, row in ((lines[0].replace('"draft": 0', '"draft": 9') + "".join(lines[1:]), 1), (lines[0] + lines[2], 2), (lines[1] + lines[2], 1), ("x\n", 1)):
        path.write_text(broken, encoding="utf-8")
        with pytest.raises(InputError, match=f"row {row}"):
            read_audit(tmp_path)


def test_lines_cut_off_the_end_of_the_log_show_and_go_on_showing(tmp_path):
    for number in range(4):
        record(tmp_path, "rendered", "jo", WHEN, draft=number)
    path = tmp_path / AUDIT_FILE
    whole = path.read_text(encoding="utf-8")
    path.write_text("".join(whole.splitlines(keepends=True)[:2]), encoding="utf-8")
    record(tmp_path, "rendered", "jo", WHEN, draft=9)
    with pytest.raises(InputError, match="had 4 lines once"):
        read_audit(tmp_path)
    path.with_name("audit-old.jsonl").write_text(whole, encoding="utf-8")
    record(tmp_path, "rendered", "jo", WHEN, draft=10)
    assert [entry["draft"] for entry in read_audit(tmp_path)] == [0, 1, 9, 10]


def test_a_log_cut_before_the_last_publication_stops_the_next_one_whatever_is_beside_it(make):
    case, draft = make()
    record(case.folder, "rendered", "jo", WHEN, draft=1)
    publish_draft(case, draft, [], "jo", WHEN)
    (case.folder / AUDIT_FILE).unlink()
    (case.folder / HEAD_FILE).unlink()
    draft = draft.rename(draft.with_name("0002"))
    with pytest.raises(InputError, match="had 1 lines once"):
        publish_draft(case, draft, [], "jo", WHEN)


def test_nothing_is_published_while_the_log_is_broken(make):
    case, draft = make()
    for number in range(3):
        record(case.folder, "rendered", "jo", WHEN, draft=number)
    path = case.folder / AUDIT_FILE
    lines = path.read_text(encoding="utf-8").splitlines(keepends=True)
    path.write_text(lines[0] + lines[2], encoding="utf-8")
    with pytest.raises(InputError, match="move the file aside"):
        publish_draft(case, draft, [], "jo", WHEN)
    path.rename(path.with_name("audit-kept.jsonl"))
    assert publish_draft(case, draft, [], "jo", WHEN).is_dir()


@pytest.mark.parametrize("fact", ["Kye Brannow", "a" * 81, "x\ny", "<b>"])
def test_the_log_takes_no_case_text(tmp_path, fact):
    with pytest.raises(ValueError, match="case text"):
        record(tmp_path, "rendered", "jo", WHEN, note=fact)
    assert not (tmp_path / AUDIT_FILE).exists()


def test_an_unknown_action_is_refused(tmp_path):
    with pytest.raises(ValueError, match="is not one of"):
        record(tmp_path, "tweeted", "jo", WHEN)


def test_an_agency_that_the_register_hides_is_not_allowed_in(make):
    review = REVIEW + "agencies:\n  - {name: Quayfold Surgery, kind: gp, chronology: null}\n  - {name: Norbeck Police, kind: police, chronology: null}\n"
    case, _ = make(review=review)
    (case.folder / "places.csv").write_text("id,name,kind\nl1,Quayfold Surgery,surgery\n", encoding="utf-8")
    allowed = allowed_texts(load_case(case.folder))
    assert "Norbeck Police" in allowed and "Quayfold Surgery" not in allowed
