"""An author's day in Word: what she writes comes back into the case, and nothing of hers is lost."""

from __future__ import annotations

import zipfile
from dataclasses import asdict

import pytest
from docx import Document
from docx.oxml import parse_xml

from lcspr_kit import graphviz
from lcspr_kit.problems import InputError
from lcspr_kit.report.absorb import absorb_file
from lcspr_kit.report.blocks import Figure, Heading, Title, to_markdown
from lcspr_kit.report.checks import check_docx
from lcspr_kit.report.markdown import Picture
from lcspr_kit.report.opening import open_report
from lcspr_kit.report.skeleton import sections
from lcspr_kit.report.word import to_docx


def draft(case, path, figures=False):
    """The case's report as a Word file; its figures, which take time to draw, only where they are asked for."""
    parts, title, pictures = [], None, {}
    for section in sections(open_report(case)):
        parts.append(to_markdown(Heading(section.title, section.level, section.id)))
        for block in section.blocks:
            title = asdict(block) if isinstance(block, Title) else title
            if isinstance(block, Figure) and figures:
                pictures[f"figures/{block.key}"] = Picture(graphviz.svg(block.drawing).encode(), graphviz.png(block.drawing), block.drawing.description)
            if figures or not isinstance(block, Figure):
                parts.append(to_markdown(block))
    path.write_bytes(to_docx("\n\n".join(part for part in parts if part), pictures, title))
    return path


def paragraph(document, start):
    return next(p for p in document.paragraphs if p.text.startswith(start))


@pytest.fixture
def case(tmp_path, write_case):
    folder = write_case(tmp_path / "rowan")
    (folder / "narrative" / "purpose.md").unlink()
    (folder / "narrative" / "analysis-K2.md").unlink()
    return folder


def narrative(case, name):
    return (case / "narrative" / f"{name}.md").read_text(encoding="utf-8")


def test_an_untouched_draft_changes_nothing(case, tmp_path):
    before = {path.name: path.read_bytes() for path in (case / "narrative").iterdir()}
    result = absorb_file(case, draft(case, tmp_path / "draft.docx", figures=True))
    assert result.written == () and result.notes == ()
    assert {path.name: path.read_bytes() for path in (case / "narrative").iterdir()} == before


def test_a_day_in_word(case, tmp_path):
    path = draft(case, tmp_path / "draft.docx")
    document = Document(path)
    prompt = paragraph(document, "To write: Why a review")
    prompt.clear()
    prompt.add_run("We asked ")
    prompt.add_run("why").bold = True
    prompt.add_run(" nobody came back.")
    paragraph(document, "To write: Answer the question").add_run(" The form changed.")
    paragraph(document, "Child Rowan likes the dog").add_run(" He sings.")
    after = paragraph(document, "Mother said that each officer")
    table = document.add_table(2, 2)
    for cell, text in zip((c for row in table.rows for c in row.cells), ("Who", "Said", "Mother", "Nobody | came"), strict=True):
        cell.text = text
    after._p.addnext(table._tbl)
    heading = document.add_heading("What else I found", 1)
    extra = document.add_paragraph("A thought without a place.")
    assert heading.text and extra.text
    document.save(path)

    result = absorb_file(case, path)
    assert set(result.written) == {"purpose", "analysis-K2", "child", "family"}
    assert narrative(case, "purpose").strip() == "We asked **why** nobody came back."
    assert narrative(case, "analysis-K2").strip() == "The form changed."
    assert "He sings." in narrative(case, "child")
    assert "| Who " in narrative(case, "family") and "Nobody \\| came" in narrative(case, "family")
    assert "# What else I found" in narrative(case, "unplaced") and "A thought without a place." in narrative(case, "unplaced")
    assert any("unplaced.md" in note for note in result.notes)
    assert (case / "narrative" / "earlier" / "child-1.md").read_text(encoding="utf-8").startswith("Child Rowan likes")

    again = absorb_file(case, draft(case, tmp_path / "next.docx"))  # the next draft has it, and gives the same back
    assert again.written == ()
    text = "\n".join(p.text for p in Document(tmp_path / "next.docx").paragraphs)
    assert "We asked why nobody came back." in text and "He sings." in text


def test_sub_headings_and_lists_come_back_below_their_section(case, tmp_path):
    path = draft(case, tmp_path / "draft.docx")
    document = Document(path)
    after = paragraph(document, "Most days Child Rowan woke")
    for text, style in (("A week", "Heading 2"), ("On Mondays he slept late.", None)):
        new = document.add_paragraph(text, style=style)
        after._p.addnext(new._p)
        after = new
    document.save(path)
    absorb_file(case, path)
    assert "## A week\n\nOn Mondays he slept late." in narrative(case, "voice")
    assert absorb_file(case, draft(case, tmp_path / "next.docx")).written == ()


def test_a_changed_fact_is_not_taken_for_prose_but_kept_and_told(case, tmp_path):
    path = draft(case, tmp_path / "draft.docx")
    document = Document(path)
    fact = paragraph(document, "Eighteen months, from") if any(p.text.startswith("Eighteen months, from") for p in document.paragraphs) else paragraph(document, "The review looks at")
    fact.add_run(", and before")
    document.tables[0].rows[1].cells[1].text = "Another reference"
    document.save(path)
    result = absorb_file(case, path)
    assert ", and before" in narrative(case, "unplaced") and "Another reference" in narrative(case, "unplaced")
    assert any("review.yml" in note for note in result.notes)
    assert result.written == ()


def test_words_on_the_title_page_in_a_caption_and_in_a_text_box_are_kept_and_told_once(case, tmp_path):
    path = draft(case, tmp_path / "draft.docx")
    document = Document(path)
    next(p for p in document.paragraphs if p.style.name == "Subtitle").add_run(" for the board")
    next(p for p in document.paragraphs if p.style.name == "Table Caption").add_run(" as she counts it")
    box = '<w:r xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" xmlns:v="urn:schemas-microsoft-com:vml"><w:pict><v:shape><v:textbox><w:txbxContent><w:p><w:r><w:t>Boxed words.</w:t></w:r></w:p></w:txbxContent></v:textbox></v:shape></w:pict></w:r>'
    document.add_paragraph()._p.append(parse_xml(box))
    document.save(path)
    result = absorb_file(case, path)
    kept = narrative(case, "unplaced")
    assert all(words in kept for words in ("for the board", "as she counts it", "Boxed words."))
    assert [sum(words in note for note in result.notes) for words in ("title page", "caption", "text box")] == [1, 1, 1]
    absorb_file(case, path)
    assert narrative(case, "unplaced") == kept


def test_a_footnote_as_libreoffice_writes_it_keeps_its_words(case, tmp_path):
    path = draft(case, tmp_path / "draft.docx")
    w = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
    document = Document(path)
    notes = next(rel.target_part for rel in document.part.rels.values() if rel.reltype.endswith("/footnotes"))
    note = f'<w:footnote {w} w:id="77"><w:p><w:pPr><w:pStyle w:val="Normal"/></w:pPr><w:r><w:t>Her own note.</w:t></w:r></w:p></w:footnote></w:footnotes>'
    notes._blob = notes.blob.replace(b"</w:footnotes>", note.encode())
    paragraph(document, "Child Rowan likes the dog")._p.append(parse_xml(f'<w:r {w}><w:footnoteReference w:id="77"/></w:r>'))
    document.save(path)
    absorb_file(case, path)
    assert "[^1]: Her own note." in narrative(case, "child")


def test_deleted_text_stays_in_the_case_and_is_told(case, tmp_path):
    path = draft(case, tmp_path / "draft.docx")
    document = Document(path)
    gone = paragraph(document, "Child Rowan likes the dog")
    gone._p.getparent().remove(gone._p)
    document.save(path)
    result = absorb_file(case, path)
    assert "Child Rowan likes" in narrative(case, "child")
    assert any("'child'" in note for note in result.notes)


def test_a_renamed_episode_still_finds_its_place(case, tmp_path):
    path = draft(case, tmp_path / "draft.docx")
    document = Document(path)
    heading = paragraph(document, "Episode E1:")
    heading.runs[0].text = "Episode E1: Something else entirely"
    for run in heading.runs[1:]:
        run.text = ""
    paragraph(document, "The police came four times").insert_paragraph_before("A new sentence about the stairs, nobody else saw it.")
    document.save(path)
    absorb_file(case, path)
    assert "about the stairs" in narrative(case, "episode-E1")


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04nonsense", b"plain text"])
def test_what_is_no_word_file_is_refused_and_nothing_is_written(case, tmp_path, content):
    path = tmp_path / "draft.docx"
    path.write_bytes(content)
    with pytest.raises(InputError, match="Word"):
        absorb_file(case, path)
    assert not (case / "narrative" / "unplaced.md").exists()


def test_a_word_file_of_more_text_than_a_report_is_refused_at_once(case, tmp_path):
    document = Document()
    document.add_paragraph("word " * 50_000)
    document.save(str(tmp_path / "long.docx"))
    with pytest.raises(InputError, match="250,000 signs"):
        absorb_file(case, tmp_path / "long.docx")
    assert not (case / "narrative" / "unplaced.md").exists()


def test_the_kit_s_own_draft_is_accessible_and_its_prompts_are_found(case, tmp_path):
    rules = {finding.rule for finding in check_docx(draft(case, tmp_path / "draft.docx"))}
    assert "prompts-left" in rules
    assert not {rule for rule in rules if rule.startswith("doc-")}


def test_a_poor_word_file_is_told_what_is_wrong(tmp_path):
    document = Document()
    document.core_properties.title = ""
    document.add_heading("Analysis", 1)
    document.add_heading("Too deep", 3)
    document.add_paragraph("The social worker failed to visit. The QXZ should have known.")
    document.add_heading("Recommendations", 1)
    document.add_paragraph("Agencies should consider working better together. Staff should be reminded to record. The board should seek assurance that it is done.")
    table = document.add_table(2, 2)
    table.cell(0, 0).text = "a"
    path = tmp_path / "poor.docx"
    document.save(path)
    rules = {finding.rule for finding in check_docx(path)}
    assert {"doc-title", "doc-heading-order", "doc-table-header", "doc-sections", "blame-words", "hindsight-words", "abbreviations", "recommendation-vague", "recommendation-assurance", "recommendation-standard-practice"} <= rules


def test_a_document_type_inside_is_refused(tmp_path):
    path = tmp_path / "bomb.docx"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("word/document.xml", "<!DOCTYPE x [<!ENTITY a 'b'>]><x>&a;</x>")
    with pytest.raises(InputError, match="document type"):
        check_docx(path)
