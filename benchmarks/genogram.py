"""Genogram layouts of the kit beside Graphviz recipes and the figures of other tools, in one table.

Run by hand: `python benchmarks/genogram.py [--no-dot] [--svg FOLDER]`. Reads the public families and
the neutral measures in `../shared/` beside the checkout; says so and stops where that is missing.
The families belong to others (licences are with them), so none is kept here.
"""

from __future__ import annotations

import argparse
import importlib.util
import shutil
import statistics
import sys
import time
from pathlib import Path
from types import ModuleType
from typing import Any

from lcspr_kit.genogram.family import Descent, Family, Twins, Union
from lcspr_kit.genogram.invariants import label_box
from lcspr_kit.genogram.layout import SYMBOL, Layout, lay_out
from lcspr_kit.privacy.register import Person

SHARED = Path(__file__).resolve().parents[2] / "shared"
BOX = (72.0, 18.0, 48.0)
PUBLIC = {
    "kinship2 sample 1", "kinship2 sample 2", "kinship2 testped1", "topola family", "topola family2",
    "relatives several-spouses-n2", "relatives average-tree", "madeline cx_001", "madeline cs_ms_004",
    "madeline ms_004", "madeline tw_004",
}  # fmt: skip
COLUMNS = (
    "persons", "missing", "dups", "false_couples", "wrong_children", "through", "overlap_len", "sym_overlap",
    "label_overlap", "crossings", "bound", "gap", "partners_split_row", "partners_adj_%", "could_be_adj_%", "strangers_in_sibship",
    "birth_inversions", "child_offset", "parents_over_kids_%", "width", "ms", "cpu_ms",
)  # fmt: skip


def load_measures() -> ModuleType:
    path = SHARED / "tools" / "geno_metrics.py"
    if not path.is_file():
        sys.exit(f"This benchmark needs {path.name} and the families in a folder `shared` beside the checkout.")
    spec = importlib.util.spec_from_file_location("geno_metrics", path)
    assert spec and spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def family_of(pedigree: Any) -> Family:
    """A pedigree of the measures as a family of the kit."""
    people = tuple(Person(id=str(i), sex=v["sex"] or "U") for i, v in pedigree.p.items())
    number = {person.id: index for index, person in enumerate(people)}
    unions, descents = [], []
    for index, (pair, children) in enumerate(pedigree.unions().items()):
        partners = tuple(sorted((str(p) for p in pair), key=lambda p: number[p]))
        unions.append(Union(f"U{index}", partners))
        descents += [Descent(f"U{index}", str(child)) for child in children]
    groups: dict[tuple[str, str], list[str]] = {}
    for i, v in pedigree.p.items():
        for kind in ("mz", "dz"):
            if v.get(kind):
                groups.setdefault((kind, v[kind]), []).append(str(i))
    twins = tuple(Twins(tuple(g), kind == "mz") for (kind, _), g in groups.items() if len(g) > 1)
    return Family(people, tuple(unions), tuple(descents), twins)


def families(measures: ModuleType) -> list[tuple[str, Any]]:
    data = SHARED / "data" / "families"
    found: list[tuple[str, Any]] = []
    for number in (1, 2):
        found.append((f"kinship2 sample {number}", measures.load_kinship_tab(str(data / "kinship2/sample.ped.tab"), number)))
    found.append(("kinship2 testped1", measures.load_kinship_tab(str(data / "kinship2/testped1.tab"), 1)))
    found += [(f"madeline {p.stem}", measures.load_madeline(str(p))) for p in sorted((data / "madeline2").glob("*.data"))]
    found += [(f"relatives {p.stem}", measures.load_relatives(str(p))) for p in sorted((data / "relatives-tree").glob("*.json"))]
    found += [(f"topola {p.stem}", measures.load_gedcom(str(p))) for p in sorted((data / "topola").glob("*.ged"))]
    return [(name, p) for name, p in [*found, *((p.name, p) for p in measures.issue_cases())] if p.p]


def drawing(layout: Layout, family: Family) -> dict[str, Any]:
    """A layout in the neutral form of the measures."""
    index = {person: n for n, person in enumerate(layout.places)}
    members = {union.id: set(union.partners) for union in family.unions}
    for descent in family.descents:
        members[descent.union].add(descent.child)
    return {
        "unit": SYMBOL,
        "symbols": [{"id": p, "x": at.x, "y": at.y, "w": SYMBOL, "h": SYMBOL} for p, at in layout.places.items()],
        "nets": {u: [[tuple(point) for point in line] for line in net.lines] for u, net in layout.nets.items()},
        "netmembers": {u: sorted(index[p] for p in group) for u, group in members.items()},
    }


def label_overlaps(layout: Layout, measures: ModuleType) -> int:
    """Labels that another label, or any line, goes over."""
    boxes = {}
    for person, place in layout.places.items():
        left, _, right, bottom = label_box(place, BOX)
        boxes[person] = (left + 0.1, place.y + SYMBOL / 2 + 0.1, right - 0.1, bottom - 0.1)
    count = 0
    everybody = list(boxes.values())
    for n, a in enumerate(everybody):
        count += sum(min(a[2], b[2]) > max(a[0], b[0]) and min(a[3], b[3]) > max(a[1], b[1]) for b in everybody[n + 1 :])
    for net in layout.nets.values():
        for line in net.lines:
            for a, b in zip(line, line[1:], strict=False):
                count += sum(measures.seg_box(a, b, box) for box in everybody)
    return count


def inversions(layout: Layout, family: Family) -> int:
    """Neighbouring sisters and brothers who stand in another order than the register's."""
    children: dict[str, list[str]] = {}
    for descent in family.descents:
        children.setdefault(descent.union, []).append(descent.child)
    xs = layout.places
    return sum(xs[a].x > xs[b].x for brood in children.values() for a, b in zip(brood, brood[1:], strict=False))


def untruths(layout: Layout, family: Family) -> tuple[int, int]:
    """False couples and children under a wrong pair, read back from the ends of the lines alone."""
    partners = {union.id: set(union.partners) for union in family.unions}
    children: dict[str, set[str]] = {union.id: set() for union in family.unions}
    for descent in family.descents:
        children[descent.union].add(descent.child)
    couples = wrong = 0
    for union, net in layout.nets.items():
        ends = [p for line in net.partner_line for p in (line[0], line[-1])]
        met = {person for person, at in layout.places.items() for p in ends if touches(p, at)}
        couples += met != partners[union] and bool(net.partner_line)
        hung = {person for person, at in layout.places.items() for drop in net.drops.values() if touches(drop[-1], at)}
        wrong += len(hung ^ children[union])
    return couples, wrong


def touches(point: tuple[float, float], place: tuple[float, float]) -> bool:
    return max(abs(point[0] - place[0]), abs(point[1] - place[1])) <= SYMBOL / 2 + 0.5


def could_be_adjacent(layout: Layout, family: Family) -> tuple[int, int]:
    """Couples side by side, and all couples, among those of one generation of whom neither has a third partner."""
    partners: dict[str, int] = {}
    for union in family.unions:
        for person in union.partners if len(union.partners) == 2 else ():
            partners[person] = partners.get(person, 0) + 1
    rows: dict[int, list[str]] = {}
    for person in sorted(layout.places, key=lambda p: layout.places[p].x):
        rows.setdefault(layout.generation[person], []).append(person)
    rank = {person: n for row in rows.values() for n, person in enumerate(row)}
    side_by_side = couples = 0
    for union in family.unions:
        if len(union.partners) == 2 and max(partners[p] for p in union.partners) < 3:
            a, b = union.partners
            if layout.generation[a] == layout.generation[b]:
                couples += 1
                side_by_side += abs(rank[a] - rank[b]) == 1
    return side_by_side, couples


def measure(pedigree: Any, measures: ModuleType, time_limit: float) -> tuple[dict[str, Any], Layout]:
    family = family_of(pedigree)
    started, worked = time.perf_counter(), time.process_time()
    layout = lay_out(family, {person.id: BOX for person in family.people}, time_limit=time_limit)
    spent, worked = time.perf_counter() - started, time.process_time() - worked
    row = dict(measures.score(drawing(layout, family), pedigree))
    row["false_couples"], row["wrong_children"] = untruths(layout, family)
    row["label_overlap"] = label_overlaps(layout, measures)
    row["birth_inversions"] = inversions(layout, family)
    near, couples = could_be_adjacent(layout, family)
    row["could_be_adj_%"] = round(100 * near / couples) if couples else 100
    row["gap"] = "-" if layout.gap is None else layout.gap
    row["bound"] = "-" if layout.gap is None else layout.crossings - layout.gap
    row["ms"], row["cpu_ms"] = round(1000 * spent), round(1000 * worked)
    return row, layout


def svg(layout: Layout, family: Family) -> str:
    """A plain picture to look at while working on the layout."""
    colours = ("#1b5e9b", "#a3341f", "#1f7a3a", "#7a4aa0", "#8a6d00", "#00737a", "#a0257a", "#444444")
    out = [f'<svg xmlns="http://www.w3.org/2000/svg" width="{layout.size[0]}" height="{layout.size[1]}">',
           '<rect width="100%" height="100%" fill="white"/>']
    for number, net in enumerate(layout.nets.values()):
        for line in net.lines:
            points = " ".join(f"{x:.2f},{y:.2f}" for x, y in line)
            out.append(f'<polyline points="{points}" fill="none" stroke="{colours[number % 8]}" stroke-width="1.4"/>')
    for person in family.people:
        x, y = layout.places[person.id]
        radius = 18 if person.sex == "F" else 0
        out.append(f'<rect x="{x - 18}" y="{y - 18}" width="36" height="36" rx="{radius}" fill="none" stroke="black"/>')
        out.append(f'<rect x="{x - 36}" y="{y + 18}" width="72" height="30" fill="#f4f4f4"/>')
        out.append(f'<text x="{x}" y="{y + 32}" font-size="11" font-family="Arial" text-anchor="middle">{person.id[:11]}</text>')
    return "\n".join([*out, "</svg>"])


def invented(size: int) -> Family:
    """A family of `size` people that grows the same way each time: couples, broods, some second partners."""
    people, unions, descents = [Person("p0", sex="M"), Person("p1", sex="F")], [Union("u0", ("p0", "p1"))], []
    waiting, seed = ["u0"], 7
    while len(people) < size:
        union = waiting.pop(0)
        seed = (seed * 1103515245 + 12345) % 2**31
        for _ in range(2 + (seed >> 16) % 3):
            child = f"p{len(people)}"
            seed = (seed * 1103515245 + 12345) % 2**31
            draw = (seed >> 16) % 10
            people.append(Person(child, sex="MF"[draw % 2]))
            descents.append(Descent(union, child))
            for _ in range((draw < 7) + (draw < 2)):
                partner = f"p{len(people)}"
                people.append(Person(partner, sex="FM"[draw % 2]))
                unions.append(Union(f"u{len(unions)}", (child, partner)))
                waiting.append(unions[-1].id)
    return Family(tuple(people), tuple(unions), tuple(descents))


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--no-dot", action="store_true", help="leave the Graphviz recipes out")
    arguments.add_argument("--time-limit", type=float, default=2.0)
    arguments.add_argument("--svg", type=Path, help="folder for a picture of each family")
    arguments.add_argument("--only", default="", help="only families with this in the name")
    chosen = arguments.parse_args()
    measures = load_measures()
    print("\t".join(["family", *COLUMNS]))
    rows: dict[str, dict[str, Any]] = {}
    for name, pedigree in families(measures):
        if chosen.only not in name:
            continue
        row, layout = measure(pedigree, measures, chosen.time_limit)
        rows[name] = row
        print("\t".join([name, *(str(row[c]) for c in COLUMNS)]), flush=True)
        if chosen.svg:
            chosen.svg.mkdir(parents=True, exist_ok=True)
            (chosen.svg / f"{name.replace(' ', '_').replace('#', '_')}.svg").write_text(svg(layout, family_of(pedigree)), encoding="utf-8")
    summary(list(rows.values()))
    if not chosen.only:
        peers(rows)
    if not chosen.only and not chosen.no_dot and shutil.which("dot"):
        recipes(measures)
    if not chosen.only:
        for size in (60, 200):
            family = invented(size)
            for limit in (0.0, chosen.time_limit):
                started = time.perf_counter()
                layout = lay_out(family, time_limit=limit)
                spent = time.perf_counter() - started
                print(f"invented family of {len(family.people)}, proof sought {limit:.0f} s: {spent:.2f} s, "
                      f"{layout.crossings} crossings, gap {layout.gap}")


# Of the field notes, all on eighteen public families: crossings, missing, duplicated, lines through symbols, overlap,
# partners adjacent %, strangers among siblings, children's offset, parents over children %. Twelve of the
# eighteen are in the shared folder, so these are beside our figures and not of the same sum.
PEERS = {
    "prototype of the notes": (51, 0, 0, 0, 1, 89, 8, 0.85, 81),
    "dot, plain": (67, 0, 0, 0, 0, 77, 17, 0.77, 68),
    "dot, best recipe": (73, 0, 0, 0, 0, 89, 18, 0.86, 60),
    "dot, couples in one rank": (667, 0, 0, 0, 46, 65, 2, 2.0, 53),
    "kinship2 (12 false couples, 18 wrong children)": (0, 12, 33, 0, 0, 93, 1, 0.63, 75),
    "pedview": (280, 0, 0, 8, 250, 87, 28, 2.1, 45),
    "JointJS": (578, 0, 0, 43, 1094, 88, 37, 0.76, 81),
    "SchemaTex": (492, 0, 0, 78, 1127, 79, 107, 2.0, 65),
    "OpenGenogram's rule": (957, 0, 0, 4, 1644, 82, 64, 2.9, 46),
}


def peers(rows: dict[str, dict[str, Any]]) -> None:
    """Our figures on those of the notes' families that are here, above the figures of the notes."""
    ours = [row for name, row in rows.items() if name in PUBLIC or "#" in name]
    line = [sum(row[c] for row in ours) for c in ("crossings", "missing", "dups", "through", "overlap_len")]
    line.append(round(statistics.mean(row["partners_adj_%"] for row in ours)))
    line.append(sum(row["strangers_in_sibship"] for row in ours))
    line.append(round(statistics.mean(row["child_offset"] for row in ours), 2))
    line.append(round(statistics.mean(row["parents_over_kids_%"] for row in ours)))
    print("layout\tcrossings\tmissing\tdups\tthrough\toverlap\tadjacent %\tstrangers\toffset\tover children %")
    for name, figures in {f"lcspr_kit ({len(ours)} families)": line, **PEERS}.items():
        print("\t".join([name, *(str(f) for f in figures)]))


def summary(rows: list[dict[str, Any]]) -> None:
    total = {c: sum(row[c] for row in rows) for c in ("missing", "dups", "false_couples", "wrong_children", "through", "overlap_len", "sym_overlap", "label_overlap", "crossings", "partners_split_row", "strangers_in_sibship", "birth_inversions")}
    print("sums:", ", ".join(f"{key} {value}" for key, value in total.items()))
    means = {c: round(statistics.mean(row[c] for row in rows), 1) for c in ("partners_adj_%", "could_be_adj_%", "parents_over_kids_%", "child_offset", "width")}
    gaps = [row["gap"] for row in rows if row["gap"] != "-"]
    print(f"proved to have the fewest crossings: {gaps.count(0)} of {len(rows)} families")
    print("means:", ", ".join(f"{key} {value}" for key, value in means.items()), f"; slowest {max(row['ms'] for row in rows)} ms")


def recipes(measures: ModuleType) -> None:
    """The same measures for the plain Graphviz recipes of the tool."""
    for variant in ("naive", "same"):
        rows = []
        for _, pedigree in families(measures):
            made, _, _ = measures.run_dot(pedigree, variant)
            if made:
                rows.append(measures.score(made, pedigree))
        keys = ("missing", "dups", "crossings", "overlap_len", "through", "partners_split_row", "partners_adj_%", "strangers_in_sibship", "child_offset", "parents_over_kids_%", "width")
        shown = {k: round(statistics.mean(r[k] for r in rows), 1) if "%" in k or k in ("child_offset", "width") else round(sum(r[k] for r in rows), 1) for k in keys}
        print(f"dot, {variant} ({len(rows)} families):", ", ".join(f"{k} {v}" for k, v in shown.items()))


if __name__ == "__main__":
    main()
