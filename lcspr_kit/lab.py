"""JupyterLab on one case: its own copies of the notebooks, pointed at it; no news, no history, no strangers."""

from __future__ import annotations

import hashlib
import json
import os
import signal
import socket
import subprocess
import sys
import tempfile
import threading
from pathlib import Path
from typing import Any

from lcspr_kit.case import load_case
from lcspr_kit.resources import notebooks, page_file
from lcspr_kit.warm import NAME

FOLDER = "notebooks"
FIRST = "welcome.ipynb"
"""The notebook that is opened first."""
_EXTENSION = "lcspr-notebooks"
_AT_ONCE = ("explorer", "welcome")
"""The pages that `firstpicture.js` shows before their kernel is there."""
_EXTRAS = ("jupyter_lsp", "jupyter_server_terminals", "notebook_shim", "voila.server_extension")
"""Parts of Jupyter's server that a case has no use for: it starts sooner without."""
_PAGE_EXTRAS = (
    "@voila-dashboards/jupyterlab-preview",
    *(f"@jupyterlab/{name}-extension" for name in ("lsp", "debugger", "terminal", "extensionmanager", "console", "logconsole", "inspector", "hub", "htmlviewer", "markdownviewer")),
    "@jupyterlab/notebook-extension:language-server", "@jupyterlab/fileeditor-extension:language-server", "@jupyterlab/tooltip-extension:consoles",
)  # fmt: skip
"""The same of JupyterLab's page."""
_CONFIG = """
c = get_config()
c.ServerApp.ip = "127.0.0.1"
c.ServerApp.allow_remote_access = False
c.ServerApp.root_dir = {root!r}
c.ServerApp.jpserver_extensions = {extras!r}
c.LabApp.check_for_updates_class = "jupyterlab.NeverCheckForUpdate"
c.LabApp.news_url = None
c.LabApp.extension_manager = "readonly"
c.LabServerApp.extra_labextensions_path = [{extensions!r}]
c.FileContentsManager.checkpoints_kwargs = {{"root_dir": {private!r}}}
c.KernelSpecManager.ensure_native_kernel = True
c.KernelManager.transport_encryption = "required"
c.KernelRestarter.time_to_dead = 1.0
c.KernelRestarter.restart_limit = 20
c.KernelRestarter.random_ports_until_alive = False
c.MappingKernelManager.buffer_offline_messages = False
c.ServerApp.kernel_websocket_connection_class = "lcspr_kit.channels.OwnChannels"
c.KernelProvisionerFactory.default_provisioner_name = {kernels!r}


def clear_outputs(model, **kwargs):
    \"\"\"What a notebook shows is case text; it is never saved.\"\"\"
    if model["type"] != "notebook" or model["content"]["nbformat"] != 4:
        return
    model["content"]["metadata"].pop("widgets", None)
    for cell in model["content"]["cells"]:
        if cell["cell_type"] == "code":
            cell["outputs"] = []
            cell["execution_count"] = None


c.FileContentsManager.pre_save_hook = clear_outputs
"""


def prepare(case: Path) -> list[Path]:
    """Put the kit's notebooks into the case, pointed at it. Those that the author changed are kept.

    A notebook that is still as an earlier kit made it is made anew.
    """
    load_case(case)
    folder = case / FOLDER
    folder.mkdir(mode=0o700, exist_ok=True)
    made = []
    for name, notebook in pointed_at("..").items():
        target = folder / name
        if target.exists() and not _is_old(target, notebook["metadata"]["lcspr"]["sources"]):
            continue
        target.write_text(json.dumps(notebook, ensure_ascii=False, indent=1, sort_keys=True) + "\n", encoding="utf-8")
        made.append(target)
    return made


def pointed_at(case_dir: str) -> dict[str, Any]:
    """The kit's notebooks by name, as the values of their files, with `case_dir` in their parameters. Each knows in its metadata what it was made as.

    Read as what they are, JSON: Jupyter's own library for it takes longer to import than all else that is done before the server starts.
    """
    found = {}
    for source in sorted(notebooks().glob("*.ipynb")):
        notebook = json.loads(source.read_text(encoding="utf-8"))
        for cell in notebook["cells"]:
            if "parameters" in cell["metadata"].get("tags", []):
                cell["source"] = [f"case_dir = {json.dumps(case_dir)}" + "\n" * line.endswith("\n") if line.startswith("case_dir") else line for line in cell["source"]]
            if cell["cell_type"] == "code":
                cell["outputs"], cell["execution_count"] = [], None
        notebook["metadata"]["lcspr"] = {"sources": _fingerprint(notebook)}
        found[source.name] = notebook
    return found


def _fingerprint(notebook: dict[str, Any]) -> str:
    """Changes when a cell's text, tags or order does."""
    cells = [[cell["cell_type"], "".join(cell["source"]), cell["metadata"].get("tags", [])] for cell in notebook["cells"]]
    return hashlib.sha256(json.dumps(cells).encode()).hexdigest()


def _is_old(path: Path, now: str) -> bool:
    """Whether a notebook in a case is untouched, and not what the kit would make today."""
    try:
        notebook = json.loads(path.read_text(encoding="utf-8"))
        made_as = notebook["metadata"]["lcspr"]["sources"]
        return bool(made_as == _fingerprint(notebook) and made_as != now)
    except Exception:  # whatever it is, it is the author's
        return False


def _write_extension(folder: Path, ours: dict[str, Any]) -> None:
    """The kit's part of JupyterLab's page (`labextension.js`), with the sources of the notebooks it may run unasked."""
    place = folder / _EXTENSION / "static"
    place.mkdir(parents=True)
    package = {"name": _EXTENSION, "version": "1.0.0", "jupyterlab": {"_build": {"load": "static/page.js", "extension": "./extension"}}}
    (place.parent / "package.json").write_text(json.dumps(package), encoding="utf-8")
    for page in _AT_ONCE:
        for kind in ("js", "css"):
            (place / f"{page}.{kind}").write_text(page_file(page, kind), encoding="utf-8")
    sources = {f"{FOLDER}/{name}": ["".join(cell["source"]) for cell in notebook["cells"] if cell["cell_type"] == "code"] for name, notebook in ours.items()}
    script = "\n".join((Path(__file__).parent / name).read_text(encoding="utf-8") for name in ("firstpicture.js", "labextension.js"))
    (place / "page.js").write_text(f"const OURS = {json.dumps(sources)}, FIRST = {json.dumps(FIRST)};\n{script}", encoding="utf-8")


def open_lab(case: Path, browser: bool = True) -> int:
    """Run JupyterLab on a case until it is closed. Loopback only, with a token. Returns its exit code."""
    prepare(case)
    with tempfile.TemporaryDirectory(prefix="lcspr-lab-") as private:
        config = Path(private) / "jupyter_lab_config.py"
        extensions = Path(private) / "extensions"
        _write_extension(extensions, pointed_at(".."))
        config.write_text(_CONFIG.format(root=str(case.resolve()), private=private, extensions=str(extensions), kernels=NAME, extras={**dict.fromkeys(_EXTRAS, False), "lcspr_kit.labserver": True}), encoding="utf-8")
        page = Path(private) / "config" / "labconfig"
        page.mkdir(parents=True)
        (page / "page_config.json").write_text(json.dumps({"disabledExtensions": dict.fromkeys(_PAGE_EXTRAS, True)}), encoding="utf-8")
        settings = Path(private) / "settings" / "@jupyterlab" / "apputils-extension"
        settings.mkdir(parents=True)
        (settings / "notification.jupyterlab-settings").write_text('{"fetchNews": "false", "checkForUpdates": false}', encoding="utf-8")
        environment = {
            **os.environ,
            "IPYTHONDIR": private,
            "JUPYTER_CONFIG_PATH": str(page.parent),
            "JUPYTER_CONFIG_DIR": str(Path(private) / "config"),
            "JUPYTERLAB_SETTINGS_DIR": str(Path(private) / "settings"),
            "JUPYTERLAB_WORKSPACES_DIR": str(Path(private) / "workspaces"),
            "JUPYTER_RUNTIME_DIR": str(Path(private) / "runtime"),
            "PYTHONUTF8": "1",
        }
        command = [sys.executable, "-P", "-m", "lcspr_kit.labserver", "lab", str(case.resolve()), f"--config={config}", f"--ServerApp.port={free_port()}", f"--LabApp.default_url=/lab/tree/{FOLDER}/{FIRST}"]
        if hasattr(os, "geteuid") and os.geteuid() == 0:  # in a container there may be nobody else
            command.append("--allow-root")
        if not browser:
            command.append("--no-browser")
        return run_until_closed(command, environment, case)


def free_port() -> int:
    """A port of this machine that nobody uses, so that two cases can be open at once."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def run_until_closed(command: list[str], environment: dict[str, str], folder: Path) -> int:
    """Run JupyterLab; when we are stopped, it is stopped too, with its kernels."""
    if threading.current_thread() is threading.main_thread():
        signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    process = subprocess.Popen(command, env=environment, cwd=folder)
    try:
        return process.wait()
    except KeyboardInterrupt:  # the key reached JupyterLab too, which asks or closes by itself
        return 0
    finally:
        if process.poll() is None:
            process.terminate()
            try:
                process.wait(15)
            except subprocess.TimeoutExpired:
                process.kill()
