"""Search, facets and order show the right papers, count them rightly, and keep what is chosen in the address."""

from urllib.parse import unquote_plus

import pytest
from playwright.sync_api import Page, expect

from schemas.digest import DigestPaper, Section
from tests.browser.invented import GATE, HUSH, LATE, PAPERS, TIDE, WEEKLY
from tests.browser.opening import Opener


def shown(page: Page) -> list[str]:
    # Text that is far off the screen is not laid out, so the visible text of a node says nothing about it.
    visible = """nodes => nodes.filter(node => node.checkVisibility())
        .map(node => node.querySelector("h3").textContent.trim())"""
    return [str(title) for title in page.locator("article").evaluate_all(visible)]


def titles(*papers: DigestPaper) -> set[str]:
    return {paper.title for paper in papers}


def count_of(page: Page, label: str) -> str:
    return page.locator("#facets label", has_text=label).locator(".n").first.text_content() or ""


def tick(page: Page, label: str) -> None:
    folded = page.locator("#facets details:not([open]) > summary:visible")
    while folded.count():
        folded.first.click()
    page.locator("#facets label", has_text=label).locator("input").first.check()


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("mossgate", (GATE,)),
        ("QUIET", (HUSH, TIDE)),  # a title, a tag
        ("retr", (GATE, TIDE)),  # words are found by how they begin
        ("etrieval", ()),
        ("mussig", (GATE,)),  # accents make no difference
        ("passages tide", (TIDE,)),  # every word
        ('"stops early"', (GATE,)),
        ('"early stops"', ()),
        ("shout", (HUSH,)),  # only in the abstract
        ("52%", (GATE,)),
        ("", PAPERS),
    ],
)
def test_search_finds_the_papers_with_every_word(opened: Opener, query: str, found: tuple[DigestPaper, ...]) -> None:
    page = opened()
    page.get_by_role("searchbox").fill(query)
    assert set(shown(page)) == titles(*found)
    said = page.locator("#shown").inner_text()
    assert said == (f"{len(found)} of 4 papers" if query else "4 papers told")
    assert page.get_by_text("No paper fits").is_visible() == (not found)


def test_search_runs_while_it_is_typed(opened: Opener) -> None:
    page = opened()
    page.get_by_role("searchbox").press_sequentially("hush")
    assert shown(page) == [HUSH.title]


@pytest.mark.parametrize(
    ("labels", "found"),
    [
        (("FenQA",), (GATE, TIDE)),
        (("Peat-7B",), (HUSH, TIDE)),
        (("FenQA", "Peat-7B"), (TIDE,)),  # two facets: both
        (("updated", "late"), (HUSH, LATE)),  # one facet: either
        (("MarshConf", "with code"), (GATE,)),
        (("cs.LG",), (HUSH, TIDE)),  # a second topic counts
        (("W21",), (GATE, HUSH, TIDE)),
        (("with your word",), (HUSH, LATE)),
        (("in the authors' own words",), (HUSH,)),
        (("to read first",), (GATE,)),
    ],
)
def test_facets_narrow_within_and_across(
    opened: Opener, labels: tuple[str, ...], found: tuple[DigestPaper, ...]
) -> None:
    page = opened()
    for label in labels:
        tick(page, label)
    assert set(shown(page)) == titles(*found)


def test_topics_of_a_category_are_one_step_below_it(opened: Opener) -> None:
    page = opened()
    assert not page.locator("#facets label", has_text="Quiet learning").is_visible()
    page.locator("#facets summary", has_text="cs.LG").click()
    page.locator("#facets label", has_text="Quiet learning").locator("input").check()
    assert set(shown(page)) == titles(HUSH, TIDE)


def test_counts_say_what_one_more_tick_would_find(opened: Opener) -> None:
    page = opened()
    assert (count_of(page, "FenQA"), count_of(page, "updated"), count_of(page, "late")) == ("2", "1", "1")
    tick(page, "FenQA")
    # Other facets count what is left; the facet itself counts what it would add.
    assert (count_of(page, "Peat-7B"), count_of(page, "updated"), count_of(page, "with code")) == ("1", "0", "1")
    assert page.locator("#facets label", has_text="updated").locator("input").is_disabled()
    tick(page, "with code")
    assert (count_of(page, "new"), count_of(page, "with code")) == ("2", "1")


def test_headings_count_what_is_left_and_empty_sections_go(opened: Opener) -> None:
    page = opened()
    page.get_by_role("searchbox").fill("mossgate")
    assert page.locator("section.topic:visible h2").all_inner_texts() == [
        "cs.IR › Retrieval-augmented generation 1 of 2"
    ]
    assert page.get_by_role("heading", name="At a glance").is_hidden()
    page.get_by_role("button", name="Clear all").click()
    assert len(shown(page)) == 4
    assert page.get_by_role("heading", name="At a glance").is_visible()
    expect(page.get_by_role("searchbox")).to_be_focused()


def test_order_gathers_the_papers_and_gives_them_back(opened: Opener) -> None:
    page = opened()
    before = shown(page)
    page.get_by_role("combobox", name="Order").select_option("newest")
    assert shown(page) == [TIDE.title, HUSH.title, GATE.title, LATE.title]
    page.get_by_role("combobox", name="Order").select_option("title")
    assert shown(page) == sorted(before)
    page.get_by_role("searchbox").fill("tide")
    assert shown(page) == [TIDE.title]
    page.get_by_role("button", name="Clear all").click()
    assert shown(page) == before


def test_address_keeps_the_choice_and_brings_it_back(opened: Opener) -> None:
    page = opened()
    page.get_by_role("searchbox").fill("tides & passages")
    tick(page, "Quiet learning")
    page.wait_for_url("**topic=*")
    assert unquote_plus(page.url.split("#?")[1]) == "q=tides & passages&topic=cs.LG/Quiet learning"
    again = opened(fragment="#" + page.url.split("#")[1])
    assert shown(again) == [TIDE.title]
    assert again.get_by_role("searchbox").input_value() == "tides & passages"
    assert again.locator("#facets label", has_text="Quiet learning").locator("input").is_checked()


def test_address_that_means_nothing_finds_everything(opened: Opener) -> None:
    page = opened(fragment="#?topic=<img src=x onerror=alert(1)>&order=constructor&year=%E0%A4%A")
    assert len(shown(page)) == 4
    assert page.get_by_role("combobox", name="Order").input_value() == ""


def test_filters_are_folded_away_on_a_small_screen(opened: Opener) -> None:
    page = opened(width=390)
    button = page.get_by_role("button", name="Filters")
    assert page.locator("#facets").is_hidden()
    button.click()
    assert button.get_attribute("aria-expanded") == "true"
    tick(page, "FenQA")
    assert set(shown(page)) == titles(GATE, TIDE)
    page.keyboard.press("Escape")
    assert page.locator("#facets").is_hidden()
    expect(button).to_be_focused()
    assert set(shown(page)) == titles(GATE, TIDE)


MANY = tuple(
    TIDE.model_copy(
        update={"id": f"t:{number:012x}", "title": f"Tide {number * 7 % 200:03} of {'reed' if number % 3 else 'sedge'}"}
    )
    for number in range(200)
)
LARGE = WEEKLY.model_copy(
    update={
        "sections": (
            Section(path=("cs.IR",), name="Information Retrieval", papers=MANY[:120]),
            Section(path=("cs.LG",), name="Machine Learning", papers=MANY[120:]),
        )
    }
)
DO = """(steps) => {
  for (const [id, value] of steps) {
    const node = document.getElementById(id);
    node.value = value;
    node.dispatchEvent(new Event(id === "order" ? "change" : "input", { bubbles: true }));
  }
  return [...document.querySelectorAll("article.paper")].filter((one) => one.checkVisibility()).slice(0, 20)
    .map((one) => one.querySelector("h3").textContent);
}"""


@pytest.mark.parametrize(
    ("steps", "order", "word"),
    [
        ([("order", "title")], "title", ""),
        ([("query", "sedge")], "", "sedge"),
        ([("order", "title"), ("query", "sedge")], "title", "sedge"),
        ([("order", "title"), ("order", "newest"), ("order", "title")], "title", ""),
        ([("order", "title"), ("order", "")], "", ""),
        ([("query", "sedge"), ("order", "title"), ("query", ""), ("order", "")], "", ""),
        ([("query", "nothing"), ("query", "reed"), ("order", "title"), ("query", "sedge"), ("order", "")], "", "sedge"),
    ],
)
def test_many_papers_are_right_at_once_where_they_are_seen_and_soon_everywhere(
    opened: Opener, steps: list[tuple[str, str]], order: str, word: str
) -> None:
    page = opened(LARGE)
    found = [paper.title for paper in MANY if word in paper.title]
    found = sorted(found) if order else found
    assert page.evaluate(DO, steps) == found[:20]
    page.wait_for_function(
        "(count) => document.querySelectorAll('article.paper:not([hidden])').length === count", arg=len(found)
    )
    expect(page.locator("article.paper:visible")).to_have_count(len(found))
    assert shown(page) == found
