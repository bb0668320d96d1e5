"""Which heading of a Word file opens which section of the report: by its words, by its bookmark, by what stands below it,
or because only one section is missing at its place. Knows the kit's words and nothing of a case.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from dataclasses import dataclass

from lcspr_kit.report.kitwords import KitWords
from lcspr_kit.report.wordtree import Node, unwrapped, words_of

_ALIKE = 85  # per cent: a title that somebody changed a little


@dataclass(frozen=True)
class Place:
    """A heading of the Word file: the section it opens, its depth there, and whether its title is another than the kit's."""

    section: str
    depth: int
    retitled: bool = False


def place_headings(blocks: list[Node], kit: KitWords) -> dict[int, Place]:
    """The headings that open a section, by their number among `blocks`; each section once, but for the same title twice."""
    heads = [(at, block["c"][0], block["c"][1][0], words_of(block["c"][2])) for at, block in enumerate(blocks) if block["t"] == "Header"]
    found: dict[int, Place] = {}
    for at, depth, _, text in heads:
        if text in kit.chapters:
            section, level = kit.chapters[text]
            found[at] = Place(section, depth or level - 1)
    taken = {place.section for place in found.values()}
    sections = dict(kit.chapters.values())
    for at, depth, mark, _ in heads:
        section = kit.marks.get(mark, "")
        if at not in found and section in sections and section not in taken:
            found[at] = Place(section, depth or sections[section] - 1, retitled=True)
            taken.add(section)
    for at, depth, _, text in heads:
        section = "" if at in found else _by_title(text, depth, kit)
        if section and section not in taken:
            found[at] = Place(section, depth)
            taken.add(section)
    for find in (_by_contents, _by_order):
        for at, depth, _, text in heads:
            if at in found or not text or text in set().union(*kit.inner.values()):
                continue
            section = find(at, depth, blocks, found, kit)
            if section in sections and section not in taken:  # her words may stand in a file that opens no section
                found[at] = Place(section, depth, retitled=True)
                taken.add(section)
    return found


def moved(found: dict[int, Place], kit: KitWords) -> list[str]:
    """Chapters that stand elsewhere in the Word file than in the report, the fewest that explain the order."""
    order = list(dict.fromkeys(section for section, level in kit.chapters.values() if level == 2))
    there = list(dict.fromkeys(found[at].section for at in sorted(found) if found[at].section in order))
    stay = _longest_rising([order.index(section) for section in there])
    return [section for section in there if order.index(section) not in stay]


def _longest_rising(numbers: list[int]) -> set[int]:
    best: list[list[int]] = []  # best[n]: a rising row of n + 1 numbers with the smallest end
    for number in numbers:
        at = bisect_left([row[-1] for row in best], number)
        best[at : at + 1] = [[*(best[at - 1] if at else []), number]]
    return set(best[-1]) if best else set()


def _by_title(text: str, depth: int, kit: KitWords) -> str:
    """A section by a title that was changed a little; an episode's or a line's by its id, so that its title may change."""
    match = re.match(r"Episode (\S+):", text) or re.match(r"(\S+):", text)
    if match:
        for name in (f"episode-{match[1]}", f"analysis-{match[1]}"):
            if ("Episode" in match[0]) == name.startswith("episode") and name in kit.marks.values():
                return name
    from rapidfuzz import fuzz

    near = [(fuzz.ratio(text.lower(), known.lower()), section) for known, (section, level) in kit.chapters.items() if level - 1 == depth]
    score, section = max(near, default=(0.0, ""))
    return section if score >= _ALIKE else ""


def _by_contents(at: int, depth: int, blocks: list[Node], found: dict[int, Place], kit: KitWords) -> str:
    """The one section whose words, the kit's or the author's, stand below a heading."""
    homes: set[str] = set()
    for below in range(at + 1, len(blocks)):
        block = blocks[below]
        if below in found or block["t"] == "Header" and block["c"][0] <= depth:
            break
        for part in unwrapped(block)[1]:
            own = kit.homes.get(words_of(part), set()) if words_of(part) else set()
            homes |= own if len(own) == 1 else set()
    return homes.pop() if len(homes) == 1 else ""


def _by_order(at: int, depth: int, blocks: list[Node], found: dict[int, Place], kit: KitWords) -> str:
    """The one section of this depth that is missing between the one before and the one after, where this is the one heading."""
    order = list(dict.fromkeys(section for section, level in kit.chapters.values() if level - 1 == depth))
    known = {here: order.index(place.section) for here, place in found.items() if place.section in order}
    before = max((here for here in known if here < at), default=None)
    after = min((here for here in known if here > at), default=None)
    first = known[before] + 1 if before is not None else 0
    last = known[after] if after is not None else len(order)
    there = {place.section for place in found.values()}
    missing = [section for section in order[first:last] if section not in there]
    begin, end = (before if before is not None else -1), (after if after is not None else len(blocks))
    rivals = [here for here in range(begin + 1, end) if blocks[here]["t"] == "Header" and here not in found and blocks[here]["c"][0] == depth and words_of(blocks[here]["c"][2])]
    return missing[0] if len(missing) == 1 and rivals == [at] else ""
