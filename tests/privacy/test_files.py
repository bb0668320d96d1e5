import io
import zipfile

import openpyxl
import pytest
import xlsxwriter
from docx import Document

from lcspr_kit.privacy.files import pseudonymise_file, restore_file
from lcspr_kit.problems import InputError


def test_a_text_file_keeps_its_encoding_and_line_ends(register, tmp_path):
    source = tmp_path / "a.txt"
    source.write_bytes("Siobhán Wick-Ferrant £5\r\n\r\nHope\r\nBrannow\r\n".encode("cp1252"))
    result = pseudonymise_file(source, register, tmp_path / "b.txt")
    assert (tmp_path / "b.txt").read_bytes() == "Social Worker 1 £5\r\n\r\nMother\r\n".encode("cp1252")
    assert result.left == ()


def test_a_word_file_keeps_its_runs_and_loses_its_names(register, tmp_path):
    document = Document()
    paragraph = document.add_paragraph("Seen: ")
    paragraph.add_run("Ky").italic = True
    paragraph.add_run("e Brannow").bold = True
    paragraph.add_run(" was well.")
    row = document.add_table(1, 2).rows[0].cells
    row[0].text, row[1].text = "Kye O'Tarrish rang", "Kye was angry"
    document.sections[0].footer.paragraphs[0].text = "Mrs Law"
    document.core_properties.author, document.core_properties.title = "Hope Brannow", "About Hope Brannow"
    document.add_comment(paragraph.runs, text="ask Mrs Law", author="May Law", initials="ML")
    document.save(tmp_path / "a.docx")
    result = pseudonymise_file(tmp_path / "a.docx", register, tmp_path / "b.docx")
    assert result.left == ()
    after = Document(tmp_path / "b.docx")
    runs = after.paragraphs[0].runs
    assert [(run.text, run.italic, run.bold) for run in runs if run.text] == [("Seen: ", None, None), ("Child A", True, None), (" was well.", None, None)]
    assert [cell.text for cell in after.tables[0].rows[0].cells] == ["Father rang", "Father was angry"]
    assert after.sections[0].footer.paragraphs[0].text == "Maternal grandmother"
    assert (after.core_properties.author, after.core_properties.title) == ("", "About Mother")
    restore_file(tmp_path / "b.docx", register, tmp_path / "c.docx")
    assert Document(tmp_path / "c.docx").paragraphs[0].text == "Seen: Kye Anthony Brannow was well."


def test_a_workbook_keeps_formulas_formats_and_sheets_that_agree(register, tmp_path):
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = "Hope Brannow"
    sheet["A1"], sheet["B1"], sheet["A2"], sheet["B2"], sheet["A3"] = "Kye O'Tarrish", "Kye shouted", "Kye Brannow", "Kye shouted", 5
    sheet["A3"].number_format = "0.00"
    sheet["A1"].font = openpyxl.styles.Font(bold=True)
    other = book.create_sheet("Sums")
    other["A1"] = "='Hope Brannow'!A3*2"
    book.properties.creator = "May Law"
    book.save(tmp_path / "a.xlsx")
    result = pseudonymise_file(tmp_path / "a.xlsx", register, tmp_path / "b.xlsx")
    assert result.left == ()
    after = openpyxl.load_workbook(tmp_path / "b.xlsx")
    assert after.sheetnames == ["Mother", "Sums"]
    assert [[cell.value for cell in row] for row in after["Mother"]["A1:B2"]] == [["Father", "Father shouted"], ["Child A", "Child A shouted"]]
    assert after["Mother"]["A3"].number_format == "0.00" and after["Mother"]["A1"].font.bold
    assert after["Sums"]["A1"].value == "='Mother'!A3*2"


def test_a_text_that_cells_share_is_told_apart_by_row(register, tmp_path):
    with xlsxwriter.Workbook(tmp_path / "a.xlsx") as book:
        sheet = book.add_worksheet("Log")
        for number, row in enumerate([("Kye O'Tarrish", "Kye shouted"), ("Kye Brannow", "Kye shouted"), ("nobody", "Kye shouted")]):
            sheet.write_row(number, 0, row)
    pseudonymise_file(tmp_path / "a.xlsx", register, tmp_path / "b.xlsx")
    cells = [row[1] for row in openpyxl.load_workbook(tmp_path / "b.xlsx")["Log"].iter_rows(values_only=True)]
    assert cells[:2] == ["Father shouted", "Child A shouted"] and cells[2].startswith("[name to settle")


def test_names_that_could_not_be_changed_are_told(register, tmp_path):
    document = Document()
    document.save(tmp_path / "a.docx")
    with zipfile.ZipFile(tmp_path / "a.docx", "a") as packed:
        packed.writestr("word/media/Hope Brannow.txt", "x")
    result = pseudonymise_file(tmp_path / "a.docx", register, tmp_path / "b.docx")
    assert [leak.person for leak in result.left] == ["p02"]


def test_a_shared_name_becomes_a_question(register, tmp_path):
    (tmp_path / "a.txt").write_text("Kye shouted.", encoding="utf-8")
    result = pseudonymise_file(tmp_path / "a.txt", register, tmp_path / "b.txt")
    assert [question.owners for question in result.questions] == [("p01", "p03")]
    assert "Kye" not in (tmp_path / "b.txt").read_text(encoding="utf-8")


@pytest.mark.parametrize(("name", "content"), [("a.pdf", b"%PDF-"), ("a.docx", b"no zip"), ("a.xlsx", b"")])
def test_what_cannot_be_rewritten_is_said(register, tmp_path, name, content):
    (tmp_path / name).write_bytes(content)
    with pytest.raises(InputError, match=name):
        pseudonymise_file(tmp_path / name, register, tmp_path / f"out-{name}")
    assert not (tmp_path / f"out-{name}").exists()


def test_a_file_is_never_written_over_itself_nor_changed(register, tmp_path):
    (tmp_path / "a.txt").write_text("Kye Brannow", encoding="utf-8")
    with pytest.raises(InputError, match="over itself"):
        pseudonymise_file(tmp_path / "a.txt", register, tmp_path / "a.txt")
    pseudonymise_file(tmp_path / "a.txt", register, tmp_path / "b.txt")
    assert (tmp_path / "a.txt").read_text(encoding="utf-8") == "Kye Brannow"


def test_the_same_file_gives_the_same_bytes(register, tmp_path):
    out = io.BytesIO()
    document = Document()
    document.add_paragraph("Hope Brannow and Kye")
    document.save(out)
    (tmp_path / "a.docx").write_bytes(out.getvalue())
    for name in ("b.docx", "c.docx"):
        pseudonymise_file(tmp_path / "a.docx", register, tmp_path / name)
    assert (tmp_path / "b.docx").read_bytes() == (tmp_path / "c.docx").read_bytes()


def test_a_csv_keeps_its_cells_where_a_name_stands_in_two(register, tmp_path):
    (tmp_path / "a.csv").write_text('First,Surname,Said\nKye,Brannow,"Kye, ""cross"",\nrang"\nBrannow,Hope,\n,,Kye came\nO\'Tarrish,Kye,"x"\n', encoding="utf-8")
    result = pseudonymise_file(tmp_path / "a.csv", register, tmp_path / "b.csv")
    rows = (tmp_path / "b.csv").read_text(encoding="utf-8")
    assert rows == 'First,Surname,Said\nChild A,Child A,"Child A, ""cross"",\nrang"\nMother,Mother,\n,,[name to settle 2] came\nFather,Father,"x"\n'
    assert result.left == ()


def test_a_name_in_two_cells_of_a_table_tells_who_is_meant(register, tmp_path):
    document = Document()
    row = document.add_table(1, 3).rows[0].cells
    row[0].text, row[1].text, row[2].text = "Brannow", "Kye", "Kye shouted"
    document.save(tmp_path / "a.docx")
    with xlsxwriter.Workbook(tmp_path / "a.xlsx") as book:
        book.add_worksheet("Log").write_row(0, 0, ("Brannow", "Kye", "Kye shouted"))
    assert pseudonymise_file(tmp_path / "a.docx", register, tmp_path / "b-a.docx").questions == ()
    pseudonymise_file(tmp_path / "a.xlsx", register, tmp_path / "b-a.xlsx")
    assert [cell.text for cell in Document(tmp_path / "b-a.docx").tables[0].rows[0].cells] == ["Child A", "Child A", "Child A shouted"]
    assert next(openpyxl.load_workbook(tmp_path / "b-a.xlsx")["Log"].iter_rows(values_only=True)) == ("Child A", "Child A", "Child A shouted")
