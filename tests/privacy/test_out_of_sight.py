"""What a parser or a zip library passes over in silence is looked through all the same, or said."""

import bz2
import io
import lzma
import time
import zipfile

import pytest
from docx import Document

from lcspr_kit.privacy.leaks import find_leaks_in

W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'


def _docx(body):
    out, result = io.BytesIO(), io.BytesIO()
    Document().save(out)
    with zipfile.ZipFile(out) as packed, zipfile.ZipFile(result, "w") as target:
        for entry in packed.infolist():
            target.writestr(entry.filename, f"<w:document {W}><w:body>{body}</w:body></w:document>" if entry.filename == "word/document.xml" else packed.read(entry))
    return result.getvalue()


def _nested(tag, inner, count=5000):
    return f"<{tag}>" * count + inner + f"</{tag}>" * count


DEEP = {
    "a.html": _nested("div", "Siobhan Wick-Ferrant", 100_000).encode(),
    "a.xml": _nested("a", "Siobhan Wick-Ferrant").encode(),
    "a.svg": ('<svg xmlns="http://www.w3.org/2000/svg">' + _nested("g", "<text>Siobhan Wick-Ferrant</text>") + "</svg>").encode(),
    "a.docx": _docx("<w:p><w:r><w:t>Hello</w:t></w:r></w:p>" + _nested("w:sdt", "<w:p><w:r><w:t>Siobhan Wick-Ferrant</w:t></w:r></w:p>")),
}


@pytest.mark.parametrize("name", DEEP)
def test_what_is_nested_too_deeply_is_found_and_said(register, name):
    leaks = find_leaks_in(name, DEEP[name], register)
    assert "p04" in {leak.person for leak in leaks}
    assert any(leak.kind == "unreadable" and "nested" in leak.text for leak in leaks)


@pytest.mark.parametrize(
    "xml",
    [
        "<a>x</a><b>Siobhan Wick-Ferrant</b>",
        "<a>x</a>Siobhan Wick-Ferrant",
        "<a name=Siobhan&#32;Wick-Ferrant>x</a>",
        "<Siobhan.Wick-Ferrant/>",
        "<!--" + "x" * 5000 + '--><!DOCTYPE a [<!ENTITY b "Siobhan Wick-Ferrant">]><a>&b;</a>',
    ],
)
def test_broken_xml_is_read_as_text_too(register, xml):
    assert "p04" in {leak.person for leak in find_leaks_in("a.xml", xml.encode(), register)}


def test_a_web_page_with_odd_tags_gives_their_names(register):
    assert "p04" in {leak.person for leak in find_leaks_in("a.html", b"<p>From <siobhan.wick-ferrant@example.org></p>", register)}


@pytest.mark.parametrize(("kind", "name"), [("a.zip", "a.txt"), ("a.docx", "word/document.xml")])
@pytest.mark.filterwarnings("ignore:Duplicate name")
def test_a_zip_with_one_name_twice_shows_both(register, kind, name):
    out = io.BytesIO(_docx("<w:p/>") if kind == "a.docx" else b"")
    out.seek(0, io.SEEK_END)
    with zipfile.ZipFile(out, "a") as packed:
        packed.writestr(name, "<a>Siobhan Wick-Ferrant</a>")
        packed.writestr(name, "<a/>")
    leaks = find_leaks_in(kind, out.getvalue(), register)
    assert "p04" in {leak.person for leak in leaks}
    assert any("more than once" in leak.text for leak in leaks)


def test_an_entry_that_a_zip_does_not_list_is_found(register):
    hidden, shown = io.BytesIO(), io.BytesIO()
    with zipfile.ZipFile(hidden, "w") as packed:
        packed.writestr("b.txt", "Siobhan Wick-Ferrant")
    local = hidden.getvalue()[: hidden.getvalue().index(b"PK\x01\x02")]
    with zipfile.ZipFile(shown, "w") as packed:
        packed.writestr("a.txt", "hello")
    data = shown.getvalue()
    at = data.index(b"PK\x01\x02")
    end = data.index(b"PK\x05\x06")
    moved = data[: end + 16] + (at + len(local)).to_bytes(4, "little") + data[end + 20 :]
    leaks = find_leaks_in("a.zip", moved[:at] + local + moved[at:], register)
    assert "p04" in {leak.person for leak in leaks}
    assert any("doesn't name" in leak.text for leak in leaks)


def test_an_ordinary_zip_has_nothing_between_its_entries(register):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as packed:
        for name in ("a.txt", "b.txt"):
            with packed.open(name, "w") as entry:  # written as a stream: sizes stand behind the entry
                entry.write(b"hello")
    assert find_leaks_in("a.zip", out.getvalue(), register) == []


@pytest.mark.parametrize(
    ("name", "data", "read", "said"),
    [
        ("a.txt.bz2", bz2.compress(b"Siobhan Wick-Ferrant"), True, False),
        ("a.txt.xz", lzma.compress(b"Siobhan Wick-Ferrant"), True, False),
        ("a.mp3", b"ID3\x03\0\0\0\0\0\x20TPE1\0\0\0\x15\0\0\0Siobhan Wick-Ferrant", True, True),
        ("marked.txt", b"\xff\xfe\xfa Siobhan Wick-Ferrant \x80", True, True),
        ("nuls.txt", b"S\0i\0o\0b\0h\0a\0n\0 Wick\0-Fer\0rant", True, True),
        ("few.txt", b"Siobhan Wick\0-Ferrant came on Monday and was well, it was said, at the door of the house.", True, False),
        ("wide.txt", "Siobhan Wick-Ferrant ‘came’".encode("utf-16"), True, False),
        ("unmarked.txt", "Siobhan Wick-Ferrant came".encode("utf-16-be"), True, False),
        ("old.txt", "Siobhán Wick-Ferrant £5\x1b[0m".encode("cp1252"), True, False),
        ("printerSettings1.bin", "Siobhan Wick-Ferrant".encode("utf-16-le") + bytes(200), True, False),
    ],
)
def test_what_is_no_text_and_no_known_format_is_said(register, name, data, read, said):
    leaks = find_leaks_in(name, data, register)
    assert ("p04" in {leak.person for leak in leaks}) == read
    assert any(leak.kind == "unreadable" for leak in leaks) == said


def test_one_zip_put_before_another_is_seen(register):
    two = []
    for text in ("Siobhan Wick-Ferrant", "hello"):
        out = io.BytesIO()
        with zipfile.ZipFile(out, "w") as packed:
            packed.writestr("a.txt", text)
        two.append(out.getvalue())
    leaks = find_leaks_in("a.zip", b"".join(two), register)
    assert {"p04", ""} <= {leak.person for leak in leaks}


@pytest.mark.parametrize("name", ["a.html", "a.xml", "a.docx"])
def test_a_tag_of_endless_attributes_is_read_as_text_and_said(register, name):
    tag = "<p " + "".join(f'a{number}="x"' for number in range(60_000)) + ' b="Siobhan Wick-Ferrant"/>'
    start = time.process_time()
    leaks = find_leaks_in(name, _docx(tag) if name == "a.docx" else tag.encode(), register)
    assert time.process_time() - start < 15
    assert "p04" in {leak.person for leak in leaks} and any("too many attributes" in leak.text for leak in leaks)


def test_long_attributes_are_no_endless_tag(register):
    page = "<p title='" + "a = b " * 5000 + "'>Siobhan Wick-Ferrant</p>" + "<i a='b'>x</i>" * 3000
    assert not any(leak.kind == "unreadable" for leak in find_leaks_in("a.html", page.encode(), register))
