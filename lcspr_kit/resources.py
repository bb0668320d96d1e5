"""Where the kit's own files are: templates, notebooks and examples.

In a checkout they are the top-level folders; in an installed wheel they lie inside the package.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import yaml

_PACKAGE = Path(__file__).resolve().parent


def _folder(name: str) -> Path:
    packed = _PACKAGE / f"_{name}"
    return packed if packed.is_dir() else _PACKAGE.parent / name


def page_file(name: str, kind: str) -> str:
    """The whole script (`js`) or style sheet (`css`) of a widget: what the pages of all widgets share, then its own."""
    return "\n".join((_PACKAGE / "widgets" / f"{each}.{kind}").read_text(encoding="utf-8") for each in ("page", name))


def templates() -> Path:
    """The folder of templates (section prose, lexicon, pattern rules, nbconvert template, form)."""
    return _folder("templates")


def own_words(name: str) -> Any:
    """What a YAML file of the templates says. For the kit's own files only, which a test reads a second time as YAML 1.2.

    PyYAML's reader in C takes a twentieth of the time of the one that finds an author's mistakes (`casefiles.read_yaml`).
    """
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    return yaml.load((templates() / name).read_text(encoding="utf-8"), loader)


def notebooks() -> Path:
    """The folder of the kit's notebooks."""
    return _folder("notebooks")


def examples() -> Path:
    """The folder of example cases."""
    return _folder("examples")
