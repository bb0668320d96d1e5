"""Layers of e-mails and web archives (MIME): headers, every part, every attachment."""

from __future__ import annotations

from collections.abc import Iterator
from email import message_from_bytes, policy

from lcspr_kit.privacy.leaks.layers import Budget, Layer, join_where, read_layers


def read_mail(data: bytes, where: str, depth: int, budget: Budget) -> Iterator[Layer]:
    """Every header and part of a message."""
    message = message_from_bytes(data, policy=policy.default)
    for name, value in message.items():
        yield Layer(join_where(where, f"header {name}"), str(value))
    for number, part in enumerate(message.walk(), 1):
        if part.is_multipart():
            continue
        content = part.get_payload(decode=True)
        if isinstance(content, bytes) and budget.take(len(content)):
            ending = {"text/html": "part.html", "image/svg+xml": "part.svg"}.get(part.get_content_type(), "part.txt")
            yield from read_layers(part.get_filename() or ending, content, join_where(where, f"part {number}"), depth + 1, budget)
