"""Text made even for comparing, with a map back to the text as written. Knows signs, not names.

Folding takes away what a reader doesn't see or doesn't weigh: case, accents, ligatures, full-width
and look-alike letters, zero-width signs and soft hyphens, curly quotes, odd dashes and spaces, and a
hyphen that a line break put into a word.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache

_LINE_HYPHEN = re.compile(r"(?<=[^\W\d_])[-\u2010\u00ad][ \t]*\r?\n[ \t]*(?=[^\W\d_])")
_ODD = re.compile(rf"(?P<hyphen>{_LINE_HYPHEN.pattern})|[^\n -_a-~]")
_LETTERS = str.maketrans(
    {
        "ł": "l", "ø": "o", "đ": "d", "ð": "d", "þ": "th", "æ": "ae", "œ": "oe", "ı": "i", "ħ": "h", "ŧ": "t", "ŋ": "n", "ƒ": "f",
        # Cyrillic and Greek letters that look like Latin ones.
        "а": "a", "в": "b", "с": "c", "е": "e", "һ": "h", "і": "i", "ј": "j", "к": "k", "м": "m", "о": "o", "р": "p", "ѕ": "s",
        "т": "t", "у": "y", "х": "x", "ԁ": "d", "ո": "n", "α": "a", "β": "b", "ε": "e", "ι": "i", "κ": "k", "ν": "v", "ο": "o",
        "ρ": "p", "τ": "t", "υ": "u", "χ": "x", "η": "n",
    }
)  # fmt: skip
# Capitals that look like other letters than their small forms do.
_CAPITALS = str.maketrans("ΗΝΥΜΖНУΜ", "hnymzhym")
# Letters in a box or circle, small capitals, letters with a hook or stroke: Unicode names the plain letter.
_BY_NAME = re.compile(r"(?:LATIN|INDICATOR SYMBOL)(?: CAPITAL| SMALL)? LETTER (?:SMALL CAPITAL |SCRIPT |REVERSED |TURNED )?([A-Z])(?: WITH .*)?$")
_SIGNS = {"`": "'", "´": "'", "‘": "'", "’": "'", "‛": "'", "ʼ": "'", "ʹ": "'", "′": "'", "＇": "'", "“": '"', "”": '"', "„": '"', "−": "-"}


@dataclass(frozen=True, repr=False)
class Folded:
    """Folded text; `offsets[i]` is where its sign i comes from, None where nothing has moved."""

    text: str
    offsets: list[int] | None
    source: str

    def span(self, start: int, end: int) -> tuple[int, int]:
        """The stretch of the text as written that a stretch of the folded text stands for."""
        if self.offsets is None:
            return start, end
        first, last = self.offsets[start], self.offsets[end - 1] + 1
        while last < len(self.source) and unicodedata.category(self.source[last]).startswith("M"):
            last += 1
        return first, last


@lru_cache(maxsize=16)
def fold(text: str) -> Folded:
    """Fold a text of any length. Plain ASCII, the usual case, costs no more than `lower()`; the last few
    texts are remembered, for names, numbers and dates are looked for in the same text one after the other."""
    if text.isascii() and "`" not in text and "\0" not in text and not ("-" in text and "\n" in text and _LINE_HYPHEN.search(text)):
        return Folded(text.lower(), None, text)
    pieces: list[str] = []
    offsets: list[int] = []
    position = 0
    for odd in _ODD.finditer(text):
        pieces.append(text[position : odd.start()].lower())
        offsets += range(position, odd.start())
        position = odd.end()
        if not odd["hyphen"]:
            pieces.append(_fold_sign(odd[0]))
            offsets += [odd.start()] * len(pieces[-1])
    pieces.append(text[position:].lower())
    offsets += range(position, len(text))
    return Folded("".join(pieces), offsets, text)


def squeeze(text: str) -> str:
    """The letters and digits of a folded text alone: how a name is looked up, however it was joined."""
    return "".join(sign for sign in fold(text).text if sign.isalnum())


@lru_cache(maxsize=20_000)
def _fold_sign(sign: str) -> str:
    if sign in _SIGNS:
        return _SIGNS[sign]
    if sign in "\t\n\r\v\f\u2028\u2029\x85":
        return "\n" if sign in "\n\r\u2028\u2029\x85" else " "
    category = unicodedata.category(sign)
    if category in ("Cf", "Cc", "Co", "Cs") or sign in "\u115f\u1160\u3164\ufeff\u034f":
        return ""
    if category == "Pd":
        return "-"
    if category.startswith("Z"):
        return " "
    parts = unicodedata.normalize("NFKD", sign)
    plain = "".join(part for part in parts if not unicodedata.category(part).startswith("M"))
    plain = "".join("-" if unicodedata.category(part) == "Pd" else part for part in plain)
    plain = plain.translate(_CAPITALS).casefold().translate(_LETTERS)
    if not plain.isascii() or plain != plain.strip("()"):
        if letter := _BY_NAME.search(unicodedata.name(sign, "")):
            return letter[1].lower()
        if plain != sign:  # what it is made of may be folded in its turn
            return "".join(map(_fold_sign, plain))
    return plain


def seen(text: str) -> str:
    """A text without the signs nobody sees, such as soft hyphens and spaces of no width."""
    return text if text.isascii() else "".join(sign for sign in text if unicodedata.category(sign) != "Cf")
