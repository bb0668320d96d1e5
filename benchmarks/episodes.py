"""Measures the proposal of episodes. By hand: `python benchmarks/episodes.py [dates|planted|lexicon|speed]`.

`dates` needs `../shared/data/date_salience/daily_counts.csv` beside the checkout and says so where it is
missing. The planted chronologies and the labelled sentences are this project's own: good figures on
them show that the parts work, not that the lexicon knows the records of a real case.
"""

from __future__ import annotations

import random
import statistics
import sys
import time
from collections import Counter
from collections.abc import Callable, Sequence
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pandas as pd
from planted import DAYS, ROUTINE, SCENES, START, TRAPS, frame_of, planted_case

from lcspr_kit.case import Case
from lcspr_kit.episodes.indicators import read_indicators
from lcspr_kit.episodes.lexicon import standard_lexicon
from lcspr_kit.episodes.runs import chain
from lcspr_kit.episodes.stability import overlap
from lcspr_kit.episodes.study import study_case
from lcspr_kit.privacy.register import Register
from lcspr_kit.review import Review

HERE = Path(__file__).resolve().parent
COUNTS = HERE.parent.parent / "shared" / "data" / "date_salience" / "daily_counts.csv"
SEEDS = range(1000, 1060)
"""Not used while choosing wordings; they helped to choose the points of `exchange` and the least score."""
Spans = Sequence[tuple[date, date]]


def interval(values: Sequence[float]) -> str:
    """The mean with a 95% bootstrap interval."""
    chance = random.Random(7)
    means = sorted(statistics.fmean(chance.choices(values, k=len(values))) for _ in range(2000))
    return f"{statistics.fmean(values):.3f} [{means[50]:.3f}, {means[1949]:.3f}]"


# ---------------------------------------------------------------------------------- days of news


def dates() -> None:
    if not COUNTS.is_file():
        print(f"There is no {COUNTS.name} in {COUNTS.parent.name} beside the checkout: nothing measured.")
        return
    counts = pd.read_csv(COUNTS)
    ways: dict[str, Callable[[pd.DataFrame], pd.Series]] = {
        "records of the day": lambda g: g["records"],
        "records that mention the day": lambda g: g["records_mentioning_day"],
        "the same, less half the day's records": lambda g: g["records_mentioning_day"] - 0.5 * g["records"],
    }
    results = {name: [_day_f1(group, score(group)) for _, group in counts.groupby("task", sort=False)] for name, score in ways.items()}
    print("\nDays of 19 news timelines, as many as people chose: F1 on exact days")
    for name, values in results.items():
        print(f"  {name:40} {interval(values)}")
    base = results["records of the day"]
    print(f"  {'mentions less records, paired':40} {interval([a - b for a, b in zip(results['records that mention the day'], base, strict=True)])}")


def _day_f1(group: pd.DataFrame, score: pd.Series) -> float:
    wanted = int(group["gold"].sum())
    chosen = group.assign(score=score).sort_values(["score", "day_index"], ascending=[False, True]).head(wanted)
    return int(chosen["gold"].sum()) / wanted


# ------------------------------------------------------------------------- planted chronologies


def planted() -> None:
    results: dict[str, list[float]] = {name: [] for name in ("random spans", "equal slices", "14 days, all records", "the kit, its own number", "the kit, number given")}
    for seed in SEEDS:
        made = planted_case(seed)
        gold, number = made.spans, len(made.spans)
        chance = random.Random(seed)
        spread = [(START + timedelta(days=day), START + timedelta(days=day + chance.randint(7, 60))) for day in (chance.randrange(DAYS - 60) for _ in range(number))]
        width = DAYS // number
        slices = [(START + timedelta(days=width * k), START + timedelta(days=width * (k + 1) - 1)) for k in range(number)]
        study = study_case(bare_case(), made.events)
        every = sorted([*study.episodes, *study.considered], key=lambda episode: -episode.score)
        results["random spans"].append(span_f1(spread, gold))
        results["equal slices"].append(span_f1(slices, gold))
        results["14 days, all records"].append(span_f1(_busiest(made.events, number), gold))
        results["the kit, its own number"].append(span_f1([(e.start, e.end) for e in study.episodes], gold))
        results["the kit, number given"].append(span_f1([(e.start, e.end) for e in every[:number]], gold))
    print(f"\n{len(SEEDS)} planted chronologies: F1 of spans at IoU .5")
    for name, values in results.items():
        print(f"  {name:40} {interval(values)}")
    _other_kinds()


KINDS: dict[str, dict[str, Any]] = {
    "ten planted": {"planted": 10}, "two planted": {"planted": 2}, "none planted": {"planted": 0}, "4 to 7, told again later": {"retold": True},
    "ten, told again later": {"planted": 10, "retold": True},
}  # fmt: skip


def _other_kinds() -> None:
    """The kit's own number of proposals where other numbers were planted, and where minutes tell the episodes again."""
    for name, kind in KINDS.items():
        values, numbers = [], []
        for seed in SEEDS:
            made = planted_case(seed, **kind)
            study = study_case(bare_case(), made.events)
            values.append(span_f1([(e.start, e.end) for e in study.episodes], made.spans))
            numbers.append(len(study.episodes))
        print(f"  {'the kit, ' + name:40} {interval(values)}  {statistics.fmean(numbers):.1f} proposed")


def bare_case() -> Case:
    """A case without files, for the years of the planted chronologies."""
    review = {"reference": "X", "decision_date": "2025-03-01", "period": {"from": str(START), "to": str(START + timedelta(days=DAYS - 1))}, "subjects": ["p01"]}
    return Case(Path("nowhere"), Review.model_validate(review), Register(), {})


def _busiest(events: pd.DataFrame, number: int) -> list[tuple[date, date]]:
    stamps = [stamp.date() for stamp in events["start"]]
    days = sorted({day.toordinal() for day in stamps})
    spans = [(date.fromordinal(days[a]), date.fromordinal(days[b])) for a, b in chain(days, 14, 60)]
    return sorted(spans, key=lambda span: -sum(span[0] <= day <= span[1] for day in stamps))[:number]


def span_f1(found: Spans, gold: Spans, least: float = 0.5) -> float:
    """F1 of spans matched one to one, best overlap first."""
    pairs = sorted(((overlap(*(d.toordinal() for d in (*f, *g))), i, j) for i, f in enumerate(found) for j, g in enumerate(gold)), reverse=True)
    used_found: set[int] = set()
    used_gold: set[int] = set()
    for share, i, j in pairs:
        if share >= least and i not in used_found and j not in used_gold:
            used_found.add(i)
            used_gold.add(j)
    return 2 * len(used_found) / (len(found) + len(gold)) if found or gold else 1.0


# ------------------------------------------------------------------------------- labelled sentences


def lexicon() -> None:
    """Precision and recall by family on `sentences_hits.txt` and `sentences_traps.txt`.

    A label with `?` may be found or not; so may `worry`, the general word beside a specific one.
    Severity 1 is background: found where it is labelled, never counted as wrong. Most sentences have one label, and a
    second family that is there too ("police" in an arrest for assault) counts as wrong.
    """
    right: Counter[str] = Counter()
    wrong: Counter[str] = Counter()
    missed: Counter[str] = Counter()
    hits = [line.split(" | ", 1) for line in (HERE / "sentences_hits.txt").read_text(encoding="utf-8").splitlines() if line]
    traps = [line for line in (HERE / "sentences_traps.txt").read_text(encoding="utf-8").splitlines() if line]
    for labels, text in hits:
        must = {label for label in labels.split() if not label.endswith("?")}
        may = {label.rstrip("?") for label in labels.split()} | {"worry"}
        named = set(read_indicators(text, standard_lexicon(), 2024).severities)
        right.update(must & named)
        missed.update(must - named)
        wrong.update(_families(text) - may)
    false_traps = 0
    for text in traps:
        found = _families(text)
        wrong.update(found)
        false_traps += bool(found)
    print(f"\n{len(hits) + len(traps)} sentences, {len(traps)} of them traps, {false_traps} of which were taken for something")
    for name in sorted(right + wrong + missed):
        print(f"  {name:24} precision {_share(right[name], wrong[name])}  recall {_share(right[name], missed[name])}  of {right[name] + missed[name]}")
    print(f"  {'all':24} precision {_share(right.total(), wrong.total())}  recall {_share(right.total(), missed.total())}")
    voices()
    families()


def voices() -> None:
    """Recall and false alarms on `sentences_voices.txt`: thirteen kinds of record in their own shorthand.

    Written before the lexicon was looked at; it found 53% of the labels then. The lexicon has been widened
    after that, so the figure printed now is in-sample. Only the main families are labelled: what else is found in a
    hit is not judged. A line that starts with `!` is a trap; a family after it says what it looks like.
    """
    lines = [line.split(" | ", 1) for line in (HERE / "sentences_voices.txt").read_text(encoding="utf-8").splitlines() if line]
    hits = [(labels.split(), text) for labels, text in lines if not labels.startswith("!")]
    traps = [text for labels, text in lines if labels.startswith("!")]
    found: Counter[str] = Counter()
    wanted: Counter[str] = Counter()
    for labels, text in hits:
        named = set(read_indicators(text, standard_lexicon(), 2024).severities)
        must = {label for label in labels if not label.endswith("?")}
        wanted.update(must)
        found.update(must & named)
    print(f"\n{len(hits)} hits and {len(traps)} traps in the voices of thirteen kinds of record")
    for name in sorted(wanted):
        print(f"  {name:24} recall {found[name] / wanted[name]:.3f}  of {wanted[name]}")
    print(f"  {'all':24} recall {found.total() / wanted.total():.3f}; traps taken for something: {sum(bool(_families(text)) for text in traps)}")


def families() -> None:
    """Recall and false alarms on `sentences_families.txt`: the families that were weakest.

    Written before the wordings for them; recall was .50 and 29 of 110 traps were taken for something then. In-sample now.
    """
    lines = [line.split(" | ", 1) for line in (HERE / "sentences_families.txt").read_text(encoding="utf-8").splitlines() if line]
    hits = [(label, set(read_indicators(text, standard_lexicon(), 2024).severities)) for labels, text in lines if labels[0] != "!" for label in labels.split() if label[-1] != "?"]
    traps = [text for labels, text in lines if labels[0] == "!"]
    print(f"\n{len(hits)} hits and {len(traps)} traps of the weakest families")
    print(f"  recall {statistics.fmean(label in found for label, found in hits):.3f}; traps taken for something: {sum(bool(_families(text)) for text in traps)}")


def _families(text: str) -> set[str]:
    return {family for family, severity in read_indicators(text, standard_lexicon(), 2024).severities.items() if severity > 1}


def _share(good: int, bad: int) -> str:
    return f"{good / (good + bad):.3f}" if good + bad else "  -  "


# --------------------------------------------------------------------------------------------- speed


def speed() -> None:
    print("\nSeconds of processor time by number of records")
    standard_lexicon()
    for number in (12_500, 25_000, 50_000, 100_000):
        events = frame_of(_many(number))
        before = time.process_time()
        study_case(bare_case(), events)
        print(f"  {number:>8} {time.process_time() - before:6.1f}")


def _many(number: int) -> list[tuple[date, str, str]]:
    chance = random.Random(number)
    grave = [line for scene in SCENES.values() for line in scene]
    rows = []
    for place in range(number):
        agency, text = chance.choice(grave if chance.random() < 0.1 else TRAPS if chance.random() < 0.2 else ROUTINE)
        day = START + timedelta(days=chance.randrange(DAYS))
        mention = f" See record of {day - timedelta(days=chance.randrange(20)):%d/%m/%Y}." if chance.random() < 0.2 else ""
        rows.append((day, agency, f"{text}{mention} Entry {place}."))
    return rows


if __name__ == "__main__":
    parts = {"dates": dates, "planted": planted, "lexicon": lexicon, "speed": speed}
    for name in sys.argv[1:] or parts:
        parts[name]()
