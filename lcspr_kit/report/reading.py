"""A case folder read all the way to the facts of its report: for the commands that need no drawing."""

from __future__ import annotations

from pathlib import Path

from lcspr_kit.case import Audience, Case, load_case
from lcspr_kit.report.facts import Report, gather


def read_report(folder: Path, audience: Audience = "working") -> tuple[Case, Report]:
    """The case and the facts of its report. Raises InputError where the case can't be read."""
    from lcspr_kit.chronology.intake import read_case
    from lcspr_kit.episodes.study import study_case
    from lcspr_kit.genogram.family import read_family

    case = load_case(folder)
    intake = read_case(case)
    study = study_case(case, intake.events)
    return case, gather(case, intake, study, read_family(case.folder, case.register), audience)
