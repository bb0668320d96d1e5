"""What an Office file would fetch, run or work out from elsewhere when it is opened, taken out of a copy.

Fields keep what they show and lose their code; links lose where they lead; formulas that reach outside
become the value they last showed; macros, controls, embedded files and data connections go. Knows which
of these are harmless; knows no names.
"""

from __future__ import annotations

import posixpath
import re
from collections import Counter
from collections.abc import Iterator
from itertools import pairwise
from urllib.parse import unquote

from lxml import etree

from lcspr_kit.privacy.leaks.markup import local, parse_xml

_HARMLESS_FIELDS = frozenset(
    """page numpages sectionpages section toc ref pageref noteref seq date time createdate savedate printdate edittime numwords
    numchars styleref xe tc ta index toa listnum symbol formtext formcheckbox formdropdown advance eq title subject keywords
    comments docproperty author lastsavedby filename revnum = autonum autonumlgl autonumout citation bibliography""".split()  # noqa: SIM905
)
_LIVE_RELATIONS = frozenset(
    """oleobject package afchunk attachedtemplate subdocument control activexcontrolbinary vbaproject vbaprojectsignature
    vbaprojectsignatureagile vbaprojectsignaturev3 wordvbadata externallink externallinkpath connections querytable xlmacrosheet
    xlintlmacrosheet webextension webextensiontaskpanes extensibility keymapcustomizations mailmergesource mailmergeheadersource
    recipientdata frame attachedtoolbars transform""".split()  # noqa: SIM905
)
_GONE_WITH_LINK = frozenset(
    """hlinkclick hlinkhover hlinkmouseover externalreference attachedtemplate altchunk subdoc oleobject olelink externaldata
    control datasource headersource videofile audiofile wavaudiofile quicktimefile sheet querytablepart savethroughxslt
    sourcefilename frame oleobj""".split()  # noqa: SIM905
)
_LIVE_FORMULA = re.compile(r"\b(?:webservice|filterxml|hyperlink|rtd|call|register(?:\.id)?|exec|image|importdata|importxml|sql\.request|stockhistory|cube[a-z]+|evaluate|dde[a-z]*|info|get\.[a-z]+)\s*\(|\[\d+\][\w .\-]*'?!|\[[^\]]*\.(?:xl|csv|od)|://|\\\\|\b[a-z]:\\", re.IGNORECASE)
_QUOTED = re.compile(r"\"(?:[^\"]++|\"\")*+\"")
_SHEET = re.compile(r"'([^']*)'!")
_SWITCH = re.compile(r"\\\w|\"[^\"]*\"|[^\s\"\\]+")
_WORD = re.compile(r"=|[^\s\\\"]+")
_CONTENT = frozenset("instrtext delinstrtext t deltext tab br cr sym drawing pict object nobreakhyphen softhyphen ptab ruby".split())  # noqa: SIM905
_HOLDERS = frozenset("hyperlinks externalreferences controls oleobjects object choice fallback alternatecontent conditionalformatting datavalidations conditionalformattings".split())  # noqa: SIM905
_ADDRESSED = ("href", "src", "link", "macro")


def take_out_live(parts: dict[str, bytes], trees: dict[str, etree._Element]) -> list[str]:
    """Take all live content out of an Office file's parts, in place; what it was, as sentences for the author.

    `trees` are the parsed ones of `parts`. Parts that nothing leads to any more are removed from both.
    """
    found: Counter[str] = Counter()
    unsure: list[str] = []
    for name, tree in trees.items():
        if name.endswith(".rels"):
            continue
        _fields(tree, found)
        _addresses(tree, found)
    _formulas(trees, found, unsure)
    _relations(parts, trees, found)
    return [f"{count} × {what}" if count > 1 else what for what, count in sorted(found.items())] + unsure


def _fields(tree: etree._Element, found: Counter[str]) -> None:
    """Word's fields: what is shown stays, the code of all but the harmless ones goes."""
    for node in list(tree.iter("{*}fldSimple")):
        if not _is_harmless(_attribute(node, "instr")):
            found[f"the code of a field ({_kind_of(_attribute(node, 'instr'))})"] += 1
            _unwrap(node)
    open_fields: list[_Field] = []
    gone: list[etree._Element] = []
    for node in tree.iter(etree.Element):
        tag = local(node.tag)
        kind = _attribute(node, "fldCharType") if tag == "fldchar" else ""
        if kind == "begin":
            for field in open_fields:
                field.add(node)
            open_fields.append(_Field(node))
        elif kind and open_fields:
            for field in open_fields[:-1]:
                field.add(node)
            open_fields[-1].marks.append(node)
            open_fields[-1].shows = open_fields[-1].shows or kind == "separate"
            if kind == "end":
                gone += open_fields.pop().gone(found)
        elif tag in _CONTENT:
            for field in open_fields:
                field.add(node)
    for field in open_fields:  # never closed
        gone += field.gone(found)
    for node in gone:
        if (parent := node.getparent()) is not None:
            _remove(node, parent)


class _Field:
    """A field as its parts come along: its marks, its code, and whether what it shows has begun."""

    def __init__(self, begin: etree._Element):
        self.marks = [begin]
        self.code: list[etree._Element] = []
        self.shows = False

    def add(self, node: etree._Element) -> None:
        if not self.shows:
            self.code.append(node)

    def gone(self, found: Counter[str]) -> list[etree._Element]:
        code = "".join(node.text or "" for node in self.code if local(node.tag) in ("instrtext", "delinstrtext", "t", "deltext"))
        if _is_harmless(code):
            return []
        found[f"the code of a field ({_kind_of(code)})"] += 1
        return [*self.marks, *self.code]


def _kind_of(code: str) -> str:
    word = _WORD.search(code)
    return word[0].upper()[:20] if word and word[0].isalpha() else "unnamed"


def _is_harmless(code: str) -> bool:
    word = _WORD.search(code)
    kind = word[0].lower() if word else ""
    if kind == "hyperlink":  # to a place in the same file: an address would stand without a switch before it
        said = [part.lower() for part in _SWITCH.findall(code)]
        return "\\l" in said and all(part.startswith("\\") or before in ("\\l", "\\o", "\\t", "\\s") for before, part in pairwise(said))
    return kind.rstrip("\\") in _HARMLESS_FIELDS or kind.startswith("=")


def _addresses(tree: etree._Element, found: Counter[str]) -> None:
    """Addresses and macros that a shape or picture holds itself, and inserted documents."""
    for node in list(tree.iter(etree.Element)):
        for key, value in list(node.attrib.items()):
            if value and local(key) in _ADDRESSED and (local(key) == "macro" or re.search(r":|\\\\|//", value)) and "relationships" not in key:
                node.set(key, "")
                found["the address or macro of a shape"] += 1
        if local(node.tag) in ("hyperlinkbase", "hlinks", "mailmerge") and (parent := node.getparent()) is not None:
            _remove(node, parent)
        if local(node.tag) == "pivotcachedefinition":
            node.attrib.pop("refreshOnLoad", None)


def _formulas(trees: dict[str, etree._Element], found: Counter[str], unsure: list[str]) -> None:
    """Formulas that reach out of the workbook become what they last showed; where they show nothing, that is said."""
    names: set[str] = set()
    for node in list(trees["xl/workbook.xml"].iter("{*}definedName")) if "xl/workbook.xml" in trees else ():
        if _is_live(node.text or "", names):
            names.add(node.get("name", "").lower())
            found["a name that stands for a formula reaching outside"] += 1
            _remove(node, node.getparent())
    changed = False
    for name, tree in trees.items():
        if not name.startswith("xl/"):
            continue
        shared = {formula.get("si") for formula in tree.iter("{*}f") if formula.get("t") == "shared" and _is_live(formula.text or "", names)}
        for formula in list(tree.iter("{*}f")):
            cell = formula.getparent()
            if local(cell.tag) != "c":
                formula.text = "#REF!" if _is_live(formula.text or "", names) else formula.text
                continue
            if not (_is_live(formula.text or "", names) or (formula.get("t") == "shared" and formula.get("si") in shared)):
                continue
            cell.remove(formula)
            changed = True
            found["a formula that reaches outside, now the value it showed"] += 1
            if not (cell.findtext("{*}v") or "").strip() and cell.find("{*}is") is None:
                unsure.append(f"the formula in {name.rpartition('/')[2].removesuffix('.xml')}, cell {cell.get('r', '?')}: it had shown no value, so the cell is empty now")
        for tag in ("formula", "formula1", "formula2", "calculatedColumnFormula", "totalsRowFormula"):
            for node in list(tree.iter(f"{{*}}{tag}")):
                if _is_live(node.text or "", names) and (rule := node.getparent()) is not None and (above := rule.getparent()) is not None:
                    found["a rule or column formula that reaches outside"] += 1
                    gone = (node, rule) if tag.endswith("Formula") else (rule, above)
                    _remove(*gone)
                    _tidy(gone[1])
    if changed:
        for node in list(trees.get("xl/calcChain.xml", [])):
            node.getparent().remove(node)
        trees.pop("xl/calcChain.xml", None)


def _is_live(formula: str, names: set[str]) -> bool:
    bare = _QUOTED.sub('""', formula)
    if any("|" in sheet or "[" in sheet for sheet in _SHEET.findall(bare)) or "|" in _SHEET.sub("", bare):
        return True  # `cmd|'/c calc'!A1`: another program is asked
    return bool(_LIVE_FORMULA.search(bare)) or (bool(names) and any(word.lower() in names for word in re.findall(r"[\w.\\]+", bare)))


def _relations(parts: dict[str, bytes], trees: dict[str, etree._Element], found: Counter[str]) -> None:
    """Links out of the file, and to parts that run or fetch something, with the parts themselves."""
    before = _reached(parts, trees)
    dropped_calc = "xl/calcChain.xml" in parts and "xl/calcChain.xml" not in trees
    for name in [name for name in trees if name.endswith(".rels")]:
        owner = _owner(name)
        gone: set[str] = set()
        for node in list(trees[name].iter("{*}Relationship")):
            kind = node.get("Type", "").rpartition("/")[2].lower()
            outside = node.get("TargetMode", "").lower() == "external" or re.match(r"[a-z][a-z0-9+.\-]*:|\\\\|//", node.get("Target", ""), re.IGNORECASE)
            if not outside and kind not in _LIVE_RELATIONS and not (dropped_calc and kind == "calcchain"):
                continue
            if kind != "calcchain":
                found[f"a link to outside ({kind})" if outside else f"a part that runs or fetches something ({kind})"] += 1
            gone.add(node.get("Id", ""))
            node.getparent().remove(node)
        if gone and owner in trees:
            _unlink(trees[owner], gone)
    dropped = before - _reached(parts, trees)
    for name in dropped:
        del parts[name]
        trees.pop(name, None)
    types = parse_xml(parts["[Content_Types].xml"]).tree if dropped and "[Content_Types].xml" in parts else None
    if types is not None:
        for node in list(types.iter("{*}Override")):
            if node.get("PartName", "").lstrip("/") in dropped:
                types.remove(node)
        parts["[Content_Types].xml"] = etree.tostring(types, xml_declaration=True, encoding="UTF-8", standalone=True)


def _unlink(tree: etree._Element, gone: set[str]) -> None:
    for node in list(tree.iter(etree.Element)):
        links = [key for key, value in node.attrib.items() if value in gone and "relationships" in key]
        if not links:
            continue
        tag, parent = local(node.tag), node.getparent()
        if tag in _GONE_WITH_LINK or (tag == "hyperlink" and "spreadsheetml" in node.tag):
            if parent is not None:
                _remove(node, parent)
                _tidy(parent)
        elif tag == "hyperlink":
            _unwrap(node)
        else:
            for key in links:
                del node.attrib[key]


def _reached(parts: dict[str, bytes], trees: dict[str, etree._Element]) -> set[str]:
    """The parts that a relation leads to, from the package's own on, with their relations."""
    reached, waiting = set[str](), ["_rels/.rels"]
    while waiting:
        name = waiting.pop()
        for target in _targets(trees.get(name), _owner(name)):
            for part in (target, _relations_of(target)):
                if part in parts and part not in reached:
                    reached.add(part)
                    waiting += [part] if part.endswith(".rels") else []
    return reached


def _targets(tree: etree._Element | None, owner: str) -> Iterator[str]:
    for node in tree.iter("{*}Relationship") if tree is not None else ():
        target = node.get("Target", "")
        target = unquote(target)
        yield target.lstrip("/") if target.startswith("/") else posixpath.normpath(posixpath.join(posixpath.dirname(owner), target))


def _owner(relations: str) -> str:
    folder, _, file = relations.rpartition("_rels/")
    return folder + file.removesuffix(".rels")


def _relations_of(part: str) -> str:
    folder, _, file = part.rpartition("/")
    return f"{folder}/_rels/{file}.rels" if folder else f"_rels/{file}.rels"


def _attribute(node: etree._Element, name: str) -> str:
    return next((value for key, value in node.attrib.items() if local(key) == name.lower()), "")


def _unwrap(node: etree._Element) -> None:
    """Put an element's children in its place."""
    parent = node.getparent()
    if parent is None:
        return
    place = parent.index(node)
    for child in reversed(list(node)):
        parent.insert(place, child)
    parent.remove(node)


def _tidy(node: etree._Element) -> None:
    """Take away what only held what was taken out, and what only held that."""
    while len(node) == 0 and local(node.tag) in _HOLDERS and (parent := node.getparent()) is not None:
        _remove(node, parent)
        node = parent


def _remove(node: etree._Element, parent: etree._Element) -> None:
    """Take an element away; text after it stays."""
    if node.tail:
        before = node.getprevious()
        if before is not None:
            before.tail = (before.tail or "") + node.tail
        else:
            parent.text = (parent.text or "") + node.tail
    parent.remove(node)
