"""Word documents as Word people make them, with pandoc as the oracle where it can see as much."""

import io
import json
import zipfile

import docx
import pypandoc
import pytest

from lcspr_kit.chronology.intake import read_file
from lcspr_kit.chronology.read.files import read_tables
from lcspr_kit.chronology.read.word import read_word
from lcspr_kit.problems import InputError

W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape" xmlns:w14="http://schemas.microsoft.com/office/word/2010/wordml" xmlns:v="urn:schemas-microsoft-com:vml"'


def document(folder, body, extra=None, name="agency.docx"):
    """A document with `body` as its XML."""
    docx.Document().save(folder / "plain.docx")
    out = io.BytesIO()
    with zipfile.ZipFile(folder / "plain.docx") as plain, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as made:
        for part in plain.namelist():
            data = plain.read(part)
            if part == "word/document.xml":
                data = f'<?xml version="1.0"?><w:document {W}><w:body>{body}<w:sectPr/></w:body></w:document>'.encode()
            if part == "word/_rels/document.xml.rels" and extra:
                data = data.replace(b"</Relationships>", "".join(f'<Relationship Id="x{n}" Type="http://x/{kind}" Target="{part}"/>' for n, (kind, part) in enumerate((k, f"{k}.xml") for k in extra)).encode() + b"</Relationships>")
            made.writestr(part, data)
        for kind, data in (extra or {}).items():
            made.writestr(f"word/{kind}.xml", data)
    (folder / name).write_bytes(out.getvalue())
    return folder / name


def p(*runs):
    return "<w:p>" + "".join(run if run.startswith("<") else f"<w:r><w:t xml:space='preserve'>{run}</w:t></w:r>" for run in runs) + "</w:p>"


def row(*cells, before=""):
    return f"<w:tr>{before}" + "".join(cell if cell.startswith("<w:tc>") or cell.startswith("<w:sdt>") else f"<w:tc>{p(cell)}</w:tc>" for cell in cells) + "</w:tr>"


def table(*rows):
    return "<w:tbl><w:tblPr/><w:tblGrid><w:gridCol/><w:gridCol/></w:tblGrid>" + "".join(rows) + "</w:tbl>"


R = "<w:r><w:t xml:space='preserve'>{}</w:t></w:r>"
CELLS = {
    "tracked insertion": (p("A ", f"<w:ins w:id='1'>{R.format('inserted')}</w:ins>"), "A inserted", {"tracked-change"}),
    "tracked deletion": (p("A", "<w:del w:id='1'><w:r><w:delText>gone</w:delText></w:r></w:del>"), "A", {"tracked-change"}),
    "moved away": (p("A", f"<w:moveFrom w:id='1'>{R.format('moved')}</w:moveFrom>"), "A", {"tracked-change"}),
    "moved here": (p("A ", f"<w:moveTo w:id='1'>{R.format('moved')}</w:moveTo>"), "A moved", {"tracked-change"}),
    "content control": (p("A ", f"<w:sdt><w:sdtPr/><w:sdtContent>{R.format('chosen')}</w:sdtContent></w:sdt>"), "A chosen", set()),
    "smart tag": (p(f"<w:smartTag w:element='x'>{R.format('Tagged')}</w:smartTag>"), "Tagged", set()),
    "simple field": (p(f"<w:fldSimple w:instr='DATE'>{R.format('Field')}</w:fldSimple>"), "Field", set()),
    "complex field": (p("<w:r><w:fldChar w:fldCharType='begin'/></w:r><w:r><w:instrText>REF x</w:instrText></w:r><w:r><w:fldChar w:fldCharType='separate'/></w:r>", "Result", "<w:r><w:fldChar w:fldCharType='end'/></w:r>"), "Result", set()),
    "hyperlink": (p(f"<w:hyperlink>{R.format('Linked')}</w:hyperlink>"), "Linked", set()),
    "hidden text": (p("A ", "<w:r><w:rPr><w:vanish/></w:rPr><w:t>hidden</w:t></w:r>"), "A hidden", {"hidden-text"}),
    "switched-off hiding": (p("A ", "<w:r><w:rPr><w:vanish w:val='0'/></w:rPr><w:t>shown</w:t></w:r>"), "A shown", set()),
    "strike": (p("<w:r><w:rPr><w:strike/></w:rPr><w:t>struck</w:t></w:r>"), "struck", {"strike"}),
    "tab, break, hyphen": (p("<w:r><w:t>a</w:t><w:tab/><w:t>b</w:t><w:br/><w:t>c</w:t><w:noBreakHyphen/><w:t>d</w:t></w:r>"), "a b\nc-d", set()),
    "two paragraphs": (p("One") + p("Two"), "One\nTwo", set()),
    "nested table": (p("Before") + table(row("in 1", "in 2")) + p("After"), "Before\nin 1 | in 2\nAfter", {"nested-table"}),
    "tick box": (p("<w:r><w:sym w:font='Wingdings' w:char='F0FE'/></w:r>", " yes"), "☒ yes", set()),
    "text box": (p("A", "<w:r><mc:AlternateContent><mc:Choice><w:drawing><wps:txbx><w:txbxContent>" + p("Boxed") + "</w:txbxContent></wps:txbx></w:drawing></mc:Choice><mc:Fallback><w:pict><v:textbox><w:txbxContent>" + p("Boxed") + "</w:txbxContent></v:textbox></w:pict></mc:Fallback></mc:AlternateContent></w:r>"), "A\nBoxed", {"text-box"}),
    "drop-down of an old form": (p("<w:r><w:fldChar><w:ffData><w:ddList><w:result w:val='1'/><w:listEntry w:val='No'/><w:listEntry w:val='Yes'/></w:ddList></w:ffData></w:fldChar></w:r>"), "Yes", set()),
}


@pytest.mark.parametrize("what", CELLS)
def test_the_text_of_a_cell(tmp_path, what):
    xml, text, notes = CELLS[what]
    contents = read_word(document(tmp_path, table(row("Kind", "Text"), row("x", f"<w:tc>{xml}</w:tc>"))))
    assert contents.tables[0].rows[1].cells == ["x", text]
    assert {note.code for note in contents.notes} == notes
    assert all(note.row == 2 for note in contents.notes)


def test_rows_and_cells_inside_content_controls_and_tracked_rows(tmp_path):
    controlled = f"<w:sdt><w:sdtContent>{row('a', 'b')}</w:sdtContent></w:sdt>"
    cell = f"<w:sdt><w:sdtContent><w:tc>{p('c')}</w:tc></w:sdtContent></w:sdt>"
    gone = row("x", "y", before="<w:trPr><w:del w:id='1'/></w:trPr>")
    new = row("e", "f", before="<w:trPr><w:ins w:id='1'/></w:trPr>")
    (found, _) = read_word(document(tmp_path, table(controlled, row(cell, "d"), gone, new))).tables
    assert [r.cells for r in found.rows] == [["a", "b"], ["c", "d"], ["e", "f"]]
    assert (found.removed, [r.number for r in found.rows]) == (1, [1, 2, 4])


def test_merged_cells(tmp_path):
    top = f"<w:tc><w:tcPr><w:vMerge w:val='restart'/></w:tcPr>{p('03/04/2021')}</w:tc>"
    on = f"<w:tc><w:tcPr><w:vMerge/></w:tcPr>{p('')}</w:tc>"
    wide = f"<w:tc><w:tcPr><w:gridSpan w:val='2'/></w:tcPr>{p('2022')}</w:tc>"
    path = document(tmp_path, table(row("Date", "Event"), row(top, "One"), row(on, "Two"), row(on, ""), row(wide), row("4 May", "Three")))
    (found, _) = read_word(path).tables
    assert [r.cells for r in found.rows] == [["Date", "Event"], ["03/04/2021", "One"], ["03/04/2021", "Two"], ["03/04/2021", ""], ["2022", ""], ["4 May", "Three"]]
    read = read_file(path)
    assert [str(event["start"].date()) for event in read.events] == ["2021-04-03", "2021-04-03", "2022-05-04"]
    (report,) = read.reports
    assert (report.rows, report.events, report.quarantined, report.skipped) == (6, 3, 0, 3)


def test_comments_footnotes_headers(tmp_path):
    extra = {
        "comments": f"<w:comments {W}><w:comment w:id='4'>{p('Is this right?')}</w:comment></w:comments>",
        "footnotes": f"<w:footnotes {W}><w:footnote w:id='2'>{p('From the diary')}</w:footnote></w:footnotes>",
        "header": f"<w:hdr {W}>{p('OFFICIAL - Westmoor Trust')}</w:hdr>",
    }
    marks = ("<w:r><w:commentReference w:id='4'/></w:r>", "<w:r><w:footnoteReference w:id='2'/></w:r>")
    cell = f"<w:tc>{p('Seen', *marks)}</w:tc>"
    contents = read_word(document(tmp_path, table(row("Date", "Event"), row("03/04/2021", cell)), extra))
    assert contents.tables[0].rows[1].cells[1] == "Seen [note: From the diary]"
    assert {(note.code, note.row) for note in contents.notes} == {("comment", 2), ("header-footer", None)}
    assert any("Is this right?" in note.message for note in contents.notes)


def test_a_chronology_inside_a_layout_table(tmp_path):
    inner = table(row("Date", "Event"), row("03/04/2021", "Seen"))
    found = read_file(document(tmp_path, table(row(f"<w:tc>{p('Westmoor')}{inner}{p('')}</w:tc>"))))
    assert [event["event"] for event in found.events] == ["Seen"]


def test_a_table_that_goes_on_without_headings(tmp_path):
    body = table(row("Date", "Event"), row("03/04/2021", "One")) + p("Continued overleaf") + table(row("04/04/2021", "Two"), row("05/04/2021", "Three"))
    found = read_file(document(tmp_path, body))
    assert [event["event"] for event in found.events] == ["One", "Two", "Three"]
    assert [event["order"] for event in found.events] == [0, 1, 2]
    assert any(code == "outside-table" for _, _, _, code, _ in found.notes)


def test_paragraphs_that_open_with_a_date(tmp_path):
    body = p("Chronology of Child R") + p("2021") + p("3 April – Home visit by HV1.") + p("Mother was tired.") + p("05/04/2021: Rang the school") + p("w/c 12/04/2021 - No contact") + p("1 May 2021") + p("Moved house.")
    found = read_file(document(tmp_path, body))
    assert [(str(event["start"].date()), event["event"]) for event in found.events] == [
        ("2021-04-03", "Home visit by HV1.\nMother was tired."),
        ("2021-04-05", "Rang the school"),
        ("2021-04-12", "No contact"),
        ("2021-05-01", "Moved house."),
    ]
    (report,) = found.reports
    assert report.rows == report.events + report.quarantined + report.skipped


def test_pandoc_sees_the_same_rows_in_a_plain_table(tmp_path):
    made = docx.Document()
    grid = made.add_table(0, 3)
    for number in range(40):
        for cell, text in zip(grid.add_row().cells, (f"0{number % 9 + 1}/04/2021", f"Event {number}\nwith a second line", "" if number % 3 else "NFA"), strict=True):
            cell.text = text
    made.save(tmp_path / "x.docx")
    ours = [r.cells for r in read_word(tmp_path / "x.docx").tables[0].rows]
    tree = json.loads(pypandoc.convert_file(str(tmp_path / "x.docx"), "json"))

    def text(node):
        if isinstance(node, list):
            return "".join(map(text, node))
        kind = node.get("t")
        return node["c"] if kind == "Str" else {"Space": " ", "SoftBreak": " ", "LineBreak": "\n"}.get(kind) or (text(node["c"]) if "c" in node else "")

    (body,) = [block for block in tree["blocks"] if block["t"] == "Table"]
    head, bodies = body["c"][3][1], body["c"][4]
    theirs = [[text(cell[4]) for cell in line[1]] for line in [*head, *(line for part in bodies for line in part[3])]]
    assert ours == [line for line in theirs if any(line)]


def test_a_document_type_is_refused(tmp_path):
    path = document(tmp_path, p("x"))
    with zipfile.ZipFile(path) as old:
        parts = {name: old.read(name) for name in old.namelist()}
    parts["word/document.xml"] = b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "b">]>' + parts["word/document.xml"].split(b"?>", 1)[1]
    with zipfile.ZipFile(path, "w") as new:
        for name, data in parts.items():
            new.writestr(name, data)
    with pytest.raises(InputError, match="document type"):
        read_tables(path)
