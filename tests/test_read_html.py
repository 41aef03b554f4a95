"""Saved HTML pages, a fixture of each kind in the form that its site serves; every field is compared."""

import email.message
from collections.abc import Mapping
from datetime import date
from pathlib import Path

import pytest

from agent.read.html import is_html, read_html
from agent.read.html.dom import parse
from agent.read.reading import Reading
from agent.read.records.record import UnreadableError
from schemas.paper import Entry

FIXTURES = Path(__file__).parent / "fixtures" / "html"
NAMES = tuple(sorted(path.stem for path in FIXTURES.glob("*.html")))
TODAY = date(2026, 11, 24)
FEN_LONG = "Proceedings of the 12th Annual Meeting on Fens (FEN 2024)"
BOTH = ("Ada Quillfeather", "Bo Tarn")


def html(name: str) -> str:
    return (FIXTURES / f"{name}.html").read_text(encoding="utf-8")


def read(text: str) -> Reading:
    return read_html(text, "page.html", "utf-8", today=TODAY, as_of=None)


def body(inner: str, head: str = "") -> str:
    return f"<!doctype html><html><head>{head}</head><body>{inner}</body></html>"


EXPECTED: Mapping[str, tuple[dict[str, object], ...]] = {
    "hf_papers": (
        {
            "kind": "hf-papers",
            "ids": ("arxiv:2605.99901",),
            "title": "Lamps of the Fen: Light & Peat",
            "abstract": 'We study lamps in the fen. They burn for three nights, and "peat" lasts 2 < 3 times longer.'
            " Code: https://github.com/fenlab/lamps",
            "authors": BOTH,
            "n_authors": 2,
            "date": "2026-05-19",
            "date_text": "2026-05-19T17:59:10.000Z",
            "affiliations": ("FenLab",),
            "has_code_badge": True,
            "n_comments": 4,
            "urls": ("https://github.com/fenlab/lamps",),
        },
        {
            "kind": "hf-papers",
            "ids": ("arxiv:2605.99902",),
            "title": "Reeds of the Fen",
            "abstract": "We count reeds in forty fens and find that a tenth of them can be cut each year without harm.",
            "n_authors": 2,
        },
        {
            "kind": "hf-papers",
            "ids": ("arxiv:2605.99904",),
            "title": "Mud of the Fen",
            "abstract": "We measure mud in forty fens and show that it is deeper in spring than any earlier survey"
            " reports.",
            "n_authors": 2,
            "date": "2026-05-18",
            "date_text": "2026-05-18",
        },
    ),
    "hf_paper": (
        {
            "kind": "hf-papers",
            "ids": ("arxiv:2605.99905",),
            "title": "Bogs of the Fen",
            "abstract": "We walk on bogs. The results show that boards help.",
            "authors": ("Dee Marsh",),
            "date": "2026-05-17",
            "date_text": "2026-05-17T00:00:00.000Z",
            "n_comments": 1,
        },
    ),
    "acl_paper": (
        {
            "kind": "acl-paper",
            "ids": ("acl:2024.fen-long.7", "doi:10.18653/v1/2024.fen-long.7"),
            "title": "Lamps of the Fen: Light & Peat",
            "abstract": "We study lamps in the fen. They burn for x < 3 nights & more.",
            "authors": BOTH,
            "date": "2024-08",
            "date_text": "2024/8",
            "venue": "FEN 2024",
            "venue_text": FEN_LONG,
        },
    ),
    "acl_author": (
        {
            "kind": "acl-list",
            "ids": ("acl:2025.findings-fen.31",),
            "title": "Lamps of the Fen",
            "abstract": "We study lamps in the fen. They burn for three nights.",
            "authors": BOTH,
            "date": "2025",
            "date_text": "2025",
            "venue": "Findings of FEN 2025",
            "venue_text": "Findings of the Association for Fen Lighting: FEN 2025",
        },
        {
            "kind": "acl-list",
            "ids": ("acl:P19-1999",),
            "title": "Reeds of the Fen",
            "authors": ("Ada Quillfeather",),
            "date": "2019",
            "date_text": "2019",
            "venue": "ACL 2019",
            "venue_text": "Proceedings of the 57th Annual Meeting of the Association for Computational Linguistics",
        },
    ),
    "acl_event": (
        {
            "kind": "acl-list",
            "ids": ("acl:2024.fen-long.1",),
            "title": "Bogs & Boards",
            "abstract": "We walk on bogs. Boards help in nine of ten fens.",
            "authors": ("Cy Reed", "Bo Tarn"),
            "date": "2024",
            "venue": "FEN 2024",
            "venue_text": FEN_LONG,
        },
    ),
    "arxiv_abs": (
        {
            "kind": "arxiv-abs",
            "ids": ("arxiv:2401.99901", "doi:10.5555/fen.2024.7"),
            "title": "Lamps of the Fen: $\\epsilon$-Light",
            "abstract": "We study lamps in the fen. They burn for $x < 3$ nights, as in arXiv:1801.00001.",
            "authors": BOTH,
            "date": "2024-01-13",
            "date_text": "13 Jan 2024",
            "venue": "Journal of Fens 3 (2024) 7-12",
            "venue_text": "Journal of Fens 3 (2024) 7-12",
            "categories": ("cs.CL", "hep-th", "stat.ML"),
        },
    ),
    "arxiv_list_new": (
        {
            "kind": "arxiv-list",
            "ids": ("arxiv:2603.99901",),
            "title": "Lamps of the Fen & the Marsh",
            "abstract": "We study lamps in the fen. They burn for three nights.",
            "authors": BOTH,
            "date": "2026-03-19",
            "date_text": "19 March 2026",
            "venue": "Journal of Fens 3 (2026)",
            "venue_text": "Journal of Fens 3 (2026)",
            "categories": ("cs.CL", "stat.ML"),
        },
        {
            "kind": "arxiv-list",
            "ids": ("arxiv:2603.99902",),
            "title": "Reeds of the Fen",
            "abstract": "We count reeds in forty fens.",
            "authors": ("Cy Reed",),
            "categories": ("cs.CV",),
        },
    ),
    "arxiv_list_recent": (
        {
            "kind": "arxiv-list",
            "ids": ("arxiv:hep-th/9901001",),
            "title": "Old Lamps",
            "authors": ("Ada Quillfeather",),
            "date": "2026-05-18",
            "date_text": "18 May 2026",
            "categories": ("hep-th",),
        },
    ),
    "openreview_data": (
        {
            "kind": "openreview",
            "ids": ("openreview:fenLamp123",),
            "title": "Lamps of the Fen",
            "abstract": "We study lamps in the fen. They burn for three nights: $a<b$.",
            "authors": BOTH,
            "date": "2024-01-16",
            "date_text": "2024-01-16",
            "venue": "FEN 2024",
            "venue_text": "FEN 2024 poster",
        },
    ),
    "openreview_shown": (
        {
            "kind": "openreview",
            "ids": ("openreview:reedsFen12",),
            "title": "Reeds of the Fen",
            "abstract": "We count reeds in forty fens. A tenth can be cut each year.",
            "authors": BOTH,
            "date": "2025-01-22",
            "date_text": "22 Jan 2025",
            "venue_text": "Submitted to FEN 2025",
        },
    ),
    "highwire": (
        {
            "kind": "highwire",
            "ids": ("doi:10.5555/fen.7",),
            "title": "Lamps of the Fen &amp; Co",
            "abstract": "We study lamps in the fen, and they burn for three nights."
            " See doi:10.5555/other for the reeds.",
            "authors": BOTH,
            "date": "2023-05-17",
            "date_text": "2023/05/17",
            "venue": "Journal of Fens",
            "venue_text": "Journal of Fens",
        },
    ),
    "schema_org": (
        {
            "kind": "schema-org",
            "ids": ("arxiv:2203.99901", "doi:10.5555/fen.8"),
            "title": "Lamps of the Fen",
            "abstract": "We study lamps in the fen. They burn for three nights.",
            "authors": (*BOTH, "Cy Reed"),
            "date": "2022-03-04",
            "date_text": "2022-03-04",
            "venue": "Journal of Fens",
            "venue_text": "Journal of Fens",
        },
        {
            "kind": "schema-org",
            "title": "Reeds of the Fen",
            "abstract": "We count reeds in forty fens.",
            "authors": ("Dee Marsh",),
            "date": "2021-02",
            "date_text": "2021-02",
            "venue": "Reed News",
            "venue_text": "Reed News",
        },
    ),
    "author_profile": (
        {
            "kind": "author-profile",
            "title": "Lamps of the Fen",
            "abstract": "We study lamps in the fen. They are bright, and they stay bright for three nights.",
            "authors": (*BOTH, "Cy Reed"),
            "authors_truncated": True,
            "date": "2023-06-03",
            "date_text": "Jun 3",
            "date_inferred": True,
            "categories": ("CL",),
            "affiliations": ("fen", "marsh-lab"),
            "has_code_badge": True,
        },
        {
            "kind": "author-profile",
            "title": "Reeds of the Fen",
            "abstract": "We count reeds in forty fens. A tenth of them can be cut each year without harm.",
            "authors": ("Bo Tarn",),
            "date": "2022-05-01",
            "date_text": "May 1, 2022",
            "categories": ("CV",),
        },
    ),
    "unknown": (
        {
            "kind": "plain",
            "title": "Lamps of the Fen",
            "abstract": "We study lamps in forty fens. This paper shows that they are bright, and that lamps made of"
            " reeds burn for three nights & more.",
            "authors": BOTH,
            "date": "2024-05-01",
            "date_text": "2024-05-01",
        },
        {
            "kind": "plain",
            "title": "Counting Reeds",
            "abstract": "We count reeds in forty fens. This paper shows that a tenth can be cut each year, and that"
            " the fen is not harmed by it.",
            "authors": ("Cy Reed", "Dee Marsh"),
            "date": "2023-04-02",
            "date_text": "2023-04-02",
        },
    ),
}


@pytest.mark.parametrize("name", NAMES)
def test_every_field_of_every_kind_is_read(name: str) -> None:
    wanted = [
        Entry.model_validate({"page": "page.html", "position": position, **fields})
        for position, fields in enumerate(EXPECTED[name])
    ]
    assert list(read(html(name)).entries) == wanted
    assert is_html(html(name))


@pytest.mark.parametrize("name", NAMES)
def test_no_text_of_scripts_styles_comments_or_cited_works_enters_a_field(name: str) -> None:
    shown = " ".join(entry.model_dump_json() for entry in read(html(name)).entries)
    assert not [
        word for word in ("SCRIPTTEXT", "STYLETEXT", "COMMENTTEXT", "CITEDTEXT", "Cited", "machine") if word in shown
    ]


def test_broken_records_are_left_out_and_named() -> None:
    reading = read(html("hf_papers"))
    assert [(problem.place, problem.reason) for problem in reading.problems] == [
        ("paper 3", "no title"),
        ("paper 4", "no title"),
    ]
    assert reading.skipped == 2
    assert [problem.place for problem in read(html("arxiv_list_new")).problems] == ["paper 3"]


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
