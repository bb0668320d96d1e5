"""What a person has to decide before publication: details that identify by being rare, not by being a name.

Rules of thumb from practice guidance (the President's Family Division guidance on anonymisation, 2018;
the ICO's motivated-intruder test, 2025). Every item is for reading and judging; none is a fault.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from lcspr_kit.privacy.folding import fold
from lcspr_kit.privacy.leaks.layers import Layer, read_layers

_QUOTE_WORDS = 8

_RULES = (
    ("multiple birth", r"\b(?:identical |non-identical )?(?:twins?|triplets?|quads?|quadruplets?)\b"),
    ("number of children", r"\b(?:one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|\d{1,2}) (?:siblings|children|brothers|sisters|half-siblings|half-brothers|half-sisters)\b"),
    ("exact age", r"\b(?:aged? (?:of )?)?\d{1,2} (?:days|weeks)(?: old| of age)\b|\baged \d{1,3} (?:days|weeks)\b"),
    ("occupation", r"\b(?:worked|works|working|employed|job|employment) (?:as|at|for|in) (?:an? |the )?\w+(?: \w+)?|\b(?:soldier|army|navy|raf|police officer|prison officer|teacher|nurse|doctor|solicitor|councillor|footballer|taxi driver|lorry driver|fairground|circus|fisherman|farmer|vicar|imam)\b"),
    ("faith", r"\b(?:muslim|islam|christian|catholic|jewish|hindu|sikh|buddhist|jehovah'?s witness(?:es)?|mormon|pentecostal|evangelical|orthodox|plymouth brethren|pagan|quaker)\b"),
    ("nationality or ethnicity", r"\b(?:polish|romanian|bulgarian|lithuanian|latvian|slovak|czech|hungarian|albanian|ukrainian|russian|turkish|kurdish|iraqi|iranian|syrian|afghan|pakistani|bangladeshi|indian|chinese|vietnamese|nigerian|ghanaian|somali|eritrean|ethiopian|sudanese|congolese|zimbabwean|jamaican|portuguese|brazilian|irish traveller|traveller|romany|gypsy|roma|asylum seekers?|refugees?)\b"),
    ("rare condition", r"\b(?:syndrome|cystic fibrosis|sickle cell|haemophilia|epilepsy|cerebral palsy|spina bifida|dwarfism|albinism|deaf|blind|amput\w+|huntington'?s|osteogenesis imperfecta|haemangioma|cleft (?:lip|palate)|leukaemia|transplant)\b"),
    ("court, inquest or media", r"\b(?:inquest|coroner|crown court|sentenced to|convicted of|pleaded guilty|jury|newspaper|facebook|news report|press report|bbc|tiktok|youtube)\b"),
    ("weapon or cause of injury", r"\b(?:machete|crossbow|shotgun|firearm|hammer|axe|samurai|acid attack|scald\w*|drown\w*|strangl\w*|smother\w*)\b"),
    ("day of the week with an event", r"\b(?:mondays?|tuesdays?|wednesdays?|thursdays?|fridays?|saturdays?|sundays?|christmas (?:eve|day)|boxing day|new year'?s (?:eve|day)|bonfire night|mother'?s day|father'?s day)\b"),
    ("school year and place", r"\b(?:reception class|year (?:[1-9]|1[0-3])|sixth form|year group)\b"),
)  # fmt: skip
_PATTERNS = tuple((kind, re.compile(pattern)) for kind, pattern in _RULES)
_CONTEXT = 60


@dataclass(frozen=True, repr=False)
class ToDecide:
    """A detail to judge: where it stands, which kind, the words and the words around them."""

    where: str
    kind: str
    text: str
    context: str


def things_to_decide(path: Path | str, records: Iterable[str] = ()) -> list[ToDecide]:
    """What a person has to decide about a file, each wording once, in reading order.

    `records` are the texts of the chronology: eight or more words running that stand in a record are a
    verbatim quotation, which a search or a reader of the record finds again.
    """
    path = Path(path)
    known = _shingles(records)
    found: dict[tuple[str, str], ToDecide] = {}
    for layer in read_layers(path.name, path.read_bytes()):
        if not layer.machine and layer.text:
            for item in _in_layer(layer, known):
                found.setdefault((item.kind, fold(item.text).text), item)
    return list(found.values())


def _in_layer(layer: Layer, known: set[tuple[str, ...]]) -> Iterator[ToDecide]:
    folded = fold(layer.text)
    for kind, pattern in _PATTERNS:
        for match in pattern.finditer(folded.text):
            start, end = folded.span(*match.span())
            yield _item(layer, kind, start, end)
    if known:
        words = list(re.finditer(r"[^\W_]+(?:'[^\W_]+)*", folded.text))
        texts = [word.group() for word in words]
        position = 0
        while position + _QUOTE_WORDS <= len(texts):
            length = _QUOTE_WORDS
            if tuple(texts[position : position + length]) not in known:
                position += 1
                continue
            while position + length < len(texts) and tuple(texts[position + length - _QUOTE_WORDS + 1 : position + length + 1]) in known:
                length += 1
            yield _item(layer, "quotation from a record", *folded.span(words[position].start(), words[position + length - 1].end()))
            position += length


def _item(layer: Layer, kind: str, start: int, end: int) -> ToDecide:
    return ToDecide(layer.where or "file", kind, layer.text[start:end], " ".join(layer.text[max(0, start - _CONTEXT) : end + _CONTEXT].split()))


def _shingles(records: Iterable[str]) -> set[tuple[str, ...]]:
    known: set[tuple[str, ...]] = set()
    for record in records:
        words = re.findall(r"[^\W_]+(?:'[^\W_]+)*", fold(record).text)
        known |= {tuple(words[i : i + _QUOTE_WORDS]) for i in range(len(words) - _QUOTE_WORDS + 1)}
    return known
