"""What the rest of a file says about one find: a name it gives to somebody else, a word it names somebody by.

Knows the finds of one file. Looks at no text.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from lcspr_kit.privacy.finder import MAY_BE_WORD, SOMEBODY_ELSE
from lcspr_kit.privacy.folding import squeeze
from lcspr_kit.privacy.words import is_in_list, is_plain_word, is_rare_word, names_of_people, surname_words

_BEYOND_DOUBT = 0.9
_SURE_SLIP = 0.85
_NOBODY_OF_THE_CASE = 0.45


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


def settle(hits: Iterable[Hit], of_the_case: bool = False) -> dict[Hit, tuple[str, float]]:
    """The kind and confidence of each hit in the light of the others.

    A bare name that the file also gives to somebody else (`Dean Summerscale` and then `Dean`) is a question, unless the
    file names the person of the register in full. A name that is a word is the person's where the file names them beyond doubt.
    A first name that many have, or a slip, is a question in a file that names nobody of the case beyond doubt,
    unless it is known to be `of_the_case`.
    """
    hits = list(hits)
    of_the_case = of_the_case or _is_of_the_case(hits)
    in_full = {hit.person for hit in hits if hit.form == "full" and hit.confidence >= _BEYOND_DOUBT}
    others = {hit.name for hit in hits if hit.confidence == SOMEBODY_ELSE and hit.name}
    sure = in_full | {hit.person for hit in hits if hit.kind == "name" and hit.confidence >= _BEYOND_DOUBT and hit.name not in others}
    settled = {}
    for hit in hits:
        people = set(hit.person.split(";"))
        if hit.name in others and hit.form in ("part", "surname", "nickname", "initials") and hit.confidence < 1 and not people & in_full:
            settled[hit] = ("possible name", SOMEBODY_ELSE)
        elif of_the_case and hit.confidence == MAY_BE_WORD and hit.kind == "possible name" and people & sure and hit.name not in others:
            settled[hit] = ("name", 0.5)
        elif not of_the_case and hit.confidence >= _NOBODY_OF_THE_CASE and _may_be_anybodys(hit):
            settled[hit] = ("possible name", _NOBODY_OF_THE_CASE)
        else:
            settled[hit] = (hit.kind, hit.confidence)
    return settled


def _is_of_the_case(hits: list[Hit]) -> bool:
    """Whether a file names somebody or some place of the case by more than a lone name that others have too."""
    firsts = {hit.person for hit in hits if hit.form == "part" and hit.confidence >= _BEYOND_DOUBT and ";" not in hit.person}
    return len(firsts) > 1 or any(_points_to_the_case(hit) for hit in hits)


def _points_to_the_case(hit: Hit) -> bool:
    if not hit.person or hit.confidence < _SURE_SLIP:
        return False
    if hit.form == "slip":
        return " " in hit.text  # in one of a person's two names
    if hit.form == "full" or hit.kind in ("date of birth", "date of death"):
        return True
    if hit.form == "place":
        return not (is_plain_word(hit.name) or is_rare_word(hit.name))
    return hit.form == "surname" and hit.confidence >= _BEYOND_DOUBT and not _is_common(hit.name)


def _may_be_anybodys(hit: Hit) -> bool:
    if hit.form in ("slip", "part", "nickname"):
        return hit.confidence <= _BEYOND_DOUBT
    bare = squeeze(hit.text) in (hit.name, hit.name + "s")  # no title is before it
    return bare and hit.form in ("surname", "initials") and hit.confidence <= _BEYOND_DOUBT and _is_common(hit.name)


def _is_common(name: str) -> bool:
    return len(name) < 3 or is_in_list(name) or name in names_of_people() or name in surname_words()
