"""Layers of e-mails and web archives (MIME): headers, every part, every attachment."""

from __future__ import annotations

import re
from collections.abc import Iterator
from email import message_from_bytes, policy

from lcspr_kit.privacy.leaks.layers import Budget, Layer, join_where, read_layers


def read_mail(data: bytes, where: str, depth: int, budget: Budget) -> Iterator[Layer]:
    """Every header and part of a message."""
    message = message_from_bytes(data, policy=policy.default)
    for number, part in enumerate(message.walk(), 1):
        for name, value in part.items():
            if name.lower() not in ("mime-version", "content-transfer-encoding", "date"):
                yield Layer(join_where(where, f"header {name}" if number == 1 else f"part {number}, header {name}"), str(value))
        for aside in (part.preamble, part.epilogue):
            if aside and aside.strip():
                yield Layer(join_where(where, "text around the parts"), aside.encode("utf-8", "surrogateescape").decode("utf-8", "replace"))
        if part.is_multipart():
            continue
        content = part.get_payload(decode=True)
        if isinstance(content, bytes) and budget.take(len(content)):
            if part.get_content_type() in ("text/calendar", "text/vcard", "text/x-vcard"):
                content = re.sub(rb"\r?\n[ \t]", b"", content)  # their long lines are folded, also within a word
            ending = {"text/html": "part.html", "image/svg+xml": "part.svg"}.get(part.get_content_type(), "part.txt")
            yield from read_layers(part.get_filename() or ending, content, join_where(where, f"part {number}"), depth + 1, budget)
