"""A small chronology with an undated row, shared by the tests of the widgets."""

from __future__ import annotations

import pandas as pd
import pytest

from lcspr_kit.case import load_case
from lcspr_kit.chronology.intake import read_case
from lcspr_kit.episodes.study import study_case


@pytest.fixture(scope="session")
def studied(tmp_path_factory):
    """The example case, its intake and its study. The folder is a copy; what is read is not to be changed."""
    import shutil

    from lcspr_kit.resources import examples

    folder = tmp_path_factory.mktemp("explored") / "alex"
    shutil.copytree(examples() / "alex", folder)
    case = load_case(folder)
    intake = read_case(case)
    return case, intake, study_case(case, intake.events)


@pytest.fixture
def events(studied) -> pd.DataFrame:
    """The chronology of the example case."""
    return studied[1].events
