"""Files of every kind, and hostile ones: read, or refused with one clear line; never a crash, never a hang."""

import datetime as dt
import io
import shutil
import subprocess
import time
import zipfile

import openpyxl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from lcspr_kit.chronology.intake import read_file
from lcspr_kit.chronology.read import isolated
from lcspr_kit.chronology.read.files import read_tables
from lcspr_kit.problems import InputError

OFFICE = shutil.which("soffice")


def workbook_bytes(rows=(("Date", "Event"), ("03/04/2021", "Seen"))):
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(row)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def changed(data, part, change):
    """A zip with one part changed."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            new.writestr(name, change(old.read(name)) if name == part else old.read(name))
    return out.getvalue()


def put(folder, name, data):
    (folder / name).write_bytes(data)
    return folder / name


SHEET = "xl/worksheets/sheet1.xml"
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600
REFUSED = {
    "empty.csv": (b"", "is empty"),
    "blank.csv": (b"\n \n,,\n", "nothing in the file"),
    "damaged.xlsx": (b"PK\x03\x04 not a zip", "damaged"),
    "damaged.docx": (b"text, not a document", "damaged"),
    "locked.xlsx": (OLE + "EncryptedPackage".encode("utf-16-le"), "password"),
    "old.doc": (OLE + "WordDocument".encode("utf-16-le"), "old Word"),
    "mail.msg": (OLE + "__properties_version1.0".encode("utf-16-le"), "e-mail"),
    "broken.xls": (OLE + "Workbook".encode("utf-16-le"), "damaged"),
    "notes.rtf": (b"{\\rtf1 hello}", "rich text"),
    "scan.jpg": (b"\xff\xd8\xff\xe0" + b"\0" * 50, "picture"),
    "page.xls": (b"<html><table><tr><td>x</td></tr></table></html>", "web page"),
    "no.pdf": (b"%PDF-1.7\nnothing more", "damaged"),
    "binary.csv": (bytes(range(1, 32)) * 50, "not a text file"),
    "truncated.xlsx": (workbook_bytes()[:-200], "damaged"),
    "bad-xml.xlsx": (changed(workbook_bytes(), SHEET, lambda data: data[:-30]), "damaged"),
    "entity.xlsx": (changed(workbook_bytes(), SHEET, lambda data: b'<!DOCTYPE a [<!ENTITY b "c">]>' + data), "document type"),
}


@pytest.mark.parametrize("name", REFUSED)
def test_what_can_not_be_read_is_refused_in_a_line(tmp_path, name):
    data, why = REFUSED[name]
    with pytest.raises(InputError) as caught:
        read_file(put(tmp_path, name, data))
    (problem,) = caught.value.problems
    assert why in str(problem) and problem.file == name and "\n" not in str(problem) and problem.todo


def test_a_zip_that_unpacks_to_a_gigabyte_is_refused_at_once(tmp_path):
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(workbook_bytes())) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            if name != SHEET:
                new.writestr(name, old.read(name))
        with new.open(SHEET, "w", force_zip64=True) as part:
            for _ in range(300):
                part.write(b" " * 1_000_000)
    start = time.perf_counter()
    with pytest.raises(InputError, match="unpacks to far more"):
        read_tables(put(tmp_path, "bomb.xlsx", out.getvalue()))
    assert time.perf_counter() - start < 5


def test_a_lying_dimension_and_a_far_cell_are_harmless(tmp_path):
    data = changed(workbook_bytes([("Date", "Event"), *[("03/04/2021", f"Thing {n}") for n in range(30)]]), SHEET, lambda xml: xml.replace(b'ref="A1:B31"', b'ref="A1"'))
    assert len(read_file(put(tmp_path, "a.xlsx", data)).events) == 30
    far = changed(workbook_bytes(), SHEET, lambda xml: xml.replace(b"</sheetData>", b'<row r="1048576"><c r="XFD1048576"><v>1</v></c><c r="A1048576" t="inlineStr"><is><t>05/04/2021</t></is></c></row></sheetData>'))
    found = read_file(put(tmp_path, "b.xlsx", far))
    assert found.reports[0].rows < 10 and any(code == "far-columns" for _, _, _, code, _ in found.notes)


def test_a_million_empty_rows_are_not_kept(tmp_path):
    data = changed(workbook_bytes(), SHEET, lambda xml: xml.replace(b"</sheetData>", b"".join(b'<row r="%d"/>' % n for n in range(3, 300_000)) + b"</sheetData>"))
    found = read_file(put(tmp_path, "a.xlsx", data))
    assert len(found.events) == 1 and found.reports[0].rows == 2


def test_deep_nesting_is_survived(tmp_path):
    deep = b"<w:tbl><w:tr><w:tc>" * 400 + b"<w:p><w:r><w:t>x</w:t></w:r></w:p>" + b"</w:tc></w:tr></w:tbl>" * 400
    xml = b'<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body>' + deep + b"</w:body></w:document>"
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as made:
        made.writestr("word/document.xml", xml)
    with pytest.raises(InputError):
        read_file(put(tmp_path, "deep.docx", out.getvalue()))


def test_1904_dates_and_shared_strings_with_escapes(tmp_path):
    data = workbook_bytes([("Date", "Event"), (dt.datetime(2021, 4, 3), "a_x000D_b")])
    data = changed(data, "xl/workbook.xml", lambda xml: xml.replace(b"<workbookPr/>", b'<workbookPr date1904="1"/>'))
    (event,) = read_file(put(tmp_path, "a.xlsx", data)).events
    assert event["start"] == dt.datetime(2025, 4, 4)  # four years and a day later, as the file then says


@pytest.mark.skipif(OFFICE is None, reason="LibreOffice makes the files")
@pytest.mark.parametrize("kind", ["ods", "xls"])
def test_opendocument_and_old_workbooks(tmp_path, kind):
    book = openpyxl.Workbook()
    for row in [[], ["Date", "Time", "Event"], [dt.datetime(2021, 4, 3), dt.time(14, 30), "Seen"], [], [dt.datetime(2021, 4, 5), None, "Rang"], ["06/04/2021", "1500", "Text date"]]:
        book.active.append(row)
    book.save(tmp_path / "a.xlsx")
    subprocess.run([OFFICE, f"-env:UserInstallation=file://{tmp_path}/lo", "--headless", "--convert-to", kind, "--outdir", str(tmp_path), str(tmp_path / "a.xlsx")], check=True, capture_output=True, timeout=120)
    found = read_file(tmp_path / f"a.{kind}")
    assert [event["start"] for event in found.events] == [dt.datetime(2021, 4, 3, 14, 30), dt.datetime(2021, 4, 5), dt.datetime(2021, 4, 6, 15)]
    assert [event["source_row"] for event in found.events] == [3, 5, 6]
    assert any(code == "values-only" for _, _, _, code, _ in found.notes)


def test_a_reader_that_takes_too_long_is_stopped(tmp_path, monkeypatch):
    monkeypatch.setattr(isolated, "MAX_SECONDS", 0.01)
    with pytest.raises(InputError, match="took longer"):
        read_tables(put(tmp_path, "a.pdf", b"%PDF-1.4"))


def pdf(folder, body):
    import typst

    source = folder / "a.typ"
    source.write_text(body, encoding="utf-8")
    typst.compile(str(source), output=str(folder / "a.pdf"))
    return folder / "a.pdf"


def test_a_pdf_with_ruled_tables_over_pages(tmp_path):
    rows = "".join(f"[{1 + n % 28:02}/04/2021],[Event {n} with some words],[NFA]," for n in range(70))
    found = read_file(pdf(tmp_path, f"= Chronology\nAgency: Westmoor Trust\n#table(columns: 3, table.header([Date],[Event],[Outcome]), {rows})"))
    assert [event["event"] for event in found.events] == [f"Event {n} with some words" for n in range(70)]
    assert found.events[0]["start"] == dt.datetime(2021, 4, 1) and found.reports[0].rows == 70 + found.reports[0].skipped
    assert any(code == "pdf-check-source" for _, _, _, code, _ in found.notes)


def test_a_pdf_without_rules_is_refused(tmp_path):
    with pytest.raises(InputError, match="no table with ruled lines"):
        read_file(pdf(tmp_path, "03/04/2021 Seen at home\n\n04/04/2021 Seen again"))


VALID = {"xlsx": workbook_bytes()}


@given(st.binary(max_size=400), st.sampled_from(["csv", "xlsx", "docx", "tsv", "txt", "xls"]))
@settings(deadline=None, max_examples=150, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_bytes_are_read_or_refused(tmp_path, data, kind):
    _read_or_refuse(tmp_path, f"a.{kind}", data)


@given(st.integers(0, 10**6), st.binary(min_size=1, max_size=8), st.integers(0, 30))
@settings(deadline=None, max_examples=80, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_a_workbook_with_damage_anywhere(tmp_path, place, bytes_, cut):
    data = VALID["xlsx"]
    place %= len(data)
    _read_or_refuse(tmp_path, "a.xlsx", data[:place] + bytes_ + data[place + cut :])


PIECES = ["<row r='2'>", "</row>", "<c r='A2'>", "<c r='ZZZ9' t='s'>", "<c t='e'>", "</c>", "<v>", "</v>", "1", "-9e99", "44289", "<f/>", "<is><t>03/04/2021</t></is>", "<mergeCell ref='A1:XFD1048576'/>", "<mergeCell ref='x'/>", "<row r='99999999999999'/>", "<c r='1A' s='9999'/>", "&#x9;", "NaN", "inf"]


@given(st.lists(st.sampled_from(PIECES), max_size=25))
@settings(deadline=None, max_examples=150, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_a_sheet_of_odd_xml(tmp_path, pieces):
    from lxml import etree

    root = etree.fromstring(f"<x>{''.join(pieces)}</x>", etree.XMLParser(recover=True))
    inner = b"".join(etree.tostring(child) for child in root) if root is not None else b""
    _read_or_refuse(tmp_path, "a.xlsx", changed(VALID["xlsx"], SHEET, lambda xml: xml.replace(b"</sheetData>", inner + b"</sheetData>")))


@given(st.lists(st.lists(st.text(alphabet='ab,;"\n\t|0123456789/. é£', max_size=25), max_size=6), max_size=12), st.sampled_from(["utf-8", "cp1252", "utf-16"]))
@settings(deadline=None, max_examples=150, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_text_files_of_odd_cells_keep_every_row(tmp_path, rows, encoding):
    text = "Date,Event\n" + "\n".join(",".join(row) for row in rows)
    _read_or_refuse(tmp_path, "a.csv", text.encode(encoding))


def _read_or_refuse(folder, name, data):
    try:
        found = read_file(put(folder, name, data))
    except InputError as error:
        assert all("\n" not in str(problem) for problem in error.problems)
        return
    for report in found.reports:
        assert report.rows == report.events + report.quarantined + report.skipped


def ods(path, content):
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as out:
        out.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        out.writestr("content.xml", content)
    return path


ODS = (
    '<office:document-content xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0" xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0">'
    '<office:body><office:spreadsheet><table:table table:name="a">{}</table:table></office:spreadsheet></office:body></office:document-content>'
)
CELL = '<table:table-cell office:value-type="string"{}><text:p>x</text:p></table:table-cell>'


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (ODS.format(f"<table:table-row>{CELL.format('')}<office:annotation><text:p>n</text:p></office:annotaTion></table:table-row>"), "damaged"),  # calamine looks for its end for ever
        (ODS.format(f'<table:table-row table:number-rows-repeated="1048570">{CELL.format(" table:number-columns-repeated=" + chr(34) + "16384" + chr(34))}</table:table-row>'), "repeats its cells"),
    ],
)
def test_an_ods_that_would_hang_or_fill_the_memory_is_refused_at_once(tmp_path, content, words):
    start = time.monotonic()
    with pytest.raises(InputError, match=words):
        read_tables(ods(tmp_path / "Ward.ods", content))
    assert time.monotonic() - start < 30
