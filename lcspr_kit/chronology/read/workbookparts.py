"""The parts of a workbook that its sheets refer to: shared strings, styles, relations; and serial numbers as days.

Knows which number formats show a day, a month or a time, so that a number that merely looks like a
date is never taken for one.
"""

from __future__ import annotations

import datetime as dt
import posixpath
import re

from lxml import etree
from openpyxl.styles.numbers import BUILTIN_FORMATS, is_date_format
from openpyxl.utils.datetime import CALENDAR_MAC_1904, CALENDAR_WINDOWS_1900, from_excel
from openpyxl.utils.escape import unescape

from lcspr_kit.chronology.read.limits import Package

DATE, TIME = "date", "time"
_NAMES: dict[object, str] = {}
_QUOTED = re.compile(r'"[^"]*"|\\.|\[[^\]]*\]|_.|\*.')
_ESCAPED = re.compile("_x[0-9A-Fa-f]{4}_")


def local(element: etree._Element) -> str:
    """The name of an element without its namespace (Transitional and Strict files differ in it)."""
    tag = element.tag
    name = _NAMES.get(tag)
    if name is None:
        name = _NAMES[tag] = tag.rpartition("}")[2] if isinstance(tag, str) else ""
        if len(_NAMES) > 5_000:
            _NAMES.clear()
    return name


def plain_text(element: etree._Element) -> str:
    """The text of a rich string, without phonetic hints, with Excel's escapes undone."""
    text = "".join(t.text or "" for t in element.iter("{*}t", "{*}text") if not isinstance(t.getparent(), etree._Element) or local(t.getparent()) != "rPh")
    return unescape(text) if "_x" in text and _ESCAPED.search(text) else text


def relations(package: Package, part: str) -> dict[str, tuple[str, str]]:
    """What a part refers to: id to (kind, part). For the package itself `part` is empty."""
    folder, name = posixpath.split(part)
    rels = posixpath.join(folder, "_rels", f"{name}.rels")
    if rels not in package:
        return {}
    found = {}
    for link in package.xml(rels).iter("{*}Relationship"):
        target = link.get("Target") or ""
        if link.get("TargetMode") == "External":
            continue
        where = target.lstrip("/") if target.startswith("/") else posixpath.normpath(posixpath.join(folder, target))
        found[link.get("Id") or ""] = ((link.get("Type") or "").rsplit("/", 1)[-1], where)
    return found


class Strings:
    """The shared strings of a workbook, each with whether it is struck through."""

    def __init__(self, package: Package, part: str):
        self._items: list[tuple[str, bool]] = []
        if part in package:
            for item in package.rows(part, ("{*}si",)):
                self._items.append((plain_text(item), any(local(e) == "strike" and e.get("val") not in ("0", "false") for e in item.iter("{*}strike"))))

    def __getitem__(self, index: int) -> tuple[str, bool]:
        return self._items[index] if 0 <= index < len(self._items) else ("", False)


class Styles:
    """What the cells of each style hold."""

    def __init__(self, package: Package, part: str):
        self._kinds: dict[str, tuple[str, str]] = {}
        self._struck: set[str] = set()
        if part not in package:
            return
        root = package.xml(part)
        formats = {element.get("numFmtId"): element.get("formatCode") or "" for element in root.iter("{*}numFmt")}
        struck_fonts = set()
        for fonts in root.findall("{*}fonts"):
            for number, font in enumerate(fonts):
                if any(local(e) == "strike" and e.get("val") not in ("0", "false") for e in font):
                    struck_fonts.add(str(number))
        for styles in root.findall("{*}cellXfs"):
            for number, style in enumerate(styles):
                key = style.get("numFmtId") or "0"
                code = formats.get(key) or BUILTIN_FORMATS.get(int(key) if key.isdigit() and len(key) < 6 else 0, "General")
                self._kinds[str(number)] = format_kind(code)
                if style.get("fontId") in struck_fonts:
                    self._struck.add(str(number))

    def kind(self, style: str) -> tuple[str, str]:
        """`date` or `time` or nothing; and for a date shown without its day or year, how it is shown."""
        return self._kinds.get(style, ("", ""))

    def is_struck(self, style: str) -> bool:
        """Whether the whole cell is struck through."""
        return style in self._struck


def format_kind(code: str) -> tuple[str, str]:
    """What a number format shows: `("date", "month")` for `mmm-yy`, `("time", "")` for `hh:mm`."""
    if "[h" in code.lower():  # hours beyond 24: how long, not when
        return "", ""
    bare = _QUOTED.sub("", code.split(";")[0]).lower()
    if not is_date_format(code) and not ("h" in bare and "m" in bare):
        return "", ""
    if "y" not in bare and "d" not in bare:
        if "h" in bare or "s" in bare:
            return TIME, ""
        return DATE, "no-year" if "m" in bare else ""
    if "d" in bare:
        return DATE, "" if "y" in bare else "no-year"
    return DATE, "month" if "m" in bare else "year"


def moment(value: str, kind: str, is_1904: bool) -> dt.datetime | dt.time | None:
    """A serial number as a day with its time, or as a time of day; None where it is neither."""
    try:
        serial = float(value)
        if kind == TIME and serial >= 1:
            serial %= 1
        found = from_excel(serial, CALENDAR_MAC_1904 if is_1904 else CALENDAR_WINDOWS_1900)
    except (ValueError, OverflowError, TypeError):
        return None
    if isinstance(found, dt.timedelta):
        found = (dt.datetime.min + found % dt.timedelta(days=1)).time()
    if isinstance(found, dt.datetime):
        found = (found + dt.timedelta(seconds=30)).replace(second=0, microsecond=0) if found.second or found.microsecond else found
        if not 1900 <= found.year <= 2100:
            return None
    return found if isinstance(found, (dt.datetime, dt.time)) else None
