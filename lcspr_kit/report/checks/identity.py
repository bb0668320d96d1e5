"""Rules on identity, culture and intersectionality."""

from __future__ import annotations

import re
from collections.abc import Iterator

from lcspr_kit.report.checks.material import Material, sentences, words_in
from lcspr_kit.report.checks.rule import local, rule
from lcspr_kit.report.checks.showing import is_set_aside, is_waved_away
from lcspr_kit.report.checks.wordings import pattern
from lcspr_kit.report.wording import listed

_APPROACH = local("Approach")
_ASPECTS = {
    "race or ethnicity": r"\brac(?:e|ial|ism|ist)\b|ethnic|heritage|\bblack\b|\bwhite\b|\basian\b|\bmixed\b|roma\b|traveller|nationality|british",
    "sex or gender": r"gender|\bsex\b|\bboys?\b|\bgirls?\b|\bmale\b|\bfemale\b|\bmen\b|\bwomen\b|masculin|feminin|father|mother",
    "disability or health": r"disab|learning (?:difficult|need|disab)|autis|adhd|dyslex|attention deficit|hyperactiv|disorder|diagnos|deaf|blind\b|wheelchair|medicine|tablets|illness|asthma|epilep|\bsend?\b|health|special educational|impair|prematur|additional needs?",
    "culture, faith or language": r"cultur|faith|relig|languag|interpret|\bclass\b|poverty|\bpoor\b|money|communit|tradition|migra",
}
_TOGETHER = re.compile(r"intersection|together|combin|compound|overlap|layer|interact|at once|as well as|interplay|interconnect|on top of|and also|added to|(?:not|n[’']t) (?:come |stand |act )?singly|\bmeeting (?:in|of)\b|\bin one (?:person|child|girl|boy|woman|body)\b|(?:where|how|when) (?:they|these|those|all of (?:it|this|them)) (?:cross|meet|met|join|joined|touch)|\bmet (?:and|in|to|as|one another)\b|\b(?:things|these|those|(?:two|three|four|five|all) of (?:them|these)|all (?:three|four|five)) (?:\w+ )?(?:met|meet|cross\w*|join\w*)\b|\b(?:did|do|does) not (?:\w+ )?add\b|\bwoven\b|\bknot|bound up|doubl(?:y|ed)|multipl|(?:each|one) (?:made|makes|hid|fed|fed on|deepened|sharpened|hardened) the other|each of (?:these|them) (?:made|makes)|\b(?:work\w*|act\w*|bear|bore|press\w*|pull\w*|play\w*|feed|fed|lean\w*) (?:\w+ )?(?:on|upon|off|into) (?:each other|one another)|\b(?:not|n[’']t)(?: \w+)? add up\b|\b(?:twice|three times|doubly|trebly) over\b", re.IGNORECASE)

_APART = re.compile(r"\b(?:kept|keep|treat\w*|taken|dealt with|set out|looked at|considered)\b[^.;]{0,40}\b(?:apart|separately|in turn|one by one|under (?:its|their|a) (?:own |separate )?headings?)\b", re.IGNORECASE)
_NOT_TOGETHER = re.compile(r"\b(?:we|I|(?:the|this) (?:review\w*|report|author))\b[^.;]{0,40}\b(?:no|not|never|nothing)\b[^.;]{0,50}\b(?:together|combin\w*|interact\w*|overlap\w*|intersection\w*)|\btogether\b[^.;]{0,20}\b(?:confus\w+|woolly|muddl\w+|blur\w*)|\b(?:running|putting|treating|taking) (?:them|these|the \w+) together\b|\bno (?:call|need|reason|point) to\b", re.IGNORECASE)
_TWICE = 2


@rule("identity-missing", "error", _APPROACH, "The child's identity is discussed")
def identity_missing(material: Material) -> Iterator[tuple[str, str]]:
    """No section on identity."""
    if words_in(material.narrative("identity")) < 20:
        yield "narrative/identity.md", "Discuss the child's identity (race, ethnicity, gender, disability, culture) and whether it bore on what professionals decided."


@rule("identity-not-recorded", "warning", _APPROACH, "The identity of the child is in the register")
def identity_not_recorded(material: Material) -> Iterator[tuple[str, str]]:
    """A child without ethnicity in the register."""
    for member in material.report.subjects:
        if not member.ethnicity.strip():
            yield "people.csv, ethnicity", f"The ethnicity of {member.name} is not in the register. Find out, or say in the report that nobody recorded it."


@rule("identity-aspects", "warning", _APPROACH, "Race, ethnicity, gender, disability and culture are each considered")
def identity_aspects(material: Material) -> Iterator[tuple[str, str]]:
    """Two or more aspects that the section does not touch."""
    text = material.narrative("identity")
    if words_in(text) < 20:
        return
    missing = [name for name, pattern in _ASPECTS.items() if not re.search(pattern, text, re.IGNORECASE)]
    if len(missing) > 1 or "race or ethnicity" in missing:
        yield "narrative/identity.md", f"The section on identity does not speak of {listed(missing, 'or')}. Consider each, even if only to say that nothing was found."


@rule("identity-decisions", "warning", _APPROACH, "It is discussed whether identity bore on decisions")
def identity_decisions(material: Material) -> Iterator[tuple[str, str]]:
    """Identity is described, or set aside, but not tied to how the family was seen and to what was decided."""
    text = material.narrative("identity")
    if words_in(text) >= 20 and (any(pattern("identity_dismissed").search(part) and pattern("identity_part").search(part) for part in sentences(text)) or is_set_aside(text) or any(is_waved_away(block) for block in re.split(r"\n\s*\n", text))):
        yield "narrative/identity.md", "This says who the child is, or that identity was thought of. Say if and how far it bore on how the child was seen, and on what professionals noticed, asked and decided."


@rule("identity-stereotype", "warning", local("Intersectionality"), "No sentence of the author's says what a people is like")
def identity_stereotype(material: Material) -> Iterator[tuple[str, str]]:
    """A people, faith or culture of which something is said that nobody is quoted for."""
    for part in sentences(material.narrative("identity")):
        if pattern("identity_people").search(part) and not pattern("identity_quoted").search(part):
            yield "narrative/identity.md", f"“{' '.join(part.split()[:12])} …” says what a people is like. Say what this family did or told, and what practitioners took for granted of them."
            return


@rule("intersectionality", "advice", local("Intersectionality"), "It is considered how parts of identity come together")
def intersectionality(material: Material) -> Iterator[tuple[str, str]]:
    """Nothing on how things came together."""
    text = material.narrative("identity")
    together = [part for part in sentences(text) if _TOGETHER.search(part) and not _NOT_TOGETHER.search(part)]
    if words_in(text) >= 20 and (not together or (len(together) < _TWICE and any(_APART.search(part) and part not in together for part in sentences(text)))):
        yield "narrative/identity.md", "Consider how parts of identity and adversities come together (intersectionality), not only each by itself."
