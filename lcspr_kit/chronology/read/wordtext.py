"""The text of a Word paragraph or cell: what is read, what is left out, and what is worth a note.

The one place that knows runs, tracked changes, fields, content controls and symbols.
"""

from __future__ import annotations

from collections.abc import Iterator

from lxml import etree

from lcspr_kit.chronology.read.limits import Package
from lcspr_kit.chronology.read.workbookparts import local

_LEFT_OUT = {"del", "moveFrom", "Fallback", "delText", "delInstrText", "instrText", "rPr", "pPr", "tblPr", "tcPr", "trPr", "sdtPr", "sdtEndPr", "sectPr", "tblGrid", "rt", "docPr", "bookmarkStart", "bookmarkEnd", "proofErr"}
_SIGNS = {"tab": " ", "ptab": " ", "br": "\n", "cr": "\n", "noBreakHyphen": "-"}
_TICKED = {"F0FE", "F053", "F0FC", "F078", "00FE", "00FC", "2611", "2612"}
_EMPTY_BOX = {"F0A8", "F06F", "F071", "F0A1", "006F", "2610"}
_MAX_DEPTH = 150


def attribute(element: etree._Element, name: str) -> str:
    """The value of an attribute, whatever its namespace."""
    for key, value in element.attrib.items():
        if str(key).rpartition("}")[2] == name:
            return str(value)
    return ""


def is_on(element: etree._Element) -> bool:
    """Whether a switch such as `<w:strike w:val="0"/>` is on."""
    return attribute(element, "val").lower() not in ("0", "false", "off", "none")


def children(element: etree._Element, wanted: set[str], depth: int = 0) -> Iterator[etree._Element]:
    """The blocks, rows or cells below an element, through content controls, insertions and smart tags."""
    if depth > _MAX_DEPTH:
        return
    for child in element:
        name = local(child)
        if name in wanted:
            yield child
        elif name in ("sdt", "sdtContent", "ins", "moveTo", "customXml", "smartTag", "AlternateContent", "Choice"):
            yield from children(child, wanted, depth + 1)


class WordText:
    """Puts text together, and remembers what the current row held that a plain text doesn't show."""

    def __init__(self, comments: dict[str, str], footnotes: dict[str, str], endnotes: dict[str, str]):
        self._comments, self._footnotes, self._endnotes = comments, footnotes, endnotes
        self._row: list[tuple[str, str]] | None = None
        self.has_changes_outside = False

    @classmethod
    def of(cls, package: Package, links: dict[str, tuple[str, str]]) -> WordText:
        """With the comments and footnotes of a document."""
        parts = {kind: target for kind, target in links.values() if target in package}
        plain = cls({}, {}, {})

        def texts(kind: str, name: str) -> dict[str, str]:
            if kind not in parts:
                return {}
            return {attribute(item, "id"): " ".join(plain.of_block(item).split()) for item in package.xml(parts[kind]).iter(f"{{*}}{name}")}

        return cls(texts("comments", "comment"), texts("footnotes", "footnote"), texts("endnotes", "endnote"))

    def begin_row(self) -> None:
        """From here on, remarks belong to a new row."""
        self._row = []

    def row_notes(self, inserted: bool) -> list[tuple[str, str]]:
        """Codes and sentences about the row that was read, each once."""
        notes = dict.fromkeys(self._row or ())
        if inserted:
            notes.setdefault(("tracked-change", "This row is inserted by a tracked change; it was kept."))
        self._row = None
        return list(notes)

    def of_block(self, element: etree._Element) -> str:
        """The text of a paragraph, cell or any block; paragraphs and rows of nested tables on lines of their own."""
        out: list[str] = []
        self._walk(element, out, 0)
        return "".join(out).strip("\n")

    def _note(self, code: str, message: str) -> None:
        if self._row is not None:
            self._row.append((code, message))
        elif code == "tracked-change":
            self.has_changes_outside = True

    def _walk(self, element: etree._Element, out: list[str], depth: int) -> None:
        if depth > _MAX_DEPTH:
            self._note("too-deep", "The cell is nested too deeply to be read whole.")
            return
        for child in element:
            name = local(child)
            if name == "t":
                out.append(child.text or "")
            elif name == "r":
                self._run(child, out, depth + 1)
            elif name in _SIGNS:
                out.append(_SIGNS[name])
            elif name == "p":
                if out and not out[-1].endswith("\n"):
                    out.append("\n")
                self._walk(child, out, depth + 1)
            elif name == "tc":
                if out and not out[-1].endswith("\n"):
                    out.append(" | ")
                inner: list[str] = []
                self._walk(child, inner, depth + 1)
                out.append("".join(inner).strip("\n"))
            elif name == "tr":
                out.append("\n")
                self._walk(child, out, depth + 1)
            elif name == "tbl":
                self._note("nested-table", "There is a table inside a cell; its text was kept in the cell.")
                self._walk(child, out, depth + 1)
                out.append("\n")
            elif name == "AlternateContent":
                first = next((option for option in child if local(option) == "Choice"), None)
                self._walk(first if first is not None else child, out, depth + 1)
            elif name in ("del", "moveFrom"):
                self._note("tracked-change", "There are tracked changes in this row; insertions were kept and deletions left out.")
            elif name in ("ins", "moveTo"):
                self._note("tracked-change", "There are tracked changes in this row; insertions were kept and deletions left out.")
                self._walk(child, out, depth + 1)
            elif name == "sym":
                out.append(_symbol(child))
            elif name in ("footnoteReference", "endnoteReference"):
                text = (self._footnotes if name == "footnoteReference" else self._endnotes).get(attribute(child, "id"), "")
                if text:
                    out.append(f" [note: {text}]")
            elif name == "commentReference":
                text = self._comments.get(attribute(child, "id"), "")
                self._note("comment", f"There is a comment: {text[:300]}")
            elif name == "ffData":
                out.append(_form_field(child))
            elif name in ("drawing", "pict", "object"):
                self._picture(child, out, depth + 1)
            elif name not in _LEFT_OUT:
                self._walk(child, out, depth + 1)

    def _run(self, run: etree._Element, out: list[str], depth: int) -> None:
        start = len(out)
        self._walk(run, out, depth)
        properties = run[0] if len(run) and local(run[0]) == "rPr" else None
        if properties is not None and any(part.strip() for part in out[start:]):
            for mark in properties:
                name = local(mark)
                if name == "vanish" and is_on(mark):
                    self._note("hidden-text", "There is hidden text in this row; it was kept.")
                elif name in ("strike", "dstrike") and is_on(mark):
                    self._note("strike", "Text in this row is struck through; it was kept.")

    def _picture(self, element: etree._Element, out: list[str], depth: int) -> None:
        boxes = list(element.iter("{*}txbxContent"))
        if boxes:
            self._note("text-box", "There is a text box in this row; its text was kept in the cell.")
            out.append("\n")
            self._walk(boxes[0], out, depth)
        elif any(local(part) in ("blip", "imagedata", "OLEObject") for part in element.iter()):
            self._note("picture", "There is a picture or embedded object in this row, which can't be read.")


def _symbol(element: etree._Element) -> str:
    code = attribute(element, "char").upper()
    if code in _TICKED:
        return "☒"
    if code in _EMPTY_BOX:
        return "☐"
    return ""


def _form_field(element: etree._Element) -> str:
    """A legacy form's tick box or drop-down."""
    for box in element.iter("{*}checkBox"):
        marks = {local(mark): is_on(mark) for mark in box}
        return "☒" if marks.get("checked", marks.get("default", False)) else "☐"
    for menu in element.iter("{*}ddList"):
        entries = [attribute(entry, "val") for entry in menu if local(entry) == "listEntry"]
        chosen = next((attribute(mark, "val") for mark in menu if local(mark) == "result"), "0")
        return entries[int(chosen)] if chosen.isdigit() and int(chosen) < len(entries) else ""
    return ""
