"""Rules on sign-off, dissemination and publication."""

from __future__ import annotations

import re
from collections.abc import Iterator

from lcspr_kit.privacy.folding import fold
from lcspr_kit.privacy.words import FORENAMES
from lcspr_kit.report.checks.material import Material, sentences, words_in
from lcspr_kit.report.checks.rule import local, rule
from lcspr_kit.report.checks.showing import is_left_open
from lcspr_kit.report.checks.wordings import has, pattern
from lcspr_kit.report.tables import PARTNERS
from lcspr_kit.report.wording import listed

_FINAL = local("The Final report")
_SECTION = 60
_ROLE = r"(?:nurse|worker|officer|visitor|midwife|doctor|paediatrician|teacher|manager|constable|sergeant|inspector|consultant|therapist|psychologist|dietitian|receptionist|practitioner|solicitor|lead|mentor|assistant|supervisor|registrar|GP)"
_NAMED = re.compile(rf"\b(?:(?:(?:Mr|Mrs|Ms|Miss)\.?|PC|DC|DS|DI|Nurse|Sergeant|Constable) ((?!Then\b|And\b|But\b)[A-Z][a-z]{{2,}}(?: [A-Z][a-z]{{2,}})?)|{_ROLE},? (?:called |named )?([A-Z][a-z]{{2,}} [A-Z][a-z]{{2,}})\b)")


@rule("sign-off", "error", _FINAL, "The three safeguarding partners have signed off")
def sign_off(material: Material) -> Iterator[tuple[str, str]]:
    """A partner who has not."""
    signed = material.report.review.sign_off
    waiting = []
    for key, name in PARTNERS.items():
        signature = getattr(signed, key) if signed else None
        if not (signature and signature.name.strip() and signature.date):
            waiting.append(name.lower())
    if waiting:
        yield "review.yml, sign_off", f"Name and date of sign-off are missing for the {listed(waiting)}."


@rule("real-names-in-text", "advice", local("Publication"), "The author's text names people by pseudonym")
def real_names_in_text(material: Material) -> Iterator[tuple[str, str]]:
    """A name of the register in the narrative: drafts replace it, but the file itself shows it."""
    found = {f"narrative/{name}.md": put_in for name, put_in in material.report.renamed.items()}
    if found:
        shown = listed(f"“{each}”" for each in list(dict.fromkeys(each for people in found.values() for each in people))[:3])
        yield listed(found), f"A real name stands here, which drafts change into {shown}. Write it so in the text too: the file may be read without a draft around it."


@rule("name-not-in-register", "warning", local("Publication"), "Nobody is named who is not in the register")
def name_not_in_register(material: Material) -> Iterator[tuple[str, str]]:
    """A profession or a title with a name that no pseudonym stands for; those who made the review are named with it."""
    review = material.report.review
    public = " ".join([review.lead_reviewer.name if review.lead_reviewer else "", review.partnership, *(f"{member.name} {member.agency}" for member in review.review_team), *(agency.name for agency in review.agencies), *(f"{each.source} {each.point}" for each in review.wider_evidence)])
    public += " ".join(f"{member.name} {member.role}" for member in material.report.members)
    for where, text in material.texts.items():
        names = (match[1] or (match[2] if fold(match[2].split()[0]).text in FORENAMES else "") for match in _NAMED.finditer(text))
        name = next((name for name in names if not all(re.search(rf"\b{re.escape(word)}\b", public) for word in name.split())), "")
        if name and not where.endswith(("evidence.md", "wider_evidence")):
            yield where, f"“{name}” reads like the name of somebody who is not in people.csv. Enter them there with a pseudonym, or write what they do."


@rule("sign-off-late", "error", _FINAL, "Sign-off comes before publication")
def sign_off_late(material: Material) -> Iterator[tuple[str, str]]:
    """Signed on or after publication, or before the decision."""
    review = material.report.review
    for key, name in PARTNERS.items():
        signature = getattr(review.sign_off, key) if review.sign_off else None
        day = signature.date if signature else None
        if day and review.publication_date and day >= review.publication_date:
            yield "review.yml, sign_off", f"The {name.lower()} signs off on or after publication. Correct one of the dates."
        elif day and day < review.decision_date:
            yield "review.yml, sign_off", f"The {name.lower()} signs off before the decision to carry out the review. Correct the date."


@rule("sign-off-after-copy", "advice", _FINAL, "The Panel gets the report that was signed off")
def sign_off_after_copy(material: Material) -> Iterator[tuple[str, str]]:
    """The copy went before sign-off."""
    review = material.report.review
    sent = review.publication.panel_copy_sent if review.publication else None
    dates = [s.date for key in PARTNERS if review.sign_off and (s := getattr(review.sign_off, key)) and s.date]
    if sent and dates and max(dates) > sent:
        yield "review.yml, sign_off", "The copy to the Panel is dated before all partners had signed off. Recommendations are agreed by them before the report leaves."


@rule("dissemination-missing", "error", _FINAL, "It is set who should see the report, when and how")
def dissemination_missing(material: Material) -> Iterator[tuple[str, str]]:
    """Nothing."""
    if not material.report.review.dissemination and not material.narrative("dissemination").strip():
        yield "review.yml, dissemination", "Say who should see the report, when and how: family, practitioners who took part, front-line staff, leaders."


@rule("dissemination-open", "warning", _FINAL, "The section on sharing the learning says what is fixed")
def dissemination_open(material: Material) -> Iterator[tuple[str, str]]:
    """A section in which next to nothing has a time."""
    text = material.narrative("dissemination")
    if words_in(text) >= _SECTION and is_left_open(text):
        yield "narrative/dissemination.md", "This leaves open who sees the report, when and how. Say what is fixed: the day for the family, for those who took part, for the Panel, for publication and for staff."


@rule("dissemination-incomplete", "warning", _FINAL, "Each step of dissemination has a time and a way")
def dissemination_incomplete(material: Material) -> Iterator[tuple[str, str]]:
    """No when or how."""
    for number, step in enumerate(material.report.review.dissemination, 1):
        lacks = [name for name, value in (("when", step.when), ("how", step.how.strip())) if not value]
        if lacks:
            yield f"review.yml, dissemination {number}", f"Say {listed(lacks)} the learning reaches {step.who[:1].lower()}{step.who[1:]}."


@rule("dissemination-practitioners", "advice", local("Recommendations and learning"), "The learning reaches practitioners")
def dissemination_practitioners(material: Material) -> Iterator[tuple[str, str]]:
    """Nobody at the front line in the list."""
    steps = material.report.review.dissemination
    if steps and not any(pattern("sharing_staff").search(step.who) for step in steps):
        yield "review.yml, dissemination", "No step here is for those who do the work. Say how and when the learning reaches front-line practitioners."


@rule("learning-held-back", "warning", local("Timescales"), "Learning is acted on before the report is out")
def learning_held_back(material: Material) -> Iterator[tuple[str, str]]:
    """The text tells of learning or changes that wait for publication."""
    for name in ("purpose", "dissemination", "recommendations", "findings", "terms", "methodology"):
        part = next((part for part in sentences(material.narrative(name)) if has("held_back", part) and not pattern("held_denied").search(part)), "")
        if part:
            yield f"narrative/{name}.md", f"“{' '.join(part.split()[:12])} …”: agencies must not wait for the report to be published. Share the learning now and begin; say in the report what has been done already."
            return


@rule("media-lead", "advice", local("Publication"), "Somebody leads on the media")
def media_lead(material: Material) -> Iterator[tuple[str, str]]:
    """Nobody."""
    review = material.report.review
    if review.publication_date and not (review.publication and (review.publication.media_lead or "").strip()):
        yield "review.yml, publication.media_lead", "Name who speaks to the media; plan it with the partners before publication is near."


@rule("checks-off", "error", "review.yml", "Rules that are switched off exist and have a reason")
def checks_off(material: Material) -> Iterator[tuple[str, str]]:
    """An unknown rule, or no reason."""
    import difflib

    from lcspr_kit.report.checks.rule import RULES

    for entry in material.report.review.checks_off:
        if entry.rule not in RULES:
            near = difflib.get_close_matches(entry.rule, RULES, 1, 0.5)
            yield "review.yml, checks_off", f"There is no rule '{entry.rule}'.{f' Did you mean {near[0]}?' if near else ''}"
        elif not entry.reason.strip():
            yield "review.yml, checks_off", f"Say why the rule '{entry.rule}' is switched off."
