"""Other readings of a layer's text: what a program, a browser or a word processor would make of it.

Undoes escapes and encodings, several deep, until nothing changes; takes out markup that stands within words;
turns reversed stretches round; unpacks base64; parts joined capitals. Knows no names.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from email.errors import HeaderParseError
from email.header import decode_header, make_header
from html import unescape
from unicodedata import category

from lcspr_kit.privacy.leaks.alphabets import in_other_writing
from lcspr_kit.privacy.leaks.plain import decode, unpack_base64

_ROUNDS = 5
_HEX = "[0-9A-Fa-f]"
_PERCENT = re.compile(rf"(?:%{_HEX}{{2}})+")
_ENTITY = re.compile(r"&(?:#\d{1,6};?|#[xX][0-9A-Fa-f]{1,5};?|[A-Za-z]{2,8};)")
_ESCAPE = re.compile(
    rf"\\u\{{0*({_HEX}{{1,6}})\}}|[\\%]u({_HEX}{{4}})|\\U({_HEX}{{8}})|\\x({_HEX}{{2}})|_x({_HEX}{{4}})_|\\({_HEX}{{6}}|{_HEX}{{2,5}}(?!{_HEX})) ?"
    r"|\\(?P<sign>[!-/:-@\[-`{-~])|\\[nrt]"
)
_QUOTED = re.compile(r"(?:=[0-9A-F]{2})+|=\r?\n")  # quoted-printable, as in e-mails and address cards
_IS_QUOTED = re.compile(r"=(?:[89A-F][0-9A-F]|3D|\r?\n)|(?:=[0-9A-F]{2}){3}")
_ENCODED = r"=\?[\w\-]{2,30}(?:\*[\w\-]{1,20})?\?[bBqQ]\?[^?\s]{1,400}\?="
_HEADER = re.compile(rf"{_ENCODED}(?:\s+{_ENCODED}){{0,200}}")  # what stands between two of them is not shown
_LANGUAGE = re.compile(r"(?<=\w)\*[\w\-]{1,20}\?")
_MANGLED = re.compile(r"[\u00c2-\u00f4][\u0080-\u00ff\u0152-\u02dc\u2013-\u2122]{1,3}")  # UTF-8 that was read as Windows-1252
_MARKUP = re.compile(
    r"</?[A-Za-z][^<>]{0,200}>|<!--[^<>]{0,200}-->|\[/?[A-Za-z]{1,8}(?:=[^\[\]\n<]{0,100})?\](?![\[(])"
    r"|(?<=[^\W\d_])(?:\*{1,3}|_{1,3}|~~|`{1,3}|==|[{}])(?=[^\W\d_])"
)
_LINK = re.compile(r"!?\[([^\[\]\n]{1,80})\](?:\([^()\s]{0,300}\)|\[[^\[\]\n]{0,80}\])")
_COMMAND = re.compile(r"\\(?:(text[a-z]{2}|emph|underline|uline|mbox)|[A-Za-z]{2,20}\*?)\{([^{}\n]{0,200})\}")
_REVERSED = re.compile("\u202e([^\u202c\u2069\n]*)")
_BASE64 = re.compile(r"(?<![\w+/])[A-Za-z0-9+/]{10,4000}={0,2}(?![\w+/=])")
_LOOSE = re.compile(r"(?<!\w)[^\W\d_]{1,2}(?: [^\W\d_]{1,2}){4,80}(?!\w)")  # letters that a PDF sets one by one
_CAMEL = re.compile(r"(?<=[^\W\d_A-Z])(?=[A-Z])|_+")
_JOINED = re.compile(r"(?<!\w)\w*[a-z][A-Z]\w*")


def readings(text: str, rounds: int = _ROUNDS) -> Iterator[str]:
    """Every other reading of a text, none for plain prose; `rounds` is how many layers of escapes are undone."""
    seen, plain = {text}, text
    for _ in range(rounds):
        plain = _decoded(plain)
        if plain in seen:
            break
        seen.add(plain)
        yield plain
    for other in (_without_markup(plain), _REVERSED.sub(lambda found: found[1][::-1], plain)):
        if other not in seen:
            seen.add(other)
            yield other
    for written in (text, plain) if plain != text else (text,):
        for other in in_other_writing(written):
            if other not in seen:
                seen.add(other)
                yield other
    packed = "\n".join(filter(None, (_from_base64(found[0]) for found in _BASE64.finditer(text))))
    if packed:
        yield packed
        yield from readings(packed, rounds - 1) if rounds else ()
    loose = [found[0].replace(" ", "") for found in _LOOSE.finditer(plain) if found[0].count(" ") * 3 > len(found[0])]
    if loose:
        yield "\n".join(loose)
    pieces = [_CAMEL.sub(" ", word) for word in _JOINED.findall(_without_markup(plain))]
    if pieces:
        yield "\n".join(dict.fromkeys(pieces))


def _decoded(text: str) -> str:
    """One layer of escapes undone, of every kind there is."""
    if "%" in text and _PERCENT.search(text):
        text = _PERCENT.sub(lambda found: decode(bytes.fromhex(found[0].replace("%", ""))), text.replace("+", " "))
    if "&" in text and _ENTITY.search(text):
        text = unescape(text)
    if ("\\" in text or "_x" in text or "%u" in text) and _ESCAPE.search(text):
        text = _ESCAPE.sub(_unescaped, _COMMAND.sub(lambda found: found[2] if found[1] else f" {found[2]}", text)).encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    if "=" in text:
        text = _HEADER.sub(_header, text)
        if _IS_QUOTED.search(text):
            text = _QUOTED.sub(lambda found: decode(bytes.fromhex(found[0].replace("=", ""))) if found[0].strip("=\r\n") else "", text)
    return text if text.isascii() else _MANGLED.sub(_mended, text)


def _unescaped(found: re.Match) -> str:
    if found["sign"]:
        return found["sign"]
    digits = next((group for group in found.groups() if group), "20")
    number = int(digits, 16)
    return chr(number) if number < 0x110000 else " "


def _header(found: re.Match) -> str:
    try:
        return str(make_header(decode_header(_LANGUAGE.sub("?", found[0]))))
    except (HeaderParseError, LookupError, ValueError):
        return found[0]


def _mended(found: re.Match) -> str:
    for encoding in ("cp1252", "latin-1"):
        try:
            return found[0].encode(encoding).decode("utf-8")
        except UnicodeError:
            continue
    return found[0]


def _without_markup(text: str) -> str:
    """The text with tags, links and the marks of emphasis within words taken out, so that words are whole."""
    if "](" in text or "][" in text:
        text = _LINK.sub(r"\1", text)
    return _MARKUP.sub("", text)


def _from_base64(run: str) -> str:
    """What a run of letters says as base64; empty where it is none, or no text."""
    data = unpack_base64(run)
    wide = len(data) > 3 and data[1::2].count(0) > len(data) / 3
    try:
        text = data.decode("utf-16-le" if wide else "utf-8")
    except UnicodeDecodeError:
        if wide or sum(byte > 127 for byte in data) * 5 > len(data):
            return ""
        text = data.decode("cp1252", errors="replace")
    return text if all(sign.isprintable() or sign in "\n\r\t" or category(sign) == "Cf" for sign in text) else ""
