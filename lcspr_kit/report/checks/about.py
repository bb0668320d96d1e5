"""Of whom a sentence speaks: the child, or the adults around the child. Knows no grammar beyond order of words.

A sentence is of the child where it names the child, or where a pronoun that fits the child's sex means the child.
After a sentence that begins with an adult who may be meant, sentences that open with a pronoun go on about that adult;
any other takes it back to the child. A text that opens with a pronoun means the child.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from lcspr_kit.report.checks.clauses import clauses
from lcspr_kit.report.checks.material import sentences
from lcspr_kit.report.checks.wordings import found_in, has, pattern

_PRONOUNS = {"M": r"he|him|his|himself", "F": r"she|her|hers|herself", "": r"he|him|his|himself|she|her|hers|herself|they|them|their|themselves"}
_SPOKEN = re.compile(r"[\s*_]*[\"“‘]")
_SPOKEN_TO = re.compile(r"(?:In|At|To|Of|On|After|Before)\b[^\"“.:]{0,60}: ?[\"“]")
"""Somebody's own words with no more than the place or the listener before them: in a report on a child, the child's."""
_QUOTED = re.compile(r"[\"“][^\"“”]*[\"”]")
_STATES = r"was|were|is|are|had|has|seemed|appeared|presented|remained|looked|felt|stayed|became|coped|settled|engaged|managed|responded|interacted|needed|required|suffered|experienced|could|would|might|may|did not appear|continued|tended"


def names_child(text: str, names: Iterable[str]) -> bool:
    """Whether a text names the child, by one of the report's names or by a word for children."""
    return has("child", text) or any(re.search(rf"\b{re.escape(name)}\b", text, re.IGNORECASE) for name in names)


def of_child(text: str, names: Iterable[str], sex: str = "") -> list[str]:
    """The sentences of a text that speak of the child. `sex` is M or F where all children of the review have it, else empty."""
    known = list(names)
    pronoun = re.compile(rf"\b(?:{_PRONOUNS.get(sex, _PRONOUNS[''])})\b", re.IGNORECASE)
    opens = re.compile(rf"\W*(?:{_PRONOUNS.get(sex, _PRONOUNS[''])})\b", re.IGNORECASE)
    kept, means_child = [], True
    for part in sentences(text):
        found, adult, named = pronoun.search(part), _first_adult(part), _first_name(part, known)
        leads = adult is not None and all(adult.start() < other.start() for other in (found, named) if other)
        means_child = means_child or not opens.match(part)
        spoken = (adult is None and means_child and _SPOKEN.match(part)) or _SPOKEN_TO.match(part)
        if spoken or (named and not (leads and _owned_only(part, named))) or (found and means_child and (not leads or _means_another(part, adult, sex))):
            kept.append(part)
        if leads and adult is not None:
            fits = _sex_of(adult[0])
            means_child = bool(fits and sex and fits != sex) or bool(not fits and pattern("about_object").search(part))
        elif named:
            means_child = True
    return kept


def own_doing(text: str, names: Iterable[str], sex: str = "") -> list[str]:
    """What of the sentences on the child tells what the child does or says: not what comes before, where an adult leads."""
    known = list(names)
    out = []
    for part in of_child(text, known, sex):
        adult, named = _first_adult(part), _first_name(part, known)
        if adult is None or (named and named.start() < adult.start()) or re.search(r"\b(?:he|she|they)\b", part[: adult.start()], re.IGNORECASE):
            out.append(part)
        else:
            starts = [match.start() for match in (named, pattern("about_after").search(part, adult.end())) if match]
            out.append(part[min(starts, default=len(part)) :])
    return out


def _first_name(part: str, known: list[str]) -> re.Match[str] | None:
    """Where a sentence first names the child, by name or by a word for children."""
    found = [*found_in("child", part), *(match for name in known for match in re.finditer(rf"\b{re.escape(name)}\b", part, re.IGNORECASE)), *pattern("about_young").finditer(part)]
    return min(found, key=lambda match: match.start(), default=None)


def _owned_only(part: str, named: re.Match[str]) -> bool:
    """Whether an adult's sentence only says "her children" in passing: they do nothing in it."""
    owned = re.search(r"\b(?:her|his|their|whose)\s+(?:\w+\s+)?$", part[: named.start()], re.IGNORECASE)
    return bool(owned) and not re.match(r"\s+(?:had|was|were|would|could|did|sang|cried|said|told|slept|ate|ran|hid|\w+ed)\b", part[named.end() :])


def _first_adult(part: str) -> re.Match[str] | None:
    """The first adult of a sentence; a nursery where somebody is, or a partner's own house, is none."""
    part = _QUOTED.sub(lambda match: " " * len(match[0]), part)  # whom somebody speaks of is not who speaks
    places = [match.span() for match in pattern("about_place").finditer(part)]
    return next((match for match in found_in("adult", part) if not re.match(r"[’']s (?:\w+ )?(?:partner|boyfriend|mother|father|sister|brother|husband|wife)\b", part[match.end() :]) and not any(start <= match.start() < end for start, end in places)), None)


def _sex_of(adult: str) -> str:
    return "F" if pattern("about_woman").search(adult) else "M" if pattern("about_man").search(adult) else ""


def _means_another(part: str, adult: re.Match[str] | None, sex: str) -> bool:
    """Whether a pronoun after an adult can't mean that adult: the other sex, or the object of what the adult did."""
    if adult is None:
        return True
    fits = _sex_of(adult[0])
    if fits and sex and fits != sex:
        return True
    first = re.search(r"\b(?:he|him|his|she|her|they|them|their)\b", part[adult.end() :], re.IGNORECASE)
    return bool(first and first[0].lower() in ("him", "them") and not re.match(r"[’']s\b", part[adult.end() :]))


def in_labels(sentence: str) -> bool:
    """Whether a sentence gives only what professionals call a child, or what they say of how the child was: nothing that it did or said."""
    if pattern("about_spoke").search(sentence):
        return False
    first = next(iter(clauses(sentence)), None)
    reported = first is not None and first.who in ("worker", "service", "nobody") and pattern("about_reports").match(first.rest) and not pattern("about_acts").search(sentence)
    return has("label", sentence) or bool(reported)


def acts_shown(text: str, names: Iterable[str], sex: str = "") -> int:
    """In how many sentences the child does or says something of its own: not where somebody saw it, or said how it was."""
    own = [part for part in own_doing(text, names, sex) if not in_labels(part) and not pattern("about_only_seen").search(part)]
    told = sum(bool(pattern("about_acts").search(part) or pattern("about_spoke").search(part)) for part in own)
    return told + sum(bool(pattern("about_perceived").search(part)) for part in sentences(text) if part not in own)


def told_by_child(text: str, names: Iterable[str], sex: str = "") -> int:
    """In how many sentences the child says, asks, draws or points, or is quoted: what can be told only of somebody who was listened to."""
    return sum(bool(pattern("about_told").search(part)) and not in_labels(part) for part in own_doing(text, names, sex))
