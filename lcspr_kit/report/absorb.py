"""Taking the author's own text back from Word: what she wrote under each heading goes into `narrative/`.

What the kit itself put into a draft is told apart by its words (`kitwords`); everything else is hers. What can't be
placed goes to `narrative/unplaced.md`, pictures to `narrative/pictures/`; a file that is replaced is kept in
`narrative/earlier/`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from lcspr_kit.case import SECTIONS
from lcspr_kit.casefiles import read_text
from lcspr_kit.report.blocks import Photo
from lcspr_kit.report.facts import Report
from lcspr_kit.report.keeping import PICTURES, keep_pictures, picture_name, same_text, write_section
from lcspr_kit.report.kitwords import PROMPT, KitWords, kit_words, rows_text
from lcspr_kit.report.placing import Place, moved, place_headings
from lcspr_kit.report.returned import Returned, read_returned
from lcspr_kit.report.wordtree import (
    Node,
    cut,
    notes_of,
    plain_words,
    table_rows,
    tree_markdown,
    unwrapped,
    without,
    words_of,
)

if TYPE_CHECKING:
    from lcspr_kit.case import Case

UNPLACED = "unplaced"
_FRONT = {"Title", "Subtitle", "Author", "Status", "Date"}
_CONTENTS = {"TOC Heading", "TOCHeading", "toc 1", "toc 2", "toc 3", "TOC 1", "TOC 2", "TOC 3"}
_CAPTION_START = re.compile(r"(?:Table|Figure)?\s*\d*\s*: *")
_PAGES = re.compile(r"Page \d+ of \d+")
_FIGURE = "Captioned Figure"
_CAPTION = "Image Caption"
_CAPTIONS = {"Table Caption", _CAPTION, "caption", "Caption"}
_NOT_SAID = plain_words(Photo(b"", "", "").caption)
_ALIKE = 85  # per cent: a text of the kit's that somebody changed a little
_TELLING = 25  # signs of the kit's from which on a text is taken for a part of it, and no chance
_ENDED = re.compile(r"[.?!…:][\"')]*$")
_BEGUN = re.compile(r"[\"'(]*[A-Z0-9]")
# The kit's own sub-heading under which a section's narrative stands; text there needs no heading of its own.
_HOME = {"methodology": "How it was put together, and its limits", "episode": "What happened"}


@dataclass(frozen=True)
class Absorbed:
    """What was taken in: sections written, those that were the same already, and notes for the author."""

    written: tuple[str, ...]
    unchanged: tuple[str, ...]
    notes: tuple[str, ...]


def absorb(case: Case, report: Report, path: Path) -> Absorbed:
    """Take the author's text of a Word file into the case's `narrative/`.

    `report` are the facts of the same case (`skeleton.gather`). Raises InputError where the file
    can't be read; then nothing is written.
    """
    word = read_returned(path)
    taking = _Taking(kit_words(case, report), report, word.pictures)
    taking.take(word.tree["blocks"])
    _take_surroundings(taking, word)
    notes = list(taking.notes)
    if word.tracked:
        notes.append("Tracked changes were taken in as accepted.")
    folder = case.folder / "narrative"
    folder.mkdir(mode=0o700, exist_ok=True)
    notes += keep_pictures(folder, taking.pictures, word)
    written, unchanged = [], []
    for name, blocks in taking.sections.items():
        text = tree_markdown(word.tree, blocks)
        if same_text(text, report.narrative.get(name, "")):
            unchanged.append(name)
            continue
        write_section(folder, name, text)
        written.append(name)
    if taking.unplaced:
        text = tree_markdown(word.tree, taking.unplaced)
        before = read_text(folder / f"{UNPLACED}.md").strip() + "\n\n" if (folder / f"{UNPLACED}.md").exists() else ""
        if text.strip() not in before:
            write_section(folder, UNPLACED, before + text)
            notes.append(f"What could not be placed is in narrative/{UNPLACED}.md: move it to where it belongs.")
    for name in sorted(set(case.narrative) - set(taking.sections) - {UNPLACED}):
        notes.append(f"The Word file has no text of yours for '{name}'; narrative/{name}.md was left as it is.")
    return Absorbed(tuple(written), tuple(unchanged), tuple(dict.fromkeys(notes)))


def absorb_file(folder: Path | str, path: Path | str) -> Absorbed:
    """Read a case and take a Word file's text into it: what `lcspr absorb CASE draft.docx` does."""
    from lcspr_kit.case import load_case
    from lcspr_kit.report.opening import open_report

    return absorb(load_case(folder), open_report(folder), Path(path))


def _take_surroundings(taking: _Taking, word: Returned) -> None:
    """Text boxes, headers and footers, and comments: no place in a narrative, but the author's words."""
    there = words_of(word.tree["blocks"])
    for text in word.boxes:
        if plain_words(text) not in there:
            taking.set_aside("In text boxes", _text(text), "Text in a text box was found")
    for text in dict.fromkeys(map(plain_words, word.margins)):
        rest = _PAGES.sub("", text)
        for own in sorted(taking.kit.margins, key=len, reverse=True):
            rest = rest.replace(plain_words(own), "", 1)
        if rest.strip():
            taking.set_aside("In the header or footer", _text(text), "The header or footer was changed")
    for anchor, text in word.comments:
        taking.set_aside("Comments", _text(f"On “{anchor}”: {text}" if anchor else text), "Comments were found", "They are for you; the next draft doesn't have them.")


def _text(text: str) -> Node:
    return {"t": "Para", "c": [{"t": "Str", "c": text}]}


def _heading(depth: int, inlines: list[Node]) -> Node:
    return {"t": "Header", "c": [max(depth, 2), ["", [], []], inlines]}


def _flat(blocks: list[Node]) -> Iterator[Node]:
    """Blocks without divisions that stand for nothing (content controls, sections)."""
    for block in blocks:
        if block["t"] == "Div" and (not dict(block["c"][0][2]).get("custom-style") or any(child["t"] in ("Div", "Header") for child in block["c"][1])):
            yield from _flat(block["c"][1])
        else:
            yield block


@dataclass
class _Taking:
    """A walk through the Word file that gives each block of the author's to its section."""

    kit: KitWords
    report: Report
    files: dict[str, bytes] = field(default_factory=dict)
    sections: dict[str, list[Node]] = field(default_factory=dict)
    unplaced: list[Node] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    pictures: list[tuple[str, str, str]] = field(default_factory=list)  # where it stands, its name in the file, its description
    section: str = ""
    level: int = 0
    title: str = ""
    pending: list[tuple[Node, bool]] = field(default_factory=list)  # headings that wait for text, and whether they are hers

    def take(self, blocks: list[Node]) -> None:
        """Take all blocks in."""
        flat = list(_flat(blocks))
        places = place_headings(flat, self.kit)
        for at, block in enumerate(flat):
            style, inner = unwrapped(block)
            if style in _CONTENTS:
                continue
            if style in _FRONT:
                self._title_page(inner)
            elif block["t"] == "Header":
                self._heading(block, places.get(at))
            else:
                self._keep([kept for part in inner for kept in self._hers(part, style)])
        self._let_go(0)
        for section in moved(places, self.kit):
            self.notes.append(f"“{self.kit.title_of(section)}” stands elsewhere in the Word file. Its text was taken in; the order of chapters is the kit's.")

    def set_aside(self, title: str, block: Node, what: str, remedy: str = "") -> None:
        """Keep a block that has no place in a narrative, and tell the author."""
        self.notes.append(f"{what}; your wording is in narrative/{UNPLACED}.md. {remedy}".strip())
        self.unplaced += [_heading(2, [{"t": "Str", "c": title or "Before the first heading"}]), block]

    # ------------------------------------------------------------------------------ headings

    def _title_page(self, inner: list[Node]) -> None:
        for part in inner:
            if (text := words_of(part)) and text not in self.kit.texts:
                self.set_aside("On the title page", part, "The title page was changed", "Change it in review.yml.")

    def _heading(self, block: Node, place: Place | None) -> None:
        depth, (mark, *_), inlines = block["c"]
        text = words_of(inlines)
        if not text:
            return
        inner_key = self.kit.marks.get(mark, "")
        if place:
            self._let_go(0)
            self.section, self.level, self.title = place.section, place.depth, text
            if place.retitled:
                self.notes.append(f"“{text}” was taken for the chapter “{self.kit.title_of(place.section)}”. The next draft has the kit's title.")
        elif depth and (text in self.kit.inner.get(self.section, ()) or inner_key and inner_key not in {section for section, _ in self.kit.chapters.values()}):
            self._let_go(0)
            if text not in self.kit.inner.get(self.section, ()):
                self.notes.append(f"The heading “{text}” under “{self.title}” stands where the kit has one; the next draft has the kit's own.")
            home = _HOME.get(self.section.split("-")[0], "")
            self.pending = [] if text == home else [(_heading(2, inlines), False)]
        elif not depth:
            self._keep([{"t": "Para", "c": inlines}])
        elif depth > self.level > 0:
            self._let_go(depth - self.level)
            self.pending.append((_heading(depth - self.level + 1, inlines), True))
        else:
            self._let_go(0)
            self.section, self.level, self.title = "", depth, text
            self.pending = [(_heading(2, inlines), True)]
        if place or not depth or inner_key:
            self._own_notes(inlines)

    def _let_go(self, depth: int) -> None:
        """Headings as deep as a new one, or deeper, have no text beneath them any more: hers are kept all the same."""
        gone = [node for node, own in self.pending if own and (not depth or node["c"][0] > depth)]
        self.pending = [(node, own) for node, own in self.pending if depth and node["c"][0] <= depth]
        if gone:
            self._give(gone)

    def _give(self, blocks: list[Node]) -> None:
        if self.section and self._is_narrative():
            self.sections.setdefault(self.section, []).extend(blocks)
        else:
            first = blocks[0]
            if self.title and not (first["t"] == "Header" and words_of(first["c"][2]) == self.title) and not any(
                node["t"] == "Header" and words_of(node["c"][2]) == self.title for node in self.unplaced
            ):
                self.unplaced.append(_heading(2, [{"t": "Str", "c": self.title}]))
            self.unplaced += blocks

    def _keep(self, blocks: list[Node]) -> None:
        if blocks:
            self._give([*(node for node, _ in self.pending), *blocks])
            self.pending = []

    def _is_narrative(self) -> bool:
        lines = {f"analysis-{line.id}" for line in self.report.review.key_lines_of_enquiry}
        return self.section in SECTIONS or self.section in lines or self.section.startswith("episode-")

    # ------------------------------------------------------------------------------ blocks

    def _hers(self, block: Node, style: str) -> list[Node]:
        """What of a block the author wrote: all, some list items, or nothing."""
        if block["t"] == "Figure":
            style = dict(block["c"][0][2]).get("custom-style", style)
        block, pictures = self._without_pictures(block, style)
        if pictures:
            return self._with_pictures(block, style, pictures)
        if block["t"] == "Figure":
            block = _text(words_of(block))
            style = _CAPTION
        if block["t"] == "Table":
            return self._her_table(block)
        if block["t"] in ("BulletList", "OrderedList"):
            return self._her_items(block)
        text = words_of(block)
        if not text:
            return self._kits(block)
        if style in _CAPTIONS and _CAPTION_START.match(text):
            if self.kit.drawn or "Table" in style:
                self._own_caption(text)
            return self._kits(block)
        if text.startswith(PROMPT):
            prompt = max((p for p in self.kit.prompts if text.startswith(p)), key=len, default="")
            return self._her_paragraph(cut(block, prompt)) if prompt and text != prompt else self._kits(block) if prompt else [block]
        if style in ("Author prompt", "Authorprompt") and text in {prompt.removeprefix(PROMPT).strip() for prompt in self.kit.prompts}:
            return self._kits(block)
        return self._her_paragraph(block)

    def _kits(self, block: Node) -> list[Node]:
        self._own_notes(block)
        return []

    def _her_paragraph(self, block: Node) -> list[Node]:
        """A paragraph without the kit's sentences before and after; nothing, where it is the kit's own or a part of it."""
        text = words_of(block)
        if not text or text in self.kit.texts or len(text) >= _TELLING and any(text in known for known in self.kit.texts):
            return self._kits(block)
        whole = [known for known in self.kit.texts if len(known) >= _TELLING and _ENDED.search(known)]
        start = max((known for known in whole if text.startswith(f"{known} ") and _BEGUN.match(text[len(known) :].strip())), key=len, default="")
        end = max((known for known in whole if text.endswith(f" {known}") and _ENDED.search(text[: -len(known)].strip())), key=len, default="")
        if start or end:
            kept = cut(block, start) if start else cut(block, end, at_end=True)
            if self.section and self._is_narrative():
                self.notes.append(f"Under '{self.title}' you wrote on in a paragraph of the kit's; your sentences were taken in, and stand with your own text of that part.")
            kept_notes = {words_of(note) for note in notes_of(kept)}
            self._own_notes([{"t": "Note", "c": note} for note in notes_of(block) if words_of(note) not in kept_notes])
            return self._her_paragraph(kept)
        if self._is_changed_fact(text):
            self.set_aside(self.title, block, f"A text that the kit fills in was changed under '{self.title}'", "Change it in review.yml or episodes.yml.")
            return []
        return [block]

    def _is_changed_fact(self, text: str) -> bool:
        from rapidfuzz import fuzz, process

        return len(text) > _TELLING and (
            process.extractOne(text, self.kit.texts, scorer=fuzz.ratio, score_cutoff=_ALIKE) is not None
            or any(len(known) > _TELLING and (text.startswith(known) or text.endswith(known)) for known in self.kit.texts)
        )

    def _her_items(self, block: Node) -> list[Node]:
        items = block["c"] if block["t"] == "BulletList" else block["c"][1]
        kept = []
        for item in items:
            text = words_of(item)
            if not text or text in self.kit.texts:
                self._own_notes(item)
            elif self._is_changed_fact(text):
                self.set_aside(self.title, {"t": "BulletList", "c": [item]}, f"A text that the kit fills in was changed under '{self.title}'", "Change it in review.yml or episodes.yml.")
            else:
                kept.append(item)
        if not kept:
            return []
        return [{"t": block["t"], "c": kept if block["t"] == "BulletList" else [block["c"][0], kept]}]

    def _her_table(self, block: Node) -> list[Node]:
        rows = [[words_of(cell) for cell in row] for row in table_rows(block)]
        if rows_text(rows) in self.kit.tables:
            if caption := words_of(block["c"][1]):
                self._own_caption(caption)
            return self._kits(block)
        if rows_text(rows[:1]) in self.kit.heads:
            self.set_aside(self.title, block, f"A table that the kit fills in was changed under '{self.title}'", "Change it in review.yml.")
            return []
        return [block]

    def _own_caption(self, text: str) -> None:
        """Set a caption of the kit's aside where somebody wrote in it; the number before it is a field."""
        if (bare := _CAPTION_START.sub("", text, count=1) if _CAPTION_START.match(text) else text) and bare not in self.kit.texts:
            self.set_aside(self.title, _text(bare), f"A caption was changed under '{self.title}'")

    def _own_notes(self, node: Any) -> None:
        """Keep the author's footnotes to a text that is the kit's, and her changes in the kit's footnotes."""
        for note in notes_of(node):
            if (text := words_of(note)) and text not in self.kit.notes:
                at = words_of(node)[:60]
                self.set_aside(self.title, _text(f"Footnote{f' to “{at}”' if at else ''}: {text}"), f"A footnote to the kit's text was written or changed under '{self.title}'")

    def _with_pictures(self, block: Node, style: str, pictures: list[Node]) -> list[Node]:
        """What she wrote beside pictures of hers, and the pictures each in a line of its own; a caption that she changed says what they show."""
        if block["t"] != "Figure":
            rest = self._hers(block, style) if words_of(block) else []
        else:
            rest = []
            caption = _CAPTION_START.sub("", words_of(block), count=1)
            if caption and caption != _NOT_SAID and len(pictures) == 1:
                pictures = [{"t": "Image", "c": [pictures[0]["c"][0], [{"t": "Str", "c": caption}], pictures[0]["c"][2]]}]
        return [*rest, *({"t": "Para", "c": [each]} for each in pictures)]

    def _without_pictures(self, block: Node, style: str) -> tuple[Node, list[Node]]:
        """A block without its pictures, and the author's as they stand in a narrative; they are noted, to be kept as files."""
        images = _images(block)
        if not images:
            return block, []
        hers = []
        for image in images:
            alt = plain_words(str(dict(image["c"][0][2]).get("alt", ""))) or words_of(image["c"][1])
            name = image["c"][2][0]
            kept = picture_name(name, self.files, self.report.pictures)
            shown = kept in self.report.pictures
            if not shown and (alt in self.kit.pictures or style == _FIGURE and not self.kit.pictures):
                continue
            if not shown:
                self.pictures.append((self.title, name, " ".join(filter(None, [alt, image["c"][2][1]]))))
            if kept:
                text = [] if alt in ("", _NOT_SAID) else [{"t": "Str", "c": alt}]
                hers.append({"t": "Image", "c": [["", [], []], text, [f"{PICTURES}/{kept}", ""]]})
        return without(block, lambda node: node["t"] == "Image"), hers


def _images(node: Any) -> list[Node]:
    if isinstance(node, list):
        return [image for child in node for image in _images(child)]
    if not isinstance(node, dict):
        return []
    return [node] if node.get("t") == "Image" else _images(node.get("c"))
