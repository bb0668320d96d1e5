"""Long days of an author in Word: whatever she does, each word of hers is in the case afterwards, or she is told of it."""

from __future__ import annotations

import copy
import io
import random
import re
import shutil
import struct
import zlib
from dataclasses import asdict
from pathlib import Path

import pytest
from docx import Document
from docx.oxml import parse_xml
from docx.text.paragraph import Paragraph
from lxml import etree

from lcspr_kit.report.absorb import absorb_file
from lcspr_kit.report.blocks import Heading, Photo, Title, to_markdown
from lcspr_kit.report.checks import report_findings
from lcspr_kit.report.markdown import Picture
from lcspr_kit.report.opening import open_report
from lcspr_kit.report.photos import as_svg
from lcspr_kit.report.skeleton import sections
from lcspr_kit.report.word import to_docx

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
NS = f'xmlns:w="{W}"'
SYLLABLES = ["ba", "ce", "di", "fo", "gu", "ha", "ki", "lo", "mu", "ne", "pi", "ra", "so", "tu", "ve"]


def word_draft(case, path, pictures=None):
    """The case's report in Word; of its figures, those that are given."""
    parts, title = [], None
    for section in sections(open_report(case)):
        parts.append(to_markdown(Heading(section.title, section.level, section.id)))
        for block in section.blocks:
            title = asdict(block) if isinstance(block, Title) else title
            if type(block).__name__ not in ("Figure", "Photo") or f"figures/{block.key}" in (pictures or {}):
                parts.append(to_markdown(block))
    path.write_bytes(to_docx("\n\n".join(part for part in parts if part), pictures or {}, title))
    return path


@pytest.fixture(scope="module")
def morning(tmp_path_factory, read_good):
    """A case and its draft as the day begins, made once."""
    folder = tmp_path_factory.mktemp("morning")
    shutil.copytree(read_good.case.folder, folder / "rowan")
    word_draft(folder / "rowan", folder / "draft.docx")
    return folder


@pytest.fixture
def case(morning, tmp_path):
    shutil.copytree(morning / "rowan", tmp_path / "rowan")
    return tmp_path / "rowan"


@pytest.fixture
def draft(morning, tmp_path):
    return Path(shutil.copy(morning / "draft.docx", tmp_path / "draft.docx"))


def paragraph(document, start):
    return next(p for p in document.paragraphs if p.text.startswith(start))


def below(before, text, style=None):
    """A new paragraph below another one, in its style or in the one that is named."""
    new = copy.deepcopy(before._p)
    for child in list(new):
        new.remove(child)
    before._p.addnext(new)
    made = Paragraph(new, before._parent)
    made.style = style or (before.style if not before.style.name.startswith("Heading") else "Body Text")
    made.add_run(text)
    return made


def retitle(heading, text):
    for run in heading.runs:
        run.text = ""
    heading.runs[0].text = text


def kept(case):
    """All Markdown of the case's narrative, without what was replaced."""
    return "\n".join(path.read_text(encoding="utf-8") for path in sorted((case / "narrative").glob("*.md")))


def narrative(case, name):
    return (case / "narrative" / f"{name}.md").read_text(encoding="utf-8")


def picture() -> bytes:
    def chunk(kind, data):
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", struct.pack(">IIBBBBB", 1, 1, 8, 0, 0, 0, 0)) + chunk(b"IDAT", zlib.compress(b"\0\0")) + chunk(b"IEND", b"")


def test_a_retitled_chapter_is_known_by_its_bookmark_and_the_author_is_told(case, draft):
    document = Document(draft)
    heading = paragraph(document, "The child’s daily life")
    retitle(heading, "A boy and his bricks")
    below(heading, "He built a wall each morning.")
    document.save(draft)
    result = absorb_file(case, draft)
    assert "He built a wall each morning." in narrative(case, "voice")
    assert any("A boy and his bricks" in note and "daily life and voice" in note for note in result.notes)
    assert not (case / "narrative" / "unplaced.md").exists()


def test_a_chapter_typed_anew_is_known_by_what_stands_below_it_or_by_its_place(case, draft):
    document = Document(draft)
    for title, new, text in (("Why this review", "The reason for it", "A reason of hers."), ("Wider evidence", "From elsewhere", "Evidence of hers.")):
        heading = paragraph(document, title)
        typed = below(heading, new, "Heading 1")
        heading._p.getparent().remove(heading._p)
        below(typed, text)
    document.save(draft)
    absorb_file(case, draft)
    assert "A reason of hers." in narrative(case, "purpose") and "Evidence of hers." in narrative(case, "evidence")


def test_a_chapter_of_her_own_is_never_taken_for_one_of_the_kit_s(case, draft):
    document = Document(draft)
    new = paragraph(document, "Findings").insert_paragraph_before("What I could not see", "Heading 1")
    below(new, "Nobody let me into the flat.")
    document.save(draft)
    absorb_file(case, draft)
    assert "What I could not see" in narrative(case, "unplaced") and "Nobody let me into the flat." in narrative(case, "unplaced")


def test_a_chapter_of_her_own_that_is_in_every_draft_of_hers_is_taken_in_each_time(case, draft):
    document = Document(draft)
    below(paragraph(document, "Findings").insert_paragraph_before("What I could not see", "Heading 1"), "Nobody let me into the flat.")
    document.save(draft)
    absorb_file(case, draft)
    text = narrative(case, "unplaced")
    assert absorb_file(case, draft).written == ()
    assert narrative(case, "unplaced") == text


def test_a_moved_chapter_keeps_its_text_and_is_named(case, draft):
    document = Document(draft)
    heading = paragraph(document, "The child")
    text = paragraph(document, "Child Rowan likes the dog")
    text.add_run(" He sings.")
    before = paragraph(document, "Findings")
    before._p.addprevious(heading._p)
    before._p.addprevious(text._p)
    document.save(draft)
    result = absorb_file(case, draft)
    assert "He sings." in narrative(case, "child")
    assert [note for note in result.notes if "stands elsewhere" in note] == ["“The child” stands elsewhere in the Word file. Its text was taken in; the order of chapters is the kit's."]


def test_sentences_written_on_in_a_paragraph_of_the_kit_s_are_hers_and_the_kit_s_come_once(case, draft, tmp_path):
    document = Document(draft)
    paragraph(document, "The safeguarding partners decided").add_run(" The chair had asked for it twice.").bold = True
    document.save(draft)
    absorb_file(case, draft)
    assert "**The chair had asked for it twice.**" in narrative(case, "purpose") and "partners decided" not in narrative(case, "purpose")


def test_half_a_paragraph_of_the_kit_s_is_not_taken_for_hers(case, draft):
    document = Document(draft)
    whole = paragraph(document, "The safeguarding partners decided")
    text = whole.text
    at = text.index("Reviews of this kind")
    retitle(whole, text[:at].strip())
    below(whole, text[at:])
    document.save(draft)
    result = absorb_file(case, draft)
    assert result.written == () and not (case / "narrative" / "unplaced.md").exists()


def test_a_bullet_of_the_kit_s_that_she_wrote_on_in_does_not_come_twice(case, draft):
    document = Document(draft)
    paragraph(document, "No strategy discussion is recorded").add_run(" Two people remember one.")
    document.save(draft)
    absorb_file(case, draft)
    assert "Two people remember one." in narrative(case, "unplaced")
    assert not (case / "narrative" / "episode-E1.md").exists()


def test_comments_headers_and_footers_come_into_unplaced_with_where_they_stood(case, draft):
    document = Document(draft)
    words = paragraph(document, "Child Rowan likes the dog")
    document.add_comment(words.runs[:1], text="Ask Mother about the dog.", author="A", initials="A")
    document.sections[0].header.paragraphs[0].add_run(" seen by the panel")
    document.sections[0].footer.add_paragraph("Copy four of seven")
    document.save(draft)
    result = absorb_file(case, draft)
    text = narrative(case, "unplaced")
    assert "On “Child Rowan likes the dog" in text and "Ask Mother about the dog." in text
    assert "seen by the panel" in text and "Copy four of seven" in text
    assert sum("header or footer" in note for note in result.notes) == 1
    absorb_file(case, draft)
    assert narrative(case, "unplaced") == text


def test_footnotes_to_the_kit_s_words_and_changes_in_the_kit_s_footnotes_are_kept(case, draft):
    document = Document(draft)
    part = next(rel.target_part for rel in document.part.rels.values() if rel.reltype.endswith("/footnotes"))
    root = etree.fromstring(part.blob)
    kits = next(note for note in root if "police.csv" in "".join(note.itertext()))
    list(kits.iter(f"{{{W}}}t"))[-1].text += " I read these twice."
    root.append(parse_xml(f'<w:footnote {NS} w:id="77"><w:p><w:r><w:t>Told by the chair.</w:t></w:r></w:p></w:footnote>'))
    part._blob = etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)
    paragraph(document, "The safeguarding partners decided")._p.append(parse_xml(f'<w:r {NS}><w:footnoteReference w:id="77"/></w:r>'))
    document.save(draft)
    absorb_file(case, draft)
    assert "I read these twice." in narrative(case, "unplaced") and "Told by the chair." in narrative(case, "unplaced")


def test_a_picture_is_kept_as_a_file_and_named(case, draft):
    document = Document(draft)
    made = below(paragraph(document, "Child Rowan likes the dog"), "")
    made.add_run().add_picture(io.BytesIO(picture()))
    next(made._p.iter("{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}docPr")).set("descr", "His drawing of the dog")
    document.save(draft)
    result = absorb_file(case, draft)
    (path,) = (case / "narrative" / "pictures").iterdir()
    assert path.read_bytes() == picture()
    assert any(path.name in note and "His drawing of the dog" in note and "'The child'" in note for note in result.notes)
    assert f"![His drawing of the dog](pictures/{path.name})" in narrative(case, "child")


def test_a_picture_of_hers_is_in_the_next_draft_and_comes_back_once(case, draft):
    document = Document(draft)
    made = below(paragraph(document, "Child Rowan likes the dog"), "His own hand.")
    made.add_run().add_picture(io.BytesIO(picture()))
    document.save(draft)
    absorb_file(case, draft)
    assert "![](pictures/picture-" in narrative(case, "child")
    report = open_report(case)
    assert "picture-undescribed" in {finding.rule for finding in report_findings(report)}
    (photo,) = [block for section in sections(report) for block in section.blocks if isinstance(block, Photo)]
    assert photo.png.startswith(b"\x89PNG")
    again = word_draft(case, case / "again.docx", {f"figures/{photo.key}": Picture(as_svg(photo.png, photo.caption).encode(), photo.png, photo.caption)})
    assert absorb_file(case, again).written == ()
    document = Document(again)
    caption = paragraph(document, "Figure 1") if any(p.text.startswith("Figure 1") for p in document.paragraphs) else next(p for p in document.paragraphs if "picture of the author" in p.text)
    caption.runs[-1].text = caption.runs[-1].text.replace("A picture of the author's", "His drawing of the dog").replace("A picture of the author’s", "His drawing of the dog")
    document.save(again)
    absorb_file(case, again)
    assert "![His drawing of the dog](pictures/picture-" in narrative(case, "child")
    assert len(list((case / "narrative" / "pictures").iterdir())) == 1


def test_a_picture_that_is_no_picture_is_told_of_and_stops_nothing(case):
    (case / "narrative" / "pictures").mkdir()
    (case / "narrative" / "pictures" / "a.png").write_bytes(b"not a picture")
    (case / "narrative" / "child.md").write_text("Child Rowan likes the dog.\n\n![A dog](pictures/a.png)\n\n![B](pictures/b.png)\n", encoding="utf-8")
    report = open_report(case)
    assert not report.pictures
    assert "picture-left-out" in {finding.rule for finding in report_findings(report)}
    word_draft(case, case / "again.docx")


def test_a_heading_of_hers_without_a_word_below_it_is_kept(case, draft):
    document = Document(draft)
    below(paragraph(document, "Child Rowan likes the dog"), "His drawings", "Heading 2")
    document.save(draft)
    absorb_file(case, draft)
    assert "## His drawings" in narrative(case, "child")


def test_a_link_to_a_place_in_the_word_file_becomes_its_words(case, draft):
    document = Document(draft)
    paragraph(document, "Child Rowan likes the dog")._p.append(parse_xml(f'<w:hyperlink {NS} w:anchor="findings"><w:r><w:t xml:space="preserve"> See there.</w:t></w:r></w:hyperlink>'))
    document.save(draft)
    absorb_file(case, draft)
    assert narrative(case, "child").strip().endswith("See there.")


# ------------------------------------------------------------------------------ days from random seeds


class Day:
    """Edits with words that nobody else has."""

    def __init__(self, seed):
        self.random, self.count, self.words = random.Random(seed), 0, []

    def text(self, number=3):
        made = []
        for _ in range(number):
            self.count += 1
            rest, word = self.count * 7919, ""
            for _ in range(6):
                word, rest = word + SYLLABLES[rest % 15], rest // 15 + self.count
            made.append(word)
        self.words += made
        return f"{' '.join(made).capitalize()}."

    def some(self, document):
        return self.random.choice([p for p in document.paragraphs if p.text.strip() and p.style.name in ("Body Text", "First Paragraph", "Normal")])

    def heading(self, document):
        return self.random.choice([p for p in document.paragraphs if p.style.name in ("Heading 1", "Heading 2") and p.runs])


def write_on(day, document):
    day.some(document).add_run(f" {day.text()}").italic = True


def write_before(day, document):
    runs = day.some(document).runs
    if runs:
        runs[0].text = f"{day.text()} {runs[0].text}"


def write_inside(day, document):
    runs = [run for run in day.some(document).runs if " " in run.text.strip()]
    if runs:
        run = day.random.choice(runs)
        at = run.text.index(" ", len(run.text) // 3) if " " in run.text[len(run.text) // 3 :] else 0
        run.text = f"{run.text[:at]} {day.text()} {run.text[at:]}"


def new_paragraph(day, document):
    below(day.some(document), day.text())


def new_sub_heading(day, document):
    heading = below(day.some(document), day.text(), day.random.choice(["Heading 2", "Heading 3"]))
    if day.random.random() < 0.7:
        below(heading, day.text())


def new_chapter(day, document):
    below(day.some(document), day.text(), "Heading 1")


def another_title(day, document):
    heading = day.heading(document)
    retitle(heading, day.text())
    below(heading, day.text())


def heading_typed_anew(day, document):
    heading = day.heading(document)
    below(below(heading, day.text(), heading.style.name), day.text())
    heading._p.getparent().remove(heading._p)


def heading_made_plain(day, document):
    heading = day.heading(document)
    heading.style = "Body Text"
    heading.add_run(f" {day.text()}")


def over_a_prompt(day, document):
    for found in [p for p in document.paragraphs if p.text.startswith("To write")][:1]:
        found.add_run(f" {day.text()}")


def her_table(day, document):
    table = document.add_table(2, 2)
    for cell in table._cells:
        cell.text = day.text(1)
        cell.add_paragraph(day.text(1))
    table.cell(1, 1).add_table(1, 1).cell(0, 0).text = day.text(1)
    day.some(document)._p.addnext(table._tbl)


def kit_table(day, document):
    table = day.random.choice(document.tables[:4])
    cells = table.add_row().cells if day.random.random() < 0.5 else table.rows[-1].cells
    cells[-1].paragraphs[0].add_run(f" {day.text()}")


def tracked(day, document):
    day.some(document)._p.append(parse_xml(f'<w:ins {NS} w:id="9" w:author="A"><w:r><w:t xml:space="preserve"> {day.text()}</w:t></w:r></w:ins>'))


def in_a_field(day, document):
    target = day.some(document)._p
    for part in ('<w:fldChar w:fldCharType="begin"/>', "<w:instrText> DOCPROPERTY x </w:instrText>", '<w:fldChar w:fldCharType="separate"/>', f'<w:t xml:space="preserve"> {day.text()}</w:t>', '<w:fldChar w:fldCharType="end"/>'):
        target.append(parse_xml(f"<w:r {NS}>{part}</w:r>"))


def in_a_formula(day, document):
    day.some(document)._p.append(parse_xml(f'<m:oMath xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math"><m:r><m:t>{day.text(1)}</m:t></m:r></m:oMath>'))


def raw_signs(day, document):
    below(day.some(document), f"# *{day.text(1)}* <{day.text(1)}> [{day.text(1)}](x) | `{day.text(1)}` {{{day.text(1)}}} $ ~~ \\")


def comment(day, document):
    target = day.some(document)
    if target.runs:
        document.add_comment(target.runs[:1], text=day.text(), author="A", initials="A")


def margins(day, document):
    document.sections[0].header.paragraphs[0].add_run(f" {day.text()}")


def list_of_hers(day, document):
    items = [p for p in document.paragraphs if p._p.find(f".//{{{W}}}numPr") is not None]
    if items:
        below(day.random.choice(items), day.text())._p.insert(0, copy.deepcopy(items[0]._p.find(f"{{{W}}}pPr")))


def moved_paragraph(day, document):
    target, other = day.some(document), day.some(document)
    target.add_run(f" {day.text()}")
    if target._p is not other._p and target._p.getparent() is not None:
        other._p.addnext(target._p)


EDITS = [
    write_on, write_before, write_inside, new_paragraph, new_sub_heading, new_chapter, another_title, heading_typed_anew, heading_made_plain, over_a_prompt,
    her_table, kit_table, tracked, in_a_field, in_a_formula, raw_signs, comment, margins, list_of_hers, moved_paragraph,
]  # fmt: skip


@pytest.mark.parametrize("seed", range(4))
def test_no_word_of_a_long_day_is_lost(case, draft, seed, tmp_path):
    day, document = Day(seed), Document(draft)
    for edit in day.random.choices(EDITS, k=20):
        edit(day, document)
    document.save(draft)
    result = absorb_file(case, draft)
    there = re.sub(r"\\(?=\W)", "", f"{kept(case)}\n{' '.join(result.notes)}").lower()
    assert [word for word in day.words if word not in there] == []
    following = "\n".join(to_markdown(block) for section in sections(open_report(case)) for block in section.blocks if type(block).__name__ != "Figure").lower()
    in_sections = "\n".join(path.read_text(encoding="utf-8") for path in (case / "narrative").glob("*.md") if path.stem != "unplaced").lower()
    assert [word for word in day.words if word in in_sections and word not in following] == []
