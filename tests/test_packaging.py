"""The kit installs and runs from a wheel, and conda users get the same as pip users."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest
from ruamel.yaml import YAML

ROOT = Path(__file__).resolve().parent.parent
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
# What conda-forge calls otherwise: one wheel may be two packages there.
CONDA = {"graphviz": ["python-graphviz", "graphviz"], "pypandoc-binary": ["pypandoc", "pandoc"]}


def bounds(lines: list[str]) -> dict[str, str]:
    found = {}
    for line in lines:
        name, _, bound = re.match(r"([A-Za-z0-9._-]+)(\[[^\]]*\])?\s*(.*)", line).group(1, 2, 3)
        found[name.lower().replace("_", "-")] = bound
    return found


def test_environment_yml_agrees_with_pyproject():
    conda = YAML(typ="safe").load((ROOT / "environment.yml").read_text(encoding="utf-8"))
    plain = [entry for entry in conda["dependencies"] if isinstance(entry, str)]
    piped = next(entry["pip"] for entry in conda["dependencies"] if isinstance(entry, dict))
    there = bounds(plain) | bounds([line for line in piped if not line.startswith("-e")])
    assert "-e ." in piped
    assert there["python"] == PROJECT["requires-python"]
    wanted = bounds(PROJECT["dependencies"] + PROJECT["optional-dependencies"]["test"])
    assert set(there) == {"python", "pip"} | {other for name in wanted for other in CONDA.get(name, [name])}
    for name, bound in wanted.items():
        names = CONDA.get(name, [name])
        assert all(other in there for other in names), f"{name} is missing in environment.yml"
        if names == [name]:
            assert there[name] == bound, name


def test_every_dependency_is_pinned():
    pinned = bounds([line for line in (ROOT / "constraints.txt").read_text(encoding="utf-8").splitlines() if line and not line.startswith("#")])
    assert all(bound.startswith("==") for bound in pinned.values())
    assert set(bounds(PROJECT["dependencies"] + PROJECT["optional-dependencies"]["test"])) <= set(pinned)


@pytest.fixture(scope="module")
def installed(tmp_path_factory) -> Path:
    """The kit installed from a wheel, away from the checkout."""
    folder = tmp_path_factory.mktemp("wheel")
    pip = [sys.executable, "-m", "pip", "--disable-pip-version-check"]
    subprocess.run([*pip, "wheel", "-q", "--no-deps", "--no-build-isolation", "-w", str(folder), str(ROOT)], check=True, capture_output=True)
    wheel = next(folder.glob("lcspr_kit-*.whl"))
    subprocess.run([*pip, "install", "-q", "--no-deps", "--target", str(folder / "site"), str(wheel)], check=True, capture_output=True)
    return folder / "site"


def test_demo_runs_from_the_wheel_outside_the_checkout(installed, tmp_path):
    environment = {**os.environ, "PYTHONPATH": str(installed), "CI": "true"}
    where = subprocess.run([sys.executable, "-c", "import lcspr_kit; print(lcspr_kit.__file__)"], cwd=tmp_path, env=environment, capture_output=True, text=True).stdout
    assert Path(where.strip()).is_relative_to(installed)
    done = subprocess.run([sys.executable, "-m", "lcspr_kit", "demo", "--no-open"], cwd=tmp_path, env=environment, capture_output=True, text=True, encoding="utf-8", timeout=300)
    assert done.returncode == 0, done.stdout + done.stderr
    files = {path.name for path in (tmp_path / "lcspr-demo" / "alex" / "drafts" / "0001").iterdir()}
    assert {"report.html", "report.docx", "report.pdf", "report.ipynb", "chronology.xlsx", "manifest.json", "figures"} <= files
