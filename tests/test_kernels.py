"""Kernels, forked or started afresh: the same draft from both, and none outlives its command."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import pytest

from lcspr_kit.render import render_case

AFRESH = "from lcspr_kit import warm; warm.CAN_FORK = False; from lcspr_kit.cli import main; main()"
COMMANDS = {"forked": [sys.executable, "-m", "lcspr_kit"], "afresh": [sys.executable, "-c", AFRESH]}
WAYS = [way for way in COMMANDS if way == "afresh" or sys.platform == "linux"]


@pytest.mark.parametrize("way", WAYS)
def test_a_draft_is_the_same_however_its_kernel_started(minimal, way, warm):
    here = render_case(minimal).folder
    done = subprocess.run([*COMMANDS[way], "render", str(minimal), "--jobs", "2"], capture_output=True, text=True, encoding="utf-8", timeout=200)
    assert done.returncode == 0, done.stderr
    there = minimal / "drafts" / "0002"
    for path in here.rglob("*"):
        assert path.is_dir() or path.read_bytes() == (there / path.relative_to(here)).read_bytes(), path.name


@pytest.mark.skipif(os.name != "posix", reason="kills a process the POSIX way")
@pytest.mark.parametrize("way", WAYS)
def test_a_killed_command_leaves_nothing_outside_the_case(minimal, way):
    with tempfile.TemporaryDirectory(prefix="t") as short:
        process = subprocess.Popen([*COMMANDS[way], "render", str(minimal)], env={**os.environ, "TMPDIR": short}, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        wait_for(lambda: any(Path(short).glob("lcspr-k-*/s-*")))
        process.send_signal(signal.SIGKILL)
        process.wait()
        # A kernel takes its folder of sockets with it when it ends.
        wait_for(lambda: not any(Path(short).glob("lcspr-*")))


DIES = """
import shutil, sys, threading, time
from ipykernel.kernelapp import IPKernelApp
from lcspr_kit import waiting
begun, remove = threading.Event(), shutil.rmtree
def slowly(*where, **how):
    begun.set()
    time.sleep(0.5)
    remove(*where, **how)
def dies(**_):
    begun.wait()
    raise FileNotFoundError("its connection file was taken away while it was made")
waiting.shutil.rmtree, IPKernelApp.launch_instance = slowly, dies
waiting.be_kernel(["-f", sys.argv[1] + "/kernel.json"], {}, sys.argv[1], lambda: None)
"""


def test_a_kernel_that_fails_as_its_folder_is_taken_away_waits_until_nothing_is_left(tmp_path):
    folder = tmp_path / "lcspr-k"
    folder.mkdir()
    (folder / "s-1").touch()
    subprocess.run([sys.executable, "-c", DIES, str(folder)], stderr=subprocess.DEVNULL, timeout=60, check=False)
    assert not folder.exists()


ORPHAN = """
import os, shutil, sys, time
from lcspr_kit import waiting
remove = shutil.rmtree
def slowly(*where, **how):
    time.sleep(2)  # Jupyter's own watch over the parent looks once a second
    remove(*where, **how)
waiting.shutil.rmtree = slowly
waiting.be_kernel(["-f", sys.argv[1] + "/kernel.json"], {"JPY_PARENT_PID": str(os.getppid())}, sys.argv[1], sys.stdin.read)
"""
EARLY = """
import os
os.environ["JPY_PARENT_PID"] = str(os.getppid())
import ipykernel.kernelapp  # a waiting process imports it long before it is a kernel
"""
PARENT = "import subprocess, sys; subprocess.Popen([sys.executable, '-c', *sys.argv[1:]], stdin=subprocess.PIPE, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL).wait()"


@pytest.mark.skipif(os.name != "posix", reason="kills a process the POSIX way")
@pytest.mark.parametrize("before", ["", EARLY], ids=["told late", "told before it imports"])
def test_jupyters_own_watch_does_not_end_a_kernel_before_its_folder_is_gone(tmp_path, before):
    folder = tmp_path / "lcspr-k"
    folder.mkdir()
    parent = subprocess.Popen([sys.executable, "-c", PARENT, before + ORPHAN, str(folder)])
    wait_for((folder / "kernel.json").exists)
    parent.kill()
    parent.wait()
    wait_for(lambda: not folder.exists(), 20)


@pytest.mark.parametrize("way", WAYS)
def test_nothing_that_lies_where_the_author_stands_is_run(minimal, tmp_path, way):
    """The folder she stands in may be the case itself, with whatever came into it."""
    mark = tmp_path / "mark"
    for name in ("enum", "random", "pandas", "ipykernel", "lcspr_kit", "ipython_config", "ipython_kernel_config", "sitecustomize"):
        (minimal / f"{name}.py").write_text(f"open({str(mark)!r}, 'a').write(__file__)\n", encoding="utf-8")
    command = tmp_path / "lcspr"  # as it is installed: a script elsewhere
    command.write_text("if __name__ == '__main__':\n    " + {"forked": "from lcspr_kit.cli import main; main()", "afresh": AFRESH}[way], encoding="utf-8")
    with tempfile.TemporaryDirectory(prefix="t") as short:
        done = subprocess.run([sys.executable, command, "render", ".", "--to", "html"], cwd=minimal, env={**os.environ, "TMPDIR": short}, capture_output=True, text=True, encoding="utf-8", timeout=200)
        assert not mark.exists() and done.returncode == 0, done.stderr
        assert not list(Path(short).iterdir())


def wait_for(what, seconds: float = 60) -> None:
    deadline = time.monotonic() + seconds
    while not what():
        assert time.monotonic() < deadline
        time.sleep(0.02)


def test_starting_jupyter_does_not_build_a_grammar_of_web_addresses():
    code = "import sys; from lcspr_kit.jupyter import import_jupyter; import_jupyter(); print('papermill' in sys.modules, 'lark' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, text=True).stdout.split() == ["True", "False"]


AHEAD = """
import sys
from pathlib import Path
from lcspr_kit import warm

warm.keep_waiting(Path(sys.argv[1]), "lcspr_kit.widgets.first", ["lcspr_kit.widgets.explore"])
process = warm._waiting
if sys.argv[2] == "killed":
    process.kill()
    process.wait()
kernel = warm.take_kernel(["-f", sys.argv[3]], {}, sys.argv[1])
print(kernel is process, flush=True)
sys.stdin.readline()
"""


@pytest.mark.parametrize("fate", ["ready", "killed"])
def test_a_page_of_a_case_gets_the_kernel_that_was_waiting_or_another_and_the_case_is_left_alone(minimal, tmp_path, fate):
    """The kernel of a page runs in the case's own folder, which is not its to remove when the server is gone."""
    from jupyter_client.blocking.client import BlockingKernelClient
    from jupyter_client.connect import write_connection_file

    connection, _ = write_connection_file(str(tmp_path / "kernel.json"))
    server = subprocess.Popen([sys.executable, "-c", AHEAD, str(minimal), fate, connection], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    assert server.stdout.readline().strip() == str(fate == "ready")
    client = BlockingKernelClient(connection_file=connection)
    client.load_connection_file()
    client.start_channels()
    wait_for(lambda: answers(client) and is_heard(client))
    told = []
    client.execute_interactive("import os, sys; print(os.getcwd(), 'lcspr_kit.widgets.explored' in sys.modules, {'', os.getcwd()} & {*sys.path} or 'apart')", output_hook=told.append, timeout=60)
    assert [message["content"]["text"].split() for message in told if message["msg_type"] == "stream"] == [[str(minimal), "True", "apart"]]
    server.kill()
    server.wait()
    wait_for(lambda: not answers(client))
    client.stop_channels()
    assert (minimal / "review.yml").is_file()


def answers(client) -> bool:
    client.kernel_info()
    try:
        client.get_shell_msg(timeout=1)
    except Exception:
        return False
    return True


def is_heard(client) -> bool:
    """What a kernel prints comes on a channel of its own, which may connect later than the one that answers."""
    try:
        client.get_iopub_msg(timeout=1)
    except Exception:
        return False
    return True
