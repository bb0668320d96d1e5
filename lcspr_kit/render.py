"""One case to one draft: papermill runs `5_report`, nbconvert's exporters write it, a manifest says from what.

Nothing of the case but `drafts/` is ever written to.
"""

from __future__ import annotations

import errno
import hashlib
import json
import logging
import re
import tempfile
import time
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING, Any

from lcspr_kit.case import Audience, Case, load_case
from lcspr_kit.jupyter import import_jupyter
from lcspr_kit.problems import InputError, Problem
from lcspr_kit.report.companions import CHRONOLOGY, FACTS
from lcspr_kit.report.drafts import file_hashes, input_names, list_drafts, manifest_text, new_draft
from lcspr_kit.resources import notebooks, templates

if TYPE_CHECKING:
    from nbformat import NotebookNode

FORMATS = ("html", "docx", "pdf")
CELL_TIMEOUT_SECONDS = 900
START_TIMEOUT_SECONDS = 300  # a laptop's first imports of a day are slow
_COLOURS = re.compile(r"\x1b\[[0-9;]*m")
_FRAME = re.compile(r"File \S*?([\w.]+\.py):(\d+), in (\w+)")
_NO_ROOM = (errno.ENOSPC, errno.EFBIG, getattr(errno, "EDQUOT", errno.ENOSPC))
_EXPORTERS = {"html": "LcsprHTMLExporter", "docx": "LcsprDocxExporter", "pdf": "LcsprPDFExporter"}
_VERSIONS = ("lcspr-kit", "pandas", "papermill", "nbconvert", "graphviz-pure", "pypandoc_binary", "typst", "xlsxwriter")


@dataclass(frozen=True)
class Draft:
    """A finished draft: its folder, its files by name, seconds by step; warnings about the case, and
    the titles of sections that failed (the others are there), with the places in the code where they did."""

    case: str
    folder: Path
    files: tuple[str, ...]
    seconds: dict[str, float]
    warnings: tuple[Problem, ...] = field(default=())
    failed: tuple[str, ...] = field(default=())
    why: tuple[str, ...] = field(default=())


class RenderError(Exception):
    """A draft could not be made. The message says at what step; it never quotes the case."""


Progress = Callable[[str], None]


def render_case(
    folder: Path | str,
    to: Iterable[str] = FORMATS,
    audience: Audience = "working",
    progress: Progress = lambda _step: None,
    timeout: float | None = None,
) -> Draft:
    """Render one case. `progress` is called with the name of each step as it starts; `timeout` is the
    most seconds that one cell of the notebook may take.

    Raises InputError where the case can't be read, RenderError where a step fails.
    """
    formats = formats_of(to)
    clock = _Clock(progress)
    clock.start("reading the case")
    case = load_case(folder)
    inputs = file_hashes(case.folder, input_names(case.folder))
    with new_draft(case.drafts) as (part, final), ThreadPoolExecutor(len(formats)) as pool:
        clock.start("running the report notebook")
        import_jupyter()
        pool.submit(_import_exporters)  # while the kernel is at work
        notebook, failed = run_notebook(case, audience, timeout or CELL_TIMEOUT_SECONDS, part)
        _expect_unchanged(case.folder, inputs)
        clock.start(f"writing {', '.join(formats).upper()}")
        made = {f"report.{name}": pool.submit(_export, name, notebook) for name in formats}
        for name, export in made.items():
            (part / name).write_bytes(export.result())
        files = list(made)
        clock.start("writing figures")
        files += _figures(part, notebook)
        facts = _take_facts(part)
        files += [CHRONOLOGY] if (part / CHRONOLOGY).is_file() else []
        _write_notebook(part / "report.ipynb", notebook)
        files.append("report.ipynb")
        manifest = {
            **_made_from(inputs, formats, audience),
            "outputs": file_hashes(part, files),
            "failed_sections": list(failed),
            **facts,
        }
        (part / "manifest.json").write_text(manifest_text(manifest), encoding="utf-8", newline="\n")
        files.append("manifest.json")
    clock.stop()
    return Draft(case.folder.name, final[0], tuple(files), clock.seconds, case.warnings, tuple(failed), tuple(failed.values()))


def _expect_unchanged(folder: Path, inputs: dict[str, str]) -> None:
    """A draft is of one state of the case. Raises RenderError where a file changed while it was read."""
    now = file_hashes(folder, input_names(folder))
    changed = sorted(name for name in now.keys() | inputs.keys() if now.get(name) != inputs.get(name))
    if changed:
        raise RenderError(f"Changed while the draft was being made: {', '.join(changed)}. Render again when nobody writes there.")


def _made_from(inputs: dict[str, str], formats: list[str], audience: str) -> dict[str, Any]:
    """The part of a manifest that decides whether a draft would come out the same again."""
    return {"audience": audience, "formats": formats, "inputs": inputs, "versions": {name: version(name) for name in _VERSIONS}, "kit": _kit_hash()}


def _kit_hash() -> str:
    """Changes when a template or the notebook does."""
    digest = hashlib.sha256((notebooks() / "5_report.ipynb").read_bytes())
    for path in sorted(templates().rglob("*")):
        if path.is_file() and "__pycache__" not in path.parts:
            digest.update(path.relative_to(templates()).as_posix().encode() + path.read_bytes())
    return digest.hexdigest()


def unchanged_draft(folder: Path, to: Iterable[str], audience: Audience) -> Draft | None:
    """The newest draft, if rendering now would give the same again; None otherwise."""
    drafts = list_drafts(Path(folder) / "drafts")
    manifest = _read_manifest(drafts[-1]) if drafts else {}
    now = _made_from(file_hashes(Path(folder), input_names(Path(folder))), formats_of(to), audience)
    if not drafts or any(manifest.get(name) != value for name, value in now.items()) or manifest.get("failed_sections"):
        return None
    return _draft_of(drafts[-1], manifest)


def finished_draft(folder: Path, to: Iterable[str], audience: Audience) -> Draft | None:
    """A finished draft as it lies in its folder, if it is of these formats and for this audience; None otherwise."""
    manifest = _read_manifest(folder)
    return _draft_of(folder, manifest) if manifest.get("audience") == audience and manifest.get("formats") == formats_of(to) else None


def _read_manifest(folder: Path) -> dict[str, Any]:
    try:
        return json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}


def _draft_of(folder: Path, manifest: dict[str, Any]) -> Draft:
    return Draft(folder.parent.parent.name, folder, (*manifest["outputs"], "manifest.json"), {}, failed=tuple(manifest["failed_sections"]))


def formats_of(to: Iterable[str]) -> list[str]:
    """Known formats among words, in a fixed order. Raises InputError for one that is not known, or for none."""
    wanted = [name.strip().lower() for name in to if name.strip()]
    unknown = [name for name in wanted if name not in FORMATS]
    if unknown or not wanted:
        raise InputError(Problem("--to", f"'{', '.join(unknown)}' is not a format." if unknown else "No format was given.", f"Formats are {', '.join(FORMATS)}."))
    return [name for name in FORMATS if name in wanted]


def run_notebook(case: Case, audience: Audience, timeout: float, companions: Path) -> tuple[NotebookNode, dict[str, str]]:
    """Run `5_report` on a case with papermill in a kernel of its own.

    What goes beside the report is written into the folder `companions`.

    Returns the executed notebook, cleaned of all that tells of the machine or the parameters, and
    the titles of the cells that failed (the others ran), each with the place in the code. Raises RenderError where nothing ran.
    """
    import_jupyter()
    import nbformat
    import papermill

    from lcspr_kit.kernels import CaseKernelManager
    from lcspr_kit.report.blocks import METADATA

    logging.getLogger("papermill").setLevel(logging.ERROR)
    logging.getLogger("papermill.translators").setLevel(logging.ERROR)
    source = nbformat.read(notebooks() / "5_report.ipynb", as_version=4)
    source.cells = [cell for cell in source.cells if "desk" not in cell.metadata.get("tags", [])]  # for the author, not for a draft
    # In the draft's own folder, so that a killed run leaves nothing of the case elsewhere.
    with tempfile.TemporaryDirectory(prefix=".run-", dir=companions) as private:
        target = Path(private) / "report.ipynb"
        try:
            papermill.execute_notebook(
                source,
                # Papermill fills in braces in a path as if it were a template.
                str(target).replace("{", "{{").replace("}", "}}"),
                parameters={"case_dir": str(case.folder.resolve()), "audience": audience, "companions": str(companions.resolve())},
                kernel_name="python3",
                progress_bar=False,
                log_output=False,
                request_save_on_cell_execute=False,
                start_timeout=START_TIMEOUT_SECONDS,
                execution_timeout=timeout,
                allow_errors=True,
                store_widget_state=False,
                kernel_manager_class=CaseKernelManager,
                shutdown_kernel="immediate",  # it has nothing left to do, and takes seconds to end by itself
            )
        except papermill.PapermillExecutionError:
            pass  # the cells that failed are in the notebook; the draft says where
        except OSError as error:
            if error.errno in _NO_ROOM:
                raise
            raise RenderError(f"The report notebook could not be run ({type(error).__name__}).") from error
        except Exception as error:  # the kernel died or never came: its message could quote the case
            raise RenderError(f"The report notebook could not be run ({type(error).__name__}).") from error
        executed = nbformat.read(target, as_version=4)
    failed = {
        str(cell.metadata.get("title") or f"cell {number}"): _place(output)
        for number, cell in enumerate(executed.cells, 1)
        for output in cell.get("outputs", [])
        if output.output_type == "error"
    }
    if not any(METADATA in output.get("metadata", {}) for cell in executed.cells for output in cell.get("outputs", [])):
        said = [output.evalue for cell in executed.cells for output in cell.get("outputs", []) if output.get("ename") == "InputError"]
        if said:  # a file that only the notebook reads: its sentences are for the author
            raise InputError(Problem(*line.split(": ", 1)) for line in said[0].splitlines() if ": " in line)
        kinds = sorted({output.ename for cell in executed.cells for output in cell.get("outputs", []) if output.output_type == "error"})
        raise RenderError(f"No part of the report could be made: the notebook stopped at '{next(iter(failed), 'its end')}' ({', '.join(kinds)}).")
    return clean_notebook(executed), failed


def _place(error: NotebookNode) -> str:
    """What kind of error it was and through which functions it came: never its message, which may quote the case."""
    text = _COLOURS.sub("", "\n".join(error.traceback))
    return " < ".join([error.ename, *(f"{file}:{line} {name}" for file, line, name in reversed(_FRAME.findall(text)))])


def clean_notebook(notebook: NotebookNode) -> NotebookNode:
    """Take out papermill's traces (paths, parameters, times, error notes) and tracebacks."""
    notebook.metadata.pop("papermill", None)
    notebook.metadata.pop("widgets", None)
    kept = []
    for number, cell in enumerate(notebook.cells):
        tags = cell.metadata.get("tags", [])
        if "injected-parameters" in tags or "papermill-error-cell-tag" in tags:
            continue
        for name in ("papermill", "execution"):
            cell.metadata.pop(name, None)
        cell["id"] = f"cell-{number}"
        if cell.cell_type == "code":
            cell.execution_count = None
            for output in cell.outputs:
                if output.output_type == "error":
                    output.traceback = []
                    output.evalue = ""
                if "execution_count" in output:
                    output.execution_count = None
        kept.append(cell)
    notebook.cells = kept
    return notebook


def _import_exporters() -> None:
    import typst  # noqa: F401

    from lcspr_kit.report import exporters, pdf, word  # noqa: F401


def _export(name: str, notebook: NotebookNode) -> bytes:
    from lcspr_kit.report import exporters

    try:
        body, _ = getattr(exporters, _EXPORTERS[name])().from_notebook_node(notebook)
    except Exception as error:
        raise RenderError(f"The {name.upper()} could not be written: {error}") from error
    return body.encode("utf-8") if isinstance(body, str) else body


def _figures(part: Path, notebook: NotebookNode) -> list[str]:
    from lcspr_kit.report.exporters import report_document

    _, pictures = report_document(notebook)
    if pictures:
        (part / "figures").mkdir()
    names = []
    for name, picture in pictures.items():
        (part / f"{name}.svg").write_bytes(picture.svg)
        (part / f"{name}.png").write_bytes(picture.png)
        names += [f"{name}.svg", f"{name}.png"]
    return names


def _take_facts(part: Path) -> dict[str, Any]:
    """What the notebook wrote down for the manifest; nothing where its cell failed."""
    path = part / FACTS
    if not path.is_file():
        return {"rows": [], "episodes": []}
    facts = json.loads(path.read_text(encoding="utf-8"))
    path.unlink()
    return facts


def _write_notebook(path: Path, notebook: NotebookNode) -> None:
    """Keep the executed notebook, signed as our own so that JupyterLab shows its figures."""
    import nbformat
    from nbformat.sign import NotebookNotary

    nbformat.write(notebook, path)
    try:
        NotebookNotary().sign(notebook)
    except Exception as error:  # no place for signatures: the figures show after "Trust notebook"
        logging.getLogger(__name__).info("The notebook could not be signed (%s).", type(error).__name__)


class _Clock:
    """Seconds by step, for the author's eyes; never part of a draft."""

    def __init__(self, progress: Progress):
        self.seconds: dict[str, float] = {}
        self._progress = progress
        self._step: str | None = None
        self._since = 0.0

    def start(self, step: str) -> None:
        self.stop()
        self._progress(step)
        self._step, self._since = step, time.perf_counter()

    def stop(self) -> None:
        if self._step:
            self.seconds[self._step] = round(time.perf_counter() - self._since, 2)
        self._step = None
