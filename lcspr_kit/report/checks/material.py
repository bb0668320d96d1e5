"""What the rules look at: the facts of a report, the author's words by place, and the profile that applies."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property

from lcspr_kit.report.facts import EpisodeFacts, Report
from lcspr_kit.report.profiles import Profile, read_profile
from lcspr_kit.report.skeleton import prompts_left
from lcspr_kit.review import Review

_SENTENCE = re.compile(r"(?<=[.!?])[\"'”’)]*\s+(?=[\"'“‘(]?[A-Z0-9]|\([a-z]{1,3}\) )")
_MARKUP = re.compile(r"[*_`#>|]+|\[\^[^\]]+\]:?|\]\([^)]*\)|\[")


@dataclass(frozen=True)
class Material:
    """All that a rule may ask. `texts` are the author's words by where they stand; `prompts` the
    sections (id, title) that still wait for them. For a Word file there is no `report`."""

    texts: Mapping[str, str]
    prompts: tuple[tuple[str, str], ...] = ()
    case_report: Report | None = None
    glossary: str = field(default="")

    @property
    def report(self) -> Report:
        """The facts; asked for only by rules that are not `on_text`."""
        if self.case_report is None:
            raise ValueError("this rule needs a case")
        return self.case_report

    @cached_property
    def profile(self) -> Profile:
        """The edition of the rules that review.yml names."""
        return read_profile(self.report.review.profile)

    def cited(self, figure: str) -> str:
        """Where a figure of the profile comes from, with the edition."""
        group, name = figure.split(".")
        return f"{getattr(getattr(self.profile, group), name).cited}. Edition: {self.profile.title}"

    @property
    def decided(self) -> tuple[EpisodeFacts, ...]:
        """The episodes that the author has accepted."""
        return tuple(episode for episode in self.report.episodes if episode.status == "accepted")

    @cached_property
    def child_named(self) -> Mapping[str, str]:
        """The texts with "Child" before each child's name of the report that doesn't say so itself, for rules that ask of whom a sentence speaks."""
        names = [member.name for member in self.case_report.members if member.is_subject] if self.case_report else []
        plain_names = "|".join(re.escape(name) for name in names if name and not re.match(r"(?:child|baby|twin|infant|young person)\b", name, re.IGNORECASE))
        if not plain_names:
            return self.texts
        return {where: re.sub(rf"(?<!Child )(?<!Baby )\b(?:{plain_names})\b", r"Child \g<0>", text) for where, text in self.texts.items()}

    def narrative(self, name: str) -> str:
        """The author's prose of one section, without markup."""
        return plain(self.report.narrative.get(name, ""))

    def episode_text(self, episode: EpisodeFacts) -> str:
        """All that is written of an episode, in episodes.yml and in its narrative."""
        parts = [episode.what_happened, episode.why, episode.good_practice, episode.child_experience, episode.system, self.narrative(f"episode-{episode.id}")]
        return "\n".join(part for part in parts if part)


def case_material(report: Report) -> Material:
    """The material of a case."""
    review = report.review
    texts = {f"narrative/{name}.md": plain(text) for name, text in report.narrative.items() if name != "unplaced"}
    for episode in report.episodes:
        if episode.status == "accepted":
            for name in ("what_happened", "why", "good_practice", "child_experience", "system"):
                texts[f"episodes.yml, {episode.id}, {name}"] = getattr(episode, name)
            texts[f"episodes.yml, {episode.id}, omissions"] = "\n".join(episode.omissions)
            texts[f"episodes.yml, {episode.id}, roles"] = "\n".join(f"{agency}: {role}" for agency, role in episode.roles)
    for finding in review.findings:
        texts[f"review.yml, finding {finding.id}"] = "\n".join([finding.title, finding.why, finding.wider])
    texts |= _in_review(review)
    return Material({where: text for where, text in texts.items() if text.strip()}, tuple(prompts_left(report)), report, report.narrative.get("abbreviations", ""))


def _in_review(review: Review) -> dict[str, str]:
    """The author's prose in review.yml, besides findings and recommendations, which have rules of their own."""
    terms, method = review.terms_of_reference, review.methodology
    return {
        "review.yml, period_reason": review.period_reason,
        "review.yml, terms_of_reference": "\n".join([terms.aims, terms.scope]) if terms else "",
        "review.yml, methodology": "\n".join([method.principles, method.approach]) if method else "",
        "review.yml, parallel_investigations": "\n".join(each.effect for each in review.parallel_investigations),
        "review.yml, family_engagement": "\n".join(each.plan for each in review.family_engagement),
        "review.yml, wider_evidence": "\n".join(each.point for each in review.wider_evidence),
    }


def plain(markdown: str) -> str:
    """Text without Markdown's signs."""
    return _MARKUP.sub("", markdown)


def sentences(text: str) -> list[str]:
    """The sentences of a text; headings and list items end one too."""
    return [part.strip() for line in text.split("\n") for part in _SENTENCE.split(line) if part.strip()]


def words_in(text: str) -> int:
    """How many words."""
    return len(re.findall(r"[\w’'-]+", text))


def excerpt(text: str, match: re.Match[str], around: int = 30) -> str:
    """The matched words with a little of what stands around them, so that the author finds the place."""
    start, end = max(text.rfind("\n", 0, match.start()) + 1, match.start() - around), match.end() + around
    end = min(end, next((at for at in (text.find("\n", match.end()),) if at >= 0), len(text)))
    while start > 0 and text[start - 1].isalnum():
        start -= 1
    while end < len(text) and text[end].isalnum():
        end += 1
    return re.sub(r"\s+", " ", text[start:end]).strip()
