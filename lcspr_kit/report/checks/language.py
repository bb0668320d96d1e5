"""Rules on how the report is written: blame, hindsight, error as an end point, old-style chronology, length, readability."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from itertools import pairwise

from lcspr_kit.report.abbreviations import abbreviations_in, is_explained, known_abbreviations
from lcspr_kit.report.checks.errors import stops_at_error
from lcspr_kit.report.checks.judging import verdict
from lcspr_kit.report.checks.material import Material, excerpt, sentences, words_in
from lcspr_kit.report.checks.rule import ACCESS, MARKERS, OWN, local, rule
from lcspr_kit.report.checks.wordings import found_in, has
from lcspr_kit.report.photos import split_pictures
from lcspr_kit.report.wording import listed

_APPROACH = local("Approach")
_MONTHS = "January|February|March|April|May|June|July|August|September|October|November|December"
_DATE = rf"(?:\d{{1,2}}(?:st|nd|rd|th)?\s+(?:of )?(?:{_MONTHS}|Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec)\b|\d{{1,2}}[./]\d{{1,2}}[./]\d{{2,4}})"
_STARTS_WITH_DATE = re.compile(rf"^\W*(?:(?:On|By|In|At|From|Between|Later on|Again on|Then on)\s+(?:the\s+)?(?:(?:morning|evening|afternoon|night) of\s+)?)?{_DATE}|^\W*(?:On |By |The )?(?:the )?(?:next |following )?(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day\b|^\W*Day \d|^\W*(?:(?:{_MONTHS}),? )?(?:19|20)\d\d\s*[:–—-]|^\W*(?:At )?\d{{1,2}}[.:]\d\d\b|^In (?:early |mid-?|late )?(?:{_MONTHS})\b", re.IGNORECASE)
_PROFESSIONAL = re.compile(
    r"\b(?:(?:HV|SW|GP|MW|TM|PC|DC|DS|IDVA|PO|FSW|CPN|SN|HO)\s?\d{1,2}|(?-i:(?!KPE|KLOE|REC)[A-Z]{2,4})\d{1,2}|(?:health visitor|social worker|midwife|nurse|doctor|paediatrician|police officer|officer|team manager|teacher|support worker|housing officer|consultant|practitioner|professional|worker|registrar|probation officer|family worker) (?:\d{1,2}|(?-i:[A-Z])))\b",
    re.IGNORECASE,
)
_SPAN = r"(?:days?|weeks?|fortnight|months?|years?|mornings?|afternoons?|evenings?|nights?|terms?|hours?|minutes|weekend|(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day|spring|summer|autumn|winter|Easter|Christmas|half term)"
_TOLD_BY_TIME = re.compile(
    rf"^(?:(?:On|In|At|By|From|During|Between|After|Within|Over|Towards|Later|Before|Since)\b[^,.]{{0,30}}?\b(?:{_SPAN}|{_MONTHS}|\d{{1,2}}[.:]\d{{2}}|\d{{4}}|that|this|which)\b|(?:An?|The|One|Two|Three|Four|Five|Six|Some|Several|That|This)\b[^,.]{{0,20}}?\b{_SPAN}\b)"
    rf"|\b(?:in|on|by|at|until|since|during) (?:early |mid-?|late |the )?(?:{_MONTHS}|week \w+|\d{{1,2}}[.:]\d{{2}}|\d{{1,2}} (?:{_MONTHS})|(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day|next day|following \w+)\b|\b(?:days?|weeks?|months?|fortnight|hours?) (?:later|after|before)\b",
    re.IGNORECASE,
)
_TOLD, _TOLD_IN_SUMMARY = 0.5, 0.67
_DATED, _DATED_IN_SUMMARY = 0.25, 0.4
_SHORT_ACCOUNT = 10
_DAY = re.compile(_DATE, re.IGNORECASE)
_MOST_DAYS = 6
_WORKED = re.compile(r"\W*(?:good practice|what (?:went|worked) well)\b", re.IGNORECASE)
_NO_STORY = re.compile(r"\b(?:dissemination|sharing|publication|method\w*|how the review|terms|scope|lines|period_\w+|parallel\w*|family\w*|evidence|recommendations|action plan|abbreviations|sign-off|purpose|why this)\b", re.IGNORECASE)
"""Parts that tell when the review's own work was or will be done, not what happened to the child."""
_TELLS = re.compile(r"analysis|narrative/episode|, (?:why|system|roles)|finding")
"""Parts in which the review gives its own word on what was done, besides the mere account."""
_QUOTES = re.compile(r"[“\"]")  # a day with somebody's own words is told for the words
_MOST_PROFESSIONALS, _MOST_IN_PARAGRAPH = 8, 10
_SECTION_WORDS = {"child": 450, "circumstances": 800, "purpose": 700, "identity": 1200, "parallel": 500, "evidence": 1200}
_REPORT_WORDS = 18_000
_EVERYBODY_KNOWS = {"GP", "NHS", "TBC", "TBA", "PC", "PS", "DC", "DS", "DI"}
_CROWD = 3
_GRADE = 17.5
_PICTURE = re.compile(r"!\[[^\]]*\](?:\([^)]*\)|\[[^\]]*\])|<img\b", re.IGNORECASE)
_COLOUR_CELL = re.compile(r"(?:[\U0001F534\U0001F535\U0001F7E0-\U0001F7EB\U0001F5F3\u26AA\u26AB\u2B1B\u2B1C\U0001F49A\U0001F49B\u2764\U0001F9E1]|\ufe0f|<(?:span|font|mark)[^>]*(?:colou?r|background)[^>]*>\W*</(?:span|font|mark)>|\s)+")
_RULE_OF_TABLE = re.compile(r"\|?(?:\s*:?-+:?\s*\|)+(?:\s*:?-+:?\s*)?")
_OF_SELF_HARM = re.compile(r"self-harm|suicid|overdos|hurt", re.IGNORECASE)
_LINK = re.compile(r"\[(here|click here|link|this link|this|more|read more)\]\(|\bclick here\b", re.IGNORECASE)

_QUOTED = re.compile(r"[“\"][^”\"\[\]{}<>\n]*[”\"]|(?<![\w’'])[‘'](?=\w)[^’'\[\]{}<>\n]{1,80}[’'](?!\w)")
"""Somebody's own words, in which a gap is theirs and no note of the author."""


@rule("blame-words", "warning", _APPROACH, "Nobody is blamed", on_text=True)
def blame_words(material: Material) -> Iterator[tuple[str, str]]:
    """Where the text surely blames somebody."""
    for where, text in _outside_quotes(material):
        found = [_around(text, each.words) for each in verdict(text)[0]]
        if found:
            yield where, f"“{found[0]}” blames{_more(found)}. Say what was done and what made it likely, and leave the judging out."


@rule("hindsight-words", "warning", MARKERS, "The text does not judge with hindsight", on_text=True)
def hindsight_words(material: Material) -> Iterator[tuple[str, str]]:
    """Where the text surely judges from later knowledge."""
    for where, text in _outside_quotes(material):
        found = [_around(text, each.words) for each in verdict(text)[1]]
        if found:
            yield where, f"“{found[0]}” judges from what is known now{_more(found)}. Say what people knew, saw and had to choose between then."


@rule("error-as-end-point", "warning", _APPROACH, "Human error is where questions start", on_text=True)
def error_as_end_point(material: Material) -> Iterator[tuple[str, str]]:
    """An explanation that ends with somebody's error: the rest of its paragraph names no condition that bore on it."""
    for where, paragraph, following, explains in _explanations(material):
        words = stops_at_error(paragraph, explains)
        if words and ("episode-" not in where or stops_at_error(f"{paragraph}\n\n{following}", explains)):
            yield where, f"“{_around(paragraph, words)}” stops at an error. Start there: why did it make sense to do so, in what conditions, and would it happen to others?"


def _explanations(material: Material) -> Iterator[tuple[str, str, str, bool]]:
    """The paragraphs in which something is explained, with the one after it (an episode's appraisal stands before its why) and whether they are there for nothing else."""
    findings = {f"review.yml, finding {finding.id}": finding.why for finding in material.case_report.review.findings} if material.case_report else {}
    for where, text in {**material.child_named, **findings}.items():
        explains = where in findings or where.endswith(", why")
        if explains or "finding" in where or "analysis" in where or "episode-" in where or not where.startswith(("narrative/", "episodes.yml", "review.yml")):
            paragraphs = [text] if explains else [part for part in re.split(r"\n\s*\n", text) if part.strip() and not _WORKED.match(part)]
            yield from ((where, paragraph, after, explains) for paragraph, after in zip(paragraphs, [*paragraphs[1:], ""], strict=False) if paragraph.strip())


@rule("old-style-chronology", "warning", _APPROACH, "The text analyses and does not recount", on_text=True)
def old_style_chronology(material: Material) -> Iterator[tuple[str, str]]:
    """Many sentences that start with a date, or most of them with a date in them and no reason."""
    for where, text in material.texts.items():
        if _NO_STORY.search(where.removeprefix("review.yml").removeprefix("narrative/")):
            continue
        parts = [part for part in sentences(text) if words_in(part) > 3 and not (part.startswith("(") and part.endswith(")"))]  # a source in brackets tells nothing
        summary = bool(re.search(r"circumstances|in short|summary", where, re.IGNORECASE))  # a summary tells
        dated = sum(bool(_STARTS_WITH_DATE.match(part)) and not _QUOTES.search(part) for part in parts)
        if dated >= 5 and dated > len(parts) * (_DATED_IN_SUMMARY if summary else _DATED):
            yield where, f"{dated} of {len(parts)} sentences start with a date: this is a chronology. Keep what the analysis needs and say what it means."
            continue
        days = len(_DAY.findall(text))
        if where.endswith("what_happened") and days >= _MOST_DAYS and days > len(parts):
            yield where, f"{days} days are named in {len(parts)} sentences: this is a chronology. Keep what the analysis needs and say what it means."
            continue
        if where.endswith("what_happened") and len(parts) < _SHORT_ACCOUNT:
            continue  # a short account tells
        most = _TOLD_IN_SUMMARY if summary else _TOLD
        recounted = sum(has("dated", part) and not has("causal", part) and not _QUOTES.search(part) for part in parts)
        told = sum(bool(_TOLD_BY_TIME.search(part)) and not _QUOTES.search(part) and has("contact", part) and not has("causal", part) for part in parts)
        reasons = sum(has("causal", part) for part in parts)
        if (recounted >= 6 and recounted * 5 >= len(parts) * 3) or (told >= 4 and told >= most * len(parts) and reasons * 6 <= len(parts)):
            yield where, f"{max(recounted, told)} of {len(parts)} sentences give a time and no reason: this is a chronology. Keep what the analysis needs and say what it means."


@rule("professionals-listed", "warning", _APPROACH, "Professionals are summarised, not listed", on_text=True)
def professionals_listed(material: Material) -> Iterator[tuple[str, str]]:
    """Many numbered professionals in one text, or many professions named in one paragraph or strung together in one sentence."""
    for where, text in material.texts.items():
        names = {match[0].lower() for match in _PROFESSIONAL.finditer(text)}
        longest = max((_professions(part) for part in sentences(text)), default=0)
        most = max((_professions(part) for part in re.split(r"\n\s*\n", text)), default=0)
        if len(names) > _MOST_PROFESSIONALS:
            yield where, f"{len(names)} professionals are told apart by number here. Summarise their part and keep to those on whom the learning rests."
        elif longest >= _MOST_PROFESSIONALS:
            yield where, f"One sentence lists {longest} professionals. Summarise their part and keep to those on whom the learning rests."
        elif most >= _MOST_IN_PARAGRAPH:
            yield where, f"One paragraph names {most} kinds of professionals. Summarise their part and keep to those on whom the learning rests."


def _professions(text: str) -> int:
    """How many different professions a text names."""
    return len({match[0].lower() for match in found_in("roles", text)})


@rule("section-long", "advice", _APPROACH, "Sections are concise")
def section_long(material: Material) -> Iterator[tuple[str, str]]:
    """A descriptive section that has grown."""
    for name, most in _SECTION_WORDS.items():
        number = words_in(material.narrative(name))
        if number > most:
            yield f"narrative/{name}.md", f"This section has {number:,} words; {most} are plenty. Keep what the learning needs."


@rule("report-long", "warning", _APPROACH, "The report is short", on_text=True)
def report_long(material: Material) -> Iterator[tuple[str, str]]:
    """The whole is too long to be read."""
    number = sum(words_in(text) for text in material.texts.values())
    if number > _REPORT_WORDS:
        yield "the whole report", f"The text has about {number:,} words. Reports that are read are far shorter: cut description first."


@rule("leadership", "advice", local("The Final report"), "Leadership is looked at too")
def leadership(material: Material) -> Iterator[tuple[str, str]]:
    """Nothing on leaders anywhere in analysis and findings."""
    text = "\n".join(part for where, part in material.texts.items() if "analysis" in where or "finding" in where or "episode" in where)
    if words_in(text) >= 300 and not re.search(r"leader|manage|strateg|commission|executive|board|senior|director|partnership|supervis", text, re.IGNORECASE):
        yield "narrative/analysis-*.md", "The analysis speaks of practice only. Look at systems and leadership issues too."


@rule("prompts-left", "warning", local("The Final report"), "No part is waiting to be written")
def prompts_left(material: Material) -> Iterator[tuple[str, str]]:
    """Prompts that still stand in the draft."""
    if material.prompts:
        titles = [title.split(":")[0] if key.startswith(("episode-", "analysis-")) else title for key, title in material.prompts]
        number = "One part is" if len(titles) == 1 else f"{len(titles)} parts are"
        yield "the draft", f"{number} still to be written: {listed(titles)}."


@rule("placeholder-left", "warning", local("The Final report"), "No note to self stands in the text", on_text=True)
def placeholder_left(material: Material) -> Iterator[tuple[str, str]]:
    """Notes to oneself and gaps to be filled, in prose and in review.yml."""
    texts = dict(material.texts)
    if material.case_report:
        texts |= {f"narrative/{name}.md": text for name, text in material.case_report.narrative.items() if name != "unplaced"}
        texts |= {f"review.yml, {key}": "\n".join(_strings(value)) for key, value in material.case_report.review.model_dump().items() if key not in ("checks_off", "recommendations")}
    for where, text in texts.items():
        match = next(found_in("placeholder", _QUOTED.sub(lambda quoted: " " * len(quoted[0]), text)), None)
        if match and match[0].strip("[] _"):
            yield where, f"“{excerpt(text, match, 20)}” reads like a note to yourself. Write what belongs there, or delete it."


def _strings(value: object) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict | list):
        for each in value.values() if isinstance(value, dict) else value:
            yield from _strings(each)


@rule("unplaced-text", "warning", OWN, "All that was taken back from Word has its place")
def unplaced_text(material: Material) -> Iterator[tuple[str, str]]:
    """Text in `unplaced.md`, which no draft shows."""
    if material.narrative("unplaced").strip():
        yield "narrative/unplaced.md", "This text from Word stands in no section. Move it to where it belongs and delete the file."


@rule("abbreviations", "warning", local("The Final report"), "Abbreviations are explained", on_text=True)
def abbreviations(material: Material) -> Iterator[tuple[str, str]]:
    """Abbreviations that the kit doesn't know and nobody explains; in a Word file those that no table explains."""
    everything = "\n".join([*material.texts.values(), material.glossary])
    of_case = material.case_report is not None
    unexplained = []
    for short in abbreviations_in("\n".join(material.texts.values())):
        explained = is_explained(short, everything) or re.search(rf"\b{re.escape(short)}\b", material.glossary)
        if short not in _EVERYBODY_KNOWS and not explained and not (of_case and short in known_abbreviations()) and not _is_heading_word(short, everything):
            unexplained.append(short)
    if unexplained:
        yield "narrative/abbreviations.md" if of_case else "the document", f"Explain {listed(unexplained)}, or write {'it' if len(unexplained) == 1 else 'them'} out."


@rule("abbreviations-crowded", "advice", local("The Final report"), "Abbreviations don't crowd a text")
def abbreviations_crowded(material: Material) -> Iterator[tuple[str, str]]:
    """Several abbreviations in one paragraph that the author writes out nowhere: the appendix explains them, but the family reads this first."""
    everything = "\n".join([*material.texts.values(), material.glossary])
    for where, text in material.texts.items():
        for paragraph in text.split("\n\n"):
            found = [short for short in abbreviations_in(paragraph) if short not in _EVERYBODY_KNOWS and short in known_abbreviations() and not is_explained(short, everything) and not re.search(rf"\b{re.escape(short)}\b", material.glossary)]
            if len(found) >= _CROWD:
                yield where, f"{listed(found)} stand in one paragraph and are written out nowhere but in the appendix. Write them out here: the family reads this too."
                break


def _is_heading_word(short: str, text: str) -> bool:
    """A word in capitals for emphasis, or a code such as a finding's id: it stands in small letters elsewhere."""
    return bool(re.search(rf"\b{re.escape(short.lower())}\b", text)) and len(short) > 3


@rule("reading-age", "advice", OWN, "The text can be read by everybody it is for", on_text=True)
def reading_age(material: Material) -> Iterator[tuple[str, str]]:
    """A section far above what most adults read with ease (Flesch-Kincaid grade). One long sentence makes nobody put a report down."""
    for where, text in material.texts.items():
        if words_in(text) >= 100 and (grade := reading_grade(text)) > _GRADE:
            yield where, f"This is hard to read (school grade {grade:.0f}). Use shorter sentences and plainer words."


def reading_grade(text: str) -> float:
    """The Flesch-Kincaid grade of a text: 0.39 words a sentence + 11.8 syllables a word - 15.59."""
    words = re.findall(r"[A-Za-z’']+", text)
    number = max(len([part for part in sentences(text) if words_in(part)]), 1)
    return 0.39 * len(words) / number + 11.8 * sum(map(_syllables, words)) / max(len(words), 1) - 15.59


@lru_cache(maxsize=20_000)
def _syllables(word: str) -> int:
    small = re.sub(r"[^a-z]", "", word.lower())
    small = re.sub(r"(?:[^laeiouy]es|[^aeiouydt]ed|[^laeiouy]e)$", "", small) or small
    return max(len(re.findall(r"[aeiouy]+", small)), 1)


@rule("link-text", "advice", ACCESS, "Links say where they lead", on_text=True)
def link_text(material: Material) -> Iterator[tuple[str, str]]:
    """Links called "here"."""
    texts = dict(material.texts)
    if material.case_report:
        texts |= {f"narrative/{name}.md": text for name, text in material.case_report.narrative.items()}
    for where, text in texts.items():
        if _LINK.search(text):
            yield where, "A link says only “here”. Let its words say where it leads."


@rule("colour-alone", "warning", ACCESS, "Nothing is said by colour alone")
def colour_alone(material: Material) -> Iterator[tuple[str, str]]:
    """Cells of a table that hold a coloured sign and no word."""
    for name, text in material.report.narrative.items():
        if any(_COLOUR_CELL.fullmatch(cell.strip()) for line in text.splitlines() if line.lstrip().startswith("|") for cell in line.strip().strip("|").split("|")):
            yield f"narrative/{name}.md", "A table says something by colour alone. Write the word in each cell: not everybody sees colours, and some print without them."


@rule("table-no-headings", "warning", ACCESS, "Every table of the author's has column headings")
def table_no_headings(material: Material) -> Iterator[tuple[str, str]]:
    """A table whose first row is empty: nobody who hears it read knows what a cell is about."""
    for name, text in material.report.narrative.items():
        lines = [line.strip() for line in text.splitlines()]
        if any(line.startswith("|") and not line.strip("| \t") and _RULE_OF_TABLE.fullmatch(below) for line, below in pairwise(lines)):
            yield f"narrative/{name}.md", "A table has no column headings. Write in its first row what each column holds: somebody who can't see the table hears them with each cell."


@rule("picture-undescribed", "warning", ACCESS, "Every picture of the author's says what it shows")
def picture_undescribed(material: Material) -> Iterator[tuple[str, str]]:
    """A picture of hers without a text for those who can't see it."""
    for name, text in material.report.narrative.items():
        for _, file, shows in split_pictures(text):
            if file in material.report.pictures and not shows and name != "unplaced":
                yield f"narrative/{name}.md", f"Say between the square brackets before {file} what the picture shows, for those who can't see it."


@rule("picture-left-out", "warning", OWN, "Every picture in the author's text is in the draft")
def picture_left_out(material: Material) -> Iterator[tuple[str, str]]:
    """Pictures named in the narrative that are no file in `narrative/pictures/`, or stand inside a line."""
    for name, text in material.report.narrative.items():
        number = len(_PICTURE.findall(text)) - sum(file in material.report.pictures for _, file, _ in split_pictures(text))
        if number and name != "unplaced":
            yield f"narrative/{name}.md", f"{'A picture stands' if number == 1 else f'{number} pictures stand'} here that no draft shows. Put the file into narrative/pictures and let the picture stand in a line of its own, or delete it."


def _outside_quotes(material: Material) -> Iterator[tuple[str, str]]:
    """The texts without what stands in quotation marks: a practitioner may say "I failed to"."""
    for where, text in material.child_named.items():
        yield where, re.sub(r"“[^”]*”|\"[^\"]*\"", " ", text)


def _around(text: str, words: str) -> str:
    match = re.search(re.escape(words), text)
    return excerpt(text, match) if match else words


def _more(found: list[str]) -> str:
    return f", and {len(found) - 1} more like it" if len(found) > 1 else ""


@rule("harmful-detail", "warning", local("Publication"), "Nothing in it could harm somebody if public", on_text=True)
def harmful_detail(material: Material) -> Iterator[tuple[str, str]]:
    """Details that a report doesn't need: methods of harm to self, sexual detail, exact addresses."""
    for where, text in material.texts.items():
        match = next(found_in("harmful_detail", text), None)
        if match:
            yield where, f"“{excerpt(text, match)}” could harm somebody if made public. Leave it out, or say it in general words."


@rule("intimate-history", "advice", local("Publication"), "No more of anybody's history than the learning needs", on_text=True)
def intimate_history(material: Material) -> Iterator[tuple[str, str]]:
    """Two or more intimate things of somebody's life in one sentence."""
    for where, text in material.texts.items():
        for part in sentences(text):
            found = [match[0] for match in found_in("intimate_history", part)]
            if len(found) > 1 and not part.endswith("?") and not all(map(_OF_SELF_HARM.match, found)):
                yield where, f"“{' '.join(part.split()[:12])} …” tells intimate things of somebody's life ({listed(found)}). Keep only what the learning needs: the family will live with it."
                break


@rule("jargon-was-not-brought", "advice", OWN, "Children are brought or not brought", on_text=True)
def was_not_brought(material: Material) -> Iterator[tuple[str, str]]:
    """A small child can't "fail to attend"."""
    for where, text in _outside_quotes(material):
        match = re.search(r"\b(?:child|baby|infant|toddler|he|she|\w+ \w+) (?:DNA|did not attend|didn['’]t attend|failed to attend)\b[^.]{0,40}\b(?:appointment|clinic|review|check|immunisation|scan)", text, re.IGNORECASE)
        if match and has("child", match[0]):
            yield where, f"“{excerpt(text, match)}”: a child is not brought rather than does not attend. Ask what that meant for the child."
