"""Layers of Office files: paragraphs, cells with their places, notes, tracked changes, properties,
relationships, comments, headers. Pictures and embedded files go through `layers`."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, timedelta

from lxml import etree

from lcspr_kit.privacy.leaks.layers import APART, Budget, Layer, in_a_row, is_label, join_where, needs_label
from lcspr_kit.privacy.leaks.markup import TOO_DEEP, beside_tree, local, note_text, parse_xml, read_tree
from lcspr_kit.privacy.leaks.plain import decode, read_runs

_DULL = re.compile(r"(?:theme/theme\d*|fontTable|webSettings|stylesWithEffects)\.xml$")
_CAMEL = re.compile(r"[a-z][A-Z]")
_TEXT = ("t", "deltext", "instrtext", "delinstrtext")
_BREAKS = {"tab": "\t", "br": "\n", "cr": "\n", "nobreakhyphen": "-", "softhyphen": "", "ptab": "\t", "rt": "\n", "rubybase": "\n"}
_DATE_FORMATS = {str(number) for number in (*range(14, 18), 22, *range(27, 37), *range(50, 59))}
_LONG_NUMBER = re.compile(r"\d{9,13}(?:\.0)?")
_POWER = re.compile(r"\d\.\d{5,12}E\+?(?:9|1[0-2])")
_SERIAL = re.compile(r"[1-5]\d{4}")
_HEADER_CODE = re.compile(r'&(?:"[^"]*"|K[0-9A-Fa-f]{6}|\d+|[A-Za-z])')
_RANGE = re.compile(r"(?:\$?[A-Z]{1,3}\$?\d+[: ]?)+|[\d.]{1,8}|true|false")
_PUT_TOGETHER = re.compile(r'"\s*[&,]\s*"')
_COLUMN = re.compile(r"[A-Z]*")
_RELATION = re.compile(r"^(?:https?://(?:schemas\.openxmlformats|schemas\.microsoft|purl|www\.w3)\.)")


def is_part(name: str) -> bool:
    """Whether an entry of the zip is XML of the file itself."""
    return name.lower().endswith((".xml", ".rels", ".vml"))


def read_parts(parts: dict[str, bytes], where: str) -> Iterator[Layer]:
    """Every layer of the XML parts of one Office file."""
    trees = {}
    for name in sorted(parts):
        if b"<!DOCTYPE" in parts[name][:4000]:
            yield Layer(join_where(where, name), parts[name].decode("utf-8", errors="replace"), fault="This part declares a document type, which Office files never do.")
            continue
        parsed = parse_xml(parts[name])
        if not parsed.whole:
            fault = TOO_DEEP if parsed.cut else "This part is not XML." if parsed.tree is None else ""
            yield Layer(join_where(where, name), decode(parts[name]), fault=fault)
        if parsed.tree is not None:
            trees[name] = parsed.tree
    yield from _workbook(trees, where)
    for name, tree in trees.items():
        place = join_where(where, name)
        yield from beside_tree(tree, place)
        if _DULL.search(name) or name == "[Content_Types].xml":
            yield from _settings(tree, place)
            continue
        if name.startswith("xl/") and (name.endswith("sharedStrings.xml") or "/worksheets/sheet" in name) and "/_rels/" not in name:
            yield from _sheet_extras(tree, place)
        elif name.startswith("word/") and not name.endswith(".rels"):
            yield from _word(tree, place)
        elif name.endswith(".rels"):
            targets = [node.get("Target", "") for node in tree.iter(etree.Element)]
            yield Layer(join_where(place, "files"), "\n".join(map(_unquote, filter(None, targets))), machine=True)
            for node in tree.iter():
                target = node.get("Target", "") if isinstance(node.tag, str) else ""
                if node.get("TargetMode") == "External" or ":" in target:
                    yield Layer(join_where(place, "link"), _unquote(target))
        elif name.startswith("docProps/"):
            for node in tree.iter():
                if isinstance(node.tag, str) and node.text and node.text.strip():
                    yield Layer(join_where(place, local(node.tag)), node.text)
                for value in node.attrib.values() if isinstance(node.tag, str) else ():
                    yield Layer(join_where(place, "attributes"), value, machine=True)
        else:
            yield from (layer for layer in read_tree(tree, place, 0, Budget()) if not _RELATION.match(layer.text))


def _settings(tree: etree._Element, place: str) -> Iterator[Layer]:
    """Names and texts of parts that say how things look; names of one word are those of typefaces and colours."""
    texts = [value for node in tree.iter(etree.Element) for value in (node.text or "", *node.attrib.values())]
    texts = [text for text in texts if " " in text.strip() or _CAMEL.search(text)]
    if texts:
        yield Layer(join_where(place, "settings"), "\n".join(dict.fromkeys(texts)), machine=True)


def _unquote(text: str) -> str:
    from urllib.parse import unquote

    return unquote(text)


def _word(tree: etree._Element, place: str) -> Iterator[Layer]:
    spoken_texts = []
    for number, paragraph in enumerate(tree.iter("{*}p"), 1):
        pieces = list(_pieces(paragraph))
        text = "".join(piece for _, piece in pieces)
        spoken_texts.append(text)
        if text.strip():
            yield Layer(join_where(place, f"paragraph {number}"), text)
        deleted = "".join(piece for gone, piece in pieces if gone)
        if deleted.strip() and deleted.strip() != text.strip():
            yield Layer(join_where(place, f"deleted text in paragraph {number}"), deleted)
            yield Layer(join_where(place, f"paragraph {number}"), "".join(piece for gone, piece in pieces if not gone))
    yield from in_a_row(spoken_texts, place)
    for turned in tree.iter("{*}bdo"):
        if "rtl" in turned.attrib.values():
            yield Layer(join_where(place, "text shown backwards"), "\u202e" + "".join(piece for _, piece in _pieces(turned)))
    spoken: list[tuple[str, str]] = []
    machine: list[str] = []
    styles: list[str] = []
    for node in tree.iter():
        if isinstance(node, (etree._Comment, etree._ProcessingInstruction)):
            yield Layer(join_where(place, "comment in the XML"), note_text(node))
        if not isinstance(node.tag, str):
            continue
        for name, value in node.attrib.items():
            name = local(name)
            if name in ("descr", "title", "author", "initials", "userid", "tooltip", "instr", "alias", "tag", "string", "name") and value:
                spoken.append((name, value))
            elif len(value) > 2 and (any(sign.isalpha() for sign in value) or sum(sign.isdigit() for sign in value) > 8) and not _RELATION.match(value) and not name.startswith("rsid"):
                machine.append(value)
        if local(node.tag) == "name" and local(getattr(node.getparent(), "tag", "")) == "style":
            styles += [value for value in node.attrib.values() if value != "Strong"]  # Word's own, and a surname
        if local(node.tag) in ("alias", "tag", "docvar", "default", "statustext", "helptext", "listitem", "placeholder"):
            spoken += [(local(node.tag), value) for value in node.attrib.values()]
        elif node.text and node.text.strip() and local(node.tag) not in _TEXT:
            yield Layer(join_where(place, local(node.tag)), node.text)
    for name, value in dict.fromkeys(spoken):
        yield Layer(join_where(place, name), value)
    if machine and not place.endswith(("styles.xml", "numbering.xml", "settings.xml")):
        yield Layer(join_where(place, "attributes"), "\n".join(dict.fromkeys(machine)), machine=True)
    elif machine:
        yield Layer(join_where(place, "attributes"), "\n".join(value for value in dict.fromkeys(machine) if " " in value or _CAMEL.search(value) or value in styles), machine=True)


def _pieces(paragraph: etree._Element) -> Iterator[tuple[bool, str]]:
    """The text of a paragraph, piece by piece, and whether each was deleted; paragraphs within it (text boxes) are a line
    end here, and have their own turn."""
    stack = [iter(paragraph)]
    while stack:
        node = next(stack[-1], None)
        if node is None:
            stack.pop()
            continue
        tag = local(node.tag)
        if tag == "p":
            yield False, "\n"
            continue
        if tag in _TEXT:
            yield tag.startswith("del"), node.text or ""
        elif tag in _BREAKS:
            yield False, _BREAKS[tag]
        stack.append(iter(node))


def _workbook(trees: dict[str, etree._Element], where: str) -> Iterator[Layer]:
    """Cells with their places; a text that stands in many cells is one layer that says how many."""
    shared = trees.get("xl/sharedStrings.xml")
    strings = [_runs(item) for item in shared.iter("{*}si")] if shared is not None else []
    seen: dict[str, list[str]] = {text: [] for text in strings}
    dates = _date_styles(trees.get("xl/styles.xml"))
    book = trees.get("xl/workbook.xml")
    from_1904 = book is not None and any(node.get("date1904") in ("1", "true") for node in book.iter("{*}workbookPr"))
    for name in sorted(trees):
        if not (name.startswith("xl/worksheets/") and name.endswith(".xml")):
            continue
        sheet = name.rpartition("/")[2].removesuffix(".xml")
        serials: set[str] = set()
        labels: dict[str, str] = {}
        rows: list[list[str]] = []
        columns: dict[str, list[str]] = {}
        for cell in trees[name].iter("{*}c"):
            value = cell.findtext("{*}v") or ""
            kind = cell.get("t")
            if kind == "s":
                text = strings[int(value)] if value.isdigit() and int(value) < len(strings) else ""
            elif kind == "inlineStr":
                text = _runs(cell)
            elif kind == "str" or _LONG_NUMBER.fullmatch(value):
                text = value
            elif "E" in value and _POWER.fullmatch(value):
                text = f"{float(value):.0f}"
            else:
                text = _day(value, from_1904) if cell.get("s") in dates else ""
                if not text and _SERIAL.fullmatch(value):
                    serials.add(_day(value, from_1904))
            if cell.getprevious() is None or not rows:
                rows.append([])
            rows[-1].append(text or value)
            column = _COLUMN.match(cell.get("r", ""))[0]  # type: ignore[index]
            columns.setdefault(column, []).append(text or value)
            if needs_label(text):
                text = f"{labels.get(column, '')}{text}"
            elif is_label(text):
                labels[column] = f"{text}: "
            formula = _PUT_TOGETHER.sub("", cell.findtext("{*}f") or "")
            for content in (text, formula):
                if content:
                    seen.setdefault(content, []).append(f"{sheet} {cell.get('r', '')}".strip())
        if serials:
            yield Layer(join_where(where, f"{sheet} numbers as days"), "\n".join(sorted(serials)), machine=True)
        for beside in (rows, list(columns.values())):
            texts = [text for line in beside for text in (*line, APART)]
            yield from in_a_row(texts, join_where(where, sheet))
    for text, places in seen.items():
        if text.strip():
            more = f" and {len(places) - 1} more" if len(places) > 1 else ""
            yield Layer(join_where(where, (places[0] if places else "text no cell shows") + more), text)


def _runs(cell: etree._Element) -> str:
    """The text of a cell's runs; how it is read aloud (`rPh`) stands apart."""
    return "".join(("\n" if local(getattr(node.getparent(), "tag", "")) == "rph" else "") + (node.text or "") for node in cell.iter("{*}t"))


def _date_styles(styles: etree._Element | None) -> set[str]:
    """The cell styles of a workbook that show a number as a date."""
    if styles is None:
        return set()
    custom = {node.get("numFmtId") for node in styles.iter("{*}numFmt") if re.search(r"[dy]", re.sub(r'"[^"]*"|\[[^\]]*\]|\\.', "", node.get("formatCode", "").lower()))}
    formats = styles.find("{*}cellXfs")
    known = {*_DATE_FORMATS, *custom}
    return {str(number) for number, node in enumerate(formats if formats is not None else []) if node.get("numFmtId") in known}


def _day(value: str, from_1904: bool) -> str:
    """The day a cell's number stands for, in ISO; empty where it is none of this or the last century."""
    try:
        serial = int(float(value)) + (1462 if from_1904 else 0)
    except ValueError:
        return value[:10]  # a cell of kind `d` holds the day itself
    return (date(1899, 12, 30) + timedelta(days=serial)).isoformat() if 60 < serial < 80_000 else ""


def _sheet_extras(tree: etree._Element, place: str) -> Iterator[Layer]:
    for node in tree.iter():
        tag = local(node.tag)
        if tag in ("oddheader", "oddfooter", "evenheader", "evenfooter", "firstheader", "firstfooter", "formula", "formula1", "formula2"):
            yield Layer(join_where(place, tag), _HEADER_CODE.sub(" ", node.text or ""))
        elif tag == "f" and node.text and local(getattr(node.getparent(), "tag", "")) != "c":
            yield Layer(join_where(place, "formula"), _PUT_TOGETHER.sub("", node.text))
        elif isinstance(node, (etree._Comment, etree._ProcessingInstruction)):
            yield Layer(join_where(place, "comment in the XML"), note_text(node))
        elif tag not in ("c", "row", "col", "sheetview", "selection", "pane", "si", "r", "t", "dimension"):
            for value in node.attrib.values():
                if len(value) > 2 and not _RANGE.fullmatch(value) and not value.startswith("{"):
                    yield Layer(join_where(place, tag), _unquote(value))


def read_old_office(data: bytes, where: str, depth: int, budget: Budget) -> Iterator[Layer]:
    """Office files from before 2007, and locked new ones: their readable runs, and that this is not all."""
    yield from read_runs(data, where)
    yield Layer(where or "file", "", fault="This is an old or locked Office file, which the kit can't open whole. Save it as .docx or .xlsx.")
