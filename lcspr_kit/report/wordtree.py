"""Texts as pandoc's tree: reading a Word file or Markdown into it, plain words out of it, Markdown from it.

Knows no case. Pandoc runs in its sandbox and reads nothing but what it is given.
"""

from __future__ import annotations

import json
import re
import subprocess
from collections.abc import Callable, Iterator
from typing import Any

from lcspr_kit.report.markdown import READER, TIMEOUT_SECONDS, PandocError

Node = dict[str, Any]
_WRITER = "markdown-smart-raw_html-raw_attribute-simple_tables-multiline_tables-grid_tables-bracketed_spans-native_spans-fenced_divs-native_divs-header_attributes-link_attributes-fancy_lists-startnum-definition_lists-tex_math_dollars-citations-superscript-subscript"


def _pandoc(source: str, to: str, data: bytes, *arguments: str) -> bytes:
    import pypandoc

    command = [pypandoc.get_pandoc_path(), "--sandbox", "-f", source, "-t", to, "--wrap=none", *arguments]
    try:
        done = subprocess.run(command, input=data, capture_output=True, timeout=TIMEOUT_SECONDS)
    except subprocess.TimeoutExpired:
        raise PandocError(f"pandoc did not finish within {TIMEOUT_SECONDS} seconds.") from None
    if done.returncode:
        raise PandocError(f"pandoc ended with code {done.returncode}.")
    return done.stdout


def word_tree(data: bytes) -> Node:
    """The tree of a .docx; tracked changes are taken as accepted; paragraph styles are kept as divisions."""
    return json.loads(_pandoc("docx+styles", "json", data, "--track-changes=accept"))


def markdown_tree(markdown: str) -> Node:
    """The tree of the report's Markdown."""
    return json.loads(_pandoc(READER, "json", markdown.encode("utf-8")))


def tree_markdown(tree: Node, blocks: list[Node]) -> str:
    """Blocks as Markdown that a section can take in: pipe tables, no raw code."""
    tidy = [_flat_tables(block) for block in _undivided(blocks)]
    text = _pandoc("json", _WRITER, json.dumps({**tree, "meta": {}, "blocks": tidy}).encode("utf-8")).decode("utf-8")
    return text.replace("\r\n", "\n").strip() + "\n"


def words_of(node: Any) -> str:
    """The plain text of a node or list of nodes: white space evened out, quotes straightened, notes left out."""
    text = "".join(_words(node))
    text = text.replace("’", "'").replace("‘", "'").replace("“", '"').replace("”", '"').replace("\u00a0", " ")
    return re.sub(r"\s+", " ", text).strip()


def _words(node: Any) -> Iterator[str]:
    if isinstance(node, list):
        for child in node:
            yield from _words(child)
        return
    if not isinstance(node, dict):
        return
    kind: Any = node.get("t")
    content: Any = node.get("c")
    if kind == "RawInline":
        yield " "  # a line break in a cell, written for each format
    elif kind == "Str":
        yield content
    elif kind in ("Space", "SoftBreak", "LineBreak"):
        yield " "
    elif kind in ("Code", "CodeBlock", "Math"):
        yield content[1]
    elif kind == "Quoted":
        mark = '"' if content[0]["t"] == "DoubleQuote" else "'"
        yield mark
        yield from _words(content[1])
        yield mark
    elif kind not in ("Note", "RawBlock", "Image"):
        yield from _words(content)
        if kind in ("Para", "Plain", "Header"):
            yield " "


def plain_words(text: str) -> str:
    """Plain text evened out in the same way."""
    return words_of([{"t": "Str", "c": text}])


def notes_of(node: Any) -> list[list[Node]]:
    """The footnotes and endnotes in a node, each as its blocks."""
    if isinstance(node, list):
        return [note for child in node for note in notes_of(child)]
    if not isinstance(node, dict):
        return []
    return [node["c"]] if node.get("t") == "Note" else notes_of(node.get("c"))


def cut(block: Node, text: str, at_end: bool = False) -> Node:
    """A paragraph without the plain words it begins (or ends) with; its emphasis is kept where the cut falls between words."""
    inlines = block["c"] if block["t"] in ("Para", "Plain") else []
    for at in range(len(inlines) + 1):
        here = len(inlines) - at if at_end else at
        gone, kept = (inlines[here:], inlines[:here]) if at_end else (inlines[:here], inlines[here:])
        if kept and words_of(gone) == text:
            return {"t": "Para", "c": _trimmed(kept)}
    words = words_of(block)
    return {"t": "Para", "c": [{"t": "Str", "c": (words[: -len(text)] if at_end else words[len(text) :]).strip()}]}


def _trimmed(inlines: list[Node]) -> list[Node]:
    blank = ("Space", "SoftBreak", "LineBreak")
    first = next((at for at, inline in enumerate(inlines) if inline["t"] not in blank), len(inlines))
    last = next((at for at in range(len(inlines), 0, -1) if inlines[at - 1]["t"] not in blank), 0)
    return inlines[first:last]


def without(node: Any, unwanted: Callable[[Node], bool]) -> Any:
    """A copy of a tree without the nodes that a test picks out."""
    if isinstance(node, list):
        return [without(child, unwanted) for child in node if not (isinstance(child, dict) and "t" in child and unwanted(child))]
    if isinstance(node, dict):
        return {key: without(value, unwanted) for key, value in node.items()}
    return node


def unwrapped(block: Node) -> tuple[str, list[Node]]:
    """The style of a division that stands for one, and its blocks; `("", [block])` for any other block."""
    if block["t"] != "Div":
        return "", [block]
    styles = dict(block["c"][0][2])
    return styles.get("custom-style", ""), block["c"][1]


def table_rows(table: Node) -> list[list[Any]]:
    """The cells of a table, row by row, heading rows first; each cell is a list of blocks."""
    _, _, _, head, bodies, foot = table["c"]
    rows = [*head[1], *(row for body in bodies for row in (*body[2], *body[3])), *foot[1]]
    return [[cell[4] for cell in row[1]] for row in rows]


def _undivided(node: Any) -> Any:
    """A tree without divisions and spans: those of a style, as LibreOffice puts into notes, would be left out with their words.

    A formula becomes its text, a table's caption a paragraph above it, and a link to another place in the Word file its
    words: a section's Markdown has none of them.
    """
    if isinstance(node, list):
        out: list[Any] = []
        for child in node:
            kind = child.get("t") if isinstance(child, dict) else ""
            if kind == "Math":
                out.append({"t": "Str", "c": child["c"][1]})
                continue
            if kind == "Table" and child["c"][1][1]:
                out += _undivided(child["c"][1][1])
            inner = kind in ("Div", "Span") or kind == "Link" and child["c"][2][0].startswith("#")
            out += _undivided(child["c"][1]) if inner else [_undivided(child)]
        return out
    return {key: _undivided(value) for key, value in node.items()} if isinstance(node, dict) else node


def _flat_tables(block: Any) -> Any:
    """Cells with several paragraphs or line breaks put on one line: a pipe table has nothing else."""
    if isinstance(block, list):
        return [_flat_tables(child) for child in block]
    if not isinstance(block, dict):
        return block
    if block.get("t") != "Table":
        return {key: _flat_tables(value) for key, value in block.items()}
    attributes, _, columns, head, bodies, foot = block["c"]
    plain = [[column[0], {"t": "ColWidthDefault"}] for column in columns]

    def row(entry: Any) -> Any:
        return [entry[0], [[*cell[:2], 1, 1, _one_line(cell[4])] for cell in entry[1]]]

    return {
        "t": "Table",
        "c": [
            attributes, [None, []], plain, [head[0], [row(entry) for entry in head[1]]],
            [[body[0], 0, [], [row(entry) for entry in (*body[2], *body[3])]] for body in bodies],
            [foot[0], [row(entry) for entry in foot[1]]],
        ],
    }  # fmt: skip


def _inlines(node: Any) -> list[Node]:
    """All that stands in a block, in one row: of a list or a table inside a cell, the items one after the other."""
    if isinstance(node, list):
        out: list[Node] = []
        for child in node:
            found = _inlines(child)
            out += [{"t": "Str", "c": ";"}, {"t": "Space"}] if out and found else []
            out += found
        return out
    if not isinstance(node, dict):
        return []
    if node.get("t") in ("Para", "Plain"):
        return list(node["c"])
    if node.get("t") == "Header":
        return list(node["c"][2])
    if node.get("t") == "CodeBlock":
        return [{"t": "Str", "c": node["c"][1]}]
    return _inlines(table_rows(node) if node.get("t") == "Table" else node.get("c"))


def _one_line(cell: list[Node]) -> list[Node]:
    inlines: list[Node] = []
    for block in cell:
        content = _inlines(block)
        inlines += [{"t": "Str", "c": ";"}, {"t": "Space"}] if inlines else []
        inlines += [{"t": "Space"} if inline["t"] in ("LineBreak", "SoftBreak") else inline for inline in content]
    return [{"t": "Plain", "c": inlines}] if inlines else []
