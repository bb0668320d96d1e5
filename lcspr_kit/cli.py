"""The `lcspr` command: runs a verb and says what came of it. The verbs themselves are in `verbs/`.

Exit codes: 0 done; 1 done, but something needs the author; 2 could not be done. Never a traceback
unless `--debug`. Everything heavy is imported inside the verb that needs it.
"""

from __future__ import annotations

import sys
from pathlib import Path

from lcspr_kit.problems import InputError
from lcspr_kit.verbs import chronology, drawings, privacy, report, sessions  # noqa: F401  (each adds its verbs)
from lcspr_kit.verbs.answers import app, complain, say_problems

__all__ = ["app", "main"]


def main() -> None:
    """Run the command and leave with its exit code."""
    words = sys.argv[1:]
    debug = "--debug" in words
    words = [word for word in words if word != "--debug"]
    for stream in (sys.stdout, sys.stderr):  # a Windows console may not be on UTF-8
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="replace")
    try:
        code = app(args=words, prog_name="lcspr", standalone_mode=False)
    except InputError as error:
        code = say_problems(error.problems)
    except KeyboardInterrupt:
        code = complain("Stopped. Nothing half-written was left behind.")
    except Exception as error:
        if debug:
            raise
        code = _explain(error)
    sys.exit(code if isinstance(code, int) else 0)


def _explain(error: Exception) -> int:
    # Typer may bring its own copy of click, so its exceptions are known by what they are called.
    names = {kind.__name__ for kind in type(error).__mro__}
    if "Exit" in names:
        return int(getattr(error, "exit_code", 0))
    if "ClickException" in names:
        said = error.format_message()  # type: ignore[attr-defined]
        return complain(said if said.startswith("Usage") else f"{said.rstrip('.')}. See: lcspr --help")
    if "Abort" in names:
        return complain("Stopped.")
    if names & {"RenderError", "GraphvizError", "PandocError", "PdfError"}:
        return complain(str(error))
    if "LayoutError" in names:
        return complain(f"The family can't be drawn without saying something that is not so: {error} Look in its relationships for one that is not there, or draw one day with --as-at.")
    if isinstance(error, RecursionError):
        return complain("A file of the case, or one that was named, is nested too deeply to be read. Take it away, or copy its text into a new file.")
    if isinstance(error, OSError):
        where = Path(error.filename).name if isinstance(error.filename, str) else "a file"
        return complain(f"{where}: {error.strerror or 'it can not be read or written'}. Check that it is not open elsewhere and that there is room on the disk.")
    return complain(f"Something went wrong inside lcspr ({type(error).__name__}). Your case is as it was. Run the same again with --debug and send the text to whoever supports you, after taking out names.")
