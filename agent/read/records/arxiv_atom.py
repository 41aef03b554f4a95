"""Answers of arXiv's API, saved as files: an Atom feed, an entry for each paper.

Elements: `id` (the address of the abstract), `published` (of the first version), `title`, `summary`, `author` with
`name`, `category` with `term`, and of arXiv's own namespace `doi`, `journal_ref`, `comment`. An error is an entry too.

Source: https://info.arxiv.org/help/api/user-manual.html, section 3.3
"""

from collections.abc import Iterator
from xml.etree.ElementTree import Element  # elements only; nothing is parsed with it

from agent.read.page import Draft
from agent.read.records.arxiv_json import arxiv_id
from agent.read.records.fields import known_ids, named_id, printed_date, text, texts
from agent.read.records.record import Document, Records, collect
from agent.read.records.xml_text import child_text, child_texts, local, pieces


def knows(document: Document) -> bool:
    """Tell an Atom feed that speaks of arXiv, but for the daily one."""
    opening = document.opening.lower()
    return document.root == "feed" and "arxiv.org/" in opening and "rss.arxiv.org" not in opening


def read(document: Document) -> Records:
    """Return the papers of all entries."""
    return collect(_read_all(document.text))


def _read_all(feed: str) -> Iterator[tuple[str, Draft | str]]:
    for place, element, reason in pieces(feed, "entry"):
        if element is None:
            yield place, reason or "broken XML"
        else:
            yield place, _draft(element)


def _draft(entry: Element) -> Draft | str:
    title, address = text(child_text(entry, "title")), text(child_text(entry, "id"))
    if address is not None and "/api/errors" in address:
        return f"arXiv answered with an error: {text(child_text(entry, 'summary')) or title}"
    if title is None:
        return "no title"
    venue = text(child_text(entry, "journal_ref"))
    authors = [child for child in entry if local(child.tag) == "author"]
    places = texts(place for author in authors for place in child_texts(author, "affiliation"))
    return Draft(
        numbers=(),
        title=title,
        abstract=text(child_text(entry, "summary")) or "",
        authors=texts(child_text(author, "name") for author in authors),
        date=printed_date(child_text(entry, "published")),
        venue=venue,
        venue_text=venue,
        categories=categories(entry),
        affiliations=tuple(dict.fromkeys(places)),
        ids=known_ids(arxiv_id(address), *(named_id("doi", doi) for doi in child_texts(entry, "doi"))),
    )


def categories(entry: Element) -> tuple[str, ...]:
    """Return the codes of an entry's categories, the primary one first."""
    ranked = [
        text(child.get("term"))
        for name in ("primary_category", "category")
        for child in entry
        if local(child.tag) == name
    ]
    return tuple(dict.fromkeys(code for code in ranked if code and " " not in code))
