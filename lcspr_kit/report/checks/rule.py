"""What a rule is, and what it finds. A rule is one small function that says where something is missing.

To add one: write a function in the module of its subject, give it `@rule(...)`, and add a row to the
table of `tests/report/test_checks.py`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from lcspr_kit.report.checks.material import Material

Severity = Literal["error", "warning", "advice", "off"]
Found = Iterable[tuple[str, str]]

_LOCAL = "North Tyneside SCP guidance on LCSPRs"
OWN = "The kit's own advice, not guidance"
MARKERS = "SCIE and NSPCC Quality Markers for case reviews (2016)"
ACCESS = "Public Sector Bodies Accessibility Regulations 2018 (WCAG 2.2 AA)"


def local(heading: str) -> str:
    """A citation of the local guidance by heading."""
    return f"{_LOCAL}, '{heading}'"


@dataclass(frozen=True)
class Finding:
    """Something to mend: the rule's id, how much it matters, what to do, where, and on whose word.

    Severity `off` is for a rule that review.yml switches off: the message is the reason.
    """

    rule: str
    severity: Severity
    message: str
    where: str
    guidance: str


@dataclass(frozen=True)
class Rule:
    """A rule: `asks` says in one line what holds when nothing is found. `on_text` rules read only the
    author's words, so that they work on a Word file too."""

    id: str
    severity: Severity
    guidance: str
    asks: str
    look: Callable[[Material], Found]
    on_text: bool = False

    def findings(self, material: Material) -> Iterator[Finding]:
        """What the rule finds. A guidance of `profile:x` is the profile's own source of the figure x."""
        guidance = self.guidance
        if guidance.startswith("profile:"):
            guidance = material.cited(guidance.removeprefix("profile:"))
        for where, message in self.look(material):
            yield Finding(self.id, self.severity, message, where, guidance)


RULES: dict[str, Rule] = {}
"""Every rule by id, in the order in which the modules of subjects are imported."""


def rule(identity: str, severity: Severity, guidance: str, asks: str, *, on_text: bool = False) -> Callable[[Callable[[Material], Found]], Callable[[Material], Found]]:
    """Make a function a rule. It gets the material and yields pairs of where and what to do."""

    def enter(look: Callable[[Material], Found]) -> Callable[[Material], Found]:
        if identity in RULES:
            raise ValueError(f"two rules are called {identity}")
        RULES[identity] = Rule(identity, severity, guidance, asks, look, on_text)
        return look

    return enter
