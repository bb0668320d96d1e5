"""What goes beside a draft: the combined chronology of the case, with names, ages and episodes."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from lcspr_kit.case import Case
from lcspr_kit.edtf import age_in_words

CHRONOLOGY = "chronology.xlsx"
FACTS = "facts.json"

if TYPE_CHECKING:
    import pandas as pd

    from lcspr_kit.chronology.export import Chronology
    from lcspr_kit.chronology.intake import Intake
    from lcspr_kit.episodes.study import Study
    from lcspr_kit.privacy.pseudonyms import Pseudonymiser


def write_companions(folder: Path | str, case: Case, intake: Intake, study: Study) -> None:
    """Write what lies beside a draft into a folder: the chronology with pseudonyms, and facts for the manifest.

    Writes nothing where no folder is named, as when the report notebook is run by hand.
    """
    if not folder:
        return
    from lcspr_kit.chronology.export import workbook_bytes
    from lcspr_kit.chronology.intake import intake_json
    from lcspr_kit.privacy.pseudonyms import Pseudonymiser

    chronology = combined_chronology(case, intake, study, Pseudonymiser(case.register))
    (Path(folder) / CHRONOLOGY).write_bytes(workbook_bytes(chronology))
    counts = ("file", "sheet", "agency", "rows", "events", "quarantined", "skipped")
    facts = {
        "rows": [{name: entry[name] for name in counts} for entry in intake_json(intake)["files"]],
        "episodes": [{"id": episode.id, "status": episode.status, "start": str(episode.start), "end": str(episode.end)} for episode in study.episodes],
    }
    (Path(folder) / FACTS).write_text(json.dumps(facts), encoding="utf-8")


def combined_chronology(
    case: Case,
    intake: Intake,
    study: Study,
    pseudonymiser: Pseudonymiser | None = None,
    events: pd.DataFrame | None = None,
    links: Mapping[str, str] | None = None,
) -> Chronology:
    """The chronology to give out: all of the intake's events, or those chosen in `events`.

    With a pseudonymiser no real name is in it; without, it is for the author's own desk.
    """
    from lcspr_kit.chronology.export import Chronology

    chosen = intake.events if events is None else events
    people = {person.id: person.pseudonym if pseudonymiser else person.name or person.pseudonym for person in case.register.people}
    quarantined, notes = intake.quarantined, intake.notes
    if pseudonymiser:
        chosen = pseudonymiser.frame(chosen)
        quarantined = quarantined.assign(text=quarantined["text"].map(pseudonymiser.text))
        notes = notes.assign(message=notes["message"].map(pseudonymiser.text))
    return Chronology(
        title=f"{case.review.title or case.review.reference}: combined chronology",
        events=chosen,
        names=people,
        ages=_ages(case, chosen),
        episodes=_episodes(study),
        links=_links(case, intake.events, study) if links is None else links,
        quarantined=quarantined,
        notes=notes,
    )


def _ages(case: Case, events: pd.DataFrame) -> dict[str, dict[str, str]]:
    ages = {}
    for identity in case.review.subjects:
        born = case.register[identity].born
        if born is not None:
            dated = events[events["start"].notna()]
            ages[f"Age of {case.register.pseudonym(identity)}"] = {
                event_id: age_in_words(born, start.date()) for event_id, start in zip(dated["event_id"], dated["start"], strict=True)
            }
    return ages


def _links(case: Case, events: pd.DataFrame, study: Study) -> dict[str, str]:
    """Accepted links, and strong suggestions that are still open, for the column "Linked"."""
    from lcspr_kit.chronology.agencywords import agencies_of
    from lcspr_kit.chronology.link import suggest_links
    from lcspr_kit.chronology.links import link_labels, open_suggestions, read_links

    suggested = suggest_links(events, agencies_of(events["agency"], case.review.agencies))
    return link_labels(study.links, open_suggestions(suggested, read_links(case.folder)))


def _episodes(study: Study) -> dict[str, str]:
    found: dict[str, str] = {}
    for episode in study.episodes:
        for event_id in episode.events:
            found[event_id] = f"{found[event_id]}, {episode.id}" if event_id in found else episode.id
    return found
