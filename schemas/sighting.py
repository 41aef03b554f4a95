"""An entry and when it was read; standard library only, so that quick lookups need not load the models."""

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from schemas.paper import Entry


class Sighting(NamedTuple):
    """One entry with the first and the latest reading of its page that printed it (UTC, `2026-05-18T07:00:00Z`)."""

    entry: "Entry"
    first_seen: str
    last_seen: str
