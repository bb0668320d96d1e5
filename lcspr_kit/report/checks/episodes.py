"""Rules on key practice episodes: chosen, few, with their why, their good practice and what they say of the system."""

from __future__ import annotations

import re
from collections.abc import Iterator

from lcspr_kit.report.checks.clauses import clauses
from lcspr_kit.report.checks.material import Material, sentences
from lcspr_kit.report.checks.rule import OWN, local, rule
from lcspr_kit.report.checks.weighing import lies_in_things
from lcspr_kit.report.checks.wordings import has, is_blank, pattern

_APPROACH = local("Approach")
_MOST = 10
_PAST = re.compile(r"\b(?:was|were|had|did|\w{2,}ed|rang|went|came|saw|told|said|met|left|gave|took|made|sent|kept|fell|held|wrote|spoke|knew|found)\b", re.IGNORECASE)
_HOLDS = re.compile(r"\b(?:is|are|does|do|has|have|can|cannot|can[’']t|don[’']t|doesn[’']t|must|may|will|whoever|whenever|always|usually|often|every|(?:go|ask|give|keep|leave|make|send|take|need|sit|lie|hold|show|mean)s?|each (?:service|agency|team|officer|worker))\b", re.IGNORECASE)
_STEPS = 3
_LOOKED = re.compile(r"\b(?:told (?:us|me|the (?:review|event|panel))|describ\w+|understood|believ\w+|felt|fear\w*|experienced|seem\w*|look(?:ed|ing|s)? (?:like|back)|with \w+ (?:\w+ )?and|custom|meant|belong\w*|explain\w+|starts|works|codes)\b", re.IGNORECASE)
_WORKED = re.compile(r"\b(?:work(?:s|ed)|help(?:s|ed)|good practice|well|possible when|kept|succeed\w*|strength|made (?:room|time|it possible)|paid off|trust(?:ed)?)\b", re.IGNORECASE)
_STATE = re.compile(r"\bhad (?:the|a|an|no|only|to|two|three|four|five|six|nothing|her|his|their|its|one|little|more|enough|nobody|nowhere)\b|\b(?:trusted|relied on|waited for (?:the other|another|somebody|someone)|depended|(?:days|weeks|months) behind|lacked|belonged|mattered|needed|feared|could (?:only|not))\b", re.IGNORECASE)
_GOOD = re.compile(r"good practice|did well|done well|worked well|helpful|skil(?:l|ful)|thoughtful|persist|strength|prompt(?:ly)?|careful(?:ly)?|kind(?:ly|ness)?|went out of|commend|positive|effective|timely", re.IGNORECASE)


@rule("episodes-undecided", "error", _APPROACH, "The author has decided on key practice episodes")
def episodes_undecided(material: Material) -> Iterator[tuple[str, str]]:
    """Only proposals, or nothing."""
    if not material.decided:
        yield "episodes.yml", "No key practice episode has been accepted. Decide on the proposals, or add your own."


@rule("episodes-many", "advice", OWN, "Key practice episodes are few")
def episodes_many(material: Material) -> Iterator[tuple[str, str]]:
    """More than ten."""
    if len(material.decided) > _MOST:
        yield "episodes.yml", f"{len(material.decided)} episodes are many for a short report; four to eight are usual. Merge some, or leave some out."


@rule("episode-why", "error", _APPROACH, "Each episode asks why")
def episode_why(material: Material) -> Iterator[tuple[str, str]]:
    """No explanation anywhere in an episode."""
    for episode in material.decided:
        narrative = material.narrative(f"episode-{episode.id}")
        if is_blank(episode.why) and not (has("why", narrative) and has("system", narrative)):
            yield f"episodes.yml, {episode.id}, why", f"Say why practice was as it was in episode {episode.id}: conditions, tools, workload, supervision, culture."


@rule("why-recounts", "warning", _APPROACH, "Explanations explain, and don't go on recounting")
def why_recounts(material: Material) -> Iterator[tuple[str, str]]:
    """An explanation of an episode or a finding few of whose sentences explain; a short one that names neither cause nor condition, but gives days, or tells in each sentence what somebody did."""
    explanations = [(f"episodes.yml, {episode.id}, why", episode.why) for episode in material.decided]
    explanations += [(f"review.yml, finding {finding.id}, why", finding.why) for finding in material.report.review.findings if not _WORKED.search(finding.title)]
    for where, text in explanations:
        parts = sentences(text)
        dated = sum(has("dated", part) for part in parts)
        by_days = dated > 0 and dated * 2 >= len(parts)
        if _hardly_explains(parts) or (by_days and dated > 1 and not any(_HOLDS.search(part) for part in parts)) or ((by_days or (_only_tells(text) and len(parts) > (1 if where.startswith("episodes.yml") else 2))) and not has("causal", text) and not has("condition", text)):
            yield where, "This says what was done and not why. Ask what lay behind it: workload, tools, supervision, rules, how things looked to those who were there."


def _hardly_explains(parts: list[str]) -> bool:
    """Whether half of several sentences (of more than seven, two in five) say nothing of a cause, a condition, what holds, or how it looked to those who were there."""
    telling = sum(not (has("condition", part) or has("causal", part) or pattern("errors_setting").search(part) or lies_in_things(part) or _HOLDS.search(part) or _STATE.search(part) or _LOOKED.search(part)) for part in parts)
    return len(parts) > _STEPS and telling >= _STEPS and (telling * 2 >= len(parts) or (telling > _STEPS and telling * 5 >= len(parts) * 2))


def _only_tells(text: str) -> bool:
    """Whether each sentence is of something that somebody did once: in the past, of people or of contacts, and nothing that holds in general."""
    parts = sentences(text)
    return bool(parts) and all(_of_somebody(part) and _PAST.search(part) and not _HOLDS.search(part) and not _STATE.search(part) for part in parts)


def _of_somebody(part: str) -> bool:
    """Whether a sentence begins with somebody, a service or something of the casework; what begins with a thing gives a reason."""
    subject = next((each.subject or part for each in clauses(part)), part)
    return has("adult", subject) or has("contact", subject) or has("happening", subject) or has("child", subject)


@rule("episode-good-practice", "warning", local("Approach"), "Good practice is shown too")
def episode_good_practice(material: Material) -> Iterator[tuple[str, str]]:
    """No good practice in any episode."""
    if material.decided and not any(not is_blank(episode.good_practice) or _GOOD.search(material.narrative(f"episode-{episode.id}")) for episode in material.decided):
        yield "episodes.yml", "No episode shows good practice. A review looks at what works well too, and at what made it possible."


@rule("episode-good-practice-none", "advice", local("Approach"), "Good practice is looked for in each episode")
def episode_good_practice_none(material: Material) -> Iterator[tuple[str, str]]:
    """An episode said to have none, or one that is silent on it beside others that are not."""
    shown = [not is_blank(episode.good_practice) or bool(_GOOD.search(material.narrative(f"episode-{episode.id}"))) for episode in material.decided]
    for episode, good in zip(material.decided, shown, strict=True):
        said_none = bool(episode.good_practice.strip()) and is_blank(episode.good_practice)
        if any(shown) and (not good or said_none):
            yield f"episodes.yml, {episode.id}, good_practice", f"Episode {episode.id} shows no good practice. Ask what worked well even here, and what made it possible; or say where you looked for it."


@rule("episode-system", "warning", _APPROACH, "Each episode says what it shows of the system")
def episode_system(material: Material) -> Iterator[tuple[str, str]]:
    """An episode that stays with the case."""
    for episode in material.decided:
        others = any(not is_blank(other.system) for other in material.decided)
        if is_blank(episode.system) and (others or (not episode.factors and not has("system", material.narrative(f"episode-{episode.id}")))):
            yield f"episodes.yml, {episode.id}, system", f"Say what episode {episode.id} shows of the system beyond this family."


@rule("episode-account", "warning", _APPROACH, "Each episode has a short account")
def episode_account(material: Material) -> Iterator[tuple[str, str]]:
    """Nothing on what happened."""
    for episode in material.decided:
        if not episode.what_happened.strip() and not material.narrative(f"episode-{episode.id}").strip():
            yield f"episodes.yml, {episode.id}, what_happened", f"Give a short account of episode {episode.id}."


@rule("episode-agencies", "advice", _APPROACH, "Each episode looks at the role of agencies")
def episode_agencies(material: Material) -> Iterator[tuple[str, str]]:
    """Roles not filled in and not in the narrative."""
    for episode in material.decided:
        text = material.episode_text(episode).lower()
        named = any(agency.name.lower() in text or (agency.kind and agency.kind.lower() in text) for agency in material.report.agencies)
        if not episode.roles and not named and not has("agency_words", text):
            yield f"episodes.yml, {episode.id}, roles", f"Say what each agency's part was in episode {episode.id}, and which were silent."


@rule("episode-outside-period", "warning", local("Scope / Time period reviewed"), "Episodes lie in the time under review")
def episode_outside_period(material: Material) -> Iterator[tuple[str, str]]:
    """Out of scope."""
    period = material.report.review.period
    for episode in material.decided:
        if episode.end < period.start or episode.start > period.end:
            yield f"episodes.yml, {episode.id}", f"Episode {episode.id} lies outside the time under review. Change the dates, or the scope with its reason."


@rule("episode-empty", "warning", OWN, "Each episode rests on records")
def episode_empty(material: Material) -> Iterator[tuple[str, str]]:
    """No record in the span."""
    for episode in material.decided:
        if not episode.events and len(material.report.events) and not episode.omissions:
            yield f"episodes.yml, {episode.id}", f"No record lies in episode {episode.id}, and no omission is named. Correct its dates, or say what is missing from the records."


@rule("episode-long", "advice", local("Approach"), "Episodes are short enough to be looked at closely")
def episode_long(material: Material) -> Iterator[tuple[str, str]]:
    """Nearly as long as the time under review."""
    period = material.report.review.period
    for episode in material.decided:
        days = (episode.end - episode.start).days
        if days > 180 and days * 10 > (period.end - period.start).days * 9:
            yield f"episodes.yml, {episode.id}", f"Episode {episode.id} covers nearly all of the time under review. Narrow it to the days that tell most."
