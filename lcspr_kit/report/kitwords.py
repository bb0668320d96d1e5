"""The kit's own words in the drafts of a case: what a section holds that the author did not write there.

Texts are compared as plain words (`wordtree.words_of`), not by Word styles: an overwritten prompt is the author's.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from lcspr_kit.report.blocks import Block, Heading, Prompt, Prose, Table, Title, escape_markdown, to_markdown
from lcspr_kit.report.drafts import list_drafts
from lcspr_kit.report.facts import Report
from lcspr_kit.report.headingmarks import mark_name
from lcspr_kit.report.skeleton import STATUS, sections, title_block
from lcspr_kit.report.wordtree import Node, markdown_tree, notes_of, plain_words, table_rows, words_of

if TYPE_CHECKING:
    from lcspr_kit.case import Case

PROMPT = "To write:"


@dataclass
class KitWords:
    """Texts of paragraphs, list items and captions; tables and their heading rows; notes; prompts; pictures' texts.

    `chapters` are sections by title, as (id, level of heading), in the report's order; `marks` the sections and inner
    headings by the name of their bookmark; `inner` the headings inside a section; `homes` the sections a text stands in.
    """

    texts: set[str] = field(default_factory=set)
    tables: set[str] = field(default_factory=set)
    heads: set[str] = field(default_factory=set)
    notes: set[str] = field(default_factory=set)
    prompts: list[str] = field(default_factory=list)
    pictures: set[str] = field(default_factory=set)
    margins: set[str] = field(default_factory=set)
    drawn: bool = False  # whether captions of figures are known, from drafts
    chapters: dict[str, tuple[str, int]] = field(default_factory=dict)
    marks: dict[str, str] = field(default_factory=dict)
    inner: dict[str, set[str]] = field(default_factory=dict)
    homes: dict[str, set[str]] = field(default_factory=dict)

    def place_of(self, section: str) -> tuple[str, int]:
        """A section with the level of its heading."""
        return next(place for place in self.chapters.values() if place[0] == section)

    def title_of(self, section: str) -> str:
        """The title of a section."""
        return next(title for title, place in self.chapters.items() if place[0] == section)


def kit_words(case: Case, report: Report) -> KitWords:
    """The kit's words of a case, of all audiences: as they are now and as its drafts have them."""
    kit = KitWords(margins={report.review.reference, *filter(None, STATUS.values())})
    prose: list[tuple[str, str]] = []
    for audience in ("working", "family", "publication"):
        for narrative in (report.narrative, {}):  # with and without: some facts stand only where nothing is written
            bare = replace(report, audience=audience, narrative=narrative, family=None)
            kit.texts |= {plain_words(str(text)) for text in asdict(title_block(bare)).values()}
            for section in sections(bare):
                kit.chapters.setdefault(plain_words(section.title), (section.id, section.level))
                kit.marks.setdefault(mark_name(section.id), section.id)
                prose += [(section.id, fact) for fact in _note(kit, section.id, section.blocks)]
    for name, text in report.narrative.items():
        for block in markdown_tree(text)["blocks"]:
            kit.homes.setdefault(words_of(block), set()).add(name)
    for draft in list_drafts(case.drafts):
        kit.drawn = True
        prose += [("", text) for text in _earlier(kit, draft / "report.ipynb")]
    by_section: dict[str, dict[str, None]] = {}
    for home, text in prose:
        by_section.setdefault(home, {})[text] = None
    for home, texts in by_section.items():
        for block in markdown_tree("\n\n".join(texts))["blocks"]:
            _note_block(kit, home, block)
    return kit


def _note(kit: KitWords, section: str, blocks: Iterable[Block]) -> list[str]:
    """Note headings and prompts; returns the Markdown of facts and tables."""
    facts = []
    for block in blocks:
        if isinstance(block, Heading):
            _note_heading(kit, section, block.key, block.text)
        elif isinstance(block, Prompt):
            text = plain_words(f"{PROMPT} {block.text}{f' ({block.words})' if block.words else ''}")
            kit.prompts.append(text)
            kit.homes.setdefault(text, set()).add(section)
        elif isinstance(block, Title):
            kit.margins |= {block.reference, block.status} - {""}
        elif isinstance(block, Table) or (isinstance(block, Prose) and not block.by_author):
            facts.append(to_markdown(block))
    return facts


def _note_heading(kit: KitWords, section: str, key: str, text: str) -> None:
    if not re.fullmatch(rf"{re.escape(section)}-\d+", key):  # those of the author's own text are numbered
        kit.inner.setdefault(section, set()).add(plain_words(text))
        kit.marks.setdefault(mark_name(key), key)


def _note_block(kit: KitWords, section: str, block: Node) -> None:
    kit.notes |= {words_of(note) for note in notes_of(block)}
    if block["t"] == "Table":
        rows = [[words_of(cell) for cell in row] for row in table_rows(block)]
        kit.tables.add(rows_text(rows))
        kit.heads.add(rows_text(rows[:1]))
        texts = [words_of(block["c"][1])]
    elif block["t"] in ("BulletList", "OrderedList"):
        texts = [words_of(item) for item in (block["c"] if block["t"] == "BulletList" else block["c"][1])]
    else:
        texts = [words_of(block)]
    for text in texts:
        kit.texts.add(text)
        if section:
            kit.homes.setdefault(text, set()).add(section)


def _earlier(kit: KitWords, path: Path) -> Iterator[str]:
    """The Markdown of what the kit wrote in an earlier draft, from its notebook; its headings and pictures are noted."""
    if not path.is_file():
        return
    try:
        cells = json.loads(path.read_text(encoding="utf-8"))["cells"]
    except (ValueError, KeyError, OSError):
        return  # a draft that somebody changed by hand tells nothing
    known = {section for section, _ in kit.chapters.values()}
    section = ""
    for output in (output for cell in cells for output in cell.get("outputs", [])):
        note: dict[str, Any] = output.get("metadata", {}).get("lcspr", {})
        kind = note.get("kind")
        if kind == "heading":
            key = str(note.get("key", ""))
            section = key if key in known else section
            if key != section:
                _note_heading(kit, section, key, str(note.get("text", "")))
            else:
                kit.chapters.setdefault(plain_words(str(note.get("text", ""))), kit.place_of(section))
        elif kind in ("prose", "table") and not note.get("by_author"):
            yield "".join(output["data"].get("text/markdown", ""))
        elif kind == "figure" and not note.get("by_author"):
            kit.pictures.add(plain_words(str(note.get("alt", ""))))
            yield escape_markdown(str(note.get("caption", "")))


def rows_text(rows: list[list[str]]) -> str:
    """A table as text, to compare tables by."""
    return "\n".join(" | ".join(row) for row in rows)
