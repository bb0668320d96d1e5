"""The skeleton: every section in order, prompts where nothing is written, no real name, each audience its own."""

from __future__ import annotations

import re
from dataclasses import replace

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lcspr_kit.report.blocks import Figure, Heading, Prompt, Prose, Table, Title, prose_html, to_markdown
from lcspr_kit.report.figures import without_dates
from lcspr_kit.report.skeleton import CHAPTERS, chapter, sections
from lcspr_kit.report.templating import author_blocks

NAMES = re.compile(r"Isolde|Izzy|Tock|Bramwell|\bBram\b|Garrick|Wend\b|Petra|Lund\b")


def text_of(report) -> str:
    parts = []
    for section in sections(report):
        parts.append(section.title)
        for block in section.blocks:
            if isinstance(block, Figure):
                parts += [block.drawing.title, block.drawing.description, block.drawing.dot, block.drawing.table.to_string()]
            elif isinstance(block, Table):
                parts += [block.caption, block.frame.to_string()]
            else:
                parts.append(to_markdown(block))
    return "\n".join(parts)


def test_all_chapters_are_there_in_order(read_good):
    ids = [section.id for section in sections(read_good.report()) if section.level == 2]
    assert ids == list(CHAPTERS)
    all_ids = [section.id for section in sections(read_good.report())]
    assert all_ids.index("episode-E1") == all_ids.index("episodes") + 1
    assert all_ids.index("analysis-K1") == all_ids.index("analysis") + 1
    assert all_ids[-3:] == ["method-note", "abbreviations", "timeline"]


def test_keys_are_unique_and_levels_never_jump(read_good):
    keys, level = [], 1
    for section in sections(read_good.report(narrative={"voice": "# A\n\ntext\n\n### B\n\ntext\n\n# C\n\n## D\n\nend"})):
        for heading in (Heading(section.title, section.level, section.id), *(b for b in section.blocks if isinstance(b, Heading))):
            assert heading.level <= level + 1
            keys.append(heading.key)
            level = heading.level
        keys += [block.key for block in section.blocks if isinstance(block, (Table, Figure))]
    assert len(keys) == len(set(keys))


@pytest.mark.parametrize("audience", ["working", "family", "publication"])
def test_no_real_name_for_any_audience(read_good, audience):
    report = read_good.report(audience, narrative={"analysis-K1": "Izzy Tock told Petra Lund that Bram was ill."})
    assert not NAMES.search(text_of(report))


def test_what_the_author_wrote_takes_the_place_of_the_prompt(read_good):
    with_text = chapter(read_good.report(), "voice")[0]
    without = chapter(read_good.report(narrative={"voice": None}), "voice")[0]
    assert not any(isinstance(block, Prompt) for block in with_text.blocks)
    assert any(isinstance(block, Prose) and block.by_author for block in with_text.blocks)
    assert any(isinstance(block, Prompt) for block in without.blocks)
    assert any(isinstance(block, Table) for block in with_text.blocks) and any(isinstance(block, Table) for block in without.blocks)


def test_an_empty_case_has_prompts_and_no_empty_table(read_good):
    keep = {name: getattr(read_good.case.review, name) for name in ("reference", "decision_date", "period", "subjects")}
    bare = {name: [] for name in ("key_lines_of_enquiry", "review_team", "agencies", "parallel_investigations", "family_engagement", "wider_evidence", "findings", "recommendations", "dissemination")}
    nothing = dict.fromkeys(("lead_reviewer", "terms_of_reference", "methodology", "sign_off", "publication", "publication_date", "incident_date"))
    report = read_good.report(review={**bare, **nothing, "period_reason": "", "title": "", "partnership": ""}, narrative=dict.fromkeys(read_good.case.narrative), events=read_good.report().events.iloc[:0], episodes=())
    assert keep["reference"] == report.review.reference
    blocks = [block for section in sections(report) for block in section.blocks]
    assert sum(isinstance(block, Prompt) for block in blocks) > 15
    assert all(len(block.frame) for block in blocks if isinstance(block, Table))
    text = text_of(report)
    assert not re.search(r"\b1 (?:events|records|agencies|rows)\b|\bone (?:events|records|agencies)\b|\(\)|  \.|, \.|\bNone\b(?!:)|\bnan\b", text)


def test_only_the_working_draft_shows_sources_event_ids_and_zooms(read_good):
    ids = list(read_good.study.episodes[0].events)
    for audience in ("working", "family", "publication"):
        text = text_of(read_good.report(audience))
        shown = audience == "working"
        assert (any(identity in text for identity in ids)) == shown
        assert ("police.csv" in text) == shown
        assert ("zoom" in " ".join(b.key for s in sections(read_good.report(audience)) for b in s.blocks if isinstance(b, Figure))) == shown


def test_published_days_of_family_life_are_rough(read_good):
    report = read_good.report("publication", narrative={"circumstances": "He was taken to hospital on 17 January 2026 and moved on 3 February 2026."})
    text = text_of(report)
    assert "17 January 2026" not in text and "3 February 2026" not in text
    assert "mid January 2026" in text
    assert "2 March 2026" in text  # the decision to review is no day of the family's life
    born = {person.born for person in without_dates(read_good.family, report.review.period.end).people}
    assert born == {None}


def test_status_and_date_come_from_the_case(read_good):
    title = chapter(read_good.report(), "front")[0].blocks[0]
    assert isinstance(title, Title)
    assert title.status == "Working draft - not for publication" and title.date == "2026-08-07"
    assert chapter(read_good.report("publication"), "front")[0].blocks[0].status == ""


def test_questions_may_stand_in_place_of_recommendations(read_good):
    report = read_good.report(review={"recommendations": [], "questions_for_partners": [{"id": "Q1", "finding": "F1", "text": "Who will hold the sequence?"}]})
    titles = [section.title for section in sections(report)]
    assert "Questions for the partnership" in titles and "Recommendations" not in titles and "Action plan" not in titles


def test_proposals_are_shown_as_undecided(read_good):
    from dataclasses import replace

    report = read_good.report()
    proposed = replace(report, episodes=tuple(replace(episode, status="proposed") for episode in report.episodes))
    assert any(isinstance(block, Prompt) and "nobody has decided" in block.text for block in chapter(proposed, "episodes")[0].blocks)


def test_the_same_case_gives_the_same_blocks(read_good):
    assert text_of(read_good.report()) == text_of(read_good.report())


HOSTILE = "<script>alert(1)</script> {{ report }} {% raw %} | a | b |\n\n# Head\n\n```{=html}\n<b>\n```\n\n[x](javascript:alert(1)) ![i](http://a.example/i.png) [^1]\n\n[^1]: note"


def test_hostile_text_in_every_place_stays_text(read_good):
    review = {"period_reason": HOSTILE, "title": "T <i>", "findings": [{"id": "F1", "title": HOSTILE, "why": HOSTILE, "wider": HOSTILE, "episodes": ["E1"], "key_lines": ["K1"]}], "partnership": HOSTILE}
    report = read_good.report(review=review, narrative={"child": HOSTILE, "voice": HOSTILE}, episode={"what_happened": HOSTILE, "omissions": [HOSTILE], "roles": {HOSTILE: HOSTILE}})
    for section in sections(report):
        for block in section.blocks:
            if isinstance(block, Prose):
                page = prose_html(block.markdown)
                assert not re.search(r"<(?:script|b|i|img)\b|href=\"javascript", page)
                assert "Report(" not in page


def test_footnotes_of_two_sections_never_clash(read_good):
    report = read_good.report(narrative={"child": "A.[^1]\n\n[^1]: one", "voice": "B.[^1]\n\n[^1]: two"})
    assert "[^child-1]" in report.narrative["child"] and "[^voice-1]" in report.narrative["voice"]


@given(st.text(st.sampled_from("#ab \n`*-=1."), max_size=80), st.integers(2, 4))
@settings(max_examples=150, deadline=None)
def test_no_word_of_the_author_is_lost_and_her_headings_lie_below(markdown, level):
    blocks = author_blocks("child", "The child", level, markdown)
    kept = re.sub(r"[^ab1]", "", "".join(block.text if isinstance(block, Heading) else block.markdown for block in blocks))
    assert kept == re.sub(r"[^ab1]", "", markdown)
    assert all(block.level > level for block in blocks if isinstance(block, Heading))


def test_undated_events_don_t_stop_the_report(read_good):
    report = read_good.report()
    events = report.events.assign(start=pd.NaT, end=pd.NaT, precision="unknown")
    assert text_of(read_good.report(events=events))


def test_no_heading_has_nothing_beneath_it(read_good):
    silent = read_good.report(method_note="", narrative={"abbreviations": None})
    plain = replace(silent, narrative={}, episodes=(), events=silent.events.iloc[:0], review=silent.review.model_copy(update={"wider_evidence": []}))
    for report in (silent, plain):
        for section, after in zip(made := sections(report), [*made[1:], None], strict=True):
            assert section.blocks or (after is not None and after.level > section.level), section.title


def test_columns_in_which_nothing_stands_are_left_out(read_good):
    report = read_good.report(review={"recommendations": [], "questions_for_partners": [{"text": "Who rings back?"}]})
    (table,) = [block for section in chapter(report, "recommendations") for block in section.blocks if isinstance(block, Table)]
    assert list(table.frame.columns) == ["No.", "Question"] and len(table.widths) == 2


def test_many_children_are_not_listed_by_name_in_a_heading(read_good):
    report = read_good.report()
    many = replace(report, members=tuple(replace(report.subjects[0], name=f"Child {letter}") for letter in "ABCDE"))
    titles = [block.text for section in chapter(many, "episodes") for block in section.blocks if isinstance(block, Heading)]
    assert "What it was like for the children" in titles


def test_undecided_episodes_are_numbered_and_decided_ones_keep_the_author_s_name(read_good):
    report = read_good.report()
    proposed = replace(report, episodes=tuple(replace(episode, id="20a41e", status="proposed") for episode in report.episodes))
    titles = [section.title for section in sections(proposed)]
    assert any(title.startswith("Proposed episode 1: ") for title in titles) and not any("20a41e" in title for title in titles)
    tables = [block for section in sections(proposed) for block in section.blocks if isinstance(block, Table)]
    assert not any("20a41e" in f"{table.caption} {table.frame.to_string()}" for table in tables)
    assert any(title.startswith("Episode E1: ") for title in [section.title for section in sections(report)])


def test_figures_that_no_text_at_hand_confirms_are_never_told_as_guidance(read_good):
    old, new = text_of(read_good.report()), text_of(read_good.report(review={"profile": "wt2023-panel2025"}))
    assert "within six months" in old and "general knowledge" not in old.split("How episodes were proposed")[0]
    assert "within six months" not in new and "no later than seven working days" not in new
    assert "Dates to check" in new and "not as guidance" in new
    assert "Dates to check" not in text_of(read_good.report("publication", review={"profile": "wt2023-panel2025"}))


def test_what_helped_one_relative_is_not_shown_to_the_others(read_good):
    review = {"family_engagement": [{"person": "p02", "plan": "Letter in easy read through her solicitor.", "support": "Named probation contact.", "status": "met", "report_shared": None}]}
    for audience, shown in (("working", True), ("family", False), ("publication", False)):
        text = text_of(read_good.report(audience, review=review))
        assert ("solicitor" in text) == shown and ("probation contact" in text) == shown


def test_an_unfinished_report_for_the_family_says_so_first(read_good):
    front = chapter(read_good.report("family", narrative={"voice": None}), "front")[0].blocks
    assert any(isinstance(block, Prompt) and "One part is not written yet" in block.text for block in front)
    assert not any(isinstance(block, Prompt) for block in chapter(read_good.report("family"), "front")[0].blocks)


def test_of_many_children_only_the_youngest_and_the_oldest_are_told_at_an_episode(read_good):
    report = read_good.report()
    many = replace(report, members=tuple(replace(report.subjects[0], name=f"Child {letter}") for letter in "ABCDE"))
    (episode,) = [section for section in chapter(many, "episodes") if section.id.startswith("episode-")]
    assert "The youngest child was 2 years old and the oldest 2 years old" in to_markdown(episode.blocks[0])


def test_a_file_that_could_not_be_read_is_named_in_the_working_draft_only(read_good):
    for audience in ("working", "family", "publication"):
        front = chapter(replace(read_good.report(audience), refused=("gp.csv",)), "front")[0].blocks
        text = "\n".join(to_markdown(block) for block in front)
        assert ("gp.csv" in text) == (audience == "working") and "could" in text
