"""The clauses of a text: whom or what each is about, and what it says of them.

Knows the order of words, a few endings and the words for the people of a review; it is no grammar. A clause
without a subject of its own goes on about the one before it, and a pronoun means the last person named.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from lcspr_kit.report.checks.material import sentences
from lcspr_kit.report.checks.wordings import found_in, has

Who = Literal["child", "parent", "worker", "service", "review", "person", "nobody", ""]

_BREAK = re.compile(
    r"\s*[;:–—]\s*|,?\s+(?=(?:because|since|although|though|while|whereas|but|yet|so that|which|who|(?<!as )if|when|until|unless|as (?:the|he|she|they|it|there))\b)"
    r"|,\s+(?:and\s+|or\s+)?|\s+(?:and|or)\s+(?=(?:he|she|they|it|there|nobody|nothing|no one|the|[A-Z]\w+)\b[^,]*)",
)
_ASIDE = re.compile(r"\b(was|were|is|are|would|could|should|might|must|had|has|have|did|does),\s[^,.;]{1,30},\s", re.IGNORECASE)
_OPENING = re.compile(r"^(?:because|since|although|though|while|whereas|but|yet|so that|so|if|when|until|unless|and|or|as|that)\s+", re.IGNORECASE)
_PREAMBLE = re.compile(
    r"^(?:it (?:has to|must|should|needs to|ought to|cannot but|may|can) (?:also )?be (?:said|noted|recorded|remembered|acknowledged|admitted|observed|stated|concluded|accepted)|it is (?:\w+ )?(?:fair to say|clear|plain|obvious|evident|apparent|undeniable|undoubted|a fact|the case|true|right to say)|there (?:is|can be|was) (?:no|little) (?:doubt|question|escaping|denying|disguising)(?: the fact)?|the (?:fact|truth|reality|plain fact) (?:is|remains)|"
    r"(?:we|one|the review|the reviewer|the author) (?:has to|have to|must|can only|is bound to|are bound to|is driven to|cannot but|finds?|found|concludes?|concluded|considers?|takes the view) (?:\w+ )?(?:say|conclude|record|find|observe|note)?) ?that\s+", re.IGNORECASE
)
_HELPING = r"was|were|is|are|be|been|had|has|have|did|does|do|didn[’']t|wasn[’']t|weren[’']t|hadn[’']t|could|would|should|might|may|must|will|can|cannot|ought|never|needs?|seems?|remains?"
_IRREGULAR = (
    "said|told|felt|thought|knew|saw|went|came|gave|took|made|found|left|kept|put|let|rang|wrote|met|held|brought|lost|chose|fell|led|set|sent|spoke|paid|lay|sat|stood|began|became|"
    "ran|sought|fed|drew|got|shut|hid|cut|bore|broke|built|bought|caught|drove|forgot|grew|heard|laid|meant|rose|sold|slept|swept|taught|threw|understood|woke|won|wore|withheld|withdrew|"
    "says|knows|shows|takes|reflects|makes|bears|lies|gives|leaves|asks|goes|comes|uses?|bear|show|take|give|make"
)
_VERB = re.compile(rf"(?<![\w’'-])(?:{_HELPING}|{_IRREGULAR}|(?!need|seed|feed|speed|bed|red|shed|hundred|wed|naked|indeed)[a-z]{{2,}}ed)(?![\w’'-])", re.IGNORECASE)
_BEFORE_NOUN = re.compile(r"\b(?:a|an|the|his|her|their|its|our|no|each|every|this|that|these|those|some|any|of|newly|otherwise|badly|well)\s*$", re.IGNORECASE)
_ADVERB = re.compile(r"(?<=\s)(?!family|early|only|elderly|daily|weekly|monthly|supply|reply|assembly)\w{3,}ly\s+$")
_PRONOUN = re.compile(r"^\W*(?:\w+ly,? )?(?:he|she|they|who)\b", re.IGNORECASE)
_NOBODY = re.compile(r"^\W*(?:nobody|no one|no-one|none|neither)\b", re.IGNORECASE)
_REVIEW = re.compile(r"^\W*(?:we|us|the (?:lead |independent )?(?:review|reviewer|reviewers|author|report)|this (?:review|report)|our \w+)(?: team| panel)?\s*$", re.IGNORECASE)
PAID = re.compile(r"\b(?:those|people|everyone|everybody|adults|anyone|somebody|someone|they) (?:who (?:were|was|are|had been) )?(?:paid|employed|trained|meant|supposed|appointed|charged|responsible|whose (?:job|duty|task|business|work)|in charge|in authority|in a position)\b", re.IGNORECASE)
_SOMEBODY = re.compile(r"\b(?:somebody|someone|anybody|anyone|everybody|everyone|one person|people|person|woman|man|individual|both constables|constables?|detectives?|inspectors?|receptionists?|clerks?|chair|conference chair|author|reader|observer|onlooker|one|another|others|twins?|brothers?|couple)\b", re.IGNORECASE)


@dataclass(frozen=True)
class Clause:
    """A clause: its words, the words before its verb (`subject`), the verb and what follows (`rest`).

    `who` is the person or service that the subject is, and `owner` the one to whom a subject that is a thing
    belongs: in "the nurse's visit was short" the owner is a worker. `sentence` is the whole it stands in."""

    text: str
    subject: str
    rest: str
    who: Who
    owner: Who
    sentence: str


def clauses(text: str) -> Iterator[Clause]:
    """The clauses of a text, in order."""
    last: Who = ""
    for sentence in sentences(text):
        who: Who = ""
        owner: Who = ""
        for part in filter(str.strip, _BREAK.split(_ASIDE.sub(r"\1 ", sentence))):
            words = _PREAMBLE.sub("", _OPENING.sub("", part.strip()))
            subject, rest = _split(words)
            if subject.strip():
                who, owner = _subject(subject, last)
            elif not who and not _VERB.search(words):
                who, owner = _subject(words, last)
            last = who if who not in ("", "nobody") else owner or last
            yield Clause(words, subject.strip(), rest.strip(), who, owner, sentence)


def _split(words: str) -> tuple[str, str]:
    """A clause in two: before its verb, and from the verb on. Without a verb all is rest."""
    for verb in _VERB.finditer(words):
        if not _BEFORE_NOUN.search(words[: verb.start()]) or verb.start() == 0:
            at = _ADVERB.search(words[: verb.start()])
            start = at.start() if at else verb.start()
            return words[:start], words[start:]
    return "", words


def _subject(subject: str, last: Who) -> tuple[Who, Who]:
    """Who a subject is, and to whom it belongs where it is a thing."""
    if _NOBODY.match(subject):
        return "nobody", ""
    if _REVIEW.match(subject):
        return "review", ""
    if _PRONOUN.match(subject):
        return last if last not in ("", "review") else "person", ""
    owned = re.search(r"^(.*)(?:[’']s?|\b(?:his|her|their))\s+(.+)$", subject, re.IGNORECASE)
    if owned and not kind_of(owned[2]):
        return "", kind_of(owned[1]) or ("person" if re.search(r"\b(?:his|her|their)\b", subject, re.IGNORECASE) else "")
    made_by = re.search(r"^(.+?)\s(?:of|by|from|on the part of)\s(.+)$", subject)
    if made_by and not kind_of(made_by[1]):
        return "", kind_of(made_by[2])
    return kind_of(subject), ""


def kind_of(words: str) -> Who:
    """Who is named in a few words: the last of them, for that is the head. Empty for things."""
    if PAID.search(words):
        return "worker"
    best: tuple[int, Who] = (-1, "")
    for name in ("child", "parent", "worker", "service"):
        for match in found_in(name, words):
            if match.end() > best[0]:
                best = (match.end(), name)  # type: ignore[assignment]
    if best[0] < 0 and (_SOMEBODY.search(words) or has("adult", words)):
        return "person"
    return best[1]
