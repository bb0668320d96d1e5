"""Taking the author's own text back from Word: what she wrote under each heading goes into `narrative/`.

What the kit itself put into a draft (facts, tables, prompts) is told apart by its words: it is what
the sections hold now, or held in an earlier draft. Everything else is hers. What can't be placed
goes to `narrative/unplaced.md`; a file that is replaced is kept in `narrative/earlier/`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from lcspr_kit.case import SECTIONS
from lcspr_kit.casefiles import read_text, write_atomic
from lcspr_kit.problems import InputError, Problem
from lcspr_kit.report.blocks import Block, Heading, Prompt, Prose, Table, escape_markdown, to_markdown
from lcspr_kit.report.checks.document import read_word
from lcspr_kit.report.drafts import list_drafts
from lcspr_kit.report.facts import Report
from lcspr_kit.report.markdown import PandocError
from lcspr_kit.report.skeleton import sections, title_block
from lcspr_kit.report.wordtree import (
    Node,
    markdown_tree,
    table_rows,
    tree_markdown,
    unwrapped,
    without,
    word_tree,
    words_of,
)

if TYPE_CHECKING:
    from lcspr_kit.case import Case

UNPLACED = "unplaced"
EARLIER = "earlier"
_FRONT = {"Title", "Subtitle", "Author", "Status", "Date"}
_CONTENTS = {"TOC Heading", "TOCHeading", "toc 1", "toc 2", "toc 3", "TOC 1", "TOC 2", "TOC 3"}
_CAPTIONS = {"Table Caption", "Image Caption", "caption", "Caption"}
_CAPTION_START = re.compile(r"(?:Table|Figure)?\s*\d*\s*: *")
_FIGURE = "Captioned Figure"
_PROMPT = "To write:"
_ALIKE = 85  # per cent: a text of the kit's that somebody changed a little
# The kit's own sub-heading under which a section's narrative stands; text there needs no heading of its own.
_HOME = {"methodology": "How it was put together, and its limits", "episode": "What happened"}


@dataclass(frozen=True)
class Absorbed:
    """What was taken in: sections written, those that were the same already, and notes for the author."""

    written: tuple[str, ...]
    unchanged: tuple[str, ...]
    notes: tuple[str, ...]


@dataclass
class _Kit:
    """The kit's own words: texts of paragraphs, list items and tables, prompts, headings by section."""

    texts: set[str] = field(default_factory=set)
    tables: set[str] = field(default_factory=set)
    heads: set[str] = field(default_factory=set)
    prompts: list[str] = field(default_factory=list)
    drawn: bool = False  # whether captions of figures are known, from drafts
    chapters: dict[str, tuple[str, int]] = field(default_factory=dict)
    inner: dict[str, set[str]] = field(default_factory=dict)


def absorb(case: Case, report: Report, path: Path) -> Absorbed:
    """Take the author's text of a Word file into the case's `narrative/`.

    `report` are the facts of the same case (`skeleton.gather`). Raises InputError where the file
    can't be read; then nothing is written.
    """
    word = read_word(path)
    try:
        tree = word_tree(path.read_bytes())
    except PandocError:
        raise InputError(Problem(path.name, "The Word file can't be read.", "Open it in Word and save it as .docx again.")) from None
    kit = _kit(case, report)
    gathered = _gather(tree, kit, report)
    all_words = words_of(tree["blocks"])
    for text in (box for box in word.boxes if _plain(box) not in all_words):
        _set_aside(gathered, "In text boxes", _text(text), "Text in a text box was found")
    notes = list(gathered.notes)
    if word.comments:
        notes.append(f"The Word file has {word.comments} comment{'s' if word.comments > 1 else ''}; comments are not taken in.")
    if word.tracked:
        notes.append("Tracked changes were taken in as accepted.")
    folder = case.folder / "narrative"
    folder.mkdir(exist_ok=True)
    written, unchanged = [], []
    for name, blocks in gathered.sections.items():
        text = tree_markdown(tree, blocks)
        if _same(text, report.narrative.get(name, "")):
            unchanged.append(name)
            continue
        _write(folder, name, text)
        written.append(name)
    if gathered.unplaced:
        text = tree_markdown(tree, gathered.unplaced)
        before = read_text(folder / f"{UNPLACED}.md").strip() + "\n\n" if (folder / f"{UNPLACED}.md").exists() else ""
        if text.strip() not in before:
            _write(folder, UNPLACED, before + text)
            notes.append(f"What could not be placed is in narrative/{UNPLACED}.md: move it to where it belongs.")
    for name in sorted(set(case.narrative) - set(gathered.sections) - {UNPLACED}):
        notes.append(f"The Word file has no text of yours for '{name}'; narrative/{name}.md was left as it is.")
    return Absorbed(tuple(written), tuple(unchanged), tuple(dict.fromkeys(notes)))


def absorb_file(folder: Path | str, path: Path | str) -> Absorbed:
    """Read a case and take a Word file's text into it: what `lcspr absorb CASE draft.docx` does."""
    from lcspr_kit.case import load_case
    from lcspr_kit.report.opening import open_report

    return absorb(load_case(folder), open_report(folder), Path(path))


# ---------------------------------------------------------------------------------- the kit's words


def _kit(case: Case, report: Report) -> _Kit:
    kit = _Kit()
    prose: list[str] = []
    for audience in ("working", "family", "publication"):
        for narrative in (report.narrative, {}):  # with and without: some facts stand only where nothing is written
            bare = replace(report, audience=audience, narrative=narrative, family=None)
            kit.texts |= {_plain(str(text)) for text in asdict(title_block(bare)).values()}
            for section in sections(bare):
                kit.chapters.setdefault(_plain(section.title), (section.id, section.level))
                prose += _note(kit, section.id, section.blocks)
    for draft in list_drafts(case.drafts):
        kit.drawn = True
        prose += _earlier(draft / "report.ipynb")
    for block in markdown_tree("\n\n".join(dict.fromkeys(prose)))["blocks"]:
        _note_block(kit, block)
    return kit


def _note(kit: _Kit, section: str, blocks: Iterable[Block]) -> list[str]:
    """Note headings and prompts; returns the Markdown of facts and tables."""
    facts = []
    for block in blocks:
        if isinstance(block, Heading) and not re.fullmatch(rf"{re.escape(section)}-\d+", block.key):
            kit.inner.setdefault(section, set()).add(_plain(block.text))
        elif isinstance(block, Prompt):
            kit.prompts.append(_plain(f"{_PROMPT} {block.text}{f' ({block.words})' if block.words else ''}"))
        elif isinstance(block, Table) or (isinstance(block, Prose) and not block.by_author):
            facts.append(to_markdown(block))
    return facts


def _note_block(kit: _Kit, block: Node) -> None:
    if block["t"] == "Table":
        rows = [[words_of(cell) for cell in row] for row in table_rows(block)]
        kit.tables.add(_rows_text(rows))
        kit.heads.add(_rows_text(rows[:1]))
        kit.texts.add(words_of(block["c"][1]))
    elif block["t"] in ("BulletList", "OrderedList"):
        for item in block["c"] if block["t"] == "BulletList" else block["c"][1]:
            kit.texts.add(words_of(item))
    else:
        kit.texts.add(words_of(block))


def _earlier(path: Path) -> Iterator[str]:
    """The Markdown of what the kit wrote in an earlier draft, from its notebook."""
    import json

    if not path.is_file():
        return
    try:
        cells = json.loads(path.read_text(encoding="utf-8"))["cells"]
    except (ValueError, KeyError, OSError):
        return  # a draft that somebody changed by hand tells nothing
    for cell in cells:
        for output in cell.get("outputs", []):
            note = output.get("metadata", {}).get("lcspr", {})
            if note.get("kind") in ("prose", "table") and not note.get("by_author"):
                yield "".join(output["data"].get("text/markdown", ""))
            elif note.get("kind") == "figure":
                yield escape_markdown(str(note.get("caption", "")))


def _rows_text(rows: list[list[str]]) -> str:
    return "\n".join(" | ".join(row) for row in rows)


def _plain(text: str) -> str:
    return words_of([{"t": "Str", "c": text}])


# ---------------------------------------------------------------------------------- the author's words


@dataclass
class _Gathered:
    sections: dict[str, list[Node]] = field(default_factory=dict)
    unplaced: list[Node] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)


def _gather(tree: Node, kit: _Kit, report: Report) -> _Gathered:
    """Walk through the document and give each block of the author's to its section."""
    out = _Gathered()
    section, level, title = "", 0, ""
    pending: list[Node] = []  # a heading that waits for text below it
    for block in _flat(tree["blocks"]):
        style, inner = unwrapped(block)
        if style in _CONTENTS:
            continue
        if style in _FRONT:
            for part in inner:
                if (text := words_of(part)) and text not in kit.texts:
                    _set_aside(out, "On the title page", part, "The title page was changed", "Change it in review.yml.")
            continue
        if block["t"] == "Header":
            depth, text = block["c"][0], words_of(block["c"][2])
            if not text:
                continue
            place = _place(text, depth, kit)
            if place:
                section, level, title, pending = place[0], depth, text, []
            elif text in kit.inner.get(section, ()):
                home = _HOME.get(section.split("-")[0], "")
                pending = [] if text == home else [_heading(1, block)]
            elif depth > level > 0:
                pending = [*(p for p in pending if p["c"][0] < depth - level), _heading(depth - level, block)]
            else:
                section, level, title, pending = "", depth, text, [_heading(1, block)]
            continue
        kept: list[Node] = []
        for part in inner:
            kept += _hers(part, style, kit, out, title)
        if not kept:
            continue
        if section and _is_narrative(section, report):
            out.sections.setdefault(section, []).extend([*pending, *kept])
        else:
            if not pending and title and not any(_is_same_heading(b, title) for b in out.unplaced):
                pending = [{"t": "Header", "c": [1, ["", [], []], [{"t": "Str", "c": title}]]}]
            out.unplaced += [*pending, *kept]
        pending = []
    return out


def _flat(blocks: list[Node]) -> Iterator[Node]:
    """Blocks without divisions that stand for nothing (content controls, sections)."""
    for block in blocks:
        if block["t"] == "Div" and not dict(block["c"][0][2]).get("custom-style") or block["t"] == "Div" and any(child["t"] in ("Div", "Header") for child in block["c"][1]):
            yield from _flat(block["c"][1])
        else:
            yield block


def _place(text: str, depth: int, kit: _Kit) -> tuple[str, int] | None:
    """The section that a heading opens; an episode's or a line's by its id, so that its title may change."""
    if text in kit.chapters:
        return kit.chapters[text]
    match = re.match(r"Episode (\S+):", text) or re.match(r"(\S+):", text)
    if match:
        for name in (f"episode-{match[1]}", f"analysis-{match[1]}"):
            for identity, level in kit.chapters.values():
                if identity == name and ("Episode" in match[0]) == name.startswith("episode"):
                    return identity, level
    from rapidfuzz import fuzz

    near = [(fuzz.ratio(text.lower(), known.lower()), place) for known, place in kit.chapters.items() if place[1] - 1 == depth]
    best = max(near, default=(0.0, None), key=lambda pair: pair[0])
    return best[1] if best[0] >= _ALIKE else None


def _heading(depth: int, block: Node) -> Node:
    return {"t": "Header", "c": [max(depth + 1, 2), ["", [], []], block["c"][2]]}


def _is_same_heading(block: Node, title: str) -> bool:
    return block["t"] == "Header" and words_of(block["c"][2]) == title


def _is_narrative(section: str, report: Report) -> bool:
    lines = {f"analysis-{line.id}" for line in report.review.key_lines_of_enquiry}
    return section in SECTIONS or section in lines or section.startswith("episode-")


def _hers(block: Node, style: str, kit: _Kit, out: _Gathered, title: str) -> list[Node]:
    """What of a block the author wrote: all, some list items, or nothing."""
    if block["t"] == "Figure" and dict(block["c"][0][2]).get("custom-style") == _FIGURE:
        return []
    if _has_image(block):
        if style != _FIGURE:
            out.notes.append(f"A picture under '{title}' was not taken in: a narrative holds text only.")
        block = without(block, lambda node: node["t"] == "Image")
    if block["t"] == "Table":
        return _her_table(block, kit, out, title)
    if block["t"] in ("BulletList", "OrderedList"):
        items = block["c"] if block["t"] == "BulletList" else block["c"][1]
        kept = [item for item in items if words_of(item) not in kit.texts and words_of(item)]
        if not kept:
            return []
        content = kept if block["t"] == "BulletList" else [block["c"][0], kept]
        return [{"t": block["t"], "c": content}]
    text = words_of(block)
    block = _text(text) if block["t"] == "Figure" else block
    if not text or text in kit.texts:
        return []
    if text.startswith(_PROMPT):
        return _after_prompt(block, text, kit)
    if style in _CAPTIONS and _CAPTION_START.match(text):
        if kit.drawn or "Table" in style:
            _own_caption(text, kit, out, title)
        return []
    if style in ("Author prompt", "Authorprompt") and text in {prompt.removeprefix(_PROMPT).strip() for prompt in kit.prompts}:
        return []
    if _changed_fact(text, kit):
        _set_aside(out, title, block, f"A text that the kit fills in was changed under '{title}'", "Change it in review.yml or episodes.yml.")
        return []
    return [block]


def _own_caption(text: str, kit: _Kit, out: _Gathered, title: str) -> None:
    """Set a caption of the kit's aside where somebody wrote in it; the number before it is a field."""
    if (bare := _CAPTION_START.sub("", text)) and bare not in kit.texts:
        _set_aside(out, title, _text(bare), f"A caption was changed under '{title}'")


def _text(text: str) -> Node:
    return {"t": "Para", "c": [{"t": "Str", "c": text}]}


def _set_aside(out: _Gathered, title: str, block: Node, what: str, remedy: str = "") -> None:
    """Keep a block that has no place in a narrative, and tell the author."""
    out.notes.append(f"{what}; your wording is in narrative/{UNPLACED}.md. {remedy}".strip())
    out.unplaced += [{"t": "Header", "c": [2, ["", [], []], [{"t": "Str", "c": title or "Before the first heading"}]]}, block]


def _has_image(node: Any) -> bool:
    return '"t": "Image"' in repr(node).replace("'", '"')


def _after_prompt(block: Node, text: str, kit: _Kit) -> list[Node]:
    """What somebody typed behind a prompt, in the same paragraph."""
    prompt = max((p for p in kit.prompts if text.startswith(p)), key=len, default="")
    rest = text[len(prompt) :].strip() if prompt else ""
    return [_text(rest)] if rest else []


def _her_table(block: Node, kit: _Kit, out: _Gathered, title: str) -> list[Node]:
    rows = [[words_of(cell) for cell in row] for row in table_rows(block)]
    if _rows_text(rows) in kit.tables:
        if caption := words_of(block["c"][1]):
            _own_caption(caption, kit, out, title)
        return []
    if _rows_text(rows[:1]) in kit.heads:
        _set_aside(out, title, block, f"A table that the kit fills in was changed under '{title}'", "Change it in review.yml.")
        return []
    return [block]


def _changed_fact(text: str, kit: _Kit) -> bool:
    from rapidfuzz import fuzz, process

    return len(text) > 30 and process.extractOne(text, kit.texts, scorer=fuzz.ratio, score_cutoff=_ALIKE) is not None


# ---------------------------------------------------------------------------------- writing


def _same(text: str, before: str) -> bool:
    """Whether a section's Markdown says the same as it did, footnote names and escapes aside."""
    if not before.strip():
        return not text.strip()
    old = markdown_tree(before)
    normal = tree_markdown(old, old["blocks"])
    if normal == text:
        return True
    new = markdown_tree(text)
    return tree_markdown(new, new["blocks"]) == normal


def _write(folder: Path, name: str, text: str) -> None:
    """Write a section; what was there before is kept under the next number in `earlier/`."""
    path = folder / f"{name}.md"
    if path.exists():
        kept = folder / EARLIER
        kept.mkdir(exist_ok=True)
        number = 1
        while (kept / f"{name}-{number}.md").exists():
            number += 1
        write_atomic(kept / f"{name}-{number}.md", path.read_bytes())
    write_atomic(path, text)
