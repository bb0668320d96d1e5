"""What comes of a Word file on disk: sections written, what they replace kept, pictures as files of their own."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType

from lcspr_kit.casefiles import write_atomic
from lcspr_kit.report.returned import Returned
from lcspr_kit.report.wordtree import markdown_tree, tree_markdown

EARLIER = "earlier"
PICTURES = "pictures"


def keep_pictures(folder: Path, pictures: list[tuple[str, str, str]], word: Returned) -> list[str]:
    """Keep the author's pictures as files, named by their content; returns what she is told."""
    notes = []
    for title, name, alt in pictures:
        data = word.pictures.get(name)
        told = f" (“{alt}”)" if alt else ""
        if data is None:
            notes.append(f"A picture under '{title}'{told} is not in the Word file itself and was not taken in.")
            continue
        path = folder / PICTURES / picture_name(name, word.pictures)
        path.parent.mkdir(mode=0o700, exist_ok=True)
        if not path.exists():
            write_atomic(path, data)
        notes.append(f"A picture under '{title}'{told} is kept as narrative/{PICTURES}/{path.name} and stands in your text: `![what it shows]({PICTURES}/{path.name})`. The next draft shows it.")
    return notes


def picture_name(name: str, files: Mapping[str, bytes], known: Mapping[str, bytes] = MappingProxyType({})) -> str:
    """The name of a picture's file in `narrative/pictures/`; that of a picture a draft has shown already is the one it has. Empty where the Word file doesn't hold it."""
    for each in (name, f"{name.rsplit('.', 1)[0]}.png"):
        for shown, png in known.items():
            if files.get(each) == png:
                return shown
    if name not in files:
        return ""
    ending = Path(name).suffix.lower() if re.fullmatch(r"\.\w{1,5}", Path(name).suffix) else ""
    return f"picture-{hashlib.sha256(files[name]).hexdigest()[:8]}{ending}"


def same_text(text: str, before: str) -> bool:
    """Whether a section's Markdown says the same as it did, footnote names and escapes aside."""
    if not before.strip():
        return not text.strip()
    old = markdown_tree(before)
    normal = tree_markdown(old, old["blocks"])
    if normal == text:
        return True
    new = markdown_tree(text)
    return tree_markdown(new, new["blocks"]) == normal


def write_section(folder: Path, name: str, text: str) -> None:
    """Write a section; what was there before is kept under the next number in `earlier/`."""
    path = folder / f"{name}.md"
    if path.exists():
        kept = folder / EARLIER
        kept.mkdir(mode=0o700, exist_ok=True)
        number = 1
        while (kept / f"{name}-{number}.md").exists():
            number += 1
        write_atomic(kept / f"{name}-{number}.md", path.read_bytes())
    write_atomic(path, text)
