"""Every position is ours, so another Graphviz draws the same picture."""

import re
import shutil
from datetime import date
from pathlib import Path

import fontpkg_arimo
import pytest
from lxml import etree

from lcspr_kit import graphviz
from lcspr_kit.timeline.overview import draw_overview
from lcspr_kit.timeline.patterns import draw_patterns
from lcspr_kit.timeline.zoom import draw_zoom

DOT = shutil.which("dot")
FONTS = """<?xml version="1.0"?><fontconfig><dir>{folder}</dir><cachedir>{cache}</cachedir>
<alias binding="same"><family>Arial</family><prefer><family>Arimo</family></prefer></alias></fontconfig>"""


@pytest.fixture
def other_engine(tmp_path, monkeypatch):
    """The machine's own Graphviz, given the font that the kit measures text with: not every machine has Arial."""
    fonts = tmp_path / "fonts.conf"
    fonts.write_text(FONTS.format(folder=Path(fontpkg_arimo.__file__).parent, cache=tmp_path / "cache"), encoding="utf-8")
    monkeypatch.setenv("FONTCONFIG_FILE", str(fonts))
    return DOT


def geometry(svg: str) -> list[tuple[str, float, float]]:
    """Each shape's and line's kind and middle, in the order drawn, y upwards from the bottom of the page."""
    found = []
    for element in etree.fromstring(svg.encode()).iter("{*}polygon", "{*}ellipse", "{*}text"):
        kind = etree.QName(element).localname
        if kind == "polygon":
            points = [tuple(map(float, p.split(","))) for p in element.get("points").split()]
            xs, ys = zip(*points, strict=True)
            found.append((kind, (min(xs) + max(xs)) / 2, (min(ys) + max(ys)) / 2))
        elif kind == "ellipse":
            found.append((kind, float(element.get("cx")), float(element.get("cy"))))
        else:
            found.append((f"text {element.text}", float(element.get("x")), float(element.get("y"))))
    return found


@pytest.mark.skipif(not DOT, reason="there is no second Graphviz on this machine")
@pytest.mark.parametrize("what", ["overview", "zoom", "patterns"])
def test_two_engines_give_one_geometry(many, agencies, episode, monkeypatch, other_engine, what):
    events, scores = many(400)
    scores["families"] = [("injury",)] * len(scores)
    one = episode(events, date(2023, 2, 1), date(2023, 3, 1))
    period = (date(2023, 1, 1), date(2025, 9, 26))
    drawing = {
        "overview": lambda: draw_overview(events, scores, [one], period=period, agencies=agencies),
        "zoom": lambda: draw_zoom(events, scores, one, agencies=agencies)[0],
        "patterns": lambda: draw_patterns(events, scores, period=period),
    }[what]()
    monkeypatch.delenv("LCSPR_DOT", raising=False)
    bundled = graphviz.svg(drawing)
    monkeypatch.setenv("LCSPR_DOT", other_engine)
    other = graphviz.svg(drawing)
    sizes = [re.search(r'viewBox="([^"]*)"', svg)[1].split() for svg in (bundled, other)]
    assert [float(v) for v in sizes[0]] == pytest.approx([float(v) for v in sizes[1]], abs=0.5)
    first, second = geometry(bundled), geometry(other)
    assert len(first) > 60
    assert [kind for kind, _, _ in first] == [kind for kind, _, _ in second]
    # Engines round a size to whole or to tenths of points, and stars and triangles reach unevenly.
    assert max(max(abs(a[1] - b[1]), abs(a[2] - b[2])) for a, b in zip(first, second, strict=True)) < 1.1
