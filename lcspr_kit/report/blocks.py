"""What a report is made of: headings, prose, prompts, figures and tables, as plain values.

Each block knows how it looks as HTML and as pandoc Markdown; the notebook shows the first, and the
exporter for Word and PDF takes the second. Case text enters either through `escape_markdown` or
`escape_html` and no other way.
"""

from __future__ import annotations

import base64
import hashlib
import html
import re
from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any

from lcspr_kit import graphviz
from lcspr_kit.report.paper import fit
from lcspr_kit.report.photos import as_svg

if TYPE_CHECKING:
    import pandas as pd

METADATA = "lcspr"
"""The key under which an output's metadata says what kind of block it is."""

_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u200b\ufeff\ufffe\uffff\ud800-\udfff]")
_SPECIAL = re.compile(r"[\\`*_{}\[\]()#+\-!|<>~^$@&=]|\.(?=\s|$)|(?<![\w)]):|:(?=[:/])")
_LINK = re.compile(r"^(#|https?://|mailto:)", re.IGNORECASE)
_RULE_DASHES = 200
_FENCE = re.compile(r"(?m)^[ \t>]*(?:(?:[-*+:]|\d+[.)])[ \t>]+)*(`{3,}|~{3,})(.*)$")
_FENCE_WITH_MORE = re.compile(r"(?m)^([ \t]*)(`{3,}|~{3,})[ \t]*\{[^`\n]*$")  # a raw block becomes one of plain code
_FENCED = re.compile(r"(?:(?<=\n\n)|\A)(`{3,}|~{3,})[ \t]*\w*[ \t]*\n(?:(?!\1)[^\n]*\n)*?\1[`~]*[ \t]*(?=\n\n|\n?\Z)")  # a whole block of code, apart from lists and quotations
_CODE = re.compile(r"(?<![\\`])(`+)(?!`)[^\n]*?[^`\n]\1(?!`)")
_BREAK = "`<w:r><w:br/></w:r>`{=openxml}`#linebreak()`{=typst}"


def escape_html(text: object) -> str:
    """Case text for HTML: nothing in it is markup any more."""
    return html.escape(_CONTROL.sub("", str(text)), quote=True)


def escape_markdown(text: object) -> str:
    """Case text for Markdown (pandoc's and mistune's): no emphasis, link, list, HTML or formula in it.

    Line breaks become spaces, so that a text can never start a block of its own.
    """
    flat = re.sub(r"\s+", " ", _CONTROL.sub("", str(text))).strip()
    return _SPECIAL.sub(r"\\\g<0>", flat)


@dataclass(frozen=True)
class Title:
    """What stands on the title page and in the document's properties. One in a report, first of all.

    `status` is what each page says of the draft ("Working draft - not for publication"), or empty.
    `date` is the ISO date that counts as the document's own: it comes from the case, not the clock.
    """

    text: str
    subtitle: str = ""
    reference: str = ""
    partnership: str = ""
    author: str = ""
    status: str = ""
    date: str = ""


@dataclass(frozen=True)
class Heading:
    """A heading: its text (plain), its level (2 for a chapter; 1 is the title), and a key that links to it."""

    text: str
    level: int
    key: str


@dataclass(frozen=True)
class Prose:
    """Paragraphs and lists in Markdown. Raw HTML in it is shown as text.

    `by_author` tells the author's own words from what the kit fills in (`report.absorb` needs it).
    """

    markdown: str
    by_author: bool = False


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


@dataclass(frozen=True, repr=False)
class Photo:
    """A picture of the author's, as PNG, and what it shows, in her words; `key` names its files and links to it."""

    png: bytes
    alt: str
    key: str

    @property
    def caption(self) -> str:
        """What stands below it."""
        return self.alt or "A picture of the author's"


@dataclass(frozen=True)
class Table:
    """A table with caption and heading row; cells are plain text. `widths` are relative."""

    frame: pd.DataFrame
    caption: str
    key: str
    widths: tuple[float, ...] | None = None


Block = Title | Heading | Prose | Prompt | Figure | Photo | Table


@dataclass(frozen=True)
class Section:
    """A part of the report: `id` is the name of its narrative file, `level` of its heading."""

    id: str
    title: str
    level: int
    blocks: tuple[Block, ...]


def show(*sections: Section) -> None:
    """Show sections in the notebook, one output a block. The only act of a cell of `5_report`."""
    show_blocks([block for section in sections for block in (Heading(section.title, section.level, section.id), *section.blocks)])


def show_block(block: Block) -> None:
    """Show one block in the notebook."""
    show_blocks([block])


def show_blocks(blocks: Iterable[Block]) -> None:
    """Show blocks in the notebook, one after the other."""
    from IPython.display import display

    with ThreadPoolExecutor() as pool:  # drawings wait for Graphviz: together, not one after the other
        for data, metadata in pool.map(bundle, blocks):
            display(data, metadata=metadata, raw=True)


def bundle(block: Block) -> tuple[dict[str, Any], dict[str, Any]]:
    """A block as a Jupyter MIME bundle and its metadata."""
    kind = type(block).__name__.lower()
    data: dict[str, Any] = {"text/markdown": to_markdown(block), "text/plain": _plain(block)}
    note: dict[str, Any] = {"kind": kind}
    if isinstance(block, Title):
        note |= asdict(block)
    if isinstance(block, Prose) and block.by_author:
        note |= {"by_author": True}
    if isinstance(block, Heading):
        note |= {"level": block.level, "key": block.key, "text": block.text}
    if isinstance(block, Figure):
        data["image/svg+xml"], image = graphviz.svg_and_png(block.drawing)
        data["image/png"] = base64.b64encode(image).decode("ascii")
        data["text/html"] = _figure_html(data["image/svg+xml"], block.drawing.caption or block.drawing.title, block.drawing.table, block.key)
        note |= {
            "key": block.key,
            "caption": block.drawing.caption or block.drawing.title,
            "alt": block.drawing.description,
            "wide": fit(image).turned,
            "table": table_html(block.drawing.table, "The same in words", f"{block.key}-table") if len(block.drawing.table) else "",
        }
        alt = {"alt": block.drawing.description}
        return data, {METADATA: note, "image/png": alt, "image/svg+xml": alt}
    if isinstance(block, Photo):
        data["image/svg+xml"], data["image/png"] = as_svg(block.png, block.caption), base64.b64encode(block.png).decode("ascii")
        data["text/html"] = _figure_html(data["image/svg+xml"], block.caption)
        note |= {"kind": "figure", "by_author": True, "key": block.key, "caption": block.caption, "alt": block.caption, "wide": False, "table": ""}
        return data, {METADATA: note, "image/png": {"alt": block.caption}, "image/svg+xml": {"alt": block.caption}}
    if isinstance(block, Table):
        note |= {"key": block.key, "caption": block.caption}
        data["text/html"] = table_html(block.frame, block.caption, block.key, block.widths)
    elif isinstance(block, Heading):
        data["text/html"] = f"<h{block.level}>{escape_html(block.text)}</h{block.level}>"
    elif not isinstance(block, Title):
        data["text/html"] = to_html(block)
    return data, {METADATA: note}


def _plain(block: Block) -> str:
    if isinstance(block, (Title, Heading, Prompt)):
        return block.text
    if isinstance(block, Prose):
        return block.markdown
    if isinstance(block, Figure):
        return f"{block.drawing.caption or block.drawing.title}. {block.drawing.description}"
    if isinstance(block, Photo):
        return block.caption
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

    made = str(mistune.create_markdown(renderer=Renderer(escape=True), plugins=["table", "strikethrough", "footnotes"])(markdown))
    made = re.sub(r"<table>(?=.*?<tr>(.*?)</tr>)", _table_region, made, flags=re.DOTALL).replace("</table>", "</table></div>")
    made = re.sub(r"<th(?: [^>]*)?></th>", "<td></td>", made)  # a heading has to have words
    made = re.sub(r"<th(?=[ >])", "<th scope='col'", made)
    # Each piece of prose counts its footnotes from 1, so their ids need a mark of the piece.
    mark = hashlib.sha256(markdown.encode()).hexdigest()[:6]
    return re.sub(r'(?<= id=")(?=fn(?:ref)?-\d)|(?<= href="#)(?=fn(?:ref)?-\d)', f"{mark}-", made)


def _table_region(table: re.Match[str]) -> str:
    """The place of a table of the author's, named by its heading row, so that two of them can be told apart."""
    heads = ", ".join(filter(None, (re.sub(r"<[^>]+>", "", cell).strip() for cell in re.findall(r"<th[^>]*>(.*?)</th>", table[1], re.DOTALL))))
    return f"<div class='table' role='region' aria-label='Table: {heads.replace(chr(39), '&#39;')[:80]}' tabindex='0'><table>"


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
        # A heading has to have words; where a row has none, its first cell is a cell like the others.
        head_cell = f"<th scope='row'>{_lines_html(first)}</th>" if str(first).strip() else "<td></td>"
        body.append(f"<tr>{head_cell}{cells}</tr>")
    return (
        f"<div class='table' role='region' aria-label='{escape_html(caption)}' tabindex='0'>"
        f"<table id='{escape_html(key)}'><caption>{escape_html(caption)}</caption>"
        f"{columns}<thead><tr>{head}</tr></thead><tbody>{''.join(body)}</tbody></table></div>"
    )


def _figure_html(svg: str, caption: str, table: pd.DataFrame | None = None, key: str = "") -> str:
    """A drawing as a notebook shows it, which would prefer the Markdown, and that has no picture beside it there."""
    words = f"<details><summary>The same in words</summary>{table_html(table, 'The same in words', f'{key}-words')}</details>" if table is not None and len(table) else ""
    style = "<style>.lcspr-figure svg { max-width: 100%; height: auto }</style>"
    return f"{style}<figure class='lcspr-figure' style='margin: 0; padding: 6px; background: #fff; color: #2b2f36'>{svg}<figcaption>{escape_html(caption)}</figcaption>{words}</figure>"


def _lines_html(cell: object) -> str:
    return "<br>".join(escape_html(line) for line in str(cell).split("\n"))


# ---------------------------------------------------------------------------------------- Markdown


def to_markdown(block: Block) -> str:
    """A block as pandoc Markdown, with figures named `figures/<key>.svg` beside the document."""
    if isinstance(block, Title):
        return ""  # the exporters put it into the document's own title
    if isinstance(block, Heading):
        return f"{'#' * max(block.level - 1, 1)} {escape_markdown(block.text)} {{#{_key(block.key)}}}"
    if isinstance(block, Prose):
        return safe_markdown(block.markdown, inner=not block.by_author)
    if isinstance(block, Prompt):
        words = f" ({escape_markdown(block.words)})" if block.words else ""
        return (
            "```{=typst}\n#author-prompt[\n```\n\n"
            f'::: {{custom-style="Author prompt"}}\nTo write: {escape_markdown(block.text)}{words}\n:::\n\n'
            "```{=typst}\n]\n```"
        )
    if isinstance(block, Figure):
        caption = escape_markdown(block.drawing.caption or block.drawing.title)
        return f'![{caption}](figures/{_key(block.key)}.svg){{#fig-{_key(block.key)} alt="{_attribute(block.drawing.description)}"}}'
    if isinstance(block, Photo):
        return f'![{escape_markdown(block.caption)}](figures/{_key(block.key)}.svg){{#fig-{_key(block.key)} alt="{_attribute(block.caption)}"}}'
    return pipe_table(block.frame, block.caption, block.widths)


def _key(key: str) -> str:
    return re.sub(r"[^A-Za-z0-9_-]", "-", key)


def _attribute(text: str) -> str:
    flat = re.sub(r"\s+", " ", _CONTROL.sub("", text)).strip()
    return re.sub(r'([\\"])', r"\\\1", flat).replace("&", "&amp;").replace("<", "&lt;").replace("{", "&#123;").replace("}", "&#125;")


def safe_markdown(markdown: str, inner: bool = False) -> str:
    """Markdown made safe for pandoc: raw HTML and TeX as text, no images, no raw blocks.

    With `inner`, links to the report's own headings (`#findings`) work; the kit's own prose has such.
    """
    text = _CONTROL.sub("", markdown.replace("\r\n", "\n"))
    text = _FENCE_WITH_MORE.sub(r"\1\2", text)
    text = _without_open_fence(text)
    parts, at = [], 0
    for block in _FENCED.finditer(text):  # what stands in a block of code is shown sign by sign: a backslash would show too
        parts += [_safe_prose(text[at : block.start()], inner), block[0]]
        at = block.end()
    return "".join([*parts, _safe_prose(text[at:], inner)])


def _safe_prose(text: str, inner: bool) -> str:
    text = _escaped(r"<(?=[A-Za-z/!?])", text, within_code=False)
    text = _escaped(r"!(?=\[)", text)
    text = _escaped(r"\{(?=[=.#%{:])", text)
    text = re.sub(r"(?m)^(\s*)(---\s*$)", r"\1\\\2", text)
    # Only the web and mail can be linked to: any other link, or definition of one, is shown as it is written.
    own = r"|#[\w-]+\)" if inner else ""
    text = re.sub(rf"\](?=\(\s*<?(?!https?://|mailto:{own}))", r"]\\", text, flags=re.IGNORECASE)
    text = _escaped(r"\[(?=(?!\^)[^\]]*\]:\s*<?(?!https?://|mailto:)\S)", text)
    return _escaped(r":(?=::)", text)


def _escaped(sign: str, text: str, within_code: bool = True) -> str:
    """The text with a backslash before each such sign, where there is none yet: one more would take the first one's force.

    Without `within_code`, what stands between backticks in one line is left as it is."""
    pattern = re.compile(rf"(?<!\\)((?:\\\\)*)({sign})", re.IGNORECASE)
    code = [] if within_code else [match.span() for match in _CODE.finditer(text)]
    return pattern.sub(lambda match: match[0] if any(start <= match.start() < end for start, end in code) else f"{match[1]}\\{match[2]}", text)


def _without_open_fence(text: str) -> str:
    """A code block that is never closed is none: else what follows it in the report would be code too."""
    while True:
        fence: re.Match | None = None
        for found in _FENCE.finditer(text):
            if fence is None:
                fence = found
            elif found[1].startswith(fence[1]) and not found[2].strip():
                fence = None
        if fence is None:
            return text
        text = text[: fence.start(1)] + "\\" + text[fence.start(1) :]


def pipe_table(frame: pd.DataFrame, caption: str, widths: tuple[float, ...] | None = None) -> str:
    """A frame as a pandoc pipe table; a line break in a cell stays one, in Word and in Typst."""
    names = [str(name) for name in frame.columns]
    rows = [[str(cell) for cell in row] for row in frame.astype(object).where(frame.notna(), "").itertuples(index=False)]
    # The dashes say how wide each column is, as long as a line is longer than pandoc's 72 signs.
    rule = ["-" * max(round(_RULE_DASHES * share), 3) for share in _shares([names, *rows], widths)]
    lines = [_pipe_row(map(escape_markdown, names)), _pipe_row(rule), *(_pipe_row(map(_cell, row)) for row in rows)]
    return "\n".join([*lines, "", f": {escape_markdown(caption)}"])


def _shares(rows: list[list[str]], widths: tuple[float, ...] | None) -> list[float]:
    """The share of the page for each column: as asked for, else by its longest line."""
    if widths is None:
        longest = [max(len(line) for cell in column for line in cell.split("\n")) for column in zip(*rows, strict=True)]
        widths = tuple(min(max(size, 6), 60) ** 0.75 for size in longest)
    return [width / sum(widths) for width in widths]


def _pipe_row(cells: Iterable[str]) -> str:
    return f"| {' | '.join(cells)} |"


def _cell(text: str) -> str:
    return _BREAK.join(escape_markdown(line) for line in text.split("\n"))
