"""The motivated-intruder worksheet for one file: what a person has to ask, find out and write down.

Source: ICO, Anonymisation guidance (28 March 2025): identifiability is singling out, linking and
inference, tested as a reasonably competent, motivated person would try, with what friends know too.
"""

from __future__ import annotations

from collections.abc import Iterable

from lcspr_kit.privacy.decide import ToDecide
from lcspr_kit.privacy.leaks import Leak

_QUESTIONS = (
    ("Search", "Search the web, news sites and social media for the child's age, the place and the kind of event, and for three sentences of the report. What comes up?"),
    ("Court and inquest", "Are there court listings, sentencing remarks, an inquest or a fatality notice that fit the dates?"),
    ("Neighbour", "What would a neighbour, classmate or colleague recognise in two minutes?"),
    ("Family", "What would a member of the family learn that they did not know (a health matter, paternity, what another said)?"),
    ("Practitioner", "Could a practitioner be picked out by role, place and time, and be harmed by it?"),
    ("Linking", "Which two details together point to one family (composition and faith; occupation and street; dates and agency order)?"),
    ("Harm", "If the child reads this at eighteen, what would hurt, and is it needed for the learning?"),
)


def worksheet_text(file: str, leaks: Iterable[Leak], items: Iterable[ToDecide]) -> str:
    """The worksheet as Markdown: residual findings, details to decide, the questions, room for signatures.

    Deals in the words of the file alone, which holds pseudonyms; direct names found are told by kind and
    place, not by name.
    """
    lines = [
        f"# Motivated-intruder worksheet: {_cell(file)}", "",
        "Filled in by someone who did not write the report. Keep it with the evidence; it is not for publication.", "",
        "## What the leak check still finds", "",
        "| Kind | Where | Words | Sure | Keep or change | Reason | By |", "| --- | --- | --- | --- | --- | --- | --- |",
    ]  # fmt: skip
    found = [
        f"| {leak.kind} | {_cell(leak.where)} | {'(a name of the register)' if leak.person else _cell(leak.text)} | {leak.confidence:.2f} | | | |" for leak in leaks
    ]
    lines += found or ["| Nothing. | | | | | | |"]
    lines += ["", "## Details to decide", "", "| Kind | Words | Around them | Keep, broaden or take out | Reason | By |", "| --- | --- | --- | --- | --- | --- |"]
    lines += [f"| {item.kind} | {_cell(item.text)} | {_cell(item.context)} | | | |" for item in items] or ["| Nothing. | | | | | |"]
    lines += ["", "## Try it", "", "| Try | Question | What was tried | What was found | What was changed |", "| --- | --- | --- | --- | --- |"]
    lines += [f"| {name} | {question} | | | |" for name, question in _QUESTIONS]
    lines += ["", "Conclusion (is the chance of identification sufficiently remote, and is what remains not harmful?): ", "", "Name: ______________________  Date: ____________", ""]
    return "\n".join(lines)


def _cell(text: str) -> str:
    """Case text in a cell: no pipe, line end, markup or link comes through."""
    plain = " ".join(text.split()).replace("\\", "\\\\")
    for sign in "|<>[]`*_!#&":
        plain = plain.replace(sign, "\\" + sign)
    return plain[:300]
