"""The three formats, from blocks alone: what must show, what must not, and the same bytes each time."""

from __future__ import annotations

import io
import re
import zipfile

import graphviz as writer
import nbformat.v4 as v4
import page
import pandas as pd
import pikepdf
import pytest
from lxml import etree
from lxml import html as lxml_html
from PIL import Image

from lcspr_kit.graphviz import Drawing, label
from lcspr_kit.report.blocks import Figure, Heading, Prompt, Prose, Table, Title, bundle
from lcspr_kit.report.exporters import (
    LcsprDocxExporter,
    LcsprHTMLExporter,
    LcsprMarkdownExporter,
    LcsprPDFExporter,
)
from lcspr_kit.report.word import W

SECRET = "secret_code_in_a_cell"


def drawing(width: float) -> Drawing:
    dot = writer.Graph()
    for number in range(5):
        dot.node(f"n{number}", label(f"Person {number}"), pos=f"{number * width / 4},{number % 2 * 60}", shape="box", fontname="Arial")
    return Drawing(dot.source, "The family", 'Mother & "Father" <and> Child A', pd.DataFrame({"Who": ["Child A"], "Age": ["3"]}), caption="The family of Child A")


@pytest.fixture(scope="module")
def notebook():
    blocks = [
        Title("Child A", "Local Child Safeguarding Practice Review", "XX-1", "Northmere Partnership", "A. Reviewer", "Working draft - not for publication", "2026-03-02"),
        Heading("Summary", 2, "summary"), Prose("Some *text* with <script>alert(1)</script>.\n\n| a | b |\n|---|---|\n| 1 | 2 |\n"),
        Prompt("Write with the family.", "150 words"), Figure(drawing(300), "genogram"),
        Heading("Episodes", 2, "episodes"), Heading("Episode 1", 3, "e1"), Figure(drawing(760), "overview"),
        Table(pd.DataFrame({"Agency": ["Police = x", "GP\nsecond"], "Rows": [12, 30]}), "Agencies & rows", "agencies"),
    ]  # fmt: skip
    cell = v4.new_code_cell(f"{SECRET}()")
    for block in blocks:
        data, metadata = bundle(block)
        cell.outputs.append(v4.new_output("display_data", data=data, metadata=metadata))
    cell.outputs.append(v4.new_output("stream", text="a stray print"))
    return v4.new_notebook(cells=[v4.new_markdown_cell("A note for the notebook's reader"), cell])


@pytest.fixture(scope="module")
def page_text(notebook):
    return LcsprHTMLExporter().from_notebook_node(notebook)[0]


@pytest.fixture(scope="module")
def docx(notebook):
    return LcsprDocxExporter().from_notebook_node(notebook)[0]


@pytest.fixture(scope="module")
def pdf(notebook):
    return LcsprPDFExporter().from_notebook_node(notebook)[0]


def test_a_notebook_shows_a_figure_with_its_caption_and_words_and_not_the_markdown_of_the_document():
    data, _ = bundle(Figure(drawing(300), "genogram"))
    figure = lxml_html.fragment_fromstring(data["text/html"], create_parent=True).find("figure")
    assert figure.find(".//svg") is not None and "Mother & " in figure.find(".//desc").text
    assert figure.findtext("figcaption") == "The family of Child A" and figure.findtext("details//td") == "3"


def test_html_is_one_page_with_nothing_active_or_from_outside(page_text):
    root = lxml_html.fromstring(page_text)
    assert root.get("lang") == "en-GB" and "Child A" in root.findtext("head/title")
    assert root.xpath("count(//script|//link|//iframe|//object|//embed|//img)") == 0
    assert not re.search(r"(?:src|href)\s*=\s*['\"](?!#)", page_text)
    assert "default-src 'none'" in page_text
    assert not any(name.startswith("on") for node in root.iter() for name in node.attrib)


def test_html_headings_are_in_order_and_in_the_contents(page_text):
    root = lxml_html.fromstring(page_text)
    levels = [int(node.tag[1]) for node in root.iter("h1", "h2", "h3", "h4")]
    assert levels[0] == 1 and levels.count(1) == 1
    assert all(after <= before + 1 for before, after in zip(levels, levels[1:], strict=False))
    targets = {link.get("href")[1:] for link in root.xpath("//nav//a")}
    assert targets == {"summary", "episodes", "e1"} <= {node.get("id") for node in root.iter() if node.get("id")}


def test_html_ids_are_not_used_twice(page_text):
    ids = re.findall(r"\sid=['\"]([^'\"]+)", page_text)
    assert len(ids) == len(set(ids))


def test_figures_have_text_and_table(page_text):
    root = lxml_html.fromstring(page_text)
    assert len(root.xpath("//figure")) == 2
    assert all(figure.xpath(".//figcaption") and figure.xpath(".//details//table") for figure in root.xpath("//figure"))
    assert "Figure 1: The family of Child A" in root.text_content()


@pytest.mark.parametrize("name", ["page_text", "docx", "pdf"])
def test_no_code_note_or_stray_print_shows(name, request):
    made = request.getfixturevalue(name)
    if name == "docx":
        with zipfile.ZipFile(io.BytesIO(made)) as archive:
            made = "".join(archive.read(part).decode("utf-8", "replace") for part in archive.namelist())
    elif name == "pdf":
        import pdfplumber

        with pdfplumber.open(io.BytesIO(made)) as document:
            made = "\n".join(sheet.extract_text() for sheet in document.pages)
    assert SECRET not in made and "stray print" not in made and "notebook's reader" not in made
    assert "To write" in made


@pytest.mark.parametrize("exporter", [LcsprHTMLExporter, LcsprMarkdownExporter, LcsprDocxExporter, LcsprPDFExporter])
def test_same_notebook_same_bytes(exporter, notebook):
    assert exporter().from_notebook_node(notebook)[0] == exporter().from_notebook_node(notebook)[0]


def word_part(docx: bytes, name: str) -> etree._Element:
    with zipfile.ZipFile(io.BytesIO(docx)) as archive:
        return etree.fromstring(archive.read(name))


def test_word_file_is_accessible(docx):
    document = word_part(docx, "word/document.xml")
    styles = [node.get(f"{{{W}}}val") for node in document.iter(f"{{{W}}}pStyle")]
    assert {"Title", "Heading1", "Heading2", "ImageCaption", "TableCaption", "Authorprompt"} <= set(styles)
    alternatives = [node.get("descr") for node in document.iter("{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}docPr")]
    assert alternatives == ['Mother & "Father" <and> Child A'] * 2
    for table in document.iter(f"{{{W}}}tbl"):
        assert table.find(f".//{{{W}}}tblHeader") is not None
    lang = word_part(docx, "word/styles.xml").find(f".//{{{W}}}docDefaults//{{{W}}}lang")
    assert lang.get(f"{{{W}}}val") == "en-GB"


def test_word_figures_are_svg_with_a_picture_beside_it_and_wide_ones_lie_on_their_side(docx):
    with zipfile.ZipFile(io.BytesIO(docx)) as archive:
        media = sorted(name for name in archive.namelist() if "media/" in name)
        assert all(entry.date_time == (1980, 1, 1, 0, 0, 0) for entry in archive.infolist())
    assert media == ["word/media/figure1.png", "word/media/figure1.svg", "word/media/figure2.png", "word/media/figure2.svg"]
    document = word_part(docx, "word/document.xml")
    turned = [size.get(f"{{{W}}}orient") for size in document.iter(f"{{{W}}}pgSz")]
    assert turned == [None, "landscape", None]


def test_word_contents_can_be_read_before_they_are_updated(docx):
    document = word_part(docx, "word/document.xml")
    lines = ["".join(node.itertext(f"{{{W}}}t")) for node in document.iter(f"{{{W}}}hyperlink")]
    assert lines[:3] == ["Summary", "Episodes", "Episode 1"]


def test_word_opens_with_python_docx(docx):
    import docx as python_docx

    read = python_docx.Document(io.BytesIO(docx))
    assert read.core_properties.title == "Child A" and len(read.tables) == 2
    assert "Working draft" in read.sections[0].header.paragraphs[0].text


def test_pdf_meets_pdf_ua(pdf, tmp_path):
    path = tmp_path / "r.pdf"
    path.write_bytes(pdf)
    result = page.validate_pdf(str(path), profile=page.ValidationProfile.PDF_UA_1)
    assert result.is_compliant, result
    with pikepdf.open(path) as document:
        assert str(document.Root.Lang) == "en-GB" and bool(document.Root.MarkInfo.Marked)
        assert document.Root.ViewerPreferences.DisplayDocTitle
        assert str(document.docinfo["/Title"]) == "Child A" if "/Title" in document.docinfo else True


def test_a_cell_that_failed_is_said_in_every_format(notebook):
    broken = nbformat_copy(notebook)
    broken.cells.append(v4.new_code_cell("1/0", outputs=[v4.new_output("error", ename="KeyError", evalue="Quimby Zed", traceback=["Quimby Zed"])]))
    page_text = LcsprHTMLExporter().from_notebook_node(broken)[0]
    markdown = LcsprMarkdownExporter().from_notebook_node(broken)[0]
    assert "could not be produced" in page_text and "could not be produced" in markdown
    assert "Quimby" not in page_text and "Quimby" not in markdown


def nbformat_copy(notebook):
    import copy

    return copy.deepcopy(notebook)


def test_exporters_are_found_by_nbconvert():
    from nbconvert.exporters import get_exporter

    assert [get_exporter(name).__name__ for name in ("lcspr_html", "lcspr_docx", "lcspr_pdf", "lcspr_markdown")] == ["LcsprHTMLExporter", "LcsprDocxExporter", "LcsprPDFExporter", "LcsprMarkdownExporter"]


def test_the_reference_document_is_what_its_maker_makes():
    import importlib.util

    from lcspr_kit.resources import templates

    spec = importlib.util.spec_from_file_location("make_reference", templates() / "word" / "make_reference.py")
    maker = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(maker)
    with zipfile.ZipFile(io.BytesIO(maker.build())) as made, zipfile.ZipFile(templates() / "word" / "reference.docx") as kept:
        assert {name: made.read(name) for name in made.namelist()} == {name: kept.read(name) for name in kept.namelist()}


def test_signs_that_the_font_of_the_pdf_lacks_are_spelt_out():
    import pdfplumber

    from lcspr_kit.report.pdf import to_pdf

    title = dict.fromkeys(("text", "subtitle", "reference", "partnership", "author", "status"), "x") | {"date": "2026-01-01"}
    many = "".join(map(chr, range(0x4E00, 0x4E00 + 400)))
    made = to_pdf(f"{many}\n\nSent \U0001f47e and \u2764\ufe0f from \u738b and \U000f0001 Zo\u00eb \u0141ukasz", {}, title)
    with pdfplumber.open(io.BytesIO(made)) as document:
        text = " ".join(" ".join(sheet.extract_text() for sheet in document.pages).split())
    assert "Sent [alien monster] and" in text and "Zo\u00eb \u0141ukasz" in text


def test_signs_that_the_font_lacks_do_not_stop_a_drawing():
    from lcspr_kit.report.markdown import Picture
    from lcspr_kit.report.pdf import to_pdf

    svg = '<svg xmlns="http://www.w3.org/2000/svg" width="90" height="20"><text x="1" y="15" font-family="Arial">\uff1c\u738b</text></svg>'.encode()
    png = io.BytesIO()
    Image.new("RGB", (90, 20)).save(png, "PNG")
    title = dict.fromkeys(("text", "subtitle", "reference", "partnership", "author", "status"), "x") | {"date": "2026-01-01"}
    made = to_pdf("![A](figures/a.svg){#fig-a}", {"figures/a": Picture(svg, png.getvalue(), "A drawing")}, title)
    assert made.startswith(b"%PDF-")


def word_of(blocks):
    cell = v4.new_code_cell("")
    cell.outputs = [v4.new_output("display_data", data=data, metadata=metadata) for data, metadata in map(bundle, blocks)]
    return LcsprDocxExporter().from_notebook_node(v4.new_notebook(cells=[cell]))[0]


def sections_of(docx: bytes) -> list[str]:
    root = word_part(docx, "word/document.xml")
    sizes = root.iter(f"{{{W}}}pgSz")
    return ["landscape" if size.get(f"{{{W}}}orient") else "upright" for size in sizes]


def test_wide_figures_one_after_the_other_have_no_empty_page_between_them_and_may_end_the_document():
    title = Title("Child A", "", "XX-1", "", "", "", "2026-03-02")
    wide = [Figure(drawing(760), "one"), Figure(drawing(760), "two")]
    words = [Heading("Summary", 2, "summary"), Prose("Text.")]
    assert sections_of(word_of([title, *words, *wide, Prose("More.")])) == ["upright", "landscape", "landscape", "upright"]
    made = word_of([title, *words, *wide])
    assert sections_of(made) == ["upright", "landscape", "landscape"]
    assert word_part(made, "word/document.xml").find(f"{{{W}}}body")[-1].tag == f"{{{W}}}sectPr"


def test_a_heading_goes_to_the_page_of_the_figure_that_the_words_below_it_speak_of():
    made = word_of([Title("Child A", "", "XX-1", "", "", "", "2026-03-02"), Heading("Family", 2, "family"), Prose("The genogram shows the family."), Figure(drawing(300), "genogram")])
    words = next(p for p in word_part(made, "word/document.xml").iter(f"{{{W}}}p") if "".join(p.itertext()).startswith("The genogram"))
    assert words.find(f"{{{W}}}pPr/{{{W}}}keepNext") is not None


def test_each_line_of_the_contents_has_a_field_for_its_page(docx):
    root = word_part(docx, "word/document.xml")
    codes = [code.text.split() for code in root.iter(f"{{{W}}}instrText") if "PAGEREF" in code.text]
    names = {mark.get(f"{{{W}}}name") for mark in root.iter(f"{{{W}}}bookmarkStart")}
    assert len(codes) == 3 and all(code[1] in names for code in codes)
