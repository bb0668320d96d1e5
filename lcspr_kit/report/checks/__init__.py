"""A linter for reviews: small rules that say what is still missing, where, and on whose word."""

from lcspr_kit.report.checks.document import check_docx
from lcspr_kit.report.checks.rule import RULES, Finding, Rule
from lcspr_kit.report.checks.run import (
    Check,
    check_case,
    checklist,
    checklist_frame,
    findings_json,
    report_findings,
    run_checks,
)

__all__ = ["RULES", "Check", "Finding", "Rule", "check_case", "check_docx", "checklist", "checklist_frame", "findings_json", "report_findings", "run_checks"]
