"""Running pandoc on the report's Markdown: sandboxed, without the clock, warnings as errors."""

from __future__ import annotations

import os
import subprocess
from dataclasses import dataclass

READER = "markdown-smart-raw_html-raw_tex-tex_math_dollars-yaml_metadata_block-pandoc_title_block-citations-example_lists-emoji"
TIMEOUT_SECONDS = 300


@dataclass(frozen=True)
class Picture:
    """A figure of the document: SVG, PNG at `graphviz.PNG_DPI`, and the text for those who can't see it."""

    svg: bytes
    png: bytes
    alt: str


class PandocError(Exception):
    """Pandoc could not be run, or complained. The message has no case text."""


def run_pandoc(markdown: str, to: str, arguments: list[str], variables: dict[str, str]) -> bytes:
    """What pandoc makes of the report's Markdown. `variables` fill the template, already escaped for it."""
    import pypandoc

    try:
        pandoc = pypandoc.get_pandoc_path()
    except OSError:
        raise PandocError("pandoc is missing. Install the kit again with start.py.") from None
    environment = {**os.environ, "SOURCE_DATE_EPOCH": "315532800"}  # 1980-01-01, the first date a zip can hold
    # By pipes: nothing of the case is written down on the way.
    command = [pandoc, "--sandbox", "--fail-if-warnings", "-f", READER, "-t", to, "-o", "-", *arguments]
    for name, value in sorted(variables.items()):
        command += ["--variable", f"{name}={value}"]
    try:
        done = subprocess.run(command, input=markdown.encode("utf-8"), capture_output=True, timeout=TIMEOUT_SECONDS, env=environment)
    except subprocess.TimeoutExpired:
        raise PandocError(f"pandoc did not finish within {TIMEOUT_SECONDS} seconds.") from None
    except OSError as error:
        raise PandocError(f"pandoc could not be started ({error.strerror}).") from None
    if done.returncode:
        raise PandocError(f"pandoc ended with code {done.returncode}: {_first_line(done.stderr)}")
    return done.stdout


def _first_line(said: bytes) -> str:
    lines = [line for line in said.decode("utf-8", "replace").splitlines() if line.strip()]
    return lines[0][:200] if lines else "it said nothing"
