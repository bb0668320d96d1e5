"""What a report is made of: headings, prose, prompts, figures and tables, as plain values.

Each block knows how it looks as HTML and as pandoc Markdown; the notebook shows the first, and the
exporter for Word and PDF takes the second. Case text enters either through `escape_markdown` or
`escape_html` and no other way.
"""

from __future__ import annotations

import base64
import html
import json
import re
import textwrap
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from lcspr_kit import graphviz

if TYPE_CHECKING:
    import pandas as pd

METADATA = "lcspr"
"""The key under which an output's metadata says what kind of block it is."""

_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u200b\ufeff\ufffe\uffff\ud800-\udfff]")
_SPECIAL = re.compile(r"""[\\`*_{}\[\]()#+\-!|<>~^$@&=]|(?<=\d)\.|:(?=//)|^[ ]*:|(?<=[Ww]{3})\.""", re.M)
_LINK = re.compile(r"^(#|https?://|mailto:)", re.IGNORECASE)
_TABLE_CHARACTERS = 110


def escape_html(text: object) -> str:
    """Case text for HTML: nothing in it is markup any more."""
    return html.escape(_CONTROL.sub("", str(text)), quote=True)


def escape_markdown(text: object) -> str:
    """Case text for Markdown (pandoc's and mistune's): no emphasis, link, list, HTML or formula in it.

    Line breaks become spaces, so that a text can never start a block of its own.
    """
    flat = re.sub(r"\s+", " ", _CONTROL.sub("", str(text))).strip()
    return _SPECIAL.sub(lambda match: re.sub(r"(\W|_)", r"\\\1", match[0], count=1) if match[0].strip() else match[0], flat)


@dataclass(frozen=True)
class Heading:
    """A heading: its text (plain), its level from 1, and a key that links to it."""

    text: str
    level: int
    key: str


@dataclass(frozen=True)
class Prose:
    """Paragraphs and lists in Markdown. Raw HTML in it is shown as text."""

    markdown: str


@dataclass(frozen=True)
class Prompt:
    """A place where the author must write: what belongs there, and how much."""

    text: str
    words: str = ""


@dataclass(frozen=True)
class Figure:
    """A drawing with its caption; `key` names its files and links to it."""

    drawing: graphviz.Drawing
    key: str


@dataclass(frozen=True)
class Table:
    """A table with caption and heading row; cells are plain text. `widths` are relative."""

    frame: pd.DataFrame
    caption: str
    key: str
    widths: tuple[float, ...] | None = None


Block = Heading | Prose | Prompt | Figure | Table


@dataclass(frozen=True)
class Section:
    """A part of the report: `id` is the name of its narrative file, `level` of its heading."""

    id: str
    title: str
    level: int
    blocks: tuple[Block, ...]


def show(section: Section) -> None:
    """Show a section in the notebook, one output a block. The last act of a cell of `5_report`."""
    from IPython.display import display

    for block in (Heading(section.title, section.level, section.id), *section.blocks):
        data, metadata = bundle(block)
        display(data, metadata=metadata, raw=True)


def bundle(block: Block) -> tuple[dict[str, Any], dict[str, Any]]:
    """A block as a Jupyter MIME bundle and its metadata."""
    kind = type(block).__name__.lower()
    data: dict[str, Any] = {"text/markdown": to_markdown(block), "text/plain": _plain(block)}
    note: dict[str, Any] = {"kind": kind}
    if isinstance(block, Heading):
        note |= {"level": block.level, "key": block.key, "text": block.text}
    if isinstance(block, Figure):
        image = graphviz.png(block.drawing)
        data["image/svg+xml"] = graphviz.svg(block.drawing)
        data["image/png"] = base64.b64encode(image).decode("ascii")
        note |= {
            "key": block.key,
            "caption": block.drawing.caption or block.drawing.title,
            "alt": block.drawing.description,
            "wide": block.drawing.wide,
            "table": table_html(block.drawing.table, "The same in words", f"{block.key}-table") if len(block.drawing.table) else "",
        }
        alt = {"alt": block.drawing.description}
        return data, {METADATA: note, "image/png": alt, "image/svg+xml": alt}
    if isinstance(block, Table):
        note |= {"key": block.key, "caption": block.caption}
        data["text/html"] = table_html(block.frame, block.caption, block.key, block.widths)
    elif not isinstance(block, Heading):
        data["text/html"] = to_html(block)
    return data, {METADATA: note}


def _plain(block: Block) -> str:
    if isinstance(block, (Heading, Prompt)):
        return block.text
    if isinstance(block, Prose):
        return block.markdown
    if isinstance(block, Figure):
        return f"{block.drawing.caption or block.drawing.title}. {block.drawing.description}"
    return f"{block.caption} ({len(block.frame)} rows)"


# ---------------------------------------------------------------------------------------- HTML


def to_html(block: Prose | Prompt) -> str:
    """Prose or a prompt as HTML."""
    if isinstance(block, Prompt):
        words = f" <span class='words'>({escape_html(block.words)})</span>" if block.words else ""
        return f"<div class='prompt' role='note' aria-label='For the author'><p><strong>To write:</strong> {escape_html(block.text)}{words}</p></div>"
    return prose_html(block.markdown)


def prose_html(markdown: str) -> str:
    """Markdown to HTML: tables, footnotes and strike-through; raw HTML shown as text; only safe links."""
    import mistune

    class Renderer(mistune.HTMLRenderer):
        def safe_url(self, url: str) -> str:
            return escape_html(url) if _LINK.match(url) else "#"

        def image(self, text: str, url: str, title: str | None = None) -> str:
            return escape_html(text)  # nothing is loaded into a report from outside

    return str(mistune.create_markdown(renderer=Renderer(escape=True), plugins=["table", "strikethrough", "footnotes"])(markdown))


def table_html(frame: pd.DataFrame, caption: str, key: str, widths: tuple[float, ...] | None = None) -> str:
    """A frame as an accessible HTML table: caption, column headings with scope, first column as row heading."""
    columns = ""
    if widths:
        total = sum(widths)
        columns = "<colgroup>" + "".join(f"<col style='width:{100 * width / total:.1f}%'>" for width in widths) + "</colgroup>"
    head = "".join(f"<th scope='col'>{escape_html(name)}</th>" for name in frame.columns)
    body = []
    for row in frame.astype(object).where(frame.notna(), "").itertuples(index=False):
        first, *rest = row
        cells = "".join(f"<td>{_lines_html(cell)}</td>" for cell in rest)
        body.append(f"<tr><th scope='row'>{_lines_html(first)}</th>{cells}</tr>")
    return (
        f"<div class='table' role='region' aria-label='{escape_html(caption)}' tabindex='0'>"
        f"<table id='{escape_html(key)}'><caption>{escape_html(caption)}</caption>"
        f"{columns}<thead><tr>{head}</tr></thead><tbody>{''.join(body)}</tbody></table></div>"
    )


def _lines_html(cell: object) -> str:
    return "<br>".join(escape_html(line) for line in str(cell).split("\n"))


# ---------------------------------------------------------------------------------------- Markdown


def to_markdown(block: Block) -> str:
    """A block as pandoc Markdown, with figures named `figures/<key>.png` beside the document."""
    if isinstance(block, Heading):
        return f"{'#' * block.level} {escape_markdown(block.text)} {{#{_key(block.key)}}}"
    if isinstance(block, Prose):
        return safe_markdown(block.markdown)
    if isinstance(block, Prompt):
        words = f" ({escape_markdown(block.words)})" if block.words else ""
        return (
            "```{=typst}\n#author-prompt[\n```\n\n"
            f'::: {{custom-style="Author prompt"}}\nTo write: {escape_markdown(block.text)}{words}\n:::\n\n'
            "```{=typst}\n]\n```"
        )
    if isinstance(block, Figure):
        caption = escape_markdown(block.drawing.caption or block.drawing.title)
        width = "" if not block.drawing.wide else " .wide"
        return f'![{caption}](figures/{_key(block.key)}.png){{#fig-{_key(block.key)}{width} alt="{_attribute(block.drawing.description)}"}}'
    return grid_table(block.frame, block.caption, block.widths)


def _key(key: str) -> str:
    return re.sub(r"[^A-Za-z0-9_-]", "-", key)


def _attribute(text: str) -> str:
    flat = re.sub(r"\s+", " ", _CONTROL.sub("", text)).strip()
    return re.sub(r'([\\"])', r"\\\1", flat).replace("&", "&amp;").replace("<", "&lt;").replace("{", "&#123;").replace("}", "&#125;")


def safe_markdown(markdown: str) -> str:
    """The author's Markdown made safe for pandoc: raw HTML and TeX as text, no images, no raw blocks."""
    text = _CONTROL.sub("", markdown.replace("\r\n", "\n"))
    text = re.sub(r"<(?=[A-Za-z/!?])", r"\\<", text)
    text = re.sub(r"!(?=\[)", r"\\!", text)
    text = re.sub(r"\{(?=[=.#%{:])", r"\\{", text)
    text = re.sub(r"(?m)^(\s*)(:::|---\s*$|```\s*\{)", r"\1\\\2", text)
    return re.sub(r"\]\(\s*<?(?!#|https?://|mailto:)[^)]*\)", "](#)", text, flags=re.IGNORECASE)


def grid_table(frame: pd.DataFrame, caption: str, widths: tuple[float, ...] | None = None) -> str:
    """A frame as a pandoc grid table; a line break in a cell stays one."""
    heads = [_wrapped(name, 10**6) for name in frame.columns]
    cells = [
        [str(cell) for cell in row] for row in frame.astype(object).where(frame.notna(), "").itertuples(index=False)
    ]
    sizes = _column_widths([[str(name) for name in frame.columns], *cells], widths)
    rule = "+" + "+".join("-" * (size + 2) for size in sizes) + "+"
    lines = [rule, *_grid_row([" ".join(head) for head in heads], sizes, escaped=True), rule.replace("-", "=")]
    for row in cells:
        lines += [*_grid_row(row, sizes), rule]
    return "\n".join([*lines, "", f": {escape_markdown(caption)}"])


def _column_widths(rows: list[list[str]], widths: tuple[float, ...] | None) -> list[int]:
    count = len(rows[0])
    longest_word = [
        max((len(word) for row in rows for word in escape_markdown(row[i]).split()), default=1) for i in range(count)
    ]
    if widths is None:
        longest = [max(len(line) for row in rows for line in row[i].split("\n")) for i in range(count)]
        weight = [min(max(size, 4), 60) ** 0.75 for size in longest]
    else:
        weight = list(widths)
    total = sum(weight)
    return [max(int(_TABLE_CHARACTERS * w / total), min(word, 40), 3) for w, word in zip(weight, longest_word, strict=True)]


def _wrapped(text: object, width: int) -> list[str]:
    lines = []
    for part in str(text).split("\n"):
        # Pandoc reads a backslash at the end of a line as a line break.
        lines += [*textwrap.wrap(escape_markdown(part), width, break_on_hyphens=False, break_long_words=False), "\\"]
    return lines[:-1]


def _grid_row(cells: list[str], sizes: list[int], escaped: bool = False) -> list[str]:
    columns = [[cell] if escaped else _split_long(_wrapped(cell, size), size) for cell, size in zip(cells, sizes, strict=True)]
    if escaped:
        columns = [textwrap.wrap(cell, size, break_on_hyphens=False) or [""] for cell, size in zip(cells, sizes, strict=True)]
    height = max(len(column) for column in columns) or 1
    return [
        "| " + " | ".join((column[n] if n < len(column) else "").ljust(size) for column, size in zip(columns, sizes, strict=True)) + " |"
        for n in range(height)
    ]


def _split_long(lines: list[str], size: int) -> list[str]:
    """Cut what no white space cuts, never between a backslash and its sign."""
    cut: list[str] = []
    for line in lines:
        while len(line) > size:
            at = size - (len(line[:size]) - len(line[:size].rstrip("\\"))) % 2
            cut.append(line[:at])
            line = line[at:]
        cut.append(line)
    return cut


def canonical(metadata: dict[str, Any]) -> str:
    """Metadata as text for comparing."""
    return json.dumps(metadata, sort_keys=True)
