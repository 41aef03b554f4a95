"""Anybody can use the page: with keys alone, with a screen reader, in both themes, at every width, on paper."""

from itertools import pairwise

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from schemas.digest import Counts, Digest
from tests.browser.invented import GATE, HUSH, TIDE
from tests.browser.opening import Opener, Scheme

WIDTHS = (1440, 1024, 390)


def focused(page: Page) -> str:
    return str(page.evaluate("document.activeElement.innerText || document.activeElement.id"))


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", WIDTHS)
def test_axe_finds_nothing(opened: Opener, width: int, scheme: Scheme) -> None:
    page = opened(width=width, height=6_000, scheme=scheme)  # what is far off the screen would not be judged
    if page.get_by_role("button", name="Filters").is_visible():
        page.get_by_role("button", name="Filters").click()
    for summary in page.locator("summary:visible").all():
        summary.click()
    page.locator("dd.said").first.click()
    results = Axe().run(page, options={"resultTypes": ["violations"]})
    assert results.violations_count == 0, results.generate_report()


@pytest.mark.parametrize("script", [True, False])
@pytest.mark.parametrize("width", [*WIDTHS, 320])
def test_nothing_is_wider_than_the_screen(opened: Opener, width: int, script: bool) -> None:
    page = opened(width=width, script=script)
    fits = page.locator("html").evaluate("node => node.scrollWidth <= innerWidth") if script else True
    box = page.locator("main").bounding_box()
    assert fits
    assert box
    assert box["x"] + box["width"] <= width


def test_keys_alone_search_narrow_and_read(opened: Opener) -> None:
    page = opened()
    page.keyboard.press("Tab")
    assert focused(page) == "Skip to the papers"
    page.keyboard.press("/")
    expect(page.get_by_role("searchbox")).to_be_focused()
    page.keyboard.type("fenqa/")  # a slash is a letter while one types
    assert page.get_by_role("searchbox").input_value() == "fenqa/"
    while page.evaluate("document.activeElement.dataset.key === undefined"):
        page.keyboard.press("Tab")
    page.keyboard.press("Space")
    assert page.locator("#shown").inner_text() == "2 of 4 papers"
    page.keyboard.press("j")
    assert focused(page) == TIDE.title
    page.keyboard.press("j")
    assert focused(page) == GATE.title
    page.keyboard.press("k")
    assert focused(page) == TIDE.title
    page.keyboard.press("Tab")
    assert page.locator(".s.lit").all_inner_texts() == ["Tides move passages."]
    page.keyboard.press("Escape")
    assert page.locator("#shown").inner_text() == "4 papers told"


def test_single_keys_can_be_turned_off(opened: Opener) -> None:
    page = opened()
    page.locator("summary", has_text="Keys").click()
    page.get_by_label("Use single keys").uncheck()
    page.keyboard.press("/")
    expect(page.get_by_role("searchbox")).not_to_be_focused()


def test_number_of_papers_is_read_out(opened: Opener) -> None:
    page = opened()
    status = page.get_by_role("status")
    page.get_by_role("searchbox").fill("hush")
    assert status.inner_text() == "1 of 4 papers"


def test_landmarks_and_headings_lead_through_the_page(opened: Opener) -> None:
    page = opened()
    for role in ("banner", "search", "main", "complementary", "contentinfo"):
        assert page.get_by_role(role).count() == 1, role
    levels = page.locator("h1, h2, h3").evaluate_all("nodes => nodes.map(node => Number(node.tagName[1]))")
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(later - earlier <= 1 for earlier, later in pairwise(levels))


def test_pictures_say_in_words_what_they_show(opened: Opener) -> None:
    page = opened()
    picture = page.get_by_role("img", name="papers over time")
    assert picture.locator("desc").text_content() == "2026-W19: 1, 2026-W20: 4, 2026-W21: 4"
    assert page.get_by_role("img", name="2026-W19: 1, 2026-W20: 3, 2026-W21: 2").count() == 1
    contributions = page.get_by_role("table").filter(has_text="contribution")
    assert contributions.get_by_role("row").nth(1).inner_text().split() == ["method", "3"]


def test_button_changes_the_theme_and_the_system_decides_before(opened: Opener) -> None:
    page = opened(scheme="dark")
    colour = "() => getComputedStyle(document.body).backgroundColor"
    dark = page.evaluate(colour)
    page.get_by_role("button", name="Light").click()
    light = page.evaluate(colour)
    assert dark != light
    page.get_by_role("button", name="Dark").click()
    assert page.evaluate(colour) == dark
    page.reload()
    assert page.evaluate(colour) == dark


def test_print_has_the_cited_sentences_and_no_controls(opened: Opener) -> None:
    page = opened()
    page.emulate_media(media="print")
    entry = page.locator("article", has=page.get_by_role("heading", name=GATE.title))
    assert page.locator("#tools").is_hidden()
    assert page.locator("#facets").is_hidden()
    assert entry.get_by_text("Code is open.").is_visible()  # cited
    quoted = page.locator("article", has=page.get_by_role("heading", name=HUSH.title))
    assert quoted.locator(".s", has_text="Hush makes them quiet.").is_hidden()  # quoted above
    assert quoted.locator(".s", has_text="Models shout.").is_hidden()  # not cited
    link = entry.get_by_role("link", name=GATE.title)
    assert GATE.link.url in link.evaluate("node => getComputedStyle(node, '::after').content.replaceAll('\"', '')") or (
        "attr(href)" in link.evaluate("node => getComputedStyle(node, '::after').content")
    )


def test_empty_digest_says_what_to_do(opened: Opener) -> None:
    page = opened(Digest(title="Research digest", engines=(), counts=Counts(papers=0, entries=0, pages=0), rebuild="x"))
    assert page.get_by_text("No papers.").is_visible()
    assert page.get_by_role("searchbox").count() == 0
    assert Axe().run(page).violations_count == 0
