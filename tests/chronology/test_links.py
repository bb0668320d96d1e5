"""The author's decisions on links."""

from __future__ import annotations

import pandas as pd
import pytest

from lcspr_kit.chronology.links import (
    Links,
    accepted_groups,
    decide_link,
    link_labels,
    lost_links,
    open_suggestions,
    read_links,
    save_links,
)
from lcspr_kit.problems import InputError


def test_no_file_and_a_file_of_comments_are_no_decisions(tmp_path):
    assert read_links(tmp_path) == Links()
    (tmp_path / "links.yml").write_text("# nothing yet\n", encoding="utf-8")
    assert read_links(tmp_path) == Links()


def test_what_is_saved_is_read_again_ids_of_digits_too(tmp_path):
    links = decide_link(Links(), "0123456789", "12e4567890", "accepted", "same call: café")
    links = decide_link(links, "aaaaaaaaaa", "bbbbbbbbbb", "refused")
    save_links(tmp_path, links)
    assert read_links(tmp_path) == links
    assert read_links(tmp_path).status("12e4567890", "0123456789") == "accepted"


def test_deciding_again_changes_the_entry_in_its_place():
    links = decide_link(decide_link(Links(), "a1", "b1", "accepted"), "c1", "d1", "accepted")
    links = decide_link(links, "b1", "a1", "refused", "two calls")
    assert [(link.status, link.note) for link in links.links] == [("refused", "two calls"), ("accepted", "")]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("links: [{a: x, b: x, status: accepted}]", "itself"),
        ("links: [{a: x, b: y, status: maybe}]", "accepted"),
        ("links: [{a: x, b: y, status: accepted}, {a: y, b: x, status: refused}]", "twice"),
        ("links: [{a: x, b: y, stats: accepted}]", "status"),
    ],
)
def test_faults_are_sentences(tmp_path, text, words):
    (tmp_path / "links.yml").write_text(text, encoding="utf-8")
    with pytest.raises(InputError) as caught:
        read_links(tmp_path)
    assert words in str(caught.value) and "links.yml" in str(caught.value)


def test_accepted_pairs_that_share_a_record_are_one_group():
    links = Links()
    for a, b, status in [("a", "b", "accepted"), ("c", "d", "accepted"), ("d", "e", "accepted"), ("b", "c", "accepted"), ("x", "y", "refused"), ("p", "q", "accepted")]:
        links = decide_link(links, a, b, status)
    assert [sorted(group) for group in accepted_groups(links)] == [["a", "b", "c", "d", "e"], ["p", "q"]]
    assert [sorted(group) for group in accepted_groups(links, known="abpq")] == [["a", "b"], ["p", "q"]]


def test_decided_pairs_are_no_suggestions_and_labels_tell_the_two_apart():
    suggested = pd.DataFrame({"a": ["a", "c", "e"], "b": ["b", "d", "f"], "band": ["strong", "strong", "possible"]})
    left = open_suggestions(suggested, decide_link(Links(), "b", "a", "refused"))
    assert list(left["a"]) == ["c", "e"]
    assert link_labels([("a", "b")], left) == {"a": "L1", "b": "L1", "c": "S1?", "d": "S1?"}


def test_a_decision_about_a_record_that_is_gone_is_shown():
    problems = lost_links(decide_link(Links(), "a", "gone", "accepted"), ["a", "b"])
    assert len(problems) == 1 and "gone" in str(problems[0])
