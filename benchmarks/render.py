"""One case and many cases to drafts, against the chain of commands a user would write herself.

The chain: papermill runs the same notebook, `jupyter nbconvert` writes HTML and Markdown (with the kit's
exporter, so that the figures are there), pandoc makes Word and Typst, Typst makes the PDF; each a command of its own. Ours is `lcspr render`. Then the floor
(the same steps with a notebook that does nothing), growth with the number of events, and memory.

    python benchmarks/render.py [--rounds 3] [--cases 20] [--sizes 500,5000]
"""

from __future__ import annotations

import argparse
import csv
import os
import random
import resource
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from datetime import date, timedelta
from pathlib import Path

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


def lcspr(*words: object, cwd: Path) -> None:
    """Our command, as the user runs it."""
    subprocess.run([sys.executable, "-m", "lcspr_kit", "render", "--json", *map(str, words)], cwd=cwd, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)


def seconds(work) -> float:
    """How long a piece of work takes."""
    started = time.perf_counter()
    work()
    return time.perf_counter() - started


def spread(times: list[float]) -> str:
    """Median and range."""
    return f"{statistics.median(times):6.2f} s ({min(times):.2f}-{max(times):.2f})"


def one_case(folder: Path, rounds: int) -> float:
    """Issue's first figure: one case of 500 events in three formats. Returns the chain's median."""
    case = make_case(folder / "one", 500)
    theirs = [seconds(lambda n=n: chain(case, folder / f"chain{n}")) for n in range(rounds)]
    ours = [seconds(lambda: lcspr(case, cwd=folder)) for _ in range(rounds)]
    print(f"one case, 500 events   chain {spread(theirs)}   lcspr {spread(ours)}   ratio {statistics.median(ours) / statistics.median(theirs):.2f} (goal 0.40)")
    return statistics.median(theirs)


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
        taken = seconds(lambda case=case: lcspr(case, cwd=folder))
        memory = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
        weight = sum(path.stat().st_size for path in (case / "drafts" / "0001").rglob("*") if path.is_file()) / 1e6
        html = (case / "drafts" / "0001" / "report.html").stat().st_size / 1e6
        power = ""
        if before:
            import math

            power = f"   grows as n^{math.log(taken / before[1]) / math.log(size / before[0]):.2f}"
        print(f"{size:>6} events   {taken:6.2f} s   most memory of one process {memory:.0f} MB   page {html:.1f} MB, draft {weight:.1f} MB{power}")
        before = (size, taken)


def floor(folder: Path, rounds: int) -> None:
    """The same kernel, exporters, pandoc and typst with nothing to report."""
    code = (
        "import sys, nbformat.v4 as v4\n"
        "def main():\n"
        "    from lcspr_kit.warm import warm_up; warm_up()\n"
        "    import tempfile, papermill\n"
        "    from lcspr_kit.kernels import CaseKernelManager\n"
        "    from lcspr_kit.report.exporters import LcsprHTMLExporter, LcsprDocxExporter, LcsprPDFExporter\n"
        "    nb = v4.new_notebook(cells=[v4.new_code_cell('1')], metadata={'kernelspec': {'name': 'python3', 'display_name': 'p', 'language': 'python'}})\n"
        "    with tempfile.TemporaryDirectory() as d:\n"
        "        nb = papermill.execute_notebook(nb, d + '/o.ipynb', kernel_name='python3', progress_bar=False, kernel_manager_class=CaseKernelManager, request_save_on_cell_execute=False)\n"
        "    for exporter in (LcsprHTMLExporter, LcsprDocxExporter, LcsprPDFExporter): exporter().from_notebook_node(nb)\n"
        "if __name__ == '__main__': main()\n"
    )
    script = folder / "floor.py"
    script.write_text(code, encoding="utf-8")
    times = [seconds(lambda: subprocess.run([sys.executable, str(script)], check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)) for _ in range(rounds)]
    print(f"floor (an empty report) {spread(times)}")


def main() -> None:
    """Print the table."""
    options = argparse.ArgumentParser()
    options.add_argument("--rounds", type=int, default=3)
    options.add_argument("--cases", type=int, default=20)
    options.add_argument("--sizes", default="500,5000,50000")
    chosen = options.parse_args()
    os.environ["CI"] = "true"
    with tempfile.TemporaryDirectory(prefix="lcspr-bench-") as name:
        folder = Path(name)
        floor(folder, chosen.rounds)
        single = one_case(folder, chosen.rounds)
        many_cases(folder, chosen.cases, single)
        growth(folder, [int(size) for size in chosen.sizes.split(",")])


if __name__ == "__main__":
    main()
