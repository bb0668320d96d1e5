"""From the report's Markdown to a Word document: pandoc, then a finishing pass over the XML.

Pandoc gives real styles, captions that number themselves, a header row in each table and links that
work. The pass puts in what pandoc lacks: figures as SVG with a PNG beside it, wide ones on landscape
pages; page numbers and the draft's status; contents that show before the field is updated; document
properties without a trace of the machine. The same input gives the same bytes.
"""

from __future__ import annotations

import base64
import io
import re
import zipfile
from xml.sax.saxutils import escape

from lxml import etree

from lcspr_kit.report.headingmarks import mark_headings
from lcspr_kit.report.markdown import Picture, run_pandoc
from lcspr_kit.report.paper import fit
from lcspr_kit.resources import templates

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
A = "http://schemas.openxmlformats.org/drawingml/2006/main"
WP = "http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing"
PIC = "http://schemas.openxmlformats.org/drawingml/2006/picture"
RELATIONSHIPS = "http://schemas.openxmlformats.org/package/2006/relationships"
TYPES = "http://schemas.openxmlformats.org/package/2006/content-types"
_NAMES = {"w": W, "r": R, "a": A, "wp": WP, "pic": PIC}

_EMU = 914_400
_PAGE = '<w:pgSz w:w="11906" w:h="16838"/><w:pgMar w:top="1300" w:right="1270" w:bottom="1200" w:left="1270" w:header="600" w:footer="560" w:gutter="0"/>'
_TURNED = '<w:pgSz w:w="16838" w:h="11906" w:orient="landscape"/><w:pgMar w:top="1000" w:right="1000" w:bottom="900" w:left="1000" w:header="500" w:footer="460" w:gutter="0"/>'
_DOT = (
    b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\x00\x00\x00\x01\x00\x00\x00\x01\x08\x00\x00\x00\x00:~\x9bU"
    b"\x00\x00\x00\nIDATx\x9cc\xf8\x0f\x00\x01\x01\x01\x00\x1b\xb6\xeeV\x00\x00\x00\x00IEND\xaeB`\x82"
)
_PAGES_HINT = "For page numbers click here and press F9."
_FIGURE = re.compile(r"\]\((figures/[A-Za-z0-9_-]+)\.svg\)")


def to_docx(markdown: str, pictures: dict[str, Picture], title: dict[str, str], cover: bool = True) -> bytes:
    """The bytes of a .docx. `pictures` go by their name in the text; `title` the fields of `blocks.Title`.

    Without `cover` the title stands at the head of the first page and there are no contents.
    """
    names = _FIGURE.findall(markdown)
    # Pandoc may read no file but the document, so each figure starts as a dot that is replaced below.
    dot = f"](data:image/png;base64,{base64.b64encode(_DOT).decode()})"
    raw = run_pandoc(
        _FIGURE.sub(dot, markdown),
        "docx+native_numbering",
        ["--reference-doc", str(templates() / "word" / "reference.docx"), "--metadata", "lang=en-GB"],
        {},
    )
    with zipfile.ZipFile(io.BytesIO(raw)) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    document = etree.fromstring(parts["word/document.xml"])
    relations = etree.fromstring(parts["word/_rels/document.xml.rels"])
    parts = {name: data for name, data in parts.items() if not name.startswith("word/media/")}
    _place_figures(document, relations, parts, names, pictures)
    _finish_tables(document)
    mark_headings(document)
    _front(document, title, cover)
    _sections(document, relations, parts, title, cover)
    parts["word/document.xml"] = _xml(document)
    parts["word/_rels/document.xml.rels"] = _xml(relations)
    parts["[Content_Types].xml"] = _content_types(parts["[Content_Types].xml"])
    _properties(parts, title)
    return _zip(parts)


def _xml(root: etree._Element) -> bytes:
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)


def _fragment(xml: str) -> etree._Element:
    return etree.fromstring(f'<x xmlns:w="{W}" xmlns:r="{R}" xmlns:a="{A}">{xml}</x>')[0]


def _relate(relations: etree._Element, identity: str, kind: str, target: str) -> None:
    etree.SubElement(relations, f"{{{RELATIONSHIPS}}}Relationship", Id=identity, Type=f"{R}/{kind}", Target=target)


def _place_figures(document: etree._Element, relations: etree._Element, parts: dict[str, bytes], names: list[str], pictures: dict[str, Picture]) -> None:
    for relation in list(relations):
        if relation.get("Type", "").endswith("/image"):
            relations.remove(relation)
    for number, (drawing, name) in enumerate(zip(document.iter(f"{{{W}}}drawing"), names, strict=True), 1):
        png, svg = pictures[name].png, pictures[name].svg
        parts[f"word/media/figure{number}.png"] = png
        parts[f"word/media/figure{number}.svg"] = svg
        _relate(relations, f"rIdPng{number}", "image", f"media/figure{number}.png")
        _relate(relations, f"rIdSvg{number}", "image", f"media/figure{number}.svg")
        blip = drawing.find(".//a:blip", _NAMES)
        for child in list(blip):
            blip.remove(child)
        blip.set(f"{{{R}}}embed", f"rIdPng{number}")
        blip.append(_fragment(
            '<a:extLst><a:ext uri="{96DAC541-7B7A-43D3-8B79-37D633B846F1}"><asvg:svgBlip '
            f'xmlns:asvg="http://schemas.microsoft.com/office/drawing/2016/SVG/main" r:embed="rIdSvg{number}"/></a:ext></a:extLst>'
        ))  # fmt: skip
        place = fit(png)
        for extent in (drawing.find(".//wp:extent", _NAMES), drawing.find(".//a:xfrm/a:ext", _NAMES)):
            extent.set("cx", str(round(place.width * _EMU)))
            extent.set("cy", str(round(place.height * _EMU)))
        properties = drawing.find(".//wp:docPr", _NAMES)
        properties.set("id", str(1000 + number))
        properties.set("name", f"Figure {number}")
        properties.set("descr", pictures[name].alt)
        inner = drawing.find(".//pic:cNvPr", _NAMES)
        inner.set("descr", pictures[name].alt)
        inner.set("name", f"Figure {number}")
        if place.turned:
            _turn_page(drawing)
        else:
            _keep_with_words_before(drawing)


def _body_paragraph(drawing: etree._Element) -> etree._Element:
    paragraph = next(drawing.iterancestors(f"{{{W}}}p"))
    while paragraph.getparent().tag != f"{{{W}}}body":
        paragraph = paragraph.getparent()
    return paragraph


def _beside(element: etree._Element, preceding: bool) -> etree._Element | None:
    """The paragraph or table before or after an element; marks of places between them (bookmarks) are nothing."""
    return next((other for other in element.itersiblings(preceding=preceding) if not other.tag.endswith(("}bookmarkStart", "}bookmarkEnd"))), None)


def _turn_page(drawing: etree._Element) -> None:
    """Put a figure and its caption in a section of their own on a landscape page."""
    paragraph = _body_paragraph(drawing)
    following = _beside(paragraph, preceding=False)
    last = following if following is not None and _style(following) == "ImageCaption" else paragraph
    before = _beside(paragraph, preceding=True)
    if before is None or before.tag != f"{{{W}}}p":
        before = _fragment('<w:p><w:pPr><w:spacing w:before="0" w:after="0" w:line="20" w:lineRule="exact"/></w:pPr></w:p>')
        paragraph.addprevious(before)
    _end_section(before, _PAGE)
    _end_section(last, _TURNED)


def _keep_with_words_before(drawing: etree._Element) -> None:
    """Let the sentence that speaks of a figure, and so its heading, go to the next page with the figure."""
    before = _beside(_body_paragraph(drawing), preceding=True)
    if before is not None and before.tag == f"{{{W}}}p" and _style(before) in ("BodyText", "FirstParagraph", ""):
        _properties_of(before).insert(1 if _style(before) else 0, _fragment("<w:keepNext/>"))


def _end_section(paragraph: etree._Element, page: str) -> None:
    """Let a section end with a paragraph, unless one does already."""
    properties = _properties_of(paragraph)
    if properties.find("w:sectPr", _NAMES) is None:
        properties.append(_fragment(f"<w:sectPr>{page}</w:sectPr>"))


def _properties_of(paragraph: etree._Element) -> etree._Element:
    properties = paragraph.find("w:pPr", _NAMES)
    if properties is None:
        properties = etree.Element(f"{{{W}}}pPr")
        paragraph.insert(0, properties)
    return properties


def _style(paragraph: etree._Element) -> str:
    style = paragraph.find("w:pPr/w:pStyle", _NAMES)
    return style.get(f"{{{W}}}val") if style is not None else ""


def _finish_tables(document: etree._Element) -> None:
    """Full width, room below, rows that don't break over pages, a heading row that repeats and bold headings."""
    for table in document.iter(f"{{{W}}}tbl"):
        rows = table.findall("w:tr", _NAMES)
        for number, row in enumerate(rows):
            properties = row.find("w:trPr", _NAMES)
            if properties is None:
                properties = etree.Element(f"{{{W}}}trPr")
                row.insert(0, properties)
            properties.insert(0, etree.Element(f"{{{W}}}cantSplit"))
            if number == 0 and properties.find("w:tblHeader", _NAMES) is None:
                properties.append(etree.Element(f"{{{W}}}tblHeader"))
        following = _beside(table, preceding=False)
        if following is not None and following.tag == f"{{{W}}}p" and not _style(following).startswith(("Heading", "TableCaption", "CaptionedFigure")):
            _put_space_above(following)


def _put_space_above(paragraph: etree._Element) -> None:
    properties = _properties_of(paragraph)
    end = properties.find("w:sectPr", _NAMES)
    properties.insert(len(properties) if end is None else properties.index(end), _fragment('<w:spacing w:before="180"/>'))


def _front(document: etree._Element, title: dict[str, str], cover: bool) -> None:
    """The title page and the contents, before everything else; or a short title alone."""
    body = document.find("w:body", _NAMES)
    lines = [("Status", title["status"]), ("Author", title["partnership"]), ("Title", title["text"]), ("Subtitle", title["subtitle"]),
             ("Author", title["reference"]), ("Author", title["author"])]  # fmt: skip
    spacing = "" if cover else '<w:spacing w:before="0" w:after="60"/>'
    front = [_fragment(f'<w:p><w:pPr><w:pStyle w:val="{style}"/>{spacing}</w:pPr><w:r><w:t xml:space="preserve">{escape(text)}</w:t></w:r></w:p>') for style, text in lines if text]
    front += _contents(document, bool(title["status"])) if cover else []
    for element in reversed(front):
        body.insert(0, element)


def _contents(document: etree._Element, draft: bool) -> list[etree._Element]:
    """A contents field whose lines are already there, so that it can be read before it is updated.

    Only Word knows on which page it puts a heading: each line has a field for the number, which Word fills in when it
    updates. In a draft the first line says so; it goes when the contents are updated.
    """
    entries = []
    for number, heading in enumerate(document.iter(f"{{{W}}}p")):
        level = {"Heading1": 1, "Heading2": 2}.get(_style(heading))
        text = "".join(heading.itertext(f"{{{W}}}t")).strip()
        if level and text:
            name = f"_Toc{number:06d}"
            heading.insert(1, _fragment(f'<w:bookmarkStart w:id="{900000 + number}" w:name="{name}"/>'))
            heading.append(_fragment(f'<w:bookmarkEnd w:id="{900000 + number}"/>'))
            entries.append((level, text, name))
    begin = '<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText xml:space="preserve"> TOC \\o "1-2" \\h \\z \\u </w:instrText></w:r><w:r><w:fldChar w:fldCharType="separate"/></w:r>'
    end = '<w:r><w:fldChar w:fldCharType="end"/></w:r>'
    lines = [f'<w:p><w:pPr><w:pStyle w:val="TOC1"/></w:pPr>{begin}<w:r><w:rPr><w:i/></w:rPr><w:t>{_PAGES_HINT}</w:t></w:r></w:p>'] if draft and entries else []
    for number, (level, text, name) in enumerate(entries):
        before = begin if number == 0 and not lines else ""
        after = end if number == len(entries) - 1 else ""
        page = _field(f"PAGEREF {name} " + r"\h", "")
        lines.append(
            f'<w:p><w:pPr><w:pStyle w:val="TOC{level}"/></w:pPr>{before}<w:hyperlink w:anchor="{name}" w:history="1">'
            f'<w:r><w:t xml:space="preserve">{escape(text)}</w:t></w:r><w:r><w:tab/></w:r>{page}</w:hyperlink>{after}</w:p>'
        )
    heading = '<w:p><w:pPr><w:pStyle w:val="TOCHeading"/></w:pPr><w:r><w:t>Contents</w:t></w:r></w:p>'
    if not lines:
        return []
    block = f'<w:sdt><w:sdtPr><w:docPartObj><w:docPartGallery w:val="Table of Contents"/><w:docPartUnique/></w:docPartObj></w:sdtPr><w:sdtContent>{heading}{"".join(lines)}</w:sdtContent></w:sdt>'
    # The first heading opens a page of its own: a paragraph with a page break would leave an empty page where the contents fill theirs.
    first = next(heading for heading in document.iter(f"{{{W}}}p") if _style(heading) in ("Heading1", "Heading2"))
    first.find("w:pPr", _NAMES).insert(1, _fragment("<w:pageBreakBefore/>"))
    return [_fragment(block)]


def _sections(document: etree._Element, relations: etree._Element, parts: dict[str, bytes], title: dict[str, str], cover: bool) -> None:
    """Page size, header and footer for every section; the title page has neither."""
    body = document.find("w:body", _NAMES)
    final = body.find("w:sectPr", _NAMES)
    if final is not None:
        body.remove(final)
    # The body's own properties are those of its last section: where a landscape page ends the document, its
    # section is that one, or an empty upright page would follow.
    last = next((element for element in reversed(body) if element.tag in (f"{{{W}}}p", f"{{{W}}}tbl")), None)
    turned = last.find("w:pPr/w:sectPr", _NAMES) if last is not None else None
    if turned is not None:
        turned.getparent().remove(turned)
    body.append(turned if turned is not None else _fragment(f"<w:sectPr>{_PAGE}</w:sectPr>"))
    sections = list(document.iter(f"{{{W}}}sectPr"))
    for section in sections:
        section.insert(0, _fragment('<w:footerReference w:type="default" r:id="rIdFooter"/>'))
        section.insert(0, _fragment('<w:headerReference w:type="default" r:id="rIdHeader"/>'))
    if cover:
        sections[0].append(_fragment("<w:titlePg/>"))
    _relate(relations, "rIdHeader", "header", "header1.xml")
    _relate(relations, "rIdFooter", "footer", "footer1.xml")

    header = f'<w:hdr xmlns:w="{W}"><w:p><w:pPr><w:pStyle w:val="Header"/></w:pPr><w:r><w:t>{escape(title["status"])}</w:t></w:r></w:p></w:hdr>'
    footer = (
        f'<w:ftr xmlns:w="{W}"><w:p><w:pPr><w:pStyle w:val="Footer"/></w:pPr><w:r><w:t xml:space="preserve">{escape(title["reference"])}</w:t></w:r>'
        f'<w:r><w:tab/><w:t xml:space="preserve">Page </w:t></w:r>{_field("PAGE", "1")}<w:r><w:t xml:space="preserve"> of </w:t></w:r>{_field("NUMPAGES", "1")}</w:p></w:ftr>'
    )
    parts["word/header1.xml"] = _xml(etree.fromstring(header))
    parts["word/footer1.xml"] = _xml(etree.fromstring(footer))


def _field(code: str, shown: str) -> str:
    """A field, with what it shows until Word works it out."""
    text = f"<w:r><w:t>{shown}</w:t></w:r>" if shown else ""
    return f'<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText xml:space="preserve"> {code} </w:instrText></w:r><w:r><w:fldChar w:fldCharType="separate"/></w:r>{text}<w:r><w:fldChar w:fldCharType="end"/></w:r>'


def _content_types(raw: bytes) -> bytes:
    root = etree.fromstring(raw)
    known = {element.get("Extension") for element in root}
    for extension, kind in (("png", "image/png"), ("svg", "image/svg+xml")):
        if extension not in known:
            root.insert(0, etree.Element(f"{{{TYPES}}}Default", Extension=extension, ContentType=kind))
    for name in ("header", "footer"):
        kind = f"application/vnd.openxmlformats-officedocument.wordprocessingml.{name}+xml"
        etree.SubElement(root, f"{{{TYPES}}}Override", PartName=f"/word/{name}1.xml", ContentType=kind)
    return _xml(root)


def _properties(parts: dict[str, bytes], title: dict[str, str]) -> None:
    moment = f"{title['date'] or '1980-01-01'}T00:00:00Z"
    parts["docProps/core.xml"] = (
        '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
        '<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties" '
        'xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">'
        f"<dc:title>{escape(title['text'])}</dc:title><dc:creator>{escape(title['author'])}</dc:creator><dc:language>en-GB</dc:language>"
        f'<dcterms:created xsi:type="dcterms:W3CDTF">{moment}</dcterms:created><dcterms:modified xsi:type="dcterms:W3CDTF">{moment}</dcterms:modified>'
        "</cp:coreProperties>"
    ).encode()
    parts["docProps/app.xml"] = (
        b'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
        b'<Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/extended-properties"><Application>lcspr_kit</Application></Properties>'
    )


def _zip(parts: dict[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name in sorted(parts, key=lambda name: (name != "[Content_Types].xml", not name.startswith("_rels"), name)):
            entry = zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0))
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.external_attr = 0o600 << 16
            archive.writestr(entry, parts[name])
    return out.getvalue()
