"""What the rest of a file says about one find: a name it gives to somebody else, a word it names somebody by.

Knows the finds of one file. Looks at no text.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from lcspr_kit.privacy.finder import MAY_BE_WORD, SOMEBODY_ELSE

_BEYOND_DOUBT = 0.9


@dataclass(frozen=True, repr=False)
class Hit:
    """A find in a layer: the words, whose they are (ids with `;` between), the kind of leak, how sure.

    `form` is the kind of `finder.Mention`, `name` the letters of the name alone, without title and ending; both are
    empty for what is no name.
    """

    text: str
    person: str
    kind: str
    confidence: float
    form: str = ""
    name: str = ""


def settle(hits: Iterable[Hit]) -> dict[Hit, tuple[str, float]]:
    """The kind and confidence of each hit in the light of the others.

    A bare name that the file also gives to somebody else (`Dean Summerscale` and then `Dean`) is a question, unless the
    file names the person of the register in full. A name that is a word is the person's where the file names them beyond doubt.
    """
    hits = list(hits)
    in_full = {hit.person for hit in hits if hit.form == "full" and hit.confidence >= _BEYOND_DOUBT}
    others = {hit.name for hit in hits if hit.confidence == SOMEBODY_ELSE and hit.name}
    sure = in_full | {hit.person for hit in hits if hit.kind == "name" and hit.confidence >= _BEYOND_DOUBT and hit.name not in others}
    settled = {}
    for hit in hits:
        people = set(hit.person.split(";"))
        if hit.name in others and hit.form in ("part", "surname", "nickname", "initials") and hit.confidence < 1 and not people & in_full:
            settled[hit] = ("possible name", SOMEBODY_ELSE)
        elif hit.confidence == MAY_BE_WORD and hit.kind == "possible name" and people & sure and hit.name not in others:
            settled[hit] = ("name", 0.5)
        else:
            settled[hit] = (hit.kind, hit.confidence)
    return settled
