"""Pseudonyms in a file the author has beside the chronologies, its format and layout kept; and back.

Text, Word and Excel. Word and Excel files are changed inside their XML parts, run by run, so that
styles, tables, formulas and pictures stay. What can't be changed that way (a name in a picture's
metadata, say) is found by the leak check on the result and told.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from itertools import islice, takewhile
from pathlib import Path

from lxml import etree

from lcspr_kit.casefiles import delimiter_of, write_atomic
from lcspr_kit.inert import inert_cell
from lcspr_kit.privacy.leaks import Leak, find_leaks_in
from lcspr_kit.privacy.leaks.layers import MAX_BYTES, MAX_PARTS
from lcspr_kit.privacy.leaks.markup import local, parse_xml
from lcspr_kit.privacy.leaks.plain import decode
from lcspr_kit.privacy.live import take_out_live
from lcspr_kit.privacy.pseudonyms import NameQuestion, Pseudonymiser, restoring
from lcspr_kit.privacy.register import Register
from lcspr_kit.problems import InputError, Problem

TEXT_ENDINGS = (".txt", ".md", ".csv", ".tsv", ".log")
OFFICE_ENDINGS = (".docx", ".docm", ".dotx", ".xlsx", ".xlsm")
_PIECE = re.compile(r"(\n[ \t]*\r?\n)")
_TEXT_TAGS = ("t", "deltext", "instrtext", "delinstrtext")
_AUTHORS = ("author", "initials", "lastmodifiedby", "creator", "manager", "userid", "providerid")
_SPOKEN = ("descr", "title", "tooltip", "prompt", "prompttitle", "error", "errortitle", "alias", "displayname", "name", "val", "display", "instr")
_NAMED = ("docpr", "cnvpr", "alias", "tag", "docvar", "bookmarkstart", "definedname", "table", "tablecolumn", "hyperlink", "datavalidation", "cachedfield", "s", "listitem", "statustext", "helptext")

Changes = Callable[[str, tuple[str, ...]], list[tuple[int, int, str]]]


@dataclass(frozen=True)
class Rewritten:
    """What came of a file: where it was written, the questions on shared names, what is still in it, and what
    live content was taken out (see `live`)."""

    path: Path
    questions: tuple[NameQuestion, ...]
    left: tuple[Leak, ...]
    taken_out: tuple[str, ...] = ()


def pseudonymise_file(path: Path | str, register: Register, out: Path | str) -> Rewritten:
    """Write the file with pseudonyms to `out`; the file itself is never changed.

    Text, `.docx` and `.xlsx`, by the file's ending. Authors and editors in its properties are taken out.
    Raises InputError for another kind of file, one that can't be opened, or where `out` is the file.
    """
    path, out = Path(path), Path(out)
    pseudonymiser = Pseudonymiser(register)
    taken_out: list[str] = []
    content = _rewritten(path, out, lambda text, people: pseudonymiser.replacements(text, people), _context(pseudonymiser), taken_out)
    write_atomic(out, content)
    left = find_leaks_in(out.name, content, register, finder=pseudonymiser.finder)
    return Rewritten(out, tuple(pseudonymiser.questions), tuple(leak for leak in left if leak.kind not in ("exact date",)), tuple(taken_out))


def restore_file(path: Path | str, register: Register, out: Path | str) -> Path:
    """Write the file with real names again, on the author's own machine only. Raises as above.

    A pseudonym that two people share, and `[name to settle]`, stay as they are.
    """
    path, out = Path(path), Path(out)
    names: dict[str, str | None] = {}
    for thing in register.named:
        names[thing.pseudonym] = None if thing.pseudonym in names else thing.name
    replacing = restoring(names)

    def changes(text: str, people: tuple[str, ...]) -> list[tuple[int, int, str]]:
        restored = replacing(text)
        return [(0, len(text), restored)] if restored != text else []

    write_atomic(out, _rewritten(path, out, changes, lambda texts: (), None))
    return out


def _context(pseudonymiser: Pseudonymiser) -> Callable[[Iterable[str]], tuple[str, ...]]:
    def named(texts: Iterable[str]) -> tuple[str, ...]:
        sure = {mention.owners[0] for text in texts for mention in pseudonymiser.finder.mentions(text, slips=False) if len(mention.owners) == 1}
        return tuple(sorted(sure))

    return named


def _rewritten(path: Path, out: Path, changes: Changes, context: Callable[[Iterable[str]], tuple[str, ...]], taken_out: list[str] | None) -> bytes:
    """The file's bytes with its words changed. `taken_out` gets what live content was taken out; None leaves such
    content, and authors, as they are."""
    ending = path.suffix.lower()
    if ending not in (*TEXT_ENDINGS, *OFFICE_ENDINGS):
        raise InputError(Problem(path.name, f"The kit can't rewrite files that end in '{ending}'.", "Save it as .docx, .xlsx or .txt first."))
    if out.exists() and path.exists() and out.samefile(path):
        raise InputError(Problem(path.name, "The file would be written over itself.", "Give another name for the result."))
    if path.exists() and not path.is_file():
        raise InputError(Problem(path.name, "This is not a file.", "Name the file itself."))
    try:
        data = path.read_bytes()
    except OSError as error:
        raise InputError(Problem(path.name, f"The file can't be read ({error.strerror or 'no such file'}).", "Check the name, and that it is not open elsewhere.")) from None
    if ending in TEXT_ENDINGS:
        if ending not in (".csv", ".tsv"):
            return _encoded("".join(_applied(piece, changes(piece, ())) for piece in _PIECE.split(decode(data))), data)
        text = _cells_changed(decode(data), changes, context)
        if taken_out is not None:
            text, count = _inert(text)
            taken_out += [f"{count} cells that begin like a formula have an apostrophe in front now"] if count else []
        return _encoded(text, data)
    try:
        return _Office(changes, context, taken_out).rewrite(data)
    except (zipfile.BadZipFile, KeyError, etree.XMLSyntaxError, NotImplementedError) as error:
        raise InputError(Problem(path.name, f"The file can't be opened ({type(error).__name__}).", "Open it in Word or Excel and save it again.")) from None
    except _TooLarge:
        raise InputError(Problem(path.name, "The file is larger or nested deeper than the kit will open.", "Split it, leave out large pictures, or copy its text into a new file.")) from None


def _cells_of(text: str) -> Iterator[re.Match]:
    """The cells of a CSV as they stand; those with nothing in them are left out."""
    return re.finditer(_CELL.replace("@", re.escape(delimiter_of(text))), text)


def _cells_changed(text: str, changes: Changes, context: Callable[[Iterable[str]], tuple[str, ...]]) -> str:
    """A CSV with its words changed cell by cell; who is meant is told by the whole row."""
    rows: list[list[re.Match]] = []
    end = 0
    for cell in _cells_of(text):
        if not rows or not {"\n", "\r"}.isdisjoint(text[end : cell.start()]):
            rows.append([])
        rows[-1].append(cell)
        end = cell.end()
    done: list[tuple[int, int, str]] = []
    for row in rows:
        people = context(_beside([cell["quoted"] or cell["plain"] or "" for cell in row]))
        for cell in row:
            start = cell.start("quoted" if cell["plain"] is None else "plain")
            done += [(start + first, start + last, words) for first, last, words in changes(text[start : cell.end() - (cell["plain"] is None)], people)]
    return _applied(text, done)


def _beside(texts: list[str]) -> list[str]:
    """The cells of a row, and the row as one text: a first name may stand in one cell, its surname in the next."""
    return [*texts, "\n".join(texts)]


def _inert(text: str) -> tuple[str, int]:
    """A CSV with no cell that a spreadsheet would run, all else as it stands; how many cells were changed."""
    changed = []
    for cell in _cells_of(text):
        name = "quoted" if cell["plain"] is None else "plain"
        if not _NUMBER.fullmatch(cell[name]) and (safe := inert_cell(cell[name])) != cell[name]:
            changed.append((*cell.span(name), safe))
    return _applied(text, changed), len(changed)


def _encoded(result: str, data: bytes) -> bytes:
    """A text as bytes, the way the file it came from was written."""
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return result.encode("utf-16")
    mark = b"\xef\xbb\xbf" if data.startswith(b"\xef\xbb\xbf") else b""
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        try:
            return result.encode("cp1252")
        except UnicodeEncodeError:
            pass
    return mark + result.encode("utf-8")


def _applied(text: str, changes: list[tuple[int, int, str]]) -> str:
    pieces, position = [], 0
    for start, end, words in changes:
        pieces += [text[position:start], words]
        position = end
    return "".join(pieces) + text[position:]


_CELL = r'(?:^|(?<=[\r\n])|@)(?:"(?P<quoted>(?:[^"]++|"")*+)"|"?(?P<plain>[^@\r\n"][^@\r\n]*+))'
_NUMBER = re.compile(r"[+-]?\d[\d.,]*%?|-")


class _TooLarge(Exception):
    pass


class _Office:
    """One Office file on its way through: what changes words, and who a row of a table is about."""

    def __init__(self, changes: Changes, context: Callable[[Iterable[str]], tuple[str, ...]], taken_out: list[str] | None):
        self._changes = changes
        self._context = context
        self._taken_out = taken_out
        self._anonymous = taken_out is not None
        self._sheets: dict[str, str] = {}

    def rewrite(self, data: bytes) -> bytes:
        result = io.BytesIO()
        with zipfile.ZipFile(io.BytesIO(data)) as packed, zipfile.ZipFile(result, "w") as target:
            entries = packed.infolist()
            if sum(entry.file_size for entry in entries) > MAX_BYTES or len(entries) > MAX_PARTS:
                raise _TooLarge
            parts = {entry.filename: packed.read(entry) for entry in entries}
            if len(parts) < len(entries):
                raise zipfile.BadZipFile("one name twice")
            parsed = {name: parse_xml(content) for name, content in parts.items() if _is_words(name)}
            if any(part.cut for part in parsed.values()):
                raise _TooLarge
            trees = {name: part.tree for name, part in parsed.items() if part.tree is not None}
            if self._taken_out is not None:
                self._taken_out += take_out_live(parts, trees)
            if "xl/workbook.xml" in trees:
                self._rename_sheets(trees["xl/workbook.xml"])
                self._cells(trees)
            for name, tree in trees.items():
                self._part(name, tree)
                parts[name] = etree.tostring(tree, xml_declaration=True, encoding="UTF-8", standalone=True)
            for entry in (entry for entry in entries if entry.filename in parts):
                entry.comment = b""
                target.writestr(entry, parts[entry.filename], compress_type=zipfile.ZIP_DEFLATED)
        return result.getvalue()

    def _words(self, text: str, people: tuple[str, ...] = ()) -> str:
        return _applied(text, self._changes(text, people)) if text else text

    def _part(self, name: str, tree: etree._Element) -> None:
        if name.startswith("docProps/"):
            self._properties(tree)
            return
        if name.endswith(".rels"):
            for node in tree.iter("{*}Relationship"):
                if node.get("TargetMode") == "External":
                    self._link(node)
            return
        rows = {paragraph: row for row in tree.iter("{*}tr") for paragraph in row.iter("{*}p")}
        known: dict[etree._Element, tuple[str, ...]] = {}
        for paragraph in (*tree.iter("{*}p"), *tree.iter("{*}si"), *tree.iter("{*}is"), *tree.iter("{*}comment")):
            if local(paragraph.tag) == "comment" and paragraph.find(".//{*}p") is not None:
                continue
            row = rows.get(paragraph)
            if row is not None and row not in known:
                known[row] = self._context(_beside([_joined(inner) for inner in row.iter("{*}p")]))
            self._runs([node for node in paragraph.iter() if local(node.tag) in _TEXT_TAGS], known.get(row, ()) if row is not None else ())
        self._attributes(tree)
        for node in tree.iter():
            if isinstance(node, etree._Comment):
                node.text = self._words(node.text or "")
            elif local(node.tag) in ("author", "oddheader", "oddfooter", "evenheader", "evenfooter", "firstheader", "firstfooter", "text"):
                if local(node.tag) == "author":
                    node.text = "Author" if self._anonymous else node.text
                else:
                    node.text = self._words(node.text or "")

    def _runs(self, nodes: list[etree._Element], people: tuple[str, ...]) -> None:
        """Change the words of a paragraph that runs cut up: new words go where the old ones began."""
        text = "".join(node.text or "" for node in nodes)
        changes = self._changes(text, people) if text else []
        if not changes:
            return
        position, next_change = 0, 0
        for node in nodes:
            piece = node.text or ""
            start, end = position, position + len(piece)
            position = end
            while next_change < len(changes) and changes[next_change][1] <= start:
                next_change += 1
            here = takewhile(lambda change, end=end: change[0] < end, islice(changes, next_change, None))  # type: ignore[misc]
            piece = _applied(piece, [(max(0, first - start), min(last, end) - start, words if first >= start else "") for first, last, words in here])
            node.text = piece
            if piece != piece.strip():
                node.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")

    def _attributes(self, tree: etree._Element) -> None:
        for node in tree.iter():
            tag = local(node.tag)
            for key, value in node.attrib.items() if tag else ():
                name = local(key)
                if self._anonymous and name in _AUTHORS:
                    node.set(key, "A" if name == "initials" else "Author")
                elif name in _SPOKEN and (tag in _NAMED or name not in ("name", "val")):
                    node.set(key, self._words(value))

    def _properties(self, tree: etree._Element) -> None:
        for node in tree.iter():
            if not local(node.tag) or not node.text:
                continue
            if self._anonymous and local(node.tag) in _AUTHORS:
                node.text = ""
            else:
                node.text = self._sheets.get(node.text) or self._words(node.text)

    def _link(self, node: etree._Element) -> None:
        from urllib.parse import unquote

        target = unquote(node.get("Target", ""))
        changed = self._words(target)
        if changed != target:
            node.set("Target", changed)

    def _rename_sheets(self, workbook: etree._Element) -> None:
        taken: set[str] = set()
        for sheet in workbook.iter("{*}sheet"):
            before = sheet.get("name", "")
            after = re.sub(r"[\[\]:*?/\\]", " ", self._words(before))[:31].strip("' ") or before
            number = 2
            while after.lower() in taken:
                after = f"{after[:27]} {number}"
                number += 1
            taken.add(after.lower())
            if after != before:
                self._sheets[before] = after
                sheet.set("name", after)
        for name in workbook.iter("{*}definedName"):
            name.text = self._formula(name.text or "")

    def _formula(self, text: str) -> str:
        for before, after in self._sheets.items():
            quoted = re.escape(before.replace("'", "''"))
            new = "'" + after.replace("'", "''") + "'!"
            text = re.sub(rf"'{quoted}'!|(?<![\w'.]){re.escape(before)}!", lambda _, new=new: new, text)  # type: ignore[misc]
        return re.sub(r'"((?:[^"]|"")*)"', lambda found: '"' + self._words(found[1]) + '"', text)

    def _cells(self, trees: dict[str, etree._Element]) -> None:
        """Cells whose row tells who is meant where the text alone doesn't get a text of their own."""
        shared = trees.get("xl/sharedStrings.xml")
        strings = [_joined(item) for item in shared.iter("{*}si")] if shared is not None else []
        for name, tree in trees.items():
            if not name.startswith("xl/worksheets/"):
                continue
            for formula in (*tree.iter("{*}f"), *tree.iter("{*}formula"), *tree.iter("{*}formula1"), *tree.iter("{*}formula2")):
                formula.text = self._formula(formula.text or "")
            for row in tree.iter("{*}row"):
                cells = [(cell, _cell_text(cell, strings)) for cell in row.iter("{*}c")]
                people = self._context(_beside([text for _, text in cells if text]))
                for cell, text in cells:
                    value = cell.find("{*}v")
                    if cell.get("t") == "str" and value is not None:
                        value.text = self._words(value.text or "", people)
                    elif cell.get("t") == "inlineStr":
                        self._runs([node for node in cell.iter() if local(node.tag) in _TEXT_TAGS], people)
                    elif cell.get("t") == "s" and text and people and (own := self._words(text, people)) != self._words(text):
                        _set_inline(cell, own)


def _is_words(name: str) -> bool:
    return name.endswith((".xml", ".rels", ".vml")) and name != "[Content_Types].xml" and not re.search(r"theme/|fontTable|webSettings|/styles\.xml|numbering\.xml", name)


def _joined(node: etree._Element) -> str:
    return "".join(inner.text or "" for inner in node.iter() if local(inner.tag) in _TEXT_TAGS)


def _cell_text(cell: etree._Element, strings: list[str]) -> str:
    value = cell.findtext("{*}v") or ""
    if cell.get("t") == "s":
        return strings[int(value)] if value.isdigit() and int(value) < len(strings) else ""
    return _joined(cell) if cell.get("t") == "inlineStr" else value if cell.get("t") == "str" else ""


def _set_inline(cell: etree._Element, text: str) -> None:
    space = cell.tag.rpartition("}")[0] + "}"
    for child in list(cell):
        cell.remove(child)
    cell.set("t", "inlineStr")
    node = etree.SubElement(etree.SubElement(cell, f"{space}is"), f"{space}t")
    node.text = text
    node.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")
