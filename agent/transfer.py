"""The library as lines of JSON, and back: what was read, when, and a person's word.

A line is `{"digest_export": 1, "paper": Paper, "seen": [Seen for each source],
"extraction": Extraction or null, "corrections": [Correction]}`. Extractions are there for other programs; an import
makes them anew, since nothing proves that a line was not changed.
"""

from collections.abc import Iterator
from typing import Annotated, Literal

from pydantic import Field, ValidationError

from schemas.base import Model
from schemas.errors import UsageError
from schemas.extraction import Extraction
from schemas.paper import Paper
from schemas.record import Correction, Record, UtcTime
from schemas.sighting import Sighting


class Seen(Model):
    """When one source of the paper was read."""

    first: UtcTime
    reading: Annotated[int, Field(ge=1)]
    """Number of the latest reading of its page that printed it."""
    page_first_read: UtcTime
    page_readings: Annotated[int, Field(ge=1)]


class ExportLine(Model):
    """One paper of an exported library."""

    digest_export: Literal[1] = 1
    paper: Paper
    seen: tuple[Seen, ...]
    """In the order of `paper.sources`."""
    extraction: Extraction | None = None
    corrections: tuple[Correction, ...] = Field(default=())

    def sightings(self) -> Iterator[tuple[Sighting, Seen]]:
        """Yield each source with when it was read."""
        for entry, seen in zip(self.paper.sources, self.seen, strict=True):
            yield Sighting(entry, seen.first, seen.reading), seen


def export_line(record: Record, seen: tuple[Seen, ...]) -> str:
    """Return the line of one paper, without a line end."""
    outcome = record.outcome
    line = ExportLine(
        paper=record.paper,
        seen=seen,
        extraction=outcome.extraction if outcome and outcome.kind == "extracted" else None,
        corrections=record.corrections,
    )
    return line.model_dump_json(exclude_defaults=False)


def parse_line(text: str, number: int, name: str) -> ExportLine:
    """Read one line of an export.

    Raises:
        UsageError: It is none; the message names file and line.
    """
    try:
        line = ExportLine.model_validate_json(text)
    except ValidationError as error:
        first = error.errors()[0]
        where = ".".join(str(part) for part in first["loc"]) or "the line"
        raise UsageError(f"line {number} of `{name}` is no line of `digest export`: {where}: {first['msg']}") from error
    if len(line.seen) != len(line.paper.sources):
        raise UsageError(f"line {number} of `{name}` is no line of `digest export`: `seen` does not fit `sources`")
    return line
