"""Whatever a page holds, it gives entries, named problems or a typed refusal, and shows no script as text."""

import html as entities
import json
import os
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from agent.read.html import is_html, read_html
from agent.read.reading import Reading
from agent.read.records.record import UnreadableError

FIXTURES = Path(__file__).parent / "fixtures" / "html"
PAGES = tuple(path.read_text(encoding="utf-8") for path in sorted(FIXTURES.glob("*.html")))
EXAMPLES = int(os.environ.get("DIGEST_FUZZ_EXAMPLES", "60"))
HEAD = "<!doctype html><html><body>"


def read(text: str) -> Reading | None:
    is_html(text)
    try:
        reading = read_html(text, "page.html", "utf-8", today=date(2026, 11, 24), as_of=None)
    except UnreadableError:
        return None
    assert reading.entries
    for entry in reading.entries:
        assert entry.lines is None
        assert "SCRIPTTEXT" not in entry.model_dump_json()
    assert reading.skipped >= len(reading.problems)
    return reading


@settings(max_examples=EXAMPLES, deadline=None)
@given(st.text(max_size=500) | st.binary(max_size=500).map(lambda data: data.decode("latin-1")))
def test_any_text_is_read_or_refused(text: str) -> None:
    read(text)
    read(HEAD + text)


PIECES = st.sampled_from(
    ["<", ">", "<div>", "</div>", "<p", '"', "'", "</body>", "<script>", "<!--", "\0", "&lt;", "]", "{"]
)


@settings(max_examples=EXAMPLES, deadline=None)
@given(
    st.sampled_from(PAGES),
    st.lists(st.tuples(st.floats(0, 1), st.integers(0, 30), PIECES | st.text(max_size=5)), max_size=8),
)
def test_damaged_pages_are_read_or_refused(page: str, damages: list[tuple[float, int, str]]) -> None:
    for place, length, piece in damages:
        at = int(place * len(page))
        page = page[:at] + piece + page[at + length :]
    read(page.replace("SCRIPTTEXT", ""))


@settings(max_examples=EXAMPLES, deadline=None)
@given(st.sampled_from(PAGES), st.floats(0, 1))
def test_pages_that_were_cut_off_are_read_or_refused(page: str, share: float) -> None:
    read(page[: int(share * len(page))])


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(
                "id title summary authors name value publishedAt content abstract venue @type isPartOf".split()
            ),
            inner,
            max_size=4,
        )
    ),
    max_leaves=12,
)
HF_KEYS = ("id", "title", "summary", "authors", "publishedAt", "organization", "numComments", "githubRepo")
NOTE_KEYS = ("title", "abstract", "authors", "venue")
LD_KEYS = ("headline", "name", "author", "datePublished", "abstract", "isPartOf", "identifier", "@id", "sameAs", "doi")


@settings(max_examples=EXAMPLES, deadline=None)
@given(
    st.dictionaries(st.sampled_from(HF_KEYS), JSON),
    st.dictionaries(st.sampled_from(NOTE_KEYS), JSON),
    st.dictionaries(st.sampled_from(LD_KEYS), JSON),
    JSON,
)
def test_embedded_fields_of_wrong_types_never_crash(
    paper: dict[str, object], content: dict[str, object], article: dict[str, object], odd: object
) -> None:
    props = {"dailyPapers": [{"paper": {**paper, "summary": paper.get("summary")}}, odd], "searchResults": odd}
    read(f'{HEAD}<div data-target="DailyPapers" data-props="{entities.escape(json.dumps(props))}"></div>')
    note = {"props": {"pageProps": {"forumNote": {"id": odd, "pdate": odd, "content": {"title": 1, **content}}}}}
    read(f'{HEAD}<script id="__NEXT_DATA__">{json.dumps(note)}</script>')
    linked = {"@type": ["ScholarlyArticle", odd], **article}
    read(f'{HEAD}<script type="application/ld+json">{json.dumps(linked)}</script>')


HOSTILE = {
    "levels": HEAD + "<div>" * 100_000 + "x",
    "terms": HEAD + "<dl><dt>x<dd>" * 600 + "<b>y</b>" * 20_000,
    "cards": HEAD + "<article>" * 1500 + "<b>y</b>" * 20_000,
    "abstracts": HEAD + "<meta name=citation_title content=T>" + "<div class=abstract>" * 1500 + "y" * 1_000_000,
    "items": HEAD
    + '<div itemscope itemtype="http://schema.org/ScholarlyArticle">' * 1500
    + "<b itemprop=name>y</b>" * 5000,
    "entries": HEAD + "<div class=align-items-stretch>" * 1500 + "<b>y</b>" * 20_000,
    "address": HEAD + '<dl><dt><a href="' + "arxiv.org/abs/" * 200_000 + '?">x</a><dd>x',
    "image": HEAD + '<img src="data:image/png;base64,' + "A" * 12_000_000 + '"><p>x',
    "tags": HEAD + "<p>" * 1_100_000,
    "comment": HEAD + "<!--" + "-" * 1_000_000,
    "comments": "<!---->" * 3000 + HEAD,
    "brackets": HEAD + '<div data-target="DailyPapers" data-props="' + "[" * 100_000 + '&quot;summary&quot;">',
    "graphs": HEAD + '<script type="application/ld+json">' + '{"@graph":' * 900 + "1" + "}" * 900 + "</script>",
    "journals": HEAD
    + '<script type="application/ld+json">{"@type":"ScholarlyArticle","name":"T","isPartOf":'
    + '{"isPartOf":' * 900
    + "1"
    + "}" * 901
    + "</script>",
    "drawn": HEAD + "<span class=MathJax>x</span>tail" * 20_000,
    "controls": HEAD + "<h1>\1\2\ud800</h1>&#1;&#0;&#xd800;<p>\x1b[31m",
    "numbers": HEAD + "<ol><li value='²'>x<li value='" + "9" * 5000 + "'>x",
    "mail": "Content-Type: multipart/related; boundary=a\n\n"
    + "--a\nContent-Type: multipart/related; boundary=a\n\n" * 2000,
    "charset": "Content-Type: multipart/related; boundary=a\n\n"
    "--a\nContent-Type: text/html; charset=fen\n\n<p>x\n--a--\n",
}


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_pages_are_read_or_refused(name: str) -> None:
    reading = read(HOSTILE[name])
    assert reading is None or len(reading.entries) == 1


@settings(max_examples=EXAMPLES, deadline=None)
@given(st.sampled_from(PAGES), st.sampled_from(["script", "style", "template", "noscript"]), st.floats(0, 1))
def test_a_script_anywhere_between_tags_is_never_shown(page: str, tag: str, place: float) -> None:
    starts = [at for at in range(len(page)) if page.startswith(("<p", "<span", "<a ", "</a>", "</span>", "</p>"), at)]
    if not starts:
        return
    at = starts[int(place * (len(starts) - 1))]
    before = page[:at].lower()
    if before.count("<script") != before.count("</script") or before.count("<title") != before.count("</title"):
        return
    read(f"{page[:at]}<{tag}>SCRIPTTEXT</{tag}>{page[at:]}")
