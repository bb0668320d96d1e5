"""What runs over the end of a line, a cell, a paragraph or a page, and letters that only look odd."""

import io
import zipfile

import openpyxl
import pikepdf
import pytest
from docx import Document

from lcspr_kit.privacy.leaks import find_leaks_in


def _pdf(*pieces):
    """A page with each piece drawn at its place, in the order given."""
    document = pikepdf.new()
    document.add_blank_page()
    page = document.pages[0]
    page.Contents = document.make_stream("".join(f"BT /F1 10 Tf {matrix} Tm ({text}) Tj ET\n" for matrix, text in pieces).encode("latin-1"))
    font = pikepdf.Dictionary(Type=pikepdf.Name.Font, Subtype=pikepdf.Name.Type1, BaseFont=pikepdf.Name.Helvetica)
    page.Resources = pikepdf.Dictionary(Font=pikepdf.Dictionary(F1=document.make_indirect(font)))
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def _docx(*cells):
    document = Document()
    table = document.add_table(1, len(cells))
    for cell, text in zip(table.rows[0].cells, cells, strict=True):
        cell.text = text
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def _xlsx(*cells):
    book = openpyxl.Workbook()
    for place, text in cells:
        book.active[place] = text
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _odt(body):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as packed:
        packed.writestr("mimetype", "application/vnd.oasis.opendocument.text")
        packed.writestr("content.xml", f'<o:body xmlns:o="urn:oasis:names:tc:opendocument:xmlns:office:1.0" xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0">{body}</o:body>')
    return out.getvalue()


@pytest.mark.parametrize(
    ("name", "data", "who"),
    [
        ("cut.txt", b"seen with Siobhan Wick-Fer\nrant on", "p04"),
        ("hyphen.txt", b"seen with Kye O'Tar-\nrish on", "p03"),
        ("quoted.txt", b"> said that Anna van\n> der Quell was", "p07"),
        ("rows.docx", _docx("14 Lar-", "row Road"), "l2"),
        ("cells.docx", _docx("Anna van", "der Quell"), "p07"),
        ("row.xlsx", _xlsx(("A1", "Anna van"), ("B1", "der Quell")), "p07"),
        ("column.xlsx", _xlsx(("B1", "Anna van"), ("A1", "x"), ("B2", "der Quell")), "p07"),
        ("blocks.html", b"<table><tr><td>14 Lar</td><td>row Road</td></tr></table>", "l2"),
        ("spaces.odt", _odt("<text:p>the<text:s/>Brannows<text:s/>were</text:p>"), "p01"),
        ("break.odt", _odt("<text:p>Anna van<text:line-break/>der Quell</text:p>"), "p07"),
        ("lines.pdf", _pdf(("1 0 0 1 50 700", "seen with Siobhan Wick-"), ("1 0 0 1 50 688", "Ferrant today")), "p04"),
        ("columns.pdf", _pdf(("1 0 0 1 50 700", "seen with Anna van"), ("1 0 0 1 300 700", "the other column"), ("1 0 0 1 50 688", "der Quell today"), ("1 0 0 1 300 688", "goes on here")), "p07"),
        ("turned.pdf", _pdf(("0 1 -1 0 50 300", "seen with Anna van"), ("0 1 -1 0 62 300", "der Quell today")), "p07"),
        ("part.eml", b"Subject: x\nContent-Type: multipart/mixed; boundary=B\n\n--B\nContent-Type: image/png\nContent-ID: <kyz.png@mail>\n\nx\n--B--\n", "p01"),
        ("bold.txt", "\U0001d400\U0001d427\U0001d427\U0001d41a van der Quell".encode(), "p07"),
        ("small.txt", "s\u026a\u1d0f\u0299\u029c\u1d00\u0274".encode(), "p04"),
        ("boxes.txt", "\U0001f182\U0001f178\U0001f17e\U0001f171\U0001f177\U0001f170\U0001f17d".encode(), "p04"),
        ("hooks.txt", "Si\u0275b\u1e96an".encode(), "p04"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_names_over_an_end_and_odd_letters_are_found(register, name, data, who):
    assert any(who in leak.person.split(";") and leak.confidence > 0.4 for leak in find_leaks_in(name, data, register))


@pytest.mark.parametrize(
    ("name", "data", "kind"),
    [
        ("a.txt", b"her number is 485 777\n3457 now", "NHS number"),
        ("a.txt", b"his NHS number 48577\n73457 now", "NHS number"),
        ("a.html", b"<td>07912 345</td><td>678</td>", "telephone number"),
        ("a.txt", b"write to somebody.else@\nexample.org", "e-mail address"),
        ("a.docx", _docx("NHS 485 777", "3457"), "NHS number"),
        ("a.docx", _docx("3 April", "2019"), "date of birth"),
        ("a.pdf", _pdf(("1 0 0 1 50 700", "NHS 485 777"), ("1 0 0 1 50 688", "3457 today")), "NHS number"),
    ],
)
def test_numbers_over_an_end_are_found(register, name, data, kind):
    assert kind in {leak.kind for leak in find_leaks_in(name, data, register)}


@pytest.mark.parametrize(
    "data",
    [
        _docx("Year", "486", "777", "3457"),  # a row of a table of numbers
        _docx("2016", "2017", "2018"),
        b"The review was anna\nand other words. Wick.\nFerrous metals. 14\nrows, 07\n12 more",
        b"one two-\nthree and 12 May-\nJune",
    ],
)
def test_ends_make_no_name_of_what_is_none(register, data):
    name = "a.docx" if data.startswith(b"PK") else "a.txt"
    found = [leak for leak in find_leaks_in(name, data, register) if leak.text not in ("anna", "Wick")]
    assert [leak for leak in found if leak.kind != "exact date"] == []
