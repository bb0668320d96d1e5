"""From a section's template to blocks: Jinja2 Markdown in which tables, figures and prompts are calls.

`{{ value }}` is case text and is escaped; `{{ table('x') }}` and its like leave a mark in the text
that is cut out afterwards, so that a block can never be mixed up with prose.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from functools import lru_cache
from types import MappingProxyType
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from lcspr_kit.report.blocks import Block, Heading, Photo, Prose, escape_markdown
from lcspr_kit.report.photos import split_pictures
from lcspr_kit.resources import templates

_MARK = re.compile("\x02(\\d+)\x03")
_GAPS = re.compile(r"\n[ \t]*\n(?:[ \t]*\n)+")
_HEADING = re.compile(r"(?m)^(#{1,6})[ \t]+(.*?)[ \t#]*$")
_FENCE = re.compile(r"(?m)^(```|~~~)")
DEEPEST = 6


class Marked(str):
    """Text that `{{ }}` leaves as it is: a block's mark, or Markdown made by the kit."""

    __slots__ = ()


def _finalize(value: object) -> str:
    return value if isinstance(value, Marked) else escape_markdown("" if value is None else value)


@lru_cache(maxsize=1)
def _environment() -> Environment:
    return Environment(
        loader=FileSystemLoader(templates(), encoding="utf-8"),
        finalize=_finalize,
        autoescape=False,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
        auto_reload=False,
        cache_size=-1,
    )


def compile_templates() -> None:
    """Compile every section's template now, for the processes that will be forked from this one."""
    for name in _environment().list_templates(filter_func=lambda name: name.startswith("sections/") and name.endswith(".md.j2")):
        _environment().get_template(name)


def fill_template(name: str, values: Mapping[str, Any], makers: Mapping[str, Callable[..., Block | list[Block] | None]]) -> tuple[Block, ...]:
    """The blocks of `templates/<name>.md.j2`; `name` is that of a section or a pack, such as `sections/child`.

    `values` are the names the template may use. `makers` make blocks: what they return stands where
    they are called; None stands for nothing.
    """
    made: list[list[Block]] = []

    def call(maker: Callable[..., Block | list[Block] | None]) -> Callable[..., Marked]:
        def mark(*args: Any, **kwargs: Any) -> Marked:
            block = maker(*args, **kwargs)
            made.append([] if block is None else block if isinstance(block, list) else [block])
            return Marked(f"\n\n\x02{len(made) - 1}\x03\n\n")

        return mark

    template = _environment().get_template(f"{name}.md.j2")
    text = template.render(**values, **{key: call(maker) for key, maker in makers.items()})
    blocks: list[Block] = []
    for number, part in enumerate(_MARK.split(text)):
        if number % 2:
            blocks += made[int(part)]
        elif part.strip():
            blocks.append(Prose(_GAPS.sub("\n\n", part).strip()))
    return tuple(blocks)


def author_blocks(section: str, title: str, level: int, markdown: str, pictures: Mapping[str, bytes] = MappingProxyType({})) -> list[Block]:
    """The author's Markdown as blocks. Her headings go below the section's own, whatever she wrote them as.

    A line of its own that is a picture of `pictures` (PNG by file name) becomes one. A first heading that only says the section's title again is left out.
    """
    pieces = _split_headings(markdown)
    if pieces and pieces[0][0] and pieces[0][1].casefold() == title.casefold():
        pieces[0] = (0, "", pieces[0][2])
    shallowest = min((depth for depth, _, _ in pieces if depth), default=1)
    blocks: list[Block] = []
    previous = level
    for number, (depth, text, body) in enumerate(pieces):
        if depth:
            previous = min(level + 1 + depth - shallowest, previous + 1, DEEPEST)
            blocks.append(Heading(text, previous, f"{section}-{number}"))
        blocks += _with_pictures(f"{section}-{number}", body, pictures)
    return blocks


def _with_pictures(key: str, body: str, pictures: Mapping[str, bytes]) -> list[Block]:
    blocks: list[Block] = []
    prose = ""
    for number, (text, name, alt) in enumerate(split_pictures(body)):
        prose += text
        if name and name not in pictures:  # shown as it is written; a check tells of it
            prose += f"![{alt}](pictures/{name})"
        if (name in pictures or not name) and prose.strip():
            blocks.append(Prose(prose.strip(), by_author=True))
            prose = ""
        if name in pictures:
            blocks.append(Photo(pictures[name], alt, f"{key}-picture-{number}"))
    return blocks


def _split_headings(markdown: str) -> list[tuple[int, str, str]]:
    """Pieces of (depth, heading text, what follows); depth 0 before the first heading. Code fences are kept whole."""
    fences = [match.start() for match in _FENCE.finditer(markdown)]
    headings = [match for match in _HEADING.finditer(markdown) if sum(start < match.start() for start in fences) % 2 == 0 and match[2]]
    pieces = [(0, "", markdown[: headings[0].start()] if headings else markdown)]
    ends = [*(match.start() for match in headings[1:]), len(markdown)]
    for match, end in zip(headings, ends, strict=False):  # without a heading there is only the end
        pieces.append((len(match[1]), _plain(match[2]), markdown[match.end() : end]))
    return [piece for piece in pieces if piece[0] or piece[2].strip()]


def _plain(text: str) -> str:
    """A heading's text without emphasis and escapes."""
    return re.sub(r"\\([\W_])", r"\1", re.sub(r"(?<!\\)[*_`]+", "", text)).strip()
