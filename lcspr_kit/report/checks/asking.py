"""What a recommendation asks somebody to do: its verbs, and whether any of them can be seen to be done."""

from __future__ import annotations

import re
from collections.abc import Iterator

from lcspr_kit.report.checks.material import sentences, words_in
from lcspr_kit.report.checks.wordings import has

_ADVERBS = r"(?:(?:also|always|all|each|not|\w+ly|now|still|jointly|together|again)\s+)*"
_SLOT = re.compile(
    rf"\b(?:should|must|shall|will|needs? to|ought to|has to|have to|are to|is to|(?:is|are|be) (?:asked|encouraged|urged|invited|expected|required|supported|reminded|helped) to|^(?:all|everybody|everyone|staff|[\w’ -]{{0,40}}?(?:workers?|agencies|partners|professionals|practitioners|managers|services|schools|teams|leaders|officers|nurses|doctors|visitors|midwives|GPs|teachers|trust|council|police|hospitals?|board|partnership|clinicians|staff)) to)\s+{_ADVERBS}(?P<verb>[a-z]+)(?P<after>[^.;]*)", re.IGNORECASE
)
_OPENING = re.compile(r"^(?:and |that |please )?(?P<verb>[A-Za-z]+)(?P<after>[^.;]*)")
_SOFT = re.compile(
    r"^(?:improve|strengthen|enhance|promote|foster|embed|encourage|cultivate|nurture|deepen|broaden|reinforce|maximi[sz]e|optimi[sz]e|facilitate|heighten|sharpen|refocus|highlight|emphasi[sz]e|"
    r"ensure|prioriti[sz]e|champion|consider|explore|reflect|think|remember|recogni[sz]e|acknowledge|understand|appreciate|value|respect|look|focus|communicate|collaborate|engage|co-?operate|"
    r"co-?ordinate|work|strive|endeavour|seek|aim|try|continue|learn|know|demonstrate|address|tackle|embrace|uphold|bear|aspire|commit|attend|become|remain|feel|inspire|empower|harness|nourish|upskill|reiterate|resolve|"
    r"revisit|re-?think|re-?examine|celebrate|energi[sz]e|mainstream|amplify|balance|mitigate|minimi[sz]e|exercise|exhibit|own|welcome|honour|listen)$",
    re.IGNORECASE,
)
_LIGHT = re.compile(r"^(?:make|put|keep|do|get|have|take|give|pay|place|bring|show|be|develop|build|support|raise|increase|adopt|maintain|create|achieve|apply|use|drive|set|share|hold)$", re.IGNORECASE)
_EMPTY_OBJECT = re.compile(
    r"^\s*(?:an? |the |its |their |due |more |all |every |greater |better |further |much |full |clear |renewed |proper )*(?:\w+[ -]){0,3}?"
    r"(?:more|better|less|first|everybody|everyone|on board|into account|in mind|on the agenda|seriously|forward|aware\w*|alert|mindful|cogni[sz]ant|conscious|responsive|attuned|receptive|open|committed|confident|respectful|attentive|knowledgeable|equipped|considerate|proactive|vocal|measures|curious|vigilant|sensitive|focus\w*|central|paramount|consideration|considered|"
    r"attention|regard|priority|prioritised|emphasis|importance|profile|culture|ethos|approach|stance|tone|mindset|view|lens|perspective|outlook|spirit|commitment|vision|awareness|recognition|oversight|understanding|confidence|skills?|practice|communication|relationships?|quality|effectiveness|supported|encouraged|"
    r"strengthened|improved|enhanced|promoted|addressed|developed|embedded|recogni[sz]ed|valued|celebrated|reminded|empowered|heard|listened to|joined[- ]up|holistic|robust|consistent|effective|timely|appropriate|"
    r"child-\w+|trauma-\w+|steps|efforts?|effort|use of|learning|thought|weight|voice|business|heart|forefront|conversations?)\b",
    re.IGNORECASE,
)
_HOW = re.compile(r"\bby (?:\w+ly )?\w+ing\b(?! (?:more|better|greater|aware|curious|mindful))", re.IGNORECASE)
_THOUGHT = re.compile(r"^(?:\w+ ){0,2}(?:consideration|attention|thought|priority|focus|emphasis|weight|regard|recognition|importance|effort|efforts|work|awareness)\b (?:should|must|needs? to|is to|ought to|has to)\b[^.]*", re.IGNORECASE)
_EMPTY_VERB = re.compile(r"^(?:make|put|keep|do|get|be|have)$", re.IGNORECASE)
_MORE = re.compile(r"\b(?:more|better|less) \w+ly\b|\b(?:more|less) (?:closely|joined|often)\b|\b(?:more|harder|deeper|closer)(?= (?:and|about)\b|[.,;]|$)|\bbetter\b(?! \w)|\b(?:has|have|plays?) (?:a|an|its|their) (?:part|role) to play\b", re.IGNORECASE)
_SLOGAN = 7


def asks_nothing_definite(text: str) -> str:
    """The soft words of a recommendation all of whose verbs ask for what nobody can see done; empty for one that is definite.

    A number, a time or a way ("by ringing ...") makes a recommendation definite."""
    if has("concrete", text) or _HOW.search(text):
        return ""
    asked = [each for part in sentences(text) for each in _asked(part)]
    soft = [f"{verb}{after}" for verb, after in asked if _is_soft(verb, after)]
    if not asked or len(soft) < len(asked):
        return ""
    return " ".join(soft[0].split()[:6])


def _asked(part: str) -> Iterator[tuple[str, str]]:
    """Each verb of a sentence that asks, with what follows."""
    thought = _THOUGHT.match(part)
    if thought:
        yield "consider", thought[0]
        return
    if re.match(r"(?:everyone|everybody|we all|all \w+) (?:\w+ )?(?:has|have|is|are)\b", part, re.IGNORECASE):
        yield "be", part
        return
    slots = list(_SLOT.finditer(part))
    opening = _OPENING.match(part)
    if opening and (_SOFT.match(opening["verb"]) or _LIGHT.match(opening["verb"])):
        yield opening["verb"], opening["after"]
        return
    first = slots[0] if slots else None
    if first:
        yield first["verb"], first["after"]
        for more in re.finditer(rf"\b(?:and|or) (?:to )?{_ADVERBS}(?P<verb>[a-z]+)\b(?P<after>[^.;]*)", first["after"]):
            if more[0].split()[1] == "to" or _SOFT.match(more["verb"]):
                yield more["verb"], more["after"]


def _is_soft(verb: str, after: str) -> bool:
    if _SOFT.match(verb) or _MORE.search(after):
        return True
    return bool(_LIGHT.match(verb)) and (bool(_EMPTY_OBJECT.match(after)) or (bool(_EMPTY_VERB.match(verb)) and words_in(f"{verb}{after}") <= _SLOGAN))
