"""Records of different agencies that may be about the same event: suggested, never merged.

Knows how alike two records are, and shows each part of that. What the author decides about a
suggestion is `chronology.links`.

A pair is looked at where the records are of different agencies and at most three days apart, or where
one gives the other's day in its text. Weights after the review of methods in docs/decisions.md.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from functools import lru_cache
from math import log
from typing import Any

import numpy as np
import pandas as pd

from lcspr_kit.chronology.agencywords import AgencyFinder, agencies_of

LINK_COLUMNS = ("a", "b", "score", "band", "days", "cosine", "tokens", "same_day", "same_time", "cross_mention", "date_mention")
"""`a` is the earlier record; `days` lie between the two; the others but `band` are parts of the score, 0 to 1."""

WEIGHTS = {"cosine": 0.40, "tokens": 0.15, "same_day": 0.10, "same_time": 0.10, "cross_mention": 0.15, "date_mention": 0.10}
_BOTH = 0.12
"""Added where a record names the other's agency and gives the other's day: such a record tells of it, whatever its words."""
WINDOW = 3
STRONG = 0.42
POSSIBLE = 0.25
_SAME_TIME = 30
_SAME_NIGHT = 360
_BY_CHANCE = 0.4
_WORTH_A_LOOK = POSSIBLE - 0.06
_FAR = 92
_WIDEST = 7
_CELLS = 1_500_000
_FEWEST = 128
_WORD = re.compile(r"[a-z][a-z'&]+|\d+[a-z]*")
_STEM = 6
_EMPTY = frozenset(["a", "an", "and", "are", "as", "at", "be", "been", "but", "by", "did", "do", "does", "for", "from", "had", "has", "have", "he", "her", "him", "his", "i", "if", "in", "into", "is", "it", "its", "no", "not", "of", "off", "on", "or", "our", "she", "so", "some", "than", "that", "the", "their", "them", "then", "there", "they", "this", "to", "up", "us", "was", "we", "were", "what", "when", "which", "who", "will", "with", "would", "you"])
_MONTHS = {name: number for number, name in enumerate(["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"], 1)}
_DATE = re.compile(r"(?<![\w/.])(?P<d>[0-3]?\d)(?:[/.](?P<m>[01]?\d)(?:[/.](?:20)?\d\d)?|(?:st|nd|rd|th)?(?:\s+of)?\s+(?P<w>jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*)(?![\w/])(?!\s*(?:cm|mm|kg|g|mg|ml|l|c|%|hours?|hrs?|st|oz|lbs?|out of)\b)(?!%)", re.IGNORECASE)


def suggest_links(events: pd.DataFrame, agencies: Mapping[str, str] | None = None) -> pd.DataFrame:
    """Pairs of records that may be about one event: a frame of `LINK_COLUMNS`, best first.

    `events` is a chronology; `agencies` is name to kind (as `agencies_of` gives it), by which a
    mention of "the school" is known to mean one. Only records dated to a week or better are looked at,
    and of each record only the most alike one in every other agency is suggested.
    """
    rows = _usable(events)
    if rows["agency"].nunique() < 2:
        return pd.DataFrame({name: pd.Series(dtype=object if name in ("a", "b", "band") else float) for name in LINK_COLUMNS})
    records = _Records(rows, AgencyFinder(agencies or agencies_of(rows["agency"])))
    found = pd.concat([_near(records), _told(records)], ignore_index=True)
    found = found.sort_values(["i", "j", "date_mention"], ascending=[True, True, False], kind="stable").drop_duplicates(["i", "j"])
    # the ratio takes the longest to work out, so first those that stand no chance are left out
    found = found.assign(tokens=0.0)
    found["score"] = _score(found)
    found = found[found["score"] >= _WORTH_A_LOOK]
    found = found[_is_best(found, records.agency, 3)]
    found["tokens"] = _token_ratios(records.texts, found["i"].to_numpy(), found["j"].to_numpy())
    found["score"] = _score(found)
    found = found[found["score"] >= POSSIBLE]
    found = found[_is_best(found, records.agency, 1)]
    ids = rows["event_id"].to_numpy()
    found = found.assign(a=ids[found["i"]], b=ids[found["j"]], band=np.where(found["score"] >= STRONG, "strong", "possible"))
    found["days"] = records.day[found["j"]] - records.day[found["i"]]
    found = found.sort_values(["score", "i", "j"], ascending=[False, True, True], kind="stable")
    return found[list(LINK_COLUMNS)].round({"cosine": 3, "tokens": 3}).reset_index(drop=True)


def _usable(events: pd.DataFrame) -> pd.DataFrame:
    start = events["start"].dt.normalize()
    width = (events["end"].dt.normalize() - start).dt.days
    rows = events[start.notna() & (width <= _WIDEST)]
    return rows.sort_values(["start", "agency", "event_id"], kind="stable").reset_index(drop=True)


class _Records:
    """What is compared, as arrays in the order of the days."""

    def __init__(self, rows: pd.DataFrame, finder: AgencyFinder):
        names = sorted(rows["agency"].unique())
        place = {name: number for number, name in enumerate(names)}
        self.day = rows["start"].to_numpy("datetime64[D]").astype(np.int64)
        self.agency = rows["agency"].map(place).to_numpy(np.int32)
        timed = (rows["precision"] == "minute").to_numpy()
        minute = rows["start"].dt.hour.to_numpy() * 60 + rows["start"].dt.minute.to_numpy()
        # minutes since 1970 of the records with a time; the others lie far from each other and from those
        self.minute = np.where(timed, self.day * 1440 + minute, -_SAME_NIGHT * 2 * (1 + np.arange(len(rows))))
        told = (rows["event"] + "\n" + rows["response"]).tolist()
        self.texts = [" ".join(words) for words in (_words(text) for text in told)]
        self.vectors = _tf_idf(self.texts)
        self.named = np.zeros((len(rows), len(names)), dtype=bool)
        for number, (text, source) in enumerate(zip(told, rows["source_of_information"], strict=True)):
            for naming in finder.find(f"{text}\n{source}"):
                for agency in naming.agencies:
                    if agency in place:
                        self.named[number, place[agency]] = True
        self.named[np.arange(len(rows)), self.agency] = False
        self.dates = [_dates(text, day) for text, day in zip(told, self.day.tolist(), strict=True)]
        self.telling = np.array([len(dates) > 0 for dates in self.dates])


@lru_cache(maxsize=65536)
def _stem(word: str) -> str:
    return word.removesuffix("'s")[:_STEM]


def _words(text: str) -> list[str]:
    return [_stem(word) for word in _WORD.findall(text.lower().replace("’", "'")) if word not in _EMPTY]


def _tf_idf(texts: Sequence[str]) -> Any:
    """Rows of unit length; a word counts the more the fewer records have it."""
    from scipy.sparse import csr_matrix

    number: dict[str, int] = {}
    held: Counter[int] = Counter()
    data: list[float] = []
    columns: list[int] = []
    ends = [0]
    for text in texts:
        counts = Counter(number.setdefault(word, len(number)) for word in text.split())
        held.update(counts.keys())
        columns += counts.keys()
        data += [1 + log(count) for count in counts.values()]
        ends.append(len(columns))
    rarity = np.array([1 + log((1 + len(texts)) / (1 + held[column])) for column in range(len(number))] or [1.0])
    matrix = csr_matrix((np.array(data) * rarity[columns] if columns else np.array(data), columns, ends), shape=(len(texts), max(1, len(number))))
    lengths = np.sqrt(matrix.multiply(matrix).sum(axis=1)).A1
    repeated = np.repeat(1 / np.where(lengths == 0, 1, lengths), np.diff(matrix.indptr))
    return csr_matrix((matrix.data * repeated, matrix.indices, matrix.indptr), shape=matrix.shape)


def _dates(text: str, day: int) -> frozenset[int]:
    """Days (counted from 1970) that a text gives as day and month: the nearest such day to the record's own."""
    found = set()
    for match in _DATE.finditer(text):
        month = int(match["m"] or 0) or _MONTHS.get((match["w"] or "").lower(), 0)
        year = int(np.datetime64(day, "D").astype("datetime64[Y]").astype(int)) + 1970
        for other in (year - 1, year, year + 1):
            try:
                told = int(np.datetime64(f"{other:04}-{month:02}-{int(match['d']):02}", "D").astype(np.int64))
            except ValueError:
                continue
            if 0 < abs(told - day) <= _FAR:
                found.add(told)
    return frozenset(found)


def _near(records: _Records) -> pd.DataFrame:
    """Pairs at most three days apart that could reach the lowest band.

    Two timed records less than six hours apart count as the same day: nights go past midnight.
    """
    day, count = records.day, len(records.day)
    last = np.searchsorted(day, day + WINDOW, side="right")
    frames = []
    start = 0
    while start < count:
        # as many rows as the window is wide: more would mostly compare records that are too far apart
        width = int(last[start]) - start
        size = max(1, min(count - start, max(_FEWEST, width), _CELLS // width))
        while size > 1 and size * (int(last[start + size - 1]) - start) > _CELLS:
            size = size // 2
        frames.append(_block(records, start, start + size, int(last[start + size - 1])))
        start += size
    return pd.concat(frames, ignore_index=True)


def _block(records: _Records, start: int, stop: int, last: int) -> pd.DataFrame:
    own, other = slice(start, stop), slice(start, last)
    apart = records.day[None, other] - records.day[own, None]
    later = np.arange(start, last)[None, :] > np.arange(start, stop)[:, None]
    wanted = later & (apart <= WINDOW) & (records.agency[own, None] != records.agency[None, other])
    cosine = (records.vectors[own] @ records.vectors[other].T).toarray()
    cross = records.named[own][:, records.agency[other]] | records.named[other][:, records.agency[own]].T
    minutes = np.abs(records.minute[own, None] - records.minute[None, other])
    same_day = (apart == 0) | (minutes <= _SAME_NIGHT)
    same_time = minutes <= _SAME_TIME
    score = WEIGHTS["cosine"] * cosine + WEIGHTS["same_day"] * same_day + WEIGHTS["same_time"] * same_time + WEIGHTS["cross_mention"] * cross
    telling = records.telling[own, None] | records.telling[None, other]
    i, j = np.nonzero(wanted & ((cosine > 0.05) | (cross & telling)) & (score + WEIGHTS["date_mention"] * telling >= _WORTH_A_LOOK))
    dates = np.zeros(len(i), dtype=bool)
    for place in np.nonzero(telling[i, j])[0].tolist():
        dates[place] = _tells(records, start + int(i[place]), start + int(j[place]))
    return pd.DataFrame(
        {"i": i + start, "j": j + start, "cosine": cosine[i, j], "same_day": same_day[i, j] * 1.0, "same_time": same_time[i, j] * 1.0, "cross_mention": cross[i, j] * 1.0, "date_mention": dates.astype(float)}
    )


def _tells(records: _Records, a: int, b: int) -> bool:
    return int(records.day[b]) in records.dates[a] or int(records.day[a]) in records.dates[b]


def _told(records: _Records) -> pd.DataFrame:
    """Pairs further apart than the window, where one record gives the other's day in its text.

    Something besides the day has to fit: a few words, or the agency named.
    """
    first = np.searchsorted(records.day, records.day, side="left")
    by_day = {int(day): int(place) for day, place in zip(records.day, first, strict=True)}
    pairs = []
    for teller, dates in enumerate(records.dates):
        for told in dates:
            if told not in by_day or abs(told - int(records.day[teller])) <= WINDOW:
                continue
            other = by_day[told]
            while other < len(records.day) and int(records.day[other]) == told:
                if records.agency[other] != records.agency[teller]:
                    pairs.append((min(teller, other), max(teller, other)))
                other += 1
    i, j = (np.array(side, dtype=np.int64) for side in (zip(*sorted(set(pairs)), strict=True) if pairs else ((), ())))
    cosine = np.asarray(records.vectors[i].multiply(records.vectors[j]).sum(axis=1)).ravel() if len(i) else np.zeros(0)
    cross = records.named[i, records.agency[j]] | records.named[j, records.agency[i]]
    kept = (cosine > 0.15) | (cross & (cosine > 0.03))
    i, j, ones = i[kept], j[kept], np.ones(int(kept.sum()))
    return pd.DataFrame({"i": i, "j": j, "cosine": cosine[kept], "same_day": ones * 0, "same_time": ones * 0, "cross_mention": cross[kept] * 1.0, "date_mention": ones})


def _token_ratios(texts: Sequence[str], i: np.ndarray, j: np.ndarray) -> np.ndarray:
    """How alike two texts are, letters and order of words counted; what any two texts share counts nothing."""
    from rapidfuzz import fuzz, process

    if not len(i):
        return np.zeros(0)
    ratios = process.cpdist([texts[a] for a in i], [texts[b] for b in j], scorer=fuzz.token_sort_ratio, dtype=np.float64, workers=1) / 100
    return np.clip((ratios - _BY_CHANCE) / (1 - _BY_CHANCE), 0, 1)


def _score(found: pd.DataFrame) -> np.ndarray:
    both = _BOTH * found["cross_mention"].to_numpy() * found["date_mention"].to_numpy()
    return np.round(both + sum(found[name].to_numpy() * weight for name, weight in WEIGHTS.items()), 4)


def _is_best(found: pd.DataFrame, agency: np.ndarray, most: int) -> np.ndarray:
    """Whether the pair is among the `most` best that either record has in the other's agency."""
    i, j, score = (found[name].to_numpy() for name in ("i", "j", "score"))
    return (_rank(i, agency[j], score, j) < most) | (_rank(j, agency[i], score, i) < most)


def _rank(record: np.ndarray, agency: np.ndarray, score: np.ndarray, other: np.ndarray) -> np.ndarray:
    """The place of each pair among those of its record in one agency, 0 for the best."""
    order = np.lexsort((other, -score, agency, record))
    is_first = np.ones(len(order), dtype=bool)
    is_first[1:] = (record[order][1:] != record[order][:-1]) | (agency[order][1:] != agency[order][:-1])
    starts = np.maximum.accumulate(np.where(is_first, np.arange(len(order)), 0))
    ranks = np.empty(len(order), dtype=np.int64)
    ranks[order] = np.arange(len(order)) - starts
    return ranks
