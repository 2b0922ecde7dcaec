"""What people do on the pages, in a real browser."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pypdfium2

from personae.adapters.builds import FolderBuilds
from personae.faces.pages import freeze, write_frozen
from tests.fakes.page_build import SAID

Open = Callable[..., Any]
PHONE = {"width": 390, "height": 844}
OVERFLOW = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
EVERY = (
    "/", "/chain", "/chain/top-down", "/findings", "/personas/u_e", "/personas/card_e", "/layers/user", "/accounts",
    "/accounts/a0", "/opportunities", "/opportunities/o0", "/archetypes", "/evidence", "/evidence?q=export", "/audit",
    "/assumptions", "/decisions", "/quotes/q40", "/builds", "/builds/20260101T000000Z-aa/changes",
    "/everything",
)  # fmt: skip


def test_from_the_overview_to_a_persona_to_its_evidence_in_the_document(open_page: Open) -> None:
    page = open_page("/")
    page.get_by_role("link", name="Reporters who export").first.click()
    assert page.locator("h1").inner_text() == "Reporters who export"
    said = page.locator(".statement", has_text="Exports get in the way")
    assert said.locator(".against").count() == 1, "what speaks against it stands beside it"
    said.get_by_role("link", name="in its document").last.click()
    assert page.url.endswith("#c40")
    marked = page.locator(".sentence:target .said")
    assert marked.inner_text() == SAID
    assert marked.evaluate("e => getComputedStyle(e).backgroundColor") != "rgba(0, 0, 0, 0)"


def test_up_and_down_the_chain(open_page: Open) -> None:
    page = open_page("/chain")
    assert page.locator(".path div").first.inner_text().startswith("Reporters who export →")
    page.get_by_role("link", name="from the top down").click()
    assert page.locator(".path div").first.inner_text().startswith("Renewals rests on")
    assert "weakest link" in page.locator(".path").first.inner_text()
    assert page.locator(".edge.weakest").count() == 1


def test_from_a_finding_to_its_evidence(open_page: Open) -> None:
    page = open_page("/findings")
    page.locator(".finding.high").get_by_role("link", name="in its document").click()
    assert page.locator(".sentence:target .said").inner_text() == SAID


def test_search_finds_people_s_words_personas_and_accounts(open_page: Open) -> None:
    page = open_page("/")
    page.keyboard.press("/")
    page.keyboard.type("export")
    page.keyboard.press("Enter")
    assert page.locator(".quotes q").first.inner_text() in (SAID, "Exports are fine.")
    assert page.locator(".things").get_by_role("link", name="Reporters who export").is_visible()
    page.get_by_role("searchbox", name="Words").fill("beac")
    page.get_by_role("button", name="Search").click()
    page.locator(".things").get_by_role("link", name="Beacon Foods").click()
    assert page.locator("h1").inner_text() == "Beacon Foods"


def test_without_javascript(open_page: Open) -> None:
    page = open_page("/accounts", java_script_enabled=False)
    page.get_by_label("Name").fill("Beacon")
    page.get_by_role("button", name="Show").click()
    page.get_by_role("link", name="Beacon Foods").click()
    page.get_by_role("link", name="Deal 0", exact=True).click()
    assert "decision maker" in page.locator("main").inner_text()


def test_people_decide_without_javascript_and_take_it_back(open_page: Open) -> None:
    page = open_page("/personas/u_p", java_script_enabled=False)
    page.get_by_text("rename", exact=True).click()
    page.locator("details[open]").get_by_label("Your name").fill("Ana")
    page.locator("details[open]").get_by_label("Name", exact=True).fill("Schedulers")
    page.get_by_role("button", name="Rename").click()
    assert page.locator("h1").inner_text() == "Schedulers"
    assert "is called “Schedulers” (was “Planners”)" in page.get_by_role("status").inner_text()
    page.get_by_role("link", name="Overview", exact=True).click()
    page.get_by_role("link", name="Reporters who export").first.click()
    said = page.locator(".statement", has_text="Exports get in the way")
    said.get_by_text("judge").click()
    said.get_by_role("button", name="Right").click()
    assert "right, says Ana" in page.locator(".statement", has_text="Exports get in the way").inner_text()
    said = page.locator(".statement", has_text="Exports get in the way")
    said.get_by_role("link", name="in its document").last.click()
    page.locator(".sentence:target").get_by_role("link", name="judge").click()
    page.get_by_label("Or it is about").select_option("goal")
    page.get_by_role("button", name="That is what it is about").click()
    assert page.locator("main .origin").inner_text() == "goal"
    page.get_by_role("link", name="Decisions", exact=True).click()
    assert page.locator("tbody tr").count() == 3
    for _ in range(3):
        held = page.locator("tbody tr", has_text="take back").first
        held.locator("summary").click()
        held.get_by_role("button", name="Take back").click()
    assert page.locator("tbody tr", has_text="take back").count() == 0
    assert page.get_by_role("link", name="Planners").count() == 0
    page.get_by_role("link", name="Overview", exact=True).click()
    assert page.get_by_role("link", name="Planners").first.is_visible()


def test_a_brief_on_one_sheet_of_paper_and_a_round_of_training(open_page: Open, uses: str) -> None:
    page = open_page(uses)
    page.get_by_role("link", name="Sales", exact=True).click()
    page.get_by_role("link", name="Deal a05 2", exact=True).click()
    assert "Who is missing" in page.locator("main").inner_text()
    paper = pypdfium2.PdfDocument(page.pdf(format="A4"))
    assert len(paper) == 1, "a brief is one sheet"
    assert "Who is missing" in paper[0].get_textpage().get_text_range()
    page.get_by_role("link", name="Training", exact=True).click()
    first = page.locator(".questions > li").first
    answer = first.locator("details p")
    assert not answer.is_visible(), "decide first"
    first.get_by_text("Answer").click()
    assert any(answer.inner_text().startswith(one) for one in first.locator(".choices li").all_inner_texts())
    shown = page.locator(".questions").inner_text()
    page.get_by_role("link", name="another round").click()
    assert page.locator(".questions").inner_text() != shown


def test_with_the_keyboard_alone(open_page: Open) -> None:
    page = open_page("/")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent") == "Skip to the content"
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    assert page.evaluate("!!document.activeElement.closest('main')"), "the skip link passes the navigation"
    assert page.evaluate("getComputedStyle(document.activeElement).outlineStyle") != "none"
    page.keyboard.press("Enter")
    assert page.locator("h1").inner_text() == "Reporters who export"


def test_in_the_dark_nothing_stays_bright(open_page: Open) -> None:
    page = open_page("/", color_scheme="dark")
    red, green, blue = (int(part) for part in page.evaluate(
        "getComputedStyle(document.body).backgroundColor.match(/\\d+/g).slice(0, 3)"
    ))  # fmt: skip
    assert max(red, green, blue) < 60


def test_on_a_phone_no_page_scrolls_sideways(open_page: Open, site: str) -> None:
    page = open_page("/", viewport=PHONE)
    wide = {}
    for path in EVERY:
        page.goto(site + path)
        if (over := page.evaluate(OVERFLOW)) > 0:
            wide[path] = over
    assert wide == {}


def test_the_frozen_report_opens_from_disk(open_page: Open, workspace: Path, tmp_path: Path) -> None:
    store = FolderBuilds(workspace)
    build = store.load()
    assert build is not None
    write_frozen(tmp_path / "report", freeze(build, store.ids(), store.load))
    page = open_page((tmp_path / "report" / "index.html").as_uri())
    assert page.evaluate("getComputedStyle(document.querySelector('.layers')).display") == "grid", "the style is found"
    page.get_by_role("link", name="Accounts", exact=True).click()
    page.get_by_label("Filter these rows").fill("beacon")
    assert page.locator("[data-item]:visible").count() == 1, "the script runs from disk, too"
    page.get_by_role("link", name="Beacon Foods").click()
    page.get_by_role("link", name="Search", exact=True).click()
    page.get_by_role("link", name="in its interview").first.click()
    assert page.locator(".sentence:target").count() == 1
