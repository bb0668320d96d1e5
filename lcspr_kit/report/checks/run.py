"""Running the rules: on a case, on the facts of a report, and the result as JSON or a checklist."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from lcspr_kit.report.checks import (
    amendments,
    dates,
    episodes,
    family,
    findings,
    gaps,
    identity,
    language,
    lines,
    method,
    parallel,
    publication,
    recommendations,
    reviewer,
    scope,
    voice,
)
from lcspr_kit.report.checks.material import Material, case_material
from lcspr_kit.report.checks.rule import RULES, Finding, Rule
from lcspr_kit.report.facts import Report, gather

if TYPE_CHECKING:
    import pandas as pd

    from lcspr_kit.case import Case
    from lcspr_kit.chronology.intake import Intake
    from lcspr_kit.episodes.study import Study
    from lcspr_kit.genogram.family import Family

SUBJECTS = (scope, amendments, lines, method, reviewer, family, identity, voice, parallel, episodes, findings, recommendations, dates, publication, gaps, language)
"""The modules whose rules are run, in the order in which findings of equal weight are shown."""

_ORDER = {"error": 0, "warning": 1, "advice": 2, "off": 3}


@dataclass(frozen=True)
class Check:
    """One line of the checklist: the rule, what it found, and the reason where it is switched off."""

    rule: Rule
    findings: tuple[Finding, ...]
    off: str = ""

    @property
    def passed(self) -> bool:
        """Whether it ran and found nothing."""
        return not self.findings and not self.off


def checklist(report: Report) -> list[Check]:
    """Every rule with what it found; those that review.yml switches off are not run."""
    material = case_material(report)
    off = {entry.rule: entry.reason.strip() or "no reason given" for entry in report.review.checks_off}
    return [Check(each, () if each.id in off else tuple(each.findings(material)), off.get(each.id, "")) for each in RULES.values()]


def checklist_frame(report: Report) -> pd.DataFrame:
    """The checklist as a table for the notebook: a tick for what passes, else what to do, or the reason for being off."""
    import pandas as pd

    rows = []
    for check in checklist(report):
        mark = "✓" if check.passed else "off" if check.off else check.rule.severity
        rows.append((mark, check.rule.asks, "\n".join(f"{f.where}: {f.message}" for f in check.findings) or check.off, check.rule.id))
    return pd.DataFrame(rows, columns=["", "What is looked at", "What to do", "Rule"])


def report_findings(report: Report) -> list[Finding]:
    """All findings on the facts of a report, worst first; rules switched off come last with their reason."""
    found: list[Finding] = []
    for check in checklist(report):
        found += check.findings
        if check.off:
            found.append(Finding(check.rule.id, "off", f"Switched off: {check.off}", "review.yml, checks_off", check.rule.guidance.removeprefix("profile:")))
    return sorted(found, key=lambda finding: _ORDER[finding.severity])


def run_checks(case: Case, intake: Intake, study: Study, family: Family | None = None) -> list[Finding]:
    """Check a case that has been read. Messages name people by pseudonym only."""
    return report_findings(gather(case, intake, study, family, "working"))


def check_case(folder: Path | str) -> list[Finding]:
    """Read a case folder and check it. Raises InputError where it can't be read."""
    from lcspr_kit.report.opening import open_report

    return report_findings(open_report(folder))


def text_findings(material: Material) -> list[Finding]:
    """Findings of the rules that need no more than the author's words."""
    found = [finding for each in RULES.values() if each.on_text for finding in each.findings(material)]
    return sorted(found, key=lambda finding: _ORDER[finding.severity])


def findings_json(found: Sequence[Finding]) -> dict[str, Any]:
    """The shape of `lcspr check --json`."""
    return {
        "findings": [asdict(finding) for finding in found if finding.severity != "off"],
        "off": [{"rule": finding.rule, "reason": finding.message.removeprefix("Switched off: ")} for finding in found if finding.severity == "off"],
    }
