"""One entry as a line of `digest read --jsonl`."""

from schemas.paper import Entry

Value = str | int | bool | list[str] | None


def occurrence(entry: Entry) -> dict[str, Value]:
    """Return the facts that a page shows of one paper, ready for JSON.

    `date` is a full day or None; `year` is set wherever the page tells it; `authors` is None if no name is printed.
    """
    date = entry.date
    return {
        "source": entry.page,
        "index": entry.position,
        "title": entry.title,
        "authors": list(entry.authors) or None,
        "author_list_truncated": entry.authors_truncated,
        "n_authors": entry.n_authors,
        "date": date if date is not None and len(date) == len("YYYY-MM-DD") else None,
        "date_text": entry.date_text,
        "year_inferred": entry.date_inferred,
        "year": int(date[:4]) if date is not None else None,
        "categories": list(entry.categories),
        "has_code_badge": entry.has_code_badge,
        "affiliations": list(entry.affiliations),
        "venue": entry.venue,
        "venue_text": entry.venue_text,
        "n_comments": entry.n_comments,
        "urls": list(entry.urls),
        "abstract": entry.abstract,
    }
