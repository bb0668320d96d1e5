"""Where a clause or a sentence knows what came after: what should have been, what would have come of it, what was there to be seen."""

from __future__ import annotations

import re
from collections.abc import Iterator

from lcspr_kit.report.checks.clauses import Clause, kind_of
from lcspr_kit.report.checks.weighing import (
    DOUBTFUL,
    JUDGED,
    SURE,
    Judgement,
    gives_reason,
    is_own_word,
    said,
)
from lcspr_kit.report.checks.wordings import found_in, has

WOULD_HAVE = re.compile(r"^(?:would|could|might|should|ought to)(?:,? [\w’'-]+){0,5}? have\b", re.IGNORECASE)
_BEING = re.compile(r"^(?:was|were|is|are|be|been|had been|has been|have been|seem\w*|appear\w*|remain\w*|became|becam\w*|had become)\b(?:\W+[\w’'-]+){0,5}?\W+$", re.IGNORECASE)
_WHICH_ONE = re.compile(r"\b(?:who|that|which) (?:\w+ )?(?:fail|should|ought)\w*", re.IGNORECASE)
_OUGHT = re.compile(r"\b(?:should|ought)(?: not| never)?(?: to)?(?:,? \w+){0,3}? have (?!been (?:able|given|told|free|offered|spared|on|off|away|at|in|due|over)\b)(?!(?:an?|the|its|their|his|her|some|no|room|access|one|two|time)\b)\w+(?: \w+)?", re.IGNORECASE)
_ACTION = re.compile(
    r"\b(?:visit|call|question|conversation|conference|meeting|referral|check|letter|assessment|word|look|step|order|removal|intervention|action|curiosity|challenge|supervision|oversight|enquiry|inquiry|discussion|examination|x-ray|scan|review|plan|report|response|message|reading|escalation|sharing|interest|attention|thought|vigilance|pause|glance|effort|work|communication|appointment|note|help|support|recording|decision|reader|outcome|ending|course|result|injury|harm|death|story|things)s?(?: (?:at|in|on|to|of|by|from|with|for|then|there|here|between|about)\b.*)?$",
    re.IGNORECASE,
)
_DEED = re.compile(r"^(?:an?|one|any|the|such|his|her|their)?\s*\w+ing\b(?! [A-Z])", re.IGNORECASE)
_SMALL = re.compile(
    r"^(?:(?:an?|one|any|even an?|just an?|no more than an?|the (?:least|slightest|merest|smallest|briefest)) (?:\w+ly )?(?:simple|single|quick|brief|short|mere|routine|basic|cursory|elementary|modest|moment[’']s|minute[’']s|few|little|proper|closer|fuller|second|trained|practised|fresh|experienced|keen|sharper|firmer|bolder|curious|joint|timely|prompt|earlier|careful|thorough) (?!bed|room|key|child|baby)[\w’-]+|(?:one|two|three|five|ten|a few|a couple of) (?:more )?(?:minutes?|calls?|questions?|words?|sentences?|lines?|visits?|phone calls?|moments?|hours?)|"
    r"(?:anyone|anybody) who (?:had )?\w+|(?:asking|ringing|reading|looking|checking|opening|speaking|seeing|visiting|listening|weighing|turning|walking|knocking|pulling|putting|laying|following|acting|intervening|removing)\b)",
    re.IGNORECASE,
)
_COSTS = re.compile(r"\bhave (?:\w+ly )?(?:cost|needed|taken|required|meant (?:a|the|more|another|leaving|two|three)|come (?:from|on|in)|gone (?:to|through|into)|fallen|faded|started|ended|lasted|arrived|opened|closed|passed|waited|had to|been (?:made|answered|given|held|booked|welcome|welcomed|possible|enough|usual|normal|routine|sent|paid|funded|allowed|offered|kept|seen by|needed|required|lost in|difficult|hard|easier|harder))\b", re.IGNORECASE)
_ASKED_ONLY = re.compile(r"^(?:what|whether|how|why|if|who)\b", re.IGNORECASE)
_DIFFERENT_END = re.compile(
    r"\b(?:(?:have|be)(?: \w+){0,2}? (?:alive|safer?|unharmed|well|walking)\b|have (?:(?:been|well|probably|almost|certainly|surely) ){0,3}(?:\w+ly )?(?:spared|protected|saved|prevented|avoided|averted|stopped|altered|changed|survived|lived|come to light|brought|revealed|disclosed|exposed|uncovered|shown|laid|picked (?:it |this |that )?up|told|alerted|identified|detected|diagnosed|caught|found|made (?:\w+ ){0,3}difference|been (?:very |quite |so |wholly )?(?:different|better|otherwise)\b(?! \w)|been out|given (?:him|her|them|the \w+|Child \w+) back|kept (?!on\b)|(?:been )?(?:hurt|harmed|injured|killed|burn\w+|shaken|abused|assaulted)|turned out|gone (?:otherwise|differently)|happened|occurred|died|rescued|lifted|led (?:to|straight)|blown|unravelled|unlocked|opened (?:up )?(?:the|a|his|her)|put (?:a stop|an end|paid)|removed|unmasked|seen (?:at once|through|that)))",
    re.IGNORECASE,
)
_CERTAIN = re.compile(r"\b(?:surely|easily|simply|at any time|at least|and should|in all (?:probability|likelihood)|almost certainly|very likely|at once|there and then|long before|in time|in a moment|straight ?away|immediately)\b", re.IGNORECASE)
_MUST_HAVE = re.compile(r"\bmust (?:surely |already )?have (?:known|seen|reali[sz]ed|recogni[sz]ed|suspected|guessed|noticed|understood|been (?:aware|plain|clear|obvious))\b", re.IGNORECASE)
_HAD_THEY = re.compile(
    r"(?:\bHad|\b[Ii]f(?: only)?) (?:(?:the|a|an|any|her|his|either|one of the|those|these) )?(?P<who>[\w’' -]{2,40}?)(?: had)?(?: (?:not|only|but|simply|even|just|instead|ever|at any point))* (?!been (?:able|told|given|free|offered|allowed|shown|trained|sent|warned|asked|paid|known)|known|had|received|room|time|access|read about)(?P<did>[a-z]{2,}(?:ed|t)|been (?:more|less|bolder|braver|firmer|quicker|curious|taken|rung|called|seen|visited|followed|read|opened|heeded|joined|put)|gone|rung|seen|spoken|taken|given|made|held|put|read|come|thought|done|paid|sought|shown|written|stood|laid|heard|begun|broken)\b[^.]{0,160}?\b(?:would|could|might)(?: \w+){0,2} (?:have|be)\b"
)
_NOT_OURS = re.compile(r"\b(?:(?<!be )(?<!been )(?<!was )(?<!were )(?:said|says|told|asked|described)|felt|feels?|thought|think|thinks|believed?|believes|reflected|wished|wondered|wrote|explained|recalled|added|regretted|argued|worried|hoped|(?:polic(?:y|ies)|protocols?|procedures?|rules?|guidance|standards?|law|pathway|plan)(?: \w+){0,4}?(?:,| that| is| was| says?| sets?| sets? out| expects?| requires?))\b", re.IGNORECASE)
_LOST = re.compile(r"\b(?:missed|lost)\b", re.IGNORECASE)


def late_words(sentence: str) -> Iterator[Judgement]:
    """Wordings of a sentence that tell of later knowledge."""
    danger = has("risk_noun", sentence) or has("emphasis", sentence)
    for words in said(sentence, ("hindsight", "known_later")):
        if not _NOT_OURS.search(sentence[: sentence.find(words)]):
            excused = _LOST.search(words) and gives_reason(sentence)
            yield Judgement(words, SURE if not has("doubtful_hindsight", words) and not excused and not _WHICH_ONE.search(words) else DOUBTFUL if danger else 1)
    for supposed in _HAD_THEY.finditer(sentence):
        if _is_worker(supposed["who"]) and is_own_word(sentence, supposed[0]):
            yield Judgement(supposed[0], SURE)


def later(clause: Clause) -> Iterator[Judgement]:
    """What a clause says that should have been, must have been or would have come of something."""
    before = clause.sentence[: max(clause.sentence.find(clause.text), 0)]
    for words in _late_verbs(clause):
        if clause.who != "review" and not _NOT_OURS.search(f"{before}{clause.text[: clause.text.find(words)]}") and is_own_word(clause.sentence, words, clause.text):
            yield Judgement(words, DOUBTFUL if _WHICH_ONE.search(clause.text[: clause.text.find(words)] + words) else SURE)


def _is_worker(words: str) -> bool:
    """Whether those of whom something is supposed are workers, services, or anybody at all."""
    return kind_of(words) in JUDGED[1:] or bool(re.fullmatch(r"(?:any|some)(?:one|body)(?: \w+){0,3}|professionals|they|agencies", words, re.IGNORECASE))


def _late_verbs(clause: Clause) -> Iterator[str]:
    for pattern in (_OUGHT, _MUST_HAVE):
        yield from (match[0] for match in pattern.finditer(clause.text))
    for match in found_in("visible", clause.rest):
        if has("risk_noun", clause.subject) and _BEING.match(f"{clause.rest[: match.start()]} "):
            yield f"{clause.subject} {clause.rest[: match.end()]}"
    would = WOULD_HAVE.match(clause.rest)
    if would and _SMALL.match(clause.subject) and not _COSTS.search(clause.rest):
        yield f"{clause.subject} {would[0]}"
        return
    if not _DIFFERENT_END.search(clause.rest) or clause.who == "nobody" or _ASKED_ONLY.match(clause.subject):
        return
    supposed = re.search(r"\b(?:if|had)\b", clause.sentence, re.IGNORECASE)
    if would and (_ACTION.search(clause.subject) or (not clause.who and _DEED.match(clause.subject)) or _CERTAIN.search(clause.sentence) or supposed):
        yield f"{clause.subject} {would[0]}"
    elif supposed and re.match(r"(?:would|could|might) be\b", clause.rest):
        yield clause.rest
