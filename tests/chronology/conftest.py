"""The makers of invented chronologies, as `made`: tests have no packages to import from."""

from __future__ import annotations

import importlib.util
from pathlib import Path
from types import ModuleType

import pytest

_SPEC = importlib.util.spec_from_file_location("chronologies", Path(__file__).with_name("chronologies.py"))
assert _SPEC and _SPEC.loader
_MADE = importlib.util.module_from_spec(_SPEC)
_SPEC.loader.exec_module(_MADE)


@pytest.fixture(scope="session")
def made() -> ModuleType:
    return _MADE


@pytest.fixture
def case(tmp_path):
    return _MADE.make_case(tmp_path)
