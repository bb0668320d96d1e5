"""The combined chronology as a Word table: landscape, repeated heading row, one colour an agency."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator
from datetime import date
from typing import Any
from xml.sax.saxutils import escape

from lcspr_kit.chronology.export import AGENCY_FILLS, Chronology, columns_of, row_values

_W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]")
_LEFT_OUT = {"File", "Sheet", "Row", "Event id", "As written"}
_PAGE_WIDTH = 22_300  # A3 landscape between its margins, in twentieths of a point

_STYLES = f"""{_HEAD}<w:styles xmlns:w="{_W}"><w:docDefaults><w:rPrDefault><w:rPr><w:rFonts w:ascii="Arial" w:hAnsi="Arial" w:cs="Arial"/>
<w:sz w:val="17"/><w:szCs w:val="17"/><w:lang w:val="en-GB"/></w:rPr></w:rPrDefault><w:pPrDefault><w:pPr><w:spacing w:after="20"/></w:pPr></w:pPrDefault></w:docDefaults>
<w:style w:type="paragraph" w:default="1" w:styleId="Normal"><w:name w:val="Normal"/></w:style>
<w:style w:type="paragraph" w:styleId="Title"><w:name w:val="Title"/><w:basedOn w:val="Normal"/><w:pPr><w:spacing w:after="160"/></w:pPr><w:rPr><w:b/><w:sz w:val="32"/></w:rPr></w:style>
<w:style w:type="paragraph" w:styleId="Heading1"><w:name w:val="heading 1"/><w:basedOn w:val="Normal"/><w:pPr><w:spacing w:before="240" w:after="120"/><w:outlineLvl w:val="0"/></w:pPr><w:rPr><w:b/><w:sz w:val="24"/></w:rPr></w:style>
</w:styles>"""


def document_bytes(chronology: Chronology) -> bytes:
    """The chronology as .docx. The same events give the same bytes."""
    parts = {
        "[Content_Types].xml": f"""{_HEAD}<Types xmlns="{_PACKAGE}/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>
<Default Extension="xml" ContentType="application/xml"/><Override PartName="/word/document.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/>
<Override PartName="/word/styles.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.styles+xml"/>
<Override PartName="/docProps/core.xml" ContentType="application/vnd.openxmlformats-package.core-properties+xml"/></Types>""",
        "_rels/.rels": f"""{_HEAD}<Relationships xmlns="{_PACKAGE}/relationships"><Relationship Id="rId1" Type="{_OFFICE}/officeDocument" Target="word/document.xml"/>
<Relationship Id="rId2" Type="{_PACKAGE}/relationships/metadata/core-properties" Target="docProps/core.xml"/></Relationships>""",
        "docProps/core.xml": f"""{_HEAD}<cp:coreProperties xmlns:cp="{_PACKAGE}/metadata/core-properties" xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:title>{_text(chronology.title)}</dc:title><dc:creator></dc:creator><dc:language>en-GB</dc:language></cp:coreProperties>""",
        "word/_rels/document.xml.rels": f"""{_HEAD}<Relationships xmlns="{_PACKAGE}/relationships"><Relationship Id="rId1" Type="{_OFFICE}/styles" Target="styles.xml"/></Relationships>""",
        "word/styles.xml": _STYLES,
        "word/document.xml": "".join(_document(chronology)),
    }
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in parts.items():
            entry = zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0))
            entry.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(entry, text)
    return out.getvalue()


def _document(chronology: Chronology) -> Iterator[str]:
    agencies = sorted(chronology.events["agency"].unique())
    fills = {agency: AGENCY_FILLS[n % len(AGENCY_FILLS)].lstrip("#") for n, agency in enumerate(agencies)}
    headings = [(heading, width) for heading, width in columns_of(chronology) if heading not in _LEFT_OUT]
    headings.append(("Source", 16.0))
    total = sum(width for _, width in headings)
    widths = [round(_PAGE_WIDTH * width / total) for _, width in headings]
    yield f'{_HEAD}<w:document xmlns:w="{_W}"><w:body>'
    yield f'<w:p><w:pPr><w:pStyle w:val="Title"/></w:pPr><w:r><w:t>{_text(chronology.title)}</w:t></w:r></w:p>'
    edges = "".join(f'<w:{edge} w:val="single" w:sz="4" w:space="0" w:color="808080"/>' for edge in ("top", "left", "bottom", "right", "insideH", "insideV"))
    yield (
        f'<w:tbl><w:tblPr><w:tblW w:w="{sum(widths)}" w:type="dxa"/><w:tblBorders>{edges}</w:tblBorders><w:tblLayout w:type="fixed"/>'
        '<w:tblLook w:val="0020" w:firstRow="1" w:lastRow="0" w:firstColumn="0" w:lastColumn="0" w:noHBand="1" w:noVBand="1"/>'
        f'<w:tblCaption w:val="{_text(chronology.title)}"/></w:tblPr><w:tblGrid>{"".join(f"<w:gridCol w:w={chr(34)}{width}{chr(34)}/>" for width in widths)}</w:tblGrid>'
    )
    yield "<w:tr><w:trPr><w:cantSplit/><w:tblHeader/></w:trPr>"
    for (heading, _), width in zip(headings, widths, strict=True):
        yield _cell(heading, width, "1D3F5E", '<w:b/><w:color w:val="FFFFFF"/>')
    yield "</w:tr>"
    for number, row in enumerate(chronology.events.itertuples(index=False), 1):
        values = row_values(chronology, number, row)
        values["Source"] = f"{row.source_file}{', ' + row.source_sheet if row.source_sheet else ''}, row {row.source_row}"
        yield "<w:tr><w:trPr><w:cantSplit/></w:trPr>"
        for (heading, _), width in zip(headings, widths, strict=True):
            yield _cell(_shown(values[heading]), width, fills[row.agency], "")
        yield "</w:tr>"
    yield "</w:tbl>"
    yield '<w:sectPr><w:pgSz w:w="23811" w:h="16838" w:orient="landscape"/><w:pgMar w:top="720" w:right="720" w:bottom="720" w:left="720" w:header="400" w:footer="400" w:gutter="0"/></w:sectPr></w:body></w:document>'


def _shown(value: Any) -> str:
    if isinstance(value, date):
        return f"{value:%d/%m/%Y}"
    return f"{value:%H:%M}" if hasattr(value, "hour") else str(value)


def _cell(text: str, width: int, fill: str, look: str) -> str:
    runs = "<w:br/>".join(f'<w:t xml:space="preserve">{_text(line)}</w:t>' for line in text.split("\n"))
    return (
        f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/><w:shd w:val="clear" w:color="auto" w:fill="{fill}"/></w:tcPr>'
        f"<w:p><w:r><w:rPr>{look}</w:rPr>{runs}</w:r></w:p></w:tc>"
    )


def _text(text: str) -> str:
    return escape(_CONTROL.sub("", text), {'"': "&quot;"})
