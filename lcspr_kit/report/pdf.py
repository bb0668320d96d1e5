"""From the report's Markdown to PDF/UA-1, with pandoc's Typst writer and Typst.

Typst refuses to build when a figure has no text alternative, so an inaccessible PDF can't come out.
Both work in a folder of their own that is removed; neither reads anything else or uses a network.
"""

from __future__ import annotations

import re
import tempfile
from pathlib import Path

from lcspr_kit.report.markdown import run_pandoc
from lcspr_kit.resources import templates


class PdfError(Exception):
    """Typst could not build the PDF. The message is Typst's first complaint."""


def to_pdf(markdown: str, figures: dict[str, bytes], title: dict[str, str]) -> bytes:
    """The bytes of a PDF. `figures` are SVG and PNG by name; `title` the fields of `blocks.Title`."""
    import fontpkg_arimo
    import typst

    source = run_pandoc(
        markdown,
        "typst",
        ["--template", str(templates() / "typst" / "report.typ"), "--wrap=none"],
        _variables(title),
    ).decode("utf-8")
    fonts = Path(fontpkg_arimo.__file__).parent / "files"
    with tempfile.TemporaryDirectory(prefix="lcspr-") as folder:
        root = Path(folder)
        for name, data in figures.items():
            if name.endswith(".svg"):
                target = root / name
                target.parent.mkdir(exist_ok=True)
                # The drawing's font by the name of the copy that is embedded; same widths, same look.
                target.write_bytes(data.replace(b'font-family="Arial"', b'font-family="Arimo"'))
        (root / "report.typ").write_text(_plain_columns(source), encoding="utf-8")
        (root / "packages").mkdir()
        try:
            return typst.compile(
                str(root / "report.typ"),
                root=str(root),
                font_paths=[str(fonts)],
                ignore_system_fonts=True,
                format="pdf",
                pdf_standards=["ua-1"],
                package_path=str(root / "packages"),
                package_cache_path=str(root / "packages"),
            )
        except typst.TypstError as error:
            raise PdfError(str(error).split("\n")[0]) from None


def _plain_columns(source: str) -> str:
    """Pandoc centres tables in a block that cannot break over pages; let them break."""
    return source.replace("align(center)[#table(", "align(left)[#table(")


def _variables(title: dict[str, str]) -> dict[str, str]:
    fields = {name: _typst_text(title[name]) for name in ("subtitle", "reference", "partnership", "author")}
    fields["title"] = _typst_text(title["text"])
    fields["title-plain"] = _typst_string(title["text"])
    fields["author-plain"] = _typst_string(title["author"])
    fields["status"] = _typst_string(title["status"])
    match = re.fullmatch(r"(\d{4})-(\d\d)-(\d\d)", title["date"])
    if match:
        fields |= {"year": str(int(match[1])), "month": str(int(match[2])), "day": str(int(match[3]))}
    return fields


def _typst_text(text: str) -> str:
    """Plain text as Typst content: every sign that could be markup is escaped."""
    return re.sub(r"([\\#$*_`<>@~\[\]=\-+/'\"])", r"\\\1", text)


def _typst_string(text: str) -> str:
    return text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", " ")
