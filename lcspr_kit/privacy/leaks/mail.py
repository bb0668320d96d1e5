"""Layers of e-mails and web archives (MIME): headers, every part, every attachment."""

from __future__ import annotations

import re
from collections.abc import Iterator
from email import message_from_bytes, policy
from email.message import Message

from lcspr_kit.privacy.leaks.layers import Budget, Layer, join_where, read_layers
from lcspr_kit.privacy.leaks.plain import decode

_MOST_HEADERS = 2000
_LONGEST_HEADER = 200_000
_FOLD = re.compile(r"\r?\n[ \t]+")


def read_mail(data: bytes, where: str, depth: int, budget: Budget) -> Iterator[Layer]:
    """Every header and part of a message; encoded words in headers are undone by `readings`."""
    message = message_from_bytes(data, policy=policy.compat32)  # the newer policies take headers apart, at great cost
    for number, part in enumerate(message.walk(), 1):
        if not budget.take(0):
            yield Layer(where or "file", "", fault="The message has more parts than the kit looks through.")
            return
        yield from _headers(part, join_where(where, "" if number == 1 else f"part {number}"))
        for aside in (part.preamble, part.epilogue):
            if aside and aside.strip():
                yield Layer(join_where(where, "text around the parts"), _as_text(aside))
        if part.is_multipart():
            continue
        content = part.get_payload(decode=True)
        if isinstance(content, bytes) and budget.take(len(content)):
            if part.get_content_type() in ("text/calendar", "text/vcard", "text/x-vcard"):
                content = re.sub(rb"\r?\n[ \t]", b"", content)  # their long lines are folded, also within a word
            ending = {"text/html": "part.html", "image/svg+xml": "part.svg"}.get(part.get_content_type(), "part.txt")
            yield from read_layers(part.get_filename() or ending, content, join_where(where, f"part {number}"), depth + 1, budget)


def _headers(part: Message, where: str) -> Iterator[Layer]:
    for number, (name, raw) in enumerate(part.raw_items()):
        value = _FOLD.sub(" ", _as_text(str(raw)))
        if number == _MOST_HEADERS or len(value) > _LONGEST_HEADER:
            yield Layer(join_where(where, f"header {name[:40]}"), value[:_LONGEST_HEADER], fault="The message has more, or longer, headers than the kit looks through.")
            return
        if name.lower() not in ("mime-version", "content-transfer-encoding", "date"):
            yield Layer(join_where(where, f"header {name[:40]}"), value)


def _as_text(text: str) -> str:
    return decode(text.encode("utf-8", "surrogateescape"))
