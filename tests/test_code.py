"""The code base keeps its own rules."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
import tomllib
from importlib.metadata import packages_distributions
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
MODULES = sorted((ROOT / "lcspr_kit").rglob("*.py"))
# Each group may import from itself, from those above it, and from the first.
ORDER = [
    {"problems", "casefiles", "inert", "csvsheet", "joining", "edtf", "resources", "textwidth", "graphviz", "workingdays", "review", "strays", "case", "privacy.register"},
    {"chronology"},
    {"episodes"},
    {"genogram"},
    {"timeline"},
    {"privacy"},
    {"report"},
    {"ahead", "warm", "preload", "waiting", "jupyter", "forked", "kernels", "render"},
    {"batch", "tasks", "newcase", "underway", "channels", "lab", "labserver", "webapp"},
    {"widgets"},
    {"console"},
    {"demo"},
    {"verbs"},
    {"cli", "__main__"},
]


def group_of(module: str) -> int:
    for number, names in enumerate(ORDER):
        if any(module == name or module.startswith(f"{name}.") for name in names):
            return number
    raise AssertionError(f"{module} is in no group of docs/architecture.md")


def name_of(path: Path) -> str:
    return ".".join(path.relative_to(ROOT / "lcspr_kit").with_suffix("").parts).removesuffix(".__init__")


def imports(path: Path) -> list[str]:
    names = []
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            names += [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom) and node.module:
            names += [node.module, *(f"{node.module}.{alias.name}" for alias in node.names)]
    return names


@pytest.mark.parametrize("path", [p for p in MODULES if name_of(p) not in ("", "__init__")], ids=name_of)
def test_a_folder_imports_only_from_those_above_it(path):
    module = name_of(path)
    for name in imports(path):
        if name.startswith("lcspr_kit.") and (ROOT / (name.replace(".", "/") + ".py")).is_file():
            assert group_of(name.removeprefix("lcspr_kit.")) <= group_of(module), f"{module} imports {name}"


def test_ruff_finds_nothing():
    done = subprocess.run([sys.executable, "-m", "ruff", "check", "."], cwd=ROOT, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout


def test_types_hold():
    done = subprocess.run([sys.executable, "-m", "mypy"], cwd=ROOT, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout


def test_no_module_is_too_long():
    long = {name_of(path): lines for path in MODULES if (lines := len(path.read_text(encoding="utf-8").splitlines())) > 420}
    assert not long


def test_every_import_is_declared():
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    declared = {re.split(r"[<>=\[ ]", name)[0].lower().replace("_", "-") for name in project["dependencies"] + project["optional-dependencies"]["dask"]}
    known = packages_distributions()
    for path in MODULES:
        for name in imports(path):
            top = name.split(".")[0]
            if top in sys.stdlib_module_names or top in ("lcspr_kit", "IPython", "click", "mistune", "traitlets", "jupyter_client", "jupyter_server", "tornado"):
                continue  # the last seven come with jupyterlab, nbconvert and typer, which are declared
            assert {distribution.lower().replace("_", "-") for distribution in known.get(top, [])} & declared, f"{path.name} imports {top}"


def test_the_command_starts_without_the_heavy_parts():
    code = "import sys; import lcspr_kit.cli; print(sorted({'pandas','papermill','nbconvert','scipy','IPython','lxml','pydantic'} & set(sys.modules)))"
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, text=True).stdout.strip() == "[]"


def tracked() -> list[Path]:
    done = subprocess.run(["git", "ls-files"], cwd=ROOT, capture_output=True, text=True)
    return [ROOT / line for line in done.stdout.splitlines()] if done.returncode == 0 else []


def test_no_machine_path_or_registry_host_is_written_down():
    words = [r"/(?:work|root)/[a-z.]", "py" + "pi.org", "python" + "hosted", "npm" + "js", "debian" + r"\.org"]
    for path in tracked():
        if path.suffix in (".py", ".md", ".toml", ".txt", ".yml", ".ipynb", ".j2", ".css", ".csv", "") and path.is_file():
            text = path.read_text(encoding="utf-8", errors="replace")
            for word in words:
                assert not re.search(word, text), f"{path.relative_to(ROOT)}: {word}"


def test_notebooks_hold_no_logic_and_no_outputs():
    import nbformat

    paths = sorted((ROOT / "notebooks").glob("*.ipynb"))
    assert len(paths) == 7
    for path in paths:
        notebook = nbformat.read(path, as_version=4)
        nbformat.validate(notebook)
        assert "papermill" not in notebook.metadata and "widgets" not in notebook.metadata
        assert sum("parameters" in cell.metadata.get("tags", []) for cell in notebook.cells) == 1, path.name
        for cell in notebook.cells:
            if cell.cell_type != "code":
                continue
            tree = ast.parse(cell.source)
            assert not any(isinstance(node, (ast.FunctionDef, ast.ClassDef, ast.While)) for node in ast.walk(tree)), path.name
            assert len(cell.source.splitlines()) <= 12, path.name
            if "NBVAL_CHECK_OUTPUT" not in cell.source:
                assert not cell.outputs, f"{path.name}: a cell keeps its output"
            assert all(output.output_type == "stream" for output in cell.outputs), path.name
