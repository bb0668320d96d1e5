"""The method note: how episodes were proposed and chosen, in about a page, for the report's appendix."""

from __future__ import annotations

from lcspr_kit.case import Case
from lcspr_kit.episodes.runs import LONGEST_DAYS
from lcspr_kit.episodes.score import FAMILY_CAP, FAMILY_POINTS, LINK_CAP, LINK_POINTS, MENTION_CAP, MENTION_POINTS
from lcspr_kit.episodes.study import Study


def method_note(study: Study, case: Case) -> str:
    """The note as Markdown, without any case text: indicators, rules, numbers, and what the author changed."""
    settings = study.settings
    families = ", ".join(family.label for family in study.lexicon.families)
    rules = "\n".join(f"- {rule.label} ({rule.source})" for rule in study.rules)
    return "\n\n".join(
        [
            "The kit proposes spans of time that may be worth analysing, with reasons; the author decides. It looks for wording, not for meaning, "
            "and it never says that something was not done: only that it was not recorded in what was sent.",
            f"**What is looked for.** Each record is read for wording of these kinds: {families}. Wording that is denied, that tells of "
            "the past of a parent, or that only says what may happen, is set aside.",
            f"**How a record is weighed.** It has the points of its gravest kind of wording (1 to 5); {FAMILY_POINTS:g} more for each further kind, "
            f"at most {FAMILY_CAP} times; up to {MENTION_CAP * MENTION_POINTS:g} for how many other records mention its day; and {LINK_POINTS:g} for each "
            f"further agency whose record the author has accepted as the same event, at most {LINK_CAP} times.",
            f"**How spans are made.** Records of weight are joined while no more than {settings.quiet} days lie between them; a run of more than "
            f"{settings.longest or LONGEST_DAYS} days is cut at its widest gap. Spans that a rule names are joined with those they overlap. "
            f"The spans with most points come first; {settings.episodes} are proposed at most.",
            f"**Rules over time.** Each names two dated facts and the days between them:\n\n{rules}",
            _decisions(study),
        ]
    )


def _decisions(study: Study) -> str:
    accepted = sum(episode.status == "accepted" for episode in study.episodes)
    refused = sum(episode.status == "refused" for episode in study.considered)
    return (
        f"**What the author decided.** Accepted: {accepted}. Refused, with reasons kept in the case: {refused}. Proposed and still open: "
        f"{sum(episode.status == 'proposed' for episode in study.episodes)}. Decisions that no longer fit the records: {len(study.conflicts)}."
    )
