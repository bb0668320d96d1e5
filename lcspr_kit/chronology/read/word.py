"""Reader of Word documents (DOCX, DOCM): every table, and dated paragraphs, as a careful eye would read them.

Keeps tracked insertions, moved text once, content controls, smart tags, fields, nested tables and
merged cells; leaves out deleted text; reports hidden and struck-through text, comments, text boxes,
headers and footers. How a paragraph's text is put together is in `wordtext`.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from lxml import etree

from lcspr_kit.chronology.read.limits import Package, damaged
from lcspr_kit.chronology.read.tables import MAX_CELL, MAX_COLUMNS, MAX_ROWS, Contents, Note, Row, Table
from lcspr_kit.chronology.read.wordtext import WordText, attribute, children
from lcspr_kit.chronology.read.workbookparts import local, relations
from lcspr_kit.problems import InputError, Problem


def read_word(path: Path) -> Contents:
    """Read every table of a document and its loose paragraphs. Raises InputError for a damaged or locked one."""
    with Package(path) as package:
        part = next((target for kind, target in relations(package, "").values() if kind == "officeDocument" and target in package), "word/document.xml")
        if part not in package:
            raise damaged(path.name)
        links = relations(package, part)
        root = package.xml(part)
        body = next(root.iter("{*}body"), None)
        if body is None:
            raise damaged(path.name)
        reading = _Document(path.name, WordText.of(package, links))
        reading.body(body)
        for kind, target in sorted(links.values()):
            if kind in ("header", "footer") and target in package:
                text = " ".join(reading.text.of_block(package.xml(target)).split())
                if text:
                    reading.contents.notes.append(Note("header-footer", f"The page {kind} says: {text[:200]}"))
                    reading.contents.loose.append(text)
            elif kind == "aFChunk":
                reading.contents.notes.append(Note("embedded-document", "Another document is embedded in this one and was not read; open the file and paste it in."))
        return reading.contents


@dataclass
class _Cell:
    text: str
    span: int
    merge: str  # "", "restart" or "continue"


class _Document:
    """A document being read."""

    def __init__(self, name: str, text: WordText):
        self.text = text
        self.contents = Contents([])
        self._name = name
        self._before: list[str] = []
        self._rows = 0

    def body(self, body: etree._Element) -> None:
        """Read the blocks of the document, in order."""
        paragraphs: list[tuple[int, str]] = []
        number = 0
        for block in children(body, {"p", "tbl"}):
            if local(block) == "tbl":
                self.table(block, f"table {sum(table.inside is None for table in self.contents.tables) + 1}", None)
                self._before = []
                continue
            number += 1
            text = self.text.of_block(block).strip()
            self._boxes(block)
            if text:
                paragraphs.append((number, text))
                self._before.append(text)
                self.contents.loose.append(text)
        if self.text.has_changes_outside:
            self.contents.notes.append(Note("tracked-change", "There are tracked changes outside the tables; insertions were kept and deletions left out."))
        if len(paragraphs) > MAX_ROWS:
            raise self._too_long()
        self.contents.tables.append(Table("paragraphs", [Row(place, [text]) for place, text in paragraphs], has_headings=False))

    def table(self, element: etree._Element, name: str, inside: str | None) -> None:
        """Read a table, and the tables inside its cells after it."""
        table = Table(name, [], before=list(self._before), inside=inside)
        self.contents.tables.append(table)
        above: dict[int, str] = {}
        nested: list[etree._Element] = []
        for number, row in enumerate(children(element, {"tr"}), start=1):
            self._rows += 1
            if self._rows > MAX_ROWS:
                raise self._too_long()
            properties = next((child for child in row if local(child) == "trPr"), None)
            marks = {local(child): child for child in properties} if properties is not None else {}
            if "del" in marks:
                table.removed += 1
                self.contents.notes.append(Note("tracked-change", "This row is deleted by a tracked change; it was left out.", name, number))
                continue
            self.text.begin_row()
            read, more = self._row(row, number, above, _number(marks.get("gridBefore")))
            nested += more
            for code, message in self.text.row_notes("ins" in marks):
                self.contents.notes.append(Note(code, message, name, number))
            if any(cell.strip() for cell in read.cells):
                table.rows.append(read)
            else:
                table.blank += 1
        for count, inner in enumerate(nested, start=1):
            self.table(inner, f"{name}.{count}", name)

    def _row(self, element: etree._Element, number: int, above: dict[int, str], before: int) -> tuple[Row, list[etree._Element]]:
        cells: list[str] = [""] * min(before, MAX_COLUMNS)
        inherited = set()
        nested: list[etree._Element] = []
        for child in children(element, {"tc"}):
            cell = self._cell(child)
            column = len(cells)
            if column + cell.span > MAX_COLUMNS:
                break
            text = cell.text
            if cell.merge == "continue":
                if not text and above.get(column):
                    text = above[column]
                    inherited.add(column)
            else:
                above.pop(column, None)
                if cell.merge == "restart":
                    above[column] = text
            cells += [text, *[""] * (cell.span - 1)]
            nested += list(children(child, {"tbl"}))
        return Row(number, cells, inherited=frozenset(inherited)), nested

    def _cell(self, element: etree._Element) -> _Cell:
        properties = next((child for child in element if local(child) == "tcPr"), None)
        span, merge = 1, ""
        for mark in properties if properties is not None else ():
            if local(mark) == "gridSpan":
                span = max(1, min(_number(mark, 1), MAX_COLUMNS))
            elif local(mark) == "vMerge":
                merge = attribute(mark, "val") or "continue"
        return _Cell(self.text.of_block(element).strip()[:MAX_CELL], span, merge)

    def _boxes(self, block: etree._Element) -> None:
        """Tables inside a text box are tables; its words are already in the paragraph's text."""
        for box in _text_boxes(block):
            text = " ".join(self.text.of_block(box).split())
            if text:
                self.contents.notes.append(Note("text-box", f"A text box says: {text[:200]}"))
            for table in children(box, {"tbl"}):
                self.table(table, f"table {sum(t.inside is None for t in self.contents.tables) + 1}", None)

    def _too_long(self) -> InputError:
        return InputError(Problem(self._name, f"The document has more than {MAX_ROWS:,} rows.", "Split it by year."))


def _text_boxes(block: etree._Element) -> Iterator[etree._Element]:
    for box in block.iter("{*}txbxContent"):
        # Word writes each box twice, for new and old programs: the second is in a Fallback
        if not any(local(parent) == "Fallback" for parent in box.iterancestors()):
            yield box


def _number(element: etree._Element | None, otherwise: int = 0) -> int:
    text = attribute(element, "val") if element is not None else ""
    return int(text) if text.isascii() and text.isdigit() and len(text) < 6 else otherwise
