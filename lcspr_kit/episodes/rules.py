"""The rules of `templates/patterns.yml` as checked models, and a case's changes to them."""

from __future__ import annotations

import difflib
from datetime import date, timedelta
from functools import lru_cache
from typing import Literal

from pydantic import BaseModel, ConfigDict

from lcspr_kit.episodes.lexicon import CASE_FILE, CaseChanges
from lcspr_kit.problems import InputError, Problem
from lcspr_kit.resources import own_words
from lcspr_kit.review import Text
from lcspr_kit.workingdays import add_working_days

Unit = Literal["working days", "days", "hours"]
Kind = Literal["no_response", "repeat", "recurrence", "shared", "unseen", "one_sided"]

AGENCY_KINDS = {
    "social care": ("social care", "social work", "children's services", "childrens services", "csc", "mash", "local authority", "social services", "cypss"),
    "police": ("police", "constabulary"),
    "voluntary": ("voluntary", "charity", "domestic abuse service", "refuge", "women's aid", "barnardo", "children's society", "catch22", "nspcc"),
}
"""How an agency's kind is told from its name or its `kind` in review.yml (small letters)."""


class Rule(BaseModel):
    """A rule over time. The meaning of the keys is in the head of `templates/patterns.yml`."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    id: Text
    kind: Kind
    label: Text
    trigger: list[Text]
    severity: int = 1
    response: list[Text] = []
    ends: list[Text] = []
    expected: Text = ""
    at_least: int = 2
    within: int
    unit: Unit = "days"
    by: list[Text] = []
    points: float = 1
    local: bool = False
    source: Text

    @property
    def days_in_words(self) -> str:
        """The timescale: `15 working days`, `72 hours`."""
        return f"{self.within} {self.unit[:-1] if self.within == 1 else self.unit}"


class _RulesFile(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)

    rules: list[Rule]


@lru_cache(maxsize=1)
def standard_rules() -> tuple[Rule, ...]:
    """The kit's rules."""
    return tuple(_RulesFile.model_validate(own_words("patterns.yml")).rules)


def case_rules(changes: CaseChanges) -> tuple[Rule, ...]:
    """The rules with a case's changes. Raises InputError for a change to a rule that is not there."""
    rules = {rule.id: rule for rule in standard_rules()}
    problems = []
    for change in changes.rules:
        if change.rule not in rules:
            near = difflib.get_close_matches(change.rule, list(rules), 1, 0.4)
            problems.append(Problem(CASE_FILE, f"There is no rule '{change.rule}'.", f"Did you mean '{near[0]}'?" if near else f"Rules: {', '.join(rules)}."))
        elif change.off:
            del rules[change.rule]
        else:
            new = {key: value for key, value in (("within", change.within), ("at_least", change.at_least)) if value is not None}
            rules[change.rule] = rules[change.rule].model_copy(update=new)
    if problems:
        raise InputError(problems)
    return tuple(rules.values())


@lru_cache(maxsize=65536)
def due_day(ordinal: int, within: int, unit: str) -> int:
    """The last day (ordinal) on which a response is in time. Hours are rounded up to whole days."""
    if unit == "working days":
        return add_working_days(date.fromordinal(ordinal), within).toordinal()
    days = -(-within // 24) if unit == "hours" else within
    return (date.fromordinal(ordinal) + timedelta(days=days)).toordinal()


def is_kind(name: str, kind: str, wanted: str) -> bool:
    """Whether an agency (its name, its kind in review.yml) is of a kind that a rule names."""
    said = f"{name} {kind}".lower().replace("’", "'")
    return wanted in said or any(word in said for word in AGENCY_KINDS.get(wanted, ()))
