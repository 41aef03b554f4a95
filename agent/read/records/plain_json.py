"""Objects of anyone's making with a title and, if known, an abstract: a list of them, one, or one a line.

Keys are known in any letter case and with blanks or hyphens for underscores (`Title`, `arXiv ID`).
"""

import re
from collections.abc import Mapping

from agent.read.dates import PrintedDate, parse_date
from agent.read.page import Draft
from agent.read.records.fields import count, printed_date, printed_year, text
from agent.read.records.json_text import Record
from agent.read.shapes import parse_authors
from agent.read.text import clean
from schemas.identity import canonical_id

_TITLE_KEYS = ("title", "paper_title", "name", "headline")
_ABSTRACT_KEYS = ("abstract", "summary", "abstract_text", "paper_abstract")
_AUTHOR_KEYS = ("authors", "author", "author_names")
_ID_KEYS = (
    *("id", "ids", "arxiv", "arxiv_id", "doi", "acl", "acl_id", "openreview", "openreview_id", "url", "link", "urls"),
    *("paper_url", "arxiv_url", "entry_id"),
)
_DATE_KEYS = ("date", "published", "publication_date", "submitted", "published_at", "published_date", "publicationdate")
_VENUE_KEYS = ("venue", "journal", "conference", "booktitle", "published_in")


def knows(record: Record) -> bool:
    """Tell an object by a title and an abstract, or a title and authors."""
    if "digest_export" in record or "paper" in record:
        return False
    keys = folded(record).keys()
    return not keys.isdisjoint(_TITLE_KEYS[:2]) and not keys.isdisjoint((*_ABSTRACT_KEYS, *_AUTHOR_KEYS))


def read(record: Record) -> Draft | str:
    """Return the paper of one object."""
    return draft_of(record) or "no title"


def folded(record: Record) -> Record:
    """Return an object with its keys in the form in which they are known; of several the first counts."""
    found: dict[str, object] = {}
    for key, value in record.items():
        found.setdefault(re.sub(r"[\s-]+", "_", key.strip().lower()), value)
    return found


def draft_of(printed: Record, numbers: tuple[int, ...] = ()) -> Draft | None:
    """Return the paper of one object; None if it has no title.

    Args:
        printed: The object.
        numbers: 0-based numbers of its lines, if it is whole lines.
    """
    record = folded(printed)
    title = _text(record, *_TITLE_KEYS)
    if title is None:
        return None
    authors, truncated = _authors(next((record[key] for key in _AUTHOR_KEYS if record.get(key)), None))
    return Draft(
        numbers=numbers,
        title=title,
        abstract=_text(record, *_ABSTRACT_KEYS) or "",
        authors=authors,
        authors_truncated=truncated or record.get("author_list_truncated") is True,
        n_authors=count(record.get("n_authors")) or None,
        date=_date(record),
        venue=_text(record, *_VENUE_KEYS),
        venue_text=_text(record, "venue_text", *_VENUE_KEYS),
        categories=_texts(record.get("categories")),
        affiliations=_texts(record.get("affiliations")),
        has_code_badge=record.get("has_code_badge") is True,
        n_comments=count(record.get("n_comments")),
        ids=_ids(record),
    )


def _text(record: Record, *keys: str) -> str | None:
    return next((known for key in keys if (known := text(record.get(key))) is not None), None)


def _texts(value: object) -> tuple[str, ...]:
    values = value if isinstance(value, list) else re.split(r"[,;\s]+", value) if isinstance(value, str) else []
    return tuple(known for item in values if (known := text(item)) is not None)


def _authors(value: object) -> tuple[tuple[str, ...], bool]:
    if isinstance(value, str):
        authors = parse_authors(clean(value))
        return authors.names, authors.truncated
    items = value if isinstance(value, list) else []
    return _texts([_name(item) if isinstance(item, Mapping) else item for item in items]), False


def _name(author: Record) -> str | None:
    parts = folded(author)
    given = _text(parts, "given", "given_name", "first_name", "first", "firstname")
    family = _text(parts, "family", "family_name", "last_name", "last", "lastname")
    return _text(parts, "name", "full_name", "fullname") or " ".join(part for part in (given, family) if part) or None


def _date(record: Record) -> PrintedDate | None:
    if shown := _text(record, *_DATE_KEYS, "date_text"):
        return parse_date(shown) or printed_date(shown) or PrintedDate(shown)
    year = record.get("year")
    if isinstance(year, int) and not isinstance(year, bool) and 1000 <= year <= 9999:
        return PrintedDate(None, year)
    return parse_date(_text(record, "year") or "") or printed_year(record.get("year"))


def _ids(record: Record) -> tuple[str, ...]:
    found = set()
    for key in _ID_KEYS:
        value = record.get(key)
        for shown in value if isinstance(value, list) else [value]:
            if (known := text(shown)) is not None:
                namespace = key.removesuffix("_id")
                found.add(canonical_id(known) or canonical_id(f"{namespace}:{known}"))
    return tuple(sorted(known for known in found if known is not None and " " not in known))
