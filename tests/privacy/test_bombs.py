"""Files made to hold the kit up: each is told in a sentence, soon and in little memory."""

import io
import os
import struct
import time
import zipfile
import zlib

import openpyxl
import pikepdf
import pytest
from docx import Document

from lcspr_kit.genogram.gedcom import read_gedcom
from lcspr_kit.privacy.leaks import find_leaks, find_leaks_in
from lcspr_kit.privacy.register import read_register
from lcspr_kit.problems import InputError


def _faults(name, data, register):
    return [leak.text for leak in find_leaks_in(name, data, register) if leak.kind == "unreadable"]


def _saved(document):
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def test_a_picture_with_more_text_than_is_looked_through_says_so(register):
    def chunk(kind, body):
        return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))

    packed = zlib.compress(b"a " * 3_000_000 + b" Kye Brannow", 9)
    png = b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", struct.pack(">IIBBBBB", 1, 1, 8, 0, 0, 0, 0)) + chunk(b"zTXt", b"k\0\0" + packed) + chunk(b"IEND", b"")
    assert any("more text" in fault for fault in _faults("a.png", png, register))


@pytest.mark.parametrize("times", [1, 2])
def test_a_stream_of_a_pdf_that_unpacks_without_end_is_said(register, times):
    document = pikepdf.new()
    document.add_blank_page()
    raw = b"BT (x) Tj " * 5_000_000
    for _ in range(times):
        raw = zlib.compress(raw, 9)
    stream = pikepdf.Stream(document, raw)
    stream.Filter = pikepdf.Array([pikepdf.Name.FlateDecode] * times)
    document.Root.Spare = document.make_indirect(stream)
    assert _faults("a.pdf", _saved(document), register) == ["The PDF unpacks to more than the kit looks through."]


def test_forms_of_a_pdf_that_draw_each_other_again_and_again_are_not_drawn(register):
    document = pikepdf.new()
    document.add_blank_page()
    form = document.make_indirect(pikepdf.Stream(document, b"BT (Hello) Tj ET", Type=pikepdf.Name.XObject, Subtype=pikepdf.Name.Form, BBox=[0, 0, 9, 9]))
    for _ in range(8):
        inner = pikepdf.Dictionary(XObject=pikepdf.Dictionary(X=form))
        form = document.make_indirect(pikepdf.Stream(document, b"/X Do " * 10, Type=pikepdf.Name.XObject, Subtype=pikepdf.Name.Form, BBox=[0, 0, 9, 9], Resources=inner))
    document.pages[0].obj.Contents = document.make_indirect(pikepdf.Stream(document, b"/X Do"))
    document.pages[0].obj.Resources = pikepdf.Dictionary(XObject=pikepdf.Dictionary(X=form))
    assert any("draw more" in fault for fault in _faults("a.pdf", _saved(document), register))


@pytest.mark.parametrize("head", [b"Subject: " + b"=?utf-8?q?Kye?= " * 100_000 + b"\n", b"X-A: b\n" * 20_000])
def test_a_message_with_endless_headers_is_said(register, head):
    start = time.process_time()
    assert any("headers" in fault for fault in _faults("a.eml", head + b"\nbody of Hope Brannow\n", register))
    assert time.process_time() - start < 20


def test_encoded_words_of_a_header_are_put_together(register):
    message = b"Subject: =?utf-8?q?Hope_Bran?= =?utf-8?q?now?=\nFrom: a@agency.example\n\nhi\n"
    assert "Hope Brannow" in [leak.text for leak in find_leaks_in("a.eml", message, register)]


def test_text_boxes_in_each_other_take_no_more_time_than_their_text(register):
    boxes = 100
    body = "<w:p><w:r><w:pict><w:txbxContent>" * boxes + "<w:p><w:r><w:t>Hope Brannow</w:t></w:r></w:p>" * 3000 + "</w:txbxContent></w:pict></w:r></w:p>" * boxes
    made = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(_saved(Document()))) as old, zipfile.ZipFile(made, "w") as new:
        for name in old.namelist():
            new.writestr(name, f'<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body>{body}</w:body></w:document>' if name == "word/document.xml" else old.read(name))
    start = time.process_time()
    assert "p02" in [leak.person for leak in find_leaks_in("a.docx", made.getvalue(), register)]
    assert time.process_time() - start < 20


def test_a_name_in_one_of_many_different_cells_is_found(register):
    book = openpyxl.Workbook(write_only=True)
    sheet = book.create_sheet()
    for row in range(1000):
        sheet.append([f"cell {row} and {column}" if (row, column) != (777, 3) else "Hope Brannow came" for column in range(5)])
    assert [(leak.where, leak.text) for leak in find_leaks_in("a.xlsx", _saved(book), register) if leak.person] == [("sheet1 D778", "Hope Brannow")]


def test_a_name_without_end_is_refused_by_its_line(tmp_path):
    (tmp_path / "a.ged").write_text("0 HEAD\n1 GEDC\n2 VERS 5.5.1\n1 CHAR UTF-8\n0 @I1@ INDI\n1 NAME " + "x" * 200_000 + " /Smith/\n0 TRLR\n", encoding="utf-8")
    with pytest.raises(InputError, match="row 6.*signs long"):
        read_gedcom(tmp_path / "a.ged")
    (tmp_path / "people.csv").write_text("id,name,aliases\np01,Kye Brannow,Kyz;" + "y" * 600 + "\n", encoding="utf-8")
    with pytest.raises(InputError, match="row 2.*600 signs long"):
        read_register(tmp_path)


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="this system has no pipes with names")
def test_a_pipe_is_not_waited_for(register, tmp_path):
    os.mkfifo(tmp_path / "a.docx")
    with pytest.raises(InputError, match="neither a file nor a folder"):
        find_leaks(tmp_path / "a.docx", register)


def test_a_sealed_file_of_more_files_than_a_case_has_is_refused(tmp_path):
    import pyrage

    from lcspr_kit.privacy.seal import MAX_FILES, open_sealed

    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as made:
        for number in range(MAX_FILES + 1):
            made.writestr(f"{number}", b"")
    (tmp_path / "a.age").write_bytes(pyrage.passphrase.encrypt(packed.getvalue(), "four words of no sense"))
    with pytest.raises(InputError, match="more than 50,000 files"):
        open_sealed(tmp_path / "a.age", "four words of no sense", tmp_path / "case")
