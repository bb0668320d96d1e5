"""The command: every verb is documented, and what goes wrong is said in one line without a traceback."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
import typer

from lcspr_kit.cli import app

ROOT = Path(__file__).resolve().parent.parent
VERBS = sorted(typer.main.get_command(app).commands)


def lcspr(*words: object, cwd: Path | None = None) -> subprocess.CompletedProcess:
    return subprocess.run([sys.executable, "-m", "lcspr_kit", *map(str, words)], capture_output=True, text=True, encoding="utf-8", cwd=cwd, timeout=300, env={**os.environ, "COLUMNS": "200"})


@pytest.mark.parametrize("verb", VERBS)
def test_every_verb_has_help_with_an_example_and_is_in_the_readme(verb):
    done = lcspr(verb, "--help")
    assert done.returncode == 0 and f"Example: lcspr {verb}" in done.stdout
    assert f"`lcspr {verb}" in (ROOT / "README.md").read_text(encoding="utf-8")


def test_verbs_of_the_design_are_all_there():
    assert {"new", "form", "intake", "merge", "episodes", "genogram", "timeline", "check", "leaks", "render", "lab", "deadlines", "demo"} <= set(VERBS)


@pytest.mark.parametrize(
    "words",
    [
        ["intake", "no-such-case"], ["render", "no-such-case"], ["nonsense"], ["intake"], ["merge", "no-such-case", "--to", "xls"],
        ["genogram", "no-such-file.ged"], ["deadlines", ".", "--today", "soon"], ["render", ".", "--to", "rtf"],
    ],
)  # fmt: skip
def test_what_can_not_be_done_is_said_without_a_traceback(words, tmp_path):
    done = lcspr(*words, cwd=tmp_path)
    assert done.returncode == 2, done.stdout
    assert done.stderr.strip() and "Traceback" not in done.stderr + done.stdout


def test_new_case_intake_and_every_output(tmp_path):
    assert lcspr("new", "my-review", cwd=tmp_path).returncode == 0
    assert lcspr("new", "my-review", cwd=tmp_path).returncode == 2
    done = lcspr("intake", "my-review", "--json", cwd=tmp_path)
    assert done.returncode in (0, 1) and set(json.loads(done.stdout)) >= {"files", "events", "quarantined", "notes"}


def test_every_problem_of_a_case_is_said_at_once(minimal):
    (minimal / "review.yml").write_text("reference: X\ndecision_date: soon\nperiod: {from: 2025-01-01, to: 2024-01-01}\nsubjects: [p9]\nfindigs: []\n", encoding="utf-8")
    done = lcspr("intake", minimal)
    assert done.returncode == 2
    said = done.stderr
    assert "row 2" in said and "2026-03-31" in said
    assert "ends before it starts" in said and "Did you mean 'findings'?" in said


def test_json_of_each_verb_has_the_designs_shape(alex):
    def answer(*words: object) -> dict:
        done = lcspr(*words, "--json")
        assert done.returncode in (0, 1), done.stderr
        return json.loads(done.stdout)

    intake = answer("intake", alex)
    assert {"file", "sheet", "agency", "rows", "events", "quarantined", "skipped", "columns"} <= set(intake["files"][0])
    assert all(entry["rows"] == entry["events"] + entry["quarantined"] + entry["skipped"] for entry in intake["files"])
    assert {"file", "sheet", "row", "reason", "text"} <= set(intake["quarantined"][0])
    episodes = answer("episodes", alex)
    assert {"id", "title", "start", "end", "score", "status", "events", "agencies", "silent", "reasons"} <= set(episodes["episodes"][0])
    assert {"kind", "text", "points", "events"} <= set(episodes["episodes"][0]["reasons"][0])
    days = answer("episodes", alex, "--days")["days"]
    assert {"date", "records", "mentions", "score"} <= set(days[0]) and re.fullmatch(r"\d{4}-\d\d-\d\d", days[0]["date"])
    findings = answer("check", alex)["findings"]
    assert {"rule", "severity", "message", "where", "guidance"} <= set(findings[0])
    leaks = answer("leaks", alex / "people.csv", "--case", alex)["leaks"]
    assert {"file", "where", "text", "person", "kind", "confidence"} <= set(leaks[0])


@pytest.mark.parametrize("to", ["xlsx", "docx", "csv"])
def test_merge_writes_every_event(alex, to, tmp_path):
    out = tmp_path / f"all.{to}"
    assert lcspr("merge", alex, "--to", to, "-o", out).returncode in (0, 1)
    from lcspr_kit.case import load_case
    from lcspr_kit.chronology.intake import read_case

    events = read_case(load_case(alex)).events
    assert count_rows(out) == len(events)


def count_rows(path: Path) -> int:
    if path.suffix == ".csv":
        import csv

        with path.open(encoding="utf-8", newline="") as file:
            return len(list(csv.DictReader(file)))
    if path.suffix == ".xlsx":
        import openpyxl

        return openpyxl.load_workbook(path)["Chronology"].max_row - 1
    import docx

    return len(docx.Document(str(path)).tables[0].rows) - 1


@pytest.mark.parametrize(("verb", "to"), [("genogram", "svg"), ("genogram", "png"), ("genogram", "dot"), ("genogram", "json"), ("timeline", "svg"), ("timeline", "png"), ("timeline", "dot")])
def test_drawings_are_written(alex, tmp_path, verb, to):
    out = tmp_path / f"picture.{to}"
    assert lcspr(verb, alex, "--to", to, "-o", out).returncode in (0, 1)
    start = out.read_bytes()[:8]
    assert {"svg": start.startswith(b"<svg"), "png": start == b"\x89PNG\r\n\x1a\n", "dot": b"graph" in out.read_bytes()[:40], "json": start.startswith(b"{")}[to]


def test_deadlines_count_from_the_day_given(alex):
    one = lcspr("deadlines", alex, "--today", "2026-06-01", "--json").stdout
    assert one == lcspr("deadlines", alex, "--today", "2026-06-01", "--json").stdout
    assert json.loads(one)["deadlines"]


def test_a_pack_goes_into_a_folder_that_is_named_and_other_files_do_not(minimal, tmp_path):
    for place in (tmp_path, tmp_path / "packs"):
        done = lcspr("pack", minimal, "--kind", "interview", "-o", place)
        assert done.returncode == 0 and (place / "interview.docx").is_file(), done.stderr
    done = lcspr("merge", minimal, "--to", "csv", "-o", tmp_path)
    assert done.returncode == 2 and "is a folder" in done.stderr


@pytest.mark.parametrize("words", [["pack", "--kind", "actions", "-o", "plan.docx"], ["merge", "-o", "all.docx"], ["genogram", "-o", "family.png"], ["timeline", "-o", "time.pdf"], ["form", "-o", "form.csv"]])
def test_a_name_whose_ending_is_of_another_kind_of_file_is_refused(minimal, tmp_path, words):
    done = lcspr(words[0], minimal, *words[1:], cwd=tmp_path)
    assert done.returncode == 2 and "ends in" in done.stderr and not (tmp_path / words[-1]).exists()


def test_copies_with_pseudonyms_go_into_a_folder_that_is_made(minimal, tmp_path):
    (tmp_path / "note.txt").write_text("Seen at home.", encoding="utf-8")
    done = lcspr("pseudonymise", tmp_path / "note.txt", "--case", minimal, "-o", tmp_path / "copies")
    assert done.returncode == 0 and (tmp_path / "copies" / "note-pseudonyms.txt").is_file(), done.stderr
    done = lcspr("pseudonymise", tmp_path / "note.txt", "--case", minimal, "-o", tmp_path / "far" / "away")
    assert done.returncode == 2 and "There is no folder" in done.stderr


@pytest.mark.parametrize(
    ("written", "slip", "said"),
    [("period: {from: 2025", "period: {from: 0205", "the year 205"), ("period: {from: 2025", "period: {from: 1925", "longer than"), ("decision_date: 2026", "decision_date: 9999", "the year 9999")],
)
def test_a_year_that_is_a_slip_is_told_at_once(minimal, written, slip, said):
    text = (minimal / "review.yml").read_text(encoding="utf-8")
    assert written in text
    (minimal / "review.yml").write_text(text.replace(written, slip), encoding="utf-8")
    done = lcspr("deadlines", minimal)
    assert done.returncode == 2 and said in done.stderr


def test_a_family_that_can_not_be_drawn_truly_is_said_in_a_sentence(tmp_path, monkeypatch, capsys):
    from lcspr_kit.cli import main
    from lcspr_kit.genogram import draw
    from lcspr_kit.genogram.layout import LayoutError

    def fails(*_: object, **__: object) -> None:
        raise LayoutError("The union u has no lines.")

    monkeypatch.setattr(draw, "lay_out", fails)
    (tmp_path / "f.ped").write_text("F 1 0 0 1 1\nF 2 0 0 2 1\nF 3 1 2 1 2\n", encoding="utf-8")
    monkeypatch.setattr(sys, "argv", ["lcspr", "genogram", str(tmp_path / "f.ped"), "-o", str(tmp_path / "f.svg")])
    with pytest.raises(SystemExit) as left:
        main()
    said = "".join(capsys.readouterr())
    assert left.value.code == 2 and "The union u has no lines." in said and "--as-at" in said and "inside lcspr" not in said
