"""Makes `reference.docx`, the document pandoc takes the Word styles from: run `python make_reference.py`.

It starts from pandoc's own reference document and sets fonts, sizes, colours and the styles that
pandoc lacks ("Author prompt"). A test makes it again and compares, so the file is never edited by hand.
"""

from __future__ import annotations

import io
import re
import subprocess
import zipfile
from pathlib import Path

import pypandoc
from lxml import etree

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
FONT = "Arial"
INK, ACCENT, SOFT, LINE, NOTE, NOTE_LINE = "1B1B1B", "1D3F5E", "F0EFEE", "767676", "FFF4D6", "8A5A00"

# Paragraph styles: id, name, based on, then what stands in pPr and rPr. Sizes in half points.
PARAGRAPHS = [
    ("BodyText", "Body Text", "Normal", '<w:spacing w:before="0" w:after="140" w:line="288" w:lineRule="auto"/>', ""),
    ("Compact", "Compact", "BodyText", '<w:spacing w:before="20" w:after="20" w:line="252" w:lineRule="auto"/>', ""),
    ("Title", "Title", "Normal", '<w:keepNext/><w:spacing w:before="2400" w:after="120"/>', f'<w:b/><w:color w:val="{ACCENT}"/><w:sz w:val="56"/><w:szCs w:val="56"/>'),
    ("Subtitle", "Subtitle", "Normal", '<w:keepNext/><w:spacing w:before="0" w:after="240"/>', '<w:sz w:val="30"/><w:szCs w:val="30"/>'),
    ("Author", "Author", "Normal", '<w:spacing w:before="60" w:after="60"/>', ""),
    ("TOCHeading", "TOC Heading", "Normal", '<w:keepNext/><w:pageBreakBefore/><w:spacing w:before="0" w:after="160"/>', f'<w:b/><w:color w:val="{ACCENT}"/><w:sz w:val="32"/><w:szCs w:val="32"/>'),
    ("TOC1", "toc 1", "Normal", '<w:tabs><w:tab w:val="right" w:leader="dot" w:pos="9360"/></w:tabs><w:spacing w:before="60" w:after="20"/>', ""),
    ("TOC2", "toc 2", "Normal", '<w:tabs><w:tab w:val="right" w:leader="dot" w:pos="9360"/></w:tabs><w:spacing w:before="0" w:after="20"/><w:ind w:left="360"/>', ""),
    ("Caption", "caption", "Normal", '<w:spacing w:before="80" w:after="120"/>', '<w:b/><w:sz w:val="19"/><w:szCs w:val="19"/>'),
    ("TableCaption", "Table Caption", "Caption", '<w:keepNext/><w:spacing w:before="240" w:after="80"/>', ""),
    ("ImageCaption", "Image Caption", "Caption", '<w:spacing w:before="60" w:after="240"/>', ""),
    ("CaptionedFigure", "Captioned Figure", "Normal", '<w:keepNext/><w:spacing w:before="200" w:after="0"/><w:jc w:val="center"/>', ""),
    ("Authorprompt", "Author prompt", "BodyText", f'<w:pBdr><w:left w:val="single" w:sz="36" w:space="8" w:color="{NOTE_LINE}"/></w:pBdr><w:shd w:val="clear" w:color="auto" w:fill="{NOTE}"/><w:ind w:left="200"/>', ""),
    ("Status", "Status", "Normal", f'<w:pBdr><w:top w:val="single" w:sz="12" w:space="4" w:color="{NOTE_LINE}"/><w:bottom w:val="single" w:sz="12" w:space="4" w:color="{NOTE_LINE}"/></w:pBdr><w:shd w:val="clear" w:color="auto" w:fill="{NOTE}"/>', "<w:b/>"),
    ("FootnoteText", "footnote text", "Normal", '<w:spacing w:before="0" w:after="40"/>', '<w:sz w:val="17"/><w:szCs w:val="17"/>'),
    ("Header", "header", "Normal", '<w:jc w:val="right"/>', '<w:b/><w:color w:val="7A4F00"/><w:sz w:val="17"/><w:szCs w:val="17"/>'),
    ("Footer", "footer", "Normal", '<w:tabs><w:tab w:val="right" w:pos="9360"/></w:tabs>', '<w:sz w:val="17"/><w:szCs w:val="17"/>'),
]
HEADINGS = {1: (34, 480, 160, True), 2: (27, 360, 120, False), 3: (23, 260, 80, False), 4: (22, 200, 60, False)}


def build() -> bytes:
    """The bytes of reference.docx; the same each time."""
    pandoc = pypandoc.get_pandoc_path()
    original = subprocess.run([pandoc, "--print-default-data-file", "reference.docx"], capture_output=True, check=True).stdout
    parts = {}
    with zipfile.ZipFile(io.BytesIO(original)) as archive:
        for name in archive.namelist():
            parts[name] = archive.read(name)
    parts["word/styles.xml"] = _styles(parts["word/styles.xml"])
    parts["word/settings.xml"] = parts["word/settings.xml"].replace(b'themeFontLang w:val="en-US"', b'themeFontLang w:val="en-GB"')
    theme = parts["word/theme/theme1.xml"].decode("utf-8")
    parts["word/theme/theme1.xml"] = re.sub(r'(<a:(?:major|minor)Font>\s*<a:latin typeface=")[^"]*', rf"\1{FONT}", theme).encode("utf-8")
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name in sorted(parts, key=lambda name: (name != "[Content_Types].xml", name)):
            archive.writestr(zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0)), parts[name])
    return out.getvalue()


def _styles(raw: bytes) -> bytes:
    root = etree.fromstring(raw)
    defaults = root.find(f"{{{W}}}docDefaults")
    defaults.getparent().replace(defaults, _element(
        f'<w:docDefaults><w:rPrDefault><w:rPr><w:rFonts w:ascii="{FONT}" w:hAnsi="{FONT}" w:eastAsia="{FONT}" w:cs="{FONT}"/>'
        f'<w:color w:val="{INK}"/><w:sz w:val="22"/><w:szCs w:val="22"/><w:lang w:val="en-GB" w:eastAsia="en-GB" w:bidi="ar-SA"/></w:rPr></w:rPrDefault>'
        '<w:pPrDefault><w:pPr><w:spacing w:after="120"/></w:pPr></w:pPrDefault></w:docDefaults>'
    ))  # fmt: skip
    wanted = [_paragraph(*entry) for entry in PARAGRAPHS] + [_heading(*entry) for entry in HEADINGS.items()] + [_table()]
    for style in wanted:
        identity = style.get(f"{{{W}}}styleId")
        for old in root.findall(f"{{{W}}}style"):
            if old.get(f"{{{W}}}styleId") in (identity, f"{identity}Char"):
                root.remove(old)
        root.append(style)
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)


def _element(xml: str) -> etree._Element:
    return etree.fromstring(f'<w:x xmlns:w="{W}">{xml}</w:x>')[0]


def _paragraph(identity: str, name: str, based_on: str, paragraph: str, run: str) -> etree._Element:
    custom = ' w:customStyle="1"' if name in ("Compact", "Author", "Table Caption", "Image Caption", "Captioned Figure", "Author prompt", "Status") else ""
    return _element(
        f'<w:style w:type="paragraph"{custom} w:styleId="{identity}"><w:name w:val="{name}"/><w:basedOn w:val="{based_on}"/>'
        f"<w:qFormat/><w:pPr>{paragraph}</w:pPr><w:rPr>{run}</w:rPr></w:style>"
    )


def _heading(level: int, look: tuple[int, int, int, bool]) -> etree._Element:
    size, before, after, ruled = look
    rule = f'<w:pBdr><w:top w:val="single" w:sz="6" w:space="6" w:color="{LINE}"/></w:pBdr>' if ruled else ""
    return _element(
        f'<w:style w:type="paragraph" w:styleId="Heading{level}"><w:name w:val="heading {level}"/><w:basedOn w:val="Normal"/>'
        f'<w:next w:val="BodyText"/><w:uiPriority w:val="9"/><w:qFormat/><w:pPr><w:keepNext/><w:keepLines/>{rule}'
        f'<w:spacing w:before="{before}" w:after="{after}"/><w:outlineLvl w:val="{level - 1}"/></w:pPr>'
        f'<w:rPr><w:b/><w:color w:val="{ACCENT}"/><w:sz w:val="{size}"/><w:szCs w:val="{size}"/></w:rPr></w:style>'
    )


def _table() -> etree._Element:
    edges = "".join(f'<w:{edge} w:val="single" w:sz="4" w:space="0" w:color="{LINE}"/>' for edge in ("top", "left", "bottom", "right", "insideH", "insideV"))
    return _element(
        '<w:style w:type="table" w:default="1" w:styleId="Table"><w:name w:val="Table"/><w:basedOn w:val="TableNormal"/><w:qFormat/>'
        '<w:pPr><w:spacing w:before="20" w:after="20"/></w:pPr><w:rPr><w:sz w:val="18"/><w:szCs w:val="18"/></w:rPr>'
        f'<w:tblPr><w:tblInd w:w="0" w:type="dxa"/><w:tblBorders>{edges}</w:tblBorders>'
        '<w:tblCellMar><w:top w:w="40" w:type="dxa"/><w:left w:w="90" w:type="dxa"/><w:bottom w:w="40" w:type="dxa"/><w:right w:w="90" w:type="dxa"/></w:tblCellMar></w:tblPr>'
        f'<w:tblStylePr w:type="firstRow"><w:rPr><w:b/></w:rPr><w:tcPr><w:shd w:val="clear" w:color="auto" w:fill="{SOFT}"/></w:tcPr></w:tblStylePr></w:style>'
    )


if __name__ == "__main__":
    Path(__file__).with_name("reference.docx").write_bytes(build())
