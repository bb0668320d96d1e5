"""Layers of notebooks and other JSON: every text in it, pages and pictures among the outputs unpacked."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator

from lcspr_kit.privacy.leaks.layers import Budget, Layer, is_label, join_where, needs_label, read_layers
from lcspr_kit.privacy.leaks.plain import decode, packed_in, unpack_base64

_COLOURS = re.compile(r"\x1b\[[0-9;]*[A-Za-z]")


def read_json(data: bytes, where: str, depth: int, budget: Budget) -> Iterator[Layer]:
    """Every string of a JSON file with its path; keys too. What is no JSON is read as text."""
    text = decode(data)
    try:
        tree = json.loads(text, object_pairs_hook=_every)
    except ValueError:
        yield Layer(join_where(where, "text"), text)
        return
    yield from _walk(tree, "", where, depth, budget)


def _every(pairs: list[tuple[str, object]]) -> dict[str, object]:
    """An object with all its pairs, also those whose key stands twice."""
    found: dict[str, object] = {}
    for key, value in pairs:
        while key in found:
            key += " (again)"
        found[key] = value
    return found


def _walk(value: object, path: str, where: str, depth: int, budget: Budget) -> Iterator[Layer]:
    place = join_where(where, path or "text")
    if isinstance(value, dict):
        for key, inner in value.items():
            yield Layer(place, str(key), machine=True)
            if key == "application/vnd.jupyter.widget-view+json":
                continue
            yield from _mime(key, inner, path, where, depth, budget)
    elif isinstance(value, list):
        if value and all(isinstance(item, str) for item in value) and path.endswith(("source", "text", "text/plain", "traceback")):
            yield from _string("".join(value), place, depth, budget)
            return
        if len(value) in (2, 3) and all(isinstance(item, float) for item in value):
            yield Layer(place, ", ".join(map(str, value)))  # a place on the map
        for number, inner in enumerate(value, 1):
            yield from _walk(inner, f"{path} {number}".strip(), where, depth, budget)
    elif isinstance(value, str):
        yield from _string(_labelled(value, path), place, depth, budget)
    elif isinstance(value, (int, float)) and len(str(value)) >= 6:
        yield Layer(place, _labelled(str(value), path))


def _labelled(text: str, path: str) -> str:
    """A number with the key that says what it is."""
    key = path.rpartition(", ")[2].replace("_", " ")
    return f"{key}: {text}" if needs_label(text) and is_label(key) else text


def _mime(key: str, value: object, path: str, where: str, depth: int, budget: Budget) -> Iterator[Layer]:
    inside = f"{path}, {key}" if path else key
    text = "".join(map(str, value)) if isinstance(value, list) and "/" in key else value
    if isinstance(text, str) and key in ("text/html", "image/svg+xml"):
        name = "output.html" if key == "text/html" else "output.svg"
        yield from _without_name(name, text.encode("utf-8"), join_where(where, inside), depth, budget)
    elif isinstance(text, str) and key.startswith(("image/", "application/pdf")):
        yield from _without_name("", unpack_base64(text), join_where(where, inside), depth, budget)
    else:
        yield from _walk(value, inside, where, depth, budget)


def _without_name(name: str, data: bytes, where: str, depth: int, budget: Budget) -> Iterator[Layer]:
    if budget.take(len(data)):
        yield from (layer for layer in read_layers(name, data, where, depth + 1, budget) if layer.fault or layer.text != name)


def _string(text: str, place: str, depth: int, budget: Budget) -> Iterator[Layer]:
    text = _COLOURS.sub("", text)
    yield Layer(place, text)
    if text.lstrip()[:1] == "<":
        yield from _without_name("output.html", text.encode("utf-8"), place, depth, budget)
    yield from packed_in(text, place, depth, budget)
