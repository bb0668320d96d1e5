"""Numbers and signs that point to one person, whoever that is: one row of `RECOGNISERS` a kind.

Each row has a pattern over folded text (`folding`), a score, words nearby that raise it, and a check
that raises or lowers it. A check never decides alone whether something is shown: a mistyped NHS number
is still an NHS number. Knows nothing of the register.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from lcspr_kit.privacy.folding import fold
from lcspr_kit.privacy.stretches import Apart
from lcspr_kit.privacy.words import WORD_NAMES, is_plain_word, is_word

_BEFORE, _AFTER = 48, 20
_AREAS = frozenset(
    "ab al b ba bb bd bf bh bl bn br bs bt ca cb cf ch cm co cr ct cv cw da dd de dg dh dl dn dt dy e ec eh en ex fk fy g gl gu gy ha hd hg hp hr hs hu hx ig im ip iv ja je ka kt kw ky l la ld le ll ln ls lu m me mk ml n ne ng nn np nr nw ol ox pa pe ph pl po pr rg rh rm s sa se sg sk sl sm sn so sp sr ss st sw sy ta td tf tn tq tr ts tw ub w wa wc wd wf wn wr ws wv yo ze".split()  # noqa: SIM905
)


@dataclass(frozen=True)
class Found:
    """An identifier in a text: where (signs of the text as written), what, of which kind, how sure."""

    start: int
    end: int
    text: str
    kind: str
    confidence: float


@dataclass(frozen=True)
class Recogniser:
    """How one kind of identifier is known.

    `near` is a pattern of words around it that raise the score to `with_near`; with a `score` of 0 it
    counts with such words only. `check` takes the letters and digits and says whether they add up
    (None: can't tell); a right sum gives `with_check`. `capitals`: as written it is in capitals, unless
    a word is near. `group` is the group of the pattern that is the identifier. `digits` is how many it has at least,
    `signs` are signs of which it has one: a text without them isn't searched for it.
    """

    kind: str
    pattern: re.Pattern
    score: float
    near: re.Pattern | None = None
    with_near: float = 0.9
    check: Callable[[str], bool | None] | None = None
    with_check: float = 0.95
    capitals: bool = False
    group: int = 0
    digits: int = 0
    signs: str = ""


def _sums_to_nhs(digits: str) -> bool | None:
    """Modulus 11 of NHS and CHI numbers (NHS Data Dictionary)."""
    if len(digits) != 10 or not digits.isdigit():
        return None
    check = 11 - sum(int(digit) * weight for digit, weight in zip(digits, range(10, 1, -1), strict=False)) % 11
    return check % 11 == int(digits[9]) and check != 10


_UPN_LETTERS = "abcdefghjklmnpqrtuvwxyz"


def _sums_to_upn(text: str) -> bool | None:
    """The check letter of a unique pupil number (DfE guide to UPNs)."""
    if len(text) != 13 or not text[1:12].isdigit():
        return None
    return text[0] == _UPN_LETTERS[sum(int(digit) * weight for weight, digit in enumerate(text[1:12], 2)) % 23]


def _is_area(text: str) -> bool:
    return re.match(r"[a-z]+", text)[0] in _AREAS if text[:1].isalpha() else False  # type: ignore[index]


def _is_nino_prefix(text: str) -> bool:
    return text[:2] not in {"bg", "gb", "kn", "nk", "nt", "tn", "zz"} and text[0] not in "dfiquv" and text[1] not in "dfiquvo"


def _words(text: str) -> re.Pattern:
    return re.compile(rf"\b(?:{text})", re.ASCII)


_L = r"(?<![^\W_])"
_R = r"(?![^\W_])"
_IS = r"(?:\s*(?:is|was)(?=\s))?[\s.:#\-=\"']*"
_REFERENCE = r"((?:[a-z]{1,5}[/\-]?)?\d[\da-z]*(?:[/\-.][\da-z]+)*)"

_CASE_MARK = r"[a-z]{2,5}[/\-](?:19|20)?\d{2}[/\-]\d{2,6}"

_A_CAR = _words(r"vehicle|car\b|reg(?:istration|\b)|index|van\b|vrm|plate|driv|motor ?bike|moped|taxi|parked|corsa|fiesta|golf|focus|astra|bmw|audi|ford\b|vauxhall")


def _ends_in_no_word(text: str) -> bool:
    """Whether the last three letters of a number plate are no word or month, as they are in `BY 12 MAY`."""
    return not is_word(text[-3:])


RECOGNISERS = (
    Recogniser("NHS number", re.compile(r"(?<![\d/£$.,+)])(?<!44[ \-])(?:(?<![^\W\d_])|(?<=nhs)|(?<=no)|(?<=number))(?!0)(?:\d{3}[ .\-_]?\d{3}[ .\-_]?\d{4}|(?:\d[ .\-]){9}\d)(?![^\W_]|[.,]\d{2})"), 0.5, _words(r"nhs|patient|hospital|chi\b"), 0.9, _sums_to_nhs, digits=10),
    Recogniser("NHS number", re.compile(r"(?<!\d)[1-9](?:[ .\-_/\n]{0,3}\d){9}(?!\d)"), 0.0, _words(r"nhs"), 0.9, digits=10),
    Recogniser("CHI number", re.compile(rf"{_L}(?:0[1-9]|[12]\d|3[01])(?=(?:[ \-]?\d){{8}}(?!\d))\d(?:[ \-]?\d){{7}}"), 0.0, _words(r"chi\b|community health index"), 0.9, _sums_to_nhs, digits=10),
    Recogniser("National Insurance number", re.compile(rf"{_L}[a-z]{{2}}[ \-./]?\d{{2}}[ \-./]?\d{{2}}[ \-./]?\d{{2}}[ \-./]?[a-d]{_R}"), 0.75, _words(r"nino|n\.?i\.?\b|national insurance|insurance"), 0.95, _is_nino_prefix, 0.85, digits=6),
    Recogniser("National Insurance number", re.compile(rf"{_L}[a-z]{{2}}[ \-.]?\d{{2}}[ \-.]?\d{{2}}[ \-.]?\d{{2}}{_R}"), 0.0, _words(r"nino|n\.?i\.?\s?(?:no|number)?\b|national insurance"), 0.85, digits=6),
    Recogniser("unique pupil number", re.compile(rf"{_L}[{_UPN_LETTERS}]\d{{11}}[\d{_UPN_LETTERS}]{_R}"), 0.7, _words(r"upn|pupil"), 0.9, _sums_to_upn, digits=11),
    Recogniser("unique pupil number", re.compile(rf"{_L}[{_UPN_LETTERS}](?:[ \-.]?\d){{11}}[ \-.]?[\d{_UPN_LETTERS}]{_R}"), 0.5, _words(r"upn|pupil"), 0.9, _sums_to_upn, digits=11),
    Recogniser("postcode", re.compile(rf"{_L}[a-z]{{1,2}}\d[a-z\d]?[ \-]{{0,2}}\d ?[abd-hjlnp-uw-z] ?[abd-hjlnp-uw-z]{_R}"), 0.0, _words(r"post ?code|address|lives at|living at|residing|street|road|avenue|close|lane"), 0.9, digits=2),
    Recogniser("postcode", re.compile(rf"{_L}[a-z]{{1,2}}\d[a-z\d]?[ \-\n]{{0,2}}\d(?:[abd-hjlnp-uw-z]{{2}}|[abd-hjlnp-uw-z] [abd-hjlnp-uw-z]|[ ][abd-hjlnp-uw-z]{{2}}){_R}"), 0.45, None, 0.9, _is_area, 0.85, digits=2),
    Recogniser("postcode area", re.compile(rf"{_L}[a-z]{{1,2}}\d[a-z\d]?{_R}"), 0.0, _words(r"post ?code|outcode"), 0.6, digits=1),
    Recogniser("telephone number", re.compile(r"(?<![\d/.,])(?!(?<=\d:)\d\d\D)(?!0\d\D{1,3}\(?0(?:\d[ \-.)]{0,2}){9,10}(?!\d))(?:(?:\+|00)44[ \-.]?(?:\(0\)[ \-.]?)?|\(0\)[ \-.]?|\(?0)(?=[12579])(?!80)(?:\d[ \-.)]{0,2}){8,9}\d(?!\d)"), 0.8, _words(r"tel|phone|mobile|mob\b|call|ring|text|contact|number"), 0.95, digits=9),
    Recogniser("telephone number", re.compile(r"(?<![\d/.,+)])[127]\d{3}[ .\-]?\d{3}[ .\-]?\d{3}(?![^\W_]|[.,]\d{2})"), 0.0, _words(r"tel|phone|mobile|mob\b|call|ring|text|contact"), 0.9, digits=10),
    Recogniser("telephone number", re.compile(rf"{_L}\d{{5,7}}{_R}(?!/)"), 0.0, _words(r"(?:tel(?:ephone)?|phone|mobile|mob|ext(?:ension)?)\b[ .:]*(?:no|number)?[ .:]*$"), 0.6, digits=5),
    Recogniser("e-mail address", re.compile(r"(?<![\w.+'\-])[\w.+'\-]+ ?@ ?[\w\-]+(?:\.[\w\-]+)+"), 0.9, signs="@"),
    Recogniser("telephone number", re.compile(r"(?<![\d/.,])0[1-357]\d{2,3}/\d{6}(?![\d/])"), 0.6, digits=10, signs="/"),
    Recogniser("e-mail address", re.compile(r"(?<![\w.+\-])[\w.+\-]+ at [\w\-]+(?: dot [\w\-]+)+"), 0.7),
    Recogniser("e-mail address", re.compile(r"(?<![\w.+\-])[\w.+\-]+ ?[\[(] ?at ?[\])] ?[\w\-]+(?: ?(?:\.|[\[(] ?dot ?[\])]) ?[\w\-]+)+"), 0.7, signs="])"),
    Recogniser("vehicle registration", re.compile(rf"{_L}[a-hj-pr-y]{{2}}\d{{2}}[ \n]?[a-hj-pr-z]{{3}}{_R}"), 0.6, _A_CAR, 0.9, capitals=True, digits=2),
    Recogniser("vehicle registration", re.compile(rf"{_L}[a-hj-pr-y]{{2}}[ \-.]{{0,3}}\d{{2}}[ \-.\n]{{0,3}}[a-hj-pr-z]{{3}}{_R}"), 0.35, _A_CAR, 0.85, _ends_in_no_word, 0.6, capitals=True, digits=2),
    Recogniser("vehicle registration", re.compile(rf"{_L}(?:[a-hj-np-tv-y][ \-]{{0,2}}\d{{1,3}}[ \-]{{0,3}}[a-hj-pr-y]{{3}}|[a-hj-pr-y]{{3}}[ \-]{{0,3}}\d{{1,3}}[ \-]{{0,2}}[a-hj-np-tv-y]){_R}"), 0.0, _A_CAR, 0.8, capitals=True, digits=1),
    Recogniser("crime reference", re.compile(rf"{_L}\d{{2}}[a-z]{{0,3}}\d?/\d{{3,7}}/\d{{2}}(?:\d\d)?{_R}"), 0.6, _words(r"crime|police|ref|occurrence"), 0.9, digits=3, signs="/"),
    Recogniser("crime reference", re.compile(rf"\b(?:crime|incident|cad|police|occurrence|custody|crn|urn|pnc(?: ?id)?|storm|niche|athena|connect)(?:\s*(?:log|report|record))?(?:\s*(?:ref(?:erence)?|number|num|no|nr|id|log))?{_IS}{_REFERENCE}{_R}"), 0.8, group=1, digits=3),
    Recogniser("crime reference", re.compile(rf"{_L}[a-z]{{1,5}}-(?:19|20)\d{{6}}-\d{{3,5}}{_R}"), 0.8, digits=3, signs="-"),
    Recogniser("crime reference", re.compile(r"\b(?:log|cad|incident|storm)[ :]*(?:no\.? ?|number )?(\d{2,5} (?:of|dated) \d{1,2}(?:[/.]\d{1,2}|(?:st|nd|rd|th)? [a-z]{3,9}\b)(?:[/. ]\d{2,4})?)"), 0.7, group=1, digits=3),
    Recogniser("case reference", re.compile(rf"\b(?:case|file|lcs|ics|mosaic|liquid ?logic|carefirst|care ?first|framework ?i|azeus|eclipse|rio|emis|systm ?one|system ?one|hospital|patient|mrn|client|social care|unique|person|record|court|tenancy|rent account|police|school|referral|our|your)[\s_\-]*(?:ref(?:erence)?|number|num|no|nr|id)\b{_IS}{_REFERENCE}{_R}"), 0.8, group=1, digits=3),
    Recogniser("case reference", re.compile(rf"\b(?:mosaic|liquid ?logic|lcs|ics|carefirst|mrn|pid|ref(?:erence)?)(?:\b|_)[\s.:#\-/]*{_REFERENCE}{_R}"), 0.65, group=1, digits=3),
    Recogniser("case reference", re.compile(rf"{_L}(?:lcs|ics|mos(?:aic)?|ecl(?:ipse)?|cpoms|emis|rio|mrn|pid|hosp|csc|mash|ehm|mis|niche|cad|urn)[ \-_/#]?\d{{5,10}}{_R}"), 0.75, digits=5),
    Recogniser("case reference", re.compile(rf"{_L}[a-z]{{2,6}}[\-/_]\d{{6,9}}{_R}"), 0.4, _words(r"case|ref(?:erence)?\b|client|record|file\b|child|pupil|patient|hospital|family"), 0.8, capitals=True, digits=6),
    Recogniser("case reference", re.compile(rf"\bcase[ _]({_CASE_MARK}){_R}"), 0.45, group=1, capitals=True, digits=4),
    Recogniser("court case number", re.compile(rf"{_L}[a-z]{{2}}\d{{2}}[a-z]\d{{5}}{_R}"), 0.7, _words(r"court|case"), 0.9, capitals=True, digits=7),
    Recogniser("passport number", re.compile(rf"{_L}(?:(?!no|nr|on|is|of|to|by|in|at|was)[a-z]{{1,3}}[ \-]?)?\d(?:[ \-]?\d){{5,8}}[a-z]?{_R}"), 0.0, _words(r"passport|travel document|visa|brp\b|residence permit|identity card|id card|dow[oó]d|pesel"), 0.9, digits=6),
    Recogniser("driving licence", re.compile(rf"{_L}[a-z][a-z9]{{4}} ?\d{{6}} ?[a-z9]{{2}} ?\d[a-z]{{2}}{_R}"), 0.85, digits=7),
    Recogniser("sort code", re.compile(rf"{_L}\d{{2}}[- .]?\d{{2}}[- .]?\d{{2}}{_R}"), 0.0, _words(r"sort[\s\-_]?code|s/c|sc\b|bank"), 0.9, digits=6),
    Recogniser("account number", re.compile(rf"{_L}\d{{4}}[ \-]?\d{{4}}{_R}"), 0.0, _words(r"acc(?:oun)?t|a/c|acc\b|bank|sort"), 0.85, digits=8),
    Recogniser("IBAN", re.compile(rf"{_L}[a-z]{{2}}\d{{2}} ?[a-z]{{4}} ?(?:\d ?){{13}}\d{_R}"), 0.85, digits=16),
    Recogniser("position", re.compile(r"(?<![\d.])(?:(?:49|5\d|60)\.\d{4,}\W{1,4}-?\d\.\d{3,}|-?[0-8]\.\d{4,}\W{1,4}(?:49|5\d|60)\.\d{3,})(?!\d)"), 0.7, digits=8),
    Recogniser("file path", re.compile(r"(?:[a-z]:[\\/]+(?:users|documents and settings)[\\/]+[\w .\-\\/]+|(?<!\w)/(?:home|users)/[\w.\-]+|file:/{2,3}[\w%./\-]+|\\\\[\w.\-]+\\[\w$ .\-]+)"), 0.75, signs="\\/"),
    Recogniser("file path", re.compile(r"(?<![a-z\d])[a-z]:\\(?:[\w .\-]+\\)+[\w.\-]+"), 0.45, signs="\\"),
    Recogniser("address", re.compile(r"(?<![\d/])(?:flat \d+[a-z]?,? )?\d{1,4}[a-z]?,? (?:[a-z'\-]+ ){1,3}(?:road|rd|street|avenue|ave|close|lane|drive|crescent|way|gardens|terrace|grove|court|place|square|walk|row|hill|park|mews|st|ln|dr|cres|cl|ct|gdns|terr?)\b"), 0.7, digits=1),
)  # fmt: skip
"""Patterns are over lower-case text: `capitals` looks at the text as written."""

_PUBLIC_BOXES = re.compile(r"(?:info|enquir(?:y|ies)|contact|office|admin|help|publications?|press|feedback|safeguarding|lscp|partnership|no-?reply|mailer-daemon)[\w.\-]*@")
_BOX_WORD = re.compile(r"[a-z]+")
_BOX_WORDS = frozenset("team unit office inbox group service services duty hub mash events training news board panel review reviews data bookings consultation queries bulletin newsletter learning business support reception mailbox".split())  # noqa: SIM905
_BOX_ENDINGS = ("mailbox", "inbox", "panel", "team", "helpdesk", "enquiries", "services", "partnership")
"""How words of an office end that are written as one (`childpracticepanel@`)."""
_ANOTHER_NUMBER = re.compile(
    r"(?:\border|\bpo\b|p\.o\.|purchase|invoice|requisition|\bref(?:erence)?|isbn|issn|barcode|tracking|parcel|serial|asset|charity|company|vat\b|item|part|sku|model|version|ticket|batch|licence|meter|grant|bid|lot|product"
    r"|policy|contract|customer|supplier|membership|library|loan|receipt|transaction|payment|cost centre|build|timestamp|seed|hash|size|width|height|count|total|page|index|offset|stamp|created|modified)(?:\s*(?:no|number|num|nr|id|code|ref))?\b[\s.:#=\"'\-]{0,4}(?:is |was )?$|\b(?:[a-z]{1,2}|id)[\"']?\s?[:=]\s?[\"']?$"
)
"""Words right before a number that give it another name than that of a person's number."""
_OF_A_PURCHASE = re.compile(r"\b(?:purchase(?: order)?|p\.?o\.?|inv(?:oice)?|grant|batch|receipt|quot(?:e|ation)|requisition|tender|contract|(?<!police )(?<!incident )report)\b(?:[ _]*(?:no|number|num|nr|id|code|ref(?:erence)?))?[\s.:#\-=]{0,4}$")
_PURCHASE_MARK = re.compile(r"(?:inv|po|pord|req|quote|grant|sku|job|rcpt)[/\-]?\d|(?:inv|po|grant)[/\-]")
"""What an invoice, an order or a grant is called by: before its number, and as the letters its number begins with."""
_OF_AN_ORGANISATION = re.compile(r"\b(?:p\.?o\.? box|commissioner|ombudsman|head ?quarters|head office|registered office|(?:council|'s|county) offices?|civic (?:centre|offices)|town hall|county hall|department|ministry|inspectorate|ofsted|university|registered charity|ltd|limited|plc)\b[^.;!?\n]{0,80}$")
_OF_A_HOME = re.compile(r"\b(?:live[sd]?|living|resid|home|flat|tenan|moved?|mother|father|family|child|his|her|their|stay(?:s|ed|ing)?)\b")
_SENTENCE_END = re.compile(r"[;!?\n]|\.\s")
_FOR_EXAMPLE = re.compile(r"(?:such as|for example|for instance|e\.g\.?|in the (?:form|format|style)(?: of)?|looks? like|written as|specimen|dummy|sample)\W{0,3}(?:the |a |an )?$")
_LIMITS = frozenset({"2147483648", "4294967296"})
"""Powers of two that programs count up to, and that happen to add up as NHS numbers."""
_SPECIMEN = _OF_ANOTHER_NAME = 0.4
_IN_ONE_RUN = 0.65
_ANCHOR = re.compile(r"\d+|@| dot [a-z]|[\[(] ?at ?[\])]|\\|/(?:home|users)/|file:/")
_WINDOW = 90
_DIGIT = re.compile(r"\d")
_NO_REFERENCE = re.compile(r"(?:19|20)\d{2}(?:[/\-]\d{2,4})?|\d{1,3}|\d{1,2}[/.\-]\d{1,2}(?:[/.\-]\d{2}(?:\d\d)?)?|\d{1,2}:\d\d")


def find_identifiers(text: str) -> list[Found]:
    """Every identifier in a text, in order; of two that overlap the surer, then the longer, stays."""
    folded = fold(text)
    hits = []
    for opening, closing in windows(_ANCHOR, folded.text, _WINDOW):
        around = folded.text[opening:closing]
        digits = len(_DIGIT.findall(folded.text, opening, closing))
        for rule in RECOGNISERS:
            if rule.digits > digits or (rule.signs and not any(sign in around for sign in rule.signs)):
                continue
            for match in rule.pattern.finditer(folded.text, opening, closing):
                start, end = match.span(rule.group)
                first, last = folded.span(start, end)
                confidence = _confidence(rule, folded.text, start, end, text[first:last])
                if confidence:
                    hits.append(Found(first, last, text[first:last], rule.kind, confidence))
    return list(_apart(hits))


def windows(anchor: re.Pattern, text: str, width: int) -> Iterator[tuple[int, int]]:
    """The stretches of a text within `width` signs of an anchor, joined where they touch: the rest can hold nothing."""
    opening, closing = 0, -1
    for match in anchor.finditer(text):
        if closing < 0:
            opening = max(0, match.start() - width)
        elif match.start() - width > closing:
            yield opening, closing
            opening = match.start() - width
        closing = min(len(text), match.end() + width)
    if closing >= 0:
        yield opening, closing


def _confidence(rule: Recogniser, text: str, start: int, end: int, written: str) -> float:
    hit = text[start:end]
    near = bool(rule.near and (rule.near.search(text[max(0, start - _BEFORE) : start]) or rule.near.search(text[end : end + _AFTER].split("\n")[0])))
    if rule.group and (_NO_REFERENCE.fullmatch(hit) or sum(sign.isdigit() for sign in hit) < 3):
        return 0.0
    if rule.kind == "address" and not _looks_like_address(written):
        return 0.0
    if rule.kind in ("postcode", "postcode area") and not (_is_area(hit) or near):
        return 0.0
    if rule.kind == "postcode" and not near and not written.isupper() and (len(written.split()) > 2 or (" " in written and not written[:2].strip().isupper() and written != written.lower())):
        return 0.0
    if rule.kind == "postcode" and not near and not (written.isupper() or written.islower() or " " in written):
        return 0.0
    if rule.capitals and not near and not written.isupper():
        return 0.0
    if _FOR_EXAMPLE.search(text, max(0, start - 40), start):
        return _SPECIMEN if near or rule.score else 0.0
    if rule.kind == "e-mail address" and _is_of_an_office(hit):
        return 0.4
    if rule.kind in ("case reference", "account number", "sort code") and (_PURCHASE_MARK.match(hit) or _OF_A_PURCHASE.search(text, max(0, start - 40), start)):
        return _OF_ANOTHER_NAME if near or rule.score else 0.0
    if rule.kind in ("postcode", "postcode area") and _is_of_an_organisation(text[max(0, start - 120) : start]):
        return _OF_ANOTHER_NAME if near or rule.score else 0.0
    if rule.kind == "National Insurance number" and hit.startswith("qq"):
        return _SPECIMEN  # never given to anybody: what forms show how to fill them in by
    confidence = rule.with_near if near and rule.near else rule.score
    if confidence and rule.check and rule.check("".join(sign for sign in hit if sign.isalnum())):
        confidence = max(confidence, rule.with_check)
    if rule.kind == "NHS number" and confidence and not near:
        if hit in _LIMITS or _ANOTHER_NUMBER.search(text, max(0, start - 40), start):
            return _OF_ANOTHER_NAME
        if hit.isdigit():  # one number in eleven adds up by chance
            return _IN_ONE_RUN if confidence == rule.with_check else _OF_ANOTHER_NAME
    return confidence


def _is_of_an_organisation(before: str) -> bool:
    """Whether the words before a postcode name an organisation, in a sentence that speaks of nobody's home."""
    return bool(_OF_AN_ORGANISATION.search(before)) and not _OF_A_HOME.search(_SENTENCE_END.split(before)[-1])


def _is_of_an_office(address: str) -> bool:
    """Whether an address is that of an office, not of somebody: one word before the @, a few letters, or a word of offices."""
    words = _BOX_WORD.findall(address.partition("@")[0])
    if _PUBLIC_BOXES.match(address) or not words or not _BOX_WORDS.isdisjoint(words) or any(word.endswith(_BOX_ENDINGS) for word in words):
        return True
    return len(words) == 1 and (len(words[0]) < 5 or (is_plain_word(words[0]) and words[0] not in WORD_NAMES))


def _looks_like_address(written: str) -> bool:
    words = [word for word in re.findall(r"[^\W\d_]+", written) if len(word) > 1]
    return bool(words) and all(word[0].isupper() for word in words)


def _apart(hits: list[Found]) -> Iterator[Found]:
    kept: list[Found] = []
    taken = Apart()
    for hit in sorted(hits, key=lambda hit: (-hit.confidence, hit.start - hit.end, hit.start)):
        if not taken.overlap(hit.start, hit.end):
            taken.add(hit.start, hit.end)
            kept.append(hit)
    return iter(sorted(kept, key=lambda hit: hit.start))
