"""Work on a copy of the example case in a real JupyterLab, by keyboard and by mouse, killed again and again.

Each step is one thing an author does in one of the notebooks (`author`). After it, or with what she typed still on its
way, comes what the seed says: nothing, or a kill of the tab, of the page's process, of the kernel, of both at once or one
after the other, also while Jupyter's server was held up from before the first key, or of the whole program. Then the page has to be there again, by itself where only the kernel died, and
everything done so far in the case folder. What is lost is printed; the exit code is 1 if anything was. POSIX only, needs a Chromium.

    python benchmarks/work.py [--steps 120] [--minutes 60] [--seed 1] [--only report,episodes]
"""

from __future__ import annotations

import argparse
import os
import random
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
import time
from collections import defaultdict
from collections.abc import Iterator
from contextlib import ExitStack, suppress
from pathlib import Path
from typing import Any

from author import DEEDS, Author, says

from lcspr_kit.resources import examples

OPEN = "import sys; from pathlib import Path; from lcspr_kit.lab import open_lab; open_lab(Path(sys.argv[1]), False)"
KILLS = {(): 80, ("tab",): 8, ("page",): 12, ("kernel",): 18, ("kernel", "page"): 12, ("page", "kernel"): 6, ("kernel", "pause", "page"): 10, ("held", "page"): 5, ("held", "page", "kernel"): 8, ("held", "kernel"): 5, ("program",): 3}
"""What is killed, in this order, and how often; `held`: while the server does nothing."""
ANCHORS = {"explore": ".lcspr-explore .lcspr-strip path", "2_episodes": ".lcspr-episodes article", "1_chronology": ".lcspr-intake table", "3_genogram": ".lcspr-genogram .lcspr-picture svg", "5_report": ".lcspr-report option"}
"""What each page shows when it is there."""


class Lab:
    """JupyterLab on a case, with a browser, all of which can be killed."""

    def __init__(self, case: Path, playwright: Any, program: str, dice: random.Random):
        self.case, self._playwright, self._program, self._dice = case, playwright, program, dice
        self.start()

    def start(self) -> None:
        """Start the program and the browser."""
        self.process = subprocess.Popen([sys.executable, "-c", OPEN, str(self.case)], stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True, start_new_session=True)
        assert self.process.stderr
        self.base, self.token = next(match.groups() for line in self.process.stderr if (match := re.search(r"(http://127\.0\.0\.1:\d+)/lab\S*token=(\w+)", line)))
        threading.Thread(target=self.process.stderr.read, daemon=True).start()
        self.browser = self._playwright.chromium.launch(executable_path=self._program, args=["--no-sandbox", "--disable-gpu"])
        self.page: Any = None

    def open(self, notebook: str) -> Any:
        """The page of a notebook in a new tab, ready for work; those of other notebooks are shut down."""
        if self.page is not None:
            with suppress(Exception):
                self.page.context.close()
        self.page = self.browser.new_context(viewport={"width": 1366, "height": 768}).new_page()
        self.page.set_default_timeout(60_000)
        says(lambda: self.page.goto(f"{self.base}/lab/tree/notebooks/{notebook}.ipynb?token={self.token}&reset").ok)
        sessions = self.page.request.get(f"{self.base}/api/sessions?token={self.token}").json()
        for session in sessions:
            if session["path"] != f"notebooks/{notebook}.ipynb":
                self.page.request.delete(f"{self.base}/api/sessions/{session['id']}?token={self.token}", headers={"Authorization": f"token {self.token}"})
        self.page.locator(ANCHORS[notebook]).first.wait_for(state="attached")
        self.page.locator(".lcspr-first").wait_for(state="detached")  # the picture that comes before the page
        return self.page

    def kill(self, what: tuple[str, ...]) -> None:
        """End things, as a crash would."""
        targets = {"kernel": self._kernels(), "page": self._renderers() if "page" in what else [], "program": [*self._kernels(), self.process.pid]}
        for each in what:
            if each == "tab":
                self.page.context.close()
            if each == "pause":  # some seconds in which the page lives without a kernel, or with one that starts
                time.sleep(self._dice.uniform(0, 4))
            for process in targets.get(each, []):
                with suppress(ProcessLookupError):
                    os.kill(process, signal.SIGKILL)
        if "program" in what:
            os.killpg(self.process.pid, signal.SIGKILL)
            self.process.wait()
            with suppress(Exception):
                self.browser.close()
            self.start()

    def hold(self) -> None:
        """The server does nothing until it is let go."""
        for process in self._ours("lcspr_kit.labserver"):
            os.kill(process, signal.SIGSTOP)

    def let_go(self) -> None:
        """The server goes on."""
        for process in self._ours("lcspr_kit.labserver"):
            os.kill(process, signal.SIGCONT)

    def mark(self, notebook: str) -> None:
        """Know what the page shows now from what it shows when it is drawn anew."""
        self.page.evaluate("where => document.querySelectorAll(where).forEach(one => { one.dataset.old = 1; })", ANCHORS[notebook].split()[0])

    def is_back(self, notebook: str) -> bool:
        """Whether the page is drawn anew by itself, in time."""
        return says(lambda: self.page.locator(ANCHORS[notebook].replace(" ", ":not([data-old]) ", 1)).count() > 0, 60)

    def close(self) -> None:
        """End all."""
        with suppress(Exception):
            self.browser.close()
        self.process.terminate()
        self.process.wait(20)

    def _kernels(self) -> list[int]:
        """The processes of the kernels of this program, the one that waits for a page too."""
        return self._ours("ipykernel_launcher", "lcspr_kit.waiting")

    def _ours(self, *some: str) -> list[int]:
        lines = [line.split(None, 2) for line in subprocess.run(["ps", "-eo", "pid,ppid,args"], capture_output=True, text=True, check=True).stdout.splitlines()[1:]]
        ours = {str(self.process.pid)}
        for _ in range(3):
            ours |= {pid for pid, parent, _ in lines if parent in ours}
        return [int(pid) for pid, _, words in lines if pid in ours and any(each in words for each in some)]

    def _renderers(self) -> list[int]:
        processes = self.browser.new_browser_cdp_session().send("SystemInfo.getProcessInfo")["processInfo"]
        return [process["id"] for process in processes if process["type"] == "renderer"]


class Work:
    """The author's steps one after the other, with what was lost and how long each page was away."""

    def __init__(self, lab: Lab, author: Author, dice: random.Random):
        self.lab, self.author, self.dice, self.now = lab, author, dice, ""
        self.lost: list[str] = []
        self.away: dict[str, list[float]] = defaultdict(list)

    def step(self, notebook: str, deed: str, kill: tuple[str, ...]) -> str:
        """One deed and one kill; what became of it, in words."""
        page = self.lab.page if self.now == notebook else self.opened(notebook)
        self.now = notebook
        facts, losses = self.author.facts, len(self.lost)
        before = dict(facts)
        self.author.before_typing = self.lab.hold if "held" in kill else lambda: None
        try:
            self.author.does(deed, page)
        except Exception as fault:
            self.now = ""
            self.lab.let_go()
            return self.lose(f"could not be done: {str(fault).splitlines()[0]}")
        fresh = [fact for key, fact in facts.items() if before.get(key) is not fact]
        if kill and deed == "reads_on":
            facts.pop("export", None)  # half made, and made again by a click
        if "program" in kill:
            time.sleep(1)  # what is still on its way to the program is nowhere else, and on a busy machine it is a while
        elif self.dice.random() < 0.3:
            time.sleep(self.dice.uniform(0, 1))
        if kill:
            page = self.killed(notebook, kill)
        for key, fact in list(facts.items()):
            if not says(fact.kept):
                self.lose(f"not in the case: {fact.what}")
                del facts[key]
        for fact in fresh if kill else []:
            if fact.shown and not says(lambda fact=fact, page=page: fact.shown(page)):
                self.lose(f"not in the page: {fact.what}")
        return "; ".join(self.lost[losses:]) or "kept"

    def killed(self, notebook: str, kill: tuple[str, ...]) -> Any:
        """Kill, and have the page again: by itself if only its kernel died."""
        alone = "kernel" in kill and "page" not in kill
        if alone:
            self.lab.mark(notebook)
        self.lab.kill(kill)
        if "held" in kill:
            time.sleep(self.dice.uniform(0, 2))
            self.lab.let_go()
        begun = time.monotonic()
        if not alone:
            self.opened(notebook)
        elif not self.lab.is_back(notebook):
            self.lose("the page did not come back by itself")
            self.opened(notebook)
        self.away[" + ".join(kill)].append(time.monotonic() - begun)
        return self.lab.page

    def opened(self, notebook: str) -> Any:
        """The page of a notebook, if need be at the second attempt, which is noted."""
        try:
            return self.lab.open(notebook)
        except Exception as fault:
            self.lose(f"the page was not there after a minute: {str(fault).splitlines()[0]}")
            return self.lab.open(notebook)

    def lose(self, words: str) -> str:
        """Note a loss."""
        self.lost.append(words)
        return words


def plan(dice: random.Random, only: list[str]) -> Iterator[tuple[str, str, tuple[str, ...]]]:
    """Notebook, deed and what is killed after it, without end; some deeds in one notebook, then the next, all as often."""
    notebooks = [name for name in DEEDS if not only or any(word in name for word in only)]
    while True:
        for notebook in dice.sample(notebooks, len(notebooks)):
            for _ in range(4):
                yield notebook, dice.choice(DEEDS[notebook]), dice.choices(list(KILLS), list(KILLS.values()))[0]


def main() -> int:
    """Work; print what was lost."""
    options = argparse.ArgumentParser()
    options.add_argument("--steps", type=int, default=120)
    options.add_argument("--minutes", type=float, default=0.0, help="instead of a number of steps")
    options.add_argument("--seed", type=int, default=1)
    options.add_argument("--only", default="")
    chosen = options.parse_args()
    program = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    if os.name != "posix" or not program:
        print("left out: this needs a Chromium, and kills processes the POSIX way")
        return 0
    from playwright.sync_api import sync_playwright

    dice, begun = random.Random(chosen.seed), time.monotonic()
    with tempfile.TemporaryDirectory(prefix="lcspr-bench-") as private, sync_playwright() as playwright, ExitStack() as ended:
        case = Path(private) / "alex"
        shutil.copytree(examples() / "alex", case, ignore=shutil.ignore_patterns("drafts", ".*"))
        rows = "".join(f"{31 if n % 2 else 30}/02/2025,Rent book seen by officer {n}\n" for n in range(24))
        (case / "chronologies" / "words.csv").write_text(f"Date,What happened\n{rows}", encoding="utf-8")
        work = Work(Lab(case, playwright, program, dice), Author(case, dice), dice)
        ended.callback(work.lab.close)
        for number, step in enumerate(plan(dice, chosen.only.split(",") if chosen.only else []), 1):
            print(f"{time.monotonic() - begun:6.0f} s {number:>4} {step[0]:<13} {step[1]:<18} {' + '.join(step[2]):<22} {work.step(*step)}", flush=True)
            if time.monotonic() - begun > 60 * chosen.minutes if chosen.minutes else number >= chosen.steps:
                break
    print(f"\n{number} steps in {(time.monotonic() - begun) / 60:.0f} minutes; lost: {len(work.lost)}; things done that are in the case: {len(work.author.facts)}")
    for kind, seconds in sorted(work.away.items()):
        print(f"killed {kind:<22} {len(seconds):>3} times; the page was there again after {sorted(seconds)[len(seconds) // 2]:.1f} s (at most {max(seconds):.1f} s)")
    return 1 if work.lost else 0


if __name__ == "__main__":
    sys.exit(main())
