import base64
import datetime as dt
import gzip
import io
import json
import tarfile
import zipfile

import openpyxl
import pikepdf
import pytest
from docx import Document
from openpyxl.comments import Comment
from PIL import Image, PngImagePlugin

from lcspr_kit.privacy.leaks import find_leaks, find_leaks_in, leaks_json
from lcspr_kit.privacy.register import Person, Register
from lcspr_kit.problems import InputError


def _png(**texts):
    info = PngImagePlugin.PngInfo()
    for name, value in texts.items():
        info.add_itxt(name, value, zip=name == "Packed")
    out = io.BytesIO()
    Image.new("RGB", (4, 4)).save(out, "PNG", pnginfo=info)
    return out.getvalue()


def _jpeg():
    exif = Image.Exif()
    exif[0x013B] = "May Law"
    exif[0x9C9B] = "Hope Brannow".encode("utf-16-le")
    out = io.BytesIO()
    Image.new("RGB", (4, 4)).save(out, "JPEG", exif=exif, comment=b"Siobhan Wick-Ferrant")
    return out.getvalue() + b"after the end: Dr Mullach"


SVG = '<svg xmlns="http://www.w3.org/2000/svg"><title>Kye Brannow</title><text><tspan>H</tspan><tspan>ope Brannow</tspan></text><!-- May Law --></svg>'


def _docx():
    document = Document()
    paragraph = document.add_paragraph("Seen with Ky")
    paragraph.add_run("e Bran").bold = True
    paragraph.add_run("now today")
    document.add_table(1, 2).cell(0, 0).text = "Hope Brannow"
    document.core_properties.author = "May Law"
    document.core_properties.comments = "about kyz"
    document.sections[0].header.paragraphs[0].text = "St Cuthwins Primary"
    document.add_comment(paragraph.runs, text="ask Siobhan Wick-Ferrant", author="Jana Mullach", initials="JM")
    out = io.BytesIO()
    document.save(out)
    return _with_parts(
        out.getvalue(),
        {
            "word/_rels/document.xml.rels": lambda xml: xml.replace(b"</Relationships>", b'<Relationship Id="rX" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/hyperlink" Target="file:///home/jo/Anna%20van%20der%20Quell.docx" TargetMode="External"/></Relationships>'),
            "word/document.xml": lambda xml: xml.replace(b"<w:sectPr", b'<w:p><w:del w:id="9" w:author="K OTarrish"><w:r><w:delText>Quayfold Surgery</w:delText></w:r></w:del></w:p><w:sectPr', 1),
            "word/media/a.png": lambda _: _png(Author="Larrow Road"),
        },
    )


def _with_parts(data, changes):
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w") as new:
        names = old.namelist()
        for name in dict.fromkeys([*names, *changes]):
            content = old.read(name) if name in names else b""
            new.writestr(name, changes[name](content) if name in changes else content)
    return out.getvalue()


def _xlsx():
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = "Kyz"
    sheet["B2"], sheet["B3"], sheet["B4"] = "NHS 485 777 3457", 4857773457, "Mr O'Tarrish"
    sheet["B4"].comment = Comment("rang Hope Brannow", "May Law")
    sheet["C1"] = '="Anna van der " & "Quell"'
    sheet.oddHeader.center.text = "Larrow Road"
    book.properties.creator = "Dr Mullach"
    hidden = book.create_sheet("more")
    hidden.sheet_state = "veryHidden"
    hidden["A1"] = "Quayfold Surgery"
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _html():
    png, svg = base64.b64encode(_png(Packed="Anna van der Quell")).decode(), base64.b64encode(SVG.encode()).decode()
    return (
        f'<!doctype html><html><head><meta name="author" content="Dr Mullach"><title>x</title></head><body><p>S<b>iobhan</b> &#87;ick-Ferrant</p>'
        f'<img alt="Mr O&rsquo;Tarrish" src="data:image/png;base64,{png}"><img src="data:image/svg+xml;base64,{svg}">'
        "<script>var place='Quayfold Surgery'</script><a href='mailto:x?subject=Larrow%20Road'>x</a><p style='display:none'>St Cuthwin's Primary</p></body></html>"
    ).encode()


def _pdf():
    document = pikepdf.new()
    document.add_blank_page()
    page = document.pages[0]
    page.Contents = document.make_stream(b"BT /F1 12 Tf 10 10 Td (Hope Brannow seen) Tj 3 Tr (Dr Mullach) Tj -900 0 Td (St Cuthwins Primary) Tj ET /Span <</ActualText (May Law)>> BDC EMC")
    page.Resources = pikepdf.Dictionary(Font=pikepdf.Dictionary(F1=document.make_indirect(pikepdf.Dictionary(Type=pikepdf.Name.Font, Subtype=pikepdf.Name.Type1, BaseFont=pikepdf.Name.Helvetica))))
    page.Annots = document.make_indirect(pikepdf.Array([pikepdf.Dictionary(Type=pikepdf.Name.Annot, Subtype=pikepdf.Name.Text, Rect=[0, 0, 9, 9], Contents=pikepdf.String("Mr O\u2019Tarrish"))]))
    with document.open_metadata() as metadata:
        metadata["dc:title"] = "Kye Brannow"
    document.attachments["notes.txt"] = b"Larrow Road"
    with document.open_outline() as outline:
        outline.root.append(pikepdf.OutlineItem("Siobhan Wick-Ferrant", 0))
    document.Root.Spare = document.make_indirect(document.make_stream(b"BT (Quayfold Surgery) Tj ET"))
    document.Root.StructTreeRoot = document.make_indirect(pikepdf.Dictionary(Type=pikepdf.Name.StructTreeRoot, K=pikepdf.Dictionary(S=pikepdf.Name.Figure, Alt=pikepdf.String("Anna van der Quell"))))
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def _notebook():
    png = base64.b64encode(_png(Author="Anna van der Quell")).decode()
    outputs = [{"data": {"text/html": ["<b>Ho", "pe</b> Brannow"], "image/png": png, "image/svg+xml": SVG}}, {"output_type": "error", "traceback": ["Larrow Road"]}]
    return json.dumps({"cells": [{"source": ["x = 'Dr Mul", "lach'"], "outputs": outputs}], "metadata": {"papermill": {"parameters": {"case": "/home/jo/otarrish"}}}}).encode()


def _zip(*files, comment=b""):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as packed:
        for name, content in files:
            packed.writestr(name, content)
        packed.comment = comment
    return out.getvalue()


def _tar():
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w") as packed:
        entry = tarfile.TarInfo("Hope_Brannow.txt")
        entry.size = 7
        packed.addfile(entry, io.BytesIO(b"May Law"))
    return out.getvalue()


MAIL = b"From: hope.brannow@example.org\r\nSubject: =?utf-8?q?May_Law?=\r\nContent-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\nSiobh=C3=A1n Wick-Ferrant\r\n"
RTF = rb"{\rtf1\ansi{\info{\author May Law}}{\b Hope} Brannow, Siobh\'e1n Wick-Ferrant\par}"


@pytest.mark.parametrize(
    ("name", "data", "people"),
    [
        ("a.txt", b"Kye Brannow; Mrs Law", {"p01", "p05"}),
        ("a.txt", "Kye Brannow".encode("utf-16"), {"p01"}),
        ("a.txt", "Siobhán Wick-Ferrant £".encode("cp1252"), {"p04"}),
        ("Hope Brannow.txt", b"nothing", {"p02"}),
        ("a.md", f"![x](data:image/svg+xml;base64,{base64.b64encode(SVG.encode()).decode()})".encode(), {"p01", "p02", "p05"}),
        ("a.docx", _docx(), {"p01", "p02", "p03", "p04", "p05", "p06", "p07", "l1", "l2", "l3"}),
        ("a.xlsx", _xlsx(), {"p01", "p02", "p03", "p05", "p06", "p07", "l2", "l3"}),
        ("a.html", _html(), {"p01", "p02", "p03", "p04", "p05", "p06", "p07", "l1", "l2", "l3"}),
        ("a.svg", SVG.encode(), {"p01", "p02", "p05"}),
        ("a.pdf", _pdf(), {"p01", "p02", "p03", "p04", "p05", "p06", "p07", "l1", "l2", "l3"}),
        ("a.ipynb", _notebook(), {"p01", "p02", "p03", "p05", "p06", "p07", "l2"}),
        ("a.png", _png(Author="Kye Brannow", Packed="May Law") + b"Hope Brannow", {"p01", "p02", "p05"}),
        ("a.jpg", _jpeg(), {"p02", "p04", "p05", "p06"}),
        ("a.zip", _zip(("in.zip", _zip(("Hope_Brannow.txt", b"x"), ("a.docx", _docx()))), comment=b"Mr O'Tarrish"), {"p01", "p02", "p03", "p04", "p05", "p06", "p07", "l1", "l2", "l3"}),
        ("a.tar", _tar(), {"p02", "p05"}),
        ("a.gz", gzip.compress(b"Hope Brannow", mtime=0), {"p02"}),
        ("a.eml", MAIL, {"p02", "p04", "p05"}),
        ("a.rtf", RTF, {"p02", "p04", "p05"}),
        ("a.txt", rb"%48ope%20Brannow; M&#97;y Law; \u0041nna van der Quell", {"p02", "p05", "p07"}),
        ("DrKyeBrannowNotes.txt", b"x", {"p01"}),
        ("a.html", b"<p>Hope<br>Brannow</p><script>x='\\x41nna van der Quell'</script><i class='kye-brannow' data-mays='1'>x</i>", {"p02", "p07", "p01"}),
        ("a.csv", b"date;event\n1;Hope Brannow\n", {"p02"}),
        ("a.json", b'{"Hope Brannow": [1, {"x": "May Law"}]}', {"p02", "p05"}),
    ],
)
def test_nobody_is_missed_in_any_layer(register, name, data, people):
    found = {person for leak in find_leaks_in(name, data, register) for person in leak.person.split(";") if ";" not in leak.person}
    assert people <= found


def test_who_is_meant_is_told_as_far_as_the_same_text_tells(register):
    found = {leak.text: leak.person for leak in find_leaks_in("a.txt", b"Mrs Brannow rang.\n\nKye O'Tarrish and later Kye.\n\nThe Brannows. A brannow.", register)}
    assert found == {"Mrs Brannow": "p02", "Kye O'Tarrish": "p03", "Kye": "p03", "Brannows": "p01;p02", "brannow": "p01;p02"}


def test_numbers_in_cells_are_told_with_their_place(register):
    found = [(leak.where, leak.kind) for leak in find_leaks_in("a.xlsx", _xlsx(), register) if leak.kind == "NHS number"]
    assert found == [("sheet1 B2", "NHS number"), ("sheet1 B3", "NHS number")]


@pytest.mark.parametrize("epoch", [openpyxl.utils.datetime.WINDOWS_EPOCH, openpyxl.utils.datetime.MAC_EPOCH])
def test_days_in_date_cells_are_read(register, epoch):
    book = openpyxl.Workbook()
    book.epoch = epoch
    sheet = book.active
    sheet["A1"], sheet["A2"], sheet["A3"] = dt.date(2019, 4, 3), dt.datetime(2021, 5, 4, 10, 30), 43000
    sheet["A2"].number_format = '"day" dd mmm yyyy'
    out = io.BytesIO()
    book.save(out)
    assert [(leak.text, leak.kind, leak.person) for leak in find_leaks_in("a.xlsx", out.getvalue(), register)] == [("2019-04-03", "date of birth", "p01"), ("2021-05-04", "exact date", "")]


def test_an_earlier_version_within_a_pdf_is_looked_through(register):
    base = _pdf()
    changed = base.replace(b"Hope Brannow seen", b"Nobody at all was")
    tail = base + changed[: changed.rfind(b"%%EOF") + 6] if changed != base else base
    assert {"p02"} <= {leak.person for leak in find_leaks_in("a.pdf", tail, register)}


def test_days_of_birth_are_known_from_the_register(register):
    found = {leak.text: (leak.kind, leak.person) for leak in find_leaks_in("a.txt", b"born 3 April 2019, dob 1/2/1990, seen 4 May 2021", register)}
    assert found == {"3 April 2019": ("date of birth", "p01"), "1/2/1990": ("date of birth", ""), "4 May 2021": ("exact date", "")}


def test_pseudonyms_and_allowed_names_are_no_leaks(register):
    text = b"Child A and Mother met Social Worker 1 at Primary School 1. Written by Dr May Quill for Larrow Road Partnership."
    assert {leak.text for leak in find_leaks_in("a.txt", text, register)} == {"Dr May", "Larrow Road"}
    assert find_leaks_in("a.txt", text, register, allowed=["Dr May Quill", "Larrow Road Partnership"]) == []


def test_a_folder_is_looked_through_and_json_has_the_agreed_shape(register, tmp_path):
    (tmp_path / "deep").mkdir()
    (tmp_path / "deep" / "a.txt").write_text("Hope Brannow", encoding="utf-8")
    leaks = find_leaks(tmp_path, register)
    assert leaks_json(leaks) == {"leaks": [{"file": "a.txt", "where": "line 1", "text": "Hope Brannow", "person": "p02", "kind": "name", "confidence": 1.0, "level": "alarm"}]}
    assert "Brannow" not in repr(leaks[0])


def test_a_missing_file_is_said(register, tmp_path):
    with pytest.raises(InputError, match="no.txt"):
        find_leaks(tmp_path / "no.txt", register)


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("broken.docx", b"PK\x03\x04 not really"),
        ("broken.pdf", b"%PDF-1.7 nothing here"),
        ("old.doc", b"\xd0\xcf\x11\xe0" + b"\0" * 600),
        ("x.7z", b"7z\xbc\xaf\x27\x1c" + b"\0" * 50),
        ("bomb.docx", _with_parts(_docx(), {"word/document.xml": lambda _: b'<?xml version="1.0"?><!DOCTYPE l [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]><l>&b;</l>'})),
        ("deep.zip", None),
    ],
)
def test_what_cannot_be_opened_is_never_called_clean(register, name, data):
    if data is None:
        data = b"x"
        for _ in range(12):
            data = _zip(("a.zip", data))
    assert "unreadable" in {leak.kind for leak in find_leaks_in(name, data, register)}


def test_a_zip_bomb_is_not_unpacked(register):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as packed, packed.open("a.txt", "w", force_zip64=True) as entry:
        for _ in range(400):
            entry.write(b"\0" * 1_000_000)
    assert [leak.kind for leak in find_leaks_in("a.zip", out.getvalue(), register)] == ["unreadable"]


@pytest.mark.parametrize(
    "text",
    [
        "In May the panel may hope that services mark a change; the law is clear about brown envelopes.",
        "Working Together to Safeguard Children 2018, chapter 4; section 47 of the Children Act 1989; £12,500.00; 71%.",
        "The Dean of the faculty wrote; Will the services agree? May the child be seen? A Mark of respect. The Law Commission.",
        "The Crown Court sat between 2016 and 2019. Bus 42, the A19 and the M25. Ward 7B. Version 3.4.20.",
        "The surgery and the primary school; a road, a street. Quay and fold. Lawful. Hopeful. Maybe.",
        "Practitioners said that Anna's law, a national campaign, did not apply.".replace("Anna's law", "an existing law"),
    ],
)
def test_clean_prose_stays_clean(register, text):
    assert [(leak.text, leak.kind) for leak in find_leaks_in("a.txt", text.encode(), register)] == []


def test_a_clean_office_file_stays_clean(register):
    document = Document()
    document.add_heading("Findings", 1)
    document.add_paragraph("Child A was seen by Social Worker 1 in early spring.")
    document.core_properties.author = ""
    out = io.BytesIO()
    document.save(out)
    assert find_leaks_in("a.docx", out.getvalue(), register) == []


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("spaced.txt", b"It was S i o b h \xc3\xa1 n   W i c k - F e r r a n t"),
        ("greek.txt", "Ηope Βrannow said so. Siοbhán Wiсk-Fеrrant too.".encode()),
        ("tags.md", b"<b>Sio</b>bhan <i>Wick-Fer</i>rant"),
        ("packed.html", b'<a data-x="' + base64.b64encode("Siobhán Wick-Ferrant".encode()) + b'">x</a>'),
        ("spaced.html", b'<a title="S i o b h a n W i c k - F e r r a n t">x</a>'),
        ("style.svg", b"<svg xmlns='http://www.w3.org/2000/svg'><style>.a{content:'" + "".join(f"\\{ord(sign):06x}" for sign in "Siobhán").encode() + b"'}</style></svg>"),
        ("colours.ipynb", json.dumps({"cells": [{"outputs": [{"text": "Sio\x1b[31mbhan Wick\x1b[0m-Ferrant"}]}]}).encode()),
        ("aside.eml", "Subject: x\nContent-Type: multipart/mixed; boundary=B\n\nSiobhán\n--B\nContent-Type: message/rfc822\n\nSubject: y\n\nx\n--B--\n".encode()),
        ("nested.eml", b"Subject: x\nContent-Type: multipart/mixed; boundary=B\n\n--B\nContent-Type: message/rfc822\n\nSubject: Siobhan\n\nx\n--B--\n"),
        ("diary.eml", b"Subject: x\nContent-Type: multipart/mixed; boundary=B\n\n--B\nContent-Type: text/calendar\n\nSUMMARY:Siob\n han\n--B--\n"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_odd_spellings_and_places_hide_nobody(register, name, data):
    assert any("p04" in leak.person or "p02" in leak.person for leak in find_leaks_in(name, data, register)), name


@pytest.mark.parametrize("inner", ['<autoFilter ref="A1:B9"><filterColumn colId="0"><filters><filter val="siobhan"/></filters></filterColumn></autoFilter>', '<scenarios><scenario name="s" user="Siobhán"/></scenarios>', '<sheetData><row r="1"><c r="A1" t="str"><f>"Siob"&amp;"han"</f><v>x</v></c></row></sheetData>', '<sheetData><row r="1"><c r="A1" t="inlineStr"><is><t>seen</t><rPh sb="0" eb="1"><t>siobhan</t></rPh></is></c></row></sheetData>'])
def test_filters_scenarios_and_formulas_of_a_sheet_are_looked_through(register, inner):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as packed:
        packed.writestr("[Content_Types].xml", "<Types/>")
        packed.writestr("xl/worksheets/sheet1.xml", f'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">{inner}</worksheet>')
    assert [leak.person for leak in find_leaks_in("a.xlsx", out.getvalue(), register)] == ["p04"]


@pytest.mark.parametrize("text", ["the third of April 2019", "third of April two thousand and nineteen", "03042019", "20190403", "2019-04-03T00:00:00", "3 April\n2019", "At the door 03.04.19.", "given 3.4.19, then", "03-04-19", "3/4/19", "03 04 19", "03_04_2019", "2019_04_03", "2019.04.03", "the 3rd of April 19", "3Apr19"])
def test_days_of_birth_in_words_and_run_together_are_found(register, text):
    assert [(leak.person, leak.kind) for leak in find_leaks_in("a.txt", text.encode(), register)] == [("p01", "date of birth")]


@pytest.mark.parametrize("text", ["The Law Commission reported.", "In this and this alone.", "Ask at Hope Community Centre.", "It was May Day."])
def test_names_that_begin_another_name_are_passed_over(register, text):
    assert not find_leaks_in("a.txt", text.encode(), register)


def test_a_word_that_opens_a_sentence_is_a_question_and_a_person_doing_something_is_not(register):
    kinds = [(leak.text, leak.kind) for leak in find_leaks_in("a.txt", b"Law and policy had changed. Hope said so.\n\nQuayfold Surgery", register)]
    assert kinds[:2] == [("Law", "possible name"), ("Hope", "name")]


@pytest.mark.parametrize(
    "written",
    [
        r"Ho\u{70}e",  # a JavaScript escape of any length, with a letter after it that is a digit elsewhere
        r"Br\u0061nnow",
        r"Br\U00000061nnow",
        r"Br\000061nnow",
    ],
)
def test_escapes_of_programs_are_undone_as_their_language_does(register, written):
    leaks = find_leaks_in("page.html", f"<script>x = '{written}'</script>".encode(), register)
    assert any(leak.kind in ("name", "possible name") for leak in leaks), leaks


def test_full_width_letters_in_a_binary_part_and_slips_in_attributes_are_found(register):
    wide = "".join(chr(ord(sign) + 0xFEE0) for sign in "Brannow").encode("utf-16-le")
    assert any(leak.kind == "name" for leak in find_leaks_in("a.bin", bytes(60) + bytes(range(200)) * 3 + wide + bytes(60), register))
    assert [leak.text for leak in find_leaks_in("page.html", b"<p onclick='Brannwo'>Siobhan Wick-Ferrant</p>", register) if leak.kind == "name"] == ["Siobhan Wick-Ferrant", "Brannwo"]
    assert find_leaks_in("page.html", b"<p onclick='brannwo'>Seen</p>", register) == []


def test_a_slip_in_a_name_with_an_apostrophe_is_found(register):
    assert [leak.text for leak in find_leaks_in("a.txt", b"Seen by K O'Tarrsih on the day", register)]


def test_base64_of_two_lines_or_with_unseen_signs_is_read(register):
    for written in ("Hope\nBrannow", "Ho\ufeffpe Brannow"):
        packed = base64.b64encode(written.encode()).decode()
        assert any(leak.person == "p02" for leak in find_leaks_in("a.txt", f"Key {packed} here".encode(), register))


_STOTTS = Register((Person("p01", "Kezia Brannow", ("Kizi",), "Aunt", "aunt", "F"), Person("p02", "Mabel Stott", (), "Sister", "sister", "F"), Person("p03", "Hope Stott", (), "Mother", "mother", "F")))


@pytest.mark.parametrize(("text", "person"), [("At work they say Kizzie.", "p01"), ("Then Mabbell came in.", "p02"), ("ask mabel not hope - she was upset", "p03"), ("rang mabel and hope", "p03")])
def test_another_spelling_of_a_name_and_a_word_set_beside_a_name_are_questions(text, person):
    assert [leak.confidence < 0.5 for leak in find_leaks_in("a.txt", text.encode(), _STOTTS) if leak.person == person] == [True]


@pytest.mark.parametrize("text", ["we saw mabel and hope to meet", "A kizzie is small.", "no sign and hope.", "there is a will and hope."])
def test_words_in_small_letters_are_left_alone(text):
    assert not [leak for leak in find_leaks_in("a.txt", text.encode(), _STOTTS) if leak.person in ("p01", "p03")]
