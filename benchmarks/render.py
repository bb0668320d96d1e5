"""One case and many cases to drafts, against the chain of commands a user would write herself.

The chain: papermill runs the same notebook, `jupyter nbconvert` writes HTML and Markdown (with the kit's
exporter, so that the figures are there), pandoc makes Word and Typst, Typst makes the PDF; each a command of its own. Ours is `lcspr render`. Then the floor
(the same steps with a notebook that does nothing), a kernel started afresh as on Windows, growth with the
number of events, start-up, and memory: the sum over all processes of the command, shared pages counted once.

    python benchmarks/render.py [--rounds 3] [--cases 20] [--sizes 500,5000,50000] [--crowd 10]

`--crowd 100` is the run of a hundred cases of 5,000 events that has to stay below 2 GB; it takes a while.
"""

from __future__ import annotations

import argparse
import csv
import math
import os
import random
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from datetime import date, timedelta
from pathlib import Path

import psutil
import pypandoc

from lcspr_kit.resources import examples, notebooks

WORDS = ["home", "visit", "contact", "by", "phone", "no", "reply", "seen", "at", "school", "mother", "reported", "concern", "bruise", "missed", "appointment", "referral", "made", "assessment", "closed", "discussed", "with", "manager", "father", "present", "child", "quiet", "health", "visitor", "police", "attended"]
TYPST = "import sys, typst; typst.compile(sys.argv[1], sys.argv[2])"


def make_case(folder: Path, events: int) -> Path:
    """A copy of the example case with one export of `events` rows of made-up words."""
    shutil.copytree(examples() / "alex", folder, ignore=shutil.ignore_patterns("drafts", "chronologies"))
    (folder / "chronologies").mkdir()
    dice = random.Random(events)
    start = date(2024, 1, 1)
    with (folder / "chronologies" / "social_care.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(["Date", "Agency", "Event", "Outcome"])
        for number in range(events):
            day = start + timedelta(days=number * 700 // events)
            writer.writerow([f"{day:%d/%m/%Y}", dice.choice(["Police", "GP", "School", "Housing"]), " ".join(dice.choices(WORDS, k=14)), "noted"])
    return folder


def chain(case: Path, out: Path) -> None:
    """What a user would write: five commands."""
    out.mkdir()
    pandoc = pypandoc.get_pandoc_path()
    jupyter = [sys.executable, "-m", "jupyter", "nbconvert", "--log-level=ERROR", "--no-input"]
    for command in (
        [sys.executable, "-m", "papermill", "--log-level=ERROR", "--no-progress-bar", str(notebooks() / "5_report.ipynb"), "report.ipynb", "-r", "case_dir", str(case)],
        [*jupyter, "--to", "html", "report.ipynb"],
        [*jupyter[:-1], "--to", "lcspr_markdown", "report.ipynb"],
        [pandoc, "-f", "markdown-raw_attribute", "report.md", "-o", "report.docx"],
        [pandoc, "-f", "markdown-raw_attribute", "report.md", "-s", "-o", "report.typ"],
        [sys.executable, "-c", TYPST, "report.typ", "report.pdf"],
    ):
        subprocess.run(command, cwd=out, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)


COMMAND = [sys.executable, "-m", "lcspr_kit"]
AFRESH = [sys.executable, "-c", "from lcspr_kit import warm; warm.CAN_FORK = False; from lcspr_kit.cli import main; main()"]


def lcspr(*words: object, cwd: Path, command: list[str] = COMMAND) -> None:
    """Our command, as the user runs it."""
    subprocess.run([*command, "render", "--json", *map(str, words)], cwd=cwd, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)


def seconds(work) -> float:
    """How long a piece of work takes."""
    started = time.perf_counter()
    work()
    return time.perf_counter() - started


def with_memory(*words: object, cwd: Path) -> tuple[float, float]:
    """Seconds of our command, and the most memory that all its processes have together, in MB."""
    started = time.perf_counter()
    process = psutil.Popen([*COMMAND, "render", "--json", *map(str, words)], cwd=cwd, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    most = 0.0
    while process.poll() is None:
        total = 0
        for each in (process, *process.children(recursive=True)):
            try:
                memory = each.memory_full_info()
                total += getattr(memory, "pss", memory.uss)
            except psutil.Error:
                continue  # it has just ended
        most = max(most, total / 1e6)
        time.sleep(0.1)
    return time.perf_counter() - started, most


def spread(times: list[float]) -> str:
    """Median and range."""
    return f"{statistics.median(times):6.2f} s ({min(times):.2f}-{max(times):.2f})"


def one_case(folder: Path, rounds: int) -> float:
    """Issue's first figure: one case of 500 events in three formats. Returns the chain's median."""
    case = make_case(folder / "one", 500)
    theirs, ours, afresh = [], [], []
    for number in range(rounds):  # in turns, so that a busy machine is as hard on each
        theirs.append(seconds(lambda n=number: chain(case, folder / f"chain{n}")))
        ours.append(seconds(lambda: lcspr(case, cwd=folder)))
        afresh.append(seconds(lambda: lcspr(case, cwd=folder, command=AFRESH)))
    middle = statistics.median(theirs)
    print(f"one case, 500 events      chain {spread(theirs)}   lcspr {spread(ours)}   ratio {statistics.median(ours) / middle:.2f} (goal 0.40)")
    print(f"   without forking, as on Windows                       {spread(afresh)}   ratio {statistics.median(afresh) / middle:.2f}")
    return middle


def many_cases(folder: Path, count: int, single: float) -> None:
    """Many cases, two at a time, against the chain in a loop (its time for one, times their number)."""
    many = folder / "many"
    for number in range(count):
        make_case(many / f"case{number:02d}", 500)
    ours = seconds(lambda: lcspr(many, "--jobs", 2, cwd=folder))
    print(f"{count} cases, two jobs      chain {single * count:6.1f} s (one x {count})   lcspr {ours:6.1f} s   ratio {ours / single / count:.2f} (goal 0.20)")


def growth(folder: Path, sizes: list[int]) -> None:
    """Time, memory and size of the draft as the chronology grows."""
    before: tuple[int, float] | None = None
    for size in sizes:
        case = make_case(folder / f"size{size}", size)
        taken, memory = with_memory(case, cwd=folder)
        weight = sum(path.stat().st_size for path in (case / "drafts" / "0001").rglob("*") if path.is_file() and path.suffix != ".xlsx") / 1e6
        html = (case / "drafts" / "0001" / "report.html").stat().st_size / 1e6
        power = f"   grows as n^{math.log(taken / before[1]) / math.log(size / before[0]):.2f}" if before else ""
        print(f"{size:>6} events   {taken:6.2f} s   memory {memory:.0f} MB   page {html:.1f} MB, draft without its workbook {weight:.1f} MB{power}")
        before = (size, taken)


def crowd(folder: Path, count: int) -> None:
    """Memory of many cases of 5,000 events."""
    many = folder / "crowd"
    for number in range(count):
        make_case(many / f"case{number:03d}", 5000)
    taken, memory = with_memory(many, "--jobs", 2, cwd=folder)
    print(f"{count} cases of 5,000 events, two jobs   {taken:6.0f} s   memory {memory:.0f} MB (goal: 100 cases in 2,000 MB)")


def start_up(rounds: int) -> None:
    """`lcspr --help`, and the package alone, less what Python itself takes."""
    quiet = {"check": True, "stdout": subprocess.DEVNULL}
    for name, words, goal in (("lcspr --help", ["-m", "lcspr_kit", "--help"], 0.15), ("import lcspr_kit", ["-c", "import lcspr_kit"], 0.2), ("python alone", ["-c", "pass"], None)):
        times = [seconds(lambda words=words: subprocess.run([sys.executable, *words], **quiet)) for _ in range(rounds + 2)]
        print(f"{name:<20} {spread(times)}{f' (goal {goal})' if goal else ''}")


def floor(folder: Path, rounds: int) -> None:
    """The same kernel, exporters, pandoc and typst with nothing to report."""
    code = (
        "def main():\n"
        "    from lcspr_kit.warm import warm_up; warm_up()\n"
        "    from lcspr_kit.jupyter import import_jupyter; import_jupyter()\n"
        "    import tempfile, papermill, nbformat.v4 as v4\n"
        "    from lcspr_kit.kernels import CaseKernelManager\n"
        "    from lcspr_kit.report.exporters import LcsprHTMLExporter, LcsprDocxExporter, LcsprPDFExporter\n"
        "    nb = v4.new_notebook(cells=[v4.new_code_cell('1')], metadata={'kernelspec': {'name': 'python3', 'display_name': 'p', 'language': 'python'}})\n"
        "    with tempfile.TemporaryDirectory() as d:\n"
        "        nb = papermill.execute_notebook(nb, d + '/o.ipynb', kernel_name='python3', progress_bar=False, kernel_manager_class=CaseKernelManager, request_save_on_cell_execute=False, shutdown_kernel='immediate')\n"
        "    for exporter in (LcsprHTMLExporter, LcsprDocxExporter, LcsprPDFExporter): exporter().from_notebook_node(nb)\n"
        "if __name__ == '__main__': main()\n"
    )
    script = folder / "floor.py"
    script.write_text(code, encoding="utf-8")
    times = [seconds(lambda: subprocess.run([sys.executable, str(script)], check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)) for _ in range(rounds)]
    print(f"floor, an empty report    {spread(times)}")


def main() -> None:
    """Print the table."""
    options = argparse.ArgumentParser()
    options.add_argument("--rounds", type=int, default=3)
    options.add_argument("--cases", type=int, default=20)
    options.add_argument("--sizes", default="500,5000,50000")
    options.add_argument("--crowd", type=int, default=10)
    chosen = options.parse_args()
    os.environ["CI"] = "true"
    with tempfile.TemporaryDirectory(prefix="lcspr-bench-") as name:
        folder = Path(name)
        start_up(chosen.rounds)
        floor(folder, chosen.rounds)
        single = one_case(folder, chosen.rounds)
        many_cases(folder, chosen.cases, single)
        growth(folder, [int(size) for size in chosen.sizes.split(",")])
        crowd(folder, chosen.crowd)


if __name__ == "__main__":
    main()
