"""Names the register may lack: capitalised strangers in the records, with the words around them.

Rules only. Suggests; the author files each as a person, a place or neither. A name on this list is
not protected until it is filed.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from lcspr_kit.casefiles import read_text, table_text, write_atomic
from lcspr_kit.privacy.finder import Finder
from lcspr_kit.privacy.folding import fold
from lcspr_kit.privacy.register import PEOPLE_COLUMNS, PLACE_COLUMNS, Register
from lcspr_kit.privacy.slips import SOUNDS_ALIKE
from lcspr_kit.privacy.words import ABBREVIATIONS, FORENAMES, TITLES, is_word
from lcspr_kit.problems import InputError, Problem

Filing = Literal["person", "place", "neither"]
NEITHER_FILE = "not-names.csv"
_CONTEXTS = 3
_NAME = re.compile(r"(?<![\w@/.])(?:[^\W\d_a-z][\w'’\-]*[^\W\d_]|[^\W\d_a-z]\.?(?=\s[^\W\d_a-z]))(?:[ \t]+(?:(?:van|de|der|al|el|bin|of|the)[ \t]+)?[^\W\d_a-z][\w'’\-]*){0,3}")
_PLACE_WORD = re.compile(r"\b(?:School|Academy|Primary|Nursery|Surgery|Practice|Hospital|Centre|Clinic|Road|Street|Avenue|Close|Lane|Drive|Crescent|House|Court|Estate|Park|Church|Mosque|College|Infirmary|Refuge|Hostel|Gardens|Terrace|Way)$")
_CALENDAR = frozenset("january february march april may june july august september october november december monday tuesday wednesday thursday friday saturday sunday christmas easter ramadan eid diwali".split())  # noqa: SIM905
_OPENERS = frozenset({"the", "at", "in", "from", "to", "their", "her", "his", "a", "an", "local", "home", "attended", "mother", "father"})
_OPENING = re.compile(r"(?:^|[.!?:;•\n\"“(\[-])\s*$")


@dataclass(frozen=True, repr=False)
class Stranger:
    """A name nobody knows: how often it stands in the records, a few places of it, what it may be."""

    text: str
    count: int
    contexts: tuple[str, ...]
    guess: Filing


def find_strangers(texts: Iterable[str], register: Register, known: Iterable[str] = (), finder: Finder | None = None) -> list[Stranger]:
    """Strangers in the texts, the most frequent first.

    `known` are names that are no secret or were filed as neither (agencies, the partnership): see
    `not_names`. Words that also occur in small letters in the same texts are words, not names.
    """
    finder = finder or Finder(register)
    texts = list(dict.fromkeys(text for text in texts if text))
    small = {word for text in texts for word in re.findall(r"(?<![\w])[a-z][a-z'’]{2,}", text)}
    no_names = {fold(name).text.strip() for name in known}
    inside = {word for name in no_names for word in name.split()}
    found: dict[str, list[str]] = {}
    titled: set[str] = set()
    for text in texts:
        taken = [(mention.start, mention.end) for mention in finder.mentions(text) if mention.kind != "slip" or mention.confidence > SOUNDS_ALIKE]
        for match in _NAME.finditer(text):
            for start, end in _parts(match, text, small | inside, no_names):
                if any(first < end and start < last for first, last in taken):
                    continue
                name = re.sub(r"\s+", " ", text[start:end]).strip(" '’-")
                if re.search(r"(?:" + "|".join(TITLES) + r")[\s.]+$", text[:start].lower()[-12:]):
                    titled.add(name)
                found.setdefault(name, []).append(text[max(0, start - 40) : end + 40].replace("\n", " "))
    strangers = [Stranger(name, len(contexts), tuple(contexts[:_CONTEXTS]), _guess(name, name in titled)) for name, contexts in found.items()]
    return sorted(strangers, key=lambda stranger: (-stranger.count, stranger.text))


def _parts(match: re.Match, text: str, words: set[str], no_names: set[str]) -> list[tuple[int, int]]:
    """The stretch of a run of capitalised words that is no ordinary word."""
    if fold(match.group()).text in no_names:
        return []
    tokens = [(match.start() + token.start(), match.start() + token.end(), token.group()) for token in re.finditer(r"\S+", match.group())]
    named_place = len(tokens) > 1 and bool(_PLACE_WORD.search(tokens[-1][2])) and tokens[-2][2].lower() not in words
    while tokens and ((_is_ordinary(tokens[0][2], words) and not (named_place and len(tokens) > 1 and tokens[0][2].lower() not in _OPENERS)) or tokens[0][2].lower().strip(".") in TITLES):
        tokens = tokens[1:]
    while tokens and _is_ordinary(tokens[-1][2], words) and not _PLACE_WORD.search(tokens[-1][2]):
        tokens = tokens[:-1]
    if not tokens or (len(tokens) == 1 and (_OPENING.search(text[: tokens[0][0]]) and is_word(fold(tokens[0][2]).text))):
        return []
    if all(_PLACE_WORD.search(word) for _, _, word in tokens) or (len(tokens) == 1 and named_place):
        return []
    return [(tokens[0][0], tokens[-1][1])]


def _is_ordinary(word: str, words: set[str]) -> bool:
    plain = re.sub(r"['’]s?$", "", word)
    folded = fold(plain).text
    if len(folded) < 2 or folded in _CALENDAR or (plain.isupper() and (plain in ABBREVIATIONS or len(plain) <= 5)):
        return True
    halves = [half for half in folded.split("-") if half]
    if len(halves) > 1 and all(half in words or is_word(half) or len(half) < 3 for half in halves):
        return True
    return folded in words or (is_word(folded) and folded not in FORENAMES and not _PLACE_WORD.search(plain)) or any(sign.isdigit() for sign in plain)


def _guess(name: str, titled: bool) -> Filing:
    return "place" if _PLACE_WORD.search(name) and not titled else "person"


def not_names(folder: Path) -> list[str]:
    """What the author filed as neither, from the case's `not-names.csv`."""
    path = folder / NEITHER_FILE
    if not path.exists():
        return []
    return [row["text"] for row in csv.DictReader(io.StringIO(read_text(path))) if row.get("text")]


def file_stranger(folder: Path, text: str, filing: Filing) -> None:
    """File a name: a new row of `people.csv` or `places.csv`, or a line of `not-names.csv`.

    The rows that are there keep their columns and order. Raises InputError for another filing, or where
    the table can't be read.
    """
    if filing == "person":
        _append(folder / "people.csv", PEOPLE_COLUMNS, text, "p")
    elif filing == "place":
        _append(folder / "places.csv", PLACE_COLUMNS, text, "l")
    elif filing == "neither":
        rows = [{"text": name} for name in dict.fromkeys([*not_names(folder), text])]
        write_atomic(folder / NEITHER_FILE, table_text(["text"], rows))
    else:
        raise InputError(Problem(NEITHER_FILE, f"A name can't be filed as '{filing}'.", "Choose person, place or neither."))


def file_as_alias(folder: Path, text: str, identity: str) -> None:
    """File a name as another one of somebody in `people.csv`, or of a place in `places.csv`.

    Raises InputError where there is no such id.
    """
    for path in (folder / "people.csv", folder / "places.csv"):
        rows = list(csv.DictReader(io.StringIO(read_text(path)))) if path.exists() else []
        for row in rows:
            if row.get("id") == identity:
                row["aliases"] = ";".join(dict.fromkeys([*filter(None, (row.get("aliases") or "").split(";")), text]))
                write_atomic(path, table_text(list(dict.fromkeys([*rows[0], "aliases"])), rows))
                return
    raise InputError(Problem("people.csv", f"There is nobody with the id '{identity[:32]}'.", "Choose somebody of the list."))


def _append(path: Path, columns: tuple[str, ...], name: str, letter: str) -> None:
    rows = list(csv.DictReader(io.StringIO(read_text(path)))) if path.exists() else []
    header = list(rows[0]) if rows else ["id", "name"]
    if "id" not in header:
        raise InputError(Problem(path.name, "The table has no column 'id'.", f"Columns are: {', '.join(columns)}."))
    header += [column for column in ("name",) if column not in header]
    taken = {row["id"] for row in rows}
    number = next(n for n in range(1, len(rows) + 2) if f"{letter}{n:02d}" not in taken)
    rows.append({"id": f"{letter}{number:02d}", "name": name})
    write_atomic(path, table_text(header, rows))
