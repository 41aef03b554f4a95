"""Invented papers for tests."""

from datetime import date
from itertools import cycle, islice

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
