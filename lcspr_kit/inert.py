"""What a spreadsheet would run, made words: the one door for cells of a CSV."""

from __future__ import annotations

import unicodedata

_UNSEEN = "\ufeff\u200b\u200c\u200d\u2060\u00ad\u200e\u200f\u202a\u202b\u202c\u202d\u202e "
_RISKY = ("=", "+", "-", "@", "\t", "\r", "\0")


def inert_cell(text: str) -> str:
    """A cell of a CSV; one that a spreadsheet would run as a formula gets an apostrophe in front (OWASP ASVS 1.2.10)."""
    # signs of no width and wide twins of the signs are taken for what a spreadsheet may make of them
    seen = unicodedata.normalize("NFKC", text[:20].lstrip(_UNSEEN))
    return f"'{text}" if text.startswith(_RISKY) or seen.startswith(_RISKY) else text
