"""The public lists of hostile text through every output, counted in a real Chromium. Run by hand:
`python benchmarks/naughty.py`. Needs the lists in `../shared/data/naughty` beside the checkout and
stops where they are missing. Takes some minutes.

Every line goes into a text column of a chronology, every twentieth or so into the author's prose. A second case has lines in
every free field there is: headings, sheet and agency names, the register, places, relationships, every text of review.yml and
episodes.yml, every section. Each page, drawing and notebook is then opened with and without its own policy, the workbooks, CSV
and Word files are looked through. Prints dialogs, requests, active elements, formulas and how long it took.
"""

from __future__ import annotations

import csv
import json
import re
import shutil
import subprocess
import sys
import tempfile
import time
import zipfile
from collections.abc import Iterator
from itertools import cycle
from pathlib import Path

import docx
import openpyxl
from nbconvert.filters.markdown_mistune import markdown2html_mistune
from playwright.sync_api import sync_playwright

from lcspr_kit.casefiles import yaml_text
from lcspr_kit.render import render_case

LISTS = Path(__file__).resolve().parents[2] / "shared" / "data" / "naughty"
ACTIVE = "script, iframe, object, embed, base, link[rel=stylesheet], [onload], [onerror], [onclick], a[href^='javascript' i], a[href^='data' i]"
PROSE_LINES = 400


def payloads() -> list[str]:
    """Every line of every list, without the signs that no CSV or YAML may hold."""
    lines = json.loads((LISTS / "blns_blns.json").read_text(encoding="utf-8"))
    for path in sorted(LISTS.glob("payloadbox_*.txt")) + sorted((LISTS / "patt").rglob("*.txt")):
        lines += path.read_text(encoding="utf-8", errors="replace").splitlines()
    return list(dict.fromkeys(re.sub(r"[\x00\r\n]", " ", line) for line in lines if line.strip()))


def make_case(folder: Path, lines: list[str]) -> None:
    """A case whose chronology and prose are the lists."""
    (folder / "chronologies").mkdir(parents=True)
    (folder / "narrative").mkdir()
    with (folder / "chronologies" / "police.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(["Date", "Source", "Event", "Response", "Analysis", "Child's voice", "Other"])
        for number, start in enumerate(range(0, len(lines), 6)):
            source, event, *others = (lines[start : start + 6] + [""] * 6)[:6]
            writer.writerow([f"{number % 28 + 1:02d}/{number % 12 + 1:02d}/2025", source, f"Assault, police attended. {event}", *others])
    (folder / "people.csv").write_text("id,name,pseudonym\np01,Quenby Orrin,Child Q\n", encoding="utf-8")
    (folder / "review.yml").write_text("reference: X-1\ndecision_date: 2026-03-02\nperiod: {from: 2025-01-01, to: 2025-12-31}\nsubjects: [p01]\nagencies:\n  - {name: Police, kind: police, chronology: police.csv}\n", encoding="utf-8")
    step = max(1, len(lines) // PROSE_LINES)
    (folder / "narrative" / "evidence.md").write_text("\n\n".join(lines[::step]), encoding="utf-8")


def fill(value: object, lines: Iterator[str], kept: tuple[str, ...] = ("id", "from", "to", "date", "due", "finding", "key_lines", "person", "status", "from_proposal")) -> object:
    """The same shape with a line of the lists for every text."""
    if isinstance(value, dict):
        return {key: each if key in kept or str(key).endswith("_date") else fill(each, lines) for key, each in value.items()}
    if isinstance(value, list):
        return [fill(each, lines) for each in value]
    return next(lines) if isinstance(value, str) else value


def make_fields(folder: Path, lines: Iterator[str]) -> None:
    """A case whose every free field is a line of the lists."""
    (folder / "chronologies").mkdir(parents=True)
    (folder / "narrative").mkdir()
    many, texts = 25, ("", "", "", "")
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = re.sub(r"[\\*?:/\[\]']", "", next(lines))[:28] or "S"
    sheet.append(["Date", "Time", "Source", "Event", "Response", *(strange(next(lines)) for _ in range(6))])
    for number in range(60):
        sheet.append([f"{number % 28 + 1:02d}/{number % 12 + 1:02d}/2025", "10:00", *(strange(next(lines)) for _ in range(9))])
    for row in sheet.iter_rows():
        for cell in row:
            cell.data_type = "s"
    book.save(folder / "chronologies" / "police.xlsx")
    word = docx.Document()
    table = word.add_table(rows=30, cols=4)
    for number, row in enumerate(table.rows):
        words = ("Date", "Event", "Comment", strange(next(lines))) if not number else (f"{number % 28 + 1:02d}/03/2025", *(strange(next(lines)) for _ in range(3)))
        for cell, text in zip(row.cells, words, strict=True):
            cell.text = text
    word.save(folder / "chronologies" / "gp.docx")
    people = [["id", "name", "aliases", "pseudonym", "role", "sex", "gender", "born", "ethnicity", "disability", "language", "faith", "household", "contribute", "notes"]]
    for number in range(30):
        role = "subject child" if not number else "professional" if number > 24 else next(lines)
        people.append([f"p{number:02d}", f"Quenby{chr(97 + number % 26)} Orrinth{number} {next(lines)}", next(lines).replace(";", " "), f"P{number} {next(lines)}", role, "F", next(lines), "2019", *(next(lines) for _ in range(4)), next(lines).replace("@", " ").replace(";", " "), next(lines), next(lines)])
    write_rows(folder / "people.csv", people)
    write_rows(folder / "relationships.csv", [["a", "b", "kind", "notes"], *([f"p{number:02d}", "p00", "parent" if number < 3 else "close", next(lines)] for number in range(1, 20))])
    write_rows(folder / "places.csv", [["id", "name", "aliases", "pseudonym", "kind"], *([f"pl{number}", f"Zebedane{number} {next(lines)}", next(lines).replace(";", " "), f"Place {number} {next(lines)}", next(lines)] for number in range(15))])
    review = {
        "title": "", "partnership": "", "period_reason": "", "lead_reviewer": {"name": "", "organisation": "", "independence": ""},
        "terms_of_reference": {"aims": "", "scope": "", "amendments": [{"date": "2026-05-11", "change": "", "reason": "", "agreed_by": ""}] * 5},
        "key_lines_of_enquiry": [{"id": f"K{number}", "question": ""} for number in range(1, 9)],
        "methodology": {"principles": "", "approach": "", "activities": [{"date": "2026-04-20", "kind": "", "who": ""}] * many},
        "review_team": [{"name": "", "agency": "", "role": ""}] * many,
        "parallel_investigations": [{"kind": "", "lead": "", "effect": ""}] * 10,
        "family_engagement": [{"person": f"p{number:02d}", "plan": "", "support": "", "status": next(lines)} for number in range(1, 15)],
        "wider_evidence": [{"source": "", "point": ""}] * many,
        "findings": [{"id": f"F{number}", "title": "", "key_lines": ["K1"], "why": "", "wider": ""} for number in range(1, 13)],
        "recommendations": [{"id": f"R{number}", "finding": "F1", "text": "", "owner": "", "action": "", "measure": "", "evidence": ""} for number in range(1, 13)],
        "questions_for_partners": [{"id": f"Q{number}", "finding": "F1", "text": "", "owner": ""} for number in range(1, 10)],
        "sign_off": {"local_authority": {"name": ""}, "integrated_care_board": {"name": ""}, "police": {"name": ""}},
        "dissemination": [{"who": "", "how": "", "when": ""}] * many, "publication": {"media_lead": ""},
    }  # fmt: skip
    fixed = {"reference": "X-1", "decision_date": "2026-03-02", "period": {"from": "2025-01-01", "to": "2025-12-31"}, "subjects": ["p00"]}
    agencies = [{"name": next(lines), "kind": "police", "chronology": "police.xlsx"}, {"name": next(lines), "kind": "gp", "chronology": "gp.docx"}, *({"name": next(lines), "kind": next(lines)} for _ in range(8))]
    (folder / "review.yml").write_text(yaml_text({**fixed, **fill(review, lines), "agencies": agencies}), encoding="utf-8")  # type: ignore[dict-item]
    episodes = [
        {"id": f"E{number}", "status": "accepted", "title": "", "start": f"2025-0{number}-01", "end": f"2025-0{number}-28", "omissions": list(texts), "roles": {agency["name"]: next(lines) for agency in agencies[:2]}, "factors": [next(lines)],
         **dict.fromkeys(("what_happened", "good_practice", "why", "child_experience", "system"), "")} for number in range(1, 7)
    ]  # fmt: skip
    for episode in episodes:
        episode.update({key: fill(value, lines) for key, value in episode.items() if key not in ("id", "status", "start", "end", "roles", "factors")})  # type: ignore[attr-defined]
    (folder / "episodes.yml").write_text(yaml_text({"episodes": episodes}), encoding="utf-8")
    for name in ("child", "circumstances", "purpose", "terms", "lines", "methodology", "family", "identity", "voice", "parallel", "episode-E1", "analysis-K1", "evidence", "findings", "recommendations", "dissemination", "abbreviations"):
        (folder / "narrative" / f"{name}.md").write_text("\n\n".join(next(lines) for _ in range(12)), encoding="utf-8")


def strange(line: str) -> str:
    """A line without what an Office file can't hold."""
    return re.sub(r"[\x00-\x08\x0b-\x1f\ud800-\udfff\ufffe\uffff]", "", line) or "-"


def write_rows(path: Path, rows: list[list[str]]) -> None:
    """A CSV of the case folder."""
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows(rows)


def look(paths: list[Path], seen: list[str]) -> None:
    """Open every page with and without its policy; `seen` gets what it asks for, and dialogs."""
    with sync_playwright() as playwright:
        program = shutil.which("chromium") or shutil.which("google-chrome")
        browser = playwright.chromium.launch(executable_path=program, args=["--no-sandbox", "--disable-gpu"])
        for bypass in (False, True):
            page = browser.new_context(bypass_csp=bypass).new_page()
            page.on("dialog", lambda dialog: (seen.append(f"dialog {dialog.message}"), dialog.dismiss()))
            page.on("request", lambda request: None if request.url.startswith(("file:", "data:")) else seen.append(request.url))
            for path in paths:
                page.goto(path.as_uri())
                page.wait_for_timeout(500)
                active = page.evaluate(f'document.querySelectorAll("{ACTIVE}").length')
                if active or path.name == "report.html":
                    print(f"{path.name}: {active} active elements (policy {'off' if bypass else 'on'})")
        browser.close()


def notebook_page(path: Path, page: Path) -> Path:
    """Every HTML, Markdown and SVG output of a kept notebook as one page, as Jupyter shows them."""
    parts = []
    for cell in json.loads(path.read_text(encoding="utf-8"))["cells"]:
        for output in cell.get("outputs", []):
            data = output.get("data", {})
            parts += ["".join(data[kind]) for kind in ("text/html", "image/svg+xml") if kind in data]
            parts.append(markdown2html_mistune("".join(data.get("text/markdown", ""))))
    page.write_text("<meta charset=utf-8>" + "<hr>".join(parts), encoding="utf-8")
    return page


def run(words: list[str]) -> None:
    """One verb of the command."""
    done = subprocess.run([sys.executable, "-P", "-m", "lcspr_kit", *words], capture_output=True, text=True, encoding="utf-8", errors="replace")
    if done.returncode == 2 or "Traceback" in done.stderr:
        print(f"  {words[0]}: {done.returncode} {done.stderr[-300:]}")


def count(folder: Path) -> None:
    """Formulas, links and active parts in every workbook, CSV and Word file."""
    formulas, links, cells, starts, parts = 0, 0, 0, 0, 0
    for path in folder.rglob("*.xlsx"):
        if "chronologies" not in path.parts:
            every = [cell for sheet in openpyxl.load_workbook(path) for row in sheet.iter_rows() for cell in row]
            cells += len(every)
            formulas += sum(cell.data_type == "f" for cell in every)
            links += sum(bool(cell.hyperlink and cell.hyperlink.target) for cell in every)
    for path in folder.glob("*.csv"):
        if path.name not in ("people.csv", "places.csv", "relationships.csv"):
            starts += sum(cell.startswith(("=", "+", "-", "@", "\t", "\r")) for row in csv.reader(path.open(encoding="utf-8-sig", newline="")) for cell in row)
    for path in folder.rglob("*.docx"):
        if "chronologies" not in path.parts:
            with zipfile.ZipFile(path) as packed:
                parts += sum(name.endswith((".bin", ".html", ".htm")) or "embeddings" in name for name in packed.namelist())
                for name in packed.namelist():
                    if name.endswith(".rels"):
                        links += len(re.findall(rb'Target="(?i:javascript|data|file|vbscript|\\\\)', packed.read(name)))
                    elif name.endswith(".xml"):
                        parts += len(re.findall(rb"DDEAUTO|INCLUDEPICTURE|INCLUDETEXT|altChunk", re.sub(rb"<w:t[ >].*?</w:t>", b"", packed.read(name))))
    print(f"cells: {cells}; formulas: {formulas}; links: {links}; CSV cells that run: {starts}; active parts of Word: {parts}")


def every_field(case: Path, lines: Iterator[str], seen: list[str]) -> None:
    """The second case, through every output."""
    make_fields(case, lines)
    start = time.perf_counter()
    draft = render_case(case, ["html", "docx"])
    print(f"every field: rendered in {time.perf_counter() - start:.0f} s; sections that failed: {draft.failed}")
    run(["render", str(case), "--to", "html", "--index", str(case / "index.html")])
    run(["requests", str(case), "-o", str(case / "letters")])
    for kind in ("xlsx", "docx", "csv"):
        run(["merge", str(case), "--to", kind, "-o", str(case / f"merged.{kind}")])
    run(["merge", str(case), "--to", "csv", "--pseudonyms", "-o", str(case / "pseudonyms.csv")])
    for kind in ("terms", "practitioner-event", "interview", "family", "actions", "one-page", "seven-minute"):
        run(["pack", str(case), "--kind", kind, "-o", str(case / f"{kind}.{'xlsx' if kind == 'actions' else 'docx'}")])
    run(["form", str(case), "-o", str(case / "form.xlsx")])
    run(["genogram", str(case), "--overlay", "-o", str(case / "genogram.svg")])
    run(["timeline", str(case), "-o", str(case / "timeline.svg")])
    run(["timeline", str(case), "--patterns", "-o", str(case / "patterns.svg")])
    run(["timeline", str(case), "--episode", "E1", "-o", str(case / "episode.svg")])
    look([*case.rglob("report.html"), case / "index.html", *sorted(case.rglob("*.svg")), notebook_page(draft.folder / "report.ipynb", case / "notebook.html")], seen)
    print(f"every field: dialogs and requests: {len(seen)} {seen[:5]}")
    count(case)


def main() -> None:
    """Measure and print."""
    if not LISTS.is_dir():
        sys.exit(f"The lists are not there: this needs {LISTS.name} in ../shared/data beside the checkout.")
    lines = payloads()
    print(f"{len(lines)} lines")
    with tempfile.TemporaryDirectory() as temporary:
        case = Path(temporary) / "case"
        make_case(case, lines)
        start = time.perf_counter()
        draft = render_case(case, ["html", "docx"])  # the PDF's font has no emoji; PDF text is escaped by the same functions as Word's
        print(f"rendered in {time.perf_counter() - start:.0f} s; sections that failed: {draft.failed}")
        seen: list[str] = []
        look([draft.folder / "report.html", *sorted((draft.folder / "figures").glob("*.svg")), notebook_page(draft.folder / "report.ipynb", case / "notebook.html")], seen)
        print(f"dialogs and requests: {len(seen)} {seen[:5]}")
        count(draft.folder)
        for turn in range(int(sys.argv[1]) if sys.argv[1:] else 2):  # each with other lines
            every_field(Path(temporary) / f"fields{turn}", cycle(lines[turn * 2500 :] + lines[: turn * 2500]), seen)


if __name__ == "__main__":
    main()
