"""Checks on a Word file itself: what the author's words say, what sections are there, and whether everybody can read it.

Reads the file's XML; opens nothing in it and follows no link.
"""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from lxml import etree

from lcspr_kit.problems import InputError, Problem
from lcspr_kit.report.checks.material import Material
from lcspr_kit.report.checks.recommendations import WORDINGS
from lcspr_kit.report.checks.rule import ACCESS, Finding, Severity, local
from lcspr_kit.report.wording import counted, listed

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_WP = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}"
_FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"  # the same once more, for old Words
_DC = "{http://purl.org/dc/elements/1.1/}"
_MAX_BYTES = 60_000_000
_MAX_XML = 200_000_000
_MAX_TEXT = 3_000_000
_MAX_PARAGRAPH = 200_000
_MAX_RUNS = 150_000
"""More signs, signs in a paragraph and pieces of text than a report of a thousand pages has; reading them would take minutes."""
_PROMPT_STYLE = "Authorprompt"
_PROMPT = re.compile(r"^\s*To write:")

_EXPECTED = {
    "the circumstances": r"circumstance|what happened|background|summary",
    "terms of reference and scope": r"terms of reference|scope|why this review|purpose",
    "key lines of enquiry": r"lines? of enquiry|key questions",
    "the methodology": r"method|how the review was done|process|approach",
    "the family": r"family|genogram",
    "identity and culture": r"identity|ethnic|cultur|intersection|equalit|diversity",
    "the child's experience and voice": r"voice|lived experience|daily li",
    "parallel investigations": r"parallel|other (?:investigations|proceedings)",
    "analysis or key practice episodes": r"analysis|episode|appraisal",
    "findings": r"finding|learning",
    "recommendations or questions": r"recommendation|questions? (?:for|to)|considerations",
    "sharing the learning": r"shar|dissemin|publication",
    "sign-off": r"sign[- ]?off|signature",
}


@dataclass(frozen=True)
class Paragraph:
    """A paragraph of the body: its text, its heading level (0 for none) and its style's id."""

    text: str
    level: int
    style: str


@dataclass(frozen=True)
class WordFile:
    """What the checks ask of a Word file."""

    paragraphs: tuple[Paragraph, ...]
    tables: tuple[etree._Element, ...]
    drawings: tuple[str, ...]
    language: str
    title: str
    tracked: int
    comments: int
    boxes: tuple[str, ...] = ()


def check_docx(path: Path | str) -> list[Finding]:
    """Check a Word file. Raises InputError where it can't be read as one."""
    from lcspr_kit.report.checks.run import text_findings

    word = read_word(Path(path))
    material = _material(word)
    found = [*_document(word), *_recommendations(material), *text_findings(material)]
    order = {"error": 0, "warning": 1, "advice": 2, "off": 3}
    return sorted(found, key=lambda finding: order[finding.severity])


def read_word(path: Path) -> WordFile:
    """Read a .docx. Raises InputError for anything else, and for one that is too large or has a document type."""

    def refuse(what: str) -> InputError:
        return InputError(Problem(path.name, what, "Open it in Word and save it as .docx again."))

    try:
        if path.exists() and not path.is_file():
            raise refuse("This is not a file.")
        if path.stat().st_size > _MAX_BYTES:
            raise refuse("The file is too large to be a report.")
        with zipfile.ZipFile(path) as archive:
            if sum(entry.file_size for entry in archive.infolist()) > _MAX_XML:
                raise refuse("The file unpacks to more than a report can be.")
            parts = {name: archive.read(name) for name in archive.namelist() if name in ("word/document.xml", "word/styles.xml", "word/comments.xml", "docProps/core.xml")}
    except FileNotFoundError:
        raise InputError(Problem(path.name, "There is no such file.")) from None
    except (zipfile.BadZipFile, OSError, NotImplementedError, RuntimeError, EOFError):
        raise refuse("This is not a Word document (.docx).") from None
    if "word/document.xml" not in parts:
        raise refuse("This is not a Word document (.docx).")
    trees = {}
    for name, raw in parts.items():
        if b"<!DOCTYPE" in raw:
            raise refuse("The file has a document type inside, which Word never writes.")
        try:
            trees[name] = etree.fromstring(raw, etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=True))
        except etree.XMLSyntaxError:
            raise refuse("The file is damaged.") from None
    longest, total = 0, 0
    for paragraph in trees["word/document.xml"].iter(f"{_W}p"):
        size = sum(len(text.text or "") for text in paragraph.iter(f"{_W}t"))
        longest, total = max(longest, size), total + size
    if longest > _MAX_PARAGRAPH:
        raise refuse(f"A paragraph in it has {longest:,} signs, which no report's has.")
    if total > _MAX_TEXT or sum(1 for _ in trees["word/document.xml"].iter(f"{_W}r")) > _MAX_RUNS:
        raise refuse("The file holds more text than a report can.")
    return _word_file(trees)


def _word_file(trees: dict[str, etree._Element]) -> WordFile:
    document, styles = trees["word/document.xml"], trees.get("word/styles.xml")
    levels = _heading_levels(styles)
    paragraphs = []
    for element in document.iter(f"{_W}p"):
        if any(parent.tag in (f"{_W}tbl", f"{_W}sdtContent") and _is_contents(parent) for parent in element.iterancestors()):
            continue
        style = element.find(f"{_W}pPr/{_W}pStyle")
        identity = style.get(f"{_W}val", "") if style is not None else ""
        paragraphs.append(Paragraph(_text(element), levels.get(identity, 0), identity))
    core = trees.get("docProps/core.xml")
    comments = trees.get("word/comments.xml")
    return WordFile(
        paragraphs=tuple(paragraphs),
        tables=tuple(document.iter(f"{_W}tbl")),
        drawings=tuple(element.get("descr", "") if _shown(element) else "decorative" for element in document.iter(f"{_WP}docPr")),
        language=_language(styles),
        title=(core.findtext(f"{_DC}title") or "") if core is not None else "",
        tracked=sum(1 for _ in document.iter(f"{_W}ins", f"{_W}del", f"{_W}moveFrom", f"{_W}moveTo")),
        comments=sum(1 for _ in comments.iter(f"{_W}comment")) if comments is not None else 0,
        boxes=tuple(text for box in document.iter(f"{_W}txbxContent") for p in box.iter(f"{_W}p") if (text := _text(p).strip()) and not any(a.tag == _FALLBACK for a in box.iterancestors())),
    )


def _is_contents(element: etree._Element) -> bool:
    """Tables, and the contents list, are not the author's prose."""
    return element.tag == f"{_W}tbl" or element.getparent().find(f"{_W}sdtPr/{_W}docPartObj") is not None


def _text(paragraph: etree._Element) -> str:
    """A paragraph's text without what tracked changes have taken out."""
    out = []
    for element in paragraph.iter(f"{_W}t", f"{_W}tab", f"{_W}br", f"{_W}noBreakHyphen"):
        if any(parent.tag in (f"{_W}del", f"{_W}moveFrom") for parent in element.iterancestors()):
            continue
        out.append(element.text or "" if element.tag == f"{_W}t" else "-" if element.tag == f"{_W}noBreakHyphen" else " ")
    return "".join(out)


def _heading_levels(styles: etree._Element | None) -> dict[str, int]:
    levels = {f"Heading{number}": number for number in range(1, 10)}
    for style in styles.iter(f"{_W}style") if styles is not None else ():
        outline = style.find(f"{_W}pPr/{_W}outlineLvl")
        name = style.find(f"{_W}name")
        match = re.fullmatch(r"heading (\d)", name.get(f"{_W}val", "").lower()) if name is not None else None
        if match:
            levels[style.get(f"{_W}styleId", "")] = int(match[1])
        elif outline is not None and outline.get(f"{_W}val", "9").isdigit() and int(outline.get(f"{_W}val", "9")) < 9:
            levels.setdefault(style.get(f"{_W}styleId", ""), int(outline.get(f"{_W}val", "0")) + 1)
    return levels


def _language(styles: etree._Element | None) -> str:
    if styles is None:
        return ""
    language = styles.find(f"{_W}docDefaults/{_W}rPrDefault/{_W}rPr/{_W}lang")
    return language.get(f"{_W}val", "") if language is not None else ""


def _shown(element: etree._Element) -> bool:
    """Whether a drawing is more than decoration."""
    return not any(etree.QName(child).localname == "decorative" and child.get("val") == "1" for child in element.iter())


def _material(word: WordFile) -> Material:
    """The author's words by heading, the prompts left in, and the tables' text for explanations of abbreviations."""
    texts: dict[str, list[str]] = {}
    prompts = []
    heading = "before the first heading"
    for paragraph in word.paragraphs:
        if paragraph.level:
            heading = paragraph.text.strip() or heading
        elif paragraph.style == _PROMPT_STYLE or _PROMPT.match(paragraph.text):
            prompts.append((heading, heading))
        elif paragraph.text.strip():
            texts.setdefault(f"under “{heading}”", []).append(paragraph.text.strip())
    tables = "\n".join("".join(table.itertext(f"{_W}t")) for table in word.tables)
    cells = "\n".join("| " + " | ".join("".join(cell.itertext(f"{_W}t")) for cell in row.iter(f"{_W}tc")) + " |" for table in word.tables for row in table.iter(f"{_W}tr"))
    return Material({where: "\n\n".join(parts) for where, parts in texts.items()}, tuple(dict.fromkeys(prompts)), None, f"{tables}\n{cells}")


def _document(word: WordFile) -> Iterator[Finding]:
    def found(rule: str, severity: Severity, message: str, where: str = "the document", guidance: str = ACCESS) -> Finding:
        return Finding(rule, severity, message, where, guidance)

    headings = [paragraph for paragraph in word.paragraphs if paragraph.level]
    if not headings:
        yield found("doc-headings", "error", "No paragraph has a heading style. Use Word's own headings: people who can't see find their way by them.")
    for before, after in zip(headings, headings[1:], strict=False):
        if after.level > before.level + 1:
            yield found("doc-heading-order", "warning", f"This heading is {after.level - before.level} levels below the one before it. Don't leave out levels.", f"heading “{after.text.strip()[:60]}”")
    if any(not heading.text.strip() for heading in headings):
        yield found("doc-heading-empty", "warning", "A heading has no words. Delete it or make it plain text.")
    if not word.language:
        yield found("doc-language", "warning", "The document has no language. Set it to English (United Kingdom).")
    if not word.title.strip():
        yield found("doc-title", "warning", "The document's properties have no title. Set it under File, Info.")
    without = sum(1 for alt in word.drawings if not alt.strip())
    if without:
        yield found("doc-alt-text", "error", f"{counted(without, 'figure').capitalize()} {'has' if without == 1 else 'have'} no alternative text. Say in words what the figure shows.")
    bare = sum(1 for table in word.tables if table.find(f"{_W}tr") is not None and len(table.findall(f"{_W}tr")) > 1 and table.find(f"{_W}tr/{_W}trPr/{_W}tblHeader") is None)
    if bare:
        yield found("doc-table-header", "warning", f"{counted(bare, 'table').capitalize()} {'has' if bare == 1 else 'have'} no heading row. Set “Repeat as header row” for the first row.")
    if word.tracked:
        yield found("doc-tracked-changes", "warning", f"{counted(word.tracked, 'tracked change', words=False)} still {'stands' if word.tracked == 1 else 'stand'} in the document. Accept or reject them before it leaves you.", guidance=local("Publication"))
    if word.comments:
        yield found("doc-comments", "warning", f"{counted(word.comments, 'comment', words=False)} still {'stands' if word.comments == 1 else 'stand'} in the document. Delete them before it leaves you.", guidance=local("Publication"))
    titles = "\n".join(heading.text for heading in headings)
    missing = [name for name, pattern in _EXPECTED.items() if not re.search(pattern, titles, re.IGNORECASE)]
    if headings and missing:
        yield found("doc-sections", "warning", f"No heading speaks of {listed(missing, 'or')}. Add what is missing, or say why it is not there.", guidance=local("The Final report"))
    prompts = [p for p in word.paragraphs if p.style == _PROMPT_STYLE or _PROMPT.match(p.text)]
    if prompts:
        yield found("prompts-left", "warning", f"{counted(len(prompts), 'prompt').capitalize()} {'is' if len(prompts) == 1 else 'are'} still in the document: write the part, or delete the prompt.", guidance=local("The Final report"))


def _recommendations(material: Material) -> Iterator[Finding]:
    """The wordings of recommendations, in what stands under such a heading."""
    for where, text in material.texts.items():
        if "recommendation" not in where.lower():
            continue
        for identity, (look, advice) in WORDINGS.items():
            words = next(filter(None, map(look, text.split("\n"))), "")
            if words:
                yield Finding(identity, "warning", f"“{words}” {advice}", where, local("The Final report"))
