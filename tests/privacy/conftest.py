import importlib.util
from pathlib import Path

import pytest

_SPEC = importlib.util.spec_from_file_location("privacy_family", Path(__file__).with_name("family.py"))
_FAMILY = importlib.util.module_from_spec(_SPEC)
_SPEC.loader.exec_module(_FAMILY)


@pytest.fixture(scope="session")
def register():
    return _FAMILY.REGISTER
