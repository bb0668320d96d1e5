"""How wide a text is when drawn in Arial or a font with the same widths (Arimo, Liberation Sans).

Layout must not depend on which fonts a machine has, so the advance widths are kept here as facts,
in thousandths of the type size. A character that is not listed counts as wide as a capital M.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_right
from itertools import accumulate

FONT = "Arial"

_REGULAR = {
    0: '\xad',
    191: "'",
    222: 'ijlįĵĺļłſ‘’',
    260: '|¦',
    278: ' !,./:;I[\\]ft\xa0ÌÍÎÏìíîïĨĩĪīĬĭĮİıţŧ',
    292: 'ľ',
    333: '()-`r¡¨²³´·¸¹ŕŗř‐‑“”',
    334: '{}ŀ',
    350: '•',
    355: '"',
    365: 'º',
    370: 'ª',
    375: 'ť',
    389: '*',
    400: '°',
    444: 'ĳ',
    469: '^',
    500: 'JcksvxyzçýÿćĉċčĴķĸśŝşšŷźżž',
    537: '¶',
    549: '±÷≥≤',
    552: '¯',
    556: '#$0123456789?L_abdeghnopqu¢£¤¥§«»àáâãäåèéêëðñòóôõöùúûüþāăąđēĕėęěĝğġģĥħĹĻĽĿŁńņňŋōŏőũūŭůűų‒–€',
    576: 'µ',
    584: '+<=>~¬××',
    604: 'ŉ',
    611: 'FTZ¿ßøŢŤŦŹŻŽ',
    615: 'ď',
    667: '&ABEKPSVXYÀÁÂÃÄÅÈÉÊËÝÞĀĂĄĒĔĖĘĚĶŚŜŞŠŶŸ',
    722: 'CDHNRUwÇÐÑÙÚÛÜĆĈĊČĎĐĤĦŃŅŇŔŖŘŨŪŬŮŰŲŵ',
    723: 'Ŋ',
    735: 'Ĳ',
    737: '©®',
    750: '✓',
    778: 'GOQÒÓÔÕÖØĜĞĠĢŌŎŐ',
    833: 'Mm',
    834: '¼½¾',
    889: '%æ',
    944: 'WœŴ',
    1000: 'ÆŒ—…←→',
    1015: '@',
}
_BOLD = {
    0: '\xad',
    238: "'",
    278: ' ,./I\\ijl\xa0ÌÍÎÏìíîïĨĩĪīĬĭĮįİıĵĺļłſ‘’',
    280: '|¦',
    333: '!()-:;[]`ft¡¨²³´·¸¹ţŧ‐‑',
    350: '•',
    365: 'º',
    370: 'ª',
    385: 'ľ',
    389: '*r{}ŕŗř',
    400: '°',
    474: '"',
    479: 'ŀť',
    500: 'zźżž“”',
    549: '±÷≥≤',
    552: '¯',
    556: '#$0123456789J_aceksvxy¢£¤¥§«¶»àáâãäåçèéêëýÿāăąćĉċčēĕėęěĳĴķĸśŝşšŷ‒–€',
    576: 'µ',
    584: '+<=>^~¬××',
    611: '?FLTZbdghnopqu¿ßðñòóôõöøùúûüþđĝğġģĥħĹĻĽĿŁńņňŋōŏőŢŤŦũūŭůűųŹŻŽ',
    667: 'EPSVXYÈÉÊËÝÞĒĔĖĘĚŚŜŞŠŶŸ',
    708: 'ŉ',
    719: 'ď',
    722: '&ABCDHKNRUÀÁÂÃÄÅÇÐÑÙÚÛÜĀĂĄĆĈĊČĎĐĤĦĶŃŅŇŔŖŘŨŪŬŮŰŲ',
    723: 'Ŋ',
    737: '©®',
    750: '✓',
    778: 'GOQwÒÓÔÕÖØĜĞĠĢŌŎŐŵ',
    785: 'Ĳ',
    833: 'M',
    834: '¼½¾',
    889: '%mæ',
    944: 'WœŴ',
    975: '@',
    1000: 'ÆŒ—…←→',
}
_UNKNOWN = 833


def _by_character(table: dict[int, str]) -> dict[str, int]:
    return {character: width for width, characters in table.items() for character in characters}


_WIDTHS = {False: _by_character(_REGULAR), True: _by_character(_BOLD)}


def text_width(text: str, size: float, bold: bool = False) -> float:
    """Width in points of one line of text at a type size in points."""
    widths = _WIDTHS[bold]
    return sum(widths.get(character, _UNKNOWN) for character in text) * size / 1000


def is_measured(text: str, bold: bool = False) -> bool:
    """Whether the width of every character of a text is known, not guessed."""
    return all(character in _WIDTHS[bold] for character in text)


def wrap_to_width(text: str, width: float, size: float, bold: bool = False) -> list[str]:
    """Break a text into lines no wider than `width` points.

    A word that is too long is broken after a hyphen or a stroke of its own; only a piece that is still
    too long is cut, with a hyphen where it is written in letters.
    """
    lines: list[str] = []
    current = ""
    for word in text.split():
        for number, piece in enumerate(_pieces(word, width, size, bold)):
            candidate = f"{current} {piece}" if current and not number else current + piece
            if text_width(candidate, size, bold) <= width:
                current = candidate
            else:
                if current:
                    lines.append(current)
                current = piece
    return [*lines, current] if current or not lines else lines


def widest_piece(text: str, size: float, bold: bool = False) -> float:
    """Width in points of the widest piece of a text that can't be broken without cutting a word."""
    return max((text_width(piece, size, bold) for word in text.split() for piece in _BREAKS.split(word)), default=0.0)


_BREAKS = re.compile(r"(?<=[-/_\u2010\u2013\u2014])(?=\w)")


def _pieces(word: str, width: float, size: float, bold: bool) -> list[str]:
    if text_width(word, size, bold) <= width:
        return [word]
    return [cut for piece in _BREAKS.split(word) for cut in _cut(piece, width, size, bold)]


def _cut(piece: str, width: float, size: float, bold: bool) -> list[str]:
    """A piece as it is, or cut into parts that fit (a part has at least one letter)."""
    widths = _WIDTHS[bold]
    up_to = [0, *accumulate(widths.get(character, _UNKNOWN) for character in piece)]  # how wide the piece is up to each sign
    room, hyphen = width * 1000 / size, widths.get("-", _UNKNOWN)
    parts: list[str] = []
    start, length = 0, len(piece)
    while up_to[length] - up_to[start] > room and length - start > 1:
        end = bisect_right(up_to, up_to[start] + room - hyphen, start + 1, length) - 1
        end = max(end, start + 1)
        while end > start + 1 and unicodedata.combining(piece[end]):
            end -= 1
        letters = piece[end - 1].isalpha() and piece[end].isalpha() and ord(piece[end]) < _NO_HYPHENS
        parts.append(piece[start:end] + ("-" if letters else ""))
        start = end
    return [*parts, piece[start:]]


_NO_HYPHENS = 0x0590
"""From here on scripts are not divided with a hyphen."""
