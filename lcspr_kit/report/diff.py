"""What changed between two drafts of a case, section by section, as a reader would tell it."""

from __future__ import annotations

import difflib
import json
import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

from lcspr_kit.problems import InputError, Problem
from lcspr_kit.report.drafts import list_drafts

_ALIKE = 0.5  # paragraphs less alike than this are one gone and one new, not one changed


@dataclass(frozen=True)
class Change:
    """One change: the section's title, what kind, and the words before and after (one is empty unless `changed`)."""

    section: str
    kind: Literal["added", "removed", "changed"]
    before: str
    after: str


def diff_drafts(folder: Path | str, first: int, second: int) -> list[Change]:
    """Changes from one draft of a case folder to another, in the order of the later one.

    Raises InputError where there is no such draft, or it has no notebook to compare.
    """
    drafts = {int(path.name): path for path in list_drafts(Path(folder) / "drafts")}
    texts = []
    for number in (first, second):
        if number not in drafts:
            there = ", ".join(map(str, drafts)) or "none"
            raise InputError(Problem("drafts", f"There is no draft {number}.", f"Drafts: {there}."))
        texts.append(_sections(drafts[number] / "report.ipynb"))
    before, after = texts
    changes: list[Change] = []
    for title in [*after, *(title for title in before if title not in after)]:
        changes += _compare(title, before.get(title, []), after.get(title, []))
    return changes


def _sections(path: Path) -> dict[str, list[str]]:
    """Heading to the paragraphs, list items and table rows below it, in order. Two headings alike are told apart by the one above."""
    try:
        cells = json.loads(path.read_text(encoding="utf-8"))["cells"]
    except (OSError, ValueError, KeyError):
        raise InputError(Problem(f"{path.parent.name}/{path.name}", "This draft has no notebook that can be read.", "Compare other drafts.")) from None
    found: dict[str, list[str]] = {}
    trail: list[tuple[int, str]] = []
    title = "Before the first heading"
    for output in (output for cell in cells for output in cell.get("outputs", [])):
        note = output.get("metadata", {}).get("lcspr")
        if not note:
            continue
        if note["kind"] == "heading":
            trail = [*((level, text) for level, text in trail if level < int(note["level"])), (int(note["level"]), note["text"])]
            title = " / ".join(text for _, text in trail)
            found.setdefault(title, [])
        elif note["kind"] != "title":
            found.setdefault(title, []).extend(_parts(note, output.get("data", {})))
    return found


def _parts(note: dict[str, Any], data: dict[str, Any]) -> list[str]:
    if note["kind"] == "figure":
        return [f"Figure: {note.get('caption', '')} {note.get('alt', '')}".strip()]
    text = "".join(data.get("text/markdown", ""))
    if note["kind"] == "prompt":
        return [f"To write: {''.join(data.get('text/plain', ''))}"]
    parts = re.split(r"\n\s*\n|\n(?=[-*|]|\d+\.\s)", text)
    return [plain for part in parts if (plain := _plain(part)) and not re.fullmatch(r"[|\s:-]+", plain)]


def _plain(markdown: str) -> str:
    text = re.sub(r"`<w:r><w:br/></w:r>`\{=openxml\}`#linebreak\(\)`\{=typst\}", "; ", markdown)
    text = re.sub(r"\]\([^)]*\)|\[\^[^\]]+\]:?|\[", "", text)
    text = re.sub(r"^\s*(?:[-*]|\d+\.)\s+", "", text)
    return re.sub(r"\s+", " ", re.sub(r"\\([\W_])", r"\1", re.sub(r"(?<!\\)[*_`]{1,3}", "", text))).strip().strip("|").strip()


def _compare(title: str, before: list[str], after: list[str]) -> list[Change]:
    changes: list[Change] = []
    for tag, i1, i2, j1, j2 in difflib.SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        if tag == "equal":
            continue
        gone, new = before[i1:i2], after[j1:j2]
        while gone and new:
            first = gone[0]
            alike, match = max((difflib.SequenceMatcher(None, first, text).ratio(), text) for text in new)
            if alike < _ALIKE:
                changes.append(Change(title, "removed", first, ""))
            else:
                place = new.index(match)
                changes += [Change(title, "added", "", text) for text in new[:place]]
                changes.append(Change(title, "changed", first, match))
                new = new[place + 1 :]
            gone = gone[1:]
        changes += [Change(title, "removed", text, "") for text in gone]
        changes += [Change(title, "added", "", text) for text in new]
    return changes


def diff_text(changes: list[Change]) -> str:
    """The changes as plain text: a heading a section; in changed paragraphs `[-gone-]` and `{+new+}`."""
    if not changes:
        return "Nothing changed.\n"
    lines: list[str] = []
    section = ""
    for change in changes:
        if change.section != section:
            section = change.section
            lines += ["", section, "-" * min(len(section), 78)]
        if change.kind == "changed":
            lines.append(f"  changed: {marked_words(change.before, change.after)}")
        else:
            lines.append(f"  {change.kind}: {change.before or change.after}")
    return "\n".join(lines).lstrip("\n") + "\n"


def marked_words(before: str, after: str) -> str:
    """A changed text with `[-gone-]` and `{+new+}` around the words that differ."""
    old, new = re.findall(r"\S+", before), re.findall(r"\S+", after)
    out = []
    for tag, i1, i2, j1, j2 in difflib.SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if tag == "equal":
            out.append(" ".join(old[i1:i2]))
        else:
            out += [f"[-{' '.join(old[i1:i2])}-]"] if i2 > i1 else []
            out += [f"{{+{' '.join(new[j1:j2])}+}}"] if j2 > j1 else []
    return " ".join(out)


def diff_json(changes: list[Change]) -> dict[str, Any]:
    """The shape of `lcspr diff --json`."""
    return {"changes": [{"section": c.section, "kind": c.kind, "before": c.before, "after": c.after} for c in changes]}
