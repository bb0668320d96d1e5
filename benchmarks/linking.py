"""Linking: 50,000 records of eight agencies, with planted pairs of accounts to be found again.

Words are drawn as language has them (few common ones, many rare); a planted account drops a third of
the words and shuffles the rest. An easy case: true accounts of one event share fewer words. The time
is also given as a ratio to reading the same texts once with a plain word pattern.
"""

from __future__ import annotations

import datetime as dt
import random
import re
import time

from lcspr_kit.chronology.events import EVENT_COLUMNS, events_frame, sort_events
from lcspr_kit.chronology.link import suggest_links

ROWS, PLANTED, DAYS = 50_000, 2_000, 1_095
AGENCIES = ("Police", "Children's Social Care", "Health Visiting", "General Hospital", "Surgery", "Primary School", "Housing", "Probation")


def main() -> None:
    """Make the chronology, link it, print what was found and how long it took."""
    dice = random.Random(5)
    words = ["".join(dice.choices("abcdefghijklmnoprstuvwy", k=dice.randint(3, 9))) for _ in range(12_000)]
    weights = [1 / (rank + 10) for rank in range(len(words))]
    rows, truth = [], set()
    for number in range(ROWS):
        agency, day = dice.choice(AGENCIES), dt.datetime(2022, 1, 1) + dt.timedelta(days=dice.randrange(DAYS))
        text = dice.choices(words, weights, k=dice.randint(8, 50))
        rows.append(_row(len(rows), agency, day, f"{' '.join(text)} n{number}"))
        if number < PLANTED:
            kept = [word for word in text if dice.random() > 0.35]
            dice.shuffle(kept)
            other = dice.choice([name for name in AGENCIES if name != agency])
            rows.append(_row(len(rows), other, day + dt.timedelta(days=dice.choice((0, 0, 0, 1, 2))), f"{' '.join(kept)} c{number}"))
            truth.add((f"n{number}", f"c{number}"))
    start = time.perf_counter()
    events = sort_events(events_frame(rows))
    sorting = time.perf_counter() - start
    start = time.perf_counter()
    pattern = re.compile(r"\w+")
    for text in events["event"]:
        pattern.findall(text.lower())
    plain = time.perf_counter() - start
    start, busy = time.perf_counter(), time.process_time()
    found = suggest_links(events)
    linking, busy = time.perf_counter() - start, time.process_time() - busy
    mark = {identity: text.rsplit(" ", 1)[1] for identity, text in zip(events["event_id"], events["event"], strict=True)}
    print(f"rows {len(events)}, made into events and sorted in {sorting:.1f} s, linked in {linking:.1f} s ({busy:.1f} s of processor; {linking / plain:.0f} times one plain reading of the words)")
    for band in ("strong", "possible"):
        chosen = found if band == "possible" else found[found["band"] == band]
        pairs = {tuple(sorted((mark[a], mark[b]), reverse=True)) for a, b in zip(chosen["a"], chosen["b"], strict=True)}
        hits = len(pairs & truth)
        print(f"{band if band == 'strong' else 'all'}: {len(pairs)} suggested, recall {hits / len(truth):.3f}, precision {hits / max(1, len(pairs)):.3f}")


def _row(number: int, agency: str, day: dt.datetime, text: str) -> dict:
    row: dict = dict.fromkeys(EVENT_COLUMNS, "")
    return row | {"order": number, "agency": agency, "source_file": "a.csv", "source_row": number, "date_text": f"{day:%d/%m/%Y}", "start": day, "end": day, "precision": "day", "uncertain": False, "people": (), "event": text, "recorded_date": None, "extra": {}}


if __name__ == "__main__":
    main()
