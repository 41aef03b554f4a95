"""CSL-JSON, as Zotero exports it and as doi.org and Crossref answer: a list of items or one.

Keys: `type`, `title`, `author` (`family`, `given`, `suffix`, particles, or `literal`), `issued` (`date-parts`, `raw`
or `literal`), `container-title`, `DOI`, `URL`, `abstract`, perhaps with JATS tags. Crossref gives some as lists.

Source: https://docs.citationstyles.org/en/stable/specification.html (appendices) and the schema csl-data.json in
https://github.com/citation-style-language/schema
"""

from agent.read.acl_venue import short_venue
from agent.read.dates import PrintedDate, parse_date
from agent.read.page import Draft
from agent.read.records.fields import (
    first_text,
    items,
    known_ids,
    mapping,
    named_id,
    parted_date,
    printed_date,
    text,
    without_markup,
)
from agent.read.records.json_text import Record

_OWN_KEYS = frozenset({"issued", "container-title", "date-parts", "citation-key", "DOI", "URL", "accessed"})
_DATES = ("issued", "published", "published-online", "published-print", "created")


def knows(record: Record) -> bool:
    """Tell an item by its type and its keys."""
    return "type" in record and "title" in record and not _OWN_KEYS.isdisjoint(record)


def read(record: Record) -> Draft | str:
    """Return the paper of one item."""
    title = without_markup(first_text(record, "title"))
    if title is None:
        return "no title"
    date = next((found for key in _DATES if (found := _date(record.get(key)))), None)
    venue = without_markup(first_text(record, "container-title", "container-title-short"))
    if venue and "arxiv" in venue.lower():
        venue = None
    return Draft(
        numbers=(),
        title=title,
        abstract=without_markup(first_text(record, "abstract")) or "",
        authors=tuple(name for author in items(record.get("author")) if (name := _name(author))),
        date=date,
        venue=short_venue(venue, str(date.year) if date and date.year else None) if venue else None,
        venue_text=venue,
        ids=known_ids(named_id("doi", record.get("DOI")), record.get("URL"), _archived(record)),
    )


def _name(author: object) -> str | None:
    fields = mapping(author)
    parts = (
        text(fields.get(key)) for key in ("given", "dropping-particle", "non-dropping-particle", "family", "suffix")
    )
    whole = " ".join(part for part in parts if part)
    return whole or first_text(fields, "literal", "name")


def _date(value: object) -> PrintedDate | None:
    fields = mapping(value)
    parts = items(fields.get("date-parts"))
    if parts and (found := parted_date(items(parts[0]))):
        return found
    return next((found for key in ("raw", "literal") if (found := _worded(fields.get(key)))), printed_date(value))


def _worded(value: object) -> PrintedDate | None:
    shown = text(value)
    return (printed_date(shown) or parse_date(shown) or PrintedDate(shown)) if shown else None


def _archived(record: Record) -> str | None:
    """Return the number under which Zotero says that arXiv keeps it: `arXiv:2406.01234`."""
    number = text(record.get("number"))
    return number if number is not None and number.lower().startswith("arxiv:") else None
