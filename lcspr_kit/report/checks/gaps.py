"""Rules on gaps in the author's lists: what every other entry of a list says and one leaves out."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from lcspr_kit.report.checks.material import Material
from lcspr_kit.report.checks.rule import OWN, rule
from lcspr_kit.report.wording import listed

_SAID = {
    "date": "its day", "who": "who took part", "agency": "the agency", "role": "the role", "kind": "the kind", "status": "how far it has come",
    "point": "what it shows", "what_happened": "a short account", "roles": "the part of each agency", "factors": "what contributed", "key_lines": "the line of enquiry that it speaks to",
}  # fmt: skip


@rule("gap-in-list", "warning", OWN, "No entry of a list leaves out what all others say")
def gap_in_list(material: Material) -> Iterator[tuple[str, str]]:
    """An entry without something that every other entry of its list has."""
    review = material.report.review
    lists: list[tuple[str, Sequence[object], tuple[str, ...]]] = [
        ("review.yml, activity", review.methodology.activities if review.methodology else [], ("date", "who")),
        ("review.yml, review_team", review.review_team, ("agency", "role")),
        ("review.yml, agency", review.agencies, ("kind",)),
        ("review.yml, family_engagement", review.family_engagement, ("status",)),
        ("review.yml, wider_evidence", review.wider_evidence, ("point",)),
        ("episodes.yml, episode", material.decided, ("what_happened", "roles", "factors", "key_lines")),
    ]
    for place, entries, fields in lists:
        for number, entry in enumerate(entries, 1):
            lacks = [_SAID[field] for field in fields if len(entries) > 1 and not _filled(entry, field) and all(_filled(other, field) for other in entries if other is not entry)]
            if lacks:
                name = getattr(entry, "id", None) or getattr(entry, "person", None) or number
                yield f"{place} {name}", f"All other entries here say {listed(lacks)}, and this one doesn't. Fill it in, or say why it is left out."


def _filled(entry: object, field: str) -> bool:
    value = getattr(entry, field)
    return bool(value.strip() if isinstance(value, str) else list(value) if isinstance(value, Iterable) else value)
