"""Layers of PDF files: the text of each page, every string of every object (information, outlines,
alternative texts, notes, form fields, destinations), XMP, scripts, attachments, pictures, and earlier
versions that an incremental save left in the file."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from dataclasses import replace
from itertools import pairwise

from lcspr_kit.privacy.leaks.layers import APART, Budget, Layer, in_a_row, join_where, read_layers
from lcspr_kit.privacy.leaks.pdfsize import MOST_OF_A_STREAM, holds_too_many_objects, is_too_large
from lcspr_kit.privacy.leaks.plain import UNKNOWN

TOO_MUCH = "The PDF unpacks to more than the kit looks through."
_EOF = re.compile(rb"%%EOF\s*")
_MAX_VERSIONS = 6
_MAX_BOXES = 3000
_HYPHEN = re.compile("(?:\r\n)?[\ufffe\x02](?:\r\n)?")
_DULL = {"/FontName", "/BaseFont", "/FontFamily", "/CharSet", "/Registry", "/Ordering"}
"""Keys whose texts name fonts and their signs."""
_OWN_NAME = re.compile(r"[a-z][A-Z]\w*[a-z]|\w[^\w/]|^/[a-z]{5,}$|[^\x00-\x7f]")
"""Names that somebody may have given: the standard's own are mostly one word with a capital."""
_OF_PROGRAMS = {"/Producer", "/Creator", "/ID", "/O", "/U", "/OE", "/UE", "/Perms", "/CheckSum", "/Lookup", "/Panose", "/Contents"}
_DAY_AND_TIME = re.compile(r"D:\d{4}[\dZ+\-']*")
_IN_STREAMS = re.compile(rb"stream\r?\n.*?endstream", re.DOTALL)
_REMARK = re.compile(rb"^[ \t]*%([^\r\n]{4,400})", re.MULTILINE)
_SHOWN = re.compile(rb"\((?:[^()\\]|\\.)*\)")
_ACTUAL = re.compile(rb"/(?:ActualText|Alt|E|Contents|T)\s*(\((?:[^()\\]|\\.)*\)|<[0-9a-fA-F\s]*>)")


def read_pdf(data: bytes, where: str, depth: int, budget: Budget) -> Iterator[Layer]:
    """Every layer of a PDF, the newest version first."""
    start = data.find(b"%PDF-")
    if start > 4:
        yield from read_layers("", data[:start], join_where(where, "before the PDF"), depth + 1, budget)
    data = data[start:]
    ends = [found.end() for found in _EOF.finditer(data)]
    if ends and len(data) - ends[-1] > 4:
        yield from read_layers("", data[ends[-1] :], join_where(where, "after the PDF"), depth + 1, budget)
    known: set[str] = set()
    for number, end in enumerate(reversed(ends or [len(data)])):
        if number == _MAX_VERSIONS:
            yield Layer(where or "file", "", fault="The PDF keeps more earlier versions than the kit looks through.")
            return
        place = join_where(where, f"earlier version {number}") if number else where
        try:
            layers = list(_version(data[:end], place, depth, budget))
        except Exception as error:  # what stands before an end mark need not be a whole PDF
            if number:
                continue
            raise ValueError("the PDF can't be opened") from error
        for layer in layers:
            if layer.text not in known or layer.fault:
                yield layer
        known |= {layer.text for layer in layers}
    loose = dict.fromkeys(map(_literal, _SHOWN.findall(_IN_STREAMS.sub(b"", data))))
    yield from (Layer(join_where(where, "object that nothing refers to"), text, machine=True) for text in loose if len(text) > 4 and text.isprintable() and text not in known)


def _version(data: bytes, where: str, depth: int, budget: Budget) -> Iterator[Layer]:
    import pikepdf

    if holds_too_many_objects(data):
        yield Layer(where or "file", "", fault=TOO_MUCH)
        return
    with pikepdf.open(io.BytesIO(data)) as document:
        yield from _objects(document, where, depth, budget)
        is_endless = _draws_too_much(document)
    if is_endless:
        yield Layer(where or "file", "", fault="The pages of the PDF draw more than the kit looks through.")
    else:
        yield from _pages(data, where)


def _draws_too_much(document) -> bool:  # type: ignore[no-untyped-def]
    """Whether the pages come to more than is looked through, with what they draw again and again."""
    sizes: dict[tuple, int] = {}

    def drawn(item, forms: dict, level: int) -> int:  # type: ignore[no-untyped-def]
        if level > 20 or is_too_large(item):
            return MOST_OF_A_STREAM + 1
        content = item.read_bytes()
        return len(content) + sum(content.count(name.encode("utf-8", "replace") + b" Do") * size(form, level + 1) for name, form in forms.items())

    def size(form, level: int) -> int:  # type: ignore[no-untyped-def]
        if form.objgen not in sizes:
            sizes[form.objgen] = 0  # one that draws itself is drawn once
            sizes[form.objgen] = min(drawn(form, _forms(form.get("/Resources")), level), MOST_OF_A_STREAM + 1)
        return sizes[form.objgen]

    total = 0
    for page in document.pages:
        forms = _forms(page.obj.get("/Resources"))
        total += sum(drawn(stream, forms, 0) for stream in _contents(page))
        if total > MOST_OF_A_STREAM:
            return True
    return False


def _forms(resources: object) -> dict:
    """The drawings that a page or drawing may draw, by name."""
    import pikepdf

    found = resources.get("/XObject") if isinstance(resources, pikepdf.Dictionary) else None
    items = dict(found.items()) if isinstance(found, pikepdf.Dictionary) else {}
    return {str(name): form for name, form in items.items() if isinstance(form, pikepdf.Stream) and form.get("/Subtype") == "/Form"}


def _pages(data: bytes, where: str) -> Iterator[Layer]:
    import pypdfium2

    document = pypdfium2.PdfDocument(data)
    pages = []
    try:
        for number in range(len(document)):
            page = document[number]
            text = page.get_textpage()
            pages.append(_HYPHEN.sub("-\n", text.get_text_range()).replace("\r\n", "\n"))  # text beside the page, too
            below = _below(text)
            text.close()
            page.close()
            place = join_where(where, f"page {number + 1}")
            yield Layer(place, pages[-1])
            yield from in_a_row(below, place)
    finally:
        document.close()
    ends = [(one.rstrip().rpartition("\n")[2], other.lstrip().partition("\n")[0]) for one, other in pairwise(pages)]
    yield from in_a_row([text for pair in ends for text in (*pair, APART)], where)


def _below(text) -> list[str]:  # type: ignore[no-untyped-def]
    """Each piece of a page with the piece right below it, where columns are not drawn one after the other."""
    boxes = [text.get_rect(number) for number in range(text.count_rects())]
    if len(boxes) > _MAX_BOXES or not any(one[3] > other[1] + 1 and one[1] < other[3] - 1 and other[0] > one[2] + 2 for one, other in pairwise(boxes)):
        return []  # a page whose lines follow each other
    pieces = []
    ordered = sorted(boxes, key=lambda box: -box[3])
    for number, box in enumerate(ordered):
        height = max(4.0, box[3] - box[1])
        for other in ordered[number + 1 :]:
            if box[1] - other[3] > 1.5 * height:
                break
            if other[3] <= box[1] + 0.4 * height and other[0] < box[2] and other[2] > box[0]:
                pieces += [_HYPHEN.sub("-", text.get_text_bounded(*one)) for one in (box, other)] + [APART]
                break
    return pieces


def _objects(document, where: str, depth: int, budget: Budget) -> Iterator[Layer]:  # type: ignore[no-untyped-def]
    import pikepdf

    shown = {stream.objgen for page in document.pages for stream in _contents(page)}
    told: set[str] = set()
    for item in (document.trailer, *document.objects):
        for layer in _strings(item, "", where, 0):
            if not layer.machine or layer.text not in told:
                yield layer
            told |= {layer.text} if layer.machine else set()
        if isinstance(item, pikepdf.Stream):
            yield from _stream(item, where, depth, budget, item.objgen in shown)


def _contents(page) -> list:  # type: ignore[no-untyped-def]
    import pikepdf

    contents = page.obj.get("/Contents", [])
    return list(contents) if isinstance(contents, pikepdf.Array) else [contents] if isinstance(contents, pikepdf.Stream) else []


def _strings(item: object, key: str, where: str, level: int) -> Iterator[Layer]:
    """Strings held directly in an object; what it refers to comes by itself."""
    import pikepdf

    if level > 40:
        yield Layer(where or "file", "", fault="The PDF has objects nested too deeply to be looked through.")
    elif isinstance(item, pikepdf.String):
        text = str(item)
        if key not in _DULL and not _DAY_AND_TIME.fullmatch(text):
            is_code = key in _OF_PROGRAMS and not all(sign.isprintable() or sign.isspace() for sign in text)
            yield from () if is_code else [Layer(join_where(where, key.strip("/") or "text"), text, machine=key in _OF_PROGRAMS - {"/Contents"})]
    elif isinstance(item, pikepdf.Array):
        for inner in item:  # type: ignore[attr-defined]
            if not getattr(inner, "is_indirect", False):
                yield from _strings(inner, key, where, level + 1)
    elif isinstance(item, (pikepdf.Dictionary, pikepdf.Stream)):
        for name in item.keys():  # noqa: SIM118 - a pikepdf object, not a dict
            value = item.get(name)
            if isinstance(value, pikepdf.Object) and not value.is_indirect:
                yield from _strings(value, name, where, level + 1)
            if name not in _DULL and _OWN_NAME.search(name):
                yield Layer(join_where(where, "name"), name[1:], machine=True)
            if isinstance(value, pikepdf.Name) and name not in _DULL and _OWN_NAME.search(str(value)):
                yield Layer(join_where(where, name.strip("/")), str(value)[1:], machine=True)
    elif isinstance(item, pikepdf.Name) and _OWN_NAME.search(str(item)):
        yield Layer(join_where(where, key.strip("/") or "name"), str(item)[1:], machine=True)


def _stream(item, where: str, depth: int, budget: Budget, shown: bool) -> Iterator[Layer]:  # type: ignore[no-untyped-def]
    import pikepdf

    kind, subtype = str(item.get("/Type", "")), str(item.get("/Subtype", ""))
    filters = str(item.get("/Filter", ""))
    if subtype == "/Image":
        if "DCTDecode" in filters:
            yield from read_layers("", item.read_raw_bytes(), join_where(where, "picture"), depth + 1, budget)
        return
    if kind in ("/XRef", "/ObjStm") or "/Length1" in item or subtype in ("/Type1C", "/CIDFontType0C", "/OpenType"):
        return
    if is_too_large(item):
        yield Layer(where or "file", "", fault=TOO_MUCH)
        return
    try:
        content = item.read_bytes()
    except pikepdf.PdfError:
        yield Layer(join_where(where, "stream"), "", fault="A stream of the PDF could not be unpacked.")
        return
    if not budget.take(len(content)):
        yield Layer(where or "file", "", fault=TOO_MUCH)
    elif kind == "/Metadata":
        yield from read_layers("a.xmp", content, join_where(where, "XMP"), depth + 1, budget)
    elif kind == "/EmbeddedFile":
        yield from read_layers("", content, join_where(where, "attachment"), depth + 1, budget)
    elif b"BT" not in content and b" re" not in content and b"begincmap" not in content:
        inner = read_layers("", content, join_where(where, "stream"), depth + 1, budget)
        yield from (replace(layer, fault="") if layer.fault == UNKNOWN else layer for layer in inner)  # a colour profile or the like
    else:
        for found in _ACTUAL.finditer(content):
            text = _literal(found[1])
            if text.strip():
                yield Layer(join_where(where, "alternative text in a page"), text)
        for found in _REMARK.findall(content) if b"%" in content else ():
            yield Layer(join_where(where, "remark in a page"), found.decode("utf-8", "replace"), machine=True)
        if not shown and b"begincmap" not in content:
            words = "\n".join("".join(map(_literal, _SHOWN.findall(line))) for line in content.splitlines())
            yield Layer(join_where(where, "drawing that no page may show"), words.strip(), machine=True)


def _literal(token: bytes) -> str:
    if token.startswith(b"<"):
        raw = bytes.fromhex(re.sub(rb"\s", b"", token[1:-1]).decode("ascii").ljust(2, "0")[: 2 * (len(re.sub(rb"\s", b"", token[1:-1])) // 2)] or "00")
    else:
        raw = re.sub(rb"\\([0-7]{1,3}|.)", lambda found: bytes([int(found[1], 8) % 256]) if found[1][:1].isdigit() else {b"n": b"\n", b"r": b"\r", b"t": b"\t"}.get(found[1], found[1]), token[1:-1], flags=re.DOTALL)
    return raw.decode("utf-16", errors="replace") if raw.startswith((b"\xfe\xff", b"\xff\xfe")) else raw.decode("latin-1")
