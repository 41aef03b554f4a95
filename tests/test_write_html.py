"""The page says what the digest says, leads only where it may, and has the elements of its templates alone."""

import base64
import hashlib
import re
from itertools import cycle
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import html as lxml_html  # type: ignore[import-untyped, unused-ignore]  # lxml ships no types

from agent.write.encode import clean_text
from agent.write.files import may_overwrite
from agent.write.html.anchors import slug, slugs
from agent.write.html.facets import Facet, facets
from agent.write.html.mark import is_our_page
from agent.write.html.page import render_html
from agent.write.kinds import kind_of
from agent.write.markdown import render_markdown
from schemas.digest import Counts, Digest, DigestPaper, Index, IndexRow, Link, Section, ShownTag
from schemas.errors import UsageError
from tests.browser.invented import GATE, HUSH, LATE, PAPERS, TIDE, WEEKLY
from tests.test_write_hostile import HOSTILE, hostile_digest

ELEMENTS = frozenset(
    "html head meta link title style body a header h1 h2 h3 span p strong form label input select option button output"
    " aside fieldset legend ul ol li details summary kbd main section table caption thead tbody tr th td div figure"
    " figcaption svg desc path rect text article dl dt dd code footer pre script".split()
)
ATTRIBUTES = frozenset(
    "lang charset name content http-equiv rel href class id role hidden for type autocomplete spellcheck placeholder"
    " value aria-label aria-labelledby aria-describedby aria-expanded aria-controls aria-keyshortcuts aria-hidden"
    " tabindex scope data-facet data-key data-in data-date data-number checked viewbox width height x y d"
    " preserveaspectratio".split()
)


def tree(page: str) -> Any:  # lxml ships no types
    return lxml_html.document_fromstring(page)


def text_of(node: Any) -> str:
    return " ".join("".join(node.itertext()).split())


def test_same_digest_gives_the_same_bytes_with_line_feeds_only() -> None:
    page = render_html(WEEKLY)
    assert page == render_html(WEEKLY.model_copy())
    assert "\r" not in page
    assert page.endswith("</html>\n")


def test_policy_names_the_style_and_the_script_that_stand_in_the_page() -> None:
    root = tree(render_html(WEEKLY))
    policy = root.xpath("//meta[@http-equiv='Content-Security-Policy']/@content")[0]
    for name in ("style", "script"):
        (one,) = root.xpath(f"//{name}")
        digest = base64.b64encode(hashlib.sha256(one.text.encode()).digest()).decode()
        assert f"{name}-src 'sha256-{digest}'" in policy
    assert policy.startswith("default-src 'none';")
    assert "unsafe" not in policy


def test_page_tells_what_the_digest_tells() -> None:
    root = tree(render_html(WEEKLY))
    (entry,) = root.xpath("//article[.//a[contains(., 'Mossgate:')]]")
    said = text_of(entry)
    for part in (
        "Ada Quillfeather, Bo Müßig · MarshConf · 19 May 2026 · arxiv:2605.00001".split(" · "),
        ("https://github.com/example-lab/mossgate", "on 2 pages", "A gate that stops a reader early. s2"),
        ("Mossgate, a rule that watches the answer s1 s2", "52% fewer calls on FenQA s3 result"),
        ("FenQA introduced s3", "+1: digest show arxiv:2605.00001", "adaptive stopping"),
    ):
        for text in part:
            assert text in said
    updated, late = (text_of(root.xpath(f"//article[.//a[contains(., '{name}')]]")[0]) for name in ("Hush", "Letter"))
    assert "updated" in updated
    assert "in the authors' own words" in updated
    assert "Hush makes 3 quiet" in updated
    assert "Hush makes 4 quiet" in updated
    assert "to read yours" in updated
    assert "April 2026" in late
    assert "your word" in late
    assert "cs.CY predicted" in late
    assert "A Broken Answer: the answer was cut off" in text_of(root)
    assert "digest weekly --week 2026-W21" in text_of(root.xpath("//footer")[0])


def test_page_tells_no_statement_that_markdown_lacks() -> None:
    bare = [paper.model_copy(update={"sentences": ()}) for paper in PAPERS]
    digest = WEEKLY.model_copy(update={"sections": (Section(path=("cs.IR",), name="x", papers=tuple(bare)),)})
    written = render_markdown(digest).replace("\\", "")
    for entry in tree(render_html(digest)).xpath("//article"):
        for shown in entry.xpath(
            ".//h3|.//*[@class='fact short']|.//*[contains(@class, 'mark')]|.//td|.//*[@class='name']"
        ):
            if (text := text_of(shown)) not in ("opens a search",):
                assert text in written


def test_every_id_is_given_once_and_every_link_within_leads_to_one() -> None:
    root = tree(render_html(WEEKLY))
    ids = root.xpath("//@id")
    assert len(ids) == len(set(ids))
    within = {href[1:] for href in root.xpath("//a/@href") if href.startswith("#")}
    named = {
        name
        for value in root.xpath("//@aria-describedby|//@aria-labelledby|//@aria-controls")
        for name in value.split()
    }
    assert within | named <= set(ids)
    (entry,) = root.xpath("//article[.//a[contains(., 'Mossgate:')]]")
    reference = entry.xpath(".//dd[contains(., '52%')]//a")[0]
    assert text_of(root.get_element_by_id(reference.get("href")[1:])) == "On FenQA it needs 52% fewer calls."


def test_without_sentences_references_are_numbers_alone() -> None:
    bare = GATE.model_copy(update={"sentences": ()})
    digest = WEEKLY.model_copy(update={"sections": (Section(path=("cs.IR",), name="x", papers=(bare,)),)})
    root = tree(render_html(digest))
    assert root.xpath("//article//*[contains(@class, 'ref')]/text()")
    assert not root.xpath("//article//a[starts-with(@href, '#')]|//article//details|//*[contains(@class, 'said')]")


def test_brief_digest_is_a_page_too() -> None:
    brief = DigestPaper(id="t:1", title="Brief", link=GATE.link, engine="extractive", tldr=HUSH.tldr, more_claims=4)
    digest = WEEKLY.model_copy(
        update={"detail": "brief", "sections": (Section(path=("cs.IR",), name="x", papers=(brief,)),)}
    )
    entry = tree(render_html(digest)).xpath("//article")[0]
    assert "Hush makes them quiet." in text_of(entry)
    assert "digest show" not in text_of(entry)


@settings(deadline=None, max_examples=30)
@given(texts=HOSTILE, detail=st.sampled_from(["full", "brief"]))
def test_any_strings_give_the_elements_of_the_templates(texts: list[str], detail: str) -> None:
    strings = cycle(texts)
    page = render_html(hostile_digest(lambda: next(strings)).model_copy(update={"detail": detail}))
    root = tree(page)
    assert {node.tag for node in root.iter()} <= ELEMENTS
    assert {name for node in root.iter() for name in node.attrib} <= ATTRIBUTES
    assert len(root.xpath("//script")) == len(root.xpath("//style")) == 1
    ids = root.xpath("//@id")
    assert len(ids) == len(set(ids))
    for href in root.xpath("//@href"):
        assert re.match(r"#[a-z0-9.-]+\Z|https://|data:,\Z", href)
    assert all(clean_text(text) in text_of(root) for text in texts[:2] if clean_text(text))


@given(st.lists(st.text()))
def test_slugs_are_plain_and_all_different(names: list[str]) -> None:
    found = slugs(names)
    assert set(found) == set(names)
    assert len(set(found.values())) == len(found)
    assert all(re.fullmatch(r"[a-z0-9.-]+", one) for one in found.values())
    assert all(len(slug(name)) <= 60 for name in names)


def facet(digest: Digest, name: str) -> Facet:
    return next(one for one in facets(digest).facets if one.name == name)


def counts(found: Facet) -> dict[str, int]:
    return {option.label: option.papers for option in (*found.options, *found.more)}


def test_facets_count_what_finds_a_paper() -> None:
    assert counts(facet(WEEKLY, "Dataset")) == {"FenQA": 2}
    assert counts(facet(WEEKLY, "Topic")) == {
        "cs.IR Information Retrieval": 2, "cs.LG Machine Learning": 2, "cs.CY Computers and Society": 1,
    }  # fmt: skip
    assert [child.label for child in facet(WEEKLY, "Topic").options[1].children] == ["Quiet learning"]
    found = facets(WEEKLY)
    keys = {option.key: option.label for one in found.facets for option in (*one.options, *one.more)}
    assert {keys.get(key) for key in found.keys[LATE.id]} >= {"late", "with your word", "cs.CY Computers and Society"}
    assert len(keys) == sum(len(counts(one)) for one in found.facets)


def test_facet_that_all_papers_answer_alike_is_left_out() -> None:
    section = Section(path=("cs.IR",), name="x", papers=(GATE, TIDE))
    assert "Venue" in {one.name for one in facets(WEEKLY).facets}
    assert "Venue" not in {one.name for one in facets(WEEKLY.model_copy(update={"sections": (section,)})).facets}


def dated(number: int, date: str) -> DigestPaper:
    return GATE.model_copy(update={"id": f"t:{number}", "date": date})


def test_weeks_stand_under_their_years_newest_first() -> None:
    papers = (dated(1, "2026-05-19"), dated(2, "2025-12-31"), dated(3, "2024"), dated(4, "9999-12-31"))
    section = Section(path=("cs.IR",), name="x", papers=papers)
    weeks = facet(WEEKLY.model_copy(update={"sections": (section,)}), "Week")
    assert [(one.label, [child.label for child in one.children]) for one in weeks.options] == [
        ("9999", ["W52 · from 27 December 9999"]),
        (
            "2026",
            ["W21 · from 18 May 2026", "W01 · from 29 December 2025"],
        ),  # a week belongs to the year of its Thursday
        ("2024", []),
    ]


def test_long_facets_are_folded_and_leave_out_names_of_one_paper() -> None:
    papers = tuple(dated(number, "2026-05-19") for number in range(2))
    both = tuple((paper.id, paper.title) for paper in papers)
    rows = tuple(IndexRow(name=f"Set {number:02}", papers=both[: 1 + number % 2]) for number in range(60))
    digest = WEEKLY.model_copy(
        update={
            "sections": (Section(path=("cs.IR",), name="x", papers=papers),),
            "indexes": (Index(name="Datasets", rows=rows),),
        }
    )
    found = facet(digest, "Dataset")
    assert (len(found.options), len(found.more)) == (7, 23)
    assert {option.papers for option in (*found.options, *found.more)} == {2}


def test_page_knows_its_own_kind() -> None:
    assert is_our_page(render_html(WEEKLY)[:256])
    assert is_our_page("\ufeff" + render_html(WEEKLY)[:256].replace("\n", "\r\n"))
    assert not is_our_page("<!doctype html>\n<html lang='en'>\n<head>\n<meta charset='utf-8'>\n")
    assert not is_our_page("<!-- " + render_html(WEEKLY)[:256])


def test_only_our_own_pages_are_written_over(tmp_path: Path) -> None:
    ours, theirs = tmp_path / "ours.html", tmp_path / "theirs.html"
    ours.write_text(render_html(WEEKLY), encoding="utf-8")
    theirs.write_text("<!doctype html><title>Saved page</title>", encoding="utf-8")
    assert may_overwrite(ours)
    assert not may_overwrite(theirs)


def test_suffix_tells_the_kind_of_document() -> None:
    small = Digest(title="Small", engines=(), counts=Counts(papers=0, entries=0, pages=0), rebuild="x")
    assert kind_of(Path("a.HTM")).render(small).startswith("<!doctype html>")
    assert kind_of(Path("a.md")).render(small).startswith("---\n")
    with pytest.raises(UsageError, match=r"\.md, \.html, "):
        kind_of(Path("a.pdf"))


def test_address_that_may_not_be_live_is_text() -> None:
    paper = GATE.model_copy(
        update={
            "link": Link(label="x", url="https://arxiv.org@evil.example/"),
            "code_links": (Link(label="y", url="https://"),),
            "tags": (ShownTag(path=("<b>", "&amp;"), kind="topic"),),
        }
    )
    digest = WEEKLY.model_copy(update={"sections": (Section(path=("cs.IR",), name="x", papers=(paper,)),)})
    entry = tree(render_html(digest)).xpath("//article")[0]
    assert [href for href in entry.xpath(".//@href") if not href.startswith("#")] == []
    assert "<b> › &amp;" in text_of(entry)
