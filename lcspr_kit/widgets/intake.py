"""What arrived, in the page: columns to choose, rows to mend, links to decide, names to file.

Answers what `intake.js` asks with what the intake says and what `mending` makes of the author's choice.
Case text goes to the page as messages only, never as the widget's state.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from pydantic import ValidationError

from lcspr_kit.case import load_case
from lcspr_kit.chronology.columns import labels
from lcspr_kit.chronology.intake import read_case
from lcspr_kit.chronology.preview import Preview, previews
from lcspr_kit.privacy.pseudonyms import Pseudonymiser
from lcspr_kit.privacy.strangers import find_strangers, not_names
from lcspr_kit.problems import InputError, Problem
from lcspr_kit.widgets import filing, mending
from lcspr_kit.widgets.desk import Desk, aside
from lcspr_kit.widgets.page import Page, Told, script, style

if TYPE_CHECKING:
    import pandas as pd

    from lcspr_kit.chronology.intake import Intake

_PAIRS = 20
_NAMES = 40
_CELL = 160


class Arrivals:
    """The exports of a case as the author works on them: read anew after each change of what is said of them."""

    def __init__(self, folder: Path | str, intake: Intake | None = None):
        """`intake`: the exports of the case, if they were read a moment ago."""
        self.folder = Path(folder)
        self.desks: dict[str, Desk[Any]] = {name: Desk(self.folder, document) for name, document in (("columns", mending.COLUMNS), ("rows", mending.ROWS), ("links", mending.LINKS), ("differences", mending.ASIDES), ("names", filing.NAMES))}
        self.read(intake)

    def read(self, intake: Intake | None = None) -> None:
        """Read the case and every export again."""
        self.case = load_case(self.folder)
        self.intake = intake or read_case(self.case)
        self._pseudonymiser = Pseudonymiser(self.case.register)
        self._suggested: pd.DataFrame | None = None

    def shown(self, text: str, real: bool) -> str:
        """A text as the page may show it."""
        return text if real else self._pseudonymiser.text(text)

    # ------------------------------------------------------------------------------ what the page is told

    def told(self, real: bool) -> Told:
        """All that stands on the page but previews, links and names, as plain values."""
        intake = self.intake
        reports: dict[str, list[Told]] = {path.name: [] for path in self.case.exports}
        for report in intake.files:
            reports.setdefault(report.file, []).append({
                "sheet": report.sheet, "agency": report.agency, "rows": report.rows, "events": report.events, "quarantined": report.quarantined, "skipped": report.skipped, "columns": len(report.columns),
            })  # fmt: skip
        refused: dict[str, list[str]] = {}
        for problem in intake.refused:
            refused.setdefault(problem.file, []).append(str(problem))
        unsure = {(row.file, row.sheet): row.message for row in intake.notes[intake.notes["code"] == "columns-unsure"].itertuples()}
        return {
            "kind": "all",
            "files": [
                {"file": file, "parts": parts, "refused": refused.pop(file, []), "unsure": [message for (other, _), message in unsure.items() if other == file]} for file, parts in reports.items()
            ],
            "problems": [line for lines in refused.values() for line in lines],
            "quarantined": [
                {"place": number, "where": _where(row.file, row.sheet, row.row), "reason": self.shown(row.reason, real), "text": self.shown(row.text, real)}
                for number, row in enumerate(intake.quarantined.itertuples())
            ],
            "repaired": [{"where": _where(one.file, one.sheet, one.row), "words": self.shown(one.words, real), "fits": self._fits(one)} for one in self.desks["rows"].now.repairs],
            "events": len(intake.events),
            "agencies": [agency.name for agency in self.case.review.agencies],
            "labels": labels(),
            "people": [[one.id, (one.name if real else "") or one.pseudonym] for one in self.case.register.people],
            "desks": {name: self._desk(desk) for name, desk in self.desks.items()},
        }

    def _fits(self, repair: Any) -> bool:
        notes = self.intake.notes
        return not any(repair.words == row.message for row in notes[notes["code"] == "repair-unused"].itertuples()) and bool((notes["message"] == repair.words).any())

    @staticmethod
    def _desk(desk: Desk[Any]) -> Told:
        conflict = None
        if desk.theirs is not None:
            conflict = {"mine": mending.differences(desk.base, desk.now), "theirs": mending.differences(desk.base, desk.theirs), "aside": aside(desk.document.label)}
        return {"file": desk.document.label, "undo": desk.can_undo, "redo": desk.can_redo, "changed": len(mending.differences(desk.opened, desk.now)), "conflict": conflict}

    def _previews(self, file: str) -> list[Preview]:
        path = next((path for path in self.case.exports if path.name == file), None)
        if path is None:
            raise InputError(Problem(file[:80], "There is no such file in chronologies/.", "Press Read again."))
        return previews(path, self.desks["columns"].now.mapping)

    def preview(self, file: str, real: bool) -> Told:
        """The first rows of every table of a file, with the field of each column."""
        said = self.desks["columns"].now.mapping
        parts = []
        for part in self._previews(file):
            entry = said.of(file, part.sheet)
            parts.append({
                "sheet": part.sheet, "heading_row": part.heading_row, "headings": part.headings, "fields": part.fields, "unsure": part.unsure, "chosen_row": entry.header_row if entry else None,
                "rows": [[number, [self.shown(cell[:_CELL], real) for cell in cells]] for number, cells in part.rows],
                "agency": (entry.agency if entry else None) or "", "date_order": (entry.date_order if entry else None) or "", "skip": bool(entry and entry.skip is True),
            })  # fmt: skip
        return {"kind": "preview", "file": file, "parts": parts}

    def links(self, real: bool, band: str, page: int) -> Told:
        """Pairs of records that may be of one event, twenty at a time, and those already decided."""
        from lcspr_kit.chronology.asides import without_asides
        from lcspr_kit.chronology.discrepancies import says, source_of
        from lcspr_kit.chronology.links import open_suggestions

        events, decided = self.intake.events, self.desks["links"].now
        by_id = {row.event_id: row for row in events.itertuples(index=False)}
        waiting = open_suggestions(self._suggestions(), decided)
        differing = without_asides(self._discrepancies(), self.desks["differences"].now)
        unlike: dict[frozenset[str], list[str]] = {}
        for row in differing[differing["kind"] != "told"].itertuples():
            unlike.setdefault(frozenset((row.a, row.b)), []).append(self.shown(row.what, real))

        def side(identity: str) -> Told:
            row = by_id.get(identity)
            if row is None:
                return {"agency": "", "says": "This record is no longer in the export.", "source": ""}
            return {"agency": row.agency, "says": self.shown(says(row), real), "source": source_of(row)}

        def pair(a: str, b: str, **more: Any) -> Told:
            return {"a": a, "b": b, "sides": [side(a), side(b)], "unlike": unlike.get(frozenset((a, b)), []), **more}

        wanted = waiting[waiting["band"] == band] if band in ("strong", "possible") else waiting.iloc[:0]
        page = max(0, min(page, max(0, len(wanted) - 1) // _PAIRS))
        pairs = [pair(row.a, row.b, why=_why(row)) for row in wanted.iloc[page * _PAIRS : (page + 1) * _PAIRS].itertuples()]
        if band == "decided":
            page, pairs = 0, [pair(link.a, link.b, status=link.status, note=link.note) for link in decided.links]
        counts = {"strong": int((waiting["band"] == "strong").sum()), "possible": int((waiting["band"] == "possible").sum()), "decided": len(decided.links)}
        return {"kind": "links", "band": band, "page": page, "pages": -(-len(wanted) // _PAIRS), "pairs": pairs, "counts": counts}

    def _suggestions(self) -> pd.DataFrame:
        from lcspr_kit.chronology.agencywords import agencies_of
        from lcspr_kit.chronology.link import suggest_links

        if self._suggested is None:
            self._suggested = suggest_links(self.intake.events, agencies_of(self.intake.events["agency"].unique(), self.case.review.agencies))
        return self._suggested

    def _discrepancies(self) -> pd.DataFrame:
        from lcspr_kit.chronology.discrepancies import find_discrepancies

        return find_discrepancies(self.case, self.intake.events, self._suggestions(), self.desks["links"].now)

    def differences(self, real: bool, band: str, page: int) -> Told:
        """Where agencies' records differ, twenty at a time: those open, to be asked about, or set aside."""
        from lcspr_kit.chronology.asides import place_of

        said = {entry.place: entry for entry in self.desks["differences"].now.discrepancies}
        cards: dict[str, list[Told]] = {"open": [], "ask": [], "set aside": []}
        for row in self._discrepancies().itertuples(index=False):
            entry = said.pop(place_of(row), None)
            sides = [{"agency": agency, "says": self.shown(says, real), "source": source} for agency, says, source in ((row.agency_a, row.says_a, row.source_a), (row.agency_b, row.says_b, row.source_b))]
            cards[entry.status if entry else "open"].append({"about": row.kind, "a": row.a, "b": row.agency_b if row.kind == "told" else row.b, "what": self.shown(row.what, real), "sides": sides, "status": entry.status if entry else "", "note": entry.note if entry else ""})
        for entry in said.values():  # of records that no longer differ, or are no longer there
            cards[entry.status].append({"about": entry.kind, "a": entry.a, "b": entry.b, "what": "The records no longer differ in this, or are no longer in the exports.", "sides": [], "status": entry.status, "note": entry.note})
        wanted = cards.get(band, [])
        page = max(0, min(page, max(0, len(wanted) - 1) // _PAIRS))
        return {"kind": "differences", "band": band, "page": page, "pages": -(-len(wanted) // _PAIRS), "cards": wanted[page * _PAIRS : (page + 1) * _PAIRS], "counts": {name: len(found) for name, found in cards.items()}}

    def names(self, real: bool) -> Told:
        """Names in the records that nobody has filed, the most frequent first."""
        events = self.intake.events
        texts = (text for column in ("event", "response", "analysis", "child_voice", "source_of_information") for text in events[column])
        known = [*not_names(self.folder), *events["agency"].unique(), *(agency.name for agency in self.case.review.agencies), self.case.review.partnership]
        found = find_strangers(texts, self.case.register, known)
        names = [{"text": one.text, "count": one.count, "guess": one.guess, "contexts": [self.shown(context, real) for context in one.contexts]} for one in found[:_NAMES]]
        return {"kind": "names", "names": names, "more": max(0, len(found) - _NAMES)}

    # ------------------------------------------------------------------------------ what the author does

    def map(self, given: Told) -> None:
        """Say how a table is to be read; it is read again at once."""
        file, sheet = str(given.get("file")), str(given.get("sheet") or "")
        parts = self._previews(file)
        part = next((part for part in parts if part.sheet == sheet), None)
        if part is None:
            raise InputError(Problem(file[:80], "There is no such sheet or table.", "Press Read again."))
        desk = self.desks["columns"]
        desk.change(mending.say_columns(desk.now, file, part, len(parts) == 1, given))
        self.read()

    def mend(self, given: Told) -> None:
        """Mend a row of the quarantine."""
        place, rows = given.get("place"), self.intake.quarantined
        if isinstance(place, bool) or not isinstance(place, int) or not 0 <= place < len(rows):
            raise InputError(Problem("chronologies/", "This row is no longer in quarantine.", "Look at the list again."))
        row, desk = rows.iloc[place], self.desks["rows"]
        _same(given, _where(row["file"], row["sheet"], int(row["row"])))
        desk.change(mending.mend(desk.now, row["file"], row["sheet"], int(row["row"]), row["text"], given))
        self.read()

    def unmend(self, given: Told) -> None:
        """Take a repair back."""
        desk, number = self.desks["rows"], given.get("number")
        new = mending.unmend(desk.now, number)
        one = desk.now.repairs[number]
        _same(given, _where(one.file, one.sheet, one.row))
        desk.change(new)
        self.read()

    def link(self, given: Told) -> None:
        """Decide on two records."""
        desk = self.desks["links"]
        desk.change(mending.decide(desk.now, str(given.get("a")), str(given.get("b")), str(given.get("how")), str(given.get("note") or "")))

    def look(self, given: Told) -> None:
        """Say what is to become of a discrepancy."""
        desk = self.desks["differences"]
        desk.change(mending.look_at(desk.now, *(str(given.get(name) or "") for name in ("about", "a", "b", "how", "note"))))

    def name(self, given: Told) -> None:
        """File a name: as a person, a place, neither, or another name of somebody."""
        self.desks["names"] = filing.file_name(self.desks["names"], str(given.get("text") or "").strip(), str(given.get("how") or ""))
        self.read()

    def step(self, kind: str, given: Told) -> None:
        """`undo`, `redo`, or `settle` a conflict, at one of the desks."""
        self.desks["names"] = filing.current(self.desks["names"])
        desk = self.desks.get(str(given.get("desk")))
        if desk is None:
            raise InputError(Problem("chronologies/", "There is nothing of that name to take back.", "Reload the page."))
        desk.settle(str(given.get("how") or "")) if kind == "settle" else desk.undo() if kind == "undo" else desk.redo()
        if desk not in (self.desks["links"], self.desks["differences"]):
            self.read()


def _where(file: str, sheet: str, row: int) -> str:
    return f"{file}{', ' + sheet if sheet else ''}, row {row}"


def _same(given: Told, where: str) -> None:
    """Whether what the author meant still stands in its place. A step may come to a kernel that has read the case anew."""
    if given.get("where", where) != where:
        raise InputError(Problem("chronologies/", f"{str(given['where'])[:80]} is no longer in that place.", "Look at the list again."))


def _why(row: Any) -> str:
    parts = [f"likeness {row.score:.2f}", f"{row.days} day{'s' if row.days != 1 else ''} apart" if row.days else "same day"]
    parts += ["within 30 minutes"] if row.same_time >= 1 else []
    parts += ["one names the other's agency"] if row.cross_mention else []
    parts += ["one gives the other's date"] if row.date_mention else []
    return ", ".join(parts)


class IntakeWidget(Page):
    """What arrived as a widget."""

    page, _esm, _css = "intake", script("intake"), style("intake")


def check_arrivals(case_dir: Path | str, intake: Intake | None = None) -> IntakeWidget:
    """A case's exports to look through and set right; each choice is kept in the case at once."""
    arrivals = Arrivals(case_dir, intake)
    return IntakeWidget(arrivals.folder, lambda message, _buffers, send: send(answer(arrivals, message)))


def answer(arrivals: Arrivals, message: Told) -> Told:
    """What the page is told when it asks or the author does something. What can't be done gets a sentence in `error`."""
    kind, given, real = str(message.get("kind")), message.get("given"), message.get("real") is True
    given = given if isinstance(given, dict) else {}
    acts = {"map": arrivals.map, "mend": arrivals.mend, "unmend": arrivals.unmend, "link": arrivals.link, "look": arrivals.look, "name": arrivals.name}
    error = ""
    try:
        if kind == "preview":
            return arrivals.preview(str(given.get("file")), real)
        if kind == "links":
            return arrivals.links(real, str(given.get("band")), int(given.get("page") or 0))
        if kind == "differences":
            return arrivals.differences(real, str(given.get("band")), int(given.get("page") or 0))
        if kind == "names":
            return arrivals.names(real)
        if kind in acts:
            acts[kind](given)
        elif kind in ("undo", "redo", "settle"):
            arrivals.step(kind, given)
        elif kind == "again":
            for desk in arrivals.desks.values():
                desk.refresh()
            arrivals.read()
    except ValidationError as fault:
        error = "; ".join(one["msg"].removeprefix("Value error, ") for one in fault.errors())
    except (InputError, OSError, ValueError) as fault:
        error = str(fault)
    if kind in ("preview", "links", "differences", "names"):
        return {"kind": "trouble", "error": error}
    return {**arrivals.told(real), "did": kind, "section": str(given.get("desk") or ""), "error": error}
