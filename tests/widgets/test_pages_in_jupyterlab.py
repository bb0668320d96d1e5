"""The pages of a case in a real JupyterLab, one session for all: welcome, intake, report."""

from __future__ import annotations

import pytest

pytestmark = [pytest.mark.browser, pytest.mark.slow]


def test_the_first_page_runs_by_itself_and_leads_to_the_others(lab):
    with lab.opened("welcome.ipynb") as page:
        page.get_by_text("checks passed").wait_for()
        assert page.locator(".jp-Notebook .lcspr-welcome h1").inner_text() == "Child Alex"
        assert not page.get_by_text("from lcspr_kit").first.is_visible()
        assert lab.violations(page, ".jp-Notebook .lcspr-welcome") == []
        held = lab.saved(page, "welcome.ipynb")
        assert "Child Alex" not in held and "quarantined" not in held
        page.get_by_role("button", name="Show code").click()
        page.get_by_text("from lcspr_kit").first.wait_for()
        page.get_by_role("link", name="What arrived").focus()
        page.keyboard.press("Enter")
        page.get_by_role("tab", name="1_chronology.ipynb").wait_for()
        page.get_by_role("button", name="All steps").click()
        page.get_by_role("tab", name="welcome.ipynb", selected=True).wait_for()
        assert len(page.context.pages) == 1


def test_the_first_picture_is_there_before_the_page_and_gives_way_to_it(lab):
    held = []  # what JupyterLab asks for before its own part of the page
    with lab.opened("explore.ipynb", before=lambda page: page.route("**/api/contents/notebooks/explore.ipynb?*content=1*", lambda route: held.append(route))) as page:
        first = page.locator(".lcspr-first")
        first.locator(".lcspr-explore[data-milliseconds]").wait_for()
        assert "This is the case as it stands now" in first.inner_text() and first.locator(".lcspr-mark").count() > 50
        assert first.get_by_label("Search").evaluate("one => Boolean(one.closest('[inert]'))")
        assert lab.violations(page, ".lcspr-first") == []
        page.unroute("**/api/contents/notebooks/explore.ipynb?*content=1*")  # which lets go of what was held
        page.locator(".jp-Notebook .lcspr-mark").first.wait_for(state="attached")
        first.wait_for(state="detached")


def test_a_page_whose_kernel_is_no_more_is_started_again_by_its_button(lab):
    with lab.opened("welcome.ipynb") as page:
        page.locator(".jp-Notebook .lcspr-welcome[data-told]").wait_for()
        page.evaluate("() => { document.querySelector('.jp-Notebook .lcspr-welcome').dataset.old = 1; }")
        lab.let_go_of_kernel(page, "welcome.ipynb")
        page.get_by_text("The kit has stopped").wait_for()
        page.get_by_role("button", name="Start it again").click()
        page.locator(".jp-Notebook .lcspr-welcome[data-told]:not([data-old])").wait_for()
        assert page.get_by_text("The kit has stopped").count() == 0


def test_the_timelines_are_shown_as_pictures(lab):
    with lab.opened("4_timeline.ipynb") as page:
        page.locator(".lcspr-figure svg").nth(2).wait_for()
        assert page.locator(".lcspr-figure figcaption").first.inner_text().startswith("All agencies' records")
        assert page.locator(".lcspr-plain img, .jp-mod-untrusted").count() == 0
        assert lab.violations(page, ".lcspr-figure") == []


def test_every_tab_of_the_report_is_without_barriers(lab):
    with lab.opened("5_report.ipynb") as page:
        tabs = page.locator(".lcspr-report [role=tab]")
        tabs.first.wait_for()
        for place in range(4):
            tabs.nth(place).click()
            page.locator(".lcspr-report [role=tab][aria-selected=true]").get_by_text(tabs.nth(place).inner_text()).wait_for()
            assert lab.violations(page, ".lcspr-report") == []


OUT_OF_ITS_BOX = "root => { const edge = root.getBoundingClientRect().right + 1; return [...root.querySelectorAll('select, input, button, textarea')].filter((one) => one.getBoundingClientRect().right > edge && !one.closest('.lcspr-picture, table')).map((one) => one.outerHTML.slice(0, 80)); }"


@pytest.mark.parametrize(("notebook", "root"), [("5_report", ".lcspr-report"), ("3_genogram", ".lcspr-genogram")])
def test_at_twice_the_size_every_field_stays_in_the_page_and_boxes_are_light_in_any_theme(lab, notebook, root):
    with lab.opened(f"{notebook}.ipynb") as page:
        shown = page.locator(f".jp-Notebook {root}")
        shown.locator("option, svg").first.wait_for(state="attached")
        page.set_viewport_size({"width": 683, "height": 384})
        page.wait_for_timeout(300)
        assert shown.evaluate(OUT_OF_ITS_BOX) == []
        assert shown.evaluate("root => { root.parentElement.style.colorScheme = 'dark'; return getComputedStyle(root).colorScheme; }") == "light"


def test_the_author_sets_right_what_arrived(lab):
    case = lab.case
    (case / "chronologies" / "words.csv").write_text("Wann,Was\nnext week,Called about rent\n31/02/2025,Rent book seen\n", encoding="utf-8")
    with lab.opened("1_chronology.ipynb") as page:
        intake = page.locator(".lcspr-intake")
        intake.get_by_role("button", name="words.csv").click()
        intake.get_by_label("What column 'Wann' is").select_option("date")
        intake.get_by_label("What column 'Was' is").select_option("event")
        intake.get_by_text("Kept in mapping.yml").wait_for()
        intake.get_by_role("tab", name="Quarantine (3)").wait_for()
        assert lab.violations(page, ".lcspr-intake") == []
        intake.get_by_role("tab", name="Files and columns").focus()
        page.keyboard.press("ArrowRight")
        intake.get_by_label("What to mend words.csv, row 3 with").fill("28/02/2025")
        reason = intake.get_by_role("article", name="words.csv, row 3").get_by_label("because")
        reason.fill("By telephone")
        reason.press("Enter")
        intake.get_by_text("Kept in repairs.yml").wait_for()
        assert "By telephone" in (case / "repairs.yml").read_text(encoding="utf-8")
        assert lab.violations(page, ".lcspr-intake") == []
        intake.get_by_role("tab", name="Links").click()
        intake.get_by_role("button", name="One event: ").first.click()
        intake.get_by_text("Decided (1)").wait_for()
        assert lab.violations(page, ".lcspr-intake") == []
        intake.get_by_role("button", name="Undo", exact=True).click()
        intake.get_by_text("Decided (0)").wait_for()
        intake.get_by_label("Real names on this screen").check()
        intake.locator(".lcspr-real").wait_for()
        held = lab.saved(page, "1_chronology.ipynb")
        assert not any(words in held for words in ("Rent book", "Corin", "bruise", "words.csv"))
