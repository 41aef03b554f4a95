"""Listing pages of arXiv (arxiv.org/list/…/new, /recent, /pastweek, a month), with or without abstracts.

`<dl id="articles">` holds for each paper `<dt>` with `<a href="/abs/ID" title="Abstract">` and "(cross-list from …)" or
"(replaced)", and `<dd><div class="meta">` with `list-title`, `list-authors`, `list-subjects`, `list-journal-ref`
(labels in `<span class="descriptor">`) and, on pages of new papers, the abstract in `<p class="mathjax">`. An `<h3>`
prints the day of announcement; cross-listed and replaced papers were submitted before, so it is no date of theirs.

Source: https://github.com/arXiv/arxiv-browse, browse/templates/list/list_macros.html and new.html
"""

import re
from collections.abc import Iterator

from agent.read.dates import PrintedDate
from agent.read.html.dom import Document, Node
from agent.read.html.fields import codes, day_in, people
from agent.read.page import Draft
from agent.read.records.fields import known_ids
from schemas.identity import canonical_id

_ABS = re.compile(r"(?:^|arxiv\.org)/abs/([^?#\s]+)$")
_OLDER = re.compile(r"\((?:cross-list|replaced)")


def read(page: Document) -> Iterator[tuple[str, Draft | str]]:
    """Yield the papers of the page."""
    day: PrintedDate | None = None
    term: Node | None = None
    number = 0
    for node in page.root.outermost("h3", "dt", "dd"):
        if node.tag == "h3":
            day = day_in(node.text()) or day
        elif node.tag == "dt":
            term = node
        elif term is not None and (known := linked_id(term)) is not None and _is_entry(node):
            number += 1
            yield f"paper {number}", _draft(node, known, None if _OLDER.search(term.text()) else day)
            term = None


def linked_id(term: Node) -> str | None:
    """Return the id of the first abstract page that is linked to inside an element; None if none is."""
    for link in term.all("a"):
        if match := _ABS.search(link.address):
            return canonical_id(f"arxiv:{match[1]}")
    return None


def _is_entry(node: Node) -> bool:
    return node.first(under="list-title") is not None


def _text(entry: Node, name: str) -> str:
    node = entry.first(under=name)
    return node.text(without="descriptor") if node is not None else ""


def _draft(entry: Node, known: str, day: PrintedDate | None) -> Draft | str:
    title = _text(entry, "list-title")
    if not title:
        return "no title"
    authors = entry.first(under="list-authors")
    abstract = next((node.text() for node in entry.all("p", under="mathjax")), "")
    venue = _text(entry, "list-journal-ref") or None
    return Draft(
        numbers=(),
        title=title,
        abstract=abstract,
        authors=people(link.text() for link in authors.all("a")) if authors is not None else (),
        date=day,
        venue=venue,
        venue_text=venue,
        categories=codes(_text(entry, "list-subjects")),
        ids=known_ids(known),
    )
