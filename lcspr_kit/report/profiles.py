"""The dated editions of the statutory rules (`templates/profiles/*.yml`): timescales, limits and where they come from."""

from __future__ import annotations

import datetime as dt
import difflib
from functools import lru_cache
from typing import Literal

from pydantic import BaseModel, ConfigDict

from lcspr_kit.problems import InputError, Problem
from lcspr_kit.report.wording import counted
from lcspr_kit.resources import own_words, templates

BASES = {"guidance": "", "published": " (from published material)", "general": " (general knowledge: check it)"}
"""What is said after a source, by its basis: nothing is called guidance that isn't."""


class _Part(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Figure(_Part):
    """A number of the rules with its basis and source."""

    value: int
    basis: Literal["guidance", "published", "general"]
    source: str

    @property
    def cited(self) -> str:
        """The source with a word on how sure it is."""
        return f"{self.source}{BASES[self.basis]}"


class Timescales(_Part):
    """Months and days that count."""

    complete_months: Figure
    panel_copy_working_days: Figure
    panel_cycle_days: Figure
    public_years: Figure


    @property
    def unconfirmed(self) -> list[str]:
        """The figures that are widely held and that no text at hand confirms, in words."""
        said = {
            "complete_months": f"{counted(self.complete_months.value, 'month')} to complete and publish",
            "panel_copy_working_days": f"{counted(self.panel_copy_working_days.value, 'working day')} for the copy to the Panel and the Secretary of State",
            "panel_cycle_days": f"the Panel's cycle of {counted(self.panel_cycle_days.value, 'day', words=False)}",
            "public_years": f"{counted(self.public_years.value, 'year')} of staying public",
        }
        return [words for name, words in said.items() if getattr(self, name).basis == "general"]


class Limits(_Part):
    """What counts as few and short."""

    lines_of_enquiry: Figure
    recommendations: Figure
    period_months: Figure


class Profile(_Part):
    """One edition: its titles, the time it is in force, its figures."""

    title: str
    statutory: str
    panel: str
    local: str
    in_force_from: dt.date
    replaced_from: dt.date | None
    timescales: Timescales
    limits: Limits

    @property
    def short(self) -> str:
        """What a text calls the statutory guidance: `Working Together 2018`."""
        return f"Working Together {self.in_force_from.year}"


def profile_names() -> list[str]:
    """The names that `profile:` in review.yml may have."""
    return sorted(path.stem for path in (templates() / "profiles").glob("*.yml"))


@lru_cache(maxsize=16)
def read_profile(name: str) -> Profile:
    """An edition by name. Raises InputError for one that there is not, with the nearest name."""
    names = profile_names()
    if name not in names:
        near = difflib.get_close_matches(name, names, 1, 0.4)
        raise InputError(Problem("review.yml", f"There is no profile '{name[:40]}'.", f"Did you mean '{near[0]}'?" if near else f"Profiles: {', '.join(names)}.", column="profile"))
    return Profile.model_validate(own_words(f"profiles/{name}.yml"))
