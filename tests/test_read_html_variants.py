"""The same pages written in other ways: what browsers, minifiers and the sites' templates vary changes no paper."""

import re
from collections.abc import Callable

import pytest

from tests.test_read_html import NAMES, body, html, read

_TAG = re.compile(r"<(?P<close>/?)(?P<name>[a-zA-Z][\w-]*)(?P<rest>(?:\"[^\"]*\"|'[^']*'|[^<>\"'])*)>")
_ATTRIBUTE = re.compile(r"""\s+([\w:-]+)(?:\s*=\s*("[^"]*"|'[^']*'|[^\s"'>]+))?""")
_SCRIPT = re.compile(r"(<(script|style)\b.*?</\2>)", re.DOTALL)


def rewritten(text: str, change: Callable[[re.Match[str]], str]) -> str:
    """Return a page with each of its tags changed, but for what stands in scripts and styles."""
    parts = _SCRIPT.split(text)
    return "".join(
        _TAG.sub(change, part) if place % 3 == 0 else part for place, part in enumerate(parts) if place % 3 != 2
    )


def in_capitals(text: str) -> str:
    def change(tag: re.Match[str]) -> str:
        rest = _ATTRIBUTE.sub(lambda one: f" {one[1].upper()}" + (f"={one[2]}" if one[2] else ""), tag["rest"])
        return f"<{tag['close']}{tag['name'].upper()}{rest}>"

    return rewritten(text, change)


def turned_round(text: str) -> str:
    def change(tag: re.Match[str]) -> str:
        found = [one.group().strip() for one in _ATTRIBUTE.finditer(tag["rest"])]
        end = " /" if tag["rest"].rstrip().endswith("/") else ""
        return f"<{tag['close']}{tag['name']}{''.join(f' {one}' for one in found[::-1])}{end}>"

    return rewritten(text, change)


def without_quotes(text: str) -> str:
    def change(tag: re.Match[str]) -> str:
        rest = re.sub(r"""=\s*["']([\w./:#-]+)["'](?=[\s>]|$)""", r"=\1", tag["rest"])
        return f"<{tag['close']}{tag['name']}{rest}>"

    return rewritten(text, change)


def spread_out(text: str) -> str:
    """Put each block on a line of its own, as formatters do."""
    blocks = "div|p|dl|dt|dd|section|article|li|ul|ol|h1|h2|h3|h4|h5|blockquote|table|tr|td|main|body|head|meta|link"

    def change(tag: re.Match[str]) -> str:
        return f"\n      {tag.group()}\n      " if re.fullmatch(blocks, tag["name"], re.I) else tag.group()

    return rewritten(text, change)


def on_one_line(text: str) -> str:
    return " ".join(text.split())


def with_line_ends_of_windows(text: str) -> str:
    return text.replace("\n", "\r\n")


def as_one_file(text: str) -> str:
    """Mark the page as SingleFile does."""
    mark = "<!--\n Page saved with SingleFile \n url: https://example.org/ \n saved date: Tue Nov 24 2026 \n-->"
    return text.replace("<head>", f"<head>{mark}<meta charset=utf-8>", 1)


VARIANTS = (
    in_capitals, turned_round, without_quotes, spread_out, on_one_line, with_line_ends_of_windows, as_one_file,
)  # fmt: skip


@pytest.mark.parametrize("variant", VARIANTS, ids=lambda variant: variant.__name__)
@pytest.mark.parametrize("name", NAMES)
def test_page_written_in_another_way_gives_the_same_papers(name: str, variant: Callable[[str], str]) -> None:
    wanted = [entry.model_copy(update={"lines": None}) for entry in read(html(name)).entries]
    assert list(read(variant(html(name))).entries) == wanted


ABSTRACT = (
    "Lamps light the fen at night. We propose Reedlight, a lamp made of reeds, and show that it burns 52% longer than"
    " lamps of oil. It needs no wick, and it can be mended by hand in any season of the year."
)
HEAD = (
    '<meta name="citation_title" content="Lamps"><meta name="citation_author" content="Quillfeather, Ada">'
    '<meta name="citation_publication_date" content="2024/06/03">'
)
SHOWN = {
    "a proceedings page": '<h4>Abstract</h4><div id="abstract" class="abstract">{}</div>',
    "a paragraph in a paragraph": "<h4>Authors</h4><p>Ada Q</p><h4>Abstract</h4><p><p>{}</p></p><h4>More</h4>",
    "a publisher": '<section id="Abs1-section"><h2>Abstract</h2><div id="Abs1-content"><p>{}</p></div></section>',
    "a library": '<section id="abstract"><h2>Abstract</h2><div role="paragraph">{}</div></section>',
    "an article of sections": '<section class="html-abstract"><h2>Abstract</h2><div>{}</div></section>',
    "a search engine": '<div class="tldr-abstract">TLDR short</div><div data-test-id="abstract-text">{}</div>',
    "a medical library": '<div class="abstract" id="abstract"><h2>Abstract</h2><div id="eng"><p>{}</p></div></div>',
    "a heading in capitals": "<h2>ABSTRACT:</h2><p>{}</p><h2>1 Introduction</h2><p>Fens are wet. We like them.</p>",
}


@pytest.mark.parametrize("shown", SHOWN)
def test_abstract_that_only_the_body_prints_is_found(shown: str) -> None:
    (entry,) = read(body(SHOWN[shown].format(ABSTRACT), HEAD)).entries
    assert entry.abstract == ABSTRACT
    assert (entry.title, entry.authors, entry.date) == ("Lamps", ("Ada Quillfeather",), "2024-06-03")


@pytest.mark.parametrize("name", ["description", "og:description", "DC.Description", "dc.description"])
@pytest.mark.parametrize("cut", [350, 415, 333])
def test_description_that_is_cut_short_is_no_abstract(name: str, cut: int) -> None:
    described = (f"{ABSTRACT} " * 3)[:cut]
    for end in ("", "…", "...", " …"):
        (entry,) = read(body("<p>x</p>", f'{HEAD}<meta name="{name}" content="{described}{end}">')).entries
        assert entry.abstract == ""


def test_of_a_date_that_means_two_days_only_the_year_is_read() -> None:
    (entry,) = read(body("", HEAD.replace("2024/06/03", "06/03/2024"))).entries
    assert (entry.date, entry.date_text) == ("2024", "06/03/2024")


def test_page_of_a_volume_lists_its_papers_and_is_none() -> None:
    row = '<p class="d-sm-flex align-items-stretch"><span class=d-block><strong><a href=/2024.fen-long.'
    volume = (
        "<h2 id=title><a href=https://aclanthology.org/2024.fen-long.pdf>Proceedings of the 12th Fen Meeting</a></h2>"
        "<dl><dt>Anthology ID:</dt><dd>2024.fen-long</dd><dt>Year:</dt><dd>2024</dd></dl>"
        f"{row}0/>Proceedings</a></strong></span></p>"
        f"{row}1/>Lamps of the <span class=acl-fixed-case>F</span>en</a></strong><br>"
        "<a href=/people/a/ada/>Ada Quillfeather</a></span></p>"
        f'<div class="card abstract-collapse" id=abstract-2024--fen-long--1><div>{ABSTRACT}</div></div>'
    )
    (entry,) = read(body(volume)).entries
    assert (entry.ids, entry.title, entry.abstract) == (("acl:2024.fen-long.1",), "Lamps of the Fen", ABSTRACT)


def test_page_of_one_hugging_face_paper_is_read_where_its_data_was_lost() -> None:
    head = '<meta property="og:url" content="https://huggingface.co/papers/2605.99901">'
    inner = (
        '<h1 class="mb-2">Lamps of the Fen</h1><div>Published on May 19</div><span class="author"><a>Ada Q</a>,</span>'
        f"<h2>Abstract</h2><div><p>AI-generated summary {ABSTRACT} {ABSTRACT}</p><p>{ABSTRACT}</p></div>"
    )
    (entry,) = read(body(inner, head)).entries
    assert (entry.title, entry.abstract, entry.authors) == ("Lamps of the Fen", ABSTRACT, ("Ada Q",))
    assert (entry.kind, entry.ids, entry.date) == ("hf-papers", ("arxiv:2605.99901",), None)


def test_list_of_openreview_is_read() -> None:
    note = (
        '<li><div class="note undefined"><h4><a href="/forum?id=aBcDeFgHi{0}">Lamps of Fen {0}</a>'
        '</h4><div class="note-authors"><a href="/profile?id=~A1">Ada Q</a>, <a href="/p">Bo Tarn</a></div>'
        '<ul class="note-meta-info"><li>Published: 03 Jun 2024, Last Modified: 5 Nov 2024</li><li>FEN 2024 Poster</li>'
        '<li>Readers: Everyone</li></ul><div class="note-content"><div><strong class="note-content-field">Abstract:'
        '</strong> <div class="note-content-value"><p>{1}</p></div></div></div></div></li>'
    )
    reading = read(body(f"<ul>{note.format(1, ABSTRACT)}{note.format(2, ABSTRACT)}</ul>"))
    assert [entry.ids for entry in reading.entries] == [("openreview:aBcDeFgHi1",), ("openreview:aBcDeFgHi2",)]
    entry = reading.entries[0]
    assert (entry.title, entry.abstract, entry.authors) == ("Lamps of Fen 1", ABSTRACT, ("Ada Q", "Bo Tarn"))
    assert (entry.date, entry.venue, entry.venue_text) == ("2024-06-03", "FEN 2024", "FEN 2024 Poster")
