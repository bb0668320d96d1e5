"""Tables of a case for the notebooks: searchable, sortable, with pseudonyms unless real names are asked for."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any

import pandas as pd

from lcspr_kit.chronology.export import say_date

if TYPE_CHECKING:
    from lcspr_kit.case import Case


def show_table(frame: pd.DataFrame, caption: str, rows: int = 12) -> None:
    """Show a frame as a table that can be searched and sorted. Cells are text; nothing is fetched."""
    import itables
    from IPython.display import display

    _bring_script()
    if frame.empty:
        display({"text/plain": f"{caption}: none."}, raw=True)
        return
    text = frame.astype(object).where(frame.notna(), "").map(str)
    itables.show(text, caption=caption, pageLength=rows, lengthMenu=[rows, 50, 200], maxBytes=0, showIndex=False, classes="display compact", columnDefs=[{"className": "dt-left", "targets": "_all"}], allow_html=False)


@cache
def _bring_script() -> None:
    """Put the tables' script into the notebook, once a session: nothing is fetched later.

    itables shows first what uses its script and then the script, which a page runs in that order, and fails.
    """
    import itables
    from IPython.utils.capture import capture_output

    with capture_output() as shown:
        itables.init_notebook_mode(all_interactive=False, connected=False)
    for output in reversed(shown.outputs):
        output.display()


def events_frame(case: Case, events: pd.DataFrame, real_names: bool = False) -> pd.DataFrame:
    """A chronology to look at: date, time, agency, event, people, where it came from."""
    from lcspr_kit.privacy.pseudonyms import Pseudonymiser

    shown = events if real_names else Pseudonymiser(case.register).frame(events)
    names = {person.id: (person.name if real_names else "") or person.pseudonym for person in case.register.people}
    return pd.DataFrame(
        {
            "Date": [_date(row) for row in shown.itertuples(index=False)],
            "Time": shown["time_text"],
            "Agency": shown["agency"],
            "What happened": shown["event"],
            "People": [", ".join(names.get(person, person) for person in people) for people in shown["people"]],
            "Response": shown["response"],
            "Source": [f"{file}{', ' + sheet if sheet else ''}, row {row}" for file, sheet, row in zip(shown["source_file"], shown["source_sheet"], shown["source_row"], strict=True)],
            "Event": shown["event_id"],
        }
    )


def notes_frame(case: Case, notes: pd.DataFrame) -> pd.DataFrame:
    """What was noticed while reading (`Intake.notes`), to look at: with pseudonyms, as a heading of an export may name the family."""
    from lcspr_kit.privacy.pseudonyms import Pseudonymiser

    pseudonymiser = Pseudonymiser(case.register)
    return pd.DataFrame(
        {
            "File": notes["file"],
            "Sheet": notes["sheet"],
            "Row": ["" if pd.isna(row) else int(row) for row in notes["row"]],
            "Kind": notes["code"].str.replace("-", " "),
            "What was noticed": [pseudonymiser.text(message) for message in notes["message"]],
        }
    )


def days_frame(days: pd.DataFrame) -> pd.DataFrame:
    """The days of a study (`Study.days`), heaviest first, to look at."""
    heaviest = days.sort_values(["score", "date"], ascending=[False, True])
    return pd.DataFrame({"Day": heaviest["date"].dt.strftime("%Y-%m-%d"), "Records": heaviest["records"], "Mentions": heaviest["mentions"], "Weight": heaviest["score"].round(2)})


def _date(row: Any) -> str:
    exact = row.precision in ("day", "minute") and not row.uncertain
    return f"{row.start:%Y-%m-%d}" if exact else say_date(row)
