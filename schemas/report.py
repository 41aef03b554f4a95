"""What one run did: everything that depends on the run and therefore stands in no digest."""

from typing import Annotated

from pydantic import Field, model_validator

from schemas.base import Model

Count = Annotated[int, Field(ge=0)]


class SourceReport(Model):
    """What came of one source."""

    source: str
    """As the user named it."""
    kinds: tuple[str, ...] = ()
    encoding: str | None = None
    entries: Count = 0
    unread_lines: Count = 0
    error: str | None = None
    """Why nothing could be read; None if something was."""


class Report(Model):
    """The figures of one build; read − merged = papers = new + seen, and new is the sum of what came of it."""

    entries: Count
    merged: Count
    """Entries that were the same paper as another one of this run."""
    papers: Count
    new: Count
    """Papers whose text had not been extracted before this run, by this engine and version."""
    seen: Count
    complete: Count
    partial: Count
    refused: Count
    failed: Count
    skipped: Count
    """Papers without an abstract."""
    unread_lines: Count
    requests: Count
    """Requests to a model."""
    tokens: Count | None
    """Tokens that a model's server counted; None if none was asked or it did not say."""
    seconds: Annotated[float, Field(ge=0)]
    """Wall time of the run."""
    sources: tuple[SourceReport, ...]

    @model_validator(mode="after")
    def _adds_up(self) -> "Report":
        if self.entries - self.merged != self.papers or self.papers != self.new + self.seen:
            raise ValueError("entries − merged = papers = new + seen does not hold")
        if self.new != self.complete + self.partial + self.refused + self.failed + self.skipped:
            raise ValueError("new = complete + partial + refused + failed + skipped does not hold")
        return self
