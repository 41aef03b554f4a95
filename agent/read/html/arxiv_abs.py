"""Abstract pages of arXiv (arxiv.org/abs/…).

The head has citation_title, citation_author ("Family, Given"), citation_date (of the first version),
citation_arxiv_id, citation_doi and, on newer pages, citation_abstract. The body has `<h1 class="title">`, `<div
class="authors">`, `<blockquote class="abstract">`, each with a `<span class="descriptor">` in front, `<div
class="dateline">[Submitted on 13 Jan 2024 (v1), …]` and a table with `subjects`, `jref`, `doi` cells. What is in the
metadata is TeX as it was submitted, and wins over what MathJax has made of the body.

Source: https://github.com/arXiv/arxiv-browse, browse/templates/abs/abs.html and abs_macros.html
"""

from collections.abc import Iterator

from agent.read.html.dom import Document
from agent.read.html.fields import codes, day_in, iso_date, people
from agent.read.page import Draft
from agent.read.records.fields import known_ids, named_id


def read(page: Document) -> Iterator[tuple[str, Draft | str]]:
    """Yield the paper of the page."""
    known = known_ids(named_id("arxiv", page.meta("citation_arxiv_id") or _text(page, "td", "arxivid").split(" ")[0]))
    heading = page.root.first("h1", under="title")
    if not known or (heading is None and page.root.first("blockquote", under="abstract") is None):
        return
    title = page.meta("citation_title") or _text(page, "h1", "title")
    if not title:
        yield "paper 1", "no title"
        return
    venue = _text(page, "td", "jref") or None
    yield (
        "paper 1",
        Draft(
            numbers=(),
            title=title,
            abstract=page.meta("citation_abstract") or _text(page, "blockquote", "abstract"),
            authors=_authors(page),
            date=day_in(_text(page, "div", "dateline")) or iso_date(page.meta("citation_date")),
            venue=venue,
            venue_text=venue,
            categories=codes(_text(page, "td", "subjects")),
            ids=tuple(sorted({*known, *known_ids(named_id("doi", page.meta("citation_doi") or None))})),
        ),
    )


def _text(page: Document, tag: str, name: str) -> str:
    node = page.root.first(tag, under=name)
    return node.text(without="descriptor") if node is not None else ""


def _authors(page: Document) -> tuple[str, ...]:
    shown = page.root.first("div", under="authors")
    names = people(link.text() for link in shown.all("a")) if shown is not None else ()
    return names or people(page.all_meta("citation_author"))
