"""What came of one paper: an engine never raises for one paper, it returns one of these."""

from typing import Annotated, Literal

from pydantic import Field

from schemas.base import Model
from schemas.extraction import Extraction


class Extracted(Model):
    """The paper was read; `extraction.status` says whether all that was said could be kept."""

    kind: Literal["extracted"] = "extracted"
    extraction: Extraction


class Refused(Model):
    """The engine would not speak about this paper."""

    kind: Literal["refused"] = "refused"
    detail: str


class Failed(Model):
    """The engine could not speak about this paper."""

    kind: Literal["failed"] = "failed"
    reason: str
    """Short name of the cause, for example `too-long`."""
    detail: str
    again: bool = False
    """The server failed, not the paper: the next build asks again."""
    context_tokens: int | None = None
    """There was no room in a context thought to be so large: a build that knows of a larger one asks again. None: room
    was not the trouble."""


class Skipped(Model):
    """There is nothing to read: the paper has no abstract."""

    kind: Literal["skipped"] = "skipped"
    detail: str = "no abstract"


Outcome = Annotated[Extracted | Refused | Failed | Skipped, Field(discriminator="kind")]
"""Tagged by `kind`."""
