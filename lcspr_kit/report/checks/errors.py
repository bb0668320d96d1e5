"""Where an explanation stops at what somebody did, instead of starting there.

An error is an end where a worker or a service made it, and nothing in its paragraph says in what conditions: what is
named as a condition, what holds in general (told in the present), or a reason that is no person's. In a text that is
not there to explain, the error must also be given as the reason.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from lcspr_kit.report.checks.clauses import Clause, clauses, kind_of
from lcspr_kit.report.checks.material import sentences, words_in
from lcspr_kit.report.checks.weighing import JUDGED, gives_reason, is_own_word, lies_in_things
from lcspr_kit.report.checks.wordings import found_in, has, pattern

_RULES = r"(?:polic(?:y|ies)|procedures?|guidance|protocols?|rules?|pathways?|standards?|agreements?|tools?|checklists?|plans?)\b"
_FEW = 3
_LONG = 30
_AGENTS = (*JUDGED[1:], "nobody")


def stops_at_error(paragraph: str, explains: bool = True) -> str:
    """The words with which a paragraph stops at what somebody did; empty where it goes on to conditions.

    `explains` says that the text is there to explain: the why of a finding or an episode. Sentences that close the enquiry
    are looked at with those before them alone, so that conditions named elsewhere in the paragraph don't open it again."""
    parts = sentences(paragraph)
    if given := next((match[0] for part in parts for match in pattern("errors_given").finditer(part) if is_own_word(part, match[0])), ""):
        return given
    closed, settings = _closings(parts)
    ends, around = _ends_and_setting(parts)
    if max(settings, around) >= _FEW and max(settings, around) > closed:
        return ""
    if not explains and around > 1 and not ends and not closed:
        return ""
    named = bool(pattern("errors_by_name").search(paragraph))
    if named and ends and not around and explains:
        return ends[0]
    if named and not explains and len(parts) > 1 and words_in(paragraph) >= _LONG and ((around <= 1 and any(map(_answers, ends))) or len(ends) > around + 1):
        return ends[0]
    if len(parts) > _FEW and not explains and closed >= (2 if named and not settings else _FEW) and closed > 2 * settings:
        return next(part for part in parts if _closings([part])[0])
    for at, part in enumerate(parts):
        closes = has("closes_enquiry", part) or (has("remedied", part) and not is_family(part))
        if closes and len(parts) > 1 and (words := _stops(" ".join(parts[max(at - 1, 0) : at + 1]), explains)):
            return words
    return _stops(paragraph, explains) or ("" if explains else _bare_error(parts))


def _closings(parts: list[str]) -> tuple[int, int]:
    """How often sentences close on a person (give the answer, own or remedy the error, clear what stood around it), and how many go on to the setting."""
    closed = settings = 0
    for part in parts:
        cleared, setting = bool(pattern("errors_cleared").search(part)), bool(pattern("errors_setting").search(part))
        settings += setting and not cleared
        closed += cleared + bool(pattern("errors_closing").search(part) and not (setting and not cleared)) + bool(pattern("errors_shrugged").search(part)) + bool(pattern("errors_owned").search(part) and not is_family(part))
    return closed, settings


def _answers(part: str) -> bool:
    """Whether a sentence names an error, doesn't deny it, and closes with it."""
    named = pattern("errors_by_name").search(part)
    return bool(named and not re.search(r"\b(?:not|no|never|neither|nor)\b", part[: named.start()], re.IGNORECASE) and pattern("errors_closing").search(part))


def _ends_and_setting(parts: list[str]) -> tuple[list[str], int]:
    """The sentences that close on a person, or say that nothing around took part, and how many tell anything of the setting."""
    ends, around = [], 0
    for part in parts:
        shut = _answers(part) or has("no_condition", part) or has("remedied", part) or has("closes_enquiry", part) or bool(pattern("errors_cleared").search(part))
        closes = shut or any(pattern(name).search(part) for name in ("errors_closing", "errors_owned", "errors_shrugged"))
        setting = not shut and bool(pattern("errors_setting").search(part) or any(each.who in _AGENTS and pattern("errors_not_given").match(each.rest) for each in clauses(part)) or lies_in_things(part) or (not closes and pattern("errors_around").search(part)))
        around += setting
        if closes and not setting:
            ends.append(part)
    return ends, around


def _bare_error(parts: list[str]) -> str:
    """An error by name, with no condition in its own sentence nor in those beside it."""
    for at, part in enumerate(parts):
        slips = [words for clause in clauses(part) for words in _slips(clause, False, False) if pattern("errors_by_name").search(words) and is_own_word(_untold(clause.sentence), words, _untold(clause.text))]
        beside = [*parts[max(at - 1, 0) : at], *parts[at + 1 : at + 2]]
        if slips and not gives_reason(part) and not _conditions(part, slips) and not any(_conditions(other, []) for other in beside):
            return slips[0]
    return ""


def _stops(paragraph: str, explains: bool) -> str:
    parts = sentences(paragraph)
    closed = any(has("closes_enquiry", part) for part in parts)
    remedied = any(has("remedied", part) and not is_family(part) for part in parts)
    slips = [(clause, words) for clause in clauses(paragraph) for words in _slips(clause, explains or remedied, closed or remedied) if is_own_word(_untold(clause.sentence), words, _untold(clause.text))]
    if not slips:
        return ""
    at_fault = {clause.sentence for clause, _ in slips}
    against = len(at_fault) + any(has("plain_error", words) or pattern("errors_as_cause").search(clause.sentence) for clause, words in slips) + 2 * closed + remedied
    conditions = sum(_conditions(part, [words for clause, words in slips if clause.sentence == part]) for part in parts)
    ended = explains or closed or remedied or any(pattern("errors_ends").search(part) for part in (parts if len(parts) <= _FEW else at_fault))
    return slips[0][1] if conditions < against and ended else ""


def is_family(part: str) -> bool:
    """Whether a sentence is about the child or the family, whose apologies and training are their own."""
    first = next(iter(clauses(part)), None)
    return first is not None and (first.who in ("child", "parent") or first.owner in ("child", "parent"))


def _untold(text: str) -> str:
    """A text without "what he was told", which is no report of somebody else's word."""
    return re.sub(r"\b(?:what|as) (?:he|she|they|it) (?:was|were|had been) told\b|\bwas told\b|\b(?:easily|quickly|soon|simply|briefly|readily) (?:told|said|stated|explained)\b", "it", text)


def _slips(clause: Clause, explains: bool, closed: bool) -> Iterator[str]:
    """What of a clause tells of an error by a worker or a service, or gives one of them as the cause."""
    if clause.who in ("child", "parent", "review") or clause.owner in ("child", "parent"):
        return
    if clause.who in _AGENTS and pattern("errors_not_given").match(clause.rest):
        return
    by_worker = clause.who in _AGENTS or (closed and (clause.who == "person" or pattern("errors_passive").match(clause.rest))) or clause.owner in _AGENTS or bool(pattern("errors_by_worker").search(clause.text) and kind_of(pattern("errors_by_worker").split(clause.text)[-1]) in _AGENTS)
    given_as_cause = bool(pattern("errors_as_cause").search(clause.sentence)) and kind_of(clause.sentence) not in ("child", "parent", "")
    for name in ("error_end", "slip"):
        for match in found_in(name, clause.text):
            if by_worker or given_as_cause or has("plain_error", match[0]):
                yield match[0]
    yield from (match[0] for match in found_in("plain_error", clause.text))
    if explains and clause.who in _AGENTS and (undone := pattern("errors_undone").match(clause.rest)):
        yield undone[0]
    cause = pattern("errors_cause").search(clause.sentence)
    if cause and not is_family(clause.sentence) and clause.text in clause.sentence[cause.end() :] and clause.who in ("worker", "service") and pattern("errors_past").search(clause.rest) and not (pattern("errors_state").match(clause.rest) and has("condition", clause.rest)) and not pattern("errors_holds").match(clause.rest) and clause.sentence[cause.end() :].strip(" ,:").startswith(clause.text):
        yield clause.text


def _conditions(part: str, slips: list[str]) -> int:
    """How much a sentence says of the conditions in which something was done: three for one that is about them, less for one that is also about the error."""
    if has("no_condition", part) or has("closes_enquiry", part) or has("remedied", part):
        return 0
    if lies_in_things(part):
        return 3
    rest = pattern("errors_else").sub(" ", part)
    for words in slips:
        rest = re.sub(rf"{re.escape(words)}(?: [\w’'-]+){{0,3}}? {_RULES}", " ", rest, flags=re.IGNORECASE)
        rest = re.sub(rf"{re.escape(words)}(?: (?:the|a|an|his|her|their|its|that|this) [\w-]+)?", " ", rest)  # with its object
    if any(map(pattern("errors_by_name").search, slips)):
        rest = pattern("errors_supposing").sub(" ", rest)  # an assumption is no condition of the error that it is
    if slips and (cause := pattern("errors_cause").search(rest)):
        rest = rest[cause.start() :]  # before it stands what came of the error
    rest = re.sub("|".join(re.escape(match[0]) for match in found_in("worker", rest)) or r"$^", " ", rest)
    kinds = {match[0].lower() for match in found_in("system", rest)}
    if has("condition", rest) or len(kinds) >= 2 or (kinds and not slips and has("causal", rest)):
        return 3 if not slips or gives_reason(rest) else 2
    general, past = pattern("errors_general").search(rest), pattern("errors_past").search(rest)
    return 3 if not slips and general and (not past or general.start() < past.start()) and not pattern("errors_verdict").search(rest) else 0
