"""Layers of HTML, SVG and XML: text by block, attributes, comments, styles, scripts, embedded files."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

from lxml import etree, html

from lcspr_kit.privacy.leaks.layers import Budget, Layer, in_a_row, is_label, join_where, needs_label
from lcspr_kit.privacy.leaks.plain import decode, packed_in

_BLOCKS = frozenset(
    """address article aside blockquote body caption dd desc details div dl dt fieldset figcaption figure footer form h1 h2 h3 h4
    h5 h6 header hr html iframe legend li main nav ol option p pre section summary table tbody td text tfoot th thead title tr ul rt rp
    comment si is c f oddheader oddfooter evenheader evenfooter firstheader firstfooter definedname row docpr sp""".split()  # noqa: SIM905
)
_SPOKEN = frozenset("alt title aria-label aria-description content value placeholder summary label descr name href src cite download author lastmodifiedby target initials t text tooltip prompt error prompttitle errortitle comment userid".split())  # noqa: SIM905
TOO_DEEP = "This is nested too deeply, or has a tag of too many attributes, to be looked through whole."
_MOST_ATTRIBUTES = 2000  # the parser compares each with each
_QUOTES = r"\"[^\"]*+\"|'[^']*+'"
_LONG_TAG = re.compile(rf"<[A-Za-z](?:[^<>\"']++|{_QUOTES})*+")
_SAYS = re.compile(r"[^\W\d_]{2}|(?:[^\W\d_]\W{1,3}){3}|(?:\d[\W_]{0,3}){7}")


@lru_cache(maxsize=4096)
def local(tag: object) -> str:
    """A tag's name without its namespace, lower case; empty for comments and the like."""
    return tag.rpartition("}")[2].lower() if isinstance(tag, str) else ""


def read_html(data: bytes, where: str, depth: int, budget: Budget) -> Iterator[Layer]:
    """A web page, whatever state it is in."""
    text = decode(data)
    if _has_endless_tag(text):
        yield Layer(join_where(where, "text"), text, fault=TOO_DEEP)
        yield from packed_in(text, where, depth, budget)
        return
    parser = html.HTMLParser(huge_tree=True, remove_comments=False, encoding="utf-8")
    tree = html.document_fromstring(text.encode("utf-8", errors="replace"), parser=parser)
    yield from read_tree(tree, where, depth, budget)
    if _is_cut(parser):
        yield Layer(join_where(where, "text"), text, fault=TOO_DEEP)
    yield from packed_in(text, where, depth, budget)


def read_xml(data: bytes, where: str, depth: int, budget: Budget) -> Iterator[Layer]:
    """Any XML; a document type is never followed, what can't be parsed is read as text."""
    text = decode(data)
    parsed = parse_xml(data)
    if parsed.tree is not None:
        yield from read_tree(parsed.tree, where, depth, budget)
    if not parsed.whole:
        yield Layer(join_where(where, "text"), text, fault=TOO_DEEP if parsed.cut else "")
    yield from packed_in(text, where, depth, budget)


@dataclass(frozen=True)
class Parsed:
    """XML as a tree (None where it is none). `whole`: all that was there is in it, else the text has to be looked
    through as well; `cut`: it was nested too deeply, and what was deeper is not in it."""

    tree: etree._Element | None
    whole: bool
    cut: bool = False


def parse_xml(data: bytes) -> Parsed:
    """Parse XML without following entities, outside files or network, however broken it is."""
    if _has_endless_tag(data.replace(b"\0", b"").decode("latin-1")):
        return Parsed(None, False, True)
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=True, recover=True)
    try:
        tree = etree.fromstring(data.lstrip(), parser)
    except etree.XMLSyntaxError:
        return Parsed(None, False)
    if tree is None:
        return Parsed(None, False)
    kind = tree.getroottree().docinfo.internalDTD
    declares = kind is not None and next(kind.iterentities(), None) is not None
    broken = any(entry.level == etree.ErrorLevels.FATAL for entry in parser.error_log)
    return Parsed(tree, not (broken or declares), _is_cut(parser))


def _has_endless_tag(text: str) -> bool:
    for tag in _LONG_TAG.finditer(text):
        if tag.end() - tag.start() > 2 * _MOST_ATTRIBUTES:
            bare = re.sub(_QUOTES, "", tag[0])
            if bare.count("=") + len(bare.split()) > _MOST_ATTRIBUTES:
                return True
    return False


def _is_cut(parser: etree._BaseParser) -> bool:
    return any(entry.type == etree.ErrorTypes.ERR_RESOURCE_LIMIT for entry in parser.error_log)


def read_tree(tree: etree._Element, where: str, depth: int, budget: Budget) -> Iterator[Layer]:
    """The layers of a parsed page: blocks of text, comments, attributes."""
    blocks: list[list[str]] = []
    _gather(tree, blocks)
    blocks = [pieces for pieces in blocks if any(piece.strip() for piece in pieces)]
    for number, pieces in enumerate(blocks, 1):
        yield Layer(join_where(where, f"text {number}"), "".join(pieces))
        if any(one[-1:].isalnum() and other[:1].isalnum() for one, other in pairwise(pieces)):  # a cut word, or two that touch
            yield Layer(join_where(where, f"text {number}"), " ".join(pieces))
    yield from in_a_row(["".join(pieces) for pieces in blocks], where)
    yield from beside_tree(tree, where)
    machine: list[str] = []
    for node in tree.iter():
        if isinstance(node, (etree._Comment, etree._ProcessingInstruction)):
            yield Layer(join_where(where, "comment"), note_text(node))
            continue
        tag = local(node.tag)
        if tag in ("style", "script") and node.text:
            yield Layer(join_where(where, tag), node.text, machine=True)
        for name, value in node.attrib.items():
            name = local(name)
            if name.startswith("data-"):
                machine.append(name)
            said = _said_with(node, name, value)
            if not (said or _SAYS.search(value)) or (value[:5].lower() == "data:" and "base64," in value[:80].lower()):
                continue
            if name in _SPOKEN or name.startswith("data-"):
                yield Layer(join_where(where, f"{name} of {tag}"), said + _unquoted(value))
            elif name == "font-family":
                machine += [family for family in value.split(",") if " " in family.strip(" '\"")]
            elif name not in ("d", "points", "transform", "viewbox", "patterntransform"):
                machine.append(_unquoted(value))
    machine += {node.tag.rpartition("}")[2]: "" for node in tree.iter(etree.Element)}
    if machine:
        yield Layer(join_where(where, "attributes"), "\n".join(dict.fromkeys(machine)), machine=True)


def beside_tree(tree: etree._Element, where: str) -> Iterator[Layer]:
    """What stands before and after the root of a file: its document type, comments, instructions."""
    kind = tree.getroottree().docinfo.doctype
    if kind:
        yield Layer(join_where(where, "document type"), kind, machine=True)
    for node in (*tree.itersiblings(preceding=True), *tree.itersiblings()):
        yield Layer(join_where(where, "comment"), note_text(node))


def note_text(node: etree._Element) -> str:
    """The text of a comment; of an instruction for programs, with the program it is for."""
    return f"{node.target} {node.text or ''}" if isinstance(node, etree._ProcessingInstruction) else node.text or ""


def _said_with(node: etree._Element, name: str, value: str) -> str:
    """The name of a field before its value, where the value is a number that only the name explains."""
    label = name[5:] if name.startswith("data-") else node.get("name", node.get("id", "")) if name in ("value", "content") else ""
    label = label.replace("-", " ").replace("_", " ")
    return f"{label}: " if label and needs_label(value) and (is_label(label) or value.isdigit()) else ""


def _unquoted(value: str) -> str:
    from urllib.parse import unquote

    return unquote(value) if "%" in value else value


def _gather(node: etree._Element, blocks: list[list[str]]) -> None:
    """Text by block, in reading order, in the pieces that inline elements make of it."""
    current: list[str] = []

    def close() -> None:
        blocks.append(current.copy())
        current.clear()

    stack: list[tuple[etree._Element, bool]] = [(node, False)]
    while stack:
        here, leaving = stack.pop()
        tag = local(here.tag)
        block = tag in _BLOCKS
        if leaving:
            if block:
                close()
            if _is_reversed(here, tag):
                current.append("\u202c")
            if here.tail and here is not node:
                current.append(here.tail)
            continue
        if block:
            close()
        stack.append((here, True))
        if tag and tag not in ("style", "script"):
            if tag in ("br", "line-break"):
                current.append("\n")
            elif tag == "tab" or (tag == "s" and "opendocument" in here.tag):
                current.append(" ")
            if _is_reversed(here, tag):
                current.append("\u202e")  # what a browser makes of it; `readings` turns it round
            if here.text:
                current.append(here.text)
            stack += [(child, False) for child in reversed(here)]
    close()


def _is_reversed(node: etree._Element, tag: str) -> bool:
    """Whether an element shows its letters from the last to the first."""
    if not tag:
        return False
    style = node.get("style", "").lower()
    right_to_left = node.get("dir", "").lower() == "rtl" or "rtl" in style
    return right_to_left and (tag == "bdo" or "bidi-override" in style or node.get("unicode-bidi") == "bidi-override")
