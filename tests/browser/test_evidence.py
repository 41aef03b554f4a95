"""A statement lights the sentences that carry it: under the pointer, with the focus, tapped, and without script."""

from playwright.sync_api import Locator, Page, expect

from schemas.digest import ReadFirst, Section
from tests.browser.invented import GATE, WEEKLY
from tests.browser.opening import Opener, point_at

CLAIM = "It stops early and the code is open"
BOTH = ["Mossgate stops early.", "Code is open."]


def entry(page: Page) -> Locator:
    return page.locator("article", has=page.get_by_role("heading", name=GATE.title))


def lit(page: Page) -> list[str]:
    return page.locator(".s.lit").all_inner_texts()


def test_pointer_lights_the_sentences_of_a_claim_and_of_no_other(opened: Opener) -> None:
    page = opened()
    point_at(entry(page).get_by_text(CLAIM))
    assert lit(page) == BOTH
    point_at(entry(page).get_by_text("52% fewer calls on FenQA"))
    assert lit(page) == ["On FenQA it needs 52% fewer calls."]
    page.get_by_role("heading", level=1).hover()
    assert lit(page) == []


def test_light_is_no_matter_of_colour_alone(opened: Opener) -> None:
    page = opened()
    point_at(entry(page).get_by_text(CLAIM))
    styles = "node => [getComputedStyle(node).textDecorationLine, getComputedStyle(node, '::before').content]"
    line, number = page.locator(".s.lit").first.evaluate(styles)
    assert line == "underline"
    assert number.startswith('"▸s')


def test_focus_lights_and_reads_out_the_sentence(opened: Opener) -> None:
    page = opened()
    reference = entry(page).locator("dd", has_text=CLAIM).get_by_role("link", name="s4")
    reference.focus()
    assert lit(page) == BOTH
    described = reference.get_attribute("aria-describedby") or ""
    assert page.locator(f"[id='{described}']").inner_text() == "Code is open."
    page.get_by_role("searchbox").focus()
    assert lit(page) == []


def test_click_holds_the_light_until_the_next_click_or_escape(opened: Opener) -> None:
    page = opened()
    claim = entry(page).get_by_text(CLAIM)
    claim.click()
    page.get_by_role("heading", level=1).hover()
    assert lit(page) == BOTH
    claim.click()
    page.get_by_role("heading", level=1).hover()
    assert lit(page) == []
    claim.click()
    page.keyboard.press("Escape")
    page.get_by_role("heading", level=1).hover()
    assert lit(page) == []


def test_tap_on_a_small_screen_opens_the_abstract_and_lights_it(opened: Opener) -> None:
    page = opened(width=390, touch=True)
    sentence = entry(page).locator(".s", has_text="Code is open.")
    assert not sentence.is_visible()
    entry(page).get_by_text(CLAIM).tap()
    assert lit(page) == BOTH
    assert sentence.is_visible()


def test_reference_followed_by_key_shows_the_sentence_and_keeps_the_address(opened: Opener) -> None:
    page = opened(width=390)
    entry(page).locator("dd", has_text=CLAIM).get_by_role("link", name="s4").press("Enter")
    assert entry(page).locator(".s", has_text="Code is open.").is_visible()
    assert "#" not in page.url


def test_without_script_a_reference_leads_to_its_sentence_and_all_is_there(opened: Opener) -> None:
    page = opened(script=False, width=390)
    assert page.get_by_role("searchbox").count() == 0
    assert entry(page).get_by_text(CLAIM).is_visible()
    entry(page).locator("dd", has_text=CLAIM).get_by_role("link", name="s4").click()
    sentence = entry(page).locator(".s", has_text="Code is open.")
    assert page.url.endswith("#" + (sentence.get_attribute("id") or "?"))
    assert sentence.is_visible()


def test_wide_screen_shows_abstracts_without_opening(opened: Opener) -> None:
    page = opened(script=False)
    assert entry(page).get_by_text("Readers fetch too much.").is_visible()
    assert entry(page).get_by_text("Abstract").is_hidden()


def test_links_between_parts_lead_to_what_they_name(opened: Opener) -> None:
    page = opened()
    page.locator(".first").get_by_role("link", name=GATE.title).click()
    assert entry(page).get_by_role("heading").is_visible()
    page.get_by_role("link", name="What is not told").click()
    assert page.get_by_text("A Broken Answer").is_visible()


def test_link_leads_to_its_paper_among_many(opened: Opener) -> None:
    many = [GATE.model_copy(update={"id": f"t:{number}", "title": f"Gate {number}"}) for number in range(400)]
    sections = tuple(Section(path=(f"cs.{place}",), name="x", papers=tuple(many[place::20])) for place in range(20))
    read_first = (ReadFirst(id="t:317", title="Gate 317", reasons=("code",)),)
    page = opened(WEEKLY.model_copy(update={"sections": sections, "read_first": read_first}))
    page.locator(".first").get_by_role("link", name="Gate 317").click()
    expect(page.get_by_role("heading", name="Gate 317")).to_be_in_viewport()


def test_link_to_a_part_that_the_search_hides_clears_the_search(opened: Opener) -> None:
    page = opened()
    page.get_by_role("searchbox").fill("hush")
    page.get_by_role("link", name="What is not told").click()
    expect(page.get_by_role("heading", name="What is not told")).to_be_in_viewport()
    assert page.get_by_role("searchbox").input_value() == ""
