"""The one door to Graphviz: the same geometry from both engines, and nothing active in what comes out."""

from __future__ import annotations

import re
import shutil

import graphviz as writer
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from lcspr_kit import graphviz
from lcspr_kit.textwidth import text_width, wrap_to_width

HOSTILE = ['<b>bold</b>', "<script>alert(1)</script>", "\\N \\G \\T", 'say "hi"', "ends with \\", "a\x00b\x07c", "&lt;", "Zoë Łuk", "x" * 300, "<<table>>"]


def drawing(*labels: str, **attributes: str) -> graphviz.Drawing:
    dot = writer.Graph()
    for number, text in enumerate(labels):
        dot.node(f"n{number}", graphviz.label(text), pos=f"{number * 90},{number * 40}", shape="box", fontname=graphviz.FONT, **attributes)
    return graphviz.Drawing(dot.source, "A title", 'Said in "words" & <signs>', pd.DataFrame())


def texts(svg: str) -> list[str]:
    return ["".join(node.itertext()) for node in etree.fromstring(svg).iter("{http://www.w3.org/2000/svg}text")]


def test_labels_come_out_as_they_went_in():
    shown = texts(graphviz.svg(drawing(*HOSTILE)))
    assert shown == [text.replace("\x00", "").replace("\x07", "") for text in HOSTILE]


def test_labels_in_dot_written_as_text_come_out_as_they_went_in():
    nodes = [f'n{n} [pos="{n * 90},{n * 40}" label={graphviz.quoted(text)}]' for n, text in enumerate(HOSTILE)]
    shown = texts(graphviz.svg(graphviz.Drawing("graph {" + "\n".join(nodes) + "}", "t", "d", pd.DataFrame())))
    assert shown == [text.replace("\x00", "").replace("\x07", "") for text in HOSTILE]


@settings(max_examples=25, deadline=None)
@given(st.text(st.characters(codec="utf-8", exclude_categories=["Cs", "Cc", "Zl", "Zp", "Zs", "Cn"]), min_size=1, max_size=30))
def test_any_text_is_a_label_and_nothing_else(text):
    assert texts(graphviz.svg(drawing(text))) == [text]


def test_nothing_active_or_telling_is_left_in_svg():
    svg = graphviz.svg(drawing("a", URL="javascript:alert(1)", tooltip="Real Name", id="ev-7", href="http://example.org"))
    root = etree.fromstring(svg)
    names = {etree.QName(node).localname for node in root.iter()}
    assert names <= {"svg", "g", "polygon", "text", "title", "desc"}
    assert "javascript" not in svg and "Real Name" not in svg and "example.org" not in svg and "<!--" not in svg and "DOCTYPE" not in svg
    assert [node.get("data-id") for node in root.iter() if node.get("data-id")] == ["ev-7"]


def test_fontname_can_not_smuggle_in_attributes():
    dot = 'graph {a [pos="0,0", label="a", fontname="x\\" onload=\\"alert(1)"]}'
    try:
        svg = graphviz.svg(graphviz.Drawing(dot, "t", "d", pd.DataFrame()))
    except (graphviz.GraphvizError, etree.XMLSyntaxError):
        return
    assert not any(name.startswith("on") for node in etree.fromstring(svg).iter() for name in node.attrib)


def test_text_keeps_the_width_reckoned_with_whatever_font_the_reader_has():
    svg = graphviz.svg(drawing("Maternal grandmother", "\u0645\u0631\u064a\u0645", fontsize="10"))
    held = {"".join(node.itertext()): node.get("textLength") for node in etree.fromstring(svg).iter("{http://www.w3.org/2000/svg}text")}
    assert float(held["Maternal grandmother"]) == pytest.approx(text_width("Maternal grandmother", 10), abs=0.01)
    assert held["\u0645\u0631\u064a\u0645"] is None  # a script whose widths are not known is not stretched


def test_svg_is_labelled_for_screen_readers():
    root = etree.fromstring(graphviz.svg(drawing("a")))
    ids = root.get("aria-labelledby").split()
    assert root.get("role") == "img"
    assert [next(node.text for node in root if node.get("id") == i) for i in ids] == ["A title", 'Said in "words" & <signs>']


def test_same_input_same_bytes():
    assert graphviz.svg(drawing(*HOSTILE)) == graphviz.svg(drawing(*HOSTILE))
    assert graphviz.png(drawing("a", "b")) == graphviz.png(drawing("a", "b"))


def test_a_warning_is_an_error():
    with pytest.raises(graphviz.GraphvizError):
        graphviz.svg(graphviz.Drawing("graph {a; b [pos=", "t", "d", pd.DataFrame()))


def test_a_missing_engine_is_said(monkeypatch):
    monkeypatch.setenv("LCSPR_DOT", "no-such-program-anywhere")
    with pytest.raises(graphviz.GraphvizError, match="could not be started"):
        graphviz.svg(drawing("a"))


@pytest.mark.skipif(not shutil.which("dot"), reason="there is no second engine here to compare with")
def test_both_engines_place_things_alike(monkeypatch):
    def boxes(svg: str) -> list[list[float]]:
        return [[round(float(n), 1) for n in re.findall(r"-?[\d.]+", node.get("points"))] for node in list(etree.fromstring(svg).iter("{http://www.w3.org/2000/svg}polygon"))[1:]]

    pinned = {"width": "1", "height": "0.4", "fixedsize": "true"}
    ours = boxes(graphviz.svg(drawing("a", "b", "c", **pinned)))
    monkeypatch.setenv("LCSPR_DOT", shutil.which("dot"))
    theirs = boxes(graphviz.svg(drawing("a", "b", "c", **pinned)))
    assert len(ours) == 3
    assert all(abs(a - b) <= 0.5 for one, two in zip(ours, theirs, strict=True) for a, b in zip(one, two, strict=True))


@given(st.text(st.characters(codec="utf-8", exclude_categories=["Cs", "Cc"]), max_size=80), st.floats(30, 300))
def test_wrapping_loses_no_letter_and_keeps_to_the_width(text, width):
    lines = wrap_to_width(text, width, 9)
    assert "".join(lines).replace("-", "").replace(" ", "") == "".join(text.split()).replace("-", "")
    assert all(text_width(line, 9) <= width or len(line.rstrip("-")) == 1 for line in lines)


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        ("Great-grandmother", ["Great-", "grandmother"]),
        ("Donaudampfschiff", ["Donaudam-", "pfschiff"]),
        ("her half-brother's home", ["her half-", "brother's", "home"]),
        ("012345678901", ["012345678", "901"]),
    ],
)
def test_a_word_is_broken_at_its_own_hyphen_or_with_one(text, lines):
    assert wrap_to_width(text, 52, 9) == lines
