"""Invented papers for tests."""

from datetime import date
from itertools import cycle, islice

from hypothesis import strategies as st

from schemas.paper import Entry
from schemas.sighting import Sighting

TODAY = date(2026, 6, 15)
NOW = "2026-06-15T07:00:00Z"

_WORDS = (
    "gate passage reader stops once answers settle and the budget shrinks by half on river questions while small models"
    " keep pace with larger ones under a fixed number of calls per question in every season of the marsh survey"
).split()


def words(start: int, count: int = 60) -> str:
    """Return invented running text; texts with starts far apart share no run of five words."""
    stems = islice(cycle(_WORDS), start % len(_WORDS), start % len(_WORDS) + count)
    return " ".join(f"{word}{start + place}" for place, word in enumerate(stems)) + "."


def entry(title: str, abstract: str = "", page: str = "page.txt", position: int = 0, **fields: object) -> Entry:
    """Return an entry of an invented page."""
    return Entry.model_validate(
        {"page": page, "position": position, "kind": "plain", "title": title, "abstract": abstract, **fields}
    )


def seen(one: Entry, first: str = NOW, reading: int = 1) -> Sighting:
    """Return the entry as first read at a time."""
    return Sighting(one, first, reading)


def _few(number: int, places: tuple[int, ...]) -> Entry:
    """Return one of few works in one of few prints, chosen by small numbers."""
    title, start, page, known, author, venue, day = places
    abstract = words(0, 60) if start == 1 else words(0, 40)[:-1] + " " + words(5000, 20) if start == 2 else ""
    return entry(
        f"Work {'ab'[title % 2]}",
        words(9000 * start, 40) if start > 2 else abstract,
        page=f"{page}.txt",
        position=number,
        ids=sorted({f"arxiv:2601.0000{known}", f"doi:10.1000/{author}"}) if known else [],
        authors=[f"Author {author}"] if author else [],
        affiliations=[f"Place {venue}", f"Place {author}"],
        venue=f"Conf {venue}" if venue else None,
        date=f"2026-0{day}" if day else None,
        categories=["CL"] if day % 2 else ["cs.LG", "cs.CL"],
        has_code_badge=bool(venue % 2),
    )


entries_of_few_works = st.builds(
    _few, st.integers(0, 3), st.tuples(*(st.integers(0, most) for most in (1, 4, 3, 2, 2, 2, 3)))
)
"""Entries that are often of the same paper, with all fields that sources may differ in."""
