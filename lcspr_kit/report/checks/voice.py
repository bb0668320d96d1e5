"""Rules on the child's lived experience and voice: is it there, in whose words, and throughout."""

from __future__ import annotations

import re
from collections.abc import Iterator

from lcspr_kit.report.checks.about import (
    acts_shown,
    in_labels,
    names_child,
    of_child,
    own_doing,
    told_by_child,
)
from lcspr_kit.report.checks.material import Material, sentences, words_in
from lcspr_kit.report.checks.rule import local, rule
from lcspr_kit.report.checks.wordings import has, is_blank, pattern
from lcspr_kit.report.wording import listed

_APPROACH = local("Approach")
_SIBLING = re.compile(r"\b(?:(?:half-|step-)?(?:brother|sister)|sibling)s?\b(?: \d)?", re.IGNORECASE)
_BABY = re.compile(r"\b(?:bab(?:y|ies)|infants?|toddlers?|newborns?|twins?)\b(?! (?-i:[A-Z]))", re.IGNORECASE)
_A_BABY = 3
_LONG, _ACTS = 50, 2
_AGE_OF_WORDS, _TOLD = 4, 3
_ENOUGH = 6  # sentences on the child, however long the rest
_SAY_INSTEAD = "Say what the child's days were like and what the child did, said or showed, and in whose words."


def _names(material: Material) -> list[str]:
    """The children's names in the report, and each without its "Child" or "Baby" where a name is left."""
    names = [member.name for member in material.report.subjects]
    return names + [last for name in names if len(last := name.removeprefix("Child ").removeprefix("Baby ")) > 2 and last != name]


def _mentions_child(material: Material, text: str) -> bool:
    if all((member.years or 0) > _A_BABY for member in material.report.subjects):
        text = _BABY.sub("aunt", text)
    return names_child(text, _names(material)) or bool(of_child(text, _names(material), _sex(material)))


def _least_age(material: Material) -> int:
    """The age in years of the youngest child of the review; none where it is not known."""
    return min((member.years for member in material.report.subjects if member.years is not None), default=0)


def _sex(material: Material) -> str:
    """The sex of the children under review where it is one and known, else empty; the other where the author writes of the child so."""
    known = {member.sex for member in material.report.subjects}
    if len(known) != 1 or not known <= {"F", "M"}:
        return ""
    text = f"{material.narrative('child')} {material.narrative('voice')}"
    he, she = (len(re.findall(rf"\b(?:{words})\b", text, re.IGNORECASE)) for words in ("he|him|his", "she|her|hers"))
    return "M" if he > 2 * she and he > _AGE_OF_WORDS else "F" if she > 2 * he and she > _AGE_OF_WORDS else known.pop()


@rule("pen-picture-missing", "warning", _APPROACH, "There is a pen picture of the child")
def pen_picture_missing(material: Material) -> Iterator[tuple[str, str]]:
    """Nothing on who the child is."""
    if not material.narrative("child").strip():
        yield "narrative/child.md", "Write a pen picture of the child, with the family: who they are, not what happened to them."


@rule("circumstances-missing", "warning", _APPROACH, "The circumstances are summarised")
def circumstances_missing(material: Material) -> Iterator[tuple[str, str]]:
    """No summary."""
    if not material.narrative("circumstances").strip():
        yield "narrative/circumstances.md", "Write a concise summary of the circumstances and background, enough to understand the learning."


@rule("voice-missing", "error", _APPROACH, "The child's lived experience and voice have their own part")
def voice_missing(material: Material) -> Iterator[tuple[str, str]]:
    """No section on voice."""
    if words_in(material.narrative("voice")) < 20:
        yield "narrative/voice.md", "Write about the child's daily life and voice: what it was like, what the child said or showed, and who heard it."


@rule("voice-whose-words", "warning", _APPROACH, "It is said in whose words the child is heard")
def voice_whose_words(material: Material) -> Iterator[tuple[str, str]]:
    """A section on voice in which the child says and shows nothing."""
    text = material.narrative("voice")
    if words_in(text) < 20:
        return
    parts, of_the_child = sentences(text), of_child(text, _names(material), _sex(material))
    if len(of_the_child) * 3 < len(parts) and len(of_the_child) < _ENOUGH:
        yield "narrative/voice.md", f"{len(of_the_child) or 'None'} of the {len(parts)} sentences here {'is' if len(of_the_child) == 1 else 'are'} about the child; the others are about adults. Say what the child's days were like and what the child said or showed."
        return
    if _least_age(material) >= _AGE_OF_WORDS and words_in(text) >= _LONG and not pattern("about_quotes").search(text) and told_by_child(text, _names(material), _sex(material)) < _TOLD:
        yield "narrative/voice.md", f"Not a word of the child's stands in this section: others speak. {_SAY_INSTEAD}"
        return
    if _least_age(material) >= _AGE_OF_WORDS and (proxy := next((part for part in parts if pattern("about_proxy").search(part)), "")) and acts_shown(text, _names(material), _sex(material)) < 2 * _ACTS:
        yield "narrative/voice.md", f"“{' '.join(proxy.split()[:12])} …” lets adults speak for the child. {_SAY_INSTEAD}"
        return
    own = own_doing(text, _names(material), _sex(material))
    labels = [part for part in own if in_labels(part)]
    if labels and not has("child_words", "\n".join(part for part in own if part not in labels)):
        yield "narrative/voice.md", f"“{' '.join(labels[0].split()[:10])} …” is what professionals call the child. {_SAY_INSTEAD}"
    elif not (has("child_words", "\n".join(own)) or any(pattern("about_perceived").search(part) for part in parts)) or (words_in(text) >= _LONG and acts_shown(text, _names(material), _sex(material)) < (1 if pattern("about_quotes").search(text) else _ACTS)):
        yield "narrative/voice.md", "The child says and shows next to nothing in this section. Give the child's own words or behaviour, or say whose words stand in for them."


def _is_of_others(material: Material, text: str) -> bool:
    """Whether a text tells of adults or other children and not of a child of the review."""
    roles = " ".join(member.name for member in material.report.subjects)
    others = text if _SIBLING.search(roles) else _SIBLING.sub("aunt", text)
    return has("adult", others) and not pattern("about_written_of").search(text) and not _mentions_child(material, others)


@rule("voice-in-episodes", "warning", _APPROACH, "Each episode says what it was like for the child")
def voice_in_episodes(material: Material) -> Iterator[tuple[str, str]]:
    """Episodes without the child's experience, or with an adult's in its place."""
    told_of_others = any(not is_blank(episode.child_experience) for episode in material.decided)
    for episode in material.decided:
        parts = sentences(episode.child_experience)
        if parts and all(in_labels(part) for part in parts):
            yield f"episodes.yml, {episode.id}, child_experience", f"This gives what professionals called the child. {_SAY_INSTEAD}"
        elif parts and all(pattern("about_only_seen").search(part) and not pattern("about_spoke").search(part) for part in parts):
            yield f"episodes.yml, {episode.id}, child_experience", f"This says that somebody saw the child, and nothing of the child. {_SAY_INSTEAD}"
        elif words_in(episode.child_experience) >= _LONG and not acts_shown(episode.child_experience, _names(material), _sex(material)):
            yield f"episodes.yml, {episode.id}, child_experience", f"The child does and says nothing in this. {_SAY_INSTEAD}"
        elif _is_of_others(material, episode.child_experience):
            yield f"episodes.yml, {episode.id}, child_experience", f"This tells of adults. Say what episode {episode.id} was like for the child and what they said or showed."
        elif not is_blank(episode.child_experience) and not pattern("about_written_of").search(episode.child_experience) and not _mentions_child(material, episode.child_experience):
            yield f"episodes.yml, {episode.id}, child_experience", f"This does not speak of the child. Say what episode {episode.id} was like for the child and what they said or showed."
        elif is_blank(episode.child_experience) and (told_of_others or not any(pattern("about_spoke").search(part) for part in of_child(material.narrative(f"episode-{episode.id}"), _names(material), _sex(material)))):
            yield f"episodes.yml, {episode.id}, child_experience", f"Say what episode {episode.id} was like for the child and what they said or showed."


@rule("voice-in-analysis", "warning", _APPROACH, "The child is in the analysis")
def voice_in_analysis(material: Material) -> Iterator[tuple[str, str]]:
    """Half or more of the lines of enquiry are analysed without the child in the text."""
    written = {line.id: text for line in material.report.review.key_lines_of_enquiry if words_in(text := material.narrative(f"analysis-{line.id}")) >= 20}
    absent = [identity for identity, text in written.items() if words_in(text) >= 60 and not _mentions_child(material, text)]
    if absent and len(absent) * 2 >= len(written):
        yield "narrative/analysis-*.md", f"The child does not appear in the analysis of {listed(absent)}. Keep the child's experience in front throughout."


@rule("voice-in-circumstances", "warning", _APPROACH, "The child is in the summary of circumstances")
def voice_in_circumstances(material: Material) -> Iterator[tuple[str, str]]:
    """A summary without the child."""
    text = material.narrative("circumstances")
    if words_in(text) >= 60 and not _mentions_child(material, text):
        yield "narrative/circumstances.md", "The child does not appear in the summary of circumstances."
