"""The main job watched from outside: what the whole tree of processes asks of the system."""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
_OUTSIDE = re.compile(r"(?:connect|sendto|sendmsg)\(.*AF_INET6?,")
_LOOPBACK = re.compile(r'inet_addr\("127\.|inet_pton\(AF_INET6, "::1"|"::ffff:127\.')


@pytest.mark.slow
@pytest.mark.skipif(not shutil.which("strace"), reason="strace is not here")
def test_no_process_of_a_render_speaks_to_anything_but_this_machine(tmp_path):
    shutil.copytree(ROOT / "examples" / "minimal", tmp_path / "case", ignore=shutil.ignore_patterns("drafts"))
    log = tmp_path / "trace.txt"
    done = subprocess.run(
        ["strace", "-f", "--seccomp-bpf", "-qq", "-e", "trace=connect,sendto,sendmsg", "-o", log, sys.executable, "-m", "lcspr_kit", "render", tmp_path / "case", "--to", "html"],
        cwd=tmp_path, env={**os.environ, "PYTHONPATH": str(ROOT)}, capture_output=True, text=True,
    )  # fmt: skip
    if "Operation not permitted" in done.stderr:
        pytest.skip("strace may not watch here")
    assert done.returncode in (0, 1) and (tmp_path / "case" / "drafts" / "0001" / "report.html").exists(), done.stderr
    calls = log.read_text(errors="replace").splitlines()
    assert any("AF_UNIX" in call or _LOOPBACK.search(call) for call in calls), "strace saw nothing"
    assert [call for call in calls if _OUTSIDE.search(call) and not _LOOPBACK.search(call)] == []
