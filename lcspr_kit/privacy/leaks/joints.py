"""What runs over the end of a line, cell or paragraph: the same text with its ends joined in other ways.

Knows where a text was joined, so that only what crosses a joint is told. Knows no names.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass
from itertools import accumulate

from lcspr_kit.privacy.folding import fold

_MARKS = re.compile(r"^[ \t]*(?:[>|#*•·]+[ \t]*)+", re.MULTILINE)
_ENDS = re.compile(r"(?<!\s)\s*\n\s*")
_OVER = re.compile(r"(?<=\d)\n(?=\d)|(?<=[@._\-])\n(?=\S)|\n(?=[@._])")
"""Line ends within a number or an e-mail address."""
_CUT = re.compile(r"([^\W\d_]+)[-\u2010\u00ad]?\n([^\W\d_]+)")


@dataclass(frozen=True, repr=False)
class Joined:
    """A text put together, and the places where its pieces meet, in order."""

    text: str
    joints: tuple[int, ...]

    def crosses(self, start: int, end: int) -> bool:
        """Whether a stretch holds signs from both sides of a joint."""
        at = bisect_right(self.joints, start)
        return at < len(self.joints) and self.joints[at] < end


def lines_of(text: str) -> tuple[str, bool]:
    """The lines of a text without empty ones, spaces at their ends and marks of quotation and list; whether
    there were such marks."""
    bare, marks = _MARKS.subn("", text.replace("\r", "\n"))
    return _ENDS.sub("\n", bare).strip("\n"), bool(marks)


def with_ends(text: str) -> Joined:
    """Lines as they are: the line ends are the joints."""
    return Joined(text, tuple(found.start() + 1 for found in re.finditer("\n", text)))


def with_spaces(text: str) -> list[Joined]:
    """Lines joined as a reader does, by a space; and once more without one within a number or an address."""
    loose = Joined(text.replace("\n", " "), with_ends(text).joints)
    return [loose, _without_ends(text)] if _OVER.search(text) else [loose]


def with_hyphens(text: str) -> Joined:
    """Lines that end in a hyphen joined with it: it may be that of a double name, not the printer's."""
    pieces = text.split("-\n")
    lengths = accumulate(len(piece) + 1 for piece in pieces[:-1])
    return Joined("-".join(pieces), tuple(lengths))


def with_cut_words(text: str, names: frozenset[str]) -> Joined:
    """Lines joined only where an end cuts a word of `names` (folded) in two, with a hyphen or without."""
    pieces, joints, position, length = [], [], 0, 0
    for cut in _CUT.finditer(text):
        if cut[2][0].isupper() and not cut[1][-1:].isupper():
            continue
        if fold(cut[1] + cut[2]).text in names:
            pieces.append(text[position : cut.end(1)])
            length += len(pieces[-1])
            joints.append(length)
            position = cut.start(2)
    return Joined("".join(pieces) + text[position:], tuple(joints))


def _without_ends(text: str) -> Joined:
    pieces = _OVER.split(text)
    return Joined("".join(pieces).replace("\n", " "), tuple(accumulate(len(piece) for piece in pieces[:-1])))
