"""The pages of a case as an app without code: voila on copies of the notebooks, on this machine only.

Serves a private folder of notebooks pointed at the case, never the case itself: nothing of it can be asked
for by address, and nothing is kept outside it.
"""

from __future__ import annotations

import os
import secrets
import sys
import tempfile
import threading
import webbrowser
from pathlib import Path

from lcspr_kit.case import load_case
from lcspr_kit.jupyter import import_nbformat
from lcspr_kit.lab import FIRST, free_port, pointed_at, run_until_closed
from lcspr_kit.warm import NAME

_NOT_HERE = {"on-request", "for-tests"}
"""Tags of cells that the app leaves out: chapters made one by one, and what only tests look at."""
_POLICY = "default-src 'self' 'unsafe-inline' 'unsafe-eval' blob: data:; connect-src 'self' ws://127.0.0.1:* blob: data:; form-action 'self'; base-uri 'self'"
"""What the page may ask for: this machine only. Voila's own template would fetch a font from elsewhere; the browser refuses."""
_CONFIG = """
c = get_config()
c.Voila.ip = "127.0.0.1"
c.Voila.token = {token!r}
c.Voila.tornado_settings = {{"headers": {{"Content-Security-Policy": {policy!r}, "Referrer-Policy": "no-referrer"}}}}
c.VoilaConfiguration.file_allowlist = []
c.VoilaConfiguration.show_tracebacks = False
c.KernelManager.transport_encryption = "required"
c.KernelProvisionerFactory.default_provisioner_name = {kernels!r}
"""


def prepare_app(case: Path, folder: Path) -> list[Path]:
    """Write the notebooks of the app into a private folder, pointed at the case; what has no place in the app is left out."""
    import nbformat

    load_case(case)
    made = []
    for name, values in pointed_at(str(case.resolve())).items():
        notebook = nbformat.from_dict(values)
        notebook.cells = [cell for cell in notebook.cells if not _NOT_HERE & set(cell.metadata.get("tags", []))]
        if name != FIRST:
            above, below = (nbformat.v4.new_markdown_cell(f"[All steps]({FIRST})") for _ in range(2))
            notebook.cells = [above, *notebook.cells, below]
        nbformat.write(notebook, folder / name)
        made.append(folder / name)
    return made


def open_app(case: Path, browser: bool = True) -> int:
    """Run the app on a case until it is closed. Loopback only, with a token. Returns its exit code."""
    with tempfile.TemporaryDirectory(prefix="lcspr-app-") as private:
        notebooks = Path(private) / "notebooks"
        notebooks.mkdir()
        import_nbformat()
        prepare_app(case, notebooks)
        token, port = secrets.token_hex(24), free_port()
        config = Path(private) / "config" / "voila.py"
        config.parent.mkdir()
        config.write_text(_CONFIG.format(token=token, policy=_POLICY, kernels=NAME), encoding="utf-8")
        environment = {**os.environ, "IPYTHONDIR": private, "JUPYTER_CONFIG_DIR": str(config.parent), "JUPYTER_RUNTIME_DIR": str(Path(private) / "runtime"), "PYTHONUTF8": "1"}
        address = f"http://127.0.0.1:{port}/voila/render/{FIRST}?token={token}"
        command = [sys.executable, "-P", "-m", "lcspr_kit.labserver", "app", str(case.resolve()), f"--port={port}", "--no-browser", "--Voila.log_level=WARN", str(notebooks)]
        print(f"The app is at {address}\nLeave this window open; Ctrl+C ends it.", flush=True)
        if browser:
            threading.Timer(3, webbrowser.open, [address]).start()
        return run_until_closed(command, environment, notebooks)
