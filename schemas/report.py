"""What one run did: everything that depends on the run and therefore stands in no digest."""

from typing import Annotated, NamedTuple

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
    skipped: Count = 0
    """Records of a file of records that were left out."""
    problems: tuple[str, ...] = ()
    """Which of them and why, the first thousand: `entry 3: no title`."""
    error: str | None = None
    """Why nothing could be read; None if something was."""


class Spent(NamedTuple):
    """What an engine's answers cost."""

    requests: int = 0
    """Chat requests, probes and repeated ones included."""
    tokens: int | None = None
    """Of prompts and answers, as the server counted them; None if it did not say."""


class Report(Model):
    """The figures of one build.

    Read − merged = papers = new + seen + waiting, and new is the sum of what came of it.
    """

    entries: Count
    merged: Count
    """Entries that were the same paper as another one of this run."""
    papers: Count
    new: Count
    """Papers whose text had not been extracted before this run, by this engine and version."""
    seen: Count
    waiting: Count = 0
    """Papers that were not asked about: beyond `--limit`, without a kept answer under `--cached`, or because the run
    stopped."""
    failed_before: Count = 0
    """Of the seen: failed or refused in a former run, and only asked about again with `--refresh failed`."""
    complete: Count
    partial: Count
    refused: Count
    failed: Count
    skipped: Count
    """Papers without an abstract."""
    remade: Count = 0
    """Of the seen: made anew from the kept reply, because checks or taxonomy changed."""
    fallback: Count = 0
    """Papers without an answer of the model that the embedded engine read instead."""
    unread_lines: Count
    requests: Count
    """Requests to a model, probes and repeated ones included."""
    tokens: Count | None
    """Tokens that a model's server counted; None if none was asked or it did not say."""
    seconds: Annotated[float, Field(ge=0)]
    """Wall time of the run."""
    sources: tuple[SourceReport, ...]

    @model_validator(mode="after")
    def _adds_up(self) -> "Report":
        if self.entries - self.merged != self.papers or self.papers != self.new + self.seen + self.waiting:
            raise ValueError("entries − merged = papers = new + seen + waiting does not hold")
        if self.new != self.complete + self.partial + self.refused + self.failed + self.skipped:
            raise ValueError("new = complete + partial + refused + failed + skipped does not hold")
        return self
