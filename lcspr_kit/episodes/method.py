"""The note on method for the report: how episodes were found and what the author changed, in a page.

Made of the settings in force and of counts, so that a reader can check it. Case text does not enter.
"""

from __future__ import annotations

from collections import Counter

from lcspr_kit.case import Case
from lcspr_kit.episodes.lexicon import CaseChanges
from lcspr_kit.episodes.propose import Settings
from lcspr_kit.episodes.routine import OVER_DAYS, TIMES
from lcspr_kit.episodes.rules import standard_rules
from lcspr_kit.episodes.score import FAMILY_CAP, FAMILY_POINTS, LINK_POINTS, MENTION_CAP
from lcspr_kit.episodes.signs import standard_signs
from lcspr_kit.episodes.study import Study
from lcspr_kit.episodes.threads import ELSEWHERE, NEAR, TIE_CAP, TIE_POINTS

_GUARDS = {
    "negated": "denied",
    "hypothesis": "imagined or feared",
    "topic": "named as a topic",
    "history": "placed in the past",
    "question": "asked",
    "planned": "planned",
    "routine": "told in a review with nothing new",
    "accident": "told as an accident",
    "other": "used in another sense or about somebody else",
    "retold": "told again",
    "reassured": "explained as of no concern by the record itself",
    "improved": "told as better",
    "heading": "a heading",
    "slight": "told as slight",
}
"""Why a wording does not count, as the note says it after a number."""
_ESCAPED = str.maketrans({sign: f"\\{sign}" for sign in "\\`*_{}[]<>#|"})


def method_note(study: Study, case: Case) -> str:
    """Markdown for the section on methodology. Text of the author's (reasons, titles) is escaped."""
    settings = study.settings
    parts = [
        "Key practice episodes were proposed by a fixed procedure and decided by the author. The procedure "
        "ranks and explains; it does not judge practice. The same records always give the same proposals.",
        _how(study, settings),
        _rules(study),
        _limits(study, case),
        _changes(study),
        _decided(study),
    ]
    return "\n\n".join(part for part in parts if part) + "\n"


def _how(study: Study, settings: Settings) -> str:
    records = len(study.scores)
    with_indicator = int((study.scores["severity"] > 0).sum())
    guarded = Counter(match.guard for reading in study.scored.readings.values() for match in reading.matches if match.guard)
    set_aside = ", ".join(f"{count} {_GUARDS.get(kind, kind)}" for kind, count in sorted(guarded.items(), key=lambda each: (-each[1], each[0])))
    undated = int((study.scored.table["day"] == 0).sum())
    retold = sum(reading.retold for reading in study.scored.readings.values())
    lines = [
        f"**Indicators.** The wording of {records} records was compared with a lexicon of {len(study.lexicon.families)} kinds of event, each "
        f"with a severity from 1 to 5; {with_indicator} records have at least one. Wordings that a record denies, "
        f"places in the past, imagines or explains as of no concern do not count{f': {set_aside}' if set_aside else ''}.",
        f"**Points.** A record has the severity of its gravest indicator and {FAMILY_POINTS:g} for each other kind (at most {FAMILY_CAP}). {_signs()} "
        f"Each word that it shares with others within {NEAR} days, and that at most {ELSEWHERE} other record of the case has, gives {TIE_POINTS:g} (at most {TIE_CAP} words), "
        f"other records that mention its day up to {MENTION_CAP:g}, and each further agency whose record the author "
        f"accepted as an account of the same event {LINK_POINTS:g}. Severities and points are judgements, not measurements. That days which many "
        "records mention are those people call important has been measured, on news only.",
        f"**Episodes.** This case has {study.usual:.2f} points a day, the mean of the review. Proposed are the stretches of days whose records have most points above "
        f"that: {settings.entry:g} or more, with no more than {settings.quiet} days between two records with points. One longer than {settings.longest} days is split at its widest gap. "
        f"Contacts that an agency records in the same words {TIMES} times over {OVER_DAYS} days, and what minutes, summaries and reports tell again"
        f"{f' ({retold} records)' if retold else ''}, take no part. Repeats that a rule below finds are a proposal too where most of them stand in no such stretch. "
        f"Proposed are up to {settings.episodes} with most points{_further(settings)}, none with fewer than {settings.least_score:g} points (unless {settings.clear:g} are above the usual) or less than "
        f"{settings.weak_share:.0%} of the best one's.",
    ]
    if undated:
        lines.append(f"{_counted(undated, 'record')} without a date exact to a week {'takes' if undated == 1 else 'take'} no part in this; {'it is' if undated == 1 else 'they are'} in the chronology.")
    return "\n\n".join(lines)


def _signs() -> str:
    signs = standard_signs().by_id.values()
    return "Signs in how it is written count too, whatever it is about: " + "; ".join(f"{sign.label}, {sign.points:g} for each wording, {sign.at_most} at most" for sign in signs) + "."


def _further(settings: Settings) -> str:
    return f", and up to {settings.more} more that have at least {settings.near_share:.0%} of the points of the last of these" if settings.more else ""


def _rules(study: Study) -> str:
    rows = ["**Rules over time.** Each states dated facts. \"Not recorded\" does not mean \"not done\".", "", "| Rule | Timescale | Found | Can't be told | Source |", "| ------------ | ------- | ---- | ------ | --------------- |"]
    for rule in study.rules:
        mine = [finding for finding in study.findings if finding.rule.id == rule.id]
        unknown = sum(1 for finding in mine if finding.censored)
        timescale = rule.days_in_words if rule.kind not in ("repeat", "one_sided") else f"{rule.at_least} in {rule.days_in_words}"
        source = f"Local: {rule.source}" if rule.local else rule.source
        rows.append(f"| {_safe(rule.label)} | {timescale} | {len(mine) - unknown} | {unknown} | {_safe(source)} |")
    rows += ["", "\"Can't be told\" counts matters where the review ends before the response was due, or no agency that would have recorded it sent a chronology."]
    return "\n".join(rows)


def _limits(study: Study, case: Case) -> str:
    sent = set(study.scored.table["agency"])
    missing = sorted(agency.name for agency in case.review.agencies if agency.name not in sent)
    text = (
        "**Limits.** The lexicon knows usual wordings: others are missed, and some may be misread. "
        "Agencies that record more appear more. Episodes are chosen with knowledge of what came after; the analysis has to ask what could be known at the time."
    )
    if missing:
        text += f" No records were received from: {_safe(', '.join(missing))}."
    return text


def _changes(study: Study) -> str:
    changes = study.lexicon.changes
    if changes == CaseChanges():
        return "**Changes for this case.** None: the lexicon, rules and numbers are the kit's own."
    lines = ["**Changes for this case.**", ""]
    lines += [f"- Added to {_safe(c.family)}: \"{_safe(c.wording)}\", severity {c.severity}.{_because(c.reason)}" for c in changes.add]
    lines += [f"- Left out of {_safe(c.family)}: {_quoted(c.wording)}.{_because(c.reason)}" for c in changes.mute]
    lines += [f"- Severity of {_safe(c.family)}, {_quoted(c.wording)}: {c.severity}.{_because(c.reason)}" for c in changes.reweight]
    standard = {rule.id: rule for rule in standard_rules()}
    for rule in changes.rules:
        old = standard[rule.rule]
        what = "switched off" if rule.off else ", ".join(
            f"{word} {new} instead of {before}" for word, new, before in (("within", rule.within, old.within), ("at least", rule.at_least, old.at_least)) if new is not None
        )
        lines.append(f"- Rule \"{_safe(old.label)}\": {what}.{_because(rule.reason)}")
    kit = Settings()
    for name, new, before in (("Quiet days", changes.quiet_days, kit.quiet), ("Longest stretch in days", changes.longest_days, kit.longest), ("Number proposed", changes.episodes, kit.episodes)):
        if new is not None:
            lines.append(f"- {name}: {new} instead of {before}.")
    return "\n".join(lines)


def _decided(study: Study) -> str:
    entries = study.decisions.episodes
    if not entries:
        return "**Decisions.** The author has not yet decided; the episodes shown are proposals."
    accepted = [entry for entry in entries if entry.status == "accepted"]
    proposed = sum(1 for entry in accepted if entry.from_proposal)
    own = len(accepted) - proposed
    taken = [f"accepted {_counted(proposed, 'episode')} that the kit proposed"] if proposed else []
    taken += [f"added {_counted(own, 'episode')} that it had not proposed"] if own else []
    lines = [f"**Decisions.** The author {' and '.join(taken) or 'has accepted no episode yet'}."]
    moved = sum(len(entry.pinned) for entry in accepted), sum(len(entry.left_out) for entry in accepted)
    if any(moved):
        lines.append(f"Of their records, {moved[0]} {'was' if moved[0] == 1 else 'were'} added by hand and {moved[1]} {'was' if moved[1] == 1 else 'were'} left out.")
    merged = sum(1 for entry in entries if entry.status == "merged")
    if merged:
        lines.append(f"{_counted(merged, 'episode')} {'was' if merged == 1 else 'were'} merged into others.")
    refused = [entry for entry in entries if entry.status == "refused"]
    text = " ".join(lines)
    if refused:
        text += "\n\nRefused:\n\n" + "\n".join(f"- {_safe(entry.id)}{f' ({_safe(entry.title)})' if entry.title else ''}{': ' + _safe(entry.reason) if entry.reason else ', no reason given.'}" for entry in refused)
    if study.conflicts:
        text += f"\n\n{_counted(len(study.conflicts), 'decision')} no longer {'fits' if len(study.conflicts) == 1 else 'fit'} the records and {'needs' if len(study.conflicts) == 1 else 'need'} the author."
    return text


def _counted(number: int, noun: str) -> str:
    return f"{number} {noun}{'' if number == 1 else 's'}"


def _quoted(wording: str) -> str:
    return f'"{_safe(wording)}"' if wording else "all its wordings"


def _because(reason: str) -> str:
    return f" Reason: {_safe(reason)}" if reason else " No reason given."


def _safe(text: str) -> str:
    """Text as Markdown shows it literally, on one line."""
    return " ".join(text.split()).translate(_ESCAPED)
