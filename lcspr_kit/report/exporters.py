"""The exporters of the report, for nbconvert: HTML, Markdown, Word and PDF from one executed notebook.

They take the blocks that `5_report` showed (`report.blocks`) and leave everything else behind: code,
prompts, parameters, and the notebook's own notes. Registered as `lcspr_html`, `lcspr_markdown`,
`lcspr_docx` and `lcspr_pdf`, so `jupyter nbconvert --to lcspr_docx 5_report.ipynb` works too.
"""

from __future__ import annotations

import base64
import re
from typing import Any

from nbconvert.exporters import Exporter, HTMLExporter
from nbformat import NotebookNode
from traitlets import default

from lcspr_kit.report.blocks import METADATA, escape_html, escape_markdown
from lcspr_kit.report.markdown import Picture
from lcspr_kit.resources import templates

_INNER_LINK = re.compile(r"\[((?:\\.|[^\]\\])*)\]\(#([\w-]+)\)")
FAILED = "This part could not be produced. The draft's log says why; the other parts are complete."


def report_outputs(notebook: NotebookNode) -> list[NotebookNode]:
    """The outputs that are blocks of the report, and errors, in order."""
    return [
        output
        for cell in notebook.cells
        if cell.cell_type == "code"
        for output in cell.outputs
        if output.output_type == "error" or METADATA in output.get("metadata", {})
    ]


def note_of(output: NotebookNode) -> dict[str, Any]:
    """What the block says of itself: its kind, and by kind its key, level, caption and so on."""
    if output.output_type == "error":
        return {"kind": "failed"}
    return dict(output.metadata[METADATA])


def title_of(notebook: NotebookNode) -> dict[str, str]:
    """The title block's fields; a plain title for a notebook that showed none."""
    for output in report_outputs(notebook):
        note = note_of(output)
        if note["kind"] == "title":
            return {name: str(note.get(name, "")) for name in ("text", "subtitle", "reference", "partnership", "author", "status", "date")}
    return {"text": "Draft report", "subtitle": "", "reference": "", "partnership": "", "author": "", "status": "", "date": ""}


class LcsprHTMLExporter(HTMLExporter):
    """One HTML file: no script, nothing from outside, readable by everyone (WCAG 2.2 AA)."""

    export_from_notebook = "LCSPR report (HTML)"
    output_mimetype = "text/html"

    @default("template_name")
    def _template_name_default(self) -> str:
        return "lcspr"

    @property
    def extra_template_basedirs(self) -> list[str]:
        """The kit's own templates, wherever it is installed."""
        return [str(templates() / "nbconvert")]

    @extra_template_basedirs.setter
    def extra_template_basedirs(self, _value: list[str]) -> None:
        pass

    def from_notebook_node(  # type: ignore[override]
        self, nb: NotebookNode, resources: dict | None = None, **kwargs: Any
    ) -> tuple[str, dict]:
        """Export one executed notebook."""
        resources = dict(resources or {})
        blocks = _html_blocks(nb)
        resources["lcspr"] = {"title": title_of(nb), "blocks": blocks, "contents": _contents(nb)}
        template = self.template
        self.environment.autoescape = False
        return template.render(nb=nb, resources=resources), resources


def _html_blocks(notebook: NotebookNode) -> list[str]:
    blocks, figures, tables = [], 0, 0
    for output in report_outputs(notebook):
        note = note_of(output)
        kind = note["kind"]
        if kind == "heading":
            level = min(max(int(note["level"]), 2), 6)
            blocks.append(f"<h{level} id='{_id(note['key'])}'>{escape_html(note['text'])}</h{level}>")
        elif kind == "figure":
            figures += 1
            blocks.append(_figure(note, output, figures))
        elif kind == "table":
            tables += 1
            blocks.append(str(output.data["text/html"]).replace("<caption>", f"<caption>Table {tables}: ", 1))
        elif kind == "failed":
            blocks.append(f"<div class='failed' role='note'><p>{FAILED}</p></div>")
        elif kind != "title":
            blocks.append(output.data["text/html"])
    return blocks


def _figure(note: dict[str, Any], output: NotebookNode, number: int) -> str:
    table = f"<details><summary>Figure {number} as a table</summary>{note['table']}</details>" if note.get("table") else ""
    wide = " wide" if note.get("wide") else ""
    return (
        f"<figure id='fig-{_id(note['key'])}'><div class='drawing{wide}' role='region' tabindex='0' aria-label='Figure {number}'>"
        f"{output.data['image/svg+xml']}</div>"
        f"<figcaption>Figure {number}: {escape_html(note['caption'])}</figcaption>{table}</figure>"
    )


def _contents(notebook: NotebookNode) -> list[dict[str, Any]]:
    chapters: list[dict[str, Any]] = []
    for output in report_outputs(notebook):
        note = note_of(output)
        if note["kind"] != "heading" or int(note["level"]) > 3:
            continue
        entry = {"key": _id(note["key"]), "text": note["text"], "parts": []}
        if int(note["level"]) <= 2 or not chapters:
            chapters.append(entry)
        else:
            chapters[-1]["parts"].append(entry)
    return chapters


def _id(key: str) -> str:
    return re.sub(r"[^A-Za-z0-9_-]", "-", key)


def report_document(notebook: NotebookNode) -> tuple[str, dict[str, Picture]]:
    """The report as one Markdown document, and its pictures by the name it calls them (`figures/<key>`)."""
    parts = []
    pictures: dict[str, Picture] = {}
    spoken = False  # whether the part before is prose of the kit's
    for output in report_outputs(notebook):
        note = note_of(output)
        if note["kind"] == "failed":
            parts.append(f'::: {{custom-style="Author prompt"}}\n{escape_markdown(FAILED)}\n:::')
            continue
        text = output.data["text/markdown"]
        if note["kind"] == "figure":
            pictures[f"figures/{_id(note['key'])}"] = Picture(
                output.data["image/svg+xml"].encode("utf-8"), base64.b64decode(output.data["image/png"]), note["alt"]
            )
            if not note.get("wide") and spoken:  # its heading and the sentence that speaks of it go where the figure goes
                parts[-1] = f"```{{=typst}}\n#block(sticky: true)[\n```\n\n{parts[-1]}\n\n```{{=typst}}\n]\n```"
            if note.get("wide"):
                text = f"```{{=typst}}\n#landscape[\n```\n\n{text}\n\n```{{=typst}}\n]\n```"
        parts.append(text)
        spoken = note["kind"] == "prose" and not note.get("by_author") and bool(text)
    keys = {_id(note["key"]) for output in report_outputs(notebook) if (note := note_of(output))["kind"] == "heading"}
    document = "\n\n".join(part for part in parts if part) + "\n"
    # A link to a part that is not there (it failed, or was left out) stays words: Typst would refuse it.
    document = _INNER_LINK.sub(lambda link: link[0] if link[2] in keys else link[1], document)
    return document, pictures


class LcsprMarkdownExporter(Exporter):
    """The one Markdown document that Word and PDF are made from, with its figures beside it."""

    export_from_notebook = "LCSPR report (Markdown)"
    output_mimetype = "text/markdown"

    @default("file_extension")
    def _file_extension_default(self) -> str:
        return ".md"

    def from_notebook_node(
        self, nb: NotebookNode, resources: dict | None = None, **kwargs: Any
    ) -> tuple[Any, dict]:
        """Export one executed notebook: the text, and in `resources["outputs"]` the figures' bytes by name."""
        markdown, pictures = report_document(nb)
        resources = dict(resources or {})
        resources["outputs"] = {f"{name}.svg": picture.svg for name, picture in pictures.items()}
        resources["output_extension"] = ".md"
        return markdown, resources


class LcsprDocxExporter(Exporter):
    """The report as a Word document."""

    export_from_notebook = "LCSPR report (Word)"
    output_mimetype = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"

    @default("file_extension")
    def _file_extension_default(self) -> str:
        return ".docx"

    def from_notebook_node(  # type: ignore[override]
        self, nb: NotebookNode, resources: dict | None = None, **kwargs: Any
    ) -> tuple[bytes, dict]:
        """Export one executed notebook to the bytes of a .docx."""
        from lcspr_kit.report.word import to_docx

        resources = dict(resources or {})
        resources["output_extension"] = ".docx"
        return to_docx(*report_document(nb), title_of(nb)), resources


class LcsprPDFExporter(Exporter):
    """The report as PDF/UA-1."""

    export_from_notebook = "LCSPR report (PDF)"
    output_mimetype = "application/pdf"

    @default("file_extension")
    def _file_extension_default(self) -> str:
        return ".pdf"

    def from_notebook_node(  # type: ignore[override]
        self, nb: NotebookNode, resources: dict | None = None, **kwargs: Any
    ) -> tuple[bytes, dict]:
        """Export one executed notebook to the bytes of a .pdf."""
        from lcspr_kit.report.pdf import to_pdf

        resources = dict(resources or {})
        resources["output_extension"] = ".pdf"
        return to_pdf(*report_document(nb), title_of(nb)), resources
