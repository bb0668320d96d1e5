"""A Word file that comes back from the author: its tree, and what stands outside it (comments, text boxes, headers,
footers, pictures). Knows no case and nothing of what the kit had written.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from lxml import etree

from lcspr_kit.problems import InputError, Problem
from lcspr_kit.report.checks.document import read_word
from lcspr_kit.report.headingmarks import show_marks, take_marks
from lcspr_kit.report.markdown import PandocError
from lcspr_kit.report.wordtree import Node, word_tree, words_of

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_FIELDS_READ = re.compile(r"\s*(?:HYPERLINK|TOC|PAGEREF|REF|SEQ|PAGE|NUMPAGES)\b")
_ANCHOR = 60  # signs of the words that a comment stands at


@dataclass(frozen=True)
class Returned:
    """What a Word file holds.

    `tree` is pandoc's, with the mark of each heading of the kit's (`headingmarks`) as the heading's identity, and a
    heading of depth 0 for a marked paragraph that somebody has made plain text. `comments` are pairs of the words a
    comment stands at and its text; `margins` the paragraphs of headers and footers; `pictures` bytes by the name the
    tree calls them.
    """

    tree: Node
    boxes: tuple[str, ...]
    comments: tuple[tuple[str, str], ...]
    margins: tuple[str, ...]
    pictures: dict[str, bytes]
    tracked: bool


def read_returned(path: Path) -> Returned:
    """Read a Word file. Raises InputError where it can't be read."""
    word = read_word(path)
    with zipfile.ZipFile(path) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    document = _parsed(parts["word/document.xml"])
    comments = tuple(_comments(document, _parsed(parts["word/comments.xml"]))) if "word/comments.xml" in parts else ()
    show_marks(document)
    _keep_field_results(document)
    parts["word/document.xml"] = etree.tostring(document, xml_declaration=True, encoding="UTF-8", standalone=True)
    try:
        tree = word_tree(_zipped(parts))
    except PandocError:
        raise InputError(Problem(path.name, "The Word file can't be read.", "Open it in Word and save it as .docx again.")) from None
    tree["blocks"] = [_marked(block) for block in tree["blocks"]]
    margins = tuple(text for name in sorted(parts) if re.fullmatch(r"word/(?:header|footer)\d*\.xml", name) for text in _paragraphs(_parsed(parts[name])))
    pictures = {name.removeprefix("word/"): data for name, data in parts.items() if name.startswith("word/media/")}
    return Returned(tree, word.boxes, comments, margins, pictures, bool(word.tracked))


def _parsed(raw: bytes) -> etree._Element:
    return etree.fromstring(raw, etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=True))


def _zipped(parts: dict[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, data in parts.items():
            archive.writestr(name, data)
    return out.getvalue()


def _paragraphs(root: etree._Element) -> Iterator[str]:
    for paragraph in root.iter(f"{_W}p"):
        text = "".join(" " if element.tag in (f"{_W}tab", f"{_W}br") else element.text or "" for element in paragraph.iter(f"{_W}t", f"{_W}tab", f"{_W}br"))
        if text.strip():
            yield text.strip()


def _comments(document: etree._Element, comments: etree._Element) -> Iterator[tuple[str, str]]:
    """Each comment with the words it stands at, in the order of the file."""
    anchors: dict[str, str] = {}
    open_ones: set[str] = set()
    for element in document.iter(f"{_W}commentRangeStart", f"{_W}commentRangeEnd", f"{_W}t"):
        identity = element.get(f"{_W}id", "")
        if element.tag == f"{_W}commentRangeStart":
            open_ones.add(identity)
        elif element.tag == f"{_W}commentRangeEnd":
            open_ones.discard(identity)
        else:
            for one in open_ones:
                anchors[one] = (anchors.get(one, "") + (element.text or ""))[:_ANCHOR]
    for comment in comments.iter(f"{_W}comment"):
        text = " ".join(_paragraphs(comment))
        if text:
            yield anchors.get(comment.get(f"{_W}id", ""), "").strip(), text


def _keep_field_results(document: etree._Element) -> None:
    """Leave of fields that pandoc doesn't know what they show: their words would go with them."""
    for field in list(document.iter(f"{_W}fldSimple")):
        if not _FIELDS_READ.match(field.get(f"{_W}instr", "")):
            parent, at = field.getparent(), field.getparent().index(field)
            parent[at : at + 1] = list(field)
    stack: list[tuple[list[etree._Element], list[str]]] = []
    for element in list(document.iter(f"{_W}fldChar", f"{_W}instrText")):
        kind = element.get(f"{_W}fldCharType")
        if kind == "begin":
            stack.append(([], []))
        if not stack:
            continue
        stack[-1][0].append(element)
        if element.tag == f"{_W}instrText":
            stack[-1][1].append(element.text or "")
        if kind == "end":
            marks, code = stack.pop()
            if not _FIELDS_READ.match("".join(code)):
                for mark in marks:
                    mark.getparent().remove(mark)


def _marked(block: Node) -> Node:
    """A block without marks; a heading's identity is its mark, and a marked paragraph a heading of depth 0."""
    name = take_marks(block)
    inner: Any = block
    while inner["t"] == "Div" and len(inner["c"][1]) == 1:
        inner = inner["c"][1][0]
    if inner["t"] == "Header":
        inner["c"][1][0] = name
    elif inner["t"] in ("Para", "Plain") and name and words_of(inner):
        return {"t": "Header", "c": [0, [name, [], []], inner["c"]]}
    return block
