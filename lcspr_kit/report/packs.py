"""Companions to a review from the same facts: terms of reference, event pack, interview sheet, family plan,
action plan, briefings. Word documents from `templates/packs/`, the action plan a workbook. Pseudonyms only.
"""

from __future__ import annotations

import io
import textwrap
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

import pandas as pd

from lcspr_kit.case import Audience
from lcspr_kit.problems import InputError, Problem
from lcspr_kit.report import tables
from lcspr_kit.report.blocks import Heading, Prompt, Prose, Table, Title, escape_markdown, to_markdown
from lcspr_kit.report.deadlines import deadlines
from lcspr_kit.report.facts import AgencyFacts, Report
from lcspr_kit.report.skeleton import common_values, title_block
from lcspr_kit.report.templating import author_blocks, fill_template
from lcspr_kit.report.wording import day_text, sentence
from lcspr_kit.resources import own_words

KINDS = {
    "terms": "Terms of reference",
    "practitioner-event": "Practitioner event",
    "interview": "Notes of a conversation",
    "family": "The family’s part in the review: plan and letter",
    "actions": "Action plan",
    "one-page": "One-page briefing",
    "seven-minute": "Seven-minute briefing",
}
"""The kinds of pack and their titles."""

_AGENDA = [
    ("20 minutes", "Welcome: why we are here, how we talk, who looks after whom"),
    ("15 minutes", "The child: what each of us knows of who they are"),
    ("60 minutes", "The episodes, one at a time: what did you see, what made sense, what was the work like?"),
    ("15 minutes", "Break"),
    ("40 minutes", "What do the episodes have in common? What would happen tomorrow?"),
    ("20 minutes", "What helped, and what we would keep"),
    ("10 minutes", "What happens next: notes, draft, report; how are we?"),
]
_LINES_FOR_NOTES = "\n\n\n"
_LINE = 15  # points of a line in the workbook
_LETTER = Heading("The letter", 2, "family-letter")
_NEW_PAGE = '```{=openxml}\n<w:p><w:r><w:br w:type="page"/></w:r></w:p>\n```\n\n'  # the letter is sent alone


@dataclass(frozen=True)
class Pack:
    """A finished companion: a file name without any name in it, and its bytes."""

    name: str
    content: bytes


def make_pack(report: Report, kind: str) -> Pack:
    """A companion by kind. Raises InputError for a kind that there is not.

    The briefings are for many eyes: give them the facts for `publication`.
    """
    if kind not in KINDS:
        raise InputError(Problem("--kind", f"There is no pack '{kind[:30]}'.", f"Kinds: {', '.join(KINDS)}."))
    if kind == "actions":
        return Pack("action-plan.xlsx", _workbook(report))
    from lcspr_kit.report.word import to_docx

    title = title_block(report)
    status = "" if kind == "family" else title.status  # the letter goes out: what its pages say at the top is no draft's
    head = Title(KINDS[kind], title.text, report.review.reference, report.review.partnership, status=status, date=title.date)
    markdown = "\n\n".join(f"{_NEW_PAGE if block == _LETTER else ''}{to_markdown(block)}" for block in pack_blocks(report, kind))
    return Pack(f"{kind}.docx", to_docx(markdown, {}, asdict(head), cover=False))


def pack_file(folder: Path | str, kind: str) -> Pack:
    """Read a case and make one companion: what `lcspr pack CASE --kind ...` does."""
    from lcspr_kit.report.opening import open_report

    audience: Audience = "publication" if kind in ("one-page", "seven-minute") else "working"
    return make_pack(open_report(folder, audience), kind)


def pack_blocks(report: Report, kind: str) -> list[Any]:
    """The blocks of a pack that is a document."""

    def narrative(text: str, words: str, section: str) -> list[Any]:
        if section in report.narrative:
            first = report.narrative[section].split("\n\n")[0]
            return author_blocks(section, "", 2, first)
        return [Prompt(text, words)]

    def own(text: str) -> Prose | None:
        return Prose(escape_markdown(sentence(text))) if text.strip() else None

    makers: dict[str, Callable[..., Any]] = {
        "heading": lambda text, key: Heading(text, 2, f"{kind}-{key}"),
        "subheading": lambda text, key: Heading(text, 3, f"{kind}-{key}"),
        "prompt": Prompt,
        "table": lambda name: tables.TABLES[name](report),
        "own": own,
        "narrative": narrative,
        "dates": lambda: _dates(report),
        "agenda": lambda: _plain_table(["Time", "What"], _AGENDA, "Agenda", (1, 4)),
        "notes": lambda questions: _plain_table(["Question", "Notes"], [(question, _LINES_FOR_NOTES) for question in questions], "Questions and notes", (2, 3)),
        "returned": lambda: _plain_table(["What", "Answer"], [("Sent on", ""), ("Read and corrected by", ""), ("Corrections", _LINES_FOR_NOTES), ("Returned on", "")], "Return of notes", (1, 3)),
    }
    values = {**common_values(report), "questions_for": questions_for}
    return list(fill_template(f"packs/{kind}", values, makers))


def _plain_table(columns: list[str], rows: Sequence[tuple[str, ...]], caption: str, widths: tuple[float, ...]) -> Table:
    return Table(pd.DataFrame(rows, columns=columns, dtype=object), caption, f"table-{caption.lower().replace(' ', '-')}", widths)


def _dates(report: Report) -> Table:
    """The dates of the review itself; those of its meetings and recommendations are no terms of reference."""
    left_out = ("review.yml, methodology", "review.yml, recommendations", "review.yml, questions")
    rows = [
        (day_text(d.date) or "not yet set", d.what, "" if "review.yml" in d.basis else d.basis)
        for d in deadlines(report.review)
        if not d.basis.startswith(left_out)
    ]
    return _plain_table(["Date", "What", "Basis"], rows, "Dates that count", (2, 4, 4))


@lru_cache(maxsize=1)
def _questions() -> dict[str, list[str]]:
    return dict(own_words("packs/questions.yml"))


def questions_for(agency: AgencyFacts) -> list[str]:
    """Open questions about conditions for an agency, by its kind or, failing that, its name."""
    for text in (agency.kind.lower(), agency.name.lower()):
        for kind, asked in _questions().items():
            if text and kind in text:
                return asked
    return _questions()["other"]


def _workbook(report: Report) -> bytes:
    """The action plan as a workbook to keep: a row an action, with room for progress and evidence. No formula in it."""
    import xlsxwriter

    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False})
    book.set_properties({"title": "Action plan", "author": "", "created": pd.Timestamp(report.review.decision_date).to_pydatetime()})
    head = book.add_format({"bold": True, "text_wrap": True, "valign": "top", "bg_color": "#1D3F5E", "font_color": "#FFFFFF", "border": 1})
    cell = book.add_format({"text_wrap": True, "valign": "top", "border": 1})
    date_cell = book.add_format({"num_format": "d mmmm yyyy", "valign": "top", "border": 1, "align": "left"})
    sheet = book.add_worksheet("Action plan")
    columns = [("No.", 6), ("Finding", 30), ("Recommendation", 42), ("Action", 36), ("Who answers for it", 24), ("By when", 18), ("Measure of impact", 36), ("Evidence", 30), ("Progress", 14), ("Evidence seen, and what changed", 40), ("Looked at on", 16)]
    for number, (name, width) in enumerate(columns):
        sheet.set_column(number, number, width)
        sheet.write_string(0, number, name, head)
    titles = {finding.id: f"{finding.id}: {finding.title}" for finding in report.review.findings}
    for row, r in enumerate(report.review.recommendations, 1):
        texts = [r.id, titles.get(r.finding, r.finding), r.text, r.action, r.owner, "", r.measure, r.evidence, "not started", "", ""]
        for column, text in enumerate(texts):
            sheet.write_string(row, column, text, cell)
        # Not every program makes a row as high as its text.
        sheet.set_row(row, _LINE * max(len(textwrap.wrap(text, width - 1)) for text, (_, width) in zip(texts, columns, strict=True)) + 6)
        if r.due:
            sheet.write_datetime(row, 5, pd.Timestamp(r.due).to_pydatetime(), date_cell)
    last = max(len(report.review.recommendations), 1)
    sheet.data_validation(1, 8, last, 8, {"validate": "list", "source": ["not started", "under way", "done", "embedded", "late"]})
    sheet.freeze_panes(1, 1)
    sheet.autofilter(0, 0, last, len(columns) - 1)
    sheet.set_landscape()
    sheet.set_paper(8)  # A3: on A4 eleven columns can't be read
    sheet.set_margins(0.4, 0.4, 0.5, 0.5)
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(0)
    book.close()
    return out.getvalue()
