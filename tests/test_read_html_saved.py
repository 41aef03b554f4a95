"""Saved HTML pages as browsers change them, and what of a page is no paper."""

import email.message

import pytest

from agent.read.html import is_html
from agent.read.html.dom import parse
from agent.read.records.record import UnreadableError
from tests.test_read_html import body, html, read


def test_cards_alone_are_read_where_the_data_was_lost() -> None:
    cut = html("hf_papers").replace("data-props", "data-lost")
    assert [(entry.ids, bool(entry.abstract)) for entry in read(cut).entries] == [
        (("arxiv:2605.99901",), False),
        (("arxiv:2605.99902",), True),
        (("arxiv:2605.99904",), True),
    ]


def test_links_made_absolute_by_saving_change_nothing() -> None:
    for name, site in {
        "hf_papers": "huggingface.co",
        "acl_event": "aclanthology.org",
        "arxiv_list_new": "arxiv.org",
    }.items():
        saved = html(name).replace('href="/', f'href="https://{site}/').replace('href ="/', f'href ="https://{site}/')
        assert read(saved).entries == read(html(name)).entries


def test_the_search_results_win_over_the_papers_of_the_day() -> None:
    data = (
        '{"dailyPapers":[{"paper":{"id":"2605.99906","title":"Not Found","summary":"x"}}],'
        '"searchResults":[{"paper":{"id":"2605.99907","title":"Found","summary":"y"}}]}'
    ).replace('"', "&quot;")
    page = body(f'<div class="SVELTE_HYDRATER contents" data-target="DailyPapers" data-props="{data}"></div>')
    assert [entry.title for entry in read(page).entries] == ["Found"]


def test_an_old_forum_without_value_objects_is_read() -> None:
    data = (
        '{"props":{"pageProps":{"forumNote":{"id":"fenLamp124","cdate":"soon","content":'
        '{"title":"Lamps","authors":["Ada Quillfeather"],"abstract":"We light lamps."}}}}}'
    )
    entry = read(body(f'<script id="__NEXT_DATA__" type="application/json">{data}</script>')).entries[0]
    assert (entry.title, entry.authors, entry.abstract, entry.date, entry.ids) == (
        "Lamps",
        ("Ada Quillfeather",),
        "We light lamps.",
        None,
        ("openreview:fenLamp124",),
    )


def test_formulas_that_were_drawn_are_read_as_tex() -> None:
    page = html("arxiv_abs").replace('name="citation_abstract"', 'name="other"')
    drawn = '<span class="MathJax_Preview">y</span><span class="MathJax"><nobr>𝑥𝑥</nobr></span>'
    drawn += '<script type="math/tex" id="m1">x < 3</script>'
    entry = read(page.replace("$x &lt; 3$ nights, as in <a", drawn + " nights, as in <a")).entries[0]
    assert entry.abstract == "We study lamps in the fen. They burn for $x < 3$ nights, as in arXiv:1801.00001."


def test_ids_come_from_no_abstract_and_no_reference() -> None:
    entry = read(html("highwire")).entries[0]
    assert "10.5555/other" in entry.abstract
    assert entry.ids == ("doi:10.5555/fen.7",)


@pytest.mark.parametrize(
    ("tags", "abstract"),
    [
        (
            '<meta name="citation_abstract" content="&lt;p&gt;We light &lt;i&gt;lamps&lt;/i&gt;.&lt;/p&gt;">',
            "We light lamps.",
        ),
        ('<meta name="citation_abstract" content="Abstract: We light lamps.">', "We light lamps."),
        (
            '<meta name="DC.Description" content="' + "We light lamps in the fen. " * 20 + '">',
            "We light lamps in the fen. " * 20,
        ),
        ('<meta name="description" content="The best journal.">', ""),
        (
            '<script type="application/ld+json">'
            '{"@type":"ScholarlyArticle","name":"LAMPS","abstract":"We light."}</script>',
            "We light.",
        ),
    ],
)
def test_the_abstract_of_a_described_page_is_found(tags: str, abstract: str) -> None:
    entry = read(body("<p>x</p>", '<meta name="citation_title" content="Lamps">' + tags)).entries[0]
    assert entry.abstract == abstract.strip()


def test_a_page_of_dublin_core_or_eprints_is_read() -> None:
    head = '<meta name="DC.title" content="Lamps"><meta name="DC.creator" content="Tarn, Bo">'
    head += '<meta name="DC.date" content="2020-01-02"><meta name="DC.identifier" content="https://doi.org/10.5555/x">'
    entry = read(body("", head)).entries[0]
    assert (entry.title, entry.authors, entry.date, entry.ids) == (
        "Lamps",
        ("Bo Tarn",),
        "2020-01-02",
        ("doi:10.5555/x",),
    )
    eprints = '<meta name="eprints.title" content="Reeds"><meta name="eprints.creators_name" content="Reed, Cy">'
    assert read(body("", eprints)).entries[0].authors == ("Cy Reed",)


def test_copies_of_the_source_as_browsers_show_it_are_read() -> None:
    wanted = [entry.title for entry in read(html("acl_paper")).entries]
    lines = [line.replace("&", "&amp;").replace("<", "&lt;") for line in html("acl_paper").split("\n")]
    spans = "".join(f"<span>{line}</span>\n" for line in lines)
    firefox = f'<html><body id="viewsource"><pre>{spans}</pre></body></html>'
    rows = "".join(f'<tr><td class="line-number"></td><td class="line-content">{line}</td></tr>' for line in lines)
    for shown in (firefox, f"<html><body><table>{rows}</table></body></html>"):
        assert [entry.title for entry in read(shown).entries] == wanted


def test_a_page_saved_as_one_file_is_read() -> None:
    mail = email.message.EmailMessage()
    mail["From"], mail["Subject"] = "<Saved by Blink>", "Lamps"
    mail.set_content(html("arxiv_abs"), subtype="html", cte="quoted-printable")
    mail.add_related(b"body{}", "text", "css")
    assert is_html(mail.as_string())
    assert read(mail.as_string()).entries == read(html("arxiv_abs")).entries


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("<!-- saved from url=(0033)https://example.org/ -->\n<HTML><body>x", True),
        ('<?xml version="1.0"?>\n<!DOCTYPE html PUBLIC "-//W3C//DTD XHTML 1.0 Strict//EN">', True),
        ("<div>\n<p>We propose lamps.</p>\n</div>\n", True),
        ('<?xml version="1.0"?>\n<feed xmlns="http://www.w3.org/2005/Atom">\n<link href="x"/>\n</feed>', False),
        ('<rss version="2.0">\n<channel>\n<link>x</link>\n</channel>\n</rss>', False),
        ("Lamps of the Fen\n\nWe light <b>lamps</b>.", False),
        ("@article{a, title={<p>}}", False),
        ("", False),
    ],
)
def test_html_is_told_from_other_text(text: str, wanted: bool) -> None:
    assert is_html(text) is wanted


@pytest.mark.parametrize(
    "text", ["", "<!-- x -->", body("<p>Hello.</p>"), body("<p>x" * 200_000), body("<div>" * 5000 + "x")]
)
def test_a_page_without_papers_is_refused_with_what_to_do(text: str) -> None:
    with pytest.raises(UnreadableError) as caught:
        read(text)
    assert "HTML" in caught.value.fact
    assert "save" in caught.value.remedy


def test_what_is_nested_too_deeply_is_told() -> None:
    reading = read(html("acl_paper").replace("</body>", "<div>" * 3000))
    assert [problem.place for problem in reading.problems] == ["the rest of the page"]
    assert [entry.title for entry in reading.entries] == ["Lamps of the Fen: Light & Peat"]


def test_entities_are_decoded_once_and_unseen_characters_removed() -> None:
    page = parse(body("<p>a &amp;lt; b&#8203;c &#1; d<br>e <template>no</template></p>"))
    assert page is not None
    assert page.root.text() == "a &lt; bc d e"
