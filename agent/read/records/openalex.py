"""Works of OpenAlex: one, the list in an answer, or lines of its snapshot.

Keys: `title` or `display_name`, `abstract_inverted_index` (each word with its places), `authorships`,
`publication_date`, `publication_year`, `ids`, `doi`, `primary_location` and `locations` with their `source`.

Source: https://docs.openalex.org/api-entities/works/work-object
"""

from agent.read.page import Draft
from agent.read.records.arxiv_json import arxiv_id
from agent.read.records.fields import (
    first_text,
    items,
    known_ids,
    mapping,
    printed_date,
    printed_year,
    text,
    without_markup,
)
from agent.read.records.json_text import Record

MAX_WORDS = 20_000
"""Places of an abstract's words; a larger one is a mistake."""

_OWN_KEYS = frozenset(
    {"abstract_inverted_index", "authorships", "primary_location", "publication_year", "cited_by_count"}
)


def knows(record: Record) -> bool:
    """Tell a work by its keys."""
    named = "display_name" in record or "title" in record
    return "id" in record and named and len(_OWN_KEYS.intersection(record)) >= 1


def read(record: Record) -> Draft | str:
    """Return the paper of one work."""
    title = without_markup(first_text(record, "title", "display_name"))
    if title is None:
        return "no title"
    ids = mapping(record.get("ids"))
    venue = _venue(record)
    return Draft(
        numbers=(),
        title=title,
        abstract=restored(record.get("abstract_inverted_index")),
        authors=tuple(name for one in items(record.get("authorships")) if (name := _name(one)) is not None),
        authors_truncated=record.get("is_authors_truncated") is True,
        date=printed_date(record.get("publication_date")) or printed_year(record.get("publication_year")),
        venue=venue,
        venue_text=venue,
        ids=known_ids(record.get("doi"), ids.get("doi"), arxiv_id(ids.get("arxiv")), *_arxiv_addresses(record)),
    )


def restored(index: object) -> str:
    """Return the text of an inverted index; places that are none, or too far, are left out.

    >>> restored({"lamps.": [2], "We": [0], "light": [1]})
    'We light lamps.'
    """
    placed: dict[int, str] = {}
    for word, places in mapping(index).items():
        for place in items(places):
            if isinstance(place, int) and not isinstance(place, bool) and 0 <= place < MAX_WORDS:
                placed[place] = word
    return without_markup(" ".join(placed[place] for place in sorted(placed))) or ""


def _name(authorship: object) -> str | None:
    fields = mapping(authorship)
    return text(mapping(fields.get("author")).get("display_name")) or text(fields.get("raw_author_name"))


def _venue(record: Record) -> str | None:
    source = mapping(mapping(record.get("primary_location")).get("source"))
    name = text(source.get("display_name")) or text(mapping(record.get("host_venue")).get("display_name"))
    return None if source.get("type") == "repository" or (name or "").lower().startswith("arxiv") else name


def _arxiv_addresses(record: Record) -> list[str]:
    """Return arXiv ids among the addresses at which OpenAlex found this work."""
    places = [record.get("primary_location"), *items(record.get("locations"))]
    addresses = [text(mapping(place).get(key)) for place in places for key in ("landing_page_url", "pdf_url")]
    return [known for address in addresses if address and "arxiv.org/" in address and (known := arxiv_id(address))]
