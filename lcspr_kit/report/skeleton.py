"""The skeleton of a report: every section the guidance asks for, in the order its readers expect.

A section is a template in `templates/sections/` filled with the facts of `report.facts`. Where the
author has written `narrative/<section>.md`, her words stand in place of the prompt; the tables and
figures stay.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pandas as pd

from lcspr_kit.edtf import age_in_words
from lcspr_kit.report import tables
from lcspr_kit.report.abbreviations import abbreviations_in, known_abbreviations
from lcspr_kit.report.blocks import Block, Heading, Prompt, Prose, Section, Table, Title, escape_markdown
from lcspr_kit.report.deadlines import complete_by, panel_copy_by
from lcspr_kit.report.factors import factors_by_level
from lcspr_kit.report.facts import EpisodeFacts, Report, gather
from lcspr_kit.report.figures import FIGURES
from lcspr_kit.report.milestones import milestones
from lcspr_kit.report.profiles import read_profile
from lcspr_kit.report.templating import Marked, author_blocks, fill_template
from lcspr_kit.report.voice import longest_unseen, own_words, seen_and_heard
from lcspr_kit.report.wording import (
    age_phrase,
    counted,
    day_text,
    length_text,
    listed,
    plural,
    runs_text,
    sentence,
)

__all__ = ["CHAPTERS", "chapter", "gather", "prompts_left", "sections"]

CHAPTERS = {
    "front": "About this report",
    "child": "The child",
    "circumstances": "What happened, in short",
    "purpose": "Why this review",
    "terms": "Terms of reference",
    "lines": "Key lines of enquiry",
    "methodology": "How the review was done",
    "family": "The family and their part in the review",
    "identity": "Identity, culture and intersectionality",
    "voice": "The child’s daily life and voice",
    "parallel": "Parallel investigations",
    "episodes": "Key practice episodes",
    "analysis": "Analysis by line of enquiry",
    "evidence": "Wider evidence",
    "findings": "Findings",
    "recommendations": "Recommendations",
    "action-plan": "Action plan",
    "dissemination": "Sharing the learning, and support for the family",
    "sign-off": "Sign-off",
    "appendices": "Appendices",
}
"""The chapters of a report in order: id and title. `episodes`, `analysis` and `appendices` have parts."""

_APPENDICES = {"method-note": "How episodes were proposed and chosen", "abbreviations": "Abbreviations", "timeline": "The time under review at a glance"}
STATUS = {"working": "Working draft - not for publication", "family": "Draft for the family - not for publication", "publication": ""}
SUBTITLE = "Local Child Safeguarding Practice Review"
_FEW_ROWS = 15  # more event ids than this make a footnote that nobody reads
_FEW_NAMES = 3  # more than this are "the children" in a heading
_QUOTES = 6  # a report has a few of the child's own words, never a list of all


def sections(report: Report) -> list[Section]:
    """The whole report, section by section."""
    return [section for name in CHAPTERS for section in chapter(report, name)]


def chapter(report: Report, name: str) -> list[Section]:
    """One chapter: the section of that id, and its parts where it has some.

    The title of the document is the first block of `front`.
    """
    if name == "child" and len(report.subjects) > 1:
        title = "The children"
    elif name == "voice" and len(report.subjects) > 1:
        title = "The children’s daily lives and voices"
    elif name == "recommendations" and report.review.questions_for_partners and not report.review.recommendations:
        title = "Questions for the partnership"
    else:
        title = CHAPTERS[name]
    if name == "action-plan" and not report.review.recommendations and report.review.questions_for_partners:
        return []
    parts = _PARTS[name](report) if name in _PARTS else []
    head = _section(report, name, title, 2, _values(report, name))
    if name == "front":
        head = Section(head.id, head.title, head.level, (title_block(report), *head.blocks))
    return [head, *parts]


def title_block(report: Report) -> Title:
    """The title page's facts. The date is that of sign-off or publication, else of the decision: never the clock's."""
    review = report.review
    signed = review.sign_off
    dates = [s.date for s in (signed.local_authority, signed.integrated_care_board, signed.police) if s and s.date] if signed else []
    day = review.publication_date if report.vague and review.publication_date else max(dates, default=review.decision_date)
    return Title(
        text=review.title or listed([member.name for member in report.subjects]) or review.reference,
        subtitle=SUBTITLE,
        reference=review.reference,
        partnership=review.partnership,
        author=review.lead_reviewer.name if review.lead_reviewer else "",
        status=STATUS[report.audience],
        date=day.isoformat(),
    )


def _episode_sections(report: Report) -> list[Section]:
    return [
        _section(report, f"episode-{episode.id}", f"{episode.name}: {episode.title}", 3, _episode_values(report, episode), "episode")
        for episode in report.episodes
    ]


def _analysis_sections(report: Report) -> list[Section]:
    made = []
    for line in report.review.key_lines_of_enquiry:
        own = [f for f in report.review.findings if line.id in f.key_lines]
        seen = [e for e in report.episodes if line.id in e.key_lines or any(e.id in f.episodes for f in own)]
        values = {
            "findings": own,
            "episodes": seen,
            "finding_links": [(f"finding-{f.id}", f.id) for f in own],
            "episode_links": [(f"episode-{e.id}", e.short) for e in seen],
        }
        made.append(_section(report, f"analysis-{line.id}", f"{line.id}: {line.question}", 3, values, "analysis-line"))
    return made


def _appendix_sections(report: Report) -> list[Section]:
    made = []
    for name, title in _APPENDICES.items():
        if name == "abbreviations" and report.audience == "family" and name not in report.narrative:
            continue  # the family's report is in plain words; what abbreviations are left, the checks find
        if name == "method-note" and not (report.working and len(report.events)):
            continue  # lexicon and rules are for those who test the choice, not for those who read the learning
        section = _section(report, name, title, 3, _values(report, name))
        if section.blocks:  # no heading with nothing beneath it
            made.append(section)
    return made


_PARTS: dict[str, Callable[[Report], list[Section]]] = {"episodes": _episode_sections, "analysis": _analysis_sections, "appendices": _appendix_sections}


def _section(report: Report, identity: str, title: str, level: int, values: dict[str, Any], template: str = "") -> Section:
    blocks = fill_template(f"sections/{template or identity}", {**common_values(report), **values}, _makers(report, identity, title, level))
    return Section(identity, title, level, blocks)


def _makers(report: Report, identity: str, title: str, level: int) -> dict[str, Callable[..., Any]]:
    """What templates may call for a block of its own."""

    def narrative(text: str = "", words: str = "", section: str = "") -> list[Block] | None:
        """The author's prose; where she hasn't written, a prompt, if the template has one."""
        name = section or identity
        if name in report.narrative:
            return author_blocks(name, title, level, report.narrative[name], report.pictures)
        return [Prompt(text, words)] if text else None

    def own(text: str) -> Prose | None:
        """A text from review.yml or episodes.yml: the author's own words, but not Markdown."""
        paragraphs = [escape_markdown(sentence(part)) for part in text.split("\n") if part.strip()]
        return Prose("\n\n".join(paragraphs)) if paragraphs else None

    return {
        "narrative": narrative,
        "own": own,
        "prompt": Prompt,
        "heading": lambda text, key: Heading(text, level + 1, key),
        "table": lambda name, *args: tables.TABLES[name](report, *args),
        "figure": lambda name, *args: list(FIGURES[name](report, *args)),
        "markdown": lambda text: _kit(author_blocks(identity, title, level, text)),
        "abbreviations": lambda: _abbreviations(report),
        "milestones": lambda: milestones(report),
    }


def _kit(blocks: list[Block]) -> list[Block]:
    """Blocks that the kit wrote, not the author."""
    return [Prose(block.markdown) if isinstance(block, Prose) else block for block in blocks]


def common_values(report: Report) -> dict[str, Any]:
    """The names that every template may use."""
    return {
        "report": report,
        "review": report.review,
        "subjects": listed([member.name for member in report.subjects]),
        "many": len(report.subjects) > 1,
        "subjects_in_short": listed([member.name for member in report.subjects]) if len(report.subjects) <= _FEW_NAMES else "the children",
        "day": day_text,
        "life_day": report.life_day,
        "life_span": report.life_span,
        "length": length_text,
        "counted": counted,
        "plural": plural,
        "listed": listed,
        "sentence": sentence,
        "written": report.narrative,
        "link": _link,
        "links": _links,
        "age_phrase": age_phrase,
    }


def _link(key: str, text: str) -> Marked:
    return Marked(f"[{escape_markdown(text)}](#{re.sub('[^A-Za-z0-9_-]', '-', key)})")


def _links(pairs: list[tuple[str, str]]) -> Marked:
    return Marked(listed(_link(key, text) for key, text in pairs))


def _values(report: Report, name: str) -> dict[str, Any]:
    """What the template of a chapter needs beside the common names."""
    review = report.review
    if name == "front":
        profile = read_profile(review.profile)
        return {"to_write": prompts_left(report), "profile": profile, "unconfirmed": profile.timescales.unconfirmed if report.working else []}
    if name == "child":
        return {"ages": [f"{member.name} was {age_phrase(member.age)}" for member in report.subjects if member.age]}
    if name == "purpose":
        return {"complete_by": complete_by(review), "months": read_profile(review.profile).timescales.complete_months}
    if name == "methodology":
        return {"sent": [a for a in report.agencies if a.events], "unsent": [a for a in report.agencies if not a.events], "rows": sum(row["rows"] for row in report.rows)}
    if name == "voice":
        first_birth = min((member.born.earliest for member in report.subjects if member.born), default=review.period.start)
        return {
            "lines": seen_and_heard(report.events),
            "gap": longest_unseen(report.events, max(review.period.start, first_birth), review.period.end),
            "quotes": (quotes := own_words(report.events, _QUOTES, first_birth) if report.working else []),
            "places": {event_id: _sources(report.events[report.events["event_id"] == event_id])[0] for *_, event_id in quotes},
        }
    if name == "dissemination":
        planned = review.publication_date
        return {"panel_by": panel_copy_by(review, planned) if planned else None, "days": read_profile(review.profile).timescales.panel_copy_working_days}
    return {}


def _episode_values(report: Report, episode: EpisodeFacts) -> dict[str, Any]:
    events = report.events[report.events["event_id"].isin(episode.events)]
    own = [f for f in report.review.findings if episode.id in f.episodes]
    sources = _sources(events) if report.working else []
    return {
        "episode": episode,
        "ages": _ages_at(report, episode),
        "silent": [agency for agency in episode.silent if any(sent.name == agency and sent.events for sent in report.agencies)],
        "records": len(events),
        "sources": sources,
        "written_here": f"episode-{episode.id}" in report.narrative,
        "levels": factors_by_level(episode.factors),
        "findings": own,
        "finding_links": [(f"finding-{f.id}", f"{f.id} ({f.title})") for f in own],
    }


def _sources(events: pd.DataFrame) -> list[str]:
    """Where the rows of an episode stand: agency, file and rows, with event ids where there are few."""
    found = []
    for (agency, file, sheet), own in events.groupby(["agency", "source_file", "source_sheet"], sort=True):
        place = f"{agency}: {file}{f', {sheet}' if sheet else ''}, {'row' if len(own) == 1 else 'rows'} {runs_text(own['source_row'])}"
        ids = f" ({', '.join(own['event_id'])})" if len(events) <= _FEW_ROWS else ""
        found.append(f"{place}{ids}")
    if len(events) > _FEW_ROWS:
        found.append("event ids are in chronology.xlsx beside this draft, in the column of episodes")
    return found


def _ages_at(report: Report, episode: EpisodeFacts) -> str:
    """How old the children were when an episode began; of many children, the youngest and the oldest."""
    ages = {member.name: (member.born.earliest, age_phrase(age_in_words(member.born, episode.start))) for member in report.subjects if member.born}
    if len(ages) > _FEW_NAMES:
        in_order = [age for _, age in sorted(ages.values())]
        return f"the youngest child was {in_order[-1]} and the oldest {in_order[0]}"
    return listed(f"{name} was {age}" for name, (_, age) in ages.items())


def prompts_left(report: Report) -> list[tuple[str, str]]:
    """Sections that still have a prompt for the author, as (key, title); figures are left out for speed."""
    bare = replace(report, audience="family", family=None, events=report.events.iloc[:0])
    waiting = []
    for name in CHAPTERS:
        if name != "front":
            waiting += [(s.id, s.title) for s in chapter(bare, name) if any(isinstance(block, Prompt) for block in s.blocks)]
    return waiting


def _abbreviations(report: Report) -> Table | None:
    """Abbreviations that stand in the report, with what they stand for; those nobody explained say so."""
    texts = [*report.narrative.values(), *_strings(report.review.model_dump())]
    for episode in report.episodes:
        texts += [episode.title, episode.what_happened, episode.why, episode.good_practice, episode.child_experience, episode.system, *episode.omissions, *(role for _, role in episode.roles)]
    if report.working:
        texts.append(report.method_note)
        in_episodes = {event_id for episode in report.episodes for event_id in episode.events}
        texts += list(report.events.loc[report.events["event_id"].isin(in_episodes), "event"])
    known = known_abbreviations()
    found = [short for short in abbreviations_in("\n".join(texts)) if short in known]
    if not found:
        return None
    rows = [(short, known[short]) for short in found]
    return Table(pd.DataFrame(rows, columns=["Abbreviation", "What it stands for"]), "Abbreviations in this report", "table-abbreviations", (1, 4))


def _strings(value: Any) -> list[str]:
    if isinstance(value, str):
        return [value]
    if isinstance(value, dict):
        return [text for item in value.values() for text in _strings(item)]
    return [text for item in value for text in _strings(item)] if isinstance(value, list) else []
