"""The small files of a case: what the author may write, and what she is told when she can't."""

from __future__ import annotations

import time
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import BaseModel, ConfigDict
from ruamel.yaml import YAML

from lcspr_kit.casefiles import (
    in_their_words,
    read_table,
    read_text,
    read_yaml,
    table_text,
    write_atomic,
    yaml_text,
)
from lcspr_kit.problems import InputError


class Inner(BaseModel):
    model_config = ConfigDict(extra="forbid")
    question: str = ""
    effect: str = ""


class Outer(BaseModel):
    model_config = ConfigDict(extra="forbid")
    reference: str
    answer: object = None
    parts: list[Inner] = []


def problems(path: Path, text: str) -> list[str]:
    path.write_text(text, encoding="utf-8")
    with pytest.raises(InputError) as error:
        read_yaml(path, Outer)
    return [str(problem) for problem in error.value.problems]


def test_every_unknown_key_is_named_with_its_line_and_the_nearest_key(tmp_path):
    said = problems(tmp_path / "review.yml", "referense: X\nparts:\n  - {questoin: why}\n")
    assert any("row 1" in line and "Did you mean 'reference'?" in line for line in said)
    assert any("row 3" in line and "Did you mean 'question'?" in line for line in said)
    assert any("reference" in line and "needed" in line for line in said)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("reference: a\nreference: b\n", "duplicate key"),
        ("reference: *x\n", "undefined alias"),
        ("reference: a\nanswer: &x [1]\nparts: *x\n", "aliases"),
        ("reference: [a\n", "row"),
        ("- a\n- b\n", "keys and values"),
        ("", "empty"),
        ("reference: !!python/object/apply:os.system [ls]\n", "can't be read"),
        ("a: " * 2000, "can't be read"),
        ("reference: a\n\tparts: []\n", "row 2"),
        ("reference: a\nanswer: 2026-06-31\n", "row 2: '2026-06-31' is no day"),
        ("reference: a\nanswer: 2026-06-30 25:70:00\n", "row 2: '2026-06-30 25:70:00' is no day"),
        ("parts: [1, " + "9" * 6000 + "]\n", "row 1: '9999"),
        ("reference: a\nanswer: b\x07\n", "row 2"),
    ],
)
def test_what_can_not_be_read_is_said(tmp_path, text, expected):
    assert any(expected in line for line in problems(tmp_path / "review.yml", text))


def test_yaml_is_version_1_2(tmp_path):
    (tmp_path / "a.yml").write_text("reference: NO\nanswer: no\n", encoding="utf-8")
    read = read_yaml(tmp_path / "a.yml", Outer)
    assert (read.reference, read.answer) == ("NO", "no")


def test_a_comma_in_a_sentence_between_braces_does_not_cut_it(tmp_path):
    (tmp_path / "a.yml").write_text("reference: a\nparts:\n  - {effect: To be met after the decision, as agreed, with care, question: why}\n", encoding="utf-8")
    assert read_yaml(tmp_path / "a.yml", Outer).parts == [Inner(effect="To be met after the decision, as agreed, with care", question="why")]


@settings(max_examples=60, deadline=None)
@given(st.binary(max_size=400))
def test_no_bytes_make_anything_but_a_clear_refusal(tmp_path_factory, raw):
    path = tmp_path_factory.mktemp("y") / "review.yml"
    path.write_bytes(raw)
    for read in (lambda: read_yaml(path, Outer), lambda: read_table(path, ["id"], ["id"])):
        try:
            read()
        except InputError as error:
            assert all(str(problem).startswith("review.yml") for problem in error.problems)


def test_tables_may_have_commas_semicolons_or_tabs(tmp_path):
    for sign in ",;\t":
        (tmp_path / "p.csv").write_text(f"name{sign}id\nAda{sign}p1\n\n", encoding="utf-8-sig")
        rows, warnings = read_table(tmp_path / "p.csv", ["id", "name", "role"], ["id"])
        assert rows == [{"id": "p1", "name": "Ada", "role": "", "_row": "2"}]
        assert warnings == []


def test_table_rows_are_counted_as_the_author_sees_them(tmp_path):
    (tmp_path / "p.csv").write_text('id,notes\np1,"two\nlines"\np2,x\n', encoding="utf-8")
    rows, _ = read_table(tmp_path / "p.csv", ["id", "notes"])
    assert [row["_row"] for row in rows] == ["2", "4"]


def test_table_faults_are_all_said_at_once(tmp_path):
    (tmp_path / "p.csv").write_text("name,name\na,b,c\n", encoding="utf-8")
    with pytest.raises(InputError) as error:
        read_table(tmp_path / "p.csv", ["id", "name"], ["id"])
    said = "\n".join(str(problem) for problem in error.value.problems)
    assert "'id' is missing" in said and "twice" in said and "row 2" in said


def test_unknown_columns_are_a_warning(tmp_path):
    (tmp_path / "p.csv").write_text("id,pseudonim\np1,Child\n", encoding="utf-8")
    _, warnings = read_table(tmp_path / "p.csv", ["id", "pseudonym"])
    assert "Did you mean 'pseudonym'?" in str(warnings[0])


def test_old_windows_text_is_read(tmp_path):
    (tmp_path / "a.txt").write_bytes("Zoë’s café".encode("cp1252"))
    assert read_text(tmp_path / "a.txt") == "Zoë’s café"


@settings(max_examples=40, deadline=None)
@given(st.lists(st.tuples(st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cs"]), min_size=1), st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cs"]))), min_size=1))
def test_a_table_written_is_the_table_read(tmp_path_factory, rows):
    path = tmp_path_factory.mktemp("t") / "t.csv"
    path.write_text(table_text(["id", "name"], [{"id": a, "name": b} for a, b in rows]), encoding="utf-8")
    back, _ = read_table(path, ["id", "name"])
    kept = [(a.strip(), b.strip()) for a, b in rows if a.strip() or b.strip()]
    assert [(row["id"], row["name"]) for row in back] == kept


def test_yaml_written_is_yaml_read(tmp_path):
    data = {"reference": "a: b # c", "answer": ["x", "- y", "no"], "parts": [{"question": "multi\nline"}]}
    (tmp_path / "a.yml").write_text(yaml_text(data), encoding="utf-8")
    read = read_yaml(tmp_path / "a.yml", Outer)
    assert read.reference == "a: b # c" and read.answer == ["x", "- y", "no"] and read.parts[0].question == "multi\nline"


def test_a_failed_write_leaves_the_old_file_and_no_rubbish(tmp_path, monkeypatch):
    path = tmp_path / "episodes.yml"
    write_atomic(path, "old")
    monkeypatch.setattr("os.fsync", lambda _fd: (_ for _ in ()).throw(OSError(28, "No space left on device")))
    with pytest.raises(OSError, match="No space"):
        write_atomic(path, "new")
    assert path.read_text(encoding="utf-8") == "old"
    assert [p.name for p in tmp_path.iterdir()] == ["episodes.yml"]


THEIRS = """\
# The author's own heading.
episodes:
  - id: E1
    title: 'A quoted title'   # to be shortened
    pinned: [a1, b2]  # the school gate
    why: >-
      Nobody # asked.

  # Refused in the meeting of 3 May.
  - id: E2
    status: refused
"""


def test_a_change_leaves_the_authors_comments_and_hand():
    text = yaml_text({"episodes": [{"id": "E1", "title": "A quoted title", "pinned": ["a1", "c3", "b2"], "why": "Nobody # asked, or looked."}, {"id": "E2", "status": "refused", "reason": "Twice"}, {"id": "E3", "status": "accepted"}]})
    kept = in_their_words(THEIRS, text)
    assert YAML(typ="safe").load(kept) == YAML(typ="safe").load(text)
    for own in ("# The author's own heading.", "'A quoted title'   # to be shortened", "[a1, c3, b2] # the school gate", "  # Refused in the meeting of 3 May.\n  - id: E2"):
        assert own in kept


@pytest.mark.parametrize("before", ["", "# one line\n", "a: [\n# broken\n", "- 1 # a list\n# x\n", "episodes:\n# none\n"])
def test_where_there_is_no_hand_to_keep_the_new_text_stands(before):
    text = yaml_text({"episodes": [{"id": "E1"}]})
    assert YAML(typ="safe").load(in_their_words(before, text)) == {"episodes": [{"id": "E1"}]}


@settings(deadline=None, max_examples=80)
@given(st.lists(st.dictionaries(st.sampled_from(["title", "why", "roles"]), st.text(max_size=12) | st.lists(st.text(max_size=5), max_size=3)), max_size=4))
def test_whatever_is_said_is_said_in_the_authors_file_too(entries):
    data = {"episodes": [{"id": f"E{number}", **entry} for number, entry in enumerate(entries, 1)]}
    text = yaml_text(data)
    assert YAML(typ="safe", pure=True).load(in_their_words(THEIRS, text)) == YAML(typ="safe", pure=True).load(text)


@pytest.mark.parametrize("text", ["a: " + "[" * 5000 + "]" * 5000, "a: " + "{a: " * 3000 + "1" + "}" * 3000, "\n".join("  " * depth + "a:" for depth in range(1500)), "a: " + "[" * 5000])
def test_yaml_nested_too_deeply_is_said_in_a_sentence(tmp_path, text):
    (tmp_path / "review.yml").write_text(text, encoding="utf-8")
    started = time.process_time()
    with pytest.raises(InputError) as caught:
        read_yaml(tmp_path / "review.yml", Outer)
    assert time.process_time() - started < 2
    assert "Error" not in str(caught.value) and "review.yml" in str(caught.value)
    assert in_their_words("# mine\n" + text, "a: 1\n") == "a: 1\n"
