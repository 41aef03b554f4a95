"""An entry and when it was read; standard library only, so that quick lookups need not load the models."""

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from schemas.paper import Entry


class Sighting(NamedTuple):
    """One entry, when it was first read, and in which reading of its page it was last seen."""

    entry: "Entry"
    first_seen: str
    """UTC, `2026-05-18T07:00:00Z`."""
    reading: int = 1
    """Number of the latest reading of its page that printed it; 1 is the first. A count, for clocks step back."""
