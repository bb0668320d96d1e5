"""The widgets in a real JupyterLab, driven by a real Chromium: what an author clicks and types."""

from __future__ import annotations

import time

import pytest

from lcspr_kit.episodes.decide import read_decisions

pytestmark = [pytest.mark.browser, pytest.mark.slow]


def says(page, within: str, words: str) -> None:
    page.wait_for_function("([where, words]) => document.querySelector(where)?.textContent.includes(words)", arg=[within, words])


def test_the_author_searches_reads_aligns_and_keeps_a_view(lab):
    case = lab.case
    with lab.opened("explore.ipynb") as page:
        explorer, status = page.locator(".jp-Notebook .lcspr-explore"), ".jp-Notebook .lcspr-explore .lcspr-status"
        says(page, status, " events")
        everything = page.locator(status).inner_text().split()
        assert everything[0] == everything[2]
        explorer.get_by_label("Search").fill("bruise")
        page.wait_for_function("([where, was]) => !document.querySelector(where).textContent.startsWith(was)", arg=[status, f"{everything[0]} of"])
        explorer.locator(".lcspr-mark").last.click()
        page.locator(".jp-Notebook .lcspr-explore .lcspr-reading[data-number]").wait_for()
        assert "ruise" in explorer.locator(".lcspr-reading").inner_text()
        chosen = explorer.locator(".lcspr-reading").get_attribute("data-number")
        explorer.locator(".lcspr-table").focus()
        page.keyboard.press("Home")
        page.wait_for_function("was => document.querySelector('.lcspr-reading').dataset.number !== was", arg=chosen)
        explorer.locator(".lcspr-chart").focus()
        cells = page.locator(".jp-Notebook .jp-Cell").count()
        page.keyboard.press("a")
        explorer.get_by_role("columnheader", name="Days").wait_for()
        assert page.locator(".jp-Notebook .jp-Cell").count() == cells, "the key was the notebook's too"
        explorer.get_by_text("Views and export").click()
        explorer.get_by_label("Name", exact=True).fill("Bruises")
        explorer.get_by_role("button", name="Keep view").click()
        says(page, status, "The view is kept")
        assert "bruise" in (case / "views.yml").read_text(encoding="utf-8")
        assert "Corin" not in explorer.inner_text()
        explorer.get_by_label("Real names on this screen").check()
        explorer.locator(".lcspr-real").wait_for()
        says(page, ".jp-Notebook .lcspr-explore .lcspr-inner", "Corin")
        assert lab.violations(page, ".jp-Notebook .lcspr-explore") == []
        assert "Corin" not in lab.saved(page, "explore.ipynb")


def test_the_author_accepts_writes_and_undoes(lab):
    case = lab.case
    with lab.opened("2_episodes.ipynb") as page:
        cards = page.locator(".lcspr-episodes")
        proposal = cards.locator(".lcspr-card.lcspr-proposed").first.get_attribute("data-id")
        cards.get_by_role("button", name=f"Accept {proposal}").click()
        accepted = cards.locator('.lcspr-card[data-id="E3"]')
        accepted.wait_for()
        accepted.get_by_text("Title, lines of enquiry and notes").click()
        accepted.get_by_label("Why practice was as it was").fill("Because <b>nobody</b> asked")
        says(page, ".lcspr-episodes .lcspr-changed", "Changed since you opened this page: 1")
        page.wait_for_function("() => document.activeElement.tagName === 'TEXTAREA'")
        page.wait_for_timeout(1500)
        assert read_decisions(case)["E3"].why == "Because <b>nobody</b> asked"
        assert cards.locator("textarea b").count() == 0
        handle = accepted.get_by_role("slider", name="First day of E3")
        first = read_decisions(case)["E3"].start
        handle.press("ArrowLeft")
        handle.press("Enter")
        page.wait_for_timeout(3000)
        assert (first - read_decisions(case)["E3"].start).days == 1
        assert lab.violations(page, ".lcspr-episodes") == []
        assert "nobody" not in lab.saved(page, "2_episodes.ipynb")
        accepted.get_by_label("What it says about the system").fill("Typed while the kernel died")
        lab.end(lab.kernels())
        says(page, '.lcspr-episodes [data-id="E3"]', "2 of ")
        assert read_decisions(case)["E3"].system == "Typed while the kernel died"
        undo = cards.get_by_role("button", name="Undo", exact=True)
        undo.click()
        page.wait_for_function("() => document.querySelector('.lcspr-episodes [data-id=E3]').textContent.includes('1 of ')")
        undo = cards.get_by_role("button", name="Undo", exact=True)
        undo.click()
        undo.click()
        undo.click()
        # The page may be drawn anew meanwhile, as its kernel has just come back: what counts is what stands in the case.
        deadline = time.monotonic() + 60
        while [decision.id for decision in read_decisions(case).episodes] != ["E1", "E2"]:
            assert time.monotonic() < deadline, [(one.id, one.why, one.system) for one in read_decisions(case).episodes]
            page.wait_for_timeout(200)
        page.wait_for_function("() => !document.querySelector('.lcspr-episodes [data-id=E3]')")


def test_the_author_changes_the_family_and_sees_it_drawn(lab):
    case = lab.case
    with lab.opened("3_genogram.ipynb") as page:
        family = page.locator(".lcspr-genogram")
        family.locator(".lcspr-picture svg").wait_for()
        before = (case / "people.csv").read_bytes()
        born = family.get_by_label("Born of Father", exact=True)
        born.fill("soon")
        born.press("Tab")
        says(page, ".lcspr-genogram .lcspr-problem", "row 4, column born: 'soon' is not a date")
        assert born.input_value() == "soon" and (case / "people.csv").read_bytes() == before
        born.fill("1980-02")
        born.press("Enter")
        says(page, ".lcspr-genogram .lcspr-picture", "1980")
        assert page.evaluate("document.activeElement.getAttribute('aria-label')") == "Born of Sibling 1"
        family.get_by_label("Pseudonym", exact=True).fill("Cousin <b>")
        family.get_by_role("button", name="Add this person").press("Enter")
        says(page, ".lcspr-genogram .lcspr-picture", "Cousin <b>")
        assert page.evaluate("document.activeElement.getAttribute('aria-label')") == "Born of Cousin <b>"
        family.get_by_role("tab", name="Relationships").click()
        for words, choice in (("Who is related", "p09"), ("How they are related", "parent"), ("To whom", "p18")):
            family.get_by_label(words).select_option(choice)
        family.get_by_role("button", name="Add this relationship").click()
        family.get_by_role("tab", name="Relationships (33)").wait_for()
        assert b"p09,p18,parent" in (case / "relationships.csv").read_bytes()
        slider = family.get_by_label("The family as on")
        slider.press("Home")
        page.wait_for_function("() => !document.querySelector('.lcspr-genogram .lcspr-picture').textContent.includes('Child Alex')")
        slider.press("End")
        says(page, ".lcspr-genogram .lcspr-picture", "Child Alex")
        assert lab.violations(page, ".lcspr-genogram") == [] and "Corin" not in family.inner_text()
        family.get_by_label("Real names on this screen").check()
        says(page, ".lcspr-genogram .lcspr-picture", "Corin")
        held = lab.saved(page, "3_genogram.ipynb")
        assert "Corin" not in held and "Child Alex" not in held
        undo = family.get_by_role("button", name="Undo", exact=True)
        for changes in (2, 1, 0):
            undo.click()
            family.get_by_role("tab", name=f"Changed ({changes})").wait_for()
        assert (case / "people.csv").read_bytes() == before
