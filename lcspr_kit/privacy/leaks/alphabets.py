"""Writings that few programs use: letters by their numbers or names, names of sites, other alphabets of one byte a letter.

What `readings` tries besides the escapes of the web and of e-mails. Knows no names.
"""

from __future__ import annotations

import base64
import binascii
import re
import unicodedata
from collections.abc import Iterator

from lcspr_kit.privacy.folding import fold
from lcspr_kit.privacy.leaks.plain import decode

_ALPHABETS = ("cp1250", "iso8859-2", "cp1254")
"""Of Poland and its neighbours, and Turkey: what is shown wrongly as the alphabet of western Europe."""
_HIGH = re.compile(r"[\xa1-\xa7\xa9-\xff\u0152-\u0161\u0178-\u017e\u0192\u2030]")
_LONGEST_WORD = 200
_OCTAL = re.compile(r"(?:\\[0-3][0-7]{2})+")
_RICH_HEX = re.compile(r"(?:\\'[0-9a-fA-F]{2})+")
_RICH_NUMBER = re.compile(r"\\u(-?\d{2,5})(?:\?|\\'3[fF]| )?")
_ACCENT = re.compile(r"\\(?:[\"'`^~=.]|[cvHkrdu](?=[ {]))[ ]?\{?\\?([A-Za-z])\}?")
_STROKE = re.compile(r"\{?\\([lLoO])(?![A-Za-z])\}?[ ]?")
_NAMED = re.compile(r"\\N\{([A-Z][A-Z \-]{2,60})\}")
_SITE = re.compile(r"xn--([a-z0-9\-]{3,60})", re.IGNORECASE)
_SHIFTED = re.compile(r"[+&][A-Za-z0-9+/]{2,}-")
_PUT_TOGETHER = re.compile(r"([\"'])\s*[+&.]\s*\1")
_LETTERS = re.compile(r"([\"'])[^\W\d_]\1(?:\s*,\s*\1[^\W\d_ ]?\1){3,60}")
_CODES = re.compile(r"(?:fromCharCode|fromCodePoint|bytes|chr)\(\s*\[?((?:\d{2,5}\s*,\s*){2,400}\d{2,5})")
_UU = re.compile(r"^begin [0-7]{3} [^\n]{0,200}\n((?:[ -`]{1,62}\r?\n){1,2000})", re.MULTILINE)
_DIGITS = {word: str(number) for number, words in enumerate(("zero nought oh", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine")) for word in words.split()}
_DIGIT_WORD = re.compile("|".join(_DIGITS))
_SPOKEN = re.compile(rf"\b(?:(?:{'|'.join(_DIGITS)})\b[\s,\-]{{0,3}}){{5,20}}", re.IGNORECASE)
_APART = re.compile(r"(?<!\w)(?=[^\n]{0,40}?\d)(?:[A-Za-z0-9] ){5,40}[A-Za-z0-9](?!\w)")
_HEX = re.compile(r"(?<![\w#])(?:[0-9a-fA-F]{2}){6,500}(?!\w)|(?<!\w)(?:(?:0x|\\x)?[0-9a-fA-F]{2}[ :,]){5,500}(?:0x)?[0-9a-fA-F]{2}(?!\w)")
_BASE32 = re.compile(r"(?<![\w=])(?:[A-Z2-7]{8}){2,200}(?:[A-Z2-7]{2,7}={1,6})?(?!\w)|(?<![\w=])(?:[A-Z2-7]{8})+[A-Z2-7]{2,7}={1,6}")


def in_other_writing(text: str) -> Iterator[str]:
    """What a text says in each writing that it may hold; nothing for plain prose."""
    if not text.isascii():
        yield from _in_alphabets(text)
    if "\\" in text:
        if _OCTAL.search(text):
            yield _OCTAL.sub(lambda found: decode(bytes(int(number, 8) for number in found[0].split("\\")[1:])), text)
        other = _RICH_NUMBER.sub(lambda found: chr(int(found[1]) % 65536), text)
        other = _RICH_HEX.sub(lambda found: decode(bytes.fromhex(found[0].replace("\\'", ""))), other)
        other = _STROKE.sub(r"\1", _ACCENT.sub(r"\1", _NAMED.sub(_letter, other)))
        if other != text:
            other = other.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
            yield other
            yield from _in_alphabets(other)
    if "xn--" in text.lower():
        yield " ".join(filter(None, (_site(found[1]) for found in _SITE.finditer(text))))
    if ("+" in text or "&" in text) and (shifted := _SHIFTED.search(text)):
        yield from filter(None, [_unshifted(text.replace("&", "+") if shifted[0][0] == "&" else text)])
    if '"' in text or "'" in text:
        joined = _LETTERS.sub(lambda found: re.sub(r"[\s,\"']", "", found[0]), _PUT_TOGETHER.sub("", text))
        if joined != text:
            yield joined
    if apart := [digits for found in _APART.finditer(text) if not _counts_up(digits := found[0].replace(" ", ""))]:
        yield "\n".join(apart)
    if _SPOKEN.search(text):
        yield _SPOKEN.sub(lambda found: "".join(_DIGITS[word] for word in _DIGIT_WORD.findall(found[0].lower())) + " ", text)
    if "(" in text and (codes := _CODES.findall(text)):
        yield "\n".join("".join(chr(int(code) % 65536) for code in re.findall(r"\d+", numbers)) for numbers in codes)
    if "begin " in text:
        yield from filter(None, (_from_uu(found[1]) for found in _UU.finditer(text)))
    for pattern, unpack in ((_HEX, _from_hex), (_BASE32, _from_base32)):
        packed = "\n".join(filter(None, (unpack(found[0]) for found in pattern.finditer(text))))
        if packed:
            yield packed


def _in_alphabets(text: str) -> Iterator[str]:
    """The words of a text that are no plain English as they would be, had their bytes not been taken for western Europe's."""
    words = [word for word in dict.fromkeys(text.split()) if len(word) < _LONGEST_WORD and _HIGH.search(word)]
    for alphabet in _ALPHABETS:
        others = [other for word in words if fold(other := _bytes(word).decode(alphabet, "replace")).text != fold(word).text]
        if others:
            yield "\n".join(others)


def _bytes(word: str) -> bytes:
    try:
        return word.encode("cp1252")
    except UnicodeEncodeError:
        return word.encode("latin-1", "replace")


def _counts_up(signs: str) -> bool:
    """Whether signs follow each other in order, as the numbers of an axis or of columns do."""
    return list(signs) == sorted(signs)


def _letter(found: re.Match) -> str:
    try:
        return unicodedata.lookup(found[1])
    except KeyError:
        return found[0]


def _site(letters: str) -> str:
    try:
        return letters.lower().encode("ascii").decode("punycode")
    except (UnicodeError, ValueError):
        return ""


def _unshifted(text: str) -> str:
    try:
        return text.encode("ascii", "ignore").decode("utf-7")
    except UnicodeDecodeError:
        return ""


def _from_hex(run: str) -> str:
    digits = re.sub(r"0x|\\x|[ :,]", "", run)
    return "" if digits.isdigit() and len(digits) < 16 else _readable(bytes.fromhex(digits))


def _from_base32(run: str) -> str:
    try:
        return _readable(base64.b32decode(run))
    except (binascii.Error, ValueError):
        return ""


def _from_uu(lines: str) -> str:
    try:
        return _readable(b"".join(binascii.a2b_uu(line) for line in lines.splitlines() if line != "end"))
    except binascii.Error:
        return ""


def _readable(data: bytes) -> str:
    """Bytes as text; empty where they are none."""
    text = decode(data).strip("\0")
    return text if len(text) > 3 and text.isprintable() else ""
