"""The hidden bookmark in each heading of a draft, by which the heading is known again when the Word file comes back
with another title. Knows Word's XML and no case.
"""

from __future__ import annotations

import re
from typing import Any

from lxml import etree

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_PREFIX = "_k_"  # Word doesn't show bookmarks whose names start with an underscore
_LONGEST = 40  # signs that Word allows a bookmark
_OPEN, _CLOSE = "\ue000", "\ue001"  # private signs: no text has them
_MARK = re.compile(f"{_OPEN}([^{_CLOSE}]*){_CLOSE}")
_FIRST_ID = 800_000


def mark_name(key: str) -> str:
    """The bookmark's name for a heading's key."""
    return (_PREFIX + re.sub(r"\W", "_", key))[:_LONGEST]


def mark_headings(document: etree._Element) -> None:
    """Put the bookmark into each heading before which pandoc has set its own, which is lost when somebody moves the heading."""
    for number, paragraph in enumerate(document.iter(f"{W}p")):
        style = paragraph.find(f"{W}pPr/{W}pStyle")
        before = paragraph.getprevious()
        if style is None or not re.fullmatch(r"Heading\d", style.get(f"{W}val", "")) or before is None or before.tag != f"{W}bookmarkStart":
            continue
        start = etree.Element(f"{W}bookmarkStart", {f"{W}id": str(_FIRST_ID + number), f"{W}name": mark_name(before.get(f"{W}name", ""))})
        paragraph.insert(1, start)
        paragraph.append(etree.Element(f"{W}bookmarkEnd", {f"{W}id": str(_FIRST_ID + number)}))


def show_marks(document: etree._Element) -> None:
    """Write each mark as text before its heading, so that it outlives pandoc; `take_marks` takes it out again."""
    for start in list(document.iter(f"{W}bookmarkStart")):
        name = start.get(f"{W}name", "")
        paragraph = start.getparent()
        while paragraph is not None and paragraph.tag != f"{W}p":
            paragraph = paragraph.getparent()
        if not name.startswith(_PREFIX) or paragraph is None:
            continue
        run = etree.Element(f"{W}r")
        etree.SubElement(run, f"{W}t").text = f"{_OPEN}{name}{_CLOSE}"
        paragraph.insert(0 if paragraph.find(f"{W}pPr") is None else 1, run)


def take_marks(node: Any) -> str:
    """Take the marks out of a tree of pandoc's, where they are; returns the first one's name, or nothing."""
    if isinstance(node, list):
        return next(filter(None, [take_marks(child) for child in node]), "")  # all of them are taken, whichever comes first
    if not isinstance(node, dict):
        return ""
    if node.get("t") == "Str" and (match := _MARK.search(node["c"])):
        node["c"] = _MARK.sub("", node["c"])
        return match[1]
    return take_marks(node.get("c"))
