"""Pages of one paper with bibliographic metadata in their head, whoever made them.

Google Scholar asks for the tags of Highwire Press (citation_title, citation_author, citation_publication_date,
citation_journal_title, citation_conference_title, citation_doi, citation_abstract), and reads those of BE Press
(bepress_citation_*), EPrints (eprints.*), PRISM (prism.*) and, as a last resort, Dublin Core (DC.*). An author is
"Family, Given" or "Given Family", a tag each; some pages join them with semicolons. The abstract is often only in the
body: the element named for it is taken, what stands under its heading, then what the head describes at length and does
not cut short.

Source: https://scholar.google.com/intl/en/scholar/inclusion.html#indexing
"""

import re
from collections.abc import Iterator
from itertools import islice

from agent.read.acl_venue import short_venue
from agent.read.dates import PrintedDate
from agent.read.html import linked_data
from agent.read.html.dom import Document, Node, without_tags
from agent.read.html.fields import iso_date, people
from agent.read.page import Draft
from agent.read.records.fields import known_ids, named_id
from agent.read.shapes import ends_sentence, is_prose
from agent.read.text import join_paragraphs
from schemas.identity import normalized_title

_TITLES = ("citation_title", "bepress_citation_title", "eprints.title", "prism.title")
_AUTHORS = ("citation_author", "bepress_citation_author", "eprints.creators_name", "dc.creator", "dcterms.creator")
_DATES = (
    "citation_publication_date", "citation_date", "citation_online_date", "bepress_citation_date", "eprints.date",
    "prism.publicationdate", "citation_year", "dc.date", "dcterms.issued", "dc.date.issued",
)  # fmt: skip
_SERIES = ("citation_conference_title", "citation_inbook_title", "citation_book_title", "eprints.event_title")
_JOURNALS = (
    "citation_journal_title", "bepress_citation_journal_title", "prism.publicationname", "eprints.publication",
    "citation_dissertation_institution", "citation_technical_report_institution", "citation_conference",
)  # fmt: skip
_ABSTRACTS = ("citation_abstract", "eprints.abstract", "dcterms.abstract", "dc.description.abstract")
_DESCRIPTIONS = ("dc.description", "dcterms.description", "description", "og:description")
_ABSTRACT_NAME = re.compile(
    r"(?:article-|paper-|section-|html-)?abs(?:tract)?(?:\d+(?:-content)?|-content|-text|-body|_text|section|full|info)?",
    re.I,
)
_HEADING = re.compile(r"(?:abstract|summary)\b[ .:—–-]*(?=\S)", re.IGNORECASE)
_HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")
_MAX_SHOWN = 20  # elements named for the abstract that are looked into
_MIN_DESCRIPTION_CHARS = 300  # shorter ones are cut off or praise the site


def read(page: Document) -> Iterator[tuple[str, Draft | str]]:
    """Yield the paper that the head describes."""
    title = page.meta(*_TITLES) or (page.meta("dc.title", "dcterms.title") if page.meta(*_AUTHORS) else "")
    if not title:
        return
    doi = page.meta("citation_doi", "bepress_citation_doi", "prism.doi") or _identifier(page)
    date = iso_date(page.meta(*_DATES))
    venue, venue_text = _venue(page, date)
    yield (
        "paper 1",
        Draft(
            numbers=(),
            title=without_tags(title),
            abstract=_abstract(page, title),
            authors=_authors(page),
            date=date,
            venue=venue,
            venue_text=venue_text,
            ids=known_ids(
                named_id("doi", doi or None),
                named_id("arxiv", page.meta("citation_arxiv_id") or None),
                page.meta("citation_pdf_url") or None,
                *page.addresses,
            ),
        ),
    )


def _identifier(page: Document) -> str:
    stated = (
        text for name in ("dc.identifier", "dc.identifier.doi", "dcterms.identifier") for text in page.all_meta(name)
    )
    return next((text for text in stated if re.search(r"\b10\.\d{4,9}/", text)), "")


def _authors(page: Document) -> tuple[str, ...]:
    named = next((found for name in _AUTHORS if (found := page.all_meta(name))), ())
    joined = page.meta("citation_authors") if not named else named[0] if len(named) == 1 and ";" in named[0] else ""
    return people(joined.split(";")) if joined else people(named)


def _venue(page: Document, date: PrintedDate | None) -> tuple[str | None, str | None]:
    if series := page.meta(*_SERIES):
        return short_venue(series, str(date.year) if date is not None and date.year else None), series
    journal = page.meta(*_JOURNALS) or None
    return journal, journal


def _abstract(page: Document, title: str) -> str:
    stated = without_tags(page.meta(*_ABSTRACTS))
    if stated:
        return _HEADING.sub("", stated, count=1) if _HEADING.match(stated) else stated
    if shown := _shown(page) or _headed(page):
        return shown
    wanted = normalized_title(title)
    for _, draft in linked_data.read(page):
        if isinstance(draft, Draft) and draft.abstract and normalized_title(draft.title) == wanted:
            return draft.abstract
    described = (without_tags(page.meta(name)) for name in _DESCRIPTIONS)
    return next((text for text in described if len(text) >= _MIN_DESCRIPTION_CHARS and _is_whole(text)), "")


def _is_whole(text: str) -> bool:
    """Tell a description that ends as a sentence does from one that was cut to a length."""
    return ends_sentence(text) and not text.endswith(("...", "…"))


def _shown(page: Document) -> str:
    named = (node for node in page.root.all("section", "div", "p", "blockquote", "span", "article") if _is_named(node))
    for node in islice(named, _MAX_SHOWN):
        text = node.text()
        text = text[match.end() :] if (match := _HEADING.match(text)) else text
        if is_prose(text):
            return text
    return ""


def _headed(page: Document) -> str:
    """Return what stands under a heading that says "Abstract", up to the next heading."""
    for heading in page.root.all(*_HEADINGS):
        if heading.text().rstrip(":. ").casefold() != "abstract":
            continue
        pieces: list[str] = []
        following = heading.next()
        while following is not None and following.tag not in _HEADINGS and len(pieces) < _MAX_SHOWN:
            pieces.append(following.text())
            following = following.next()
        if is_prose(text := join_paragraphs(pieces)):
            return text
    return ""


def _is_named(node: Node) -> bool:
    names = (node.get("id"), node.get("data-test-id"), node.get("data-testid"), *node.classes)
    return any(name and _ABSTRACT_NAME.fullmatch(name) for name in names)
