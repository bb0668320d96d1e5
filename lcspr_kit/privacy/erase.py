"""The plan for the day a case's records must go: what there is, what else to think of. Deletes nothing.

Source: UK GDPR article 5(1)(e) (storage limitation); how long is for the partnership's own schedule.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import Path

from lcspr_kit.privacy.coarsen import coarsen

_WHAT = {
    "chronologies": "agency exports, with real names",
    "people.csv": "the register: the key from pseudonyms to people",
    "places.csv": "the register of places",
    "relationships.csv": "the family, by ids of the register",
    "narrative": "the author's prose",
    "drafts": "drafts, with pseudonyms; each keeps the executed notebook and the combined chronology",
    "published": "publication versions and their evidence",
    "audit.jsonl": "the audit log, without case text",
    ".audit-head": "how long the audit log is",
    "review.yml": "the review, with names of its team",
    "episodes.yml": "decisions on episodes",
    "links.yml": "decisions on links",
    "discrepancies.yml": "what the author said of discrepancies",
}
_KEEP = ("published", "audit.jsonl", ".audit-head")


@dataclass(frozen=True)
class Erasure:
    """One entry of a case folder: its name, what it is, how many files and bytes, whether it goes."""

    name: str
    what: str
    files: int
    size: int
    goes: bool


def erase_plan(folder: Path | str) -> list[Erasure]:
    """Every entry of the case folder, hidden ones too, in order of name."""
    folder = Path(folder)
    plan = []
    for entry in sorted(folder.iterdir()):
        files = [file for file in ([entry] if entry.is_file() else entry.rglob("*")) if file.is_file() and not file.is_symlink()]
        plan.append(Erasure(entry.name, _WHAT.get(entry.name, "not a file of the kit: look at it"), len(files), sum(file.stat().st_size for file in files), entry.name not in _KEEP))
    return plan


def erase_text(folder: Path | str, on: date | None = None) -> str:
    """The plan as a page to sign: what goes, what stays, copies the kit can't see, what to note."""
    plan = erase_plan(folder)
    day = coarsen(on, "exact") if on else "the date of your retention schedule"
    going = [f"- [ ] `{entry.name}`: {entry.what} ({entry.files} file{'s' if entry.files != 1 else ''}, {max(1, entry.size // 1024)} KB)" for entry in plan if entry.goes]
    staying = [f"- `{entry.name}`: {entry.what}" for entry in plan if not entry.goes]
    return "\n".join(
        [
            "# Plan for erasing the records of this review", "",
            f"To be carried out on {day}, by a named person, after the partnership agreed that the records are no longer needed.",
            "The kit deletes nothing.", "",
            "## In the case folder: to go", "", *(going or ["Nothing."]), "",
            "## In the case folder: to keep, or to decide on", "", *(staying or ["Nothing."]), "",
            "## Copies the kit can't see", "",
            "- [ ] Sealed files (`.age`) of this case, wherever they were handed over or archived",
            "- [ ] E-mails with exports or drafts, sent and received; shared drives; removable disks; paper",
            "- [ ] Backups of this laptop and of the partnership's drives: note when they run out",
            "- [ ] Word's and Excel's recent files, AutoRecover files and thumbnails; the recycle bin",
            "- [ ] Copies held by the review team, panel members, advocates and the family",
            "", "Deleting a file does not wipe it from a disk. On an encrypted disk that is enough for most cases; else ask IT to wipe it.",
            "Erase the register last: without it nobody can answer a family's question about their own data.",
            "", "Carried out by: ______________________  Date: ____________  Agreed by: ______________________", "",
        ]
    )  # fmt: skip
