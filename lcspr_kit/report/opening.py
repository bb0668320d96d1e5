"""From a case folder to the facts of its report, in one go: what the report notebook starts with."""

from __future__ import annotations

from pathlib import Path

from lcspr_kit.case import Audience, load_case
from lcspr_kit.chronology.intake import read_case
from lcspr_kit.episodes.study import study_case
from lcspr_kit.genogram.family import read_family
from lcspr_kit.report.facts import Report, gather


def open_report(folder: Path | str, audience: Audience = "working") -> Report:
    """Read a case, score its chronology, and gather what a report may show. Raises InputError."""
    case = load_case(folder)
    intake = read_case(case)
    study = study_case(case, intake.events)
    family = read_family(case.folder, case.register)
    return gather(case, intake, study, family, audience)
