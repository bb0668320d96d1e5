"""Reading and writing the small files of a case folder (YAML and CSV), with errors an author can act on.

Knows file formats, not what is in them: the models and columns come from the caller.
"""

from __future__ import annotations

import contextlib
import csv
import difflib
import io
import os
import tempfile
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any, TypeVar, get_args

from pydantic import BaseModel, ValidationError
from ruamel.yaml import YAML
from ruamel.yaml.error import MarkedYAMLError, YAMLError
from ruamel.yaml.nodes import ScalarNode
from ruamel.yaml.reader import ReaderError
from ruamel.yaml.scanner import Scanner

from lcspr_kit.problems import InputError, Problem

Model = TypeVar("Model", bound=BaseModel)
MAX_BYTES = 5_000_000
MAX_BRACKETS = 50
_PROSE = ("notes", "contribute")
"""Columns whose cells may run over several lines."""


def read_text(path: Path) -> str:
    """The text of a small file: UTF-8 (with or without BOM) or, failing that, Windows-1252.

    Raises InputError where there is no such file, it is too large, or it holds NUL bytes.
    """
    if path.exists() and not path.is_file():
        raise InputError(Problem(path.name, "This is not a file.", "Take it away, and put the file itself there."))
    try:
        with path.open("rb") as file:
            raw = file.read(MAX_BYTES + 1)
    except FileNotFoundError:
        raise InputError(Problem(path.name, "There is no such file.", f"It belongs in {path.parent.name}.")) from None
    except OSError as error:
        raise InputError(Problem(path.name, f"The file can't be opened ({error.strerror}).", "Close it elsewhere and try again.")) from None
    if len(raw) > MAX_BYTES:
        raise InputError(Problem(path.name, f"The file is larger than {MAX_BYTES // 1_000_000} MB.", "It should be a small text file."))
    if b"\x00" in raw:
        raise InputError(Problem(path.name, "This is not a text file.", "Save it as UTF-8 text."))
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        return raw.decode("cp1252", errors="replace")


# ---------------------------------------------------------------------------------------- YAML


def read_yaml(path: Path, model: type[Model]) -> Model:
    """Read a YAML 1.2 file into a pydantic model.

    Raises InputError with a problem for every fault: the line, the key, what is wrong and, for an
    unknown key, the nearest known one. Duplicate keys, aliases and Python tags are refused.
    """
    data, lines = _load_yaml(path)
    if not isinstance(data, dict):
        raise InputError(Problem(path.name, "The file is empty or is not a list of keys and values.", "Start from `lcspr new`.", row=1))
    try:
        return model.model_validate(data)
    except ValidationError as error:
        raise InputError(_yaml_problem(path, model, lines, fault) for fault in error.errors()) from None


class _Shallow(Scanner):
    """Gives up at once on brackets within brackets, on which the library spends minutes."""

    def fetch_flow_collection_start(self, TokenClass: Any, to_push: str) -> None:
        if len(self.flow_context) > MAX_BRACKETS:
            raise RecursionError
        super().fetch_flow_collection_start(TokenClass, to_push)


def _load_yaml(path: Path) -> tuple[Any, dict[tuple, int]]:
    text = read_text(path)
    try:
        yaml = YAML(typ="safe", pure=True)
        yaml.Scanner = _Shallow
        node = yaml.compose(text)
        if _has_aliases(node, set()):
            raise InputError(Problem(path.name, "YAML aliases (*name) are not used here.", "Write the value out."))
        _rejoin_commas(node, text)
        if bad := next((each for each in _scalars(node) if not _can_be_built(yaml, each)), None):
            raise InputError(Problem(path.name, f"'{bad.value[:30]}' is no day, time or number there can be.", "Correct it, or put it in quotes.", row=bad.start_mark.line + 1))
        data = yaml.constructor.construct_document(node) if node else None
        lines: dict[tuple, int] = {}
        _note_lines(node, (), lines)
    except MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        what = (error.problem or "it can't be read as YAML").split("\n")[0]
        row = mark.line + 1 if mark else None
        raise InputError(Problem(path.name, f"The file can't be read: {what}.", "Look at this line and the one above: indents, colons, quotes.", row=row)) from None
    except RecursionError:
        raise InputError(Problem(path.name, "The file is nested too deeply to be read.", "Compare it with the example case: no key needs more than a few brackets or indents.")) from None
    except ReaderError as error:
        row = text.count("\n", 0, error.position) + 1
        raise InputError(Problem(path.name, "There is a sign here that no text file should hold.", "Type the line again.", row=row)) from None
    except (YAMLError, ValueError):
        raise InputError(Problem(path.name, "The file can't be read as YAML.", "Compare it with the example case.")) from None
    return data, lines


def _scalars(node: Any) -> Iterator[ScalarNode]:
    """Every single value of a tree that YAML takes for something else than text."""
    if node is None or node.id == "scalar":
        if node is not None and str(node.tag).endswith((":timestamp", ":int", ":float")):
            yield node
        return
    for child in node.value:
        for part in child if isinstance(child, tuple) else (child,):
            yield from _scalars(part)


def _can_be_built(yaml: YAML, node: ScalarNode) -> bool:
    """Whether a value is what it looks like: 2026-06-31 looks like a date."""
    try:
        yaml.constructor.construct_object(node)
        return True
    except (ValueError, OverflowError):
        return False


def _has_aliases(node: Any, seen: set[int]) -> bool:
    """Whether a node stands in the tree twice, which only an alias can do."""
    if node is None or node.id == "scalar":
        return False
    if id(node) in seen:
        return True
    seen.add(id(node))
    children = (part for child in node.value for part in (child if isinstance(child, tuple) else (child,)))
    return any(_has_aliases(child, seen) for child in children)


def _rejoin_commas(node: Any, text: str) -> None:
    """Put together again what a comma cut in two: in `{a: one, two}` YAML sees a key `two`.

    Authors write sentences between braces. A key without a colon is never meant as one, so it is
    taken as the rest of the value before it.
    """
    if node is None or node.id == "scalar":
        return
    if node.id == "mapping" and node.flow_style:
        pairs: list[tuple] = []
        for key, value in node.value:
            colon = text[key.end_mark.index :].lstrip()[:1] == ":"
            if not colon and pairs and pairs[-1][1].id == "scalar":
                before = pairs[-1][1]
                joined = ScalarNode("tag:yaml.org,2002:str", f"{before.value}, {key.value}", before.start_mark, key.end_mark)
                pairs[-1] = (pairs[-1][0], joined)
            else:
                pairs.append((key, value))
        node.value = pairs
    for child in node.value:
        for part in child if isinstance(child, tuple) else (child,):
            _rejoin_commas(part, text)


def _note_lines(node: Any, where: tuple, lines: dict[tuple, int]) -> None:
    if node is None:
        return
    lines.setdefault(where, node.start_mark.line + 1)
    if node.id == "mapping":
        for key, value in node.value:
            lines[(*where, key.value)] = key.start_mark.line + 1
            _note_lines(value, (*where, key.value), lines)
    elif node.id == "sequence":
        for number, value in enumerate(node.value):
            _note_lines(value, (*where, number), lines)


def _yaml_problem(path: Path, model: type[BaseModel], lines: dict[tuple, int], fault: Any) -> Problem:
    where = tuple(fault["loc"])
    known = where
    while known and known not in lines:
        known = known[:-1]
    name = ".".join(f"[{part + 1}]" if isinstance(part, int) else str(part) for part in where).replace(".[", "[")
    what, todo = _explain(fault)
    if fault["type"] == "extra_forbidden":
        keys = _keys_at(model, where[:-1])
        near = difflib.get_close_matches(str(where[-1]), keys, 1, 0.5)
        what = f"There is no key '{where[-1]}' here."
        todo = f"Did you mean '{near[0]}'?" if near else f"Known keys: {', '.join(keys)}."
    return Problem(path.name, what, todo, row=lines.get(known), column=name or None)


def _explain(fault: Any) -> tuple[str, str]:
    kind = fault["type"]
    if kind == "missing":
        return "This key is needed and is not there.", "Add it."
    if kind.startswith("date"):
        return "This is not a date.", "Write it as 2026-03-31."
    if kind == "value_error":
        said = str(fault["ctx"]["error"])
        return said if said.endswith((".", "?")) else f"{said}.", ""
    if kind in ("list_type", "tuple_type"):
        return "A list is needed here.", "Write it as [a, b] or as lines that start with a hyphen."
    if kind in ("model_type", "model_attributes_type", "dict_type"):
        return "Keys and values are needed here.", "Compare it with the example case."
    if kind == "string_type":
        return "Text is needed here.", "Put it in quotes."
    return f"{fault['msg']}.", ""


def _keys_at(model: type[BaseModel], where: tuple) -> list[str]:
    """The known keys of the model that a place in the file belongs to."""
    current: Any = model
    for part in where:
        if isinstance(part, int):
            continue
        if not (isinstance(current, type) and issubclass(current, BaseModel)):
            return []
        found = next((f for n, f in current.model_fields.items() if (f.alias or n) == part), None)
        current = _model_within(found.annotation) if found else None
    if isinstance(current, type) and issubclass(current, BaseModel):
        return [field.alias or name for name, field in current.model_fields.items()]
    return []


def _model_within(annotation: Any) -> Any:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return annotation
    for inner in get_args(annotation):
        found = _model_within(inner)
        if found:
            return found
    return None


def yaml_text(data: Any) -> str:
    """Plain data (dicts, lists, text, numbers, dates) as YAML text, keys in the order given."""
    out = io.StringIO()
    _writer().dump(data, out)
    return out.getvalue()


def _writer() -> YAML:
    yaml = YAML(typ="rt")
    yaml.default_flow_style = False
    yaml.preserve_quotes = True
    yaml.width = 100
    yaml.allow_unicode = True
    yaml.indent(mapping=2, sequence=4, offset=2)
    return yaml


def in_their_words(before: str, text: str) -> str:
    """A new text of a YAML file, as its author has written the old one: her comments, order and quotes, where there are comments.

    Entries of a list are known by their `id`. Where that can't be done without changing what is said, it is the new text as it is.
    """
    if not any("#" in line for line in before.splitlines()[1:]):
        return text
    try:
        yaml, plain = _writer(), YAML(typ="safe", pure=True)
        held, new = yaml.load(before), plain.load(text)
        _take(held, new)
        out = io.StringIO()
        yaml.dump(held, out)
        return out.getvalue() if plain.load(out.getvalue()) == new else text
    except (YAMLError, AttributeError, TypeError, ValueError, RecursionError):
        return text


def _take(held: Any, new: Any) -> Any:
    """Bring what was loaded with its comments to what is said now; a part that says the same stays as it stands."""
    if isinstance(held, dict) and isinstance(new, dict):
        for key in [key for key in held if key not in new]:
            del held[key]
        for key, value in new.items():
            if key not in held or held[key] != value:
                held[key] = _take(held.get(key), value)
        return held
    if isinstance(held, list) and isinstance(new, list):
        known = {entry["id"]: entry for entry in held if isinstance(entry, dict) and "id" in entry}
        held[:] = [_take(known.get(entry.get("id")), entry) if isinstance(entry, dict) else entry for entry in new]
        return held
    return new


# ---------------------------------------------------------------------------------------- CSV


def read_table(
    path: Path, columns: Iterable[str], required: Iterable[str] = ()
) -> tuple[list[dict[str, str]], list[Problem]]:
    """Read a small CSV of the case folder: rows as dicts with every one of `columns` (empty if absent).

    Each row also has `_row`, the line in the file where it starts. Commas, semicolons and tabs are
    understood. Returns the rows and warnings (unknown columns). Raises InputError for a missing
    required column, a heading twice, a row with more cells than headings,
    or a double quote that is not closed.
    """
    columns = list(columns)
    text = read_text(path)
    lines, delimiter = list(io.StringIO(text, newline="")), delimiter_of(text)
    reader = csv.reader(lines, delimiter=delimiter)
    try:
        names = [name.strip().lower() for name in next(reader, [])]
    except csv.Error as error:
        raise InputError(Problem(path.name, f"The file can't be read as CSV ({error}).", "Save it again as CSV UTF-8.")) from None
    problems = [
        Problem(path.name, f"The column '{name}' is missing.", f"The first row should be: {','.join(columns)}.", row=1)
        for name in required
        if name not in names
    ]
    problems += [Problem(path.name, f"The column '{name}' is there twice.", "Keep one.", row=1) for name in sorted({n for n in names if n and names.count(n) > 1})]
    warnings = []
    for name in names:
        if name and name not in columns:
            near = difflib.get_close_matches(name, columns, 1, 0.6)
            todo = f"Did you mean '{near[0]}'?" if near else "It is not used."
            warnings.append(Problem(path.name, f"The column '{name}' is not known.", todo, row=1))
    rows = []
    try:
        line = reader.line_num + 1
        for cells in reader:
            start, line = line, reader.line_num + 1
            if line - start > 1 and _is_run_together(lines[start - 1 : line - 1], cells, names, delimiter):
                problems.append(Problem(path.name, f"A double quote here is not closed, so that this row runs on to row {line - 1}.", "Close it or take it out, and write a name in one line.", row=start))
                continue
            if not any(cell.strip() for cell in cells):
                continue
            if any(cell.strip() for cell in cells[len(names) :]):
                problems.append(Problem(path.name, "The row has more cells than there are headings.", "Put cells that contain a comma in double quotes.", row=start))
                continue
            values = dict(zip(names, (cell.strip() for cell in cells), strict=False))
            rows.append({**{name: values.get(name, "") for name in columns}, "_row": str(start)})
    except csv.Error as error:
        problems.append(Problem(path.name, f"The row can't be read as CSV ({error}).", "Look for a double quote that is not closed.", row=reader.line_num))
    if problems:
        raise InputError(problems)
    return rows, warnings


def _is_run_together(lines: list[str], cells: list[str], names: list[str], delimiter: str) -> bool:
    """Whether a row of several lines is one by a quote that is not closed, or closed by that of another row."""
    try:
        list(csv.reader(lines, delimiter=delimiter, strict=True))
    except csv.Error:
        return True
    return any("\n" in cell.strip() and name not in _PROSE for name, cell in zip(names, cells, strict=False))


def delimiter_of(text: str) -> str:
    """The sign between the cells of a CSV: a comma, a semicolon or a tab, by its first line."""
    return max(",;\t", key=text.split("\n", 1)[0].count)


def table_text(columns: Iterable[str], rows: Iterable[Mapping[str, object]]) -> str:
    """Rows as CSV text with the given columns; None is empty. The other direction of `read_table`."""
    columns = list(columns)
    out = io.StringIO()
    writer = csv.DictWriter(out, columns, extrasaction="ignore", lineterminator="\n")
    writer.writeheader()
    for row in rows:
        writer.writerow({name: "" if row.get(name) is None else row[name] for name in columns})
    return out.getvalue()


# ---------------------------------------------------------------------------------------- writing


def write_atomic(path: Path, content: str | bytes, flushed: bool = True) -> None:
    """Write a whole file or nothing: a temporary file beside it, flushed to disk, then renamed.

    Not flushed it outlives every program, but not the machine's own sudden end, and is quicker.
    """
    data = content.encode("utf-8") if isinstance(content, str) else content
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.", suffix=".part")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
            file.flush()
            if flushed:
                os.fsync(file.fileno())
        Path(name).replace(path)
    except BaseException:
        with contextlib.suppress(OSError):
            Path(name).unlink()
        raise


def make_private(folder: Path) -> None:
    """Let nobody but its owner read a folder and what is in it. Windows keeps that by where the folder is."""
    if os.name == "posix":
        for path in [folder, *folder.rglob("*")]:
            if not path.is_symlink():
                path.chmod(0o700 if path.is_dir() else 0o600)
