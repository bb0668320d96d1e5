"""The gate before publication: what has to hold, and the publication version with its evidence.

Knows the leak check, the author's decisions on what remains (`release.yml`) and the signatures. The
findings of the report's checks are handed in. Publishes nothing anywhere: it makes a folder.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import json
import shutil
import tempfile
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Literal, Protocol

from pydantic import BaseModel, ConfigDict

from lcspr_kit.case import Case
from lcspr_kit.casefiles import make_private, read_yaml, yaml_text
from lcspr_kit.privacy.audit import audit_head, read_audit, record
from lcspr_kit.privacy.coarsen import coarsen
from lcspr_kit.privacy.decide import ToDecide, things_to_decide
from lcspr_kit.privacy.finder import Finder
from lcspr_kit.privacy.folding import fold
from lcspr_kit.privacy.leaks import DIRECT, Leak, find_leaks
from lcspr_kit.privacy.worksheet import worksheet_text
from lcspr_kit.problems import InputError, Problem
from lcspr_kit.review import Text

RELEASE_FILE = "release.yml"
REPORT_FILES = ("report.html", "report.docx", "report.pdf")
NEVER_DECIDED = 0.9
"""A finding this sure, or surer, is taken out of the report; no reason makes it publishable."""
_DECIDABLE_KINDS = ("exact date", "telephone number", "e-mail address", "address", "postcode")
_PARTNERS = ("local_authority", "integrated_care_board", "police")


class FindingLike(Protocol):
    """A finding of the report's checks, as far as the gate needs it."""

    @property
    def rule(self) -> str:
        """The rule's id."""
        ...

    @property
    def severity(self) -> str:
        """`error` stops publication."""
        ...


class Decision(BaseModel):
    """One decision on something the check found: the words may stay, why, and who says so."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    kind: Text
    text: Text
    decision: Literal["keep"] = "keep"
    reason: Text = ""
    by: Text = ""
    date: dt.date | None = None


class Release(BaseModel):
    """`release.yml`: every residual item with its decision."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    decisions: list[Decision] = []


@dataclass(frozen=True, repr=False)
class Gate:
    """What stands between a draft and publication. Open where `problems` is empty."""

    problems: tuple[Problem, ...]
    leaks: tuple[Leak, ...]
    undecided: tuple[Leak | ToDecide, ...]
    decided: tuple[Decision, ...]
    worksheets: tuple[tuple[str, str], ...]


def allowed_texts(case: Case) -> list[str]:
    """What a report shows as it is: the lead reviewer, those who signed, the review's reference and partnership, agencies, its own dates."""
    review = case.review
    texts = [review.reference, review.title, review.partnership]
    if review.lead_reviewer:
        texts += [review.lead_reviewer.name, review.lead_reviewer.organisation]
    if review.sign_off:
        texts += [signature.name for key in _PARTNERS if (signature := getattr(review.sign_off, key))]
    texts += [words for day in _own_days(case) for words in (day.isoformat(), coarsen(day, "exact"))]
    texts += [agency.name for agency in review.agencies] + [member.name for member in review.review_team]
    # A name of the register, a school's or a surgery's too, is never allowed in by way of a title or an agency.
    finder = Finder(case.register)
    return [text for text in texts if len(text) > 2 and not any(mention.kind in ("full", "place") and mention.confidence >= DIRECT for mention in finder.mentions(text, slips=False))]


def _own_days(case: Case) -> list[dt.date]:
    """Days of the review itself, which reports give as they are; none is a day of the family's."""
    review = case.review
    days = [review.decision_date, review.publication_date, *(recommendation.due for recommendation in review.recommendations)]
    days += [question.due for question in review.questions_for_partners] + [activity.date for activity in (review.methodology.activities if review.methodology else [])]
    days += [entry.when if isinstance(entry.when, dt.date) else None for entry in review.dissemination]
    if review.terms_of_reference:
        days += [amendment.date for amendment in review.terms_of_reference.amendments]
    if review.sign_off:
        days += [signature.date for key in _PARTNERS if (signature := getattr(review.sign_off, key))]
    return [day for day in days if day is not None]


def check_gate(case: Case, draft: Path, findings: Iterable[FindingLike], records: Iterable[str] = ()) -> Gate:
    """Everything that stops a draft from being published, all of it at once.

    `draft` is its folder in `drafts/`; `findings` are those of `lcspr check`; `records` the texts of the
    chronology, to know verbatim quotations. Raises InputError where there is no such draft or
    `release.yml` can't be read.
    """
    manifest = _manifest(draft)
    release = read_yaml(case.folder / RELEASE_FILE, Release) if (case.folder / RELEASE_FILE).exists() else Release()
    decided = {(decision.kind, fold(decision.text).text): decision for decision in release.decisions}
    problems = [*_draft_problems(draft, manifest), *_decision_problems(release), *_signature_problems(case), *_log_problems(case)]
    errors = sorted({finding.rule for finding in findings if finding.severity == "error"})
    if errors:
        problems.append(Problem(draft.name, f"The checks have errors: {', '.join(errors)}.", "See: lcspr check."))
    finder = Finder(case.register)
    allowed = allowed_texts(case)
    records = list(records)
    leaks: list[Leak] = []
    undecided: list[Leak | ToDecide] = []
    worksheets = []
    for name in REPORT_FILES:
        if not (draft / name).is_file():
            continue
        found = find_leaks(draft / name, case.register, allowed, finder, of_the_case=True)
        items = things_to_decide(draft / name, records)
        hard = [leak for leak in found if not _may_be_decided(leak)]
        leaks += hard
        residual: list[Leak | ToDecide] = [leak for leak in found if _may_be_decided(leak)]
        undecided += [item for item in [*residual, *items] if (item.kind, fold(item.text).text) not in decided]
        worksheets.append((name, worksheet_text(name, found, items)))
        if hard:
            problems.append(Problem(name, f"{len(hard)} direct identifier{'s are' if len(hard) > 1 else ' is'} left in the file.", "See lcspr leaks; mend the narrative or people.csv and render again."))
    wordings = sorted({(item.kind, fold(item.text).text) for item in undecided})
    if wordings:
        problems.append(Problem(RELEASE_FILE, f"{len(wordings)} detail{'s have' if len(wordings) > 1 else ' has'} no decision yet.", "Read each in the worksheet; change the report, or write down who keeps it and why."))
    return Gate(tuple(problems), tuple(leaks), tuple(undecided), tuple(release.decisions), tuple(worksheets))


def release_draft_text(gate: Gate) -> str:
    """`release.yml` to fill in: decisions there are, then one entry, without reason and name, for each undecided wording."""
    entries = [{key: value for key, value in decision.model_dump().items() if value is not None} for decision in gate.decided]
    for item in dict.fromkeys((item.kind, item.text) for item in gate.undecided):
        entries.append({"kind": item[0], "text": item[1], "decision": "keep", "reason": "", "by": ""})
    return yaml_text({"decisions": entries})


def publish_draft(case: Case, draft: Path, findings: Iterable[FindingLike], who: str, when: dt.datetime, records: Iterable[str] = ()) -> Path:
    """Make `published/NNNN/` from a draft: the reports, and in `evidence/` what the decision rests on.

    Raises InputError with every reason where the gate is not open; the refusal is in the audit log. The
    folder appears whole or not at all, and is never written over.
    """
    gate = check_gate(case, draft, findings, records)
    final = case.folder / "published" / draft.name
    problems = list(gate.problems)
    if final.exists():
        problems.append(Problem(f"published/{draft.name}", "This draft was published before.", "Render a new draft for a new version."))
    number = int(draft.name)
    if problems:
        record(case.folder, "refused", who, when, draft=number, reasons=len(problems))
        raise InputError(problems)
    final.parent.mkdir(exist_ok=True, mode=0o700)
    with tempfile.TemporaryDirectory(dir=final.parent, prefix=".part-") as temporary:
        part = Path(temporary) / "publication"
        (part / "evidence").mkdir(parents=True)
        hashes = {}
        for name in REPORT_FILES:
            if (draft / name).is_file():
                shutil.copyfile(draft / name, part / name)
                hashes[name] = hashlib.sha256((part / name).read_bytes()).hexdigest()
        for name, text in gate.worksheets:
            (part / "evidence" / f"worksheet-{Path(name).suffix[1:]}.md").write_text(text, encoding="utf-8", newline="\n")
        (part / "evidence" / "evidence.json").write_text(_evidence(case, number, gate, hashes), encoding="utf-8", newline="\n")
        make_private(part)
        part.rename(final)
    record(case.folder, "published", who, when, draft=number, decisions=len(gate.decided), **{name.replace(".", "_"): digest for name, digest in hashes.items()})
    return final


def _evidence(case: Case, number: int, gate: Gate, hashes: dict[str, str]) -> str:
    sign_off = case.review.sign_off
    signatures = {key: str(signature.date) for key in _PARTNERS if sign_off and (signature := getattr(sign_off, key))}
    facts = {
        "draft": number,
        "files": hashes,
        "direct_identifiers": len(gate.leaks),
        "log": audit_head(case.folder),
        "signed": signatures,
        "decisions": [decision.model_dump(mode="json") for decision in gate.decided],
    }
    return json.dumps(facts, ensure_ascii=False, indent=2, sort_keys=True) + "\n"


def _manifest(draft: Path) -> dict:
    try:
        return json.loads((draft / "manifest.json").read_text(encoding="utf-8"))
    except (OSError, ValueError):
        raise InputError(Problem(f"drafts/{draft.name}", "There is no such draft, or its manifest.json can't be read.", "Give the number of a finished draft.")) from None


def _draft_problems(draft: Path, manifest: dict) -> list[Problem]:
    problems = []
    if manifest.get("audience") != "publication":
        problems.append(Problem(f"drafts/{draft.name}", "This draft was not rendered for publication.", "Render it with --audience publication."))
    if manifest.get("failed_sections"):
        problems.append(Problem(f"drafts/{draft.name}", "Some of its sections failed.", "Mend what the draft says of them and render again."))
    there = [name for name in REPORT_FILES if (draft / name).is_file()]
    if not there:
        problems.append(Problem(f"drafts/{draft.name}", "It holds no report.", "Render it again."))
    for name in there:
        if manifest.get("outputs", {}).get(name) != hashlib.sha256((draft / name).read_bytes()).hexdigest():
            problems.append(Problem(name, "The file was changed after it was rendered, so the formats no longer agree.", "Put the change into narrative/ and render again."))
    return problems


def _may_be_decided(leak: Leak) -> bool:
    return leak.kind in _DECIDABLE_KINDS or (leak.confidence < NEVER_DECIDED and leak.kind != "unreadable")


def _decision_problems(release: Release) -> list[Problem]:
    bare = [decision for decision in release.decisions if not (decision.reason.strip() and decision.by.strip())]
    return [Problem(RELEASE_FILE, f"{len(bare)} decision{'s have' if len(bare) > 1 else ' has'} no reason or no name.", "Fill in 'reason' and 'by'.")] if bare else []


def _signature_problems(case: Case) -> list[Problem]:
    problems = []
    for key in _PARTNERS:
        signature = getattr(case.review.sign_off, key) if case.review.sign_off else None
        if signature is None or not signature.name.strip() or signature.date is None:
            problems.append(Problem("review.yml", "The signature or its date is missing.", "All three safeguarding partners sign before publication.", column=f"sign_off.{key}"))
        elif signature.date < case.review.decision_date or (case.review.publication_date and signature.date > case.review.publication_date):
            problems.append(Problem("review.yml", "The date of the signature is before the decision to review, or after publication.", "Correct the date.", column=f"sign_off.{key}.date"))
    return problems


def _log_problems(case: Case) -> tuple[Problem, ...]:
    try:
        read_audit(case.folder, _published_heads(case.folder))
    except InputError as error:
        return tuple(error.problems)
    return ()


def _published_heads(folder: Path) -> list[dict]:
    """How long the log was each time something was published, from the evidence."""
    heads = []
    for path in sorted((folder / "published").glob("*/evidence/evidence.json")):
        try:
            heads.append(json.loads(path.read_text(encoding="utf-8")).get("log", {}))
        except (OSError, ValueError, AttributeError):
            raise InputError(Problem(path.relative_to(folder).as_posix(), "The evidence of what was published can't be read.", "Take it back from a backup.")) from None
    return heads


def gate_json(gate: Gate) -> dict[str, object]:
    """The gate for programs: whether it is open, why not, and what is undecided."""
    return {
        "open": not gate.problems,
        "problems": [str(problem) for problem in gate.problems],
        "leaks": [asdict(leak) for leak in gate.leaks],
        "undecided": [asdict(item) for item in gate.undecided],
    }
