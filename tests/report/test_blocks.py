"""Blocks of a report: case text stays text in HTML and in Markdown, whatever it holds."""

from __future__ import annotations

import io
import json
import re
import zipfile

import pandas as pd
import pypandoc
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import html as lxml_html

from lcspr_kit.report.blocks import (
    Prompt,
    Prose,
    Table,
    escape_html,
    escape_markdown,
    pipe_table,
    prose_html,
    safe_markdown,
    to_html,
    to_markdown,
)
from lcspr_kit.report.markdown import READER, run_pandoc
from lcspr_kit.report.word import to_docx

TITLE_FIELDS = ("text", "subtitle", "reference", "partnership", "author", "status", "date")

HOSTILE = [
    "=1+1 <script>alert(1)</script>", "*x* _y_ `z` [a](javascript:alert(1)) ![i](http://a.example/x.png)", "1. list", "- item", "# head",
    "| a | b |", "a_b\\ c", "~~del~~ : def", "{=html} \\newpage", "$x^2$ @cite [^1]", "q 3.5 & &amp; <!-- c -->", "::: div", "A. list", "(a) list",
    "http://a.example www.a.example me@a.example", "```", "    code", "Term\n: definition", "+---+", "---", "% title", "%", "% a\n% b", "x" * 200 + "-" * 60,
]  # fmt: skip
printable = st.text(st.characters(codec="utf-8", exclude_categories=["Cs", "Cc", "Cf", "Co", "Cn", "Zl", "Zp"]), max_size=60)


def plain(blocks: list) -> str:
    """All text of a pandoc tree, white space evened out; fails on anything that is not plain text."""
    out = []

    def walk(node):
        if isinstance(node, list):
            for child in node:
                walk(child)
        elif isinstance(node, dict):
            kind = node.get("t")
            assert kind not in {"RawInline", "RawBlock", "Link", "Image", "Emph", "Strong", "Code", "CodeBlock", "Math", "Cite", "BulletList", "OrderedList", "Header", "Strikeout", "Note", "DefinitionList", "Div"}, kind
            if kind == "Str":
                out.append(node["c"])
            elif kind in ("Space", "SoftBreak", "LineBreak"):
                out.append(" ")
            elif "c" in node:
                walk(node["c"])

    walk(blocks)
    return "".join(out)


def read(markdown: str) -> list:
    return json.loads(pypandoc.convert_text(markdown, "json", READER, extra_args=["--sandbox"]))["blocks"]


@pytest.mark.parametrize("text", HOSTILE)
def test_escaped_text_is_only_text_to_pandoc(text):
    assert plain(read(escape_markdown(text))).split() == text.split()


@settings(max_examples=25, deadline=None)
@given(printable)
def test_any_escaped_text_is_only_text_to_pandoc(text):
    assert plain(read(escape_markdown(text))).split() == text.split()


@settings(max_examples=15, deadline=None)
@given(st.lists(st.tuples(printable, printable), min_size=1, max_size=4))
def test_any_table_survives_pandoc_whole(rows):
    frame = pd.DataFrame(rows, columns=["One", "Two"])
    blocks = read(pipe_table(frame, "A caption"))
    assert [block["t"] for block in blocks] == ["Table"]
    body = [["".join(plain(cell[4]).split()) for cell in row[1]] for row in blocks[0]["c"][4][0][3]]
    assert body == [["".join(cell.split()) for cell in row] for row in rows]


def test_line_breaks_in_a_cell_stay():
    table = pipe_table(pd.DataFrame({"A": ["one\ntwo"]}), "c")
    assert "one#linebreak()two" in pypandoc.convert_text(table, "typst", READER)
    with zipfile.ZipFile(io.BytesIO(to_docx(table, {}, dict.fromkeys(TITLE_FIELDS, "x")))) as archive:
        assert "one</w:t></w:r><w:r><w:br/></w:r><w:r>" in re.sub(r">\s+<", "><", archive.read("word/document.xml").decode()).replace(' xml:space="preserve"', "")


@pytest.mark.parametrize("text", HOSTILE)
def test_tables_and_prompts_hold_no_markup_in_html(text):
    table = to_table_html(text)
    page = lxml_html.fromstring(table)
    assert {node.tag for node in page.iter()} <= {"div", "table", "caption", "thead", "tbody", "tr", "th", "td", "br"}
    assert lxml_html.fromstring(to_html(Prompt(text, text))).xpath("count(.//script|.//img|.//a)") == 0


def to_table_html(text: str) -> str:
    from lcspr_kit.report.blocks import table_html

    return table_html(pd.DataFrame({text: [text, text]}), text, "k")


@pytest.mark.parametrize("text", ["<script>alert(1)</script>", "<img src=x onerror=alert(1)>", "[x](javascript:alert(1))", "[x](data:text/html,hi)", "![x](http://a.example/i.png)", "<a href='javascript:1'>x</a>"])
def test_prose_of_the_author_may_format_but_not_act(text):
    page = lxml_html.fromstring(f"<div>{prose_html(text)}</div>")
    assert page.xpath("count(.//script|.//img)") == 0
    assert all(link.get("href").startswith("#") for link in page.iter("a"))
    assert not any(name.startswith("on") for node in page.iter() for name in node.attrib)
    blocks = read(to_markdown(Prose(text)))
    written = json.dumps(blocks)
    assert '"RawBlock"' not in written and '"RawInline"' not in written and '"Image"' not in written
    assert all(target.startswith(("#", "http://")) for target in link_targets(blocks))


def link_targets(node) -> list[str]:
    if isinstance(node, list):
        return [target for child in node for target in link_targets(child)]
    if isinstance(node, dict):
        own = [node["c"][2][0]] if node.get("t") == "Link" else []
        return own + link_targets(node.get("c", []))
    return []


def test_a_heading_of_a_table_of_hers_has_words_and_says_what_it_heads():
    page = lxml_html.fromstring(f"<div>{prose_html(chr(10).join(['| | Finding | Lines |', '| --- | --- | :-: |', '| F1 | Nobody asked | K1 |']))}</div>")
    assert [(node.text, node.get("scope")) for node in page.iter("th")] == [("Finding", "col"), ("Lines", "col")]
    assert len(page.find(".//thead//tr")) == 3


def test_prose_keeps_the_authors_formatting():
    text = "Some *weight* and **force**.\n\n- one\n- two\n\n| a | b |\n|---|---|\n| 1 | 2 |\n"
    assert {"em", "strong", "ul", "table"} <= {node.tag for node in lxml_html.fromstring(f"<div>{prose_html(text)}</div>").iter()}
    kinds = json.dumps(read(to_markdown(Prose(text))))
    assert all(f'"{kind}"' in kinds for kind in ("Emph", "Strong", "BulletList", "Table"))


def test_a_table_is_accessible():
    page = lxml_html.fromstring(to_table_html("x"))
    assert page.xpath("count(.//caption)") == 1
    assert page.xpath("count(.//thead//th[@scope='col'])") == 1 and page.xpath("count(.//tbody//th[@scope='row'])") == 2


def test_empty_cells_are_empty_and_not_nan():
    frame = pd.DataFrame({"A": ["x", None], "B": [1.0, float("nan")]})
    assert "nan" not in to_markdown(Table(frame, "c", "k")).lower() and "nan" not in to_table_html("q").lower()


def test_escape_html_drops_control_signs():
    assert escape_html("a\x00<b>\x1b'") == "a&lt;b&gt;&#x27;"


def test_code_is_shown_without_the_backslashes_that_make_prose_safe():
    for text in ("```{=html}\n<b>bold</b> and ![x](y.png)\n```\n\nAfter <i>it</i>.", "Type `<name>` here.", "~~~\n::: a\n~~~"):
        made = run_pandoc(safe_markdown(text), "plain", [], {}).decode()
        assert "\\" not in made
        assert "name>" in made or "bold</b> and ![x](y.png)" in made or "::: a" in made
    assert "<i>it</i>" in run_pandoc(safe_markdown("```\na\n```\n\nAfter <i>it</i>."), "plain", [], {}).decode()


def test_what_only_looks_like_code_is_made_safe_all_the_same():
    for text in ("    ```\n![x](y.png)\n    ```", "- ```\n![x](y.png)\n- ```", "text\n```\n![x](y.png)\n```", "`a\n![x](y.png)`", "```\na\n\n![x](y.png)", "> ```\n![x](y.png)\n> ```", "\\`![x](y.png)`", "~~~\n```\n~~~\n\n![x](y.png)\n\n```\n"):
        tree = json.loads(run_pandoc(safe_markdown(text), "json", [], {}))
        assert '"Image"' not in json.dumps(tree)


def test_the_report_begins_on_a_page_of_its_own_without_an_empty_paragraph_before_it():
    title = {"text": "Rowan", "subtitle": "", "reference": "R1", "partnership": "P", "author": "A", "status": "Working draft", "date": "2026-03-02"}
    with zipfile.ZipFile(io.BytesIO(to_docx("# About\n\nText.\n\n# More\n\nText.", {}, title))) as archive:
        document = archive.read("word/document.xml").decode()
    assert document.count("<w:pageBreakBefore") == 1
    assert document.index("<w:pageBreakBefore") < document.index("About</w:t>", document.index("</w:sdt>"))
    assert 'w:br w:type="page"' not in document
