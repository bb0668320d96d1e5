"""Thirty cases, two of them broken and one huge, rendered two at a time, killed again and again, and resumed.

Then every draft is compared, byte by byte, with a render of the same case on its own. A kill is a
`kill -9` of the command alone, at a moment drawn from the whole length of the run: nothing warns it,
and nobody ends its kernels for it. POSIX only.

    python benchmarks/killed.py [--cases 30] [--huge 50000] [--kills 4] [--jobs 2] [--to html,docx,pdf]
"""

from __future__ import annotations

import argparse
import json
import os
import random
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from render import make_case

from lcspr_kit.resources import examples

NAMES = ["North Ward", "Übergang & Söhne", "o'brien #2", "case {x}", "with%20percent", "Ångström", "日本", "semi;colon"]


def make_cases(folder: Path, count: int, huge: int) -> list[Path]:
    """Cases that differ in size, files, prose and name; the second and the last are broken, the third is huge."""
    dice = random.Random(9)
    cases = []
    for number in range(count):
        name = f"{number:02d} {NAMES[number % len(NAMES)]}"
        events = huge if number == 2 else dice.choice([0, 1, 7, 40, 150, 500])
        case = make_case(folder / name, events) if number % 3 else shutil.copytree(examples() / ("alex" if number % 2 else "minimal"), folder / name, ignore=shutil.ignore_patterns("drafts"))
        if number % 3 and number % 2:
            (case / "narrative" / "analysis-K1.md").write_text(f"Prose of case {number}, with *stress* & <b>signs</b>.\n", encoding="utf-8")
        if number % 5 == 4:
            shutil.rmtree(case / "narrative", ignore_errors=True)
        cases.append(case)
    (cases[1] / "review.yml").write_text("reference: [\n", encoding="utf-8")
    (cases[-1] / "people.csv").write_bytes(b"name\nnobody has an id here\n")
    return cases


def command(*words: object) -> list[str]:
    """`lcspr render` as the user runs it."""
    return [sys.executable, "-m", "lcspr_kit", "render", *map(str, words)]


def run_and_kill(words: list[object], folder: Path, after: float) -> bool:
    """Start the run and kill it after some seconds. True if it was still at work."""
    process = subprocess.Popen(command(*words), cwd=folder, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        process.wait(after)
        return False
    except subprocess.TimeoutExpired:
        process.send_signal(signal.SIGKILL)
        process.wait()
        return True


def differences(cases: list[Path], folder: Path, formats: str) -> tuple[int, list[str]]:
    """How many drafts are as a render of the case alone makes them, and what is not as it should be."""
    same, wrong = 0, []
    for case in cases:
        drafts = sorted(path.name for path in (case / "drafts").glob("*") if path.name.isdigit()) if (case / "drafts").is_dir() else []
        leftovers = [path.name for path in (case / "drafts").glob(".part-*")]
        if leftovers:
            wrong.append(f"{case.name}: {leftovers} left")
        single = folder / "single" / case.name
        shutil.copytree(case, single, ignore=shutil.ignore_patterns("drafts"))
        code = subprocess.run(command(single, "--to", formats, "--json"), cwd=folder, capture_output=True).returncode
        if code == 2:
            if drafts:
                wrong.append(f"{case.name}: can't be rendered alone, but has drafts {drafts}")
            continue
        if drafts != ["0001"]:
            wrong.append(f"{case.name}: drafts {drafts}")
            continue
        ours, alone = case / "drafts" / "0001", single / "drafts" / "0001"
        names = {str(path.relative_to(ours)) for path in ours.rglob("*") if path.is_file()}
        other = {str(path.relative_to(alone)) for path in alone.rglob("*") if path.is_file()}
        unlike = sorted(names ^ other) + sorted(name for name in names & other if (ours / name).read_bytes() != (alone / name).read_bytes())
        if unlike:
            wrong.append(f"{case.name}: {unlike}")
        same += not unlike
        shutil.rmtree(single)
    return same, wrong


def main() -> int:
    """Print what happened; the exit code is 1 if a draft was lost, made twice, or differs."""
    options = argparse.ArgumentParser()
    options.add_argument("--cases", type=int, default=30)
    options.add_argument("--huge", type=int, default=50_000)
    options.add_argument("--kills", type=int, default=4)
    options.add_argument("--jobs", type=int, default=2)
    options.add_argument("--to", default="html,docx,pdf")
    chosen = options.parse_args()
    if os.name != "posix":
        print("left out: this benchmark kills processes the POSIX way")
        return 0
    dice = random.Random(chosen.kills)
    with tempfile.TemporaryDirectory(prefix="lcspr-bench-") as name:
        folder = Path(name)
        cases = make_cases(folder / "many", chosen.cases, chosen.huge)
        words: list[object] = [folder / "many", "--jobs", chosen.jobs, "--to", chosen.to, "--resume"]
        started = time.perf_counter()
        for number in range(chosen.kills):
            after = dice.uniform(1, 4) if number == 0 else dice.uniform(5, 3 * chosen.cases / chosen.jobs)
            killed = run_and_kill(words, folder, after)
            made = len(list((folder / "many").glob("*/drafts/0*")))
            print(f"{'killed' if killed else 'ended'} after {after:5.1f} s   {made} drafts are there")
        done = subprocess.run([*command(*words), "--json"], cwd=folder, capture_output=True, text=True, encoding="utf-8")
        answer = json.loads(done.stdout)
        print(f"resumed to the end: exit code {done.returncode}, {len(answer['drafts'])} drafts, {len(answer['failed'])} failed   in all {time.perf_counter() - started:.0f} s")
        for failed in answer["failed"]:
            print(f"   {Path(failed['case']).name}: {failed['kind']}: {failed['reason']}")
        same, wrong = differences(cases, folder, chosen.to)
        print(f"{same} drafts are byte for byte those of a render alone; {len(wrong)} are not as they should be")
        for line in wrong:
            print(f"   {line}")
    return 1 if wrong or done.returncode != 1 else 0


if __name__ == "__main__":
    sys.exit(main())
