"""Writes a Word document of tables as people make them: merged date cells, headings typed in again,
a tracked insertion. The XML is written out here so that a reader sees exactly what is in the file.
"""

from __future__ import annotations

import io
import re
import zipfile
from xml.sax.saxutils import escape

from rows_of import SAME_DATE, Table

_WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_INSERTED = re.compile(r"\{\+(.*?)\+\}")
_TEXT_WIDTH = 14000  # twentieths of a point: A4 on its side within its margins

_CONTENT_TYPES = f"""<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
<Types xmlns="{_PACKAGE}/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Override PartName="/word/document.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/><Override PartName="/word/styles.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.styles+xml"/></Types>"""
_ROOT_LINKS = f"""<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
<Relationships xmlns="{_PACKAGE}/relationships"><Relationship Id="rId1" Type="{_OFFICE}/officeDocument" Target="word/document.xml"/></Relationships>"""
_DOCUMENT_LINKS = f"""<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
<Relationships xmlns="{_PACKAGE}/relationships"><Relationship Id="rId1" Type="{_OFFICE}/styles" Target="styles.xml"/></Relationships>"""
_STYLES = f"""<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
<w:styles xmlns:w="{_WORD}"><w:docDefaults><w:rPrDefault><w:rPr><w:rFonts w:ascii="Arial" w:hAnsi="Arial"/><w:sz w:val="18"/></w:rPr></w:rPrDefault></w:docDefaults><w:style w:type="paragraph" w:default="1" w:styleId="Normal"><w:name w:val="Normal"/></w:style></w:styles>"""
_BORDERS = "".join(f'<w:{side} w:val="single" w:sz="4" w:space="0" w:color="808080"/>' for side in ("top", "left", "bottom", "right", "insideH", "insideV"))


def word_file(opening: list[str], tables: list[Table], closing: list[str], widths: list[int], merge_dates: bool = False) -> bytes:
    """The bytes of a .docx: opening paragraphs, each table under its title, closing paragraphs.

    `widths` are the columns' shares of the page. With `merge_dates`, a first cell of `^` is merged
    with the one above. Text between `{+` and `+}` becomes a tracked insertion.
    """
    body = [_paragraph(text) for text in opening]
    for table in tables:
        if table.title:
            body.append(_paragraph(table.title, bold=True))
        body.append(_table(table, widths, merge_dates))
    body += [_paragraph(text) for text in closing] or [_paragraph("")]
    page = '<w:sectPr><w:pgSz w:w="16838" w:h="11906" w:orient="landscape"/><w:pgMar w:top="1134" w:right="1134" w:bottom="1134" w:left="1134" w:header="709" w:footer="709" w:gutter="0"/></w:sectPr>'
    document = f'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n<w:document xmlns:w="{_WORD}"><w:body>{"".join(body)}{page}</w:body></w:document>'
    return pack({
        "[Content_Types].xml": _CONTENT_TYPES,
        "_rels/.rels": _ROOT_LINKS,
        "word/document.xml": document,
        "word/styles.xml": _STYLES,
        "word/_rels/document.xml.rels": _DOCUMENT_LINKS,
    })  # fmt: skip


def pack(parts: dict[str, str | bytes]) -> bytes:
    """A zip with fixed times, so that the same parts always give the same bytes."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            entry = zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0))
            entry.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(entry, content)
    return out.getvalue()


def _table(table: Table, widths: list[int], merge_dates: bool) -> str:
    shares = [width * _TEXT_WIDTH // sum(widths) for width in widths]
    grid = "".join(f'<w:gridCol w:w="{share}"/>' for share in shares)
    rows = [_row(table.headings, shares, header=True)]
    below = [*(row[0] for row in table.rows[1:]), ""]
    for row, next_date in zip(table.rows, below, strict=True):
        merge = ""
        if merge_dates and row[0] == SAME_DATE:
            merge = "<w:vMerge/>"
        elif merge_dates and next_date == SAME_DATE:
            merge = '<w:vMerge w:val="restart"/>'
        rows.append(_row(["", *row[1:]] if row[0] == SAME_DATE else row, shares, merge, bold=row == table.headings))
    return f'<w:tbl><w:tblPr><w:tblW w:w="{_TEXT_WIDTH}" w:type="dxa"/><w:tblBorders>{_BORDERS}</w:tblBorders><w:tblLayout w:type="fixed"/></w:tblPr><w:tblGrid>{grid}</w:tblGrid>{"".join(rows)}</w:tbl>'


def _row(cells: list[str], shares: list[int], merge: str = "", header: bool = False, bold: bool = False) -> str:
    made = []
    for number, (cell, share) in enumerate(zip(cells, shares, strict=True)):
        properties = f'<w:tcPr><w:tcW w:w="{share}" w:type="dxa"/>{merge if number == 0 else ""}</w:tcPr>'
        made.append(f"<w:tc>{properties}{_paragraph(cell, bold=header or bold)}</w:tc>")
    repeat = "<w:trPr><w:tblHeader/></w:trPr>" if header else ""
    return f"<w:tr>{repeat}{''.join(made)}</w:tr>"


def _paragraph(text: str, bold: bool = False) -> str:
    runs, done = [], 0
    for number, inserted in enumerate(_INSERTED.finditer(text), 1):
        runs.append(_run(text[done : inserted.start()], bold))
        runs.append(f'<w:ins w:id="{number}" w:author="Named nurse" w:date="2026-03-20T09:00:00Z">{_run(inserted[1], bold)}</w:ins>')
        done = inserted.end()
    runs.append(_run(text[done:], bold))
    return f"<w:p>{''.join(runs)}</w:p>"


def _run(text: str, bold: bool) -> str:
    weight = "<w:rPr><w:b/></w:rPr>" if bold else ""
    return f'<w:r>{weight}<w:t xml:space="preserve">{escape(text)}</w:t></w:r>' if text else ""
