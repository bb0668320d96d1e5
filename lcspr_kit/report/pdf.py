"""From the report's Markdown to PDF/UA-1, with pandoc's Typst writer and Typst.

Typst refuses to build when a figure has no text alternative, so an inaccessible PDF can't come out.
Both work in memory; neither reads anything else or uses a network.
"""

from __future__ import annotations

import re
import unicodedata
from html import escape
from pathlib import Path

from lcspr_kit.report.markdown import Picture, run_pandoc
from lcspr_kit.report.paper import fit
from lcspr_kit.resources import templates

_UNSHOWN = re.compile(r'the text `?"(.+?)"`? could not be displayed')
_JOINERS = re.compile("[\u0488\u0489\u20dd-\u20e4\u200b-\u200f\u2060-\u2064\ufe00-\ufe0f\U000e0000-\U000e01ef]")  # they join signs into one or ring them, which no font has
_MOST_ROUNDS = 20


class PdfError(Exception):
    """Typst could not build the PDF. The message is Typst's first complaint."""


def to_pdf(markdown: str, pictures: dict[str, Picture], title: dict[str, str]) -> bytes:
    """The bytes of a PDF. `pictures` go by their name in the text; `title` the fields of `blocks.Title`."""
    source = run_pandoc(
        markdown,
        "typst",
        ["--template", str(templates() / "typst" / "report.typ"), "--wrap=none"],
        _variables(title),
    ).decode("utf-8")
    files = {}
    for name, picture in pictures.items():
        # The drawing's font by the name of the copy that is embedded; same widths, same look.
        files[f"{name}.svg"] = picture.svg.replace(b'font-family="Arial"', b'font-family="Arimo"')
        place = fit(picture.png)
        size = f"width: {place.width:.3f}in, height: {place.height:.3f}in"
        source = source.replace(f'image("{name}.svg")', f'image("{name}.svg", alt: "{_typst_string(picture.alt)}", {size})')
    return _compile(_loosen_tables(source), files)


def _compile(source: str, files: dict[str, bytes]) -> bytes:
    """Build the PDF. A sign that the font lacks (an emoji in a quoted message) is spelt out: `[waving hand]`."""
    import fontpkg_arimo
    import typst

    fonts = str(Path(fontpkg_arimo.__file__).parent / "files")
    source = _JOINERS.sub("", source)
    files = {name: _JOINERS.sub("", svg.decode("utf-8")).encode("utf-8") for name, svg in files.items()}
    for _ in range(_MOST_ROUNDS):
        try:
            return typst.compile(  # type: ignore[call-overload,no-any-return]  # its stub leaves out a dict of files
                {"main": source.encode("utf-8"), **files},
                font_paths=[fonts],
                ignore_system_fonts=True,
                format="pdf",
                pdf_standards=["ua-1"],
                package_path=fonts,  # there are no packages in it, and none are wanted
                package_cache_path=fonts,
            )
        except typst.TypstError as error:
            # Each complaint that Typst has, not the first alone: a text may have hundreds of such signs.
            unshown = _UNSHOWN.findall(error.diagnostic or str(error))
            if not unshown:
                raise PdfError(str(error).split("\n")[0]) from None
            text = re.sub(r"\\u\{([0-9a-f]+)\}", lambda code: chr(int(code[1], 16)), "".join(unshown))
            source = _spell_out(source, text)
            files = {name: _plain_in_picture(svg, text) for name, svg in files.items()}
    raise PdfError("The text has too many signs that the font of the PDF does not have.")


def _spell_out(source: str, text: str) -> str:
    for sign in sorted({sign for sign in text if ord(sign) > 0x7E}):
        hidden = unicodedata.category(sign) in ("Cf", "Mn", "Me", "Co", "Cn", "Sk")
        source = source.replace(sign, "" if hidden else f"\\[{unicodedata.name(sign, 'sign').lower()}\\]")
    return source


def _plain_in_picture(svg: bytes, text: str) -> bytes:
    """A drawing without these signs: the plain letter where a sign is a form of one, else a question mark."""
    drawn = svg.decode("utf-8")
    for sign in sorted({sign for sign in text if ord(sign) > 0x7E}):
        plain = unicodedata.normalize("NFKC", sign)
        drawn = drawn.replace(sign, escape(plain) if plain.isascii() and plain.isprintable() else "?")
    return drawn.encode("utf-8")


def _loosen_tables(source: str) -> str:
    """Pandoc's tables, at the left and unnumbered where they have no caption (as in Word)."""
    source = source.replace("align(center)[#table(", "align(left)[#table(")
    return re.sub(r"(\n  \)\])\n  , kind: table\n", r"\1\n  , kind: table, numbering: none\n", source)


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
