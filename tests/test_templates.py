"""The kit's own files of words say the same to every reader of YAML."""

from __future__ import annotations

import pytest
from ruamel.yaml import YAML

from lcspr_kit.resources import own_words, templates

FILES = sorted(path.relative_to(templates()).as_posix() for path in templates().rglob("*.yml"))


@pytest.mark.parametrize("name", FILES)
def test_a_file_of_words_is_read_as_yaml_1_2_would_be(name):
    """`no` and `on` are words there, not answers."""
    assert own_words(name) == YAML(typ="safe", pure=True).load((templates() / name).read_text(encoding="utf-8"))
