"""What an author does in the notebooks of a case, by keyboard and by mouse, and what is to be found in it afterwards."""

from __future__ import annotations

import csv
import json
import random
import re
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from lcspr_kit.chronology.links import read_links
from lcspr_kit.chronology.repairs import read_repairs
from lcspr_kit.episodes.decide import read_decisions
from lcspr_kit.privacy.strangers import not_names
from lcspr_kit.widgets.filters import read_views
from lcspr_kit.widgets.unfinished import held

WORDS = ["the", "worker", "saw", "that", "child", "was", "quiet", "and", "asked", "nobody", "why", "it", "might", "be", "so", "until", "next", "visit", "had", "been", "put", "off"]


@dataclass
class Fact:
    """Something the author did: what, and whether it is in the case folder, and in the page."""

    what: str
    kept: Callable[[], bool]
    shown: Callable[[Any], bool] | None = None


class Missing(Exception):
    """A deed has nothing to work on; its words name the deed that makes something."""


class Author:
    """What an author does: each deed works in the page and says what is to be found afterwards."""

    def __init__(self, case: Path, dice: random.Random):
        self.case, self.dice = case, dice
        self.facts: dict[str, Fact] = {}
        self.count = 0
        self.before_typing: Callable[[], None] = lambda: None

    def does(self, deed: str, page: Any) -> None:
        """One deed by name, or what has to come before it."""
        try:
            getattr(self, deed)(page)
        except Missing as missing:
            self.does(str(missing), page)

    # ------------------------------------------------------------------ hands

    def press(self, button: Any) -> None:
        """A button, by mouse or by keyboard."""
        if self.dice.random() < 0.5:
            button.click()
        else:
            button.focus()
            button.page.keyboard.press(self.dice.choice(["Enter", "Space"]))

    def type(self, box: Any, text: str, over: bool = False) -> None:
        """Type in a control after what stands there, or over it; key by key."""
        if self.dice.random() < 0.5:
            box.click()
        else:
            box.focus()
        box.page.keyboard.press("Control+a" if over else "Control+End")
        if not over:
            box.page.keyboard.press("End")
        self.before_typing()
        box.page.keyboard.type(text, delay=self.dice.choice([0, 15, 40, 90]))

    def sentence(self) -> str:
        """Some words, never twice the same."""
        self.count += 1
        return f"N{self.count} " + " ".join(self.dice.sample(WORDS, self.dice.randint(2, 9)))

    def note(self, key: str, what: str, kept: Callable[[], bool], shown: Callable[[Any], bool] | None = None) -> None:
        """Remember what was done; what comes later to the same place takes its place."""
        self.facts.pop(key, None)
        self.facts[key] = Fact(what, kept, shown)

    # ------------------------------------------------------------------ the report

    def writes(self, page: Any) -> None:
        """Goes on with a section's prose."""
        report = page.locator(".lcspr-report")
        report.get_by_role("tab", name="Write").click()
        choose = report.locator("select").first
        name = self.dice.choice(choose.locator("option").evaluate_all("all => all.map(one => one.value)"))
        choose.select_option(name)
        page.wait_for_function("name => document.querySelector('.lcspr-report select').value === name && document.querySelector('.lcspr-report textarea').dataset.part === name", arg=name)
        area, text = report.locator("textarea"), self.sentence()
        path = self.case / "narrative" / f"{name}.md"
        self.type(area, f" {text}")

        def shown(page: Any) -> bool:
            page.locator(".lcspr-report select").first.select_option(name)
            return says(lambda: text in page.locator(".lcspr-report textarea").input_value())

        self.note(f"section {name} {text[:4]}", f"prose in {name}: {text}", lambda: path.is_file() and text in path.read_text(encoding="utf-8"), shown)

    # ------------------------------------------------------------------ the episodes

    def card(self, page: Any, accepted: bool) -> tuple[Any, str]:
        """One of the cards; Missing where there is none."""
        found = page.locator(f".lcspr-episodes .lcspr-card.{'lcspr-accepted' if accepted else 'lcspr-proposed'}")
        if not found.count():
            raise Missing("accepts" if accepted else "makes_an_episode")
        one = found.nth(self.dice.randrange(found.count()))
        return page.locator(f'.lcspr-episodes [data-id="{one.get_attribute("data-id")}"]'), one.get_attribute("data-id")

    def accepts(self, page: Any) -> None:
        """Accepts a proposal."""
        card, identity = self.card(page, False)
        self.press(card.get_by_role("button", name=f"Accept {identity}"))
        self.note(f"proposal {identity}", f"{identity} accepted", lambda: any(one.from_proposal == identity and one.status in ("accepted", "merged") for one in read_decisions(self.case).episodes))

    def refuses(self, page: Any) -> None:
        """Refuses a proposal, with a reason."""
        card, identity = self.card(page, False)
        reason = self.sentence()
        self.type(card.get_by_label("Refuse, because"), reason, over=True)
        self.press(card.get_by_role("button", name=f"Refuse {identity}"))
        self.note(f"proposal {identity}", f"{identity} refused: {reason}", lambda: any(one.reason == reason for one in read_decisions(self.case).episodes))

    def begins_to_refuse(self, page: Any) -> None:
        """Types a reason and does not press the button."""
        card, identity = self.card(page, False)
        reason, key = self.sentence(), f"reason-{identity}"
        self.type(card.get_by_label("Refuse, because"), reason, over=True)
        self.note(f"proposal {identity}", f"{identity} half refused: {reason}", lambda: held(self.case, "episodes").get(key) == reason or not held(self.case, "episodes").get(key) and any(one.from_proposal == identity for one in read_decisions(self.case).episodes),
                  lambda page: says(lambda: page.locator(f'[data-key="{key}"]').input_value() == reason))  # fmt: skip

    def writes_notes(self, page: Any) -> None:
        """Writes under an accepted episode."""
        card, identity = self.card(page, True)
        self.unfold(card, "Title, lines of enquiry and notes")
        boxes = card.locator("textarea[data-key]")
        box = boxes.nth(self.dice.randrange(boxes.count()))
        key = box.get_attribute("data-key")
        text = self.sentence()
        self.type(box, f" {text}")
        self.note(f"note {key} {text[:4]}", f"note {key}: {text}", lambda: text in (self.case / "episodes.yml").read_text(encoding="utf-8").replace("\n", " ").replace("      ", " ").replace("  ", " ") or text in str(read_decisions(self.case)),
                  lambda page: says(lambda: text in page.locator(f'[data-key="{key}"]').input_value()))  # fmt: skip

    def moves_an_end(self, page: Any) -> None:
        """Moves an end of an episode, by its handle or by its date."""
        card, identity = self.card(page, True)
        before = read_decisions(self.case)[identity]
        handle = card.get_by_role("slider", name=f"First day of {identity}")
        handle.evaluate("one => one.scrollIntoView({ block: 'center' })")
        if self.dice.random() < 0.5:
            for _ in range(self.dice.randint(1, 4)):
                handle.press(self.dice.choice(["ArrowLeft", "PageDown"]))
            handle.press("Enter")
        else:
            box = handle.bounding_box()
            page.mouse.move(box["x"] + 6, box["y"] + 20)
            page.mouse.down()
            page.mouse.move(box["x"] - self.dice.randint(8, 60), box["y"] + 20, steps=4)
            page.mouse.up()
        self.note(f"ends {identity}", f"{identity} begins earlier than {before.start}", lambda: identity not in [one.id for one in read_decisions(self.case).episodes if one.status == "accepted"] or read_decisions(self.case)[identity].start != before.start)

    def picks_a_row(self, page: Any) -> None:
        """Leaves a row out of an episode, or adds one near it."""
        card, identity = self.card(page, True)
        self.unfold(card, "Rows: add and leave out")
        buttons = card.locator(".lcspr-rows button")
        buttons.first.wait_for()
        button = buttons.nth(self.dice.randrange(buttons.count()))
        words, event = button.inner_text(), button.get_attribute("data-key").split("-")[1]
        self.press(button)
        where = "left_out" if words == "Leave out" else "pinned"
        self.note(f"row {event} {identity}", f"{words} {event} of {identity}", lambda: any(one.id == identity and (event in getattr(one, where) or one.status != "accepted" or (where == "pinned" and event not in one.left_out)) for one in read_decisions(self.case).episodes))

    def makes_an_episode(self, page: Any) -> None:
        """Makes one of her own."""
        cards, title = page.locator(".lcspr-episodes"), self.sentence()
        self.unfold(cards, "An episode of your own")
        group = cards.get_by_role("group", name="An episode of your own")
        self.type(group.get_by_label("Title"), title, over=True)
        day = self.dice.randint(1, 27)
        group.get_by_label("From").fill(f"2025-04-{day:02d}")
        group.get_by_label("To").fill(f"2025-05-{day:02d}")
        self.press(group.get_by_role("button", name="Make this episode"))
        self.note(f"own {title[:4]}", f"own episode {title}", lambda: any(one.title.startswith(title[:4]) for one in read_decisions(self.case).episodes))

    def begins_an_episode(self, page: Any) -> None:
        """Types the title of one of her own, and no more."""
        cards, title = page.locator(".lcspr-episodes"), self.sentence()
        self.unfold(cards, "An episode of your own")
        self.type(cards.get_by_role("group", name="An episode of your own").get_by_label("Title"), title, over=True)
        self.note("own begun", f"title of an episode begun: {title}", lambda: held(self.case, "episodes").get("own-title") in (title, None) if any(one.title == title for one in read_decisions(self.case).episodes) else held(self.case, "episodes").get("own-title") == title or self.superseded("own-title", title),
                  lambda page: says(lambda: page.locator('[data-key="own-title"]').input_value() == title))  # fmt: skip

    def superseded(self, key: str, text: str) -> bool:
        """Whether something typed over `text` was done since."""
        return int(re.search(r"N(\d+)", text)[1]) < self.count and any(one.title.startswith("N") and int(re.match(r"N(\d+)", one.title)[1]) > int(re.search(r"N(\d+)", text)[1]) for one in read_decisions(self.case).episodes if re.match(r"N\d+", one.title))  # type: ignore[index]

    def ticks_a_line(self, page: Any) -> None:
        """Links an episode to a line of enquiry, or no longer."""
        card, identity = self.card(page, True)
        self.unfold(card, "Title, lines of enquiry and notes")
        box = card.locator('input[type="checkbox"]').nth(self.dice.randrange(card.locator('input[type="checkbox"]').count()))
        line, was = box.get_attribute("value"), box.is_checked()
        self.press_box(box)
        self.note(f"line {line} {identity}", f"line {line} of {identity} {'off' if was else 'on'}", lambda: any(one.id == identity and ((line in one.key_lines) != was or one.status != "accepted") for one in read_decisions(self.case).episodes))

    def undoes_and_redoes(self, page: Any) -> None:
        """Takes the last step back, and does it again."""
        cards = page.locator(".lcspr-episodes")
        undo, redo = cards.get_by_role("button", name="Undo", exact=True), cards.get_by_role("button", name="Redo", exact=True)
        if undo.is_disabled():
            raise Missing("accepts")
        before = (self.case / "episodes.yml").read_text(encoding="utf-8")
        self.press(undo)
        page.wait_for_function("() => [...document.querySelectorAll('.lcspr-episodes button')].find(one => one.textContent === 'Redo').disabled === false")
        self.press(redo)
        seen: list[bool] = []

        def kept() -> bool:
            if not seen and (self.case / "episodes.yml").read_text(encoding="utf-8") == before:
                seen.append(True)
            return bool(seen)

        self.note("undo", "undone and done again", kept)

    # ------------------------------------------------------------------ what arrived

    def tab(self, page: Any, name: str) -> Any:
        """A section of the intake."""
        intake = page.locator(".lcspr-intake")
        self.press(intake.get_by_role("tab", name=name))
        return intake

    def mends(self, page: Any) -> None:
        """Mends a row of the quarantine."""
        intake = self.tab(page, "Quarantine")
        rows = intake.locator("article.lcspr-card")
        if not rows.count():
            raise Missing("links")
        row = rows.nth(self.dice.randrange(rows.count()))
        where, reason, day = row.get_attribute("aria-label"), self.sentence(), self.dice.randint(1, 28)
        row = intake.get_by_role("article", name=where, exact=True)
        row.locator("select").first.select_option("date" if "date '" in row.inner_text() else "event")
        self.type(row.get_by_label(f"What to mend {where} with"), f"{day:02d}/02/2025" if "date '" in row.inner_text() else reason, over=True)
        self.type(row.get_by_label("because"), reason, over=True)
        self.press(row.get_by_role("button", name=f"Mend {where}"))
        self.note(f"row {where}", f"{where} mended: {reason}", lambda: any(one.reason == reason for one in read_repairs(self.case).repairs))

    def begins_to_mend(self, page: Any) -> None:
        """Types half of a repair."""
        intake = self.tab(page, "Quarantine")
        rows = intake.locator("article.lcspr-card")
        if not rows.count():
            raise Missing("links")
        where, reason = rows.nth(self.dice.randrange(rows.count())).get_attribute("aria-label"), self.sentence()
        row, key = intake.get_by_role("article", name=where, exact=True), f"reason-{where}"
        self.type(row.get_by_label("because"), reason, over=True)

        def shown(page: Any) -> bool:
            page.locator(".lcspr-intake").get_by_role("tab", name="Quarantine").click()
            return says(lambda: page.locator(f'[data-key="{key}"]').input_value() == reason)

        self.note(f"row {where}", f"{where} half mended: {reason}", lambda: held(self.case, "intake").get(key) == reason, shown)

    def links(self, page: Any) -> None:
        """Decides on two records, while there are any left."""
        intake = self.tab(page, "Links")
        intake.get_by_role("heading", name="Records of one event").wait_for()
        cards = intake.locator("article.lcspr-card")
        if not cards.count():
            raise Missing("maps")
        pair = cards.nth(self.dice.randrange(cards.count())).get_attribute("data-pair")
        card = intake.locator(f'[data-pair="{pair}"]')
        note, how = self.sentence(), self.dice.choice(["One event", "Two events"])
        self.type(card.get_by_label("Note"), note)
        self.press(card.get_by_role("button", name=f"{how}: "))
        self.note(f"link {pair}", f"link {pair} {how}: {note}", lambda: any(link.note == note and link.status == ("accepted" if how == "One event" else "refused") for link in read_links(self.case).links))

    def files_a_name(self, page: Any) -> None:
        """Files a name: as no name, or as a place."""
        intake = self.tab(page, "Names to file")
        intake.get_by_text("Names that nobody has filed").wait_for()
        cards = intake.locator("article.lcspr-card")
        if not cards.count():
            raise Missing("links")
        name = cards.nth(self.dice.randrange(cards.count())).get_attribute("aria-label")
        how = self.dice.choice(["Not a name to protect", "A place"])
        self.press(intake.get_by_role("button", name=f"{name}: {how}", exact=True))
        self.note(f"name {name}", f"{name}: {how}", lambda: name.lower() in [one.lower() for one in not_names(self.case)] if how.startswith("Not") else name in (self.case / "places.csv").read_text(encoding="utf-8"))

    def maps(self, page: Any) -> None:
        """Says which agency a file is of."""
        intake = self.tab(page, "Files and columns")
        file = intake.get_by_role("button", name="words.csv")
        if file.get_attribute("aria-expanded") != "true":
            self.press(file)
        box = intake.get_by_label("Agency", exact=True)
        agency = self.sentence()
        self.type(box, agency, over=True)
        box.press("Tab")
        self.note("agency words.csv", f"agency of words.csv: {agency}", lambda: agency in (self.case / "mapping.yml").read_text(encoding="utf-8").replace("\n", " ").replace("    ", ""))

    # ------------------------------------------------------------------ the family

    def cell(self, column: str, who: str) -> str:
        """What people.csv says of somebody."""
        with (self.case / "people.csv").open(encoding="utf-8", newline="") as file:
            return next((row[column] for row in csv.DictReader(file) if row["id"] == who), "")

    def changes_a_person(self, page: Any) -> None:
        """Changes a role or a date, or begins a date that is none yet."""
        family = page.locator(".lcspr-genogram")
        family.get_by_role("tab", name="People").click()
        who = self.dice.choice(["p05", "p06", "p07", "p08", "p09", "p10", "p11", "p12", "p13"])
        column, text, good = self.dice.choice([("role", self.sentence(), True), ("born", f"19{self.dice.randint(40, 79)}-0{self.dice.randint(1, 9)}", True), ("born", f"19{self.dice.randint(40, 79)}-", False)])
        box = family.locator(f'input[data-key^="people.csv|"][data-key$="|{column}"]').nth([f"p{n:02d}" for n in range(1, 18)].index(who))
        self.type(box, text, over=True)
        key = json.dumps(["people.csv", who, column], separators=(",", ":"))
        if good and self.dice.random() < 0.5:
            box.press("Enter")
        shown = lambda page: says(lambda: page.locator(f'.lcspr-genogram input[data-key^="people.csv|"][data-key$="|{column}"]').nth([f"p{n:02d}" for n in range(1, 18)].index(who)).input_value() == text)  # noqa: E731
        self.note(f"{column} {who}", f"{column} of {who}: {text}", lambda: self.cell(column, who) == text or held(self.case, "genogram").get(key) == text, shown)

    def adds_a_person(self, page: Any) -> None:
        """Adds somebody to the family; or only begins to."""
        family, name = page.locator(".lcspr-genogram"), self.sentence()
        family.get_by_role("tab", name="People").click()
        box = family.get_by_label("Pseudonym", exact=True)
        box.wait_for()
        self.type(box, name, over=True)
        if self.dice.random() < 0.6:
            self.press(family.get_by_role("button", name="Add this person"))
            self.note(f"person {name[:4]}", f"person {name}", lambda: name in (self.case / "people.csv").read_text(encoding="utf-8"))
            self.facts.pop("new person", None)
        else:
            self.note("new person", f"person begun: {name}", lambda: held(self.case, "genogram").get("new-pseudonym") == name, lambda page: says(lambda: page.locator('[data-key="new-pseudonym"]').input_value() == name))

    def adds_a_bond(self, page: Any) -> None:
        """Adds a relationship."""
        family = page.locator(".lcspr-genogram")
        family.get_by_role("tab", name="Relationships").click()
        a, b = self.dice.sample(["p02", "p03", "p04", "p05", "p06", "p07", "p09", "p10"], 2)
        kind, year = self.dice.choice(["close", "distant", "conflict"]), str(self.dice.randint(1990, 2024))
        for words, choice in (("Who is related", a), ("How they are related", kind), ("To whom", b)):
            family.get_by_label(words).select_option(choice)
        self.type(family.get_by_role("group", name="A new relationship").get_by_label("from"), year, over=True)
        self.press(family.get_by_role("button", name="Add this relationship"))
        self.note(f"bond {a}{b}{kind}{year}", f"{a} {kind} {b} from {year}", lambda: f"{a},{b},{kind},{year}" in (self.case / "relationships.csv").read_text(encoding="utf-8"))

    # ------------------------------------------------------------------ the explorer

    def keeps_a_view(self, page: Any) -> None:
        """Searches and keeps the view."""
        explorer, name = page.locator(".jp-Notebook .lcspr-explore"), self.sentence()
        word = self.dice.choice(["bruise", "school", "mother", "police", "sleep"])
        self.type(explorer.get_by_label("Search"), word, over=True)
        if explorer.get_by_label("Name", exact=True).is_hidden():
            self.press(explorer.get_by_text("Views and export"))
        self.type(explorer.get_by_label("Name", exact=True), name, over=True)
        self.press(explorer.get_by_role("button", name="Keep view"))
        self.note(f"view {name[:4]}", f"view {name}", lambda: any(view.name == name and view.filters.text == word for view in read_views(self.case).views))

    def reads_on(self, page: Any) -> None:
        """Looks around: zooms, brushes a stretch of time, reads events, exports; nothing may break."""
        explorer = page.locator(".jp-Notebook .lcspr-explore")
        self.press(explorer.get_by_role("button", name="Clear all"))
        self.press(explorer.get_by_role("button", name=self.dice.choice(["Zoom in", "Earlier", "Later", "Whole", "Zoom out"])))
        strip = explorer.locator(".lcspr-strip").bounding_box()
        left = strip["x"] + 250 + self.dice.random() * 300
        page.mouse.move(left, strip["y"] + 12)
        page.mouse.down()
        page.mouse.move(left + self.dice.randint(60, 250), strip["y"] + 12, steps=4)
        page.mouse.up()
        page.wait_for_function("() => /^[0-9]+ of/.test(document.querySelector('.jp-Notebook .lcspr-explore .lcspr-status').textContent)")
        if explorer.locator(".lcspr-status").inner_text().startswith("0 of"):  # a stretch of time in which nothing is recorded
            self.press(explorer.get_by_role("button", name="Whole"))
            page.wait_for_function("() => /^[1-9][0-9]* of/.test(document.querySelector('.jp-Notebook .lcspr-explore .lcspr-status').textContent)")
        explorer.locator(".lcspr-table").focus()
        for _ in range(3):
            page.keyboard.press(self.dice.choice(["ArrowDown", "PageDown", "Home", "End"]))
        page.locator(".jp-Notebook .lcspr-explore .lcspr-reading[data-number]").wait_for()
        made = len(list((self.case / "exports").glob("view-*"))) if (self.case / "exports").is_dir() else 0
        if explorer.get_by_role("button", name="Export to Excel").is_hidden():
            self.press(explorer.get_by_text("Views and export"))
        self.press(explorer.get_by_role("button", name="Export to Excel"))
        self.note("export", "a view exported", lambda: len(list((self.case / "exports").glob("view-*.xlsx"))) > made)

    # ------------------------------------------------------------------ all

    def unfold(self, within: Any, words: str) -> None:
        """Open a fold, if it is closed."""
        summary = within.locator("summary", has_text=words).first
        if not summary.evaluate("one => one.parentElement.open"):
            self.press(summary)

    def press_box(self, box: Any) -> None:
        """A check box, by mouse or by the space bar."""
        if self.dice.random() < 0.5:
            box.click()
        else:
            box.focus()
            box.page.keyboard.press("Space")


DEEDS: dict[str, list[str]] = {
    "5_report": ["writes", "writes", "writes", "writes"],
    "2_episodes": ["accepts", "refuses", "begins_to_refuse", "writes_notes", "writes_notes", "writes_notes", "moves_an_end", "picks_a_row", "makes_an_episode", "begins_an_episode", "ticks_a_line", "undoes_and_redoes"],
    "1_chronology": ["mends", "begins_to_mend", "links", "links", "files_a_name", "maps"],
    "3_genogram": ["changes_a_person", "changes_a_person", "adds_a_person", "adds_a_bond"],
    "explore": ["keeps_a_view", "reads_on"],
}  # fmt: skip


def says(condition: Callable[[], bool], seconds: float = 30) -> bool:
    """Whether something becomes true in time."""
    until = time.monotonic() + seconds
    while True:
        with suppress(Exception):
            if condition():
                return True
        if time.monotonic() > until:
            return False
        time.sleep(0.1)
