"""`python -m lcspr_kit.labserver lab|app CASE ...`: Jupyter's server on a case, with a kernel always waiting for its next page.

The waiting kernel imports, reads the exports and scores them while the server itself and the browser start.
The server also takes each step of the author's into the case before any kernel has come to it (`underway`).
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

from lcspr_kit import underway
from lcspr_kit.jupyter import without_grammar
from lcspr_kit.warm import keep_waiting

PAGES = ["lcspr_kit.widgets." + name for name in ("welcome", "intake", "explore", "episodes", "genogram", "report", "tables")]
"""What the pages of a case import."""
_LARGEST = 64 << 20  # bytes of a step; a family to bring in may come with it


def main() -> None:
    """Run the server; the other arguments are its own."""
    which, case, *arguments = sys.argv[1:]
    keep_waiting(Path(case), PAGES)
    sys.argv = [which, *arguments]
    with without_grammar():
        if which == "lab":
            from jupyterlab.labapp import main as serve
        else:
            serve = _app(Path(case)).launch_instance
    sys.exit(serve())


def _app(case: Path) -> Any:
    """Voila, with the door for steps."""
    from voila.app import Voila

    class App(Voila):  # type: ignore[misc]
        name = "voila"

        def init_handlers(self) -> list[Any]:
            return [_door(self.server_url, case), *super().init_handlers()]

    return App


def _jupyter_server_extension_points() -> list[dict[str, str]]:
    """What Jupyter's server asks of an extension."""
    return [{"module": "lcspr_kit.labserver"}]


def _load_jupyter_server_extension(server: Any) -> None:
    """The door for steps in JupyterLab's server, whose root is the case."""
    server.web_app.add_handlers(".*$", [_door(server.web_app.settings["base_url"], Path(server.root_dir))])


def _door(base: str, case: Path) -> tuple[str, Any]:
    """Where a page sends the author's steps: address and handler. For those who have the token, as everything else of the server."""
    from jupyter_server.base.handlers import APIHandler
    from tornado.web import authenticated

    class Step(APIHandler):
        @authenticated
        def post(self, page: str, step: str) -> None:
            body = self.request.body
            self.set_status(204 if len(body) <= _LARGEST and underway.put(case, page, step, body) else 400)
            self.finish()

    return rf"{base.rstrip('/')}/lcspr/underway/([a-z]+)/([0-9a-f-]+)", Step


if __name__ == "__main__":
    main()
