r"""arXiv's daily feeds, saved as files: RSS 2.0 from rss.arxiv.org/rss and Atom from rss.arxiv.org/atom.

The description of an item is `arXiv:2406.01234v1 Announce Type: new`, a line break and `Abstract: …`; `dc:creator`
holds all authors as one text. The date is the day of the announcement; a replaced paper was announced before, so its
item tells no date of it.

Source: https://info.arxiv.org/help/rss.html and https://info.arxiv.org/help/rss_specifications.html
"""

import re
from collections.abc import Iterator
from xml.etree.ElementTree import Element  # elements only; nothing is parsed with it

from agent.read.page import Draft
from agent.read.records.arxiv_atom import categories
from agent.read.records.arxiv_json import arxiv_id, names
from agent.read.records.fields import known_ids, named_id, printed_date, text, texts
from agent.read.records.record import Document, Records, collect
from agent.read.records.xml_text import child_text, child_texts, local, pieces

_DESCRIPTION = re.compile(
    r"\s*(?:arXiv:(?P<id>\S+)\s+Announce Type:\s*(?P<type>[\w-]+)\s*)?(?:Abstract:)?\s*(?P<abstract>.*)", re.DOTALL
)
_OLD_ENDING = re.compile(r"\.? \(arXiv:(\S+) \[[\w.-]+\](?: UPDATED)?\)$")
_TAG = re.compile(r"</?(?:p|a)(?: [^<>]{0,200})?>")


def knows(document: Document) -> bool:
    """Tell a feed of rss.arxiv.org, or an older one of arxiv.org."""
    opening = document.opening.lower()
    if document.root == "feed":
        return "rss.arxiv.org" in opening
    return document.root in ("rss", "RDF") and "arxiv.org" in opening


def read(document: Document) -> Records:
    """Return the papers of all items."""
    return collect(_read_all(document))


def _read_all(document: Document) -> Iterator[tuple[str, Draft | str]]:
    for place, element, reason in pieces(document.text, "entry" if document.root == "feed" else "item"):
        if element is None:
            yield place, reason or "broken XML"
        else:
            yield place, _draft(element)


def _draft(item: Element) -> Draft | str:
    title = text(child_text(item, "title"))
    if title is None:
        return "no title"
    described = child_text(item, "description") or child_text(item, "summary") or ""
    match = _DESCRIPTION.match(_TAG.sub(" ", described))
    ending = _OLD_ENDING.search(title)
    kind = text(child_text(item, "announce_type")) or (match["type"] if match else None) or ""
    venue = text(child_text(item, "journal_reference")) or text(child_text(item, "journal_ref"))
    printed = (arxiv_id(value) for value in _printed_ids(item, match["id"] if match else None, ending))
    dated = child_text(item, "pubDate") or child_text(item, "published")
    return Draft(
        numbers=(),
        title=_OLD_ENDING.sub("", title),
        abstract=(text(match["abstract"]) if match else None) or "",
        authors=_authors(item),
        date=None if kind.startswith("replace") else printed_date(dated),
        venue=venue,
        venue_text=venue,
        categories=categories(item) or texts(child_texts(item, "category")),
        ids=known_ids(
            next((known for known in printed if known), None),
            *(named_id("doi", doi) for doi in child_texts(item, "DOI") + child_texts(item, "doi")),
        ),
    )


def _printed_ids(item: Element, described: str | None, ending: re.Match[str] | None) -> Iterator[str | None]:
    yield from child_texts(item, "link")
    yield from (child.get("href") for child in item if local(child.tag) == "link")
    for value in (*child_texts(item, "guid"), *child_texts(item, "id")):
        yield value.strip().removeprefix("oai:arXiv.org:")
    yield described
    yield ending.group(1) if ending else None


def _authors(item: Element) -> tuple[str, ...]:
    printed = [name for value in child_texts(item, "creator") for name in names(text(_TAG.sub("", value)) or "")]
    people = (child_text(author, "name") for author in item if local(author.tag) == "author")
    return tuple(printed) or tuple(name for value in people for name in names(text(value) or ""))
