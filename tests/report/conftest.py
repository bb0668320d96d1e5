"""The good case, read once for all tests of the report."""

from __future__ import annotations

import importlib.util
import sys
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from lcspr_kit.case import Case, load_case
from lcspr_kit.report.facts import Report, gather
from lcspr_kit.review import Review


def _good_case() -> ModuleType:
    """The module beside this file; tests have no packages to import from."""
    spec = importlib.util.spec_from_file_location("good_case", Path(__file__).with_name("good_case.py"))
    assert spec and spec.loader
    module = importlib.util.module_from_spec(spec)
    sys.modules["good_case"] = module
    spec.loader.exec_module(module)
    return module


good = _good_case()


@dataclass(frozen=True)
class Read:
    """A case with all that was made of it."""

    case: Case
    intake: Any
    study: Any
    family: Any

    def report(self, audience: str = "working", review: dict | None = None, narrative: dict | None = None, episode: dict | None = None, **changes: Any) -> Report:
        """The facts, with other values in the review, the narrative (None takes a section away) or the episode's decision."""
        case, study = self.case, self.study
        if review:
            data = {**case.review.model_dump(by_alias=True), **review}
            case = replace(case, review=Review.model_validate(data))
        if narrative:
            case = replace(case, narrative={name: text for name, text in {**case.narrative, **narrative}.items() if text is not None})
        if episode:
            first = study.episodes[0]
            study = replace(study, episodes=[replace(first, decision=first.decision.model_copy(update=episode)), *study.episodes[1:]])
        report = gather(case, self.intake, study, self.family, audience)
        return replace(report, **changes)


@pytest.fixture(scope="session")
def read_good(tmp_path_factory: pytest.TempPathFactory) -> Read:
    """The good case, read."""
    return _read(good.write_case(tmp_path_factory.mktemp("good") / "rowan"))


@pytest.fixture
def write_case() -> Callable[..., Path]:
    """Writes the good case into a folder."""
    return good.write_case


def _read(folder: Path) -> Read:
    from lcspr_kit.chronology.intake import read_case
    from lcspr_kit.episodes.study import study_case
    from lcspr_kit.genogram.family import read_family

    case = load_case(folder)
    intake = read_case(case)
    return Read(case, intake, study_case(case, intake.events), read_family(case.folder, case.register))
